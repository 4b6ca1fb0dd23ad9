"""What the stages of annotating hand on: a place of the text and its candidates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from reconcile.grounding import Candidate

__all__ = ["Proposal", "SenseEvidence", "covered", "marked"]


@dataclass(frozen=True, slots=True)
class SenseEvidence:
    """A word, phrase or gene around that speaks for the candidate of a name.

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


@dataclass(slots=True, unsafe_hash=True)
class Proposal:
    """A place that may name genes, with its candidates; never changed once it is made.

    Not frozen, as that takes three times as long to make.

    Attributes:
        start: code-point offset in the clean text.
        end: likewise, exclusive.
        surface: the name itself, without affixes.
        candidates: best first, at least one; for an enumeration those of its first name.
        found_by: see `records.Mention.found_by`.
        extra: for an enumeration the best candidate of each single name.
        evidence: what around the name decided for the first candidate, strongest first.
        sensed: whether the inventory of senses chose the first candidate, by evidence or because
            the letters have that sense where nothing speaks for another.
        tagged: whether a statistical tagger finds a gene here; None without one.
        settled: whether a definition, or the phrase that the name is part of, decided.
        first: what was the best candidate when the place was detected; set by itself.
    """

    start: int
    end: int
    surface: str
    candidates: tuple[Candidate, ...]
    found_by: str = "dictionary"
    extra: tuple[Candidate, ...] = field(default=())
    evidence: tuple[SenseEvidence, ...] = field(default=())
    sensed: bool = False
    tagged: bool | None = None
    settled: bool = False
    first: Candidate | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.first is None:
            self.first = self.candidates[0]

    @property
    def best(self) -> Candidate:
        """The best candidate."""
        return self.candidates[0]

    def with_candidates(self, candidates: tuple[Candidate, ...]) -> Proposal:
        """The same with other candidates; several times as fast as `dataclasses.replace`."""
        return Proposal(
            self.start,
            self.end,
            self.surface,
            candidates,
            self.found_by,
            self.extra,
            self.evidence,
            self.sensed,
            self.tagged,
            self.settled,
            self.first,
        )


def covered(text: str, proposals: Iterable[Proposal]) -> bytearray:
    """A byte for each character of a text, 1 where a proposal stands."""
    return marked(len(text), ((proposal.start, proposal.end) for proposal in proposals))


def marked(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """A byte for each of so many characters, 1 inside the spans."""
    marks = bytearray(length)
    for start, end in spans:
        marks[start:end] = b"\x01" * (end - start)
    return marks
