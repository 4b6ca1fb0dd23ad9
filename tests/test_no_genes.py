"""Letters that the words around make cells, labels, classes or proteins of microbes; and genes."""

from __future__ import annotations

import pytest
from test_named_by_rule import symbols

from reconcile.annotate.definitions import LocalNames
from reconcile.grounding import grounder_of
from reconcile.lexicon import Lexicon
from reconcile.naming.things import before_cells, is_label
from reconcile.organisms import find_organisms
from reconcile.text import Tokens
from reconcile.viruses import VIRUSES

CELLS = [
    ("INS-1 cells secrete insulin.", "INS-1"),
    ("HK-2 cells were starved before TGFB1.", "HK-2"),
    ("U87 glioma cells lack PTEN.", "U87"),
    ("ES-2, A2780 and SK-OV-3 cells respond to cisplatin.", "ES-2"),
    ("SP2/0, HT-1080 and PA-1 cell lines were tested.", "HT-1080"),
    ("PC-9 lung cancer cells carry mutant EGFR.", "PC-9"),
    ("NRK-49F cells were grown.", "NRK-49F"),
    ("Rats and CD1 mice were given LPS.", "CD1"),
    ("Male DBA/2 mice aged.", "DBA"),
    ("Old GK rats have diabetes.", "GK"),
    ("C6 glioma cells invade.", "C6"),
    ("CT26 tumors grew.", "CT26"),
    ("Ten ICR mice were weighed.", "ICR"),
    ("MEFs lacking ATG5 were grown.", "MEFs"),
    ("NSCs and OPCs give rise to glia.", "NSCs"),
    ("ILCs and LSCs were sorted.", "LSCs"),
]
LABELS = [
    ("PC1 and PC2 explain 40% of the variance.", "PC1"),
    ("Neurons of CA1 and CA3 express GRIN1.", "CA3"),
    ("Carriers had an OR of 2.3.", "OR"),
    ("Age (OR 1.7; 95% CI 1.2-2.3) was a risk factor.", "OR 1"),
    ("CA1/CA3 neurons of the hippocampus fire.", "CA1/CA3"),
    ("Scores on PC1 and 2 of the PCA.", "PC1 and 2"),
    ("Cells fell into C1, C2 and C3 clusters.", "C1, C2 and C3"),
    ("The F2 generation was viable.", "F2"),
    ("Survival was tested by Cox regression.", "Cox"),
    ("Primers F2 and R2 span the exon.", "F2"),
    ("H1 and H3 were the hypotheses.", "H3"),
    ("Lysates in SDS buffer were boiled.", "SDS"),
]
CLASSES = [
    ("Plasma IgG, IgM and IgA were low.", "IgM"),
    ("Mast cells bind IgE by FcεRI.", "IgE"),
    ("CBL is an E3 ligase that takes ubiquitin from an E2.", "E3"),
    ("CBL is an E3 ligase that takes ubiquitin from an E2.", "E2"),
    ("Pol II pauses at promoters; Pol III makes 5S rRNA.", "Pol III"),
    ("PRC1 places H2AK119ub after PRC2.", "PRC1"),
    ("Guide strands enter the RISC with AGO1.", "RISC"),
    ("The SCF ligase with FBXW7 degrades cyclin E.", "SCF"),
]
OF_MICROBES = [
    ("HIV-1 Vif degrades APOBEC3G, and Vpr arrests the cell.", "Vif"),
    ("The E7 oncoprotein of HPV16 binds RB1.", "E7"),
    ("Influenza NS1 blocks RIGI.", "NS1"),
    ("Viral protein UL18 binds LILRB1 in HCMV infection.", "UL18"),
    ("HTLV-1 Tax activates CREB1.", "Tax"),
    ("HTLV-1 HBZ binds JUN.", "HBZ"),
    ("EBV EBNA-LP binds SP100.", "EBNA-LP"),
    ("PRRSV GP5 binds CD163.", "GP5"),
    ("KSHV K3 and K5 ubiquitinate MHC.", "K3"),
    ("Salmonella SopE activates CDC42.", "SopE"),
    ("Staphylococcus aureus Eap binds ICAM1.", "Eap"),
    ("Dengue virus NS5 degrades STAT2.", "NS5"),
    ("SARS-CoV-2 stops translation by NSP1.", "NSP1"),
    ("The Rev protein of HIV-1 uses XPO1.", "Rev"),
]
GENES = [
    ("CD8 T cells express PD-1.", "PD-1", "PDCD1"),
    ("p53 cell cycle arrest needs CDKN1A.", "p53", "TP53"),
    ("HER2 breast cancer is treated with trastuzumab.", "HER2", "ERBB2"),
    ("APP/PS1 mice have plaques.", "PS1", "PSEN1"),
    ("TIMPs inhibit proteases.", "TIMPs", "TIMP1 TIMP2 TIMP3 TIMP4"),
    ("CA2 hydrates CO2 in red cells.", "CA2", "CA2"),
    ("PRC1 and KIF4A organise the central spindle.", "PRC1", "PRC1"),
    ("SCF from stroma keeps mast cells alive through KIT.", "SCF", "KITLG"),
    ("BCR-ABL1 and the BCR breakpoint drive CML.", "the BCR", "BCR"),
    ("BCR signaling in B cells needs LYN.", "BCR", "CD79A CD79B IGHD IGHM"),
    ("HIV-1 Vif degrades APOBEC3G.", "APOBEC3G", "APOBEC3G"),
    ("SARS-CoV-2 enters by ACE2 and TMPRSS2.", "ACE2", "ACE2"),
    ("HIV enters T cells, where LAT meets ZAP70.", "LAT", "LAT"),
    ("HIV Nef lowers CD4 and SERINC5.", "CD4", "CD4"),
    ("Salmonella SopE activates CDC42 and RHOG.", "RHOG", "RHOG"),
    ("Mycobacterium tuberculosis blocks RAB7.", "RAB7", "RAB7A"),
]


