"""How the tagger cuts a text into tokens. Needs no spaCy."""

from __future__ import annotations

from typing import Final

from reconcile.patterns import regex

__all__ = ["pieces_of"]

_PIECE: Final = regex(r"[^\W_]+|\S|\s+")


def pieces_of(text: str) -> tuple[list[str], list[bool]]:
    """The tokens of a text, and for each whether a space follows that is part of no token.

    Every punctuation mark is a token, runs of letters and digits stay whole. Gene corpora are
    tokenised like this, and every end of a gene name is an end of a token.

    >>> words, spaces = pieces_of("IL-1β/TNF  (p<0.05)")
    >>> words
    ['IL', '-', '1β', '/', 'TNF', ' ', '(', 'p', '<', '0', '.', '05', ')']
    >>> "".join(word + " " * space for word, space in zip(words, spaces, strict=True))
    'IL-1β/TNF  (p<0.05)'
    """
    words: list[str] = []
    spaces: list[bool] = []
    for found in _PIECE.findall(text):
        piece: str = found
        if piece[0] == " " and spaces and not spaces[-1]:
            spaces[-1] = True
            piece = piece[1:]
        if piece:
            words.append(piece)
            spaces.append(False)
    return words, spaces
