"""Samples for training say of a text what spaCy itself would work out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.training import Example
from spacy.vocab import Vocab

from reconcile.tagger.samples import read_corpus

WORDS = st.sampled_from(["MEK", "1", "-", "(", "binds", "β", "'", "..."])


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.tuples(WORDS, st.sampled_from("BIIOO")), min_size=1, max_size=12))
def test_examples_are_aligned_as_spacy_aligns_them(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("corpus") / "a.tsv"
    path.write_text("".join(f"{word}\t{tag}\n" for word, tag in lines), encoding="utf-8")
    (sample,) = read_corpus(path, sentences=True)
    ours = sample.example(Vocab(), "general")
    theirs = Example(ours.predicted, ours.reference)
    entities, tags = ours.get_aligned_ents_and_ner()
    expected, expected_tags = theirs.get_aligned_ents_and_ner()
    assert tags == expected_tags
    assert [(e.start, e.end, e.label_) for e in entities] == [
        (e.start, e.end, e.label_) for e in expected
    ]
    for start in range(len(lines)):
        for stop in range(start + 1, len(lines) + 1):
            (here,) = ours.get_aligned_spans_x2y([ours.x[start:stop]])
            (there,) = theirs.get_aligned_spans_x2y([theirs.x[start:stop]])
            assert (here.doc, here.start, here.end) == (there.doc, there.start, there.end)
