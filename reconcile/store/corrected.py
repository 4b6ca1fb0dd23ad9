"""Figures with what curators agreed on carried out: lists, records, sets, mappings, rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain, count
from pathlib import PurePosixPath
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from reconcile.curation.settled import accepted_changes, by_figure
from reconcile.errors import InputError, PatchError
from reconcile.formats.changes import Change, changed_keywords
from reconcile.formats.gmt import gmt_line, reconciled_symbols
from reconcile.formats.patch import patch_record
from reconcile.records import HUMAN, Figure, KeywordVerdict
from reconcile.report.jsonout import dumps
from reconcile.store.decided import as_decision
from reconcile.store.records import StoredFigure
from reconcile.store.store import Store

__all__ = [
    "FIGURES",
    "Corrected",
    "RecordNames",
    "Rules",
    "Written",
    "corrected",
    "gmt",
    "mapped_keywords",
    "written",
]

Refuse: TypeAlias = Callable[[InputError, str], None]
"""Gets what could not be carried out, and the figid."""

FIGURES: Final = "figures.jsonl"
"""The file of the figures that are no PFOCR records, beside those that are."""
_SUFFIX: Final = ".md"
"""Of a record whose source has none."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the lexicon says of symbols: see `reconcile.curation.settled.accepted_changes`.

    Attributes:
        standing: from an organism and a list to the symbols that its entries stand for.
        fault: from an organism and a symbol to what is wrong with it.
    """

    standing: Callable[[str, Sequence[str]], frozenset[str]]
    fault: Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A figure with the changes that hold.

    Attributes:
        stored: the figure.
        changes: what nobody disputes; none where they cannot be made.
        keywords: the list once they are made.
    """

    stored: StoredFigure
    changes: tuple[Change, ...]
    keywords: tuple[str, ...]

    @property
    def figure(self) -> Figure:
        """The figure as it was imported."""
        return self.stored.result.figure or Figure(self.stored.figid)

    def record(self) -> bytes | None:
        """The bytes of the PFOCR record with the list changed, None of another format.

        Raises:
            PatchError: the list is laid out in a way that cannot be changed.
        """
        record = self.stored.record
        if record is None or not self.changes:
            return record
        source = self.figure.source or self.stored.figid
        return patch_record(
            record,
            self.changes,
            source=source,
            bare=PurePosixPath(source).suffix.lower() in {".yml", ".yaml"},
            keywords=self.figure.keywords or (),
        )

    def line(self) -> dict[str, Any]:
        """The figure as an object of JSON Lines that `read_figures` takes, with the new list."""
        figure = self.figure
        kept = figure.keywords is not None or self.changes
        return {
            "figid": figure.figid,
            "caption": figure.caption,
            "keywords": list(self.keywords) if kept else None,
            "figtitle": figure.title,
            "papertitle": figure.paper_title,
            "organisms": list(figure.organisms),
            **dict(figure.meta),
            "ocr": [asdict(word) for word in figure.ocr],
        }


def corrected(
    store: Store, rules: Rules, refuse: Refuse, curator: str | None = None
) -> Iterator[Corrected]:
    """Each figure with the accepted changes that no curator disputes, in the order of import.

    Args:
        store: the store.
        rules: what may be put into a list.
        refuse: gets each contradiction, and each change that cannot be made; it is left.
        curator: whose decisions count alone; None for all.
    """
    for figid in store.figids():
        stored = store.figure(figid)
        if stored is None:
            continue
        own = _about(refuse, figid)
        keywords = (stored.result.figure or Figure(figid)).keywords or ()
        changes = _changes(store.name, stored, keywords, rules, own, curator)
        try:
            after = changed_keywords(keywords, changes)
        except PatchError as error:
            own(InputError(error.message, source=store.name))
            changes, after = (), keywords
        yield Corrected(stored, changes, after)


def _about(refuse: Refuse, figid: str) -> Callable[[InputError], None]:
    return lambda error: refuse(error, figid)


