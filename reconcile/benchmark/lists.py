"""Gene lists without captions, as a table with one gene of one figure a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from reconcile.benchmark.goldlist import gene_key
from reconcile.errors import InputError
from reconcile.formats.accepted import CSV_SUFFIXES, TSV_SUFFIXES
from reconcile.formats.columns import Columns
from reconcile.formats.delimited import Delimited
from reconcile.formats.fields import (
    MAX_RECORD_BYTES,
    Lines,
    Report,
    bounded_lines,
    is_database_id,
    is_missing,
)
from reconcile.formats.opening import open_source
from reconcile.formats.tables import empty_table, is_table
from reconcile.lexicon import Lexicon
from reconcile.records import HUMAN, Failure, Figure, OcrWord

__all__ = ["holds_lists", "read_lists"]

_SUFFIXES: Final = CSV_SUFFIXES | TSV_SUFFIXES

_COLUMNS: Final = {
    "figid": ("figid", "wpid"),
    "id": ("ncbi_gene_id", "ncbigene_id", "entrez"),
    "symbol": ("symbol", "ncbigene_symbol"),
    "match": ("match", "lexicon_symbol"),
    "word": ("word",),
    "source": ("source",),
    "taxon": ("taxon_id", "organism_id"),
}


def holds_lists(name: str, columns: Mapping[str, str] | None = None) -> bool:
    """Whether a name is that of a CSV or TSV file with one gene of one figure a row.

    It is one unless its header is that of a table with one figure a row, see `read_figures`.

    Args:
        name: a file, or anything else that a command may be given.
        columns: as for `read_figures`.
    """
    path = Path(name)
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return False
    try:
        with open_source(path) as stream:
            return not is_table(stream.readline(MAX_RECORD_BYTES + 1), Columns(columns))
    except InputError:
        return False  # reading it will say what is wrong


def read_lists(
    path: str | Path, lexicon: Lexicon, *, on_error: Callable[[Failure], None] | None = None
) -> Iterator[Figure]:
    """The figures of a table, in the order of their first rows, with `caption=None`.

    Args:
        path: CSV or TSV with a header. Columns: `figid` or `wpid`; `ncbi_gene_id`, `ncbigene_id`
            or `entrez`; `symbol` or `ncbigene_symbol`; and, as provenance, `word`, `match` or
            `lexicon_symbol`, `source`, `taxon_id` or `organism_id`. A figid and an id or a symbol
            are needed, other columns are ignored.
        lexicon: names the genes that the table gives by id alone.
        on_error: gets each bad row; its figure, if it can be told, is left out. Without it the
            first bad row raises.

    Raises:
        InputError: the file cannot be read, or lacks a column; or, without `on_error`, a bad
            row: no text, no figid, neither id nor symbol, an id that is no number, fewer or more
            cells than the header.
    """
    source = str(path)
    rows: dict[str, list[OcrWord]] = {}
    bad: set[str | None] = set()

    def report(error: InputError, figid: str | None = None) -> None:
        if on_error is None:
            raise error
        on_error(Failure(source, error.message, error.line, figid))
        bad.add(figid)

    try:
        with open_source(path) as stream:
            for figid, word in _rows(bounded_lines(stream), source, report):
                rows.setdefault(figid, []).append(word)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=source) from error
    if not rows and not bad:
        raise empty_table(source)
    for figid, words in rows.items():
        if figid not in bad:
            named = _named(words, lexicon)
            keywords = dict.fromkeys(word.symbol for word in named)
            yield Figure(figid, None, tuple(keywords), ocr=named, source=source)


def _rows(lines: Lines, source: str, report: Report) -> Iterator[tuple[str, OcrWord]]:
    """Figid and word of each row; bad ones go to `report`."""
    table = Delimited(lines, source=source, report=report, quoted_tabs=False)
    columns = _columns(table.header, source, table.line)
    table.key = columns["figid"]
    for line, cells in table.rows():
        row = {field: "" if i is None else cells[i].strip() for field, i in columns.items()}
        problem = _problem(row)
        if problem is None:
            yield row["figid"], _word(row)
        else:
            report(InputError(problem, source=source, line=line), row["figid"] or None)


def _columns(header: Sequence[str], source: str, line: int) -> dict[str, int | None]:
    """Where each field is, None for one that the table lacks.

    Raises:
        InputError: it lacks the figure or its genes.
    """
    names = [name.lower() for name in header]
    columns = {
        field: next((names.index(name) for name in known if name in names), None)
        for field, known in _COLUMNS.items()
    }
    if columns["figid"] is None or (columns["id"] is None and columns["symbol"] is None):
        raise InputError(
            "no column for the figure (figid, wpid) or for its genes (ncbi_gene_id, entrez, "
            "symbol) in the header; name them",
            source=source,
            line=line,
        )
    return columns


def _problem(row: Mapping[str, str]) -> str | None:
    if is_missing(row["figid"]):
        return "no figid; add it or remove the row"
    if is_missing(row["id"]) and is_missing(row["symbol"]):
        return "neither an NCBI Gene id nor a symbol; add one or remove the row"
    for name, what in (("id", "NCBI Gene"), ("taxon", "NCBI Taxonomy")):
        if not is_missing(row[name]) and not is_database_id(row[name]):
            return f"{row[name][:40]!r} is no {what} id, which is a number; correct it"
    return None


def _word(row: Mapping[str, str]) -> OcrWord:
    def given(name: str) -> str | None:
        return None if is_missing(row[name]) else row[name]

    match = given("match") or given("word") or row["symbol"]
    return OcrWord(
        word=given("word") or match,
        match=match,
        symbol=row["symbol"] if given("symbol") else "",
        ncbi_gene_id=given("id"),
        source=given("source"),
        taxon_id=given("taxon") or HUMAN,
    )


def _named(words: list[OcrWord], lexicon: Lexicon) -> list[OcrWord]:
    """The words with the entries of the gene list that they became.

    That is the table's symbol, unless it has none or gives it to several genes, or the lexicon
    does not know a human gene's id, which its letters must then not decide instead.
    """
    ids: dict[str, set[str | None]] = {}
    for word in words:
        ids.setdefault(word.symbol, set()).add(word.ncbi_gene_id)
    found = []
    for word in words:
        symbol = word.symbol
        if word.ncbi_gene_id is not None:
            key, known = gene_key(word.ncbi_gene_id, lexicon)
            foreign = word.taxon_id != HUMAN
            if not symbol or (not foreign and (not known or len(ids[symbol]) > 1)):
                symbol = key
        found.append(replace(word, symbol=symbol))
    return found
