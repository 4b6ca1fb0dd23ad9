"""What people said of the entries of gene lists, whatever file they said it in.

What several people say adds up: who joins the same verdicts in another order, or twice, gets the
same. An entry of which some say that it is right and others that it is wrong is disputed, and has
no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, TypeAlias

from reconcile.records import Reason

__all__ = ["RENAMING", "FigureVerdicts", "Verdict", "Verdicts"]

Verdict: TypeAlias = Literal["ok", "wrong"]

RENAMING: Final[frozenset[Reason]] = frozenset(
    {"outdated_symbol", "alias_symbol", "family_label", "complex_label"}
)
"""The reasons of suggestions that say nothing against an entry: it gets another name."""


@dataclass(frozen=True, slots=True)
class FigureVerdicts:
    """What was said of one figure.

    Entries are as a report shows them, genes are approved symbols, or as written where the lexicon
    does not know one gene by the name.

    Attributes:
        ok: entries that somebody found right.
        wrong: entries that somebody found wrong.
        other: entries with what else was said of them (`skip`).
        replacements: entries with the genes that were said to belong there instead.
        renamed: entries that were given another name for the same genes.
        not_renamed: entries that were to keep their name.
        wanted: genes that the list should have and lacks, or that the caption names.
        allowed: genes that may be added and need not be.
        unwanted: genes that should not be added.
        complete: whether every gene but those of `wanted` and `allowed` is unwanted.
    """

    ok: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    other: frozenset[tuple[str, str]] = frozenset()
    replacements: frozenset[tuple[str, frozenset[str]]] = frozenset()
    renamed: frozenset[str] = frozenset()
    not_renamed: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    complete: bool = False

    @property
    def entries(self) -> dict[str, Verdict]:
        """The verdict of each entry that has one, in the order of their letters."""
        verdicts: dict[str, Verdict] = dict.fromkeys(self.ok - self.wrong, "ok")
        verdicts |= dict.fromkeys(self.wrong - self.ok, "wrong")
        return {entry: verdicts[entry] for entry in sorted(verdicts)}

    @property
    def disputed(self) -> frozenset[str]:
        """The entries that are said to be right and to be wrong."""
        return self.ok & self.wrong

    @property
    def instead(self) -> dict[str, frozenset[str]]:
        """The genes that belong in the place of an entry, where all who named some agree."""
        found: dict[str, set[frozenset[str]]] = {}
        for entry, genes in self.replacements:
            found.setdefault(entry, set()).add(genes)
        return {entry: next(iter(own)) for entry, own in sorted(found.items()) if len(own) == 1}

    def __or__(self, other: FigureVerdicts) -> FigureVerdicts:
        """What both say."""
        if not isinstance(other, FigureVerdicts):
            return NotImplemented
        return FigureVerdicts.joined((self, other))

    @staticmethod
    def joined(parts: Iterable[FigureVerdicts]) -> FigureVerdicts:
        """What all of them say."""
        every = tuple(parts)
        sets = {
            name: frozenset[Any]().union(*(getattr(part, name) for part in every)) for name in _SETS
        }
        return FigureVerdicts(**sets, complete=any(part.complete for part in every))


_SETS: Final = tuple(one.name for one in fields(FigureVerdicts) if one.name != "complete")
_NOTHING: Final = FigureVerdicts()


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was said in one file, or in several.

    Attributes:
        sources: the files.
        figures: by figid; those of which something was said.

    >>> one = Verdicts(("a",), {"F": FigureVerdicts(ok=frozenset({"EGFR", "MYC"}))})
    >>> two = Verdicts(("b",), {"F": FigureVerdicts(wrong=frozenset({"MYC"}))})
    >>> (one | two).of("F").entries, sorted((one | two).of("F").disputed)
    ({'EGFR': 'ok'}, ['MYC'])
    """

    sources: tuple[str, ...]
    figures: Mapping[str, FigureVerdicts] = field(hash=False)

    def of(self, figid: str) -> FigureVerdicts:
        """What was said of a figure; nothing of one that is not there."""
        return self.figures.get(figid, _NOTHING)

    def __or__(self, other: Verdicts) -> Verdicts:
        """What both say."""
        if not isinstance(other, Verdicts):
            return NotImplemented
        return Verdicts.joined((self, other))

    @staticmethod
    def joined(parts: Iterable[Verdicts]) -> Verdicts:
        """What all of them say."""
        every = tuple(parts)
        said: dict[str, list[FigureVerdicts]] = {}
        for part in every:
            for figid, one in part.figures.items():
                said.setdefault(figid, []).append(one)
        sources = dict.fromkeys(source for part in every for source in part.sources)
        figures = {figid: FigureVerdicts.joined(said[figid]) for figid in sorted(said)}
        return Verdicts(tuple(sources), figures)
