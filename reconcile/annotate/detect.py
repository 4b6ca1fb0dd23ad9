"""Where a text may name genes: dictionary hits, enumerations, chains, long names with a slip."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reconcile.annotate.chains import propose_chains
from reconcile.annotate.compounds import read_compounds
from reconcile.annotate.extents import Extents
from reconcile.annotate.glued import Unglue
from reconcile.annotate.proposal import Proposal
from reconcile.annotate.senses import spellings
from reconcile.annotate.tags import without_tags
from reconcile.grounding import (
    ACCEPT,
    FUNCTION_WORD,
    WEAK,
    Candidate,
    Grounder,
    gene_share,
    together,
)
from reconcile.lexicon import Entry
from reconcile.lexicon.scan import Hit, Scanner
from reconcile.naming.abbreviations import Definition, names_gene_product
from reconcile.naming.enumerations import Enumeration, continue_name, find_enumerations, is_hyphened
from reconcile.naming.quantities import begins_other_word, is_quantity
from reconcile.naming.variants import receptor_symbols
from reconcile.text import Tokens, letter_key, surface_key

__all__ = ["Detector", "stands_as_name"]

_LABEL: Final = (
    r"(?:fig(?:ure)?s?|tables?|panels?|suppl(?:ementary)?|schemes?|box|steps?|lanes?|days?"
    r"|grade|stage|types?|phase|class|group|cluster|chr(?:omosome)?)"
)
_FIGURE_LABEL: Final = re.compile(rf"(?:\b{_LABEL}\.?\s?)$", re.IGNORECASE)
_LABEL_END: Final = re.compile(rf"{_LABEL}$", re.IGNORECASE)
_SORT: Final = re.compile(r"(?:grade|stage|type|phase|class|group|cluster)s?", re.IGNORECASE)
_NUMBERING: Final = re.compile(r"[A-Z]?\d{0,2}[A-Za-z]?|[IVX]+[A-Za-z]?")
"""What numbers sorts of things: `group A1`, `type IIb`, not `group IL-2`."""
_URL: Final = re.compile(
    r"(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]{1,64}@[^\s@]{1,255}\.\w+", re.IGNORECASE
)
_NOT_A_PRODUCT: Final = re.compile(
    r"(?:\s\(\w+\))?(?:\s|-)(?:domains?|motifs?|repeats?|box|boxes|elements?|recruitment)\b"
)
_ION: Final = re.compile(r"[A-Z][A-Za-z]?\d?|NAD[PH]?")
_NUMBERED_ON: Final = re.compile(r"-\d+(?![\d-]*-?[A-Za-z])")
_LONG_NAME_END: Final = re.compile(
    r"(?:receptor|kinase|factor|protein|ligand|enzyme|channel|subunit|antigen|inhibitor)s?"
    r"[ -](?:\d{1,3}[A-Za-z]?|[α-ω]|[A-Z]\d)(?![A-Za-z0-9])"
)
_WORD_BEFORE: Final = re.compile(r"(?<![A-Za-z0-9-])([A-Z]{2,}) $")
_WORD_AFTER: Final = re.compile(r" ([A-Z]{2,})(?![A-Za-z0-9-])")
_LINKS: Final = frozenset({"AND", "OR", "VIA"})
_RECEPTOR: Final = re.compile(
    r"[ -]receptors?(?:[ -](?:\d{1,2}[A-Za-z]?|[IVX]{1,4}|[αβγ]|alpha|beta|gamma))?(?![A-Za-z0-9])"
)
_LOCANT: Final = re.compile(r"(?<![\w/-])\d{1,2}-$")
_SPACED_INDEX: Final = re.compile(r" (\d{1,2}|[α-ω])$")
_GREEK_WORD: Final = re.compile(r"-cells?\b| (?:cells?|barrels?|sheets?|helix|helices)\b")
_MOST_FUZZY_WORDS: Final = 7
_SHORTEST_FUZZY: Final = 16
_CACHE_SIZE: Final = 50_000


class Detector:
    """Finds the places of a text that may name genes, each with its candidates."""

    def __init__(self, grounder: Grounder) -> None:
        self.grounder = grounder
        self.lexicon = grounder.lexicon
        self._scanner = Scanner(self.lexicon, self._is_never_gene)
        self._unglue = Unglue(grounder)
        self._extents = Extents(grounder)

    def detect(self, text: str, cut: Tokens, definitions: Sequence[Definition]) -> list[Proposal]:
        """The longest acceptable proposals that do not overlap, in text order.

        Letters that mostly name no gene are among them where the text may yet tell (`ER`).
        """
        proposals: list[Proposal] = []
        bare = self._unglue(text, cut)
        text, cut = bare.text, bare.cut
        blocked = [match.span() for match in _addresses(text)]
        for hit in self._scanner.hits(text, cut):
            proposal = self._read_hit(text, cut, hit)
            if proposal is not None:
                proposals.append(proposal)
        proposals = list(_by_span(proposals))
        proposals += propose_chains(text, proposals, self.grounder)
        proposals += self._receptors(text, proposals)
        proposals = read_compounds(text, proposals, self.grounder)
        proposals += self._enumerations(text, proposals, definitions)
        proposals += self._extents.find(text, cut, definitions, proposals)
        proposals += self._fuzzy_names(text, cut, definitions, proposals)
        proposals = list(without_tags(text, proposals, self.grounder))
        proposals.sort(key=lambda p: (p.start - p.end, -p.best.score, p.start))
        taken = bytearray(len(text) + 1)
        for start, end in blocked:
            taken[start:end] = b"\x01" * (end - start)
        chosen = []
        for proposal in proposals:
            if taken.find(1, proposal.start, proposal.end) >= 0:
                continue
            share = gene_share(proposal.candidates)
            told = share >= WEAK or proposal.surface in spellings()
            if told or not proposal.best.is_gene:
                width = proposal.end - proposal.start
                taken[proposal.start : proposal.end] = b"\x01" * width
                if told:
                    chosen.append(proposal)
        return [bare.marked(proposal) for proposal in sorted(chosen, key=lambda p: p.start)]

    def _read_hit(self, text: str, cut: Tokens, hit: Hit) -> Proposal | None:
        """A hit with its candidates, unless nothing speaks for a gene or for blocking the place."""
        word = self.grounder.word_rank(hit.surface) is not None
        capitals = word and hit.surface.isupper()
        if (capitals and self._in_headline(text, hit)) or _open_bracket(hit.surface):
            return None
        named = word and (capitals or stands_as_name(text, hit.start))
        candidates = self.grounder.candidates(hit.surface, hit.entries, hit.rule, named=named)
        if not candidates:
            return None
        best = candidates[0]
        if not best.is_gene:
            process = best.entry.type == "process" and gene_share(candidates) < WEAK
            return None if process else Proposal(hit.start, hit.end, hit.surface, candidates)
        weak = gene_share(candidates) < WEAK and hit.surface not in spellings()
        if weak or _is_labelled(text, cut, hit):
            return None
        after = text[hit.end : hit.end + 24]
        if best.entry.type != "approved" and _NOT_A_PRODUCT.match(after):
            return None
        if _NUMBERED_ON.match(after) or (after[:1] == "+" and _is_ion(hit, best)):
            return None
        if _ends_in_others_index(text, hit) or _is_numbered_chemical(text, hit, best):
            return None
        return Proposal(hit.start, hit.end, hit.surface, candidates)

    def _is_never_gene(self, token: str, entries: tuple[Entry, ...]) -> bool:
        """Whether a token that is a whole name is no gene, or too weak a one, in every text.

        Most words of a text are such. They keep nothing out, as no shorter name stands in them.
        """
        if token in spellings():
            return False
        may_be = self.grounder.may_be_gene
        return not (may_be(token, entries, WEAK, named=True) or may_be(token, entries, WEAK))

    def _in_headline(self, text: str, hit: Hit) -> bool:
        """Whether a word in capitals stands beside other English words in capitals."""
        beside = (
            _WORD_BEFORE.search(text, max(0, hit.start - 20), hit.start),
            _WORD_AFTER.match(text, hit.end),
        )
        return any(match is not None and self._is_mere_word(match.group(1)) for match in beside)

    def _is_mere_word(self, word: str) -> bool:
        rank = self.grounder.word_rank(word)
        if rank is None or word in _LINKS:
            return False
        return rank < FUNCTION_WORD or self.lexicon.gene_by_symbol(word) is None

    def _receptors(self, text: str, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Receptors by the name of their ligand: `VEGF receptor 1` is VEGFR1."""
        found = []
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
        found = []
        for enumeration in find_enumerations(text):
            if enumeration.least == 1:
                before = len(text[: enumeration.start].rstrip())
                start = long_forms.get(before, enumeration.start)
                enumeration = replace(enumeration, start=start)  # noqa: PLW2901
            found.append(self.enumerated(text, enumeration))
        for proposal in proposals:
            if proposal.best.kind == "gene" and " " in proposal.surface:
                more = continue_name(text, proposal.start, proposal.end)
                if more is not None:
                    found.append(self.enumerated(text, more))
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
        definitions: Sequence[Definition],
        exact: Sequence[Proposal],
    ) -> list[Proposal]:
        """Long names with a slip: long forms of abbreviations and names that end in an index."""
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
        for match in _LONG_NAME_END.finditer(text):
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


