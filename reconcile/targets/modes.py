"""Comparing lists in the symbols of one organism, or each in those that it says itself."""

from __future__ import annotations

from collections.abc import Callable

from reconcile.lexicon import Lexicon
from reconcile.organism_records import OrganismReconciliation
from reconcile.records import HUMAN, Figure, Mention, Reconciliation
from reconcile.targets.choosing import AUTO, chosen_organism
from reconcile.targets.results import human_result
from reconcile.targets.target import Target, View

__all__ = ["Mode"]


class Mode:
    """What a `Reconciler` does beside comparing human genes.

    Attributes:
        organism: the taxon id, or `auto`.
    """

    def __init__(self, organism: str, lexicon: Lexicon) -> None:
        """Open the table of the organism; with `auto` each when a list asks for it.

        Raises:
            LexiconError: there is no table of the organism, or it cannot be opened.
        """
        self.organism = organism
        self._lexicon = lexicon
        self._targets: dict[str, Target] = {}
        if organism != AUTO:
            self._target(organism)

    def view(self, figure: Figure) -> View | None:
        """The figure as it is compared; None for a list of human genes."""
        organism = self.organism
        if organism == AUTO:
            organism = chosen_organism(figure, self._lexicon)
        return None if organism == HUMAN else self._target(organism).view(figure)

    def result(
        self,
        figure: Figure,
        view: View | None,
        mentions: tuple[Mention, ...],
        compare: Callable[[Figure, tuple[Mention, ...]], Reconciliation],
    ) -> OrganismReconciliation:
        """The result of a figure in the symbols that its list is in.

        Args:
            figure: as it is compared.
            view: the way back; None for a list of human genes.
            mentions: what its caption names.
            compare: holds a human list against mentions.
        """
        if view is None:
            return human_result(compare(figure, mentions))
        target = self._target(view.names.table.taxon)
        read, own = target.mentions(mentions)
        return target.result(view, own, mentions, compare(figure, read))

    def _target(self, organism: str) -> Target:
        if organism not in self._targets:
            self._targets[organism] = Target(organism, self._lexicon)
        return self._targets[organism]
