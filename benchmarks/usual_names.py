"""Count which names figures show often, and write `reconcile/suggest/usual_names.tsv`.

    python benchmarks/usual_names.py LISTS.tsv.gz CAPTIONS.jsonl.gz [--write]

LISTS has the columns `figid`, `word` (may be empty), `match` and `entrez`: names by which genes
came into the lists of figures. A name counts where the word was read as the name is written, or is
not known, and where a gene by that name fits the other genes of the list: `UNK` is in many lists,
but as a misreading of JNK.
CAPTIONS, gzip-compressed JSONL with `caption`, say which things are named often that are no genes
(GDP, ATP): words of the lexicon with a capital or digit that are no ordinary name of a gene.

The table has the name, how usual it is (the logarithm of its number in 10,000 figures or captions,
scaled to 0-1), and for things the type.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from reconcile import Figure
from reconcile.cleaning import clean
from reconcile.compare import compare
from reconcile.lexicon import Lexicon
from reconcile.lexicon.similarity import similarity_of
from reconcile.naming.confusions import skeleton
from reconcile.suggest.case import Case
from reconcile.text import tokens

TABLE = Path(__file__).parent.parent / "reconcile" / "suggest" / "usual_names.tsv"
LEAST = 12
"""In 10,000 figures: fewer may be chance hits."""
LEAST_THINGS = 5
FITS = 0.05
"""The similarity with the other genes of a list from which a gene is taken to be in the figure."""
ALL = 10_000
SHORTEST = 3


def names_of_lists(path: Path) -> tuple[dict[str, tuple[str, int]], int]:
    """For each skeleton the commonest spelling and the number of figures; and of all figures."""
    lexicon = Lexicon.load()
    similarity = similarity_of(lexicon)
    hits: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    listed: dict[str, set[int]] = defaultdict(set)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            record = lexicon.gene_by_ncbi(row["entrez"])
            key = skeleton(row["match"])
            if record is None:
                continue
            listed[row["figid"]].add(record.index)
            if len(key) >= SHORTEST and skeleton(row["word"] or row["match"]) == key:
                hits[key][row["figid"]].add(record.index)
                spelled[key][row["match"]] += 1
    counts: dict[str, tuple[str, int]] = {}
    for key, figures in hits.items():
        number = 0
        if len(figures) * ALL >= LEAST * len(listed):
            number = sum(
                any(similarity.among(gene, listed[figure] - genes).score >= FITS for gene in genes)
                for figure, genes in figures.items()
            )
        counts[key] = spelled[key].most_common(1)[0][0], number
    return counts, len(listed)


def things_of_captions(path: Path) -> tuple[dict[str, tuple[str, str, int]], int]:
    """Things that captions name: by skeleton the word, its type and the number of captions."""
    lexicon = Lexicon.load()
    case = Case(compare(Figure("none", None, ()), (), lexicon), lexicon)
    counts: Counter[str] = Counter()
    number = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            number += 1
            counts.update(set(tokens(clean(json.loads(line)["caption"] or "").text).texts))
    found: dict[str, tuple[str, str, int]] = {}
    for word, count in counts.items():
        key = skeleton(word)
        things = case.things(word)
        ordinary = any(e.source in ("hgnc", "famplex", "curated") for e in case.gene_names(word))
        if len(key) < SHORTEST or word.islower() or word.istitle() or ordinary or not things:
            continue
        if things[0].type != "word" and count >= LEAST_THINGS:
            found[key] = word, things[0].type, count
    return found, number


def use(count: int, number: int) -> float:
    """How usual a name is, 0-1."""
    return round(min(1.0, math.log1p(count * ALL / number) / math.log1p(ALL / 10)), 2)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Count which names figures show often.")
    parser.add_argument("lists", type=Path)
    parser.add_argument("captions", type=Path)
    parser.add_argument("--write", action="store_true", help="put the table into the package")
    options = parser.parse_args(arguments)
    names, figures = names_of_lists(options.lists)
    things, captions = things_of_captions(options.captions)
    rows = [
        f"{name}\t{use(count, figures)}\t"
        for key, (name, count) in names.items()
        if count * ALL >= LEAST * figures and key not in things
    ]
    rows += [f"{word}\t{use(count, captions)}\t{kind}" for word, kind, count in things.values()]
    print(f"{len(rows)} names, {len(things)} of them things, of {figures} figures")
    if options.write:
        TABLE.write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
