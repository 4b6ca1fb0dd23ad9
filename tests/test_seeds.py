"""What the sample records must show, and the same mechanisms in a record written for the test."""

from __future__ import annotations

import pytest
from support import SEEDS

from reconcile import Figure, read_figures
from reconcile.records import OcrWord


@pytest.fixture(scope="module", params=["fast", "full"])
def seeds(request):
    reconciler = request.getfixturevalue(request.param)
    return {x.figid: x for x in reconciler.reconcile_many(read_figures(SEEDS))}


def by_keyword(result):
    return {s.keyword: s for s in result.suggestions}


def verdicts(result):
    return {v.keyword: v for v in result.keywords}


def evidence(suggestion, kind):
    return {e.text for e in suggestion.evidence if e.type == kind}


def assert_in_order(result):
    assert all(0 <= s.confidence <= 1 for s in result.suggestions)
    assert all(s.explanation.endswith(".") and s.evidence for s in result.suggestions)


# labels and aliases that collide


@pytest.fixture
def labels(seeds):
    return seeds["PMC11240652__cancers-16-02466-g001"]


def test_the_caption_grounds_receptors_and_families(labels):
    genes = {c.genes[0].symbol for c in labels.concepts if c.label is None}
    assert genes == {"EGFR", "ERBB2", "ERBB3", "ERBB4"}
    assert {c.label for c in labels.concepts} - {None} == {"PI3K", "AKT", "RAF", "MEK", "MAPK"}
    assert labels.recall == 1.0 and labels.precision == 24 / 30
    assert_in_order(labels)


@pytest.mark.parametrize(
    ("keyword", "label", "instead"),
    [
        ("ZHX2", "RAF", ("ARAF", "BRAF", "RAF1")),
        ("MAP2K7", "MEK", ("MAP2K1", "MAP2K2")),
        ("EPHB2", "ERK", ("MAPK1", "MAPK3")),
    ],
)
def test_aliases_that_collide_with_a_family(labels, keyword, label, instead):
    found = by_keyword(labels)[keyword]
    assert (found.action, found.reason) == ("remove", "alias_collision")
    assert label in found.explanation and found.already_listed == instead
    assert label in evidence(found, "lexicon") and evidence(found, "list") == set(instead)
    assert not verdicts(labels)[keyword].supported


def test_the_chemical_and_the_family_labels(labels):
    found = by_keyword(labels)
    assert (found["PIP3"].action, found["PIP3"].reason) == ("remove", "non_gene")
    assert verdicts(labels)["PIP3"].status == "non_gene"
    for label, members in (("RAS", ("HRAS", "KRAS", "NRAS")), ("MEK", ("MAP2K1", "MAP2K2"))):
        assert (found[label].action, found[label].reason) == ("replace", "family_label")
        assert found[label].symbols == found[label].already_listed == members
        assert verdicts(labels)[label].status == "family"


def test_nothing_else_is_suggested(labels):
    assert set(by_keyword(labels)) == {"PIP3", "ZHX2", "MAP2K7", "EPHB2", "RAS", "MEK"}


# two organisms

TWINS = {
    "pik3ca": "PIK3CA",
    "mtor": "MTOR",
    "braf": "BRAF",
    "jun": "JUN",
    "egfra": "EGFR",
    "fosab": "FOS",
    "stat3": "STAT3",
}


@pytest.fixture
def organisms(seeds):
    return seeds["PMC8268006__ijms-22-06813-g001"]


def test_zebrafish_symbols_are_of_another_species(organisms):
    listed = verdicts(organisms)
    fish = {"her2", "her3", "her4.1", "rab1ab", "si:dkey-222f8.3", *TWINS}
    assert {k for k, v in listed.items() if v.status == "other_species"} == fish
    assert {listed[k].taxon_id for k in fish} == {"7955"}
    assert organisms.counts["other_species"] == 12
    assert organisms.counts["gene_keywords"] == len(listed) - 12
    assert_in_order(organisms)


def test_twins_are_duplicates_and_the_rest_does_not_belong(organisms):
    found = by_keyword(organisms)
    for keyword, symbol in TWINS.items():
        assert (found[keyword].action, found[keyword].reason) == ("remove", "ortholog_duplicate")
        assert found[keyword].already_listed == (symbol,)
    mismatched = {k for k, s in found.items() if s.reason == "species_mismatch"}
    assert mismatched == {"her2", "her3", "her4.1", "rab1ab", "si:dkey-222f8.3"}
    assert {found[k].action for k in mismatched} == {"remove"}


def test_zebrafish_her_genes_are_not_the_receptors(organisms):
    listed = verdicts(organisms)
    assert (listed["her2"].symbol, listed["her3"].symbol) == ("HES5", "HES3")
    assert not listed["her2"].supported and not listed["her4.1"].supported
    assert "ERBB2" in by_keyword(organisms)["her2"].explanation


@pytest.mark.parametrize(
    ("keyword", "label"),
    [("JAK1", "JAK"), ("JAK2", "JAK"), ("JAK3", "JAK"), ("TYK2", "JAK"), ("STAT3", "STAT")],
)
def test_members_are_supported_by_their_family(organisms, keyword, label):
    verdict = verdicts(organisms)[keyword]
    assert verdict.supported and verdict.supported_by == (label,)
    assert keyword not in by_keyword(organisms)


# ambiguous symbols and diseases


@pytest.fixture
def ambiguous(seeds):
    return seeds["PMC3835685__nihms524354f1"]


