"""How long a curator waits for a figure.

    reconcile store import RECORDS --db figures.db
    python benchmarks/workbench.py figures.db [--steps 40] [--rounds 2]

First the service alone: the page of every figure is asked for in this process, and the processor
time that each answer takes is given, without the network. Then Chromium (Debian's, or the one that
CHROMIUM names) goes from figure to figure by J, and from each key press the time is taken until the
next figure is painted: two frames after it stands in the page. It does so in three ways: at once
after the last step, when the next page has hardly been asked for; after a pause such as a curator
makes, when it is there; and after a decision, which makes what was fetched before worthless. Last
it takes the time from `a` to the next card, with the decision kept on the disk in between.

The database is copied: nothing is decided in the one that is given.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import threading
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reconcile.serve.app import create_app
from reconcile.serve.pages.query import STANDARD, figure_path
from reconcile.serve.running import Service, address, listen
from reconcile.serve.settings import Settings
from reconcile.store import Store

FLAGS = ["--no-sandbox", "--disable-gpu"]
WATCH = """() => {
  window.waits = [];
  let pressed = 0;
  const done = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (pressed) waits.push(performance.now() - pressed);
    pressed = 0;
  }));
  addEventListener("keydown", (event) => (pressed = event.timeStamp), true);
  new MutationObserver((changes) => {
    if (changes.some((one) => [...one.addedNodes].some((node) => node.id === "main"))) done();
  }).observe(document.body, { childList: true });
  addEventListener("focusin", ({ target }) => target.matches(".card, #go-on") && done());
}"""


def of_service(store: Store, rounds: int) -> list[float]:
    """The processor time of each page, in milliseconds, the least of some rounds."""
    with warnings.catch_warnings():  # starlette wants another client than the one it works with
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

    client = TestClient(create_app(Settings(), store=store), base_url="http://127.0.0.1:8765")
    paths = [figure_path(figid) for figid in store.figids()]
    took = dict.fromkeys(paths, float("inf"))
    for _ in range(rounds):
        for path in paths:
            start = time.process_time()
            answer = client.get(path, headers={"accept": "text/html"})
            took[path] = min(took[path], 1000 * (time.process_time() - start))
            assert answer.status_code == 200, path
    return list(took.values())


def walked(tab: Any, steps: int, pause: int, decide: bool) -> list[float]:
    """The waits from J to the next figure, in milliseconds."""
    waits = []
    for _ in range(steps):
        if decide:
            tab.keyboard.press("d")
            tab.wait_for_selector(".card[data-mine=decline]")
        tab.wait_for_timeout(pause)
        tab.evaluate("() => { waits.length = 0 }")
        tab.keyboard.press("Shift+J")
        tab.wait_for_function("() => waits.length")
        waits += tab.evaluate("waits")[:1]
    return waits


def decided(tab: Any, steps: int) -> list[float]:
    """The waits from `a` to the next card, in milliseconds."""
    waits: list[float] = []
    while len(waits) < steps:
        tab.wait_for_timeout(100)
        left = tab.evaluate("document.querySelectorAll('.card[data-todo]').length")
        tab.evaluate("() => { waits.length = 0 }")
        tab.keyboard.press("a" if left else "Shift+J")
        tab.wait_for_function("() => waits.length")
        waits += tab.evaluate("waits")[:1] if left else []
    return waits


def told(name: str, values: Sequence[float]) -> None:
    """One line: the median, the 95th percentile and the greatest."""
    ordered = sorted(values)
    last = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    middle = statistics.median(ordered)
    print(f"{name:52} {len(ordered):4}  {middle:6.1f} {last:6.1f} {ordered[-1]:6.1f}")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("db", help="a store with figures")
    options.add_argument("--steps", type=int, default=40, help="steps of each kind (default 40)")
    options.add_argument("--rounds", type=int, default=2, help="rounds of pages (default 2)")
    asked = options.parse_args()
    print(f"{'milliseconds':52} {'n':>4}  {'median':>6} {'95 %':>6} {'most':>6}")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "figures.db")
        shutil.copy(asked.db, copy)
        with Store(copy) as store:
            told("page of a figure, processor time of the service", of_service(store, asked.rounds))
            browse(store, asked.steps)


def browse(store: Store, steps: int) -> None:
    """Go through figures in a browser."""
    from playwright.sync_api import sync_playwright

    listening = listen("127.0.0.1", 0)
    app = create_app(Settings(port=listening.getsockname()[1]), store=store)
    started = threading.Event()
    service = Service(app, started.set)
    where = address(listening, "127.0.0.1")
    thread = threading.Thread(target=service.run, args=(listening,))
    thread.start()
    started.wait(30)
    names = (os.environ.get("CHROMIUM"), shutil.which("chromium"), shutil.which("chromium-browser"))
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=next(filter(None, names)), args=FLAGS)
            tab = browser.new_page(viewport={"width": 1440, "height": 900})
            tab.goto(where + figure_path(store.figids(STANDARD)[0]))
            tab.evaluate(WATCH)
            told("J at once to the next figure painted", walked(tab, steps, 0, False))
            told("J after a second", walked(tab, steps, 1000, False))
            told("J after a second and a decision", walked(tab, steps, 1000, True))
            told("a to the next card painted, decision kept", decided(tab, steps))
            browser.close()
    finally:
        service.end()
        thread.join()


if __name__ == "__main__":
    main()
