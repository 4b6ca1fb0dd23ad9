"""The first screen: scores, what to fix first, what changed most. The rest is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Final

from reconcile.benchmark.decision import judge_of, level_and_name, metric_name
from reconcile.benchmark.sections.corpus import statistics_sections
from reconcile.benchmark.sections.failures import failure_sections
from reconcile.benchmark.sections.fixes import change_of, elsewhere_first
from reconcile.benchmark.sections.gains import most
from reconcile.benchmark.sections.gold import gold_sections
from reconcile.benchmark.sections.groups import group_sections
from reconcile.benchmark.sections.moved import moved_row
from reconcile.benchmark.sections.section import (
    GOLD_SCORES,
    Document,
    Row,
    Section,
    levels,
    named,
    signed,
    slug,
    three,
)
from reconcile.benchmark.sections.verdicts import verdict_sections
from reconcile.metrics import METRICS
from reconcile.patterns import regex
from reconcile.report.wording import UNDEFINED, plural

__all__ = ["first_sections"]

_FIRST: Final = 5
_WRONG: Final = {"gold": ("gold-extra", "gold-missed"), "caption": ("wrong", "missed")}
_JUDGED: Final = regex(r"verdicts-scores|verdicts-agreement-\d+")
_JUDGES: Final = {"gold": "gold lists", "caption": "captions"}


def first_sections(document: Document) -> Iterator[Section]:
    """What fits a screen: at most five rows of a kind."""
    against = document["against"]
    yield _scores(document) if against is None else _differences(document, against)
    yield from _fixes(document)
    judged = verdict_sections(document, False)
    yield from (_cut(section) for section in judged if _JUDGED.fullmatch(section.name))
    if against is None:
        yield from (_cut(section) for section in group_sections(document, False))
    else:
        yield from _gains(against)
        yield from _groups(document, against)
        yield from _figures(document, against)
    yield from (_cut(section) for section in failure_sections(document, False))


def _scores(document: Document) -> Section:
    judge = judge_of(document)
    summary, scores = (
        (document["gold"]["raw"], GOLD_SCORES) if judge == "gold" else (document, METRICS)
    )
    title = f"Gene lists against {_JUDGES[judge]}"
    head = ("score", "micro", "macro")
    return Section("corpus", "scores", title, (), head, levels(summary, scores))


def _differences(document: Document, against: Document) -> Section:
    judge, metric = judge_of(document), document["verdict"]["metric"]
    shown = dict.fromkeys(("precision", "recall", "f1", metric))
    rows = []
    for shown_as in shown:
        level, name = level_and_name(shown_as)
        score = against[judge][level][name]
        p = UNDEFINED if score["p"] is None else f"{score['p']:.4f}"
        difference = signed(score["difference"], score["ci95"])
        here, there = three(score["here"]), three(score["there"])
        rows.append((metric_name(shown_as), here, there, difference, p))
    title = f"Against {_JUDGES[judge]}"
    head = ("score", "these", "others", "difference", "p")
    return Section("against", f"against-{judge}", title, (), head, tuple(rows))


def _fixes(document: Document) -> Iterator[Section]:
    """The first fixes; where nobody looked for them, what is wrong and what is missed most."""
    found = document["fixes"]
    if found and (found["list"] or elsewhere_first(found)):
        head = ("change", "figures", "wrong", "right", "open", "F1 alone", "F1 so far")
        rows = tuple(map(_fix, found["list"][:_FIRST]))
        if elsewhere_first(found):
            rows = (_elsewhere(found["elsewhere"]), *rows)
        yield Section("fixes", "fixes", "What to fix first", (), head, rows)
    elif document["against"] is None:
        found = (*gold_sections(document, False), *statistics_sections("corpus", "", document))
        wanted = _WRONG[judge_of(document)]
        yield from (_cut(section) for section in found if section.name in wanted)


def _elsewhere(found: Document) -> Row:
    gain = f"{found['effect']['f1']:+.4f}"
    what = "no human genes where figures are not about them"
    return (what, str(found["figures"]), *[UNDEFINED] * 3, gain, UNDEFINED)


def _fix(one: Document) -> Row:
    return (
        change_of(one),
        *(str(one[name]) for name in ("figures", "wrong", "right", "open")),
        *(
            UNDEFINED if value is None else shown.format(value)
            for shown, value in (
                ("{:+.4f}", one["effect"]["f1"]),
                ("{:.4f}", one["together"]["f1"]),
            )
        ),
    )


def _gains(against: Document) -> Iterator[Section]:
    words = against["words"]
    rows = _beside(*([_gain(one, key) for one in most(words, key)] for key in ("gained", "lost")))
    if rows:
        head = ("gained", "figures", "agree", "not", "lost", "figures", "agree", "not")
        title = "Words and genes gained and lost most; with how many the suggestions agree"
        yield Section("against", "against-words", title, (), head, rows)


def _gain(one: Document, key: str) -> Row:
    side = one[key]
    word, gene = one["word"], one["gene"]
    name = gene if word == gene else f"{word} → {gene}"
    agree, disagree = (str(sum(side[which].values())) for which in ("agree", "disagree"))
    return (name, str(side["figures"]), agree, disagree)


def _groups(document: Document, against: Document) -> Iterator[Section]:
    metric = document["verdict"]["metric"]
    for field, groups in against["groups"].items():
        moved = [group for group in groups if group["changed"]]
        if moved:
            title = f"By {named(field)}, what moved most of {plural(len(groups), 'comparison')}"
            rows = tuple(moved_row(group, metric, short=True) for group in moved[:_FIRST])
            head = (named(field), "figures", "difference", "p", "p by Holm")
            yield Section("against", f"against-by-{slug(field)}", title, (), head, rows)


def _figures(document: Document, against: Document) -> Iterator[Section]:
    found = against[judge_of(document)]
    rows = _beside(
        *(
            [(one["figid"], signed(one["change"], None)) for one in found[change][:_FIRST]]
            for change in ("better", "worse")
        )
    )
    if rows:
        title = "Figures whose F1 changed most"
        head = ("better", "change", "worse", "change")
        yield Section("against", "against-figures", title, (), head, rows)


def _beside(left: Sequence[Row], right: Sequence[Row]) -> tuple[Row, ...]:
    """Two tables as one; the shorter is filled up."""
    empty: tuple[Any, ...] = ("",) * len((*left, *right, ())[0])
    return tuple((*a, *b) for a, b in zip_longest(left, right, fillvalue=empty))


def _cut(section: Section) -> Section:
    left = len(section.rows) - _FIRST
    more = (f"{left} more with --detail.",) if left > 0 else ()
    return replace(section, notes=more, rows=section.rows[:_FIRST])
