"""Gold lists: for each figure the genes that are right, from a table or GMT file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from reconcile.benchmark.goldlist import GoldList, named
from reconcile.errors import InputError
from reconcile.formats.fields import is_missing
from reconcile.formats.opening import open_source
from reconcile.formats.textlines import text_lines
from reconcile.lexicon import Lexicon
from reconcile.patterns import regex
from reconcile.records import Failure

__all__ = ["Gold", "read_gold"]

_BETWEEN: Final = regex(r"[\s,;]+")
_HEADINGS: Final = frozenset({"figid", "wpid"})


class Gold:
    """The right genes of each figure, see `GoldList`.

    Attributes:
        source: the file.
        genes: by figid.
        unknown: the entries that name no human gene of the lexicon, sorted.
        several: those that are a name of several genes, sorted.
        labels: those that name a family or complex, sorted.
    """

    def __init__(self, source: str, entries: dict[str, tuple[str, ...]], lexicon: Lexicon) -> None:
        self.source = source
        self._entries = entries
        known = dict.fromkeys(entry for listed in entries.values() for entry in listed)
        self._named = {entry: named(entry, lexicon) for entry in known}
        self.genes = {figid: self.of(figid).genes for figid in entries}
        self.unknown, self.several, self.labels = (
            sorted(entry for entry, one in self._named.items() if one.kind == kind)
            for kind in ("unknown", "several", "label")
        )

    def of(self, figid: str) -> GoldList:
        """The gold list of a figure.

        Raises:
            KeyError: there is none.
        """
        return GoldList({entry: self._named[entry] for entry in self._entries[figid]})


def read_gold(
    path: str | Path, lexicon: Lexicon, *, on_error: Callable[[Failure], None] | None = None
) -> Gold:
    """Read gold lists.

    Args:
        path: lines of `FIGID<tab>GENES` with commas, semicolons or blanks between the genes; or,
            where the name ends in `.gmt`, of `FIGID<tab>DESCRIPTION<tab>GENE<tab>GENE…`. Genes are
            NCBI Gene ids, HGNC ids or names; `NA` says nothing. Empty lines, lines that begin
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
    shared: dict[str, str] = {}  # a gene stands in many lists: its letters are kept once
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
                    entries[figid] = tuple(shared.setdefault(gene, gene) for gene in genes)
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
