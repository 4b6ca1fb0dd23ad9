"""What the pages say about changes, verdicts and contexts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, get_args

from reconcile.organisms import group_name
from reconcile.records import WHOLE_LIST, KeywordStatus
from reconcile.report.wording import STATUS_TITLES, plural, reason_name
from reconcile.store.queue_records import NO_GENE
from reconcile.store.records import DecisionRow

__all__ = [
    "VERDICTS",
    "change_of",
    "context_of",
    "differences",
    "reason_name",
    "status_name",
    "summary_of",
]

VERDICTS: Final = {"accept": "accepted", "decline": "declined", "note": "noted", "undo": "undone"}
"""What was done with a suggestion."""

_MOST_SYMBOLS: Final = 4
_MOST_CHANGES: Final = 4
_STATUSES: Final = dict.fromkeys(get_args(KeywordStatus), "")


def change_of(action: str, text: str, symbols: Sequence[str]) -> str:
    """A change in a few words.

    >>> change_of("remove", "SYT1", ()), change_of("replace", "MEK", ["MAP2K1", "MAP2K2"])
    ('SYT1 → remove', 'MEK → MAP2K1, MAP2K2')
    >>> change_of("add", "p53", ["TP53"]), change_of("add", "TP53", ["TP53"])
    ('add TP53 for “p53”', 'add TP53')
    """
    entry = "the whole list" if text == WHOLE_LIST else text
    few = ", ".join(symbols[:_MOST_SYMBOLS])
    if len(symbols) > _MOST_SYMBOLS:
        few += f" and {len(symbols) - _MOST_SYMBOLS} more"
    if action == "remove":
        return f"{entry} → remove"
    if action == "replace":
        return f"{entry} → {few}"
    return f"add {few}" if text in ("", few) else f"add {few} for “{text}”"


def status_name(status: str) -> str:
    """A status of entries in words.

    >>> status_name("other_species"), status_name("new_one")
    ('Symbols of other species', 'New one')
    """
    if status in _STATUSES:
        return STATUS_TITLES[status]  # type: ignore[index]
    return reason_name(status)


def context_of(context: tuple[str, str, str], *, read: bool = True) -> str:
    """In what a word was read; `read` says whether there is a word at all.

    >>> context_of(("alias_collision", "mammal", "RELA"))
    'Alias collision, mammals, the caption has the word for RELA'
    """
    known = f"{reason_name(context[0])}, {_about(context)}"
    return f"{known}, {_reading(context)}" if read else known


def differences(context: tuple[str, str, str], other: tuple[str, str, str]) -> Iterator[str]:
    """What is otherwise in a context than in another one, in words.

    >>> list(differences(("non_gene", "plant", ""), ("non_gene", "mammal", "")))
    ['plants, not mammals']
    >>> list(differences(("non_gene", "plant", "IL6"), ("ocr_artifact", "plant", "")))
    ['Not a gene, not OCR artifact', 'the caption has the word for IL6']
    """
    if context[0] != other[0]:
        yield f"{reason_name(context[0])}, not {reason_name(other[0])}"
    if context[1] != other[1]:
        yield f"{_about(context)}, not {_about(other)}"
    if context[2] != other[2]:
        yield _reading(context)


def _about(context: tuple[str, str, str]) -> str:
    return group_name(context[1]) if context[1] else "organism not known"


def _reading(context: tuple[str, str, str]) -> str:
    if not context[2]:
        return "the caption does not have the word"
    if context[2] == NO_GENE:
        return "the caption has the word, for no gene"
    return f"the caption has the word for {_few(context[2])}"


def _few(reading: str) -> str:
    symbols = reading.split(" ")
    few = ", ".join(symbols[:_MOST_SYMBOLS])
    left = len(symbols) - _MOST_SYMBOLS
    return f"{few} and {left} more" if left > 0 else few


def summary_of(rows: Sequence[DecisionRow]) -> str:
    """Decisions that were made as one, in a few words: what, in which figure or in how many.

    What a curator put in the place of a suggestion is one change; that the suggestion counts as
    declined with it is no decision of its own.
    """
    own = {
        (row.figid, row.text)
        for row in rows
        if row.own and row.verdict == "accept" and row.action != "add"
    }
    instead = [row for row in rows if row.verdict == "decline" and (row.figid, row.text) in own]
    told = [row for row in rows if row not in instead or row.action == "add"] or list(rows)
    where = _where(told)
    readings = {_reading_said(row) for row in rows}
    if len(readings) == 1 and (reading := readings.pop()):
        does = [change_of(row.action, row.text, row.symbols) for row in told]
        return f"{reading} in {where}: {_some(list(dict.fromkeys(does)))}"
    after = ", instead of what was suggested" if len(told) < len(rows) or _all_instead(told) else ""
    verdicts = {row.verdict for row in told}
    if all(row.own and row.action == "add" for row in told) and verdicts == {"accept"}:
        symbols = dict.fromkeys(symbol for row in told for symbol in row.symbols)
        return f"added {_some(list(symbols))} in {where}{after}"
    changes = {
        verdict: list(
            dict.fromkeys(
                change_of(row.action, row.text, row.symbols)
                for row in told
                if row.verdict == verdict
            )
        )
        for verdict in VERDICTS
        if verdict in verdicts
    }
    if sum(map(len, changes.values())) == 1:
        (verdict, (change,)), *_ = changes.items()
        return f"{VERDICTS[verdict]} in {where}: {change}{after}"
    what = "change" if any(row.own for row in told) else "suggestion"
    parts = [
        f"{VERDICTS[verdict]} {_some(those)}" if len(changes) > 1 else _some(those)
        for verdict, those in changes.items()
    ]
    verb = VERDICTS[next(iter(changes))] if len(changes) == 1 else "decided"
    return f"{verb} {plural(len(told), what)} in {where}: {'; '.join(parts)}{after}"


def _reading_said(row: DecisionRow) -> str:
    """What a curator said that a word means, "" where a decision says nothing of a word."""
    reading = row.state.get("reading")
    if not reading:
        return ""
    return f"“{reading['word']}” means {_some(reading['genes']) or 'no gene'}"


def _all_instead(rows: Sequence[DecisionRow]) -> bool:
    return all(row.verdict == "accept" and row.state.get("instead") for row in rows)


def _where(rows: Sequence[DecisionRow]) -> str:
    figids = {row.figid for row in rows}
    return rows[0].figid if len(figids) == 1 else plural(len(figids), "figure")


def _some(texts: Sequence[str]) -> str:
    more = len(texts) - _MOST_CHANGES
    few = ", ".join(texts[:_MOST_CHANGES])
    return f"{few} and {more} more" if more > 0 else few
