"""From which confidence a suggestion is safe.

Made by `benchmarks/safe_suggestions.py`; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["SAFE_FROM"]

SAFE_FROM: Final[Mapping[tuple[str, str], float]] = {
    ("remove", "alias_collision"): 0.85,
    ("remove", "non_gene"): 0.8,
    ("remove", "ocr_artifact"): 0.85,
    ("remove", "species_mismatch"): 0.65,
    ("replace", "alias_collision"): 0.8,
}
