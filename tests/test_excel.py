"""Excel workbooks: which sheets are read, and what Excel makes of genes."""

from __future__ import annotations

import builtins
import datetime
import io
import re
import warnings
import zipfile

import pytest

from reconcile import Failure, Figure, InputError, read_figures
from reconcile.formats import excel, workbook

openpyxl = pytest.importorskip("openpyxl", reason="needs the extra `excel`")

HEADER = ("Figure ID", "Legend", "Genes")


def save(path, *sheets, hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"S{number}")
        for row in rows:
            sheet.append(row)
        if number in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def read(path, **options) -> tuple[list[Figure], list[Failure]]:
    failures: list[Failure] = []
    return list(read_figures(path, on_error=failures.append, **options)), failures


def rewritten(path, part, change):
    """The same workbook with one part changed."""
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    path.write_bytes(data.getvalue())
    return path


def test_a_sheet_has_the_fields_of_other_tables(tmp_path):
    header = ("ID", "Caption", "Gene list", "Title", "Organisms", "Year", "Journal", "note")
    row = ("F1", "HER2\nbinds", "ERBB2; MAP2K1", "T", "Homo sapiens", 2020, "Cell", 5)
    path = save(tmp_path / "a.xlsx", [header, row, (), (2, "x_x000D_y", None, 7.0), ("", " ")])
    assert list(read_figures(path)) == [
        Figure(
            "F1",
            "HER2\nbinds",
            ["ERBB2", "MAP2K1"],
            title="T",
            organisms=["Homo sapiens"],
            source=str(path),
            meta={"year": "2020", "journal_title": "Cell"},
        ),
        Figure("2", "x\ry", title="7", source=str(path)),
    ]


def test_sheets_with_the_columns_are_read_and_others_passed_over(tmp_path):
    path = save(
        tmp_path / "a.xlsx",
        [("About this file",)],
        [],
        [(), HEADER, ("F1", "x", "A1")],
        [HEADER, ("F2", "x", "A1")],
        [HEADER, ("F3", "x", "A1")],
        hidden={4},
    )
    figures, failures = read(path)
    assert ([f.figid for f in figures], failures) == (["F1", "F2"], [])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime.datetime(2024, 9, 2), "'S0' C3 is the date 2024-09-02 00:00:00, as Excel makes"),
        (datetime.date(2024, 3, 1), "'S0' C3 is the date 2024-03-01"),
        (datetime.time(3, 1), "'S0' C3 is the date 03:01:00"),
        ("AKT1;2-Sep", "'2-Sep' in the gene list in 'S0' C3 is a date"),
        (2.31e13, "'S0' C3 is the number 23100000000000"),
        (True, "'S0' C3 is TRUE, not text"),
        ("=1/0", "'S0' C3 is a formula whose result is not in the file"),
        ("#NAME?", "'S0' C3 is the error #NAME?"),
    ],
)
def test_what_excel_makes_of_genes_is_an_error_that_names_the_cell(tmp_path, value, said):
    rows = [HEADER, ("F1", "x", "A1"), ("F2", "x", value), ("F3", "x", "B2")]
    path = save(tmp_path / "a.xlsx", rows)
    figures, (failure,) = read(path)
    assert [figure.figid for figure in figures] == ["F1", "F3"]
    assert (failure.line, failure.figid) == (3, "F2" if "-Sep" in str(value) else None)
    assert said in failure.error


def test_a_date_in_another_column_is_no_gene(tmp_path):
    day = datetime.datetime(2024, 9, 2)
    header = ("figid", "caption", "year", "checked on")
    path = save(tmp_path / "a.xlsx", [header, ("F1", "x", day, day), (day, "x"), ("F3", day)])
    figures, failures = read(path)
    assert [figure.meta for figure in figures] == [(("year", "2024"),)]
    assert ["`figid` in 'S0' A3" in f.error for f in failures] == [True, False]
    assert "`caption` in 'S0' B4 is the date" in failures[1].error


