"""W3C Web Annotation: mentions as JSON-LD that any annotation tool of the web can read.

A text is a node of type `Text` with its characters as `value` and its figid as
`dcterms:identifier`. Each mention is an annotation of it: a position in code points, the quote
with what stands around it, and as bodies the identifiers of its genes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast
from uuid import UUID, uuid5

from reconcile.errors import InputError
from reconcile.formats.identifiers import (
    hgnc_iri,
    ncbi_gene_iri,
    of_iris,
    organism_gene_iri,
    taxon_iri,
)
from reconcile.formats.jsonlocation import LocatedObject
from reconcile.formats.tagged import Documents, Found, TaggedText
from reconcile.patterns import regex
from reconcile.records import Annotation, Kind, Mention, TaggedSpan

__all__ = ["CONTEXT", "is_web_annotation", "read_web_annotations", "web_annotations"]

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
"""The context that gives the terms their meaning."""

_AROUND: Final = 32
_SPACE: Final = UUID("0a5e2b3e-7c1d-5f63-9d4a-4a3a6d2f1c58")
_KINDS: Final = frozenset({"gene", "family", "complex", "nonhuman"})
_SURROGATE: Final = regex("[\ud800-\udfff]")


def web_annotations(doc_id: str, annotation: Annotation) -> Iterator[dict[str, Any]]:
    """A text and its mentions as nodes of a JSON-LD graph, without the context.

    The ids depend on the figid, the text and the span alone, so that writing again gives the same.

    >>> [node["type"] for node in web_annotations("F1", Annotation("No genes.", ()))]
    ['Text']
    """
    text = annotation.text
    source = _urn(doc_id, text)
    yield {
        "id": source,
        "type": "Text",
        "format": "text/plain",
        "dcterms:identifier": doc_id,
        "value": text,
    }
    for mention in annotation.mentions:
        yield {
            "id": _urn(source, str(mention.start), str(mention.end)),
            "type": "Annotation",
            "motivation": "identifying",
            "creator": {"type": "Software", "name": "reconcile"},
            "body": list(_bodies(mention)),
            "target": {"source": source, "selector": _selectors(mention, text)},
        }


def _urn(*parts: str) -> str:
    name = "\0".join(parts)
    return uuid5(_SPACE, _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", name)).urn


def _selectors(mention: Mention, text: str) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": mention.start, "end": mention.end},
        {
            "type": "TextQuoteSelector",
            "exact": mention.text,
            "prefix": text[max(0, mention.start - _AROUND) : mention.start],
            "suffix": text[mention.end : mention.end + _AROUND],
        },
    ]


def _bodies(mention: Mention) -> Iterator[dict[str, str]]:
    """Kind, names, genes and organism, in this order."""
    yield {"type": "TextualBody", "purpose": "classifying", "value": mention.kind}
    for name in (mention.label,) if mention.label else mention.symbols:
        yield {"type": "TextualBody", "purpose": "tagging", "value": name}
    for gene in mention.genes:
        for iri in dict.fromkeys((hgnc_iri(gene), ncbi_gene_iri(gene), organism_gene_iri(gene))):
            if iri is not None:
                yield {"type": "SpecificResource", "purpose": "identifying", "source": iri}
    organism = taxon_iri(mention.taxon)
    yield {"type": "SpecificResource", "purpose": "classifying", "source": organism}


# -- reading ---------------------------------------------------------------------------------------


def is_web_annotation(value: object) -> bool:
    """Whether JSON data are Web Annotations rather than BioC."""
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and ("@context" in first or "Annotation" in _types(first))


def read_web_annotations(value: object, *, source: str) -> Documents:
    """The texts of a graph, a page or a list, and the annotations of each.

    The id of a text is its `dcterms:identifier`, else the IRI of the target. The type of an
    annotation is its first classifying text.
    """
    nodes = [node for node in _nodes(value) if isinstance(node, LocatedObject)]
    names = {str(n["id"]): str(n["dcterms:identifier"]) for n in nodes if _is_named(n)}
    texts: dict[str, TaggedText | InputError] = {
        str(n["dcterms:identifier"]): TaggedText((), n.line, _value(n))
        for n in nodes
        if _is_named(n)
    }
    for node in nodes:
        if "Annotation" not in _types(node):
            continue
        name = _target_name(node, names)
        if name is None:
            raise InputError(
                "an annotation without a target; name its source", source=source, line=node.line
            )
        before = texts.get(name, TaggedText((), node.line))
        if isinstance(before, InputError):
            continue
        try:
            found = _found(node, source)
        except InputError as error:
            texts[name] = error
        else:
            texts[name] = TaggedText((*before.found, found), before.line, before.text)
    yield from texts.items()


def _nodes(value: object) -> Iterable[object]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return ()
    inner = next((value[name] for name in ("@graph", "items", "first") if name in value), None)
    return [value] if inner is None else _nodes(inner)


def _is_named(node: LocatedObject) -> bool:
    return "id" in node and "dcterms:identifier" in node


def _value(node: LocatedObject) -> str | None:
    value = node.get("value")
    return value if isinstance(value, str) else None


def _target_name(node: LocatedObject, names: dict[str, str]) -> str | None:
    target = node.get("target")
    source = target.get("source", target.get("id")) if isinstance(target, dict) else target
    if isinstance(source, dict):
        source = source.get("dcterms:identifier", source.get("id"))
    return names.get(source, source) if isinstance(source, str) else None


def _found(node: LocatedObject, source: str) -> Found:
    body = _listed(node.get("body"))
    bodies = [one for one in body if isinstance(one, dict)]
    target = node.get("target")
    selectors = _listed(target.get("selector")) if isinstance(target, dict) else []
    chosen = {name: s for s in selectors if isinstance(s, dict) for name in _types(s)}
    place, quote = chosen.get("TextPositionSelector"), chosen.get("TextQuoteSelector")
    start, end = (place.get("start"), place.get("end")) if place else (None, None)
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end and quote):
        raise InputError(
            "no TextPositionSelector and TextQuoteSelector with a span; give the target both",
            source=source,
            line=node.line,
        )
    iris = [one.get("source", one.get("id")) if isinstance(one, dict) else one for one in body]
    given = of_iris(iri for iri in iris if isinstance(iri, str))
    said = _first_text(bodies, "classifying")
    kind = cast(Kind, said) if said in _KINDS else None
    label = _first_text(bodies, "tagging") if kind in ("family", "complex") else None
    span = TaggedSpan(start, end, given.ids, kind, label or None, given.taxon)
    return Found(span, str(quote.get("exact", "")), said, node.line)


def _types(node: Mapping[str, Any]) -> list[str]:
    """The types of a node, which JSON-LD writes as one text or as a list."""
    return [name for name in _listed(node.get("type")) if isinstance(name, str)]


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first_text(bodies: Iterable[dict[str, Any]], purpose: str) -> str:
    texts = (str(b["value"]) for b in bodies if b.get("purpose") == purpose and "value" in b)
    return next(texts, "")
