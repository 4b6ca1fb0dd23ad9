"""What another tagger found: read from its files, held to the caption, taken for the mentions."""

from __future__ import annotations

import dataclasses
import json
import pickle
from pathlib import Path

import pytest
from support import cli

from reconcile import Figure, InputError, TaggedSpan, read_annotations
from reconcile.errors import AnnotationError
from reconcile.formats.identifiers import identified

CAPTION = "𝛼 HER2 activates MEK1 and mouse Egfr."
HER2 = CAPTION.index("HER2")
MEK1 = CAPTION.index("MEK1")
EGFR = CAPTION.index("Egfr")
FIGURE = Figure("F1", CAPTION, ["ERBB2", "MAP2K1"], source="a.jsonl")


def bioc(annotations, doc_id="F1", text=CAPTION):
    passage = {"offset": 0, "infons": {}, "text": text, "annotations": annotations}
    return {"id": doc_id, "infons": {}, "passages": [passage], "relations": []}


def marked(start, text, length=None, **infons):
    places = [{"offset": start, "length": len(text) if length is None else length}]
    return {"id": "1", "infons": {"type": "Gene", **infons}, "text": text, "locations": places}


@pytest.fixture
def written(tmp_path):
    def write(content, name="tagged"):
        file = tmp_path / name
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            file.write_text(text, encoding="utf-8")
        return file

    return write


def pubtator(*lines, doc_id="F1", text=CAPTION):
    rows = ["\t".join((doc_id, *map(str, line))) for line in lines]
    return "\n".join([f"{doc_id}|t|{text}", f"{doc_id}|a|", *rows, "", ""])


HER2_LINE = (HER2, HER2 + 4, "HER2", "Gene", "2064")


# Formats


def test_pubtator_of_any_tagger(written):
    file = written(
        pubtator(
            HER2_LINE,
            (MEK1, MEK1 + 4, "MEK1", "GeneOrGeneProduct", "5604;5605"),
            (EGFR, EGFR + 4, "Egfr", "Gene", "13649(Tax:10090)"),
            (MEK1, MEK1 + 3, "MEK", "FamilyName", "-"),
            (HER2, HER2 + 4, "HER2", "Chemical", "MESH:D1"),
            ("Association", "2064", "5604"),
        )
    )
    assert read_annotations(file).of(FIGURE) == (
        TaggedSpan(HER2, HER2 + 4, ("NCBIGene:2064",)),
        TaggedSpan(MEK1, MEK1 + 3, (), "family"),
        TaggedSpan(MEK1, MEK1 + 4, ("NCBIGene:5604", "NCBIGene:5605")),
        TaggedSpan(EGFR, EGFR + 4, ("NCBIGene:13649",), None, None, "10090"),
    )


def test_a_caption_may_be_split_into_title_and_abstract(written):
    text = f"F1|t|{CAPTION[:5]}\nF1|a|{CAPTION[6:]}\nF1\t{MEK1}\t{MEK1 + 4}\tMEK1\tGene\n"
    assert read_annotations(written(text)).of(FIGURE) == (TaggedSpan(MEK1, MEK1 + 4),)


def test_line_ends_and_byte_order_mark_do_not_matter(written):
    data = b"\xef\xbb\xbf" + pubtator(HER2_LINE).replace("\n", "\r\n").encode()
    assert read_annotations(written(data)).of(FIGURE)[0].ids == ("NCBIGene:2064",)


HER2_SPAN = TaggedSpan(HER2, HER2 + 4, ("NCBIGene:2064",))
COLLECTION = {"source": "x", "date": "", "key": "", "infons": {}}


@pytest.mark.parametrize(
    "content",
    [
        {**COLLECTION, "documents": [bioc([marked(HER2, "HER2", identifier="2064")])]},
        [bioc([]) | {"id": "F0"}, bioc([marked(HER2, "HER2", **{"NCBI Gene": "2064"})])],
        {"PubTator3": [bioc([marked(HER2, "HER2", identifier=2064, taxid=None)])]},
        json.dumps(bioc([], "F0"))
        + "\n"
        + json.dumps(bioc([marked(HER2, "HER2", gene_id="2064")])),
        bioc([marked(HER2, "HER2", ncbi_gene="Gene:2064", type="Protein")]),
    ],
    ids=["collection", "list", "PubTator export", "lines", "document"],
)
def test_bioc_json_in_its_shapes(written, content):
    assert read_annotations(written(content)).of(FIGURE) == (HER2_SPAN,)


