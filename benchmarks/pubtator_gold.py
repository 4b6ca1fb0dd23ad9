"""Score grounding on a PubTator file with NCBI Gene ids, such as BioRED's.

Two questions, both about human genes:

* spans: for gold mentions whose ids are all human genes, is the best reading exactly the gold set,
  and does it hold a gold gene at all? (BioRED gives a family such as AKT the id of one member.)
* documents: from the text alone, precision, recall and F1 of the set of human genes. Counted are
  the genes of mentions of kind `gene` that are taken for human ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from caption_gold import Rates

from reconcile.records import HUMAN

if TYPE_CHECKING:
    from systems import Answer, System

    from reconcile import Lexicon

GENE_TYPE = "GeneOrGeneProduct"


@dataclass(frozen=True)
class Span:
    """A gold mention of human genes."""

    start: int
    end: int
    symbols: frozenset[str]


@dataclass(frozen=True)
class Document:
    """Title and abstract, the gold mentions of human genes, and all human genes of the gold."""

    text: str
    spans: tuple[Span, ...]
    symbols: frozenset[str]


@dataclass(frozen=True)
class Grounded:
    """A gold mention and what it was grounded to; `answer` is None for nothing."""

    document: Document
    span: Span
    answer: Answer | None

    @property
    def text(self) -> str:
        return self.document.text[self.span.start : self.span.end]

    @property
    def symbols(self) -> frozenset[str]:
        return frozenset() if self.answer is None else self.answer.symbols

    @property
    def exact(self) -> bool:
        return self.symbols == self.span.symbols

    @property
    def holds(self) -> bool:
        return bool(self.symbols & self.span.symbols)


@dataclass(frozen=True)
class GeneSet:
    """The human genes of a document: those of the gold, and those found in the text."""

    document: Document
    found: frozenset[str]


def read_documents(path: Path, lexicon: Lexicon) -> Iterator[Document]:
    """The documents of a PubTator file."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        if not lines:
            continue
        text = " ".join(line.split("|", 2)[2] for line in lines[:2])
        spans, everything = [], set()
        for line in lines[2:]:
            cells = line.split("\t")
            if len(cells) != 6 or cells[4] != GENE_TYPE:
                continue
            records = [lexicon.gene_by_ncbi(i) for i in re.split("[,;]", cells[5])]
            symbols = frozenset(r.gene.symbol for r in records if r is not None)
            everything |= symbols
            if None not in records:
                spans.append(Span(int(cells[1]), int(cells[2]), symbols))
        yield Document(text, tuple(spans), frozenset(everything))


def ground_documents(documents: Sequence[Document], system: System) -> list[Grounded]:
    """The gold mentions of human genes as a system grounds them."""
    return [
        Grounded(document, span, answer)
        for document in documents
        for span, answer in zip(
            document.spans,
            system.ground(document.text, [(s.start, s.end) for s in document.spans]),
            strict=True,
        )
    ]


def gene_sets(documents: Sequence[Document], system: System) -> list[GeneSet]:
    """The human genes that a system finds in each document."""
    return [
        GeneSet(
            document,
            frozenset(
                symbol
                for answer in system.annotate(document.text)
                if answer.kind == "gene" and answer.taxon == HUMAN
                for symbol in answer.symbols
            ),
        )
        for document in documents
    ]


def set_rates(sets: Sequence[GeneSet]) -> Rates:
    """Micro precision and recall of the gene sets."""
    return Rates(
        right=sum(len(s.found & s.document.symbols) for s in sets),
        predicted=sum(len(s.found) for s in sets),
        gold=sum(len(s.document.symbols) for s in sets),
    )
