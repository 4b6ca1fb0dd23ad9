"""Benchmarks: counts by hand, paired tests by enumeration, gold lists, the same bytes again."""

from __future__ import annotations

import csv
import io
import itertools
import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SEEDS, cli

from reconcile import Figure, Lexicon, read_figures
from reconcile.benchmark import FORMATS, Benchmark, compare_pairs, document, read_gold, read_lists
from reconcile.benchmark.changes import Lists
from reconcile.benchmark.grouping import FIELDS, group_order, groups_of
from reconcile.errors import InputError
from reconcile.metrics import METRICS, Counts, basis, total

RECORD = """---
figid: {figid}
caption: {caption}
year: '{year}'
journal_title: {journal}
organisms_ner: [Homo sapiens, Mus musculus]
schema-jsonld:
  keywords: [{keywords}]
---
"""
# figid: caption, keywords, year, journal; beside it what a person counts.
FIGURES = {
    "A": ("EGFR activates KRAS and BRAF.", "EGFR, TP53", "2019", "Cell"),
    "B": ("EGFR activates KRAS and BRAF.", "EGFR, KRAS, BRAF", "2020", "Cell"),
    "C": ("TP53 induces BAX.", "MYC, MDM2", "2020", ".na.character"),
}
BY_HAND = {
    "A": {"genes": 2, "supported": 1, "concepts": 3, "covered": 1},
    "B": {"genes": 3, "supported": 3, "concepts": 3, "covered": 3},
    "C": {"genes": 2, "supported": 0, "concepts": 2, "covered": 0},
}


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.load()


@pytest.fixture
def folder(tmp_path):
    def write(name="here", **changes):
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        for figid, (caption, keywords, year, journal) in FIGURES.items():
            text = RECORD.format(
                figid=figid,
                caption=caption,
                keywords=changes.get(figid, keywords),
                year=year,
                journal=journal,
            )
            (place / f"{figid}.md").write_text(text, encoding="utf-8")
        return place

    return write


def run(*args, code=0):
    done = cli("benchmark", "--ner", "lexicon", *args)
    assert done.exit_code == code, done.output
    return done


def result(*args, code=0):
    return json.loads(run(*args, "--format", "json", code=code).stdout)


# --- scores of a corpus ---------------------------------------------------------------------


def ratio(part, whole, figures=BY_HAND):
    return float(Fraction(sum(f[part] for f in figures), sum(f[whole] for f in figures)))


def test_scores_of_the_corpus_are_those_counted_by_hand(folder):
    found = result(folder())
    figures = list(BY_HAND.values())
    assert found["figures"] == found["with_caption"] == found["with_list"] == 3
    assert found["micro"]["precision"] == ratio("supported", "genes", figures)
    assert found["micro"]["recall"] == ratio("covered", "concepts", figures)
    assert found["macro"]["precision"] == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert found["macro"]["recall"] == pytest.approx((1 / 3 + 1 + 0) / 3)
    assert found["statuses"]["gene"] == 7
    assert sum(found["statuses"].values()) == 7
    assert found["reasons"]["missing_gene"] == 4
    assert [w["figid"] for w in found["worst"]] == ["C", "A", "B"]
    low, high = found["ci95"]["micro"]["precision"]
    assert low <= found["micro"]["precision"] <= high


def test_missed_genes_are_counted_by_figure(folder):
    found = result(folder(B="EGFR"))
    missed = {tuple(m["symbols"]): (m["figures"], m["examples"]) for m in found["missed"]}
    assert missed == {
        ("BRAF",): (2, ["A", "B"]),
        ("KRAS",): (2, ["A", "B"]),
        ("BAX",): (1, ["C"]),
        ("TP53",): (1, ["C"]),
    }
    assert [m["figures"] for m in result(folder(B="EGFR"), "--top", "1")["missed"]] == [2]


