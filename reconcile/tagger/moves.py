"""From what the network makes of tokens to spans: spaCy's transitions, all texts at a time.

A text is read from left to right. Outside a name a token is left out (O), is one by itself (U) or
begins one (B); within a name it goes on (I) or ends (L), and at the end of a text it ends. What
looks best is done. SpaCy's parser looks at the token, at the first one of the name that is open
and at the token before, so what it would do outside a name depends on the token alone, and within
one on where it began: all tokens are weighed at once, and then all names that might begin, step
by step. What is not reached, because a name before it has not ended, is left out in the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reconcile.tagger.layers import Linear, Rows, largest, product
from reconcile.tagger.stored import Part

__all__ = ["Moves"]

_LOOKED_AT: Final = 3
"""Tokens that a transition looks at: spaCy's `ner` without `extra_state_tokens`."""
_BEGIN, _IN, _LAST, _UNIT, _OUT = 0, 1, 2, 3, 5
"""The columns of the scores with one label; the other is for tokens that are blocked beforehand."""
_MOVES: Final = 6
_STRIP: Final = 1024

Span = tuple[int, int]


class Moves:
    """What is done at each token."""

    def __init__(self, lower: Part, upper: Linear) -> None:
        """Take the last two layers of the parser.

        Args:
            lower: what it makes of the tokens that it looks at.
            upper: how good each transition is.

        Raises:
            ValueError: if they are not those of one label and three tokens.
        """
        weights, pad = lower.arrays["W"], lower.arrays["pad"]
        looked_at, self._hidden, self._pieces, _ = weights.shape
        if (looked_at, upper.width) != (_LOOKED_AT, _MOVES):
            raise ValueError(f"{looked_at} tokens are looked at, and {upper.width} transitions")
        self._token, self._first, self._before = (
            np.ascontiguousarray(one.transpose(2, 1, 0).reshape(one.shape[2], -1))
            for one in weights
        )
        bias = np.ascontiguousarray(lower.arrays["b"].T).reshape(-1)
        nothing = pad[0].transpose(0, 2, 1).reshape(_LOOKED_AT, -1)
        self._inside: Rows = bias
        self._outside: Rows = nothing[1] + nothing[2] + bias
        self._upper = upper

    def spans(self, tokens: Rows, lengths: Sequence[int], blank: NDArray[np.bool_]) -> list[Span]:
        """The first and the end token of each name, in order.

        Args:
            tokens: what the network made of the tokens of all texts, one after the other.
            lengths: how many each text has.
            blank: which of them are white space; none begins a name.
        """
        last = np.zeros(len(tokens), np.bool_)
        last[np.cumsum([length for length in lengths if length], dtype=np.intp) - 1] = True
        does = self._outside_names(tokens, blank, last)
        begins = np.flatnonzero(does == _BEGIN)
        ends = dict(zip(begins.tolist(), self._ends(tokens, begins, last).tolist(), strict=True))
        found: list[Span] = []
        free = 0
        for at in np.flatnonzero(does != _OUT).tolist():
            if at >= free:
                free = ends.get(at, at + 1)
                found.append((at, free))
        return found

    def _outside_names(
        self, tokens: Rows, blank: NDArray[np.bool_], last: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """What is done at each token if no name is open."""
        strips = [
            self._scores(product(tokens[at : at + _STRIP], self._token) + self._outside)
            for at in range(0, len(tokens), _STRIP)
        ]
        scores = np.concatenate(strips) if strips else np.zeros((0, _MOVES), np.float32)
        scores[blank] = -np.inf
        scores[last, _BEGIN] = -np.inf
        scores[blank, _OUT] = 0
        choice = np.array([_BEGIN, _UNIT, _OUT])
        chosen: NDArray[np.intp] = choice[scores[:, choice].argmax(axis=1)]
        return chosen

    def _ends(
        self, tokens: Rows, begins: NDArray[np.intp], last: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """Where each name that begins somewhere ends."""
        first = product(tokens[begins], self._first) + self._inside
        ends = begins + 1
        going = np.arange(len(begins))
        while len(going):
            at = ends[going]
            beside = product(tokens[at - 1], self._before) + first[going]
            scores = self._scores(product(tokens[at], self._token) + beside)
            ends[going] += 1
            going = going[(scores[:, _IN] >= scores[:, _LAST]) & ~last[at]]
        return ends

    def _scores(self, hidden: Rows) -> Rows:
        return self._upper(largest(hidden, self._pieces))
