"""Count which names brought each gene into gene lists, and write `reconcile/suggest/uses.tsv`.

    python benchmarks/list_uses.py LISTS.tsv.gz

LISTS.tsv.gz has `figid, word, match, source, gene` for each hit of a word on a figure. Besides the
names that were hit, the table has (with 0) those of the lexicon that mean something else too: of
them a gene may come in that is not meant. A figure counts once for each name.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF

HERE = Path(__file__).parent
TABLE = HERE.parent / "reconcile" / "suggest" / "uses.tsv"
SOURCES = ("ncbigene_symbol", "ncbigene_synonym")


def hits(path: Path) -> dict[tuple[str, str], set[str]]:
    """The figures in which a name brought a gene in, by symbol and name."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["source"] in SOURCES:
                found[row["gene"], row["match"]].add(row["figid"])
    return found


def ambiguous(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The aliases of genes that are also something else, with the gene's symbol first."""
    seen: set[str] = set()
    for key, _ in lexicon._forms.iteritems():
        if key in seen:
            continue
        seen.add(key)
        entries = [e for e in lexicon.lookup(key) if e.type not in ("name", "designation")]
        if len({(e.is_family, e.ref, e.type if e.ref == NO_REF else "") for e in entries}) < 2:
            continue
        for entry in entries:
            alias = entry.type in ("alias", "previous", "curated")
            if alias and entry.form and not entry.is_family and entry.ref != NO_REF:
                yield lexicon.gene(entry.ref).gene.symbol, entry.form


def table(found: Mapping[tuple[str, str], set[str]], lexicon: Lexicon) -> Iterator[str]:
    """The lines of the table, by current symbols."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for (symbol, name), figures in found.items():
        record = lexicon.gene_by_symbol(symbol)
        if record is not None:
            counts[record.gene.symbol, name] += len(figures)
    for pair in ambiguous(lexicon):
        counts.setdefault(pair, 0)
    yield "# gene, name, figures that the name brought it into; made by benchmarks/list_uses.py"
    yield from (f"{symbol}\t{name}\t{count}" for (symbol, name), count in sorted(counts.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description="Count the names that genes come into lists by.")
    parser.add_argument("lists", type=Path)
    options = parser.parse_args()
    lines = list(table(hits(options.lists), Lexicon.load()))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} names")


if __name__ == "__main__":
    main()
