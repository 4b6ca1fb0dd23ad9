"""What the tagger sees of a token, and that training and use see the same."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from reconcile.errors import ModelError
from reconcile.tagger.bundle import lexicon_checksum, model_info
from reconcile.tagger.columns import COLUMNS, DEFAULT_STYLE
from reconcile.tagger.features import (
    feature_names,
    features,
    set_style,
    style_hash,
)
from reconcile.tagger.network import build
from reconcile.tagger.samples import read_corpus
from reconcile.tagger.spaces import join
from reconcile.tagger.tokenizer import FineTokenizer
from reconcile.tagger.training import train

SENTENCE = "The transforming growth factor-beta 1 gene (TGFB1), MEK and aspirin were seen."
SIZES = {
    "width": 16,
    "depth": 1,
    "hidden_width": 8,
    "columns": {"norm": [8, 50], "longest": [8, 50], "style": [4, 10]},
}


def read(text, column):
    doc = FineTokenizer(Vocab())(text)
    rows = feature_names(doc)
    return {token.text: row[COLUMNS.index(column)] for token, row in zip(doc, rows, strict=True)}


def test_names_of_one_and_of_several_tokens_are_seen():
    longest = read(SENTENCE, "longest")
    assert longest["transforming"].startswith("B-")
    assert longest["-"].startswith("I-")
    assert longest["1"].startswith("E-")
    assert longest["TGFB1"] == "S-approved.hgnc-="
    assert longest["seen"] == ""
    assert read(SENTENCE, "other")["aspirin"].startswith("S-chemical")
    assert "label.f=" in read(SENTENCE, "alone")["MEK"]
    assert read(SENTENCE, "chosen")["beta"].startswith("I-name")


def test_the_spelling_is_held_against_that_of_the_lexicon():
    found = read("TGFB1 tgfb1 Tgfb1 tGFB1", "alone")
    assert "approved.h=" in found["TGFB1"]
    assert "approved" not in found["Tgfb1"].split(" ")[1]  # the mouse's symbol is spelled so
    assert "ortholog.m=" in found["Tgfb1"]
    assert [read(f"{word} x", "longest")[word][-1] for word in ("ERBB2", "erbb2", "ErBB2")] == [
        "=",
        "=",
        "c",
    ]


def test_names_that_cross_repaired_characters_stand_at_their_tokens():
    text = "a\u00ad\u00ad NF-Œ∫B binds growth\u00a0hormone 1 \u200b and TNF."
    doc = FineTokenizer(Vocab())(text)
    longest = [row[COLUMNS.index("longest")] for row in feature_names(doc)]
    found = {token.text: value for token, value in zip(doc, longest, strict=True)}
    assert found["NF"][0] == "B"
    assert found["B"][0] == "E"
    assert (found["growth"][0], found["hormone"][0], found["1"][0]) == ("B", "I", "E")
    assert found["binds"] == ""
    assert found["TNF"].startswith("S-approved")


def test_a_name_within_a_longer_one_is_not_chosen():
    chosen = read("interleukin 6 receptor", "chosen")
    assert [value[0] for value in chosen.values()] == ["B", "I", "E"]


NAMES = ["growth", "factor", "receptor", "kinase C", "alpha", "TNF", "NF", "IL", "p38", "MAPK", "B"]
PIECES = st.sampled_from([*NAMES, "6", "-", " ", "κ", "Œ∫", "\u00ad", "(", "ﬁ", ",", ". "])


@settings(max_examples=150)
@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=14).map("".join))
def test_chosen_names_do_not_overlap_and_are_whole(text):
    doc = FineTokenizer(Vocab())(text)
    rows = feature_names(doc)
    assert len(rows) == len(doc)
    places = "".join(row[COLUMNS.index("chosen")][:1] or "-" for row in rows)
    assert re.fullmatch(r"(?:BI*E|S|-)*", places), places


def test_each_token_is_looked_up_once(monkeypatch):
    from reconcile.lexicon import Lexicon

    tokenizer = FineTokenizer(Vocab())
    features(tokenizer(SENTENCE))
    asked = []
    look_up = Lexicon.load().lookup
    monkeypatch.setattr(Lexicon.load(), "lookup", lambda key: asked.append(key) or look_up(key))
    features(tokenizer("MEK and aspirin were seen."))
    assert asked == []


def test_features_of_columns_and_of_text_are_the_same():
    from_text = FineTokenizer(Vocab())(SENTENCE)
    words = [token.text for token in from_text]
    from_columns = Doc(Vocab(), words=words, spaces=join(words))
    assert from_columns.text == from_text.text
    assert np.array_equal(features(from_columns), features(from_text))


def test_hashes_are_those_of_the_named_features_and_do_not_depend_on_order():
    tokenizer = FineTokenizer(Vocab())
    texts = [SENTENCE, "IL-6 and sIL-6R", "p38 MAPK", "", "NF-κB (p65/p50)."]
    first = [features(tokenizer(text)) for text in texts]
    for text, found in zip(texts, first, strict=True):
        assert found.shape == (len(tokenizer(text)), len(COLUMNS))
    shuffled = list(enumerate(texts))
    random.Random(3).shuffle(shuffled)
    for i, text in shuffled:
        assert np.array_equal(features(tokenizer(text)), first[i])


def test_style_is_the_last_column_and_can_change():
    doc = FineTokenizer(Vocab())("MEK of")
    general = features(doc).copy()
    assert list(general[:, -1]) == [style_hash(DEFAULT_STYLE)] * 2
    styled = features(set_style(doc, "bc2gm"))
    assert list(styled[:, -1]) == [style_hash("bc2gm")] * 2
    assert np.array_equal(styled[:, :-1], general[:, :-1])


@pytest.mark.parametrize("text", ["", " ", "  a\n b ", "α-SMA\t(x)", "p<0.05", "é😀 IL-2"])
def test_tokens_give_the_text_back(text):
    assert FineTokenizer(Vocab())(text).text == text


def test_corpora_of_both_formats_are_read(tmp_path):
    columns = tmp_path / "a.tsv"
    columns.write_text("MEK\tB-GENE\n1\tI-GENE\nbinds\tO\n\nIL\tB-X\n-\tI-X\n2\tI-X\n")
    assert [sample.spans for sample in read_corpus(columns, sentences=True)] == [
        ((0, 2),),
        ((0, 3),),
    ]
    pubtator = tmp_path / "a.PubTator"
    pubtator.write_text(
        "1|t|MEK binds.\n1|a|Then RAF1 acts.\n"
        "1\t0\t3\tMEK\tGeneOrGeneProduct\t1\n1\t16\t20\tRAF1\tGeneOrGeneProduct\t2\n\n"
    )
    cut = read_corpus(pubtator, sentences=True)
    assert [" ".join(sample.words) for sample in cut] == ["MEK binds .", "Then RAF1 acts ."]
    assert [sample.spans for sample in cut] == [((0, 1),), ((1, 2),)]
    assert len(read_corpus(pubtator, sentences=False)) == 1


def test_damaged_corpora_are_named(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("MEK B-GENE\n")
    with pytest.raises(ModelError, match="line 1"):
        read_corpus(path, sentences=True)
    with pytest.raises(ModelError, match="absent"):
        read_corpus(tmp_path / "absent.tsv", sentences=True)


def written_recipe(folder):
    """A recipe of a few steps, with a corpus of two sentences."""
    (folder / "train.tsv").write_text("MEK\tB-G\nbinds\tO\nAKT\tB-G\n.\tO\n\n" * 20)
    columns = "\n".join(f"{name} = {sizes}" for name, sizes in SIZES["columns"].items())
    config = folder / "train.toml"
    config.write_text(
        'folder = "."\n[training]\nseed = 1\nsteps = 12\nbatch_words = [20, 40]\n'
        "learn_rate = 0.02\nwarmup = 2\ndropout = 0.1\nevaluate_every = 6\n"
        "[model]\nwidth = 16\ndepth = 1\nhidden_width = 8\n"
        f"[model.columns]\n{columns}\n"
        '[[corpora]]\nname = "toy"\ntrain = "train.tsv"\nchoose = "train.tsv"\nstyled = 0.5\n'
    )
    return config


def train_toy(folder):
    """The folder of a tagger that knows two names."""
    return train(written_recipe(folder), out=folder / "toy", say=lambda line: None).path


def test_training_is_repeatable_and_what_it_writes_loads(tmp_path):
    import spacy

    config = written_recipe(tmp_path)
    results = [train(config, out=tmp_path / name, say=lambda line: None) for name in ("one", "two")]
    models = [(result.path / "ner" / "model").read_bytes() for result in results]
    assert models[0] == models[1]
    assert model_info(results[0].path)["lexicon"]["trained"] == lexicon_checksum() is not None
    assert results[0].scores["toy"]["default"]["f1"] > 0.9
    nlp = spacy.load(results[0].path)
    assert [(entity.text, entity.label_) for entity in nlp("AKT binds MEK.").ents] == [
        ("AKT", "GENE"),
        ("MEK", "GENE"),
    ]


def test_settings_without_their_parts_are_named(tmp_path):
    config = tmp_path / "train.toml"
    config.write_text("[training]\n")
    with pytest.raises(ModelError, match=r"train\.toml"):
        train(config)


def test_an_untrained_pipeline_reads_texts():
    nlp = build(SIZES)
    nlp.initialize()
    assert nlp(SENTENCE).text == SENTENCE
