"""Abbreviation lists at the end of captions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.recognise.glossary import find_glossary


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
        ("SHP-2: Src homology region 2 domain; it binds.", "SHP-2", ("PTPN11",)),
    ],
)
def test_an_entry_says_what_the_letters_mean_everywhere(fast, text, form, symbols):
    found = {m.symbols for m in fast.annotate(text).mentions if m.text == form}
    assert found == (set() if symbols is None else {symbols})


def test_a_family_may_be_spelled_out_in_words_that_the_lexicon_lacks(fast):
    text = "STAT binds. STAT, signal transducer and activator of transcription; ATP, adenosine."
    assert {m.label for m in fast.annotate(text).mentions if m.text == "STAT"} == {"STAT"}
