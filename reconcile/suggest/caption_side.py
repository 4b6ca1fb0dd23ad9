"""What the rules on additions ask of the caption's side of a figure, found once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reconcile.locks import kept_property
from reconcile.records import Mention
from reconcile.suggest.case import Case
from reconcile.suggest.surroundings import Surroundings

__all__ = ["CaptionSide"]


class CaptionSide:
    """The concepts of a figure's caption, with the words around their mentions.

    Attributes:
        case: the figure.
        around: the words of the caption.
        edges: where names begin and end there.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        if "around" not in case.known:
            case.known["around"] = Surroundings(case.comparison.figure.caption or "")
        self.around: Surroundings = case.known["around"]
        mentions = case.comparison.mentions
        self.edges = frozenset(edge for m in mentions for edge in (m.start, m.end))

    def mentions(self, place: int) -> list[Mention]:
        """The mentions of a concept, given by its index in `Comparison.concepts`."""
        comparison = self.case.comparison
        return [comparison.mentions[i] for i in comparison.concepts[place].mentions]

    def overlapping(self, place: int) -> Iterator[tuple[int, ...]]:
        """The genes of each other concept that shares some with this one."""
        refs = self.case.comparison.concept_refs
        others = {other for ref in refs[place] for other in self._places[ref]}
        return (refs[other] for other in others - {place})

    @kept_property
    def _places(self) -> dict[int, list[int]]:
        """The concepts of each gene."""
        found: dict[int, list[int]] = defaultdict(list)
        for place, refs in enumerate(self.case.comparison.concept_refs):
            for ref in refs:
                found[ref].append(place)
        return found
