"""What every human-readable report says, before it is laid out.

Captions and words off an image are untrusted: whatever is shown of them goes through
[`readable`][reconcile.report.cells.readable] first, so that no control sequence of theirs
reaches a terminal, and doubly encoded characters are what they were. Names that must stay what they
are, such as those of files, are only [`printable`][reconcile.shown.printable].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from reconcile.mojibake import mended
from reconcile.organism_records import taxon_of_list
from reconcile.organisms import group_name
from reconcile.patterns import regex
from reconcile.records import (
    HUMAN,
    WHOLE_LIST,
    Action,
    Coverage,
    Failure,
    Gene,
    KeywordStatus,
    KeywordVerdict,
    Reconciliation,
    Suggestion,
)
from reconcile.report.cells import UNDEFINED, readable, symbol_list, taxon_name
from reconcile.report.organism import of_organism
from reconcile.shown import printable

__all__ = [
    "COVERAGE",
    "LOWER_BOUND",
    "SAFE",
    "SCORE_NAMES",
    "STATUS_TITLES",
    "UNDEFINED",
    "KeywordGroup",
    "NamedThing",
    "caption_heading",
    "change",
    "failure_line",
    "failures_heading",
    "keyword_groups",
    "list_heading",
    "meaning",
    "named_things",
    "number",
    "one_line",
    "organism_heading",
    "plural",
    "printable",
    "readable",
    "reason_name",
    "report_parts",
    "scores",
    "source_name",
    "standing",
    "suggestion_groups",
    "suggestions_heading",
    "summary_heading",
    "summary_rows",
    "symbol_list",
    "taxon_name",
    "verdict_groups",
]

Part = TypeVar("Part")

LOWER_BOUND = (
    "Precision against a caption is a lower bound: a figure shows more than its caption says."
)
_MOST_WORDS = 4
SAFE = (
    "Safe: of a kind that was right nineteen times of twenty, and nothing in the figure speaks "
    "against it. A suggestion that is not safe wants a look, however sure it is by itself."
)
"""What the mark says that is set beside some suggestions."""
COVERAGE: dict[Coverage | None, str] = {
    "full": "in the list",
    "partial": "partly in the list",
    "none": "not in the list",
    None: "not compared",
}

_BREAKS = regex(r"[\t\n\v\f\r\x85\u2028\u2029]+")

STATUS_TITLES: dict[KeywordStatus, str] = {
    "gene": "Human genes",
    "alias": "Aliases of human genes",
    "previous": "Outdated symbols",
    "family": "Family labels",
    "complex": "Complex labels",
    "other_species": "Symbols of other species",
    "non_gene": "Not genes",
    "unknown": "Unknown words",
}
_UNSPLIT: frozenset[KeywordStatus] = frozenset({"non_gene", "unknown"})
_ACTION_TITLES: dict[Action, str] = {"add": "Add", "replace": "Replace", "remove": "Remove"}

_REASON_NAMES = {"non_gene": "Not a gene", "ocr_artifact": "OCR artifact"}

_SOURCES = {
    "curated": "the curated names",
    "doid": "Disease Ontology",
    "flybase": "FlyBase",
    "famplex": "FamPlex",
    "gene_ontology": "Gene Ontology",
    "hgnc": "HGNC",
    "mgi": "MGI",
    "ncbi_gene": "NCBI Gene",
    "pfocr": "PFOCR",
    "pfocr_chemicals": "PFOCR, table of chemicals",
    "pfocr_diseases": "PFOCR, table of diseases",
    "refseq": "RefSeq",
    "rgd": "RGD",
    "sgd": "SGD",
    "wormbase": "WormBase",
    "zfin": "ZFIN",
}

SCORE_NAMES = {
    "precision": "Precision",
    "recall": "Recall",
    "recall_strict": "Strict recall",
    "f1": "F1",
}

_FRACTIONS = {
    "precision": ("supported_keywords", "gene_keywords"),
    "recall": ("covered_concepts", "concepts"),
    "recall_strict": ("fully_covered_concepts", "concepts"),
}


@dataclass(frozen=True, slots=True)
class NamedThing:
    """Something that the caption names: a concept, or a mention that makes none.

    `covered` is None for the latter: nothing of it could be compared with the list.
    """

    forms: tuple[str, ...]
    kind: str
    label: str | None
    genes: tuple[Gene, ...]
    taxon: str
    covered: Coverage | None


@dataclass(frozen=True, slots=True)
class KeywordGroup:
    """Entries of the gene list that share a status and, where it matters, the support."""

    title: str
    entries: tuple[str, ...]


def report_parts(
    results: Iterable[Reconciliation],
    failures: Sequence[Failure],
    summarise: Callable[[], Mapping[str, Any]],
    *,
    figure: Callable[[Reconciliation], Part],
    failed: Callable[[Sequence[Failure]], Part],
    summed: Callable[[Mapping[str, Any]], Part],
) -> Iterator[Part]:
    """What a readable report is made of: its figures, the failures, for several figures the sum.

    `failures` and `summarise` are read after the last figure.
    """
    for result in results:
        yield figure(result)
    if failures:
        yield failed(failures)
    summary = summarise()
    if summary["figures"] > 1:
        yield summed(summary)


def caption_heading(things: Sequence[NamedThing]) -> str:
    """How much the caption names."""
    return f"The caption names {plural(len(things), 'thing') if things else 'no genes'}"


def list_heading(result: Reconciliation) -> str:
    """How long the gene list is; one that is not there is not one without entries."""
    if result.figure is not None and result.figure.keywords is None:
        return "The record has no gene list: nothing is held against the caption"
    count = len(result.keywords)
    return f"The gene list has {plural(count, 'entry', 'entries') if count else 'no entries'}"


def suggestions_heading(result: Reconciliation) -> str:
    """How many suggestions there are, and how many of them are safe."""
    if not result.suggestions:
        return "No suggestions"
    safe = sum(suggestion.safe for suggestion in result.suggestions)
    return plural(len(result.suggestions), "suggestion") + (f", {safe} safe" if safe else "")


def organism_heading(result: Reconciliation) -> str:
    """What organisms the figure is about, with the words that say so; empty where it is not known.

    Without such words it is about mammals, as most figures are.
    """
    about = result.organism
    if about is None:
        return ""
    groups = [group_name(group) for group in about.parts or (about.group,)]
    name = f", {readable(about.name)}" if about.name and not about.parts else ""
    words = dict.fromkeys(readable(piece.text) for piece in about.evidence)
    said = ", as nothing says otherwise"
    if words:
        said = f": {', '.join(list(words)[:_MOST_WORDS])}"
    mixed = " together" if about.parts else ""
    return f"About {' and '.join(groups)}{mixed}{name} (probability {about.probability:.2f}){said}"


def failures_heading(failures: Sequence[object]) -> str:
    """How many records could not be done."""
    return f"Not done: {plural(len(failures), 'record')}"


def summary_heading(summary: Mapping[str, Any]) -> str:
    """Of how many figures the sum is."""
    return f"All {plural(summary['figures'], 'figure')}"


def one_line(text: str) -> str:
    """Text of a record for a cell that is made harmless by itself: mended, on one line."""
    return _BREAKS.sub(" ", mended(text))


def number(value: float | None) -> str:
    """A score with two decimals, or a dash where it is undefined."""
    return UNDEFINED if value is None else f"{value:.2f}"


def scores(result: Reconciliation) -> tuple[tuple[str, str], ...]:
    """The four scores of a figure with their names, ready to show, with the counts behind them."""
    return tuple(
        (name, number(getattr(result, key)) + _fraction(result.counts, *_FRACTIONS.get(key, ())))
        for key, name in SCORE_NAMES.items()
    )


def _fraction(counts: Mapping[str, int], part: str = "", whole: str = "") -> str:
    if not counts.get(whole):
        return ""
    return f" ({counts.get(part, 0)}/{counts[whole]})"


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "entry", "entries"), plural(2, "gene")
    ('1 entry', '2 genes')
    """
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"


