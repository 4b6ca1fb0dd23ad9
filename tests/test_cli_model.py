"""`reconcile model`: exit status, what is written, and that the help stays light."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import spacy
from support import cli

from reconcile.errors import ModelError
from reconcile.tagger import bundle

GOLD = "MEK\tB-Gene\nbinds\tO\nERK\tB-Gene\n.\tO\n\nAKT\tB-Gene\nand\tO\nX\tB-Gene\n"
SCORES = {"precision", "recall", "f1", "ci95"}


def run(*args):
    return cli("model", *args)


@pytest.fixture
def corpus(tmp_path):
    def write(name="bc2gm/devel.tsv", content=GOLD):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A spaCy model that knows MEK and ERK."""
    nlp = spacy.blank("en", meta={"name": "small", "version": "1.2.3", "license": "CC0"})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GENE", "pattern": name} for name in ("MEK", "ERK")])
    nlp.meta["performance"] = {"x/devel": {"f1": 0.91254}, "note": "\x1b[31m", "none": None}
    path = tmp_path_factory.mktemp("model") / "en_small"
    nlp.to_disk(path)
    (path / "README.md").write_text("model card\n", encoding="utf-8")
    return path


@pytest.fixture
def no_tagger(monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "bundled_path", lambda name: tmp_path / name)


# evaluate


