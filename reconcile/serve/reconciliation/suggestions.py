"""Suggest services: entities, properties and types that begin as what is typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from reconcile.lexicon.complete import KINDS, Completion, complete, complete_of_organism
from reconcile.lexicon.nomenclatures import table_key
from reconcile.records import HUMAN
from reconcile.serve.reconciliation.context import CONTEXT
from reconcile.serve.reconciliation.entities import Entities, Entity
from reconcile.serve.reconciliation.kinds import TYPES, taxon_of_type
from reconcile.serve.reconciliation.properties import PROPERTIES

__all__ = [
    "MOST_SKIPPED",
    "PAGE",
    "property_texts",
    "suggest_entities",
    "suggest_named",
    "type_texts",
]

PAGE: Final = 10
"""Suggestions of one answer."""
MOST_SKIPPED: Final = 1000
"""How far a client can go on."""


def suggest_entities(
    prefix: str, cursor: int, entities: Entities, types: Collection[str] = (), usual: str = HUMAN
) -> dict[str, Any]:
    """The entities with a name that begins so, and the one with this identifier.

    Args:
        prefix: what is typed.
        cursor: how many are left out, because they were shown.
        entities: what there is.
        types: ids of the types that are wanted, empty for any.
        usual: the organism whose genes are meant where no type says it.
    """
    named = entities.by_id(prefix)
    found = {named.id: (named, "")} if named is not None else {}
    taxon = next(filter(None, map(taxon_of_type, types)), usual)
    kinds = [kind for kind in KINDS if not types or kind in types]
    if taxon != HUMAN:  # what is typed in full comes first there, then genes, then families
        kinds = [kind for kind in kinds if kind != "gene"]
    offered = complete(entities.lexicon, prefix, cursor + PAGE, kinds) if kinds else []
    if taxon != HUMAN:
        genes = complete_of_organism(entities.table(taxon), prefix, cursor + PAGE)
        whole = table_key(prefix)
        offered = sorted([*genes, *offered], key=lambda each: table_key(each.form) != whole)
    for each in offered:
        of = taxon if each.kind == "gene" else HUMAN
        _put(found, _entity(each, of, entities), each)
    page = list(found.values())[cursor : cursor + PAGE]
    return {"result": [_suggested(entity, also) for entity, also in page]}


def _put(found: dict[str, tuple[Entity, str]], entity: Entity | None, by: Completion) -> None:
    """Add an entity with the name by which it was found, unless it is there."""
    if entity is not None:
        also = "" if by.form in (by.symbol, by.name) else f"; also {by.form}"
        found.setdefault(entity.id, (entity, also))


def suggest_named(prefix: str, cursor: int, items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Those of a few items whose id, name or a word of it begins so; first those that begin so."""
    typed = " ".join(prefix.lower().split())
    ranked = [(place, item) for item in items if (place := _place(typed, item)) is not None]
    ranked.sort(key=lambda each: each[0])
    return {"result": [dict(item) for _, item in ranked[cursor : cursor + PAGE]]}


def property_texts() -> list[dict[str, str]]:
    """All properties, those that can be sent with a query first."""
    context = [
        {"id": pid, "name": name, "description": description}
        for pid, (name, description) in CONTEXT.items()
    ]
    return context + [of.brief() for pid, of in PROPERTIES.items() if pid not in CONTEXT]


def type_texts() -> list[dict[str, Any]]:
    """All types."""
    return [found.full() for found in TYPES.values()]


def _place(typed: str, item: Mapping[str, Any]) -> int | None:
    """How well an item fits what is typed, the smaller the better; None if it does not."""
    names = item["id"].lower(), item["name"].lower()
    if any(name.startswith(typed) for name in names):
        return 0
    words = (word for name in names for word in name.replace("_", " ").split())
    return 1 if any(word.startswith(typed) for word in words) else None


def _entity(found: Completion, taxon: str, entities: Entities) -> Entity | None:
    """A gene of an organism, or a family or complex, that was found by its name."""
    if found.kind == "gene":
        return entities.by_symbol(found.symbol, taxon)
    family = entities.lexicon.family_by_id(found.symbol)
    return None if family is None else entities.family(family)


def _suggested(entity: Entity, also: str) -> dict[str, Any]:
    return {
        **entity.brief(),
        "description": entity.description + also,
        "notable": entity.listed_types(),
    }
