"""The lexicon that comes with the package: what it knows, and how it fails."""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reconcile.checksums import MANIFEST_FILE
from reconcile.errors import LexiconError
from reconcile.lexicon import Entry, Lexicon
from reconcile.lexicon.schema import ENTITIES_FILE, FORMS_FILE, NO_REF
from reconcile.lexicon.store import bundled_path
from reconcile.text import surface_key

LEXICON = Lexicon.load()


def entries(name: str) -> tuple[Entry, ...]:
    return LEXICON.lookup(surface_key(name))


def symbols(name: str, *types: str) -> set[str]:
    """The human genes that entries of these types give for a name."""
    return {
        LEXICON.gene(e.ref).gene.symbol
        for e in entries(name)
        if e.type in types and not e.is_family and e.ref != NO_REF
    }


def members(identifier: str) -> set[str]:
    family = LEXICON.family_by_id(identifier)
    assert family is not None
    return {gene.symbol for gene in family.genes}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the lexicon to damage."""
    return Path(shutil.copytree(bundled_path(), tmp_path / "lexicon"))


def test_a_gene_has_all_its_ids() -> None:
    record = LEXICON.gene_by_symbol("ERBB2")
    assert record is not None
    assert record.gene.hgnc_id == "HGNC:3430"
    assert record.gene.ncbi_gene_id == "2064"
    assert record.uniprot == "P04626"
    assert record.locus_type == "gene with protein product"
    assert record.name.startswith("erb-b2 receptor tyrosine kinase 2")
    assert LEXICON.gene_by_ncbi("2064") == LEXICON.gene_by_hgnc("HGNC:3430") == record


@pytest.mark.parametrize("name", ["", "NOSUCHGENE1", "erbb2x"])
def test_unknown_names_give_nothing(name: str) -> None:
    assert entries(name) == ()
    assert LEXICON.gene_by_symbol(name) is None
    assert LEXICON.family_by_id(name) is None
    assert LEXICON.gene_by_ncbi(name) is None
    assert LEXICON.gene_by_hgnc(name) is None


def test_approved_symbols_are_found_with_their_own_letter_case_only() -> None:
    assert LEXICON.gene_by_symbol("erbb2") is None
    assert symbols("erbb2", "approved") == {"ERBB2"}


@pytest.mark.parametrize(
    ("alias", "symbol"),
    [("HER2", "ERBB2"), ("HER-2", "ERBB2"), ("p53", "TP53"), ("AREG", "AREG"), ("IL-6", "IL6")],
)
def test_aliases(alias: str, symbol: str) -> None:
    assert symbol in symbols(alias, "alias", "curated", "approved")


def test_previous_symbols() -> None:
    assert symbols("MLL2", "previous") == {"KMT2D"}
    assert symbols("LPS", "previous") == {"IRF6"}


def test_one_name_may_have_several_genes() -> None:
    assert symbols("PDK1", "approved") == {"PDK1"}
    assert "PDPK1" in symbols("PDK1", "alias", "curated")


def test_long_names() -> None:
    assert "ERN1" in symbols("inositol-requiring enzyme 1", "name", "designation", "alias")
    assert "EGFR" in symbols("epidermal growth factor receptor", "name")


def test_withdrawn_symbols_lead_to_their_successor_or_nowhere() -> None:
    assert symbols("A1S9T", "withdrawn") == {"UBA1"}
    gone = [entry for entry in entries("A12M1") if entry.type == "withdrawn"]
    assert [entry.ref for entry in gone] == [NO_REF]


@pytest.mark.parametrize(
    ("identifier", "kind", "some"),
    [
        ("MEK", "family", {"MAP2K1", "MAP2K2"}),
        ("AKT", "family", {"AKT1", "AKT2", "AKT3"}),
        ("RAS", "family", {"HRAS", "KRAS", "NRAS"}),
        ("NFkappaB", "complex", {"NFKB1", "RELA", "REL"}),
        ("AMPK", "complex", {"PRKAA1", "PRKAB1", "PRKAG1"}),
        ("PI3K", "family", {"PIK3CA", "PIK3R1"}),
        ("mTORC1", "complex", {"MTOR", "RPTOR", "MLST8"}),
        ("SOCS", "family", {"SOCS1", "SOCS7", "CISH"}),
    ],
)
def test_families_and_complexes_reach_down_to_genes(
    identifier: str, kind: str, some: set[str]
) -> None:
    family = LEXICON.family_by_id(identifier)
    assert family is not None
    assert family.kind == kind
    assert some <= members(identifier)
    assert list(family.genes) == sorted(family.genes)
    for index in family.members:
        assert family.index in LEXICON.families_of(index)


def test_a_label_entry_points_to_its_family() -> None:
    labels = {LEXICON.family(e.ref).id for e in entries("NF-κB") if e.is_family}
    assert "NFkappaB" in labels


def test_numbered_symbols_imply_a_family() -> None:
    roots = [e for e in entries("GAB") if e.type == "root"]
    assert [LEXICON.family(e.ref).source for e in roots] == ["hgnc"]
    assert {"GAB1", "GAB2"} <= {g.symbol for g in LEXICON.family(roots[0].ref).genes}


@pytest.mark.parametrize(
    ("name", "taxon", "symbol"),
    [
        ("Trp53", "10090", "TP53"),
        ("Zhx2", "10090", "ZHX2"),
        ("Zhx2", "10116", "ZHX2"),
        ("tp53", "7955", "TP53"),
        ("her2", "7955", "HES5"),
    ],
)
def test_orthologs_keep_their_taxon(name: str, taxon: str, symbol: str) -> None:
    found = {
        LEXICON.gene(e.ref).gene.symbol
        for e in entries(name)
        if e.type == "ortholog" and e.taxon == taxon and e.ref != NO_REF
    }
    assert symbol in found


def test_an_ortholog_without_human_gene_refers_to_nothing() -> None:
    assert {(e.taxon, e.ref) for e in entries("her4.1")} == {("7955", NO_REF)}


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("LPS", "chemical"),
        ("PIP3", "chemical"),
        ("lung cancer", "disease"),
        ("ER", "anatomy"),
        ("the", "word"),
        ("apoptosis", "process"),
    ],
)
def test_non_genes(name: str, type_: str) -> None:
    assert type_ in {entry.type for entry in entries(name)}


def test_words_carry_their_rank() -> None:
    ranks = {word: e.ref for word in ("the", "cancer") for e in entries(word) if e.type == "word"}
    assert 0 <= ranks["the"] < ranks["cancer"] < 12_000


def test_functions() -> None:
    gene = LEXICON.gene_by_symbol("MAPK1")
    assert gene is not None
    terms = [LEXICON.term(index) for index in LEXICON.terms_of(gene.index)]
    assert terms
    assert all(term.id.startswith("GO:") and 2 <= term.size <= 250 for term in terms)


def test_prefixes_and_keys() -> None:
    assert LEXICON.prefixes("mapk1x")[-1] == "mapk1"
    keys = LEXICON.keys("mapk1", 5)
    assert len(keys) == len(set(keys)) == 5
    assert all(key.startswith("mapk1") for key in keys)
    assert "mapk1" in LEXICON
    assert "mapk1x" not in LEXICON


def test_references_out_of_range() -> None:
    for get in (LEXICON.gene, LEXICON.family, LEXICON.term):
        with pytest.raises(LexiconError, match="no "):
            get(10**8)


def test_the_manifest_tells_the_truth() -> None:
    for name, facts in LEXICON.manifest["files"].items():
        data = (bundled_path() / name).read_bytes()
        assert facts == {
            "bytes": len(data),
            "crc32": f"{zlib.crc32(data):08x}",
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    counts = LEXICON.manifest["counts"]
    assert counts["forms"] == sum(counts["forms_by_type"].values())
    assert counts["forms"] == sum(counts["forms_by_source"].values())
    for source in LEXICON.manifest["sources"]:
        assert source["license"] and source["url"].startswith("https://") and source["version"]
        assert all(len(file["sha256"]) == 64 for file in source["files"])


def test_the_lexicon_is_small() -> None:
    assert sum(path.stat().st_size for path in bundled_path().iterdir()) <= 12_000_000


# A child's `ru_maxrss` starts at its parent's peak, so the kernel's own mark is read instead.
PROBE = """
import re
from pathlib import Path
from reconcile.lexicon import Lexicon
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
before = peak()
lexicon = Lexicon.load()
assert lexicon.gene_by_symbol("ERBB2")
print(peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_opening_is_light() -> None:
    out = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert int(out.stdout) < 30_000


def test_lookups_from_many_threads() -> None:
    lexicon = Lexicon(bundled_path())
    names = ["her2", "mek", "akt", "p53", "nfkappab", "tnf", "il6", "egfr"] * 50

    def work(name: str) -> list[object]:
        return [
            lexicon.family(e.ref) if e.is_family else lexicon.gene(e.ref)
            for e in lexicon.lookup(name)
            if e.ref < 40_000 and e.type != "word"
        ]

    expected = [work(name) for name in names]
    fresh = Lexicon(bundled_path())
    lexicon = fresh
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, names)) == expected


