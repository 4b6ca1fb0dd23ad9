"""The document of a benchmark as titled tables of texts, for every format that people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from reconcile.metrics import METRICS
from reconcile.records import Failure
from reconcile.report.wording import (
    LOWER_BOUND,
    SCORE_NAMES,
    UNDEFINED,
    failure_line,
    failures_heading,
    number,
    plural,
)

__all__ = [
    "PARTS",
    "Section",
    "counted",
    "largest",
    "named",
    "sections",
    "slug",
    "statistics_sections",
]

Row: TypeAlias = tuple[str, ...]

PARTS: Final = {
    "corpus": "The corpus",
    "groups": "By group",
    "after": "After the suggestions",
    "gold": "Against the gold lists",
    "against": "Against the other lists",
    "failures": "Not done",
}
"""The parts of a document, in their order, with their headings."""

_GROUPS: Final = 40
"""Groups of a field that are shown; JSON and CSV have all."""
_NAMES: Final = 10
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
        part: the part of the document that it is in, a key of `PARTS`.
        name: of small letters and hyphens, unique in a document.
        title: the heading.
        notes: sentences.
        head: names of the columns.
        rows: cells.
        figids: the column that names figures; None for none.
    """

    part: str
    name: str
    title: str
    notes: tuple[str, ...] = ()
    head: Row = ()
    rows: tuple[Row, ...] = ()
    figids: int | None = None


def sections(document: Mapping[str, Any], *, whole: bool = False) -> Iterator[Section]:
    """The tables, most important first.

    Args:
        document: of `reconcile.benchmark.run.document`.
        whole: nothing is left out: all groups, all figures that changed, the whole curves.
    """
    yield from _corpus(document)
    for field, groups in document["groups"].items():
        yield _groups(field, groups, whole)
    reconciled = document["reconciled"]
    held = document["gold"]
    least = document["min_confidence"]
    sure = "safe suggestions" if least is None else f"suggestions of confidence {least:g} and more"
    if document["with_caption"] and document["with_list"]:
        title = f"After the {sure}, against the captions"
        names = ("after", "before")
        yield _comparison("after", "after", title, reconciled, names, METRICS, (_CIRCULAR,))
        title = "By threshold, against the captions"
        yield _curve("after", "after-curve", title, reconciled["curve"], METRICS, whole)
        if whole:
            yield from _moves("after", "after", "before", reconciled, METRICS, whole)
    if held is not None:
        yield from _gold(held, sure, whole)
    if document["against"] is not None:
        yield from _against(document["against"], bool(document["with_caption"]), whole)
    if document["failures"]:
        lines = [
            (failure_line(Failure(f["source"], f["error"], f["line"])),)
            for f in document["failures"]
        ]
        title = failures_heading(lines)
        yield Section("failures", "failures", title, (), ("record",), tuple(lines))


def counted(document: Mapping[str, Any]) -> str:
    """How many figures there are, in a sentence."""
    return (
        f"{plural(document['figures'], 'figure')}, {document['with_caption']} with a caption, "
        f"{document['with_list']} with a gene list."
    )


def _corpus(document: Mapping[str, Any]) -> Iterator[Section]:
    if not (document["with_caption"] and document["with_list"]):
        yield Section("corpus", "scores", "Gene lists", (counted(document),))
    else:
        yield Section(
            "corpus",
            "scores",
            "Gene lists against captions",
            (
                counted(document),
                LOWER_BOUND,
                "In brackets: 95 % bootstrap intervals over figures.",
            ),
            ("score", "micro", "macro"),
            _levels(document, METRICS),
        )
    yield from statistics_sections("corpus", "", document)


def statistics_sections(part: str, prefix: str, found: Mapping[str, Any]) -> Iterator[Section]:
    """The counts and rankings of the corpus or of one group; names begin with the prefix."""
    for name, title, head in (
        ("statuses", "Entries by status", ("status", "entries")),
        ("reasons", "Suggestions by reason", ("reason", "number")),
    ):
        yield Section(part, f"{prefix}{name}", title, (), head, _numbers(found[name]))
    if found["wrong_aliases"]:
        yield Section(
            part,
            f"{prefix}wrong",
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
                for w in found["wrong_aliases"]
            ),
            figids=4,
        )
    if found["missed"]:
        yield Section(
            part,
            f"{prefix}missed",
            "Named by captions and not in the lists",
            (),
            ("name", "kind", "figures", "for example"),
            tuple(
                (_name(m), m["kind"], str(m["figures"]), m["examples"][0]) for m in found["missed"]
            ),
            figids=3,
        )
    if found["worst"]:
        yield Section(
            part,
            f"{prefix}worst",
            "Lowest F1",
            (),
            ("figure", *map(SCORE_NAMES.__getitem__, METRICS), "genes", "concepts"),
            tuple(
                (
                    w["figid"],
                    *(number(w[name]) for name in METRICS),
                    str(w["counts"]["gene_keywords"]),
                    str(w["counts"]["concepts"]),
                )
                for w in found["worst"]
            ),
            figids=0,
        )


