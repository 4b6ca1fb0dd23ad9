"""What the entries of the lexicon under a name say of it, in words for the tagger.

All are facts of the entries and of the letters of the name; how they weigh is for the tagger to
learn.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from reconcile.lexicon import NON_GENE_TYPES, Entry, Lexicon
from reconcile.lexicon.schema import FORM_TYPES, NO_REF, SOURCES
from reconcile.remembered import SELDOM
from reconcile.text import GREEK_LETTERS

__all__ = ["Facts", "Order", "facts_of"]

_GREEK: Final = str.maketrans(GREEK_LETTERS)
_SPELLINGS: Final = "=culo"
_SEVERAL: Final = 3
_EXACT_LENGTH: Final = 7
_PROTEIN: Final = "gene with protein product"

_RANKED: Final = (
    "approved",
    "curated",
    "label",
    "name",
    "previous",
    "alias",
    "designation",
    "ortholog",
    "root",
    "ortholog_alias",
    "withdrawn",
)
"""The types of gene names, what a nomenclature says before what it lists or what is derived."""
_RANK: Final = {kind: i for i, kind in enumerate(dict.fromkeys((*_RANKED, *FORM_TYPES)))}

Order = tuple[int, int]
"""How well an entry fits, lower for better: its spelling, then its type."""


class Facts(NamedTuple):
    """What the entries under a name say.

    Attributes:
        gene: type, source and spelling of the best as a gene; empty without one.
        sense: what that stands for, how it is spelled, among how many, by which rule it was found.
        whole: all of these with the length of the name and how common it is as a word.
        order: how good it is.
        types: types and spellings of all as genes, the best first.
        thing: type, source and spelling of the best as something else; empty without one.
        claim: what the name may be, by type alone, and its length.
    """

    gene: str
    sense: str
    whole: str
    order: Order
    types: str
    thing: str
    claim: str


@lru_cache(maxsize=SELDOM)
def facts_of(surface: str, entries: tuple[Entry, ...], rule: str) -> Facts:
    """The facts of a name.

    Args:
        surface: the name as it is written.
        entries: what the lexicon has under its key.
        rule: how the scan found it, see `Hit.rule`.
    """
    genes: list[tuple[Order, Entry]] = []
    things: list[tuple[Order, Entry]] = []
    for entry in sorted(entries, key=_by_source):
        spelling = _spelling(surface, entry.form)
        if entry.type == "word" and spelling != "=":
            continue
        order = (_SPELLINGS.index(spelling), _RANK[entry.type])
        (things if entry.type in NON_GENE_TYPES else genes).append((order, entry))
    genes.sort(key=itemgetter(0))
    thing = _described(*min(things, key=itemgetter(0))) if things else ""
    size = _size(surface)
    if not genes:
        none = (len(_SPELLINGS), 0)
        return Facts("", "", "", none, "", thing, f" {_claimed(thing)} {size}")
    order, best = genes[0]
    gene = _described(order, best)
    meant = min(_SEVERAL, len({(entry.ref, entry.is_family) for _, entry in genes}))
    sense = f"{_kind(best)}{_SPELLINGS[order[0]]}{meant}{rule[0]}"
    types = dict.fromkeys(
        f"{entry.type}.{entry.source[0]}{_SPELLINGS[spelling]}"
        for (spelling, _), entry in genes
        if spelling == order[0]
    )
    return Facts(
        gene,
        sense,
        f"{gene} {sense} {size} {_commonness(surface)}",
        order,
        "+".join(types),
        thing,
        f"{_claimed(gene)} {_claimed(thing)} {size}",
    )


def _by_source(entry: Entry) -> tuple[int, int, str, bool, str]:
    """Makes what is said independent of the order of the entries."""
    source = SOURCES.index(entry.source)
    return source, entry.ref, entry.form or "", entry.is_family, entry.type


def _described(order: Order, entry: Entry) -> str:
    return f"{entry.type}.{entry.source}-{_SPELLINGS[order[0]]}"


def _claimed(described: str) -> str:
    """Type and spelling of what was described."""
    return described.partition(".")[0] + described[-1:]


def _size(surface: str) -> str:
    """The letters and digits of a name, by powers of two when there are many."""
    length = len(_letters(surface))
    return str(length) if length <= _EXACT_LENGTH else f"{length.bit_length()}+"


def _commonness(surface: str) -> str:
    """How common a name is as an English word, by powers of two of its rank, and its case."""
    rank = Lexicon.load().word_rank(surface)
    case = "l" if surface.islower() else "u" if surface.isupper() else "m"
    return case if rank is None else f"{case}{rank.bit_length() // 2}"


def _kind(entry: Entry) -> str:
    """What a name stands for: family, complex, a gene of a protein or another, none of ours."""
    lexicon = Lexicon.load()
    if entry.ref == NO_REF:
        return "none"
    if entry.is_family:
        return lexicon.family(entry.ref).kind
    return "gene" if lexicon.gene(entry.ref).locus_type == _PROTEIN else "locus"


def _spelling(surface: str, form: str | None) -> str:
    """How a name is spelled beside its form.

    `=` like it, or a long name, whose letter case says nothing; with the same letters and digits
    `l` in lower case, `u` in capitals, `c` otherwise; `o` with others.
    """
    if form is None or surface == form:
        return "="
    here, listed = _letters(surface), _letters(form)
    if here == listed:
        return "="
    if here.lower() != listed.lower():
        return "o"
    return "l" if surface.islower() else "u" if surface.isupper() else "c"


def _letters(name: str) -> str:
    """The letters and digits of a name in their own case, Greek as words."""
    return "".join(char for char in name if char.isalnum()).translate(_GREEK)
