"""How well lists of mouse genes are resolved and corrected, against the same lists of human genes.

    python benchmarks/organism_mode.py TODAY [--records GLOB] [--ner lexicon]

Two measures, on records that were looked at while the mode was made:

- **symbols resolved**: of the mouse rows of today's lists (rows of `_data` with the organism 10090,
  each symbol of a figure once), the share that mouse mode takes for a gene of the mouse: with the
  provenance of the row, and by its letters alone. Named are those without a gene of MGI.
- **the same as in human mode**: each list of human genes is put into mouse symbols, entry by entry,
  by the orthologs that HGNC states. Both are compared with their caption, each in its mode. Counted
  are the verdicts (status, gene, whether the caption names it) and the suggestions (action, entry,
  genes, reason, confidence, whether it is safe) that are the same once put into mouse symbols. What
  human mode puts in and the mouse has no stated ortholog of is left out.

Human genes without one stated mouse ortholog, genes of other organisms and other names of human
genes are taken out of both lists: they have no counterpart to be compared with.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reconcile import Figure, Reconciler, read_figures
from reconcile.lexicon import Lexicon
from reconcile.lexicon.species import SpeciesLexicon
from reconcile.records import GENE_STATUSES, KeywordVerdict, Reconciliation
from reconcile.text import surface_key

MOUSE = "10090"


@dataclass
class Share:
    """How many of how many."""

    right: int = 0
    all: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.all += 1

    def __str__(self) -> str:
        return f"{self.right / max(1, self.all):.4f} ({self.right}/{self.all})"


class Orthologs:
    """What human genes are called in the mouse, by the orthologs that HGNC states."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon, self._mouse = lexicon, SpeciesLexicon.open(MOUSE)

    def all(self, symbol: str) -> list[str]:
        """The symbols of the mouse orthologs, sorted."""
        record = self._lexicon.gene_by_symbol(symbol)
        genes = self._mouse.genes_of_human(record.gene.hgnc_id or "") if record else ()
        return sorted(gene.symbol for gene in genes)

    def only(self, symbol: str) -> str | None:
        """The one mouse symbol, where HGNC and MGI link the two genes alone."""
        found = self.all(symbol)
        gene = self._mouse.gene_by_symbol(found[0]) if len(found) == 1 else None
        return gene.symbol if gene is not None and len(gene.human) == 1 else None

    def nearest(self, symbol: str) -> str | None:
        """The mouse symbol with the same letters, else the first; None without an ortholog."""
        found = self.all(symbol)
        same = [name for name in found if surface_key(name) == surface_key(symbol)]
        return next(iter(same or found), None)


def looked_at(today: Path) -> set[str]:
    """The figids of the records that may be looked at."""
    lines = (today / "look.jsonl").read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["figid"] for line in lines}


