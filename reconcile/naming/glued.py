"""What is glued to a name without a separator: `siSTAT3`, `FOXO1KO`, `BRAFV600E`, `CD44high`.

Only the grammar: which letters at the begin and the end of a token may say something of a gene.
Whether the rest is a gene's name, and the whole is none, is for those to say who know names.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from reconcile.patterns import regex
from reconcile.remembered import TOKENS

__all__ = ["Affixes", "affixes_of", "may_be_glued"]

_RESIDUE: Final = "ACDEFGHIKLMNPQRSTVWY"
_BEFORE: Final = regex(
    r"(?:si|sh|sg|dn|ca|wt|kd|rhu?|rHu?|rm|rr|circ|Ad|oe|anti|[36]?x?(?:Flag|FLAG)"
    r"|E?[GYR]FP|mCherry|[Δδ]N?)"
    r"(?=[A-Z]|[α-ω])|(?:si|sh|sg|dn|wt|anti)(?=p\d\d)"
)
"""Silencing, dominant negative, constitutively active, recombinant, vector, circular, deleted, …"""
_BEHIND: Final = regex(
    rf"(?:[ciD]?KO|ko|KD|KI|OE|WT|wt|null|neg|pos|mut|MUT|Tg|f|fl|flox|F"
    rf"|high|hi|low|lo|int|dim|bright|mid"
    rf"|Δ[A-Z\d]\w*|δ[A-Z]\w*|Δ"
    rf"|[{_RESIDUE}]\d{{1,4}}(?:[{_RESIDUE}X*]|del|fs|dup|ins)"
    rf"|[{_RESIDUE}](?:12|14|17|19|61|63)"
    rf"|p?[STY]\d{{1,4}}|p?(?:Ser|Thr|Tyr)\d{{1,4}}"
    rf"|v(?:III|\d{{1,2}})|(?<=[α-ω])\d"
    rf"|E?[GYR]FP|mCherry|tdTomato|LacZ|lacZ|[Ll]uc)$"
)
"""Knockout and other genotypes, levels of expression, deletions, point mutations, mutants of small
GTPases by their residue, phosphorylated sites, splice variants, reporters."""
_FLOXED: Final = frozenset({"f", "fl", "flox", "F"})
_UNSURE: Final = regex(r"(?:hi|lo|int|mid|dim|WT|wt|KI|KD|OE|ko|[STY]\d\d?)")
"""What may as well be the end of a name, unless a digit, capital or Greek letter is before."""
_CONTROLS: Final = frozenset(
    (
        "NC",
        "CON",
        "CTRL",
        "CTR",
        "CTL",
        "SCR",
        "NT",
        "NEG",
        "LUC",
        "GFP",
        "LACZ",
        "RNA",
        "DNA",
        "EV",
    )
)
"""What controls are called: `siNC`, `shLuc`."""
_MARKER: Final = regex(r"D(?:\d{1,2}|X|Y)S\d+\w?")
"""A marker of the genetic map: `D10S1687`."""
_SHORT_WORDS: Final = frozenset({"WT", "OE", "KI", "KD"})
_ONE_DIGIT: Final = regex(r"[A-Z]\d[A-Z]")
_SITE: Final = regex(r"[STY]\d+")
_SHORT_SITE: Final = 3
"""Characters of a phosphorylated site that are too few behind letters: `S9`, `S73`."""
_LEAST: Final = 3
"""Letters of a short name without a digit, as there are many that name other things."""
_LONGEST: Final = 40
"""Characters of the longest token that is looked at."""


class Affixes(NamedTuple):
    """How many characters of a token may be glued to a name, shortest first.

    Attributes:
        before: numbers of characters at the begin.
        behind: numbers of characters at the end.
    """

    before: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()


@lru_cache(maxsize=TOKENS)
def affixes_of(token: str, after: str = "") -> Affixes | None:
    """What may be glued to a name in a token; None for nothing.

    Args:
        token: letters and digits.
        after: the character behind it, as `fl` is one only in `fl/fl`.

    >>> affixes_of("siSTAT3"), affixes_of("FOXO1KO"), affixes_of("insulin")
    (Affixes(before=(2,), behind=()), Affixes(before=(), behind=(2,)), None)
    """
    return _affixes(token, after)


def _affixes(token: str, after: str) -> Affixes | None:
    if len(token) > _LONGEST or token.isdigit() or (token.isalpha() and token.islower()):
        return None
    if _MARKER.fullmatch(token):
        return None
    before = _BEFORE.match(token)
    lengths = (before.end(),) if before and token[before.end() :].upper() not in _CONTROLS else ()
    behind = tuple(sorted({len(token) - at for at in _ends(token, after)}))
    return Affixes(lengths, behind) if lengths or behind else None


@lru_cache(maxsize=TOKENS)
def may_be_glued(token: str) -> bool:
    """Whether something may be glued to a name in a token, whatever stands behind it.

    >>> [may_be_glued(token) for token in ("TP53fl", "siSTAT3", "insulin")]
    [True, True, False]
    """
    return _affixes(token, "/") is not None


def _ends(token: str, after: str) -> list[int]:
    """Where what is glued to the end of a token may begin."""
    found = []
    for at in range(1, len(token)):
        hit = _BEHIND.match(token, at)
        if hit is None:
            continue
        if hit.group() in _FLOXED:
            found += [at] if after == "/" else []
            continue
        last = token[at - 1]
        if _UNSURE.fullmatch(hit.group()) and last.islower() and last.isascii():
            continue
        found.append(at)
    return [at for at in found if _may_end(token[:at], token[at:])]


def _may_end(name: str, glued: str) -> bool:
    """Whether a name is long enough for what is glued to it: `GAM` is not for `P6P`, `AGA` `WT`."""
    numbered = any(map(str.isdigit, name))
    short = len(name) <= _LEAST and not numbered
    if short and (glued in _SHORT_WORDS or _ONE_DIGIT.fullmatch(glued)):
        return False
    if _SITE.fullmatch(glued) is None or name[-1] > "z":
        return True
    return len(glued) > (2 if numbered else _SHORT_SITE)
