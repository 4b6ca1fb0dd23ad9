"""The fitted models of suggestions: weights of features that can be read, in one table."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reconcile.bundled import packaged_text

__all__ = ["Model", "fitted", "model"]

_TABLE: Final = "weights.tsv"
_SUREST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model. A feature that is not there is 0, one without a weight says nothing."""

    weights: Mapping[str, float]
    bias: float = 0.0

    def odds(self, features: Mapping[str, float]) -> float:
        """The log-odds."""
        weight = self.weights.get
        return self.bias + sum(weight(name, 0.0) * value for name, value in features.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """0-1, rounded to three places."""
        odds = max(-_SUREST, min(_SUREST, self.odds(features)))
        return round(1 / (1 + math.exp(-odds)), 3)

    def strongest(self, features: Mapping[str, float], most: int = 3) -> tuple[str, ...]:
        """The features that say the most for it, strongest first."""
        said = {name: self.weights.get(name, 0.0) * value for name, value in features.items()}
        order = sorted(said, key=lambda name: (-said[name], name))
        return tuple(name for name in order[:most] if said[name] > 0)


def model(name: str) -> Model:
    """A fitted model of the package.

    Raises:
        KeyError: there is none of the name.
    """
    return fitted()[name]


@lru_cache(maxsize=1)
def fitted() -> Mapping[str, Model]:
    """All fitted models, by name."""
    text = packaged_text("suggest", _TABLE)
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for line in text.splitlines():
        if not line.startswith("#"):
            of, feature, weight = line.split("\t")
            weights[of][feature] = float(weight)
    return {of: Model(own, own.pop("bias", 0.0)) for of, own in weights.items()}
