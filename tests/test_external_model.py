"""Any spaCy model as the tagger: its gene spans join the dictionary, its absence is explained."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
import spacy
from spacy.training import Example

from reconcile import Figure, Reconciler
from reconcile.errors import ModelError

SLIPS = {"epidermal growth factr receptor": "EGFR", "nerve growth factr": "NGF"}
"""Names that the dictionary does not see in a text, and what a look-up of the name finds."""


def save(folder, patterns):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": text} for label, text in patterns])
    nlp.to_disk(folder)
    return str(folder)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    patterns = [("GGP", name) for name in SLIPS]
    patterns += [("GGP", "Zyq-7"), ("GGP", "HER2 pathway"), ("DISEASE", "AKT disease")]
    return save(tmp_path_factory.mktemp("models") / "genes", patterns)


@pytest.fixture(scope="module")
def tagged(model):
    return Reconciler(ner=model)


def found(reconciler, text):
    return [(m.text, m.symbols, m.found_by) for m in reconciler.annotate(text).mentions]


@pytest.mark.parametrize(("name", "symbol"), SLIPS.items())
def test_spans_of_the_model_join_the_dictionary(fast, tagged, name, symbol):
    text = f"The {name} binds, and HER2 too."
    assert found(fast, text) == [("HER2", ("ERBB2",), "dictionary")]
    assert found(tagged, text) == [
        (name, (symbol,), "tagger"),
        ("HER2", ("ERBB2",), "dictionary"),
    ]


def test_spans_are_those_of_the_original_text(tagged):
    text = "So\u00adft 😀 nerve\u00a0growth factr \ufb01ts; NF-Œ∫B."
    first, second = tagged.annotate(text).mentions
    assert (first.text, first.found_by) == ("nerve\u00a0growth factr", "tagger")
    assert text[first.start : first.end] == first.text
    assert second.text == "NF-Œ∫B"


def test_what_only_the_model_names_stays_without_genes(tagged):
    (mention,) = tagged.annotate("Then Zyq-7 runs.").mentions
    assert (mention.text, mention.genes, mention.found_by) == ("Zyq-7", (), "tagger")
    assert mention.score < 0.5 and mention.match is None


def test_the_dictionary_comes_first_and_other_labels_do_not_count(tagged):
    assert found(tagged, "The HER2 pathway and the AKT disease") == [
        ("HER2", ("ERBB2",), "both"),
        ("AKT", ("AKT1", "AKT2", "AKT3"), "dictionary"),
    ]


def test_definitions_are_read_with_any_model(tagged):
    assert found(tagged, "Endoplasmic reticulum (ER) stress; the ER grows") == []


def test_such_a_reconciler_can_be_pickled_and_reconciles(tagged):
    copy = pickle.loads(pickle.dumps(tagged))
    figure = Figure(figid="F", caption="The nerve growth factr binds.", keywords=["NGF"])
    for reconciler in (tagged, copy):
        result = reconciler.reconcile(figure)
        assert (result.precision, result.recall) == (1.0, 1.0)
        assert result.keywords[0].supported_by == ("nerve growth factr",)


def test_pipelines_with_components_of_scispacy_open(tmp_path):
    pytest.importorskip("scispacy", reason="needs the extra `scispacy`")
    import scispacy.abbreviation  # noqa: F401 -- to save one

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GGP", "pattern": "nerve growth factr"}])
    nlp.add_pipe("abbreviation_detector")
    nlp.to_disk(tmp_path / "scispacy")
    code = (
        "from reconcile import Reconciler\n"
        f"found = Reconciler(ner={str(tmp_path / 'scispacy')!r}).annotate('nerve growth factr')\n"
        "print(*found.mentions[0].symbols)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("NGF\n", "")


def test_a_trained_recogniser(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("PROTEIN")
    text, name = "The nerve growth factr binds.", "nerve growth factr"
    span = (text.index(name), text.index(name) + len(name), "PROTEIN")
    example = Example.from_dict(nlp.make_doc(text), {"entities": [span]})
    spacy.util.fix_random_seed(1)
    optimizer = nlp.initialize(lambda: [example])
    for _ in range(30):
        nlp.update([example], sgd=optimizer)
    nlp.to_disk(tmp_path / "trained")
    reconciler = Reconciler(ner=str(tmp_path / "trained"))
    assert found(reconciler, text) == [(name, ("NGF",), "tagger")]


def test_a_model_without_gene_labels_is_refused(tmp_path):
    path = save(tmp_path / "diseases", [("DISEASE", "pink lung")])
    with pytest.raises(ModelError, match=r"no gene label.* DISEASE\b.*known are .*GGP") as caught:
        Reconciler(ner=path)
    assert path in str(caught.value)


def test_a_model_without_any_label_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="it has none"):
        Reconciler(ner=str(tmp_path / "blank"))


@pytest.mark.parametrize("name", ["no_such_model_sm", "./no/such/folder"])
def test_a_missing_model_says_how_to_install_it(name):
    with pytest.raises(ModelError, match=r"no spaCy model .*install its package") as caught:
        Reconciler(ner=name)
    assert name in str(caught.value) and "pip install" in str(caught.value)
