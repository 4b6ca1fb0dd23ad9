"""What several test modules share: one reconciler of each mode, and one browser, opened once."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from reconcile import Reconciler

# How long an example may take says more of what else the machine does than of the code.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by markers
def pytest_collection_modifyitems(items):
    """What drives a browser is left to `make drive`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def fast() -> Reconciler:
    """The dictionary alone."""
    return Reconciler(ner="lexicon")


@pytest.fixture(scope="session")
def full() -> Reconciler:
    """The default mode, with the spaCy pipeline."""
    return Reconciler()


@pytest.fixture(scope="session")
def postgres():
    """The URL of a server of PostgreSQL, without the name of a database; it waits for no disk."""
    yield from served(durable=False)


@pytest.fixture(scope="session")
def durable_postgres():
    """One that keeps what it has said that it keeps, whatever ends it."""
    yield from served(durable=True)


def served(*, durable):
    import postgres

    pytest.importorskip("psycopg", reason="needs the extra `postgres`")
    tools = postgres.tools()
    if tools is None:
        pytest.skip("no PostgreSQL; apt-get install postgresql")
    with postgres.server(tools, durable=durable) as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, or the one that CHROMIUM names."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `dev`")
    names = (os.environ.get("CHROMIUM"), shutil.which("chromium"), shutil.which("chromium-browser"))
    path = next(filter(None, names), None)
    if path is None:
        pytest.skip("no Chromium; apt-get install chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=FLAGS, headless=True)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser):
    """Opens an address; fails where its console says anything or it asks another place."""
    said, contexts = [], []

    def opened(address, *, size=(1280, 900), dark=False, **options):
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            **options,
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(5000)
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        # A page of a service may ask for what is of the same service, another for its own folder.
        folder = address.rpartition("/")[0]
        here = "/".join(address.split("/")[:3]) if address.startswith("http") else folder
        tab.on(
            "request",
            lambda r: said.append(r.url) if "http" in r.url and not r.url.startswith(here) else 0,
        )
        tab.goto(address)
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert not said


@pytest.fixture(scope="session")
def violations():
    """What axe-core finds on a page, opened with `bypass_csp=True`."""
    spec = find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("needs axe-playwright-python, of the extra dev")
    axe = Path(spec.submodule_search_locations[0], "axe.min.js").read_text(encoding="utf-8")

    def found(tab):
        tab.evaluate(axe)
        result = tab.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        return [(v["id"], [n["html"][:200] for n in v["nodes"]][:5]) for v in result["violations"]]

    return found
