"""How well a name in a text fits an entry: type of the form, spelling, length, English words.

The factors were set by hand while looking at the development captions; `benchmarks/README.md` has
what they come to on captions and abstracts. Each is between 0 and 1 and they are multiplied.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final, Literal, cast

from reconcile.grounding.candidates import Candidate, order
from reconcile.lexicon import NON_GENE_TYPES, Entry, Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.records import Kind
from reconcile.text import GREEK_LETTERS

__all__ = ["COMMON_WORD", "FUNCTION_WORD", "INDEX_ONLY", "Scorer", "is_spelled_so"]

COMMON_WORD: Final = 4000

FUNCTION_WORD: Final = 400

INDEX_ONLY: Final = re.compile(
    r"\d*+(?:alpha|beta|gamma|delta|epsilon|kappa|lambda|mu)?\d*+[a-z]?", re.IGNORECASE
)
"""What is no more than the index of a name: `2`, `alpha`, `1b`."""

_TYPE_SCORE: Final = {
    "approved": 0.98,
    "curated": 0.97,
    "label": 0.96,
    "name": 0.95,
    "designation": 0.82,
    "previous": 0.85,
    "root": 0.42,
    "ortholog": 0.80,
    "ortholog_alias": 0.52,
    "withdrawn": 0.45,
}
_ALIAS_SCORE: Final = {"hgnc": 0.86, "ncbi_gene": 0.74}
_OWN_SCORE: Final = 0.985
_NON_GENE_SCORE: Final = {"curated": 0.985, "famplex": 0.90}
_OTHER_NON_GENE: Final = 0.70
_LOCUS_SCORE: Final = {
    "pseudogene": 0.6,
    "readthrough": 0.6,
    "unknown": 0.6,
    "phenotype only": 0.4,
    "RNA, long non-coding": 0.85,
    "immunoglobulin pseudogene": 0.4,
    "T cell receptor pseudogene": 0.4,
    "fragile site": 0.3,
    "region": 0.5,
}
_LOWER_SCORE: Final = {"alias": 0.85, "ortholog": 0.3, "ortholog_alias": 0.3}
_RULE_SCORE: Final = {
    "prefix": 0.96,
    "suffix": 0.96,
    "greek": 0.8,
    "order": 0.9,
    "isoform": 0.85,
    "shortened": 0.8,
}
_NO_ORTHOLOG: Final = 0.45
_WELL_STUDIED: Final = 25
_PRIOR: Final = 0.06
_OTHER_HYPHENS: Final = 0.94
_OTHER_NUMBERS: Final = 0.9
_NUMBERS: Final = re.compile(r"\d+")
_NAMELIKE: Final = frozenset({"name", "designation", "curated", "label"})


class Scorer:
    """Scores the entries under a name. Holds no state but caches; safe between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.word_rank = lexicon.word_rank
        self._scored = lru_cache(100_000)(self._score_all)

    def candidates(
        self,
        surface: str,
        entries: tuple[Entry, ...],
        rule: str = "exact",
        *,
        named: bool = False,
    ) -> tuple[Candidate, ...]:
        """The candidates of a surface form, best first, one for each gene, family or non-gene.

        `named` says that a capital letter stands where ordinary words have none.
        """
        named = named and self.word_rank(surface) is not None
        return self._scored(surface, entries, rule, named)

    def _score_all(
        self, surface: str, entries: tuple[Entry, ...], rule: str, named: bool
    ) -> tuple[Candidate, ...]:
        best: dict[tuple[str, int], Candidate] = {}
        rank = self.word_rank(surface)
        plural = len(surface) > 3 and surface[-1] == "s" and not surface[-2].islower()
        symbol = any(entry.type == "approved" and not entry.is_family for entry in entries)
        for entry in entries:
            candidate = self._score(surface, entry, rule, rank, plural=plural, named=named)
            if candidate is None:
                continue
            doubted = candidate.is_gene and (
                not entry.is_family if plural else symbol and entry.type == "label"
            )
            if doubted:
                candidate = replace(candidate, score=round(candidate.score * 0.9, 4))
            key = (candidate.kind, candidate.ref)
            if key not in best or candidate.score > best[key].score:
                best[key] = candidate
        spelled_so = frozenset(
            (entry.ref, entry.is_family)
            for entry in entries
            if "-" in surface and entry.form is not None and entry.form.lower() == surface.lower()
        )
        scored = sorted(self._with_prior(list(best.values()), spelled_so), key=order)
        return tuple(replace(candidate, alone=candidate.score) for candidate in scored)

    def _with_prior(
        self, candidates: list[Candidate], spelled_so: frozenset[tuple[int, bool]]
    ) -> list[Candidate]:
        """Of several genes under one alias, the much-studied ones are a little likelier.

        So are those whose form has the hyphens of the text (`TIM-1`, not `TIM1`).
        """
        genes = [r for r in candidates if r.kind == "gene" and r.entry.type != "approved"]
        if len(genes) < 2:
            return candidates
        weighed = []
        for candidate in candidates:
            if candidate in genes:
                studied = min(1.0, len(self.lexicon.terms_of(candidate.ref)) / _WELL_STUDIED)
                prior = 1 - _PRIOR * (1 - studied)
                if spelled_so and (candidate.ref, candidate.entry.is_family) not in spelled_so:
                    prior *= _OTHER_HYPHENS
                candidate = replace(candidate, score=round(candidate.score * prior, 4))  # noqa: PLW2901
            weighed.append(candidate)
        return weighed

    def _score(
        self,
        surface: str,
        entry: Entry,
        rule: str,
        rank: int | None,
        *,
        plural: bool,
        named: bool,
    ) -> Candidate | None:
        spelling = _spelling(surface, entry.form)
        if entry.type in NON_GENE_TYPES:
            return self._non_gene(surface, entry, rule, rank, spelling)
        if _lacks_its_s(surface, entry):
            return None
        if entry.ref == NO_REF:
            return _without_ortholog(entry, rule, spelling)
        score = _ALIAS_SCORE.get(entry.source, 0.74)
        if entry.type != "alias":
            score = _TYPE_SCORE[entry.type]
        if entry.source == "curated":
            score = _OWN_SCORE
        if entry.type == "root" and (plural or rule == "family"):
            score = 0.9
        score *= spelling * _length_factor(surface, entry)
        if rank is not None:
            score *= _word_factor(surface, entry, rank, spelling, named=named)
        elif surface.islower() and surface.isalpha():
            score *= _LOWER_SCORE.get(entry.type, 1.0)
        score *= _RULE_SCORE.get(rule, 1.0)
        if rule == "greek" and entry.form is not None and len(entry.form) < 4:
            score *= 1.0 if entry.type == "approved" else 0.5
        kind: Kind = "gene"
        if entry.is_family:
            family = self.lexicon.family(entry.ref)
            kind = cast(Kind, family.kind)
        else:
            locus = self.lexicon.gene(entry.ref).locus_type
            score *= _LOCUS_SCORE.get(locus, 1.0)
        return Candidate(cast("Literal['gene']", kind), entry.ref, round(score, 4), entry, rule)

    @staticmethod
    def _non_gene(
        surface: str, entry: Entry, rule: str, rank: int | None, spelling: float
    ) -> Candidate | None:
        if entry.type == "word" and entry.source == "words":
            if rank is None or not surface.islower():
                return None
            score = 0.8
        else:
            score = _NON_GENE_SCORE.get(entry.source, _OTHER_NON_GENE) * spelling
        return Candidate("non_gene", NO_REF, round(score, 4), entry, rule)


