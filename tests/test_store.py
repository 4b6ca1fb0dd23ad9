"""The store of the workbench: nothing is lost, decisions hold, the queue keeps its order."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import pairwise, permutations
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from postgres import new_database
from sqlalchemy import inspect, text

from reconcile import Figure, Reconciler
from reconcile.records import Action, OcrWord, Reconciliation
from reconcile.store import (
    DecisionRow,
    Facets,
    NewDecision,
    Query,
    Run,
    StaleError,
    Store,
    StoreError,
    SuggestionClass,
    connect,
)
from reconcile.store.connect import Database
from reconcile.store.holding import contradictions, holding
from reconcile.store.index import folded
from reconcile.store.queue_records import NO_GENE, SORTS
from reconcile.store.records import Verdict
from reconcile.store.schema import REVISION, metadata

RUN = Run("1", "lexicon", "model", {"organism": "9606"})
OCR = [
    OcrWord("p65", "p65", "SYT1"),
    OcrWord("p65", "p65", "RELA"),
    OcrWord("LPS", "LPS", "IRF6"),
]


@pytest.fixture(scope="module")
def results() -> tuple[Reconciliation, ...]:
    reconciler = Reconciler(ner="lexicon")
    return tuple(
        reconciler.reconcile(
            Figure(
                f"F{i}",
                "LPS activates TLR4; NF-κB p65 (RELA) goes to the nucleus, and MEK.",
                ["SYT1", "RELA", "IRF6", "TLR4", f"MAPK{i}"][: 3 + i % 3],
                title=f"Figure {i}, 100 % of a_b",
                ocr=OCR,
                meta={"journal_title": "J. Cell" if i % 2 else "Immunity"},
            )
        )
        for i in (1, 3, 8, 9, 10, 14)
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of each kind; all laws are the same."""
    if request.param == "sqlite":
        return str(tmp_path / "a.db")
    return new_database(request.getfixturevalue("postgres"), f"s{uuid.uuid4().hex}")


@contextmanager
def database(where: str) -> Iterator[Database]:
    opened = Database(where)
    yield opened
    opened.close()


@pytest.fixture
def store(where: str, results: tuple[Reconciliation, ...]) -> Iterator[Store]:
    with Store(where) as opened:
        opened.put(RUN, [(result, b"---\nfigid: x\n---") for result in results])
        yield opened


def on(store: Store, figid: str, number: int, verdict: Verdict, note: str = "") -> NewDecision:
    found = store.figure(figid)
    assert found is not None
    return NewDecision.on(figid, found.result.suggestions[number], verdict, note)


def test_a_report_reads_back_as_it_was(store: Store, results: tuple[Reconciliation, ...]) -> None:
    for result in results:
        found = store.figure(result.figid)
        assert found is not None
        assert found.result == result
        assert found.result.figure == result.figure
        assert found.result.to_dict() == result.to_dict()
        assert (found.record, found.run) == (b"---\nfigid: x\n---", RUN)


def test_the_same_report_is_kept_once_and_a_new_one_beside_the_old(
    store: Store, results: tuple[Reconciliation, ...], where: str
) -> None:
    decided = store.decide([on(store, "F1", 0, "accept")], curator="Ada")
    assert store.put(RUN, [(result, None) for result in results]).same == len(results)
    newer = replace(results[0], suggestions=results[0].suggestions[:1])
    kept = store.put(RUN, [(newer, None)])
    assert (kept.new, kept.changed, kept.same) == (0, 1, 0)
    found = store.figure("F1")
    assert found is not None
    assert found.result == newer
    assert found.decisions == decided
    with database(where) as opened, opened.reading() as connection:
        counted = connection.execute(text("SELECT count(*) FROM reports")).scalar()
        assert counted == len(results) + 1


def test_a_decision_keeps_the_state_that_it_was_made_on(store: Store) -> None:
    row = store.decide([on(store, "F8", 0, "decline", "seen in the figure")], curator="Ada")[0]
    found = store.figure("F8")
    assert found is not None
    suggestion = found.result.suggestions[0]
    assert row.state["confidence"] == suggestion.confidence
    assert row.state["reason"] == suggestion.reason
    assert row.state["status"] == "gene"
    assert row.digest == found.digest
    assert (row.curator, row.note, row.verdict) == ("Ada", "seen in the figure", "decline")
    own = store.decide([NewDecision("F8", "remove", "RELA", own=True)], curator="Ada")[0]
    assert own.state == {"own": True, "words": ["p65"], "status": "gene", "supported": True}
    assert found.decided(row.subject) == (row,)


