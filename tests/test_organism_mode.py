"""Lists of other organisms, compared and corrected in their own symbols."""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from reconcile import Figure, Lexicon, OcrWord, Reconciler, read_figures
from reconcile.cli.app import app
from reconcile.lexicon.species import SpeciesLexicon
from reconcile.organism_records import OrganismReconciliation
from reconcile.records import Reconciliation
from reconcile.report import figure_schema
from reconcile.report.csvlong import COLUMNS
from reconcile.targets import TargetError, chosen_organism, parsed_organism
from reconcile.text import surface_key

SEEDS = Path(__file__).parent.parent / "seeds"
HUMAN = Reconciler(ner="lexicon")
MOUSE = Reconciler(ner="lexicon", organism="mouse")
MICE = SpeciesLexicon.open("mouse")
LEXICON = Lexicon.load()


def result(organism: str, caption: str | None, keywords: list[str], **more: Any) -> Any:
    reconciler = Reconciler(ner="lexicon", organism=organism)
    return reconciler.reconcile(Figure("F1", caption=caption, keywords=keywords, **more))


def verdicts(found: Reconciliation) -> list[tuple[str, str, str | None]]:
    return [(v.keyword, v.status, v.symbol) for v in found.keywords]


def suggested(found: Reconciliation) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(s.action, s.keyword, s.symbols, s.reason) for s in found.suggestions]


# -------------------------------------------------------------------------------------- the law


def nearest(symbol: str) -> str | None:
    """What a human gene is called in the mouse, by the orthologs that HGNC states."""
    record = LEXICON.gene_by_symbol(symbol)
    genes = MICE.genes_of_human(record.gene.hgnc_id or "") if record else ()
    names = sorted(gene.symbol for gene in genes)
    same = [name for name in names if surface_key(name) == surface_key(symbol)]
    return next(iter(same or names), None)


@cache
def linked() -> dict[str, int]:
    """The human genes, by their ids, that HGNC and MGI link one to one, with the mouse's place."""
    orthologs = MICE.orthologs()
    often = Counter(human for ids in orthologs.values() for human in ids)
    return {ids[0]: at for at, ids in orthologs.items() if len(ids) == 1 == often[ids[0]]}


@cache
def in_mouse(symbol: str) -> str | None:
    """What a human gene that is linked so is called in the mouse; None for anything else."""
    record = LEXICON.gene_by_symbol(symbol)
    if record is None or record.gene.symbol != symbol:
        return None
    at = linked().get(record.gene.hgnc_id or "")
    return None if at is None else MICE.gene(at).symbol


def linked_symbols() -> st.SearchStrategy[str]:
    """The human symbols of all genes that are linked."""
    records = st.sampled_from(sorted(linked())).map(LEXICON.gene_by_hgnc).filter(bool)
    return records.map(lambda record: record.gene.symbol)


COLLIDING = [
    "ERBB2",
    "EGFR",
    "MAP2K1",
    "MAP2K2",
    "MAPK1",
    "MAPK3",
    "EPHB2",
    "TP53",
    "PDK1",
    "AKT1",
    "RAF1",
    "BRAF",
    "AREG",
    "AR",
    "TNF",
    "TLR4",
    "RELA",
    "IRF6",
    "CASP3",
    "HES5",
    "ZHX2",
]
"""Genes whose names collide with others in lists."""
GENES = st.one_of(st.sampled_from(COLLIDING), st.deferred(linked_symbols))
WORDS = st.sampled_from(["AKT", "MEK", "RAF", "PIP3", "LPS", "apoptosis", "NF-kappaB", "XQZ9"])
NAMED = st.one_of(GENES, st.sampled_from(["HER2", "MEK1/2", "ERK", "AKT", "p53", "PDK1"]))
CAPTIONS = st.lists(NAMED, min_size=1, max_size=6).map(
    lambda names: " and ".join(names) + " in the signalling of cells."
)
LISTS = st.lists(st.one_of(GENES, WORDS), min_size=1, max_size=10, unique=True)


