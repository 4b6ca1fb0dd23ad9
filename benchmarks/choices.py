"""The choices of labelled texts: which of the things under its letters a name means, or none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from choice_model import Example
from labelled import Gold, Labelled

from reconcile import Lexicon
from reconcile.annotate import Annotator
from reconcile.annotate.decide import contested, neighbours_of
from reconcile.annotate.hits import stands_as_name
from reconcile.annotate.passage import passage_of
from reconcile.annotate.proposal import Proposal
from reconcile.grounding.features import form_features
from reconcile.grounding.scoring import (
    Meaning,
    beside_symbols,
    may_be,
    meanings_of,
    without_members,
)
from reconcile.lexicon.scan import Hit, scan
from reconcile.text import tokens

WEIGHT = {"bc2gm": 0.2, "bionlp13cg": 0.3, "bionlp13pc": 0.3, "probes": 0.5, "symbols": 0.1}
"""Of an example: sentences of IOB files do not say which gene is meant, and are many."""
FAMILY_F1 = 0.8
Spans = Sequence[tuple[int, int]]
ALL = 10**9
SYMBOLS = "symbols"
CAPTIONS = "captions"
CORPUS = "corpus "
WITHOUT_COMPLEXES = frozenset({"bionlp13pc"})
"""Corpora that annotate complexes as something else than genes."""
COMPLEX = re.compile(r"\s+complex(?:es)?\b")
TEMPLATES = frozenset({"probes", "own"})
"""Corpora of made-up sentences: the words beside a name say nothing there."""
BESIDE = ("before ", "after ")


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
    if text.corpus in WITHOUT_COMPLEXES and COMPLEX.match(text.text, end):
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
        words = said.features(proposal.candidates)
        features = [{**one, **other} for one, other in zip(words, context, strict=True)]
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
