"""Annotator: a text through the steps that find and settle its names.

The steps, in order; each takes the passage and the proposals that stand so far, and gives them
back re-ranked, re-bounded, more or fewer:

1. **detect** (`detect.py`): places where names of the lexicon stand, enumerations, long names with
   a slip. Each is looked up here, once.
2. **senses** (`senses.py`): letters that stand for several things, by the words around.
3. **things** (`things.py`): names of cells, labels, classes and of microbes' proteins.
4. **tagger** (`agreement.py`): what a statistical tagger alone found, where one was asked, and the
   senses of its letters.
5. **shortened** (`definitions.py`): names whose number the text leaves out.
6. **definitions**: short forms that the text defines mean what it says.
7. **appositions**: a name and the one in brackets behind it share what they mean.
8. **agreement** (`agreement.py`): which names the tagger found too.
9. **decide** (`decide.py`): the meanings of each name compete with what the text says of them.

A text goes through all of them without a tagger first. Where that leaves a name in doubt the tagger
is asked, and what it changes is done again.

Then `mentions.py` writes the mentions, each of its organism (`species.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from reconcile.annotate.agreement import agree, ungrounded, with_own
from reconcile.annotate.decide import Weighed, decide, in_doubt, weighed
from reconcile.annotate.definitions import LocalNames
from reconcile.annotate.detect import Detector
from reconcile.annotate.mentions import mentions_of, taxa_of, union
from reconcile.annotate.passage import Passage, passage_of
from reconcile.annotate.proposal import Proposal
from reconcile.annotate.senses import Disambiguator
from reconcile.annotate.things import Things
from reconcile.cleaning import CleanText, clean
from reconcile.errors import AnnotationError
from reconcile.grounding import Grounder, grounder_of
from reconcile.lexicon import Lexicon
from reconcile.lexicon.similarity import witnesses
from reconcile.naming.enumerations import find_enumerations
from reconcile.naming.sentences import Sentences
from reconcile.records import HUMAN, Annotation, Gene, Grounding, Kind, Match, Mention

__all__ = ["Annotator", "Draft", "Step"]

_PART: Final = 0.7

_BEFORE: Final = frozenset({"detect", "senses", "things"})
"""The steps before a tagger's own names are added."""
_AFTER: Final = frozenset({"shortened", "definitions", "appositions"})
"""The steps from then on to where it is a witness of all names."""

Step: TypeAlias = Callable[[Passage, list[Proposal]], list[Proposal]]
"""One step: the proposals of a passage after it had its say, in text order."""


class Draft(NamedTuple):
    """A text, with what was found in it without a tagger.

    Attributes:
        text: the original text.
        passage: the clean one.
        found: what the first steps found, to which those of a tagger are added.
        settled: the same after the other steps.
        asked: the parts of the clean text that the tagger is asked about.
        weighed: what is settled, weighed to know what to ask; None if it was not.
    """

    text: str
    passage: Passage
    found: list[Proposal]
    settled: list[Proposal]
    asked: tuple[tuple[int, int], ...] = ()
    weighed: Weighed | None = None

    @property
    def questions(self) -> list[str]:
        """What the tagger is to read."""
        text = self.passage.text
        return [text[start:end] for start, end in self.asked]


