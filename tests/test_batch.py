"""Batches: nothing lost, nothing taken along, and the same bytes however it went."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_faults import Opener, mention, result
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ENVIRONMENT, SEEDS, cli

from reconcile.batch import Progress, Settings, chunks, run_batch
from reconcile.batch.chunks import read_chunks, read_items
from reconcile.batch.job import Job, installed
from reconcile.batch.raydata import Seat
from reconcile.batch.table import ORGANISM_SCHEMA, SCHEMA, unpack
from reconcile.batch.work import work
from reconcile.cli.batch import Watch
from reconcile.errors import BatchError, InputError, JobMismatchError, ModelError
from reconcile.formats import read_figures
from reconcile.parallel import isolated
from reconcile.records import Failure, Figure
from reconcile.report import report_schema


def write(path, captions):
    lines = (
        json.dumps({"figid": f"F{i}", "caption": caption, "keywords": ["AKT1"]})
        for i, caption in enumerate(captions)
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def content(folder):
    """All files of a folder with their bytes, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def rows(out):
    parts = sorted(Path(out, "figures").iterdir())
    return [row for part in parts for row in pq.read_table(part).to_pylist()]


def failures(out):
    lines = Path(out, "failures.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def batch(source, out, place, *, workers=1, engine="local", broken="", **options):
    return run_batch(
        str(source),
        str(out),
        Settings(ner="lexicon", **{"chunk": 10, "time_limit": 30.0, **options}),
        workers=workers,
        engine=engine,
        opener=Opener(place, broken),
    )


BARE = {"overrides": [], "calibration": None}
"""What the rows of figures have beside those that nobody decided anything about."""


def test_a_batch_says_what_the_reconciler_says(tmp_path, fast):
    done = run_batch(str(SEEDS), str(tmp_path / "out"), Settings(ner="lexicon", chunk=2))
    expected = [fast.reconcile(figure).to_dict() | BARE for figure in read_figures(SEEDS)]
    found = rows(tmp_path / "out")
    assert [row.pop("line") for row in found] == [None] * 3
    assert found == expected
    assert (done.figures, done.failures, done.records) == (3, 0, 3)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest == done.manifest
    assert manifest["state"] == "complete"
    assert manifest["chunks"] == 2
    assert manifest["mentions"] == sum(len(row["mentions"]) for row in found)
    gene_keywords = sum(row["counts"]["gene_keywords"] for row in found)
    assert manifest["counts"]["gene_keywords"] == gene_keywords > 0
    supported = sum(row["counts"]["supported_keywords"] for row in found)
    assert manifest["micro"]["precision"] == supported / gene_keywords


def test_the_full_chain_says_the_same_alone_and_in_groups(tmp_path, full):
    done = run_batch(str(SEEDS), str(tmp_path / "out"))
    assert done.figures == 3
    found = rows(tmp_path / "out")
    expected = [full.reconcile(figure).to_dict() | BARE for figure in read_figures(SEEDS)]
    assert [{name: row[name] for name in row if name != "line"} for row in found] == expected
    assert done.manifest["job"]["installed"]["model"]["name"] == "en_gene_ner"


def test_columns_are_those_of_the_report():
    schema = report_schema()

    def names(kind):
        if pa.types.is_list(kind):
            return names(kind.value_type)
        if pa.types.is_struct(kind):
            return {kind.field(i).name: names(kind.field(i).type) for i in range(kind.num_fields)}
        return None

    def published(node):
        if "$ref" in node:
            return published(schema["$defs"][node["$ref"].rpartition("/")[2]])
        for options in ("anyOf", "oneOf"):
            if options in node:
                (node,) = (o for o in node[options] if o.get("type") != "null")
                return published(node)
        if "items" in node:
            return published(node["items"])
        if "properties" in node:
            return {name: published(inner) for name, inner in node["properties"].items()}
        return None

    def without(found, *ids):
        if not isinstance(found, dict):
            return found
        return {name: without(inner, *ids) for name, inner in found.items() if name not in ids}

    columns = {field.name: names(field.type) for field in ORGANISM_SCHEMA}
    plain = {field.name: names(field.type) for field in SCHEMA}
    del columns["taxon_id"]
    assert without(columns, "gene_id") == plain  # of human lists, nothing more
    columns["taxon_id"] = None
    assert columns.pop("line") is None
    counts = columns.pop("counts")
    figure = published(schema["$defs"]["figure"])
    figure.pop("counts")
    assert columns == figure
    assert {"gene_keywords", "concepts"} <= set(counts)


@settings(max_examples=60)
@given(
    lines=st.lists(
        st.sampled_from(["good", "good", "blank", "again", "not json", "no figid", "bad caption"]),
        max_size=40,
    ),
    chunk=st.integers(1, 7),
    skip=st.sets(st.integers(0, 10)),
)
def test_chunks_together_are_the_input(tmp_path_factory, lines, chunk, skip):
    path = tmp_path_factory.mktemp("input") / "a.jsonl"
    texts = {
        "blank": "",
        "again": '{"figid": "F0"}',
        "not json": "{",
        "no figid": "{}",
        "bad caption": '{"figid": "B", "caption": 3}',
    }
    path.write_text(
        "".join(texts.get(line, f'{{"figid": "F{i}"}}') + "\n" for i, line in enumerate(lines)),
        encoding="utf-8",
    )
    bad: list[Failure] = []
    good = list(read_figures(path, on_error=bad.append))
    job = Job(str(path), Settings(chunk=chunk), "", {}, lambda: None)
    chunks = list(read_chunks(job))
    assert [c.number for c in chunks] == list(range(len(chunks)))
    assert all(len(c.items) == chunk for c in chunks[:-1])
    items = [item for c in chunks for item in c.items]
    assert [item for item in items if isinstance(item, Failure)] == bad
    placed = [item for item in items if not isinstance(item, Failure)]
    assert [figure for _, figure in placed] == good
    figids = path.read_text(encoding="utf-8").splitlines()
    assert all(json.loads(figids[line - 1])["figid"] == f.figid for line, f in placed)
    assert list(read_chunks(job, skip)) == [c for c in chunks if c.number not in skip]


@pytest.mark.long
def test_what_fails_is_named_and_takes_nothing_along(tmp_path, place):
    captions = ["AKT1", "hang", "MEK1", "exit 3", "crash", "raise", "BRAF", "AKT2 and AKT3"]
    source = write(tmp_path / "in.jsonl", captions)
    with source.open("a", encoding="utf-8") as stream:
        stream.write('{"figid": "F8", "caption": 3}\n{"figid": "F0"}\n')
    done = batch(source, tmp_path / "out", place, time_limit=1.5, chunk=4, workers=2)
    assert (done.figures, done.failures) == (4, 6)
    assert [row["figid"] for row in rows(tmp_path / "out")] == ["F0", "F2", "F6", "F7"]
    assert [row["line"] for row in rows(tmp_path / "out")] == [1, 3, 7, 8]
    found = failures(tmp_path / "out")
    assert [(f["line"], f["figid"], f["kind"]) for f in found] == [
        (2, "F1", "time"),
        (4, "F3", "crash"),
        (5, "F4", "crash"),
        (6, "F5", "error"),
        (9, "F8", "input"),
        (10, "F0", "input"),
    ]
    assert {f["source"] for f in found} == {str(source)}
    for failure, what in zip(
        found,
        ["1.5 s; raise", "status 3", "SIGSEGV", "KeyError: 'boom'", "number 3", "already read"],
        strict=True,
    ):
        assert what in failure["error"]
    assert done.manifest["failures_by_kind"] == {"crash": 2, "error": 1, "input": 2, "time": 1}


class Odd:
    """A reconciler whose second result is no row."""

    def reconcile(self, figure):
        text = "AKT1" if figure.figid != "F1" else "half a pair: \ud800"
        return dataclasses.replace(result(figure), mentions=(mention(text),))

    def reconcile_many(self, figures):
        return map(self.reconcile, figures)


def test_a_result_that_is_no_row_takes_nothing_along():
    figures = [(i, i + 1, Figure(f"F{i}", caption="AKT1")) for i in range(3)]
    beats: list[None] = []
    done = work(Odd(), figures, lambda: beats.append(None))
    assert len(beats) == 3
    assert done.tally.figures == 2
    assert list(done.failures) == [1]
    assert (done.failures[1].figid, done.failures[1].line) == ("F1", 2)
    assert "surrogates not allowed" in done.failures[1].error
    assert unpack(done.rows).column("figid").to_pylist() == ["F0", "F2"]


@pytest.mark.long
def test_any_number_of_workers_makes_the_same_bytes(tmp_path, place):
    captions = [f"AKT{i} and MEK{i}" for i in range(95)]
    captions[17], captions[60] = "raise", "exit 3"
    source = write(tmp_path / "in.jsonl", captions)
    seen: list[Progress] = []
    run_batch(
        str(source),
        str(tmp_path / "1"),
        Settings(ner="lexicon", chunk=10),
        opener=Opener(place),
        progress=seen.append,
    )
    batch(source, tmp_path / "3", place, workers=3, time_limit=60.0)
    assert content(tmp_path / "1") == content(tmp_path / "3")
    assert len(rows(tmp_path / "1")) == 93
    assert [f["figid"] for f in failures(tmp_path / "1")] == ["F17", "F60"]
    assert [p.records for p in seen] == [0, *range(10, 95, 10), 95]
    assert {p.total for p in seen} == {95}


@pytest.mark.long
def test_a_worker_that_dies_from_outside_costs_nothing(tmp_path, place):
    captions = ["die-once" if i in {3, 27} else f"AKT{i}" for i in range(40)]
    source = write(tmp_path / "in.jsonl", captions)
    batch(source, tmp_path / "hurt", place)
    died = len(list(place.glob("opened-*")))
    batch(source, tmp_path / "whole", place)
    assert died == 3
    assert content(tmp_path / "hurt") == content(tmp_path / "whole")
    assert failures(tmp_path / "whole") == []


@pytest.mark.long
def test_processes_are_replaced_now_and_then(tmp_path, place, monkeypatch):
    monkeypatch.setattr(isolated, "TASKS_A_PROCESS", 20)
    source = write(tmp_path / "in.jsonl", [f"AKT{i}" for i in range(60)])
    batch(source, tmp_path / "out", place)
    assert len(list(place.glob("opened-*"))) == 3
    assert len(rows(tmp_path / "out")) == 60


RUN = """
import sys
from pathlib import Path
from batch_faults import Opener, mention, result
from reconcile.batch import Settings, run_batch
source, out, place = sys.argv[1:]
run_batch(source, out, Settings(ner="lexicon", chunk=10, time_limit=30.0), workers=2,
          opener=Opener(Path(place)))
"""


@pytest.mark.long
def test_killed_wherever_it_goes_on_and_the_bytes_are_the_same(tmp_path, place):
    """The driver is killed from within: in the first chunk and in the last."""
    captions = ["kill-parent-once" if i in {2, 58} else f"AKT{i} RAF{i}" for i in range(60)]
    source = write(tmp_path / "in.jsonl", captions)
    script = tmp_path / "script.py"  # whose workers do not run it again
    script.write_text(RUN, encoding="utf-8")
    command = [sys.executable, script, source, tmp_path / "hurt", place]
    endings = []
    while not endings or endings[-1] != 0:
        assert len(endings) < 5
        done = subprocess.run(command, env=ENVIRONMENT, check=False, timeout=60)
        endings.append(done.returncode)
    assert endings[0] == -signal.SIGKILL
    assert len(list(place.glob("once-*"))) == 2
    batch(source, tmp_path / "whole", place)
    assert content(tmp_path / "hurt") == content(tmp_path / "whole")
    assert len(rows(tmp_path / "hurt")) == 60


def command_line(*args):
    code = "from reconcile.cli import main; main()"
    return [sys.executable, "-c", code, "batch", *map(str, args)]


def half_files(folder):
    return {path.name for path in folder.rglob("*.tmp")}


@pytest.mark.long
def test_a_command_that_is_stopped_at_any_time_goes_on(tmp_path):
    lines = [f"AKT{i % 3 + 1} activates MEK1/2 and NF-κB ({i})." for i in range(150)]
    source = write(tmp_path / "in.jsonl", lines)
    options = ("--ner", "lexicon", "--chunk", 5, "--workers", 2)
    dice = random.Random(7)
    for how in (signal.SIGKILL, signal.SIGINT):
        process = subprocess.Popen(
            command_line(source, tmp_path / "hurt", *options),
            env=ENVIRONMENT,
            stderr=subprocess.PIPE,
            text=True,
        )
        figures = tmp_path / "hurt" / "figures"
        before = len(list(figures.glob("part-*"))) if figures.is_dir() else 0
        halves = half_files(tmp_path / "hurt")
        until = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < until:
            if figures.is_dir() and len(list(figures.glob("part-*"))) > before:
                break
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 0.3))
        process.send_signal(how)
        _, said = process.communicate(timeout=30)
        if how == signal.SIGINT and process.returncode:
            assert process.returncode == 130
            assert said == "interrupted\n"
            # What `kill -9` left is written anew when its chunk is done; nothing is added to it.
            assert half_files(tmp_path / "hurt") <= halves
    done = subprocess.run(
        command_line(source, tmp_path / "hurt", *options),
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("150 figures; ")
    run_batch(str(source), str(tmp_path / "whole"), Settings(ner="lexicon", chunk=5))
    assert content(tmp_path / "hurt") == content(tmp_path / "whole")


LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (12000, 12000))
from reconcile.batch import chunks
chunks.CACHE_KIB = 1
"""


@pytest.mark.long
@pytest.mark.parametrize(("name", "where"), [("", "part-00000"), ("x" * 1000, "table of figids")])
def test_a_full_disk_leaves_no_half_file_and_nothing_is_lost(tmp_path, place, name, where):
    source = tmp_path / "in.jsonl"
    lines = (
        json.dumps({"figid": f"F{i}{name}", "caption": "x" if name else f"AKT{i}"})
        for i in range(60)
    )
    source.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-c", LIMITED + RUN, str(source), str(out), str(place)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert "BatchError" in last
    assert where in last
    assert "cannot be written: " in last
    assert "the same command goes on" in last
    assert not half_files(out)
    assert "failures.jsonl" not in content(out)
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["state"] == "incomplete"
    batch(source, out, place)
    batch(source, tmp_path / "whole", place)
    assert content(out) == content(tmp_path / "whole")


def opened_files():
    found = set()
    for number in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            found.add(str(number.readlink()))
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_which_figids_there_were_is_kept_in_no_file_with_a_name(tmp_path, monkeypatch):
    """So nothing can be left of it, not even by `kill -9`."""
    monkeypatch.setattr(chunks, "CACHE_KIB", 1)
    source = write(tmp_path / "in.jsonl", ["AKT1"] * 2000)
    before = opened_files()
    items = read_items(str(source))
    for _ in range(1900):
        next(items)
    new = opened_files() - before - {str(source)}
    assert len(new) == 1
    assert new.pop().endswith(" (deleted)")


def test_orphans_end(tmp_path, place):
    """Whoever is killed leaves no worker behind, not even one that is busy."""
    source = write(tmp_path / "in.jsonl", ["kill-parent-once"])
    command = [sys.executable, "-c", RUN, str(source), str(tmp_path / "out"), str(place)]
    subprocess.run(command, env=ENVIRONMENT, check=False, timeout=60)
    pids = [int(path.name.partition("-")[2]) for path in place.glob("opened-*")]
    assert len(pids) == 1
    until = time.monotonic() + 10
    while time.monotonic() < until and is_running(pids[0]):
        time.sleep(0.02)
    assert not is_running(pids[0])


def is_running(pid):
    with contextlib.suppress(OSError, IndexError):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return state != "Z"
    return False


def test_another_job_is_refused(tmp_path, place):
    source = write(tmp_path / "in.jsonl", ["AKT1"])
    batch(source, tmp_path / "out", place)
    before = content(tmp_path / "out")
    with pytest.raises(JobMismatchError, match=r"options\.chunk was 10, is 11"):
        batch(source, tmp_path / "out", place, chunk=11)
    write(source, ["AKT2"])
    with pytest.raises(JobMismatchError, match=r"input\.sha256 was .* name a new folder"):
        batch(source, tmp_path / "out", place)
    assert content(tmp_path / "out") == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(JobMismatchError, match="not empty"):
        batch(source, tmp_path / "mine", place)


def test_provenance_is_part_of_the_input(tmp_path, place):
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "F1.md").write_text("---\nfigid: F1\n---\n", encoding="utf-8")
    batch(folder, tmp_path / "out", place)
    (tmp_path / "_data").mkdir()
    table = "word\tmatch\tncbigene_symbol\nErk\tERK\tEPHB2\n"
    (tmp_path / "_data" / "F1-genes.tsv").write_text(table, encoding="utf-8")
    with pytest.raises(JobMismatchError, match=r"input\.sha256"):
        batch(folder, tmp_path / "out", place)


def test_a_second_run_has_nothing_to_do(tmp_path, place):
    source = write(tmp_path / "in.jsonl", ["AKT1", "raise"])
    first = batch(source, tmp_path / "out", place)
    for path in place.iterdir():
        path.unlink()
    again = batch(source, tmp_path / "out", place)
    assert (again.figures, again.failures, again.records) == (1, 1, 0)
    assert again.manifest == first.manifest
    assert not list(place.iterdir())


def test_one_at_a_time(tmp_path, place):
    source = write(tmp_path / "in.jsonl", ["AKT1"] * 3)
    refused: list[str] = []

    def meanwhile(_):
        with pytest.raises(BatchError) as error:
            batch(source, tmp_path / "out", place, time_limit=60.0)
        refused.append(str(error.value))

    run_batch(
        str(source),
        str(tmp_path / "out"),
        Settings(ner="lexicon", chunk=10),
        progress=meanwhile,
        opener=Opener(place),
    )
    assert "another batch is writing there" in refused[0]


def undo(out):
    """Make a result one that is not finished."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    state = {name: manifest[name] for name in ("schema_version", "job")} | {"state": "incomplete"}
    (out / "manifest.json").write_text(json.dumps(state), encoding="utf-8")


