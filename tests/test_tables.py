"""Tables with one figure a row: what their columns are called, and what is wrong in them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reconcile import Failure, Figure, InputError, read_figures
from reconcile.formats import delimited, fields
from reconcile.formats.cells import mangled, split_list
from reconcile.formats.columns import GUESSED, Columns, parse_columns


def write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path, **options) -> tuple[list[Figure], list[Failure]]:
    failures: list[Failure] = []
    return list(read_figures(path, on_error=failures.append, **options)), failures


def only(path, **options) -> Figure:
    (figure,) = read_figures(path, **options)
    return figure


PLAIN = "figid,caption,keywords\nF1,HER2 binds MEK.,ERBB2;MAP2K1\n"


# --- columns --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "figid,caption,keywords",
        "FigID,Caption,Genes",
        "Figure ID,Legend,Gene list",
        "ID,figure-legend,gene_symbols",
        "wpid,Fig. caption,SYMBOLS",
        "id,text,Gene-List",
    ],
)
def test_columns_are_known_by_many_names(tmp_path, header):
    figure = only(write(tmp_path / "a.csv", PLAIN.replace("figid,caption,keywords", header)))
    assert (figure.figid, figure.caption) == ("F1", "HER2 binds MEK.")
    assert figure.keywords == ("ERBB2", "MAP2K1")


def test_all_fields_are_read_and_others_ignored(tmp_path):
    path = write(
        tmp_path / "a.csv",
        "figid,caption,genes,Title,Paper title,Organism,Year,Journal,figlink,curator\n"
        "F1,C,AKT1,T,P,Homo sapiens; Mus musculus,2020,Cell,/f,me\n",
    )
    assert only(path) == Figure(
        "F1",
        "C",
        ["AKT1"],
        title="T",
        paper_title="P",
        organisms=["Homo sapiens", "Mus musculus"],
        source=str(path),
        meta={"year": "2020", "journal_title": "Cell", "figlink": "/f"},
    )


def test_columns_can_be_named(tmp_path):
    path = write(tmp_path / "a.csv", "no,What it shows,In it\nF1,MEK,MAP2K1\n")
    named = {"figid": "no", "caption": "what it shows", "keywords": "In it"}
    figure = only(path, columns=named)
    assert (figure.figid, figure.caption, figure.keywords) == ("F1", "MEK", ("MAP2K1",))


def test_a_name_that_was_given_goes_before_what_is_guessed(tmp_path):
    path = write(tmp_path / "a.csv", "figid,caption,legend\nF1,short,long\n")
    assert only(path, columns={"caption": "legend"}).caption == "long"


@pytest.mark.parametrize(
    ("header", "both", "remedy"),
    [
        ("figid,caption,Legend", "`caption` and `Legend` could both be the caption", "caption"),
        ("figid,keywords,Gene list", "`keywords` and `Gene list` could both be the", "keywords"),
        ("id,figure,caption", "`id` and `figure` could both be the figid", "figid"),
        ("figid,text,description", "`text` and `description` could both be", "caption"),
        ("fig_id,FigID,caption", "`fig_id` and `FigID` could both be the figid", "figid"),
    ],
)
def test_two_columns_that_could_be_the_same_are_an_error(tmp_path, header, both, remedy):
    path = write(tmp_path / "a.csv", f"\n{header}\nF1,x,y\n")
    with pytest.raises(InputError) as caught:
        only(path)
    assert (caught.value.source, caught.value.line) == (str(path), 2)
    assert both in caught.value.message
    assert f"--columns {remedy}=" in caught.value.message


def test_a_sure_name_goes_before_one_that_may_be(tmp_path):
    figure = only(write(tmp_path / "a.csv", "id,figid,text,caption\n7,F1,x,y\n"))
    assert (figure.figid, figure.caption) == ("F1", "y")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("figid,caption,caption", "the column caption is there twice"),
        ("name,caption,genes", "no column figid among name, caption, genes"),
        ("figid,note,remark", "no column caption or keywords among figid, note, remark"),
        ("figid,caption,symbol", "`symbol` looks like the gene list"),
        ("figid,caption,keyword", "--columns keywords=keyword"),
        ("figid,captoin,genes", "`captoin` looks like the caption"),
        ("figd,caption,genes", "`figd` looks like the figid"),
        ("figid,caption,keywrods", "`keywrods` looks like the gene list"),
    ],
)
def test_a_header_that_does_not_do_is_one_error(tmp_path, header, said):
    figures, (failure,) = read(write(tmp_path / "a.csv", f"{header}\nF1,x,y\nF2,x,y\n"))
    assert figures == []
    assert said in failure.error
    assert failure.line == 1


def test_what_is_no_column_can_be_said(tmp_path):
    path = write(tmp_path / "a.csv", "figid,caption,symbol\nF1,MEK,x\n")
    assert only(path, columns={"keywords": ""}).keywords is None


def test_a_named_column_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(InputError, match=r"no column `Lgend`.* there are figid, Legend"):
        only(write(tmp_path / "a.csv", "figid,Legend\nF1,x\n"), columns={"caption": "Lgend"})


@pytest.mark.parametrize("named", [{"captions": "x"}, {"caption": "x", "keywords": "x"}])
def test_columns_for_no_field_or_for_two_are_refused_at_once(tmp_path, named):
    with pytest.raises(InputError, match="columns: "):
        read_figures(tmp_path, columns=named)


@pytest.mark.parametrize("text", ["caption", "=x", "caption=a,caption=b", "nothing=x"])
def test_bad_column_options_are_errors(text):
    with pytest.raises(InputError, match="columns: "):
        parse_columns(text)


@given(st.dictionaries(st.sampled_from(sorted(GUESSED)), st.text("abc =.-", min_size=1)))
def test_columns_are_parsed_as_written(named):
    named = {field: column for field, column in named.items() if column.strip() == column}
    if len(set(named.values())) == len(named) and named:
        assert parse_columns(",".join(f"{f}={c}" for f, c in named.items())) == named


def test_every_guessed_name_is_of_one_field():
    names = [Columns().find([name]) for there in GUESSED.values() for name in there]
    assert all(len(found) == 1 for found in names)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"genes": ["AKT1"]}, None),
        ({"gene_list": ["AKT1"]}, None),
        ({"Keywords": ["AKT1"]}, None),
        ({"keywords": None, "genes": ["AKT1"]}, "could both be the gene list"),
        ({"gene": ["AKT1"]}, "`gene` looks like the gene list"),
        ({"keyword": ["AKT1"]}, "`keyword` looks like the gene list"),
    ],
)
def test_keys_of_json_lines_are_understood_or_refused(tmp_path, keys, said):
    lines = [json.dumps({"figid": "F1", "captions": "x", **keys}), '{"figid": "F2"}']
    figures, failures = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert figures[-1].figid == "F2"
    if said is None:
        assert (figures[0].caption, figures[0].keywords) == ("x", ("AKT1",))
        return
    (failure,) = failures
    assert said in failure.error
    assert failure.line == 1


def test_a_named_key_that_no_line_has_is_told(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"figid": "F1", "Legend": "x"}\n{"figid": "F2"}\n')
    assert [f.caption for f in read_figures(path, columns={"caption": "Legend"})] == ["x", None]
    figures, (failure,) = read(path, columns={"caption": "Lgend"})
    assert len(figures) == 2
    assert "no object has the key `Lgend`" in failure.error


# --- cells ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("ERBB2;MAP2K1", ["ERBB2", "MAP2K1"]),
        ("ERBB2 ; Lung cancer;", ["ERBB2", "Lung cancer"]),
        ("ERBB2|MAP2K1", ["ERBB2", "MAP2K1"]),
        ("ERBB2, MAP2K1", ["ERBB2", "MAP2K1"]),
        ("ERBB2\tMAP2K1", ["ERBB2", "MAP2K1"]),
        ("ERBB2\nLung cancer\r\n", ["ERBB2", "Lung cancer"]),
        ("A1,\nB2,", ["A1", "B2"]),
        ("ERBB2 MAP2K1 p53 NF-κB", ["ERBB2", "MAP2K1", "p53", "NF-κB"]),
        ("Lung cancer", ["Lung cancer"]),
        ("type 2 diabetes", ["type 2 diabetes"]),
        ("1,25-dihydroxyvitamin D3;", ["1,25-dihydroxyvitamin D3"]),
        ("['ERBB2', \"5'-nucleotidase\"]", ["ERBB2", "5'-nucleotidase"]),
        ('["ERBB2","a\\u03b2"]', ["ERBB2", "aβ"]),
        ("[ERBB2, MAP2K1]", ["ERBB2", "MAP2K1"]),
        ("[Ca2+]", ["[Ca2+]"]),
        ("[]", []),
    ],
)
def test_lists_in_cells(cell, entries):
    assert split_list(cell) == entries


@pytest.mark.parametrize("cell", ["['A' 'B']", "['A', B]", '["a" "b"]', "('A',, 'B')"])
def test_a_written_list_that_cannot_be_read_is_an_error(cell):
    with pytest.raises(InputError, match="with `;` between"):
        split_list(cell)


def test_an_empty_cell_is_no_list_and_brackets_are_an_empty_one(tmp_path):
    path = write(tmp_path / "a.csv", "figid,caption,genes\nF1,x,\nF2,x,NA\nF3,x,[]\n")
    assert [figure.keywords for figure in read_figures(path)] == [None, None, ()]


@pytest.mark.parametrize(
    "entry",
    [
        *("2-Sep", "1-MAR", "1-Dec", "Sep-02", "2-Sep-21", "2023-09-02", "2023-09-02T00:00"),
        *("9/2/2023", "02.09.2023", "2.31E+13"),
    ],
)
def test_what_a_spreadsheet_makes_of_genes_is_an_error_with_its_line(tmp_path, entry):
    path = write(
        tmp_path / "a.csv", f'figid,caption,genes\nF1,"x\ny",AKT1\nF2,x,AKT1;{entry}\nF3,x,A\n'
    )
    figures, (failure,) = read(path)
    assert [figure.figid for figure in figures] == ["F1", "F3"]
    assert (failure.line, failure.figid) == (4, "F2")
    assert f"{entry!r} in the gene list is a" in failure.error
    assert "restore the name" in failure.error


@pytest.mark.parametrize("entry", ["Oct-4", "OCT4", "SEPT2", "DEC-205", "1E5", "14-3-3", "5-HT"])
def test_genes_that_look_like_dates_are_genes(entry):
    assert mangled(entry) is None


# --- CSV as it comes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace(";", "|").replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "sep=,\n" + PLAIN,
        "\n \n" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        'figid, "caption" ,keywords\nF1,"HER2 binds MEK." , "ERBB2;MAP2K1"\n',
        PLAIN.replace("keywords", "keywords,,").replace("MAP2K1", "MAP2K1,,"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_csv_is_read_however_a_spreadsheet_saves_it(tmp_path, text, encoding):
    data = text.encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    figure = only(write(tmp_path / "a.csv", data))
    assert (figure.figid, figure.caption) == ("F1", "HER2 binds MEK.")
    assert figure.keywords == ("ERBB2", "MAP2K1")


def test_quoted_cells_hold_delimiters_quotes_and_lines(tmp_path):
    path = write(tmp_path / "a.csv", 'figid,caption\nF1,"a, ""b""\r\nc\rd"\nF2,5" tall\n')
    assert [f.caption for f in read_figures(path)] == ['a, "b"\nc\rd', '5" tall']


BAD_ROWS = {
    "short": ("F2,x\n", "2 cells where the header has 3"),
    "long": ("F2,x,y,z\n", "put a cell with `,` in it in quotes"),
    "open quote": ('F2,"x,y\n', "the quote that opens cell 2 is"),
    "text behind a quote": ('F2,"x"y,z\n', "text behind the quote that closes cell 2"),
    "carriage return": ("F2,a\rb,y\n", "a carriage return outside quotes"),
    "NUL": ("F2,a\0b,y\n", "a NUL byte"),
    "NUL in quotes": ('F2,"a\0b",y\n', "a NUL byte"),
    "no figid": (",x,y\n", "no figid; add"),
    "Latin-1": (b"F2,caf\xe9,y\n", "not UTF-8 at byte"),
    "long line": ("F2," + "x" * 3000 + ",y\n", "larger than"),
    "long cell": ('F2,"' + "x\n" * 2000 + '",y\n', "not closed within"),
    "broken list": ("F2,x,['A' 'B']\n", "looks like a list"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_each_bad_row_is_an_error_with_its_line_and_the_others_are_read(
    tmp_path, monkeypatch, name
):
    monkeypatch.setattr(fields, "MAX_RECORD_BYTES", 2000)
    monkeypatch.setattr(delimited, "MAX_RECORD_BYTES", 2000)
    row, said = BAD_ROWS[name]
    row = row if isinstance(row, bytes) else row.encode()
    data = b'figid,caption,genes\nF1,"x\ny",A1\n' + row + b'F3,"a ""q""",B2\nF4,b,C3\n'
    path = write(tmp_path / "a.csv", data)
    figures, failures = read(path)
    assert [figure.figid for figure in figures] == ["F1", "F3", "F4"]
    first = failures[0]
    assert (first.source, first.line) == (str(path), 4)
    assert said in first.error
    # A cell that never ends leaves rows of its own.
    assert len(failures) == (2001 if name == "long cell" else 1)
    with pytest.raises(InputError):
        list(read_figures(path))


