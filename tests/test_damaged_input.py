"""Files with changed bytes and shuffled parts: each reader gives records or errors of ours."""

from __future__ import annotations

import copy
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile import Figure, InputError, Lexicon, read_annotations, read_figures
from reconcile.benchmark.gold import read_gold
from reconcile.benchmark.lists import read_lists
from reconcile.curation.decisions import read_decisions
from reconcile.curation.settled import accepted_changes, by_figure
from reconcile.curation.verdicts import read_verdicts
from reconcile.evaluation.corpora import read_corpus
from reconcile.formats.bioc import bioc_collection
from reconcile.formats.biocxml import FOOT, HEAD, bioc_xml
from reconcile.formats.provenance import read_provenance
from reconcile.formats.webannotation import CONTEXT, web_annotations
from reconcile.records import Annotation, Failure, Gene, Mention
from reconcile.report.csvlong import csv_report
from reconcile.report.jsonout import dumps, jsonl_report

CAPTION = "HER2 activates MEK1, TGF-Œ≤ and mouse Egfr."
FIGURE = Figure("F1", CAPTION, ["ERBB2", "MEK"])
FAMILY = Mention(
    "MEK1", 15, 19, "family", "MEK", (Gene("MAP2K1", "HGNC:6840", "5604"),), "9606", 0.9
)
NOTE = Annotation(CAPTION, (FAMILY,))

ROWS = [
    {
        "figid": figid,
        "caption": CAPTION,
        "keywords": ["ERBB2", "NA"],
        "year": 2020,
        "ocr": [{"word": "her2", "match": "HER2", "symbol": "ERBB2", "taxon_id": 9606}],
    }
    for figid in ("F1", "F2")
]
PUBTATOR = (
    f"F1|t|{CAPTION}\nF1|a|\nF1\t0\t4\tHER2\tGene\t2064\nF1\t15\t19\tMEK1\tGene\t5604(Tax:9606)\n\n"
)
TABLE = (
    "organism_id\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource\n"
    "9606\ther2\tHER2\tERBB2\t2064\tncbigene_synonym\n9606\tHistone\tHISTONE\tNA\tNaN\tfamplex\n"
)
RECORD = (
    "---\nfigid: F1\ncaption: HER2 is 'on'\norganisms:\n- NA\nyear: '2020'\n"
    "schema-jsonld:\n  keywords:\n  - ERBB2\n  - .na.character\n---\n"
)


def web() -> str:
    nodes = list(web_annotations("F1", NOTE))
    return dumps({"@context": CONTEXT, "@graph": nodes}, indent=1)


def decisions() -> str:
    from reconcile.reconciler import Reconciler

    result = Reconciler(ner="lexicon").reconcile(FIGURE)
    return "".join(csv_report([result])) + "\0" + "".join(jsonl_report([result]))


def parquet() -> bytes:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), sink)
    return sink.getvalue()


def figures(path: Path) -> list[object]:
    failures: list[Failure] = []
    found = list(read_figures(path, on_error=failures.append))
    return [*found, *failures]


def decided(path: Path) -> list[object]:
    failures: list[Failure] = []
    errors: list[InputError] = []
    found = by_figure(read_decisions(path, on_error=failures.append), errors.append)
    for those in found.values():
        accepted_changes(those, FIGURE.keywords or (), errors.append)
    assert all(error.source for error in errors)
    return failures


def attached(path: Path) -> list[object]:
    failures: list[Failure] = []
    tagged = read_annotations(path)
    list(tagged.attach([FIGURE], on_error=failures.append))
    tagged.unknown_ids(Lexicon.load())
    return failures


def listed(path: Path) -> list[object]:
    failures: list[Failure] = []
    list(read_lists(path, Lexicon.load(), on_error=failures.append))
    return failures


def tokens(path: Path) -> list[object]:
    return list(read_corpus(path).documents)


def golden(path: Path) -> list[object]:
    failures: list[Failure] = []
    read_gold(path, Lexicon.load(), on_error=failures.append)
    return failures


def judged(path: Path) -> list[object]:
    failures: list[Failure] = []
    read_verdicts(path, Lexicon.load(), on_error=failures.append)
    return failures


VERDICTS = {
    "figid": "F1",
    "keywords": {"ERBB2": "ok", "MEK": "wrong"},
    "mentions": [{"required": ["ERBB2"], "allowed": ["ERBB2"], "optional": False}],
    "missing": ["EGFR"],
}


