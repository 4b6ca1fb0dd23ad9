"""Long names: other ways to spell one, and what the names of a numbered family have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from reconcile.patterns import regex

__all__ = [
    "bare_name",
    "comma_head",
    "digit_spelling",
    "micro_names",
    "micro_stem",
    "name_spellings",
    "name_stems",
    "roman_receptor",
]

_ASIDE: Final = regex(r"\s*\([^)]*\)")
_OTHER_WORD: Final = regex(r"\S+ \(([a-z][a-z-]{3,})\) (\S.*)")
_INDEX: Final = (
    r"(?:\d{1,2}[A-Za-z]?\d?|[A-Z](?:/[A-Z])?|[IVX]{1,4}"
    r"|alpha|beta|gamma|delta|epsilon|zeta|eta|theta)"
)
_NUMBERED: Final = regex(
    rf"(.{{4,}}?)[ -]{_INDEX}|(.{{4,}}) {_INDEX} (receptor)|([A-Za-z]{{4,}}) [A-Z]\d{{1,2}}"
)
_PRODUCT: Final = regex(
    r"(?:receptor|factor|ligand|channel|transporter|antigen|hormone|peptide|transducer|adaptor"
    r"|regulator|activator|repressor|suppressor|inhibitor|chaperone|oncogene|homeobox|subunit|protein"
    r"|enzyme|molecule|\w{3,}(?:in|ase|kine|gen))s?"
)
_LETTERED: Final = regex(r"(.{4,}[ -]\d{1,2})[A-Z]\d?")
_CHAIN: Final = regex(r"(collagen type [IVX]+) alpha \d chain")
_EMPTY: Final = regex(
    rf" (?:homolog|type)(?= {_INDEX}$)|(?<=alpha|.beta|gamma) (?:chain|polypeptide|subunit)$"
)
_ONE_WORD: Final = regex(r"[A-Za-z]?[a-z]+ \w+")
_CLASS_WORD: Final = (
    r"(?:transcription factor|receptor|protein|kinase|antigen|enzyme|channel|transporter|family)s?"
)
_CLASS: Final = regex(rf"^{_CLASS_WORD} | {_CLASS_WORD}$", re.IGNORECASE)
_MICRO: Final = regex(r"(MIR\d+[A-Z])\d|(MIR\d+[A-Z]?)-\d|(MIR\d+)[A-Z]")
_SPECIFIC: Final = regex(r"\d|[A-Z]{2}|alpha|beta|gamma|delta|epsilon|\wase\b")
_FEWEST, _MOST = 2, 60
_ROMAN: Final = {"1": "I", "2": "II", "3": "III"}
_RECEPTOR_NUMBER: Final = regex(r"([A-Za-z][A-Za-z0-9-]{2,}R)([123])([AB]?)")
_DIGIT: Final = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_ROMAN_END: Final = regex(r"(.{2,}-)(I{1,3}|IV)([A-D]?)")


def name_spellings(name: str) -> Iterator[str]:
    """A long name, without bracketed asides, and with its trailing comma phrase in front.

    Words that say nothing (`homolog`) may be missing, and a word in brackets may stand for the word
    before it.

    >>> list(name_spellings("bicaudal D homolog 2"))[-1]
    'bicaudal D 2'
    >>> list(name_spellings("5-hydroxytryptamine (serotonin) receptor 2C, G protein-coupled"))[-1]
    'serotonin receptor 2C'
    """
    yield name
    bare = _ASIDE.sub("", name).strip()
    if bare != name and len(bare) > 5:
        yield bare
    head, comma, tail = bare.partition(", ")
    if comma and len(head) > 5 and tail and "," not in tail and len(tail) < 30:
        yield f"{tail} {head}"
    plain = _EMPTY.sub("", bare)
    if plain != bare and not _ONE_WORD.fullmatch(plain):
        yield plain
    other = _OTHER_WORD.match(name)
    if other:
        yield f"{other[1]} {_ASIDE.sub('', other[2]).partition(', ')[0]}"


def comma_head(name: str) -> str | None:
    """What stands before the comma of a name, if it says enough by itself.

    >>> comma_head("DNA polymerase gamma, catalytic subunit"), comma_head("transporter 2, TAP")
    ('DNA polymerase gamma', None)
    """
    head, comma, _ = _ASIDE.sub("", name).partition(", ")
    words = re.sub(r"\W*\d+\w?$", "", head).split()
    return head if comma and len(words) > 1 and _SPECIFIC.search(head) else None


def name_stems(names: Iterable[tuple[int, str]]) -> Iterator[tuple[str, frozenset[int]]]:
    """`(stem, references)` of the names that differ in an index alone, sorted by stem.

    >>> list(name_stems([(7, "claudin 1"), (8, "claudin 2"), (9, "insulin")]))
    [('claudin', frozenset({8, 7}))]
    """
    found: dict[str, set[int]] = defaultdict(set)
    for ref, name in names:
        match = _NUMBERED.fullmatch(name)
        if match:
            found[match[1] or match[4] or f"{match[2]} {match[3]}"].add(ref)
        for pattern in (_LETTERED, _CHAIN):
            inner = pattern.fullmatch(name)
            if inner:
                found[inner[1]].add(ref)
    for stem, refs in sorted(found.items()):
        if _FEWEST <= len(refs) <= _MOST and _names_product(stem):
            yield stem, frozenset(refs)


def _names_product(stem: str) -> bool:
    """Whether a stem ends like the name of a gene product; an index and `of …` left out."""
    words = [w for w in stem.partition(" of ")[0].split() if not re.fullmatch(_INDEX, w)]
    return bool(words) and _PRODUCT.fullmatch(words[-1].rpartition("-")[2]) is not None


def bare_name(name: str) -> str:
    """A name without the words for its class at either end (`menin` of `menin protein`).

    >>> bare_name("TEAD Transcription Factors"), bare_name("menin protein"), bare_name("insulin")
    ('TEAD', 'menin', 'insulin')
    """
    return _CLASS.sub("", name)


def micro_names(symbol: str) -> tuple[str, ...]:
    """What texts call a microRNA, or a family of them, by its symbol.

    >>> micro_names("MIR193A"), micro_names("MIRLET7A1")
    (('miR-193a', 'microRNA-193a', 'miRNA-193a'), ())
    """
    number = symbol.removeprefix("MIR").lower()
    if number == symbol.lower() or not number[:1].isdigit():
        return ()
    return tuple(f"{word}-{number}" for word in ("miR", "microRNA", "miRNA"))


def micro_stem(symbol: str) -> str | None:
    """The microRNA family of a symbol: `MIR133` of MIR133B, `MIR24` of MIR24-1."""
    match = _MICRO.fullmatch(symbol)
    return match[match.lastindex or 0] if match else None


def roman_receptor(symbol: str) -> str | None:
    """A receptor's symbol with its number in Roman digits: `TGFBRII` for TGFBR2."""
    match = _RECEPTOR_NUMBER.fullmatch(symbol)
    return f"{match[1]}{_ROMAN[match[2]]}{match[3]}" if match else None


def digit_spelling(name: str) -> str | None:
    """A name with the Roman digits after its hyphen as Arabic ones: `TIF-1A` for TIF-IA."""
    match = _ROMAN_END.fullmatch(name)
    return f"{match[1]}{_DIGIT[match[2]]}{match[3]}" if match else None
