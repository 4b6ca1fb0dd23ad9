"""Whether the files of a folder are those that were written: a manifest with their checksums.

A manifest is a JSON object in `manifest.json`. Its `files` gives for each file of the folder its
`bytes`, `crc32` and `sha256`, and its `crc32` stands for all the rest of it. CRC-32 is checked
whenever the files are opened, for it costs half a millisecond a megabyte and finds any damage but
one in 2³²; SHA-256 is for whoever asks.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

__all__ = ["MANIFEST_FILE", "DamagedError", "read_manifest", "verify", "write_manifest"]

MANIFEST_FILE: Final = "manifest.json"
_SEAL: Final = "crc32"
_BLOCK: Final = 1 << 18


class DamagedError(Exception):
    """A file that is not what its manifest says; the message names it, and no remedy."""


def write_manifest(
    folder: Path, names: Iterable[str], about: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Write the manifest of files of a folder and return it.

    Args:
        folder: where they are.
        names: the files, by their paths in it.
        about: what else the manifest is to say.
    """
    manifest = {**(about or {}), "files": {name: _facts(folder / name) for name in names}}
    manifest[_SEAL] = _seal(manifest)
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST_FILE).write_text(text, encoding="utf-8")
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; whether it is whole is for `verify` to say.

    Raises:
        DamagedError: there is none, or it is no JSON object.
    """
    path = folder / MANIFEST_FILE
    try:
        manifest = json.loads(_existing(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedError(f"{path}: {_said(error)}") from error
    if not isinstance(manifest, dict):
        raise DamagedError(f"{path}: not a JSON object")
    return manifest


def verify(
    folder: Path, manifest: Mapping[str, Any], names: Iterable[str], *, whole: bool = False
) -> None:
    """Check a manifest, and that files of its folder are what it says.

    Args:
        folder: where they are.
        manifest: as it was read there.
        names: the files, each of which it must name.
        whole: check SHA-256 too.

    Raises:
        DamagedError: for the first that is not.
    """
    path = folder / MANIFEST_FILE
    if _SEAL not in manifest:
        raise DamagedError(f"{path}: without a checksum of its own")
    if manifest[_SEAL] != _seal(manifest):
        raise DamagedError(f"{path}: changed since it was written, as its own checksum says")
    files = manifest.get("files")
    for name in names:
        said = files.get(name) if isinstance(files, Mapping) else None
        if not isinstance(said, Mapping):
            raise DamagedError(f"{path}: says nothing of {name}")
        _check(folder / name, said, whole)


def _facts(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "crc32": _crc32(path), "sha256": _sha256(path)}


def _check(path: Path, said: Mapping[str, Any], whole: bool) -> None:
    try:
        size = _existing(path).stat().st_size
        if size != said.get("bytes"):
            raise DamagedError(f"{path}: {size} bytes, the manifest says {said.get('bytes')}")
        if _crc32(path) != said.get("crc32") or (whole and _sha256(path) != said.get("sha256")):
            raise DamagedError(f"{path}: its bytes are not those that the manifest stands for")
    except OSError as error:
        raise DamagedError(f"{path}: {_said(error)}") from error


def _existing(path: Path) -> Path:
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise OSError("not a file")
    return path


def _said(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _seal(manifest: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in manifest.items() if name != _SEAL}
    return _hex(zlib.crc32(json.dumps(rest, sort_keys=True, ensure_ascii=True).encode()))


def _crc32(path: Path) -> str:
    value = 0
    block = bytearray(_BLOCK)
    with path.open("rb", buffering=0) as stream, memoryview(block) as view:
        while size := stream.readinto(block):
            value = zlib.crc32(view[:size], value)
    return _hex(value)


def _sha256(path: Path) -> str:
    from hashlib import file_digest

    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _hex(value: int) -> str:
    return f"{value:08x}"
