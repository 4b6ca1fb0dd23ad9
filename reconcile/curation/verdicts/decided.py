"""What decisions about suggestions say of entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reconcile.curation.decisions import Decision
from reconcile.curation.verdicts.said import RENAMING, FigureVerdicts
from reconcile.curation.verdicts.words import Line, Names, shown

__all__ = ["of_decisions"]


def of_decisions(decisions: Iterable[Decision], names: Names) -> Iterator[Line]:
    """What each curator says of each entry by all that was decided of it, and of additions."""
    groups: dict[tuple[object, ...], list[Decision]] = defaultdict(list)
    for one in decisions:
        if one.change.action == "add":
            said = names.symbols(one.symbols - one.listed)
            add = FigureVerdicts(wanted=said) if one.accept else FigureVerdicts(unwanted=said)
            yield Line(one.figid, add, one.line)
        else:
            groups[one.figid, shown(one.text), one.voice].append(one)
    for own in groups.values():
        yield Line(own[0].figid, _of_entry(own, names), max(one.line for one in own))


def _of_entry(decisions: Sequence[Decision], names: Names) -> FigureVerdicts:
    """What somebody's decisions say of one entry.

    Who accepts a change of an entry and declines others of it says no more than that. Who only
    declines finds the entry right.
    """
    name = shown(decisions[0].text)
    accepted = [one for one in decisions if one.accept]
    declined = [one for one in decisions if not one.accept]
    against = [one for one in accepted if not _renames(one, names)]
    renamed = len(against) < len(accepted)
    both = {_matter(one) for one in accepted} & {_matter(one) for one in declined}
    instead = {names.symbols(one.symbols) for one in against}
    here, nowhere = frozenset({name}), frozenset[str]()
    return FigureVerdicts(
        ok=here if renamed or both or not against else nowhere,
        wrong=here if against else nowhere,
        replacements=frozenset((name, genes) for genes in instead if genes),
        renamed=here if renamed else nowhere,
        not_renamed=here if any(_renames(one, names) for one in declined) else nowhere,
    )


def _matter(decision: Decision) -> tuple[object, ...]:
    return decision.change.action, decision.symbols


def _renames(decision: Decision, names: Names) -> bool:
    """Whether a change gives an entry another name, and does not say that it is wrong."""
    if decision.change.action != "replace":
        return False
    if decision.reason:
        return decision.reason in RENAMING
    return names.symbols(decision.symbols) <= names.genes(decision.change.keyword)
