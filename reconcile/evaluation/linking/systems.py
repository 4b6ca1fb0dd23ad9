"""What can be held against a gold: this package, and the annotations of any other system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reconcile.errors import InputError
from reconcile.evaluation.linking.identifiers import GeneIds
from reconcile.evaluation.linking.records import Answer, GoldDocument
from reconcile.formats.annotations import read_annotations
from reconcile.grounding import ACCEPT
from reconcile.records import HUMAN, Grounding, Mention, TaggedSpan

if TYPE_CHECKING:
    from reconcile.reconciler import Reconciler
    from reconcile.tagger.model import Tagger

__all__ = ["Annotated", "System", "open_system"]


class System(Protocol):
    """Something that finds and grounds gene names.

    Attributes:
        name: what it is called.
        version: its version, None where it says none.
    """

    name: str

    @property
    def version(self) -> str | None:
        """See above."""

    def answers(
        self, documents: Sequence[GoldDocument], ids: GeneIds
    ) -> Iterator[list[Answer] | InputError]:
        """The mentions of each text in text order, or why they cannot be had.

        `ids` says what identifiers stand for, and whether genes of other species count.
        """


def open_system(ner: str = "chain") -> System:
    """Open this package in one of its ways.

    Args:
        ner: `chain` or `default` (all that `Reconciler().annotate` does), `lexicon` (dictionary
            only), `tagger` (the bundled tagger finds, each name is grounded in its text), or the
            name or folder of a spaCy or scispaCy model, which takes the tagger's place in the
            chain.

    Raises:
        ModelError: it cannot be opened.
    """
    from reconcile.reconciler import Reconciler

    if ner == "tagger":
        from reconcile.tagger.bundle import tagger_path
        from reconcile.tagger.model import Tagger

        return _TaggerAlone(Tagger(tagger_path()), Reconciler(ner="lexicon"))
    mode = "default" if ner == "chain" else ner
    return _Chain(Reconciler(ner=mode), "chain" if mode == "default" else ner)


class _Chain:
    """Mentions of a `Reconciler`."""

    def __init__(self, reconciler: Reconciler, name: str) -> None:
        from reconcile.version import __version__

        self.name, self.version = name, __version__
        self._reconciler = reconciler

    def answers(
        self, documents: Sequence[GoldDocument], ids: GeneIds
    ) -> Iterator[list[Answer] | InputError]:
        texts = [document.text for document in documents]
        for annotation in self._reconciler.annotate_many(texts):
            yield [_answer(m.start, m.end, m, ids) for m in annotation.mentions]


class _TaggerAlone:
    """Spans of the bundled tagger, each with its best reading if that is good enough."""

    def __init__(self, tagger: Tagger, reconciler: Reconciler) -> None:
        self.name, self.version = tagger.name, tagger.version
        self._tagger, self._reconciler = tagger, reconciler

    def answers(
        self, documents: Sequence[GoldDocument], ids: GeneIds
    ) -> Iterator[list[Answer] | InputError]:
        texts = [document.text for document in documents]
        for text, spans in zip(texts, self._tagger.spans(texts), strict=True):
            places = [(start, end) for start, end, _ in spans]
            readings = self._reconciler.ground_spans(text, places)
            yield [
                _answer(start, end, found[0], ids)
                if found and found[0].score >= ACCEPT
                else Answer(start, end, "gene", frozenset())
                for (start, end), found in zip(places, readings, strict=True)
            ]


def _answer(start: int, end: int, found: Mention | Grounding, ids: GeneIds) -> Answer:
    counts = ids.orthologs or found.taxon == HUMAN
    symbols = frozenset(gene.symbol for gene in found.genes) if counts else frozenset[str]()
    return Answer(start, end, found.kind, symbols)


class Annotated:
    """The annotations that a file holds, matched with texts by their ids.

    Args:
        path: PubTator, BioC, Web Annotation or JSON with mentions, see `read_annotations`.
        types: the types that count; empty for those that stand for genes, families and complexes.

    Attributes:
        unknown: the ids in it that are of no human gene, each with a name that has it; known once
            all answers were read.
        unasked: the ids of its texts that no gold document has, likewise.

    Raises:
        InputError: the file cannot be used.
    """

    version: str | None = None

    def __init__(self, path: str | Path, *, types: Iterable[str] = ()) -> None:
        self.name = str(path)
        self._output = read_annotations(path, types=types)
        self.unknown: dict[str, str] = {}
        self._known = frozenset(self._output.figids)
        self.unasked = dict.fromkeys(self._output.figids)

    def answers(
        self, documents: Sequence[GoldDocument], ids: GeneIds
    ) -> Iterator[list[Answer] | InputError]:
        """See `System`.

        Raises:
            InputError: none of the documents is annotated: the ids are others.
        """
        if not any(document.id in self._known for document in documents):
            here, there = next(iter(self._known)), documents[0].id
            raise InputError(
                f"none of its texts has the id of a document of the gold: it has {here!r}, the "
                f"gold {there!r}; give its texts the ids of the gold",
                source=self.name,
            )
        for document in documents:
            self.unasked.pop(document.id, None)
            try:
                spans = self._output.on(document.id, document.text, "text")
            except InputError as error:
                yield error
            else:
                yield self._merged(document, spans, ids)

    def _merged(
        self, document: GoldDocument, spans: Iterable[TaggedSpan], ids: GeneIds
    ) -> list[Answer]:
        """One answer a place, with all that its spans say."""
        merged: dict[tuple[int, int], Answer] = {}
        for span in spans:
            found = ids.resolve(span.ids, span.taxon)
            for one in found.unknown:
                self.unknown.setdefault(one, document.text[span.start : span.end])
            place, kind = (span.start, span.end), span.kind or found.kind or "gene"
            before = merged.get(place)
            if before is not None:
                kind = before.kind
            symbols = found.symbols if before is None else before.symbols | found.symbols
            merged[place] = Answer(*place, kind, symbols)
        return list(merged.values())
