"""What follows from the entities of a lexicon, as columns: computed once, when it is compiled.

Genes, families and processes are rows of the database; what every text asks of them is in columns,
at the place of their index: processes, families, members, locus type. Besides, the words of the
approved names of genes with a product: which names have a word, which words are heads, what
initials stand for. A lexicon without these columns, or with those of other entities, has them made
in memory when they are first asked for.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from reconcile.lexicon.columns import Column
from reconcile.naming.words import words_of

__all__ = ["KINDS", "PRODUCTS", "derive"]

Rows: TypeAlias = Callable[[str], list[tuple[Any, ...]]]
"""The rows of a query to the database of entities."""

PRODUCTS: Final = (
    "gene with protein product",
    "immunoglobulin gene",
    "T cell receptor gene",
    "complex locus constituent",
)
"""Locus types of genes with a product."""

KINDS: Final = ("family", "complex")
"""The kinds of families, by their number in the column."""

_HEADS_AT_LEAST: Final = 8


def derive(rows: Rows) -> dict[str, Column]:
    """The columns of a lexicon.

    - `locus`: the locus type of each gene.
    - `term`, from `term_starts[gene]` to `term_starts[gene + 1]`: the processes of a gene,
      ascending; `term_size`: genes of each process.
    - `family`, `family_starts`: likewise the families of a gene.
    - `member`, `member_starts`: likewise the genes of a family; `kind`: what it is, see `KINDS`.
    - `words`: words of names, one a line; `named`: genes with a product, ascending; `piece`,
      `piece_starts`: the words of the name of the first of these, the second, …, in order.
    - `owner`, `owner_starts`: likewise the genes whose names have a word.
    - `heads`: the words that at least a few names end with, indices left out.
    - `initials`: letters and the words that they stand for at the begin of several names, a line
      each.
    """
    genes = rows("SELECT idx, locus, name FROM gene ORDER BY idx")
    count = 1 + max((idx for idx, *_ in genes), default=-1)
    loci = array("B", bytes(count))
    for idx, locus, _ in genes:
        loci[idx] = locus
    wanted = {idx for idx, kind in rows("SELECT idx, type FROM locus") if kind in PRODUCTS}
    return {
        "locus": loci,
        **_grouped("term", _terms(rows), count),
        "term_size": _packed([n for (n,) in rows("SELECT size FROM term ORDER BY idx")]),
        **_families(rows, count),
        **_words({idx: name for idx, locus, name in genes if locus in wanted}),
    }


def _terms(rows: Rows) -> dict[int, array[int]]:
    found: dict[int, array[int]] = {}
    for gene, packed in rows("SELECT gene, terms FROM gene_terms"):
        found[gene] = array("H", packed)
    return found


def _families(rows: Rows, genes: int) -> dict[str, Column]:
    members: dict[int, list[int]] = {}
    kinds = array("B")
    for idx, kind, listed in rows("SELECT idx, kind, members FROM family ORDER BY idx"):
        kinds.append(KINDS.index(kind))
        members[idx] = [int(member) for member in listed.split()]
    of_gene: dict[int, list[int]] = {}
    for gene, family in rows("SELECT gene, family FROM member ORDER BY gene, family"):
        of_gene.setdefault(gene, []).append(family)
    return {
        "kind": kinds,
        **_grouped("member", members, len(kinds)),
        **_grouped("family", of_gene, genes),
    }


def _words(names: dict[int, str]) -> dict[str, Column]:
    numbers: dict[str, int] = {}
    owners: dict[int, list[int]] = {}
    pieces: dict[int, list[int]] = {}
    ends: Counter[str] = Counter()
    spelled: list[list[str]] = []
    for row, (gene, name) in enumerate(names.items()):
        words = words_of(name)
        pieces[row] = [numbers.setdefault(word, len(numbers)) for word in words]
        for number in dict.fromkeys(pieces[row]):
            owners.setdefault(number, []).append(gene)
        ends.update(next(([w] for w in reversed(words) if len(w) > 3), ()))
        spelled.append(words)
    heads = sorted(word for word, n in ends.items() if n >= _HEADS_AT_LEAST)
    return {
        "words": "\n".join(numbers).encode(),
        "named": _packed(list(names)),
        **_grouped("piece", pieces, len(names)),
        **_grouped("owner", owners, len(numbers)),
        "heads": "\n".join(heads).encode(),
        "initials": "\n".join(_initials(spelled)).encode(),
    }


def _initials(names: Iterable[Sequence[str]]) -> list[str]:
    """Letters, and the words that most names begin with that begin with them, if several do."""
    counts: dict[str, Counter[tuple[str, ...]]] = {}
    for words in names:
        for length in (3, 4):
            start = tuple(words[:length])
            if len(start) == length and all(len(word) > 2 for word in start):
                letters = "".join(word[0] for word in start)
                counts.setdefault(letters, Counter())[start] += 1
    best = ((letters, *found.most_common(1)[0]) for letters, found in counts.items())
    return [" ".join((letters, *words)) for letters, words, n in best if n > 1]


def _grouped(name: str, groups: Mapping[int, Iterable[int]], count: int) -> dict[str, Column]:
    """Two columns: the numbers of each of so many groups, and where each group starts."""
    values: list[int] = []
    places = [0]
    for at in range(count):
        values.extend(groups.get(at, ()))
        places.append(len(values))
    return {name: _packed(values), f"{name}_starts": _packed(places)}


def _packed(values: Sequence[int]) -> array[int]:
    """Numbers in the fewest bytes."""
    most = max(values, default=0)
    return array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", values)
