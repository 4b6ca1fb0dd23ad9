"""Why a text was read as it was: for each mention the readings, their scores and what decided.

Nothing is looked up or ranked here: everything is on the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from reconcile.records import Annotation, Evidence, Grounding, Mention
from reconcile.report.cells import columns
from reconcile.report.decided import decided_readings
from reconcile.report.wording import UNDEFINED, printable, readable, symbol_list, taxon_name

__all__ = ["explain", "explanation"]

_WHY = {
    "abbreviation": "the text defines the letters",
    "affix": "without a word that adds nothing",
    "chain": "its numbers and letters say which chains or factors",
    "context": "the words, genes and organisms around it decided",
    "enumeration": "each name of the enumeration is known",
    "exact": "the name is in the lexicon",
    "fuzzy": "the most similar name of the lexicon",
    "greek": "with Greek letters as single letters",
    "isoform": "without the letter of an isoform",
    "microbe": "the text gives it to a virus or bacterium",
    "override": "curators decided it",
    "order": "with its words in another order",
    "organism": "the text is about an organism without human orthologs",
    "prefix": "without a prefix that says a state, a species or how it was made",
    "shortened": "the text or the lexicon has it with a number",
    "suffix": "without a suffix that says a state or how it was made",
    "tagger": "only the tagger saw it, and nothing in the lexicon is like it",
    "words": "a name of about the same words, with all its numbers",
}


def explain(annotation: Annotation) -> dict[str, Any]:
    """An annotation with all its evidence, as plain dicts, lists, strings and numbers.

    Beside what the JSON of `reconcile annotate` has, each mention has `decided_by` (see
    `records.Mention`), `organism` (the words behind its taxon), `context` (the words and genes that
    chose between meanings of the same letters: `type, text, start, end`) and `candidates`, best
    first: `kind, label, genes, taxon_id, score, score_alone, match`. `score_alone` is the score
    before the text had its say, None for what only the text brings up. `taxa` lists the organisms
    that the text names, with the words that do.
    """
    mentions = []
    for mention in annotation.mentions:
        candidates = [
            {
                "kind": candidate.kind,
                "label": candidate.label,
                "genes": [asdict(gene) for gene in candidate.genes],
                "taxon_id": candidate.taxon,
                "score": candidate.score,
                "score_alone": candidate.score_alone,
                "match": asdict(candidate.match),
            }
            for candidate in mention.candidates
        ]
        mentions.append(
            mention.to_dict()
            | {
                "decided_by": mention.decided_by,
                "organism": None if mention.organism is None else asdict(mention.organism),
                "context": [_piece(piece) for piece in mention.context],
                "candidates": candidates,
            }
        )
    taxa = [
        {
            "taxon_id": taxon.taxon_id,
            "evidence": [
                {"text": piece.text, "start": piece.start, "end": piece.end}
                for piece in taxon.evidence
            ],
        }
        for taxon in annotation.taxa
    ]
    return annotation.to_dict() | {"mentions": mentions, "taxa": taxa}


def explanation(annotation: Annotation) -> Iterator[str]:
    """The same to read, line by line: untrusted text is shown, never obeyed."""
    shown = explain(annotation)
    for taxon in shown["taxa"]:
        words = ", ".join(dict.fromkeys(readable(piece["text"]) for piece in taxon["evidence"]))
        name = taxon_name(taxon["taxon_id"])
        yield f"organism {name} ({taxon['taxon_id']}): {words}"
    for reading in decided_readings(annotation.decided):
        yield f"decided before: {reading}"
    if not shown["mentions"]:
        yield "no genes named"
    for i, (mention, plain) in enumerate(zip(annotation.mentions, shown["mentions"], strict=True)):
        decided = plain["decided_by"]
        if i or shown["taxa"] or annotation.decided:
            yield ""
        head = f"{mention.start}-{mention.end} {readable(mention.text)}: {_meaning(mention)}"
        yield f"{head}, score {mention.score:.2f}"
        yield f"  decided by {decided}: {_WHY.get(decided, 'a rule of the dictionary')}"
        yield f"  found by {mention.found_by}; organism {_organism(mention)}"
        if mention.context:
            yield f"  beside it: {', '.join(_context(piece) for piece in mention.context)}"
        if not mention.candidates:
            continue
        head_row = ("score", "alone", "kind", "label", "genes", "form", "type", "source", "rule")
        rows: list[tuple[str, ...]] = [head_row]
        rows += [
            _row(candidate, listed["score_alone"])
            for candidate, listed in zip(mention.candidates, plain["candidates"], strict=True)
        ]
        yield from columns(rows, indent=2)


def _meaning(mention: Mention) -> str:
    name = f"{mention.kind} {printable(mention.label)}" if mention.label else mention.kind
    return f"{name} {symbol_list(mention.genes) or UNDEFINED}"


def _organism(mention: Mention) -> str:
    name, said = taxon_name(mention.taxon), mention.organism
    return name if said is None else f"{name}: {readable(said.text)} ({said.detail})"


def _piece(piece: Evidence) -> dict[str, Any]:
    return {"type": piece.type, "text": piece.text, "start": piece.start, "end": piece.end}


def _context(piece: Evidence) -> str:
    where = "" if piece.type == "caption" else f" ({piece.type})"
    return f"{readable(piece.text)}{where}"


def _row(candidate: Grounding, alone: float | None) -> tuple[str, ...]:
    match = candidate.match
    rule = match.rule if match.similarity == 1 else f"{match.rule} {match.similarity:.2f}"
    return (
        f"{candidate.score:.2f}",
        UNDEFINED if alone is None else f"{alone:.2f}",
        candidate.kind,
        printable(candidate.label or UNDEFINED),
        symbol_list(candidate.genes) or UNDEFINED,
        printable(match.form),
        match.type,
        match.source,
        rule,
    )
