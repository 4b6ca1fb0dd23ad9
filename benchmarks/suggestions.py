"""Score removals and replacements of listed genes against hand-made verdicts.

    python benchmarks/suggestions.py GOLD.jsonl RECORDS [--no-provenance] [--ner lexicon|default]
                                     [--errors] [--json]

A line of GOLD.jsonl is `{"figid", "keywords": {keyword: "ok" | "wrong"}}`; RECORDS is a folder of
PFOCR records, with their OCR provenance in `_data` beside it. Every record of the gold runs through
the whole chain. A removal or replacement is right when its keyword is wrong. New names for the same
gene (`outdated_symbol`, `alias_symbol`) and labels (`family_label`, `complex_label`) say nothing
against an entry and are counted apart. Keywords without a verdict do not count.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gold_verdicts

RENAMING = frozenset({"outdated_symbol", "alias_symbol", "family_label", "complex_label"})
THRESHOLDS = (0.0, 0.5, 0.6, 0.65, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Outcome:
    """One keyword with a verdict, and what was suggested."""

    figid: str
    keyword: str
    wrong: bool
    reason: str | None
    confidence: float
    supported: bool
    """Whether the caption names it."""
    words: tuple[tuple[str, str, str | None], ...]
    """Word off the image, match and source of each row of provenance."""

    @property
    def renamed(self) -> bool:
        """Whether only another name was suggested."""
        return self.reason in RENAMING

    @property
    def named(self) -> bool:
        """Whether the entry was said to be wrong."""
        return self.reason is not None and not self.renamed


@dataclass(frozen=True)
class Score:
    """Counts, and the rates that they make; None where undefined."""

    right: int
    named: int
    wrong: int

    @property
    def precision(self) -> float | None:
        return self.right / self.named if self.named else None

    @property
    def recall(self) -> float | None:
        return self.right / self.wrong if self.wrong else None

    def to_dict(self) -> dict[str, float | int | None]:
        return {
            "precision": self.precision,
            "recall": self.recall,
            "right": self.right,
            "named": self.named,
            "wrong": self.wrong,
        }


def score(outcomes: Iterable[Outcome], threshold: float = 0.0) -> Score:
    """Removals and replacements of at least some confidence."""
    listed = list(outcomes)
    named = [o for o in listed if o.named and o.confidence >= threshold]
    return Score(sum(o.wrong for o in named), len(named), sum(o.wrong for o in listed))


def run(gold: Path, records: Path, ner: str, provenance: bool) -> Iterator[Outcome]:
    """The outcome for each keyword that has a verdict."""
    from reconcile import Figure, Reconciler
    from reconcile.formats import read_figures

    verdicts = {figid: one["keywords"] for figid, one in gold_verdicts.verdicts(gold).items()}
    reconciler = Reconciler(ner=ner)
    for figure in read_figures(records):
        if not isinstance(figure, Figure) or figure.figid not in verdicts:
            continue
        words = defaultdict(list)
        for row in figure.ocr:
            words[row.symbol].append((row.word, row.match, row.source))
        result = reconciler.reconcile(figure if provenance else _without_provenance(figure))
        said = {s.keyword: s for s in result.suggestions if s.action != "add"}
        supported = {v.keyword for v in result.keywords if v.supported}
        for keyword, verdict in verdicts[figure.figid].items():
            s = said.get(keyword)
            yield Outcome(
                figure.figid,
                keyword,
                verdict == "wrong",
                s.reason if s else None,
                s.confidence if s else 0.0,
                keyword in supported,
                tuple(words[keyword]),
            )


def _without_provenance(figure: Any) -> Any:
    return type(figure)(
        figid=figure.figid,
        caption=figure.caption,
        keywords=figure.keywords,
        title=figure.title,
        paper_title=figure.paper_title,
        organisms=figure.organisms,
        source=figure.source,
    )


def by_reason(outcomes: Iterable[Outcome]) -> dict[str, Score]:
    """The score of each reason; wrong is that of all."""
    listed = list(outcomes)
    wrong = sum(o.wrong for o in listed)
    reasons = sorted({o.reason for o in listed if o.reason})
    own = {reason: [o for o in listed if o.reason == reason] for reason in reasons}
    return {r: Score(sum(o.wrong for o in found), len(found), wrong) for r, found in own.items()}


def by_support(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """The entries that the caption names, and the others."""
    listed = list(outcomes)
    return {
        "named by the caption": [o for o in listed if o.supported],
        "not named": [o for o in listed if not o.supported],
    }


def render(outcomes: Sequence[Outcome], errors: bool) -> Iterator[str]:
    """The scores as text."""

    def line(name: str, s: Score) -> str:
        rates = [f"{v:.3f}" if v is not None else "    –" for v in (s.precision, s.recall)]
        return f"{name:20} {rates[0]:>9} {rates[1]:>7} {s.right:6} {s.named:6} {s.wrong:6}"

    yield f"{'':20} precision  recall  right  named  wrong"
    for threshold in THRESHOLDS:
        yield line(f"confidence >= {threshold}", score(outcomes, threshold))
    for reason, s in by_reason(outcomes).items():
        yield line(reason + (" (apart)" if reason in RENAMING else ""), s)
    yield "\nentries                 right  wrong"
    for title, found in by_support(outcomes).items():
        wrong = sum(o.wrong for o in found)
        yield f"{title:22} {len(found) - wrong:6} {wrong:6}"
    if errors:
        for title, found in (
            ("missed", [o for o in outcomes if o.wrong and not o.named]),
            ("false alarms", [o for o in outcomes if o.named and not o.wrong]),
        ):
            yield f"\n{title}"
            for o in found:
                words = "; ".join(" ".join(map(str, word)) for word in o.words)
                yield f"  {o.figid}  {o.keyword}  {o.reason or ''} {o.confidence or ''}  {words}"


def to_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The same as plain data, errors included."""
    return {
        "thresholds": {str(t): score(outcomes, t).to_dict() for t in THRESHOLDS},
        "reasons": {reason: s.to_dict() for reason, s in by_reason(outcomes).items()},
        "errors": [
            {"figid": o.figid, "keyword": o.keyword, "wrong": o.wrong, "reason": o.reason}
            for o in outcomes
            if o.wrong != o.named
        ],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score removals and replacements.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--no-provenance", action="store_true", help="hide the OCR words")
    parser.add_argument("--ner", default="lexicon", help="lexicon, default, or a spaCy model")
    parser.add_argument("--errors", action="store_true", help="list every error")
    parser.add_argument("--json", action="store_true", help="print JSON, errors included")
    options = parser.parse_args(arguments)
    outcomes = list(run(options.gold, options.records, options.ner, not options.no_provenance))
    if options.json:
        print(json.dumps(to_json(outcomes), ensure_ascii=False, indent=2))
    else:
        print("\n".join(render(outcomes, options.errors)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
