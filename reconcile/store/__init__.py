"""The store of a workbench: figures, reports, and what people decided, in one database.

An SQLite file, or a PostgreSQL database by its URL; the same code for both. Figures and reports may
be replaced by newer ones, decisions never: taking one back is a row of its own.

`Store` is the way in; what it hands out is in `records`.
"""

from reconcile.store.queue_records import (
    Alike,
    ClassMember,
    ClassRow,
    Facets,
    Progress,
    Query,
    QueueRow,
    SuggestionClass,
)
from reconcile.store.records import (
    DecisionRow,
    NewDecision,
    Run,
    StaleError,
    StoredFigure,
    StoreError,
)
from reconcile.store.store import Store
from reconcile.store.work_records import Agreement, Batch, CuratorWork, Disagreement, Info, RunRow

__all__ = [
    "Agreement",
    "Alike",
    "Batch",
    "ClassMember",
    "ClassRow",
    "CuratorWork",
    "DecisionRow",
    "Disagreement",
    "Facets",
    "Info",
    "NewDecision",
    "Progress",
    "Query",
    "QueueRow",
    "Run",
    "RunRow",
    "StaleError",
    "Store",
    "StoreError",
    "StoredFigure",
    "SuggestionClass",
]
