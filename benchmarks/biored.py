"""Grounding on BioRED (or another PubTator file with NCBI Gene ids).

Prints, for the gold spans of mentions whose ids are all human genes, how often the best reading is
exactly the gold set of genes, and how often it holds a gold gene (a family such as AKT, which
BioRED gives one id); then precision, recall and F1 of the human genes of each document, from text
to ids.

    python benchmarks/biored.py Dev.PubTator [--ner lexicon] [--errors]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reconcile import Lexicon, Reconciler


@dataclass
class Document:
    """Title and abstract, and the gold mentions as `(start, end, NCBI Gene ids)`."""

    text: str = ""
    mentions: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)


def documents(path: Path) -> Iterator[Document]:
    """The documents of a PubTator file."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        if not lines:
            continue
        document = Document(" ".join(line.split("|", 2)[2] for line in lines[:2]))
        for line in lines[2:]:
            cells = line.split("\t")
            if len(cells) == 6 and cells[4] == "GeneOrGeneProduct":
                ids = frozenset(re.split("[,;]", cells[5]))
                document.mentions.append((int(cells[1]), int(cells[2]), ids))
        yield document


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--ner", default="default")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    reconciler = Reconciler(ner=options.ner)
    exact = holds = asked = common = found = wanted = 0
    errors: Counter[tuple[str, str, str]] = Counter()
    for document in documents(options.corpus):
        human = {}
        for _, _, ids in document.mentions:
            human.update({i: r.gene for i in ids if (r := lexicon.gene_by_ncbi(i)) is not None})
        gold = [m for m in document.mentions if all(i in human for i in m[2])]
        groundings = reconciler.ground_spans(document.text, [(s, e) for s, e, _ in gold])
        for (start, end, ids), candidates in zip(gold, groundings, strict=True):
            want = {human[i] for i in ids}
            got = set(candidates[0].genes) if candidates else set()
            asked += 1
            exact += want == got
            holds += bool(want & got)
            if not want & got:
                errors[document.text[start:end], _names(want), _names(got)] += 1
        genes = {
            gene
            for mention in reconciler.annotate(document.text).mentions
            if mention.kind == "gene"
            for gene in mention.genes
        }
        common += len(genes & set(human.values()))
        found += len(genes)
        wanted += len(set(human.values()))
    print(f"gold spans: {asked}; best reading exact {exact / asked:.3f}, holds {holds / asked:.3f}")
    precision, recall = common / found, common / wanted
    f1 = 2 * precision * recall / (precision + recall)
    print(f"human genes by document: P {precision:.3f}, R {recall:.3f}, F1 {f1:.3f}")
    if options.errors:
        for (text, want_names, got_names), count in errors.most_common(200):
            print(f"{count:4}  {text!r}: want {want_names}, got {got_names}")


def _names(genes: set) -> str:
    return " ".join(sorted(gene.symbol for gene in genes)[:6]) or "nothing"


if __name__ == "__main__":
    main()
