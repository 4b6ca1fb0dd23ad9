"""The last step: the meanings of each name compete with all that the text says of them.

What speaks for a candidate is its log-odds outside the text, and features of the place: the genes
around, the words beside it, what the tagger and the steps before found. Their weights are fitted
(`benchmarks/fit_scores.py`), so that the score of a mention is the probability that it is right.
What is not more likely right than not is no mention.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from math import exp
from operator import is_
from typing import Final, NamedTuple

from reconcile.annotate.passage import Passage
from reconcile.annotate.proposal import Proposal
from reconcile.grounding import ACCEPT, Candidate, Grounder, first
from reconcile.grounding.context import Around
from reconcile.lexicon.similarity import witnesses
from reconcile.patterns import regex
from reconcile.records import HUMAN
from reconcile.text import Tokens

__all__ = [
    "Said",
    "Weighed",
    "contested",
    "decide",
    "in_doubt",
    "neighbours_of",
    "place_features",
    "weighed",
]

_CERTAIN: Final = 0.8
"""Least score outside the text of a candidate that is a witness for others."""
_FEW: Final = 4
"""How many members of a family are witnesses."""
_MOST_EVIDENCE: Final = 3.0
_BY_RULE: Final = frozenset({"chain", "microbe"})
_OF_THE_TEXT: Final = frozenset({"shortened", "abbreviation", "fuzzy", "affix", "words"})
"""Rules that are steps of annotating; the others are known when a name is scored alone."""
_PLURAL: Final = regex(r"\S*[A-Zα-ω\d]s")
_ROW: Final = frozenset({",", "/", "and", "or", "-", "–", "→", "+"})
"""What stands between the names of a row; behind a comma an `and` or `or` too."""


Ranked = list[tuple[Proposal, "tuple[Candidate, ...] | None"]]
"""Contested proposals with their candidates, best first; None for what rules settled."""


class Weighed(NamedTuple):
    """The proposals of a passage with their candidates in the light of all that it says.

    Attributes:
        proposals: all of them.
        ranked: those that are contested, with what was made of them.
        around: the genes around, and how the meanings of these names fit them.
    """

    proposals: Sequence[Proposal]
    ranked: Ranked
    around: Around

    def still(self, proposals: Sequence[Proposal]) -> dict[int, tuple[Candidate, ...]]:
        """By identity the candidates of those proposals that are weighed as before.

        All depend on each other, but not on whether a tagger finds one. So these are all of which
        it says nothing new; none if others were added, left out, or mean something else now.
        """
        if len(proposals) != len(self.proposals):
            return {}
        known = {id(proposal): ranked for proposal, ranked in self.ranked if ranked is not None}
        found = {}
        for now, before in zip(proposals, self.proposals, strict=True):
            if now is not before and not _means_the_same(now, before):
                return {}
            if now.tagged == before.tagged and id(before) in known:
                found[id(now)] = known[id(before)]
        return found


def weighed(
    passage: Passage,
    proposals: Sequence[Proposal],
    grounder: Grounder,
    before: Weighed | None = None,
) -> Weighed:
    """The proposals of a passage, weighed.

    Args:
        passage: the text.
        proposals: what was found in it.
        grounder: ranks the candidates.
        before: the same without what a tagger says, if that was weighed.
    """
    taxa = passage.taxa
    if taxa and HUMAN not in taxa:
        proposals = [_of_organism(taxa, proposal) for proposal in proposals]
    known: dict[int, tuple[Candidate, ...]] = {}
    if before is not None:
        same = len(proposals) == len(before.proposals)
        if same and all(map(is_, proposals, before.proposals)):
            return before
        known = before.still(proposals)
    neighbours = neighbours_of(passage, proposals, grounder)
    around = grounder.around(neighbours)
    if before is not None and before.around.genes == neighbours:
        around = before.around
    ranked = _ranked(passage, proposals, grounder, around, known)
    return Weighed(proposals, ranked, around)


def _means_the_same(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals differ in nothing but what a tagger says."""
    return (
        one.candidates is other.candidates
        and (one.start, one.end, one.sensed) == (other.start, other.end, other.sensed)
        and (one.extra, one.settled) == (other.extra, other.settled)
        and one.evidence == other.evidence
        and (one.found_by == "abbreviation") == (other.found_by == "abbreviation")
    )


def decide(
    passage: Passage,
    proposals: Sequence[Proposal],
    grounder: Grounder,
    before: Weighed | None = None,
) -> list[Proposal]:
    """The proposals that are more likely right than not, each with its best candidate first.

    The arguments are those of `weighed`.
    """
    taxa = passage.taxa
    decided = []
    for proposal, ranked in weighed(passage, proposals, grounder, before).ranked:
        if ranked is None:
            decided.append(proposal)
        elif _is_said(ranked[0]) and not _is_strange(taxa, ranked[0]):
            decided.append(proposal.with_candidates(ranked))
    return decided


