"""Decisions of a person about suggestions: the CSV report with `accept` filled in, or JSONL.

A CSV may have been through a spreadsheet: a byte order mark, `;` or tab between the cells, other
line ends, columns in another order, further columns and missing rows make no difference.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from reconcile.errors import InputError
from reconcile.formats.fields import bounded_lines, decode, too_large
from reconcile.formats.jsontext import NotJSON, parse
from reconcile.formats.opening import open_source, rewound
from reconcile.formats.patch import Change, is_done
from reconcile.records import Action, Failure
from reconcile.report.csvlong import digest, unguard
from reconcile.report.wording import printable

__all__ = ["Decision", "accepted_changes", "read_decisions"]

_REQUIRED: Final = ("figid", "text", "action", "suggested_symbols", "accept", "digest")
_DELIMITERS: Final = (",", ";", "\t")
_YES: Final = frozenset({"y", "yes", "true", "1", "x", "accept", "accepted"})
_NO: Final = frozenset({"n", "no", "false", "0", "-", "reject", "rejected"})
_ACTIONS: Final[Mapping[str, Action]] = {"add": "add", "remove": "remove", "replace": "replace"}
_BOMS: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What spreadsheets make of SEPT2, MARCH1, 1E5 or 12:30.
_CONVERTED: Final = re.compile(
    r"\d{1,4}[-./ ]\w+\.?([-./ ]\d+)?|\w+\.?[-. ]\d{2,4}|\d[.,]?\d*E[+-]?\d+|\d+(:\d+)+"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """An accepted suggestion.

    Attributes:
        figid: the record.
        digest: the gene list that the suggestion was made for, see `reconcile.report.csvlong`.
        change: what to do; control characters of the keyword may be written out.
        source: the file of the decision.
        line: its line there.
    """

    figid: str
    digest: str
    change: Change
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row or suggestion as the file has it; `accept` is None where nothing was decided."""

    accept: bool | None
    decision: Decision


def read_decisions(
    path: str | Path, *, on_error: Callable[[Failure], None] | None = None
) -> dict[str, list[Decision]]:
    """The accepted suggestions of a file by figid, in file order, each once.

    `accept` is y, yes, true, 1, x or accept; n, no, false, 0, - or reject; or empty, in any
    case. A JSONL line is a row of the CSV as an object, or a figure of `report --format jsonl`
    whose suggestions have `accept`.

    Args:
        path: the file.
        on_error: gets each line that cannot be used. Without it the first one raises.

    Raises:
        InputError: the file cannot be used; or, without `on_error`, one of its lines.
    """
    source = str(path)

    def report(error: InputError) -> None:
        if on_error is None:
            raise error
        on_error(Failure(source=error.source or source, error=error.message, line=error.line))

    try:
        with open_source(path) as stream:
            return _accepted(_rows(stream, source), report)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=source) from error


def accepted_changes(
    decisions: Sequence[Decision], keywords: Sequence[str], *, source: str
) -> tuple[Change, ...]:
    """The changes that decisions about one record ask for; none where all were made before.

    Args:
        decisions: those about the record.
        keywords: its gene list as it is now.
        source: the record's file, for messages.

    Raises:
        InputError: the list is another one than the decisions were made for, or an entry that
            they name is not in it.
    """
    names = {_plain(keyword): keyword for keyword in reversed(keywords)}
    changes = [(decision, _named(decision.change, keywords, names)) for decision in decisions]
    now = digest(keywords)
    current: list[Change] = []
    for decision, change in changes:
        if decision.digest != now:
            if is_done(keywords, change):
                continue
            raise InputError(
                f"the gene list of {decision.figid} has changed since the decision in "
                f"{decision.source}:{decision.line}; make a new report and decide again",
                source=source,
            )
        if change.action != "add" and change.keyword not in keywords:
            hint = "restore the row"
            if _CONVERTED.fullmatch(change.keyword):
                hint = "a spreadsheet may have rewritten it: import the columns as text"
            raise InputError(
                f"{change.keyword!r} is not in the gene list of {decision.figid}; {hint}",
                source=decision.source,
                line=decision.line,
            )
        current.append(change)
    return tuple(dict.fromkeys(current))


def _plain(keyword: str) -> str:
    """A keyword as a report shows it."""
    return printable(keyword).strip()


def _named(change: Change, keywords: Sequence[str], names: Mapping[str, str]) -> Change:
    """The change with the entry as the record has it."""
    if change.action == "add" or change.keyword in keywords:
        return change
    keyword = names.get(_plain(change.keyword), change.keyword)
    return Change(change.action, keyword, change.symbols)


