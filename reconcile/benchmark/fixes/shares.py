"""How probably a row of a pipeline is wrong in a figure that nobody has looked at.

Of most rows a corpus has few figures. So the share of figures in which a row was wrong is drawn
towards that of the rows that have something in common with it, the more the fewer figures there are
and the more alike such rows are: the mean of a beta posterior, whose prior is fitted to the rows
themselves (empirical Bayes) by the moments of J. C. Kleinman, Proportions with extraneous variance,
J Am Stat Assoc 68:46-54, 1973.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

__all__ = ["Count", "Prior", "likeness"]

_UNINFORMED: Final = 2.0
"""The strength of a uniform prior, where nothing can be fitted."""

Count: TypeAlias = tuple[float, int]
"""In how many figures something was wrong, and in how many it was."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A beta prior.

    Attributes:
        mean: the share that is wrong, from 0 to 1.
        strength: how many figures it weighs as much as.
    """

    mean: float
    strength: float

    def share(self, wrong: float, figures: int) -> float:
        """The mean of the posterior after some figures, of which some were wrong."""
        return (self.mean * self.strength + wrong) / (self.strength + figures)


def likeness(siblings: Iterable[Sequence[Count]]) -> float:
    """The strength of the prior that siblings have in common, over many families of them.

    Args:
        siblings: the counts of the members of each family, in any order.

    Returns:
        How many figures the share of a family weighs in that of a member: 0 where members have
        nothing in common, as many as there are figures where they do not differ more than chance
        makes them.

    >>> likeness([[(9.0, 10), (0.0, 10)], [(10.0, 10), (1.0, 10)]]) < 2
    True
    >>> likeness([[(5.0, 10), (5.0, 10)], [(1.0, 10), (1.0, 10)]])
    40.0
    """
    excess = room = 0.0
    figures = 0
    for counts in sorted(map(sorted, siblings)):
        total = sum(n for _, n in counts)
        if len(counts) < 2:
            continue
        mean = sum(wrong for wrong, _ in counts) / total
        spread = mean * (1 - mean)
        excess += sum(n * (wrong / n - mean) ** 2 for wrong, n in counts)
        excess -= spread * (len(counts) - 1)
        room += spread * (total - sum(n * n for _, n in counts) / total - len(counts) + 1)
        figures += total
    if room <= 0:
        return _UNINFORMED
    alike = excess / room
    return max((1 - alike) / alike, 0.0) if alike > 0 else float(figures)
