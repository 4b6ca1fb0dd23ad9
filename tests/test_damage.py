"""Damaged models and lexicons: an error each time, never a crash, never another answer."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from support import ROOT, cli
from test_lexicon_build import famplex_folder, gene_info_file, hgnc_file

from reconcile import Reconciler
from reconcile.checksums import MANIFEST_FILE, read_manifest, write_manifest
from reconcile.errors import LexiconError, ModelError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.build import build_lexicon
from reconcile.lexicon.build.sources.packages import SourceFiles
from reconcile.lexicon.schema import ENTITIES_FILE, FORMS_FILE
from reconcile.tagger.bundle import model_info, tagger_path
from reconcile.tagger.model import open_model

FILES = (FORMS_FILE, ENTITIES_FILE, MANIFEST_FILE)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two small lexicons that differ in one gene."""
    folder = tmp_path_factory.mktemp("lexicons")
    files = SourceFiles(
        hgnc=hgnc_file(folder / "hgnc.tsv"),
        gene_info=gene_info_file(folder / "Homo_sapiens.gene_info.gz"),
        famplex=famplex_folder(folder / "famplex"),
    )
    build_lexicon(folder / "one", files)
    text = files.hgnc.read_text(encoding="utf-8")
    text = text.replace("FLJ23569", "FLJ23568").replace("antisense RNA 1", "antisense RNA 9")
    files.hgnc.write_text(text, encoding="utf-8")
    build_lexicon(folder / "two", files)
    return folder


@pytest.fixture
def copy(built, tmp_path):
    return Path(shutil.copytree(built / "one", tmp_path / "lexicon"))


HARM = """
import json, random, sys
from pathlib import Path
from reconcile.errors import LexiconError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF

folder, times = Path(sys.argv[1]), int(sys.argv[2])

def answers():
    lexicon = Lexicon(folder)
    entries = [e for key in lexicon.keys("", 10**6) for e in lexicon.lookup(key)]
    genes = {e.ref for e in entries if e.ref != NO_REF and not e.is_family and e.type != "word"}
    families = {e.ref for e in entries if e.is_family}
    return (lexicon.manifest, entries, [lexicon.gene(i) for i in sorted(genes)],
            [lexicon.family(i) for i in sorted(families)])

def harmed(data, dice):
    data = bytearray(data)
    at = dice.randrange(len(data))
    match dice.randrange(6):
        case 0: data[at] ^= 1 << dice.randrange(8)
        case 1: data[at : at + 16] = dice.randbytes(len(data[at : at + 16]))
        case 2: data[at : at + 4096] = bytes(len(data[at : at + 4096]))
        case 3: del data[at:]
        case 4: data[at:at] = dice.randbytes(8)
        case 5: data[at], data[-1 - at] = data[-1 - at], data[at]
    return bytes(data)

right = answers()
count = {}
for path in sorted(path for path in folder.iterdir() if path.is_file()):
    whole = path.read_bytes()
    for seed in range(times):
        data = harmed(whole, random.Random(f"{path.name} {seed}"))
        path.write_bytes(data)
        try:
            same = answers() == right
        except LexiconError as error:
            assert str(path) in str(error) and "reconcile lexicon build" in str(error), error
            outcome = "refused"
        else:
            outcome = "same bytes" if data == whole else "same" if same else "wrong"
        key = f"{path.name}: {outcome}"
        count[key] = count.get(key, 0) + 1
    path.write_bytes(whole)
assert answers() == right
print(json.dumps(count))
"""


def test_no_harm_to_a_lexicon_is_a_crash_or_another_answer(copy):
    times = 120
    done = subprocess.run(
        [sys.executable, "-c", HARM, str(copy), str(times)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    count = json.loads(done.stdout)
    assert sum(count.values()) == 3 * times
    # Blanks of the manifest may change, and a byte may be put in its own place.
    harmless = {f"{MANIFEST_FILE}: same"} | {f"{name}: same bytes" for name in FILES}
    assert set(count) <= harmless | {f"{name}: refused" for name in FILES}
    assert all(count[f"{name}: refused"] > times * 0.8 for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_lexicon_is_refused(copy, built, name):
    shutil.copy(built / "two" / name, copy / name)
    with pytest.raises(LexiconError, match="no usable lexicon"):
        Lexicon(copy)


def test_all_files_of_another_lexicon_are_that_lexicon(copy, built):
    for name in FILES:
        shutil.copy(built / "two" / name, copy / name)
    assert Lexicon(copy).lookup("flj23568")
    assert not Lexicon(copy).lookup("flj23569")


def rewritten(folder, change):
    """Change a manifest as somebody does who does not know of its checksum."""
    path = folder / MANIFEST_FILE
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m.pop("crc32"), "without a checksum of its own"),
        (lambda m: m.update(crc32="00000000"), "changed since it was written"),
        (lambda m: m["sources"].pop(), "changed since it was written"),
        (lambda m: m.pop("files"), "changed since it was written"),
        (lambda m: m.update(schema_version=2), "lexicon schema 2, this version reads 1"),
        (lambda m: m.pop("schema_version"), "lexicon schema None, this version reads 1"),
    ],
)
def test_a_manifest_that_was_changed_is_refused(copy, change, said):
    rewritten(copy, change)
    with pytest.raises(LexiconError, match=said) as caught:
        Lexicon(copy)
    assert str(caught.value).endswith(f"build it anew with `reconcile lexicon build --out {copy}`")


