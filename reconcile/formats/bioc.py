"""BioC: annotated texts in the exchange format of biomedical text mining, as plain dicts.

The dicts are those of BioC JSON. BioC XML is written from them, see `reconcile.formats.biocxml`, so
that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from reconcile.formats.identifiers import joined
from reconcile.records import Annotation, Mention

__all__ = ["COLLECTION", "bioc_collection", "bioc_document"]

COLLECTION: Final[Mapping[str, Any]] = {"source": "reconcile", "date": "", "key": "", "infons": {}}
"""What a collection says of itself."""


def bioc_collection(documents: Iterable[tuple[str, Annotation]]) -> dict[str, Any]:
    """Texts with their ids as a collection.

    Offsets and lengths count code points. The infon `identifier` holds NCBI Gene ids of human
    genes with `,` between them; `hgnc_ids` and `symbols` stand beside it.
    """
    return {**COLLECTION, "documents": [bioc_document(*document) for document in documents]}


def bioc_document(doc_id: str, annotation: Annotation) -> dict[str, Any]:
    """A text as a document with one passage."""
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
        "identifier": joined(gene.ncbi_gene_id for gene in mention.genes),
        "hgnc_ids": joined(gene.hgnc_id for gene in mention.genes),
        "symbols": joined(gene.symbol for gene in mention.genes),
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
