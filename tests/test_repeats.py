"""A name that is mostly marked where it stands is marked wherever it stands."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from reconcile.tagger.network import build
from reconcile.tagger.repeats import REPEATS, mark_repeats

VOCAB = Vocab()


def marked(text, *spans):
    doc = Doc(VOCAB, words=text.split())
    doc.set_ents([Span(doc, start, end, "GENE") for start, end in spans])
    return [(entity.start, entity.end) for entity in mark_repeats(doc).ents]


def test_a_name_marked_in_half_of_its_places_is_marked_in_all():
    assert marked("REN rises , REN falls", (0, 1)) == [(0, 1), (3, 4)]
    assert marked("IL - 6 and IL - 6 receptor", (0, 3)) == [(0, 3), (4, 7)]


def test_a_name_that_is_mostly_unmarked_stays_so():
    assert marked("CIS , CIS and CIS", (0, 1)) == [(0, 1)]


def test_places_in_other_names_and_letters_alone_are_left():
    assert marked("IL - 6 and IL - 6 receptor", (0, 3), (4, 8)) == [(0, 3), (4, 8)]
    assert marked("p of p", (0, 1)) == [(0, 1)]
    assert marked("AKT AKT AKT AKT", (0, 2)) == [(0, 2), (2, 4)]
    assert marked("Ren and REN", (0, 1)) == [(0, 1)]


def test_the_trained_pipeline_ends_with_it():
    sizes = {"width": 8, "depth": 1, "hidden_width": 8, "columns": {"norm": [8, 50]}}
    assert build(sizes).pipe_names[-1] == REPEATS


WORDS = st.sampled_from(["aa", "bb", "c", "-", "1"])


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from([0, 0, 1, 2])), max_size=14))
def test_marks_stay_and_what_is_added_has_their_letters(pieces):
    words = [word for word, _ in pieces]
    before: list[tuple[int, int]] = []
    for i, (_, width) in enumerate(pieces):
        if width and i + width <= len(words) and (not before or i >= before[-1][1]):
            before.append((i, i + width))
    after = marked(" ".join(words), *before)
    names = [tuple(words[start:end]) for start, end in before]
    assert set(before) <= set(after)
    assert all(end <= start for (_, end), (start, _) in pairwise(after))
    assert all(tuple(words[start:end]) in names for start, end in set(after) - set(before))


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=9))
def test_half_is_enough(marks):
    spans = [(i, i + 1) for i, mark in enumerate(marks) if mark]
    everywhere = [(i, i + 1) for i in range(len(marks))]
    expected = everywhere if 2 * len(spans) >= len(marks) else spans
    assert marked(" ".join(["REN"] * len(marks)), *spans) == expected
