"""Names that letters and numbers make by rule, a table for each kind, and what looks alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.naming.chains import find_chains

INTEGRINS = [
    ("Loss of αvβ6 in keratinocytes lowers TGFB1.", "αvβ6", "ITGAV ITGB6"),
    ("Platelet αIIbβ3 binds fibrinogen.", "αIIbβ3", "ITGA2B ITGB3"),
    ("Leukocyte integrins αLβ2, αXβ2 and αDβ2 were stained.", "αXβ2", "ITGAX ITGB2"),
    ("Integrin alpha v beta 5 takes up dead cells.", "alpha v beta 5", "ITGAV ITGB5"),
    ("Eosinophils roll on VCAM-1 by α4β1 and α4β7.", "α4β7", "ITGA4 ITGB7"),
    ("Mucosal T cells carry αEβ7.", "αEβ7", "ITGAE ITGB7"),
    ("The α5 and β1 integrins were blocked.", "α5", "ITGA5"),
    ("αvβ3/5 was blocked.", "αvβ3/5", "ITGAV ITGB3 ITGB5"),
    ("VLA-5 binds fibronectin.", "VLA-5", "ITGA5 ITGB1"),
    ("The GPIIb/IIIa receptor was blocked.", "GPIIb/IIIa", "ITGA2B ITGB3"),
]
OTHER_CHAINS = [
    ("Basement membranes hold laminin-511 and -521.", "laminin-511", "LAMA5 LAMB1 LAMC1"),
    ("Laminin 211 is lost in muscular dystrophy.", "Laminin 211", "LAMA2 LAMB1 LAMC1"),
    ("Endothelium makes laminin-8.", "laminin-8", "LAMA4 LAMB1 LAMC1"),
    ("Cartilage is rich in collagen XI.", "collagen XI", "COL11A1 COL11A2"),
    ("Chondrocytes express type X collagen.", "type X collagen", "COL10A1"),
    ("Fibrosis raised collagen types I, III and V.", "V", "COL5A1 COL5A2 COL5A3"),
    ("The α3(IV) chain is the Goodpasture antigen.", "α3(IV)", "COL4A3"),
    ("Stellate cells make Col III.", "Col III", "COL3A1"),
    ("Levels of procollagen III rose.", "procollagen III", "COL3A1"),
    ("Nicotinic α4β2 receptors bind nicotine.", "α4β2", "CHRNA4 CHRNB2"),
    ("GABAA receptors of the α4β3δ type.", "α4β3δ", "GABRA4 GABRB3 GABRD"),
    ("Soluble guanylate cyclase α1β1 makes cGMP.", "α1β1", "GUCY1A1 GUCY1B1"),
    ("The level of IL-12 p40 rose.", "IL-12 p40", "IL12B"),
    ("The IL-23 p19 chain is bound.", "IL-23 p19", "IL23A"),
]
COAGULATION = {
    "II": "F2",
    "V": "F5",
    "VII": "F7",
    "VIII": "F8",
    "IX": "F9",
    "X": "F10",
    "XI": "F11",
    "XII": "F12",
    "XIII": "F13A1 F13B",
}
"""The cascade as textbooks list it; III is tissue factor, IV calcium, and VI does not exist."""
CASCADES = [
    ("Thrombin activates factors V and VIII and factor XI.", "VIII", "F8"),
    ("In clotting, VIIa with tissue factor activates Xa.", "Xa", "F10"),
    ("Complement C3a and C5a attract neutrophils.", "C3a", "C3"),
    ("Factor H and factor I inactivate C3b to iC3b.", "factor I", "CFI"),
    ("Factor H and factor I inactivate C3b to iC3b.", "iC3b", "C3"),
    ("Deposits of C5b-9 were seen.", "C5b-9", "C5 C6 C7 C8A C8B C8G C9"),
    ("C4b2a is the classical C3 convertase.", "C4b2a", "C2 C4A C4B"),
    ("Complement factor B is cut by factor D.", "factor D", "CFD"),
    ("ACE turns Ang I into Ang II.", "Ang I ", "AGT"),
    ("ACE2 makes Ang-(1-7).", "Ang-(1-7)", "AGT"),
    ("Ang-1 and Ang-2 compete for TIE2.", "Ang-2", "ANGPT2"),
    ("Ang-2 raises blood pressure by AT1R and renin.", "Ang-2", "AGT"),
    ("HDL carries apoA-I and apo E.", "apo E", "APOE"),
    ("Lp(a) consists of apo(a) and apoB-100.", "apo(a)", "LPA"),
    ("VLDL has apolipoprotein C-II and apoB48.", "apolipoprotein C-II", "APOC2"),
]


def symbols(reconciler, text, surface):
    """The genes named at the first place of a surface in a text, and the kinds of the mentions."""
    start = text.index(surface)
    found = [
        m
        for m in reconciler.annotate(text).mentions
        if m.start < start + len(surface) and m.end > start
    ]
    return {symbol for mention in found for symbol in mention.symbols}


@pytest.mark.parametrize(("text", "surface", "genes"), INTEGRINS + OTHER_CHAINS + CASCADES)
def test_letters_and_numbers_say_the_genes(fast, text, surface, genes):
    assert symbols(fast, text, surface) == set(genes.split())


@pytest.mark.parametrize("number", COAGULATION)
@pytest.mark.parametrize(
    "form", ["factor {}", "factor {}a", "F{}", "F{}a", "coagulation factor {}"]
)
def test_the_cascade_of_coagulation(fast, number, form):
    surface = form.format(number)
    text = f"In plasma, {surface} takes part in coagulation."
    assert symbols(fast, text, surface) == set(COAGULATION[number].split())


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Hemoglobin is an α2β2 tetramer.", "α2β2"),
        ("A dose of collagen 2 mg/ml was given.", "2 mg"),
        ("Fibers of type IIa were counted, as was clotting.", "IIa"),
        ("As shown in Fig. C3a, cells grew.", "C3a"),
        ("Factor IV of the cascade is calcium.", "IV"),
        ("The α4β2 pair is not known.", "α4β2"),
        ("Laminin-932 does not exist.", "932"),
    ],
)
def test_what_looks_alike_names_no_chains(fast, text, surface):
    start = text.index(surface)
    assert not [
        m
        for m in fast.annotate(text).mentions
        if m.match and m.match.rule == "chain" and m.start < start + len(surface) and m.end > start
    ]


def test_a_label_of_the_same_genes_keeps_its_name_and_a_chain_says_why(fast):
    mention = fast.annotate("Stained for collagen IV and laminin-423.").mentions
    assert [(m.kind, m.label) for m in mention] == [("family", "COL4"), ("gene", None)]
    assert mention[1].decided_by == "chain"
    assert mention[1].found_by == "enumeration"


ALPHAS = st.sampled_from(["1", "4", "5", "11", "V", "v", "IIb", "L", "M", "E"])


@given(ALPHAS, st.integers(1, 8), st.sampled_from(["αX", "alpha X ", "alphaX"]))
def test_an_integrin_says_its_chains_however_it_is_written(alpha, beta, written):
    name = written.replace("X", alpha) + {"αX": "β", "alpha X ": "beta ", "alphaX": "beta"}[written]
    text = f"integrin {name}{beta} binds"
    stem = "ITGA2B" if alpha == "IIb" else f"ITGA{alpha.upper()}"
    (found,) = find_chains(text)
    assert found.symbols == (stem, f"ITGB{beta}")
    assert text[found.start : found.end] == f"integrin {name}{beta}"


@given(st.text(alphabet="αβγδvVIX123()/, -ABabcollagenfactorCF", max_size=60))
def test_names_by_rule_lie_in_the_text_and_are_not_empty(text):
    for found in find_chains(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.symbols
        assert text[found.start : found.end].strip()
