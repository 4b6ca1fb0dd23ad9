"""What figures can be grouped by."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final, get_args

from reconcile.choices import GroupField
from reconcile.records import Figure

__all__ = ["FIELDS", "NOT_GIVEN", "group_order", "groups_of"]

FIELDS: Final[tuple[GroupField, ...]] = get_args(GroupField)
"""What `groups_of` takes."""

NOT_GIVEN: Final = "not given"
"""The group of the figures that do not say."""

_LENGTHS: Final = (1, 100, 250, 500, 1000, 2000)
_RECORD_SUFFIXES: Final = frozenset({".md", ".txt", ".yml", ".yaml"})


def groups_of(field: str, figure: Figure) -> tuple[str, ...]:
    """The groups that a figure is in.

    One, but for `organism`: a figure whose paper names several is in the group of each. `source`
    is the folder of a record, or the file of many. `length` counts the caption's characters.

    >>> groups_of("length", Figure("F1", caption="x" * 120)), groups_of("year", Figure("F1"))
    (('100–249',), ('not given',))
    """
    if field == "organism":
        return tuple(dict.fromkeys(figure.organisms)) or (NOT_GIVEN,)
    if field == "source":
        return (_place(figure.source),)
    if field == "length":
        return (_bin(len(figure.caption or "")),)
    return (dict(figure.meta).get(field) or NOT_GIVEN,)


def group_order(field: str, group: str) -> tuple[int, str]:
    """Sorts the groups of a field: lengths by size, others by name, `NOT_GIVEN` last."""
    if field == "length":
        starts = [_name(i) for i in range(len(_LENGTHS) + 1)]
        return (starts.index(group), group)
    return (group == NOT_GIVEN, group)


def _place(source: str | None) -> str:
    if source is None:
        return NOT_GIVEN
    path = PurePath(source)
    return str(path.parent) if path.suffix.lower() in _RECORD_SUFFIXES else source


def _bin(length: int) -> str:
    return _name(sum(length >= start for start in _LENGTHS))


def _name(i: int) -> str:
    if i == 0:
        return "no caption"
    if i == len(_LENGTHS):
        return f"{_LENGTHS[-1]} or more"
    return f"{_LENGTHS[i - 1]}–{_LENGTHS[i] - 1}"