def _is_ion(hit: Hit, best: Candidate) -> bool:
    """Whether letters before a plus are those of an ion or of half a sum, not of a marker."""
    if hit.surface == best.entry.form:
        return False
    sure = hit.rule == "exact" and best.entry.type in ("approved", "curated", "label", "ortholog")
    return not sure or _ION.fullmatch(hit.surface) is not None


def _ends_in_others_index(text: str, hit: Hit) -> bool:
    """Whether what a name ends in behind a space counts, or begins another word.

    `TGF-β 1 ng`, `PAR1 β-arrestin`, `GLP-1 β cells`.
    """
    spaced = _SPACED_INDEX.search(text, max(hit.start, hit.end - 3), hit.end)
    if spaced is None:
        return False
    index = spaced[1]
    if index.isdigit():
        return is_quantity(text, hit.end, index)
    return begins_other_word(text, hit.end) or _GREEK_WORD.match(text, hit.end) is not None


def _is_numbered_chemical(text: str, hit: Hit, best: Candidate) -> bool:
    """Whether short letters stand behind the number of an atom, as in `4-HNE` and `6-OHDA`."""
    if best.entry.type not in ("alias", "previous", "ortholog_alias", "designation"):
        return False
    before = _LOCANT.search(text, max(0, hit.start - 4), hit.start)
    return before is not None and hit.surface.isalpha()


