"""`ocr_artifact`: the word off the image is ordinary English, a fragment, or nothing known."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.records import Suggestion
from reconcile.suggest.case import Case
from reconcile.suggest.findings import came_in, doubt_evidence, ending, findings

__all__ = ["ocr_artifact"]


def ocr_artifact(case: Case) -> Iterator[Suggestion]:
    """Remove genes whose word on the image is an English word or a chance hit.

    Needs the OCR provenance.
    """
    for finding in findings(case, "ocr_artifact"):
        symbol, word = case.symbol(finding.gene), finding.thing
        what = f", a name of {symbol} that words are easily taken for"
        if word is not None:
            what = f", an English word that has the letters of a name of {symbol}"
        yield Suggestion(
            action="remove",
            keyword=finding.verdict.keyword,
            symbols=(),
            already_listed=(),
            reason="ocr_artifact",
            confidence=finding.doubt.probability,
            explanation=f"{came_in(case, finding)}{what}; {ending(case, finding)}.",
            evidence=(
                *doubt_evidence(case, finding),
                *(() if word is None else (case.name_evidence(word, finding.name),)),
            ),
        )
