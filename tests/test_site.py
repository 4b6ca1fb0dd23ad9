"""The documentation site: it builds without a warning, stands alone, and can be used by anybody."""

from __future__ import annotations

import functools
import http.server
import os
import re
import subprocess
import sys
import threading
from typing import get_args

import pytest
from doc_pages import ROOT, hooks

import reconcile
from reconcile.records import Reason

pytest.importorskip("material", reason="needs mkdocs-material, of the extra dev")

pytestmark = pytest.mark.long  # it builds the site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    paths = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "NO_MKDOCS_2_WARNING": "1"},
    )
    assert built.returncode == 0, built.stderr
    return folder


def text(site, page):
    return (site / f"{page}.html").read_text(encoding="utf-8")


def test_every_page_is_built_from_its_source(site):
    written = {path.stem for path in (ROOT / "docs").glob("*.md")}
    borrowed = {page.removesuffix(".md") for page in hooks.BORROWED}
    assert {path.stem for path in site.glob("*.html")} == written | borrowed | {"404"}
    assert not list(site.rglob("*.py"))


def test_nothing_comes_from_another_place(site):
    for page in site.glob("*.html"):
        html = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"([^\"]+)", html)
        loaded += re.findall(r"<link\b[^>]*\brel=\"(?:stylesheet|icon|preconnect)[^>]*>", html)
        assert not [found for found in loaded if "//" in found], page.name
    for sheet in site.rglob("*.css"):
        assert not re.findall(r"url\([\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8"))


def test_what_is_generated_is_there(site):
    card = text(site, "lexicon-card")
    for source in reconcile.Lexicon.load().manifest["sources"]:
        assert source["name"] in card
    assert "--min-confidence X" in text(site, "cli")
    assert "<code>train.toml</code>" in text(site, "tagger-card")
    assert "Copyright the reconcile developers" in text(site, "notice")


@pytest.mark.parametrize("name", sorted(set(reconcile.__all__) - {"__version__"}))
def test_every_supported_name_is_in_the_reference_with_its_docstring(site, name):
    page = text(site, "api")
    assert f'id="reconcile.{name}"' in page
    first = re.split(r"[`\n*]", getattr(reconcile, name).__doc__)[0].strip()
    assert first in page


@pytest.mark.parametrize("code", get_args(Reason))
def test_every_rule_is_in_the_reference(site, code):
    assert f"<code>{code}</code>" in text(site, "suggestions")


# in a browser

PAGES = ("index", "tutorial", "cli", "lexicon-card")
FORGIVEN = {"empty-table-header", "landmark-unique"}
"""Corners of tables are empty, and the theme gives no names to its buttons for copying."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(site):
    """Where the site is served; its search needs a server."""
    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(("size", "dark"), [((1280, 900), False), ((390, 844), True)])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing(visit, violations, address, page, size, dark):
    tab = visit(f"{address}/{page}.html", size=size, dark=dark)
    assert [found for found in violations(tab) if found[0] not in FORGIVEN] == []


def test_every_page_fits_a_phone(visit, address, site):
    tab = visit(f"{address}/index.html", size=(390, 844))
    for page in site.glob("*.html"):
        tab.goto(f"{address}/{page.name}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390, page.name


def test_the_search_finds_a_rule(visit, address):
    tab = visit(f"{address}/index.html")
    tab.locator(".md-search__input").click()
    tab.keyboard.type("alias_collision")
    tab.locator(".md-search-result__link[href*='suggestions.html']").first.wait_for()
