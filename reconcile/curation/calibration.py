"""The file of a calibration: JSON, to be read by people too."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

from reconcile.calibration import Calibration, Line
from reconcile.errors import FieldTypeError, InputError
from reconcile.formats.fields import decode
from reconcile.formats.jsontext import NotJSON, parse
from reconcile.formats.opening import open_source
from reconcile.records import Action, Reason

__all__ = ["calibration_of", "calibration_text", "read_calibration"]

_FORMAT: Final = "reconcile calibration 1"
_LARGEST: Final = 1_000_000
"""Bytes of a file at most: it has a line for each kind of suggestion, and the names of curators."""
_FURTHEST: Final = 50.0
"""A shift or slope beyond this leads every confidence to 0 or 1."""


def calibration_text(calibration: Calibration) -> str:
    """The file of a calibration."""
    data = {
        "format": _FORMAT,
        "decisions": calibration.decisions,
        "figures": calibration.figures,
        "curators": list(calibration.curators),
        "until": calibration.until,
        "general": _plain(calibration.general),
        "lines": {kind: _plain(line) for kind, line in sorted(calibration.lines.items())},
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(line: Line) -> dict[str, float]:
    return {"shift": round(line.shift, 6), "slope": round(line.slope, 6)}


def calibration_of(given: Calibration | str | Path | None) -> Calibration | None:
    """A calibration as it is, or that of a file.

    Raises:
        InputError: the file cannot be used.
        FieldTypeError: it is neither.
    """
    if isinstance(given, str | Path):
        return read_calibration(given)
    if given is not None and not isinstance(given, Calibration):
        raise FieldTypeError(f"calibration: expected Calibration or a path, not {given!r:.80}")
    return given


def read_calibration(path: str | Path) -> Calibration:
    """Read the file of a calibration.

    Raises:
        InputError: it is none, or has been changed into something that is none.
    """
    source = str(path)
    try:
        with open_source(path) as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=source) from error
    if len(data) > _LARGEST:
        raise InputError(f"larger than {_LARGEST:,} bytes; {_REMEDY}", source=source)
    try:
        return _read(parse(decode(data, source=source, first_line=1)))
    except NotJSON as error:
        raise InputError(f"not JSON ({error}); {_REMEDY}", source=source) from error
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        what = f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else str(error)
        raise InputError(f"no calibration: {what}; {_REMEDY}", source=source) from error


_REMEDY: Final = "make it anew with `reconcile learn DB -o FILE`"


def _read(data: Any) -> Calibration:
    if not isinstance(data, Mapping) or data.get("format") != _FORMAT:
        raise ValueError(f"its `format` is not {_FORMAT!r}")
    curators = data["curators"]
    if not isinstance(curators, list) or not all(isinstance(name, str) for name in curators):
        raise ValueError("`curators` is no list of names")
    if not isinstance(data["until"], str):
        raise ValueError("`until` is no text")
    lines = data["lines"]
    if not isinstance(lines, Mapping):
        raise ValueError("`lines` is no object")
    for kind in lines:
        action, _, reason = kind.partition(" ")
        if action not in get_args(Action) or reason not in get_args(Reason):
            raise ValueError(f"there are no suggestions of the kind {kind[:60]!r}")
    return Calibration(
        {kind: _line(kind, line) for kind, line in sorted(lines.items())},
        _line("general", data["general"]),
        _count(data, "decisions"),
        _count(data, "figures"),
        tuple(curators),
        data["until"],
    )


def _line(name: str, data: Any) -> Line:
    if not isinstance(data, Mapping):
        raise ValueError(f"`{name}` is no object with `shift` and `slope`")
    shift, slope = (_number(name, data[part]) for part in ("shift", "slope"))
    if slope < 0:
        raise ValueError(f"the slope of `{name}` is below 0")
    return Line(shift, slope)


def _number(name: str, value: Any) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or abs(value) > _FURTHEST:
        raise ValueError(f"`{name}` has {str(value)[:40]}, no number up to {_FURTHEST:g}")
    return float(value)


def _count(data: Mapping[str, Any], name: str) -> int:
    value = data[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"`{name}` is no count")
    return value
