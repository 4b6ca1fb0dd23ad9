"""The records of a run that could not be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.cli.console import complain

if TYPE_CHECKING:
    from reconcile.errors import InputError
    from reconcile.records import Failure

__all__ = ["Failures"]


class Failures(list["Failure"]):
    """What failed so far; each failure is said on standard error when it comes."""

    def note(self, failure: Failure) -> None:
        """Keep a failure and say it."""
        from reconcile.report.wording import failure_line

        self.append(failure)
        complain(f"error: {failure_line(failure)}")

    def refuse(self, error: InputError, figid: str | None = None, *, source: str = "") -> None:
        """Keep an error and say it; `source` is where it happened if it does not tell."""
        from reconcile.records import Failure

        self.note(Failure(error.source or source, error.message, error.line, figid))
