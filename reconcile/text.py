"""Surface keys: how the spellings of a name are brought to one form, and where they stood.

Pure functions, no I/O. Two steps lead from a text to keys:

1. `clean` repairs what publishing did to the characters (double-encoded UTF-8, ligatures, soft
   hyphens, exotic spaces and dashes, look-alike letters, HTML entities) and remembers, for each
   character that is left, its offset in the original.
2. `tokens` cuts the clean text into runs of letters and digits and gives each a *norm*. A surface
   key is the concatenation of norms: hyphens, spaces and slashes do not count, so `IL-6`, `IL 6`
   and `IL6` share the key `il6`, and `NF-κB`, `NF-kappaB` and `NF kappa B` share `nfkappab`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple, overload

from reconcile.entities import ENTITIES, NUMBERED, numbered
from reconcile.mojibake import DOUBLE_ENCODED

__all__ = [
    "EQUIVALENTS",
    "GREEK_LETTERS",
    "LOOKALIKES",
    "CleanText",
    "Token",
    "Tokens",
    "clean",
    "common_prefix",
    "letter_key",
    "norms",
    "series_stem",
    "surface_key",
    "tokens",
]

GREEK_LETTERS: Final[dict[str, str]] = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
"""Greek letters that occur in gene names, and their English names."""

_LETTER_OF_WORD: Final[dict[str, str]] = {
    "alpha": "a",
    "beta": "b",
    "gamma": "g",
    "delta": "d",
    "epsilon": "e",
    "zeta": "z",
    "eta": "h",
    "theta": "q",
    "iota": "i",
    "kappa": "k",
    "lambda": "l",
    "omega": "w",
    "sigma": "s",
}

EQUIVALENTS: Final[dict[str, str]] = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u00af\u223c", "-"),
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "
    ),
    **dict.fromkeys("\u202f\u205f\u3000\n\r\t", " "),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02b9\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", ""),
    "\u00b5": "μ",
    "ß": "β",
    "ϐ": "β",
    "ɑ": "α",
    "ϵ": "ε",
    "ɛ": "ε",
    "ϰ": "κ",
    "ĸ": "κ",
    "ƙ": "κ",
    "ϕ": "φ",
    "ɸ": "φ",
    "ɣ": "γ",
    "ℽ": "γ",
    "ϒ": "γ",
    "ϴ": "θ",
    "∂": "δ",
    "∆": "δ",
    "Ω": "ω",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
"""Characters, and the plain ones that are read in their place."""

LOOKALIKES: Final[dict[str, str]] = dict(
    zip("АВЕКМНОРСТУХаеорсухкІіЅѕЈј", "ABEKMHOPCTYXaeopcyxkIiSsJj", strict=True)
) | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
"""Cyrillic and Greek letters, and the Latin ones that they look like."""

_ROMAN: Final[dict[str, str]] = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
}

_MOST_BROKEN: Final = max(map(len, (*DOUBLE_ENCODED, *ENTITIES)))
"""Characters that one is shown as at most."""
# Alternatives that all begin with a plain character let the search skip to one of those.
_DAMAGE: Final = re.compile(
    "|".join(
        (
            *map(re.escape, sorted(DOUBLE_ENCODED, key=len, reverse=True)),
            *map(re.escape, EQUIVALENTS),
            *map(re.escape, ENTITIES),
            NUMBERED,
        )
    )
)
_LOOKALIKE: Final = re.compile("[" + "".join(LOOKALIKES) + "]")
_LATIN: Final = re.compile("[A-Za-z0-9]")
_TOKEN: Final = re.compile(r"[^\W_]+")
_TOKENS_KEPT: Final = re.compile(r"([^\W_]+)")
_GREEK_CHAR: Final = re.compile("[" + "".join(GREEK_LETTERS) + "]")
_GREEK_WORD: Final = re.compile(
    "(?:" + "|".join(sorted(_LETTER_OF_WORD, key=len, reverse=True)) + ")"
    "(?=$|[0-9]|r(?:i{1,3}|[0-9])[ab]?$)"
)
_SERIES: Final = re.compile(r"([A-Z][A-Z0-9-]*?[A-Z])\d{1,2}[A-Z]?")
_ANY_GREEK: Final = re.compile(
    "[" + "".join(GREEK_LETTERS) + "]|" + "|".join(_LETTER_OF_WORD), re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CleanText:
    """A repaired text and the way back to the original.

    Attributes:
        text: the repaired text.
        original: the text that it was made from.
        offsets: for each code point of `text`, and its end, the code-point offset in `original`;
            None when nothing moved.
    """

    text: str
    original: str
    offsets: tuple[int, ...] | None = None
    _ends: dict[int, int] = field(default_factory=dict, repr=False, compare=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of `original` that a non-empty span of `text` stands for.

        >>> broken = clean("NF-Œ∫B on")
        >>> broken.text, broken.span(0, 5)
        ('NF-κB on', (0, 6))
        """
        if self.offsets is None:
            return start, end
        first = self.offsets[start]
        return first, max(self._end(end), min(first + 1, self.offsets[end]))

    def _end(self, end: int) -> int:
        """Where the original ends, without the characters behind it that were left out.

        Kept, as many spans end at one place and any number of such characters may stand there.
        """
        if self.offsets is None:
            return end
        if end not in self._ends:
            last = self.offsets[end]
            while last and not EQUIVALENTS.get(self.original[last - 1], "?"):
                last -= 1
            self._ends[end] = last
        return self._ends[end]


