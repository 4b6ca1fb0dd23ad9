"""Names that figures show often, of genes and of other things.

`benchmarks/usual_names.py` counts them in lists and captions of other figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reconcile.bundled import packaged_text
from reconcile.naming.confusions import cost_of_letters, letters_of, pieces, skeleton
from reconcile.remembered import WORDS

__all__ = ["UsualName", "UsualNames", "usual_names"]

_TABLE: Final = "usual_names.tsv"


@dataclass(frozen=True, slots=True)
class UsualName:
    """A name that figures show often.

    Attributes:
        name: its commonest spelling.
        use: how common it is, 0-1.
        kind: the type of a thing that is no gene; empty for a gene.
    """

    name: str
    use: float
    kind: str


class UsualNames:
    """The names of the table, found by words that differ from them in a letter or two."""

    def __init__(self, names: Mapping[str, UsualName]) -> None:
        """Index the names by their skeletons, which are the keys."""
        self._names = names
        self._all = list(names.values())
        self._letters = [letters_of(name.name) for name in self._all]
        self._by_piece: dict[str, list[int]] = {}
        for place, key in enumerate(names):
            for piece in pieces(key):
                self._by_piece.setdefault(piece, []).append(place)
        self.read_as = lru_cache(WORDS)(self._read_as)

    def use(self, name: str) -> float:
        """How common a name is, 0-1.

        >>> usual_names().use("JNK") > usual_names().use("UNK")
        True
        """
        found = self._names.get(skeleton(name))
        return 0.0 if found is None else found.use

    def near(self, word: str) -> list[UsualName]:
        """The names that share a piece with a word, each once.

        >>> "JNK" in [name.name for name in usual_names().near("UNK")]
        True
        """
        return [self._all[place] for place in self._near(word)]

    def _near(self, word: str) -> dict[int, None]:
        found: dict[int, None] = {}
        for piece in sorted(pieces(skeleton(word))):
            found.update(dict.fromkeys(self._by_piece.get(piece, ())))
        return found

    def _read_as(self, word: str, most: float) -> tuple[UsualName, ...]:
        """Those of the names near a word that are read as it for at most some cost.

        >>> [name.name for name in usual_names().read_as("UNK", 6.6)]
        ['JNK']
        """
        read = letters_of(word)
        return tuple(
            self._all[place]
            for place in self._near(word)
            if cost_of_letters(self._letters[place], read, most) is not None
        )


@lru_cache(maxsize=1)
def usual_names() -> UsualNames:
    """The names that are shipped."""
    text = packaged_text("suggest", _TABLE)
    rows = (line.split("\t") for line in text.splitlines())
    return UsualNames(
        {skeleton(name): UsualName(name, float(use), kind) for name, use, kind in rows}
    )
