"""Names of the genes of other organisms, with probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reconcile.grounding.candidates import Candidate, compete
from reconcile.grounding.features import form_features
from reconcile.grounding.scoring import fitted_weights
from reconcile.lexicon import NON_GENE_TYPES, Entry
from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.species import SpeciesMatch
from reconcile.organisms import BY_TAXON
from reconcile.records import HUMAN
from reconcile.serve.reconciliation.entities import Entities
from reconcile.serve.reconciliation.features import RULE
from reconcile.serve.reconciliation.reading import Reading
from reconcile.text import surface_key

__all__ = ["orthologs", "table_readings"]

_TYPES: Final = {"symbol": "approved", "previous": "previous", "synonym": "alias"}
_VERTEBRATES: Final = frozenset({"mammal", "vertebrate"})
_WORDS: Final = {"previous": "former symbol", "synonym": "synonym"}


def table_readings(
    name: str, taxon: str, entities: Entities, human: Sequence[Reading]
) -> Iterator[Reading]:
    """What a name may mean for an organism.

    That are the genes that its table has under the name; for vertebrates, whose families are those
    of man, families and complexes; and where the table has nothing, the orthologs of the human
    genes of that name.

    Args:
        name: the name.
        taxon: the organism.
        entities: what there is.
        human: what the name means as a human one.
    """
    matches = entities.table(taxon).lookup(name)
    others = [reading for reading in human if reading.entity.taxon == HUMAN]
    families = [each for each in others if "gene" not in each.entity.types]
    if not _is_vertebrate(taxon):
        families = []
    if not matches:
        yield from families
        yield from orthologs(others, taxon, entities)
        return
    found = [_candidate(name, place, match, entities) for place, match in enumerate(matches)]
    rivals = [_rival(place, family.score) for place, family in enumerate(families)]
    for candidate in compete([*found, *rivals, *_things(name, entities)]):
        if candidate.kind == "gene":
            match = matches[candidate.ref]
            word = _WORDS.get(match.kind)
            features: dict[str, float | bool] = {
                "grounding_score": candidate.score,
                f"{RULE}table": True,
                "approved_symbol": match.kind == "symbol",
            }
            entity = entities.other(match.gene, taxon)
            form = f"{word} {name}" if word else ""
            yield Reading(entity, candidate.score, name, form, features)
        elif candidate.kind == "family":
            family = families[candidate.ref]
            weighed = {**family.features, "grounding_score": candidate.score}
            yield replace(family, score=candidate.score, features=weighed)


def orthologs(human: Sequence[Reading], taxon: str, entities: Entities) -> Iterator[Reading]:
    """The orthologs of human genes in an organism, each with its part of the score."""
    table = entities.table(taxon)
    for reading in human:
        genes = table.genes_of_human(reading.entity.id)
        for gene in genes:
            part = round(reading.score / len(genes), 4)
            features = {**reading.features, f"{RULE}ortholog": True}
            said = ", ".join(filter(None, (f"ortholog of {reading.entity.name}", reading.form)))
            yield Reading(entities.other(gene, taxon), part, reading.found, said, features)


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
