"""The OCR provenance beside a record: `_data/<figid>-genes.tsv` and two tables of other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from reconcile.errors import InputError
from reconcile.formats.fields import MAX_RECORD_BYTES, decode, ocr_word, thing_word, too_large
from reconcile.formats.opening import open_file
from reconcile.records import OcrWord, WordKind

__all__ = [
    "TABLES",
    "Words",
    "find_provenance",
    "kind_of_table",
    "parse_provenance",
    "read_provenance",
]

Words: TypeAlias = Callable[[str], Iterable[tuple[OcrWord, ...] | InputError]]
"""From a figid to the words read off the image: those of each table, or what is wrong with it."""

TABLES: Final[Mapping[str, WordKind]] = {
    "-genes.tsv": "gene",
    "-chemicals.tsv": "chemical",
    "-diseases.tsv": "disease",
}
"""How the names of the tables end, and what each takes words for."""

_REQUIRED: Final[Mapping[WordKind, tuple[str, ...]]] = {
    "gene": ("word", "match", "ncbigene_symbol"),
    "chemical": ("word", "mesh"),
    "disease": ("word", "mesh"),
}
_FIELDS: Final = {
    "ncbigene_symbol": "symbol",
    "ncbigene_id": "ncbi_gene_id",
    "organism_id": "taxon_id",
}


def kind_of_table(name: str) -> WordKind:
    """What a table takes words for, by the end of its name.

    >>> kind_of_table("PMC1__a-diseases.tsv"), kind_of_table("words.tsv")
    ('disease', 'gene')
    """
    return next((kind for end, kind in TABLES.items() if name.endswith(end)), "gene")


def find_provenance(figid: str, *, folder: Path, ocr_dir: Path | None) -> tuple[Path, ...]:
    """The provenance tables of a record, in the order of `TABLES`; each is looked for by itself.

    Args:
        figid: the record's identity.
        folder: the folder of the record's file; `_data` is looked for in it and beside it.
        ocr_dir: look here and nowhere else.
    """
    if Path(figid).name != figid or "\\" in figid or "\0" in figid:
        return ()
    folders = (ocr_dir,) if ocr_dir is not None else (folder.parent / "_data", folder / "_data")
    if ocr_dir is None and folder == Path():
        folders = (Path("..", "_data"), Path("_data"))
    found = []
    for end in TABLES:
        try:
            there = [place / f"{figid}{end}" for place in folders]
            found += [path for path in there if path.is_file()][:1]
        except OSError:  # a figid longer than a file name may be
            return ()
    return tuple(found)


def read_provenance(path: Path) -> tuple[OcrWord, ...]:
    """Read one table.

    Raises:
        InputError: see `parse_provenance`; also when the file cannot be read or is too large.
    """
    source = str(path)
    try:
        with open_file(path) as stream:
            data = stream.read(MAX_RECORD_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=source) from error
    if len(data) > MAX_RECORD_BYTES:
        raise too_large(source)
    text = decode(data, source=source)
    return parse_provenance(text, source=source, kind=kind_of_table(path.name))


def parse_provenance(text: str, *, source: str, kind: WordKind = "gene") -> tuple[OcrWord, ...]:
    r"""The rows of a table, in file order.

    Cells are taken as written: quotes mean nothing. Of genes the columns `word`, `match` and
    `ncbigene_symbol` are needed, `ncbigene_id`, `source` and `organism_id` are used where they
    are there. Of chemicals and diseases `word` and `mesh` are needed, `match`, `name` and `chebi`
    or `doid` are used where they are there. Others are ignored. Empty and `NA` ids are None, such symbols empty. A chemical or disease that is there
    several times is one row.

    Args:
        text: the whole table.
        source: its name, for messages.
        kind: what its words are taken for.

    Raises:
        InputError: no header, a needed column is missing, a row's width is not the header's, or
            an id is no number.

    >>> parse_provenance("word\tmatch\tncbigene_symbol\nErk\tERK\tEPHB2\n", source="x.tsv")[0].symbol
    'EPHB2'
    """  # noqa: E501
    lines = re.split("[\r\n]", text) if "\n" not in text else text.split("\n")
    header = lines[0].split("\t")
    missing = [name for name in _REQUIRED[kind] if name not in header]
    if missing:
        raise InputError(
            f"no column {', '.join(missing)} in the header; expected the PFOCR columns "
            f"{', '.join(_REQUIRED[kind])}, … with tabs between them",
            source=source,
            line=1,
        )
    columns = [_FIELDS.get(name, name) for name in header]
    rows = (
        (number, dict(zip(columns, _cells(line, len(header), source, number), strict=True)))
        for number, line in enumerate(lines[1:], start=2)
        if line.strip()
    )
    if kind == "gene":
        return tuple(ocr_word(row, source=source, line=number) for number, row in rows)
    things = (thing_word(row, kind, source=source, line=number) for number, row in rows)
    return tuple(dict.fromkeys(things))


def _cells(line: str, width: int, source: str, number: int) -> list[str]:
    cells = line.split("\t")
    if len(cells) != width:
        raise InputError(
            f"{len(cells)} cells where the header has {width}; restore the row or remove it",
            source=source,
            line=number,
        )
    return cells
