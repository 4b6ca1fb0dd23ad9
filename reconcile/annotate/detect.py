"""Where a text may name genes: dictionary hits, enumerations, chains, long names with a slip."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from reconcile.annotate.chains import propose_chains
from reconcile.annotate.compounds import read_compounds
from reconcile.annotate.extents import Extents
from reconcile.annotate.glued import Unglue
from reconcile.annotate.hits import HitReader
from reconcile.annotate.inventory import spellings
from reconcile.annotate.kinds import LONG_HEAD, TokenKinds
from reconcile.annotate.proposal import Proposal, marked
from reconcile.annotate.tags import without_tags
from reconcile.grounding import (
    ACCEPT,
    WEAK,
    Candidate,
    Grounder,
    gene_share,
    together,
)
from reconcile.naming.abbreviations import Definition, names_gene_product
from reconcile.naming.enumerations import Enumeration, continue_name, find_enumerations, is_hyphened
from reconcile.naming.variants import receptor_symbols
from reconcile.patterns import regex
from reconcile.text import Tokens, letter_key, surface_key

__all__ = ["Detector"]

_URL: Final = regex(
    r"(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]{1,64}@[^\s@]{1,255}\.\w+", re.IGNORECASE
)
_INDEX_BEHIND: Final = regex(r"[ -](?:\d{1,3}[A-Za-z]?|[α-ω]|[A-Z]\d)(?![A-Za-z0-9])")
"""The index of a long name, behind its head."""
_RECEPTOR: Final = regex(
    r"[ -]receptors?(?:[ -](?:\d{1,2}[A-Za-z]?|[IVX]{1,4}|[αβγ]|alpha|beta|gamma))?(?![A-Za-z0-9])"
)
_MOST_FUZZY_WORDS: Final = 7
_SHORTEST_FUZZY: Final = 16


class Detector:
    """Finds the places of a text that may name genes, each with its candidates."""

    def __init__(self, grounder: Grounder) -> None:
        self.grounder = grounder
        self.lexicon = grounder.lexicon
        self._hits = HitReader(grounder)
        self._unglue = Unglue(grounder)
        self._kinds = TokenKinds(self.lexicon)
        self._extents = Extents(grounder, self._kinds)

    def detect(self, text: str, cut: Tokens, definitions: Sequence[Definition]) -> list[Proposal]:
        """The longest acceptable proposals that do not overlap, in text order.

        Letters that mostly name no gene are among them where the text may yet tell (`ER`).
        """
        bare = self._unglue(text, cut)
        text, cut = bare.text, bare.cut
        kinds = list(map(self._kinds.of, cut.texts))
        proposals = _by_span(self._hits.read(text, cut))
        proposals += propose_chains(text, proposals, self.grounder)
        proposals += self._receptors(text, proposals)
        proposals = read_compounds(text, proposals, self.grounder)
        proposals += self._enumerations(text, proposals, definitions)
        proposals += self._extents.find(text, cut, kinds, definitions, proposals)
        proposals += self._fuzzy_names(text, cut, kinds, definitions, proposals)
        proposals = list(without_tags(text, proposals, self.grounder))
        proposals.sort(key=_longest_first)
        taken = marked(len(text) + 1, [match.span() for match in _addresses(text)])
        chosen = []
        for proposal in proposals:
            start, end = proposal.start, proposal.end
            if taken.find(1, start, end) >= 0:
                continue
            told = gene_share(proposal.candidates) >= WEAK or proposal.surface in spellings()
            if told or not proposal.candidates[0].is_gene:
                taken[start:end] = b"\x01" * (end - start)
                if told:
                    chosen.append(proposal)
        chosen.sort(key=_start)
        return [bare.marked(proposal) for proposal in chosen]

    def _receptors(self, text: str, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Receptors by the name of their ligand: `VEGF receptor 1` is VEGFR1."""
        found: list[Proposal] = []
        if "receptor" not in text:
            return found
        for proposal in proposals:
            if not text.startswith("receptor", proposal.end + 1) or not proposal.best.is_gene:
                continue
            after = _RECEPTOR.match(text, proposal.end)
            if after is None:
                continue
            name = text[proposal.start : after.end()]
            for symbol in receptor_symbols(name):
                candidates = self.grounder.lookup_exact(symbol, "order")
                if not candidates or not candidates[0].is_gene or candidates[0].score < ACCEPT:
                    continue
                if self._is_receptor(candidates[0]) or not self._is_receptor(proposal.best):
                    found.append(Proposal(proposal.start, after.end(), name, candidates))
                    break
        return found

    def _is_receptor(self, candidate: Candidate) -> bool:
        """Whether a gene is called a receptor: then it is no ligand, as in `MET receptor`."""
        return candidate.kind == "gene" and "receptor" in self.lexicon.gene(candidate.ref).name

    def _enumerations(
        self, text: str, proposals: Sequence[Proposal], definitions: Sequence[Definition]
    ) -> list[Proposal]:
        """Enumerations whose single names are all known.

        What is defined before a bracket belongs to the name that goes on behind it.
        """
        long_forms = {d.long_end: d.long_start for d in definitions}
        found: list[Proposal | None] = []
        for enumeration in find_enumerations(text):
            if enumeration.least == 1:
                before = len(text[: enumeration.start].rstrip())
                start = long_forms.get(before, enumeration.start)
                enumeration = replace(enumeration, start=start)  # noqa: PLW2901
            found.append(self.enumerated(text, enumeration))
        for proposal in proposals:
            if " " in proposal.surface and proposal.candidates[0].kind == "gene":
                more = continue_name(text, proposal.start, proposal.end)
                if more is not None:
                    found.append(self.enumerated(text, more))
        if not found:
            return []
        whole = {(p.start, p.end): p.best for p in proposals if p.best.kind != "family"}
        return [
            proposal
            for proposal in found
            if proposal is not None
            and not self.contradicts(proposal, whole.get((proposal.start, proposal.end)))
        ]

    def contradicts(self, proposal: Proposal, label: Candidate | None) -> bool:
        """Whether an enumeration has a gene that the gene or complex of just this name lacks.

        `Arp2/3` is the complex, not ACTR2 and some gene that ARP3 is an alias of; `IP3R-1` is one
        gene, but `NPHP1-9` is a range.
        """
        if label is None or not label.is_gene:
            return False
        if label.kind == "gene" and label.entry.form != proposal.surface:
            return len(proposal.extra) == 2 and is_hyphened(proposal.surface)
        members = self.grounder.members(label)
        return any(candidate.ref not in members for candidate in proposal.extra)

    def enumerated(self, text: str, enumeration: Enumeration) -> Proposal | None:
        """The enumeration as far as its names are known genes; None for too few of them."""
        items: list[tuple[Candidate, ...]] = []
        end = enumeration.start
        for stop, names in zip(enumeration.ends, enumeration.names, strict=True):
            least = WEAK if items else ACCEPT
            known = [candidates for name in names if (candidates := self._single(name, least))]
            if len(known) < len(names):
                break
            items += known
            end = stop
        if len(items) < enumeration.least:
            return None
        surface = text[enumeration.start : end]
        if len(items) == 1:
            return Proposal(enumeration.start, end, surface, items[0])
        extra = self._together(items)
        return Proposal(enumeration.start, end, surface, (extra[0],), "enumeration", tuple(extra))

    def _single(self, name: str, least: float) -> tuple[Candidate, ...]:
        """The candidates of one name of an enumeration, exact forms only; empty for no gene."""
        entries = self.lexicon.lookup(surface_key(name))
        letters = letter_key(name)
        if letters != surface_key(name):
            entries = (*entries, *self.lexicon.lookup(letters))
        candidates = self.grounder.candidates(name, tuple(entries), "enumeration")
        for symbol in () if candidates else (*receptor_symbols(name), name.removeprefix("pro")):
            candidates = candidates or self.grounder.lookup_exact(symbol, "enumeration")
        if not candidates or not candidates[0].is_gene or gene_share(candidates) < least:
            return ()
        return candidates

    def _together(self, items: Sequence[tuple[Candidate, ...]]) -> list[Candidate]:
        """One candidate for each name, such that they fit each other (`MST1/2`: STK4, STK3)."""
        chosen = []
        for i, candidates in enumerate(items):
            others = {
                gene
                for j, other in enumerate(items)
                if j != i
                for gene in self.grounder.members(other[0])
            }
            chosen.append(self.grounder.rank_in_context(candidates, others)[0])
        return chosen

    def _fuzzy_names(
        self,
        text: str,
        cut: Tokens,
        kinds: Sequence[int],
        definitions: Sequence[Definition],
        exact: Sequence[Proposal],
    ) -> list[Proposal]:
        """Long names with a slip: long forms of abbreviations and names that end in an index."""
        numbered = [at for at, kind in enumerate(kinds) if kind & LONG_HEAD]
        ends = [_INDEX_BEHIND.match(text, cut.ends[at]) for at in numbered]
        if not definitions and not any(ends):
            return []
        known: dict[int, int] = {}
        for p in exact:
            if p.end - p.start > 12:
                known[p.end] = min(p.start, known.get(p.end, p.start))
        found = []
        for definition in definitions:
            start = known.get(definition.long_end, definition.long_end)
            if start > definition.long_start and names_gene_product(definition.long):
                found += self._fuzzy_span(text, definition.long_start, definition.long_end)
        starts = cut.starts
        for match in filter(None, ends):
            last = bisect_left(starts, match.end()) - 1
            limit = bisect_left(starts, known.get(match.end(), match.end()))
            for first in range(max(0, last - _MOST_FUZZY_WORDS), min(last - 1, limit)):
                gap = text[starts[first] : match.end()]
                if re.search(r"[.;:()\[\]]\s|[;:()\[\]]", gap):
                    continue
                proposals = self._fuzzy_span(text, starts[first], match.end())
                if proposals:
                    found += proposals
                    break
        return found

    def _fuzzy_span(self, text: str, start: int, end: int) -> list[Proposal]:
        if end - start < _SHORTEST_FUZZY or surface_key(text[start:end]) in self.lexicon:
            return []
        candidates = self.grounder.fuzzy(text[start:end])
        if not candidates or not candidates[0].is_gene or candidates[0].score < ACCEPT:
            return []
        return [Proposal(start, end, text[start:end], candidates, "fuzzy")]


def _longest_first(proposal: Proposal) -> tuple[int, float, int]:
    start = proposal.start
    return start - proposal.end, -proposal.candidates[0].score, start


def _start(proposal: Proposal) -> int:
    return proposal.start


def _by_span(proposals: Iterable[Proposal]) -> list[Proposal]:
    """One proposal for each place; names with Greek have two keys."""
    found: dict[tuple[int, int], Proposal] = {}
    for proposal in proposals:
        other = found.setdefault((proposal.start, proposal.end), proposal)
        if other is not proposal:
            candidates = together(other.candidates, proposal.candidates)
            found[proposal.start, proposal.end] = Proposal(
                other.start, other.end, other.surface, candidates
            )
    return list(found.values())


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """The addresses of pages and mailboxes in a text."""
    if "@" in text or "://" in text or "www." in text.lower():
        return _URL.finditer(text)
    return iter(())
