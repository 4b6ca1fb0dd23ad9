"""Letters that mean several things, each both ways: the gene, and another gene or no gene.

Each sentence is read by the dictionary alone, so that nothing but the lexicon, the text itself and
the genes around decide.
"""

from __future__ import annotations

import pytest

NOTHING = ""

IS_THE_GENE = [
    ("KEAP1 retains NRF2 in the cytosol; NRF2 induces HMOX1 and NQO1.", "NRF2", "NFE2L2"),
    ("TCF4 haploinsufficiency causes Pitt-Hopkins syndrome.", "TCF4", "TCF4"),
    ("TCF4 is mutated here; it dimerizes with ASCL1 and NEUROD1.", "TCF4", "TCF4"),
    ("HIF-1α induces PDK1, which inhibits pyruvate dehydrogenase (PDHA1).", "PDK1", "PDK1"),
    ("Testosterone activates the androgen receptor (AR), and AR induces KLK3.", "AR", "AR"),
    ("BAP1 deubiquitinates histone H2A together with ASXL1.", "BAP1", "BAP1"),
    ("RANKL binds RANK and activates TRAF6 in osteoclasts.", "RANK", "TNFRSF11A"),
    ("APC, AXIN1 and GSK3B degrade β-catenin.", "APC", "APC"),
    ("SOD1, CAT and GPX1 detoxify reactive oxygen species.", "CAT", "CAT"),
    ("MYC dimerizes with MAX to bind E-boxes.", "MAX", "MAX"),
    ("IMPACT inhibits GCN2 activation by GCN1.", "IMPACT", "IMPACT"),
    ("SHE interacts with ABL1 through its SH2 domain.", "SHE", "SHE"),
    ("CDC42 activates WAS and ARP2/3.", "WAS", "WAS"),
    ("Estrogen receptor (ER) binds estradiol and ER recruits NCOA1.", "ER", "ESR1"),
    ("Progesterone receptor (PR) binds progesterone; PR induces RANKL.", "PR", "PGR"),
    ("Glucocorticoid receptor (GR) induces FKBP5; GR is bound by HSP90.", "GR", "NR3C1"),
    ("Mineralocorticoid receptor (MR) binds aldosterone; MR induces SGK1.", "MR", "NR3C2"),
    ("Transferrin (TF) carries iron to TFRC.", "TF", "TF"),
    ("FasL binds FAS, which recruits FADD and caspase-8.", "FAS", "FAS"),
    ("HGF binds MET and activates GRB2 and GAB1.", "MET", "MET"),
    ("SCF binds KIT and activates PI3K.", "KIT", "KIT"),
    ("TNF binds TNFR1 and activates NF-κB.", "TNF", "TNF"),
]

IS_ANOTHER = [
    ("Nuclear respiratory factor 2 (NRF2) raises TFAM with NRF1.", "NRF2", "GABPA"),
    ("β-catenin binds TCF4 and LEF1 in Wnt signaling.", "TCF4", "TCF7L2"),
    ("PI3K recruits PDK1, which phosphorylates AKT and S6K1.", "PDK1", "PDPK1"),
    ("The EGFR ligands EGF, TGFA, BTC, HBEGF and AR are shed by ADAM17.", "AR", "AREG"),
    ("Allergic rhinitis (AR) patients have high IgE and IL4.", "AR", NOTHING),
    ("BAI1-associated protein 1 (BAP1) binds BAI1.", "BAP1", "MAGI1"),
    ("Genes were sorted by rank order.", "rank", NOTHING),
    ("RANK ORDER is shown in blue.", "RANK", NOTHING),
    ("Antigen-presenting cells (APC) activate T cells; each APC carries CD80.", "APC", NOTHING),
    ("Activated protein C (APC) cleaves factor Va.", "APC", "PROC"),
    ("A CAT scan of the thorax was taken.", "CAT", NOTHING),
    ("A cat scratched the patient.", "cat", NOTHING),
    ("MAX temperature was 40 degrees.", "MAX", NOTHING),
    ("The max value is shown.", "max", NOTHING),
    ("The impact of diet on health.", "impact", NOTHING),
    ("IMPACT OF DIET ON HEALTH", "IMPACT", NOTHING),
    ("In this study she was treated with insulin.", "she", NOTHING),
    ("SHE WAS TREATED WITH INSULIN.", "SHE", NOTHING),
    ("SHE WAS TREATED WITH INSULIN.", "WAS", NOTHING),
    ("The protein was phosphorylated.", "was", NOTHING),
    ("Endoplasmic reticulum (ER) stress activates PERK and IRE1.", "ER", NOTHING),
    ("Proteins fold in the ER.", "ER", NOTHING),
    ("Partial response (PR) was seen in ten patients.", "PR", NOTHING),
    ("Glutathione reductase (GR) uses NADPH.", "GR", "GSR"),
    ("Growth rate (GR) was lower.", "GR", NOTHING),
    ("Magnetic resonance (MR) imaging of the brain.", "MR", NOTHING),
    ("MR imaging of the brain.", "MR", NOTHING),
    ("Tissue factor (TF) binds factor VIIa; TF starts coagulation.", "TF", "F3"),
    ("Each transcription factor (TF) binds its motif; TF binding is shown.", "TF", NOTHING),
    ("Fatty acid synthase (FAS) makes palmitate; FAS needs NADPH.", "FAS", "FASN"),
    ("The Met residue at position 35 is oxidized.", "Met", NOTHING),
    ("The criteria were met by all samples.", "met", NOTHING),
    ("RNA was extracted with the kit.", "kit", NOTHING),
    ("TNF receptor 1 (TNFR1) recruits TRADD.", "TNF", NOTHING),
    ("TNF receptor 1 (TNFR1) recruits TRADD.", "TNF receptor 1", "TNFRSF1A"),
]

