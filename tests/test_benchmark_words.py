"""The words off images behind genes that are listed and not gold, or gold and not listed."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import cli

from reconcile import Figure, Lexicon
from reconcile.benchmark.goldlist import GoldList, named
from reconcile.benchmark.wordsbehind import WordsBehind
from reconcile.records import OcrWord

LEXICON = Lexicon.load()


def word(word, match, symbol, source="ncbigene_synonym"):
    return OcrWord(word, match, symbol, None, source, "9606")


def gold_list(*entries):
    return GoldList({entry: named(entry, LEXICON) for entry in entries})


def counted(*figures):
    """Extra and missed genes of figures, each given by its words and its gold list."""
    behind = WordsBehind(LEXICON)
    for number, (rows, gold) in enumerate(figures):
        keywords = [row if isinstance(row, str) else row.symbol for row in rows]
        ocr = [row for row in rows if isinstance(row, OcrWord)]
        figure = Figure(f"F{number}", None, [k for k in keywords if k], ocr=ocr)
        held = {k: frozenset({k}) for k in figure.keywords if LEXICON.gene_by_symbol(k)}
        behind.add(figure, held, gold_list(*gold))
    extra = {
        g["symbol"]: [(w["word"], w["match"], w["source"], w["figures"]) for w in g["words"]]
        for g in behind.extra(9)
    }
    missed = {
        g["symbol"]: (
            [(w["word"], w["how"], w["taken_for"], w["figures"]) for w in g["words"]],
            g["unnamed"],
        )
        for g in behind.missed(9)
    }
    return extra, missed


def test_extra_genes_have_the_words_that_brought_them_in():
    erk = word("ERK1/2", "ERK", "EPHB2")
    extra, missed = counted(
        ([erk, word("MAPK", "ERK", "EPHB2"), "MYC"], ["MYC"]),
        ([erk, word("EPHB2", "EPHB2", "EPHB2", None), "MYC"], ["EPHB2"]),
        ([erk, "TP53"], ["KRAS"]),
    )
    assert extra == {
        "EPHB2": [("ERK1/2", "ERK", "ncbigene_synonym", 2), ("MAPK", "ERK", "ncbigene_synonym", 1)],
        "MYC": [("MYC", None, None, 1)],
        "TP53": [("TP53", None, None, 1)],
    }
    assert missed == {"KRAS": ([], 1)}


# words, gold gene: how each word names it
NAMING = {
    "its symbol": ([word("VEGF-A", "VEGFA", "VEGFB")], "VEGFA", [("VEGF-A", "exact", ["VEGFB"])]),
    "its alias": ([word("HER2", "HER2", "EGFR")], "ERBB2", [("HER2", "exact", ["EGFR"])]),
    "a part": (
        [word("MyD88/Trif", "TRIF", "TRIM69")],
        "TICAM1",
        [("MyD88/Trif", "exact", ["TRIM69"])],
    ),
    "an enumeration": (
        [word("MEK1/2", "MEK1", "MAP2K1")],
        "MAP2K2",
        [("MEK1/2", "exact", ["MAP2K1"])],
    ),
    "phosphorylated": (
        [word("p-STAT3", "STAT", "STAT1")],
        "STAT3",
        [("p-STAT3", "exact", ["STAT1"])],
    ),
    "its family": (
        [word("ERK", "ERK", "EPHB2"), word("x", "x", "MYC")],
        *("MAPK1", [("ERK", "family", ["EPHB2"])]),
    ),
    "its name before its family": (
        [word("ERK", "ERK", "EPHB2"), word("ERK2", "ERK2", "MYC")],
        *("MAPK1", [("ERK2", "exact", ["MYC"])]),
    ),
    "one confusion away": ([word("JNKl", "JNKL", "MYC")], "MAPK8", [("JNKl", "close", ["MYC"])]),
    "no gene": (
        [OcrWord("TNF", "TNF", "", kind="disease")],
        *("TNF", [("TNF", "exact", [])]),
    ),
    "nothing": ([word("MYC", "MYC", "MYC")], "TICAM1", []),
}


@pytest.mark.parametrize("name", NAMING)
def test_missed_genes_have_the_words_that_may_name_them(name):
    rows, gene, wanted = NAMING[name]
    _, missed = counted((rows, [gene]))
    assert missed[gene] == ([(*one, 1) for one in wanted], int(not wanted))


def test_a_word_that_names_a_right_gene_was_not_misread():
    rows = [word("JAK2", "JAK2", "JAK2")]
    assert counted((rows, ["JAK1"]))[1]["JAK1"][0] == [("JAK2", "close", ["JAK2"], 1)]
    assert counted((rows, ["JAK1", "JAK2"]))[1] == {"JAK1": ([], 1)}


def test_without_words_the_entries_are_the_words():
    _, missed = counted((["ERK", "MYC"], ["MAPK1", "MYC"]))
    assert missed == {"MAPK1": ([("ERK", "family", ["ERK"], 1)], 0)}


def test_a_name_of_several_genes_is_looked_for_by_each():
    _, missed = counted(([word("MIF", "MIF", "MYC")], ["GIF"]))
    assert missed == {"GIF": ([("MIF", "exact", ["MYC"], 1)], 0)}


NAMES = ["ERK", "JNKl", "HER2", "TP53", "EGFR", "MAPK1", "x"]
rows = st.builds(
    word, st.sampled_from(NAMES), st.just("m"), st.sampled_from(["TP53", "EGFR", "MYC"])
)
figures = st.lists(
    st.tuples(
        st.lists(rows, max_size=4), st.lists(st.sampled_from(NAMES), unique=True, max_size=3)
    ),
    max_size=4,
)


@given(figures, st.randoms(use_true_random=False))
def test_the_order_of_figures_and_rows_changes_nothing(figures, rng):
    def mixed(some):
        return rng.sample(some, len(some))

    others = [(mixed(rows), mixed(gold)) for rows, gold in mixed(figures)]
    assert counted(*figures) == counted(*others)
    for words, unnamed in counted(*figures)[1].values():
        assert words or unnamed


def test_all_formats_have_the_words(tmp_path):
    table, gold = tmp_path / "a.tsv", tmp_path / "g.tsv"
    table.write_text(
        "figid\tsymbol\tword\tmatch\tsource\n"
        "W1\tEPHB2\t=ERK\tERK\tncbigene_synonym\nW2\tEPHB2\t=ERK\tERK\tncbigene_synonym\n"
    )
    gold.write_text("W1\tMAPK1\nW2\tMYC\n")
    args = ("benchmark", table, "--gold", gold, "--ner", "lexicon", "--format")
    held = json.loads(cli(*args, "json").stdout)["gold"]
    (extra,) = held["extra"]
    assert extra["words"] == [
        {
            "word": "=ERK",
            "match": "ERK",
            "source": "ncbigene_synonym",
            "figures": 2,
            "examples": ["W1", "W2"],
        }
    ]
    missed = {m["symbol"]: m for m in held["missed"]}
    assert missed["MYC"]["words"] == [] and missed["MYC"]["unnamed"] == 1
    lines = list(csv.DictReader(io.StringIO(cli(*args, "csv").stdout)))
    found = {
        (r["section"], r["by"], r["group"], r["item"], r["detail"], r["value"])
        for r in lines
        if r["section"].startswith("gold_") and r["section"].endswith("_words")
    }
    assert found == {
        ("gold_extra_words", "ncbigene_synonym", "ERK", "EPHB2", "'=ERK", "2"),
        ("gold_missed_words", "family", "EPHB2", "MAPK1", "'=ERK", "1"),
    }
    for form in ("table", "markdown"):
        text = cli(*args, form, "--detail").stdout.replace("\\", "")
        assert "=ERK as ERK (ncbigene_synonym): 2" in text
        assert "=ERK (its family, taken for EPHB2): 1" in text
