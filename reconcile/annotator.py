"""From a text to mentions: proposals of the recognisers, one reading for each, no overlaps."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reconcile.errors import AnnotationError
from reconcile.ground import ACCEPT, Grounder, Reading
from reconcile.lexicon import Lexicon
from reconcile.recognise import Definition, Hit, find_enumerations, scan
from reconcile.recognise.abbreviations import (
    bracketed_short_form,
    is_short_for,
    names_gene_product,
    short_forms,
)
from reconcile.recognise.enumerations import Enumeration, continue_name
from reconcile.records import HUMAN, Annotation, Gene, Grounding, Kind, Match, Mention
from reconcile.text import CleanText, Token, clean, letter_key, surface_key, tokens

__all__ = ["Annotator", "Proposal"]

_FIGURE_LABEL: Final = re.compile(
    r"(?:\b(?:fig(?:ure)?s?|tables?|panels?|suppl(?:ementary)?|schemes?|box|steps?|lanes?|days?"
    r"|grade|stage|types?|phase|class|group|cluster|chr(?:omosome)?)\.?\s?)$",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.IGNORECASE)
_NUMBER_END: Final = re.compile(r"^(.{2,}?)[- ]?\d{1,2}[A-Za-z]?$")
_LONG_NAME_END: Final = re.compile(
    r"(?:receptor|kinase|factor|protein|ligand|enzyme|channel|subunit|antigen|inhibitor)s?"
    r"[ -](?:\d{1,3}[A-Za-z]?|[α-ω]|[A-Z]\d?)(?![A-Za-z0-9])"
)
_MOST_FUZZY_WORDS: Final = 7


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place that may name genes, with its readings.

    Attributes:
        start: code-point offset in the clean text.
        end: likewise, exclusive.
        surface: the name itself, without affixes.
        readings: best first, at least one; for an enumeration those of its first name.
        found_by: see `records.Mention.found_by`.
        extra: for an enumeration the best reading of each single name.
    """

    start: int
    end: int
    surface: str
    readings: tuple[Reading, ...]
    found_by: str = "dictionary"
    extra: tuple[Reading, ...] = field(default=())

    @property
    def best(self) -> Reading:
        """The best reading."""
        return self.readings[0]


