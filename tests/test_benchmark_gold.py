"""The gold benchmark's scoring, on cases small enough to count by hand."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from reconcile.records import Gene, Mention

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "caption_gold.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("caption_gold", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["caption_gold"] = module
    spec.loader.exec_module(module)
    return module


def gold(bench, text, kind, required, allowed=None, optional=False):
    return bench.Gold.from_dict(
        {
            "text": text,
            "kind": kind,
            "required": required,
            "allowed": required if allowed is None else allowed,
            "optional": optional,
        }
    )


@pytest.mark.parametrize(
    ("kind", "required", "allowed", "predicted", "right"),
    [
        ("gene", ["MAP2K1"], ["MAP2K1"], {"MAP2K1"}, True),
        ("gene", ["MAP2K1"], ["MAP2K1"], {"MAP2K1", "MAP2K2"}, False),
        ("gene", ["MAP2K1"], ["MAP2K1", "MAP2K2"], {"MAP2K1", "MAP2K2"}, True),
        ("gene", ["MAP2K1"], ["MAP2K1", "MAP2K2"], {"MAP2K2"}, False),
        ("gene", ["MAP2K1"], ["MAP2K1"], set(), False),
        ("family", ["AKT1", "AKT2", "AKT3"], None, {"AKT1", "AKT2"}, True),  # F1 = 0.8
        ("family", ["AKT1", "AKT2", "AKT3"], None, {"AKT1"}, False),  # F1 = 0.5
        ("complex", ["A", "B", "C", "D"], None, {"A", "B", "C", "D", "E", "F"}, True),  # 0.8
        ("complex", ["A", "B"], None, {"C"}, False),
        ("nonhuman", [], [], set(), True),
        ("nonhuman", [], [], {"ACE2"}, False),
    ],
)
def test_grounding_is_right_by_kind(bench, kind, required, allowed, predicted, right):
    mention = gold(bench, "x", kind, required, allowed)
    assert bench.grounded_right(mention, frozenset(predicted)) is right


def test_a_caption_is_scored_by_distinct_forms_and_optional_ones_do_not_count(bench):
    golds = [
        gold(bench, "MEK1/2", "gene", ["MAP2K1", "MAP2K2"]),
        gold(bench, "AKT", "family", ["AKT1", "AKT2", "AKT3"]),
        gold(bench, "p53", "gene", ["TP53"]),
        gold(bench, "LPS", "gene", ["X"], optional=True),
        gold(bench, "CRP", "gene", ["CRP"], optional=True),
    ]
    predicted = {
        "MEK1/2": frozenset({"MAP2K1", "MAP2K2"}),
        "AKT": frozenset({"AKT1"}),
        "LPS": frozenset({"IRF6"}),
        "FIND": frozenset({"DCSTAMP"}),
    }
    score = bench.score_caption(golds, predicted)
    assert score.found == ("AKT", "MEK1/2")
    assert score.missed == ("p53",)
    assert score.spurious == ("FIND",)
    assert score.misgrounded == {"AKT": (("AKT1", "AKT2", "AKT3"), ("AKT1",))}
    found, right = bench.detection([score]), bench.end_to_end([score])
    assert (found.right, found.predicted, found.gold) == (2, 3, 3)
    assert found.f1 == found.precision == found.recall == pytest.approx(2 / 3)
    assert (right.right, right.predicted, right.gold) == (1, 3, 3)


def test_rates_are_summed_over_captions(bench):
    one = bench.score_caption([gold(bench, "A", "gene", ["A"])], {"A": frozenset({"A"})})
    two = bench.score_caption(
        [gold(bench, "A", "gene", ["A"]), gold(bench, "B", "gene", ["B"])], {"C": frozenset()}
    )
    rates = bench.detection([one, two])
    assert (rates.precision, rates.recall, rates.f1) == (1 / 2, 1 / 3, 2 / 5)
    assert bench.detection([two, one]) == rates


def test_rates_of_nothing_are_undefined_and_of_no_hit_zero(bench):
    nothing = bench.detection([])
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    missed = bench.score_caption([gold(bench, "A", "gene", ["A"])], {})
    assert bench.detection([missed]).precision is None
    assert bench.detection([missed]).f1 == 0.0


def test_mentions_of_one_form_are_one_prediction_with_all_their_genes(bench):
    def mention(start: int, *symbols: str) -> Mention:
        genes = tuple(map(Gene, symbols))
        return Mention("ERK", start, start + 3, "family", "ERK", genes, "9606", 1.0)

    assert bench.by_form([mention(0, "MAPK1"), mention(9, "MAPK3")]) == {
        "ERK": frozenset({"MAPK1", "MAPK3"})
    }


def test_the_printed_and_the_json_form_name_every_error(bench):
    golds = [gold(bench, "A", "gene", ["A"]), gold(bench, "B", "gene", ["B"])]
    score = bench.score_caption(golds, {"B": frozenset({"X"}), "C": frozenset()})
    text = bench.render({"F1": score}, True)
    assert [line.split()[:2] for line in text.splitlines()[-3:]] == [
        ["missed", "'A'"],
        ["spurious", "'C'"],
        ["grounding", "'B':"],
    ]
    plain = bench.to_json({"F1": score})
    assert plain["end_to_end"]["right"] == 0
    assert plain["captions"][0]["misgrounded"] == [
        {"text": "B", "required": ["B"], "predicted": ["X"]}
    ]
    assert "F1" not in bench.render({"F1": score}, False)