def test_diseases_are_no_genes(ambiguous):
    for keyword in ("Cancer", "Lung cancer"):
        assert verdicts(ambiguous)[keyword].status == "non_gene"
        assert by_keyword(ambiguous)[keyword].reason == "non_gene"
    assert ambiguous.counts["non_gene"] == 2
    assert_in_order(ambiguous)


def test_tyrosine_kinase_is_not_thymidine_kinase(ambiguous):
    assert "TK" not in {m.text for m in ambiguous.mentions}
    assert not {"TK1", "TK2"} & {s for m in ambiguous.mentions for s in m.symbols}


def test_names_written_out_and_broken(ambiguous):
    found = {m.text: m for m in ambiguous.mentions}
    assert found["mammalian target of rapamycin"].symbols == ("MTOR",)
    assert found["Human epidermal growth fa ctor receptor 2"].symbols == ("ERBB2",)
    assert found["mitogen-activated protein kinase"].label == "MAPK"
    assert verdicts(ambiguous)["MTOR"].supported_by == ("mammalian target of rapamycin",)


@pytest.mark.parametrize(
    ("keyword", "symbol", "neighbours"),
    [("PDK1", "PDPK1", {"AKT1"}), ("AR", "AREG", {"EGF", "TGFA", "BTC", "HBEGF"})],
)
def test_the_letters_are_right_and_the_gene_is_not(ambiguous, keyword, symbol, neighbours):
    found = by_keyword(ambiguous)[keyword]
    assert (found.action, found.reason, found.symbols) == ("replace", "ambiguous_symbol", (symbol,))
    assert neighbours <= evidence(found, "neighbour")


def test_what_the_caption_does_not_name_is_not_removed_for_that(ambiguous):
    silent = {"EGF", "TGFA", "NRG1", "PTEN", "RAC1", "RPS6KB1", "EIF4EBP1", "MAP2K4", "PAK1"}
    assert not silent & set(by_keyword(ambiguous))
    assert not any(verdicts(ambiguous)[keyword].supported for keyword in silent)


# words off the image

CAPTION = (
    "Activation of the inflammasome. Lipopolysaccharide primes macrophages through TLR4 and "
    "NF-κB; K+ efflux then lets NLRP3 recruit caspase-1, which matures IL-1β and IL-18."
)
GENES = ("NLRP3", "CASP1", "IL1B", "IL18", "TLR4", "NFKB1", "RELA", "GSDMD", "NEK7", "P2RX7")
ROWS = (
    OcrWord("FIND", "FIND", "DCSTAMP", "81501", "ncbigene_synonym", "9606"),
    OcrWord("LPS", "LPS", "IRF6", "3664", "ncbigene_synonym", "9606"),
    OcrWord("ATP.", "ATP", "ATP8A2", "51761", "ncbigene_synonym", "9606"),
    OcrWord("ASC", "ASC", "STS", "412", "ncbigene_synonym", "9606"),
    OcrWord("ASC", "ASC", "PYCARD", "29108", "ncbigene_synonym", "9606"),
    OcrWord("MyD88/Trif", "TRIF", "TRIM69", "140691", "ncbigene_synonym", "9606"),
    OcrWord("MyD88/Trif", "TRIF", "TICAM1", "148022", "ncbigene_synonym", "9606"),
    OcrWord("MyD88/Trif", "MYD88", "MYD88", "4615", "ncbigene_symbol", "9606"),
    *(OcrWord(s, s, s, None, "ncbigene_symbol", "9606") for s in GENES),
)


@pytest.fixture(scope="module")
def inflammasome(fast):
    keywords = tuple(dict.fromkeys([*GENES, *(row.symbol for row in ROWS)]))
    return fast.reconcile(Figure("F", CAPTION, keywords, organisms=["Homo sapiens"], ocr=ROWS))


@pytest.mark.parametrize(
    ("keyword", "word", "reason"),
    [
        ("DCSTAMP", "FIND", "ocr_artifact"),
        ("IRF6", "LPS", "non_gene"),
        ("ATP8A2", "ATP.", "non_gene"),
        ("STS", "ASC", "alias_collision"),
        ("TRIM69", "MyD88/Trif", "alias_collision"),
    ],
)
def test_the_word_off_the_image_is_the_evidence(inflammasome, keyword, word, reason):
    found = by_keyword(inflammasome)[keyword]
    assert (found.action, found.reason) == ("remove", reason)
    assert evidence(found, "ocr") == {word}
    assert keyword in found.explanation
    assert word.strip(".").split("/")[-1].upper() in found.explanation.upper()


def test_the_genes_that_were_meant_stay(inflammasome):
    kept = {*GENES, "PYCARD", "TICAM1", "MYD88"}
    assert not kept & set(by_keyword(inflammasome))
    assert by_keyword(inflammasome)["STS"].already_listed == ("PYCARD",)
    assert by_keyword(inflammasome)["TRIM69"].already_listed == ("TICAM1",)


def test_without_the_image_what_belongs_is_left_alone(fast):
    keywords = tuple(dict.fromkeys([*GENES, *(row.symbol for row in ROWS)]))
    found = by_keyword(fast.reconcile(Figure("F", CAPTION, keywords)))
    assert not {*GENES, "PYCARD", "TICAM1"} & set(found)


def test_a_synonym_in_brackets_is_named_too(full):
    text = "Epidermal growth factor receptors (EGFRs), including HER1 (EGFR), HER2 and SDF-1."
    named = [(m.text, m.symbols) for m in full.annotate(text).mentions]
    assert ("EGFR", ("EGFR",)) in named
    assert ("HER1", ("EGFR",)) in named
