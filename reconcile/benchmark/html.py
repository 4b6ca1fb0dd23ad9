"""A benchmark as a page for the browser: one file, with plots and tables to sort and search.

The tables are those of `sections`, with nothing left out. They are plain HTML, so that the page
also works without scripts; a script makes long ones quick to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from reconcile.benchmark.plots import benchmark_plots
from reconcile.benchmark.sections import (
    PARTS,
    Section,
    counted,
    largest,
    sections,
    slug,
    statistics_sections,
)
from reconcile.patterns import regex
from reconcile.report.html.charts import Chart
from reconcile.report.html.page import asset, policy, template
from reconcile.version import __version__

__all__ = ["benchmark_page"]

_NUMBER: Final = regex(r"–|[+-]?\d+(\.\d+)?( \[.*\]| → .*)?|– → .*")
_WIDE: Final = 3
"""Tables of more columns take the whole width."""
_BROAD: Final = 6
"""Tables of more columns leave no room beside them."""
_FIXED: Final = frozenset(
    {"scores", "after", "gold-scores", "gold-after", "against-caption", "against-gold"}
)
"""Tables of scores, whose order says something."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A section as the page shows it.

    Attributes:
        section: what it shows.
        numbers: the columns of numbers.
        sorts: whether its rows may be sorted.
        wide: whether it takes the whole width.
        broad: whether it takes all of it, so that its plots stand above it.
        plots: what is drawn beside it.
        groups: what its rows stand for, in detail.
    """

    section: Section
    numbers: frozenset[int]
    sorts: bool
    wide: bool
    broad: bool
    plots: tuple[Chart, ...] = ()
    groups: tuple[_Group, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of figures with its own tables."""

    name: str
    figures: int
    tables: tuple[_Table, ...]


def benchmark_page(document: Mapping[str, Any]) -> Iterator[str]:
    """The page of a document of `reconcile.benchmark.run.document`, in pieces."""
    style, script = asset("page.css", "benchmark.css"), asset("tables.js")
    found: dict[str, list[_Table]] = {part: [] for part in PARTS}
    plots = benchmark_plots(document)
    groups = {f"by-{slug(field)}": groups for field, groups in document["groups"].items()}
    lead, said = counted(document), document["verdict"]
    for section in sections(document, whole=True):
        if not section.rows and section.notes == (lead,):
            continue
        table = replace(
            _table(section),
            plots=(plots or {}).get(section.name, ()),
            groups=tuple(_groups(section.name, groups.get(section.name, ()))),
        )
        found[section.part].append(table)
    parts = [(part, title, found[part]) for part, title in PARTS.items() if found[part]]
    yield from template("benchmark.html.j2").generate(
        title=f"{said['sentence']} Benchmark of gene lists",
        verdict=said["lines"],
        lead=lead,
        policy=policy(style, script),
        skip=(f"part-{parts[0][0]}", "Skip to the scores"),
        style=style,
        script=script,
        version=__version__,
        no_plots=plots is None,
        parts=parts,
    )


def _groups(name: str, groups: Sequence[Mapping[str, Any]]) -> Iterator[_Group]:
    for i, group in enumerate(largest(groups)):
        tables = map(_table, statistics_sections("groups", f"{name}-{i}-", group))
        yield _Group(group["group"], group["figures"], tuple(tables))


def _table(section: Section) -> _Table:
    columns = list(zip(*section.rows, strict=True))
    return _Table(
        section,
        numbers=frozenset(i for i, cells in enumerate(columns) if i and _all_numbers(cells)),
        sorts=len(section.rows) > 1 and section.name not in _FIXED,
        wide=len(section.head) > _WIDE,
        broad=len(section.head) > _BROAD,
    )


def _all_numbers(cells: Iterable[str]) -> bool:
    return all(map(_NUMBER.fullmatch, cells))
