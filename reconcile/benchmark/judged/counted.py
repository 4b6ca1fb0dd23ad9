"""Which suggestions count, and how many of them are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from reconcile.benchmark.judged.outcomes import Outcome, Outcomes
from reconcile.records import Suggestion
from reconcile.suggest import is_hint

__all__ = [
    "ACTIONS",
    "LEVELS",
    "Numbers",
    "from_least",
    "is_named",
    "is_sure",
    "of_reason",
    "suggestions",
    "taken",
]

ACTIONS: Final = ("changes", "remove", "replace", "add")
"""What is scored: removals and replacements together, each of them, and additions."""

_Takes: TypeAlias = Callable[[Suggestion], bool]
Numbers: TypeAlias = tuple[int, int, int, int]
"""How many suggestions were right, how many there were; what they found, and what there was."""


def is_sure(suggestion: Suggestion) -> bool:
    """Whether a suggestion counts where no threshold is given: it is no hint."""
    return not is_hint(suggestion)


def _is_safe(suggestion: Suggestion) -> bool:
    return suggestion.safe


LEVELS: Final[Mapping[str, _Takes]] = {"all": is_sure, "safe": _is_safe}
"""All suggestions, and those that a plain `reconcile apply` carries out."""


def from_least(least: float) -> _Takes:
    """Takes what is suggested with at least some confidence, hints too."""
    return lambda suggestion: suggestion.confidence >= least


def of_reason(reason: str) -> _Takes:
    """Takes what a rule suggests, hints apart."""
    return lambda suggestion: suggestion.reason == reason and not is_hint(suggestion)


def suggestions(figure: Outcomes) -> Iterator[Suggestion]:
    """The suggestions of a figure that count, hints apart."""
    for one in figure.entries:
        if one.suggestion is not None and not one.is_renamed and not is_hint(one.suggestion):
            yield one.suggestion
    yield from (one.suggestion for one in figure.added if not is_hint(one.suggestion))


def taken(action: str, takes: _Takes) -> Callable[[Outcomes], Numbers]:
    """Counts, of a figure, the suggestions of an action that are taken, and what they find.

    Args:
        action: one of `ACTIONS`.
        takes: whether a suggestion is taken.
    """

    def count(figure: Outcomes) -> Numbers:
        if action == "add":
            added = [one for one in figure.added if takes(one.suggestion)]
            found = frozenset[str]().union(*(one.found for one in added))
            return sum(o.right for o in added), len(added), len(found), len(figure.missing)
        named = [one for one in figure.entries if is_named(one, action, takes)]
        right = sum(one.wrong for one in named)
        return right, len(named), right, sum(one.wrong for one in figure.entries)

    return count


def is_named(one: Outcome, action: str, takes: _Takes) -> bool:
    """Whether an entry was said to be wrong, by an action that counts."""
    suggestion = one.suggestion
    if suggestion is None or one.is_renamed or not takes(suggestion):
        return False
    return action in ("changes", suggestion.action)
