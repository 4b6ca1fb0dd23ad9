"""Write what follows from the entities of a lexicon: columns in a folder, with a manifest.

They are made from the compiled lexicon alone, so that they can be made anew after a change of the
code that makes them, without any source. The files by which names are found stay as they are.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from reconcile.checksums import (
    MANIFEST_FILE,
    DamagedError,
    read_manifest,
    verify,
    write_manifest,
)
from reconcile.errors import LexiconError
from reconcile.lexicon.columns import Column, write_columns
from reconcile.lexicon.derived import derive
from reconcile.lexicon.facts import made_from
from reconcile.lexicon.schema import (
    DERIVED_FILE,
    DERIVED_FOLDER,
    DERIVED_VERSION,
    ENTITIES_FILE,
)
from reconcile.scratch import scratch_folder

__all__ = ["write_derived"]


def write_derived(path: Path) -> dict[str, Any]:
    """Write the columns of the lexicon in a folder into its folder `derived`.

    Returns:
        Their manifest.

    Raises:
        LexiconError: if there is no usable lexicon.
    """
    try:
        about = read_manifest(path)
        verify(path, about, (ENTITIES_FILE,))
        columns = _computed(path / ENTITIES_FILE)
    except (DamagedError, OSError, sqlite3.Error) as error:
        anew = f"`reconcile lexicon build --out {path}`"
        raise LexiconError(f"{path}: no usable lexicon ({error}); build it with {anew}") from error
    folder = path / DERIVED_FOLDER
    folder.mkdir(exist_ok=True)
    with scratch_folder(path.parent) as made:
        write_columns(made / DERIVED_FILE, columns)
        facts = {"schema_version": DERIVED_VERSION, **made_from(about)}
        manifest = write_manifest(made, [DERIVED_FILE], facts)
        for name in (DERIVED_FILE, MANIFEST_FILE):
            (made / name).replace(folder / name)
    return manifest


def _computed(entities: Path) -> dict[str, Column]:
    with closing(sqlite3.connect(f"{entities.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return derive(lambda query: database.execute(query).fetchall())
