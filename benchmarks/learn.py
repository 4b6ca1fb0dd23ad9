"""How well confidences are refitted from decisions: which map, from how many decisions on.

    python benchmarks/learn.py --figures FOLDER [--look look.jsonl --records FOLDER] [--runs 200]

Decisions are drawn for the suggestions about the records of a folder, by a true map from their
confidences that is known: none (the confidences are right already), all of them too sure, all of
them told apart too well, each kind off by itself, and a step. Maps are fitted to so many of them,
and held against the truth on the suggestions about other figures: the expected log loss less that
of the confidences as they are, in thousandths; below 0 is better.

With `--look` the verdicts on the entries of judged lists are taken for decisions, left out by
figure.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression

from reconcile import Reconciler, read_figures
from reconcile.calibration import log_odds
from reconcile.learning.fitting import Decided, Pull, chosen_pull, fit_lines, folds_of
from reconcile.learning.measuring import HEAD, measured
from reconcile.statistics import log_losses

Map = Callable[[Decided], float]
SIZES = (25, 50, 100, 200, 400)


def suggested(reconciler: Reconciler, folder: Path) -> list[Decided]:
    """The suggestions about the records of a folder, as if they were all accepted."""
    found = []
    for result in reconciler.reconcile_many(read_figures(folder)):
        found += [
            Decided(result.figid, f"{s.action} {s.reason}", s.confidence, True)
            for s in result.suggestions
        ]
    return found


def judged(reconciler: Reconciler, look: Path, folder: Path) -> list[Decided]:
    """Suggestions about judged lists, with the verdict on their entries."""
    verdicts = {}
    for line in look.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        verdicts[record["figid"]] = record["keywords"]
    figures = [f for f in read_figures(folder) if f.figid in verdicts]
    found = []
    for result in reconciler.reconcile_many(figures):
        for s in result.suggestions:
            verdict = verdicts[result.figid].get(s.keyword)
            if s.action != "add" and verdict in ("ok", "wrong"):
                kind = f"{s.action} {s.reason}"
                found.append(Decided(result.figid, kind, s.confidence, verdict == "wrong"))
    return found


# -- true maps -------------------------------------------------------------------------------------


def sigmoid(x: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-x))


def truths(kinds: Sequence[str], random: np.random.Generator) -> dict[str, Map]:
    """The true maps that decisions are drawn by."""
    off = {kind: random.normal() for kind in kinds}
    return {
        "right already": lambda one: sigmoid(log_odds(one.confidence)),
        "too sure": lambda one: sigmoid(log_odds(one.confidence) - 1),
        "too far apart": lambda one: sigmoid(0.5 * log_odds(one.confidence)),
        "kinds off": lambda one: sigmoid(log_odds(one.confidence) + off[one.kind]),
        "a step": lambda one: 0.95 if one.confidence >= 0.85 else 0.5,
    }


# -- fitted maps -----------------------------------------------------------------------------------


def isotonic(decided: Sequence[Decided]) -> Map:
    """The monotone map of steps that fits best."""
    model = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip")
    model.fit([one.confidence for one in decided], [one.accepted for one in decided])
    return lambda one: float(model.predict([one.confidence])[0])


def by_kind(make: Callable[[Sequence[Decided]], Map]) -> Callable[[Sequence[Decided]], Map]:
    """A map for each kind, and one of all for the others."""

    def made(decided: Sequence[Decided]) -> Map:
        groups: dict[str, list[Decided]] = {}
        for one in decided:
            groups.setdefault(one.kind, []).append(one)
        maps = {kind: make(own) for kind, own in groups.items()}
        whole = make(decided)
        return lambda one: maps.get(one.kind, whole)(one)

    return made


def lines(pull: Pull | None) -> Callable[[Sequence[Decided]], Map]:
    """Lines with given pulls, or with those that cross-validation chooses."""

    def made(decided: Sequence[Decided]) -> Map:
        return fit_lines(decided, chosen_pull(decided) if pull is None else pull).of

    return made


MAPS = {
    "one isotonic map": isotonic,
    "an isotonic map a kind": by_kind(isotonic),
    "one line": lines(Pull(0.01, math.inf)),
    "a line a kind": lines(Pull(0.01, 0.01)),
    "lines, pulls by cross-validation": lines(None),
}


def expected(one: Decided, truth: float, said: float) -> float:
    """The expected log loss of a probability."""
    return log_losses([(said, truth)], edge=1e-6)[0]


def drawn(
    pool: Sequence[Decided], size: int, truth: Map, random: np.random.Generator
) -> list[Decided]:
    """So many decisions, about all suggestions of figures that are drawn with replacement."""
    figures: dict[str, list[Decided]] = {}
    for one in pool:
        figures.setdefault(one.figid, []).append(one)
    names = sorted(figures)
    found: list[Decided] = []
    while len(found) < size:
        name = names[random.integers(len(names))]
        new = f"{name}-{len(found)}"
        found += [
            Decided(new, one.kind, one.confidence, bool(random.random() < truth(one)))
            for one in figures[name]
        ]
    return found[:size]


def simulate(pool: Sequence[Decided], runs: int) -> None:
    """Print how the maps do, and how often a refit is taken and right."""
    folds = folds_of(one.figid for one in pool)
    known = [one for one in pool if folds[one.figid] % 2]
    other = [one for one in pool if not folds[one.figid] % 2]
    kinds = sorted({one.kind for one in pool})
    print(f"{len(pool)} suggestions of {len(folds)} figures, {len(kinds)} kinds")
    print("map\ttruth\t" + "\t".join(map(str, SIZES)))
    for name, make in MAPS.items():
        for truth_name in truths(kinds, np.random.default_rng(0)):
            cells = []
            for size in SIZES:
                gains = []
                for run in range(max(3, runs // 10)):
                    random = np.random.default_rng(run)
                    truth = truths(kinds, random)[truth_name]
                    said = make(drawn(known, size, truth, random))
                    gains.append(gain(other, truth, said))
                cells.append(f"{1000 * float(np.mean(gains)):+.0f}")
            print(f"{name}\t{truth_name}\t" + "\t".join(cells), flush=True)
    print("truth\tdecisions\ttaken\tbetter where taken\tgain where taken")
    for truth_name in truths(kinds, np.random.default_rng(0)):
        for size in SIZES:
            taken = []
            for run in range(runs):
                random = np.random.default_rng(run)
                truth = truths(kinds, random)[truth_name]
                found = measured(drawn(known, size, truth, random), resamples=200)
                if found.is_better:
                    taken.append(gain(other, truth, found.fit.of))
            share = len(taken) / runs
            better = np.mean([one < 0 for one in taken]) if taken else math.nan
            mean = 1000 * float(np.mean(taken)) if taken else math.nan
            print(f"{truth_name}\t{size}\t{share:.2f}\t{better:.2f}\t{mean:+.0f}", flush=True)


def gain(pool: Sequence[Decided], truth: Map, said: Map) -> float:
    """The mean expected log loss of a map less that of the confidences."""
    return float(
        np.mean(
            [
                expected(one, truth(one), said(one)) - expected(one, truth(one), one.confidence)
                for one in pool
            ]
        )
    )


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--figures", type=Path, required=True)
    parser.add_argument("--look", type=Path)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--ner", default="lexicon")
    chosen = parser.parse_args()
    reconciler = Reconciler(ner=chosen.ner)
    if chosen.look is not None:
        decided = judged(reconciler, chosen.look, chosen.records)
        for row in (HEAD, *(one.cells for one in measured(decided).scores)):
            print("\t".join(row))
        folds = folds_of(one.figid for one in decided)
        for name, make in MAPS.items():
            total = 0.0
            for fold in sorted(set(folds.values())):
                said = make([one for one in decided if folds[one.figid] != fold])
                left_out = [one for one in decided if folds[one.figid] == fold]
                total += math.fsum(log_losses((said(one), one.accepted) for one in left_out))
            print(f"{name}: log loss {total / len(decided):.4f}")
    if chosen.runs:
        simulate(suggested(reconciler, chosen.figures), chosen.runs)


if __name__ == "__main__":
    main()
