"""`--fail-if-worse`: an exit status of its own where lists are worse than others, for CI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast, get_args

import typer

from reconcile.choices import BenchmarkMetric, GroupField
from reconcile.cli.commands import Command
from reconcile.cli.console import SOME_FAILED, WORSE, complain
from reconcile.cli.values import closest
from reconcile.patterns import regex

__all__ = ["OPTION", "Demand", "DemandingCommand", "demand", "held"]

OPTION: Final = "--fail-if-worse"

_SETTING: Final = regex(r"(?:metric|by)=")
_KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "metric": get_args(BenchmarkMetric),
    "by": get_args(GroupField),
}


@dataclass(frozen=True, slots=True)
class Demand:
    """What must not be worse.

    Attributes:
        metric: the score; None for the one that the verdict goes by.
        by: fields, of whose groups none may be worse either.
    """

    metric: BenchmarkMetric | None = None
    by: tuple[GroupField, ...] = ()


class DemandingCommand(Command):
    """A command whose option `--fail-if-worse` may stand alone, or before its settings."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, with the settings joined to their option."""
        return super().parse_args(ctx, list(_joined(args)))


def _joined(args: Sequence[str]) -> Iterator[str]:
    """The words with those after the option that are its settings joined to it.

    >>> list(_joined(["--fail-if-worse", "metric=f1", "by=year", "new"]))
    ['--fail-if-worse=metric=f1,by=year', 'new']
    >>> list(_joined(["--fail-if-worse", "new", "--", "--fail-if-worse"]))
    ['--fail-if-worse=', 'new', '--', '--fail-if-worse']
    """
    i = 0
    while i < len(args):
        word = args[i]
        i += 1
        if word == "--":
            yield from args[i - 1 :]
            return
        if word != OPTION:
            yield word
            continue
        first = i
        while i < len(args) and _SETTING.match(args[i]):
            i += 1
        yield f"{OPTION}={','.join(args[first:i])}"


def demand(value: str) -> Demand:
    """What `metric=…,by=…` asks for; each part may be missing, and `metric=` as well."""
    metric: str | None = None
    by: dict[str, None] = {}
    for part in value.split(",") if value else ():
        name, equals, word = part.partition("=")
        if not equals:
            name, word = "metric", part
        if name not in _KNOWN:
            raise typer.BadParameter(
                f"{part!r} is neither metric=… nor by=…{closest(name, _KNOWN)}"
            )
        if word not in _KNOWN[name]:
            known = ", ".join(_KNOWN[name])
            raise typer.BadParameter(f"{word!r} is none of {known}{closest(word, _KNOWN[name])}")
        if name == "by":
            by[word] = None
        elif metric is None:
            metric = word
        else:
            raise typer.BadParameter("two metrics; give the option twice")
    return Demand(cast("BenchmarkMetric | None", metric), cast("tuple[GroupField, ...]", tuple(by)))


def held(demands: Sequence[Demand], document: Mapping[str, Any], *, failed: bool) -> int:
    """The exit status, once it is said what is worse, and what cannot be told.

    Args:
        demands: what must not be worse.
        document: of the benchmark, with other lists.
        failed: whether records failed.
    """
    from reconcile.benchmark import worse_sentences

    worse: dict[str, None] = {}
    for one in demands:
        found = worse_sentences(document, one.metric, one.by)
        if found is None:
            failed = True
            complain(
                f"error: {OPTION}: nothing can be told, for too few figures are in both lists with "
                "what they are held against; give lists of the same figures"
            )
        else:
            worse |= dict.fromkeys(found)
    for sentence in worse:
        complain(f"worse: {sentence}")
    if worse:
        return WORSE
    return SOME_FAILED if failed else 0
