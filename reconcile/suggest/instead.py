"""Suggestions about a gene whose letters mean another gene or family in this figure."""

from __future__ import annotations

from typing import Final

from reconcile.records import Evidence, Suggestion
from reconcile.suggest.case import Case, join
from reconcile.suggest.findings import Finding, came_in, doubt_evidence, ending

__all__ = ["meant_instead"]

_FEW: Final = 3
"""At most so many genes are put in for one: an enumeration, but no family."""


def meant_instead(case: Case, finding: Finding) -> Suggestion:
    """Put in what is meant, or remove the gene where that is listed or not one gene.

    Where the words are not known only what the caption names is put in: a guess at the word and one
    at its meaning are too many.
    """
    genes = finding.genes
    listed = case.symbols(gene for gene in genes if gene in case.comparison.genes)
    one = len(genes) <= _FEW and not (finding.label and finding.label.is_family)
    sure = finding.doubt.known or all(map(case.named, genes))
    missing = case.symbols(genes) if one and sure and not listed else ()
    neighbours: tuple[Evidence, ...] = ()
    if one and genes:
        neighbours = case.neighbour_evidence(genes[0], case.fit(genes[0], {finding.gene}))
    meaning = finding.label
    return Suggestion(
        action="replace" if missing else "remove",
        keyword=finding.verdict.keyword,
        symbols=missing,
        already_listed=() if missing else listed,
        reason=finding.reason,
        confidence=finding.doubt.probability,
        explanation=f"{came_in(case, finding)}{_here(case, finding)}; {ending(case, finding)}.",
        evidence=(
            *doubt_evidence(case, finding),
            *(() if meaning is None else (case.name_evidence(meaning, finding.name),)),
            *case.caption_evidence(genes),
            *case.list_evidence(genes),
            *neighbours,
        ),
    )


def _here(case: Case, finding: Finding) -> str:
    """What the letters mean in this figure."""
    if not finding.genes:
        return ", which figures use for other things"
    meaning = finding.label
    if meaning is not None and meaning.is_family:
        family = case.lexicon.family(meaning.ref)
        here = f"the {family.kind} {family.id}"
        named = family.id in case.caption_labels
    else:
        here = join(case.symbols(finding.genes))
        named = any(map(case.named, finding.genes))
    listed = case.symbols(gene for gene in finding.genes if gene in case.comparison.genes)
    having = "is" if len(listed) == 1 else "are"
    there = f" ({join(listed)} {having} listed)" if listed else ""
    name = "" if finding.name == finding.doubt.row.match else f" {finding.name}"
    caption = ", which the caption names" if named else ""
    return f", which here{name and ' as'}{name} is {here}{caption}{there}"
