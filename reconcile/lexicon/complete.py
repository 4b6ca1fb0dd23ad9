"""What a name that is being typed may become: genes, families and complexes by a prefix.

Three looks, of which the next is taken only while there is room: the names that are typed in
full, the approved symbols and family ids that begin so, and all other names that do. Among them
comes first what is in more Gene Ontology processes, for that is what figures are about. None of
them takes time in proportion to the lexicon: the second looks at the symbols in question alone,
the third at no more than a fixed number of names.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import lru_cache
from heapq import nsmallest
from typing import Final, NamedTuple

from reconcile.lexicon.nomenclatures import table_key
from reconcile.lexicon.schema import NO_REF, Entry
from reconcile.lexicon.species import SpeciesLexicon
from reconcile.lexicon.store import Lexicon
from reconcile.text import surface_key

__all__ = ["KINDS", "Completion", "complete", "complete_of_organism"]

KINDS: Final = ("gene", "family", "complex")

_RANK: Final = {
    name: place
    for place, name in enumerate(
        ("approved", "label", "curated", "previous", "alias", "name", "root", "designation")
    )
}
"""The types of names that are offered, best first; no name that another organism has."""

_NAMES: Final = {"symbol": 0, "previous": 1, "synonym": 2}
"""The kinds of names of other organisms' genes, best first."""

_DERIVED: Final = frozenset({"root", "designation"})
"""Types of names that nobody gave: they come last."""

_MOST_NAMES: Final = 5000
"""Names that the third look goes through. Of no beginning of four letters there are more; of those
that are shorter, and two of three, symbols fill the list."""

_LONGEST: Final = 500
"""Characters of a prefix: no name of the lexicon is as long."""

_AFTER_ALL: Final = "\U0010ffff"


class Completion(NamedTuple):
    """One thing that a beginning of a name may stand for.

    Attributes:
        symbol: the approved symbol of a gene, or the id of a family or complex.
        name: its name.
        form: the name that begins so; the approved name where the lexicon has no spelling of it.
        kind: `gene`, `family` or `complex`.
    """

    symbol: str
    name: str
    form: str
    kind: str


def complete(
    lexicon: Lexicon, prefix: str, limit: int = 10, kinds: Collection[str] = KINDS
) -> list[Completion]:
    """The genes, families and complexes with a name that begins so, best first, each once.

    Letter case, hyphens and blanks do not count, and Greek letters are their names. The result is
    empty for a prefix without letters and digits.

    Args:
        lexicon: where the names are.
        prefix: what is typed so far.
        limit: how many at most.
        kinds: which of `KINDS` are wanted.

    >>> lexicon = Lexicon.load()
    >>> [(found.symbol, found.form, found.kind) for found in complete(lexicon, "her2", 1)]
    [('ERBB2', 'HER2', 'gene')]
    >>> [found.symbol for found in complete(lexicon, "tumor protein p5", 2)]
    ['TP53', 'TP53INP1']
    """
    if limit < 1 or len(prefix) > _LONGEST:
        return []
    keys = tuple(dict.fromkeys(filter(None, (table_key(prefix), surface_key(prefix)))))
    found: dict[tuple[bool, int], Completion] = {}
    for entry in _entries(lexicon, keys, limit, frozenset(kinds)) if keys else ():
        thing = (entry.is_family, entry.ref)
        if thing not in found and (made := _completion(lexicon, entry)).kind in kinds:
            found[thing] = made
            if len(found) == limit:
                break
    return list(found.values())


def complete_of_organism(table: SpeciesLexicon, prefix: str, limit: int = 10) -> list[Completion]:
    """The genes of another organism with a name that begins so, best first, each symbol once.

    First those whose name is typed in full, then symbols, then other names; the shortest first.
    The name is empty where the table has none.

    >>> [found.symbol for found in complete_of_organism(SpeciesLexicon.open("mouse"), "trp5", 2)]
    ['Trpc5', 'Trp53']
    """
    key = table_key(prefix) if len(prefix) <= _LONGEST else ""
    if limit < 1 or not key:
        return []
    found: dict[str, Completion] = {}
    listed = table.names_from(key, _MOST_NAMES)
    listed.sort(key=lambda name: (table_key(name[0]) != key, _NAMES[name[1]], len(name[0]), name))
    for form, kind, index in listed:
        if kind == "symbol" and form in found:
            continue  # some symbols are those of hundreds of genes, such as 5S_rRNA of the rat
        gene = table.gene(index)
        found.setdefault(gene.symbol, Completion(gene.symbol, gene.name or "", form, "gene"))
        if len(found) == limit:
            break
    return list(found.values())


