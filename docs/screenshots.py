"""Make the pictures of the docs anew (`python docs/screenshots.py`).

Needs the extras `dev`, `plots` and `serve` and Chromium.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from reconcile import Figure, Reconciler, read_figures
from reconcile.benchmark import Benchmark, document
from reconcile.benchmark import render as render_benchmark
from reconcile.benchmark.changes import Lists
from reconcile.metrics import Counts, summarise
from reconcile.records import Reconciliation
from reconcile.report import render
from reconcile.serve.app import create_app
from reconcile.serve.running import Service, address, listen
from reconcile.serve.settings import Settings
from reconcile.store import NewDecision, Run, Store
from reconcile.suggest import DEFAULT_MIN_CONFIDENCE
from reconcile.version import __version__

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
sys.path.insert(0, str(ROOT / "tests"))
from figure_samples import draw  # noqa: E402


def report(results: list[Reconciliation]) -> str:
    """The report of the seeds."""
    counts = [Counts.from_dict(result.counts) for result in results]
    return "".join(render("html", results, [], lambda: summarise(counts)))


def benchmark(reconciler: Reconciler, results: list[Reconciliation]) -> str:
    """The benchmark of the seeds after their suggestions, against them as they are."""
    figures = [result.figure for result in results if result.figure is not None]
    lists = [
        Lists(figure, result, reconciler.lexicon).after(DEFAULT_MIN_CONFIDENCE)
        for figure, result in zip(figures, results, strict=True)
    ]
    curated = [
        Figure(f.figid, f.caption, words, f.title, source=f.source, meta=f.meta)
        for f, words in zip(figures, lists, strict=True)
    ]
    sides = []
    for side in (curated, figures):
        found = Benchmark(reconciler.lexicon, by=("year",))
        for result in reconciler.reconcile_many(map(found.note, side)):
            found.add(result)
        sides.append(found)
    return "".join(render_benchmark("html", document(*sides)))


def deciding(page: Page) -> None:
    """One figure with a suggestion accepted, one declined, and a name explained."""
    page.evaluate("document.querySelector('#f1').scrollIntoView()")
    cards = page.locator("#f1 .card")
    cards.nth(0).get_by_label("Accept").check()
    cards.nth(1).get_by_label("Decline").check()
    cards.nth(1).get_by_label("Note").fill("One box only.")
    page.evaluate("document.activeElement.blur()")
    page.locator("#f1 .m", has_text="MAPK").hover()


def at(selector: str) -> Callable[[Page], None]:
    """Scrolls to an element."""
    return lambda page: page.evaluate(f"document.querySelector({selector!r}).scrollIntoView()")


def deciding_many(page: Page) -> None:
    """A class of suggestions, with its first context ticked."""
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#same")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")


def on_a_figure(page: Page) -> None:
    """A figure with a suggestion accepted."""
    page.wait_for_selector(".card:focus")
    page.keyboard.press("a")
    page.wait_for_selector("#said:not([hidden])")


def rows(page: Page) -> None:
    """The second row of a list."""
    page.wait_for_selector(".filters li")
    page.keyboard.press("j")
    page.keyboard.press("j")


@contextlib.contextmanager
def workbench(results: list[Reconciliation], folder: Path) -> Iterator[str]:
    """The address of a workbench with the seeds, about which two curators decided."""
    with Store(folder / "workbench.db") as store:
        store.put(Run(__version__, "", "", {}), [(result, None) for result in results])
        for i, name in enumerate(("Ada", "Bo")):
            for result in results[:2]:
                new = [
                    NewDecision.on(result.figid, one, "decline" if (n + i) % 5 == 0 else "accept")
                    for n, one in enumerate(result.suggestions[4:10])
                ]
                store.decide(new, curator=name)
        pictures = folder / "pictures"
        pictures.mkdir()
        for result in results:
            draw(pictures / str(store.filename(result.figid)), DRAWN)
        started = threading.Event()
        app = create_app(Settings(ner="lexicon", images=pictures), store=store)
        with listen("127.0.0.1", 0) as listening:
            service = Service(app, started.set)
            thread = threading.Thread(target=service.run, args=(listening,))
            thread.start()
            started.wait()
            try:
                yield address(listening, "127.0.0.1")
            finally:
                service.end()
                thread.join()


DRAWN = ("HER2", "PI3K", "AKT", "RAF", "MEK", "MAPK")
SEED = "PMC11240652__cancers-16-02466-g001"


@dataclass(frozen=True)
class View:
    """A picture: which page, what is done on it, and the screen.

    `page` is the name of a file, or a path of the workbench.
    """

    page: str
    prepare: Callable[[Page], object]
    width: int = 1280
    height: int = 900
    scale: int = 1
    dark: bool = False


VIEWS = {
    "html-report-overview": View("report", lambda page: None, height=1880),
    "html-report-figure-1": View("report", at("#f0")),
    "html-report-figure-2": View("report", deciding),
    "html-report-figure-3": View("report", at("#f2"), dark=True),
    "html-report-phone": View("report", at("#f2"), width=390, height=844, scale=2),
    "workbench-queue": View("/", rows, height=700),
    "workbench-queue-phone": View("/", lambda page: None, width=390, height=844, scale=2),
    "workbench-figure": View(f"/figures/{SEED}", on_a_figure, width=1440),
    "workbench-figure-phone": View(
        f"/figures/{SEED}", lambda page: None, width=390, height=844, scale=2, dark=True
    ),
    "workbench-same": View("/same", deciding_many, height=800),
    "workbench-curators": View("/curators", lambda page: None, height=900, dark=True),
    "benchmark-html": View("benchmark", at("#part-against"), height=1000),
}


def main(begin: str = "") -> None:
    """Write the pictures, or those alone whose names begin so."""
    IMAGES.mkdir(exist_ok=True)
    with contextlib.chdir(ROOT):
        reconciler = Reconciler()
        results = list(reconciler.reconcile_many(read_figures("seeds")))
    pages = {"report": report(results), "benchmark": benchmark(reconciler, results)}
    with (
        tempfile.TemporaryDirectory() as folder,
        workbench(results, Path(folder)) as where,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, text in pages.items():
            Path(folder, f"{name}.html").write_text(text, "utf-8")
        for name, view in VIEWS.items():
            if not name.startswith(begin):
                continue
            page = browser.new_page(
                viewport={"width": view.width, "height": view.height},
                device_scale_factor=view.scale,
                color_scheme="dark" if view.dark else "light",
            )
            file = Path(folder, f"{view.page.strip('/')}.html")
            page.goto(where + view.page if view.page.startswith("/") else file.as_uri())
            view.prepare(page)
            page.wait_for_timeout(300)
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
