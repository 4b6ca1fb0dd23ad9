"""Reading figures: what is accepted, and one clear error for everything else."""

from __future__ import annotations

import builtins
import io
import json
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import SEEDS

from reconcile import Failure, Figure, InputError, read_figures
from reconcile.formats import fields as fields_module
from reconcile.formats import parse_provenance, parse_record
from reconcile.records import OcrWord


def record(figid: str = "F1", caption: str = "MEK activates ERK.", keywords: str = "[MEK]") -> str:
    return (
        f"---\nfigid: {figid}\ncaption: {caption}\nkeywords: cancer | growth\n"
        f"schema-jsonld:\n  keywords: {keywords}\n---\n"
    )


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(*paths, **options) -> tuple[list[Figure], list[Failure]]:
    failures: list[Failure] = []
    return list(read_figures(*paths, on_error=failures.append, **options)), failures


def only(path: Path) -> Figure:
    (figure,) = read_figures(path)
    return figure


# --- PFOCR records -------------------------------------------------------------------------


def test_a_record_has_all_its_fields(tmp_path):
    text = (
        "---\nfigid: PMC1__f1\nfigtitle: 'HER2: signals'\norganisms:\n- NA\norganisms_ner:\n"
        "- Homo sapiens\n- Mus musculus\ncaption: 'Homodimerization of HER2\n  activates MEK1/2.'\n"
        "papertitle: A paper\nkeywords: one | two\nautoml_pathway: 0.9\n"
        "schema-jsonld:\n  '@type': Dataset\n  keywords:\n  - ERBB2\n  - Cancer\n---\n"
    )
    path = write(tmp_path / "a.md", text)
    assert only(path) == Figure(
        figid="PMC1__f1",
        caption="Homodimerization of HER2 activates MEK1/2.",
        keywords=["ERBB2", "Cancer"],
        title="HER2: signals",
        paper_title="A paper",
        organisms=["Homo sapiens", "Mus musculus"],
        source=str(path),
    )


def test_organisms_of_the_paper_go_before_those_of_ner():
    text = "---\nfigid: F1\norganisms: [Danio rerio]\norganisms_ner: [Homo sapiens]\n---\n"
    assert parse_record(text, source="a").organisms == ("Danio rerio",)


@pytest.mark.parametrize("value", ["", "''", "NA", ".na.character", "null", "~", "' '"])
def test_missing_caption_and_keywords_are_none_and_no_error(tmp_path, value):
    figure = only(write(tmp_path / "a.md", record(caption=value, keywords=value)))
    assert (figure.caption, figure.keywords) == (None, None)


def test_absent_caption_and_keywords_are_none(tmp_path):
    for text in ("---\nfigid: F1\n---\n", "---\nfigid: F1\nschema-jsonld: .na.character\n---\n"):
        figure = only(write(tmp_path / "a.md", text))
        assert (figure.caption, figure.keywords, figure.organisms) == (None, None, ())


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ("[]", ()),
        ("[NA]", None),
        ("[AKT1, NA, '', ~, .na.character]", ("AKT1",)),
        ("[NO, on, Y, true]", ("NO", "on", "Y", "true")),
        ("[2024-01-01, 1E5, 1e5, 12:30]", ("2024-01-01", "1E5", "1e5", "12:30")),
        ("['5', !!str 7, \"1.5\"]", ("5", "7", "1.5")),
        ("[NF-κB, 'IL-1β']", ("NF-κB", "IL-1β")),
        ("[A, A]", ("A", "A")),
    ],
)
def test_keywords_are_their_text(tmp_path, keywords, expected):
    assert only(write(tmp_path / "a.md", record(keywords=keywords))).keywords == expected


@pytest.mark.parametrize("transform", [str, lambda t: t.replace("\n", "\r\n"), "\ufeff{}".format])
def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path, transform):
    caption = "|-\n  αβ 𝛾-secretase\n  second line"
    figure = only(write(tmp_path / "a.md", transform(record(caption=caption))))
    assert figure.caption == "αβ 𝛾-secretase\nsecond line"
    assert figure.keywords == ("MEK",)


