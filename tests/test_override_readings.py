"""What readings that curators confirmed do to captions and lists, and what they leave alone."""

from __future__ import annotations

import json
import pickle
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support import SEEDS, cli

from reconcile import Figure, OcrWord, Reconciler
from reconcile.formats.changes import change_of, changed_keywords
from reconcile.override import Override
from reconcile.overrides.table import Overrides
from reconcile.records import TaggedSpan
from reconcile.report import report_schema

PLAIN = Reconciler(ner="lexicon")
NCBI = {"GABPA": "2551", "SYT1": "6857", "IRF6": "3664", "PDK1": "5163", "AR": "367"}


def row(word, *genes, **more):
    return Override(word, genes, **{"decided_by": ("Ann",), "support": 3} | more)


def with_rows(*rows):
    return Reconciler(ner="lexicon", overrides=Overrides(rows))


def ocr(word, symbol, match=None):
    record = PLAIN.lexicon.gene_by_symbol(symbol)
    source = "ncbigene_synonym"
    return OcrWord(word, match or word.upper(), symbol, record.gene.ncbi_gene_id, source, "9606")


def figure(caption, *pairs, extra=()):
    """A figure whose entries each came in by a word."""
    words = [ocr(word, symbol) for symbol, word in pairs]
    return Figure("F1", caption, [*(symbol for symbol, _ in pairs), *extra], ocr=words)


def said_of(result, keyword):
    return [s for s in result.suggestions if s.keyword == keyword and s.action != "add"]


KIN = (("AKT1", "AKT1"), ("EGF", "EGF"), ("TLR4", "TLR4"))
DENIED = [
    # the word, what it means, the entry that it brought in, what is to be done, why
    (row("PDK1", "PDPK1"), "PDK1", "PDK1", "replace", "ambiguous_symbol"),
    (row("AR", "AREG", context=("EGF",)), "AR", "AR", "replace", "ambiguous_symbol"),
    (row("NRF2", "NFE2L2"), "Nrf2", "GABPA", "replace", "alias_collision"),
    (row("p65", "RELA"), "p65", "SYT1", "replace", "alias_collision"),
    (row("LPS"), "LPS", "IRF6", "remove", "non_gene"),
    (row("CAT"), "CAT", "CAT", "remove", "non_gene"),
    (row("ER", "ESR1", "ESR2"), "ER", "EREG", "replace", "alias_collision"),
    (row("NF-κB", "NFKB1", "RELA"), "NFκB", "NFKB2", "replace", "alias_collision"),
    (row("MET"), "MET", "MET", "remove", "non_gene"),
    (row("APC", "PROC"), "APC", "APC", "replace", "ambiguous_symbol"),
    (row("p38", "MAPK14"), "p38", "AIMP2", "replace", "alias_collision"),
]


@pytest.mark.parametrize(
    ("own", "word", "entry", "action", "reason"), DENIED, ids=[case[0].word for case in DENIED]
)
def test_an_entry_by_a_word_of_another_meaning(own, word, entry, action, reason):
    given = figure("The pathway.", (entry, word), *KIN)
    (found,) = said_of(with_rows(own).reconcile(given), entry)
    assert (found.action, found.symbols, found.reason) == (action, own.genes, reason)
    assert "decided by Ann, 3 figures" in found.explanation
    assert found.evidence[0].type == "decision"
    assert found.confidence >= own.confidence
    # Once it is carried out nothing more is said of it.
    keywords = changed_keywords(given.keywords, [change_of(found)])
    again = with_rows(own).reconcile(replace_keywords(given, keywords))
    assert not [s for s in again.suggestions if s.keyword in own.genes and s.action != "add"]
    # A word of a person that says the opposite is followed as well.
    confirmed = with_rows(replace(own, genes=(entry,))).reconcile(given)
    assert not said_of(confirmed, entry)


def replace_keywords(given, keywords):
    return Figure(given.figid, given.caption, keywords, ocr=given.ocr)


