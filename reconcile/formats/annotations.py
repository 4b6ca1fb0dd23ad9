"""`read_annotations`: what another tagger found in captions, in any of the formats read here."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from gzip import GzipFile
from io import BufferedReader
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from reconcile.errors import InputError
from reconcile.formats.bioc import bioc_documents, read_bioc
from reconcile.formats.biocxml import bioc_elements
from reconcile.formats.fields import MAX_RECORD_BYTES, bounded_lines, decode
from reconcile.formats.jsonlocation import loads
from reconcile.formats.jsontext import NotJSON
from reconcile.formats.mentionlines import has_mentions, read_mentions
from reconcile.formats.opening import open_source, rewound
from reconcile.formats.pubtator import read_pubtator
from reconcile.formats.tagged import Documents, Found, TaggedText, names_genes, on_caption
from reconcile.formats.webannotation import is_web_annotation, read_web_annotations
from reconcile.records import Failure, Figure, TaggedSpan

if TYPE_CHECKING:
    from reconcile.lexicon import Lexicon

__all__ = ["MAX_ANNOTATION_BYTES", "TaggerOutput", "read_annotations", "tagged_texts"]

_GZIP: Final = b"\x1f\x8b"
_BLANK: Final = b" \t\r\n\xef\xbb\xbf"
_HEAD: Final = 1024
MAX_ANNOTATION_BYTES: Final = 100 * MAX_RECORD_BYTES
"""Most bytes of JSON that are held in memory; PubTator and BioC XML are read piece by piece."""


class TaggerOutput:
    """The annotations of a file by figid.

    Attributes:
        source: the file.
        figids: the ids of its texts, in file order.
    """

    def __init__(self, source: str, texts: dict[str, TaggedText | InputError]) -> None:
        self.source = source
        self.figids = tuple(texts)
        self._texts = texts

    def of(self, figure: Figure) -> tuple[TaggedSpan, ...]:
        """The spans of a figure's caption.

        Raises:
            InputError: the file has no such text, what it has of it cannot be read, or an
                annotation does not spell what stands in the caption at its offsets.
        """
        return self.on(figure.figid, figure.caption)

    def on(self, figid: str, text: str | None, noun: str = "caption") -> tuple[TaggedSpan, ...]:
        """The spans of a text with this id; errors call it `noun`.

        Raises:
            InputError: see `of`.
        """
        tagged = self._texts.get(figid)
        if tagged is None:
            raise InputError(
                f"no text {figid}; annotate its {noun} under this id, if only to say that "
                "there is nothing in it, or leave it out",
                source=self.source,
            )
        if isinstance(tagged, InputError):
            raise tagged
        return on_caption(tagged, text, figid=figid, source=self.source, noun=noun)

    def attach(
        self, figures: Iterable[Figure], *, on_error: Callable[[Failure], None] | None = None
    ) -> Iterator[Figure]:
        """The figures with their spans as `Figure.tagged`, in their order.

        A figure without a caption has nothing to annotate and stays as it is.

        Args:
            figures: any iterable.
            on_error: gets each figure whose spans cannot be had, which is then left out. Without
                it the first one raises.

        Raises:
            InputError: see `of`; without `on_error` only.
        """
        for figure in figures:
            if figure.caption is None:
                yield figure
                continue
            try:
                spans = self.of(figure)
            except InputError as error:
                if on_error is None:
                    raise
                place = error.source or self.source
                on_error(Failure(place, error.message, error.line, figure.figid))
            else:
                yield dataclasses.replace(figure, tagged=spans)

    def unknown_ids(self, lexicon: Lexicon) -> dict[str, str]:
        """The identifiers that no human gene of the lexicon has, each with a name it stands for.

        Such names are grounded in their context. In the order of the identifiers.
        """
        names: dict[str, str] = {}
        for text in self._texts.values():
            for found in _of(text):
                for identifier in found.span.ids:
                    names.setdefault(identifier, found.text)
        return {i: names[i] for i in sorted(names) if lexicon.gene_by_id(i) is None}


def read_annotations(path: str | Path, *, types: Iterable[str] = ()) -> TaggerOutput:
    r"""Read what another tagger found in captions.

    The format is told by the content: PubTator, BioC XML (needs the extra `bioc`), BioC JSON (a
    collection, a list or lines of documents, an export of PubTator), Web Annotation, or JSON with
    `mentions` as reports have them. Texts have figids as their ids, and offsets count code points
    of the caption. Files may be compressed with gzip.

    Args:
        path: the file.
        types: the types of annotations that count, in any case; without them those that stand
            for genes, their products, families and complexes.

    Raises:
        InputError: the file cannot be read, is in none of the formats, or has annotations but
            none that counts. What is wrong with a single text is raised when a figure asks for it.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.pubtator")
    ...     _ = file.write_text("F1|t|HER2 rises.\nF1\t0\t4\tHER2\tGene\t2064\n")
    ...     read_annotations(file).of(Figure("F1", "HER2 rises."))[0].ids
    ('NCBIGene:2064',)
    """
    return TaggerOutput(str(path), tagged_texts(path, types=types))


def tagged_texts(
    path: str | Path, *, types: Iterable[str] = (), texts: bool = False
) -> dict[str, TaggedText | InputError]:
    """The annotated texts of a file by id, in file order, or what is wrong with one of them.

    Args:
        path: the file, see `read_annotations`.
        types: likewise.
        texts: keep the characters of the texts too.

    Raises:
        InputError: see `read_annotations`.
    """
    source, chosen = str(path), frozenset(types)
    read: dict[str, TaggedText | InputError] = {}
    try:
        with open_source(path) as file:
            for name, one in _texts(_unzipped(file), source, texts):
                read[name] = _second(name, one, source) if name in read else one
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read: {reason}; check the file", source=source) from error
    if not read:
        raise InputError("no annotated text; write PubTator, BioC or Web Annotation", source=source)
    counted = {name: _counted(one, chosen) for name, one in read.items()}
    found = {one.type for text in read.values() for one in _of(text)}
    if found and not any(map(_of, counted.values())):
        raise InputError(
            f"no annotation that names genes, only {', '.join(sorted(found))}; "
            "say which types count",
            source=source,
        )
    return counted


def _of(text: TaggedText | InputError) -> tuple[Found, ...]:
    return () if isinstance(text, InputError) else text.found


def _counted(text: TaggedText | InputError, types: Collection[str]) -> TaggedText | InputError:
    if isinstance(text, InputError):
        return text
    kept = tuple(one for one in text.found if names_genes(one.type, types))
    return TaggedText(kept, text.line, text.text)


def _unzipped(stream: BufferedReader) -> IO[bytes]:
    return cast(IO[bytes], GzipFile(fileobj=stream)) if stream.peek(2)[:2] == _GZIP else stream


def _second(figid: str, text: TaggedText | InputError, source: str) -> InputError:
    return InputError(
        f"{figid} is there twice; put its annotations together", source=source, line=text.line
    )


def _texts(stream: IO[bytes], source: str, texts: bool) -> Documents:
    """Tell the format by the first character that is not blank."""
    head = some = stream.read(_HEAD)
    while some and not some.strip(_BLANK) and len(head) < MAX_RECORD_BYTES:
        some = stream.read(_HEAD)
        head += some
    first = some.lstrip(_BLANK)[:1]
    stream = rewound(stream, head)
    if first == b"<":
        yield from read_bioc(bioc_elements(stream, source=source), source=source, texts=texts)
    elif first in (b"{", b"["):
        data = stream.read(MAX_ANNOTATION_BYTES + 1)
        if len(data) > MAX_ANNOTATION_BYTES:
            problem = f"larger than {MAX_ANNOTATION_BYTES:,} bytes; cut it into several files"
            raise InputError(problem, source=source)
        value = _parsed(decode(data, source=source), source)
        if is_web_annotation(value):
            yield from read_web_annotations(value, source=source)
        elif has_mentions(bioc_documents(value)):
            yield from read_mentions(bioc_documents(value), source=source)
        else:
            yield from read_bioc(bioc_documents(value), source=source, texts=texts)
    else:
        yield from read_pubtator(bounded_lines(stream), source=source, texts=texts)


def _parsed(text: str, source: str) -> Any:
    """JSON, or a list of what the lines are if there are several values."""
    try:
        return loads(text)
    except NotJSON as error:
        lines = [(i, line) for i, line in enumerate(text.split("\n"), start=1) if line.strip()]
        try:
            return [loads(line, first_line=i) for i, line in lines]
        except NotJSON:
            raise InputError(
                f"not JSON ({error}); write it again", source=source, line=error.line
            ) from error
