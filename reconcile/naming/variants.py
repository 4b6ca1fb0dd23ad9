"""Other ways to write a name: what a list of forms may have where the text has something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from reconcile.patterns import regex

__all__ = ["bare_class", "name_variants", "receptor_symbols"]

_INDEX: Final = r"(?:\d{1,3}[A-Za-z]?|[IVX]{1,4}|[α-ω]|alpha|beta|gamma|delta|kappa|epsilon)"
_ASIDE: Final = regex(r"\s*\([^()]*\)")
_SPLIT: Final = regex(r"[^()]*\(([A-Za-z]\w{1,7})\)[ -]?(\w{1,5}(?:[-/]\w{1,3})?)(?: [^()]*)?")
_AFFIX: Final = regex(
    r"^(?:human|mouse|murine|rat|active|activated|phosphorylated|total|the|recombinant|soluble"
    r"|cleaved|mutant|mutated|wild[- ]type|native|oncogenic|endogenous|exogenous|full-length"
    r"|truncated|acetylated|ubiquitinated|membrane-bound|constitutively active|dominant[- ]negative"
    r"|genes? (?:encoding|coding for|for)(?: the)?)\s+"
    r"|^(?:phospho|p|anti|pro)[- ]"
    r"|(?:\s+(?:proteins?|genes?|mRNAs?|famil(?:y|ies)|complex(?:es)?|isoforms?|members?"
    r"|signal(?:l)?ing|pathways?|subunits?|homologs?|polypeptides?|molecules?|transcripts?"
    r"|promoters?|mutants?|antigens?))+$|(?:-/-|\+/\+|\+/-|-G[TD]P)$",
    re.IGNORECASE,
)
_PHOSPHO: Final = regex(r"p-[A-Z]\w{2}")
_RECEPTOR_OF: Final = regex(r"(?:the )?receptors? (?:of|for) (?:the )?(.+)", re.IGNORECASE)
_SUBUNIT_OF: Final = regex(
    rf"(?:the )?(?:({_INDEX})[ -])?(?:sub)?unit(?: ({_INDEX}))? of (?:the |an? )?(.+)",
    re.IGNORECASE,
)
_OWN_RECEPTOR: Final = regex(rf"(\S{{2,12}})[ -]receptors?(?:[ -]({_INDEX}))?", re.IGNORECASE)
_INNER_INDEX: Final = regex(rf"(\S+(?: \S+)*?) ({_INDEX}) (\S+)")
_INDEX_FIRST: Final = regex(r"([A-Z]\d\w?) (.+) (receptor)s?")
_TYPE_FIRST: Final = regex(rf"(?:type|class) ({_INDEX}) (.+?)s?", re.IGNORECASE)
_TYPE: Final = regex(rf"[ -]type(?=[ -]{_INDEX}(?![\w-]))", re.IGNORECASE)
_LATIN_GREEK: Final = regex(
    r"(?<=\d)([abgd])(?![\w])|(?<=-)([abgd])(?![\w-])|^([abgd])(?=-)"
    r"|(?<=[A-Z])([abgd])(?=-|\b)"
)
_ISOFORM: Final = regex(
    r"(.*\d)(?:[ -]?(?:alpha|beta|gamma|α|β|γ)|[A-Z]|v\d+)|(.*\w)(?:v\d+| variant \w+| isoform \w+)"
    r"|([A-Z]{2,6})[ -]?(?:alpha|beta|α|β)|([A-Z]{3,})x|(.*\d)[A-Z](?:(?:,| and| or|/) ?[A-Z])+"
)
_RESIDUE: Final = "ACDEFGHIKLMNPQRSTVWY"
_SUBSTITUTION: Final = regex(
    rf"(.*\w)[ -](?:p\.)?[{_RESIDUE}]\d{{1,4}}[{_RESIDUE}X*]"
    rf"|([A-Z][A-Z0-9]{{2,}})[{_RESIDUE}]\d{{2,4}}[{_RESIDUE}X*]"
)
_PIECE: Final = regex(r"(.*[A-Za-zβ])[ -]?\(?\d{1,3}[-–]\d{2,3}\)?")
_SHORT_INSIDE: Final = regex(r"[^()]+ \(([\w-]{2,9})\) ([a-z]\S*(?: \S+){0,2})")
_MICRO: Final = regex(
    r"(?:\w{3}-)?(?:miRNA|microRNA|miR)s?[ -]?(\d+[a-z]?)(-\d)?(?:-[35]p)?", re.IGNORECASE
)
_CLASS_BEFORE: Final = regex(r"(?:GTPase|kinase|oncogene|chemokine|cytokine|receptor)s? (\S+)")
_CLASS_AFTER: Final = regex(
    r"(\S+) (receptor|kinase|GTPase|transporter|channel|protease|phosphatase|cytokine|chemokine)s?"
)
_GREEK_LETTER: Final = {"alpha": "A", "beta": "B", "gamma": "G", "α": "A", "β": "B", "γ": "G"}
_GREEK_OF: Final = {"a": "alpha", "b": "beta", "g": "gamma", "d": "delta"}
_MOST: Final = 24
_LONGEST: Final = 1000
"""Characters of the longest label that is rewritten; the longest name of the lexicon has 122."""


def name_variants(label: str) -> Iterator[tuple[str, str]]:
    """A label and other ways to write it, surest first, each with the name of its rule.

    The ways that are found first are themselves rewritten, so that `activated hGRα` leads to GR.
    A label of more than a thousand characters is no name and stays as it is.

    >>> [v for v, _ in name_variants("Toll-like receptor (TLR) 4")][:3]
    ['Toll-like receptor (TLR) 4', 'Toll-like receptor 4', 'TLR4']
    >>> ("VEGFR1", "order") in list(name_variants("VEGF receptor 1"))
    True
    >>> ("serotonin receptor 2C", "order") in list(name_variants("serotonin 2C receptor"))
    True
    """
    if len(label) > _LONGEST:
        yield label, "exact"
        return
    yield from islice(_closure(label), _MOST)


def _closure(label: str) -> Iterator[tuple[str, str]]:
    """The variants, and the variants of those that stand for the same name."""
    seen = {label}
    if _PHOSPHO.match(label):
        seen.add(label[2:])
        yield label[2:], "affix"
    yield label, "exact"
    level = [(label, "")]
    for _ in range(2):
        found: list[tuple[str, str]] = []
        for name, before in level:
            for variant, rule in _rewritten(name):
                unsure = before == "order" and rule == "isoform"
                if variant and variant not in seen and not unsure:
                    seen.add(variant)
                    found.append((variant, _weaker(before, rule)))
        yield from found
        level = found


def _weaker(one: str, other: str) -> str:
    """The rule of two that is the less sure."""
    return min(one or other, other, key=_LEAST_SURE.index)


_LEAST_SURE: Final = ("isoform", "greek", "order", "prefix", "affix")


def _rewritten(name: str) -> Iterator[tuple[str, str]]:
    """One step: asides and affixes left out, words in another order, letters for Greek, …."""
    plain = _ASIDE.sub("", name).strip()
    yield plain, "affix"
    split = _SPLIT.fullmatch(name)
    if split:
        yield split[1] + split[2], "affix"
    yield _AFFIX.sub("", plain).strip(), "affix"
    if len(name) > 4 and name[0] in "phcms" and name[1].isupper():
        yield name[1:], "prefix"
    micro = _MICRO.fullmatch(name)
    if micro:
        yield f"MIR{micro[1].upper()}{micro[2] or ''}", "affix"
    yield from ((variant, "order") for variant in _reordered(plain))
    yield _LATIN_GREEK.sub(lambda m: _GREEK_OF[m.group()], plain), "greek"
    isoform = _ISOFORM.fullmatch(plain)
    if isoform:
        yield next(filter(None, isoform.groups())), "isoform"
    changed = _SUBSTITUTION.fullmatch(plain)
    if changed:
        yield changed[1] or changed[2], "isoform"
    piece = _PIECE.fullmatch(plain)
    if piece:
        yield piece[1], "isoform"
    short_inside = _SHORT_INSIDE.fullmatch(name)
    if short_inside:
        yield f"{short_inside[1]} {short_inside[2]}", "order"
    leading = _CLASS_BEFORE.fullmatch(plain)
    if leading:
        yield leading[1], "affix"


def _reordered(name: str) -> Iterator[str]:
    """The words of a name in another order."""
    of = _RECEPTOR_OF.fullmatch(name)
    if of:
        yield f"{of[1]} receptor"
    part = _SUBUNIT_OF.fullmatch(name)
    if part:
        index = part[1] or part[2] or ""
        yield f"{part[3]} subunit {index}".strip()
        yield f"{part[3]} {index}".strip()
    yield from receptor_symbols(name)
    kind = _TYPE_FIRST.fullmatch(name)
    if kind:
        yield f"{kind[2]} {kind[1]}"
        yield f"{kind[2]} type {kind[1]}"
    yield _TYPE.sub("", name)
    first = _INDEX_FIRST.fullmatch(name)
    if first:
        yield f"{first[2]} {first[1]} {first[3]}"
        yield f"{first[2]} {first[3]} {first[1]}"
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