def clean(text: str) -> CleanText:
    r"""Repair the characters of a text; every change keeps the way back.

    Double-encoded UTF-8 becomes the character that it was, soft hyphens and zero-width characters
    go, dashes, spaces, quotes and ligatures become plain, HTML entities (`&kappa;`) what they
    stand for, Latin look-alikes of other scripts become Latin inside a Latin word.

    >>> clean("IFN-Œ≥ and\u00a0TGF\u2013β1").text
    'IFN-γ and TGF-β1'
    """
    if not _DAMAGE.search(text):
        return CleanText(_latinise(text), text)
    repaired, offsets = _repair(text)
    # A repair can bring the two halves of another broken character together, as in text that was
    # encoded twice over.
    if _DAMAGE.search(repaired):
        repaired, offsets = _Rounds(repaired, offsets).result()
    return CleanText(_latinise(repaired), text, offsets)


def _repair(text: str) -> tuple[str, tuple[int, ...] | None]:
    """One round of repairs, with offsets in the original; None when nothing moved."""
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    moved = False
    for hit in _DAMAGE.finditer(text):
        start, end = hit.span()
        fixed = _fixed(hit.group())
        pieces.append(text[done:start])
        offsets.extend(range(done, start))
        pieces.append(fixed)
        offsets.extend([start] * len(fixed))
        moved = moved or len(fixed) != end - start
        done = end
    pieces.append(text[done:])
    offsets.extend(range(done, len(text) + 1))
    return "".join(pieces), tuple(offsets) if moved else None


