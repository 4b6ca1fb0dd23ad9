"""What a token may be in a long name, by its letters alone: worked out once for all texts."""

from __future__ import annotations

from typing import Final

from reconcile.lexicon import Lexicon
from reconcile.lexicon.likeness import AGENTS, RELATIONS
from reconcile.lexicon.scan import NEVER_FIRST
from reconcile.lexicon.words import name_index
from reconcile.memo import Memo
from reconcile.naming.extents import is_index, may_be_in_name, may_number
from reconcile.patterns import regex
from reconcile.remembered import TOKENS
from reconcile.text import norms

__all__ = [
    "AGENT",
    "FITS",
    "HEAD",
    "INDEX",
    "LONG_HEAD",
    "NEVER_BEGINS",
    "NEVER_ENDS",
    "NUMBERED",
    "NUMERAL",
    "OTHER",
    "RELATION",
    "TELLING",
    "THING",
    "VAGUE",
    "TokenKinds",
]

FITS: Final = 1
"""May stand in a name whatever the text names."""
HEAD: Final = 2
"""A word for a gene product that names end with."""
INDEX: Final = 4
"""May number a name."""
NUMBERED: Final = 8
"""An index may follow it, whatever it is part of."""
NEVER_ENDS: Final = 16
"""No name ends with it."""
NEVER_BEGINS: Final = 32
"""No name begins with it: `derived`, `type`."""
NUMERAL: Final = 64
"""No more than a number or a letter."""
VAGUE: Final = 128
"""A noun behind a name that leaves it what it is."""
RELATION: Final = 256
"""A participle that says how one thing is to another."""
AGENT: Final = 512
"""What acts on a thing: `inhibitor`."""
TELLING: Final = 1024
"""A word of three letters or more that is no symbol."""
THING: Final = 2048
"""Ends like a word for a gene product."""
OTHER: Final = 4096
"""A head that may make a name another's: a receptor of it, an enzyme that acts on it."""

LONG_HEAD: Final = 8192
"""Ends in a head that long names have before their index."""

_STEP: Final = regex("E[123]")
"""The steps of ubiquitination, which number no name."""
_BEFORE: Final = frozenset({"anti", "pan", "non", "pro", "pre"})
_NUMERAL: Final = regex(r"\d+|[IVX]+|[^\W\d_]")
_PRODUCT: Final = regex(r"(?:ase|[eo]r|[iy]n|gen|ant|ist|ide|one|ate|igand|yme|nel|lecule|unit)$")
"""How words for gene products end; of the heads of names the others are cells, states and parts."""
_NO_PRODUCTS: Final = frozenset({"domain", "motif", "repeat", "region", "site"})
_VAGUE: Final = _NO_PRODUCTS | frozenset(
    {"protein", "gene", "family", "complex", "member", "molecule", "subunit", "chain", "antigen"}
    | {"signaling", "component", "pathway", "expression", "finger"}
)
_OTHER: Final = regex(r"^(?:receptor|substrate)$|(?<!gtp)(?<!atp)ase$")
_LONG_HEAD: Final = regex(
    r"(?:receptor|kinase|factor|protein|ligand|enzyme|channel|subunit|antigen|inhibitor)s?$"
)
_NO_BEGIN: Final = NEVER_FIRST | {"type", "class"}


class TokenKinds:
    """Tells the kinds of tokens for one lexicon, as a sum of the numbers above."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.of = Memo(self._of, TOKENS).__getitem__

    def is_word(self, token: str) -> bool:
        """Whether a token is a word of names."""
        return token.lower() not in NEVER_FIRST and name_index(self.lexicon).has_word(token)

    def _of(self, token: str) -> int:
        norm = norms(token)[0]
        product = _PRODUCT.search(norm) is not None
        found = FITS if may_be_in_name(token, self.is_word) else 0
        if product:
            found |= THING
            if len(token) > 3 and norm in name_index(self.lexicon).heads:
                found |= HEAD
        if is_index(token):
            found |= INDEX
        if may_number(token):
            found |= NUMBERED
        if norm in _VAGUE:
            found |= VAGUE
        if norm in RELATIONS:
            found |= RELATION
        if norm in AGENTS:
            found |= AGENT
        if norm in _NO_PRODUCTS or norm in RELATIONS:
            found |= NEVER_ENDS
        vague = found & (VAGUE | RELATION) or norm in _BEFORE
        if vague or token.lower() in _NO_BEGIN or _STEP.fullmatch(token):
            found |= NEVER_BEGINS
        if _NUMERAL.fullmatch(token):
            found |= NUMERAL
        if len(token) > 2 and token[1:].islower():
            found |= TELLING
        if _OTHER.search(norm):
            found |= OTHER
        if _LONG_HEAD.search(token):
            found |= LONG_HEAD
        return found