def test_text_after_the_front_matter_is_ignored(tmp_path):
    assert only(write(tmp_path / "a.md", record() + "\nSome *prose*: [x\n")).figid == "F1"


@pytest.mark.parametrize(
    "text",
    [
        "figid: F1\ncaption: x\n",
        "---\nfigid: F1\ncaption: x\n",
        "---\nfigid: F1\ncaption: x\n---\n",
    ],
)
def test_a_yml_file_needs_no_fences(tmp_path, text):
    assert only(write(tmp_path / "a.yml", text)).caption == "x"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), max_size=5))
def test_any_quoted_text_is_read_back(keywords):
    text = record(keywords=json.dumps(keywords, ensure_ascii=False))
    allowed = [word for word in keywords if word.strip() not in {"", "NA", ".na.character"}]
    if any(not word.isprintable() for word in keywords):
        return  # YAML itself refuses or folds some of these
    assert parse_record(text, source="a").keywords == (
        tuple(allowed) if allowed or not keywords else None
    )


SEED_LENGTHS = {"000_63a7e1b5dc9271c3.txt": 71, "001_a573d036c7085437.txt": 33}


def test_the_seeds_are_read_with_their_exact_gene_lists():
    seen = []
    for figure in read_figures(SEEDS):
        name = Path(figure.source or "").name
        seen.append(name)
        lines = Path(figure.source or "").read_text(encoding="utf-8").splitlines()
        start = lines.index("  keywords:") + 1
        end = lines.index("---", start)
        assert list(figure.keywords or ()) == [
            line.removeprefix("  - ") for line in lines[start:end]
        ]
        assert len(figure.keywords or ()) == SEED_LENGTHS.get(name, len(figure.keywords or ()))
        assert figure.caption
        assert "\n" not in figure.caption
    assert seen == sorted(seen)
    assert set(SEED_LENGTHS) < set(seen)


def test_the_first_seed_ends_in_diseases():
    figure = only(SEEDS / "000_63a7e1b5dc9271c3.txt")
    assert figure.figid == "PMC3835685__nihms524354f1"
    assert (figure.keywords or ())[:3] == ("EGF", "TGFA", "AR")
    assert (figure.keywords or ())[-3:] == ("UNK", "Cancer", "Lung cancer")


# --- bad records: content, line, words of the message --------------------------------------

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