def test_wrong_aliases_name_the_word_and_the_gene(tmp_path):
    table = tmp_path / "a.csv"
    rows = [f"W{i},2064,HER2,hgnc_symbol" for i in range(2)]
    rows += [f"W{i},23166,APRIL,hgnc_alias_symbol" for i in range(2)]
    rows += [f"W{i},81501,FIND,hgnc_alias_symbol" for i in range(2)]
    table.write_text("wpid,entrez,lexicon_symbol,source\n" + "\n".join(rows), encoding="utf-8")
    (found,) = [w for w in result(table)["wrong_aliases"] if w["word"] == "FIND"]
    assert (found["symbol"], found["figures"], found["examples"]) == ("DCSTAMP", 2, ["W0", "W1"])
    assert found["reasons"] == ["ocr_artifact"]


def test_groups_add_up_to_the_corpus(folder):
    options = [option for name in FIELDS for option in ("--by", name)]
    found = result(folder(), *options)
    assert set(found["groups"]) == set(FIELDS)
    years = {group["group"]: group for group in found["groups"]["year"]}
    assert list(years) == ["2019", "2020"]
    assert years["2020"]["micro"]["precision"] == ratio(
        "supported", "genes", [BY_HAND["B"], BY_HAND["C"]]
    )
    assert [g["group"] for g in found["groups"]["journal_title"]] == ["Cell", "not given"]
    for name in ("year", "journal_title", "source", "length"):
        for count, value in found["counts"].items():
            assert sum(group["counts"][count] for group in found["groups"][name]) == value
    # Both organisms of each record.
    assert [g["figures"] for g in found["groups"]["organism"]] == [3, 3]


def test_groups_of_a_figure():
    figure = Figure("F", "x" * 100, source="a/b.md", organisms=["Mus musculus"])
    assert {name: groups_of(name, figure) for name in FIELDS} == {
        "year": ("not given",),
        "journal_title": ("not given",),
        "organism": ("Mus musculus",),
        "source": ("a",),
        "length": ("100–249",),
    }
    assert groups_of("source", Figure("F", source="a/b.jsonl")) == ("a/b.jsonl",)
    sizes = [groups_of("length", Figure("F", "x" * n))[0] for n in (5000, 99, 0, 1000)]
    assert sorted(sizes, key=lambda group: group_order("length", group)) == [
        "no caption",
        "1–99",
        "1000–1999",
        "2000 or more",
    ]


def test_the_order_of_figures_changes_nothing(fast):
    figures = [f for path in sorted(SEEDS.glob("*.txt")) for f in read_figures(path)]
    documents = []
    for order in itertools.permutations(figures):
        benchmark = Benchmark(fast.lexicon, by=FIELDS)
        for figure in order:
            benchmark.note(figure)
        for figure in reversed(order):
            benchmark.add(fast.reconcile(figure))
        documents.append(json.dumps(document(benchmark)))
    assert len(set(documents)) == 1


# --- after the suggestions ------------------------------------------------------------------


def test_lists_are_compared_anew_once_changed(fast):
    caption = "MEK and PI3K activate AKT, NF-kB and Mdm2."
    listed = ["MEK", "AKT", "PI3K", "NF-kB", "AKT1", "HER2", "FRAP1", "Trp53", "ATP", "qqq"]
    figures = [
        Figure("labels", caption, listed),
        Figure("none", None, listed),
        Figure("empty", caption, []),
        Figure("silent", "No names.", listed),
        Figure("no list", caption),
    ]
    for figure in figures:
        found = fast.reconcile(figure)
        lists = Lists(figure, found, fast.lexicon)
        as_it_is = lists.compared(lists.after(None))
        assert as_it_is.counts == Counts.from_dict(found.counts)
        assert as_it_is.verdicts == found.keywords
        whole = lists.compared(lists.after(0))
        if figure.keywords is None:
            assert whole.figure.keywords is None and basis(whole.counts) == (0,) * 5
        elif figure.caption == caption:
            # All that the caption names is listed then, and outdated symbols are current.
            assert whole.counts.recall == whole.counts.recall_strict == 1.0
            assert not {"FRAP1", "Trp53"} & set(whole.figure.keywords)


