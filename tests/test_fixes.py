"""What is wrong with a pipeline: what is counted, which fixes are chosen, what they would do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import cli

from reconcile import Figure, Lexicon, OcrWord, Reconciler
from reconcile.benchmark import Benchmark, document, fixes_text, read_fixes
from reconcile.benchmark.changes import Lists
from reconcile.benchmark.fixes import (
    ANY,
    Fix,
    Fixes,
    Page,
    PipelineFaults,
    Place,
    against_caption,
    changes,
)
from reconcile.benchmark.fixes.choose import Tally
from reconcile.benchmark.fixes.page import Entry, Row
from reconcile.benchmark.fixes.shares import Prior, likeness
from reconcile.benchmark.gold import Gold
from reconcile.errors import InputError
from reconcile.formats.changes import changed_keywords
from reconcile.metrics import basis

LEXICON = Lexicon.load()
HUMAN = "9606"
SYNONYM, FAMPLEX = "ncbigene_synonym", "famplex_relations"

CAPTIONS = [
    "EGF binds EGFR and activates MAPK signalling. Human cells.",
    "AKT1 phosphorylates BAD; MEK activates ERK in human cells.",
    "The TP53 response in human fibroblasts needs ATM and CHEK2.",
]


@pytest.fixture(scope="module")
def reconciler():
    return Reconciler(ner="lexicon", min_confidence=0)


def word(word, match, gene, source=SYNONYM, taxon=HUMAN):
    return OcrWord(word, match, gene, source=source, taxon_id=taxon)


def entry(name, doubt, *rows, state=None, to=(), renames=False, genes=None):
    known = state or ("wrong" if doubt > 0.65 else "open")
    own = (name,) if genes is None else genes
    millionths = round(doubt * 1_000_000)
    return Entry(name, own, (), tuple(sorted(rows)), known, millionths, to, renames)


def page(figid, *entries, named=(), elsewhere=False):
    return Page(figid, tuple(entries), frozenset(named), (), True, "", elsewhere, 0)


def faults_of(pages):
    faults = PipelineFaults(LEXICON, "captions")
    for one in pages:
        faults.add(one)
    return faults


def row(word, match, gene, source=SYNONYM):
    return Row(word, match, source, gene, HUMAN)


LPS = row("LPS", "LPS", "IRF6")
EGF = row("EGF", "EGF", "EGF")


def lists_of(figure, reconciler):
    return Lists(figure, reconciler.reconcile(figure), LEXICON)


@given(
    st.sampled_from(CAPTIONS),
    st.lists(
        st.sampled_from(["EGF", "EGFR", "MEK", "MAPK", "AKT1", "ERK", "LPS", "p53", "Nucleus"]),
        unique=True,
    ),
    st.data(),
)
def test_what_a_list_without_some_entries_has_is_what_a_comparison_says(caption, listed, data):
    reconciler = Reconciler(ner="lexicon", min_confidence=0)
    lists = lists_of(Figure("F1", caption, tuple(listed)), reconciler)
    whole = lists.compared(listed)
    found = against_caption(whole, lists.result, LEXICON)
    gone = data.draw(st.sets(st.sampled_from(range(len(listed)))) if listed else st.just(set()))
    rest = [name for i, name in enumerate(listed) if i not in gone]
    held = lists.compared(rest).counts
    assert found.basis(frozenset(gone)) == (
        held.gene_keywords,
        held.supported_keywords,
        held.concepts,
        held.covered_concepts,
        held.fully_covered_concepts,
    )
    assert Page.loaded(found.dumped()) == found


@pytest.mark.parametrize("caption", CAPTIONS)
@pytest.mark.parametrize("listed", [("EGF", "MEK", "LPS"), ("p53", "ERK", "PIP3", "AKT1"), ()])
def test_a_list_after_suggestions_has_what_a_comparison_says(caption, listed, reconciler):
    lists = lists_of(Figure("F1", caption, listed), reconciler)
    found = against_caption(lists.compared(listed), lists.result, LEXICON)
    for least in (0, 0.5, 0.9, None):
        changed = lists.after(least)
        assert basis(found.counts(changed)) == basis(lists.compared(changed).counts)


def test_a_word_that_is_wrong_in_each_figure_goes_and_one_that_is_right_stays():
    pages = [
        page(f"F{i}", entry("IRF6", 0.95, LPS), entry("EGF", 0, EGF, state="right"), named=["EGF"])
        for i in range(6)
    ]
    found = faults_of(pages).to_dict(5)
    (one,) = found["list"]
    assert (one["action"], one["match"], one["gene"], one["word"]) == ("stop", "LPS", "IRF6", ANY)
    assert (one["figures"], one["wrong"], one["right"], one["open"]) == (6, 6, 0, 0)
    assert one["effect"]["precision"] == 0.5
    assert one["together"]["precision"] == 1.0
    assert one["examples"] == ["F0", "F1", "F2"]
    assert [name["word"] for name in found["words"]] == ["LPS"]


def test_words_of_an_entry_that_are_right_keep_it():
    wrong, right = row("l7A", "17A", "IL17A"), row("17A", "17A", "IL17A")
    pages = [page(f"F{i}", entry("IL17A", 0.97, wrong)) for i in range(20)]
    pages += [page(f"G{i}", entry("IL17A", 0, right, state="right")) for i in range(20)]
    (one,) = faults_of(pages).to_dict(5)["list"]
    assert (one["word"], one["match"], one["wrong"]) == ("l7A", "17A", 20)


def test_all_genes_of_an_entry_go_in_one_fix():
    genes = ("SYT1", "WNK1", "RELA2")
    rows = {gene: row("p65", "P65", gene) for gene in genes}
    pages = [page(f"F{i}", *(entry(gene, 0.96, rows[gene]) for gene in genes)) for i in range(5)]
    pages += [page(f"G{i}", entry("EGF", 0, EGF, state="right")) for i in range(5)]
    (one,) = faults_of(pages).to_dict(5)["list"]
    assert (one["gene"], one["match"], one["figures"], one["wrong"]) == (ANY, "P65", 5, 15)


def test_what_most_suggestions_put_in_its_place_is_mapped():
    cbp = row("CBP", "CBP", "OPN1LW")
    pages = [
        page(f"F{i}", entry("OPN1LW", 0.9, cbp, to=("CREBBP",)), named=["CREBBP"]) for i in range(4)
    ]
    pages.append(page("F9", entry("OPN1LW", 0.9, cbp)))
    pages += [page(f"G{i}", entry("EGF", 0, EGF), named=["EGF"]) for i in range(5)]
    (one,) = faults_of(pages).to_dict(5)["list"]
    assert (one["action"], one["to"]) == ("map", ["CREBBP"])
    # Four of the five figures name it.
    assert one["together"]["precision"] == 0.9


def test_a_new_name_for_a_gene_comes_last_and_changes_no_score():
    ispd = row("ispD", "ISPD", "ISPD", "ncbigene_symbol")
    renamed = entry("ISPD", 0, ispd, state="open", to=("CRPPA",), renames=True, genes=("CRPPA",))
    pages = [
        page(
            f"F{i}",
            entry("IRF6", 0.95, LPS),
            renamed,
            named=["CRPPA"],
        )
        for i in range(4)
    ]
    stop, rename = faults_of(pages).to_dict(5)["list"]
    assert (stop["action"], rename["action"], rename["gene"]) == ("stop", "rename", "ISPD")
    assert rename["effect"]["f1"] is None or rename["effect"]["precision"] == 0
    assert rename["together"] == stop["together"]


def test_figures_on_other_organisms_say_nothing_of_words():
    pdh = row("PDH", "PDH", "PDHX", FAMPLEX)
    pages = [page(f"F{i}", entry("PDHX", 0, pdh), elsewhere=True) for i in range(9)]
    pages += [page(f"G{i}", entry("PDHX", 0, pdh, state="right"), named=["PDHX"]) for i in range(2)]
    found = faults_of(pages).to_dict(5)
    assert found["list"] == []
    assert (found["elsewhere"]["figures"], found["elsewhere"]["entries"]) == (9, 9)
    assert found["elsewhere"]["effect"]["precision"] == pytest.approx(1 - 2 / 11)


def test_a_human_figure_and_one_of_a_plant_are_told_apart(reconciler):
    caption = "Biosynthesis of terpenes in Arabidopsis thaliana leaves: MVA and MEP pathways."
    figure = Figure("P1", caption, ("IPP", "GPD2"), organisms=("Arabidopsis thaliana",))
    lists = lists_of(figure, reconciler)
    found = against_caption(lists.compared(figure.keywords), lists.result, LEXICON)
    assert found.elsewhere
    # What is said of its whole list is not said of GPD2.
    assert {one.name: one.doubt for one in found.entries}["GPD2"] == 0
    assert all(one.state != "right" for one in found.entries)
    human = lists_of(Figure("H1", CAPTIONS[0], ("EGF", "IRF6")), reconciler)
    assert not against_caption(human.compared(("EGF", "IRF6")), human.result, LEXICON).elsewhere


NAMES = st.sampled_from("ABCD")


@st.composite
def corpora(draw):
    pages = []
    for i in range(draw(st.integers(0, 6))):
        genes = draw(st.lists(NAMES, unique=True, max_size=4))
        entries = []
        for gene in genes:
            words = draw(st.lists(st.sampled_from(["x", "y", "z"]), unique=True, min_size=1))
            rows = [row(w, w.upper(), gene) for w in words]
            doubt = draw(st.sampled_from([0, 0.3, 0.9]))
            to = draw(st.sampled_from([(), ("E",)]))
            entries.append(entry(gene, doubt, *rows, to=to))
        named = draw(st.sets(st.sampled_from("ABCDE")))
        pages.append(page(f"F{i}", *entries, named=named))
    return pages


@given(corpora(), st.randoms())
def test_the_order_of_figures_changes_nothing(pages, random):
    shuffled = random.sample(pages, len(pages))
    assert faults_of(pages).to_dict(3) == faults_of(shuffled).to_dict(3)


@given(corpora())
def test_what_fixes_do_together_is_what_the_lists_have_once_they_are_made(pages):
    faults = faults_of(pages)
    found = faults.to_dict(3)["list"]
    for number, one in enumerate(found):
        for fixes, said in (
            (Fixes(c.fix for c in faults.fixes[: number + 1]), one["together"]),
            (Fixes([faults.fixes[number].fix]), None),
        ):
            listed = right = before = kept = 0
            for each in pages:
                genes = set(each.entries and [e.name for e in each.entries])
                before += len(genes)
                kept += len(genes & each.named)
                put = set()
                for e in each.entries:
                    about = [fixes.of(r) for r in e.rows]
                    if None not in about:
                        genes.discard(e.name)
                        put |= {s for n in about for s in fixes.fixes[n].to}
                genes |= put
                listed += len(genes)
                right += len(genes & each.named)
            precision = right / listed if listed else None
            if said is not None:
                assert said["precision"] == precision
            elif precision is not None and one["effect"]["precision"] is not None:
                assert one["effect"]["precision"] == pytest.approx(precision - kept / before)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1, max_size=6))
def test_a_share_lies_between_what_was_seen_and_what_others_say(counts):
    siblings = [[(float(min(wrong, n)), n) for wrong, n in counts]]
    strength = likeness(siblings)
    assert strength >= 0
    prior = Prior(0.5, strength)
    for wrong, n in siblings[0]:
        low, high = sorted((0.5, wrong / n))
        assert low - 1e-9 <= prior.share(wrong, n) <= high + 1e-9


def test_entries_of_one_figure_weigh_as_one():
    tally = Tally()
    one = page("F1", *(entry(f"ADCY{i}", 0.9, row("AC", "AC", f"ADCY{i}")) for i in range(9)))
    tally.add(one, range(9))
    assert tally.count == (0.9, 1)
    assert (tally.entries, tally.figures) == (9, 1)


# -- changes to lists ------------------------------------------------------------------------------


def fix(action, *place, to=()):
    return Fix(action, Place(*place), to)


def test_an_entry_goes_only_if_all_that_brought_it_in_goes():
    figure = Figure(
        "F1",
        None,
        ("IRF6", "EGF"),
        ocr=(word("LPS", "LPS", "IRF6"), word("IRF6", "IRF6", "IRF6"), word("EGF", "EGF", "EGF")),
    )
    one = fix("stop", ANY, "LPS", ANY, ANY, ANY)
    assert changes(figure, Fixes([one])) == ()
    two = fix("stop", "IRF6", ANY, ANY, ANY, ANY)
    assert changed_keywords(figure.keywords, changes(figure, Fixes([one, two]))) == ("EGF",)


def test_an_entry_that_another_fix_puts_in_stays():
    figure = Figure(
        "F1", None, ("PDK1", "PDPK1"), ocr=(word("PDK1", "PDK1", "PDK1"), word("x", "X", "PDPK1"))
    )
    fixes = Fixes(
        [
            fix("map", ANY, "PDK1", ANY, ANY, ANY, to=("PDPK1",)),
            fix("stop", ANY, "X", ANY, ANY, ANY),
        ]
    )
    assert changed_keywords(figure.keywords, changes(figure, fixes)) == ("PDPK1",)


def test_lists_without_words_are_changed_by_their_entries():
    figure = Figure("F1", None, ("MEK", "EGF"))
    fixes = Fixes([fix("map", ANY, "MEK", ANY, ANY, ANY, to=("MAP2K1", "MAP2K2"))])
    listed = changed_keywords(figure.keywords, changes(figure, fixes))
    assert listed == ("MAP2K1", "MAP2K2", "EGF")


def test_the_first_of_two_fixes_counts():
    fixes = Fixes(
        [
            fix("stop", "LPS", ANY, ANY, ANY, ANY),
            fix("map", ANY, "LPS", ANY, ANY, ANY, to=("TLR4",)),
        ]
    )
    assert fixes.of(LPS) == 0
    assert set(fixes.all_of(LPS)) == {0, 1}
    assert fixes.of(EGF) is None


# -- the file --------------------------------------------------------------------------------------


def test_the_file_has_what_was_found(tmp_path):
    odd = row('=1+1\t"x"', "-17", "IL17A")
    pages = [page(f"F{i}", entry("IRF6", 0.95, LPS), entry("IL17A", 0.9, odd)) for i in range(4)]
    pages += [page("G1", entry("IL17A", 0, row("17", "-17", "IL17A"), state="right"))] * 3
    faults = faults_of(pages)
    path = tmp_path / "fixes.tsv"
    path.write_text("".join(fixes_text(faults.to_dict(3)["list"])), encoding="utf-8")
    read = read_fixes(path)
    assert list(read.fixes) == [one.fix for one in faults.fixes]
    assert read_fixes(path, first=1).fixes == read.fixes[:1]
    assert any(one.place.word == odd.word for one in read.fixes)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("word\tgene\nLPS\tIRF6\n", 1, "no column action"),
        ("action\tto\nstop\t\n", 1, "none of word, match and gene"),
        ("word\tword\taction\nLPS\tLPS\tstop\n", 1, "stands twice"),
        ("word\taction\nLPS\tdrop\n", 2, "write stop, map, rename"),
        ("word\taction\nLPS\tmap\n", 2, "name symbols"),
        ("word\taction\tto\nLPS\tstop\tTLR4\n", 2, "empty the column `to`"),
        ("word\taction\n*\tstop\n", 2, "name a word, match or gene"),
        ("word\taction\nLPS\tstop\nLPS\tstop\n", 3, "line 2"),
        ("word\taction\nLPS\tstop\t\t\n", 2, "restore the row"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, text, line, what):
    path = tmp_path / "fixes.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=what) as caught:
        read_fixes(path)
    assert caught.value.line == line


def test_rows_that_can_be_used_are_read_beside_others(tmp_path):
    path = tmp_path / "fixes.tsv"
    path.write_text("match;action;to\nLPS;stop;\nX;drop;\nMEK;map;MAP2K1, MAP2K2\n", "utf-8")
    refused = []
    found = read_fixes(path, on_error=refused.append)
    assert [one.to for one in found.fixes] == [(), ("MAP2K1", "MAP2K2")]
    assert [error.line for error in refused] == [3]
    assert found.of(row("anything", "LPS", "IRF6")) == 0


# -- in a benchmark --------------------------------------------------------------------------------


def benchmarked(figures, reconciler, **options):
    found = Benchmark(LEXICON, faults=True, **options)
    for result in reconciler.reconcile_many(map(found.note, figures)):
        found.add(result)
    return found


def figures_with(words, listed):
    return [
        Figure(f"F{i}", CAPTIONS[0], listed, ocr=words, organisms=("Homo sapiens",))
        for i in range(5)
    ]


def test_a_benchmark_names_the_word_that_suggestions_are_against(reconciler):
    words = (word("LPS", "LPS", "IRF6"), word("EGF", "EGF", "EGF", "ncbigene_symbol"))
    found = benchmarked(figures_with(words, ("IRF6", "EGF")), reconciler)
    (one,) = document(found)["fixes"]["list"]
    assert (one["match"], one["gene"], one["wrong"]) == ("LPS", "IRF6", 5)


def test_gold_lists_say_what_is_wrong(reconciler):
    words = (word("LPS", "LPS", "IRF6"), word("EGF", "EGF", "EGF", "ncbigene_symbol"))
    figures = figures_with(words, ("IRF6", "EGF"))
    gold = Gold("gold.tsv", {f.figid: ("IRF6", "EGFR") for f in figures}, LEXICON)
    fixes = document(benchmarked(figures, reconciler, gold=gold))["fixes"]
    assert fixes["judge"] == "gold"
    (one,) = fixes["list"]
    assert (one["match"], one["gene"], one["wrong"]) == ("EGF", "EGF", 5)
    assert one["together"] == {
        "precision": 1.0,
        "recall": 0.5,
        "recall_strict": 0.5,
        "f1": pytest.approx(2 / 3),
    }


def test_nobody_asked_for_faults(reconciler):
    found = Benchmark(LEXICON)
    for result in reconciler.reconcile_many(map(found.note, figures_with((), ("EGF",)))):
        found.add(result)
    assert document(found)["fixes"] is None


def test_a_release_with_its_fixes_is_as_good_as_was_said(reconciler):
    words = (
        word("LPS", "LPS", "IRF6"),
        word("CBP", "CBP", "OPN1LW"),
        word("EGF", "EGF", "EGF", "ncbigene_symbol"),
    )
    figures = figures_with(words, ("IRF6", "OPN1LW", "EGF"))
    before = benchmarked(figures, reconciler)
    found = document(before)
    assert found["fixes"]["now"] == found["micro"]
    parts = ("word", "match", "source", "gene", "taxon")
    read = Fixes(
        Fix(one["action"], Place(*map(one.get, parts)), tuple(one["to"]))
        for one in found["fixes"]["list"]
    )
    fixed = [
        replace(figure, keywords=changed_keywords(figure.keywords, changes(figure, read)))
        for figure in figures
    ]
    after = document(benchmarked(fixed, reconciler))
    assert after["micro"] == found["fixes"]["list"][-1]["together"]
    assert after["micro"]["precision"] > found["micro"]["precision"]


# -- on the command line ---------------------------------------------------------------------------

TABLE = (
    "organism_id\torganism_name\torganism_group\tword\tmatch\tncbigene_symbol\tncbigene_id\t"
    "source\n"
)


@pytest.fixture
def release(tmp_path):
    """Six records with their words: LPS was taken for IRF6 in each."""
    figures, data = tmp_path / "release" / "_figures", tmp_path / "release" / "_data"
    figures.mkdir(parents=True)
    data.mkdir()
    rows = [
        ("LPS", "LPS", "IRF6", "3664", "ncbigene_synonym"),
        ("EGF", "EGF", "EGF", "1950", "ncbigene_symbol"),
    ]
    for i in range(6):
        figid = f"PMC{i}__F{i}"
        (figures / f"{figid}.md").write_text(
            "---\n"
            f"figid: {figid}\n"
            "caption: EGF and LPS act on EGFR in human cells.\n"
            "organisms: [Homo sapiens]\n"
            "schema-jsonld:\n"
            "  keywords:\n  - IRF6\n  - EGF\n"
            "---\n",
            encoding="utf-8",
        )
        lines = [
            f"9606\tHomo sapiens\tPrimates\t{w}\t{m}\t{g}\t{n}\t{s}\n" for w, m, g, n, s in rows
        ]
        (data / f"{figid}-genes.tsv").write_text(TABLE + "".join(lines), encoding="utf-8")
    return tmp_path / "release"


def test_from_a_release_to_a_better_one(release, tmp_path):
    table = tmp_path / "fixes.tsv"
    figures = str(release / "_figures")
    done = cli("benchmark", figures, "--ner", "lexicon", "--fixes", str(table))
    assert done.exit_code == 0, done.stderr
    assert "stop LPS (ncbigene_synonym) for IRF6" in done.stdout
    header, one = table.read_text("utf-8").splitlines()
    cells = dict(zip(header.split("\t"), one.split("\t"), strict=True))
    assert (cells["match"], cells["gene"], cells["action"]) == ("LPS", "IRF6", "stop")
    assert (cells["support"], cells["wrong"]) == ("6", "6")

    done = cli("apply", figures, "--fixes", str(table), "--first", "1", "--in-place")
    assert done.exit_code == 0, done.stderr
    assert "6 changed, 6 changes applied" in done.stderr
    for path in (release / "_figures").iterdir():
        assert "IRF6" not in path.read_text("utf-8")
        assert "EGF" in path.read_text("utf-8")


def test_what_is_about_nothing_changes_nothing_and_is_named(release, tmp_path):
    table = tmp_path / "fixes.tsv"
    table.write_text("match\taction\nNOTHING\tstop\nLPS\tstop\n", "utf-8")
    done = cli("apply", str(release / "_figures"), "--fixes", str(table))
    assert (done.exit_code, "6 changed" in done.stderr) == (0, True)
    assert "1 of 2 fixes is about nothing in these records" in done.stderr
    table.write_text("match\taction\nNOTHING\tstop\n", "utf-8")
    done = cli("apply", str(release / "_figures"), "--fixes", str(table))
    assert (done.exit_code, done.stdout) == (0, "")
    assert "0 changed" in done.stderr


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--fixes", "{table}", "--min-confidence", "0.9"), "leave out"),
        (("--first", "3"), "name their file with --fixes"),
        (("--fixes", "{table}", "--first", "-3"), "--first"),
        (("--fixes", "{bad}"), "line 2"),
        (("--fixes", "{missing}"), "does not exist"),
        (("--fixes", "{odd}"), "'NOTAGENE'"),
    ],
)
def test_what_apply_does_not_take(release, tmp_path, options, what):
    (tmp_path / "table.tsv").write_text("match\taction\nLPS\tstop\n", "utf-8")
    (tmp_path / "bad.tsv").write_text("match\taction\nLPS\tdrop\n", "utf-8")
    (tmp_path / "odd.tsv").write_text("match\taction\tto\nLPS\tmap\tNOTAGENE\n", "utf-8")
    names = {name: str(tmp_path / f"{name}.tsv") for name in ("table", "bad", "odd", "missing")}
    figures = str(release / "_figures")
    done = cli("apply", figures, *(option.format(**names) for option in options))
    assert done.exit_code == 2
    said = " ".join(done.stderr.split())
    assert what in said or "bad.tsv:2" in said


def test_fixes_are_not_written_over_anything(release, tmp_path):
    figures = str(release / "_figures")
    table = tmp_path / "fixes.tsv"
    table.write_text("mine", "utf-8")
    done = cli("benchmark", figures, "--ner", "lexicon", "--fixes", str(table))
    assert (done.exit_code, table.read_text("utf-8")) == (2, "mine")
    both = str(tmp_path / "both.tsv")
    done = cli("benchmark", figures, "--ner", "lexicon", "--fixes", both, "-o", both)
    assert done.exit_code == 2
    assert not (tmp_path / "both.tsv").exists()


def test_lists_without_words_say_so(release, tmp_path):
    figures = str(release / "_figures")
    done = cli("benchmark", figures, "--ner", "lexicon", "--ocr-dir", str(tmp_path))
    assert done.exit_code == 0
    assert "No words off the images are known" in " ".join(done.stdout.split())
    done = cli("benchmark", figures, "--ner", "lexicon")
    assert "No words off the images are known" not in " ".join(done.stdout.split())


def test_lists_of_other_figures_are_an_error(release, tmp_path):
    figures = str(release / "_figures")
    other = tmp_path / "other.csv"
    other.write_text("figid,symbol\nX1,EGF\n", "utf-8")
    done = cli("benchmark", figures, "--ner", "lexicon", "--against", str(other))
    assert done.exit_code == 1
    assert "here PMC0__F0, PMC1__F1, PMC2__F2, …; there X1" in done.stderr
    gold = tmp_path / "gold.tsv"
    gold.write_text("X1\tEGF\n", "utf-8")
    done = cli("benchmark", figures, "--ner", "lexicon", "--gold", str(gold))
    assert done.exit_code == 1
    assert "gold: X1" in done.stderr


def test_verdicts_on_figures_that_are_not_there_are_named(release, tmp_path):
    verdicts = tmp_path / "verdicts.jsonl"
    verdicts.write_text(
        '{"figid": "PMC0__F0", "keywords": {"IRF6": "wrong"}}\n'
        '{"figid": "X1", "keywords": {"EGF": "ok"}}\n',
        "utf-8",
    )
    figures = str(release / "_figures")
    done = cli("benchmark", figures, "--ner", "lexicon", "--verdicts", str(verdicts))
    assert done.exit_code == 0
    assert "verdicts on 1 figure that no list is of: X1" in done.stderr
