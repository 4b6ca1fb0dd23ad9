"""The tagger that comes with the package: where it is and what it says of itself."""

from __future__ import annotations

import json
from configparser import Error as ConfigError
from configparser import RawConfigParser
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from reconcile.bundled import bundled_path
from reconcile.checksums import MANIFEST_FILE, DamagedError, read_manifest, verify
from reconcile.errors import ModelError

__all__ = ["check_model", "checksum", "is_ours", "lexicon_checksum", "model_info", "tagger_path"]

_OURS: Final = (
    ("nlp", "pipeline", ["ner", "reconcile_repeats"]),
    ("nlp.tokenizer", "@tokenizers", "reconcile.FineTokenizer.v1"),
    ("components.ner.model", "@architectures", "spacy.TransitionBasedParser.v2"),
    ("components.ner.model", "state_type", "ner"),
    ("components.ner.model", "extra_state_tokens", False),
    ("components.ner.model", "use_upper", True),
    ("components.ner.model.tok2vec", "@architectures", "reconcile.Tok2Vec.v1"),
    ("components.ner.model.tok2vec.embed", "@architectures", "reconcile.LexiconEmbed.v1"),
    ("components.ner.model.tok2vec.encode", "@architectures", "spacy.MaxoutWindowEncoder.v2"),
    ("components.ner.model.tok2vec.encode", "window_size", 1),
)
"""What the configuration of a pipeline says that is read without spaCy."""


def tagger_path() -> Path:
    """The folder of the bundled tagger.

    Raises:
        ModelError: if there is none.
    """
    path = bundled_path("gene_ner")
    if not (path / "meta.json").is_file():
        raise ModelError(
            f"no bundled tagger: expected a spaCy pipeline in {path}; reinstall the package, "
            "or name another model by path or package name"
        )
    return path


def is_ours(folder: Path) -> bool:
    """Whether a folder holds a pipeline with just the layers and steps of the bundled one.

    Such a one is read without spaCy (`reader.py`), whatever its sizes are. False for what is no
    folder of a pipeline.
    """
    config = RawConfigParser()
    try:
        config.read_string((folder / "config.cfg").read_text(encoding="utf-8"))
        return all(json.loads(config[part][name]) == value for part, name, value in _OURS)
    except (OSError, ValueError, KeyError, ConfigError):
        return False


def check_model(folder: Path) -> None:
    """Check the files of a pipeline, where training has left a manifest of them.

    Raises:
        ModelError: for the first that is not what was trained.
    """
    if not (folder / MANIFEST_FILE).exists():
        return
    try:
        manifest = read_manifest(folder)
        verify(folder, manifest, manifest.get("files", ()))
    except DamagedError as error:
        remedy = (
            "reinstall the package"
            if folder == bundled_path("gene_ner")
            else f"train it anew, or remove {MANIFEST_FILE} there if you changed it on purpose"
        )
        raise ModelError(f"damaged model ({error}); {remedy}") from error


def lexicon_checksum() -> str | None:
    """The checksum of the bundled lexicon, see `checksum`, by its manifest; None without one.

    Training writes it into `meta.json`: a tagger sees what the lexicon says of each token, and
    beside another one it sees something else than it learned.
    """
    try:
        files = read_manifest(bundled_path("lexicon"))["files"]
        return checksum([{"name": name, "sha256": files[name]["sha256"]} for name in sorted(files)])
    except (DamagedError, KeyError, TypeError):
        return None


def model_info(path: Path | None = None) -> dict[str, Any]:
    """What a spaCy pipeline's folder says of itself, without loading it.

    Args:
        path: the folder; None for the bundled tagger.

    Returns:
        `name, version, description, license, spacy_version, labels, scores, lexicon, bytes,
        sha256, files`.
        `labels` are those of the entity recogniser, `scores` the `performance` that training wrote
        into `meta.json`. `lexicon` has the checksums of the lexicon in training (`trained`; None if
        the model does not say) and of the bundled one (`bundled`), and whether both are known and
        differ (`stale`). `bytes` and `sha256` are over `files`, see `checksum`.

    Raises:
        ModelError: if the folder holds no pipeline, or one that is damaged.
    """
    folder = tagger_path() if path is None else path
    check_model(folder)
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        files: list[dict[str, Any]] = [
            {
                "name": file.relative_to(folder).as_posix(),
                "bytes": file.stat().st_size,
                "sha256": sha256(file.read_bytes()).hexdigest(),
            }
            for file in _files(folder)
        ]
        labels = sorted({label for found in meta.get("labels", {}).values() for label in found})
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ModelError(
            f"no spaCy pipeline in {folder} ({error}); give the folder with its meta.json"
        ) from error
    return {
        "name": f"{meta.get('lang', '')}_{meta.get('name', '')}".strip("_"),
        "version": meta.get("version"),
        "description": meta.get("description"),
        "license": meta.get("license"),
        "spacy_version": meta.get("spacy_version"),
        "labels": labels,
        "scores": meta.get("performance", {}),
        "lexicon": _lexicons(meta.get("lexicon")),
        "bytes": sum(file["bytes"] for file in files),
        "sha256": checksum(files),
        "files": files,
    }


def _lexicons(trained: object) -> dict[str, Any]:
    bundled = lexicon_checksum()
    known = trained if isinstance(trained, str) else None
    stale = known is not None and bundled is not None and known != bundled
    return {"trained": known, "bundled": bundled, "stale": stale}


def checksum(files: list[dict[str, Any]]) -> str:
    """One SHA-256 over the lines `sha256  name` of the files, in the order of their names.

    It is what `sha256sum FILE... | sha256sum` says. Markdown files are not part of it, so that a
    model card can hold it, nor is the manifest, which has checksums of its own.
    """
    lines = (f"{file['sha256']}  {file['name']}\n" for file in files)
    return sha256("".join(lines).encode()).hexdigest()


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    found = (path for path in found if path != folder / MANIFEST_FILE)
    kept = [p for p in found if not any(x.startswith(".") for x in p.relative_to(folder).parts)]
    return sorted(kept, key=lambda path: path.relative_to(folder).as_posix())
