"""How often the reconciliation service's first candidate is right, alone and with context.

    python benchmarks/reconciliation.py --gold dev.jsonl [look.jsonl …] \
        [--words look.jsonl --data _data]

Three kinds of names with known genes, each counted once a figure:

- `captions`: the mentions of gold captions, asked for alone and with the caption. A name of one
  gene is right if that comes first, one of several if a family of just genes that may be meant.
- `words`: words off images that brought in a gene that is right by judgement, and no other gene;
  asked for alone, with the rest of the list as neighbours, and with the caption too.

For each way of asking: how many first candidates are right, and of those of at least a probability
how many, which is what `MATCH_FROM` is chosen by.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reconcile import Lexicon, Reconciler
from reconcile.lexicon import Family
from reconcile.records import HUMAN
from reconcile.serve.reconciliation.batches import Query
from reconcile.serve.reconciliation.candidates import readings
from reconcile.serve.reconciliation.entities import Entities, Entity

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)


class Name(NamedTuple):
    """A name with the genes that are right, and what stands around it."""

    text: str
    required: frozenset[str]
    allowed: frozenset[str]
    context: dict[str, tuple[str, ...]]


def of_captions(paths: list[Path]) -> Iterator[Name]:
    """The mentions of gold captions."""
    for record in records(paths):
        seen = set()
        for mention in record["mentions"]:
            required = frozenset(mention["required"])
            if mention["text"] in seen or mention["optional"] or not required:
                continue
            seen.add(mention["text"])
            allowed = frozenset(mention["allowed"]) | required
            yield Name(mention["text"], required, allowed, {"caption": (record["caption"],)})


def of_words(paths: list[Path], data: Path) -> Iterator[Name]:
    """Words that brought in one gene which is right."""
    for record in records(paths):
        table = data / f"{record['figid']}-genes.tsv"
        if not table.is_file():
            continue
        brought = defaultdict(set)
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if row["organism_id"] == HUMAN:
                    brought[row["word"]].add(row["ncbigene_symbol"])
        verdicts = record["keywords"]
        for word, symbols in brought.items():
            if len(symbols) == 1 and all(verdicts.get(symbol) == "ok" for symbol in symbols):
                rest = tuple(keyword for keyword in verdicts if keyword not in symbols)
                context = {"neighbours": rest, "caption": (record["caption"] or "",)}
                yield Name(word, frozenset(symbols), frozenset(symbols), context)


def records(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """The records of JSON Lines."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def is_right(name: Name, entity: Entity) -> bool:
    """Whether an entity is what a name means."""
    if isinstance(entity.of, Family):
        genes = {gene.symbol for gene in entity.of.genes}
        return name.required <= genes <= name.allowed or genes == name.required
    return name.required == {entity.name}


def main() -> None:
    """Read the names, ask for them, print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, nargs="+", default=[])
    parser.add_argument("--words", type=Path, nargs="+", default=[])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--errors", action="store_true", help="print wrong matches")
    options = parser.parse_args()
    reconciler = Reconciler(ner="lexicon")
    entities = Entities(Lexicon.load())
    parts = {
        "captions": (list(of_captions(options.gold)), ((), ("caption",))),
        "words": (
            list(of_words(options.words, options.data)) if options.data else [],
            ((), ("neighbours",), ("caption",), ("neighbours", "caption")),
        ),
    }
    for part, (names, ways) in parts.items():
        for way in ways if names else ():
            found = []
            for name in names:
                query = Query(name.text, (), 10, {key: name.context[key] for key in way})
                best = next(iter(readings(query, entities, reconciler, HUMAN)), None)
                found.append((name, best, best is not None and is_right(name, best.entity)))
            tell(part, way, found, errors=options.errors)


def tell(part: str, way: tuple[str, ...], found: list[Any], *, errors: bool) -> None:
    """Print the counts of one way of asking."""
    right = sum(ok for _, _, ok in found)
    print(f"{part}, {' and '.join(way) or 'alone'}: {right} of {len(found)} right", end="")
    print(f" ({right / len(found):.3f}), {sum(best is None for _, best, _ in found)} unanswered")
    for least in THRESHOLDS:
        sure = [(n, best, ok) for n, best, ok in found if best is not None and best.score >= least]
        good = sum(ok for _, _, ok in sure)
        print(f"  from {least}: {good} of {len(sure)} right", end="")
        print(
            f" ({good / len(sure):.3f})" if sure else "", f"{len(sure) / len(found):.3f} answered"
        )
    if errors:
        for name, best, ok in found:
            if best is not None and not ok and best.score >= THRESHOLDS[0]:
                print(
                    "   ",
                    name.text,
                    sorted(name.required)[:4],
                    best.entity.id,
                    best.entity.name,
                    best.score,
                )


if __name__ == "__main__":
    main()
