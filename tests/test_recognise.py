"""Enumerations, the dictionary scan, local definitions, organisms: what is found, and where."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile import Lexicon
from reconcile.lexicon.scan import Scanner, scan
from reconcile.naming.abbreviations import (
    bracketed_short_form,
    find_definitions,
    names_gene_product,
    short_forms,
)
from reconcile.naming.enumerations import continue_name, find_enumerations
from reconcile.naming.letters import is_short_for
from reconcile.organisms import ORGANISMS, find_organisms, named_organisms
from reconcile.text import tokens

LEXICON = Lexicon.load()
FRAMES = ("{}", "Here {} rises.", "({})", "the {} pathway; cells")


def found(reconciler, text):
    return [(m.text, m.symbols) for m in reconciler.annotate(text).mentions]


def texts(reconciler, text):
    return [m.text for m in reconciler.annotate(text).mentions]


# enumerations


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    ("name", "symbols"),
    [
        ("MEK1/2", "MAP2K1 MAP2K2"),
        ("SMAD2, 3 and 4", "SMAD2 SMAD3 SMAD4"),
        ("HER1-4", "EGFR ERBB2 ERBB3 ERBB4"),
        ("HER2 and -3", "ERBB2 ERBB3"),
        ("MMP-2/-9", "MMP2 MMP9"),
        ("caspase-8 and -10", "CASP10 CASP8"),
        ("CYP11B2/B1", "CYP11B1 CYP11B2"),
        ("IL-1α/β", "IL1A IL1B"),
        ("Notch1/3", "NOTCH1 NOTCH3"),
        ("Akt1–3", "AKT1 AKT2 AKT3"),
        ("MMPs (2, 9, and 14)", "MMP14 MMP2 MMP9"),
        ("IFN-λ1, -λ2, and -λ3", "IFNL1 IFNL2 IFNL3"),
        ("ERK1 and 2", "MAPK1 MAPK3"),
        ("caspase-4, 5, and 11", "CASP4 CASP5"),
        ("STAT5A/B", "STAT5A STAT5B"),
        ("MST1/2", "STK3 STK4"),
        ("TLR4 or 9", "TLR4 TLR9"),
    ],
)
def test_an_enumeration_is_one_mention_of_all_its_genes(fast, frame, name, symbols):
    text = frame.format(name)
    (mention,) = fast.annotate(text).mentions
    assert (mention.text, mention.symbols) == (name, tuple(symbols.split()))
    assert text[mention.start : mention.end] == name
    assert (mention.kind, mention.found_by) == ("gene", "enumeration")


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("TLR2, TLR4 or 9", [("TLR2", "TLR2"), ("TLR4 or 9", "TLR4 TLR9")]),
        ("PI3K/AKT/mTOR", [("PI3K", "PI3K"), ("AKT", "AKT"), ("mTOR", "MTOR")]),
        ("Wnt/β-catenin", [("Wnt", "Wnt"), ("β-catenin", "CTNNB1")]),
        ("Bcl-2/Bax", [("Bcl-2", "BCL2"), ("Bax", "BAX")]),
        ("TGF-β1/Smad", [("TGF-β1", "TGFB1"), ("Smad", "SMAD")]),
        ("IL-6/sIL-6R", [("IL-6", "IL6"), ("sIL-6R", "IL6R")]),
        ("S6K1", [("S6K1", "RPS6KB1")]),
        ("PP2A", [("PP2A", "PPP2")]),
        ("MEK1/2 and HER2", [("MEK1/2", "MAP2K1 MAP2K2"), ("HER2", "ERBB2")]),
    ],
)
def test_names_side_by_side_stay_apart(fast, text, mentions):
    seen = fast.annotate(text).mentions
    assert [(m.text, m.label or " ".join(m.symbols)) for m in seen] == mentions


@pytest.mark.parametrize(
    ("name", "symbols"),
    [
        ("toll-like receptors (TLR) 3, 7 and 9", "TLR3 TLR7 TLR9"),
        ("heat shock protein (Hsp)27", "HSPB1"),
        ("vascular endothelial growth factor (VEGF)-A", "VEGFA"),
        ("α- and β-catenin", "CTNNA1 CTNNA2 CTNNA3 CTNNB1"),
        ("E- and N-cadherin", "CDH1 CDH2"),
        ("procaspases-8 and -10", "CASP8 CASP10"),
        ("CD80/86", "CD80 CD86"),
        ("TLRs2–4", "TLR2 TLR3 TLR4"),
        ("IL-12/23", "IL12A IL12B IL23A"),
        ("VEGF-C/D", "VEGFC VEGFD"),
        ("HLA-A/B/C", "HLA-A HLA-B HLA-C"),
        ("CYP11B1/2", "CYP11B1 CYP11B2"),
        ("CK1δ/ε", "CSNK1D CSNK1E"),
        ("filamin A, B and C", "FLNA FLNB FLNC"),
    ],
)
def test_enumerations_behind_brackets_and_before_hyphens(fast, name, symbols):
    seen = {text: set(genes) for text, genes in found(fast, f"{name} act")}
    assert seen == {name: set(symbols.split())}


@pytest.mark.parametrize(
    "text",
    [
        "in the years (2010-2012)",
        "see Fig. 2-4",
        "in panels A/B",
        "Figure 3A-C and Fig. 1B, C",
        "5-10 min, 1/2 and 3, 4 or 5 of them",
        "n = 3, 4 and 5 mice per group",
        "days 1-3 and 5, lanes 2/3",
    ],
)
def test_numbers_are_no_genes(fast, text):
    assert found(fast, text) == []


def test_numbers_of_a_family_are_not_expanded(fast):
    seen = dict(found(fast, "14-3-3 binds"))
    assert seen.keys() == {"14-3-3"}
    assert {"YWHAB", "YWHAZ", "SFN"} <= set(seen["14-3-3"])


def test_only_known_names_are_counted(fast):
    assert found(fast, "HER2/99") == [("HER2", ("ERBB2",))]
    assert found(fast, "QXZ1/2") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("HER1-4", [("HER1",), ("HER2", "HER3", "HER4")]),
        ("MMPs (2, 9)", [("MMP2",), ("MMP9",)]),
        ("(TLR) 3 and 7", [("TLR3",), ("TLR7",)]),
        ("CYP11B2/B1", [("CYP11B2",), ("CYP11B1",)]),
        ("IL-1α/β", [("IL-1α",), ("IL-1β",)]),
        ("STAT5A/B", [("STAT5A",), ("STAT5B",)]),
        ("A1 to 3", [("A1",), ("A2", "A3")]),
        ("A1-90", [("A1",), ("A90",)]),
        ("A3-1", [("A3",), ("A1",)]),
    ],
)
def test_the_grammar(text, names):
    assert list(names) in [list(e.names) for e in find_enumerations(text)]


@pytest.mark.parametrize("text", ["MEK1", "5 %", "IL-1 to 5%", "factor 1/2.5", "no digits at all"])
def test_the_grammar_leaves_single_names_and_measures(text):
    assert list(find_enumerations(text)) == []


@pytest.mark.parametrize(
    ("text", "end"), [("interleukin 1 rises", 13), ("interleukin and 6", 11), ("1 and 2", 1)]
)
def test_a_long_name_without_more_indices_does_not_go_on(text, end):
    assert continue_name(text, 0, end) is None


def test_a_long_name_goes_on(fast):
    assert found(fast, "interleukin 1 beta and interleukin 6 and 8 rise")[-1] == (
        "interleukin 6 and 8",
        ("CXCL8", "IL6"),
    )


# the dictionary scan


def hits(reconciler, text):
    return [
        (text[hit.start : hit.end], hit.rule)
        for hit in scan(text, tokens(text), reconciler.lexicon)
    ]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("pSTAT3 rises", ("pSTAT3", "prefix")),
        ("procaspase-1 is cut", ("procaspase-1", "prefix")),
        ("hIL-6 binds", ("hIL-6", "prefix")),
        ("sIL-6R binds", ("sIL-6R", "prefix")),
        ("STAT3s move", ("STAT3s", "suffix")),
        ("KCa3.1 opens", ("KCa3.1", "exact")),
        ("IL 6 rises", ("IL 6", "exact")),
        ("NF κB acts", ("NF κB", "exact")),
        ("TNFalpha acts", ("TNFalpha", "greek")),
        ("nerve growth factor acts", ("nerve growth factor", "exact")),
    ],
)
def test_hits(fast, text, hit):
    assert hit in hits(fast, text)


@pytest.mark.parametrize(
    ("text", "name", "symbols"),
    [
        ("pSTAT3 rises", "pSTAT3", ("STAT3",)),
        ("procaspase-1 is cut", "procaspase-1", ("CASP1",)),
        ("XBP1s moves", "XBP1s", ("XBP1",)),
        ("p38MAPK acts", "p38MAPK", ("MAPK11", "MAPK12", "MAPK13", "MAPK14")),
        ("KCa3.1 opens", "KCa3.1", ("KCNN4",)),
    ],
)
def test_affixes_do_not_change_the_gene(fast, text, name, symbols):
    assert found(fast, text) == [(name, symbols)]


@pytest.mark.parametrize(
    "text",
    [
        "Ca2+ enters",
        "It binds IL. 6 cells were seen",
        "We saw MAP. Kinase 1 too",
        "xHER2x",
        "HER 2x4",
        "see https://example.org/HER2/AKT1 for more",
        "mail EGFR@example.org",
    ],
)
def test_no_gene_across_sentences_inside_words_and_in_addresses(fast, text):
    assert found(fast, text) == []


def test_hits_start_and_end_with_tokens(fast):
    text = "NF-κB, pSTAT3 and IL-1β/IL6; HER2-positive p38MAPK (AKT)."
    cut = tokens(text)
    starts, ends = {t.start for t in cut}, {t.end for t in cut}
    seen = list(scan(text, cut, fast.lexicon))
    assert seen
    for hit in seen:
        assert hit.start in starts and hit.end in ends
        assert hit.start == cut[hit.first].start and hit.end == cut[hit.last].end
        assert hit.entries and text[hit.start : hit.end].endswith(hit.surface[-1:])


def test_a_token_is_skipped_only_where_it_is_a_whole_name(fast):
    text = "Wnt, Wnt 5a and pAKT bind."
    asked = []
    scanner = Scanner(fast.lexicon, lambda token, _: not asked.append(token))
    left = [hit.surface for hit in scanner.hits(text, tokens(text))]
    assert left == ["Wnt 5a", "AKT"]
    assert asked.count("Wnt") == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [("IL; 6", "IL; 6"), ("IL. 6", "IL. 6"), ("IL [6", "IL [6"), ("was p (53", "p (53")],
)
def test_separators_that_part_names(fast, text, name):
    assert name not in [surface for surface, _ in hits(fast, text)]


# definitions


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("a confidence interval (CI) of 5", "CI", "confidence interval"),
        ("The endoplasmic reticulum (ER) swells", "ER", "endoplasmic reticulum"),
        (
            "by respiratory syncytial virus (RSV).",
            "RSV",
            "respiratory syncytial virus",
        ),
        ("In short: thyroid peroxidase (TPO; 5 mg)", "TPO", "thyroid peroxidase"),
    ],
)
def test_definitions(text, short, long):
    (definition,) = find_definitions(text)
    assert (definition.short, definition.long) == (short, long)
    assert text[definition.long_start : definition.long_end] == long


@pytest.mark.parametrize(
    "text",
    [
        "insulin (HER2)",
        "(HER2)",
        "HER2 (HER2)",
        "in cells (12)",
        "one thing. Another (OT)",
        "",
        "akt (",
    ],
)
def test_no_definition(text):
    assert find_definitions(text) == []


def test_the_first_definition_of_a_short_form_counts():
    definitions = find_definitions("cell index (CI) and confidence interval (CI)")
    assert short_forms(definitions)["CI"].long == "cell index"


def test_short_forms_in_brackets():
    assert bracketed_short_form("kinase (PKC; x", 6) == "PKC"
    assert bracketed_short_form("kinase PKC", 6) is None
    assert is_short_for("HER2", "human epidermal growth factor receptor 2")
    assert not is_short_for("12", "twelve months") and not is_short_for("kinase", "kinase")


@pytest.mark.parametrize(
    ("long", "product"),
    [
        ("epidermal growth factor receptor 2", True),
        ("nuclear factor-κB", True),
        ("nuclear factor kappa B", True),
        ("protein kinase Cα", False),
        ("protein kinase C", True),
        ("thyroid peroxidase", True),
        ("endoplasmic reticulum", False),
        ("respiratory syncytial virus", False),
        ("confidence interval", False),
    ],
)
def test_long_forms_that_end_like_products(long, product):
    assert names_gene_product(long) is product


@pytest.mark.parametrize("mode", ["fast", "full"])
@pytest.mark.parametrize(
    "text",
    [
        "the confidence interval (CI) was wide; CI",
        "Endoplasmic Reticulum (ER) stress; the ER grows",
        "respiratory syncytial virus (RSV) infects; RSV spreads",
    ],
)
def test_a_short_form_of_something_else_is_no_gene(request, mode, text):
    assert texts(request.getfixturevalue(mode), text) == []


@pytest.mark.parametrize("mode", ["fast", "full"])
@pytest.mark.parametrize(
    ("long", "short", "symbol"),
    [
        ("thrombopoietin", "TPO", "THPO"),
        ("thyroid peroxidase", "TPO", "TPO"),
        ("epidermal growth factor receptor", "EpGR", "EGFR"),
    ],
)
def test_a_short_form_takes_the_meaning_of_its_long_form(request, mode, long, short, symbol):
    text = f"Here {long} ({short}) binds. In cells, {short} acts with AKT1."
    seen = found(request.getfixturevalue(mode), text)
    assert seen == [(long, (symbol,)), (short, (symbol,)), (short, (symbol,)), ("AKT1", ("AKT1",))]


@pytest.mark.parametrize("mode", ["fast", "full"])
def test_a_defined_complex_stays(request, mode):
    assert "NF-κB" in texts(request.getfixturevalue(mode), "nuclear factor-κB (NF-κB) acts")


# organisms


@pytest.mark.parametrize(
    ("text", "taxa"),
    [
        ("Human cells", {"9606"}),
        ("in patients with mice", {"9606", "10090"}),
        ("Rattus norvegicus and rats", {"10116"}),
        ("Danio rerio embryos", {"7955"}),
        ("a rational murine model", {"10090"}),
        ("the ratio of humane acts", set()),
    ],
)
def test_organisms(text, taxa):
    assert named_organisms(find_organisms(text)) == taxa


NAMES = re.compile(
    rf"\b(?:{'|'.join(o.words for o in ORGANISMS if o.words)})(?![A-Za-z0-9])", re.IGNORECASE
)


@given(st.from_regex(NAMES))
def test_organisms_are_sought_at_tokens_only_and_all_found(text):
    whole = [match.span() for match in NAMES.finditer(text)]
    assert [(hit.start, hit.end) for hit in find_organisms(text)] == whole


SCANNED = (
    "tumor",
    "necrosis",
    "factor",
    "alpha",
    "receptor",
    "IL",
    "6",
    "CD",
    "40",
    "p53",
    "kinase",
)


@given(st.lists(st.lists(st.sampled_from(SCANNED), max_size=7), max_size=4))
def test_what_was_scanned_before_changes_no_hit(texts):
    kept = Scanner(LEXICON)
    for words in texts:
        text = " ".join(words)
        assert kept.hits(text, tokens(text)) == Scanner(LEXICON).hits(text, tokens(text))


def test_a_hit_is_every_key_that_the_tokens_make():
    text = " ".join(SCANNED)
    cut = tokens(text)
    norms = [token.norm for token in cut]
    hits = {(hit.first, hit.last) for hit in scan(text, cut, LEXICON) if hit.rule == "exact"}
    for first in range(len(norms)):
        for last in range(first, len(norms)):
            entries = LEXICON.lookup("".join(norms[first : last + 1]))
            assert entries or (first, last) not in hits
    assert {(0, 3), (0, 2), (5, 6), (7, 8), (9, 9)} <= hits
