"""Which names of the lexicon stand at a token, and how well grounding thinks of them.

A token by itself is looked up once for all texts; names of several tokens come from the dictionary
scan.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from reconcile.grounding import Candidate, Grounder, grounder_of
from reconcile.lexicon import Lexicon
from reconcile.lexicon.scan import Hit, scan
from reconcile.text import clean, tokens

__all__ = ["NAMED", "named"]

NAMED: Final = ("longest", "surest", "other", "alone", "chosen")
"""The names of what `named` gives.

`longest` and `surest` the longest and the best-scored gene name over a token, `other` the longest
name of something else, `alone` what the token is by itself, `chosen` what the dictionary alone
would say.
"""

_LEAST: Final = 0.25
_CHOSEN: Final = 0.3

Row = tuple[str, ...]


class _Name(NamedTuple):
    """A name of several tokens: the first and the last, the length of its key, its candidates."""

    first: int
    last: int
    width: int
    candidates: tuple[Candidate, ...]


class _Word(NamedTuple):
    """A token by itself: its features where it stands in no longer name, its score as a gene."""

    row: Row
    score: float


def _grounder() -> Grounder:
    return grounder_of(Lexicon.load())


@lru_cache(maxsize=100_000)
def _word(text: str) -> _Word:
    cleaned = clean(text).text
    longest = surest = other = alone = ""
    score = thing_score = 0.0
    claim = None
    for hit in scan(cleaned, tokens(cleaned), _grounder().lexicon):
        candidates = _grounder().candidates(hit.surface, hit.entries, hit.rule)
        if not candidates:
            continue
        gene, thing = _best(candidates)
        if gene is not None and gene.score > max(score, _LEAST):
            score = gene.score
            longest = f"S-{gene.entry.type}-{int(score * 10)}"
            surest = f"S-{gene.kind}-{int(score * 10)}"
        if thing is not None and thing.score > max(thing_score, _LEAST):
            thing_score = thing.score
            other = f"S-{thing.entry.type}-{int(thing_score * 10)}"
        if hit.rule != "suffix" or not alone:
            alone = _single(hit, gene, thing)
        one = _claim(candidates[0])
        if one is not None and (claim is None or one < claim):
            claim = one
    row = (longest, surest, other, alone, f"S-{claim[1]}" if claim else "")
    return _Word(row, score)


def named(words: Sequence[str], spaces: Sequence[bool]) -> list[Row]:
    """The features of each word by the names over it, in the order of `NAMED`.

    Args:
        words: the tokens of a text.
        spaces: for each, whether a space follows.
    """
    own = [_word(word) for word in words]
    rows = [word.row for word in own]
    over: dict[int, list[_Name]] = {}
    claims = []
    for name in _long_names(words, spaces):
        one = _claim(name.candidates[0])
        if one is not None:
            claims.append((-name.width, one[0], name.first, name.last, one[1]))
        for i in range(name.first, name.last + 1):
            over.setdefault(i, []).append(name)
    chosen = _chosen(claims)
    for i, names in over.items():
        rows[i] = _covered(i, names, own[i], chosen.get(i))
    return rows


def _covered(i: int, names: Sequence[_Name], own: _Word, chosen: str | None) -> Row:
    """The features of a token with longer names over it."""
    longest, surest, other, alone, single = own.row
    best, gene_width, thing_width = own.score, 0, 0
    for name in names:
        gene, thing = _best(name.candidates)
        at = "B" if i == name.first else "E" if i == name.last else "I"
        if gene is not None and gene.score >= _LEAST:
            if name.width > gene_width:
                gene_width = name.width
                longest = f"{at}-{gene.entry.type}-{int(gene.score * 10)}"
            if gene.score > best:
                best, surest = gene.score, f"{at}-{gene.kind}-{int(gene.score * 10)}"
        if thing is not None and thing.score >= _LEAST and name.width > thing_width:
            thing_width = name.width
            other = f"{at}-{thing.entry.type}-{int(thing.score * 10)}"
    return longest, surest, other, alone, single if chosen is None else chosen


def _long_names(words: Sequence[str], spaces: Sequence[bool]) -> Iterator[_Name]:
    """The names of several tokens."""
    spaced = [word + " " * space for word, space in zip(words, spaces, strict=True)]
    starts = list(accumulate(map(len, spaced), initial=0))
    cleaned = clean("".join(spaced))
    grounder = _grounder()
    for hit in scan(cleaned.text, tokens(cleaned.text), grounder.lexicon):
        if hit.first == hit.last:
            continue
        start, end = cleaned.span(hit.start, hit.end)
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        candidates = grounder.candidates(hit.surface, hit.entries, hit.rule)
        if candidates:
            yield _Name(first, last, len(hit.key), candidates)


def _best(candidates: Sequence[Candidate]) -> tuple[Candidate | None, Candidate | None]:
    """The best candidate as a gene and the best as something else."""
    gene = next((candidate for candidate in candidates if candidate.is_gene), None)
    thing = next((candidate for candidate in candidates if not candidate.is_gene), None)
    return gene, thing


def _claim(best: Candidate) -> tuple[float, str] | None:
    """The negated score of a candidate and what it says, unless it is a weak gene."""
    if best.is_gene and best.score < _CHOSEN:
        return None
    what = best.kind if best.is_gene else best.entry.type
    return -best.score, f"{what}-{int(best.score * 10)}"


def _single(hit: Hit, gene: Candidate | None, thing: Candidate | None) -> str:
    """What a token is by itself: as a gene, with how many candidates, and as something else."""
    parts = [hit.rule]
    if gene is not None:
        several = min(3, len({(entry.ref, entry.is_family) for entry in hit.entries}))
        parts += [gene.entry.type, str(int(gene.score * 5)), str(several)]
    if thing is not None:
        parts += [thing.entry.type, str(int(thing.score * 5))]
    return " ".join(parts)


def _chosen(claims: list[tuple[int, float, int, int, str]]) -> dict[int, str]:
    """The longest claims that do not overlap, as the dictionary alone would choose them."""
    chosen: dict[int, str] = {}
    for _, _, first, last, what in sorted(claims):
        if not any(i in chosen for i in range(first, last + 1)):
            for i in range(first, last + 1):
                chosen[i] = ("B-" if i == first else "E-" if i == last else "I-") + what
    return chosen
