"""Weights of features. Made by `benchmarks/fit_additions.py`; do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["ADDITION_BIAS", "ADDITION_WEIGHTS"]

ADDITION_BIAS: Final = -0.38
ADDITION_WEIGHTS: Final[Mapping[str, float]] = {
    "family": 0.18,
    "complex": 0.96,
    "members": -3.47,
    "large family of a common word": -0.38,
    "members named by themselves": -3.6,
    "odds of the mention": 1.82,
    "named twice": 0.8,
    "named more often": 0.35,
    "by two names": 0.26,
    "symbol": 0.89,
    "full name": -0.37,
    "trusted name": 0.57,
    "name by rules": -1.17,
    "number left out": -0.16,
    "number left out of a long name": -2.55,
    "stem of other symbols": -1.83,
    "plural": -0.97,
    "symbol without its number": -0.62,
    "common words": -0.15,
    "name of a thing": -0.28,
    "another meaning": -0.87,
    "only beside a negation": 0.46,
    "only as a marker of cells": -2.39,
    "late in the caption": -0.87,
    "figure not human": -2.02,
    "similarity": 1.1,
    "closest similarity": 0.75,
    "no similarity": -0.59,
    "known processes": 2.1,
    "numbered siblings listed": 0.88,
}
