"""Results as pandas tables; needs the extra `pandas`.

Each table has the same columns and dtypes whatever the results are, also when there are none.
What is undefined is `<NA>`: a score without anything to score is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from reconcile.errors import ReconcileError
from reconcile.extras import quiet, to_install
from reconcile.metrics import Counts
from reconcile.records import Gene, KeywordVerdict, Mention, Reconciliation, Suggestion
from reconcile.shape import element, fields_of, is_text, without_none

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["COLUMNS", "TABLES", "Reconciliations", "Table", "to_frame"]

Table: TypeAlias = Literal["figures", "keywords", "mentions", "suggestions"]
TABLES: tuple[Table, ...] = get_args(Table)

_DTYPES: Final = {int: "Int64", float: "Float64", bool: "boolean"}
_ROWS: Final[Mapping[Table, type]] = MappingProxyType(
    {"keywords": KeywordVerdict, "mentions": Mention, "suggestions": Suggestion}
)
"""What the rows of a table are, those of `figures` apart."""
_GENES: Final = {"symbols": "symbol", "hgnc_ids": "hgnc_id", "ncbi_gene_ids": "ncbi_gene_id"}
"""The columns in the place of a field that has genes, and what they say of each."""


def _columns(record: type) -> Iterator[tuple[str, str]]:
    """The columns of a record with their dtypes: fields of one value, of texts and of genes."""
    for name, hint in fields_of(record).items():
        plain, _ = without_none(hint)
        item = element(plain)
        if is_text(plain):
            yield name, "string"
        elif item is Gene:
            yield from dict.fromkeys(_GENES, "object").items()
        elif item is str:
            yield name, "object"
        elif plain is Counts:
            yield from dict.fromkeys(fields_of(Counts), "Int64").items()
        elif record is Reconciliation and item is not None:
            yield name, "Int64"
        elif plain in _DTYPES:
            yield name, _DTYPES[plain]


COLUMNS: Final[Mapping[Table, Mapping[str, str]]] = MappingProxyType(
    {
        "figures": dict(_columns(Reconciliation)),
        **{
            table: {"figid": "string", "position": "Int64", **dict(_columns(record))}
            for table, record in _ROWS.items()
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
    rows = [row for result in results for row in _rows(result.to_dict(), table)]
    with quiet():
        return pd.DataFrame(
            {
                name: pd.Series([row[name] for row in rows], dtype=dtype)
                for name, dtype in COLUMNS[table].items()
            }
        )


def _rows(figure: Mapping[str, Any], table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a figure, by column and with more than the columns."""
    if table == "figures":
        blank = dict.fromkeys(fields_of(Counts))
        yield {**figure, **blank, **figure["counts"], **{name: len(figure[name]) for name in _ROWS}}
        return
    for i, row in enumerate(figure[table]):
        yield {
            **{name: tuple(v) if isinstance(v, list) else v for name, v in row.items()},
            **_of_genes(row.get("genes")),
            "figid": figure["figid"],
            "position": i,
        }


def _of_genes(genes: Iterable[Mapping[str, str | None]] | None) -> dict[str, tuple[str, ...]]:
    """What stands in the place of genes; nothing for a row that has no place for them."""
    if genes is None:
        return {}
    return {
        name: tuple(value for gene in genes if (value := gene[key])) for name, key in _GENES.items()
    }
