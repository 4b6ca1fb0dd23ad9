"""What a word off the image was before OCR misread it, and how probable that is.

A word brought a gene into the list by the name that PFOCR took it for. It may be a misreading of
another name: of what the caption names, of what else the list has, or of one that figures show
often and that is one likely confusion away. Each of these is an intent. The channel of
[`reconcile.naming.confusions`][] says how probably either name is read as the word. A part of a
word is told in the same way: what the match does not cover must have been put in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from reconcile.lexicon.schema import NO_REF, Entry
from reconcile.locks import kept_property
from reconcile.naming.confusions import (
    LONGEST,
    MOST,
    SHORTEST,
    pieces,
    reading_cost,
    skeleton,
)
from reconcile.patterns import regex
from reconcile.records import OcrWord
from reconcile.suggest.case import Case
from reconcile.suggest.features import known_processes
from reconcile.suggest.readings import is_label
from reconcile.suggest.usual import usual_names
from reconcile.text import surface_key

__all__ = [
    "BARE_MISREAD_FEATURES",
    "MISREAD_FEATURES",
    "Intent",
    "Intents",
    "Misreading",
    "bare_misreadings",
    "misreadings",
]

How = Literal["caption", "list", "family", "thing", "usual"]

MISREAD_FEATURES: Final = (
    "gain",
    "better reading",
    "only a part",
    "cost of the intent",
    "intent is the symbol",
    "match is the symbol",
    "match by NCBI only",
    "three letters or fewer",
    "five letters or more",
    "use of the match",
    "use of the intent",
    "similarity",
    "similarity of the intent",
    "no similarity",
    "known processes",
    "match in the caption",
    "in the caption",
    "in the caption, not in the list",
    "in the list",
    "family of the list",
    "thing",
    "same word",
)
"""The features of a misreading, in the order of the weights."""

_OF_WORDS: Final = frozenset(
    {"gain", "better reading", "only a part", "same word", "match by NCBI only"}
)
BARE_MISREAD_FEATURES: Final = tuple(name for name in MISREAD_FEATURES if name not in _OF_WORDS)
"""The same for a gene of which no word is known."""

_CHEAP: Final = 6.6
"""The cost up to which a usual name may have been printed that the figure does not have otherwise:
one likely confusion."""
_ONE_LETTER: Final = 9.5
"""The cost up to which a name of the figure may have been printed: one confusion, or a letter
lost."""
_LEAST_GAIN: Final = -8.5
_MOSTLY: Final = 2 / 3
_LARGE: Final = 30
_MOST_SIMILAR: Final = 0.3
_PARTS: Final = regex(r"[^\s,;/|&+]+")
_INDICES: Final = regex(r"[\s,;/|&+‐–—-]+")
_EDGES: Final = " .,;:/|&+()[]-‐–—"
_INDEX: Final = 2
_JOINED: Final = regex(r"[^-‐–—]+")
_NO_GENES: Final[frozenset[int]] = frozenset()
_DIGITS: Final = regex(r"\d+")
_PART_ONLY: Final = 11.0
"""The cost from which the match must have gained a letter to be the word."""
_TRUSTED: Final = frozenset({"hgnc", "famplex", "curated"})


@dataclass(frozen=True, slots=True)
class Intent:
    """Something that a figure may show under a name.

    Attributes:
        name: the name.
        refs: the genes that it stands for; empty for a thing that is no gene.
        how: where the name is from.
        label: the family or thing that it names; None for genes.
        words: the words off the image that brought it in.
    """

    name: str
    refs: tuple[int, ...]
    how: How
    label: str | None = None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Misreading:
    """A word that may be another name, misread.

    Attributes:
        intent: what was meant.
        word: the part of the word off the image that was read; for a gene without words, the name
            that it may have come in by.
        match: what the word was taken for.
        gain: the natural logarithm of how much likelier the word is a reading of what was meant
            than of what it was taken for; negative where the match is the better reading.
        features: what can be told about it, by the names of `MISREAD_FEATURES`.
    """

    intent: Intent
    word: str
    match: str
    gain: float
    features: Mapping[str, float]


class Intents:
    """The names of a figure, found by words that differ from them in a letter or two."""

    def __init__(self, case: Case) -> None:
        """Nothing is found before it is asked for; the case is not held on to."""
        self._comparison, self._facts, self._lexicon = case.comparison, case.facts, case.lexicon
        self._words = case.caption_words
        self._near: dict[str, list[Intent]] = {}

    def near(self, word: str) -> list[Intent]:
        """The names of the figure that may have been read as a word, each once."""
        key = skeleton(word)
        if key not in self._near:
            found: dict[int, None] = {}
            for piece in pieces(key):
                found.update(dict.fromkeys(self._by_piece.get(piece, ())))
            self._near[key] = [self._all[place] for place in sorted(found)]
        return self._near[key]

    @kept_property
    def _all(self) -> list[Intent]:
        return list(dict.fromkeys(self._found()))

    @kept_property
    def _by_piece(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, intent in enumerate(self._all):
            for piece in pieces(skeleton(intent.name)):
                found.setdefault(piece, []).append(place)
        return found

    def misread_as(self, gene: int) -> list[tuple[Intent, str]]:
        """The names of the caption that the list lacks and one confusion makes a name of a gene."""
        return list(self._misread.get(gene, ()))

    @kept_property
    def _misread(self) -> dict[int, dict[tuple[Intent, str], None]]:
        found: dict[int, dict[tuple[Intent, str], None]] = {}
        for intent in self._of_the_caption():
            if self._comparison.genes.isdisjoint(intent.refs):
                for read, genes in self._facts.misread_as(intent.name, _CHEAP):
                    for gene in genes:
                        found.setdefault(gene, {})[intent, read] = None
        return found

    def brought_by(self, match: str) -> frozenset[int]:
        """The genes that a name brought into the list, which would vouch for each other."""
        return self._brought.get(match, _NO_GENES)

    @kept_property
    def _brought(self) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {}
        for _, gene, rows in self._comparison.gene_keywords():
            for row in rows:
                found.setdefault(row.match, set()).add(gene)
        return {match: frozenset(genes) for match, genes in found.items()}

    def caption_has(self, key: str) -> bool:
        """Whether a word of the caption has a skeleton."""
        return key in self._caption

    @kept_property
    def _caption(self) -> frozenset[str]:
        return frozenset(map(skeleton, self._words))

    def _found(self) -> Iterator[Intent]:
        yield from self._of_the_caption()
        yield from self._of_the_list()
        yield from self._families()
        yield from self._things()

    def _symbol(self, gene: int) -> str:
        return self._lexicon.gene(gene).gene.symbol

    def _of_the_caption(self) -> Iterator[Intent]:
        comparison = self._comparison
        for concept, refs in zip(comparison.concepts, comparison.concept_refs, strict=True):
            names = {comparison.mentions[i].text for i in concept.mentions}
            if len(refs) == 1:
                names.add(self._symbol(refs[0]))
            for name in sorted(names):
                yield Intent(name, refs, "caption", concept.label)

    def _of_the_list(self) -> Iterator[Intent]:
        for verdict, gene, rows in self._comparison.gene_keywords():
            plain = {row.match for row in rows if _read_as_it_is(row)}
            words = frozenset(row.word for row in rows)
            if not rows:
                yield Intent(self._symbol(gene), (gene,), "list")
            for name in sorted(plain):
                yield Intent(name, (gene,), "list", None, words)
            if rows and not plain and not any(map(is_label, rows)):
                yield Intent(verdict.keyword, (gene,), "list", None, words)

    def _families(self) -> Iterator[Intent]:
        lexicon = self._lexicon
        listed = Counter(i for gene in self._comparison.genes for i in lexicon.families_of(gene))
        for index in sorted(listed):
            family = lexicon.family(index)
            members = family.members
            if 2 <= len(members) <= _LARGE and listed[index] >= _MOSTLY * len(members):
                for name in sorted({family.id, family.name}):
                    yield Intent(name, members, "family", family.id)

    def _things(self) -> Iterator[Intent]:
        for word in self._words:
            if SHORTEST <= len(word) <= LONGEST and not word.islower():
                things = self._facts.things(word)
                if things and things[0].type != "word" and not self._facts.gene_names(word):
                    yield Intent(word, (), "thing", things[0].type)


def _read_as_it_is(row: OcrWord) -> bool:
    return skeleton(row.word) == skeleton(row.match)


# -- with words ------------------------------------------------------------------------------------


def misreadings(case: Case, intents: Intents, gene: int, row: OcrWord) -> list[Misreading]:
    """What else a word that brought a gene in may have been, in no particular order.

    Args:
        case: the figure.
        intents: its names.
        gene: the listed gene.
        row: the word.
    """
    word, cost = _read_for(row.word, row.match)
    if len(skeleton(word)) < SHORTEST:
        return []
    if cost > 0 and _is_enumeration(row.word):
        return []  # CDK6 of CDK4/6
    if any(_is_symbol(case, ref, row.match) for ref in intents.brought_by(row.match) - {gene}):
        return []  # the word is the symbol of another listed gene, as is the match
    found: dict[tuple[tuple[int, ...], str | None], Misreading] = {}
    for intent in (*intents.near(word), *_elsewhere(case, word, cost)):
        if gene in intent.refs or skeleton(intent.name) == skeleton(row.match):
            continue
        told = _misreading(case, intents, gene, row, word, cost, intent)
        key = intent.refs, intent.label
        if told is not None and (key not in found or _rank(told) > _rank(found[key])):
            found[key] = told
    return list(found.values())


def _rank(misreading: Misreading) -> tuple[float, bool]:
    return misreading.gain, misreading.intent.how != "usual"


def _is_symbol(case: Case, gene: int, name: str) -> bool:
    return skeleton(case.symbol(gene)) == skeleton(name)


def _read_for(word: str, match: str) -> tuple[str, float]:
    """The part of a word that a match stands in, and the cost of reading the match as that.

    Parts end at commas, slashes and spaces; of what hyphens join, the match may be some.
    """
    best = word.strip(_EDGES), MOST
    for part in _PARTS.findall(word):
        joints = [hit.span() for hit in _JOINED.finditer(part)][: LONGEST // 2]
        for i, (start, _) in enumerate(joints):
            for _, end in joints[i:]:
                same = surface_key(match) == surface_key(part[start:end])
                cost = 0.0 if same else reading_cost(match, part[start:end])
                if cost is not None and cost < best[1]:
                    best = part[start:end], cost
    if best[1] >= MOST:
        inside = [p for p in _PARTS.findall(word) if surface_key(match) in _ascii(p)]
        return (inside[0] if inside else word), MOST
    return best


def _is_enumeration(word: str) -> bool:
    """Whether a word has short parts: indices, that PFOCR joins to the stem of the first."""
    parts = [skeleton(part) for part in _INDICES.split(word.strip(_EDGES))]
    return len(parts) > 1 and any(0 < len(part) <= _INDEX for part in parts[1:])


def _ascii(part: str) -> str:
    """The Latin letters and digits of a word, as PFOCR looks at it."""
    return "".join(char for char in part.lower() if char.isascii() and char.isalnum())


def _elsewhere(case: Case, word: str, cost: float) -> Iterator[Intent]:
    """Usual names that a word may be a reading of, and the word's own meaning."""
    for name in usual_names().read_as(word, _CHEAP):
        if not name.kind:
            yield from _meanings(case, name.name)
        elif case.gene_names(name.name) or case.things(name.name):
            yield Intent(name.name, (), "usual", name.kind)
    if cost > 0:
        yield from _meanings(case, word)


