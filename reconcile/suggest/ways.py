"""How a gene may have come into a list of which the words are not known.

PFOCR lists a gene because a word on the image is its symbol, another of its names, or the label of
a family of which all members are then listed. Which of them it was is a choice among the gene's
names: how often each brought the gene into other lists, what kind of name it is, whether the genes
that share the name are all listed too, and whether the caption has the word. The weights are fitted
by `benchmarks/fit_doubt.py` on lists of which the words are known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reconcile.bundled import packaged_text, sorted_rows
from reconcile.lexicon.schema import NO_REF
from reconcile.records import HUMAN, OcrWord
from reconcile.suggest.case import Case
from reconcile.suggest.models import model
from reconcile.text import surface_key

__all__ = ["Way", "names_of", "uses", "way_features", "ways"]

_TABLE: Final = "uses.tsv"
_LEAST: Final = 0.02
"""Ways less probable than this are left out."""
_LARGE: Final = 60
"""Members of the largest family of which all are listed for its label."""
_SHORT: Final = 3
_MANY: Final = 100


@dataclass(frozen=True, slots=True)
class Way:
    """One name through which a gene may have come in.

    Attributes:
        row: the word as PFOCR would have it.
        share: 0-1, how probable it is that it was this one.
    """

    row: OcrWord
    share: float


def ways(case: Case, gene: int) -> tuple[Way, ...]:
    """The names through which a gene may have come in, likeliest first."""
    rows = names_of(case, gene)
    weigh = model("way")
    odds = [weigh.odds(way_features(case, gene, row)) for row in rows]
    top = max(odds)
    shares = [math.exp(one - top) for one in odds]
    total = sum(shares)
    found = [Way(row, share / total) for row, share in zip(rows, shares, strict=True)]
    found.sort(key=lambda way: -way.share)
    return tuple(way for way in found if way.share >= _LEAST)


def names_of(case: Case, gene: int) -> list[OcrWord]:
    """The names that may have brought a gene in, as the words that PFOCR would have for them.

    Its symbol, the labels of its families, and those of its other names that did so in other lists
    or that mean something else besides.
    """
    lexicon, symbol = case.lexicon, case.symbol(gene)
    found: dict[str, OcrWord] = {}

    def add(name: str, source: str) -> None:
        key = f"{source == 'famplex_relations'} {surface_key(name)}"
        found.setdefault(key, OcrWord(name, name, symbol, None, source, HUMAN))

    add(symbol, "ncbigene_symbol")
    for name in sorted(uses(symbol)):
        if surface_key(name) != surface_key(symbol):
            add(name, "ncbigene_synonym")
    for index in lexicon.families_of(gene):
        family = lexicon.family(index)
        if family.source == "famplex" and 2 <= len(family.members) <= _LARGE:
            add(family.id, "famplex_relations")
    return list(found.values())


def way_features(
    case: Case, gene: int, row: OcrWord, used: Mapping[str, int] | None = None
) -> dict[str, float]:
    """What is known of a name as the way in.

    Args:
        case: the figure.
        gene: the gene.
        row: a word of `names_of`.
        used: how often each name of the gene brought it in; None for the table.
    """
    symbol, listed = case.symbol(gene), case.listed
    used = uses(symbol) if used is None else used
    name = row.match
    features = {
        "used": math.log1p(used.get(name, 0)) / math.log1p(_MANY),
        "never used": name not in used,
        "in the caption": name in case.caption_words or name.lower() in case.caption_words,
    }
    if row.source == "famplex_relations":
        (family,) = (
            family
            for index in case.lexicon.families_of(gene)
            if (family := case.lexicon.family(index)).id == name
        )
        have = sum(member in listed for member in family.members) / len(family.members)
        features |= {
            "label": 1.0,
            "label, all listed": have == 1,
            "label, most listed": 0.6 <= have < 1,
            "label in the caption": family.id in case.caption_labels,
        }
    elif row.source == "ncbigene_symbol":
        features |= {"symbol": 1.0, "symbol in the caption": features["in the caption"]}
    else:
        entries = [e for e in case.gene_names(name) if e.ref == gene]
        others = {e.ref for e in case.gene_names(name) if e.ref not in (gene, NO_REF)}
        have = sum(ref in listed for ref in others)
        key = surface_key(name)
        features |= {
            "alias": 1.0,
            "alias of HGNC": any(e.source != "ncbi_gene" for e in entries),
            "short alias": len(key) <= _SHORT,
            "long alias": len(key) > 2 * _SHORT or " " in name,
            "alias with digit": not key.isalpha(),
            "others have the name": bool(others),
            "all who have the name listed": bool(others) and have == len(others),
            "some who have the name listed": 0 < have < len(others),
            "label of a listed family": _is_label_of_listed(case, gene, name),
            "symbol of a listed gene": any(
                e.type == "approved" and e.ref != gene and e.ref in listed
                for e in case.gene_names(name)
            ),
        }
    return {name: float(value) for name, value in features.items() if value}


def _is_label_of_listed(case: Case, gene: int, name: str) -> bool:
    """Whether an alias is also the label of a family without the gene that the list has."""
    for index in case.families(name):
        members = case.lexicon.family(index).members
        if gene not in members and case.listed.issuperset(members):
            return True
    return False


@lru_cache(maxsize=5_000)
def uses(symbol: str) -> Mapping[str, int]:
    """How many of 5,915 figures each name brought a gene into the list of.

    With 0 stand names that never did and that mean something else too.

    >>> uses("IRF6")["LPS"] > 100, "IRF6" in uses("IRF6")
    (True, False)
    """
    return {name: int(count) for _, name, count in sorted_rows(_table(), symbol)}


@lru_cache(maxsize=1)
def _table() -> str:
    return packaged_text("suggest", _TABLE)
