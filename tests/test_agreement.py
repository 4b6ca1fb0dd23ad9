"""How the dictionary and a tagger decide together, with spans given by hand."""

from __future__ import annotations

import re

import pytest
from hostile import Stopwatch, filled, more_than_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import Reconciler
from reconcile.annotate import Annotator
from reconcile.annotate.agreement import agree, is_unknown_symbol
from reconcile.annotate.annotator import Draft
from reconcile.annotate.decide import weighed
from reconcile.lexicon import Lexicon
from reconcile.tagger.pipeline import Pipeline


@pytest.fixture(scope="module")
def annotator():
    return Annotator(Lexicon.load())


def mentions(annotator, text, *tagged):
    spans = [(text.index(name), text.index(name) + len(name)) for name in tagged]
    return {m.text: m for m in annotator.annotate(text, spans=spans).mentions}


def test_agreement_raises_the_score(annotator):
    text = "Levels of SREBP1 rose."
    alone = {m.text: m for m in annotator.annotate(text).mentions}["SREBP1"]
    both = mentions(annotator, text, "SREBP1")["SREBP1"]
    vetoed = annotator.annotate(text, spans=[]).mentions
    assert both.score > max((m.score for m in vetoed if m.text == "SREBP1"), default=0)
    assert (alone.found_by, both.found_by) == ("dictionary", "both")
    assert alone.genes == both.genes


@pytest.mark.parametrize("name", ["CAP", "NP", "MAP", "PTH1"])
def test_a_tagger_that_finds_nothing_makes_no_name_surer(annotator, name):
    text = f"The {name} of these is shown."

    def score(spans):
        return max((m.score for m in annotator.annotate(text, spans=spans).mentions), default=0)

    assert score([(4, 4 + len(name))]) >= score([])
    assert score(None) >= score([])


@pytest.mark.parametrize("name", ["EGFR", "NF-κB", "β-catenin", "MEK1/2", "PI3K", "insulin"])
def test_what_nothing_speaks_against_needs_no_second_witness(annotator, name):
    assert name in mentions(annotator, f"Then {name} is active.")


def test_the_tagger_alone_is_grounded_or_stays_without_genes(annotator):
    found = mentions(
        annotator, "The nerve growth factr and the Zyq-7.", "nerve growth factr", "Zyq-7"
    )
    assert found["nerve growth factr"].symbols == ("NGF",)
    assert found["Zyq-7"].genes == ()
    assert {m.found_by for m in found.values()} == {"tagger"}


def test_no_tagger_is_not_a_tagger_that_found_nothing(annotator):
    text = "Levels of SREBP1 rose."
    alone, nothing = (annotator.annotate(text, spans=spans).mentions for spans in (None, []))
    assert alone != nothing


def test_a_long_run_of_letters_is_told_from_a_symbol_in_linear_time(annotator):
    timed = Stopwatch()

    def measure(size):
        run = filled("Ab1", size) + "!"
        yield "told", timed(lambda: is_unknown_symbol(run, annotator.lexicon))
        assert timed.result is False

    assert not more_than_linear(measure, 15_000)


@pytest.fixture
def tagger(monkeypatch):
    """A reconciler with a tagger that finds nothing, and what it was asked about."""
    asked = []

    def read(_, texts):
        asked.extend(texts)
        return [[] for _ in texts]

    monkeypatch.setattr(Pipeline, "read", read)
    return Reconciler(), asked


CERTAIN = ("MEK activates ERK1/2.", "EGFR binds EGF.", "No names at all.", "")
DOUBTFUL = ("Levels of CAP rose.", "The MET of HER2.", "Levels of DAT rose.")


def test_a_tagger_is_asked_only_where_it_can_decide(tagger):
    reconciler, asked = tagger
    found = list(reconciler.annotate_many([*CERTAIN, *DOUBTFUL, *CERTAIN]))
    assert asked == list(DOUBTFUL)
    assert found == list(map(reconciler.annotate, [*CERTAIN, *DOUBTFUL, *CERTAIN]))


def test_of_a_text_only_the_sentences_in_doubt_are_read(tagger):
    reconciler, asked = tagger
    reconciler.annotate("No names. Levels of CAP rose. We eat. Levels of DAT rose.")
    assert asked == ["Levels of CAP rose. ", "Levels of DAT rose."]