def test_an_entry_counts_against_gold_by_its_provenance_while_it_is_listed(fast):
    figure = Figure("F1", "HER2 rises.", ["qqq", "AKT1"])
    lists = Lists(figure, fast.reconcile(figure), fast.lexicon, {"qqq": frozenset({"EGFR"})})
    assert lists.genes(lists.compared(["qqq", "AKT1"])) == {"EGFR", "AKT1"}
    assert lists.genes(lists.compared(["AKT1"])) == {"AKT1"}


def test_the_curve_ends_at_the_lists_as_they_are_and_takes_fewer_and_fewer(folder):
    found = result(folder())
    curve = found["reconciled"]["curve"]
    assert [step["threshold"] for step in curve] == [i / 20 for i in range(21)]
    taken = [step["suggestions"] for step in curve]
    assert taken == sorted(taken, reverse=True)
    assert taken[0] == sum(found["reasons"].values()) > 0
    assert curve[-1]["suggestions"] == 0
    assert curve[-1]["micro"] == found["micro"]
    # Every missing gene is added in the end.
    assert curve[0]["micro"]["recall"] == 1.0
    assert found["reconciled"]["micro"]["recall"]["there"] == found["micro"]["recall"]


def test_the_least_confidence_is_an_option(folder):
    found = result(folder(), "--min-confidence", "1")
    assert found["min_confidence"] == 1
    assert found["reconciled"]["changed"] == 0
    assert found["reconciled"]["micro"]["f1"]["p"] == 1.0


# --- paired lists ---------------------------------------------------------------------------


def figure(genes, supported, concepts, covered):
    return Counts(genes, supported, concepts, covered, covered)


@st.composite
def pairs(draw, most=6):
    def one():
        genes, concepts = draw(st.integers(0, 6)), draw(st.integers(0, 4))
        return figure(genes, draw(st.integers(0, genes)), concepts, draw(st.integers(0, concepts)))

    return [(one(), one()) for _ in range(draw(st.integers(1, most)))]


def difference(pairs, level, name):
    """The statistic, written down anew."""
    if level == "micro":
        sides = [total(side).scores()[name] for side in zip(*pairs, strict=True)]
        return None if None in sides else sides[0] - sides[1]
    both = [(a.scores()[name], b.scores()[name]) for a, b in pairs]
    both = [pair for pair in both if None not in pair]
    return sum(a - b for a, b in both) / len(both) if both else None


def enumerated(pairs, level, name):
    """The share of all 2^n ways to swap whose difference is as large; undefined ones apart."""
    observed = difference(pairs, level, name)
    if observed is None:
        return None
    found = []
    for swaps in itertools.product((False, True), repeat=len(pairs)):
        swapped = [(b, a) if swap else (a, b) for (a, b), swap in zip(pairs, swaps, strict=True)]
        found.append(difference(swapped, level, name))
    known = [value for value in found if value is not None]
    return sum(abs(value) >= abs(observed) - 1e-9 for value in known) / len(known)


@settings(max_examples=60)
@given(pairs())
def test_p_values_are_those_of_an_enumeration(pairs):
    found = compare_pairs(pairs, resamples=10)
    assert found["exact"]
    for level in ("micro", "macro"):
        for name in METRICS:
            score = found[level][name]
            assert score["difference"] == pytest.approx(difference(pairs, level, name))
            assert score["p"] == pytest.approx(enumerated(pairs, level, name)), (level, name)


def test_random_swaps_come_close_to_all_of_them():
    lists = [(figure(5, 3 + i % 3, 4, 2 + i % 2), figure(5, 3, 4, 2)) for i in range(12)]
    exact = compare_pairs(lists, resamples=10)
    few = compare_pairs(lists, resamples=10, permutations=200)
    assert exact["exact"] and not few["exact"]
    for level in ("micro", "macro"):
        for name in METRICS:
            assert few[level][name]["p"] == pytest.approx(exact[level][name]["p"], abs=0.1)


