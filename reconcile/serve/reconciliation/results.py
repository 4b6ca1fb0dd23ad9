"""Readings of names as results: types and limits are kept to, the first may be a match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rapidfuzz import fuzz

from reconcile.serve.reconciliation.batches import Query
from reconcile.serve.reconciliation.reading import MATCH_FROM, Reading

__all__ = ["result"]

_SCALE: Final = 100
"""Clients show scores without decimals."""


def result(query: Query, found: Sequence[Reading]) -> dict[str, Any]:
    """The result of a query, its candidates best first.

    Scores are not shared out anew among those of the types that are wanted: that somebody wants
    genes does not make a family's label a gene's name.
    """
    fit = [(reading, _of_type(reading, query)) for reading in found]
    kept = [each for each in fit if each[1] or query.strict == "should"][: query.limit]
    return {
        "result": [
            _candidate(query, reading, place, ok) for place, (reading, ok) in enumerate(kept)
        ]
    }


def _of_type(reading: Reading, query: Query) -> bool:
    if not query.types:
        return True
    has = [wanted in reading.entity.types for wanted in query.types]
    return all(has) if query.strict == "all" else any(has)


def _candidate(query: Query, reading: Reading, place: int, fits: bool) -> dict[str, Any]:
    entity = reading.entity
    features = dict(reading.features)
    if query.text:
        features["string_similarity"] = _likeness(query.text, reading)
    if query.types:
        features["type_match"] = fits
    about = f"; {reading.form}" if reading.form else ""
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description + about,
        "type": entity.listed_types(),
        "score": round(_SCALE * reading.score, 2),
        "match": place == 0 and fits and reading.score >= MATCH_FROM,
        "features": [{"id": name, "value": value} for name, value in features.items()],
    }


def _likeness(name: str, reading: Reading) -> float:
    """How like a name is to the one that was found, or to the symbol."""
    names = (reading.entity.name, reading.found) if reading.found else (reading.entity.name,)
    return round(max(fuzz.ratio(name.lower(), other.lower()) for other in names) / 100, 4)
