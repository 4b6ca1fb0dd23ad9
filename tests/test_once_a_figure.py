"""What several rules need of a figure is worked out once, and goes with it."""

from __future__ import annotations

import gc
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile import Figure, Reconciler
from reconcile.lexicon import Lexicon
from reconcile.lexicon.similarity import CLOSEST, Among, similarity_of
from reconcile.naming.confusions import LONGEST, MOST, reading_cost, skeleton
from reconcile.organisms.about import organism_of
from reconcile.records import OcrWord
from reconcile.suggest.facts import facts_of
from reconcile.suggest.models import model
from reconcile.suggest.usual import usual_names

SYMBOLS = """
    EGFR ERBB2 AKT1 AKT2 MTOR PIK3CA PTEN TP53 MDM2 CDK4 CCND1 RB1 E2F1 MYC JAK1 STAT3 IL6 TNF NFKB1
    RELA IKBKB MAP3K7 TLR4 MYD88 CASP3 BCL2 BAX WNT1 CTNNB1 APC GSK3B NOTCH1 HES1 SMAD2 SMAD3 TGFB1
    VEGFA KDR HIF1A SLC2A1 HBB OR4F5 KRT31 PRNP INS INSR IRS1 FOXO1 PPARG LEP
"""
LETTERS = st.text("ABCDEGHIKLOPRSTXabcdegiklorst01358|(-β", min_size=1, max_size=10)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def genes(lexicon) -> list[int]:
    return [lexicon.gene_by_symbol(symbol).index for symbol in SYMBOLS.split()]


def listed(figid="F"):
    """A figure with a good list, a collision, a misread word and a label."""
    words = [
        OcrWord("EGFR", "EGFR", "EGFR", "1956", "ncbigene_symbol", "9606"),
        OcrWord("mTOR", "MTOR", "MTOR", "2475", "ncbigene_symbol", "9606"),
        OcrWord("FIND", "FIND", "DCSTAMP", "81501", "ncbigene_synonym", "9606"),
        OcrWord("PDKI", "PDK1", "PDK1", "5163", "ncbigene_symbol", "9606"),
        OcrWord("AKT", "AKT", "AKT1", "207", "famplex_relations", "9606"),
        OcrWord("AKT", "AKT", "AKT2", "208", "famplex_relations", "9606"),
        OcrWord("AKT", "AKT", "AKT3", "10000", "famplex_relations", "9606"),
    ]
    caption = f"EGFR activates PI3K, PDK1 and AKT in lung cancer (NSCLC) cells, {figid}."
    return Figure(figid, caption, [w.symbol for w in words], ocr=words)


# -- similarity ------------------------------------------------------------------------------------


@given(st.data())
def test_a_gene_fits_the_same_whoever_was_asked_before(lexicon, genes, data):
    """The fit among kept genes is what comparing with each of them one by one says."""
    around = data.draw(st.sets(st.sampled_from(genes), max_size=20))
    among, similarity = Among(similarity_of(lexicon), frozenset(around)), similarity_of(lexicon)
    for _ in range(3):
        gene = data.draw(st.sampled_from(genes))
        out = data.draw(st.sets(st.sampled_from(genes), max_size=6))
        fit = among.fit(gene, out)
        others = sorted(around - out - {gene})
        near = sorted((-similarity.between(gene, other), other) for other in others)[:CLOSEST]
        mean = -sum(far for far, _ in near) / min(CLOSEST, len(others)) if others else 0.0
        assert fit.score == pytest.approx(mean, abs=1e-12)
        assert [other for other, _ in fit.closest] == [g for far, g in near if far <= -0.03]
        assert similarity.among(gene, others) == fit


# -- words that were misread -----------------------------------------------------------------------


@given(LETTERS, LETTERS, st.floats(0, MOST))
def test_a_bound_only_leaves_out_what_is_above_it(printed, read, most):
    cost = reading_cost(printed, read)
    found = reading_cost(printed, read, most)
    assert found == (cost if cost is not None and cost <= most else None)


@given(LETTERS)
def test_usual_names_read_as_a_word_are_those_near_it_that_cost_little(word):
    usual = usual_names()
    costs = [(name, reading_cost(name.name, word)) for name in usual.near(word)]
    assert list(usual.read_as(word, 6.6)) == [n for n, c in costs if c is not None and c <= 6.6]


def test_a_long_word_costs_no_more_than_its_length():
    """The sum goes along the diagonal: a name of all letters that are asked about is quick."""
    long = "".join(random.Random(1).choices("ABCDEFGHIJKLMNOPQRST0123456789", k=LONGEST))
    assert reading_cost(long, long) == 0 and reading_cost(long, long[:-5]) is None
    assert skeleton(long) == long.lower()


# -- the doubt -------------------------------------------------------------------------------------


def test_features_are_written_out_as_they_are_weighed(lexicon):
    """The odds by how a gene came in are those of all features under their names."""
    from reconcile.compare import compare
    from reconcile.suggest.case import Case
    from reconcile.suggest.doubt import doubt_of

    case = Case(compare(listed(), (), lexicon), lexicon)
    hits = set()
    for _, gene, rows in case.comparison.gene_keywords():
        doubt = doubt_of(case, gene, rows)
        hits.add(doubt.hit)
        whole = model("word").probability(doubt.features)
        assert doubt.probability == pytest.approx(whole, abs=0.001)
        assert doubt.features[doubt.hit] == 1.0
    assert hits == {"symbol", "alias", "label"}


def test_facts_of_names_are_those_of_the_lexicon_and_kept(lexicon):
    facts = facts_of(lexicon)
    assert facts is facts_of(lexicon)
    assert {e.type for e in facts.gene_names("FIND")} and not facts.things("ERBB2")
    assert facts.gene_names("p53") is facts.gene_names("p53")
    assert [lexicon.family(ref).id for ref in facts.families("AKT")] == ["AKT"]


# -- a figure --------------------------------------------------------------------------------------


def test_what_a_figure_is_about_is_judged_once():
    figure = listed()
    same = Figure(figure.figid, figure.caption, figure.keywords, ocr=figure.ocr)
    assert organism_of(figure) is organism_of(figure)
    assert organism_of(same) == organism_of(figure)


def test_what_a_figure_is_about_is_kept_of_no_more_than_a_few():
    for n in range(100):
        organism_of(Figure(f"about {n}", "PIF4 in seedlings of Arabidopsis."))
    figures = [each for each in gc.get_objects() if isinstance(each, Figure)]
    assert sum(figure.figid.startswith("about ") for figure in figures) <= 20


def test_a_figure_leaves_nothing_to_the_collector_of_cycles():
    """What is worked out for a figure goes with it: memory does not wait for a collection."""
    reconciler = Reconciler(ner="lexicon")
    reconciler.reconcile(listed("warm"))
    gc.collect()
    gc.disable()
    try:
        for n in range(5):
            assert reconciler.reconcile(listed(f"F{n}")).suggestions
        found = gc.collect()
    finally:
        gc.enable()
    assert found < 50  # thousands where a figure holds on to itself
