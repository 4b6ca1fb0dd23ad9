"""The OCR provenance beside a record: `_data/<figid>-genes.tsv`."""

from __future__ import annotations

import re
from pathlib import Path

from reconcile.errors import InputError
from reconcile.formats.fields import MAX_RECORD_BYTES, decode, ocr_word, too_large
from reconcile.formats.opening import open_file
from reconcile.records import OcrWord

__all__ = ["find_provenance", "parse_provenance", "read_provenance"]

_REQUIRED = ("word", "match", "ncbigene_symbol")
_FIELDS = {
    "ncbigene_symbol": "symbol",
    "ncbigene_id": "ncbi_gene_id",
    "organism_id": "taxon_id",
}


def find_provenance(figid: str, *, folder: Path, ocr_dir: Path | None) -> Path | None:
    """The provenance table of a record, None where there is none.

    Args:
        figid: the record's identity.
        folder: the folder of the record's file; `_data` is looked for in it and beside it.
        ocr_dir: look here and nowhere else.
    """
    name = f"{figid}-genes.tsv"
    if Path(name).name != name or "\\" in name or "\0" in name:
        return None
    folders = (ocr_dir,) if ocr_dir is not None else (folder.parent / "_data", folder / "_data")
    if ocr_dir is None and folder == Path():
        folders = (Path("..", "_data"), Path("_data"))
    for place in folders:
        try:
            if (place / name).is_file():
                return place / name
        except OSError:  # a figid longer than a file name may be
            return None
    return None


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
    return parse_provenance(decode(data, source=source), source=source)


def parse_provenance(text: str, *, source: str) -> tuple[OcrWord, ...]:
    r"""The rows of a table, in file order.

    Cells are taken as written: quotes mean nothing. The columns `word`, `match` and
    `ncbigene_symbol` are needed, `ncbigene_id`, `source` and `organism_id` are used where they
    are there, others are ignored. Empty and `NA` ids are None, such symbols empty.

    Raises:
        InputError: no header, a needed column is missing, a row's width is not the header's, or
            an id is no number.

    >>> parse_provenance("word\tmatch\tncbigene_symbol\nErk\tERK\tEPHB2\n", source="x.tsv")[0].symbol
    'EPHB2'
    """  # noqa: E501
    lines = re.split("[\r\n]", text) if "\n" not in text else text.split("\n")
    header = lines[0].split("\t")
    missing = [name for name in _REQUIRED if name not in header]
    if missing:
        raise InputError(
            f"no column {', '.join(missing)} in the header; expected the PFOCR columns "
            "word, match, ncbigene_symbol, … with tabs between them",
            source=source,
            line=1,
        )
    columns = [_FIELDS.get(name, name) for name in header]
    return tuple(
        ocr_word(
            dict(zip(columns, _cells(line, len(header), source, number), strict=True)),
            source=source,
            line=number,
        )
        for number, line in enumerate(lines[1:], start=2)
        if line.strip()
    )


def _cells(line: str, width: int, source: str, number: int) -> list[str]:
    cells = line.split("\t")
    if len(cells) != width:
        raise InputError(
            f"{len(cells)} cells where the header has {width}; restore the row or remove it",
            source=source,
            line=number,
        )
    return cells
