"""What the record formats share: limits, missing values, decoding, and the checks of each field."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Protocol

from reconcile.errors import InputError
from reconcile.patterns import regex
from reconcile.records import MISSING, Figure, OcrWord, WordKind

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "MAX_RECORD_BYTES",
    "META_FIELDS",
    "MISSING",
    "UTF16",
    "Lines",
    "Number",
    "Report",
    "bounded_lines",
    "build_figure",
    "decode",
    "document_too_large",
    "is_database_id",
    "is_missing",
    "ocr_word",
    "read_figid",
    "thing_word",
    "too_large",
]

MAX_RECORD_BYTES = 5_000_000
"""Longest record, JSONL line or provenance table that is read; anything longer is refused."""

MAX_DOCUMENT_BYTES = 100_000_000
"""Longest file of those that are held in memory: JSON that is one value, JATS XML, Excel."""

_SKIPPED = 100
"""How many times `MAX_RECORD_BYTES` of one line are passed over to come to the next one."""

META_FIELDS = ("year", "journal_title", "figlink", "filename")
"""Fields of a record that `Figure.meta` keeps."""

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Bytes that no text has, in whichever 8-bit encoding; escapes and white space aside."""

Lines = Iterator[tuple[int, bytes | None]]
"""1-based line numbers with the line's bytes, None for a line over `MAX_RECORD_BYTES`."""

Locate = Callable[[str, int | None], int | None]
"""From a field's name, and the position of an item in it, to a 1-based line or None."""


class Report(Protocol):
    """Where readers hand their bad records: raises the error, or notes it and returns."""

    def __call__(self, error: InputError, figid: str | None = None) -> None:
        """Take the error of one record."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a YAML record, as its text: the record meant text, or is wrong."""

    text: str


def is_missing(value: object) -> bool:
    """Whether a value is null or one of `MISSING`.

    >>> is_missing(None), is_missing(" NA "), is_missing("NAGK")
    (True, True, False)
    """
    return value is None or (isinstance(value, str) and value.strip() in MISSING)


def is_database_id(text: str) -> bool:
    r"""Whether a text can be an id of NCBI Gene or Taxonomy: a number that fits in 64 bits.

    >>> is_database_id("9606"), is_database_id("9606\x1b"), is_database_id("HGNC:5")
    (True, False, False)
    """
    return text.isascii() and text.isdecimal() and len(text) < 19


def too_large(source: str, line: int | None = None) -> InputError:
    """The error for a record over `MAX_RECORD_BYTES`."""
    return InputError(
        f"larger than {MAX_RECORD_BYTES:,} bytes; a record is one figure, "
        "so split the file or take it out",
        source=source,
        line=line,
    )


def document_too_large(source: str, when: str = "") -> InputError:
    """The error for a file over `MAX_DOCUMENT_BYTES`."""
    return InputError(
        f"larger than {MAX_DOCUMENT_BYTES:,} bytes{when}; split the file, or write JSON Lines, CSV "
        "or Parquet, which are read piece by piece",
        source=source,
    )


