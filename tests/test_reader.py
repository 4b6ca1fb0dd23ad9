"""The bundled tagger without spaCy finds what spaCy finds with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.strings import hash_string
from support import SEEDS
from thinc.api import NumpyOps

from reconcile import read_figures
from reconcile.cleaning import clean
from reconcile.errors import ModelError
from reconcile.tagger import reader
from reconcile.tagger.bundle import is_ours, tagger_path
from reconcile.tagger.hashes import feature_hash, places_of
from reconcile.tagger.layers import BLOCK, product
from reconcile.tagger.model import Tagger, open_model
from reconcile.tagger.pipeline import Pipeline
from reconcile.tagger.reader import Reader
from reconcile.tagger.stored import unpacked

ODD = (
    "",
    " ",
    "\n",
    "MEK",
    "a\n\nb MEK  1",
    "TNF \n IL-6",
    " \n",
    "interleukin-6 receptor",
    "x" * 290,
)


@pytest.fixture(scope="module")
def pipeline():
    """The bundled pipeline in spaCy."""
    return open_model(tagger_path())


@pytest.fixture(scope="module")
def opened():
    return Reader(tagger_path())


@pytest.fixture(scope="module")
def texts():
    captions = [clean(figure.caption or "").text for figure in read_figures(SEEDS)]
    sentences = [part for caption in captions for part in caption.split(". ")]
    return [*captions, *sentences, *ODD]


def by_spacy(pipeline, texts):
    docs = pipeline.pipe(texts)
    return [[(entity.start_char, entity.end_char) for entity in doc.ents] for doc in docs]


def test_spans_are_those_of_spacy(pipeline, opened, texts):
    found = opened.read(texts)
    assert found == by_spacy(pipeline, texts)
    assert sum(map(len, found)) > 60


NAMES = ["MEK", "growth", "factor", "receptor", "kinase C", "TNF", "NF", "IL", "p38", "MAPK", "REN"]
PIECES = st.sampled_from(
    [*NAMES, "6", "-", " ", "  ", "\n", "κB", "β", "(", ")", ",", ". ", " of "]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=25).map("".join)))
def test_spans_of_any_texts_are_those_of_spacy(texts):
    texts = [text.encode(errors="ignore").decode() for text in texts]
    assert OPENED.read(texts) == by_spacy(PIPELINE, texts)


OPENED, PIPELINE = Reader(tagger_path()), open_model(tagger_path())


def test_spans_are_the_same_for_every_batch(opened, texts):
    together = opened.read(texts)
    assert [opened.read([text])[0] for text in texts] == together
    assert opened.read(texts[::-1]) == together[::-1]
    assert Reader(tagger_path()).read(texts[::-1]) == together[::-1]


def test_numbers_of_a_token_are_the_same_to_the_last_bit_whatever_is_read_with_it(opened):
    """In one long text, in another place of it, between others: so no span can flip."""
    network = opened.network
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((700, network.width)).astype(np.float32)
    alone = network.tokens([rows])
    for before in (1, 5, 31, 250):
        others = [rows[:before], rows, rows[:7]]
        beside = network.tokens(others)[before : before + len(rows)]
        assert np.array_equal(alone, beside), before


@pytest.mark.parametrize("shape", [(96, 40), (288, 192), (601, 288), (1, 6), (64, 6)])
def test_a_product_is_the_same_for_every_number_of_rows(shape):
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((700, shape[0])).astype(np.float32)
    weights = rng.standard_normal(shape).astype(np.float32)
    whole = product(rows, weights)
    np.testing.assert_allclose(whole, rows.astype(float) @ weights.astype(float), atol=1e-3)
    for count in (0, 1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 699):
        assert np.array_equal(product(rows[len(rows) - count :], weights), whole[700 - count :])


@pytest.fixture
def counted(monkeypatch):
    """A reader that has read nothing yet, and how many tokens it computes in each call."""
    fresh, asked = Reader(tagger_path()), []
    embedded = fresh.network.embedded
    monkeypatch.setattr(
        fresh.network, "embedded", lambda rows: asked.append(len(rows)) or embedded(rows)
    )
    return fresh, asked


def test_a_token_is_computed_once(counted, opened, texts):
    fresh, asked = counted
    assert fresh.read(texts) == opened.read(texts)
    assert fresh.read(texts[:3]) == opened.read(texts[:3])
    assert len(asked) == 1


def test_many_new_tokens_are_computed_strip_by_strip(counted, opened):
    fresh, asked = counted
    words = [f"Zy{i}q" for i in range(2500)]
    found = fresh.read([" ".join(words)])
    assert sum(asked) == len(words)
    assert max(asked) < 1100
    assert found == opened.read([" ".join(words)])


def test_memory_is_bounded(counted, opened, monkeypatch):
    """With room for five tokens, those before are forgotten when others would take it beyond."""
    fresh, asked = counted
    monkeypatch.setattr(reader, "MOST_KNOWN", 5)
    texts = ["a b c", "a b d e", "x", "a b", "a b c d e f g", "a b", "a b"]
    assert [fresh.read([text]) for text in texts] == [opened.read([text]) for text in texts]
    assert asked == [3, 2, 1, 2, 7, 2]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_features_are_known_by_the_numbers_that_spacy_gives(name):
    assert feature_hash(name) == hash_string(name)


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), min_size=1), st.integers(0, 2**31))
def test_embeddings_have_the_places_that_thinc_gives(values, seed):
    hashes = np.array(values, np.uint64)
    found = places_of(hashes[:, np.newaxis], np.array([seed], np.uint64))
    assert np.array_equal(found[:, 0], NumpyOps().hash(hashes, seed))


def test_objects_in_messagepack_are_read():
    srsly = pytest.importorskip("srsly")
    values = [
        None,
        True,
        0,
        -1,
        -33,
        127,
        128,
        70_000,
        2**40,
        -(2**40),
        0.5,
        "",
        "é" * 40,
        "x" * 300,
    ]
    values += [[], list(range(20)), {"a": {"b": [1]}}, {str(i): i for i in range(20)}, "y" * 70_000]
    data = srsly.msgpack_dumps(values)
    assert unpacked(memoryview(data)) == values
    kept = unpacked(memoryview(srsly.msgpack_dumps([b"ab", b"c" * 300])))
    assert [bytes(one) for one in kept] == [b"ab", b"c" * 300]


@pytest.mark.parametrize(
    "damage", [b"", b"\xc1", b"\x81", b"\xdb\xff\xff\xff\xff", b"\x91" * 1000, b"\x01\x01"]
)
def test_a_damaged_network_is_named(tmp_path, damage):
    (tmp_path / "ner").mkdir()
    (tmp_path / "ner" / "model").write_bytes(damage)
    with pytest.raises(ModelError, match="model: no network") as caught:
        Reader(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_any_beginning_of_a_network_is_none(tmp_path):
    (tmp_path / "ner").mkdir()
    whole = (tagger_path() / "ner" / "model").read_bytes()
    for size in (1, 10, 5_000, 9_700, 20_000, len(whole) - 1):
        (tmp_path / "ner" / "model").write_bytes(whole[:size])
        with pytest.raises(ModelError):
            Reader(tmp_path)


def test_another_pipeline_is_read_by_spacy(tmp_path, pipeline):
    assert is_ours(tagger_path())
    assert not is_ours(tmp_path)
    blank = spacy.blank("en")
    blank.add_pipe("entity_ruler").add_patterns([{"label": "GGP", "pattern": "Zyq"}])
    blank.to_disk(tmp_path / "other")
    assert not is_ours(tmp_path / "other")
    assert Pipeline(str(tmp_path / "other")).read(["A Zyq binds."]) == [[(2, 5)]]


def test_spans_are_those_by_which_the_tagger_is_measured(opened, texts):
    measured = Tagger(tagger_path()).spans(texts)
    assert [[span[:2] for span in spans] for spans in measured] == opened.read(texts)


def test_the_default_chain_needs_no_spacy():
    code = (
        "import sys; from reconcile import Reconciler;"
        "found = Reconciler().annotate('The MET of HER2.');"
        "print(len(found.mentions), *({'spacy', 'thinc', 'blis'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2"]


def test_a_tagger_that_was_trained_anew_is_read_too(tmp_path):
    from test_features import train_toy

    folder: Path = train_toy(tmp_path)
    assert is_ours(folder)
    texts = ["AKT binds MEK.", "MEK", "", "RAF1 and AKT - MEK of AKT"]
    assert Pipeline(str(folder)).read(texts) == by_spacy(spacy.load(folder), texts)
    assert Pipeline(str(folder)).read(texts)[0] == [(0, 3), (10, 13)]
