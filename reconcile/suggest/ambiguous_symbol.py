"""`ambiguous_symbol`: the letters are those of an approved symbol, the gene is another."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.lexicon.schema import Entry
from reconcile.lexicon.similarity import Fit
from reconcile.records import Evidence, KeywordVerdict, OcrWord, Suggestion
from reconcile.suggest.case import Case, join, ocr_evidence
from reconcile.suggest.findings import findings
from reconcile.suggest.instead import meant_instead
from reconcile.suggest.readings import own_letters

__all__ = ["ambiguous_symbol"]

_MIN_KIN = 0.08
_MIN_RATIO = 2.0
_MIN_LEAD = 0.05
_OWN_FRIEND = 0.15
"""A gene with a neighbour this close has its own reason to be there."""
_TRUSTED = frozenset({"hgnc", "famplex", "curated"})
_CURATED = frozenset({"famplex", "curated"})
_OTHER_NAMES = frozenset({"curated", "alias", "previous"})
_WELL_KNOWN = 5
"""A rival with fewer known processes than this fits too easily."""
_MIN_LEAD_OF_ALIAS = 0.1
_BY_CAPTION = 0.85
_BY_CURATORS = 0.7


def ambiguous_symbol(case: Case) -> Iterator[Suggestion]:
    """Replace a symbol that is also an alias of a gene which fits the figure much better.

    Relatives of the listed gene do not speak for it: a list that holds PDK1 to PDK4 got them
    from one label, and they would vouch for each other.
    """
    for verdict, gene, rows in case.unsupported():
        letters = case.symbol(gene)
        if verdict.status != "gene" or not _printed(letters, rows):
            continue
        readings = [
            e
            for e in case.gene_names(letters)
            if e.ref != gene and e.source in _TRUSTED and e.type in _OTHER_NAMES
        ]
        if readings:
            yield from _better(case, verdict, gene, readings, rows)
    for finding in findings(case, "ambiguous_symbol"):
        yield meant_instead(case, finding)


def _printed(letters: str, rows: tuple[OcrWord, ...]) -> bool:
    """Whether the image may show these letters: by its words, or because none are known."""
    return not rows or any(own_letters(row, letters) for row in rows)


def _better(
    case: Case,
    verdict: KeywordVerdict,
    gene: int,
    readings: list[Entry],
    rows: tuple[OcrWord, ...],
) -> Iterator[Suggestion]:
    similarity = case.similarity
    rivals = {e.ref: e for e in readings}
    fits = {ref: case.fit(ref, {gene}) for ref in rivals}
    best = max(fits, key=lambda ref: (case.named(ref), fits[ref].score, -ref))
    shielded = similarity.relatives(gene) - similarity.relatives(best)
    own = case.fit(gene, shielded | {best})
    fit = fits[best]
    curated = any(e.ref == best and e.source in _CURATED for e in readings)
    if best in similarity.relatives(gene) and not curated:
        return  # CSNK2A1 is also an alias of CSNK2A2, but of two relatives each has its own symbol
    if not case.named(best) and not _clear(fit, own):
        return
    if not case.named(best) and not curated and not _strong(case, gene, best, fit, own):
        return
    symbol = case.symbol(best)
    listed = best in case.comparison.genes
    friends = case.symbols(other for other, _ in fit.closest[:4])
    says = "the caption names it" if case.named(best) else f"it works with {join(friends)}"
    yield Suggestion(
        action="replace",
        keyword=verdict.keyword,
        symbols=(symbol,),
        already_listed=(symbol,) if listed else (),
        reason="ambiguous_symbol",
        confidence=_confidence(case, best, curated, fit, own),
        explanation=(
            f"{verdict.keyword} here is more likely {symbol}, which is also called "
            f"{verdict.keyword}: {says}, while the gene with this symbol fits the figure less."
        ),
        evidence=(
            case.name_evidence(rivals[best], verdict.keyword),
            *ocr_evidence(rows),
            *case.caption_evidence([best]),
            *case.neighbour_evidence(best, fit),
            Evidence(
                "rule",
                verdict.keyword,
                f"similarity {fit.score:.2f} for {symbol}, {own.score:.2f} for the approved gene",
                "shared processes",
            ),
        ),
    )


def _clear(fit: Fit, own: Fit) -> bool:
    lead = fit.score - own.score
    if own.best >= _OWN_FRIEND:
        return False
    return fit.score >= _MIN_KIN and fit.score >= _MIN_RATIO * own.score and lead >= _MIN_LEAD


def _strong(case: Case, gene: int, best: int, fit: Fit, own: Fit) -> bool:
    """Whether a mere alias is enough: a wide lead of a well-known gene, and no numbered series.

    A symbol whose series is listed otherwise too (TRAF2 beside TRAF3 and TRAF6) is what it says.
    """
    known = len(case.lexicon.terms_of(best)) >= _WELL_KNOWN
    lead = fit.score - own.score
    return known and lead >= _MIN_LEAD_OF_ALIAS and not case.siblings(gene)


def _confidence(case: Case, best: int, curated: bool, fit: Fit, own: Fit) -> float:
    if case.named(best):
        return _BY_CAPTION
    surest = round(min(_BY_CAPTION, 0.55 + (fit.score - own.score)), 3)
    return max(_BY_CURATORS, surest) if curated else surest
