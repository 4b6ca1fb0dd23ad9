"""BioC JSON: annotated texts in the exchange format of biomedical text mining."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reconcile.records import Annotation, Mention

__all__ = ["bioc_collection"]


def bioc_collection(annotations: Iterable[Annotation]) -> dict[str, Any]:
    """The texts as a collection: one document with one passage each, numbered from 0.

    Offsets and lengths count code points. `identifier` holds NCBI Gene ids of human genes with
    `,` between them; `hgnc_ids` and `symbols` stand beside it.
    """
    return {
        "source": "reconcile",
        "date": "",
        "key": "",
        "infons": {},
        "documents": [_document(str(i), annotation) for i, annotation in enumerate(annotations)],
    }


def _document(doc_id: str, annotation: Annotation) -> dict[str, Any]:
    passage = {
        "offset": 0,
        "infons": {},
        "text": annotation.text,
        "sentences": [],
        "annotations": [_annotation(str(i), m) for i, m in enumerate(annotation.mentions)],
        "relations": [],
    }
    return {"id": doc_id, "infons": {}, "passages": [passage], "relations": []}


def _annotation(identifier: str, mention: Mention) -> dict[str, Any]:
    infons = {
        "type": "Gene",
        "kind": mention.kind,
        "identifier": _joined(gene.ncbi_gene_id for gene in mention.genes),
        "hgnc_ids": _joined(gene.hgnc_id for gene in mention.genes),
        "symbols": _joined(gene.symbol for gene in mention.genes),
        "taxon_id": mention.taxon,
        "score": f"{mention.score:.4f}",
    }
    if mention.label:
        infons["label"] = mention.label
    return {
        "id": identifier,
        "infons": infons,
        "text": mention.text,
        "locations": [{"offset": mention.start, "length": mention.end - mention.start}],
    }


def _joined(values: Iterable[str | None]) -> str:
    return ",".join(value for value in values if value)
