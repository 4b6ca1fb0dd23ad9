"""GMT: gene lists as the sets that enrichment tools read, one figure a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reconcile.errors import InputError
from reconcile.formats.changes import Change, change_of, changed_keywords
from reconcile.formats.characters import FIGID_IN_LINES, representable
from reconcile.patterns import regex
from reconcile.records import GENE_STATUSES, Reconciliation

__all__ = ["NO_DESCRIPTION", "current_symbols", "gmt_line", "reconciled_symbols"]

NO_DESCRIPTION: Final = "na"
"""What stands where a figure has no title, as GMT has it."""

_BREAK: Final = regex(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]+")


def gmt_line(figid: str, description: str | None, symbols: Sequence[str]) -> str:
    r"""A figure as a line: figid, description, symbols, with tabs between them.

    Tabs and line breaks of the description become blanks.

    Raises:
        InputError: the figid has a tab, a `|`, a line break, a blank at an end, or begins with
            `#`.

    >>> gmt_line("F1", None, ["ERBB2", "EGFR"])
    'F1\tna\tERBB2\tEGFR\n'
    """
    representable(figid, FIGID_IN_LINES, form="GMT", what="the figid")
    if not figid or figid != figid.strip() or figid.startswith("#"):
        raise InputError(
            f"{figid!r} cannot stand first in a line of GMT; give the figure another figid"
        )
    about = _BREAK.sub(" ", description or "").strip() or NO_DESCRIPTION
    return "\t".join((figid, about, *symbols)) + "\n"


def current_symbols(result: Reconciliation) -> tuple[str, ...]:
    """The human genes that a list has as it stands, by their current symbols, in its order.

    Labels of families, symbols of other species and what is no gene are left out.
    """
    return tuple(dict.fromkeys(_current(result)))


def reconciled_symbols(
    result: Reconciliation, changes: Iterable[Change] | None = None
) -> tuple[str, ...]:
    """The same once changes are carried out.

    Args:
        result: what is known of the list.
        changes: the changes; None for the suggestions of the result.

    Raises:
        PatchError: the changes contradict each other.
    """
    symbols = dict(_current_by_keyword(result))
    listed = {verdict.keyword for verdict in result.keywords}
    if changes is None:
        changes = map(change_of, result.suggestions)
    after = changed_keywords(tuple(verdict.keyword for verdict in result.keywords), changes)
    put_in = (word for word in after if word in symbols or word not in listed)
    return tuple(dict.fromkeys(symbols.get(word, word) for word in put_in))


def _current(result: Reconciliation) -> Iterable[str]:
    return (symbol for _, symbol in _current_by_keyword(result))


def _current_by_keyword(result: Reconciliation) -> Iterator[tuple[str, str]]:
    for verdict in result.keywords:
        if verdict.status in GENE_STATUSES and verdict.symbol is not None:
            yield verdict.keyword, verdict.symbol