@pytest.mark.parametrize(("text", "surface"), CELLS + LABELS + CLASSES + OF_MICROBES)
def test_the_words_around_say_that_it_is_no_human_gene(fast, text, surface):
    assert symbols(fast, text, surface) == set()


@pytest.mark.parametrize(("text", "surface", "genes"), GENES)
def test_what_looks_alike_is_a_gene(fast, text, surface, genes):
    assert symbols(fast, text, surface) == set(genes.split())


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Calu-1 cells were grown.", "Calu-1"),
        ("The Vpr protein of HIV-1 acts on STAT1.", "Vpr"),
        ("The EBNA1 protein of EBV binds USP7.", "EBNA1"),
    ],
)
def test_what_the_tagger_alone_finds_is_judged_too(full, text, surface):
    assert symbols(full, text, surface) == set()


@pytest.mark.parametrize(("text", "surface"), [*CELLS[:6], *CLASSES[:4], *OF_MICROBES[:6]])
def test_nor_does_the_tagger_bring_it_back(full, text, surface):
    assert symbols(full, text, surface) == set()


def test_a_viral_protein_says_of_which_virus(fast):
    tat, cd4 = fast.annotate("HIV-1 Tat acts on CD4.").mentions
    assert (tat.kind, tat.genes, tat.taxon, tat.decided_by) == ("nonhuman", (), "11676", "microbe")
    assert tat.organism is not None
    assert tat.organism.text == "HIV-1"
    assert (cd4.kind, cd4.taxon) == ("gene", "9606")


def test_what_the_text_defines_is_not_judged_by_its_shape(fast):
    text = "Toll-like receptors (TLRs) and glutaminases (GLSs) were measured."
    assert symbols(fast, text, "TLRs")


def test_words_that_make_cells_and_labels():
    assert before_cells("A20 lymphoma cells", 3)
    assert not before_cells("IL6 cell surface", 3)
    assert is_label("CA1", "CA1 of the hippocampus", 0, 3) == "label"
    assert is_label("CA1", "CA1 inhibitors", 0, 3) is None


@pytest.mark.parametrize("virus", VIRUSES, ids=lambda virus: virus.common)
def test_each_virus_is_found_by_what_people_call_it(virus):
    found = [hit.taxon for hit in find_organisms(f"cells with {virus.common} grew")]
    assert found == [virus.taxon]


@pytest.mark.parametrize("code", ["LEF-7", "OGG-12", "NOA-36", "GAR-3", "HACE-21", "ABT-199"])
def test_letters_with_a_number_of_their_own_are_no_short_name(code):
    step = LocalNames(grounder_of(Lexicon.load())).add_shortened
    text = f"Cells were given {code} and then fixed."
    assert step(text, Tokens(text), []) == []


@pytest.mark.parametrize("end", ["-", "- ", "-.", "", "--", "-\n"])
def test_a_short_name_may_be_the_last_word_of_a_text(end):
    step = LocalNames(grounder_of(Lexicon.load())).add_shortened
    text = f"MEK and TBK{end}"
    assert [p.surface for p in step(text, Tokens(text), [])] == ["TBK"]


@pytest.mark.parametrize(("name", "symbol"), [("TBK", "TBK1"), ("NOA", "NOA1")])
def test_a_name_without_its_number_is_the_only_symbol_with_these_letters(name, symbol):
    grounder = grounder_of(Lexicon.load())
    text = f"MEK and {name}, then {name}-deficient cells."
    step = LocalNames(grounder).add_shortened(text, Tokens(text), [])
    assert {(p.surface, p.best.rule) for p in step} == {(name, "shortened")}
    assert {grounder.lexicon.gene(p.best.ref).gene.symbol for p in step} == {symbol}
