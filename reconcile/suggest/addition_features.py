"""What can be told about a gene or family that the caption names and the list lacks.

Each feature is a number, mostly 0 or 1; together they make the confidence of an addition, see
[`reconcile.suggest.addition`][]. Nothing here decides anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from reconcile.organisms.about import organism_of
from reconcile.patterns import regex
from reconcile.records import Mention
from reconcile.suggest.caption_side import CaptionSide
from reconcile.suggest.case import Case
from reconcile.suggest.features import known_processes
from reconcile.text import series_stem, surface_key

__all__ = ["ADDITION_FEATURES", "addition_features"]

ADDITION_FEATURES: Final = (
    "family",
    "complex",
    "members",
    "large family of a common word",
    "members named by themselves",
    "odds of the mention",
    "named twice",
    "named more often",
    "by two names",
    "symbol",
    "full name",
    "trusted name",
    "name by rules",
    "number left out",
    "number left out of a long name",
    "stem of other symbols",
    "plural",
    "symbol without its number",
    "common words",
    "name of a thing",
    "another meaning",
    "only beside a negation",
    "only as a marker of cells",
    "late in the caption",
    "figure not human",
    "similarity",
    "closest similarity",
    "no similarity",
    "known processes",
    "numbered siblings listed",
)
"""The features of a concept of the caption, in the order of the weights."""

_CURATED: Final = frozenset({"famplex", "curated"})
_PLAIN_RULES: Final = frozenset({"exact", "plural", "enumeration", "abbreviation", "greek"})
_NAMES: Final = frozenset({"name", "designation"})
_NUMBERS: Final = 9
_HAS_NUMBER: Final = regex(r"\d|\b[IVX]+\b|[α-ω]|\b(?:alpha|beta|gamma|delta|epsilon)\b")
_SERIES: Final = 3
_MANY: Final = 100
_LARGE: Final = 12
_FEW: Final = 4
_MOST: Final = 0.3
_SUREST_ODDS: Final = 5.0
_SUREST: Final = 0.999


def addition_features(side: CaptionSide, place: int) -> Mapping[str, float]:
    """The features of a concept as something that the list lacks.

    Args:
        side: the caption.
        place: the index of the concept in `Comparison.concepts`; the list lacks some of it.
    """
    comparison, mentions = side.case.comparison, side.mentions(place)
    refs = comparison.concept_refs[place]
    missing = [ref for ref in refs if ref not in comparison.genes]
    best = max(mentions, key=lambda mention: mention.score)
    return {
        **_of_the_size(side, place),
        **_of_the_mentions(mentions),
        **_of_the_name(side.case, best, refs),
        **_of_the_places(side, mentions),
        **_of_the_list(side.case, missing),
    }


def _of_the_size(side: CaptionSide, place: int) -> dict[str, float]:
    comparison = side.case.comparison
    concept, refs = comparison.concepts[place], comparison.concept_refs[place]
    first = comparison.mentions[concept.mentions[0]].text
    label, whole = concept.kind != "gene", set(refs)
    return {
        "family": concept.kind == "family",
        "complex": concept.kind == "complex",
        "members": label and math.log(len(refs)) / math.log(_MANY),
        "large family of a common word": label and len(refs) > _LARGE and _is_word(first),
        "members named by themselves": label
        and any(not whole <= set(other) for other in side.overlapping(place)),
    }


def _is_word(name: str) -> bool:
    return name.isalpha() and name[1:].islower() and len(name) > _FEW


def _of_the_mentions(mentions: Sequence[Mention]) -> dict[str, float]:
    score = max(min(_SUREST, max(1 - _SUREST, mention.score)) for mention in mentions)
    odds = math.log(score / (1 - score))
    return {
        "odds of the mention": min(1.0, max(0.0, odds / _SUREST_ODDS)),
        "named twice": len(mentions) == 2,
        "named more often": len(mentions) > 2,
        "by two names": len({surface_key(mention.text) for mention in mentions}) > 1,
    }


def _of_the_name(case: Case, best: Mention, refs: Sequence[int]) -> dict[str, float]:
    match = best.match
    kind, rule, source = (match.type, match.rule, match.source) if match else ("", "", "")
    long = kind in _NAMES or " " in best.text
    one = refs[0] if len(refs) == 1 else None
    left_out = one is not None and _number_left_out(case, best.text, one)
    others = [c.score for c in best.candidates if {g.symbol for g in c.genes} != set(best.symbols)]
    return {
        "symbol": kind == "approved",
        "full name": long,
        "trusted name": source in _CURATED,
        "name by rules": rule not in _PLAIN_RULES,
        "number left out": left_out,
        "number left out of a long name": left_out and long,
        "stem of other symbols": one is not None and _goes_on(case, best.text, one),
        "plural": one is not None and _is_plural(best.text),
        "symbol without its number": one is not None and _is_stem(case, best.text, one),
        "name of a thing": any(e.type != "word" for e in case.things(best.text)),
        "common words": best.text.islower() and not any(map(str.isdigit, best.text)),
        "another meaning": max(others, default=0.0),
    }


def _number_left_out(case: Case, name: str, gene: int) -> bool:
    """Whether a name has no number, but the gene is one of a numbered series."""
    if _HAS_NUMBER.search(name):
        return False
    stem = series_stem(case.symbol(gene))
    if stem is None:
        return False
    series = (case.lexicon.gene_by_symbol(f"{stem}{n}") for n in range(1, _NUMBERS + 1))
    return any(record is not None and record.index != gene for record in series)


def _goes_on(case: Case, name: str, gene: int) -> bool:
    """Whether a series of other genes has the name with a number behind it as symbols: `TRIM`."""
    key = surface_key(name)
    if not key or key[-1].isdigit():
        return False
    found = {
        entry.ref
        for number in range(1, _NUMBERS + 1)
        for entry in case.lexicon.lookup(f"{key}{number}")
        if entry.type == "approved" and entry.ref != gene
    }
    return len(found) >= _SERIES


def _is_stem(case: Case, name: str, gene: int) -> bool:
    """Whether a name is the symbol of its gene but for the number: `HAT` of HAT1."""
    symbol = surface_key(case.symbol(gene))
    key = surface_key(name)
    return symbol.startswith(key) and symbol[len(key) :].isdigit()


def _is_plural(name: str) -> bool:
    """Whether a name is a plural: `small G proteins`."""
    return name.endswith("s") and surface_key(name) == surface_key(name[:-1])


def _of_the_places(side: CaptionSide, mentions: Sequence[Mention]) -> dict[str, float]:
    contexts = {side.around.context(mention.start, mention.end) for mention in mentions}
    length = len(side.case.comparison.figure.caption or "")
    return {
        "only beside a negation": contexts == {"negation"},
        "only as a marker of cells": all(side.around.is_marker(m.end) for m in mentions),
        "figure not human": 1 - organism_of(side.case.comparison.figure).human,
        "late in the caption": min(1.0, min(m.start for m in mentions) / max(1, length)),
    }


def _of_the_list(case: Case, missing: Sequence[int]) -> dict[str, float]:
    asked = missing[:_FEW]
    fits = [case.fit(ref, missing) for ref in asked]
    return {
        "similarity": min(_MOST, max(fit.score for fit in fits)) / _MOST,
        "closest similarity": min(2 * _MOST, max(fit.best for fit in fits)) / (2 * _MOST),
        "no similarity": len(case.neighbours) > _FEW and not any(fit.closest for fit in fits),
        "known processes": max(known_processes(case, ref) for ref in asked),
        "numbered siblings listed": any(case.siblings(ref) for ref in asked),
    }
