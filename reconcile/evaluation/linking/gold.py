"""Golds: texts whose names have genes, as JSON Lines of this project, PubTator or BioC."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from gzip import GzipFile
from pathlib import Path
from typing import IO, Final, cast

from reconcile.errors import InputError
from reconcile.evaluation.corpora import corpus_name
from reconcile.evaluation.linking.goldlines import document_of_line, is_gold_line
from reconcile.evaluation.linking.identifiers import GeneIds
from reconcile.evaluation.linking.records import Gold, GoldDocument, GoldMention
from reconcile.evaluation.overlaps import Place
from reconcile.formats.annotations import tagged_texts
from reconcile.formats.fields import bounded_lines
from reconcile.formats.opening import open_file
from reconcile.formats.tagged import TaggedText, on_caption
from reconcile.lexicon import Lexicon
from reconcile.records import Failure, Kind

__all__ = ["read_gold"]

_GZIP: Final = b"\x1f\x8b"
_BLANK: Final = b" \t\r\n\xef\xbb\xbf"

OnError = Callable[[Failure], None]


def read_gold(
    path: str | Path,
    lexicon: Lexicon,
    *,
    on_error: OnError,
    types: Collection[str] = (),
    orthologs: bool | None = None,
    taken: Collection[str] = (),
) -> Gold:
    """Read a gold.

    The format is told by the content: JSON Lines with `mentions`, see
    `reconcile.evaluation.linking.goldlines`, or what `read_annotations` reads with texts in it:
    PubTator and BioC with NCBI Gene ids. In these, several ids at a name are all to be found.

    Args:
        path: the file; may be compressed with gzip.
        lexicon: says what identifiers stand for.
        on_error: gets each document that cannot be used; the others are read.
        types: the types of annotations that count; empty for those that stand for genes. JSON
            Lines have none.
        orthologs: whether ids of genes of other species stand for their human orthologs. If not,
            the names are to be found, but their genes are not asked for. None for the way of the
            format: JSON Lines of this project ground to human genes whatever the species, so
            orthologs count; in the others they do not.
        taken: names that other golds have; this one's gets more of its folders, or a number.

    Raises:
        InputError: the file cannot be read, or has no document that can be used.
    """
    source = str(path)
    is_lines = _is_lines(path)
    ids = GeneIds(lexicon, orthologs=is_lines if orthologs is None else orthologs)
    unknown: dict[str, str] = {}

    def fail(error: InputError, name: str | None = None) -> None:
        on_error(Failure(error.source or source, error.message, error.line, name))

    found = (
        _lines(path, ids, fail, unknown)
        if is_lines
        else _tagged(tagged_texts(path, types=types, texts=True), ids, source, fail, unknown)
    )
    documents: dict[str, GoldDocument] = {}
    for one in found:
        if one.id in documents:
            problem = f"{one.id} is there twice; keep one"
            fail(InputError(problem, source=source, line=one.line), one.id)
        else:
            documents[one.id] = one
    if not documents:
        raise InputError("no document that can be used; check the file", source=source)
    kinds = {mention.kind for one in documents.values() for mention in one.mentions}
    return Gold(
        name=corpus_name(Path(path), taken),
        source=source,
        documents=tuple(documents.values()),
        has_kinds=bool(kinds & {"family", "complex"}),
        orthologs=ids.orthologs,
        unknown=unknown,
    )


@contextmanager
def _opened(path: str | Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked; what goes wrong while they are read is an `InputError`."""
    try:
        with open_file(path) as stream:
            packed = stream.peek(2)[:2] == _GZIP
            yield cast(IO[bytes], GzipFile(fileobj=stream)) if packed else stream
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        problem = f"cannot be read: {reason}; check the file"
        raise InputError(problem, source=str(path)) from error


def _is_lines(path: str | Path) -> bool:
    """Whether a file is a gold of JSON Lines, by its first line, or by its name if that is bad."""
    with _opened(path) as stream:
        for _, data in bounded_lines(stream):
            if data is not None and data.strip(_BLANK):
                told = is_gold_line(data) if data.strip(_BLANK)[:1] == b"{" else False
                named = Path(path).name.removesuffix(".gz").endswith((".jsonl", ".ndjson"))
                return named if told is None else told
    return False


def _lines(
    path: str | Path,
    ids: GeneIds,
    fail: Callable[[InputError, str | None], None],
    unknown: dict[str, str],
) -> Iterator[GoldDocument]:
    source = str(path)
    with _opened(path) as stream:
        for number, data in bounded_lines(stream):
            if data is not None and not data.strip(_BLANK):
                continue
            try:
                yield document_of_line(data, ids, unknown, source=source, line=number)
            except InputError as error:
                fail(error, None)


def _tagged(
    texts: dict[str, TaggedText | InputError],
    ids: GeneIds,
    source: str,
    fail: Callable[[InputError, str | None], None],
    unknown: dict[str, str],
) -> Iterator[GoldDocument]:
    for name, tagged in texts.items():
        try:
            if isinstance(tagged, InputError):
                raise tagged
            yield _document(name, tagged, ids, source, unknown)
        except InputError as error:
            fail(error, name)


def _document(
    name: str, tagged: TaggedText, ids: GeneIds, source: str, unknown: dict[str, str]
) -> GoldDocument:
    text = tagged.text
    if text is None:
        problem = f"{name} has no text; write PubTator or BioC with the text in it"
        raise InputError(problem, source=source, line=tagged.line)
    places: dict[tuple[str, Kind, frozenset[str], bool], list[Place]] = {}
    for span in on_caption(tagged, text, figid=name, source=source, noun="text"):
        found = ids.resolve(span.ids, span.taxon)
        form = text[span.start : span.end]
        for one in found.unknown:
            unknown.setdefault(one, form)
        asked = bool(found.symbols) and not found.unknown
        key = form, span.kind or found.kind or "gene", found.symbols, asked
        places.setdefault(key, []).append((span.start, span.end))
    mentions = tuple(
        GoldMention(form, kind, tuple(dict.fromkeys(spans)), symbols, symbols, asked=asked)
        for (form, kind, symbols, asked), spans in places.items()
    )
    named = frozenset[str]().union(*(m.required for m in mentions if m.kind == "gene"))
    members = frozenset[str]().union(*(m.required for m in mentions if m.kind != "gene"))
    return GoldDocument(name, text, mentions, named, members - named, tagged.line)
