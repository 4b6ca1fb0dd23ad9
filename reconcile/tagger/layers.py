"""The layers of the bundled tagger's network in numpy: the numbers that thinc's give, without it.

Rows are multiplied in blocks of one size. A product's last bits depend on the shape of what is
multiplied; with blocks a token's numbers depend on its own row alone, whatever is read with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reconcile.tagger.hashes import PLACES, places_of
from reconcile.tagger.stored import Part

__all__ = ["BLOCK", "Embedding", "Linear", "Maxout", "Rows", "largest", "product"]

BLOCK: Final = 16
"""Rows that are multiplied at a time; a multiple of what any BLAS takes at once."""
_MOST_AT_ONCE: Final = 1_000_000
"""Multiplications of a block at a time; wider rows are multiplied part by part.

Up to here OpenBLAS, on processors with AVX-512, has a quicker way that takes no second thread. The
encoder costs 10 µs a token instead of 11.9 with blocks of 32, and the first layer 9.7 instead of
10.3; with two threads beside other work it is 10 instead of 20, and 9.7 instead of 18.
"""
_TINY: Final = 1e-8

Rows = NDArray[np.float32]


def product(rows: Rows, weights: Rows) -> Rows:
    """The matrix product, each row the same whatever the others are."""
    count, width = rows.shape
    blocks = -(-count // BLOCK)
    if count % BLOCK:
        filled = np.zeros((blocks * BLOCK, width), np.float32)
        filled[:count] = rows
        rows = filled
    cut = rows.reshape(blocks, BLOCK, width)
    parts = -(-BLOCK * weights.size // _MOST_AT_ONCE)
    step = -(-width // parts)
    out: Rows = np.matmul(cut[:, :, :step], weights[:step])
    for at in range(step, width, step):
        out += np.matmul(cut[:, :, at : at + step], weights[at : at + step])
    return out.reshape(blocks * BLOCK, weights.shape[1])[:count]


class Linear:
    """Weights and a bias."""

    def __init__(self, part: Part) -> None:
        self._weights: Rows = np.ascontiguousarray(part.arrays["W"].T)
        self._bias: Rows = part.arrays["b"].copy()
        self.width = len(self._bias)

    def __call__(self, rows: Rows) -> Rows:
        """What comes out for each row."""
        out = product(rows, self._weights)
        out += self._bias
        return out


class Maxout:
    """The largest of several linear layers, normalised."""

    def __init__(self, part: Part, norm: Part) -> None:
        weights = part.arrays["W"]
        self.width, self._pieces, self.takes = weights.shape
        by_piece = weights.transpose(2, 1, 0).reshape(self.takes, -1)
        self._weights: Rows = np.ascontiguousarray(by_piece)
        self._bias: Rows = np.ascontiguousarray(part.arrays["b"].T).reshape(-1)
        self._scale: Rows = norm.arrays["G"].copy()
        self._shift: Rows = norm.arrays["b"].copy()

    def __call__(self, rows: Rows) -> Rows:
        """What comes out for each row."""
        out = product(rows, self._weights)
        out += self._bias
        best = largest(out, self._pieces)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best) / np.float32(self.width) + np.float32(_TINY)
        best /= np.sqrt(spread)[:, np.newaxis]
        best *= self._scale
        best += self._shift
        return best


def largest(rows: Rows, pieces: int) -> Rows:
    """The largest of several pieces that stand beside each other in each row."""
    width = rows.shape[1] // pieces
    best = rows[:, :width].copy()
    for i in range(1, pieces):
        np.maximum(best, rows[:, i * width : (i + 1) * width], out=best)
    return best


class Embedding:
    """One hash embedding for each of some columns of features."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._columns = np.array([part.settings["column"] for part in parts])
        self._seeds = np.array([part.settings["seed"] for part in parts], np.uint64)
        self._widths = [part.arrays["E"].shape[1] for part in parts]
        self._tables = [_by_row(part.arrays["E"]) for part in parts]

    def __call__(self, hashes: NDArray[np.uint64]) -> Rows:
        """The vectors of tokens, those of their columns beside each other."""
        places = places_of(hashes[:, self._columns], self._seeds)
        out = np.empty((len(hashes), sum(self._widths)), np.float32)
        start = 0
        for i, (table, width) in enumerate(zip(self._tables, self._widths, strict=True)):
            rows = (places[:, i] % np.uint64(len(table))).astype(np.intp)
            found = table[rows].view(np.float32).reshape(len(hashes), PLACES, width)
            whole = found[:, 0] + found[:, 1]
            whole += found[:, 2]
            whole += found[:, 3]
            out[:, start : start + width] = whole
            start += width
        return out


def _by_row(table: Rows) -> NDArray[np.void]:
    """A table whose rows are one thing each, wherever it stands: only those asked for are read."""
    tall, width = table.shape
    return np.ndarray((tall,), np.dtype((np.void, width * table.itemsize)), table.data)
