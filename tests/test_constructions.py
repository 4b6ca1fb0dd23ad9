"""Constructions around names: each a kind with what is of it and what only looks alike.

A row is a text and what it names, symbols or labels of families, in any order.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.cleaning import clean
from reconcile.naming.enumerations import find_enumerations
from reconcile.naming.glued import affixes_of
from reconcile.naming.quantities import is_quantity

QUANTITIES = """
TNF-α and 25 ng/ml of RANKL were added | TNF TNFSF11
CXCL8, 6 and 12 h after infection | CXCL8
SMAD3 and 14-day cultures | SMAD3
caspase-8 and 4-nitroquinoline | CASP8
p53 and 5-FU | TP53
HER3 and 2+ staining | ERBB3
FGF1, 7 of 12 tumours | FGF1
AKT1 and 2 out of 3 replicates | AKT1
CCL2 and 5% serum | CCL2
SIRT1 and 6-OHDA | SIRT1
MMP2 and 9 patients | MMP2
caspase-9 and 10 μM Z-VAD | CASP9
group CCL2, 5 rats; group CCL20, 8 rats | CCL2 CCL20
IL-6 and 8-OHdG | IL6
HDAC1 and 2-DG | HDAC1
GATA4, 6 months of age | GATA4
TGF-β1 and 2-fold more | TGFB1
1) AKT1, 2) TP53 | AKT1 TP53
p21 and 14-3-3σ | CDKN1A SFN
FGF2 and 3D cultures | FGF2
TGF-β 1 ng/ml | TGFB
caspase-8 and 4-HNE | CASP8
CD25 and 10 BALB/c mice | IL2RA
FGF21 and 16:8 fasting | FGF21
"""
INDICES = """
MAPK1 and 3 in cells | MAPK1 MAPK3
CDK4 and 6 | CDK4 CDK6
caspase-8, -9 and -10 were cleaved | CASP8 CASP9 CASP10
IL-2, 4 and 15 were secreted | IL2 IL4 IL15
TLR2 and 4 mediate the signal | TLR2 TLR4
TLR2 and 4-mediated signals | TLR2 TLR4
MMP-3 and -13 | MMP3 MMP13
HDAC1-3 | HDAC1 HDAC2 HDAC3
AQP1, 4, and 5 in the lung | AQP1 AQP4 AQP5
CXCL9, 10 and 11 attract T cells | CXCL9 CXCL10 CXCL11
SMAD2 and 3 proteins | SMAD2 SMAD3
sFRP1/2/5 as well as MEK1/2 as such | SFRP1 SFRP2 SFRP5 MAP2K1 MAP2K2
(kinases (p38, JNK), and ERK1/2), (MEK1, 2) | p38 JNK MAPK1 MAPK3 MAP2K1 MAP2K2
a) cells, b) proteases (caspase 3 and 7) | CASP3 CASP7
CD4 and 8+ T cells | CD4 CD8A CD8B
"""
SPACED = """
IFN γ was raised | IFNG
TGF-β 3 signals | TGFB3
IL-1 α | IL1A
IL-1- α and TNF- α | IL1A TNF
MIP-1 beta | CCL4
GSK-3- β | GSK3B
p38 α | MAPK14
integrin β 1 | ITGB1
CYP 2E1 and CYP 1A1 | CYP2E1 CYP1A1
IL-23 p19 and IL-12 p35 | IL23A IL12A
E cadherin is lost, VE cadherin is not | CDH1 CDH5
E selectin and L selectin | SELE SELL
β catenin | CTNNB1
ERa, ERb, IFNg, PPARg and RARa | ESR1 ESR2 IFNG PPARG RARA
TNF-&alpha; and IL-1&beta; | TNF IL1B
IFN-&#947; and TGF-&#x3B2;1 | IFNG TGFB1
lL-10, lL-17A and lFN-γ | IL10 IL17A IFNG
p16 INK4a, p27 Kip1 and p15 INK4b | CDKN2A CDKN1B CDKN2B
PKC-γ protein and PPAR-γ proteins | PRKCG PPARG
IFN-γ protein | IFNG
lκBα | NFKBIA
c Jun, c Myc and B Raf | JUN MYC BRAF
"""
NOT_SPACED = """
IGF1 β cells | IGF1
TLR4 β-catenin | TLR4 CTNNB1
liver X receptor | LXR
TrkB, tyrosine kinase B receptor | NTRK2
LFNG and Lfng | LFNG
lncRNA and lACTX |
"""
JOINED = """
TLR4 and IFN-γ act in concert | TLR4 IFNG
RAF and RAS act in cancer | RAF RAS
IFN-γ act in parallel | IFNG
the cells met in culture |
They can bind in vivo and cut in vitro |
PI3 kinase and PI-3 kinase | PI3K
NF-κB inducing kinase | MAP3K14
Rho associated protein kinase | ROCK
CaM K-II | CAMK2_complex
"""
GLUED = """
siFOXM1 and shKLF4 | FOXM1 KLF4
sgTP53 cells | TP53
siMMP-9 and siMEK1/2 | MMP9 MAP2K1 MAP2K2
dnMAML1, dnTGFBR2 and caMEK1 | MAML1 TGFBR2 MAP2K1
wtPTEN | PTEN
rhIL-1β, rhTNF-α and rmGM-CSF | IL1B TNF CSF2
AdPPARγ and Ad-HIF1A | PPARG HIF1A
circHIPK3 | HIPK3
ΔMYD88 | MYD88
Atg7fl/fl and Ptenflox/flox | ATG7 PTEN
NLRP3KO mice, TP53KD and HMGB1OE | NLRP3 TP53 HMGB1
CD44high CD24low CD62Llo | CD44 CD24 SELL
RUNX1ΔN | RUNX1
IDH1R132H, EGFRT790M and JAK2V617F | IDH1 EGFR JAK2
KRASG12D, p53R175H and LRRK2G2019S | KRAS TP53 LRRK2
p-EGFRY1068, p-STAT1Y701 and pSTAT5Y694 | EGFR STAT1 STAT5
siRNA-FOXO3 and FOXO3-siRNA | FOXO3
hTERT, mCXCL1 and pEGFR | TERT CXCL1 EGFR
Foxp3+/+ and Foxp3null | FOXP3
dnSTAT3Y705F | STAT3
sip65, shp21 and p53null | RELA CDKN1A TP53
Ptenf/f, Il6ko and PD-1hi | PTEN IL6 PDCD1
GSK3βS9 and AKTS473 | GSK3B AKT
PPARδ1 and PKCβ2 | PPARD PRKCB
"""
NOT_GLUED = """
SIRT3 and SHH and CARD9 | SIRT3 SHH CARD9
CAD and ADAM10 and WTAP | CAD ADAM10 WTAP
SHP2 and SGK1 and CAMK2A | PTPN11 SGK1 CAMK2A
CASR and WT1 and ADM | CASR WT1 ADM
SHANK3, SIK1, SGCA, DNM1 | SHANK3 SIK1 SGCA DNM1
siRNA and shRNA and sgRNA |
shLuc, sgCtrl, siScr |
SHMT1 and shMT1 | SHMT1
haplotypes AGAWT and GAMP6P |
MC3T3 cells |
markers D10S1687 and plasmid pAMS12 |
cAla+cGln, Ca2+ and Na+ |
"""
TAGS = """
GST-RAF1 pulled down HRAS | RAF1 HRAS
Myc-TRAF6 and HA-IRAK1 | TRAF6 IRAK1
MBP-TDP-43 | TARDBP
SMAD3-Myc and SMAD4-HA | SMAD3 SMAD4
Myc-tagged CBL and GST-tagged PIN1 | CBL PIN1
Myc-DDK-tagged IDO1 | IDO1
HA-MYC and MYC-TRAF2 | MYC TRAF2
AAV-FGF21 | FGF21
GST-Rb | RB1
PER2::LUC and GAL4-STAT3 | PER2 STAT3
"""
NO_TAGS = """
Myc-Max heterodimers bind | MYC MAX
MYC-MAX complex | MYC MAX
Myc-Mxd1 | MYC MXD1
Myc-E2F1 network | MYC E2F1
MBP and PLP1 are myelin proteins | MBP PLP1
GSTP1 and GST-π | GSTP1
N-Myc and c-Myc | MYCN MYC
"""
FUSIONS = """
AML1-ETO and AML1/ETO | RUNX1 RUNX1T1
EWS-FLI1 | EWSR1 FLI1
Bcr-Abl and BCR::ABL1 | BCR ABL1
the DEK-NUP214 fusion | DEK NUP214
the PML/RARα fusion and the BCR/ABL1 fusion protein | PML RARA BCR ABL1
PML/RARα and PLZF-RARα | PML RARA ZBTB16
ETV6-NTRK3 | ETV6 NTRK3
PAX3-FKHR and NPM-ALK | PAX3 FOXO1 NPM1 ALK
"""
NO_FUSIONS = """
CD3-zeta and PKC-zeta | CD247 PRKCZ
p21-Rac1 and p60-Src | RAC1 SRC
MT1-MMP | MMP14
EWS/FLI1-activated transcript 2 | SH2D1B
c-Src and TNF-R1 | SRC TNFRSF1A
"""
RECEPTORS = """
B2R and B1R | BDKRB2 BDKRB1
CB1R and CB2R | CNR1 CNR2
A1R and A2B receptors | ADORA1 ADORA2B
M3R and the M1 receptor | CHRM3 CHRM1
5-HT2AR and 5-HT3A receptor | HTR2A HTR3A
TP receptor and IP receptor | TBXA2R PTGIR
DP1 receptor and DP2 receptor | PTGDR PTGDR2
V2R and Y1R | AVPR2 NPY1R
H1 and H2 receptors | HRH1 HRH2
A2A/A1 receptor antagonists | ADORA2A ADORA1
M2 muscarinic receptor | CHRM2
"""
NO_RECEPTORS = """
TPR and FPR1 | TPR FPR1
vitamin D3 receptor and GHR | VDR GHR
M9R and Y7 receptor |
"""
KINDS = {name: rows for name, rows in globals().items() if name.isupper() and name != "KINDS"}


def _rows():
    for kind, rows in KINDS.items():
        for row in rows.strip().splitlines():
            text, _, named = row.partition(" |")
            yield pytest.param(text, set(named.split()), id=f"{kind.lower()}: {text}")


@pytest.mark.parametrize(("text", "named"), list(_rows()))
def test_a_construction_names_these(fast, text, named):
    found = fast.annotate(text).mentions
    assert {name for m in found for name in ([m.label] if m.label else m.symbols)} == named


def test_a_tag_stays_out_whoever_saw_it(full):
    for tag in ("Myc-", "GST-", "MBP-"):
        found = full.annotate(f"Cells with {tag}FOXO1 were compared with controls.").mentions
        assert {name for m in found for name in m.symbols} == {"FOXO1"}


def test_what_was_left_out_is_said(fast):
    found = {m.text: m.decided_by for m in fast.annotate("siSTAT3, FOXO1KO, CD4").mentions}
    assert found == {"STAT3": "prefix", "FOXO1": "suffix", "CD4": "exact"}


def test_mentions_of_entities_are_where_the_original_has_them(fast):
    text = "A &amp; B: NF-&kappa;B and IL-1&#946;"
    assert [m.text for m in fast.annotate(text).mentions] == ["NF-&kappa;B", "IL-1&#946;"]


@given(st.sampled_from(["IL-4", "CDK4", "caspase-8"]), st.integers(1, 99), st.text(max_size=20))
def test_a_number_that_counts_is_in_no_enumeration(name, number, rest):
    text = f"{name} and {number} mice {rest}"
    for enumeration in find_enumerations(text):
        assert not enumeration.start < len(name) < enumeration.ends[-1]


@given(
    st.integers(1, 99), st.sampled_from(["ng", " μM", " h", "%", "-fold", " patients", " of 12"])
)
def test_units_make_a_quantity(number, unit):
    text = f"{number}{unit}"
    assert is_quantity(text, len(str(number)), str(number))


@given(st.text("ABCdeKO12sihΔ", min_size=1, max_size=12))
def test_what_is_glued_leaves_a_name(token):
    affixes = affixes_of(token)
    if affixes is not None:
        assert all(0 < length < len(token) for length in (*affixes.before, *affixes.behind))


@given(st.integers(0, 0xFFFFF))
def test_a_numbered_entity_is_its_character_or_nothing(point):
    text = clean(f"a&#{point};b").text
    repaired = clean(f"a{chr(point)}b").text if chr(point).isprintable() else None
    assert text in (f"a&#{point};b", "ab", "a b", repaired)
