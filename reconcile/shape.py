"""The fields of results as they stand in JSON, with their types, told by the records themselves.

What has columns of its own, such as Parquet and the tables of pandas, makes them from this, so that
a field that a record gains is in all of them.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from reconcile.metrics import Counts
from reconcile.organism_records import OrganismMention, OrganismReconciliation
from reconcile.override import Override
from reconcile.plain import json_names
from reconcile.records import Coverage, Mention, Reconciliation

__all__ = ["WHERE_GIVEN", "element", "fields_of", "is_text", "without_none"]

_TOLD_BY_THE_FIGURE: Final[dict[type, dict[str, Any]]] = {
    Mention: {"covered": Coverage},
    OrganismMention: {"covered": Coverage},
    Reconciliation: {"counts": Counts},
    OrganismReconciliation: {"counts": Counts},
}
"""What the object of a figure says of a record beyond the record itself, or more exactly."""

WHERE_GIVEN: Final[dict[str, Any]] = {"overrides": tuple[Override, ...], "calibration": str}
"""What the object of a figure says last, and only where such files were given."""


def fields_of(record: type) -> dict[str, Any]:
    """The names of a record's fields in the object of a figure, in order, with their types.

    >>> from reconcile.records import Gene
    >>> fields_of(Gene)
    {'symbol': <class 'str'>, 'hgnc_id': str | None, 'ncbi_gene_id': str | None}
    """
    hints = get_type_hints(record)
    found = {name: hints[own] for name, own in json_names(record).items()}
    return found | _TOLD_BY_THE_FIGURE.get(record, {})


def without_none(hint: Any) -> tuple[Any, bool]:
    """A type without None, and whether it had it."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    (one,) = (part for part in get_args(hint) if part is not NoneType)
    return one, True


def element(hint: Any) -> Any | None:
    """What a tuple type holds any number of; None for a type that is no tuple."""
    return get_args(hint)[0] if get_origin(hint) is tuple else None


def is_text(hint: Any) -> bool:
    """Whether values of a type are texts: any, or those of a `Literal`."""
    return hint is str or get_origin(hint) is Literal
