"""Whether two spellings are one word, and where words stand in a text.

A surface key takes hyphens, spaces and letter case for nothing, which is right for most names and
wrong for some: `CAT` and `cat`, `A/R` and `AR`, `p-ERK` and `PERK` have one key each. What a
curator said of a word is not to touch another one, so these are told apart here.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final, NamedTuple

from reconcile.cleaning import clean
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES, ORTHOLOG_TYPES
from reconcile.patterns import regex
from reconcile.text import Tokens, surface_key, tokens

__all__ = ["Run", "runs", "same_word"]

_LETTERS: Final = regex(r"[\W_]+")
_HYPHEN: Final = regex(r"[-\u2010-\u2015_]*")
_PHOSPHO: Final = regex(r"p-[A-Z]")
_PLURAL: Final = regex(r"(?<=[A-Z0-9])s$")


class Run(NamedTuple):
    """Tokens of a text that together have a wanted surface key: from the first to the last."""

    first: int
    last: int
    key: str


def runs(cut: Tokens, keys: Container[str], longest: int) -> Iterator[Run]:
    """Where surface keys stand in a text that was cut.

    Args:
        cut: the tokens.
        keys: the keys that are wanted.
        longest: characters of the longest of them.
    """
    all_norms = [token.norm for token in cut]
    for first in range(len(all_norms)):
        key = ""
        for last in range(first, len(all_norms)):
            key += all_norms[last]
            if len(key) > longest:
                break
            if key in keys:
                yield Run(first, last, key)


def same_word(lexicon: Lexicon, word: str, spelled: str) -> bool:
    """Whether a spelling is that of a word.

    Letter case makes a difference where the lexicon knows something that is no gene under these
    letters, or the symbol of another gene of another organism. A space may stand where the other
    spelling has a space or hyphen, or between letters and digits; other signs are alike in both.

    >>> lexicon = Lexicon.load()
    >>> [same_word(lexicon, "NRF2", other) for other in ("Nrf2", "NRF-2", "Nrf 2", "NRF1")]
    [True, True, True, False]
    >>> [same_word(lexicon, "CAT", other) for other in ("CAT", "cat", "Cats", "C/AT", "C AT")]
    [True, False, False, False, False]
    """
    if word == spelled:
        return True
    key = surface_key(word)
    if not key or key != surface_key(spelled):
        return False
    one, other = clean(word).text.strip(), clean(spelled).text.strip()
    if bool(_PHOSPHO.match(one)) != bool(_PHOSPHO.match(other)):
        return False
    if not (_joined_alike(one, other) and _joined_alike(other, one)):
        return False
    if _letters(one) == _letters(other):
        return True
    entries = lexicon.lookup(key)
    if any(entry.type in NON_GENE_TYPES for entry in entries):
        return False
    human = {e.ref for e in entries if e.type not in ORTHOLOG_TYPES and e.ref != NO_REF}
    strange = {e.ref for e in entries if e.type == "ortholog" and e.form in (one, other)}
    return strange <= human


def _letters(text: str) -> str:
    return _PLURAL.sub("", _LETTERS.sub("", text))


def _joined_alike(word: str, spelled: str) -> bool:
    """Whether what stands between the tokens of a spelling may stand in the word."""
    here, there = _joints(spelled), _joints(word)
    for place, (gap, index) in here.items():
        own = there[place][0] if place in there else None
        joined = own is not None and (own.isspace() or _HYPHEN.fullmatch(own) is not None)
        if not (own == gap or _HYPHEN.fullmatch(gap) or (gap.isspace() and (index or joined))):
            return False
    return True


def _joints(text: str) -> dict[int, tuple[str, bool]]:
    """What stands between the tokens, by its place in the key, and whether digits begin or end."""
    cut = tokens(text)
    found, place = {}, 0
    for i, token in enumerate(cut):
        if i:
            before = cut.texts[i - 1]
            found[place] = cut.gaps[i - 1], before[-1].isdigit() != token.text[0].isdigit()
        place += len(token.norm)
    return found