BAD = {
    "empty": ("", None, "empty; remove"),
    "blank": ("\n \n", None, "empty; remove"),
    "no front matter": ("# Title\n", 1, "first line of a PFOCR record is `---`"),
    "unterminated": ("---\nfigid: F1\n", 1, "close it with a line `---`"),
    "only a fence": ("---", 1, "close it with"),
    "empty front matter": ("---\n---\n", 1, "add `figid: …`"),
    "two records": (record() + record("F2"), 8, "one record in a file"),
    "two documents": ("---\nfigid: F1\n...\n--- x\n---\n", 4, "one record in a file"),
    "colon": ("---\nfigid: F1\ncaption: HER2: a receptor\n---\n", 3, "quote texts"),
    "colon, CRLF": ("---\r\nfigid: F1\r\ncaption: HER2: x\r\n---\r\n", 3, "quote texts"),
    "colon after U+2028": ("---\nfigid: 'a\u2028b'\ncaption: HER2: x\n---\n", 3, "quote texts"),
    "open bracket": ("---\nfigid: [\n---\n", 3, "does not parse"),
    "open quote": ("---\nfigid: 'x\ncaption: y\n---\n", 4, "quoted scalar"),
    "tab": ("---\nfigid: F1\n\tcaption: y\n---\n", 3, "does not parse"),
    "top list": ("---\n- figid\n---\n", 2, "is a list, not `name: value`"),
    "top text": ("---\nfigid\n---\n", 2, "is one text"),
    "not UTF-8": (b"---\nfigid: F1\ncaption: \xe9\n---\n", 3, "byte 23 (0xe9); save the file as"),
    "UTF-16": (record().encode("utf-16"), 1, "save the file as UTF-8"),
    "NUL": ("---\nfigid: F1\ncaption: a\0b\n---\n", 3, "U+0000 in the front matter; remove"),
    "escape": ("---\nfigid: F1\ncaption: a\x1bb\n---\n", 3, "U+001B"),
    "caption list": (record(caption="[a, b]"), 3, "`caption` is a list, not text"),
    "caption mapping": (record(caption="{a: b}"), 3, "`caption` is a mapping"),
    "caption number": (record(caption="5"), 3, "`caption` is the number 5, not text; put it in q"),
    "caption float": (record(caption="1.5"), 3, "the number 1.5"),
    "caption nan": (record(caption=".nan"), 3, "the number .nan"),
    "keywords text": (record(keywords="AKT1 | MEK"), 6, "not a list; write a list"),
    "keywords number": (record(keywords="5"), 6, "the number 5, not a list"),
    "keywords mapping": (record(keywords="{a: b}"), 6, "a mapping, not a list"),
    "keyword list": (record(keywords="[A, [B]]"), 6, "an entry of `schema-jsonld.keywords` is a l"),
    "keyword mapping": (record(keywords="\n  - A\n  - b: c"), 8, "is a mapping, not text"),
    "keyword number": (record(keywords="\n  - A\n  - 5"), 8, "is the number 5, not text; put it"),
    "dataset list": ("---\nfigid: F1\nschema-jsonld: [a]\n---\n", 3, "not a mapping; put the gene"),
    "title list": ("---\nfigid: F1\nfigtitle: [a]\n---\n", 3, "`title` is a list"),
    "no figid": ("---\ncaption: x\n---\n", 2, "no figid; add"),
    "missing figid": ("---\nfigid: NA\n---\n", 2, "no figid; add"),
    "figid number": ("---\nfigid: 12\n---\n", 2, "`figid` is the number 12"),
    "figid list": ("---\nfigid: [a]\n---\n", 2, "`figid` is a list"),
    "field twice": ("---\nfigid: F1\nfigid: F2\n---\n", 3, "`figid` is there twice; keep one"),
    "list as key": ("---\nfigid: F1\n? [a]\n: b\n---\n", 3, "field names are text"),
    "python tag": ("---\nfigid: !!python/object:os.system x\n---\n", 2, "take the tag off"),
    "python call": ("---\nx: !!python/object/apply:os.system [ls]\n---\n", 2, "take the tag off"),
    "own tag": ("---\nfigid: !gene x\n---\n", 2, "YAML tag !gene"),
    "binary tag": ("---\nfigid: !!binary x\n---\n", 2, "take the tag off"),
    "alias": ("---\nfigid: &a x\ncaption: *a\n---\n", 3, "alias *a; write the value out"),
    "laughs": (f"---\nfigid: F1\n{LAUGHS}---\n", 4, "alias *a"),
    "merge": ("---\nfigid: F1\na: &a {b: c}\nd: {<<: *a}\n---\n", 4, "alias *a"),
    "deep flow": (f"---\nfigid: F1\na: {'[' * 100_000}\n---\n", 3, "32 levels deep; flatten"),
    "deep block": (f"---\nfigid: F1\na:\n{'- ' * 100_000}x\n---\n", 4, "32 levels deep"),
    "many values": (f"---\nfigid: F1\na: [{'a,' * 120_000}]\n---\n", 3, "more than 100,000 values"),
}


@pytest.mark.parametrize("name", BAD)
def test_each_bad_record_is_one_error_with_its_place_and_remedy(tmp_path, name):
    content, line, words = BAD[name]
    path = write(tmp_path / "bad.md", content)
    with pytest.raises(InputError) as caught:
        list(read_figures(path))
    assert (caught.value.source, caught.value.line) == (str(path), line)
    assert words in caught.value.message

    good = write(tmp_path / "good.md", record("GOOD"))
    figures, failures = read(path, good)
    assert [figure.figid for figure in figures] == ["GOOD"]
    (failure,) = failures
    assert (failure.source, failure.line) == (str(path), line)
    assert failure.error == caught.value.message


