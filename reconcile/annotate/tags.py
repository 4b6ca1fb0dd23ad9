"""Tags and reporters joined to a protein: `Myc-FOXO1`, `STAT3-GST`, `GST-tagged PIN1`.

A tag is no gene, though its letters may name one. What the letters of such tags are, and which
proteins really are partners of that gene (`Myc-Max`), is in the table `tags.tsv`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from reconcile.annotate.proposal import Proposal, marked
from reconcile.bundled import packaged_text
from reconcile.grounding import ACCEPT, Grounder
from reconcile.patterns import regex

__all__ = ["tagged_spans", "tags", "without_tags"]

_TABLE: Final = "tags.tsv"
_JOINT: Final = regex(r"-|::")
_SAID: Final = regex(
    r"-(?:tag(?:ged)?|fus(?:ed|ion)|epitope|conjugated|label(?:l?ed)?|trap|pull-?down|agarose|beads"
    r"|DDK|[36]?x?(?:FLAG|Flag|His|HIS|HA)|V5|E?GFP|mCherry|luc)\b"
    r"| (?:tags?|pull-?downs?|beads|fusion proteins?|epitopes?)\b"
)
_OTHER_TAG: Final = regex(
    r"(?<![A-Za-z0-9])(?:HA|FLAG|Flag|V5|GST|His6?|E?GFP|mCherry|Strep)-[A-Z]"
)
_OF_PAIR: Final = regex(
    r"[ -](?:ax[ie]s|complex(?:es)?|pathways?|networks?|loops?|circuits?|signal\w*|cascades?"
    r"|interact\w*|bind\w*|(?:hetero)?dimer\w*|cross-?talk|feedback|modules?|associat\w*"
    r"|cooperat\w*|fusions? gene|translocation|target\w*)\b"
)
_LEAST: Final = 2
"""Letters of the shortest protein that a tag is joined to; `GST-P` and `GST-π` are names."""

_FEW: Final = 8
"""Members of a family that are looked at."""


@lru_cache(maxsize=1)
def tags() -> Mapping[str, frozenset[str]]:
    """The tags whose letters name a gene too, each with the symbols of that gene's partners."""
    text = packaged_text("lexicon", "data", _TABLE)
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return MappingProxyType({tag: frozenset(near.split(",")) - {""} for tag, near, _ in rows})


def without_tags(
    text: str, proposals: Sequence[Proposal], grounder: Grounder
) -> Sequence[Proposal]:
    """The proposals without those that are a tag here, or a part of one."""
    spans = tagged_spans(text, proposals, grounder)
    if not spans:
        return proposals
    tag = marked(len(text), spans)
    return [p for p in proposals if not all(tag[p.start : p.end])]


def tagged_spans(
    text: str, proposals: Sequence[Proposal], grounder: Grounder
) -> list[tuple[int, int]]:
    """The places of the tags that are joined to a gene or are called so."""
    known = tags()
    found = [p for p in proposals if p.surface in known and p.end - p.start == len(p.surface)]
    if not found:
        return []
    begins: dict[int, list[Proposal]] = {}
    ends: dict[int, list[Proposal]] = {}
    for proposal in proposals:
        if proposal.best.is_gene and proposal.best.score >= ACCEPT:
            begins.setdefault(proposal.start, []).append(proposal)
            ends.setdefault(proposal.end, []).append(proposal)
    spans = []
    for tag in found:
        span = (tag.start, tag.end)
        if _SAID.match(text, tag.end):
            spans.append(span)
            continue
        after = _JOINT.match(text, tag.end)
        before = text[tag.start - 1 : tag.start] == "-" or text[tag.start - 2 : tag.start] == "::"
        left = ends.get(tag.start - (2 if text[tag.start - 1 : tag.start] == ":" else 1), ())
        joined = [*(begins.get(after.end(), ()) if after else ()), *(left if before else ())]
        if any(_is_tagged(text, tag, other, grounder) for other in joined):
            spans.append(span)
    return spans


def _is_tagged(text: str, tag: Proposal, other: Proposal, grounder: Grounder) -> bool:
    """Whether what a tag is joined to is a tagged protein, not a partner of the tag's gene."""
    if len(other.surface) < _LEAST or other.surface in tags():
        return False
    partners = tags()[tag.surface]
    if not partners:
        return True
    symbols = {
        grounder.lexicon.gene(index).gene.symbol
        for candidate in other.candidates
        for index in grounder.members(candidate)[:_FEW]
    }
    if symbols & partners or _OF_PAIR.match(text, max(tag.end, other.end)):
        return False
    return tag.surface == "Myc" or _OTHER_TAG.search(text) is not None
