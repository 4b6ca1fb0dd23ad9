"""Write where the human genes lie: a trie in a folder of its own, with a manifest of its own.

The files by which names are found stay as they are, and so does their checksum, by which a tagger
knows the lexicon that it was trained with.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import marisa_trie

from reconcile.checksums import MANIFEST_FILE, write_manifest
from reconcile.lexicon.build.sources.hgnc import HgncGene
from reconcile.lexicon.build.sources.ncbi_gene import NcbiTable
from reconcile.lexicon.schema import LOCATIONS_FILE, LOCATIONS_FOLDER, LOCATIONS_VERSION
from reconcile.scratch import scratch_folder

__all__ = ["write_locations"]


def write_locations(
    out: Path, genes: list[HgncGene], ncbi: NcbiTable, sources: list[dict[str, Any]]
) -> dict[str, Any]:
    """Write the locations into `out`/locations and return their manifest.

    Args:
        out: the folder of the lexicon.
        genes: the human genes with their NCBI Gene ids.
        ncbi: what NCBI Gene says of these.
        sources: what it was made from, for the manifest.
    """
    folder = out / LOCATIONS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    known = {row.ncbi: row.location for row in ncbi.genes if row.location}
    listed = sorted(
        (gene.hgnc_id.removeprefix("HGNC:"), known[gene.ncbi].encode())
        for gene in genes
        if gene.ncbi in known
    )
    with scratch_folder(out.parent) as made:
        trie = marisa_trie.BytesTrie(listed, order=marisa_trie.LABEL_ORDER)
        trie.save(str(made / LOCATIONS_FILE))
        about = {
            "schema_version": LOCATIONS_VERSION,
            "sources": sources,
            "counts": {"genes": len(genes), "with_location": len(listed)},
        }
        manifest = write_manifest(made, [LOCATIONS_FILE], about)
        for name in (LOCATIONS_FILE, MANIFEST_FILE):
            (made / name).replace(folder / name)
    return manifest
