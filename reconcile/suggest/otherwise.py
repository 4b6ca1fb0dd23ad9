"""Letters that are a gene's name and that this figure uses otherwise.

The letters are those of the words off the image where these are known, else those of the entry. A
text of the figure defines them as a thing, or a word looks like the short name of a chemical that
the figure names or stands among such short names. How often each sign was right was counted, by
`benchmarks/count_otherwise.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from reconcile.records import Evidence, OcrWord
from reconcile.suggest.case import Case, distinct
from reconcile.suggest.readings import printed

__all__ = ["NAMED_SO", "PROBABILITY", "Otherwise", "Sign", "meant_otherwise", "only_defined"]

Sign: TypeAlias = Literal["defined", "short for", "beside", "among codes"]

PROBABILITY: Final[Mapping[Sign, float]] = {
    "defined": 0.95,
    "short for": 0.93,
    "beside": 0.94,
    "among codes": 0.82,
}
"""How probable it is that an entry is wrong, by what speaks of its letters: the least that is
counted without one of the figures, and no more than for things that the lexicon knows."""
NAMED_SO: Final = 0.75
"""The same where the caption's letters were read as the gene: two of two, by the same rule."""
_CODES: Final = 3


class Otherwise(NamedTuple):
    """What letters mean in a figure where they are not the gene.

    Attributes:
        sign: what says so.
        kind: `chemical`, `anatomy`, `organism` or `thing`.
        letters: the letters.
        meaning: what they are short for; empty where the figure does not say.
        evidence: the definition or the words.
        probability: that the entry is wrong.
    """

    sign: Sign
    kind: str
    letters: str
    meaning: str
    evidence: tuple[Evidence, ...]
    probability: float


def meant_otherwise(
    case: Case, keyword: str, gene: int, rows: Sequence[OcrWord]
) -> Otherwise | None:
    """What a gene's letters mean in the figure; None where nothing says that it is another thing.

    Args:
        case: the figure.
        keyword: the entry.
        gene: the gene that it stands for.
        rows: the words off the image that brought it in. Of several the one counts that speaks most
            for the gene.
    """
    if rows:
        found = [_of_word(case, gene, row) for row in distinct(rows)]
    else:
        found = [_defined(case, gene, keyword)]
    read = [one for one in found if one is not None]
    return None if len(read) < len(found) else min(read, key=lambda one: one.probability)


def only_defined(case: Case, gene: int) -> bool:
    """Whether the caption names a gene by nothing but letters that it defines as a thing."""
    mentions = case.comparison.mentions
    named = [mentions[i].text for i in case.comparison.caption.get(gene, ())]
    return bool(named) and all(case.letters.thing_defined(text) is not None for text in named)


def _of_word(case: Case, gene: int, row: OcrWord) -> Otherwise | None:
    letters = printed(row)
    return (
        _defined(case, gene, letters)
        or _short_for(case, letters)
        or _beside(case, row, letters)
        or _among_codes(case, letters)
    )


def _found(sign: Sign, kind: str, letters: str, meaning: str, *evidence: Evidence) -> Otherwise:
    return Otherwise(sign, kind, letters, meaning, evidence, PROBABILITY[sign])


def _defined(case: Case, gene: int, letters: str) -> Otherwise | None:
    if len(letters) < 2:
        return None
    found = case.letters.thing_defined(letters)
    if found is None or found[0].long.lower() in case.lexicon.gene(gene).name.lower():
        return None  # the long form may be cut: `superoxide (SOD)`
    definition, kind = found
    said = Evidence("rule", letters, f"short for {definition.long}", "definition in the figure")
    return _found("defined", kind, letters, definition.long, said)


def _short_for(case: Case, letters: str) -> Otherwise | None:
    chemical = case.letters.short_for(letters)
    if chemical is None:
        return None
    said = Evidence("rule", letters, f"begins {chemical}, which the figure names", "short name")
    return _found("short for", "chemical", letters, chemical, said)


def _beside(case: Case, row: OcrWord, letters: str) -> Otherwise | None:
    others = tuple(case.letters.neighbours(row.word, letters))
    if not others:
        return None
    said = Evidence("ocr", row.word, f"{letters} beside {', '.join(others)}", "pfocr")
    return _found("beside", "chemical", letters, "", said)


def _among_codes(case: Case, letters: str) -> Otherwise | None:
    codes = sorted(case.letters.codes - {letters})
    if len(codes) < _CODES or not case.letters.may_be_code(letters):
        return None
    said = Evidence("rule", letters, f"written as {', '.join(codes[:4])} are", "short name")
    return _found("among codes", "chemical", letters, "", said)