def named_things(result: Reconciliation) -> tuple[NamedThing, ...]:
    """What the caption names, in the order of the first mention."""
    placed: list[tuple[int, NamedThing]] = []
    used: set[int] = set()
    for concept in result.concepts:
        mentions = [result.mentions[i] for i in concept.mentions]
        used.update(concept.mentions)
        forms = tuple(dict.fromkeys(mention.text for mention in mentions))
        taxon = mentions[0].taxon if mentions else HUMAN
        thing = NamedThing(
            forms, concept.kind, concept.label, concept.genes, taxon, concept.covered
        )
        placed.append((min(concept.mentions, default=len(result.mentions)), thing))
    seen: set[tuple[str, str]] = set()
    for i, mention in enumerate(result.mentions):
        if i in used or (mention.text, mention.kind) in seen:
            continue
        seen.add((mention.text, mention.kind))
        thing = NamedThing(
            (mention.text,), mention.kind, mention.label, mention.genes, mention.taxon, None
        )
        placed.append((i, thing))
    return tuple(thing for _, thing in sorted(placed, key=lambda pair: pair[0]))


def meaning(thing: NamedThing) -> str:
    """What a thing in the caption stands for: label, symbols, organism."""
    if not thing.genes:
        shown = readable(thing.label) if thing.label else UNDEFINED
    else:
        shown = symbol_list(thing.genes)
        if thing.label:
            shown = f"{readable(thing.label)}: {shown}"
    return shown if thing.taxon == HUMAN else f"{shown} ({taxon_name(thing.taxon)})"