def test_bioc_annotations_of_sentences_and_documents(written):
    sentence = {"offset": 0, "text": CAPTION, "annotations": [marked(HER2, "HER2")]}
    document = {
        "id": "F1",
        "passages": [{"offset": 0, "sentences": [sentence]}],
        "annotations": [marked(MEK1, "MEK1", HGNC="6840")],
    }
    assert set(read_annotations(written(document)).of(FIGURE)) == {
        TaggedSpan(HER2, HER2 + 4),
        TaggedSpan(MEK1, MEK1 + 4, ("HGNC:6840",)),
    }


def test_several_locations_count_from_the_first_to_the_last_character(written):
    text = "MEK 1 or 2"
    annotation = marked(0, text, 5)
    annotation["locations"].append({"offset": 9, "length": 1})
    (span,) = read_annotations(written(bioc([annotation], text=text))).of(Figure("F1", text))
    assert (span.start, span.end) == (0, 10)


XML = (
    "<?xml version='1.0' encoding='{encoding}'?>\n<!DOCTYPE collection SYSTEM 'BioC.dtd'>\n"
    "<collection><source>x</source><date/><key/>\n<document><id>F1</id>\n<passage>"
    "<offset>0</offset><text>{text}</text>\n"
    "<annotation id='1'><infon key='type'>Gene</infon><infon key='identifier'>2064</infon>"
    "<location offset='{start}' length='4'/><text>HER2</text></annotation>\n"
    "</passage></document></collection>"
)


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_bioc_xml_of_any_tagger(written, encoding):
    content = XML.format(encoding=encoding, text=CAPTION, start=HER2)
    if encoding == "UTF-16":
        with pytest.raises(InputError):  # begins with no `<` that is one byte
            read_annotations(written(content.encode("utf-16")))
        return
    assert read_annotations(written(content)).of(FIGURE) == (HER2_SPAN,)


def test_entities_of_xml_are_not_followed(written, tmp_path):
    (tmp_path / "secret").write_text("F1", encoding="utf-8")
    entities = f"<!ENTITY x SYSTEM '{(tmp_path / 'secret').as_uri()}'><!ENTITY y 'F1'>"
    content = XML.format(encoding="UTF-8", text="&x;" + CAPTION, start=HER2)
    content = content.replace(" SYSTEM 'BioC.dtd'", f" [{entities}]")
    assert read_annotations(written(content)).of(FIGURE) == (HER2_SPAN,)
    for name in "xy":
        with pytest.raises(InputError, match="a document without an id"):
            read_annotations(written(content.replace("<id>F1<", f"<id>&{name};<")))


def test_web_annotations_of_other_tools(written):
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": "http://identifiers.org/ncbigene/2064",
        "target": {
            "source": "F1",
            "selector": [
                {"type": "TextPositionSelector", "start": HER2, "end": HER2 + 4},
                {"type": "TextQuoteSelector", "exact": "HER2"},
            ],
        },
    }
    for content in (annotation, [annotation], {"@context": "x", "items": [annotation]}):
        assert read_annotations(written(content)).of(FIGURE) == (HER2_SPAN,)


@pytest.mark.parametrize(
    ("text", "hgnc", "ids"),
    [
        ("2064", False, ("NCBIGene:2064",)),
        ("2064", True, ("HGNC:2064",)),
        (
            "NCBIGene:2064, EntrezGene:7157|GeneID:1",
            False,
            ("NCBIGene:2064", "NCBIGene:7157", "NCBIGene:1"),
        ),
        ("hgnc:3430 HGNC:HGNC:3431", False, ("HGNC:3430", "HGNC:3431")),
        ("- None NA", False, ()),
        ("²", False, ("²",)),
        ("MESH:D1", False, ("MESH:D1",)),
    ],
)
def test_identifiers(text, hgnc, ids):
    assert identified(text, hgnc=hgnc).ids == ids


# Errors


def error_of(written, content, figure=FIGURE, **options):
    with pytest.raises(InputError) as caught:
        read_annotations(written(content), **options).of(figure)
    return caught.value


def test_an_offset_that_does_not_spell_the_surface_names_file_and_line(written):
    error = error_of(written, pubtator(HER2_LINE, (MEK1 + 1, MEK1 + 5, "MEK1", "Gene", "5604")))
    assert error.line == 4
    assert error.source.endswith("tagged")
    assert f"{MEK1 + 1}-{MEK1 + 5} is 'EK1 ' in the caption of F1" in error.message
    assert "the annotation says 'MEK1'" in error.message


