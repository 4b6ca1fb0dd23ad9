"""What cannot be compared because names of figures do not match, with examples of each side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["nothing_in_common", "unknown_verdicts"]

_FEW = 3


def nothing_in_common(document: Mapping[str, Any]) -> Iterator[str]:
    """Why there is no comparison at all, where other lists or gold lists were given.

    Args:
        document: of `reconcile.benchmark.run.document`.
    """
    against, gold = document["against"], document["gold"]
    if against is not None and not against["caption"]["figures"]:
        yield (
            "no figure of these lists is in the others "
            f"(here {_few(against['only_here'])}; there {_few(against['only_there'])}); give lists "
            "of the same figures"
        )
    if gold is not None and not gold["raw"]["figures"]:
        yield (
            "no figure of these lists has a gold list "
            f"(lists: {_few(gold['only_in_lists'])}; gold: {_few(gold['only_in_gold'])}); name "
            "figures alike in both"
        )


def unknown_verdicts(document: Mapping[str, Any]) -> Iterator[str]:
    """Which figures of verdicts are not among the lists."""
    found = document["verdicts"]
    absent = [] if found is None else found["only_in_verdicts"]
    if absent:
        what = "1 figure" if len(absent) == 1 else f"{len(absent)} figures"
        yield f"verdicts on {what} that no list is of: {_few(absent)}"


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return (shown + (", …" if len(names) > _FEW else "")) or "none"
