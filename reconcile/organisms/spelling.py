"""Whose gene a word is by its spelling: worms write daf-16, bacteria murF, plants AtMPK6."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from reconcile.organisms.table import Group
from reconcile.patterns import regex
from reconcile.remembered import TOKENS

__all__ = ["Spelling", "like_human", "may_be_symbol", "spelled_like"]

Spelling: TypeAlias = Literal["spelled", "protein"]

_STYLES: Final[dict[Group, re.Pattern[str]]] = {
    "worm": regex(r"[a-z]{3,4}-\d+(?:\.\d+)?|(?:Ce|CE)-?[A-Z]{3,4}-\d+"),
    "plant": regex(
        r"(?:At|Os|Nt|Nb|Sl|St|Zm|Ta|Gm|Vv|Md|Bn|Br|Hv|Ptr|Pt|Cs|Mt|Lj|Sm|Aa|Cr|Fa|Gh)[A-Z]{2,}\w*"
        r"|AT[1-5MC]G\d{5}|[A-Z]{2,5}\d*/[A-Z]{2,5}\d*-like"
    ),
    "fungus": regex(r"[A-Z][a-z]{2}\d{1,3}p|(?:Sc|Ca|Sp)[A-Z][a-z]{2}\d+p?|Y[A-P][LR]\d{3}[CW]"),
    "bacterium": regex(r"[a-z]{3}(?!RNA|DNA|GFP)[A-Z](?:[A-Z]{0,4}|\d?)|b\d{4}|Rv\d{4}c?"),
    "insect": regex(r"CG\d{3,5}|Dm[A-Z]\w+|(?:Am|Bm|Tc|Ag|Ae)[A-Z][a-z]\w+"),
    "mammal": regex(
        r"TNF[-αa]*|IL-?\d+[RAB]?|NF-?[κk]B|PI3K|[Pp]?-?A[Kk][Tt]\d?|ERK\d?|JNK|STAT\d|p53|mTOR"
        r"|TGF-?[βb]\d?|VEGF|EGFR?|B[Cc][Ll]-?\w+|[Cc]aspase-?\d*|AMPK|N[Rr][Ff]2|HIF-?1?[αa]?"
        r"|SIRT1|W[Nn][Tt]\d*\w?|S[Mm][Aa][Dd]\d|TLR\d|IFN-?\w?|PPAR\w*|COX-?2|iNOS|eNOS|CYP2E1"
        r"|IRS-?\d|GSK-?3\w?|Notch\d?|MYD88|TRAF\d|IRF\d|PTEN"
    ),
}
_PROTEIN: Final = regex(
    r"(?!Apo|Fos|Jun|Rel|Trk|Cav|Rho|Rac|Rab|Myo|Plo|Erb|Tri|Bri|Neu|Rap|Ral)[A-Z][a-z]{2}[A-Z]"
)
"""Proteins of bacteria (`MurF`); some of mammals are written so too."""
_HUMAN: Final = regex(r"[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*|C(?:\d\d?|X)orf\d+")


_SYMBOLS: Final[dict[Group, re.Pattern[str]]] = {
    "bacterium": regex(r"[a-z]{3}(?:[A-Z]\d?|\d?)"),
    "archaeon": regex(r"[a-z]{3}(?:[A-Z]\d?|\d?)"),
    "plant": regex(r"(?:[A-Z][a-z])?[A-Z]{2,5}\d{0,2}(?:[A-Z]|[.-]\d{1,2})?|AT[1-5MC]G\d{5}"),
    "fungus": regex(r"[a-z]{3}\d{1,3}|[A-Z]{3}\d{1,3}"),
    "protist": regex(r"[A-Z]{2,5}\d{0,2}[A-Z]?|[a-z]{3}[A-Z]"),
}


def may_be_symbol(group: Group, word: str) -> bool:
    """Whether the symbols of a group of organisms are written like a word, those of man or not.

    False for groups whose symbols are written in too many ways.

    >>> may_be_symbol("plant", "PIF4"), may_be_symbol("plant", "Glutamate")
    (True, False)
    """
    style = _SYMBOLS.get(group)
    return style is not None and style.fullmatch(word) is not None


def like_human(word: str) -> bool:
    """Whether a word is written like a human symbol, in capitals and digits.

    Those of yeast and of plants may be too.

    >>> like_human("HLA-DRB1"), like_human("C9orf72"), like_human("daf-16")
    (True, True, False)
    """
    return _HUMAN.fullmatch(word) is not None and not any(
        group != "mammal" for group, _ in spelled_like(word)
    )


@lru_cache(maxsize=TOKENS)
def spelled_like(word: str) -> tuple[tuple[Group, Spelling], ...]:
    """The groups of organisms whose genes, or signals, are written like a word.

    >>> spelled_like("daf-16"), spelled_like("MurF"), spelled_like("the")
    ((('worm', 'spelled'),), (('bacterium', 'protein'),), ())
    """
    if _PROTEIN.fullmatch(word):
        return (("bacterium", "protein"),)
    return tuple((group, "spelled") for group, its in _STYLES.items() if its.fullmatch(word))
