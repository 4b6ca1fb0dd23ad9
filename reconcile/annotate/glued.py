"""Names with something glued to them, laid bare: `siSTAT3` as `~~STAT3`, `FOXO1KO` as `FOXO1~~`.

What is glued is written over before the dictionary is asked, so that all that reads names finds
them: the scan, enumerations (`siMEK1/2`) and long names. Nothing is touched where the whole is
itself a name (SIRT1, SHMT1, CARD9) or the rest is none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import compress
from typing import Final

from reconcile.annotate.proposal import Proposal
from reconcile.grounding import ACCEPT, Grounder, gene_share
from reconcile.naming.glued import affixes_of, may_be_glued
from reconcile.remembered import WORDS
from reconcile.text import Tokens, surface_key

__all__ = ["Bare", "Unglue"]

_FILL: Final = "~"
"""What stands for a glued letter; no name goes on over it."""
_MOST_TOKENS: Final = 4
"""Tokens of the longest name with hyphens that is tried (`IL-17-RA`)."""
_LEAST: Final = 3
"""Letters and digits of the shortest name that something may be glued to."""
_STATES: Final = "phmrs"
"""Letters before a name that the scan reads by itself: phosphorylated, human, mouse, …"""


@dataclass(frozen=True, slots=True)
class Bare:
    """A text with what is glued to names written over.

    Attributes:
        text: as long as the text that it was made from.
        cut: its tokens.
        begins: where names begin behind something.
        ends: where names end before something.
    """

    text: str
    cut: Tokens
    begins: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()

    def marked(self, proposal: Proposal) -> Proposal:
        """A proposal whose candidates say that something was left out beside the name."""
        rule = "prefix" if proposal.start in self.begins else "suffix"
        if rule == "suffix" and proposal.end not in self.ends:
            return proposal
        candidates = tuple(
            replace(c, rule=rule) if c.rule == "exact" else c for c in proposal.candidates
        )
        return replace(proposal, candidates=candidates, first=None)


class Unglue:
    """Lays names bare, by what a lexicon knows. Holds no state but caches."""

    def __init__(self, grounder: Grounder) -> None:
        self._grounder = grounder
        self._is_known = lru_cache(WORDS)(self._known)

    def __call__(self, text: str, cut: Tokens) -> Bare:
        """A clean text and its tokens, with what is glued to names written over."""
        spans: list[tuple[int, int]] = []
        begins, ends = set(), set()
        # Few tokens may have something glued to them: the others are passed over at once.
        for i in compress(range(len(cut)), map(may_be_glued, cut.texts)):
            affixes = affixes_of(cut.texts[i], cut.gaps[i][:1])
            if affixes is None:
                continue
            before, behind = self._glued(cut, i, affixes.before, affixes.behind)
            start, end = cut.starts[i], cut.ends[i]
            if before:
                spans.append((start, start + before))
                begins.add(start + before)
            if behind:
                spans.append((end - behind, end))
                ends.add(end - behind)
        if not spans:
            return Bare(text, cut)
        chars = list(text)
        for start, end in spans:
            chars[start:end] = _FILL * (end - start)
        bare = "".join(chars)
        return Bare(bare, Tokens(bare), frozenset(begins), frozenset(ends))

    def _glued(
        self, cut: Tokens, at: int, before: tuple[int, ...], behind: tuple[int, ...]
    ) -> tuple[int, int]:
        """How many characters at the begin and the end of a token are glued to a name there."""
        left, right = _beside(cut, at, -1), _beside(cut, at, 1)
        token = cut.texts[at]
        if any(self._is_name(token + name) for name in ("", *right)):
            return 0, 0
        if any(self._is_name(name + token) for name in left):
            return 0, 0
        for drop in (*before, 0):
            for tail in (0, *behind):
                rest = token[drop : len(token) - tail]
                if not (drop or tail) or len(rest) < 1:
                    continue
                heads = ("",) if drop else ("", *left)
                tails = ("",) if tail else ("", *right)
                if any(self._is_known(head + rest + end) for head in heads for end in tails):
                    return drop, tail
        return 0, 0

    def _is_name(self, name: str) -> bool:
        """Whether the lexicon has a name, of whatever it be."""
        return surface_key(name) in self._grounder.lexicon

    def _known(self, name: str) -> bool:
        """Whether a name surely is that of a gene, or of one in a state that the scan reads."""
        if sum(map(str.isalnum, name)) < _LEAST:
            return False
        candidates = self._grounder.lookup_exact(name, "exact")
        if gene_share(candidates) >= ACCEPT and candidates[0].is_gene:
            return self._grounder.word_rank(name) is None or name.isupper()
        return name[0] in _STATES and name[1].isupper() and self._is_known(name[1:])


def _beside(cut: Tokens, at: int, step: int) -> tuple[str, ...]:
    """What hyphens join to a token on one side, longest first."""
    found: list[str] = []
    name = ""
    while len(found) < _MOST_TOKENS - 1:
        gap = at if step > 0 else at - 1
        if not 0 <= gap < len(cut.gaps) - (step > 0) or cut.gaps[gap] != "-":
            break
        at += step
        name = f"{name}-{cut.texts[at]}" if step > 0 else f"{cut.texts[at]}-{name}"
        found.append(name)
    return tuple(reversed(found))
