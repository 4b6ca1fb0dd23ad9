"""The species scope of a figure: human genes in a figure on organisms without them, said once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconcile.cleaning import clean
from reconcile.compare import Row
from reconcile.organisms import ANIMALS, group_name
from reconcile.organisms.about import MIXED, organism_of
from reconcile.organisms.vocabulary import topics_of
from reconcile.records import (
    GENE_STATUSES,
    WHOLE_LIST,
    Evidence,
    FigureOrganism,
    Suggestion,
)
from reconcile.suggest.case import Case, join

__all__ = ["SURELY_FOREIGN", "called_out", "out_of_scope"]

SURELY_FOREIGN: Final = 0.8
"""How probable it is that human genes are not what a figure shows, for its list to be called out:
where one good list in sixty is, cross-validated (`docs/organisms.md`)."""
_SUPPORTED: Final = 0.25
_MOST_WORDS: Final = 3


def out_of_scope(case: Case) -> Iterator[Suggestion]:
    """What is said of human genes in a figure on organisms without them.

    Of a list of human genes it is said once, with the keyword `WHOLE_LIST`, because the point is
    about no entry in particular; what each entry was read from is in the evidence. Where the list
    has symbols of what the figure is about too, these stay: then of each human gene that the
    caption does not name.
    """
    about = called_out(case)
    if about is None:
        return
    comparison = case.comparison
    human = [row for row in comparison.rows if row.verdict.status in GENE_STATUSES]
    own = [row for row in comparison.rows if _is_own(case, row)]
    confidence = round(1 - about.human, 2)
    if own:
        for row in {row.verdict.keyword: row for row in human}.values():
            if not row.verdict.supported:
                yield Suggestion(
                    action="remove",
                    keyword=row.verdict.keyword,
                    symbols=(),
                    already_listed=(),
                    reason="species_mismatch",
                    confidence=confidence,
                    explanation=(
                        f"The figure is about {_about(about)}, and the list has "
                        f"{_entries(len(own))} of that kind; {row.verdict.keyword} is a human gene."
                    ),
                    evidence=(*about.evidence, _entry(row)),
                )
        return
    supported = sum(map(case.named, comparison.genes))
    yield Suggestion(
        action="remove",
        keyword=WHOLE_LIST,
        symbols=(),
        already_listed=(),
        reason="species_mismatch",
        confidence=confidence,
        explanation=(
            f"The figure is about {_about(about)}, but the list has "
            f"{_genes(len(comparison.genes))}, of which the caption names {supported or 'none'}: "
            "the list as a whole does not belong here."
        ),
        evidence=(*about.evidence, *map(_entry, comparison.rows)),
    )


def called_out(case: Case) -> FigureOrganism | None:
    """What a figure is about, if its list of human genes does not belong there; None if it may."""
    genes = case.comparison.genes
    about = organism_of(case.comparison.figure)
    if not genes or 1 - about.human < SURELY_FOREIGN or not about.evidence:
        return None
    supported = sum(map(case.named, genes))
    if supported > _SUPPORTED * len(genes) and _has_relatives(case, about):
        return None
    return about


def _is_own(case: Case, row: Row) -> bool:
    """Whether an entry is a symbol of what the figure is about."""
    verdict = row.verdict
    return verdict.status == "other_species" and case.strangers.expects(verdict.taxon_id or "")


def _has_relatives(case: Case, about: FigureOrganism) -> bool:
    """Whether a figure may show genes with human ones of the same name: of animals, of a host.

    Where the caption names them, they are no collisions.
    """
    figure = case.comparison.figure
    titles = (clean(text).text for text in (figure.title, figure.paper_title) if text)
    return about.group in ANIMALS or any("infection" in topics_of(title) for title in titles)


def _about(about: FigureOrganism) -> str:
    """What a figure is about, with the words that say so."""
    groups = about.parts if about.group == MIXED else (about.group,)
    words = dict.fromkeys(f'"{piece.text}"' for piece in about.evidence)
    said = f" ({', '.join(list(words)[:_MOST_WORDS])})" if words else ""
    return join(map(group_name, groups)) + said


def _entries(count: int) -> str:
    return "a gene" if count == 1 else f"{count} genes"


def _genes(count: int) -> str:
    return "a human gene" if count == 1 else f"{count} human genes"


def _entry(row: Row) -> Evidence:
    """How an entry came into the list, as far as that is known."""
    keyword = row.verdict.keyword
    read = list(dict.fromkeys(word.word for word in row.ocr))
    if not read:
        return Evidence("list", keyword, "no word on the image is known for it")
    if any(word.casefold() == keyword.casefold() for word in read):
        return Evidence("list", keyword, "these letters were read, of another organism's gene")
    return Evidence(
        "list", keyword, f"{join(read)} was read, which is another name of the human gene"
    )
