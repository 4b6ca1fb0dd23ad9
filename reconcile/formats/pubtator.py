"""PubTator: annotated texts as tab-separated lines, one document after the other."""

from __future__ import annotations

import re

from reconcile.records import Annotation, Kind, Mention

__all__ = ["pubtator_document"]

# A break inside the text would end the line; one blank for each keeps the offsets right.
_BREAK = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")

_TYPES: dict[Kind, str] = {
    "gene": "GeneOrGeneProduct",
    "family": "Family",
    "complex": "Complex",
    "nonhuman": "GeneOrGeneProduct",
}


def pubtator_document(annotation: Annotation, doc_id: str = "0") -> str:
    r"""The text as the title of a document with an empty abstract, then its mentions.

    Identifiers are NCBI Gene ids of human genes with `,` between them, `-` where there are none.
    Offsets are half-open, in code points of the text; line breaks and tabs in it become blanks.

    >>> pubtator_document(Annotation("No genes.", ()))
    '0|t|No genes.\n0|a|\n\n'
    """
    text = _BREAK.sub(" ", annotation.text)
    lines = [f"{doc_id}|t|{text}", f"{doc_id}|a|"]
    lines += [f"{doc_id}\t{_fields(text, mention)}" for mention in annotation.mentions]
    return "\n".join(lines) + "\n\n"


def _fields(text: str, mention: Mention) -> str:
    ids = ",".join(gene.ncbi_gene_id for gene in mention.genes if gene.ncbi_gene_id) or "-"
    span = text[mention.start : mention.end]
    return "\t".join((str(mention.start), str(mention.end), span, _TYPES[mention.kind], ids))
