"""The lists against gold lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconcile.benchmark.sections.after import which
from reconcile.benchmark.sections.comparison import comparison, curve, moves
from reconcile.benchmark.sections.section import GOLD_SCORES, Document, Section, few, levels
from reconcile.report.wording import plural

__all__ = ["gold_sections"]

_GOLD: Final = "Precision and recall of the lists against the gold lists; captions play no part."


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
    for key, title in (("extra", "Listed and not gold"), ("missed", "Gold and not listed")):
        if held[key]:
            rows = tuple((g["symbol"], str(g["figures"]), g["examples"][0]) for g in held[key])
            head = ("gene", "figures", "for example")
            yield Section("gold", f"gold-{key}", title, (), head, rows, figids=2)
