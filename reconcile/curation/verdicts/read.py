"""Reading verdicts. What kind of file it is tells its content, not its name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final

from reconcile.curation.decisions import Decision, csv_decisions
from reconcile.curation.sheet import sheet_rows
from reconcile.curation.verdicts.decided import of_decisions
from reconcile.curation.verdicts.objects import of_objects
from reconcile.curation.verdicts.said import FigureVerdicts, Verdicts
from reconcile.curation.verdicts.tables import COLUMNS, of_table, tabbed_rows
from reconcile.curation.verdicts.words import Line, Names
from reconcile.errors import InputError
from reconcile.formats.opening import open_source, rewound
from reconcile.lexicon import Lexicon
from reconcile.patterns import regex
from reconcile.records import Failure

__all__ = ["read_verdicts"]

_HEAD: Final = 65_536
"""Bytes by which a file is told."""
_SILENT: Final = regex(r"#|\"?sep=.\"?$|$", re.IGNORECASE)
_KINDS: Final = (
    "decisions of `reconcile store export` or of a report with `accept` filled in, lines of JSON "
    'with `figid` and `keywords` (`{"EGFR": "ok"}`), or a table with the columns figid, entry, '
    "verdict and symbols"
)


def read_verdicts(
    path: str | Path, lexicon: Lexicon, *, on_error: Callable[[Failure], None] | None = None
) -> Verdicts:
    """Read what people said of the entries of gene lists.

    Args:
        path: decisions as `apply --decisions` reads them, as CSV, TSV or JSON Lines: who removes an
            entry, or replaces it by other genes, finds it wrong; who declines that, or gives it a
            new name, right. Or JSON Lines with `figid`, `keywords` (an object from entry to `ok`,
            `wrong` or another word for what is not judged) and, where somebody marked them,
            `missing` (symbols) and the `mentions` of the caption (objects with `required` and
            `allowed` symbols). Or a table with the columns figid, entry, verdict (`ok`, `wrong`,
            `missing`, or another word) and symbols (what belongs there instead); without a header
            in this order with tabs between them. Empty lines and lines of a table that begin with
            `#` are passed over.
        lexicon: knows what is another name of the same gene.
        on_error: gets each line that cannot be used, which is then left out, and each that
            contradicts an earlier one: of the entry that they are about neither is believed.
            Without it the first one raises.

    Raises:
        InputError: the file cannot be read or is none of these; or, without `on_error`, a bad line.
    """
    source = str(path)

    def report(error: InputError) -> None:
        if on_error is None:
            raise error
        on_error(Failure(error.source or source, error.message, error.line))

    names = Names(lexicon)
    decisions: list[Decision] = []
    lines: list[Line] = []
    try:
        with open_source(path) as stream:
            for piece in _pieces(stream, source, names):
                if isinstance(piece, InputError):
                    report(piece)
                elif isinstance(piece, Decision):
                    decisions.append(piece)
                else:
                    lines.append(piece)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=source) from error
    lines += of_decisions(decisions, names)
    return _joined(sorted(lines, key=lambda one: one.line), source, report)


def _joined(lines: Iterable[Line], source: str, report: Callable[[InputError], None]) -> Verdicts:
    """All lines together; the first contradiction about each entry is told."""
    figures: dict[str, list[FigureVerdicts]] = {}
    first: dict[tuple[str, str], dict[str, int]] = {}
    for one in lines:
        figures.setdefault(one.figid, []).append(one.said)
        for verdict, entries in (("ok", one.said.ok), ("wrong", one.said.wrong)):
            for entry in sorted(entries):
                known = first.setdefault((one.figid, entry), {})
                if verdict not in known:
                    known[verdict] = one.line
                    if len(known) > 1:
                        report(_contradiction(one.figid, entry, verdict, known, source))
    joined = {figid: FigureVerdicts.joined(figures[figid]) for figid in sorted(figures)}
    return Verdicts((source,), joined)


def _contradiction(
    figid: str, entry: str, verdict: str, lines: Mapping[str, int], source: str
) -> InputError:
    here = lines[verdict]
    there, line = next(item for item in lines.items() if item[0] != verdict)
    where = "there too" if line == here else f"in line {line}"
    problem = f"{entry} of {figid} is {verdict} here and {there} {where}; decide for one"
    return InputError(problem, source=source, line=here)


def _pieces(stream: IO[bytes], source: str, names: Names) -> Iterator[Line | Decision | InputError]:
    """What a file says, in its order, with an error in the place of each bad line."""
    head = stream.read(_HEAD)
    stream = rewound(stream, head)
    first = _first_line(head)
    if first.startswith("{"):
        yield from of_objects(stream, source, names)
        return
    delimiter = max(",;\t", key=first.count)
    columns = [name.strip().strip('"').lower() for name in first.split(delimiter)]
    if "accept" in columns:
        yield from csv_decisions(sheet_rows(stream, source, head), source)
    elif delimiter == "\t" and len(columns) > 1:
        yield from of_table(tabbed_rows(stream, source), source, names)
    elif not set(COLUMNS["verdict"]).isdisjoint(columns):
        yield from of_table(sheet_rows(stream, source, head), source, names)
    else:
        raise InputError(f"no verdicts; expected {_KINDS}", source=source)


def _first_line(head: bytes) -> str:
    """The first line that says something, as far as it was read."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    return next((t for line in text.splitlines() if not _SILENT.match(t := line.strip())), "")