CASES: dict[str, tuple[str, Callable[[], str | bytes], Callable[[Path], object]]] = {
    "record": ("a.md", lambda: RECORD, figures),
    "bare record": ("a.yml", lambda: RECORD.strip("-\n"), figures),
    "untold": ("a", lambda: "\n".join(map(dumps, ROWS)), figures),
    "jsonl": ("a.jsonl", lambda: "\n".join(map(dumps, ROWS)), figures),
    "parquet": ("a.parquet", parquet, figures),
    "provenance": ("F1-genes.tsv", lambda: TABLE, read_provenance),
    "pubtator": ("a.txt", lambda: PUBTATOR, attached),
    "bioc": ("a.json", lambda: dumps(bioc_collection([("F1", NOTE)]), indent=1), attached),
    "bioc xml": (
        "a.xml",
        lambda: HEAD + bioc_xml(bioc_collection([("F1", NOTE)])["documents"][0]) + FOOT,
        attached,
    ),
    "web annotation": ("a.json", web, attached),
    "decisions csv": (
        "a.csv",
        lambda: decisions().split("\0")[0].replace('.",,sha', '.",y,sha'),
        decided,
    ),
    "decisions jsonl": (
        "a.jsonl",
        lambda: decisions().split("\0")[1].replace('"action"', '"accept": "y", "action"'),
        decided,
    ),
    "lists csv": ("a.csv", lambda: "figid,symbol,word\nF1,ERBB2,her2\nF1,MEK,NA\n", listed),
    "lists tsv": ("a.tsv", lambda: "wpid\tentrez\tword\nF1\t2064\ther2\n", listed),
    "gold": ("a.tsv", lambda: "figid\tgenes\nF1\tERBB2, 5604\nF2\tNA,HGNC:3430\n", golden),
    "verdicts": (
        "a.tsv",
        lambda: "figid\tentry\tverdict\tsymbols\nF1\tHER2\tok\nF1\tMEK\twrong\tMAP2K1\n",
        judged,
    ),
    "verdicts csv": ("a.csv", lambda: "figid,entry,verdict\nF1,HER2,ok\nF1,MEK,wrong\n", judged),
    "verdicts jsonl": ("a.jsonl", lambda: dumps(VERDICTS) + "\n" + dumps(VERDICTS), judged),
    "verdicts of decisions": (
        "a.jsonl",
        lambda: decisions().split("\0")[1].replace('"action"', '"accept": "y", "action"'),
        judged,
    ),
    "gmt": ("a.gmt", lambda: "F1\tna\tERBB2\t5604\n", golden),
    "tags": ("a.tsv", lambda: "HER2\tB-Gene\nrises\tO\n\nMEK\tB\n", tokens),
    "corpus": ("a.txt", lambda: PUBTATOR, tokens),
}

PIECES = [
    *(b"\0", b"\r", b"\n", b"\r\n", b"\t", b'"', b"'", b"\\", b"|", b",", b";", b":", b"- ", b"#"),
    *(b"{", b"}", b"[", b"]", b"<", b">", b"&", b"&#0;", b"&x;", b"%", b"!", b"*a", b"&a ", b"---"),
    *(b"\xff", b"\xed\xa0\x80", b"\xc3", b"\xe2\x80\xae", b"\x1b[31m", b"\xef\xbb\xbf", b"\\u0000"),
    *(b"\\ud800", b"9" * 5000, b"-1", b"1e999", b"NaN", b"null", b"true", b"NA", b".na.character"),
    *(b"[" * 2000, b"{" * 300, b"<a>" * 300, b"<!--", b"<![CDATA[", b"HGNC:\\ud800", b"(Tax:1)"),
    *(b'<?xml version="1.0" encoding="x"?>', b'passages="x" ', b'infons="y" ', b'text="" '),
]
VALUES = [
    *(None, True, -1, 10**600, 1.5, "", "NA", "\0", "\ud800", "\u202e", "F1", "HGNC:\ud800"),
    *([], {}, [[]], [{}], ["x"], {"type": []}, ["TextPositionSelector"], [[[["x"]]]], [None]),
]


