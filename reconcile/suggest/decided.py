"""Entries of which curators said what the words mean that brought them in.

The word of a person comes before that of the model, for that word alone: an entry that a reading
confirms is not doubted, and one that it denies is to go or to be replaced. Without the words off
the image an entry came in by its own letters, or each of the names through which it may have come
in (`ways.py`) counts as much as it is probable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reconcile.compare import GENE_STATUSES, Row
from reconcile.override import Override
from reconcile.overrides.holding import Held
from reconcile.overrides.words import same_word
from reconcile.records import WHOLE_LIST, Evidence, Reason, Suggestion
from reconcile.suggest.case import Case, join, ocr_evidence
from reconcile.suggest.safe_from import SAFE_FROM
from reconcile.suggest.ways import ways

__all__ = ["EVIDENCE", "is_decided", "with_decided"]

EVIDENCE: Final = "decision"
"""The type of the evidence that a person's decision is."""
_SAFE: Final = 0.95
"""The share of safe suggestions that are to be right, `safety.PRECISION`."""


@dataclass(frozen=True, slots=True)
class _Denial:
    """An entry whose word means something else.

    Attributes:
        row: what it means.
        share: 0-1, how probable it is that this word brought the entry in.
        begins: how it came in, as the beginning of an explanation.
        known: whether the word is known, off the image or as the entry itself.
    """

    row: Override
    share: float
    begins: str
    known: bool


def with_decided(
    case: Case, held: Held, proposed: Sequence[Suggestion], against: Collection[str]
) -> list[Suggestion]:
    """What the rules propose, with what curators decided in its place.

    Args:
        case: the figure.
        held: the readings that hold in it.
        proposed: all that the rules have to say.
        against: the reasons that say a listed gene is wrong.
    """
    found = list(proposed)
    for row in {row.verdict.keyword: row for row in case.comparison.rows}.values():
        keyword = row.verdict.keyword
        if keyword == WHOLE_LIST:
            continue
        said = _said(case, held, row)
        if said is None:
            continue
        if not isinstance(said, _Denial):
            found = [s for s in found if s.keyword != keyword or s.reason not in against]
            continue
        if said.row.genes and _is_named_otherwise(case, held, row, said.row):
            continue
        rivals = [s for s in found if s.keyword == keyword and s.action != "add"]
        found = _beside(found, _suggestion(case, row, said), rivals, against, sure=said.share == 1)
    return found


def is_decided(suggestion: Suggestion) -> bool:
    """Whether a suggestion is that of a curator's reading."""
    return any(piece.type == EVIDENCE for piece in suggestion.evidence)


def _said(case: Case, held: Held, row: Row) -> Override | _Denial | None:
    """The reading that confirms an entry, or the one that denies it; None where neither does."""
    keyword = row.verdict.keyword
    if row.ocr:
        words = [(word, held.row_of(case.readings.word(word))) for word in dict.fromkeys(row.ocr)]
        said = [(word, own) for word, own in words if own is not None]
        if confirmed := next((own for _, own in said if _agrees(row, own)), None):
            return confirmed
        if not said or len(said) < len(words):
            return None  # another word may have brought it in as well
        word, least = min(said, key=lambda pair: pair[1].confidence)
        return _Denial(least, 1.0, f'{keyword}: the word on the image is "{word.word}"', True)
    own = held.row_of(keyword)
    if own is not None and _agrees(row, own):
        return own
    if row.verdict.status != "gene":
        begins = f"{keyword}: the word in the list"
        return None if own is None else _Denial(own, 1.0, begins, True)
    return _by_ways(case, held, row)


def _by_ways(case: Case, held: Held, row: Row) -> _Denial | None:
    """What the names say through which an entry may have come in."""
    found = [
        (way.share, own, way.row.match)
        for way in ways(case, row.refs[0])
        if (own := held.row_of(way.row.match)) is not None and not _agrees(row, own)
    ]
    if not found:
        return None
    share, own, name = max(found, key=lambda way: way[0] * way[1].confidence)
    keyword = row.verdict.keyword
    if name == keyword:
        return _Denial(own, share, f"{keyword}: the letters {name}", True)
    begins = f"{keyword}: probably in the list only through its other name {name}"
    return _Denial(own, share, begins, False)


