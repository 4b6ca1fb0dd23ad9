"""The tables of other organisms: what a name means there, and how they are built and checked."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_gene_tables import gene_table, row
from test_lexicon_build import famplex_folder, gene_info_file, hgnc_file, table
from typer.testing import CliRunner

from reconcile.cli.app import app
from reconcile.errors import LexiconBuildError, LexiconError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.build import build_tables, read_human
from reconcile.lexicon.build.sources.ncbi_dump import read_ncbi_dump, with_ncbi
from reconcile.lexicon.build.sources.packages import SourceFiles
from reconcile.lexicon.build.sources.refseq import read_refseq
from reconcile.lexicon.build.sources.yeast import read_yeast
from reconcile.lexicon.build.tablegene import TableGene
from reconcile.lexicon.nomenclatures import NOMENCLATURES, nomenclature_of, table_key
from reconcile.lexicon.species import SpeciesLexicon, tables_folder

TABLES = {of.taxon: SpeciesLexicon.open(of.taxon) for of in NOMENCLATURES}


def first(organism: str, name: str) -> tuple[str, str, str]:
    """Symbol, kind of name and spelling of the best gene of a name."""
    match = SpeciesLexicon.open(organism).lookup(name)[0]
    return match.gene.symbol, match.kind, match.spelling


# ------------------------------------------------------------------------------- what names mean


@pytest.mark.parametrize(
    ("organism", "name", "expected"),
    [
        ("fly", "hh", ("hh", "symbol", "exact")),
        ("fly", "Hh", ("hh", "symbol", "protein")),
        ("fly", "HH", ("hh", "symbol", "protein")),
        ("fly", "dl", ("dl", "symbol", "exact")),
        ("fly", "Dl", ("Delta", "previous", "exact")),
        ("fly", "Tor", ("mTor", "previous", "exact")),
        ("fly", "tor", ("tor", "symbol", "exact")),
        ("fly", "Dif", ("Dif", "symbol", "exact")),
        ("fly", "w", ("w", "symbol", "exact")),
        ("fly", "Su(H)", ("Su(H)", "symbol", "exact")),
        ("fly", "E(spl)mβ-HLH", ("E(spl)mbeta-HLH", "symbol", "other")),
        ("fly", "CG6741", ("a", "synonym", "exact")),
        ("worm", "daf-2", ("daf-2", "symbol", "exact")),
        ("worm", "DAF-2", ("daf-2", "symbol", "protein")),
        ("worm", "daf2", ("daf-2", "symbol", "other")),
        ("worm", "Y110A7A.10", ("aap-1", "synonym", "exact")),
        ("yeast", "STE11", ("STE11", "symbol", "exact")),
        ("yeast", "Ste11", ("STE11", "symbol", "protein")),
        ("yeast", "Ste11p", ("STE11", "symbol", "protein")),
        ("yeast", "ste11", ("STE11", "symbol", "other")),
        ("yeast", "YLR362W", ("STE11", "synonym", "exact")),
        ("mouse", "Trp53", ("Trp53", "symbol", "exact")),
        ("mouse", "TRP53", ("Trp53", "symbol", "protein")),
        ("mouse", "p53", ("Trp53", "synonym", "exact")),
        ("rat", "Akt1", ("Akt1", "symbol", "exact")),
        ("zebrafish", "Tp53", ("tp53", "symbol", "protein")),
        ("E. coli", "murF", ("murF", "symbol", "exact")),
        ("E. coli", "MurF", ("murF", "symbol", "protein")),
    ],
)
def test_a_name_is_read_by_the_rules_of_its_organism(
    organism: str, name: str, expected: tuple[str, str, str]
) -> None:
    assert first(organism, name) == expected


def test_another_letter_case_of_a_fly_counts_only_where_nothing_else_does() -> None:
    """`w` is white and `W` Wrinkled: neither brings in the other, as a mouse's may."""
    fly = SpeciesLexicon.open("fly")
    for name in ("w", "W", "dl", "Dl", "N", "tor", "Tor", "hh"):
        found = fly.lookup(name)
        assert found
        assert all(match.spelling != "other" for match in found)
    assert {match.spelling for match in fly.lookup("hH")} == {"other"}


def test_unknown_names_have_no_gene() -> None:
    for tables in TABLES.values():
        for name in ("", "-", "no such gene", "\ud800", "a\0b", "a/b"):
            assert tables.lookup(name) == tables.best(name) == ()
        assert tables.gene_by_symbol("no such gene") is None
        assert tables.gene_by_ncbi("0") is tables.gene_by_ncbi("x") is None
        assert tables.gene_by_id("HGNC:1") is tables.gene_by_id("MGI:x") is None
        of = tables.nomenclature
        for digits in (19, 20, 400, 5000):  # more than SQLite, and than Python reads
            assert tables.gene_by_id(f"{of.prefix}:{of.letters}{'9' * digits}") is None