def in_doubt(weighed: Weighed, grounder: Grounder) -> Iterator[Proposal]:
    """The proposals that are mentions if a tagger finds them and none if it does not."""
    weight = grounder.weights.get
    for proposal, ranked in weighed.ranked:
        if ranked is None:
            continue
        sort = _sort(proposal.surface)
        found, missed = (weight(f"{word} {sort}", 0.0) for word in ("tagged", "untagged"))
        if _would_be_said(ranked, found) != _would_be_said(ranked, missed):
            yield proposal


def _would_be_said(ranked: Sequence[Candidate], more: float) -> bool:
    """Whether a gene would be more likely than not if the odds of all genes were so much better."""
    best = genes = 0.0
    for candidate in ranked:
        if candidate.kind != "non_gene":
            genes += candidate.score
            best = max(best, candidate.score)
    times = exp(more)
    return best * times >= ACCEPT * (1.0 - genes + genes * times)


def _ranked(
    passage: Passage,
    proposals: Sequence[Proposal],
    grounder: Grounder,
    around: Around,
    known: Mapping[int, tuple[Candidate, ...]],
) -> Ranked:
    """The contested proposals with their candidates; `known` by identity need not be weighed."""
    weight = grounder.weights.get
    ranked: Ranked = []
    for proposal, said in contested(passage, proposals, known):
        if said is None:
            ranked.append((proposal, known.get(id(proposal))))
            continue
        at_place = 0.0
        for feature in said.place:
            at_place += weight(feature, 0.0)
        more = []
        for candidate, own in zip(proposal.candidates, said.own, strict=True):
            odds = at_place if candidate.kind != "non_gene" else 0.0
            for feature, value in own:
                odds += weight(feature, 0.0) * value
            more.append(odds)
        ranked.append((proposal, grounder.rank_in_context(proposal.candidates, around, more)))
    return ranked


def _is_said(candidate: Candidate) -> bool:
    return candidate.is_gene and candidate.score >= ACCEPT


class Said(NamedTuple):
    """What the place of a name says of its candidates, in words: features that have weights.

    Attributes:
        place: what holds for all candidates that are genes, each of value 1.
        own: for each candidate what else holds, with its value; nothing for what is no gene.
    """

    place: list[str]
    own: list[Sequence[tuple[str, float]]]

    def features(self, candidates: Sequence[Candidate]) -> list[dict[str, float]]:
        """All features of each candidate, in the order in which they are weighed."""
        return [
            {**dict.fromkeys(self.place, 1.0), **dict(own)} if candidate.is_gene else {}
            for candidate, own in zip(candidates, self.own, strict=True)
        ]


def contested(
    passage: Passage, proposals: Sequence[Proposal], known: Container[int] = ()
) -> Iterator[tuple[Proposal, Said | None]]:
    """The proposals with what their places say of the candidates; None for what rules settled.

    Names of an enumeration, of chains and of a virus's proteins are so. Names that the text says to
    be no genes are left out. None too for those whose identity is `known`.
    """
    named = _named(proposals)
    taxa = passage.taxa
    rows = _rows(passage.text, proposals)
    for proposal, in_row in zip(proposals, rows, strict=True):
        best = proposal.candidates[0]
        if proposal.extra or best.rule in _BY_RULE or id(proposal) in known:
            yield proposal, None
            continue
        if (proposal.sensed or proposal.settled) and not best.is_gene:
            continue
        place = place_features(passage, proposal)
        if in_row:
            place.append("in a row with a gene")
        yield proposal, Said(place, _own_features(passage.listed, taxa, proposal, named))


def _of_organism(taxa: Collection[str], proposal: Proposal) -> Proposal:
    """A proposal with a species' own symbol first, in a text that is of that species alone."""
    if proposal.surface.isupper() or proposal.extra:
        return proposal
    for candidate in proposal.candidates:
        entry = candidate.entry
        own = entry.type == "ortholog" and entry.form == proposal.surface
        if own and entry.taxon in taxa:
            rest = [other for other in proposal.candidates if other is not candidate]
            return proposal.with_candidates((first(candidate, rest), *rest))
    return proposal


def neighbours_of(
    passage: Passage, proposals: Sequence[Proposal], grounder: Grounder
) -> frozenset[int]:
    """The genes that the text surely names, and those of the list; few of a large family."""
    certain = set(passage.listed)
    for proposal in proposals:
        for candidate in proposal.extra or proposal.candidates[:1]:
            if _is_certain(proposal, candidate):
                certain.update(grounder.members(candidate)[:_FEW])
    return witnesses(certain)


