"""`missing_gene`: a gene that the caption names and the list lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconcile.records import Suggestion
from reconcile.suggest.addition import additions
from reconcile.suggest.case import Case, join

__all__ = ["missing_gene"]

_SAYING: Final = {
    "source": "in a sentence about where the figure is from",
    "method": "in a sentence about methods",
    "negation": "in a sentence with a negation",
}


def missing_gene(case: Case) -> Iterator[Suggestion]:
    """Add the genes of a gene concept that the list lacks, see `reconcile.suggest.addition`."""
    for found in additions(case, labels=False):
        symbols = case.symbols(found.missing)
        first, count = found.mentions[0].text, len(found.mentions)
        times = f"{count} times" if count > 1 else "once"
        where = f", {_SAYING[found.context]}" if found.context else ""
        them = "it" if len(symbols) == 1 else "them"
        yield Suggestion(
            action="add",
            keyword=first,
            symbols=symbols,
            already_listed=case.symbols(ref for ref in found.refs if ref not in found.missing),
            reason="missing_gene",
            confidence=found.confidence,
            explanation=(
                f'The caption names {join(symbols)} {times} ("{first}"{where}); '
                f"the list lacks {them}."
            ),
            evidence=case.caption_evidence(found.missing),
        )