def test_undo_is_a_row_and_brings_back_what_was_before(store: Store) -> None:
    before = store.progress()
    first = store.decide([on(store, "F1", 0, "accept")], curator="Ada")[0]
    second = store.decide([on(store, "F1", 0, "decline")], curator="Ada")[0]
    assert [row.id for row in store.decisions("F1")] == [second.id]
    store.undo([second.id], curator="Ada")
    assert [row.id for row in store.decisions("F1")] == [first.id]
    store.undo([first.id], curator="Ada")
    assert list(store.decisions("F1")) == []
    assert store.progress() == before
    assert [row.verdict for row in store.decisions("F1", history=True)] == [
        "accept",
        "decline",
        "undo",
        "undo",
    ]
    assert store.undo([first.id], curator="Ada") == ()


def test_recent_decisions_come_newest_first_and_without_batches(store: Store) -> None:
    names = ["Ada", "Bo", "Ada", "Ada"]
    ids = [
        store.decide([on(store, f"F{figid}", 0, "accept")], curator=name)[0].id
        for figid, name in zip((1, 3, 8, 9), names, strict=True)
    ]
    store.decide([on(store, "F10", 0, "accept")], curator="Ada", batch=store.new_batch())
    taken_back = store.undo([ids[2]], curator="Ada")[0].id
    assert [row.id for row in store.recent()] == [taken_back, *ids[::-1]]
    assert [row.id for row in store.recent(curator="Bo")] == [ids[1]]
    assert [row.id for row in store.recent(limit=2, before=ids[3])] == [ids[2], ids[1]]
    assert [row.undone for row in store.recent(limit=1, before=ids[3])] == [True]


def test_only_the_one_who_decided_takes_it_back(store: Store) -> None:
    row = store.decide([on(store, "F1", 0, "accept")], curator="Ada")[0]
    with pytest.raises(StoreError, match="of Ada"):
        store.undo([row.id], curator="Bo")
    with pytest.raises(StoreError, match="no decision"):
        store.undo([99], curator="Ada")
    assert [row.id for row in store.decisions()] == [row.id]


def test_the_database_refuses_to_change_decisions(store: Store, where: str) -> None:
    store.decide([on(store, "F1", 0, "accept")], curator="Ada")
    with database(where) as opened:
        for statement in ("UPDATE decisions SET curator = 'x'", "DELETE FROM decisions"):
            with pytest.raises(StoreError), opened.writing() as connection:
                connection.execute(text(statement))
    assert [row.curator for row in store.decisions()] == ["Ada"]


def test_decisions_are_kept_all_or_none(store: Store) -> None:
    good = on(store, "F1", 0, "accept")
    for bad in (
        replace(good, figid="F99"),
        replace(good, action="remove", symbols=("A",)),
        replace(good, text=""),
        replace(good, note="x" * 3000),
        replace(good, note="\x00"),
        replace(good, text="\ud800"),
    ):
        with pytest.raises(StoreError):
            store.decide([good, bad], curator="Ada")
    for name in ("", " ", "x" * 101, "a\nb"):
        with pytest.raises(StoreError, match="who decides"):
            store.decide([good], curator=name)
    with pytest.raises(StaleError):
        store.decide([good, replace(good, digest="sha256:0")], curator="Ada")
    assert list(store.decisions(history=True)) == []


def test_curators_who_disagree_are_found(store: Store) -> None:
    store.decide([on(store, "F1", 0, "accept")], curator="Ada")
    assert store.disagreements() == ()
    store.decide([on(store, "F1", 0, "decline")], curator="Bo")
    (found,) = store.disagreements()
    assert (found.figid, [row.curator for row in found.decisions]) == ("F1", ["Ada", "Bo"])
    assert store.figids(Query(state="disagreed")) == ["F1"]
    assert store.progress().disagreed == 1
    (agreement,) = store.agreements()
    assert (agreement.one, agreement.two, agreement.table) == ("Ada", "Bo", (0, 1, 0, 0))
    assert agreement.interval is None
    store.decide([on(store, "F1", 0, "decline")], curator="Ada")
    assert store.disagreements() == ()
    assert store.curators() == ("Ada", "Bo")


