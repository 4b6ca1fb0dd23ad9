"""How probable it is that a name in a text stands for what the lexicon has under its letters.

Every meaning of a name has log-odds against *none of the lexicon's*: the sum of the weights of what
is known of it (`features.py`). The meanings compete: the probability of one is its share,
`exp(odds) / (1 + sum of exp(odds))`, a conditional logit (McFadden 1974). The weights are fitted
on texts whose genes are known by `benchmarks/fit_scores.py`, which prints how far they carry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Final, Literal, cast

from reconcile.grounding.candidates import Candidate, compete
from reconcile.grounding.features import INDEX_ONLY, form_features, skeleton, surest_first
from reconcile.lexicon import NON_GENE_TYPES, Entry, Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.locks import IMPORTS

__all__ = [
    "Scorer",
    "beside_symbols",
    "fitted_weights",
    "may_be",
    "meanings_of",
    "without_members",
]

_WEIGHTS: Final = "weights.tsv"
_SYMBOLS: Final = frozenset({"approved", "previous", "ortholog"})
_LABELS: Final = frozenset({"label", "curated"})
_OWN: Final = frozenset({"approved", "curated", "name"})
_PARTED: Final = re.compile(r"(?<=\d)[-\u2010-\u2015\u2212/ ]+(?=\d)")
"""What stands between two numbers and makes them two."""

Meaning = tuple[str, int]
"""A kind (`gene`, `family`, `nonhuman`, `non_gene`) and the index of the gene or family."""


class Scorer:
    """Scores the entries under a name. Holds no state but caches; safe between threads."""

    def __init__(self, lexicon: Lexicon, weights: Mapping[str, float] | None = None) -> None:
        """Score with the fitted weights, or with others."""
        self.lexicon = lexicon
        self.word_rank = lexicon.word_rank
        self.weights = fitted_weights() if weights is None else weights
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
        possible = tuple(entry for entry in entries if may_be(surface, entry))
        meanings = without_members(meanings_of(possible), self.lexicon)
        return compete(
            (
                self._candidate(surface, meaning, found, rule, named=named, beside=beside)
                for (meaning, found), beside in zip(
                    meanings.items(), beside_symbols(surface, meanings), strict=True
                )
            ),
            alone=True,
        )

    def _candidate(
        self,
        surface: str,
        meaning: Meaning,
        entries: list[Entry],
        rule: str,
        *,
        named: bool,
        beside: bool,
    ) -> Candidate:
        kind, ref = meaning
        features = form_features(surface, entries, rule, self.lexicon, named=named, beside=beside)
        weight = self.weights.get
        odds = sum(weight(name, 0.0) * value for name, value in features.items())
        surest = min(entries, key=lambda entry: surest_first(surface, entry))
        if kind == "family":
            kind = self.lexicon.family(ref).kind
        return Candidate(cast("Literal['gene']", kind), ref, 0.0, surest, rule, odds=round(odds, 4))


def may_be(surface: str, entry: Entry) -> bool:
    """Whether a name can be an entry under its key at all.

    Keys fold a plural's s, but GalN is not GALNS. What is no more than an index (`1`, `alpha`) is
    a name only where a family is labelled so. Keys fold what stands between two numbers too, but
    `MSK1/2` and `MSK1-2` are no MSK12.
    """
    form = entry.form
    if INDEX_ONLY.fullmatch(skeleton(surface)):
        return entry.type == "label" and form == surface
    if form is not None and len(_PARTED.findall(surface)) > len(_PARTED.findall(form)):
        return False
    return (
        form is None
        or entry.type not in _SYMBOLS
        or not form.isalpha()
        or form[-1:].lower() != "s"
        or surface[-1:].lower() == "s"
    )


def meanings_of(entries: tuple[Entry, ...]) -> dict[Meaning, list[Entry]]:
    """The entries of each thing that a name may stand for; what is no gene is one thing."""
    found: defaultdict[Meaning, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.type in NON_GENE_TYPES:
            found["non_gene", NO_REF].append(entry)
        elif entry.ref == NO_REF:
            found["nonhuman", NO_REF].append(entry)
        else:
            found["family" if entry.is_family else "gene", entry.ref].append(entry)
    return dict(found)


def without_members(
    meanings: Mapping[Meaning, list[Entry]], lexicon: Lexicon
) -> dict[Meaning, list[Entry]]:
    """The meanings without genes that are members of a family of just this name.

    Sources give a family's label as an alias of its members too: `PI3K` is the family. What is the
    gene's own symbol or name stays.
    """
    members: set[int] = set()
    for (kind, ref), entries in meanings.items():
        if kind == "family" and any(entry.type in _LABELS for entry in entries):
            members.update(lexicon.family(ref).members)
    return {
        (kind, ref): entries
        for (kind, ref), entries in meanings.items()
        if kind != "gene" or ref not in members or any(e.type in _OWN for e in entries)
    }


def beside_symbols(surface: str, meanings: Mapping[Meaning, list[Entry]]) -> list[bool]:
    """Whether each meaning has a rival that is a gene with just this approved symbol."""
    owners = {
        meaning
        for meaning, entries in meanings.items()
        if any(entry.type == "approved" and entry.form == surface for entry in entries)
    }
    return [bool(owners - {meaning}) for meaning in meanings]


@lru_cache(maxsize=1)
def fitted_weights() -> Mapping[str, float]:
    """The weight of each feature in log-odds.

    >>> fitted_weights()["form alias hgnc"] > fitted_weights()["form alias ncbi_gene"]
    True
    """
    with IMPORTS:  # the loader of files takes its lock too
        table = resources.files("reconcile.grounding").joinpath(_WEIGHTS)
        lines = table.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: float(weight) for name, weight in rows}