def test_a_failure_knows_its_figid_where_that_was_read(tmp_path):
    _, (failure,) = read(write(tmp_path / "a.md", record("F9", caption="[a]")))
    assert failure.figid == "F9"


def test_a_huge_record_is_refused_unread(tmp_path):
    path = tmp_path / "huge.md"
    with path.open("wb") as stream:
        stream.write(b"---\nfigid: F1\ncaption: ")
        stream.seek(50_000_000)
        stream.write(b"\n---\n")
    tracemalloc.start()
    with pytest.raises(InputError, match=r"larger than 5,000,000 bytes.*split the file"):
        list(read_figures(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * fields_module.MAX_RECORD_BYTES


def test_a_second_record_of_the_same_figid_names_the_first(tmp_path):
    first = write(tmp_path / "a.md", record())
    second = write(tmp_path / "b.md", record())
    third = write(tmp_path / "c.jsonl", '{"figid": "F2"}\n{"figid": "F2"}\n')
    figures, failures = read(tmp_path)
    assert [figure.source for figure in figures] == [str(first), str(third)]
    assert [(f.source, f.line, f.figid) for f in failures] == [
        (str(second), None, "F1"),
        (str(third), 2, "F2"),
    ]
    assert f"already read from {first}; remove" in failures[0].error
    assert f"already read from {third}:1; remove" in failures[1].error


# --- files, folders, globs, standard input --------------------------------------------------


def test_folders_are_walked_in_the_order_of_names_and_read_what_are_records(tmp_path):
    for name in ("b.md", "a.txt", "sub/c.yml", "sub/d.yaml"):
        write(tmp_path / name, record(figid=name.replace("/", "-")))
    write(tmp_path / "e.jsonl", '{"figid": "e"}\n')
    for name in ("README.md", "readme.txt", "notes.tsv", ".hidden.md", ".git/x.md", "a.png"):
        write(tmp_path / name, "no record")
    figures, failures = read(tmp_path)
    assert [f.figid for f in figures] == ["a.txt", "b.md", "e", "sub-c.yml", "sub-d.yaml"]
    assert failures == []


def test_a_readme_that_is_named_is_read(tmp_path):
    with pytest.raises(InputError, match="no front matter"):
        list(read_figures(write(tmp_path / "README.md", "hello")))


def test_other_files_without_front_matter_are_errors_in_a_folder(tmp_path):
    write(tmp_path / "a.md", record())
    write(tmp_path / "notes.txt", "hello")
    figures, failures = read(tmp_path)
    assert (len(figures), [Path(f.source).name for f in failures]) == (1, ["notes.txt"])


def test_globs_are_expanded(tmp_path):
    for name in ("x1/b.md", "x1/a.md", "x2/c.md"):
        write(tmp_path / name, record(figid=Path(name).stem))
    write(tmp_path / "x1/README.md", "hello")
    assert [f.figid for f in read_figures(f"{tmp_path}/x1/*")] == ["a", "b"]
    assert [f.figid for f in read_figures(f"{tmp_path}/x?")] == ["a", "b", "c"]
    assert [f.figid for f in read_figures(f"{tmp_path}/**/*.md")] == ["a", "b", "c"]


def test_a_file_named_like_a_glob_is_that_file(tmp_path):
    assert only(write(tmp_path / "a[1].md", record())).figid == "F1"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("absent.md", "no such file or folder; check"),
        ("empty", "holds no records; expected files named .jsonl, .md"),
        ("*.md", "no record file matches"),
        ("x" * 300, "check the path"),
    ],
)
def test_nothing_found_is_an_error(tmp_path, name, words):
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty" / "README.md", "hello")
    with pytest.raises(InputError) as caught:
        list(read_figures(tmp_path / name))
    assert caught.value.source == str(tmp_path / name)
    assert words in caught.value.message
    assert len(read(tmp_path / name)[1]) == 1


def test_no_path_at_all_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="at least one path"):
        read_figures()


