"""The table: rows in one order, found by the surface keys of their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final, TypeAlias

from reconcile.errors import InputError
from reconcile.lexicon import Lexicon
from reconcile.override import Override
from reconcile.text import surface_key

__all__ = ["Matter", "Overrides", "fault_of", "matter_of"]

LONGEST: Final = 200
"""Characters that a word, a name or a piece of context may have."""

Matter: TypeAlias = tuple[str, str | None, frozenset[str]]
"""What two rows must not both speak of: word, organism, context."""


def matter_of(row: Override) -> Matter:
    """What a row speaks of."""
    return row.word, row.organism, frozenset(map(surface_key, row.context))


def fault_of(row: Override) -> str | None:
    """What is wrong with a row by itself, None if nothing is."""
    for what, texts in (
        ("word", (row.word,)),
        ("context", row.context),
        ("decided_by", row.decided_by),
    ):
        if long := next((text for text in texts if len(text) > LONGEST), None):
            return f"{what} has {len(long)} characters; write at most {LONGEST}"
    if cut := next((one for one in (*row.context, *row.decided_by) if ";" in one), None):
        return f"{cut!r} has a semicolon, which stands between such; write it without"
    if not surface_key(row.word):
        return f"word is {row.word!r}, without letters or digits; write the word of the figure"
    if not row.decided_by:
        return "no decided_by; write who confirmed the reading"
    for one in row.context:
        if not surface_key(one):
            return f"context is {one!r}, without letters or digits; name a gene or a word"
        if surface_key(one) == surface_key(row.word):
            return f"context names the word {row.word!r} itself; name what stands beside it"
    return None


class Overrides:
    """Readings that curators confirmed; the order of the rows makes no difference.

    >>> table = Overrides([Override("PDK1", ("PDPK1",), decided_by=("Ann",))])
    >>> len(table), [row.genes for row in table.called("PDK-1")]
    (1, [('PDPK1',)])
    """

    def __init__(self, rows: Iterable[Override] = ()) -> None:
        """Take the rows.

        Raises:
            InputError: a row that says nothing, or two that speak of the same.
        """
        known: dict[Matter, Override] = {}
        for row in rows:
            if wrong := fault_of(row):
                raise InputError(f"override of {row.word!r}: {wrong}")
            other = known.setdefault(matter_of(row), row)
            if other is not row:
                raise InputError(
                    f"override of {row.word!r}: it is {other.means} in one row and {row.means} in "
                    "another, with the same context and organism; keep one of them"
                )
        self.rows: tuple[Override, ...] = tuple(sorted(known.values(), key=_order))

    def __iter__(self) -> Iterator[Override]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Overrides) and self.rows == other.rows

    def __hash__(self) -> int:
        return hash(self.rows)

    def __repr__(self) -> str:
        return f"Overrides({list(self.rows)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return Overrides, (self.rows,)

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Override, ...]]:
        """The rows by the surface keys of their words."""
        found: dict[str, tuple[Override, ...]] = {}
        for row in self.rows:
            key = surface_key(row.word)
            found[key] = (*found.get(key, ()), row)
        return MappingProxyType(found)

    @cached_property
    def context_keys(self) -> frozenset[str]:
        """The surface keys of all that rows name as their context."""
        return frozenset(surface_key(one) for row in self.rows for one in row.context)

    def called(self, word: str) -> tuple[Override, ...]:
        """The rows whose words have the surface key of a word."""
        return self.by_key.get(surface_key(word), ())

    def check(self, lexicon: Lexicon) -> None:
        """See whether the genes are such.

        Raises:
            InputError: a symbol that the lexicon does not have as an approved one.
        """
        for row in self.rows:
            for symbol in row.genes:
                if lexicon.gene_by_symbol(symbol) is None:
                    raise InputError(
                        f"override of {row.word!r}: no human gene has the symbol {symbol!r}; name "
                        "an approved one"
                    )


def _order(row: Override) -> tuple[object, ...]:
    return surface_key(row.word), row.word, row.organism or "", row.context, row.genes