@pytest.mark.parametrize(
    ("encoding", "width", "unit"), [("utf-8", 1, "UTF-8 bytes"), ("utf-16-le", 2, "UTF-16 units")]
)
def test_offsets_in_another_unit_are_recognised(written, encoding, width, unit):
    start = len(CAPTION[:HER2].encode(encoding)) // width
    error = error_of(written, pubtator((start, start + 4, "HER2", "Gene", "2064")))
    assert f"the offsets count {unit}, make them count code points" in error.message


def test_an_offset_outside_of_the_caption(written):
    error = error_of(written, pubtator((500, 504, "HER2", "Gene", "2064")))
    assert f"outside of it in the caption of F1 ({len(CAPTION)} code points)" in error.message
    beyond = len(CAPTION) - 1
    assert error_of(written, pubtator((beyond, beyond + 5, ".", "Gene"))).line == 3


def test_lines_of_json_and_xml(written):
    document = bioc([marked(HER2, "HER2"), marked(MEK1 + 1, "MEK1")])
    pretty = json.dumps({**COLLECTION, "documents": [document]}, indent=1)
    line = pretty[: pretty.index('"text": "MEK1"')].count("\n") + 1
    found = error_of(written, pretty).line
    assert pretty.split("\n")[found - 1].strip() == "{"
    assert found < line < found + 8
    lines = json.dumps(bioc([], "F0")) + "\n\n" + json.dumps(document)
    assert error_of(written, lines).line == 3
    xml = XML.format(encoding="UTF-8", text=CAPTION, start=HER2 + 1)
    assert error_of(written, xml).line == 6


def test_a_text_that_the_file_has_not(written):
    error = error_of(written, pubtator(HER2_LINE, doc_id="F2"))
    assert "no text F1; annotate its caption under this id" in error.message


def test_an_empty_text_says_that_there_is_nothing(written, fast):
    content = pubtator() + pubtator(HER2_LINE, doc_id="F2")
    (figure,) = read_annotations(written(content)).attach([FIGURE])
    assert figure.tagged == ()
    result = fast.reconcile(figure)
    assert (result.mentions, result.recall, result.precision) == ((), None, 0.0)


def test_a_figure_without_a_caption(written, fast):
    output = read_annotations(written(pubtator(HER2_LINE)))
    for bare in (Figure("F1", keywords=["ERBB2"]), Figure("F9", keywords=["ERBB2"])):
        assert list(output.attach([bare])) == [bare]
        assert fast.reconcile(bare).mentions == ()
    assert "has no caption" in error_of(written, pubtator(HER2_LINE), Figure("F1")).message


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", None, "no annotated text"),
        ("[]", None, "no annotated text"),
        ("HER2 activates MEK1\n", 1, "expected `id|t|text`"),
        ('{"documents": [', 1, "not JSON"),
        ('{"a": 1}\nx', 2, "not JSON"),
        ("<collection><document>", 1, "not XML"),
        ('{"documents": [{"passages": []}]}', 1, "a document without an id"),
        ("[1]", None, "a document without an id"),
        (b"F1|t|\xff\n", 1, "not UTF-8"),
        ("[" * 100_000, 1, "nested too deep"),
        (
            pubtator((0, 1, "x", "Chemical", "-"), (0, 1, "x", "Disease", "-")),
            None,
            "Chemical, Dis",
        ),
        ('{"@context": "x", "@graph": [{"type": "Annotation"}]}', 1, "without a target"),
    ],
)
def test_a_file_that_is_no_annotations_is_one_error(written, content, line, words):
    error = error_of(written, content)
    assert words in error.message
    assert (error.line, Path(error.source).name) == (line, "tagged")


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (pubtator((0, "x")), 3, "expected `id TAB start"),
        (pubtator(HER2_LINE) + "F2\t1\t2\tx\tGene\n", 5, "expected a line of document F1"),
        (pubtator(HER2_LINE) + pubtator(doc_id="F2") + pubtator(), 8, "F1 is there twice"),
        ([bioc([]), bioc([])], 1, "F1 is there twice"),
        ({"id": "F1", "passages": {}}, 1, "`passages` is no list of objects"),
        (bioc([{"infons": []}]), 1, "`infons` of an annotation is no object"),
        (bioc([marked(HER2, "HER2", -1)]), 1, "not offsets and lengths"),
        (bioc([{"infons": {}, "text": "HER2", "locations": []}]), 1, "not offsets and lengths"),
        (
            {"@context": "x", "@graph": [{"type": "Annotation", "target": "F1"}]},
            1,
            "no TextPositionSelector",
        ),
    ],
)
def test_a_text_that_cannot_be_read_fails_alone(written, content, line, words):
    error = error_of(written, content)
    assert words in error.message
    assert error.line == line


