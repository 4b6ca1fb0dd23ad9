"""`non_gene`: a chemical, a disease, a process or another thing that is no gene."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.compare.things import thing_evidence
from reconcile.compare.unlisted import read_unlisted
from reconcile.records import Evidence, KeywordVerdict, Suggestion
from reconcile.suggest.case import Case, ocr_evidence
from reconcile.suggest.features import TABLE
from reconcile.suggest.findings import Finding, came_in, doubt_evidence, ending, findings
from reconcile.suggest.foreign_words import things_for_genes
from reconcile.suggest.otherwise import NAMED_SO, meant_otherwise, only_defined

__all__ = ["non_gene"]


def non_gene(case: Case) -> Iterator[Suggestion]:
    """Remove entries that are no genes, and genes that a word for such a thing brought in."""
    for verdict, _ in case.comparison.distinct("non_gene"):
        found = _of_itself(case, verdict)
        if found is not None:
            yield found
    yield from things_for_genes(case)
    for finding in findings(case, "non_gene"):
        yield _of_a_gene(case, finding)
    yield from _meant_otherwise(case)
    yield from _defined_as_chemicals(case)


def _meant_otherwise(case: Case) -> Iterator[Suggestion]:
    """Genes whose letters the figure uses for another thing."""
    for verdict, gene, rows in case.unsupported():
        other = meant_otherwise(case, verdict.keyword, gene, rows)
        if other is None:
            continue
        means = f"{other.letters} stands among short names of chemicals here"
        if other.meaning:
            means = f"{other.letters} is short for {other.meaning} here"
        said = f"{verdict.keyword}: {means}; the caption does not name {case.symbol(gene)}."
        evidence = tuple(dict.fromkeys((*ocr_evidence(rows), *other.evidence)))
        yield _remove(verdict, other.probability, said, evidence)


def _defined_as_chemicals(case: Case) -> Iterator[Suggestion]:
    """Genes that the caption names by letters alone which it defines as a chemical."""
    for verdict, gene, rows in case.comparison.gene_keywords():
        if case.named(gene) and only_defined(case, gene):
            other = meant_otherwise(case, verdict.keyword, gene, rows)
            if other is not None and other.sign == "defined" and other.kind == "chemical":
                said = (
                    f"{verdict.keyword}: {other.letters} is short for {other.meaning} here, and "
                    "the caption has the letters in no other sense."
                )
                yield _remove(verdict, NAMED_SO, said, other.evidence)


def _of_itself(case: Case, verdict: KeywordVerdict) -> Suggestion | None:
    """An entry whose own letters are no gene's, by the lexicon or else by PFOCR's tables."""
    what = verdict.evidence[0]
    row = case.taken_for(verdict.keyword) if what.type == "ocr" else None
    if what.type == "rule":
        return _by_its_look(case, verdict)
    if row is None:
        said = f"{verdict.keyword} is {_a(what.detail)}, not a gene."
        return _remove(verdict, 0.95, said, verdict.evidence)
    said = (
        f"{verdict.keyword}: PFOCR takes the word on the image for {_a(row.kind)}, and no gene "
        "that is known has this name."
    )
    return _remove(verdict, TABLE, said, verdict.evidence)


def _by_its_look(case: Case, verdict: KeywordVerdict) -> Suggestion | None:
    """An entry that no source has, by its shape or as what stands on images beside names."""
    found = read_unlisted(verdict.keyword, case.lexicon)
    if found is None:
        return None
    said = (
        f"{verdict.keyword} looks like {_a(found.kind)}, and no gene that is known has this name."
    )
    return _remove(verdict, found.probability, said, verdict.evidence)


def _remove(
    verdict: KeywordVerdict, confidence: float, explanation: str, evidence: tuple[Evidence, ...]
) -> Suggestion:
    return Suggestion(
        "remove", verdict.keyword, (), (), "non_gene", confidence, explanation, evidence
    )


def _a(kind: str) -> str:
    if kind in ("word", "anatomy"):
        return "a general term" if kind == "word" else "a cell type or body part"
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _of_a_gene(case: Case, finding: Finding) -> Suggestion:
    """A gene that is listed only because a word for a thing is also one of its names."""
    label, thing = finding.label, finding.thing
    row = finding.doubt.row
    taken = case.taken_for(row.match)
    pieces = () if thing is None else (case.name_evidence(thing, finding.name),)
    if label is not None:
        family = case.lexicon.family(label.ref)
        what = f", which names a whole class of {len(family.members)} genes"
        pieces = (*pieces, case.name_evidence(label, row.match))
    else:
        kind = thing.type if thing is not None else taken.kind if taken is not None else "word"
        what = f", which here is {_a(kind)}"
    if taken is not None:
        pieces = (*pieces, thing_evidence(taken))
    return _remove(
        finding.verdict,
        finding.doubt.probability,
        f"{came_in(case, finding)}{what}; {ending(case, finding)}.",
        tuple(dict.fromkeys((*doubt_evidence(case, finding), *pieces))),
    )
