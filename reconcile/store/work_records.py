"""What a store tells of the work done in it: batches, agreement, curators, runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reconcile.store.queue_records import Progress
from reconcile.store.records import DecisionRow, Run

__all__ = [
    "Agreement",
    "Batch",
    "CuratorWork",
    "Disagreement",
    "Info",
    "RunRow",
]


@dataclass(frozen=True, slots=True)
class Batch:
    """One decision for many suggestions.

    Attributes:
        name: of the batch.
        first: its first decision: who, when, what, why.
        size: how many decisions it made.
        undone: how many of them were taken back.
    """

    name: str
    first: DecisionRow
    size: int
    undone: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An entry of a figure on which curators disagree.

    Attributes:
        figid: the figure.
        title: its title, "" for none.
        text: the entry, or what is to be added.
        decisions: those that contradict each other, oldest first.
    """

    figid: str
    title: str
    text: str
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two curators agree on what both decided.

    Attributes:
        one: a curator.
        two: another one.
        both: matters that both decided.
        table: `(both accepted, one alone, two alone, both declined)`.
        agreed: share of the matters on which they agree; None without any.
        kappa: Cohen's kappa, see `reconcile.statistics.cohens_kappa`; None where it is undefined.
        interval: its 95 % interval by a bootstrap over figures; None where it is undefined.
    """

    one: str
    two: str
    both: int
    table: tuple[int, int, int, int]
    agreed: float | None
    kappa: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CuratorWork:
    """How many decisions a curator made, by what they say; those taken back are counted too."""

    name: str
    accept: int
    decline: int
    note: int
    undo: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run, when it began, and how many reports it made."""

    run: Run
    at: datetime
    reports: int


@dataclass(frozen=True, slots=True)
class Info:
    """What a store holds.

    Attributes:
        progress: figures and suggestions, and those that are left.
        reports: kept in all, older ones among them.
        decisions: rows in all, undos among them.
        curators: by name.
        runs: oldest first.
        bytes: of all tables and indexes.
    """

    progress: Progress
    reports: int
    decisions: int
    curators: tuple[CuratorWork, ...]
    runs: tuple[RunRow, ...]
    bytes: int
