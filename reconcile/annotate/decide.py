"""The last step: the meanings of each name compete with all that the text says of them.

What speaks for a candidate is its log-odds outside the text, and features of the place: the genes
around, the words beside it, what the tagger and the steps before found. Their weights are fitted
(`benchmarks/fit_scores.py`), so that the score of a mention is the probability that it is right.
What is not more likely right than not is no mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reconcile.annotate.passage import Passage
from reconcile.annotate.proposal import Proposal
from reconcile.grounding import ACCEPT, Candidate, Grounder, first
from reconcile.lexicon.similarity import witnesses
from reconcile.records import HUMAN
from reconcile.text import Tokens

__all__ = ["contested", "decide", "in_doubt", "neighbours_of", "place_features"]

_CERTAIN: Final = 0.8
"""Least score outside the text of a candidate that is a witness for others."""
_FEW: Final = 4
"""How many members of a family are witnesses."""
_MOST_EVIDENCE: Final = 3.0
_BY_RULE: Final = frozenset({"chain", "microbe"})
_OF_THE_TEXT: Final = frozenset({"shortened", "abbreviation", "fuzzy", "affix", "words"})
"""Rules that are steps of annotating; the others are known when a name is scored alone."""
_PLURAL: Final = re.compile(r"\S*[A-Zα-ω\d]s")
_ROW: Final = re.compile(r"\s*+(?:,\s*+(?:and|or)?|/|and|or|-|–|→|\+)\s*+")


def decide(passage: Passage, proposals: Sequence[Proposal], grounder: Grounder) -> list[Proposal]:
    """The proposals that are more likely right than not, each with its best candidate first."""
    proposals = [_of_organism(passage, proposal) for proposal in proposals]
    around = neighbours_of(passage, proposals, grounder)
    decided = []
    for proposal, said in contested(passage, proposals):
        if said is None:
            decided.append(proposal)
            continue
        ranked = grounder.rank_in_context(proposal.candidates, around, said)
        best = ranked[0]
        if _is_said(best) and not _is_strange(passage, best):
            decided.append(replace(proposal, candidates=ranked))
    return decided


def in_doubt(
    passage: Passage, proposals: Sequence[Proposal], grounder: Grounder
) -> Iterator[Proposal]:
    """The proposals that are mentions if a tagger finds them and none if it does not."""
    around = neighbours_of(passage, proposals, grounder)
    for proposal, said in contested(passage, proposals):
        if said is None:
            continue
        ranked = grounder.rank_in_context(proposal.candidates, around, said)
        sort = _sort(proposal.surface)
        found, missed = (
            grounder.shifted(ranked, f"{word} {sort}")[0] for word in ("tagged", "untagged")
        )
        if _is_said(found) != _is_said(missed):
            yield proposal


def _is_said(candidate: Candidate) -> bool:
    return candidate.is_gene and candidate.score >= ACCEPT


def contested(
    passage: Passage, proposals: Sequence[Proposal]
) -> Iterator[tuple[Proposal, list[dict[str, float]] | None]]:
    """The proposals with the features of each candidate; None for what rules settled.

    Names of an enumeration, of chains and of a virus's proteins are so. Names that the text says to
    be no genes are left out.
    """
    named = _named(proposals)
    for i, proposal in enumerate(proposals):
        if proposal.extra or proposal.best.rule in _BY_RULE:
            yield proposal, None
            continue
        if (proposal.sensed or proposal.settled) and not proposal.best.is_gene:
            continue
        place = place_features(passage, proposal)
        if _in_row(passage.text, proposals, i):
            place["in a row with a gene"] = 1.0
        yield proposal, list(_by_candidate(passage, proposal, place, named))


def _of_organism(passage: Passage, proposal: Proposal) -> Proposal:
    """A proposal with a species' own symbol first, where the text is of that species alone."""
    if HUMAN in passage.taxa or proposal.surface.isupper() or proposal.extra:
        return proposal
    for candidate in proposal.candidates:
        entry = candidate.entry
        own = entry.type == "ortholog" and entry.form == proposal.surface
        if own and entry.taxon in passage.taxa:
            rest = [other for other in proposal.candidates if other is not candidate]
            return replace(proposal, candidates=(first(candidate, rest), *rest))
    return proposal


def neighbours_of(
    passage: Passage, proposals: Sequence[Proposal], grounder: Grounder
) -> frozenset[int]:
    """The genes that the text surely names, and those of the list; few of a large family."""
    certain = (
        gene
        for proposal in proposals
        for candidate in (proposal.extra or (proposal.best,))
        if _is_certain(proposal, candidate)
        for gene in grounder.members(candidate)[:_FEW]
    )
    return witnesses(passage.listed.union(certain))


