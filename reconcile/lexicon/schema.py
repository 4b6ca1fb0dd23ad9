"""What a compiled lexicon holds, and how one entry is packed.

The compiled lexicon is a folder of three files: `forms.marisa` (a `marisa_trie.BytesTrie` from
surface key to packed entries, memory-mapped), `entities.sqlite` (genes, families, functions) and
`manifest.json` (sources, counts, checksums; see `reconcile.checksums`). Its folder `species` has
the tables of other organisms: for each a trie of the same kind and a database of its genes. Its
folder `locations` says where the human genes lie, in a trie from HGNC number to location. Its
folder `derived` has what follows from the entities, as columns (see `derived.py`).
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from reconcile.organisms import ORGANISMS

__all__ = [
    "DERIVED_FILE",
    "DERIVED_FOLDER",
    "DERIVED_VERSION",
    "ENTITIES_FILE",
    "FORMS_FILE",
    "FORM_TYPES",
    "LOCATIONS_FILE",
    "LOCATIONS_FOLDER",
    "LOCATIONS_VERSION",
    "LONG_NAMES",
    "NON_GENE_TYPES",
    "NO_REF",
    "ORTHOLOG_TYPES",
    "SCHEMA_VERSION",
    "SOURCES",
    "SPECIES_FOLDER",
    "TABLES_VERSION",
    "TAXON_OF_SOURCE",
    "Entry",
    "pack",
    "packed_reference",
    "packed_type",
    "table_files",
    "unpack",
]

SCHEMA_VERSION: Final = 1
FORMS_FILE: Final = "forms.marisa"
ENTITIES_FILE: Final = "entities.sqlite"

TABLES_VERSION: Final = 1
SPECIES_FOLDER: Final = "species"
"""The folder in a lexicon of the tables of other organisms."""

LOCATIONS_VERSION: Final = 1
LOCATIONS_FOLDER: Final = "locations"
"""The folder in a lexicon of where the human genes lie: what no name is found by."""
LOCATIONS_FILE: Final = "9606.marisa"

DERIVED_VERSION: Final = 2
DERIVED_FOLDER: Final = "derived"
"""The folder in a lexicon of what follows from its entities, see `derived.py`."""
DERIVED_FILE: Final = "9606.columns"

FORM_TYPES: Final = (
    "approved",
    "curated",
    "previous",
    "alias",
    "name",
    "designation",
    "label",
    "root",
    "ortholog",
    "ortholog_alias",
    "withdrawn",
    "chemical",
    "disease",
    "anatomy",
    "organism",
    "process",
    "word",
)
"""Types of surface forms. `label` names a family or complex, `root` a family that is derived from
numbered symbols (`SOCS` from SOCS1–7), those from `chemical` on name things that are no genes."""

NON_GENE_TYPES: Final = frozenset(FORM_TYPES[FORM_TYPES.index("chemical") :])
ORTHOLOG_TYPES: Final = frozenset({"ortholog", "ortholog_alias"})

SOURCES: Final = (
    "hgnc",
    "ncbi_gene",
    "famplex",
    "mgi",
    "rgd",
    "zfin",
    "chebi",
    "doid",
    "mesh",
    "words",
    "curated",
    "go",
    "flybase",
    "wormbase",
    "sgd",
    "refseq",
)
"""Where a form comes from."""

TAXON_OF_SOURCE: Final = {o.source: o.taxon for o in ORGANISMS if o.source}
"""NCBI Taxonomy id of the organism that a nomenclature database names genes of."""

NO_REF: Final = 0xFFFFFFFF
"""The reference of a form that names no gene or family of the lexicon."""

_HEAD: Final = struct.Struct("<BBI")
_AS_KEY, _UPPER, _CAPITAL, _SPELLED, _UNKNOWN = range(5)

LONG_NAMES: Final = frozenset(
    FORM_TYPES.index(name) << 3 | _UNKNOWN for name in ("designation", "previous")
)
"""The first bytes of packed long names that are not the approved ones."""


_REF: Final = struct.Struct("<I")


def table_files(taxon: str) -> tuple[str, str]:
    """The files of the table of another organism: its forms, and its genes."""
    return f"{taxon}.marisa", f"{taxon}.sqlite"


class Entry(NamedTuple):
    """One surface form of the lexicon.

    Attributes:
        form: its spelling in the source; None for long names, whose letter case says nothing.
        type: one of `FORM_TYPES`.
        source: one of `SOURCES`.
        ref: index of a gene, or of a family for `label` and `root` (see `is_family`), the
            frequency rank for `word`, else `NO_REF`.
        is_family: whether `ref` points to a family or complex.
    """

    form: str | None
    type: str
    source: str
    ref: int
    is_family: bool = False

    @property
    def taxon(self) -> str:
        """NCBI Taxonomy id of the organism whose nomenclature has this form."""
        return TAXON_OF_SOURCE.get(self.source, "9606")


def pack(key: str, entry: Entry) -> bytes:
    """The bytes that stand for an entry under its key; the spelling only where it is needed."""
    form = entry.form
    case, tail = _SPELLED, b""
    if form is None:
        case = _UNKNOWN
    elif form == key:
        case = _AS_KEY
    elif form == key.upper():
        case = _UPPER
    elif form == key.capitalize():
        case = _CAPITAL
    else:
        tail = form.encode()
    first = FORM_TYPES.index(entry.type) << 3 | case
    second = SOURCES.index(entry.source) << 1 | entry.is_family
    return _HEAD.pack(first, second, entry.ref) + tail


def unpack(key: str, packed: bytes) -> Entry:
    """The entry behind the bytes; the inverse of `pack`.

    >>> entry = Entry("IL-1B", "alias", "hgnc", 7)
    >>> unpack("il1b", pack("il1b", entry)) == entry
    True
    """
    first, second, ref = _HEAD.unpack_from(packed)
    case = first & 7
    form: str | None
    if case == _AS_KEY:
        form = key
    elif case == _UPPER:
        form = key.upper()
    elif case == _CAPITAL:
        form = key.capitalize()
    elif case == _UNKNOWN:
        form = None
    else:
        form = packed[_HEAD.size :].decode()
    return Entry(form, FORM_TYPES[first >> 3], SOURCES[second >> 1], ref, bool(second & 1))


def packed_type(packed: bytes) -> int:
    """The type of a packed entry, as its place in `FORM_TYPES`."""
    return packed[0] >> 3


def packed_reference(packed: bytes) -> tuple[int, bool]:
    """What a packed entry refers to, and whether that is a family.

    >>> packed_reference(pack("mek", Entry("MEK", "label", "famplex", 7, True)))
    (7, True)
    """
    return _REF.unpack_from(packed, 2)[0], bool(packed[1] & 1)
