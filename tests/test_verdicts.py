"""Verdicts: whatever file people said them in, in whatever order, they are the same."""

from __future__ import annotations

import csv
import io
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SEEDS, cli

from reconcile import Lexicon, Reconciler, read_figures
from reconcile.curation.verdicts import FigureVerdicts, Verdicts, read_verdicts
from reconcile.errors import InputError
from reconcile.report.csvlong import csv_report, tsv_report
from reconcile.report.jsonout import dumps, jsonl_report
from reconcile.store import NewDecision, Store

LEXICON = Lexicon.load()


@pytest.fixture
def read(tmp_path):
    def reader(data, **options):
        path = tmp_path / "verdicts"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_verdicts(path, LEXICON, **options)

    return reader


SAME = {
    "objects": '{"figid": "A", "keywords": {"EGFR": "ok", "=X": "wrong", "MYC": "skip"}}\n\n'
    '{"figid": "B", "keywords": {"RAS": "Right"}}\n',
    "the same in two lines": '{"figid": "B", "keywords": {"RAS": "ok"}}\n'
    '{"figid": "A", "keywords": {"=X": "wrong", "MYC": "skip"}}\n'
    '{"figid": "A", "keywords": {"EGFR": "ok"}}',
    "table with tabs": "A\tEGFR\tok\nA\t=X\twrong\nA\tMYC\tskip\nB\tRAS\tOK\n",
    "with a header": "# by Ada\nverdict\tentry\tfigid\nok\tEGFR\tA\nwrong\t=X\tA\n\n"
    "skip\tMYC\tA\nright\tRAS\tB\n",
    "csv": 'figid,keyword,verdict,why\nA,EGFR,ok,\nA,\'=X,WRONG,"a, b"\nB,RAS,ok\nA,MYC,skip\n',
    "of a spreadsheet": "sep=;\r\nfigid;entry;verdict\r\nA;EGFR;ok\r\nA;'=X;incorrect\r\n"
    "A;MYC;skip\r\nB;RAS;ok\r\nB;MEK;\r\n;;\r\n",
}


@pytest.mark.parametrize("name", SAME)
def test_what_a_file_is_tells_its_content(read, name):
    for data in (SAME[name], b"\xef\xbb\xbf" + SAME[name].encode()):
        found = read(data)
        assert {figid: said.entries for figid, said in found.figures.items()} == {
            "A": {"=X": "wrong", "EGFR": "ok"},
            "B": {"RAS": "ok"},
        }
        assert found.of("A").other == {("MYC", "skip")}
        assert found.of("nowhere") == FigureVerdicts()


def test_genes_that_belong_there_have_approved_symbols(read):
    rows = "A\tPDK1\twrong\tPDPK1\nA\tX\twrong\tHER2, FRAP1\nA\tErbB3\tmissing\nA\t-\tmissing\tMEK1"
    said = read(rows).of("A")
    assert said.instead == {"PDK1": {"PDPK1"}, "X": {"ERBB2", "MTOR"}}
    assert said.wanted == {"ERBB3", "MAP2K1"}
    mentions = [
        {"text": "HER2", "required": ["ERBB2"], "allowed": ["ERBB2", "EGFR"]},
        {"text": "x", "required": ["MYC"], "allowed": ["MYC"], "optional": True},
    ]
    row = {"figid": "A", "keywords": {}, "missing": ["KRAS"], "mentions": mentions}
    said = read(json.dumps(row)).of("A")
    assert (said.wanted, said.allowed) == ({"ERBB2", "KRAS"}, {"ERBB2", "EGFR", "MYC"})
    assert said.complete


# entry, decisions (action, symbols, reason, accept): ok, wrong, instead, renamed, not renamed
DECIDED = {
    "removed": ("LPS", [("remove", "", "", "y")], "", "LPS", {}, "", ""),
    "not removed": ("LPS", [("remove", "", "", "n")], "LPS", "", {}, "", ""),
    "another gene": (
        "PDK1",
        [("replace", "PDPK1", "ambiguous_symbol", "y")],
        *("", "PDK1", {"PDK1": {"PDPK1"}}, "", ""),
    ),
    "another gene, no reason": (
        "PDK1",
        [("replace", "PDPK1", "", "y")],
        *("", "PDK1", {"PDK1": {"PDPK1"}}, "", ""),
    ),
    "new name": (
        "FRAP1",
        [("replace", "MTOR", "outdated_symbol", "y")],
        *("FRAP1", "", {}),
        "FRAP1",
        "",
    ),
    "new name, no reason": (
        "FRAP1",
        [("replace", "MTOR", "", "y")],
        *("FRAP1", "", {}),
        "FRAP1",
        "",
    ),
    "members": ("ERK", [("replace", "MAPK1 MAPK3", "", "y")], *("ERK", "", {}), "ERK", ""),
    "no new name": ("FRAP1", [("replace", "MTOR", "", "n")], *("FRAP1", "", {}), "", "FRAP1"),
    "one change and not another": (
        "PDK1",
        [("remove", "", "", "n"), ("replace", "PDPK1", "", "y")],
        *("", "PDK1", {"PDK1": {"PDPK1"}}, "", ""),
    ),
    "both of one change": (
        "LPS",
        [("remove", "", "", "n"), ("remove", "", "", "y")],
        *("LPS", "LPS", {}, "", ""),
    ),
    "nothing yet": ("LPS", [("remove", "", "", "")], "", "", {}, "", ""),
}


