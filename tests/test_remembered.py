"""What a process remembers is bounded, by one budget, and what is asked again is kept."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import reconcile
from reconcile.memo import Memo

ROOT = Path(reconcile.__file__).parent
OWN = 5000
"""Sizes above this come from the budget; smaller ones are of what there is little of."""
ELSEWHERE = {"benchmark", "curation", "evaluation", "learning"}
"""Commands of their own, of which no worker runs any."""


@given(st.lists(st.integers(0, 30)), st.integers(2, 12))
def test_a_memo_gives_what_its_function_gives_and_keeps_no_more_than_its_room(asked, most):
    memo = Memo(lambda n: n * n, most)
    for n in asked:
        assert memo[n] == n * n
        assert memo.held() <= most


@given(st.lists(st.integers(10, 500)))
def test_what_is_asked_all_the_time_is_worked_out_once(others):
    """However many others come between, as long as it is asked again before half the room is."""
    asked = []
    memo = Memo(lambda n: asked.append(n) or n, 8)
    for other in others:
        assert memo[1] == 1 and memo[other] == other
    assert asked.count(1) <= 1


def test_a_memo_that_is_cleared_has_nothing_set_aside():
    memo = Memo(str, 4)
    assert [memo[n] for n in range(5)] == list("01234") and memo.held() > len(memo)
    memo.clear()
    assert memo.held() == 0


def test_a_cache_that_texts_fill_has_its_size_from_the_budget():
    sized = re.compile(r"lru_cache\((?:maxsize=)?(\d[\d_]*)\)|_CACHE_SIZE|lru_cache\(None\)")
    found = {
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0] not in ELSEWHERE
        for hit in sized.finditer(path.read_text(encoding="utf-8"))
        if hit.group(1) is None or int(hit.group(1)) > OWN
    }
    assert found <= {"annotate/senses.py: lru_cache(None)"}  # patterns of the rules' own table
