"""PubTator: annotated texts as tab-separated lines, one document after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reconcile.errors import InputError
from reconcile.formats.characters import FIGID_IN_LINES, SURROGATE, representable
from reconcile.formats.fields import Lines, decode, too_large
from reconcile.formats.identifiers import identified, joined
from reconcile.formats.tagged import Documents, Found, TaggedText, kind_of_type
from reconcile.patterns import regex
from reconcile.records import Annotation, Kind, Mention, TaggedSpan

__all__ = ["pubtator_document", "read_pubtator"]

# A break inside the text would end the line; one blank for each keeps the offsets right.
_BREAK: Final = regex(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_TEXT: Final = regex(r"([^\t|]+)\|[a-z]\|(.*)", re.DOTALL)
_NUMBER: Final = regex(r"[0-9]{1,9}")

_TYPES: Final[dict[Kind, str]] = {
    "gene": "GeneOrGeneProduct",
    "family": "Family",
    "complex": "Complex",
    "nonhuman": "GeneOrGeneProduct",
}

_OTHER_FORMAT: Final = regex(r"\A\s*[<{\[]")
"""How XML and JSON begin: a reader that tells formats by the first character would see these."""


def pubtator_document(doc_id: str, annotation: Annotation) -> str:
    r"""The text as the title of a document with an empty abstract, then its mentions.

    Identifiers are NCBI Gene ids of human genes with `,` between them, `-` where there are none.
    Offsets are half-open, in code points of the text; line breaks and tabs in it become blanks.

    Raises:
        InputError: the id or the text has a character that the format cannot hold.

    >>> pubtator_document("0", Annotation("No genes.", ()))
    '0|t|No genes.\n0|a|\n\n'
    """
    for refused in (FIGID_IN_LINES, _OTHER_FORMAT):
        representable(doc_id, refused, form="PubTator", what="the figid")
    representable(annotation.text, SURROGATE, form="PubTator", what="the text")
    text = _BREAK.sub(" ", annotation.text)
    lines = [f"{doc_id}|t|{text}", f"{doc_id}|a|"]
    lines += [f"{doc_id}\t{_fields(text, mention)}" for mention in annotation.mentions]
    return "\n".join(lines) + "\n\n"


def _fields(text: str, mention: Mention) -> str:
    ids = joined(gene.ncbi_gene_id for gene in mention.genes) or "-"
    span = text[mention.start : mention.end]
    return "\t".join((str(mention.start), str(mention.end), span, _TYPES[mention.kind], ids))


# -- reading ---------------------------------------------------------------------------------------


def read_pubtator(lines: Lines, *, source: str, texts: bool = False) -> Documents:
    """The documents of numbered lines.

    A document begins with `id|t|title`. Lines whose second cell is no number are relations and
    are passed over. With `texts` they have their text: title, a blank, abstract.

    Raises:
        InputError: a line before the first document is not of one.
    """
    doc_id: str | None = None
    began = 0
    found: list[Found] = []
    passages: list[str] = []
    error: InputError | None = None

    def document() -> Iterator[tuple[str, TaggedText | InputError]]:
        if doc_id is not None:
            whole = " ".join(passages) if texts else None
            yield doc_id, error or TaggedText(tuple(found), began, whole)

    for number, data in lines:
        try:
            line = _text(data, source, number)
            text = _TEXT.fullmatch(line)
            if text is not None and text[1] != doc_id:
                yield from document()
                doc_id, began, found, passages, error = text[1], number, [], [], None
            if text is not None:
                passages.append(text[2])
            elif line.strip():
                found += _annotations(line, doc_id, source, number)
        except InputError as problem:
            if doc_id is None:
                raise
            error = error or problem
    yield from document()


def _text(data: bytes | None, source: str, number: int) -> str:
    if data is None:
        raise too_large(source, number)
    return decode(data, source=source, first_line=number).rstrip("\n")


def _annotations(line: str, doc_id: str | None, source: str, number: int) -> Iterator[Found]:
    """The annotation in a line, if it is no relation."""
    fields = line.split("\t")
    if doc_id is None or fields[0] != doc_id or len(fields) < 2:
        wanted = "`id|t|text`" if doc_id is None else f"a line of document {doc_id}"
        raise InputError(
            f"expected {wanted}, found {line[:60]!r}; write PubTator, BioC or Web Annotation",
            source=source,
            line=number,
        )
    if not _NUMBER.fullmatch(fields[1]):
        return
    if len(fields) < 5 or not _NUMBER.fullmatch(fields[2]):
        raise InputError(
            f"expected `id TAB start TAB end TAB text TAB type`, found {line[:60]!r}; "
            "put tabs between the cells",
            source=source,
            line=number,
        )
    start, end, text, kind = int(fields[1]), int(fields[2]), fields[3], fields[4].strip()
    given = identified(fields[5] if len(fields) > 5 else "")
    span = TaggedSpan(start, end, given.ids, kind_of_type(kind), None, given.taxon)
    yield Found(span, text, kind, number)