def changed_bytes(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(out))
        match rng.randint(0, 4):
            case 0:
                out[at:at] = rng.choice(PIECES)
            case 1:
                out[at : at + rng.randint(1, 9)] = rng.choice(PIECES)
            case 2:
                del out[at : at + rng.randint(1, 40)]
            case 3:
                start = rng.randint(0, len(out))
                out[at:at] = out[start : start + rng.randint(1, 60)]
            case 4 if out:
                out[min(at, len(out) - 1)] = rng.randrange(256)
    return bytes(out)


def places(value: object) -> list[tuple[object, object]]:
    """Each item of nested data, with what holds it."""
    if isinstance(value, dict):
        keys = list(value)
    else:
        keys = list(range(len(value))) if isinstance(value, list) else []
    return [p for key in keys for p in ((value, key), *places(value[key]))]


def changed_value(text: str, rng: random.Random) -> bytes:
    """JSON, or lines of JSON, with one or two values exchanged."""
    try:
        values = [json.loads(text)]
    except ValueError:
        values = [json.loads(line) for line in text.splitlines()]
    whole = copy.deepcopy(values)
    for _ in range(rng.randint(1, 2)):
        holder, key = rng.choice(places(whole))
        holder[key] = copy.deepcopy(rng.choice(VALUES))
        if isinstance(holder, dict) and rng.random() < 0.2:
            holder[rng.choice(["type", "id", "x"])] = holder.pop(key)
    return "\n".join(json.dumps(value) for value in whole).encode()


TRIALS = 40


@pytest.mark.parametrize("name", CASES)
def test_damage_gives_records_or_errors_with_their_place(tmp_path, name):
    file, valid, read = CASES[name]
    data = valid()
    raw = data if isinstance(data, bytes) else data.encode()
    path = tmp_path / file
    path.write_bytes(raw)
    assert not [f for f in read(path) or () if isinstance(f, Failure)], "the example is good"
    rng = random.Random(name)
    for trial in range(TRIALS):
        if raw[:1] == b"{" and trial % 2:
            damaged = changed_value(raw.decode(), rng)
        else:
            damaged = changed_bytes(raw, rng)
        path.write_bytes(damaged)
        try:
            found = read(path)
        except InputError as error:
            found = [Failure(error.source or "", error.message, error.line)]
        except Exception as error:
            pytest.fail(f"{type(error).__name__}: {error}\n{damaged!r}")
        for one in found if isinstance(found, list) else ():
            if isinstance(one, Failure):
                assert one.source == str(path)
                assert one.error


# The kinds of damage that ended a run


def written_table(path: Path, columns: dict[str, object]) -> Path:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path)
    return path


def test_a_row_of_parquet_that_cannot_be_read_is_one_failure_of_six_hundred(tmp_path):
    pa = pytest.importorskip("pyarrow")
    captions = [b"HER2 rises."] * 600
    captions[300] = b"\xff\xfe"
    length = pa.array([0, *[sum(map(len, captions[: i + 1])) for i in range(600)]], pa.int32())
    broken = pa.StringArray.from_buffers(600, length.buffers()[1], pa.py_buffer(b"".join(captions)))
    figids = [f"F{i}" for i in range(600)]
    path = written_table(tmp_path / "a.parquet", {"figid": figids, "caption": broken})
    failures: list[Failure] = []
    found = [figure.figid for figure in read_figures(path, on_error=failures.append)]
    assert found == [figid for figid in figids if figid != "F300"]
    (failure,) = failures
    assert (failure.source, failure.line, failure.figid) == (str(path), 301, "F300")
    assert failure.error.startswith("`caption` cannot be read")


def test_a_day_that_python_does_not_have(tmp_path):
    pa = pytest.importorskip("pyarrow")
    days = pa.array([0, 2**62], pa.int64()).cast(pa.timestamp("us"), safe=False)
    columns = {"figid": ["F1", "F2"], "caption": ["HER2", "MEK"]}
    path = written_table(tmp_path / "a.parquet", {**columns, "year": days})
    assert [figure.caption for figure in read_figures(path)] == ["HER2", "MEK"]
    failures: list[Failure] = []
    path = written_table(tmp_path / "b.parquet", {**columns, "figtitle": days})
    assert list(read_figures(path, on_error=failures.append)) == []
    assert [failure.line for failure in failures] == [1, 2]


