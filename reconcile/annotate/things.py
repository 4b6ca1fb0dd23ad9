"""Letters that name no human gene here: cells, animals, labels, classes, proteins of microbes.

After the dictionary and the senses of single letters, before a tagger has its say. What is no gene
keeps its place with a candidate that is none in front, so that nothing finds it again; what is a
protein of a virus or bacterium becomes `nonhuman`. A rule that takes a name away looks at the
letters' claim to a gene too: an approved symbol in the spelling of the nomenclature, a curated name
and the label of a family need more than the words around.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from reconcile.annotate.microbes import Microbes
from reconcile.annotate.passage import Passage
from reconcile.annotate.proposal import Proposal
from reconcile.grounding import Candidate, Grounder
from reconcile.lexicon import Entry
from reconcile.lexicon.schema import NO_REF
from reconcile.naming.things import (
    NEVER_GENE,
    PLURAL,
    STRAIN,
    before_animals,
    before_cells,
    is_label,
    items_before,
)
from reconcile.patterns import regex
from reconcile.remembered import WORDS

__all__ = ["Things"]

_WEAK: Final = frozenset(
    {"alias", "previous", "designation", "ortholog", "ortholog_alias", "withdrawn", "root"}
)
_OF_GENES: Final = regex(r"CD\d+[a-z]?|[a-z]\d\d+|.*[α-ω].*")
_PLAIN: Final = frozenset({"exact", "suffix", "prefix", "shortened", "words"})
_SEVERAL: Final = 3
_LONG_STEM: Final = 4
_SUBSTRAIN: Final = regex(r"/\d?[A-Za-z]{0,3}(?![\w-])")
_LETTER_AND_DIGIT: Final = regex(r"[A-Z]\d")
"""What factors and complement are called and cells never after them: `C6 cells` are a glioma."""
_FIRST_OF_SEVERAL: Final = regex(r"[A-Z]{1,2}-?\d+(?=\W)")
_NUMBERED: Final = regex(r"[ -]I{1,3}V?(?!\w)")
_RUN_ON: Final = regex(r"-[A-Z]?\d{1,3}[A-Z]?\d?(?![\w-])")
"""What makes another name of a name: `-52E` behind `NRK`."""
_DIGIT: Final = regex(r"\d")
_LINE: Final = regex(r"(?!Th\d|Tr\d|ILC\d|CD\d)(?:[A-Za-z].*\d|\d.*[A-Za-z]|.*-).*")
"""What a name of a cell line looks like, and one of a class of cells (`T`, `Th17`) does not."""
_SHORTEST_LINE: Final = 3
_BEHIND_CELLS: Final = frozenset(" -/,")
"""What stands behind every name that cells or animals follow, or a list of those."""


class _Letters(NamedTuple):
    """What the letters of a name may be whatever stands around.

    Attributes:
        never: a class of antibodies or a polymerase, never one gene.
        plural: a short word in capitals with the s of a plural.
        strain: letters of mice or rats.
        letter_and_digit: a capital and a digit.
        of_genes: letters that genes have and cells do not.
    """

    never: bool
    plural: bool
    strain: bool
    letter_and_digit: bool
    of_genes: bool


@lru_cache(maxsize=WORDS)
def _letters(surface: str) -> _Letters:
    asked = (NEVER_GENE, PLURAL, STRAIN, _LETTER_AND_DIGIT, _OF_GENES)
    return _Letters(*(pattern.fullmatch(surface) is not None for pattern in asked))


class Things:
    """Tells which proposals of a passage are no human genes."""

    def __init__(self, grounder: Grounder) -> None:
        self.grounder = grounder
        self.lexicon = grounder.lexicon

    def apply(
        self, passage: Passage, chosen: Sequence[Proposal], only: str | None = None
    ) -> list[Proposal]:
        """The proposals, what is no human gene with another candidate first.

        Args:
            passage: the text.
            chosen: its proposals, in text order.
            only: decide only on proposals that were found so; None for all.
        """
        microbes = Microbes(passage)
        defined = {definition.short for definition in passage.definitions}
        known: dict[int, str] = {}
        for proposal in chosen:
            best = proposal.candidates[0]
            if best.kind == "gene" and best.entry.form == proposal.surface:
                known[best.ref] = proposal.surface
        decided = []
        for proposal in chosen:
            best = proposal.candidates[0]
            by_rule = bool(proposal.extra) and best.rule == "chain"
            settled = proposal.settled or by_rule or not best.is_gene
            if settled or only not in (None, proposal.found_by) or proposal.surface in defined:
                decided.append(proposal)
                continue
            found = None if proposal.extra else microbes.foreign(proposal)
            if found is None and self._is_thing(passage.text, proposal, known):
                found = no_gene(proposal)
            decided.append(proposal if found is None else found)
        return decided

    def _is_thing(self, text: str, proposal: Proposal, known: dict[int, str]) -> bool:
        start, end, surface = proposal.start, proposal.end, text[proposal.start : proposal.end]
        if proposal.extra:
            first = _FIRST_OF_SEVERAL.match(surface)
            return first is not None and is_label(first.group(), text, start, end) is not None
        letters = _letters(surface)
        if letters.never or self._is_polymerase(text, proposal):
            return True
        if letters.plural and self._is_plural_of_things(text, proposal):
            return True
        if is_label(surface, text, start, end) is not None:
            return True
        if text[end : end + 1] not in _BEHIND_CELLS:
            return False
        return self._is_of_cells(text, proposal, letters, known)

    @staticmethod
    def _is_polymerase(text: str, proposal: Proposal) -> bool:
        surface = proposal.surface
        return (
            len(surface) == 3
            and surface.lower() == "pol"
            and bool(_NUMBERED.match(text, proposal.end))
        )

    def _is_of_cells(
        self, text: str, proposal: Proposal, letters: _Letters, known: dict[int, str]
    ) -> bool:
        """Whether a name is that of a cell line or strain, by the cells or animals behind it."""
        start, end = proposal.start, proposal.end
        if start and text[start - 1] in "/+":
            return False
        if letters.strain:
            further = _SUBSTRAIN.match(text, end)
            if before_animals(text, further.end() if further else end):
                return True
        if letters.letter_and_digit and before_cells(text, end):
            return True
        run_on = _RUN_ON.match(text, end)
        if run_on is not None:
            end = run_on.end()
        if not self._has_weak_claim(proposal, known) and run_on is None:
            return False
        if before_cells(text, end):
            return True
        if run_on is None and before_animals(text, end):
            return True
        items = items_before(text, end)
        return bool(items) and not any(map(self._is_gene, items))

    def _has_weak_claim(self, proposal: Proposal, known: dict[int, str]) -> bool:
        """Whether only an alias, or letters with another hyphen, tie a name to a gene."""
        best, surface = proposal.best, proposal.surface
        if best.rule not in _PLAIN or known.get(best.ref, surface) != surface:
            return False
        if best.kind != "gene" or best.entry.is_family or _letters(surface).of_genes:
            return best.entry.type == "root" and bool(_DIGIT.search(surface))
        if best.entry.type == "name":
            return "-" in surface and " " not in surface and surface[-1].isdigit()
        if best.entry.type in _WEAK:
            return best.entry.source != "curated" and not surface.islower()
        form = best.entry.form or ""
        hyphened = "-" in surface and "-" not in form and surface.replace("-", "") == form
        return hyphened and not any(c.entry.form == surface for c in proposal.candidates)

    def _is_gene(self, item: str) -> bool:
        """Whether an item of a list is surely a gene, or a class of cells (`T`, `CD8`)."""
        if len(item) < _SHORTEST_LINE or not _LINE.fullmatch(item):
            return True
        found = self.grounder.lookup_exact(item, "exact")
        return bool(found) and found[0].is_gene and found[0].entry.type not in _WEAK

    def _is_plural_of_things(self, text: str, proposal: Proposal) -> bool:
        """Whether a short word in capitals with a plural's s names cells or other things.

        The lexicon's label of a family is a family, a root of numbered symbols only where it is
        long or all symbols have it, a single gene hardly ever.
        """
        match = PLURAL.fullmatch(text[proposal.start : proposal.end])
        if match is None or proposal.best.entry.form == match.group():
            return False
        best, letters = proposal.best, match["letters"]
        if best.entry.type in ("label", "curated"):
            return False
        if best.entry.type == "approved" and len(letters) >= _LONG_STEM:
            return best.entry.form != letters
        if best.entry.type != "root":
            return re.search(rf"(?<![\w-]){letters}(?![\w-])", text) is None
        if len(letters) >= _LONG_STEM:
            return False
        symbols = [gene.symbol for gene in self.lexicon.family(best.ref).genes]
        numbers = {m[1] for s in symbols if (m := re.match(rf"{letters}(\d+)", s))}
        return len(numbers) < _SEVERAL or not all(s.startswith(letters) for s in symbols)


def no_gene(proposal: Proposal) -> Proposal:
    """A proposal that stands for no gene, whatever the lexicon has."""
    entry = Entry(proposal.surface, "word", "curated", NO_REF)
    none = Candidate("non_gene", NO_REF, 1.0, entry, "thing")
    rest = tuple(candidate for candidate in proposal.candidates if candidate.is_gene)
    return replace(proposal, candidates=(none, *rest), settled=True)
