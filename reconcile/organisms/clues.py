"""What in the texts of a figure speaks of which organisms: names, Latin, words, spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast

from reconcile.cleaning import CleanText, clean
from reconcile.figure import Figure
from reconcile.organisms.finding import find_organisms
from reconcile.organisms.latin import find_latin
from reconcile.organisms.spelling import like_human, spelled_like
from reconcile.organisms.table import GREEN_PLANTS, GROUPS, VIRUSES_AT_LARGE, Group
from reconcile.organisms.vocabulary import find_words
from reconcile.patterns import regex

__all__ = ["Clue", "Hint", "Place", "clues_of_figure", "clues_of_text"]

Place: TypeAlias = Literal["caption", "title", "paper title", "journal", "record", "list"]
"""Where a clue stands; `record` are the organisms that the record lists, `list` is what was read
off the image or, without that, the gene list."""

Kind: TypeAlias = Literal[
    "species",
    "kingdom",
    "binomial",
    "genus",
    "abbreviated",
    "word",
    "metabolite",
    "spelled",
    "protein",
]
Hint: TypeAlias = Literal["engineered", "product", "infection", "comparison"]

_AT_LARGE: Final = frozenset({GREEN_PLANTS, VIRUSES_AT_LARGE, "2", "40674"})
_GENE: Final = regex(r"[A-Za-z][\w.κβα-]{1,24}")
_OF_PATHOGEN: Final = regex(
    r" (?:and [a-z]+ )?(?:fungal |bacterial )?(?:pathogen|gut|oral|skin)", re.I
)
"""Of whom something is that is told of: `the human pathogen Candida albicans`."""
_MOST_WORDS: Final = 400
"""Words of a list that are looked at."""


@dataclass(frozen=True, slots=True)
class Clue:
    """Something that speaks of a group of organisms, or of several at once.

    Attributes:
        of: the group, or what the word hints at.
        kind: how it does.
        place: where it stands.
        text: the words, as they stand there.
        start: offset in the text of the place, in code points; None for `list` and `record`.
        end: likewise, exclusive.
        taxon: NCBI Taxonomy id of the species, None if the table has none.
    """

    of: Group | Hint
    kind: Kind
    place: Place
    text: str
    start: int | None = None
    end: int | None = None
    taxon: str | None = None


def clues_of_figure(figure: Figure) -> list[Clue]:
    """All that speaks of organisms in the texts, the record and the list of a figure."""
    texts = {
        "caption": figure.caption,
        "title": figure.title,
        "paper title": figure.paper_title,
        "journal": dict(figure.meta).get("journal_title"),
    }
    if figure.title == figure.paper_title:
        del texts["title"]
    given = {place: clean(text) for place, text in texts.items() if text}
    around = " \n ".join(text.text for text in given.values())
    found = [
        clue
        for place, text in given.items()
        for clue in clues_of_text(text, cast("Place", place), around)
    ]
    found += _of_record(figure.organisms)
    found += _of_list(figure)
    return found


def clues_of_text(text: CleanText, place: Place = "caption", around: str = "") -> Iterator[Clue]:
    """What speaks of organisms in one text; `around` is where short names may be spelled out."""
    named = [hit for hit in find_organisms(text.text) if not _OF_PATHOGEN.match(text.text, hit.end)]
    taken: set[int] = set()
    for hit in named:
        start, end = text.span(hit.start, hit.end)
        taken.update(range(hit.start, hit.end))
        kind: Kind = "kingdom" if hit.taxon in _AT_LARGE else "species"
        taxon = None if kind == "kingdom" else hit.taxon
        yield Clue(hit.group, kind, place, text.original[start:end], start, end, taxon)
    for latin in find_latin(text.text, around):
        if latin.start not in taken:
            start, end = text.span(latin.start, latin.end)
            taken.update(range(latin.start, latin.end))
            yield Clue(latin.group, latin.kind, place, text.original[start:end], start, end)
    for word in find_words(text.text):
        of, _, closely = word.topic.partition(" ")
        if word.start not in taken or of not in GROUPS:
            start, end = text.span(word.start, word.end)
            words = text.original[start:end]
            how = cast("Kind", closely or "word")
            yield Clue(cast("Group | Hint", of), how, place, words, start, end)
    for gene in _GENE.finditer(text.text) if place != "journal" else ():
        for group, kind in spelled_like(gene.group()):
            start, end = text.span(*gene.span())
            yield Clue(group, kind, place, text.original[start:end], start, end)


def _of_record(names: Iterable[str]) -> Iterator[Clue]:
    for name in names:
        for hit in find_organisms(name)[:1]:
            # Recognition puts people into the record of nearly every paper.
            kind: Kind = "kingdom" if hit.taxon == "9606" else "species"
            yield Clue(hit.group, kind, "record", name, taxon=hit.taxon)


def _of_list(figure: Figure) -> Iterator[Clue]:
    """By the words as they were read.

    A list without those has human symbols, whatever was read, and may have those of every organism
    in whose dictionary a word was found. So it speaks of others only where most of it is theirs.
    """
    read = dict.fromkeys(row.word for row in figure.ocr)
    words = list(read or dict.fromkeys(figure.keywords or ()))[:_MOST_WORDS]
    spelled = [(word, style) for word in words for style in spelled_like(word)]
    if not read:
        spelled = [(word, style) for word, style in spelled if style[0] != "mammal"]
        if len({word for word, _ in spelled}) <= sum(map(like_human, words)):
            return
    for word, (group, kind) in spelled:
        yield Clue(group, kind, "list", word)
