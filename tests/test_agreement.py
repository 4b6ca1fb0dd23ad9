"""How the dictionary and a tagger decide together, with spans given by hand."""

from __future__ import annotations

import re

import pytest
from hostile import Stopwatch, filled, more_than_linear

from reconcile import Reconciler
from reconcile.annotate import Annotator
from reconcile.annotate.agreement import is_unknown_symbol
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
    """A reconciler whose tagger finds nothing, and the texts that it was asked about."""
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
