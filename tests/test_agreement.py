"""How the dictionary and a tagger decide together, with spans given by hand."""

from __future__ import annotations

import time

import pytest

from reconcile.annotate import Annotator
from reconcile.annotate.agreement import is_unknown_symbol
from reconcile.lexicon import Lexicon


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
    start = time.process_time()
    assert not is_unknown_symbol("Ab1" * 20_000 + "!", annotator.lexicon)
    assert time.process_time() - start < 5
