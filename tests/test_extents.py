"""Long names: how far they reach, and which gene has a name of about the same words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.grounding import Grounder
from reconcile.lexicon.likeness import likeness, mended, numbers
from reconcile.lexicon.words import name_index
from reconcile.naming.extents import may_be_in_name, name_runs, relation_behind
from reconcile.naming.words import name_words
from reconcile.text import surface_key, tokens

WHOLE = {
    "sonic hedgehog": "SHH",
    "desert hedgehog": "DHH",
    "atrial natriuretic peptide": "NPPA",
    "brain natriuretic peptide": "NPPB",
    "heat shock factor 1": "HSF1",
    "heat shock factor 2": "HSF2",
    "heat shock protein 27": "HSPB1",
    "IL-1 receptor antagonist": "IL1RN",
    "IL-36 receptor antagonist": "IL36RN",
    "IL-1 receptor type II": "IL1R2",
    "IL-1 receptor-associated kinase-1": "IRAK1",
    "TNF receptor-associated factor 3": "TRAF3",
    "LH receptor": "LHCGR",
    "thyrotropin receptor": "TSHR",
    "urokinase receptor": "PLAUR",
    "endothelin A receptor": "EDNRA",
    "bradykinin B2 receptor": "BDKRB2",
    "histamine H2 receptor": "HRH2",
    "serotonin 2A receptor": "HTR2A",
    "dopamine D3 receptor": "DRD3",
    "M3 muscarinic acetylcholine receptor": "CHRM3",
    "P2-class purinergic receptor type Y subtype 12": "P2RY12",
    "oxidized LDL receptor 1": "OLR1",
    "phospholipase A2 receptor 1": "PLA2R1",
    "phosphatidylinositol 3-kinase complex type 3": "PIK3C3",
    "sarco-endoplasmic reticulum calcium ATPase type 3": "ATP2A3",
    "plasminogen activator inhibitor type 1": "SERPINE1",
    "EGF receptor pathway substrate 15": "EPS15",
    "EGF receptor kinase substrate 8": "EPS8",
    "FGF receptor substrate 2": "FRS2",
    "EGF-containing fibulin-like protein 1": "EFEMP1",
    "fibrinogen-like protein 1": "FGL1",
    "TIR domain-containing adapter inducing IFN-β": "TICAM1",
    "trypsin inhibitor H4": "ITIH4",
    "neuronal nitric oxide synthase": "NOS1",
    "stearoyl-CoA desaturase 1": "SCD",
    "aldehyde dehydrogenase 2": "ALDH2",
    "glycogen synthase kinase-3 beta": "GSK3B",
    "glucose transporter type 4": "SLC2A4",
    "lymphoid enhancer factor-1": "LEF1",
    "interleukin receptor 17B": "IL17RB",
    "ribosomal S6 kinase": "RPS6KA1 RPS6KA2 RPS6KA3 RPS6KA6",
    "T-cell factor": "LEF1 TCF7 TCF7L1 TCF7L2",
}
"""What a long name of a text means: one gene, or about the members of a family."""

NO_GENE = [
    "calmodulin-activated protein",
    "EGF-like domain",
    "fibronectin-like domain",
    "keratin-associated protein",
    "fibronectin-inducible kinase",
]

KEPT = {
    "p53 protein": "TP53",
    "PTEN lipid phosphatase": "PTEN",
    "EGFR kinase": "EGFR",
    "EGF-induced kinase activity": "EGF",
    "ubiquitin ligase TRAF6": "TRAF6",
    "activation of caspase-1": "CASP1",
    "E-cadherin expression": "CDH1",
    "Tyk2 receptor": "TYK2",
    "proapoptotic Bcl-2 family members": "BCL2",
}
"""What looks like a longer name and is none: the name in it stays."""

CLASSES = [
    "cell cycle proteins",
    "inflammatory cytokines",
    "transcriptional regulator",
    "growth factor receptors",
    "serine proteases",
    "kinase inhibitors of type II",
    "dehydrogenases/reductases",
    "thyroid hormones",
]


def found(reconciler, words):
    text = f"Loss of {words} was seen."
    place = range(8, 8 + len(words))
    hits = [m for m in reconciler.annotate(text).mentions if m.start in place]
    return hits, {symbol for mention in hits for symbol in mention.symbols}


@pytest.fixture(scope="module")
def grounder(fast) -> Grounder:
    return Grounder(fast.lexicon)


@pytest.mark.parametrize("words", WHOLE)
def test_the_whole_name_is_found_and_no_gene_inside_of_it(fast, words):
    mentions, symbols = found(fast, words)
    wanted = set(WHOLE[words].split())
    assert len(mentions) == 1
    assert words.endswith(mentions[0].text)
    assert symbols == wanted if len(wanted) == 1 else symbols >= wanted
    assert len(symbols) <= 2 * len(wanted)


@pytest.mark.parametrize("words", NO_GENE)
def test_what_is_named_after_a_protein_is_not_that_protein(fast, words):
    assert found(fast, words)[1] == set()


@pytest.mark.parametrize("words", KEPT)
def test_words_that_only_say_what_a_protein_is_leave_it(fast, words):
    assert found(fast, words)[1] == {KEPT[words]}


@pytest.mark.parametrize("words", CLASSES)
def test_the_words_of_a_class_are_no_gene(fast, words):
    assert found(fast, words)[1] == set()


def test_a_definition_says_that_a_phrase_is_a_name(fast):
    text = "Kinase B (LSP) and lymphoid-specific phosphatase (LYP) were lost."
    names = {m.text: m.symbols for m in fast.annotate(text).mentions}
    assert names["lymphoid-specific phosphatase"] == ("PTPN22",)


def test_a_mention_says_that_words_led_to_it(fast):
    (mention,), _ = found(fast, "lymphoid enhancer factor-1")
    assert mention.match is not None
    assert mention.match.rule == mention.decided_by == "words"
    assert 0.75 <= mention.match.similarity < 1


# numbers and heads


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("interleukin receptor 17B", "interleukin 17 receptor B", "same"),
        ("endothelin A receptor", "endothelin receptor type A", "same"),
        ("IL-1 receptor type II", "interleukin 1 receptor, type 2", "same"),
        ("trypsin inhibitor H4", "inter-alpha-trypsin inhibitor heavy chain 4", "same"),
        ("desaturase 1", "desaturase", "first"),
        ("Interleukin-1 receptor", "interleukin receptor", None),
        ("heat shock factor", "heat shock factor 1", "without"),
        ("heat shock factor 1", "heat shock factor 2", None),
        ("collagen type X", "collagen type 10", "same"),
    ],
)
def test_numbers_agree_whatever_way_they_are_written(one, other, agree):
    assert numbers(name_words(one), name_words(other)) == agree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("neuregulin 1 receptor", "neuregulin receptor degradation protein 1"),
        ("growth hormone", "growth hormone receptor"),
        ("luteinizing hormone receptor", "luteinizing hormone releasing hormone receptor"),
        ("MAP kinase", "MAP kinase kinase"),
        ("interleukin 3 receptor", "interleukin 3 ligand"),
        ("tyrosine kinase 2 receptor", "tyrosine kinase non receptor 2"),
        ("thyroid hormone", "thyroid stimulating hormone"),
    ],
)
def test_a_name_of_another_thing_is_never_close(fast, one, other):
    index = name_index(fast.lexicon)
    assert likeness(name_words(one), name_words(other), index) == (0.0, False)


def test_misspelt_words_are_mended_but_english_ones(fast):
    index = name_index(fast.lexicon)
    assert mended(name_words("phosphoribosylransferase"), index).words == (
        "phosphoribosyltransferase",
    )
    assert mended(name_words("activate"), index).words == ("activate",)


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        ("peroxisomal activator", "peroxisome activator", True),
        ("sarco-endoplasmic reticulum", "sarcoplasmic/endoplasmic reticulum", True),
        ("geranyl synthase", "geranylgeranyl synthase", False),
        ("cyclase stimulation", "cyclase stimulating", False),
        ("phosphatase", "phosphatidyl", False),
    ],
)
def test_words_may_differ_in_their_ending_but_not_in_what_they_say(fast, one, other, whole):
    assert likeness(name_words(one), name_words(other), name_index(fast.lexicon))[1] is whole


def test_a_key_falls_into_the_words_of_its_name(fast):
    index = name_index(fast.lexicon)
    words = index.of_key(surface_key("son of sevenless homolog 1"), frozenset({"sevenless"}))
    assert words == name_words("son of sevenless homolog 1")


NAMES = st.sampled_from(
    [
        "interleukin 17 receptor B",
        "fibroblast growth factor receptor 3",
        "heat shock transcription factor 1",
        "cyclin dependent kinase inhibitor 1A",
        "aldehyde dehydrogenase 3 family member A2",
        "sphingosine-1-phosphate receptor 4",
        "solute carrier family 2 member 4",
    ]
)


@settings(deadline=None, max_examples=60)
@given(name=NAMES, number=st.integers(41, 99))
def test_a_number_that_no_gene_has_is_no_gene(grounder, name, number):
    head, _, last = name.rpartition(" ")
    read = grounder.read_words(f"{head} {number}{last.lstrip('0123456789')}").found
    assert read is None or read.is_family


@settings(deadline=None, max_examples=40)
@given(name=NAMES, data=st.data())
def test_small_words_and_their_place_change_nothing(grounder, name, data):
    own = grounder.read_words(name).found
    words = name.split()
    at = data.draw(st.integers(1, len(words) - 1))
    small = data.draw(st.sampled_from(["the", "type", "subtype", "of"]))
    asked = " ".join([*words[:at], small, *words[at:]])
    assert grounder.read_words(asked).found == own


PIECES = ("kinase", "EGF", "receptor", "of", "like", "factors", "1", "α", "type", "the", "binds")
GAPS = (" ", "-", "/", ", ", " (", "+-", "")


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=45),
    st.sets(st.sampled_from([piece for piece in PIECES if piece != "of"])),
)
def test_runs_are_the_longest_rows_of_two_or_more_tokens_that_fit(parts, words):
    cut = tokens("".join(word + gap for word, gap in parts))
    fits = [may_be_in_name(token, words.__contains__) for token in cut.texts]
    runs = list(name_runs(cut, fits, lambda key: False))
    inside = [at for first, last in runs for at in range(first, last + 1)]
    assert inside == sorted(set(inside))
    for first, last in runs:
        assert 1 <= last - first < 30
        assert cut.texts[first] != "of" != cut.texts[last]
        assert all(fits[at] or cut.texts[at] == "of" for at in range(first, last + 1))
        assert set(cut.gaps[first:last]) <= {"", " ", "-", "+-", "/"}
    for at in range(1, len(fits)):
        pair = cut.texts[at - 1 : at + 1]
        if all(fits[at - 1 : at + 1]) and cut.gaps[at - 1] in (" ", "-") and "like" not in pair:
            assert {at - 1, at} <= set(inside) or len(fits) > 29


@given(
    st.sampled_from(["EGF", "calmodulin"]), st.sampled_from(["like", "induced", "bound", "kinase"])
)
def test_a_participle_makes_the_name_before_it_a_modifier_where_more_follows(name, word):
    said = {"like": True, "induced": False}.get(word)
    for behind in (" domain", "-kinase"):
        assert relation_behind(tokens(f"{name}-{word}{behind}"), 0) is said
    for text in (
        f"{name} {word} domain",
        f"{name}-{word}",
        f"{name}-{word}, a",
        f"{name}--{word} a",
    ):
        assert relation_behind(tokens(text), 0) is None
