"""From a name to human genes: candidates, their scores, and the ambiguity policy.

The policy, in order:

1. A candidate's score is the probability that it is meant, from what is known of its forms, their
   spelling and the gene (`features.py`, fitted weights). Things that are no genes (chemicals,
   diseases, anatomy, words) compete with it, and so does *none of these*.
2. In a text the other genes at hand say more: `PDK1` beside AKT and PI3K is PDPK1 (`context.py`).
   What the name may itself mean is no witness.
3. A long name without exact candidate is one whose name has the same words and numbers.
4. What is left gets fuzzy candidates (RapidFuzz) above a cut-off, never with other digits: no
   answer is better than a wrong one. Two genes that nothing tells apart are no answer either.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal, cast

from reconcile.cleaning import clean
from reconcile.grounding.candidates import WEAK, Candidate, gene_share, together
from reconcile.grounding.closenames import CloseName, CloseNames
from reconcile.grounding.context import ContextRanker
from reconcile.grounding.fuzzy import FuzzySearch
from reconcile.grounding.scoring import Scorer
from reconcile.lexicon import Entry, Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.locks import IMPORTS
from reconcile.naming.variants import bare_class, name_variants
from reconcile.patterns import regex
from reconcile.records import Gene, Grounding, Kind, Match
from reconcile.remembered import WORDS
from reconcile.text import letter_key, surface_key

__all__ = ["Grounder", "grounder_of"]

_LONG_WORD: Final = 8
_MEMBERS_ASKED: Final = 8
_LONGER_NAMES: Final = 20
_SAME_NAME: Final = 70.0
_BY_WORDS: Final = 0.9
_ASIDE: Final = regex(r"\s*\([^()]*\)\s*")


class Grounder:
    """Grounds names against a lexicon. Holds no state but caches; safe between threads."""

    def __init__(self, lexicon: Lexicon, weights: Mapping[str, float] | None = None) -> None:
        """Ground with the fitted weights, or with others."""
        self.lexicon = lexicon
        scorer = Scorer(lexicon, weights)
        context = ContextRanker(scorer)
        fuzzy = FuzzySearch(scorer)
        self.candidates, self.word_rank = scorer.candidates, scorer.word_rank
        self.may_be_gene = scorer.may_be_gene
        self.rank_in_context, self.members = context.rank, context.members
        self.context_features = context.features
        self.around, self.weights = context.around, context.weights
        self.fuzzy, self.nearest = fuzzy.best, fuzzy.nearest
        self._close = CloseNames(lexicon, self.lookup_exact)
        self.read_words, self.read_whole = self._close.read, self._close.read_whole
        self._meant = lru_cache(WORDS)(self._meant_by)
        self.is_called = lru_cache(WORDS)(self._is_called)

    def lookup(self, label: str) -> tuple[Candidate, ...]:
        """The candidates of a whole label: exact, rewritten, by its class noun, fuzzy.

        Best first; empty where nothing fits well enough.
        """
        text = clean(label).text.strip()
        doubtful: tuple[Candidate, ...] = ()
        for variant, rule in name_variants(text):
            candidates = self.lookup_exact(variant, rule)
            if not candidates:
                continue
            if rule == "exact" and _is_other_thing(candidates[0], text):
                return candidates
            if not candidates[0].is_gene or gene_share(candidates) < WEAK:
                doubtful = doubtful or candidates
                continue
            if rule == "affix" and text.endswith(variant):
                return self.fuzzy(text) or candidates
            return candidates
        return (
            self._of_class(text)
            or self.by_words(text)
            or self.fuzzy(text)
            or self._first_of_kind(text)
            or doubtful
        )

    def ground(self, label: str) -> list[Grounding]:
        """The genes that a name by itself may stand for, best first; enumerations are not read.

        Where the letters mostly mean something that is no gene (`LPS`, `ER`), none reaches the 0.5
        that a mention needs.
        """
        candidates = self.lookup(label)
        return [self.grounded(candidate, label) for candidate in candidates if candidate.is_gene]

    def grounded(self, candidate: Candidate, name: str) -> Grounding:
        """A candidate of a name as a public record; a form that is not stored is as in the text."""
        return self.grounding(candidate, None, name)

    def lookup_exact(self, name: str, rule: str) -> tuple[Candidate, ...]:
        """The candidates under a name's keys, Greek as words and as single letters."""
        key, letters = surface_key(name), letter_key(name)
        entries = self.lexicon.lookup(key)
        candidates = self.candidates(name, entries, rule) if entries else ()
        if letters != key and (more := self.lexicon.lookup(letters)):
            return together(candidates, self.candidates(name, more, "greek"))
        return candidates

    def by_words(self, name: str) -> tuple[Candidate, ...]:
        """The candidate whose name has about the words of a long name, and all its numbers."""
        found = self.read_words(_ASIDE.sub(" ", name) if "(" in name else name).found
        return () if found is None else (self.as_candidate(found),)

    def as_candidate(self, found: CloseName) -> Candidate:
        """A name that was found by its words as a candidate."""
        kind, source = "gene", "hgnc"
        if found.is_family:
            family = self.lexicon.family(found.ref)
            kind, source = family.kind, family.source
        entry = Entry(
            None, "label" if found.is_family else "name", source, found.ref, found.is_family
        )
        score = round(_BY_WORDS * math.sqrt(found.likeness), 4)
        return Candidate(
            cast("Literal['gene']", kind), found.ref, score, entry, "words", found.likeness, score
        )

    def _of_class(self, name: str) -> tuple[Candidate, ...]:
        """`CB1 receptor` as CB1, if the gene's own name says that it is a receptor."""
        parts = bare_class(name)
        if parts is None:
            return ()
        symbol, noun = parts
        return tuple(
            candidate
            for candidate in self.lookup_exact(symbol, "affix")
            if candidate.kind == "gene" and noun in self.lexicon.gene(candidate.ref).name
        )

    def _first_of_kind(self, name: str) -> tuple[Candidate, ...]:
        """`focal adhesion kinase` and `psoriasin` as the first of their numbered kind."""
        if len(name) < _LONG_WORD or name[-1].isdigit() or not name[0].isalpha():
            return ()
        return self.lookup_exact(f"{name} 1", "shortened")

    def _is_called(self, candidate: Candidate, long_form: str, like: float = _SAME_NAME) -> bool:
        """Whether a long form is like a name of what a candidate stands for, or of a member.

        `like` is how much of the words have to agree, 0–100.
        """
        with IMPORTS:
            from rapidfuzz import fuzz
        if candidate.ref == NO_REF:
            return False
        genes = self.members(candidate)[:_MEMBERS_ASKED]
        names = [self.lexicon.gene(index).name for index in genes]
        if candidate.entry.is_family:
            names.append(self.lexicon.family(candidate.ref).name)
        if any(fuzz.token_set_ratio(long_form.lower(), n.lower()) >= like for n in names):
            return True
        found = (*self.lookup(long_form), *self.lookup_exact(f"{long_form} 1", "shortened"))
        if any((r.kind, r.ref) == (candidate.kind, candidate.ref) for r in found):
            return True
        return " " in long_form and any(
            entry.ref in genes and not entry.is_family
            for key in self.lexicon.keys(surface_key(long_form), _LONGER_NAMES)
            for entry in self.lexicon.lookup(key)
            if entry.type in ("name", "designation", "previous")
        )

    def grounding(
        self, candidate: Candidate, taxon: str | None = None, name: str = ""
    ) -> Grounding:
        """A candidate as a public record, with genes and evidence.

        Without a taxon from the context it is that of the form's nomenclature. The letters of long
        names are not stored: their form is as the `name` stands in the text.
        """
        kind, label, genes, match, own = self._meant(
            candidate.kind, candidate.ref, candidate.entry, candidate.rule, candidate.similarity
        )
        if not match.form:
            match = Match(name.strip(), match.type, match.source, match.rule, match.similarity)
        taxon = own if taxon is None else taxon
        return Grounding(kind, label, genes, candidate.score, match, taxon, candidate.alone)

    def _meant_by(
        self, kind: str, ref: int, entry: Entry, rule: str, similarity: float
    ) -> tuple[Kind, str | None, tuple[Gene, ...], Match, str]:
        """What a candidate stands for, whatever its score: the same for all texts."""
        genes: tuple[Gene, ...] = ()
        label = None
        form = entry.form or ""
        if entry.is_family:
            family = self.lexicon.family(ref)
            genes, label = family.genes, family.id
            form = entry.form or family.name
        elif ref != NO_REF:
            record = self.lexicon.gene(ref)
            genes = (record.gene,)
            form = entry.form or (record.name if similarity < 1 else "")
        match = Match(form, entry.type, entry.source, rule, similarity)
        return cast(Kind, kind), label, genes, match, entry.taxon


@lru_cache(maxsize=4)
def grounder_of(lexicon: Lexicon) -> Grounder:
    """The grounder of a lexicon; its caches serve all who ask."""
    return Grounder(lexicon)


def _is_other_thing(candidate: Candidate, name: str) -> bool:
    """Whether a whole name is that of something else than a gene or a process."""
    other = not candidate.is_gene and candidate.entry.type != "process"
    return other and surface_key(candidate.entry.form or name) == surface_key(name)
