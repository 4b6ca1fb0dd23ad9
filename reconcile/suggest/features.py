"""What can be told about a gene that is listed only through another of its names.

Each feature is a number, mostly 0 or 1; together they make the calibrated doubt of
[`reconcile.suggest.doubt`][]. Nothing here decides anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from rapidfuzz import fuzz

from reconcile.lexicon.schema import NO_REF, Entry
from reconcile.records import OcrWord
from reconcile.suggest.case import Case
from reconcile.suggest.risky import RiskyName
from reconcile.text import surface_key

__all__ = [
    "BARE_FEATURES",
    "WORD_FEATURES",
    "bare_features",
    "features",
    "known_processes",
    "name_features",
    "printed",
]

_CURATED: Final = frozenset({"famplex", "curated"})
_TRUSTED: Final = frozenset({"famplex", "curated", "hgnc"})
_COMMON: Final = 3000
_MANY: Final = 3
_MOST: Final = 0.3
_FEW: Final = 4
_WELL_KNOWN: Final = 60
_LARGE: Final = 30
_MOSTLY: Final = 2 / 3
_PIECE: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

WORD_FEATURES: Final = (
    "three letters or fewer",
    "four letters",
    "six letters or more",
    "no digit",
    "two letters or a number",
    "not an alias of HGNC",
    "former symbol",
    "trusted name",
    "like the symbol",
    "first part of the symbol",
    "curated thing",
    "other thing",
    "common English word",
    "English word",
    "label of another family",
    "root of numbered symbols",
    "symbol of another gene",
    "trusted name of another gene",
    "names of several genes",
    "similarity",
    "closest similarity",
    "no similarity",
    "coherent list",
    "known processes",
    "rival fits better",
    "rival listed or named",
    "caption means another",
    "other letter case",
    "lower case",
    "part of a longer word",
    "letters rewritten",
)
"""The features of a gene and the word that brought it in, in the order of the weights."""

BARE_FEATURES: Final = (
    "name of a thing",
    "use of the name",
    "use of the symbol",
    "similarity",
    "closest similarity",
    "no similarity",
    "coherent list",
    "known processes",
    "rival fits better",
    "rival listed or named",
    "thing in the caption",
    "family listed",
    "numbered siblings listed",
)
"""The features of a gene of which only the symbol is known."""


def printed(row: OcrWord) -> str:
    """The part of the word off the image that hit the entry."""
    key = surface_key(row.match)
    pieces = [m.group() for m in _PIECE.finditer(row.word)]
    parts = [part for piece in pieces for part in (piece, *piece.split("-"))]
    return next((part for part in parts if surface_key(part) == key), row.word.strip(" .,;:()[]"))


def known_processes(case: Case, gene: int) -> float:
    """How much is known of what a gene does, 0–1; little-known genes are seldom in a figure."""
    return min(1.0, math.log1p(len(case.lexicon.terms_of(gene))) / math.log1p(_WELL_KNOWN))


def name_features(case: Case, gene: int, name: str) -> Mapping[str, float]:
    """Those features of a name that depend on no figure."""
    return {
        **_of_the_name(case, gene, name),
        **_of_other_meanings(case, gene, name),
        "known processes": known_processes(case, gene),
    }


def bare_features(case: Case, gene: int, name: RiskyName) -> Mapping[str, float]:
    """The features of a gene and the name that may have brought it in."""
    return {
        "name of a thing": bool(case.things(name.name)),
        "use of the name": name.use,
        "use of the symbol": name.own_use,
        "thing in the caption": name.name in case.caption_words,
        "family listed": _family_listed(case, gene),
        "numbered siblings listed": bool(case.siblings(gene)),
        **_of_the_neighbours(case, gene, name.name),
    }


def _family_listed(case: Case, gene: int) -> bool:
    """Whether the list has most of a family of the gene, so that its label explains the gene."""
    for index in case.lexicon.families_of(gene):
        members = case.lexicon.family(index).members
        listed = sum(member in case.comparison.genes for member in members)
        if 2 <= len(members) <= _LARGE and listed >= _MOSTLY * len(members):
            return True
    return False


def features(case: Case, gene: int, row: OcrWord) -> Mapping[str, float]:
    """The features of a gene and the word that brought it in."""
    of_name = case.known_features.get((gene, row.match))
    if of_name is None:
        of_name = case.known_features[gene, row.match] = {
            **_of_the_name(case, gene, row.match),
            **_of_other_meanings(case, gene, row.match),
            **_of_the_neighbours(case, gene, row.match),
        }
    return {
        **of_name,
        **_of_the_tables(case, row),
        **_of_the_word(row),
        "caption means another": bool(case.meant_by_caption(gene, row)),
    }


def _of_the_name(case: Case, gene: int, name: str) -> dict[str, float]:
    key, symbol = surface_key(name), surface_key(case.symbol(gene))
    entries = [e for e in case.gene_names(name) if e.ref == gene]
    letters = sum(c.isalpha() for c in key)
    return {
        "three letters or fewer": len(key) <= 3,
        "four letters": len(key) == 4,
        "six letters or more": len(key) >= 6,
        "no digit": key.isalpha(),
        "two letters or a number": len(key) <= 2 or letters <= 1,
        "not an alias of HGNC": not any(e.source in _TRUSTED for e in entries),
        "former symbol": any(e.type == "previous" for e in entries),
        "trusted name": any(e.source in _CURATED for e in entries),
        "like the symbol": fuzz.ratio(key, symbol) / 100,
        "first part of the symbol": symbol.startswith(key) and symbol != key,
    }


def _of_other_meanings(case: Case, gene: int, name: str) -> dict[str, float]:
    things = [e for e in case.things(name) if e.type != "word" or e.source == "curated"]
    english = [e for e in case.things(name) if e.type == "word" and e.source != "curated"]
    common = [e for e in english if e.ref < _COMMON]
    others = [e for e in case.gene_names(name) if e.ref != gene]
    families = [
        e
        for e in case.lexicon.lookup(surface_key(name))
        if e.is_family and gene not in case.lexicon.family(e.ref).members
    ]
    return {
        "curated thing": any(e.source in _CURATED for e in things),
        "other thing": bool(things),
        "common English word": bool(common),
        "English word": bool(english),
        "label of another family": any(e.type == "label" for e in families),
        "root of numbered symbols": any(e.type == "root" for e in families),
        "symbol of another gene": any(e.type == "approved" for e in others),
        "trusted name of another gene": any(e.source in _CURATED for e in others),
        "names of several genes": min(_MANY, len({e.ref for e in others})) / _MANY,
    }


def _of_the_tables(case: Case, row: OcrWord) -> dict[str, float]:
    """A chemical or disease of PFOCR's tables is a thing as one of the lexicon is."""
    return {} if case.taken_for(row.match) is None else {"other thing": True}


