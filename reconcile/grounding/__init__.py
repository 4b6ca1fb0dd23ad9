"""From a name to human genes: readings, their scores, and the ambiguity policy.

The policy, in order:

1. A reading's score starts with the type of its form: approved symbols, curated names, family
   labels, full names, HGNC aliases, previous symbols, other designations, NCBI synonyms, symbols
   of other species.
2. Spelling: letters in the form's own case count most; lower case, and case at the start of a
   sentence, count less, most of all for short forms and English words.
3. Things that are no genes (chemicals, diseases, anatomy, words) compete with their own scores;
   where one wins, the name is no mention.
4. Readings that stay close are told apart by the other genes at hand: the one that shares rarer
   Gene Ontology processes with them wins (`PDK1` beside AKT and PI3K is PDPK1). What the name may
   itself mean is no witness, and an approved symbol is not given up for a sibling's alias.
5. A name without exact reading gets fuzzy candidates (RapidFuzz) above a cut-off, never with
   other digits: no answer is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal, cast

from reconcile.lexicon import NON_GENE_TYPES, Entry, Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.similarity import kinship_of
from reconcile.naming.variants import bare_class, name_variants
from reconcile.records import Gene, Grounding, Kind, Match
from reconcile.text import (
    GREEK_LETTERS,
    clean,
    common_prefix,
    letter_key,
    series_stem,
    surface_key,
)

__all__ = [
    "ACCEPT",
    "COMMON_WORD",
    "FUNCTION_WORD",
    "FUZZY_CUTOFF",
    "WEAK",
    "Grounder",
    "Reading",
    "grounder_of",
    "is_spelled_so",
]

ACCEPT: Final = 0.5
"""Lowest score at which a reading makes a mention."""

WEAK: Final = 0.3
"""Lowest score of a reading that the genes around it may still raise to a mention."""

COMMON_WORD: Final = 4000
"""Frequency rank up to which an English word is an everyday one."""

FUNCTION_WORD: Final = 400
"""Frequency rank below which an English word is one of the commonest (`was`, `she`, `met`)."""

FUZZY_CUTOFF: Final = 91.0
"""Lowest RapidFuzz ratio (0–100) of a fuzzy candidate; see `benchmarks/README.md`."""

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
_LONG_WORD: Final = 8
_WELL_STUDIED: Final = 25
_PRIOR: Final = 0.06
_OTHER_HYPHENS: Final = 0.94
_NUMBERS: Final = re.compile(r"\d+")
_OTHER_NUMBERS: Final = 0.9
_OWN_SCORE: Final = 0.985
_NON_GENE_SCORE: Final = {"curated": 0.985, "famplex": 0.90}
_OTHER_NON_GENE: Final = 0.70
_MEMBERS_ASKED: Final = 8
_LONGER_NAMES: Final = 20
_SAME_NAME: Final = 70.0
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
_CLOSE: Final = 0.30
_CONTEXT_WEIGHT: Final = 0.6
_SECOND_HAND: Final = frozenset({"ortholog", "ortholog_alias", "withdrawn", "root", "designation"})
_FUZZY_POOL: Final = 4000
_TIE: Final = 0.005
_INDEX_LETTERS: Final = 3
_FUZZY_PREFIX: Final = 5
_FUZZY_LENGTH: Final = 12
_NO_DIGIT: Final = re.compile(r"\D+")
_SLIP: Final = 2
_SHORTEST_WORD: Final = 4
_GREEK_OF: Final = {"a": "α", "b": "β", "g": "γ", "d": "δ", "k": "κ"}
_INDEX_ONLY: Final = re.compile(
    r"\d*+(?:alpha|beta|gamma|delta|epsilon|kappa|lambda|mu)?\d*+[a-z]?", re.IGNORECASE
)
_NAMELIKE: Final = frozenset({"name", "designation", "curated", "label"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One entry of the lexicon as the meaning of a name in a text.

    Attributes:
        kind: `gene`, `family`, `complex`, `nonhuman` or `non_gene`.
        ref: index of the gene or family; `NO_REF` for things that are no genes.
        score: 0–1.
        entry: the lexicon entry.
        rule: how the text led to the entry.
        similarity: 0–1, below 1 only for fuzzy matches.
    """

    kind: Literal["gene", "family", "complex", "nonhuman", "non_gene"]
    ref: int
    score: float
    entry: Entry
    rule: str
    similarity: float = 1.0

    @property
    def is_gene(self) -> bool:
        """Whether the reading names genes."""
        return self.kind != "non_gene"


