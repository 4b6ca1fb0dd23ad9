"""Corpora with gene mentions: columns of tokens with IOB tags, and PubTator.

The format is told by the content. Files may be compressed with gzip. A document is a sentence of a
column file, or a PubTator document; spans are half-open, in code points of its text.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

from reconcile.errors import InputError
from reconcile.formats.opening import open_file
from reconcile.patterns import regex
from reconcile.tagger.spaces import join

__all__ = ["Corpus", "Document", "TypedSpan", "corpus_name", "detokenise", "read_corpus"]

_GZIP = b"\x1f\x8b"
_TITLE = regex(r"[^\t|]+\|t\|")
_PASSAGE = regex(r"([^\t|]+)\|([a-z])\|(.*)", re.DOTALL)
_TAG = regex(r"([BI])(?:-(.+))?")
_UNTYPED = "GENE"
_GENE_TYPE = regex(
    r"(?:gene|ggp|protein|gene(?:_?or_?|/)gene_?product|complex|protein_?complex|dna|rna)",
    re.IGNORECASE,
)
_NUMBER = regex(r"[0-9]+")


class TypedSpan(NamedTuple):
    """A span of a text that names a gene, with the type that the corpus or a finder gives it."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its gold spans in text order; `line` is where it begins in its file."""

    text: str
    spans: tuple[TypedSpan, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a file.

    Attributes:
        name: folder and stem of the file (`bc2gm/devel`), see `read_corpus`.
        source: the file as the caller named it.
        documents: in the order of the file, at least one.
    """

    name: str
    source: str
    documents: tuple[Document, ...]

    @property
    def types(self) -> dict[str, int]:
        """How many gold spans of each type there are, by name."""
        return dict(sorted(Counter(s.type for d in self.documents for s in d.spans).items()))


def read_corpus(
    path: str | Path, *, types: Collection[str] = (), taken: Collection[str] = ()
) -> Corpus:
    """Read a corpus.

    Column files have a line `token TAB tag` for each token and a blank line after each sentence.
    Tags are `O`, `B-TYPE`, `I-TYPE`, or `B` and `I` alone; IOB1 and IOB2 both read right. The text
    is put together by `detokenise`. PubTator files have the lines `id|t|title`, `id|a|abstract`
    and `id TAB start TAB end TAB text TAB type`; other lines are relations and are passed over.

    Args:
        path: the file.
        types: the types of spans that count, in any case. Empty for the default: all in a column
            file; in a PubTator file those that stand for genes, their products and complexes.
        taken: names that other corpora have; this one's gets more of its folders, or a number.

    Raises:
        InputError: the file cannot be read, has no document, a line that is no such line, a span
            whose offsets do not fit the text, or no span of the given types.
    """
    source = str(path)
    lines = _lines(Path(path), source)
    first = next((line for line in lines if line.strip()), "")
    is_pubtator = _TITLE.match(first) is not None
    documents = tuple((_pubtator if is_pubtator else _columns)(lines, source))
    if not documents:
        raise InputError("no sentence or document; check the file", source=source)
    found = Counter(span.type for document in documents for span in document.spans)
    chosen = _chosen(found, types, is_pubtator=is_pubtator)
    if found and not chosen:
        what = f"of type {', '.join(sorted(types))}" if types else "that names genes"
        raise InputError(
            f"no span {what}; it has {', '.join(sorted(found))}, choose with --types",
            source=source,
        )
    kept = tuple(
        Document(d.text, tuple(sorted({s for s in d.spans if s.type in chosen})), d.line)
        for d in documents
    )
    return Corpus(corpus_name(Path(path), taken), source, kept)


def detokenise(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """The text of a sentence that a corpus gives as tokens, and where each token begins in it.

    Corpora in columns do not say where spaces were. The bundled tagger is trained on texts that
    are put together in the same way.

    >>> detokenise("IL - 2 ( 5 ng / ml ) .".split())[0]
    'IL-2 (5 ng/ml).'
    """
    parts, starts, offset = [], [], 0
    for token, space in zip(tokens, join(tokens), strict=True):
        starts.append(offset)
        piece = token + " " if space else token
        parts.append(piece)
        offset += len(piece)
    return "".join(parts).rstrip(" "), starts


def _chosen(found: Collection[str], types: Collection[str], *, is_pubtator: bool) -> set[str]:
    if types:
        wanted = {one.lower() for one in types}
        return {one for one in found if one.lower() in wanted}
    if is_pubtator:
        return {one for one in found if _GENE_TYPE.fullmatch(one)}
    return set(found)


def corpus_name(path: Path, taken: Collection[str]) -> str:
    """Folder and stem, with as many folders as make it unique."""
    place = path.resolve()
    stem = place.name.removesuffix(".gz").rsplit(".", 1)[0] or place.name
    folders = [part for part in place.parent.parts if part != place.anchor]
    for depth in range(1, len(folders) + 1):
        name = "/".join((*folders[-depth:], stem))
        if name not in taken:
            return name
    short = "/".join((*folders[-1:], stem))
    return next(name for n in count(2) if (name := f"{short}#{n}") not in taken)


def _lines(path: Path, source: str) -> list[str]:
    r"""The lines without their ends. Only `\n` ends a line: tokens may hold other breaks."""
    try:
        with open_file(path) as stream:
            data = stream.read()
        if data.startswith(_GZIP):
            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read: {reason}; check the file", source=source) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"expected UTF-8, found byte {data[error.start]:#04x}; convert the file first",
            source=source,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error
    return [line.removesuffix("\r") for line in text.split("\n")]


# -- columns ---------------------------------------------------------------------------------------


def _columns(lines: Sequence[str], source: str) -> Iterator[Document]:
    tokens: list[str] = []
    tags: list[str] = []
    began = 0
    for number, line in enumerate((*lines, ""), start=1):
        if not line.strip():
            if tokens:
                yield _sentence(tokens, tags, began)
                tokens, tags = [], []
            continue
        token, tag = _token(line, source, number)
        if not tokens:
            began = number
        tokens.append(token)
        tags.append(tag)


def _token(line: str, source: str, number: int) -> tuple[str, str]:
    fields = line.split("\t")
    if len(fields) != 2:
        raise InputError(
            f"expected `token TAB tag`, found {len(fields)} column{'s'[: len(fields) != 1]}: "
            f"{line[:60]!r}; write one token and one tag a line",
            source=source,
            line=number,
        )
    token, tag = fields[0], fields[1].strip()
    if not token.strip():
        raise InputError("a tag without a token; remove the line", source=source, line=number)
    if tag != "O" and not _TAG.fullmatch(tag):
        raise InputError(
            f"tag {tag[:40]!r} is not O, B-TYPE or I-TYPE; convert the tags to IOB",
            source=source,
            line=number,
        )
    return token, tag


def _sentence(tokens: Sequence[str], tags: Sequence[str], line: int) -> Document:
    text, starts = detokenise(tokens)
    spans: list[TypedSpan] = []
    inside: str | None = None
    for token, tag, start in zip(tokens, tags, starts, strict=True):
        match = _TAG.fullmatch(tag)
        if match is None:
            inside = None
            continue
        kind, end = match.group(2) or _UNTYPED, start + len(token)
        # In IOB1 a mention begins with I-, and with B- only where it follows another.
        if match.group(1) == "I" and kind == inside:
            spans[-1] = TypedSpan(spans[-1].start, end, kind)
        else:
            spans.append(TypedSpan(start, end, kind))
        inside = kind
    return Document(text, tuple(spans), line)


# -- PubTator --------------------------------------------------------------------------------------


def _pubtator(lines: Sequence[str], source: str) -> Iterator[Document]:
    identifier: str | None = None
    passages: list[str] = []
    spans: list[TypedSpan] = []
    began = 0
    for number, line in enumerate((*lines, ""), start=1):
        if not line.strip():
            continue
        passage = _PASSAGE.fullmatch(line)
        if passage is not None and passage.group(1) != identifier:
            if identifier is not None:
                yield Document(" ".join(passages), tuple(sorted(spans)), began)
            identifier, passages, spans, began = passage.group(1), [], [], number
        if passage is not None:
            passages.append(passage.group(3))
            continue
        if identifier is None or not line.startswith(f"{identifier}\t"):
            raise InputError(
                f"expected a line of document {identifier}, found {line[:60]!r}; "
                "begin each document with `id|t|title`",
                source=source,
                line=number,
            )
        fields = line.split("\t")
        if len(fields) > 1 and _NUMBER.fullmatch(fields[1]):
            spans.append(_mention(fields, " ".join(passages), source, number))
    if identifier is not None:
        yield Document(" ".join(passages), tuple(sorted(spans)), began)


def _mention(fields: Sequence[str], text: str, source: str, number: int) -> TypedSpan:
    if len(fields) < 5 or not _NUMBER.fullmatch(fields[2]) or not fields[4].strip():
        raise InputError(
            "expected `id TAB start TAB end TAB text TAB type`, found "
            f"{' TAB '.join(fields)[:80]!r}",
            source=source,
            line=number,
        )
    start, end = int(fields[1]), int(fields[2])
    found = text[start:end]
    if not found or found.split() != fields[3].split():
        raise InputError(
            f"{start}-{end} is {found[:40]!r} in the text, the line says {fields[3][:40]!r}; "
            "count code points of title, one character and abstract",
            source=source,
            line=number,
        )
    return TypedSpan(start, end, fields[4].strip())
