r"""The readable report as GitHub-flavoured Markdown, for issues and pull requests.

Everything that comes from a record is escaped: it shows as it was written and can neither close
a table cell nor start markup or HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reconcile.patterns import regex
from reconcile.records import Failure, Reconciliation
from reconcile.report.decided import learned_lines
from reconcile.report.organism import organism_line
from reconcile.report.wording import (
    COVERAGE,
    LOWER_BOUND,
    SAFE,
    change,
    failure_line,
    failures_heading,
    keyword_groups,
    meaning,
    named_things,
    organism_heading,
    printable,
    readable,
    report_parts,
    scores,
    standing,
    suggestion_groups,
    summary_heading,
    summary_rows,
)

__all__ = ["escape", "markdown_report"]

_SPECIAL = regex(r"([\\`*_{}\[\]()#+!|~$>-])")


def escape(text: str) -> str:
    r"""The text so that Markdown shows it as it stands.

    >>> escape("<b>a|b</b> `x`")
    '&lt;b\\>a\\|b&lt;/b\\> \\`x\\`'
    """
    shown = printable(text).replace("&", "&amp;")
    return _SPECIAL.sub(r"\\\1", shown).replace("<", "&lt;")


def markdown_report(
    results: Iterable[Reconciliation],
    failures: Sequence[Failure],
    summarise: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    """The report in pieces: one a figure, then the failures and, for several figures, the sum."""
    yield f"# Gene lists held against captions\n\n{LOWER_BOUND}\n\n"
    yield from report_parts(
        results, failures, summarise, figure=_figure, failed=_failures, summed=_summary
    )


def _figure(result: Reconciliation) -> str:
    return "\n".join((*_figure_lines(result), "", ""))


def _failures(failures: Sequence[Failure]) -> str:
    lines = [f"- {escape(failure_line(failure))}" for failure in failures]
    return "\n".join((f"## {failures_heading(failures)}", "", *lines, "", ""))


def _summary(summary: Mapping[str, Any]) -> str:
    rows = _table(("score", "micro", "macro"), summary_rows(summary))
    return "\n".join((f"## {summary_heading(summary)}", "", *rows, ""))


def _figure_lines(result: Reconciliation) -> Iterator[str]:
    yield f"## {escape(result.figid)}"
    yield ""
    if result.source:
        yield escape(result.source)
        yield ""
    if line := organism_line(result):
        yield line
        yield ""
    if about := organism_heading(result):
        yield escape(about)
        yield ""
    for decided in learned_lines(result):
        yield escape(decided)
        yield ""
    yield " · ".join(f"{name} **{value}**" for name, value in scores(result))
    yield ""
    yield from _caption(result)
    yield ""
    yield from _keywords(result)
    yield ""
    yield from _suggestions(result)


def _caption(result: Reconciliation) -> Iterator[str]:
    yield "### The caption names"
    yield ""
    things = named_things(result)
    if not things:
        yield "No genes."
        return
    rows = [(", ".join(t.forms), t.kind, COVERAGE[t.covered], meaning(t)) for t in things]
    yield from _table(("text", "kind", "covered", "stands for"), rows)


def _keywords(result: Reconciliation) -> Iterator[str]:
    yield "### The gene list"
    yield ""
    groups = list(keyword_groups(result))
    if not groups:
        yield "No entries."
        return
    rows = [(g.title, str(len(g.entries)), ", ".join(g.entries)) for g in groups]
    yield from _table(("status", "entries", "names"), rows)


def _suggestions(result: Reconciliation) -> Iterator[str]:
    yield "### Suggestions"
    yield ""
    if not result.suggestions:
        yield "None."
        return
    rows = [
        (title, change(s), s.reason, f"{s.confidence:.2f}{standing(s)}", s.explanation)
        for _, title, members in suggestion_groups(result)
        for s in members
    ]
    yield from _table(("action", "change", "reason", "confidence", "why"), rows)
    if any(suggestion.safe for suggestion in result.suggestions):
        yield ""
        yield SAFE


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join("---" for _ in head) + " |"
    for row in rows:
        yield "| " + " | ".join(escape(readable(cell)) for cell in row) + " |"
