"""Concepts against keywords: statuses, support, coverage, counts and their laws."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SEEDS

from reconcile.compare import GENE_STATUSES, compare, judge_keywords
from reconcile.formats import read_figures
from reconcile.lexicon import Lexicon
from reconcile.records import Figure, Mention, OcrWord


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def mention(lexicon, text, names, start=0, *, label=None, kind="gene"):
    """A mention of genes by symbol, or of a family by its label."""
    if label is not None:
        family = lexicon.family_by_id(label)
        kind, genes = family.kind, family.genes
    else:
        genes = tuple(sorted(lexicon.gene_by_symbol(name).gene for name in names))
    return Mention(text, start, start + len(text), kind, label, genes, "9606", 1.0)


def status(lexicon, keyword, mentions=(), **fields):
    (verdict,) = judge_keywords(Figure("F", "", [keyword], **fields), mentions, lexicon)
    return verdict


@pytest.mark.parametrize(
    ("keyword", "expected", "symbol", "taxon"),
    [
        ("EGFR", "gene", "EGFR", "9606"),
        ("mTOR", "gene", "MTOR", "9606"),
        ("UNK", "gene", "UNK", "9606"),
        ("PDK1", "gene", "PDK1", "9606"),
        ("HER2", "alias", "ERBB2", "9606"),
        ("AES", "previous", "TLE5", "9606"),
        ("COL4A3BP", "previous", "CERT1", "9606"),
        ("MEK", "family", None, "9606"),
        ("RAS", "family", None, "9606"),
        ("ERK", "family", None, "9606"),
        ("AMPK", "complex", None, "9606"),
        ("NF-kB", "complex", None, "9606"),
        ("mtor", "other_species", "MTOR", "7955"),
        ("jun", "other_species", "JUN", "7955"),
        ("egfra", "other_species", "EGFR", "7955"),
        ("her2", "other_species", "HES5", "7955"),
        ("her4.1", "other_species", None, "7955"),
        ("si:dkey-222f8.3", "other_species", None, "7955"),
        ("Egfr", "other_species", "EGFR", "10090"),
        ("PIP3", "non_gene", None, None),
        ("Cancer", "non_gene", None, None),
        ("Lung cancer", "non_gene", None, None),
        ("qwxzzt", "unknown", None, None),
        ("→", "unknown", None, None),
    ],
)
def test_status_by_letters(lexicon, keyword, expected, symbol, taxon):
    verdict = status(lexicon, keyword)
    assert (verdict.status, verdict.symbol, verdict.taxon_id) == (expected, symbol, taxon)


def test_rat_paper_makes_a_rat_gene(lexicon):
    assert status(lexicon, "Egfr", organisms=["Rattus norvegicus"]).taxon_id == "10116"


def test_provenance_decides_the_gene(lexicon):
    row = OcrWord("SARS-", "SARS", "SARS", "6301", "ncbigene_symbol", "9606")
    verdict = status(lexicon, "SARS", ocr=[row])
    assert (verdict.status, verdict.symbol) == ("previous", "SARS1")
    assert {"ocr", "lexicon"} <= {piece.type for piece in verdict.evidence}


def test_provenance_of_another_species(lexicon):
    row = OcrWord("EGFR", "egfra", "egfra", "378478", "ncbigene_symbol", "7955")
    assert status(lexicon, "egfra", ocr=[row]).status == "other_species"


def test_caption_settles_an_alias_of_several_genes(lexicon):
    alone = status(lexicon, "p49")
    primase = mention(lexicon, "primase", ["PRIM1"])
    verdict = status(lexicon, "p49", [primase])
    assert verdict.symbol == "PRIM1" and verdict.supported
    assert any("also a name of" in piece.detail for piece in verdict.evidence)
    assert alone.symbol is not None and not alone.supported


def test_other_keywords_settle_an_alias(lexicon):
    verdicts = judge_keywords(Figure("F", "", ["p49", "PRIM1"]), (), lexicon)
    assert [v.symbol for v in verdicts] == ["PRIM1", "PRIM1"]


def test_concepts_group_by_label_or_genes(lexicon):
    mentions = [
        mention(lexicon, "MEK1/2", ["MAP2K1", "MAP2K2"], 20),
        mention(lexicon, "MEK", (), 10, label="MEK"),
        mention(lexicon, "HER2", ["ERBB2"], 30),
        mention(lexicon, "ErbB2", ["ERBB2"], 0),
        Mention("NS1", 40, 43, "nonhuman", None, (), "11320", 0.9),
        Mention("XYZ", 50, 53, "gene", None, (), "9606", 0.2),
    ]
    result = compare(Figure("F", "…", ["ERBB2", "MAP2K1"]), mentions, lexicon)
    found = [(c.kind, c.label, len(c.genes), c.mentions, c.covered) for c in result.concepts]
    assert found == [
        ("gene", None, 1, (2, 3), "full"),
        ("family", "MEK", 2, (1,), "partial"),
        ("gene", None, 2, (0,), "partial"),
    ]


def test_a_label_covers_its_concept_but_is_no_gene(lexicon):
    result = compare(
        Figure("F", "MEK", ["MEK"]), [mention(lexicon, "MEK", (), label="MEK")], lexicon
    )
    assert result.concepts[0].covered == "full"
    assert result.counts.precision is None and result.counts.recall == 1.0
    assert result.verdicts[0].supported_by == ("MEK",)


@pytest.mark.parametrize(("keywords", "recall"), [(None, None), ([], 0.0)])
def test_no_list_no_precision(lexicon, keywords, recall):
    result = compare(Figure("F", "EGF", keywords), [mention(lexicon, "EGF", ["EGF"])], lexicon)
    assert (result.counts.precision, result.counts.recall) == (None, recall)


@pytest.mark.parametrize(("caption", "precision"), [(None, None), ("", 0.0)])
def test_no_caption_no_scores(lexicon, caption, precision):
    counts = compare(Figure("F", caption, ["EGF"]), (), lexicon).counts
    assert (counts.precision, counts.recall) == (precision, None)


def test_duplicates_count_once(lexicon):
    counts = compare(Figure("F", "", ["ERBB2", "HER2", "ERBB2"]), (), lexicon).counts
    assert (counts.gene_keywords, counts.duplicates) == (1, 2)


POOL = [
    "EGFR",
    "ERBB2",
    "HER2",
    "mtor",
    "MTOR",
    "MEK",
    "RAS",
    "ERK",
    "EPHB2",
    "MAPK1",
    "MAPK3",
    "MAP2K7",
    "MAP2K1",
    "ZHX2",
    "BRAF",
    "PDK1",
    "AKT1",
    "AR",
    "EGF",
    "TGFA",
    "PIP3",
    "Cancer",
    "AES",
    "TLE5",
    "her2",
    "Egfr",
    "UNK",
    "ASC",
    "STS",
    "PYCARD",
    "NF-kB",
    "qwxzzt",
    "p38",
    "p49",
    "TRIF",
]
LABELS = ("MEK", "ERK", "RAF", "MAPK", "NFkappaB")


@st.composite
def cases(draw):
    keywords = draw(st.lists(st.sampled_from(POOL), max_size=14))
    texts = draw(
        st.lists(st.sampled_from([*LABELS, "EGFR", "ERBB2", "PYCARD", "AKT1"]), max_size=6)
    )
    return keywords, texts


def build(lexicon, texts):
    caption = " ".join(texts)
    places = [hit.start() for hit in re.finditer(r"\S+", caption)]
    return caption, [
        mention(lexicon, text, [text], at, label=text if text in LABELS else None)
        for text, at in zip(texts, places, strict=True)
    ]


LAWS = settings(max_examples=60)


@LAWS
@given(cases(), st.randoms(use_true_random=False))
def test_order_never_changes_counts(case, random):
    lexicon = Lexicon.load()
    keywords, texts = case
    caption, mentions = build(lexicon, texts)
    before = (list(keywords), list(mentions))
    one = compare(Figure("F", caption, keywords), mentions, lexicon)
    assert (keywords, mentions) == before
    random.shuffle(keywords)
    random.shuffle(mentions)
    other = compare(Figure("F", caption, keywords), mentions, lexicon)
    assert one.counts == other.counts
    assert set(one.verdicts) == set(other.verdicts)
    assert [(c.kind, c.label, c.covered) for c in one.concepts] == [
        (c.kind, c.label, c.covered) for c in other.concepts
    ]


@LAWS
@given(cases())
def test_counts_agree_with_a_plain_count(case):
    lexicon = Lexicon.load()
    keywords, texts = case
    caption, mentions = build(lexicon, texts)
    result = compare(Figure("F", caption, keywords), mentions, lexicon)
    named = {gene.symbol for m in mentions for gene in m.genes}
    listed = {v.symbol for v in result.verdicts if v.status in GENE_STATUSES}
    labels = {k for k in keywords if k in LABELS} | ({"NFkappaB"} if "NF-kB" in keywords else set())
    concepts = {(m.label, frozenset(m.symbols)) for m in mentions}
    covered = [c for c in concepts if c[1] & listed or c[0] in labels]
    full = [c for c in concepts if c[1] <= listed or c[0] in labels]
    counts = result.counts
    assert (counts.gene_keywords, counts.supported_keywords) == (len(listed), len(listed & named))
    assert (counts.concepts, counts.covered_concepts) == (len(concepts), len(covered))
    assert counts.fully_covered_concepts == len(full)
    assert {lexicon.gene(ref).gene.symbol for ref in result.genes} == listed


def test_statuses_of_the_seeds(lexicon):
    figures = {figure.figid: figure for figure in read_figures(SEEDS) if isinstance(figure, Figure)}
    zebrafish = compare(figures["PMC8268006__ijms-22-06813-g001"], (), lexicon)
    assert zebrafish.counts.other_species == 12 and zebrafish.counts.gene_keywords == 26
    human = compare(figures["PMC11240652__cancers-16-02466-g001"], (), lexicon)
    assert (human.counts.family, human.counts.non_gene, human.counts.gene_keywords) == (2, 1, 30)
