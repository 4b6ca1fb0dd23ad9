"""Fit the doubt about listed genes, and print how far it can be trusted.

    python benchmarks/fit_doubt.py DATA [--cache FILE] [--ablate] [--write]

DATA has the folders `today`, `caption-gold`, `pfocr`, `pfocr-terpene`, `wp-ocr` and `probes`. The
examples are those of `doubt_examples.py`; of today's figures and of the small lists only the look
halves are read. Three models (`reconcile/suggest/weights.tsv`): `word`, a gene and the word that
brought it in; `way`, through which name a gene came into a list; `bare`, a gene of which only the
symbol is known. All numbers are left out by article, in ten parts. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import choice_model
import numpy as np
from doubt_examples import Entry, of_gold, of_judged, of_pathways, of_small
from gold_verdicts import article_of
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from reconcile import Reconciler
from reconcile.statistics import log_losses, reliability_bins
from reconcile.suggest.doubt import bare_features
from reconcile.suggest.features import row_features
from reconcile.suggest.models import Model
from reconcile.suggest.readings import is_label
from reconcile.suggest.ways import names_of, uses, way_features
from reconcile.text import surface_key

TABLE = Path(__file__).parent.parent / "reconcile" / "suggest" / "weights.tsv"
SHARE = {"look": 1.0, "gold": 1.0, "judged": 1.0, "small": 1.0, "made": 0.3, "wp": 0.3}
"""The weight of an example. What a curated pathway lacks may be in its image; what is made shows
one kind of fault only."""
LEAST = 15
"""A feature that fewer words have gets no weight."""
STRENGTH = 0.3
"""The inverse of the penalty on weights; of 0.1, 0.3, 1 the best when left out."""
PARTS = 10
THRESHOLDS = (0.5, 0.65, 0.8, 0.9)
Features = Mapping[str, float]


@dataclass
class Data:
    """The examples: of each its features by word, those of its ways in, and those without words."""

    source: np.ndarray
    article: np.ndarray
    wrong: np.ndarray
    share: np.ndarray
    names: list[str]
    words: list[list[Features]]
    ways: list[list[tuple[Features, Features]]]
    way: list[list[bool]]
    bare: list[Features]


def collect(folder: Path) -> Data:
    """All examples with their features."""
    rec = Reconciler()
    gold, today = folder / "caption-gold/dev.jsonl", folder / "today"
    found: list[Entry] = list(of_gold("look", today / "look.jsonl", today / "_figures", rec))
    found += of_gold("gold", gold, folder / "pfocr/_figures", rec)
    seen = {e.figure for e in found}
    records = [folder / "pfocr/_figures", folder / "pfocr-terpene/_figures"]
    found += of_judged(records, seen, rec)
    found += of_pathways(folder / "wp-ocr", rec.lexicon)
    found += of_small(folder / "probes/lists-look.jsonl", rec)
    labels = [label_of(e) for e in found]
    sizes = Counter(label for label in labels if label)
    ways, way = [], []
    for e in found:
        rows = names_of(e.bare, e.gene)
        used = without(uses(e.bare.symbol(e.gene)), e)
        ways.append(
            [
                (way_features(e.bare, e.gene, row, used), row_features(e.bare, e.gene, row))
                for row in rows
            ]
        )
        own = {(is_label(row), surface_key(row.match)) for row in e.rows}
        way.append([(is_label(row), surface_key(row.match)) in own for row in rows])
    return Data(
        np.array([e.source for e in found]),
        np.array([article_of(e.figure) for e in found]),
        np.array([e.wrong for e in found]).astype(int),
        np.array(
            [
                SHARE[e.source] * (sizes[label] ** -0.5 if label else 1)
                for e, label in zip(found, labels, strict=True)
            ]
        ),
        [f"{e.figure} {e.keyword} {[(r.word, r.match) for r in e.rows][:2]}" for e in found],
        [[row_features(e.case, e.gene, row) for row in dict.fromkeys(e.rows)] for e in found],
        ways,
        way,
        [bare_features(e.bare, e.gene, 0.5) for e in found],
    )


def label_of(entry: Entry) -> tuple[str, str] | None:
    """The expanded label that an entry came in by; its members are one example, not many."""
    labels = [row.match for row in entry.rows if is_label(row)]
    return (entry.figure, labels[0]) if labels else None


def without(used: Mapping[str, int], entry: Entry) -> dict[str, int]:
    """The uses of a gene's names without those in this figure, which may be among the counted."""
    own = Counter(row.match for row in entry.rows) if entry.source in ("gold", "judged") else {}
    return {name: count - (name in own and count > 0) for name, count in used.items()}


