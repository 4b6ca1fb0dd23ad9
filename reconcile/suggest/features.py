"""What can be told about a listed gene and a word off the image that brought it in.

Each feature is a number, mostly 0 or 1; together they make the doubt of
[`reconcile.suggest.doubt`][]. Nothing here decides anything.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from reconcile.grounding.candidates import Candidate
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.similarity import Fit
from reconcile.locks import kept_property
from reconcile.records import OcrWord
from reconcile.suggest.case import Case, class_label
from reconcile.suggest.readings import Reading, is_label, own_letters, seen_from
from reconcile.text import surface_key

__all__ = ["TABLE", "Hit", "known_processes", "row_features", "told", "way_in", "written_out"]

Hit: TypeAlias = Literal["symbol", "alias", "label"]
"""What of a gene a word hit: its symbol, another name, or the label of a family or complex."""

TABLE: Final = 0.77
"""How probable it is that what PFOCR's tables have is no gene where nothing else is known of it: of
the entries in figures of today that no lexicon knows, 24 of 31 that were judged are wrong."""
_MOST: Final = 0.3
_FEW: Final = 4
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
    return written_out(*told(case, gene, row))


def written_out(hit: Hit, features: Mapping[str, float]) -> Mapping[str, float]:
    """All features, from how a gene came in and what `told` tells."""
    again = {} if hit == "alias" else {f"{hit}: {name}": its for name, its in features.items()}
    return {**features, **again, hit: 1.0}


def told(case: Case, gene: int, row: OcrWord) -> tuple[Hit, dict[str, float]]:
    """How a gene came in by a word, and what can be told of both that is not 0."""
    hit = way_in(row, case.symbol(gene))
    word = _word_of(case, row)
    reading = seen_from(word.candidates, gene, case.lexicon)
    alone = seen_from(word.alone, gene, case.lexicon)
    found = {
        **_of_the_readings(reading, alone, word.taken),
        **word.of_the_rival(case, reading.other),
        **case.facts.name_of(gene, row.match),
        **_of_the_caption(case, gene, row, word),
    }
    if hit == "label":
        found.update(word.of_the_label(case))
        found["not a member here"] = not any(gene in family for family in word.families)
        found.update(_of_the_neighbours(case, gene, word, word.relatives))
    else:
        found.update(_of_the_neighbours(case, gene, word, ()))
    return hit, {name: float(value) for name, value in found.items() if value}


class _Word:
    """What is told of a word off the image, the same for every gene that it brought in.

    It is kept with its figure and does not hold on to it, so that both go when nobody asks more.

    Attributes:
        text: what of it is to be read.
        candidates: what that means among the genes of the figure, likeliest first.
        alone: the same by itself.
        taken: how probable it is by PFOCR's tables that it is no gene.
        keys: the surface keys that the caption may have of it.
        genes: those that have its name.
        families: the members of those that it is a label of.
    """

    def __init__(self, case: Case, row: OcrWord) -> None:
        self._match = row.match
        self.text = case.readings.word(row)
        self.candidates = case.readings.candidates(self.text)
        self.alone = case.readings_alone.candidates(self.text)
        self.taken = 0.0 if case.taken_for(row.match) is None else TABLE
        self.keys = (surface_key(self.text), surface_key(row.match))
        self.genes = {e.ref for e in case.gene_names(row.match) if e.ref != NO_REF}
        self.families: Sequence[tuple[int, ...]] = [
            case.lexicon.family(e.ref).members for e in case.families(row.match).values()
        ]
        self._rivals: dict[tuple[bool, int], Mapping[str, float]] = {}
        self._label: Mapping[str, float] | None = None

    @kept_property
    def relatives(self) -> frozenset[int]:
        """The members of the largest family that it is a label of."""
        return frozenset(self._largest)

    @property
    def _largest(self) -> tuple[int, ...]:
        return max(self.families, key=len, default=())

    def of_the_label(self, case: Case) -> Mapping[str, float]:
        """What is known of the label that was expanded."""
        if self._label is None:
            members = self._largest
            fits = (case.fit(member, self.relatives).score for member in members[:_ASKED])
            self._label = {
                "members": math.log1p(len(members)) / 5,
                "class of genes": class_label(case, self._match) is not None,
                "family fits": min(_MOST, max(fits, default=0.0)) / _MOST,
            }
        return self._label

    def of_the_rival(self, case: Case, other: Candidate | None) -> Mapping[str, float]:
        """What is known of the gene or family that it means more likely than any other."""
        if other is None:
            return {}
        key = other.entry.is_family, other.ref
        if key not in self._rivals:
            self._rivals[key] = _of_the_rival(case, other, self.text)
        return self._rivals[key]


def _word_of(case: Case, row: OcrWord) -> _Word:
    words: dict[tuple[str, str], _Word] = case.known.setdefault("words", {})
    key = row.word, row.match
    if key not in words:
        words[key] = _Word(case, row)
    return words[key]


def known_processes(case: Case, gene: int) -> float:
    """How much is known of what a gene does, 0-1; little-known genes are seldom in a figure."""
    return case.facts.known_processes(gene)


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


def _of_the_rival(case: Case, other: Candidate, word: str) -> dict[str, float]:
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


def _of_the_caption(case: Case, gene: int, row: OcrWord, word: _Word) -> dict[str, float]:
    """How surely the caption names the gene, and whether by other letters than the image does.

    A reading of the same letters is no second witness: it may be wrong in the same way.
    """
    best: dict[str, float] = {}
    for i in case.comparison.caption.get(gene, ()):
        mention = case.comparison.mentions[i]
        what = "named" if mention.kind == "gene" else "family named"
        how = "these" if surface_key(mention.text) in word.keys else "other"
        name = f"{what} by {how} letters"
        best[name] = max(best.get(name, 0.0), mention.score)
    best["caption means another"] = bool(case.meant_by_caption(gene, row))
    best["no caption"] = not case.comparison.figure.caption
    return best


def _of_the_neighbours(
    case: Case, gene: int, word: _Word, relatives: Collection[int]
) -> dict[str, float]:
    own: Fit = case.fit(gene, relatives)
    rivals = (case.fit(ref, (gene,)).score for ref in word.genes if ref != gene)
    best = max(rivals, default=0.0)
    return {
        "similarity": min(_MOST, own.score) / _MOST,
        "closest similarity": min(2 * _MOST, own.best) / (2 * _MOST),
        "no similarity": len(case.neighbours) > _FEW and not own.closest,
        "coherent list": min(_MOST, case.coherence) / _MOST,
        "known processes": known_processes(case, gene),
        "rival fits better": min(_MOST, max(0.0, best - own.score)) / _MOST,
        "siblings listed": bool(case.siblings(gene)),
    }
