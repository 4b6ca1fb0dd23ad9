"""Compile the lexicon from its sources. The same inputs give byte-identical files."""

from __future__ import annotations

import importlib.resources
from pathlib import Path
from typing import Any

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.build.compiler import Compiler
from reconcile.lexicon.build.complexes import add_complexes
from reconcile.lexicon.build.derived import write_derived
from reconcile.lexicon.build.families import add_curated, add_famplex, add_integrins
from reconcile.lexicon.build.genes import add_derived_names, add_hgnc, add_ncbi
from reconcile.lexicon.build.locations import write_locations
from reconcile.lexicon.build.organism_tables import build_tables
from reconcile.lexicon.build.others import add_chemicals, add_functions, add_nongenes, add_words
from reconcile.lexicon.build.proteins import add_proteins
from reconcile.lexicon.build.renewal import link_ncbi, renewed
from reconcile.lexicon.build.sources.famplex import read_famplex
from reconcile.lexicon.build.sources.functions import read_components, read_processes
from reconcile.lexicon.build.sources.gene_tables import read_gene_table
from reconcile.lexicon.build.sources.hgnc import HgncTable, read_hgnc
from reconcile.lexicon.build.sources.mesh_proteins import read_mesh_proteins
from reconcile.lexicon.build.sources.ncbi_gene import NcbiTable, read_gene_info
from reconcile.lexicon.build.sources.nongenes import read_chebi, read_doid, read_mesh, read_words
from reconcile.lexicon.build.sources.orthologs import (
    read_ensembl_orthologs,
    read_mgi,
    read_rgd,
    read_zfin,
)
from reconcile.lexicon.build.sources.packages import SourceFiles
from reconcile.lexicon.build.species import add_species, link_mouse
from reconcile.lexicon.build.stems import add_name_stems, add_roots, add_shared_symbols
from reconcile.lexicon.build.writer import write_lexicon

__all__ = ["build_lexicon", "build_tables", "curated_rows", "read_human"]


def build_lexicon(out: Path, files: SourceFiles) -> dict[str, Any]:
    """Compile the lexicon, locations and the tables of other organisms; return its manifest.

    HGNC, NCBI Gene and FamPlex are needed; any other source may be None and is then recorded as
    absent.

    Raises:
        LexiconBuildError: if a source file or a needed column is missing.
    """
    hgnc, ncbi = read_human(files)
    missing = {"hgnc": hgnc.missing_columns, "ncbi_gene": ncbi.missing_columns}
    compiler = Compiler()
    add_hgnc(compiler, hgnc)
    add_ncbi(compiler, ncbi)
    famplex = read_famplex(files.famplex)
    add_famplex(compiler, famplex, curated_rows("famplex.tsv", 4), curated_rows("families.tsv", 5))
    add_integrins(compiler)
    add_curated(compiler, curated_rows("forms.tsv", 3), curated_rows("nongenes.tsv", 3))
    add_roots(compiler)
    add_shared_symbols(compiler)
    add_derived_names(compiler)
    missing |= _add_species(compiler, files)
    _add_nongenes(compiler, files)
    add_name_stems(compiler)
    if files.mesh and files.mesh_supplement:
        add_proteins(compiler, read_mesh_proteins(files.mesh, files.mesh_supplement))
    if files.go_annotations and files.go_terms:
        add_complexes(compiler, read_components(files.go_annotations, files.go_terms))
        add_functions(compiler, read_processes(files.go_annotations, files.go_terms))
    sources = files.describe(missing, {"ncbi_gene": ncbi.date})
    manifest = write_lexicon(out, compiler, sources)
    of_ncbi = [source for source in sources if source["id"] == "ncbi_gene"]
    write_locations(out, hgnc.genes, ncbi, of_ncbi)
    write_derived(out)
    build_tables(out, files, hgnc)
    return manifest


def read_human(files: SourceFiles) -> tuple[HgncTable, NcbiTable]:
    """The human genes with the symbols of this year where these are given, and NCBI's names.

    Raises:
        LexiconBuildError: if a source file or a needed column is missing.
    """
    hgnc, ncbi = read_hgnc(files.hgnc), read_gene_info(files.gene_info)
    if files.hgnc_symbols:
        hgnc = renewed(hgnc, read_gene_table(files.hgnc_symbols, "HGNC"))
    hgnc.genes = link_ncbi(hgnc.genes, ncbi.genes)
    return hgnc, ncbi


def _add_species(compiler: Compiler, files: SourceFiles) -> dict[str, list[str]]:
    """Add mouse, rat and zebrafish where given; returns the columns that their files lack."""
    missing: dict[str, list[str]] = {}
    if files.mgi:
        mouse, missing["mgi"] = read_mgi(files.mgi)
        if files.mouse_orthologs:
            link_mouse(compiler, mouse, read_ensembl_orthologs(files.mouse_orthologs))
        add_species(compiler, mouse, "mgi", compiler.by_mgi)
    if files.rgd:
        rat, missing["rgd"] = read_rgd(files.rgd)
        add_species(compiler, rat, "rgd", compiler.by_rgd)
    if files.zfin_symbols and files.zfin_orthologs:
        zebrafish = read_zfin(files.zfin_symbols, files.zfin_orthologs, files.zfin_current)
        add_species(compiler, zebrafish, "zfin", None)
    return missing


def _add_nongenes(compiler: Compiler, files: SourceFiles) -> None:
    if files.mesh:
        add_nongenes(compiler, read_mesh(files.mesh), "mesh")
    if files.doid:
        add_nongenes(compiler, ((name, "disease") for name in read_doid(files.doid)), "doid")
    if files.chebi:
        add_chemicals(compiler, read_chebi(files.chebi))
    if files.words:
        add_words(compiler, read_words(files.words))


def curated_rows(name: str, columns: int) -> list[list[str]]:
    """The rows of one of the project's own curated tables, comments left out."""
    text = importlib.resources.files("reconcile.lexicon").joinpath("data", name).read_text("utf-8")
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) != columns:
                raise LexiconBuildError(f"{name}:{number}: {len(cells)} columns, need {columns}")
            rows.append(cells)
    return rows