def test_ids_are_those_of_the_databases() -> None:
    expected = {
        "10090": ("Trp53", "MGI:98834", "22059", ("HGNC:11998",)),
        "10116": ("Tp53", "RGD:3889", None, ("HGNC:11998",)),
        "7955": ("tp53", "ZFIN:ZDB-GENE-990415-270", "30590", ("HGNC:11998",)),
        "7227": ("hh", "FB:FBgn0004644", "42737", ()),
        "6239": ("daf-2", "WB:WBGene00000898", None, ()),
        "559292": ("STE11", "SGD:S000004354", None, ()),
        "511145": ("murF", "NCBIGene:944813", "944813", ()),
    }
    for taxon, (symbol, identifier, ncbi, human) in expected.items():
        gene = TABLES[taxon].gene_by_symbol(symbol)
        assert gene is not None
        assert (gene.id, gene.ncbi_gene_id, gene.human) == (identifier, ncbi, human)
        assert TABLES[taxon].gene_by_id(identifier) == gene
        assert ncbi is None or TABLES[taxon].gene_by_ncbi(ncbi) == gene
        for hgnc in human:
            assert gene in TABLES[taxon].genes_of_human(hgnc)


@given(st.data())
def test_every_gene_is_found_by_its_symbol_and_id(data: st.DataObject) -> None:
    tables = TABLES[data.draw(st.sampled_from(sorted(TABLES)))]
    gene = tables.gene(data.draw(st.integers(0, len(tables) - 1)))
    assert gene in tables.best(gene.symbol)
    assert tables.gene_by_id(gene.id) == gene
    of = tables.nomenclature
    assert of.identifier(of.stored(gene.id.removeprefix(f"{of.prefix}:"))) == gene.id


def test_orthologs_are_human_genes_of_the_lexicon() -> None:
    """Almost all: a table and the lexicon may be made from HGNC of two days."""
    lexicon = Lexicon.load()
    for taxon in ("10090", "10116", "7955"):
        stated = TABLES[taxon].orthologs()
        assert len(stated) > 15_000
        ids = {identifier for found in stated.values() for identifier in found}
        assert sum(lexicon.gene_by_hgnc(hgnc) is None for hgnc in ids) < len(ids) / 1000
        index, human = next(iter(stated.items()))
        assert TABLES[taxon].gene(index).human == human
    for taxon in ("7227", "6239", "559292", "511145"):
        assert TABLES[taxon].orthologs() == {}  # no source states any, and none is invented


@pytest.mark.parametrize(
    ("name", "taxon"),
    [
        ("mouse", "10090"),
        ("Mus musculus", "10090"),
        (" MUS  musculus ", "10090"),
        ("10116", "10116"),
        ("Drosophila", "7227"),
        ("fruit fly", "7227"),
        ("C. elegans", "6239"),
        ("yeast", "559292"),
        ("4932", "559292"),
        ("E. coli", "511145"),
        ("562", "511145"),
    ],
)
def test_organisms_go_by_names_and_taxon_ids(name: str, taxon: str) -> None:
    assert SpeciesLexicon.open(name).taxon == taxon


def test_an_organism_without_a_table_is_an_error_that_says_which_there_are() -> None:
    with pytest.raises(LexiconError, match=r"'oryx'; .*mouse \(10090\), .*E\. coli \(511145\)"):
        SpeciesLexicon.open("oryx")


def test_tables_are_opened_once_and_pickled_by_name() -> None:
    fly = SpeciesLexicon.open("fly")
    assert SpeciesLexicon.open("7227") is fly
    assert pickle.loads(pickle.dumps(fly)) is fly


# ---------------------------------------------------------------------------------------- damage


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A lexicon that is nothing but a worm's table."""
    folder = tmp_path / "lexicon" / "species"
    folder.mkdir(parents=True)
    for name in ("6239.marisa", "6239.sqlite", "manifest.json"):
        shutil.copy(tables_folder(None) / name, folder / name)
    return folder


def opened(folder: Path) -> SpeciesLexicon:
    of = nomenclature_of("worm")
    assert of is not None
    return SpeciesLexicon(of, folder)


@pytest.mark.parametrize("name", ["6239.marisa", "6239.sqlite", "manifest.json"])
def test_a_damaged_table_is_refused(copy: Path, name: str) -> None:
    path = copy / name
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b"", None):
        path.unlink()
        if damaged is not None:
            path.write_bytes(damaged)
        if name == "manifest.json" and damaged == whole[:-1]:
            opened(copy)  # its last byte is the end of the line
        else:
            with pytest.raises(LexiconError, match="reconcile lexicon build --out"):
                opened(copy)
        path.write_bytes(whole)


