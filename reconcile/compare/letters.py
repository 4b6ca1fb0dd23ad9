"""What a figure's own texts say of letters: definitions, and the chemicals that are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from reconcile.cleaning import clean
from reconcile.compare.unlisted import is_thing, names_product
from reconcile.figure import Figure
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NON_GENE_TYPES, Entry
from reconcile.locks import kept_property
from reconcile.naming.abbreviations import Definition, names_something_else
from reconcile.naming.glossary import defined_in
from reconcile.naming.thing_shape import thing_shape
from reconcile.patterns import regex
from reconcile.text import surface_key

__all__ = ["Letters"]

_WORD: Final = regex(r"[^\W\d_]{4,40}")
_PIECE: Final = regex(r"[^\s,;/|()\[\]]+")
_LIKELY: Final = 0.9
_CODE: Final = regex(r"[A-Z][a-z]{2,4}")
_INITIALS: Final = regex(r"[A-Z][a-z]")
_PLAIN_CHEMICAL: Final = regex(r"[a-z]{3,9}(?:ate|ine|ose)")
_MOST_KEYS: Final = 200
"""How abbreviations of chemicals are written, and symbols of human genes are not."""
_THINGS: Final = frozenset({"chemical", "anatomy", "organism"})
_GROWTH: Final = regex(r"(?:oma|leuka?emia|sclerosis|dystrophy|ataxia)s?\b", re.IGNORECASE)
"""Diseases that genes are called after: `musculoaponeurotic fibrosarcoma` is MAF."""


class Letters:
    """What letters mean in one figure, as its texts say.

    >>> figure = Figure("F", "Citrate leaves; fosfomycin (FOS) acts.", ["CIT", "FOS"])
    >>> letters = Letters(figure, Lexicon.load())
    >>> letters.definition("FOS").long, letters.short_for("Cit")
    ('fosfomycin', 'citrate')
    """

    def __init__(self, figure: Figure, lexicon: Lexicon) -> None:
        self._figure = figure
        self._lexicon = lexicon

    @kept_property
    def texts(self) -> tuple[str, ...]:
        """The caption and both titles, clean."""
        figure = self._figure
        given = (figure.caption, figure.title, figure.paper_title)
        return tuple(clean(text).text for text in given if text)

    @kept_property
    def _definitions(self) -> Mapping[str, Definition]:
        found: dict[str, Definition] = {}
        for text in self.texts:
            for definition in defined_in(text):
                found.setdefault(_plain(definition.short), definition)
        return found

    def definition(self, letters: str) -> Definition | None:
        """The first definition of letters, or of them without the s of a plural; None without."""
        return self._definitions.get(_plain(letters))

    @kept_property
    def chemicals(self) -> frozenset[str]:
        """The chemicals of one word that the texts, the list and PFOCR's tables name, lowered."""
        figure = self._figure
        words = (row.name or row.match for row in figure.ocr if row.kind == "chemical")
        texts = (*self.texts, *(figure.keywords or ()), *words)
        named = {word.lower() for text in texts for word in _WORD.findall(text)}
        return frozenset(word for word in named if self._is_chemical(word))

    def _is_chemical(self, word: str) -> bool:
        thing = is_thing(word, self._lexicon)
        if thing is not None:
            return thing.type == "chemical"
        if self._lexicon.word_rank(word) is not None:
            return False
        shape = thing_shape(word)
        return shape.kind == "chemical" and shape.probability >= _LIKELY

    def short_for(self, letters: str) -> str | None:
        """A chemical of the figure that begins with letters, as `Cit` of citrate; None without.

        Only for letters with one capital, as abbreviations of chemicals are written.
        """
        if not self.looks_like_code(letters):
            return None
        begun = letters.lower()
        found = (name for name in self.chemicals if name.startswith(begun) and name != begun)
        return min(found, default=None, key=lambda name: (len(name), name))

    @staticmethod
    def looks_like_code(letters: str) -> bool:
        """Whether letters are written as abbreviations of chemicals are: `Mal`."""
        return _CODE.fullmatch(letters) is not None

    def may_be_code(self, letters: str) -> bool:
        """Whether letters so written are a short name of a chemical, or begin a plain name."""
        if _INITIALS.fullmatch(letters):
            return any(name.startswith(letters.lower()) for name in self.chemicals)
        if not self.looks_like_code(letters):
            return False
        if is_thing(letters, self._lexicon) is not None:
            return True
        names = self._lexicon.keys(letters.lower(), _MOST_KEYS)
        plain = (name for name in names if _PLAIN_CHEMICAL.fullmatch(name))
        return any(self._is_chemical(name) for name in plain)

    def thing_defined(self, letters: str) -> tuple[Definition, str] | None:
        """A definition of letters as no gene, and what it is; None without such a one."""
        definition = self.definition(letters)
        if definition is None:
            return None
        kind = self._kind(definition.long)
        return None if kind is None else (definition, kind)

    def _kind(self, long: str) -> str | None:
        """What a long form is that is no gene; None where it may name one."""
        thing = is_thing(long, self._lexicon)
        if thing is not None:
            return thing.type if thing.type in _THINGS and not _is_genus(thing, long) else None
        if names_product(long) or _GROWTH.search(long) or long.endswith("complex"):
            return None
        if any(e.type not in NON_GENE_TYPES for e in self._lexicon.lookup(surface_key(long))):
            return None
        shape = thing_shape(long)
        if shape.kind == "chemical" and shape.probability >= _LIKELY:
            return "chemical"
        return "thing" if names_something_else(long) else None

    @kept_property
    def codes(self) -> frozenset[str]:
        """The short names of chemicals among the words off the image: `Asp`, `Cit` of citrate."""
        pieces = {p for row in self._figure.ocr for p in _PIECE.findall(row.word)}
        return frozenset(p for p in pieces if _CODE.fullmatch(p) and self._is_code(p))

    def _is_code(self, piece: str) -> bool:
        thing = is_thing(piece, self._lexicon)
        return (thing is not None and thing.type == "chemical") or self.short_for(piece) is not None

    def neighbours(self, word: str, letters: str) -> Iterator[str]:
        """The chemicals that a word has beside letters, and no genes: `Asp` in `Asp,Glu,Orn`."""
        others = [p for p in _PIECE.findall(word) if _plain(p) != _plain(letters)]
        if any(self._is_gene(piece) for piece in others):
            return
        for piece in others:
            thing = is_thing(piece, self._lexicon)
            if thing is not None and thing.type == "chemical":
                yield piece

    def _is_gene(self, piece: str) -> bool:
        entries = self._lexicon.lookup(surface_key(piece))
        firm = any(e.type in ("approved", "curated", "label") for e in entries)
        return firm and is_thing(piece, self._lexicon) is None


def _is_genus(thing: Entry, long: str) -> bool:
    """Whether a thing is an animal by its common name, as some genes are called (`porcupine`)."""
    return thing.type == "organism" and " " not in long


def _plain(letters: str) -> str:
    """Letters as definitions are looked for: small, without the s of a plural and hyphens."""
    lowered = letters.lower().replace("-", "")
    return lowered[:-1] if len(lowered) > 3 and lowered.endswith("s") else lowered
