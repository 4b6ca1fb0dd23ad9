"""Results in the formats of the field: mentions, gene sets and mappings for other programs.

These hold what the format has a place for, as it is: nothing is escaped for reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias, get_args

from reconcile.choices import ExchangeFormat, TextFormat
from reconcile.errors import InputError
from reconcile.formats.pubtator import pubtator_document
from reconcile.records import Annotation, Failure, Reconciliation
from reconcile.report.jsonout import dumps
from reconcile.report.wording import plural

__all__ = ["EXCHANGE_FORMATS", "TEXT_FORMATS", "ExchangeFormat", "TextFormat", "exchange", "texts"]

TEXT_FORMATS: tuple[TextFormat, ...] = get_args(TextFormat)
"""The formats of annotated texts."""

EXCHANGE_FORMATS: tuple[ExchangeFormat, ...] = get_args(ExchangeFormat)
"""The formats of results."""

Fail: TypeAlias = Callable[[Failure], None]


def exchange(
    form: ExchangeFormat,
    results: Iterable[Reconciliation],
    fail: Fail,
    note: Callable[[str], None],
) -> Iterator[str]:
    """Results in pieces of text, to be written one after the other.

    Args:
        form: one of `EXCHANGE_FORMATS`. `gmt` has the gene lists once the suggestions of the
            results are carried out, `gmt-raw` as they stand.
        results: the figures, in order; may be a generator. They need their `figure` for all
            formats of texts.
        fail: gets each figure that the format cannot hold, which is then left out.
        note: gets what is to be said besides.
    """
    if form == "gmt" or form == "gmt-raw":  # noqa: PLR1714 mypy tells these apart only so
        return _gmt(results, fail, note, reconciled=form == "gmt")
    if form == "sssom":
        return _sssom(results, fail)
    return texts(form, _annotations(results), fail)


def texts(
    form: TextFormat,
    documents: Iterable[tuple[str, Annotation]],
    fail: Fail | None = None,
    *,
    indent: int | None = None,
) -> Iterator[str]:
    """Annotated texts with their ids, in pieces to be written one after the other.

    Args:
        form: one of `TEXT_FORMATS`.
        documents: in order; may be a generator.
        fail: gets each text that the format cannot hold, which is then left out. Without it the
            first one raises.
        indent: for JSON, as in `json.dumps`.

    Raises:
        InputError: the format cannot hold a text, without `fail` only.
    """
    writer = _writer(form, indent)
    yield writer.head
    separator = ""
    for doc_id, annotation in documents:
        try:
            piece = writer.document(doc_id, annotation)
        except InputError as error:
            if fail is None:
                raise
            fail(_failure(error, doc_id))
        else:
            yield separator + piece
            separator = writer.separator
    yield writer.foot


class _Writer(NamedTuple):
    """What stands before, between and after the documents, and how one of them is written."""

    head: str
    separator: str
    foot: str
    document: Callable[[str, Annotation], str]


def _writer(form: TextFormat, indent: int | None) -> _Writer:
    if form == "pubtator":
        return _Writer("", "", "", pubtator_document)
    if form == "bioc-xml":
        from reconcile.formats.bioc import bioc_document
        from reconcile.formats.biocxml import FOOT, HEAD, bioc_xml

        return _Writer(HEAD, "", FOOT, lambda *text: bioc_xml(bioc_document(*text)))
    if form == "bioc":
        from reconcile.formats.bioc import COLLECTION, bioc_document

        head = dumps(dict(COLLECTION)).removesuffix("}") + ', "documents": [\n'
        return _Writer(
            head, ",\n", "\n]}\n", lambda *text: dumps(bioc_document(*text), indent=indent)
        )
    from reconcile.formats.webannotation import CONTEXT, web_annotations

    def nodes(doc_id: str, annotation: Annotation) -> str:
        found = web_annotations(doc_id, annotation)
        return ",\n".join(dumps(node, indent=indent) for node in found)

    return _Writer(f'{{"@context": "{CONTEXT}", "@graph": [\n', ",\n", "\n]}\n", nodes)


def _annotations(results: Iterable[Reconciliation]) -> Iterator[tuple[str, Annotation]]:
    """The captions with their mentions; figures without a caption have no text."""
    for result in results:
        if result.figure is not None and result.figure.caption is not None:
            yield result.figid, Annotation(result.figure.caption, result.mentions)


def _gmt(
    results: Iterable[Reconciliation], fail: Fail, note: Callable[[str], None], *, reconciled: bool
) -> Iterator[str]:
    from reconcile.formats.gmt import current_symbols, gmt_line, reconciled_symbols

    empty = 0
    for result in results:
        title = result.figure.title if result.figure else None
        try:
            symbols = reconciled_symbols(result) if reconciled else current_symbols(result)
            line = gmt_line(result.figid, title, symbols)
        except InputError as error:
            fail(_failure(error, result.figid, result.source))
            continue
        if symbols:
            yield line
        empty += not symbols
    if empty:
        have, them = ("has", "it") if empty == 1 else ("have", "them")
        figures = plural(empty, "figure")
        note(f"{figures} {have} no genes, and GMT has no empty sets: no line for {them}")


def _sssom(results: Iterable[Reconciliation], fail: Fail) -> Iterator[str]:
    from reconcile.formats.sssom import Mappings
    from reconcile.version import __version__

    mappings = Mappings()
    for result in results:
        try:
            mappings.add(result.mentions, result.keywords)
        except InputError as error:
            fail(_failure(error, result.figid, result.source))
    yield mappings.render(__version__)


def _failure(error: InputError, figid: str, source: str | None = None) -> Failure:
    return Failure(error.source or source or figid, error.message, error.line, figid)