@given(CAPTIONS, LISTS)
@settings(deadline=None, max_examples=60)
def test_a_list_put_into_mouse_symbols_gives_the_human_result_put_into_them(
    caption: str, listed: list[str]
) -> None:
    human = HUMAN.reconcile(Figure("F1", caption=caption, keywords=listed))
    mice = [in_mouse(entry) or entry for entry in listed]
    mouse = MOUSE.reconcile(Figure("F1", caption=caption, keywords=mice))
    assert [(v.keyword, v.status, v.symbol, v.supported_by) for v in mouse.keywords] == [
        (
            in_mouse(v.keyword) or v.keyword,
            v.status,
            nearest(v.symbol) if v.symbol else None,
            v.supported_by,
        )
        for v in human.keywords
    ]
    assert mouse.counts == human.counts
    assert (mouse.precision, mouse.recall, mouse.f1) == (human.precision, human.recall, human.f1)
    assert same(mouse, lambda name: name) == same(human, nearest)
    for suggestion in mouse.suggestions:
        said = set(re.findall(r"[\w-]+", suggestion.explanation))
        strange = {symbol for symbol in said if in_mouse(symbol) not in (symbol, None)}
        assert strange <= set(re.findall(r"[\w-]+", caption)), suggestion


def same(found: Reconciliation, named: Any) -> list[tuple[Any, ...]]:
    """The suggestions in mouse symbols, without those that put in nothing that a mouse has."""
    rows = []
    for s in found.suggestions:
        symbols = sorted({name for symbol in s.symbols if (name := named(symbol))})
        listed = sorted({name for symbol in s.already_listed if (name := named(symbol))})
        entry = s.keyword if s.action == "add" else in_mouse(s.keyword) or s.keyword
        if symbols or s.action == "remove":
            rows.append((s.action, entry, symbols, listed, s.reason, s.confidence, s.safe))
    return sorted(rows, key=repr)


# ------------------------------------------------------------------------------------- entries


def test_mouse_symbols_are_genes_with_their_ids() -> None:
    found = result("mouse", "HER2 activates ERK; p53 falls.", ["Erbb2", "Trp53", "Tlr4", "MEK"])
    assert found.taxon_id == "10090"
    assert [(v.symbol, v.gene_id, v.ncbi_gene_id, v.hgnc_id) for v in found.keywords[:2]] == [
        ("Erbb2", "MGI:95410", "13866", None),
        ("Trp53", "MGI:98834", "22059", None),
    ]
    assert [v.supported_by for v in found.keywords] == [("HER2",), ("p53",), (), ()]
    assert [gene.symbol for gene in found.mentions[1].genes] == ["Mapk1", "Mapk3"]
    assert {gene.gene_id for m in found.mentions for gene in m.genes} == {
        "MGI:95410",
        "MGI:1346858",
        "MGI:1346859",
        "MGI:98834",
    }
    assert ("replace", "MEK", ("Map2k1", "Map2k2"), "family_label") in suggested(found)


def test_human_symbols_in_a_mouse_list_are_another_species() -> None:
    found = result("mouse", "AKT1 and TP53 rise.", ["Akt1", "AKT1", "TP53"])
    assert verdicts(found) == [
        ("Akt1", "gene", "Akt1"),
        ("AKT1", "other_species", "Akt1"),
        ("TP53", "other_species", "Trp53"),
    ]
    assert [v.taxon_id for v in found.keywords] == ["10090", "9606", "9606"]
    assert suggested(found) == [
        ("remove", "AKT1", (), "ortholog_duplicate"),
        ("replace", "TP53", ("Trp53",), "species_mismatch"),
    ]
    assert found.counts["other_species"] == 2
    assert not any(s.safe for s in found.suggestions)


def test_other_names_of_mouse_genes_are_renamed() -> None:
    found = result("mouse", "ERK2 rises.", ["Erk2", "Mapk1", "Fam155a"])
    assert verdicts(found) == [
        ("Erk2", "alias", "Mapk1"),
        ("Mapk1", "gene", "Mapk1"),
        ("Fam155a", "previous", "Nalf1"),
    ]
    assert ("replace", "Erk2", ("Mapk1",), "alias_symbol") in suggested(found)
    assert ("replace", "Fam155a", ("Nalf1",), "outdated_symbol") in suggested(found)
    said = next(s for s in found.suggestions if s.keyword == "Erk2")
    assert said.already_listed == ("Mapk1",)
    assert found.counts["duplicates"] == 1


