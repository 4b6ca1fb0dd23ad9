"""Which suggestions may be carried out without a person: those that are right 19 times of 20.

Two things have to be so. The suggestion is at least as sure as its action and rule need, by a table
that is fitted on figures with verdicts (`SAFE_FROM`; what is not in it is never safe, and neither
are additions: that a caption names a gene does not put it into the figure). And nothing in the
figure speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reconcile.cleaning import clean
from reconcile.lexicon.schema import NO_REF
from reconcile.organisms import find_organisms
from reconcile.records import WHOLE_LIST, Suggestion
from reconcile.suggest.case import Case
from reconcile.suggest.decided import is_decided
from reconcile.suggest.safe_from import SAFE_FROM
from reconcile.text import surface_key

__all__ = ["PRECISION", "is_opposed", "with_safety"]

PRECISION: Final = 0.95
"""The share of safe suggestions that are to be right."""

_RENAMING: Final = frozenset({"outdated_symbol", "alias_symbol"})
_BY_ORGANISM: Final = frozenset({"ortholog_duplicate", "species_mismatch"})
_MAMMALS: Final = frozenset(
    {"9606", "10090", "10116", "9823", "9913", "9544", "9615", "9685", "9940", "9986", "10029"}
    | {"10141", "40674"}
)
"""The organisms of `reconcile.organisms` whose genes are named as human ones are."""


def with_safety(
    case: Case, suggestions: Iterable[Suggestion], proposed: Iterable[Suggestion]
) -> tuple[Suggestion, ...]:
    """The suggestions with `safe` set.

    Args:
        case: the figure.
        suggestions: what is suggested about it.
        proposed: all that the rules had to say, the least sure too.
    """
    doubts: dict[str, float] = {}
    for one in proposed:
        if one.action != "add" and one.reason not in _RENAMING:
            doubts[one.keyword] = max(one.confidence, doubts.get(one.keyword, 0.0))
    return tuple(
        replace(one, safe=_is_sure(one) and not is_opposed(case, one, doubts))
        for one in suggestions
    )


def _is_sure(suggestion: Suggestion) -> bool:
    if is_decided(suggestion):
        return suggestion.safe  # the table is that of the rules
    key = suggestion.action, suggestion.reason
    return key in SAFE_FROM and suggestion.confidence >= SAFE_FROM[key]


def is_opposed(case: Case, suggestion: Suggestion, doubts: Mapping[str, float]) -> bool:
    """Whether anything in the figure speaks against a suggestion.

    Args:
        case: the figure.
        suggestion: one about it.
        doubts: for entries that a rule thinks wrong, how sure it is.
    """
    if suggestion.keyword == WHOLE_LIST or _is_called_out(case, suggestion):
        return True  # that is for a person
    if suggestion.reason in _BY_ORGANISM:
        return _has_other_organisms(case, record=False)
    if suggestion.reason not in _RENAMING:
        return False
    return (
        doubts.get(suggestion.keyword, 0.0) > 1 - PRECISION
        or _has_other_organisms(case)
        or _means_more(case, suggestion)
        or _caption_disagrees(case, suggestion)
    )


def _is_called_out(case: Case, suggestion: Suggestion) -> bool:
    """Whether a human gene is to go because the figure is about organisms without it."""
    return suggestion.reason == "species_mismatch" and suggestion.keyword in case.human_entries


def _has_other_organisms(case: Case, *, record: bool = True) -> bool:
    """Whether the texts, or the organisms of the record, name one that is no mammal."""
    figure = case.comparison.figure
    listed = figure.organisms if record else ()
    texts = (figure.caption, figure.title, figure.paper_title, *listed)
    return any(_named(text) - _MAMMALS for text in texts if text)


@lru_cache(maxsize=64)
def _named(text: str) -> frozenset[str]:
    return frozenset(hit.taxon for hit in find_organisms(clean(text).text))


def _means_more(case: Case, suggestion: Suggestion) -> bool:
    """Whether the letters of an entry have another meaning, or stand otherwise in the lexicon."""
    keyword = suggestion.keyword
    entries = case.lexicon.lookup(surface_key(keyword))
    meanings = {(entry.is_family, entry.ref) for entry in entries if entry.ref != NO_REF}
    forms = {entry.form for entry in entries if entry.form}
    return bool(case.things(keyword)) or len(meanings) > 1 or keyword not in forms


def _caption_disagrees(case: Case, suggestion: Suggestion) -> bool:
    """Whether the caption has the letters, but does not mean the gene by them."""
    comparison = case.comparison
    own = {i for symbol in suggestion.symbols for i in _mentions_of(case, symbol)}
    word = re.compile(rf"(?<!\w){re.escape(suggestion.keyword)}(?!\w)", re.IGNORECASE)
    places = [match.start() for match in word.finditer(comparison.figure.caption or "")]
    read = [comparison.mentions[i] for i in own]
    return any(not any(m.start <= place < m.end for m in read) for place in places)


def _mentions_of(case: Case, symbol: str) -> Iterable[int]:
    record = case.lexicon.gene_by_symbol(symbol)
    return () if record is None else case.comparison.caption.get(record.index, ())
