"""The table of readings that curators confirmed: its file, its rows, what is wrong with them."""

from __future__ import annotations

import csv
import io
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import cli

from reconcile import Reconciler
from reconcile.batch.job import Settings, describe, open_reconciler
from reconcile.batch.survey import survey
from reconcile.curation.overrides import (
    COLUMNS,
    overrides_text,
    read_overrides,
    write_overrides,
)
from reconcile.errors import FieldTypeError, InputError, OutputError
from reconcile.lexicon import Lexicon
from reconcile.override import Override
from reconcile.overrides.table import Overrides
from reconcile.overrides.words import same_word

HEADER = "\t".join(COLUMNS) + "\n"
PDK1 = Override("PDK1", ("PDPK1",), ("AKT1",), "9606", 3, ("Ann", "Bob"), "2026-11-27", "so")


def table(tmp_path, text, name="overrides.tsv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_reads_back(tmp_path):
    path = tmp_path / "o.tsv"
    formula = Override("=A1", ("AKT1",), decided_by=("B",))
    rows = [PDK1, Override("LPS", decided_by=("Ann",)), formula]
    write_overrides(path, Overrides(rows))
    assert read_overrides(path) == Overrides(rows)
    cells = list(csv.reader(io.StringIO(path.read_text()), delimiter="\t"))
    assert cells[0] == list(COLUMNS)
    assert "'=A1" in {row[0] for row in cells}
    with pytest.raises(OutputError):
        write_overrides(path, Overrides())
    assert read_overrides(path) == Overrides(rows)
    write_overrides(path, Overrides(), replace=True)
    assert path.read_text() == HEADER


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=12)
NAMES = WORDS.map(lambda text: text.replace(";", ",").strip() or "Ann")
LETTERED = st.tuples(WORDS, st.sampled_from("aZ1β字"), WORDS).map(
    lambda parts: "".join(parts).strip()
)
ROWS = st.builds(
    Override,
    word=LETTERED,
    genes=st.lists(st.sampled_from(["AKT1", "AREG", "PDPK1"]), max_size=2).map(tuple),
    context=st.lists(st.sampled_from(["EGF", "breast cancer", "β-catenin"]), max_size=2).map(tuple),
    organism=st.sampled_from([None, "9606", "10090"]),
    support=st.integers(0, 10**6),
    decided_by=st.lists(NAMES, min_size=1, max_size=2).map(tuple),
    decided_at=st.sampled_from(["", "2026-11-27"]),
    note=WORDS.map(str.strip),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(ROWS, max_size=5), st.randoms())
def test_same_rows_same_bytes_and_back(tmp_path_factory, rows, random):
    unique = {}
    for row in rows:
        unique.setdefault((row.word, row.organism, row.context), row)
    rows = list(unique.values())
    text = overrides_text(Overrides(rows))
    random.shuffle(rows)
    assert overrides_text(Overrides(rows)) == text
    path = table(tmp_path_factory.mktemp("o"), text)
    refused = []
    back = read_overrides(path, on_error=refused.append)
    # What a spreadsheet would have made of a word (`2-Sep`, `1E5`) is refused, all else reads back.
    assert len(back) + len(refused) == len(rows)
    assert set(back) <= set(rows)
    assert all("write it as text" in error.message for error in refused)


@pytest.mark.parametrize(
    ("form", "encode"),
    [
        ("word,genes,decided_by,more\nPDK1,PDPK1,Ann,x\n", "utf-8"),
        ("sep=;\nWord;Genes;Decided_by\nPDK1;PDPK1;Ann\n", "utf-8-sig"),
        ("genes\tword\tdecided_by\r\nPDPK1\tPDK1\tAnn\r\n\r\n", "utf-16"),
    ],
)
def test_a_spreadsheet_may_have_had_it(tmp_path, form, encode):
    (row,) = read_overrides(table(tmp_path, form.encode(encode)))
    assert row == Override("PDK1", ("PDPK1",), decided_by=("Ann",))
    assert row.support == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("\tAKT1\t\t\t\tAnn\t\t", "without letters or digits"),
        ("AKT\takt1\t\t\t\tAnn\t\t", "write AKT1"),
        ("AKT\tFOOBAR\t\t\t\tAnn\t\t", "name an approved one"),
        ("AKT\t2-Sep\t\t\t\tAnn\t\t", "write it as text"),
        ("AKT\tAKT1\t\t\t\t\t\t", "write who confirmed"),
        ("AKT\tAKT1\t\tMartian\t\tAnn\t\t", "a name such as mouse"),
        ("AKT\tAKT1\t\t\tmany\tAnn\t\t", "a number of figures"),
        ("AKT\tAKT1\t\t\t-1\tAnn\t\t", "a number of figures"),
        ("AKT\tAKT1\t\t\t\tAnn\tyesterday\t", "2026-11-27"),
        ("AKT\tAKT1\tAkt\t\t\tAnn\t\t", "the word 'AKT' itself"),
        ("AKT\tAKT1\t\t\t\tAnn\t\t\tmore", "restore the row"),
        ("A" * 201 + "\tAKT1\t\t\t\tAnn\t\t", "at most 200"),
    ],
)
def test_bad_rows_are_named_and_the_others_read(tmp_path, line, said):
    path = table(tmp_path, f"{HEADER}PDK1\tPDPK1\t\t\t\tAnn\t\t\n{line}\nLPS\t\t\t\t\tAnn\t\t\n")
    refused = []
    assert [row.word for row in read_overrides(path, on_error=refused.append)] == ["LPS", "PDK1"]
    (error,) = refused
    assert said in error.message
    assert (error.source, error.line) == (str(path), 3)
    with pytest.raises(InputError, match=f"{path.name}:3: "):
        read_overrides(path)
    done = cli("annotate", "AKT", "--overrides", path)
    assert done.exit_code == 2
    assert f"{path}:3: " in done.stderr
    assert done.stdout == ""


