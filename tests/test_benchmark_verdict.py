"""The verdict of a benchmark, what was gained and lost, groups that moved, and the exit status."""

from __future__ import annotations

import csv
import io
import json
import random

import pytest
from html_samples import Reader
from hypothesis import given, settings
from hypothesis import strategies as st
from support import cli

from reconcile import Figure
from reconcile.benchmark import FORMATS, Benchmark, document, read_gold, render
from reconcile.benchmark.against import Side, held_against
from reconcile.benchmark.decision import ALPHA, answer_of, deciding_score, moved_groups
from reconcile.benchmark.gains import gains_and_losses
from reconcile.benchmark.listed import Entry, Listed
from reconcile.benchmark.sections import first_sections, sections
from reconcile.benchmark.verdict import verdict, worse_sentences
from reconcile.cli.worse import Demand
from reconcile.metrics import Counts
from reconcile.records import OcrWord

CAPTION = "EGFR activates KRAS and BRAF."
GOOD, BAD = ["EGFR", "KRAS", "BRAF"], ["EGFR", "TP53", "MYC"]
MIRRORED = {"better": "worse", "worse": "better", "no difference": "no difference", None: None}
YEARS = ("2019", "2020")


def lists(count=8, good=True, *, bad_year=None):
    """Figures of two years, all with the good list or all with the bad one."""
    for i in range(count):
        year = YEARS[i % 2]
        right = good if bad_year is None else year != bad_year
        yield Figure(f"F{i:02}", CAPTION, GOOD if right else BAD, meta={"year": year})


def benched(fast, figures, **options):
    bench = Benchmark(fast.lexicon, **options)
    for figure in figures:
        bench.note(figure)
        bench.add(fast.reconcile(figure))
    return bench


@pytest.fixture(scope="module")
def better(fast):
    """All figures better than the others, by year."""
    here = benched(fast, lists(), by=("year",))
    return document(here, benched(fast, lists(good=False)))


# --- the decision ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("difference", "ci95", "p", "answer"),
    [
        (0.1, [0.05, 0.2], 0.049, "better"),
        (-0.1, [-0.2, -0.05], 0.049, "worse"),
        (0.1, [0.05, 0.2], ALPHA, "no difference"),  # p is not below it
        (0.1, [0.0, 0.2], 0.001, "no difference"),  # the interval has 0
        (-0.1, [-0.2, 0.01], 0.001, "no difference"),
        (0.1, None, 0.001, "no difference"),  # one figure
        (0.0, [0.0, 0.0], 1.0, "no difference"),
        (None, None, None, None),
        (0.1, [0.05, 0.2], None, None),
    ],
)
def test_p_and_the_interval_must_agree(difference, ci95, p, answer):
    assert answer_of({"difference": difference, "ci95": ci95, "p": p}) == answer


@st.composite
def counts(draw):
    genes, concepts = draw(st.integers(0, 5)), draw(st.integers(0, 3))
    right, covered = draw(st.integers(0, genes)), draw(st.integers(0, concepts))
    return Counts(genes, right, concepts, covered, covered)


NAMES = st.sampled_from(["MYC", "TP53", "EGFR", "KRAS"])
RULES = st.sampled_from(["missing_gene", "alias_collision", "non_gene"])
ENTRIES = st.builds(
    Entry,
    NAMES,
    st.lists(st.sampled_from(["w1", "w2"]), min_size=1, max_size=2, unique=True).map(tuple),
    st.booleans(),
    st.none(),
    st.one_of(st.just(""), RULES),
)
LISTED = st.builds(
    Listed,
    st.lists(ENTRIES, max_size=4, unique=True).map(tuple),
    st.lists(st.tuples(NAMES, RULES), max_size=2, unique=True).map(tuple),
)
FIGURES = st.lists(st.tuples(counts(), counts(), LISTED, LISTED), max_size=18)


