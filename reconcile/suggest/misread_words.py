"""`ocr_artifact`: the word off the image is a misreading of another name, or the match part of one.

What was meant, and what can be told about it, is for [`reconcile.suggest.misread`][]. How sure it
is that the entry is wrong is the probability by a small logistic model over those features, fitted
by `benchmarks/fit_misreadings.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reconcile.records import Evidence, KeywordVerdict, OcrWord, Suggestion
from reconcile.suggest.case import Case, join, ocr_evidence
from reconcile.suggest.misread import Intents, Misreading, bare_misreadings, misreadings
from reconcile.suggest.misread_weights import (
    BARE_MISREAD_BIAS,
    BARE_MISREAD_WEIGHTS,
    MISREAD_BIAS,
    MISREAD_WEIGHTS,
)
from reconcile.suggest.models import Model

__all__ = ["likeliest_misreading", "misread_words"]

_FEW: Final = 6
"""Genes of a family at most that a misread label brings in."""


def misread_words(case: Case) -> Iterator[Suggestion]:
    """Remove genes that misread words brought in, or replace them by what was meant."""
    for verdict, gene, rows in case.unsupported():
        found = likeliest_misreading(case, gene, rows)
        if found is not None:
            yield _suggestion(case, verdict, gene, rows, *found)


def likeliest_misreading(
    case: Case, gene: int, rows: tuple[OcrWord, ...]
) -> tuple[Misreading, float] | None:
    """What an entry most probably is a misreading of, and the probability that it is wrong.

    Args:
        case: the figure.
        gene: the listed gene.
        rows: the words that brought it in. Each of them has to be misread; the least sure counts.

    Returns:
        None where some word, or without words the symbol, is no misreading of anything.
    """
    known = case.known.setdefault("misreadings", {})
    if (gene, rows) not in known:
        known[gene, rows] = _likeliest(case, gene, rows)
    found: tuple[Misreading, float] | None = known[gene, rows]
    return found


def _likeliest(case: Case, gene: int, rows: tuple[OcrWord, ...]) -> tuple[Misreading, float] | None:
    if "intents" not in case.known:
        case.known["intents"] = Intents(case)
    intents: Intents = case.known["intents"]
    if not rows:
        return _surest(
            bare_misreadings(case, intents, gene), BARE_MISREAD_WEIGHTS, BARE_MISREAD_BIAS
        )
    least: tuple[Misreading, float] | None = None
    for row in dict.fromkeys(rows):
        told = misreadings(case, intents, gene, row)
        found = _surest(told, MISREAD_WEIGHTS, MISREAD_BIAS)
        if found is None:
            return None
        if least is None or found[1] < least[1]:
            least = found
    return least


def _surest(
    found: list[Misreading], weights: Mapping[str, float], bias: float
) -> tuple[Misreading, float] | None:
    told = [(one, Model(weights, bias).probability(one.features)) for one in found]
    return max(told, key=lambda pair: (pair[1], pair[0].intent.name), default=None)


# -- wording ---------------------------------------------------------------------------------------


def _suggestion(
    case: Case,
    verdict: KeywordVerdict,
    gene: int,
    rows: tuple[OcrWord, ...],
    misreading: Misreading,
    probability: float,
) -> Suggestion:
    intent = misreading.intent
    listed = case.symbols(ref for ref in intent.refs if ref in case.comparison.genes)
    few = len(intent.refs) <= _FEW
    missing = case.symbols(intent.refs) if few and not listed else ()
    return Suggestion(
        action="replace" if missing else "remove",
        keyword=verdict.keyword,
        symbols=missing,
        already_listed=() if missing else listed,
        reason="ocr_artifact",
        confidence=probability,
        explanation=_explanation(case, verdict, gene, rows, misreading, listed),
        evidence=(
            *ocr_evidence(rows),
            Evidence("rule", misreading.word, _detail(misreading), "confusions"),
            *case.caption_evidence(intent.refs),
            *case.list_evidence(intent.refs),
        ),
    )


def _explanation(
    case: Case,
    verdict: KeywordVerdict,
    gene: int,
    rows: tuple[OcrWord, ...],
    misreading: Misreading,
    listed: tuple[str, ...],
) -> str:
    intent, symbol = misreading.intent, case.symbol(gene)
    genes = case.symbols(intent.refs)
    meant = intent.name
    if intent.label is not None and not intent.refs:
        meant = f"{intent.name}, which is no gene"
    elif genes and genes != (intent.name,):
        meant = f"{intent.name} ({join(genes)})"
    there = f" ({join(listed)} listed)" if listed else ""
    if listed == (intent.name,):
        there = " (listed)"
    named = ", which the caption names" if any(map(case.named, intent.refs)) else ""
    if rows:
        word = f'the word on the image was read as "{misreading.word}" and taken for'
        return (
            f"{verdict.keyword}: {word} {misreading.match}, but more likely is {meant}{named}"
            f"{there}; the caption does not name {symbol}."
        )
    return (
        f"{verdict.keyword}: in the list probably by {misreading.word}, a misreading of {meant}"
        f"{named}{there}; the caption does not name {symbol}."
    )


def _detail(misreading: Misreading) -> str:
    """How the readings compare, in words."""
    name, match = misreading.intent.name, misreading.match
    if misreading.gain > 0:
        return f"a better reading of {name} than of {match}"
    return f"one confusion of OCR away from {name}"
