"""What the stages of annotating hand on: a place of the text and its readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from reconcile.grounding import Reading

__all__ = ["Cue", "Proposal", "covered", "marked"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word, phrase or gene around that speaks for the reading of a name.

    Attributes:
        text: the words as they stand in the text; the symbol of a listed gene.
        weight: how much it says; 1 for a word in the same sentence.
        start: code-point offset in the clean text, None for what does not stand in it.
        end: likewise, exclusive.
        source: `caption`, `heading` (other text on the same subject) or `list`.
    """

    text: str
    weight: float
    start: int | None = None
    end: int | None = None
    source: Literal["caption", "heading", "list"] = "caption"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place that may name genes, with its readings.

    Attributes:
        start: code-point offset in the clean text.
        end: likewise, exclusive.
        surface: the name itself, without affixes.
        readings: best first, at least one; for an enumeration those of its first name.
        found_by: see `records.Mention.found_by`.
        extra: for an enumeration the best reading of each single name.
        cues: what around the name decided for the first reading, strongest first.
        settled: whether a definition, or the phrase that the name is part of, decided.
    """

    start: int
    end: int
    surface: str
    readings: tuple[Reading, ...]
    found_by: str = "dictionary"
    extra: tuple[Reading, ...] = field(default=())
    cues: tuple[Cue, ...] = field(default=())
    settled: bool = False

    @property
    def best(self) -> Reading:
        """The best reading."""
        return self.readings[0]


def covered(text: str, proposals: Iterable[Proposal]) -> bytearray:
    """A byte for each character of a text, 1 where a proposal stands."""
    return marked(len(text), ((proposal.start, proposal.end) for proposal in proposals))


def marked(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """A byte for each of so many characters, 1 inside the spans."""
    marks = bytearray(length)
    for start, end in spans:
        marks[start:end] = b"\x01" * (end - start)
    return marks
