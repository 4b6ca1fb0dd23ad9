"""`reconcile store export`: what was decided leaves the store as `apply` carries it out."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SEEDS, cli

from reconcile import read_figures
from reconcile.curation.decisions import read_decisions
from reconcile.store import NewDecision, Store

FAST = ("--ner", "lexicon")
EXTRA = {
    "figid": "J|1",
    "caption": "LPS activates TLR4 and MEK.",
    "keywords": ["IRF6", "TLR4", "MEK"],
    "figtitle": "=1+1",
    "ocr": [{"word": "LPS", "match": "LPS", "symbol": "IRF6"}],
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A folder with records, other figures and a database of both."""
    folder = tmp_path_factory.mktemp("store")
    shutil.copytree(SEEDS, folder / "records")
    for number, path in enumerate(sorted((folder / "records").glob("*.txt"))):
        if number == 1:  # line ends that must stay
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (folder / "more.jsonl").write_text(json.dumps(EXTRA) + "\n")
    args = (folder / "records", folder / "more.jsonl", "--db", folder / "a.db")
    result = cli("store", "import", *args, *FAST)
    assert result.exit_code == 0, result.stderr
    return folder


@pytest.fixture
def place(filled, tmp_path, monkeypatch):
    """The same, to be changed."""
    shutil.copytree(filled, tmp_path / "x")
    monkeypatch.chdir(tmp_path / "x")
    return tmp_path / "x"


def suggested(store):
    return [
        (figid, suggestion)
        for figid in store.figids()
        for suggestion in store.figure(figid).result.suggestions
    ]


def lists(*paths):
    return {figure.figid: figure.keywords for figure in read_figures(*paths)}


def export(*args, code=0):
    result = cli("store", "export", "a.db", *args)
    assert result.exit_code == code, result.stderr
    return result


def decide(store, which, curator, verdict="accept"):
    new = [NewDecision.on(figid, s, verdict, "see =panel") for figid, s in which]
    return store.decide(new, curator=curator)


def test_records_are_those_that_apply_writes(place):
    with Store("a.db") as store:
        found = suggested(store)
        decide(store, found[::2], "Ada")
        decide(store, found[1::2], "Bo", "decline")
        decide(store, found[:3], "Bo")
        for figid, clash in found[4:6]:
            decide(store, [(figid, clash)], "Bo", "decline")
            decide(store, [(figid, clash)], "Ada")
        store.decide([NewDecision("J|1", "add", "x", ("HRAS",), own=True)], curator="Ada")
        bad = NewDecision(found[0][0], "add", "x", ("hras",), own=True)
        store.decide([bad], curator="Ada")
    said = export("--format", "records", "-o", "out", code=1).stderr
    assert said.count("neither is done") == 2
    assert "Bo" in said and "Ada" in said
    assert "write HRAS" in said
    export("-o", "d.csv")
    result = cli("apply", "records", "--decisions", "d.csv", "--in-place")
    assert result.exit_code == 1
    assert result.stderr.count("neither is done") == 2
    written = {path.name: path.read_bytes() for path in Path("records").glob("*.txt")}
    assert {path.name: path.read_bytes() for path in Path("out").glob("*.txt")} == written
    assert any(data.count(b"\r\n") > 5 for data in written.values())
    assert lists("out/figures.jsonl")["J|1"][-1] == "HRAS"
    assert list(Path("out").iterdir()) == [p for p in Path("out").iterdir() if p.name[0] != "."]


