"""Names with a slip: the most similar form of the lexicon, never one with other digits."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Final

from reconcile.grounding.candidates import Candidate, held_at, order
from reconcile.grounding.features import INDEX_ONLY
from reconcile.grounding.scoring import Scorer
from reconcile.locks import IMPORTS
from reconcile.patterns import regex
from reconcile.remembered import SELDOM
from reconcile.text import GREEK_LETTERS, common_prefix, surface_key

__all__ = ["FUZZY_CUTOFF", "FuzzySearch"]

FUZZY_CUTOFF: Final = 91.0

_FUZZY_POOL: Final = 4000
_FUZZY_PREFIX: Final = 5
_FUZZY_LENGTH: Final = 12
_FUZZY_HITS: Final = 12
_TIE: Final = 0.005
_INDEX_LETTERS: Final = 3
_NO_DIGIT: Final = regex(r"\D+")
_SLIP: Final = 2
_SHORTEST_WORD: Final = 4
_GREEK_OF: Final = {"a": "α", "b": "β", "g": "γ", "d": "δ", "k": "κ"}


class FuzzySearch:
    """Finds the forms most like a long name (RapidFuzz)."""

    def __init__(self, scorer: Scorer) -> None:
        self.lexicon = scorer.lexicon
        self._scorer = scorer
        self.best = lru_cache(SELDOM)(self.nearest)

    def nearest(self, name: str, cutoff: float = FUZZY_CUTOFF) -> tuple[Candidate, ...]:
        """Candidates of the forms most like a long name, best first; empty below the cut-off.

        The forms share the first letters of the name's key (or of that key behind `human`), have
        its digits, differ by more than an index at the end, and are at most a few thousand. The
        similarity is RapidFuzz's normalised indel ratio. Where genes tie, none is the answer.
        """
        with IMPORTS:
            from rapidfuzz import fuzz, process
        key = surface_key(name)
        if len(key) < 9:
            return ()
        digits = _NO_DIGIT.sub("", key)
        last = len(name.rsplit(maxsplit=1)[-1])
        pool = [
            form
            for stem in ("", "human")
            for form in self.lexicon.keys((stem + key)[: len(stem) + _FUZZY_PREFIX], _FUZZY_POOL)
        ]
        # Thousands begin so and few are like the name: those are looked at further.
        alike = process.extract(key, pool, scorer=fuzz.ratio, score_cutoff=cutoff - 8, limit=None)
        hits = (
            (form, ratio)
            for form, ratio, _ in alike
            if abs(len(form) - len(key)) <= _FUZZY_LENGTH
            and _NO_DIGIT.sub("", form) == digits
            and _may_be_meant(key, form, index=last < _SHORTEST_WORD)
        )
        found: dict[tuple[str, int], Candidate] = {}
        for form, ratio in islice(hits, _FUZZY_HITS):
            close = max(ratio, fuzz.ratio(key, form.removeprefix("human")))
            if close < cutoff or _other_word(key, form):
                continue
            for candidate in self._scorer.candidates(form, self.lexicon.lookup(form), "fuzzy"):
                if candidate.entry.form is not None and len(candidate.entry.form) < 9:
                    continue
                ident = (candidate.kind, candidate.ref)
                score = round(candidate.score * (close / 100) ** 2, 4)
                likeness = round(close / 100, 4)
                scored = replace(held_at(candidate, score), similarity=likeness)
                if ident not in found or scored.similarity > found[ident].similarity:
                    found[ident] = scored
        ranked = sorted(found.values(), key=lambda r: (-r.similarity, order(r)))
        tied = len(ranked) > 1 and ranked[0].similarity - ranked[1].similarity < _TIE
        return () if tied else tuple(ranked)


def _may_be_meant(key: str, form: str, *, index: bool) -> bool:
    """Whether two keys with the same digits differ by more than an index at the end.

    `index` says whether the last word is short enough for one.
    """
    same = common_prefix(key, form)
    short, long = sorted((key[same:], form[same:]), key=len)
    if INDEX_ONLY.fullmatch(short) and INDEX_ONLY.fullmatch(long):
        return GREEK_LETTERS.get(_GREEK_OF.get(short, ""), "?") == long
    other_index = not short or (index and short[0].isalpha() and long[0].isalpha())
    return len(long) > _INDEX_LETTERS or not other_index


def _other_word(key: str, form: str) -> bool:
    """Whether one stretch of a name was replaced by quite another (`sodium` by `calcium`)."""
    first = common_prefix(key, form)
    left, right = key[first:], form[first:]
    last = common_prefix(left[::-1], right[::-1])
    left, right = left[: len(left) - last], right[: len(right) - last]
    return min(len(left), len(right)) > _SLIP and not set(left) & set(right)
