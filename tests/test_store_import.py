"""`reconcile store import` and `info`: what changed is done again, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from support import SEEDS, cli

from reconcile.calibration import Calibration, Line
from reconcile.curation.calibration import calibration_text
from reconcile.store import NewDecision, Store, StoreError
from reconcile.store.connect import Database

FAST = ("--ner", "lexicon")


@pytest.fixture
def records(tmp_path, monkeypatch):
    """The samples in a folder beside an empty place for a database."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SEEDS, "records")
    return sorted(Path("records").glob("*.txt"))


def imported(*args, code=0):
    result = cli("store", "import", *args, "--db", "a.db", *FAST)
    assert result.exit_code == code, result.stderr
    return result.stderr


def test_only_what_has_changed_is_done_again(records, monkeypatch):
    from reconcile import Reconciler

    done = []
    made = Reconciler.reconcile_many

    def spied(self, figures, **options):
        for result in made(self, figures, **options):
            done.append(result.figid)
            yield result

    monkeypatch.setattr(Reconciler, "reconcile_many", spied)
    assert "3 figures: 3 new, 0 changed, 0 as before" in imported("records")
    assert len(done) == 3
    done.clear()
    assert "3 figures: 0 new, 0 changed, 3 as before" in imported("records")
    shutil.copytree("records", "elsewhere")
    assert "3 as before" in imported("elsewhere")
    assert done == []
    text = records[0].read_bytes()
    records[0].write_bytes(text.replace(b"ZHX2", b"ZHX3"))
    assert text != records[0].read_bytes()
    assert "1 changed, 2 as before" in imported("records")
    assert len(done) == 1
    records[0].write_bytes(records[0].read_bytes() + b"\n")  # another record, the same figure
    assert "1 changed, 2 as before" in imported("records")
    with Store("a.db") as store:
        held = store.figure(done[0])
        assert held.record == records[0].read_bytes()
    done.clear()
    assert "3 as before" in imported("records")
    assert "3 changed" in imported("records", "--organism", "mouse")
    Path("o.tsv").write_text(OVERRIDES)
    assert "3 changed" in imported("records", "--overrides", "o.tsv")
    done.clear()
    assert "3 as before" in imported("records", "--overrides", "o.tsv")
    assert done == []
    Path("c.json").write_text(calibration_text(Calibration({}, Line(-1.0), 400, 90, ("Ada",))))
    assert "3 changed" in imported("records", "--calibration", "c.json")
    done.clear()
    assert "3 as before" in imported("records", "--calibration", "c.json")
    assert done == []
    imported("records", "--disable", "missing_gene")
    assert len(done) == 3


OVERRIDES = (
    "word\tgenes\tcontext\torganism\tsupport\tdecided_by\tdecided_at\tnote\n"
    "LPS\t\t\t\t12\tAda\t2026-11-20\t\n"
)


def test_records_are_kept_byte_for_byte(records):
    records[0].write_bytes(records[0].read_bytes().replace(b"\n", b"\r\n"))
    Path("more.jsonl").write_text('{"figid": "J", "caption": "AKT1.", "keywords": ["AKT1"]}\n')
    imported("records", "more.jsonl")
    with Store("a.db") as store:
        kept = {figid: store.figure(figid).record for figid in store.figids()}
    assert kept.pop("J") is None
    assert sorted(kept.values()) == sorted(path.read_bytes() for path in records)


def test_records_that_fail_are_named_and_the_others_kept(records):
    records[1].write_text("---\nfigid: [\n---\n")
    Path("records/x.md").write_text('---\nfigid: "a\\0b"\n---\n')
    said = imported("records", code=1)
    assert str(records[1]) in said
    assert "2 figures: 2 new" in said


def test_what_is_no_use_is_said_before_anything_is_done(records):
    for args, said in (
        (("store", "import", "--db", "a.db"), "nothing to import"),
        (("store", "import", "records"), "name the database"),
        (("store", "import", "records", "--db", "a.db", "--curator", "Ada"), "--decisions"),
        (("store", "import", "records", "--db", str(records[0])), "no database"),
        (("store", "info", "a.db"), "not there"),
    ):
        result = cli(*args)
        assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert not Path("a.db").exists()


