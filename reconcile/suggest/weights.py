"""Weights of the clues. Made by `benchmarks/calibrate_suggestions.py`; do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["BARE_BIAS", "BARE_WEIGHTS", "WORD_BIAS", "WORD_WEIGHTS"]

WORD_BIAS: Final = -0.1
WORD_WEIGHTS: Final[Mapping[str, float]] = {
    "three letters or fewer": 1.55,
    "four letters": 0.07,
    "six letters or more": -0.46,
    "no digit": 0.84,
    "two letters or a number": 0.7,
    "not an alias of HGNC": 0.11,
    "former symbol": -0.73,
    "trusted name": -1.48,
    "like the symbol": -0.51,
    "first part of the symbol": -0.32,
    "curated thing": 0.7,
    "other thing": 0.96,
    "common English word": 0.78,
    "English word": 0.73,
    "label of another family": 0.84,
    "root of numbered symbols": 0.36,
    "symbol of another gene": -0.29,
    "trusted name of another gene": 0.2,
    "names of several genes": 1.49,
    "kinship": -2.65,
    "closest kinship": -0.8,
    "no kinship": 0.17,
    "coherent list": 0.69,
    "known processes": -1.88,
    "rival fits better": 1.27,
    "rival listed or named": 0.08,
    "caption means another": 0.67,
    "other letter case": 0.58,
    "lower case": 0.7,
    "part of a longer word": -0.46,
    "letters rewritten": -0.1,
}

BARE_BIAS: Final = -0.63
BARE_WEIGHTS: Final[Mapping[str, float]] = {
    "risk of the name": 0.01,
    "name of a thing": 0.64,
    "use of the name": 0.83,
    "use of the symbol": -1.67,
    "kinship": -2.65,
    "closest kinship": -0.67,
    "no kinship": 0.2,
    "coherent list": 1.9,
    "known processes": -2.05,
    "rival fits better": 0.77,
    "rival listed or named": -0.11,
    "thing in the caption": 1.87,
    "family listed": -1.6,
    "numbered siblings listed": -0.87,
}
