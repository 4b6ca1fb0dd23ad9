"""What the documentation site gets when it is built: MkDocs calls `on_files` and so on.

Some pages are files of the repository outside `docs/`, shown as they are. The command line is
described by the application itself and the lexicon by its manifest, so that neither is written
down twice.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent

BORROWED: Final = {
    "benchmarks.md": "benchmarks/README.md",
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "notice.md": "NOTICE",
    "samples.md": "seeds/README.md",
    "tagger-card.md": "models/gene_ner/README.md",
}
"""Pages that are files outside `docs/`."""

_PAGE_OF: Final = {source: page for page, source in BORROWED.items()}
_LINK: Final = re.compile(r"(?<=\]\()(?![a-z]+:|#|/)([^)#\s]+)")
_COMMAND: Final = re.compile(r"^## `(reconcile [a-z ]+)`\n\n(?:.+\n)+", re.MULTILINE)
_TABLE: Final = re.compile(r"<!-- manifest: (\w+) -->")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are files outside `docs/`."""
    from mkdocs.structure.files import File

    for page, source in BORROWED.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Fill in what is generated, and lead links to the pages of the site.

    A page that is alone under its tab needs no menu beside it.
    """
    place = page.file.src_uri
    if page.parent is None:
        page.meta["hide"] = ["navigation"]
    if place == "cli.md":
        markdown = with_commands(markdown, command_reference())
    elif place == "lexicon-card.md":
        manifest = (ROOT / "models" / "lexicon" / "manifest.json").read_text(encoding="utf-8")
        tables = manifest_tables(json.loads(manifest))
        markdown = _TABLE.sub(lambda found: tables[found[1]], markdown)
    elif place == "notice.md":
        markdown = f"# Licences of the data\n\n``` {{.text .wrapped}}\n{markdown}```\n"
    return site_links(markdown, place)


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Name the search, which the theme leaves nameless for screen readers."""
    search = 'data-md-component="search" role="dialog"'
    return output.replace(search, f'{search} aria-label="Search"')


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Do the same on the page that says that there is no such page."""
    return on_post_page(output_content, None, config)


def on_serve(server: Any, config: Any, builder: Any) -> Any:
    """Build again when a file outside `docs/` changes."""
    for source in BORROWED.values():
        server.watch(str(ROOT / source))
    return server


def site_links(markdown: str, place: str) -> str:
    """The page with its links between files of the repository turned into those of the site.

    >>> site_links("[changes](../CHANGELOG.md), [rules](suggestions.md#similarity)", "index.md")
    '[changes](changelog.md), [rules](suggestions.md#similarity)'
    >>> site_links("[commands](docs/cli.md)", "contributing.md")
    '[commands](cli.md)'
    """
    folder = posixpath.dirname(BORROWED.get(place, f"docs/{place}"))

    def lead(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, link[1]))
        return _PAGE_OF.get(target, posixpath.relpath(target, "docs"))

    return _LINK.sub(lead, markdown)


def with_commands(markdown: str, reference: Mapping[str, str]) -> str:
    """The page with usage, arguments and options below what it first says of each command."""
    return _COMMAND.sub(lambda head: f"{head[0]}\n{reference[head[1]]}\n", markdown)


def command_reference() -> dict[str, str]:
    """Usage, arguments and options of each command, as Typer writes them from the application."""
    command = [sys.executable, "-m", "typer", "reconcile.cli.app", "utils", "docs"]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    whole = subprocess.run(
        [*command, "--name", "reconcile"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
    ).stdout
    _, *parts = re.split(r"^#+ `(reconcile[a-z ]*)`\n", whole, flags=re.MULTILINE)
    return {name: _tidied(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def _tidied(text: str) -> str:
    """Usage, arguments and own options alone, without the names of Python's types."""
    text = text[text.index("**Usage**") :]
    common = r"--help|-q, --quiet|-v, --verbose|--no-config|--config FILE"
    text = re.sub(rf"^\* `(?:{common})`: .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"<list\[(.*?)\]>", r"<\1>", text)
    return re.sub(r" <str>`", "`", text).strip()


def manifest_tables(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Sources, counts and files of a lexicon as Markdown tables."""
    sources = (
        (
            f"[{source['name']}]({source['url']})",
            source["version"],
            source["date"] or "–",
            source["license"],
            ", ".join(f"`{name}`" for name in source["missing_columns"]) or "–",
        )
        for source in manifest["sources"]
    )
    inputs = (
        (source["name"], f"`{file['name']}`", f"`{file['sha256']}`")
        for source in manifest["sources"]
        for file in source["files"]
    )
    origins = (
        (source["name"], f"<{file['url']}>", f"{file['rows']:,}", f"`{file['sha256']}`")
        for source in manifest["sources"]
        for file in source["made_from"]
    )
    files = (
        (f"`{name}`", f"{file['bytes']:,}", f"`{file['sha256']}`")
        for name, file in manifest["files"].items()
    )
    return {
        "sources": _table(("source", "version", "date", "licence", "lacks"), sources),
        "counts": _table(("what", "number"), _counts(manifest["counts"]), numbers=1),
        "files": _table(("file", "bytes", "SHA-256"), files),
        "inputs": _table(("source", "file", "SHA-256"), inputs),
        "origins": _table(("source", "made from", "rows", "SHA-256"), origins),
    }


def _counts(counts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in counts.items():
        words = name.replace("_", " ")
        if isinstance(value, Mapping):
            yield from ((f"{words}: {part}", number) for part, number in _counts(value))
        else:
            yield words, f"{value:,}"


def _table(head: Sequence[str], rows: Iterator[Sequence[str]], numbers: int = 0) -> str:
    """A table whose last so many columns are numbers."""
    rule = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))
