"""Fit what decides on the meaning of a name, and print what each kind of feature is worth.

    python benchmarks/fit_scores.py --texts Train.PubTator look.jsonl … \
        [--tagged Dev.PubTator …] [--ablate] [--write]

Texts are those of `labelled.py`; every place where names of the lexicon stand is one choice among
the things under its letters, or none (see `choice_model.py`). A name counts once a text and
meaning.

Scores are cross-validated by document, in five parts. `--write` puts the weights, fitted on all
texts, into `reconcile/grounding/weights.tsv`.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from choice_model import Example, feature_names, fit, odds_of, shares_of
from choices import BESIDE, CORPUS, choices, in_text, symbols_themselves
from labelled import Labelled, read_labelled

from reconcile import Lexicon
from reconcile.annotate import Annotator
from reconcile.grounding import Grounder
from reconcile.tagger.pipeline import Pipeline

GROUNDING = Path(__file__).parent.parent / "reconcile" / "grounding"
PARTS = 5
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
LEAST_PLACES = 20
"""Examples that a word beside a name needs for a weight of its own."""
BINS = 10
WITNESSES = frozenset(
    {
        "sense",
        "sense words",
        "defined",
        "fits better, few",
        "fits better, many",
        "named by other letters",
        "listed alias",
        "listed approved",
        "listed curated",
        "listed name",
        "listed ortholog",
        "listed ortholog_alias",
        "listed previous",
    }
)
"""Features that cannot speak against a candidate."""
KINDS = (
    *("form ", " spelled ", " shape ", " length ", " word ", "studied", "locus", "members"),
    *("plural", "hyphens", "rule ", "beside a symbol"),
    *("before ", "after ", "fits better", "sense", "defined", "step ", "named by", "in a row"),
    *("listed", "organism"),
)
"""Of features, by what their names have in common."""
TAGGED = ("tagged ", "untagged ", "tagger ")


def parts_of(examples: Sequence[Example]) -> dict[str, int]:
    """The part of each document."""
    documents = sorted({example.document for example in examples})
    random.Random(7).shuffle(documents)
    return {document: i % PARTS for i, document in enumerate(documents)}


def left_out(examples: Sequence[Example], names: Sequence[str]) -> list[list[float]]:
    """The shares of each example's options, from weights fitted without its document."""
    part = parts_of(examples)
    shares: list[list[float]] = [[] for _ in examples]
    for fold in range(PARTS):
        others = [e for e in examples if part[e.document] != fold]
        weights = fit(others, names, witnesses=WITNESSES)
        for i, example in enumerate(examples):
            if part[example.document] == fold:
                shares[i] = shares_of(example, weights)
    return shares


