"""How lists are decided upon: one score, chosen beforehand, its p and its interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from reconcile.choices import BenchmarkMetric
from reconcile.report.wording import SCORE_NAMES

__all__ = [
    "ALPHA",
    "METRIC",
    "answer_of",
    "deciding_score",
    "judge_of",
    "level_and_name",
    "metric_name",
    "moved_groups",
]

Document: TypeAlias = Mapping[str, Any]

METRIC: Final[BenchmarkMetric] = "f1"
"""The score that decides if nobody chooses another."""

ALPHA: Final = 0.05
"""p must be below it."""


def level_and_name(metric: str) -> tuple[str, str]:
    """Whether micro or macro, and which score.

    >>> level_and_name("f1"), level_and_name("macro_recall_strict")
    (('micro', 'f1'), ('macro', 'recall_strict'))
    """
    name = metric.removeprefix("macro_")
    return ("micro" if name == metric else "macro"), name


def metric_name(metric: str) -> str:
    """A score in words.

    >>> metric_name("macro_recall_strict")
    'macro strict recall'
    """
    level, name = level_and_name(metric)
    shown = SCORE_NAMES[name]
    return f"{level} {shown if name == 'f1' else shown.lower()}"


def judge_of(document: Document) -> str:
    """What the lists are held against: `gold` where there are gold lists, else `caption`."""
    return "caption" if document["gold"] is None else "gold"


def deciding_score(found: Document, metric: str) -> Document:
    """The score of a comparison that decides."""
    level, name = level_and_name(metric)
    score: Document = found[level][name]
    return score


def answer_of(score: Document, p: str = "p") -> str | None:
    """`better`, `worse` or `no difference`; None where nothing can be said.

    Args:
        score: of a comparison.
        p: the p-value that counts: `p_holm` where the score is one of many.
    """
    difference, interval = score["difference"], score["ci95"]
    if difference is None or score[p] is None:
        return None
    if score[p] >= ALPHA or interval is None:
        return "no difference"
    if difference > 0 and interval[0] > 0:
        return "better"
    return "worse" if difference < 0 and interval[1] < 0 else "no difference"


def moved_groups(
    against: Document, metric: str, answer: str, fields: Sequence[str] | None = None
) -> Iterator[tuple[str, Document]]:
    """The groups that are better, or worse, once it is reckoned with that there are many.

    Args:
        against: that part of the document.
        metric: the score that decides.
        answer: `better` or `worse`.
        fields: those that count; None for all.
    """
    for field, groups in against["groups"].items():
        if fields is None or field in fields:
            for group in groups:
                if answer_of(deciding_score(group, metric), "p_holm") == answer:
                    yield field, group
