"""The HTML report in a real browser: Debian's Chromium, or the one that CHROMIUM names."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from html_samples import captioned, corpus, hostile, page, replace_title
from report_samples import FAILURE

from reconcile.curation.decisions import read_decisions
from reconcile.curation.settled import accepted_changes, by_figure
from reconcile.errors import InputError

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, of the extra dev")

pytestmark = pytest.mark.long

SIZES = {"wide": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Addresses of a page with few figures, of one with many, and of a hostile one."""
    folder = tmp_path_factory.mktemp("pages")
    few = [captioned("PMC1__f1"), *corpus(3)]
    contents = {"few": few, "many": corpus(300), "evil": [hostile(), *corpus(3)]}
    contents["packed"] = [hostile(), *corpus(40)]
    untitled = captioned("PMC6906418__12276_2019_299_Fig2_HTML_and_more_without_a_blank")
    untitled = replace(untitled, precision=0.625, figure=replace_title(untitled.figure, None))
    contents["untitled"] = [untitled, *corpus(3)]
    found = {}
    for name, results in contents.items():
        file = folder / f"{name}.html"
        file.write_text(page(results, [FAILURE]), encoding="utf-8")
        found[name] = file.as_uri()
    return found


@pytest.fixture
def show(visit, pages):
    """Opens one of the pages by its name."""

    def opened(name, *, size="wide", fragment="", **options):
        return visit(pages[name] + fragment, size=SIZES[size], **options)

    return opened


def titles(tab):
    return tab.locator("#table tbody th a").all_inner_texts()


def column(tab, number):
    return tab.locator(f"#table tbody tr td:nth-of-type({number})").all_inner_texts()


def decisions(tab):
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename == "decisions.csv"
    return Path(waiting.value.path())


def test_the_table_sorts_both_ways_with_undefined_scores_last(show):
    tab = show("many")
    head = tab.get_by_role("columnheader", name="Precision")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(tab, 1)[0] == "0.00"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    values = column(tab, 1)
    assert values[0] == "1.00" and values == sorted(values, reverse=True)
    for _ in range(5):
        tab.get_by_role("button", name="Next page").click()
    assert column(tab, 1)[-1] == "–"
    assert tab.get_by_role("button", name="Next page").is_disabled()
    tab.get_by_role("button", name="Figure").click()
    assert titles(tab)[:2] == ["Pathway 0 of HER2", "Pathway 1 of insulin"]


def test_the_table_filters_and_tells_how_many(show):
    tab = show("many")
    found = tab.locator("#found")
    assert found.inner_text() == "300 figures" and found.get_attribute("aria-live") == "polite"
    tab.get_by_label("Search").fill("INSULIN 99")
    assert titles(tab) == [
        "Pathway 99 of insulin",
        "Pathway 199 of insulin",
        "Pathway 299 of insulin",
    ]
    assert found.inner_text() == "3 of 300 figures"
    tab.get_by_role("button", name="Reset").click()
    tab.locator("#reason").select_option(label="Alias collision (100)")
    assert found.inner_text() == "100 of 300 figures"
    assert set(column(tab, 5)) == {"2"}
    tab.locator("#low").fill("0.9")
    assert set(column(tab, 1)) == {"0.90", "1.00"}
    tab.locator("#low").fill("")
    tab.locator("#status").select_option("other_species")
    assert found.inner_text() == "100 of 300 figures"
    tab.get_by_label("Search").fill("map2k2 nowhere")
    assert titles(tab) == [] and found.inner_text() == "0 of 300 figures"


def test_filters_hold_for_the_figures_of_a_small_report(show):
    tab = show("few")
    assert tab.locator("article:visible").count() == 4
    tab.get_by_label("Search").fill("insulin")
    assert tab.locator("article:visible").count() == 1


def test_a_packed_figure_opens_and_the_next_one_of_the_filtered(show):
    tab = show("many")
    tab.get_by_label("Search").fill("insulin")
    tab.get_by_role("link", name="Pathway 1 of insulin").click()
    heading = tab.locator("article h3")
    playwright.expect(heading).to_have_text("Pathway 1 of insulin")
    playwright.expect(heading).to_be_focused()
    tab.get_by_role("button", name="Next figure").click()
    playwright.expect(heading).to_have_text("Pathway 3 of insulin")
    tab.go_back()
    playwright.expect(heading).to_have_text("Pathway 1 of insulin")


def test_an_address_opens_its_figure(show):
    tab = show("many", fragment="#f299")
    playwright.expect(tab.locator("article h3")).to_have_text("Pathway 299 of insulin")


def test_decisions_are_kept_counted_and_exported_for_apply(show):
    tab = show("many", fragment="#f2")
    card = tab.locator(".card")
    card.nth(0).get_by_label("Accept").check()
    card.nth(1).get_by_label("Decline").check()
    card.nth(1).get_by_label("Note").fill('=say "no", 🧬')
    assert "1 accepted, 1 declined" in tab.locator("#tally").inner_text()
    assert "2 of 2 decided" in column(tab, 5)
    tab.evaluate("location.hash = '#f5'")
    playwright.expect(tab.locator("article h3")).to_have_text("Pathway 5 of insulin")
    card.nth(1).get_by_label("Accept").check()
    tab.reload()
    tab.evaluate("location.hash = '#f2'")
    playwright.expect(card.nth(1).get_by_label("Decline")).to_be_checked()
    tab.locator("#decided").select_option("some open")
    assert "Pathway 2 of HER2" not in titles(tab)
    file = decisions(tab)
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [row["accept"] for row in rows] == ["y", "n", "y"]
    assert rows[1]["note"] == '\'=say "no", 🧬'
    errors: list[InputError] = []
    decided = by_figure(read_decisions(file), errors.append)
    results = corpus(6)
    assert list(decided) == ["PMC2__f1", "PMC5__f1"]
    keywords = [verdict.keyword for verdict in results[5].keywords]
    (change,) = accepted_changes(decided["PMC5__f1"], keywords, errors.append)
    assert not errors
    assert (change.action, change.keyword) == ("remove", "EPHB2")


