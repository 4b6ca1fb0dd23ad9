"""Mentions at given spans: those that another program found and `Figure.tagged` holds.

This is not the way of `--ner PATH`: the spans of a spaCy model only join what the steps find.

Which genes a span stands for is what its identifiers say, where one of them is that of a human
gene; else its best candidate in the text. Identifiers of other species and such that the lexicon
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
    candidates = annotator.ground_spans(text, places, listed, background, organisms)
    return tuple(
        _mention(text, span, found, annotator.lexicon)
        for span, found in zip(merged, candidates, strict=True)
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
    text: str, span: TaggedSpan, candidates: Sequence[Grounding], lexicon: Lexicon
) -> Mention:
    genes = _genes(span, lexicon)
    identified = bool(genes)
    if genes:
        candidate = next((candidate for candidate in candidates if candidate.genes == genes), None)
        kind, label = _kind(span, candidate)
        score = 1.0
    elif span.kind != "nonhuman" and candidates and candidates[0].score >= ACCEPT:
        candidate = candidates[0]
        kind, label, genes, score = (
            candidate.kind,
            candidate.label,
            candidate.genes,
            candidate.score,
        )
    else:
        candidate, score = None, _UNGROUNDED
        kind, label = span.kind or "gene", span.label
    return Mention(
        text=text[span.start : span.end],
        start=span.start,
        end=span.end,
        kind=kind,
        label=label,
        genes=genes,
        taxon=span.taxon or (candidate.taxon if candidate else HUMAN),
        score=score,
        match=candidate.match if candidate else None,
        found_by=_FOUND_BY,
        candidates=tuple(candidates),
        decided_by=_FOUND_BY if identified else candidate.match.rule if candidate else "tagger",
    )


def _kind(span: TaggedSpan, candidate: Grounding | None) -> tuple[Kind, str | None]:
    """Kind and label of a mention whose genes its identifiers name.

    The tagger's word counts first, then the name's candidate with the same genes.
    """
    kind = span.kind or (candidate.kind if candidate else "gene")
    if kind not in ("family", "complex"):
        return "gene", None
    return kind, span.label or (candidate.label if candidate and candidate.kind == kind else None)


def _genes(span: TaggedSpan, lexicon: Lexicon) -> tuple[Gene, ...]:
    """The human genes that a span's identifiers name, sorted by symbol."""
    records = (lexicon.gene_by_id(identifier) for identifier in span.ids)
    return tuple(sorted({record.gene for record in records if record is not None}))
