"""Where human genes lie on the chromosomes: a file that is opened only when it is asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import marisa_trie

from reconcile.checksums import DamagedError, read_manifest, verify
from reconcile.errors import LexiconError
from reconcile.lexicon.schema import LOCATIONS_FILE, LOCATIONS_FOLDER, LOCATIONS_VERSION
from reconcile.locks import fork_lock

__all__ = ["location_of"]

_LOCK: Final = fork_lock()


def location_of(hgnc_id: str, lexicon: str | Path) -> str | None:
    """Where a human gene lies, by NCBI Gene; None where it does not say, or nobody asked it.

    Args:
        hgnc_id: its HGNC id.
        lexicon: the folder of the lexicon, which may be without locations.

    Raises:
        LexiconError: if its locations are damaged, or of another version.

    >>> from reconcile.lexicon import Lexicon
    >>> location_of("HGNC:3430", Lexicon.load().path)
    '17q12'
    """
    with _LOCK:
        trie = _opened(Path(lexicon) / LOCATIONS_FOLDER)
    number = hgnc_id.removeprefix("HGNC:")
    if trie is None or not (number.isascii() and number.isdigit()):
        return None
    found = trie.get(number)
    return found[0].decode() if found else None


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Any:
    """The trie of a folder, None where there is no such folder."""
    if not folder.is_dir():
        return None
    try:
        manifest = read_manifest(folder)
        if (version := manifest.get("schema_version")) != LOCATIONS_VERSION:
            said = f"locations of version {str(version)[:20]}, expected {LOCATIONS_VERSION}"
            raise DamagedError(f"{folder}: {said}")
        verify(folder, manifest, (LOCATIONS_FILE,))
        trie = marisa_trie.BytesTrie()
        trie.mmap(str(folder / LOCATIONS_FILE))
    except (DamagedError, OSError, RuntimeError) as error:
        anew = f"`reconcile lexicon build --out {folder.parent}`"
        raise LexiconError(
            f"{folder}: no usable locations of genes ({error}); build them anew with {anew}"
        ) from error
    return trie