def test_a_huge_row_of_parquet_is_refused_by_our_own_bound(tmp_path):
    columns = {"figid": ["F1", "F2"], "caption": ["x" * 5_000_001, "HER2"]}
    failures: list[Failure] = []
    path = written_table(tmp_path / "a.parquet", columns)
    assert [f.figid for f in read_figures(path, on_error=failures.append)] == ["F2"]
    assert (failures[0].line, failures[0].figid) == (1, "F1")
    assert "larger than" in failures[0].error


def test_a_table_with_a_column_twice(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array(["F1"])] * 2, ["figid", "figid"]), path)
    with pytest.raises(InputError, match="the column figid is there twice"):
        list(read_figures(path))


@pytest.mark.parametrize("name", ["passages", "annotations", "locations", "infons", "text"])
def test_attributes_of_bioc_xml_that_are_named_as_its_parts(tmp_path, name):
    pytest.importorskip("lxml")
    document = bioc_xml(bioc_collection([("F1", NOTE)])["documents"][0])
    for tag in ("document", "passage", "annotation", "location"):
        path = tmp_path / "a.xml"
        path.write_text(HEAD + document.replace(f"<{tag}", f'<{tag} {name}="x"') + FOOT)
        assert len(read_annotations(path).of(FIGURE)) == 1


def test_bioc_xml_that_is_nested_without_end(tmp_path):
    pytest.importorskip("lxml")
    deep = "<passage>" * 100 + "</passage>" * 100
    path = tmp_path / "a.xml"
    path.write_text(f"<collection>\n<document><id>F1</id>{deep}</document></collection>")
    with pytest.raises(InputError, match="nested more than 10 levels deep") as caught:
        read_annotations(path)
    assert caught.value.line == 2


def test_the_type_of_a_selector_may_be_a_list(tmp_path):
    path = tmp_path / "a.json"
    for name in ("TextPositionSelector", "TextQuoteSelector", "Annotation"):
        path.write_text(web().replace(f'"{name}"', f'["{name}", "x"]'))
        assert len(read_annotations(path).of(FIGURE)) == 1


@pytest.mark.parametrize("bracket", ["[", '{"a":'])
@pytest.mark.parametrize("depth", [101, 900, 100_000])
def test_json_that_is_nested_too_deep(tmp_path, bracket, depth):
    closed = bracket * depth + "1" + ("]" if bracket == "[" else "}") * depth
    path = tmp_path / "a.json"
    path.write_text(f'[{{"id": "F1"}},\n{closed}]')
    with pytest.raises(InputError, match="nested too deep, more than 100 levels") as caught:
        read_annotations(path)
    assert caught.value.line == 2
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"figid": "F1", "organisms": {closed}}}\n{{"figid": "F2"}}\n')
    failures: list[Failure] = []
    assert [f.figid for f in read_figures(path, on_error=failures.append)] == ["F2"]
    assert [f.line for f in failures] == [1]


def test_brackets_in_strings_are_not_nested(tmp_path):
    path = tmp_path / "a.jsonl"
    caption = "[{" * 500 + '"\\' * 3
    path.write_text(json.dumps({"figid": "F1", "caption": caption}))
    assert [figure.caption for figure in read_figures(path)] == [caption]


@pytest.mark.parametrize("settings", ["0", "640", "4300"])
def test_a_number_of_five_thousand_digits(tmp_path, monkeypatch, settings):
    import sys

    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(int(settings))
    try:
        for text, read in (
            ('{"figid": "F1", "year": %s}', figures),
            ('{"id": "F1", "passages": [{"offset": %s}]}', read_annotations),
        ):
            path = tmp_path / "a.jsonl"
            path.write_text(text % ("9" * 5000))
            try:
                (failure,) = read(path)
                message = failure.error
            except InputError as error:
                message = error.message
            assert "a number of 5,000 digits; write it as text, or correct it" in message
    finally:
        sys.set_int_max_str_digits(before)