def test_different_changes_of_one_entry_contradict_each_other(store: Store) -> None:
    removed = NewDecision("F1", "remove", "SYT1")
    replaced = NewDecision("F1", "replace", "SYT1", ("RELA",), ("RELA",), own=True)
    store.decide([removed], curator="Ada")
    store.decide([replaced], curator="Bo")
    assert [one.text for one in store.disagreements()] == ["SYT1"]
    store.decide([replaced], curator="Ada")
    held = [row for row in store.decisions("F1") if row.curator == "Ada"]
    assert [row.action for row in held] == ["replace"]
    assert store.disagreements() == ()


def test_who_accepts_another_change_has_decided_the_suggestion(store: Store) -> None:
    number, suggestion = next(
        (i, one)
        for i, one in enumerate(store.figure("F1").result.suggestions)
        if (one.action, one.keyword) == ("remove", "SYT1")
    )
    before = store.progress().open
    changed = NewDecision("F1", "replace", "SYT1", ("EGFR",), own=True)
    (row,) = store.decide([changed], curator="Ada")
    assert store.progress().open == before - 1
    (member,) = [
        one for one in store.members_in_figure("F1", suggestion.reason) if one.number == number
    ]
    assert (member.open, member.decided) == (False, "decline")
    store.decide([on(store, "F1", number, "accept")], curator="Bo")
    (agreement,) = store.agreements()
    assert agreement.table == (0, 0, 1, 0)
    (clash,) = store.disagreements()
    assert [(one.curator, one.verdict) for one in clash.decisions] == [
        ("Ada", "accept"),
        ("Bo", "accept"),
    ]
    left = {one.figid: one.open for one in store.queue(Query(state="open", curator="Ada"))}
    assert "F1" not in left or left["F1"] < len(store.figure("F1").result.suggestions)
    store.undo([row.id], curator="Ada")
    assert store.agreements() == ()
    store.undo([one.id for one in store.decisions("F1")], curator="Bo")
    assert store.progress().open == before


def test_of_additions_only_what_somebody_thought_of_changes_another(store: Store) -> None:
    figid, suggestion = next(
        (figid, one)
        for figid in store.figids()
        for one in store.figure(figid).result.suggestions
        if one.action == "add"
    )
    before = store.progress().open
    other = NewDecision(figid, "add", suggestion.keyword, ("EGFR",))
    store.decide([other], curator="Ada")
    assert store.progress().open == before
    store.decide([replace(other, symbols=("HRAS",), own=True)], curator="Ada")
    assert store.progress().open == before - 1


@pytest.mark.parametrize("sort", SORTS)
def test_neighbours_follow_the_order_whatever_is_decided(store: Store, sort: str) -> None:
    query = Query(state="open", sort=sort)  # type: ignore[arg-type]
    order = store.figids(query)
    assert [row.figid for row in store.queue(query)] == order
    for i, figid in enumerate(order):
        before = order[i - 1] if i else None
        after = order[i + 1] if i + 1 < len(order) else None
        assert store.neighbours(query, figid) == (before, after, i)
    middle = order[2]
    found = store.figure(middle)
    assert found is not None
    store.decide(
        [NewDecision.on(middle, s, "accept") for s in found.result.suggestions], curator="A"
    )
    assert store.figids(query) == [figid for figid in order if figid != middle]
    assert store.neighbours(query, middle) == (order[1], order[3], 2)


def test_what_the_filters_find(store: Store) -> None:
    every = store.figids()
    assert store.figids(Query(sort="order", text="tlr4 100")) == every
    assert store.figids(Query(text="a_b")) != []
    assert store.figids(Query(text="a%b")) == []
    assert store.figids(Query(text="'; DROP TABLE figures")) == []
    assert set(store.figids(Query(journal="Immunity"))) == {"F8", "F10", "F14"}
    assert store.figids(Query(sort="order", word="P65")) == every
    assert store.figids(Query(word="p6")) == []
    facets = store.facets(Query())
    assert dict(facets.journals) == {"Immunity": 3, "J. Cell": 3}
    for code, number in facets.reasons:
        assert store.count(Query(reason=code)) == number
    for status, number in facets.statuses:
        assert store.count(Query(status=status)) == number
    for word, number in facets.words:
        assert 0 < number <= store.count(Query(word=word))


