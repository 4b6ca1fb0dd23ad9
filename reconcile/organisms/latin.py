"""Latin names of organisms in a text: genera, binomials and their short forms.

The names are those of NCBI Taxonomy that are much studied (`genera.tsv`, see
`benchmarks/genera.py`). The table is opened when a text first has a word that looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias, cast

from reconcile.bundled import packaged_text
from reconcile.organisms.table import Group
from reconcile.patterns import regex
from reconcile.remembered import WORDS

__all__ = ["LatinHit", "find_latin"]

LatinKind: TypeAlias = Literal["binomial", "genus", "abbreviated"]

_TABLE: Final = "genera.tsv"
_NAME: Final = regex(
    r"[A-Z](?<![\w.-].)"
    r"(?:(?P<genus>[a-z]{2,})(?![\w-])(?: (?:x |× )?(?P<species>[a-z]{3,}|spp?\.))?"
    r"|\. ?(?P<short>[a-z]{4,})(?![\w-]))"
)
"""A capital, and the rest of a genus or a short form; it begins with what is sought quickest."""
_SHORT_FORM: Final = regex(r"[A-Z]\. ?[a-z]{4}")
_EPITHET: Final = regex(r"spp?\.|[a-z]{2,}(?:us|um|a|is|ae|i|ens|ans|oides)")
_NO_EPITHET: Final = regex(
    r"\w*(?:genesis|thesis|lysis|osis|stasis|taxis|eria|thelium|mycelium|coma|oma|emia)|data|via"
    r"|media|medium|serum|plasma|larva|basis|axis|status|versus|virus|genus|this|that|extra|area"
    r"|algae|hyphae|nucleus|stimulus|medulla|calcium|membrana"
)


_ENDINGS: Final[dict[Group, re.Pattern[str]]] = {
    "fungus": regex(r"[A-Z][a-z]+(?:myces|mycetes|mycota|mycotina)"),
    "bacterium": regex(
        r"[A-Z][a-z]+(?:bacter|bacterium|bacteria|bacteriaceae|coccus|bacillus|monas|spirillum"
        r"|vibrio|rhizobium|mycoplasma)"
    ),
    "virus": regex(r"[A-Z][a-z]+(?:viridae|virinae|virales|virus)"),
    "plant": regex(r"[A-Z][a-z]{3,}(?:aceae|phyta|phyceae|oideae)"),
    "animal": regex(r"[A-Z][a-z]{3,}(?:idae|optera|poda)"),
}
"""How names of genera and families end that the table does not have."""


@dataclass(frozen=True, slots=True)
class LatinHit:
    """A Latin name in a text: what the organism is, the words, their offsets, how they name it."""

    group: Group
    text: str
    start: int
    end: int
    kind: LatinKind


def find_latin(text: str, around: str = "") -> list[LatinHit]:
    """The Latin names in a clean text, in order.

    A short form (`X. dendrorhous`) is of the genus with this initial that the text or `around`
    spells out, or else of the species that goes by it. A genus that is a word or a gene too counts
    before the word of a species only.

    >>> [(hit.text, hit.group) for hit in find_latin("Salvia roots; Iris; S. officinalis")]
    [('Salvia', 'plant'), ('S. officinalis', 'plant')]
    """
    found = list(_find(text, {}))
    if not _SHORT_FORM.search(text):
        return found
    spelled = {hit.text[0]: hit.group for hit in _find(around, {})} if around else {}
    spelled |= {hit.text[0]: hit.group for hit in found}
    return list(_find(text, spelled))


def _find(text: str, spelled: dict[str, Group]) -> Iterator[LatinHit]:
    for match in _NAME.finditer(text):
        short, species = match["short"], match["species"]
        if short is not None:
            group = _short(match.group()[0], short, spelled)
            if group is not None:
                yield LatinHit(group, match.group(), match.start(), match.end(), "abbreviated")
            continue
        genus = text[match.start() : match.end("genus")]
        found = _genus(genus)
        if found is None:
            continue
        sure, group = found
        if species is not None and _is_epithet(species):
            yield LatinHit(group, match.group(), match.start(), match.end(), "binomial")
        elif sure:
            yield LatinHit(group, genus, match.start(), match.end("genus"), "genus")


def _is_epithet(word: str) -> bool:
    return bool(_EPITHET.fullmatch(word)) and not _NO_EPITHET.fullmatch(word)


def _short(initial: str, epithet: str, spelled: dict[str, Group]) -> Group | None:
    if initial in spelled and _is_epithet(epithet):
        return spelled[initial]
    return _of_kind("abbreviated", initial + epithet)


@lru_cache(maxsize=WORDS)
def _genus(word: str) -> tuple[bool, Group] | None:
    for kind in ("genus", "before a species"):
        group = _of_kind(kind, word)
        if group is not None:
            return kind == "genus", group
    return next(((True, g) for g, ending in _ENDINGS.items() if ending.fullmatch(word)), None)


def _of_kind(kind: str, name: str) -> Group | None:
    return _table()[kind].get(name)


@cache
def _table() -> dict[str, dict[str, Group]]:
    """The group of each name, by the kind of names; of two rows the first has the name."""
    text = packaged_text("organisms", _TABLE)
    found: dict[str, dict[str, Group]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, group, names = line.split("\t")
            of = found.setdefault(kind, {})
            for name in names.split():
                of.setdefault(name, cast("Group", group))
    return found