def test_a_long_caption_is_no_long_line(tmp_path):
    caption = "MEK " * 100_000  # the standard library's reader stops at 131,072 characters
    path = write(tmp_path / "a.csv", f"figid,caption\nF1,{caption}\n")
    assert only(path).caption == caption


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"figid,caption\n", "no rows"),
        (b"PK\x03\x04", "name an Excel table `.xlsx`"),
        (b"\xd0\xcf\x11\xe0", "save the table as `.xlsx`"),
        (b'figid,"caption\n', "not closed"),
        (b"\xff\xfef\0i\0\0\xd8x\0", "not UTF-16"),
        (",".join(f"c{i}" for i in range(2000)).encode(), "more than 1,000 columns"),
    ],
)
def test_a_file_that_is_no_table_is_one_error(tmp_path, content, said):
    path = write(tmp_path / "a.csv", content)
    figures, (failure,) = read(path)
    assert (figures, failure.source) == ([], str(path))
    assert said in failure.error


def test_quotes_in_tsv_are_quotes_only_where_they_close(tmp_path):
    path = write(
        tmp_path / "a.tsv",
        'figid\tcaption\tgenes\nF1\t"a ""b""\tc"\tA1\nF2\t"Erk\tB2\nF3\t"two\nlines"\tC3\n'
        'F4\t"x" y\tD4\nF5\tz\tE5"\n',
    )
    figures, failures = read(path)
    assert failures == []
    assert [f.caption for f in figures] == ['a "b"\tc', '"Erk', "two\nlines", '"x" y', "z"]
    assert figures[-1].keywords == ('E5"',)


