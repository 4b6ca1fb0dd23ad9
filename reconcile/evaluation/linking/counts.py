"""The integers behind the scores of one text, or of many added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

__all__ = ["BY_KIND", "KEYS", "KINDS", "MEASURES", "Counts", "Key", "Tally", "total"]

KINDS: Final = ("gene", "family", "complex")
"""The kinds that scores are told apart by."""

MEASURES: Final = (
    "strict",
    "exact",
    "partial",
    "type",
    "linked",
    "linked_overlap",
    "genes",
    "found",
    "grounded",
)
"""What is counted.

`strict`, `exact`, `partial` and `type` are those of SemEval-2013 task 9.1 over all places of names,
`partial` doubled so that a partial match counts one. `linked`: right span and identifier set.
`linked_overlap`: spans that share a character, right genes. `genes`: distinct genes of a text.
`found` and `grounded`: distinct names of a text.
"""

BY_KIND: Final = ("linked", "found", "grounded")
"""The measures that are told apart by kind too."""

Key: TypeAlias = tuple[str, str]
"""A measure and a kind; the kind is empty for all together."""

KEYS: Final[tuple[Key, ...]] = (
    *((measure, "") for measure in MEASURES),
    *((measure, kind) for measure in BY_KIND for kind in KINDS),
)


@dataclass(frozen=True, slots=True, order=True)
class Tally:
    """How many are right, how many a system gave, how many the gold has.

    Raises:
        ValueError: not 0 <= right <= predicted and gold.

    >>> (Tally(1, 2, 1) + Tally(0, 0, 2)).f1
    0.4
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.right <= min(self.predicted, self.gold):
            raise ValueError(f"0 <= right <= predicted and gold does not hold in {self}")

    def __add__(self, other: Tally) -> Tally:
        """The counts of both together; exact, commutative, associative."""
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(
            self.right + other.right, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def precision(self) -> float | None:
        """None where nothing was predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """None where the gold has nothing."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """None where precision or recall is."""
        both = self.predicted and self.gold
        return 2 * self.right / (self.predicted + self.gold) if both else None

    def scores(self) -> dict[str, float | None]:
        """Precision, recall and F1 by name."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}

    def to_dict(self) -> dict[str, int]:
        """The counts by name."""
        return {"right": self.right, "predicted": self.predicted, "gold": self.gold}


@dataclass(frozen=True, slots=True, order=True)
class Counts:
    """A tally for each of `KEYS`.

    >>> one, other = ({("found", ""): tally} for tally in (Tally(1, 1, 2), Tally(1, 2, 1)))
    >>> (Counts.of(one) + Counts.of(other))["found"].recall
    0.6666666666666666
    """

    tallies: tuple[Tally, ...] = (Tally(),) * len(KEYS)

    @classmethod
    def of(cls, tallies: Mapping[Key, Tally]) -> Counts:
        """The counts that are given; all others are 0."""
        return cls(tuple(tallies.get(key, _NONE) for key in KEYS))

    def __getitem__(self, measure: str) -> Tally:
        """The tally of a measure over all kinds."""
        return self.tallies[_PLACE[measure, ""]]

    def by_kind(self, measure: str) -> dict[str, Tally]:
        """The tallies of a measure by kind; empty where it is not told apart."""
        if measure not in BY_KIND:
            return {}
        return {kind: self.tallies[_PLACE[measure, kind]] for kind in KINDS}

    def __add__(self, other: Counts) -> Counts:
        """The counts of both together; exact, commutative, associative."""
        if not isinstance(other, Counts):
            return NotImplemented
        return Counts(tuple(a + b for a, b in zip(self.tallies, other.tallies, strict=True)))


_NONE: Final = Tally()
_PLACE: Final = {key: place for place, key in enumerate(KEYS)}


def total(counts: Iterable[Counts]) -> Counts:
    """The sum over texts; all zeros for none."""
    return sum(counts, Counts())
