"""Fit what decides on the meaning of a name, and print what each kind of feature is worth.

    python benchmarks/fit_scores.py --texts Train.PubTator look.jsonl … \
        [--check Dev.PubTator] [--ablate] [--write]

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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from choice_model import Example, feature_names, fit, odds_of, shares_of
from labelled import Gold, Labelled, read_labelled

from reconcile import Lexicon
from reconcile.annotate import Annotator
from reconcile.annotate.decide import contested, neighbours_of
from reconcile.annotate.detect import stands_as_name
from reconcile.annotate.passage import passage_of
from reconcile.annotate.proposal import Proposal
from reconcile.grounding import Grounder
from reconcile.grounding.features import form_features
from reconcile.grounding.scoring import (
    Meaning,
    beside_symbols,
    may_be,
    meanings_of,
    without_members,
)
from reconcile.lexicon.scan import Hit, scan
from reconcile.tagger.pipeline import Pipeline
from reconcile.text import tokens

GROUNDING = Path(__file__).parent.parent / "reconcile" / "grounding"
WEIGHT = {"bc2gm": 0.2, "bionlp13cg": 0.3, "bionlp13pc": 0.3, "probes": 0.5, "symbols": 0.1}
"""Of an example: sentences of IOB files do not say which gene is meant, and are many."""
FAMILY_F1 = 0.8
PARTS = 5
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
LEAST_PLACES = 20
"""Examples that a word beside a name needs for a weight of its own."""
BINS = 10
Spans = Sequence[tuple[int, int]]
ALL = 10**9
SYMBOLS = "symbols"
CAPTIONS = "captions"
CORPUS = "corpus "
WITHOUT_COMPLEXES = frozenset({"bionlp13pc"})
"""Corpora that annotate complexes as something else than genes."""
TEMPLATES = frozenset({"probes", "own"})
"""Corpora of made-up sentences: the words beside a name say nothing there."""
BESIDE = ("before ", "after ")
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
TAGGED = ("tagged ", "untagged ", "tagger ")


def choices(text: Labelled, lexicon: Lexicon) -> Iterator[Example]:
    """The choices of a text: its longest hits that do not overlap."""
    by_span: defaultdict[tuple[int, int], list[Hit]] = defaultdict(list)
    for hit in scan(text.text, tokens(text.text), lexicon):
        by_span[hit.start, hit.end].append(hit)
    taken = bytearray(len(text.text) + 1)
    seen = set()
    for (start, end), hits in sorted(by_span.items(), key=lambda item: item[0][0] - item[0][1]):
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        if not is_judged(text, start, end):
            continue
        touching = [m for m in text.mentions if m.start < end and start < m.end]
        gold = next((m for m in touching if (m.start, m.end) == (start, end)), None)
        if touching and gold is None:
            continue
        key = (text.text[start:end], gold and (gold.genes, gold.human))
        if key not in seen:
            seen.add(key)
            example = choice(text, hits, gold, lexicon)
            if example is not None:
                yield example


def symbols_themselves(lexicon: Lexicon) -> Iterator[Example]:
    """Every approved symbol that other things are called too, as that gene's name.

    Texts show few of them, and of those mostly where authors meant another gene; but a symbol is
    its gene's until something says otherwise.
    """
    for key in lexicon.keys("", ALL):
        entries = lexicon.lookup(key)
        for own in entries:
            if own.type != "approved" or own.is_family or own.form is None:
                continue
            possible = tuple(entry for entry in entries if may_be(own.form, entry))
            meanings = without_members(meanings_of(possible), lexicon)
            if len(meanings) < 2:
                continue
            besides = beside_symbols(own.form, meanings)
            yield Example(
                SYMBOLS,
                f"{SYMBOLS} {own.form}",
                own.form,
                tuple(
                    form_features(own.form, found, "exact", lexicon, beside=beside)
                    | {f"{CORPUS}{SYMBOLS}": float(kind != "non_gene")}
                    for ((kind, _), found), beside in zip(meanings.items(), besides, strict=True)
                ),
                tuple(meaning == ("gene", own.ref) for meaning in meanings),
                tuple(kind == "non_gene" for kind, _ in meanings),
                WEIGHT[SYMBOLS],
                labels=(*(label(meaning, lexicon) for meaning in meanings), "gold"),
            )


def is_judged(text: Labelled, start: int, end: int) -> bool:
    """Whether the labels of a text say anything of a place."""
    if text.marked is not None and (start, end) not in text.marked:
        return False
    return not any(s < end and start < e for s, e in text.unscored)


def choice(
    text: Labelled, hits: Sequence[Hit], gold: Gold | None, lexicon: Lexicon
) -> Example | None:
    """One choice; None where no option is a gene."""
    named = hits[0].surface.isupper() or stands_as_name(text.text, hits[0].start)
    merged = tuple(e for hit in hits for e in hit.entries if may_be(hit.surface, e))
    meanings = without_members(meanings_of(merged), lexicon)
    if all(kind == "non_gene" for kind, _ in meanings):
        return None
    if gold is None and is_unsaid(text, meanings, lexicon):
        return None
    exact = [hit for hit in hits if hit.rule == "exact"] or hits
    hit = exact[0]
    features, right, labels, own = [], [], [], []
    besides = beside_symbols(hit.surface, meanings)
    for (meaning, entries), beside in zip(meanings.items(), besides, strict=True):
        rule = "exact" if any(e in h.entries for h in exact for e in entries) else hits[-1].rule
        found = form_features(hit.surface, entries, rule, lexicon, named=named, beside=beside)
        features.append(found | of_corpus(text, meaning))
        right.append(is_right(meaning, gold, text, lexicon))
        labels.append(label(meaning, lexicon))
        symbol = any(entry.type == "approved" for entry in entries)
        own.append(text.one_of_family and meaning[0] == "gene" and symbol)
    return Example(
        text.corpus,
        f"{text.corpus} {text.name}",
        hits[0].surface,
        tuple(features),
        own_first(right, list(meanings), own),
        tuple(kind == "non_gene" for kind, _ in meanings),
        WEIGHT.get(text.corpus, 1.0),
        labels=(*labels, "gold" if gold else ""),
    )


def own_first(
    right: Sequence[bool], meanings: Sequence[Meaning], own: Sequence[bool]
) -> tuple[bool, ...]:
    """What is right, without families of a gene that is right by its own symbol."""
    if not any(good and mine for good, mine in zip(right, own, strict=True)):
        return tuple(right)
    return tuple(good and kind == "gene" for good, (kind, _) in zip(right, meanings, strict=True))


def is_unsaid(text: Labelled, meanings: Collection[Meaning], lexicon: Lexicon) -> bool:
    """Whether a corpus does not say if a name is one, for it leaves out complexes."""
    return text.corpus in WITHOUT_COMPLEXES and any(
        kind == "complex" or (kind == "family" and lexicon.family(ref).kind == "complex")
        for kind, ref in meanings
    )


def of_corpus(text: Labelled, meaning: Meaning) -> dict[str, float]:
    """How dense genes are in a corpus, so that it does not count against those of captions."""
    plain = text.corpus in (CAPTIONS, "own") or meaning[0] == "non_gene"
    return {} if plain else {f"{CORPUS}{text.corpus}": 1.0}


def label(key: Meaning, lexicon: Lexicon) -> str:
    kind, ref = key
    if kind == "gene":
        return lexicon.gene(ref).gene.symbol
    return lexicon.family(ref).id if kind == "family" else kind


def is_right(key: Meaning, gold: Gold | None, text: Labelled, lexicon: Lexicon) -> bool:
    kind, ref = key
    if gold is None or kind == "non_gene":
        return False
    if not gold.human:
        return kind == "nonhuman"
    if gold.genes is None:
        return True
    if kind == "gene":
        return ref in gold.genes and (text.one_of_family or len(gold.genes) == 1)
    if kind == "family":
        members = set(lexicon.family(ref).members)
        if text.one_of_family:
            return not members.isdisjoint(gold.genes)
        precision = len(members & (gold.genes | gold.allowed)) / len(members)
        recall = len(members & gold.genes) / len(gold.genes)
        return 2 * precision * recall >= FAMILY_F1 * (precision + recall) > 0
    return False


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


def write_weights(weights: Mapping[str, float], path: Path) -> None:
    lines = ["# feature, weight in log-odds; fitted by benchmarks/fit_scores.py"]
    lines += [
        f"{name}\t{weight:.3f}"
        for name, weight in sorted(weights.items())
        if not name.startswith(CORPUS)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def in_text(
    text: Labelled, annotator: Annotator, lexicon: Lexicon, spans: Spans | None = None
) -> Iterator[Example]:
    """The choices of a text as the last step of annotating finds them."""
    passage = passage_of(text.text, spans=spans, listed=text.listed)
    proposals: list[Proposal] = []
    for step in annotator.steps.values():
        proposals = step(passage, proposals)
    around = neighbours_of(passage, proposals, annotator.grounder)
    seen = set()
    for proposal, said in contested(passage, proposals):
        start, end = proposal.start, proposal.end
        if said is None or not is_judged(text, start, end):
            continue
        touching = [m for m in text.mentions if m.start < end and start < m.end]
        gold = next((m for m in touching if (m.start, m.end) == (start, end)), None)
        if touching and gold is None:
            continue
        context = annotator.grounder.context_features(proposal.candidates, around)
        features = [{**one, **other} for one, other in zip(said, context, strict=True)]
        if text.corpus in TEMPLATES:
            features = [
                {name: value for name, value in option.items() if not name.startswith(BESIDE)}
                for option in features
            ]
        found = tuple(tuple(sorted(option.items())) for option in features)
        key = (proposal.surface, gold and (gold.genes, gold.human), found)
        if key in seen:
            continue
        seen.add(key)
        example = _example(text, proposal, features, gold, lexicon)
        if example is not None:
            yield example


def _example(
    text: Labelled,
    proposal: Proposal,
    features: Sequence[Mapping[str, float]],
    gold: Gold | None,
    lexicon: Lexicon,
) -> Example | None:
    keys = [("family" if c.entry.is_family else c.kind, c.ref) for c in proposal.candidates]
    features = [{**one, **of_corpus(text, key)} for one, key in zip(features, keys, strict=True)]
    if gold is None and is_unsaid(text, keys, lexicon):
        return None
    right = [is_right(key, gold, text, lexicon) for key in keys]
    own = [
        text.one_of_family and key[0] == "gene" and candidate.entry.type == "approved"
        for key, candidate in zip(keys, proposal.candidates, strict=True)
    ]
    labels = [label(key, lexicon) for key in keys]
    return Example(
        text.corpus,
        f"{text.corpus} {text.name}",
        proposal.surface,
        tuple(features),
        own_first(right, keys, own),
        tuple(key[0] == "non_gene" for key in keys),
        WEIGHT.get(text.corpus, 1.0),
        tuple(candidate.odds for candidate in proposal.candidates),
        (*labels, "gold" if gold else ""),
    )


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
    parser.add_argument("--ablate", action="store_true")
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
        rows = table(placed, shares, least)
        f1s = [row.strip("| ").split(" | ") for row in rows if row.startswith("|")]
        print(f"F1 from {least}:", *(f"{corpus} {f1}" for corpus, _, _, f1 in f1s))
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
