"""Entries by a word that here is another organism's gene, or no gene at all."""

from __future__ import annotations

import pytest

from reconcile import Figure
from reconcile.records import OcrWord

COLI, WORM = "511145", "6239"


def row(word, symbol, *, taxon="9606", match=None, source="ncbigene_synonym", ncbi=None):
    return OcrWord(word, match or word.upper(), symbol, ncbi, source, taxon)


def removed(fast, keywords, caption, **fields):
    fields.setdefault("organisms", ("Homo sapiens",))
    figure = Figure("F", caption, keywords, **fields)
    return {s.keyword: s for s in fast.reconcile(figure).suggestions if s.action == "remove"}


PARASITE = {
    "caption": "PKG and PLC control motility.",
    "title": "Stages in blood",
    "paper_title": "Exit of a malaria parasite from blood cells",
}
YEAST = {
    "caption": "Nutrients act on TOR and PKA; RAS follows.",
    "title": "Therapy of cancer and ageing",
    "paper_title": "Ageing and cancer drugs studied in budding yeast",
}


@pytest.mark.parametrize(
    ("texts", "theirs"),
    [(PARASITE, ["PRKG1", "PLCB1", "PLCG1"]), (YEAST, ["PRKACA", "PRKACB", "HRAS", "KRAS"])],
)
def test_human_namesakes_of_the_genes_of_a_caption_go(fast, texts, theirs):
    found = removed(fast, [*theirs, "STAT3"], **texts)
    assert found.keys() == {*theirs}
    assert {s.reason for s in found.values()} == {"species_mismatch"}
    assert not any(s.safe for s in found.values())
    assert "another organism's" in found[theirs[0]].explanation
    assert found[theirs[0]].evidence[-1].type == "caption"


OTHERWISE = {
    "a host": {"paper_title": "How a malaria parasite leaves infected blood cells"},
    "a comparison": {"paper_title": "Diversity of kinases from a malaria parasite to blood cells"},
    "people": {"paper_title": "Exit of a malaria parasite from human blood cells"},
    "man alone": {"paper_title": "Exit from blood cells of patients"},
}


@pytest.mark.parametrize("kind", OTHERWISE)
def test_not_where_the_name_may_be_of_man(fast, kind):
    assert removed(fast, ["PRKG1", "PLCB1", "STAT3"], **(PARASITE | OTHERWISE[kind])) == {}


def test_the_word_that_brought_an_entry_in_has_to_be_theirs(fast):
    rows = [
        row("PKG", "PRKG1", ncbi="5592"),
        row("PLCB1", "PLCB1", source="ncbigene_symbol", ncbi="23236"),
    ]
    found = removed(fast, ["PRKG1", "PLCB1", "STAT3"], ocr=rows, **PARASITE)
    assert "PLCB1" not in found and found["PRKG1"].reason == "species_mismatch"


FLAGELLUM = {"caption": "Chemotaxis of Escherichia coli.", "title": "Chemotaxis in E. coli"}
GENES = [
    row(word, symbol, taxon=COLI, match=symbol.upper(), source="ncbigene_symbol")
    for word, symbol in (("CheA", "cheA"), ("cheY", "cheY"), ("Cheb", "cheB"), ("FLIM", "fliM"))
]


def test_genes_that_the_name_of_a_substance_brought_in_go(fast):
    """But no gene whose name is written as the organism does, or is no substance's."""
    rows = [
        *GENES,
        row("AMP", "amn", taxon=COLI),
        row("ATP", "atp", taxon=COLI, source="ncbigene_symbol"),
    ]
    found = removed(fast, [r.symbol for r in rows], ocr=rows, **FLAGELLUM)
    assert found.keys() == {"amn", "atp"}
    assert {(s.reason, s.confidence) for s in found.values()} == {("non_gene", 0.75)}
    assert 'the word on the image is "AMP", which is a chemical' in found["amn"].explanation


def test_a_gene_that_has_a_word_of_its_own_too_stays(fast):
    rows = [
        *GENES,
        row("ATP", "atp", taxon=COLI, source="ncbigene_symbol"),
        row("Atp", "atp", taxon=COLI, source="ncbigene_symbol"),
    ]
    assert removed(fast, ["cheA", "atp"], ocr=rows, **FLAGELLUM) == {}


def test_worms_write_proteins_in_capitals(fast):
    rows = [
        row("CAT-2", "cat-2", taxon=WORM, source="ncbigene_symbol"),
        row("GABA", "unc-25", taxon=WORM),
    ]
    texts = {"caption": "Synapses of C. elegans.", "title": "Transmitters of C. elegans"}
    assert removed(fast, ["cat-2", "unc-25"], ocr=rows, **texts).keys() == {"unc-25"}
