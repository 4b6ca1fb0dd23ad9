"""From a query to its candidates, each with the probability that it is meant.

A human name is grounded as everywhere: alone, or in its caption and among its neighbours. What the
rules for gene lists say of the name as an entry of the list beside it counts where they are surer.
A name of another organism's gene is looked up in its table; it weighs there what a human name of
the same type and spelling does, for the fit has no weights of its own for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from reconcile.figure import Figure
from reconcile.lexicon import Family
from reconcile.overrides.mentions import BY_CURATORS
from reconcile.reconciler import Reconciler
from reconcile.records import HUMAN, Gene, Grounding, Suggestion
from reconcile.serve.reconciliation.batches import Query
from reconcile.serve.reconciliation.context import Context, context_of
from reconcile.serve.reconciliation.entities import Entities, Entity
from reconcile.serve.reconciliation.features import RULE
from reconcile.serve.reconciliation.identifiers import identified
from reconcile.serve.reconciliation.reading import MATCH_FROM, Reading
from reconcile.serve.reconciliation.tables import orthologs, table_readings

__all__ = ["readings"]

_IN_CONTEXT: Final = frozenset({"ambiguous_symbol", "alias_collision"})
"""Rules that weigh what a name means beside others; what the rest say does not depend on these."""
_LONGEST: Final = 1000
"""Characters of a name: longer ones name no gene."""
_WORDS: Final = {
    "alias": "alias",
    "curated": "name",
    "designation": "name",
    "label": "name",
    "name": "name",
    "ortholog": "symbol in another organism",
    "ortholog_alias": "alias in another organism",
    "previous": "former symbol",
    "withdrawn": "withdrawn symbol",
}


def readings(query: Query, entities: Entities, reconciler: Reconciler, usual: str) -> list[Reading]:
    """The candidates of a query, best first, before its types and its limit are looked at.

    Args:
        query: what is asked.
        entities: what there is.
        reconciler: grounds names.
        usual: taxon of the organism whose genes are meant if the query does not say.
    """
    known = identified(query, entities)
    if known is not None:
        return [Reading(entity, 1.0, features={"rule_identifier": True}) for entity in known]
    if not query.text or len(query.text) > _LONGEST:
        return []
    context = context_of(query, entities, reconciler, usual)
    if context.taxon is None:
        return []
    found = _named(query.text, context, entities, reconciler)
    best: dict[str, Reading] = {}
    for reading in found:
        held = best.get(reading.entity.id)
        if reading.score > 0 and (held is None or reading.score > held.score):
            best[reading.entity.id] = reading
    weighed = _after_decisions(list(best.values()))
    if context and not any(_is_decided(reading) for reading in weighed):
        weighed = _beside(query.text, weighed, context, entities, reconciler)
    return sorted(weighed, key=lambda reading: (-reading.score, reading.entity.id))


def _named(
    name: str, context: Context, entities: Entities, reconciler: Reconciler
) -> Iterable[Reading]:
    grounded = _grounded(name, context, reconciler)
    human = [reading for each in grounded for reading in _of_grounding(each, entities)]
    if context.taxon in (HUMAN, None):
        return [reading for reading in human if reading.entity.taxon == HUMAN]
    decided = [reading for reading in human if _is_decided(reading)]
    row = reconciler.decided(name)
    if row is not None and not row.genes:
        return ()
    return (
        *orthologs(decided, context.taxon, entities),
        *table_readings(name, context.taxon, entities, human),
    )


def _grounded(name: str, context: Context, reconciler: Reconciler) -> list[Grounding]:
    """The readings of a name, in its caption if there is one: where it stands, else below it."""
    if not context and not context.organisms:
        return reconciler.ground(name)
    text = context.caption
    where = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    if where is None:
        text = f"{text}\n{name}" if text else name
        span = len(text) - len(name), len(text)
    else:
        span = where.span()
    return reconciler.ground_spans(
        text, [span], neighbours=context.symbols, organisms=context.organisms
    )[0]


def _of_grounding(grounding: Grounding, entities: Entities) -> Iterator[Reading]:
    """A reading of the letters as entities.

    Letters that stand for several genes at once (`MEK1/2`) are the family that has just these, and
    each of them with its part of the probability.
    """
    lexicon = entities.lexicon
    match = grounding.match
    features: dict[str, float | bool] = {
        "grounding_score": grounding.score,
        "lexicon_similarity": match.similarity,
        f"{RULE}{match.rule}": True,
        "approved_symbol": match.type == "approved",
    }
    if grounding.score_alone is not None:
        features["grounding_score_alone"] = grounding.score_alone
    form = f"{_WORDS[match.type]} {match.form}" if match.form and match.type in _WORDS else ""
    if grounding.kind == "nonhuman":
        entity = entities.by_id(grounding.label or "")
        if entity is not None:
            yield Reading(entity, grounding.score, match.form, form, features)
    elif grounding.label is not None:
        family = lexicon.family_by_id(grounding.label)
        if family is not None:
            yield Reading(entities.family(family), grounding.score, match.form, form, features)
    else:
        records = [lexicon.gene_by_hgnc(gene.hgnc_id or "") for gene in grounding.genes]
        parts = [entities.human(record) for record in records if record is not None]
        if len(parts) > 1:
            family = _just(grounding.genes, entities)
            if family is not None:
                yield Reading(entities.family(family), grounding.score, match.form, form, features)
        several = {"genes_of_the_name": len(parts)} if len(parts) > 1 else {}
        for entity in parts:
            score = round(grounding.score / len(parts), 4)
            yield Reading(entity, score, match.form, form, {**features, **several})


def _just(genes: tuple[Gene, ...], entities: Entities) -> Family | None:
    """The family or complex that has just these genes, the best known of several; None if none."""
    first = entities.lexicon.gene_by_hgnc(genes[0].hgnc_id or "")
    families = map(
        entities.lexicon.family, entities.lexicon.families_of(first.index) if first else ()
    )
    return next((family for family in families if family.genes == genes), None)


def _is_decided(reading: Reading) -> bool:
    return f"{RULE}{BY_CURATORS}" in reading.features


def _after_decisions(found: list[Reading]) -> list[Reading]:
    """The readings where what was decided is as likely as it was said; others share the rest."""
    decided = sum(reading.score for reading in found if _is_decided(reading))
    others = sum(reading.score for reading in found if not _is_decided(reading))
    if not decided or decided + others <= 1:
        return found
    left = max(0.0, 1 - decided) / others
    return [
        each if _is_decided(each) else replace(each, score=round(each.score * left, 4))
        for each in found
    ]


def _beside(
    name: str, found: list[Reading], context: Context, entities: Entities, reconciler: Reconciler
) -> list[Reading]:
    """The readings after the rules for lists had their say on the name as an entry."""
    surest = max((reading.score for reading in found), default=0.0)
    if surest >= MATCH_FROM:
        return found  # they cost as much again, and are seldom as sure
    suggestion = _replaced(name, context, reconciler)
    if suggestion is None or context.taxon is None:
        return found
    entity = entities.by_symbol(suggestion.symbols[0], HUMAN)
    if entity is not None and context.taxon != HUMAN:
        entity = _ortholog(entity, context.taxon, entities)
    sure = suggestion.confidence
    if entity is None or sure <= surest:
        return found
    own = next((each for each in found if each.entity.id == entity.id), Reading(entity, 0.0))
    left = (1 - sure) / (1 - own.score)
    said = replace(own, score=round(sure, 4), features={**own.features, "list_score": sure})
    others = (each for each in found if each.entity.id != entity.id)
    return [said, *(replace(each, score=round(each.score * left, 4)) for each in others)]


def _replaced(name: str, context: Context, reconciler: Reconciler) -> Suggestion | None:
    """What the rules would write for the name in the list beside it, if that is one gene."""
    figure = Figure(
        "query",
        caption=context.caption or None,
        keywords=(name, *context.names),
        organisms=context.organisms,
    )
    for suggestion in reconciler.reconcile(figure).suggestions:
        replaces = suggestion.action == "replace" and suggestion.keyword == name
        if replaces and len(suggestion.symbols) == 1 and suggestion.reason in _IN_CONTEXT:
            return suggestion
    return None


def _ortholog(human: Entity, taxon: str, entities: Entities) -> Entity | None:
    """The one ortholog of a human gene in an organism, None where there are none or several."""
    found = entities.table(taxon).genes_of_human(human.id)
    return entities.other(found[0], taxon) if len(found) == 1 else None
