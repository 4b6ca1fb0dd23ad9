"""Score grounding alone: names of a gold with NCBI Gene ids, such as BioRED's, at their places.

For gold mentions whose ids are all human genes: is the best reading exactly the gold set, and does
it hold a gold gene at all? (BioRED gives a family such as AKT the id of one member.) What a system
finds by itself is measured by `reconcile.evaluation.linking`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reconcile.evaluation.linking import Gold, GoldDocument, read_gold

if TYPE_CHECKING:
    from systems import Answer, System

    from reconcile import Lexicon
    from reconcile.records import Failure


class Span(NamedTuple):
    """A gold mention of human genes."""

    start: int
    end: int
    symbols: frozenset[str]


@dataclass(frozen=True)
class Grounded:
    """A gold mention and what it was grounded to; `answer` is None for nothing."""

    document: GoldDocument
    span: Span
    answer: Answer | None

    @property
    def text(self) -> str:
        return self.document.text[self.span.start : self.span.end]

    @property
    def symbols(self) -> frozenset[str]:
        return frozenset() if self.answer is None else self.answer.symbols

    @property
    def exact(self) -> bool:
        return self.symbols == self.span.symbols

    @property
    def holds(self) -> bool:
        return bool(self.symbols & self.span.symbols)


def whole_gold(path: Path, lexicon: Lexicon) -> Gold:
    """The gold of a file, all of which can be used."""

    def refuse(failure: Failure) -> None:
        raise ValueError(f"{failure.source}:{failure.line}: {failure.error}")

    return read_gold(path, lexicon, on_error=refuse)


def gold_spans(document: GoldDocument) -> list[Span]:
    """The places of names that have human genes alone, in text order."""
    return sorted(
        Span(start, end, mention.required)
        for mention in document.mentions
        if mention.is_linked
        for start, end in mention.spans
    )


def ground_documents(documents: Sequence[GoldDocument], system: System) -> list[Grounded]:
    """The gold mentions of human genes as a system grounds them."""
    return [
        Grounded(document, span, answer)
        for document in documents
        for spans in (gold_spans(document),)
        for span, answer in zip(
            spans, system.ground(document.text, [(s.start, s.end) for s in spans]), strict=True
        )
    ]
