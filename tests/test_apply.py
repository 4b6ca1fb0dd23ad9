"""`reconcile apply`: the diff that tools take, the records in place, and what a person decided."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from report_samples import blank, sample
from support import SEEDS, cli

from reconcile import Reconciler
from reconcile.curation.decisions import read_decisions
from reconcile.errors import InputError, RuleError
from reconcile.formats import parse_record
from reconcile.formats.changes import Change
from reconcile.report import render
from reconcile.report.csvlong import digest
from reconcile.suggest import DEFAULT_MIN_CONFIDENCE, RULES

WHOLE = ("--ner", "lexicon", "--min-confidence", "0")
CAPTION = "caption: HER2 activates MEK and ERK."
LISTS = {"F1": ["ERBB2", "MEK", "MAP2K1", "Cancer"], "F2": ["AKT1", "her2"], "F3": ["ERBB2"]}


def run(*args):
    return cli(*args)


def record(figid, keywords, end="\n"):
    lines = ["---", f"figid: {figid}", CAPTION, "schema-jsonld:", "  keywords:"]
    return (end.join([*lines, *(f"  - {word}" for word in keywords), "---"]) + end).encode()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "records"
    place.mkdir()
    for figid, keywords in LISTS.items():
        (place / f"{figid}.md").write_bytes(record(figid, keywords))
    return place


def keywords(path):
    text = path.read_bytes().decode().replace("\r\n", "\n")
    return parse_record(text, source=str(path)).keywords


def reported(*paths, form="csv"):
    result = run("report", *paths, *WHOLE, "--format", form)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def decided(text, accept, **form):
    """The CSV report as a person sends it back; `accept` says for a row what to write."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row["accept"] = accept(row)
    out = io.StringIO()
    names = form.pop("names", list(rows[0]))
    writer = csv.DictWriter(out, names, extrasaction="ignore", **form)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def everything(row):
    return "y" if row["action"] else ""


# The diff


@pytest.mark.parametrize(
    "tool", [("git", "apply", "-"), ("patch", "-p1", "--no-backup-if-mismatch")]
)
def test_the_diff_is_taken_by_git_and_patch(folder, tool):
    if shutil.which(tool[0]) is None:
        pytest.skip(f"no {tool[0]}")
    (folder / "a b.md").write_bytes(record("F4", ["MEK", "MAP2K1"], end="\r\n"))
    (folder / "F5.yml").write_bytes(record("F5", ["A", "Cancer"])[4:-5].rstrip(b"\n"))
    (folder / "κ.md").write_bytes(b"\xef\xbb\xbf" + record("F6", ["RAS"])[:-1])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    diff = run("apply", "records", "--ner", "lexicon", "--min-confidence", "0")
    assert diff.exit_code == 0, diff.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    subprocess.run(["git", "init", "-q"], check=False)
    done = subprocess.run(tool, input=diff.stdout_bytes, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr)
    by_tool = {path.name: path.read_bytes() for path in folder.iterdir()}
    for name, data in before.items():
        (folder / name).write_bytes(data)
    result = run("apply", folder, "--ner", "lexicon", "--min-confidence", "0", "--in-place")
    assert (result.exit_code, result.stdout) == (0, "")
    assert by_tool == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len([name for name in before if by_tool[name] != before[name]]) >= 5
    assert b"\\ No newline at end of file" in diff.stdout_bytes
    assert b"\r\n" in diff.stdout_bytes


def test_diff_is_the_default_and_may_go_to_a_file(folder):
    shown = run("apply", folder, "--ner", "lexicon")
    assert shown.stdout.startswith("--- a/records/F1.md\n+++ b/records/F1.md\n@@ ")
    assert run("apply", folder, "--ner", "lexicon", "--diff").stdout == shown.stdout
    assert run("apply", folder, "--ner", "lexicon", "-o", "x.diff").stdout == ""
    assert Path("x.diff").read_bytes() == shown.stdout_bytes