def test_damage_to_a_table_does_not_touch_the_others(copy: Path) -> None:
    """Only what is asked for is opened: of the others not even the files are there."""
    assert opened(copy).gene_by_symbol("daf-2") is not None


def test_a_lexicon_without_tables_has_the_bundled_ones(tmp_path: Path) -> None:
    assert SpeciesLexicon.open("fly", tmp_path) is SpeciesLexicon.open("fly")


def test_info_checks_the_tables(tmp_path: Path) -> None:
    whole = Path(shutil.copytree(tables_folder(None).parent, tmp_path / "lexicon"))
    path = whole / "species" / "7227.sqlite"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    run = CliRunner().invoke
    shown = run(app, ["lexicon", "info", str(whole)])
    assert shown.exit_code == 0
    assert "FlyBase 2026_01" in shown.stdout
    refused = run(app, ["lexicon", "info", str(whole), "--verify"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert str(path) in refused.stderr


# -------------------------------------------------------------------------------------- building

SGD = [
    "S000004354\tORF\tVerified\tYLR362W\tSTE11\tkinase STE11|SSK9\tchromosome 12" + "\t" * 9,
    "S000000001\tORF\tDubious\tYAL069W\t\t\tchromosome 1" + "\t" * 9,
    "S000000002\tORF\tUncharacterized\tYAL068C\t\t\tchromosome 1" + "\t" * 9,
    "S000000003\tCDS\t\t\t\t\tYAL068C" + "\t" * 9,
]
UNIPROT = (
    "Gene designations           OLN        AC         Entry        SGD\n"
    "STE11; SSK22X               YLR362W    P23561     STE11_YEAST  S000004354   717     12\n"
)
GFF = (
    "##gff-version 3\n"
    "NC_1\tRefSeq\tgene\t1\t9\t.\t+\t.\tID=gene-b1;Dbxref=ASAP:A,GeneID:77;gene=murF;"
    "gene_synonym=mra,a%2Cb;locus_tag=b1\n"
    "NC_1\tRefSeq\tCDS\t1\t9\t.\t+\t0\tID=cds-1;Parent=gene-b1;product=ligase%3B murF\n"
    "NC_1\tRefSeq\tgene\t11\t19\t.\t+\t.\tID=gene-b2;gene=nogene\n"
)
NCBI = (
    'downloaded = "2016_02_22" # 3 items\n'
    "  1 : NtData(GeneID=42313, CurrentID=0, Status='live', Symbol='Dl', "
    "Aliases='Dmel_CG3619, D, Dmel\\\\CG3619', description='Delta', x='')\n"
    "  2 : NtData(GeneID=5, CurrentID=0, Status='live', Symbol=\"l(2)'x\", Aliases='', "
    "description='CG1 gene product from transcript CG1-RA', x='')\n"
    "  3 : NtData(GeneID=9, CurrentID=8, Status='secondary', Symbol='gone', Aliases='', "
    "description='gone', x='')\n"
)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_yeast_genes_are_read(tmp_path: Path) -> None:
    features = written(tmp_path / "SGD_features.tab", "".join(f"{line}\n" for line in SGD))
    names = written(tmp_path / "yeast.txt", UNIPROT)
    assert read_yeast(features, names) == [
        TableGene(
            "S000004354",
            "STE11",
            synonyms=("SSK9", "STE11", "SSK22X", "YLR362W"),
            name="kinase STE11",
        ),
        TableGene("S000000002", "YAL068C", synonyms=("YAL068C",)),
    ]


def test_bacterial_genes_are_read(tmp_path: Path) -> None:
    assert read_refseq(written(tmp_path / "genome.gff3", GFF)) == [
        TableGene("77", "murF", (), ("mra", "a,b", "b1"), "ligase; murF", "77")
    ]


def test_genes_of_ncbi_are_read_and_linked(tmp_path: Path) -> None:
    """`Dl` is Delta's by its number in the genome, though dorsal has the name too."""
    ncbi = read_ncbi_dump(written(tmp_path / "genes.py", NCBI))
    assert ncbi.date == "2016-02-22"
    assert set(ncbi.genes) == {"Dl", "l(2)'x"}
    genes = [
        TableGene("1", "Delta", synonyms=("Dl", "CG3619")),
        TableGene("2", "dl", synonyms=("Dl",)),
        TableGene("3", "l(2)'x"),
    ]
    linked = {gene.symbol: gene for gene in with_ncbi(genes, ncbi)}
    assert (linked["Delta"].ncbi, linked["Delta"].name) == ("42313", "Delta")
    assert linked["Delta"].previous == ("Dl",)
    assert linked["dl"] == genes[1]
    assert (linked["l(2)'x"].ncbi, linked["l(2)'x"].name) == ("5", "")


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (read_refseq, "a\tb\n", "1: 2 columns, need 9"),
        (read_refseq, "#\n", "no gene with an NCBI Gene id"),
        (read_ncbi_dump, "x = 1\n", "no gene of NCBI Gene"),
        (lambda path: read_yeast(path, path), "nothing\n", "no row with gene designations"),
    ],
)
def test_a_file_that_is_none_is_an_error(tmp_path: Path, read, text: str, said: str) -> None:
    path = written(tmp_path / "source.txt", text)
    with pytest.raises(LexiconBuildError, match=said) as caught:
        read(path)
    assert str(path) in str(caught.value)
    with pytest.raises(LexiconBuildError, match="no such file"):
        read(tmp_path / "none")