def test_csv_is_streamed(monkeypatch):
    class Endless(io.RawIOBase):
        lines = 0

        def readline(self, size: int | None = -1) -> bytes:
            self.lines += 1
            return b"figid,caption\n" if self.lines == 1 else b"F%d,x\n" % self.lines

    class Stdin:
        buffer = Endless()

    monkeypatch.setattr("sys.stdin", Stdin)
    figures = read_figures("-")
    assert [next(figures).figid for _ in range(3)] == ["F2", "F3", "F4"]
    assert Stdin.buffer.lines <= 5


def test_a_table_on_standard_input_is_told_by_its_header(monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(b"\n" + PLAIN.replace(",", "\t").encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert [(f.figid, f.source) for f in read_figures("-")] == [("F1", "<stdin>")]


@settings(max_examples=60)
@example(rows=[["id", "", "", "\n"]], delimiter="\t", quoting=csv.QUOTE_ALL)
@example(rows=[["id", "a", "b", "x\ny"]], delimiter="\t", quoting=csv.QUOTE_MINIMAL)
@example(rows=[["id", "a", "b", "x\n\n"], ["id"] * 4], delimiter="\t", quoting=csv.QUOTE_MINIMAL)
@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0\r")).map(
                lambda cell: cell.strip(" ")
            ),
            min_size=3,
            max_size=3,
        ).map(lambda row: ["id", *row]),
        max_size=5,
    ),
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_rows_are_those_that_were_written(rows, delimiter, quoting):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerow(["figid", "b", "c", "d"])
    writer.writerows(rows)
    failures: list[InputError] = []
    lines = fields.bounded_lines(io.BytesIO(text.getvalue().encode()))
    table = delimited.Delimited(
        lines, source="x", report=lambda e, f=None: failures.append(e), tabs=delimiter == "\t"
    )
    assert [cells for _, cells in table.rows()] == rows
    assert failures == []


@settings(max_examples=100)
@given(st.text('a",\n\r;\t ['))
def test_any_text_is_rows_or_errors_and_the_last_row_is_read(text):
    data = f"figid,caption,genes\n{text}\n\nLAST,x,\n".encode()
    failures: list[InputError] = []
    table = delimited.Delimited(
        fields.bounded_lines(io.BytesIO(data)),
        source="x",
        report=lambda e, f=None: failures.append(e),
    )
    rows = list(table.rows())
    assert all(len(cells) == 3 for _, cells in rows)
    assert rows[-1][1][0].endswith("LAST") or '"' in text
    lines = [line for line, _ in rows] + [e.line for e in failures]
    assert len(set(lines)) == len(lines)