def test_open_of_one_curator(store: Store) -> None:
    found = store.figure("F9")
    assert found is not None
    new = [NewDecision.on("F9", s, "decline") for s in found.result.suggestions]
    store.decide(new, curator="Ada")
    assert "F9" not in store.figids(Query(state="open", curator="Ada"))
    assert "F9" in store.figids(Query(state="open", curator="Bo"))
    assert store.figids(Query(state="done", curator="Ada")) == ["F9"]
    mine, bos = store.progress("Ada"), store.progress("Bo")
    assert bos.open - mine.open == len(new)
    assert bos.done == mine.done - 1


def test_all_counts_of_one_curator_are_of_that_one_alone(store: Store) -> None:
    """What others decide changes nothing of it, and all of it agrees with a count by hand."""
    mine = Query(sort="order", curator="Ada", state="open")

    def told() -> tuple[object, ...]:
        rows = store.queue(mine, limit=500)
        left = [(row.figid, row.open) for row in rows]
        return (
            left,
            store.facets(mine),
            store.classes(curator="Ada", limit=500),
            store.progress("Ada"),
        )

    before = told()
    for figid in store.figids()[:6]:
        found = store.figure(figid)
        assert found is not None
        new = [NewDecision.on(figid, s, "decline") for s in found.result.suggestions]
        store.decide(new, curator="Bo")
    left, facets, classes, progress = told()
    assert (left, facets, classes) == before[:3]
    store.decide([on(store, "F1", 0, "accept"), on(store, "F9", 0, "decline")], curator="Ada")
    store.decide([on(store, "F10", 0, "accept")], curator="Ada")
    store.undo([next(store.decisions("F10", curator="Ada")).id], curator="Ada")
    by_hand: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for figid in store.figids():
        found = store.figure(figid)
        assert found is not None
        said = {row.subject for row in found.decisions if row.curator == "Ada"}
        doubted = set()
        for suggestion, behind in zip(found.result.suggestions, found.words, strict=True):
            if NewDecision.on(figid, suggestion, "accept").subject not in said:
                by_hand[figid] += 1
                doubted |= set(map(folded, behind)) if suggestion.action != "add" else set()
        words.update(doubted)
    left, facets, classes, progress = told()
    assert dict(left) == by_hand
    assert isinstance(facets, Facets) and dict(facets.words) == words
    assert progress == replace(store.progress(), open=by_hand.total(), done=progress.done)
    for row in classes:
        members = store.members(row.of, curator="Ada")
        assert sum(one.open for one in members) == row.open
        assert {one.decided for one in members if one.figid not in ("F1", "F9")} <= {None}


def test_done_are_figures_with_suggestions(tmp_path: Path, fast: Reconciler) -> None:
    with Store(tmp_path / "a.db") as store:
        plain = Figure("plain", "TP53 binds MDM2.", ["TP53", "MDM2"])
        store.put(RUN, [(fast.reconcile(plain), None)])
        found = store.progress("Ada"), store.progress()
    assert [(one.figures, one.suggested, one.done) for one in found] == [(1, 0, 0)] * 2


def test_what_was_put_in_is_found(store: Store) -> None:
    added = NewDecision("F1", "add", "ATG9A", ("ATG9A",), own=True)
    assert store.figids(Query(text="atg9a")) == []
    (row,) = store.decide([added], curator="Ada")
    assert store.figids(Query(text="atg9a")) == store.figids(Query(text="Atg9 f1")) == ["F1"]
    assert store.figids(Query(text="atg9a", curator="Bo")) == []
    store.undo([row.id], curator="Ada")
    assert store.figids(Query(text="atg9a")) == []


def test_figures_with_a_note_are_a_queue(store: Store) -> None:
    noted = replace(on(store, "F1", 0, "accept"), note="unsure")
    (row,) = store.decide([noted], curator="Ada")
    store.decide([on(store, "F9", 0, "accept")], curator="Ada")
    assert store.figids(Query(noted="yes")) == ["F1"]
    assert store.figids(Query(noted="yes", curator="Bo")) == []
    store.undo([row.id], curator="Ada")
    assert store.figids(Query(noted="yes")) == []


