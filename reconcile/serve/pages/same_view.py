"""What a decision for many would touch: suggestions, context by context."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import unquote, urlsplit

from reconcile.report.jsonout import dumps
from reconcile.serve.pages.words import context_of, differences
from reconcile.store.queue_records import ClassMember

__all__ = ["Group", "figid_in", "groups_of", "tick_of", "ticked_of"]

Context: TypeAlias = tuple[str, tuple[str, str, str]]
"""A word, "" where words are not told apart, and in what it was read."""

_FIGURES: Final = "/figures/"
_SHOWN: Final = 500
"""Suggestions of one page."""


@dataclass(frozen=True, slots=True)
class Group:
    """Suggestions that were read in the same context.

    Attributes:
        heading: the context in words.
        own: whether it is that of the figure that one came from.
        differs: what is otherwise than in the context that one came from, or the first one.
        open: suggestions that nobody decided, as far as they are shown, each with its tick.
        waiting: how many more there are.
        decided: those that somebody decided.
    """

    heading: str
    own: bool
    differs: tuple[str, ...]
    open: tuple[tuple[str, ClassMember], ...]
    waiting: int
    decided: tuple[ClassMember, ...]


def groups_of(
    members: Sequence[ClassMember],
    origin: str = "",
    *,
    read: bool = True,
    by_word: bool = False,
) -> tuple[Group, ...]:
    """The contexts of suggestions: that of a figure first, then the commonest.

    Args:
        members: the suggestions, those of a context one after the other.
        origin: id of the figure that one came from, "" for none.
        read: whether a word is known that was read.
        by_word: whether words are told apart too.
    """
    by_context: dict[Context, list[ClassMember]] = {}
    for member in members:
        by_context.setdefault(_context(member, by_word), []).append(member)
    own = next((_context(one, by_word) for one in members if one.figid == origin), None)
    ordered = sorted(by_context, key=lambda context: context != own)
    found, room = [], _SHOWN
    for context in ordered:
        here = sorted(by_context[context], key=lambda member: member.figid != origin)
        left = [member for member in here if member.open]
        found.append(
            Group(
                _heading(context, read),
                context == own,
                tuple(_differences(context, ordered[0])),
                tuple((tick_of(member), member) for member in left[:room]),
                max(len(left) - room, 0),
                tuple(member for member in here if not member.open),
            )
        )
        room -= min(len(left), room)
    return tuple(found)


def _context(member: ClassMember, by_word: bool) -> Context:
    return member.word if by_word else "", member.context


def _heading(context: Context, read: bool) -> str:
    word, rest = context
    if not word:
        return context_of(rest, read=read)
    return f"“{word}”: {context_of(rest)}"


def _differences(context: Context, other: Context) -> Iterator[str]:
    if context[0] != other[0]:
        yield f"“{context[0]}”, not “{other[0]}”" if context[0] else f"no word, not “{other[0]}”"
    yield from differences(context[1], other[1])


def tick_of(member: ClassMember) -> str:
    """What names a suggestion in a form: figure, change and context, as they were shown.

    A suggestion that changes meanwhile, or is read in another context, has another name, so that
    nothing is decided that was not looked at.
    """
    its = member.suggestion
    told = [member.figid, its.action, its.keyword, *its.symbols, "", member.word, *member.context]
    return hashlib.sha256(dumps(told).encode("utf-8", "replace")).hexdigest()[:24]


def ticked_of(members: Iterable[ClassMember], ticks: Iterable[str]) -> tuple[ClassMember, ...]:
    """The suggestions that were ticked and that nobody decided."""
    wanted = set(ticks)
    return tuple(member for member in members if member.open and tick_of(member) in wanted)


def figid_in(address: str) -> str:
    """The figure that an address of ours is of, "" for none.

    >>> figid_in("/figures/F%2F1?state=any"), figid_in("/?at=F1")
    ('F/1', '')
    """
    path = urlsplit(address).path
    return unquote(path.removeprefix(_FIGURES)) if path.startswith(_FIGURES) else ""
