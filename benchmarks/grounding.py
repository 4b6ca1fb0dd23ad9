"""Measure the chain from text to human genes, beside a peer in the same run.

    python benchmarks/grounding.py --gold GOLD.jsonl --pubtator Train.PubTator Dev.PubTator \
        --captions captions.jsonl.gz [--ner default|lexicon|MODEL] [--peer gilda] \
        [--errors] [--json]

* golds of both kinds: as `reconcile model evaluate --grounding` measures, which also does so for
  any system whose annotations are in a file.
* PubTator files: grounding of gold spans besides, see `pubtator_gold.py`.
* captions: words a second of the whole chain in one process, the opening of lexicon and models
  left out. The systems take turns, chunk by chunk, so that other work on the machine slows all
  alike. A word is what stands between spaces.

Prints a Markdown table; `--errors` adds the errors of the first system by class, see
`grounding_errors.py`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grounding_errors import Classifier, Error, grouped
from pubtator_gold import ground_documents, whole_gold
from systems import Asked, Own, System

from reconcile import Lexicon, Reconciler
from reconcile.evaluation.linking import Gold, Tally, evaluate_linking

_CHUNK = 50
_EXAMPLES = 8


@dataclass
class Figures:
    """What was measured of one system; a row is set, measure and value."""

    name: str
    rows: list[tuple[str, str, float | None]] = field(default_factory=list)
    counts: dict[str, dict[str, float | int | None]] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)

    def add(self, where: str, measure: str, tally: Tally) -> None:
        self.rows.append((where, measure, tally.f1))
        self.counts[f"{where}: {measure}"] = {**tally.scores(), **tally.to_dict()}

    def to_dict(self) -> dict[str, Any]:
        return {
            "system": self.name,
            "figures": [{"set": w, "measure": m, "value": v} for w, m, v in self.rows],
            "counts": self.counts,
            "errors": {g: [e.to_dict() for e in es] for g, es in grouped(self.errors).items()},
        }


def measure_captions(gold: Gold, system: System, figures: Figures, classifier: Classifier) -> None:
    """Names found, and found and grounded, in gold captions."""
    asked = Asked(system)
    score = evaluate_linking(gold, asked, classifier.lexicon, on_error=_refused)
    figures.add(gold.name, "detection F1", score.total["found"])
    figures.add(gold.name, "end-to-end F1", score.total["grounded"])
    figures.errors += classifier.of_captions(score, asked.answered)


def measure_documents(gold: Gold, system: System, figures: Figures, classifier: Classifier) -> None:
    """Names, gold spans, and genes by document."""
    name = gold.name
    score = evaluate_linking(gold, Asked(system), classifier.lexicon, on_error=_refused)
    for measure, title in (
        ("found", "names, found"),
        ("grounded", "names, found and grounded"),
        ("linked", "right span and genes"),
    ):
        figures.add(name, f"{title}, F1", score.total[measure])
    spans = ground_documents(gold.documents, system)
    for title, right in (
        ("gold spans, exact set", sum(s.exact for s in spans)),
        ("gold spans, holds a gold gene", sum(s.holds for s in spans)),
    ):
        figures.rows.append((name, title, right / len(spans) if spans else None))
        figures.counts[f"{name}: {title}"] = {"right": right, "gold": len(spans)}
    genes = score.total["genes"]
    figures.rows.append((name, "genes by document, precision", genes.precision))
    figures.rows.append((name, "genes by document, recall", genes.recall))
    figures.add(name, "genes by document, F1", genes)
    figures.errors += classifier.of_spans(name, spans)


def _refused(failure: object) -> None:
    raise ValueError(f"no answers: {failure}")


def measure_speed(path: Path, systems: Sequence[System], limit: int) -> list[float]:
    """Words a second of each system, in turns."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        captions = [json.loads(line).get("caption") or "" for line in lines][:limit]
    for system in systems:
        system.annotate("HER2 activates MEK1/2.")
    seconds = [0.0] * len(systems)
    for first in range(0, len(captions), _CHUNK):
        for i, system in enumerate(systems):
            begin = time.perf_counter()
            for caption in captions[first : first + _CHUNK]:
                system.annotate(caption)
            seconds[i] += time.perf_counter() - begin
    words = sum(len(caption.split()) for caption in captions)
    return [words / spent for spent in seconds]


def table(results: Sequence[Figures]) -> str:
    """The figures of all systems as a Markdown table."""
    lines = [
        "| set | measure | " + " | ".join(r.name for r in results) + " |",
        "| --- | --- |" + " ---: |" * len(results),
    ]
    for i, (where, measure, _) in enumerate(results[0].rows):
        values = [result.rows[i][2] for result in results]
        cells = (
            "–" if v is None else f"{v:,.0f}" if "second" in measure else f"{v:.3f}" for v in values
        )
        lines.append(f"| {where} | {measure} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def error_list(errors: Sequence[Error], most: int = _EXAMPLES) -> str:
    """The errors by class, with counts and examples."""
    lines = [f"{len(errors)} errors"]
    for group, members in grouped(errors).items():
        lines += ["", f"{group}: {len(members)}"]
        for error in members[:most]:
            wanted, found = (_names(symbols) for symbols in (error.wanted, error.found))
            lines.append(f"  {error.text!r}: want {wanted}, got {found} ({error.where})")
    return "\n".join(lines)


def _names(symbols: frozenset[str]) -> str:
    listed = sorted(symbols)
    return " ".join(listed[:5]) + (" …" if len(listed) > 5 else "") or "nothing"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure the chain from text to human genes.")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="hand-annotated captions")
    parser.add_argument("--pubtator", type=Path, nargs="*", default=[], help="e.g. BioRED")
    parser.add_argument("--captions", type=Path, help="JSONL, plain or gzipped, for the speed")
    parser.add_argument("--limit", type=int, default=500, help="captions to time (default 500)")
    parser.add_argument("--ner", default="default", help="default, lexicon, or a spaCy model")
    parser.add_argument("--peer", choices=["gilda"], help="measure this one too")
    parser.add_argument("--errors", action="store_true", help="list remaining errors by class")
    parser.add_argument("--examples", type=int, default=_EXAMPLES, help="listed for each class")
    parser.add_argument("--json", action="store_true", help="print JSON, errors included")
    options = parser.parse_args(arguments)
    if not (options.gold or options.pubtator or options.captions):
        parser.error("nothing to measure: give --gold, --pubtator or --captions")

    lexicon = Lexicon.load()
    classifier = Classifier(lexicon)
    systems: list[System] = [Own(Reconciler(ner=options.ner))]
    if options.peer == "gilda":
        from gilda_peer import Gilda

        systems.append(Gilda(lexicon))
    results = [Figures(system.name) for system in systems]
    for system, figures in zip(systems, results, strict=True):
        for path in options.gold:
            measure_captions(whole_gold(path, lexicon), system, figures, classifier)
        for path in options.pubtator:
            measure_documents(whole_gold(path, lexicon), system, figures, classifier)
    if options.captions:
        speeds = measure_speed(options.captions, systems, options.limit)
        for figures, speed in zip(results, speeds, strict=True):
            figures.rows.append((options.captions.name.split(".")[0], "words a second", speed))
    if options.json:
        print(json.dumps([r.to_dict() for r in results], ensure_ascii=False, indent=2))
        return 0
    print(table(results))
    if options.errors:
        print(f"\n{results[0].name}: {error_list(results[0].errors, options.examples)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