def test_a_list_that_is_better_everywhere_is_better_for_sure():
    better = [(figure(4, 4, 4, 3), figure(4, 2, 4, 2))] * 12
    found = compare_pairs(better)
    assert found["micro"]["precision"]["difference"] == 0.5
    assert found["micro"]["precision"]["ci95"] == [0.5, 0.5]
    assert found["micro"]["precision"]["p"] == 2 / 2**12
    turned = compare_pairs([(b, a) for a, b in better])
    assert turned["macro"]["f1"]["difference"] == -found["macro"]["f1"]["difference"]
    assert turned["macro"]["f1"]["p"] == found["macro"]["f1"]["p"]


def test_nothing_to_compare_is_undefined():
    assert compare_pairs([])["micro"]["f1"] == dict.fromkeys(
        ("here", "there", "difference", "ci95", "p")
    )
    one = compare_pairs([(figure(0, 0, 2, 1), figure(0, 0, 2, 0))])
    assert one["micro"]["precision"]["p"] is None
    assert one["micro"]["recall"]["difference"] == 0.5
    assert one["micro"]["recall"]["ci95"] is None
    assert one["macro"]["precision"]["defined"] == 0


@settings(max_examples=30)
@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_changes_nothing(pairs, rng):
    shuffled = pairs.copy()
    rng.shuffle(shuffled)
    assert compare_pairs(shuffled, resamples=20, permutations=9) == compare_pairs(
        pairs, resamples=20, permutations=9
    )


def test_against_names_what_changed_and_what_has_no_partner(folder):
    here, there = folder("here"), folder("there", A="EGFR, KRAS", B="EGFR, MYC")
    (here / "D.md").write_text(RECORD.replace("{figid}", "D").format_map(_Blank()))
    (there / "E.md").write_text(RECORD.replace("{figid}", "E").format_map(_Blank()))
    text = (there / "C.md").read_text(encoding="utf-8")
    (there / "C.md").write_text(text.replace("induces", "induced"), encoding="utf-8")
    found = result(here, "--against", there)["against"]
    assert found["only_here"] == ["D"]
    assert found["only_there"] == ["E"]
    assert found["captions_differ"] == ["C"]
    caption = found["caption"]
    assert caption["figures"] == 3
    assert [moved["figid"] for moved in caption["better"]] == ["B"]
    assert [moved["figid"] for moved in caption["worse"]] == ["A"]
    assert (caption["same"], caption["undefined"]) == (1, 0)
    assert caption["better"][0]["there"]["precision"] == 0.5
    assert caption["micro"]["precision"]["here"] == 4 / 7
    assert caption["micro"]["precision"]["there"] == 3 / 6
    swapped = result(there, "--against", here)["against"]["caption"]
    assert [moved["figid"] for moved in swapped["better"]] == ["A"]


class _Blank(dict):
    def __missing__(self, key):
        return "x"


# --- gold lists -----------------------------------------------------------------------------

GOLD = {
    "symbols, commas": ("g.tsv", "A\tEGFR,TP53\nB\tEGFR,KRAS,NRAS\n"),
    "ids, semicolons": ("g.tsv", "A\t1956;7157\nB\t1956;3845;4893\n"),
    "blanks, comment, header": (
        "g.txt",
        "figid\tgenes\n# x\n\nA\tEGFR TP53\r\nB\tHGNC:3236, 3845, NRAS\n",
    ),
    "old symbols": ("g.tsv", "A\tERBB1,TP53\nB\tEGFR,KRAS2,NRAS\n"),
    "GMT": ("g.gmt", "A\tone\tEGFR\tTP53\nB\ttwo\t1956\t3845\t4893\n"),
}


