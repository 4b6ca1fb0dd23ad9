"""Fit what organisms a figure is about, cross-validated by paper, and print where it is wrong.

    python benchmarks/fit_organisms.py --labels organisms.tsv DIR --labels own.tsv DIR … \
        [--held organisms_held.tsv DIR] [--ablate] [--errors] [--write]

`--labels` are a table with the columns `figid` and `group`, and the folder of the records; figures
that the table does not have, or has with `unclear` or `-`, are left out. `--look` is JSONL with
`figid` and `organism`, and a folder. Nothing is fitted on `--held`, nor on other
figures of its papers. Scores are of weights that
were fitted without the figure's paper, in ten parts. `--write` puts the weights, fitted on all
figures but the held ones, into `reconcile/organisms/weights.tsv`.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from reconcile import Figure, read_figures
from reconcile.organisms.about import human_share
from reconcile.organisms.clues import Clue, clues_of_figure
from reconcile.organisms.model import (
    Features,
    group_features,
    group_odds,
    group_shares,
    mixed_features,
    mixed_share,
)
from reconcile.organisms.table import GROUPS
from reconcile.suggest.scope import SURELY_FOREIGN

TABLE = Path(__file__).parent.parent / "reconcile" / "organisms" / "weights.tsv"
PARTS = 10
LEAST = 2
PENALTY = 1.0
SAME = {"bird": "vertebrate", "fish": "vertebrate", "other_animal": "animal"}
CORRECTED = {"PMC4902934__12934_2016_500_Fig3_HTML": "archaeon"}
"""*Methanococcus*, which the labels have as a bacterium."""
LOOKED = {
    "human": "mammal",
    "mouse": "mammal",
    "rat": "mammal",
    "virus-in-human": "mixed",
    "other (mosquito)": "insect",
    "other (red flour beetle)": "insect",
    "fly": "insect",
    "yeast": "fungus",
    "zebrafish": "vertebrate",
    "other (archaeon)": "archaeon",
    "other (Leishmania)": "protist",
    "other (Plasmodium)": "protist",
}


@dataclass(frozen=True)
class Example:
    """A figure with its group and all that speaks of organisms in it."""

    figure: Figure
    group: str
    clues: tuple[Clue, ...]

    @property
    def paper(self) -> str:
        return self.figure.figid.split("__")[0]


def examples(rows: Mapping[str, str], folder: str) -> list[Example]:
    """The figures of a folder that have a label."""
    found: dict[str, Example] = {}
    for figure in read_figures(folder):
        group = rows.get(figure.figid, "-")
        group = CORRECTED.get(figure.figid, SAME.get(group, group))
        if group in GROUPS or group == "mixed":
            found[figure.figid] = Example(figure, group, tuple(clues_of_figure(figure)))
    return list(found.values())


def labels(path: str) -> dict[str, str]:
    lines = [line for line in Path(path).read_text("utf-8").splitlines() if line[:1] != "#"]
    return {row["figid"]: row["group"] for row in csv.DictReader(lines, delimiter="\t")}


def looked(path: str) -> dict[str, str]:
    rows = map(json.loads, Path(path).read_text("utf-8").splitlines())
    return {row["figid"]: LOOKED.get(row["organism"], row["organism"]) for row in rows}


def fit(
    choices: Sequence[tuple[Sequence[Features], int]], penalty: float = PENALTY
) -> dict[str, float]:
    """Weights by maximum likelihood with an L2 penalty; each choice has options and the right one.

    Features of fewer than LEAST choices have none; names of groups are penalised like the rest.
    """
    seen = Counter(n for options, _ in choices for n in {n for o in options for n in o})
    names = sorted(name for name, count in seen.items() if count >= LEAST)
    at = {name: i for i, name in enumerate(names)}
    size = max(len(options) for options, _ in choices)
    matrix = np.zeros((len(choices), size, len(names)))
    for i, (options, _) in enumerate(choices):
        for j, option in enumerate(options):
            for name, value in option.items():
                if name in at:
                    matrix[i, j, at[name]] = value
    right = np.array([r for _, r in choices])
    rows = np.arange(len(choices))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ weights
        odds -= odds.max(axis=1, keepdims=True)
        shares = np.exp(odds)
        shares /= shares.sum(axis=1, keepdims=True)
        value = -np.log(np.maximum(shares[rows, right], 1e-12)).sum()
        shares[rows, right] -= 1
        slope = np.einsum("ij,ijk->k", shares, matrix)
        return value + penalty / 2 * weights @ weights, slope + penalty * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, map(float, found.x), strict=True))


def fitted(given: Sequence[Example], without: str = "") -> dict[str, float]:
    """The weights of both models, without the features whose names hold some words."""
    one = [example for example in given if example.group in GROUPS]
    choices = []
    for example in one:
        features = group_features(example.clues)
        options = [_left(features[group], without) for group in GROUPS]
        choices.append((options, GROUPS.index(example.group)))
    table = fit(choices)
    second = []
    for example in given:
        odds = group_odds(group_features(example.clues), table)
        features = _left(mixed_features(example.clues, odds), without)
        named = {f"mixed, {name}": value for name, value in features.items()}
        second.append(([{}, named], int(example.group == "mixed")))
    return table | fit(second)


def _left(features: Features, without: str) -> Features:
    if not without:
        return features
    return {name: value for name, value in features.items() if without not in name}


def judged(example: Example, table: Mapping[str, float]) -> dict[str, float]:
    """The probability of each group and of `mixed`."""
    odds = group_odds(group_features(example.clues), table)
    mixed = mixed_share(mixed_features(example.clues, odds), table)
    return {g: p * (1 - mixed) for g, p in group_shares(odds).items()} | {"mixed": mixed}


def left_out(given: Sequence[Example], without: str = "") -> list[dict[str, float]]:
    """The probabilities of each example, from weights fitted without its paper."""
    papers = sorted({example.paper for example in given})
    random.Random(7).shuffle(papers)
    part = {paper: i % PARTS for i, paper in enumerate(papers)}
    found: list[dict[str, float]] = [{} for _ in given]
    for fold in range(PARTS):
        table = fitted([e for e in given if part[e.paper] != fold], without)
        for i, example in enumerate(given):
            if part[example.paper] == fold:
                found[i] = judged(example, table)
    return found


def report(
    title: str, given: Sequence[Example], found: Sequence[Mapping[str, float]], errors: bool
) -> None:
    said = [max(its, key=lambda group: its[group]) for its in found]
    right = sum(e.group == s for e, s in zip(given, said, strict=True))
    loss = -sum(np.log(max(1e-9, f[e.group])) for e, f in zip(given, found, strict=True))
    print(f"| {title} | {len(given)} | {right / len(given):.3f} | {loss / len(given):.3f} |")
    if not errors:
        return
    print(Counter((e.group, s) for e, s in zip(given, said, strict=True) if e.group != s))
    for example, group, its in zip(given, said, found, strict=True):
        if example.group != group:
            shares = f"{group} {its[group]:.2f}, {example.group} {its[example.group]:.2f}"
            print(shares, example.figure.figid, example.figure.paper_title, sep=" | ")
            print("   ", example.figure.title, "|", (example.figure.caption or "")[:150])
            clues = Counter(f"{c.of}:{c.text}@{c.place[:3]}" for c in example.clues)
            print("   ", ", ".join(f"{c}x{n}" for c, n in clues.most_common(25)))


def report_lists(path: str, given: Sequence[Example], found: Sequence[Mapping[str, float]]) -> None:
    """How many meaningless and good lists would be called out, of a table that judges lists."""
    lines = [line for line in Path(path).read_text("utf-8").splitlines() if line[:1] != "#"]
    judged = {
        row["figid"]: row["lists"]
        for row in csv.DictReader(lines, delimiter="\t")
        if row.get("sure") == "1"
    }
    for name in ("not_human", "human_ok"):
        foreign = []
        for example, shares in zip(given, found, strict=True):
            if judged.get(example.figure.figid) == name:
                alone = {group: shares[group] / (1 - shares["mixed"]) for group in GROUPS}
                foreign.append(1 - human_share(alone, shares["mixed"]))
        if foreign:
            called = sum(its >= SURELY_FOREIGN for its in foreign)
            print(f"| {Path(path).name}, {name} called out | {len(foreign)} | {called} | |")


def main() -> None:
    """Fit, and print a row for each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labels", nargs=2, action="append", default=[])
    parser.add_argument("--look", nargs=2, action="append", default=[])
    parser.add_argument("--held", nargs=2, action="append", default=[])
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    sets = [(path, examples(labels(path), folder)) for path, folder in chosen.labels]
    sets += [(path, examples(looked(path), folder)) for path, folder in chosen.look]
    held = [(path, examples(labels(path), folder)) for path, folder in chosen.held]
    kept_out = {example.paper for _, its in held for example in its}
    sets = [(path, [e for e in its if e.paper not in kept_out]) for path, its in sets]
    given = [example for _, its in sets for example in its]
    found = left_out(given)
    print("| figures | n | right | log loss |\n| --- | ---: | ---: | ---: |")
    done = 0
    for path, its in sets:
        report(Path(path).name, its, found[done : done + len(its)], chosen.errors)
        report_lists(path, its, found[done : done + len(its)])
        done += len(its)
    report("all, left out", given, found, False)
    table = fitted(given)
    for path, its in held:
        report(f"held: {Path(path).name}", its, [judged(e, table) for e in its], chosen.errors)
    if chosen.ablate:
        for without in (
            *("paper title", "in title", "in caption", "journal", "record", "in list"),
            *("species", "kingdom", "binomial", "genus", "abbreviated", "word", "spelled"),
        ):
            report(f"without {without}", given, left_out(given, without), False)
    if chosen.write:
        lines = ["# feature, weight in log-odds; fitted by benchmarks/fit_organisms.py"]
        lines += [f"{name}\t{table[name]:.3f}" for name in sorted(table)]
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
