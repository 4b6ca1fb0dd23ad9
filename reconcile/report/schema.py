"""The published JSON Schema (2020-12) of the JSON report."""

from __future__ import annotations

import json
from typing import Any

from reconcile.bundled import packaged_text

__all__ = ["SCHEMA_VERSION", "figure_schema", "report_schema"]

SCHEMA_VERSION = "1.0"
"""Version of the report's shape; the part before the dot rises when a reader could break."""


def report_schema() -> dict[str, Any]:
    """The schema of what `--format json` writes."""
    schema: dict[str, Any] = json.loads(packaged_text("report", "report.schema.json"))
    return schema


def figure_schema() -> dict[str, Any]:
    """The schema of one line of `--format jsonl`."""
    whole = report_schema()
    return {"$schema": whole["$schema"], "$ref": "#/$defs/figure", "$defs": whole["$defs"]}