SENTENCES = st.lists(
    st.sampled_from(
        [*CERTAIN[:3], *DOUBTFUL, "In CAP cells (IL-6) SREBP1 rose.", "AKT (AKT1); PKB."]
    )
)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.booleans())
def test_in_sentences_that_it_is_not_asked_about_nothing_changes(sentences, finds):
    """Whatever it finds of the names in others."""
    text = " ".join(sentences)
    annotator = Annotator(Lexicon.load())
    draft = annotator.asking(annotator.draft(text))
    alone = annotator.annotate(text)
    names = [(m.start, m.end) for m in alone.mentions if finds]
    inside = [s for s in names if any(a <= s[0] < b for a, b in draft.asked)]
    found = annotator.finish(draft, inside if draft.asked else None)

    def elsewhere(annotation):
        return [
            mention
            for mention in annotation.mentions
            if not any(a <= mention.start < b for a, b in draft.asked)
        ]

    assert elsewhere(found) == elsewhere(alone)
    assert all(m.found_by != "both" for m in elsewhere(found))
    if not draft.asked:
        assert found == alone


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.sampled_from(["none", "all", "asked"]))
def test_what_was_weighed_before_it_was_asked_is_what_would_be_weighed_after(sentences, finds):
    """Keeping it changes no decision, score or order."""
    text = " ".join(sentences)
    annotator = Annotator(Lexicon.load())
    plain = annotator.draft(text)
    asking = annotator.asking(plain)
    words = [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    if finds == "asked":
        words = [s for s in words if any(a <= s[0] < b for a, b in asking.asked)]
    spans = None if finds == "none" else words
    unweighed = Draft(plain.text, plain.passage, plain.found, plain.settled, asking.asked)
    assert annotator.finish(asking, spans) == annotator.finish(unweighed, spans)


def test_a_name_is_weighed_once_unless_the_tagger_speaks_of_it():
    annotator = Annotator(Lexicon.load())
    text = "PTEN binds AKT1. Levels of DAT rose. MDM2 binds p53."
    draft = annotator.asking(annotator.draft(text))
    before = {p.surface: ranked for p, ranked in draft.weighed.ranked}
    (asked,) = draft.asked
    assert text[slice(*asked)] == "Levels of DAT rose. "
    agreed = agree(draft.settled, [(text.index("DAT"), text.index("DAT") + 3)], text, [asked])
    after = {
        p.surface: ranked
        for p, ranked in weighed(draft.passage, agreed, annotator.grounder, draft.weighed).ranked
    }
    assert after.keys() == before.keys() == {"PTEN", "AKT1", "DAT", "MDM2", "p53"}
    assert {name for name in before if after[name] is not before[name]} == {"DAT"}
    assert after["DAT"][0].score > before["DAT"][0].score
    assert weighed(draft.passage, draft.settled, annotator.grounder, draft.weighed) is draft.weighed


def test_letters_that_a_tagger_finds_mean_what_the_text_defines(annotator):
    """Its own names come before definitions are read, and names there are its witness after."""
    text = "It is in distal convoluted tubules (DCT)."
    assert "DCT" in mentions(annotator, "It is in the DCT.", "DCT")
    assert "DCT" not in mentions(annotator, text, "DCT")


@pytest.mark.parametrize("text", CERTAIN)
def test_what_it_is_not_asked_it_could_not_have_changed(annotator, text):
    words = [(m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    chosen = [
        {(m.start, m.end, m.symbols) for m in annotator.annotate(text, spans=spans).mentions}
        for spans in (None, [])
    ]
    tagged = [(m.start, m.end, m.symbols) for m in annotator.annotate(text, spans=words).mentions]
    assert chosen[0] == chosen[1] <= set(tagged)


def test_a_named_model_is_asked_about_every_text(tagger, monkeypatch):
    _, asked = tagger
    monkeypatch.setattr(Pipeline, "__init__", lambda *_: None)
    list(Reconciler(ner="some_model").annotate_many(CERTAIN))
    assert asked == list(CERTAIN)
