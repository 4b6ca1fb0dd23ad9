"""Gold lists: for each figure the genes that are right, from a table or GMT file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from reconcile.errors import InputError
from reconcile.formats.fields import is_missing
from reconcile.formats.opening import open_source
from reconcile.formats.textlines import text_lines
from reconcile.lexicon import Lexicon
from reconcile.records import Failure
from reconcile.text import surface_key

__all__ = ["Gold", "gene_key", "read_gold"]

_BETWEEN: Final = re.compile(r"[\s,;]+")
_HEADINGS: Final = frozenset({"figid", "wpid"})
_NAMES: Final = ("previous", "alias", "curated")
_UNKNOWN: Final = "ncbigene:"


class Gold:
    """The right genes of each figure, by the names that `gene_key` gives.

    Attributes:
        source: the file.
        genes: by figid.
        unknown: the entries that name no human gene of the lexicon, sorted.
    """

    def __init__(self, source: str, entries: dict[str, tuple[str, ...]], lexicon: Lexicon) -> None:
        self.source = source
        keys = {entry: gene_key(entry, lexicon) for listed in entries.values() for entry in listed}
        self.genes = {
            figid: frozenset(keys[entry][0] for entry in listed)
            for figid, listed in entries.items()
        }
        self.unknown = sorted(entry for entry, (_, known) in keys.items() if not known)


def gene_key(entry: str, lexicon: Lexicon) -> tuple[str, bool]:
    """A name for a gene that is the same for all ways to write it, and whether it is known.

    Args:
        entry: an NCBI Gene id, an HGNC id or a symbol; an outdated symbol or alias counts if it
            is one of a single gene.
        lexicon: knows the genes.

    Returns:
        The approved symbol; for what the lexicon does not know, `ncbigene:` and the id, or the
        letters as they are.

    >>> gene_key("2064", Lexicon.load()), gene_key("ERBB2", Lexicon.load())
    (('ERBB2', True), ('ERBB2', True))
    """
    number = entry.removeprefix(_UNKNOWN)
    if number.isdecimal() and number.isascii():
        record = lexicon.gene_by_ncbi(number)
        return (f"{_UNKNOWN}{number}", False) if record is None else (record.gene.symbol, True)
    if entry.startswith("HGNC:"):
        record = lexicon.gene_by_hgnc(entry)
    else:
        record = lexicon.gene_by_symbol(entry)
    if record is not None:
        return record.gene.symbol, True
    named = {
        e.ref
        for e in lexicon.lookup(surface_key(entry))
        if e.form == entry and e.type in _NAMES and not e.is_family
    }
    if len(named) == 1:
        return lexicon.gene(named.pop()).gene.symbol, True
    return entry, False


def read_gold(
    path: str | Path, lexicon: Lexicon, *, on_error: Callable[[Failure], None] | None = None
) -> Gold:
    """Read gold lists.

    Args:
        path: lines of `FIGID<tab>GENES` with commas, semicolons or blanks between the genes; or,
            where the name ends in `.gmt`, of `FIGID<tab>DESCRIPTION<tab>GENE<tab>GENE…`. Genes are
            symbols, NCBI Gene ids or HGNC ids; `NA` says nothing. Empty lines, lines that begin
            with `#` and a first line that begins with `figid` are passed over.
        lexicon: knows the genes.
        on_error: gets each line that cannot be used, which is then left out. Without it the
            first one raises.

    Raises:
        InputError: the file cannot be read or has no lists; or, without `on_error`, a bad line:
            no tab, no figid, no genes, a figid that an earlier line has, too many cells, text
            that is not UTF-8.
    """
    source = str(path)
    entries: dict[str, tuple[str, ...]] = {}
    first: dict[str, int] = {}
    try:
        with open_source(path) as stream:
            for line, text in text_lines(stream, source=source):
                try:
                    read = _line(text, source, line)
                    if read is None:
                        continue
                    figid, genes = read
                    if figid in first:
                        raise InputError(
                            f"{figid} was already in line {first[figid]}; join the two lists",
                            source=source,
                            line=line,
                        )
                except InputError as error:
                    if on_error is None:
                        raise
                    on_error(Failure(source, error.message, error.line))
                else:
                    first[figid] = line
                    entries[figid] = genes
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=source) from error
    if not entries:
        raise InputError(
            "no gold lists; expected lines of a figid, a tab and genes, or a .gmt file",
            source=source,
        )
    return Gold(source, entries, lexicon)


def _line(found: str | InputError, source: str, line: int) -> tuple[str, tuple[str, ...]] | None:
    """Figid and genes of a line, None for one that has none and needs none."""
    if isinstance(found, InputError):
        raise found
    text = found.rstrip("\n")
    if not text.strip() or text.startswith("#"):
        return None
    cells = text.split("\t")
    figid = cells[0].strip()
    if line == 1 and figid.lower() in _HEADINGS:
        return None
    gmt = source.lower().endswith(".gmt")
    if len(cells) < (3 if gmt else 2):
        wanted = "figid, description and genes" if gmt else "a figid and genes"
        raise InputError(
            f"no genes; write {wanted} with a tab between them", source=source, line=line
        )
    if len(cells) > 2 and not gmt:
        raise InputError(
            f"{len(cells)} cells; write a figid, one tab, and the genes with commas between them, "
            "or name the file .gmt",
            source=source,
            line=line,
        )
    if not figid:
        raise InputError("no figid before the tab; add it", source=source, line=line)
    genes = tuple(dict.fromkeys(_genes(cells[2:] if gmt else cells[1:])))
    if not genes:
        raise InputError(
            f"no genes for {figid}; add them or take the line out", source=source, line=line
        )
    return figid, genes


def _genes(cells: Iterable[str]) -> Iterator[str]:
    for cell in cells:
        yield from (entry for entry in _BETWEEN.split(cell) if not is_missing(entry))
