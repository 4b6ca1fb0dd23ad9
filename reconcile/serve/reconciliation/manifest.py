"""The manifest: what the service is called, offers, and where."""

from __future__ import annotations

from typing import Any, Final

from reconcile.serve.reconciliation.batches import BATCH_SIZE
from reconcile.serve.reconciliation.extension import SETTINGS
from reconcile.serve.reconciliation.kinds import DEFAULT_TYPES, TYPES
from reconcile.version import __version__

__all__ = ["PATH", "manifest"]

PATH: Final = "/reconciliation"
"""Where the service is."""

_PREVIEW: Final = {"width": 430, "height": 300}
_IDENTIFIERS: Final = "https://identifiers.org/"
_SCHEMA: Final = "http://purl.obolibrary.org/obo/SO_0000704"
"""What most entities are: a gene."""


def manifest(base: str, *, token: bool = False) -> dict[str, Any]:
    """The manifest of the service at an address.

    Args:
        base: the address without a slash at its end, as the client calls it.
        token: whether requests have to bring a token.
    """
    found: dict[str, Any] = {
        "versions": ["0.1", "0.2"],
        "name": "Human genes, families and complexes (reconcile)",
        "identifierSpace": _IDENTIFIERS,
        "schemaSpace": _SCHEMA,
        "defaultTypes": [TYPES[each].full() for each in DEFAULT_TYPES],
        "documentation": f"{base}{PATH}/about",
        "serviceVersion": __version__,
        "batchSize": BATCH_SIZE,
        "view": {"url": f"{base}{PATH}/view?id={{{{id}}}}"},
        "feature_view": {"url": f"{base}{PATH}/feature?id={{{{id}}}}"},
        "preview": {"url": f"{base}{PATH}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": {each: _suggest(base, each) for each in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": f"{PATH}/properties"},
            "property_settings": [dict(setting) for setting in SETTINGS],
        },
    }
    if token:
        found["authentication"] = {"type": "apiKey", "name": "Authorization", "in": "header"}
    return found


def _suggest(base: str, each: str) -> dict[str, str]:
    return {
        "service_url": base,
        "service_path": f"{PATH}/suggest/{each}",
        "flyout_service_url": base,
        "flyout_service_path": f"{PATH}/flyout/{each}?id=${{id}}",
    }
