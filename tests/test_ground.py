"""From names to genes: which candidate wins, alone and among others, and what is no gene."""

from __future__ import annotations

import pytest

from reconcile import Figure, Reconciler
from reconcile.errors import AnnotationError
from reconcile.grounding import ACCEPT, Grounder
from reconcile.lexicon import Entry
from reconcile.text import surface_key


@pytest.fixture(scope="module")
def grounder(fast: Reconciler) -> Grounder:
    return Grounder(fast.lexicon)


def found(reconciler, text):
    return {m.text: m.symbols for m in reconciler.annotate(text).mentions}


def best(reconciler, label):
    return reconciler.ground(label)[0]


def symbols(grounding):
    return tuple(gene.symbol for gene in grounding.genes)


# families by the names of their members, and single genes beside them


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("frizzled", "FZD"),
        ("Janus kinases", "JAK"),
        ("miR-92", "MIR92"),
        ("microRNA-200", "MIR200"),
        ("bone morphogenetic protein", "BMP"),
        ("synaptotagmins", "SYT"),
        ("monocarboxylate transporter", "MCT"),
        ("IκB", "IkB"),
        ("suppressor of cytokine signaling", "SOCS"),
    ],
)
def test_a_name_without_its_index_is_the_family(fast, name, label):
    (mention,) = fast.annotate(f"{name} acts here").mentions
    assert (mention.text, mention.kind, mention.label) == (name, "family", label)


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("frizzled 7", "FZD7"),
        ("Janus kinase 2", "JAK2"),
        ("BMP-4", "BMP4"),
        ("miR-9-2", "MIR9-2"),
        ("microRNA-21", "MIR21"),
        ("miRNA-193a", "MIR193A"),
        ("synaptotagmin-1", "SYT1"),
        ("MCT4", "SLC16A3"),
        ("IκBα", "NFKBIA"),
        ("SOCS-3", "SOCS3"),
        ("β-actin", "ACTB"),
        ("factor IXa", "F9"),
        ("α-SMA", "ACTA2"),
        ("TIM-1", "HAVCR1"),
        ("TGFBRII", "TGFBR2"),
        ("sodium-iodide symporter", "SLC5A5"),
        ("type II TGF-β receptor", "TGFBR2"),
    ],
)
def test_a_name_with_its_index_is_one_gene(fast, name, symbol):
    assert symbols(best(fast, name)) == (symbol,)


@pytest.mark.parametrize(("short", "symbol"), [("GalN", "GALNS"), ("PAIC", "PAICS")])
def test_the_s_that_ends_a_symbol_is_no_plural(fast, short, symbol):
    assert symbols(best(fast, symbol)) == (symbol,)
    assert symbols(best(fast, symbol.capitalize())) == (symbol,)
    assert (symbol,) not in map(symbols, fast.ground(short))


def test_the_evidence_of_a_long_name_is_the_name_itself(fast):
    assert best(fast, "activator protein 1").match.form == "activator protein 1"
    assert best(fast, "mitogen-activated protein kinase 1").match.form.startswith("mitogen")


def test_a_complex_is_not_an_enumeration_outside_a_text_either(fast):
    assert best(fast, "Arp2/3").label == "Arp2_3_protein"


@pytest.mark.parametrize(
    "words", ["DNA repair enzymes", "TFs", "PUFAs", "PGD2", "a PHD finger", "sn-2", "Ctrl", "LMP2A"]
)
def test_classes_lipids_and_controls_are_no_genes(fast, words):
    assert found(fast, f"here {words} changed") == {}


# candidates and scores


def score_of(grounder, surface, kind, *, source="hgnc", form=None):
    ref = grounder.lexicon.gene_by_symbol("ERBB2").index
    entry = Entry(surface if form is None else form, kind, source, ref, False)
    return grounder.candidates(surface, (entry,))[0].score


def test_a_symbol_is_surer_than_an_alias_and_an_alias_than_what_is_withdrawn(grounder):
    kinds = (("approved", "hgnc"), ("alias", "hgnc"), ("withdrawn", "hgnc"))
    scores = [score_of(grounder, "QXZW7", kind, source=source) for kind, source in kinds]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == len(scores)
    ncbi = score_of(grounder, "QXZW7", "alias", source="ncbi_gene")
    assert scores[1] > ncbi


