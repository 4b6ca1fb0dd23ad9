"""What was just done for many, said once on the page that comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from fastapi import Request
from starlette.responses import Response

from reconcile.patterns import regex
from reconcile.report.wording import plural
from reconcile.serve.pages.query import entry_path
from reconcile.serve.pages.viewer import independent
from reconcile.serve.pages.words import summary_of
from reconcile.store import DecisionRow, Store

__all__ = ["COOKIE", "UNDO", "Said", "What", "decisions_of", "leave", "said_of"]

What: TypeAlias = Literal["done", "undone", "nothing"]

COOKIE: Final = "said"
UNDO: Final = "/same/undo"
"""Where a batch is taken back."""
_SECONDS: Final = 60
_MOST_LOOKED_AT: Final = 50
"""Figures of which it is looked up whether what was taken back is open again."""
_NAME: Final = 32
"""Characters of the name of a batch."""
_FORM: Final = regex(r"(done|undone|nothing)-([0-9a-f]{32}|[0-9]{1,18})-([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Said:
    """What was just done.

    Attributes:
        text: the message.
        undo: where a form that takes it back goes, None where there is nothing to take back.
        batch: what that form sends.
        link: the address of what it is about, "" for none.
        where: the words of that link.
    """

    text: str
    undo: str | None = None
    batch: str = ""
    link: str = ""
    where: str = ""


def leave(answer: Response, what: What, name: str = "0", passed: int = 0) -> None:
    """Have the next page say that a batch was made, or that it or a decision was taken back.

    Or that there is nothing to take back.

    The cookie names it, and the words come from the store: nobody's address can put words
    into the page.

    Args:
        answer: the answer that leads to the next page.
        what: which of these.
        name: of the batch, or the id of a decision.
        passed: suggestions that were ticked and left alone, as they are not what they were.
    """
    value = f"{what}-{name}-{min(passed, 999_999)}"
    answer.set_cookie(COOKIE, value, max_age=_SECONDS, httponly=True, samesite="strict")


def said_of(request: Request, store: Store, curator: str) -> Said | None:
    """What a request is to be told, None for nothing."""
    found = _FORM.fullmatch(request.cookies.get(COOKIE, ""))
    if found is None:
        return None
    if found[1] == "nothing":
        return Said("There is no decision of yours to take back.")
    rows = decisions_of(store, found[2])
    if not rows:
        return None
    if found[1] == "undone":
        after = _open_again(store, rows, curator if independent(request) else "")
        text = f"Undone: {summary_of(rows)}.{after}"
        first = rows[0]
        link = entry_path(first.figid, store.figure(first.figid), first.text)
        return Said(text, link=link, where="Look at it")
    mine = rows[0].curator == curator and not all(row.undone for row in rows)
    return Said(_done(rows, int(found[3])), UNDO if mine else None, found[2])


def decisions_of(store: Store, name: str) -> list[DecisionRow]:
    """The decisions of a batch, or the one of an id."""
    if len(name) < _NAME:
        rows = list(store.recent(limit=1, before=int(name) + 1))
        return [row for row in rows if row.id == int(name)]
    return [row for row in store.decisions(batch=name, history=True) if row.verdict != "undo"]


def _done(rows: list[DecisionRow], passed: int) -> str:
    text = summary_of(rows)
    text = text[0].upper() + text[1:] + "."
    if passed:
        other = plural(passed, "other was", "others were")
        text += f" {other} decided or changed meanwhile, and left alone."
    return text


def _open_again(store: Store, rows: list[DecisionRow], alone: str) -> str:
    """Whether what was taken back is open again, "" where that was not looked up.

    To `alone`, who works independently of others, theirs are not told.
    """
    subjects: dict[str, set[str]] = {}
    for row in rows:
        subjects.setdefault(row.figid, set()).add(row.subject)
    if len(subjects) > _MOST_LOOKED_AT:
        return ""
    left = 0
    for figid, own in subjects.items():
        found = store.figure(figid)
        said = (row for subject in own for row in (found.decided(subject) if found else ()))
        left += len({row.subject for row in said if alone in ("", row.curator)})
    if left == 0:
        return " What was open is open again."
    return (
        " Another decision about it stands."
        if len(rows) == 1
        else (f" Other decisions stand about {left} of them.")
    )
