"""Evaluation of a finder on a corpus: counts, scores, intervals, words a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reconcile.evaluation.corpora import Corpus, TypedSpan
from reconcile.evaluation.finders import Finder
from reconcile.evaluation.scoring import MEASURES, SpanCounts, bootstrap_ci95, count, total
from reconcile.evaluation.styles import style_of

__all__ = ["CorpusScore", "evaluate"]

_WARM_UP = 64

Found = list[TypedSpan]
Watch = Callable[[Iterable[Found]], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """What a finder reaches on a corpus.

    Attributes:
        name: of the corpus.
        source: its file.
        types: gold spans by type.
        style: annotation style that the bundled tagger was to follow, None for its general one.
        words: runs of characters without white space in its texts.
        seconds: that finding took, after a warm-up, without reading the corpus or the model.
        documents: one `SpanCounts` a document, in the order of the file.
    """

    name: str
    source: str
    types: dict[str, int]
    style: str | None
    words: int
    seconds: float
    documents: tuple[SpanCounts, ...]

    @property
    def counts(self) -> SpanCounts:
        """The sum over the documents."""
        return total(self.documents)

    def to_dict(self) -> dict[str, Any]:
        """The corpus object of the JSON output of `reconcile model evaluate`."""
        counts, intervals = self.counts, bootstrap_ci95(self.documents)
        by = {m: {**counts.scores(m), "ci95": intervals[m]} for m in MEASURES}
        return {
            "name": self.name,
            "source": self.source,
            "documents": len(self.documents),
            "words": self.words,
            "types": self.types,
            "style": self.style,
            "counts": counts.to_dict(),
            "strict": by["strict"],
            "partial": {**by["overlap"], "overlap": by["overlap"], "type": by["type"]},
            "seconds": round(self.seconds, 3),
            "words_per_second": round(self.words / self.seconds, 1) if self.seconds else None,
        }


def evaluate(
    corpus: Corpus, finder: Finder, *, style: str = "auto", watch: Watch = iter
) -> CorpusScore:
    """Let a finder read the texts of a corpus and count what it got right.

    Types are compared as gene or complex, and only where the corpus has both: a corpus that
    makes no difference between them says nothing about it.

    Args:
        corpus: what is right.
        finder: what is measured.
        style: annotation style that the bundled tagger is to follow; `auto` for that of the
            guideline that the corpus's own type names, see `style_of`; other finders have none.
        watch: passes the results on one by one; for a progress line.
    """
    texts = [document.text for document in corpus.documents]
    followed = style_of(corpus.types) if style == "auto" else style
    for _ in finder.find(texts[:_WARM_UP], followed):
        pass
    began = time.perf_counter()
    found = list(watch(finder.find(texts, followed)))
    seconds = time.perf_counter() - began
    both = len({_type(name) for name in corpus.types}) > 1
    return CorpusScore(
        name=corpus.name,
        source=corpus.source,
        types=corpus.types,
        style=followed,
        words=sum(len(text.split()) for text in texts),
        seconds=seconds,
        documents=tuple(
            count(_typed(document.spans, both), _typed(spans, both))
            for document, spans in zip(corpus.documents, found, strict=True)
        ),
    )


def _type(name: str) -> str:
    return "complex" if "complex" in name.lower() else "gene"


def _typed(spans: Collection[TypedSpan], both: bool) -> list[TypedSpan]:
    return [TypedSpan(s.start, s.end, _type(s.type) if both else "gene") for s in spans]
