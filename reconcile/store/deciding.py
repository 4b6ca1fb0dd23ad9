"""Decisions: kept, and taken back by a row of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from reconcile.figure import Figure
from reconcile.patterns import regex
from reconcile.records import Reconciliation
from reconcile.store.codec import json_of, unpack
from reconcile.store.following import refresh
from reconcile.store.index import words_behind
from reconcile.store.records import DecisionRow, NewDecision, StaleError, StoreError, subject_of
from reconcile.store.rows import (
    chunks,
    decision_rows,
    decision_select,
    is_undone,
    kept_number,
    kept_text,
    locked,
)
from reconcile.store.schema import decisions, figures, reports

__all__ = ["MAX_NAME", "MAX_NOTE", "decide", "history", "last_of", "recent", "undo"]

MAX_NOTE: Final = 2_000
"""Characters of a note."""
MAX_NAME: Final = 100
"""Characters of a curator's name."""
_BETWEEN: Final = regex(r"[\s,;|]")
"""What stands between symbols, and so in none."""
_MAX_SYMBOLS: Final = 500
_MAX_TEXT: Final = 20_000


def decide(
    connection: Connection,
    new: Sequence[NewDecision],
    curator: str,
    at: datetime,
    batch: str | None,
) -> tuple[DecisionRow, ...]:
    """Keep decisions, all or none.

    Raises:
        StaleError: the gene list of a figure is not the one that was looked at.
        StoreError: a figure is not there, or a decision cannot be.
    """
    _check_name(curator)
    for one in new:
        _check(one)
    places = _places(connection, sorted({one.figid for one in new}))
    values = []
    for one in new:
        place = places.get(one.figid)
        if place is None:
            raise StoreError(f"{one.figid}: no such figure")
        if one.digest is not None and one.digest != place.digest:
            raise StaleError(
                f"{one.figid}: its gene list has changed since it was shown; load the figure again"
            )
        values.append(
            {
                "figure_id": place.id,
                "report_id": place.report_id,
                "at": at,
                "curator": curator,
                "verdict": one.verdict,
                "subject": one.subject,
                "action": one.action,
                "text": one.text,
                "symbols": json_of(one.symbols),
                "listed": json_of(one.listed),
                "note": one.note,
                "digest": place.digest,
                "state": json_of(_state(place.result, one)),
                "batch": batch,
                "undoes": None,
            }
        )
    return _kept(connection, values)


def undo(
    connection: Connection, ids: Sequence[int], curator: str, at: datetime
) -> tuple[DecisionRow, ...]:
    """Take decisions back; those that were taken back before stay so.

    Raises:
        StoreError: one is not there, or somebody else's.
    """
    _check_name(curator)
    for number in ids:
        if number != kept_number(number):
            raise StoreError(f"there is no decision {number}")
    found: dict[int, DecisionRow] = {}
    about = select(decisions.c.figure_id).where(decisions.c.id.in_(list(ids)))
    locked(connection, figures.c.id.in_(about))
    for few in chunks(list(dict.fromkeys(ids))):
        query = decision_select().where(decisions.c.id.in_(few))
        found |= {row.id: row for row in decision_rows(connection, query)}
    for number in ids:
        row = found.get(number)
        if row is None or row.verdict == "undo":
            raise StoreError(f"there is no decision {number}")
        if row.curator != curator:
            raise StoreError(
                f"decision {number} is of {row.curator}; only they take it back, decide against it"
            )
    left = [row for row in found.values() if not row.undone]
    if not left:
        return ()
    places = _places(connection, sorted({row.figid for row in left}), results=False)
    values = [
        {
            "figure_id": places[row.figid].id,
            "report_id": row.report_id,
            "at": at,
            "curator": curator,
            "verdict": "undo",
            "subject": row.subject,
            "action": row.action,
            "text": row.text,
            "symbols": json_of(row.symbols),
            "listed": json_of(row.listed),
            "note": "",
            "digest": row.digest,
            "state": "{}",
            "batch": row.batch,
            "undoes": row.id,
        }
        for row in left
    ]
    return _kept(connection, values)


def history(
    connection: Connection,
    figid: str | None = None,
    curator: str | None = None,
    batch: str | None = None,
) -> Iterator[DecisionRow]:
    """All rows, oldest first."""
    query = decision_select().order_by(decisions.c.id)
    if figid is not None:
        query = query.where(figures.c.figid == kept_text(figid))
    if curator is not None:
        query = query.where(decisions.c.curator == kept_text(curator))
    if batch is not None:
        query = query.where(decisions.c.batch == kept_text(batch))
    yield from decision_rows(connection, query)


def last_of(connection: Connection, curator: str) -> tuple[DecisionRow, ...]:
    """What a curator decided last and did not take back: all of a batch that is left."""
    left = (
        decision_select()
        .where(
            decisions.c.curator == kept_text(curator), decisions.c.verdict != "undo", ~is_undone()
        )
        .order_by(decisions.c.id.desc())
    )
    newest = tuple(decision_rows(connection, left.limit(1)))
    if not newest or newest[0].batch is None:
        return newest
    return tuple(decision_rows(connection, left.where(decisions.c.batch == newest[0].batch)))[::-1]


def recent(
    connection: Connection, limit: int, before: int | None, curator: str, *, noted: bool = False
) -> Iterator[DecisionRow]:
    """Rows of no batch, newest first; with `noted` those with words, of batches too."""
    which = decisions.c.note != "" if noted else decisions.c.batch.is_(None)
    query = decision_select().where(which).order_by(decisions.c.id.desc())
    if before is not None:
        query = query.where(decisions.c.id < before)
    if curator:
        query = query.where(decisions.c.curator == kept_text(curator))
    yield from decision_rows(connection, query.limit(limit))


