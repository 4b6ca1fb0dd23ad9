"""The hashes behind the tagger's embeddings: those of spaCy's strings and of thinc's `HashEmbed`.

A feature is known by the 64-bit MurmurHash2 of its letters, with seed 1. An embedding has fewer
rows than there are features: MurmurHash3 gives each feature four of them, whose sum is its vector.
"""

from __future__ import annotations

from functools import lru_cache
from struct import unpack_from
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reconcile.remembered import TOKENS

__all__ = ["PLACES", "feature_hash", "places_of"]

PLACES: Final = 4
"""Rows of an embedding whose sum is the vector of a feature."""

_FULL: Final = (1 << 64) - 1
_TIMES: Final = 0xC6A4A7935BD1E995
_SHIFT: Final = 47
_SEED: Final = 1

_FIRST: Final = np.uint64(0x87C37B91114253D5)
_SECOND: Final = np.uint64(0x4CF5AD432745937F)
_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HALF: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
_BYTES: Final = np.uint64(8)


@lru_cache(maxsize=TOKENS)
def feature_hash(name: str) -> int:
    """The number that a feature is known by.

    >>> feature_hash("MEK")
    12806890829823748709
    """
    data = name.encode()
    size = len(data)
    mixed = _SEED ^ (size * _TIMES & _FULL)
    for block in unpack_from(f"<{size // 8}Q", data):
        part = block * _TIMES & _FULL
        part = (part ^ part >> _SHIFT) * _TIMES & _FULL
        mixed = (mixed ^ part) * _TIMES & _FULL
    if size % 8:
        rest = int.from_bytes(data[size - size % 8 :], "little")
        mixed = (mixed ^ rest) * _TIMES & _FULL
    mixed = (mixed ^ mixed >> _SHIFT) * _TIMES & _FULL
    return mixed ^ mixed >> _SHIFT


def places_of(hashes: NDArray[np.uint64], seeds: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Four 32-bit numbers for each feature, of which an embedding takes the remainders.

    Args:
        hashes: one row a token, one column a feature.
        seeds: the seed of each column's embedding.

    Returns:
        The numbers by token, column and place.
    """
    one = hashes * _FIRST
    one = (one << np.uint64(31)) | (one >> np.uint64(33))
    one = one * _SECOND ^ seeds ^ _BYTES
    two = seeds ^ _BYTES
    one = one + two
    two = two + one
    one, two = _mixed(one), _mixed(two)
    one = one + two
    two = two + one
    return np.stack((one & _LOW, one >> _HALF, two & _LOW, two >> _HALF), axis=-1)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each bit of the numbers in every other."""
    shift = np.uint64(33)
    for times in _MIX:
        values = (values ^ (values >> shift)) * times
    return values ^ (values >> shift)
