"""The tagger's first layer out of memory: the same vectors, each row computed once."""

from __future__ import annotations

import numpy as np
import pytest
from thinc.api import Model

from reconcile.tagger import recall
from reconcile.tagger.bundle import tagger_path
from reconcile.tagger.features import features
from reconcile.tagger.layer import EXTRACT
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


@pytest.fixture
def counted(networks):
    """A network with memory, and how many rows its first layer was asked for in each call."""
    network, asked = networks[1].copy(), []
    embed = next(node for node in network.walk() if node.layers and node.layers[0].name == EXTRACT)
    first = embed.layers[2].layers[0]

    def forward(model, rows, is_train):
        asked.append(len(rows))
        return first(rows, is_train)

    network.replace_node(first, Model("counted", forward))
    recall.recall_rows(network)
    return network, asked


def test_a_row_is_computed_once(networks, counted):
    docs, _, _ = networks
    network, asked = counted
    network.predict(docs)
    assert sum(asked) == len({row.tobytes() for doc in docs for row in features(doc)})
    network.predict(docs[:2])
    assert len(asked) == 1


def test_memory_is_bounded(networks, counted, monkeypatch):
    """With room for 12 rows, those before are forgotten when others would take it beyond."""
    docs, trained, _ = networks
    network, asked = counted
    monkeypatch.setattr(recall, "MOST_ROWS", 12)
    expected, known = [], set()
    for doc in docs * 2:
        if len(doc):
            assert_same([doc], trained, network)
            rows = {row.tobytes() for row in features(doc)}
            known = known if len(known | rows) <= 12 else set()
            expected += [len(rows - known)] if rows - known else []
            known |= rows
    assert asked == expected
    assert len(asked) > 2
