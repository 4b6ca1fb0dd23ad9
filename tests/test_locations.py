"""Where human genes lie: a part of the lexicon that names have nothing to do with."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_lexicon_build import famplex_folder, gene_info_file, hgnc_file

from reconcile.checksums import read_manifest
from reconcile.errors import LexiconError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.build import build_lexicon
from reconcile.lexicon.build.sources.packages import SourceFiles
from reconcile.lexicon.locations import location_of
from reconcile.lexicon.schema import ENTITIES_FILE, FORMS_FILE

LEXICON = Lexicon.load()


@pytest.mark.parametrize(
    ("symbol", "location"),
    [("ERBB2", "17q12"), ("TP53", "17p13.1"), ("EGFR", "7p11.2"), ("MT-ND1", None)],
)
def test_known_genes_lie_where_they_lie(symbol, location):
    gene = LEXICON.gene_by_symbol(symbol).gene
    assert location_of(gene.hgnc_id, LEXICON.path) == location


@given(st.one_of(st.text(max_size=8), st.integers().map(str)))
def test_what_is_no_gene_lies_nowhere(text):
    if LEXICON.gene_by_hgnc(text) is None:
        assert location_of(text, LEXICON.path) is None


def test_they_are_built_from_ncbi_gene(tmp_path):
    files = SourceFiles(
        hgnc=hgnc_file(tmp_path / "hgnc.tsv"),
        gene_info=gene_info_file(tmp_path / "gene_info.gz"),
        famplex=famplex_folder(tmp_path / "famplex"),
    )
    build_lexicon(tmp_path / "out", files)
    own = Lexicon(tmp_path / "out")
    assert location_of("HGNC:3430", own.path) == "17q12"
    assert location_of("HGNC:6840", own.path) == "15q22"
    unknown = next(i for i, symbol, _ in own.all_symbols() if symbol == "MTOR")
    assert location_of(own.gene(unknown).gene.hgnc_id, own.path) is None
    manifest = read_manifest(own.path / "locations")
    assert manifest["counts"]["with_location"] == 2
    assert [source["id"] for source in manifest["sources"]] == ["ncbi_gene"]
    assert list(own.manifest["files"]) == [FORMS_FILE, ENTITIES_FILE]


def test_a_lexicon_may_be_without(tmp_path):
    assert location_of("HGNC:3430", tmp_path) is None


@pytest.mark.parametrize("damage", ["cut", "other", "gone", "manifest"])
def test_damage_is_told(tmp_path, damage):
    folder = shutil.copytree(LEXICON.path / "locations", tmp_path / "locations")
    file = next(path for path in folder.iterdir() if path.name != "manifest.json")
    data = file.read_bytes()
    if damage == "cut":
        file.write_bytes(data[:-1])
    elif damage == "other":
        file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif damage == "gone":
        file.unlink()
    else:
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(LexiconError, match="reconcile lexicon build") as told:
        location_of("HGNC:3430", tmp_path)
    assert str(folder) in str(told.value)