def _named(proposals: Sequence[Proposal]) -> dict[tuple[str, int], str | None]:
    """By which letters the text surely names each gene or family; None for several."""
    found: dict[tuple[str, int], str | None] = {}
    for proposal in proposals:
        for candidate in proposal.extra or proposal.candidates[:1]:
            if _is_certain(proposal, candidate):
                key = candidate.kind, candidate.ref
                if found.setdefault(key, proposal.surface) != proposal.surface:
                    found[key] = None
    return found


def _is_strange(taxa: Collection[str], candidate: Candidate) -> bool:
    """Whether a gene is of an organism, without human ortholog, that the text does not name."""
    entry = candidate.entry
    strange = candidate.kind == "nonhuman" and entry.type == "ortholog"
    return strange and entry.taxon not in taxa


def _is_certain(proposal: Proposal, candidate: Candidate) -> bool:
    if candidate.kind == "non_gene":
        return False
    if proposal.extra or proposal.settled or proposal.evidence:
        return True
    return proposal.found_by == "abbreviation" or candidate.score >= _CERTAIN


def place_features(passage: Passage, proposal: Proposal) -> list[str]:
    """What the place of a name says for or against its being a gene's."""
    features = []
    before, after = _beside(passage.cut, proposal.start, proposal.end)
    if before:
        features.append(f"before {before}")
    if after:
        features.append(f"after {after}")
    if proposal.tagged is not None:
        sort = _sort(proposal.surface)
        features.append(f"tagged {sort}" if proposal.tagged else f"untagged {sort}")
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


def _own_features(
    listed: Collection[int],
    taxa: Collection[str],
    proposal: Proposal,
    named: Mapping[tuple[str, int], str | None],
) -> list[Sequence[tuple[str, float]]]:
    """What holds for each candidate beside what its place says of all, with its value."""
    surface = proposal.surface
    plural = surface[-1:] == "s" and _PLURAL.fullmatch(surface) is not None
    every: list[Sequence[tuple[str, float]]] = []
    for i, candidate in enumerate(proposal.candidates):
        kind, entry = candidate.kind, candidate.entry
        if kind == "non_gene":
            every.append(())
            continue
        found: list[tuple[str, float]] = []
        if named.get((kind, candidate.ref), surface) != surface:
            found.append(("named by other letters", 1.0))
        if kind == "gene" and candidate.ref in listed:
            found.append((f"listed {entry.type}", 1.0))
        if plural:
            found.append((f"plural {entry.type}", 1.0))
        if candidate.rule in _OF_THE_TEXT:
            found.append((f"step {candidate.rule}", 1.0))
        if entry.taxon != HUMAN and entry.taxon in taxa:
            alone = "alone" if HUMAN not in taxa else "beside human"
            found.append((f"{kind} of the organism {alone}", 1.0))
        if not i:
            if proposal.sensed:
                weight = sum(evidence.weight for evidence in proposal.evidence)
                found.append(("sense words", min(_MOST_EVIDENCE, weight)))
                found.append(("sense", 1.0))
            if proposal.found_by == "abbreviation" or (proposal.settled and not proposal.evidence):
                found.append(("defined", 1.0))
        every.append(found)
    return every


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
    if gap == " ":
        return ""
    held = gap.strip()
    if held.startswith((".", ":", ";")):
        return None
    return held[:1]


def _plain(word: str) -> str:
    if word.isalpha():
        return word.lower()
    return "0" if word.isdigit() else "name"


def _rows(text: str, proposals: Sequence[Proposal]) -> list[bool]:
    """Whether each name stands in a row with one that is surely a gene's: `SHB, SHD and SHE`."""
    found = [False] * len(proposals)
    for at in range(1, len(proposals)):
        left, right = proposals[at - 1], proposals[at]
        sure_left, sure_right = _is_sure(left.candidates[0]), _is_sure(right.candidates[0])
        if (sure_left or sure_right) and _is_row(text[left.end : right.start]):
            found[at] = found[at] or sure_left
            found[at - 1] = found[at - 1] or sure_right
    return found


def _is_sure(candidate: Candidate) -> bool:
    return candidate.score >= _CERTAIN and candidate.kind != "non_gene"


def _is_row(between: str) -> bool:
    """Whether what stands between two names parts the names of a row.

    >>> [_is_row(between) for between in (", ", ", and ", "/", " binds ", ". ", " ")]
    [True, True, True, False, False, False]
    """
    held = between.strip()
    return held in _ROW or (held[:1] == "," and held[1:].lstrip() in ("and", "or"))
