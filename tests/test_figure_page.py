"""The page of a figure and what it sends, without a browser."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import datetime

import pytest
from figure_samples import EVIL, LISTED, WORDS, figure, filled, hostile
from hypothesis import given
from hypothesis import strategies as st
from serve_support import PAGE, served, told

from reconcile import Figure, Gene, OcrWord
from reconcile.errors import PatchError
from reconcile.formats.changes import Change, changed_keywords
from reconcile.learning.decided import decided_in
from reconcile.learning.settled import settled_of
from reconcile.records import KeywordVerdict
from reconcile.serve.pages.figure_view import view_of
from reconcile.serve.pages.outcome import outcome_of
from reconcile.serve.pages.query import figure_path
from reconcile.serve.pages.rereading import reread, words_read
from reconcile.store import DecisionRow, NewDecision, Query, Run, StoredFigure
from reconcile.store.holding import holding

FIRST = "PMC1__F1"
RUN = Run("1", "lexicon", "lexicon", {})


@pytest.fixture(scope="module")
def reports(fast):
    return [fast.reconcile(one) for one in (*map(figure, (1, 2, 3)), hostile())]


@pytest.fixture
def store(tmp_path, fast):
    with filled(tmp_path / "a.db", fast, [figure(number) for number in (1, 2, 3)]) as opened:
        yield opened


@pytest.fixture
def ada(store):
    return by(store, "Ada")


def by(store, name, **settings):
    client = served(store=store, **settings)
    client.cookies.set("curator", name)
    client.headers["x-csrf-token"] = client.app.state.csrf
    return client


def digest(store, figid=FIRST):
    return store.figure(figid).digest


def suggested(store, number, figid=FIRST, **more):
    """What the page sends of a suggestion."""
    one = NewDecision.on(figid, store.figure(figid).result.suggestions[number], "accept")
    return {"action": one.action, "text": one.text, "symbols": one.symbols} | more


def decide(client, store, *told, figid=FIRST, query=""):
    asked = {"figid": figid, "digest": digest(store, figid), "decisions": list(told)}
    return client.post(f"/decisions{query}", json=asked)


def seen(client, path=f"/figures/{FIRST}"):
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", answer.text))


# the page


def test_the_page_has_what_a_curator_looks_at(ada, store):
    text = seen(ada)
    for piece in (
        "Inflammation 1",
        "What goes to the nucleus",
        "J. Cell",
        "1 of 3 open",
        "LPS activates TLR4",
        "6 of 6 left",
        "Add MAP2K1, MAP2K2 for “MEK”",
        "Replace HER2 → ERBB2",
        "Remove SYT1",
        "read as p65",
        "Human genes that the caption names",
        "ERK1 → MAPK3; ERK2 → MAPK1",
        "glucose (chemical)",
    ):
        assert piece in text, piece
    html = ada.get(f"/figures/{FIRST}", headers=PAGE).text
    assert html.count('<article class="card"') == 6
    assert 'class="m gene full"' in html and 'class="m family none"' in html
    assert "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/figure/F1/" in html
    assert "<img" not in html and "style=" not in html


def test_the_picture_is_there_where_the_folder_has_it(store, tmp_path):
    (tmp_path / "picture1.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    client = by(store, "Ada", images=tmp_path)
    assert f'src="/images/{FIRST}"' in client.get(f"/figures/{FIRST}", headers=PAGE).text
    assert client.get(f"/images/{FIRST}").headers["content-type"] == "image/png"
    assert "<img" not in client.get("/figures/PMC2__F1", headers=PAGE).text


def test_links_to_the_neighbours_keep_the_queue(ada, store):
    query = Query(state="any", sort="order", text="inflammation")
    html = ada.get(figure_path("PMC2__F1", query), headers=PAGE).text
    for figid in (FIRST, "PMC3__F1"):
        assert f'href="{figure_path(figid, query).replace("&", "&amp;")}"' in html
    assert "2 of 3" in seen(ada, figure_path("PMC2__F1", query))


def test_a_figure_that_is_decided_keeps_its_place(ada, store):
    every = [suggested(store, number, "PMC2__F1") for number in range(6)]
    answer = decide(ada, store, *every, figid="PMC2__F1", query="?sort=order")
    queue = answer.json()["queue"]
    assert queue["place"] == "2 open left"
    assert queue["next"] == figure_path("PMC3__F1", Query(state="open", sort="order"))
    assert queue["previous"] == figure_path(FIRST, Query(state="open", sort="order"))
    assert "All 6 decided." in seen(ada, "/figures/PMC2__F1?sort=order")
    assert "1 of 2 open" in seen(ada, f"/figures/{FIRST}?sort=order")
    assert "1 of 1 done" in seen(ada, "/figures/PMC2__F1?state=done")


def test_what_is_not_there_is_told(ada, store):
    assert told(ada.get("/figures/none")) == (404, "no_figure")
    assert told(ada.get("/figures/a%00b")) == (404, "no_figure")
    assert told(served().get(f"/figures/{FIRST}")) == (404, "no_store")
    assert "there is no such figure" in ada.get("/figures/x", headers=PAGE).text


def test_hostile_texts_are_shown_and_do_nothing(tmp_path, fast):
    with filled(tmp_path / "evil.db", fast, [hostile()]) as store:
        client = by(store, EVIL[:20], images=tmp_path)
        answer = client.get(figure_path(hostile().figid), headers=PAGE)
        assert answer.status_code == 200
        for piece in ("<script>alert", "<img src=x", '"><b>', "\u202e", "\x1b", "javascript:"):
            assert piece not in answer.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
        assert "/images/" not in answer.text
        found = store.figure(hostile().figid)
        for entry in ("=cmd|' /C calc'!A0", EVIL):
            kept = decide(
                client,
                store,
                {"action": "remove", "text": entry, "own": True, "note": EVIL},
                figid=found.figid,
            )
            assert kept.status_code == 200, kept.text
            assert not any("<script>" in part for part in kept.json()["parts"].values())


# decisions


def test_a_decision_is_kept_and_the_answer_has_how_all_stands(ada, store):
    answer = decide(ada, store, suggested(store, 1, verdict="decline", note=" seen: SYT1 "))
    assert answer.status_code == 200
    body = answer.json()
    (row,) = store.decisions(FIRST)
    assert (row.curator, row.verdict, row.text, row.note) == (
        "Ada",
        "decline",
        "SYT1",
        "seen: SYT1",
    )
    assert row.batch is None
    assert body["decisions"][0]["id"] == row.id
    assert body["figure"]["cards"]["c1"] == {"mine": "decline", "todo": False}
    assert body["figure"]["cards"]["c0"] == {"mine": "", "todo": True}
    assert (body["figure"]["open"], body["figure"]["undo"]) == (5, [row.id])
    assert (body["queue"]["open"], body["queue"]["suggestions"]) == (17, 18)
    assert "you declined" in body["parts"]["c1-said"] and "seen: SYT1" in body["parts"]["c1-said"]
    page = ada.get(f"/figures/{FIRST}", headers=PAGE).text
    for name, part in body["parts"].items():
        assert part in page, name
    assert 'data-mine="decline"' in page


def test_nothing_is_kept_without_the_secret_of_the_page(ada, store):
    asked = {"figid": FIRST, "digest": digest(store), "decisions": [suggested(store, 0)]}
    for headers in ({"x-csrf-token": ""}, {"x-csrf-token": "other"}):
        assert told(ada.post("/decisions", json=asked, headers=headers)) == (403, "csrf")
        undo = ada.post("/decisions/undo", json={"figid": FIRST, "ids": [1]}, headers=headers)
        assert told(undo) == (403, "csrf")
    assert list(store.decisions()) == []


def test_a_list_that_has_changed_is_told(ada, store, fast):
    before = digest(store)
    told_ = suggested(store, 0)
    newer = fast.reconcile(Figure(FIRST, "x", ["IRF6"]))
    store.put(store.figure("PMC2__F1").run, [(newer, None)])
    asked = {"figid": FIRST, "digest": before, "decisions": [told_]}
    assert told(ada.post("/decisions", json=asked)) == (409, "stale")
    assert list(store.decisions()) == []


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"action": "add", "text": "hras", "symbols": ["hras"]}, "write HRAS"),
        ({"action": "add", "text": "x", "symbols": ["no such gene"]}, "name an approved one"),
        ({"action": "replace", "text": "HER2", "symbols": ["HER2", "p65"]}, "approved"),
        ({"action": "replace", "text": "SYT9", "symbols": ["SYT1"]}, "not in the gene list"),
        ({"action": "remove", "text": ""}, "not in the gene list"),
        ({"action": "add", "text": "HRAS"}, "name the symbols"),
        ({"action": "remove", "text": "SYT1", "note": "x" * 2001}, "2000"),
        ({"action": "remove", "text": "SYT1", "verdict": "undo"}, "undo"),
    ],
)
def test_an_own_change_that_cannot_be_is_refused_whole(ada, store, own, said):
    answer = decide(ada, store, suggested(store, 0), own | {"own": True})
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert said in f"{error['what']}; {error['remedy']}"
    assert list(store.decisions()) == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"figid": FIRST}, {"figid": FIRST, "digest": "", "decisions": []}, [], "x", {"figid": 1}],
)
def test_what_is_no_request_is_refused(ada, asked):
    assert ada.post("/decisions", json=asked).status_code == 422


def test_an_own_change_takes_the_place_of_what_was_suggested(ada, store):
    answer = decide(
        ada, store, {"action": "replace", "text": "HER2", "symbols": ["EGFR"], "own": True}
    )
    (own,) = store.decisions(FIRST)
    assert (own.verdict, own.symbols, own.batch) == ("accept", ("EGFR",), None)
    assert own.state["own"] is True
    figure_, parts = answer.json()["figure"], answer.json()["parts"]
    assert figure_["undo"] == [own.id]
    assert (figure_["cards"]["c4"], figure_["open"]) == ({"mine": "change", "todo": False}, 5)
    assert "changed to <b><i>EGFR</i></b> by you" in parts["c4-said"]
    assert "declined" not in parts["c4-said"] and "with others" not in parts["c4-said"]
    assert parts["own"].strip() == ""
    assert 'data-mine="change"' in ada.get(f"/figures/{FIRST}", headers=PAGE).text
    bo = by(store, "Bo")
    assert "changed to EGFR by Ada" in seen(bo)
    assert "6 of 6 left" in seen(bo, f"/figures/{FIRST}?curator=Bo")
    undone = ada.post("/decisions/undo", json={"figid": FIRST, "ids": [own.id]})
    assert len(undone.json()["decisions"]) == 1
    assert list(store.decisions()) == []
    assert undone.json()["figure"]["undo"] == []
    assert undone.json()["parts"]["own"].strip() == ""


@pytest.mark.parametrize("number", [4, 5], ids=["replacement", "addition"])
@pytest.mark.parametrize("verdict", ["accept", "decline"])
def test_who_decides_the_suggestion_after_all_gives_up_their_own_change(
    ada, store, number, verdict
):
    suggestion = suggested(store, number)
    own = suggestion | {"symbols": ["EGFR"], "own": True}
    decide(ada, store, own)
    answer = decide(ada, store, suggestion | {"verdict": verdict})
    card = answer.json()["figure"]["cards"][f"c{number}"]
    assert card == {"mine": verdict, "todo": False}
    accepted = [row.symbols for row in store.decisions(FIRST) if row.verdict == "accept"]
    assert accepted == ([tuple(suggestion["symbols"])] if verdict == "accept" else [])
    said = answer.json()["parts"][f"c{number}-said"]
    assert "changed" not in said and "with others" not in said


def test_an_addition_that_was_changed_is_one_decision_and_comes_back_whole(ada, store):
    own = suggested(store, 5) | {"symbols": ["MAP2K1"], "own": True}
    answer = decide(ada, store, own)
    said = answer.json()["parts"]["c5-said"]
    assert "changed to <b><i>MAP2K1</i></b> by you" in said
    assert "declined" not in said and "with others" not in said
    assert answer.json()["figure"]["cards"]["c5"] == {"mine": "change", "todo": False}
    (row,) = store.decisions()
    assert (row.verdict, row.state["instead"]) == ("accept", True)
    told = list(csv.DictReader(io.StringIO(ada.get("/export/decisions.csv").text)))
    assert [(one["accept"], one["suggested_symbols"]) for one in told] == [("y", "MAP2K1")]
    assert "instead of what was suggested" in seen(ada, "/history")
    bo = by(store, "Bo")
    assert "changed to MAP2K1 by Ada" in seen(bo) and "declined" not in seen(bo)
    ids = [int(number) for number in re.search(r'data-undo="([^"]*)"', said)[1].split()]
    ada.post("/decisions/undo", json={"figid": FIRST, "ids": ids})
    assert list(store.decisions()) == []


def test_of_two_changes_of_one_addition_the_later_one_holds(ada, store):
    for symbol in ("MAP2K1", "EGFR"):
        decide(ada, store, suggested(store, 5) | {"symbols": [symbol], "own": True})
    assert [row.symbols for row in store.decisions(FIRST)] == [("EGFR",)]


@pytest.mark.parametrize(
    "bo", [{}, {"symbols": ["EGFR"], "own": True}], ids=["as suggested", "otherwise"]
)
def test_who_accepts_what_another_changed_disagrees_with_them(ada, store, bo):
    decide(ada, store, suggested(store, 5) | {"symbols": ["MAP2K1"], "own": True})
    decide(by(store, "Bo"), store, suggested(store, 5, **bo))
    (clash,) = store.disagreements()
    assert {row.curator for row in clash.decisions} == {"Ada", "Bo"}
    assert outcome_of(store.figure(FIRST)).added == ()
    assert [pair.table for pair in store.agreements()] == ([] if bo else [(0, 0, 1, 0)])


def test_who_declines_what_another_changed_agrees_that_it_is_wrong(ada, store):
    decide(ada, store, suggested(store, 5) | {"symbols": ["MAP2K1"], "own": True})
    decide(by(store, "Bo"), store, suggested(store, 5, verdict="decline"))
    assert store.disagreements() == ()
    assert outcome_of(store.figure(FIRST)).added == ("MAP2K1",)
    (pair,) = store.agreements()
    assert pair.table == (0, 0, 0, 1)


def test_an_addition_that_was_changed_teaches_that_it_was_not_accepted(ada, store):
    decide(ada, store, suggested(store, 5) | {"symbols": ["MAP2K1"], "own": True})
    settled, _ = settled_of(store.figure(FIRST))
    assert [(one.kind, one.accepted) for one in decided_in(FIRST, settled)] == [
        ("add missing_members", False)
    ]


@pytest.mark.parametrize("more", [{}, {"verdict": "decline"}, {"note": "why"}, {"own": True}])
def test_what_was_said_already_is_not_kept_once_more(ada, store, more):
    asked = suggested(store, 1, **more)
    first = decide(ada, store, asked).json()
    again = decide(ada, store, asked, asked).json()
    assert (len(first["decisions"]), again["decisions"]) == (1, [])
    assert again["figure"] == first["figure"]
    assert len(list(store.decisions(FIRST, history=True))) == 1
    assert len(decide(ada, store, asked | {"note": "on second thought"}).json()["decisions"]) == 1


def test_marking_an_entry_wrong_accepts_the_suggestion_to_remove_it(ada, store):
    answer = decide(ada, store, {"action": "remove", "text": "SYT1", "own": True})
    assert answer.json()["figure"]["cards"]["c1"]["mine"] == "accept"
    assert len(list(store.decisions())) == 1
    number = LISTED.index("SYT1")
    assert "you" in answer.json()["parts"][f"e{number}-mark"]


def test_what_others_decided_is_seen_and_theirs(ada, store):
    decide(ada, store, suggested(store, 1, note="p65 is RELA"))
    note = suggested(store, 2, verdict="note", note="look again")
    decide(ada, store, note)
    bo = by(store, "Bo")
    text = seen(bo)
    assert re.search(r"Ada accepted, \d{4}-\d\d-\d\d \d\d:\d\d UTC: p65 is RELA", text)
    assert re.search(r"Ada noted, [^:]*\d\d:\d\d UTC: look again", text)
    assert "5 of 6 left" in text
    assert "6 of 6 left" in seen(bo, f"/figures/{FIRST}?curator=Bo")
    (row, *_) = store.decisions(FIRST)
    refused = bo.post("/decisions/undo", json={"figid": FIRST, "ids": [row.id]})
    assert told(refused) == (400, "decision")
    decide(bo, store, suggested(store, 1, verdict="decline"))
    assert "Bo declined" in seen(ada) and "you accepted" in seen(ada)


def test_undo_takes_the_last_one_back_and_then_the_one_before(ada, store):
    decide(ada, store, suggested(store, 0))
    decide(ada, store, suggested(store, 1))
    decide(ada, store, suggested(store, 1, verdict="decline"))
    for left in (["IRF6", "SYT1"], ["IRF6"], []):
        ids = re.search(r'data-undo="([^"]*)"', ada.get(f"/figures/{FIRST}").text)[1].split()
        ada.post("/decisions/undo", json={"figid": FIRST, "ids": list(map(int, ids))})
        assert [row.text for row in store.decisions(FIRST)] == left
    assert 'data-undo=""' in ada.get(f"/figures/{FIRST}").text


# what comes of it


def test_the_list_the_caption_and_the_words_follow_the_decisions(ada, store):
    before = len(LISTED)
    assert "after your decisions" not in seen(ada)
    mek = suggested(store, 5)
    removed = {"action": "remove", "text": "TLR4", "own": True}
    her2 = {"action": "replace", "text": "HER2", "symbols": ["EGFR"], "own": True}
    word = {"action": "add", "text": "p65", "symbols": ["CDKN1A"], "own": True}
    parts = decide(ada, store, mek, removed, her2, word).json()["parts"]
    page = ada.get(f"/figures/{FIRST}", headers=PAGE).text
    for name, part in parts.items():
        assert part in page, name
    text = seen(ada)
    # two of MEK and one of p65 come in, TLR4 goes, HER2 becomes another
    assert f"after your decisions: {before + 2} (was {before})" in text
    assert "+ MAP2K1" in text and "+ CDKN1A" in text
    assert "will be taken out" in parts[f"e{LISTED.index('TLR4')}-mark"]
    assert "replace by EGFR" in parts[f"e{LISTED.index('HER2')}-mark"]
    found = re.findall(r'class="m ([a-z ]+)"[^>]*>([^<]+)<', parts["caption-text"])
    shown = {name: style for style, name in found}
    assert shown["MEK"] == "family full" and shown["TLR4"] == "gene none"
    assert shown["HER2"] == "gene none" and shown["RELA"] == "gene full"
    numbers = {one.word: i for i, one in enumerate(view(store).words())}
    assert "changed by you to <i>CDKN1A</i>" in parts[f"w{numbers['p65']}-mark"]
    assert "changed to <i>EGFR</i>" in parts[f"w{numbers['HER2']}-mark"]
    assert "taken out" in parts[f"w{numbers['TLR4']}-mark"]
    assert parts[f"w{numbers['ERK']}-mark"].strip() == ""
    bo = by(store, "Bo")
    assert f"after the decisions: {before + 2}" in seen(bo)
    decide(bo, store, {"action": "replace", "text": "TLR4", "symbols": ["TLR2"], "own": True})
    entry = bo.get(f"/figures/{FIRST}").text.partition(f'id="e{LISTED.index("TLR4")}-mark"')[2]
    assert "will be taken out" not in entry.partition("</li>")[0]


def view(store):
    return view_of(store.figure(FIRST), "Ada", [])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "remove", "replace"]),
            st.sampled_from(["SYT1", "RELA", "IRF6"]),
            st.sampled_from(["RELA", "HRAS", "IRF6"]),
        ),
        max_size=5,
    )
)
def test_what_a_list_will_be_is_what_apply_makes_of_it(reports, asked):
    rows = [
        DecisionRow(
            i, "F", action, symbol if action == "add" else text,
            () if action == "remove" else (symbol,), (), "accept", "Ada",
            datetime(2026, 1, 1), "", "", 1, {},
        )
        for i, (action, text, symbol) in enumerate(asked)
    ]  # fmt: skip
    stored = StoredFigure(1, "F", "", reports[0], None, RUN, 1, holding(rows), ())
    outcome = outcome_of(stored)
    kept = [Change(row.action, row.text, row.symbols) for row in holding(rows)]
    try:
        after = changed_keywords(LISTED, kept)
    except PatchError:
        # What cannot be made together is left out; the rest is made.
        assert outcome.count >= 1
        return
    assert outcome.count == len(after)
    assert outcome.gone == set(LISTED) - set(after)
    assert outcome.changes == (list(after) != LISTED)
    symbols = {gene.symbol for one in outcome.reported().keywords for gene in one.genes}
    assert symbols >= set(after) & {"RELA", "HRAS", "IRF6"}


def test_a_word_as_it_was_before_it_was_damaged_is_shown(tmp_path, fast):
    damaged = [OcrWord("NF-Œ∫B", "NF-Œ∫B", "SYT1"), *WORDS]
    with filled(tmp_path / "a.db", fast, [figure(1, ocr=damaged)]) as store:
        client = by(store, "Ada")
        found = client.get("/word", params={"figid": FIRST, "word": "NF-Œ∫B"}).json()
        assert (found["word"], found["shown"]) == ("NF-Œ∫B", "NF-κB")
        other = client.get("/word", params={"figid": FIRST, "word": "p65"}).json()
        assert other["touched"][0]["words"] == ["NF-κB"]
        kept = decide(
            client, store, {"action": "add", "text": "NF-Œ∫B", "symbols": ["HRAS"], "own": True}
        )
        assert kept.json()["decisions"][0]["shown"] == "NF-κB"
        assert "NF-Œ∫B" not in seen(client)
        assert "read as NF-κB, p65" in seen(client)


def test_an_entry_that_was_read_as_it_is_says_so(fast, tmp_path):
    row = OcrWord("BRCA1", "BRCA1", "BRCA1", "672", "hgnc_symbol")
    one = figure(1, caption="LPS.", keywords=["BRCA1"], ocr=[row])
    with filled(tmp_path / "a.db", fast, [one]) as store:
        text = seen(by(store, "Ada"))
        assert "read as BRCA1" in text and "read as taken" not in text


# symbols


def test_symbols_are_completed_and_judged(ada):
    found = ada.get("/complete", params={"q": "her2", "figid": FIRST}).json()
    assert found["found"][0] | {"name": ""} == {
        "symbol": "ERBB2",
        "name": "",
        "form": "HER2",
        "kind": "gene",
        "symbols": ["ERBB2"],
    }
    assert "ERBB2" in found["fault"]
    assert ada.get("/complete", params={"q": "HRAS"}).json()["fault"] is None
    families = {one["symbol"]: one for one in ada.get("/complete?q=MEK").json()["found"]}
    assert families["MEK"]["symbols"] == ["MAP2K1", "MAP2K2"]
    assert ada.get("/complete?q=").json() == {"fault": None, "found": []}
    assert ada.get("/complete", params={"q": "x" * 201}).status_code == 422
    assert told(ada.get("/complete?q=a&figid=none")) == (404, "no_figure")


# what a word means


def test_what_a_word_changes_is_told_before(ada, store):
    asked = {"figid": FIRST, "word": "ERK1/2", "symbols": ["MAPK1", "MAPK3"]}
    both = ada.get("/word", params=asked).json()
    assert (both["coming"], both["listed"]) == ([], ["MAPK1", "MAPK3"])
    assert [(one["entry"], one["goes"], one["meant"]) for one in both["touched"]] == [
        ("MAPK1", False, True),
        ("MAPK3", False, True),
    ]
    other = ada.get("/word", params={"figid": FIRST, "word": "sea", "symbols": ["HRAS"]}).json()
    assert [(one["entry"], one["goes"]) for one in other["touched"]] == [("MST1R", True)]
    assert other["coming"] == ["HRAS"]
    none = ada.get("/word", params={"figid": FIRST, "word": "ERK"}).json()
    assert {one["entry"]: one["goes"] for one in none["touched"]} == {
        "EPHB2": True,
        "MAPK1": False,
    }
    assert none["touched"][1]["words"] == ["ERK1/2"]
    assert told(ada.get("/word", params={"figid": FIRST, "word": "RAS"})) == (404, "no_word")


NAMES = ["A1", "B2", "C3", "D4"]
READ = st.lists(
    st.builds(OcrWord, st.sampled_from(["p", "q", "r"]), st.just("m"), st.sampled_from(NAMES)),
    min_size=1,
    max_size=8,
)


@given(READ, st.sets(st.sampled_from(NAMES)), st.lists(st.sampled_from(NAMES)), st.data())
def test_a_word_takes_out_only_what_it_alone_brought_in(ocr, named, symbols, data):
    from reconcile.records import Reconciliation

    listed = list(dict.fromkeys(row.symbol for row in ocr))
    figure_ = Figure("F", "", listed, ocr=ocr)
    verdicts = tuple(
        KeywordVerdict(
            s, "gene", s, None, None, "9606", s in named, ("x",) * (s in named), (Gene(s),)
        )
        for s in listed
    )
    result = Reconciliation("F", None, None, None, None, None, {}, verdicts, figure=figure_)
    word = data.draw(st.sampled_from(words_read(result)))
    change = reread(result, word, symbols)
    brought = {row.symbol for row in ocr if row.word == word}
    assert {one.entry for one in change.touched} == brought
    elsewhere = {row.symbol for row in ocr if row.word != word}
    leaving = {one.entry for one in change.touched if one.goes}
    assert leaving == brought - elsewhere - named - set(symbols)
    after = [s for s in listed if s not in leaving] + list(change.coming)
    assert set(symbols) <= set(after)
    assert len(after) == len(set(after))
    assert set(change.coming) | set(change.listed) == set(symbols)


def test_an_alias_in_the_list_is_the_gene_that_is_meant(reports):
    change = reread(reports[0], "HER2", ["ERBB2"])
    assert change.listed == ("ERBB2",) and change.coming == ()
    assert [(one.entry, one.goes) for one in change.touched] == [("HER2", False)]
    assert words_read(reports[0]) == tuple(dict.fromkeys(row.word for row in WORDS))
    label = replace(reports[0].keywords[-1], supported=False, supported_by=(), genes=())
    family = replace(reports[0], keywords=(*reports[0].keywords[:-1], label))
    assert reread(family, "HER2", ["ERBB2"]).coming == ("ERBB2",)