def decode(data: bytes, *, source: str, first_line: int = 1) -> str:
    r"""UTF-8 text with `\n` line ends and without a byte order mark.

    Raises:
        InputError: `data` is not UTF-8, or no text at all; names the line and the byte offset.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `error.object` starts after the byte order mark, where there is one.
        offset = error.start + len(data) - len(error.object)
        at = f"at byte {offset:,} (0x{data[offset]:02x})"
        is_text = data.startswith(UTF16) or not _NO_TEXT.search(data)
        raise InputError(
            f"not UTF-8 {at}; save the file as UTF-8"
            if is_text
            else f"not text but binary data, {at} for one; name a text file",
            source=source,
            line=first_line + data.count(b"\n", 0, offset),
        ) from error
    return text.replace("\r\n", "\n")


def bounded_lines(stream: IO[bytes], *, first: int = 1) -> Lines:
    """Number the lines of a stream from `first` on, never holding more than one, nor a huge one."""
    number = first - 1
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        number += 1
        if len(line) <= MAX_RECORD_BYTES:
            yield number, line
            continue
        yield number, None
        # Only now: who reads one record need not wait for the end of a line that may have none.
        for _ in range(_SKIPPED):
            if line.endswith(b"\n") or not (line := stream.readline(MAX_RECORD_BYTES)):
                break
        else:
            return


def read_figid(fields: Mapping[str, object], *, source: str, locate: Locate) -> str:
    """The identity of a record.

    Raises:
        InputError: it is missing or not text.
    """
    figid = fields.get("figid")
    if is_missing(figid):
        line = locate("figid", None)
        raise InputError("no figid; add `figid: …`", source=source, line=line)
    return _text("figid", figid, source=source, locate=locate).strip()


def build_figure(
    fields: Mapping[str, object],
    *,
    source: str,
    locate: Locate,
    keywords_name: str = "keywords",
) -> Figure:
    """Check the fields of one record and make it a `Figure`.

    Args:
        fields: `figid, caption, keywords, title, paper_title, organisms, ocr` and `META_FIELDS`
            as plain values; absent and missing ones are None in the figure, or not in its `meta`.
        source: the file, for messages and `Figure.source`.
        locate: gives the line of a field or of an item of a list.
        keywords_name: what the file calls the gene list.

    Raises:
        InputError: a field holds what it must not.
    """

    def optional(name: str) -> str | None:
        value = fields.get(name)
        if is_missing(value):
            return None
        if isinstance(value, Number) and name != "caption":
            return value.text
        return _text(name, value, source=source, locate=locate)

    return Figure(
        figid=read_figid(fields, source=source, locate=locate),
        caption=optional("caption"),
        keywords=_keywords(fields.get("keywords"), keywords_name, source, locate),
        title=optional("title"),
        paper_title=optional("paper_title"),
        organisms=_organisms(fields.get("organisms"), source, locate),
        ocr=_ocr(fields.get("ocr"), source, locate),
        source=source,
        meta=_meta(fields),
    )


def _meta(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What `Figure.meta` keeps; a value that is neither text nor number says nothing."""
    for name in META_FIELDS:
        value = fields.get(name)
        if isinstance(value, Number):
            yield name, value.text
        elif isinstance(value, str | int) and not isinstance(value, bool) and not is_missing(value):
            yield name, str(value).strip()


