"""JSON that is one value: a list of figures, an object that has it as `figures`, or one figure.

The file is held in memory. Its figures are cut out by their brackets and parsed one by one, each
with its line, so that one that is no JSON takes no other along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import IO, Any, Final

from reconcile.errors import InputError
from reconcile.formats.columns import Columns
from reconcile.formats.fields import MAX_DOCUMENT_BYTES, Report, document_too_large
from reconcile.formats.jsonl import Records, unique_fields
from reconcile.formats.jsontext import STRING, NotJSON, parse
from reconcile.formats.recoding import decode_document
from reconcile.patterns import regex
from reconcile.records import Figure

__all__ = ["is_json_lines", "read_json"]

_BLANK: Final = regex(r"[ \t\r\n]*")
_TOKEN: Final = regex(rf"{STRING}|[\[\]{{}},]", re.DOTALL)
_MEMBER: Final = regex(rf"({STRING})[ \t\r\n]*:[ \t\r\n]*", re.DOTALL)
_LISTED: Final = regex(r'"figures"[ \t]*:[ \t]*\[')
_OURS: Final = frozenset({"mentions", "suggestions"})
"""What a figure of a report has and no figure that is read."""


def read_json(
    stream: IO[bytes], *, source: str, report: Report, columns: Columns, first_line: int = 1
) -> Iterator[tuple[int, Figure]]:
    """The figures of a JSON file, each with the line that it begins in.

    Bad figures go to `report` one by one, and so does what is wrong with the file.
    """
    records = Records(source, report, columns)
    try:
        data = stream.read(MAX_DOCUMENT_BYTES + 1)
        if len(data) > MAX_DOCUMENT_BYTES:
            raise document_too_large(source)
        document = _Document(decode_document(data, source=source), source, first_line)
        for line, start, stop in document.figures():
            figure = records.figure(line, partial(document.value, line, start, stop))
            if figure is not None:
                yield line, figure
        if not records.count:
            raise InputError("there is no figure in it; remove it or restore it", source=source)
    except InputError as error:
        report(error)
    records.finish()


def is_json_lines(head: str) -> bool:
    """Whether the first line of a file is an object by itself, and no list of figures.

    >>> is_json_lines('{"figid": "F1"}'), is_json_lines("{"), is_json_lines('{"figures": []}')
    (True, False, False)
    """
    return head.startswith("{") and head.endswith("}") and not _LISTED.search(head)


class _Document:
    """JSON text, cut along its brackets."""

    def __init__(self, text: str, source: str, first_line: int) -> None:
        self._text, self._source, self._first = text, source, first_line
        self._end = 0

    def figures(self) -> Iterator[tuple[int, int, int]]:
        """The line of each figure, and from where to where it goes.

        Raises:
            InputError: behind those that came, it is no list of figures.
        """
        start = self._skip(0)
        begin = self._list(start)
        if begin is None:
            yield self._line(start), start, len(self._text)
            return
        line, before = self._first, 0
        for first, last in self._parts(begin):
            line += self._text.count("\n", before, first)
            before = first
            yield line, first, last
        if begin == start and (after := self._skip(self._end)) < len(self._text):
            raise self._error("something follows the list", after)

    def value(self, line: int, start: int, stop: int) -> Any:
        """A part of the text, parsed.

        Raises:
            InputError: it is no JSON; or it is a figure of a report of ours.
        """
        try:
            found = parse(self._text[start:stop].rstrip(), hook=unique_fields)
        except NotJSON as error:
            raise InputError(
                f"not JSON ({error}); correct it",
                source=self._source,
                line=line + (error.line or 1) - 1,
            ) from error
        if isinstance(found, dict) and found.keys() >= _OURS:
            raise InputError(
                "a figure of a report, which has no caption; read the records that the report "
                "was made of",
                source=self._source,
                line=line,
            )
        return found

    def _list(self, start: int) -> int | None:
        """Where the list of figures begins; None where the whole is one figure."""
        if self._text.startswith("[", start):
            return start
        if not self._text.startswith("{", start):
            raise self._error("not a list or object of JSON", start)
        for first, _ in self._parts(start):
            member = _MEMBER.match(self._text, first)
            if member is None:
                raise self._error('no member `"name": …` of an object', first)
            if member[1] == '"figures"' and self._text.startswith("[", member.end()):
                return member.end()
        return None

    def _parts(self, begin: int) -> Iterator[tuple[int, int]]:
        """From where to where each part of the list or object goes that begins at an offset."""
        depth, start = 0, begin + 1
        for token in _TOKEN.finditer(self._text, begin):
            mark = token.group()
            if mark in {"[", "{"}:
                depth += 1
            elif mark in {"]", "}"}:
                depth -= 1
            if depth == 0 or (depth == 1 and mark == ","):
                first = self._skip(start)
                if first < token.start() or mark == ",":
                    yield first, token.start()
                start = token.end()
            if depth == 0:
                self._end = start
                return
        raise self._error(f"the bracket `{self._text[begin]}` is not closed", begin)

    def _skip(self, at: int) -> int:
        blank = _BLANK.match(self._text, at)
        return at if blank is None else blank.end()

    def _line(self, at: int) -> int:
        return self._first + self._text.count("\n", 0, at)

    def _error(self, problem: str, at: int) -> InputError:
        return InputError(
            f"{problem}; write a list of objects, or an object with a list `figures`",
            source=self._source,
            line=self._line(at),
        )
