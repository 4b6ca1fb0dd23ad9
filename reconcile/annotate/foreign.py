"""Names that are no human gene's because of the organism that the text speaks of there.

Letters of a yeast's, plant's, bacterium's, fly's or worm's gene are often those of a human one too
(`ERG1`, `SOD1`, `dsh`, `sek-1`) and mean another. Names of the genes of people and their animals
stay: where the sentence is about those, where a bacterium or parasite meets its host, and beside a
fly's gene that the text equates with them (`Hippo (MST1)`). Of flies and worms only symbols are
taken, not what a gene or family is called in all animals (`insulin`, `Notch`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reconcile.annotate.foreign_genes import (
    is_foreign_name,
    is_foreign_symbol,
    is_written_symbol,
)
from reconcile.annotate.owners import (
    INVADERS,
    INVERTEBRATES,
    MODEL,
    Owner,
    Owners,
    invades,
    is_in_general,
)
from reconcile.annotate.passage import Passage
from reconcile.annotate.proposal import Proposal
from reconcile.lexicon import Lexicon
from reconcile.organisms import OrganismHit
from reconcile.patterns import regex

__all__ = ["Foreign"]

_BACTERIAL: Final = regex(r"[A-Za-z][a-z]{2}[A-Z]{1,2}\d{0,2}")
"""How bacteria's genes and proteins are spelled: `sopE`, `PtpA`."""
_HUMAN_SYMBOLS: Final = frozenset({"approved", "previous", "curated", "label"})
_HUMAN_SPELLING: Final = regex(r"[A-Z]{2,}[A-Z0-9]*\d[A-Z0-9]*|[A-Z]\d[A-Z]{2}[A-Z0-9]*|[A-Z]{4,}")
"""Two capitals and a number, or four: what names of bacteria's genes hardly ever are."""
_ENZYME: Final = regex(
    r".*(?:dehydrogenase|synthase|synthetase|reductase|carboxylase|aldolase|isomerase|mutase"
    r"|epimerase|hydratase|lyase|aminotransferase|transaminase|transketolase|enolase|thiolase"
    r"|catalase|dismutase|hydroxylase|anhydrase|phosphorylase|gluco\w*kinase|hexokinase)\b.*"
)
"""Full names of what most organisms have one of."""
_OF_WORM: Final = regex(r"[a-z]{3,4}-\d{1,3}(?:\.\d+)?[a-z]?|[A-Z]{3,4}-\d{1,3}(?:\.\d+)?[A-Z]?")
_SMALL: Final = regex(r"[a-z]{1,4}\d?[a-z]?\d*")
_EQUATED: Final = regex(r"(?P<theirs>[\w-]*[\w)])(?:/| ?\()$")
_BACK: Final = 24


_SYMBOL: Final = regex(
    r"(?<![\w-])(?:[a-z]{2,4}|[A-Z][a-z]{1,3}|[A-Za-z]{2,5}-?\d{1,3}[A-Za-z]?p?(?:\.\d+)?|[A-Za-z][a-z]{2}[A-Z])"
    r"(?![\w-])"
)
"""What symbols of flies, worms, yeasts and bacteria look like: `hh`, `daf-16`, `Snf1`, `lacZ`."""


