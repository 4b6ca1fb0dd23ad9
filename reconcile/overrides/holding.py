"""Which of the readings hold in a figure.

A row holds if it has no context, or the figure names or lists a piece of it: in its texts, on the
image or in the list. What its own word, or the word of another row, stands for is no witness. A
text that defines the letters has the last word. Of several rows for one word the one with more
conditions counts; where two of them say different things, none does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reconcile.cleaning import clean
from reconcile.lexicon import Lexicon
from reconcile.naming.glossary import defined_in
from reconcile.organisms import find_organisms
from reconcile.override import Override
from reconcile.overrides.table import Overrides
from reconcile.overrides.words import runs, same_word
from reconcile.records import HUMAN, Figure, Mention, OcrWord
from reconcile.text import surface_key, tokens

__all__ = ["Held", "held_in"]

_DEFINED: Final = "abbreviation"


@dataclass(frozen=True)
class Held:
    """The readings as they hold in one figure.

    Attributes:
        table: all readings.
        lexicon: tells words apart.
        witnesses: the surface keys of what the figure names and lists.
        organisms: the taxon ids of those that it is about.
        defined: the letters that its texts define, with the genes that they stand for there.
        rows: those that hold and whose words the figure has, in the order of the table.
    """

    table: Overrides
    lexicon: Lexicon
    witnesses: frozenset[str]
    organisms: frozenset[str]
    defined: tuple[tuple[str, frozenset[str]], ...] = ()
    rows: tuple[Override, ...] = ()

    def row_of(self, spelled: str) -> Override | None:
        """What a word means here, None where no row says so."""
        return _row_of(self, spelled, self.witnesses)


def _row_of(held: Held, spelled: str, witnesses: Collection[str]) -> Override | None:
    called = held.table.called(spelled)
    if not called:
        return None
    own = [row for row in called if same_word(held.lexicon, row.word, spelled)]
    exact = [row for row in own if row.word == spelled.strip()]
    fit = [
        row
        for row in exact or own
        if (row.organism is None or row.organism in held.organisms)
        and (not row.context or any(surface_key(one) in witnesses for one in row.context))
    ]
    most = max(map(_conditions, fit), default=0)
    best = [row for row in fit if _conditions(row) == most]
    if not best or any(row.genes != best[0].genes for row in best):
        return None
    row = max(best, key=lambda row: (row.support, row.decided_at, row.decided_by, row.word))
    said = next((g for s, g in held.defined if same_word(held.lexicon, row.word, s)), None)
    return row if said is None or said == set(row.genes) else None


def _conditions(row: Override) -> int:
    return bool(row.context) + (row.organism is not None)


def held_in(
    figure: Figure,
    mentions: Sequence[Mention],
    table: Overrides,
    lexicon: Lexicon,
    organisms: Iterable[str] = (),
) -> Held | None:
    """The readings that hold in a figure; None where it has none of the words.

    Args:
        figure: the figure; of a mere text the caption.
        mentions: what the caption names.
        table: all readings.
        lexicon: tells words apart.
        organisms: taxon ids of those that its list is in, beside those that its texts name.
    """
    texts = _texts(figure)
    keys = table.by_key.keys() | table.context_keys
    longest = max(map(len, keys), default=0)
    found = {form for text in texts for form in _forms(text, keys, longest)}
    found.update(figure.keywords or ())
    spelled = sorted(form for form in found if table.called(form))
    if not spelled:
        return None
    taxa = _taxa(figure, organisms)
    start = Held(table, lexicon, frozenset(), taxa, tuple(_defined(figure, mentions)))
    witnesses = set(_witnesses(start, figure, mentions, found))
    while True:  # what a row says is named counts for others, as it will once it is listed
        rows = {row for form in spelled if (row := _row_of(start, form, witnesses))}
        named = {surface_key(symbol) for row in rows for symbol in row.genes} - witnesses
        if not named:
            break
        witnesses |= named
    held = tuple(row for row in table if row in rows)
    return Held(table, lexicon, frozenset(witnesses), taxa, start.defined, held)


def _texts(figure: Figure) -> list[str]:
    """The texts of a figure and the words off its image, clean."""
    texts = (figure.caption, figure.title, figure.paper_title, *(row.word for row in figure.ocr))
    return [clean(text).text for text in dict.fromkeys(texts) if text]


def _forms(text: str, keys: Collection[str], longest: int) -> Iterator[str]:
    """How wanted keys are spelled in a text."""
    cut = tokens(text)
    for run in runs(cut, keys, longest):
        yield text[cut.starts[run.first] : cut.ends[run.last]]


def _taxa(figure: Figure, organisms: Iterable[str]) -> frozenset[str]:
    """The organisms that a figure is about: those that it names, else man."""
    texts = (figure.caption, figure.title, figure.paper_title, ", ".join(figure.organisms))
    named = {hit.taxon for text in texts if text for hit in find_organisms(clean(text).text)}
    return frozenset((named or {HUMAN}).union(organisms))


def _defined(figure: Figure, mentions: Sequence[Mention]) -> Iterator[tuple[str, frozenset[str]]]:
    """The letters that the texts define, where that settled what they are."""
    for text in filter(None, (figure.caption, figure.title, figure.paper_title)):
        plain = clean(text).text
        for definition in defined_in(plain):
            short = definition.short
            own = [m for m in mentions if surface_key(m.text) == surface_key(short)]
            settled = [m for m in own if _DEFINED in (m.found_by, m.decided_by)]
            if settled or not own:
                yield short, frozenset(s for m in settled for s in m.symbols)


def _witnesses(
    held: Held, figure: Figure, mentions: Sequence[Mention], found: Iterable[str]
) -> Iterator[str]:
    """The surface keys of what the figure names and lists, whatever rows say."""
    table, lexicon = held.table, held.lexicon

    def has_row(word: str) -> bool:
        return any(same_word(lexicon, row.word, word) for row in table.called(word))

    for mention in mentions:
        if not has_row(mention.text):
            yield from map(surface_key, (*mention.symbols, mention.label or ""))
    brought: dict[str, list[str]] = {}
    for row in figure.ocr:
        brought.setdefault(row.symbol, []).append(_printed(row))
    for keyword in figure.keywords or ():
        if not all(map(has_row, brought.get(keyword, [keyword]))):
            yield surface_key(keyword)
    pieces = {one for row in table for one in row.context}
    for form in found:
        if any(same_word(lexicon, piece, form) for piece in pieces) and not has_row(form):
            yield surface_key(form)


def _printed(row: OcrWord) -> str:
    """The part of a word off the image that hit an entry, as it was printed."""
    key = surface_key(row.match)
    return next(_forms(clean(row.word).text, {key}, len(key)), row.match) if key else row.word