@settings(max_examples=6)
@given(st.data())
def test_export_and_apply_agree_whatever_is_decided(filled, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("law")
    shutil.copytree(filled / "records", folder / "records")
    shutil.copy(filled / "a.db", folder / "a.db")
    with Store(folder / "a.db") as store:
        for figid, suggestion in data.draw(st.lists(st.sampled_from(suggested(store)), max_size=8)):
            curator = data.draw(st.sampled_from(["Ada", "Bo"]))
            if suggestion.action == "add" and data.draw(st.booleans()):
                symbols = (data.draw(st.sampled_from(["EGFR", "IL6"])),)
                own = NewDecision(figid, "add", suggestion.keyword, symbols, own=True)
                store.decide([own], curator=curator)
            else:
                decide(store, [(figid, suggestion)], curator, data.draw(VERDICTS))
    first = cli("store", "export", folder / "a.db", "-o", folder / "out")
    cli("store", "export", folder / "a.db", "-o", folder / "d.csv")
    second = cli("apply", folder / "records", "--decisions", folder / "d.csv", "--in-place")
    refused = [said.count("neither is done") for said in (first.stderr, second.stderr)]
    assert refused[0] == refused[1]
    for path in (folder / "records").glob("*.txt"):
        assert (folder / "out" / path.name).read_bytes() == path.read_bytes()


VERDICTS = st.sampled_from(["accept", "decline"])


def test_csv_has_who_when_and_why_and_no_formula(place):
    with Store("a.db") as store:
        found = suggested(store)
        decide(store, found[:2], "=Ada")
        store.decide(
            [NewDecision(found[0][0], "remove", "*", verdict="note", note="@look")], curator="Bo"
        )
    export("-o", "d.csv")
    rows = list(csv.DictReader(Path("d.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["curator"] for row in rows] == ["'=Ada", "'=Ada", "Bo"]
    assert [row["accept"] for row in rows] == ["y", "y", ""]
    assert all(row["decided_at"].endswith("Z") for row in rows)
    read = read_decisions("d.csv")
    assert [one.curator for one in read] == ["=Ada", "=Ada"]
    text = export("--format", "jsonl").stdout
    objects = [json.loads(line) for line in text.splitlines()]
    assert [one["accept"] for one in objects] == [True, True, None]
    Path("d.jsonl").write_text(text)
    assert [(d.figid, d.change, d.symbols) for d in read_decisions("d.jsonl")] == [
        (d.figid, d.change, d.symbols) for d in read
    ]
    assert export("--curator", "Bo").stdout.count("\n") == 2
    assert "=Ada, Bo" in export("--curator", "Cy", code=2).stderr


def test_history_has_what_was_taken_back_and_is_no_answer(place):
    with Store("a.db") as store:
        (row,) = decide(store, suggested(store)[:1], "Ada")
        store.undo([row.id], curator="Ada")
    assert export("--format", "jsonl").stdout == ""
    text = export("--history").stdout
    one, two = map(json.loads, text.splitlines())
    assert (one["verdict"], one["undone"], two["verdict"], two["undoes"]) == (
        "accept",
        True,
        "undo",
        one["id"],
    )
    Path("h.jsonl").write_text(text)
    failures = []
    assert read_decisions("h.jsonl", on_error=failures.append) == ()
    assert len(failures) == 2
    assert "jsonl" in export("--history", "--format", "csv", code=2).stderr


def test_sets_mappings_and_entries_have_what_was_decided(place):
    with Store("a.db") as store:
        store.decide(
            [
                NewDecision("J|1", "replace", "MEK", ("MAP2K1", "MAP2K2"), own=True),
                NewDecision("J|1", "remove", "IRF6"),
                NewDecision("J|1", "add", "NF-kB", ("RELA",), own=True),
            ],
            curator="Ada",
        )
        store.decide([NewDecision("J|1", "remove", "TLR4")], curator="Bo")
        store.decide([NewDecision("J|1", "remove", "TLR4", verdict="decline")], curator="Ada")
    corrected = ["TLR4", "MAP2K1", "MAP2K2", "RELA"]
    export("-o", "out.gmt", code=1)
    sets = {
        line.split("\t")[0]: line.split("\t")[2:]
        for line in Path("out.gmt").read_text().splitlines()
    }
    assert sets.get("J|1", corrected) == corrected
    mappings = export("--format", "sssom", code=1).stdout
    assert any(line.split("\t")[0] == "RELA" for line in mappings.splitlines())
    assert not any(line.split("\t")[0] == "IRF6" for line in mappings.splitlines())
    export("-o", "out.parquet", code=1)
    rows = [row for row in pq.read_table("out.parquet").to_pylist() if row["figid"] == "J|1"]
    by_entry = {row["entry"]: row for row in rows if row["entry"]}
    assert list(by_entry) == ["IRF6", "TLR4", "MEK"]
    assert [row["stays"] for row in by_entry.values()] == [False, True, False]
    (said,) = by_entry["IRF6"]["decisions"]
    assert (said["verdict"], said["curator"]) == ("accept", "Ada")
    assert {one["verdict"] for one in by_entry["TLR4"]["decisions"]} == {"accept", "decline"}
    (added,) = [row for row in rows if row["addition"] == "NF-kB"]
    assert added["stays"] and added["decisions"][0]["symbols"] == ["RELA"]


def test_nothing_is_written_half_or_over_what_is_there(place, monkeypatch):
    with Store("a.db") as store:
        decide(store, suggested(store)[:3], "Ada")
    Path("out").mkdir()
    Path("out/mine.txt").write_text("x")
    assert "not empty" in export("-o", "out", "--format", "records", code=2).stderr
    export("-o", "out", "--format", "records", "--force")
    assert len(list(Path("out").iterdir())) == 5
    from reconcile.store import corrected

    made = corrected.corrected

    def cut(*args):
        yield from list(made(*args))[:2]
        raise KeyboardInterrupt

    monkeypatch.setattr(corrected, "corrected", cut)
    for name in ("new", "new.gmt", "new.parquet"):
        export("-o", name, code=130)
        assert not Path(name).exists() or not list(Path(name).iterdir())
    assert "folder" in export("--format", "records", code=2).stderr
    assert "no format" in export("-o", "x.docx", code=2).stderr


def test_two_records_of_one_name_and_a_figid_that_leads_away(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder, figid in (("a", "F1"), ("b", "../../F2"), ("c", ".F3")):
        Path(folder).mkdir()
        text = f"---\nfigid: {figid}\nschema-jsonld:\n  keywords:\n  - AKT1\n---\n"
        Path(folder, "x.md").write_text(text)
    assert cli("store", "import", "a", "b", "c", "--db", "a.db", *FAST).exit_code == 0
    export("-o", "out")
    names = sorted(path.name for path in Path("out").iterdir())
    assert names == ["%2E.%2F..%2FF2.md", "%2EF3.md", "x.md"]
    assert lists("out") == dict.fromkeys(("F1", "../../F2", ".F3"), ("AKT1",))