def sides(figures):
    """Both sides of some figures; a group has every second of them."""
    ids = [f"F{i:02}" for i in range(len(figures))]
    groups = {"year": {"even": ids[::2], "odd": ids[1::2]}}
    return [
        Side(
            counts=dict(zip(ids, (one[side] for one in figures), strict=True)),
            gold_counts=None,
            captions=dict.fromkeys(ids, b""),
            listed=dict(zip(ids, (one[side + 2] for one in figures), strict=True)),
            groups=groups,
        )
        for side in (0, 1)
    ]


def held(here, there, metric="f1"):
    found = {"gold": None, "fixes": None, "against": held_against(here, there, metric)}
    return {"verdict": verdict(found, metric), **found}


def turned(score):
    ci95 = score["ci95"]
    return {
        **score,
        "here": score["there"],
        "there": score["here"],
        "difference": None if score["difference"] is None else -score["difference"],
        "ci95": None if ci95 is None else [-ci95[1], -ci95[0]],
    }


METRIC = st.sampled_from(["f1", "precision", "macro_recall"])


@settings(max_examples=12, deadline=None)
@given(FIGURES, METRIC)
def test_the_other_side_sees_the_contrary(figures, metric):
    here, there = sides(figures)
    one, other = held(here, there, metric), held(there, here, metric)
    assert other["verdict"]["answer"] == MIRRORED[one["verdict"]["answer"]]
    mine, theirs = one["against"], other["against"]
    for level in ("micro", "macro"):
        for name, score in mine["caption"][level].items():
            assert theirs["caption"][level][name] == turned(score)
    groups = {group["group"]: group for group in theirs["groups"]["year"]}
    for group in mine["groups"]["year"]:
        score = deciding_score(group, metric)
        assert deciding_score(groups[group["group"]], metric) == turned(score)
    for key in ("genes", "words"):
        swapped = [
            {**one, "gained": mirrored(one["lost"]), "lost": mirrored(one["gained"])}
            for one in mine[key]
        ]
        assert theirs[key] == swapped


def mirrored(side):
    return {**side, "agree": side["disagree"], "disagree": side["agree"]}


@settings(max_examples=6, deadline=None)
@given(FIGURES, st.randoms(use_true_random=False))
def test_the_order_of_figures_changes_nothing(figures, rng):
    here, there = sides(figures)
    ids = list(here.counts)
    rng.shuffle(ids)
    shuffled = [
        Side(
            counts={f: side.counts[f] for f in ids},
            gold_counts=None,
            captions=side.captions,
            listed={f: side.listed[f] for f in ids},
            groups={
                "year": {g: [f for f in ids if f in of] for g, of in side.groups["year"].items()}
            },
        )
        for side in (here, there)
    ]
    assert json.dumps(held(*shuffled)) == json.dumps(held(here, there))


@settings(max_examples=6, deadline=None)
@given(FIGURES)
def test_lists_do_not_differ_from_themselves(figures):
    (here, _) = sides(figures)
    found = held(here, here)
    score = deciding_score(found["against"]["caption"], "f1")
    assert found["verdict"]["answer"] in ("no difference", None)
    if score["difference"] is not None:
        assert (score["difference"], score["p"]) == (0.0, 1.0)
    assert found["against"]["genes"] == found["against"]["words"] == []
    assert found["against"]["changes"]["changed"] == 0
    assert not worse_sentences(found, "f1", ("year",))


def test_the_verdict_says_what_it_rests_on(better):
    found = better["verdict"]
    score = better["against"]["caption"]["micro"]["f1"]
    assert (found["answer"], found["metric"], found["judge"]) == ("better", "f1", "captions")
    assert {key: found[key] for key in ("here", "there", "difference", "ci95", "p")} == score
    assert (found["figures"], found["changed"]) == (8, 8)
    assert found["lines"][0] == found["sentence"]
    assert found["lines"][1] == (
        "It rests on 8 figures that both have; 8 count differently: F1 higher in 8, lower in 0."
    )


