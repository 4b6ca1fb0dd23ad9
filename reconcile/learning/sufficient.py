"""Whether decisions are enough to refit confidences on, and how many would be."""

from __future__ import annotations

import math
from typing import Final

from reconcile.learning.measuring import Measured, signed

__all__ = ["LEAST", "why_not"]

LEAST: Final = 100
"""Decisions without which no interval can be trusted; measured in `docs/learning.md`."""


def why_not(found: Measured) -> str | None:
    """Why a refit is not to be used, with how many decisions would do; None if it is better."""
    count = found.scores[0].decisions if found.scores else 0
    if count < LEAST:
        return (
            f"too few decisions about suggestions: {count}, and at least {LEAST} are needed before "
            "a gain can be told from chance"
        )
    if found.is_better:
        return None
    mean, interval = found.scores[0].difference
    if mean >= 0 or interval is None:
        return "no gain: on figures that were left out, refitted confidences are no better"
    wide = (interval[1] - interval[0]) / 2
    needed = math.ceil(count * (wide / -mean) ** 2)
    low, high = map(signed, interval)
    return (
        f"the gain may be chance: its 95 % interval is {low} to {high}; "
        f"with decisions like these some {max(needed, count + 1):,} would show it"
    )