def test_a_file_elsewhere_is_named_from_the_root(folder, tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    shown = run("apply", "../records/F1.md", "--ner", "lexicon").stdout
    assert shown.startswith(f"--- a/{(folder / 'F1.md').resolve().as_posix()[1:]}\n")


# In place


def test_in_place_twice_changes_nothing(folder):
    first = run("apply", folder, "--ner", "lexicon", "--unsafe", "--in-place")
    assert (first.exit_code, first.stdout) == (0, "")
    assert re.fullmatch(r"3 records, [123] changed, \d suggestions applied\n", first.stderr)
    assert "Cancer" not in keywords(folder / "F1.md")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    again = run("apply", folder, "--ner", "lexicon", "--unsafe", "--in-place")
    assert again.stderr == "3 records, 0 changed, 0 suggestions applied\n"
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_the_samples_too(tmp_path):
    shutil.copytree(SEEDS, tmp_path / "seeds")
    assert run("apply", tmp_path, "--ner", "lexicon", "--in-place").exit_code == 0
    for path in (tmp_path / "seeds").glob("*.txt"):
        old = (SEEDS / path.name).read_text(encoding="utf-8").splitlines()
        new = path.read_text(encoding="utf-8").splitlines()
        gone = [line for line in old if line not in new]
        assert gone
        assert all(line.startswith("  - ") for line in [*gone, *(set(new) - set(old))])
    again = run("apply", tmp_path, "--ner", "lexicon")
    assert again.stdout == ""


def test_mode_and_link_are_kept_and_nothing_is_left_behind(folder, tmp_path):
    link = tmp_path / "link.md"
    link.symlink_to(folder / "F1.md")
    (folder / "F1.md").chmod(0o640)
    assert run("apply", link, "--ner", "lexicon", "--in-place").exit_code == 0
    assert link.is_symlink()
    assert "Cancer" not in keywords(folder / "F1.md")
    assert (folder / "F1.md").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in folder.iterdir()) == ["F1.md", "F2.md", "F3.md"]


def test_a_write_that_fails_leaves_the_record(folder, monkeypatch):
    before = (folder / "F1.md").read_bytes()

    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    result = run("apply", folder, "--ner", "lexicon", "--in-place")
    assert result.exit_code == 1
    assert "F1.md: cannot be changed: No space left on device" in result.stderr
    assert (folder / "F1.md").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["F1.md", "F2.md", "F3.md"]


def test_a_broken_record_does_not_stop_the_others(folder):
    (folder / "F0.md").write_bytes(b"no front matter")
    result = run("apply", folder, "--ner", "lexicon", "--unsafe", "--in-place")
    assert result.exit_code == 1
    failed, summary = result.stderr.splitlines()
    assert failed.startswith(f"error: {folder / 'F0.md'}:1: no front matter")
    assert summary.startswith("3 records, ")
    assert "Cancer" not in keywords(folder / "F1.md")


def test_processes_change_nothing(folder):
    alone = run("apply", folder, "--ner", "lexicon")
    assert run("apply", folder, "--ner", "lexicon", "--n-process", "2").stdout == alone.stdout


def test_only_pfocr_records_can_be_changed(folder):
    line = json.dumps({"figid": "F9", "caption": "MEK", "keywords": ["MEK"]})
    for name in ("a.jsonl", "b.parquet", "c.other"):
        (folder / name).write_text(line, encoding="utf-8")
        result = run("apply", folder / name, folder / "F3.md", "--ner", "lexicon")
        assert result.exit_code == 1
        assert f"{name}: not a PFOCR record" in result.stderr
        assert "1 record, 0 changed" in result.stderr
    assert run("apply", folder, "--ner", "lexicon").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        ("apply",),
        ("apply", "-"),
        ("apply", __file__, "--diff", "--in-place"),
        ("apply", __file__, "--in-place", "-o", "y"),
        ("apply", __file__, "--decisions", "/nonexistent"),
        ("apply", __file__, "--decisions", __file__, "--min-confidence", "0.5"),
        ("apply", __file__, "--decisions", __file__, "--disable", "non_gene"),
        ("apply", __file__, "--min-confidence", "2"),
        ("apply", __file__, "--disable", "nonsense"),
        ("report", __file__, "--disable", "nonsense"),
        ("report", __file__, "--min-confidence", "-1"),
    ],
)
def test_wrong_use_exits_2(args):
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    if "nonsense" in args:
        text = re.sub(r"[│\s]+", " ", result.stderr)
        assert "no such rule: nonsense" in text
        assert all(rule in text for rule in RULES)


