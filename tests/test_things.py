"""PFOCR's tables of chemicals and diseases: why an entry is listed, and what may be wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reconcile import Figure, InputError, Reconciler, read_figures
from reconcile.batch.survey import survey
from reconcile.compare import compare
from reconcile.formats.provenance import parse_provenance
from reconcile.records import Evidence, Failure, OcrWord, Suggestion
from reconcile.suggest import suggest

GENES = (
    "organism_id\tword\tmatch\tncbigene_symbol\tncbigene_id\tsource\n"
    "9606\tATP.\tATP\tATP8A2\t51761\tncbigene_synonym\n"
    "9606\tPyrin\tPYRIN\tMEFV\t4210\tncbigene_synonym\n"
    "9606\tNLRP3\tNLRP3\tNLRP3\t114548\tncbigene_symbol\n"
)
CHEMICALS = (
    "word\tmesh\tmatch\tname\tchebi\n"
    "ATP\tmesh:D000255\tAdenosine Triphosphate\tATP\tchebi:15422\n"
    "Pyrin\tmesh:C556458\tNA\tNA\tNA\n"
    "NLRP3\tmesh:C000000\tNA\tNA\tNA\n"
    "Qqzorin\tmesh:C111111\tNA\tNA\tNA\n"
    "ATP\tmesh:D000255\tAdenosine Triphosphate\tATP\tchebi:15422\n"
)
DISEASES = "word\tmesh\tmatch\tname\tdoid\nqqzosis\tmesh:D014125\tNA\tQqzo disease\tdoid:1612\n"
ATP = OcrWord(
    "ATP",
    "Adenosine Triphosphate",
    "",
    None,
    "chemicals",
    None,
    "chemical",
    "ATP",
    ("MESH:D000255", "CHEBI:15422"),
)
KEYWORDS = ["ATP8A2", "MEFV", "NLRP3", "Qqzorin", "Qqzo disease", "Zzqun"]


def placed(folder: Path, **tables: str) -> Path:
    (folder / "_data").mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / "_data" / f"F1-{name}.tsv").write_text(text, encoding="utf-8")
    (folder / "_figures").mkdir(exist_ok=True)
    path = folder / "_figures" / "F1.md"
    keywords = "".join(f"\n  - {keyword}" for keyword in KEYWORDS)
    path.write_text(
        "---\nfigid: F1\ncaption: Pyrin and NLRP3 make inflammasomes.\n"
        f"schema-jsonld:\n  keywords:{keywords}\n---\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def fast():
    return Reconciler(ner="lexicon")


@pytest.fixture
def figure(tmp_path):
    (found,) = read_figures(placed(tmp_path, genes=GENES, chemicals=CHEMICALS, diseases=DISEASES))
    return found


def test_the_three_tables_are_read_each_row_once(figure):
    assert [(row.kind, row.word) for row in figure.ocr] == [
        ("gene", "ATP."),
        ("gene", "Pyrin"),
        ("gene", "NLRP3"),
        ("chemical", "ATP"),
        ("chemical", "Pyrin"),
        ("chemical", "NLRP3"),
        ("chemical", "Qqzorin"),
        ("disease", "qqzosis"),
    ]
    assert figure.ocr[3] == ATP
    assert figure.ocr[-1].ids == ("MESH:D014125", "DOID:1612")
    assert (figure.ocr[4].match, figure.ocr[4].name) == ("", None)


def test_a_verdict_carries_the_table_as_evidence(fast, figure):
    verdicts = {verdict.keyword: verdict for verdict in fast.reconcile(figure).keywords}
    said = Evidence(
        "ocr",
        "ATP",
        "taken for a chemical called Adenosine Triphosphate, ATP (MESH:D000255, CHEBI:15422)",
        "pfocr_chemicals",
    )
    assert said in verdicts["ATP8A2"].evidence
    shape, disease = verdicts["Qqzo disease"].evidence
    assert "looks like the name of a disease" in shape.detail
    assert (disease.text, disease.source) == ("qqzosis", "pfocr_diseases")
    assert disease.detail == "taken for a disease called Qqzo disease (MESH:D014125, DOID:1612)"


def test_the_table_only_adds_to_other_evidence(fast, figure):
    with_tables = fast.reconcile(figure)
    without = fast.reconcile(replace(figure, ocr=figure.ocr[:3]))
    status = {verdict.keyword: verdict.status for verdict in with_tables.keywords}
    # An approved symbol and an ordinary name of a gene stay what they are.
    assert (status["NLRP3"], status["MEFV"], status["ATP8A2"]) == ("gene", "gene", "gene")
    # What nothing knows is what the table says; what nothing says anything of stays unknown.
    assert (status["Qqzorin"], status["Qqzo disease"]) == ("non_gene", "non_gene")
    assert status["Zzqun"] == "unknown"
    assert {v.keyword: v.status for v in without.keywords}["Qqzorin"] == "unknown"
    named = {s.keyword: s for s in with_tables.suggestions if s.action == "remove"}
    assert named.keys() == {"ATP8A2", "Qqzorin", "Qqzo disease"}
    assert named["Qqzorin"].confidence < 0.95
    assert (
        with_tables.precision == without.precision
        and with_tables.mentions == without.mentions
        and with_tables.recall == without.recall
    )


def test_a_word_that_no_lexicon_knows_as_a_thing_is_one_by_the_table(fast):
    row = OcrWord("Zyx9", "ZYX9", "ATP8A2", "51761", "ncbigene_synonym", "9606")
    chemical = OcrWord("ZYX9", "", "", None, "chemicals", None, "chemical", None, ("MESH:C1",))
    figure = Figure("F1", "NLRP3 binds.", ["NLRP3", "ATP8A2"], ocr=[row])

    def doubted(*rows: OcrWord) -> Suggestion:
        comparison = compare(replace(figure, ocr=rows), (), fast.lexicon)
        found = suggest(comparison, fast.lexicon, min_confidence=0.0)
        return next(s for s in found if s.keyword == "ATP8A2")

    before, after = doubted(row), doubted(row, chemical)
    assert (before.reason, after.reason) == ("ocr_artifact", "non_gene")
    assert after.confidence > before.confidence
    assert "which here is a chemical" in after.explanation
    assert any(piece.source == "pfocr_chemicals" for piece in after.evidence)


@pytest.mark.parametrize("word", ["NLRP3", "PYRIN", "HER2", "IL-6", "p53"])
def test_a_gene_by_its_symbol_or_ordinary_name_is_never_a_thing(fast, word):
    chemical = OcrWord(word, "", "", None, "chemicals", None, "chemical", None, ("MESH:C1",))
    figure = Figure("F1", "A figure.", [word], ocr=[])
    assert fast.reconcile(replace(figure, ocr=(chemical,))).keywords[0].status == (
        fast.reconcile(figure).keywords[0].status
    )
    reasons = {s.reason for s in fast.reconcile(replace(figure, ocr=(chemical,))).suggestions}
    assert "non_gene" not in reasons


def test_entries_of_other_names_are_as_without_tables(fast):
    figure = Figure("F1", "AKT binds.", ["AKT1", "TP53"])
    assert fast.reconcile(replace(figure, ocr=(ATP,))) == fast.reconcile(figure)


@pytest.mark.parametrize(
    ("table", "text", "line", "words"),
    [
        ("chemicals", "word\tchebi\nx\ty\n", 1, "no column mesh in the header; expected"),
        ("chemicals", CHEMICALS + "x\ty\n", 7, "2 cells where the header has 5; restore"),
        ("chemicals", "word\tmesh\nATP\tmesh:\x1b[31m\n", 2, "`mesh` is the text"),
        ("diseases", "word\tmesh\nNA\tNA\n", 2, "a disease without a word; add"),
        ("diseases", "word\tmesh\n\udcff\n", 2, "not UTF-8"),
        ("diseases", "x" * 5_000_001, None, "larger than"),
    ],
)
def test_a_broken_table_is_its_own_error_and_the_others_are_read(
    tmp_path, table, text, line, words
):
    path = placed(tmp_path, genes=GENES, chemicals=CHEMICALS, diseases=DISEASES)
    broken = tmp_path / "_data" / f"F1-{table}.tsv"
    broken.write_bytes(text.encode("utf-8", "surrogateescape"))
    failures: list[Failure] = []
    (figure,) = read_figures(path, on_error=failures.append)
    (failure,) = failures
    assert (failure.source, failure.line, failure.figid) == (str(broken), line, "F1")
    assert words in failure.error
    kinds = {row.kind for row in figure.ocr}
    assert kinds == {"gene", "chemical", "disease"} - {table.removesuffix("s")}


def test_tables_of_things_without_genes_and_in_another_folder(tmp_path):
    path = placed(tmp_path, chemicals=CHEMICALS)
    (figure,) = read_figures(path)
    assert {row.kind for row in figure.ocr} == {"chemical"}
    (tmp_path / "_data").rename(tmp_path / "other")
    assert [f.ocr for f in read_figures(path)] == [()]
    assert [f.ocr for f in read_figures(path, ocr_dir=tmp_path / "other")] == [figure.ocr]


def test_tables_are_found_in_a_store_too(tmp_path):
    pytest.importorskip("fsspec")
    import fsspec

    store = fsspec.filesystem("memory")
    path = placed(tmp_path, genes=GENES, chemicals=CHEMICALS, diseases=DISEASES)
    for file in (path, *(tmp_path / "_data").iterdir()):
        store.pipe(f"/things/{file.parent.name}/{file.name}", file.read_bytes())
    assert [f.ocr for f in read_figures("memory://things/_figures/F1.md")] == [
        f.ocr for f in read_figures(path)
    ]
    store.pipe("/things/_data/F1-chemicals.tsv", b"broken")
    failures: list[Failure] = []
    (figure,) = read_figures("memory://things/_figures", on_error=failures.append)
    assert [Path(f.source).name for f in failures] == ["F1-chemicals.tsv"]
    assert {row.kind for row in figure.ocr} == {"gene", "disease"}


def test_a_batch_notices_that_a_table_has_changed(tmp_path):
    path = placed(tmp_path, genes=GENES, chemicals=CHEMICALS, diseases=DISEASES)
    seen = {survey(str(path)).sha256}
    for table in ("genes", "chemicals", "diseases"):
        with (tmp_path / "_data" / f"F1-{table}.tsv").open("a", encoding="utf-8") as file:
            file.write("\n")
        seen.add(survey(str(path)).sha256)
    assert len(seen) == 4


def test_rows_of_things_in_json_lines(tmp_path):
    row = {"kind": "chemical", "word": "ATP", "match": "Adenosine Triphosphate", "name": "ATP"}
    row |= {"mesh": "D000255", "chebi": "chebi:15422"}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"figid": "F1", "ocr": [row]}), encoding="utf-8")
    assert [f.ocr for f in read_figures(path)] == [(ATP,)]
    for bad, words in (
        ({**row, "kind": "x"}, "none of gene, chemical, disease"),
        ({**row, "kind": ["gene"]}, "none of gene, chemical, disease"),
        ({**row, "word": 5}, "`ocr.word` is the number 5, not text"),
        ({**row, "chebi": "\u202e"}, "`chebi` is the text"),
        ({"kind": "disease"}, "a disease without a word"),
    ):
        path.write_text(json.dumps({"figid": "F1", "ocr": [bad]}), encoding="utf-8")
        with pytest.raises(InputError, match=r"a\.jsonl:1") as caught:
            list(read_figures(path))
        assert words in caught.value.message


def test_ids_of_several_databases_and_several_ids():
    text = "word\tmesh\tdoid\nx\tmesh:D1|OMIM:123\tNA\n"
    (row,) = parse_provenance(text, source="x", kind="disease")
    assert row.ids == ("MESH:D1", "OMIM:123")
