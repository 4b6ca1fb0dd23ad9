"""What the words and genes around say of letters that stand for several things.

The sense inventory `senses.tsv` lists, for letters such as `AR`, `ER` and `FAS`, their senses and
what speaks for each: words (`estradiol`), phrases with the letters (`ER stress`), other genes
(SREBF1). A sense that has clearly more evidence than the first one, which is what the letters mean
without any, is what they mean here. Nothing else is looked at: other letters are not touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal, NamedTuple, cast

from reconcile.annotate.inventory import (
    NO_GENE,
    Phrase,
    Sense,
    folded,
    letters_of,
    phrased,
    senses,
    worded,
)
from reconcile.annotate.proposal import Proposal, SenseEvidence
from reconcile.grounding import ACCEPT, Candidate, Grounder, first
from reconcile.lexicon import Entry
from reconcile.lexicon.schema import NO_REF
from reconcile.naming.sentences import Sentences
from reconcile.patterns import regex

__all__ = ["Disambiguator"]

_PHRASE: Final = 3.0
_BESIDE: Final = 1.0
_ELSEWHERE: Final = 0.6
_BACKGROUND: Final = 0.5
_LISTED: Final = 0.3
_CLEAR: Final = 1.0
_AHEAD: Final = 0.4
_EVEN: Final = 0.5
_SMALL: Final = 8
_NEAR: Final = 400
_LONGEST: Final = 48
_JOINT: Final = regex(r"\s*+(?:,\s*+(?:and|or)?|/|and|or|-|–|→)\s*+")


class _Patterns(NamedTuple):
    """What a sense looks for; the group of a word that matched tells which one it is.

    `letters` are some of each word, in small letters: a text without any of them has no word.
    """

    letters: tuple[str, ...]
    words: re.Pattern[str] | None
    phrases: tuple[Phrase, ...]
    weak: tuple[Phrase, ...]
    genes: tuple[tuple[str, frozenset[int]], ...]
    by_gene: dict[int, list[tuple[str, frozenset[int]]]]


class _Place(NamedTuple):
    """Where genes of a text are surely named."""

    start: int
    end: int
    genes: frozenset[int]


class _Hit(NamedTuple):
    """Where a text has evidence; the same evidence has the same name everywhere."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class _Scene:
    """A text with all that speaks for the senses of its letters, each looked for once."""

    text: str
    folded: str
    sentences: Sentences
    places: tuple[_Place, ...]
    listed: frozenset[int]
    background: str
    hits: dict[Sense, tuple[_Hit, ...]] = field(default_factory=dict)
    firsts: dict[Sense, tuple[_Hit, ...]] = field(default_factory=dict)
    titles: dict[Sense, dict[str | None, str]] = field(default_factory=dict)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The sentence of a place, cut off at some distance."""
        first, last = self.sentences.span(start)
        return max(first, start - _NEAR), min(last, end + _NEAR)


class Disambiguator:
    """Decides between the senses of the letters in the table."""

    def __init__(self, grounder: Grounder) -> None:
        self.grounder = grounder
        self.lexicon = grounder.lexicon
        self._patterns = lru_cache(None)(self._compile)

    def apply(
        self,
        text: str,
        chosen: Sequence[Proposal],
        listed: Collection[int] = (),
        background: str = "",
        only: str | None = None,
    ) -> list[Proposal]:
        """The proposals with the sense that the evidence speaks for first.

        Letters that name no gene here keep their place, with a candidate that is no gene first.

        Args:
            text: the clean text.
            chosen: its proposals, in text order.
            listed: indices of genes that are known to belong to the figure.
            background: other text on the same subject, such as titles.
            only: decide only on proposals that were found so; None for all.
        """
        table = senses()
        spelled = [_spelled(proposal) for proposal in chosen]
        if table.keys().isdisjoint(spelled):
            return list(chosen)
        if only is not None and not any(
            p.found_by == only and letters in table
            for p, letters in zip(chosen, spelled, strict=True)
        ):
            return list(chosen)
        places = tuple(self._places(chosen, table))
        scene = _Scene(text, folded(text), Sentences(text), places, frozenset(listed), background)
        decided = []
        for i, proposal in enumerate(chosen):
            known = table.get(spelled[i])
            if known is None or proposal.extra or only not in (None, proposal.found_by):
                decided.append(proposal)
            else:
                decided.append(self._decide(scene, proposal, known, _joined(text, i, chosen)))
        return _alike(decided)

    def _decide(
        self,
        scene: _Scene,
        proposal: Proposal,
        known: Sequence[Sense],
        joined: SenseEvidence | None,
    ) -> Proposal:
        found = [self._evidence(scene, proposal, sense) for sense in known]
        if joined is not None:
            for i, sense in enumerate(known):
                found[i] += [joined] if sense.in_rows else []
        sums = [sum(one.weight for one in evidence) for evidence in found]
        best = max(range(len(known)), key=lambda i: (sums[i], -i))
        lead = sums[best] - max((s for i, s in enumerate(sums) if i != best), default=0.0)
        if best and (sums[best] - sums[0] < _CLEAR or lead < _AHEAD):
            best, lead = 0, 0.0
        ordered = tuple(sorted(found[best], key=lambda one: -one.weight))
        settled = bool(ordered) and ordered[0].weight == _PHRASE
        if known[best].name == NO_GENE:
            return replace(
                proposal,
                candidates=_none_first(proposal),
                evidence=ordered,
                sensed=True,
                settled=settled,
            )
        candidates = self._first(proposal, known[best].name)
        evidence = ordered if lead >= _CLEAR or not proposal.best.is_gene else ()
        return replace(
            proposal, candidates=candidates, evidence=evidence, sensed=True, settled=settled
        )

    def _first(self, proposal: Proposal, name: str) -> tuple[Candidate, ...]:
        """The candidates with that of a gene or family first; as they are without such a one."""
        named = self._named(name)
        if named is None:
            return proposal.candidates
        ref, is_family = named
        entry = Entry(proposal.surface, "curated", "curated", ref, is_family)
        kind = self.lexicon.family(ref).kind if is_family else "gene"
        meant = Candidate(cast("Literal['gene']", kind), ref, _EVEN, entry, "context")
        rest = []
        for candidate in proposal.candidates:
            if candidate.is_gene and (candidate.ref, candidate.entry.is_family) == named:
                meant = candidate
            else:
                rest.append(candidate)
        return (first(meant, rest), *rest)

    def _named(self, name: str) -> tuple[int, bool] | None:
        """The index of a gene or family, and whether it is a family."""
        gene = self.lexicon.gene_by_symbol(name)
        if gene is not None:
            return gene.index, False
        family = self.lexicon.family_by_id(name)
        return None if family is None else (family.index, True)

    # -- evidence ----------------------------------------------------------------------------------

    def _evidence(self, scene: _Scene, proposal: Proposal, sense: Sense) -> list[SenseEvidence]:
        """What speaks for a sense at one place; each piece counts once."""
        patterns = self._patterns(sense)
        if sense not in scene.hits:
            scene.hits[sense] = tuple(_hits(scene, patterns))
            scene.firsts[sense] = tuple({h.name: h for h in scene.hits[sense][::-1]}.values())
        hits = scene.hits[sense]
        start, end = proposal.start, proposal.end
        found: list[SenseEvidence] = []
        within = [(start, end)]
        for phrases, weight in ((patterns.phrases, _PHRASE), (patterns.weak, _BESIDE)):
            for left, right in _phrase_at(scene.text, start, end, phrases):
                found.append(SenseEvidence(scene.text[left:right], weight, left, right))
                within.append((left, right))
        first, last = scene.around(start, end)
        near = hits[bisect_left(hits, first, key=_start) : bisect_left(hits, last, key=_start)]
        seen: set[str] = set()
        for group, weight in ((near, _BESIDE), (scene.firsts[sense], _ELSEWHERE)):
            for hit in group:
                if hit.name in seen or any(hit.start < e and s < hit.end for s, e in within):
                    continue
                seen.add(hit.name)
                within.append((hit.start, hit.end))
                found.append(
                    SenseEvidence(scene.text[hit.start : hit.end], weight, hit.start, hit.end)
                )
        if scene.background and patterns.words is not None:
            if sense not in scene.titles:
                matches = patterns.words.finditer(scene.background)
                scene.titles[sense] = {m.lastgroup: m.group() for m in matches}
            found += [
                SenseEvidence(word, _BACKGROUND, source="heading")
                for name, word in scene.titles[sense].items()
                if name not in seen
            ]
        found += [
            SenseEvidence(name, _LISTED, source="list")
            for name, genes in patterns.genes
            if name not in seen and len(genes) <= _SMALL and not genes.isdisjoint(scene.listed)
        ]
        return found

    def _compile(self, sense: Sense) -> _Patterns:
        words = "|".join(f"(?P<c{i}>{worded(word)})" for i, word in enumerate(sense.words))
        genes = []
        for name in sense.genes:
            named = self._named(name)
            if named is not None:
                ref, is_family = named
                members = self.lexicon.family(ref).members if is_family else (ref,)
                genes.append((name, frozenset(members)))
        by_gene: dict[int, list[tuple[str, frozenset[int]]]] = {}
        for each in genes:
            for gene in each[1]:
                by_gene.setdefault(gene, []).append(each)
        return _Patterns(
            tuple(map(letters_of, sense.words)),
            re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None,
            tuple(phrased(phrase) for phrase in sense.phrases),
            tuple(phrased(phrase) for phrase in sense.weak),
            tuple(genes),
            by_gene,
        )

    def _places(self, chosen: Iterable[Proposal], table: Collection[str]) -> Iterator[_Place]:
        """The places that surely name genes by other letters than those of the table."""
        for proposal in chosen:
            best = proposal.best
            if _spelled(proposal) in table or not best.is_gene or best.score < ACCEPT:
                continue
            candidates = proposal.extra or (best,)
            genes = frozenset(g for r in candidates for g in self.grounder.members(r))
            if genes:
                yield _Place(proposal.start, proposal.end, genes)


def _alike(decided: Sequence[Proposal]) -> list[Proposal]:
    """The same letters with the same sense wherever nothing near them told.

    A phrase that is no gene says something of its own place alone.
    """
    told: dict[str, dict[tuple[str, int], Proposal]] = {}
    for proposal in decided:
        if proposal.evidence and (proposal.best.is_gene or not proposal.settled):
            best = proposal.best
            told.setdefault(_spelled(proposal), {}).setdefault((best.kind, best.ref), proposal)
    alike = []
    for proposal in decided:
        models = told.get(_spelled(proposal), {})
        if len(models) == 1 and not proposal.evidence and not proposal.extra:
            (model,) = models.values()
            proposal = replace(proposal, candidates=model.candidates, evidence=model.evidence)  # noqa: PLW2901
        alike.append(proposal)
    return alike


def _hits(scene: _Scene, patterns: _Patterns) -> list[_Hit]:
    """The places of the words and genes of a sense, in text order."""
    found = []
    if patterns.words is not None and any(map(scene.folded.__contains__, patterns.letters)):
        found += [
            _Hit(*match.span(), match.lastgroup or "")
            for match in patterns.words.finditer(scene.text)
        ]
    for place in scene.places:
        # A name that has none of the genes of a place says nothing of it.
        near = {each for gene in place.genes for each in patterns.by_gene.get(gene, ())}
        found += [
            _Hit(place.start, place.end, name) for name, genes in near if _names(place.genes, genes)
        ]
    return sorted(found)


def _start(hit: _Hit) -> int:
    return hit.start


def _phrase_at(
    text: str, start: int, end: int, phrases: Iterable[Phrase]
) -> Iterator[tuple[int, int]]:
    """The first phrase around some letters, if any."""
    for before, after in phrases:
        first, last = start, end
        if after is not None:
            right = after.match(text, end)
            if right is None:
                continue
            last = right.end()
        if before is not None:
            left = before.search(text, max(0, start - _LONGEST), start)
            if left is None:
                continue
            first = left.start()
        yield first, last
        return


def _joined(text: str, at: int, chosen: Sequence[Proposal]) -> SenseEvidence | None:
    """A sure gene that stands in a row with the letters: `SHB, SHD and SHE`."""
    here = chosen[at]
    for beside in (*chosen[max(0, at - 1) : at], *chosen[at + 1 : at + 2]):
        left, right = (beside, here) if beside.start < here.start else (here, beside)
        sure = beside.best.kind == "gene" and beside.best.score >= ACCEPT
        if (
            sure
            and _spelled(beside) not in senses()
            and _JOINT.fullmatch(text, left.end, right.start)
        ):
            return SenseEvidence(beside.surface, _BESIDE, beside.start, beside.end)
    return None


def _names(named: frozenset[int], genes: frozenset[int]) -> bool:
    """Whether a mention is of some gene or family, or of a small family that holds it."""
    return named <= genes or (len(named) <= _SMALL and genes <= named)


def _none_first(proposal: Proposal) -> tuple[Candidate, ...]:
    none = next((r for r in proposal.candidates if not r.is_gene), None)
    if none is None:
        entry = Entry(proposal.surface, "word", "curated", NO_REF)
        none = Candidate("non_gene", NO_REF, 1.0, entry, "context")
    return (replace(none, score=1.0), *(r for r in proposal.candidates if r is not none))


def _spelled(proposal: Proposal) -> str:
    surface = proposal.surface
    return surface.replace("-", "") if "-" in surface else surface