# What is accepted without a person


def test_all_means_from_the_documented_constant_on(folder):
    unsure = ["EP300", "CREB1", "MAPK1", "STAT3", "JUN", "FOS", "TP53", "NFKB1", "RELA", "DLK1"]
    (folder / "F9.md").write_bytes(record("F9", unsure))
    default = run("apply", folder, "--ner", "lexicon", "--unsafe").stdout
    least = str(DEFAULT_MIN_CONFIDENCE)
    assert default == run("apply", folder, "--ner", "lexicon", "--min-confidence", least).stdout
    assert default != run("apply", folder, "--ner", "lexicon", "--min-confidence", "0").stdout
    assert f"from confidence {least} on" in re.sub(r"\s+", " ", run("apply", "--help").stdout)


def test_disabled_rules_and_unsure_suggestions_are_left_out(folder):
    def suggested(*options):
        text = run("report", folder, "--ner", "lexicon", "--format", "jsonl", *options).stdout
        return [s for line in text.splitlines() for s in json.loads(line)["suggestions"]]

    every = suggested()
    off = {"non_gene", "family_label"}
    assert off < {s["reason"] for s in every}
    others = suggested("--disable", "non_gene", "--disable", "family_label")
    assert others == [s for s in every if s["reason"] not in off]
    sure = suggested("--min-confidence", "0.97")
    assert sure == [s for s in every if s["confidence"] >= 0.97] != every
    applied = run("apply", folder, "--ner", "lexicon", "--disable", "non_gene").stdout
    assert "-  - Cancer" not in applied


def test_the_library_disables_rules_and_knows_their_names():
    reconciler = Reconciler(ner="lexicon", disable=("missing_members",))
    assert reconciler.disable == {"missing_members"}
    with pytest.raises(RuleError, match="no such rule: nonsense; the rules are ambiguous_symbol, "):
        Reconciler(ner="lexicon", disable=["nonsense"])
    with pytest.raises(TypeError, match="one string"):
        Reconciler(ner="lexicon", disable="non_gene")


# Decisions


SPREADSHEETS = {
    "as written": ({}, "utf-8"),
    "Excel": ({"delimiter": ";", "lineterminator": "\r\n"}, "utf-8-sig"),
    "tabs": ({"delimiter": "\t", "quoting": csv.QUOTE_ALL}, "utf-8"),
    "Unicode text": ({"delimiter": "\t", "lineterminator": "\r\n"}, "utf-16"),
    "reordered": (
        {"names": ["accept", "digest", "suggested_symbols", "text", "extra", "action", "figid"]},
        "utf-8",
    ),
}


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_decisions_survive_spreadsheets(folder, name):
    form, encoding = SPREADSHEETS[name]
    text = decided(reported(folder), everything, **form)
    Path("d.csv").write_bytes(text.encode(encoding))
    expected = run("apply", folder, "--ner", "lexicon", "--min-confidence", "0")
    result = run("apply", folder, "--decisions", "d.csv")
    assert result.exit_code == 0, result.stderr
    # What is added stands in the order of the decisions.
    assert sorted(result.stdout.splitlines()) == sorted(expected.stdout.splitlines())
    assert result.stderr == expected.stderr


