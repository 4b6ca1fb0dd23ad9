"""The document of a benchmark as titled tables of texts, for every format that people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from reconcile.metrics import METRICS
from reconcile.records import Failure
from reconcile.report.wording import (
    LOWER_BOUND,
    UNDEFINED,
    failure_line,
    number,
    plural,
)

__all__ = ["Section", "sections"]

Row: TypeAlias = tuple[str, ...]

_GROUPS: Final = 40
"""Groups of a field that are shown; JSON and CSV have all."""
_NAMES: Final = 10
_SCORES: Final = {
    "precision": "Precision",
    "recall": "Recall",
    "recall_strict": "Strict recall",
    "f1": "F1",
}
_GOLD_SCORES: Final = ("precision", "recall", "f1")
_CIRCULAR: Final = (
    "Suggestions come from the caption, so the lists agree with it better once they are carried "
    "out; whether they are better, only gold lists can say."
)
_GOLD: Final = "Precision and recall of the lists against the gold lists; captions play no part."


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table with a few sentences above it; texts are not escaped.

    Attributes:
        title: the heading.
        notes: sentences.
        head: names of the columns.
        rows: cells.
    """

    title: str
    notes: tuple[str, ...] = ()
    head: Row = ()
    rows: tuple[Row, ...] = ()


def sections(document: Mapping[str, Any]) -> Iterator[Section]:
    """The tables, most important first."""
    yield from _corpus(document)
    for name, groups in document["groups"].items():
        yield _groups(name, groups)
    reconciled = document["reconciled"]
    held = document["gold"]
    sure = f"{document['min_confidence']:g}"
    names = ("after", "before")
    if document["with_caption"] and document["with_list"]:
        title = f"After the suggestions of confidence {sure} and more, against the captions"
        yield _comparison(title, reconciled, names, METRICS, (_CIRCULAR,))
        yield _curve("By least confidence, against the captions", reconciled["curve"], METRICS)
    if held is not None:
        yield from _gold(held, sure, names)
    if document["against"] is not None:
        yield from _against(document["against"], with_captions=bool(document["with_caption"]))
    if document["failures"]:
        lines = [
            (failure_line(Failure(f["source"], f["error"], f["line"])),)
            for f in document["failures"]
        ]
        yield Section(f"Not done: {plural(len(lines), 'record')}", (), ("record",), tuple(lines))


def _corpus(document: Mapping[str, Any]) -> Iterator[Section]:
    figures = document["figures"]
    counted = (
        f"{plural(figures, 'figure')}, {document['with_caption']} with a caption, "
        f"{document['with_list']} with a gene list."
    )
    if not (document["with_caption"] and document["with_list"]):
        yield Section("Gene lists", (counted,))
    else:
        yield Section(
            "Gene lists against captions",
            (counted, LOWER_BOUND, "In brackets: 95 % bootstrap intervals over figures."),
            ("score", "micro", "macro"),
            _levels(document, METRICS),
        )
    yield Section("Entries by status", (), ("status", "entries"), _numbers(document["statuses"]))
    yield Section("Suggestions by reason", (), ("reason", "number"), _numbers(document["reasons"]))
    if document["wrong_aliases"]:
        yield Section(
            "Words taken for the wrong gene, by suggestions",
            (),
            ("word", "gene", "reasons", "figures", "for example"),
            tuple(
                (
                    w["word"],
                    w["symbol"],
                    ", ".join(w["reasons"]),
                    str(w["figures"]),
                    w["examples"][0],
                )
                for w in document["wrong_aliases"]
            ),
        )
    if document["missed"]:
        yield Section(
            "Named by captions and not in the lists",
            (),
            ("name", "kind", "figures", "for example"),
            tuple(
                (_name(m), m["kind"], str(m["figures"]), m["examples"][0])
                for m in document["missed"]
            ),
        )
    if document["worst"]:
        yield Section(
            "Lowest F1",
            (),
            ("figure", *map(_SCORES.__getitem__, METRICS), "genes", "concepts"),
            tuple(
                (
                    w["figid"],
                    *(number(w[name]) for name in METRICS),
                    str(w["counts"]["gene_keywords"]),
                    str(w["counts"]["concepts"]),
                )
                for w in document["worst"]
            ),
        )


def _groups(name: str, groups: Sequence[Mapping[str, Any]]) -> Section:
    shown = sorted(groups, key=lambda group: -group["figures"])[:_GROUPS]
    rows = tuple(
        (
            group["group"],
            str(group["figures"]),
            *(_interval(group, "micro", metric) for metric in METRICS),
            number(group["macro"]["f1"]),
        )
        for group in groups
        if group in shown
    )
    left = len(groups) - len(rows)
    notes = (f"{left} smaller groups are in JSON and CSV only.",) if left > 0 else ()
    head = (name, "figures", *map(_SCORES.__getitem__, METRICS), "Macro F1")
    return Section(f"By {name}", notes, head, rows)


