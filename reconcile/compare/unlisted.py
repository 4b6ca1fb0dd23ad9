"""What an entry is that no lexicon has as it stands: a thing spelled otherwise, or by its shape.

Nothing of this is asked where the letters name a gene or family, or where a word off the image
brought the entry in as a gene. A symbol of any organism that there is a table of is never a thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import NOMENCLATURES
from reconcile.lexicon.schema import NON_GENE_TYPES, Entry
from reconcile.lexicon.species import NameKind, SpeciesLexicon
from reconcile.naming.abbreviations import names_something_else
from reconcile.naming.formulas import compound_code, written_chemical
from reconcile.naming.furniture import furniture
from reconcile.naming.thing_shape import thing_shape, without_prefixes
from reconcile.patterns import regex
from reconcile.records import Evidence
from reconcile.text import surface_key

__all__ = ["SURE", "Unlisted", "is_thing", "names_product", "read_unlisted"]

SURE: Final = 0.95
"""How sure an entry that is a thing is wrong, at most: what the lexicon's own things have."""
_LEAST: Final = 0.65
"""How probable a shape is from which on it counts; what it costs is in the docs."""
_LONGEST: Final = 120
_PARTED: Final = regex(r"[\s,;/&]+|\band\b")
_LONE: Final = regex(r"^\w\s+(?=\w{4})")
"""A letter that stands before a name alone, as in the structure that the name stands beside."""
_LONG_WORD: Final = regex(r"[^\W\d_]{5}")
_COUNTERPART: Final = ((regex(r"ate$"), "ic acid"), (regex(r"ic acid$"), "ate"))
_SALT: Final = regex(
    r" (?:(?:di)?sodium|potassium|calcium|magnesium|(?:di|mono|tri)?hydrochloride|hydrobromide|HCl"
    r"|chloride|bromide|sul(?:f|ph)ate|acetate|phosphate|citrate|tartrate|maleate|mesylate|tosylate"
    r"|salts?|(?:mono|di)?hydrate)$",
    re.IGNORECASE,
)
_PARTS: Final = regex(r"(?:complex|domain|element|sequence|repeat|variant|homology)(?:e?s)?$")
"""What ends names of complexes, and of parts of genes."""
_MOST_KEYS: Final = 2000
_SEVERAL, _MOSTLY = 3, 0.85
_FOREIGN: Final[tuple[NameKind, ...]] = ("symbol", "previous", "synonym")
_CELLS: Final = (" cells", " cell")
_CURATED: Final = frozenset({"curated", "famplex"})
_AGAINST_GENES: Final = regex(r"(?:inhibitor|antagonist|agonist|blocker|antibod)\w*$", re.I)
_PRODUCT: Final = regex(
    r"(?!disease|base|phase|release|increase|decrease)\b\w{3,}ase(?:s|\b)"
    r"|RNA|\b(?:receptor|protein|factor|subunit|gene|transcript|region|hormone|homolog|oncogene"
    r"|chaperone|readthrough|candidate|carrier|transporter|exchanger|pump|locus|oxin|antitoxin|kinesin"
    r"|susceptibility|family|chain|polypeptide|collagen|histone|globulin)s?\b",
    re.IGNORECASE,
)
"""Words in the names of gene products, long ones as of enzymes and of lesser known genes."""
_PLAIN_NAMES: Final = frozenset({"approved", "curated", "label", "previous"})


class Unlisted(NamedTuple):
    """What an entry is beside genes.

    Attributes:
        kind: `chemical`, `disease`, another type of things of the lexicon, or what furniture it is.
        probability: that it is no gene.
        evidence: what says so.
    """

    kind: str
    probability: float
    evidence: tuple[Evidence, ...]


def read_unlisted(name: str, lexicon: Lexicon) -> Unlisted | None:
    """What a name is that the lexicon lacks; None where nothing says that it is no gene."""
    if len(name) > _LONGEST:
        return None
    return _read(name, lexicon)


@lru_cache(maxsize=4096)
def _read(name: str, lexicon: Lexicon) -> Unlisted | None:
    known = _spelled_otherwise(name, lexicon) or _joined(name, lexicon, least=1.0)
    if known is not None:
        return None if _is_foreign(name, "symbol", "previous") else known
    found = (
        _furniture(name)
        or _written(name, lexicon)
        or _by_shape(name, lexicon)
        or _by_head(name, lexicon)
        or _joined(name, lexicon, least=_LEAST)
    )
    return None if found is None or _is_foreign(name, *_FOREIGN) else found


def _furniture(name: str) -> Unlisted | None:
    kind = furniture(name)
    if kind is None:
        return None
    return Unlisted(kind, SURE, (Evidence("rule", name, kind, "furniture of figures"),))


def _spelled_otherwise(name: str, lexicon: Lexicon) -> Unlisted | None:
    """A thing of the lexicon but for locants, salts, the form of an acid, or the word cells."""
    for spelling in _spellings(name):
        thing = is_thing(spelling, lexicon)
        if thing is not None and thing.type != "word":
            return Unlisted(thing.type, SURE, (_of(thing, spelling),))
    return None


def _spellings(name: str) -> Iterator[str]:
    bare = without_prefixes(name)
    if bare != name:
        yield bare
    for spelling in dict.fromkeys((name, bare)):
        yield from (p.sub(end, spelling) for p, end in _COUNTERPART if p.search(spelling))
        if _SALT.search(spelling):
            yield _SALT.sub("", spelling)
    yield from (name + cells for cells in _CELLS)