def mouse_rows(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Each figure with the symbols of its mouse rows as its list, and those rows."""
    for figure in figures:
        rows = [row for row in figure.ocr if row.kind == "gene" and row.taxon_id == MOUSE]
        if rows:
            symbols = tuple(dict.fromkeys(row.symbol for row in rows))
            yield replace(figure, keywords=symbols, ocr=tuple(rows))


def resolved(figures: Iterable[Figure], *, with_rows: bool) -> tuple[Share, list[str]]:
    """How many of the mouse symbols are resolved, and those that are not."""
    mode = Reconciler(ner="lexicon", organism="mouse")
    share, lost = Share(), []
    for figure in mouse_rows(figures):
        own = figure if with_rows else replace(figure, ocr=())
        for verdict in mode.reconcile(own).to_dict()["keywords"]:
            share.add(verdict["status"] in GENE_STATUSES and verdict["taxon_id"] == MOUSE)
            if not (verdict["gene_id"] or "").startswith("MGI:"):
                lost.append(f"{verdict['keyword']} ({verdict['status']})")
    return share, lost


def as_mouse(figure: Figure, orthologs: Orthologs) -> Figure:
    """The figure with its list, and the words that brought it in, in mouse symbols."""
    table = SpeciesLexicon.open(MOUSE)
    named = {symbol: orthologs.only(symbol) or symbol for symbol in figure.keywords or ()}

    def row(word: Any) -> Any:
        mouse = table.gene_by_symbol(named.get(word.symbol, ""))
        if word.kind != "gene" or mouse is None or word.taxon_id not in ("9606", None):
            return word
        match = mouse.symbol if word.match == word.symbol else word.match
        return replace(
            word,
            match=match,
            symbol=mouse.symbol,
            ncbi_gene_id=mouse.ncbi_gene_id,
            taxon_id=MOUSE,
        )

    listed = figure.keywords
    return replace(
        figure,
        keywords=None if listed is None else tuple(named[symbol] for symbol in listed),
        ocr=tuple(row(word) for word in figure.ocr),
    )


def verdicts(result: Reconciliation, named: Callable[[str], str | None]) -> list[Any]:
    """Entry, status, symbol and support of each entry, the names put into mouse symbols."""
    return [
        (named(v.keyword) or v.keyword, v.status, named(v.symbol or ""), v.supported)
        for v in result.keywords
    ]


def suggestions(result: Reconciliation, named: Callable[[str], str | None]) -> set[Any]:
    """The suggestions in mouse symbols; none of those that put in what the mouse has not."""
    found = set()
    for s in result.suggestions:
        symbols = tuple(sorted({name for symbol in s.symbols if (name := named(symbol))}))
        if symbols or s.action == "remove":
            entry = s.keyword if s.action == "add" else named(s.keyword) or s.keyword
            found.add((s.action, entry, symbols, s.reason, s.confidence, s.safe))
    return found


def compared(figures: Iterable[Figure], ner: str) -> dict[str, Any]:
    """Verdicts and suggestions that are the same in both modes."""
    human, mouse = Reconciler(ner=ner), Reconciler(ner=ner, organism="mouse")
    orthologs = Orthologs(human.lexicon)
    same_verdicts, same_suggestions, entries = Share(), Share(), Share()
    comparable = Comparable(human.lexicon, orthologs, entries)
    examples: list[Any] = []

    for figure in figures:
        both = comparable.kept(human.reconcile(figure))
        if not both:
            continue
        rows = [r for r in figure.ocr if r.kind != "gene" or r.taxon_id in ("9606", None)]
        own = replace(figure, keywords=tuple(both), ocr=tuple(rows))
        one = human.reconcile(own)
        other = mouse.reconcile(as_mouse(own, orthologs))
        for left, right in zip(
            verdicts(one, orthologs.nearest),
            verdicts(other, lambda name: name or None),
            strict=True,
        ):
            same_verdicts.add(left == right)
            if left != right:
                examples.append((figure.figid, left, right))
        wanted = suggestions(one, orthologs.nearest)
        found = suggestions(other, _as_is)
        for suggestion in wanted | found:
            same_suggestions.add(suggestion in wanted and suggestion in found)
            if (suggestion in wanted) != (suggestion in found):
                examples.append((figure.figid, suggestion in wanted, suggestion))
    return {
        "entries": entries,
        "verdicts": same_verdicts,
        "suggestions": same_suggestions,
        "examples": examples,
    }


def _as_is(name: str) -> str | None:
    return name or None


class Comparable:
    """Whether an entry of a human list is compared.

    That is a current human symbol with its one mouse ortholog, and a label, thing or unknown word.
    Not compared are other names of human genes, which have no mouse counterpart, genes of other
    organisms, and human genes without that ortholog.
    """

    def __init__(self, lexicon: Lexicon, orthologs: Orthologs, entries: Share) -> None:
        self._lexicon, self._orthologs, self._entries = lexicon, orthologs, entries
        self._mouse = SpeciesLexicon.open(MOUSE)

    def kept(self, result: Reconciliation) -> list[str]:
        """The entries of a list that are compared."""
        return [v.keyword for v in result.keywords if self._fits(v)]

    def _fits(self, verdict: KeywordVerdict) -> bool:
        if self._lexicon.gene_by_symbol(verdict.keyword) is None:
            foreign = self._mouse.gene_by_symbol(verdict.keyword) is not None
            return not foreign and verdict.status in ("family", "complex", "non_gene", "unknown")
        fits = self._orthologs.only(verdict.keyword) is not None
        self._entries.add(fits)
        return fits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("today", type=Path, help="folder with look.jsonl, _figures and _data")
    parser.add_argument("--lists", type=Path, nargs="*", default=[], help="more records")
    parser.add_argument("--ner", default="lexicon")
    parser.add_argument("--most", type=int, default=10, help="examples of what differs")
    given = parser.parse_args()
    names = looked_at(given.today)
    figures = read_figures(given.today / "_figures", ocr_dir=given.today / "_data")
    chosen = [figure for figure in figures if figure.figid in names]
    for with_rows, how in ((True, "with rows"), (False, "by letters")):
        share, lost = resolved(chosen, with_rows=with_rows)
        print(f"mouse symbols resolved, {how}  {share}  {', '.join(lost[: given.most])}")
    chosen += [figure for path in given.lists for figure in read_figures(path)]
    found = compared(chosen, given.ner)
    print(f"figures                     {len(chosen)}")
    print(f"entries with one ortholog   {found['entries']}")
    print(f"verdicts the same           {found['verdicts']}")
    print(f"suggestions the same        {found['suggestions']}")
    for example in found["examples"][: given.most]:
        print("  ", *example)


if __name__ == "__main__":
    main()
