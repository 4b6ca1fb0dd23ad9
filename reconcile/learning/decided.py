"""The suggestions that curators decided about, with the confidences that the rules gave them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.learning.fitting import Decided
from reconcile.learning.settled import Settled
from reconcile.suggest.calibrated import confidence_of_rule
from reconcile.suggest.decided import is_decided

__all__ = ["decided_in"]


def decided_in(figid: str, settled: Sequence[Settled]) -> Iterator[Decided]:
    """The decisions about what the rules suggest of a figure now.

    What curators thought of themselves is left out, and so is what their own readings suggest, and
    what the present report does not suggest any more. A confidence that was refitted before counts
    as it was before that.
    """
    for one in settled:
        suggestion = one.suggestion
        if suggestion is None or one.row.state.get("own") or is_decided(suggestion):
            continue
        kind = f"{suggestion.action} {suggestion.reason}"
        yield Decided(figid, kind, confidence_of_rule(suggestion), one.accepted)
