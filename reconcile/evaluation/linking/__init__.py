"""How well names are found and grounded: any system's annotations against a gold with genes."""

from __future__ import annotations

from reconcile.evaluation.linking.compare import Comparison, compare_scores
from reconcile.evaluation.linking.counts import MEASURES, Counts, Tally, total
from reconcile.evaluation.linking.gold import read_gold
from reconcile.evaluation.linking.identifiers import GeneIds
from reconcile.evaluation.linking.records import Answer, Gold, GoldDocument, GoldMention
from reconcile.evaluation.linking.run import LinkingScore, evaluate_linking
from reconcile.evaluation.linking.systems import Annotated, System, open_system

__all__ = [
    "MEASURES",
    "Annotated",
    "Answer",
    "Comparison",
    "Counts",
    "GeneIds",
    "Gold",
    "GoldDocument",
    "GoldMention",
    "LinkingScore",
    "System",
    "Tally",
    "compare_scores",
    "evaluate_linking",
    "open_system",
    "read_gold",
    "total",
]
