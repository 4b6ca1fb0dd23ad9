"""`ocr_artifact`: the word off the image is ordinary English, or a fragment, and not a gene."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconcile.lexicon.schema import Entry
from reconcile.records import Evidence, KeywordVerdict, OcrWord, Suggestion
from reconcile.suggest.case import Case, join, ocr_evidence
from reconcile.suggest.doubt import by_another_name, is_label, joint_features, word_doubt
from reconcile.suggest.features import printed
from reconcile.text import surface_key

__all__ = ["ocr_artifact"]

_FITS: Final = 0.05
_OWN: Final = 0.7
_COMMON: Final = 3000
_NOTABLE: Final = 0.6
_SAYING: Final = {
    "three letters or fewer": "it is very short",
    "names of several genes": "it is a name of several genes",
    "label of another family": "it is also the label of a family",
    "root of numbered symbols": "it is also the stem of numbered symbols",
    "other letter case": "it is printed in other letter case",
}


def ocr_artifact(case: Case) -> Iterator[Suggestion]:
    """Remove genes whose only word on the image is an English word or a chance hit.

    Needs the OCR provenance. The word must have hit another name of the gene, or the symbol in
    letters that differ from print.
    """
    for verdict, gene, rows in case.unsupported():
        if by_another_name(case, gene, rows):
            yield _by_another_name(case, verdict, gene, rows)
        elif rows and not any(map(is_label, rows)):
            yield from _by_own_letters(case, verdict, gene, rows)


def _by_another_name(
    case: Case, verdict: KeywordVerdict, gene: int, rows: tuple[OcrWord, ...]
) -> Suggestion:
    """A gene that only another of its names brought in, with the doubt that it is meant."""
    symbol = case.symbol(gene)
    doubt = word_doubt(case, gene, rows)
    words = [_english(case, row) for row in rows]
    if words[0] is not None and all(words):
        return _artifact(case, verdict, symbol, rows, words[0], doubt, own=False)
    return _chance(case, verdict, gene, rows, doubt)


def _by_own_letters(
    case: Case, verdict: KeywordVerdict, gene: int, rows: tuple[OcrWord, ...]
) -> Iterator[Suggestion]:
    """A gene whose symbol, printed in other letters, is a common English word."""
    words = [_common_word(case, row) for row in rows]
    if words[0] is not None and all(words) and case.fit(gene).score < _FITS:
        yield _artifact(case, verdict, case.symbol(gene), rows, words[0], _OWN, own=True)


def _english(case: Case, row: OcrWord) -> Entry | None:
    """The English word that was printed."""
    return next((e for e in case.things(printed(row)) if e.type == "word"), None)


def _common_word(case: Case, row: OcrWord) -> Entry | None:
    """The common English word that was printed in small letters and hit a symbol."""
    word = printed(row)
    if word.isupper() or surface_key(word) != surface_key(row.match):
        return None
    entry = _english(case, row)
    return entry if entry is not None and entry.ref < _COMMON else None


def _chance(
    case: Case, verdict: KeywordVerdict, gene: int, rows: tuple[OcrWord, ...], doubt: float
) -> Suggestion:
    symbol, word = case.symbol(gene), printed(rows[0])
    reasons = [
        text
        for feature, text in _SAYING.items()
        if joint_features(case, gene, rows)[feature] >= _NOTABLE
    ]
    fit = case.fit(gene)
    works = "no listed gene works with it" if not fit.closest else "few listed genes work with it"
    return Suggestion(
        action="remove",
        keyword=verdict.keyword,
        symbols=(),
        already_listed=(),
        reason="ocr_artifact",
        confidence=doubt,
        explanation=(
            f'{verdict.keyword}: the word on the image is "{word}", another name of {symbol} that '
            f"words are easily taken for ({join([*reasons, works])}); the caption does not name "
            f"{symbol}."
        ),
        evidence=(
            *ocr_evidence(rows),
            Evidence(
                "rule", symbol, f"similarity {fit.score:.2f} with the list", "shared processes"
            ),
        ),
    )


def _artifact(
    case: Case,
    verdict: KeywordVerdict,
    symbol: str,
    rows: tuple[OcrWord, ...],
    entry: Entry,
    doubt: float,
    *,
    own: bool,
) -> Suggestion:
    word = printed(rows[0])
    tie = "has the same letters as the symbol" if own else f"only happens to be a name of {symbol}"
    return Suggestion(
        action="remove",
        keyword=verdict.keyword,
        symbols=(),
        already_listed=(),
        reason="ocr_artifact",
        confidence=doubt,
        explanation=(
            f'{verdict.keyword}: the word on the image is "{word}", an English word that {tie}; '
            f"the caption does not name {symbol}."
        ),
        evidence=(*ocr_evidence(rows), case.name_evidence(entry, word)),
    )
