"""Listed genes that are doubted, each with what the word or name behind it means instead.

The doubt is the fitted model's (`doubt.py`). What is meant instead only chooses which rule speaks
and what it says: another gene or family (`alias_collision`), a thing that is no gene (`non_gene`),
or an English word, a fragment or nothing that is known (`ocr_artifact`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reconcile.grounding.candidates import Candidate
from reconcile.lexicon.schema import Entry
from reconcile.records import Evidence, KeywordVerdict, OcrWord
from reconcile.suggest.case import Case, class_label, join, ocr_evidence
from reconcile.suggest.doubt import Doubt, doubt_of
from reconcile.suggest.features import way_in
from reconcile.suggest.misread_words import likeliest_misreading
from reconcile.suggest.models import model
from reconcile.suggest.readings import printed
from reconcile.text import surface_key

__all__ = ["Finding", "Reason", "came_in", "doubt_evidence", "ending", "findings"]

_LEAST: Final = 0.05
"""The least doubt that is worth a word, even as a hint."""
_LIKELY: Final = 0.65
"""`DEFAULT_MIN_CONFIDENCE`, which stands above all rules."""
_ROUNDS: Final = 6
"""Rounds at most; each but the last doubts a gene more."""
_MEANT: Final = 0.1
"""The least probability of a meaning that is given as the one behind a word."""

Reason: TypeAlias = Literal["ambiguous_symbol", "alias_collision", "non_gene", "ocr_artifact"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubted gene.

    Attributes:
        verdict: of its entry.
        gene: its index.
        rows: the words that brought it in; empty where they are not known.
        doubt: how surely it is wrong, and by which word or name.
        reason: the rule that this is for.
        name: the letters that mean something else.
        genes: the genes that they mean; empty for other things.
        label: the lexicon's entry of the family that they mean, or of the gene, if there is one.
        thing: the lexicon's entry of the thing that they mean, None where they mean genes.
    """

    verdict: KeywordVerdict
    gene: int
    rows: tuple[OcrWord, ...]
    doubt: Doubt
    reason: Reason
    name: str
    genes: tuple[int, ...] = ()
    label: Entry | None = None
    thing: Entry | None = None


def findings(case: Case, reason: Reason) -> Sequence[Finding]:
    """The doubted genes of a figure that a rule speaks of, in list order."""
    if "findings" not in case.known:
        case.known["findings"] = [f for f in _settled(case) if not _is_misread(case, f)]
    return [finding for finding in case.known["findings"] if finding.reason == reason]


def _settled(case: Case) -> list[Finding]:
    """The doubted genes, none of which speaks for another.

    What is doubted is left out of the list and those that are not beyond doubt asked again, until
    no more is: so a list that was corrected is not corrected again for want of what was removed.
    """
    gone: set[int] = set()
    entries = list(case.comparison.gene_keywords())
    for _ in range(_ROUNDS):
        seen = case.without(gone) if gone else case
        asked = (_finding(seen, *entry) for entry in entries)
        found = [finding for finding in asked if finding is not None]
        entries = [(finding.verdict, finding.gene, finding.rows) for finding in found]
        more = {f.gene for f in found if f.doubt.probability >= _LIKELY} - gone
        if not more:
            break
        gone |= more
    return found


