"""The readable report as plain text: for pipes, files and pagers.

It holds no escape sequences and does not depend on the width of any terminal, so that two runs
over the same records can be compared line by line.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reconcile.records import Failure, Reconciliation, Suggestion
from reconcile.report.cells import columns
from reconcile.report.decided import learned_lines
from reconcile.report.heading import given_title, picture_url
from reconcile.report.organism import organism_line
from reconcile.report.wording import (
    COVERAGE,
    LOWER_BOUND,
    SAFE,
    KeywordGroup,
    NamedThing,
    caption_heading,
    change,
    failure_line,
    failures_heading,
    keyword_groups,
    list_heading,
    meaning,
    named_things,
    organism_heading,
    printable,
    readable,
    report_parts,
    scores,
    standing,
    suggestion_groups,
    suggestions_heading,
    summary_heading,
    summary_rows,
)

__all__ = ["columns", "table_report"]

_WIDTH = 100


def table_report(
    results: Iterable[Reconciliation],
    failures: Sequence[Failure],
    summarise: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    """The report in pieces: one a figure, then the failures and, for several figures, the sum."""
    yield from report_parts(
        results, failures, summarise, figure=_figure, failed=_failures, summed=_summary
    )


def _figure(result: Reconciliation) -> str:
    return "\n".join((*_figure_lines(result), "", ""))


def _failures(failures: Sequence[Failure]) -> str:
    lines = [f"  {failure_line(failure)}" for failure in failures]
    return "\n".join((failures_heading(failures), *lines, "", ""))


def _figure_lines(result: Reconciliation) -> Iterator[str]:
    figid = printable(result.figid)
    yield figid
    yield "=" * len(figid)
    if name := given_title(result):
        yield from _wrapped(readable(name), indent=0)
    if url := picture_url(result):
        yield url
    if result.source:
        yield printable(result.source)
    if line := organism_line(result):
        yield line
    yield ""
    if about := organism_heading(result):
        yield from _wrapped(about, indent=0)
    for decided in learned_lines(result):
        yield from _wrapped(decided, indent=0)
    yield "   ".join(f"{name} {value}" for name, value in scores(result))
    yield LOWER_BOUND
    yield ""
    yield from _caption(named_things(result))
    yield ""
    yield list_heading(result)
    yield from _keywords(keyword_groups(result))
    yield ""
    yield from _suggestions(result)


def _caption(things: Sequence[NamedThing]) -> Iterator[str]:
    yield caption_heading(things)
    rows = [
        (", ".join(map(readable, t.forms)), t.kind, COVERAGE[t.covered], meaning(t)) for t in things
    ]
    yield from columns(rows, indent=2)


def _keywords(groups: Iterable[KeywordGroup]) -> Iterator[str]:
    for group in groups:
        yield f"  {group.title} ({len(group.entries)})"
        yield from _wrapped(", ".join(group.entries), indent=4)


def _suggestions(result: Reconciliation) -> Iterator[str]:
    yield suggestions_heading(result)
    if any(suggestion.safe for suggestion in result.suggestions):
        yield from _wrapped(SAFE, indent=2)
    for _, title, members in suggestion_groups(result):
        yield f"  {title} ({len(members)})"
        for suggestion in members:
            yield from _suggestion(suggestion)


def _suggestion(suggestion: Suggestion) -> Iterator[str]:
    tail = f"[{suggestion.reason}, confidence {suggestion.confidence:.2f}{standing(suggestion)}]"
    yield from _wrapped(f"{change(suggestion)}  {tail}", indent=4, hang=4)
    yield from _wrapped(readable(suggestion.explanation), indent=8)


def _wrapped(text: str, indent: int, hang: int = 0) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _summary(summary: Mapping[str, Any]) -> str:
    title = summary_heading(summary)
    rows = columns([("", "micro", "macro"), *summary_rows(summary)], indent=0)
    return "\n".join((title, "=" * len(title), *rows, LOWER_BOUND, ""))
