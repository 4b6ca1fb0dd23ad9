"""A monotone map from the confidence of a suggestion to how often such suggestions are accepted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Calibration", "Line", "log_odds"]

_EDGE: Final = 1e-4
"""Confidences are held away from 0 and 1 by this much: their log-odds are to be finite."""


def log_odds(probability: float) -> float:
    """The log-odds of a probability, of 0 and 1 those that are nearly so.

    >>> log_odds(0.5), round(log_odds(1.0), 1)
    (0.0, 9.2)
    """
    held = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(held / (1 - held))


@dataclass(frozen=True, slots=True)
class Line:
    """A line from log-odds to log-odds: `shift + slope * x`, the slope not below 0."""

    shift: float = 0.0
    slope: float = 1.0

    def of(self, probability: float) -> float:
        """Where a probability is led, 0-1."""
        return 1 / (1 + math.exp(-(self.shift + self.slope * log_odds(probability))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What decisions say of the confidences of suggestions.

    Attributes:
        lines: by kind of suggestion, `action reason`.
        general: for kinds that nobody decided about.
        decisions: on how many it was fitted.
        figures: of how many figures those were.
        curators: whose.
        until: the day of the last of them, as an ISO date.
    """

    lines: Mapping[str, Line] = field(default_factory=dict)
    general: Line = Line()
    decisions: int = 0
    figures: int = 0
    curators: tuple[str, ...] = ()
    until: str = ""

    def of(self, action: str, reason: str, confidence: float) -> float:
        """What becomes of the confidence of a suggestion.

        >>> Calibration({"remove non_gene": Line(-1.0)}).of("remove", "non_gene", 0.5)
        0.2689
        """
        line = self.lines.get(f"{action} {reason}", self.general)
        return round(line.of(confidence), 4)

    @property
    def said(self) -> str:
        """What it is made of, in words."""
        names = ", ".join(self.curators)
        return f"{self.decisions} decisions about {self.figures} figures by {names} ({self.until})"
