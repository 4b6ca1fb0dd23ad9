"""Changes to a gene list: what each asks for, and the list once they are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reconcile.errors import PatchError
from reconcile.formats.fields import is_missing
from reconcile.records import WHOLE_LIST, Action, Suggestion

__all__ = ["Change", "Plan", "change_of", "changed_keywords", "empties", "is_done", "plan_of"]


@dataclass(frozen=True, slots=True)
class Change:
    """One accepted change to a gene list.

    Attributes:
        action: `add`, `remove` or `replace`.
        keyword: the entry to remove or replace; means nothing for `add`. To remove `*`, where that
            is no entry itself, is to remove all of them.
        symbols: what to put in; those that are listed already are not put in again.
    """

    action: Action
    keyword: str = ""
    symbols: tuple[str, ...] = ()


def change_of(suggestion: Suggestion) -> Change:
    """What a suggestion asks for: symbols that the list has under another name are not put in."""
    action, listed = suggestion.action, suggestion.already_listed
    if action == "remove":
        return Change(action, suggestion.keyword)
    symbols = tuple(symbol for symbol in suggestion.symbols if symbol not in listed)
    return Change(action, "" if action == "add" else suggestion.keyword, symbols)


def changed_keywords(keywords: Sequence[str], changes: Iterable[Change]) -> tuple[str, ...]:
    """The gene list after the changes.

    Raises:
        PatchError: see `patch_record`.

    >>> changed_keywords(["RAS", "NRAS"], [Change("replace", "RAS", ("HRAS", "KRAS", "NRAS"))])
    ('HRAS', 'KRAS', 'NRAS')
    """
    plan = plan_of(list(keywords), tuple(changes))
    found: list[str] = []
    for keyword, (keep, new) in zip(keywords, plan.entries, strict=True):
        found += [keyword] if keep else []
        found += new
    return (*found, *plan.added)


def is_done(keywords: Sequence[str], change: Change) -> bool:
    """Whether a list already is as the change wants it."""
    if empties(change, keywords):
        return not keywords
    have = set(keywords)
    gone = change.action == "add" or change.keyword in change.symbols or change.keyword not in have
    return gone and have.issuperset(change.symbols if change.action != "remove" else ())


@dataclass(frozen=True, slots=True)
class Plan:
    """For each entry whether it stays and what comes in its place or after it; what comes last."""

    entries: list[tuple[bool, list[str]]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def plan_of(keywords: Sequence[str | None], changes: Sequence[Change]) -> Plan:
    """Work the changes out; None among the keywords is an entry that says "missing"."""
    if any(empties(change, keywords) for change in changes):
        # Then other changes of its entries mean nothing.
        gone = dict.fromkeys(word for word in keywords if word is not None)
        additions = (change for change in changes if change.action == "add")
        changes = (*(Change("remove", word) for word in gone), *additions)
    replaced, added = _sorted_out(keywords, changes)
    present = {word for word in keywords if word is not None and word not in replaced}
    present |= {word for word, symbols in replaced.items() if word in symbols}
    plan = Plan()

    def fresh(symbols: Iterable[str]) -> list[str]:
        found = [symbol for symbol in dict.fromkeys(symbols) if symbol not in present]
        present.update(found)
        return found

    for word in keywords:
        symbols = replaced.get(word) if word is not None else None
        plan.entries.append((symbols is None or word in symbols, fresh(symbols or ())))
    plan.added.extend(fresh(added))
    return plan


def empties(change: Change, keywords: Sequence[str | None]) -> bool:
    """Whether a change is to empty the list.

    >>> empties(Change("remove", "*"), ["MEK"]), empties(Change("remove", "*"), ["*"])
    (True, False)
    """
    whole = change.action == "remove" and change.keyword == WHOLE_LIST
    return whole and WHOLE_LIST not in keywords


def _sorted_out(
    keywords: Sequence[str | None], changes: Sequence[Change]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """What takes the place of each entry, and what is added; contradictions are refused."""
    replaced: dict[str, tuple[str, ...]] = {}
    added: list[str] = []
    for change in changes:
        symbols = () if change.action == "remove" else change.symbols
        for symbol in symbols:
            if is_missing(symbol) or not symbol.isprintable() or symbol.strip() != symbol:
                raise PatchError(f"{symbol!r} cannot stand in a gene list; name a gene symbol")
        if change.action == "add":
            added += symbols
        elif replaced.setdefault(change.keyword, symbols) != symbols:
            raise PatchError(f"{change.keyword} is changed in two ways; accept one of them")
    have = set(keywords)
    gone = {word for word, symbols in replaced.items() if word not in symbols}
    put = {symbol for word, symbols in replaced.items() if word in have for symbol in symbols}
    if clash := sorted(gone & (put | set(added))):
        raise PatchError(f"{', '.join(clash)} is both taken out and put in; accept one of the two")
    will_have = put.union(added, have)
    for word, symbols in replaced.items():
        if word not in have and not will_have.issuperset(symbols):
            raise PatchError(f"{word} is not in the gene list and cannot be replaced")
    return replaced, added
