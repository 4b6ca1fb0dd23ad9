"""`outdated_symbol` and `alias_symbol`: the right gene under another name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from reconcile.records import Suggestion
from reconcile.suggest.case import Case

__all__ = ["alias_symbol", "outdated_symbol"]


def outdated_symbol(case: Case) -> Iterator[Suggestion]:
    """Replace a former symbol by the current one."""
    return _renamed(case, "previous", "outdated_symbol", "a former symbol", 0.95)


def alias_symbol(case: Case) -> Iterator[Suggestion]:
    """Replace an alias by the current symbol."""
    return _renamed(case, "alias", "alias_symbol", "an alias", 0.9)


def _renamed(
    case: Case,
    status: Literal["previous", "alias"],
    reason: Literal["outdated_symbol", "alias_symbol"],
    what: str,
    confidence: float,
) -> Iterator[Suggestion]:
    by_own_name = {v.keyword for v in case.comparison.verdicts if v.symbol == v.keyword}
    for verdict, refs in case.comparison.distinct(status):
        symbol = case.symbol(refs[0])
        others = symbol in by_own_name
        unsure = any(piece.source == "ambiguous name" for piece in verdict.evidence)
        yield Suggestion(
            action="replace",
            keyword=verdict.keyword,
            symbols=(symbol,),
            already_listed=(symbol,) if others else (),
            reason=reason,
            confidence=confidence - 0.3 if unsure else confidence,
            explanation=(
                f"{verdict.keyword} is {what} of {symbol}"
                + (", which is listed already." if others else ".")
            ),
            evidence=verdict.evidence,
        )
