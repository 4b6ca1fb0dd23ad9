"""Abbreviation lists at the end of captions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.naming.glossary import find_glossary


def entries(text: str) -> dict[str, str]:
    return {entry.short: entry.long for entry in find_glossary(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "APC: antigen-presenting cell; HLA: human leukocyte antigen.",
            {"APC": "antigen-presenting cell", "HLA": "human leukocyte antigen"},
        ),
        (
            "Gene names: ODC1: ornithine decarboxylase 1; AMD1: adenosylmethionine decarboxylase.",
            {"ODC1": "ornithine decarboxylase 1", "AMD1": "adenosylmethionine decarboxylase"},
        ),
        (
            "It rises. Abbreviations: CBP, CREB-binding protein; FIH, factor inhibiting HIF.",
            {"CBP": "CREB-binding protein", "FIH": "factor inhibiting HIF"},
        ),
        (
            "AR androgen receptor; ACLY ATP citrate lyase; TCA tricarboxylic acid cycle",
            {
                "AR": "androgen receptor",
                "ACLY": "ATP citrate lyase",
                "TCA": "tricarboxylic acid cycle",
            },
        ),
        (
            "SPT = serine palmitoyltransferase, CERS = ceramide synthase",
            {"SPT": "serine palmitoyltransferase", "CERS": "ceramide synthase"},
        ),
        (
            "βAR, β-adrenergic receptor; NO, nitric oxide",
            {"βAR": "β-adrenergic receptor", "NO": "nitric oxide"},
        ),
        (
            "AR androgen receptor, ODC ornithine decarboxylase, TF tissue factor",
            {"AR": "androgen receptor", "ODC": "ornithine decarboxylase", "TF": "tissue factor"},
        ),
        ("OXPHOS: oxidative phosphorylation.", {"OXPHOS": "oxidative phosphorylation"}),
        ("SMAD2, SMAD family member 2.", {}),
        ("AKT1, a kinase that binds; MEK, which leads to ERK", {}),
        ("ERK: extracellular space. JNK: at the membrane.", {}),
        ("TNF rises; IL-6, IL-8 and IL-10 fall; Fig. 2: panels", {}),
        (
            "VDAC: voltage-dependent anion channel.Reproduced with permission",
            {"VDAC": "voltage-dependent anion channel"},
        ),
    ],
)
def test_entries(text, expected):
    assert entries(text) == expected


@given(st.text("ABa :;,.=()-α1 \n", max_size=200))
def test_offsets_are_those_of_the_text(text):
    for entry in find_glossary(text):
        assert text[entry.long_start : entry.long_end] == entry.long


@pytest.mark.parametrize(
    ("text", "form", "symbols"),
    [
        ("APC and TCR meet. APC: antigen-presenting cell; TCR: T cell receptor.", "APC", None),
        ("APC is lost. APC, adenomatous polyposis coli; AXIN, axin.", "APC", ("APC",)),
        ("FAS makes fat. FAS, fatty acid synthase; CS, citrate synthase.", "FAS", ("FASN",)),
        ("FAS binds. FAS: Fas cell surface death receptor.", "FAS", ("FAS",)),
        ("AR binds EGFR. AR: amphiregulin; EGF: epidermal growth factor.", "AR", ("AREG",)),
        ("MET rises. MET, mesenchymal-epithelial transition; TJ, tight junction.", "MET", None),
        ("STN fires. STN, subthalamic nucleus; TC, thalamocortical cell.", "STN", None),
        ("SpdS, spermidine synthase; GS, glutathione synthetase.", "SpdS", ("SRM",)),
        (
            "ECSIT, evolutionary-conserved signaling intermediate in Toll pathway; "
            "TAB, TAK1-binding protein.",
            "ECSIT",
            ("ECSIT",),
        ),
        ("SHP-2: Src homology region 2 domain; it binds.", "SHP-2", ("PTPN11",)),
    ],
)
def test_an_entry_says_what_the_letters_mean_everywhere(fast, text, form, symbols):
    found = {m.symbols for m in fast.annotate(text).mentions if m.text == form}
    assert found == (set() if symbols is None else {symbols})


def test_a_family_may_be_spelled_out_in_words_that_the_lexicon_lacks(fast):
    text = "STAT binds. STAT, signal transducer and activator of transcription; ATP, adenosine."
    assert {m.label for m in fast.annotate(text).mentions if m.text == "STAT"} == {"STAT"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PTEN, phosphatase and tensin homolog, opposes PI3K.",
        "CD9: CD63 and CD81 on exosomes.",
        "TLR9: to the endosomal compartment.",
        "AMPK activates mitochondrial kinases.",
        "Thus: the herpes usurps signals.",
        "A: b; c, d; 5, 6; - : -.",
    ],
)
def test_no_entries(text):
    assert entries(text) == {}


def symbols(reconciler, text, form):
    found = [m for m in reconciler.annotate(text).mentions if m.text == form]
    return {" ".join(m.symbols) for m in found}


@pytest.mark.parametrize("mode", ["fast", "full"])
@pytest.mark.parametrize(
    ("long_form", "form", "symbol"),
    [
        ("androgen receptor", "AR", "AR"),
        ("amphiregulin", "AR", "AREG"),
        ("aldose reductase", "AR", "AKR1B1"),
        ("tissue factor", "TF", "F3"),
        ("glutathione reductase", "GR", "GSR"),
        ("glucocorticoid receptor", "GR", "NR3C1"),
        ("fatty acid synthase", "FAS", "FASN"),
        ("activated protein C", "APC", "PROC"),
        ("pyruvate dehydrogenase kinase 1", "PDK1", "PDK1"),
        ("3-phosphoinositide-dependent protein kinase 1", "PDK1", "PDPK1"),
    ],
)
def test_what_the_list_says_holds_everywhere(request, mode, long_form, form, symbol):
    text = f"{form} is raised in the cells. {form}, {long_form}; ROS, reactive oxygen species."
    assert symbols(request.getfixturevalue(mode), text, form) == {symbol}


@pytest.mark.parametrize(
    ("long_form", "form"),
    [
        ("antigen-presenting cell", "APC"),
        ("mesenchymal-epithelial transition", "MET"),
        ("transcription factors", "TF"),
        ("fatty acid synthesis", "FAS"),
        ("allergic rhinitis", "AR"),
        ("urinary bladder cancer", "UBC"),
    ],
)
def test_what_is_no_gene_is_no_mention(fast, long_form, form):
    text = f"{form} is raised in the cells. {form}, {long_form}; ROS, reactive oxygen species."
    assert symbols(fast, text, form) == set()


@pytest.mark.parametrize(
    ("long_form", "form", "label"),
    [
        ("son of sevenless", "SOS", {"SOS1 SOS2"}),
        ("nuclear factor of activated T cells", "NFATC1", {"NFATC1"}),
        ("von Hippel-Lindau", "VHL", {"VHL"}),
        ("promyelocytic leukemia", "PML", {"PML"}),
        ("retinoblastoma", "RB", {"RB1"}),
    ],
)
def test_symbols_spelled_out_oddly_stay_genes(fast, long_form, form, label):
    text = f"{form} is raised in the cells. {form}, {long_form}; ROS, reactive oxygen species."
    assert symbols(fast, text, form) == label


def test_a_sentence_goes_before_the_list(fast):
    text = "The androgen receptor (AR) binds DNA. AR, aldose reductase; NO, nitric oxide."
    assert symbols(fast, text, "AR") == {"AR"}