@pytest.mark.parametrize(
    ("own", "caption", "names", "before"),
    [
        (row("AR", "AREG"), "AR binds testosterone.", [("AR", ("AREG",))], [("AR", ("AR",))]),
        (row("CAT"), "SOD1 and CAT.", [("SOD1", ("SOD1",))], None),
        (row("LPS", "IRF6"), "LPS and TLR4.", [("LPS", ("IRF6",)), ("TLR4", ("TLR4",))], None),
        (row("p65", "SYT1"), "phospho-p65", [("p65", ("SYT1",))], None),
        (row("CAT"), "The cat sat; CATs and AKT1.", [("AKT1", ("AKT1",))], None),
        (row("AR", "AREG"), "A/R in the dark.", None, None),
        (row("ZZQ1", "AREG"), "ZZQ1-B2, ZZQ1/2, XY-ZZQ1", None, None),
        (row("ZZQ1", "AREG"), "ZZQ1-mediated", [("ZZQ1", ("AREG",))], None),
        (row("MEK", "MAP2K1"), "MEK1/2 and MEK", [("MEK1/2", ("MAP2K1", "MAP2K2"))], None),
    ],
)
def test_the_mentions_of_a_caption(own, caption, names, before):
    plain = [(m.text, m.symbols) for m in PLAIN.annotate(caption).mentions]
    found = with_rows(own).annotate(caption)
    read = [(m.text, m.symbols) for m in found.mentions]
    if names is None:
        assert read == plain
    else:
        assert read[: len(names)] == names
    if before is not None:
        assert plain[: len(before)] == before
    for mention in found.mentions:
        assert caption[mention.start : mention.end] == mention.text
        if mention.decided_by == "override":
            assert mention.match.source == "decided by Ann, 3 figures"
            assert mention.candidates[0].genes == mention.genes


def test_a_text_that_defines_the_letters_has_the_last_word():
    defined = "Pyruvate dehydrogenase kinase 1 (PDK1) and PDK1 inhibit PDH."
    own = with_rows(row("PDK1", "PDPK1"))
    assert own.annotate(defined) == PLAIN.annotate(defined)
    agreed = own.annotate("3-phosphoinositide-dependent protein kinase 1 (PDK1) and AKT.")
    assert ("PDK1", ("PDPK1",)) in [(m.text, m.symbols) for m in agreed.mentions]
    # Where a definition leads nowhere, the word of a person counts.
    assert all(m.text != "CAT" for m in with_rows(row("CAT")).annotate("CAT and SOD1").mentions)


def test_what_is_of_another_organism_stays_there():
    text = "In Saccharomyces cerevisiae, the yeast kinase PKH1 and CDC28 act."
    assert with_rows(row("PKH1", "PDPK1")).annotate(text).mentions == PLAIN.annotate(text).mentions


def test_the_identifiers_of_another_tagger_stand():
    spans = [TaggedSpan(0, 2, ("NCBIGene:367",)), TaggedSpan(7, 10)]
    given = Figure("F1", "AR and p65.", ["AR"], tagged=spans)
    found = with_rows(row("AR", "AREG"), row("p65", "SYT1")).reconcile(given)
    assert [m.symbols for m in found.mentions] == [("AR",), ("SYT1",)]


def test_an_entry_with_another_word_is_left_to_the_model():
    own = row("Nrf2", "NFE2L2")
    both = Figure("F1", "x", ["GABPA"], ocr=[ocr("Nrf2", "GABPA"), ocr("GABPA", "GABPA")])
    assert with_rows(own).reconcile(both).suggestions == PLAIN.reconcile(both).suggestions


def test_an_entry_that_the_caption_names_otherwise_stays():
    given = figure("GABPA binds DNA.", ("GABPA", "Nrf2"), *KIN)
    assert not said_of(with_rows(row("Nrf2", "NFE2L2")).reconcile(given), "GABPA")


def test_without_words_the_names_count_as_they_are_probable():
    given = Figure("F1", "Signalling.", ["IRF6", "TLR4", "CD14", "NFKB1"])
    (found,) = said_of(with_rows(row("LPS", support=10**6)).reconcile(given), "IRF6")
    assert "probably in the list only through its other name LPS" in found.explanation
    assert found.confidence < 1
    # A list that has the word itself has no other way in.
    given = Figure("F1", "Signalling.", ["p65", "TLR4"])
    (found,) = said_of(with_rows(row("p65", "SYT1", support=18)).reconcile(given), "p65")
    assert (found.symbols, found.confidence, found.safe) == (("SYT1",), 0.95, True)


def test_the_more_exact_reading_counts_and_two_that_differ_do_not():
    wide, narrow = row("AR", "AR"), row("AR", "AREG", context=("EGF",))
    other = row("AR", "AKR1B1", context=("AKT1",))
    text = "AR and EGF."
    found = with_rows(wide, narrow).annotate(text)
    assert found.mentions[0].symbols == ("AREG",)
    assert [one.context for one in found.decided] == [("EGF",)]
    both = "AR, EGF and AKT1."
    assert with_rows(wide, narrow, other).annotate(both) == PLAIN.annotate(both)


