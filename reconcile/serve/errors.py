"""What is refused, and the one shape in which that is said."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi.exceptions import HTTPException

from reconcile.errors import InputError, ReconcileError, TimeLimitError, WorkerError
from reconcile.shown import printable

__all__ = ["AddressError", "Refused", "refusal", "shape", "too_large"]


class AddressError(ReconcileError, OSError):
    """An address that cannot be listened on."""


class Refused(HTTPException):
    """A request, or one item of it, that is not answered.

    Attributes:
        status: the status of the answer.
        code: what is wrong, as one word for programs.
        what: the same for people.
        where: the part of the request, None for all of it.
        remedy: what to do.
    """

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        what: str,
        remedy: str,
        *,
        where: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status.value, what, headers)
        self.status = status
        self.code, self.what, self.where, self.remedy = code, what, where, remedy

    def at(self, where: str) -> Refused:
        """The same, of another part of the request."""
        return Refused(
            self.status,
            self.code,
            self.what,
            self.remedy,
            where=where,
            headers=dict(self.headers or {}),
        )


def shape(refused: Refused) -> dict[str, Any]:
    """A refusal as JSON has it.

    >>> shape(Refused(HTTPStatus.NOT_FOUND, "not_found", "no such page", "see /"))["error"]["code"]
    'not_found'
    """
    return {
        "error": {
            "code": refused.code,
            "what": printable(refused.what),
            "where": None if refused.where is None else printable(refused.where),
            "remedy": printable(refused.remedy),
        }
    }


def too_large(most: int, where: str = "body") -> Refused:
    """What a body or line is told that has more bytes than are read."""
    return Refused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too_large",
        f"larger than {most:,} bytes",
        "send fewer items at a time, or JSON Lines as application/x-ndjson",
        where=where,
    )


def refusal(error: Exception, where: str | None = None) -> Refused:
    """What an item came to that raised an error."""
    if isinstance(error, Refused):
        return error if where is None else error.at(where)
    if isinstance(error, TimeLimitError):
        return Refused(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "time_limit",
            f"not done after {error.seconds:g} s",
            "send shorter texts, or start the service with a greater --time-limit",
            where=where,
        )
    if isinstance(error, WorkerError):
        return Refused(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "worker_lost",
            str(error),
            "look at what is in the text, and report it",
            where=where,
        )
    if isinstance(error, InputError):
        what, _, remedy = error.message.partition("; ")
        return Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            what,
            remedy or "correct it and send it again",
            where=where,
        )
    if isinstance(error, ReconcileError):
        return Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            str(error),
            "correct it and send it again",
            where=where,
        )
    return Refused(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "fault",
        f"the service failed ({type(error).__name__})",
        "if nothing is wrong with the text, report it",
        where=where,
    )