def test_tables_are_built_of_what_there_is(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    rows = [
        row("MGI:95410", "Erbb2", alias_symbols="Neu|2310011A08Rik", gene_type="x"),
        row("MGI:1", "Gm1"),
        row("MGI:2", "Gm2", gene_type="protein coding gene"),
        row("MGI:3", "Tg(x)", gene_type="transgene"),
    ]
    worm = [row("WormBase:WBGene00000898", "daf-2"), row("WormBase:WBGene00000001", "21ur-1")]
    files = SourceFiles(
        hgnc_file(tmp_path / "hgnc.tsv"),
        gene_info_file(tmp_path / "gene_info.gz"),
        famplex_folder(tmp_path / "famplex"),
        mgi=gene_table(tmp_path / "mgi", rows),
        wormbase=gene_table(tmp_path / "worm", worm),
        refseq=written(tmp_path / "genome.gff3", GFF),
    )
    hgnc, _ = read_human(files)
    first_time = build_tables(tmp_path / "one", files, hgnc)
    assert first_time == build_tables(tmp_path / "two", files, hgnc)
    assert first_time is not None
    assert list(first_time["tables"]) == ["10090", "6239", "511145"]
    mouse = SpeciesLexicon.open("mouse", tmp_path / "one")
    assert [mouse.gene(i).symbol for i in range(len(mouse))] == ["Erbb2", "Gm2"]
    erbb2 = mouse.gene_by_symbol("Erbb2")
    assert erbb2 is not None
    assert (erbb2.id, erbb2.human) == ("MGI:95410", ("HGNC:3430",))
    assert mouse.best("Neu") == (erbb2,)
    worms = SpeciesLexicon.open("worm", tmp_path / "one")
    assert [worms.gene(i).symbol for i in range(len(worms))] == ["daf-2"]
    with pytest.raises(LexiconError, match="says nothing of"):
        SpeciesLexicon.open("fly", tmp_path / "one")
    absent = {source["id"] for source in first_time["sources"] if source["version"] == "absent"}
    assert {"flybase", "rgd", "sgd"} <= absent


def test_mouse_genes_of_an_official_file(tmp_path: Path) -> None:
    header = ["MGI Accession ID", "Marker Symbol", "Marker Synonyms (pipe-separated)"]
    files = SourceFiles(
        hgnc_file(tmp_path / "hgnc.tsv"),
        gene_info_file(tmp_path / "gene_info.gz"),
        famplex_folder(tmp_path / "famplex"),
        mgi=table(tmp_path / "mgi.rpt", header, [["MGI:95410", "Erbb2", "Neu|HER2"]]),
    )
    build_tables(tmp_path, files, read_human(files)[0])
    assert [g.symbol for g in SpeciesLexicon.open("mouse", tmp_path).best("HER2")] == ["Erbb2"]


def test_nothing_is_written_where_there_is_no_source(tmp_path: Path) -> None:
    files = SourceFiles(
        hgnc_file(tmp_path / "hgnc.tsv"),
        gene_info_file(tmp_path / "gene_info.gz"),
        famplex_folder(tmp_path / "famplex"),
    )
    assert build_tables(tmp_path / "out", files, read_human(files)[0]) is None
    assert not (tmp_path / "out").exists()


def test_the_lexicon_and_its_tables_take_at_most_20_mb() -> None:
    folder = tables_folder(None).parent
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 20_000_000


def test_keys_keep_what_symbols_of_other_organisms_differ_by() -> None:
    assert table_key("E(spl)mβ-HLH") == "esplmbetahlh"
    assert table_key("Gas") != table_key("Ga")
    assert table_key("IV") == "iv"
