"""From a text to mentions: the steps of one caption, in order, each with its evidence."""

from __future__ import annotations

from reconcile.annotate.annotator import Annotator

__all__ = ["Annotator"]