@pytest.mark.parametrize("bad", ["\0", "9606\x1b[31m", "Homo sapiens", "9" * 5000, "-1", "9606.0"])
def test_ids_of_databases_are_numbers(tmp_path, bad):
    row = {"word": "her2", "match": "HER2", "symbol": "ERBB2"}
    for name in ("taxon_id", "ncbi_gene_id", "organism_id", "ncbigene_id"):
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({"figid": "F1", "ocr": [{**row, name: bad}]}))
        with pytest.raises(InputError, match="not the number of a database") as caught:
            list(read_figures(path))
        assert caught.value.line == 1
    for name in ("organism_id", "ncbigene_id"):
        path = tmp_path / "F1-genes.tsv"
        path.write_text(f"word\tmatch\tncbigene_symbol\t{name}\na\tb\tc\tNA\na\tb\tc\t{bad}\n")
        with pytest.raises(InputError, match="not the number of a database") as caught:
            read_provenance(path)
        assert (caught.value.source, caught.value.line) == (str(path), 3)
    path = tmp_path / "a.csv"
    path.write_text(f"figid,symbol,taxon_id\nF1,EGFR,NA\nF1,ERBB2,{bad}\n", encoding="utf-8")
    said = "has a NUL byte in it" if bad == "\0" else "is no NCBI Taxonomy id, which is a number"
    with pytest.raises(InputError, match=said) as caught:
        list(read_lists(path, Lexicon.load()))
    assert caught.value.line == 3
    for name in ("taxon_id", "taxon"):
        document = json.loads(dumps(bioc_collection([("F1", NOTE)])))
        document["documents"][0]["passages"][0]["annotations"][0]["infons"] = {name: bad}
        path = tmp_path / "a.json"
        path.write_text(json.dumps(document))
        with pytest.raises(InputError, match="not its number in NCBI Taxonomy"):
            read_annotations(path).of(FIGURE)


def test_a_web_annotation_of_an_organism_that_is_no_number(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(web().replace("taxonomy:9606", "taxonomy:\\u001b[31m"))
    assert [span.taxon for span in read_annotations(path).of(FIGURE)] == [None]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(tmp_path, end):
    lexicon = Lexicon.load()
    path = tmp_path / "lists.csv"
    path.write_bytes(f"figid,symbol,word{end}F1,ERBB2,her2{end}F1,EGFR,{end}".encode())
    (figure,) = read_lists(path, lexicon)
    assert figure.keywords == ("ERBB2", "EGFR")
    path.write_bytes(f"figid,symbol,word{end}F1,ERBB2,her2{end}F1,EGFR{end}".encode())
    with pytest.raises(InputError) as caught:
        list(read_lists(path, lexicon))
    assert caught.value.line == 3
    path = tmp_path / "gold.tsv"
    path.write_bytes(f"F1\tERBB2{end}F2\tEGFR, NA{end}".encode())
    assert read_gold(path, lexicon).genes == {"F1": {"ERBB2"}, "F2": {"EGFR"}}
    path = tmp_path / "F1-genes.tsv"
    path.write_bytes(TABLE.replace("\n", end).encode())
    assert [word.symbol for word in read_provenance(path)] == ["ERBB2", ""]
    path = tmp_path / "a.csv"
    text = CASES["decisions csv"][1]()
    assert isinstance(text, str)
    path.write_bytes(text.replace("\n", end).encode())
    assert read_decisions(path)[0].change.keyword == "MEK"


# "Missing"


@pytest.mark.parametrize("missing", ["NA", " NA ", ".na.character", "", "  "])
def test_missing_entries_of_any_list_are_no_entries(tmp_path, missing):
    figure = Figure("F1", "NA binds.", ["EGFR", missing], organisms=[missing, "Homo sapiens"])
    assert (figure.keywords, figure.organisms) == (("EGFR",), ("Homo sapiens",))
    assert Figure("F1", keywords=[missing]).keywords is None
    assert Figure("F1", keywords=[]).keywords == ()
    assert Figure("F1", keywords=["NA1"]).keywords == ("NA1",)
    assert figure.caption == "NA binds."
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"figid": "F1", "keywords": [missing, "EGFR"]}))
    assert [f.keywords for f in read_figures(path)] == [("EGFR",)]


def test_na_is_no_symbol_but_may_be_what_the_image_says(tmp_path):
    path = tmp_path / "F1-genes.tsv"
    rows = ["NA\tNA\tXK", "NA\tHISTONE\tNA", "na\tNA\t.na.character"]
    path.write_text("\n".join(["word\tmatch\tncbigene_symbol", *rows]))
    words = [(w.word, w.match, w.symbol) for w in read_provenance(path)]
    assert words == [("NA", "NA", "XK"), ("HISTONE", "HISTONE", ""), ("na", "", "")]