def _lacks_its_s(surface: str, entry: Entry) -> bool:
    """Whether a symbol ends in an S that is no plural and that the text does not have.

    Both have one key (`GALNS` is folded as a plural), but GalN is not GALNS.
    """
    form = entry.form
    return (
        entry.type in ("approved", "previous", "ortholog")
        and form is not None
        and form[-1:] in ("s", "S")
        and form.isalpha()
        and surface[-1:] not in ("s", "S")
    )


def _without_ortholog(entry: Entry, rule: str, spelling: float) -> Candidate | None:
    """The candidate of another species' symbol whose gene has no human ortholog, if spelled so."""
    if entry.type != "ortholog" or spelling < 1.0:
        return None
    return Candidate("nonhuman", NO_REF, _NO_ORTHOLOG, entry, rule)


@lru_cache(maxsize=100_000)
def _skeleton(name: str) -> str:
    """The letters and digits of a name in their own case, Greek as words."""
    return "".join(GREEK_LETTERS.get(char, char) for char in name if char.isalnum())


def _spelling(surface: str, form: str | None) -> float:
    """How well the letter case and the numbers of a surface form fit a form, 0–1."""
    if form is None:
        return 1.0
    written, listed = _skeleton(surface), _skeleton(form)
    if written == listed:
        return 1.0
    same_letters = written.lower() == listed.lower()
    factor = 1.0 if same_letters else 0.97
    if same_letters and _NUMBERS.findall(surface) != _NUMBERS.findall(form):
        factor = _OTHER_NUMBERS
    if len(listed) > 12 and listed.lower() == listed:
        return factor
    if written.islower() and not listed.islower():
        if any(char.isdigit() for char in written):
            return 0.85 * factor
        return (0.75 if len(written) > 4 else 0.5) * factor
    if written.isupper():
        return 0.93 * factor
    if same_letters:
        return (0.92 if len(written) > 3 else 0.82) * factor
    return 0.95 * factor


def _length_factor(surface: str, entry: Entry) -> float:
    """Short forms are less sure, aliases and mere letters most of all."""
    letters = _skeleton(surface)
    if INDEX_ONLY.fullmatch(letters):
        return 1.0 if entry.type == "label" and entry.form == surface else 0.0
    if len(letters) > 3:
        return 1.0
    if entry.type in ("curated", "label"):
        return 1.0 if len(letters) == 3 else 0.85
    if entry.type == "approved":
        return 1.0 if len(letters) == 3 else 0.85
    if len(letters) == 3:
        return 0.6 if letters.isalpha() else 0.9
    return 0.4


def is_spelled_so(candidate: Candidate, surface: str) -> bool:
    """Whether a candidate is a name, not a symbol, that is written just like this (`insulin`)."""
    entry = candidate.entry
    return entry.type in _NAMELIKE and entry.form in (None, surface)


def _word_factor(surface: str, entry: Entry, rank: int, spelling: float, *, named: bool) -> float:
    """How much an English word loses as the name of a gene."""
    common = rank < COMMON_WORD
    if surface.isupper():
        if rank < FUNCTION_WORD and len(surface) < 4 and not (named and entry.type == "approved"):
            return 0.4
        return 1.0 if entry.type in ("approved", "curated", "label") or not common else 0.6
    if entry.type in _NAMELIKE and (spelling == 1.0 or entry.form is None):
        return 0.6 if common else 0.95
    if surface.islower():
        return 0.25
    if named:
        return 0.85
    return 0.4 if common else 0.75