@pytest.mark.parametrize("name", DECIDED)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_decisions_say_of_entries(read, name, form):
    entry, decisions, ok, wrong, instead, renamed, kept = DECIDED[name]
    names = ("figid", "text", "action", "suggested_symbols", "reason", "accept", "digest")
    rows = [
        dict(zip(names, ("A", entry, action, symbols, reason, accept, "d"), strict=True))
        for action, symbols, reason, accept in decisions
    ]
    if form == "csv":
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, names)
        writer.writeheader()
        writer.writerows(rows)
        data = buffer.getvalue()
    else:
        data = "\n".join(map(json.dumps, rows))
    said = read(data, on_error=lambda _: None).of("A")
    assert (said.ok, said.wrong, said.renamed, said.not_renamed) == tuple(
        frozenset(filter(None, [one])) for one in (ok, wrong, renamed, kept)
    )
    assert said.instead == instead


def test_additions_that_were_decided(read):
    head = "figid,text,action,suggested_symbols,already_listed,accept,digest\n"
    rows = "A,MEK,add,MAP2K1 MAP2K2,MAP2K1,y,d\nA,LPS,add,IRF6,,n,d\n"
    said = read(head + rows).of("A")
    assert (said.wanted, said.unwanted, said.entries) == ({"MAP2K2"}, {"IRF6"}, {})


def test_reports_that_were_filled_in_say_what_the_store_exports(read, tmp_path):
    figures = list(read_figures(SEEDS))
    results = list(map(Reconciler(ner="lexicon").reconcile, figures))
    place = tmp_path / "a.db"
    assert cli("store", "import", SEEDS, "--db", place, "--ner", "lexicon").exit_code == 0
    rng = random.Random(0)
    answer = {
        (r.figid, s.action, s.keyword, s.symbols): rng.choice([True, False, None])
        for r in results
        for s in r.suggestions
    }
    with Store(place) as store:
        for figid in store.figids():
            for s in store.figure(figid).result.suggestions:
                accept = answer[figid, s.action, s.keyword, s.symbols]
                if accept is not None:
                    verdict = "accept" if accept else "decline"
                    store.decide([NewDecision.on(figid, s, verdict)], curator="Ada")
    exported = {}
    for form in ("csv", "jsonl"):
        done = cli("store", "export", place, "--format", form)
        exported[form] = read(done.stdout)
    told = [json.loads(line) for line in jsonl_report(results)]
    for figure in told:
        for s in figure["suggestions"]:
            key = figure["figid"], s["action"], s["keyword"], tuple(s["symbols"])
            s["accept"] = answer[key]
    filled = read("\n".join(map(dumps, told)))
    assert filled.figures == exported["csv"].figures == exported["jsonl"].figures
    assert {"ok", "wrong"} == {v for said in filled.figures.values() for v in said.entries.values()}
    assert any(said.renamed for said in filled.figures.values())
    history = cli("store", "export", place, "--format", "jsonl", "--history").stdout
    with pytest.raises(InputError, match="without `--history`"):
        read(history)


@pytest.mark.parametrize("form", [csv_report, tsv_report])
def test_a_report_of_a_spreadsheet_that_was_filled_in(read, form):
    figure = next(f for f in read_figures(SEEDS) if f.keywords)
    result = Reconciler(ner="lexicon").reconcile(figure)
    text = "".join(form([result]))
    delimiter = "\t" if form is tsv_report else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    places = {name: i for i, name in enumerate(rows[0])}
    for row in rows[1:]:
        if row[places["action"]]:
            row[places["accept"]] = "n"
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    said = read(buffer.getvalue()).of(figure.figid)
    listed = {s.keyword for s in result.suggestions if s.action != "add"}
    assert said.ok == listed and not said.wrong


