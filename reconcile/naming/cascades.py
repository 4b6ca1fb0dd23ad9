"""Factors, fragments and peptides that a number or letter tells, as symbols of their genes.

The cascade of coagulation (`factors Xa and VIIIa`), what complement is cut into and its factors
(`iC3b`, `factor H`), the peptides of angiotensinogen (`Ang-(1-7)`), the apolipoproteins
(`apo A-I`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reconcile.patterns import regex

__all__ = [
    "JOINT",
    "ROMANS",
    "Chain",
    "angiotensins",
    "apolipoproteins",
    "complement",
    "factors",
]


class Chain(NamedTuple):
    """A place that names proteins by rule.

    Attributes:
        start: code-point offset in the clean text.
        end: likewise, exclusive.
        symbols: HGNC symbols; `COL4A*` stands for all of one stem and a number.
    """

    start: int
    end: int
    symbols: tuple[str, ...]


ROMANS: Final = {
    tens + ones: 10 * i + j
    for i, tens in enumerate(("", "X", "XX"))
    for j, ones in enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
    if i or j
}
JOINT: Final = r"(?:\s?/\s?-?|\s?,\s?(?:and|or)\s-?|\s?,\s?-?|\s(?:and|or)\s-?|\s?&\s?-?)"
"""What joins the items of a list."""

# -- coagulation and complement -------------------------------------------------------------------

_FACTOR: Final = r"(?:X{0,1}(?:IX|IV|V?I{1,3}|V|(?<=X)))a?(?![\w]|-[A-Za-z])"
_FACTORS: Final = regex(
    rf"(?<![\w-])(?P<cascade>(?:[Cc]oagulation |[Cc]lotting |[Bb]lood )+)?[Ff]actors?[ -]"
    rf"(?P<list>{_FACTOR}(?:{JOINT}(?:[Ff]actor )?{_FACTOR}){{0,8}})"
)
_SHORT_FACTOR: Final = regex(r"(?<![\w-])F(?P<kind>II)a?(?!\w)")
_ACTIVE: Final = regex(r"(?<![\w/-])(?P<kind>V|X|IX|XI{1,3}|VI{2,3}|II)a(?![\w-])")
_NOT_A_FACTOR: Final = regex(
    r"(?:types?|class|grade|group|stage|phase|myosin|fibers?|fibres?|Ib?)[ -/]$"
)
_CASCADE: Final = regex(
    r"coagul|clot|thromb|hemosta|haemosta|hemophil|haemophil|tissue factor|TFPI|tenase|fibrin"
    r"|factors? [IVX]{1,4}a?\b|F[IVX]{2,4}a?\b",
    re.IGNORECASE,
)
_OF_FACTOR: Final = {
    1: ("FGA", "FGB", "FGG"),
    3: ("F3",),
    13: ("F13A1", "F13B"),
} | {number: (f"F{number}",) for number in (2, 5, 7, 8, 9, 10, 11, 12)}
"""The cascade by its numbers; IV is calcium and VI does not exist."""


def factors(text: str, start: int) -> Iterator[Chain]:
    """Factors of coagulation; I is fibrinogen where the words before say coagulation."""
    for match in _FACTORS.finditer(text, start):
        first = match.start()
        for item in re.finditer(r"(?:factor )?\b([IVX]+)a?\b", match["list"]):
            last = match.start("list") + item.end()
            symbols = _OF_FACTOR.get(ROMANS[item[1]], ())
            if symbols and (item[1] not in ("I", "III") or match["cascade"]):
                yield Chain(first if first == match.start() else last - len(item[0]), last, symbols)
            first = last
    if _CASCADE.search(text) is None:
        return
    for pattern in (_SHORT_FACTOR, _ACTIVE):
        for match in pattern.finditer(text, start):
            if not _NOT_A_FACTOR.search(text, max(0, match.start() - 9), match.start()):
                yield Chain(*match.span(), _OF_FACTOR[ROMANS[match["kind"]]])


_FRAGMENT: Final = regex(
    r"(?<![\w.-])(?:s?C5b-?(?P<last>[6-9])|C3bBb|C3\(H2O\)|C4(?:b?2[ab]|d)"
    r"|i?C(?P<one>3(?:dg|[a-dfg])|5[ab])(?:-?desArg)?)(?!\w|-\d)"
)
_FIGURE: Final = regex(r"(?:\b[Ff]ig(?:ure|s|\.)?\s?|\b[Pp]anels?\s|\()$")
_LETTER_FACTOR: Final = regex(
    r"(?<![\w-])(?P<sure>[Cc]omplement )?[Ff]actor (?P<letter>[BDHIP])(?![\w-])"
)
_COMPLEMENT: Final = regex(
    r"complement|\bC3\b|\bC5\b|alternative pathway|properdin|opsoni|membrane attack|convertase|MASP"
)
_CLEAVED: Final = regex(r"\bi?C3[a-d]\b|\bC5[ab]\b|[Ff]actor H\b")
_TERMINAL: Final = {
    "6": ("C5", "C6"),
    "7": ("C5", "C6", "C7"),
    "8": ("C5", "C6", "C7", "C8A", "C8B", "C8G"),
    "9": ("C5", "C6", "C7", "C8A", "C8B", "C8G", "C9"),
}


def complement(text: str, start: int) -> Iterator[Chain]:
    """What complement is cut into and bound to, and its factors by letters."""
    spoken_of = _COMPLEMENT.search(text) is not None
    of_factors = spoken_of or _CLEAVED.search(text) is not None
    for match in _FRAGMENT.finditer(text, start):
        at = match.start()
        if not spoken_of and _FIGURE.search(text, max(0, at - 9), at):
            continue
        if match["one"]:
            yield Chain(*match.span(), (f"C{match['one'][0]}",))
        elif match["last"]:
            yield Chain(*match.span(), _TERMINAL[match["last"]])
        else:
            yield Chain(*match.span(), _convertase(match.group()))
    for match in _LETTER_FACTOR.finditer(text, start):
        if of_factors or match["sure"] or match["letter"] == "H":
            yield Chain(*match.span(), (f"CF{match['letter']}",))


def _convertase(name: str) -> tuple[str, ...]:
    """The genes of a fragment of C4, or of a fragment with what it is bound to."""
    if name.startswith("C4"):
        return ("C4A", "C4B", "C2") if "2" in name else ("C4A", "C4B")
    return ("C3", "CFB") if "Bb" in name else ("C3",)


# -- angiotensins, apolipoproteins ----------------------------------------------------------------

_ANGIOTENSIN: Final = regex(
    r"(?<![\w-])(?:[Aa]ngiotensins?|A[Nn][Gg])[ -]?(?:(?:I{1,3}|IV)(?![\w])"
    r"|\(? ?1[ -]{1,3}(?:5|7|8|9|10|12)\b(?: ?\))?)"
)
_SHORT_ANG: Final = regex(r"(?<![\w-])A(?:ng|NG)-?(?P<number>[12])(?![\w]|-\d)")
_OF_VESSELS: Final = regex(r"[Aa]ngiopoietin|T[Ii][Ee]-?[12]\b|\bTEK\b|ANGPT|VEGF")
_OF_PRESSURE: Final = regex(
    r"[Aa]ngiotensin|\bA[Nn][Gg][ -]?I|[Rr]enin\b|\bACE2?\b|\bAT[12]a?R?\b|aldosteron|losartan"
    r"|[Hh]ypertens|[Bb]lood pressure"
)
"""What says of letters that two proteins share whether they are angiopoietins or angiotensins."""
_APO: Final = regex(
    r"(?<![\w-])(?:[Aa]po|APO|[Aa]polipoproteins?)[ -]?(?P<letter>[A-FHLMO])"
    r"(?:[ -]?(?P<index>V|I{1,3}|IV|1\d?|[2-8]|100|48|ε[234]))?(?![\w]|-\w)"
    r"|(?<![\w-])(?:[Aa]po|[Aa]polipoprotein ?)\((?P<small>a)\)(?!\w)"
)
_ISOFORMS: Final = frozenset({"E", "B", "H"})


def angiotensins(text: str, start: int) -> Iterator[Chain]:
    """Peptides of angiotensinogen by their number or their amino acids."""
    for match in _ANGIOTENSIN.finditer(text, start):
        yield Chain(*match.span(), ("AGT",))
    if _SHORT_ANG.search(text, start) is None:
        return
    of_vessels = _OF_VESSELS.search(text) is not None or _OF_PRESSURE.search(text) is None
    for match in _SHORT_ANG.finditer(text, start):
        yield Chain(*match.span(), (f"ANGPT{match['number']}" if of_vessels else "AGT",))


def apolipoproteins(text: str, start: int) -> Iterator[Chain]:
    """Apolipoproteins by letter and number; isoforms of E and B are of one gene."""
    for match in _APO.finditer(text, start):
        if match["small"]:
            yield Chain(*match.span(), ("LPA",))
            continue
        letter, index = match["letter"], match["index"] or ""
        if letter in _ISOFORMS:
            index = ""
        elif index in ROMANS:
            index = str(ROMANS[index])
        if letter in "AC" and not index:
            continue
        yield Chain(*match.span(), (f"APO{letter}{index}",))