def test_too_few_figures_are_said_to_be_too_few(fast):
    here = benched(fast, lists(4))
    found = document(here, benched(fast, lists(4, good=False)))["verdict"]
    assert found["answer"] == "no difference" and found["difference"] > 0
    assert any("Too few figures" in line and "0.1250" in line for line in found["lines"])


def test_gold_lists_decide_where_they_are(fast, tmp_path):
    path = tmp_path / "gold.tsv"
    path.write_text("".join(f"F{i:02}\tTP53,MYC,EGFR\n" for i in range(8)), encoding="utf-8")
    gold = read_gold(path, fast.lexicon)
    sides = [benched(fast, lists(good=good), gold=gold, by=("year",)) for good in (True, False)]
    found = document(*sides)
    assert (found["verdict"]["answer"], found["verdict"]["judge"]) == ("worse", "gold")
    assert any(
        line.startswith("Captions, which do not decide") for line in found["verdict"]["lines"]
    )
    (year, _) = found["against"]["groups"]["year"]
    assert year["micro"]["f1"]["here"] == pytest.approx(1 / 3)
    lost = {one["gene"]: one["lost"] for one in found["against"]["genes"]}["MYC"]
    assert (lost["figures"], lost["right"], lost["wrong"]) == (8, 8, 0)
    gained = {one["gene"]: one["gained"] for one in found["against"]["genes"]}["KRAS"]
    assert (gained["right"], gained["wrong"], gained["named"]) == (0, 8, 8)


def test_the_score_that_decides_can_be_chosen(fast):
    here = [Figure(f"F{i}", CAPTION, ["EGFR"]) for i in range(8)]
    there = [Figure(f"F{i}", CAPTION, [*GOOD, "MYC"]) for i in range(8)]
    sides = benched(fast, here), benched(fast, there)
    answers = {m: document(*sides, metric=m)["verdict"]["answer"] for m in ("precision", "recall")}
    assert answers == {"precision": "better", "recall": "worse"}


def test_lists_alone_get_their_score_and_no_answer(fast):
    found = document(benched(fast, lists()), metric="macro_recall")
    said = found["verdict"]
    assert said["answer"] is said["difference"] is said["p"] is said["there"] is None
    assert said["here"] == found["macro"]["recall"]
    assert said["ci95"] == found["ci95"]["macro"]["recall"]
    assert said["sentence"].startswith("Macro recall against the captions is 1.000 [1.000, 1.000]")


def test_nothing_to_score_is_said(fast):
    assert "undefined" in document(benched(fast, []))["verdict"]["sentence"]
    none = document(benched(fast, lists(2)), benched(fast, []))
    assert none["verdict"]["answer"] is None
    assert none["verdict"]["sentence"].startswith("No verdict")
    assert worse_sentences(none) is None


# --- gained and lost ------------------------------------------------------------------------


