"""The dictionary scan: every place of a text where a surface form of the lexicon stands.

At each token the trie answers, in one call, which of its keys the following characters begin
with; a hit is a key that ends where a token ends. There is no automaton to build, so start-up
costs nothing (see `benchmarks/README.md` for the measured alternatives).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from reconcile.lexicon import Entry, Lexicon
from reconcile.text import Token

__all__ = ["Hit", "scan", "separators_allow"]

_LONGEST_KEY: Final = 96
_PREFIXES: Final = ("phospho", "pro", "pre", "p", "c", "h", "m", "s", "r")
_PREFIX_LETTERS: Final = frozenset(prefix[0] for prefix in _PREFIXES)
_NEVER_FIRST: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "both",
        "but",
        "by",
        "can",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "not",
        "of",
        "on",
        "or",
        "such",
        "than",
        "that",
        "the",
        "their",
        "then",
        "these",
        "they",
        "this",
        "through",
        "to",
        "via",
        "was",
        "were",
        "when",
        "where",
        "which",
        "while",
        "with",
    ]
)
"""Lower-case words that begin no name; a third of all words."""
_SUFFIXES: Final = frozenset({"mrna", "mapk", "protein", "gene", "kinase", "s"})
_SENTENCE_GAP: Final = re.compile(r"[;:!?\[\]{}=<>|]|\.\s")
_LIST_GAP: Final = re.compile(r"[,()/&+.]")
_INDEX: Final = re.compile(
    r"\d{1,3}[A-Za-z]?|[A-D]|[IVX]{1,4}|[α-ω][A-Z\d]?|alpha|beta|gamma|delta|kappa"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A key of the lexicon at a place of the text.

    Attributes:
        start: code-point offset in the clean text.
        end: likewise, exclusive.
        first: index of the first token.
        last: index of the last token, inclusive.
        key: the surface key that was hit.
        surface: the characters that the key stands for (without affixes).
        entries: the entries under the key whose spelling the text allows, at least one.
        rule: `exact`, `greek` (Greek as single letters), `prefix`, `suffix`.
    """

    start: int
    end: int
    first: int
    last: int
    key: str
    surface: str
    entries: tuple[Entry, ...]
    rule: str = "exact"


def scan(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Hit]:
    """All hits in a clean text, by start, shorter before longer.

    Names with Greek are looked up with Greek as words and as single letters; a token that starts
    no hit is tried without its prefix (`pSTAT3`, `procaspase-1`) and suffix (`XBP1s`, `p38MAPK`).
    """
    words = _Stream([token.norm for token in tokens])
    has_greek = any(token.letter != token.norm for token in tokens)
    letters = _Stream([token.letter for token in tokens]) if has_greek else None
    for first, token in enumerate(tokens):
        if token.text in _NEVER_FIRST:
            continue
        found = False
        for last, key in words.keys(first, lexicon):
            for hit in _hit(text, tokens, first, last, key, "exact", lexicon):
                found = True
                yield hit
        if letters is not None:
            for last, key in letters.keys(first, lexicon):
                if any(t.letter != t.norm for t in tokens[first : last + 1]):
                    for hit in _hit(text, tokens, first, last, key, "greek", lexicon):
                        found = True
                        yield hit
        yield from _without_prefix(text, tokens, first, words, lexicon, found)
        if not found:
            yield from _without_suffix(text, token, first, lexicon)


class _Stream:
    """The norms of all tokens in one string, with the way from key ends back to tokens."""

    def __init__(self, norms: list[str]) -> None:
        self.text = "".join(norms)
        self.ends = list(accumulate(map(len, norms)))
        self.token_of_end = {end: i for i, end in enumerate(self.ends)}

    def keys(self, first: int, lexicon: Lexicon, skip: int = 0) -> Iterator[tuple[int, str]]:
        """`(last token, key)` of the keys that start in a token and end with a token."""
        start = (self.ends[first - 1] if first else 0) + skip
        for key in lexicon.prefixes(self.text[start : start + _LONGEST_KEY]):
            last = self.token_of_end.get(start + len(key))
            if last is not None and len(key) > 1:
                yield last, key