@pytest.mark.parametrize("name", GOLD)
def test_gold_formats_say_the_same(tmp_path, lexicon, name):
    file, text = GOLD[name]
    path = tmp_path / file
    path.write_bytes(text.encode())
    gold = read_gold(path, lexicon)
    assert gold.genes == {"A": {"EGFR", "TP53"}, "B": {"EGFR", "KRAS", "NRAS"}}
    assert gold.unknown == []


BAD_GOLD = {
    "no tab": ("g.tsv", b"A\tEGFR\nB EGFR\n", 2, "no genes"),
    "no genes": ("g.tsv", b"A\t , \n", 1, "no genes for A"),
    "no figid": ("g.tsv", b"A\tEGFR\n\tEGFR\n", 2, "no figid"),
    "twice": ("g.tsv", b"A\tEGFR\n\nA\tKRAS\n", 3, "already in line 1"),
    "too many cells": ("g.tsv", b"A\tEGFR\tKRAS\n", 1, "3 cells"),
    "gmt without genes": ("g.gmt", b"A\tone\n", 1, "no genes"),
    "not UTF-8": ("g.tsv", b"A\tEGFR\nB\t\xff\n", 2, "not UTF-8"),
}


@pytest.mark.parametrize("name", BAD_GOLD)
def test_a_broken_line_of_a_gold_file_is_named(tmp_path, lexicon, name):
    file, data, line, words = BAD_GOLD[name]
    path = tmp_path / file
    path.write_bytes(data + b"Z\tx\tEGFR\n" if file.endswith("gmt") else data + b"Z\tEGFR\n")
    with pytest.raises(InputError, match=words) as caught:
        read_gold(path, lexicon)
    assert (caught.value.source, caught.value.line) == (str(path), line)
    failures = []
    gold = read_gold(path, lexicon, on_error=failures.append)
    assert [(f.source, f.line) for f in failures] == [(str(path), line)]
    assert gold.genes["Z"] == {"EGFR"}


def test_a_gold_file_without_lists_is_an_error(tmp_path, lexicon):
    path = tmp_path / "g.tsv"
    path.write_text("# nothing\n")
    with pytest.raises(InputError, match="no gold lists"):
        read_gold(path, lexicon)


def test_unknown_gold_genes_count_and_are_named(tmp_path, lexicon):
    path = tmp_path / "g.tsv"
    path.write_text("A\t999999999,NOGENE9,EGFR\n")
    gold = read_gold(path, lexicon)
    assert gold.genes["A"] == {"ncbigene:999999999", "NOGENE9", "EGFR"}
    assert gold.unknown == ["999999999", "NOGENE9"]


def test_lists_of_records_are_held_against_gold(folder, tmp_path):
    gold = tmp_path / "g.tsv"
    gold.write_text("A\tEGFR,KRAS,BRAF\nB\tEGFR,KRAS,BRAF,TP53\nX\tEGFR\n")
    found = result(folder(), "--gold", gold)["gold"]
    assert found["raw"]["counts"] == {"listed": 5, "right": 4, "gold": 7}
    assert found["raw"]["micro"]["precision"] == 4 / 5
    assert found["raw"]["micro"]["recall"] == 4 / 7
    assert found["only_in_gold"] == ["X"]
    assert found["only_in_lists"] == ["C"]
    assert {m["symbol"]: m["figures"] for m in found["missed"]} == {"BRAF": 1, "KRAS": 1, "TP53": 1}
    assert [m["symbol"] for m in found["extra"]] == ["TP53"]
    # Additions that the caption asks for: KRAS and BRAF in A.
    all_taken = found["curve"][0]
    assert all_taken["micro"]["recall"] == 6 / 7
    assert found["curve"][-1]["micro"] == found["raw"]["micro"]


def test_lists_against_others_are_also_compared_by_gold(folder, tmp_path):
    gold = tmp_path / "g.tsv"
    gold.write_text("A\tEGFR,KRAS\nB\tEGFR,KRAS\n")
    found = result(folder(), "--against", folder("there", A="EGFR"), "--gold", gold)
    by_gold = found["against"]["gold"]
    assert by_gold["figures"] == 2
    assert [moved["figid"] for moved in by_gold["worse"]] == ["A"]
    assert by_gold["micro"]["precision"]["here"] == 3 / 5


