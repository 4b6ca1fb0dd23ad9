"""Where spaces most likely stood in corpora in columns, which do not say. Needs no spaCy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["join"]

_GLUED: Final = frozenset("-/_^~'")
_GLUED_LEFT: Final = frozenset(",.;:?!)]}%")
_GLUED_RIGHT: Final = frozenset("([{")


def join(words: Sequence[str]) -> list[bool]:
    """For each word of a finely cut sentence, whether a space most likely followed it.

    Corpora in columns do not say. Hyphens and slashes join both sides, brackets and full stops
    one, stops and commas between digits both.

    >>> words = "IL - 2 ( 0 . 5 ng / ml ) .".split()
    >>> "".join(w + " " * s for w, s in zip(words, join(words), strict=True))
    'IL-2 (0.5 ng/ml).'
    """
    spaces = []
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or {word, after} & _GLUED or word in _GLUED_RIGHT or after in _GLUED_LEFT:
            spaces.append(False)
        elif word in (".", ",") and i and words[i - 1].isdigit() and after.isdigit():
            spaces.append(word == "," and len(after) != 3)
        else:
            spaces.append(True)
    return spaces