def _by_span(proposals: Iterable[Proposal]) -> Iterable[Proposal]:
    """One proposal for each place; names with Greek have two keys."""
    found: dict[tuple[int, int], Proposal] = {}
    for proposal in proposals:
        other = found.setdefault((proposal.start, proposal.end), proposal)
        if other is not proposal:
            candidates = together(other.candidates, proposal.candidates)
            found[proposal.start, proposal.end] = replace(
                other, candidates=candidates, first=candidates[0]
            )
    return found.values()


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """The addresses of pages and mailboxes in a text."""
    if "@" in text or "://" in text or "www." in text.lower():
        return _URL.finditer(text)
    return iter(())


def _is_labelled(text: str, cut: Tokens, hit: Hit) -> bool:
    """Whether a word such as `Fig.` before a hit says that its letters number something."""
    if not hit.first or not _ends_like_label(cut.texts[hit.first - 1]):
        return False
    if _SORT.fullmatch(cut.texts[hit.first - 1]) and not _NUMBERING.fullmatch(hit.surface):
        return False
    return _FIGURE_LABEL.search(text[max(0, hit.start - 14) : hit.start]) is not None


@lru_cache(maxsize=_CACHE_SIZE)
def _ends_like_label(token: str) -> bool:
    return _LABEL_END.search(token) is not None


def _open_bracket(surface: str) -> bool:
    """Whether a name runs into a bracket or out of one (`casein kinase 1 (CK1`, `TCF)-4`)."""
    return surface.count("(") != surface.count(")")


def stands_as_name(text: str, start: int) -> bool:
    """Whether a capital at this place is not that of a sentence's first word."""
    before = text[max(0, start - 3) : start].rstrip()
    return bool(before) and before[-1] not in ".:!?)]|" and before[-1:].strip() != ""
