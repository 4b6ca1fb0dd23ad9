"""Receptors by their short names: `M3R`, `5-HT2AR`, `TP receptor`, `A2A receptor`.

Pharmacology calls the receptors of one ligand by a letter and a number (the names of NC-IUPHAR);
genes are listed under the ligand's name. The grammar is here, which numbers exist the lexicon says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from reconcile.patterns import regex

__all__ = ["ShortReceptor", "short_receptors"]

_FAMILIES: Final = (
    (r"A(?:1|2[AaBb]|3)", "adenosine {} receptor"),
    (r"B[12]", "bradykinin receptor {}"),
    (r"D[1-5]", "dopamine receptor {}"),
    (r"H[1-4]", "histamine receptor {}"),
    (r"M[1-5]", "muscarinic acetylcholine receptor {}"),
    (r"Y[1245]", "neuropeptide Y receptor {}"),
    (r"V(?:1[AaBb]|2)", "vasopressin {} receptor"),
    (r"EP-?([1-4])", "prostaglandin E receptor {}"),
    (r"CB-?([12])", "cannabinoid receptor {}"),
    (r"OX-?([12])", "orexin receptor {}"),
    (r"NK-?([1-3])", "tachykinin receptor {}"),
    (r"AT-?([12])", "angiotensin II receptor {}"),
    (r"ET-?([AaBb])", "endothelin receptor type {}"),
    (r"LPA-?([1-6])", "lysophosphatidic acid receptor {}"),
    (r"S1P-?([1-5])", "sphingosine-1-phosphate receptor {}"),
    (r"SST-?([1-5])", "somatostatin receptor {}"),
    (r"GAL-?([1-3])", "galanin receptor {}"),
    (r"BLT-?([12])", "leukotriene B4 receptor {}"),
    (r"5-?HT-?([1-7][A-F]?)", "5-hydroxytryptamine receptor {}"),
    (r"P2[XY]\d{1,2}", "purinergic receptor {}"),
    (r"(?:α[12][A-D]|β[1-3])", "{} adrenergic receptor"),
)
"""The names that one ligand's receptors have, and how genes are named after it; `{}` stands for
the group in the name, or without one for all of it."""

_WORDED: Final = {
    "TP": "thromboxane A2 receptor",
    "IP": "prostaglandin I2 receptor",
    "FP": "prostaglandin F receptor",
    "DP": "prostaglandin D2 receptor",
    "DP1": "prostaglandin D2 receptor",
    "DP2": "prostaglandin D2 receptor 2",
}
"""Names that only the word `receptor` behind them tells from others."""

_PATTERNS: Final = tuple((regex(short), name) for short, name in _FAMILIES)
_NAME: Final = "|".join(short for short, _ in _FAMILIES)
_LIGAND: Final = (
    r"(?: (?:adenosine|bradykinin|dopamin\w+|histamin\w+|muscarinic|acetylcholine|cholinergic"
    r"|neuropeptide Y|NPY|vasopressin|prostaglandin|prostanoid|cannabinoid|orexin|tachykinin"
    r"|angiotensin|endothelin|serotonin\w*|5-HT|purinergic|ATP|ADP|somatostatin|galanin)){0,2}"
)
_RECEPTOR: Final = r"[ -][Rr]eceptors?(?![A-Za-z0-9])"
_SHORT: Final = regex(
    rf"(?<![A-Za-z0-9α-ω-])(?<!vitamin )(?:(?P<plain>{_NAME})"
    rf"(?:-?Rs?(?![A-Za-z0-9])|{_LIGAND}{_RECEPTOR})"
    rf"|(?P<worded>{'|'.join(_WORDED)}){_RECEPTOR}"
    rf"|(?P<first>{_NAME})(?=(?:(?:/|, |,? and | or )(?:{_NAME})){{1,5}}{_LIGAND}{_RECEPTOR}))"
)


class ShortReceptor(NamedTuple):
    """A receptor's short name at a place of a text, and the gene's name that it stands for."""

    start: int
    end: int
    name: str


def short_receptors(text: str) -> Iterator[ShortReceptor]:
    """The receptors that a clean text calls by their short names.

    >>> [found.name for found in short_receptors("M3R and the TP receptor")]
    ['muscarinic acetylcholine receptor M3', 'thromboxane A2 receptor']
    >>> [found.name for found in short_receptors("H1 and H2 receptors")]
    ['histamine receptor H1', 'histamine receptor H2']
    """
    for match in _SHORT.finditer(text):
        short = match["plain"] or match["first"]
        if short is None:
            yield ShortReceptor(*match.span(), _WORDED[match["worded"]])
            continue
        for pattern, name in _PATTERNS:
            found = pattern.fullmatch(short)
            if found:
                yield ShortReceptor(*match.span(), name.format(found[found.lastindex or 0]))
                break
