"""What was just done for many, said once on the page that comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from fastapi import Request
from starlette.responses import Response

from reconcile.report.wording import plural
from reconcile.serve.pages.words import VERDICTS, change_of
from reconcile.store import DecisionRow, Store

__all__ = ["COOKIE", "UNDO", "Said", "decisions_of", "leave", "said_of", "summary_of"]

COOKIE: Final = "said"
UNDO: Final = "/same/undo"
"""Where a batch is taken back."""
_SECONDS: Final = 60
_NAME: Final = 32
"""Characters of the name of a batch."""
_FORM: Final = re.compile(r"(done|undone)-([0-9a-f]{32}|[0-9]{1,18})-([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Said:
    """What was just done.

    Attributes:
        text: the message.
        undo: where a form that takes it back goes, None where there is nothing to take back.
        batch: what that form sends.
    """

    text: str
    undo: str | None = None
    batch: str = ""


def leave(answer: Response, what: Literal["done", "undone"], name: str, passed: int = 0) -> None:
    """Have the next page say that a batch was made, or that it or a decision was taken back.

    The cookie names it, and the words come from the store: nobody's address can put words
    into the page.

    Args:
        answer: the answer that leads to the next page.
        what: which of both.
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
    rows = decisions_of(store, found[2])
    if not rows:
        return None
    if found[1] == "undone":
        return Said(f"Undone: {summary_of(rows)}. What was open is open again.")
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


def summary_of(rows: list[DecisionRow]) -> str:
    """A batch in a few words.

    Of one change in many figures it is the change and their number; of many changes their number.
    """
    verdict = VERDICTS[rows[0].verdict]
    figures = len({row.figid for row in rows})
    changes = {(row.action, row.text if row.action != "add" else "", row.symbols) for row in rows}
    where = plural(figures, "figure")
    if len(changes) == 1:
        return f"{verdict} in {where}: {change_of(rows[0].action, rows[0].text, rows[0].symbols)}"
    return f"{verdict} {plural(len(rows), 'suggestion')} in {where}"