def _named(proposals: Sequence[Proposal]) -> dict[tuple[str, int], set[str]]:
    """By which letters the text surely names each gene or family."""
    found: dict[tuple[str, int], set[str]] = {}
    for proposal in proposals:
        for candidate in proposal.extra or (proposal.best,):
            if _is_certain(proposal, candidate):
                found.setdefault((candidate.kind, candidate.ref), set()).add(proposal.surface)
    return found


def _is_strange(passage: Passage, candidate: Candidate) -> bool:
    """Whether a gene is of an organism, without human ortholog, that the text does not name."""
    entry = candidate.entry
    strange = candidate.kind == "nonhuman" and entry.type == "ortholog"
    return strange and entry.taxon not in passage.taxa


def _is_certain(proposal: Proposal, candidate: Candidate) -> bool:
    if not candidate.is_gene:
        return False
    if proposal.extra or proposal.settled or proposal.evidence:
        return True
    return proposal.found_by == "abbreviation" or candidate.score >= _CERTAIN


def place_features(passage: Passage, proposal: Proposal) -> dict[str, float]:
    """What the place of a name says for or against its being a gene's."""
    features = {}
    before, after = _beside(passage.cut, proposal.start, proposal.end)
    if before:
        features[f"before {before}"] = 1.0
    if after:
        features[f"after {after}"] = 1.0
    if proposal.tagged is not None:
        sort = _sort(proposal.surface)
        features[f"tagged {sort}" if proposal.tagged else f"untagged {sort}"] = 1.0
    return features


def _sort(surface: str) -> str:
    """How a name is written: a tagger is better at some than at others."""
    if " " in surface:
        return "words"
    if any(map(str.isdigit, surface)):
        return "digits"
    if surface.islower():
        return "lower"
    return "short" if len(surface) <= 3 else "long"


def _by_candidate(
    passage: Passage,
    proposal: Proposal,
    place: dict[str, float],
    named: Mapping[tuple[str, int], Collection[str]],
) -> Iterator[dict[str, float]]:
    plural = _PLURAL.fullmatch(proposal.surface) is not None
    for i, candidate in enumerate(proposal.candidates):
        if not candidate.is_gene:
            yield {}
            continue
        features = dict(place)
        if named.get((candidate.kind, candidate.ref), {proposal.surface}) != {proposal.surface}:
            features["named by other letters"] = 1.0
        if candidate.kind == "gene" and candidate.ref in passage.listed:
            features[f"listed {candidate.entry.type}"] = 1.0
        if plural:
            features[f"plural {candidate.entry.type}"] = 1.0
        if candidate.rule in _OF_THE_TEXT:
            features[f"step {candidate.rule}"] = 1.0
        if candidate.entry.taxon in passage.taxa and candidate.entry.taxon != HUMAN:
            alone = "alone" if HUMAN not in passage.taxa else "beside human"
            features[f"{candidate.kind} of the organism {alone}"] = 1.0
        if not i:
            if proposal.sensed:
                weight = sum(evidence.weight for evidence in proposal.evidence)
                features["sense words"] = min(_MOST_EVIDENCE, weight)
                features["sense"] = 1.0
            if proposal.found_by == "abbreviation" or (proposal.settled and not proposal.evidence):
                features["defined"] = 1.0
        yield features


def _beside(cut: Tokens, start: int, end: int) -> tuple[str, str]:
    """The word before and the word behind a place, with what parts them from it.

    Only a hyphen and other signs are kept of what parts them; digits are alike. Empty at the end
    of a sentence.
    """
    first = bisect_left(cut.starts, start)
    last = bisect_left(cut.starts, end)
    before = after = ""
    if first > 0 and (sign := _sign(cut.gaps[first - 1][-2:])) is not None:
        before = f"{_plain(cut.texts[first - 1])}{sign}" if sign in ("", "-") else sign
    if 0 < last < len(cut.texts) and (sign := _sign(cut.gaps[last - 1][:2])) is not None:
        after = f"{sign}{_plain(cut.texts[last])}" if sign in ("", "-") else sign
    return before, after


def _sign(gap: str) -> str | None:
    """The sign between two words: empty for a mere space, None at the end of a sentence."""
    held = gap.strip()
    if held.startswith((".", ":", ";")):
        return None
    return held[:1]


def _plain(word: str) -> str:
    if word.isalpha():
        return word.lower()
    return "0" if word.isdigit() else "name"


def _in_row(text: str, proposals: Sequence[Proposal], at: int) -> bool:
    """Whether a name stands in a row with one that is surely a gene's: `SHB, SHD and SHE`."""
    here = proposals[at]
    for beside in (*proposals[max(0, at - 1) : at], *proposals[at + 1 : at + 2]):
        left, right = (beside, here) if beside.start < here.start else (here, beside)
        sure = beside.best.is_gene and beside.best.score >= _CERTAIN
        if sure and _ROW.fullmatch(text, left.end, right.start):
            return True
    return False
