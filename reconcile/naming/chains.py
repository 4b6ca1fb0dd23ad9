"""Proteins that are named by the letters and numbers of their chains, as approved symbols.

What a rule of nomenclature says needs no list: the chains of an integrin (`αvβ3`), a laminin
(`laminin-332`), a collagen (`type XVIII collagen`, `α1(IV)`), and of other molecules that have
several kinds of subunits where the text names them (`GABAA receptors of α1β2γ2`). With what
`cascades.py` reads, these are all the names by rule. Pure functions over clean text; the caller
keeps the names whose genes it knows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from reconcile.naming.cascades import (
    JOINT,
    ROMANS,
    Chain,
    angiotensins,
    apolipoproteins,
    complement,
    factors,
)
from reconcile.patterns import regex

__all__ = ["Chain", "find_chains"]


def find_chains(text: str) -> Iterator[Chain]:
    """The names of chains in a clean text, of each kind in text order.

    >>> [found.symbols for found in find_chains("αIIbβ3 and laminin-332 on type II collagen")]
    [('ITGA2B', 'ITGB3'), ('LAMA3', 'LAMB3', 'LAMC2'), ('COL2A*',)]
    """
    for letters, begins, find in _KINDS:
        places = [at for at in map(text.find, letters) if at >= 0]
        first = begins.search(text, max(0, min(places) - _INTO)) if places else None
        if first is not None:
            yield from find(text, max(0, first.start() - _REACH))


_REACH: Final = 60
"""More than the characters of a name before the letters that tell its kind."""
_INTO: Final = 4
"""Characters of what begins a kind before the letters that it surely has: `aVb3`."""
_ROMAN: Final = r"X{0,2}(?:IX|IV|V?I{1,3}|V|(?<=X))"
_UNIT: Final = r"(?!\s?(?:%|°|mg|μg|ng|pg|g|kg|mm|μm|nm|mM|μM|nM|ml|μl|h|min|days?|weeks?|of)\b)"


def _number(index: str) -> int:
    return int(index) if index.isdigit() else ROMANS[index]


# -- integrins and other molecules of several kinds of subunits -----------------------------------

_INTEGRINS: Final = frozenset(
    f"{alpha}-{beta}"
    for beta, alphas in {
        "1": (*"123456789", "10", "11", "V"),
        "2": (*"LMXD",),
        "3": ("V", "2B"),
        "4": ("6",),
        "5": ("V",),
        "6": ("V",),
        "7": ("4", "E"),
        "8": ("V",),
    }.items()
    for alpha in alphas
)
"""The 24 integrins of man (Hynes, Cell 110:673, 2002)."""

_A: Final = r"(?:α|(?<![A-Za-z])[Aa]lpha)[ -]?"
_B: Final = r"(?:β|beta)[ -]?"
_CHAIN_A: Final = r"(?:1[01]?|[2-9]|[IV]{2,3}b|[vVLMXDE])"
_PAIR: Final = rf"{_A}(?P<a>{_CHAIN_A})[ /-]?{_B}(?P<b>[1-8])(?!\d)"
_MORE_B: Final = rf"(?:/(?:{_B})?[1-8](?![\w]))*"
_LATIN: Final = r"(?<![\w-])a(?P<la>1[01]?|[2-9]|IIb|[vVLMXDE])b(?P<lb>[1-8])(?![\w-])"
_THIRD: Final = r"(?P<more>(?:[ -]?(?:γ|gamma)[ -]?(?P<c>\d?)|[ -]?δ)(?![A-Za-z0-9]))?"
_SINGLE: Final = (
    rf"{_A}(?P<sa>{_CHAIN_A})(?![\wα-ω])|(?<![A-Za-zα-ω\d]){_B}(?P<sb>[1-8])(?![\wα-ω])"
)
_ITEM: Final = regex(
    rf"(?:{_PAIR}(?P<bs>{_MORE_B}){_THIRD}(?![A-Za-z\d]|[α-ω])|{_LATIN}|{_SINGLE})"
)
_INTEGRIN_BEFORE: Final = regex(
    r"(?<!\w)integrins?(?:[ -](?:receptors?|subunits?|chains?))?[ -]$", re.I
)
_INTEGRIN_AFTER: Final = regex(
    r"[ -](?:(?:containing|subunits?|chains?)[ -])?integrins?(?!\w)", re.IGNORECASE
)
_BETWEEN: Final = regex(JOINT)
_OTHERS: Final = (
    (r"AMPK|AMP-activated", ("PRKAA{}", "PRKAB{}", "PRKAG{}")),
    (r"GABA", ("GABRA{}", "GABRB{}", "GABRG{}")),
    (r"[Nn]icotinic|nAChRs?|acetylcholine receptor", ("CHRNA{}", "CHRNB{}", "")),
    (r"guanyl(?:ate|yl) cyclase|sGC", ("GUCY1A{}", "GUCY1B{}", "")),
    (r"Na\+?[ ,/]{0,2}K\+?-?[ ]?ATPase|sodium pump|Na pump", ("ATP1A{}", "ATP1B{}", "")),
)
"""What the text has to name for `α1β1` to be chains of it, and the stems of the chains' symbols."""
_OTHER_NAMES: Final = regex("|".join(f"(?P<k{i}>{words})" for i, (words, _) in enumerate(_OTHERS)))
_ADHESION: Final = regex(
    r"integrin|fibronectin|laminin|collagen|vitronectin|VCAM|ICAM|adhesion|RGD", re.IGNORECASE
)