def _hit(
    text: str,
    tokens: Sequence[Token],
    first: int,
    last: int,
    key: str,
    rule: str,
    lexicon: Lexicon,
    skip: int = 0,
) -> Iterator[Hit]:
    """The hit of a key, if the separators in the text are such as the forms allow."""
    start, end = tokens[first].start, tokens[last].end
    entries = lexicon.lookup(key)
    if first != last:
        gaps = [text[tokens[i].end : tokens[i + 1].start] for i in range(first, last)]
        entries = tuple(
            entry for entry in entries if separators_allow(gaps, tokens[first : last + 1], entry)
        )
    if entries:
        yield Hit(start, end, first, last, key, text[start + skip : end], entries, rule)


def separators_allow(gaps: Sequence[str], tokens: Sequence[Token], entry: Entry) -> bool:
    """Whether a form may be spelled with these separators between its tokens.

    A hyphen may always stand; a space in a symbol only before an index (`IL 6`, `TGF β1`) or
    where the form has one too; lists and brackets only where the form has them or is a long name;
    the end of a sentence never.
    """
    form = entry.form
    phospho = tokens[0].text == "p" and gaps[0] == "-"
    if phospho and form is not None and not form.lower().startswith("p-"):
        return False  # `p-ERK` is phosphorylated ERK, not PERK.
    for i, gap in enumerate(gaps):
        if gap in ("-", ""):
            continue
        if _SENTENCE_GAP.search(gap) or len(gap) > 3:
            return False
        if form is None:
            continue
        if _LIST_GAP.search(gap):
            if not any(char in form for char in gap if not char.isspace()):
                return False
        elif " " in gap and " " not in form:
            left, right = tokens[i].text, tokens[i + 1].text
            if left.islower() and len(left) < 4:
                return False
            if not (_INDEX.fullmatch(right) or (len(left) > 3 and len(right) > 3)):
                return False
            if not left[0].isalpha() and not form[0].isdigit():
                return False
    return True


def _without_prefix(
    text: str, tokens: Sequence[Token], first: int, words: _Stream, lexicon: Lexicon, known: bool
) -> Iterator[Hit]:
    """Hits of a token without a prefix that says a state or a species.

    A token that is `known` as it stands is tried only where two letters and a hyphen are left:
    `sIL-6R` is IL6R, whatever `sIL` may mean.
    """
    token = tokens[first]
    if token.text[0] not in _PREFIX_LETTERS:
        return
    for prefix in _PREFIXES:
        rest = token.text[len(prefix) :]
        if not token.text.startswith(prefix) or len(rest) < 2:
            continue
        stem = len(rest) == 2 and text[token.end : token.end + 1] == "-"
        if not stem and (known or len(rest) == 2):
            continue
        if len(prefix) == 1 and not rest[0].isupper():
            continue
        for last, key in words.keys(first, lexicon, skip=len(prefix)):
            if len(key) > 2:
                yield from _hit(text, tokens, first, last, key, "prefix", lexicon, skip=len(prefix))
        return


def _without_suffix(text: str, token: Token, first: int, lexicon: Lexicon) -> Iterator[Hit]:
    """The longest hit of a token without a suffix."""
    for key in reversed(lexicon.prefixes(token.norm)):
        rest = token.norm[len(key) :]
        if len(key) < 3 or not rest:
            continue
        if len(token.norm) == len(token.text):
            rest = token.text[len(key) :]
        isoform = len(rest) == 1 and rest.islower() and key[-1].isdigit()
        if isoform or rest.lower() in _SUFFIXES:
            surface = token.text[: len(token.text) - len(rest)]
            yield Hit(
                token.start,
                token.end,
                first,
                first,
                key,
                surface,
                lexicon.lookup(key),
                "suffix",
            )
            return


def token_at(tokens: Sequence[Token], offset: int) -> int:
    """Index of the token that contains an offset or is the last before it; -1 if none is.

    >>> from reconcile.text import tokens
    >>> token_at(tokens("MEK and ERK"), 5)
    1
    """
    return bisect_right([token.start for token in tokens], offset) - 1
