"""Families that numbered gene symbols imply: `SOCS` from SOCS1, SOCS2, …."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from reconcile.lexicon.schema import Entry
from reconcile.patterns import regex

__all__ = ["family_roots"]

_NUMBERED: Final = regex(r"([A-Za-z]{2,9}?)[- ]?([0-9]{1,2})([A-Za-z]?)")
_NO_ROOT: Final = regex(
    "KIAA|LINC|LOC|FLJ|DKFZ|MGC|HSPC|MIR|ORF|PRO|FAM|TMEM|CCDC|ZNF|SNORD|SNORA|RNU|DEL|TRNA|MT|CD"
    "|CT|MRX|DFNA|DFNB|CORD|RP|OPA|SCA|SPG|CMT|CHROMOSOME|PP|BA|DJ|NY|HEL|TL|RNA|DNA|MRNA|CHR|EST"
)
"""Letters that number clones, loci, markers and diseases, not the members of a family."""


def family_roots(entries: Iterable[Entry]) -> Iterator[tuple[str, set[int]]]:
    """`(root, gene indices)`, sorted by root, of 2 to 60 genes each.

    A root is taken from at least two genes with one approved root, or with one root among
    aliases and previous symbols that counts from 1.
    """
    approved: dict[str, set[int]] = defaultdict(set)
    other: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry in entries:
        hit = _NUMBERED.fullmatch(entry.form or "")
        if hit is None:
            continue
        root = hit.group(1).upper()
        if entry.type == "approved":
            approved[root].add(entry.ref)
        elif entry.type in ("alias", "previous") and not hit.group(3):
            other[root][entry.ref].add(hit.group(2))
    found = {root: genes for root, genes in approved.items() if len(genes) > 1}
    for root, numbered in other.items():
        numbers = {number for of_gene in numbered.values() for number in of_gene}
        if root not in found and 2 <= len(numbered) <= 8 and {"1", "2"} <= numbers:
            found[root] = set(numbered)
    for root in sorted(found):
        if not _NO_ROOT.fullmatch(root) and len(found[root]) <= 60:
            yield root, found[root]
