"""Write what follows from the entities of a lexicon: columns in a folder, with a manifest.

They are made from the compiled lexicon alone, so that they can be made anew after a change of the
code that makes them, without any source. The files by which names are found stay as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reconcile.checksums import MANIFEST_FILE, write_manifest
from reconcile.lexicon.columns import write_columns
from reconcile.lexicon.facts import made_from
from reconcile.lexicon.schema import DERIVED_FILE, DERIVED_FOLDER, DERIVED_VERSION
from reconcile.lexicon.store import Lexicon
from reconcile.scratch import scratch_folder

__all__ = ["write_derived"]


def write_derived(path: Path) -> dict[str, Any]:
    """Write the columns of the lexicon in a folder into its folder `derived`.

    Returns:
        Their manifest.

    Raises:
        LexiconError: if there is no usable lexicon.
    """
    lexicon = Lexicon(path)
    folder = path / DERIVED_FOLDER
    folder.mkdir(exist_ok=True)
    with scratch_folder(path.parent) as made:
        write_columns(made / DERIVED_FILE, lexicon.derived())
        about = {"schema_version": DERIVED_VERSION, **made_from(lexicon.manifest)}
        manifest = write_manifest(made, [DERIVED_FILE], about)
        for name in (DERIVED_FILE, MANIFEST_FILE):
            (made / name).replace(folder / name)
    return manifest