def test_only_what_is_accepted_is_done(folder):
    answers = {"Cancer": " YES ", "MEK": "n"}
    text = decided(reported(folder), lambda row: answers.get(row["text"], ""))
    rows = text.splitlines(keepends=True)  # a person may drop rows that do not matter
    kept = [row for row in rows[1:] if "Cancer" in row or "MEK" in row]
    Path("d.csv").write_text(rows[0] + "".join(kept) + ",,,\n", encoding="utf-8")
    result = run("apply", folder, "--decisions", "d.csv", "--in-place")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "3 records, 1 changed, 1 suggestion applied\n"
    assert keywords(folder / "F1.md") == ("ERBB2", "MEK", "MAP2K1")
    assert keywords(folder / "F2.md") == tuple(LISTS["F2"])
    again = run("apply", folder, "--decisions", "d.csv", "--in-place")
    assert again.stderr == "3 records, 0 changed, 0 suggestions applied\n"


def test_decisions_about_other_records_are_said(folder):
    Path("d.csv").write_text(decided(reported(folder), everything), encoding="utf-8")
    result = run("apply", folder / "F1.md", "--decisions", "d.csv")
    assert result.exit_code == 1
    assert re.search(r"d\.csv: decisions about \d figures? are left over", result.stderr)
    assert re.search(r": F2\b", result.stderr)
    assert result.stdout.startswith("--- a/records/F1.md\n")


def test_jsonl_figures_are_decisions_too(folder):
    lines = []
    for line in reported(folder, form="jsonl").splitlines():
        figure = json.loads(line)
        for suggestion in figure["suggestions"]:
            suggestion["accept"] = suggestion["keyword"] == "Cancer"
        lines.append(json.dumps(figure))
    Path("d.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run("apply", folder, "--decisions", "d.jsonl", "--in-place").exit_code == 0
    assert keywords(folder / "F1.md") == ("ERBB2", "MEK", "MAP2K1")


def test_jsonl_rows_are_decisions_too(tmp_path):
    rows = [
        {"figid": "F1", "digest": "d", "text": "K", "action": "replace", "accept": True}
        | {"suggested_symbols": ["A", "B"], "already_listed": "B"},
        {"figid": "F1", "digest": "d", "text": "X", "action": "remove", "accept": "n"}
        | {"suggested_symbols": None},
    ]
    path = tmp_path / "d.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8-sig")
    one, two = read_decisions(path)
    assert (one.accept, one.change) == (True, Change("replace", "K", ("A",)))
    assert (two.accept, two.change) == (False, Change("remove", "X"))
    assert (one.line, two.line) == (1, 2)