def test_an_organism_is_a_condition():
    own = row("AR", "AREG", organism="10090")
    for text, holds in (("AR in mice.", True), ("AR in patients.", False), ("AR.", False)):
        assert bool(with_rows(own).annotate(text).decided) is holds
    mouse = Reconciler(ner="lexicon", overrides=Overrides([own]), organism="mouse")
    found = mouse.reconcile(Figure("F1", "AR binds.", ["Akt1"]))
    assert found.mentions[0].symbols == ("Areg",)
    assert found.decided == (own,)


def test_support_makes_safe_and_the_model_may_be_surer():
    given = figure("The pathway.", ("APC", "APC"), *KIN)
    for support, safe in ((17, False), (18, True)):
        (found,) = said_of(with_rows(row("APC", "PROC", support=support)).reconcile(given), "APC")
        assert found.safe is safe
    lps = figure("LPS activates TLR4.", ("IRF6", "LPS"), ("TLR4", "TLR4"))
    (model,) = said_of(PLAIN.reconcile(lps), "IRF6")
    (found,) = said_of(with_rows(row("LPS", support=1)).reconcile(lps), "IRF6")
    assert model.confidence > 2 / 3
    assert (found.confidence, found.safe) == (model.confidence, model.safe)


# -- laws ------------------------------------------------------------------------------------------

TEXTS = [
    "PDK1 phosphorylates AKT, and AR binds EGF near the cat.",
    "LPS activates TLR4, MyD88 and NF-κB (p65) through CAT, p38 and MEK1/2 in mice.",
    "Nrf2 and KEAP1; androgen receptor (AR) and ER stress in patients.",
]
CHOICES = [
    row("PDK1", "PDPK1"),
    row("AR", "AREG", context=("EGF", "TGFA")),
    row("AR", "AR", context=("KLK3",)),
    row("CAT"),
    row("LPS"),
    row("p65", "SYT1", context=("breast cancer",)),
    row("p38", "MAPK14", organism="10090"),
    row("Nrf2", "GABPA"),
    row("MEK", "MAP2K1"),
    row("ER", "ESR1"),
]
LIST = [("PDK1", "PDK1"), ("AR", "AR"), ("IRF6", "LPS"), ("CAT", "CAT"), ("GABPA", "Nrf2"), *KIN]
FIGURES = [figure(text, *LIST, extra=("MAP2K7",)) for text in TEXTS]
SOME = st.lists(st.sampled_from(CHOICES), unique=True)


@settings(max_examples=12, deadline=None)
@given(SOME, st.randoms(), st.sampled_from(FIGURES))
def test_the_order_of_the_rows_makes_no_difference(rows, random, given_figure):
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, two = (with_rows(*each).reconcile(given_figure) for each in (rows, shuffled))
    assert one.to_dict() == two.to_dict()


@settings(max_examples=12, deadline=None)
@given(SOME, st.sampled_from(FIGURES))
def test_other_words_are_read_as_before(rows, given_figure):
    found, plain = (r.reconcile(given_figure) for r in (with_rows(*rows), PLAIN))
    words = {one.word for one in found.decided}

    def others(result):
        return [m for m in result.mentions if m.text not in words | {"CATs", "NRF2"}]

    assert others(found) == others(plain)
    for mention in found.mentions:
        assert (mention.decided_by == "override") <= (mention.text in words)


@settings(max_examples=12, deadline=None)
@given(SOME, st.sampled_from(FIGURES))
def test_what_was_carried_out_is_not_suggested_again(rows, given_figure):
    own = with_rows(*rows)
    decided = [
        s for s in own.reconcile(given_figure).suggestions if s.evidence[0].type == "decision"
    ]
    keywords = changed_keywords(given_figure.keywords, list(map(change_of, decided)))
    again = own.reconcile(replace_keywords(given_figure, keywords))
    assert not [s for s in again.suggestions if s.evidence[0].type == "decision"]


@settings(max_examples=12, deadline=None)
@given(SOME, st.sampled_from(CHOICES), st.sampled_from(FIGURES))
def test_a_context_that_is_absent_is_as_no_row(rows, more, given_figure):
    absent = replace(more, context=("spermatozoon",))
    rows = [one for one in rows if one.word != more.word]
    without = with_rows(*rows).reconcile(given_figure)
    assert with_rows(*rows, absent).reconcile(given_figure).to_dict() == without.to_dict()


