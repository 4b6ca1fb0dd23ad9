"""The same for all: one decision for suggestions that are alike, after a look at what it touches.

Nothing is decided that is not ticked, and nothing is ticked to begin with. Words were read in
contexts, and each context is ticked for itself. What somebody decided stays as it is. A decision
for many has a name, by which it is taken back as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from reconcile.serve.addresses import local
from reconcile.serve.errors import Refused
from reconcile.serve.pages.layout import here, show, store_of
from reconcile.serve.pages.query import figure_path, number_of, same_path, text_of
from reconcile.serve.pages.said import UNDO, leave
from reconcile.serve.pages.same_view import figid_in, groups_of, ticked_of
from reconcile.serve.pages.viewer import counting, curator_of
from reconcile.serve.pages.words import VERDICTS, change_of, reason_name
from reconcile.serve.security import require_csrf
from reconcile.store import Alike, NewDecision, Store, SuggestionClass
from reconcile.store.queue_records import ClassMember
from reconcile.store.records import Verdict

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_STEP: Final = 50
_MOST: Final = 5_000
"""Classes on one page."""
_MOST_MEMBERS: Final = 100_000
_LONGEST_KEY: Final = 100_000
_LONGEST_FIGID: Final = 5_000


@dataclass(frozen=True, slots=True)
class Scope:
    """What a decision may touch: a class in all figures, or the suggestions of a rule in one.

    Attributes:
        members: the suggestions.
        title: what they are, in words.
        named: the fields of a form that name them.
        read: whether a word is known that was read.
        of: the class; None for a rule in one figure.
        any_word: whether it is all with the same entry and change, by whatever word.
    """

    members: tuple[ClassMember, ...]
    title: str
    named: tuple[tuple[str, str], ...]
    read: bool = True
    of: SuggestionClass | None = None
    any_word: bool = False

    @property
    def of_one_figure(self) -> bool:
        """Whether it is a rule in one figure."""
        return self.named[0][0] == "figid"


@router.get("/same")
def classes(request: Request) -> Response:
    """The classes with something left to decide in several figures, those of most first."""
    store, asked = store_of(request), request.query_params
    text, shown = text_of(asked, "text"), number_of(asked, "shown", 1, _MOST) or _STEP
    found = store.classes(text, limit=shown + 1, curator=counting(request))
    further = {"text": text} if text else {}
    return show(
        request,
        "same.html.j2",
        section="same",
        title="The same for all",
        text=text,
        rows=[(row, same_path(row.of, here(request))) for row in found[:shown]],
        new_from=shown - _STEP if shown > _STEP else -1,
        more=f"/same?{urlencode(further | {'shown': str(shown + _STEP)})}"
        if len(found) > shown
        else None,
        change_of=change_of,
    )


@router.get("/same/class")
def one_class(request: Request) -> Response:
    """What a decision for a class would touch."""
    key = text_of(request.query_params, "key", _LONGEST_KEY)
    any_word = text_of(request.query_params, "words") == "any"
    return _preview(request, _of_class(store_of(request), key, counting(request), any_word))


@router.get("/same/figure/{figid:path}")
def one_rule(request: Request, figid: str) -> Response:
    """What a decision for all suggestions of a rule in a figure would touch."""
    reason = text_of(request.query_params, "reason")
    return _preview(request, _of_figure(store_of(request), figid, reason, counting(request)))


@router.post("/same", dependencies=[Depends(require_csrf)])
def decide(
    request: Request,
    verdict: Annotated[str, Form()] = "",
    ticked: Annotated[list[str], Form()] = [],  # noqa: B006
    note: Annotated[str, Form()] = "",
    key: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "",
    figid: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/same",
) -> Response:
    """Decide what was ticked as one, and return to where the curator came from.

    Raises:
        Refused: nothing was ticked, or nothing of it is open any more.
    """
    if verdict not in ("accept", "decline"):
        raise _wrong("verdict", "no verdict", "go back, and accept or decline")
    if not ticked:
        raise _wrong("ticked", "nothing was ticked", "go back, and tick what it is to hold for")
    store, curator = store_of(request), curator_of(request)
    alone = counting(request)
    scope = (
        _of_figure(store, figid, reason, alone)
        if figid
        else _of_class(store, key, alone, words == "any")
    )
    chosen = ticked_of(scope.members, ticked)
    if not chosen:
        raise Refused(
            HTTPStatus.CONFLICT,
            "stale",
            "nothing of what was ticked is open and as it was shown",
            "go back, load the page anew, and look at it again",
        )
    batch = store.new_batch()
    said: Verdict = "accept" if verdict == "accept" else "decline"
    new = [NewDecision.on(one.figid, one.suggestion, said, note) for one in chosen]
    store.decide(new, curator=curator, batch=batch)
    answer = RedirectResponse(local(next), HTTPStatus.SEE_OTHER)
    leave(answer, "done", batch, len(set(ticked)) - len(chosen))
    return answer


@router.post(UNDO, dependencies=[Depends(require_csrf)])
def undo(
    request: Request,
    batch: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/same",
) -> Response:
    """Take a decision for many back, all of it."""
    store_of(request).undo_batch(batch, curator=curator_of(request))
    answer = RedirectResponse(local(next), HTTPStatus.SEE_OTHER)
    leave(answer, "undone", batch)
    return answer


def _preview(request: Request, scope: Scope) -> Response:
    back = local(text_of(request.query_params, "next", _LONGEST_KEY) or "/same")
    origin = figid_in(back)
    groups = groups_of(scope.members, origin, read=scope.read, by_word=scope.any_word)
    return show(
        request,
        "same-class.html.j2",
        section="same",
        title=scope.title,
        scope=scope,
        other=_other(store_of(request), scope, counting(request), back),
        groups=groups,
        came_from=origin,
        origin=origin if any(group.own for group in groups) else "",
        back=back,
        left=sum(member.open for member in scope.members),
        figures=len({member.figid for member in scope.members}),
        change_of=change_of,
        figure_path=figure_path,
        verdicts=VERDICTS,
    )


def _other(store: Store, scope: Scope, curator: str, back: str) -> tuple[Alike, Alike, str] | None:
    """How many there are by this word and by whatever word, and the address of the other of both.

    None where both are the same.
    """
    if scope.of is None:
        return None
    narrow, wide = store.alike(scope.of, curator=curator)
    if wide.words < 2:
        return None
    return narrow, wide, same_path(scope.of, back, any_word=not scope.any_word)


def _of_class(store: Store, key: str, curator: str, any_word: bool) -> Scope:
    """A class in all figures, or all with the same entry and change.

    Raises:
        Refused: no figure has it.
    """
    of = SuggestionClass.of_key(key)
    members = store.members(of, limit=_MOST_MEMBERS, curator=curator, any_word=any_word)
    change = change_of(of.action, of.text, of.symbols)
    title = f"“{of.word}”: {change}" if of.word and not any_word else change
    named = (("key", key), ("words", "any")) if any_word else (("key", key),)
    return Scope(_some(members), title, named, bool(of.word), of, any_word)


def _of_figure(store: Store, figid: str, reason: str, curator: str) -> Scope:
    """The suggestions of a rule in one figure.

    Raises:
        Refused: there are none.
    """
    if len(figid) > _LONGEST_FIGID or "\x00" in figid:
        raise _wrong("figid", "no id of a figure", "go back to the figure, and come from there")
    members = store.members_in_figure(figid, reason, curator=curator)
    title = f"{reason_name(reason)} in {members[0].title or figid}" if members else ""
    return Scope(_some(members), title, (("figid", figid), ("reason", reason)))


def _some(members: Sequence[ClassMember]) -> tuple[ClassMember, ...]:
    if not members:
        raise Refused(
            HTTPStatus.NOT_FOUND,
            "no_suggestions",
            "no figure has such suggestions, or not any more",
            "choose others at /same",
        )
    return tuple(members)


def _wrong(where: str, what: str, remedy: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "invalid", what, remedy, where=where)
