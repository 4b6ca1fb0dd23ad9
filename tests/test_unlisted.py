"""Entries that no source has: things by spelling and shape, furniture, and what stays a gene."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile import Figure
from reconcile.compare import compare, judge_keywords
from reconcile.compare.unlisted import read_unlisted
from reconcile.figure import OcrWord
from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import NOMENCLATURES
from reconcile.lexicon.schema import SPECIES_FOLDER, table_files
from reconcile.lexicon.store import bundled_path
from reconcile.naming.furniture import furniture
from reconcile.naming.thing_shape import shape_features, thing_shape
from reconcile.suggest import suggest

LEXICON = Lexicon.load()

THINGS = {
    "L-arabinose": "chemical",
    "3-oxoadipate": "chemical",
    "trans-cinnamate": "chemical",
    "Gefitinib hydrochloride": "chemical",
    "Quinolinate": "chemical",
    "hydroxyphenylpyruvate": "chemical",
    "Crotonobetainyl-CoA": "chemical",
    "lathosterenol": "chemical",
    "4-hydroxysphinganine": "chemical",
    "N-Carbamoylputrescine": "chemical",
    "Citrate Isocitrate": "chemical",
    "Lactate, Pyruvate": "chemical",
    "E Quercetin": "chemical",
    "ameloblastic hepatoblastoma": "disease",
    "pancolitis": "disease",
    "Th17": "anatomy",
    "SO42-": "chemical",
    "NH4+": "chemical",
    "Sedoheptulose-7-P": "chemical",
    "F2,6BP": "chemical",
    "PI(4,5)P2": "chemical",
    "OPC8-CoA": "chemical",
    "Pembrolizumab": "chemical",
    "anti-CTLA-4": "chemical",
    "PD184352": "chemical",
    "GSK2606414": "chemical",
    "CD8+ T cell": "thing",
    "plasmacytoid dendritic cells": "thing",
}
FURNITURE = [
    "TTTTTT",
    "IIII",
    "10 mM",
    "30 min",
    "Fig 2A",
    "Figure S3",
    "(b)",
    "kcat",
    "Vmax",
    "J_Ca",
    "G1/S",
]
GENES = [
    "insulin",
    "glucokinase",
    "Protein kinase A",
    "acetyl-CoA carboxylase",
    "malate dehydrogenase",
    "citrate synthase",
    "L-selectin",
    "alpha-actinin",
    "14-3-3",
    "isocitrate lyase",
    "malate synthase A",
    "adenine transporter",
    "auxin response factor",
    "PIF4",
    "PHYB",
    "Desat1",
    "ATPsynbeta",
    "kon",
    "ade5,7",
    "TP53 Glucose",
    "IL-6 Glucose",
    "small RNA SibC",
    "4711",
    "CG1894",
    "KIAA0101",
    "LOC100",
    "AT1G01010",
    "PHO84",
    "CNOS",
    "TP53 pathway",
    "cohesin loader complex",
]


def status(name: str) -> str:
    return judge_keywords(Figure("F", "A figure.", [name]), (), LEXICON)[0].status


@pytest.mark.parametrize("name", THINGS)
def test_things_that_no_source_has_as_they_stand(name):
    found = read_unlisted(name, LEXICON)
    assert found is not None and found.kind == THINGS[name]
    assert 0.65 <= found.probability <= 0.95 and found.evidence
    assert status(name) == "non_gene"


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture(name):
    assert furniture(name) is not None
    assert status(name) == "non_gene"


@pytest.mark.parametrize("name", GENES)
def test_names_of_genes_of_any_organism_are_no_things(name):
    assert read_unlisted(name, LEXICON) is None
    assert status(name) != "non_gene"


@pytest.mark.parametrize("of", NOMENCLATURES, ids=lambda of: of.taxon)
def test_no_symbol_of_another_organism_is_a_thing(of):
    path = bundled_path() / SPECIES_FOLDER / table_files(of.taxon)[1]
    with closing(sqlite3.connect(path.as_uri() + "?mode=ro&immutable=1", uri=True)) as genes:
        symbols = [row[0] for row in genes.execute("SELECT symbol FROM gene ORDER BY idx")]
    likest = sorted(symbols, key=lambda symbol: -thing_shape(symbol).probability)[:100]
    assert len(symbols) > 4000
    assert [s for s in (*likest, *symbols[::50]) if read_unlisted(s, LEXICON)] == []


def test_they_are_removed_with_the_probability_of_their_shape():
    figure = Figure("F", "A figure.", ["TP53", "lathosterenol", "Zzqun", "L-arabinose", "TTTTT"])
    comparison = compare(figure, (), LEXICON)
    found = {s.keyword: s for s in suggest(comparison, LEXICON)}
    assert found.keys() == {"lathosterenol", "L-arabinose", "TTTTT"}
    assert {s.reason for s in found.values()} == {"non_gene"}
    by_shape = found["lathosterenol"]
    shape = thing_shape("lathosterenol")
    assert by_shape.confidence == min(0.95, round(shape.probability, 3))
    assert "looks like a chemical" in by_shape.explanation
    assert shape.signs[0] in by_shape.evidence[0].detail
    assert "L-arabinose is a chemical" in found["L-arabinose"].explanation


def test_a_word_that_brought_it_in_as_a_gene_keeps_it():
    row = OcrWord("CROT", "CROT", "Crotonobetainyl-CoA", "99999999", "ncbigene_symbol", "9606")
    figure = Figure("F", "A figure.", ["Crotonobetainyl-CoA"], ocr=[row])
    assert judge_keywords(figure, (), LEXICON)[0].status == "unknown"


@given(st.text(max_size=200))
def test_any_text_has_a_shape(text):
    shape = thing_shape(text)
    assert 0 <= shape.probability <= 1
    assert set(shape.signs) <= shape_features(text)
    found = read_unlisted(text, LEXICON)
    assert found is None or (found.evidence and 0 < found.probability <= 0.95)


def test_long_names_cost_no_more():
    for text in ("a-" * 50_000, "2," * 50_000, "(" * 100_000, "ate" * 40_000, "x " * 50_000):
        assert furniture(text) in (None, "noise of the reading")
        assert len(shape_features(text)) < 200
        assert read_unlisted(text, LEXICON) is None
