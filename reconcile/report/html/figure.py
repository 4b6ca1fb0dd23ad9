"""One figure as the HTML report shows it: the pieces of its caption, its genes, its suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reconcile.mojibake import mend
from reconcile.organism_records import taxon_of_list
from reconcile.records import Coverage, Evidence, Gene, Mention, Reconciliation, Suggestion
from reconcile.report.csvlong import digest, guard
from reconcile.report.decided import learned_lines
from reconcile.report.html.page import template
from reconcile.report.organism import organism_line
from reconcile.report.wording import (
    COVERAGE,
    SAFE,
    change,
    meaning,
    named_things,
    organism_heading,
    reason_name,
    scores,
    suggestion_groups,
    verdict_groups,
)

__all__ = [
    "DECISION_COLUMNS",
    "KINDS",
    "Tip",
    "caption_pieces",
    "figure_html",
    "figure_title",
    "telling",
]

DECISION_COLUMNS: Final = (
    "figid",
    "text",
    "action",
    "suggested_symbols",
    "already_listed",
    "reason",
    "confidence",
    "safe",
    "explanation",
    "accept",
    "note",
    "digest",
)
"""The columns of exported decisions; `accept` and `note` are filled in the browser."""

KINDS: Final = {
    "gene": "gene",
    "family": "family",
    "complex": "complex",
    "nonhuman": "gene without a human counterpart",
}
_SCORE_KEYS: Final = ("precision", "recall", "recall_strict", "f1")


@dataclass(frozen=True, slots=True)
class Tip:
    """What hovering over a mention shows; the same for all mentions that say the same."""

    mention: Mention
    covered: Coverage | None
    missing: tuple[str, ...]

    @property
    def style(self) -> str:
        """The classes of the mention: kind, and how far the list has it."""
        return f"{self.mention.kind} {self.covered or 'uncompared'}"


def figure_title(result: Reconciliation) -> str:
    """The title of the figure, or its id."""
    return (result.figure and result.figure.title) or result.figid


def figure_html(result: Reconciliation, index: int) -> str:
    """The `<article>` of a figure. Ids in it begin with `f` and the index."""
    figure = result.figure
    pieces, tips = caption_pieces(result)
    numbered = list(enumerate(result.suggestions))
    advised: dict[str, tuple[int, Suggestion]] = {}
    for i, suggestion in numbered:
        if suggestion.action != "add":
            advised.setdefault(suggestion.keyword, (i, suggestion))
    return template("figure.html.j2").render(
        result=result,
        figure=figure,
        figlink=dict(figure.meta).get("figlink") if figure else None,
        id=f"f{index}",
        index=index,
        title=figure_title(result),
        organism=organism_line(result),
        own_taxon=taxon_of_list(result),
        about=organism_heading(result),
        learned=learned_lines(result),
        scores=[
            (name, shown, getattr(result, key))
            for (name, shown), key in zip(scores(result), _SCORE_KEYS, strict=True)
        ],
        pieces=pieces,
        tips=tips,
        things=[(thing, meaning(thing)) for thing in named_things(result)],
        groups=list(verdict_groups(result)),
        actions=[
            (heading, [(i, s) for i, s in numbered if s.action == action])
            for action, heading, _ in suggestion_groups(result)
        ],
        advised=advised,
        rows=list(_rows(result)),
        change=change,
        coverage=COVERAGE,
        kinds=KINDS,
        reason_name=reason_name,
        safe=SAFE,
        telling=telling,
    )


def caption_pieces(result: Reconciliation) -> tuple[list[tuple[str, int | None]], list[Tip]]:
    """The mended caption cut into pieces, each with the number of its tip; and the tips."""
    caption = (result.figure and result.figure.caption) or ""
    found = mend(caption)
    text = found.text
    covered = {i: concept.covered for concept in result.concepts for i in concept.mentions}
    listed = {gene.symbol for verdict in result.keywords for gene in verdict.genes}
    numbers: dict[Tip, int] = {}
    pieces: list[tuple[str, int | None]] = []
    end = 0
    for i, mention in enumerate(result.mentions):
        if mention.end > len(caption):
            continue
        start, stop = found.span(mention.start, mention.end)
        if not end <= start < stop:
            continue
        missing = tuple(symbol for symbol in mention.symbols if symbol not in listed)
        tip = Tip(_placeless(mention), covered.get(i), missing)
        pieces.append((text[end:start], None))
        end = stop
        pieces.append((text[start:end], numbers.setdefault(tip, len(numbers))))
    pieces.append((text[end:], None))
    return [piece for piece in pieces if piece[0]], list(numbers)


def _placeless(mention: Mention) -> Mention:
    """The same mention at offset 0, so that repeated ones are equal."""
    return Mention(
        mention.text,
        0,
        mention.end - mention.start,
        mention.kind,
        mention.label,
        mention.genes,
        mention.taxon,
        mention.score,
        found_by=mention.found_by,
        match=mention.match,
    )


def _rows(result: Reconciliation) -> Iterator[Sequence[str]]:
    """The cells of `DECISION_COLUMNS` of each suggestion, harmless for spreadsheets."""
    name = digest(verdict.keyword for verdict in result.keywords)
    for s in result.suggestions:
        cells: dict[str, Any] = {
            "figid": result.figid,
            "text": s.keyword,
            "action": s.action,
            "suggested_symbols": " ".join(s.symbols),
            "already_listed": " ".join(s.already_listed),
            "reason": s.reason,
            "confidence": f"{s.confidence:.2f}",
            "safe": "yes" if s.safe else "no",
            "explanation": s.explanation,
            "digest": name,
        }
        yield [guard(cells.get(column, "")) for column in DECISION_COLUMNS]


def telling(evidence: Sequence[Evidence], genes: Sequence[Gene] = ()) -> list[Evidence]:
    """The evidence that says more than that a symbol is itself, each piece once."""
    known = {(f"current symbol of {gene.symbol}", gene.symbol) for gene in genes}
    shown: dict[tuple[str, str, str], Evidence] = {}
    for piece in evidence:
        if (piece.detail, piece.text) not in known:
            shown.setdefault((piece.type, piece.text, piece.detail), piece)
    return list(shown.values())