def test_genes_and_words_gained_and_lost_are_those_counted_by_hand(fast):
    cbp = OcrWord("CBP", "CBP", "OPN1LW", "5956", "ncbigene_synonym", "9606")
    there = [
        # CBP is CREBBP here; an old symbol; a gene that the caption does not name.
        Figure("A", CAPTION, ["OPN1LW", "EGFR", "MTOR"], ocr=(cbp,)),
        Figure("B", CAPTION, ["OPN1LW", "EGFR", "FRAP1"], ocr=(cbp,)),
        Figure("C", "EGFR.", ["EGFR", "ATP"]),
        Figure("D", "EGFR.", ["EGFR"]),
        Figure("no list", "EGFR."),
    ]
    here = [
        Figure("A", CAPTION, ["EGFR", "FRAP1", "KRAS"]),
        Figure("B", CAPTION, ["EGFR", "MTOR", "KRAS", "EGFR"]),
        Figure("C", "EGFR.", ["ERBB1"]),
        Figure("D", "EGFR.", ["EGFR", "OPN1LW"], ocr=(cbp,)),
        Figure("no list", "EGFR.", ["EGFR"]),
    ]
    found = document(benched(fast, here), benched(fast, there))["against"]
    assert (found["changes"]["figures"], found["changes"]["changed"]) == (4, 4)
    genes = {one["gene"]: one for one in found["genes"]}
    # FRAP1 is MTOR and ERBB1 is EGFR: neither gained nor lost.
    assert set(genes) == {"OPN1LW", "KRAS", "ATP"}
    wrong = genes["OPN1LW"]
    assert (wrong["lost"]["figures"], wrong["lost"]["examples"]) == (2, ["A", "B"])
    assert wrong["lost"]["agree"] == {"alias_collision": 2}
    assert wrong["lost"]["disagree"] == wrong["gained"]["agree"] == {}
    assert (wrong["gained"]["figures"], wrong["gained"]["examples"]) == (1, ["D"])
    assert wrong["gained"]["disagree"] == {"alias_collision": 1}
    assert genes["KRAS"]["gained"]["agree"] == {"missing_gene": 2}
    assert genes["KRAS"]["gained"]["named"] == 2
    assert genes["ATP"]["lost"]["agree"] == {"non_gene": 1}
    words = {(one["word"], one["gene"]): one for one in found["words"]}
    assert set(words) == {("CBP", "OPN1LW"), ("KRAS", "KRAS"), ("ATP", "ATP")}
    assert words["CBP", "OPN1LW"]["lost"]["figures"] == 2
    assert found["changes"]["lost"]["agree"] == {"alias_collision": 2, "non_gene": 1}
    assert found["changes"]["lost"]["right"] is None


def test_a_gene_that_one_of_two_entries_is_taken_out_for_is_not_called_wrong():
    spared = Entry("TP53", ("TP53",), False, None, "")
    repeated = Entry("TP53", ("Trp53",), False, None, "ortholog_duplicate")
    empty = Listed((), ())
    for entries, agree in (
        ((spared, repeated), {}),
        ((repeated,), {"ortholog_duplicate": 1}),
    ):
        (one,) = gains_and_losses({"F": empty}, {"F": Listed(entries, ())})["genes"]
        assert one["lost"]["agree"] == agree
        assert one["lost"]["disagree"] == {}
    (one,) = gains_and_losses(
        {"F": Listed((), (("TP53", "missing_gene"),))}, {"F": Listed((spared,), ())}
    )["genes"]
    assert one["lost"]["disagree"] == {"missing_gene": 1}


def test_a_whole_list_that_is_called_wrong_is(fast):
    plant = "Jasmonate signalling in Arabidopsis thaliana leaves. COI1 binds JAZ in the plant cell."
    figure = Figure("P", plant, ["MYC", "ABO"], organisms=["Arabidopsis thaliana"])
    result = fast.reconcile(figure)
    assert [s.keyword for s in result.suggestions] == ["*"]
    found = document(benched(fast, [Figure("P", plant, [])]), benched(fast, [figure]))["against"]
    reasons = {result.suggestions[0].reason: 1}
    assert [one["lost"]["agree"] for one in found["genes"]] == [reasons, reasons]


def test_equal_entries_are_kept_once(fast):
    bench = benched(fast, lists(6))
    kept = bench.side().listed
    assert len(kept) == 6
    assert len({id(entry) for one in kept.values() for entry in one.entries}) == len(GOOD)


# --- groups ---------------------------------------------------------------------------------


def test_groups_that_moved_are_told_though_the_whole_did_not(fast):
    mixed = list(lists(24, bad_year="2019"))
    turned = list(lists(24, bad_year="2020"))
    found = document(benched(fast, mixed, by=("year",)), benched(fast, turned))
    assert found["verdict"]["answer"] == "no difference"
    worse = [
        (field, group["group"]) for field, group in moved_groups(found["against"], "f1", "worse")
    ]
    assert worse == [("year", "2019")]
    assert any(line.startswith("Worse in year 2019") for line in found["verdict"]["lines"])
    assert any(line.startswith("Better in year 2020") for line in found["verdict"]["lines"])
    sentences = worse_sentences(found, "f1", ("year",))
    assert len(sentences) == 1 and "2019" in sentences[0]
    assert worse_sentences(found) == worse_sentences(found, "f1", ("organism",)) == []


