"""Many figures to a folder of Parquet: in chunks, over workers or machines, with resume."""

from __future__ import annotations

from reconcile.batch.job import Settings
from reconcile.batch.run import ENGINES, Progress, Summary, run_batch

__all__ = ["ENGINES", "Progress", "Settings", "Summary", "run_batch"]
