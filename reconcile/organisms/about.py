"""What organisms a figure or a text is about: a group, how probable, and the words that say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reconcile.cleaning import clean
from reconcile.figure import Figure
from reconcile.organisms.clues import Clue, clues_of_figure, clues_of_text
from reconcile.organisms.model import (
    clue_weight,
    group_features,
    group_odds,
    group_shares,
    kingdom,
    mixed_features,
    mixed_share,
    weights,
)
from reconcile.organisms.table import BY_TAXON, GROUPS, Group, group_name
from reconcile.records import Evidence, FigureOrganism, GroupShare

__all__ = ["MIXED", "groups_of", "human_share", "organism_of"]

MIXED: Final = "mixed"
"""What a figure is about that shows several groups: a host and what infects or was put into it, a
comparison."""

_HUMAN_LISTS: Final[frozenset[Group]] = frozenset({"mammal", "vertebrate"})
"""The groups whose genes go by the symbols of their human counterparts."""
_UNNAMED_HOST: Final = 0.05
"""The share of a host that a text on a virus leaves unnamed: a mammal, nearly always."""
_MOST_PIECES: Final = 8
_LEAST_SHARE: Final = 0.01
_MOST_KEPT: Final = 16
_LAST: Final[dict[int, tuple[Figure, FigureOrganism]]] = {}
"""The last figures, by their place in memory: several ask about the same one, and to compare all
its words would take longer than the answer."""
_SPELLED: Final = frozenset({"spelled", "protein"})
_SPECIES: Final = frozenset({"species", "binomial", "abbreviated"})


def organism_of(figure: Figure) -> FigureOrganism:
    """What organisms a figure is about, by its texts, its record and the spelling of its list.

    >>> found = organism_of(Figure("F", "PIF4 in seedlings.", paper_title="Light in Arabidopsis"))
    >>> found.group, found.taxon, found.evidence[0].text
    ('plant', '3702', 'Arabidopsis')
    """
    kept = _LAST.get(id(figure))
    if kept is None or kept[0] is not figure:
        kept = figure, _judged(clues_of_figure(figure))
        if len(_LAST) >= _MOST_KEPT:
            _LAST.clear()
        _LAST[id(figure)] = kept
    return kept[1]


def groups_of(text: str) -> Mapping[str, float]:
    """The probability of each group that a text, a caption or a sentence of it, is about.

    Those of all groups and of `mixed` add up to one. A text that says nothing of any organism is
    on mammals, as most are.

    >>> shares = groups_of("LEU2 and TRP1 of Saccharomyces cerevisiae are markers.")
    >>> max(shares, key=lambda group: shares[group])
    'fungus'
    """
    return _shares(list(clues_of_text(clean(text))))[0]


def _shares(clues: Sequence[Clue]) -> tuple[dict[str, float], dict[Group, float]]:
    """The shares of all groups and of `mixed`, and those of the groups alone."""
    table = weights()
    odds = group_odds(group_features(clues), table)
    mixed = mixed_share(mixed_features(clues, odds), table)
    alone = group_shares(odds)
    return {**{group: its * (1 - mixed) for group, its in alone.items()}, MIXED: mixed}, alone


def _judged(clues: list[Clue]) -> FigureOrganism:
    shares, alone = _shares(clues)
    group = max(shares, key=lambda its: shares[its])
    ranked = sorted(GROUPS, key=lambda its: -alone[its])
    about = [group] if group != MIXED else _of_two_kingdoms(ranked)
    taxon, name = _species(clues, about[0])
    return FigureOrganism(
        group=group,
        probability=round(shares[group], 4),
        groups=tuple(
            GroupShare(its, round(share, 4))
            for its, share in sorted(shares.items(), key=lambda pair: -pair[1])
            if share >= _LEAST_SHARE
        ),
        parts=tuple(about) if group == MIXED else (),
        taxon=taxon,
        name=name,
        human=round(human_share(alone, shares[MIXED]), 4),
        evidence=tuple(_evidence(clues, about)),
    )


def _of_two_kingdoms(ranked: Sequence[Group]) -> list[str]:
    first = ranked[0]
    return [first, next(its for its in ranked if kingdom(its) != kingdom(first))]


def human_share(alone: Mapping[Group, float], mixed: float) -> float:
    """The probability that human genes can be what a figure shows.

    Where groups are mixed it is the share of those with such genes among all but viruses, whose
    hosts count.
    """
    can = sum(alone[group] for group in _HUMAN_LISTS)
    hosted = (can + _UNNAMED_HOST) / (1 - alone["virus"] + _UNNAMED_HOST)
    return (1 - mixed) * (can + alone["virus"]) + mixed * hosted


def _species(clues: Iterable[Clue], group: str) -> tuple[str | None, str | None]:
    """The species of a group that is named most weightily: taxon and name, None if none is."""
    named: Counter[tuple[str | None, str]] = Counter()
    genera: Counter[tuple[str | None, str]] = Counter()
    for clue in clues:
        if clue.of == group and clue.kind in _SPECIES and clue.place != "record":
            name = BY_TAXON[clue.taxon].name if clue.taxon else clue.text
            named[clue.taxon, name] += 3 if "title" in clue.place else 1
        elif clue.of == group and clue.kind == "genus":
            genera[None, clue.text] += 1
    ranked = named.most_common(1) or genera.most_common(1)
    return ranked[0][0] if ranked else (None, None)


def _evidence(clues: Iterable[Clue], about: Sequence[str]) -> list[Evidence]:
    """The weightiest clues for some groups, each word of a place once."""
    firsts: dict[tuple[str, str, str], Clue] = {}
    times: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for clue in clues:
        key = clue.of, clue.place, clue.text.casefold()
        if clue.of in about:
            firsts.setdefault(key, clue)
            times[key] += 1
    table = weights()
    weighed = [(clue_weight(clue, table), times[key], clue) for key, clue in firsts.items()]
    weighed = [piece for piece in weighed if piece[0] > 0]
    weighed.sort(key=lambda piece: (-piece[0], -piece[1], piece[2].place, piece[2].text))
    return [_piece(clue, weight) for weight, _, clue in weighed[:_MOST_PIECES]]


def _piece(clue: Clue, weight: float) -> Evidence:
    kind = {"caption": "caption", "list": "ocr", "record": "organism"}.get(clue.place, "heading")
    verb = "is spelled as those of" if clue.kind in _SPELLED else "speaks of"
    detail = f"{verb} {group_name(clue.of)}"
    return Evidence(
        kind, clue.text, f"{detail}, weight {weight:.1f}", clue.place, clue.start, clue.end
    )
