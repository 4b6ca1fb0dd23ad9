"""What can be evaluated: the bundled tagger, the whole chain, the dictionary, any spaCy model."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from reconcile.errors import ModelError
from reconcile.evaluation.corpora import TypedSpan

if TYPE_CHECKING:
    from reconcile.reconciler import Reconciler
    from reconcile.tagger.model import Tagger

__all__ = ["Finder", "open_finder"]

_KINDS = ("complex", "family", "gene", "nonhuman")


class Finder(Protocol):
    """Finds gene names in texts.

    Attributes:
        name: what it is called.
        version: its version, None where it has none of its own.
        labels: the labels that its spans may have.
    """

    name: str
    version: str | None
    labels: Collection[str]

    def find(self, texts: Sequence[str], style: str | None = None) -> Iterator[list[TypedSpan]]:
        """The spans of each text, by the annotation style that the bundled tagger is to follow."""


def open_finder(ner: str = "tagger", *, labels: Collection[str] = ()) -> Finder:
    """Open what is to be evaluated.

    Args:
        ner: `tagger` (the bundled tagger alone), `chain` or `default` (all that
            `Reconciler().annotate` does), `lexicon` (dictionary only), or the name or folder of
            a spaCy or scispaCy model.
        labels: the labels of its spans that count; empty for all that stand for genes. The chain
            and the dictionary have the labels `gene`, `family`, `complex` and `nonhuman`.

    Raises:
        ModelError: if it cannot be opened or has none of the labels.
    """
    if ner in ("chain", "default", "lexicon"):
        from reconcile.reconciler import Reconciler

        mode = "lexicon" if ner == "lexicon" else "default"
        return _Chain(Reconciler(ner=mode), "lexicon" if ner == "lexicon" else "chain", labels)
    from reconcile.tagger.bundle import tagger_path
    from reconcile.tagger.model import Tagger

    return _SpacyModel(Tagger(tagger_path() if ner == "tagger" else ner, labels))


class _Chain:
    """Mentions of a `Reconciler`."""

    def __init__(self, reconciler: Reconciler, name: str, labels: Collection[str]) -> None:
        from reconcile.version import __version__

        unknown = sorted(set(labels) - set(_KINDS))
        if unknown:
            raise ModelError(
                f"{name} has no label {', '.join(unknown)}; it has {', '.join(_KINDS)}"
            )
        self._reconciler = reconciler
        self.name = name
        self.version: str | None = __version__
        self.labels: Collection[str] = frozenset(labels or _KINDS)

    def find(self, texts: Sequence[str], style: str | None = None) -> Iterator[list[TypedSpan]]:
        """The mentions of each text; the chain has one style."""
        for annotation in self._reconciler.annotate_many(texts):
            mentions = annotation.mentions
            yield [TypedSpan(m.start, m.end, m.kind) for m in mentions if m.kind in self.labels]


class _SpacyModel:
    """Entities of a spaCy pipeline."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self.name, self.version = tagger.name, tagger.version
        self.labels: Collection[str] = tagger.labels

    def find(self, texts: Sequence[str], style: str | None = None) -> Iterator[list[TypedSpan]]:
        """The gene entities of each text, in batches."""
        for spans in self._tagger.spans(texts, style=style):
            yield [TypedSpan(*span) for span in spans]
