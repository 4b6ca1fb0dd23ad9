"""What people said of the entries of gene lists, and the files that they said it in."""

from __future__ import annotations

from reconcile.curation.verdicts.read import read_verdicts
from reconcile.curation.verdicts.said import RENAMING, FigureVerdicts, Verdict, Verdicts
from reconcile.curation.verdicts.words import shown

__all__ = ["RENAMING", "FigureVerdicts", "Verdict", "Verdicts", "read_verdicts", "shown"]
