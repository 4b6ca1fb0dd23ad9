"""Fit the confidence of additions, and print how far it can be trusted.

    python benchmarks/fit_additions.py RECORDS... [--ner default|lexicon] [--errors] [--write]

RECORDS are folders of PFOCR records with their `_data` beside them. What a person thinks of each
addition is in `addition_judgements.tsv`: figure, rule, symbols, `accept` or `wrong`, and for what
is wrong a word that says why. An addition is accepted where the caption names these human genes, or
their family, as something that the figure shows. Where the mentions of a caption were annotated
they decide (`gold`), else its text. `held` in the last column marks the figures, half of all
articles, that were read last.

Needs scikit-learn, which the package itself does not. Cross-validation is by article, in twenty
parts. `--write` puts the weights, fitted on all, into `reconcile/suggest/addition_weights.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from gold_verdicts import article_of
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from reconcile import Figure, Reconciler, read_figures
from reconcile.compare import compare
from reconcile.suggest.addition_features import ADDITION_FEATURES, addition_features
from reconcile.suggest.caption_side import CaptionSide
from reconcile.suggest.case import Case
from reconcile.suggest.never_added import is_never_added

HERE = Path(__file__).parent
TARGET = HERE.parent / "reconcile" / "suggest" / "addition_weights.py"
STEPS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.8, 0.9)


class Judgement(NamedTuple):
    """What a person thinks of an addition."""

    verdict: str
    why: str
    held: bool


class Judged(NamedTuple):
    """An addition that was judged, with what is known of it."""

    figure: str
    symbols: tuple[str, ...]
    label: bool
    never: bool
    found: tuple[float, ...]
    judgement: Judgement


def judgements() -> dict[tuple[str, str, tuple[str, ...]], Judgement]:
    """The table by figure, reason code and symbols."""
    found = {}
    table = (HERE / "addition_judgements.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        figure, reason, symbols, verdict, why, held = line.split("\t")
        key = figure, reason, tuple(symbols.split(","))
        found[key] = Judgement(verdict, why, held == "held")
    return found


def judged(folders: Sequence[Path], ner: str) -> Iterator[Judged]:
    """The judged additions of the records, with their features."""
    table = judgements()
    reconciler = Reconciler(ner=ner, disable=("missing_gene", "missing_members"))
    seen = {figure for figure, *_ in table}
    for folder in folders:
        figures = [f for f in read_figures(folder) if isinstance(f, Figure) and f.figid in seen]
        for result in reconciler.reconcile_many(figures):
            figure = result.figure
            assert figure is not None
            seen.discard(figure.figid)
            comparison = compare(figure, result.mentions, reconciler.lexicon)
            side = CaptionSide(Case(comparison, reconciler.lexicon))
            for place, refs in enumerate(comparison.concept_refs):
                symbols = side.case.symbols(ref for ref in refs if ref not in comparison.genes)
                label = comparison.concepts[place].kind != "gene"
                reason = "missing_members" if label else "missing_gene"
                judgement = table.get((figure.figid, reason, symbols))
                if judgement is not None and comparison.concepts[place].covered != "full":
                    features = addition_features(side, place)
                    yield Judged(
                        figure.figid,
                        symbols,
                        label,
                        is_never_added(side, place),
                        tuple(float(features[name]) for name in ADDITION_FEATURES),
                        judgement,
                    )


def model(rows: Sequence[Judged]) -> LogisticRegression:
    """Fitted on what is not ruled out anyhow."""
    rows = [row for row in rows if not row.never]
    accepted = [row.judgement.verdict == "accept" for row in rows]
    return LogisticRegression(C=2.0, max_iter=5000).fit([row.found for row in rows], accepted)


def probabilities(fitted: LogisticRegression, rows: Sequence[Judged]) -> np.ndarray:
    """The confidence of each, 0 for what is ruled out."""
    kept = np.array([not row.never for row in rows])
    found: np.ndarray = fitted.predict_proba([row.found for row in rows])[:, 1]
    return found * kept


def crossed(rows: Sequence[Judged]) -> np.ndarray:
    """The confidence of each, by a model that did not see its article."""
    groups = [article_of(row.figure) for row in rows]
    found = np.zeros(len(rows))
    for train, test in GroupKFold(20).split(rows, groups=groups):
        own = [rows[i] for i in test]
        found[test] = probabilities(model([rows[i] for i in train]), own)
    return found


def report(title: str, rows: Sequence[Judged], said: np.ndarray) -> Iterator[str]:
    """What would be shown, and how much of it is accepted, from each confidence on."""
    accepted = np.array([row.judgement.verdict == "accept" for row in rows])
    label = np.array([row.label for row in rows])
    yield f"\n{title}: {accepted.sum()} accepted of {len(rows)}"
    yield f"area under the curve {roc_auc_score(accepted, said):.3f}"
    for step in STEPS:
        cells = []
        for own in (~label | label, ~label, label):
            shown = own & (said >= step)
            share = accepted[shown].mean() if shown.any() else float("nan")
            cells.append(f"{accepted[shown].sum():4d} of {shown.sum():4d} {share:.3f}")
        yield f">= {step:.2f}: all {cells[0]}; genes {cells[1]}; families {cells[2]}"
    yield "said, found, number"
    for low in np.arange(0, 1, 0.1):
        inside = (said >= low) & (said < low + 0.1)
        if inside.any():
            yield f"  {said[inside].mean():.2f}  {accepted[inside].mean():.2f}  {inside.sum()}"


def write(fitted: LogisticRegression) -> None:
    """Write the weights as a module."""
    lines = [
        '"""Weights of features. Made by `benchmarks/fit_additions.py`; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Mapping",
        "from typing import Final",
        "",
        '__all__ = ["ADDITION_BIAS", "ADDITION_WEIGHTS"]',
        "",
        f"ADDITION_BIAS: Final = {round(float(fitted.intercept_[0]), 2)}",
        "ADDITION_WEIGHTS: Final[Mapping[str, float]] = {",
    ]
    weights = zip(ADDITION_FEATURES, fitted.coef_[0], strict=True)
    lines += [f'    "{name}": {round(float(weight), 2) + 0.0},' for name, weight in weights]
    TARGET.write_text("\n".join([*lines, "}"]) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fit the confidence of additions.")
    parser.add_argument("records", type=Path, nargs="+")
    parser.add_argument("--ner", default="default", choices=["default", "lexicon"])
    parser.add_argument("--errors", action="store_true", help="print what is shown wrongly, or not")
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    options = parser.parse_args(arguments)
    rows = list(judged(options.records, options.ner))
    seen = [row for row in rows if not row.judgement.held]
    held = [row for row in rows if row.judgement.held]
    said = crossed(rows)
    print("\n".join(report("all, left out by article", rows, said)))
    if held:
        own = probabilities(model(seen), held)
        print("\n".join(report("held figures, fitted on the others", held, own)))
    if options.errors:
        for row, value in sorted(zip(rows, said, strict=True), key=lambda pair: pair[1]):
            if (row.judgement.verdict == "accept") != (value >= 0.5):
                print(f"{value:.2f}", row.figure, ",".join(row.symbols)[:60], *row.judgement)
    if options.write:
        write(model(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