HEADER = "figid,text,action,suggested_symbols,already_listed,accept,digest\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("F1,K,remove,,,maybe,d", "accept is 'maybe'; write y or n"),
        ("F1,K,,,,y,d", "no suggestion in the row"),
        ("F1,K,delete,,,y,d", "action is 'delete'"),
        (",K,remove,,,y,d", "no figid"),
        ("F1,,remove,,,y,d", "no text"),
        ("F1,K,add,,,y,d", "no suggested_symbols"),
        ("F1,K,remove,,,y,", "no digest"),
        ("F1,K,remove,,,y,d,more", "8 cells where the header has 7"),
        ("F1,K,add | add,A | B,,y|n|y,d", "3 answers for 2 suggestions"),
        ("F1,K,add,A,,y|n,d", "2 answers for 1 suggestion;"),
        ("F1,K,add,A | B,,y,d", "suggested_symbols has 2 parts for 1 suggestion;"),
        ("F1,K,add | add,A,,y,d", "1 part for 2 suggestions"),
        ('{"figid": "F1", "accept": true}', "no field text, action"),
        ('{"suggestions": [], "figid": "F1"}', "not a figure of"),
        ('{"suggestions": {}', "not JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_done(folder, line, message):
    head = "" if line.startswith("{") else HEADER + 'F1,"a\nb",,,,,\n'
    row = ["F1", "Cancer", "remove", "", "", "y", "d"]
    good = (
        ",".join(row)
        if head
        else json.dumps(dict(zip(HEADER.strip().split(","), row, strict=True)))
    )
    Path("d.csv").write_text(f"{head}{line}\n{good}\n", encoding="utf-8")
    result = run("apply", folder, "--decisions", "d.csv", "--in-place")
    assert result.exit_code == 1
    first, summary = result.stderr.splitlines()
    assert first.startswith(f"error: d.csv:{4 if head else 1}: ")
    assert message in first
    assert summary == "3 records, 1 changed, 1 suggestion applied"
    assert keywords(folder / "F1.md") == ("ERBB2", "MEK", "MAP2K1")
    with pytest.raises(InputError):
        read_decisions("d.csv")


CORRECTIONS = [
    ("hras", "'hras' is no approved symbol; write HRAS"),
    ("MEK1", "'MEK1' is no approved symbol; write MAP2K1"),
    ("HRAS NOTAGENE", "no human gene has the symbol 'NOTAGENE'"),
    ("2-Sep", "'2-Sep', a date"),
    ("HRAS, 2-Sep", "'2-Sep', a date"),
    ("2020-09-02 00:00:00", "'2020-09-02 00:00:00', a date"),
    ("2.31E+13", "'2.31E+13', a rounded number"),
    ("=1+1", "'=1+1', a formula"),
]


def corrected(form, *symbols):
    """A file of decisions about F1 that puts in other symbols for each of its entries."""
    name = digest(LISTS["F1"])
    rows = [
        ["F1", entry, "replace", symbol, "", "y", name]
        for entry, symbol in zip(("ERBB2", "Cancer"), symbols, strict=True)
    ]
    path = Path(f"d.{form}")
    names = HEADER.strip().split(",")
    with path.open("w", encoding="utf-8", newline="") as out:
        if form == "csv":
            csv.writer(out).writerows([names, *rows])
        else:
            out.writelines(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows)
    return path


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize(("symbols", "message"), CORRECTIONS)
def test_a_correction_that_is_no_symbol_is_named_and_the_others_are_done(
    folder, form, symbols, message
):
    path = corrected(form, symbols, "KRAS")
    result = run("apply", folder, "--decisions", path, "--in-place")
    line = 2 if form == "csv" else 1
    first, summary = result.stderr.splitlines()
    assert result.exit_code == 1
    assert first.startswith(f"error: {path}:{line}: ")
    assert message in first
    assert summary == "3 records, 1 changed, 1 suggestion applied"
    assert keywords(folder / "F1.md") == ("ERBB2", "MEK", "MAP2K1", "KRAS")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("between", [" ", ",", ", ", ";", " ; ", "\n"])
def test_corrected_symbols_may_be_separated_in_any_way(folder, form, between):
    path = corrected(form, between.join(["HRAS", "C4orf46"]) + between, "KRAS")
    assert run("apply", folder, "--decisions", path, "--in-place").exit_code == 0
    assert keywords(folder / "F1.md") == ("HRAS", "C4orf46", "MEK", "MAP2K1", "KRAS")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no column figid, text"),
        (b"figid,text\n", "no column action, suggested_symbols, accept, digest"),
        (HEADER.encode() + b"F1,\xff,,,,,\n", "not UTF-8; save the spreadsheet as"),
        (HEADER.encode() + b"F1," + b"x" * 200_000, "not CSV"),
    ],
)
def test_a_file_that_holds_no_decisions_says_so(folder, data, message):
    Path("d.csv").write_bytes(data)
    result = run("apply", folder, "--decisions", "d.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: d.csv")
    assert message in result.stderr


def test_a_file_without_a_yes_is_told(folder):
    Path("d.csv").write_text(HEADER + "F1,K,remove,,,,d\n", encoding="utf-8")
    result = run("apply", folder, "--decisions", "d.csv")
    assert result.exit_code == 0
    assert result.stderr.startswith("d.csv: no suggestion is accepted; write y into the column")


