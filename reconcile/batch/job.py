"""What a batch is: its input, its options, and all that its result depends on."""

from __future__ import annotations

import gc
import json
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any, TypeAlias

from reconcile.batch.survey import Survey
from reconcile.bundled import bundled_path
from reconcile.calibration import Calibration
from reconcile.lexicon import Lexicon
from reconcile.lexicon.species import tables_info
from reconcile.overrides.table import Overrides
from reconcile.parallel.figures import Reconciles
from reconcile.plain import as_json
from reconcile.records import HUMAN

__all__ = [
    "Job",
    "Opener",
    "Settings",
    "describe",
    "differences",
    "identity",
    "installed",
    "open_reconciler",
    "overrides_digest",
]

_PACKAGES = ("spacy", "thinc", "numpy", "rapidfuzz", "marisa-trie", "pyarrow")
_LONGEST_S = 1_000_000


Opener: TypeAlias = Callable[[], Reconciles]
"""Makes a worker's reconciler; pickled to get there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options that decide what a batch writes.

    Attributes:
        ner: as for `Reconciler`.
        disable: as for `Reconciler`.
        min_confidence: as for `Reconciler`.
        ocr_dir: as for `read_figures`.
        columns: likewise, as pairs.
        chunk: records a chunk, and so a file of the result.
        time_limit: seconds that a record may take.
        organism: as for `Reconciler`, by taxon id.
        overrides: as for `Reconciler`, as they were read.
        calibration: likewise; None where confidences are those of the rules.
    """

    ner: str = "default"
    disable: tuple[str, ...] = ()
    min_confidence: float | None = None
    ocr_dir: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    chunk: int = 250
    time_limit: float = 60.0
    organism: str = HUMAN
    overrides: Overrides = field(default_factory=Overrides)
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        if self.chunk < 1:
            raise ValueError(f"chunk={self.chunk}: a chunk has at least one record")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise ValueError(f"min_confidence={self.min_confidence}: not from 0 to 1")
        if not 0 < self.time_limit <= _LONGEST_S:
            raise ValueError(f"time_limit={self.time_limit}: not from 0 to {_LONGEST_S:,} seconds")


@dataclass(frozen=True, slots=True)
class Job:
    """A batch as its engine needs it; pickled to get to other machines.

    Attributes:
        source: file, folder, glob or URL of the records.
        settings: its options.
        identity: of the job, see `identity`.
        installed: what there must be where it is worked on, see `installed`.
        opener: makes the reconciler of a worker.
    """

    source: str
    settings: Settings
    identity: str
    installed: Mapping[str, Any]
    opener: Opener


def open_reconciler(
    ner: str,
    disable: tuple[str, ...],
    min_confidence: float | None = None,
    organism: str = HUMAN,
    overrides: Overrides | None = None,
    calibration: Calibration | None = None,
) -> Reconciles:
    """A `Reconciler` that has opened all that it needs, so that no record waits for it."""
    from reconcile.reconciler import Reconciler

    reconciler = Reconciler(
        ner=ner,
        disable=disable,
        min_confidence=min_confidence,
        organism=organism,
        overrides=overrides,
        calibration=calibration,
    )
    reconciler.annotate("AKT1")
    # All this stays open to the end: the collector need not walk through it time and again.
    gc.freeze()
    return reconciler


def describe(source: str, settings: Settings, survey: Survey) -> dict[str, Any]:
    """All that the result depends on, as JSON types; says nothing of time, place or workers.

    Raises:
        ModelError: if the recogniser's model cannot be opened.
        LexiconError: if the lexicon cannot.
    """
    return {
        "input": {
            "path": source,
            "files": survey.files,
            "bytes": survey.bytes,
            "sha256": survey.sha256,
        },
        "options": {
            "ner": settings.ner,
            "disable": sorted(settings.disable),
            "min_confidence": settings.min_confidence,
            "ocr_dir": settings.ocr_dir,
            "columns": dict(sorted(settings.columns)),
            "chunk": settings.chunk,
            "time_limit": settings.time_limit,
            **({} if settings.organism == HUMAN else {"organism": settings.organism}),
            **({"overrides": overrides_digest(settings.overrides)} if settings.overrides else {}),
            **_refitted(settings.calibration),
        },
        "installed": installed(settings.ner, settings.organism),
    }


def installed(ner: str, organism: str = HUMAN) -> dict[str, Any]:
    """What this machine brings to the result: code, model, lexicon, the packages that matter.

    Raises:
        ModelError: if the recogniser's model cannot be opened.
        LexiconError: if the lexicon cannot.
    """
    return {
        "code": {"version": _version(), "sha256": _code()},
        "model": _model(ner),
        "lexicon": _lexicon(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "packages": dict(_versions()),
        **({} if organism == HUMAN else {"organisms": _organisms()}),
    }


def overrides_digest(overrides: Overrides) -> str:
    """What readings they are, whatever their file looks like."""
    return identity({"rows": [as_json(row) for row in overrides]})


def _refitted(calibration: Calibration | None) -> dict[str, str]:
    """What map of confidences it is; nothing without one."""
    return {} if calibration is None else {"calibration": identity(asdict(calibration))}


def identity(description: Mapping[str, Any]) -> str:
    """A digest of a description.

    >>> identity({"a": 1, "b": 2}) == identity({"b": 2, "a": 1})
    True
    """
    return sha256(json.dumps(description, sort_keys=True).encode()).hexdigest()


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], within: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """Where two descriptions differ: name, old value, new value.

    >>> list(differences({"options": {"chunk": 1}}, {"options": {"chunk": 2}}))
    [('options.chunk', 1, 2)]
    """
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from differences(was, now, f"{within}{name}.")
        elif was != now:
            yield f"{within}{name}", was, now


def _version() -> str:
    from reconcile.version import __version__

    return __version__


def _code() -> str:
    """A digest of this package's modules and tables: what a version between releases is."""
    root = Path(__file__).resolve().parents[1]
    files = (
        path
        for path in root.rglob("*")
        if path.suffix in {".py", ".tsv"} and "_models" not in path.relative_to(root).parts
    )
    digest = sha256()
    for path in sorted(files, key=lambda path: path.relative_to(root).as_posix()):
        content = sha256(path.read_bytes()).hexdigest()
        digest.update(f"{content}  {path.relative_to(root).as_posix()}\n".encode())
    return digest.hexdigest()


def _model(ner: str) -> dict[str, Any] | None:
    if ner == "lexicon":
        return None
    from reconcile.tagger.bundle import model_info

    if ner == "default":
        info = model_info()
    else:
        from reconcile.tagger.model import gene_labels, open_model

        nlp = open_model(ner)
        gene_labels(nlp, ner)
        info = model_info(nlp.path)
    return {name: info[name] for name in ("name", "version", "sha256")}


def _lexicon() -> dict[str, Any]:
    manifest = Lexicon.load().manifest
    return {
        "schema_version": manifest.get("schema_version"),
        "sha256": identity(manifest),
        "sources": {
            source["id"]: source.get("version") or source.get("date")
            for source in manifest.get("sources", ())
        },
    }


def _organisms() -> str:
    """What the tables of other organisms are."""
    return identity(tables_info(bundled_path("lexicon")) or {})


def _versions() -> Iterator[tuple[str, str]]:
    for name in _PACKAGES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