# --- lists without captions -----------------------------------------------------------------


def test_a_table_of_ids_is_scored_by_ids(tmp_path, lexicon):
    table, gold = tmp_path / "a.csv", tmp_path / "g.tsv"
    table.write_text(
        "wpid,entrez,lexicon_symbol,source\n"
        "W1,1956,EGFR,hgnc_symbol\nW2,7157,P53,hgnc_alias_symbol\n"
        "W1,5604,MEK,bioentities_symbol\nW1,5605,MEK,bioentities_symbol\n"
        "W1,999999999,MEK,hgnc_symbol\n"
    )
    gold.write_text("W1\t1956,5604,999999999,1\nW2\t7157\n")
    figures = {f.figid: f for f in read_lists(table, lexicon)}
    assert figures["W1"].keywords == ("EGFR", "MAP2K1", "MAP2K2", "ncbigene:999999999")
    assert figures["W1"].caption is None
    assert figures["W2"].ocr[0].match == "P53"
    found = result(table, "--gold", gold)
    assert found["gold"]["raw"]["counts"] == {"listed": 5, "right": 4, "gold": 5}
    assert found["micro"]["precision"] is None


def test_a_table_of_symbols_keeps_them(tmp_path, lexicon):
    table = tmp_path / "a.tsv"
    table.write_text('figid\tsymbol\torganism_id\nF1\tEGFR\t9606\nF1\tEgfr\t10090\nF1\t"x\t\n')
    (figure,) = read_lists(table, lexicon)
    assert figure.keywords == ("EGFR", "Egfr", '"x')


@pytest.mark.parametrize(
    "data",
    [
        b"figid;symbol\nF1;EGFR\nF2;KRAS\n",
        b"sep=;\nfigid;symbol\nF1;EGFR\nF2;KRAS\n",
        "figid,symbol\nF1,EGFR\nF2,KRAS\n".encode("utf-16"),
        b' "figid", "symbol"\r"F1", "EGFR"\rF2,KRAS\r',
        b"figid,symbol,,\nF1,EGFR,,\n,,,\nF2,KRAS,,\n",
    ],
    ids=["semicolons", "sep", "utf-16", "returns", "blank"],
)
def test_a_table_of_genes_may_have_been_through_a_spreadsheet(tmp_path, lexicon, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert [f.keywords for f in read_lists(path, lexicon)] == [("EGFR",), ("KRAS",)]


BAD_LISTS = {
    "width": (b"figid,symbol\nF1,EGFR\nF2,KRAS,x\n", 3, "3 cells"),
    "figid": (b"figid,symbol\nF1,EGFR\n,KRAS\n", 3, "no figid"),
    "gene": (b"figid,symbol\nF1,EGFR\n\nF2,\n", 4, "neither"),
    "number": (b"figid,entrez\nF1,1956\nF2,EGFR\n", 3, "no NCBI Gene id"),
    "rest": (b"figid,symbol\nF1,EGFR\nF2,MYC\nF2,KRAS,x\nF2,RAF1\n", 4, "3 cells"),
    "quote": (b'figid,symbol\nF1,EGFR\nF2,"KRAS\n', 3, "not closed"),
    "text": (b"figid,symbol\nF1,EGFR\nF2,KR\xffAS\n", 3, "UTF-8"),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_a_broken_row_of_a_table_is_named_and_its_figure_left_out(tmp_path, lexicon, name):
    data, line, words = BAD_LISTS[name]
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        list(read_lists(path, lexicon))
    assert (caught.value.source, caught.value.line) == (str(path), line)
    failures = []
    figures = list(read_lists(path, lexicon, on_error=failures.append))
    assert [f.figid for f in figures] == ["F1"]
    assert [(f.source, f.line) for f in failures] == [(str(path), line)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no column"),
        (b"figid,name\nF1,EGFR\n", "no column"),
        (b"figid,symbol\n", "no rows"),
    ],
)
def test_a_table_that_is_none_is_an_error(tmp_path, lexicon, data, words):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words):
        list(read_lists(path, lexicon))


