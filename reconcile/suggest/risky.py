"""Names that words of figures are easily taken for, and the genes that they bring in.

The table holds, for each gene that has such a name, the riskiest one, with how common it and the
symbol are in captions. `benchmarks/calibrate_suggestions.py` makes it from the lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from reconcile.locks import IMPORTS

__all__ = ["RiskyName", "risky_name", "risky_symbols"]

_TABLE: Final = "risky_names.tsv"


@dataclass(frozen=True, slots=True)
class RiskyName:
    """A name of a gene that mostly means something else.

    Attributes:
        name: the spelling of the lexicon (`LPS`).
        use: how common the name is in captions of pathway figures, 0–1.
        own_use: the same of the gene's symbol.
    """

    name: str
    use: float
    own_use: float


def risky_name(symbol: str) -> RiskyName | None:
    """The riskiest name of a gene; None where it has none worth a mention.

    >>> risky_name("IRF6").name
    'LPS'
    """
    return _table().get(symbol)


def risky_symbols() -> tuple[str, ...]:
    """The symbols of all genes that have a risky name, sorted."""
    return tuple(_table())


@lru_cache(maxsize=1)
def _table() -> Mapping[str, RiskyName]:
    with IMPORTS:  # the loader of files takes its lock too
        text = resources.files("reconcile.suggest").joinpath(_TABLE).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {symbol: RiskyName(name, float(use), float(own)) for symbol, name, use, own in rows}
