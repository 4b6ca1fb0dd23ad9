"""Four times the text takes about four times as long, whatever the text is."""

import json
from dataclasses import replace

import pytest
from hostile import (
    FIGURES,
    GENES,
    TEXTS,
    Stopwatch,
    filled,
    long_record,
    more_than_linear,
    stages,
    tagged,
)

from reconcile import Figure, Reconciler, read_annotations, read_figures
from reconcile.bundled import bundled_path
from reconcile.formats.changes import Change
from reconcile.formats.patch import patch_record
from reconcile.formats.udiff import unified_diff
from reconcile.lexicon import similarity
from reconcile.metrics import Counts, summarise
from reconcile.report import FORMATS, render
from reconcile.report.exchange import EXCHANGE_FORMATS, exchange
from reconcile.report.explain import explanation

LONG = pytest.mark.long


@pytest.mark.parametrize("size", [400, pytest.param(1_000, marks=LONG)])
@pytest.mark.parametrize("name", TEXTS)
def test_no_caption_takes_more_than_linear_time(fast, name, size):
    def measure(size):
        return stages(fast, Figure(figid="F", caption=TEXTS[name](size), keywords=GENES))

    assert not more_than_linear(measure, size)


@LONG
@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_takes_more_than_linear_time(fast, monkeypatch, name):
    size, make = FIGURES[name]
    if name == "many genes":  # no more of them are asked about each; fewer show that as well
        monkeypatch.setattr(similarity, "MOST_WITNESSES", size // 3)
    assert not more_than_linear(lambda size: stages(fast, make(size)), size)


@pytest.fixture(scope="module")
def asking():
    """The bundled tagger, asked about every text: the default asks only where it may decide."""
    return Reconciler(ner=str(bundled_path("gene_ner")))


@LONG
@pytest.mark.parametrize("size", [200, 500])
@pytest.mark.parametrize("name", TEXTS)
def test_no_caption_takes_the_tagger_more_than_linear_time(asking, name, size):
    def measure(size):
        text = TEXTS[name](size)
        timed = Stopwatch()
        yield "annotate", timed(lambda: asking.annotate(text))

    assert not more_than_linear(measure, size)


def test_an_enumeration_of_one_name_is_grounded_as_that_name(fast):
    (found,) = fast.ground("(TLR) 3")
    assert [gene.symbol for gene in found.genes] == ["TLR3"]
    assert "TLR3" in "".join(explanation(fast.annotate("(TLR) 3")))


def test_patching_a_record_takes_linear_time():
    def measure(size):
        timed, old = Stopwatch(), long_record(size)
        changes = [Change("replace", f"W{i}", (f"N{i}",)) for i in range(0, size, 2)]
        yield "patch", timed(lambda: patch_record(old, changes, source="a.md"))
        new = timed.result
        yield "diff", timed(lambda: unified_diff(old, new, "a.md"))
        equal = old.replace(b"line", b"  - X\n" * 2)
        yield "equal lines", timed(lambda: unified_diff(equal, b"x\n" + equal, "a.md"))

    assert not more_than_linear(measure, 250)


KEYS = {
    "other keys": lambda size: {f"k{i}": 1 for i in range(size)},
    "entries": lambda size: {"keywords": [f"K{i}" for i in range(size)]},
    "words": lambda size: {
        "ocr": [{"word": f"W{i}", "match": "X", "symbol": "AR"} for i in range(size)]
    },
}


@pytest.mark.parametrize("name", [*KEYS, "a key twice"])
def test_reading_a_line_takes_linear_time(tmp_path, name):
    def measure(size):
        timed, path = Stopwatch(), tmp_path / "a.jsonl"
        line = json.dumps({"figid": "F", **KEYS.get(name, KEYS["other keys"])(size)})
        path.write_text(line if name in KEYS else f'{line[:-1]}, "k{size - 1}": 2}}')
        yield "read", timed(lambda: list(read_figures(path, on_error=str)))

    assert not more_than_linear(measure, 2_000)


@pytest.mark.parametrize("form", ["pubtator", "bioc"])
def test_another_taggers_mentions_take_linear_time(fast, tmp_path, form):
    def measure(size):
        timed, path = Stopwatch(), tmp_path / "a"
        path.write_text(tagged(size, form))
        figure = Figure(figid="F", caption="EGFR binds AKT1. " * size, keywords=["EGFR"])
        yield "read", timed(lambda: read_annotations(path).of(figure))
        spans = timed.result
        yield "compare", timed(lambda: fast.reconcile(replace(figure, tagged=spans)))

    assert not more_than_linear(measure, 60)


WRITTEN = ("MEK1, ", "PI3K/AKT/mTOR ", "human TNF in mice ", "AR and ER stress. ", "<b>&", "| * _ ")


@pytest.mark.parametrize("unit", WRITTEN)
def test_no_format_takes_more_than_linear_time(fast, unit):
    def measure(size):
        timed = Stopwatch()
        result = fast.reconcile(Figure(figid="F", caption=filled(unit, size), keywords=GENES))
        total = summarise([Counts.from_dict(result.counts)])
        for form in FORMATS:
            yield form, timed(lambda form=form: list(render(form, [result], [], lambda: total)))
        for form in EXCHANGE_FORMATS:
            yield form, timed(lambda form=form: list(exchange(form, [result], print, str)))

    assert not more_than_linear(measure, 400)
