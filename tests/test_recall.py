"""The tagger's first layer out of memory: the same vectors, each row computed once."""

from __future__ import annotations

import numpy as np
import pytest

from reconcile.tagger import recall
from reconcile.tagger.bundle import tagger_path
from reconcile.tagger.model import open_model

TEXTS = ("HER2 activates MEK1/2.", "Then HER2 activates IL-6 (interleukin-6).", "", "HER2")


@pytest.fixture(scope="module")
def networks():
    """The bundled tagger's documents, and its network as it was trained and with memory."""
    nlp = open_model(tagger_path())
    trained = nlp.get_pipe("ner").model.get_ref("tok2vec")
    remembering = trained.copy()
    recall.recall_rows(remembering)
    return [nlp.make_doc(text) for text in TEXTS], trained, remembering


def assert_same(docs, trained, remembering):
    expected, found = trained.predict(docs), remembering.predict(docs)
    assert len(found) == sum(map(len, docs))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)


def test_vectors_are_those_of_the_network(networks):
    docs, trained, remembering = networks
    for _ in range(2):
        assert_same(docs, trained, remembering)
        assert_same(docs[1:2], trained, remembering)


def layer(network):
    return next(node for node in network.walk() if node.name == "reconcile_recall")._func


def test_a_row_is_computed_once(networks, monkeypatch):
    docs, _, remembering = networks
    remembering.predict(docs)
    monkeypatch.setattr(layer(remembering), "_layer", None)
    remembering.predict(docs[:2])


def test_memory_is_bounded(networks, monkeypatch):
    docs, trained, remembering = networks
    monkeypatch.setattr(recall, "_MOST", 12)
    for doc in docs * 2:
        if len(doc):
            assert_same([doc], trained, remembering)
            assert len(layer(remembering)._known) <= 12