def test_reading_begins_with_the_first_figure_and_holds_one(tmp_path):
    write(tmp_path / "a.md", record())
    write(tmp_path / "b.md", "broken")
    figures = read_figures(tmp_path)
    assert next(figures).figid == "F1"
    with pytest.raises(InputError):
        next(figures)


def _stdin(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("data", "captions"),
    [
        (record().encode(), ["MEK activates ERK."]),
        (b"\n\n" + record().encode(), ["MEK activates ERK."]),
        (b'\n\xef\xbb\xbf{"figid": "F1", "caption": "a"}\n{"figid": "F2"}', ["a", None]),
    ],
)
def test_standard_input_is_told_by_its_first_character(monkeypatch, data, captions):
    _stdin(monkeypatch, data)
    figures = list(read_figures("-"))
    assert [figure.caption for figure in figures] == captions
    assert {figure.source for figure in figures} == {"<stdin>"}


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", None, "empty"),
        (b"hello", 1, "no front matter"),
        (b"\n\n---\nfigid: [a]\n---\n", 4, "`figid` is a list"),
        (record().encode() + record("F2").encode(), 8, "a second record follows"),
        (b'\n{"figid": 1}', 2, "`figid` is the number 1"),
        (b"x" * 6_000_000, None, "larger than"),
    ],
)
def test_bad_standard_input(monkeypatch, data, line, words):
    _stdin(monkeypatch, data)
    with pytest.raises(InputError) as caught:
        list(read_figures("-"))
    assert (caught.value.source, caught.value.line) == ("<stdin>", line)
    assert words in caught.value.message


def test_another_suffix_is_told_by_its_first_character(tmp_path):
    assert only(write(tmp_path / "a.json", '{"figid": "F1"}')).figid == "F1"
    assert only(write(tmp_path / "a.record", record())).figid == "F1"


# --- provenance -----------------------------------------------------------------------------

HEADER = (
    "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource"
)
ROW = '9606\tHomo sapiens\tPrimates\t"Erk\tERK\tEPHB2\t2048\tncbigene_synonym'
WORD = OcrWord('"Erk', "ERK", "EPHB2", "2048", "ncbigene_synonym", "9606")


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ("_data/F1-genes.tsv", "_figures/F1.md"),
        ("_data/F1-genes.tsv", "F1.md"),
    ],
)
def test_provenance_is_found_beside_and_below(tmp_path, monkeypatch, table, place):
    write(tmp_path / table, f"{HEADER}\n{ROW}\n")
    path = write(tmp_path / place, record())
    assert only(path).ocr == (WORD,)
    monkeypatch.chdir(path.parent)
    assert only(Path(path.name)).ocr == (WORD,)


def test_provenance_in_another_folder(tmp_path):
    write(tmp_path / "_data/F1-genes.tsv", "broken")
    write(tmp_path / "ocr/F1-genes.tsv", f"\ufeff{HEADER}\tcount\r\n{ROW}\t3\r\n\r\n")
    figures, failures = read(write(tmp_path / "F1.md", record()), ocr_dir=tmp_path / "ocr")
    assert (figures[0].ocr, failures) == ((WORD,), [])


def test_a_record_without_provenance_has_none(tmp_path):
    assert only(write(tmp_path / "_figures/F1.md", record())).ocr == ()


@pytest.mark.parametrize("figid", ["../F1", "a/b", "'x\\y'", "x" * 400])
def test_a_figid_never_leads_out_of_the_folder(tmp_path, figid):
    write(tmp_path / "F1-genes.tsv", "broken")
    (tmp_path / "_data").mkdir()
    assert only(write(tmp_path / "_figures/F1.md", record(figid=figid))).ocr == ()


