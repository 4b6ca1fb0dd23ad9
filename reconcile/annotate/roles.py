"""What part an organism plays where a text names it: whether the genes around are its own.

It is not always theirs: `a yeast two-hybrid screen`, `purified from E. coli`, `extracts of rice`,
`the yeast homolog of MSH2`, `conserved from yeast to man`. And a name in brackets speaks for what
the brackets hold: `MSH2 (yeast Msh2)`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from reconcile.naming.sentences import Sentences
from reconcile.organisms import OrganismHit
from reconcile.patterns import regex

__all__ = ["Part", "parts_of"]

_BEFORE: Final = 80
"""How far back the words are looked at that say what an organism is for."""

_TOOL_BEHIND: Final = regex(
    r"[ -](?:(?:one|two|three|[123])[ -]?hybrids?|display|artificial chromosomes?|lysates?"
    r"|to (?:the )?(?:hu)?m[ae]n\b|to (?:humans|mammals|vertebrates|metazoans?|higher))",
    re.IGNORECASE,
)
_KEPT: Final = regex(
    r"\b(?:(?:conserved|conservation)\s(?:\w+\s){0,3}(?:from|in|between|among|across|to|with)"
    r"|(?:domain|promoter|vector|plasmid|marker)s?\sof)\s(?:the\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_MADE_IN: Final = regex(
    r"\b(?:(?:co-?|over-?)?express|produc|purifi|generat|synthesi[sz]|secret|isolat|obtain|reconstitut)"
    r"ed\s(?:and \w+ |heterologously |recombinantly )?(?:in|from|by)\s(?:the\s)?$"
    r"|\bmade\s(?:in|from|by)\s(?:the\s)?$",
    re.IGNORECASE,
)
"""What is made in yeasts and bacteria is mostly another's."""

_CHEMICAL: Final = (
    r"(?!proteins?\b|kinesins?\b|lectins?\b|histones?\b|auxins?\b)\w{4,}"
    r"(?:ins?|ines?|ones?|ols?|ides?|noids?|oils?|acids?|phenols?)"
)
_REMEDY: Final = (
    r"(?:extracts?|compounds?|constituents?|ingredients?|phytochemicals?|polysaccharides?"
    r"|decoctions?|juices?)"
)
_TAKEN_FROM: Final = regex(
    rf"\b(?:{_REMEDY}\s(?:of|from|in)\s|(?:isolated|derived|extracted|{_CHEMICAL})\s(?:of|from)\s"
    r"|(?:effects?|treat\w+|administration|actions?|benefits?|mediated)\s(?:\w+\s)?(?:of|with|by)\s"
    r"|(?:medicinal|herbal|edible|dietary)\s)(?:the\s)?(?:(?:\w+\s){1,2}(?:and|or)\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_REMEDY_BEHIND: Final = regex(
    rf"(?:[ -](?!biosynth)\w+){{0,2}}[ -](?:{_REMEDY}|derived|based|oils?|foods?)\b", re.IGNORECASE
)
_LISTS: Final = regex(r"(?: \w+){0,2}:")
"""Behind an organism whose enzymes follow: `terpenoids of Artemisia annua: ADS, …`."""
_CONTAINS: Final = regex(
    rf"(?:[ -]\w+){{0,4}}[ ](?:contain|yield|are rich in|is rich in)s?\b[^.;]{{0,40}}\b{_REMEDY}\b",
    re.IGNORECASE,
)
_BIOSYNTHESIS: Final = regex(r"synthes[ie]s|synthetic|synthases?\b|engineer", re.IGNORECASE)
"""What speaks of how plants make their compounds, not of what they do to others."""

_YEASTS: Final = frozenset({"559292", "4896"})

_RELATIVE: Final = regex(
    r"[ ](?:ortholog(?:ue)?|homolog(?:ue)?|counterpart|equivalent|relative)s? (?:of|to) "
    r"(?:the )?(?P<whose>[^,;()]{1,60}?)(?=,|;|\(|\)|\.(?:\s|$)| (?:is|are|was|were|has|in|by|that"
    r"|which)\b|$)",
    re.IGNORECASE,
)
_INSIDE: Final = regex(r"(?:^|\s|\()[Ii]n\s(?:the\s)?(?:\w+\s)?$")
_OWN: Final = regex(
    r"['’]?s?[ ](?:(?:genes?|proteins?|cells?|mutants?|enzymes?|(?:homo|ortho)log(?:ue)?s?)[ ])?"
    r"[A-Za-z]*(?:[A-Z]{2}|[A-Z][a-z]+\d)"
)
_OF_HOMOLOGS: Final = regex(r"\bhomolog(?:ue)?\b[^.;()]{0,60}\($", re.IGNORECASE)
"""What names of human genes end in: `delta like 1 homolog (Drosophila)`."""
_OF_ONE: Final = regex(r"(?P<name>[\w-]+) ?\((?:from|in|of)\s(?:the\s)?$")
_NAME: Final = regex(r"[A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*|[a-z]{2,4}-\d+")