def test_genes_without_an_ortholog_stand_for_themselves() -> None:
    gene = MICE.gene_by_symbol("Ccl21d")
    assert gene is not None
    alone = next(
        g
        for g in map(MICE.gene, range(len(MICE)))
        if not g.human and re.fullmatch(r"[A-Z][a-z]{3,5}\d\d?", g.symbol)
    )
    found = result("mouse", "MYD88 rises.", [alone.symbol, "Myd88"])
    assert [(v.symbol, v.gene_id, v.status) for v in found.keywords] == [
        (alone.symbol, alone.id, "gene"),
        ("Myd88", "MGI:108005", "gene"),
    ]
    assert found.counts["gene_keywords"] == 2
    assert found.precision == 0.5


def test_what_a_mouse_has_not_is_not_put_in() -> None:
    """CXCL8 has no ortholog in mice, and none is invented."""
    assert nearest("CXCL8") is None
    found = result("mouse", "CXCL8 and TNF rise.", ["Myd88"])
    assert [s.symbols for s in found.suggestions if s.action == "add"] == [("Tnf",)]
    named = next(m for m in found.mentions if m.text == "CXCL8")
    assert [(gene.symbol, gene.gene_id) for gene in named.genes] == [("CXCL8", "HGNC:6025")]


def test_two_mouse_genes_of_one_human_gene_are_two_entries() -> None:
    found = result("mouse", "Insulin rises.", ["Ins1", "Ins2"])
    assert verdicts(found) == [("Ins1", "gene", "Ins1"), ("Ins2", "gene", "Ins2")]
    assert found.counts["gene_keywords"] == 2
    assert found.counts["duplicates"] == 0
    assert not found.suggestions


def test_the_words_off_the_image_say_whose_symbol_an_entry_is() -> None:
    rows = [
        OcrWord("p53", "p53", "Trp53", "22059", "ncbigene_synonym", "10090"),
        OcrWord("p53", "p53", "TP53", "7157", "ncbigene_synonym", "9606"),
        OcrWord("her2", "her2", "her2", "30300", "ncbigene_symbol", "7955"),
        OcrWord("tp", "tp", "tp", "999999999", "ncbigene_symbol", "10090"),
    ]
    found = result("mouse", "p53 rises.", ["Trp53", "TP53", "her2", "tp"], ocr=rows)
    assert [(v.keyword, v.status, v.taxon_id, v.gene_id) for v in found.keywords] == [
        ("Trp53", "gene", "10090", "MGI:98834"),
        ("TP53", "other_species", "9606", "MGI:98834"),
        ("her2", "other_species", "7955", "MGI:104876"),
        ("tp", "gene", "10090", "NCBIGene:999999999"),
    ]
    said = next(s.explanation for s in found.suggestions if s.keyword == "her2")
    assert "Hes5" in said
    assert "human" not in said


def test_a_collision_through_an_alias_is_seen_in_mouse_rows() -> None:
    """EPHB2 is in the list through its alias ERK: so is Ephb2."""
    rows = [OcrWord("ERK", "ERK", "Ephb2", "13844", "ncbigene_synonym", "10090")]
    found = result("mouse", "ERK1/2 is active.", ["Ephb2", "Mapk1", "Mapk3"], ocr=rows)
    assert suggested(found) == [("remove", "Ephb2", (), "alias_collision")]
    assert "EPHB2" not in found.suggestions[0].explanation


def test_all_genes_of_an_explanation_are_the_organisms() -> None:
    """Also those that stand neither in the list nor in the caption; what is quoted stays."""
    rows = [OcrWord("Rab1", "Rab1", "Rab1", "42524", "ncbigene_symbol", "7227")]
    found = result("mouse", "TLR4 rises.", ["Rab1", "Akt1"], ocr=rows)
    said = next(s.explanation for s in found.suggestions if s.keyword == "Rab1")
    assert "a name of mouse Rab1a" in said
    added = next(s for s in found.suggestions if s.action == "add")
    assert added.explanation == 'The caption names Tlr4 once ("TLR4"); the list lacks it.'


def test_a_listed_gene_is_not_added() -> None:
    """GLUD1 and GLUD2 are one gene in the mouse."""
    assert nearest("GLUD1") == nearest("GLUD2") == "Glud1"
    found = result("mouse", "GLUD2 rises.", ["Glud1"])
    assert [s for s in found.suggestions if s.action == "add"] == []


