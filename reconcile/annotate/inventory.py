"""The sense inventory: letters that stand for several things, and what speaks for each.

The table is `senses.tsv`; what its words and phrases match is here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from reconcile.bundled import packaged_text

__all__ = [
    "NO_GENE",
    "Phrase",
    "Sense",
    "folded",
    "letters_of",
    "phrased",
    "senses",
    "spellings",
    "worded",
]

NO_GENE: Final = "-"
"""The sense of letters that name no gene."""

_TABLE: Final = "senses.tsv"
_GENE: Final = "gene"


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense of some letters and what speaks for it.

    Attributes:
        name: HGNC symbol, id of a family or complex, or `NO_GENE`.
        words: words and phrases anywhere in the text, as in the table.
        phrases: phrases with the letters, `_` in their place.
        genes: HGNC symbols and family ids.
        weak: phrases with the letters that say no more than a word does.
        in_rows: whether a gene beside the letters, as in an enumeration, speaks for it.
    """

    name: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    genes: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    in_rows: bool = False


class Phrase(NamedTuple):
    """What stands before and behind letters in a phrase; None for nothing."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


@lru_cache(maxsize=1)
def senses() -> dict[str, tuple[Sense, ...]]:
    """The senses of all spellings in the table, that without evidence first.

    >>> [sense.name for sense in senses()["GR"]]
    ['NR3C1', 'GSR', '-']
    """
    text = packaged_text("lexicon", "data", _TABLE)
    found: dict[str, list[Sense]] = {}
    general: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        listed, name, evidence, _ = line.split("\t")
        items = tuple(item.strip() for item in evidence.split(" | "))
        for letters in listed.replace("-", "").split():
            if name == _GENE:
                general[letters] = items
            elif (sense := _sense(name, items)) not in found.setdefault(letters, []):
                found[letters].append(sense)
    return {
        letters: tuple(_with_general(listed_so, general.get(letters)))
        for letters, listed_so in found.items()
    }


def _sense(name: str, items: Iterable[str]) -> Sense:
    """A sense of what a row of the table has for it."""
    genes = [item for item in items if item.startswith("[")]
    phrases = [item for item in items if "_" in item and item not in genes]
    return Sense(
        name,
        words=tuple(item for item in items if item not in genes and item not in phrases),
        phrases=tuple(item for item in phrases if not item.startswith("~")),
        weak=tuple(item[1:] for item in phrases if item.startswith("~")),
        genes=tuple(item.strip("[]") for item in genes),
    )


def _with_general(listed: Sequence[Sense], weak: tuple[str, ...] | None) -> Iterator[Sense]:
    """The senses, the first gene among them with what speaks for any gene; None for nothing."""
    for sense in listed:
        if weak is not None and sense.name != NO_GENE:
            yield replace(sense, weak=(*sense.weak, *weak), in_rows=True)
            weak = None
        else:
            yield sense


@lru_cache(maxsize=1)
def spellings() -> frozenset[str]:
    """The letters that the table has senses of."""
    return frozenset(senses())


def worded(words: str) -> str:
    """Words as a regular expression: any case without capitals, `*`, `#`, any separator."""
    parts = [
        re.escape(word).replace(r"\*", r"\w*").replace(r"\#", r"\d[\d.,]*")
        for word in re.split(r"[ -]", words)
        if word
    ]
    pattern = r"[\s-]+".join(parts)
    return pattern if any(char.isupper() for char in words) else f"(?i:{pattern})"


def letters_of(words: str) -> str:
    """The longest letters that stand in all that words with signs stand for.

    >>> letters_of("low-density lipoprotein*"), letters_of("Ser#")
    ('lipoprotein', 'ser')
    """
    return folded(max(re.split(r"[ *#-]", words), key=len))


def folded(text: str) -> str:
    """A text such that what matches another in any case is in it; `ı` is an `i` to patterns."""
    return text.casefold().replace("ı", "i")


def phrased(phrase: str) -> Phrase:
    """A phrase as the expressions for what stands before and after the letters."""
    before, after = phrase.split("_")
    left = right = ""
    if before:
        left = rf"(?<!\w){worded(before)}" + (r"[\s/-]+" if before[-1] == " " else "")
    if after:
        right = (r"[\s/-]+" if after[0] == " " else "") + worded(after)
        right += r"(?!\w)" if after[-1].isalnum() else ""
    return Phrase(re.compile(rf"{left}\Z") if left else None, re.compile(right) if right else None)