def _accepted(
    rows: Iterable[_Row | InputError], report: Callable[[InputError], None]
) -> dict[str, list[Decision]]:
    accepted: dict[tuple[str, str, Change], Decision] = {}
    declined: set[tuple[str, str, Change]] = set()
    for row in rows:
        if isinstance(row, InputError):
            report(row)
            continue
        if row.accept is None:
            continue
        decision = row.decision
        key = (decision.figid, decision.digest, decision.change)
        if key in (declined if row.accept else accepted):
            report(
                InputError(
                    f"the same suggestion for {decision.figid} is accepted in one row and "
                    "declined in another; decide for one",
                    source=decision.source,
                    line=decision.line,
                )
            )
        elif row.accept:
            accepted.setdefault(key, decision)
        else:
            declined.add(key)
    found: dict[str, list[Decision]] = {}
    for decision in accepted.values():
        found.setdefault(decision.figid, []).append(decision)
    return found


def _rows(stream: IO[bytes], source: str) -> Iterator[_Row | InputError]:
    """The rows of a file, with an error in the place of each bad one."""
    head = stream.read(4096)
    stream = rewound(stream, head)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_rows(stream, source)
        return
    encoding = next((name for bom, name in _BOMS.items() if head.startswith(bom)), "utf-8-sig")
    try:
        yield from _csv_rows(io.TextIOWrapper(stream, encoding, newline=""), source)
    except UnicodeError as error:
        raise InputError("not UTF-8; save the spreadsheet as “CSV UTF-8”", source=source) from error


def _csv_rows(lines: Iterable[str], source: str) -> Iterator[_Row | InputError]:
    rows = _cells(iter(lines), source)
    line, header = next(rows, (1, []))
    names = [name.strip().lower() for name in header]
    missing = [name for name in _REQUIRED if names.count(name) != 1]
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


def _cells(lines: Iterator[str], source: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line that it begins on."""
    first = next(lines, "")
    skipped = 0
    found = re.fullmatch("sep=(.)", first.strip().strip('"'), re.IGNORECASE)
    if found:  # Excel's way to name the delimiter
        first, skipped = next(lines, ""), 1
    delimiter = max(_DELIMITERS, key=first.count) if found is None else found.group(1)

    def again() -> Iterator[str]:
        yield first
        yield from lines

    reader = csv.reader(again(), delimiter=delimiter)
    begin = 1 + skipped
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(
                f"not CSV ({error}); save it again", source=source, line=begin
            ) from error
        if row is None:
            return
        yield begin, row
        begin = reader.line_num + 1 + skipped


def _json_rows(stream: IO[bytes], source: str) -> Iterator[_Row | InputError]:
    for line, data in bounded_lines(stream):
        if data is None:
            yield too_large(source, line)
        elif data.strip(b" \t\r\n\xef\xbb\xbf"):
            yield from _caught(_json_decisions(data, source, line))


def _json_decisions(data: bytes, source: str, line: int) -> Iterator[_Row]:
    try:
        value = parse(decode(data, source=source, first_line=line))
    except NotJSON as error:
        raise InputError(
            f"not JSON ({error}); write one object a line", source=source, line=line
        ) from error
    if not isinstance(value, dict):
        raise InputError("not a JSON object; write one a line", source=source, line=line)
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
                "accept": suggestion.get("accept"),
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
    if missing := [name for name in _REQUIRED if name not in row]:
        raise InputError(
            f"no field {', '.join(missing)}; expected those of `reconcile report --format csv`",
            source=source,
            line=line,
        )
    cells: dict[str, str] = {}
    for name in (*_REQUIRED, "already_listed"):
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


def _caught(rows: Iterator[_Row]) -> Iterator[_Row | InputError]:
    try:
        yield from rows
    except InputError as error:
        yield error


def _row_decisions(row: Mapping[str, str], source: str, line: int) -> Iterator[_Row]:
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
            f"{len(accepts)} answers for {len(actions)} suggestions; write one for all, or one "
            "for each with | between them"
        )
    if not name:
        raise bad("no digest; restore it from the report")
    accepts *= len(actions) // len(accepts)
    symbols = _split(row, "suggested_symbols", len(actions), bad)
    listed = _split(row, "already_listed", len(actions), bad)
    for accept, action, put, have in zip(accepts, actions, symbols, listed, strict=True):
        if action not in _ACTIONS:
            raise bad(f"action is {action!r}; write add, remove or replace")
        if action != "add" and not row["text"].strip():
            raise bad(f"no text; name the entry to {action}")
        if action != "remove" and not put and not have:
            raise bad(f"no suggested_symbols; name what to {action}")
        # What the list has under another name need not be put in.
        fresh = () if action == "remove" else tuple(s for s in put if s not in have)
        keyword = "" if action == "add" else row["text"]
        change = Change(_ACTIONS[action], keyword, fresh)
        yield _Row(accept, Decision(figid, name, change, source, line))


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
        raise bad(f"{name} has {len(parts)} parts for {count} suggestions; restore the cell")
    return [tuple(part.split()) for part in parts]
