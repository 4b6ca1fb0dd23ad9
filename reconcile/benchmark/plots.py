"""What the page of a benchmark draws: scores, groups, curves, differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from reconcile.benchmark.sections import largest, named, slug
from reconcile.metrics import METRICS
from reconcile.records import Reason
from reconcile.report.html.charts import Chart, Curve, Spread, bars, columns, curves, spreads
from reconcile.report.html.plots import reasons_plot
from reconcile.report.html.svg import can_plot
from reconcile.report.wording import SCORE_NAMES, STATUS_TITLES, UNDEFINED, plural

__all__ = ["benchmark_plots"]

Document: TypeAlias = Mapping[str, Any]
Named: TypeAlias = tuple[str, Chart]

_LEVELS: Final = ("micro", "macro")
_DRAWN: Final = ("precision", "recall", "f1")
_INTERVALS: Final = "With 95 % intervals"
_CHANGE_BINS: Final = 20


def benchmark_plots(document: Document) -> Mapping[str, tuple[Chart, ...]] | None:
    """The plots by the section that they belong to; None where matplotlib is not installed."""
    if not can_plot():
        return None
    return {
        name: (chart,)
        for parts in (_corpus, _groups, _after, _gold)
        for name, chart in parts(document)
    } | dict(_against(document))


def _corpus(document: Document) -> Iterator[Named]:
    if document["with_caption"] and document["with_list"]:
        yield "scores", _scores("scores", "Scores", document, METRICS)
    statuses = [(STATUS_TITLES[status], n) for status, n in document["statuses"].items() if n]
    if statuses:
        note = plural(sum(n for _, n in statuses), "entry", "entries")
        statuses.sort(key=lambda pair: -pair[1])
        spoken = "Entries by status"
        yield "statuses", bars("statuses", "Entries", f"{note} by status", statuses, spoken=spoken)
    reasons: Counter[Reason] = Counter(document["reasons"])
    if reasons.total():
        yield "reasons", reasons_plot(reasons)


def _groups(document: Document) -> Iterator[Named]:
    for field, groups in document["groups"].items():
        shown = [g for g in largest(groups) if g["micro"]["f1"] is not None]
        if not shown:
            continue
        left = len(groups) - len(shown)
        name = f"by-{slug(field)}"
        yield (
            name,
            spreads(
                name,
                f"F1 by {named(field)}",
                "Micro, with 95 % intervals" + (f"; {left} more in the table" if left else ""),
                [group["group"] for group in shown],
                {"micro": [_spread(group, "micro", "f1") for group in shown]},
                spoken=f"Micro F1 by {named(field)}",
                label="F1",
            ),
        )


def _after(document: Document) -> Iterator[Named]:
    if document["with_caption"] and document["with_list"]:
        found, sure = document["reconciled"], document["min_confidence"]
        yield "after", _differences("after", "After less before", found, METRICS)
        yield "after-curve", _curve("after-curve", found["curve"], sure, "captions")


def _gold(document: Document) -> Iterator[Named]:
    held = document["gold"]
    if held is not None:
        found, sure = held["comparison"], document["min_confidence"]
        yield "gold-scores", _scores("gold-scores", "Lists as they are", held["raw"], _DRAWN)
        yield "gold-after", _differences("gold", "After less before", found, _DRAWN)
        yield "gold-curve", _curve("gold-curve", held["curve"], sure, "gold lists")


def _against(document: Document) -> Iterator[tuple[str, tuple[Chart, ...]]]:
    against = document["against"] or {"caption": None, "gold": None}
    for key, what, metrics in (("caption", "captions", METRICS), ("gold", "gold lists", _DRAWN)):
        found = against[key]
        if found is not None and (key == "gold" or document["with_caption"]):
            name = f"against-{key}"
            title = "These less the others"
            plots = (_differences(name, title, found, metrics), *_changes(name, found, what))
            yield name, plots


def _scores(name: str, title: str, summary: Document, metrics: Sequence[str]) -> Chart:
    return spreads(
        name,
        title,
        _INTERVALS,
        [SCORE_NAMES[metric] for metric in metrics],
        {level: [_spread(summary, level, metric) for metric in metrics] for level in _LEVELS},
        spoken=f"{title}, micro and macro",
        label="Score",
    )


def _spread(summary: Document, level: str, metric: str) -> Spread:
    return summary[level][metric], summary["ci95"][level][metric]


def _curve(name: str, curve: Sequence[Document], sure: float | None, what: str) -> Chart:
    def told(step: Document) -> str:
        scores = ", ".join(
            f"{SCORE_NAMES[metric]} {_shown(step['micro'][metric])}" for metric in _DRAWN
        )
        return f"from {step['threshold']:g}: {scores}"

    return curves(
        name,
        "By threshold",
        f"Micro, against {what}" + ("" if sure is None else f"; the upright line is at {sure:g}"),
        [step["threshold"] for step in curve],
        [
            Curve(SCORE_NAMES[metric], [step["micro"][metric] for step in curve], i)
            for i, metric in enumerate(_DRAWN)
        ],
        spoken=f"Scores against {what} after the suggestions from each confidence on",
        told="; ".join(told(step) for step in curve[::5]),
        labels=("Confidence at least", "Score"),
        mark=sure,
    )


def _differences(name: str, title: str, found: Document, metrics: Sequence[str]) -> Chart:
    return spreads(
        f"{name}-difference",
        title,
        _INTERVALS,
        [SCORE_NAMES[metric] for metric in metrics],
        {
            level: [
                (found[level][metric]["difference"], found[level][metric]["ci95"])
                for metric in metrics
            ]
            for level in _LEVELS
        },
        spoken=f"{title}: differences of scores",
        label="Difference",
        about=0.0,
    )


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


def _shown(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.2f}"
