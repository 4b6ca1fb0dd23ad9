"""JSONL: one figure a line, `{"figid": …, "caption": …, "keywords": […], …}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from reconcile.errors import InputError
from reconcile.formats.columns import Columns
from reconcile.formats.fields import (
    Lines,
    Report,
    build_figure,
    decode,
    is_missing,
    read_figid,
    too_large,
)
from reconcile.formats.jsontext import NotJSON, parse
from reconcile.formats.recoding import recoded_lines
from reconcile.records import Figure

__all__ = ["Records", "figure_of_object", "object_fields", "read_jsonl", "unique_fields"]

_GUESSED: Final = Columns()


def read_jsonl(
    lines: Lines, *, source: str, report: Report, columns: Columns = _GUESSED
) -> Iterator[tuple[int, Figure]]:
    """The figures of numbered lines, each with its line; bad lines go to `report` one by one."""
    records = Records(source, report, columns)
    try:
        for number, data in recoded_lines(lines, source=source):
            if data is not None and not data.strip(b" \t\r\n\xef\xbb\xbf"):
                continue
            figure = records.figure(number, partial(_parse, data, source, number))
            if figure is not None:
                yield number, figure
        if not records.count:
            problem = "the file is empty; remove it or restore the records"
            raise InputError(problem, source=source)
    except InputError as error:
        report(error)
    records.finish()


class Records:
    """The way from the objects of one file to figures.

    Args:
        source: the file.
        report: gets each bad object.
        columns: knows what the keys mean.

    Attributes:
        count: how many objects came, bad ones among them.
    """

    def __init__(self, source: str, report: Report, columns: Columns) -> None:
        self.count = 0
        self._source, self._report, self._columns = source, report, columns
        self._unseen = columns.missing(())

    def figure(self, line: int, decoded: Callable[[], Any]) -> Figure | None:
        """The figure of an object; None after its error was reported.

        Args:
            line: of the object.
            decoded: gives it, or raises an `InputError`.
        """
        self.count += 1
        figid = None
        try:
            record = decoded()
            if not isinstance(record, dict):
                raise InputError(
                    'not a JSON object; write `{"figid": …, "caption": …, "keywords": […]}`',
                    source=self._source,
                    line=line,
                )
            if self._unseen:
                self._unseen = [n for n in self._columns.missing(record) if n in self._unseen]
            fields = object_fields(record, self._columns, source=self._source, line=line)
            figid = read_figid(fields, source=self._source, locate=lambda *_: line)
            return build_figure(fields, source=self._source, locate=lambda *_: line)
        except InputError as error:
            self._report(error, figid)
            return None

    def finish(self) -> None:
        """Say which keys that the caller named no object had."""
        for name in self._unseen if self.count else ():
            problem = f"no object has the key `{name[:40]}`, which was named; correct --columns"
            self._report(InputError(problem, source=self._source))


def figure_of_object(
    record: dict[str, Any], *, source: str, line: int, columns: Columns = _GUESSED
) -> Figure:
    """A decoded JSON object, or a row of a table, as a figure.

    What the keys may be called is in [Columns][reconcile.formats.columns.Columns]; `year`,
    `journal_title` and `figlink` are kept as `Figure.meta`; other names are ignored.

    Raises:
        InputError: see `read_figures`; names the line.

    >>> figure_of_object({"figid": "F1", "keywords": ["AKT1"]}, source="a.jsonl", line=1).caption
    """
    fields = object_fields(record, columns, source=source, line=line)
    return build_figure(fields, source=source, locate=lambda *_: line)


def object_fields(
    record: Mapping[str, Any], columns: Columns, *, source: str, line: int
) -> dict[str, Any]:
    """The values of an object by field; of several keys for a field the first that says something.

    Raises:
        InputError: a key could be a field and is not clearly one, see `Columns.find`.
    """
    try:
        found = columns.find(tuple(record), strict=False)
    except InputError as error:
        raise InputError(error.message, source=source, line=line) from None
    fields = {field: _first([record[name] for name in names]) for field, names in found.items()}
    fields["ocr"] = record.get("ocr")
    return fields


def _first(values: list[Any]) -> Any:
    for value in values[:-1]:
        entries = value if isinstance(value, list) else [value]
        if not all(map(is_missing, entries)):
            return value
    return values[-1]


def _parse(data: bytes | None, source: str, number: int) -> Any:
    if data is None:
        raise too_large(source, number)
    text = decode(data, source=source, first_line=number)
    try:
        return parse(text.rstrip(), hook=unique_fields)
    except NotJSON as error:
        raise InputError(
            f"not JSON ({error}); write one object a line", source=source, line=number
        ) from error


def unique_fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object of its pairs.

    Raises:
        ValueError: a name is there twice.
    """
    record = dict(pairs)
    if len(record) != len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name in times if times[name] > 1)
        raise ValueError(f"the field `{twice}` is there twice, keep one")
    return record