def test_no_rows_change_nothing():
    for given_figure in FIGURES:
        plain = PLAIN.reconcile(given_figure).to_dict()
        assert with_rows().reconcile(given_figure).to_dict() == plain
        assert "overrides" not in plain


# -- where they are taken, and how they are shown --------------------------------------------------


@pytest.fixture
def overrides(tmp_path):
    path = tmp_path / "overrides.tsv"
    path.write_text(
        "word\tgenes\tcontext\tsupport\tdecided_by\n"
        "MEK\tMAP2K1\tHER2\t4\tAnn\n"
        "PIP3\t\t\t2\t\u202eBob <b>\n"
    )
    return path


SEED = SEEDS / "001_a573d036c7085437.txt"
SAID = r"decided by Ann, 4 figures"


@pytest.mark.parametrize("form", ["table", "markdown", "html", "json", "jsonl", "csv", "tsv"])
def test_every_report_says_who_decided(overrides, form):
    done = cli("report", SEED, "--ner", "lexicon", "--overrides", overrides, "--format", form)
    assert done.exit_code == 0, done.stderr
    assert re.search(SAID, " ".join(done.stdout.split()))
    assert form in ("json", "jsonl") or "\u202e" not in done.stdout
    assert form != "html" or "Bob <b>" not in done.stdout
    plain = cli("report", SEED, "--ner", "lexicon", "--format", form).stdout
    assert "decided by" not in plain.lower().replace("decided by the", "")


def test_the_json_keeps_to_its_schema(overrides):
    done = cli("report", SEED, "--ner", "lexicon", "--overrides", overrides, "--format", "json")
    found = json.loads(done.stdout)
    Draft202012Validator(report_schema()).validate(found)
    (one,) = found["figures"]
    assert [each["word"] for each in one["overrides"]] == ["MEK", "PIP3"]
    matched = [m["match"] for m in one["mentions"] if m["text"] == "MEK"]
    assert {match["rule"] for match in matched} == {"override"}


def test_a_text_is_explained(overrides):
    texts = ("annotate", "HER2, MEK and PIP3.", "--ner", "lexicon", "--overrides", overrides)
    done = cli(*texts, "--explain", "--format", "table")
    assert "decided before: PIP3 is no gene" in done.stdout
    assert "decided by override: curators decided it" in done.stdout
    assert "beside it: decided by Ann, 4 figures" in done.stdout
    assert "Decided before: MEK is MAP2K1" in cli(*texts, "--format", "table").stdout
    (one,) = json.loads(cli(*texts, "--format", "json").stdout)["overrides"][:1]
    assert one["genes"] == ["MAP2K1"]


def test_names_are_grounded_where_no_context_is_needed(overrides):
    overrides.write_text("word\tgenes\tdecided_by\nMEK\tMAP2K1\tAnn\nLPS\t\tAnn\n")
    done = cli("ground", "MEK", "LPS", "--overrides", overrides)
    assert "MEK: gene, score" in done.stdout
    assert "decided by Ann, 1 figure, override" in done.stdout
    assert "LPS: no gene, decided by Ann, 1 figure" in done.stdout


def test_apply_carries_them_out(overrides, tmp_path):
    done = cli("apply", SEED, "--ner", "lexicon", "--overrides", overrides, "--min-confidence", 0.6)
    assert "-  - MAP2K2" in done.stdout  # it came in by the word MEK, and MAP2K1 is meant
    assert re.search(r"^-.*MEK", done.stdout, re.MULTILINE)
    both = cli("apply", SEED, "--overrides", overrides, "--decisions", overrides)
    assert both.exit_code == 2


def test_a_configuration_file_may_name_them(overrides, monkeypatch):
    monkeypatch.chdir(overrides.parent)
    (overrides.parent / "reconcile.toml").write_text('overrides = "overrides.tsv"\n')
    done = cli("report", SEED, "--ner", "lexicon")
    assert re.search(SAID, " ".join(done.stdout.split()))


def test_a_reconciler_with_them_is_pickled():
    own = with_rows(row("AR", "AREG"))
    again = pickle.loads(pickle.dumps(own))
    assert again.overrides == own.overrides
    assert again.annotate("AR.") == own.annotate("AR.")
    given = [figure("AR.", ("AR", "AR"))] * 3
    assert list(own.reconcile_many(given, n_process=2)) == list(own.reconcile_many(given))
