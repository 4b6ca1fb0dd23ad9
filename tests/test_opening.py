"""What has no end is not opened: pipes, sockets, devices, links and folders in a circle."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from glob import iglob
from pathlib import Path

import pytest
from support import cli

from reconcile import InputError, Lexicon, read_annotations, read_figures
from reconcile.batch.survey import survey
from reconcile.benchmark.gold import read_gold
from reconcile.benchmark.lists import read_lists
from reconcile.curation.decisions import read_decisions
from reconcile.curation.verdicts import read_verdicts
from reconcile.evaluation.corpora import read_corpus
from reconcile.formats import fields, paths
from reconcile.formats.columns import Columns
from reconcile.formats.fields import bounded_lines
from reconcile.formats.opening import open_file, open_source, rewound
from reconcile.formats.provenance import read_provenance

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")

RECORD = "---\nfigid: F1\nschema-jsonld: {keywords: [EGFR]}\ncaption: EGFR binds.\n---\n"
LINE = '{"figid": "F1", "caption": "EGFR binds.", "keywords": ["EGFR"]}\n'


@pytest.fixture
def unfit(tmp_path):
    """A pipe, a socket, a device, and a link that leads to itself, by name."""
    os.mkfifo(tmp_path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(tmp_path)  # a socket's whole path must be short
        bound.bind("socket.md")
        os.chdir(here)
    (tmp_path / "device.md").symlink_to("/dev/zero")
    (tmp_path / "circle.md").symlink_to("circle.md")
    return tmp_path


READERS = {
    "figures": lambda path: list(read_figures(path)),
    "annotations": read_annotations,
    "decisions": read_decisions,
    "lists": lambda path: list(read_lists(path, Lexicon.load())),
    "gold": lambda path: read_gold(path, Lexicon.load()),
    "verdicts": lambda path: read_verdicts(path, Lexicon.load()),
    "provenance": read_provenance,
    "survey": lambda path: survey(str(path)),
    "corpora": read_corpus,
    "source": open_source,
    "file": open_file,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["pipe.md", "socket.md", "device.md", "circle.md"])
def test_each_reader_refuses_what_has_no_end(unfit, reader, name):
    with pytest.raises(InputError) as caught:
        READERS[reader](unfit / name)
    assert caught.value.source == str(unfit / name)
    kind = name.removesuffix(".md")
    if kind != "circle":
        assert f"is a {kind}, not a file, and may never end; write" in caught.value.message


def test_commands_go_on_beside_them(unfit):
    (unfit / "good.md").write_text(RECORD, encoding="utf-8")
    for args in (["report"], ["report", str(unfit / "*.md")], ["apply"]):
        result = cli(*args, *([] if args[1:] else [unfit]))
        assert result.exit_code == 1
        assert result.stderr.count("not a file") + result.stderr.count("error:") == 7
        assert "F1" in result.stdout if args[0] == "report" else "1 record" in result.stderr


def test_a_stream_given_on_the_command_line_is_read():
    code = "import sys; from reconcile.cli import main; main()"
    script = 'exec "$0" -c "$1" report <(printf %s "$2") --ner lexicon --format jsonl'
    for content in (LINE, RECORD):
        done = subprocess.run(
            ["bash", "-c", script, sys.executable, code, content],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert '"figid": "F1"' in done.stdout


@pytest.mark.parametrize("content", ["F1|t|EGFR binds.\n", '{"id": "F1", "passages": []}'])
def test_annotations_and_decisions_come_through_a_pipe_too(content):
    reading, writing = os.pipe()
    os.write(writing, content.encode())
    os.close(writing)
    try:
        assert read_annotations(f"/dev/fd/{reading}").figids == ("F1",)
    finally:
        os.close(reading)


def test_a_pipe_is_read_from_its_beginning():
    reading, writing = os.pipe()
    os.write(writing, bytes(range(256)) * 100)
    os.close(writing)
    with open_source(f"/dev/fd/{reading}") as stream:
        head = stream.read(1000)
        assert rewound(stream, head).read() == bytes(range(256)) * 100
    os.close(reading)


def test_a_pipe_cannot_be_read_twice():
    reading, writing = os.pipe()
    try:
        with pytest.raises(InputError, match="is a pipe, not a file, and may never end; write"):
            open_file(f"/dev/fd/{reading}")
    finally:
        os.close(reading)
        os.close(writing)


def test_a_glob_goes_round_no_circle(tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x.md").write_text(RECORD, encoding="utf-8")
    for i in range(4):
        (tmp_path / "a" / f"again{i}").symlink_to(tmp_path)
    seen = []
    walk = os.walk
    monkeypatch.setattr(paths.os, "walk", lambda top: seen.append(top) or walk(top))
    (figure,) = read_figures(str(tmp_path / "**" / "*.md"))
    assert figure.source == str(tmp_path / "a" / "b" / "x.md")
    assert len(seen) == 1


@pytest.mark.parametrize("pattern", ["**", "**/*.md", "x/**/y*/*.md", "**/y/**/*.md", "x/**"])
def test_a_glob_finds_what_the_standard_library_finds(tmp_path, monkeypatch, pattern):
    for name in ("a.md", "x/b.md", "x/y/c.md", "x/y/z/d.md", ".h/e.md", "x/[q]/f.md", "q*/g.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    for prefix in ("", f"{tmp_path}/"):
        expected = set(filter(os.path.isfile, iglob(prefix + pattern, recursive=True)))  # noqa: PTH207
        found = []
        for path in paths.record_files(prefix + pattern, report=lambda e, figid=None: None):
            found.append(str(path))
        assert expected
        assert sorted(found) == sorted(m for m in expected if m.endswith(".md"))


class Endless:
    """A file without an end, which counts what is read of it."""

    def __init__(self, block: bytes) -> None:
        self.block, self.read_bytes = block, 0

    def readline(self, size: int) -> bytes:
        self.read_bytes += size
        return (self.block * (size // len(self.block) + 1))[:size]


@pytest.mark.parametrize("block", [b"\0", b"x", b"{"])
def test_a_line_without_an_end_is_given_up(monkeypatch, block):
    monkeypatch.setattr(fields, "MAX_RECORD_BYTES", 1000)
    stream = Endless(block)
    lines = bounded_lines(stream)
    assert next(lines) == (1, None)
    assert stream.read_bytes == 1001  # who wants one record need not wait
    assert list(lines) == []
    assert stream.read_bytes <= 1000 * 102


def test_blank_lines_without_an_end_are_given_up(monkeypatch):
    from reconcile.formats import streams

    monkeypatch.setattr(streams, "MAX_RECORD_BYTES", 1000)
    failures: list[InputError] = []

    class Blank:
        def readline(self, size):
            return b"\n"

    found = streams.read_untold(
        Blank(),
        source="x",
        report=lambda e, figid=None: failures.append(e),
        columns=Columns(),
    )
    assert list(found) == []
    assert "larger than" in failures[0].message


def test_a_text_that_cannot_be_read_is_one_failure(monkeypatch):
    monkeypatch.setattr(fields, "MAX_RECORD_BYTES", 20)
    lines = b"HER2\n\xff\n" + b"x" * 1000 + b"\nMEK\n"
    args = ["annotate", "-", "--format", "jsonl", "--ner", "lexicon"]
    result = cli(*args, input=lines)
    assert result.exit_code == 1
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["HER2", "MEK"]
    first, second = result.stderr.splitlines()
    assert first.startswith("error: <stdin>:2: expected UTF-8, found byte 0xff")
    assert second == "error: <stdin>:3: larger than 20 bytes; annotate it in pieces"
    result = cli("annotate", "-", "--ner", "lexicon", input=lines)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "error: <stdin>: larger than 20 bytes; annotate it in pieces\n"


def test_decisions_without_a_line_end_are_refused_by_our_own_bound(tmp_path, monkeypatch):
    from reconcile.curation import sheet

    monkeypatch.setattr(sheet, "MAX_RECORD_BYTES", 1000)
    path = tmp_path / "d.csv"
    path.write_text("figid,text\n" + "x" * 2000, encoding="utf-8")
    with pytest.raises(InputError, match="no column"):
        read_decisions(path)
    path.write_text("x" * 2000, encoding="utf-8")
    with pytest.raises(InputError, match="larger than") as caught:
        read_decisions(path)
    assert (caught.value.source, caught.value.line) == (str(path), 1)


def test_annotations_in_json_without_an_end_are_refused_by_our_own_bound(monkeypatch, tmp_path):
    from reconcile.formats import annotations

    monkeypatch.setattr(annotations, "MAX_ANNOTATION_BYTES", 1000)
    path = tmp_path / "a.json"
    path.write_text('{"id": "F1"}\n' * 1000, encoding="utf-8")
    with pytest.raises(InputError, match="larger than 1,000 bytes; cut it into several files"):
        read_annotations(path)
