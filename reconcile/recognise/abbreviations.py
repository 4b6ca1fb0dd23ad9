"""Local definitions of short forms: `human epidermal growth factor receptor 2 (HER2)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["Definition", "bracketed_short_form", "names_gene_product"]

_SHORT: Final = re.compile(r"\s?\(\s?([A-Za-z0-9α-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω/+-]{1,14})\s?[);,]")
_HEAD: Final = re.compile(
    r"(?:receptor|kinase|factor|protein|ligand|enzyme|channel|transporter|antigen|hormone|oncogene"
    r"|interleukin|interferon|chemokine|cytokine|integrin|cadherin|catenin|collagen|globulin|gene"
    r"|inhibitor|activator|regulator|repressor|adaptor|chaperone|subunit|homolog|synthase"
    r"|oxidase|reductase|transferase|hydrolase|ligase|phosphatase|protease|peptidase|\w{4,}in|\w{3,}ase)"
    r"s?(?:[ -]?(?:\d+\w?|[A-Zα-ω]|alpha|beta|gamma|delta|kappa))*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A long form and its short form in one text; offsets in the clean text, half-open."""

    short: str
    long: str
    long_start: int
    long_end: int


def bracketed_short_form(text: str, end: int) -> str | None:
    """The word in brackets right after an offset, if it may be short for what stands before.

    >>> bracketed_short_form("thyroid peroxidase (TPO) is", 18)
    'TPO'
    """
    match = _SHORT.match(text, end)
    return match.group(1) if match else None


def is_short_for(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in the long form, in order, the first at a word.

    The test of Schwartz & Hearst (Pacific Symposium on Biocomputing 2003), without its search.

    >>> is_short_for("TPO", "thyroid peroxidase"), is_short_for("HER2", "insulin")
    (True, False)
    """
    letters = [char for char in short.lower() if char.isalpha()]
    if not letters or len(short) >= len(long):
        return False
    lowered = long.lower()
    at = -1
    for letter in letters:
        at = lowered.find(letter, at + 1)
        if at < 0:
            return False
    return any(word.startswith(letters[0]) for word in re.split(r"[\W_]+", lowered))


def names_gene_product(long: str) -> bool:
    """Whether a long form ends like the name of a gene or protein.

    >>> names_gene_product("transient receptor potential channel 4")
    True
    >>> names_gene_product("endoplasmic reticulum")
    False
    """
    return _HEAD.search(long.strip()) is not None


def short_forms(definitions: Sequence[Definition]) -> dict[str, Definition]:
    """The first definition of each short form."""
    found: dict[str, Definition] = {}
    for definition in definitions:
        found.setdefault(definition.short, definition)
    return found
