"""Hold PFOCR gene lists against what figure captions say.

The supported names are those of `__all__`; deeper paths may change between releases. Importing
this package imports nothing heavy, logs nothing and configures nothing: each name is loaded on
first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reconcile.errors import (
        InputError,
        LexiconError,
        ModelError,
        ReconcileError,
        TimeLimitError,
        WorkerError,
    )
    from reconcile.formats import read_figures
    from reconcile.formats.annotations import TaggerOutput, read_annotations
    from reconcile.frames import Reconciliations, to_frame
    from reconcile.lexicon import Lexicon
    from reconcile.reconciler import Reconciler
    from reconcile.records import (
        Annotation,
        Evidence,
        Failure,
        Figure,
        Gene,
        Grounding,
        KeywordVerdict,
        Match,
        Mention,
        OcrWord,
        Reconciliation,
        Suggestion,
        TaggedSpan,
        Taxon,
    )
    from reconcile.version import __version__

__all__ = [
    "Annotation",
    "Evidence",
    "Failure",
    "Figure",
    "Gene",
    "Grounding",
    "InputError",
    "KeywordVerdict",
    "Lexicon",
    "LexiconError",
    "Match",
    "Mention",
    "ModelError",
    "OcrWord",
    "ReconcileError",
    "Reconciler",
    "Reconciliation",
    "Reconciliations",
    "Suggestion",
    "TaggedSpan",
    "TaggerOutput",
    "Taxon",
    "TimeLimitError",
    "WorkerError",
    "__version__",
    "read_annotations",
    "read_figures",
    "to_frame",
]

_HOME = {
    "InputError": "errors",
    "Lexicon": "lexicon",
    "LexiconError": "errors",
    "ModelError": "errors",
    "ReconcileError": "errors",
    "Reconciler": "reconciler",
    "Reconciliations": "frames",
    "TaggerOutput": "formats.annotations",
    "TimeLimitError": "errors",
    "WorkerError": "errors",
    "__version__": "version",
    "read_annotations": "formats.annotations",
    "read_figures": "formats",
    "to_frame": "frames",
}


def __getattr__(name: str) -> Any:
    """Load a supported name from its module on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOME.get(name, 'records')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
