"""How probable it is that a name in a text stands for what the lexicon has under its letters.

Every meaning of a name has log-odds against *none of the lexicon's*: the sum of the weights of what
is known of it (`features.py`). The meanings compete: the probability of one is its share,
`exp(odds) / (1 + sum of exp(odds))`, a conditional logit (McFadden 1974). The weights are fitted
on texts whose genes are known by `benchmarks/fit_scores.py`, which prints how far they carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, TypeAlias, cast

from reconcile.bundled import packaged_text
from reconcile.grounding.candidates import Candidate, compete, gene_share
from reconcile.grounding.features import INDEX_ONLY, Spelled, skeleton
from reconcile.lexicon import NON_GENE_TYPES, Entry, Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.patterns import regex
from reconcile.remembered import WORDS

__all__ = [
    "Scorer",
    "beside_symbols",
    "fitted_weights",
    "may_be",
    "meanings_of",
    "possible_of",
    "without_members",
]

_WEIGHTS: Final = "weights.tsv"
_SYMBOLS: Final = frozenset({"approved", "previous", "ortholog"})
_LABELS: Final = frozenset({"label", "curated"})
_OWN: Final = frozenset({"approved", "curated", "name"})
_PARTED: Final = regex(r"(?<=\d)[-\u2010-\u2015\u2212/ ]+(?=\d)")
"""What stands between two numbers and makes them two."""

Meaning: TypeAlias = tuple[str, int]
"""A kind (`gene`, `family`, `nonhuman`, `non_gene`) and the index of the gene or family."""

_NO_GENE: Final[Meaning] = ("non_gene", NO_REF)
_NO_HUMAN_GENE: Final[Meaning] = ("nonhuman", NO_REF)


class Scorer:
    """Scores the entries under a name. Holds no state but caches; safe between threads."""

    def __init__(self, lexicon: Lexicon, weights: Mapping[str, float] | None = None) -> None:
        """Score with the fitted weights, or with others."""
        self.lexicon = lexicon
        self.word_rank = lexicon.word_rank
        self.weights = fitted_weights() if weights is None else weights
        self._scored = lru_cache(WORDS)(self._score_all)

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
        # In small letters it is spelled like any other word, wherever it stands.
        named = named and not surface.islower() and self.word_rank(surface) is not None
        return self._scored(surface, entries, rule, named)

    def may_be_gene(
        self, surface: str, entries: tuple[Entry, ...], least: float, *, named: bool = False
    ) -> bool:
        """Whether the share of all genes among the meanings of a name is as much as `least`."""
        for entry in entries:
            if entry.type not in NON_GENE_TYPES:
                return gene_share(self.candidates(surface, entries, named=named)) >= least
        return least <= 0.0  # what no gene is called is not weighed

    def _score_all(
        self, surface: str, entries: tuple[Entry, ...], rule: str, named: bool
    ) -> tuple[Candidate, ...]:
        possible = possible_of(surface, entries)
        if not possible:
            return ()
        meanings = without_members(meanings_of(possible), self.lexicon)
        spelled = Spelled(surface, self.lexicon, named=named)
        weight = self.weights.get
        found: list[Candidate] = []
        for (meaning, own), beside in zip(
            meanings.items(), beside_symbols(surface, meanings), strict=True
        ):
            odds = 0.0
            for name, value in spelled.features(own, rule, beside=beside).items():
                odds += weight(name, 0.0) * value
            kind, ref = meaning
            if kind == "family":
                kind = self.lexicon.facts.kind_of(ref)
            entry = spelled.surest(own)
            own_kind = cast("Literal['gene']", kind)
            found.append(Candidate(own_kind, ref, 0.0, entry, rule, odds=round(odds, 4)))
        return compete(found, alone=True)


def possible_of(surface: str, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that a name can be, see `may_be`."""
    if INDEX_ONLY.fullmatch(skeleton(surface)):
        return [e for e in entries if e.type == "label" and e.form == surface]
    parts = len(_PARTED.findall(surface)) if _PARTED.search(surface) else 0
    plural = surface[-1:].lower() == "s"
    found = []
    for entry in entries:
        form = entry.form
        if form is not None:
            if parts and parts > len(_PARTED.findall(form)):
                continue
            if (
                not plural
                and entry.type in _SYMBOLS
                and form[-1:].lower() == "s"
                and form.isalpha()
            ):
                continue
        found.append(entry)
    return found


def may_be(surface: str, entry: Entry) -> bool:
    """Whether a name can be an entry under its key at all.

    Keys fold a plural's s, but GalN is not GALNS. What is no more than an index (`1`, `alpha`) is
    a name only where a family is labelled so. Keys fold what stands between two numbers too, but
    `MSK1/2` and `MSK1-2` are no MSK12.
    """
    return bool(possible_of(surface, (entry,)))


def meanings_of(entries: Sequence[Entry]) -> dict[Meaning, list[Entry]]:
    """The entries of each thing that a name may stand for; what is no gene is one thing."""
    found: dict[Meaning, list[Entry]] = {}
    for entry in entries:
        if entry.type in NON_GENE_TYPES:
            meaning = _NO_GENE
        elif entry.ref == NO_REF:
            meaning = _NO_HUMAN_GENE
        else:
            meaning = ("family" if entry.is_family else "gene", entry.ref)
        own = found.get(meaning)
        if own is None:
            found[meaning] = [entry]
        else:
            own.append(entry)
    return found


def without_members(
    meanings: dict[Meaning, list[Entry]], lexicon: Lexicon
) -> dict[Meaning, list[Entry]]:
    """The meanings without genes that are members of a family of just this name.

    Sources give a family's label as an alias of its members too: `PI3K` is the family. What is the
    gene's own symbol or name stays.
    """
    members: set[int] = set()
    if len(meanings) > 1:
        for (kind, ref), entries in meanings.items():
            if kind == "family" and any(entry.type in _LABELS for entry in entries):
                members.update(lexicon.facts.members_of(ref))
    if not members:
        return meanings
    return {
        (kind, ref): entries
        for (kind, ref), entries in meanings.items()
        if kind != "gene" or ref not in members or any(e.type in _OWN for e in entries)
    }


def beside_symbols(surface: str, meanings: Mapping[Meaning, list[Entry]]) -> list[bool]:
    """Whether each meaning has a rival that is a gene with just this approved symbol."""
    owners: set[Meaning] = set()
    if len(meanings) > 1:
        for meaning, entries in meanings.items():
            for entry in entries:
                if entry.type == "approved" and entry.form == surface:
                    owners.add(meaning)
    if not owners:
        return [False] * len(meanings)
    return [bool(owners - {meaning}) for meaning in meanings]


@lru_cache(maxsize=1)
def fitted_weights() -> Mapping[str, float]:
    """The weight of each feature in log-odds.

    >>> fitted_weights()["form alias hgnc"] > fitted_weights()["form alias ncbi_gene"]
    True
    """
    lines = packaged_text("grounding", _WEIGHTS).splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: float(weight) for name, weight in rows}
