"""BioC XML; needs the extra `bioc`.

Written by the package `bioc` from the dicts of `reconcile.formats.bioc`, one document at a time.
"""

from __future__ import annotations

from typing import Any

from reconcile.errors import InputError
from reconcile.formats.held import NOT_IN_XML, must_hold

__all__ = ["FOOT", "HEAD", "bioc_xml"]

HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    "<collection>\n  <source>reconcile</source>\n  <date></date>\n  <key></key>\n"
)
FOOT = "</collection>\n"
"""What stands before and after the documents of a collection."""


def bioc_xml(document: dict[str, Any]) -> str:
    """A document of BioC JSON as an element of BioC XML.

    Raises:
        InputError: its id or text has a character that XML cannot hold, or `bioc` is missing.
    """
    must_hold(document["id"], NOT_IN_XML, form="XML", what="the figid")
    for passage in document["passages"]:
        must_hold(passage["text"], NOT_IN_XML, form="XML", what="the text")
    try:
        from bioc.biocjson.decoder import parse_doc
        from bioc.biocxml.encoder import encode_document
        from lxml import etree
    except ImportError as error:
        raise InputError(
            f"writing BioC XML needs bioc ({error}); pip install 'gene-reconcile[bioc]'"
        ) from error
    element = encode_document(parse_doc(document))
    return str(etree.tostring(element, encoding="unicode", pretty_print=True))