def test_json_has_the_published_shape(corpus, model):
    result = run("evaluate", "--corpus", corpus(), "--ner", model, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    assert report["model"] == {
        "name": "en_small",
        "version": "1.2.3",
        "labels": ["GENE"],
    }
    assert report["failures"] == []
    (one,) = report["corpora"]
    assert one["name"] == "bc2gm/devel"
    assert one["source"].endswith("devel.tsv")
    assert one["style"] is None
    assert (one["documents"], one["words"], one["types"]) == (2, 6, {"Gene": 4})
    counts = {"gold": 4, "predicted": 2, "strict": 2, "overlap": 2, "type": 2}
    assert one["counts"] == counts
    assert set(one["strict"]) == SCORES
    assert set(one["partial"]) == SCORES | {"overlap", "type"}
    assert set(one["partial"]["type"]) == set(one["partial"]["overlap"]) == SCORES
    assert (one["strict"]["precision"], one["strict"]["recall"]) == (1.0, 0.5)
    assert one["strict"]["f1"] == pytest.approx(2 / 3)
    low, high = one["strict"]["ci95"]["recall"]
    assert 0 <= low <= 0.5 <= high <= 1
    assert one["words_per_second"] > 0


def test_the_table_shows_each_corpus_under_each_measure(corpus, model):
    paths = (corpus("a/devel.tsv"), corpus("b/devel.tsv"))
    result = run("evaluate", "--corpus", paths[0], "--corpus", paths[1], "--ner", model)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "en_small 1.2.3"
    assert [line.split("  ")[0] for line in lines if line][1:] == [
        *("corpus", "a/devel", "b/devel"),
        *("strict", "a/devel", "b/devel"),
        *("partial: overlap", "a/devel", "b/devel"),
        *("partial: type", "a/devel", "b/devel"),
    ]
    assert re.search(r"^a/devel +1\.000 \[1\.000, 1\.000\] +0\.500 \[", result.stdout, re.MULTILINE)


def test_files_after_the_option_are_corpora_too(corpus, model):
    paths = [corpus(f"{name}/devel.tsv") for name in "abc"]
    result = run("evaluate", "--corpus", *paths, "--ner", model, "--format", "json")
    names = [one["name"] for one in json.loads(result.stdout)["corpora"]]
    assert names == ["a/devel", "b/devel", "c/devel"]


def test_a_corpus_that_cannot_be_read_is_named_and_the_others_are_done(corpus, model):
    bad = corpus("bad/devel.tsv", "MEK\tO\nERK B\n")
    args = ("evaluate", "--corpus", bad, corpus(), "--ner", model)
    result = run(*args, "--format", "json")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {bad}:2: expected `token TAB tag`")
    assert len(result.stderr.splitlines()) == 1
    report = json.loads(result.stdout)
    assert [one["name"] for one in report["corpora"]] == ["bc2gm/devel"]
    (failure,) = report["failures"]
    assert (failure["source"], failure["line"]) == (str(bad), 2)
    assert run("evaluate", "--corpus", bad, "--ner", model).stdout == ""


def test_types_and_labels_choose(corpus, model):
    path = corpus(content="MEK\tB-Gene\nERK\tB-Family\n")
    args = ("evaluate", "--corpus", path, "--ner", model, "--format", "json")
    one = json.loads(run(*args, "--types", "family,complex").stdout)["corpora"][0]
    assert one["types"] == {"Family": 1}
    assert run(*args, "--types", "Cell").exit_code == 1
    assert run(*args, "--labels", "GENE").exit_code == 0
    result = run(*args, "--labels", "RNA")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "it has GENE" in result.stderr


def test_the_dictionary_can_be_evaluated(corpus):
    args = ("evaluate", "--corpus", corpus(), "--ner", "lexicon", "--format", "json")
    report = json.loads(run(*args).stdout)
    assert report["model"]["name"] == "lexicon"
    assert report["corpora"][0]["counts"]["strict"] == 3


def test_wrong_use_exits_2_and_writes_no_data(corpus):
    path = corpus()
    for args in (
        ("evaluate",),
        ("evaluate", "--corpus", path, "--ner", "en_none"),
        ("evaluate", "--corpus", path, "--format", "xml"),
        ("info", path.parent),
        ("train", path.parent / "none.toml"),
        ("train",),
    ):
        result = run(*args)
        assert (result.exit_code, result.stdout) == (2, ""), args
        assert result.stderr


def test_without_a_bundled_tagger_the_error_says_so(corpus, no_tagger):
    for args in (("evaluate", "--corpus", corpus()), ("info",)):
        result = run(*args)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("error: no bundled tagger: expected a spaCy pipeline in ")
    with pytest.raises(ModelError):
        bundle.tagger_path()


def test_the_tagger_is_the_default(corpus, model, monkeypatch):
    monkeypatch.setattr(bundle, "bundled_path", lambda _: model)
    report = json.loads(run("evaluate", "--corpus", corpus(), "--format", "json").stdout)
    assert report["model"]["name"] == "en_small"


# info


def test_info_shows_what_the_model_is(model):
    result = run("info", model)
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.search(r"^name +en_small$", result.stdout, re.MULTILINE)
    assert re.search(r"^labels +GENE$", result.stdout, re.MULTILINE)
    assert re.search(r"^  x/devel: f1 +0\.9125$", result.stdout, re.MULTILINE)
    assert "\x1b" not in result.stdout
    found = json.loads(run("info", model, "--format", "json").stdout)
    assert (found["version"], found["license"], found["labels"]) == ("1.2.3", "CC0", ["GENE"])
    assert found["scores"]["x/devel"] == {"f1": 0.91254}
    assert found["bytes"] == sum(file["bytes"] for file in found["files"])


def test_the_checksum_is_that_of_sha256sum_and_leaves_out_the_model_card(model):
    found = json.loads(run("info", model, "--format", "json").stdout)
    names = sorted(p.relative_to(model).as_posix() for p in model.rglob("*") if p.is_file())
    names.remove("README.md")
    lines = [f"{hashlib.sha256((model / n).read_bytes()).hexdigest()}  {n}\n" for n in names]
    assert [file["name"] for file in found["files"]] == names
    assert found["sha256"] == hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.mark.parametrize(
    ("trained", "stale"), [("of the bundled", False), ("0" * 64, True), (None, False), (7, False)]
)
def test_another_lexicon_than_in_training_is_a_warning(tmp_path, model, trained, stale):
    path = Path(shutil.copytree(model, tmp_path / "model"))
    meta = json.loads((path / "meta.json").read_text())
    bundled = bundle.lexicon_checksum()
    meta["lexicon"] = bundled if trained == "of the bundled" else trained
    (path / "meta.json").write_text(json.dumps(meta))
    result = run("info", path)
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: ") is stale
    assert result.stderr.count("\n") == stale
    found = json.loads(run("info", path, "--format", "json").stdout)["lexicon"]
    assert (found["stale"], found["bundled"]) == (stale, bundled)


def test_without_a_lexicon_nothing_is_said_of_it(model, no_tagger):
    result = run("info", model)
    assert (result.exit_code, result.stderr) == (0, "")
    assert bundle.lexicon_checksum() is None


# train


def test_train_calls_the_training_and_describes_the_result(model, tmp_path, monkeypatch):
    calls = []

    def fake(config, corpora, out, *, say):
        calls.append((config, corpora, out))
        say("step 1")
        return SimpleNamespace(path=model)

    monkeypatch.setattr("reconcile.tagger.training.train", fake)
    config = tmp_path / "train.toml"
    config.write_text("", encoding="utf-8")
    result = run("train", config, "--corpora", tmp_path, "--out", tmp_path / "new")
    assert (result.exit_code, result.stderr) == (0, "step 1\n")
    assert calls == [(config, tmp_path, tmp_path / "new")]
    assert "en_small" in result.stdout


def test_help_does_not_import_spacy():
    code = (
        "import sys; from reconcile.cli.app import app\n"
        "try: app(['model', 'evaluate', '--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in sys.modules if m in ('spacy', 'numpy', 'reconcile.evaluation')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
