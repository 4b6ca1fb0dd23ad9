"""What the words around a name in a caption make of it: a piece of a longer name, another meaning.

`caspase` in *caspase recruitment domain (CARD)*, `claudin` in *claudin-low tumours*, `TRIM27` in
*TRIM27-L* and `AAAS` in *with permission from AAAS* are no names of genes that the figure shows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from typing import Final

from reconcile.naming.abbreviations import Definition
from reconcile.naming.glossary import defined_in
from reconcile.patterns import regex
from reconcile.suggest.context import Contexts

__all__ = ["Surroundings"]

_GOES_ON: Final = regex(
    r"[ -]?(?:(?:binding|response|responsive) (?:proteins?|domains?|sites?|elements?)"
    r"|(?:interacting|associated|related|induced|homologous) proteins?"
    r"|(?:activated|stimulated) (?:sites?|sequences?|genes?)"
    r"|(?:\w+ (?:and \w+ )?)?domains?|motifs?|repeats?|homolog(?:ue)?s?|tags?)\b"
    r"|[ -](?:like|low|high)\b"
    r"|(?<=histone) (?:modif|(?:de)?acetyl|(?:de)?methyl|ubiquityl)\w+",
    re.IGNORECASE,
)
"""What behind a name says that it is but the beginning of another."""

_MARKED: Final = regex(r" ?[+]|[ -](?:positive|negative|expressing)\b", re.IGNORECASE)
"""What behind a name says that cells are told by it."""

_AFTER_BRACKET: Final = regex(
    r"(?:\)| \([^()]{1,50}\))[ -](?:receptor[ -](?:associated|interacting)|kinases?(?= \()"
    r"|binding[ -](?:proteins?|kinases?|domains?)"
    r"|(?:associated|interacting|induced|related|like)[ -](?:proteins?|factors?|kinases?|receptors?"
    r"|domains?))\b",
    re.IGNORECASE,
)
"""The same where the short form of the piece stands in between: `CREB (…) binding protein`."""

_HYPHENS: Final = "‐‑–-"
_CODE: Final = regex(rf"[{_HYPHENS}](?:[ABD-HJ-MO-OQ-UW-Z]|\d{{2,}})(?![\w/{_HYPHENS}])")
"""What makes a longer name of a name: `TRIM27-L`, `TAK-441`, but not `MUC1-C`, its C-terminal."""
_COMBINING: Final = regex(
    rf"[A-Za-z][a-z]+o[{_HYPHENS}](?:/|(?!\w*(?:ed|ing|ent|ive|null|like|free)\b)[a-z]{{3}})"
)
"""Words that are combined with others end so: `aldo-keto`, `apo-/lipoproteins`."""
_LED: Final = regex(
    rf"(?<!\w)(?:anti|non)[{_HYPHENS}]$"
    r"|(?<![\w-])(?:[Vv]iral|[Bb]acterial|[Ff]ungal|[Yy]east|[Pp]lant|[Pp]hage) $"
)
"""What before a name says that it is not a human gene's."""
_NOT_SHOWN: Final = regex(
    r"[^.;()]{0,15}\((?:data )?not shown|,? (?:(?:which|that) )?(?:is|are) not (?:shown|depicted)"
)
_SOURCE: Final = regex(
    r"\b(?:adapted|modified|redrawn|reproduced|reprinted|taken|permission|courtesy)"
    r"(?: with permission)?(?: (?:from|of|by))(?: the)? $|(?:©|\bcopyright) ?(?:\d{4} )?$",
    re.IGNORECASE,
)
_BACK: Final = 60
_WORD: Final = regex(r"[a-z]{3}")
_NESTED: Final = 8
"""Definitions of one short form, or around one place, that are looked at."""
_APPOSITION: Final = regex(
    r"s?-?|s?[ -](?:pathways?|cascades?|signal(?:l?ing)?|isoforms?|factors?|proteins?|complex"
    r"|enzymes?|(?:super)?family|genes?|subunits?|peptides?|channels?|chains?)(?: \w)?",
    re.IGNORECASE,
)
"""What in a long form makes no other name of a name: `NADPH oxidase pathway (NOX)`."""
_SEVERAL: Final = regex(r"[,/–]| and ")


