"""JSONL: one figure a line, `{"figid": …, "caption": …, "keywords": […], …}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from reconcile.errors import InputError
from reconcile.formats.fields import (
    Lines,
    Report,
    build_figure,
    decode,
    read_figid,
    too_large,
)
from reconcile.formats.jsontext import NotJSON, parse
from reconcile.records import Figure

__all__ = ["figure_of_object", "read_jsonl"]

_ALIASES = {
    "title": ("figtitle", "title"),
    "paper_title": ("papertitle", "paper_title"),
    "organisms": ("organisms", "organisms_ner"),
}


def read_jsonl(lines: Lines, *, source: str, report: Report) -> Iterator[tuple[int, Figure]]:
    """The figures of numbered lines, each with its line; bad lines go to `report` one by one."""
    empty = True
    for number, data in lines:
        if data is not None and not data.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        empty = False
        figid = None
        try:
            if data is None:
                raise too_large(source, number)
            record = _parse(data, source, number)
            figid = read_figid(record, source=source, locate=lambda *_, n=number: n)
            figure = figure_of_object(record, source=source, line=number)
        except InputError as error:
            report(error, figid)
        else:
            yield number, figure
    if empty:
        report(InputError("the file is empty; remove it or restore the records", source=source))


def figure_of_object(record: dict[str, Any], *, source: str, line: int) -> Figure:
    """A decoded JSON object, or a row of a table, as a figure.

    `figtitle` and `title` name the same field, as do `papertitle` and `paper_title`; `year`,
    `journal_title` and `figlink` are kept as `Figure.meta`; other names are ignored.

    Raises:
        InputError: see `read_figures`; names the line.

    >>> figure_of_object({"figid": "F1", "keywords": ["AKT1"]}, source="a.jsonl", line=1).caption
    """
    fields = dict(record)
    for field, names in _ALIASES.items():
        fields[field] = next((record[name] for name in names if record.get(name)), None)
    return build_figure(fields, source=source, locate=lambda *_: line)


def _parse(data: bytes, source: str, number: int) -> dict[str, Any]:
    text = decode(data, source=source, first_line=number)
    try:
        record = parse(text.rstrip(), hook=_unique)
    except NotJSON as error:
        raise InputError(
            f"not JSON ({error}); write one object a line", source=source, line=number
        ) from error
    if not isinstance(record, dict):
        raise InputError(
            'not a JSON object; write `{"figid": …, "caption": …, "keywords": […]}`',
            source=source,
            line=number,
        )
    return record


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name in times if times[name] > 1)
        raise ValueError(f"the field `{twice}` is there twice, keep one")
    return record
