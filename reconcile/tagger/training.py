"""How the bundled gene tagger is trained: corpora in, a packaged spaCy pipeline out.

Everything that decides the result stands in one TOML file (`models/gene_ner/train.toml`): the
corpora with their styles and shares, the sizes of the network, the schedule, the seed. The same
commit, seed and corpora give the same model on the same machine.
"""

from __future__ import annotations

import os
import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Optimizer, fix_random_seed

from reconcile.checksums import MANIFEST_FILE, write_manifest
from reconcile.errors import ModelError
from reconcile.scratch import scratch_folder
from reconcile.tagger.bundle import lexicon_checksum
from reconcile.tagger.columns import DEFAULT_STYLE
from reconcile.tagger.layer import use_numpy
from reconcile.tagger.network import build
from reconcile.tagger.samples import Sample, read_corpus

__all__ = ["TrainingResult", "f1_scores", "train"]

Scores = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What training gave.

    Attributes:
        path: the folder of the pipeline.
        scores: strict span precision, recall and F1 (0–1) of each chosen set, in the style of
            its corpus (`styled`) and in the default style (`default`).
        step: the update after which the model was best.
        seconds: duration, with reading.
    """

    path: Path
    scores: Scores
    step: int
    seconds: float


def f1_scores(nlp: Language, samples: Sequence[Sample], style: str) -> dict[str, float]:
    """Strict span precision, recall and F1 of a pipeline on samples, 0–1."""
    right = found = marked = 0
    docs = nlp.pipe((sample.doc(nlp.vocab, style) for sample in samples), batch_size=256)
    for sample, doc in zip(samples, docs, strict=True):
        predicted = {(entity.start, entity.end) for entity in doc.ents}
        right += len(predicted.intersection(sample.spans))
        found += len(predicted)
        marked += len(sample.spans) + sample.missed
    precision, recall = right / max(found, 1), right / max(marked, 1)
    f1 = 2 * right / max(found + marked, 1)
    return {"precision": precision, "recall": recall, "f1": f1}


def train(
    config: str | Path,
    corpora: str | Path | None = None,
    out: str | Path | None = None,
    *,
    say: Callable[[str], None] = print,
    read: Callable[..., list[Sample]] = read_corpus,
) -> TrainingResult:
    """Train the tagger that a file describes and write it to a folder.

    Args:
        config: the TOML file.
        corpora: the folder that the paths of the corpora are relative to; None for the
            environment variable `RECONCILE_CORPORA`, else the folder that the file names.
        out: the folder to write to; None for the folder of the file.
        say: takes lines on the progress.
        read: reads a corpus.

    Raises:
        ModelError: if the file or a corpus cannot be read.
    """
    begun = perf_counter()
    config = Path(config)
    out = config.parent if out is None else Path(out)
    try:
        settings = tomllib.loads(config.read_text(encoding="utf-8"))
        schedule, corpora_listed = settings["training"], settings["corpora"]
        named = os.environ.get("RECONCILE_CORPORA") or settings["folder"]
        folder = Path(corpora) if corpora is not None else config.parent / named
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{config}: no training settings ({error!r})") from error
    fix_random_seed(schedule["seed"])
    rng = random.Random(schedule["seed"])
    sets = [_CorpusSet(entry, folder, read) for entry in corpora_listed]
    say(f"read {sum(len(s.train) for s in sets):,} samples in {perf_counter() - begun:.0f} s")

    nlp = build(settings["model"])
    first = [s.train[0].example(nlp.vocab, s.style) for s in sets if s.train]
    optimizer = nlp.initialize(lambda: first)
    component: Any = nlp.get_pipe("ner")
    use_numpy(component.model)
    if not isinstance(optimizer, Optimizer):
        raise ModelError(
            f"spaCy gave an optimizer of type {type(optimizer).__name__}, not Optimizer"
        )
    optimizer.L2 = schedule.get("l2", 0.01)
    steps = schedule["steps"]
    best, best_step = -1.0, 0
    best_scores: Scores = {}
    losses: dict[str, float] = {}
    batches = _batches(sets, schedule, rng, nlp.vocab)
    for step in range(1, steps + 1):
        optimizer.learn_rate = _learn_rate(step, steps, schedule)
        component.update(next(batches), drop=schedule["dropout"], losses=losses)
        component.finish_update(optimizer)
        if step % schedule["evaluate_every"] and step != steps:
            continue
        with nlp.use_params(optimizer.averages):
            scores = _evaluate(nlp, sets)
            mean = _mean(scores)
            say(
                f"{perf_counter() - begun:6.0f} s step {step} loss {losses['ner']:.0f} "
                f"mean {mean:.4f} "
                + " ".join(
                    f"{k} {v['default']['f1']:.4f}/{v['styled']['f1']:.4f}"
                    for k, v in scores.items()
                )
            )
            losses = {}
            if mean > best:
                best, best_step, best_scores = mean, step, scores
                _save(nlp, out, settings, scores)
    return TrainingResult(out, best_scores, best_step, perf_counter() - begun)


class _CorpusSet:
    """A corpus of the settings: its samples, its style, its share."""

    def __init__(
        self, entry: dict[str, Any], folder: Path, read: Callable[..., list[Sample]]
    ) -> None:
        self.name: str = entry["name"]
        self.style: str = entry.get("style", self.name)
        self.weight: float = entry.get("weight", 1.0)
        self.styled: float = entry.get("styled", 1.0)
        self.train = read(folder / entry["train"], sentences=True)
        self.choose = read(folder / entry["choose"], sentences=False) if "choose" in entry else []

    def epoch(self, rng: random.Random) -> Iterator[tuple[Sample, str]]:
        """The samples of one pass, each with the style that it is shown in."""
        whole, part = divmod(self.weight, 1.0)
        for sample in self.train:
            for _ in range(int(whole) + (rng.random() < part)):
                yield sample, self.style if rng.random() < self.styled else DEFAULT_STYLE


def _batches(
    sets: Sequence[_CorpusSet], schedule: dict[str, Any], rng: random.Random, vocab: Vocab
) -> Iterator[list[Example]]:
    """Endless batches of about the given number of words, growing over the first steps."""
    made = 0
    kept: dict[tuple[int, str], Example] = {}
    batch: list[Example] = []
    words = 0
    while True:
        shown = [item for one in sets for item in one.epoch(rng)]
        rng.shuffle(shown)
        for sample, style in shown:
            key = (id(sample), style)
            if key not in kept:
                kept[key] = sample.example(vocab, style)
            batch.append(kept[key])
            words += len(sample.words)
            low, high = schedule["batch_words"]
            if words >= min(high, low * 1.002**made):
                yield batch
                batch, words = [], 0
                made += 1


def _learn_rate(step: int, steps: int, schedule: dict[str, Any]) -> float:
    warm = schedule["warmup"]
    top, last = schedule["learn_rate"], schedule.get("last_learn_rate", 0.0)
    if step < warm:
        return float(top * step / warm)
    return float(last + (top - last) * (steps - step) / max(steps - warm, 1))


def _evaluate(nlp: Language, sets: Sequence[_CorpusSet]) -> Scores:
    return {
        one.name: {
            "default": f1_scores(nlp, one.choose, DEFAULT_STYLE),
            "styled": f1_scores(nlp, one.choose, one.style),
        }
        for one in sets
        if one.choose
    }


def _mean(scores: Scores) -> float:
    return float(np.mean([kind["f1"] for found in scores.values() for kind in found.values()]))


def _save(nlp: Language, out: Path, settings: dict[str, Any], scores: Scores) -> None:
    """Write the pipeline without the words that it met in training."""
    state = np.random.get_state()
    packed = build(settings["model"])
    packed.initialize()
    np.random.set_state(state)
    trained: Any = nlp.get_pipe("ner")
    component: Any = packed.get_pipe("ner")
    moves = trained.moves.to_bytes(exclude=["strings"])
    component.moves.from_bytes(moves, exclude=["strings"])  # in the order of the trained classes
    component.model.from_bytes(trained.model.to_bytes())
    packed.meta.update(settings.get("meta", {}))
    packed.meta["performance"] = scores
    packed.meta["lexicon"] = lexicon_checksum()
    packed.meta["styles"] = [
        DEFAULT_STYLE,
        *(e.get("style", e["name"]) for e in settings["corpora"]),
    ]
    out.mkdir(parents=True, exist_ok=True)
    with scratch_folder(out.parent) as folder:
        packed.to_disk(folder, exclude=["vocab"])
        names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
        write_manifest(folder, sorted(names))
        for name in (*names, MANIFEST_FILE):
            (out / name).parent.mkdir(exist_ok=True)
            (folder / name).replace(out / name)
