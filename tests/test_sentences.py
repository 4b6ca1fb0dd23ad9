"""Sentences cover a text without gap or overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.naming.sentences import Sentences


@given(st.text("AZab.;!?[1,2](\n ", max_size=80), st.integers(0, 80))
def test_sentences_cover_a_text(text, place):
    spans = list(Sentences(text))
    assert "".join(text[start:end] for start, end in spans) == text
    if place < len(text):
        start, end = Sentences(text).span(place)
        assert start <= place < end
        assert spans[Sentences(text).at(place)] == (start, end)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("AKT binds. MEK falls", 2),
        ("AKT binds.[12,13] MEK falls", 2),
        ("a; B; (C) d", 3),
        ("IL-1.5 rises, cf. text", 1),
        ("One\ntwo", 2),
    ],
)
def test_where_sentences_end(text, sentences):
    assert len(list(Sentences(text))) == sentences