def is_thing(name: str, lexicon: Lexicon) -> Entry | None:
    """The entry by which the lexicon has a name as a thing; None where it has it as a gene's."""
    entries = lexicon.lookup(surface_key(name))
    plain = name.lower()
    things = [
        e
        for e in entries
        if e.type in NON_GENE_TYPES
        and e.source != "words"
        and (e.form is None or surface_key(e.form) == surface_key(plain))
    ]
    if not things or any(e.type not in NON_GENE_TYPES for e in entries):
        return next((e for e in things if e.source in _CURATED and e.form == name), None)
    return things[0]


def names_product(name: str) -> bool:
    """Whether a name has a word of the names of gene products: `receptor`, an enzyme's."""
    return _PRODUCT.search(name) is not None


def _of(thing: Entry, spelling: str) -> Evidence:
    return Evidence("lexicon", thing.form or spelling, thing.type, thing.source)


def _joined(name: str, lexicon: Lexicon, least: float) -> Unlisted | None:
    """Several names, each of a thing, that were read as one; or one beside a stray letter.

    Args:
        name: the name.
        lexicon: has the things.
        least: how probable a name is that has the shape of a thing only; 1 for none of these.
    """
    if names_product(name):
        return None
    bare = _LONE.sub("", name)
    names = [word.strip(".:()[]") for word in _PARTED.split(bare) if word]
    if len(names) + (bare != name) < 2:
        return None
    read = [_piece(piece, lexicon, least) for piece in names]
    found = [one for one in read if one is not None]
    if len(found) < len(read):
        return None
    evidence = tuple(dict.fromkeys(e for one in found for e in one.evidence))
    return Unlisted(found[0].kind, min(one.probability for one in found), evidence)


def _piece(piece: str, lexicon: Lexicon, least: float) -> Unlisted | None:
    thing = is_thing(piece, lexicon)
    if thing is not None and thing.type != "word":
        return Unlisted(thing.type, SURE, (_of(thing, piece),))
    named = any(e.type not in NON_GENE_TYPES for e in lexicon.lookup(surface_key(piece)))
    if named or least >= 1 or _is_foreign(piece, *_FOREIGN):
        return None
    return _spelled_otherwise(piece, lexicon) or _by_shape(piece, lexicon)


def _by_shape(name: str, lexicon: Lexicon) -> Unlisted | None:
    shape = thing_shape(name)
    if shape.probability < _LEAST or not _LONG_WORD.search(name) or _names_gene(name, lexicon):
        return None
    detail = f"looks like the name of a {shape.kind}: {', '.join(shape.signs[:3])}"
    evidence = Evidence("rule", name, detail, "shape of the name")
    return Unlisted(shape.kind, round(min(SURE, shape.probability), 3), (evidence,))


def _written(name: str, lexicon: Lexicon) -> Unlisted | None:
    """A chemical by the way it is written: `HCO3-`, `Ribose-5-P`, the code of a compound."""
    kind = written_chemical(name)
    code = compound_code(name) if kind is None else None
    if code is not None and _begins_codes(code[0].lower(), code[1], lexicon):
        kind = "code of a compound"
    if kind is None:
        return None
    return Unlisted("chemical", SURE, (Evidence("rule", name, f"written as {kind}", "notation"),))


@lru_cache(maxsize=1024)
def _begins_codes(letters: str, digits: int, lexicon: Lexicon) -> bool:
    """Whether letters with a number of so many digits or more are mostly chemicals."""
    code = re.compile(rf"{letters}\d{{{digits},8}}[a-z]?")
    keys = [key for key in lexicon.keys(letters, _MOST_KEYS) if code.fullmatch(key)]
    types = [{entry.type for entry in lexicon.lookup(key)} for key in keys]
    chemicals = sum(kinds <= NON_GENE_TYPES for kinds in types)
    return chemicals >= _SEVERAL and chemicals >= _MOSTLY * len(types)


def _by_head(name: str, lexicon: Lexicon) -> Unlisted | None:
    """Several words that end as names of cells, processes or diseases do: `CD8+ T cell`."""
    words = name.split()
    if len(words) < 2 or not names_something_else(name) or _PARTS.search(name):
        return None
    if _names_gene(name, lexicon):
        return None
    said = Evidence("rule", name, f"ends as names of things do: {words[-1]}", "head of the name")
    return Unlisted("thing", SURE, (said,))


def _names_gene(name: str, lexicon: Lexicon) -> bool:
    """Whether a name has words as of a gene's, and is not that of a drug against it."""
    if _AGAINST_GENES.search(name):
        return False
    words = [word for word in _PARTED.split(name) if word]
    return names_product(name) or any(
        e.type in _PLAIN_NAMES and e.form == word
        for word in words
        if is_thing(word, lexicon) is None
        for e in lexicon.lookup(surface_key(word))
    )


def _is_foreign(name: str, *kinds: NameKind) -> bool:
    """Whether a table of another organism has a name, spelled so, of some kind."""
    return any(
        match.spelling != "other" and match.kind in kinds
        for of in NOMENCLATURES
        for match in SpeciesLexicon.open(of.taxon).lookup(name)
    )
