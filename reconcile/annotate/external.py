"""Mentions from the spans that another tagger found.

Which genes a span stands for is what its identifiers say, where one of them is that of a human
gene; else its best reading in the text. Identifiers of other species and such that the lexicon
does not know decide nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from reconcile.grounding import ACCEPT
from reconcile.lexicon import Lexicon
from reconcile.records import HUMAN, Gene, Grounding, Kind, Mention, TaggedSpan

if TYPE_CHECKING:
    from reconcile.annotate import Annotator

__all__ = ["given_mentions"]

_FOUND_BY: Final = "annotations"
_UNGROUNDED: Final = 0.4


def given_mentions(
    annotator: Annotator,
    text: str,
    tagged: Iterable[TaggedSpan],
    listed: Collection[int] = (),
    background: str = "",
    organisms: str = "",
) -> tuple[Mention, ...]:
    """The mentions of a text at given spans, in text order; they may overlap.

    Spans at the same place are one mention, with all their identifiers.

    Args:
        annotator: grounds the names.
        text: the original text.
        tagged: the spans.
        listed: see `Annotator.annotate`.
        background: likewise.
        organisms: likewise.

    Raises:
        AnnotationError: for a span that is empty or outside the text.
    """
    merged = _merged(tagged)
    places = [(span.start, span.end) for span in merged]
    readings = annotator.ground_spans(text, places, listed, background, organisms)
    return tuple(
        _mention(text, span, found, annotator.lexicon)
        for span, found in zip(merged, readings, strict=True)
    )


def _merged(tagged: Iterable[TaggedSpan]) -> list[TaggedSpan]:
    merged: dict[tuple[int, int], TaggedSpan] = {}
    for span in sorted(tagged, key=lambda span: (span.start, span.end)):
        first = merged.setdefault((span.start, span.end), span)
        if first is not span:
            merged[span.start, span.end] = TaggedSpan(
                span.start,
                span.end,
                tuple(dict.fromkeys((*first.ids, *span.ids))),
                first.kind or span.kind,
                first.label or span.label,
                first.taxon or span.taxon,
            )
    return list(merged.values())


def _mention(
    text: str, span: TaggedSpan, readings: Sequence[Grounding], lexicon: Lexicon
) -> Mention:
    genes = _genes(span, lexicon)
    if genes:
        reading = next((reading for reading in readings if reading.genes == genes), None)
        kind, label = _kind(span, reading)
        score = 1.0
    elif span.kind != "nonhuman" and readings and readings[0].score >= ACCEPT:
        reading = readings[0]
        kind, label, genes, score = reading.kind, reading.label, reading.genes, reading.score
    else:
        reading, score = None, _UNGROUNDED
        kind, label = span.kind or "gene", span.label
    return Mention(
        text=text[span.start : span.end],
        start=span.start,
        end=span.end,
        kind=kind,
        label=label,
        genes=genes,
        taxon=span.taxon or (reading.taxon if reading else HUMAN),
        score=score,
        match=reading.match if reading else None,
        found_by=_FOUND_BY,
        candidates=tuple(readings),
    )


def _kind(span: TaggedSpan, reading: Grounding | None) -> tuple[Kind, str | None]:
    """Kind and label of a mention whose genes its identifiers name.

    The tagger's word counts first, then the name's reading with the same genes.
    """
    kind = span.kind or (reading.kind if reading else "gene")
    if kind not in ("family", "complex"):
        return "gene", None
    return kind, span.label or (reading.label if reading and reading.kind == kind else None)


def _genes(span: TaggedSpan, lexicon: Lexicon) -> tuple[Gene, ...]:
    """The human genes that a span's identifiers name, sorted by symbol."""
    records = (lexicon.gene_by_id(identifier) for identifier in span.ids)
    return tuple(sorted({record.gene for record in records if record is not None}))
