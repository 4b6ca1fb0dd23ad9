"""Measure where the time of a caption goes, stage by stage.

    python benchmarks/stages.py captions.jsonl.gz [--ner lexicon] [--limit 500] [--passes 2]

Microseconds of the processor a word, in the first pass (all words new to the caches) and in the
last. A stage's time is its own: what it calls of the other stages counts for those. The floor is
what no design can spare: repairing the characters and bringing each word to its norm, alone and
with nothing else done. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from reconcile import Reconciler
from reconcile.annotate import annotator, definitions, passage
from reconcile.annotate.detect import Detector
from reconcile.annotate.extents import Extents
from reconcile.cleaning import clean
from reconcile.text import Tokens, norms

_REST = "the rest"


class Stages:
    """Seconds of each stage, without those of the stages that it calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running = [_REST]
        self._since = time.process_time()

    def _switch(self) -> None:
        now = time.process_time()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def watched(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """A function whose time counts for a stage."""

        @wraps(function)
        def counted(*args: Any, **options: Any) -> Any:
            self._switch()
            self._running.append(stage)
            try:
                return function(*args, **options)
            finally:
                self._switch()
                self._running.pop()

        return counted

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """Count the time of a function of a module, or a method, for a stage."""
        setattr(owner, name, self.watched(getattr(owner, name), stage))

    def take(self) -> dict[str, float]:
        """The seconds so far; counting starts anew."""
        self._switch()
        taken, self.seconds = dict(self.seconds), defaultdict(float)
        return taken


def watch_dictionary(stages: Stages, opened: Reconciler) -> None:
    """Count what finds and grounds names without a tagger: each step, and parts of some."""
    stages.watch(passage, "clean", "repair characters, cut tokens")
    stages.watch(passage, "tokens", "repair characters, cut tokens")
    stages.watch(passage, "defined_in", "definitions, abbreviation lists")
    stages.watch(definitions, "find_definitions", "definitions, abbreviation lists")
    stages.watch(passage, "find_organisms", "organisms")
    stages.watch(Detector, "_enumerations", "enumerations")
    stages.watch(Detector, "_fuzzy_names", "long names with a slip")
    stages.watch(Extents, "find", "how far names reach")
    own = opened._annotator
    own.steps = {name: stages.watched(step, f"step: {name}") for name, step in own.steps.items()}
    stages.watch(annotator, "ungrounded", "step: agreement")
    stages.watch(annotator, "decide", "step: decide")
    stages.watch(annotator, "weighed", "step: decide")
    stages.watch(annotator, "mentions_of", "make mentions")


def watch_tagger(stages: Stages, of: Reconciler) -> None:
    """Count what the tagger does."""
    from reconcile.tagger import reader
    from reconcile.tagger.forward import Network
    from reconcile.tagger.moves import Moves

    assert of._pipeline is not None
    stages.watch(reader.Reader, "read", "tokens, memory of the tagger")
    for name in ("named_over", "_hashes"):
        stages.watch(reader, name, "features of the tagger")
    for name in ("tokens", "embedded"):
        stages.watch(Network, name, "network of the tagger")
    stages.watch(Moves, "spans", "transitions of the tagger")


def floor(captions: Sequence[str]) -> tuple[float, float]:
    """Seconds to repair the texts and bring their words to norms, all new and all known."""
    seconds = []
    known: Any = norms.__self__  # type: ignore[attr-defined]  # the memo behind the function
    known.clear()
    for _ in range(2):
        begin = time.process_time()
        for caption in captions:
            for word in Tokens(clean(caption).text).texts:
                norms(word)
        seconds.append(time.process_time() - begin)
    return seconds[0], seconds[1]


def table(words: int, passes: Sequence[dict[str, float]], least: tuple[float, float]) -> str:
    """Microseconds a word of the first and the last pass, and of the floor."""
    first, last = passes[0], passes[-1]
    lines = ["| stage, µs a word | first pass | last pass |", "| --- | ---: | ---: |"]
    for stage in sorted(first, key=lambda name: (name == _REST, -last.get(name, 0.0))):
        cells = [f"{seconds.get(stage, 0.0) / words * 1e6:.1f}" for seconds in (first, last)]
        lines.append(f"| {stage} | {' | '.join(cells)} |")
    sums = [f"{sum(seconds.values()) / words * 1e6:.1f}" for seconds in (first, last)]
    floors = [f"{seconds / words * 1e6:.1f}" for seconds in least]
    lines += [f"| together | {' | '.join(sums)} |", f"| the floor | {' | '.join(floors)} |"]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure where the time of a caption goes.")
    parser.add_argument("captions", type=Path, help="JSONL, plain or gzipped")
    parser.add_argument("--ner", default="default", choices=["default", "lexicon"])
    parser.add_argument("--limit", type=int, help="captions to read (default all)")
    parser.add_argument("--passes", type=int, default=2)
    options = parser.parse_args(arguments)

    opener = gzip.open if options.captions.suffix == ".gz" else open
    with opener(options.captions, "rt", encoding="utf-8") as lines:
        captions = [json.loads(line).get("caption") or "" for line in lines][: options.limit]
    opened = Reconciler(ner=options.ner)
    if options.ner == "default":
        opened._opened()
    stages = Stages()
    watch_dictionary(stages, opened)
    if options.ner == "default":
        watch_tagger(stages, opened)
    passes = []
    for _ in range(options.passes):
        stages.take()
        for _ in opened.annotate_many(captions):
            pass
        passes.append(stages.take())
    print(table(sum(len(caption.split()) for caption in captions), passes, floor(captions)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
