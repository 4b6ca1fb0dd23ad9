"""Weights of features. Made by `benchmarks/fit_misreadings.py`; do not edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["BARE_MISREAD_BIAS", "BARE_MISREAD_WEIGHTS", "MISREAD_BIAS", "MISREAD_WEIGHTS"]

MISREAD_BIAS: Final = -0.51
MISREAD_WEIGHTS: Final[Mapping[str, float]] = {
    "gain": 2.28,
    "better reading": 2.57,
    "only a part": 1.8,
    "cost of the intent": -1.69,
    "intent is the symbol": -0.08,
    "match is the symbol": -1.4,
    "match by NCBI only": -1.04,
    "three letters or fewer": 0.17,
    "five letters or more": 2.01,
    "use of the match": -4.46,
    "use of the intent": 2.91,
    "similarity": -2.37,
    "similarity of the intent": 0.8,
    "no similarity": 0.5,
    "known processes": -0.62,
    "match in the caption": -2.86,
    "in the caption": 1.77,
    "in the caption, not in the list": 2.39,
    "in the list": -1.67,
    "family of the list": -0.9,
    "thing": 1.33,
    "same word": 2.27,
}

BARE_MISREAD_BIAS: Final = -1.27
BARE_MISREAD_WEIGHTS: Final[Mapping[str, float]] = {
    "cost of the intent": -0.78,
    "intent is the symbol": -0.81,
    "match is the symbol": -1.54,
    "three letters or fewer": -0.08,
    "five letters or more": 0.46,
    "use of the match": -1.25,
    "use of the intent": 2.04,
    "similarity": -1.32,
    "similarity of the intent": -0.89,
    "no similarity": 0.81,
    "known processes": -1.23,
    "match in the caption": -0.06,
    "in the caption": 1.61,
    "in the caption, not in the list": 2.33,
    "in the list": -2.5,
    "family of the list": -1.02,
    "thing": -0.25,
}