@dataclass(frozen=True, slots=True)
class Part:
    """An organism as a text names it, and what it speaks for there.

    Attributes:
        hit: the words.
        start: where what they speak for begins.
        end: where it ends.
        but: what between is not the organism's: `MEK` in `the fly ortholog of MEK, Dsor1`.
        bracketed: whether they speak for what a bracket holds alone.
        whole: whether the text may be about the organism for their sake.
        subject: whether what is said is said to be in it, or of its genes: `in rice`, `rice NRT1`.
    """

    hit: OrganismHit
    start: int
    end: int
    but: tuple[int, int] = (0, 0)
    bracketed: bool = False
    subject: bool = False
    whole: bool = True

    def speaks_for(self, place: int) -> bool:
        """Whether a gene that is named at a place may be this organism's."""
        inside = self.start <= place < self.end
        return inside and not self.but[0] <= place < self.but[1]


def parts_of(text: str, hits: Iterable[OrganismHit], sentences: Sentences) -> Iterator[Part]:
    """The organisms whose own genes a text may name, each with what it speaks for.

    Organisms that are tools, or what a remedy is made from, are left out.
    """
    hits = list(hits)
    if not hits:
        return
    brackets = list(_brackets(text))
    remedies = not _BIOSYNTHESIS.search(text)
    sources = {hit.text.lower() for hit in hits if remedies and _is_source(text, hit)}
    for hit in hits:
        before = text[max(0, hit.start - _BEFORE) : hit.start]
        if hit.text.lower() in sources or _is_tool(text, hit, before):
            continue
        start, end = sentences.span(hit.start)
        if text[hit.end : hit.end + 1] == ")" and _OF_HOMOLOGS.search(before):
            continue
        of_one = _OF_ONE.search(text, max(0, hit.start - _BEFORE), hit.start)
        if of_one is not None:
            yield Part(
                hit, of_one.start("name"), hit.end, bracketed=True, subject=True, whole=False
            )
            continue
        around = _bracket_around(text, brackets, hit)
        if around is not None:
            yield Part(hit, *around, bracketed=True, subject=True, whole=False)
            continue
        but, whole = (0, 0), True
        relative = _RELATIVE.match(text, hit.end, end)
        if relative is not None:
            but = relative.span("whose")
        elif hit.group in ("fungus", "bacterium") and _MADE_IN.search(before):
            but, whole = (start, hit.start), False
        yield Part(hit, start, end, but, subject=_is_subject(text, hit, before), whole=whole)


def _is_tool(text: str, hit: OrganismHit, before: str) -> bool:
    return bool(_TOOL_BEHIND.match(text, hit.end) or _KEPT.search(before))


def _is_subject(text: str, hit: OrganismHit, before: str) -> bool:
    return bool(_INSIDE.search(before) or _OWN.match(text, hit.end))


def _is_source(text: str, hit: OrganismHit) -> bool:
    """Whether a plant or fungus is what a remedy is made from."""
    if hit.group not in ("plant", "fungus") or hit.taxon in _YEASTS:
        return False
    before = text[max(0, hit.start - _BEFORE) : hit.start]
    if _OWN.match(text, hit.end) or _LISTS.match(text, hit.end):
        return False
    behind = _REMEDY_BEHIND.match(text, hit.end) or _CONTAINS.match(text, hit.end)
    return bool(behind or _TAKEN_FROM.search(before))


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """What stands between round brackets, the innermost ones."""
    opened = -1
    for match in re.finditer(r"[()]", text):
        if match.group() == "(":
            opened = match.end()
        elif opened >= 0:
            yield opened, match.start()
            opened = -1


def _bracket_around(
    text: str, brackets: list[tuple[int, int]], hit: OrganismHit
) -> tuple[int, int] | None:
    """The bracket that an organism stands in beside names; None where it stands in none.

    A bracket with nothing but the organism, as in `budding yeast (S. cerevisiae)`, is none.
    """
    at = bisect_right(brackets, (hit.start, len(text))) - 1
    if at < 0 or not brackets[at][0] <= hit.start < brackets[at][1]:
        return None
    start, end = brackets[at]
    held = text[start : hit.start] + text[hit.end : end]
    return (start, end) if _NAME.search(held) else None
