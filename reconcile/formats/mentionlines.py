"""Mentions as JSON of our own: reports, and the captions that were annotated by hand.

A text is an object with its id as `figid` (or `id`) and a list `mentions`. A mention has `start`
and `end`, or `spans` with several such pairs, the characters as `text`, its `kind`, and its genes
as `genes` (objects with `ncbi_gene_id`, `hgnc_id` or `symbol`, or texts), `ids` or `required`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from reconcile.errors import InputError
from reconcile.formats.identifiers import identified, taxon_of
from reconcile.formats.jsonlocation import LocatedObject
from reconcile.formats.tagged import Documents, Found, TaggedText, kind_of_type
from reconcile.records import Kind, TaggedSpan

__all__ = ["has_mentions", "read_mentions"]

_KINDS: Final = frozenset({"gene", "family", "complex", "nonhuman"})
_GENES: Final = ("genes", "ids", "required")
_IDS: Final = (("ncbi_gene_id", "NCBIGene:"), ("hgnc_id", ""), ("symbol", ""))
"""The keys of a gene, the surest first, with what goes before their values."""
_EXAMPLE: Final = (
    'write `{"figid": …, "mentions": [{"text": …, "start": …, "end": …, "kind": …, "genes": […]}]}`'
)


def has_mentions(documents: Iterable[object]) -> bool:
    """Whether the first of some documents is of this kind, rather than BioC."""
    first = next(iter(documents), None)
    return isinstance(first, dict) and "mentions" in first


def read_mentions(documents: Iterable[object], *, source: str) -> Documents:
    """The mentions of texts.

    Raises:
        InputError: a text has no id.
    """
    for document in documents:
        line = _line(document)
        text_id = _id(document) if isinstance(document, dict) else None
        if text_id is None:
            problem = f"a text without an id; {_EXAMPLE}"
            raise InputError(problem, source=source, line=line)
        try:
            found = tuple(_mentions(cast(dict[str, Any], document), source, line))
        except InputError as error:
            yield text_id, error
        else:
            yield text_id, TaggedText(found, line)


def _id(document: Mapping[str, Any]) -> str | None:
    value = document.get("figid", document.get("id"))
    known = isinstance(value, str | int) and not isinstance(value, bool) and value != ""
    return str(value) if known else None


def _mentions(document: Mapping[str, Any], source: str, line: int | None) -> Iterator[Found]:
    listed = document.get("mentions")
    if not isinstance(listed, list):
        raise InputError(f"`mentions` is no list; {_EXAMPLE}", source=source, line=line)
    for mention in listed:
        if not isinstance(mention, dict):
            raise InputError(f"a mention is no object; {_EXAMPLE}", source=source, line=line)
        place = _line(mention) or line
        kind = str(mention.get("kind") or mention.get("type") or "")
        known = cast(Kind, kind) if kind in _KINDS else kind_of_type(kind)
        label = mention.get("label") if known in ("family", "complex") else None
        taxon = taxon_of(str(mention.get("taxon_id") or ""))
        ids = tuple(_ids(mention, source, place))
        for start, end in _spans(mention, source, place):
            span = TaggedSpan(start, end, ids, known, str(label) if label else None, taxon)
            yield Found(span, str(mention.get("text") or ""), kind, place)


def _spans(mention: Mapping[str, Any], source: str, line: int | None) -> Iterator[tuple[int, int]]:
    several = mention.get("spans")
    for span in [[mention.get("start"), mention.get("end")]] if several is None else _list(several):
        match span:
            case [int(start), int(end)] if 0 <= start < end:
                yield start, end
            case _:
                problem = f"a mention at {str(span)[:40]}, not at a start and an end; {_EXAMPLE}"
                raise InputError(problem, source=source, line=line)


def _ids(mention: Mapping[str, Any], source: str, line: int | None) -> Iterator[str]:
    for gene in next((_list(mention[key]) for key in _GENES if key in mention), []):
        value = _id_of(gene)
        if not isinstance(value, str | int):
            problem = f"a gene is {str(gene)[:40]}, neither a text nor an object; {_EXAMPLE}"
            raise InputError(problem, source=source, line=line)
        yield from identified(str(value)).ids


def _id_of(gene: object) -> object:
    """The surest id of a gene; what it is itself if it is no object, or one without any."""
    if not isinstance(gene, dict):
        return gene
    return next((f"{before}{gene[key]}" for key, before in _IDS if gene.get(key)), gene)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _line(value: object) -> int | None:
    return value.line if isinstance(value, LocatedObject) else None