def _agrees(row: Row, own: Override) -> bool:
    """Whether a word means the genes of an entry."""
    symbols = {gene.symbol for gene in row.verdict.genes}
    return bool(symbols) and symbols <= set(own.genes)


def _is_named_otherwise(case: Case, held: Held, row: Row, own: Override) -> bool:
    """Whether the caption names the gene of an entry, and by another word."""
    mentions = case.comparison.mentions
    if row.verdict.status not in GENE_STATUSES:
        return False
    named = case.comparison.caption.get(row.refs[0], ())
    return any(mentions[i].kind == "gene" and held.row_of(mentions[i].text) != own for i in named)


def _beside(
    proposed: Sequence[Suggestion],
    own: Suggestion,
    rivals: Sequence[Suggestion],
    against: Collection[str],
    *,
    sure: bool,
) -> list[Suggestion]:
    """What is proposed, with a curator's suggestion beside or in the place of its rivals.

    Where its word is known to have brought the entry in, rivals give way. One that says the same
    lends it its confidence, where that is higher.
    """
    same = [
        s
        for s in rivals
        if s.reason in against
        and (set(s.symbols) <= set(own.symbols) if sure else _change(s) == _change(own))
    ]
    own = replace(
        own,
        confidence=max((own.confidence, *(s.confidence for s in same))),
        safe=own.safe or any(map(_is_safe, same)),
    )
    gone = rivals if sure else same
    return [*(s for s in proposed if s not in gone), own]


def _change(suggestion: Suggestion) -> tuple[str, tuple[str, ...]]:
    return suggestion.action, suggestion.symbols


def _suggestion(case: Case, row: Row, said: _Denial) -> Suggestion:
    own = said.row
    listed = {case.symbol(gene) for gene in case.comparison.genes}
    own_symbols = {gene.symbol for gene in row.verdict.genes}
    have = tuple(s for s in own.genes if s in listed - own_symbols)
    missing = tuple(s for s in own.genes if s not in have)
    put_in = bool(missing) and said.known
    confidence = said.share * own.confidence
    here = f"means {join(own.genes)}" if own.genes else "is no gene"
    there = f" ({join(have)} {'is' if len(have) == 1 else 'are'} listed)" if have else ""
    return Suggestion(
        action="replace" if put_in else "remove",
        keyword=row.verdict.keyword,
        symbols=own.genes if put_in else (),
        already_listed=have,
        reason=_reason(case, row, own),
        confidence=confidence,
        explanation=f"{said.begins}, which here {here}{there}, {own.said}.",
        evidence=tuple(_evidence(case, row, own, have)),
        safe=confidence >= _SAFE,
    )


def _is_safe(suggestion: Suggestion) -> bool:
    """Whether the model alone was sure enough of a suggestion, see `safety.py`."""
    least = SAFE_FROM.get((suggestion.action, suggestion.reason))
    return least is not None and suggestion.confidence >= least


def _reason(case: Case, row: Row, own: Override) -> Reason:
    if not own.genes:
        return "non_gene"
    if row.verdict.status in GENE_STATUSES:
        symbol = case.symbol(row.refs[0])
        if same_word(case.lexicon, own.word, symbol):
            return "ambiguous_symbol"
    return "alias_collision"


def _evidence(case: Case, row: Row, own: Override, have: Iterable[str]) -> Iterator[Evidence]:
    yield Evidence(EVIDENCE, own.word, f"{own.means}, {own.said}", "overrides")
    yield from ocr_evidence(row.ocr)
    genes = [r.index for s in own.genes if (r := case.lexicon.gene_by_symbol(s)) is not None]
    yield from case.caption_evidence(genes)
    yield from (Evidence("list", symbol, "listed") for symbol in have)
