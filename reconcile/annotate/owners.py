"""Which organism a place of a text is about: the one of its sentence, or else of the whole text.

The rules are those of `species.py`, for all organisms alike: the one named in the same sentence, of
several the nearest before, else the one that text and titles are about. That is what they name, or,
where they name none, the group that the fitted model of `reconcile.organisms` finds more likely
than all others together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

from reconcile.annotate.passage import Passage
from reconcile.annotate.roles import Part, parts_of
from reconcile.figure import Figure
from reconcile.locks import IMPORTS
from reconcile.naming.sentences import Sentences
from reconcile.organisms import GREEN_PLANTS, VIRUSES_AT_LARGE, Group, OrganismHit
from reconcile.patterns import regex

__all__ = ["INVADERS", "INVERTEBRATES", "MODEL", "Owner", "Owners", "invades", "is_in_general"]

Where: TypeAlias = Literal["sentence", "nearest", "text", "heading", "record"]

_VERTEBRATES: Final = frozenset({"mammal", "vertebrate"})
INVERTEBRATES: Final = frozenset({"insect", "worm"})
"""Animals whose genes have names of their own."""
INVADERS: Final = frozenset({"bacterium", "archaeon", "protist"})
"""What lives in others, or may."""
_GROWN: Final = frozenset({"plant", "fungus"})
_TOLD: Final = _GROWN | INVADERS
"""What words tell without a name."""
_FOREIGN: Final = _GROWN | INVERTEBRATES | INVADERS
_FREE: Final = frozenset({"44689", "5911", "2850"})
"""*Dictyostelium*, *Tetrahymena* and diatoms, protists that live for themselves."""
_INVADING_FUNGI: Final = frozenset({"5476", "162425", "5207"})
"""*Candida albicans*, *Aspergillus* and *Cryptococcus*, which captions name as what infects."""
MODEL: Final[dict[Group, str]] = {"worm": "6239", "insect": "7227"}
"""The organisms of the laboratory that a worm or a fly is."""
_OF_MODEL: Final = ("melanogaster", "elegans")
_OF_GROUP: Final[dict[Group, str]] = {
    "mammal": "40674",
    "vertebrate": "7742",
    "insect": "50557",
    "worm": "33208",
    "animal": "33208",
    "plant": GREEN_PLANTS,
    "fungus": "4751",
    "protist": "2759",
    "bacterium": "2",
    "archaeon": "2157",
    "virus": VIRUSES_AT_LARGE,
}
"""NCBI Taxonomy ids of what a name without a row in the table is of."""

_ANYWHERE: Final = frozenset({"plant", "bacterium", "archaeon"})
_FIRST: Final = 2
_SEVERAL: Final = 2
_BACK: Final = 24
_NEAR: Final = 8
"""Organisms before and behind a name that are looked at, of a sentence that never ends."""
_HALF: Final = 0.5
_SPEAKS: Final = "speaks of"
_STEM: Final = 5
"""Letters that different words differ in."""

_IN: Final = regex(r" ?(?:\w+ )?(?:in|of) (?:the )?(?:\w+ )?")
_OF_GENUS: Final = regex(r"\b(?:in|of|from|by|for) (?:the )?(?:genus )?$")
"""Before a genus that stands alone; without it `Fuchsia` is a colour."""
_COMMON: Final = regex(
    r"\b(?:(?<!parasitic )(?P<worm>worms?)|flies|(?<!on the )fly(?! ?trap| ash))\b"
)
_IN_GENERAL: Final = regex(r"bacteri\w+|quorum sensing|gram-\w+", re.IGNORECASE)
_VERTEBRATE: Final = regex(r"\b(?:[Vv]ertebrates?|[Mm]etazoans?)\b")
_AT_LARGE: Final = regex(r"\b(?:[Vv]ertebrates?|[Mm]etazoans?|[Aa]nimals?|[Ll]ivestock)\b")
_OF_AT_LARGE: Final = ("ertebrate", "etazoan", "nimal", "ivestock")
"""Letters of which every match of the two has some."""

_OF_ANIMALS: Final = (
    r"macrophages?|monocytes?|neutrophils?|lymphocytes?|dendritic|platelets?|endotheli\w+"
    r"|epitheli\w+|fibroblasts?|adipocyt\w+|erythrocytes?|red blood cells?|keratinocytes?"
    r"|cardiomyocytes?|hepat\w+|microglia\w*|astrocytes?|osteo\w+|chondrocytes?|inflamm\w+"
    r"|T[ -]cells?|B[ -]cells?|cancers?|tumou?rs?|neurons?|neuronal|muscles?|cardiac|liver|brain"
    r"|bone|kidney|intestin\w+|gut|lungs?|diabet\w+|obes\w+|HeLa|HEK293T?|MCF-?7|insulin|TNF\S*"
    r"|interferons?|cytokines?|p53|NF-[κk]B"
)
_ANIMAL: Final = regex(rf"\b(?:{_OF_ANIMALS})(?!\w)")
"""What only animals have."""
_HOST: Final = regex(rf"\b(?:{_OF_ANIMALS}|hosts?|infect\w*|immun\w+)(?!\w)")
"""What is said of who is infected."""


@dataclass(frozen=True, slots=True)
class Owner:
    """An organism without human genes that a place is about, and how the text says so."""

    hit: OrganismHit
    where: Where


class Owners:
    """Tells for each place of a passage which organism without human genes it is about.

    >>> from reconcile.annotate.passage import passage_of
    >>> owners = Owners(passage_of("In yeast, HSP31 is cut. In human cells PARK7 is."))
    >>> owners.at(10, 15).hit.text, owners.at(41, 46)
    ('yeast', None)
    """

    def __init__(self, passage: Passage, record: Sequence[OrganismHit] = ()) -> None:
        """Weigh the organisms that a passage names.

        Args:
            passage: the text and its titles.
            record: the organisms that its record lists; they count where all else says nothing.
        """
        self._text = passage.text
        self.sentences = Sentences(passage.text)
        here = _named(passage.text, passage.organisms, passage.background)
        above = _named(passage.background, passage.in_background, passage.text)
        said = list(parts_of(passage.text, here, self.sentences))
        self._parts: dict[int, list[Part]] = {}
        for part in said:
            self._parts.setdefault(self.sentences.at(part.hit.start), []).append(part)
        self.beside_animals = any(hit.group in _VERTEBRATES for hit in (*here, *above))
        """Whether the passage names people or animals with human genes."""
        self._speaks_of_animals = self.beside_animals or bool(_ANIMAL.search(passage.text))
        self.focus: Owner | None = None
        """What the passage as a whole is about; None where it may be human."""
        if not self.beside_animals:
            titles = Sentences(passage.background)
            entitled = list(parts_of(passage.background, above, titles))
            hits = _of_whole(said), _of_whole(entitled)
            self.focus = self._named_most(*hits, record)
            untold = all(map(is_in_general, (*hits[0], *hits[1])))
            if untold and len(said) + len(entitled) == len(here) + len(above) and not record:
                self.focus = self._likeliest(passage)
        elif not self._speaks_of_animals_here(here):
            # A title may name people by the way: `golden girl`, `for human health`.
            likeliest = self._likeliest(passage)
            if likeliest is not None and likeliest.hit.group in _GROWN:
                self.focus = likeliest

    def __bool__(self) -> bool:
        """Whether any place is about an organism without human genes."""
        return self.focus is not None or any(
            _is_foreign(part.hit) for parts in self._parts.values() for part in parts
        )

    def at(self, start: int, end: int) -> Owner | None:
        """The organism without human genes that a place is about; None for none."""
        owner = self._at(start, end)
        return owner if owner is not None and _is_foreign(owner.hit) else None

    def _speaks_of_animals_here(self, here: Sequence[OrganismHit]) -> bool:
        """Whether the text itself names animals, or what only they have."""
        return any(hit.group in _VERTEBRATES for hit in here) or bool(_ANIMAL.search(self._text))

    def _at(self, start: int, end: int) -> Owner | None:
        around: Sequence[Part] = self._parts.get(self.sentences.at(start), ())
        place = bisect_right(around, start, key=_start)
        around = around[max(0, place - _NEAR) : place + _NEAR]
        near = [part for part in around if part.speaks_for(start)]
        parts = [part for part in near if part.bracketed] or near
        if self._speaks_of_animals:
            parts = [part for part in parts if part.subject or part.hit.group not in _GROWN]
        if not parts:
            return self.focus
        for part in parts:  # `Rad52 in yeast and BRCA2 in humans`
            if part.hit.start >= end and _IN.fullmatch(self._text, end, part.hit.start):
                return Owner(part.hit, "sentence")
        if len({part.hit.taxon for part in parts}) == 1:
            return Owner(parts[0].hit, "sentence")
        before = bisect_right(parts, start, key=_start)
        return Owner(parts[max(0, before - 1)].hit, "nearest")

    def _named_most(
        self,
        here: Sequence[OrganismHit],
        above: Sequence[OrganismHit],
        record: Sequence[OrganismHit],
    ) -> Owner | None:
        """The organism that text and titles name most, or else their record.

        Plants and bacteria count wherever they are named, others in a title, in the first
        sentences, or several times. Words for what only animals have speak against all but flies
        and worms.
        """
        hits = [*above, *here] or list(record)
        if any(hit.group not in _FOREIGN and hit.taxon != VIRUSES_AT_LARGE for hit in hits):
            return None
        own = [hit for hit in hits if _is_foreign(hit) and not is_in_general(hit)]
        named = [hit for hit in own if hit.taxon != GREEN_PLANTS] or own
        if not named:
            return None
        ((most, times),) = Counter(hit.taxon for hit in named).most_common(1)
        hit = next(hit for hit in named if hit.taxon == most)
        if self._has_host(hit):
            return None
        early = hit not in here or self.sentences.at(hit.start) < _FIRST
        if hit.group not in _ANYWHERE and not early and times < _SEVERAL:
            return None
        return Owner(hit, "text" if hit in here else "heading" if hit in above else "record")

    def _likeliest(self, passage: Passage) -> Owner | None:
        """The group that a passage is about, if it is more likely than all others together.

        Two different words have to say so that are no names in capitals, and one of them no gene's
        name at all: one word alone is a colour (`Fuchsia`), a gene (`WASP`) or a substance of all
        organisms. A fly or worm is named.
        """
        with IMPORTS:
            from reconcile.organisms.about import organism_of
            from reconcile.organisms.vocabulary import topics_of
        topics = topics_of(passage.text) | topics_of(passage.background)
        if not any(topic.partition(" ")[0] in _TOLD for topic in topics):
            return None
        said = organism_of(Figure("", passage.text, title=passage.background or None))
        group = cast("Group", said.group)
        if said.probability <= _HALF or group not in _TOLD:
            return None
        pieces = [piece for piece in said.evidence if not piece.text.isupper()]
        speaking = [
            piece
            for piece in pieces
            if _SPEAKS in piece.detail and not _IN_GENERAL.fullmatch(piece.text)
        ]
        if not speaking or len({piece.text[:_STEM].lower() for piece in pieces}) < _SEVERAL:
            return None
        first = next((piece for piece in speaking if piece.source == "caption"), speaking[0])
        here = first.source == "caption"
        taxon = said.taxon or _OF_GROUP[group]
        hit = OrganismHit(taxon, group, first.text, first.start or 0, first.end or 0)
        return None if self._has_host(hit) else Owner(hit, "text" if here else "heading")

    def _has_host(self, hit: OrganismHit) -> bool:
        """Whether the text has words for what the organism cannot have, but an animal."""
        if hit.group in INVERTEBRATES:
            return False
        return bool((_HOST if invades(hit) else _ANIMAL).search(self._text))


def invades(hit: OrganismHit) -> bool:
    """Whether an organism is one that lives in others, whose genes a text on it may name too."""
    if hit.group in INVADERS:
        return hit.taxon not in _FREE
    return hit.taxon in _INVADING_FUNGI


def is_in_general(hit: OrganismHit) -> bool:
    """Whether words speak of bacteria and of none of them."""
    return _IN_GENERAL.fullmatch(hit.text) is not None


def _is_foreign(hit: OrganismHit) -> bool:
    return hit.group in _FOREIGN


def _start(part: Part) -> int:
    return part.hit.start


def _of_whole(parts: Sequence[Part]) -> list[OrganismHit]:
    return [part.hit for part in parts if part.whole]


def _named(text: str, hits: Sequence[OrganismHit], around: str) -> list[OrganismHit]:
    """The organisms that a text names: those of the table, by Latin names, animals at large.

    `Animals` are a fly or a worm, where one of these is named.
    """
    if not text:
        return []
    taken = {place for hit in hits for place in range(hit.start, hit.end)}
    found = [*hits, *_by_latin(text, around, taken)]
    common = "worm" in text or "flies" in text or "fly" in text
    for word in _COMMON.finditer(text) if common else ():
        if word.start() not in taken:
            group: Group = "worm" if word["worm"] else "insect"
            found.append(OrganismHit(MODEL[group], group, word.group(), *word.span()))
    small = any(hit.group in INVERTEBRATES for hit in found)
    large = any(letters in text for letters in _OF_AT_LARGE)
    for match in (_VERTEBRATE if small else _AT_LARGE).finditer(text) if large else ():
        found.append(
            OrganismHit(_OF_GROUP["vertebrate"], "vertebrate", match.group(), *match.span())
        )
    return sorted(found, key=lambda hit: hit.start)


def _by_latin(text: str, around: str, taken: set[int]) -> Iterator[OrganismHit]:
    with IMPORTS:
        from reconcile.organisms.latin import find_latin
    for latin in find_latin(text, around):
        if latin.start in taken or latin.end - 1 in taken:
            continue
        before = text[max(0, latin.start - _BACK) : latin.start]
        if latin.kind != "genus" or _OF_GENUS.search(before):
            own = MODEL.get(latin.group) if latin.text.endswith(_OF_MODEL) else None
            taxon = own or _OF_GROUP[latin.group]
            yield OrganismHit(taxon, latin.group, latin.text, latin.start, latin.end)