class Fit:
    """The three models fitted on some of the examples."""

    def __init__(self, data: Data, on: np.ndarray, leave: Sequence[str] = ()) -> None:
        self.word = fit_words(data, on, leave)
        self.way = fit_ways(data, on)
        share = np.array([self.by_names(data, i) for i in range(len(data.wrong))])
        self.share = share
        self.bare = logistic(
            [with_share(data.bare[i], share[i]) for i in on], data.wrong[on], data.share[on]
        )

    def with_words(self, data: Data, i: int) -> float:
        return min(self.word.probability(features) for features in data.words[i])

    def by_names(self, data: Data, i: int) -> float:
        odds = np.array([self.way.odds(way) for way, _ in data.ways[i]])
        part = np.exp(odds - odds.max())
        doubts = np.array([self.word.probability(features) for _, features in data.ways[i]])
        return float((part * doubts).sum() / part.sum())

    def without_words(self, data: Data, i: int) -> float:
        return self.bare.probability(with_share(data.bare[i], self.share[i]))


def with_share(features: Features, share: float) -> Features:
    held = min(max(share, 0.001), 0.999)
    return {**features, "by its names": float(np.log(held / (1 - held)))}


def logistic(x: Sequence[Features], y: np.ndarray, share: np.ndarray) -> Model:
    """A logistic regression over named features."""
    counts = Counter(name for one in x for name in one)
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    at = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(x), len(names)))
    for row, one in zip(matrix, x, strict=True):
        for name, value in one.items():
            if name in at:
                row[at[name]] = value
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(matrix, y, sample_weight=share)
    weights = zip(names, fitted.coef_[0], strict=True)
    return Model(
        {name: round(float(w), 3) for name, w in weights if abs(w) >= 0.0005},
        round(float(fitted.intercept_[0]), 3),
    )


def fit_words(data: Data, on: np.ndarray, leave: Sequence[str]) -> Model:
    """Of several words of a gene the one that speaks most for it is the example."""
    words = [
        [{n: v for n, v in one.items() if not left_out(n, leave)} for one in data.words[i]]
        for i in on
    ]
    chosen = [own[0] for own in words]
    for _ in range(2):
        model = logistic(chosen, data.wrong[on], data.share[on])
        chosen = [min(own, key=model.odds) for own in words]
    return model


def left_out(name: str, leave: Sequence[str]) -> bool:
    own = name.split(": ", 1)[-1] if name.startswith(("label: ", "symbol: ")) else name
    return own in leave or any(e.endswith("*") and name.startswith(e[:-1]) for e in leave)


def fit_ways(data: Data, on: np.ndarray) -> Model:
    """Which name brought a gene in, from the lists of which the words are known."""
    examples = [
        choice_model.Example(
            str(data.source[i]),
            str(data.article[i]),
            "",
            tuple(features for features, _ in data.ways[i]),
            tuple(data.way[i]),
            (False,) * len(data.way[i]),
            float(data.share[i]),
        )
        for i in on
        if any(data.way[i])
    ]
    names = choice_model.feature_names(examples, LEAST)
    return Model({n: round(w, 3) for n, w in choice_model.fit(examples, names, 1.0).items()})


def crossed(data: Data, leave: Sequence[str] = ()) -> tuple[np.ndarray, np.ndarray]:
    """The doubts with and without words, each by models that have not seen the article."""
    with_words, bare = np.zeros(len(data.wrong)), np.zeros(len(data.wrong))
    for train, test in GroupKFold(PARTS).split(data.wrong, data.wrong, data.article):
        fit = Fit(data, train, leave)
        for i in test:
            with_words[i] = fit.with_words(data, i)
            bare[i] = fit.without_words(data, i)
    return with_words, bare