def test_contradicting_rows_are_named_and_neither_is_used(tmp_path):
    rows = "PDK1\tPDPK1\tAKT1; EGF\t\t\tAnn\t\t\nPDK1\tPDK1\tEGF; AKT1\t\t\tBob\t\t\n"
    path = table(tmp_path, f"{HEADER}{rows}PDK1\tPDK1\tPDHA1\t\t\tBob\t\t\n")
    refused = []
    left = read_overrides(path, on_error=refused.append)
    assert [row.context for row in left] == [("PDHA1",)]
    (error,) = refused
    assert f"PDPK1 in {path}:2" in error.message
    assert error.line == 3
    with pytest.raises(InputError, match="keep one of them"):
        Overrides([Override("A", decided_by=("A",)), Override("A", ("AKT1",), decided_by=("B",))])


@pytest.mark.parametrize(
    "text", ["", "word\tgenes\n", "word\tgenes\tgenes\tdecided_by\n", b"word\tgenes\xff\n", "{}"]
)
def test_a_file_that_is_no_such_table(tmp_path, text):
    with pytest.raises(InputError, match=r"overrides\.tsv"):
        read_overrides(table(tmp_path, text))
    with pytest.raises(InputError, match="cannot be read"):
        read_overrides(tmp_path / "none.tsv")


def test_support_is_the_rule_of_succession():
    found = [Override("A", support=n).confidence for n in (0, 1, 2, 18)]
    assert found == [1 / 2, 2 / 3, 3 / 4, 0.95]


def test_slips_in_code_are_told():
    with pytest.raises(FieldTypeError, match="genes"):
        Override("A", "AKT1")
    with pytest.raises(FieldTypeError, match="support"):
        Override("A", support=-1)
    assert pickle.loads(pickle.dumps(Overrides([PDK1]))) == Overrides([PDK1])


ONE_WORD = [
    ("NRF2", "Nrf2"),
    ("NRF2", "NRF-2"),
    ("p65", "P65"),
    ("IL-6", "IL 6"),
    ("NF-κB", "NF-kappaB"),
    ("NF-κB", "NF κB"),
    ("AKT", "AKTs"),
    ("Ras", "RAS"),
    ("MEK1/2", "MEK1/2"),
]
TWO_WORDS = [
    ("CAT", "cat"),
    ("MET", "Met"),
    ("LPS", "LP"),
    ("AR", "A/R"),
    ("MEK1/2", "MEK12"),
    ("PERK", "p-ERK"),
    ("SHE", "she"),
    ("HER2", "her2"),
    ("AR", "A R"),
    ("REST", "rests"),
]


@pytest.mark.parametrize(("word", "spelled"), ONE_WORD)
def test_spellings_of_one_word(word, spelled):
    assert same_word(Lexicon.load(), word, spelled)


@pytest.mark.parametrize(("word", "spelled"), TWO_WORDS)
def test_distinct_words_are_not_merged(word, spelled):
    assert not same_word(Lexicon.load(), word, spelled)
    assert not same_word(Lexicon.load(), spelled, word)


def test_a_batch_with_other_readings_is_another_batch(tmp_path):
    record = tmp_path / "in.jsonl"
    record.write_text('{"figid": "F1", "caption": "PDK1 and AKT.", "keywords": ["PDK1"]}\n')

    def options(rows):
        settings = Settings(ner="lexicon", overrides=Overrides(rows))
        return describe(str(record), settings, survey(str(record), None))["options"]

    assert "overrides" not in options([])
    assert options([PDK1]) == options([PDK1])
    assert options([PDK1]) != options([Override("LPS", decided_by=("A",))])
    assert open_reconciler("lexicon", (), overrides=Overrides([PDK1])).overrides.rows == (PDK1,)


def test_a_reconciler_takes_a_table_or_a_path(tmp_path):
    path = table(tmp_path, "word\tgenes\tdecided_by\nPDK1\tPDPK1\tAnn\n")
    rows = (Override("PDK1", ("PDPK1",), decided_by=("Ann",)),)
    assert Reconciler(ner="lexicon", overrides=path).overrides.rows == rows
    assert Reconciler(ner="lexicon", overrides=str(path)).overrides == Overrides(rows)
    with pytest.raises(InputError, match="no human gene has the symbol 'hras'"):
        Reconciler(overrides=Overrides([Override("A", ("hras",), decided_by=("Ann",))]))
    with pytest.raises(FieldTypeError, match="Overrides or a path"):
        Reconciler(overrides=list(rows))
    with pytest.raises(InputError, match=r"none\.tsv"):
        Reconciler(overrides=tmp_path / "none.tsv")
