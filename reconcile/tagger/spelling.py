"""How a token is written: the features that its letters alone give."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from reconcile.lexicon import Lexicon
from reconcile.remembered import SELDOM
from reconcile.text import GREEK_LETTERS

__all__ = ["WRITTEN", "written"]

WRITTEN: Final = ("norm", "prefix", "suffix", "suffix4", "shape", "stem", "rank", "family")
"""The names of what `written` gives.

`norm` lower case with Greek as words, `prefix` and `suffix` three letters, `shape` its pattern of
cases and digits, `stem` its letters only, `rank` how common the English word is and how it is
written, `family` how many names of the lexicon begin with it.
"""

_GREEK: Final = str.maketrans(GREEK_LETTERS)
_MOST_KEYS: Final = 100


@lru_cache(maxsize=SELDOM)
def written(word: str) -> tuple[str, ...]:
    """The features of a word by its letters, in the order of `WRITTEN`."""
    lowered = word.lower().translate(_GREEK)
    letters = "".join(char for char in lowered if char.isalpha())
    rank = Lexicon.load().word_rank(word)
    case = "l" if word.islower() else "u" if word.isupper() else "t" if word.istitle() else "m"
    bucket = "-" if rank is None else str(rank.bit_length())
    return (
        lowered,
        word[:3],
        lowered[-3:],
        lowered[-4:],
        _shape(word),
        letters or word,
        f"{bucket}{case}{min(len(word), 6)}",
        _beginning(lowered),
    )


def _shape(word: str) -> str:
    """The pattern of a word, runs of more than three alike cut to three.

    >>> _shape("p38MAPKs"), _shape("interleukin")
    ('xddXXXx', 'xxx')
    """
    out: list[str] = []
    for char in word:
        kind = "d" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char
        if not char.isascii() and char.isalpha():
            kind = "g"
        if out[-3:] != [kind] * 3:
            out.append(kind)
    return "".join(out)


def _beginning(lowered: str) -> str:
    """How many names of the lexicon begin with a word: a power of two, or `-` for short words."""
    if len(lowered) < 3 or not lowered.isalnum():
        return "-"
    return str(len(Lexicon.load().keys(lowered, _MOST_KEYS)).bit_length())
