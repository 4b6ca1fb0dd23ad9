"""Proteins of viruses, bacteria and parasites: which names are theirs, and not their host's.

A name is theirs where the words glue it to one of them (`HIV-1 Tat`, `the E7 protein of HPV`,
`Salmonella SipA and SopE`), and where the text names a virus and the name is one of its proteins by
the table or by the system of such names (`NS5A`, `UL16`, `ORF3a`). An approved symbol in the
spelling of the human nomenclature is the host's, unless it is of the first kind and says `protein
of`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reconcile.annotate.passage import Passage
from reconcile.annotate.proposal import Proposal, SenseEvidence
from reconcile.grounding import Candidate
from reconcile.lexicon import Entry
from reconcile.lexicon.schema import NO_REF
from reconcile.organisms import OrganismHit
from reconcile.patterns import regex
from reconcile.viruses import VIRUSES

__all__ = ["Microbes", "is_human_symbol"]

_GROUPS: Final = frozenset({"virus", "bacterium", "protist"})
_REACH: Final = 60
_SCORE: Final = 0.9
_NOUN: Final = (
    r"(?:[ -](?:(?:non-?)?structural|accessory|regulatory|early|late|envelope|viral|effector"
    r"|glyco|onco|poly))?[ -]?(?:proteins?|glycoproteins?|oncoproteins?|genes?|antigens?|effectors?"
    r"|toxins?|peptides?|proteases?|oncogenes?|polyproteins?|products?|ORFs?)"
)
_OF: Final = regex(
    rf"(?P<noun>{_NOUN})?,?[ ](?:of|from|encoded by|secreted by|expressed by|in)[ ]"
    r"(?:the |a |an |human |bacterium |bacterial pathogen |pathogen |high-risk |type \d+ ){0,3}"
)
_NOUN_END: Final = regex(rf"{_NOUN}$")
_NAME: Final = regex(r"[A-Za-z]{3,}")
"""A name that is no mere number of a protein, such as HBZ."""
_TIED: Final = regex(r"(?<![\w-])[A-Za-z]\w{1,8}-$")
_HOSTED: Final = regex(
    r"[ -](?:infect|patient|carrier|positive|induced|treated|associated|specific|exposed)"
)
_ITEM: Final = r"[A-Za-z][A-Za-z0-9]{0,7}(?:-?[A-Za-z0-9]{1,4})?"
_LINK: Final = regex(
    r"(?:[ -]?\d{1,3})?(?:[ -](?:encoded|derived|virus(?:es)?|viral|virulence|type"
    r"|strain|[IV\d]+[ab]?"
    r"|accessory|regulatory|effectors?|envelope|matrix|early|late|latent"
    r"|(?:non-?)?structural|secreted"
    r"|proteins?|glycoproteins?|oncoproteins?|toxins?|proteases?|genes?|antigens?)){0,4}"
    rf"[ -](?:(?!and\b|or\b){_ITEM}(?:, (?:and )?| and | or |/)){{0,6}}"
)
_SYSTEMATIC: Final = regex(
    r"N[Ss][Pp]-?\d{1,2}|NS\d[AB]?|ORF-?\d{1,2}[a-d]?|Orf\d{1,2}[a-d]?|UL\d{1,3}[A-Z]?|US\d{1,2}"
    r"|gp\d{1,3}|VP\d{1,2}|E[1-8]|L[1-5]|E1[AB]|IE\d{1,2}|ICP\d+|[A-Z]\d{1,3}[LR]"
)
"""Names that viruses of many kinds give to their proteins by number."""


class Microbes:
    """The viruses and bacteria of one passage and the names that are theirs."""

    def __init__(self, passage: Passage) -> None:
        self._text = passage.text
        self._hits = [hit for hit in passage.organisms if hit.group in _GROUPS]
        self._starts = [hit.start for hit in self._hits]
        everywhere = (*passage.organisms, *passage.in_background)
        self._named = [hit for hit in everywhere if hit.group == "virus"]
        self._taxa = frozenset(hit.taxon for hit in self._named)

    def foreign(self, proposal: Proposal) -> Proposal | None:
        """A proposal as a protein of a microbe; None for one of the host."""
        if not (self._hits or self._named):
            return None
        hit = self._said_of(proposal) or self._glued(proposal) or self._by_name(proposal)
        if hit is None:
            return None
        entry = Entry(proposal.surface, "ortholog", "curated", NO_REF)
        theirs = Candidate("nonhuman", NO_REF, _SCORE, entry, "microbe")
        said = SenseEvidence(hit.text, 1.0, hit.start, hit.end)
        evidence = (said,) if hit in self._hits else ()
        return replace(proposal, candidates=(theirs,), evidence=evidence, settled=True)

    def _said_of(self, proposal: Proposal) -> OrganismHit | None:
        """The microbe that the words behind say a protein is of: `Eap protein of S. aureus`."""
        at = bisect_left(self._starts, proposal.end)
        if at == len(self._hits) or self._hits[at].start > proposal.end + _REACH:
            return None
        hit = self._hits[at]
        match = _OF.fullmatch(self._text, proposal.end, hit.start)
        if match is None or _HOSTED.match(self._text, hit.end):
            return None
        noun = match["noun"] or _bare(proposal.surface) != proposal.surface
        return hit if noun or not is_human_symbol(proposal) else None

    def _glued(self, proposal: Proposal) -> OrganismHit | None:
        """The microbe right before a name, or before a list that has it: `HIV-1 Tat and Nef`."""
        at = bisect_right(self._starts, proposal.start) - 1
        if at < 0 or self._hits[at].end < proposal.start - _REACH:
            return None
        hit = self._hits[at]
        if is_human_symbol(proposal) and not _has_protein(hit.taxon, self._word(proposal)):
            return None
        glued = _LINK.fullmatch(self._text, hit.end, proposal.start)
        return hit if glued else None

    def _word(self, proposal: Proposal) -> str:
        """A name without its noun, and with what a hyphen ties to it: `EBNA-LP`, not `LP`."""
        before = _TIED.search(self._text, max(0, proposal.start - _REACH), proposal.start)
        first = before.start() if before else proposal.start
        return _bare(self._text[first : proposal.end])

    def _by_name(self, proposal: Proposal) -> OrganismHit | None:
        """The virus of the text that has a protein of this name."""
        if not self._taxa or proposal.best.kind not in ("gene", "nonhuman"):
            return None
        surface = self._word(proposal)
        for hit in self._named:
            if _has_protein(hit.taxon, surface) or _has_protein(hit.taxon, proposal.surface):
                own = _NAME.fullmatch(surface) is not None or not is_human_symbol(proposal)
                return hit if own else None
        if _SYSTEMATIC.fullmatch(surface) and not is_human_symbol(proposal):
            return self._named[0]
        return None


def _has_protein(taxon: str, name: str) -> bool:
    """Whether the table has a protein of a virus by this name."""
    pattern = _proteins(taxon)
    return pattern is not None and pattern.fullmatch(name) is not None


def _bare(name: str) -> str:
    """A name without the noun that says what it is."""
    return _NOUN_END.sub("", name)


@lru_cache(maxsize=64)
def _proteins(taxon: str) -> re.Pattern[str] | None:
    for virus in VIRUSES:
        if virus.taxon == taxon and virus.proteins:
            return re.compile(virus.proteins)
    return None


def is_human_symbol(proposal: Proposal) -> bool:
    """Whether a name is a human symbol as the nomenclature spells it, or a curated name."""
    best, surface = proposal.best, _bare(proposal.surface)
    if proposal.extra or best.entry.is_family or best.entry.type == "curated":
        return True
    if best.entry.source == "curated" or len(surface) > _LONG_NAME:
        return True
    return best.entry.type == "approved" and best.entry.form == surface


_LONG_NAME: Final = 10
