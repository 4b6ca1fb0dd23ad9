"""What goes in: a figure, the words off its image, and the names that another tagger found.

The types of the fields are checked when a record is made, so that a slip is told where it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, TypeAlias, TypeVar

from reconcile.errors import FieldTypeError

__all__ = ["MISSING", "Figure", "Kind", "OcrWord", "TaggedSpan", "WordKind"]

T = TypeVar("T")

Kind: TypeAlias = Literal["gene", "family", "complex", "nonhuman"]
WordKind: TypeAlias = Literal["gene", "chemical", "disease"]

MISSING = frozenset({"", "NA", ".na.character"})
"""The texts with which PFOCR says "missing", beside null; `NA` is no symbol of a gene."""


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word read off the image and what it was taken for: a row of one of PFOCR's three tables.

    The tables are `_data/<figid>-genes.tsv`, `-chemicals.tsv` and `-diseases.tsv`. The same word
    may be in several of them, and what the last two take for a thing may be a gene.

    Attributes:
        word: the characters that OCR read (`MyD88/Trif`).
        match: the lexicon entry of PFOCR that the word hit (`TRIF`); empty where the row has none.
        symbol: the gene symbol that went into the list (`TRIM69`); empty for no gene.
        ncbi_gene_id: its NCBI Gene id, None where the row has none.
        source: PFOCR's lexicon (`ncbigene_symbol`, `ncbigene_synonym`, `famplex_relations`, …), for
            no gene the table (`chemicals`, `diseases`).
        taxon_id: NCBI Taxonomy id of the gene, None where the row has none.
        kind: `gene`, `chemical` or `disease`: the table.
        name: what a chemical or disease is called in ChEBI or the Disease Ontology, None where the
            row has nothing.
        ids: its identifiers (`MESH:D000255`, `CHEBI:15422`, `DOID:1612`).
    """

    word: str
    match: str
    symbol: str
    ncbi_gene_id: str | None = None
    source: str | None = None
    taxon_id: str | None = None
    kind: WordKind = "gene"
    name: str | None = None
    ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse values of the wrong type.

        Raises:
            FieldTypeError: a value that is no text, or None where it may be, or ids that are no
                tuple of texts.
        """
        for name in ("word", "match", "symbol", "kind"):
            _text(self, name, getattr(self, name))
        for name in ("ncbi_gene_id", "source", "taxon_id", "name"):
            _text_or_none(self, name, getattr(self, name))
        _tuple_of_texts(self, "ids", self.ids)


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A span of a caption that names genes, as another tagger says.

    Attributes:
        start: code-point offset in the caption.
        end: likewise, exclusive.
        ids: what it stands for, such as `NCBIGene:2064` and `HGNC:3430`. Where none of them is an
            id of a human gene, the name is grounded in its context.
        kind: what the tagger takes it for, None where it does not say.
        label: id of the family or complex, None where the tagger does not say.
        taxon: NCBI Taxonomy id of the organism, None where the tagger does not say.
    """

    start: int
    end: int
    ids: tuple[str, ...] = ()
    kind: Kind | None = None
    label: str | None = None
    taxon: str | None = None

    def __post_init__(self) -> None:
        """Refuse values of the wrong type.

        Raises:
            FieldTypeError: an offset that is no whole number, ids that are no tuple of texts, or
                another value that is neither text nor None.
        """
        for name in ("start", "end"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool):
                _refuse(self, name, value, "a whole number")
        _tuple_of_texts(self, "ids", self.ids)
        for name in ("kind", "label", "taxon"):
            _text_or_none(self, name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class Figure:
    """A pathway figure: its texts and the gene list that OCR made of it.

    Lists are accepted and kept as tuples. `caption=None` means that the record has no caption;
    `keywords=None` that it has no gene list. Both are reported, with undefined scores. Entries
    of `keywords` and `organisms` that say "missing" (`MISSING`) are left out; a list of nothing
    else is no list.

    `meta` is what else the record says of the figure, as pairs of texts (`year`,
    `journal_title`, `figlink`); a mapping is accepted. It groups figures, leads to their pages and
    changes no result.

    `tagged` is what another tagger found in the caption; `()` says that it found nothing, None
    that the names are to be looked for.

    Raises:
        FieldTypeError: a value of the wrong type, such as a gene list that is one string; it is
            also a `TypeError`.

    >>> Figure(figid="F1", caption="MEK activates ERK.", keywords=["MEK"]).keywords
    ('MEK',)
    """

    figid: str
    caption: str | None = None
    keywords: tuple[str, ...] | None = None
    title: str | None = None
    paper_title: str | None = None
    organisms: tuple[str, ...] = ()
    ocr: tuple[OcrWord, ...] = ()
    source: str | None = None
    meta: tuple[tuple[str, str], ...] = ()
    tagged: tuple[TaggedSpan, ...] | None = None

    def __init__(
        self,
        figid: str,
        caption: str | None = None,
        keywords: Iterable[str] | None = None,
        title: str | None = None,
        paper_title: str | None = None,
        organisms: Iterable[str] = (),
        ocr: Iterable[OcrWord] = (),
        source: str | None = None,
        meta: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        tagged: Iterable[TaggedSpan] | None = None,
    ) -> None:
        _text(self, "figid", figid)
        put = object.__setattr__
        put(self, "figid", figid)
        for name, text in (
            ("caption", caption),
            ("title", title),
            ("paper_title", paper_title),
            ("source", source),
        ):
            _text_or_none(self, name, text)
            put(self, name, text)
        listed = None if keywords is None else _given(_listed(self, "keywords", keywords, str))
        put(self, "keywords", listed)
        put(self, "organisms", _given(_listed(self, "organisms", organisms, str)) or ())
        put(self, "ocr", _listed(self, "ocr", ocr, OcrWord))
        pairs = meta.items() if isinstance(meta, Mapping) else meta
        put(self, "meta", _pairs(self, pairs))
        spans = None if tagged is None else _listed(self, "tagged", tagged, TaggedSpan)
        put(self, "tagged", spans)


def _text(record: object, name: str, value: object) -> None:
    if not isinstance(value, str):
        _refuse(record, name, value, "text")


def _text_or_none(record: object, name: str, value: object) -> None:
    if value is not None and not isinstance(value, str):
        _refuse(record, name, value, "text or None")


def _tuple_of_texts(record: object, name: str, value: object) -> None:
    if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
        _refuse(record, name, value, "a tuple of texts")


def _listed(record: object, name: str, values: Iterable[T], kind: type[T]) -> tuple[T, ...]:
    """The values as a tuple, if each of them is of one kind."""
    wanted = "text" if kind is str else kind.__name__
    if isinstance(values, str | bytes):
        _refuse(record, name, values, f"a list of {wanted}, not one string")
    if isinstance(values, Mapping) or not isinstance(values, Iterable):
        _refuse(record, name, values, f"a list of {wanted}")
    found = tuple(values)
    for index, value in enumerate(found):
        if not isinstance(value, kind):
            _refuse(record, f"{name}[{index}]", value, wanted)
    return found


def _pairs(record: object, pairs: Any) -> tuple[tuple[str, str], ...]:
    wanted = "a pair of texts"
    if isinstance(pairs, str | bytes) or not isinstance(pairs, Iterable):
        _refuse(record, "meta", pairs, "a mapping of text to text, or pairs of texts")
    found = []
    for index, pair in enumerate(pairs):
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            _refuse(record, f"meta[{index}]", pair, wanted)
        name, value = pair
        if not (isinstance(name, str) and isinstance(value, str)):
            _refuse(record, f"meta[{index}]", pair, wanted)
        found.append((name, value))
    return tuple(found)


def _refuse(record: object, name: str, value: object, wanted: str) -> NoReturn:
    figid = getattr(record, "figid", None) if name != "figid" else None
    whose = type(record).__name__ + (f" {figid!r}" if figid is not None else "")
    shown = repr(value)
    shown = shown if len(shown) <= 80 else f"{shown[:77]}..."
    kind = type(value).__name__
    raise FieldTypeError(f"{whose}: `{name}` is {shown} ({kind}); expected {wanted}")


def _given(listed: tuple[str, ...]) -> tuple[str, ...] | None:
    """The entries that say something; None where there are only others."""
    kept = tuple(entry for entry in listed if entry.strip() not in MISSING)
    return kept if kept or not listed else None
