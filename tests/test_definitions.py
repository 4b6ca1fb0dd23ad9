"""What a text defines with brackets: long forms, and legends and remarks that are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.naming.abbreviations import find_definitions
from reconcile.naming.letters import is_made_of, is_remark

MODES = pytest.mark.parametrize("mode", ["fast", "full"])


def named(reconciler, text, form):
    return {m.symbols for m in reconciler.annotate(text).mentions if m.text == form}


LEGENDS = {
    "Src (shown as red circles) binds the receptor.": "Src",
    "Raf (rounded arrows in the figure) is drawn twice beside MEK1.": "Raf",
    "Akt (arrows, kinases at the top) stands in the middle, above mTOR.": "Akt",
    "Jak2 (joined arrows, kinase in grey) turns STAT3 on.": "Jak2",
    "Stat3 (see text at the top) enters the nucleus.": "Stat3",
    "The drawing has CASP3 (circles and small pale triangles) at the left.": "CASP3",
    "PTEN (purple triangle at the end of the line) opposes AKT1.": "PTEN",
    "Notch1 (now on the other cell, half hidden) meets its ligand.": "Notch1",
    "TRAF6 (TRAF6-dependent branch) or MYD88 carries the signal.": "TRAF6",
    "Both use IKK (inhibitors of NF-kB kinase/IKK) and TNF.": "IKK",
    "Regulated Smads (Smads 2 and 3) and the common one act together.": "Smads",
    "Loss of growth signals results in a long arrest (RelA) of the cells.": "RelA",
    "It needs what the upstream gene does in time (Wnt) and space.": "Wnt",
    "The map colours each node on a sequential scale (eNOS) of blue.": "eNOS",
    "Mutations in BRAF, NF1 or RAS signalling members (BRAS, KRAS, HRAS) are rare.": "KRAS",
    "Some early sequences (ESR1, GATA3, KRT8) are read.": "ESR1",
    "Growth is stopped under thin ice in the end (Stat3) and mice.": "Stat3",
}


@MODES
@pytest.mark.parametrize("text", LEGENDS)
def test_a_legend_or_a_remark_removes_no_gene(request, mode, text):
    reconciler, form = request.getfixturevalue(mode), LEGENDS[text]
    alone = named(reconciler, f"{form} is here.", form)
    assert alone and alone != {()}
    assert named(reconciler, text, form) == alone


SYMBOLS = ("Src", "Raf1", "AKT", "MEK", "ERK", "STAT3", "PTEN", "TP53", "MYD88", "EGFR")
WORDS = ("edges", "half", "in", "joined", "kept", "map", "of", "pale", "red", "small", "upper")
SAID = ["represented by", "shown as", "marked with", "indicated by", "coloured"]


@settings(max_examples=150)
@given(
    form=st.sampled_from(SYMBOLS),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
    said=st.sampled_from(SAID),
    before=st.booleans(),
)
def test_no_legend_removes_a_gene(fast, form, words, said, before):
    legend = " ".join(words)
    remark = f"{legend} {said}" if before else f"{said} {legend}"
    for text in (f"{form} ({remark}) is here.", f"What is {legend} {said} ({form}) is here."):
        assert named(fast, text, form) == named(fast, f"{form} is here.", form)


@MODES
@pytest.mark.parametrize(
    ("text", "form", "symbols"),
    [
        ("ER (endoplasmic reticulum) stress: the ER grows.", "ER", None),
        ("MET (mesenchymal to epithelial transition) follows; MET is slow.", "MET", None),
        ("AR (aldose reductase) makes sorbitol. AR rises.", "AR", ("AKR1B1",)),
        ("TF (tissue factor) starts clotting.", "TF", ("F3",)),
        ("CAT (chloramphenicol acetyltransferase) reports. CAT is measured.", "CAT", None),
        ("RNA polymerase II (Pol II) stops; Pol II leaves.", "Pol II", "RNApo_II"),
        ("Heterogeneous nuclear ribonucleoprotein K (hnRNP K) binds.", "hnRNP K", ("HNRNPK",)),
        ("ERK (extracellular signal-regulated kinase-1 and -2) is on.", "ERK", ("MAPK1", "MAPK3")),
        ("The regulator of calcineurin 1 (RCAN) is low; RCAN binds.", "RCAN", ("RCAN1",)),
    ],
)
def test_a_definition_counts_on_either_side_of_the_bracket(request, mode, text, form, symbols):
    mentions = [m for m in request.getfixturevalue(mode).annotate(text).mentions if m.text == form]
    found = {m.label if isinstance(symbols, str) else m.symbols for m in mentions}
    assert found == (set() if symbols is None else {symbols})


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("the PAF (PCNA-associated factor) leaves", "PAF", "PCNA-associated factor"),
        ("TNF (tumor necrosis factor, red)", "TNF", "tumor necrosis factor"),
        ("IDO (indoleamine 2,3-dioxygenase)", "IDO", "indoleamine 2,3-dioxygenase"),
        ("ACC (1-aminocyclopropane-1-carboxylic acid)", "ACC", None),
        ("the RNA polymerase III (Pol III)", "Pol III", "polymerase III"),
    ],
)
def test_definitions(text, short, long):
    (definition,) = find_definitions(text)
    assert definition.short == short
    assert long is None or definition.long == long
    assert text[definition.long_start : definition.long_end] == definition.long


@given(st.text("ABab :;,.()-1α\n", max_size=150))
def test_offsets_are_those_of_the_text(text):
    for definition in find_definitions(text):
        assert text[definition.long_start : definition.long_end] == definition.long


MADE = [
    ("OXPHOS", "oxidative phosphorylation"),
    ("ERK", "extracellular signal-regulated kinase"),
    ("TRAF", "tumor necrosis factor receptor-associated factor"),
    ("DXR", "1-deoxy-D-xylulose 5-phosphate reductoisomerase"),
    ("MYD88", "myeloid differentiation primary response 88"),
    ("GSDMD", "gasdermin D"),
    ("DSCs", "decidualised ESCs"),
    ("βAR", "beta-adrenergic receptor"),
    ("SCD", "Δ9-stearoyl-CoA desaturase"),
    ("ADAM10", "A disintegrin and metalloproteinase 10"),
]
NOT_MADE = [
    ("Ras", "represented by diamond shape and in pink"),
    ("MyD88", "MyD88-dependent pathway"),
    ("AKT", "phosphatidylinositol-3 kinase/AKT"),
    ("RelA", "results in a long arrest"),
    ("AKT1", "a kinase that binds"),
    ("CD9", "CD63 and CD81 on exosomes"),
    ("ALK4", "and/or ALK5"),
    ("AK", "kinase of adenosine"),
    ("A", "adenosine"),
    ("the", "then he eats"),
    ("AB", ""),
    ("AB", "x" * 1000),
    ("AB", "alpha " * 1000 + "beta"),
]


@pytest.mark.parametrize(("short", "long"), MADE)
def test_made_of(short, long):
    assert is_made_of(short, long)


@pytest.mark.parametrize(("short", "long"), NOT_MADE)
def test_not_made_of(short, long):
    assert not is_made_of(short, long)


@given(st.lists(st.text("abcdefg", min_size=2, max_size=6), min_size=2, max_size=8))
def test_initials_make_a_short_form(words):
    short = "".join(word[0] for word in words).upper()
    long = " ".join(words)
    assert is_made_of(short, long) or is_remark(short, long)
