"""How well gene names are found: corpora, scores with intervals, throughput."""

from __future__ import annotations

from reconcile.evaluation.corpora import Corpus, Document, TypedSpan, detokenise, read_corpus
from reconcile.evaluation.finders import Finder, open_finder
from reconcile.evaluation.run import CorpusScore, evaluate
from reconcile.evaluation.scoring import MEASURES, SpanCounts, bootstrap_ci95, count, total

__all__ = [
    "MEASURES",
    "Corpus",
    "CorpusScore",
    "Document",
    "Finder",
    "SpanCounts",
    "TypedSpan",
    "bootstrap_ci95",
    "count",
    "detokenise",
    "evaluate",
    "open_finder",
    "read_corpus",
    "total",
]