class Foreign:
    """Tells which names of a passage are genes of organisms without human ones."""

    def __init__(
        self,
        passage: Passage,
        lexicon: Lexicon,
        chosen: Sequence[Proposal] = (),
        record: Sequence[OrganismHit] = (),
    ) -> None:
        """Look for the organisms of a passage.

        Args:
            passage: the text and its titles.
            lexicon: has the full names of human genes.
            chosen: the names that stand in the text.
            record: the organisms that its record lists; they count where all else says nothing.
        """
        self._text = passage.text
        self._lexicon = lexicon
        self._owners = Owners(passage, record)
        self._of_hosts = frozenset(
            self._owners.sentences.at(one.start)
            for one in (chosen if self._owners else ())
            if self._is_of_host(one)
        )

    def __bool__(self) -> bool:
        """Whether any place is about an organism without human genes."""
        return bool(self._owners)

    def owner(self, proposal: Proposal) -> Owner | None:
        """The organism without human genes that a name is of; None where it may be human."""
        if proposal.best.kind == "nonhuman":
            return None
        owner = self._owners.at(proposal.start, proposal.end)
        return owner if owner is not None and self._is_theirs(proposal, owner) else None

    def of_place(self, start: int, end: int) -> Owner | None:
        """The organism without human genes that a place without known name is of."""
        owner = self._owners.at(start, end)
        if owner is None or (self._owners.focus is None and owner.hit.group in INVADERS):
            return None
        return owner

    def symbols(self, taken: bytearray) -> Iterator[tuple[int, int, Owner]]:
        """Where symbols of such organisms stand that are no names of human genes: `daf-16`, `Snf1`.

        Those that a table has, in the spelling of a gene or its protein, and that are no words.

        Args:
            taken: for each character of the text whether a mention has it.
        """
        if not self._owners:
            return
        for word in _SYMBOL.finditer(self._text):
            start, end = word.span()
            name = word.group()
            if taken.find(1, start, end) >= 0 or self._lexicon.word_rank(name) is not None:
                continue
            owner = self.of_place(start, end)
            if owner is not None and is_written_symbol(owner.hit.taxon, name):
                yield start, end, owner

    def _is_theirs(self, proposal: Proposal, owner: Owner) -> bool:
        """Whether a name, where an organism has the word, is its own and not its host's."""
        if owner.hit.group in INVERTEBRATES:
            return self._is_of_invertebrate(proposal, owner)
        return not invades(owner.hit) or self._is_of_invader(proposal, owner)

    def _is_of_invader(self, proposal: Proposal, owner: Owner) -> bool:
        if self._owners.focus is not None:
            return not (self._is_of_host(proposal) or self._is_beside_host(proposal))
        best, spelled = proposal.best.entry, _BACTERIAL.fullmatch(proposal.surface)
        known = best.type == "approved" or best.form == proposal.surface
        return spelled is not None and not known and not is_in_general(owner.hit)

    def _is_of_host(self, proposal: Proposal) -> bool:
        """Whether a name is a human symbol, spelled so, and of no enzyme that bacteria have."""
        best, surface = proposal.best, proposal.surface
        if best.kind == "nonhuman" or best.entry.type not in _HUMAN_SYMBOLS:
            return False
        if (best.entry.form or surface) != surface or not _HUMAN_SPELLING.fullmatch(surface):
            return False
        of = self._lexicon.family(best.ref).members[:1] if best.entry.is_family else (best.ref,)
        return not any(_ENZYME.fullmatch(self._lexicon.gene(gene).name) for gene in of)

    def _is_beside_host(self, proposal: Proposal) -> bool:
        """Whether a name is a word, or a symbol of man, in a sentence that surely names another."""
        surface, entry = proposal.surface, proposal.best.entry
        symbol = entry.type == "approved" and entry.form == surface
        if not (symbol or (surface.isalpha() and surface.islower())):
            return False
        return self._owners.sentences.at(proposal.start) in self._of_hosts

    def _is_of_invertebrate(self, proposal: Proposal, owner: Owner) -> bool:
        """Whether a name is a symbol of a fly or worm, and not a gene's or family's name at large.

        In texts on vertebrates too, how a name is spelled must speak for it.
        """
        surface = self._text[proposal.start : proposal.end]
        if owner.hit.group == "worm":
            return bool(_OF_WORM.fullmatch(surface) or is_foreign_symbol(MODEL["worm"], surface))
        if proposal.best.kind != "gene":
            return bool(_SMALL.fullmatch(surface) or is_foreign_symbol(MODEL["insect"], surface))
        if not is_foreign_name(MODEL["insect"], surface):
            return False
        human = self._owners.beside_animals or self._is_equated(proposal)
        return not (surface.isupper() and human)

    def _is_equated(self, proposal: Proposal) -> bool:
        """Whether a name says of what human gene the name before it is the counterpart."""
        match = _EQUATED.search(self._text, max(0, proposal.start - _BACK), proposal.start)
        return match is not None and match["theirs"][1:].islower()
