"""BioC XML; needs the extra `bioc`.

Written by the package `bioc` from the dicts of `reconcile.formats.bioc`, read into them by lxml,
which tells the lines. Documents are written and read one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final

from reconcile.errors import InputError
from reconcile.extras import quiet, to_install
from reconcile.formats.characters import NOT_IN_XML, representable
from reconcile.formats.jsonlocation import LocatedObject

__all__ = ["FOOT", "HEAD", "bioc_elements", "bioc_xml"]

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
    representable(document["id"], NOT_IN_XML, form="XML", what="the figid")
    for passage in document["passages"]:
        representable(passage["text"], NOT_IN_XML, form="XML", what="the text")
    try:
        with quiet():
            from bioc.biocjson.decoder import parse_doc
            from bioc.biocxml.encoder import encode_document
            from lxml import etree
    except ImportError as error:
        raise _missing("writing", error) from error
    element = encode_document(parse_doc(document))
    return str(etree.tostring(element, encoding="unicode", pretty_print=True))


def bioc_elements(stream: IO[bytes], *, source: str) -> Iterator[LocatedObject]:
    """The documents of a collection as dicts of BioC JSON, each object with its line.

    Entities are not expanded and nothing outside the file is read.

    Raises:
        InputError: it is not XML, or lxml is missing.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise _missing("reading", error, source) from error
    try:
        for _, element in etree.iterparse(
            stream, tag="document", resolve_entities=False, no_network=True, load_dtd=False
        ):
            yield _plain(element, source)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"not XML ({error.msg}); write it again", source=source, line=error.lineno
        ) from error
    except (LookupError, ValueError) as error:  # an encoding that there is not, or wrong bytes
        if isinstance(error, InputError):
            raise
        raise InputError(f"not XML ({error}); write it again", source=source) from error


_LISTS: Final = {
    "passage": "passages",
    "sentence": "sentences",
    "annotation": "annotations",
    "location": "locations",
}
_PLAIN: Final = ("id", "offset", "length")
"""What an element says in its attributes; a name of another part is none of them."""

_DEEPEST: Final = 10
"""Levels below a document; the grammar of BioC has four."""


def _plain(element: Any, source: str, depth: int = 0) -> LocatedObject:
    """An element as the object of BioC JSON that it is, with what readers of annotations need."""
    if depth > _DEEPEST:
        raise InputError(
            f"nested more than {_DEEPEST} levels deep; write it as BioC does",
            source=source,
            line=element.sourceline,
        )
    plain = LocatedObject((name, element.get(name)) for name in _PLAIN if name in element.attrib)
    plain.line = element.sourceline
    for child in element:
        if child.tag == "infon":
            plain.setdefault("infons", {})[child.get("key", "")] = child.text or ""
        elif child.tag in _LISTS:
            plain.setdefault(_LISTS[child.tag], []).append(_plain(child, source, depth + 1))
        elif child.tag in {"id", "text", "offset"}:
            plain[child.tag] = child.text or ""
    return plain


def _missing(what: str, error: ImportError, source: str | None = None) -> InputError:
    return InputError(f"{what} BioC XML needs bioc ({error}); {to_install('bioc')}", source=source)
