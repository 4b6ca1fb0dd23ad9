"""From a text to mentions: proposals, what the text says of them, one candidate for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from reconcile.annotate.agreement import agree, ungrounded
from reconcile.annotate.definitions import LocalNames
from reconcile.annotate.detect import Proposer
from reconcile.annotate.proposal import Cue, Proposal
from reconcile.annotate.senses import Cues
from reconcile.annotate.species import Species
from reconcile.errors import AnnotationError
from reconcile.grounding import ACCEPT, Candidate, grounder_of
from reconcile.lexicon import Lexicon
from reconcile.naming.abbreviations import find_definitions
from reconcile.naming.enumerations import find_enumerations
from reconcile.naming.glossary import find_glossary
from reconcile.organisms import OrganismHit, find_organisms, named_organisms, scope_of
from reconcile.records import (
    HUMAN,
    Annotation,
    Evidence,
    Gene,
    Grounding,
    Kind,
    Match,
    Mention,
    Taxon,
)
from reconcile.text import CleanText, clean, surface_key, tokens

__all__ = ["Annotator", "Proposal"]

_TAGGER_ALONE: Final = 0.4
_PART: Final = 0.7


class Annotator:
    """Finds and grounds the gene mentions of texts with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.grounder = grounder_of(lexicon)
        self._proposer = Proposer(self.grounder)
        self._local = LocalNames(self.grounder)
        self._cues = Cues(self.grounder)

    def annotate(
        self,
        text: str,
        *,
        cleaned: CleanText | None = None,
        spans: Sequence[tuple[int, int]] | None = None,
        listed: Collection[int] = (),
        background: str = "",
        organisms: str = "",
    ) -> Annotation:
        """Find and ground the mentions of a text.

        Args:
            text: the original text.
            cleaned: its repaired form, if the caller has it.
            spans: spans in the clean text that a statistical tagger proposes; None without one.
            listed: indices of genes that are known to belong to the figure; they help to tell
                ambiguous names apart.
            background: other text on the same subject, such as titles; its definitions of short
                forms and the organisms that it names count too, its mentions do not.
            organisms: the organisms that the text's record lists; where neither text nor
                background names any, a single one counts.
        """
        repaired = cleaned if cleaned is not None else clean(text)
        cut = tokens(repaired.text)
        definitions = [*find_definitions(repaired.text), *find_glossary(repaired.text)]
        chosen = self._proposer.choose(repaired.text, cut, definitions)
        behind = clean(background).text
        chosen = self._cues.apply(repaired.text, chosen, listed, behind)
        if spans is not None:
            chosen = agree(chosen, spans, self.grounder, repaired.text)
            chosen = self._cues.apply(repaired.text, chosen, listed, behind, only="tagger")
        chosen = self._local.add_shortened(repaired.text, cut, chosen)
        chosen = self._local.apply_definitions(repaired.text, chosen, definitions, behind)
        chosen = self._local.apply_appositions(repaired.text, chosen)
        hits = find_organisms(repaired.text, cut)
        titles = find_organisms(behind)
        everywhere = [*hits, *titles]
        named = named_organisms(everywhere)
        species = Species(repaired.text, hits, titles, find_organisms(organisms))
        open_spans = ungrounded(repaired.text, chosen, spans or (), self.lexicon)
        chosen = self._in_context(chosen, listed, named)
        mentions = [self._mention(repaired, proposal, named, species) for proposal in chosen]
        if open_spans:
            mentions += [_without_genes(repaired, *span) for span in open_spans]
            mentions.sort(key=lambda mention: mention.start)
        scope, taxon = scope_of(f"{repaired.text}\n{behind}", everywhere)
        if scope != "animal" and taxon is not None:
            mentions = [_nonhuman(mention, taxon) for mention in mentions]
        return Annotation(text, tuple(mentions), _taxa(repaired, hits))

    def ground_spans(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        listed: Collection[int] = (),
        background: str = "",
        organisms: str = "",
    ) -> list[list[Grounding]]:
        """Ground given spans of a text in their context; one list, best first, for each span.

        `listed`, `background` and `organisms` are as for `annotate`.

        Raises:
            AnnotationError: for a span that is empty or outside the text.
        """
        for start, end in spans:
            if not 0 <= start < end <= len(text):
                raise AnnotationError(
                    f"span ({start}, {end}) is empty or outside a text of {len(text)} characters"
                )
        found = self.annotate(
            text, listed=listed, background=background, organisms=organisms
        ).mentions
        by_span = {(mention.start, mention.end): mention for mention in found}
        neighbours = {*listed, *self._indices(g for m in found for g in m.genes)}
        results = []
        for span in spans:
            mention = by_span.get(span)
            if mention is not None and mention.candidates:
                results.append([_of_mention(mention), *mention.candidates[1:]])
                continue
            candidates = self.grounder.lookup(text[slice(*span)])
            ranked = self.grounder.rank_in_context(candidates, neighbours)
            name = text[slice(*span)]
            grounded = [self._grounded(r, name) for r in ranked if r.is_gene]
            results.append(grounded or _of_parts(m for m in found if _lies_in(m, span)))
        return results

    def ground(self, label: str) -> list[Grounding]:
        """The candidates of a label outside any text, best first; enumerations are expanded.

        Where the letters mostly mean something that is no gene (`LPS`, `ER`), the scores are
        halved: none reaches the 0.5 that a mention needs.
        """
        for enumeration in find_enumerations(clean(label).text):
            proposal = self._proposer.enumerated(label, enumeration)
            whole = next(iter(self.grounder.lookup_exact(label.strip(), "exact")), None)
            if (
                proposal is not None
                and proposal.end - proposal.start >= len(label.strip())
                and not self._proposer.contradicts(proposal, whole)
            ):
                return [self._union(proposal)]
        candidates = self.grounder.lookup(label)
        genes = [candidate for candidate in candidates if candidate.is_gene]
        doubted = genes and not candidates[0].is_gene and genes[0].entry.type != "approved"
        factor = 0.5 if doubted else 1.0
        return [
            self._grounded(replace(candidate, score=round(candidate.score * factor, 4)), label)
            for candidate in genes
        ]

    def _grounded(self, candidate: Candidate, name: str) -> Grounding:
        """A candidate of a name as a public record; a form that is not stored is as in the text."""
        grounding = self.grounder.grounding(candidate)
        if grounding.match.form:
            return grounding
        return replace(grounding, match=replace(grounding.match, form=name.strip()))

    def _in_context(
        self, chosen: list[Proposal], listed: Collection[int], organisms: frozenset[str]
    ) -> list[Proposal]:
        """Rank close candidates by the genes that the rest of the text and the list name.

        What is still doubtful then is no mention; a gene without human ortholog is one where the
        text names its organism.
        """
        chosen = [proposal for proposal in chosen if proposal.best.is_gene]
        around = frozenset(listed).union(*map(self._certain, chosen))
        seen: dict[tuple[Candidate, ...], tuple[Candidate, ...]] = {}
        ranked = []
        for proposal in chosen:
            sure = len(proposal.candidates) < 2 and proposal.best.score >= ACCEPT
            decided = proposal.settled or proposal.cues or proposal.found_by == "abbreviation"
            if proposal.extra or sure or decided:
                ranked.append(proposal)
                continue
            own = _of_organism(proposal, organisms)
            if own is not proposal.candidates:
                seen[own] = own
            elif own not in seen:
                seen[own] = self.grounder.rank_in_context(own, around)
            candidates = seen[own]
            best = candidates[0]
            foreign = best.kind == "nonhuman" and best.entry.taxon in organisms
            if foreign or (best.is_gene and best.score >= ACCEPT):
                ranked.append(replace(proposal, candidates=candidates))
        return ranked

    def _certain(self, proposal: Proposal) -> tuple[int, ...]:
        """The genes of a proposal whose candidate is not in doubt; few of a large family."""
        candidates = [r for r in proposal.candidates if r.is_gene]
        if proposal.extra:
            return tuple(g for r in proposal.extra for g in self.grounder.members(r))
        if candidates[0].score < ACCEPT or (
            len(candidates) > 1 and candidates[1].score > candidates[0].score - 0.12
        ):
            return ()
        return self.grounder.members(candidates[0])[:4]

    def _union(self, proposal: Proposal) -> Grounding:
        """The grounding of an enumeration: all its genes."""
        groundings = [self._grounded(candidate, proposal.surface) for candidate in proposal.extra]
        genes = tuple(sorted({gene for g in groundings for gene in g.genes}))
        score = min(candidate.score for candidate in proposal.extra)
        forms = ", ".join(dict.fromkeys(g.match.form for g in groundings))
        first = groundings[0].match
        match = Match(forms, first.type, first.source, "enumeration")
        return Grounding("gene", None, genes, score, match)

    def _mention(
        self,
        cleaned: CleanText,
        proposal: Proposal,
        organisms: frozenset[str],
        species: Species,
    ) -> Mention:
        start, end = cleaned.span(proposal.start, proposal.end)
        if proposal.extra:
            candidates: tuple[Grounding, ...] = (self._union(proposal),)
        else:
            candidates = tuple(
                self._grounded(candidate, proposal.surface)
                for candidate in proposal.candidates
                if candidate.is_gene
            )
        best = candidates[0]
        taxon, organism = best.taxon, None
        if taxon == HUMAN:
            taxon, organism = self._organism(cleaned, proposal, organisms, species)
        return Mention(
            text=cleaned.original[start:end],
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
            context=tuple(_evidence(cleaned, cue) for cue in proposal.cues),
        )

    def _organism(
        self,
        cleaned: CleanText,
        proposal: Proposal,
        organisms: frozenset[str],
        species: Species,
    ) -> tuple[str, Evidence | None]:
        """The organism that a mention is of, and the words that say so.

        A sentence with one organism decides before the spelling, the spelling before all else.
        """
        said = species.at(proposal.start)
        if said is None or said.where != "sentence":
            spelled = self._spelled(proposal, organisms)
            if spelled is not None:
                return spelled, Evidence("organism", proposal.surface, "spelling")
        if said is None:
            return HUMAN, None
        start = end = None
        if said.where not in ("heading", "record"):
            start, end = cleaned.span(said.hit.start, said.hit.end)
        words = cleaned.original[start:end] if start is not None else said.hit.text
        return said.hit.taxon, Evidence("organism", words, said.where, start=start, end=end)

    def _spelled(self, proposal: Proposal, organisms: frozenset[str]) -> str | None:
        """The organism that the text names and whose nomenclature spells the name like this."""
        surface = proposal.surface
        if not organisms.difference({HUMAN}) or surface.isupper():
            return None
        for entry in self.lexicon.lookup(surface_key(surface)):
            if entry.form == surface and entry.taxon in organisms and entry.type == "ortholog":
                return entry.taxon
        return None

    def _indices(self, genes: Iterable[Gene]) -> set[int]:
        found = (self.lexicon.gene_by_symbol(gene.symbol) for gene in genes)
        return {record.index for record in found if record is not None}