def test_other_names_of_human_genes_are_no_genes_of_the_organism() -> None:
    """MDNCF is CXCL8, which a mouse has not; a fly is not stated to have any."""
    found = result("mouse", None, ["MDNCF", "Akt1"])
    assert verdicts(found)[0] == ("MDNCF", "other_species", "CXCL8")
    found = result("fly", "Hh rises.", ["hh", "IL-8", "CD4", "Trp53"])
    assert [v.status for v in found.keywords] == ["gene", *["other_species"] * 3]
    assert suggested(found) == [
        ("remove", "IL-8", (), "species_mismatch"),
        ("remove", "CD4", (), "species_mismatch"),
        ("remove", "Trp53", (), "species_mismatch"),
    ]
    assert not any("human ortholog" in s.explanation or s.safe for s in found.suggestions)


def test_a_fly_list_is_compared_by_the_names_of_the_fly() -> None:
    found = result("fly", "Hh and Smo in Drosophila.", ["hh", "smo", "ptc", "Dl"])
    assert [(v.symbol, v.gene_id, v.supported) for v in found.keywords] == [
        ("hh", "FB:FBgn0004644", True),
        ("smo", "FB:FBgn0003444", True),
        ("ptc", "FB:FBgn0003892", False),
        ("Delta", "FB:FBgn0000463", False),
    ]
    assert ("replace", "Dl", ("Delta",), "outdated_symbol") in suggested(found)


def test_yeast_genes_are_not_the_human_ones_of_that_name() -> None:
    """ERG1 is no CUZD1, LEU2 no CD8B."""
    found = result("yeast", None, ["ERG1", "LEU2", "Ste11p"])
    assert [(v.symbol, v.status, v.taxon_id) for v in found.keywords] == [
        ("ERG1", "gene", "559292"),
        ("LEU2", "gene", "559292"),
        ("STE11", "gene", "559292"),
    ]


def test_what_the_caption_puts_into_another_organism_is_not_the_mouses() -> None:
    found = result("mouse", "PHYB and PIF4 in Arabidopsis seedlings.", ["Phyb", "Akt1"])
    assert all(mention.taxon != "10090" for mention in found.mentions)


def test_a_list_that_does_not_belong_is_called_out_in_any_mammals_symbols() -> None:
    about = {
        "caption": "Signalling in spider embryos.",
        "paper_title": "Segmentation in the spider Parasteatoda tepidariorum",
    }
    human = result("human", keywords=["TP53", "AKT1", "CASP3", "TNF"], **about)
    mouse = result("mouse", keywords=["Trp53", "Akt1", "Casp3", "Tnf"], **about)
    called = [[s for s in found.suggestions if s.keyword == "*"] for found in (human, mouse)]
    assert len(called[0]) == len(called[1]) == 1
    assert [s.confidence for s in called[0]] == [s.confidence for s in called[1]]
    assert all("human" not in s.explanation for s in called[1])


@pytest.mark.parametrize("keywords", [None, []])
def test_no_list_is_no_list(keywords: list[str] | None) -> None:
    reconciler = Reconciler(ner="lexicon", organism="mouse")
    found = reconciler.reconcile(Figure("F1", caption="AKT1 rises.", keywords=keywords))
    plain = HUMAN.reconcile(Figure("F1", caption="AKT1 rises.", keywords=keywords))
    assert found.keywords == ()
    assert (found.recall, found.precision) == (plain.recall, plain.precision)


@given(st.lists(st.text(max_size=8), max_size=6), st.text(max_size=60))
@settings(deadline=None, max_examples=40)
def test_any_list_and_caption_has_a_result_in_every_mode(listed: list[str], caption: str) -> None:
    for organism in ("mouse", "fly", "auto"):
        figure = Figure("F1", caption=caption, keywords=listed)
        found = Reconciler(ner="lexicon", organism=organism).reconcile(figure)
        assert [v.keyword for v in found.keywords] == list(figure.keywords or ())
        json.dumps(found.to_dict())


# ---------------------------------------------------------------------------------- which organism


