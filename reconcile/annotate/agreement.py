"""How the dictionary and a statistical tagger decide together.

- **Agreement** raises the score: a proposal that a tagged span touches goes half the way from its
  score to 1, and one that was too weak alone may become a mention.
- **Veto**: a proposal whose letters are ambiguous and that no tagged span touches is dropped.
  Ambiguous are English words, letters that also name a chemical, disease or cell type, and short
  aliases. Symbols, curated names and labels that nothing speaks against need no second witness.
- **The tagger alone**: its spans are grounded exactly, rewritten, or by the nearest form. What does
  not ground stays as a mention without genes, ungrounded rather than wrongly grounded, if it is
  written like a symbol (`DSel-3`) and the lexicon knows its letters as nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reconcile.annotate.proposal import Proposal, covered, marked
from reconcile.annotate.tags import without_tags
from reconcile.grounding import ACCEPT, COMMON_WORD, Grounder, is_spelled_so
from reconcile.lexicon import Lexicon
from reconcile.text import surface_key

__all__ = ["agree", "is_ambiguous", "is_unknown_symbol", "ungrounded"]

_SYMBOL: Final = re.compile(r"[A-Za-zα-ω][A-Za-z0-9α-ω]+(?:[-/.][A-Za-z0-9α-ω]+)*")
_MUTATION: Final = re.compile(
    r"^[A-Z]\d{2,}[A-Z*]?$|\d(?:del|ins|dup|stop|fs)|^(?:IVS|rs|del|ins)\d|[acgt]\.\d",
    re.IGNORECASE,
)
_SURE: Final = 0.8
_RIVAL: Final = 0.35
_SHORT: Final = 3

Span = tuple[int, int]


def agree(
    proposals: Sequence[Proposal], spans: Sequence[Span], grounder: Grounder, text: str
) -> list[Proposal]:
    """The proposals after the tagger had its say, its own ones among them, in text order."""
    tagged = marked(len(text), spans)
    proposed = covered(text, proposals)
    kept = []
    for proposal in proposals:
        if any(tagged[proposal.start : proposal.end]):
            kept.append(_raised(proposal))
        elif not is_ambiguous(proposal, grounder):
            kept.append(proposal)
    for start, end in spans:
        if any(proposed[start:end]):
            continue
        candidates = grounder.lookup(text[start:end])
        if candidates and candidates[0].is_gene and candidates[0].score >= ACCEPT:
            kept.append(Proposal(start, end, text[start:end], candidates, "tagger"))
    kept = list(without_tags(text, kept, grounder))
    kept.sort(key=lambda p: (p.start, -p.end))
    apart = {i + 1 for i, (left, right) in enumerate(pairwise(kept)) if right.start < left.end}
    return [proposal for i, proposal in enumerate(kept) if i not in apart]


def is_ambiguous(proposal: Proposal, grounder: Grounder) -> bool:
    """Whether letters mean something else often enough to need a second witness."""
    best = proposal.best
    if proposal.extra or proposal.found_by == "abbreviation" or " " in proposal.surface:
        return False
    if proposal.evidence or not best.is_gene or best.rule == "chain":
        return False
    if best.score < _SURE and best.entry.type not in ("approved", "curated", "label"):
        return True
    short = len(proposal.surface) <= _SHORT
    rank = grounder.word_rank(proposal.surface)
    if rank is not None and rank >= COMMON_WORD and is_spelled_so(best, proposal.surface):
        return False
    for candidate in proposal.candidates:
        spelled_so = candidate.entry.form in (None, proposal.surface)
        if not candidate.is_gene and spelled_so and candidate.score > best.score - _RIVAL:
            return True
    if short and best.entry.type in ("alias", "previous", "root"):
        return True
    return rank is not None and (short or best.entry.type != "label")


def ungrounded(
    text: str, proposals: Sequence[Proposal], spans: Sequence[Span], lexicon: Lexicon
) -> list[Span]:
    """The tagged spans that no proposal touches and that are names of something unknown."""
    taken = covered(text, proposals)
    return [
        (start, end)
        for start, end in spans
        if not any(taken[start:end]) and is_unknown_symbol(text[start:end], lexicon)
    ]


def is_unknown_symbol(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is written like a gene symbol and the lexicon has none of its letters.

    >>> lexicon = Lexicon.load()
    >>> [is_unknown_symbol(name, lexicon) for name in ("DSel-3", "EGFR", "E873stop", "14 dpi")]
    [True, False, False, False]
    """
    if not _SYMBOL.fullmatch(name) or _MUTATION.search(name):
        return False
    capitals = sum(char.isupper() for char in name)
    return capitals + any(map(str.isdigit, name)) > 1 and surface_key(name) not in lexicon


def _raised(proposal: Proposal) -> Proposal:
    best = proposal.best
    if not best.is_gene:
        return proposal
    raised = replace(best, score=round((1 + best.score) / 2, 4))
    found_by = "both" if proposal.found_by == "dictionary" else proposal.found_by
    return replace(proposal, candidates=(raised, *proposal.candidates[1:]), found_by=found_by)