def _subunits(text: str, start: int) -> Iterator[Chain]:
    """Chains of integrins and of what else has α and β chains, by runs of such names."""
    cues = [(m.start(), m.lastgroup or "") for m in _OTHER_NAMES.finditer(text)]
    adhesion = bool(cues) and _ADHESION.search(text) is not None
    runs: list[list[re.Match[str]]] = []
    for item in _ITEM.finditer(text, start):
        if runs and _BETWEEN.fullmatch(text, runs[-1][-1].end(), item.start()):
            runs[-1].append(item)
        else:
            runs.append([item])
    for run in runs:
        before = _INTEGRIN_BEFORE.search(text, max(0, run[0].start() - 28), run[0].start())
        after = _INTEGRIN_AFTER.match(text, run[-1].end())
        surely = before is not None or after is not None
        for item in run:
            symbols = _integrin(item) if surely else _by_context(item, cues, adhesion=adhesion)
            if symbols:
                first = before.start() if before and item is run[0] else item.start()
                last = after.end() if after and item is run[-1] else item.end()
                yield Chain(first, last, symbols)


def _integrin(item: re.Match[str]) -> tuple[str, ...]:
    if item["sb"]:
        return (f"ITGB{item['sb']}",)
    alpha = _alpha(item["a"] or item["la"] or item["sa"])
    if item["sa"]:
        return (f"ITGA{alpha}",)
    betas = re.findall(r"\d", f"{item['b'] or item['lb']}{item['bs'] or ''}")
    return (f"ITGA{alpha}", *(f"ITGB{beta}" for beta in betas))


def _alpha(index: str) -> str:
    return "2B" if index == "IIb" else index.upper()


def _by_context(
    item: re.Match[str], cues: Sequence[tuple[int, str]], *, adhesion: bool
) -> tuple[str, ...]:
    """The chains of a pair without the word integrin beside it; empty for none of those known."""
    if not item["a"]:
        return ()
    at = item.start()
    nearest = _nearest(cues, at)
    integrin = f"{_alpha(item['a'])}-{item['b']}" in _INTEGRINS and not item["more"]
    if nearest and not (integrin and adhesion):
        stems = _OTHERS[int(nearest[1:])][1]
        indices = (item["a"], item["b"], item["c"])
        if not item["a"].isdigit() or (item["more"] and not stems[2]):
            return ()
        found = [
            stem.format(index) for stem, index in zip(stems, indices, strict=True) if index and stem
        ]
        return (*found, "GABRD") if "δ" in (item["more"] or "") else tuple(found)
    return _integrin(item) if integrin else ()


def _nearest(cues: Sequence[tuple[int, str]], at: int) -> str:
    if not cues:
        return ""
    right = bisect_left(cues, (at, ""))
    near = cues[max(0, right - 1) : right + 1]
    return min(near, key=lambda cue: abs(cue[0] - at))[1]


_VLA: Final = regex(r"(?<![\w-])VLA-?(?P<a>[1-6])(?![\w-]*\w)")
_GP: Final = regex(r"(?<![\w-])GP ?IIb ?[/-] ?(?:GP ?)?IIIa(?!\w)")


def _antigens(text: str, start: int) -> Iterator[Chain]:
    """Integrins by other letters: the very late antigens, the platelet glycoprotein."""
    for match in _VLA.finditer(text, start):
        yield Chain(*match.span(), (f"ITGA{match['a']}", "ITGB1"))
    for match in _GP.finditer(text, start):
        yield Chain(*match.span(), ("ITGA2B", "ITGB3"))


# -- laminins -------------------------------------------------------------------------------------

_LAMININ: Final = regex(
    rf"(?<![\w-])(?:[Ll]aminins?|LM|LN|Ln)[ -]?(?P<list>[1-5][1-4][1-3](?!\d)"
    rf"(?:{JOINT}[1-5][1-4][1-3](?!\d)){{0,8}})(?![\w]|\.\d)"
)
_OLD_LAMININ: Final = regex(
    r"(?<![\w-])[Ll]aminin[ -](?P<old>1[0-5]|[1-9])(?![\w]|[.,-]\d)" + _UNIT
)
_OLD_NAMES: Final = tuple(
    re.findall(r"\d+", "111 211 121 221 332 311 321 411 421 511 521 213 423 522 523")
)
"""Laminins 1 to 15 by the chains that they have (Aumailley et al., Matrix Biol 24:326, 2005)."""


