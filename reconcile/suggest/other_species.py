"""`ortholog_duplicate` and `species_mismatch`: a symbol of another organism's nomenclature."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.lexicon.nomenclatures import nomenclature_of, table_taxon
from reconcile.organisms import BY_TAXON, common_name, find_organisms
from reconcile.records import HUMAN, Evidence, KeywordVerdict, Suggestion
from reconcile.suggest.case import Case, join
from reconcile.suggest.foreign_words import namesakes
from reconcile.suggest.scope import SURELY_FOREIGN, out_of_scope

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
    """Remove another organism's symbol that is no twin of a listed gene, or replace it.

    A human list is read off a figure once for each organism. A symbol that came in without the
    human gene came in by letters that mean another gene here, so that its ortholog has no place in
    the list either, unless the caption names it. In a list of that organism's symbols the ortholog
    replaces it; where none is known it stays, unless the texts are about something else. Human
    genes in a figure on plants or bacteria are said once, for the whole list, and human genes that
    go by a name which the caption has for a gene of such an organism each.
    """
    yield from out_of_scope(case)
    yield from namesakes(case)
    of_man = _is_of_man(case)
    sure = {row.verdict.keyword: row.certainty for row in case.comparison.rows}
    for verdict, refs in case.comparison.distinct("other_species"):
        if any(ref in case.comparison.genes for ref in refs) or _expected(case, verdict):
            continue
        if not (refs or of_man or _is_elsewhere(case, verdict)):
            continue
        rivals = _human_readings(case, verdict, refs)
        named = any(map(case.named, refs))
        one = len(refs) == 1 and (named or not (rivals or of_man))
        symbols = case.symbols(refs) if one else ()
        explanation = _in_words(case, verdict, refs)
        if rivals:
            known = [r for r in rivals if r in case.comparison.genes or case.named(r)]
            explanation += (
                f"; its letters collide with a name of human {join(case.symbols(rivals))}"
            )
            explanation += (
                f", and {join(case.symbols(known))} is what the figure shows" if known else ""
            )
        elif refs and of_man and not named:
            explanation += ", which has no such gene: it came in by its letters"
        confidence = 0.9 if named or not symbols else 0.7
        yield Suggestion(
            action="replace" if symbols else "remove",
            keyword=verdict.keyword,
            symbols=symbols,
            already_listed=(),
            reason="species_mismatch",
            confidence=min(confidence, round(sure[verdict.keyword], 2)),
            explanation=explanation + ".",
            evidence=(
                *verdict.evidence,
                *case.caption_evidence((*refs, *rivals)),
                *case.list_evidence(rivals),
                *_organisms(case),
            ),
        )


def _in_words(case: Case, verdict: KeywordVerdict, refs: tuple[int, ...]) -> str:
    """Of which organism an entry is, and what its human ortholog is, as far as is known."""
    organism = _organism(verdict)
    article = "an" if organism[0] in "aeiouAEIOU" else "a"
    said = f"{verdict.keyword} is {article} {organism} gene"
    if refs:
        said += f", the ortholog of {join(case.symbols(refs))},"
    elif _has_orthologs(verdict.taxon_id or ""):
        said += ", without a human ortholog,"
    return f"{said} in a list of human genes"


def _has_orthologs(taxon: str) -> bool:
    """Whether the human orthologs of an organism's genes are known, where there are any."""
    organism = BY_TAXON.get(taxon)
    return organism is not None and organism.source is not None


def _is_of_man(case: Case) -> bool:
    """Whether a list is of human genes, with other organisms' symbols among them.

    It is where it has both a human gene and its counterpart elsewhere, or what has its letters for
    a name, and where the human genes are as many as the symbols of others.
    """
    genes = case.comparison.genes
    strange = list(case.comparison.distinct("other_species"))
    return bool(genes) and (
        len(genes) >= len(strange)
        or any(ref in genes for _, refs in strange for ref in refs)
        or any(ref in genes for v, refs in strange for ref in _human_readings(case, v, refs))
    )


def _is_elsewhere(case: Case, verdict: KeywordVerdict) -> bool:
    """Whether the figure is about something else than the organism of an entry.

    The texts say so, or the record if they are silent.
    """
    taxon = table_taxon(verdict.taxon_id or "")
    if case.strangers.told:
        return case.strangers.share(taxon) <= 1 - SURELY_FOREIGN
    listed = case.comparison.figure.organisms
    named = {table_taxon(hit.taxon) for name in listed for hit in find_organisms(name)}
    return bool(listed) and taxon not in named


def _human_readings(case: Case, verdict: KeywordVerdict, refs: tuple[int, ...]) -> list[int]:
    """The human genes, other than the orthologs, that have the same letters as a name."""
    stems = {verdict.keyword, verdict.keyword.split(".")[0]}
    entries = [e for stem in sorted(stems) for e in case.gene_names(stem)]
    return sorted({e.ref for e in entries if e.ref not in refs})


def _organism(verdict: KeywordVerdict) -> str:
    """What people call the organism of an entry, of a strain the species."""
    taxon = verdict.taxon_id or ""
    nomenclature = nomenclature_of(taxon)
    return common_name(taxon) if nomenclature is None else nomenclature.name


def _expected(case: Case, verdict: KeywordVerdict) -> bool:
    """Whether the paper is about that organism and not about human."""
    organisms = case.comparison.figure.organisms
    if case.strangers.expects(verdict.taxon_id or ""):
        return True
    organism = BY_TAXON.get(verdict.taxon_id or "")
    if verdict.taxon_id in case.taxa:
        return HUMAN not in case.taxa
    named = organism is not None and organism.name in organisms
    return named and BY_TAXON[HUMAN].name not in organisms


def _organisms(case: Case) -> tuple[Evidence, ...]:
    organisms = case.comparison.figure.organisms
    return tuple(Evidence("organism", name, "named by the record") for name in organisms[:3])