def _meanings(case: Case, name: str) -> Iterator[Intent]:
    """The genes, or else the families, that a name ordinarily stands for."""
    entries = [e for e in case.lexicon.lookup(surface_key(name)) if _is_ordinary(e)]
    for entry in entries:
        if entry.is_family:
            family = case.lexicon.family(entry.ref)
            yield Intent(entry.form or name, family.members, "usual", family.id)
        else:
            yield Intent(entry.form or name, (entry.ref,), "usual")


def _is_ordinary(entry: Entry) -> bool:
    if entry.is_family:
        return entry.type == "label"
    if entry.ref == NO_REF:
        return False
    return entry.type in ("approved", "curated") or (
        entry.type in ("alias", "previous") and entry.source in _TRUSTED
    )


# -- without words ---------------------------------------------------------------------------------


def bare_misreadings(case: Case, intents: Intents, gene: int) -> list[Misreading]:
    """What a listed gene of which no word is known may be a misreading of, in no order.

    Its symbol is held against the names of the figure and usual ones, and any name of it against
    those of the caption that the list lacks.
    """
    symbol = case.symbol(gene)
    pairs = [(intent, symbol) for intent in (*intents.near(symbol), *_elsewhere(case, symbol, 0.0))]
    found: dict[tuple[tuple[int, ...], str | None], Misreading] = {}
    for intent, read in (*pairs, *intents.misread_as(gene)):
        if gene in intent.refs or skeleton(intent.name) == skeleton(read):
            continue
        row = OcrWord(read, read, symbol)
        told = _misreading(case, intents, gene, row, read, 0.0, intent)
        key = intent.refs, intent.label
        if told is not None and (key not in found or _rank(told) > _rank(found[key])):
            found[key] = told
    return list(found.values())