class _Index(NamedTuple):
    """Approved symbols and family ids by their keys.

    Attributes:
        keys: the keys, ascending.
        entries: what each key stands for.
        kinds: what kind of thing that is.
        places: of each its place among all, the best known first.
        fame: that place of a gene or family by its reference.
    """

    keys: list[str]
    entries: list[Entry]
    kinds: list[str]
    places: array[int]
    fame: dict[tuple[bool, int], int]


class _Thing(NamedTuple):
    key: str
    form: str
    kind: str
    ref: int
    processes: int

    @property
    def reference(self) -> tuple[bool, int]:
        return self.kind != "gene", self.ref


@lru_cache(maxsize=4)
def _index(lexicon: Lexicon) -> _Index:
    things = _things(lexicon)
    things.sort(key=lambda thing: (-thing.processes, thing))
    fame = {thing.reference: place for place, thing in enumerate(things)}
    things.sort()
    return _Index(
        [thing.key for thing in things],
        [
            Entry(t.form, "approved" if t.kind == "gene" else "label", "", t.ref, t.kind != "gene")
            for t in things
        ],
        [thing.kind for thing in things],
        array("l", [fame[thing.reference] for thing in things]),
        fame,
    )


def _things(lexicon: Lexicon) -> list[_Thing]:
    genes = lexicon.all_symbols()
    processes = {index: count for index, _, count in genes}
    things = [_Thing(_key(symbol), symbol, "gene", i, count) for i, symbol, count in genes]
    for index, name, kind, members in lexicon.given_families():
        count = max((processes.get(member, 0) for member in members), default=0)
        things.append(_Thing(_key(name), name, kind, index, count))
    return things


def _key(symbol: str) -> str:
    """The key of a symbol, nearly all of which need no cleaning."""
    return symbol.lower() if symbol.isascii() and symbol.isalnum() else table_key(symbol)


def _entries(
    lexicon: Lexicon, keys: tuple[str, ...], limit: int, kinds: frozenset[str]
) -> Iterator[Entry]:
    """The entries that a beginning may become, best first; a thing may come more than once."""
    index = _index(lexicon)
    exact = [entry for key in keys for entry in lexicon.lookup(key) if _offered(entry)]
    yield from sorted(exact, key=lambda entry: (_RANK[entry.type], _by_fame(entry, index)))
    low, high = (bisect_left(index.keys, keys[0] + end) for end in ("", _AFTER_ALL))
    meant = (place for place in range(low, high) if index.kinds[place] in kinds)
    # As many more as may have been among the exact ones.
    best = nsmallest(limit + len(exact), meant, key=index.places.__getitem__)
    yield from (index.entries[place] for place in best)
    others = [
        entry
        for key in keys
        for _, entry in lexicon.entries_from(key, _MOST_NAMES)
        if _offered(entry)
    ]
    yield from sorted(others, key=lambda entry: _by_fame(entry, index))


def _offered(entry: Entry) -> bool:
    return entry.ref != NO_REF and entry.type in _RANK


def _by_fame(entry: Entry, index: _Index) -> tuple[bool, int]:
    """Sorts names by how well known the thing is, those that nobody gave behind all others."""
    place = index.fame.get((entry.is_family, entry.ref), len(index.fame))
    return entry.type in _DERIVED, place


def _completion(lexicon: Lexicon, entry: Entry) -> Completion:
    if entry.is_family:
        family = lexicon.family(entry.ref)
        return Completion(family.id, family.name, entry.form or family.name, family.kind)
    record = lexicon.gene(entry.ref)
    return Completion(record.gene.symbol, record.name, entry.form or record.name, "gene")