@pytest.mark.parametrize(
    ("figure", "taxon"),
    [
        (Figure("F", keywords=["Trp53", "Akt1", "Casp3"]), "10090"),
        (Figure("F", keywords=["Trp53", "Akt1", "CASP3"]), "10090"),
        (Figure("F", keywords=["TP53", "AKT1", "Casp3"]), "9606"),
        (Figure("F", caption="in mice", keywords=["TP53", "AKT1"]), "9606"),
        (Figure("F", keywords=["Akt1", "Casp3"], organisms=["Rattus norvegicus"]), "10116"),
        (Figure("F", caption="Rat neurons", keywords=["Akt1", "Casp3"]), "10116"),
        (Figure("F", keywords=["daf-2", "daf-16", "skn-1"]), "6239"),
        (Figure("F", keywords=["STE11", "FUS3", "HOG1"]), "559292"),
        (Figure("F", keywords=["hh", "ptc", "smo", "wg"]), "7227"),
        (Figure("F", keywords=["murF", "purA", "recA"]), "511145"),
        (Figure("F", keywords=["Akt1"]), "9606"),
        (Figure("F", keywords=["XQZ9", "PIP3"]), "9606"),
        (Figure("F"), "9606"),
    ],
)
def test_auto_is_what_most_entries_are_symbols_of(figure: Figure, taxon: str) -> None:
    assert chosen_organism(figure, LEXICON) == taxon
    assert Reconciler(ner="lexicon", organism="auto").reconcile(figure).taxon_id == taxon


@pytest.mark.parametrize("name", ["human", "Homo sapiens", "9606", "auto", "Mouse", "4932"])
def test_organisms_are_parsed(name: str) -> None:
    taxon = {"auto": "auto", "Mouse": "10090", "4932": "559292"}.get(name, "9606")
    assert parsed_organism(name) == taxon
    assert Reconciler(ner="lexicon", organism=name).organism == taxon


def test_an_organism_without_a_table_is_refused() -> None:
    with pytest.raises(TargetError, match=r"'oryx'; expected auto, human \(9606\), mouse"):
        Reconciler(organism="oryx")


def test_the_organism_goes_with_a_pickle() -> None:
    again = pickle.loads(pickle.dumps(MOUSE))
    assert again.organism == "10090"
    figure = Figure("F1", caption="HER2 rises.", keywords=["Erbb2"])
    assert again.reconcile(figure) == MOUSE.reconcile(figure)


# --------------------------------------------------------------------------------- human as before


def test_human_results_have_nothing_new() -> None:
    """Neither records nor columns, and no table is opened: human output stays as it was."""
    for figure in read_figures(SEEDS):
        plain = HUMAN.reconcile(figure)
        assert type(plain) is Reconciliation
        assert '"gene_id"' not in json.dumps(plain.to_dict())
        assert "taxon_id" not in plain.to_dict()
        named = Reconciler(ner="lexicon", organism="Homo sapiens").reconcile(figure)
        assert named.to_dict() == plain.to_dict()


def test_lists_that_the_lexicon_knows_open_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a table was opened")

    monkeypatch.setattr(SpeciesLexicon, "open", refused)
    fresh = Reconciler(ner="lexicon")
    for figure in read_figures(SEEDS):
        assert fresh.reconcile(figure).keywords
    with pytest.raises(AssertionError, match="a table was opened"):
        Reconciler(ner="lexicon", organism="mouse")


def test_processes_have_the_organism_too() -> None:
    figures = [Figure(f"F{i}", caption="HER2 rises.", keywords=["Erbb2"]) for i in range(3)]
    found = list(MOUSE.reconcile_many(figures, n_process=2))
    assert found == [MOUSE.reconcile(figure) for figure in figures]


def test_human_lists_in_auto_differ_by_the_ids_alone() -> None:
    for figure in read_figures(SEEDS):
        plain = HUMAN.reconcile(figure).to_dict()
        found = Reconciler(ner="lexicon", organism="auto").reconcile(figure)
        assert isinstance(found, OrganismReconciliation)
        whole = found.to_dict()
        assert whole.pop("taxon_id") == "9606"
        assert without_ids(whole) == plain


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_ids(one) for key, one in value.items() if key != "gene_id"}
    return [without_ids(one) for one in value] if isinstance(value, list) else value


# --------------------------------------------------------------------------------------- commands

