"""How often mentions with a given score are right, before and after a monotone map.

    python benchmarks/calibration.py --gold GOLD.jsonl --pubtator Dev.PubTator [--ner lexicon] \
        [--fit Train.PubTator]

Every mention that the chain makes counts once. It is right

* on gold captions: if its form is in the gold and its genes are right by the rules of
  `reconcile.evaluation.linking`; optional forms are left out;
* on a PubTator file: if it touches a gold gene mention of the same text and holds one of its
  genes. Those that touch only gold genes without a human id are left out: they cannot be judged.

Prints the mean score, the share that is right and the number in ten bins, the expected calibration
error and the Brier score; for the scores as they are, and for isotonic and Platt fits
(scikit-learn), trained on the mentions of `--fit`. With `--table` the isotonic fit is printed as a
few points of a piecewise linear map.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from pubtator_gold import whole_gold
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from reconcile import Lexicon, Reconciler
from reconcile.evaluation.linking import GoldMention
from reconcile.statistics import Judged, brier_score, calibration_error, reliability_bins


def judge_captions(path: Path, reconciler: Reconciler) -> list[Judged]:
    """Score and rightness of each mention in gold captions."""
    judged = []
    for document in whole_gold(path, reconciler.lexicon).documents:
        gold: dict[str, list[GoldMention]] = {}
        for wanted in document.mentions:
            gold.setdefault(wanted.text, []).append(wanted)
        for mention in reconciler.annotate(document.text).mentions:
            named = gold.get(mention.text, [])
            if any(one.optional for one in named):
                continue
            symbols = frozenset(mention.symbols)
            judged.append((mention.score, any(_fits(one, symbols) for one in named)))
    return judged


def _fits(gold: GoldMention, symbols: frozenset[str]) -> bool:
    return not symbols if gold.kind == "nonhuman" else gold.fits(symbols)


def judge_documents(path: Path, reconciler: Reconciler, lexicon: Lexicon) -> list[Judged]:
    """Score and rightness of each mention in a PubTator file."""
    judged = []
    for document in whole_gold(path, lexicon).documents:
        gold = [(b, e, m.required) for m in document.mentions for b, e in m.spans]
        for mention in reconciler.annotate(document.text).mentions:
            touched = [s for b, e, s in gold if b < mention.end and mention.start < e]
            if touched and not any(touched):
                continue
            right = any(symbols.intersection(mention.symbols) for symbols in touched)
            judged.append((mention.score, right))
    return judged


def isotonic(judged: Sequence[Judged]) -> Callable[[float], float]:
    """The monotone map that fits best."""
    fit = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    fit.fit([s for s, _ in judged], [r for _, r in judged])
    return lambda score: float(fit.predict([score])[0])


def platt(judged: Sequence[Judged]) -> Callable[[float], float]:
    """The logistic map that fits best."""
    fit = LogisticRegression(C=1e6).fit([[s] for s, _ in judged], [r for _, r in judged])
    return lambda score: float(fit.predict_proba([[score]])[0, 1])


def report(title: str, judged: Sequence[Judged], change: Callable[[float], float]) -> str:
    """The reliability table of changed scores as Markdown."""
    cache = {score: change(score) for score, _ in judged}
    changed = [(cache[score], right) for score, right in judged]
    lines = [
        f"{title}: error {calibration_error(changed):.3f}, Brier {brier_score(changed):.3f}",
        "",
        "| scores | mean | right | n |",
        "| --- | ---: | ---: | ---: |",
    ]
    for one in reliability_bins(changed):
        cells = f"{one.start:.1f}–{one.end:.1f}", f"{one.said:.2f}", f"{one.right:.2f}", one.count
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how well scores are calibrated.")
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--pubtator", type=Path, nargs="*", default=[])
    parser.add_argument("--fit", type=Path, nargs="*", default=[], help="PubTator files to fit on")
    parser.add_argument("--ner", default="lexicon")
    parser.add_argument("--table", action="store_true", help="print the isotonic fit as points")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    reconciler = Reconciler(ner=options.ner)
    sets = [
        (f"{p.resolve().parent.name}/{p.stem}", judge_captions(p, reconciler)) for p in options.gold
    ]
    sets += [
        (f"{p.resolve().parent.name}/{p.stem}", judge_documents(p, reconciler, lexicon))
        for p in options.pubtator
    ]
    changes: list[tuple[str, Callable[[float], float]]] = [
        ("as they are", lambda score: score),
    ]
    trained = [pair for path in options.fit for pair in judge_documents(path, reconciler, lexicon)]
    if trained:
        changes += [("isotonic", isotonic(trained)), ("Platt", platt(trained))]
    for name, judged in sets:
        for title, change in changes:
            print(report(f"{name}, {title}", judged, change))
    if options.table and trained:
        change = isotonic(trained)
        for score in np.arange(0.3, 1.001, 0.02):
            print(f"{score:.2f} {change(score):.3f}")


if __name__ == "__main__":
    main()