def test_provenance_with_few_columns_and_missing_ids():
    assert parse_provenance("word\tmatch\tncbigene_symbol\na\tb\tc\n", source="x") == (
        OcrWord("a", "b", "c"),
    )
    text = "word\tmatch\tncbigene_symbol\tncbigene_id\tsource\norganism\t\tc\tNA\t\n"
    assert parse_provenance(text, source="x") == (OcrWord("organism", "", "c"),)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 1, "no column word, match, ncbigene_symbol in the header; expected"),
        ("word\tmatch\nx\ty\n", 1, "no column ncbigene_symbol"),
        (f"{HEADER}\n{ROW}\n{ROW}\tx\n", 3, "9 cells where the header has 8; restore"),
        (f"{HEADER}\n9606\n", 2, "1 cells where the header has 8"),
        (HEADER.encode() + b"\n\xff", 2, "not UTF-8 at byte"),
        ("x" * 6_000_000, None, "larger than"),
    ],
)
def test_a_broken_table_is_its_own_error_and_the_record_goes_on(tmp_path, content, line, words):
    table = write(tmp_path / "_data/F1-genes.tsv", content)
    path = write(tmp_path / "_figures/F1.md", record())
    figures, (failure,) = read(path)
    assert [(figure.figid, figure.ocr) for figure in figures] == [("F1", ())]
    assert (failure.source, failure.line, failure.figid) == (str(table), line, "F1")
    assert words in failure.error
    with pytest.raises(InputError) as caught:
        list(read_figures(path))
    assert caught.value.source == str(table)


