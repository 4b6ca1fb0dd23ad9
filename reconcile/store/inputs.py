"""What reports are made of: figure, record, and the versions and options that read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, replace
from hashlib import sha256

from reconcile.calibration import Calibration
from reconcile.overrides.table import Overrides
from reconcile.plain import as_json
from reconcile.records import HUMAN, Figure
from reconcile.store.codec import json_of
from reconcile.store.records import Run

__all__ = ["input_digest", "run_with"]


def input_digest(run: Run, figure: Figure, record: bytes | None) -> str:
    """A name for all that a report is made of, another one for anything else.

    Where the record lies makes no difference.

    Args:
        run: what reads it.
        figure: what is read.
        record: the bytes of its PFOCR record, None of another format.
    """
    found = sha256(json_of([run.code, run.lexicon, run.model, dict(run.settings)]).encode())
    found.update(json.dumps(astuple(replace(figure, source=None))).encode())
    found.update(b"" if record is None else sha256(record).digest())
    return found.hexdigest()


def run_with(
    ner: str,
    organism: str = HUMAN,
    disable: Iterable[str] = (),
    overrides: Overrides | None = None,
    calibration: Calibration | None = None,
) -> Run:
    """What this installation makes reports with.

    Args:
        ner: as for `Reconciler`.
        organism: likewise, by taxon id.
        disable: likewise.
        overrides: likewise.
        calibration: likewise.

    Raises:
        ModelError: if the recogniser's model cannot be opened.
        LexiconError: if the lexicon cannot.
    """
    from reconcile.batch.job import installed, overrides_digest

    found = installed(ner, organism)
    model = found["model"]
    return Run(
        f"{found['code']['version']}+{found['code']['sha256'][:12]}",
        found["lexicon"]["sha256"],
        "lexicon" if model is None else f"{model['name']} {model['version']} {model['sha256']}",
        {
            "organism": organism,
            "disable": sorted(disable),
            "python": found["python"],
            "packages": found["packages"],
            **({"organisms": found["organisms"]} if "organisms" in found else {}),
            **({"overrides": overrides_digest(overrides)} if overrides else {}),
            **({"calibration": _digest(calibration)} if calibration is not None else {}),
        },
    )


def _digest(calibration: Calibration) -> str:
    """What map of confidences it is, and what it is made of."""
    lines = {kind: as_json(line) for kind, line in calibration.lines.items()}
    general = as_json(calibration.general)
    return sha256(json_of([lines, general, calibration.said]).encode()).hexdigest()