BAD = {
    "no JSON": ('{"figid": "A", "keywords": {"X": "ok"}}\n{"figid"\n', 2, "not JSON"),
    "no figid": ('{"keywords": {"X": "ok"}}\n', 1, "no figid"),
    "no text": ('{"figid": "B", "keywords": {"X": 1}}\n', 1, "no text"),
    "mentions": ('{"figid": "B", "keywords": {}, "mentions": [1]}\n', 1, "`mentions`"),
    "missing": ('{"figid": "B", "keywords": {}, "missing": "X"}\n', 1, "`missing`"),
    "neither": ('{"figid": "B", "list": {}}\n', 1, "no field"),
    "cells": ("A\tX\tok\nB\tok\n", 2, "2 cells"),
    "entry": ("A\tX\tok\nB\t\tok\n", 2, "no figid or no entry"),
    "symbols": ("A\tX\tok\nB\tY\tok\tMYC\n", 2, "symbols for an entry that is ok"),
    "bytes": (b"A\tX\tok\nB\t\xff\tok\n", 2, "UTF-8"),
    "answer": (
        "figid,text,action,suggested_symbols,accept,digest\nA,X,remove,,maybe,d\n",
        2,
        "y or n",
    ),
    "both": ("A\tX\tok\nA\tY\tok\nA\tX\twrong\n", 3, "wrong here and ok in line 1"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_named_and_the_others_count(read, name, tmp_path):
    data, line, words = BAD[name]
    data = data if isinstance(data, bytes) else data.encode()
    good = b'{"figid": "Z", "keywords": {"Z": "ok"}}\n'
    if not data.startswith(b"{"):
        good = b"Z,Z,remove,,n,d\n" if b"accept" in data else b"Z\tZ\tok\n"
    with pytest.raises(InputError, match=words) as caught:
        read(data + good)
    assert (caught.value.source, caught.value.line) == (str(tmp_path / "verdicts"), line)
    failures = []
    found = read(data + good, on_error=failures.append)
    assert [(f.source, f.line) for f in failures] == [(str(tmp_path / "verdicts"), line)]
    assert found.of("Z").entries == {"Z": "ok"}
    assert "X" not in found.of("A").entries or name != "both"


@pytest.mark.parametrize("data", ["", "nothing\n", "figid,entry\nA,X\n", "a b c\n"])
def test_a_file_without_verdicts_is_an_error(read, data):
    with pytest.raises(InputError, match="no verdicts; expected decisions"):
        read(data)


def test_a_long_file_about_one_entry_is_read_in_linear_time(read):
    """Counted: each line looks at what was said before of its entry, not at every line."""
    head = "figid,text,action,suggested_symbols,accept,digest\n"
    rows = "".join(f"A,X,replace,G{i},{'yn'[i % 2]},d\n" for i in range(5_000))
    assert read(head + rows).of("A").wrong == {"X"}
    assert len(read("".join(f"A\tE{i}\tok\n" for i in range(5_000))).of("A").ok) == 5_000


# --- laws ---------------------------------------------------------------------------------------

entries = st.frozensets(st.sampled_from("PQR"), max_size=2)
figures = st.builds(
    FigureVerdicts,
    ok=entries,
    wrong=entries,
    other=st.frozensets(st.tuples(st.sampled_from("PQR"), st.sampled_from(["skip", "?"]))),
    replacements=st.frozensets(st.tuples(st.sampled_from("PQR"), entries)),
    renamed=entries,
    wanted=entries,
    unwanted=entries,
    complete=st.booleans(),
)
said = st.builds(
    Verdicts,
    st.lists(st.sampled_from(["a", "b"]), unique=True).map(tuple),
    st.dictionaries(st.sampled_from("AB"), figures),
)


@settings(max_examples=50)
@given(said, said, said)
def test_what_people_say_adds_up_in_any_order(one, two, three):
    assert ((one | two) | three).figures == (one | (two | three)).figures
    assert (one | two).figures == (two | one).figures
    assert (one | one).figures == (one | Verdicts((), {})).figures == one.figures | {}
    assert Verdicts.joined([one, two, three]) == (one | two) | three
    for figid, both in (one | two).figures.items():
        for entry, verdict in both.entries.items():
            assert verdict in (one.of(figid).entries.get(entry), two.of(figid).entries.get(entry))
            assert entry not in both.disputed


@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"),
            st.sampled_from(["EGFR", "MYC", "KRAS"]),
            st.sampled_from(["ok", "wrong", "skip", "missing"]),
            st.sampled_from(["", "HER2"]),
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_lines_changes_nothing(tmp_path_factory, rows, rng):
    path = tmp_path_factory.mktemp("law") / "a.tsv"

    def parsed(rows):
        lines = ("\t".join(row) if row[2] != "ok" else "\t".join(row[:3]) for row in rows)
        path.write_text("figid\tentry\tverdict\tsymbols\n" + "\n".join(lines))
        failures = []
        found = read_verdicts(path, LEXICON, on_error=failures.append)
        return found, len(failures)

    assert parsed(rows) == parsed(rng.sample(rows, len(rows))) == parsed(rows)
