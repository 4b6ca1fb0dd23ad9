"""These lists against others of the same figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reconcile.benchmark.decision import deciding_score, metric_name
from reconcile.benchmark.plots.drawn import DRAWN, LEVELS, Document, Named, difference_chart
from reconcile.benchmark.sections import named, slug
from reconcile.metrics import METRICS
from reconcile.report.html.charts import Chart, Move, columns, dumbbells
from reconcile.report.wording import SCORE_NAMES, plural

__all__ = ["against_plots"]

_CHANGE_BINS: Final = 20
_GROUPS: Final = 20
_SIDES: Final = ("the others", "these")
_BAND: Final = "Band: where these may lie, by the 95 % interval of the difference"


def against_plots(document: Document) -> Iterator[Named]:
    """None without other lists."""
    against = document["against"]
    if against is None:
        return
    for key, what, metrics in (("caption", "captions", METRICS), ("gold", "gold lists", DRAWN)):
        found = against[key]
        if found is None or (key == "caption" and not document["with_caption"]):
            continue
        name = f"against-{key}"
        yield name, _moves(name, found, what, metrics)
        yield name, difference_chart(name, "These less the others", found, metrics)
        for chart in _changes(name, found, what):
            yield name, chart
    metric = document["verdict"]["metric"]
    for field, groups in against["groups"].items():
        yield from _groups(field, groups, metric)


def _moves(name: str, found: Document, what: str, metrics: Sequence[str]) -> Chart:
    rows = [
        _move(f"{SCORE_NAMES[metric]}, {level}", found[level][metric])
        for level in LEVELS
        for metric in metrics
    ]
    return dumbbells(
        f"{name}-moves",
        "From the others to these",
        _BAND,
        rows,
        sides=_SIDES,
        spoken=f"Scores of the others and of these, against {what}",
        label="Score",
    )


def _groups(field: str, groups: Sequence[Document], metric: str) -> Iterator[Named]:
    """The score that decides in each group; those that moved for sure come first."""
    scores = [(one["group"], deciding_score(one, metric)) for one in groups]
    moved = [(group, score) for group, score in scores if score["difference"] is not None]
    if not moved:
        return
    left = len(groups) - len(moved[:_GROUPS])
    name, what = f"against-by-{slug(field)}", metric_name(metric)
    yield (
        name,
        dumbbells(
            name,
            f"By {named(field)}, from the others to these",
            _BAND + (f"; {left} more in the table" if left else ""),
            [_move(group, score) for group, score in moved[:_GROUPS]],
            sides=_SIDES,
            spoken=f"{what} of the others and of these, by {named(field)}",
            label=what,
        ),
    )


def _move(name: str, score: Document) -> Move:
    return Move(name, score["there"], score["here"], score["ci95"])


def _changes(name: str, found: Document, what: str) -> Iterator[Chart]:
    """How many figures changed how much."""
    moved = [one["change"] for change in ("better", "worse") for one in found[change]]
    if not moved:
        return
    bins = [0] * _CHANGE_BINS
    for change in moved:
        place = int((change + 1) / 2 * _CHANGE_BINS + 1e-9)
        bins[min(place, _CHANGE_BINS - 1)] += 1
    same = plural(found["same"], "figure")
    yield columns(
        f"{name}-changes",
        "Changes of F1",
        f"{plural(len(moved), 'figure')} that changed; {same} the same",
        bins,
        spoken=f"Figures by change of F1 against {what}",
        label="F1 less that of the others",
        start=-1.0,
    )
