"""Which annotation guideline a corpus follows, told by the name that it gives to genes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["style_of"]

_STYLE_OF_TYPE: Final = {
    "GENE": "bc2gm",
    "Gene_or_gene_product": "bionlp13pc",
    "GeneOrGeneProduct": "biored",
    "GGP": "craft",
    "Protein": "bionlp13ge",
}


def style_of(types: Mapping[str, int]) -> str | None:
    """The style of the bundled tagger whose guideline uses a corpus's commonest type.

    None where no guideline that the tagger knows uses it: then it tags as in use.

    >>> style_of({"Gene_or_gene_product": 12}), style_of({"Gene": 3})
    ('bionlp13pc', None)
    """
    commonest = max(types, key=lambda name: (types[name], name), default=None)
    return None if commonest is None else _STYLE_OF_TYPE.get(commonest)