def test_p_by_holm_is_that_of_so_many_groups(better):
    groups = better["against"]["groups"]["year"]
    assert [group["micro"]["f1"]["p"] for group in groups] == [0.125, 0.125]
    assert [group["micro"]["f1"]["p_holm"] for group in groups] == [0.25, 0.25]


# --- what is shown --------------------------------------------------------------------------


def test_the_page_has_the_verdict_at_its_top(better):
    reader = Reader("".join(render("html", better)))
    words = "\n".join(reader.texts)
    assert words.index("Better: micro F1") < words.index("The corpus")
    ids = [attrs.get("id") for tag, attrs in reader.tags if tag in ("div", "nav", "section")]
    assert ids[0] == "verdict"


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"html"}))
@pytest.mark.parametrize("detail", [False, True], ids=["first", "detail"])
def test_the_verdict_comes_first(better, form, detail):
    text = "".join(render(form, better, detail=detail))
    start = " ".join(text.split("\n")[:5])
    said = better["verdict"]
    assert "Better: micro F1 against the captions" in start
    for shown in (
        f"{said['difference']:+.3f}",
        f"[{said['ci95'][0]:+.3f}, ",
        f"p = {said['p']:.4f}",
    ):
        assert shown in start.replace("\\", "")


def test_json_and_csv_have_the_numbers_of_the_verdict(better):
    assert list(better)[:2] == ["schema_version", "verdict"]
    first, *more = csv.DictReader(io.StringIO("".join(render("csv", better))))
    said = better["verdict"]
    assert (first["section"], first["item"], first["level"], first["metric"]) == (
        "verdict",
        "better",
        "micro",
        "f1",
    )
    assert [float(first[key]) for key in ("value", "low", "high", "p")] == [
        said["difference"],
        *said["ci95"],
        said["p"],
    ]
    gains = [row for row in more if row["section"] == "against_genes" and row["item"] == "KRAS"]
    assert [(row["level"], row["metric"], row["value"]) for row in gains] == [
        ("gained", "figures", "8"),
        ("gained", "named", "8"),
    ]
    (rule,) = [r for r in more if r["section"] == "against_words_agree" and r["item"] == "BRAF"]
    assert (rule["detail"], rule["metric"], rule["value"]) == ("BRAF", "missing_gene", "8")
    holm = [row for row in more if row["section"] == "against_group" and row["item"] == "p_holm"]
    assert len(holm) == 2 * 8


def noisy(fast, evil):
    """Two releases in which all that a first screen can have has many rows."""
    rng = random.Random(7)
    pool = ["EGFR", "KRAS", "BRAF", "MYC", "TP53", "MTOR", "AKT1", "RAF1", "IL6", "TNF"]
    word = ("\u202e<b>|" + "W" * 300) if evil else "word"
    sides = []
    for shift in (0, 1):
        figures = []
        for i in range(30):
            listed = rng.sample(pool, 3 + shift)
            figid = f"PMC{i:07}__{'x' * 60 if evil else 'f1'}"
            ocr = [OcrWord(f"{word}{i % 7}", "m", listed[0], None, "s", "9606")]
            meta = {
                "year": str(2000 + i % 9),
                "journal_title": "J" * (400 if evil else 5) + str(i % 8),
            }
            figures.append(Figure(figid, CAPTION, listed, ocr=ocr, meta=meta))
        by = () if shift else ("year", "journal_title")
        sides.append(benched(fast, figures, by=by))
    return document(*sides)


@pytest.fixture(scope="module")
def releases_of_many(fast):
    return {"plain": noisy(fast, False), "hostile": noisy(fast, True)}


@pytest.mark.parametrize("name", ["plain", "hostile"])
def test_the_first_screen_fits_a_screen(releases_of_many, name):
    found = releases_of_many[name]
    kinds = [section.name for section in first_sections(found)]
    assert kinds == [
        "against-caption",
        "against-words",
        "against-by-year",
        "against-by-journal-title",
        "against-figures",
    ]
    lines = "".join(render("table", found)).split("\n")
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 100
    assert not any("\u202e" in line for line in lines)
    assert "--detail" in lines[-2]