@pytest.mark.parametrize(("better", "worse"), [("Qxzw7", "QXZW7"), ("QXZW7", "qxzw7")])
def test_the_forms_own_case_counts_most(grounder, better, worse):
    assert score_of(grounder, better, "alias", form="Qxzw7") > score_of(
        grounder, worse, "alias", form="Qxzw7"
    )


def test_short_forms_are_less_sure_and_aliases_most_of_all(grounder):
    lengths = [
        [score_of(grounder, form, kind) for form in ("QX", "QXZ", "QXZW")]
        for kind in ("approved", "alias")
    ]
    assert all(scores == sorted(scores) for scores in lengths)
    (short_symbol, _, symbol), (short_alias, _, alias) = lengths
    assert short_alias / alias < short_symbol / symbol


@pytest.mark.parametrize("index", ["1", "2a", "α", "β1", "1b"])
def test_a_mere_index_is_no_name(grounder, index):
    ref = grounder.lexicon.gene_by_symbol("ERBB2").index
    assert not grounder.candidates(index, (Entry(index, "alias", "hgnc", ref, False),))


def test_groundings_come_best_first_and_one_for_each_thing(fast):
    for label in ("MEK", "p38", "AR", "PDK1", "NRF2", "her2", "JNK"):
        groundings = fast.ground(label)
        scores = [g.score for g in groundings]
        assert scores == sorted(scores, reverse=True) and 0 < scores[0] <= 1
        things = [(g.kind, g.label, g.genes) for g in groundings]
        assert len(set(things)) == len(things)


@pytest.mark.parametrize(
    ("label", "kind", "family", "genes"),
    [
        ("MEK", "family", "MEK", "MAP2K1 MAP2K2"),
        ("RAS", "family", "RAS", "HRAS KRAS NRAS"),
        ("AKT", "family", "AKT", "AKT1 AKT2 AKT3"),
        ("ERK", "family", "ERK", "MAPK1 MAPK3"),
        ("p38", "family", "p38", "MAPK11 MAPK12 MAPK13 MAPK14"),
        ("JNK", "family", "JNK", "MAPK10 MAPK8 MAPK9"),
        ("NF-κB", "complex", "NFkappaB", "NFKB1 NFKB2 REL RELA RELB"),
        ("HER2", "gene", None, "ERBB2"),
        ("NRF2", "gene", None, "NFE2L2"),
        ("p38α", "gene", None, "MAPK14"),
        ("IL-6", "gene", None, "IL6"),
        ("tumor necrosis factor", "gene", None, "TNF"),
        ("anti-PD-1", "gene", None, "PDCD1"),
        ("phosphorylated AKT", "family", "AKT", "AKT1 AKT2 AKT3"),
        ("human insulin receptor", "gene", None, "INSR"),
        ("MEK1/2", "gene", None, "MAP2K1 MAP2K2"),
        ("HER1-4", "gene", None, "EGFR ERBB2 ERBB3 ERBB4"),
        ("caspase-8 and -10", "gene", None, "CASP10 CASP8"),
    ],
)
def test_labels(fast, label, kind, family, genes):
    grounding = best(fast, label)
    assert (grounding.kind, grounding.label) == (kind, family)
    assert symbols(grounding) == tuple(genes.split())
    assert grounding.score >= ACCEPT and grounding.match.form and grounding.match.source


def test_identifiers(fast):
    (gene,) = best(fast, "HER2").genes
    assert (gene.symbol, gene.hgnc_id, gene.ncbi_gene_id) == ("ERBB2", "HGNC:3430", "2064")


@pytest.mark.parametrize("label", ["", " ", "zzzyx", "-", "12", "😀", "completely unknown thing 7"])
def test_what_is_no_name_has_no_grounding(fast, label):
    assert fast.ground(label) == []


# what is no gene in a text


@pytest.mark.parametrize(
    "text",
    [
        "It was lost and we find an impact of light on the set of all cells, not for it.",
        "Light has an impact. Was it so? Find it. Impact matters.",
        "the cat and the rest can act as bad as a fast mark",
    ],
)
def test_english_words_are_no_genes(fast, text):
    assert found(fast, text) == {}


def test_a_word_in_capitals_is_a_symbol(fast):
    assert found(fast, "IMPACT binds GCN2") == {"IMPACT": ("IMPACT",), "GCN2": ("EIF2AK4",)}


