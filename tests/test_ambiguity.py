"""Letters that mean several things, each both ways: the gene, and another gene or no gene.

Each sentence is read by the dictionary alone, so that nothing but the lexicon, the text itself and
the genes around decide.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile import Figure
from reconcile.annotate.inventory import folded, letters_of, senses, worded

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


WITHOUT_DEFINITION = [
    ("SREBP1 raises FAS, ACC and SCD1 in the liver.", "FAS", "FASN"),
    ("Insulin drives lipogenesis through ACC, FAS and ACLY.", "FAS", "FASN"),
    ("FAS and FADD form the DISC.", "FAS", "FAS"),
    ("Estradiol binds ER in MCF-7 breast cancer cells.", "ER", "ESR1"),
    ("Tamoxifen blocks ER in luminal tumours.", "ER", "ESR1"),
    ("ER, PR and HER2 status of the tumours.", "ER", "ESR1"),
    ("ER, PR and HER2 status of the tumours.", "PR", "PGR"),
    ("Misfolded proteins in the ER activate PERK.", "ER", ""),
    ("Ca2+ leaves the ER through IP3R.", "ER", ""),
    ("Progestins act through PR in the endometrium.", "PR", "PGR"),
    ("The PR interval was prolonged on the ECG.", "PR", ""),
    ("Aldosterone acts through MR on ENaC in the collecting duct.", "MR", "NR3C2"),
    ("Cortisol binds GR and MR in the hippocampus.", "MR", "NR3C2"),
    ("Cortisol binds GR and MR in the hippocampus.", "GR", "NR3C1"),
    ("Dexamethasone activates GR.", "GR", "NR3C1"),
    ("GR uses NADPH to reduce GSSG to GSH.", "GR", "GSR"),
    ("MR imaging of the brain was done.", "MR", ""),
    ("Two-sample MR supports a causal role of IL6R.", "MR", ""),
    ("TF and factor VIIa start coagulation.", "TF", "F3"),
    ("TF loaded with iron binds TFR1.", "TF", "TF"),
    ("Each TF binds a motif in the promoter.", "TF", ""),
    ("MET activates GAB1 after HGF binding.", "MET", "MET"),
    ("MET and EMT are reversible processes in carcinoma cells.", "MET", ""),
    ("Endpoints that were not met are in grey.", "met", ""),
    ("KIT and PDGFRA are mutated in GIST.", "KIT", "KIT"),
    ("RNA was isolated with a KIT from the supplier.", "KIT", ""),
    ("The c-kit receptor binds stem cell factor.", "c-kit", "KIT"),
    ("TNF binds TNFR1.", "TNF", "TNF"),
    ("Members of the TNF superfamily are shown.", "TNF", ""),
    ("APC loss activates Wnt signaling in colorectal adenomas.", "APC", "APC"),
    ("APC present peptides on MHC class II to CD4+ T cells.", "APC", ""),
    ("APC with protein S cleaves factor Va.", "APC", "PROC"),
    ("APC/C and CDC20 ubiquitinate securin in anaphase.", "APC/C", "APC_C"),
    ("CAT and SOD2 remove ROS.", "CAT", "CAT"),
    ("Activity of a CAT reporter after transfection.", "CAT", ""),
    ("MAX binds MYC at E-boxes.", "MAX", "MAX"),
    ("MIN and MAX values of each row.", "MAX", ""),
    ("IMPACT binds GCN1 and inhibits GCN2.", "IMPACT", "IMPACT"),
    ("The IMPACT trial compared two doses.", "IMPACT", ""),
    ("SHB, SHD and SHE are adaptor proteins.", "SHE", "SHE"),
    ("Potentials are given versus SHE.", "SHE", ""),
    ("CDC42 and WASP: WAS activates the Arp2/3 complex.", "WAS", "WAS"),
    ("EXPRESSION WAS MEASURED BY QPCR.", "WAS", ""),
    ("RANK on osteoclast precursors binds RANKL.", "RANK", "TNFRSF11A"),
    ("Genes by RANK of fold change.", "RANK", ""),
    ("NRF2 and KEAP1 control antioxidant genes.", "NRF2", "NFE2L2"),
    ("NRF1 and NRF2 with PGC-1α drive mitochondrial biogenesis and TFAM.", "NRF2", "GABPA"),
    ("TCF4 and β-catenin activate MYC and CCND1.", "TCF4", "TCF7L2"),
    ("TCF4 mutations in Pitt-Hopkins syndrome.", "TCF4", "TCF4"),
    ("PDK1 phosphorylates AKT at T308 downstream of PI3K.", "PDK1", "PDPK1"),
    ("PDK1 phosphorylates pyruvate dehydrogenase under hypoxia.", "PDK1", "PDK1"),
    ("EGF, TGFα, AR and EREG bind EGFR.", "AR", "AREG"),
    ("Enzalutamide blocks AR in prostate cancer.", "AR", "AR"),
    ("PKC is activated by DAG and Ca2+.", "PKC", "PKC"),
    ("COX-1 makes prostaglandins from arachidonic acid.", "COX-1", "PTGS1"),
    ("COX1, MT-ND1 and MT-CYB are encoded by mtDNA.", "COX1", "MT-CO1"),
    ("COX-derived eicosanoids such as PGE2 rise.", "COX", "PTGS"),
    ("COX and SDH of the respiratory chain were stained.", "COX", "COX"),
    ("HBP feeds OGT with UDP-GlcNAc.", "HBP", ""),
    ("Neutrophil granules hold HBP and MPO.", "HBP", "AZU1"),
    ("Proprotein convertases (PKC) such as furin cleave it.", "PKC", "PCSK"),
    ("JAK phosphorylates STAT, which moves to the nucleus.", "STAT", "STAT"),
    ("Blood was sent STAT to the laboratory.", "STAT", ""),
    ("p38 is activated by MKK3 and MKK6.", "p38", "p38"),
    ("AIMP1, AIMP2 and p38, p43 and p18 scaffold aminoacyl-tRNA synthetases.", "p38", "AIMP2"),
    ("BAP1 with ASXL1 deubiquitinates H2AK119ub.", "BAP1", "BAP1"),
    ("BAP1 is the nucleotide exchange factor of BiP.", "BAP1", "SIL1"),
]


@pytest.mark.parametrize(("sentence", "form", "meaning"), WITHOUT_DEFINITION)
def test_words_and_genes_around_tell_the_meaning(fast, sentence, form, meaning):
    mentions = [m for m in fast.annotate(sentence).mentions if m.text == form]
    found = {m.label or " ".join(m.symbols) for m in mentions}
    assert found == ({meaning} if meaning else set())


@pytest.mark.parametrize(
    ("sentence", "form", "symbol"),
    [
        ("AIMP2 (p38) binds FUBP1, and p38 lowers MYC.", "p38", "AIMP2"),
        ("p38 (AIMP2) binds FUBP1, and p38 lowers MYC.", "p38", "AIMP2"),
        ("TCF4 (TCF7L2) is bound by nothing here. TCF4 is free.", "TCF4", "TCF7L2"),
        ("AR (amphiregulin) is shed. AR is free.", "AR", "AREG"),
        ("GDH (glutamate dehydrogenase) is in mitochondria. GDH is free.", "GDH", "GLUD1"),
    ],
)
def test_a_name_and_the_one_in_brackets_are_one_gene(fast, sentence, form, symbol):
    assert symbols(fast, sentence, form) == symbol


def test_a_member_in_brackets_leaves_the_family(fast):
    found = {m.label for m in fast.annotate("p38 (MAPK14) binds MK2.").mentions if m.text == "p38"}
    assert found == {"p38"}


def test_the_mention_says_which_words_decided(fast):
    text = "In obesity\u00a0SREBP1 and insulin raise FAS."
    (mention,) = (m for m in fast.annotate(text).mentions if m.text == "FAS")
    assert mention.symbols == ("FASN",)
    assert {e.text for e in mention.context} == {"SREBP1"}
    assert all(text[e.start : e.end] == e.text for e in mention.context)


def test_headings_and_listed_genes_decide_where_the_caption_does_not(fast):
    title = "SREBP1 and fatty acid synthesis in the liver"
    figure = Figure("F", "FAS rises.", ["ACACA", "SCD"], title=title)
    (mention,) = fast.reconcile(figure).mentions
    assert mention.symbols == ("FASN",)
    assert {e.type for e in mention.context} == {"heading", "list"}


WORDS = sorted({word for known in senses().values() for one in known for word in one.words})


@given(st.data())
def test_a_text_without_the_letters_of_a_word_of_a_sense_does_not_have_the_word(data):
    word = data.draw(st.sampled_from(WORDS))
    text = data.draw(st.from_regex(worded(word), fullmatch=True))
    assert letters_of(word) in folded(text)
    assert letters_of(word)


def test_no_letters_of_a_word_are_lost_by_case():
    for word in WORDS:
        for spelled in (word.replace("*", "").replace("#", "2"), word.upper().replace("#", "2")):
            if re.search(worded(word), spelled):
                assert letters_of(word) in folded(spelled)
    assert folded("K") == folded("k") and folded("ı") == folded("i") and folded("ſ") == "s"
