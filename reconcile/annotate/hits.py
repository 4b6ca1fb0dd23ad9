"""What the hits of the dictionary may mean at their places; the scan is `lexicon/scan.py`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from reconcile.annotate.inventory import spellings
from reconcile.annotate.proposal import Proposal
from reconcile.grounding import FUNCTION_WORD, WEAK, Candidate, Grounder, gene_share
from reconcile.lexicon import Entry
from reconcile.lexicon.scan import Hit, Scanner
from reconcile.memo import Memo
from reconcile.naming.quantities import begins_other_word, is_quantity
from reconcile.patterns import regex
from reconcile.remembered import WORDS
from reconcile.text import Tokens

__all__ = ["HitReader", "stands_as_name"]

_LABEL: Final = (
    r"(?:fig(?:ure)?s?|tables?|panels?|suppl(?:ementary)?|schemes?|box|steps?|lanes?|days?"
    r"|grade|stage|types?|phase|class|group|cluster|chr(?:omosome)?)"
)
_FIGURE_LABEL: Final = regex(rf"(?:\b{_LABEL}\.?\s?)$", re.IGNORECASE)
_LABEL_END: Final = regex(rf"{_LABEL}$", re.IGNORECASE)
_SORT: Final = regex(r"(?:grade|stage|type|phase|class|group|cluster)s?", re.IGNORECASE)
_NUMBERING: Final = regex(r"[A-Z]?\d{0,2}[A-Za-z]?|[IVX]+[A-Za-z]?")
"""What numbers sorts of things: `group A1`, `type IIb`, not `group IL-2`."""
_NOT_A_PRODUCT: Final = regex(
    r"(?:\s\(\w+\))?(?:\s|-)(?:domains?|motifs?|repeats?|box|boxes|elements?|recruitment)\b"
)
_ION: Final = regex(r"[A-Z][A-Za-z]?\d?|NAD[PH]?")
_NUMBERED_ON: Final = regex(r"-\d+(?![\d-]*-?[A-Za-z])")
_WORD_BEFORE: Final = regex(r"(?<![A-Za-z0-9-])([A-Z]{2,}) $")
_WORD_AFTER: Final = regex(r" ([A-Z]{2,})(?![A-Za-z0-9-])")
_LINKS: Final = frozenset({"AND", "OR", "VIA"})
_LOOSE: Final = frozenset({"alias", "previous", "ortholog_alias", "designation"})
"""Types of forms that short letters behind the number of an atom are no more than, as in `4-HNE`
and `6-OHDA`."""
_LOCANT: Final = regex(r"(?<![\w/-])\d{1,2}-$")
_SPACED_INDEX: Final = regex(r" (\d{1,2}|[α-ω])$")
_GREEK_WORD: Final = regex(r"-cells?\b| (?:cells?|barrels?|sheets?|helix|helices)\b")


class _Letters(NamedTuple):
    """What the letters of a name say, whatever stands around.

    Attributes:
        word: whether they are an English word's.
        capitals: whether moreover all are capitals.
        open_bracket: whether the name runs into a bracket or out of one.
        spaced_end: whether it may end in an index behind a space.
    """

    word: bool
    capitals: bool
    open_bracket: bool
    spaced_end: bool


class _Reading(NamedTuple):
    """What a name may mean, whatever stands around.

    Attributes:
        candidates: best first.
        gene: whether it may be a gene's; else it keeps its place free of any.
        numbered: whether it may be a chemical behind the number of an atom.
    """

    candidates: tuple[Candidate, ...]
    gene: bool
    numbered: bool


class HitReader:
    """Finds the hits of texts and reads them: each is looked up here, once."""

    def __init__(self, grounder: Grounder) -> None:
        self.grounder = grounder
        self.lexicon = grounder.lexicon
        self._scanner = Scanner(self.lexicon, self._is_never_gene)
        self._letters = Memo(self._of_letters, WORDS)
        self._reading = lru_cache(WORDS)(self._of_name)

    def read(self, text: str, cut: Tokens) -> list[Proposal]:
        """A proposal for each hit that may be a gene's name, or that blocks its place."""
        found = []
        for hit in self._scanner.hits(text, cut):
            proposal = self._read_one(text, cut, hit)
            if proposal is not None:
                found.append(proposal)
        return found

    def _read_one(self, text: str, cut: Tokens, hit: Hit) -> Proposal | None:
        """A hit with its candidates, unless nothing speaks for a gene or for blocking the place."""
        surface = hit.surface
        letters = self._letters[surface]
        if letters.open_bracket or (letters.capitals and self._in_headline(text, hit)):
            return None
        named = letters.word and (letters.capitals or stands_as_name(text, hit.start))
        reading = self._reading(surface, hit.entries, hit.rule, named)
        if reading is None:
            return None
        candidates = reading.candidates
        if not reading.gene:
            return Proposal(hit.start, hit.end, surface, candidates)
        if _is_labelled(text, cut, hit) or _is_cut_off(text, hit, candidates[0]):
            return None
        if letters.spaced_end and _ends_in_others_index(text, hit):
            return None
        if reading.numbered and _LOCANT.search(text, max(0, hit.start - 4), hit.start):
            return None
        return Proposal(hit.start, hit.end, surface, candidates)

    def _of_letters(self, surface: str) -> _Letters:
        word = self.grounder.word_rank(surface) is not None
        return _Letters(
            word, word and surface.isupper(), _open_bracket(surface), " " in surface[-3:]
        )

    def _of_name(
        self, surface: str, entries: tuple[Entry, ...], rule: str, named: bool
    ) -> _Reading | None:
        """What a name may mean, whatever stands around; None for nothing that matters."""
        candidates = self.grounder.candidates(surface, entries, rule, named=named)
        if not candidates:
            return None
        best = candidates[0]
        weak = gene_share(candidates) < WEAK
        if not best.is_gene:
            process = best.entry.type == "process" and weak
            return None if process else _Reading(candidates, False, False)
        if weak and surface not in spellings():
            return None
        return _Reading(candidates, True, best.entry.type in _LOOSE and surface.isalpha())

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


