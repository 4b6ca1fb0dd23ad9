"""Names of the genes of other organisms, with probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from reconcile.grounding.candidates import Candidate, compete
from reconcile.grounding.features import form_features
from reconcile.grounding.scoring import fitted_weights
from reconcile.lexicon import NON_GENE_TYPES, Entry
from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.species import SpeciesMatch
from reconcile.organisms import BY_TAXON
from reconcile.records import HUMAN
from reconcile.serve.reconciliation.entities import Entities, Entity
from reconcile.text import surface_key

__all__ = ["TableReading", "table_readings"]

_TYPES: Final = {"symbol": "approved", "previous": "previous", "synonym": "alias"}
_VERTEBRATES: Final = frozenset({"mammal", "vertebrate"})
_WORDS: Final = {"previous": "former symbol", "synonym": "synonym"}


class TableReading(NamedTuple):
    """One thing that a name may mean for an organism; the fields are those of a `Reading`."""

    entity: Entity
    score: float
    form: str
    features: dict[str, float | bool]


def table_readings(
    name: str, taxon: str, entities: Entities, human: Iterable[tuple[Entity, float, str]]
) -> Iterator[TableReading]:
    """What a name may mean for an organism.

    That are the genes that its table has under the name; for vertebrates, whose families are those
    of man, families and complexes; and where the table has nothing, the orthologs of the human
    genes of that name.

    Args:
        name: the name.
        taxon: the organism.
        entities: what there is.
        human: what the name means as a human one: things with their score and form.
    """
    matches = entities.table(taxon).lookup(name)
    others = [(entity, score, form) for entity, score, form in human if entity.taxon == HUMAN]
    if not matches:
        yield from _orthologs(others, taxon, entities)
    families = [each for each in others if "gene" not in each[0].types]
    if not _is_vertebrate(taxon):
        families = []
    rivals = [*_things(name, entities), *(_rival(i, s) for i, (_, s, _) in enumerate(families))]
    found = [_candidate(name, i, match, entities) for i, match in enumerate(matches)]
    for candidate in compete([*found, *rivals]) if matches else rivals:
        if candidate.kind == "gene":
            match = matches[candidate.ref]
            word = _WORDS.get(match.kind)
            features: dict[str, float | bool] = {
                "grounding_score": candidate.score,
                "rule_table": True,
                "approved_symbol": match.kind == "symbol",
            }
            entity = entities.other(match.gene, taxon)
            form = f"{word} {name}" if word else ""
            yield TableReading(entity, candidate.score, form, features)
        elif candidate.kind == "family":
            entity, _, form = families[candidate.ref]
            yield TableReading(entity, candidate.score, form, {"grounding_score": candidate.score})


def _orthologs(
    human: list[tuple[Entity, float, str]], taxon: str, entities: Entities
) -> Iterator[TableReading]:
    table = entities.table(taxon)
    for entity, score, form in human:
        genes = table.genes_of_human(entity.id)
        for gene in genes:
            part = round(score / len(genes), 4)
            features: dict[str, float | bool] = {"grounding_score": score, "rule_ortholog": True}
            said = f"ortholog of {entity.name}" + (f", {form}" if form else "")
            yield TableReading(entities.other(gene, taxon), part, said, features)


def _candidate(name: str, place: int, match: SpeciesMatch, entities: Entities) -> Candidate:
    """A gene of the table, weighed as a human one of which as much is known.

    What is spelled right for the organism, such as `hh`, is taken as a human symbol spelled right.
    """
    right = match.spelling != "other"
    surface, form = (name.upper(),) * 2 if right else (name, match.gene.symbol)
    records = (entities.lexicon.gene_by_hgnc(hgnc) for hgnc in match.gene.human)
    ref = next((record.index for record in records if record is not None), NO_REF)
    entry = Entry(form, _TYPES[match.kind], "hgnc", ref)
    odds = _odds(form_features(surface, [entry], "exact", entities.lexicon))
    return Candidate("gene", place, 0.0, entry, "exact", odds=odds)


def _things(name: str, entities: Entities) -> list[Candidate]:
    """What is no gene and has this name."""
    entries = entities.lexicon.lookup(surface_key(name))
    things = [entry for entry in entries if entry.type in NON_GENE_TYPES]
    if not things:
        return []
    odds = _odds(form_features(name, things, "exact", entities.lexicon))
    return [Candidate("non_gene", NO_REF, 0.0, things[0], "exact", odds=odds)]


def _is_vertebrate(taxon: str) -> bool:
    nomenclature = nomenclature_of(taxon)
    assert nomenclature is not None
    return BY_TAXON[nomenclature.species or taxon].group in _VERTEBRATES


def _rival(place: int, score: float) -> Candidate:
    return Candidate("family", place, score, Entry(None, "label", "famplex", place, True), "exact")


def _odds(features: dict[str, float]) -> float:
    weights = fitted_weights()
    return sum(weights.get(feature, 0.0) * value for feature, value in features.items())
