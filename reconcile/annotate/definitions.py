"""What the text itself says about its names: definitions and numbers left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reconcile.annotate.proposal import Proposal, covered
from reconcile.grounding import Candidate, Grounder, first
from reconcile.naming.abbreviations import (
    Definition,
    bracketed_short_form,
    find_definitions,
    names_gene_product,
    names_something_else,
    short_forms,
)
from reconcile.naming.letters import is_made_of, is_remark, is_short_for
from reconcile.patterns import regex
from reconcile.remembered import WORDS
from reconcile.text import Tokens, norms

__all__ = ["LocalNames"]

_FIRM: Final = frozenset({"approved", "curated", "label"})
"""Types of the entries that a definition overrules least easily."""
_SURE: Final = 0.8
_LONG_SYMBOL: Final = 5
_ITS_NAME: Final = 85.0
_NUMBER_END: Final = regex(r"^(.{2,}?)[- ]?\d{1,2}[A-Za-z]?$")
_LAST_NUMBER: Final = regex(r"[A-Za-z]-?\d{1,3}(?:[/-]\d|[A-Za-zα-ω]$|$)")
_SAYS_NUMBER: Final = regex(
    r"\d|\b[IVX]+\b|\b(?:one|two|three|four|five|first|second|third|di|bis)\b|[αβγδεζκλ]"
    r"|\b(?:alpha|beta|gamma|delta)\b"
)
_LETTER_OR_DIGIT: Final = regex("[A-Za-z0-9]")
_ARTICLE: Final = regex(r"(?:the|an?|human|mouse|murine|rat)[\s-]", re.IGNORECASE)


class LocalNames:
    """Reads names in the light of the text that they stand in."""

    def __init__(self, grounder: Grounder) -> None:
        self.grounder = grounder
        self.lexicon = grounder.lexicon

    def add_shortened(self, text: str, cut: Tokens, chosen: list[Proposal]) -> list[Proposal]:
        """Names whose number the text leaves out: `IPS` after `IPS-1`, `TBK` where only TBK1 is.

        The first takes the candidate of the full name in the same text, the second that of the
        only approved symbol with these letters.
        """
        full: dict[str, Proposal] = {}
        for proposal in chosen:
            letters = "" if proposal.extra else _before_number(proposal.surface)
            if letters:
                full.setdefault(letters, proposal)
        added = []
        taken = covered(text, chosen)
        for i, word in enumerate(cut.texts):
            if len(word) < 3 or not word.isupper() or not word.isalpha():
                continue
            start, end = cut.starts[i], cut.ends[i]
            if taken.find(1, start, end) >= 0 or _has_number(cut, i):
                continue
            source = full.get(word)
            entries = self.lexicon.lookup(norms(word)[0])
            if any(source is None or entry.type in _FIRM for entry in entries):
                continue
            candidates = source.candidates if source else self._implied(word)
            if candidates:
                shortened = tuple(replace(r, rule="shortened") for r in candidates)
                added.append(Proposal(start, end, word, shortened))
        kept = [_as_shortened(proposal, full) for proposal in chosen] if full else list(chosen)
        return sorted([*kept, *added], key=lambda p: p.start) if added else kept

    def _implied(self, letters: str) -> tuple[Candidate, ...]:
        """The candidate of a symbol without its `1`, if there is no `2`."""
        numbered = self.lexicon.gene_by_symbol(f"{letters}1")
        if numbered is None or f"{letters.lower()}2" in self.lexicon:
            return ()
        entries = tuple(
            e for e in self.lexicon.lookup(f"{letters.lower()}1") if e.ref == numbered.index
        )
        return self.grounder.candidates(f"{letters}1", entries, "shortened")

    def apply_definitions(
        self,
        text: str,
        chosen: list[Proposal],
        definitions: Sequence[Definition],
        background: str = "",
    ) -> list[Proposal]:
        """Let local definitions decide what short forms mean, everywhere in the text.

        Those of a background text (titles) count where the text has none of its own.
        """
        longs = short_forms(definitions)
        meaning = self._meanings(text, chosen, longs)
        self._add_background(background, meaning, longs)
        if not meaning:
            return chosen
        kept = [
            result
            for proposal in chosen
            if (result := self._redefined(proposal, meaning, longs)) is not None
        ]
        return self._add_short_forms(text, kept, meaning)

    def _meanings(
        self, text: str, chosen: Sequence[Proposal], longs: Mapping[str, Definition]
    ) -> dict[str, tuple[Candidate, ...] | None]:
        """What the text defines its short forms to mean; None for what is no gene."""
        meaning: dict[str, tuple[Candidate, ...] | None] = {}
        by_end = {p.end: p for p in chosen}
        for short, definition in longs.items():
            long = by_end.get(definition.long_end)
            if long is not None and not long.extra and _covers(long, definition):
                meaning[short] = long.candidates
            elif _defines(definition) and self._names_no_gene(definition.long):
                meaning[short] = None
        for proposal in chosen:
            short_form = bracketed_short_form(text, proposal.end)
            if (
                short_form is not None
                and short_form not in meaning
                and is_short_for(short_form, proposal.surface)
                and not _numbers_beyond(short_form, proposal.surface)
            ):
                meaning[short_form] = proposal.candidates
        return meaning

    def _add_background(
        self,
        background: str,
        meaning: dict[str, tuple[Candidate, ...] | None],
        longs: dict[str, Definition],
    ) -> None:
        """Put in what a background text defines and the text itself does not."""
        for short, definition in short_forms(find_definitions(background)).items():
            if short in meaning:
                continue
            candidates = self.grounder.lookup(definition.long)
            longs.setdefault(short, definition)
            if candidates and candidates[0].is_gene:
                meaning[short] = candidates
            elif _defines(definition) and not names_gene_product(definition.long):
                meaning[short] = None

    def apply_appositions(self, text: str, chosen: list[Proposal]) -> list[Proposal]:
        """Letters beside a bracket take the candidate that both names have: `p38 (AIMP2)`.

        A member of the family that the letters stand for says nothing against the family.
        """
        meaning: dict[str, Candidate] = {}
        for outer, inner in pairwise(chosen):
            between = text[outer.end : inner.start]
            closed = text[inner.end : inner.end + 1] == ")"
            if between.strip() != "(" or not closed or outer.extra or inner.extra:
                continue
            shared = self._shared(outer, inner), self._shared(inner, outer)
            for name, candidate in zip((outer.surface, inner.surface), shared, strict=True):
                if candidate is not None and None in shared:
                    meaning[name] = candidate
        return [self._redefined_as(proposal, meaning) for proposal in chosen]

    def _shared(self, unclear: Proposal, clear: Proposal) -> Candidate | None:
        """The candidate of one name that is the best one of the other, if it is not so already."""
        best = clear.best
        if best.ref in self.grounder.members(unclear.best) and not best.entry.is_family:
            return None
        return next((r for r in unclear.candidates[1:] if _is_same(r, best)), None)

    @staticmethod
    def _redefined_as(proposal: Proposal, meaning: Mapping[str, Candidate]) -> Proposal:
        if proposal.surface not in meaning or proposal.extra:
            return proposal
        candidate = meaning[proposal.surface]
        rest = (r for r in proposal.candidates if not _is_same(r, candidate))
        others = tuple(rest)
        meant = first(candidate, others)
        return replace(proposal, candidates=(meant, *others), found_by="abbreviation")

    def _names_no_gene(self, long: str) -> bool:
        """Whether a long form ends unlike a gene product's name, or is known for something else."""
        if not names_gene_product(long):
            return True
        candidates = self.grounder.lookup_exact(long, "exact")
        return bool(candidates) and not candidates[0].is_gene

    def _redefined(
        self,
        proposal: Proposal,
        meaning: dict[str, tuple[Candidate, ...] | None],
        longs: dict[str, Definition],
    ) -> Proposal | None:
        """A proposal in the light of the definitions; None if its letters mean no gene here."""
        if proposal.surface not in meaning or proposal.settled:
            return proposal
        candidates = meaning[proposal.surface]
        if candidates is None:
            long = longs[proposal.surface].long
            stays = not proposal.evidence and self._may_be_called(proposal, long)
            return proposal if stays else None
        definition = longs.get(proposal.surface)
        if self._stands(proposal, candidates, None if definition is None else definition.long):
            return proposal
        defined = candidates[0]
        same = next((r for r in proposal.candidates if _is_same(r, defined)), None)
        others = [r for r in proposal.candidates if not _is_same(r, defined)]
        meant = same if same is not None else replace(defined, rule="abbreviation", alone=None)
        unchanged = same is proposal.best and not proposal.evidence
        return Proposal(
            proposal.start,
            proposal.end,
            proposal.surface,
            (first(meant, (*others, defined)), *others),
            proposal.found_by if unchanged else "abbreviation",
            proposal.extra,
            (),
            proposal.sensed,
            proposal.tagged,
            True,
            proposal.first,
        )

    def _stands(
        self, proposal: Proposal, candidates: Sequence[Candidate], long: str | None
    ) -> bool:
        """Whether a name keeps its own meaning against that of what it is said to be short for.

        Args:
            proposal: the short form.
            candidates: those of its long form, best first.
            long: the long form; None for a name with the short form in brackets behind it.
        """
        own, defined = proposal.best, candidates[0]
        if long is not None and _numbers_beyond(proposal.surface, long):
            return True
        if not any(_is_same(r, defined) for r in proposal.candidates) and _is_guess(defined, own):
            return True
        if self._is_whole_or_part(own, defined, long):
            return True
        designated = defined.entry.type == "designation"
        differs = long is not None and designated and not _is_same(own, defined)
        if differs and self.grounder.is_called(own, long, _ITS_NAME):
            return True
        if own.entry.type not in _FIRM or defined.entry.type in {*_FIRM, "name"}:
            return False
        if long is None or not designated or defined.similarity != 1 or own.entry.is_family:
            return True
        return any(_is_same(r, own) for r in candidates)

    def _is_whole_or_part(self, own: Candidate, defined: Candidate, long: str | None) -> bool:
        """Whether a name and its long form stand for a family and a member, and the name is right.

        `CLDN1` of `claudin (CLDN1)` is the gene; `AKT` is the family, whatever gene its long form
        is a name of, if that says no number.
        """
        if own.entry.type in _FIRM and defined.entry.is_family and self._is_member(own, defined):
            return True
        if own.entry.type != "label" or not self._is_member(defined, own):
            return False
        return long is not None and not _SAYS_NUMBER.search(long)

    def _may_be_called(self, proposal: Proposal, long: str) -> bool:
        """Whether a long form that the lexicon lacks may be a name of what a proposal stands for.

        Letters with a number hardly ever mean two things, nor does an approved symbol of five or
        more letters; fewer letters alone often do.
        """
        if names_something_else(long):
            return self.grounder.is_called(proposal.best, long, _ITS_NAME)
        best = proposal.best
        if best.entry.type == "label" and names_gene_product(long):
            return True
        if best.entry.type == "approved" and len(proposal.surface) >= _LONG_SYMBOL:
            return True
        numbered = best.score >= _SURE and _LAST_NUMBER.search(proposal.surface)
        return bool(numbered) or self.grounder.is_called(best, long)

    def _is_member(self, candidate: Candidate, family: Candidate) -> bool:
        """Whether a short form is the symbol of one gene of its long form (`claudin (CLDN1)`)."""
        return not candidate.entry.is_family and candidate.ref in self.grounder.members(family)

    @staticmethod
    def _add_short_forms(
        text: str, chosen: list[Proposal], meaning: dict[str, tuple[Candidate, ...] | None]
    ) -> list[Proposal]:
        """Mentions of defined short forms that the dictionary does not know."""
        taken = covered(text, chosen)
        by_start = {proposal.start: proposal for proposal in chosen}
        added = []
        places = _places(text, [short for short, candidates in meaning.items() if candidates])
        for short, starts in places.items():
            candidates = meaning[short] or ()
            for start in starts:
                end = start + len(short)
                for at in range(start, end):
                    # A part of the short form: `Spd` of `SpdS`.
                    part = by_start.get(at)
                    if part is not None and part.end <= end and part.surface not in meaning:
                        del by_start[at]
                        taken[part.start : part.end] = bytes(part.end - part.start)
                if any(taken[start:end]):
                    continue
                decided = tuple(replace(r, rule="abbreviation", alone=None) for r in candidates)
                added.append(Proposal(start, end, short, decided, "abbreviation"))
                taken[start:end] = b"\x01" * (end - start)
        return sorted([*by_start.values(), *added], key=lambda p: p.start)


