"""Weights of features. Made by `benchmarks/calibrate_suggestions.py`; do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["BARE_BIAS", "BARE_WEIGHTS", "WORD_BIAS", "WORD_WEIGHTS"]

WORD_BIAS: Final = -0.11
WORD_WEIGHTS: Final[Mapping[str, float]] = {
    "three letters or fewer": 1.55,
    "four letters": 0.07,
    "six letters or more": -0.46,
    "no digit": 0.83,
    "two letters or a number": 0.7,
    "not an alias of HGNC": 0.11,
    "former symbol": -0.73,
    "trusted name": -1.48,
    "like the symbol": -0.51,
    "first part of the symbol": -0.33,
    "curated thing": 0.7,
    "other thing": 0.96,
    "common English word": 0.78,
    "English word": 0.73,
    "label of another family": 0.84,
    "root of numbered symbols": 0.36,
    "symbol of another gene": -0.22,
    "trusted name of another gene": 0.19,
    "names of several genes": 1.49,
    "similarity": -2.66,
    "closest similarity": -0.8,
    "no similarity": 0.16,
    "coherent list": 0.7,
    "known processes": -1.87,
    "rival fits better": 1.27,
    "rival listed or named": 0.1,
    "caption means another": 0.66,
    "other letter case": 0.59,
    "lower case": 0.69,
    "part of a longer word": -0.43,
    "letters rewritten": -0.1,
}

BARE_BIAS: Final = -0.63
BARE_WEIGHTS: Final[Mapping[str, float]] = {
    "name of a thing": 0.64,
    "use of the name": 0.94,
    "use of the symbol": -1.64,
    "similarity": -2.62,
    "closest similarity": -0.62,
    "no similarity": 0.24,
    "coherent list": 1.86,
    "known processes": -2.11,
    "rival fits better": 0.78,
    "rival listed or named": -0.2,
    "thing in the caption": 1.88,
    "family listed": -1.6,
    "numbered siblings listed": -0.86,
}
