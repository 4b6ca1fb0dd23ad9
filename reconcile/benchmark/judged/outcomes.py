"""What was suggested for the entries and genes of a figure that people gave a verdict on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from reconcile.curation.verdicts import RENAMING, FigureVerdicts, shown
from reconcile.records import GENE_STATUSES, WHOLE_LIST, Figure, Reconciliation, Suggestion
from reconcile.suggest import is_hint

__all__ = ["Added", "Outcome", "Outcomes", "outcomes_of"]

_NAMING: Final = GENE_STATUSES | {"family", "complex"}
"""The statuses of entries by which a list has the genes that they stand for."""


class Outcome(NamedTuple):
    """An entry with a verdict, and what was suggested.

    Attributes:
        entry: the entry as a report shows it.
        status: what it is.
        wrong: the verdict.
        suggestion: what was suggested, also a hint; None for nothing.
        supported: whether the caption names it.
        instead: whether the genes of a replacement are those that people want in its place; None
            where there is no replacement, or nobody said what belongs there.
        words: word off the image, match and source of each row of its provenance.
    """

    entry: str
    status: str
    wrong: bool
    suggestion: Suggestion | None
    supported: bool
    instead: bool | None
    words: tuple[tuple[str, str, str | None], ...]

    @property
    def is_renamed(self) -> bool:
        """Whether it was suggested only to call it otherwise."""
        return self.suggestion is not None and self.suggestion.reason in RENAMING


class Added(NamedTuple):
    """An addition with a verdict.

    Attributes:
        suggestion: the addition.
        right: whether people want all of its genes, or allow them.
        found: those of its genes that people want and that the list lacks.
    """

    suggestion: Suggestion
    right: bool
    found: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One figure held against its verdicts.

    Attributes:
        figid: the figure.
        entries: those with a verdict, in the order of their letters.
        added: the additions with a verdict.
        missing: genes that people want and that the list lacks.
        gone: entries with a verdict that the list has not.
        whole: whether it is right that the whole list was called wrong; None where it was not, or
            nobody said.
        renamings: suggested new names with whether people took them; None where nobody said.
    """

    figid: str
    entries: tuple[Outcome, ...]
    added: tuple[Added, ...]
    missing: frozenset[str]
    gone: tuple[str, ...]
    whole: bool | None
    renamings: tuple[tuple[Suggestion, bool | None], ...]


def outcomes_of(figure: Figure, result: Reconciliation, said: FigureVerdicts) -> Outcomes:
    """Hold the suggestions for a figure against what people said of it.

    Args:
        figure: the figure.
        result: what was found, with hints.
        said: the verdicts.
    """
    suggested = {shown(s.keyword): s for s in result.suggestions if s.action != "add"}
    verdicts = said.entries
    listed = {shown(v.keyword): v for v in result.keywords}
    words: dict[str, list[tuple[str, str, str | None]]] = {}
    for row in figure.ocr:
        if row.kind == "gene":
            words.setdefault(shown(row.symbol), []).append((row.word, row.match, row.source))
    entries = tuple(
        Outcome(
            entry,
            listed[entry].status,
            verdict == "wrong",
            suggested.get(entry),
            listed[entry].supported,
            _is_instead(suggested.get(entry), said.instead.get(entry)),
            tuple(words.get(entry, ())),
        )
        for entry, verdict in verdicts.items()
        if entry in listed
    )
    have = {g.symbol for v in result.keywords if v.status in _NAMING for g in v.genes}
    missing = said.wanted - have
    return Outcomes(
        result.figid,
        entries,
        tuple(_added(result.suggestions, said, missing)),
        missing,
        tuple(entry for entry in verdicts if entry not in listed and entry != WHOLE_LIST),
        _whole(suggested.get(WHOLE_LIST), said),
        tuple(_renamings(suggested, said)),
    )


def _is_instead(suggestion: Suggestion | None, wanted: frozenset[str] | None) -> bool | None:
    if suggestion is None or suggestion.action != "replace" or wanted is None:
        return None
    return frozenset(suggestion.symbols) == wanted


def _added(
    suggestions: Iterable[Suggestion], said: FigureVerdicts, missing: frozenset[str]
) -> Iterator[Added]:
    for one in suggestions:
        if one.action != "add":
            continue
        genes = frozenset(one.symbols)
        right = genes <= said.wanted | said.allowed
        if right or said.complete or genes & said.unwanted - said.wanted:
            yield Added(one, right, genes & missing if right else frozenset())


def _renamings(
    suggested: dict[str, Suggestion], said: FigureVerdicts
) -> Iterator[tuple[Suggestion, bool | None]]:
    known = said.renamed ^ said.not_renamed
    for entry, one in suggested.items():
        if one.reason in RENAMING and not is_hint(one):
            yield one, entry in said.renamed if entry in known else None


def _whole(suggestion: Suggestion | None, said: FigureVerdicts) -> bool | None:
    if suggestion is None or is_hint(suggestion):
        return None
    verdicts = said.entries
    own = verdicts.pop(WHOLE_LIST, None)
    if own is not None:
        return own == "wrong"
    return "ok" not in verdicts.values() if verdicts else None