def _of_the_word(row: OcrWord) -> dict[str, float]:
    word, key = printed(row), surface_key(row.match)
    plain = "".join(filter(str.isalnum, word))
    match = "".join(filter(str.isalnum, row.match))
    same = plain.lower() == match.lower()
    whole = surface_key(row.word)
    return {
        "other letter case": same and plain != match and plain.upper() != plain,
        "lower case": plain.islower() and not match.islower(),
        "part of a longer word": len(whole) > len(key) + 1,
        "letters rewritten": not same
        and match.lower() not in "".join(filter(str.isalnum, row.word)).lower(),
    }


def _of_the_neighbours(case: Case, gene: int, name: str) -> dict[str, float]:
    own = case.fit(gene)
    rivals: dict[int, Entry] = {
        e.ref: e for e in case.gene_names(name) if e.ref not in (gene, NO_REF)
    }
    fits = [case.fit(ref, {gene}).score for ref in rivals]
    members = {
        member
        for e in case.families(name).values()
        for member in case.lexicon.family(e.ref).members
    }
    known = [
        ref
        for ref in {*rivals, *(members if gene not in members else ())}
        if ref in case.comparison.genes or case.named(ref)
    ]
    enough = len(case.neighbours) > _FEW
    return {
        "similarity": min(_MOST, own.score) / _MOST,
        "closest similarity": min(2 * _MOST, own.best) / (2 * _MOST),
        "no similarity": enough and not own.closest,
        "coherent list": min(_MOST, case.coherence) / _MOST,
        "known processes": known_processes(case, gene),
        "rival fits better": min(_MOST, max(0.0, max(fits, default=0.0) - own.score)) / _MOST,
        "rival listed or named": bool(known),
    }
