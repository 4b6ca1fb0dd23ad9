"""`reconcile lexicon`: what the compiled lexicon holds, and building it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from reconcile.choices import PlainFormat
from reconcile.cli.commands import Command, Group
from reconcile.cli.console import guarded
from reconcile.cli.loudness import remark
from reconcile.cli.options import Force, PlainForm
from reconcile.cli.outputs import check_folder

__all__ = ["app"]

app = typer.Typer(
    name="lexicon",
    help="Inspect or rebuild the lexicon.",
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command(cls=Command)
@guarded
def info(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", help="Folder of a lexicon.", show_default="the lexicon in use"
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare the SHA-256 of every file, and say so.")
    ] = False,
    form: PlainForm = "table",
) -> None:
    """Show sources, versions, licences, counts and checksums of the lexicon in use.

    The tables of other organisms that belong to it come behind it, in JSON as `species`.

    A lexicon that is damaged is an error: its files are compared with their checksums whenever it
    is opened, with CRC-32 always and with SHA-256 for `--verify`.
    """
    from reconcile.lexicon import Lexicon
    from reconcile.lexicon.species import tables_info

    lexicon = Lexicon.load(path)
    tables = tables_info(lexicon.path, whole=verify)
    if verify:
        lexicon.verify()
        remark(f"{lexicon.path}: every file is the one that was built")
    _show(lexicon.manifest, tables, form)


@app.command(cls=Command)
@guarded
def build(
    out: Annotated[
        Path, typer.Option(file_okay=False, metavar="DIR", help="Folder to write to.")
    ] = Path("models/lexicon"),
    hgnc: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="HGNC complete set, TSV.")
    ] = None,
    gene_info: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="NCBI Homo_sapiens.gene_info."),
    ] = None,
    famplex: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="FamPlex checkout or its CSV files."),
    ] = None,
    mgi: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="MGI mouse genes, TSV.")
    ] = None,
    rgd: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="RGD rat genes, TSV.")
    ] = None,
    form: PlainForm = "table",
    force: Force = False,
) -> None:
    """Compile the lexicon and the tables of other organisms, and show their manifests.

    A source that is not given is taken from the packages of the extra `lexicon-build`. Nothing is
    downloaded.
    """
    from reconcile.checksums import MANIFEST_FILE
    from reconcile.lexicon.build import build_lexicon
    from reconcile.lexicon.build.sources.packages import locate
    from reconcile.lexicon.schema import (
        DERIVED_FOLDER,
        ENTITIES_FILE,
        FORMS_FILE,
        LOCATIONS_FOLDER,
        SPECIES_FOLDER,
    )
    from reconcile.lexicon.species import tables_info

    parts = (LOCATIONS_FOLDER, SPECIES_FOLDER, DERIVED_FOLDER)
    folders = (f"{folder}/{MANIFEST_FILE}" for folder in parts)
    names = (FORMS_FILE, ENTITIES_FILE, MANIFEST_FILE, *folders)
    check_folder(out, names, (hgnc, gene_info, mgi, rgd), force=force)
    files = locate(hgnc=hgnc, gene_info=gene_info, famplex=famplex, mgi=mgi, rgd=rgd)
    manifest = build_lexicon(out, files)
    _show(manifest, tables_info(out), form)


@app.command(cls=Command)
@guarded
def derive(
    path: Annotated[
        Path, typer.Argument(metavar="DIR", file_okay=False, help="Folder of a lexicon.")
    ] = Path("models/lexicon"),
    form: PlainForm = "table",
) -> None:
    """Compute anew what follows from the entities of a compiled lexicon.

    `lexicon build` does so too. This is for after a change of what splits names into words.
    """
    from reconcile.lexicon.build.derived import write_derived

    _show(write_derived(path), None, form)


def _show(manifest: Mapping[str, Any], tables: Mapping[str, Any] | None, form: PlainFormat) -> None:
    if form == "json":
        from reconcile.report.jsonout import dumps

        whole = {**manifest, **({} if tables is None else {"species": tables})}
        sys.stdout.write(dumps(whole, indent=2) + "\n")
        return
    for line in _lines(manifest):
        sys.stdout.write(line + "\n")
    if tables is not None:
        sys.stdout.write("\nTables of other organisms\n")
        for line in _lines(tables):
            sys.stdout.write(line + "\n")


def _lines(manifest: Mapping[str, Any]) -> Iterator[str]:
    from reconcile.report.cells import columns
    from reconcile.report.wording import UNDEFINED, printable

    def cell(value: object) -> str:
        return UNDEFINED if value in (None, "") else printable(str(value))

    yield f"schema version {cell(manifest.get('schema_version'))}"
    sources = manifest.get("sources") or []
    keys = ("name", "version", "date", "license", "url")
    if sources:
        yield ""
        yield "Sources"
        yield from columns([keys, *([cell(s.get(k)) for k in keys] for s in sources)], indent=2)
    for source in sources:
        if missing := source.get("missing_columns"):
            yield f"  {cell(source.get('name'))} lacks: {', '.join(map(str, missing))}"
    if tables := manifest.get("tables"):
        yield ""
        yield "Organisms"
        facts = ("organism", "database", "genes", "with_human_ortholog", "with_ncbi_id", "names")
        heads = ("taxon", *(fact.replace("_", " ") for fact in facts))
        rows = [(cell(taxon), *(cell(t.get(f)) for f in facts)) for taxon, t in tables.items()]
        yield from columns([heads, *rows], indent=2)
    if counts := manifest.get("counts"):
        yield ""
        yield "Counts"
        yield from columns(list(_flat(counts)), indent=2)
    if files := manifest.get("files"):
        yield ""
        yield "Files"
        yield from columns(
            [(name, f"{f['bytes']:,} bytes", f"sha256 {f['sha256']}") for name, f in files.items()],
            indent=2,
        )


def _flat(counts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Counts with their names in words; those by type or source stand below one another."""
    for name, value in counts.items():
        words = name.replace("_", " ")
        if isinstance(value, Mapping):
            yield from ((f"{words}: {part}", inner) for part, inner in _flat(value))
        else:
            yield words, f"{value:,}"