def _finding(
    case: Case, verdict: KeywordVerdict, gene: int, rows: tuple[OcrWord, ...]
) -> Finding | None:
    if not rows and verdict.status != "gene":
        return None  # PFOCR lists symbols; somebody who lists another name means it
    doubt = doubt_of(case, gene, rows)
    if doubt.probability < _LEAST or _is_named(case, gene, doubt):
        return None
    row = doubt.row
    meant = case.meant_by_caption(gene, row)
    if meant:
        label = next(
            (e for e in case.families(row.match).values()
             if case.lexicon.family(e.ref).members == meant),
            None,
        )  # fmt: skip
        if label is None:
            label = next((e for e in case.gene_names(row.match) if e.ref in meant), None)
        own = way_in(row, case.symbol(gene)) == "symbol"
        which: Reason = "ambiguous_symbol" if own else "alias_collision"
        return Finding(verdict, gene, rows, doubt, which, row.match, tuple(meant), label)
    of_class = class_label(case, row.match)
    if of_class is not None:
        word = next(e for e in case.things(row.match) if e.source == "curated")
        return Finding(verdict, gene, rows, doubt, "non_gene", row.match, (), of_class, word)
    name = case.readings.word(row)
    reading = case.readings.of(name, gene)
    best = _likelier(reading.other, reading.thing)
    if best is not None and best.score >= _MEANT:
        if not best.is_gene:
            ordinary = best.entry.type == "word" and best.entry.source != "curated"
            reason: Reason = "ocr_artifact" if ordinary and doubt.known else "non_gene"
            return Finding(verdict, gene, rows, doubt, reason, name, thing=best.entry)
        family = best.entry.is_family
        own = not family and way_in(row, case.symbol(gene)) == "symbol"
        genes = case.lexicon.family(best.ref).members if family else (best.ref,)
        which = "ambiguous_symbol" if own else "alias_collision"
        return Finding(verdict, gene, rows, doubt, which, name, tuple(genes), best.entry)
    things = case.things(row.match)
    if things and not (things[0].type == "word" and things[0].source != "curated"):
        return Finding(verdict, gene, rows, doubt, "non_gene", row.match, thing=things[0])
    if case.taken_for(row.match) is not None:
        return Finding(verdict, gene, rows, doubt, "non_gene", row.match)
    reason = "ocr_artifact" if doubt.known else "alias_collision"
    return Finding(
        verdict, gene, rows, doubt, reason, printed(row), thing=things[0] if things else None
    )


def _is_misread(case: Case, finding: Finding) -> bool:
    """Whether a word that means nothing known is a misreading, of which its own rule speaks."""
    if finding.genes or finding.thing is not None:
        return False
    misread = likeliest_misreading(case, finding.gene, finding.rows)
    return misread is not None and misread[1] >= _LIKELY


def _is_named(case: Case, gene: int, doubt: Doubt) -> bool:
    """Whether the caption names a gene in a way that the word behind it has no say against.

    The same letters may be misread in the caption too; where the word is not known, nothing says
    that they were the same.
    """
    mentions = case.comparison.mentions
    named = case.comparison.caption.get(gene, ())
    if not doubt.known:
        return bool(named)
    key = surface_key(doubt.row.match)
    return any(mentions[i].kind == "gene" and surface_key(mentions[i].text) != key for i in named)


def _likelier(one: Candidate | None, other: Candidate | None) -> Candidate | None:
    found = [candidate for candidate in (one, other) if candidate is not None]
    return max(found, key=lambda candidate: candidate.score, default=None)


def came_in(case: Case, finding: Finding) -> str:
    """How the gene came into the list, as the beginning of an explanation."""
    entry = finding.verdict.keyword
    row = finding.doubt.row
    if not finding.doubt.known:
        if row.match in (entry, case.symbol(finding.gene)):
            return f"{entry}: the letters {row.match}"
        return f"{entry}: probably in the list only through its other name {row.match}"
    return f'{entry}: the word on the image is "{row.word}"'


def ending(case: Case, finding: Finding) -> str:
    """What the caption and the list have to say of the gene, as the end of an explanation."""
    symbol = case.symbol(finding.gene)
    fit = case.fit(finding.gene)
    works = "and no other gene here works with it"
    if fit.closest:
        near = [case.symbol(other) for other, _ in fit.closest[:2]]
        works = f"though {join(near)} {'works' if len(near) == 1 else 'work'} with it"
    if case.named(finding.gene):
        return f"the caption has {symbol} by the same letters only, {works}"
    return f"the caption does not name {symbol}, {works}"


def doubt_evidence(case: Case, finding: Finding) -> tuple[Evidence, ...]:
    """The words, the name that led to the gene, its fit, and what made the doubt."""
    symbol, row = case.symbol(finding.gene), finding.doubt.row
    tie = next((e for e in case.gene_names(row.match) if e.ref == finding.gene), None)
    fit = case.fit(finding.gene)
    said = model("word").strongest(finding.doubt.features)
    return (
        *ocr_evidence(finding.rows),
        *(() if tie is None else (case.name_evidence(tie, row.match),)),
        Evidence("rule", symbol, f"similarity {fit.score:.2f} with the figure", "shared processes"),
        Evidence("rule", row.match, f"doubted for: {', '.join(said)}", "fitted doubt"),
    )