def _is_same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates stand for the same thing."""
    return (one.kind, one.ref) == (other.kind, other.ref)


def _is_guess(defined: Candidate, own: Candidate) -> bool:
    """Whether what a long form is only like is less sure than what its short form means."""
    if defined.similarity < 1 and own.entry.type in _FIRM:
        return True
    return defined.rule == "words" and own.score >= _SURE


def _places(text: str, names: Iterable[str]) -> dict[str, list[int]]:
    """Where names of two or more characters begin that stand by themselves; all in one pass.

    >>> _places("AB, A/B and xAB", ["A/B", "AB"])
    {'A/B': [4], 'AB': [0]}
    """
    found: dict[str, list[int]] = {name: [] for name in names if len(name) > 1}
    lengths: dict[str, set[int]] = {}
    for name in found:
        lengths.setdefault(name[0], set()).add(len(name))
    if not found:
        return found
    begins = "".join(map(re.escape, lengths))
    for match in re.finditer(rf"(?<![A-Za-z0-9])[{begins}]", text):
        start = match.start()
        for length in lengths[match.group()]:
            end = start + length
            starts = found.get(text[start:end])
            apart = starts is not None and (not starts or starts[-1] + length <= start)
            if starts is not None and apart and not _LETTER_OR_DIGIT.match(text, end):
                starts.append(start)
    return found


def _covers(proposal: Proposal, definition: Definition) -> bool:
    """Whether a proposal is the whole long form, an article or species in front left out."""
    return proposal.start <= definition.long_start + 8 and not (
        proposal.start > definition.long_start
        and not _ARTICLE.fullmatch(definition.long[: proposal.start - definition.long_start])
    )


def _defines(definition: Definition) -> bool:
    """Whether a long form of several words says for sure what its short form means.

    The letters of a short form also stand, in order, in many a remark and legend (`results in
    activation (RelA)`); they must be those of its words, or its last word one that is defined so.
    """
    short, long = definition.short, definition.long
    return " " in long and (
        is_made_of(short, long) or (names_something_else(long) and not is_remark(short, long))
    )


def _numbers_beyond(short: str, long: str) -> bool:
    """Whether a short form says a number that its long form leaves out.

    Then it is one of those that the long form names together: `synaptotagmin (SYT14)`,
    `transferrin receptor (TfR2)`.
    """
    number = _LAST_NUMBER.search(short)
    return number is not None and not _SAYS_NUMBER.search(long)


@lru_cache(maxsize=WORDS)
def _before_number(surface: str) -> str:
    """The letters of a name that a number ends; empty for other names.

    >>> _before_number("IPS-1"), _before_number("TBK"), _before_number("CD3 4")
    ('IPS', '', '')
    """
    match = _NUMBER_END.match(surface)
    return match.group(1) if match is not None and match.group(1).isalpha() else ""


def _has_number(cut: Tokens, at: int) -> bool:
    """Whether a word's number stands behind it: `ABT-737` is a compound, not ABT1.

    >>> [_has_number(Tokens(text), 0) for text in ("ABT-737", "TBK 5 nM", "TBK-deficient", "TBK-")]
    [True, False, False, False]
    """
    behind = cut.texts[at + 1 : at + 2]
    return cut.gaps[at] == "-" and bool(behind) and behind[0][0].isdigit()


def _as_shortened(proposal: Proposal, full: dict[str, Proposal]) -> Proposal:
    """A mere alias read as the numbered name that the same text writes out (`IPS` of `IPS-1`)."""
    source = full.get(proposal.surface)
    if source is None or proposal.best.entry.type in _FIRM:
        return proposal
    return replace(
        proposal, candidates=tuple(replace(r, rule="shortened") for r in source.candidates)
    )