def table(
    examples: Sequence[Example], shares: Sequence[Sequence[float]], least: float = 0.5
) -> Iterator[str]:
    """Precision, recall and F1 of each corpus; the reliability of all scores together."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for example, found in zip(examples, shares, strict=True):
        count = counts[example.corpus]
        count["gold"] += any(example.right) or example.labels[-1] == "gold"
        best = max(range(len(found)), key=found.__getitem__)
        if found[best] < least or example.things[best]:
            continue
        count["said"] += 1
        count["right"] += example.right[best]
        bins[min(BINS - 1, int(found[best] * BINS))].append((found[best], example.right[best]))
    for corpus, count in counts.items():
        precision = count["right"] / max(1, count["said"])
        recall = count["right"] / max(1, count["gold"])
        f1 = 2 * count["right"] / max(1, count["said"] + count["gold"])
        yield f"| {corpus} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"
    for _, pairs in sorted(bins.items()):
        mean = sum(score for score, _ in pairs) / len(pairs)
        good = sum(right for _, right in pairs) / len(pairs)
        yield f"score {mean:.2f}: {good:.3f} right of {len(pairs)}"


def f1_scores(rows: Iterator[str]) -> str:
    """The F1 of each corpus in a table."""
    cells = [row.strip("| ").split(" | ") for row in rows if row.startswith("|")]
    return " ".join(f"{corpus} {f1}" for corpus, _, _, f1 in cells)


def ablation(examples: Sequence[Example], names: Sequence[str]) -> Iterator[str]:
    """The F1 of each corpus, left out, without one kind of feature after the other."""
    for kind in KINDS:
        rest = [name for name in names if kind not in name]
        if len(rest) < len(names):
            yield f"without {kind!r}: {f1_scores(table(examples, left_out(examples, rest)))}"


def write_weights(weights: Mapping[str, float], path: Path) -> None:
    lines = ["# feature, weight in log-odds; fitted by benchmarks/fit_scores.py"]
    lines += [
        f"{name}\t{weight:.3f}"
        for name, weight in sorted(weights.items())
        if not name.startswith(CORPUS)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def left_out_texts(
    texts: Sequence[Labelled], examples: Sequence[Example], names: Sequence[str], lexicon: Lexicon
) -> list[Example]:
    """The choices in their texts, with scores from weights fitted without the document."""
    part = parts_of(examples)
    found = []
    for fold in range(PARTS):
        weights = fit([e for e in examples if part[e.document] != fold], names)
        annotator = Annotator(lexicon, Grounder(lexicon, weights))
        for text in texts:
            if part.get(f"{text.corpus} {text.name}") == fold:
                found += in_text(text, annotator, lexicon)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the scores of names.")
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--tagged", type=Path, nargs="*", default=[], help="not trained on")
    parser.add_argument("--ablate", action="store_true", help="leave out each kind of feature")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    texts = [text for path in options.texts for text in read_labelled(path, lexicon)]
    examples = [example for text in texts for example in choices(text, lexicon)]
    examples += symbols_themselves(lexicon)
    names = feature_names(examples)
    print(f"{len(examples)} names alone, {len(names)} features; left out, by corpus:")
    print(*table(examples, left_out(examples, names)), sep="\n")
    weights = fit(examples, names)
    placed = evenly(left_out_texts(texts, examples, names, lexicon))
    more = names_in_texts(placed)
    print(f"{len(placed)} names in texts, {len(more)} features; left out, by corpus:")
    print("without what the texts say:")
    print(*table(placed, [shares_of(e, {}) for e in placed]), sep="\n")
    print("with it:")
    shares = left_out(placed, more)
    print(*table(placed, shares), sep="\n")
    for least in THRESHOLDS:
        print(f"F1 from {least}:", f1_scores(table(placed, shares, least)))
    if options.ablate:
        print("names alone,", *ablation(examples, names), sep="\n")
        print("in texts,", *ablation(placed, more), sep="\n")
    print("corpora:", {n: round(w, 2) for n, w in weights.items() if n.startswith(CORPUS)})
    weights |= fit(placed, more, witnesses=WITNESSES)
    print("corpora:", {n: round(w, 2) for n, w in weights.items() if n.startswith(CORPUS)})
    if options.tagged:
        weights |= fit_tagger(options.tagged, weights, lexicon)
    if options.write:
        write_weights(weights, GROUNDING / "weights.tsv")


def fit_tagger(
    paths: Sequence[Path], weights: Mapping[str, float], lexicon: Lexicon
) -> dict[str, float]:
    """The weights of what a tagger says, on texts that it was not trained on."""
    texts = [text for path in paths for text in read_labelled(path, lexicon)]
    annotator = Annotator(lexicon, Grounder(lexicon, weights))
    spans = tagged_spans([text.text for text in texts])
    plain = [e for text in texts for e in in_text(text, annotator, lexicon)]
    placed = [e for text in texts for e in in_text(text, annotator, lexicon, spans[text.text])]
    given = [with_odds(example, weights) for example in evenly(placed)]
    names = [name for name in feature_names(given) if name.startswith(TAGGED)]
    print("without the tagger:")
    print(*table(plain, [shares_of(e, weights) for e in plain]), sep="\n")
    print("with it, left out:")
    print(*table(given, left_out(given, names)), sep="\n")
    found = fit(given, names)
    print({n: round(w, 2) for n, w in found.items()})
    return found


def names_in_texts(examples: Sequence[Example]) -> list[str]:
    often = set(feature_names(examples, LEAST_PLACES))
    return [n for n in feature_names(examples) if n in often or not n.startswith(BESIDE)]


def evenly(examples: Sequence[Example]) -> list[Example]:
    """The examples, a name with one meaning in one document together counting once."""
    keys = [(e.document, e.name, e.labels, e.right) for e in examples]
    counts = Counter(keys)
    return [
        replace(example, weight=example.weight / counts[key])
        for example, key in zip(examples, keys, strict=True)
    ]


def tagged_spans(texts: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """What the bundled tagger finds in each text."""
    found = Pipeline(None).read(texts)
    return {
        text: spans if spans is not None else [] for text, spans in zip(texts, found, strict=True)
    }


def with_odds(example: Example, weights: Mapping[str, float]) -> Example:
    """An example whose options have, as given, what the other features come to."""
    odds = (
        odds_of(option, weights, given)
        for option, given in zip(example.options, example.given, strict=True)
    )
    return replace(example, given=tuple(odds))


if __name__ == "__main__":
    main()
