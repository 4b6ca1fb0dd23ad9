"""The file of fixes: a stop list and mapping that a pipeline can read, and people can change.

Tab-separated, one fix a row, the most important first. `*` in `word`, `match`, `gene`, `source` or
`taxon` stands for whatever there is; a column that the header lacks says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from reconcile.benchmark.fixes.fix import ANY, Action, Fix, Fixes, Place
from reconcile.curation.sheet import sheet_rows
from reconcile.errors import InputError
from reconcile.formats.opening import open_source, rewound
from reconcile.patterns import regex
from reconcile.report.csvlong import tsv_line, unguard

__all__ = ["COLUMNS", "fixes_text", "read_fixes"]

COLUMNS: Final = (
    "word",
    "match",
    "gene",
    "action",
    "to",
    "source",
    "taxon",
    "support",
    "wrong",
    "right",
    "open",
    "share",
    "effect",
    "effect_precision",
    "effect_recall",
    "together",
    "examples",
)
"""The columns of the file; `effect` and `together` are of F1."""

_ACTIONS: Final[tuple[Action, ...]] = get_args(Action)
_BETWEEN: Final = regex(r"[\s,;]+")
_PLACES: Final = Place._fields
_MAY_BE_EMPTY: Final = frozenset({"source", "taxon"})


def fixes_text(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of the file.

    Args:
        found: the `list` of `PipelineFaults.to_dict`.
    """
    yield tsv_line(COLUMNS)
    for one in found:
        effect, together = one["effect"], one["together"]
        yield tsv_line(
            (
                one["word"],
                one["match"],
                one["gene"],
                one["action"],
                " ".join(one["to"]),
                one["source"],
                one["taxon"],
                one["figures"],
                one["wrong"],
                one["right"],
                one["open"],
                round(one["share"], 3),
                _six(effect["f1"]),
                _six(effect["precision"]),
                _six(effect["recall"]),
                _six(together["f1"]),
                " ".join(one["examples"]),
            )
        )


def _six(value: float | None) -> str | float:
    return "" if value is None else round(value, 6)


def read_fixes(
    path: str | Path,
    *,
    first: int | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Fixes:
    """The fixes of a file.

    Args:
        path: the file; of its columns `action` and one of `word`, `match`, `gene` have to be
            there, `to`, `source` and `taxon` may be; others make no difference.
        first: so many of them; None for all.
        on_error: gets each row that cannot be used, and the others are read. Without it the first
            one raises.

    Raises:
        InputError: the file cannot be used; or, without `on_error`, one of its rows.
    """

    def report(error: InputError) -> None:
        if on_error is None:
            raise error
        on_error(error)

    source = str(path)
    found: list[Fix] = []
    lines: dict[Place, int] = {}
    try:
        with open_source(path) as stream:
            head = stream.read(4096)
            for line, row in _rows(sheet_rows(rewound(stream, head), source, head), source, report):
                try:
                    fix = _fix(row)
                    if (before := lines.setdefault(fix.place, line)) != line:
                        raise ValueError(f"line {before} is about the same; keep one of the two")
                except ValueError as error:
                    report(InputError(str(error), source=source, line=line))
                else:
                    found.append(fix)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=source) from error
    return Fixes(found[:first])


def _rows(
    rows: Iterator[tuple[int, list[str]]], source: str, report: Callable[[InputError], None]
) -> Iterator[tuple[int, dict[str, str]]]:
    line, header = next(rows, (1, []))
    names = [unguard(name).strip().lower() for name in header]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise InputError(
            f"column {', '.join(twice)} stands twice in the header; keep one",
            source=source,
            line=line,
        )
    if "action" not in names or not {"word", "match", "gene"} & set(names):
        raise InputError(
            "no column action, or none of word, match and gene, in the header; name them",
            source=source,
            line=line,
        )
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            said = f"{len(cells)} cells where the header has {len(names)}; restore the row"
            report(InputError(said, source=source, line=line))
            continue
        yield line, dict(zip(names, map(unguard, cells), strict=True))


def _fix(row: Mapping[str, str]) -> Fix:
    """The fix of a row.

    Raises:
        ValueError: it says nothing that can be done; the message has the remedy.
    """
    action = row["action"].strip().lower()
    known = next((name for name in _ACTIONS if name == action), None)
    if known is None:
        raise ValueError(f"action is {row['action'][:40]!r}; write {', '.join(_ACTIONS)}")
    place = Place(*(_part(name, row) for name in _PLACES))
    if all(part == ANY for part in place):
        raise ValueError("nothing says what this is about; name a word, match or gene")
    to = tuple(dict.fromkeys(filter(None, _BETWEEN.split(row.get("to", "")))))
    if (known == "stop") is bool(to):
        remedy = "empty the column `to`, or write map" if to else "name symbols in the column `to`"
        raise ValueError(f"the action is {known}; {remedy}")
    return Fix(known, place, to)


def _part(name: str, row: Mapping[str, str]) -> str:
    if name not in row:
        return ANY
    cell = row[name].strip()
    return cell if cell or name in _MAY_BE_EMPTY else ANY
