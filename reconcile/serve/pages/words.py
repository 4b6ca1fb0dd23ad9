"""What the pages say about changes, verdicts and contexts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, get_args

from reconcile.organisms import group_name
from reconcile.records import WHOLE_LIST, KeywordStatus
from reconcile.report.wording import STATUS_TITLES, reason_name

__all__ = ["VERDICTS", "change_of", "context_of", "differences", "reason_name", "status_name"]

VERDICTS: Final = {"accept": "accepted", "decline": "declined", "note": "noted", "undo": "undone"}
"""What was done with a suggestion."""

_MOST_SYMBOLS: Final = 4
_STATUSES: Final = dict.fromkeys(get_args(KeywordStatus), "")


def change_of(action: str, text: str, symbols: Sequence[str]) -> str:
    """A change in a few words.

    >>> change_of("remove", "SYT1", ()), change_of("replace", "MEK", ["MAP2K1", "MAP2K2"])
    ('SYT1 → remove', 'MEK → MAP2K1, MAP2K2')
    >>> change_of("add", "p53", ["TP53"]), change_of("add", "TP53", ["TP53"])
    ('add TP53 for “p53”', 'add TP53')
    """
    entry = "the whole list" if text == WHOLE_LIST else text
    few = ", ".join(symbols[:_MOST_SYMBOLS])
    if len(symbols) > _MOST_SYMBOLS:
        few += f" and {len(symbols) - _MOST_SYMBOLS} more"
    if action == "remove":
        return f"{entry} → remove"
    if action == "replace":
        return f"{entry} → {few}"
    return f"add {few}" if text in ("", few) else f"add {few} for “{text}”"


def status_name(status: str) -> str:
    """A status of entries in words.

    >>> status_name("other_species"), status_name("new_one")
    ('Symbols of other species', 'New one')
    """
    if status in _STATUSES:
        return STATUS_TITLES[status]  # type: ignore[index]
    return reason_name(status)


def context_of(context: tuple[str, str, str], word: str) -> str:
    """In what a word was read.

    >>> context_of(("alias_collision", "mammal", "RELA"), "p65")
    'Alias collision, mammals, the caption has RELA for “p65”'
    """
    reason, organism, _ = context
    about = group_name(organism) if organism else "organism not known"
    return f"{reason_name(reason)}, {about}, {_reading(context, word)}"


def differences(
    context: tuple[str, str, str], other: tuple[str, str, str], word: str
) -> Iterator[str]:
    """What is otherwise in a context than in another one, in words.

    >>> list(differences(("non_gene", "plant", ""), ("non_gene", "mammal", "RELA"), "p65"))
    ['plants instead of mammals', 'the caption has nothing for “p65” instead of RELA']
    """
    if context[0] != other[0]:
        yield f"{reason_name(context[0])} instead of {reason_name(other[0])}"
    if context[1] != other[1]:
        here, there = (group_name(each[1]) if each[1] else "not known" for each in (context, other))
        yield f"{here} instead of {there}"
    if context[2] != other[2]:
        yield f"{_reading(context, word)} instead of {other[2] or 'nothing'}"


def _reading(context: tuple[str, str, str], word: str) -> str:
    return f"the caption has {context[2] or 'nothing'} for “{word}”"