def _gold(held: Mapping[str, Any], sure: str, names: tuple[str, str]) -> Iterator[Section]:
    raw = held["raw"]
    counts = raw["counts"]
    notes = [
        _GOLD,
        f"{plural(raw['figures'], 'figure')}: {counts['right']} right of {counts['listed']} "
        f"listed and {counts['gold']} gold genes.",
    ]
    for key, what in (
        ("only_in_gold", "without a list"),
        ("only_in_lists", "without a gold list"),
    ):
        if held[key]:
            notes.append(f"Left out, {what}: {_few(held[key])}.")
    if held["unknown"]:
        notes.append(f"Not in the lexicon, compared as written: {_few(held['unknown'])}.")
    levels = _levels(raw, _GOLD_SCORES)
    yield Section(
        "Lists as they are, against gold lists", tuple(notes), ("score", "micro", "macro"), levels
    )
    title = f"After the suggestions of confidence {sure} and more, against gold lists"
    yield _comparison(title, held["comparison"], names, _GOLD_SCORES)
    yield _curve("By least confidence, against gold lists", held["curve"], _GOLD_SCORES)
    for key, title in (("extra", "Listed and not gold"), ("missed", "Gold and not listed")):
        if held[key]:
            rows = tuple((g["symbol"], str(g["figures"]), g["examples"][0]) for g in held[key])
            yield Section(title, (), ("gene", "figures", "for example"), rows)


def _against(against: Mapping[str, Any], *, with_captions: bool) -> Iterator[Section]:
    notes = [
        f"{what}: {_few(against[key])}."
        for key, what in (
            ("only_here", "Left out, only in these lists"),
            ("only_there", "Left out, only in the other lists"),
            ("captions_differ", "Their captions differ"),
        )
        if against[key]
    ]
    names = ("these", "others")
    parts: list[tuple[str, str, Sequence[str]]] = []
    if with_captions:
        parts.append(("caption", "captions", METRICS))
    if against["gold"] is not None:
        parts.append(("gold", "gold lists", _GOLD_SCORES))
    for key, what, metrics in parts:
        found = against[key]
        title = f"These lists and the others, against {what}"
        yield _comparison(title, found, names, metrics, tuple(notes))
        for change in ("better", "worse"):
            if found[change]:
                rows = tuple(
                    (
                        moved["figid"],
                        *(
                            f"{number(moved['there'][m])} → {number(moved['here'][m])}"
                            for m in metrics
                        ),
                    )
                    for moved in found[change][:_NAMES]
                )
                left = len(found[change]) - len(rows)
                more = (f"{left} more are in JSON and CSV only.",) if left else ()
                yield Section(
                    f"{change.capitalize()} than the others, against {what}: "
                    f"{plural(len(found[change]), 'figure')}",
                    more,
                    ("figure", *map(_SCORES.__getitem__, metrics)),
                    rows,
                )


def _moved(moved: Mapping[str, Any], metric: str) -> str:
    return f"{number(moved['there'][metric])} → {number(moved['here'][metric])}"


def _comparison(
    title: str,
    found: Mapping[str, Any],
    names: tuple[str, str],
    metrics: Sequence[str],
    notes: tuple[str, ...] = (),
) -> Section:
    how = "all ways to swap lists" if found["exact"] else f"{found['permutations']:,} random swaps"
    counted = (
        f"{plural(found['figures'], 'figure')}: F1 is higher in {len(found['better'])}, lower in "
        f"{len(found['worse'])}, the same in {found['same']}, undefined in {found['undefined']}. "
        f"In brackets: 95 % intervals of paired bootstrap; p: {how}."
    )
    rows = tuple(
        (
            f"{level} {_SCORES[name]}",
            _three(score["here"]),
            _three(score["there"]),
            _signed(score["difference"], score["ci95"]),
            UNDEFINED if score["p"] is None else f"{score['p']:.4f}",
        )
        for level in ("micro", "macro")
        for name, score in found[level].items()
        if name in metrics
    )
    return Section(title, (*notes, counted), ("score", *names, "difference", "p"), rows)


def _curve(title: str, curve: Sequence[Mapping[str, Any]], metrics: Sequence[str]) -> Section:
    """The curve, without the steps at which nothing changes."""
    rows: list[Row] = []
    last: tuple[Any, ...] = ()
    for step in curve:
        values = (step["suggestions"], step["micro"], step["macro"]["f1"])
        if values != last:
            micro = tuple(_three(step["micro"][name]) for name in metrics)
            threshold = f"{step['threshold']:.2f}"
            macro = _three(step["macro"]["f1"])
            rows.append((threshold, str(step["suggestions"]), *micro, macro))
        last = values
    head = ("from", "suggestions", *map(_SCORES.__getitem__, metrics), "Macro F1")
    note = "Thresholds at which nothing changes are left out."
    return Section(title, (note,), head, tuple(rows))


def _numbers(counts: Mapping[str, int]) -> tuple[Row, ...]:
    return tuple((name, str(count)) for name, count in counts.items())


def _name(missed: Mapping[str, Any]) -> str:
    symbols = missed["symbols"]
    shown = ", ".join(symbols[:6]) + (f" and {len(symbols) - 6} more" if len(symbols) > 6 else "")
    return f"{missed['label']}: {shown}" if missed["label"] else shown


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMES])
    return shown if len(names) <= _NAMES else f"{shown} and {len(names) - _NAMES} more"


def _three(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.3f}"


def _levels(summary: Mapping[str, Any], metrics: Sequence[str]) -> tuple[Row, ...]:
    return tuple(
        (_SCORES[name], _interval(summary, "micro", name), _interval(summary, "macro", name))
        for name in metrics
    )


def _interval(summary: Mapping[str, Any], level: str, metric: str) -> str:
    value, interval = summary[level][metric], summary["ci95"][level][metric]
    if value is None or interval is None:
        return _three(value)
    return f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"


def _signed(value: float | None, interval: Sequence[float] | None) -> str:
    if value is None:
        return UNDEFINED
    shown = f"{value:+.3f}"
    return shown if interval is None else f"{shown} [{interval[0]:+.3f}, {interval[1]:+.3f}]"
