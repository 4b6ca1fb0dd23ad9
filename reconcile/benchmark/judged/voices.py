"""How far the verdicts of two files agree, and where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

from reconcile.curation.verdicts import FigureVerdicts, Verdicts, shown
from reconcile.statistics import (
    RESAMPLES,
    Interval,
    Table,
    cohens_kappa,
    interval95,
    kappa_interval,
    ratios,
    resampled_sums,
)

__all__ = ["agreements"]

_ANSWERS: Final = {
    "entries": ("wrong", "ok"),
    "additions": ("wanted", "unwanted"),
    "new names": ("renamed", "not renamed"),
}
"""What verdicts are about, and what yes and no are called."""
_NOT_THERE: Final = "not in the lists"


class _Pair(NamedTuple):
    """What both say of one thing."""

    figid: str
    subject: str
    item: str
    first: bool
    second: bool
    status: str


def agreements(
    files: Sequence[Verdicts],
    statuses: Mapping[str, Mapping[str, str]],
    *,
    resamples: int = RESAMPLES,
) -> list[dict[str, Any]]:
    """The agreement of each two files on all that both judged.

    Args:
        files: what each file says.
        statuses: what the entries of figures are, by figid.
        resamples: of the bootstrap over figures.

    Returns:
        One a pair: `{"first", "second", "overall", "subjects": {name: …}, "statuses": {name: …},
        "disagreements": [{"figid", "subject", "item", "first", "second", "status"}]}`. Each
        agreement is `{"figures", "count", "table": {"yes", "first", "second", "no"}, "raw",
        "raw_ci95", "kappa", "kappa_ci95"}`, None where undefined; yes is wrong, wanted or renamed.
        Statuses are of entries alone.
    """
    return [_agreement(*pair, statuses, resamples) for pair in combinations(files, 2)]


def _agreement(
    one: Verdicts, other: Verdicts, statuses: Mapping[str, Mapping[str, str]], resamples: int
) -> dict[str, Any]:
    pairs = list(_pairs(one, other, statuses))
    entries = [pair for pair in pairs if pair.subject == "entries"]
    return {
        "first": ", ".join(one.sources),
        "second": ", ".join(other.sources),
        "overall": _agreed(pairs, resamples),
        "subjects": {
            name: _agreed(own, resamples)
            for name in _ANSWERS
            if (own := [pair for pair in pairs if pair.subject == name])
        },
        "statuses": {
            name: _agreed([pair for pair in entries if pair.status == name], resamples)
            for name in sorted({pair.status for pair in entries})
        },
        "disagreements": [_told(pair) for pair in pairs if pair.first != pair.second],
    }


def _told(pair: _Pair) -> dict[str, str | None]:
    yes, no = _ANSWERS[pair.subject]
    return {
        "figid": pair.figid,
        "subject": pair.subject,
        "item": pair.item,
        "first": yes if pair.first else no,
        "second": yes if pair.second else no,
        "status": pair.status or None,
    }


def _pairs(
    one: Verdicts, other: Verdicts, statuses: Mapping[str, Mapping[str, str]]
) -> Iterator[_Pair]:
    """All that both judged, in the order of figids, subjects and letters."""
    for figid in sorted(one.figures.keys() & other.figures.keys()):
        known = {shown(k): status for k, status in statuses.get(figid, {}).items()}
        said, also = _answers(one.of(figid)), _answers(other.of(figid))
        for subject in _ANSWERS:
            for item in sorted(said[subject].keys() & also[subject].keys()):
                status = known.get(item, _NOT_THERE) if subject == "entries" else ""
                both = said[subject][item], also[subject][item]
                yield _Pair(figid, subject, item, *both, status)


def _answers(said: FigureVerdicts) -> dict[str, dict[str, bool]]:
    """Yes or no by subject and item; what one file says both of is left out."""
    return {
        "entries": {entry: verdict == "wrong" for entry, verdict in said.entries.items()},
        "additions": _split(said.wanted, said.unwanted),
        "new names": _split(said.renamed, said.not_renamed),
    }


def _split(yes: frozenset[str], no: frozenset[str]) -> dict[str, bool]:
    return {item: item in yes for item in yes ^ no}


def _agreed(pairs: Iterable[_Pair], resamples: int) -> dict[str, Any]:
    by_figure: dict[str, list[int]] = {}
    for pair in pairs:
        own = by_figure.setdefault(pair.figid, [0, 0, 0, 0])
        own[(not pair.first) * 2 + (not pair.second)] += 1
    tables: list[Table] = [(own[0], own[1], own[2], own[3]) for own in by_figure.values()]
    sums = [sum(column) for column in zip(*tables, strict=True)] or [0] * 4
    yes, first, second, no = sums
    count = yes + first + second + no
    kappa = cohens_kappa((yes, first, second, no))
    interval = None if kappa is None else kappa_interval(tables, resamples=resamples)
    return {
        "figures": len(tables),
        "count": count,
        "table": {"yes": yes, "first": first, "second": second, "no": no},
        "raw": (yes + no) / count if count else None,
        "raw_ci95": _raw_interval(tables, resamples),
        "kappa": kappa,
        "kappa_ci95": None if interval is None else list(interval),
    }


def _raw_interval(tables: Sequence[Table], resamples: int) -> Interval:
    import numpy as np

    if len(tables) < 2:
        return None
    rows = sorted((yes + no, sum((yes, first, second, no))) for yes, first, second, no in tables)
    sums = resampled_sums(np.array(rows, dtype=np.float64), 0, resamples)
    return interval95(ratios(sums[:, 0], sums[:, 1]))
