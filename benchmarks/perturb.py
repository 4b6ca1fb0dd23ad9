"""Damage gene lists in known ways, and count how many come back as the right suggestion.

    python benchmarks/perturb.py RECORDS [--no-provenance] [--errors] [--seed N] [--json]

In each record with a caption and a list, one at a time:

* `dropped`: a gene that the caption names by itself is left out; right is its addition.
* `collision`: a gene is put in that has a name of something else of the caption as an alias, with
  that name as its OCR word; right is its removal or replacement.
* `zebrafish`: the zebrafish symbol of a listed gene is put in; right is its removal.
* `outdated`: a listed gene is written by a former symbol of HGNC; right is the replacement by the
  current one.
* `chemical`: a chemical is put in; right is its removal.

Which gene, name or chemical is drawn with a fixed seed. Names that are also a current symbol, or
that several genes share, are not drawn, except for collisions.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconcile import Figure, Reconciler
from reconcile.formats import read_figures
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NON_GENE_TYPES, unpack
from reconcile.records import OcrWord, Reconciliation
from reconcile.text import surface_key

KINDS = ("dropped", "collision", "zebrafish", "outdated", "chemical")
AGAINST = frozenset({"remove", "replace"})
SOURCES = frozenset({"curated", "famplex", "mesh", "chebi"})


@dataclass(frozen=True)
class Trial:
    """One damage, and whether it came back."""

    kind: str
    figid: str
    put_in: str
    right: bool


class Names:
    """The names of the lexicon, turned round."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.former: dict[int, list[str]] = defaultdict(list)
        self.zebrafish: dict[int, list[str]] = defaultdict(list)
        self.chemicals: list[str] = []
        for key, packed in lexicon._forms.iteritems():
            entry = unpack(key, packed)
            if entry.form is None:
                continue
            if entry.type == "previous" and entry.source == "hgnc":
                if self._only(lexicon, key, entry.ref):
                    self.former[entry.ref].append(entry.form)
            elif entry.type == "ortholog" and entry.source == "zfin" and entry.form.islower():
                self.zebrafish[entry.ref].append(entry.form)
            elif entry.type == "chemical" and entry.source in SOURCES and len(entry.form) > 2:
                others = lexicon.lookup(key)
                if all(e.type in NON_GENE_TYPES for e in others):
                    self.chemicals.append(entry.form)
        self.chemicals.sort()

    @staticmethod
    def _only(lexicon: Lexicon, key: str, gene: int) -> bool:
        entries = lexicon.lookup(key)
        return all(e.ref == gene and not e.is_family for e in entries if e.source != "mgi")


def trials(
    reconciler: Reconciler, figure: Figure, names: Names, rng: random.Random, provenance: bool
) -> Iterator[Trial]:
    """One trial of each kind that the figure allows."""
    lexicon = reconciler.lexicon
    plain = reconciler.reconcile(figure)
    own = [v for v in plain.keywords if v.status == "gene" and v.symbol == v.keyword]
    listed = {v.symbol for v in plain.keywords}
    refs = {v.keyword: r.index for v in own if (r := lexicon.gene_by_symbol(v.keyword))}

    single = [m.symbols[0] for m in plain.mentions if m.kind == "gene" and len(m.genes) == 1]
    dropped = sorted({v.keyword for v in own} & set(single))
    if dropped:
        gene = rng.choice(dropped)
        x = reconciler.reconcile(_with(figure, leave_out=gene))
        right = any(s.action == "add" and gene in s.symbols for s in x.suggestions)
        yield Trial("dropped", figure.figid, gene, right)

    collisions = sorted(_collisions(lexicon, plain, listed))
    if collisions:
        name, gene, ncbi = rng.choice(collisions)
        word = OcrWord(name, name, gene, ncbi, "ncbigene_synonym", "9606")
        x = reconciler.reconcile(_with(figure, put_in=gene, word=word if provenance else None))
        yield Trial("collision", figure.figid, f"{name} {gene}", _against(x, gene))

    twins = sorted((k, z) for k, r in refs.items() for z in names.zebrafish.get(r, ()))
    if twins:
        _, twin = rng.choice(twins)
        x = reconciler.reconcile(_with(figure, put_in=twin))
        yield Trial("zebrafish", figure.figid, twin, _against(x, twin))

    former = sorted((k, f) for k, r in refs.items() for f in names.former.get(r, ()))
    if former:
        gene, old = rng.choice(former)
        x = reconciler.reconcile(_with(figure, leave_out=gene, put_in=old))
        right = any(
            s.action == "replace" and s.keyword == old and s.symbols == (gene,)
            for s in x.suggestions
        )
        yield Trial("outdated", figure.figid, f"{old} {gene}", right)

    chemical = rng.choice(names.chemicals)
    x = reconciler.reconcile(_with(figure, put_in=chemical))
    yield Trial("chemical", figure.figid, chemical, _against(x, chemical))


def _collisions(
    lexicon: Lexicon, plain: Reconciliation, listed: set[str | None]
) -> Iterator[tuple[str, str, str | None]]:
    """Names of the caption with the other genes that have them as an alias."""
    meant = {symbol for m in plain.mentions for symbol in m.symbols}
    for mention in plain.mentions:
        for entry in lexicon.lookup(surface_key(mention.text)):
            if entry.is_family or entry.type not in ("alias", "previous"):
                continue
            gene = lexicon.gene(entry.ref).gene
            if gene.symbol not in meant | listed and mention.genes:
                yield mention.text, gene.symbol, gene.ncbi_gene_id


def _with(
    figure: Figure, put_in: str | None = None, leave_out: str = "", word: OcrWord | None = None
) -> Figure:
    kept = [k for k in figure.keywords or () if k != leave_out]
    return Figure(
        figid=figure.figid,
        caption=figure.caption,
        keywords=[*kept, *([put_in] if put_in else [])],
        organisms=figure.organisms,
        ocr=[*figure.ocr, *([word] if word else [])],
    )


def _against(x: Reconciliation, keyword: str) -> bool:
    return any(s.action in AGAINST and s.keyword == keyword for s in x.suggestions)


def summary(found: Sequence[Trial]) -> dict[str, dict[str, Any]]:
    """For each kind how many came back."""
    result = {}
    for kind in KINDS:
        own = [t.right for t in found if t.kind == kind]
        rate = sum(own) / len(own) if own else None
        result[kind] = {"trials": len(own), "right": sum(own), "rate": rate}
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Damage lists and count what comes back.")
    parser.add_argument("records", type=Path)
    parser.add_argument("--no-provenance", action="store_true", help="hide the OCR words")
    parser.add_argument("--errors", action="store_true", help="list what did not come back")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    reconciler = Reconciler(ner="lexicon")
    names = Names(reconciler.lexicon)
    found = []
    for read in read_figures(options.records):
        if not isinstance(read, Figure) or not read.caption or not read.keywords:
            continue
        ocr = () if options.no_provenance else read.ocr
        figure = Figure(read.figid, read.caption, read.keywords, organisms=read.organisms, ocr=ocr)
        rng = random.Random(f"{options.seed} {figure.figid}")
        found += trials(reconciler, figure, names, rng, not options.no_provenance)
    if options.json:
        print(json.dumps(summary(found), indent=2))
        return 0
    for kind, row in summary(found).items():
        rate = "–" if row["rate"] is None else f"{row['rate']:.3f}"
        print(f"{kind:10} {row['right']:4} of {row['trials']:4}  {rate}")
    for trial in found if options.errors else ():
        if not trial.right:
            print(f"{trial.kind:10} {trial.figid}  {trial.put_in}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
