"""From what is written after an option to its value, with errors in our own words.

The same words are said for a value on the command line and for one in a configuration file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

import typer

__all__ = [
    "choice",
    "closest",
    "model_name",
    "names_of_rules",
    "number",
    "organism_names",
    "organism_taxon",
    "rule",
    "whole",
]


def closest(word: str, known: Iterable[str]) -> str:
    """A question after the known word that is meant, or nothing.

    >>> closest("tabel", ["json", "table"]), closest("x", ["json"])
    ("; did you mean 'table'?", '')
    """
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), list(known), n=1)
    return f"; did you mean {found[0]!r}?" if found else ""


def choice(kind: Any, *names: str, **settings: Any) -> Any:
    """A Typer option whose value is one of a `Literal`."""
    values: tuple[str, ...] = get_args(kind)

    def parse(value: str) -> str:
        return _one_of(values, value)

    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return typer.Option(
        *names, parser=parse, autocompletion=complete, metavar="|".join(values), **settings
    )


def number(least: float, most: float) -> Callable[[str], float]:
    """A parser of numbers from `least` to `most`."""

    def parse(value: str) -> float:
        try:
            found = float(value)
        except ValueError:
            found = float("nan")
        if not least <= found <= most:
            raise typer.BadParameter(f"expected a number from {least:g} to {most:g}, not {value!r}")
        return found

    return parse


def whole(value: str) -> int:
    """A whole number from 1 on."""
    try:
        found = int(value)
    except ValueError:
        found = 0
    if found < 1:
        raise typer.BadParameter(f"expected a whole number from 1 on, not {value!r}")
    return found


def names_of_rules(incomplete: str = "") -> list[str]:
    """The reason codes of the rules that begin so."""
    from typing import get_args

    from reconcile.records import Reason

    return [name for name in get_args(Reason) if name.startswith(incomplete)]


def rule(value: str) -> str:
    """The reason code of a rule."""
    known = names_of_rules()
    if value in known:
        return value
    raise typer.BadParameter(
        f"no such rule: {value}; the rules are {', '.join(known)}{closest(value, known)}"
    )


def model_name(value: str) -> str:
    """What finds the names: a known word, or a model by path or package name.

    A word that is nearly a known one, and no path or package, is a slip.
    """
    from importlib.util import find_spec

    known = ("default", "lexicon")
    near = closest(value, known)
    if value in known or not near or Path(value).exists():
        return value
    if value.isidentifier() and find_spec(value) is not None:
        return value
    raise typer.BadParameter(f"no spaCy model is called {value!r}{near}")


def organism_taxon(value: str) -> str:
    """The taxon id of an organism that lists may be in the symbols of, or `auto`."""
    from reconcile.targets import TargetError, parsed_organism

    try:
        return parsed_organism(value)
    except TargetError as error:
        near = closest(value, organism_names())
        raise typer.BadParameter(f"{error}{near}") from None


def organism_names(incomplete: str = "") -> list[str]:
    """The names of those organisms that begin so."""
    from reconcile.lexicon.nomenclatures import NOMENCLATURES

    names = ["auto", "human", *(of.name for of in NOMENCLATURES)]
    return [name for name in names if name.startswith(incomplete)]


def _one_of(known: Sequence[str], value: str) -> str:
    if value in known:
        return value
    near = closest(str(value), known)
    raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}{near}")
