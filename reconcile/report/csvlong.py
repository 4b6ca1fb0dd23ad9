r"""The long CSV form: one row for each keyword and one for each thing that the caption names.

The suggestion that concerns a row stands beside it. Lists within a cell have spaces between
their items; where several suggestions concern one row, their cells have ` | ` between them.
A suggestion that concerns no row gets one of its own, of type `suggestion`.

Where an organism was asked for, `gene_ids` has the ids of the genes in its database (`MGI:98834`).

`safe` says of a suggestion whether a plain `reconcile apply` carries it out, however large or small
its confidence. `accept` is for a person to fill, and has what was decided before; `digest` says
which gene list the row is about, so that `reconcile apply` knows whether it has changed since.

Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula. Such a cell gets an
apostrophe in front, which spreadsheets show as plain text, and so does one that has blanks or
apostrophes before such a character. Control characters, line breaks and marks of the writing
direction are written as `\x1b` or `\u202e`, and a backslash that would look like one of these as
`\x5c`. So each cell is one line, nothing in it is obeyed, and `unguard` brings back what it was.
The TSV form has the same rows and cells with tabs between them, and no quotes: no cell holds a tab
or a line break, and one that begins with a quote has `\x22` in its place, so that it is read alike
with and without quoting.

What is there to be read (texts of the caption, explanations) is mended first; entries of the gene
list, figids and files are as they are.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from reconcile.organism_records import OrganismReconciliation, gene_id_of
from reconcile.patterns import regex
from reconcile.records import Gene, Reconciliation, Suggestion
from reconcile.report.wording import NamedThing, named_things, one_line
from reconcile.shown import escaped, unescaped

__all__ = [
    "COLUMNS",
    "ORGANISM_COLUMNS",
    "csv_report",
    "digest",
    "guard",
    "tsv_line",
    "tsv_report",
    "unguard",
]

COLUMNS = (
    "record_type",
    "figid",
    "source",
    "text",
    "status",
    "label",
    "symbols",
    "hgnc_ids",
    "ncbi_gene_ids",
    "taxon_id",
    "supported",
    "supported_by",
    "action",
    "suggested_symbols",
    "already_listed",
    "reason",
    "confidence",
    "safe",
    "explanation",
    "accept",
    "digest",
)
ORGANISM_COLUMNS = (*COLUMNS, "gene_ids")
"""The columns where an organism was asked for: with the ids of the genes in its database."""

_FORMULA = regex("[' ]*[=+@\uff1d\uff0b\uff0d\uff20-]")


def csv_report(results: Iterable[Reconciliation]) -> Iterator[str]:
    """The header line, then the rows of each figure as one piece.

    The columns are those of the first result: `ORGANISM_COLUMNS` where an organism was asked for.
    """
    columns, results = _columns_of(results)
    yield _lines([columns])
    for result in results:
        yield _lines(_rows(result))


def _columns_of(
    results: Iterable[Reconciliation],
) -> tuple[Sequence[str], Iterable[Reconciliation]]:
    """The columns that results need, and the results, of which one was read."""
    following = iter(results)
    first = list(islice(following, 1))
    own = any(isinstance(result, OrganismReconciliation) for result in first)
    return ORGANISM_COLUMNS if own else COLUMNS, chain(first, following)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([guard(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def tsv_report(results: Iterable[Reconciliation]) -> Iterator[str]:
    """The same in the TSV form."""
    columns, results = _columns_of(results)
    yield tsv_line(columns)
    for result in results:
        yield "".join(map(tsv_line, _rows(result)))


def tsv_line(cells: Iterable[str | float]) -> str:
    r"""Cells as a line of the TSV form; `unguard` brings each text back, numbers are as they are.

    >>> tsv_line(["HER2", '"a"', "b\tc", "-5", -5])
    'HER2\t\\x22a"\tb\\x09c\t\'-5\t-5\n'
    """
    guarded = (guard(cell) if isinstance(cell, str) else str(cell) for cell in cells)
    bare = ("\\x22" + cell[1:] if cell.startswith('"') else cell for cell in guarded)
    return "\t".join(bare) + "\n"


def guard(cell: str) -> str:
    """The cell made harmless for spreadsheets and terminals; `unguard` undoes it.

    >>> guard("=1+1"), guard("'=1+1"), guard("HER2")
    ("'=1+1", "''=1+1", 'HER2')
    """
    shown = escaped(cell)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def unguard(cell: str) -> str:
    """The cell as it was before `guard`; one that `guard` did not write stays what it says.

    >>> unguard("'=1+1"), unguard("'5"), unguard("HER2")
    ('=1+1', "'5", 'HER2')
    """
    return unescaped(cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell)


def digest(keywords: Iterable[str]) -> str:
    """A short name for a gene list, another one for each other list or order.

    The `sha256:` keeps spreadsheets from reading it as a number.

    >>> digest(["AKT1", "MEK"])
    'sha256:65e1cf792e6d4002'
    """
    listed = json.dumps(list(keywords), ensure_ascii=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(listed.encode("ascii")).hexdigest()[:16]


def _rows(result: Reconciliation) -> Iterator[Sequence[str]]:
    """The cells of each row, with those for a person's decision at the end."""
    name = digest(verdict.keyword for verdict in result.keywords)
    own = isinstance(result, OrganismReconciliation)
    for row, genes in _described(result):
        yield (*row, name, " ".join(filter(None, map(gene_id_of, genes)))) if own else (*row, name)