class Grounder:
    """Grounds names against a lexicon. Holds no state but caches; safe between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.kinship = kinship_of(lexicon)
        self.fuzzy = lru_cache(20_000)(self.nearest)
        self._readings = lru_cache(100_000)(self._read)
        self.word_rank = lru_cache(50_000)(self._word_rank)
        self.grounding = lru_cache(50_000)(self._grounding)
        self.is_called = lru_cache(20_000)(self._is_called)

    def readings(
        self,
        surface: str,
        entries: tuple[Entry, ...],
        rule: str = "exact",
        *,
        named: bool = False,
    ) -> tuple[Reading, ...]:
        """The readings of a surface form, best first, one for each gene, family or non-gene.

        `named` says that a capital letter stands where ordinary words have none.
        """
        named = named and self.word_rank(surface) is not None
        return self._readings(surface, entries, rule, named)

    def _read(
        self, surface: str, entries: tuple[Entry, ...], rule: str, named: bool
    ) -> tuple[Reading, ...]:
        best: dict[tuple[str, int], Reading] = {}
        rank = self.word_rank(surface)
        plural = len(surface) > 3 and surface[-1] == "s" and not surface[-2].islower()
        symbol = any(entry.type == "approved" and not entry.is_family for entry in entries)
        for entry in entries:
            reading = self._reading(surface, entry, rule, rank, plural=plural, named=named)
            if reading is None:
                continue
            doubted = reading.is_gene and (
                not entry.is_family if plural else symbol and entry.type == "label"
            )
            if doubted:
                reading = replace(reading, score=round(reading.score * 0.9, 4))
            key = (reading.kind, reading.ref)
            if key not in best or reading.score > best[key].score:
                best[key] = reading
        spelled_so = frozenset(
            (entry.ref, entry.is_family)
            for entry in entries
            if "-" in surface and entry.form is not None and entry.form.lower() == surface.lower()
        )
        return tuple(sorted(self._with_prior(list(best.values()), spelled_so), key=_order))

    def _with_prior(
        self, readings: list[Reading], spelled_so: frozenset[tuple[int, bool]]
    ) -> list[Reading]:
        """Of several genes under one alias, the much-studied ones are a little likelier.

        So are those whose form has the hyphens of the text (`TIM-1`, not `TIM1`).
        """
        genes = [r for r in readings if r.kind == "gene" and r.entry.type != "approved"]
        if len(genes) < 2:
            return readings
        weighed = []
        for reading in readings:
            if reading in genes:
                studied = min(1.0, len(self.lexicon.terms_of(reading.ref)) / _WELL_STUDIED)
                prior = 1 - _PRIOR * (1 - studied)
                if spelled_so and (reading.ref, reading.entry.is_family) not in spelled_so:
                    prior *= _OTHER_HYPHENS
                reading = replace(reading, score=round(reading.score * prior, 4))  # noqa: PLW2901
            weighed.append(reading)
        return weighed

    def _reading(
        self,
        surface: str,
        entry: Entry,
        rule: str,
        rank: int | None,
        *,
        plural: bool,
        named: bool,
    ) -> Reading | None:
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
        return Reading(cast("Literal['gene']", kind), entry.ref, round(score, 4), entry, rule)

    @staticmethod
    def _non_gene(
        surface: str, entry: Entry, rule: str, rank: int | None, spelling: float
    ) -> Reading | None:
        if entry.type == "word" and entry.source == "words":
            if rank is None or not surface.islower():
                return None
            score = 0.8
        else:
            score = _NON_GENE_SCORE.get(entry.source, _OTHER_NON_GENE) * spelling
        return Reading("non_gene", NO_REF, round(score, 4), entry, rule)

    def _word_rank(self, surface: str) -> int | None:
        """The frequency rank of an English word, 0 for the most frequent; None if it is none."""
        if not surface.isalpha():
            return None
        lowered = surface.lower()
        forms = {lowered, lowered.removesuffix("s")}
        ranks = [
            entry.ref
            for entry in self.lexicon.lookup(surface_key(surface))
            if entry.source == "words" and entry.form in forms
        ]
        return min(ranks, default=None)

    def _is_called(self, reading: Reading, long_form: str, like: float = _SAME_NAME) -> bool:
        """Whether a long form is like a name of what a reading stands for, or of a member.

        `like` is how much of the words have to agree, 0–100.
        """
        from rapidfuzz import fuzz

        if reading.ref == NO_REF:
            return False
        genes = self.members(reading)[:_MEMBERS_ASKED]
        names = [self.lexicon.gene(index).name for index in genes]
        if reading.entry.is_family:
            names.append(self.lexicon.family(reading.ref).name)
        if any(fuzz.token_set_ratio(long_form.lower(), n.lower()) >= like for n in names):
            return True
        found = (*self.lookup(long_form), *self.lookup_exact(f"{long_form} 1", "shortened"))
        if any((r.kind, r.ref) == (reading.kind, reading.ref) for r in found):
            return True
        return " " in long_form and any(
            entry.ref in genes and not entry.is_family
            for key in self.lexicon.keys(surface_key(long_form), _LONGER_NAMES)
            for entry in self.lexicon.lookup(key)
            if entry.type in ("name", "designation", "previous")
        )

    # -- context -----------------------------------------------------------------------------------

    def rank_in_context(
        self, readings: Sequence[Reading], neighbours: Collection[int]
    ) -> tuple[Reading, ...]:
        """The readings, best first, after the genes around had their say.

        Only readings close to the best one are weighed. What the name itself may mean is no
        witness, for one candidate would vouch for its sibling: it is left out of `neighbours`,
        which are gene indices.
        """
        genes = [reading for reading in readings if reading.is_gene]
        if not genes or not neighbours or (len(genes) < 2 and genes[0].score >= ACCEPT):
            return tuple(readings)
        best = genes[0]
        others = frozenset(neighbours).difference(*map(self.members, genes))
        weighed: list[tuple[float, Reading]] = []
        for reading in readings:
            score = reading.score
            if reading.is_gene and score >= best.score - _CLOSE and self._is_rival(reading, best):
                close = max(
                    (self.kinship.among(gene, others).score for gene in self.members(reading)[:4]),
                    default=0.0,
                )
                score = round(score + _CONTEXT_WEIGHT * close, 4)
            weighed.append((score, replace(reading, score=min(1.0, score))))
        weighed.sort(key=lambda pair: (-pair[0], *_order(pair[1])))
        return tuple(reading for _, reading in weighed)

    def _is_rival(self, reading: Reading, best: Reading) -> bool:
        """Whether the genes around may put a reading in the place of the best one, or raise that.

        A symbol or label is not given up for second-hand names, a family not for one of its
        members, a symbol or a name with a number not for a family of its gene. A symbol is not
        given up for a sibling either, whose alias it mostly is by an old numbering, unless curators
        met the letters with that meaning.
        """
        if reading is best:
            return True
        if reading.similarity < best.similarity:
            return False
        settled = best.entry.type in ("approved", "curated", "label")
        if settled and reading.entry.type in _SECOND_HAND:
            return False
        if best.entry.is_family:
            return reading.entry.is_family or reading.ref not in self.members(best)
        if reading.entry.is_family:
            one = best.entry.type == "approved" or (best.entry.form or "")[-1:].isdigit()
            return not (one and best.ref in self.members(reading))
        if best.entry.type != "approved" or reading.entry.type == "curated":
            return True
        return not self._are_siblings(best.ref, reading.ref)

    def _are_siblings(self, one: int, other: int) -> bool:
        """Whether two genes share a family, or their symbols differ in a number only."""
        if other in self.kinship.relatives(one):
            return True
        stem = series_stem(self.lexicon.gene(one).gene.symbol)
        return stem is not None and stem == series_stem(self.lexicon.gene(other).gene.symbol)

    def members(self, reading: Reading) -> tuple[int, ...]:
        """Indices of the genes that a reading stands for."""
        if reading.ref == NO_REF:
            return ()
        if reading.entry.is_family:
            return self.lexicon.family(reading.ref).members
        return (reading.ref,)

    # -- results -----------------------------------------------------------------------------------

    def _grounding(self, reading: Reading, taxon: str | None = None) -> Grounding:
        """A reading as a public record, with genes and evidence.

        Without a taxon from the context it is that of the form's nomenclature. The
        letters of long names are not stored: their form is empty, as it stands in the text.
        """
        entry = reading.entry
        taxon = entry.taxon if taxon is None else taxon
        genes: tuple[Gene, ...] = ()
        label = None
        form = entry.form or ""
        if entry.is_family:
            family = self.lexicon.family(reading.ref)
            genes, label = family.genes, family.id
            form = entry.form or family.name
        elif reading.ref != NO_REF:
            record = self.lexicon.gene(reading.ref)
            genes = (record.gene,)
            form = entry.form or (record.name if reading.similarity < 1 else "")
        match = Match(form, entry.type, entry.source, reading.rule, reading.similarity)
        return Grounding(cast(Kind, reading.kind), label, genes, reading.score, match, taxon)

    # -- names without an exact reading ------------------------------------------------------------

    def lookup(self, label: str) -> tuple[Reading, ...]:
        """The readings of a whole label: exact, rewritten, by its class noun, fuzzy.

        Best first; empty where nothing fits well enough.
        """
        text = clean(label).text.strip()
        doubtful: tuple[Reading, ...] = ()
        for variant, rule in name_variants(text):
            readings = self.lookup_exact(variant, rule)
            if not readings:
                continue
            if rule == "exact" and _is_other_thing(readings[0], text):
                return readings
            if not readings[0].is_gene or readings[0].score < WEAK:
                doubtful = doubtful or readings
                continue
            if rule == "affix" and text.endswith(variant):
                return self.fuzzy(text) or readings
            return readings
        return self._of_class(text) or self.fuzzy(text) or self._first_of_kind(text) or doubtful

    def lookup_exact(self, name: str, rule: str) -> tuple[Reading, ...]:
        """The readings under a name's keys, Greek as words and as single letters."""
        key, letters = surface_key(name), letter_key(name)
        entries = self.lexicon.lookup(key)
        readings = self.readings(name, entries, rule) if entries else ()
        if letters != key and (more := self.lexicon.lookup(letters)):
            merged = {(r.kind, r.ref): r for r in self.readings(name, more, "greek")}
            for reading in readings:
                other = merged.get((reading.kind, reading.ref), reading)
                merged[reading.kind, reading.ref] = max(reading, other, key=lambda r: r.score)
            readings = tuple(sorted(merged.values(), key=_order))
        return readings

    def _of_class(self, name: str) -> tuple[Reading, ...]:
        """`CB1 receptor` as CB1, if the gene's own name says that it is a receptor."""
        parts = bare_class(name)
        if parts is None:
            return ()
        symbol, noun = parts
        return tuple(
            reading
            for reading in self.lookup_exact(symbol, "affix")
            if reading.kind == "gene" and noun in self.lexicon.gene(reading.ref).name
        )

    def _first_of_kind(self, name: str) -> tuple[Reading, ...]:
        """`focal adhesion kinase` and `psoriasin` as the first of their numbered kind."""
        if len(name) < _LONG_WORD or name[-1].isdigit() or not name[0].isalpha():
            return ()
        return self.lookup_exact(f"{name} 1", "shortened")

    def nearest(self, name: str, cutoff: float = FUZZY_CUTOFF) -> tuple[Reading, ...]:
        """Readings of the forms most like a long name, best first; empty below the cut-off.

        Candidates share the first letters of the name's key (or of that key behind `human`), have
        its digits, differ by more than an index at the end, and are at most a few thousand. The
        similarity is RapidFuzz's normalised indel ratio. Where genes tie, none is the answer.
        """
        from rapidfuzz import fuzz, process

        key = surface_key(name)
        if len(key) < 9:
            return ()
        digits = _NO_DIGIT.sub("", key)
        last = len(name.rsplit(maxsplit=1)[-1])
        pool = [
            candidate
            for stem in ("", "human")
            for candidate in self.lexicon.keys(
                (stem + key)[: len(stem) + _FUZZY_PREFIX], _FUZZY_POOL
            )
            if abs(len(candidate) - len(key)) <= _FUZZY_LENGTH
            and _NO_DIGIT.sub("", candidate) == digits
            and _may_be_meant(key, candidate, index=last < _SHORTEST_WORD)
        ]
        found: dict[tuple[str, int], Reading] = {}
        hits = process.extract(key, pool, scorer=fuzz.ratio, score_cutoff=cutoff - 8, limit=12)
        for candidate, ratio, _ in hits:
            close = max(ratio, fuzz.ratio(key, candidate.removeprefix("human")))
            if close < cutoff or _other_word(key, candidate):
                continue
            for reading in self.readings(candidate, self.lexicon.lookup(candidate), "fuzzy"):
                if reading.entry.form is not None and len(reading.entry.form) < 9:
                    continue
                ident = (reading.kind, reading.ref)
                scored = replace(
                    reading,
                    score=round(reading.score * (close / 100) ** 2, 4),
                    similarity=round(close / 100, 4),
                )
                if ident not in found or scored.similarity > found[ident].similarity:
                    found[ident] = scored
        ranked = sorted(found.values(), key=lambda r: (-r.similarity, _order(r)))
        tied = len(ranked) > 1 and ranked[0].similarity - ranked[1].similarity < _TIE
        return () if tied else tuple(ranked)


