"""`ortholog_duplicate` and `species_mismatch`: a symbol of another organism's nomenclature."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.organisms import BY_TAXON, common_name
from reconcile.records import HUMAN, Evidence, KeywordVerdict, Suggestion
from reconcile.suggest.case import Case, join
from reconcile.suggest.scope import out_of_scope

__all__ = ["ortholog_duplicate", "species_mismatch"]


def ortholog_duplicate(case: Case) -> Iterator[Suggestion]:
    """Remove another organism's symbol where the list has its human ortholog."""
    for verdict, refs in case.comparison.distinct("other_species"):
        listed = [ref for ref in refs if ref in case.comparison.genes]
        if not listed:
            continue
        symbols = case.symbols(listed)
        yield Suggestion(
            action="remove",
            keyword=verdict.keyword,
            symbols=(),
            already_listed=symbols,
            reason="ortholog_duplicate",
            confidence=0.6 if _expected(case, verdict) else 0.95,
            explanation=(
                f"{verdict.keyword} is the {_organism(verdict)} gene whose human ortholog "
                f"{join(symbols)} is listed already."
            ),
            evidence=(*verdict.evidence, *case.list_evidence(listed), *_organisms(case)),
        )


def species_mismatch(case: Case) -> Iterator[Suggestion]:
    """Replace another organism's symbol by its human ortholog, or remove it where it has none.

    Human genes in a figure on plants or bacteria are said once, for the whole list.
    """
    yield from out_of_scope(case)
    for verdict, refs in case.comparison.distinct("other_species"):
        if any(ref in case.comparison.genes for ref in refs) or _expected(case, verdict):
            continue
        rivals = _human_readings(case, verdict, refs)
        organism = _organism(verdict)
        named = any(map(case.named, refs))
        one = len(refs) == 1 and (named or not rivals)
        symbols = case.symbols(refs) if one else ()
        relation = (
            f"the ortholog of {join(case.symbols(refs))}" if refs else "without a human ortholog"
        )
        explanation = (
            f"{verdict.keyword} is a {organism} gene, {relation}, in a list of human genes"
        )
        if rivals:
            known = [r for r in rivals if r in case.comparison.genes or case.named(r)]
            explanation += (
                f"; its letters collide with a name of human {join(case.symbols(rivals))}"
            )
            explanation += (
                f", and {join(case.symbols(known))} is what the figure shows" if known else ""
            )
        yield Suggestion(
            action="replace" if symbols else "remove",
            keyword=verdict.keyword,
            symbols=symbols,
            already_listed=(),
            reason="species_mismatch",
            confidence=0.9 if named or not symbols else 0.7,
            explanation=explanation + ".",
            evidence=(
                *verdict.evidence,
                *case.caption_evidence((*refs, *rivals)),
                *case.list_evidence(rivals),
                *_organisms(case),
            ),
        )


def _human_readings(case: Case, verdict: KeywordVerdict, refs: tuple[int, ...]) -> list[int]:
    """The human genes, other than the orthologs, that have the same letters as a name."""
    stems = {verdict.keyword, verdict.keyword.split(".")[0]}
    entries = [e for stem in sorted(stems) for e in case.gene_names(stem)]
    return sorted({e.ref for e in entries if e.ref not in refs})


def _organism(verdict: KeywordVerdict) -> str:
    return common_name(verdict.taxon_id or "")


def _expected(case: Case, verdict: KeywordVerdict) -> bool:
    """Whether the paper is about that organism and not about human."""
    organisms = case.comparison.figure.organisms
    organism = BY_TAXON.get(verdict.taxon_id or "")
    if verdict.taxon_id in case.taxa:
        return HUMAN not in case.taxa
    named = organism is not None and organism.name in organisms
    return named and BY_TAXON[HUMAN].name not in organisms


def _organisms(case: Case) -> tuple[Evidence, ...]:
    organisms = case.comparison.figure.organisms
    return tuple(Evidence("organism", name, "named by the record") for name in organisms[:3])
