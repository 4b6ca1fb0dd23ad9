"""What decisions in a store teach of words: readings, contexts, contradictions, the command."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from support import cli

from reconcile import Figure, OcrWord, Reconciler
from reconcile.curation.overrides import read_overrides
from reconcile.learning.lessons import lessons
from reconcile.learning.readings import LEARNED, with_learned
from reconcile.override import Override
from reconcile.overrides.table import Overrides
from reconcile.store import NewDecision, Run, Store

RECONCILER = Reconciler(ner="lexicon")
LEXICON = RECONCILER.lexicon
RUN = Run("1", "lexicon", "model")


def ocr(word, symbol):
    number = LEXICON.gene_by_symbol(symbol).gene.ncbi_gene_id
    return OcrWord(word, word.upper(), symbol, number, "ncbigene_synonym", "9606")


def figure(figid, caption, *pairs):
    words = [ocr(word, symbol) for word, symbol in pairs]
    return Figure(figid, caption, list(dict.fromkeys(symbol for _, symbol in pairs)), ocr=words)


def pathway(figid, *more, caption="LPS activates TLR4."):
    """A figure with a chemical that was taken for IRF6."""
    pairs = (("LPS", "IRF6"), ("TLR4", "TLR4"), ("CD14", "CD14"), *more)
    return figure(figid, caption, *pairs)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "a.db") as opened:
        yield opened


def put(store, *figures):
    store.put(RUN, [(RECONCILER.reconcile(one), None) for one in figures])


def decide(store, figid, entry, verdict, curator="Ann"):
    found = store.figure(figid)
    suggestion = next(
        s for s in found.result.suggestions if s.keyword == entry and s.action != "add"
    )
    store.decide([NewDecision.on(figid, suggestion, verdict)], curator=curator)
    return suggestion


def own(store, figid, action, text, *symbols, curator="Ann"):
    new = NewDecision(figid, action, text, symbols, own=True)
    store.decide([new], curator=curator)


def learned(store):
    return lessons([store.figure(figid) for figid in store.figids()], LEXICON, resamples=20)


def rows(store):
    return [(row.word, row.genes) for row in learned(store).readings.rows]


def test_an_accepted_removal_of_a_thing_says_that_the_word_is_no_gene(store):
    put(store, pathway("F1"), pathway("F2", ("MYD88", "MYD88")))
    assert decide(store, "F1", "IRF6", "accept").reason == "non_gene"
    decide(store, "F2", "IRF6", "accept", " Bob;  B.")
    (row,) = learned(store).readings.rows
    assert (row.word, row.genes, row.support) == ("LPS", (), 2)
    assert row.decided_by == ("Ann", "Bob, B.")
    assert row.context == ("CD14", "TLR4")  # beside it in both; MYD88 in one alone
    assert row.note == f"{LEARNED} about F1, F2"


def test_a_declined_removal_confirms(store):
    put(store, pathway("F1"))
    decide(store, "F1", "IRF6", "decline")
    assert rows(store) == [("LPS", ("IRF6",))]


def test_an_accepted_replacement_says_what_the_word_means(store):
    put(store, figure("F1", "The pathway.", ("PDK1", "PDK1"), ("AKT1", "AKT1"), ("EGF", "EGF")))
    own(store, "F1", "replace", "PDK1", "PDPK1")
    assert rows(store) == [("PDK1", ("PDPK1",))]


def test_what_stays_of_a_word_is_what_it_means(store):
    put(store, figure("F1", "NF-κB.", ("p65", "RELA"), ("p65", "SYT1"), ("IKBKB", "IKBKB")))
    own(store, "F1", "remove", "SYT1")
    assert rows(store) == [("p65", ("RELA",))]


def test_a_removal_alone_does_not_tell_what_a_word_means(store):
    put(store, figure("F1", "x", ("APC", "APC"), ("EGF", "EGF")))
    own(store, "F1", "remove", "APC")
    assert rows(store) == []


def test_an_open_suggestion_on_the_word_leaves_it_open(store):
    put(store, pathway("F1", ("LPS", "TLR4")))
    own(store, "F1", "remove", "TLR4")
    assert rows(store) == []


def test_of_two_words_nobody_said_which(store):
    put(store, pathway("F1", ("endotoxin", "IRF6")))
    own(store, "F1", "remove", "IRF6")
    assert rows(store) == []


def test_an_addition_tells_what_the_caption_calls_a_gene(store):
    put(store, figure("F1", "HER2 and EGFR activate AKT.", ("AKT1", "AKT1")))
    additions = [s for s in store.figure("F1").result.suggestions if s.action == "add"]
    for one in additions:
        store.decide([NewDecision.on("F1", one, "accept")], curator="Ann")
    assert ("HER2", ("ERBB2",)) in rows(store)
    assert ("EGFR", ("EGFR",)) not in rows(store)  # a symbol says nothing of itself


def say(store, figid, entry, word, *genes, curator="Ann"):
    new = NewDecision(figid, "remove", entry, own=True, reading=(word, genes))
    return store.decide([new], curator=curator)


def test_what_a_curator_says_of_a_word_is_what_it_means(store):
    put(store, pathway("F1", ("CAT", "CAT")), pathway("F2", ("CAT", "CAT")))
    assert rows(store) == []
    say(store, "F1", "CAT", "CAT")
    assert rows(store) == [("CAT", ())]
    (row,) = say(store, "F2", "CAT", "CAT", "GLYAT")
    assert row.state["reading"] == {"word": "CAT", "genes": ["GLYAT"]}
    assert rows(store) == []  # nothing tells the two figures apart
    store.undo([row.id], curator="Ann")
    assert rows(store) == [("CAT", ())]


def test_what_was_taken_back_teaches_nothing(store):
    put(store, pathway("F1"))
    decide(store, "F1", "IRF6", "accept")
    store.undo([row.id for row in store.decisions("F1")], curator="Ann")
    found = learned(store)
    assert (found.figures, list(found.readings.rows), found.decided) == (0, [], ())


AR = [
    figure("A1", "x", ("AR", "AR"), ("EGF", "EGF"), ("TGFA", "TGFA"), ("AKT1", "AKT1")),
    figure("A2", "x", ("AR", "AR"), ("EGF", "EGF"), ("BTC", "BTC"), ("AKT1", "AKT1")),
    figure("A3", "x", ("AR", "AR"), ("KLK3", "KLK3"), ("AKT1", "AKT1")),
]


def test_contexts_tell_meanings_apart_and_hold_where_they_were_learned(store, tmp_path):
    put(store, *AR)
    for figid, genes in (("A1", "AREG"), ("A2", "AREG"), ("A3", "NR3C1")):
        own(store, figid, "replace", "AR", genes)
    found = learned(store)
    assert {(row.genes, row.context) for row in found.readings.rows} == {
        (("AREG",), ("EGF",)),
        (("NR3C1",), ("KLK3",)),
    }
    reconciler = Reconciler(ner="lexicon", overrides=found.readings.rows)
    for given, genes in zip(AR, ("AREG", "AREG", "NR3C1"), strict=True):
        (one,) = [s for s in reconciler.reconcile(given).suggestions if s.keyword == "AR"]
        assert (one.action, one.symbols) == ("replace", (genes,))
        assert one.evidence[0].type == "decision"
    nowhere = figure("A4", "x", ("AR", "AR"), ("AKT1", "AKT1"))
    assert not reconciler.reconcile(nowhere).decided


def test_meanings_that_nothing_tells_apart_are_said_and_not_used(store):
    put(store, AR[0], replace(AR[0], figid="A5"))
    own(store, "A1", "replace", "AR", "AREG")
    own(store, "A5", "replace", "AR", "NR3C1")
    found = learned(store)
    assert list(found.readings.rows) == []
    (split,) = found.readings.splits
    assert split == ("AR", (("AREG", ("A1",)), ("NR3C1", ("A5",))))


def test_an_organism_may_tell_them_apart(store):
    mouse = replace(AR[0], figid="A5", caption="In mice.")
    put(store, replace(AR[0], caption="In patients."), mouse)
    own(store, "A1", "replace", "AR", "AREG")
    own(store, "A5", "replace", "AR", "NR3C1")
    found = {row.genes: row.organism for row in learned(store).readings.rows}
    assert found == {("AREG",): "9606", ("NR3C1",): "10090"}


def test_curators_who_disagree_are_named_and_not_used(store):
    put(store, pathway("F1"))
    decide(store, "F1", "IRF6", "accept", "Ann")
    decide(store, "F1", "IRF6", "decline", "Bob")
    found = learned(store)
    assert list(found.readings.rows) == []
    assert found.decided == ()
    assert [{row.curator for row in group} for group in found.clashes] == [{"Ann", "Bob"}]


def test_the_order_of_figures_makes_no_difference(store):
    put(store, *AR, pathway("F1"))
    for figid, genes in (("A1", "AREG"), ("A2", "AREG"), ("A3", "NR3C1")):
        own(store, figid, "replace", "AR", genes)
    decide(store, "F1", "IRF6", "accept")
    figures = [store.figure(figid) for figid in store.figids()]
    found = {
        (each.readings.rows, each.decided)
        for order in permutations(figures)
        for each in [lessons(order, LEXICON, resamples=20)]
    }
    assert len({rows for rows, _ in found}) == 1


def test_rows_that_people_wrote_stay(store):
    mine = Override("LPS", (), decided_by=("Zoe",))
    old = Override("AR", ("AREG",), ("EGF",), decided_by=("Ann",), note=f"{LEARNED} about X")
    fresh = Override("LPS", ("IRF6",), decided_by=("Ann",), note=f"{LEARNED} about F1")
    new = Override("p65", ("RELA",), decided_by=("Ann",), note=f"{LEARNED} about F2")
    table, left_out = with_learned(Overrides([mine, old]), Overrides([fresh, new]))
    assert set(table) == {mine, new}
    assert left_out == [fresh]


# -- the command -----------------------------------------------------------------------------------


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Store(tmp_path / "a.db") as opened:
        put(opened, *AR, pathway("F1"), pathway("F2"))
        own(opened, "A1", "replace", "AR", "AREG")
        decide(opened, "F1", "IRF6", "accept")
        decide(opened, "F2", "IRF6", "accept", "Ann")
        decide(opened, "F2", "IRF6", "decline", "Bob; B.")
    return "a.db"


def test_the_command_says_what_was_learned_and_writes_nothing_by_itself(database, tmp_path):
    done = cli("learn", database)
    assert done.exit_code == 0, done.stderr
    assert "What words mean: 2 readings from 3 figures" in done.stdout
    assert "LPS is no gene (decided by Ann, 1 figure" in done.stdout
    assert "IRF6 of F2: accept by Ann, decline by Bob; B." in done.stdout
    assert "at least 100 are needed" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} <= {"a.db", "a.db-wal", "a.db-shm"}


def test_the_command_writes_a_table_that_others_take(database):
    assert cli("learn", database, "--overrides", "o.tsv").exit_code == 0
    table = read_overrides("o.tsv")
    assert {(row.word, row.genes) for row in table} == {("AR", ("AREG",)), ("LPS", ())}
    first = Path("o.tsv").read_bytes()
    again = cli("learn", database, "--overrides", "o.tsv")
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert cli("learn", database, "--overrides", "o.tsv", "--force").exit_code == 0
    assert Path("o.tsv").read_bytes() == first
    said = cli("annotate", "AR and EGF.", "--ner", "lexicon", "--overrides", "o.tsv").stdout
    assert '"override"' in said


def test_too_few_decisions_give_no_calibration(database, tmp_path):
    done = cli("learn", database, "-o", "c.json")
    assert done.exit_code == 1
    assert "c.json is not written: too few decisions" in done.stderr
    assert not (tmp_path / "c.json").exists()


def test_the_command_as_json(database):
    found = json.loads(cli("learn", database, "--format", "json").stdout)
    assert (found["figures"], found["decisions"]) == (3, 1)
    assert [row["word"] for row in found["readings"]] == ["AR", "LPS"]
    assert found["disagreements"][0]["figid"] == "F2"
    assert "too few" in found["refused"]


def test_a_database_that_is_not_there(tmp_path):
    done = cli("learn", tmp_path / "none.db")
    assert done.exit_code == 2
    assert "none.db" in done.stderr


def test_what_was_taken_out_is_no_context_and_what_was_put_in_is(store):
    put(store, pathway("F1", ("AR", "AR")))
    decide(store, "F1", "IRF6", "accept")
    own(store, "F1", "replace", "AR", "AREG")
    found = {row.word: row.context for row in learned(store).readings.rows}
    assert found == {"LPS": ("AREG", "CD14", "TLR4"), "AR": ("CD14", "TLR4")}


def test_entries_that_nobody_spoke_of_count_if_they_are_what_the_word_means(store):
    raf = [("RAF", symbol) for symbol in ("ARAF", "BRAF", "RAF1", "ZHX2")]
    cox = [("COX1", symbol) for symbol in ("MT-CO1", "PTGS1", "COX8A")]
    put(store, figure("F1", "x", *raf), figure("F2", "x", *cox))
    own(store, "F1", "remove", "ZHX2")
    own(store, "F2", "remove", "COX8A")
    assert rows(store) == [("RAF", ("ARAF", "BRAF", "RAF1"))]


def test_a_word_that_was_misread_is_not_said_to_be_no_gene(store):
    put(store, pathway("F1", ("GSK3\u1e9e", "GSK3A")), pathway("F2", ("an", "APP")))
    artifact = {"reason": "ocr_artifact", "action": "remove", "symbols": (), "already_listed": ()}
    for figid, entry in (("F1", "GSK3A"), ("F2", "APP")):
        result = store.figure(figid).result
        made = replace(result.suggestions[0], keyword=entry, **artifact)
        store.put(RUN, [(replace(result, suggestions=(made,)), None)])
        decide(store, figid, entry, "accept")
    assert rows(store) == [("an", ())]