def test_detail_has_all_parts_and_the_first_screen_does_not(releases_of_many):
    found = releases_of_many["plain"]
    first, whole = ("".join(render("table", found, detail=d)) for d in (False, True))
    for section in sections(found):
        assert f"{section.title}\n{'=' * len(section.title)}\n" in whole
    assert "Scores by threshold" not in first and "Entries by status" not in first
    assert len(whole) > 3 * len(first)
    shown = {section.name: section for section in sections(found, whole=True)}
    assert len(shown["against-genes"].rows) == len(found["against"]["genes"])
    assert len(shown["against-words"].rows) == len(found["against"]["words"])


def test_lists_alone_show_what_is_wrong_and_missed_most(fast, tmp_path):
    path = tmp_path / "gold.tsv"
    path.write_text("".join(f"F{i:02}\tEGFR,IL6\n" for i in range(8)), encoding="utf-8")
    by_caption = document(benched(fast, lists(good=False), by=("year",)))
    assert [s.name for s in first_sections(by_caption)] == ["scores", "missed", "by-year"]
    gold = read_gold(path, fast.lexicon)
    by_gold = list(first_sections(document(benched(fast, lists(), gold=gold))))
    assert [section.name for section in by_gold] == ["scores", "gold-extra", "gold-missed"]
    assert [row[0] for row in by_gold[1].rows] == ["BRAF", "KRAS"]


def test_what_to_fix_first_is_on_the_first_screen(fast):
    cbp = OcrWord("CBP", "CBP", "OPN1LW", "5956", "ncbigene_synonym", "9606")
    figures = [Figure(f"F{i}", CAPTION, ["OPN1LW", "EGFR"], ocr=(cbp,)) for i in range(6)]
    found = document(benched(fast, figures, faults=True))
    (first,) = found["fixes"]["list"]
    (shown,) = [section for section in first_sections(found) if section.name == "fixes"]
    change = "map CBP (ncbigene_synonym) to CREBBP, not OPN1LW"
    after = f"{first['together']['f1']:.4f}"
    assert shown.rows == ((change, "6", "6", "0", "0", f"{first['effect']['f1']:+.4f}", after),)
    assert any(line.startswith(f"To fix first: {change}") for line in found["verdict"]["lines"])


def test_figures_that_are_not_about_human_genes_come_first(fast):
    plant = "Terpene biosynthesis in Arabidopsis thaliana leaves: the MVA and MEP pathways."
    words = ("IPP", "GPD2", "ACO1", "PDC")
    plants = [Figure(f"P{i}", plant, words, organisms=("Arabidopsis thaliana",)) for i in range(5)]
    figures = [*plants, Figure("H1", CAPTION, GOOD)]
    found = document(benched(fast, figures, faults=True))
    said = "To fix first: list no human genes in the 5 figures that are not about them"
    assert any(line.startswith(said) for line in found["verdict"]["lines"])
    (shown,) = [section for section in first_sections(found) if section.name == "fixes"]
    assert shown.rows[0][1] == "5"


def test_words_are_cut_no_sooner_than_they_must(fast):
    here = [Figure(f"F{i}", CAPTION, GOOD) for i in range(8)]
    there = [Figure(f"F{i}", CAPTION, ["EGFR", "KRAS", "T-cell thing " * 2]) for i in range(8)]
    text = "".join(render("table", document(benched(fast, here), benched(fast, there))))
    assert ("T-cell thing " * 2).strip() in text and "…" not in text


# --- the command ----------------------------------------------------------------------------


