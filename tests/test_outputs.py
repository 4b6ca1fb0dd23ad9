"""Nothing that a run reads, or that is there already, is lost by what it writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_apply import record, run

FAST = ("--ner", "lexicon")
HEAD = "word\tmatch\tncbigene_symbol\n"


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """A folder of records with the table of one, decisions, gold lists and annotations."""
    monkeypatch.chdir(tmp_path)
    for place in ("records", "_data"):
        Path(place).mkdir()
    for figid in ("F1", "F2"):
        Path("records", f"{figid}.md").write_bytes(record(figid, ["ERBB2", "Cancer"]))
    Path("_data", "F1-genes.tsv").write_text(HEAD, encoding="utf-8")
    Path("gold.tsv").write_text("F1\tERBB2\n", encoding="utf-8")
    Path("d.csv").write_text(
        "figid,text,action,suggested_symbols,accept,digest\nF1,Cancer,remove,,y,d\n"
    )
    Path("names.pubtator").write_text("F1|t|HER2 activates MEK and ERK.\n", encoding="utf-8")
    return tmp_path


def contents():
    return {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}


INPUTS = {
    "the record": (("report", "records/F1.md"), "records/F1.md"),
    "spelt otherwise": (("report", "records/F1.md"), "./records/../records/F1.md"),
    "in the folder": (("report", "records"), "records/F2.md"),
    "behind a glob": (("report", "records/*.md"), "records/F2.md"),
    "the table of a record": (("report", "records"), "_data/F1-genes.tsv"),
    "of another folder of tables": (
        ("report", "records", "--ocr-dir", "_data"),
        "_data/F1-genes.tsv",
    ),
    "annotations": (("report", "records", "--annotations", "names.pubtator"), "names.pubtator"),
    "decisions": (("apply", "records", "--decisions", "d.csv"), "d.csv"),
    "gold lists": (("benchmark", "records", "--gold", "gold.tsv"), "gold.tsv"),
    "verdicts": (("benchmark", "records", "--verdicts", "d.csv"), "d.csv"),
    "other lists": (("benchmark", "records/F1.md", "--against", "records/F2.md"), "records/F2.md"),
}


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("way", ["itself", "symbolic link", "hard link"])
def test_no_input_is_written_over(corpus, name, way):
    args, target = INPUTS[name]
    if way != "itself":
        link = corpus / "link"
        (link.symlink_to if way == "symbolic link" else link.hardlink_to)(Path(target).resolve())
        target = "link"
    before = contents()
    result = run(*args, *([] if "--decisions" in args else FAST), "-o", target, "--force")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is an input of this run" in " ".join(result.stderr.replace("│", " ").split())
    assert contents() == before


@pytest.mark.parametrize("command", ["report", "apply", "benchmark"])
def test_a_file_that_is_there_is_kept_unless_forced(corpus, command):
    Path("out").write_text("precious", encoding="utf-8")
    before = contents()
    result = run(command, "records", *FAST, "-o", "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--force" in result.stderr
    assert contents() == before
    assert run(command, "records", *FAST, "-o", "out", "--force").exit_code == 0
    assert Path("out").read_text(encoding="utf-8") != "precious"


def test_no_output_becomes_an_input_of_the_next_run(corpus):
    for target in ("records/report.jsonl", "records/deep/report.txt", "_data/F2-genes.tsv"):
        Path(target).parent.mkdir(exist_ok=True)
        result = run("report", "records", *FAST, "-o", target)
        assert result.exit_code == 2 and "the next time" in result.stderr
        assert not Path(target).exists()
    assert run("report", "records", *FAST, "-o", "records/report.json").exit_code == 0


def test_a_file_that_appears_meanwhile_is_kept(corpus):
    from reconcile.errors import OutputError
    from reconcile.writing import whole_file

    with (
        pytest.raises(OutputError, match="cannot write out: File exists"),
        whole_file(Path("out"), "out", replace=False) as handle,
    ):
        handle.write("new")
        Path("out").write_text("theirs", encoding="utf-8")
    assert Path("out").read_text(encoding="utf-8") == "theirs"
    assert not list(Path().glob(".reconcile-*"))


@pytest.mark.parametrize(
    "args",
    [
        ("lexicon", "build", "--out", "lexicon"),
        ("model", "train", "lexicon/train.toml", "--out", "lexicon"),
    ],
)
def test_built_files_are_kept_unless_forced(corpus, args):
    Path("lexicon").mkdir()
    for name in ("manifest.json", "meta.json", "train.toml"):
        Path("lexicon", name).write_text("precious", encoding="utf-8")
    before = contents()
    result = run(*args)
    assert result.exit_code == 2 and "--force" in result.stderr
    assert contents() == before


def shell(command, **options):
    line = f"exec {sys.executable} -c 'import reconcile.cli as c; c.main()' {command}"
    return subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, check=False, timeout=120, **options
    )


def test_standard_output_may_not_be_an_input(corpus):
    before = contents()
    done = shell("report records/F1.md --ner lexicon >> records/F1.md")
    assert done.returncode == 2
    assert "standard output is records/F1.md, an input of this run" in " ".join(
        done.stderr.replace("│", " ").split()
    )
    assert contents() == before


full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")


@full
@pytest.mark.parametrize(
    "command",
    [
        "report records --ner lexicon > /dev/full",
        "report records --ner lexicon -o /dev/full",
        "ground MEK > /dev/full",
        "apply records --ner lexicon > /dev/full",
        "lexicon info > /dev/full",
        "--help > /dev/full",
    ],
)
def test_a_full_disk_is_one_line(corpus, command):
    done = shell(command)
    assert done.returncode == 1
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: cannot write ")]
    assert len(errors) == 1 and "make room or name another file" in errors[0]
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


def test_a_disk_that_fills_up_leaves_the_old_file(corpus, monkeypatch):
    import reconcile.writing

    def no_room(*_):
        raise OSError(28, "No space left on device")

    Path("out").write_text("old", encoding="utf-8")
    before = contents()
    monkeypatch.setattr(reconcile.writing.os, "fsync", no_room)
    result = run("report", "records", *FAST, "-o", "out", "--force")
    assert result.exit_code == 1
    assert "error: cannot write out: No space left on device" in result.stderr
    assert contents() == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_no_temporary_file(corpus, number):
    program = (
        "import signal, sys, time, reconcile, reconcile.cli as c\n"
        # What started the tests may ignore them, as `nohup` and `&` do.
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def slow(*_, **__): print('begun', file=sys.stderr, flush=True); time.sleep(60)\n"
        "reconcile.Reconciler.reconcile_many = slow\n"
        "sys.argv = ['reconcile', 'report', 'records', '--ner', 'lexicon', '-o', 'out']\n"
        "c.main()"
    )
    before = contents()
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) as child:
        while b"begun" not in child.stderr.readline():
            assert child.poll() is None
            time.sleep(0.01)
        assert len(contents()) == len(before) + 1
        child.send_signal(number)
        assert child.wait(60) == 128 + number
        assert b"Traceback" not in child.stderr.read()
    assert contents() == before


# In place


def in_place(*args):
    return run("apply", "records/F1.md", "--decisions", "d.csv", "--in-place", *args)


def test_in_place_keeps_what_is_known_of_a_file(corpus):
    path = Path("records/F1.md")
    path.chmod(0o664)
    attributes = {}
    if hasattr(os, "setxattr"):
        try:
            os.setxattr(path, "user.note", b"mine")
            attributes["user.note"] = b"mine"
        except OSError:
            pass
    if os.geteuid() == 0:
        os.chown(path, 4321, 1234)
    before = path.stat()
    assert in_place().exit_code == 0
    after = path.stat()
    assert b"Cancer" not in path.read_bytes()
    for what in ("st_mode", "st_uid", "st_gid", "st_nlink"):
        assert getattr(after, what) == getattr(before, what)
    if hasattr(os, "getxattr"):
        assert {name: os.getxattr(path, name) for name in os.listxattr(path)} == attributes


@pytest.mark.parametrize("what", ["read-only", "other names", "other owner"])
def test_in_place_refuses_what_it_could_not_keep(corpus, monkeypatch, what):
    path = Path("records/F1.md")
    remedy = "is read-only; make it writable (chmod u+w)"
    if what == "read-only":
        path.chmod(0o444)
    elif what == "other names":
        Path("backup.md").hardlink_to(path)
        remedy = "has 2 names (hard links)"
    else:
        import reconcile.writing

        def refused(*_):
            raise PermissionError(1, "Operation not permitted")

        true = Path.stat

        def theirs(self, **options):
            status = list(true(self, **options))
            status[4] += 1 if self.suffix == ".md" else 0
            return os.stat_result(status)

        monkeypatch.setattr(Path, "stat", theirs)
        monkeypatch.setattr(reconcile.writing.os, "chown", refused)
        remedy = "belongs to another user or group and would change hands"
    before = contents()
    result = in_place()
    assert result.exit_code == 1
    assert f"error: records/F1.md: {remedy}" in result.stderr
    assert "1 suggestion applied" not in result.stderr
    assert contents() == before
    assert run("apply", "records/F1.md", "--decisions", "d.csv").exit_code == 0


def test_in_place_on_a_full_disk_leaves_the_record(corpus, monkeypatch):
    import reconcile.writing

    def no_room(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reconcile.writing.os, "fsync", no_room)
    before = contents()
    result = in_place()
    assert result.exit_code == 1
    assert "error: records/F1.md: cannot be changed: No space left on device" in result.stderr
    assert contents() == before


@pytest.mark.parametrize("command", ["report", "benchmark"])
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("r.html", "html"),
        ("R.JSON", "json"),
        ("r.csv", "csv"),
        ("r.tsv", "tsv"),
        ("r.md", "markdown"),
        ("r.txt", "table"),
        ("r", "table"),
    ],
)
def test_the_suffix_says_how_to_write(corpus, command, name, form):
    args = (command, "records", *FAST)
    assert run(*args, "-o", name).exit_code == 0
    assert run(*args, "--format", form, "-o", "asked.docx").exit_code == 0
    assert run(*args, "--format", "json" if form != "json" else "csv", "-o", "other").exit_code == 0
    assert Path(name).read_bytes() == Path("asked.docx").read_bytes()
    assert Path(name).read_bytes() != Path("other").read_bytes()


@pytest.mark.parametrize("name", ["r.jsonl", "r.gmt"])
def test_a_suffix_counts_where_the_command_has_the_format(corpus, name):
    args = ("records", *FAST)
    assert run("report", *args, "-o", name).exit_code == 0
    assert run("report", *args, "--format", name[2:], "-o", "asked").exit_code == 0
    assert Path(name).read_bytes() == Path("asked").read_bytes()
    refused = run("benchmark", *args, "-o", f"b{name}")
    assert refused.exit_code == 2 and not Path(f"b{name}").exists()


@pytest.mark.parametrize("command", ["report", "benchmark"])
@pytest.mark.parametrize("name", ["r.docx", "r.xml", "r.htlm", "r.csv.gz"])
def test_a_suffix_that_says_nothing_is_refused_before_any_work(corpus, monkeypatch, command, name):
    monkeypatch.setattr("reconcile.Reconciler", None)  # opening it would be work
    before = contents()
    result = run(command, "records", *FAST, "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    said = " ".join(result.stderr.replace("│", " ").split())
    for word in (
        "--format",
        "`table` writes plain text",
        ".html, .json",
        ".csv, .tsv, .md",
        ".txt",
    ):
        assert word in said
    assert contents() == before


def test_a_format_of_a_configuration_goes_before_the_suffix(corpus):
    Path("reconcile.toml").write_text('[report]\nformat = "csv"\n', encoding="utf-8")
    assert run("report", "records", *FAST, "-o", "r.html").exit_code == 0
    assert Path("r.html").read_text(encoding="utf-8").startswith("record_type,")


def test_a_file_that_is_there_is_no_invalid_value_of_nothing(corpus):
    result = run("report", "records", "--output", "gold.tsv")
    assert result.exit_code == 2
    assert "gold.tsv is there already" in result.stderr
    assert "Invalid value" not in result.stderr
    known = run("report", "records", "--format", "jsn")
    assert known.exit_code == 2
    assert "--format" in known.stderr