def test_a_row_that_is_cut_off_is_refused(folder):
    Path("d.csv").write_text(HEADER + "F1,K,remove,,,y,d\nF1,L,rem", encoding="utf-8")
    result = run("apply", folder, "--decisions", "d.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "d.csv:3: 3 cells where the header has 7; restore the row" in result.stderr


def test_one_row_may_hold_several_suggestions(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(HEADER + "F1,K,add | add,A B | C,,n | y,d\n", encoding="utf-8")
    found = [(d.accept, d.change) for d in read_decisions(path)]
    assert found == [(False, Change("add", "", ("A", "B"))), (True, Change("add", "", ("C",)))]
    path.write_text(HEADER + "F1,K,add | remove,A B | ,,x,d\n", encoding="utf-8")
    changes = [d.change for d in read_decisions(path) if d.accept]
    assert changes == [Change("add", "", ("A", "B")), Change("remove", "K")]


def test_excel_names_its_delimiter(tmp_path):
    path = tmp_path / "d.csv"
    text = "sep=;\r\n" + HEADER.replace(",", ";") + "F1;K;remove;;;WAS;d\r\n"
    path.write_bytes(codecs.BOM_UTF8 + text.encode())
    with pytest.raises(InputError, match=r"d\.csv:3: accept is 'WAS'"):
        read_decisions(path)


def test_a_cell_that_a_spreadsheet_rewrote_is_named(folder):
    name = digest(LISTS["F2"])
    text = HEADER + f"F2,2-Sep,remove,,,y,{name}\n"
    Path("d.csv").write_text(text, encoding="utf-8")
    result = run("apply", folder, "--decisions", "d.csv")
    assert result.exit_code == 1
    assert "error: d.csv:2: '2-Sep' is not in the gene list of F2; a spreadsheet" in result.stderr


def test_guarded_cells_are_the_entries_they_stand_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["'-A'", "'=1+1'", '"\u200eB"', "'''x'", "C"]
    Path("a.md").write_bytes(record("F1", words))
    rows = [dict(row) for row in csv.DictReader(io.StringIO(reported("a.md")))]
    for row in rows:
        row.update({"action": "remove", "accept": "y"} if row["text"] != "C" else {})
    assert [row["text"] for row in rows][:4] == ["'-A", "'=1+1", "\\u200eB", "'x"]
    with Path("d.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row["record_type"] == "keyword")
    assert run("apply", "a.md", "--decisions", "d.csv", "--in-place").exit_code == 0
    assert keywords(Path("a.md")) == ("C",)


def test_the_report_names_the_list_in_every_row():
    rows = list(csv.DictReader(io.StringIO("".join(render("csv", [sample()], [], dict)))))
    assert {row["digest"] for row in rows} == {digest(["HER2", "EPHB2", "her4.1"])}
    assert {row["accept"] for row in rows} == {""}
    assert list(rows[0])[-2:] == ["accept", "digest"]
    assert digest([]) != digest([""]) != digest(["", ""])
    assert "".join(render("csv", [blank()], [], dict)).count("\n") == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["F1", "F2"], "1 figure are left over, because its record is not among those given: F3"),
        (
            ["F1"],
            "2 figures are left over, because their records are not among those given: F2, F3",
        ),
    ],
)
def test_records_that_are_not_given_are_counted_in_words(folder, given, said):
    lines = [f"{figid},{words[0]},remove,,,y,{digest(words)}" for figid, words in LISTS.items()]
    Path("d.csv").write_text("\n".join([HEADER.strip(), *lines]) + "\n", encoding="utf-8")
    paths = [folder / f"{figid}.md" for figid in given]
    assert f"decisions about {said}\n" in run("apply", *paths, "--decisions", "d.csv").stderr
