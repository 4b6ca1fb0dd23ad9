"""Whether a form may be spelled with the separators that a text has between its tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final

from reconcile.lexicon.schema import Entry
from reconcile.patterns import regex
from reconcile.text import GREEK_LETTERS, Token, Tokens

__all__ = ["separators_allow"]

_SENTENCE_GAP: Final = regex(r"[;:!?\[\]{}=<>|~]|\.\s")
_LIST_GAP: Final = regex(r"[,()/&+.]")
_GREEK: Final = "|".join((*GREEK_LETTERS, *sorted(GREEK_LETTERS.values(), key=len, reverse=True)))
_INDEX: Final = regex(
    r"\d{1,3}[A-Za-z]?|[A-D]|[IVX]{1,4}|[α-ω][A-Z\d]?|alpha|beta|gamma|delta|kappa"
)
_GREEK_INDEX: Final = regex(rf"(?:{_GREEK})\d?", re.IGNORECASE)
_INNER: Final = regex(r"\d{1,2}[A-Z]{1,2}\d{0,2}")
"""What stands behind the root of a symbol: `3A4` of CYP3A4."""
_PROTEIN: Final = regex(r"p\d{2,3}")
_SHORT_NAME: Final = regex(r"[A-Z][A-Za-z]{2,3}\d?[a-z]?")
_PREFIX: Final = regex(r"[A-Z]{1,2}|[α-ω]")
_ONCOGENE: Final = regex(r"[cvABCHKNR] [A-Z][a-z]{2}")
"""The cellular and viral oncogenes, and forms of Raf and Ras: `c Jun`, `B Raf`, `N Myc`."""
_CLASSES: Final = frozenset({"receptor", "receptors", "protein", "proteins", "kinase", "antigen"})
"""What single letters stand before that belong to another word: `liver X receptor`."""


def separators_allow(
    gaps: Sequence[str],
    tokens: Sequence[Token],
    key: str,
    entry: Entry,
    is_word: Callable[[str], bool],
) -> bool:
    """Whether a form may be spelled with these separators between its tokens.

    A hyphen may always stand. A space may stand where the form has a separator; where it has
    none, only before an index (`IL 6`, `TGF β1`, `IL-1 β`), behind the mass of a protein
    (`p14 ARF`) or between long parts that are not both words (`act in` is not actin). Lists and
    brackets stand only where the form has them or is a long name; the end of a sentence never.

    Args:
        gaps: what stands between the tokens.
        tokens: one more than gaps.
        key: the surface key that the tokens make up.
        entry: the form, with its spelling or, for long names, without.
        is_word: whether something in lower case is an English word.
    """
    form = entry.form
    phospho = tokens[0].text == "p" and gaps[0] == "-"
    if phospho and form is not None and not form.lower().startswith("p-"):
        return False  # `p-ERK` is phosphorylated ERK, not PERK.
    if all(gap in ("-", "") for gap in gaps):
        return True
    breaks = None if form is None else _breaks(form, key)
    ends = _ends(tokens, key)
    for i, gap in enumerate(gaps):
        if gap in ("-", ""):
            continue
        if _SENTENCE_GAP.search(gap) or len(gap) > 3:
            return False
        if form is None:
            continue
        own = form if breaks is None or ends is None else breaks.get(ends[i])
        if not _may_part(gap, tokens[i], tokens[i + 1], entry, own, is_word):
            return False
    return True


def _may_part(
    gap: str,
    left: Token,
    right: Token,
    entry: Entry,
    own: str | None,
    is_word: Callable[[str], bool],
) -> bool:
    """Whether a form, which has `own` at this place or nothing (None), may have a gap there."""
    form = entry.form or ""
    if _LIST_GAP.search(gap):
        return any(char in form for char in gap if not char.isspace())
    if " " not in gap or " " in (own or ""):
        return True
    if " " in form:
        return bool(own) or not any(t.text.islower() and is_word(t.text) for t in (left, right))
    return gap != " - " and _space_may_stand(left, right, entry, own, is_word)


def _space_may_stand(
    left: Token, right: Token, entry: Entry, own: str | None, is_word: Callable[[str], bool]
) -> bool:
    """Whether a space may stand where a form has another separator (`own`), or none (None)."""
    index = _is_index(left.text, right.text)
    if _GREEK_INDEX.fullmatch(right.text):
        return not (left.text.islower() and left.text.isalpha() and left.text.isascii())
    if _GREEK_INDEX.fullmatch(left.text) and index:
        return True
    if _PROTEIN.fullmatch(left.text):
        return _SHORT_NAME.fullmatch(right.text) is not None
    if own is not None and _ONCOGENE.fullmatch(f"{left.text} {right.text}"):
        return True
    if own is not None and not index and _PREFIX.fullmatch(left.text):
        word = right.text in _CLASSES or is_word(right.text)
        return right.text.islower() and len(right.text) > 4 and not word
    if left.text.islower() and len(left.text) < 4:
        return False
    if not left.text[0].isalpha() and not (entry.form or "")[0].isdigit():
        return False
    long = len(left.text) > 3 and len(right.text) > 3
    return index or (long and not (own is None and is_word(left.text) and is_word(right.text)))


def _is_index(left: str, right: str) -> bool:
    """Whether the second of two tokens is an index of the first."""
    if _INDEX.fullmatch(right) or _GREEK_INDEX.fullmatch(right):
        return True
    return left.isupper() and len(left) > 2 and _INNER.fullmatch(right) is not None


def _breaks(form: str, key: str) -> dict[int, str] | None:
    """What separates the parts of a form, by the length of the key up to there; None if unclear."""
    cut = Tokens(form)
    parts = list(cut)
    ends = _ends(parts, key)
    return None if ends is None else dict(zip(ends, cut.gaps, strict=True))


def _ends(tokens: Sequence[Token], key: str) -> list[int] | None:
    """How much of a key each of the tokens that make it up reaches; None if they make another."""
    for parts in ([token.norm for token in tokens], [token.letter for token in tokens]):
        if "".join(parts) == key:
            return list(accumulate(map(len, parts)))
    return None