class _Rounds:
    """The rounds of repairs after the first one, until none is left to do.

    There may be as many rounds as there are characters. New damage can only lie where the round
    before has changed something, so nothing else is looked at: the characters are a linked list,
    from which a round picks the few around each change.
    """

    def __init__(self, text: str, offsets: tuple[int, ...] | None) -> None:
        size = len(text)
        self._chars = ["", *text, ""]
        # Of each character, by its number: its offset, and the numbers of those beside it.
        self._offsets = [0, *(range(size + 1) if offsets is None else offsets)]
        self._after = list(range(1, size + 3))
        self._before = list(range(-1, size + 1))
        self._end = size + 1
        self._moved = offsets is not None
        places: Iterable[int] = [hit.start() + 1 for hit in _DAMAGE.finditer(text)]
        while places:
            places = self._round(places)

    def result(self) -> tuple[str, tuple[int, ...] | None]:
        """The repaired text, with offsets in the original; None when nothing moved."""
        order, at = [], self._after[0]
        while at != self._end:
            order.append(at)
            at = self._after[at]
        text = "".join([self._chars[at] for at in order])
        offsets = tuple(self._offsets[at] for at in (*order, self._end))
        return text, offsets if self._moved else None

    def _round(self, places: Iterable[int]) -> dict[int, None]:
        """Repair what is broken at some places, in text order; those to look at next."""
        chars, after = self._chars, self._after
        changed: dict[int, None] = {}
        for place in places:
            if not chars[place]:
                continue
            run: list[int] = []
            at = place
            while at != self._end and len(run) < _MOST_BROKEN:
                run.append(at)
                at = after[at]
            hit = _DAMAGE.match("".join([chars[at] for at in run]))
            if hit is not None:
                self._replace(run[: hit.end()], _fixed(hit.group()), changed)
        return changed

    def _replace(self, old: Sequence[int], fixed: str, changed: dict[int, None]) -> None:
        """Put other characters in the place of some, and note where damage may lie now."""
        left, right = self._before[old[0]], self._after[old[-1]]
        self._moved = self._moved or len(fixed) != len(old)
        near: list[int] = []
        at = left
        while at and len(near) < _MOST_BROKEN - 1:
            near.append(at)
            at = self._before[at]
        for at in reversed(near):
            changed[at] = None
        for at in old:
            self._chars[at] = ""
        for char in fixed:
            new = len(self._chars)
            self._chars.append(char)
            self._offsets.append(self._offsets[old[0]])
            self._before.append(left)
            self._after.append(right)
            self._after[left] = left = new
            changed[new] = None
        self._after[left], self._before[right] = right, left


def _fixed(found: str) -> str:
    """What a damaged or uncommon character is repaired to."""
    fixed = DOUBLE_ENCODED.get(found) or ENTITIES.get(found)
    if fixed is None and found.startswith("&#"):
        fixed = numbered(found)
        if not fixed.isprintable() and fixed not in EQUIVALENTS:
            return ""
    return EQUIVALENTS.get(fixed or found, fixed or found)


def _latinise(text: str) -> str:
    """Replace look-alike letters one by one where they stand in a word with Latin letters."""
    if text.isascii() or not _LOOKALIKE.search(text):
        return text
    out = list(text)
    for word in _TOKEN.finditer(text):
        if _LATIN.search(word.group()):
            for i in range(*word.span()):
                out[i] = LOOKALIKES.get(out[i], out[i])
    return "".join(out)


class Token(NamedTuple):
    """A run of letters and digits.

    Attributes:
        text: its characters.
        start: offset in the text that was cut, in code points.
        end: likewise, exclusive.
        norm: its part of a surface key, never empty.
        letter: the same with Greek as single letters (`ifng` for `IFNγ`), equal to `norm` if
            there is no Greek.
    """

    text: str
    start: int
    end: int
    norm: str
    letter: str


class Tokens(Sequence[Token]):
    """The runs of letters and digits of a text, in order, kept as columns.

    Attributes:
        texts: their characters.
        starts: their offsets in the text that was cut, in code points.
        ends: likewise, exclusive.
        gaps: what stands behind each, up to the next one or the end of the text.
    """

    __slots__ = ("ends", "gaps", "starts", "texts")

    def __init__(self, text: str) -> None:
        # Cut at tokens, kept: what stands before the first one, token, gap, token, gap, ...
        pieces = _TOKENS_KEPT.split(text)
        offsets = list(accumulate(map(len, pieces)))
        self.texts: list[str] = pieces[1::2]
        self.starts = offsets[0:-1:2]
        self.ends = offsets[1::2]
        self.gaps: list[str] = pieces[2::2]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...

    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self.texts)))]
        word = self.texts[index]
        return Token(word, self.starts[index], self.ends[index], *norms(word))

    def __iter__(self) -> Iterator[Token]:
        for word, start, end in zip(self.texts, self.starts, self.ends, strict=True):
            yield Token(word, start, end, *norms(word))


