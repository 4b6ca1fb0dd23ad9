"""What is known of a name and one thing that it may stand for, as features that can be read.

A feature is a name and a value; its weight, in log-odds, is fitted (`weights.tsv`, see
`benchmarks/fit_scores.py`). Those of this module need no text: type and source of the forms, their
spelling beside that of the text, length, English words, how much is known of the gene.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import log
from typing import Final

from reconcile.lexicon import NON_GENE_TYPES, Entry, Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.patterns import regex
from reconcile.remembered import TOKENS
from reconcile.text import GREEK_LETTERS

__all__ = [
    "COMMON_WORD",
    "FUNCTION_WORD",
    "INDEX_ONLY",
    "Spelled",
    "form_features",
    "skeleton",
    "type_of",
]

COMMON_WORD: Final = 4000
"""Rank below which an English word is common."""

FUNCTION_WORD: Final = 400
"""Rank below which it is one that every text has."""

INDEX_ONLY: Final = regex(
    r"\d*+(?:alpha|beta|gamma|delta|epsilon|kappa|lambda|mu)?\d*+[a-z]?", re.IGNORECASE
)
"""What is no more than the index of a name: `2`, `alpha`, `1b`."""

_NUMBERS: Final = regex(r"\d+")
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
"""How names are spelled, the nearest first."""
_SAME, _LONG, _PLURAL, _UPPER, _MIXED, _LOWER, _OTHER_NUMBERS, _LETTERS = range(len(_SPELLINGS))
_SUREST_FIRST: Final = {
    **dict.fromkeys(NON_GENE_TYPES, 0),
    "process": 1,
    **{kind: place for place, kind in enumerate(_BEST_FIRST)},
}
"""Sorts the types of the forms of one thing; of things that are no genes a process comes last."""
_PROTEIN: Final = "gene with protein product"
_OWN_LOCUS: Final = ("RNA, micro", "RNA, long non-coding")


def type_of(entries: Sequence[Entry]) -> str:
    """What kind of form the best of several is: `symbol`, `name`, `alias`, `label`, `thing`, ….

    >>> type_of([Entry("p53", "alias", "hgnc", 7), Entry("TP53", "approved", "hgnc", 7)])
    'symbol'
    """
    if entries[0].type in NON_GENE_TYPES:
        return "thing"
    best = min([entry.type for entry in entries], key=_SUREST_FIRST.__getitem__)
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
    return Spelled(surface, lexicon, named=named).features(entries, rule, beside=beside)


class Spelled:
    """A name as it stands in a text, with what its features as any meaning take from its letters.

    Attributes:
        surface: the name.
        letters: its letters and digits in their own case, see `skeleton`.
    """

    __slots__ = ("_digit", "_lexicon", "_lowered", "_shape", "_word", "letters", "surface")

    def __init__(self, surface: str, lexicon: Lexicon, *, named: bool = False) -> None:
        """Look at a name; `named` is as for `form_features`."""
        self.surface = surface
        self.letters = skeleton(surface)
        self._lexicon = lexicon
        self._lowered = self.letters.lower()
        self._shape = _shape(surface)
        self._digit = "digit" if _has_digit(self.letters) else "alpha"
        rank = lexicon.word_rank(surface)
        self._word = ""
        if rank is not None:
            how = "named" if named and self._shape != "lower" else self._shape
            self._word = f"word {_common(rank)} {how}"

    def features(
        self, entries: Sequence[Entry], rule: str, *, beside: bool = False
    ) -> dict[str, float]:
        """The features as one thing, see `form_features`."""
        kind = type_of(entries)
        if kind == "label" and self._lexicon.facts.kind_of(entries[0].ref) == "complex":
            kind = "complex"
        surface = self.surface
        features = {f"form {e.type} {e.source}": 1.0 for e in entries}
        features[f"{kind} spelled {_SPELLINGS[min(self.spelling(e.form) for e in entries)]}"] = 1.0
        features[f"{kind} shape {self._shape} {self._digit}"] = 1.0
        if len(self.letters) <= _SHORT:
            features[f"{kind} length {len(self.letters)} {self._digit}"] = 1.0
        if self._word:
            features[f"{kind} {self._word}"] = 1.0
        if "-" in surface and _as_listed(surface.lower(), entries):
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
            _add_facts(features, kind, entries[0], self._lexicon)
        return features

    def surest(self, entries: Sequence[Entry]) -> Entry:
        """Of the entries of one thing that of the surest type, with the nearest spelling."""
        best = entries[0]
        if len(entries) > 1:
            rank = _SUREST_FIRST[best.type], self.spelling(best.form)
            for entry in entries[1:]:
                own = _SUREST_FIRST[entry.type], self.spelling(entry.form)
                if own < rank:
                    best, rank = entry, own
        return best

    def spelling(self, form: str | None) -> int:
        """How the name is spelled beside a form of the lexicon, as its place in `_SPELLINGS`.

        >>> names = ("Trx-1", "TRX1", "trx1", "tRx1", "Trx")
        >>> lexicon = Lexicon.load()
        >>> [_SPELLINGS[Spelled(name, lexicon).spelling("Trx1")] for name in names]
        ['same', 'upper', 'lower', 'mixed', 'letters']
        """
        if form is None:
            return _LONG
        written, listed = self.letters, skeleton(form)
        if written == listed:
            return _SAME
        if self._lowered != listed.lower():
            return _PLURAL if written == f"{listed}s" else _LETTERS
        if _NUMBERS.findall(self.surface) != _NUMBERS.findall(form):
            return _OTHER_NUMBERS
        if written.isupper():
            return _UPPER
        return _LOWER if written.islower() else _MIXED


def _has_digit(letters: str) -> bool:
    if letters.isalpha():
        return False
    return any(map(str.isdigit, letters))


def _as_listed(lowered: str, entries: Sequence[Entry]) -> bool:
    """Whether a name is an entry, hyphens and all, letter case left out."""
    return any((entry.form or "").lower() == lowered for entry in entries)


def _add_facts(features: dict[str, float], kind: str, entry: Entry, lexicon: Lexicon) -> None:
    """What is known of a gene or family itself."""
    facts = lexicon.facts
    if entry.is_family:
        features["members"] = log(max(1, facts.member_count(entry.ref))) / log(_MANY)
        return
    locus = facts.locus_of(entry.ref)
    if locus != _PROTEIN:
        features["locus " + (locus if locus in _OWN_LOCUS else "other")] = 1.0
    features[f"studied by {kind}"] = min(1.0, facts.term_count(entry.ref) / _WELL_STUDIED)


@lru_cache(maxsize=TOKENS)
def skeleton(name: str) -> str:
    """The letters and digits of a name in their own case, Greek as words.

    >>> skeleton("NF-κB")
    'NFkappaB'
    """
    return "".join(GREEK_LETTERS.get(char, char) for char in name if char.isalnum())


def _shape(surface: str) -> str:
    if surface.islower():
        return "lower"
    if surface.isupper():
        return "upper"
    return "title" if surface[:1].isupper() and surface[1:].islower() else "mixed"


def _common(rank: int) -> str:
    return "function" if rank < FUNCTION_WORD else "common" if rank < COMMON_WORD else "rare"
