"""What is known of a name and one thing that it may stand for, as features that can be read.

A feature is a name and a value; its weight, in log-odds, is fitted (`weights.tsv`, see
`benchmarks/fit_scores.py`). Those of this module need no text: type and source of the forms, their
spelling beside that of the text, length, English words, how much is known of the gene.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from typing import Final

from reconcile.lexicon import NON_GENE_TYPES, Entry, Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.text import GREEK_LETTERS

__all__ = [
    "COMMON_WORD",
    "FUNCTION_WORD",
    "INDEX_ONLY",
    "form_features",
    "skeleton",
    "surest_first",
    "type_of",
]

COMMON_WORD: Final = 4000
"""Rank below which an English word is common."""

FUNCTION_WORD: Final = 400
"""Rank below which it is one that every text has."""

INDEX_ONLY: Final = re.compile(
    r"\d*+(?:alpha|beta|gamma|delta|epsilon|kappa|lambda|mu)?\d*+[a-z]?", re.IGNORECASE
)
"""What is no more than the index of a name: `2`, `alpha`, `1b`."""

_NUMBERS: Final = re.compile(r"\d+")
_SHORT: Final = 3
_WELL_STUDIED: Final = 25
"""Processes of the Gene Ontology; more of them do not make a gene better known."""
_MANY: Final = 100
_BY_TYPE: Final = {
    "approved": "symbol",
    "curated": "name",
    "name": "name",
    "designation": "name",
    "previous": "alias",
    "alias": "alias",
    "label": "label",
    "root": "root",
    "ortholog": "foreign",
    "ortholog_alias": "foreign",
    "withdrawn": "alias",
}
_BEST_FIRST: Final = tuple(_BY_TYPE)
_SPELLINGS: Final = ("same", "long", "plural", "upper", "mixed", "lower", "numbers", "letters")
_PROTEIN: Final = "gene with protein product"
_OWN_LOCUS: Final = ("RNA, micro", "RNA, long non-coding")


def type_of(entries: Sequence[Entry]) -> str:
    """What kind of form the best of several is: `symbol`, `name`, `alias`, `label`, `thing`, ….

    >>> type_of([Entry("p53", "alias", "hgnc", 7), Entry("TP53", "approved", "hgnc", 7)])
    'symbol'
    """
    if entries[0].type in NON_GENE_TYPES:
        return "thing"
    best = min((entry.type for entry in entries), key=_BEST_FIRST.index)
    if best == "curated" and entries[0].is_family:
        return "label"
    return _BY_TYPE[best]


def form_features(
    surface: str,
    entries: Sequence[Entry],
    rule: str,
    lexicon: Lexicon,
    *,
    named: bool = False,
    beside: bool = False,
) -> dict[str, float]:
    """The features of a name as one gene, family or other thing, outside any text.

    Args:
        surface: the name as it stands in the text.
        entries: all entries under its key that are of this one thing, at least one.
        rule: how the name led to the entries (`exact`, `prefix`, …).
        lexicon: where the entries are from.
        named: whether a capital stands where ordinary words have none.
        beside: whether another gene has this name as its approved symbol.

    Returns:
        Name and value of each feature; those that are not there are 0.
    """
    kind = type_of(entries)
    if kind == "label" and lexicon.family(entries[0].ref).kind == "complex":
        kind = "complex"
    features = {f"form {e.type} {e.source}": 1.0 for e in entries}
    features[f"{kind} spelled {_best_spelling(surface, entries)}"] = 1.0
    letters = skeleton(surface)
    digit = "digit" if any(map(str.isdigit, letters)) else "alpha"
    shape = _shape(surface)
    features[f"{kind} shape {shape} {digit}"] = 1.0
    if len(letters) <= _SHORT:
        features[f"{kind} length {len(letters)} {digit}"] = 1.0
    rank = lexicon.word_rank(surface)
    if rank is not None:
        how = "named" if named and shape != "lower" else shape
        features[f"{kind} word {_common(rank)} {how}"] = 1.0
    if "-" in surface and any((entry.form or "").lower() == surface.lower() for entry in entries):
        features["hyphens as listed"] = 1.0
    if " " in surface:
        features[f"{kind} several words"] = 1.0
    if len(surface) > _SHORT and surface[-1] == "s" and not surface[-2].islower():
        features[f"{kind} plural"] = 1.0
    if beside:
        features[f"{kind} beside a symbol"] = 1.0
    if rule != "exact":
        features[f"rule {rule}"] = 1.0
    if kind != "thing" and entries[0].ref != NO_REF:
        _add_facts(features, kind, entries[0], lexicon)
    return features


def _add_facts(features: dict[str, float], kind: str, entry: Entry, lexicon: Lexicon) -> None:
    """What is known of a gene or family itself."""
    if entry.is_family:
        family = lexicon.family(entry.ref)
        features["members"] = log(max(1, len(family.members))) / log(_MANY)
        return
    gene = lexicon.gene(entry.ref)
    if gene.locus_type != _PROTEIN:
        features["locus " + (gene.locus_type if gene.locus_type in _OWN_LOCUS else "other")] = 1.0
    features[f"studied by {kind}"] = min(1.0, len(lexicon.terms_of(entry.ref)) / _WELL_STUDIED)


@lru_cache(maxsize=100_000)
def skeleton(name: str) -> str:
    """The letters and digits of a name in their own case, Greek as words.

    >>> skeleton("NF-κB")
    'NFkappaB'
    """
    return "".join(GREEK_LETTERS.get(char, char) for char in name if char.isalnum())


def surest_first(surface: str, entry: Entry) -> tuple[int, int]:
    """Sorts the entries of one thing: the surest type first, then the nearest spelling."""
    surest = _BEST_FIRST.index(entry.type) if entry.type in _BY_TYPE else entry.type == "process"
    return int(surest), _SPELLINGS.index(_spelling(surface, entry.form))


def _best_spelling(surface: str, entries: Iterable[Entry]) -> str:
    found = {_spelling(surface, entry.form) for entry in entries}
    return next(spelling for spelling in _SPELLINGS if spelling in found)


def _spelling(surface: str, form: str | None) -> str:
    """How a name in a text is spelled beside a form of the lexicon.

    >>> [_spelling(name, "Trx1") for name in ("Trx-1", "TRX1", "trx1", "tRx1", "Trx")]
    ['same', 'upper', 'lower', 'mixed', 'letters']
    """
    if form is None:
        return "long"
    written, listed = skeleton(surface), skeleton(form)
    if written == listed:
        return "same"
    if written.lower() != listed.lower():
        return "plural" if written == f"{listed}s" else "letters"
    if _NUMBERS.findall(surface) != _NUMBERS.findall(form):
        return "numbers"
    if written.isupper():
        return "upper"
    return "lower" if written.islower() else "mixed"


def _shape(surface: str) -> str:
    if surface.islower():
        return "lower"
    if surface.isupper():
        return "upper"
    return "title" if surface[:1].isupper() and surface[1:].islower() else "mixed"


def _common(rank: int) -> str:
    return "function" if rank < FUNCTION_WORD else "common" if rank < COMMON_WORD else "rare"