def test_copy_gives_what_download_gives_and_clear_forgets(show):
    tab = show("few", permissions=["clipboard-read", "clipboard-write"])
    tab.on("dialog", lambda dialog: dialog.accept())
    assert tab.get_by_role("button", name="Copy").is_disabled()
    tab.get_by_label("Accept").first.check()
    tab.get_by_role("button", name="Copy").click()
    playwright.expect(tab.locator("#tally")).to_contain_text("Copied.")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == decisions(tab).read_text(encoding="utf-8")
    tab.get_by_role("button", name="Clear").click()
    playwright.expect(tab.locator("#tally")).to_contain_text("0 accepted, 0 declined")
    assert tab.get_by_label("Undecided").first.is_checked()
    tab.reload()
    assert tab.get_by_label("Undecided").first.is_checked()


def test_hover_and_focus_show_what_a_mention_stands_for(show):
    tab = show("few")
    mention = tab.locator("article .m").first
    tip = tab.locator("#f0-t0")
    assert not tip.is_visible()
    mention.hover()
    playwright.expect(tip).to_be_visible()
    assert "ERBB2" in tip.inner_text() and "in the list" in tip.inner_text()
    tab.mouse.move(0, 0)
    playwright.expect(tip).to_be_hidden()
    mention.focus()
    playwright.expect(tip).to_be_visible()
    tab.keyboard.press("Escape")
    assert not tip.is_visible()
    tab.keyboard.press("Enter")
    assert tip.is_visible()
    tab.keyboard.press("Tab")
    assert not tip.is_visible() and tab.locator("#f0-t1").is_visible()


def test_everything_is_within_reach_of_the_keyboard(show):
    tab = show("few")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the figures"
    tab.keyboard.press("Enter")
    tab.locator("article h3").first.focus()
    reached = set()
    for _ in range(40):
        tab.keyboard.press("Tab")
        reached.add(
            tab.evaluate("(e => e.dataset.number || e.type || e.tagName)(document.activeElement)")
        )
        if "radio" in reached:
            break
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("ArrowLeft")
    assert "1 accepted" in tab.locator("#tally").inner_text()
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("name", ["evil", "packed"])
def test_hostile_texts_do_nothing(show, name):
    tab = show(name, fragment="#f0")
    tab.on("dialog", lambda dialog: pytest.fail(dialog.message))
    playwright.expect(tab.locator("#f0 .caption .text")).to_contain_text(
        "<script>alert(1)</script>"
    )
    assert len(tab.locator("#f0 .caption .text").inner_text()) > 20_000
    assert tab.locator("article img, article script, article b").count() == 0
    tab.get_by_label("Search").fill("onerror")
    assert len(titles(tab)) == 1
    cards = tab.locator("#f0 .card")
    for i in range(cards.count()):
        cards.nth(i).get_by_label("Accept").check()
    refused = []
    found = read_decisions(decisions(tab), on_error=refused.append)
    assert ["cannot stand in a gene list" in failure.error for failure in refused] == [True]
    assert [d.change.keyword for d in found] == [
        "=cmd|' /C calc'!A0",
        hostile().suggestions[2].keyword,
    ]


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_no_wider_than_the_screen(show, size):
    for name in ("few", "evil", "untitled"):
        tab = show(name, size=size)
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size][0], name


def test_table_and_figure_round_a_score_alike(show):
    tab = show("untitled")
    assert column(tab, 1)[0] == "0.62"
    assert tab.locator("article dd").first.inner_text().startswith("0.62")


def test_a_small_report_works_without_scripts_and_prints_all_figures(show):
    tab = show("few", java_script_enabled=False)
    assert tab.locator("article:visible").count() == 4
    assert not tab.locator("#index, #decisions, .decide").filter(visible=True).count()
    tab.emulate_media(media="print")
    assert tab.locator("article:visible").count() == 4


def test_paper_has_the_decisions_and_notes_but_no_controls(show):
    tab = show("few")
    cards = tab.locator("#f0 .card")
    cards.nth(0).get_by_label("Accept").check()
    cards.nth(0).get_by_label("Note").fill("seen")
    tab.emulate_media(media="print")
    assert not tab.locator("#filters, #decisions, nav").filter(visible=True).count()
    assert cards.nth(0).locator("label:visible").all_inner_texts() == ["Accept", "Note"]
    assert cards.nth(1).locator("label:visible").all_inner_texts() == ["Undecided"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("name", "size"), [("few", "wide"), ("few", "phone"), ("many", "wide")])
def test_axe_finds_nothing(show, violations, name, size, dark):
    tab = show(name, size=size, dark=dark, fragment="#f2", bypass_csp=True)
    playwright.expect(tab.locator("#f2 h3")).to_be_visible()
    tab.locator("#f2 details").first.locator("summary").click()
    tab.get_by_label("Accept").first.check()
    tab.locator("#f2 .m").first.focus()
    assert violations(tab) == []
