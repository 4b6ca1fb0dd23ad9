"""What words were seen to mean in the figures that curators decided about.

A word off the image that brought entries into a list means the genes of those that a curator kept,
and of what was put in their place. Entries that stay without a word about them count only if all
together are what the word means by itself. A word of which no entry stays is no gene where the rule
said so, and stands for the genes with which the entry was confused where these are one gene or all
members of a family. What a caption calls a gene that was added means that gene.
Where a curator said what a word means, that is what it means.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reconcile.cleaning import clean
from reconcile.learning.settled import Settled
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES
from reconcile.organisms import find_organisms
from reconcile.overrides.words import same_word
from reconcile.records import GENE_STATUSES, HUMAN, KeywordVerdict, Suggestion
from reconcile.store.records import StoredFigure
from reconcile.suggest import AGAINST
from reconcile.suggest.readings import Readings
from reconcile.text import surface_key

__all__ = ["Seen", "Words", "seen_in"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a word means in one figure, as curators decided.

    Attributes:
        word: as it was printed, or as the caption has it.
        genes: the approved symbols; none for no gene.
        figid: the figure.
        beside: the symbols that the figure names or lists by other words, as it was put right.
        organisms: taxon ids of the organisms that it is about.
        curators: who decided it.
        at: the day of the last decision.
    """

    word: str
    genes: tuple[str, ...]
    figid: str
    beside: frozenset[str]
    organisms: frozenset[str]
    curators: tuple[str, ...]
    at: date