def _laminins(text: str, start: int) -> Iterator[Chain]:
    for match in _LAMININ.finditer(text, start):
        base = match.start("list")
        for digits in re.finditer(r"\d{3}", match["list"]):
            first = base + digits.start() if digits.start() else match.start()
            yield Chain(first, base + digits.end(), _laminin(digits.group()))
    for match in _OLD_LAMININ.finditer(text, start):
        yield Chain(*match.span(), _laminin(_OLD_NAMES[int(match["old"]) - 1]))


def _laminin(digits: str) -> tuple[str, ...]:
    return tuple(f"LAM{letter}{digit}" for letter, digit in zip("ABC", digits, strict=True))


# -- collagens ------------------------------------------------------------------------------------

_NUMBER: Final = rf"(?:{_ROMAN}|2[0-8]|1\d|[1-9])"
_KIND: Final = rf"{_NUMBER}(?![\wα-ω(]|[.,]\d){_UNIT}"
_LIST: Final = rf"(?P<list>{_KIND}(?:{JOINT}{_KIND}){{0,8}})"
_COLLAGEN: Final = r"(?:[Pp]ro-?)?[Cc]ollagens?"
_PRO: Final = rf"(?<![\w-]){_COLLAGEN}"
_TYPES_OF_COLLAGEN: Final = (
    regex(rf"(?<![\w-])[Tt]ypes?[ -]{_LIST}[ -]{_COLLAGEN}(?!\w)"),
    regex(rf"{_PRO}(?:,? ?\(?[Tt]ypes?)?[ -]{_LIST}"),
    regex(rf"(?<![\w-])C[Oo][Ll][Ll]?[ -]?{_LIST}"),
)
_CHAINS_OF_COLLAGEN: Final = (
    regex(
        rf"(?:{_PRO},? (?:type )?)?(?:pro)?(?:α|[Aa]lpha[ -]?)(?P<chain>[1-6])[ -]?"
        rf"\((?P<kind>{_ROMAN})\)(?: {_COLLAGEN})?"
    ),
    regex(
        rf"{_PRO},? ?(?:type[ -])?(?P<kind>{_NUMBER})[ -]?(?:α|alpha|A)[ -]?(?P<chain>[1-6])(?!\w)"
    ),
)
_MAIN_CHAINS: Final = {6: 3}
"""Type VI is made of α1, α2 and α3; α4, α5 and α6 can stand for α3 in few tissues."""


def _collagens(text: str, start: int) -> Iterator[Chain]:
    for pattern in _TYPES_OF_COLLAGEN:
        for match in pattern.finditer(text, start):
            base = match.start("list")
            kinds = [k for k in re.finditer(rf"{_ROMAN}|\d+", match["list"]) if k.group()]
            for kind in kinds:
                first = base + kind.start() if kind is not kinds[0] else match.start()
                last = base + kind.end() if kind is not kinds[-1] else match.end()
                yield Chain(first, last, _collagen(_number(kind.group())))
    for pattern in _CHAINS_OF_COLLAGEN:
        for match in pattern.finditer(text, start):
            symbol = f"COL{_number(match['kind'])}A{match['chain']}"
            yield Chain(*match.span(), (symbol,))


def _collagen(kind: int) -> tuple[str, ...]:
    chains = _MAIN_CHAINS.get(kind)
    if chains is None:
        return (f"COL{kind}A*",)
    return tuple(f"COL{kind}A{chain}" for chain in range(1, chains + 1))


_Finder = Callable[[str, int], Iterator[Chain]]
_KINDS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str], _Finder], ...]] = (
    (
        ("β", "α", "beta", "lpha", *(f"b{number}" for number in range(1, 9))),
        regex(rf"(?:β|beta)[ -]?[1-8]|{_A}{_CHAIN_A}|(?<!\w)a\w{{1,3}}b[1-8]"),
        _subunits,
    ),
    (("VLA", "GP"), regex(r"VLA-?\d|GP ?IIb"), _antigens),
    (("aminin", "LM", "LN", "Ln"), regex(r"[Ll]aminin|L[MNn][ -]?\d"), _laminins),
    (
        ("ollagen", "CO", "Co", "(I", "(V", "(X"),
        regex(r"[Cc]ollagen|C[Oo][Ll][Ll]?[ -]?[IVX\d]|\([IVX]+\)"),
        _collagens,
    ),
    (
        ("actor", "FI", "FV", "FX", "Ia", "Va", "Xa"),
        regex(r"[Ff]actors?[ -][IVX]|F[IVX]{2}|[IVX]a(?!\w)"),
        factors,
    ),
    (("C3", "C4", "C5", "actor "), regex(r"C[345]|[Ff]actor [BDHIP](?!\w)"), complement),
    (("ngiotensin", "AN", "An"), regex(r"[Aa]ngiotensin|A[Nn][Gg]"), angiotensins),
    (("Apo", "apo", "APO"), regex(r"[Aa]po|APO"), apolipoproteins),
)
"""Letters of which a text must have some, what it must have for a kind to be looked for, and the
search. Letters are found far quicker than what they are a part of."""
