"""W3C Web Annotation: mentions as JSON-LD that any annotation tool of the web can read.

A text is a node of type `Text` with its characters as `value` and its figid as
`dcterms:identifier`. Each mention is an annotation of it: a position in code points, the quote
with what stands around it, and as bodies the identifiers of its genes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID, uuid5

from reconcile.formats.identifiers import hgnc_iri, ncbi_gene_iri, taxon_iri
from reconcile.records import Annotation, Mention

__all__ = ["CONTEXT", "web_annotations"]

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
"""The context that gives the terms their meaning."""

_AROUND: Final = 32
_SPACE: Final = UUID("0a5e2b3e-7c1d-5f63-9d4a-4a3a6d2f1c58")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def web_annotations(doc_id: str, annotation: Annotation) -> Iterator[dict[str, Any]]:
    """A text and its mentions as nodes of a JSON-LD graph, without the context.

    The ids depend on the figid, the text and the span alone, so that writing again gives the same.

    >>> [node["type"] for node in web_annotations("F1", Annotation("No genes.", ()))]
    ['Text']
    """
    text = annotation.text
    source = _urn(doc_id, text)
    yield {
        "id": source,
        "type": "Text",
        "format": "text/plain",
        "dcterms:identifier": doc_id,
        "value": text,
    }
    for mention in annotation.mentions:
        yield {
            "id": _urn(source, str(mention.start), str(mention.end)),
            "type": "Annotation",
            "motivation": "identifying",
            "creator": {"type": "Software", "name": "reconcile"},
            "body": list(_bodies(mention)),
            "target": {"source": source, "selector": _selectors(mention, text)},
        }


def _urn(*parts: str) -> str:
    name = "\0".join(parts)
    return uuid5(_SPACE, _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", name)).urn


def _selectors(mention: Mention, text: str) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": mention.start, "end": mention.end},
        {
            "type": "TextQuoteSelector",
            "exact": mention.text,
            "prefix": text[max(0, mention.start - _AROUND) : mention.start],
            "suffix": text[mention.end : mention.end + _AROUND],
        },
    ]


def _bodies(mention: Mention) -> Iterator[dict[str, str]]:
    """Kind, names, genes and organism, in this order."""
    yield {"type": "TextualBody", "purpose": "classifying", "value": mention.kind}
    for name in (mention.label,) if mention.label else mention.symbols:
        yield {"type": "TextualBody", "purpose": "tagging", "value": name}
    for gene in mention.genes:
        for iri in (hgnc_iri(gene), ncbi_gene_iri(gene)):
            if iri is not None:
                yield {"type": "SpecificResource", "purpose": "identifying", "source": iri}
    organism = taxon_iri(mention.taxon)
    yield {"type": "SpecificResource", "purpose": "classifying", "source": organism}
