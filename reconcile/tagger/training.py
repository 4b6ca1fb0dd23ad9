"""How the bundled gene tagger is trained: corpora in, a packaged spaCy pipeline out.

Everything that decides the result stands in one TOML file (`models/gene_ner/train.toml`): the
corpora with their styles and shares, the sizes of the network, the schedule, the seed. The same
commit, seed and corpora give the same model on the same machine.
"""

from __future__ import annotations

import os
import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Optimizer, fix_random_seed

from reconcile.checksums import MANIFEST_FILE, write_manifest
from reconcile.errors import ModelError
from reconcile.scratch import scratch_folder
from reconcile.tagger.features import (
    CACHE_KEY,
    DEFAULT_STYLE,
    FineTokenizer,
    features,
    join,
    style_hash,
    use_numpy,
)

__all__ = ["LABEL", "Sample", "TrainingResult", "build", "f1_scores", "read_corpus", "train"]

LABEL: Final = "GENE"
"""The one label of the tagger."""

_SENTENCE_END: Final = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9(\[])")


Scores = dict[str, dict[str, dict[str, float]]]


# -- corpora ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, or a whole text, with the gene spans that its annotators marked.

    Attributes:
        words: its tokens.
        spaces: for each token, whether a space follows.
        spans: `(first token, end token)`, half-open, in order.
        missed: how many marked spans do not start and end with tokens.
        features: the features of its tokens in the default style.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    spans: tuple[tuple[int, int], ...]
    missed: int
    features: Any

    def doc(self, vocab: Vocab, style: str) -> Doc:
        """The sample as a document without annotations, its features at hand."""
        found = self.features
        if style != DEFAULT_STYLE:
            found = found.copy()
            found[:, -1] = style_hash(style)
        doc = Doc(vocab, words=list(self.words), spaces=list(self.spaces))
        doc.user_data[CACHE_KEY] = found
        return doc

    def example(self, vocab: Vocab, style: str) -> Example:
        """The sample for training."""
        reference = Doc(vocab, words=list(self.words), spaces=list(self.spaces))
        spans = [Span(reference, start, end, LABEL) for start, end in self.spans]
        reference.set_ents(spans, default="outside")
        return Example(self.doc(vocab, style), reference)


def read_corpus(path: Path, *, sentences: bool) -> list[Sample]:
    """Read a corpus: PubTator if its name says so, else `token TAB IOB` lines.

    Args:
        path: the file.
        sentences: whether to cut PubTator texts into sentences.

    Raises:
        ModelError: if the file cannot be read or a line is not of its format.
    """
    vocab = Vocab()
    try:
        with path.open(encoding="utf-8") as lines:
            if path.suffix.lower() == ".pubtator":
                return list(_pubtator(lines, vocab, sentences=sentences))
            return list(_columns(lines, vocab))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ModelError(f"{path}: no corpus ({error}); expected `token TAB IOB` lines") from error


def _columns(lines: Iterable[str], vocab: Vocab) -> Iterator[Sample]:
    words: list[str] = []
    tags: list[str] = []
    for number, raw in enumerate((*lines, "\n"), 1):
        line = raw.rstrip("\n")
        if line.strip():
            word, tab, tag = line.partition("\t")
            if not tab or tag[:1] not in "BIO":
                raise ValueError(f"line {number}: {line!r}")
            words.append(word)
            tags.append(tag[0])
        elif words:
            yield _sample(words, join(words), _spans(tags), 0, vocab)
            words, tags = [], []


def _spans(tags: Sequence[str]) -> list[tuple[int, int]]:
    """The spans of a sequence of B, I and O.

    >>> _spans("BIOBBI")
    [(0, 2), (3, 4), (4, 6)]
    """
    spans: list[tuple[int, int]] = []
    before = "O"
    for i, tag in enumerate(tags):
        if tag == "B" or (tag == "I" and before == "O"):
            spans.append((i, i + 1))
        elif tag == "I":
            spans[-1] = (spans[-1][0], i + 1)
        before = tag
    return spans


