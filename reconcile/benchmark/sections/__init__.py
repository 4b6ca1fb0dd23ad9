"""The document of a benchmark as titled tables of texts, for every format that people read.

A module a part; this one has their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reconcile.benchmark.sections.after import after_sections
from reconcile.benchmark.sections.against import against_sections
from reconcile.benchmark.sections.corpus import corpus_sections, counted, statistics_sections
from reconcile.benchmark.sections.failures import failure_sections
from reconcile.benchmark.sections.first import first_sections
from reconcile.benchmark.sections.fixes import fix_sections
from reconcile.benchmark.sections.gold import gold_sections
from reconcile.benchmark.sections.groups import group_sections, largest
from reconcile.benchmark.sections.section import PARTS, Document, Section, named, slug
from reconcile.benchmark.sections.verdicts import verdict_sections

__all__ = [
    "PARTS",
    "Section",
    "counted",
    "first_sections",
    "largest",
    "named",
    "sections",
    "slug",
    "statistics_sections",
]

_MADE_BY: Final[tuple[Callable[[Document, bool], Iterator[Section]], ...]] = (
    against_sections,
    fix_sections,
    gold_sections,
    verdict_sections,
    corpus_sections,
    group_sections,
    after_sections,
    failure_sections,
)
"""What makes the tables, in their order: what was asked for comes before what is always there."""


def sections(document: Document, *, whole: bool = False) -> Iterator[Section]:
    """All tables, in the order of their parts.

    Args:
        document: of `reconcile.benchmark.run.document`.
        whole: nothing is left out: all groups, all figures that changed, the whole curves.
    """
    for made in _MADE_BY:
        yield from made(document, whole)