def test_pickled_by_path(copy: Path) -> None:
    assert pickle.loads(pickle.dumps(LEXICON)) is LEXICON
    other = pickle.loads(pickle.dumps(Lexicon(copy)))
    assert other.path == copy
    assert other.gene_by_symbol("ERBB2") == LEXICON.gene_by_symbol("ERBB2")
    assert len(pickle.dumps(LEXICON)) < 1000


def test_loaded_once() -> None:
    assert Lexicon.load() is LEXICON


@pytest.mark.parametrize("name", [MANIFEST_FILE, FORMS_FILE, ENTITIES_FILE])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "folder"])
def test_damage_is_reported_with_the_path_and_a_remedy(copy: Path, name: str, harm: str) -> None:
    path = copy / name
    data = path.read_bytes()
    path.unlink()
    if harm == "folder":
        path.mkdir()
    elif harm != "missing":
        path.write_bytes(b"" if harm == "empty" else data[: len(data) // 2])
    with pytest.raises(LexiconError) as caught:
        Lexicon(copy)
    assert str(copy) in str(caught.value)
    assert "reconcile lexicon build" in str(caught.value)


@pytest.mark.parametrize("name", [FORMS_FILE, ENTITIES_FILE])
def test_other_bytes_of_the_same_length(copy: Path, name: str) -> None:
    path = copy / name
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(LexiconError, match="no usable lexicon"):
        Lexicon(copy)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no usable lexicon"):
        Lexicon(tmp_path / "nowhere")


@pytest.mark.parametrize("manifest", ["[]", "{}", '{"schema_version": 1}', "{", '"x"'])
def test_manifest_of_another_shape(copy: Path, manifest: str) -> None:
    (copy / MANIFEST_FILE).write_text(manifest)
    with pytest.raises(LexiconError):
        Lexicon(copy)


def test_another_schema_version(copy: Path) -> None:
    manifest = json.loads((copy / MANIFEST_FILE).read_text(encoding="utf-8"))
    manifest["schema_version"] = 99
    (copy / MANIFEST_FILE).write_text(json.dumps(manifest))
    with pytest.raises(LexiconError, match="schema 99, this version reads"):
        Lexicon(copy)


def test_a_text_that_was_read_before_asks_the_files_for_nothing(fast):
    text = "HER2 and NF-κB raise IL-6 through MEK1/2; p-ERK binds nerve growth factor in mice."
    fast.annotate(text)
    caches = (fast.lexicon.gene, fast.lexicon.family)
    kept = (fast.lexicon.lookup.__self__, fast.lexicon.begins.__self__)
    before = [cache.cache_info().misses for cache in caches], *map(list, kept)
    fast.annotate(text)
    assert before == ([cache.cache_info().misses for cache in caches], *map(list, kept))