def test_the_same_change_is_found_by_whatever_word(tmp_path: Path, fast: Reconciler) -> None:
    words = ("p65", "P65", "p-65", 'x","remove","SYT1"]')
    caption = "LPS activates TLR4, and NF-κB p65 (RELA) goes to the nucleus."
    figures = [
        Figure(
            f"W{i}",
            caption,
            ["SYT1", "RELA"],
            ocr=[OcrWord(word, word, "SYT1"), OcrWord("p65", "p65", "RELA")],
        )
        for i, word in enumerate(words)
    ]
    with Store(tmp_path / "a.db") as store:
        store.put(RUN, [(result, None) for result in fast.reconcile_many(figures)])
        every = [row.of for row in store.classes(least=1) if row.of.text == "SYT1"]
        of = next(one for one in every if one.word == "p65")
        narrow, wide = store.alike(of)
        assert (narrow.figures, narrow.words) == (2, 1)
        assert wide.words == len(every) > 1 and wide.open == wide.figures > 2
        members = store.members(of, any_word=True)
        assert [one.word for one in members][:2] == ["p65", "p65"]
        assert {one.word for one in members} == {one.word for one in every}
        assert {one.suggestion.keyword for one in members} == {"SYT1"}
        other = replace(of, text="syt1")  # SQLite takes capitals for small letters
        assert store.members(other, any_word=True) == ()
        store.decide([NewDecision.on("W0", members[0].suggestion, "accept")], curator="Ada")
        assert [one.open for one in store.alike(of)] == [1, wide.open - 1]
        assert [one.open for one in store.alike(of, curator="Bo")] == [2, wide.open]


def test_a_decision_for_many_and_its_undoing(store: Store) -> None:
    before = store.classes()
    of = before[0].of
    members = store.members(of)
    assert len(members) == before[0].figures > 1
    batch = store.new_batch()
    new = [NewDecision.on(m.figid, m.suggestion, "accept") for m in members]
    rows = store.decide(new, curator="Ada", batch=batch)
    assert [row.figid for row in rows] == [m.figid for m in members]
    assert of not in [row.of for row in store.classes()]
    assert {m.decided for m in store.members(of)} == {"accept"}
    assert [(b.name, b.size, b.undone) for b in store.batches()] == [(batch, len(rows), 0)]
    with pytest.raises(StoreError):
        store.undo_batch(batch, curator="Bo")
    store.undo_batch(batch, curator="Ada")
    assert store.classes() == before
    assert [b.undone for b in store.batches()] == [len(rows)]
    assert {m.open for m in store.members(of)} == {True}


def test_members_of_one_context_stand_together(store: Store) -> None:
    for row in store.classes():
        contexts = [member.context for member in store.members(row.of)]
        assert len(set(contexts)) == row.contexts
        changes = sum(one != two for one, two in pairwise(contexts))
        assert changes == row.contexts - 1


@pytest.mark.parametrize("key", ["", "[]", "{", '["a"]', '["a","b","c"]', "[" * 5000, "1"])
def test_a_key_that_names_no_class_is_refused(key: str) -> None:
    with pytest.raises(StoreError):
        SuggestionClass.of_key(key)


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database, but a text that is long enough for one")
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE things (a)")
    Store(tmp_path / "newer.db").close()
    with sqlite3.connect(tmp_path / "newer.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for name, said in (
        ("text", "no database"),
        ("other.db", "something else"),
        ("newer.db", "newer version"),
        ("no/folder.db", "folder"),
        (".", "folder"),
        ("mysql://a/b", "no database that is known"),
    ):
        where = name if "://" in name else tmp_path / name
        with pytest.raises(StoreError, match=said):
            Store(where)
    with pytest.raises(StoreError, match="not there"):
        Store(tmp_path / "absent.db", create=False)
    assert not (tmp_path / "absent.db").exists()


