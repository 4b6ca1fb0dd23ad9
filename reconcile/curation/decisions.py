"""Decisions of people about suggestions: the CSV report with `accept` filled in, or JSONL.

A CSV may have been through a spreadsheet: a byte order mark, `;` or tab between the cells, other
line ends, columns in another order, further columns and missing rows make no difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from reconcile.curation.sheet import sheet_rows
from reconcile.errors import InputError
from reconcile.formats.cells import mangled
from reconcile.formats.changes import Change
from reconcile.formats.fields import (
    bounded_lines,
    decode,
    is_missing,
    too_large,
)
from reconcile.formats.jsontext import NotJSON, parse
from reconcile.formats.opening import open_source, rewound
from reconcile.patterns import regex
from reconcile.records import Action, Failure
from reconcile.report.csvlong import digest, unguard
from reconcile.report.wording import plural

__all__ = [
    "REQUIRED",
    "Decision",
    "csv_decisions",
    "json_decisions",
    "json_object",
    "read_decisions",
]

REQUIRED: Final = ("figid", "text", "action", "suggested_symbols", "accept", "digest")
"""The columns or fields without which nothing is a decision."""
_BETWEEN: Final = regex(r"[\s,;]+")
"""What stands between symbols that a person wrote."""
_YES: Final = frozenset({"y", "yes", "true", "1", "x", "accept", "accepted"})
_NO: Final = frozenset({"n", "no", "false", "0", "-", "reject", "rejected", "declined"})
_ACTIONS: Final[Mapping[str, Action]] = {"add": "add", "remove": "remove", "replace": "replace"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of a suggestion.

    Attributes:
        figid: the record.
        digest: the gene list that it was said of, see `reconcile.report.csvlong`.
        accept: whether the change is to be made.
        change: the change; control characters of the keyword may be written out.
        text: the entry, or for an addition what the caption has, as a report shows it.
        symbols: all symbols that were suggested, with those that the list had.
        listed: the symbols that the list had.
        source: the file of the decision.
        line: its line there.
        curator: who decided it, "" where the file does not say.
        reason: why it was suggested, "" where the file does not say.
    """

    figid: str
    digest: str
    accept: bool
    change: Change
    text: str
    symbols: frozenset[str]
    listed: frozenset[str]
    source: str
    line: int
    curator: str = ""
    reason: str = ""

    @property
    def place(self) -> str:
        """File and line, and who decided it."""
        who = f" (by {self.curator})" if self.curator else ""
        return f"{self.source}:{self.line}{who}"

    @property
    def voice(self) -> tuple[str, str]:
        """Who speaks: decisions of one file, and one curator, are of one mind."""
        return self.source, self.curator


def read_decisions(
    *paths: str | Path, on_error: Callable[[Failure], None] | None = None
) -> tuple[Decision, ...]:
    """The decisions of files, in their order; a file that is named twice is read once.

    `accept` is y, yes, true, 1, x or accept; n, no, false, 0, - or reject; or empty, in any
    case. A JSONL line is a row of the CSV as an object, or a figure of `report --format jsonl`
    whose suggestions have `accept`, or else a `decision`.

    Args:
        paths: the files.
        on_error: gets each line that cannot be used. Without it the first one raises.

    Raises:
        InputError: a file cannot be used; or, without `on_error`, one of its lines.
    """

    def report(error: InputError) -> None:
        if on_error is None:
            raise error
        on_error(Failure(source=error.source or "", error=error.message, line=error.line))

    found: list[Decision] = []
    seen: list[os.stat_result] = []
    for path in paths:
        try:
            with open_source(path) as stream:
                status = os.fstat(stream.fileno())
                if any(os.path.samestat(status, other) for other in seen):
                    continue
                seen.append(status)
                found += _decisions(stream, str(path), report)
        except OSError as error:
            problem = f"cannot be read: {error.strerror or error}"
            raise InputError(problem, source=str(path)) from error
    return tuple(found)


def _decisions(
    stream: IO[bytes], source: str, report: Callable[[InputError], None]
) -> Iterator[Decision]:
    for row in _rows(stream, source):
        if isinstance(row, InputError):
            report(row)
        else:
            yield row


