"""What the queue is searched and sorted by: told of a result, kept in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reconcile.mojibake import mended
from reconcile.records import Figure, Mention, Reconciliation, Suggestion
from reconcile.store.codec import json_of
from reconcile.store.queue_records import NO_GENE, SuggestionClass
from reconcile.store.records import subject_of
from reconcile.text import surface_key

__all__ = ["Indexed", "class_of", "folded", "indexed", "words_behind"]

_LONGEST_SEARCH = 20_000
"""Characters that are kept to be searched of one figure: far above what any has."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """The columns of a result.

    Attributes:
        figure: of its row in `figures`, by column.
        suggestions: of its rows in `suggestions`, without `figure_id` and `open`.
        words: the OCR words, in small letters.
        wrong_words: those behind suggestions to change entries, in small letters, with the numbers
            of these suggestions.
        statuses: those among its entries.
        search: all that is searched, in small letters.
    """

    figure: Mapping[str, Any]
    suggestions: tuple[Mapping[str, Any], ...]
    words: tuple[str, ...]
    wrong_words: Mapping[str, tuple[int, ...]]
    statuses: tuple[str, ...]
    search: str


def indexed(result: Reconciliation) -> Indexed:
    """The columns of a result."""
    figure = result.figure or Figure(result.figid)
    meta = dict(figure.meta)
    readings = _readings(result.mentions)
    caption = folded(figure.caption or "")
    organism = result.organism.group if result.organism else ""
    confidences = [s.confidence for s in result.suggestions]
    words = sorted({folded(word.word) for word in figure.ocr if word.word})
    return Indexed(
        {
            "title": figure.title or "",
            "paper_title": figure.paper_title or "",
            "journal": meta.get("journal_title", ""),
            "organism": organism,
            "filename": meta.get("filename", ""),
            "need": sum(confidences),
            "surest": max(confidences, default=-1.0),
            "doubt": sum(c * (1 - c) for c in confidences),
            "suggestions": len(confidences),
        },
        tuple(
            _suggestion(figure, number, suggestion, readings, caption, organism)
            for number, suggestion in enumerate(result.suggestions)
        ),
        tuple(words),
        _wrong_words(figure, result.suggestions),
        tuple(sorted({verdict.status for verdict in result.keywords})),
        _search(result, figure, words),
    )


def _wrong_words(figure: Figure, suggestions: Iterable[Suggestion]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, suggestion in enumerate(suggestions):
        if suggestion.action != "add":
            words = words_behind(figure, suggestion.action, suggestion.keyword)
            for word in dict.fromkeys(map(folded, words)):
                found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def folded(text: str) -> str:
    """A text as it is searched for and compared: mended, in small letters.

    >>> folded("EIF2Œ±")
    'eif2α'
    """
    return mended(text).casefold()


def words_behind(figure: Figure, action: str, text: str) -> tuple[str, ...]:
    """The words behind a change: those off the image that brought its entry in, each once.

    Of an addition it is what the caption has. Empty where no word is known.

    >>> from reconcile.records import OcrWord
    >>> figure = Figure("F", ocr=[OcrWord("p65", "p65", "SYT1"), OcrWord("p65", "p65", "RELA")])
    >>> words_behind(figure, "remove", "SYT1")
    ('p65',)
    """
    if action == "add":
        return (text,) if text else ()
    found = (word.word for word in figure.ocr if word.word and text in (word.symbol, word.word))
    return tuple(dict.fromkeys(found))


def class_of(suggestion: Suggestion, words: Iterable[str]) -> SuggestionClass:
    """What a suggestion has in common with the same one in other figures.

    Args:
        suggestion: itself.
        words: those behind it, see `words_behind`.
    """
    first = min(map(folded, words), default="")
    symbols = suggestion.symbols if suggestion.action != "remove" else ()
    text = "" if suggestion.action == "add" else suggestion.keyword
    return SuggestionClass(first, suggestion.action, text, tuple(sorted(symbols)))


def _suggestion(
    figure: Figure,
    number: int,
    suggestion: Suggestion,
    readings: Mapping[str, str],
    caption: str,
    organism: str,
) -> dict[str, Any]:
    words = words_behind(figure, suggestion.action, suggestion.keyword)
    symbols = suggestion.symbols if suggestion.action != "remove" else ()
    of = class_of(suggestion, words)
    reading = readings.get(surface_key(of.word)) or (NO_GENE if _has(caption, of.word) else "")
    context = (suggestion.reason, organism, reading)
    return {
        "number": number,
        "subject": subject_of(suggestion.action, suggestion.keyword, symbols),
        "action": suggestion.action,
        "text": suggestion.keyword,
        "symbols": json_of(symbols),
        "listed": json_of(suggestion.already_listed),
        "reason": suggestion.reason,
        "confidence": suggestion.confidence,
        "safe": int(suggestion.safe),
        "explanation": suggestion.explanation,
        "words": json_of(words),
        "class_key": of.key,
        "context": json_of(context),
    }


def _has(caption: str, word: str) -> bool:
    """Whether a folded caption has a folded word, by itself and not within another."""
    at = caption.find(word) if word else -1
    while at >= 0:
        around = caption[max(0, at - 1) : at] + caption[at + len(word) : at + len(word) + 1]
        if not any(map(str.isalnum, around)):
            return True
        at = caption.find(word, at + 1)
    return False


def _readings(mentions: Iterable[Mention]) -> dict[str, str]:
    """What the caption means by each name in it, by the key of the name."""
    found: dict[str, str] = {}
    for mention in mentions:
        meaning = " ".join(mention.symbols) or mention.label or mention.kind
        found.setdefault(surface_key(mention.text), meaning)
    return found


def _search(result: Reconciliation, figure: Figure, words: Iterable[str]) -> str:
    """All that the search looks into, each piece once, in small letters."""
    pieces = dict.fromkeys(
        folded(piece)
        for piece in (
            result.figid,
            figure.title or "",
            figure.paper_title or "",
            *(verdict.keyword for verdict in result.keywords),
            *(verdict.symbol or "" for verdict in result.keywords),
            *(mention.text for mention in result.mentions),
            *(symbol for s in result.suggestions for symbol in s.symbols),
            *words,
        )
    )
    return "\n".join(filter(None, pieces))[:_LONGEST_SEARCH]
