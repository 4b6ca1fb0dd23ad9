"""Confidences as they were refitted on the decisions of curators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from reconcile.calibration import Calibration
from reconcile.records import Evidence, Suggestion

__all__ = ["EVIDENCE", "confidence_of_rule", "with_calibration"]

EVIDENCE: Final = "calibration"
"""The type of the evidence that says what the confidence was before."""


def with_calibration(
    calibration: Calibration, suggestions: Iterable[Suggestion]
) -> list[Suggestion]:
    """The suggestions with refitted confidences; each says what it was before."""
    return [_refitted(calibration, one) for one in suggestions]


def confidence_of_rule(suggestion: Suggestion) -> float:
    """The confidence that the rule gave a suggestion, before any refit."""
    for piece in suggestion.evidence:
        if piece.type == EVIDENCE:
            return float(piece.text)
    return suggestion.confidence


def _refitted(calibration: Calibration, one: Suggestion) -> Suggestion:
    said = f"the confidence before it was refitted on {calibration.said}"
    before = Evidence(EVIDENCE, repr(one.confidence), said, "decisions")
    confidence = calibration.of(one.action, one.reason, one.confidence)
    return replace(one, confidence=confidence, evidence=(*one.evidence, before))