def test_what_is_wrong_with_one_text_does_not_touch_the_others(written):
    content = pubtator(HER2_LINE) + pubtator((0, 4, "x", "Gene"), doc_id="F2")
    content += pubtator(("x",), doc_id="F3") + "F3\t1\t2\n" + pubtator(HER2_LINE, doc_id="F4")
    figures = [dataclasses.replace(FIGURE, figid=f"F{i}") for i in range(1, 6)]
    failures = []
    done = list(read_annotations(written(content)).attach(figures, on_error=failures.append))
    assert [figure.figid for figure in done] == ["F1", "F4"]
    assert [(f.figid, f.line) for f in failures] == [("F2", 7), ("F3", 13), ("F5", None)]
    with pytest.raises(InputError, match="in the caption of F2"):
        list(read_annotations(written(content)).attach(figures))


def test_types_that_count_can_be_chosen(written):
    content = pubtator((HER2, HER2 + 4, "HER2", "ENTITY"), (MEK1, MEK1 + 4, "MEK1", "Gene"))
    (span,) = read_annotations(written(content), types=["entity"]).of(FIGURE)
    assert span.start == HER2
    (span,) = read_annotations(written(content)).of(FIGURE)
    assert span.start == MEK1


# Mentions


def mentions(reconciler, *spans, figure=FIGURE):
    return reconciler.reconcile(dataclasses.replace(figure, tagged=spans)).mentions


def test_identifiers_say_which_genes_and_the_lexicon_what_the_name_is(fast):
    (mention,) = mentions(fast, TaggedSpan(MEK1, MEK1 + 3, ("NCBIGene:5605", "HGNC:6840")))
    assert (mention.text, mention.kind, mention.label) == ("MEK", "family", "MEK")
    assert (mention.symbols, mention.score) == (("MAP2K1", "MAP2K2"), 1.0)
    assert (mention.found_by, mention.match.form) == ("annotations", "MEK")


def test_identifiers_win_over_the_name(fast):
    (mention,) = mentions(fast, TaggedSpan(HER2, HER2 + 4, ("NCBIGene:5604",)))
    assert (mention.symbols, mention.kind, mention.match) == (("MAP2K1",), "gene", None)


def test_a_name_without_identifiers_is_grounded_in_its_context(fast):
    caption = "TCF4 binds β-catenin."
    figure = Figure("F1", caption, [])
    (mention, _) = mentions(fast, TaggedSpan(0, 4), TaggedSpan(11, 20), figure=figure)
    assert mention.symbols == ("TCF7L2",)
    titled = dataclasses.replace(figure, caption="PCA rises.", title="Pyruvate carboxylase (PCA)")
    (mention,) = mentions(fast, TaggedSpan(0, 3), figure=titled)
    assert mention.symbols == ("PC",)


def test_a_gene_of_a_mouse_is_its_human_ortholog_and_keeps_the_taxon(fast, written):
    content = pubtator((EGFR, EGFR + 4, "Egfr", "Gene", "13649(Tax:10090)"))
    output = read_annotations(written(content))
    (mention,) = mentions(fast, *output.of(FIGURE))
    assert (mention.symbols, mention.taxon) == (("EGFR",), "10090")
    assert output.unknown_ids(fast.lexicon) == {"NCBIGene:13649": "Egfr"}


def test_a_name_that_nothing_is_known_of_has_no_genes(fast):
    figure = Figure("F1", "Zyqqx-7 rises.", [])
    (mention,) = mentions(fast, TaggedSpan(0, 7), figure=figure)
    assert (mention.genes, mention.kind, mention.score) == ((), "gene", 0.4)
    (mention,) = mentions(fast, TaggedSpan(0, 7, (), "nonhuman", None, "4932"), figure=figure)
    assert (mention.genes, mention.kind, mention.taxon) == ((), "nonhuman", "4932")


def test_spans_at_one_place_are_one_mention_and_others_may_overlap(fast):
    found = mentions(
        fast,
        TaggedSpan(MEK1, MEK1 + 4, ("NCBIGene:5605",)),
        TaggedSpan(MEK1, MEK1 + 4, ("NCBIGene:5604",), "complex"),
        TaggedSpan(MEK1, MEK1 + 3),
        TaggedSpan(HER2, HER2 + 4),
    )
    assert [(m.text, m.kind, m.symbols) for m in found] == [
        ("HER2", "gene", ("ERBB2",)),
        ("MEK", "family", ("MAP2K1", "MAP2K2")),
        ("MEK1", "complex", ("MAP2K1", "MAP2K2")),
    ]


