"""What a text says of a name in words, and what it is weighed as: the same."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import Lexicon
from reconcile.annotate import Annotator
from reconcile.annotate.decide import contested, decide, neighbours_of
from reconcile.annotate.passage import passage_of
from reconcile.grounding import Grounder
from reconcile.grounding.candidates import order
from reconcile.lexicon.similarity import Similarity
from reconcile.text import series_stem

LEXICON = Lexicon.load()
GROUNDER = Grounder(LEXICON)
ANNOTATOR = Annotator(LEXICON, GROUNDER)
PARTS = (
    *("EGFR", "ErbB1", "PDK1", "PI3K", "AKTs", "SHB, SHD and SHE", "AR", "CAT", "p38 (AIMP2)"),
    *("epidermal growth factor receptor (EGFR)", "Trp53 of mice", "in Drosophila Toll", "IL-1/6"),
    *("a kinase", "binds", "and", ".", ",", "/", "mediated", "ER stress", "phosphorylated STAT3"),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join)
SYMBOLS = ("AKT1", "PIK3CA", "EGFR", "MAP2K1", "MAPK3", "AREG", "BTC", "STK4", "PDK1", "CAT")
GENES = st.frozensets(
    st.sampled_from([LEXICON.gene_by_symbol(symbol).index for symbol in SYMBOLS]), max_size=8
)


def in_steps(text, spans, listed):
    passage = passage_of(text, spans=spans, listed=listed)
    found = []
    for step in ANNOTATOR.steps.values():
        found = step(passage, found)
    return passage, found


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([None, [], "first"]), GENES)
def test_the_score_of_a_mention_is_the_sum_of_its_features_in_words(text, spans, listed):
    if spans == "first":
        spans = [(0, len(text.split(" ")[0]))]
    passage, found = in_steps(text, spans, listed)
    around = neighbours_of(passage, found, GROUNDER)
    decided = {(p.start, p.end): p for p in decide(passage, found, GROUNDER)}
    for proposal, said in contested(passage, found):
        if said is None:
            continue
        candidates = proposal.candidates
        context = GROUNDER.context_features(candidates, around)
        odds = {}
        for candidate, one, other in zip(
            candidates, said.features(candidates), context, strict=True
        ):
            weighed = [GROUNDER.weights.get(n, 0) * v for n, v in {**one, **other}.items()]
            odds[candidate.kind, candidate.ref] = candidate.odds + math.fsum(weighed)
        total = 1 + sum(map(math.exp, odds.values()))
        kept = decided.get((proposal.start, proposal.end))
        for candidate in kept.candidates if kept is not None else ():
            own = odds[candidate.kind, candidate.ref]
            assert candidate.odds == pytest.approx(own, abs=1e-4)
            assert candidate.score == pytest.approx(math.exp(own) / total, abs=2e-4)
        best = max(odds, key=odds.__getitem__)
        if best[0] not in ("non_gene", "nonhuman") and math.exp(odds[best]) > 0.501 * total:
            assert kept is not None


@given(st.sampled_from(["PDK1", "AR", "CAT", "AKT", "p38", "MEK1", "IP3R", "MST1", "LPS"]), GENES)
def test_the_genes_around_are_asked_without_those_that_the_name_itself_may_mean(name, genes):
    candidates = GROUNDER.lookup(name)
    similarity = Similarity(LEXICON)
    own = {gene for candidate in candidates for gene in GROUNDER.members(candidate)}
    others = genes - own
    fits = [
        max((similarity.among(g, others).score for g in GROUNDER.members(c)[:4]), default=0.0)
        for c in candidates
    ]
    for neighbours in (genes, genes | own, GROUNDER.around(genes)):
        features = GROUNDER.context_features(candidates, neighbours)
        if not others or not candidates:
            assert not any(features)
            continue
        feature = "fits better, many" if len(others) >= 5 else "fits better, few"
        for i, (candidate, said) in enumerate(zip(candidates, features, strict=True)):
            kin = [are_siblings(similarity, candidate, other) for other in candidates]
            best = max(fit for fit, own in zip(fits, kin, strict=True) if own)
            rival = max([fit for fit, own in zip(fits, kin, strict=True) if not own], default=0.0)
            lead = pytest.approx(math.log((best + 0.05) / (rival + 0.05)))
            assert kin[i]
            assert said == ({feature: lead} if candidate.is_gene else {})


def are_siblings(similarity, one, other):
    if one is other:
        return True
    if one.kind != "gene" or other.kind != "gene":
        return False
    stems = [series_stem(LEXICON.gene(candidate.ref).gene.symbol) for candidate in (one, other)]
    return other.ref in similarity.relatives(one.ref) or (
        None not in stems and len(set(stems)) == 1
    )


@given(st.sampled_from(["PDK1", "AR", "CAT", "AKT", "p38"]), GENES)
def test_what_the_genes_around_say_does_not_depend_on_what_was_asked_before(name, genes):
    around = GROUNDER.around(genes)
    for other in ("MEK1", name, "AKT1", name):
        candidates = GROUNDER.lookup(other)
        alone = Grounder(LEXICON).rank_in_context(candidates, genes)
        assert GROUNDER.rank_in_context(candidates, around) == alone
        assert list(alone) == sorted(alone, key=order)


NAMES = ("MEK1", "AKT", "Trp53", "NF-κB", "sonic hedgehog", "epidermal growth factor receptr", "ER")


@given(st.sampled_from(NAMES), st.floats(0, 1), st.sampled_from([None, "10090"]))
def test_a_record_of_a_candidate_has_its_own_score_and_the_same_genes_whatever_that_is(
    name, score, taxon
):
    for candidate in GROUNDER.lookup(name):
        if not candidate.is_gene:
            continue
        one = GROUNDER.grounding(candidate, taxon, name)
        other = GROUNDER.grounding(candidate.with_odds(0.5, score, None), taxon, name)
        assert (one.score, other.score) == (candidate.score, score)
        assert (one.score_alone, other.score_alone) == (candidate.alone, None)
        assert replace(one, score=score) == other
        assert one.taxon == (taxon or candidate.entry.taxon)
        assert one.match.form
        symbols = [LEXICON.gene(index).gene.symbol for index in GROUNDER.members(candidate)]
        assert sorted(symbols) == [gene.symbol for gene in one.genes]
