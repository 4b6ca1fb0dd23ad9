"""What the columns of a table, and the keys of a JSON object, are called: one list for all formats.

Names are compared without case, blanks, underscores, hyphens and dots: `Gene list` is `gene_list`.
What the caller names goes before what is guessed. Two columns that could be the same thing are an
error, and so is one that is nearly called as one that is missing: nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from reconcile.errors import InputError
from reconcile.patterns import regex

__all__ = ["FIELDS", "GUESSED", "Columns", "Found", "listed", "nearly", "parse_columns"]

Found: TypeAlias = Mapping[str, tuple[str, ...]]
"""The columns of each field, the preferred one first; fields without a column are absent."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What a field may be called.

    Attributes:
        sure: its own name and others that mean the same.
        maybe: names that count where there is none of `sure`.
        near: names that are not understood, and not passed over where nothing else is there.
        several: whether several of `sure` may stand side by side, for the first to be preferred.
    """

    sure: tuple[str, ...]
    maybe: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    several: bool = False


_NAMES: Final[Mapping[str, _Names]] = MappingProxyType(
    {
        "figid": _Names(
            ("figid", "figure id"), maybe=("id", "identifier", "figure", "fig", "wpid")
        ),
        "caption": _Names(
            (
                *("caption", "captions", "figure caption", "fig caption", "caption text"),
                *("legend", "legends", "figure legend", "fig legend", "legend text"),
            ),
            maybe=("text", "description"),
        ),
        "keywords": _Names(
            (
                *("keywords", "genes", "gene list", "gene symbols", "gene names", "gene set"),
                *("symbols", "listed genes", "ocr genes", "schema-jsonld.keywords"),
            ),
            near=("keyword", "gene", "gene name", "gene symbol", "symbol", "ncbigene symbol"),
        ),
        "title": _Names(("figtitle", "figure title", "title"), several=True),
        "paper_title": _Names(("papertitle", "article title"), several=True),
        "organisms": _Names(("organisms", "organism", "species", "organisms_ner"), several=True),
        "year": _Names(("year", "publication year"), several=True),
        "journal_title": _Names(("journal title", "journal"), several=True),
        "figlink": _Names(("figlink", "figure link"), several=True),
    }
)

FIELDS: Final = tuple(_NAMES)
"""What a column may be named for, in the words of `Figure`."""

GUESSED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {field: (*names.sure, *names.maybe) for field, names in _NAMES.items()}
)
"""The names that are understood, by field."""

_CALLED: Final = {"title": "figtitle", "paper_title": "papertitle"}
"""What our formats call a field where `Figure` has another word."""
_FIELD_OF: Final = {"figtitle": "title", "papertitle": "paper_title"}

_MEANS: Final = {"figid": "the figid", "caption": "the caption", "keywords": "the gene list"}
_TYPED: Final = 5
"""Names from this length on are known again with one letter wrong."""
_SHOWN: Final = 12
_LONGEST: Final = 30
"""Longer names are looked at no further."""
_REMEMBERED: Final = 64
_PART: Final = regex(r",(?=\s*\w+\s*=)")


def _key(name: str) -> str:
    return re.sub(r"[\s_.\-]+", "", name).casefold()


_KEYS: Final = {
    field: (
        tuple(dict.fromkeys(map(_key, names.sure))),
        frozenset(map(_key, names.maybe)),
        frozenset(map(_key, names.near)),
    )
    for field, names in _NAMES.items()
}


def _shorter(key: str) -> Iterator[str]:
    """The key and what is left of it with one letter taken out."""
    yield key
    for at in range(len(key)):
        yield key[:at] + key[at + 1 :]


_MISSPELT: Final = {
    shorter: field
    for field in ("figid", "caption", "keywords")
    for key in _KEYS[field][0]
    if len(key) >= _TYPED and key != "genes"  # beside which stand genus and genre
    for shorter in _shorter(key)
}


class Columns:
    """From the names in a file to the fields of a figure.

    Args:
        named: for a field (`figid`, `caption`, `keywords`, `figtitle`, `papertitle`, `organisms`,
            `year`, `journal_title`, `figlink`) the column that holds it, or the empty text for
            a field that no column holds. Fields that are not there are guessed.

    Raises:
        InputError: a field that is none; a column that is named for two.

    >>> Columns({"caption": "What it shows"}).find(["ID", "What it shows", "Gene list"])["keywords"]
    ('Gene list',)
    """

    def __init__(self, named: Mapping[str, str] | None = None) -> None:
        self.named: dict[str, str] = {}
        for name, column in (named or {}).items():
            field = _FIELD_OF.get(name, name)
            if field not in _NAMES:
                known = ", ".join(_CALLED.get(field, field) for field in FIELDS)
                raise InputError(f"columns: no field is called `{name[:40]}`; fields are {known}")
            if column and column in self.named.values():
                raise InputError(f"columns: `{column[:40]}` is named twice; name it for one field")
            self.named[field] = column
        self._known: dict[tuple[str, ...], Found] = {}

    def find(self, names: Sequence[str], *, strict: bool = True) -> Found:
        """The columns of each field among those of a file or record.

        Args:
            names: all names of the file or record.
            strict: a column that the caller named must be there.

        Raises:
            InputError: two columns could be one field; one is nearly called as a field that is
                missing; one that was named is missing. Has neither source nor line.
        """
        key = (str(strict), *names)
        found = self._known.get(key)
        if found is None:
            found = self._find(names, strict)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = found
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """The columns that the caller named and that are not among some names."""
        there = set(names)
        keys = set(map(_key, there))
        wanted = filter(None, self.named.values())
        return [name for name in wanted if name not in there and _key(name) not in keys]

    def _find(self, names: Sequence[str], strict: bool) -> Found:
        found: dict[str, tuple[str, ...]] = {}
        for field, column in self.named.items():
            if column and (there := self._named(field, column, names, strict)):
                found[field] = (there,)
        taken = {name for columns in found.values() for name in columns}
        by_key: dict[str, list[str]] = {}
        for name in names:
            if name not in taken:
                by_key.setdefault(_key(name), []).append(name)
        for field in FIELDS:
            if field not in self.named and (columns := _guess(field, by_key)):
                found[field] = columns
        for field in ("figid", "caption", "keywords"):
            if field not in found and field not in self.named:
                _refuse_near(field, by_key, {n for columns in found.values() for n in columns})
        return found

    def _named(self, field: str, column: str, names: Sequence[str], strict: bool) -> str | None:
        there = [name for name in names if name == column]
        there = there or [name for name in names if _key(name) == _key(column)]
        if len(there) > 1:
            raise _ambiguous(field, there)
        if not there and strict:
            raise InputError(
                f"no column `{column[:40]}`, which was named for `{_CALLED.get(field, field)}`; "
                f"there are {listed(names)}"
            )
        return there[0] if there else None


def _guess(field: str, by_key: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    sure, maybe, _ = _KEYS[field]
    there = [name for key in sure for name in by_key.get(key, ())]
    if not _NAMES[field].several:
        there = [name for key in by_key if key in sure for name in by_key[key]]
    if not there:
        there = [name for key in by_key if key in maybe for name in by_key[key]]
        if len(there) > 1:
            raise _ambiguous(field, there)
    elif len(there) > 1 and (not _NAMES[field].several or len(set(there)) < len(there)):
        raise _ambiguous(field, there)
    return tuple(there)


def _ambiguous(field: str, there: Sequence[str]) -> InputError:
    called = _CALLED.get(field, field)
    what = _MEANS.get(field, f"`{called}`")
    if there[0] == there[1]:
        return InputError(f"the column {there[0][:40]} is there twice, keep one")
    return InputError(
        f"`{there[0][:40]}` and `{there[1][:40]}` could both be {what}; say which with "
        f"--columns {called}={there[0][:40]}, or rename one"
    )


def _refuse_near(field: str, by_key: Mapping[str, Sequence[str]], taken: set[str]) -> None:
    near = _KEYS[field][2]
    for key, names in by_key.items():
        misspelt = len(key) <= _LONGEST and any(_MISSPELT.get(k) == field for k in _shorter(key))
        if names[0] not in taken and (key in near or misspelt):
            name = names[0][:40]
            raise InputError(
                f"`{name}` looks like {_MEANS[field]} and is not called so; rename it to "
                f"`{field}`, or say --columns {field}={name}; if it is something else, "
                f"--columns {field}="
            )


def nearly(name: str, known: str) -> bool:
    """Whether a name is a known one, but for its case, blanks and the like, or one letter.

    >>> nearly("capton", "caption"), nearly("Fig_ID", "figid"), nearly("figtype", "figtitle")
    (True, True, False)
    """
    key, wanted = _key(name), _key(known)
    if len(key) > _LONGEST or len(wanted) < _TYPED:
        return key == wanted
    return not set(_shorter(key)).isdisjoint(_shorter(wanted))


def listed(names: Iterable[str]) -> str:
    """Names of columns for a message: the first few."""
    shown = [name[:40] for name in names]
    rest = len(shown) - _SHOWN
    more = f" and {rest} more" if rest > 0 else ""
    return (", ".join(shown[:_SHOWN]) or "none") + more


def parse_columns(text: str) -> dict[str, str]:
    """What `--columns` says, as for `Columns`.

    Raises:
        InputError: it is not `field=column`, with commas between several.

    >>> parse_columns("caption=Legend, as printed, keywords=Genes")
    {'caption': 'Legend, as printed', 'keywords': 'Genes'}
    """
    named: dict[str, str] = {}
    for part in _PART.split(text):
        field, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not field:
            raise InputError(f"columns: `{part.strip()[:40]}` is not FIELD=COLUMN")
        if field in named:
            raise InputError(f"columns: `{field[:40]}` is there twice; name one column for it")
        named[field] = column
    Columns(named)
    return named