@pytest.fixture
def releases(tmp_path):
    """Two files of figures: a good release and a bad one, and one that is bad in a year."""

    def write(name, figures):
        lines = [
            json.dumps(
                {
                    "figid": one.figid,
                    "caption": one.caption,
                    "keywords": list(one.keywords),
                    **dict(one.meta),
                }
            )
            for one in figures
        ]
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    broken = write("broken", lists(good=False))
    broken.write_text(broken.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    return {
        "good": write("good", lists()),
        "bad": write("bad", lists(good=False)),
        "broken": broken,
        "mixed": write("mixed", lists(24, bad_year="2019")),
        "turned": write("turned", lists(24, bad_year="2020")),
        "others": write("others", [Figure("X", CAPTION, GOOD)]),
    }


ASKED = ["--fail-if-worse"]
EXITS = {
    "worse": (["bad", "--against", "good", *ASKED], 3),
    "option first": ([*ASKED, "bad", "--against", "good"], 3),
    "better": (["good", "--against", "bad", *ASKED], 0),
    "same": (["good", "--against", "good", *ASKED, "by=year"], 0),
    "not asked": (["bad", "--against", "good"], 0),
    "chosen score": (["bad", "--against", "good", *ASKED, "metric=macro_precision"], 3),
    "strict recall": (["bad", "--against", "good", "--fail-if-worse=recall_strict"], 3),
    "whole of a mixture": (["mixed", "--against", "turned", *ASKED], 0),
    "by year": (["mixed", "--against", "turned", *ASKED, "metric=f1", "by=year"], 3),
    "by year, one word": (["mixed", "--against", "turned", *ASKED, "metric=f1,by=year"], 3),
    "by another field": (["mixed", "--against", "turned", *ASKED, "by=organism"], 0),
    "several": (["mixed", "--against", "turned", *ASKED, *ASKED, "by=year"], 3),
    "worse and a record failed": (["broken", "--against", "good", *ASKED], 3),
    "better and a record failed": (["good", "--against", "broken", *ASKED], 1),
    "no figure in both": (["good", "--against", "others", *ASKED], 1),
    "no other lists": (["good", *ASKED], 2),
    "no such score": (["bad", "--against", "good", *ASKED, "metric=f2"], 2),
    "no such field": (["bad", "--against", "good", "--fail-if-worse=by=colour"], 2),
    "no such setting": (["bad", "--against", "good", "--fail-if-worse=metrics=f1"], 2),
    "two scores": (["bad", "--against", "good", *ASKED, "metric=f1", "metric=recall"], 2),
}


@pytest.mark.parametrize("name", EXITS)
def test_the_exit_status_says_whether_lists_are_worse(releases, name):
    words, status = EXITS[name]
    done = cli("benchmark", "--ner", "lexicon", *(releases.get(word, word) for word in words))
    assert done.exit_code == status, done.output
    said = [line for line in done.stderr.split("\n") if line.startswith("worse: ")]
    assert bool(said) == (status == 3)
    assert bool(done.stdout) == (status != 2)


def test_what_must_not_be_worse_can_stand_in_a_configuration_file(releases, tmp_path):
    config = tmp_path / "c.toml"
    config.write_text('[benchmark]\nfail-if-worse = ["by=year", "recall"]\n', encoding="utf-8")
    args = ("benchmark", "--ner", "lexicon", "--config", config, releases["mixed"])
    done = cli(*args, "--against", releases["turned"])
    assert done.exit_code == 3
    config.write_text('[benchmark]\nfail-if-worse = "by=colour"\n', encoding="utf-8")
    assert cli(*args, "--against", releases["turned"]).exit_code == 2


def test_demands_are_read():
    from reconcile.cli.worse import demand

    assert demand("") == Demand()
    assert demand("macro_f1,by=year,by=organism") == Demand("macro_f1", ("year", "organism"))


def test_metric_and_detail_are_options(releases):
    args = ("benchmark", "--ner", "lexicon", releases["good"], "--against", releases["bad"])
    short = cli(*args, "--metric", "macro_recall").stdout
    assert short.startswith("Better: macro recall against the captions +")
    whole = cli(*args, "--detail").stdout
    assert "Entries by status\n=" in whole and "Entries by status" not in short
    assert cli(*args, "--metric", "recal").exit_code == 2
