"""How often the context takes an approved symbol for another gene, rightly and wrongly.

    .venv/bin/python benchmarks/own_symbols.py

Pseudo-words (Gale, Church & Yarowsky 1992): letters that are the approved symbol of one gene and a
name of another. A text that surely names the one, and not the other, is a text in which the letters
mean the one; the name itself is left out of what is around. Texts: the captions of `pfocr` and
`pfocr-terpene`, and BioRED's abstracts, each once.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from reconcile import Lexicon, Mention, Reconciler, read_figures
from reconcile.grounding import Grounder, grounder_of
from reconcile.lexicon.schema import NO_REF
from reconcile.text import surface_key

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SMALL = 8


def texts() -> Iterator[str]:
    """All texts at hand."""
    for name in ("pfocr", "pfocr-terpene"):
        for figure in read_figures(DATA / name / "_figures"):
            yield figure.caption or ""
    with gzip.open(DATA / "pfocr" / "captions.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["caption"]
    for name in ("Train", "Dev"):
        for block in (DATA / "biored" / f"{name}.PubTator").read_text("utf-8").split("\n\n"):
            parts = [line.split("|", 2) for line in block.splitlines()[:2]]
            yield " ".join(part[2] for part in parts if len(part) == 3)


def shared_letters(lexicon: Lexicon) -> dict[int, set[tuple[int, int]]]:
    """The pairs of a symbol's gene and another gene with these letters, under each of the two."""
    pairs: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for key in lexicon.keys("", 10**9):
        entries = [e for e in lexicon.lookup(key) if not e.is_family and e.ref != NO_REF]
        for own in (e for e in entries if e.type == "approved"):
            for other in entries:
                named = other.type in ("alias", "previous", "curated") and other.form == own.form
                if named and other.ref != own.ref:
                    pairs[own.ref].add((own.ref, other.ref))
                    pairs[other.ref].add((own.ref, other.ref))
    return pairs


def surely_named(mentions: tuple[Mention, ...], lexicon: Lexicon) -> tuple[set[int], set[int]]:
    """The genes that mentions name by a symbol or full name, and all that they name."""
    sure, around = set(), set()
    for mention in mentions:
        records = [lexicon.gene_by_symbol(gene.symbol) for gene in mention.genes]
        genes = [record.index for record in records if record is not None]
        if len(genes) <= SMALL:
            around.update(genes)
        if len(genes) == 1 and mention.match and mention.match.type in ("approved", "name"):
            sure.update(genes)
    return sure, around


def is_given_up(grounder: Grounder, own: int, around: set[int]) -> bool:
    """Whether a symbol among these genes is not the gene that has it."""
    symbol = grounder.lexicon.gene(own).gene.symbol
    candidates = grounder.candidates(symbol, grounder.lexicon.lookup(surface_key(symbol)))
    best = grounder.rank_in_context(candidates, around)[0]
    return best.is_gene and (best.entry.is_family or best.ref != own)


def main() -> None:
    """Print how often symbols are given up, by which of the two genes the text is about."""
    reconciler = Reconciler(ner="lexicon")
    lexicon = reconciler.lexicon
    grounder = grounder_of(lexicon)
    pairs = shared_letters(lexicon)
    asked: Counter[str] = Counter()
    given_up: Counter[str] = Counter()
    for text in dict.fromkeys(texts()):
        sure, around = surely_named(reconciler.annotate(text).mentions, lexicon)
        for gene in sure:
            for own, other in pairs.get(gene, ()):
                rest = around - {own, other}
                if {own, other} <= around or not rest:
                    continue
                kind = "own gene" if gene == own else "other gene"
                asked[kind] += 1
                given_up[kind] += is_given_up(grounder, own, rest)
    for kind in ("own gene", "other gene"):
        share = given_up[kind] / asked[kind]
        print(
            f"texts about the {kind}: {asked[kind]}, "
            f"symbol given up in {given_up[kind]} ({share:.3f})"
        )


if __name__ == "__main__":
    main()