@pytest.mark.parametrize(
    "name",
    ["ER", "ROS", "cAMP", "ATP", "LPS", "GTP", "PIP3", "DAG", "CoA", "TK", "NO", "cancer", "Ca2+"],
)
def test_chemicals_and_the_like_are_no_genes(fast, name):
    assert found(fast, f"Here {name} leads to more {name} in HER2 cells.") == {"HER2": ("ERBB2",)}


# spellings


@pytest.mark.parametrize(
    ("name", "genes"),
    [
        *((s, "NFKB1 NFKB2 REL RELA RELB") for s in ("NF-κB", "NF-kappaB", "NFκB", "NF-Œ∫B")),
        ("NF κB", "NFKB1 NFKB2 REL RELA RELB"),
        *((s, "IFNG") for s in ("IFN-γ", "IFN-gamma", "IFNγ", "IFN-Œ≥", "IFNG", "IFN-Î³")),
        *((s, "TGFB1") for s in ("TGF-β1", "TGFβ1", "TGF-beta1", "TGF-beta 1", "TGFB1", "TGF-Œ≤1")),
        *((s, "IL6") for s in ("IL-6", "IL\u00a06", "IL\u20096", "IL\u20116", "I\u00adL-6", "IL6")),
        *(
            (s, "ERBB2")
            for s in ("HE\u00adR2", "HER-2", "HER\u00a02", "ERBB2", "ErbB2", "\u200bHER2")
        ),
    ],
)
def test_spellings_of_a_name(fast, name, genes):
    text = f"Then {name} acts."
    (mention,) = fast.annotate(text).mentions
    assert mention.symbols == tuple(genes.split())
    assert mention.text == name.strip("\u200b") == text[mention.start : mention.end]


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("epidermal growth fa ctor receptor 2", "ERBB2"),
        ("epidermal growth fa ctor receptor 3", "ERBB3"),
        ("activated transcription factor 6", "ATF6"),
    ],
)
def test_names_with_a_slip(fast, name, symbol):
    assert symbols(best(fast, name)) == (symbol,)
    assert found(fast, f"The {name} binds.") == {name: (symbol,)}


@pytest.mark.parametrize(
    "name",
    [
        "epidermal growth fa ctor receptor 7",
        "vascular endothelial grwth factor receptor 9",
        "quite another thing receptor 2",
        "MAPKK",
    ],
)
def test_fuzzy_names_keep_their_digits_and_the_cut_off(grounder, name):
    digits = [c for c in name if c.isdigit()]
    for candidate in grounder.fuzzy(name):
        assert candidate.similarity >= 0.91
        assert [c for c in surface_key(candidate.entry.form or "") if c.isdigit()] in ([], digits)
    assert grounder.fuzzy("quite another thing receptor 2") == grounder.fuzzy("MAPKK") == ()


# the genes around


@pytest.mark.parametrize(
    ("text", "name", "symbol"),
    [
        ("PI3K activates PDK1 and AKT.", "PDK1", "PDPK1"),
        ("PDK1 inhibits PDHA1, and HIF1A raises LDHA.", "PDK1", "PDK1"),
        ("EGF, TGFA, BTC, HBEGF and AR bind EGFR.", "AR", "AREG"),
        ("EGF, TGF-α, BTC, HB-EGF or AR", "AR", "AREG"),
        ("AR binds testosterone in the prostate; KLK3 is its target.", "AR", "AR"),
        ("In prostate cancer, testosterone activates AR; EGF and EGFR help.", "AR", "AR"),
        ("MST1 phosphorylates LATS1, which binds YAP1.", "MST1", "STK4"),
    ],
)
def test_the_genes_around_decide(fast, text, name, symbol):
    assert found(fast, text)[name] == (symbol,)


def test_the_gene_list_helps_to_decide(fast):
    figure = Figure("F", "PDK1 rises.", ("AKT1", "PIK3CA", "PIK3R1", "MTOR"))
    (mention,) = fast.reconcile(figure).mentions
    assert mention.symbols == ("PDPK1",)
    assert [symbols(c) for c in mention.candidates][:2] == [("PDPK1",), ("PDK1",)]


@pytest.mark.parametrize("label", ["MEK", "p38", "JNK", "AKT", "RAF", "ERK"])
def test_a_family_is_not_beaten_by_the_alias_of_one_gene(fast, label):
    near = "MAP2K1, MAPK14, MAPK8, AKT1, RAF1, MAPK1, EPHB2 and MAP2K7"
    mentions = fast.annotate(f"{label} works beside {near}.").mentions
    assert (mentions[0].kind, mentions[0].label) == ("family", label)


