"""The words of a long name, as far as they say which name it is.

Two spellings of one long name differ in small words, hyphens, plurals, the order of words, Roman
and Arabic numerals. `name_words` takes all of that away but the order.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from reconcile.patterns import regex
from reconcile.text import LETTER_OF_WORD, norms

__all__ = ["ONE_SPELLING", "SMALL_WORDS", "NameWords", "name_words", "taken_apart", "words_of"]

SMALL_WORDS: Final = frozenset(
    {"of", "the", "and", "an", "in", "with", "to", "for", "from", "by", "type", "subtype"}
    | {"class", "member", "isoform", "family", "subfamily", "superfamily", "homolog", "human"}
    | {"gene"}
)
"""Words that may be there or not; `like` is none of them, as it names another gene."""
_ROMAN: Final = {"i": "1", "v": "5", "x": "10"}
ONE_SPELLING: Final = {
    **LETTER_OF_WORD,
    "adapter": "adaptor",
    "oxidised": "oxidized",
    "cu": "copper",
    "zn": "zinc",
}
"""What words of names are read as: Greek letters as Latin ones, one spelling of several."""
_ION: Final = regex(r"\b(Ca|Na|K|Mg|Zn|Fe|Mn|Cu)(?:2|\(2\+\)|2\+|\+)(?=[ \-/,)]|$)")
_ION_NAME: Final = {
    "Ca": "calcium",
    "Na": "sodium",
    "K": "potassium",
    "Mg": "magnesium",
    "Zn": "zinc",
    "Fe": "iron",
    "Mn": "manganese",
    "Cu": "copper",
}
_WORD: Final = regex(r"[^\W_]+")
_PIECE: Final = regex(r"\d+|[^\W\d_]+")


class NameWords(NamedTuple):
    """A long name taken apart.

    Attributes:
        words: the words that weigh, in order, each once or more often.
        numbers: its numerals in order, Roman ones too.
        letters: single letters and Greek ones, sorted; Greek as its Latin letter.
        closing: those of the letters that end the name or touch a numeral.
        last: what it ends in, of any kind; empty for a name without words.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    letters: tuple[str, ...]
    closing: frozenset[str]
    last: str = ""

    @property
    def open(self) -> bool:
        """Whether the name ends in a word, not in a numeral or letter."""
        return len(self.last) > 1 and not self.last.isdigit()


def words_of(name: str) -> list[str]:
    """The words of a name in order, small ones too, numerals and letters by themselves.

    >>> words_of("IL-1 receptor type II"), words_of("Ca2+ ATPases")
    (['il', '1', 'receptor', 'type', '2'], ['calcium', 'atpase'])
    """
    if "+" in name or "2" in name:
        name = _ION.sub(lambda match: f"{_ION_NAME[match[1]]} ", name)
    found: list[str] = []
    for word in _WORD.findall(name):
        norm = norms(word)[0]
        if len(norm) == 1 and word.isupper() and found:
            norm = _ROMAN.get(norm, norm)
        pieces = [norm] if norm.isalpha() else _PIECE.findall(norm)
        found += [ONE_SPELLING.get(piece, piece) for piece in pieces]
    return found


def name_words(name: str) -> NameWords:
    """A name taken apart.

    >>> name = name_words("endothelin receptor type A")
    >>> name.words, name.numbers, name.letters, name.open
    (('endothelin', 'receptor'), (), ('a',), False)
    """
    return taken_apart(words_of(name))


def taken_apart(pieces: list[str]) -> NameWords:
    """The words of a name taken apart, see `words_of`."""
    words, numbers, letters, closing = [], [], [], set()
    last = len(pieces) - 1
    for at, piece in enumerate(pieces):
        if piece.isdigit():
            numbers.append(piece.lstrip("0") or "0")
        elif len(piece) == 1:
            letters.append(piece)
            touches = (at and pieces[at - 1].isdigit()) or (at < last and pieces[at + 1].isdigit())
            if at == last or touches:
                closing.add(piece)
        elif piece not in SMALL_WORDS:
            words.append(piece)
    indices = tuple(numbers), tuple(sorted(letters))
    return NameWords(tuple(words), *indices, frozenset(closing), *pieces[-1:])
