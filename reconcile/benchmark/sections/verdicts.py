"""The suggestions against what people said of entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reconcile.benchmark.sections.section import Document, Row, Section, few, three
from reconcile.report.wording import UNDEFINED, plural

__all__ = ["verdict_sections"]

_PART: Final = "verdicts"
_ACTIONS: Final = {
    "changes": "removals and replacements",
    "remove": "removals",
    "replace": "replacements",
    "add": "additions",
}
_LEVELS: Final = {"all": "all", "safe": "safe"}
_RIGHT: Final = (
    "A removal or replacement is right when its entry is wrong, an addition when its genes are "
    "wanted; each is held against all wrong entries, or all wanted genes that the list lacks. In "
    "brackets: 95 % bootstrap intervals over figures."
)
_APART: Final = "They say nothing against an entry. Accepted and declined are where people said so."
_ERRORS: Final = 10


def verdict_sections(document: Document, whole: bool) -> Iterator[Section]:
    """None without verdicts."""
    found = document["verdicts"]
    if found is None:
        return
    yield _scores(found)
    yield from _reasons(found)
    yield _curve(found, whole)
    yield from _reliability(found)
    yield from _errors(found, whole)
    for number, pair in enumerate(found["agreement"], start=1):
        yield from _agreement(number, pair, whole)


def _scores(found: Document) -> Section:
    entries = found["entries"]
    notes = [
        f"{plural(found['figures'], 'figure')} with verdicts: {entries['ok']} entries right, "
        f"{entries['wrong']} wrong.",
        _RIGHT,
    ]
    left = [
        (f"{count} {word}" for word, count in entries["other"].items()),
        (f"{entries[key]} {what}" for key, what in _LEFT.items() if entries[key]),
    ]
    if told := [text for part in left for text in part]:
        notes.append(f"Entries that do not count: {few(told)}.")
    if found["only_in_verdicts"]:
        notes.append(f"Left out, no such list: {few(found['only_in_verdicts'])}.")
    if found["whole_lists"]["named"]:
        lists = found["whole_lists"]
        notes.append(
            f"Called wrong as a whole: {lists['named']} lists, {lists['right']} of them rightly."
        )
    if found["instead"]["known"]:
        same = found["instead"]
        notes.append(
            f"Replacements by the genes that people name: {same['same']} of {same['known']}."
        )
    for pair in found["agreement"]:
        own = pair["overall"]
        kappa = _with_interval(own["kappa"], own["kappa_ci95"])
        who = f"{pair['first']} and {pair['second']}"
        notes.append(f"{who} agree on {three(own['raw'])} of {own['count']}, kappa {kappa}.")
    rows = tuple(
        (f"{name}, {_LEVELS[level]}", *_cells(score))
        for level, scores in found["scores"].items()
        for name, score in ((_ACTIONS[action], one) for action, one in scores.items())
    )
    head = ("suggestions", "right", "of", "precision", "found", "of", "recall")
    return Section(
        _PART, "verdicts-scores", "Suggestions against verdicts", tuple(notes), head, rows
    )


_LEFT: Final = {"disputed": "said to be right and wrong", "gone": "not in the list"}


def _cells(score: Document) -> Row:
    counts = (str(score[name]) for name in ("right", "named"))
    found = (str(score[name]) for name in ("found", "wanted"))
    return *counts, _share(score, "precision"), *found, _share(score, "recall")


def _share(score: Document, name: str) -> str:
    return _with_interval(score[name], score["ci95"][name])


def _with_interval(value: float | None, interval: Sequence[float] | None) -> str:
    if value is None or interval is None:
        return three(value)
    return f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"


def _reasons(found: Document) -> Iterator[Section]:
    if found["reasons"]:
        rows = tuple(
            (one["reason"], one["action"], *_cells(one)[:3], *_cells(one)[5:])
            for one in found["reasons"]
        )
        head: Row = ("rule", "action", "right", "of", "precision", "recall")
        yield Section(_PART, "verdicts-reasons", "Suggestions by rule", (), head, rows)
    if found["apart"]:
        names = ("ok", "wrong", "accepted", "declined")
        apart = tuple(
            (one["reason"], *(str(one[name]) for name in names)) for one in found["apart"]
        )
        head = ("rule", "entry right", "entry wrong", "accepted", "declined")
        yield Section(_PART, "verdicts-apart", "New names and labels", (_APART,), head, apart)


def _curve(found: Document, whole: bool) -> Section:
    rows: list[Row] = []
    last: tuple[object, ...] = ()
    for step in found["curve"]:
        both = step["changes"], step["add"]
        values = tuple((one["right"], one["named"], one["found"]) for one in both)
        if whole or values != last:
            cells = (
                cell
                for one in both
                for cell in (str(one["named"]), _share(one, "precision"), _share(one, "recall"))
            )
            rows.append((f"{step['threshold']:.2f}", *cells))
        last = values
    head = ("from", "changes", "precision", "recall", "additions", "precision", "recall")
    notes = ["Hints count here too, which are below what is suggested otherwise."]
    if not whole:
        notes.append("Thresholds at which nothing changes are left out.")
    title = "By threshold, against verdicts"
    return Section(_PART, "verdicts-curve", title, tuple(notes), head, tuple(rows))


def _reliability(found: Document) -> Iterator[Section]:
    own = found["reliability"]
    if not own["bins"]:
        return
    told = [
        f"{name} {_with_interval(own[key]['value'], own[key]['ci95'])}"
        for key, name in (("brier", "Brier score"), ("calibration_error", "calibration error"))
    ]
    notes = (
        f"{plural(own['count'], 'suggestion')}: {', '.join(told)}.",
        "In brackets: over figures, and of shares Wilson's 95 % intervals.",
    )
    rows = tuple(
        (
            f"{one['start']:.1f}–{one['end']:.1f}",
            str(one["count"]),
            three(one["said"]),
            _with_interval(one["right"], one["interval"]),
        )
        for one in own["bins"]
    )
    head = ("confidence", "suggestions", "mean", "share right")
    title = "How far confidences can be trusted"
    yield Section(_PART, "verdicts-reliability", title, notes, head, rows)


def _errors(found: Document, whole: bool) -> Iterator[Section]:
    if missed := found["missed"]:
        rows = tuple((one["entry"], one["status"], _words(one), one["figid"]) for one in missed)
        head: Row = ("entry", "status", "words", "figure")
        title = f"Wrong, and nothing says so: {plural(len(rows), 'entry', 'entries')}"
        yield _listed("verdicts-missed", title, head, rows, whole)
    if alarms := found["false_alarms"]:
        wrong = tuple(
            (
                one["entry"],
                f"{one['action']} {' '.join(one['symbols'])}".strip(),
                one["reason"],
                f"{one['confidence']:.2f}",
                one["figid"],
            )
            for one in alarms
        )
        head = ("entry", "suggested", "rule", "confidence", "figure")
        title = f"Suggested, and wrong: {plural(len(wrong), 'suggestion')}"
        yield _listed("verdicts-false-alarms", title, head, wrong, whole)


def _words(one: Document) -> str:
    words = (f"{w['word']} as {w['match']} ({w['source'] or 'no source'})" for w in one["words"])
    return "; ".join(words) or UNDEFINED


def _listed(name: str, title: str, head: Row, rows: tuple[Row, ...], whole: bool) -> Section:
    """A list of figures, of which people see the first where they do not ask for all."""
    shown = rows if whole else rows[:_ERRORS]
    left = len(rows) - len(shown)
    notes = (f"{left} more are in JSON, CSV and HTML only.",) if left else ()
    return Section(_PART, name, title, notes, head, shown, figids=len(head) - 1)


def _agreement(number: int, pair: Document, whole: bool) -> Iterator[Section]:
    prefix = f"verdicts-agreement-{number}"
    groups: list[tuple[str, Mapping[str, Document]]] = [
        ("all", {"": pair["overall"]}),
        ("", pair["subjects"]),
        ("entries: ", pair["statuses"]),
    ]
    rows = tuple(
        (
            f"{kind}{name}",
            str(one["count"]),
            _with_interval(one["raw"], one["raw_ci95"]),
            _with_interval(one["kappa"], one["kappa_ci95"]),
        )
        for kind, own in groups
        for name, one in own.items()
    )
    notes = (
        f"{pair['first']} and {pair['second']}: {plural(pair['overall']['figures'], 'figure')} "
        "that both judged.",
        "Kappa is Cohen's: 0 is the agreement of chance.",
    )
    head: Row = ("verdicts", "both judged", "agree", "kappa")
    yield Section(_PART, prefix, "How far verdicts agree", notes, head, rows)
    if apart := pair["disagreements"]:
        told = tuple(
            (one["item"], one["subject"], one["first"], one["second"], one["figid"])
            for one in apart
        )
        head = ("entry or gene", "about", pair["first"], pair["second"], "figure")
        title = f"Judged differently: {len(told)}"
        yield _listed(f"{prefix}-apart", title, head, told, whole)
