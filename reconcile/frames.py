"""Results as pandas tables; needs the extra `pandas`.

Each table has the same columns and dtypes whatever the results are, also when there are none.
What is undefined is `<NA>`: a score without anything to score is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from reconcile.errors import ReconcileError
from reconcile.extras import quiet, to_install
from reconcile.metrics import Counts
from reconcile.records import Gene, Reconciliation

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["COLUMNS", "TABLES", "Reconciliations", "Table", "to_frame"]

Table: TypeAlias = Literal["figures", "keywords", "mentions", "suggestions"]
TABLES: tuple[Table, ...] = get_args(Table)

_COUNTS: Final = tuple(one.name for one in fields(Counts))
_TEXT, _WHOLE, _NUMBER, _TRUTH, _LIST = "string", "Int64", "Float64", "boolean", "object"

COLUMNS: Final[Mapping[Table, Mapping[str, str]]] = MappingProxyType(
    {
        "figures": {
            "figid": _TEXT,
            "source": _TEXT,
            "precision": _NUMBER,
            "recall": _NUMBER,
            "recall_strict": _NUMBER,
            "f1": _NUMBER,
            **dict.fromkeys(_COUNTS, _WHOLE),
            "keywords": _WHOLE,
            "mentions": _WHOLE,
            "suggestions": _WHOLE,
        },
        "keywords": {
            "figid": _TEXT,
            "position": _WHOLE,
            "keyword": _TEXT,
            "status": _TEXT,
            "symbol": _TEXT,
            "hgnc_id": _TEXT,
            "ncbi_gene_id": _TEXT,
            "taxon_id": _TEXT,
            "supported": _TRUTH,
            "supported_by": _LIST,
            "symbols": _LIST,
        },
        "mentions": {
            "figid": _TEXT,
            "position": _WHOLE,
            "text": _TEXT,
            "start": _WHOLE,
            "end": _WHOLE,
            "kind": _TEXT,
            "label": _TEXT,
            "symbols": _LIST,
            "hgnc_ids": _LIST,
            "ncbi_gene_ids": _LIST,
            "taxon_id": _TEXT,
            "score": _NUMBER,
            "found_by": _TEXT,
            "covered": _TEXT,
        },
        "suggestions": {
            "figid": _TEXT,
            "position": _WHOLE,
            "action": _TEXT,
            "keyword": _TEXT,
            "symbols": _LIST,
            "already_listed": _LIST,
            "reason": _TEXT,
            "confidence": _NUMBER,
            "explanation": _TEXT,
        },
    }
)
"""The columns of each table with their dtypes. `object` columns hold tuples of texts."""


class Reconciliations(tuple[Reconciliation, ...]):
    """Results that are kept together.

    >>> from reconcile import Figure, Reconciler
    >>> figure = Figure("F1", "HER2 rises.", ["ERBB2"])
    >>> results = Reconciliations(Reconciler(ner="lexicon").reconcile_many([figure]))
    >>> len(results), results[0].figid
    (1, 'F1')
    """

    __slots__ = ()

    def to_frame(self, table: Table = "figures") -> DataFrame:
        """One of their tables, see `to_frame` of this module."""
        return to_frame(self, table)


def to_frame(results: Iterable[Reconciliation], table: Table = "figures") -> DataFrame:
    """A table of results, in their order, with `COLUMNS[table]`.

    Args:
        results: any iterable; read once.
        table: `figures` has a row for each figure, `keywords` one for each entry of a gene list,
            `mentions` for each name in a caption, `suggestions` for each suggestion. `position`
            is the place of a row in its figure, from 0.

    Raises:
        ReconcileError: pandas is not installed.
        ValueError: there is no such table.
    """
    if table not in TABLES:
        raise ValueError(f"no table {table!r}; the tables are {', '.join(TABLES)}")
    try:
        with quiet():
            import pandas as pd
    except ImportError as error:
        raise ReconcileError(f"tables need pandas ({error}); {to_install('pandas')}") from error
    rows = [row for result in results for row in _ROWS[table](result)]
    columns = COLUMNS[table]
    with quiet():
        return pd.DataFrame(
            {
                name: pd.Series([row[i] for row in rows], dtype=dtype)
                for i, (name, dtype) in enumerate(columns.items())
            }
        )


def _figures(result: Reconciliation) -> Iterator[tuple[Any, ...]]:
    scores = (result.precision, result.recall, result.recall_strict, result.f1)
    counts = (result.counts.get(name) for name in _COUNTS)
    sizes = map(len, (result.keywords, result.mentions, result.suggestions))
    yield (result.figid, result.source, *scores, *counts, *sizes)


def _keywords(result: Reconciliation) -> Iterator[tuple[Any, ...]]:
    for i, verdict in enumerate(result.keywords):
        yield (
            result.figid,
            i,
            verdict.keyword,
            verdict.status,
            verdict.symbol,
            verdict.hgnc_id,
            verdict.ncbi_gene_id,
            verdict.taxon_id,
            verdict.supported,
            verdict.supported_by,
            _symbols(verdict.genes),
        )


def _mentions(result: Reconciliation) -> Iterator[tuple[Any, ...]]:
    covered = {i: concept.covered for concept in result.concepts for i in concept.mentions}
    for i, mention in enumerate(result.mentions):
        yield (
            result.figid,
            i,
            mention.text,
            mention.start,
            mention.end,
            mention.kind,
            mention.label,
            _symbols(mention.genes),
            tuple(gene.hgnc_id for gene in mention.genes if gene.hgnc_id),
            tuple(gene.ncbi_gene_id for gene in mention.genes if gene.ncbi_gene_id),
            mention.taxon,
            mention.score,
            mention.found_by,
            covered.get(i, "none"),
        )


def _suggestions(result: Reconciliation) -> Iterator[tuple[Any, ...]]:
    for i, suggestion in enumerate(result.suggestions):
        yield (
            result.figid,
            i,
            suggestion.action,
            suggestion.keyword,
            suggestion.symbols,
            suggestion.already_listed,
            suggestion.reason,
            suggestion.confidence,
            suggestion.explanation,
        )


_ROWS: Final = {
    "figures": _figures,
    "keywords": _keywords,
    "mentions": _mentions,
    "suggestions": _suggestions,
}


def _symbols(genes: Iterable[Gene]) -> tuple[str, ...]:
    return tuple(gene.symbol for gene in genes)
