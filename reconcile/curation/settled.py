"""Decisions of several people about one record: which of them hold, and which contradict others.

A decision is about one entry of a gene list, or one addition, and holds as long as that stands as
it was; what else was changed in the list makes no difference.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, Literal, TypeAlias

from reconcile.curation.decisions import Decision
from reconcile.errors import InputError
from reconcile.formats.changes import Change, empties, is_done
from reconcile.patterns import regex
from reconcile.records import Reconciliation, Suggestion
from reconcile.report.csvlong import digest
from reconcile.report.wording import printable

__all__ = ["Fault", "Standing", "accepted_changes", "by_figure", "marked"]

Standing: TypeAlias = Callable[[Sequence[str]], Container[str]]
"""From a gene list to the symbols that its entries stand for, by whatever name."""

Fault: TypeAlias = Callable[[str], str | None]
"""From a symbol to why it cannot be put into a gene list, None where it can."""

_Clash: TypeAlias = tuple[Decision, Decision]
# What spreadsheets make of SEPT2, MARCH1, 1E5 or 12:30.
_CONVERTED: Final = regex(
    r"\d{1,4}[-./ ]\w+\.?([-./ ]\d+)?|\w+\.?[-. ]\d{2,4}|\d[.,]?\d*E[+-]?\d+|\d+(:\d+)+"
)


def by_figure(
    decisions: Iterable[Decision], report: Callable[[InputError], None]
) -> dict[str, list[Decision]]:
    """The decisions about each record, without those that contradict each other.

    Two contradict each other if one accepts what the other declines, or if both are accepted and
    make different changes to one entry, or different additions for the same words, one of which a
    curator thought of. In two files, accepting any change of an entry also contradicts declining
    another change of it; of two curators of one file unless both accept the same change.

    Args:
        decisions: of any number of files.
        report: gets one error for each contradiction, with both places.
    """
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        found[decision.figid].append(decision)
    return {figid: list(_without_clashes(own, report)) for figid, own in found.items()}


def _without_clashes(
    decisions: Sequence[Decision], report: Callable[[InputError], None]
) -> Iterator[Decision]:
    entries: dict[object, list[Decision]] = defaultdict(list)
    sets: dict[object, list[Decision]] = defaultdict(list)
    for decision in decisions:
        entries[_entry(decision)].append(decision)
        if decision.change.action == "add":
            sets[decision.symbols].append(decision)
    dropped: set[object] = set()
    for group in (*entries.values(), *sets.values()):
        known = frozenset(dropped)
        clashes = list(_clashes(group))
        for one, two in clashes:
            dropped |= {_answer(one), _answer(two)}
            if not {_answer(one), _answer(two)} <= known:
                report(_contradiction(one, two))
        if clashes and group[0].change.action != "add":
            dropped.update(map(_answer, group))
    yield from (d for d in decisions if _answer(d) not in dropped)


def _entry(decision: Decision) -> tuple[bool, str]:
    """What a decision is about."""
    return decision.change.action == "add", _plain(decision.text)


def _answer(decision: Decision) -> object:
    """What it is about and what it says."""
    return *_entry(decision), decision.symbols, decision.accept


def _clashes(group: Sequence[Decision]) -> Iterator[_Clash]:
    """Decisions about one entry that cannot both hold, in time linear in their number."""
    accepted = [d for d in group if d.accept]
    first: dict[frozenset[str], Decision] = {}
    for decision in accepted:
        first.setdefault(decision.symbols, decision)
    by_symbol: dict[str, Decision] = {}
    by_voice: dict[str, dict[tuple[str, str], Decision]] = defaultdict(dict)
    for decision in accepted:
        for key in _keys(decision):
            by_symbol.setdefault(key, decision)
            by_voice[key].setdefault(decision.voice, decision)
    for decision in accepted:
        # The first of a symbol is enough: one that differs from any of them differs from the first,
        # or the first from that one.
        others = dict.fromkeys(by_symbol[key] for key in _keys(decision))
        yield from ((o, decision) for o in others if o.symbols != decision.symbols)
    for decision in group:
        if decision.accept:
            continue
        same = first.get(decision.symbols)
        if same is not None:
            yield same, decision
            continue
        found = [by_voice.get(key, {}) for key in _keys(decision)]
        own = {each[decision.voice].symbols for each in found if decision.voice in each}
        others = dict.fromkeys(
            other
            for each in found
            for other in islice(each.values(), 2)
            if other.voice != decision.voice
            # Curators of one file decide suggestion by suggestion: who takes one declines others.
            and (other.source != decision.source or other.symbols not in own)
        )
        yield from ((other, decision) for other in others)
    yield from _otherwise(accepted)


def _otherwise(accepted: Sequence[Decision]) -> Iterator[_Clash]:
    """Additions for the same words by two people, one of whom thought of it: that is instead."""
    added = [d for d in accepted if d.change.action == "add" and d.curator]
    own = [d for d in added if not d.reason]
    voices, sets = Counter(d.voice for d in own), Counter(d.symbols for d in own)
    both = Counter((d.voice, d.symbols) for d in own)
    for one in added:
        of_us = voices[one.voice] + sets[one.symbols] - both[one.voice, one.symbols]
        if of_us < len(own):
            yield next(d for d in own if d.voice != one.voice and d.symbols != one.symbols), one


def _keys(decision: Decision) -> Iterable[str]:
    """What two accepted changes must not share: the entry, or a symbol that both add."""
    return sorted(decision.symbols) if decision.change.action == "add" else ("",)


def _contradiction(one: Decision, two: Decision) -> InputError:
    what = f"{two.text or ' '.join(sorted(two.symbols))} of {two.figid}"
    who = f" (by {two.curator})" if two.curator else ""
    if one.accept == two.accept:
        said = f"{what} is changed in one way here{who} and in another in {one.place}"
    else:
        here, there = ("accepted", "declined") if two.accept else ("declined", "accepted")
        said = f"{what} is {here} here{who} and {there} in {one.place}"
    problem = f"{said}; neither is done, decide for one"
    return InputError(problem, source=two.source, line=two.line)


def accepted_changes(
    decisions: Sequence[Decision],
    keywords: Sequence[str],
    report: Callable[[InputError], None],
    *,
    standing: Standing | None = None,
    fault: Fault | None = None,
) -> tuple[Change, ...]:
    """The changes that decisions about one record ask for; none where all were made before.

    Args:
        decisions: those about the record, of `by_figure`.
        keywords: its gene list as it is now.
        report: gets an error for each decision that no longer holds: its entry is gone, or what
            it was to be merged with is, or a symbol that it puts in is none.
        standing: what the entries of a list stand for, for lists that have changed since; without
            it an entry stands for itself.
        fault: what is wrong with a symbol; it is asked about those that the list does not have.
    """
    names = {_plain(keyword): keyword for keyword in reversed(keywords)}
    now = digest(keywords)
    accepted = [(d, _named(d.change, keywords, names)) for d in decisions if d.accept]
    if any(empties(change, keywords) for _, change in accepted):
        # Then no entry is left that others could be about.
        accepted = [
            (decision, change)
            for decision, change in accepted
            if change.action == "add" or empties(change, keywords)
        ]
    waiting: list[tuple[Decision, Change]] = []
    for decision, change in _without_contradictions(accepted, report):
        try:
            if _is_open(decision, change, keywords, now, standing):
                if fault is not None:
                    _check_symbols(decision, (s for s in change.symbols if s not in names), fault)
                waiting.append((decision, change))
        except InputError as error:
            report(error)
    return _merged(waiting)


def _check_symbols(decision: Decision, symbols: Iterable[str], fault: Fault) -> None:
    """Refuse a decision that puts in what is no symbol.

    Raises:
        InputError: with all that is wrong.
    """
    if wrong := [problem for symbol in symbols if (problem := fault(symbol))]:
        raise InputError("; ".join(wrong), source=decision.source, line=decision.line)


def _is_open(
    decision: Decision,
    change: Change,
    keywords: Sequence[str],
    now: str,
    standing: Standing | None,
) -> bool:
    """Whether a decision is yet to be carried out.

    Raises:
        InputError: its entry, or what it leans on, is not there any more.
    """

    def bad(message: str) -> InputError:
        return InputError(message, source=decision.source, line=decision.line)

    figid, changed = decision.figid, decision.digest != now
    if changed and is_done(keywords, change):
        return False
    if empties(change, keywords):
        if changed:
            raise bad(
                f"the gene list of {figid} is not the one that was to be emptied; make a new "
                "report and decide again"
            )
        return True
    if change.action == "add":
        return True
    if change.keyword not in keywords:
        if changed:
            raise bad(
                f"{change.keyword!r} has left the gene list of {figid} since the decision; make a "
                "new report and decide again"
            )
        hint = "restore the row"
        if _CONVERTED.fullmatch(change.keyword):
            hint = "a spreadsheet may have rewritten it: import the columns as text"
        raise bad(f"{change.keyword!r} is not in the gene list of {figid}; {hint}")
    if change.action == "replace" and changed and not decision.listed <= set(keywords):
        there = set(keywords) if standing is None else standing(keywords)
        if gone := sorted(s for s in decision.listed if s not in there and s not in keywords):
            raise bad(
                f"{', '.join(gone)}, which {change.keyword!r} was to be merged with, has left the "
                f"gene list of {figid} since the decision; make a new report and decide again"
            )
    return True


def _without_contradictions(
    accepted: Sequence[tuple[Decision, Change]], report: Callable[[InputError], None]
) -> list[tuple[Decision, Change]]:
    """Drop decisions that take out what others put in, or count on."""
    out = {
        change.keyword: decision
        for decision, change in accepted
        if change.action != "add" and change.keyword not in decision.symbols
    }
    dropped: set[int] = set()
    for decision, change in accepted:
        for symbol in sorted(decision.symbols & out.keys()):
            other = out[symbol]
            if change.keyword == symbol:
                continue
            dropped |= {id(decision), id(other)}
            report(
                InputError(
                    f"{symbol} of {decision.figid} is put in or kept here and taken out in "
                    f"{other.place}; neither is done, decide for one",
                    source=decision.source,
                    line=decision.line,
                )
            )
    gone = {change.keyword for d, change in accepted if id(d) in dropped and change.action != "add"}
    return [
        (d, change)
        for d, change in accepted
        if id(d) not in dropped and (change.action == "add" or change.keyword not in gone)
    ]


def _merged(waiting: Iterable[tuple[Decision, Change]]) -> tuple[Change, ...]:
    """The changes, one for each entry: what any report of it found listed is not put in."""
    merged: dict[object, Change] = {}
    for decision, change in waiting:
        key = (change.action, change.keyword, decision.symbols if not change.keyword else None)
        known = merged.setdefault(key, change)
        kept = tuple(s for s in known.symbols if s in change.symbols)
        merged[key] = replace(known, symbols=kept)
    return tuple(merged.values())


def _plain(keyword: str) -> str:
    """A keyword as a report shows it."""
    return printable(keyword).strip()


def _named(change: Change, keywords: Sequence[str], names: Mapping[str, str]) -> Change:
    """The change with the entry as the record has it."""
    if change.action == "add" or change.keyword in keywords:
        return change
    keyword = names.get(_plain(change.keyword), change.keyword)
    return Change(change.action, keyword, change.symbols)


def marked(result: Reconciliation, decisions: Sequence[Decision]) -> Reconciliation:
    """A result whose suggestions say what was decided about them before.

    A decision is about a suggestion if it proposed the same for the same entry. One about an
    addition also holds for what is left of it.
    """
    if not decisions:
        return result
    said: dict[object, Decision] = {}
    for decision in decisions:
        said.setdefault(_matter(decision.change.action, decision.text, decision.symbols), decision)
    adds = [d for d in decisions if d.change.action == "add"]

    def answer(suggestion: Suggestion) -> Literal["accepted", "declined"] | None:
        symbols = frozenset(suggestion.symbols)
        known = said.get(_matter(suggestion.action, suggestion.keyword, symbols))
        if known is None and suggestion.action == "add":
            known = next((d for d in adds if symbols and symbols <= d.symbols), None)
        return None if known is None else "accepted" if known.accept else "declined"

    suggestions = tuple(replace(s, decision=answer(s)) for s in result.suggestions)
    return replace(result, suggestions=suggestions)


def _matter(action: str, text: str, symbols: frozenset[str]) -> object:
    """What makes two suggestions about one record the same."""
    return action, "" if action == "add" else _plain(text), symbols
