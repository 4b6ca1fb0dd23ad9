"""The dictionary scan: every place of a text where a surface form of the lexicon stands.

A hit is a key that begins where a token begins and ends where one ends. What the lexicon knows of
a token by itself is looked up once for all texts; names of several tokens are followed token by
token, as long as some key begins so. There is no automaton to build, so start-up costs nothing
(see `benchmarks/README.md` for the measured alternatives).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from reconcile.lexicon import Entry, Lexicon
from reconcile.lexicon.separators import separators_allow
from reconcile.memo import Memo
from reconcile.patterns import regex
from reconcile.remembered import TOKENS
from reconcile.text import Tokens, norms

__all__ = ["NEVER_FIRST", "Hit", "Scanner", "scan"]

_LONGEST_KEY: Final = 96
_PREFIXES: Final = ("phospho", "pro", "pre", "p", "c", "h", "m", "s", "r")
_PREFIX_LETTERS: Final = frozenset(prefix[0] for prefix in _PREFIXES)
NEVER_FIRST: Final = frozenset(
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
_LOST_GREEK: Final = regex(r"([A-Z]{2,6}\d?)([abgd])")
"""What may have lost the Greek of its last letter: `ERa`, `IFNg`."""
_GREEK_OF: Final = {"a": "α", "b": "β", "g": "γ", "d": "δ"}
_CAPITALS: Final = regex(r"[A-Zκ][A-Z\dα-ω]*")
_MOST_STEPS: Final = 200_000
"""Tokens that are kept behind others; with one more all words are dropped."""


class Hit(NamedTuple):
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


class _Node:
    """What a name may begin with, and what was found behind: a part of a trie of tokens.

    Attributes:
        key: its key.
        is_key: whether that is a name's.
        behind: for tokens that were seen behind, the longer ones; None where there is none.
    """

    __slots__ = ("behind", "is_key", "key")

    def __init__(self, key: str, *, is_key: bool = False) -> None:
        self.key = key
        self.is_key = is_key
        self.behind: dict[str, _Node | None] = {}


class _Word(NamedTuple):
    """What the lexicon knows of a token by its letters alone.

    Attributes:
        norm: its part of a surface key.
        letter: the same with Greek as single letters.
        quiet: whether no hit begins with it, whatever follows.
        node: where longer keys begin with its norm; None where none does.
        greek_node: likewise for its letter.
        alone: whether there is a hit of it alone.
        exact: the entries under its norm.
        greek: those under its letter, if that differs.
        affixes: length of the prefix to leave out if it is no hit by itself, if moreover a hyphen
            follows, and if it is a hit and a hyphen follows; 0 for none.
        suffixed: key, surface and entries without its suffix.
        lost: the same with Greek for its last letter.
    """

    norm: str
    letter: str
    quiet: bool = True
    node: _Node | None = None
    greek_node: _Node | None = None
    alone: bool = False
    exact: tuple[Entry, ...] = ()
    greek: tuple[Entry, ...] = ()
    affixes: tuple[int, int, int] | None = None
    suffixed: tuple[str, str, tuple[Entry, ...]] | None = None
    lost: tuple[str, str, tuple[Entry, ...]] | None = None


class Scanner:
    """Finds the hits of texts in one lexicon; holds no state but bounded caches."""

    def __init__(
        self, lexicon: Lexicon, skip: Callable[[str, tuple[Entry, ...]], bool] | None = None
    ) -> None:
        """Scan for all names, or for those that are not to be skipped.

        Args:
            lexicon: where the names are.
            skip: told a token and the entries under its key, whether to leave this hit out where
                it is the only one of that token; asked once a token, not at each place.
        """
        self.lexicon = lexicon
        self._skip = skip
        self._word = Memo(self._of_word, TOKENS)
        self._steps = 0
        self._allowed = lru_cache(TOKENS)(self._of_surface)

    def hits(self, text: str, tokens: Tokens) -> list[Hit]:
        """The hits in a clean text and its tokens, by start, shorter before longer.

        Names with Greek are looked up with Greek as words and as single letters; a token that
        starts no hit is tried without its prefix (`pSTAT3`, `procaspase-1`) and suffix (`XBP1s`,
        `p38MAPK`).
        """
        words = list(map(self._word.__getitem__, tokens.texts))
        norms = [word.norm for word in words]
        letters = [word.letter for word in words]
        has_greek = letters != norms
        norms.append("")
        letters.append("")
        greek = [one != other for one, other in zip(norms, letters, strict=True)]
        found: list[Hit] = []
        texts, starts, ends = tokens.texts, tokens.starts, tokens.ends
        for first, word in enumerate(words):
            if word.quiet:
                continue
            node = word.node
            if node is not None:
                after = norms[first + 1]
                node = node.behind[after] if after in node.behind else self._step(node, after)
            if not (word.alone or node is not None or has_greek):
                continue
            before = len(found)
            start, end, token = starts[first], ends[first], texts[first]
            if word.exact:
                found.append(Hit(start, end, first, first, word.norm, token, word.exact))
            if node is not None:
                for last, key in self._from(node, first + 1, norms):
                    stop = ends[last]
                    surface = text[start:stop]
                    if entries := self._allowed(key, surface):
                        found.append(Hit(start, stop, first, last, key, surface, entries))
            if word.greek:
                found.append(Hit(start, end, first, first, word.letter, token, word.greek, "greek"))
            # Where neither token is Greek, nothing goes on if nothing did above.
            may_go_on = has_greek and (node is not None or greek[first] or greek[first + 1])
            if may_go_on and word.greek_node is not None:
                for last, key in self._from(word.greek_node, first, letters):
                    if letters[first : last + 1] == norms[first : last + 1]:
                        continue
                    stop = ends[last]
                    surface = text[start:stop]
                    if entries := self._allowed(key, surface):
                        found.append(Hit(start, stop, first, last, key, surface, entries, "greek"))
            is_hit = len(found) > before
            if word.lost is not None:
                found.append(Hit(start, end, first, first, *word.lost, "greek"))
            if word.affixes is not None:
                found += self._without_prefix(text, tokens, first, norms, word.affixes, is_hit)
            if word.suffixed is not None and not is_hit:
                found.append(Hit(start, end, first, first, *word.suffixed, "suffix"))
        return found

    def _of_word(self, text: str) -> _Word:
        text = self._with_capital_i(text)
        norm, letter = norms(text)
        if text in NEVER_FIRST:
            return _Word(norm, letter)
        exact = self.lexicon.lookup(norm) if len(norm) > 1 else ()
        greek = self.lexicon.lookup(letter) if letter != norm and len(letter) > 1 else ()
        lost = self._with_lost_greek(text)
        node = _Node(norm) if self.lexicon.goes_on(norm) else None
        greek_node = node
        if letter != norm:
            greek_node = _Node(letter) if self.lexicon.goes_on(letter) else None
        affixes = self._prefixed(text, norm) if text[0] in _PREFIX_LETTERS else None
        suffixed = None if exact or greek else self._without_suffix(text, norm)
        if self._skip and exact and not (greek or affixes) and self._skip(text, exact):
            exact = ()
        alone = bool(exact or greek or affixes or suffixed or lost)
        quiet = not (alone or node or greek_node)
        return _Word(
            norm, letter, quiet, node, greek_node, alone, exact, greek, affixes, suffixed, lost
        )

    def _prefixed(self, text: str, norm: str) -> tuple[int, int, int] | None:
        """The lengths of prefixes to leave out, see `_Word`; None where nothing begins behind."""
        skips = (_affix(text, 3), _affix(text, 2), _affix(text, 2, 2))
        for skip in skips:
            if skip and self.lexicon.begins(norm[skip:]):
                return skips
        return None

    def _with_lost_greek(self, text: str) -> tuple[str, str, tuple[Entry, ...]] | None:
        """Key, surface and entries of a token whose last letter may have been Greek (`ERa`)."""
        hit = _LOST_GREEK.fullmatch(text)
        if hit is None:
            return None
        surface = f"{hit[1]}{_GREEK_OF[hit[2]]}"
        key = norms(surface)[0]
        entries = self.lexicon.lookup(key)
        return (key, surface, entries) if entries else None

    def _with_capital_i(self, text: str) -> str:
        """A token with a capital I where a small L stands for it (`lL-6`, `lFN-γ`)."""
        if text[0] != "l" or not _CAPITALS.fullmatch(text, 1):
            return text
        meant = f"I{text[1:]}"
        known = norms(text)[0] in self.lexicon or not self.lexicon.begins(norms(meant)[0])
        return text if known else meant

    def _without_suffix(self, text: str, norm: str) -> tuple[str, str, tuple[Entry, ...]] | None:
        """The longest key of a token without a suffix, with its surface and entries."""
        for key in reversed(self.lexicon.prefixes(norm)):
            rest = norm[len(key) :]
            if len(key) < 3 or not rest:
                continue
            if len(norm) == len(text):
                rest = text[len(key) :]
            isoform = len(rest) == 1 and rest.islower() and key[-1].isdigit()
            if isoform or rest.lower() in _SUFFIXES:
                return key, text[: len(text) - len(rest)], self.lexicon.lookup(key)
        return None

    def _of_surface(self, key: str, surface: str) -> tuple[Entry, ...]:
        """The entries under a key of several tokens that may be spelled like a surface."""
        cut = Tokens(surface)
        several = list(cut)
        return tuple(
            entry
            for entry in self.lexicon.lookup(key)
            if separators_allow(cut.gaps[:-1], several, key, entry, self._is_word)
        )

    def _is_word(self, word: str) -> bool:
        return self.lexicon.word_rank(word) is not None

    def _step(self, node: _Node, norm: str) -> _Node | None:
        """What keys go on with a token; None if none does, or for no token."""
        if norm in node.behind:
            return node.behind[norm]
        key = node.key + norm
        found = None
        if norm and len(key) <= _LONGEST_KEY and self.lexicon.begins(key):
            found = _Node(key, is_key=bool(self.lexicon.lookup(key)))
        if self._steps >= _MOST_STEPS:
            self._word.clear()
            self._steps = 0
        self._steps += 1
        node.behind[norm] = found
        return found

    def _from(self, node: _Node, last: int, norms: Sequence[str]) -> list[tuple[int, str]]:
        """`(last token, key)` of the keys that go on from a token."""
        found = []
        after: _Node | None = node
        while after is not None:
            if after.is_key:
                found.append((last, after.key))
            last += 1
            norm = norms[last]
            after = after.behind[norm] if norm in after.behind else self._step(after, norm)
        return found

    def _followed(self, key: str, first: int, norms: Sequence[str]) -> list[tuple[int, str]]:
        """`(last token, key)` of the keys made of the end of one token and of those after it."""
        return self._from(_Node(key), first, norms)

    def _without_prefix(
        self,
        text: str,
        tokens: Tokens,
        first: int,
        norms: Sequence[str],
        affixes: tuple[int, int, int],
        found: bool,
    ) -> Iterator[Hit]:
        """Hits of a token without a prefix that says a state or a species.

        A token that is `found` as it stands is tried only where two letters and a hyphen are
        left: `sIL-6R` is IL6R, whatever `sIL` may mean.
        """
        plain, hyphened, stem = affixes
        hyphen = tokens.gaps[first].startswith("-")
        skip = (stem if found else hyphened) if hyphen else 0 if found else plain
        if not skip:
            return
        start, end, key = tokens.starts[first], tokens.ends[first], norms[first][skip:]
        if len(key) > 2 and (entries := self.lexicon.lookup(key)):
            yield Hit(start, end, first, first, key, text[start + skip : end], entries, "prefix")
        for last, longer in self._followed(key, first, norms):
            end = tokens.ends[last]
            if len(longer) > 2 and (entries := self._allowed(longer, text[start:end])):
                surface = text[start + skip : end]
                yield Hit(start, end, first, last, longer, surface, entries, "prefix")


def scan(text: str, tokens: Tokens, lexicon: Lexicon) -> list[Hit]:
    """All hits in a clean text, see `Scanner.hits`."""
    return _scanner(lexicon).hits(text, tokens)


@lru_cache(maxsize=4)
def _scanner(lexicon: Lexicon) -> Scanner:
    return Scanner(lexicon)


def _affix(token: str, least: int, most: int = _LONGEST_KEY) -> int:
    """Length of the first prefix of a token that leaves so many letters; 0 without one."""
    for prefix in _PREFIXES:
        rest = token[len(prefix) :]
        if not token.startswith(prefix) or not least <= len(rest) <= most:
            continue
        if len(prefix) > 1 or rest[0].isupper():
            return len(prefix)
    return 0