def _rows(stream: IO[bytes], source: str) -> Iterator[Decision | InputError]:
    """The rows of a file, with an error in the place of each bad one."""
    head = stream.read(4096)
    stream = rewound(stream, head)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_rows(stream, source)
        return
    yield from csv_decisions(sheet_rows(stream, source, head), source)


def csv_decisions(
    rows: Iterator[tuple[int, list[str]]], source: str
) -> Iterator[Decision | InputError]:
    """The decisions of a table, with an error in the place of each bad row.

    Args:
        rows: of `reconcile.curation.sheet.sheet_rows`.
        source: the file.

    Raises:
        InputError: the header lacks a column.
    """
    line, header = next(rows, (1, []))
    names = [name.strip().lower() for name in header]
    missing = [name for name in REQUIRED if names.count(name) != 1]
    if missing:
        raise InputError(
            f"no column {', '.join(missing)} in the header (or twice); expected the columns of "
            "`reconcile report --format csv`",
            source=source,
            line=line,
        )
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        cut = len(cells) <= names.index("digest")
        if cut or any(cell.strip() for cell in cells[len(names) :]):
            yield InputError(
                f"{len(cells)} cells where the header has {len(names)}; restore the row",
                source=source,
                line=line,
            )
            continue
        row = dict.fromkeys(names, "") | dict(zip(names, map(unguard, cells), strict=False))
        yield from _caught(_row_decisions(row, source, line))


def _json_rows(stream: IO[bytes], source: str) -> Iterator[Decision | InputError]:
    for line, data in bounded_lines(stream):
        if data is None:
            yield too_large(source, line)
        elif data.strip(b" \t\r\n\xef\xbb\xbf"):
            yield from _caught(_line_decisions(data, source, line))


def _line_decisions(data: bytes, source: str, line: int) -> Iterator[Decision]:
    yield from json_decisions(json_object(data, source, line), source, line)


def json_object(data: bytes, source: str, line: int) -> dict[str, Any]:
    """The object of a line of JSON.

    Raises:
        InputError: it has none.
    """
    try:
        value = parse(decode(data, source=source, first_line=line))
    except NotJSON as error:
        raise InputError(
            f"not JSON ({error}); write one object a line", source=source, line=line
        ) from error
    if not isinstance(value, dict):
        raise InputError("not a JSON object; write one a line", source=source, line=line)
    return value


def json_decisions(value: Mapping[str, Any], source: str, line: int) -> Iterator[Decision]:
    """The decisions of an object: a row, or a figure of a report.

    Raises:
        InputError: it is neither.
    """
    if "suggestions" not in value:
        yield from _row_decisions(_texts(value, source, line), source, line)
        return
    try:
        name = digest(entry["keyword"] for entry in value["keywords"])
        rows = [
            {
                "figid": value["figid"],
                "digest": name,
                "text": suggestion["keyword"],
                "action": suggestion["action"],
                "suggested_symbols": suggestion["symbols"],
                "already_listed": suggestion["already_listed"],
                "reason": suggestion.get("reason"),
                "accept": suggestion.get("accept", suggestion.get("decision")),
            }
            for suggestion in value["suggestions"]
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "not a figure of `reconcile report --format jsonl`; keep its fields and add `accept`",
            source=source,
            line=line,
        ) from error
    for row in rows:
        yield from _row_decisions(_texts(row, source, line), source, line)


def _texts(row: Mapping[str, Any], source: str, line: int) -> dict[str, str]:
    """The fields of an object as the cells of a CSV."""
    if missing := [name for name in REQUIRED if name not in row]:
        remedy = "expected those of `reconcile report --format csv`"
        if missing == ["accept"] and "undone" in row:
            remedy = "export the decisions without `--history`"
        problem = f"no field {', '.join(missing)}; {remedy}"
        raise InputError(problem, source=source, line=line)
    state = row.get("state")  # what a database exports has the reason there
    if isinstance(state, Mapping):
        row = {"reason": state.get("reason"), **row}
    cells: dict[str, str] = {}
    for name in (*REQUIRED, "already_listed", "curator", "reason"):
        value = row.get(name)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = " ".join(value)
        if isinstance(value, bool | int) and name == "accept":
            value = str(int(value))
        if value is not None and not isinstance(value, str):
            raise InputError(
                f"`{name}` is no text; write it as in the CSV report", source=source, line=line
            )
        cells[name] = value or ""
    return cells


