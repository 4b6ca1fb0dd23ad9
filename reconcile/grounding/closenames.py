"""Long names that no source spells so: the gene whose name has the same words and numbers.

Two names are as like as the weight of the words that they share is to that of all their words; a
word weighs more the rarer it is in names. Numbers, single letters and the head (`receptor`) must
agree. A name that lacks a number stands for the family of those that it leaves open, or nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from reconcile.grounding.namepool import NamePool
from reconcile.grounding.writtenout import Lookup, WrittenOut, initials, members
from reconcile.lexicon import Lexicon
from reconcile.lexicon.likeness import (
    AGENTS,
    SAME_START,
    Asked,
    is_form_of,
    mended,
    numbers,
)
from reconcile.lexicon.schema import FORM_TYPES
from reconcile.lexicon.words import NameIndex, name_index
from reconcile.naming.words import NameWords, taken_apart
from reconcile.remembered import SELDOM

__all__ = ["CloseName", "CloseNames", "Reading"]

CLOSE_ENOUGH: Final = 0.75
"""Likeness from which a name may be meant; `benchmarks/close_names.py` says what each is worth."""
ALONE: Final = 0.55
"""The same for the only gene with a name that has all the words asked for, two at least."""
LIKELY: Final = 0.65
"""The same for a gene that also goes by the initials of the name."""
SURELY: Final = 0.95
"""The same for a gene that is not the only one with all the words."""
LEAD: Final = 0.05
"""How much liker the best name must be than that of another gene."""
LEVEL: Final = 0.1
"""How far behind the liker ones a name may be that a name without number leaves open too."""
MOSTLY: Final = 0.8
"""The share of such genes that a family must have."""
ABOUT_A_FAMILY: Final = 0.5
"""How much genes must overlap with the members of a family to be it (Jaccard)."""

_NAME_TYPES: Final = frozenset(
    map(FORM_TYPES.index, ("name", "designation", "curated", "label", "previous", "alias"))
)
_FAR: Final = 0.5
_RARE: Final = 8.5
_FEW_OWNERS: Final = 2_000


class CloseName(NamedTuple):
    """A gene or family with a name that is close to the one asked for.

    Attributes:
        ref: its index.
        is_family: whether it is a family or complex.
        likeness: the weight of the shared words in that of all, 0–1.
        numbers: `same`; `first` where the one asked for has a 1 that the name leaves out;
            `without` where it lacks a number or letter that the name has.
        whole: whether the name has all words of the one asked for.
    """

    ref: int
    is_family: bool
    likeness: float
    numbers: str
    whole: bool


class Reading(NamedTuple):
    """What a long name may mean.

    Attributes:
        found: the gene or family that it means; None where no name is close enough.
        genes: indices of all genes with a close name that has the words of this one.
    """

    found: CloseName | None
    genes: frozenset[int]


NOTHING: Final = Reading(None, frozenset())


class CloseNames:
    """Finds the names that are close to a long name, by words."""

    def __init__(
        self,
        lexicon: Lexicon,
        lookup: Lookup,
        close_enough: float = CLOSE_ENOUGH,
        alone: float = ALONE,
    ) -> None:
        """Search the names of a lexicon; `lookup` gives the candidates of a short name."""
        self.lexicon = lexicon
        self.close_enough = close_enough
        self.alone = alone
        self._lookup = lookup
        self._written = WrittenOut(lexicon, lookup)
        self.near = lru_cache(SELDOM)(self._near)
        self.read = lru_cache(SELDOM)(self._read)
        self.read_whole = lru_cache(SELDOM)(self._read_whole)
        self._owners = lru_cache(_FEW_OWNERS)(self._owners_of)

    def _read(self, name: str) -> Reading:
        """What a name may mean, as it is spelled and with its short forms written out."""
        letters = initials(name)
        return _together(
            self._decide(asked, self.near(asked), letters) for asked in self._spellings(name)
        )

    def _read_whole(self, name: str) -> Reading:
        """The same if what it means has all words of the name, else without what is found.

        Most phrases of a text have words that no name has, so that hardly any name is looked at.
        """
        letters = initials(name)
        readings = []
        for asked in self._spellings(name):
            near = self._near(asked, whole=True)
            if near and self._asks_for_others(near, letters):
                near = self.near(asked)
            if near:
                readings.append(self._decide(asked, near, letters))
        reading = _together(readings)
        if reading.found is None or reading.found.whole:
            return reading
        return Reading(None, reading.genes)

    def _spellings(self, name: str) -> Iterable[NameWords]:
        index = name_index(self.lexicon)
        spellings = (taken_apart(words) for words in self._written.spellings(name))
        return dict.fromkeys(mended(spelling, index) for spelling in spellings)

    def _asks_for_others(self, wholes: Iterable[CloseName], letters: str) -> bool:
        """Whether names that lack words may change which of those without a lack is meant."""
        ways = {name.numbers for name in wholes}
        if "first" in ways and "same" not in ways:
            return True
        candidates = self._lookup(letters, "order") if letters else ()
        return any(candidate.is_gene for candidate in candidates)

    def _decide(self, asked: NameWords, near: tuple[CloseName, ...], letters: str) -> Reading:
        genes = frozenset(n.ref for n in near if n.whole and not n.is_family)
        agreeing = [n for n in near if n.numbers == "same"]
        first = [n for n in near if n.numbers == "first" and not n.is_family]
        found = [
            self._one_of(self._ahead(agreeing, asked), asked, genes),
            None if self._ahead(agreeing[:1], asked) else self._ahead(first, asked),
            self._one_of(self._by_letters(letters, near), asked, genes),
            self._left_open(asked, near),
        ]
        close = (n.ref for n in near if n.whole and not n.is_family and self._is_close(n))
        return Reading(min(filter(None, found), key=_order, default=None), frozenset(close))

    def _is_close(self, name: CloseName) -> bool:
        return name.likeness >= self.close_enough

    @staticmethod
    def _one_of(
        found: CloseName | None, asked: NameWords, genes: frozenset[int]
    ) -> CloseName | None:
        """A name that was found, unless no number says which of several genes is meant."""
        if found is None or asked.numbers or found.is_family or genes <= {found.ref}:
            return found
        return None

    def _ahead(self, names: list[CloseName], asked: NameWords) -> CloseName | None:
        """The first of some names if it is close enough and ahead of those of other genes."""
        if not names:
            return None
        first = names[0]
        alone = first.whole and len(asked.words) > 1
        if first.likeness < (self.alone if alone else self.close_enough):
            return None
        rivals = [n for n in names[1:] if n.whole == first.whole]
        if rivals and first.likeness - rivals[0].likeness < LEAD:
            return None
        return first

    def _by_letters(self, letters: str, near: tuple[CloseName, ...]) -> CloseName | None:
        """The gene that goes by the initials of a name too (`HSP27`), if its name is close.

        Of a family, half of the members must have close names.
        """
        close = [
            name
            for name in near
            if name.numbers != "first"
            and name.likeness >= (LIKELY if name.whole else self.close_enough)
        ]
        around = frozenset[int]().union(*map(self._genes, close))
        for candidate in self._lookup(letters, "order") if letters and close else ():
            genes = members(candidate, self.lexicon)
            if genes and len(genes & around) >= ABOUT_A_FAMILY * len(genes):
                name = next(name for name in close if not genes.isdisjoint(self._genes(name)))
                return name._replace(ref=candidate.ref, is_family=candidate.entry.is_family)
        return None

    def _left_open(self, asked: NameWords, near: tuple[CloseName, ...]) -> CloseName | None:
        """The one gene that a name without number fits, or the family of several."""
        fits = [n for n in near if n.likeness >= self.close_enough and not n.is_family]
        fits = [n for n in fits if n.numbers == "without" and n.whole == fits[0].whole]
        genes = frozenset(n.ref for n in fits)
        if not genes or not asked.open or not AGENTS.isdisjoint(asked.words[-1:]):
            return None
        if len(genes) == 1:
            every = {n.ref for n in near if n.whole and not n.is_family}
            alone = every == genes or fits[0].likeness >= SURELY
            return fits[0] if fits[0].whole and alone and self._says_much(asked) else None
        family = self._family_of(
            frozenset(n.ref for n in fits if n.likeness > fits[0].likeness - LEVEL)
        )
        return fits[0]._replace(ref=family, is_family=True) if family is not None else None

    def _says_much(self, asked: NameWords) -> bool:
        """Whether a name without number is more than a class noun (`inflammatory cytokine`)."""
        weights = [name_index(self.lexicon).weight(word) for word in asked.words]
        return len(weights) > 2 or max(weights, default=0.0) > _RARE

    def _genes(self, name: CloseName) -> frozenset[int]:
        facts = self.lexicon.facts
        return frozenset(facts.members_of(name.ref) if name.is_family else {name.ref})

    def _family_of(self, genes: frozenset[int]) -> int | None:
        """The family that some genes are, by and large; None if they are none."""
        shared = Counter(f for gene in genes for f in self.lexicon.families_of(gene))
        best, ref = 0.0, None
        for family, common in sorted(shared.items()):
            size = len(self.lexicon.facts.members_of(family))
            overlap = common / (size + len(genes) - common)
            if overlap > best and common >= MOSTLY * len(genes):
                best, ref = overlap, family
        return ref if best >= ABOUT_A_FAMILY else None

    def _near(self, asked: NameWords, *, whole: bool = False) -> tuple[CloseName, ...]:
        """The names that share rare words and the head with this one, the closest first.

        A gene or family comes once for each way in which the numbers agree. `whole` says that only
        those with all words of the name are wanted.
        """
        index = name_index(self.lexicon)
        if not asked.words or sum(map(len, asked[:3])) < 2:
            return ()
        best: dict[tuple[int, bool, str], CloseName] = {}
        wanted = Asked(asked, index)
        pool = NamePool(wanted, index)
        for ref, is_family, other in self._pool(pool, wanted, index, whole=whole):
            agreeing = numbers(asked, other)
            if agreeing is None:
                continue
            like, has_all = wanted.likeness(other)
            if like < _FAR or (whole and not has_all):
                continue
            found = CloseName(ref, is_family, round(like, 4), agreeing, has_all)
            key = ref, is_family, agreeing
            if key not in best or _order(found) < _order(best[key]):
                best[key] = found
        return tuple(sorted(best.values(), key=_order))

    def _pool(
        self, pool: NamePool, wanted: Asked, index: NameIndex, *, whole: bool
    ) -> Iterator[tuple[int, bool, NameWords]]:
        """The names that may be meant: those with most of its words, its head and its numbers."""
        telling = wanted.telling if whole else []
        for gene in self._common_owners(telling, wanted) if telling else pool.genes():
            if not wanted.head or gene in index.with_head(wanted.head):
                name = index.name(gene)
                if not telling or pool.weighs_enough(name.words):
                    yield gene, False, name
        words = frozenset(wanted.name.words)
        for key in pool.keys(telling):
            if not wanted.may_have_numbers(key):
                continue
            named = self.lexicon.references(key, _NAME_TYPES)
            entries = [(ref, family) for ref, family in named if family or index.has_product(ref)]
            other = index.of_key(key, words) if entries else None
            if other is not None:
                for ref, is_family in entries:
                    yield ref, is_family, other

    def _common_owners(self, words: list[str], wanted: Asked) -> frozenset[int]:
        """The genes whose approved names have some form of each word, and all the numbers."""
        owners = [self._owners(word) for word in words]
        if not wanted.is_first:
            owners += map(name_index(self.lexicon).numbered, wanted.name.numbers)
        owners.sort(key=len)
        return frozenset.intersection(*owners)

    def _owners_of(self, word: str) -> frozenset[int]:
        """The genes whose approved names have some form of a word."""
        index = name_index(self.lexicon)
        found = set(index.genes(word))
        if len(word) >= SAME_START:
            for other in index.words(word[:SAME_START]):
                if is_form_of(word, other):
                    found.update(index.genes(other))
        return frozenset(found)


def _together(readings: Iterable[Reading]) -> Reading:
    """What several spellings of one name mean."""
    found: CloseName | None = None
    genes: frozenset[int] = frozenset()
    for reading in readings:
        genes |= reading.genes
        if reading.found and (found is None or _order(reading.found) < _order(found)):
            found = reading.found
    return Reading(found, genes)


def _order(name: CloseName) -> tuple[bool, float, bool, bool, int]:
    same = name.numbers == "same"
    return (not name.whole, -name.likeness, not same, not name.is_family, name.ref)
