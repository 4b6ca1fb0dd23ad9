"""Count how often letters that a figure uses otherwise are no gene, by the sign that says so.

    python benchmarks/count_otherwise.py DIR … [--gold GOLD.jsonl …] [--new]

`DIR` are folders of records. The verdicts are those of GOLD.jsonl, and of
`otherwise_judgements.tsv`: figure, letters, and whether the entry that they brought in is `wrong`
or `ok`, judged by the caption and the words alone. Each letters count once in a figure. `--new`
prints those without a verdict. The probability is (right + 1) / (all + 2), the rule of succession;
the last column has the least and the most that it is without one of the figures.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import gold_verdicts

from reconcile import Figure, Reconciler, read_figures
from reconcile.compare import compare
from reconcile.suggest.case import Case
from reconcile.suggest.otherwise import Otherwise, meant_otherwise

TABLE = Path(__file__).with_name("otherwise_judgements.tsv")


def found(folders: list[Path], only: set[str] | None) -> Iterator[tuple[str, str, Otherwise]]:
    """Figure, entry and what its letters mean, for genes that the caption does not name.

    Of some figures only; None for all.
    """
    reconciler = Reconciler(ner="lexicon")
    for figure in (one for folder in folders for one in read_figures(folder)):
        if isinstance(figure, Figure) and (only is None or figure.figid in only):
            mentions = reconciler.reconcile(figure).mentions
            case = Case(compare(figure, mentions, reconciler.lexicon), reconciler.lexicon)
            for verdict, gene, rows in case.unsupported():
                other = meant_otherwise(case, verdict.keyword, gene, rows) if rows else None
                if other is not None:
                    yield figure.figid, verdict.keyword, other


def succession(right: int, all_: int) -> float:
    """The probability of the next after so many of so many."""
    return (right + 1) / (all_ + 2)


def main() -> None:
    """Count, and print a row for each sign."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--new", action="store_true")
    chosen = parser.parse_args()
    gold = {k: v for path in chosen.gold for k, v in gold_verdicts.verdicts(path).items()}
    table = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    judged = {(figid, letters): verdict for figid, letters, verdict in table}
    counts: dict[str, dict[tuple[str, str], bool]] = defaultdict(dict)
    only = None if chosen.new else {*gold, *(figid for figid, _ in judged)}
    for figid, keyword, other in found(chosen.folders, only):
        known = gold[figid]["keywords"].get(keyword) if figid in gold else None
        verdict = known or judged.get((figid, other.letters))
        if verdict in ("ok", "wrong"):
            counts[other.sign][figid, other.letters] = verdict == "wrong"
        elif chosen.new:
            print(figid, keyword, other.sign, other.letters, other.meaning, sep="\t")
    for sign, verdicts in sorted(counts.items()):
        right, all_ = sum(verdicts.values()), len(verdicts)
        without = []
        for left in {figid for figid, _ in verdicts}:
            rest = [wrong for (figid, _), wrong in verdicts.items() if figid != left]
            without.append(succession(sum(rest), len(rest)))
        span = f"{min(without):.3f}-{max(without):.3f}"
        print(sign, f"{right} of {all_}", f"{succession(right, all_):.3f}", span, sep="\t")


if __name__ == "__main__":
    main()
