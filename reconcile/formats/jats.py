"""JATS XML, the form of articles in PubMed Central: each `fig` is a figure without a gene list.

Read by the parser of the standard library, event by event: only one figure is held. Entities that a
document declares itself are refused, files that it names are not opened.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, Final, TypeAlias
from xml.parsers import expat

from reconcile.errors import InputError
from reconcile.formats.fields import (
    MAX_DOCUMENT_BYTES,
    MAX_RECORD_BYTES,
    META_FIELDS,
    Report,
    document_too_large,
    too_large,
)
from reconcile.formats.jatstext import Element, caption_text, plain_text
from reconcile.patterns import regex
from reconcile.records import Figure

__all__ = ["BLOCK", "MAX_ELEMENTS", "read_jats"]

_Captioned: TypeAlias = tuple[Element, Element | None]
"""A figure and its caption, its own or its group's."""

BLOCK: Final = 1 << 16
"""Bytes that are parsed at a time."""
_MAX_DEPTH: Final = 200
MAX_ELEMENTS: Final = 100_000
"""Most elements of a figure."""
_FIGURES: Final = frozenset({"fig", "fig-group"})
_IDS: Final = ("pmcid", "pmc", "pmid", "doi")
"""Kinds of ids that an article may have, the preferred one first."""
_DIGITS: Final = regex(r"(?:PMC|PMID:?)?\s*(\d+)(?:\.\d+)?", re.IGNORECASE)
_PREFIXES: Final = {"pmcid": "PMC", "pmc": "PMC", "pmid": "PMID"}
_TOLD: Final = frozenset(
    {
        ("front", "article-meta", "article-id"),
        ("front", "article-meta", "title-group", "article-title"),
        ("front", "article-meta", "pub-date", "year"),
        ("front", "journal-meta", "journal-title"),
        ("front", "journal-meta", "journal-title-group", "journal-title"),
    }
)
"""Where an article says what is kept of it."""


def read_jats(
    stream: IO[bytes], *, source: str, report: Report, first_line: int = 1
) -> Iterator[tuple[int, Figure]]:
    """The figures of the articles in a file, each with the line of its `fig`.

    What cannot be read goes to `report`; behind what is no XML there is nothing more.
    """
    parser = _Parser(source, first_line)
    size = 0
    try:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > MAX_DOCUMENT_BYTES:
                raise document_too_large(source)
            parser.feed(block)
            yield from parser.taken(report)
        if not size:
            raise InputError("the file is empty; remove it or restore it", source=source)
        parser.end()
        yield from parser.taken(report)
    except InputError as error:
        yield from parser.taken(report)
        report(error)


