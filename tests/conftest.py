"""What several test modules share: one reconciler of each mode, opened once."""

from __future__ import annotations

import pytest

from reconcile import Reconciler


@pytest.fixture(scope="session")
def fast() -> Reconciler:
    """The dictionary alone."""
    return Reconciler(ner="lexicon")


@pytest.fixture(scope="session")
def full() -> Reconciler:
    """The default mode, with the spaCy pipeline."""
    return Reconciler()
