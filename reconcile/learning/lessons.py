"""All that the decisions in a store teach, figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reconcile.calibration import Calibration
from reconcile.learning.decided import decided_in
from reconcile.learning.fitting import Decided
from reconcile.learning.measuring import Measured, measured
from reconcile.learning.observed import Seen, Words, seen_in
from reconcile.learning.readings import Learned, learned_readings
from reconcile.learning.settled import settled_of
from reconcile.lexicon import Lexicon
from reconcile.statistics import RESAMPLES
from reconcile.store.records import DecisionRow, StoredFigure

__all__ = ["Lessons", "lessons"]


@dataclass(frozen=True)
class Lessons:
    """What decisions teach.

    Attributes:
        figures: how many figures somebody decided about.
        readings: what words mean.
        clashes: decisions that contradict each other, and are of no use.
        decided: the decisions about what the rules suggest.
        refit: the confidences refitted on those, and what that gains.
        curators: whose decisions those are.
        until: the day of the last of them, None without any.
    """

    figures: int
    readings: Learned
    clashes: tuple[tuple[DecisionRow, ...], ...]
    decided: tuple[Decided, ...]
    refit: Measured
    curators: tuple[str, ...]
    until: date | None

    @property
    def calibration(self) -> Calibration:
        """The refit, with what it is made of."""
        until = "" if self.until is None else self.until.isoformat()
        return self.refit.fit.calibration(self.decided, curators=self.curators, until=until)


def lessons(
    figures: Iterable[StoredFigure], lexicon: Lexicon, *, resamples: int = RESAMPLES
) -> Lessons:
    """What the decisions about figures teach; the order of the figures makes no difference.

    Args:
        figures: figures with their decisions; those without any count for nothing.
        lexicon: tells words apart.
        resamples: how many times figures are drawn for intervals.
    """
    words = Words(lexicon)
    seen: list[Seen] = []
    decided: list[Decided] = []
    clashes: list[tuple[DecisionRow, ...]] = []
    names: set[str] = set()
    until: date | None = None
    count = 0
    for figure in _decided(figures):
        count += 1
        settled, own_clashes = settled_of(figure)
        clashes += own_clashes
        seen += seen_in(figure, settled, words)
        decided += decided_in(figure.figid, settled)
        names.update(name for one in settled for name in one.curators)
        days = [one.row.at.date() for one in settled]
        until = max([*days, *([] if until is None else [until])], default=None)
    return Lessons(
        count,
        learned_readings(seen, lexicon),
        tuple(sorted(clashes, key=lambda group: group[0].id)),
        tuple(decided),
        measured(decided, resamples=resamples),
        tuple(sorted(names)),
        until,
    )


def _decided(figures: Iterable[StoredFigure]) -> Iterator[StoredFigure]:
    return (figure for figure in figures if figure.decisions)