def test_names_that_no_database_keeps_fail_alone(
    where: str, results: tuple[Reconciliation, ...]
) -> None:
    bad = [replace(results[0], figid="a\x00b"), replace(results[0], figid="\ud800")]
    with Store(where) as opened:
        failures = []
        kept = opened.put(RUN, [(r, None) for r in (*bad, *results)], failures.append)
        assert (kept.new, len(failures)) == (len(results), 2)
        with pytest.raises(StoreError):
            opened.put(RUN, [(bad[0], None)])


def test_migrations_make_the_tables_that_the_code_has(where: str) -> None:
    with database(where) as opened, opened.reading() as connection:
        found = inspect(connection)
        tables = set(found.get_table_names()) - {"alembic_version", "sqlite_sequence"}
        assert tables == set(metadata.tables)
        for name, table in metadata.tables.items():
            columns = {c["name"]: c["nullable"] for c in found.get_columns(name)}
            assert columns == {c.name: c.nullable for c in table.columns}
            indexes = {
                i["name"]: i["column_names"]
                for i in found.get_indexes(name)
                if not i.get("duplicates_constraint")
            }
            wanted = {str(i.name): [c.name for c in i.columns] for i in table.indexes}
            assert indexes == wanted
        if opened.is_sqlite:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2


def test_a_later_migration_runs_on_an_older_file(
    store: Store, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made,) = store.decide([on(store, "F1", 0, "accept")], curator="Ada")
    shutil.copytree(connect.MIGRATIONS, tmp_path / "m")
    (tmp_path / "m/versions/9999_later.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision = '9999', '{REVISION}'\n"
        "def upgrade():\n"
        "    op.add_column('figures', sa.Column('later', sa.Text))\n"
    )
    with monkeypatch.context() as newer:
        newer.setattr(connect, "MIGRATIONS", tmp_path / "m")
        newer.setattr(connect, "REVISION", "9999")
        for _ in range(2):
            with Store(where) as opened:
                assert [row.id for row in opened.decisions()] == [made.id]
        with database(where) as opened_base, opened_base.reading() as connection:
            columns = {c["name"] for c in inspect(connection).get_columns("figures")}
            assert "later" in columns
    with pytest.raises(StoreError, match="newer version"):
        Store(where)


def test_an_older_file_knows_afterwards_what_each_curator_decided(store: Store, where: str) -> None:
    store.decide([on(store, "F1", 0, "accept"), on(store, "F9", 0, "decline")], curator="Ada")
    before = store.classes(curator="Ada"), store.facets(Query(curator="Ada"))
    with database(where) as opened, opened.writing() as connection:
        connection.execute(text("DROP TABLE answered"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with Store(where) as again:
        assert (again.classes(curator="Ada"), again.facets(Query(curator="Ada"))) == before


BAD = ("a\x00b", "\ud800", "'", "%", "\\", "\u202e" * 50)


@pytest.mark.parametrize("bad", BAD)
def test_texts_that_no_database_keeps_find_nothing(store: Store, bad: str) -> None:
    every = len(store.figids())
    for query in (
        Query(text=bad + "zz"),
        Query(organism=bad),
        Query(journal=bad),
        Query(reason=bad),
        Query(status=bad),
        Query(word=bad),
    ):
        assert (store.figids(query), store.count(query), store.queue(query)) == ([], 0, ())
        assert store.neighbours(query, "F1") == (None, None, 0)
        assert store.facets(query).reasons == ()
    assert store.count(Query(state="open", curator=bad)) == every
    assert store.progress(bad).open == store.progress().suggestions
    assert (store.figure(bad), store.filename(bad)) == (None, None)
    assert store.neighbours(Query(), bad) == (None, None, 0)
    assert store.members(SuggestionClass(bad, "remove", bad, ())) == ()
    assert store.members_in_figure(bad, bad) == ()
    assert store.classes(bad + "zz") == ()
    assert list(store.decisions(bad, curator=bad, batch=bad)) == []
    with pytest.raises(StoreError):
        store.undo_batch(bad, curator="Ada")


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**200, -1, 0])
def test_numbers_that_no_database_keeps_find_nothing(store: Store, number: int) -> None:
    with pytest.raises(StoreError, match="no decision"):
        store.undo([number], curator="Ada")
    if number > 0:
        assert store.queue(Query(), offset=number) == ()
        assert len(store.queue(Query(), limit=number)) == store.count(Query())
        assert store.classes(offset=number) == ()