IS_A_FAMILY = [
    ("Diacylglycerol activates PKC and phospholipase C.", "PKC", "PKC"),
    ("JAK phosphorylates STAT and STAT enters the nucleus.", "STAT", "STAT"),
    ("MKK3 and MKK6 activate p38 and JNK.", "p38", "p38"),
    ("The anaphase-promoting complex (APC) needs CDC20; APC ends mitosis.", "APC", "APC_C"),
]


def symbols(fast, sentence, form):
    mentions = [m for m in fast.annotate(sentence).mentions if m.text == form]
    return " ".join(sorted({symbol for mention in mentions for symbol in mention.symbols}))


@pytest.mark.parametrize(("sentence", "form", "symbol"), IS_THE_GENE)
def test_the_letters_are_the_gene(fast, sentence, form, symbol):
    assert symbols(fast, sentence, form) == symbol


@pytest.mark.parametrize(("sentence", "form", "symbol"), IS_ANOTHER)
def test_the_letters_are_another_gene_or_none(fast, sentence, form, symbol):
    assert symbols(fast, sentence, form) == symbol


@pytest.mark.parametrize(("sentence", "form", "label"), IS_A_FAMILY)
def test_the_letters_are_a_family_or_complex(fast, sentence, form, label):
    found = {m.label for m in fast.annotate(sentence).mentions if m.text == form}
    assert found == {label}


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("Protein kinase C inhibitor peptide (PKI) was added.", "PKC"),
        ("Samples were taken stat.", "stat"),
        ("Peak kilocalories (PKC) per day were counted.", "PKC"),
        ("Statistical software (STAT) was used.", "STAT"),
    ],
)
def test_a_family_is_not_named(fast, sentence, form):
    assert symbols(fast, sentence, form) == ""


@pytest.mark.parametrize(
    ("sentence", "form", "symbol"),
    [
        ("PKCδ phosphorylates MARCKS.", "PKCδ", "PRKCD"),
        ("STAT3 dimerizes.", "STAT3", "STAT3"),
        ("p38α phosphorylates MK2.", "p38α", "MAPK14"),
        ("AIMP2 (p38) is a scaffold of the synthetase complex.", "AIMP2", "AIMP2"),
    ],
)
def test_one_member_stays_one_gene(fast, sentence, form, symbol):
    assert symbols(fast, sentence, form) == symbol


def test_a_complex_is_not_an_enumeration_of_other_genes(fast):
    (mention,) = fast.annotate("Arp2/3 nucleates filaments.").mentions
    assert (mention.kind, mention.label) == ("complex", "Arp2_3_protein")
    (mention,) = fast.annotate("MEK1/2 is active.").mentions
    assert (mention.kind, mention.symbols) == ("gene", ("MAP2K1", "MAP2K2"))


def test_a_receptor_is_not_the_ligand_of_another(fast):
    assert symbols(fast, "HGF binds the MET receptor on the cell.", "MET receptor") != "MARS1"


def test_a_name_does_not_run_into_a_bracket(fast):
    found = {m.text for m in fast.annotate("adenomatous polyposis coli (APC) binds it").mentions}
    assert {"adenomatous polyposis coli", "APC"} <= found


@pytest.mark.parametrize(
    ("text", "form", "symbol"),
    [
        ("The transferrin receptor (TfR2) binds iron and TfR2 is lost.", "TfR2", "TFR2"),
        ("A synaptotagmin (SYT14) is cut; SYT14 falls.", "SYT14", "SYT14"),
        ("Cyclooxygenase (COX-2) rises and COX-2 acts.", "COX-2", "PTGS2"),
        ("The transferrin receptor (TfR) binds iron and TfR is lost.", "TfR", "TFRC"),
        ("Caspase 8 (CASP8) cuts.", "CASP8", "CASP8"),
    ],
)
def test_a_number_only_in_the_short_form_says_which(fast, text, form, symbol):
    found = {m.symbols for m in fast.annotate(text).mentions if m.text == form}
    assert found == {(symbol,)}
