"""PubTator: annotated texts as tab-separated lines, one document after the other."""

from __future__ import annotations

import re
from typing import Final

from reconcile.formats.held import FIGID_IN_LINES, SURROGATE, must_hold
from reconcile.formats.identifiers import joined
from reconcile.records import Annotation, Kind, Mention

__all__ = ["pubtator_document"]

# A break inside the text would end the line; one blank for each keeps the offsets right.
_BREAK: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")

_TYPES: Final[dict[Kind, str]] = {
    "gene": "GeneOrGeneProduct",
    "family": "Family",
    "complex": "Complex",
    "nonhuman": "GeneOrGeneProduct",
}


def pubtator_document(doc_id: str, annotation: Annotation) -> str:
    r"""The text as the title of a document with an empty abstract, then its mentions.

    Identifiers are NCBI Gene ids of human genes with `,` between them, `-` where there are none.
    Offsets are half-open, in code points of the text; line breaks and tabs in it become blanks.

    Raises:
        InputError: the id or the text has a character that the format cannot hold.

    >>> pubtator_document("0", Annotation("No genes.", ()))
    '0|t|No genes.\n0|a|\n\n'
    """
    must_hold(doc_id, FIGID_IN_LINES, form="PubTator", what="the figid")
    must_hold(annotation.text, SURROGATE, form="PubTator", what="the text")
    text = _BREAK.sub(" ", annotation.text)
    lines = [f"{doc_id}|t|{text}", f"{doc_id}|a|"]
    lines += [f"{doc_id}\t{_fields(text, mention)}" for mention in annotation.mentions]
    return "\n".join(lines) + "\n\n"


def _fields(text: str, mention: Mention) -> str:
    ids = joined(gene.ncbi_gene_id for gene in mention.genes) or "-"
    span = text[mention.start : mention.end]
    return "\t".join((str(mention.start), str(mention.end), span, _TYPES[mention.kind], ids))
