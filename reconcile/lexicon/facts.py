"""What every text asks of genes and families, from columns: numbers at the place of an index.

The columns are those of `derived.py`: read from the folder `derived` of a lexicon, or made in
memory for a lexicon that has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from reconcile.checksums import DamagedError, read_manifest, verify
from reconcile.errors import LexiconError
from reconcile.lexicon.columns import Columns, read_columns
from reconcile.lexicon.derived import KINDS
from reconcile.lexicon.schema import (
    DERIVED_FILE,
    DERIVED_FOLDER,
    DERIVED_VERSION,
    ENTITIES_FILE,
)

__all__ = ["Facts", "made_from", "stored_columns"]

_MADE_FROM: Final = "made_from"


class Facts:
    """The numbers of the genes and families of a lexicon, by their indices."""

    def __init__(self, columns: Columns, loci: Mapping[int, str]) -> None:
        """Read columns; `loci` are the names of the locus types."""
        self._loci = loci
        self._locus = columns["locus"]
        self._terms, self._term_starts = columns["term"], columns["term_starts"]
        self._sizes = columns["term_size"]
        self._families, self._family_starts = columns["family"], columns["family_starts"]
        self._members, self._member_starts = columns["member"], columns["member_starts"]
        self._kinds = columns["kind"]
        self._genes = len(self._locus)

    def terms_of(self, gene: int) -> tuple[int, ...]:
        """The processes that a gene takes part in, ascending; none for a gene that is not there."""
        starts = self._term_starts
        return tuple(self._terms[starts[gene] : starts[gene + 1]]) if self._has(gene) else ()

    def term_count(self, gene: int) -> int:
        """How many these are."""
        starts = self._term_starts
        return int(starts[gene + 1] - starts[gene]) if self._has(gene) else 0

    def term_size(self, term: int) -> int:
        """How many genes take part in a process."""
        return int(self._sizes[term])

    def families_of(self, gene: int) -> tuple[int, ...]:
        """The families and complexes that a gene is a member of, ascending."""
        starts = self._family_starts
        return tuple(self._families[starts[gene] : starts[gene + 1]]) if self._has(gene) else ()

    def members_of(self, family: int) -> tuple[int, ...]:
        """The genes of a family or complex, ascending."""
        starts = self._member_starts
        return tuple(self._members[starts[family] : starts[family + 1]])

    def member_count(self, family: int) -> int:
        """How many these are."""
        starts = self._member_starts
        return int(starts[family + 1] - starts[family])

    def kind_of(self, family: int) -> str:
        """`family` or `complex`."""
        return KINDS[self._kinds[family]]

    def locus_of(self, gene: int) -> str:
        """The HGNC locus type of a gene."""
        return self._loci[self._locus[gene]]

    def _has(self, gene: int) -> bool:
        return 0 <= gene < self._genes


def made_from(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What the manifest of a lexicon says of the file that columns are made from."""
    said: dict[str, Any] = manifest["files"][ENTITIES_FILE]
    return {_MADE_FROM: {"name": ENTITIES_FILE, "sha256": said["sha256"]}}


def stored_columns(
    folder: Path, manifest: Mapping[str, Any], *, whole: bool = False
) -> Columns | None:
    """The columns that a lexicon has; None if it has none that are made from its entities.

    Args:
        folder: the folder of the lexicon.
        manifest: its manifest.
        whole: check SHA-256 too.

    Raises:
        LexiconError: if they are damaged.
    """
    place = folder / DERIVED_FOLDER
    if not place.is_dir():
        return None
    try:
        own = read_manifest(place)
        if own.get("schema_version") != DERIVED_VERSION:
            return None
        if own.get(_MADE_FROM) != made_from(manifest)[_MADE_FROM]:
            return None
        verify(place, own, (DERIVED_FILE,), whole=whole)
        return read_columns(place / DERIVED_FILE)
    except (DamagedError, OSError, ValueError) as error:
        anew = f"`reconcile lexicon derive {folder}`"
        raise LexiconError(
            f"{place}: no usable columns ({error}); make them anew with {anew}"
        ) from error
