"""Decisions that people wrote into reports, as decisions of the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from reconcile.curation.decisions import Decision
from reconcile.errors import InputError
from reconcile.formats.changes import empties
from reconcile.records import Suggestion
from reconcile.shown import printable
from reconcile.store.records import NewDecision, StoredFigure, StoreError, Verdict
from reconcile.store.rows import chunks
from reconcile.store.store import Store

__all__ = ["Reported", "Taken", "new_decisions", "take_decisions"]

Reported: TypeAlias = tuple[NewDecision, Decision]
"""A decision for the store, and the one of the report that it comes from."""

_TOGETHER: Final = 200
"""Figures whose decisions are written in one transaction."""


@dataclass(slots=True)
class Taken:
    """How many decisions were kept, and how many the curator had made before."""

    new: int = 0
    same: int = 0


def take_decisions(
    store: Store,
    decisions: Mapping[str, Sequence[Decision]],
    curator: str,
    report: Callable[[InputError], None],
) -> Taken:
    """Keep the decisions of reports as those of a curator.

    Args:
        store: where.
        decisions: by figid, without contradictions, of `reconcile.curation.settled.by_figure`.
        curator: whose they are.
        report: gets an error for each that cannot be kept.

    Raises:
        StoreError: the database cannot be written, or nobody may be called so.
    """
    store.decide((), curator=curator)  # a name that cannot be is told before anything is done
    taken = Taken()
    for few in chunks(list(decisions.items()), _TOGETHER):
        coming: list[Reported] = []
        for figid, own in few:
            figure = store.figure(figid)
            if figure is None:
                report(_bad(own[0], f"{figid} is not in the database; import its record first"))
                continue
            new, same = new_decisions(figure, own, curator, report)
            coming += new
            taken.same += same
        taken.new += _kept(store, coming, curator, report)
    return taken


def _kept(
    store: Store,
    coming: Sequence[Reported],
    curator: str,
    report: Callable[[InputError], None],
) -> int:
    """Keep decisions together; those that cannot be are found one by one and named."""
    try:
        return len(store.decide([new for new, _ in coming], curator=curator))
    except StoreError as error:
        if len(coming) == 1:
            report(_bad(coming[0][1], str(error)))
            return 0
    return sum(_kept(store, [one], curator, report) for one in coming)


def new_decisions(
    figure: StoredFigure,
    decisions: Sequence[Decision],
    curator: str,
    report: Callable[[InputError], None],
) -> tuple[list[Reported], int]:
    """What decisions about a figure say that a curator has not said before, and how many do not.

    A decision holds as long as its entry stands in the gene list, whatever else was changed there.

    Args:
        figure: the figure as it is now.
        decisions: those about it, of `reconcile.curation.settled.by_figure`.
        curator: whose they are.
        report: gets an error for each whose entry is gone.
    """
    said = {row.subject: row.verdict for row in figure.decisions if row.curator == curator}
    found: dict[str, Reported] = {}
    same = 0
    for decision in decisions:
        try:
            one = _as_new(figure, decision)
        except InputError as error:
            report(error)
            continue
        if said.get(one.subject) == one.verdict or one.subject in found:
            same += 1
        else:
            found[one.subject] = one, decision
    return list(found.values()), same


def _as_new(figure: StoredFigure, decision: Decision) -> NewDecision:
    """A decision with the entry and the suggestion that it is about.

    Raises:
        InputError: the entry is not there any more.
    """
    verdict: Verdict = "accept" if decision.accept else "decline"
    for suggestion in figure.result.suggestions:
        if _is_about(decision, suggestion):
            return NewDecision.on(figure.figid, suggestion, verdict)
    change = decision.change
    text = decision.text if change.action == "add" else _entry(figure, decision)
    listed = tuple(sorted(decision.listed))
    # In the order of the report, as far as that is known.
    symbols = tuple(dict.fromkeys((*change.symbols, *listed)))
    return NewDecision(
        figure.figid,
        change.action,
        text,
        symbols if change.action != "remove" else (),
        listed if change.action != "remove" else (),
        verdict,
        own=True,
    )


def _is_about(decision: Decision, suggestion: Suggestion) -> bool:
    if decision.change.action != suggestion.action:
        return False
    if suggestion.action != "add" and _plain(suggestion.keyword) != _plain(decision.text):
        return False
    return suggestion.action == "remove" or decision.symbols == frozenset(suggestion.symbols)


def _entry(figure: StoredFigure, decision: Decision) -> str:
    """The entry as the list has it."""
    keywords = [verdict.keyword for verdict in figure.result.keywords]
    change = decision.change
    if change.keyword in keywords:
        return change.keyword
    if empties(change, keywords) and decision.digest == figure.digest:
        return change.keyword
    for keyword in keywords:
        if _plain(keyword) == _plain(decision.text):
            return keyword
    raise _bad(
        decision,
        f"{decision.text!r} is not in the gene list of {figure.figid}, or not any more; make a new "
        "report and decide again",
    )


def _bad(decision: Decision, message: str) -> InputError:
    return InputError(message, source=decision.source, line=decision.line)


def _plain(text: str) -> str:
    """A text as a report shows it."""
    return printable(text).strip()
