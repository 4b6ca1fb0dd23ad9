"""What the grounding benchmarks compare: this package and its peers, behind one interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from reconcile.evaluation.linking import Answer as Found
from reconcile.evaluation.linking import GeneIds, GoldDocument
from reconcile.records import HUMAN, Kind, Mention

if TYPE_CHECKING:
    from reconcile import Grounding, Reconciler


@dataclass(frozen=True)
class Answer:
    """A place of a text, or a given span of it, and its human genes.

    `type` and `rule` say which form of the lexicon led there, where the system knows. `start` and
    `end` are those of a place that it found.
    """

    text: str
    symbols: frozenset[str]
    kind: Kind = "gene"
    taxon: str = HUMAN
    score: float = 0.0
    type: str = ""
    rule: str = ""
    others: tuple[frozenset[str], ...] = field(default=(), repr=False)
    start: int = 0
    end: int = 0


class System(Protocol):
    """Something that finds and grounds gene names."""

    name: str

    def annotate(self, text: str) -> list[Answer]:
        """The mentions of a text, in order."""

    def ground(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Answer | None]:
        """The best reading of each given span of a text; None for nothing."""


class Asked:
    """A system as `reconcile.evaluation.linking` asks it; keeps what it answered, by document."""

    version: str | None = None

    def __init__(self, system: System) -> None:
        self.name, self._system = system.name, system
        self.answered: dict[str, list[Answer]] = {}

    def answers(self, documents: Sequence[GoldDocument], ids: GeneIds) -> Iterator[list[Found]]:
        for document in documents:
            answers = self.answered[document.id] = self._system.annotate(document.text)
            yield [
                Found(
                    one.start,
                    one.end,
                    one.kind,
                    one.symbols if ids.orthologs or one.taxon == HUMAN else frozenset(),
                )
                for one in answers
            ]


class Own:
    """This package, in one of its modes."""

    def __init__(self, reconciler: Reconciler) -> None:
        self.name = f"reconcile ({reconciler.ner})"
        self.reconciler = reconciler

    def annotate(self, text: str) -> list[Answer]:
        mentions = self.reconciler.annotate(text).mentions
        return [replace(_of(m.text, m, m.candidates), start=m.start, end=m.end) for m in mentions]

    def ground(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Answer | None]:
        found = self.reconciler.ground_spans(text, list(spans))
        return [
            _of(text[start:end], readings[0], readings) if readings else None
            for (start, end), readings in zip(spans, found, strict=True)
        ]


def _of(text: str, best: Mention | Grounding, readings: Sequence[Grounding]) -> Answer:
    return Answer(
        text=text,
        symbols=frozenset(gene.symbol for gene in best.genes),
        kind=best.kind,
        taxon=best.taxon,
        score=best.score,
        type=best.match.type if best.match else "",
        rule=best.match.rule if best.match else "",
        others=tuple(frozenset(g.symbol for g in r.genes) for r in readings[1:]),
    )
