"""What a gold asks for, and what a system answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reconcile.evaluation.overlaps import Place
from reconcile.records import Kind

__all__ = ["Answer", "Gold", "GoldDocument", "GoldMention"]


class Answer(NamedTuple):
    """A mention that a system found: its place, kind, and human genes by approved symbol."""

    start: int
    end: int
    kind: Kind
    symbols: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A distinct name in a text, with all places where it stands for the same.

    Attributes:
        text: its characters.
        kind: what it names.
        spans: where it stands, in text order.
        required: the symbols that an answer has to have; empty where the annotators knew none.
        allowed: those that it may have, the required ones among them.
        optional: finding it or not is neither right nor wrong.
        asked: whether its genes are asked for. Not for a gene of another species, where those are
            left out; the name is to be found all the same.
    """

    text: str
    kind: Kind
    spans: tuple[Place, ...]
    required: frozenset[str]
    allowed: frozenset[str]
    optional: bool = False
    asked: bool = True

    @property
    def is_scored(self) -> bool:
        """Whether it has to be found. Genes that no human has a relative of need not be."""
        return not self.optional and self.kind != "nonhuman"

    @property
    def is_linked(self) -> bool:
        """Whether it has to be grounded to genes that the gold names."""
        return self.is_scored and self.asked and bool(self.required)

    def has_set(self, symbols: frozenset[str]) -> bool:
        """Whether symbols are the right set: all that are required, and only allowed ones."""
        return self.required <= symbols <= self.allowed

    def fits(self, symbols: frozenset[str]) -> bool:
        """Whether symbols are right by the rule of distinct names.

        For a gene the right set; for a family or complex an F1 of at least 0.8, of the share of
        them that is allowed and the share of the required ones that is there, since sources draw
        the bounds of families differently. Where the gold knows no gene, all are right.
        """
        if not self.required:
            return True
        if self.kind == "gene":
            return self.has_set(symbols)
        hit, allowed = len(symbols & self.required), len(symbols & self.allowed)
        # F1 = 2ah / (ar + hs) >= 4/5, in whole numbers.
        return hit > 0 and 10 * allowed * hit >= 4 * (
            allowed * len(self.required) + hit * len(symbols)
        )


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with its gold.

    Attributes:
        id: its identity, by which a system's annotations are matched.
        text: its characters.
        mentions: the names in it.
        genes: the symbols of the genes that it names; members of families are not among them.
        free: symbols that are neither right nor wrong for the whole text.
        line: where it begins in its file.
    """

    id: str
    text: str
    mentions: tuple[GoldMention, ...]
    genes: frozenset[str]
    free: frozenset[str]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """The documents of a file.

    Attributes:
        name: folder and stem of the file (`biored/Dev`).
        source: the file as the caller named it.
        documents: in the order of the file, at least one.
        has_kinds: whether it tells families or complexes from genes.
        orthologs: whether genes of other species count as their human orthologs.
        unknown: the identifiers that stand for no human gene, each with a name that has it.
    """

    name: str
    source: str
    documents: tuple[GoldDocument, ...]
    has_kinds: bool
    orthologs: bool
    unknown: Mapping[str, str]

    @property
    def not_asked(self) -> int:
        """How many places of names have genes that are not asked for."""
        mentions = (m for d in self.documents for m in d.mentions if m.is_scored and not m.asked)
        return sum(len(mention.spans) for mention in mentions)