def tokens(text: str) -> Tokens:
    """Cut a clean text into its runs of letters and digits, in order.

    >>> [(t.text, t.norm, t.letter) for t in tokens("IL-1β receptors")]
    [('IL', 'il', 'il'), ('1β', '1beta', '1b'), ('receptors', 'receptor', 'receptor')]
    """
    return Tokens(text)


@lru_cache(maxsize=65536)
def norms(word: str) -> tuple[str, str]:
    """The `norm` and the `letter` of a token."""
    norm = _fold(word)
    if not _ANY_GREEK.search(word):
        return norm, norm
    if norm in _LETTER_OF_WORD:
        return norm, _LETTER_OF_WORD[norm]
    if _GREEK_CHAR.search(word.lower()):
        letter = "".join(
            _LETTER_OF_WORD.get(GREEK_LETTERS[c], GREEK_LETTERS[c][0]) if c in GREEK_LETTERS else c
            for c in word.lower()
        )
        return norm, letter
    hit = _GREEK_WORD.search(norm)
    if hit is not None and (hit.start() == 0 or _attached_greek(word, hit.start())):
        return norm, norm[: hit.start()] + _LETTER_OF_WORD[hit.group()] + norm[hit.end() :]
    return norm, norm


def _attached_greek(word: str, at: int) -> bool:
    """Whether the Greek word at this place follows a capital or digit (`IFNgamma`, `1beta`)."""
    return word[at - 1].isupper() or word[at - 1].isdigit()


def _fold(word: str) -> str:
    """Lower case, Greek as words, no accents, plural and British endings brought to one form."""
    if word.isascii():
        lowered = word.lower()
    else:
        lowered = unicodedata.normalize("NFKC", word).lower()
        lowered = "".join(GREEK_LETTERS.get(char, char) for char in lowered)
        if not lowered.isascii():
            decomposed = unicodedata.normalize("NFKD", lowered)
            lowered = "".join(c for c in decomposed if c.isalnum()) or lowered
    if len(lowered) >= 5 and lowered.isalpha():
        lowered = _stem(lowered)
    elif len(word) >= 3 and word[-1] == "s" and word[:-1].isupper() and word[:-1].isalpha():
        lowered = lowered[:-1]
    return _ROMAN.get(lowered, lowered) if word.isupper() else lowered


def _stem(word: str) -> str:
    if word[-1] == "s" and word[-2] not in "siu":
        word = word[:-1]
    return (
        word.replace("haem", "hem")
        .replace("oestr", "estr")
        .replace("lling", "ling")
        .replace("sulph", "sulf")
        .replace("tumour", "tumor")
    )


@lru_cache(maxsize=65536)
def surface_key(name: str) -> str:
    """The key under which all spellings of a name meet; empty for a name without letters.

    >>> {surface_key(s) for s in ("NF-κB", "NF-kappa B", "NFkappaB", "NF-Œ∫B")}
    {'nfkappab'}
    >>> surface_key("suppressors of cytokine signalling 3")
    'suppressorofcytokinesignaling3'
    """
    return "".join([norms(word)[0] for word in _TOKEN.findall(clean(name).text)])


@lru_cache(maxsize=65536)
def letter_key(name: str) -> str:
    """The key with Greek letters and words as single letters.

    >>> letter_key("IFN-gamma"), letter_key("IL-1β"), letter_key("ERK")
    ('ifng', 'il1b', 'erk')
    """
    return "".join([norms(word)[1] for word in _TOKEN.findall(clean(name).text)])


def common_prefix(one: str, other: str) -> int:
    """How many characters two strings share from their beginning on.

    >>> common_prefix("CLDN1", "CLDN10"), common_prefix("", "x")
    (5, 0)
    """
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def series_stem(symbol: str) -> str | None:
    """The letters that the symbols of a numbered series share; None for one without a number.

    >>> series_stem("PDK1"), series_stem("SLC6A5"), series_stem("EGFR")
    ('PDK', 'SLC6A', None)
    """
    hit = _SERIES.fullmatch(symbol)
    return hit.group(1) if hit else None
