"""What of the names in a caption is added to a list, what never is, and how sure that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from test_compare import LAWS, build, cases, mention

from reconcile import Reconciler
from reconcile.compare import compare
from reconcile.lexicon import Lexicon
from reconcile.records import Figure
from reconcile.suggest import DEFAULT_MIN_CONFIDENCE, suggest
from reconcile.suggest.addition import LEAST_SHOWN, additions
from reconcile.suggest.addition_features import ADDITION_FEATURES, addition_features
from reconcile.suggest.addition_weights import ADDITION_WEIGHTS
from reconcile.suggest.caption_side import CaptionSide
from reconcile.suggest.case import Case
from reconcile.suggest.surroundings import Surroundings

JUDGEMENTS = Path(__file__).parents[1] / "benchmarks" / "addition_judgements.tsv"
LISTED = ["EGFR", "GRB2", "SOS1", "HRAS", "RAF1"]


@pytest.fixture(scope="module")
def reconciler() -> Reconciler:
    return Reconciler(ner="lexicon")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def added(reconciler, caption, keywords=LISTED, **fields):
    """The symbols that are added, with the confidence of each."""
    result = reconciler.reconcile(Figure("F", caption, keywords, **fields))
    return {
        symbol: s.confidence
        for s in result.suggestions
        if s.action == "add"
        for symbol in s.symbols
    }


# -- never ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caption", "never"),
    [
        # A piece of a longer name, or of what cells are called.
        ("EGFR and the C/EBP homologous protein (CHOP) act.", "CEBPA"),
        ("EGFR is bound by the SRC homology 2 domain (SH2) of GRB2.", "SRC"),
        ("The inhibitor of TNF (TNF) receptor-associated factor acts on EGFR.", "TNF"),
        ("EGFR induces genes with IFN-γ-activated sites.", "IFNG"),
        ("EGFR is lost in PTEN-low tumours.", "PTEN"),
        ("EGFR acts by histone acetylation.", "H1-0"),
        ("EGFR meets TRIM27-L in ducks.", "TRIM27"),
        ("EGFR is blocked by anti-CTLA4 and by GRB2.", "CTLA4"),
        ("EGFR and aldo-keto reductases act on GRB2.", "ALDOA"),
        # Letters that the text defines otherwise.
        ("EGFR acts on the interferon-stimulated response element (ISRE).", "IFNA1"),
        ("EGFR and CIT feed the cycle. CIT, citrate; MAL, malate; OAA, oxaloacetate.", "CIT"),
        # What is spelled as something else.
        ("EGFR is a target of miR-7.", "LILRB1"),
        ("EGFR reaches the Golgi by Sar1p.", "IQGAP1"),
        # Where the figure is from, what it does not show.
        ("EGFR binds GRB2 in cells. Figure reprinted with permission of AAAS.", "AAAS"),
        ("EGFR binds GRB2 and stops CDKN1B (not shown).", "CDKN1B"),
        ("EGFR stops viral IRF1.", "IRF1"),
    ],
)
def test_never_added(reconciler, caption, never):
    assert never not in added(reconciler, caption)


@pytest.mark.parametrize(
    ("caption", "symbol"),
    [
        ("EGFR induces PTEN-mediated growth of cells.", "PTEN"),
        ("EGFR activates PTEN/SRC signalling.", "SRC"),
        ("EGFR and tumor necrosis factor (TNF) act on GRB2.", "TNF"),
        ("EGFR activates calmodulin and GRB2.", "CALM1"),
        ("EGFR is blocked by CTLA4 and GRB2.", "CTLA4"),
        ("EGFR releases interleukin-1 beta (IL-1β).", "IL1B"),
        ("EGFR activates the NF-κB essential modulator (NEMO).", "IKBKG"),
        ("EGFR is lost in klotho-deficient mice.", "KL"),
        ("EGFR is stopped by UCP2 acetylation.", "UCP2"),
        ("EGFR and the MAP kinase p38 alpha (MAPK14) kinase act.", "MAPK14"),
        ("EGFR is a target of miR-21.", "MIR21"),
        ("EGFR reaches the Golgi with SAR1A.", "SAR1A"),
        ("EGFR stops CDKN1B. GRB2 (not shown) binds it.", "CDKN1B"),
        ("EGFR stops IRF1 in infected cells.", "IRF1"),
        ("EGFR binds GRB2. Modified from KEGG: the MTOR pathway.", "MTOR"),
        ("TNF-α, claudin-1 and EGFR are shown; claudin-low tumours have no CLDN1.", "CLDN1"),
    ],
)
def test_what_is_alike_is_added(reconciler, caption, symbol):
    assert added(reconciler, caption)[symbol] >= LEAST_SHOWN


@pytest.mark.parametrize(
    ("caption", "title", "symbol"),
    [
        ("Ras and MAPK act downstream of the receptor.", "Eye of Drosophila larvae", "HRAS"),
        ("Citrate synthase and catalase are up.", "Roots of Arabidopsis thaliana seedlings", "CS"),
        ("Cdc42 polarises the cell.", "Budding of Saccharomyces cerevisiae", "CDC42"),
        ("INSR and SKN-1A act in the gut.", "Lifespan of Caenorhabditis elegans", "INSR"),
    ],
)
def test_no_human_gene_in_a_figure_without_any(reconciler, caption, title, symbol):
    foreign = {"title": title, "paper_title": title}
    assert not added(reconciler, caption, ["PSAT1"], **foreign)
    known = added(reconciler, caption, ["EGFR"], title="Signalling in human cells")
    assert symbol in known


# -- how sure ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sure", "unsure", "surer", "less"),
    [
        # A class of proteins is no gene of it.
        ("EGFR activates RAC2.", "EGFR activates small G proteins.", "RAC2", "RAC2"),
        ("EGFR activates ADCY1.", "EGFR activates adenylcyclase.", "ADCY1", "ADCY1"),
        ("EGFR binds TRAT1.", "EGFR binds TRIMs.", "TRAT1", "TRAT1"),
        # A family of which the caption names some by themselves, a large one, what marks cells.
        ("EGFR activates STATs.", "EGFR activates STAT3 and STATs.", "STAT5A", "STAT5A"),
        ("EGFR activates JNK.", "EGFR activates the proteasome.", "MAPK8", "PSMA1"),
        ("EGFR and CD4 bind.", "EGFR acts on CD4+ T cells.", "CD4", "CD4"),
    ],
)
def test_less_sure(reconciler, sure, unsure, surer, less):
    assert added(reconciler, sure)[surer] > added(reconciler, unsure).get(less, 0.0)
    assert added(reconciler, unsure).get(less, 0.0) < DEFAULT_MIN_CONFIDENCE


def test_a_gene_with_its_symbol_is_sure(reconciler):
    found = added(reconciler, "EGFR activates AKT1, STAT3 and PTEN.")
    assert all(found[symbol] >= 0.8 for symbol in ("AKT1", "STAT3", "PTEN"))


def test_the_rest_of_an_enumeration_is_added(reconciler):
    assert "MAP2K2" in added(reconciler, "EGFR activates MEK1/2.", [*LISTED, "MAP2K1"])


def test_the_rest_of_a_listed_family_is_not(reconciler):
    caption = "EGFR activates PI3K."
    listed = ["PIK3CA", "PIK3CB", "PIK3CD", "PIK3CG", "PIK3R3", "PIK3R4", "PIK3R5", "PIK3R6"]
    assert "PIK3R1" in added(reconciler, caption)
    assert "PIK3R1" not in added(reconciler, caption, [*LISTED, *listed])


# -- the words around ----------------------------------------------------------------------------


def test_two_names_joined_by_a_hyphen_are_no_longer_name():
    around = Surroundings("MEK1-B binds STAT1-A")
    assert around.is_piece(0, 4) and not around.is_piece(0, 4, {5})


@pytest.mark.parametrize(
    ("caption", "name", "piece"),
    [
        ("death-inducing caspase recruitment domain (CARD)", "caspase", True),
        ("the death caspase (CASP)", "caspase", False),
        ("the NADPH oxidase pathway (NOX)", "NADPH oxidase", False),
        ("the vitamin D receptor-(VDR) interacting factor", "vitamin D receptor", False),
        ("the Toll-interleukin receptor (TIR)", "Toll", True),
        ("SKP1/cullin/F-box protein (SCF)", "SKP1", False),
        ("cyclic AMP-dependent protein kinase A (cAPK)", "protein kinase A", False),
    ],
)
def test_pieces_of_long_forms(caption, name, piece):
    at = caption.index(name)
    assert Surroundings(caption).in_long_form(at, at + len(name)) is piece


# -- laws and tables -----------------------------------------------------------------------------


def test_weights_and_features_fit_each_other(lexicon):
    assert tuple(ADDITION_WEIGHTS) == ADDITION_FEATURES
    named = [mention(lexicon, "MEK", (), label="MEK"), mention(lexicon, "TNF", ["TNF"], 9)]
    case = Case(compare(Figure("F", "MEK and TNF", ["EGF"]), named, lexicon), lexicon)
    side = CaptionSide(case)
    for place in range(2):
        found = addition_features(side, place)
        assert set(found) == set(ADDITION_FEATURES)
        assert all(0 <= value <= 1 for value in found.values())


@LAWS
@given(cases())
def test_additions_are_missing_probable_and_never_safe(lexicon, made):
    keywords, texts = made
    caption, mentions = build(lexicon, texts)
    comparison = compare(Figure("F", caption, keywords), mentions, lexicon)
    case = Case(comparison, lexicon)
    for labels in (False, True):
        for one in additions(case, labels=labels):
            assert one.missing and comparison.genes.isdisjoint(one.missing)
            assert LEAST_SHOWN <= one.confidence <= 1
    for one in suggest(comparison, lexicon):
        assert one.action != "add" or not one.safe


def test_judgements_are_whole():
    rows = [line.split("\t") for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 250 and rows == sorted(rows)
    assert {row[1] for row in rows} == {"missing_gene", "missing_members"}
    assert all(row[2] == ",".join(sorted(row[2].split(","))) for row in rows)
    assert all((row[3] == "wrong") >= (row[4] not in ("", "gold")) for row in rows)
    assert {row[3] for row in rows} == {"accept", "wrong"}