def test_an_ocr_folder_that_is_not_there_is_an_error_at_once(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        read_figures(tmp_path, ocr_dir=tmp_path / "absent")


# --- JSONL ----------------------------------------------------------------------------------


def test_jsonl_has_the_same_fields(tmp_path):
    full = {
        "figid": "F1",
        "caption": "MEK – ERK",
        "keywords": ["MEK"],
        "figtitle": "T",
        "paper_title": "P",
        "organisms": ["Homo sapiens"],
        "ocr": [{"word": "Erk", "match": "ERK", "symbol": "EPHB2", "ncbigene_id": 2048}],
        "year": 2020,
        "journal_title": None,
        "pmid": 1,
    }
    path = write(tmp_path / "a.jsonl", f'{json.dumps(full)}\r\n\r\n{{"figid": "F2"}}')
    assert list(read_figures(path)) == [
        Figure(
            figid="F1",
            caption="MEK – ERK",
            keywords=["MEK"],
            title="T",
            paper_title="P",
            organisms=["Homo sapiens"],
            ocr=[OcrWord("Erk", "ERK", "EPHB2", "2048")],
            source=str(path),
            meta={"year": "2020"},
        ),
        Figure(figid="F2", source=str(path)),
    ]


BAD_LINES = {
    "not JSON": (b'{"figid": ', "not JSON (Expecting value, column 10); write one object a line"),
    "no object": (b"[1]", "not a JSON object; write"),
    "no figid": (b"{}", "no figid; add"),
    "figid number": (b'{"figid": 5}', "`figid` is the number 5, not text; put it in quotes"),
    "caption list": (b'{"figid": "X", "caption": ["a"]}', "`caption` is a list"),
    "caption number": (b'{"figid": "X", "caption": 5}', "`caption` is the number 5"),
    "caption true": (b'{"figid": "X", "caption": true}', "`caption` is true"),
    "keywords text": (b'{"figid": "X", "keywords": "A | B"}', "the text 'A | B', not a list"),
    "keyword number": (b'{"figid": "X", "keywords": [1]}', "an entry of `keywords` is the number"),
    "keyword list": (b'{"figid": "X", "keywords": [["A"]]}', "an entry of `keywords` is a list"),
    "ocr text": (b'{"figid": "X", "ocr": "A"}', "`ocr` is not a list of objects"),
    "ocr part": (b'{"figid": "X", "ocr": [{"word": "A"}]}', "has no `match`; give it"),
    "field twice": (b'{"figid": "X", "figid": "Y"}', "`figid` is there twice, keep one"),
    "surrogate": (b'{"figid": "X", "caption": "\\ud800"}', "half a surrogate pair"),
    "not UTF-8": (b'{"figid": "\xff"}', "not UTF-8 at byte 11 (0xff)"),
    "deep": (b"[" * 100_000, "nested too deep"),
    "huge integer": (b'{"figid": "X", "n": ' + b"1" * 5000 + b"}", "not JSON"),
    "huge": (b'{"figid": "' + b"x" * 6_000_000 + b'"}', "larger than"),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_each_bad_line_is_its_own_error_and_the_others_are_read(tmp_path, name):
    data, words = BAD_LINES[name]
    lines = [b'{"figid": "F1"}', data, b'{"figid": "F3"}', data, b'{"figid": "F5"}']
    path = write(tmp_path / "a.jsonl", b"\n".join(lines))
    figures, failures = read(path)
    assert [figure.figid for figure in figures] == ["F1", "F3", "F5"]
    assert [(f.source, f.line) for f in failures] == [(str(path), 2), (str(path), 4)]
    assert all(words in failure.error for failure in failures)


def test_jsonl_without_records_is_an_error(tmp_path):
    with pytest.raises(InputError, match="empty"):
        list(read_figures(write(tmp_path / "a.jsonl", "\n\n")))


def test_jsonl_is_streamed_line_by_line(monkeypatch):
    class Endless(io.RawIOBase):
        lines = 0

        def readline(self, size: int | None = -1) -> bytes:
            self.lines += 1
            return b'{"figid": "F%d"}\n' % self.lines

    class Stdin:
        buffer = Endless()

    monkeypatch.setattr(sys, "stdin", Stdin)
    figures = read_figures("-")
    assert [next(figures).figid for _ in range(3)] == ["F1", "F2", "F3"]
    assert Stdin.buffer.lines <= 4


def test_lines_are_bounded_by_the_limit(monkeypatch):
    monkeypatch.setattr(fields_module, "MAX_RECORD_BYTES", 4)
    lines = fields_module.bounded_lines(io.BytesIO(b"abc\nabcdefghijkl\nabcd\nabcde"))
    assert list(lines) == [(1, b"abc\n"), (2, None), (3, None), (4, None)]


# --- Parquet --------------------------------------------------------------------------------


def test_parquet_has_the_same_fields_and_streams(tmp_path):
    pa = pytest.importorskip("pyarrow", exc_type=ImportError)
    pq = pytest.importorskip("pyarrow.parquet", exc_type=ImportError)
    path = tmp_path / "a.parquet"
    rows = [
        {
            "figid": "F1",
            "caption": "MEK",
            "keywords": ["A", None],
            "organisms": [],
            "papertitle": "P",
        },
        {"figid": "F2", "caption": None, "keywords": None, "organisms": None, "papertitle": None},
        {"figid": None, "caption": "x", "keywords": None, "organisms": None, "papertitle": None},
        {"figid": "F1", "caption": "x", "keywords": None, "organisms": None, "papertitle": None},
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)
    figures, failures = read(path)
    assert figures == [
        Figure("F1", "MEK", ["A"], paper_title="P", source=str(path)),
        Figure("F2", source=str(path)),
    ]
    assert [failure.line for failure in failures] == [3, 4]
    assert "no figid" in failures[0].error
    assert f"{path}:1" in failures[1].error


def test_broken_parquet_is_an_error(tmp_path):
    pa = pytest.importorskip("pyarrow", exc_type=ImportError)
    pq = pytest.importorskip("pyarrow.parquet", exc_type=ImportError)
    pq.write_table(pa.table({"name": ["x"]}), tmp_path / "columns.parquet")
    pq.write_table(pa.table({"figid": pa.array([], pa.string())}), tmp_path / "rows.parquet")
    write(tmp_path / "text.parquet", "no parquet")
    _, failures = read(tmp_path)
    assert [Path(failure.source).stem for failure in failures] == ["columns", "rows", "text"]
    for failure, words in zip(
        failures, ["no column figid among name", "no rows", "not a readable Parquet"], strict=True
    ):
        assert words in failure.error


def test_parquet_without_pyarrow_says_what_to_install(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("pyarrow"):
            raise ImportError("No module named 'pyarrow'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    path = write(tmp_path / "a.parquet", "PAR1")
    with pytest.raises(InputError) as caught:
        list(read_figures(path))
    assert "pip install 'gene-reconcile[batch]'" in str(caught.value)
    assert caught.value.source == str(path)


SLIPS = {
    "capton": ("caption", "MEK."),
    "captions": ("caption", "MEK."),
    "cpation": ("caption", "MEK."),
    "Caption": ("caption", "MEK."),
    "figtitel": ("figtitle", "MEK"),
    "paper_title": ("papertitle", "MEK"),
    "organism": ("organisms", "[Homo sapiens]"),
    "fig_id": ("figid", "F2"),
    "schema-jsonl": ("schema-jsonld", "{keywords: [MEK]}"),
    "keyword": ("keywords", "[MEK]"),
}


def spelt(slip, field, value, also=False):
    """A record with a slip in place of a field, or beside it."""
    fields = {
        "figid": "F2",
        "figtitle": "MEK",
        "papertitle": "MEK",
        "caption": "MEK.",
        "organisms": "[Homo sapiens]",
    }
    if field in fields and not also:
        del fields[field]
    lines = [f"{name}: {text}" for name, text in fields.items()]
    inner = "  keywords: [MEK]"
    if field == "keywords":
        inner = f"  {slip}:\n    - MEK" + (f"\n{inner}" if also else "")
    else:
        lines.append(f"{slip}:\n  {value}")
    if field != "schema-jsonld" or also:
        lines += ["schema-jsonld:", inner]
    return "\n".join(["---", "keywords: [a, b]", *lines, "---", ""])


@pytest.mark.parametrize("slip", SLIPS)
def test_a_field_that_is_nearly_called_as_a_missing_one_is_an_error(tmp_path, slip):
    field, value = SLIPS[slip]
    bad = spelt(slip, field, value)
    (tmp_path / "F1.md").write_text(record(), encoding="utf-8")
    (tmp_path / "F2.md").write_text(bad, encoding="utf-8")
    figures, failures = read(tmp_path)
    assert [figure.figid for figure in figures] == ["F1"]
    (failure,) = failures
    assert f"`{slip}` looks like `{field}`" in failure.error and "rename it" in failure.error
    assert bad.split("\n")[failure.line - 1].strip() == f"{slip}:"
    assert failure.figid == (None if field == "figid" else "F2")


@pytest.mark.parametrize("slip", SLIPS)
def test_beside_the_right_field_it_is_one_of_many_others(tmp_path, slip):
    field, value = SLIPS[slip]
    (tmp_path / "F2.md").write_text(spelt(slip, field, value, also=True), encoding="utf-8")
    figures, failures = read(tmp_path)
    assert ([figure.figid for figure in figures], failures) == (["F2"], [])


OTHERS = """
figtype filename number reftext doi pmcid seo journal_nlm_ta publisher_name automl_pathway
figid_alias redirect_from ndex description name license creator keywords title text
"""


@pytest.mark.parametrize("name", OTHERS.split())
def test_other_fields_of_real_records_are_no_slips(tmp_path, name):
    text = f"---\nfigid: F1\n{name}: x\nschema-jsonld:\n  name: x\n  license: y\n---\n"
    (tmp_path / "F1.md").write_text(text, encoding="utf-8")
    assert read(tmp_path)[1] == []


BINARY = {
    "program": b"\x7fELF\x02\x01\x01" + bytes(17) + b"\xb0\n\xff",
    "image": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff",
    "any": bytes(range(253, -1, -1)),
    "NUL": b"ab\x00\xff\xfe,\n",
}


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".json", ""])
@pytest.mark.parametrize("name", BINARY)
def test_what_is_no_text_is_said_to_be_none(tmp_path, name, suffix):
    file = tmp_path / f"x{suffix}"
    file.write_bytes(BINARY[name])
    figures, failures = read(file)
    assert not figures and failures
    assert all("save the file as UTF-8" not in failure.error for failure in failures)
    if suffix:
        assert "not text but" in failures[0].error


def test_latin_1_is_text(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"figid,caption,genes\nF1,caf\xe9\x1b,A\n")
    assert "save the file as UTF-8" in read(tmp_path / "x.csv")[1][0].error
