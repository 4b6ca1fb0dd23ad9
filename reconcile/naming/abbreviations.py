"""Local definitions of short forms: `human epidermal growth factor receptor 2 (HER2)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reconcile.naming.letters import is_made_of
from reconcile.patterns import regex

__all__ = [
    "Definition",
    "bracketed_short_form",
    "find_definitions",
    "names_gene_product",
    "names_something_else",
    "short_forms",
]

_SHORT: Final = regex(r"\s?\(\s?([A-Za-z0-9α-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω/+-]{1,14})\s?[);,]")
_BRACKET: Final = regex(
    r"\(\s?([A-Za-z0-9α-ω][A-Za-z0-9α-ω/+-]{1,9}(?: (?:[A-Z]?\d{1,2}[A-Z]?|[IVX]{1,3}|[A-Z]))?)"
    r"\s?(?=[);,])"
)
_BRACKETED_LONG: Final = regex(
    r"(?<![A-Za-z0-9α-ωΑ-Ω/+-])(?P<short>[A-Za-z0-9α-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω/+-]{1,9})\s?"
    r"\(\s?(?P<long>[A-Za-z0-9α-ω](?:[^()\[\];,.]|[,.](?!\s)){3,90})[);,.]"
)
_WORD: Final = regex(r"\S+")
_NO_WORD: Final = regex(r"\W")
_HEAD: Final = regex(
    r"(?:receptor|kinase|factor|protein|ligand|enzyme|channel|transporter|antigen|hormone|oncogene"
    r"|interleukin|interferon|chemokine|cytokine|integrin|cadherin|catenin|collagen|globulin|gene"
    r"|inhibitor|activator|regulator|repressor|adaptor|chaperone|subunit|chain|homolog"
    r"|\b\w{4,}in|\b\w{3,}ase)s?"
    r"(?:[ -](?>\d++[^\W\d]?|(?:kappa[ -]?|κ)B|alpha|beta|gamma|delta|kappa|(?-i:[A-Zα-ω]))"
    r"|\d++[^\W\d]?|(?:/|, ?|,? and | or )-?\d++)*+$",
    re.IGNORECASE,
)
_PRODUCT_OF: Final = regex(
    r"(?:receptor|kinase|factor|protein|ligand|antigen|inhibitor|activator|regulator|transducer"
    r"|linker|adaptor|(?-i:RNA)|subunit|intermediate|mediator|effector|component|element"
    r"|modulator|member|\b\w{3,}ase)s? (?:and \w+ )?(?:of|for|in|from|with|to) ",
    re.IGNORECASE,
)
_OTHER_HEAD: Final = regex(
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


def find_definitions(text: str) -> list[Definition]:
    """The definitions `long form (SHORT)` and `SHORT (long form)` of a clean text, in its order.

    The first by the algorithm of Schwartz & Hearst (Pacific Symposium on Biocomputing 2003): from
    the right, each letter of the short form stands in the long form, its first at the start of a
    word. The second, where a remark or a legend is as likely, also by `is_made_of`.

    >>> [(d.short, d.long) for d in find_definitions("a confidence interval (CI) of 5")]
    [('CI', 'confidence interval')]
    >>> [(d.short, d.long) for d in find_definitions("PAF (PCNA-associated factor) and ERK (red)")]
    [('PAF', 'PCNA-associated factor')]
    """
    if "(" not in text:
        return []
    found = [*_before_brackets(text), *_in_brackets(text)]
    return sorted(found, key=lambda definition: definition.long_start)


def _before_brackets(text: str) -> Iterator[Definition]:
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
        long = left[cut + 1 :].rstrip()
        start = _long_form_start(short, long)
        if start is not None:
            begin = words[0].start() + cut + 1 + start
            long = long[start:]
            # Before a comma it may be the first of several examples: `genes of repair (ER, BRCA1)`.
            if text[match.end()] != "," or is_made_of(short, long):
                yield Definition(short, long, begin, begin + len(long))


def _in_brackets(text: str) -> Iterator[Definition]:
    for match in _BRACKETED_LONG.finditer(text):
        short, long = match["short"], match["long"].rstrip()
        if len(long) > len(short) and is_made_of(short, long):
            start = match.start("long")
            yield Definition(short, long, start, start + len(long))


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
    long = long.strip()
    return _HEAD.search(long) is not None or _PRODUCT_OF.search(long) is not None


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
