"""Other ways to write a name: what a list of forms may have where the text has something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["bare_class", "name_variants", "receptor_symbols"]

_INDEX: Final = r"(?:\d{1,3}[A-Za-z]?|[IVX]{1,4}|[α-ω]|alpha|beta|gamma|delta|kappa|epsilon)"
_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_AFFIX: Final = re.compile(
    r"^(?:human|mouse|murine|rat|active|activated|phosphorylated|total|the|recombinant|soluble)\s+"
    r"|^(?:phospho|p|anti|pro)[- ]"
    r"|(?:\s+(?:proteins?|genes?|mRNAs?|famil(?:y|ies)|complex(?:es)?|isoforms?|members?"
    r"|signal(?:l)?ing|pathways?|subunits?|homologs?))+$|(?:-/-|\+/\+|\+/-)$",
    re.IGNORECASE,
)
_PHOSPHO: Final = re.compile(r"p-[A-Z]\w{2}")
_RECEPTOR_OF: Final = re.compile(r"(?:the )?receptors? (?:of|for) (?:the )?(.+)", re.IGNORECASE)
_OWN_RECEPTOR: Final = re.compile(rf"(\S{{2,12}})[ -]receptors?(?:[ -]({_INDEX}))?", re.IGNORECASE)
_INNER_INDEX: Final = re.compile(rf"(\S+(?: \S+)*?) ({_INDEX}) (\S+)")
_ISOFORM: Final = re.compile(
    r"(.*\d)(?:[ -]?(?:alpha|beta|gamma|α|β|γ)|[A-Z]|v\d+)|(.*\w)(?:v\d+| variant \w+| isoform \w+)"
)
_CLASS_BEFORE: Final = re.compile(r"(?:GTPase|kinase|oncogene|chemokine|cytokine|receptor)s? (\S+)")
_CLASS_AFTER: Final = re.compile(
    r"(\S+) (receptor|kinase|GTPase|transporter|channel|protease|phosphatase|cytokine|chemokine)s?"
)
_GREEK_LETTER: Final = {"alpha": "A", "beta": "B", "gamma": "G", "α": "A", "β": "B", "γ": "G"}


def name_variants(label: str) -> Iterator[tuple[str, str]]:
    """A label and other ways to write it, surest first, each with the name of its rule.

    >>> [v for v, _ in name_variants("Toll-like receptor (TLR) 4")][:2]
    ['Toll-like receptor (TLR) 4', 'Toll-like receptor 4']
    >>> ("VEGFR1", "order") in list(name_variants("VEGF receptor 1"))
    True
    >>> ("serotonin receptor 2C", "order") in list(name_variants("serotonin 2C receptor"))
    True
    """
    if _PHOSPHO.match(label):
        yield label[2:], "affix"
    yield label, "exact"
    plain = _ASIDE.sub("", label).strip()
    if plain and plain != label:
        yield plain, "affix"
    bare = _AFFIX.sub("", plain).strip()
    if bare and bare != plain:
        yield bare, "affix"
    if len(label) > 4 and label[0] in "phcms" and label[1].isupper():
        yield label[1:], "prefix"
    yield from ((variant, "order") for variant in _reordered(plain))
    isoform = _ISOFORM.fullmatch(plain)
    if isoform:
        yield isoform[1] or isoform[2], "isoform"
    leading = _CLASS_BEFORE.fullmatch(plain)
    if leading:
        yield leading[1], "affix"


def _reordered(name: str) -> Iterator[str]:
    """The words of a name in another order."""
    of = _RECEPTOR_OF.fullmatch(name)
    if of:
        yield f"{of[1]} receptor"
    yield from receptor_symbols(name)
    inner = _INNER_INDEX.fullmatch(name)
    if inner:
        yield f"{inner[1]} {inner[3]} {inner[2]}"


def receptor_symbols(name: str) -> Iterator[str]:
    """Symbols that the receptor of a ligand may have.

    >>> list(receptor_symbols("VEGF receptor 1")), list(receptor_symbols("Epo receptor"))
    (['VEGFR1'], ['EpoR'])
    """
    own = _OWN_RECEPTOR.fullmatch(name)
    if own is None:
        return
    index = own[2] or ""
    yield f"{own[1]}R{index}"
    letter = _GREEK_LETTER.get(index.lower())
    if letter:
        yield f"{own[1]}R{letter}"


def bare_class(name: str) -> tuple[str, str] | None:
    """A symbol and the class noun behind it, None for other names.

    >>> bare_class("CB1 receptor"), bare_class("insulin")
    (('CB1', 'receptor'), None)
    """
    match = _CLASS_AFTER.fullmatch(name)
    return (match[1], match[2]) if match else None