RECORD = """\
---
figid: F1
caption: HER2 activates MEK1/2 in mice; PIP3 falls.
schema-jsonld:
  keywords:
    - Erbb2
    - MEK
    - PIP3
---
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "records" / "F1.md"
    path.parent.mkdir()
    path.write_text(RECORD)
    return path


def run(*args: object) -> Any:
    return CliRunner().invoke(app, list(map(str, args)))


def test_reports_carry_taxon_and_ids(record: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    common = ("report", record, "--ner", "lexicon", "--organism", "mouse", "--format")
    figure = json.loads(run(*common, "jsonl").stdout)
    jsonschema.validate(figure, figure_schema())
    assert figure["taxon_id"] == "10090"
    assert figure["keywords"][0]["gene_id"] == "MGI:95410"
    assert figure["mentions"][0]["genes"][0]["gene_id"] == "MGI:95410"
    head, first, *_ = run(*common, "csv").stdout.splitlines()
    assert head.split(",") == [*COLUMNS, "gene_ids"]
    assert first.endswith(",MGI:95410")
    assert run(*common, "tsv").stdout.split("\n")[1].endswith("\tMGI:95410")
    for form in ("table", "markdown", "html"):
        shown = run(*common, form).stdout
        assert "In mouse symbols (MGI, taxon 10090)" in shown
        assert "Mouse genes that the caption names" in shown
    assert 'href="https://www.informatics.jax.org/marker/MGI:95410"' in run(*common, "html").stdout
    sssom = run(*common, "sssom").stdout
    assert '#  MGI: "https://identifiers.org/mgi:"' in sssom
    assert "Erbb2\tgene\tskos:exactMatch\tMGI:95410\tErbb2" in sssom
    bioc = json.loads(run(*common, "bioc").stdout)
    infons = bioc["documents"][0]["passages"][0]["annotations"][0]["infons"]
    assert (infons["gene_ids"], infons["symbols"]) == ("MGI:95410", "Erbb2")
    assert "https://identifiers.org/mgi:95410" in run(*common, "webannotation").stdout
    assert run(*common, "gmt-raw").stdout == "F1\tna\tErbb2\n"


def test_human_reports_have_no_column_for_it(record: Path) -> None:
    head = run("report", record, "--ner", "lexicon", "--format", "csv").stdout.splitlines()[0]
    assert head.split(",") == list(COLUMNS)


def test_apply_writes_mouse_symbols(record: Path) -> None:
    done = run("apply", record, "--ner", "lexicon", "--organism", "10090", "--unsafe")
    assert done.exit_code == 0
    changed = [line for line in done.stdout.splitlines() if re.match(r"[+-] ", line)]
    assert changed == ["-    - MEK", "-    - PIP3", "+    - Map2k1", "+    - Map2k2"]


def test_decisions_are_about_mouse_symbols(record: Path, tmp_path: Path) -> None:
    common = ("--ner", "lexicon", "--organism", "mouse")
    rows = run("report", record, *common, "--format", "csv").stdout.splitlines()
    decisions = tmp_path / "d.csv"

    def decided(symbols: str) -> Any:
        said = [
            row.replace(",Map2k1 Map2k2,,family_label", f",{symbols},,family_label").replace(
                ",,sha256:", ",y,sha256:"
            )
            if ",MEK,family," in row
            else row
            for row in rows
        ]
        decisions.write_text("\n".join(said) + "\n")
        return run("apply", record, "--decisions", decisions, "--organism", "mouse")

    assert "+    - Map2k2" in decided("Map2k1 Map2k2").stdout
    refused = decided("MAP2K1")
    assert refused.exit_code == 1
    assert "Map2k1" in refused.stderr


def test_a_batch_carries_taxon_and_ids(record: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    common = (record.parent, tmp_path / "out", "--ner", "lexicon")
    assert run("batch", *common, "--organism", "mouse").exit_code == 0
    (file,) = (tmp_path / "out").rglob("*.parquet")
    (row,) = parquet.read_table(file).to_pylist()
    assert row["taxon_id"] == "10090"
    assert row["keywords"][0]["gene_id"] == "MGI:95410"
    assert row["mentions"][0]["genes"][0]["gene_id"] == "MGI:95410"
    assert run("batch", *common).exit_code == 2  # another organism is another job
    plain = tmp_path / "plain"
    assert run("batch", record.parent, plain, "--ner", "lexicon").exit_code == 0
    (file,) = plain.rglob("*.parquet")
    assert "taxon_id" not in parquet.read_schema(file).names


@pytest.mark.parametrize("command", ["report", "apply"])
def test_an_unknown_organism_is_wrong_use(command: str, record: Path) -> None:
    done = run(command, record, "--organism", "mose")
    assert done.exit_code == 2
    said = " ".join(re.sub(r"[│╭╰─╮╯]", " ", done.stderr).split())
    assert "no gene symbols of 'mose'" in said
    for part in ("auto", "human (9606)", "mouse (10090)", "E. coli (511145)", "mean 'mouse'"):
        assert part in said


def test_batch_refuses_an_unknown_organism(record: Path, tmp_path: Path) -> None:
    done = run("batch", record, tmp_path / "out", "--organism", "unicorn")
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()
