"""From settled proposals to the mentions of the result, with the evidence of every decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reconcile.annotate.foreign import Foreign
from reconcile.annotate.foreign_genes import foreign_gene
from reconcile.annotate.owners import Owner
from reconcile.annotate.passage import Passage
from reconcile.annotate.proposal import Proposal, SenseEvidence, marked
from reconcile.annotate.species import Species, SpeciesEvidence
from reconcile.cleaning import CleanText
from reconcile.grounding import Grounder
from reconcile.organisms import VIRUSES_AT_LARGE, OrganismHit, find_organisms
from reconcile.records import HUMAN, Evidence, Grounding, Match, Mention, Taxon
from reconcile.text import surface_key

__all__ = ["mentions_of", "taxa_of", "union"]

_TAGGER_ALONE: Final = 0.4
_BY_TABLE: Final = 0.95
"""Of a symbol that the table of the organism around has: nearly all of 298 such names in 2,677
captions were genes, read by their spelling."""


def mentions_of(
    passage: Passage,
    chosen: Sequence[Proposal],
    ungrounded: Sequence[tuple[int, int]],
    grounder: Grounder,
    organisms: str = "",
) -> tuple[Mention, ...]:
    """The mentions of a passage in text order.

    Args:
        passage: the text.
        chosen: its proposals, each with a gene first.
        ungrounded: spans of the tagger that nothing in the lexicon is like.
        grounder: makes records of candidates.
        organisms: the organisms that the text's record lists.
    """
    listed = find_organisms(organisms)
    species = Species(passage.text, passage.organisms, passage.in_background, listed)
    foreign = Foreign(passage, grounder.lexicon, chosen, listed)
    writer = _Writer(passage, species, grounder)
    mentions = [writer.mention(proposal) for proposal in chosen]
    if foreign:
        for i, proposal in enumerate(chosen):
            owner = foreign.owner(proposal)
            if owner is not None:
                mentions[i] = writer.nonhuman(mentions[i], owner)
    if ungrounded:
        for start, end in ungrounded:
            mention, owner = (
                _without_genes(passage.cleaned, start, end),
                foreign.of_place(start, end),
            )
            mentions.append(mention if owner is None else writer.nonhuman(mention, owner))
    if foreign:
        taken = marked(len(passage.text), [*ungrounded, *((p.start, p.end) for p in chosen)])
        for start, end, owner in foreign.symbols(taken):
            bare = _without_genes(passage.cleaned, start, end)
            found = replace(bare, score=_BY_TABLE, found_by="dictionary", decided_by="organism")
            mentions.append(writer.nonhuman(found, owner))
    mentions.sort(key=_start)
    return tuple(mentions)


def _start(mention: Mention) -> int:
    return mention.start


def taxa_of(cleaned: CleanText, hits: Sequence[OrganismHit]) -> tuple[Taxon, ...]:
    """The organisms of a text with the spans that name them, the most named first."""
    spans: dict[str, list[Evidence]] = {}
    for hit in hits:
        start, end = cleaned.span(hit.start, hit.end)
        named = Evidence("organism", cleaned.original[start:end], start=start, end=end)
        spans.setdefault(hit.taxon, []).append(named)
    ordered = sorted(spans.items(), key=lambda item: (-len(item[1]), item[1][0].start or 0))
    return tuple(Taxon(taxon, tuple(evidence)) for taxon, evidence in ordered)


def union(proposal: Proposal, grounder: Grounder) -> Grounding:
    """The grounding of an enumeration: all its genes."""
    groundings = [grounder.grounded(candidate, proposal.surface) for candidate in proposal.extra]
    genes = tuple(sorted({gene for g in groundings for gene in g.genes}))
    score = min(candidate.score for candidate in proposal.extra)
    alone = [candidate.alone for candidate in proposal.extra if candidate.alone is not None]
    forms = ", ".join(dict.fromkeys(g.match.form for g in groundings))
    first = groundings[0].match
    rule = "chain" if all(c.rule == "chain" for c in proposal.extra) else "enumeration"
    match = Match(forms, first.type, first.source, rule)
    return Grounding("gene", None, genes, score, match, score_alone=min(alone, default=None))


class _Writer:
    """Writes the mentions of one passage."""

    def __init__(self, passage: Passage, species: Species, grounder: Grounder) -> None:
        self._cleaned = passage.cleaned
        self._taxa = passage.taxa
        self._others = self._taxa - {HUMAN}
        self._species = species
        self._grounder = grounder
        self._hits = {hit.start: hit for hit in passage.organisms}

    def mention(self, proposal: Proposal) -> Mention:
        """A proposal as a mention: its best candidate, the others, and what decided."""
        start, end = self._cleaned.span(proposal.start, proposal.end)
        if proposal.extra:
            candidates: tuple[Grounding, ...] = (union(proposal, self._grounder),)
        else:
            grounded, surface = self._grounder.grounded, proposal.surface
            candidates = tuple(
                [
                    grounded(candidate, surface)
                    for candidate in proposal.candidates
                    if candidate.is_gene
                ]
            )
        best = candidates[0]
        taxon, organism = best.taxon, None
        if taxon == HUMAN:
            taxon, organism = self._organism(proposal)
        return Mention(
            text=self._cleaned.original[start:end],
            start=start,
            end=end,
            kind=best.kind,
            label=best.label,
            genes=best.genes,
            taxon=taxon,
            score=best.score,
            match=best.match,
            found_by=proposal.found_by,
            candidates=candidates,
            organism=organism,
            context=tuple([_evidence(self._cleaned, one) for one in proposal.evidence]),
            decided_by=_decided_by(proposal, best),
        )

    def _organism(self, proposal: Proposal) -> tuple[str, Evidence | None]:
        """The organism that a mention is of, and the words that say so.

        A sentence with one organism decides before the spelling, the spelling before all else.
        """
        if proposal.best.rule == "microbe":
            return self._microbe(proposal)
        said = self._species.at(proposal.start)
        if said is None or said.where != "sentence":
            spelled = self._spelled(proposal)
            if spelled is not None:
                return spelled, Evidence("organism", proposal.surface, "spelling")
        if said is None:
            return HUMAN, None
        return said.hit.taxon, self._said(said)

    def nonhuman(self, mention: Mention, owner: Owner) -> Mention:
        """A mention of a gene of an organism whose genes are no human ones."""
        decided = mention.decided_by if mention.kind == "nonhuman" else "organism"
        found = foreign_gene(owner.hit.taxon, mention.text)
        gene, match = found if found is not None else (None, mention.match)
        return replace(
            mention,
            kind="nonhuman",
            label=None if gene is None else gene.id,
            match=match,
            genes=(),
            taxon=owner.hit.taxon,
            organism=self._said(owner),
            decided_by=decided,
        )

    def _said(self, said: SpeciesEvidence | Owner) -> Evidence:
        """The words that say of which organism a name is, as evidence."""
        start = end = None
        if said.where not in ("heading", "record"):
            start, end = self._cleaned.span(said.hit.start, said.hit.end)
        words = self._cleaned.original[start:end] if start is not None else said.hit.text
        return Evidence("organism", words, said.where, start=start, end=end)

    def _microbe(self, proposal: Proposal) -> tuple[str, Evidence | None]:
        """The virus or bacterium that a protein is of."""
        for said in proposal.evidence:
            hit = self._hits.get(-1 if said.start is None else said.start)
            if hit is not None:
                start, end = self._cleaned.span(hit.start, hit.end)
                words = self._cleaned.original[start:end]
                return hit.taxon, Evidence("organism", words, "text", start=start, end=end)
        return VIRUSES_AT_LARGE, None

    def _spelled(self, proposal: Proposal) -> str | None:
        """The organism that the text names and whose nomenclature spells the name like this."""
        surface = proposal.surface
        if not self._others or surface.isupper():
            return None
        for entry in self._grounder.lexicon.lookup(surface_key(surface)):
            if entry.form == surface and entry.taxon in self._taxa and entry.type == "ortholog":
                return entry.taxon
        return None


def _decided_by(proposal: Proposal, best: Grounding) -> str:
    """What made the best candidate the best, see `records.Mention`."""
    if "abbreviation" in (proposal.found_by, best.match.rule):
        return "abbreviation"
    if best.match.rule == "microbe":
        return "microbe"
    first = proposal.first
    moved = first is not None and (first.kind, first.ref) != (proposal.best.kind, proposal.best.ref)
    return "context" if proposal.evidence or (moved and not proposal.extra) else best.match.rule


def _evidence(cleaned: CleanText, found: SenseEvidence) -> Evidence:
    if found.start is None or found.end is None:
        return Evidence(found.source, found.text)
    start, end = cleaned.span(found.start, found.end)
    return Evidence(found.source, cleaned.original[start:end], start=start, end=end)


def _without_genes(cleaned: CleanText, start: int, end: int) -> Mention:
    """What only the tagger saw and nothing in the lexicon is like."""
    first, last = cleaned.span(start, end)
    return Mention(
        text=cleaned.original[first:last],
        start=first,
        end=last,
        kind="gene",
        label=None,
        genes=(),
        taxon=HUMAN,
        score=_TAGGER_ALONE,
        found_by="tagger",
        decided_by="tagger",
    )
