"""BioC: annotated texts in the exchange format of biomedical text mining, as plain dicts.

The dicts are those of BioC JSON. BioC XML is written from them and read into them, see
`reconcile.formats.biocxml`, so that both say the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from reconcile.errors import InputError
from reconcile.formats.fields import MAX_RECORD_BYTES, is_missing
from reconcile.formats.identifiers import Identified, identified, joined, taxon_of
from reconcile.formats.jsonlocation import LocatedObject
from reconcile.formats.tagged import Documents, Found, TaggedText, kind_of_type
from reconcile.organism_records import OrganismMention, gene_id_of
from reconcile.records import Annotation, Kind, Mention, TaggedSpan

__all__ = ["COLLECTION", "bioc_collection", "bioc_document", "bioc_documents", "read_bioc"]

COLLECTION: Final[Mapping[str, Any]] = {"source": "reconcile", "date": "", "key": "", "infons": {}}
"""What a collection says of itself."""

_ID_KEYS: Final = frozenset(
    {"identifier", "ncbigene", "ncbigeneid", "geneid", "entrezgene", "entrezgeneid", "entrezid"}
)
_HGNC_KEYS: Final = frozenset({"hgnc", "hgncid", "hgncids"})
_TAXON_KEYS: Final = frozenset({"taxon", "taxonid", "taxid", "ncbitaxonomy", "ncbitaxonomyid"})
_KINDS: Final = frozenset({"gene", "family", "complex", "nonhuman"})


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
    if isinstance(mention, OrganismMention):
        infons["gene_ids"] = joined(map(gene_id_of, mention.genes))
    if mention.label:
        infons["label"] = mention.label
    return {
        "id": identifier,
        "infons": infons,
        "text": mention.text,
        "locations": [{"offset": mention.start, "length": mention.end - mention.start}],
    }


# -- reading ---------------------------------------------------------------------------------------


def bioc_documents(value: object) -> Iterator[object]:
    """The documents in JSON data: a collection, an export of PubTator, a document, or a list.

    The figures of a report are such documents too.
    """
    if isinstance(value, list):
        for item in value:
            yield from bioc_documents(item)
        return
    for name in ("documents", "PubTator3", "figures"):
        if isinstance(value, dict) and isinstance(value.get(name), list):
            yield from value[name]
            return
    yield value


def read_bioc(documents: Iterable[object], *, source: str, texts: bool = False) -> Documents:
    """The annotations of documents, wherever in them they stand.

    An annotation of several locations counts from its first to its last character. With `texts`
    they have their text: each passage at its offset, blanks between them.

    Raises:
        InputError: a document has no id.
    """
    for document in documents:
        line = _line(document)
        doc_id = document.get("id") if isinstance(document, dict) else None
        if not isinstance(doc_id, str | int) or isinstance(doc_id, bool) or doc_id == "":
            raise InputError(
                "a document without an id; give it the figid as its `id`", source=source, line=line
            )
        try:
            text = _text(document, source) if texts else None
            yield str(doc_id), TaggedText(tuple(_found(document, source)), line, text)
        except InputError as error:
            yield str(doc_id), error


def _found(document: object, source: str) -> Iterator[Found]:
    """The annotations of a document, of its passages and of their sentences."""
    for annotation in _items(document, "annotations", source):
        infons = annotation.get("infons", {})
        if not isinstance(infons, dict):
            raise _broken("`infons` of an annotation is no object", annotation, source)
        kind = str(infons.get("type") or "")
        span, text = _span(annotation, infons, kind, source), str(annotation.get("text") or "")
        yield Found(span, text, kind, _line(annotation))
    for part in ("passages", "sentences"):
        for inner in _items(document, part, source):
            yield from _found(inner, source)


def _text(document: object, source: str) -> str:
    """The passages of a document, or their sentences, put together by their offsets."""
    whole: list[str] = []
    length = 0
    for offset, text, part in _placed(document, 0, source):
        gap = offset - length
        if gap < 0 or gap > MAX_RECORD_BYTES:
            where = f"begins at {offset}, what stands before it ends at {length}"
            raise _broken(f"the offset of a passage is wrong: it {where}", part, source)
        whole += [" " * gap, text]
        length = offset + len(text)
    return "".join(whole)


def _placed(parent: object, base: int, source: str) -> Iterator[tuple[int, str, object]]:
    for name in ("passages", "sentences"):
        for part in _items(parent, name, source):
            given = part.get("offset", base)
            offset = _number(given)
            if offset is None:
                raise _broken(f"an offset is {str(given)[:40]!r}, no number", part, source)
            text = part.get("text")
            if isinstance(text, str) and text:
                yield offset, text, part
            else:
                yield from _placed(part, offset, source)


def _items(parent: object, name: str, source: str) -> Iterator[dict[str, Any]]:
    value = parent.get(name) if isinstance(parent, dict) else None
    if value is None:
        return
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _broken(f"`{name}` is no list of objects", parent, source)
    yield from value


def _span(
    annotation: Mapping[str, Any], infons: Mapping[str, Any], kind: str, source: str
) -> TaggedSpan:
    start, end = _place(annotation, source)
    named = {
        re.sub(r"[\s_-]", "", key).lower(): str(value)
        for key, value in infons.items()
        if value is not None
    }
    ncbi = [identified(value) for key, value in named.items() if key in _ID_KEYS]
    hgnc = [identified(value, hgnc=True) for key, value in named.items() if key in _HGNC_KEYS]
    taxa = [value for key, value in named.items() if key in _TAXON_KEYS and not is_missing(value)]
    if taxa and taxon_of(taxa[0]) is None:
        what = f"the organism of an annotation is {taxa[0][:40]!r}, not its number in NCBI Taxonomy"
        raise _broken(what, annotation, source)
    given = Identified(
        tuple(dict.fromkeys(i for one in (*ncbi, *hgnc) for i in one.ids)),
        taxon_of(taxa[0]) if taxa else next((one.taxon for one in ncbi if one.taxon), None),
    )
    said = named.get("kind")
    known = cast(Kind, said) if said in _KINDS else kind_of_type(kind)
    label = named.get("label") if known in ("family", "complex") else None
    return TaggedSpan(start, end, given.ids, known, label, given.taxon)


def _place(annotation: Mapping[str, Any], source: str) -> tuple[int, int]:
    places = [
        (_number(place.get("offset")), _number(place.get("length")))
        for place in _items(annotation, "locations", source)
    ]
    spans = [(a, a + n) for a, n in places if a is not None and n]
    if not spans or len(spans) != len(places):
        found = json.dumps(annotation.get("locations"), ensure_ascii=False)[:60]
        raise _broken(f"`locations` is {found}, not offsets and lengths", annotation, source)
    return min(a for a, _ in spans), max(b for _, b in spans)


def _number(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _line(value: object) -> int | None:
    return value.line if isinstance(value, LocatedObject) else None


def _broken(problem: str, value: object, source: str) -> InputError:
    return InputError(f"{problem}; write it as BioC does", source=source, line=_line(value))
