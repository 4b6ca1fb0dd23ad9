"""What can be told about a listed gene and a word off the image that brought it in.

Each feature is a number, mostly 0 or 1; together they make the doubt of
[`reconcile.suggest.doubt`][]. Nothing here decides anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from rapidfuzz import fuzz

from reconcile.grounding.candidates import Candidate
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.similarity import Fit
from reconcile.records import OcrWord
from reconcile.suggest.case import Case, class_label
from reconcile.suggest.readings import Reading, is_label, own_letters
from reconcile.text import surface_key

__all__ = ["TABLE", "Hit", "known_processes", "row_features", "way_in"]

Hit: TypeAlias = Literal["symbol", "alias", "label"]
"""What of a gene a word hit: its symbol, another name, or the label of a family or complex."""

TABLE: Final = 0.77
"""How probable it is that what PFOCR's tables have is no gene where nothing else is known of it: of
the entries in figures of today that no lexicon knows, 24 of 31 that were judged are wrong."""
_CURATED: Final = frozenset({"famplex", "curated"})
_TRUSTED: Final = frozenset({"famplex", "curated", "hgnc"})
_MOST: Final = 0.3
_FEW: Final = 4
_WELL_KNOWN: Final = 60
_ASKED: Final = 6
"""Members of a family that are asked how they fit; that many are enough to know."""
_DOUBT: Final = 0.02
"""Added to both probabilities of a ratio, so that one of them may be nothing."""


def way_in(row: OcrWord, symbol: str) -> Hit:
    """What of a gene a word hit.

    >>> way_in(OcrWord("p65", "P65", "RELA"), "RELA")
    'alias'
    """
    if is_label(row):
        return "label"
    return "symbol" if own_letters(row, symbol) else "alias"


def row_features(case: Case, gene: int, row: OcrWord) -> Mapping[str, float]:
    """The features of a gene and one word that brought it in.

    Those of genes that came in by their symbol or by a label are there a second time under that
    name (`label: no digit`): a label of three letters says other things than an alias of three.
    """
    hit = way_in(row, case.symbol(gene))
    word = case.readings.word(row)
    reading = case.readings.of(word, gene)
    alone = case.readings_alone.of(word, gene)
    taken = 0.0 if case.taken_for(row.match) is None else TABLE
    found = {
        **_of_the_readings(reading, alone, taken),
        **_of_the_rival(case, reading.other, word),
        **_of_the_name(case, gene, row.match),
        **_of_the_caption(case, gene, row, word),
    }
    relatives: frozenset[int] = frozenset()
    if hit == "label":
        of_label, relatives = _of_the_label(case, gene, row)
        found.update(of_label)
    found.update(_of_the_neighbours(case, gene, row, relatives))
    features = {name: float(value) for name, value in found.items() if value}
    if hit != "alias":
        features.update({f"{hit}: {name}": value for name, value in features.items()})
    return {**features, hit: 1.0}


def known_processes(case: Case, gene: int) -> float:
    """How much is known of what a gene does, 0-1; little-known genes are seldom in a figure."""
    return min(1.0, math.log1p(len(case.lexicon.terms_of(gene))) / math.log1p(_WELL_KNOWN))


def _score(candidate: Candidate | None) -> float:
    return 0.0 if candidate is None else candidate.score


def _lead(own: float, rival: float) -> float:
    """How much likelier one is than the other, 1 for about fifty times."""
    return math.log((own + _DOUBT) / (rival + _DOUBT)) / math.log(1 / _DOUBT)


def _of_the_readings(reading: Reading, alone: Reading, taken: float) -> dict[str, float]:
    other, thing = _score(reading.other), max(_score(reading.thing), taken)
    return {
        "read as it": reading.gene,
        "read as its family": reading.family,
        "read as another": other,
        "read as a thing": thing,
        "read as nothing": max(0.0, 1 - reading.own - other - thing),
        "likelier than another": _lead(reading.own, other),
        "likelier than a thing": _lead(reading.own, thing),
        "likelier by itself": _lead(
            alone.own, max(_score(alone.other), _score(alone.thing), taken)
        ),
    }


def _of_the_rival(case: Case, other: Candidate | None, word: str) -> dict[str, float]:
    """What is known of the gene or family that the word means more likely than any other."""
    if other is None:
        return {}
    family = other.entry.is_family
    refs = case.lexicon.family(other.ref).members if family else (other.ref,)
    own = not family and surface_key(case.symbol(other.ref)) == surface_key(word)
    return {
        "other: by its symbol": own,
        "other: its symbol read": not case.clear.isdisjoint(refs),
        "other: in the caption": any(map(case.named, refs)),
        "other: listed": not case.comparison.genes.isdisjoint(refs),
        "other: known processes": max(known_processes(case, ref) for ref in refs[:_ASKED]),
    }


def _of_the_name(case: Case, gene: int, name: str) -> dict[str, float]:
    key, symbol = surface_key(name), surface_key(case.symbol(gene))
    entries = [e for e in case.gene_names(name) if e.ref == gene]
    letters = sum(c.isalpha() for c in key)
    return {
        "three letters or fewer": len(key) <= 3,
        "four letters": len(key) == 4,
        "six letters or more": len(key) >= 6,
        "no digit": key.isalpha(),
        "two letters or a number": len(key) <= 2 or letters <= 1,
        "not an alias of HGNC": not any(e.source in _TRUSTED for e in entries),
        "former symbol": any(e.type == "previous" for e in entries),
        "trusted name": any(e.source in _CURATED for e in entries),
        "like the symbol": fuzz.ratio(key, symbol) / 100,
        "first part of the symbol": symbol.startswith(key) and symbol != key,
    }


def _of_the_caption(case: Case, gene: int, row: OcrWord, word: str) -> dict[str, float]:
    """How surely the caption names the gene, and whether by other letters than the image does.

    A reading of the same letters is no second witness: it may be wrong in the same way.
    """
    keys = {surface_key(word), surface_key(row.match)}
    best: dict[str, float] = {}
    for i in case.comparison.caption.get(gene, ()):
        mention = case.comparison.mentions[i]
        what = "named" if mention.kind == "gene" else "family named"
        how = "these" if surface_key(mention.text) in keys else "other"
        name = f"{what} by {how} letters"
        best[name] = max(best.get(name, 0.0), mention.score)
    return {
        **best,
        "caption means another": bool(case.meant_by_caption(gene, row)),
        "no caption": not case.comparison.figure.caption,
    }


def _of_the_label(case: Case, gene: int, row: OcrWord) -> tuple[dict[str, float], frozenset[int]]:
    """What is known of the label that was expanded, and the other members of its families."""
    families: Sequence[tuple[int, ...]] = [
        case.lexicon.family(e.ref).members for e in case.families(row.match).values()
    ]
    members = max(families, key=len, default=())
    relatives = frozenset(members)
    fits = (case.fit(member, relatives).score for member in members[:_ASKED])
    features = {
        "members": math.log1p(len(members)) / 5,
        "not a member here": not any(gene in family for family in families),
        "class of genes": class_label(case, row.match) is not None,
        "family fits": min(_MOST, max(fits, default=0.0)) / _MOST,
    }
    return features, relatives


def _of_the_neighbours(
    case: Case, gene: int, row: OcrWord, relatives: frozenset[int]
) -> dict[str, float]:
    own: Fit = case.fit(gene, relatives)
    rivals = {e.ref for e in case.gene_names(row.match) if e.ref not in (gene, NO_REF)}
    best = max((case.fit(ref, {gene}).score for ref in rivals), default=0.0)
    return {
        "similarity": min(_MOST, own.score) / _MOST,
        "closest similarity": min(2 * _MOST, own.best) / (2 * _MOST),
        "no similarity": len(case.neighbours) > _FEW and not own.closest,
        "coherent list": min(_MOST, case.coherence) / _MOST,
        "known processes": known_processes(case, gene),
        "rival fits better": min(_MOST, max(0.0, best - own.score)) / _MOST,
        "siblings listed": bool(case.siblings(gene)),
    }