class _Article:
    """What is known of the article that is being read."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.ids: dict[str, str] = {}
        self.title: str | None = None
        self.meta: dict[str, str] = {}
        self.figures = 0

    def learn(self, place: tuple[str, ...], element: Element) -> None:
        """Take what an element of the front matter says; the first one counts."""
        text = plain_text(element)
        if not text:
            return
        match place:
            case (*_, "article-id"):
                self.ids.setdefault(element.attributes.get("pub-id-type", ""), text)
            case (*_, "article-title"):
                self.title = self.title or text
            case (*_, "year"):
                self.meta.setdefault("year", text)
            case _:
                self.meta.setdefault("journal_title", text)

    def figid(self, own: str, source: str) -> str:
        """The id of a figure, after that of the article or, without one, the name of the file."""
        kind = next((kind for kind in _IDS if kind in self.ids), None)
        article = PurePath(source).stem if kind is None else self.ids[kind]
        digits = _DIGITS.fullmatch(article)
        if digits is not None and kind in _PREFIXES:
            article = f"{_PREFIXES[kind]}{digits[1]}"
        return f"{article}__{own}"


class _Parser:
    """The events of a document, and the figures that they make."""

    def __init__(self, source: str, first_line: int) -> None:
        self.figures = 0
        self.articles = 0
        self._source, self._before = source, first_line - 1
        self._expat = expat.ParserCreate()
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._text
        self._expat.SkippedEntityHandler = self._entity
        self._expat.EntityDeclHandler = self._declared
        self._path: list[str] = []
        self._article: _Article | None = None
        self._held: list[Element] = []
        """The element that is kept, and those that are open in it."""
        self._line = self._elements = self._size = 0
        self._bad: InputError | None = None
        self._done: list[tuple[int, Figure] | InputError] = []
        self._root = ""

    def feed(self, block: bytes, *, last: bool = False) -> None:
        """Read on.

        Raises:
            InputError: it is no XML, or outside our bounds.
        """
        try:
            self._expat.Parse(block, last)
        except expat.ExpatError as error:
            raise InputError(
                f"not well-formed XML ({expat.ErrorString(error.code)}); restore the file",
                source=self._source,
                line=self._before + error.lineno,
            ) from error

    def end(self) -> None:
        """There is no more.

        Raises:
            InputError: see `feed`; or there was no article, or none with a figure.
        """
        self.feed(b"", last=True)
        if not self.articles:
            raise InputError(
                f"XML with the root `{self._root[:40]}` and no `article` of JATS in it; of XML, "
                "articles as in PubMed Central are read",
                source=self._source,
            )
        if not self.figures:
            raise InputError("the article has no `fig`; leave it out", source=self._source)

    def taken(self, report: Report) -> Iterator[tuple[int, Figure]]:
        """What was done since the last time; the errors among it go to `report`."""
        done, self._done = self._done, []
        for item in done:
            if isinstance(item, InputError):
                report(item)
            else:
                yield item

    @property
    def _here(self) -> int:
        return self._before + self._expat.CurrentLineNumber

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        self._root = self._root or name
        self._path.append(name)
        if len(self._path) > _MAX_DEPTH:
            raise InputError(
                f"nested more than {_MAX_DEPTH} levels deep; correct it",
                source=self._source,
                line=self._here,
            )
        if self._held:
            self._elements += 1
            self._count(0)
            if self._bad is not None:
                return
            element = Element(name, {_local(key): value for key, value in attributes.items()})
            self._held[-1].children.append(element)
            self._held.append(element)
        elif name == "article" and self._article is None:
            self._article = _Article(len(self._path))
            self.articles += 1
        elif self._article is not None and (name in _FIGURES or self._place() in _TOLD):
            self._held = [Element(name, {_local(k): value for k, value in attributes.items()})]
            self._line, self._elements, self._size, self._bad = self._here, 0, 0, None
            self._depth = len(self._path)

    def _end(self, name: str) -> None:
        name = _local(name)
        article = self._article
        if article is not None and self._held and len(self._path) == self._depth:
            element = self._held[0]
            if name in _FIGURES:
                self._take(element, article)
            elif self._bad is None:
                article.learn(self._place(), element)
            self._held = []
        elif self._held and self._bad is None:
            self._held.pop()
        elif article is not None and len(self._path) == article.depth:
            self._article = None
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._held and self._bad is None:
            self._count(len(text))
            self._held[-1].children.append(text)

    def _count(self, size: int) -> None:
        """Keep a figure within the bounds of a record."""
        self._size += size
        if self._size > MAX_RECORD_BYTES or self._elements > MAX_ELEMENTS:
            self._bad = too_large(self._source, self._line)

    def _entity(self, name: str, is_parameter: bool) -> None:
        if is_parameter or not self._held:
            return
        text = html.entities.html5.get(f"{name};")
        if text is not None:
            self._text(text)
        elif self._bad is None:
            problem = f"the entity `&{name[:40]};` is not known; write the character itself"
            self._bad = InputError(problem, source=self._source, line=self._here)

    def _declared(self, name: str, *_: object) -> None:
        raise InputError(
            f"declares the entity `{name[:40]}`; write what it stands for, and take it out",
            source=self._source,
            line=self._here,
        )

    def _place(self) -> tuple[str, ...]:
        return tuple(self._path[self._article.depth :]) if self._article is not None else ()

    def _take(self, element: Element, article: _Article) -> None:
        self.figures += 1
        if self._bad is not None:
            self._done.append(self._bad)
            return
        for figure in _figures(element):
            article.figures += 1
            self._done.append((self._line, _figure(figure, article, self._source)))


def _figures(element: Element, shared: Element | None = None) -> Iterator[_Captioned]:
    """The figures of an element, each with its caption; those of a group may share one."""
    own = element.find("caption") or shared
    if element.name == "fig":
        yield element, own
        return
    for child in element.elements():
        if child.name in _FIGURES:
            yield from _figures(child, own)


def _figure(found: _Captioned, article: _Article, source: str) -> Figure:
    element, own = found
    caption, title = caption_text(own)
    label = element.find("label")
    return Figure(
        figid=article.figid(_own_id(element, article.figures), source),
        caption=caption,
        title=title or (plain_text(label) if label is not None else None) or None,
        paper_title=article.title,
        source=source,
        meta=[(name, article.meta[name]) for name in META_FIELDS if name in article.meta],
    )


def _own_id(element: Element, number: int) -> str:
    """What a figure is called in its article: its id, its picture, or its place."""
    if given := element.attributes.get("id", "").strip():
        return given
    picture = element.find("graphic")
    href = "" if picture is None else picture.attributes.get("href", "")
    return PurePath(href).stem or f"fig{number}"


def _local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]
