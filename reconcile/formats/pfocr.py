"""PFOCR records: one figure a file, YAML front matter between `---` lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reconcile.errors import InputError
from reconcile.formats.columns import nearly
from reconcile.formats.fields import (
    MAX_RECORD_BYTES,
    META_FIELDS,
    Report,
    build_figure,
    decode,
    is_missing,
    read_figid,
    too_large,
)
from reconcile.formats.frontmatter import (
    Document,
    Mapping,
    Node,
    Sequence,
    parse_front_matter,
    to_value,
)
from reconcile.records import Figure

__all__ = ["KEYWORDS_FIELD", "keyword_nodes", "parse_record", "read_record"]

KEYWORDS_FIELD = "schema-jsonld.keywords"
"""Where a record keeps its gene list; top-level `keywords` are the paper's author keywords."""

_FIELDS = {
    "figid": "figid",
    "caption": "caption",
    "title": "figtitle",
    "paper_title": "papertitle",
}
_DATASET = "schema-jsonld"
_TOP = (*_FIELDS.values(), *META_FIELDS, "organisms", _DATASET)
"""The fields of a record that are read."""


def parse_record(text: str, *, source: str, bare: bool = False) -> Figure:
    r"""The figure of one record, without provenance.

    Missing caption and missing gene list are None. `organisms` are the paper's, or those that
    NER found where the record names none.

    Args:
        text: the whole file.
        source: its name, for messages and `Figure.source`.
        bare: the YAML may stand without fences.

    Raises:
        InputError: see `read_figures`; names the line.

    >>> parse_record("---\nfigid: F1\nschema-jsonld: {keywords: [NO, AKT1]}\n---", source="a").keywords
    ('NO', 'AKT1')
    """  # noqa: E501
    return _figure(parse_front_matter(text, source=source, bare=bare))


def read_record(
    data: bytes, *, source: str, report: Report, bare: bool = False
) -> Iterator[Figure]:
    """The figure of one file, or nothing after its error went to `report`."""
    figid = None
    try:
        if len(data) > MAX_RECORD_BYTES:
            raise too_large(source)
        document = parse_front_matter(decode(data, source=source), source=source, bare=bare)
        _refuse_misspelt(document, document.root, ("figid",))
        fields, locate = _fields(document), _Locator(document)
        figid = read_figid(fields, source=source, locate=locate)
        figure = _figure(document)
    except InputError as error:
        report(error, figid)
    else:
        yield figure


def keyword_nodes(document: Document) -> Sequence | None:
    """The node of the gene list, None where the record has no such list."""
    node = _keywords(document)
    return node if isinstance(node, Sequence) else None


def _figure(document: Document) -> Figure:
    _refuse_misspelt(document, document.root, _TOP)
    if isinstance(dataset := document.root.fields.get(_DATASET), Mapping):
        _refuse_misspelt(document, dataset, ("keywords",))
    return build_figure(
        _fields(document),
        source=document.source,
        locate=_Locator(document),
        keywords_name=KEYWORDS_FIELD,
    )


def _refuse_misspelt(document: Document, parent: Mapping, wanted: Iterable[str]) -> None:
    """Refuse a field that is nearly called as one that is missing; others are passed over."""
    for field in wanted:
        if field in parent.fields:
            continue
        for name in parent.fields:
            if name not in _TOP and nearly(name, field):
                raise InputError(
                    f"`{name[:40]}` looks like `{field}`, which is missing; rename it to `{field}`",
                    source=document.source,
                    line=document.line_of_name(parent, name),
                )


def _fields(document: Document) -> dict[str, Any]:
    top = document.root.fields
    fields = {name: to_value(top.get(field)) for name, field in _FIELDS.items()}
    fields |= {name: to_value(top.get(name)) for name in META_FIELDS}
    fields["keywords"] = to_value(_keywords(document))
    fields["organisms"] = to_value(_organisms(document))
    return fields


def _keywords(document: Document) -> Node | None:
    dataset = document.root.fields.get(_DATASET)
    if isinstance(dataset, Mapping):
        return dataset.fields.get("keywords")
    if dataset is not None and not is_missing(to_value(dataset)):
        raise InputError(
            "`schema-jsonld` is not a mapping; put the gene list under it as `keywords`",
            source=document.source,
            line=document.line(dataset),
        )
    return None


def _organisms(document: Document) -> Node | None:
    fields = document.root.fields
    named = fields.get("organisms")
    value = to_value(named)
    entries = value if isinstance(value, list) else [value]
    return fields.get("organisms_ner") if all(map(is_missing, entries)) else named


class _Locator:
    """Finds the line of a field or of an item of a list."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def __call__(self, name: str, item: int | None) -> int | None:
        if name == "keywords":
            node = _keywords(self._document)
        elif name == "organisms":
            node = _organisms(self._document)
        else:
            node = self._document.root.fields.get(_FIELDS.get(name, name))
        if item is not None and isinstance(node, Sequence):
            node = node.items[item]
        # An absent field has no line; the top of the front matter is where it belongs.
        return self._document.line(self._document.root if node is None else node)
