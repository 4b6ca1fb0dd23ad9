"""`ocr_artifact`: the word off the image is ordinary English, or a fragment, and not a gene."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reconcile.lexicon.schema import NO_REF, Entry
from reconcile.records import Evidence, KeywordVerdict, OcrWord, Suggestion
from reconcile.suggest.case import Case, ocr_evidence, own_letters
from reconcile.text import surface_key

__all__ = ["ocr_artifact"]

_FITS = 0.05
_NO_FIT = 0.02
_COMMON = 3000
_SHORT = 4
_COHERENT = 0.05
_PIECE = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def ocr_artifact(case: Case) -> Iterator[Suggestion]:
    """Remove genes whose only word on the image is an English word or a fragment of one.

    Needs the OCR provenance. The word must have hit another name of the gene, or the symbol in
    letters that differ from print; and the gene must not work with the other genes.
    """
    for verdict, gene, rows in case.unsupported():
        if not rows or any(row.source == "famplex_relations" for row in rows):
            continue
        if any(case.trusted_name(row.match, gene) for row in rows):
            continue
        symbol = case.symbol(gene)
        if any(_stem(case, row, gene, symbol) for row in rows):
            continue
        own = any(own_letters(row, row.symbol, symbol) for row in rows)
        words = [_english(case, row, own) for row in rows]
        if all(words) and words[0] is not None:
            shouted = any(_printed(row).isupper() for row in rows)
            if case.kin(gene).score < (_NO_FIT if shouted else _FITS):
                yield _artifact(case, verdict, symbol, rows, words[0], own)
        elif not own and all(_fragment(row) for row in rows) and _stranger(case, gene, rows):
            yield _chance(verdict, symbol, rows)


def _stem(case: Case, row: OcrWord, gene: int, symbol: str) -> bool:
    """Whether a word is the first part of the symbol, or a label of a family of the gene."""
    key, full = surface_key(row.match), surface_key(symbol)
    if full.startswith(key) and key != full:
        return True
    entries = case.lexicon.lookup(key)
    return any(e.is_family and gene in case.lexicon.family(e.ref).members for e in entries)


def _printed(row: OcrWord) -> str:
    """The part of the word off the image that hit the entry."""
    key = surface_key(row.match)
    pieces = [m.group() for m in _PIECE.finditer(row.word)]
    parts = [part for piece in pieces for part in (piece, *piece.split("-"))]
    return next((part for part in parts if surface_key(part) == key), row.word.strip(" .,;:()[]"))


def _english(case: Case, row: OcrWord, own: bool) -> Entry | None:
    """The English word that was printed; for a symbol's own letters only a common one."""
    word = _printed(row)
    if own and (word.isupper() or surface_key(word) != surface_key(row.match)):
        return None
    if not own and any(e.source in ("famplex", "curated") for e in case.gene_names(row.match)):
        return None
    limit = _COMMON if own else NO_REF + 1
    return next((e for e in case.things(word) if e.type == "word" and e.ref < limit), None)


def _fragment(row: OcrWord) -> bool:
    """Whether a few letters hit a short name by chance: in other case, or without a number."""
    word = _printed(row)
    if len(surface_key(row.match)) > _SHORT:
        return False
    return word.isalpha()


def _stranger(case: Case, gene: int, rows: tuple[OcrWord, ...]) -> bool:
    """Whether a gene works with none of the others while those work with each other."""
    if all(_printed(row).isalpha() and not _printed(row).isupper() for row in rows):
        return case.kin(gene).score < _FITS
    return case.kin(gene).score < _NO_FIT and case.coherence >= _COHERENT


def _chance(verdict: KeywordVerdict, symbol: str, rows: tuple[OcrWord, ...]) -> Suggestion:
    word = _printed(rows[0])
    return Suggestion(
        action="remove",
        keyword=verdict.keyword,
        symbols=(),
        already_listed=(),
        reason="ocr_artifact",
        confidence=0.45,
        explanation=(
            f'{verdict.keyword}: the word on the image is "{word}", a few letters that also are a '
            f"name of {symbol}; the other genes of the figure work together, none with {symbol}."
        ),
        evidence=(
            *ocr_evidence(rows),
            Evidence("rule", symbol, "no kinship with the other genes", "shared processes"),
        ),
    )


def _artifact(
    case: Case,
    verdict: KeywordVerdict,
    symbol: str,
    rows: tuple[OcrWord, ...],
    entry: Entry,
    own: bool,
) -> Suggestion:
    word = _printed(rows[0])
    tie = "has the same letters as the symbol" if own else f"only happens to be a name of {symbol}"
    return Suggestion(
        action="remove",
        keyword=verdict.keyword,
        symbols=(),
        already_listed=(),
        reason="ocr_artifact",
        confidence=0.6 if own else 0.8,
        explanation=(
            f'{verdict.keyword}: the word on the image is "{word}", an English word that {tie}; '
            f"the caption does not name {symbol}, and no neighbour works with it."
        ),
        evidence=(
            *ocr_evidence(rows),
            case.name_evidence(entry, word),
            Evidence("rule", symbol, "no kinship with the other genes", "shared processes"),
        ),
    )