def test_nothing_else_is_looked_for(fast):
    result = fast.reconcile(dataclasses.replace(FIGURE, tagged=[TaggedSpan(HER2, HER2 + 4)]))
    assert [m.text for m in result.mentions] == ["HER2"]
    assert (result.precision, result.recall) == (0.5, 1.0)


def test_a_span_outside_of_the_caption_is_an_error(fast):
    with pytest.raises(AnnotationError, match="outside a text"):
        mentions(fast, TaggedSpan(0, 1000))
    with pytest.raises(AnnotationError, match="outside a text"):
        mentions(fast, TaggedSpan(0, 1), figure=Figure("F1"))


def test_tagged_figures_go_to_workers():
    figure = dataclasses.replace(FIGURE, tagged=[TaggedSpan(0, 1, ("x",))])
    assert pickle.loads(pickle.dumps(figure)) == figure
    assert figure.tagged == (TaggedSpan(0, 1, ("x",)),)
    assert len({figure, FIGURE}) == 2


# On the command line


@pytest.fixture
def run(tmp_path):
    figures = [
        {"figid": f"F{i}", "caption": CAPTION, "keywords": ["ERBB2", "EPHB2"]} for i in range(1, 4)
    ]
    records = tmp_path / "figures.jsonl"
    records.write_text("\n".join(map(json.dumps, figures)), encoding="utf-8")

    def invoke(command, *args):
        call = [command, str(records), "--ner", "lexicon", *map(str, args)]
        return cli(*call)

    return invoke


@pytest.mark.parametrize("n_process", [1, 2])
def test_report_holds_the_lists_against_another_tagger(run, written, n_process):
    content = pubtator(HER2_LINE) + pubtator((9, 12, "x", "Gene"), doc_id="F2")
    content += pubtator((EGFR, EGFR + 4, "Egfr", "Gene", "13649"), doc_id="F3")
    file = written(content + pubtator(doc_id="F4"))
    args = ("--annotations", file, "--format", "json", "--n-process", n_process)
    result = run("report", *args)
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [figure["figid"] for figure in report["figures"]] == ["F1", "F3"]
    assert [m["text"] for f in report["figures"] for m in f["mentions"]] == ["HER2", "Egfr"]
    assert [(f["source"], f["line"]) for f in report["failures"]] == [(str(file), 7)]
    note, error, left = result.stderr.splitlines()
    assert note.startswith(f"note: {file}: NCBIGene:13649 (Egfr): of no human gene")
    assert error.startswith(f"error: {file}:7: 9-12 is ")
    assert left == f"note: {file}: no figure is called F4"


def test_benchmark_takes_them_too(run, written):
    lines = (HER2_LINE, (MEK1, MEK1 + 4, "MEK1", "Thing", "5604"))
    file = written("".join(pubtator(*lines, doc_id=f"F{i}") for i in (1, 2, 3)))
    result = run("benchmark", "--annotations", file, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["micro"]["recall"] == 1.0
    args = ("--annotations", file, "--annotation-types", "gene, thing", "--format", "json")
    assert json.loads(run("benchmark", *args).stdout)["micro"]["recall"] == 0.5


def test_a_bad_annotation_file_is_one_line(run, written):
    result = run("report", "--annotations", written("nonsense\n"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "tagged:1: expected `id|t|text`" in result.stderr
    assert run("report", "--annotations", "/nonexistent").exit_code == 2


def test_what_report_writes_it_takes_again(run, tmp_path):
    plain = json.loads(run("report", "--format", "json").stdout)
    for form in ("pubtator", "bioc", "bioc-xml", "webannotation", "json", "jsonl"):
        file = tmp_path / f"out.{form}"
        assert run("report", "--format", form, "-o", file).exit_code == 0
        result = run("report", "--annotations", file, "--format", "json")
        assert (result.exit_code, result.stderr) == (0, "")
        again = json.loads(result.stdout)
        assert again["summary"] == plain["summary"]
        for one, other in zip(again["figures"], plain["figures"], strict=True):
            assert one["counts"] == other["counts"]
            keys = ("text", "start", "kind", "label", "genes", "taxon_id", "covered")
            assert [[m[k] for k in keys] for m in one["mentions"]] == [
                [m[k] for k in keys] for m in other["mentions"]
            ]