def test_what_a_killed_one_left_half_written_is_written_anew(tmp_path, place):
    source = write(tmp_path / "in.jsonl", ["AKT1"])
    out = tmp_path / "out"
    out.mkdir()
    (out / ".manifest.json.tmp").write_bytes(b"half")
    batch(source, out, place)
    before = content(out)
    assert len(before) == 3
    undo(out)
    for name in ("failures.jsonl", "figures/part-000000.parquet"):
        (out / name).rename((out / name).with_name(f".{Path(name).name}.tmp"))
    batch(source, out, place)
    assert content(out) == before


FEW = ["AKT1", "AKT2", "raise", "AKT4 and MEK1", "AKT5"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A complete result of five chunks, its input, and one of another input."""
    folder = tmp_path_factory.mktemp("finished")
    (folder / "place").mkdir()
    for name, captions in (("", FEW), ("other-", [*FEW[:4], "AKT6"])):
        source = write(folder / f"{name}in.jsonl", captions)
        batch(source, folder / f"{name}out", folder / "place", chunk=1)
    return folder


@pytest.fixture
def redo(finished, tmp_path, place):
    """The result to damage, and the same command again."""
    out = Path(shutil.copytree(finished / "out", tmp_path / "out"))
    return out, lambda: batch(finished / "in.jsonl", out, place, chunk=1)


def part(folder, number):
    return folder / "figures" / f"part-{number:06d}.parquet"


def lose_everything(out):
    shutil.rmtree(out / "figures")
    (out / "failures.jsonl").unlink()


def edit_manifest(out):
    path = out / "manifest.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"figures": 4', '"figures": 5'), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text


@pytest.mark.parametrize(
    ("harm", "again"),
    [
        (lambda out: part(out, 1).unlink(), 1),
        (lambda out: part(out, 4).unlink(), 1),
        (lambda out: [part(out, i).unlink() for i in (0, 2, 3)], 3),
        (lose_everything, 5),
        (lambda out: (out / "failures.jsonl").unlink(), 0),
        (edit_manifest, 0),
    ],
)
def test_what_a_complete_result_has_lost_is_done_again(redo, harm, again):
    out, run = redo
    before = content(out)
    harm(out)
    assert content(out) != before
    done = run()
    assert (done.records, done.missing) == (again, again)
    assert content(out) == before
    assert run().records == 0


@pytest.mark.parametrize("harm", ["text", "other job", "other chunk", "folder", "no more rows"])
@pytest.mark.parametrize("complete", [True, False])
def test_a_file_that_was_overwritten_is_named(redo, finished, harm, complete):
    out, run = redo
    before = content(out)
    if not complete:
        undo(out)
    path = part(out, 1)
    aside = path.read_bytes()
    path.unlink()
    match harm:
        case "text":
            path.write_text("mine", encoding="utf-8")
        case "other job":
            shutil.copy(part(finished / "other-out", 1), path)
        case "other chunk":
            shutil.copy(part(out, 2), path)
        case "folder":
            path.mkdir()
        case "no more rows":  # a whole file, by a tool that keeps the metadata
            part(out, 9).write_bytes(aside)
            table = pq.read_table(part(out, 9))
            part(out, 9).unlink()
            pq.write_table(table.slice(0, 0), path)
    harmed = content(out)
    with pytest.raises(BatchError, match=r"part-000001\.parquet: .* run the same command$"):
        run()
    assert content(out) == harmed
    path.rmdir() if path.is_dir() else path.unlink()
    path.write_bytes(aside)
    assert run().records == 0
    assert content(out) == before


def test_a_file_that_no_chunk_makes_is_named(redo):
    out, run = redo
    shutil.copy(part(out, 3), part(out, 7))
    with pytest.raises(BatchError, match=r"part-000007\.parquet: of another batch; remove it"):
        run()


def test_any_changed_byte_is_noticed(redo):
    out, run = redo
    dice = random.Random(5)
    for number in range(5):
        path = part(out, number)
        whole = path.read_bytes()
        for _ in range(4):
            data = bytearray(whole)
            at = dice.randrange(len(data))
            data[at] ^= 1 << dice.randrange(8)
            path.write_bytes(data[:at] if dice.random() < 0.25 else data)
            with pytest.raises(BatchError, match=f"{path.name}: not a whole file .* remove it"):
                run()
        path.write_bytes(whole)
    assert run().records == 0


def test_all_that_is_damaged_is_counted(redo):
    out, run = redo
    for number in (1, 2, 4):
        part(out, number).write_bytes(b"")
    with pytest.raises(BatchError, match=r"part-000001\.parquet: .*, and 2 more like it$"):
        run()


@pytest.mark.parametrize("complete", [True, False])
def test_failures_of_somebody_else_are_not_written_over(redo, complete):
    out, run = redo
    before = content(out)
    if not complete:
        undo(out)
    path = out / "failures.jsonl"
    with path.open("a", encoding="utf-8") as stream:
        stream.write("my notes\n")
    harmed = content(out)
    with pytest.raises(BatchError, match=r"failures\.jsonl: not what .* move it elsewhere"):
        run()
    assert content(out) == harmed
    path.rename(out.parent / "notes")
    run()
    assert content(out) == before


def test_a_chunk_that_is_done_again_may_fail_otherwise(redo, place):
    """What failed for want of time once may be done now: the failures are written anew."""
    out, run = redo
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    line = (out / "failures.jsonl").read_text(encoding="utf-8")
    (out / "failures.jsonl").write_text(line * 2, encoding="utf-8")
    digest = hashlib.sha256((line * 2).encode()).hexdigest()
    manifest.update(failures=2, failures_sha256=digest)
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    part(out, 0).unlink()
    assert run().manifest["failures"] == 1
    assert (out / "failures.jsonl").read_text(encoding="utf-8") == line


@pytest.mark.parametrize(
    ("broken", "error", "said"),
    [
        ("model", ModelError, "no such model"),
        ("bug", BatchError, "cannot start: KeyError: 'boom'"),
        ("exit", BatchError, "ended with status 7"),
    ],
)
def test_a_worker_that_cannot_start_ends_it(tmp_path, place, broken, error, said):
    source = write(tmp_path / "in.jsonl", ["AKT1"])
    with pytest.raises(error, match=said):
        batch(source, tmp_path / "out", place, broken=broken)
    batch(source, tmp_path / "out", place)
    assert len(rows(tmp_path / "out")) == 1


def test_no_input_and_wrong_use(tmp_path, place):
    with pytest.raises(InputError, match="no such file"):
        batch(tmp_path / "nothing", tmp_path / "out", place)
    with pytest.raises(InputError, match="more than once"):
        batch("-", tmp_path / "out", place)
    source = write(tmp_path / "in.jsonl", ["AKT1"])
    with pytest.raises(InputError, match="part of it"):
        batch(tmp_path, tmp_path / "out", place)
    with pytest.raises(ValueError, match="workers=0"):
        batch(source, tmp_path / "out", place, workers=0)
    with pytest.raises(ValueError, match="engine='abacus': known are local, ray"):
        batch(source, tmp_path / "out", place, engine="abacus")
    with pytest.raises(ValueError, match="chunk=0"):
        Settings(chunk=0)
    with pytest.raises(ValueError, match="time_limit"):
        Settings(time_limit=float("nan"))
    assert not (tmp_path / "out").exists()


def test_names_that_are_not_utf8_are_kept_readable(tmp_path, place):
    folder = tmp_path / "in"
    folder.mkdir()
    path = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.jsonl"))
    try:
        write(path, ["AKT1", "raise"])
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    batch(folder, tmp_path / "out", place)
    assert rows(tmp_path / "out")[0]["source"].endswith("caf\\udce9.jsonl")
    assert failures(tmp_path / "out")[0]["source"].endswith("caf\udce9.jsonl")


def test_records_and_results_behind_urls(tmp_path, place):
    store = pytest.importorskip("fsspec").filesystem("memory")
    store.store.clear()
    record = "---\nfigid: {0}\ncaption: AKT1 and {0}\n---\n"
    store.pipe_file("/corpus/F1.md", record.format("F1").encode())
    store.pipe_file("/corpus/more/a.jsonl", b'{"figid": "F3"}\n{"figid": "F1"}\n{\n')
    done = batch("memory://corpus", "memory://result/out", place)
    assert (done.figures, done.failures) == (2, 2)
    store.get("/result/out", str(tmp_path / "fetched"), recursive=True)
    assert [row["figid"] for row in rows(tmp_path / "fetched")] == ["F1", "F3"]
    assert rows(tmp_path / "fetched")[0]["source"] == "memory:///corpus/F1.md"
    assert batch("memory://corpus", "memory://result/out", place).records == 0
    store.pipe_file("/corpus/F1.md", record.format("F4").encode())
    with pytest.raises(JobMismatchError):
        batch("memory://corpus", "memory://result/out", place)
    with pytest.raises(InputError, match="no such file or folder"):
        batch("memory://nowhere", tmp_path / "out", place)


def test_a_file_url_is_a_path(tmp_path, place):
    source = write(tmp_path / "in.jsonl", ["AKT1"])
    batch(f"file://{source}", f"file://{tmp_path}/out", place)
    assert rows(tmp_path / "out")[0]["source"] == str(source)


@pytest.mark.long
@pytest.mark.skipif(find_spec("ray") is None, reason="the extra `ray` is not installed")
def test_ray_makes_the_same_bytes_and_survives_a_killed_actor(tmp_path, place, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", ENVIRONMENT["PYTHONPATH"])
    captions = [f"AKT{i} and MEK{i}" for i in range(60)]
    captions[25], captions[41], captions[7] = "kill-parent-once", "exit 3", "raise"
    source = write(tmp_path / "in.jsonl", captions)
    ray = batch(source, tmp_path / "ray", place, engine="ray", workers=2)
    assert list(place.glob("once-*"))
    local = batch(source, tmp_path / "local", place)
    assert content(tmp_path / "ray") == content(tmp_path / "local")
    assert (ray.figures, ray.failures) == (local.figures, local.failures) == (58, 2)


def test_a_machine_with_other_versions_is_refused(place):
    other = {**installed("lexicon"), "python": "2.7"}
    job = Job("in", Settings(ner="lexicon"), "", other, Opener(place))
    with pytest.raises(BatchError, match=r"python is 3\.\d+ here and 2\.7 where"):
        Seat(job)


@pytest.mark.parametrize(("missing", "extra"), [("ray", "ray"), ("pyarrow", "batch")])
def test_what_to_install_is_said(tmp_path, place, monkeypatch, missing, extra):
    monkeypatch.setitem(sys.modules, missing, None)
    source = write(tmp_path / "in.jsonl", ["AKT1"])
    with pytest.raises(BatchError, match=rf"gene-reconcile\[{extra}\]"):
        batch(source, tmp_path / "out", place, engine="ray")
    args = ["batch", str(source), str(tmp_path / "new"), "--ner", "lexicon", "--engine", "ray"]
    done = cli(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert f"gene-reconcile[{extra}]" in done.stderr


@pytest.fixture
def run():
    def invoke(*args):
        return cli("batch", *args)

    return invoke


def test_command_names_failures_and_exits_1(tmp_path, run):
    source = tmp_path / "in.jsonl"
    source.write_text('{"figid": "F1", "caption": "AKT1"}\n{\n', encoding="utf-8")
    done = run(source, tmp_path / "out", "--ner", "lexicon")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"1 figures; 1 failed, named in {tmp_path}/out/failures.jsonl; ")
    assert failures(tmp_path / "out")[0]["line"] == 2
    again = run(source, tmp_path / "out", "--ner", "lexicon")
    assert again.exit_code == 1
    assert again.stderr.endswith("nothing was left to do\n")


@pytest.mark.parametrize(
    "args",
    [
        ("nothing.jsonl", "out"),
        ("-", "out"),
        (SEEDS, "out", "--workers", "0"),
        (SEEDS, "out", "--engine", "abacus"),
        (SEEDS, "out", "--chunk", "0"),
        (SEEDS, "out", "--time-limit", "0"),
        (SEEDS, "out", "--ner", "no_such_model"),
        (SEEDS, SEEDS / "out"),
        (SEEDS,),
    ],
)
def test_wrong_use_exits_2_and_writes_nothing(tmp_path, run, monkeypatch, args):
    monkeypatch.chdir(tmp_path)
    assert run(*args).exit_code == 2
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_another_jobs_exits_2(tmp_path, run):
    assert run(SEEDS, tmp_path / "out", "--ner", "lexicon").exit_code == 0
    done = run(SEEDS, tmp_path / "out", "--ner", "lexicon", "--chunk", "3")
    assert done.exit_code == 2
    assert "options.chunk was 250, is 3" in " ".join(done.stderr.split())


def test_progress_has_rate_and_time_left(monkeypatch, capsys):
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    watch = Watch()
    watch.show(Progress(0, 0, 4000))
    for seconds, records in ((10.0, 100), (40.0, 1000), (50.0, 1100), (3600.0, 3999)):
        clock[0] = 100.0 + seconds
        watch.show(Progress(records, 3, 4000))
    watch.close()
    assert capsys.readouterr().err.splitlines() == [
        "1,000 of 4,000 records, 3 failed, 25/s, 2 min left",
        "3,999 of 4,000 records, 3 failed, 1.1/s, 1 s left",
    ]
