"""Integrins: pairs of an alpha and a beta subunit, called `αXβY`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Integrin", "integrins"]

_PAIRS: Final = {
    "1": "1 2 3 4 5 6 7 8 9 10 11 V",
    "2": "D L M X",
    "3": "IIb V",
    "4": "6",
    "5": "V",
    "6": "V",
    "7": "4 E",
    "8": "V",
}
"""Beta subunit to alpha subunits: the 24 human integrins of Hynes, Cell 110:673 (2002)."""

_OTHERS: Final = frozenset({("1", "1"), ("2", "1"), ("3", "1"), ("6", "4")})
"""Pairs of numbers that also name other proteins: sodium pumps, nicotinic receptors."""


class Integrin(NamedTuple):
    """An integrin: its id, the symbols of its two subunits, what it is called."""

    id: str
    symbols: tuple[str, str]
    names: tuple[str, ...]


def integrins() -> Iterator[Integrin]:
    """The human integrins.

    The pair alone is a name where it is no other protein's.

    >>> [one.symbols for one in integrins() if "αIIbβ3" in one.names]
    [('ITGA2B', 'ITGB3')]
    """
    for beta, alphas in _PAIRS.items():
        for alpha in alphas.split():
            symbols = (f"ITGA{alpha.upper().replace('IIB', '2B')}", f"ITGB{beta}")
            pair = f"α{alpha}β{beta}"
            names = [f"integrin {pair}", f"{pair} integrin"]
            if (alpha, beta) not in _OTHERS:
                names.insert(0, pair)
            yield Integrin("_".join(symbols), symbols, tuple(names))
