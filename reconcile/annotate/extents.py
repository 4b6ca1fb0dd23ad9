"""How far names reach: the whole name, its family, or nothing, but never a gene inside of it.

Around the hits of the dictionary, and before heads such as `receptor`, phrases are looked for that
are names themselves (`grounding/closenames.py`). A hit that is only part of another name is left
out: `EGF` in `EGF-like domain`, the protein in `S6 kinase`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from reconcile.annotate.kinds import (
    AGENT,
    FITS,
    HEAD,
    INDEX,
    NEVER_BEGINS,
    NEVER_ENDS,
    NUMBERED,
    NUMERAL,
    OTHER,
    RELATION,
    TELLING,
    THING,
    VAGUE,
    TokenKinds,
)
from reconcile.annotate.proposal import Proposal
from reconcile.grounding import Candidate, Grounder
from reconcile.lexicon import Entry
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.words import name_index
from reconcile.naming.abbreviations import Definition
from reconcile.naming.extents import Run, goes_on, is_index, is_plain, name_runs, relation_behind
from reconcile.naming.words import name_words
from reconcile.text import Tokens, norms

__all__ = ["Extents"]

_MOST_WORDS: Final = 9
_PART: Final = 0.6
"""How like the name of a phrase with a known name in it must be."""
_ALONE: Final = 0.75
"""The same for a phrase without any."""
_RECEPTOR: Final = 0.7
"""The same for the receptor of a symbol."""
_SAME: Final = 0.9
"""The same for a phrase that says little: a symbol and a head, a word and an index."""
_ALL_BUT_SAME: Final = 0.95
"""The same for what a symbol makes or acts on (`S6 kinase`)."""
_TELLS: Final = 13.0
"""The weight of the words of a phrase that is no class noun, without known name in it."""
_TELLS_WITH_NUMBER: Final = 9.5
"""The same for one with a number."""
_FEW: Final = 6
"""Members of a family whose name is hardly that of a class."""
_LONG_SYMBOL: Final = 5
_LONGEST_HIT: Final = 120
_BEFORE: Final = frozenset({"anti", "pan", "non", "pro", "pre"})
_DOING: Final = frozenset({"inducing", "activating", "inhibiting", "regulating", "interacting"})
"""What a product does to the one named behind (`adapter inducing interferon-β`)."""
_NO_GENE: Final = (Candidate("non_gene", NO_REF, 0.9, Entry(None, "word", "curated", NO_REF), ""),)
"""What keeps a place free of genes."""


class Extents:
    """Finds long names around dictionary hits, and hits that are only part of another name."""

    def __init__(self, grounder: Grounder, kinds: TokenKinds) -> None:
        self.grounder = grounder
        self.lexicon = grounder.lexicon
        self._kinds = kinds

    def find(
        self,
        text: str,
        cut: Tokens,
        kinds: Sequence[int],
        definitions: Sequence[Definition],
        proposals: Sequence[Proposal],
    ) -> list[Proposal]:
        """Proposals for whole names, and such as keep a place free of any gene.

        `kinds` are those of the tokens, see `kinds.py`.
        """
        hits = [proposal for proposal in proposals if proposal.candidates[0].is_gene]
        defined = {d.long_end for d in definitions}
        phrases = _Phrases(self.grounder, self._kinds, text, cut, kinds, hits, defined)
        wholes = list(phrases.wholes())
        found = list(wholes)
        for part in phrases.parts():
            if not any(w.start < part.end and part.start < w.end for w in wholes):
                found.append(part)
        return found


class _Phrases:
    """The phrases of one text that may be names."""

    def __init__(
        self,
        grounder: Grounder,
        kinds: TokenKinds,
        text: str,
        cut: Tokens,
        of_tokens: Sequence[int],
        hits: Sequence[Proposal],
        defined: Collection[int],
    ) -> None:
        """Look at the dictionary hits of a text; `defined` is where long forms end."""
        self.grounder = grounder
        self.lexicon = grounder.lexicon
        self.text = text
        self.cut = cut
        self.hits = sorted(hits, key=_place)
        self.defined = defined
        self._kinds_of = kinds
        self._kinds = of_tokens
        self._starts = [hit.start for hit in self.hits]
        self._surfaces = {hit.surface for hit in hits}

    def wholes(self) -> Iterator[Proposal]:
        """The phrases that are names themselves, and not just of what a hit inside says."""
        fits = [kind & FITS for kind in self._kinds]
        of = self._kinds_of.of
        more = {name for name in self._surfaces if is_plain(name) and not of(name) & FITS}
        if more:
            for at, token in enumerate(self.cut.texts):
                if not fits[at] and is_plain(token) and (token in more or token.lower() in more):
                    fits[at] = FITS
        for run in name_runs(self.cut, fits, self.lexicon.begins):
            yield from self._in_run(run)

    def parts(self) -> Iterator[Proposal]:
        """Places of hits that only modify the head behind them (`calmodulin-activated protein`)."""
        ends, gaps = self.cut.ends, self.cut.gaps
        for hit in self.hits:
            last = bisect_left(ends, hit.end)
            if last + 1 >= len(ends) or ends[last] != hit.end or gaps[last] not in (" ", "-"):
                continue
            relation = relation_behind(self.cut, last)
            if relation is None:
                head = self._head_of_other(last + 1, hit)
            else:
                head = self._head_after(last + 2, always=relation)
            if head is not None and not self._covered(hit.start, ends[head]):
                yield Proposal(hit.start, ends[head], self.text[hit.start : ends[head]], _NO_GENE)

    def _is_word(self, at: int) -> bool:
        token = self.cut.texts[at]
        return token in self._surfaces or self._kinds_of.is_word(token)

    def _within(self, start: int, end: int) -> list[Proposal]:
        """The hits that lie in a place."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        return [hit for hit in self.hits[first:last] if hit.end <= end]

    def _covered(self, start: int, end: int) -> bool:
        """Whether one hit covers a place."""
        first = bisect_left(self._starts, start - _LONGEST_HIT)
        last = bisect_left(self._starts, start + 1, first)
        return any(hit.end >= end for hit in self.hits[first:last])

    def _in_run(self, run: Run) -> Iterator[Proposal]:
        """The whole names in a run of words, those that end last first."""
        first, last = run
        start, end = self.cut.starts[first], self.cut.ends[last]
        hits = self._within(start, end)
        for hit in hits:
            if hit.start == start and hit.end == end:
                return
        if not hits:
            every = 0
            for kind in self._kinds[first + 1 : last + 1]:
                every |= kind
            if not every & (HEAD | INDEX):
                return
        stops = {hit.end for hit in hits}
        while last > first:
            found = self._ending(first, last, hits) if self._may_end(first, last, stops) else None
            if found is not None:
                yield found
                last = bisect_left(self.cut.starts, found.start)
            last -= 1

    def _may_end(self, first: int, last: int, stops: Collection[int]) -> bool:
        """Whether a name may end with a token: a head, the end of a hit, or an index of these."""
        kind, ends = self._kinds[last], self.cut.ends
        if kind & NEVER_ENDS or (kind & VAGUE and ends[last - 1] in stops):
            return False
        if kind & HEAD or ends[last] in stops or (stops and self.cut.texts[last - 1] == "of"):
            return True
        if not kind & INDEX or last == first or goes_on(self.cut, last):
            return False
        return bool(self._kinds[last - 1] & NUMBERED) or self._may_end(first, last - 1, stops)

    def _may_begin(self, first: int) -> bool:
        """Whether a name may begin with a token: not with `derived`, nor inside `TNF-induced`."""
        kind, gaps = self._kinds[first], self.cut.gaps
        if kind & NEVER_BEGINS or (kind & NUMERAL and gaps[first] != "-"):
            return False
        return not (
            first and gaps[first - 1] == "-" and self.cut.texts[first - 1].lower() not in _BEFORE
        )

    def _ending(self, opening: int, last: int, hits: Sequence[Proposal]) -> Proposal | None:
        """The longest whole name of several words of a run that ends with a token."""
        end = self.cut.ends[last]
        for first in range(max(opening, last - _MOST_WORDS + 1), last):
            start = self.cut.starts[first]
            within = []
            crossed = False
            for hit in hits:
                if start <= hit.start and hit.end <= end:
                    if hit.start == start and hit.end == end:
                        return None
                    within.append(hit)
                elif hit.start < start < hit.end or hit.start < end < hit.end:
                    crossed = True
            if crossed or not self._may_begin(first):
                continue
            candidate = self._whole(first, last, within)
            if candidate is not None:
                return Proposal(start, end, self.text[start:end], (candidate,))
        return None

    def _whole(self, first: int, last: int, within: Sequence[Proposal]) -> Candidate | None:
        """What a phrase means as a whole name; None if a hit inside says just that."""
        numbered = self._has_index(first, last, within)
        least = self._least_likeness(first, last, within, numbered=numbered)
        if least is None:
            return None
        start, end = self.cut.starts[first], self.cut.ends[last]
        name = self.text[start:end]
        known = bool(within) or end in self.defined
        if (not within and "/" in name) or not (known or self._tells(name, numbered=numbered)):
            return None
        said = self._is_said_of(first, last, within)
        if said:
            return None
        found = self.grounder.read_whole(name).found
        if found is None or found.likeness < least:
            return None
        if found.numbers == "without" and within and least > _PART:
            return None
        candidate = self.grounder.as_candidate(found)
        if not (known or numbered or self._is_small_family(candidate)):
            return None
        if self._is_said_inside(candidate, within):
            return None
        if said is None:
            members = self.grounder.members(within[-1].best)
            if set(members).isdisjoint(self.grounder.members(candidate)):
                return None
        return candidate

    def _least_likeness(
        self, first: int, last: int, within: Sequence[Proposal], *, numbered: bool
    ) -> float | None:
        """How like a name must be to be that of a phrase; None for one that says too little.

        Two words say enough; a head behind a symbol (`LH receptor`) or an index behind a word
        (`collagen XVIII`) less; a symbol and a noun that leaves it what it is nothing.
        """
        texts, kinds = self.cut.texts[first : last + 1], self._kinds[first : last + 1]
        of = texts.index("of") if "of" in texts else 0
        if of and not (texts[of - 1] in self._surfaces or kinds[of - 1] & THING):
            return None  # What is done to a thing, not a thing (`regulator of`).
        every = 0
        for kind in kinds:
            every |= kind
        if not every & INDEX and self._is_of_agent(kinds):
            return None
        telling = _telling(texts, kinds, within)
        end_defined = self.cut.ends[last] in self.defined
        if len(telling) > 1:
            if not numbered and kinds[-1] & VAGUE:
                return _SAME if every & RELATION or end_defined else None
            return _PART if within else _ALONE if numbered or end_defined else _SAME
        if not telling or not within:
            return None
        if telling[0] == texts[-1] and kinds[-1] & HEAD:
            receptor = telling[0].startswith("receptor")
            opens = within[0].start == self.cut.starts[first]
            return (_RECEPTOR if receptor else _ALL_BUT_SAME) if opens else None
        return _SAME if len(texts) == 2 and telling[0] == within[0].surface else None

    def _has_index(self, first: int, last: int, within: Sequence[Proposal]) -> bool:
        """Whether a phrase has an index that is not just that of a name in it."""
        for at in range(first, last + 1):
            if self._kinds[at] & INDEX:
                start = self.cut.starts[at]
                if not any(hit.start <= start < hit.end for hit in within):
                    return True
        return False

    def _is_of_agent(self, kinds: Sequence[int]) -> bool:
        """Whether a phrase names what acts on another thing, which may be a drug."""
        return bool(kinds[-1] & AGENT or (kinds[0] & AGENT and not kinds[-1] & HEAD))

    def _tells(self, name: str, *, numbered: bool) -> bool:
        """Whether the words of a phrase are rarer than those of a class (`kinase inhibitor`).

        A letter within says as much as two words (`T-cell factor`).
        """
        index, words = name_index(self.lexicon), name_words(name)
        letters = [letter for letter in words.letters if letter not in words.closing]
        weight = sum(map(index.weight, (*words.words, *letters, *letters)))
        return weight >= (_TELLS_WITH_NUMBER if numbered else _TELLS)

    def _is_small_family(self, candidate: Candidate) -> bool:
        """Whether a candidate is a family of few, whose name is hardly that of a class."""
        return candidate.entry.is_family and len(self.grounder.members(candidate)) <= _FEW

    def _is_said_inside(self, found: Candidate, within: Sequence[Proposal]) -> bool:
        """Whether a hit inside a phrase has the genes of the phrase already."""
        genes = set(self.grounder.members(found))
        kinds = {(hit.best.kind, hit.best.ref) for hit in within}
        if len(within) > 1 and len(kinds) == 1 and within[0].end <= within[1].start:
            return True
        if found.entry.is_family and any(
            hit.best.entry.is_family and genes < set(self.grounder.members(hit.best))
            for hit in within
        ):
            return True
        return any(
            genes == set(self.grounder.members(hit.best))
            and (len(within) == 1 or " " not in hit.surface)
            for hit in within
        )

    def _is_said_of(self, first: int, last: int, within: Sequence[Proposal]) -> bool | None:
        """Whether the words around the first or last hit of a phrase only say what that is.

        `PTEN lipid phosphatase` is PTEN, which is called a phosphatase. A phrase without any hit
        has a head. None where that is so if the last hit is none of what the phrase means:
        `activation-induced TNF` is TNF, but `sonic hedgehog` is one of the hedgehogs.
        """
        texts = self.cut.texts
        if not within:
            return not any(kind & HEAD for kind in self._kinds[first : last + 1])
        opening, closing = within[0], within[-1]
        if opening.start == self.cut.starts[first] and opening.end < self.cut.starts[last]:
            head = self._kinds[last] & HEAD
            return bool(head) and self._are_called(opening, texts[last])
        if closing.end != self.cut.ends[last] or " " in closing.surface:
            return False
        before = bisect_left(self.cut.starts, closing.start) - 1
        if is_index(closing.surface) or texts[before] in _DOING:
            return False
        return True if self._kinds[before] & HEAD else None

    def _are_called(self, hit: Proposal, head: str) -> bool:
        """Whether the names of the genes of a hit have a word."""
        word = norms(head)[0]
        genes = self.grounder.members(hit.best)
        return any(word in self.lexicon.gene(gene).name for gene in genes)

    def _head_after(self, first: int, *, always: bool) -> int | None:
        """The head of what is named after another thing by a participle; None if nothing is.

        Other nouns behind the head say that it is none: `EGF-induced kinase activity`.
        """
        cut = self.cut
        for at in range(first, min(first + 3, len(cut))):
            if cut.gaps[at - 1] not in (" ", "-"):
                return None
            if self._kinds[at] & HEAD:
                joined = cut.gaps[at] in (" ", "-") and at + 1 < len(cut)
                noun = joined and cut.texts[at + 1].islower() and self._is_word(at + 1)
                return at if always or not noun else None
            if not self._is_word(at):
                return None
        return None

    def _head_of_other(self, at: int, hit: Proposal) -> int | None:
        """The head behind a hit if only names of other genes have both (`S6 kinase`)."""
        kind = self._kinds[at]
        if not (kind & OTHER and kind & HEAD) or self._are_called(hit, self.cut.texts[at]):
            return None
        others = self.grounder.read_whole(self.text[hit.start : self.cut.ends[at]]).genes
        own = self.grounder.members(hit.best)
        return at if others and others.isdisjoint(own) else None


def _place(hit: Proposal) -> tuple[int, int]:
    return hit.start, hit.end


def _telling(texts: Sequence[str], kinds: Sequence[int], within: Sequence[Proposal]) -> list[str]:
    """The words of a phrase that are no symbols and say what it is."""
    symbols = {hit.surface for hit in within if len(hit.surface) < _LONG_SYMBOL}
    every = symbols and "of" in texts
    words, firm = [], []
    related = False
    for token, kind in zip(texts, kinds, strict=True):
        if kind & TELLING and (every or token not in symbols):
            words.append(token)
            if kind & RELATION:
                related = True
            if not kind & VAGUE:
                firm.append(token)
    return words if related else firm
