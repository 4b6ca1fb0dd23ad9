"""A score against a gold as text for people: the answer first, then measures, kinds, errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reconcile.evaluation.linking.compare import Comparison, Difference
from reconcile.evaluation.linking.counts import BY_KIND, KINDS, Key, Tally
from reconcile.evaluation.linking.forms import Outcome
from reconcile.evaluation.linking.intervals import MACRO, SCORES, macro
from reconcile.evaluation.linking.run import LinkingScore
from reconcile.report.cells import columns
from reconcile.report.wording import UNDEFINED, plural, readable
from reconcile.shown import printable
from reconcile.statistics import Interval

__all__ = ["TITLES", "score_lines"]

TITLES: Final = {
    "found": "names, found",
    "grounded": "names, found and grounded right",
    "linked": "places, right span and genes",
    "linked_overlap": "places, overlap and right genes",
    "genes": "genes by document, micro",
    "strict": "places, strict",
    "exact": "places, exact boundaries",
    "partial": "places, partial",
    "type": "places, type",
}
"""What the measures are called, in the order in which they are shown."""

_ANSWER: Final = {
    "grounded": "Names found and grounded to the right genes",
    "found": "Names found",
    "genes": "Genes by document",
}
_MACRO: Final = "genes by document, macro"
_HEAD: Final = ("difference", "", "here", "there", "here - there")
_LEAST: Final = 0.001
_SHOWN: Final = 3
_MOST_SYMBOLS: Final = 6


def score_lines(
    score: LinkingScore, comparison: Comparison | None = None, examples: int = 0
) -> Iterator[str]:
    """The lines of one score, with so many examples of each class of error.

    A comparison comes first: whether the system is better, and how sure that is.
    """
    if comparison is not None:
        yield _verdict(score, comparison)
    yield from _answer(score)
    yield ""
    if comparison is not None:
        yield from columns([_HEAD, *_differences(comparison)], indent=0)
        yield ""
    yield from columns([("", "right", "given", "gold", *SCORES), *_rows(score)], indent=0)
    if score.gold.has_kinds:
        yield ""
        head = ("by kind", "", "right", "given", "gold", *SCORES)
        yield from columns([head, *_by_kind(score)], indent=0)
    if score.errors:
        yield ""
        yield from _errors(score, examples)


def _verdict(score: LinkingScore, comparison: Comparison) -> str:
    judged = comparison.scores["grounded"]["f1"]
    own, other = _named(score.system, score.version), _named(comparison.against, comparison.version)
    answer = (
        f"No difference that is more than chance between {own} and {other}"
        if comparison.answer == "no difference"
        else f"{own} is {comparison.answer} than {other}"
    )
    return (
        f"{answer}: F1 of names found and grounded {_number(judged.here)} against "
        f"{_number(judged.there)}, {_apart(judged)}"
    )


def _number(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.3f}"


def _apart(one: Difference) -> str:
    """A difference with its interval and p-value."""
    if one.difference is None:
        return UNDEFINED
    interval = f" [{one.ci95[0]:+.3f}, {one.ci95[1]:+.3f}]" if one.ci95 else ""
    chance = "" if one.p is None else f", p {one.p:.3f}" if one.p >= _LEAST else f", p < {_LEAST}"
    return f"{one.difference:+.3f}{interval}{chance}"


def _differences(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    titles = {**TITLES, MACRO[0]: _MACRO}
    for measure, title in titles.items():
        for name in SCORES:
            one = comparison.scores[measure][name]
            yield title, name, _number(one.here), _number(one.there), _apart(one)


def _named(system: str, version: str | None) -> str:
    return printable(f"{system} {version or ''}".strip())


def _answer(score: LinkingScore) -> Iterator[str]:
    counts, intervals = score.total, score.intervals
    found, right = counts["found"], counts["grounded"]
    yield (
        f"{_named(score.system, score.version)} on {printable(score.gold.name)}: "
        f"{found.gold:,} distinct names in {plural(len(score.counts), 'document')}, "
        f"{found.right:,} found, "
        f"{right.right:,} found and grounded right"
    )
    width = max(map(len, _ANSWER.values()))
    for measure, title in _ANSWER.items():
        yield f"{title:{width}}  F1 {cell(counts[measure].f1, intervals[measure, '']['f1'])}"
    wrong = Counter({group: n for group, n in score.errors.items() if group != "boundary"})
    worst = [f"{_title(group)} ({count:,})" for group, count in wrong.most_common(_SHOWN)]
    yield f"Most often wrong: {', '.join(worst)}" if worst else "Nothing is wrong"


def cell(value: float | None, interval: Interval) -> str:
    """A score with its interval, if there is one."""
    if value is None:
        return UNDEFINED
    return f"{value:.3f}" + (f" [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else "")


def _row(title: Sequence[str], tally: Tally, interval: Mapping[str, Interval]) -> tuple[str, ...]:
    numbers = (f"{number:,}" for number in tally.to_dict().values())
    return (*title, *numbers, *(cell(tally.scores()[name], interval[name]) for name in SCORES))


def _rows(score: LinkingScore) -> Iterator[tuple[str, ...]]:
    counts, intervals = score.total, score.intervals
    for measure, title in TITLES.items():
        tally = counts[measure]
        if measure == "partial":
            row = _row((title,), tally, intervals[measure, ""])
            halves = (f"{n / 2:,.1f}".removesuffix(".0") for n in tally.to_dict().values())
            yield (title, *halves, *row[4:])
        else:
            yield _row((title,), tally, intervals[measure, ""])
        if measure == "genes":
            means = macro(list(score.counts.values()))
            cells = (cell(means[name], intervals[MACRO][name]) for name in SCORES)
            yield (_MACRO, "", "", "", *cells)


def _by_kind(score: LinkingScore) -> Iterator[tuple[str, ...]]:
    counts = score.total
    for measure in (name for name in TITLES if name in BY_KIND):
        for kind in KINDS:
            key: Key = (measure, kind)
            tally = counts.by_kind(measure)[kind]
            yield _row((TITLES[measure], kind), tally, score.intervals[key])


def _errors(score: LinkingScore, examples: int) -> Iterator[str]:
    rows = [("errors", "names")]
    rows += [(_title(group), f"{count:,}") for group, count in score.errors.items()]
    yield from columns(rows, indent=0)
    for group in score.errors if examples else ():
        yield ""
        yield _title(group)
        for document, outcome in score.examples(group, examples):
            yield f"  {_example(outcome)} ({printable(document)}:{outcome.start})"


def _title(group: str) -> str:
    return group.replace("_", " ")


def _example(outcome: Outcome) -> str:
    name = readable(outcome.text)
    if outcome.group in ("spurious", "nonhuman"):
        return f"{name}: {_symbols(outcome.found)}"
    if outcome.group in ("missed", "boundary"):
        return f"{name}: {_symbols(outcome.wanted)}"
    return f"{name}: {_symbols(outcome.found)} instead of {_symbols(outcome.wanted)}"


def _symbols(symbols: frozenset[str]) -> str:
    listed = [printable(one) for one in sorted(symbols)]
    more = f" and {len(listed) - _MOST_SYMBOLS} more" if len(listed) > _MOST_SYMBOLS else ""
    return ", ".join(listed[:_MOST_SYMBOLS]) + more if listed else "no gene"