# other organisms


def mention_of(reconciler, text, name):
    return next(m for m in reconciler.annotate(text).mentions if m.text == name)


@pytest.mark.parametrize(
    "text",
    [
        "In zebrafish, her2 is expressed.",
        "In zebrafish, her2 acts with pik3ca, AKT1 and EGFR.",
    ],
)
def test_zebrafish_her2_is_a_hairy_gene(fast, text):
    mention = mention_of(fast, text, "her2")
    assert (mention.symbols, mention.taxon) == (("HES5",), "7955")


def test_human_her2_in_lower_case(fast):
    assert symbols(best(fast, "her2")) == ("ERBB2",)


def test_a_gene_without_human_ortholog(fast):
    mention = mention_of(fast, "In zebrafish, her4.1 is expressed.", "her4.1")
    assert (mention.kind, mention.genes, mention.taxon) == ("nonhuman", (), "7955")
    assert found(fast, "Here her4.1 is expressed.").get("her4.1") is None


@pytest.mark.parametrize(
    ("text", "taxon"), [("Mouse Stat3 rises", "10090"), ("Stat3 rises", "9606")]
)
def test_a_mouse_gene_keeps_its_taxon(fast, text, taxon):
    mention = mention_of(fast, text, "Stat3")
    assert (mention.symbols, mention.taxon) == (("STAT3",), taxon)


# spans of another tagger


def test_spans_are_read_in_their_context(fast):
    text = "PI3K activates PDK1 and MEK1/2; then xyzzy."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("PDK1", "MEK1/2", "xyz")]
    pdk1, mek, nothing = fast.ground_spans(text, spans)
    assert symbols(pdk1[0]) == ("PDPK1",) and symbols(pdk1[1]) == ("PDK1",)
    assert [symbols(g) for g in mek] == [("MAP2K1", "MAP2K2")]
    assert nothing == []


def test_spans_agree_with_annotate_and_come_in_the_callers_order(fast):
    text = "HER2 and PI3K; NF-Œ∫B, IFN-Œ≥ and caspase-8 and -10 of the human breast."
    mentions = fast.annotate(text).mentions[::-1]
    assert len(mentions) == 5
    groundings = fast.ground_spans(text, [(m.start, m.end) for m in mentions])
    for mention, (first, *_) in zip(mentions, groundings, strict=True):
        assert (first.kind, first.label, first.genes) == (
            mention.kind,
            mention.label,
            mention.genes,
        )
        assert (first.score, first.taxon) == (mention.score, mention.taxon)


def test_a_span_that_annotate_does_not_choose_is_still_grounded(fast):
    text = "the epidermal growth factor receptor"
    ((first, *_),) = fast.ground_spans(text, [(4, 27)])
    assert symbols(first) == ("EGF",)


def test_no_spans_no_groundings(fast):
    assert fast.ground_spans("", []) == fast.ground_spans("HER2", []) == []


@pytest.mark.parametrize("span", [(0, 0), (3, 1), (-1, 2), (0, 5), (4, 5)])
def test_a_span_outside_the_text_is_refused(fast, span):
    with pytest.raises(AnnotationError, match=r"empty or outside a text of 4 characters"):
        fast.ground_spans("HER2", [(0, 4), span])


def test_what_parts_two_numbers_is_not_passed_over():
    reconciler = Reconciler(ner="lexicon")
    for text, symbols in {
        "MSK1-2": ["RPS6KA4", "RPS6KA5"],  # not MSK12, a former name of ITGB1
        "MSK1/2": ["RPS6KA4", "RPS6KA5"],
        "IL1/2": ["IL1A", "IL1B", "IL2"],  # not IL12
        "HDAC1/2": ["HDAC1", "HDAC2"],
    }.items():
        (mention,) = reconciler.annotate(f"The proteins {text} are phosphorylated.").mentions
        assert list(mention.symbols) == symbols
    for name in ("MSK1/2", "MSK1-2", "IL1-2", "TIM1-3", "p53-2", "CD3-4"):
        joined = {"ITGB1", "IL12A", "TIMM13", "HERC1", "CD34"}
        assert not joined & {gene.symbol for g in reconciler.ground(name) for gene in g.genes}
    assert reconciler.ground("MyD88-2")[0].genes[0].symbol == "TIRAP"
    assert reconciler.ground("14-3-3")[0].label is not None
