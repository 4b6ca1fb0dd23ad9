"""Whether the letters of a short form are those of a long form."""

from __future__ import annotations

import re
from typing import Final

from reconcile.patterns import regex

__all__ = ["is_made_of", "is_remark", "is_short_for"]

_WORD: Final = regex(r"[A-Za-z0-9α-ωΑ-Ω]+")
_LOCANTS: Final = regex(r"[Δ∆]?(?:\d+[,:]\s?)*\d+[′']?-")
_SENTENCE: Final = regex(
    r"\b(?:is|are|was|were|be|been|has|have|had|that|which|who|whose|where|when|while|can|may|will"
    r"|this|these|those|then|thus|also|not|leads?|shows?|indicates?|activates|inhibits|binds|by"
    r"|regulates|promotes|represents?|via|through)\b"
    r"|^(?:the|an?|to|as|of|in|on|at|or|if|for)\b|(?<!of )\b(?:the|an?)\b"
)
_LEGEND: Final = regex(
    r"\b(?:represented|shown|marked|indicated|drawn|depicted|colou?red|highlighted|shaded|arrows?"
    r"|arrowheads?|circles?|ellipses?|ovals?|triangles?|rectangles?|squares?|hexagons?|diamonds?"
    r"|shapes?|symbols?|panels?|inset|figure|caption|bold|italics?|(?:dashed|dotted|solid) lines?"
    r"|(?:in|as) (?:light |dark |pale )?(?:red|green|blue|yellow|orange|purple|violet|pink|brown"
    r"|black|gr[ae]y|white|cyan|magenta|turquoise))\b",
    re.IGNORECASE,
)
_EMPTY_WORDS: Final = frozenset(
    ("of", "the", "and", "in", "for", "to", "a", "an", "on", "with", "or", "from", "at")
)
_GREEK: Final = (
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("kappa", "κ"),
    ("lambda", "λ"),
)
_LEAST_SHARE: Final = 0.6
_LONGEST: Final = 300
"""Characters of a long form; longer ones are none, and would take time."""


def is_short_for(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in the long form, in order, the first at a word.

    The test of Schwartz & Hearst (Pacific Symposium on Biocomputing 2003), without its search.

    >>> is_short_for("TPO", "thyroid peroxidase"), is_short_for("HER2", "insulin")
    (True, False)
    """
    letters = [char for char in short.lower() if char.isalpha()]
    if not letters or len(short) >= len(long):
        return False
    lowered = long.lower()
    at = -1
    for letter in letters:
        at = lowered.find(letter, at + 1)
        if at < 0:
            return False
    return any(word.startswith(letters[0]) for word in re.split(r"[\W_]+", lowered))


def is_made_of(short: str, long: str) -> bool:
    """Whether a short form is made of a long form's letters, mostly of the first of each word.

    Stricter than `is_short_for`: it tells a long form from a legend or half a sentence, in which
    the same letters stand somewhere.

    >>> is_made_of("OXPHOS", "oxidative phosphorylation"), is_made_of("AKT1", "a kinase that")
    (True, False)
    >>> is_made_of("Ras", "represented by diamond shape")
    False
    """
    if _begin_otherwise(short, long):
        return False
    named = [char for char in short if char.isalpha()]
    if len(named) < 2 or not any(char.isupper() or char > "z" for char in short):
        return False
    if len(long) > _LONGEST:
        return False
    letters = [char for char in _spelled(short) if char.isalnum()]
    spelled_out = _without_locants(short, long)
    first = _WORD.search(spelled_out)
    if first is None or first.group() in _EMPTY_WORDS or _spelled(first.group())[0] != letters[0]:
        return False
    found: list[str] = _WORD.findall(spelled_out, first.start())
    if len(found) > 2 * len(letters) + 2 or is_remark(short, long):
        return False
    words = [_spelled(word) for word in found]
    if len("".join(words)) <= len(letters):
        return False
    return _share(letters, words, _is_acronym(found[-1])) >= _LEAST_SHARE


def _begin_otherwise(short: str, long: str) -> bool:
    """Whether two texts begin with different Latin letters, as most that stand side by side do."""
    one, other = short[:1], long[:1]
    plain = one.isascii() and one.isalpha() and other.isascii() and other.isalpha()
    return plain and one.lower() != other.lower()


def is_remark(short: str, long: str) -> bool:
    """Whether what stands beside a short form says something of it instead of spelling it out.

    A part of a sentence, a legend for symbols, arrows and colours, or what uses the short form.

    >>> is_remark("Raf", "red arrows"), is_remark("MyD88", "MyD88-dependent pathway")
    (True, True)
    >>> is_remark("ER", "endoplasmic reticulum")
    False
    """
    if _SENTENCE.search(long) or _LEGEND.search(long):
        return True
    stem = short[:-1] if short.endswith("s") and len(short) > 2 else short
    return _has_word(long.lower(), stem.lower())


def _has_word(text: str, word: str) -> bool:
    """Whether a word stands in a text by itself or in the plural.

    >>> [_has_word(text, "raf") for text in ("the rafs", "raf-like", "raft", "craf and raf1")]
    [True, True, False, False]
    """
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        end += text.startswith("s", end)
        if not (at and _is_ascii_word(text[at - 1])) and not _is_ascii_word(text[end : end + 1]):
            return True
        at = text.find(word, at + 1)
    return False


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _without_locants(short: str, long: str) -> str:
    """A long form without the numbers in front of a chemical's name, if the short form has none."""
    locants = None if short[0].isdigit() else _LOCANTS.match(long)
    return long[locants.end() :] if locants else long


def _is_acronym(word: str) -> bool:
    """Whether each letter of a word stands for one: `ESCs` of `decidualised ESCs (DSCs)`."""
    letters = word.removesuffix("s")
    return len(letters) > 1 and letters.isalpha() and letters.isupper()


def _share(letters: list[str], words: list[str], acronym: bool) -> float:
    """How many of the words that matter give their first letter, at best; 0 if one is missing.

    The first letter is that of the first word; a digit may be missing. Numbers matter where the
    short form has one. Each letter of a last word that is an acronym is a first one.
    """
    numbers = any(letter.isdigit() for letter in letters)
    starts = [i == 0 for word in words for i in range(len(word))]
    tail = len(words[-1]) if acronym else 0
    firsts = starts[: len(starts) - tail] + [True] * tail
    meant = [
        word not in _EMPTY_WORDS and (numbers or not word.isdigit()) for word in words for _ in word
    ]
    # best[i]: the most first letters of words that matter taken so far, the last letter at i or
    # before; None if the letters so far do not stand there.
    text = "".join(words)
    best: list[int | None] = [1] * len(text)
    for letter in letters[1:]:
        after: list[int | None] = [None] * len(text)
        for i in range(1, len(text)):
            before = best[i - 1]
            after[i] = after[i - 1]
            if before is not None and text[i] == letter:
                taken = before + (firsts[i] and meant[i])
                after[i] = max(taken, after[i] or 0)
        if letter.isdigit():
            after = [_more(a, b) for a, b in zip(after, best, strict=True)]
        best = after
    matter = sum(start and meaning for start, meaning in zip(starts, meant, strict=True))
    return (best[-1] or 0) / max(matter, 1)


def _more(one: int | None, other: int | None) -> int | None:
    return max(one or 0, other or 0) or None


def _spelled(text: str) -> str:
    """In lower case, with each Greek letter as one."""
    lowered = text.lower()
    for name, letter in _GREEK:
        lowered = lowered.replace(name, letter)
    return lowered
