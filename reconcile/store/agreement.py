"""Where curators disagree, and how far they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby, permutations
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from reconcile.statistics import cohens_kappa, kappa_interval
from reconcile.store.figures import held_of
from reconcile.store.holding import contradictions, holding, is_otherwise
from reconcile.store.rows import chunks, is_undone
from reconcile.store.schema import decisions, figures
from reconcile.store.work_records import Agreement, Disagreement

__all__ = ["agreements", "curators", "disagreements"]


def curators(connection: Connection) -> tuple[str, ...]:
    """All who decided something, by name."""
    asked = select(decisions.c.curator).distinct().order_by(decisions.c.curator)
    return tuple(connection.execute(asked).scalars())


def disagreements(connection: Connection, limit: int = 1_000) -> tuple[Disagreement, ...]:
    """The entries on which curators disagree, figure by figure as imported."""
    asked = (
        select(figures.c.id, figures.c.figid, figures.c.title)
        .where(figures.c.disagreed > 0)
        .order_by(figures.c.position)
        .limit(limit)
    )
    found: list[Disagreement] = []
    for few in chunks(connection.execute(asked).all()):
        held = held_of(connection, [row.id for row in few])
        for row in few:
            for group in contradictions(held.get(row.id, ())):
                found.append(Disagreement(row.figid, row.title, group[0].text, group))
    return tuple(found[:limit])


def agreements(connection: Connection) -> tuple[Agreement, ...]:
    """How far each two curators agree on what both decided, by name."""
    tables: dict[tuple[str, str], list[tuple[int, int, int, int]]] = defaultdict(list)
    for _, rows in groupby(_answers(connection), key=lambda row: row.figure_id):
        said = _said(holding(rows))
        for one, two in combinations(sorted(said), 2):
            pairs = [
                (yes, said[two][subject])
                for subject, yes in said[one].items()
                if subject in said[two]
            ]
            if pairs:
                tables[one, two].append(_table(pairs))
    return tuple(_agreement(*names, tables[names]) for names in sorted(tables))


class _Answer(NamedTuple):
    """The part of a decision that says who agrees: there may be very many of them."""

    figure_id: int
    id: int
    curator: str
    subject: str
    verdict: str
    action: str
    text: str
    own: bool
    undone: bool = False


def _answers(connection: Connection) -> Iterator[_Answer]:
    """What was accepted or declined and not taken back, figure by figure."""
    names = ("figure_id", "id", "curator", "subject", "verdict", "action", "text")
    own = decisions.c.state.contains('"own":true') & ~decisions.c.state.contains('"reason":')
    asked = (
        select(*(decisions.c[name] for name in names), own)
        .where(decisions.c.verdict.in_(("accept", "decline")), ~is_undone())
        .order_by(decisions.c.figure_id, decisions.c.id)
    )
    for row in connection.execute(asked):
        values: tuple[Any, ...] = tuple(row)
        yield _Answer(*values)


def _said(held: Iterable[_Answer]) -> dict[str, dict[str, bool]]:
    """What each curator accepts: who accepts another change instead of a suggestion declines it."""
    said: dict[str, dict[str, bool]] = defaultdict(dict)
    by_text: dict[str, list[_Answer]] = defaultdict(list)
    for row in held:
        said[row.curator][row.subject] = row.verdict == "accept"
        by_text[row.text].append(row)
    for rows in by_text.values():
        for row, other in permutations(rows, 2):
            if other.verdict == "accept" and not row.own and is_otherwise(row, other):
                said[other.curator].setdefault(row.subject, False)
    return said


def _table(pairs: list[tuple[bool, bool]]) -> tuple[int, int, int, int]:
    """Both accepted, one alone, two alone, both declined."""
    count = pairs.count
    return count((True, True)), count((True, False)), count((False, True)), count((False, False))


def _agreement(one: str, two: str, by_figure: list[tuple[int, int, int, int]]) -> Agreement:
    yes, first, second, no = (sum(column) for column in zip(*by_figure, strict=True))
    table = yes, first, second, no
    both = sum(table)
    return Agreement(
        one, two, both, table, (yes + no) / both, cohens_kappa(table), kappa_interval(by_figure)
    )
