"""What the steps of annotating look at: a clean text and all that is known beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reconcile.cleaning import CleanText, clean
from reconcile.naming.abbreviations import Definition
from reconcile.naming.glossary import defined_in
from reconcile.organisms import OrganismHit, find_organisms, named_organisms
from reconcile.text import Tokens, tokens

__all__ = ["Passage", "passage_of"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text on its way from characters to mentions; offsets are of the clean text.

    Attributes:
        cleaned: the text with damaged characters repaired, and the way back to the original.
        cut: its tokens.
        definitions: short forms and their long forms, those of abbreviation lists too.
        spans: what a statistical tagger found; None without one.
        listed: indices of the genes that the gene list has.
        background: other clean text on the same subject, such as titles.
        organisms: the organisms that the text names, by place.
        in_background: those that the background names.
        asked: the parts of the text that the tagger was asked about; None for all of it.
    """

    cleaned: CleanText
    cut: Tokens
    definitions: tuple[Definition, ...]
    spans: Sequence[tuple[int, int]] | None
    listed: frozenset[int]
    background: str
    organisms: tuple[OrganismHit, ...]
    in_background: tuple[OrganismHit, ...]
    asked: tuple[tuple[int, int], ...] | None = None

    @property
    def text(self) -> str:
        """The clean text."""
        return self.cleaned.text

    @property
    def taxa(self) -> frozenset[str]:
        """The NCBI Taxonomy ids of the organisms that text or background name."""
        return named_organisms((*self.organisms, *self.in_background))


def passage_of(
    text: str,
    *,
    cleaned: CleanText | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
    listed: Collection[int] = (),
    background: str = "",
) -> Passage:
    """A text with what is known beside it; see `Annotator.annotate` for the arguments."""
    repaired = cleaned if cleaned is not None else clean(text)
    cut = tokens(repaired.text)
    behind = clean(background).text
    return Passage(
        repaired,
        cut,
        defined_in(repaired.text),
        spans,
        frozenset(listed),
        behind,
        tuple(find_organisms(repaired.text, cut)),
        tuple(find_organisms(behind)),
    )
