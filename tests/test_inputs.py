"""The same figures in every format, and files of no format, from the reader to the commands."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from batch_faults import Opener
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import cli

from reconcile import Failure, Figure, InputError, read_figures
from reconcile.batch import Settings, run_batch
from reconcile.batch.chunks import read_items
from reconcile.batch.survey import survey
from reconcile.errors import JobMismatchError
from reconcile.formats import jsonlist
from reconcile.formats.accepted import FOLDER_SUFFIXES, SUFFIXES
from reconcile.formats.columns import Columns
from reconcile.formats.jsonlist import read_json

NAMES = ("figid", "caption", "keywords", "figtitle", "papertitle", "organisms", "year")
FORMATS = ("csv", "tsv", "jsonl", "json", "xlsx", "parquet")


def read(*paths, **options) -> tuple[list[Figure], list[Failure]]:
    failures: list[Failure] = []
    return list(read_figures(*paths, on_error=failures.append, **options)), failures


def reconcile(*args, **options):
    return cli(*args, **options)


def record(figure: Figure) -> dict:
    return {
        "figid": figure.figid,
        "caption": figure.caption,
        "keywords": None if figure.keywords is None else list(figure.keywords),
        "figtitle": figure.title,
        "papertitle": figure.paper_title,
        "organisms": list(figure.organisms),
        "year": dict(figure.meta).get("year"),
    }


def cells(figure: Figure) -> list[str | None]:
    """A row, with lists as a person would write them."""

    def one(value):
        if isinstance(value, list):
            return f"{';'.join(value)};" if value else "[]"
        return value

    return [one(value) for value in record(figure).values()]


def save(path: Path, figures: list[Figure]) -> Path:
    match path.suffix:
        case ".csv" | ".tsv":
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, "excel" if path.suffix == ".csv" else "excel-tab")
                writer.writerows([NAMES, *map(cells, figures)])
        case ".jsonl":
            path.write_text("\n".join(json.dumps(record(f)) for f in figures), encoding="utf-8")
        case ".json":
            path.write_text(json.dumps(list(map(record, figures))), encoding="utf-8")
        case ".xlsx":
            openpyxl = pytest.importorskip("openpyxl", reason="needs the extra `excel`")
            book = openpyxl.Workbook(write_only=True)
            sheet = book.create_sheet()
            for row in [NAMES, *map(cells, figures)]:
                line = [openpyxl.cell.WriteOnlyCell(sheet, value) for value in row]
                for cell in line:
                    cell.data_type = "s" if cell.value is not None else cell.data_type
                sheet.append(line)
            book.save(path)
        case ".parquet":
            pa = pytest.importorskip("pyarrow")
            pq = pytest.importorskip("pyarrow.parquet")
            texts = pa.list_(pa.string())
            kinds = [texts if name in {"keywords", "organisms"} else pa.string() for name in NAMES]
            schema = pa.schema(list(zip(NAMES, kinds, strict=True)))
            pq.write_table(pa.Table.from_pylist(list(map(record, figures)), schema), path)
    return path


MISSING = {"", "NA", ".na.character"}
text = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), st.sampled_from('",;\n')
    ),
    min_size=1,
    max_size=20,
).filter(lambda t: t.strip() not in MISSING and "_x" not in t and "\ufffe" not in t)
text = text.filter(lambda t: not {"\uffff", "\ufeff"} & set(t))
entry = st.text("ABCdβ-/ 123,|'", min_size=1, max_size=8).map(str.strip)
entry = entry.filter(lambda t: t not in MISSING and not t[:1].isdigit())
figure = st.builds(
    Figure,
    figid=st.text("Fab_-.1", min_size=1).map(str.strip),
    caption=st.none() | text,
    keywords=st.none() | st.lists(entry, max_size=4),
    title=st.none() | text,
    paper_title=st.none() | text,
    organisms=st.lists(entry, max_size=2),
    meta=st.sampled_from([(), (("year", "2020"),)]),
)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(figures=st.lists(figure, min_size=1, max_size=3, unique_by=lambda f: f.figid))
def test_a_figure_reads_back_the_same_from_every_format(tmp_path, form, figures):
    path = save(tmp_path / f"a.{form}", figures)
    failures: list[Failure] = []
    found = list(read_figures(path, on_error=failures.append))
    assert failures == []
    assert [record(f) for f in found] == [record(f) for f in figures]


def test_a_cell_of_parquet_may_be_a_list_as_one_text(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table({"ID": ["F1", "F2"], "Legend": ["x", "y"], "Genes": ["A1;B2", "1-Mar"]})
    pq.write_table(table, tmp_path / "a.parquet")
    figures, (failure,) = read(tmp_path / "a.parquet")
    assert [(f.figid, f.caption, f.keywords) for f in figures] == [("F1", "x", ("A1", "B2"))]
    assert (failure.line, failure.figid) == (2, "F2")
    assert "'1-Mar' in the gene list is a date" in failure.error


# --- JSON -----------------------------------------------------------------------------------

F1, F2 = '{"figid": "F1", "Legend": "a", "genes": ["A1"]}', '{"figid": "F2"}'


@pytest.mark.parametrize(
    "content",
    [
        f"[{F1}, {F2}]",
        f"\ufeff\n[\n{F1},\n{F2}\n]\n",
        f'{{"n": [1, {{"a": []}}], "figures": [{F1},{F2}], "m": 1}}',
        f'{{"figures":\n[{F1},{F2}]}}',
        f"{F1}\n{F2}\n",
        json.dumps([json.loads(F1), json.loads(F2)], indent=2),
    ],
)
@pytest.mark.parametrize("suffix", ["json", "data"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_json_is_a_list_an_object_with_one_or_lines(tmp_path, content, suffix, encoding):
    path = tmp_path / f"a.{suffix}"
    content = content.lstrip("\ufeff\n") if encoding == "utf-16" else content
    path.write_bytes(content.encode(encoding))
    figures, failures = read(path)
    assert failures == []
    assert [(f.figid, f.caption, f.keywords) for f in figures] == [
        ("F1", "a", ("A1",)),
        ("F2", None, None),
    ]


def test_one_object_may_be_one_figure(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(json.loads(F1), indent=1), encoding="utf-8")
    assert [f.figid for f in read_figures(path)] == ["F1"]


BAD_FIGURES = {
    "no object": ("5", "not a JSON object"),
    "no JSON": ('{"figid": F9}', "not JSON (Expecting value"),
    "no figid": ("{}", "no figid"),
    "twice": ('{"figid": "F", "figid": "F"}', "there twice, keep one"),
    "deep": ('{"a": ' + "[" * 200 + "]" * 200 + "}", "nested too deep"),
    "number": ('{"figid": "F", "caption": 5}', "`caption` is the number 5"),
    "text": ('{"figid": "F", "genes": "A|B"}', "the text 'A|B', not a list"),
    "nothing": ("", "not JSON"),
    "again": ('{"figid": "F1"}', "already read from"),
}


@pytest.mark.parametrize("name", BAD_FIGURES)
def test_each_bad_figure_of_a_list_is_an_error_with_its_line(tmp_path, name):
    bad, said = BAD_FIGURES[name]
    path = tmp_path / "a.json"
    path.write_text(f"[\n{F1},\n{bad}\n,\n{F2}]\n", encoding="utf-8")
    figures, (failure,) = read(path)
    assert [f.figid for f in figures] == ["F1", "F2"]
    assert failure.line == 3 if name != "nothing" else 4
    assert said in failure.error


@pytest.mark.parametrize(
    ("content", "line", "read_before", "said"),
    [
        (f"[{F1},\n{F2}", 1, ["F1"], "the bracket `[` is not closed"),
        (f"[{F1},\n" + '{"figid": "F2', 1, ["F1"], "is not closed"),
        ("[]", None, [], "no figure in it"),
        ("[ \n]", None, [], "no figure in it"),
        ("", None, [], "empty"),
        ("\n5", 2, [], "not a list or object of JSON"),
        ('{"a"\n: 1}', 1, [], "no figid"),
        ('{\n"documents": [1]}', 1, [], "no figid"),
        (f"[{F1}] x", 1, ["F1"], "something follows"),
    ],
)
def test_what_is_no_list_of_figures_is_one_error(tmp_path, content, line, read_before, said):
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    figures, (failure,) = read(path)
    assert [f.figid for f in figures] == read_before
    assert said in failure.error
    assert failure.line == line


def test_a_report_of_ours_says_what_to_read_instead(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("figid,caption,genes\nF1,MEK,AKT1\n", encoding="utf-8")
    out = tmp_path / "out.json"
    done = reconcile("report", source, "--format", "json", "-o", out, "--ner", "lexicon")
    assert done.exit_code == 0
    figures, (failure,) = read(out)
    assert figures == []
    assert "read the records that the report was made of" in failure.error


def test_a_json_file_out_of_bounds_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonlist, "MAX_DOCUMENT_BYTES", 100)
    path = tmp_path / "a.json"
    path.write_text("[" + " " * 200 + "]", encoding="utf-8")
    with pytest.raises(InputError, match="larger than"):
        list(read_figures(path))


@settings(max_examples=40)
@given(
    st.recursive(
        st.text('"\\[]{},a'), lambda v: st.lists(v) | st.dictionaries(st.text(), v), max_leaves=8
    )
)
def test_json_is_cut_where_its_values_end(value):
    """Whatever nests in a figure, or stands in the place of one."""
    figures = [{"figid": f"F{i}", "caption": json.dumps(value), "else": value} for i in range(2)]
    text = json.dumps([figures[0], [value], figures[1]], indent=1)
    errors = []

    def report(error, _):
        errors.append(error)

    found = read_json(io.BytesIO(text.encode()), source="x", report=report, columns=Columns())
    lines = text.split("\n")
    for (line, figure), expected in zip(found, figures, strict=True):
        assert (figure.figid, figure.caption) == (expected["figid"], expected["caption"])
        assert lines[line - 1 : line + 1] == [" {", f'  "figid": "{figure.figid}",']
    assert [lines[error.line - 1] for error in errors] == [" ["]


# --- files of no format, folders and globs --------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"PK\x03\x04...", "a zip archive"),
        ("a.xls", b"\xd0\xcf\x11\xe0...", "save the table as `.xlsx`"),
        ("a.jsonl.gz", b"\x1f\x8b...", "compressed; unpack it first"),
        ("a.pdf", b"%PDF-1.7\n...", "a PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0", "not text but an image"),
        ("a", b"name\tnote\nx\ty\n", "no header of a table of figures"),
        ("a.rst", b"Some text.\n", "no front matter"),
        ("a.json", b"PK\x03\x04...", "a zip archive"),
        ("a.jsonl", b"PK\x03\x04...", "a zip archive"),
    ],
)
def test_a_file_of_no_format_is_one_error_that_says_what_is_read(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    figures, (failure,) = read(path)
    assert (figures, failure.source) == ([], str(path))
    assert said in failure.error
    if path.suffix not in SUFFIXES:
        assert all(suffix in failure.error for suffix in SUFFIXES)


def test_the_error_says_which_extra_is_missing(tmp_path, monkeypatch):
    from reconcile.formats import accepted

    monkeypatch.setattr(accepted, "find_spec", lambda name: None)
    path = tmp_path / "a.bin"
    path.write_bytes(b"\0\1")
    _, (failure,) = read(path)
    assert "Excel (.xlsm .xlsx; pip install 'gene-reconcile[excel]'" in failure.error
    assert "Parquet (.parquet; pip install 'gene-reconcile[batch]'" in failure.error


def test_tables_in_folders_have_to_be_named(tmp_path):
    (tmp_path / "x").mkdir()
    for name in ("a.csv", "b.tsv", "F1-genes.tsv", ".c.csv", "README.csv"):
        delimiter = "\t" if name.endswith("tsv") else ","
        (tmp_path / "x" / name).write_text(f"figid{delimiter}caption\n{name}{delimiter}x\n")
    (tmp_path / "x" / "out.json").write_text("{}")
    _, (failure,) = read(tmp_path / "x")
    assert "holds no records; expected files named .jsonl, .md" in failure.error
    assert ".csv" in failure.error and "*.csv" in failure.error
    assert [f.figid for f in read_figures(tmp_path / "x/*.csv")] == ["a.csv"]
    assert [f.figid for f in read_figures(tmp_path / "x/*.[ct]sv")] == ["a.csv", "b.tsv"]
    assert [f.figid for f in read_figures(tmp_path / "**/*.tsv")] == ["b.tsv"]
    assert read(tmp_path / "x/*")[0] == []
    assert ".csv" not in FOLDER_SUFFIXES


def test_urls_read_tables_and_articles(tmp_path):
    fsspec = pytest.importorskip("fsspec")
    pytest.importorskip("openpyxl")
    store = fsspec.filesystem("memory")
    store.store.clear()
    for form in FORMATS:
        path = save(tmp_path / f"t.{form}", [Figure(form, "MEK", ["A1"])])
        store.pipe(f"/in/t.{form}", path.read_bytes())
    for form in FORMATS:
        assert [f.keywords for f in read_figures(f"memory://in/t.{form}")] == [("A1",)]
    assert [f.figid for f in read_figures("memory://in/*.csv")] == ["csv"]
    assert {f.figid for f in read_figures("memory://in")} == {"jsonl", "parquet"}


# --- commands -------------------------------------------------------------------------------

TABLE = "No,Legend,In it\nF1,HER2 activates MEK.,ERBB2;ZHX2\nF2,AKT1 binds EGFR.,AKT1\nF3,x,1-Mar\n"
NAMED = ("--columns", "figid=No", "--columns", "keywords=In it")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize("processes", [1, 2])
def test_report_reads_a_table(table, processes):
    done = reconcile(
        "report", table, *NAMED, "--format", "json", "--ner", "lexicon", "--n-process", processes
    )
    assert done.exit_code == 1
    figures = json.loads(done.stdout)["figures"]
    assert [figure["figid"] for figure in figures] == ["F1", "F2"]
    assert figures[1]["precision"] == 1.0
    assert f"{table}:4: '1-Mar' in the gene list is a date" in done.stderr


@pytest.mark.parametrize("value", ["Legend", "nothing=x", "caption=a,caption=b"])
def test_wrong_columns_are_wrong_use(table, value):
    done = reconcile("report", table, "--columns", value)
    assert done.exit_code == 2
    assert "columns" in done.stderr and done.stdout == ""


def test_benchmark_tells_the_two_tables_apart(tmp_path, table):
    lists = tmp_path / "lists.csv"
    lists.write_text("figid,symbol\nF1,ERBB2\nF1,MAP2K1\n", encoding="utf-8")
    for path, names, captions in ((table, NAMED, 2), (lists, (), 0)):
        done = reconcile("benchmark", path, *names, "--format", "json", "--ner", "lexicon")
        found = json.loads(done.stdout)
        assert found["with_caption"] == captions
        assert found["with_list"] == (2 if captions else 1)
    done = reconcile(
        *("benchmark", table, *NAMED, "--against", lists, "--format", "json", "--ner", "lexicon")
    )
    assert json.loads(done.stdout)["against"]["caption"]["figures"] == 1


def test_apply_refuses_what_is_no_record(table):
    done = reconcile("apply", table, "--ner", "lexicon")
    assert done.exit_code == 1
    assert f"error: {table}: not a PFOCR record" in done.stderr


@pytest.mark.parametrize("form", [*FORMATS, "nxml"])
def test_batch_reads_every_format_and_goes_on(tmp_path, form):
    path = tmp_path / f"in.{form}"
    figures = [Figure(f"F{i}", "AKT1 binds MEK.", ["AKT1"]) for i in range(5)]
    if form == "nxml":
        figs = "".join(f"<fig id='F{i}'><caption><p>AKT1</p></caption></fig>" for i in range(5))
        path.write_text(f"<article>{figs}</article>", encoding="utf-8")
    else:
        save(path, figures)
    seen = survey(str(path))
    assert seen.files == 1
    assert seen.records in {"jsonl": {5}, "parquet": {5}, "csv": {5, 6}, "tsv": {5, 6}}.get(
        form, {None}
    )
    items = list(read_items(str(path)))
    assert len(items) == 5
    assert all(not isinstance(item, Failure) for item in items)


def test_batch_knows_its_columns(tmp_path, table, monkeypatch):
    pytest.importorskip("pyarrow")
    columns = (("figid", "No"), ("keywords", "In it"))
    opener = Opener(tmp_path)
    out = str(tmp_path / "out")
    summary = run_batch(str(table), out, Settings(columns=columns, ner="lexicon"), opener=opener)
    assert (summary.figures, summary.failures) == (2, 1)
    with pytest.raises(JobMismatchError, match="columns"):
        run_batch(str(table), out, Settings(ner="lexicon"), opener=opener)
    given = []

    def ran(source, out, settings, **_):
        given.append(settings.columns)
        return summary

    monkeypatch.setattr("reconcile.batch.run_batch", ran)
    assert reconcile("batch", table, tmp_path / "two", *NAMED).exit_code == 1
    assert given == [columns]


def test_annotate_says_that_a_text_is_a_file(tmp_path):
    path = tmp_path / "a b.txt"
    path.write_text("HER2", encoding="utf-8")
    done = reconcile("annotate", path)
    assert (done.exit_code, done.stdout) == (2, "")
    said = " ".join(done.stderr.replace("│", " ").split())
    assert "is a file, and TEXT is the text itself" in said
    assert "reconcile annotate - <" in said and "reconcile report" in said
    done = reconcile("annotate", tmp_path)
    assert done.exit_code == 2
    assert "is a folder" in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize("text", ["HER2 binds.", "x" * 5000, "HER2\0", "HER2\n" * 9])
def test_annotate_takes_any_other_text(text):
    assert reconcile("annotate", text, "--ner", "lexicon").exit_code == 0
