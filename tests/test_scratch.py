"""Temporary folders: gone at the end, and those of killed processes with the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import ENVIRONMENT
from test_lexicon_build import famplex_folder, gene_info_file, hgnc_file

from reconcile.lexicon import Lexicon
from reconcile.lexicon.build import build_lexicon
from reconcile.lexicon.build.sources.packages import SourceFiles
from reconcile.scratch import scratch_folder, sweep
from reconcile.writing import whole_file

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs locks of files")

WAITING = """
import sys, time
from pathlib import Path
from reconcile.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1])) as folder:
    (folder / "inner").mkdir()
    (folder / "inner" / "half").write_text("half")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(tmp_path):
    """Another process that has a temporary folder in `tmp_path`."""
    command = [sys.executable, "-c", WAITING, str(tmp_path)]
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    yield process, Path(process.stdout.readline().strip())
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_folder_goes_at_the_end_also_by_an_error(tmp_path):
    with scratch_folder(tmp_path) as folder:
        (folder / "file").write_text("x", encoding="utf-8")
        assert folder.parent == tmp_path
        assert folder.name.startswith(".")
    with pytest.raises(KeyError), scratch_folder(tmp_path) as folder:
        raise KeyError
    assert not list(tmp_path.iterdir())


def test_what_a_killed_process_left_goes_with_the_next_folder(tmp_path, other):
    process, left = other
    with scratch_folder(tmp_path):
        assert (left / "inner" / "half").exists()  # it lives
    process.kill()
    process.wait()
    assert (left / "inner" / "half").exists()
    with scratch_folder(tmp_path) as folder:
        assert list(tmp_path.iterdir()) == [folder]


def test_what_is_not_ours_stays(tmp_path):
    mine = [".reconcile-x", "reconcile-x.scratch", ".scratch", "a.scratch", ".reconcile-.tmp"]
    for name in mine:
        (tmp_path / name).mkdir()
    (tmp_path / ".reconcile-link.scratch").symlink_to(tmp_path / "a.scratch")
    os.mkfifo(tmp_path / ".reconcile-pipe.scratch")
    before = set(tmp_path.iterdir())
    sweep(tmp_path, ".scratch")
    assert set(tmp_path.iterdir()) == before
    sweep(tmp_path / "nowhere", ".scratch")


def test_what_belongs_to_another_user_stays(tmp_path, monkeypatch):
    (tmp_path / ".reconcile-x.scratch").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    sweep(tmp_path, ".scratch")
    assert (tmp_path / ".reconcile-x.scratch").exists()
    monkeypatch.undo()
    sweep(tmp_path, ".scratch")
    assert not (tmp_path / ".reconcile-x.scratch").exists()


def test_nobody_takes_a_living_folder_for_dead(tmp_path):
    def work(number):
        with scratch_folder(tmp_path) as folder:
            (folder / "mine").write_text(str(number), encoding="utf-8")
            sweep(tmp_path, ".scratch")
            return (folder / "mine").read_text(encoding="utf-8") == str(number)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(400)))
    assert not list(tmp_path.iterdir())


WRITING = """
import sys, time
from pathlib import Path
from reconcile.writing import whole_file
with whole_file(Path(sys.argv[1], "out.csv"), "out.csv", replace=True) as stream:
    stream.write("half")
    stream.flush()
    print("now", flush=True)
    time.sleep(60)
"""


def write(folder, text):
    with whole_file(folder / "out.csv", "out.csv", replace=True) as stream:
        stream.write(text)


def write_elsewhere(folder, text):
    """The same in another process."""
    code = f"from test_scratch import Path, write; write(Path({str(folder)!r}), {text!r})"
    subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, check=True)


def test_half_a_file_of_a_killed_process_goes_with_the_next_one(tmp_path):
    command = [sys.executable, "-c", WRITING, str(tmp_path)]
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout.readline() == "now\n"
        (half,) = tmp_path.iterdir()
        write(tmp_path, "one")
        assert set(tmp_path.iterdir()) == {half, tmp_path / "out.csv"}  # it lives
        process.kill()
    assert half.exists()
    write_elsewhere(tmp_path, "two")  # a process sweeps a folder once
    assert list(tmp_path.iterdir()) == [tmp_path / "out.csv"]
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "two"


KILLED = """
import os, signal, sys
from pathlib import Path
from test_scratch import sources
from reconcile.lexicon.build import writer
from reconcile.lexicon.build import build_lexicon
from reconcile.lexicon.build.sources.packages import SourceFiles
writer.write_manifest = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
build_lexicon(Path(sys.argv[1]) / "out", sources(Path(sys.argv[1])))
"""


def sources(folder):
    return SourceFiles(
        hgnc=hgnc_file(folder / "hgnc.tsv"),
        gene_info=gene_info_file(folder / "Homo_sapiens.gene_info.gz"),
        famplex=folder / "famplex",
    )


def test_a_build_that_was_killed_leaves_nothing_for_long(tmp_path):
    famplex_folder(tmp_path / "famplex")
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    done = subprocess.run(command, env=ENVIRONMENT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(tmp_path.glob(".reconcile-*"))) == 1
    assert not list((tmp_path / "out").iterdir())
    build_lexicon(tmp_path / "out", sources(tmp_path))
    assert not list(tmp_path.glob(".*"))
    assert Lexicon(tmp_path / "out").lookup("erbb2")
