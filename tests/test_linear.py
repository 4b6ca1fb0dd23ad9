"""Four times the text takes about four times as long, whatever the text is."""

import pytest
from hostile import FIGURES, GENES, TEXTS, Stopwatch, more_than_linear, stages

from reconcile import Figure
from reconcile.report.explain import explanation


@pytest.mark.parametrize("name", TEXTS)
def test_no_caption_takes_more_than_linear_time(fast, name):
    def measure(size):
        return stages(fast, Figure(figid="F", caption=TEXTS[name](size), keywords=GENES))

    assert not more_than_linear(measure, 1_000)


@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_takes_more_than_linear_time(fast, name):
    size, make = FIGURES[name]
    assert not more_than_linear(lambda size: stages(fast, make(size)), size)


@pytest.mark.parametrize("name", TEXTS)
def test_no_caption_takes_the_default_chain_more_than_linear_time(full, name):
    def measure(size):
        text = TEXTS[name](size)
        timed = Stopwatch()
        yield "annotate", timed(lambda: full.annotate(text))

    assert not more_than_linear(measure, 500)


def test_an_enumeration_of_one_name_is_grounded_as_that_name(fast):
    (found,) = fast.ground("(TLR) 3")
    assert [gene.symbol for gene in found.genes] == ["TLR3"]
    assert "TLR3" in "".join(explanation(fast.annotate("(TLR) 3")))