@lru_cache(maxsize=4)
def grounder_of(lexicon: Lexicon) -> Grounder:
    """The grounder of a lexicon; its caches serve all who ask."""
    return Grounder(lexicon)


def _may_be_meant(key: str, candidate: str, *, index: bool) -> bool:
    """Whether two keys with the same digits differ by more than an index at the end.

    `index` says whether the last word is short enough for one.
    """
    same = common_prefix(key, candidate)
    short, long = sorted((key[same:], candidate[same:]), key=len)
    if _INDEX_ONLY.fullmatch(short) and _INDEX_ONLY.fullmatch(long):
        return GREEK_LETTERS.get(_GREEK_OF.get(short, ""), "?") == long
    other_index = not short or (index and short[0].isalpha() and long[0].isalpha())
    return len(long) > _INDEX_LETTERS or not other_index


def _other_word(key: str, candidate: str) -> bool:
    """Whether one stretch of a name was replaced by quite another (`sodium` by `calcium`)."""
    first = common_prefix(key, candidate)
    left, right = key[first:], candidate[first:]
    last = common_prefix(left[::-1], right[::-1])
    left, right = left[: len(left) - last], right[: len(right) - last]
    return min(len(left), len(right)) > _SLIP and not set(left) & set(right)


def _is_other_thing(reading: Reading, name: str) -> bool:
    """Whether a whole name is that of something else than a gene or a process."""
    other = not reading.is_gene and reading.entry.type != "process"
    return other and surface_key(reading.entry.form or name) == surface_key(name)


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


def _without_ortholog(entry: Entry, rule: str, spelling: float) -> Reading | None:
    """The reading of another species' symbol whose gene has no human ortholog, if spelled so."""
    if entry.type != "ortholog" or spelling < 1.0:
        return None
    return Reading("nonhuman", NO_REF, _NO_ORTHOLOG, entry, rule)


def _order(reading: Reading) -> tuple[float, bool, int]:
    return (-reading.score, not reading.is_gene, reading.ref)


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
    if _INDEX_ONLY.fullmatch(letters):
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


def is_spelled_so(reading: Reading, surface: str) -> bool:
    """Whether a reading is of a name, not a symbol, that is written just like this (`insulin`)."""
    entry = reading.entry
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