def _evidence(cleaned: CleanText, cue: Cue) -> Evidence:
    if cue.start is None or cue.end is None:
        return Evidence(cue.source, cue.text)
    start, end = cleaned.span(cue.start, cue.end)
    return Evidence(cue.source, cleaned.original[start:end], start=start, end=end)


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
    )


def _nonhuman(mention: Mention, taxon: str) -> Mention:
    """A mention in a text that is about an organism without human orthologs."""
    return replace(mention, kind="nonhuman", label=None, genes=(), taxon=taxon)


def _taxa(cleaned: CleanText, hits: Sequence[OrganismHit]) -> tuple[Taxon, ...]:
    """The organisms of a text with the spans that name them, the most named first."""
    spans: dict[str, list[Evidence]] = {}
    for hit in hits:
        start, end = cleaned.span(hit.start, hit.end)
        named = Evidence("organism", cleaned.original[start:end], start=start, end=end)
        spans.setdefault(hit.taxon, []).append(named)
    ordered = sorted(spans.items(), key=lambda item: (-len(item[1]), item[1][0].start or 0))
    return tuple(Taxon(taxon, tuple(evidence)) for taxon, evidence in ordered)


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


def _lies_in(mention: Mention, span: tuple[int, int]) -> bool:
    return span[0] <= mention.start and mention.end <= span[1] and bool(mention.genes)


def _of_parts(mentions: Iterable[Mention]) -> list[Grounding]:
    """What the names inside a span say of it together, where the whole is no name."""
    inside = [_of_mention(mention) for mention in mentions]
    if not inside:
        return []
    first = inside[0]
    genes = tuple(sorted({gene for grounding in inside for gene in grounding.genes}))
    forms = ", ".join(dict.fromkeys(grounding.match.form for grounding in inside))
    match = replace(first.match, form=forms, rule="part")
    score = round(min(grounding.score for grounding in inside) * _PART, 4)
    if len(inside) == 1:
        return [replace(first, score=score, match=match)]
    return [Grounding("gene", None, genes, score, match)]


def _of_mention(mention: Mention) -> Grounding:
    kind: Kind = mention.kind
    match = mention.match or Match(mention.text, "curated", "curated")
    return Grounding(
        kind, mention.label, mention.genes, mention.score, match, mention.taxon or HUMAN
    )