# --- the command ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_input_gives_the_same_bytes(folder, tmp_path, form):
    gold = tmp_path / "g.tsv"
    gold.write_text("A\tEGFR,KRAS\nB\tEGFR,KRAS\n")
    args = (folder(), "--against", folder("there", A="EGFR"), "--gold", gold, "--by", "year")
    first = run(*args, "--format", form).stdout
    assert first
    assert run(*args, "--format", form).stdout == first
    assert run(*args, "--format", form, "-o", tmp_path / "out").stdout == ""
    assert (tmp_path / "out").read_bytes().decode() == first


def test_csv_has_the_numbers_of_json(folder):
    found = result(folder(), "--by", "year")
    rows = list(
        csv.DictReader(io.StringIO(run(folder(), "--by", "year", "--format", "csv").stdout))
    )
    (row,) = [
        r
        for r in rows
        if (r["section"], r["level"], r["metric"]) == ("corpus", "micro", "precision")
    ]
    assert float(row["value"]) == found["micro"]["precision"]
    assert [float(row["low"]), float(row["high"])] == found["ci95"]["micro"]["precision"]
    assert {r["group"] for r in rows if r["section"] == "group"} == {"2019", "2020"}
    changes = [r for r in rows if r["section"] == "reconciled" and r["item"] == "difference"]
    assert len(changes) == 8
    assert all(float(r["p"]) <= 1 for r in changes)


def test_untrusted_names_stay_text(tmp_path):
    record = {
        "figid": "=1+1|<b>\x1b[31m",
        "caption": "EGFR activates KRAS.",
        "keywords": ["EGFR"],
        "journal_title": "=cmd|`x`\u202e",
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    for form in ("table", "csv", "markdown", "json"):
        text = run(path, "--by", "journal_title", "--format", form).stdout
        assert "\x1b" not in text
        assert form == "json" or "\u202e" not in text
        if form == "csv":
            assert all(
                not cell.startswith("=") for row in csv.reader(io.StringIO(text)) for cell in row
            )
        if form == "markdown":
            assert "<b>" not in text


def test_failures_are_named_and_the_others_done(folder, tmp_path):
    here = folder()
    (here / "broken.md").write_text("no front matter")
    table, blank = tmp_path / "a.csv", tmp_path / "blank.csv"
    table.write_text("figid,symbol\nA,EGFR\nN,EGFR\n")
    blank.write_text("figid,symbol\n")
    gold = tmp_path / "g.tsv"
    gold.write_text("A\tEGFR\nbroken\n")
    done = run(here, table, blank, "--gold", gold, "--format", "json", code=1)
    found = json.loads(done.stdout)
    assert found["figures"] == 4
    places = {(Path(f["source"]).name, f["line"]) for f in found["failures"]}
    assert places == {("broken.md", 1), ("a.csv", None), ("blank.csv", None), ("g.tsv", 2)}
    assert done.stderr.count("error: ") == 4


def test_a_failure_is_said_once_where_a_person_reads(folder, tmp_path):
    here, out = folder(), tmp_path / "out"
    (here / "broken.md").write_text("no front matter")
    assert run(here, code=1).output.count("broken.md") == 1
    run(here, "-o", out, code=1)
    assert "Not done: 1 record\n" in out.read_text()


def test_no_figures_at_all(tmp_path):
    (tmp_path / "broken.md").write_text("no front matter")
    done = run(tmp_path, "--format", "json", code=1)
    assert json.loads(done.stdout)["micro"]["precision"] is None


def test_usage_errors_are_2(folder):
    run(folder(), "--by", "colour", code=2)
    run(folder(), "--gold", "absent.tsv", code=2)
    run(folder(), "--min-confidence", "2", code=2)