def _changes(
    name: str,
    stored: StoredFigure,
    keywords: Sequence[str],
    rules: Rules,
    refuse: Callable[[InputError], None],
    curator: str | None,
) -> tuple[Change, ...]:
    said = [
        as_decision(row, name)
        for row in stored.decisions
        if row.verdict != "note" and curator in (None, row.curator)
    ]
    if not said:
        return ()
    organism = str(stored.run.settings.get("organism", HUMAN))
    own = by_figure(said, refuse)[stored.figid]
    return accepted_changes(
        own,
        keywords,
        refuse,
        standing=partial(rules.standing, organism),
        fault=partial(rules.fault, organism),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A corrected figure as it is written.

    Attributes:
        name: of the file of its record; "" for a figure of another format, a line of `FIGURES`.
        data: the bytes of the record, or of the line.
        changed: whether the list is another one than was imported.
    """

    name: str
    data: bytes
    changed: bool


def written(figures: Iterable[Corrected], refuse: Refuse) -> Iterator[Written]:
    """Figures as they are written, in their order: PFOCR records as files, others as lines.

    Args:
        figures: those of `corrected`.
        refuse: gets each whose list is laid out in a way that cannot be changed; it is left.
    """
    name = RecordNames()
    for one in figures:
        figid, changed = one.stored.figid, bool(one.changes)
        try:
            record = one.record()
        except PatchError as error:
            refuse(error, figid)
            record, changed = one.stored.record, False
        if record is None:
            line = dumps(one.line()) + "\n"
            yield Written("", line.encode("utf-8", "replace"), changed)
        else:
            yield Written(name(figid, one.figure.source or ""), record, changed)


class RecordNames:
    """Names of files for records: that of the record itself, or else one of the figid.

    No two are the same, in any case.

    >>> name = RecordNames()
    >>> name("F1", "a/x.md"), name("F2", "b/X.md"), name("../F3", "-")
    ('x.md', 'F2.md', '%2E.%2FF3.md')
    """

    def __init__(self) -> None:
        self._taken = {FIGURES}

    def __call__(self, figid: str, source: str) -> str:
        """The name of the next record."""
        path = PurePosixPath(source)
        suffix = path.suffix or _SUFFIX
        plain = re.sub(r"^\.", "%2E", quote(figid, safe=" "))
        own = [path.name] if path.suffix else []
        more = (f"{plain}-{number}{suffix}" for number in count(2))
        names = chain(own, (plain + suffix,), more)
        name = next(name for name in names if name.casefold() not in self._taken)
        self._taken.add(name.casefold())
        return name


def gmt(figures: Iterator[Corrected], refuse: Refuse, note: Callable[[int], None]) -> Iterator[str]:
    """The corrected lists as sets, a line each.

    Args:
        figures: those of `corrected`.
        refuse: gets each that the format cannot hold.
        note: gets the number of figures without genes, which have no line.
    """
    empty = 0
    for one in figures:
        try:
            symbols = reconciled_symbols(one.stored.result, one.changes)
            line = gmt_line(one.stored.figid, one.figure.title, symbols)
        except InputError as error:
            refuse(error, one.stored.figid)
            continue
        if symbols:
            yield line
        empty += not symbols
    if empty:
        note(empty)


def mapped_keywords(
    one: Corrected, named: Callable[[str, str], KeywordVerdict | None]
) -> tuple[KeywordVerdict, ...]:
    """The verdicts on the entries of the corrected list.

    Args:
        one: the figure.
        named: from an organism and a symbol that was put in to what it is, None where unknown.
    """
    known = {verdict.keyword: verdict for verdict in one.stored.result.keywords}
    organism = str(one.stored.run.settings.get("organism", HUMAN))
    found = (known.get(word) or named(organism, word) for word in one.keywords)
    return tuple(verdict for verdict in found if verdict is not None)
