"""Surface keys: how the spellings of a name are brought to one form, and where they stood.

Pure functions, no I/O. `cleaning` repairs the characters first. `tokens` cuts the clean text into
runs of letters and digits and gives each a *norm*. A surface key is the concatenation of norms:
hyphens, spaces and slashes do not count, so `IL-6`, `IL 6` and `IL6` share the key `il6`, and
`NF-κB`, `NF-kappaB` and `NF kappa B` share `nfkappab`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple, overload

from reconcile.cleaning import clean
from reconcile.memo import Memo
from reconcile.patterns import regex
from reconcile.remembered import TOKENS

__all__ = [
    "GREEK_LETTERS",
    "LETTER_OF_WORD",
    "Token",
    "Tokens",
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

LETTER_OF_WORD: Final[dict[str, str]] = {
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
"""Greek letters as words, and the Latin ones that stand for them."""

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

_TOKEN: Final = regex(r"[^\W_]+")
_TOKENS_KEPT: Final = regex(r"([^\W_]+)")
_GREEK_CHAR: Final = regex("[" + "".join(GREEK_LETTERS) + "]")
_GREEK_WORD: Final = regex(
    "(?:" + "|".join(sorted(LETTER_OF_WORD, key=len, reverse=True)) + ")"
    "(?=$|[0-9]|r(?:i{1,3}|[0-9])[ab]?$)"
)
_SERIES: Final = regex(r"([A-Z][A-Z0-9-]*?[A-Z])\d{1,2}[A-Z]?")
_ANY_GREEK: Final = regex(
    "[" + "".join(GREEK_LETTERS) + "]|" + "|".join(LETTER_OF_WORD), re.IGNORECASE
)


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


def _norms(word: str) -> tuple[str, str]:
    norm = _fold(word)
    if not _ANY_GREEK.search(word):
        return norm, norm
    if norm in LETTER_OF_WORD:
        return norm, LETTER_OF_WORD[norm]
    if _GREEK_CHAR.search(word.lower()):
        letter = "".join(
            LETTER_OF_WORD.get(GREEK_LETTERS[c], GREEK_LETTERS[c][0]) if c in GREEK_LETTERS else c
            for c in word.lower()
        )
        return norm, letter
    hit = _GREEK_WORD.search(norm)
    if hit is not None and (hit.start() == 0 or _attached_greek(word, hit.start())):
        return norm, norm[: hit.start()] + LETTER_OF_WORD[hit.group()] + norm[hit.end() :]
    return norm, norm


norms: Final[Callable[[str], tuple[str, str]]] = Memo(_norms, 65536).__getitem__
"""The `norm` and the `letter` of a token."""


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


@lru_cache(maxsize=TOKENS)
def surface_key(name: str) -> str:
    """The key under which all spellings of a name meet; empty for a name without letters.

    >>> {surface_key(s) for s in ("NF-κB", "NF-kappa B", "NFkappaB", "NF-Œ∫B")}
    {'nfkappab'}
    >>> surface_key("suppressors of cytokine signalling 3")
    'suppressorofcytokinesignaling3'
    """
    return "".join([norms(word)[0] for word in _TOKEN.findall(clean(name).text)])


@lru_cache(maxsize=TOKENS)
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