# -- what can be told ------------------------------------------------------------------------------


def _misreading(
    case: Case, intents: Intents, gene: int, row: OcrWord, word: str, cost: float, intent: Intent
) -> Misreading | None:
    meant = reading_cost(intent.name, word)
    most = _CHEAP if intent.how == "usual" else _ONE_LETTER
    if meant is None or meant > most or cost - meant < _LEAST_GAIN:
        return None
    if cost <= meant and (_is_sibling(row.match, intent) or _is_thing(case, word)):
        return None
    features = _features(case, intents, gene, row.match, intent)
    if cost >= _PART_ONLY:  # then the word is not the match, however usual that is
        features |= {"match is the symbol": 0.0, "use of the match": 0.0}
    features |= {
        "gain": min(0.0, cost - meant) / MOST,
        "better reading": cost > meant,
        "only a part": cost >= _PART_ONLY and cost > meant,
        "cost of the intent": meant / MOST,
        "same word": row.word in intent.words,
    }
    return Misreading(intent, word, row.match, round(cost - meant, 2), features)


def _is_sibling(match: str, intent: Intent) -> bool:
    """Whether two names differ as members of a series do: in digits, or in the last letter.

    The last letter may be misread in a name that the figure has otherwise.
    """
    one, other = surface_key(match), surface_key(intent.name)
    if _DIGITS.sub("", one) == _DIGITS.sub("", other):
        return True
    letters = one[-1:].isalpha() and other[-1:].isalpha()
    return intent.how == "usual" and letters and one[:-1] == other[:-1]


