"""The title of a figure and the link to its picture, in the reports that a person reads."""

from __future__ import annotations

import io
import re

import pytest
from report_samples import NASTY, blank

from reconcile.records import Figure
from reconcile.report import render
from reconcile.report.heading import picture_url
from reconcile.report.terminal import print_report

PFOCR = "PMC1__a b.jpg"
PAGE = "https://pfocr.wikipathways.org/figures/PMC1__a%20b.jpg.html"
OSC_8 = re.compile(r"\x1b]8;[^;]*;([^\x1b]*)\x1b\\")


def result(figid=PFOCR, title="How MEK\nworks", **meta):
    made = blank(figid)
    object.__setattr__(made, "figure", Figure(figid, title=title, meta=meta))
    return made


def plain(made):
    return "".join(render("table", [made], [], lambda: {"figures": 1}))


class Screen(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def on_terminal(monkeypatch):
    """What a report prints on a terminal of a kind."""
    for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def printed(made, kind="xterm"):
        monkeypatch.setenv("TERM", kind)
        out = Screen()
        print_report(out, [made], [], lambda: {"figures": 1}, width=200)
        return out.getvalue()

    return printed


def test_the_plain_report_has_title_and_link_below_the_figid():
    assert plain(result()).splitlines()[:4] == [PFOCR, "=" * len(PFOCR), "How MEK works", PAGE]
    assert plain(blank("F1")).splitlines()[:3] == ["F1", "==", ""]


def test_a_figure_of_an_article_leads_there_and_another_nowhere():
    there = "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/figure/F1/"
    assert picture_url(result("F1", figlink="/pmc/articles/PMC1/figure/F1/")) == there
    assert picture_url(result("F1", figlink="https://elsewhere.example/x")) is None
    assert picture_url(blank("F1")) is None


def test_a_terminal_gets_a_link_and_nothing_else_does(on_terminal):
    shown = on_terminal(result())
    assert PAGE in OSC_8.findall(shown)
    assert "How MEK works" in shown
    assert not OSC_8.search(on_terminal(result(), "dumb"))
    out = io.StringIO()
    print_report(out, [result()], [], lambda: {"figures": 1})
    assert PAGE in out.getvalue() and "\x1b" not in out.getvalue()


def test_neither_title_nor_figid_commands_the_terminal(on_terminal):
    hostile = f"[red]{NASTY}\x1b]8;;https://elsewhere.example\x1b\\\u202e"
    made = result(f"PMC1__{hostile}", hostile)
    for shown in (plain(made), on_terminal(made)):
        links = OSC_8.findall(shown)
        assert all(link == "" or link.startswith("https://pfocr.wiki") for link in links)
        assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", OSC_8.sub("", shown))
        assert "\u202e" not in shown
        assert "[red]" in shown
