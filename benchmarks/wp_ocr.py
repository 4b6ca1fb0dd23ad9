"""Score removals on word hits of pathway images, against the curated genes of the same pathways.

    python benchmarks/wp_ocr.py WP_OCR [--no-provenance] [--errors] [--json]

WP_OCR has `ocr.csv` (`wpid, entrez, lexicon_symbol, source`) and `curated.tsv` (pathway, gene ids).
Each image becomes a figure without a caption. A removal or replacement (renaming apart) is right
when the curated pathway lacks the gene. Printed are: how many of the alias hits that the pathway
lacks are named; how many of all named genes are absent; and precision, recall and F1 of the lists
as they are and without the named genes. What a curated pathway lacks may still be in its image.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RENAMING = frozenset({"outdated_symbol", "alias_symbol", "family_label", "complex_label"})
ALIAS = frozenset({"hgnc_alias_symbol", "hgnc_prev_symbol"})


@dataclass(frozen=True)
class Outcome:
    """One image: its genes, those that are right, by an alias only, and named as wrong."""

    pathway: str
    curated: int
    genes: frozenset[str]
    present: frozenset[str]
    alias: frozenset[str]
    named: dict[str, str]

    def f1(self, genes: frozenset[str]) -> float:
        """F1 of a list of genes against the pathway."""
        return 2 * len(genes & self.present) / (len(genes) + self.curated)


def run(folder: Path, provenance: bool) -> Iterator[Outcome]:
    """The outcome for each image."""
    from reconcile import Figure, Reconciler
    from reconcile.records import OcrWord

    reconciler = Reconciler(ner="lexicon")
    lines = (folder / "curated.tsv").read_text(encoding="utf-8").splitlines()
    curated = {name: set(ids.split(",")) for name, ids in (line.split("\t") for line in lines)}
    hits: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (folder / "ocr.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            hits[row["wpid"]].append(row)
    for name, rows in hits.items():
        words, sources, present = [], defaultdict(set), set()
        for row in rows:
            record = reconciler.lexicon.gene_by_ncbi(row["entrez"])
            if record is None:
                continue
            symbol, word = record.gene.symbol, row["lexicon_symbol"]
            words.append(OcrWord(word, word, symbol, row["entrez"], row["source"], "9606"))
            sources[symbol].add(row["source"])
            if row["entrez"] in curated[name]:
                present.add(symbol)
        figure = Figure(name, None, list(sources), ocr=words if provenance else ())
        said = {
            s.keyword: s.reason
            for s in reconciler.reconcile(figure).suggestions
            if s.action != "add" and s.reason not in RENAMING
        }
        alias = frozenset(symbol for symbol, own in sources.items() if own <= ALIAS)
        yield Outcome(name, len(curated[name]), frozenset(sources), frozenset(present), alias, said)


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures over all images."""
    named = [(o, symbol) for o in outcomes for symbol in o.named]
    absent = sum(symbol not in o.present for o, symbol in named)
    lost = [(o, symbol) for o in outcomes for symbol in o.alias - o.present]
    found = sum(symbol in o.named for o, symbol in lost)
    after = [(o, o.genes - o.named.keys()) for o in outcomes]
    curated = sum(o.curated for o in outcomes)

    def rates(lists: Sequence[tuple[Outcome, frozenset[str]]]) -> dict[str, float]:
        right = sum(len(genes & o.present) for o, genes in lists)
        listed = sum(len(genes) for _, genes in lists)
        return {
            "precision": right / listed,
            "recall": right / curated,
            "f1": 2 * right / (listed + curated),
        }

    reasons: dict[str, Counter[bool]] = defaultdict(Counter)
    for o, symbol in named:
        reasons[o.named[symbol]][symbol not in o.present] += 1
    return {
        "images": len(outcomes),
        "absent_alias_hits": len(lost),
        "named_of_them": found / len(lost),
        "named": len(named),
        "absent_of_named": absent / len(named) if named else None,
        "lists": rates([(o, o.genes) for o in outcomes]),
        "lists_without_named": rates(after),
        "images_with_lower_f1": sum(o.f1(genes) < o.f1(o.genes) for o, genes in after),
        "images_with_higher_f1": sum(o.f1(genes) > o.f1(o.genes) for o, genes in after),
        "by_reason": {r: {"absent": c[True], "present": c[False]} for r, c in reasons.items()},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score removals on word hits of pathway images.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-provenance", action="store_true", help="hide the words")
    parser.add_argument("--errors", action="store_true", help="list the genes wrongly named")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    outcomes = list(run(options.folder, not options.no_provenance))
    found = summary(outcomes)
    if options.json:
        print(json.dumps(found, indent=2))
        return 0
    for name, value in found.items():
        print(f"{name:24}", f"{value:.3f}" if isinstance(value, float) else value)
    for o in outcomes if options.errors else ():
        wrong = {symbol: reason for symbol, reason in o.named.items() if symbol in o.present}
        if wrong:
            print(o.pathway, wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())