def _is_thing(case: Case, word: str) -> bool:
    """Whether a word as it is read is a thing that is no gene (AMP is no misread ATP)."""
    return any(e.type != "word" for e in case.things(word))


def _features(
    case: Case, intents: Intents, gene: int, match: str, intent: Intent
) -> dict[str, float]:
    key = skeleton(match)
    entries = [e for e in case.gene_names(match) if e.ref == gene]
    own = case.fit(
        gene, {*intent.refs, *case.similarity.relatives(gene), *intents.brought_by(match)}
    )
    symbols = {skeleton(case.symbol(ref)) for ref in intent.refs[:1]}
    meant = max((case.fit(ref, {gene}).score for ref in intent.refs[:_LARGE]), default=0.0)
    return {
        "intent is the symbol": skeleton(intent.name) in symbols,
        "match is the symbol": _is_symbol(case, gene, match),
        "match by NCBI only": not any(e.source in _TRUSTED for e in entries),
        "three letters or fewer": len(key) <= 3,
        "five letters or more": len(key) >= 5,
        "use of the match": usual_names().use(match),
        "use of the intent": usual_names().use(intent.name),
        "similarity": min(_MOST_SIMILAR, own.score) / _MOST_SIMILAR,
        "similarity of the intent": min(_MOST_SIMILAR, meant) / _MOST_SIMILAR,
        "no similarity": not own.closest,
        "known processes": known_processes(case, gene),
        "match in the caption": intents.caption_has(key),
        "in the caption": intent.how == "caption",
        "in the caption, not in the list": intent.how == "caption"
        and case.comparison.genes.isdisjoint(intent.refs),
        "in the list": intent.how == "list",
        "family of the list": intent.how == "family",
        "thing": intent.how == "thing" or not intent.refs,
    }
