"""Make the pictures of docs/html-report.md anew (`python docs/screenshots.py`).

Needs the extras `dev` and `plots` and Chromium.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from reconcile import Reconciler, read_figures
from reconcile.metrics import Counts, summarise
from reconcile.report import render

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"


def report(folder: Path) -> str:
    """The address of the report of the seeds."""
    with contextlib.chdir(ROOT):
        results = list(Reconciler().reconcile_many(read_figures("seeds")))
    counts = [Counts.from_dict(result.counts) for result in results]
    file = folder / "report.html"
    file.write_text("".join(render("html", results, [], lambda: summarise(counts))), "utf-8")
    return file.as_uri()


def overview(page: Page) -> None:
    """The summary, the plots and the table."""


def deciding(page: Page) -> None:
    """One figure with a suggestion accepted, one declined, and a name explained."""
    page.evaluate("document.querySelector('#f1').scrollIntoView()")
    cards = page.locator("#f1 .card")
    cards.nth(0).get_by_label("Accept").check()
    cards.nth(1).get_by_label("Decline").check()
    cards.nth(1).get_by_label("Note").fill("One box only.")
    page.evaluate("document.activeElement.blur()")
    page.locator("#f1 .m", has_text="MAPK").hover()


def phone(page: Page) -> None:
    """A figure on a small screen."""
    page.evaluate("document.querySelector('#f2').scrollIntoView()")


VIEWS = {
    "html-report-overview": (overview, 1280, 1780, 1),
    "html-report-figure": (deciding, 1280, 900, 1),
    "html-report-phone": (phone, 390, 844, 2),
}


def main() -> None:
    """Write the pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        address = report(Path(folder))
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (prepare, width, height, scale) in VIEWS.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, device_scale_factor=scale
            )
            page.goto(address)
            prepare(page)
            page.wait_for_timeout(300)
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
