"""What a statistical tagger adds to what the dictionary found.

- It is a witness: a name that one of its spans touches is likelier a gene's, one that none touches
  less; how much is fitted (`decide.py`). That this is a protein says nothing about which.
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
from reconcile.grounding import WEAK, Grounder, gene_share
from reconcile.lexicon import Lexicon
from reconcile.patterns import regex
from reconcile.text import surface_key

__all__ = ["agree", "is_unknown_symbol", "ungrounded", "with_own"]

_SYMBOL: Final = regex(r"[A-Za-zα-ω][A-Za-z0-9α-ω]+(?:[-/.][A-Za-z0-9α-ω]+)*")
_MUTATION: Final = regex(
    r"^[A-Z]\d{2,}[A-Z*]?$|\d(?:del|ins|dup|stop|fs)|^(?:IVS|rs|del|ins)\d|[acgt]\.\d",
    re.IGNORECASE,
)

Span = tuple[int, int]


def with_own(
    proposals: list[Proposal], spans: Sequence[Span], grounder: Grounder, text: str
) -> list[Proposal]:
    """The proposals with the tagger's own ones among them, in text order; the list itself if none.

    Its own are those that nothing else touches and that are, by their letters, a gene's.
    """
    if not spans:
        return proposals
    proposed = covered(text, proposals)
    own = []
    for start, end in spans:
        if any(proposed[start:end]):
            continue
        candidates = grounder.lookup(text[start:end])
        if gene_share(candidates) >= WEAK:
            own.append(Proposal(start, end, text[start:end], candidates, "tagger", tagged=True))
    if not own:
        return proposals
    kept = list(without_tags(text, [*proposals, *own], grounder))
    kept.sort(key=lambda p: (p.start, -p.end))
    apart = {i + 1 for i, (left, right) in enumerate(pairwise(kept)) if right.start < left.end}
    return [proposal for i, proposal in enumerate(kept) if i not in apart]


def agree(
    proposals: Sequence[Proposal],
    spans: Sequence[Span],
    text: str,
    asked: Sequence[Span] | None = None,
) -> list[Proposal]:
    """The proposals with what the tagger says of them.

    Args:
        proposals: what was found.
        spans: what the tagger found.
        text: the clean text.
        asked: the parts of the text that it was asked about; None for all of it. Of names elsewhere
            it says nothing.
    """
    tagged = marked(len(text), spans)
    heard = None if asked is None else marked(len(text), asked)
    said = []
    for proposal in proposals:
        if heard is not None and not heard[proposal.start]:
            said.append(proposal)
            continue
        found = any(tagged[proposal.start : proposal.end])
        both = found and proposal.found_by == "dictionary" and proposal.best.is_gene
        found_by = "both" if both else proposal.found_by
        said.append(replace(proposal, tagged=found, found_by=found_by))
    return said


def ungrounded(
    text: str, proposals: Sequence[Proposal], spans: Sequence[Span], lexicon: Lexicon
) -> list[Span]:
    """The tagged spans that no proposal touches and that are names of something unknown."""
    taken = covered(text, proposals if spans else ())
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
