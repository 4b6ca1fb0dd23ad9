"""What a `Reconciler` works with, opened from what its caller gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.errors import FieldTypeError
from reconcile.extras import quiet
from reconcile.lexicon import Lexicon
from reconcile.locks import IMPORTS
from reconcile.overrides.table import Overrides
from reconcile.records import HUMAN

if TYPE_CHECKING:
    from reconcile.calibration import Calibration
    from reconcile.tagger.pipeline import Pipeline
    from reconcile.targets import Mode

__all__ = ["calibration_of", "expect", "mode_of", "open_pipeline", "overrides_of"]


def expect(value: object, kind: type, where: str) -> None:
    """Refuse what is of another type at the door, before it fails somewhere inside."""
    if not isinstance(value, kind):
        shown = repr(value)
        shown = shown if len(shown) <= 80 else f"{shown[:77]}..."
        name = type(value).__name__
        raise FieldTypeError(f"{where}: expected a {kind.__name__}, not {shown} ({name})")


def open_pipeline(model: str | None) -> Pipeline:
    """The tagger of a model, the bundled one for None; one at a time."""
    from reconcile.opening import OPENING

    with OPENING, quiet():
        from reconcile.tagger.pipeline import Pipeline

        return Pipeline(model)


def mode_of(organism: str, lexicon: Lexicon) -> Mode | None:
    """How lists in another organism's symbols are compared; None for human ones."""
    expect(organism, str, "organism")
    if organism in (HUMAN, "human"):
        return None  # without a look at the other organisms
    with IMPORTS:
        from reconcile.targets import Mode, parsed_organism
    taxon = parsed_organism(organism)
    return None if taxon == HUMAN else Mode(taxon, lexicon)


def overrides_of(given: Overrides | str | Path | None, lexicon: Lexicon) -> Overrides:
    """The readings of curators, read from their file if need be."""
    if given is None:
        return Overrides()
    with IMPORTS:
        from reconcile.curation.overrides import table_of
    return table_of(given, lexicon)


def calibration_of(given: Calibration | str | Path | None) -> Calibration | None:
    """What decisions say of confidences, read from its file if need be."""
    if given is None:
        return None
    with IMPORTS:
        from reconcile.curation.calibration import calibration_of as opened
    return opened(given)