class Annotator:
    """Finds and grounds the gene mentions of texts with one lexicon."""

    def __init__(self, lexicon: Lexicon, grounder: Grounder | None = None) -> None:
        """Annotate with the lexicon's own grounder, or with another."""
        self.lexicon = lexicon
        self.grounder = grounder_of(lexicon) if grounder is None else grounder
        self._detector = Detector(self.grounder)
        self._senses = Disambiguator(self.grounder)
        self._things = Things(self.grounder)
        local = LocalNames(self.grounder)
        self.steps: Mapping[str, Step] = MappingProxyType(
            {
                "detect": lambda p, _: self._detector.detect(p.text, p.cut, p.definitions),
                "senses": lambda p, found: self._senses.apply(
                    p.text, found, p.listed, p.background
                ),
                "things": self._things.apply,
                "tagger": self._with_own,
                "shortened": lambda p, found: local.add_shortened(p.text, p.cut, found),
                "definitions": lambda p, found: local.apply_definitions(
                    p.text, found, p.definitions, p.background
                ),
                "appositions": lambda p, found: local.apply_appositions(p.text, found),
                "agreement": self._agree,
            }
        )
        """The steps before what is left is decided, by name, in their order."""

    def annotate(
        self,
        text: str,
        *,
        cleaned: CleanText | None = None,
        spans: Sequence[tuple[int, int]] | None = None,
        listed: Collection[int] = (),
        background: str = "",
        organisms: str = "",
    ) -> Annotation:
        """Find and ground the mentions of a text.

        Args:
            text: the original text.
            cleaned: its repaired form, if the caller has it.
            spans: spans in the clean text that a statistical tagger proposes; None without one.
            listed: indices of genes that are known to belong to the figure; they help to tell
                ambiguous names apart.
            background: other text on the same subject, such as titles; its definitions of short
                forms and the organisms that it names count too, its mentions do not.
            organisms: the organisms that the text's record lists; where neither text nor
                background names any, a single one counts.
        """
        draft = self.draft(text, cleaned=cleaned, listed=listed, background=background)
        return self.finish(draft, spans, organisms=organisms)

    def draft(
        self,
        text: str,
        *,
        cleaned: CleanText | None = None,
        listed: Collection[int] = (),
        background: str = "",
    ) -> Draft:
        """What is found in a text without a tagger; see `annotate`."""
        passage = passage_of(text, cleaned=cleaned, listed=listed, background=background)
        found = self._through(_BEFORE, passage, [])
        return Draft(text, passage, found, self._through(_AFTER, passage, found))

    def asking(self, draft: Draft) -> Draft:
        """A draft with the sentences in which a tagger's word can turn a decision on a name."""
        found = weighed(draft.passage, draft.settled, self.grounder)
        doubtful = list(in_doubt(found, self.grounder))
        if not doubtful:
            return draft._replace(weighed=found)
        sentences = Sentences(draft.passage.text)
        asked = dict.fromkeys(sentences.span(proposal.start) for proposal in doubtful)
        return draft._replace(asked=tuple(asked), weighed=found)

    def finish(
        self,
        draft: Draft,
        spans: Sequence[tuple[int, int]] | None = None,
        organisms: str = "",
    ) -> Annotation:
        """The mentions of a text, with what a tagger found in it.

        Args:
            draft: what `draft` made of it, or `asking`.
            spans: the tagger's spans in the clean text; None where none was asked. It was asked
                about the sentences of `draft.asked`, or about the whole text if there are none.
            organisms: as for `annotate`.
        """
        passage, found = draft.passage, draft.settled
        unknown: list[tuple[int, int]] = []
        if spans is not None:
            passage = replace(passage, spans=spans, asked=draft.asked or None)
            named = self.steps["tagger"](passage, draft.found)
            if named is not draft.found:
                found = self._through(_AFTER, passage, named)
            found = self.steps["agreement"](passage, found)
            unknown = ungrounded(passage.text, found, spans, self.lexicon)
        chosen = decide(passage, found, self.grounder, draft.weighed)
        mentions = mentions_of(passage, chosen, unknown, self.grounder, organisms)
        return Annotation(draft.text, mentions, taxa_of(passage.cleaned, passage.organisms))

    def _through(
        self, names: Collection[str], passage: Passage, found: list[Proposal]
    ) -> list[Proposal]:
        """The proposals after those of the steps, in their order."""
        for name, step in self.steps.items():
            if name in names:
                found = step(passage, found)
        return found

    def _with_own(self, passage: Passage, found: list[Proposal]) -> list[Proposal]:
        """The proposals with those of the tagger alone; as they are where it has none."""
        own = with_own(found, passage.spans or (), self.grounder, passage.text)
        if own is found:
            return found
        sensed = self._senses.apply(
            passage.text, own, passage.listed, passage.background, only="tagger"
        )
        return self._things.apply(passage, sensed, only="tagger")

    def _agree(self, passage: Passage, found: list[Proposal]) -> list[Proposal]:
        """The proposals after the tagger had its say; as they are without one."""
        if passage.spans is None:
            return found
        return agree(found, passage.spans, passage.text, passage.asked)

    def ground_spans(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        listed: Collection[int] = (),
        background: str = "",
        organisms: str = "",
    ) -> list[list[Grounding]]:
        """Ground given spans of a text in their context; one list, best first, for each span.

        `listed`, `background` and `organisms` are as for `annotate`.

        Raises:
            AnnotationError: for a span that is empty or outside the text.
        """
        for start, end in spans:
            if not 0 <= start < end <= len(text):
                raise AnnotationError(
                    f"span ({start}, {end}) is empty or outside a text of {len(text)} characters"
                )
        found = self.annotate(
            text, listed=listed, background=background, organisms=organisms
        ).mentions
        by_span = {(mention.start, mention.end): mention for mention in found}
        neighbours = witnesses({*listed, *self._indices(g for m in found for g in m.genes)})
        results = []
        for span in spans:
            mention = by_span.get(span)
            if mention is not None and mention.candidates:
                results.append([_of_mention(mention), *mention.candidates[1:]])
                continue
            candidates = self.grounder.lookup(text[slice(*span)])
            ranked = self.grounder.rank_in_context(candidates, neighbours)
            name = text[slice(*span)]
            known = [self.grounder.grounded(r, name) for r in ranked if r.is_gene]
            results.append(known or _of_parts(m for m in found if _lies_in(m, span)))
        return results

    def ground(self, label: str) -> list[Grounding]:
        """The candidates of a label outside any text, best first; enumerations are expanded.

        Where the letters mostly mean something that is no gene (`LPS`, `ER`), none reaches the 0.5
        that a mention needs.
        """
        for enumeration in find_enumerations(clean(label).text):
            proposal = self._detector.enumerated(label, enumeration)
            whole = next(iter(self.grounder.lookup_exact(label.strip(), "exact")), None)
            if (
                proposal is not None
                and proposal.end - proposal.start >= len(label.strip())
                and not self._detector.contradicts(proposal, whole)
            ):
                if proposal.extra:
                    return [union(proposal, self.grounder)]
                single = (c for c in proposal.candidates if c.is_gene)
                return [self.grounder.grounded(candidate, label) for candidate in single]
        return self.grounder.ground(label)

    def _indices(self, genes: Iterable[Gene]) -> set[int]:
        found = (self.lexicon.gene_by_symbol(gene.symbol) for gene in genes)
        return {record.index for record in found if record is not None}


def _lies_in(mention: Mention, span: tuple[int, int]) -> bool:
    return span[0] <= mention.start and mention.end <= span[1] and bool(mention.genes)


def _of_parts(mentions: Iterable[Mention]) -> list[Grounding]:
    """What the names inside a span say of it together, where the whole is no name."""
    inside = [_of_mention(mention) for mention in mentions]
    if not inside:
        return []
    first = inside[0]
    genes = tuple(sorted({gene for grounding in inside for gene in grounding.genes}))
    forms = ", ".join(dict.fromkeys(grounding.match.form for grounding in inside))
    match = replace(first.match, form=forms, rule="part")
    score = round(min(grounding.score for grounding in inside) * _PART, 4)
    if len(inside) == 1:
        return [replace(first, score=score, match=match)]
    return [Grounding("gene", None, genes, score, match)]


def _of_mention(mention: Mention) -> Grounding:
    kind: Kind = mention.kind
    match = mention.match or Match(mention.text, "curated", "curated")
    return Grounding(
        kind, mention.label, mention.genes, mention.score, match, mention.taxon or HUMAN
    )