class Surroundings:
    """The words around the names of one caption."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._contexts = Contexts(text)
        found = [d for d in defined_in(text) if _is_plain(d.long)]
        self._definitions = sorted(found, key=lambda definition: definition.long_start)
        self._starts = [definition.long_start for definition in self._definitions]
        self._of_short: dict[str, list[Definition]] = defaultdict(list)
        for definition in self._definitions:
            self._of_short[definition.short].append(definition)

    def context(self, start: int, end: int) -> str | None:
        """The kind of sentence that a span stands in, see `Contexts.at`."""
        return self._contexts.at(start, end)

    def is_piece(self, start: int, end: int, edges: Collection[int] = ()) -> bool:
        """Whether a span is a piece of a longer name.

        Args:
            start: where it begins.
            end: where it ends, exclusive.
            edges: where other names begin and end: two joined by a hyphen are no longer name.

        >>> around = Surroundings("PDZ domain, claudin-low, TAK-441, Akt-mediated")
        >>> [around.is_piece(*span) for span in ((0, 3), (12, 19), (25, 28), (34, 37))]
        [True, True, True, False]
        """
        text = self._text
        if _GOES_ON.match(text, end) or _AFTER_BRACKET.match(text, end):
            return True
        if end + 1 not in edges and _CODE.match(text, end):
            return True
        word = _COMBINING.match(text, start)
        if word is not None and end < word.end():
            return True
        led = _LED.search(text, max(0, start - _BACK), start)
        return led is not None and start - 1 not in edges

    def is_not_shown(self, end: int) -> bool:
        """Whether a caption says of what ends here that it is not shown.

        >>> Surroundings("expression of p21 (not shown)").is_not_shown(17)
        True
        """
        return _NOT_SHOWN.match(self._text, end) is not None

    def is_source(self, start: int) -> bool:
        """Whether what begins here is said to be where the figure is from.

        >>> Surroundings("Reprinted with permission from AAAS.").is_source(31)
        True
        """
        return _SOURCE.search(self._text, max(0, start - _BACK), start) is not None

    def in_long_form(self, start: int, end: int) -> bool:
        """Whether a span is but a piece of what the text has a short form for.

        >>> Surroundings("the caspase recruitment domain (CARD)").in_long_form(4, 11)
        True
        """
        last = bisect_right(self._starts, start)
        near = self._definitions[max(0, last - _NESTED) : last]
        return any(self._has_piece(definition, start, end) for definition in near)

    def _has_piece(self, definition: Definition, start: int, end: int) -> bool:
        inside = definition.long_start <= start and end < definition.long_end
        rest = self._text[end : definition.long_end]
        return inside and _APPOSITION.fullmatch(rest) is None

    def is_marker(self, end: int) -> bool:
        """Whether cells are told by what ends here.

        >>> around = Surroundings("CD4+ T cells, HER2-positive tumours, IL2 of T cells")
        >>> around.is_marker(3), around.is_marker(18), around.is_marker(41)
        (True, True, False)
        """
        return _MARKED.match(self._text, end) is not None

    def long_forms(self, short: str) -> list[str]:
        """What the text says that a short form stands for.

        >>> Surroundings("NAM (negative allosteric modulator) binds").long_forms("NAM")
        ['negative allosteric modulator']
        """
        return [definition.long for definition in self._defining(short)]

    def _defining(self, short: str) -> list[Definition]:
        return self._of_short.get(short, [])[:_NESTED]


def _is_plain(long: str) -> bool:
    """Whether a long form is one name in words."""
    return _WORD.search(long) is not None and _SEVERAL.search(long) is None
