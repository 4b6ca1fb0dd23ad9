"""Local definitions of short forms: `human epidermal growth factor receptor 2 (HER2)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = [
    "Definition",
    "bracketed_short_form",
    "find_definitions",
    "is_short_for",
    "names_gene_product",
    "names_something_else",
    "short_forms",
]

_SHORT: Final = re.compile(r"\s?\(\s?([A-Za-z0-9α-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω/+-]{1,14})\s?[);,]")
_BRACKET: Final = re.compile(r"\(\s?([A-Za-z0-9α-ω][A-Za-z0-9α-ω/+-]{1,9})\s?(?=[);,])")
_WORD: Final = re.compile(r"\S+")
_NO_WORD: Final = re.compile(r"\W")
_HEAD: Final = re.compile(
    r"(?:receptor|kinase|factor|protein|ligand|enzyme|channel|transporter|antigen|hormone|oncogene"
    r"|interleukin|interferon|chemokine|cytokine|integrin|cadherin|catenin|collagen|globulin|gene"
    r"|inhibitor|activator|regulator|repressor|adaptor|chaperone|subunit|chain|homolog"
    r"|\b\w{4,}in|\b\w{3,}ase)s?"
    r"(?:[ -](?>\d++[^\W\d]?|(?:kappa[ -]?|κ)B|alpha|beta|gamma|delta|kappa|(?-i:[A-Zα-ω]))"
    r"|\d++[^\W\d]?)*+$",
    re.IGNORECASE,
)
_PRODUCT_OF: Final = re.compile(
    r"(?:receptor|kinase|factor|protein|ligand|antigen|inhibitor|activator|regulator|transducer"
    r"|linker|adaptor|subunit|intermediate|mediator|effector|component|element|modulator|member"
    r"|\b\w{3,}ase)s? (?:and \w+ )?(?:of|for|in|from|with|to) ",
    re.IGNORECASE,
)
_OTHER_HEAD: Final = re.compile(
    r"(?:cells?|neurons?|\b\w+cytes?|\b\w+blasts?|\b\w+phages?|tissues?|muscles?|cortex|nucle(?:us|i)"
    r"|reticulum|mitochondri\w+|membranes?|matrix|region|area|layer|epithelium|vesicles?|tracts?"
    r"|acids?|phosphates?|chlorides?|species|compounds?|lipids?|radicals?|oxides?|homocysteine"
    r"|extract|medium|syndromes?|diseases?|disorders?|anem(?:ia)?|porphyrias?|deficienc(?:y|ies)"
    r"|cancers?|tumou?rs?|\b\w{3,}omas?|injur(?:y|ies)|degeneration|reflux|stress|pathways?|cycle"
    r"|reactions?|responses?|metabolism|synthesis|transport|resistance|plasticity|systems?"
    r"|networks?|elements?|domains?|sequences?|sequencing|variants?|transitions?|translocation"
    r"|\b\w{3,}(?:osis|lysis|genesis)|phosphorylation|time|rates?|ratios?|intervals?|index|scores?"
    r"|values?|stages?|potentials?|forces?|effects?|conditions?|methods?|models?|assays?|trials?"
    r"|stud(?:y|ies)|therap(?:y|ies)|surger(?:y|ies)|treatment|patients?|analysis|microscopy"
    r"|imaging|tomography|spectrometry|virus(?:es)?|diets?|exercise|homology|repeat|complex"
    r"|\b\w{3,}(?:itis|pathy))$",
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
    match = _SHORT.match(text, end) if "(" in text[end : end + 2] else None
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


def find_definitions(text: str) -> list[Definition]:
    """The definitions `long form (SHORT)` of a clean text.

    The algorithm of Schwartz & Hearst (Pacific Symposium on Biocomputing 2003): from the right,
    each letter of the short form stands in the long form, its first at the start of a word.

    >>> [(d.short, d.long) for d in find_definitions("a confidence interval (CI) of 5")]
    [('CI', 'confidence interval')]
    """
    found = []
    for match in _BRACKET.finditer(text):
        short = match.group(1)
        if not any(char.isalpha() for char in short):
            continue
        most = min(len(short) + 5, len(short) * 2)
        words = list(_WORD.finditer(text, max(0, match.start() - 200), match.start()))[-most:]
        if not words:
            continue
        left = text[words[0].start() : match.start()]
        cut = max(left.rfind(mark) for mark in (". ", "; ", ": ", "(", ")"))
        start = _long_form_start(short, left[cut + 1 :].rstrip())
        if start is not None:
            long = left[cut + 1 :].rstrip()
            begin = words[0].start() + cut + 1 + start
            long_end = begin + len(long) - start
            found.append(Definition(short, text[begin:long_end], begin, long_end))
    return found


def _long_form_start(short: str, left: str) -> int | None:
    """Where the long form begins in the characters before the bracket; None if there is none."""
    at = len(left)
    letters = [char for char in short.lower() if char.isalnum()]
    for i, letter in reversed(list(enumerate(letters))):
        at -= 1
        while at >= 0 and (
            left[at].lower() != letter or (i == 0 and at > 0 and left[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    long = left[at:]
    if len(long) <= len(short) or " " + short + " " in f" {long} ":
        return None
    return at


def names_gene_product(long: str) -> bool:
    """Whether a long form ends like the name of a gene or protein.

    >>> names_gene_product("transient receptor potential channel 4")
    True
    >>> names_gene_product("endoplasmic reticulum")
    False
    """
    return _HEAD.search(long.strip()) is not None


def names_something_else(long: str) -> bool:
    """Whether a long form ends like the name of a cell, a chemical, a disease, a process, ….

    >>> [names_something_else(long) for long in ("antigen-presenting cell", "frizzled")]
    [True, False]
    >>> names_something_else("nuclear factor of activated T cells")
    False
    """
    last = _NO_WORD.split(long.strip())[-1]
    return _OTHER_HEAD.search(last) is not None and _PRODUCT_OF.search(long) is None


def short_forms(definitions: Sequence[Definition]) -> dict[str, Definition]:
    """The first definition of each short form."""
    found: dict[str, Definition] = {}
    for definition in definitions:
        found.setdefault(definition.short, definition)
    return found
