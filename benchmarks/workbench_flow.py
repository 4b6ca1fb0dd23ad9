"""A curator's way through the workbench, from records to mended records, by keys in Chromium.

    python benchmarks/workbench_flow.py RECORDS [--copies 1] [--ner default]

Records are imported, served, found in the queue, decided by keys, decided for many at once, taken
back, exported and applied, each step by what users have: the command line and a browser. It fails
where the browser's console says anything, where a decision that was shown as kept is not in the
export, or where `apply` makes other records than `store export`. It prints how long each step took.

With `--copies` each record is imported so many times under other names: 27 copies of the 187
records make 5,049 figures.
"""

from __future__ import annotations

import argparse
import csv
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = ["--no-sandbox", "--disable-gpu"]
READY = "() => document.activeElement.matches('.card[data-todo]')"
"""Whether keys decide the card that has the focus."""
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def reconcile(*arguments: str | Path, fails: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command; it has to succeed unless `fails`."""
    command = [sys.executable, "-m", "reconcile", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and not fails:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return done


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Print how long a step takes."""
    start = time.perf_counter()
    yield
    print(f"{step:46} {time.perf_counter() - start:8.2f} s")


def copied(records: Path, into: Path, copies: int) -> Path:
    """The records, and further copies of them under other figids, with their tables of words."""
    figures, tables = into / "_figures", into / "_data"
    figures.mkdir()
    tables.mkdir()
    for path in sorted(records.iterdir()):
        data = path.read_bytes()
        found = re.search(rb"^figid: *(\S+)", data, re.MULTILINE)
        if found is None:
            continue
        figid = found[1].decode()
        words = [records.parent / "_data" / f"{figid}-{name}.tsv" for name in KINDS]
        for number in range(copies):
            name = figid if number == 0 else f"{figid}.copy{number}"
            new = data.replace(found[0], f"figid: {name}".encode(), 1)
            (figures / f"{name}.md").write_bytes(new)
            for kind, table in zip(KINDS, words, strict=True):
                if table.is_file():
                    shutil.copy(table, tables / f"{name}-{kind}.tsv")
    return figures


KINDS = ("genes", "chemicals", "diseases")


@contextmanager
def served(db: Path) -> Iterator[str]:
    """The address of the workbench on a database."""
    command = [sys.executable, "-m", "reconcile", "serve", str(db), "--port", "0"]
    with subprocess.Popen([*command, "--ner", "lexicon"], stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        for line in run.stderr:
            if found := ADDRESS.search(line):
                break
        else:
            sys.exit("the service does not start")
        try:
            yield found[0]
        finally:
            run.terminate()


def cards(tab: Any) -> int:
    """How many suggestions of the figure are left to decide."""
    return int(tab.locator(".card[data-todo]").count())


def decide(tab: Any, keys: str) -> int:
    """Decide as many cards as there are keys, or are left; how many that were."""
    done = 0
    for key in keys:
        left = cards(tab)
        if not left:
            break
        tab.keyboard.press(key)
        tab.wait_for_function(
            "n => document.querySelectorAll('.card[data-todo]').length < n", arg=left
        )
        done += 1
    return done


def walk(tab: Any, address: str) -> int:
    """Curate by keys; how many decisions hold at the end."""
    with timed("queue"):
        tab.goto(address)
        tab.wait_for_selector("[data-row], .row, li a[href^='/figures/']")
    kept = 0
    with timed("three figures decided by keys"):
        tab.keyboard.press("j")
        tab.keyboard.press("Enter")
        for _ in range(3):
            tab.wait_for_function(READY)
            kept += decide(tab, "aad")
            before = tab.url
            tab.keyboard.press("Shift+J")
            tab.wait_for_function("url => location.href !== url", arg=before)
    with timed("one decision taken back"):
        tab.wait_for_function(READY)
        left = cards(tab)
        assert decide(tab, "a") == 1
        tab.keyboard.press("u")
        tab.wait_for_function(
            "n => document.querySelectorAll('.card[data-todo]').length === n", arg=left
        )
    with timed("the same for all, and taken back"):
        tab.goto(f"{address}/same")
        tab.keyboard.press("j")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("input[type=checkbox]")
        assert not tab.locator("input[type=checkbox]:checked").count()
        tab.keyboard.press("Shift+X")
        assert tab.locator("input[type=checkbox]:checked").count()
        tab.keyboard.press("a")
        tab.wait_for_selector("#said:has-text('ccepted')")
        tab.keyboard.press("u")
        tab.wait_for_selector("#said:has-text('ndone'), #said:has-text('open again')")
    return kept


def main() -> None:
    """Go the way and print the times."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("records", type=Path, help="folder of PFOCR records")
    options.add_argument("--copies", type=int, default=1, help="of each record (default 1)")
    options.add_argument("--ner", default="default", help="what finds names in the import")
    asked = options.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        figures, db = copied(asked.records, folder, asked.copies), folder / "figures.db"
        print(f"{len(list(figures.iterdir()))} records")
        with timed("import"):
            reconcile(
                "store", "import", figures, "--db", db, "--ner", asked.ner, "--n-process", "2"
            )
        said: list[str] = []
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with served(db) as address:
            tab = chromium.new_page(viewport={"width": 1280, "height": 900})
            tab.on("console", lambda message: said.append(message.text))
            tab.on("pageerror", lambda error: said.append(str(error)))
            kept = walk(tab, address)
            tab.close()  # before the service ends, which it would find out
        chromium.close()
        assert not said, said
        decisions, mended = folder / "decisions.csv", folder / "mended"
        with timed("export of decisions and records"):
            reconcile("store", "export", db, "--format", "csv", "-o", decisions)
            reconcile("store", "export", db, "--format", "records", "-o", mended)
        with decisions.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) == kept, (len(rows), kept)
        with timed("apply"):
            reconcile("apply", figures, "--decisions", decisions, "--in-place")
        names = [path.name for path in mended.iterdir()]
        _, other, lost = filecmp.cmpfiles(mended, figures, names, shallow=False)
        assert names and not other and not lost, (other[:3], lost[:3])
        print(f"{kept} decisions, {len(names)} records as `apply` writes them, no console message")


if __name__ == "__main__":
    main()