def _described(result: Reconciliation) -> Iterator[tuple[Sequence[str], Sequence[Gene]]]:
    """The cells of each row, and the genes that it is about."""
    head = (result.figid, result.source or "")
    left = list(result.suggestions)
    to_list = [s for s in left if s.action != "add"]
    to_caption = [s for s in left if s.action == "add"]
    for verdict in result.keywords:
        own = [s for s in to_list if s.keyword == verdict.keyword]
        left = [s for s in left if s not in own]
        genes = verdict.genes or _single(verdict.symbol, verdict.hgnc_id, verdict.ncbi_gene_id)
        cells = (
            "keyword",
            *head,
            verdict.keyword,
            verdict.status,
            "",
            *_ids(genes),
            verdict.taxon_id or "",
            "yes" if verdict.supported else "no",
            one_line(" | ".join(verdict.supported_by)),
            *_suggested(own),
        )
        yield cells, genes
    for thing in named_things(result):
        own = [s for s in to_caption if s.keyword in thing.forms]
        left = [s for s in left if s not in own]
        yield ("concept", *head, *_named(thing), "", *_suggested(own)), thing.genes
    for suggestion in left:
        blank = ("",) * 8
        text = suggestion.keyword
        text = one_line(text) if suggestion.action == "add" else text
        yield ("suggestion", *head, text, *blank, *_suggested([suggestion])), ()


def _single(symbol: str | None, hgnc_id: str | None, ncbi_id: str | None) -> tuple[Gene, ...]:
    return () if symbol is None else (Gene(symbol, hgnc_id, ncbi_id),)


def _named(thing: NamedThing) -> tuple[str, ...]:
    text = one_line(" | ".join(thing.forms))
    label, covered = thing.label or "", thing.covered or ""
    return (text, thing.kind, label, *_ids(thing.genes), thing.taxon, covered)


def _ids(genes: Sequence[Gene]) -> tuple[str, str, str]:
    return (
        " ".join(gene.symbol for gene in genes),
        " ".join(gene.hgnc_id for gene in genes if gene.hgnc_id),
        " ".join(gene.ncbi_gene_id for gene in genes if gene.ncbi_gene_id),
    )


def _suggested(suggestions: Sequence[Suggestion]) -> tuple[str, ...]:
    return (
        " | ".join(s.action for s in suggestions),
        " | ".join(" ".join(s.symbols) for s in suggestions),
        " | ".join(" ".join(s.already_listed) for s in suggestions),
        " | ".join(s.reason for s in suggestions),
        " | ".join(f"{s.confidence:.2f}" for s in suggestions),
        " | ".join("yes" if s.safe else "no" for s in suggestions),
        one_line(" | ".join(s.explanation for s in suggestions)),
        " | ".join(map(_answer, suggestions)) if any(map(_answer, suggestions)) else "",
    )


def _answer(suggestion: Suggestion) -> str:
    """What a person said of a suggestion before, as it stands in `accept`."""
    return {"accepted": "y", "declined": "n", None: ""}[suggestion.decision]
