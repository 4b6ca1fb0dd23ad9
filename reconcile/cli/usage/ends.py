"""What ends a command before its end: it is done, or it was used wrongly."""

from __future__ import annotations

from typing import Protocol

__all__ = ["BadParameter", "Called", "Exit", "UsageError"]


class Called(Protocol):
    """A parameter, as errors name it."""

    @property
    def called(self) -> str:
        """What errors call it."""


class Exit(Exception):
    """End with this exit status; nothing more is to be said."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code


class UsageError(Exception):
    """A command line that cannot be followed.

    Attributes:
        message: what is wrong, and what to do.
        usage: how the command that was used wrongly is used; "" until it is known.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.usage = ""

    def shown(self) -> str:
        """The message, with whose value it is about."""
        return self.message


class BadParameter(UsageError):
    """A value that cannot be taken.

    Attributes:
        param: whose value it is; None for what is wrong with no one parameter.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.param: Called | None = None

    def shown(self) -> str:
        """The message, with whose value it is about."""
        if self.param is None:
            return self.message
        return f"Invalid value for {self.param.called}: {self.message}"