def report(data: Data, p: np.ndarray, what: str) -> Iterator[str]:
    """Precision and recall by source, and the reliability on the judged lists."""
    yield what
    for source in SHARE:
        own = data.source == source
        cells = []
        for threshold in THRESHOLDS:
            named = own & (p >= threshold)
            right = data.wrong[named].sum()
            precision = right / named.sum() if named.any() else float("nan")
            cells.append(f"{threshold}: P {precision:.3f} R {right / data.wrong[own].sum():.3f}")
        yield f"  {source:7} {data.wrong[own].sum():4} wrong of {own.sum():5}  " + "  ".join(cells)
    full = np.isin(data.source, ["look", "gold", "judged"])
    once = (data.share / np.array([SHARE[source] for source in data.source])) ** 2
    for threshold in THRESHOLDS:
        named = full & (p >= threshold)
        right, count = (once * data.wrong)[named].sum(), once[named].sum()
        yield f"  look, gold, judged, a label once, from {threshold}: {right:.0f} of {count:.0f}"
    yield f"  log loss {log_loss(data.wrong[full], p[full]):.4f} on look, gold and judged"
    for one in reliability_bins(zip(p[full].tolist(), data.wrong[full].tolist(), strict=True)):
        yield f"  said {one.said:.2f} wrong {one.right:.2f} of {one.count}"


def log_loss(y: np.ndarray, p: np.ndarray) -> float:
    losses = log_losses(zip(p.tolist(), y.tolist(), strict=True), edge=0.001)
    return float(np.mean(losses))


GROUPS = {
    "readings": ("read as it", "read as its family", "read as another", "read as a thing",
                 "read as nothing", "likelier than another", "likelier than a thing",
                 "likelier by itself"),
    "rival": ("other*",),
    "name": ("three letters or fewer", "four letters", "six letters or more", "no digit",
             "two letters or a number", "not an alias of HGNC", "former symbol", "trusted name",
             "like the symbol", "first part of the symbol"),
    "caption": ("named by these letters", "named by other letters", "family named by these letters",
                "family named by other letters", "caption means another", "no caption"),
    "label": ("members", "not a member here", "class of genes", "family fits"),
    "neighbours": ("similarity", "closest similarity", "no similarity", "coherent list",
                   "known processes", "rival fits better", "siblings listed"),
    "the same by symbol and label": ("label: *", "symbol: *"),
}  # fmt: skip
"""Features that are left out together to see what they are worth."""


def write(fit: Fit) -> None:
    """Write the weights into the package."""
    lines = ["# model, feature, weight; fitted by benchmarks/fit_doubt.py"]
    for name, model in (("word", fit.word), ("way", fit.way), ("bare", fit.bare)):
        lines.append(f"{name}\tbias\t{model.bias}")
        lines += [f"{name}\t{feature}\t{w}" for feature, w in sorted(model.weights.items())]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Fit the doubt about listed genes.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, help="keep the features of the examples there")
    parser.add_argument("--ablate", action="store_true", help="leave out each group of features")
    parser.add_argument("--errors", action="store_true", help="list what is wrong when left out")
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    options = parser.parse_args()
    if options.cache and options.cache.exists():
        data = pickle.loads(options.cache.read_bytes())
    else:
        data = collect(options.data)
        if options.cache:
            options.cache.write_bytes(pickle.dumps(data))
    with_words, bare = crossed(data)
    print("\n".join(report(data, with_words, "words known, left out by article")))
    print("\n".join(report(data, bare, "words unknown, left out by article")))
    if options.errors:
        for i in np.argsort(with_words):
            if (
                data.source[i] in ("look", "gold", "judged")
                and (with_words[i] >= 0.5) != data.wrong[i]
            ):
                print(f"{with_words[i]:.2f} {bare[i]:.2f} {data.source[i]} {data.names[i]}")
    for group, leave in GROUPS.items() if options.ablate else ():
        p, q = crossed(data, leave)
        full = np.isin(data.source, ["look", "gold", "judged"])
        y = data.wrong[full]
        print(f"without {group}: {log_loss(y, p[full]):.4f} {log_loss(y, q[full]):.4f}")
    if options.write:
        write(Fit(data, np.arange(len(data.wrong))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
