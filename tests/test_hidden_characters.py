"""What is hidden in any text of any input is obeyed by no output, and lost by none that is data."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import FAILURE, sample
from support import cli

import reconcile
from reconcile import Figure, InputError
from reconcile.curation.decisions import read_decisions
from reconcile.curation.settled import accepted_changes, by_figure
from reconcile.metrics import summarise
from reconcile.records import HUMAN, KeywordVerdict, Suggestion
from reconcile.report import FORMATS, render
from reconcile.report.csvlong import csv_report, guard, unguard
from reconcile.report.html.figure import figure_html
from reconcile.report.jsonout import dumps
from reconcile.report.terminal import print_report
from reconcile.report.wording import taxon_name
from reconcile.shown import HIDDEN, escaped, harmless, printable, unescaped

EVIL = "\x1b[31m\x9b\x07\u202ea\u2066\u200f\u061c\x7f"
TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\x1b\x9b\u202e\n\t\r'=+-@ \\x0a1bu2")))


def obeyed(text: str) -> list[str]:
    """The hidden characters of an output that a terminal would obey."""
    return re.findall(rf"(?![\n\t])[{HIDDEN}]", text)


# The one place of each kind of output


@given(TEXT)
def test_a_cell_of_csv_reads_back_as_it_was(text):
    cell = guard(text)
    assert not re.search(f"[{HIDDEN}]", cell)
    assert not re.match(r"[=+@-]", cell)
    assert unguard(cell) == text
    rows = list(csv.reader(io.StringIO(",".join(["x", f'"{cell.replace(chr(34), chr(34) * 2)}"']))))
    assert rows == [["x", cell]]


@given(TEXT, TEXT)
def test_two_texts_are_two_cells(one, other):
    assert (guard(one) == guard(other)) == (one == other)


def test_a_formula_and_its_guarded_form_are_told_apart():
    texts = ["=1+1", "'=1+1", "''=1+1", " =1+1", "' =1+1", "\n=1+1", "\\x0a=1+1", "\\x5cx0a", "＝1"]
    assert len({guard(text) for text in texts}) == len(texts)
    assert [unguard(guard(text)) for text in texts] == texts


@given(TEXT)
def test_escapes_read_back_and_show_everything(text):
    assert unescaped(escaped(text)) == text
    assert not re.search(f"[{HIDDEN}]", escaped(text) + printable(text))
    assert not obeyed(harmless(text))


@given(st.dictionaries(TEXT, TEXT))
def test_json_reads_back_and_hides_nothing(value):
    for indent in (None, 2):
        text = dumps(value, indent=indent)
        assert not obeyed(text)
        assert "\t" not in text
        assert json.loads(text) == value


@given(TEXT)
def test_an_error_is_one_line_without_commands(text):
    error = InputError(text, source=text, line=3)
    assert not re.search(f"[{HIDDEN}]", str(error))
    assert (error.message, error.source) == (text, text)


def test_json_has_one_writer_and_streams_have_one_way_out():
    """Whoever adds another has to say here why it is harmless."""
    root = Path(reconcile.__file__).parent
    dumped = {"report/jsonout.py", "report/csvlong.py", "report/html/page.py", "formats/bioc.py"}
    printed = {"cli/console.py"}
    found: dict[str, set[str]] = {"dumps": set(), "echo": set(), "print": set()}
    writers = ("report", "benchmark", "cli", "formats", "evaluation")
    for path in (path for part in writers for path in root.joinpath(part).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name("json"), attr="dumps")):
                    found["dumps"].add(path.relative_to(root).as_posix())
                case ast.Call(func=ast.Attribute(attr="echo")):
                    found["echo"].add(path.relative_to(root).as_posix())
                case ast.Call(func=ast.Name("print")):
                    found["print"].add(path.relative_to(root).as_posix())
    assert found["dumps"] <= dumped
    own = {"cli/app.py", "cli/completion.py", "cli/commands.py"}  # version, scripts, help
    assert found["echo"] <= printed | own
    assert not found["print"]


# Every text of a result, in every format of a report

CLOSED = {"kind", "status", "action", "covered", "reason"}
"""Fields of a fixed vocabulary."""


def poisoned(value: Any, name: str = "") -> Iterator[Any]:
    """The value with one text after the other made evil."""
    if isinstance(value, str):
        if name not in CLOSED:
            yield value + EVIL
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from ((*value[:i], bad, *value[i + 1 :]) for bad in poisoned(item, name))
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            for bad in poisoned(getattr(value, one.name), one.name):
                yield replace(value, **{one.name: bad})


def whole_sample():
    caption = "HER2 of mice, TGF-Œ≤ and others meet in the MEK path, LMP1"
    result = sample()
    figure = Figure("F1", caption, ["HER2", "EPHB2", "her4.1"], title="T", meta={"figlink": "x"})
    verdicts = tuple(replace(v, evidence=result.suggestions[0].evidence) for v in result.keywords)
    return replace(result, figure=figure, keywords=verdicts)


def test_no_text_of_a_result_is_obeyed_in_any_report():
    good = whole_sample()
    results = [*poisoned(good)]
    assert len(results) > 60
    results += [replace(good, figure=bad) for bad in poisoned(good.figure)]
    for form in FORMATS:
        some = results[:20] if form == "html" else results  # more would be packed
        assert not obeyed("".join(render(form, some, [FAILURE], lambda: summarise([])))), form
    assert not obeyed("".join(figure_html(result, 0) for result in results))
    out = io.StringIO()
    print_report(out, results, [FAILURE], lambda: summarise([]))
    assert not obeyed(out.getvalue())
    for result, line in zip(results, render("jsonl", results, [], dict), strict=True):
        assert json.loads(line) == json.loads(json.dumps(result.to_dict()))


def test_no_text_of_a_failure_is_obeyed_in_any_report():
    for failure in poisoned(replace(FAILURE, figid="F1")):
        for form in FORMATS:
            assert not obeyed("".join(render(form, [], [failure], lambda: summarise([]))))


def test_an_organism_that_is_no_number_is_shown_harmless():
    assert taxon_name("9606\x1b[31m") == "taxon 9606\\x1b[31m"
    assert taxon_name(HUMAN) == "human"


# Every text of a file, through every command

RECORD = {
    "figid": "F1",
    "caption": "ERK binds EGFR and TGFB1 in mice.",
    "keywords": ["MEK", "EGFR", "EPHB2"],
    "figtitle": "A title",
    "papertitle": "A paper",
    "organisms": ["Mus musculus"],
    "year": "2020",
    "journal_title": "A journal",
    "figlink": "/pmc/articles/PMC1/figure/F1/",
    "ocr": [
        {
            "word": "Erk",
            "match": "ERK",
            "symbol": "EPHB2",
            "ncbi_gene_id": "2048",
            "source": "ncbigene_synonym",
            "taxon_id": "9606",
        },
        {
            "kind": "chemical",
            "word": "MEK",
            "match": "a thing",
            "name": "its name",
            "mesh": "mesh:D1",
            "chebi": "chebi:2",
            "doid": "doid:3",
        },
    ],
}
BIOC = {
    "id": "F1",
    "infons": {"a": "b"},
    "passages": [
        {
            "text": "x",
            "annotations": [
                {
                    "id": "1",
                    "text": "EGFR",
                    "infons": {
                        "type": "Gene",
                        "identifier": "1956",
                        "kind": "gene",
                        "label": "x",
                        "taxon_id": "9606",
                    },
                    "locations": [{"offset": 10, "length": 4}],
                }
            ],
        }
    ],
}
PUBTATOR = "F1|t|x\nF1\t10\t14\tEGFR\tGene\t1956\n"
TABLE = (
    "organism_id\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource\n"
    "9606\tErk\tERK\tEPHB2\t2048\tx\n"
)
THINGS = "word\tmesh\tmatch\tname\nMEK\tmesh:D1\ta thing\tits name\n"
GOLD = "F1\tEGFR,TGFB1\n"
LISTS = "figid,symbol,ncbi_gene_id,word,match,source,taxon_id\nF1,EPHB2,2048,Erk,ERK,x,9606\n"


def bad_json(value: Any) -> Iterator[Any]:
    """JSON data with one text after the other made evil, keys too."""
    if isinstance(value, str):
        yield value + EVIL
        yield EVIL + "\0"
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from ([*value[:i], bad, *value[i + 1 :]] for bad in bad_json(item))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: bad} for bad in bad_json(item))
            yield {**value, key + EVIL: item}


def bad_cells(table: str) -> Iterator[str]:
    """A table with one cell after the other made evil."""
    for found in re.finditer(r"[^\t,|\n]+", table):
        yield table[: found.end()] + EVIL.replace("\n", "") + table[found.end() :]


def run(*args: str) -> None:
    result = cli(*args)
    assert result.exit_code in (0, 1, 2), result.exception
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    assert not obeyed(result.stdout), args
    assert not obeyed(result.stderr), args


@pytest.mark.parametrize("form", FORMATS)
def test_reports_of_figures(tmp_path, form):
    lines = [
        json.dumps({**bad, "figid": f"{bad.get('figid', '')}{i}"})
        for i, bad in enumerate(bad_json(RECORD))
    ]
    lines += [json.dumps({**RECORD, "figid": f"F{EVIL}{i}"}) for i in range(2)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    run("report", str(path), "--format", form, "--ner", "lexicon")


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "html"])
def test_benchmarks_of_figures(tmp_path, form):
    lines = [
        json.dumps({**bad, "figid": f"{bad.get('figid', '')}{i}"})
        for i, bad in enumerate(bad_json(RECORD))
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    run("benchmark", str(path), "--format", form, "--ner", "lexicon")


def many(folder: Path, count: int, **fields: Any) -> Path:
    """A file of so many records, F0 and on, that are good."""
    path = folder / "records.jsonl"
    lines = [json.dumps(RECORD | {"ocr": None} | fields | {"figid": f"F{i}"}) for i in range(count)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_tables_beside_records(tmp_path):
    tables = [
        *((end, text) for text in bad_cells(TABLE) for end in ("genes",)),
        *((end, text) for text in bad_cells(THINGS) for end in ("chemicals", "diseases")),
    ]
    (tmp_path / "_data").mkdir()
    for i, (end, text) in enumerate(tables):
        (tmp_path / "_data" / f"F{i}-{end}.tsv").write_text(text, encoding="utf-8")
    for form in ("table", "markdown", "csv"):
        run("report", str(many(tmp_path, len(tables))), "--ner", "lexicon", "--format", form)


def test_annotations_of_another_tagger(tmp_path):
    tagged = tmp_path / "tagged"
    documents = [bad | {"id": f"F{i}"} for i, bad in enumerate(bad_json(BIOC))]
    records = many(tmp_path, len(documents))
    tagged.write_text(json.dumps(documents), encoding="utf-8")
    run("report", str(records), "--ner", "lexicon", "--annotations", str(tagged))
    run("report", str(records), "--ner", "lexicon", "--annotations", str(tagged), "-v")
    texts = [text.replace("F1", f"F{i}") for i, text in enumerate(bad_cells(PUBTATOR))]
    tagged.write_text("\n".join(texts), encoding="utf-8")
    run("report", str(records), "--ner", "lexicon", "--annotations", str(tagged))
    for text in [json.dumps({**BIOC, "id": EVIL}), f"F{EVIL}|t|x\n", EVIL, f"<{EVIL}", f"[{EVIL}"]:
        tagged.write_text(text, encoding="utf-8")
        run("report", str(records), "--ner", "lexicon", "--annotations", str(tagged))


def test_gold_and_lists(tmp_path):
    gold = tmp_path / "gold"
    lines = [text.replace("F1", f"F{i}") for i, text in enumerate(bad_cells(GOLD))]
    gold.write_text("".join(lines), encoding="utf-8")
    run("benchmark", str(many(tmp_path, 9)), "--ner", "lexicon", "--gold", str(gold))
    head, row, _ = LISTS.split("\n")
    rows = [text.replace("F1", f"F{i}") for i, text in enumerate(bad_cells(row))]
    lists = tmp_path / "lists.csv"
    lists.write_text("\n".join([head, *rows]), encoding="utf-8")
    run("benchmark", str(lists), "--ner", "lexicon")
    lists.write_text("\n".join([head.replace("word", EVIL), row]), encoding="utf-8")
    run("benchmark", str(lists), "--ner", "lexicon")


def test_decisions(tmp_path):
    from reconcile.reconciler import Reconciler

    record = tmp_path / "a.md"
    record.write_text(
        "---\nfigid: F1\ncaption: x\nschema-jsonld: {keywords: [MEK, EGFR]}\n---\n", "utf-8"
    )
    result = Reconciler(ner="lexicon").reconcile(Figure("F1", "x", ["MEK", "EGFR"]))
    text = "".join(csv_report([result])).replace(".,,sha", ".,y,sha").replace('",,sha', '",y,sha')
    head, row, *_ = text.split("\n")
    path = tmp_path / "d.csv"
    path.write_text("\n".join([head, *bad_cells(row)]), encoding="utf-8")
    run("apply", str(record), "--decisions", str(path))
    for bad in list(bad_cells(row))[:6]:
        path.write_text(f"{head}\n{bad}\n", encoding="utf-8")
        run("apply", str(record), "--decisions", str(path))
    path.write_text(f"{head.replace('digest', EVIL)}\n{row}\n", encoding="utf-8")
    run("apply", str(record), "--decisions", str(path))


def test_texts_and_names_of_the_command_line():
    for form in ("table", "json", "jsonl"):
        run("annotate", f"HER2 {EVIL} MEK{EVIL}1", "--format", form, "--ner", "lexicon")
        run(
            "annotate", f"HER2 {EVIL} MEK{EVIL}1", "--format", form, "--explain", "--ner", "lexicon"
        )
    for form in ("table", "json"):
        run("ground", f"HER2{EVIL}", "MEK", f"{EVIL}", "--format", form)


SLIPS = (
    ("report", EVIL),
    ("report", "x", "--format", EVIL),
    ("report", "x", f"--{EVIL}"),
    (f"--{EVIL}",),
    (EVIL,),
    ("report", "x", "--disable", EVIL),
    ("report", "x", "-o", f"/nonexistent{EVIL}/x"),
    ("apply", "x", "--decisions", EVIL),
    ("benchmark", "x", "--gold", EVIL),
    ("batch", EVIL, "-o", EVIL),
    ("ground", "x", "--format", EVIL),
    ("model", "evaluate", "--corpus", EVIL),
)


@pytest.mark.parametrize("args", SLIPS)
def test_slips_on_the_command_line(args):
    result = cli(*args)
    assert result.exit_code == 2
    assert not obeyed(result.stdout + result.stderr)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("form", ["gmt", "sssom", "pubtator", "bioc", "webannotation"])
def test_formats_of_data_are_exact_but_on_a_screen(form):
    from reconcile.cli.console import emit
    from reconcile.report.exchange import EXCHANGE_FORMATS, exchange

    name = next(name for name in EXCHANGE_FORMATS if name == form)
    bad = "HER2\u202e\x9b"
    good = whole_sample()
    mentions = (replace(good.mentions[0], text=bad, end=6), *good.mentions[1:2])
    figure = replace(good.figure, caption=bad + good.figure.caption, title=bad)
    result = replace(good, mentions=mentions, figure=figure)
    text = "".join(exchange(name, [result], lambda failure: None, lambda note: None))
    assert text
    screen, file = Screen(), io.StringIO()
    emit(screen, text)
    emit(file, text)
    assert not obeyed(screen.getvalue())
    assert file.getvalue() == text


@given(st.lists(TEXT.filter(lambda t: t.strip() not in ("", "NA", ".na.character")), min_size=1))
def test_an_entry_is_found_again_through_the_csv(tmp_path_factory, entries):
    entries = list(dict.fromkeys(e for e in entries if not re.search("[\ud800-\udfff]", e)))
    verdicts = tuple(KeywordVerdict(e, "unknown", None, None, None, None, False) for e in entries)
    removals = tuple(
        Suggestion("remove", e, (), (), "non_gene", 0.9, "No gene.", ()) for e in entries
    )
    result = replace(sample(), keywords=verdicts, mentions=(), concepts=(), suggestions=removals)
    path = tmp_path_factory.mktemp("csv") / "d.csv"
    text = "".join(csv_report([result])).replace("No gene.,,", "No gene.,y,")
    path.write_text(text, encoding="utf-8")
    errors: list[InputError] = []
    decisions = by_figure(read_decisions(path), errors.append).get("F1", [])
    changes = accepted_changes(decisions, entries, errors.append)
    assert not errors
    assert sorted(change.keyword for change in changes) == sorted(entries)