def largest(groups: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The groups of a field that are shown where not all can be, in the order that they have."""
    ranked = sorted(range(len(groups)), key=lambda i: -groups[i]["figures"])
    return [groups[i] for i in sorted(ranked[:_GROUPS])]


def _groups(field: str, groups: Sequence[Mapping[str, Any]], whole: bool) -> Section:
    rows = tuple(
        (
            group["group"],
            str(group["figures"]),
            *(_interval(group, "micro", metric) for metric in METRICS),
            _three(group["macro"]["f1"]),
        )
        for group in (groups if whole else largest(groups))
    )
    left = len(groups) - len(rows)
    notes = (f"{left} smaller groups are in JSON, CSV and HTML only.",) if left > 0 else ()
    head = (named(field), "figures", *map(SCORE_NAMES.__getitem__, METRICS), "Macro F1")
    title = f"By {named(field)}"
    return Section("groups", f"by-{slug(field)}", title, notes, head, rows)


def named(field: str) -> str:
    """A field's name in words."""
    return field.replace("_", " ")


def slug(field: str) -> str:
    """A field's name as it stands in the names of sections."""
    return field.replace("_", "-")


def _gold(held: Mapping[str, Any], sure: str, whole: bool) -> Iterator[Section]:
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
    title = "Lists as they are, against gold lists"
    head = ("score", "micro", "macro")
    yield Section("gold", "gold-scores", title, tuple(notes), head, _levels(raw, _GOLD_SCORES))
    title = f"After the {sure}, against gold lists"
    found, names = held["comparison"], ("after", "before")
    yield _comparison("gold", "gold-after", title, found, names, _GOLD_SCORES)
    title = "By threshold, against gold lists"
    yield _curve("gold", "gold-curve", title, held["curve"], _GOLD_SCORES, whole)
    if whole:
        yield from _moves("gold", "gold", "before", found, _GOLD_SCORES, whole)
    for key, title in (("extra", "Listed and not gold"), ("missed", "Gold and not listed")):
        if held[key]:
            rows = tuple((g["symbol"], str(g["figures"]), g["examples"][0]) for g in held[key])
            head = ("gene", "figures", "for example")
            yield Section("gold", f"gold-{key}", title, (), head, rows, figids=2)


def _against(against: Mapping[str, Any], with_captions: bool, whole: bool) -> Iterator[Section]:
    notes = tuple(
        f"{what}: {_few(against[key])}."
        for key, what in (
            ("only_here", "Left out, only in these lists"),
            ("only_there", "Left out, only in the other lists"),
            ("captions_differ", "Their captions differ"),
        )
        if against[key]
    )
    names = ("these", "others")
    parts: list[tuple[str, str, Sequence[str]]] = []
    if with_captions:
        parts.append(("caption", "captions", METRICS))
    if against["gold"] is not None:
        parts.append(("gold", "gold lists", _GOLD_SCORES))
    for key, what, metrics in parts:
        found = against[key]
        name = f"against-{key}"
        title = f"These lists and the others, against {what}"
        yield _comparison("against", name, title, found, names, metrics, notes)
        others = f"the others, against {what}"
        yield from _moves("against", name, others, found, metrics, whole)


def _moves(
    part: str,
    name: str,
    others: str,
    found: Mapping[str, Any],
    metrics: Sequence[str],
    whole: bool,
) -> Iterator[Section]:
    """The figures that are better and those that are worse, most changed first."""
    for change in ("better", "worse"):
        moved = found[change]
        if not moved:
            continue
        shown = moved if whole else moved[:_NAMES]
        left = len(moved) - len(shown)
        yield Section(
            part,
            f"{name}-{change}",
            f"{change.capitalize()} than {others}: {plural(len(moved), 'figure')}",
            (f"{left} more are in JSON, CSV and HTML only.",) if left else (),
            ("figure", "F1 change", *map(SCORE_NAMES.__getitem__, metrics)),
            tuple(
                (
                    one["figid"],
                    _signed(one["change"], None),
                    *(f"{number(one['there'][m])} → {number(one['here'][m])}" for m in metrics),
                )
                for one in shown
            ),
            figids=0,
        )


def _comparison(
    part: str,
    name: str,
    title: str,
    found: Mapping[str, Any],
    names: tuple[str, str],
    metrics: Sequence[str],
    notes: tuple[str, ...] = (),
) -> Section:
    how = "all ways to swap lists" if found["exact"] else f"{found['permutations']:,} random swaps"
    summed = (
        f"{plural(found['figures'], 'figure')}: F1 is higher in {len(found['better'])}, lower in "
        f"{len(found['worse'])}, the same in {found['same']}, undefined in {found['undefined']}. "
        f"In brackets: 95 % intervals of paired bootstrap; p: {how}."
    )
    rows = tuple(
        (
            f"{level} {SCORE_NAMES[metric]}",
            _three(score["here"]),
            _three(score["there"]),
            _signed(score["difference"], score["ci95"]),
            UNDEFINED if score["p"] is None else f"{score['p']:.4f}",
        )
        for level in ("micro", "macro")
        for metric, score in found[level].items()
        if metric in metrics
    )
    head = ("score", *names, "difference", "p")
    return Section(part, name, title, (*notes, summed), head, rows)


def _curve(
    part: str,
    name: str,
    title: str,
    curve: Sequence[Mapping[str, Any]],
    metrics: Sequence[str],
    whole: bool,
) -> Section:
    """The curve; unless `whole`, without the steps at which nothing changes."""
    rows: list[Row] = []
    last: tuple[Any, ...] = ()
    for step in curve:
        values = (step["suggestions"], step["micro"], step["macro"]["f1"])
        if whole or values != last:
            micro = tuple(_three(step["micro"][metric]) for metric in metrics)
            threshold = f"{step['threshold']:.2f}"
            macro = _three(step["macro"]["f1"])
            rows.append((threshold, str(step["suggestions"]), *micro, macro))
        last = values
    head = ("from", "suggestions", *map(SCORE_NAMES.__getitem__, metrics), "Macro F1")
    notes = () if whole else ("Thresholds at which nothing changes are left out.",)
    return Section(part, name, title, notes, head, tuple(rows))


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
        (SCORE_NAMES[name], _interval(summary, "micro", name), _interval(summary, "macro", name))
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