def _pubtator(lines: Iterable[str], vocab: Vocab, *, sentences: bool) -> Iterator[Sample]:
    parts: dict[str, str] = {}
    marked: list[tuple[int, int]] = []
    for raw in (*lines, "\n"):
        line = raw.rstrip("\n")
        head = re.match(r"\d+\|([ta])\|(.*)", line)
        if head:
            parts[head[1]] = head[2]
            continue
        fields = line.split("\t")
        if len(fields) > 4 and fields[4].upper() in ("GENEORGENEPRODUCT", "GENE"):
            marked.append((int(fields[1]), int(fields[2])))
        elif not line.strip() and parts:
            text = f"{parts.get('t', '')} {parts.get('a', '')}"
            yield from _texts(text, sorted(set(marked)), vocab, sentences=sentences)
            parts, marked = {}, []


def _texts(
    text: str, marked: Sequence[tuple[int, int]], vocab: Vocab, *, sentences: bool
) -> Iterator[Sample]:
    tokenizer = FineTokenizer(vocab)
    cuts = [0, len(text)]
    if sentences:
        ends = (match.end() for match in _SENTENCE_END.finditer(text))
        cuts[1:1] = [cut for cut in ends if not any(s < cut < e for s, e in marked)]
    for start, end in pairwise(cuts):
        doc = tokenizer(text[start:end])
        firsts = {token.idx + start: token.i for token in doc}
        ends_at = {token.idx + start + len(token): token.i + 1 for token in doc}
        here = [(s, e) for s, e in marked if start <= s < end]
        spans = [(firsts[s], ends_at[e]) for s, e in here if s in firsts and e in ends_at]
        words = [token.text for token in doc]
        spaces = [bool(token.whitespace_) for token in doc]
        if words:
            yield _sample(words, spaces, spans, len(here) - len(spans), vocab)


def _sample(
    words: Sequence[str],
    spaces: Sequence[bool],
    spans: Sequence[tuple[int, int]],
    missed: int,
    vocab: Vocab,
) -> Sample:
    apart: list[tuple[int, int]] = []
    for span in spans:  # of overlapping marks the first stays
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    found = features(Doc(vocab, words=list(words), spaces=list(spaces)))
    dropped = len(spans) - len(apart)
    return Sample(tuple(words), tuple(spaces), tuple(apart), missed + dropped, found)


# -- the pipeline ----------------------------------------------------------------------------------


def build(sizes: dict[str, Any]) -> Language:
    """An untrained pipeline of the given sizes, see `models/gene_ner/train.toml`."""
    columns: dict[str, list[int]] = sizes["columns"]
    network = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": sizes.get("extra_state_tokens", False),
        "hidden_width": sizes["hidden_width"],
        "maxout_pieces": sizes.get("hidden_pieces", 2),
        "use_upper": sizes.get("use_upper", True),
        "nO": None,
        "tok2vec": {
            "@architectures": "reconcile.Tok2Vec.v1",
            "embed": {
                "@architectures": "reconcile.LexiconEmbed.v1",
                "width": sizes["width"],
                "widths": [wide for wide, _ in columns.values()],
                "rows": [rows for _, rows in columns.values()],
                "columns": list(columns),
                "blank": sizes.get("blank", 0.0),
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": sizes["width"],
                "depth": sizes["depth"],
                "window_size": sizes.get("window", 1),
                "maxout_pieces": sizes.get("pieces", 3),
            },
        },
    }
    config = {
        "nlp": {"lang": "en", "tokenizer": {"@tokenizers": "reconcile.FineTokenizer.v1"}},
    }
    nlp = spacy.blank("en", config=config)
    component: Any = nlp.add_pipe("ner", config={"model": network})
    component.add_label(LABEL)
    return nlp


# -- training --------------------------------------------------------------------------------------


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