class Words:
    """The words that brought the entries of lists in."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._readings = Readings(lexicon, frozenset())

    def of(self, figure: StoredFigure) -> dict[str, tuple[str, ...]]:
        """The words of each entry, each once, as they were printed."""
        given = figure.result.figure
        found: dict[str, dict[str, None]] = {}
        for row in given.ocr if given is not None else ():
            if row.kind == "gene":
                word = self._readings.word(row)
                if surface_key(word):
                    found.setdefault(row.symbol, {})[word] = None
        listed = {verdict.keyword for verdict in figure.result.keywords}
        return {entry: tuple(words) for entry, words in found.items() if entry in listed}

    def usual(self, word: str) -> frozenset[str]:
        """The symbols that a word means by itself, most probably; none for no gene."""
        best = next(iter(self._readings.candidates(word)), None)
        if best is None or not best.is_gene:
            return frozenset()
        refs = self.lexicon.family(best.ref).members if best.entry.is_family else (best.ref,)
        return self._symbols(ref for ref in refs if ref != NO_REF)

    def families(self, word: str) -> list[frozenset[str]]:
        """The members of the families that a word is a name of."""
        entries = (e for e in self.lexicon.lookup(surface_key(word)) if e.is_family)
        return [self._symbols(self.lexicon.family(entry.ref).members) for entry in entries]

    def is_thing(self, word: str) -> bool:
        """Whether a word is one of the language, or something else that is known to be no gene."""
        entries = self.lexicon.lookup(surface_key(word))
        return any(entry.type in NON_GENE_TYPES for entry in entries)

    def _symbols(self, refs: Iterable[int]) -> frozenset[str]:
        return frozenset(self.lexicon.gene(ref).gene.symbol for ref in refs)


def seen_in(figure: StoredFigure, settled: Sequence[Settled], words: Words) -> Iterator[Seen]:
    """What the words of a figure mean, as far as decisions tell.

    Args:
        figure: the figure.
        settled: what was decided about it, see `settled_of`.
        words: tells which word brought an entry in.
    """
    said = _said(settled)
    of_entry = words.of(figure)
    by_word: dict[str, list[str]] = {}
    for entry, own in of_entry.items():
        for word in own:
            by_word.setdefault(word, []).append(entry)
    about = {one.row.text: one for one in settled if _is_of_word(one)}
    verdicts = {verdict.keyword: verdict for verdict in figure.result.keywords}
    undecided = _undecided(figure, settled)
    changes = [one.row for one in settled if one.accepted]
    gone = frozenset(row.text for row in changes if row.action != "add")
    put_in = frozenset(symbol for row in changes for symbol in row.symbols)
    for (word, meant), decided in said.items():
        yield _seen(figure, word, meant, decided, gone, put_in)
    explained = {key for word, _ in said for key in (word, surface_key(word))}
    for word, entries in by_word.items():
        if word in explained or surface_key(word) in explained:
            continue
        told = [about[entry] for entry in entries if entry in about]
        if not told or any(len(of_entry[entry]) > 1 for entry in entries):
            continue  # which of several words is meant nobody said
        if undecided.isdisjoint(entries):
            genes = _meaning(word, entries, about, verdicts, words)
            if genes is not None:
                yield _seen(figure, word, genes, told, {*entries, *gone}, put_in)
    for one in settled:
        if one.row.action == "add" and one.accepted and one.row.text not in explained | {""}:
            yield from _of_addition(figure, one, words.lexicon, gone, put_in)


def _said(settled: Iterable[Settled]) -> dict[tuple[str, tuple[str, ...]], list[Settled]]:
    """What curators said themselves that words mean, with the decisions that follow from it."""
    found: dict[tuple[str, tuple[str, ...]], list[Settled]] = {}
    for one in settled:
        reading = one.row.state.get("reading")
        if one.accepted and reading:
            key = reading["word"], tuple(sorted(reading["genes"]))
            found.setdefault(key, []).append(one)
    return found


def _is_of_word(one: Settled) -> bool:
    """Whether a decision is about what the word behind an entry means."""
    if one.row.action == "add":
        return False
    reason = one.row.state.get("reason") or (one.suggestion.reason if one.suggestion else "")
    return bool(one.row.state.get("own")) or reason in AGAINST


def _undecided(figure: StoredFigure, settled: Sequence[Settled]) -> frozenset[str]:
    """The entries that are said to be wrong, of which nobody said whether they are."""
    decided = {one.row.text for one in settled}
    against = (s.keyword for s in figure.result.suggestions if s.reason in AGAINST)
    return frozenset(against) - decided


def _meaning(
    word: str,
    entries: Sequence[str],
    about: Mapping[str, Settled],
    verdicts: Mapping[str, KeywordVerdict],
    words: Words,
) -> tuple[str, ...] | None:
    """The genes that a word means, of what stays and what was put in; None if that is unknown."""
    genes: set[str] = set()
    gone: list[Settled] = []
    left = False
    for entry in entries:
        one = about.get(entry)
        if one is None or not one.accepted:
            verdict = verdicts[entry]
            if verdict.status not in GENE_STATUSES or verdict.symbol is None:
                return None
            genes.add(verdict.symbol)
            left |= one is None
        elif one.row.action == "replace":
            genes.update(one.row.symbols)
        else:
            gone.append(one)
    if genes:
        return None if left and genes != words.usual(word) else tuple(sorted(genes))
    return _of_none(word, gone, words)


def _of_none(word: str, gone: Sequence[Settled], words: Words) -> tuple[str, ...] | None:
    """What a word means of which no entry stays, by the reasons for that; None if unknown."""
    suggestions = [one.suggestion for one in gone if one.suggestion is not None]
    if not suggestions or len(suggestions) < len(gone):
        return None
    if all(_says_no_gene(s, word, words) for s in suggestions):
        return ()
    meant = {frozenset(s.already_listed) for s in suggestions}
    if len(meant) != 1:
        return None
    (symbols,) = meant
    whole = len(symbols) == 1 or symbols in words.families(word)
    return tuple(sorted(symbols)) if symbols and whole else None


def _says_no_gene(suggestion: Suggestion, word: str, words: Words) -> bool:
    """Whether a word is no gene by what a suggestion says; one that was misread may be."""
    if suggestion.reason == "ocr_artifact":
        return words.is_thing(word)
    return suggestion.reason == "non_gene"


def _of_addition(
    figure: StoredFigure,
    one: Settled,
    lexicon: Lexicon,
    gone: Collection[str],
    put_in: Collection[str],
) -> Iterator[Seen]:
    """What the caption calls the genes that were added; a symbol says nothing of itself."""
    word = one.row.text
    listed = () if one.suggestion is None else one.suggestion.already_listed
    genes = tuple(sorted({*one.row.symbols, *listed}))
    mentions = [m for m in figure.result.mentions if m.text == word]
    if not mentions or any(frozenset(m.symbols) != frozenset(genes) for m in mentions):
        return
    if len(genes) == 1 and same_word(lexicon, word, genes[0]):
        return
    yield _seen(figure, word, genes, [one], gone, put_in)


def _name(curator: str) -> str:
    """A name as it can stand among others."""
    return " ".join(curator.replace(";", ",").split())


def _seen(
    figure: StoredFigure,
    word: str,
    genes: tuple[str, ...],
    told: Sequence[Settled],
    without: Collection[str],
    put_in: Collection[str],
) -> Seen:
    """What a word means in a figure, with what stands beside it once all is carried out."""
    result = figure.result
    key = surface_key(word)
    beside = {symbol for m in result.mentions if surface_key(m.text) != key for symbol in m.symbols}
    beside |= {v.symbol for v in result.keywords if v.symbol and v.keyword not in without}
    beside |= set(put_in)
    given = result.figure
    texts = () if given is None else (given.caption, given.title, given.paper_title)
    texts = (*texts, ", ".join(given.organisms) if given is not None else "")
    taxa = {hit.taxon for text in texts if text for hit in find_organisms(clean(text).text)}
    return Seen(
        word,
        genes,
        figure.figid,
        frozenset(s for s in beside - set(genes) if surface_key(s) != key),
        frozenset(taxa or {HUMAN}),
        tuple(sorted({_name(name) for one in told for name in one.curators})),
        max(one.row.at for one in told).date(),
    )