def _caught(rows: Iterator[Decision]) -> Iterator[Decision | InputError]:
    try:
        yield from rows
    except InputError as error:
        yield error


def _row_decisions(row: Mapping[str, str], source: str, line: int) -> Iterator[Decision]:
    """The decisions of a row, which has several suggestions where ` | ` is in its cells."""

    def bad(message: str) -> InputError:
        return InputError(message, source=source, line=line)

    accepts = [_answer(part, bad) for part in row["accept"].split("|")]
    if accepts == [None]:
        return
    figid, name = row["figid"].strip(), row["digest"].strip()
    if not figid:
        raise bad("no figid; restore the row")
    actions = [part.strip().lower() for part in row["action"].split("|")]
    if actions == [""]:
        if True in accepts:
            raise bad("accepted, but there is no suggestion in the row; write an action")
        return
    if len(accepts) not in {1, len(actions)}:
        raise bad(
            f"{plural(len(accepts), 'answer')} for {plural(len(actions), 'suggestion')}; write one "
            "for all, or one for each with | between them"
        )
    if not name:
        raise bad("no digest; restore it from the report")
    accepts *= len(actions) // len(accepts)
    suggested = _split(row, "suggested_symbols", len(actions), bad)
    present = _split(row, "already_listed", len(actions), bad)
    reasons = [part.strip() for part in row.get("reason", "").split("|")]
    if len(reasons) != len(actions):
        reasons = [""] * len(actions)
    for accept, action, put, have, reason in zip(
        accepts, actions, suggested, present, reasons, strict=True
    ):
        if wrong := _wrong_with(action, row["text"].strip(), put, have):
            raise bad(wrong)
        if accept is None:
            continue
        # What the list has under another name need not be put in.
        whole = () if action == "remove" else put or have
        fresh = tuple(s for s in whole if s not in have)
        keyword = "" if action == "add" else row["text"]
        change = Change(_ACTIONS[action], keyword, fresh)
        symbols, listed = frozenset(whole), frozenset(have)
        yield Decision(
            figid,
            name,
            accept,
            change,
            row["text"].strip(),
            symbols,
            listed,
            source,
            line,
            row.get("curator", "").strip(),
            reason,
        )


def _wrong_with(action: str, text: str, put: Sequence[str], have: Sequence[str]) -> str | None:
    """Why a suggestion cannot be carried out; None if it can."""
    if action not in _ACTIONS:
        return f"action is {action!r}; write add, remove or replace"
    if action != "add" and not text:
        return f"no text; name the entry to {action}"
    if action != "remove" and not put and not have:
        return f"no suggested_symbols; name what to {action}"
    if wrong := [s for s in put if is_missing(s) or not s.isprintable()]:
        return f"{wrong[0]!r} cannot stand in a gene list; name a gene symbol"
    return None


def _answer(cell: str, bad: Any) -> bool | None:
    answer = cell.strip().lower()
    if answer in _YES:
        return True
    if answer in _NO:
        return False
    if answer:
        raise bad(f"accept is {cell.strip()[:40]!r}; write y or n, or leave it empty")
    return None


def _split(row: Mapping[str, str], name: str, count: int, bad: Any) -> list[tuple[str, ...]]:
    """The symbols of each suggestion in a cell."""
    parts = row.get(name, "").split("|")
    if len(parts) != count:
        if not row.get(name, "").strip():
            return [()] * count
        said = f"{plural(len(parts), 'part')} for {plural(count, 'suggestion')}"
        raise bad(f"{name} has {said}; restore the cell")
    for text in (word for part in parts for word in (part.strip(), *_symbols(part))):
        if what := mangled(text):
            raise bad(f"{name} has {text[:40]!r}, {what}; write the gene symbol, as text")
    return [_symbols(part) for part in parts]


def _symbols(part: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN.split(part)))
