"""The lists against gold lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reconcile.benchmark.sections.after import which
from reconcile.benchmark.sections.comparison import comparison, curve, moves
from reconcile.benchmark.sections.section import GOLD_SCORES, Document, Row, Section, few, levels
from reconcile.report.wording import plural

__all__ = ["gold_sections"]

_GOLD: Final = "Precision and recall of the lists against the gold lists; captions play no part."
_SHOWN: Final = 3
"""Words of a gene that people see; JSON and CSV have as many as a ranking has."""
_HOW: Final = {"exact": "its name", "family": "its family", "close": "close to its name"}


def gold_sections(document: Document, whole: bool) -> Iterator[Section]:
    """None without gold lists."""
    held = document["gold"]
    if held is None:
        return
    raw = held["raw"]
    counts = raw["counts"]
    notes = [
        _GOLD,
        f"{plural(raw['figures'], 'figure')}: {counts['right']} right of {counts['listed']} "
        f"listed and {counts['gold']} gold genes.",
    ]
    for key, what in (
        ("only_in_gold", "without a list"),
        ("only_in_lists", "without a gold list"),
    ):
        if held[key]:
            notes.append(f"Left out, {what}: {few(held[key])}.")
    for key, what in (
        ("unknown", "No human gene of the lexicon, compared as written"),
        ("several", "Names of several genes, any of which is right"),
        ("labels", "Labels, read as all their members"),
    ):
        if held[key]:
            notes.append(f"{what}: {few(held[key])}.")
    title = "Lists as they are, against gold lists"
    head = ("score", "micro", "macro")
    yield Section("gold", "gold-scores", title, tuple(notes), head, levels(raw, GOLD_SCORES))
    title = f"After the {which(document)}, against gold lists"
    found, names = held["comparison"], ("after", "before")
    yield comparison("gold", "gold-after", title, found, names, GOLD_SCORES)
    title = "By threshold, against gold lists"
    yield curve("gold", "gold-curve", title, held["curve"], GOLD_SCORES, whole)
    if whole:
        yield from moves("gold", "gold", "before", found, GOLD_SCORES, whole)
    yield from _behind(held)


def _behind(held: Document) -> Iterator[Section]:
    """The genes that only one side has, with the words that brought them in or may name them."""
    if extra := held["extra"]:
        came = [(g["symbol"], str(g["figures"]), _words(g, _came_in), _example(g)) for g in extra]
        head: Row = ("gene", "figures", "came in by", "for example")
        title = "Listed and not gold"
        yield Section("gold", "gold-extra", title, (), head, tuple(came), figids=3)
    if missed := held["missed"]:
        named = [
            (g["symbol"], str(g["figures"]), _words(g, _may_name), str(g["unnamed"]), _example(g))
            for g in missed
        ]
        head = ("gene", "figures", "on the image", "nothing there", "for example")
        title = "Gold and not listed"
        yield Section("gold", "gold-missed", title, (), head, tuple(named), figids=4)


def _example(gene: Document) -> str:
    return str(gene["examples"][0])


def _words(gene: Document, told: Callable[[Document], str]) -> str:
    """The words of most figures."""
    return "; ".join(f"{told(word)}: {word['figures']}" for word in gene["words"][:_SHOWN])


def _came_in(word: Document) -> str:
    if word["match"] is None:
        return f"{word['word']} (as written)"
    as_what = "" if word["match"] == word["word"] else f" as {word['match']}"
    return f"{word['word']}{as_what} ({word['source'] or 'no source'})"


def _may_name(word: Document) -> str:
    taken = few(word["taken_for"])
    return f"{word['word']} ({_HOW[word['how']]}{', taken for ' if taken else ''}{taken})"