def test_a_formula_counts_with_its_result(tmp_path):
    path = save(tmp_path / "a.xlsx", [HEADER, ("F1", "=A2", "A1")])
    path = rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda c: re.sub(rb'<c r="B2"><f>A2</f><v>', b'<c r="B2" t="str"><f>A2</f><v>so', c),
    )
    (figure,) = read_figures(path)
    assert figure.caption == "so"


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ([[]], None, "empty"),
        ([[("name", "note")]], 1, "sheet 'S0': no column figid among name, note"),
        ([[HEADER]], None, "no rows"),
        ([[("id", "Legend", "Caption")]], 1, "`Legend` and `Caption` could both be"),
        ([[tuple(range(1200))]], 1, "more than 1,000 columns"),
    ],
)
def test_a_workbook_without_figures_is_one_error(tmp_path, rows, line, said):
    figures, (failure,) = read(save(tmp_path / "a.xlsx", *rows))
    assert (figures, failure.line) == ([], line)
    assert said in failure.error


def test_columns_can_be_named(tmp_path):
    path = save(tmp_path / "a.xlsx", [("n", "What", "In"), (1, "MEK", "MAP2K1")])
    named = {"figid": "n", "caption": "What", "keywords": "In"}
    assert [f.keywords for f in read_figures(path, columns=named)] == [("MAP2K1",)]


def damaged(path, kind):
    data = path.read_bytes()
    match kind:
        case "no zip":
            path.write_bytes(b"figid,caption\n")
        case "cut off":
            path.write_bytes(data[: len(data) // 2])
        case "bytes":
            middle = data.index(b"sheet1.xml") + 60
            path.write_bytes(data[:middle] + b"\0" * 20 + data[middle + 20 :])
        case "password":
            path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
        case "entities":
            doctype = b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet'
            rewritten(
                path, "xl/worksheets/sheet1.xml", lambda c: c.replace(b"<worksheet", doctype, 1)
            )
        case "no XML":
            rewritten(path, "xl/worksheets/sheet1.xml", lambda c: c[:200])
        case "bomb":
            rewritten(path, "xl/styles.xml", lambda c: c + b" " * 200_000)
        case "tags":
            rewritten(path, "xl/worksheets/sheet1.xml", lambda c: c + b"<a/>" * 3000)
        case "far row":
            rewritten(
                path,
                "xl/worksheets/sheet1.xml",
                lambda c: c.replace(b'<row r="2"', b'<row r="99999999999"').replace(b'r="A2"', b""),
            )


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("no zip", "not a readable Excel file"),
        ("cut off", "not a readable Excel file"),
        ("bytes", "not a readable Excel file"),
        ("password", "not a readable Excel file"),
        ("no XML", "not a readable Excel file"),
        ("entities", "declares a document type"),
        ("bomb", "larger than 100,000 bytes when unpacked"),
        ("tags", "more than 2,000 tags"),
        ("far row", "no rows"),
    ],
)
def test_a_damaged_or_hostile_workbook_is_one_error(tmp_path, monkeypatch, kind, said):
    monkeypatch.setattr(workbook, "MAX_DOCUMENT_BYTES", 100_000)
    monkeypatch.setattr("reconcile.formats.fields.MAX_DOCUMENT_BYTES", 100_000)
    monkeypatch.setattr(workbook, "MAX_TAGS", 2000)
    monkeypatch.setattr(excel, "MAX_ROWS", 5000)
    path = save(tmp_path / "a.xlsx", [HEADER, ("F1", "x", "A1")])
    damaged(path, kind)
    figures, (failure,) = read(path)
    assert figures == []
    assert said in failure.error
    assert failure.source == str(path)


def test_what_the_file_says_of_its_size_cuts_no_rows_off(tmp_path):
    path = save(tmp_path / "a.xlsx", [HEADER, ("F1", "x", "A1"), ("F2", "x", "A1")])
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda c: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', c),
    )
    assert [f.keywords for f in read_figures(path)] == [("A1",), ("A1",)]


def test_warnings_of_the_reader_reach_nobody(tmp_path):
    path = save(tmp_path / "a.xlsx", [HEADER, ("F1", "x", datetime.date(2024, 1, 1))])
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda c: re.sub(rb'(r="C2"[^>]*>)<v>[^<]*', rb"\1<v>99999999999", c),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _, (failure,) = read(path)
    assert "the error #VALUE!" in failure.error


def test_without_openpyxl_the_error_says_what_to_install(tmp_path, monkeypatch):
    path = save(tmp_path / "a.xlsx", [HEADER, ("F1", "x", "A1")])
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("openpyxl"):
            raise ImportError("No module named 'openpyxl'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r"gene-reconcile\[excel\]"):
        list(read_figures(path))
