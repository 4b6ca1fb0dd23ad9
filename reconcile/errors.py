"""The errors that `reconcile` raises.

Every error derives from [`ReconcileError`][reconcile.errors.ReconcileError] and, where one fits,
from the built-in that callers would expect. A message says where, what was expected, what was
found, and what to do.
"""

from __future__ import annotations

from reconcile.shown import printable

__all__ = [
    "AnnotationError",
    "BatchError",
    "FieldTypeError",
    "InputError",
    "JobMismatchError",
    "LexiconBuildError",
    "LexiconError",
    "MissingExtraError",
    "ModelError",
    "OutputError",
    "PatchError",
    "ReconcileError",
    "RuleError",
    "WorkerError",
]


class ReconcileError(Exception):
    """Base class of every error that this package raises on purpose.

    Messages hold words of files that are not trusted: as text they are printable, on one line.
    """

    def __str__(self) -> str:
        return printable(super().__str__())


class InputError(ReconcileError, ValueError):
    """A record or file that cannot be used.

    Attributes:
        message: what is wrong and what to do about it, without the place.
        source: the file's path as given by the caller, `<stdin>`, or None where there is no file.
        line: 1-based line in that file, None where no line can be named.

    >>> print(InputError("no caption; add `caption: …`", source="a.md", line=3))
    a.md:3: no caption; add `caption: …`
    """

    def __init__(self, message: str, *, source: str | None = None, line: int | None = None) -> None:
        self.message = message
        self.source = source
        self.line = line
        super().__init__(message, source, line)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line) if part is not None)
        return printable(f"{place}: {self.message}" if place else self.message)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the keyword arguments, so that workers can hand errors back."""
        return (_input_error, (type(self), self.message, self.source, self.line))


def _input_error(
    kind: type[InputError], message: str, source: str | None, line: int | None
) -> InputError:
    return kind(message, source=source, line=line)


class PatchError(InputError):
    """Changes that a record cannot take: they contradict each other, or do not fit its list."""


class FieldTypeError(ReconcileError, TypeError):
    """A record made in Python with a value of the wrong type in one of its fields."""


class AnnotationError(ReconcileError, ValueError):
    """Spans or text that cannot be annotated, such as a span outside the text."""


class LexiconError(ReconcileError, OSError):
    """A compiled lexicon that is missing, damaged, or of another schema version."""


class LexiconBuildError(ReconcileError, ValueError):
    """A lexicon source that is missing or lacks a column that the build cannot do without."""


class ModelError(ReconcileError, ValueError):
    """A recogniser model that is not installed or whose labels name no genes."""


class OutputError(ReconcileError, OSError):
    """A result that cannot be written: no room, no permission, or something else in its place.

    Attributes:
        name: the file as given by the caller, or `standard output`.
        cause: what the system said.

    >>> print(OutputError("a.csv", OSError(28, "No space left on device")))
    cannot write a.csv: No space left on device; make room or name another file
    """

    def __init__(self, name: str, cause: OSError) -> None:
        self.name = name
        self.cause = cause
        super().__init__(cause.errno, cause.strerror or str(cause))

    def __str__(self) -> str:
        return f"cannot write {self.name}: {self.strerror}; make room or name another file"

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.name, self.cause))


class RuleError(ReconcileError, ValueError):
    """A name that no rule for suggestions has."""


class WorkerError(ReconcileError, RuntimeError):
    """A process that works on figures and cannot start, or a figure that ends it each time."""


class TimeLimitError(ReconcileError, TimeoutError):
    """A record that takes longer than it may.

    Attributes:
        seconds: the time that it had.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"not done after {seconds:g} s; raise the time limit (--time-limit), "
            "or look at what is in its caption"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.seconds,)


class BatchError(ReconcileError, RuntimeError):
    """A batch that cannot go on: nowhere to write, no worker that starts, a damaged result."""


class JobMismatchError(BatchError):
    """A folder of results that belongs to another batch, or to none."""


class MissingExtraError(BatchError):
    """A batch that needs a package of an extra that is not installed."""
