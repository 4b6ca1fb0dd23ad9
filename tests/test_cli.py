"""Commands: exit status, exact text, and what goes to which stream."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from report_samples import ERBB2, MAP2K1, MAP2K2, NASTY, blank, mention, sample
from support import cli

import reconcile
from reconcile.cli.app import app
from reconcile.cli.outputs import open_output
from reconcile.errors import LexiconError, ModelError
from reconcile.parallel.figures import failure
from reconcile.records import Annotation, Grounding, Match
from reconcile.report.terminal import print_report

RECORD = "---\nfigid: {figid}\ncaption: HER2 and MEK.\nschema-jsonld:\n  keywords: [HER2]\n---\n"


class FakeReconciler:
    """Answers as the samples do; a figid with `bad` in it raises."""

    def __init__(self, ner="default", **_):
        if ner == "none":
            raise ModelError("no such model: none")

    def annotate(self, text):
        if "HER2" not in text:
            return Annotation(text, ())
        return Annotation(text, (mention("HER2", text.index("HER2"), "gene", None, ERBB2),))

    def ground(self, label):
        if label != "MEK":
            return []
        match = Match("MEK", "label", "famplex")
        return [
            Grounding("family", "MEK", (MAP2K1, MAP2K2), 1.0, match),
            Grounding("gene", None, (MAP2K1,), 0.3, Match("MEK1", "alias", "hgnc", "fuzzy", 0.86)),
        ]

    def reconcile(self, figure):
        if "bad" in figure.figid:
            raise KeyError("boom")
        if "stop" in figure.figid:
            raise KeyboardInterrupt
        return sample(figure.figid)

    def reconcile_many(self, figures, n_process=1, on_error=None, time_limit=None):
        for figure in figures:
            try:
                yield self.reconcile(figure)
            except KeyError as error:
                on_error(failure(figure, error))


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setitem(vars(reconcile), "Reconciler", FakeReconciler)

    def invoke(*args, stdin=None):
        return cli(*args, input=stdin)

    return invoke


@pytest.fixture
def records(tmp_path):
    def write(*figids):
        for figid in figids:
            (tmp_path / f"{figid}.md").write_text(RECORD.format(figid=figid), encoding="utf-8")
        return tmp_path

    return write


# report


def test_report_of_good_records_exits_0(run, records):
    result = run("report", records("F1", "F2"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("F1\n==\n")
    assert "All 2 figures\n" in result.stdout


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_record_that_fails_is_named_and_the_others_are_done(run, records, n_process):
    folder = records("F1", "F2bad", "F3", "F4")
    (folder / "F0.md").write_text("no front matter", encoding="utf-8")
    result = run("report", folder, "--format", "json", "--n-process", n_process)
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [figure["figid"] for figure in report["figures"]] == ["F1", "F3", "F4"]
    first, second = result.stderr.splitlines()
    assert first.startswith(f"error: {folder / 'F0.md'}:")
    assert second.startswith(f"error: {folder / 'F2bad.md'}")
    assert "KeyError: 'boom'" in second
    assert len(report["failures"]) == 2


@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_a_failure_is_said_once_where_a_person_reads(run, records, tmp_path, form):
    folder, out = records("F1", "F2bad"), tmp_path / "out"
    assert run("report", folder, "--format", form).output.count("F2bad.md") == 1
    run("report", folder, "-o", out)
    assert "Not done: 1 record\n" in out.read_text(encoding="utf-8")


def test_report_reads_standard_input(run):
    result = run("report", "-", "--format", "jsonl", stdin=RECORD.format(figid="F9"))
    assert json.loads(result.stdout)["figid"] == "F9"


@pytest.mark.parametrize(
    "args",
    [
        ("report",),
        ("report", "x.md", "--format", "pdf"),
        ("report", "x.md", "--n-process", "0"),
        ("report", "x.md", "--ocr-dir", "/nonexistent"),
        ("report", "x.md", "-o", "/nonexistent/out.json"),
        ("report", "x.md", "--no-such-option"),
        ("report", "x.md", "--ner", "none"),
        ("annotate", "x", "--format", "xml"),
        ("ground",),
        ("nonsense",),
    ],
)
def test_wrong_use_exits_2_and_writes_no_data(run, args):
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_our_errors_are_one_line_without_traceback(run, records, monkeypatch):
    def broken(**_):
        raise LexiconError("lexicon: damaged; reinstall")

    monkeypatch.setitem(vars(reconcile), "Reconciler", broken)
    result = run("report", records("F1"))
    assert (result.exit_code, result.stderr) == (1, "error: lexicon: damaged; reinstall\n")


def test_interrupt_exits_130(run, records):
    result = run("report", records("F1", "F2stop"), "--format", "jsonl")
    assert result.exit_code == 130
    assert result.stderr == "interrupted\n"


def test_error_lines_hold_no_control_sequences(run, tmp_path):
    line = json.dumps({"figid": f"bad{NASTY}", "caption": "x", "keywords": []})
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    result = run("report", tmp_path)
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_output_file_appears_whole(run, records, tmp_path):
    folder, out = records("F1"), tmp_path / "out.json"
    result = run("report", folder / "F1.md", "--format", "json", "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["figures"][0]["figid"] == "F1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["F1.md", "out.json"]


def test_an_interrupt_leaves_the_old_output_file(run, records, tmp_path):
    folder, out = records("F1", "F2stop"), tmp_path / "out.json"
    out.write_text("old", encoding="utf-8")
    result = run("report", folder / "F1.md", folder / "F2stop.md", "-o", out, "--force")
    assert result.exit_code == 130
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["F1.md", "F2stop.md", "out.json"]


def test_output_file_keeps_mode_and_link(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    with open_output(link, force=True) as out:
        out.write("new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_output_to_a_device_does_not_replace_it():
    with open_output(Path(os.devnull)) as out:
        out.write("x")
    assert not Path(os.devnull).is_file()


def test_new_output_file_obeys_the_umask(tmp_path):
    old = os.umask(0o022)
    try:
        with open_output(tmp_path / "new") as out:
            out.write("x")
    finally:
        os.umask(old)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o644


# annotate


def test_annotate_writes_json_with_code_point_offsets(run):
    result = run("annotate", "𝛼 HER2")
    answer = json.loads(result.stdout)
    assert answer["text"] == "𝛼 HER2"
    assert (answer["mentions"][0]["start"], answer["mentions"][0]["end"]) == (2, 6)
    assert answer["mentions"][0]["genes"][0]["hgnc_id"] == "HGNC:3430"


@pytest.mark.parametrize("argument", [["-"], []])
def test_annotate_reads_standard_input(run, argument):
    result = run("annotate", *argument, "--format", "json", stdin="HER2\r\nx\r\n")
    assert json.loads(result.stdout)["text"] == "HER2\r\nx"


def test_annotate_jsonl_keeps_line_for_line(run):
    result = run("annotate", "-", "--format", "jsonl", stdin="HER2\n\nnone\u2028x\n")
    texts = [json.loads(line)["text"] for line in result.stdout.splitlines()]
    assert texts == ["HER2", "", "none\u2028x"]


def test_annotate_pubtator(run):
    result = run("annotate", "a\tHER2\nx", "--format", "pubtator")
    assert result.stdout == "0|t|a HER2 x\n0|a|\n0\t2\t6\tHER2\tGeneOrGeneProduct\t2064\n\n"


def test_annotate_bioc(run):
    collection = json.loads(run("annotate", "𝛼 HER2", "--format", "bioc").stdout)
    passage = collection["documents"][0]["passages"][0]
    annotation = passage["annotations"][0]
    assert passage["text"] == "𝛼 HER2"
    assert annotation["locations"] == [{"offset": 2, "length": 4}]
    assert annotation["infons"]["identifier"] == "2064"


def test_annotate_table(run):
    assert run("annotate", "HER2", "--format", "table").stdout == (
        "span  text  kind  label  genes  organism  score\n"
        "0-4   HER2  gene  –      ERBB2  human     0.90\n"
    )
    assert run("annotate", "x", "--format", "table").stdout == "no genes named\n"


def test_annotate_refuses_what_is_not_utf8(run):
    result = run("annotate", "-", stdin=b"HER2 \xff")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: <stdin>: expected UTF-8, found byte 0xff at offset 5")


# ground


def test_ground_table(run):
    result = run("ground", "MEK", "nothing\x1b[31m")
    assert result.exit_code == 0
    assert result.stdout == (
        "MEK: family MEK, score 1.00\n"
        "  MAP2K1  HGNC:6840  NCBI Gene 5604\n"
        "  MAP2K2  HGNC:6842  NCBI Gene 5605\n"
        "  organism: human (9606)\n"
        "  matched: MEK (label in famplex, exact)\n"
        "  other readings:\n"
        "    0.30  gene  –  MAP2K1  human  MEK1 (alias in hgnc, fuzzy, similarity 0.86)\n"
        "\n"
        "nothing\\x1b[31m: no grounding\n"
    )


def test_ground_json_has_one_answer_a_label(run):
    mek, nothing = json.loads(run("ground", "MEK", "nothing", "--format", "json").stdout)
    assert (mek["text"], mek["label"], mek["kind"]) == ("MEK", "MEK", "family")
    assert [gene["symbol"] for gene in mek["genes"]] == ["MAP2K1", "MAP2K2"]
    assert len(mek["candidates"]) == 2
    assert (nothing["genes"], nothing["kind"], nothing["candidates"]) == ([], None, [])


# lexicon, version, start


def test_lexicon_info(run):
    manifest = json.loads(run("lexicon", "info", "--format", "json").stdout)
    text = run("lexicon", "info").stdout
    for source in manifest["sources"]:
        assert source["name"] in text
    for file in manifest["files"].values():
        assert file["sha256"] in text


def test_version(run):
    assert run("--version").stdout == f"reconcile {reconcile.__version__}\n"


def test_help_names_every_command(run):
    _, _, commands = run("--help").stdout.partition("Commands:\n")
    shown = re.findall(r"^  (\w+)  +\w", commands, re.MULTILINE)
    known = typer.main.get_command(app).commands
    assert shown == [name for name, command in known.items() if not command.hidden]


def test_a_reader_that_leaves_ends_it_quietly(tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-c", "from reconcile.cli import main; main()", "lexicon", "info"],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN),
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def test_data_are_utf8_in_any_locale():
    done = subprocess.run(
        [sys.executable, "-c", "from reconcile.cli import main; main()", "lexicon", "info"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 0
    assert "–" in done.stdout.decode("utf-8")


def test_blank_results_are_written_too():
    out = io.StringIO()
    print_report(out, [blank()], [], lambda: {"figures": 1})
    assert "–" in out.getvalue()