def test_a_manifest_without_a_file_is_refused(copy):
    about = read_manifest(copy)
    del about["crc32"]
    write_manifest(copy, [ENTITIES_FILE], about)
    with pytest.raises(LexiconError, match=f"says nothing of {FORMS_FILE}"):
        Lexicon(copy)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(copy):
    for name in FILES:
        (copy / name).rename(copy / "aside")
        os.mkfifo(copy / name)
        with pytest.raises(LexiconError, match="not a file"):
            Lexicon(copy)
        (copy / name).unlink()
        (copy / "aside").rename(copy / name)


def run(*args):
    return cli(*args)


def test_info_verifies_and_names_what_is_damaged(copy):
    done = run("lexicon", "info", copy, "--verify", "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == Lexicon(copy).manifest
    assert done.stderr == f"{copy}: every file is the one that was built\n"
    path = copy / ENTITIES_FILE
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    for args in ((), ("--verify",)):
        done = run("lexicon", "info", copy, *args)
        assert (done.exit_code, done.stdout) == (1, "")
        assert str(path) in done.stderr
        assert "reconcile lexicon build" in done.stderr


NO_REMAINDER = int(f"{0x104C11DB7:b}"[::-1], 2)
"""The polynomial of CRC-32, in the order in which it takes bits: what is changed by it is equal."""


def test_sha_256_finds_what_crc_32_cannot(copy):
    path = copy / ENTITIES_FILE
    whole = path.read_bytes()
    last = int.from_bytes(whole[-5:], "little") ^ NO_REMAINDER
    path.write_bytes(whole[:-5] + last.to_bytes(5, "little"))
    assert zlib.crc32(path.read_bytes()) == zlib.crc32(whole)
    assert path.read_bytes() != whole
    assert run("lexicon", "info", copy).exit_code == 0
    assert run("lexicon", "info", copy, "--verify").exit_code == 1


# The tagger


@pytest.fixture
def tagger(tmp_path):
    return Path(shutil.copytree(tagger_path(), tmp_path / "tagger"))


def test_no_harm_to_the_tagger_is_another_answer(tagger):
    dice = random.Random(12)
    names = json.loads((tagger / MANIFEST_FILE).read_text(encoding="utf-8"))["files"]
    assert {"config.cfg", "meta.json", "ner/model", "ner/moves"} <= set(names)
    for name in (*names, MANIFEST_FILE):
        path = tagger / name
        whole = path.read_bytes()
        for _ in range(4):
            data = bytearray(whole)
            at = dice.randrange(len(data))
            data[at : at + 2] = bytes(255 - byte for byte in data[at : at + 2])
            path.write_bytes(data[:at] if dice.random() < 0.2 else data)
            for use in (open_model, model_info):
                with pytest.raises(ModelError, match="damaged model") as caught:
                    use(tagger)
                assert str(path) in str(caught.value) or "changed since" in str(caught.value)
                assert "train it anew" in str(caught.value)
        path.unlink()
        if name != MANIFEST_FILE:
            with pytest.raises(ModelError, match="No such file"):
                open_model(tagger)
        path.write_bytes(whole)


def test_a_damaged_bundled_tagger_says_what_to_reinstall(tagger, monkeypatch):
    path = tagger / "ner" / "model"
    data = path.read_bytes()
    path.write_bytes(data[:1000] + bytes([255 - data[1000]]) + data[1001:])
    monkeypatch.setattr("reconcile.tagger.bundle.bundled_path", lambda _: tagger)
    with pytest.raises(ModelError, match=r"ner/model: .*; reinstall the package$"):
        Reconciler().annotate("Levels of CAP rose.")
    done = run("annotate", "Levels of CAP rose.")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "reinstall the package" in done.stderr


def test_a_model_of_others_that_is_damaged_is_an_error_of_ours(tagger):
    (tagger / MANIFEST_FILE).unlink()
    path = tagger / "ner" / "model"
    path.write_bytes(path.read_bytes()[: 10**6])
    with pytest.raises(ModelError, match="spaCy cannot load model"):
        open_model(tagger)
