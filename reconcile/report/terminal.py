"""The readable report on a terminal, with colour and the width that the terminal has.

Words of a record reach Rich as `Text`, never as a string: Rich would obey markup in a string.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from reconcile.records import Action, Coverage, Failure, Reconciliation
from reconcile.report.decided import learned_lines
from reconcile.report.heading import given_title, picture_url
from reconcile.report.organism import organism_line
from reconcile.report.wording import (
    COVERAGE,
    LOWER_BOUND,
    SAFE,
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
from reconcile.shown import harmless

__all__ = ["print_report"]

_COVERED_STYLE: dict[Coverage | None, str] = {
    "full": "green",
    "partial": "yellow",
    "none": "red",
    None: "dim",
}
_ACTION_STYLE: dict[Action, str] = {"add": "green", "replace": "yellow", "remove": "red"}


class _Harmless(Console):
    """A console that writes out what would command the terminal, but for its own styles."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """The segments of what is to be printed."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else harmless(text), style, control)


def print_report(
    out: TextIO,
    results: Iterable[Reconciliation],
    failures: Sequence[Failure],
    summarise: Callable[[], Mapping[str, Any]],
    *,
    width: int | None = None,
) -> None:
    """Print figure by figure as they come, then the failures and the sum over the figures."""
    console = _Harmless(file=out, highlight=False, markup=False, emoji=False, width=width)
    for part in report_parts(
        results, failures, summarise, figure=_figure, failed=_failures, summed=_summary
    ):
        console.print(part)


def _figure(result: Reconciliation) -> RenderableType:
    head: list[RenderableType] = [_title(printable(result.figid), "bold")]
    if name := given_title(result):
        head.append(Text(readable(name), style="italic"))
    if url := picture_url(result):
        head.append(Text(url, style=Style(dim=True, link=url), overflow="fold"))
    if result.source:
        head.append(Text(printable(result.source), style="dim"))
    if said := organism_line(result):
        head.append(Text(said, style="dim"))
    if about := organism_heading(result):
        head.append(Text(about))
    for decided in learned_lines(result):
        head.append(Text(decided))
    line = Text()
    for name, value in scores(result):
        line.append(f"{name} ").append(value, style="bold cyan").append("   ")
    head += [line, Text(LOWER_BOUND, style="dim")]
    return Group(
        *head, Text(), *_caption(result), Text(), *_keywords(result), Text(), *_suggestions(result)
    )


def _failures(failures: Sequence[Failure]) -> RenderableType:
    lines = [_indented(Text(failure_line(failure)), 2) for failure in failures]
    return Group(_title(failures_heading(failures), "red"), *lines, Text())


def _summary(summary: Mapping[str, Any]) -> RenderableType:
    rows = _grid(("", "micro", "macro"), summary_rows(summary))
    return Group(_title(summary_heading(summary), "bold"), rows, Text(LOWER_BOUND, style="dim"))


def _indented(what: RenderableType, by: int) -> Padding:
    return Padding(what, (0, 0, 0, by), expand=False)


def _title(text: str, style: str) -> Rule:
    return Rule(Text(text, style=style), align="left", style="dim")


def _caption(result: Reconciliation) -> Iterable[RenderableType]:
    things = named_things(result)
    title = Text(caption_heading(things), style="bold")
    if not things:
        return [title]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in ("text", "kind", "stands for", "covered"):
        table.add_column(name, overflow="fold")
    for thing in things:
        table.add_row(
            Text(", ".join(map(readable, thing.forms)), style="bold"),
            Text(thing.kind),
            Text(meaning(thing)),
            Text(COVERAGE[thing.covered], style=_COVERED_STYLE[thing.covered]),
        )
    return [title, _indented(table, 2)]


def _keywords(result: Reconciliation) -> Iterable[RenderableType]:
    parts: list[RenderableType] = [Text(list_heading(result), style="bold")]
    for group in keyword_groups(result):
        parts.append(_indented(Text(f"{group.title} ({len(group.entries)})"), 2))
        parts.append(_indented(Text(", ".join(group.entries), style="cyan"), 4))
    return parts


def _suggestions(result: Reconciliation) -> Iterable[RenderableType]:
    parts: list[RenderableType] = [Text(suggestions_heading(result), style="bold")]
    if any(suggestion.safe for suggestion in result.suggestions):
        parts.append(_indented(Text(SAFE, style="dim"), 2))
    for action, title, members in suggestion_groups(result):
        parts.append(_indented(Text(f"{title} ({len(members)})"), 2))
        for suggestion in members:
            line = Text(change(suggestion), style=f"bold {_ACTION_STYLE[action]}")
            line.append(f"  {suggestion.reason}", style="not bold default")
            line.append(f"  {suggestion.confidence:.2f}", style="not bold cyan")
            line.append(standing(suggestion), style="not bold default")
            parts.append(_indented(line, 4))
            parts.append(_indented(Text(readable(suggestion.explanation), "dim"), 6))
    return [*parts, Text()]


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in head:
        table.add_column(name)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
