"""Any spaCy model as a finder of gene names: opening it, its gene labels, its spans."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import spacy
from spacy import about
from spacy.language import Language

from reconcile.errors import ModelError
from reconcile.extras import quiet
from reconcile.tagger.bundle import check_model

__all__ = ["GENE_LABELS", "Named", "Tagger", "gene_labels", "open_model"]

GENE_LABELS: Final = frozenset(
    {
        "COMPLEX",
        "DNA",
        "GENE",
        "GENE_OR_GENE_PRODUCT",
        "GENE_OR_GENEPRODUCT",
        "GENEORGENEPRODUCT",
        "GGP",
        "PROTEIN",
        "RNA",
    }
)
"""Entity labels, in capitals, that stand for genes and their products in spaCy models."""

_BATCH: Final = 128
_READ_AT_ONCE: Final = 64
"""SpaCy's tagger sorts as many texts by length and reads a quarter of them at a time: more no
longer fit the processor's cache."""


class Tagger:
    """The gene spans of a spaCy model with their labels, to measure it.

    Annotating reads its texts with `reconcile.tagger.pipeline.Pipeline`.
    """

    def __init__(self, model: str | Path, labels: Collection[str] = ()) -> None:
        """Open a model.

        Args:
            model: its folder, or the name of its package.
            labels: the labels that count, in any case; empty for all that stand for genes.

        Raises:
            ModelError: if it cannot be opened or has no such label.
        """
        self._nlp = open_model(model)
        self.labels = gene_labels(self._nlp, str(model), labels)
        meta = self._nlp.meta
        self.name = f"{meta['lang']}_{meta['name']}"
        self.version: str | None = meta.get("version")

    def spans(
        self, texts: Iterable[str], *, style: str | None = None
    ) -> Iterator[list[tuple[int, int, str]]]:
        """The `(start, end, label)` of each text's gene spans, in text order.

        Args:
            texts: read in batches.
            style: annotation style that the bundled tagger is to follow; other models ignore it.
        """
        with quiet():
            for doc in self._nlp.pipe(self._docs(texts, style), batch_size=_BATCH):
                yield [
                    (entity.start_char, entity.end_char, entity.label_)
                    for entity in doc.ents
                    if entity.label_ in self.labels
                ]

    def _docs(self, texts: Iterable[str], style: str | None) -> Iterator[Any]:
        if style is None:
            yield from texts
            return
        from reconcile.tagger.features import set_style

        for text in texts:
            yield set_style(self._nlp.make_doc(text), style)


class Named:
    """The gene spans of a spaCy model, to annotate with."""

    def __init__(self, model: str) -> None:
        """Open a model.

        Raises:
            ModelError: if it is not installed or none of its labels stands for genes.
        """
        self._nlp = open_model(model)
        self._labels = gene_labels(self._nlp, model)
        self._nlp.max_length = 10_000_000

    def read(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """The gene spans of each text, in text order."""
        with quiet():
            return [
                [
                    (entity.start_char, entity.end_char)
                    for entity in doc.ents
                    if entity.label_ in self._labels
                ]
                for doc in self._nlp.pipe(texts, batch_size=_READ_AT_ONCE)
            ]


def open_model(model: str | Path) -> Language:
    """Open a spaCy model by the name of its package or by its folder.

    Raises:
        ModelError: if it is not installed, damaged, or cannot be loaded.
    """
    check_model(Path(model))
    import reconcile.tagger.layer  # noqa: F401 -- what the bundled tagger is made of

    try:
        with quiet():
            # What scispaCy adds to spaCy's components is known once it is imported.
            with suppress(ImportError):
                import scispacy.abbreviation  # noqa: F401
            return spacy.load(model)
    except OSError as error:
        raise ModelError(
            f"no spaCy model '{model}'; give the folder of one, or install its package "
            f"(pip install {model})"
        ) from error
    except Exception as error:  # a damaged file may raise any
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise ModelError(
            f"spaCy cannot load model '{model}': {reason[:300]}; "
            f"install a version of it for spaCy {about.__version__}"
        ) from error


def gene_labels(nlp: Language, model: str, wanted: Collection[str] = ()) -> frozenset[str]:
    """The labels of a model's entity recognisers that stand for genes, or are wanted.

    Raises:
        ModelError: if there is none; names those that it has.
    """
    labels = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())}
    known = frozenset(label.upper() for label in wanted) or GENE_LABELS
    genes = frozenset(label for label in labels if label.upper() in known)
    if not genes:
        what = f"none of the labels {', '.join(sorted(wanted))}" if wanted else "no gene label"
        raise ModelError(
            f"model {model!r} has {what}; it has {', '.join(sorted(labels)) or 'none'}"
            + ("" if wanted else f", known are {', '.join(sorted(GENE_LABELS))}")
        )
    return genes
