"""Complexes that go by their letters, from components of the Gene Ontology."""

from __future__ import annotations

import pytest

from reconcile.lexicon.build.compiler import Compiler
from reconcile.lexicon.build.complexes import add_complexes
from reconcile.lexicon.build.genes import add_hgnc
from reconcile.lexicon.build.sources.functions import read_components
from reconcile.lexicon.build.sources.hgnc import HgncGene, HgncTable

GENES = {
    "TBP": ("TFIID",),
    "TAF1": (),
    "ALPL": ("HOPS",),
    "KMT2A": ("MLL1",),
    "KMT2B": ("MLL2",),
    "SMN1": (),
    "GEMIN2": (),
    "HULC": (),
}
IDS = {symbol: str(number) for number, symbol in enumerate(GENES, 1)}


def built(*components: tuple[str, str]) -> Compiler:
    """What these complexes, each of named genes, make of the lexicon."""
    genes = [
        HgncGene(
            f"HGNC:{IDS[symbol]}",
            symbol,
            symbol.lower(),
            "gene with protein product",
            IDS[symbol],
            "",
            "",
            alias,
            (),
            (),
            (),
            (),
        )
        for symbol, alias in GENES.items()
    ]
    compiler = Compiler()
    add_hgnc(compiler, HgncTable(genes, []))
    compiler.add("facts", "word", "words", 5)
    add_complexes(
        compiler,
        [("GO:1", name, [IDS[s] for s in symbols.split()]) for name, symbols in components],
    )
    return compiler


def labels(compiler: Compiler, key: str) -> list[tuple[str, ...]]:
    """The symbols of the complexes under a key."""
    return [
        tuple(compiler.genes[i].symbol for i in compiler.families[entry.ref].members)
        for entry in compiler.forms.get(key, ())
        if entry.is_family and entry.source == "go"
    ]


def test_letters_name_the_complex_beside_the_gene_that_has_them():
    compiler = built(
        ("transcription factor TFIID complex", "TBP TAF1"), ("HOPS complex", "TBP TAF1")
    )
    assert labels(compiler, "tfiid") == labels(compiler, "hops") == [("TBP", "TAF1")]
    assert labels(compiler, "tfiidcomplex") == [("TBP", "TAF1")]


@pytest.mark.parametrize(
    ("name", "alone", "with_word"),
    [
        ("SMN complex", "smn", "smncomplex"),
        ("MLL1 complex", "mll1", "mll1complex"),
        ("HULC complex", "hulc", "hulccomplex"),
        ("FACTS complex", "fact", "factcomplex"),
    ],
)
def test_what_is_short_or_another_s_name_needs_the_word(name, alone, with_word):
    compiler = built((name, "KMT2A SMN1 GEMIN2"))
    assert not labels(compiler, alone)
    assert len(labels(compiler, with_word) or labels(compiler, "factscomplex")) == 1


@pytest.mark.parametrize(
    "component",
    [
        ("kinesin complex", "TBP TAF1"),
        ("GTPase complex", "TBP TAF1"),
        ("NuRD complex", "TBP"),
        ("BRCA1-BARD1 complex", "TBP TAF1"),
        ("NuRD", "TBP TAF1"),
    ],
)
def test_no_other_component_is_one(component):
    assert not built(component).families


def test_components_are_read_from_the_same_files_as_processes(tmp_path):
    annotations, terms = tmp_path / "a", tmp_path / "t"
    annotations.write_text(
        "Human NCBI Gene ID\tGO ID\tOntology\n1\tGO:1\tC\n2\tGO:1\tC\n1\tGO:2\tP\n2\tGO:2\tP\n"
    )
    terms.write_text("GO ID\tGO Name\nGO:1\tNuRD complex\nGO:2\tsignaling\n")
    assert read_components(annotations, terms) == [("GO:1", "NuRD complex", ["1", "2"])]


@pytest.mark.parametrize(
    ("text", "name", "some"),
    [
        ("TFIID binds the TATA box.", "TFIID", {"TBP", "TAF1"}),
        ("TFIIH opens DNA.", "TFIIH", {"ERCC2", "ERCC3", "GTF2H1"}),
        ("NuRD deacetylates histones.", "NuRD", {"CHD4", "HDAC1", "MBD3"}),
        ("LUBAC is linear.", "LUBAC", {"RNF31", "RBCK1", "SHARPIN"}),
        ("ISGF3 binds ISRE.", "ISGF3", {"STAT1", "STAT2", "IRF9"}),
    ],
)
def test_the_bundled_lexicon_has_them(fast, text, name, some):
    (mention,) = [m for m in fast.annotate(text).mentions if m.text == name]
    assert (mention.kind, mention.label) == ("complex", name)
    assert some <= set(mention.symbols)


@pytest.mark.parametrize("text", ["ATAC-seq was done.", "FACT CHECK", "MLL1 binds."])
def test_what_looks_like_one_is_none(fast, text):
    assert not [m for m in fast.annotate(text).mentions if m.kind == "complex"]