def summary_rows(summary: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Score name, micro and macro value with their intervals, ready to show."""
    return tuple(
        (name, _with_interval(summary, "micro", key), _with_interval(summary, "macro", key))
        for key, name in SCORE_NAMES.items()
    )


def _with_interval(summary: Mapping[str, Any], average: str, score: str) -> str:
    value = summary[average][score]
    interval = ((summary.get("ci95") or {}).get(average) or {}).get(score)
    if value is None or not interval:
        return number(value)
    low, high = interval
    return f"{number(value)} [{number(low)}, {number(high)}]"


def verdict_groups(result: Reconciliation) -> Iterator[tuple[str, list[KeywordVerdict]]]:
    """The gene list by status; where it matters, what the caption names comes first."""
    for status, said in STATUS_TITLES.items():
        title = of_organism(said, result)
        verdicts = [verdict for verdict in result.keywords if verdict.status == status]
        if status in _UNSPLIT:
            parts = [(title, verdicts)]
        else:
            parts = [
                (f"{title} that the caption names", [v for v in verdicts if v.supported]),
                (
                    f"{title} that the caption does not name",
                    [v for v in verdicts if not v.supported],
                ),
            ]
        yield from ((name, members) for name, members in parts if members)


def keyword_groups(result: Reconciliation) -> Iterator[KeywordGroup]:
    """The same groups with their entries ready to show."""
    own = taxon_of_list(result)
    for name, members in verdict_groups(result):
        yield KeywordGroup(name, tuple(_entry(verdict, own) for verdict in members))


def _entry(verdict: KeywordVerdict, own: str) -> str:
    shown = readable(verdict.keyword)
    if verdict.symbol and verdict.symbol != verdict.keyword:
        shown += f" → {readable(verdict.symbol)}"
    if verdict.taxon_id not in (None, own):
        shown += f" ({taxon_name(str(verdict.taxon_id))})"
    return shown


def source_name(source: str) -> str:
    """A source of the lexicon as people write it.

    >>> source_name("ncbi_gene"), source_name("shared processes")
    ('NCBI Gene', 'shared processes')
    """
    return _SOURCES.get(source) or source.replace("_", " ")


def reason_name(reason: str) -> str:
    """A reason code in words.

    >>> reason_name("ocr_artifact"), reason_name("missing_gene")
    ('OCR artifact', 'Missing gene')
    """
    return _REASON_NAMES.get(reason) or reason.replace("_", " ").capitalize()


def suggestion_groups(
    result: Reconciliation,
) -> Iterator[tuple[Action, str, tuple[Suggestion, ...]]]:
    """Suggestions by action, with the action's title; the order within one is kept."""
    for action, title in _ACTION_TITLES.items():
        members = tuple(s for s in result.suggestions if s.action == action)
        if members:
            yield action, title, members


def standing(suggestion: Suggestion) -> str:
    """Whether it is safe and what a person said of it before, to stand after other facts."""
    safe = ", safe" if suggestion.safe else ""
    return safe + (f", {suggestion.decision} before" if suggestion.decision else "")


def change(suggestion: Suggestion) -> str:
    """The change in a few words.

    For `add` the symbols to put in and the surface form, for `replace` the entry and what takes
    its place, for `remove` the entry.
    """
    keyword = readable(suggestion.keyword)
    if suggestion.action == "remove":
        return f"{keyword} (the whole list)" if suggestion.keyword == WHOLE_LIST else keyword
    wanted = tuple(dict.fromkeys((*suggestion.symbols, *suggestion.already_listed)))
    symbols = ", ".join(map(readable, wanted))
    if set(wanted) <= set(suggestion.already_listed):
        note = " (already listed)"
    elif suggestion.already_listed:
        note = f" (already listed: {', '.join(map(readable, suggestion.already_listed))})"
    else:
        note = ""
    if suggestion.action == "replace":
        return f"{keyword} → {symbols}{note}"
    return f"{symbols}{note}" + ("" if symbols == keyword else f" for “{keyword}”")


def failure_line(failure: Failure) -> str:
    """Where a record failed and why, on one line.

    >>> failure_line(Failure(source="a.md", line=3, error="no `figid`"))
    'a.md:3: no `figid`'
    """
    place = failure.source if failure.line is None else f"{failure.source}:{failure.line}"
    return printable(f"{place}: {failure.error}")