class Annotator:
    """Finds and grounds the gene mentions of texts with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.grounder = Grounder(lexicon)

    def annotate(
        self,
        text: str,
        *,
        cleaned: CleanText | None = None,
        definitions: Sequence[Definition] = (),
        spans: Sequence[tuple[int, int]] = (),
        listed: Collection[int] = (),
    ) -> Annotation:
        """Find and ground the mentions of a text.

        Args:
            text: the original text.
            cleaned: its repaired form, if the caller has it.
            definitions: short forms and their long forms, offsets in the clean text.
            spans: spans in the clean text that a statistical tagger proposes.
            listed: indices of genes that are known to belong to the figure; they help to tell
                ambiguous names apart.
        """
        repaired = cleaned if cleaned is not None else clean(text)
        cut = tokens(repaired.text)
        chosen = self._choose(repaired.text, cut, definitions)
        chosen = self._tagged(repaired.text, chosen, spans)
        chosen = self._shortened(repaired.text, cut, chosen)
        chosen = self._defined(repaired.text, chosen, definitions)
        chosen = self._in_context(chosen, listed)
        mentions = [self._mention(repaired, proposal) for proposal in chosen]
        return Annotation(text, tuple(mentions))

    def ground_spans(
        self, text: str, spans: Sequence[tuple[int, int]], listed: Collection[int] = ()
    ) -> list[list[Grounding]]:
        """Ground given spans of a text in their context; one list, best first, for each span.

        Raises:
            AnnotationError: for a span that is empty or outside the text.
        """
        for start, end in spans:
            if not 0 <= start < end <= len(text):
                raise AnnotationError(
                    f"span ({start}, {end}) is empty or outside a text of {len(text)} characters"
                )
        found = self.annotate(text, listed=listed).mentions
        by_span = {(mention.start, mention.end): mention for mention in found}
        neighbours = {*listed, *self._indices(g for m in found for g in m.genes)}
        results = []
        for span in spans:
            mention = by_span.get(span)
            if mention is not None and mention.candidates:
                results.append([_of_mention(mention), *mention.candidates[1:]])
                continue
            readings = self.grounder.lookup(text[slice(*span)])
            ranked = self.grounder.rank_in_context(readings, neighbours)
            results.append([self.grounder.grounding(r) for r in ranked if r.is_gene])
        return results

    def ground(self, label: str) -> list[Grounding]:
        """The readings of a label outside any text, best first; enumerations are expanded."""
        for enumeration in find_enumerations(clean(label).text):
            proposal = self._enumerated(label, enumeration)
            if proposal is not None and proposal.end - proposal.start >= len(label.strip()):
                return [self._union(proposal)]
        readings = self.grounder.lookup(label)
        return [self.grounder.grounding(reading) for reading in readings if reading.is_gene]

    # -- proposals -----------------------------------------------------------------------------------

    def _choose(
        self, text: str, cut: Sequence[Token], definitions: Sequence[Definition]
    ) -> list[Proposal]:
        """The longest acceptable proposals that do not overlap, in text order."""
        proposals: list[Proposal] = []
        blocked = [match.span() for match in _URL.finditer(text)]
        for hit in scan(text, cut, self.lexicon):
            proposal = self._read_hit(text, hit)
            if proposal is not None:
                proposals.append(proposal)
        proposals += self._enumerations(text, proposals)
        proposals += self._fuzzy_names(text, cut, definitions, proposals)
        proposals.sort(key=lambda p: (p.start - p.end, -p.best.score, p.start))
        taken = bytearray(len(text) + 1)
        for start, end in blocked:
            taken[start:end] = b"\x01" * (end - start)
        chosen = []
        for proposal in proposals:
            if any(taken[proposal.start : proposal.end]):
                continue
            if not proposal.best.is_gene or proposal.best.score >= ACCEPT:
                width = proposal.end - proposal.start
                taken[proposal.start : proposal.end] = b"\x01" * width
                if proposal.best.is_gene:
                    chosen.append(proposal)
        return sorted(chosen, key=lambda p: p.start)

    def _read_hit(self, text: str, hit: Hit) -> Proposal | None:
        """A hit with its readings, unless nothing speaks for a gene or for blocking the place."""
        readings = self.grounder.readings(hit.surface, hit.entries, hit.rule)
        if not readings:
            return None
        best = readings[0]
        if not best.is_gene and best.entry.type == "process":
            return None
        if best.is_gene and (
            best.score < ACCEPT or _FIGURE_LABEL.search(text[max(0, hit.start - 14) : hit.start])
        ):
            return None
        return Proposal(hit.start, hit.end, hit.surface, readings)

    def _enumerations(self, text: str, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Enumerations whose single names are all known."""
        found = [self._enumerated(text, e) for e in find_enumerations(text)]
        for proposal in proposals:
            if proposal.best.kind == "gene" and " " in proposal.surface:
                more = continue_name(text, proposal.start, proposal.end)
                if more is not None:
                    found.append(self._enumerated(text, more))
        return [proposal for proposal in found if proposal is not None]

    def _enumerated(self, text: str, enumeration: Enumeration) -> Proposal | None:
        """The enumeration as far as its names are known genes; None for fewer than two."""
        extra: list[Reading] = []
        end = enumeration.start
        for stop, names in zip(enumeration.ends, enumeration.names, strict=True):
            readings = [self._single(name) for name in names]
            known = [reading for reading in readings if reading is not None]
            if len(known) < len(readings):
                break
            extra += known
            end = stop
        if len({reading.ref for reading in extra}) < 2 and len(extra) < 2:
            return None
        surface = text[enumeration.start : end]
        return Proposal(
            enumeration.start, end, surface, (extra[0],), "enumeration", tuple(extra)
        )

    def _single(self, name: str) -> Reading | None:
        """The best reading of one name of an enumeration, exact forms only."""
        entries = self.lexicon.lookup(surface_key(name))
        letters = letter_key(name)
        if letters != surface_key(name):
            entries = (*entries, *self.lexicon.lookup(letters))
        for reading in self.grounder.readings(name, tuple(entries), "enumeration"):
            if reading.is_gene and reading.score >= ACCEPT:
                return reading
            return None
        return None

    def _fuzzy_names(
        self,
        text: str,
        cut: Sequence[Token],
        definitions: Sequence[Definition],
        exact: Sequence[Proposal],
    ) -> list[Proposal]:
        """Long names with a slip: long forms of abbreviations and names that end in an index."""
        known = {p.end for p in exact if p.best.is_gene and p.end - p.start > 12}
        found = []
        for definition in definitions:
            if definition.long_end not in known and names_gene_product(definition.long):
                found += self._fuzzy_span(text, definition.long_start, definition.long_end)
        for match in _LONG_NAME_END.finditer(text):
            if match.end() in known:
                continue
            last = max((i for i, t in enumerate(cut) if t.start < match.end()), default=0)
            for first in range(max(0, last - _MOST_FUZZY_WORDS), last - 1):
                gap = text[cut[first].start : match.end()]
                if re.search(r"[.;:()\[\]]\s|[;:()\[\]]", gap):
                    continue
                proposals = self._fuzzy_span(text, cut[first].start, match.end())
                if proposals:
                    found += proposals
                    break
        return found

    def _fuzzy_span(self, text: str, start: int, end: int) -> list[Proposal]:
        readings = self.grounder.fuzzy(text[start:end])
        if not readings or not readings[0].is_gene or readings[0].score < ACCEPT:
            return []
        return [Proposal(start, end, text[start:end], readings, "fuzzy")]

    # -- what the text itself says ---------------------------------------------------------------------

    def _tagged(
        self, text: str, chosen: list[Proposal], spans: Sequence[tuple[int, int]]
    ) -> list[Proposal]:
        """Add the tagger's spans that ground and that the dictionary did not see."""
        added = []
        for start, end in spans:
            if any(p.start < end and start < p.end for p in (*chosen, *added)):
                continue
            readings = self.grounder.lookup(text[start:end])
            if readings and readings[0].is_gene and readings[0].score >= ACCEPT:
                added.append(Proposal(start, end, text[start:end], readings, "tagger"))
        return sorted([*chosen, *added], key=lambda p: p.start)

    def _shortened(
        self, text: str, cut: Sequence[Token], chosen: list[Proposal]
    ) -> list[Proposal]:
        """Names whose number the text leaves out: `IPS` after `IPS-1`, `TBK` where only TBK1 is.

        The first takes the reading of the full name in the same text, the second that of the
        only approved symbol with these letters.
        """
        full: dict[str, Proposal] = {}
        for proposal in chosen:
            match = _NUMBER_END.match(proposal.surface)
            if match and not proposal.extra and match.group(1).isalpha():
                full.setdefault(match.group(1), proposal)
        covered = [(p.start, p.end) for p in chosen]
        added = []
        for token in cut:
            if not (token.text.isalpha() and token.text.isupper() and len(token.text) > 2):
                continue
            if any(start < token.end and token.start < end for start, end in covered):
                continue
            if any(self._any_entry(token)):
                if token.text not in full:
                    continue
            source = full.get(token.text)
            readings = source.readings if source else self._implied(token.text)
            if readings:
                rule = [replace(r, rule="shortened", score=round(r.score * 0.8, 4)) for r in readings]
                added.append(Proposal(token.start, token.end, token.text, tuple(rule)))
        return sorted([*chosen, *added], key=lambda p: p.start)

    def _any_entry(self, token: Token) -> Iterable[bool]:
        return (True for _ in self.lexicon.lookup(token.norm))

    def _implied(self, letters: str) -> tuple[Reading, ...]:
        """The reading of a symbol without its `1`, if there is no `2`."""
        first = self.lexicon.gene_by_symbol(f"{letters}1")
        if first is None or f"{letters.lower()}2" in self.lexicon:
            return ()
        entries = tuple(
            e for e in self.lexicon.lookup(f"{letters.lower()}1") if e.ref == first.index
        )
        return self.grounder.readings(f"{letters}1", entries, "shortened")

    def _defined(
        self, text: str, chosen: list[Proposal], definitions: Sequence[Definition]
    ) -> list[Proposal]:
        """Let local definitions decide what short forms mean, everywhere in the text."""
        meaning: dict[str, tuple[Reading, ...] | None] = {}
        by_end = {p.end: p for p in chosen}
        for short, definition in short_forms(definitions).items():
            long = by_end.get(definition.long_end)
            if long is not None and not long.extra:
                meaning[short] = long.readings
            elif not names_gene_product(definition.long) and " " in definition.long:
                meaning[short] = None
        for proposal in chosen:
            short_form = bracketed_short_form(text, proposal.end)
            if (
                short_form is not None
                and short_form not in meaning
                and is_short_for(short_form, proposal.surface)
            ):
                meaning[short_form] = proposal.readings
        if not meaning:
            return chosen
        kept = [
            result
            for proposal in chosen
            if (result := self._redefined(proposal, meaning)) is not None
        ]
        return self._add_short_forms(text, kept, meaning)

    @staticmethod
    def _redefined(
        proposal: Proposal, meaning: dict[str, tuple[Reading, ...] | None]
    ) -> Proposal | None:
        """A proposal in the light of the definitions; None if its letters mean no gene here."""
        if proposal.surface not in meaning:
            return proposal
        readings = meaning[proposal.surface]
        if readings is None:
            return None
        best = readings[0]
        own = [r for r in proposal.readings if (r.kind, r.ref) != (best.kind, best.ref)]
        same = next((r for r in proposal.readings if (r.kind, r.ref) == (best.kind, best.ref)), None)
        decided = same if same is not None else replace(best, rule="abbreviation")
        score = max(decided.score, best.score, 0.9)
        found_by = proposal.found_by if same is not None else "abbreviation"
        return replace(
            proposal,
            readings=(replace(decided, score=score), *own),
            found_by=found_by,
        )

    @staticmethod
    def _add_short_forms(
        text: str, chosen: list[Proposal], meaning: dict[str, tuple[Reading, ...] | None]
    ) -> list[Proposal]:
        """Mentions of defined short forms that the dictionary does not know."""
        spans = [(p.start, p.end) for p in chosen]
        added = []
        for short, readings in meaning.items():
            if readings is None or len(short) < 2:
                continue
            pattern = rf"(?<![A-Za-z0-9]){re.escape(short)}(?![A-Za-z0-9])"
            for match in re.finditer(pattern, text):
                start, end = match.span()
                if any(s < end and start < e for s, e in spans):
                    continue
                decided = tuple(replace(r, rule="abbreviation") for r in readings)
                added.append(Proposal(start, end, short, decided, "abbreviation"))
                spans.append((start, end))
        return sorted([*chosen, *added], key=lambda p: p.start)

    def _in_context(self, chosen: list[Proposal], listed: Collection[int]) -> list[Proposal]:
        """Rank close readings by the genes that the rest of the text and the list name."""
        members = [self._certain(proposal) for proposal in chosen]
        ranked = []
        for i, proposal in enumerate(chosen):
            if proposal.extra or len(proposal.readings) < 2 or proposal.found_by == "abbreviation":
                ranked.append(proposal)
                continue
            around = {g for j, found in enumerate(members) if j != i for g in found}
            around.update(listed)
            readings = self.grounder.rank_in_context(proposal.readings, around)
            if readings[0].is_gene:
                ranked.append(replace(proposal, readings=readings))
        return ranked

    def _certain(self, proposal: Proposal) -> tuple[int, ...]:
        """The genes of a proposal whose reading is not in doubt; few of a large family."""
        readings = [r for r in proposal.readings if r.is_gene]
        if proposal.extra:
            return tuple(g for r in proposal.extra for g in self.grounder.members(r))
        if len(readings) > 1 and readings[1].score > readings[0].score - 0.12:
            return ()
        return self.grounder.members(readings[0])[:4]

    # -- results -----------------------------------------------------------------------------------------

    def _union(self, proposal: Proposal) -> Grounding:
        """The grounding of an enumeration: all its genes."""
        groundings = [self.grounder.grounding(reading) for reading in proposal.extra]
        genes = tuple(sorted({gene for g in groundings for gene in g.genes}))
        score = min(reading.score for reading in proposal.extra)
        forms = ", ".join(dict.fromkeys(g.match.form for g in groundings))
        first = groundings[0].match
        match = Match(forms, first.type, first.source, "enumeration")
        return Grounding("gene", None, genes, score, match)

    def _mention(self, cleaned: CleanText, proposal: Proposal) -> Mention:
        start, end = cleaned.span(proposal.start, proposal.end)
        if proposal.extra:
            candidates: tuple[Grounding, ...] = (self._union(proposal),)
        else:
            candidates = tuple(
                self.grounder.grounding(reading) for reading in proposal.readings if reading.is_gene
            )
        best = candidates[0]
        return Mention(
            text=cleaned.original[start:end],
            start=start,
            end=end,
            kind=best.kind,
            label=best.label,
            genes=best.genes,
            taxon=best.taxon,
            score=best.score,
            match=best.match,
            found_by=proposal.found_by,
            candidates=candidates,
        )

    def _indices(self, genes: Iterable[Gene]) -> set[int]:
        found = (self.lexicon.gene_by_symbol(gene.symbol) for gene in genes)
        return {record.index for record in found if record is not None}


def _of_mention(mention: Mention) -> Grounding:
    kind: Kind = mention.kind
    match = mention.match or Match(mention.text, "curated", "curated")
    return Grounding(
        kind, mention.label, mention.genes, mention.score, match, mention.taxon or HUMAN
    )
