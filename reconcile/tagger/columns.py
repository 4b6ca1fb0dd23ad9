"""The columns of the tagger's features. Needs no spaCy."""

from __future__ import annotations

from typing import Final

from reconcile.tagger.names import NAMED
from reconcile.tagger.spelling import WRITTEN

__all__ = ["COLUMNS", "DEFAULT_STYLE"]

COLUMNS: Final = (*WRITTEN, *NAMED, "style")
"""The features of a token, in the order of their embeddings.

Those of `WRITTEN`, those of `NAMED`, and `style`: the annotation guideline that the corpus of the
text follows.
"""

DEFAULT_STYLE: Final = "general"
"""The style of texts that belong to no corpus."""
