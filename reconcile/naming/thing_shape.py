"""What a name looks like that no list has: a chemical, a disease, or what genes are called.

Two logistic models over features that can be read: how its words begin and end, whole words,
locants and other prefixes of chemistry, length, capitals and digits. Their weights are a table,
fitted by `benchmarks/fit_thing_shape.py` on the names of chemicals, diseases and genes that the
sources of the lexicon have. Nothing here knows whether a name is one of a gene: look that up first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from reconcile.bundled import packaged_text
from reconcile.patterns import regex

__all__ = ["KINDS", "Shape", "ShapeKind", "shape_features", "thing_shape", "without_prefixes"]

ShapeKind: TypeAlias = Literal["chemical", "disease"]
KINDS: Final[tuple[ShapeKind, ...]] = ("chemical", "disease")

_TABLE: Final = "thing_shape.tsv"
_LONGEST: Final = 80
"""Characters of a name that are looked at; longer names are systematic ones."""
_WORD: Final = regex(r"[^\W\d_]+")
_PREFIX: Final = regex(
    r"(?:(?:\d{1,2}'?[αβab]?(?:,\d{1,2}'?[αβab]?)*|\(?[±+-]?\)?-?[LDRSEZNO]|DL|[LD]L|[αβγδω]|[oO]rtho|para"
    r"|meta|alpha|beta|gamma|cis|trans|all-trans|tert|sec|iso|n|p|m|o|sn|syn|anti"
    r"|\((?:[±+-]|\d{0,2}[RSEZ](?:,\d{0,2}[RSEZ])*)\))-)+(?=[(A-Za-z]{3})"
)
"""Locants and stereo prefixes: `2-`, `L-`, `S-`, `(R)-`, `cis-`."""
_ENDS: Final = range(2, 7)
_BEGINS: Final = range(3, 6)
_SHORT, _LONG = 4, 14


class Shape(NamedTuple):
    """What a name looks like.

    Attributes:
        kind: the likelier of the two.
        probability: that it is one, among names of genes, chemicals and diseases.
        signs: the features that say so, the strongest first, as they stand in the table.
    """

    kind: ShapeKind
    probability: float
    signs: tuple[str, ...]


def without_prefixes(name: str) -> str:
    """A name without locants and stereo prefixes.

    >>> without_prefixes("2-oxoglutarate"), without_prefixes("L-malate"), without_prefixes("IL-6")
    ('oxoglutarate', 'malate', 'IL-6')
    """
    match = _PREFIX.match(name)
    return name if match is None else name[match.end() :]


def shape_features(name: str) -> frozenset[str]:
    """What can be told of a name from its characters.

    >>> sorted(shape_features("2-oxoglutarate") & {"locant", "ends -ate", "kinase"})
    ['ends -ate', 'locant']
    """
    return frozenset(_features(name[:_LONGEST].strip()))


def _features(name: str) -> Iterator[str]:
    words = [word for word in _WORD.findall(name) if word.isascii()]
    yield f"{min(4, len(name.split()))} words"
    yield f"{min(3, name.count('-'))} hyphens"
    letters = sum(map(len, words))
    yield (
        f"{letters // 2 * 2} letters"
        if _SHORT < letters < _LONG
        else ("few letters" if letters <= _SHORT else "many letters")
    )
    yield from _of_characters(name)
    for i, word in enumerate(words):
        if len(word) > 1 and word.isupper():
            yield "word in capitals"
            yield f"capitals {word}"
            continue
        lowered = word.lower()
        if len(word) > 2 and not word[1:].islower():
            yield "mixed case"
            yield f"mixed {word}"
        last = "ends" if i == len(words) - 1 else "has"
        yield f"word {lowered}"
        yield from (f"{last} -{lowered[-n:]}" for n in _ENDS if n < len(lowered))
        yield from (f"has {lowered[:n]}-" for n in _BEGINS if n < len(lowered))


def _of_characters(name: str) -> Iterator[str]:
    if _PREFIX.match(name):
        yield "locant"
    if re.search(r"\d", name):
        yield "digit"
    if re.search(r"[A-Za-z]\d+[A-Za-z]*$", name):
        yield "letters and digit at the end"
    if re.fullmatch(r"[A-Za-z]?[a-z]+", name):
        yield "one word in lower case"
    if name[:1].islower():
        yield "small first letter"
    if re.search(r"[α-ω]|alpha|beta|gamma", name):
        yield "Greek letter"
    if re.search(r"[\[\](),']", name):
        yield "brackets, commas, primes"
    if not re.search(r"[aeiouyAEIOUY]", name):
        yield "no vowel"
    if re.search(r"[\d)][+-]$|\+$", name):
        yield "charge"


@lru_cache(maxsize=4096)
def thing_shape(name: str) -> Shape:
    """What a name looks like, by its characters alone.

    >>> thing_shape("dihydroxyacetone phosphate").kind
    'chemical'
    """
    table = _weights()
    features = shape_features(name)
    found = []
    for column, kind in enumerate(KINDS):
        weighed = {f: w for f in features if (w := table.get(f, _NOTHING)[column])}
        total = table["bias"][column] + sum(weighed.values())
        signs = sorted((f for f, w in weighed.items() if w > 0), key=lambda f: (-weighed[f], f))
        found.append(Shape(kind, round(1 / (1 + math.exp(-total)), 4), tuple(signs)))
    return max(found, key=lambda shape: shape.probability)


_NOTHING: Final = (0.0, 0.0)


@cache
def _weights() -> dict[str, tuple[float, float]]:
    text = packaged_text("naming", _TABLE)
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {feature: (float(first), float(second)) for feature, first, second in rows}
