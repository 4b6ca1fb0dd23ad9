"""The suggestions of the human figure in the organism's symbols, and those that only it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reconcile.lexicon.species import SpeciesGene
from reconcile.organism_records import OrganismVerdict
from reconcile.organisms import BY_TAXON, common_name
from reconcile.records import (
    GENE_STATUSES,
    HUMAN,
    Concept,
    Evidence,
    FigureOrganism,
    Mention,
    Reconciliation,
    Suggestion,
)
from reconcile.suggest import RULES, WHOLE_LIST
from reconcile.suggest.case import join
from reconcile.targets.entries import Entry
from reconcile.targets.names import Names

__all__ = ["changes"]

_BY_ORGANISM: Final = frozenset({"species_mismatch", "ortholog_duplicate"})
_LISTED_TWICE, _FOREIGN, _UNSTATED = 0.95, 0.9, 0.6
"""What the human rules give a twin that is listed, a foreign symbol, and one that may belong."""
_FORMER, _ALIAS, _SURE = 0.95, 0.9, 0.9
"""What they give another name of a gene, and a name in the caption."""


def changes(
    entries: Sequence[Entry],
    names: Names,
    verdicts: Sequence[OrganismVerdict],
    concepts: Sequence[Concept],
    mentions: Sequence[Mention],
    human: Reconciliation,
    own: Mapping[int, SpeciesGene],
) -> tuple[Suggestion, ...]:
    """The changes to the list, in the order of the rules, then of the list; additions last.

    None of those that only the organism has is safe: nothing measured how often they are right.
    """
    listed = {v.symbol for v in verdicts if v.status in GENE_STATUSES}
    back = [s for one in human.suggestions for s in _back(one, names, human.organism)]
    said = {s.keyword for s in back if s.action != "add"}
    new = [
        *_foreign_entries(names, verdicts, listed),
        *_other_names(entries),
    ]
    new = [s for s in new if s.keyword not in said]
    put_in = listed.union(*(s.symbols for s in (*back, *new) if s.action != "add"))
    adds = [s for s in back if s.action == "add"]
    adds += _own_additions(concepts, mentions, own)
    place = {entry.keyword: i for i, entry in reversed(list(enumerate(entries)))}
    rank = {reason: i for i, reason in enumerate(RULES)}
    to_list = sorted(
        (s for s in (*back, *new) if s.action != "add"),
        key=lambda s: (rank[s.reason], place.get(s.keyword, -1)),
    )
    rest = (_without(s, put_in) for s in sorted(adds, key=lambda s: -s.confidence))
    return (*to_list, *(s for s in rest if s.symbols))


def _without(suggestion: Suggestion, done: set[str | None]) -> Suggestion:
    """An addition without what the list has or another change puts in."""
    symbols = tuple(symbol for symbol in suggestion.symbols if symbol not in done)
    return replace(suggestion, symbols=symbols)


def _back(one: Suggestion, names: Names, about: FigureOrganism | None) -> Iterator[Suggestion]:
    """A suggestion in the organism's symbols: one for each entry that it is about.

    None about other organisms where none of the list's genes stands as a human one, nor about the
    whole list of a figure on such organisms, nor for what would put in nothing but genes that the
    organism is not stated to have.
    """
    if one.reason in _BY_ORGANISM and not names.table.has_orthologs:
        return
    if one.keyword == WHOLE_LIST and _is_about(about, names.table.taxon):
        return
    symbols = names.symbols(names.human_genes(one.symbols))
    if one.action != "remove" and not symbols:
        return
    listed = names.symbols(names.human_genes(one.already_listed))
    stands = names.entries.get(one.keyword) if one.action != "add" else None
    for entry in stands or (one.keyword,):
        stand_in = one.keyword if stands else None
        said = one.explanation
        if one.reason in _BY_ORGANISM:
            said = names.about_organism(said)
        yield replace(
            one,
            keyword=entry,
            symbols=symbols,
            already_listed=listed,
            explanation=names.text(said, entry if stands else None, stand_in),
            evidence=names.evidence(one.evidence, entry if stands else None, stand_in),
        )


def _is_about(about: FigureOrganism | None, taxon: str) -> bool:
    """Whether a figure is about the organism's group, where that is another than man's.

    Of a group that man is of too, what is said of human genes holds.
    """
    group = BY_TAXON[taxon].group
    groups = () if about is None else (about.parts or (about.group,))
    return group != BY_TAXON[HUMAN].group and group in groups


def _foreign_entries(
    names: Names, verdicts: Sequence[OrganismVerdict], listed: set[str | None]
) -> Iterator[Suggestion]:
    """Human symbols: replaced by the organism's, removed where these are listed or not stated.

    Where no human orthologs are stated at all, so are the genes of all other organisms.
    """
    organism, stated = names.table.nomenclature.name, names.table.has_orthologs
    for verdict in dict.fromkeys(verdicts):
        if verdict.status != "other_species" or (stated and verdict.taxon_id != HUMAN):
            continue
        symbols = tuple(gene.symbol for gene in verdict.genes if gene.hgnc_id is None)
        twins = tuple(symbol for symbol in symbols if symbol in listed)
        whose = common_name(verdict.taxon_id or "")
        if twins:
            said = f"the {whose} gene whose {organism} ortholog {join(twins)} is listed already"
        elif symbols:
            said = f"a {whose} gene, the ortholog of {join(symbols)}, in a list of {organism} genes"
        else:
            said = f"a {whose} gene, without a stated ortholog, in a list of {organism} genes"
        yield Suggestion(
            action="remove" if twins or not symbols else "replace",
            keyword=verdict.keyword,
            symbols=() if twins else symbols,
            already_listed=twins,
            reason="ortholog_duplicate" if twins else "species_mismatch",
            confidence=_LISTED_TWICE if twins else _FOREIGN if stated else _UNSTATED,
            explanation=f"{verdict.keyword} is {said}.",
            evidence=(*verdict.evidence, *(Evidence("list", s, "listed") for s in twins)),
        )


def _other_names(entries: Sequence[Entry]) -> Iterator[Suggestion]:
    """Former symbols and synonyms of the organism's genes."""
    current = {entry.gene.symbol for entry in entries if entry.gene and entry.kind == "symbol"}
    for entry in dict.fromkeys(entries):
        if entry.gene is None or entry.kind == "symbol":
            continue
        symbol, former = entry.gene.symbol, entry.kind == "previous"
        twice = symbol in current
        yield Suggestion(
            action="replace",
            keyword=entry.keyword,
            symbols=(symbol,),
            already_listed=(symbol,) if twice else (),
            reason="outdated_symbol" if former else "alias_symbol",
            confidence=_FORMER if former else _ALIAS,
            explanation=(
                f"{entry.keyword} is {'a former symbol' if former else 'an alias'} of {symbol}"
                + (", which is listed already." if twice else ".")
            ),
            evidence=(Evidence("lexicon", entry.keyword, f"{entry.kind} of {symbol}"),),
        )


def _own_additions(
    concepts: Sequence[Concept], mentions: Sequence[Mention], own: Mapping[int, SpeciesGene]
) -> Iterator[Suggestion]:
    """Genes without human orthologs that the caption names and the list lacks."""
    for concept in concepts:
        if concept.covered != "none" or concept.mentions[0] not in own:
            continue
        named = [mentions[i] for i in concept.mentions]
        symbol, first = concept.genes[0].symbol, named[0]
        times = f"{len(named)} times" if len(named) > 1 else "once"
        yield Suggestion(
            action="add",
            keyword=first.text,
            symbols=(symbol,),
            already_listed=(),
            reason="missing_gene",
            confidence=round(_SURE * max(mention.score for mention in named), 3),
            explanation=(
                f'The caption names {symbol} {times} ("{first.text}"); the list lacks it.'
            ),
            evidence=tuple(
                Evidence("caption", m.text, f"names {symbol}", None, m.start, m.end)
                for m in named[:2]
            ),
        )