def _text(name: str, value: object, *, source: str, locate: Locate, item: int | None = None) -> str:
    """`value` if it is text, else an error about the field `name` or one item of it."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise InputError(
                f"`{name}` holds half a surrogate pair, which is no character; remove it",
                source=source,
                line=locate(name, item),
            ) from error
        return value
    what = f"an entry of `{name}`" if item is not None else f"`{name}`"
    remedy = (
        "put it in quotes" if isinstance(value, Number | int | float) else "write it as one text"
    )
    raise InputError(
        f"{what} is {_describe(value)}, not text; {remedy}", source=source, line=locate(name, item)
    )


def _describe(value: object) -> str:
    match value:
        case None:
            return "null"
        case Number(text):
            return f"the number {text}"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case str():
            return f"the text {value[:40]!r}"
        case list():
            return "a list"
        case _:
            return "a mapping"


def _keywords(value: object, name: str, source: str, locate: Locate) -> tuple[str, ...] | None:
    """The gene list; missing entries are left out, a list of nothing else is no list."""
    if is_missing(value):
        return None
    if not isinstance(value, list):
        raise InputError(
            f"`{name}` is {_describe(value)}, not a list; write a list with one gene an entry",
            source=source,
            line=locate("keywords", None),
        )

    def relocate(_: str, item: int | None) -> int | None:
        return locate("keywords", item)

    kept = [
        _text(name, entry, source=source, locate=relocate, item=item)
        for item, entry in enumerate(value)
        if not is_missing(entry)
    ]
    return tuple(kept) if kept or not value else None


def _organisms(value: object, source: str, locate: Locate) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple(
        _text("organisms", entry, source=source, locate=locate, item=item)
        for item, entry in enumerate(entries)
        if not is_missing(entry)
    )


_OCR_NAMES = {
    "word": ("word",),
    "match": ("match",),
    "symbol": ("symbol", "ncbigene_symbol"),
    "ncbi_gene_id": ("ncbi_gene_id", "ncbigene_id"),
    "source": ("source",),
    "taxon_id": ("taxon_id", "organism_id"),
}
_IDS = ("ncbi_gene_id", "taxon_id")
_THING_IDS = ("mesh", "chebi", "doid")
_ID = regex(r"(?:([A-Za-z][A-Za-z0-9.]*):)?([A-Za-z0-9]{1,40})")
_NO_ID = frozenset({None, "NaN"})
"""How tables of PFOCR say that a row has no gene, beside `MISSING`."""


def _ocr(value: object, source: str, locate: Locate) -> Iterable[OcrWord]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise InputError(
            "`ocr` is not a list of objects; write objects with word, match and symbol",
            source=source,
            line=locate("ocr", None),
        )
    return [_ocr_word(row, source, locate) for row in value]


def _ocr_word(row: Mapping[str, object], source: str, locate: Locate) -> OcrWord:
    found: dict[str, str | None] = {}
    kind = row.get("kind", "gene")
    if kind in ("chemical", "disease"):
        texts = {
            name: _text(f"ocr.{name}", row[name], source=source, locate=locate)
            for name in ("word", "match", "name", *_THING_IDS)
            if row.get(name) is not None
        }
        return thing_word(texts, kind, source=source, line=locate("ocr", None))
    if kind != "gene":
        raise InputError(
            "`ocr.kind` is none of gene, chemical, disease; choose one of these",
            source=source,
            line=locate("ocr", None),
        )
    for field, names in _OCR_NAMES.items():
        value = next((row[name] for name in names if row.get(name) is not None), None)
        if isinstance(value, int) and field in _IDS:
            value = str(value)
        if value is None and field in {"word", "match", "symbol"}:
            raise InputError(
                f"an object of `ocr` has no `{field}`; give it word, match and symbol",
                source=source,
                line=locate("ocr", None),
            )
        found[field] = (
            None if value is None else _text(f"ocr.{field}", value, source=source, locate=locate)
        )
    return ocr_word(found, source=source, line=locate("ocr", None), prefix="ocr.")


def ocr_word(
    row: Mapping[str, str | None], *, source: str, line: int | None, prefix: str = ""
) -> OcrWord:
    """An OCR word of its fields by name, each of which may be missing.

    A word that is missing is the lexicon entry that it hit; where both are, they are what is
    written, for `NA` may be what the image says.

    Raises:
        InputError: an id is no number.
    """
    given = {name: None if is_missing(row.get(name)) else row[name] for name in _OCR_NAMES}
    for name in _IDS:
        value = given[name]
        if value in _NO_ID:
            given[name] = None
        elif not is_database_id(value or ""):
            raise InputError(
                f"`{prefix}{name}` is {_describe(value)}, not the number of a database; "
                "correct it or leave it out",
                source=source,
                line=line,
            )
    return OcrWord(
        word=given["word"] or given["match"] or row["word"] or "",
        match=given["match"] or ("" if given["word"] else row["match"] or ""),
        symbol=given["symbol"] or "",
        ncbi_gene_id=given["ncbi_gene_id"],
        source=given["source"],
        taxon_id=given["taxon_id"],
    )


def thing_word(row: Mapping[str, str], kind: WordKind, *, source: str, line: int | None) -> OcrWord:
    """An OCR word that was taken for a chemical or disease, of its fields by name.

    Raises:
        InputError: it has no word, or an id is none.
    """
    given = {name: None if is_missing(value) else value for name, value in row.items()}
    word = given.get("word") or given.get("match") or given.get("name")
    if word is None:
        raise InputError(
            f"a {kind} without a word; add the word or remove the row", source=source, line=line
        )
    ids = []
    for name in _THING_IDS:
        for value in re.split(r"[\s,;|]+", given.get(name) or ""):
            found = _ID.fullmatch(value)
            if value and found is None:
                raise InputError(
                    f"`{name}` is {_describe(value)}, not an identifier; correct it or leave it "
                    "out",
                    source=source,
                    line=line,
                )
            if found is not None:
                ids.append(f"{(found[1] or name).upper()}:{found[2]}")
    match = given.get("match") or ""
    return OcrWord(word, match, "", None, f"{kind}s", None, kind, given.get("name"), tuple(ids))
