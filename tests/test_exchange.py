"""Results in the formats of the field: what stands in each, and what is left out."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re

import bioc
import pytest
import yaml
from bioc import biocjson
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from report_samples import ERBB2, MAP2K1, MAP2K2, NASTY, blank, mention, sample
from support import cli

from reconcile import Figure, InputError
from reconcile.formats.gmt import current_symbols, gmt_line, reconciled_symbols
from reconcile.formats.sssom import COLUMNS, Mappings
from reconcile.records import Annotation, Gene, KeywordVerdict, Match, Mention
from reconcile.report.exchange import EXCHANGE_FORMATS, exchange, texts

CAPTION = "HER2 and, in quite another part of the text, MEK. LMP1"


def with_caption(figid="F1", caption=CAPTION):
    """The sample with its figure; offsets are those of the caption."""
    result = sample(figid)
    places = [caption.index(m.text) for m in result.mentions]
    mentions = tuple(
        dataclasses.replace(m, start=at, end=at + len(m.text))
        for m, at in zip(result.mentions, places, strict=True)
    )
    figure = Figure(figid, caption, [v.keyword for v in result.keywords], title="Two\tkinases")
    return dataclasses.replace(result, figure=figure, mentions=mentions)


def exchanged(form, *results, failures=None, notes=None):
    fail = pytest.fail if failures is None else failures.append
    note = pytest.fail if notes is None else notes.append
    return "".join(exchange(form, iter(results), fail, note))


# GMT


def test_gmt_has_the_list_after_its_suggestions():
    assert exchanged("gmt", with_caption()) == "F1\tTwo kinases\tERBB2\tMAP2K1\tMAP2K2\n"


def test_gmt_raw_has_the_current_symbols_of_the_list_as_it_stands():
    assert exchanged("gmt-raw", with_caption()) == "F1\tTwo kinases\tERBB2\tEPHB2\n"


def test_a_label_that_stays_is_no_gene_and_one_that_is_replaced_is_its_members(fast):
    figure = Figure("F1", "MEK and ERBB2.", ["MEK", "HER2", "glucose", "ERBB2"])
    result = fast.reconcile(figure)
    assert current_symbols(result) == ("ERBB2",)
    assert set(reconciled_symbols(result)) == {"ERBB2", "MAP2K1", "MAP2K2"}
    assert reconciled_symbols(dataclasses.replace(result, suggestions=())) == ("ERBB2",)


def test_figures_without_genes_have_no_line_and_are_counted():
    notes = []
    assert exchanged("gmt", blank(), with_caption(), blank("F2"), notes=notes).count("\n") == 1
    assert notes == ["2 figures have no genes, and GMT has no empty sets: no line for them"]
    exchanged("gmt", blank(), with_caption(), notes=notes)
    assert notes[1] == "1 figure has no genes, and GMT has no empty sets: no line for it"


@pytest.mark.parametrize("figid", ["", " F1", "#F1"])
def test_a_figid_that_gmt_readers_would_not_see_is_refused(figid):
    with pytest.raises(InputError, match="another figid"):
        gmt_line(figid, None, ["ERBB2"])


# SSSOM

SLOTS = {
    "subject_label": str,
    "subject_category": str,
    "predicate_id": "curie",
    "object_id": "curie",
    "object_label": str,
    "mapping_justification": "curie",
    "subject_type": {"rdfs literal"},
    "confidence": float,
    "other": str,
}
"""The slots of a mapping in SSSOM 1.0 that are written, with their ranges."""
SET_SLOTS = {
    "curie_map",
    "license",
    "mapping_set_id",
    "mapping_set_title",
    "mapping_tool",
    "mapping_tool_version",
}
REQUIRED = {"predicate_id", "mapping_justification", "object_id", "subject_label"}
"""`subject_label` takes the place of `subject_id` where the subject is a literal."""
JUSTIFICATION = re.compile(
    "semapv:(MappingReview|ManualMappingCuration|LogicalReasoning|LexicalMatching|CompositeMatching"
    "|UnspecifiedMatching|SemanticSimilarityThresholdMatching|LexicalSimilarityThresholdMatching"
    "|MappingChaining)"
)
PREDICATES = {
    "skos:exactMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
    "semapv:crossSpeciesExactMatch",
    "semapv:crossSpeciesNarrowMatch",
}


def mapping_set(text):
    """Metadata and rows of an SSSOM file, checked against the standard."""
    head, body = [], text
    while body.startswith("#"):
        line, body = body.split("\n", 1)
        head.append(line[1:])
    metadata = yaml.safe_load("\n".join(head))
    assert metadata.keys() == SET_SLOTS
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", metadata["mapping_set_id"])
    assert metadata["license"].startswith("https://w3id.org/sssom/license/")
    rows = list(csv.DictReader(io.StringIO(body, newline=""), delimiter="\t", strict=True))
    for row in rows:
        assert row.keys() == SLOTS.keys() == set(COLUMNS)
        for slot, range_ in SLOTS.items():
            value = row[slot]
            assert value or slot not in REQUIRED or slot == "subject_label"
            if range_ == "curie":
                assert value.split(":")[0] in metadata["curie_map"]
            elif range_ is float:
                assert not value or 0 <= float(value) <= 1
            elif isinstance(range_, set):
                assert value in range_
        assert JUSTIFICATION.fullmatch(row["mapping_justification"])
        assert row["predicate_id"] in PREDICATES
        assert re.fullmatch("HGNC:[0-9]+", row["object_id"])
    return metadata, rows


def test_sssom_maps_labels_of_captions_and_lists_to_genes():
    _, rows = mapping_set(exchanged("sssom", with_caption("F1"), with_caption("F2")))
    mapped = {
        (r["subject_label"], r["predicate_id"], r["object_label"]): (r["confidence"], r["other"])
        for r in rows
    }
    assert mapped == {
        ("EPHB2", "skos:exactMatch", "EPHB2"): ("", "captions=0|lists=2"),
        ("HER2", "skos:exactMatch", "ERBB2"): ("0.9000", "captions=2|lists=2"),
        ("MEK", "skos:narrowMatch", "MAP2K1"): ("0.9000", "captions=2|lists=0"),
        ("MEK", "skos:narrowMatch", "MAP2K2"): ("0.9000", "captions=2|lists=0"),
    }


@pytest.mark.parametrize(
    ("kind", "genes", "taxon", "rule", "predicate", "justification"),
    [
        ("gene", (ERBB2,), "9606", "exact", "skos:exactMatch", "LexicalMatching"),
        ("gene", (MAP2K1, MAP2K2), "9606", "enumeration", "skos:narrowMatch", "LexicalMatching"),
        ("complex", (ERBB2,), "9606", "exact", "skos:relatedMatch", "LexicalMatching"),
        ("gene", (ERBB2,), "10090", "exact", "semapv:crossSpeciesExactMatch", "LexicalMatching"),
        ("family", (ERBB2,), "7955", None, "semapv:crossSpeciesNarrowMatch", "UnspecifiedMatching"),
        (
            "gene",
            (ERBB2,),
            "9606",
            "fuzzy",
            "skos:exactMatch",
            "LexicalSimilarityThresholdMatching",
        ),
    ],
)
def test_sssom_says_how_a_label_is_related(kind, genes, taxon, rule, predicate, justification):
    match = Match("x", "alias", "hgnc", rule) if rule else None
    mappings = Mappings()
    mappings.add([Mention("x", 0, 1, kind, None, genes, taxon, 0.5, match=match)])
    _, rows = mapping_set(mappings.render("1"))
    assert {row["predicate_id"] for row in rows} == {predicate}
    assert {row["mapping_justification"] for row in rows} == {f"semapv:{justification}"}


def test_a_symbol_of_another_species_is_the_human_gene_across_species():
    verdict = KeywordVerdict("Egfr", "other_species", None, None, None, "10090", True, (), (ERBB2,))
    mappings = Mappings()
    mappings.add([], [verdict, verdict])
    _, (row,) = mapping_set(mappings.render("1"))
    assert row["predicate_id"] == "semapv:crossSpeciesExactMatch"
    assert row["other"] == "captions=0|lists=1"


@given(st.lists(st.text(st.characters(codec="utf-8")), unique=True, max_size=6))
def test_any_label_comes_back_from_sssom(labels):
    mappings = Mappings()
    for label in [*labels, NASTY, '"a"\t|', "#", "a\rb"]:
        mappings.add([Mention(label, 0, 1, "gene", None, (ERBB2,), "9606", 1.0)])
    _, rows = mapping_set(mappings.render("1"))
    assert {row["subject_label"] for row in rows} == {*labels, NASTY, '"a"\t|', "#", "a\rb"}


def test_the_id_of_a_mapping_set_is_that_of_its_content():
    once, _ = mapping_set(exchanged("sssom", with_caption()))
    again, _ = mapping_set(exchanged("sssom", with_caption()))
    other, _ = mapping_set(exchanged("sssom", with_caption(), with_caption("F2")))
    assert once["mapping_set_id"] == again["mapping_set_id"] != other["mapping_set_id"]


# Annotated texts


def test_pubtator_counts_code_points_and_keeps_them_where_breaks_become_blanks():
    annotation = Annotation("𝛼\tHER2\nMEK", (mention("HER2", 2, "gene", None, ERBB2),))
    assert "".join(texts("pubtator", [("F1", annotation)])) == (
        "F1|t|𝛼 HER2 MEK\nF1|a|\nF1\t2\t6\tHER2\tGeneOrGeneProduct\t2064\n\n"
    )


def test_bioc_is_what_the_bioc_package_reads_in_both_forms():
    result = with_caption()
    for collection in (
        bioc.loads(exchanged("bioc-xml", result)),
        biocjson.loads(exchanged("bioc", result)),
    ):
        bioc.validate(collection)
        (document,) = collection.documents
        (passage,) = document.passages
        assert (document.id, passage.text) == ("F1", CAPTION)
        her2, mek, lmp1 = (annotation.infons for annotation in passage.annotations)
        assert (her2["symbols"], her2["hgnc_ids"]) == ("ERBB2", "HGNC:3430")
        assert (mek["symbols"], mek["label"]) == ("MAP2K1,MAP2K2", "MEK")
        assert not lmp1["symbols"]


def test_web_annotations_have_positions_quotes_and_identifiers():
    document = json.loads(exchanged("webannotation", with_caption()))
    assert document["@context"] == "http://www.w3.org/ns/anno.jsonld"
    text, her2, mek, lmp1 = document["@graph"]
    assert text["type"] == "Text"
    assert (text["dcterms:identifier"], text["value"]) == ("F1", CAPTION)
    for node in (her2, mek, lmp1):
        assert node["type"] == "Annotation"
        assert node["motivation"] == "identifying"
        assert node["target"]["source"] == text["id"]
        position, quote = node["target"]["selector"]
        assert position["type"] == "TextPositionSelector"
        start, end = position["start"], position["end"]
        assert quote["type"] == "TextQuoteSelector"
        assert quote["exact"] == CAPTION[start:end]
        assert CAPTION[:start].endswith(quote["prefix"])
        assert CAPTION[end:].startswith(quote["suffix"])
        assert len(quote["prefix"]) == min(32, start)
        assert len(quote["suffix"]) == min(32, len(CAPTION) - end)
    assert her2["body"] == [
        {"type": "TextualBody", "purpose": "classifying", "value": "gene"},
        {"type": "TextualBody", "purpose": "tagging", "value": "ERBB2"},
        {
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": "https://identifiers.org/hgnc:3430",
        },
        {
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": "https://identifiers.org/ncbigene:2064",
        },
        {
            "type": "SpecificResource",
            "purpose": "classifying",
            "source": "https://identifiers.org/taxonomy:9606",
        },
    ]
    assert [b["value"] for b in mek["body"] if b["purpose"] == "tagging"] == ["MEK"]
    assert lmp1["body"][-1]["source"].endswith("taxonomy:10376")
    identifiers = [node["id"] for node in document["@graph"]]
    assert len(set(identifiers)) == 4
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in identifiers)


def test_terms_of_web_annotations_are_those_of_the_context():
    """All keys are terms or prefixes of the W3C context, so that nothing is lost in JSON-LD."""
    known = {
        *("@context", "@graph", "id", "type", "format", "value", "motivation", "creator", "name"),
        *("body", "purpose", "source", "target", "selector", "start", "end"),
        *("exact", "prefix", "suffix", "dcterms:identifier"),
    }

    def keys(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    assert set(keys(json.loads(exchanged("webannotation", with_caption())))) == known


def test_a_gene_without_ids_has_no_iris_and_empty_infons():
    annotation = Annotation("x", (mention("x", 0, "gene", None, Gene("NEW1")),))
    nodes = json.loads("".join(texts("webannotation", [("F1", annotation)])))["@graph"]
    assert [b.get("value") for b in nodes[1]["body"]] == ["gene", "NEW1", None]
    document = json.loads("".join(texts("bioc", [("F1", annotation)])))["documents"][0]
    assert document["passages"][0]["annotations"][0]["infons"]["identifier"] == ""
    assert "\tx\tGeneOrGeneProduct\t-\n" in "".join(texts("pubtator", [("F1", annotation)]))


@pytest.mark.parametrize("form", ["pubtator", "bioc", "bioc-xml", "webannotation"])
def test_a_figure_without_a_caption_has_no_text(form):
    caption_less = dataclasses.replace(blank(), figure=Figure("F0"))
    assert "F0" not in exchanged(form, caption_less, blank("F0"))
    assert "F1" in exchanged(form, caption_less, with_caption())


@pytest.mark.parametrize("form", EXCHANGE_FORMATS)
def test_one_figure_that_cannot_be_held_does_not_stop_the_others(form):
    failures = []
    bad = {"gmt": "F\t1", "gmt-raw": "F\t1"}.get(form, "F1")
    broken = with_caption(bad)
    if form in ("pubtator", "bioc-xml"):
        figure = dataclasses.replace(broken.figure, caption=CAPTION + "\ud800")
        broken = dataclasses.replace(broken, figure=figure)
    elif form == "sssom":
        first = dataclasses.replace(broken.mentions[0], text="\ud800")
        broken = dataclasses.replace(broken, mentions=(first, *broken.mentions[1:]))
    content = exchanged(form, broken, with_caption("F2"), failures=failures)
    held = form in ("bioc", "webannotation")
    assert [failure.figid for failure in failures] == ([] if held else [bad])
    if form == "sssom":
        _, rows = mapping_set(content)
        assert {row["other"] for row in rows} == {
            "captions=1|lists=1",
            *("captions=1|lists=0", "captions=0|lists=1"),
        }
    else:
        assert "F2" in content
    if form in ("bioc", "webannotation"):
        json.loads(content)
    if form == "bioc-xml":
        assert len(etree.fromstring(content.encode()).findall("document")) == 1


@pytest.mark.parametrize("form", [form for form in EXCHANGE_FORMATS if form != "sssom"])
def test_figures_are_written_as_they_come(form):
    drawn = []

    def results():
        for i in range(3):
            drawn.append(i)
            yield with_caption(f"F{i}")

    for piece in exchange(form, results(), pytest.fail, pytest.fail):
        if "F0" in piece:
            assert drawn == [0]
            return
    pytest.fail("F0 was not written")


@pytest.mark.parametrize("module", ["bioc", "lxml"])
def test_bioc_xml_without_its_package_says_what_to_install(monkeypatch, module):
    import sys

    for name in [n for n in sys.modules if n.split(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=r"pip install 'gene-reconcile\[bioc\]'"):
        "".join(texts("bioc-xml", [("F1", Annotation("x", ()))]))


# On the command line


@pytest.fixture
def run(tmp_path):
    figures = [
        {"figid": f"F{i}", "caption": "HER2 activates MEK1.", "keywords": ["ERBB2", "EPHB2"]}
        for i in range(1, 4)
    ]
    records = tmp_path / "figures.jsonl"
    records.write_text("\n".join(map(json.dumps, figures)), encoding="utf-8")

    def invoke(command, *args):
        call = [command, str(records), *map(str, args)]
        return cli(*call)

    return invoke


@pytest.mark.parametrize("form", ["gmt", "gmt-raw", "sssom"])
def test_gene_sets_and_mappings_on_the_command_line(run, form):
    result = run("report", "--ner", "lexicon", "--format", form)
    assert result.exit_code == 0
    assert "ERBB2" in result.stdout


def test_gmt_carries_out_what_apply_would(run):
    before = run("report", "--ner", "lexicon", "--format", "gmt-raw").stdout
    safe = run("report", "--ner", "lexicon", "--format", "gmt").stdout
    after = run("report", "--ner", "lexicon", "--format", "gmt", "--min-confidence", "0.65").stdout
    none = run("report", "--ner", "lexicon", "--format", "gmt", "--min-confidence", "1").stdout
    assert before.splitlines()[0] == "F1\tna\tERBB2\tEPHB2" == none.splitlines()[0]
    assert "MAP2K1" in after and "MAP2K1" not in safe


@pytest.mark.parametrize("form", ["pubtator", "bioc", "bioc-xml", "webannotation", "sssom"])
def test_annotate_in_the_formats_of_the_field(form):
    args = ["annotate", "HER2 rises.", "--format", form, "--ner", "lexicon"]
    result = cli(*args)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "HER2" in result.stdout
    refused = cli(*args, "--explain")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_annotate_writes_nothing_of_a_text_that_the_format_cannot_hold():
    args = ["annotate", "HER2 \x1b[31m", "--format", "bioc-xml", "--ner", "lexicon"]
    result = cli(*args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: the text has U+001B at offset 5, which XML cannot hold; "
        "take it out, or choose another format\n"
    )