def test_names_stand_in_the_order_of_their_characters(store: Store) -> None:
    names = ["b", "B", "ä", "_", "a", "Z", "é", "\U0001f9ec", "\ufb01"]
    for name in names:
        store.decide([on(store, "F1", 0, "accept")], curator=name)
    assert list(store.curators()) == sorted(names)
    keys = [(-row.open, row.of.key) for row in store.classes(least=1)]
    assert keys == sorted(keys)
    facets = store.facets(Query())
    for values in (facets.words, facets.journals, facets.statuses):
        assert list(values) == sorted(values, key=lambda pair: (-pair[1], pair[0]))


def row(number: int, curator: str, verdict: Verdict, change: Change, undone: bool) -> DecisionRow:
    at = datetime(2026, 1, 1)
    action, symbol, own = change
    symbols, state = (symbol,) if symbol else (), {"own": True} if own else {}
    said = (verdict, curator, at, "", "", 1, state)
    return DecisionRow(number, "F", action, "X", symbols, (), *said, undone=undone)


Change: TypeAlias = tuple[Action, str, bool]
ENTRY: list[Change] = [("remove", "", False), ("replace", "Y", False), ("replace", "Z", True)]
ADDED: list[Change] = [
    ("add", "Y", False),
    ("add", "Z", False),
    ("add", "W", True),
    ("add", "V", True),
]
ROWS = st.sampled_from([ENTRY, ADDED]).flatmap(
    lambda changes: st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.sampled_from(["accept", "decline"]),
            st.sampled_from(changes),
        ),
        max_size=4,
    )
)


@given(ROWS, st.data())
def test_what_holds_does_not_depend_on_the_order_of_rows(
    said: list[tuple[str, Verdict, Change]], data: st.DataObject
) -> None:
    rows = [row(i, *one, data.draw(st.booleans())) for i, one in enumerate(said)]
    held = holding(rows)
    assert all(holding(other) == held for other in permutations(rows))
    clash = bool(contradictions(held))
    assert all(bool(contradictions(other)) == clash for other in permutations(held))
    # Nobody disagrees with themselves.
    assert not contradictions([one for one in held if one.curator == "a"])
    # At most one accepted change of the entry for each curator, and none beside an addition that
    # they thought of.
    for name in "ab":
        accepted = [one for one in held if one.curator == name and one.verdict == "accept"]
        suggested = [one for one in accepted if one.action == "add" and not one.own]
        assert len(accepted) <= max(1, len(suggested))


def test_a_damaged_word_is_found_and_shown_as_what_it_was(
    tmp_path: Path, results: tuple[Reconciliation, ...]
) -> None:
    damaged = [
        Reconciler(ner="lexicon").reconcile(
            Figure(
                f"D{i}",
                "EIF2Œ± is phosphorylated by PERK.",
                ["TLR4"],
                ocr=[OcrWord("IL1Œ≤", "x", "TLR4")],
            )
        )
        for i in range(2)
    ]
    with Store(tmp_path / "a.db") as opened:
        opened.put(RUN, [(result, None) for result in damaged])
        assert "eif2α" in [row.of.word for row in opened.classes()]
        for word in ("il1β", "IL1Œ≤"):
            assert len(opened.figids(Query(word=word))) == 2
        assert len(opened.figids(Query(text="eif2α il1β"))) == 2


def test_a_context_says_whether_the_caption_has_the_word(tmp_path: Path) -> None:
    reconciler = Reconciler(ner="lexicon")
    captions = {
        "has": "Vesicles of the trans-Golgi network (TGN) move.",
        "within": "The TGNx protein moves to TGN2 vesicles.",
        "not": "Vesicles move.",
    }
    found = {
        name: reconciler.reconcile(
            Figure(name, caption, ["TG", "AKT1"], ocr=[OcrWord("TGN", "TGN", "TG")])
        )
        for name, caption in captions.items()
    }
    with Store(tmp_path / "a.db") as opened:
        opened.put(RUN, [(result, None) for result in found.values()])
        readings = {
            member.figid: member.context[2]
            for name in captions
            for member in opened.members_in_figure(name, "non_gene")
            + opened.members_in_figure(name, "ocr_artifact")
        }
    assert readings == {"has": NO_GENE, "within": "", "not": ""}
