"""Why a text was read as it was: for each mention the readings, their scores and what decided.

Nothing is ranked here. Everything is on the records, but for one comparison: what the name is read
as alone, outside the text, tells whether the text decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from reconcile.records import Annotation, Evidence, Gene, Grounding, Mention
from reconcile.report.table import columns
from reconcile.report.wording import UNDEFINED, printable, readable, symbol_list, taxon_name

__all__ = ["decided_by", "explain", "explanation"]

Ground: TypeAlias = Callable[[str], Sequence[Grounding]]
"""The readings of a name alone, best first: `Reconciler.ground`."""

_Ident: TypeAlias = tuple[str, str | None, tuple[Gene, ...]]

_WHY = {
    "abbreviation": "the text defines the letters",
    "affix": "without a word that adds nothing",
    "context": "the words, genes and organisms around it decided",
    "enumeration": "each name of the enumeration is known",
    "exact": "the name is in the lexicon",
    "fuzzy": "the most similar name of the lexicon",
    "greek": "with Greek letters as single letters",
    "isoform": "without the letter of an isoform",
    "order": "with its words in another order",
    "organism": "the text is about an organism without human orthologs",
    "prefix": "without a prefix that says a state or a species",
    "shortened": "the text or the lexicon has it with a number",
    "suffix": "without a suffix",
    "tagger": "only the tagger saw it, and nothing in the lexicon is like it",
}


def explain(annotation: Annotation, ground: Ground) -> dict[str, Any]:
    """An annotation with all its evidence, as plain dicts, lists, strings and numbers.

    Beside what the JSON of `reconcile annotate` has, each mention has `decided_by` (see
    `decided_by`), `organism` (the words behind its taxon), `context` (the words and genes that
    chose between meanings of the same letters: `type, text, start, end`) and `candidates`, best
    first: `kind, label, genes, taxon_id, score, score_alone, match`. `score_alone` is the score
    outside the text, None for a reading that the name has only in it. `taxa` lists the organisms
    that the text names, with the words that do.

    Args:
        annotation: what is to be explained.
        ground: gives the readings of a name alone: `Reconciler.ground`.
    """
    mentions = []
    for mention in annotation.mentions:
        alone = ground(mention.text)
        scores = {_ident(grounding): grounding.score for grounding in reversed(alone)}
        candidates = [
            {
                "kind": candidate.kind,
                "label": candidate.label,
                "genes": [asdict(gene) for gene in candidate.genes],
                "taxon_id": candidate.taxon,
                "score": candidate.score,
                "score_alone": scores.get(_ident(candidate)),
                "match": asdict(candidate.match),
            }
            for candidate in mention.candidates
        ]
        decided = decided_by(mention, alone)
        mentions.append(
            mention.to_dict()
            | {
                "decided_by": decided,
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
    return {"text": annotation.text, "mentions": mentions, "taxa": taxa}


def decided_by(mention: Mention, alone: Sequence[Grounding]) -> str:
    """What made the best reading of a mention the best.

    Either the text: `abbreviation` (a definition in it), `context` (without the text another
    reading is better, or none good enough), `organism` (it is about plants or bacteria). Or the
    name: the rule that led to the lexicon's entry, see `records.Match`; `tagger` for none.

    Args:
        mention: the mention.
        alone: the readings of its text outside any text, best first.
    """
    if mention.match is None or not mention.candidates:
        return "tagger"
    best = mention.candidates[0]
    if mention.kind == "nonhuman" and best.kind != "nonhuman":
        return "organism"
    if "abbreviation" in (mention.found_by, best.match.rule):
        return "abbreviation"
    text_decides = mention.context or (alone and _ident(alone[0]) != _ident(best))
    return "context" if text_decides else best.match.rule


def explanation(annotation: Annotation, ground: Ground) -> Iterator[str]:
    """The same to read, line by line: untrusted text is shown, never obeyed."""
    shown = explain(annotation, ground)
    for taxon in shown["taxa"]:
        words = ", ".join(dict.fromkeys(readable(piece["text"]) for piece in taxon["evidence"]))
        name = taxon_name(taxon["taxon_id"])
        yield f"organism {name} ({taxon['taxon_id']}): {words}"
    if not shown["mentions"]:
        yield "no genes named"
    for i, (mention, plain) in enumerate(zip(annotation.mentions, shown["mentions"], strict=True)):
        decided = plain["decided_by"]
        if i or shown["taxa"]:
            yield ""
        head = f"{mention.start}-{mention.end} {readable(mention.text)}: {_meaning(mention)}"
        yield f"{head}, score {mention.score:.2f}"
        yield f"  decided by {decided}: {_WHY.get(decided, 'a rule of the dictionary')}"
        yield f"  found by {mention.found_by}; organism {_organism(mention)}"
        if mention.context:
            yield f"  beside it: {', '.join(_cue(piece) for piece in mention.context)}"
        if not mention.candidates:
            continue
        head_row = ("score", "alone", "kind", "label", "genes", "form", "type", "source", "rule")
        rows: list[tuple[str, ...]] = [head_row]
        rows += [
            _row(candidate, listed["score_alone"])
            for candidate, listed in zip(mention.candidates, plain["candidates"], strict=True)
        ]
        yield from columns(rows, indent=2)


def _ident(grounding: Grounding) -> _Ident:
    return (grounding.kind, grounding.label, grounding.genes)


def _meaning(mention: Mention) -> str:
    name = f"{mention.kind} {printable(mention.label)}" if mention.label else mention.kind
    return f"{name} {symbol_list(mention.genes) or UNDEFINED}"


def _organism(mention: Mention) -> str:
    name, said = taxon_name(mention.taxon), mention.organism
    return name if said is None else f"{name}: {readable(said.text)} ({said.detail})"


def _piece(piece: Evidence) -> dict[str, Any]:
    return {"type": piece.type, "text": piece.text, "start": piece.start, "end": piece.end}


def _cue(piece: Evidence) -> str:
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