def _kept(connection: Connection, values: Sequence[Mapping[str, Any]]) -> tuple[DecisionRow, ...]:
    if not values:
        return ()
    adding = insert(decisions).returning(decisions.c.id, sort_by_parameter_order=True)
    ids = list(connection.execute(adding, list(values)).scalars())
    refresh(connection, [value["figure_id"] for value in values])
    rows: dict[int, DecisionRow] = {}
    for few in chunks(ids):
        query = decision_select().where(decisions.c.id.in_(few))
        rows |= {row.id: row for row in decision_rows(connection, query)}
    return tuple(rows[number] for number in ids)


class _Place:
    """Where a decision goes: the figure and its present report."""

    __slots__ = ("digest", "id", "report_id", "result")

    def __init__(self, row: Any, result: Reconciliation | None) -> None:
        self.id: int = row.id
        self.report_id: int = row.report_id
        self.digest: str = row.digest
        self.result = result


def _places(
    connection: Connection, figids: Sequence[str], *, results: bool = True
) -> dict[str, _Place]:
    found = {}
    columns = [figures.c.figid, figures.c.id, figures.c.report_id, figures.c.digest]
    query = select(*columns, reports.c.result) if results else select(*columns)
    query = query.join(reports, reports.c.id == figures.c.report_id)
    locked(connection, figures.c.figid.in_(figids))
    for few in chunks(figids):
        for row in connection.execute(query.where(figures.c.figid.in_(few))):
            found[row.figid] = _Place(row, unpack(row.result) if results else None)
    return found


def _state(result: Reconciliation | None, one: NewDecision) -> dict[str, Any]:
    """The entry and its suggestion as they are when it is decided."""
    if result is None:
        return {}
    figure = result.figure or Figure(result.figid)
    state: dict[str, Any] = {"own": one.own} if one.own else {}
    if one.own and _is_suggested_otherwise(result, one):
        state["instead"] = True
    state["words"] = list(words_behind(figure, one.action, one.text))
    if one.reading is not None:
        word, genes = one.reading
        state["reading"] = {"word": word, "genes": list(genes)}
    if one.action != "add":
        verdict = next((v for v in result.keywords if v.keyword == one.text), None)
        if verdict is not None:
            state |= {"status": verdict.status, "supported": verdict.supported}
    for suggestion in result.suggestions:
        symbols = suggestion.symbols if suggestion.action != "remove" else ()
        if subject_of(suggestion.action, suggestion.keyword, symbols) == one.subject:
            state |= {
                "reason": suggestion.reason,
                "confidence": suggestion.confidence,
                "explanation": suggestion.explanation,
                "safe": suggestion.safe,
            }
            break
    return state


def _is_suggested_otherwise(result: Reconciliation, new: NewDecision) -> bool:
    """Whether anything is suggested for the entry, or another addition for the words."""
    about = [one for one in result.suggestions if one.keyword == new.text]
    if new.action != "add":
        return any(one.action != "add" for one in about)
    added = [one for one in about if one.action == "add"]
    subjects = (subject_of("add", one.keyword, one.symbols) for one in added)
    return bool(added) and new.subject not in subjects


def _check_name(curator: str) -> None:
    if not curator.strip() or len(curator) > MAX_NAME or not curator.isprintable():
        raise StoreError(f"say who decides, in at most {MAX_NAME} printable characters")


def _check(one: NewDecision) -> None:
    """Refuse a decision that says nothing, or too much.

    Raises:
        StoreError: what is wrong.
    """
    if one.verdict not in ("accept", "decline", "note"):
        raise StoreError(f"{one.verdict!r} is no verdict; say accept, decline or note")
    if one.action not in ("add", "remove", "replace"):
        raise StoreError(f"{one.action!r} is no action; say add, remove or replace")
    if one.action != "add" and not one.text:
        raise StoreError(f"name the entry to {one.action}")
    if one.action == "remove" and one.symbols:
        raise StoreError("what is removed puts nothing in; say replace, or leave the symbols out")
    if one.action != "remove" and not one.symbols:
        raise StoreError(f"name the symbols to {one.action}")
    if one.verdict == "note" and not one.note.strip():
        raise StoreError("a note without words")
    if len(one.note) > MAX_NOTE:
        raise StoreError(f"a note of {len(one.note)} characters; write at most {MAX_NOTE}")
    if len(one.symbols) > _MAX_SYMBOLS or any(len(s) > MAX_NAME for s in one.symbols):
        raise StoreError(f"more than {_MAX_SYMBOLS} symbols, or a symbol that is too long")
    if len(one.text) > _MAX_TEXT:
        raise StoreError(f"an entry of more than {_MAX_TEXT} characters")
    if wrong := [s for s in one.symbols if not s.isprintable() or _BETWEEN.search(s) or not s]:
        raise StoreError(f"{wrong[0]!r} is no symbol; name one gene, without blanks or commas")
    word, genes = one.reading or ("", ())
    if len(word) > _MAX_TEXT or len(genes) > _MAX_SYMBOLS:
        raise StoreError(f"a word of more than {_MAX_TEXT} characters, or too many genes of one")
    for text in (one.figid, one.text, one.note, word, *genes, *one.symbols, *one.listed):
        if "\x00" in text or text != text.encode("utf-8", "replace").decode("utf-8"):
            raise StoreError("a text with characters that cannot be kept")