def _is_cut_off(text: str, hit: Hit, best: Candidate) -> bool:
    """Whether what stands behind a hit makes another thing of it: `-like`, a number, an ion's +."""
    behind = text[hit.end : hit.end + 1]
    if behind == "-":
        if _NUMBERED_ON.match(text, hit.end, hit.end + 24):
            return True
    elif behind == "+":
        return _is_ion(hit, best)
    elif not behind.isspace():
        return False
    return best.entry.type != "approved" and (
        _NOT_A_PRODUCT.match(text, hit.end, hit.end + 24) is not None
    )


def _is_labelled(text: str, cut: Tokens, hit: Hit) -> bool:
    """Whether a word such as `Fig.` before a hit says that its letters number something."""
    if not hit.first or not _ends_like_label(cut.texts[hit.first - 1]):
        return False
    if _SORT.fullmatch(cut.texts[hit.first - 1]) and not _NUMBERING.fullmatch(hit.surface):
        return False
    return _FIGURE_LABEL.search(text[max(0, hit.start - 14) : hit.start]) is not None


@lru_cache(maxsize=WORDS)
def _ends_like_label(token: str) -> bool:
    return _LABEL_END.search(token) is not None


def _open_bracket(surface: str) -> bool:
    """Whether a name runs into a bracket or out of one (`casein kinase 1 (CK1`, `TCF)-4`)."""
    return surface.count("(") != surface.count(")")


def stands_as_name(text: str, start: int) -> bool:
    """Whether a capital at this place is not that of a sentence's first word."""
    before = text[max(0, start - 3) : start].rstrip()
    return bool(before) and before[-1] not in ".:!?)]|" and before[-1:].strip() != ""
