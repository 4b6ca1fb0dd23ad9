"""Names that are still in doubt, in the light of the genes that the rest of the text names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from reconcile.annotate.proposal import Proposal
from reconcile.grounding import ACCEPT, Candidate, Grounder
from reconcile.lexicon.similarity import witnesses
from reconcile.records import HUMAN

__all__ = ["weigh_neighbours"]

_LEAD: Final = 0.12
"""A best candidate that is ahead by less is in doubt."""
_FEW: Final = 4
"""How many members of a family count as genes around."""


def weigh_neighbours(
    proposals: Sequence[Proposal],
    grounder: Grounder,
    listed: Collection[int],
    organisms: frozenset[str],
) -> list[Proposal]:
    """Rank close candidates by the genes that the rest of the text and the list name.

    What is still doubtful then is no mention; a gene without human ortholog is one where the
    text names its organism.
    """
    chosen = [proposal for proposal in proposals if proposal.best.is_gene]
    certain = (_certain(proposal, grounder) for proposal in chosen)
    around = witnesses(frozenset(listed).union(*certain))
    seen: dict[tuple[Candidate, ...], tuple[Candidate, ...]] = {}
    ranked = []
    for proposal in chosen:
        sure = len(proposal.candidates) < 2 and proposal.best.score >= ACCEPT
        decided = proposal.settled or proposal.evidence or proposal.found_by == "abbreviation"
        if proposal.extra or sure or decided:
            ranked.append(proposal)
            continue
        own = _of_organism(proposal, organisms)
        if own is not proposal.candidates:
            seen[own] = own
        elif own not in seen:
            seen[own] = grounder.rank_in_context(own, around)
        candidates = seen[own]
        best = candidates[0]
        foreign = best.kind == "nonhuman" and best.entry.taxon in organisms
        if foreign or (best.is_gene and best.score >= ACCEPT):
            ranked.append(replace(proposal, candidates=candidates))
    return ranked


def _certain(proposal: Proposal, grounder: Grounder) -> tuple[int, ...]:
    """The genes of a proposal whose candidate is not in doubt; few of a large family."""
    candidates = [r for r in proposal.candidates if r.is_gene]
    if proposal.extra:
        return tuple(g for r in proposal.extra for g in grounder.members(r))
    if candidates[0].score < ACCEPT or (
        len(candidates) > 1 and candidates[1].score > candidates[0].score - _LEAD
    ):
        return ()
    return grounder.members(candidates[0])[:_FEW]


def _of_organism(proposal: Proposal, organisms: frozenset[str]) -> tuple[Candidate, ...]:
    """The candidates with a species' own symbol first, where the text is of that species alone."""
    if HUMAN in organisms or proposal.surface.isupper():
        return proposal.candidates
    for candidate in proposal.candidates:
        entry = candidate.entry
        exact = entry.type == "ortholog" and entry.form == proposal.surface
        if exact and entry.taxon in organisms:
            rest = [other for other in proposal.candidates if other is not candidate]
            return (replace(candidate, score=max(r.score for r in proposal.candidates)), *rest)
    return proposal.candidates