def test_decisions_of_a_report_become_those_of_a_curator(records):
    imported("records")
    report = cli("report", "records", "--format", "csv", *FAST).stdout
    rows = list(csv.DictReader(io.StringIO(report)))
    for number, row in enumerate(row for row in rows if row["action"] and "|" not in row["action"]):
        row["accept"] = "ny"[number % 3 > 0]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    Path("d.csv").write_text(out.getvalue())
    count = sum(bool(row["accept"]) for row in rows)
    args = ("--decisions", "d.csv", "--curator", "Ada")
    assert f"{count} decisions of Ada: {count} new, 0 as before" in imported(*args)
    assert f"0 new, {count} as before" in imported(*args)
    with Store("a.db") as store:
        held = list(store.decisions())
        assert {row.curator for row in held} == {"Ada"}
        assert all("reason" in row.state and "own" not in row.state for row in held)
        assert store.progress().open == store.progress().suggestions - count
    again = cli("report", "records", "--decisions", "d.csv", "--format", "json", *FAST)
    said = {
        (figure["figid"], s["action"], s["keyword"], s["decision"])
        for figure in json.loads(again.stdout)["figures"]
        for s in figure["suggestions"]
        if s["decision"]
    }
    kept = {
        (r.figid, r.action, r.text, {"accept": "accepted"}.get(r.verdict, "declined")) for r in held
    }
    assert kept == said


def test_decisions_that_cannot_be_kept_are_named_by_their_lines(records):
    imported("records")
    with Store("a.db") as store:
        figid = store.figids()[0]
        entry = store.figure(figid).result.keywords[0].keyword
    Path("d.csv").write_text(
        "figid,text,action,suggested_symbols,accept,digest\n"
        f"{figid},NOSUCH,remove,,y,sha256:0\n"
        "F404,AKT1,remove,,y,sha256:0\n"
        f"{figid},{entry},replace,{'X' * 200},y,sha256:0\n"
        f"{figid},*,remove,,y,sha256:0\n"
        f"{figid},{entry},remove,,n,sha256:0\n"
    )
    said = imported("--decisions", "d.csv", "--curator", "Bo", code=1)
    for line in (2, 3, 4, 5):
        assert f"d.csv:{line}" in said
    assert "1 decision of Bo: 1 new" in said
    with Store("a.db") as store:
        (row,) = store.decisions()
        assert (row.text, row.verdict, row.state["own"]) == (entry, "decline", True)
    assert "who decides" in imported("--decisions", "d.csv", "--curator", "\n", code=1)


def test_info_counts_what_there_is(records):
    imported("records")
    with Store("a.db") as store:
        figid = store.figids()[0]
        found = store.figure(figid).result.suggestions[0]
        (row,) = store.decide([NewDecision.on(figid, found, "accept")], curator="Ada")
        store.undo([row.id], curator="Ada")
    shown = json.loads(cli("store", "info", "a.db", "--format", "json").stdout)
    assert shown["progress"]["figures"] == shown["reports"] == shown["runs"][0]["reports"] == 3
    assert shown["curators"] == [{"name": "Ada", "accept": 1, "decline": 0, "note": 0, "undo": 1}]
    assert shown["decisions"] == 2
    assert shown["bytes"] > 4096
    table = cli("store", "info", "a.db").stdout
    for word in ("figures", "Ada", "0.1.0+", "lexicon"):
        assert word in table


def test_a_password_is_never_shown():
    for url in (
        "postgresql://ada:geheim@127.0.0.1:1/x?connect_timeout=2",
        "postgresql://ada@127.0.0.1:1/x?password=geheim&connect_timeout=2",
    ):
        with pytest.raises(StoreError) as caught:
            Database(url)
        assert "geheim" not in str(caught.value)
        result = cli("store", "info", url)
        assert result.exit_code == 2
        assert "geheim" not in result.stderr


def test_an_import_that_was_cut_off_goes_on_where_it_was(records, monkeypatch):
    from reconcile.formats import reading

    lines = (json.dumps({"figid": f"F{i}", "keywords": ["AKT1"]}) + "\n" for i in range(250))
    Path("many.jsonl").write_text("".join(lines))
    made = reading.read_records

    def cut(*paths, **options):
        for number, pair in enumerate(made(*paths, **options)):
            if number == 240:
                raise KeyboardInterrupt
            yield pair

    with monkeypatch.context() as cutting:
        cutting.setattr(reading, "read_records", cut)
        imported("many.jsonl", code=130)
    assert "50 new, 0 changed, 200 as before" in imported("many.jsonl")
    with sqlite3.connect("a.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
