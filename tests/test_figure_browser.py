"""The page of a figure in a real browser, worked on by keys, by mouse, and in the wrong hands."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

import pytest
from figure_samples import EVIL, LISTED, draw, figure, filled, hostile

from reconcile import Figure
from reconcile.store import NewDecision, Query

pytest.importorskip("uvicorn", reason="needs the extra `serve`")

from reconcile.serve.app import create_app
from reconcile.serve.pages.query import figure_path
from reconcile.serve.running import Service, address, listen
from reconcile.serve.settings import Settings

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, of the extra dev")

pytestmark = pytest.mark.long
expect = playwright.expect
SIZES = {"wide": (1280, 900), "phone": (390, 844)}
FIRST, SECOND, THIRD = (f"PMC{number}__F1" for number in (1, 2, 3))
ORDER = Query(state="open", sort="order")


@contextmanager
def serving(store, images):
    """The address of a service with these figures."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    app = create_app(Settings(port=port, images=images), store=store)
    started = threading.Event()
    service = Service(app, started.set)
    thread = threading.Thread(target=service.run, args=(listening,))
    where = address(listening, "127.0.0.1")
    thread.start()
    try:
        assert started.wait(30)
        yield where
    finally:
        service.end()
        thread.join(30)


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    draw(folder / "picture1.png")
    draw(folder / "picture2.png")
    return folder


@pytest.fixture
def store(tmp_path, fast):
    figures = [*map(figure, (1, 2, 3)), hostile()]
    with filled(tmp_path / "a.db", fast, figures) as opened:
        yield opened


@pytest.fixture
def service(store, images):
    with serving(store, images) as where:
        yield where


@pytest.fixture
def show(browser, service):
    """Opens a figure, as one curator; fails where the console says anything."""
    said, contexts = [], []

    def opened(
        figid=FIRST, *, size="wide", curator="Ada", query=ORDER, dark=False, height=0, **options
    ):
        width, usual = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height or usual},
            color_scheme="dark" if dark else "light",
            base_url=service,
            **options,
        )
        contexts.append(context)
        context.add_cookies([{"name": "curator", "value": curator, "url": service}])
        tab = context.new_page()
        tab.set_default_timeout(5000)
        tab.said = said
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("dialog", lambda dialog: said.append(dialog.message))
        tab.on("request", lambda r: None if r.url.startswith(service) else said.append(r.url))
        tab.goto(figure_path(figid, query))
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert not said


def press(tab, *keys):
    for key in keys:
        tab.keyboard.press(f"Shift+{key}" if key in "JK" else key)


def focused(tab):
    return tab.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def at(tab, name):
    """Wait until the focus is there."""
    tab.wait_for_function(
        "name => (document.activeElement.id || document.activeElement.textContent.trim()) === name",
        arg=name,
    )


def message(tab, text):
    expect(tab.locator("#said p")).to_contain_text(text)


def held(store, figid=FIRST):
    return [(row.verdict, row.action, row.text, row.symbols) for row in store.decisions(figid)]


ADD_MEK = ("add", "MEK", ("MAP2K1", "MAP2K2"))
HER2 = ("replace", "HER2", ("ERBB2",))


def test_a_figure_is_decided_by_keys_alone(show, store):
    tab = show()
    at(tab, "c5")
    press(tab, "a")
    message(tab, "Accepted: Add MAP2K1, MAP2K2")
    at(tab, "c4")
    press(tab, "d")
    at(tab, "c0")
    assert held(store) == [("accept", *ADD_MEK), ("decline", *HER2)]
    press(tab, "j", "j", "k")
    at(tab, "c1")
    press(tab, "a")
    at(tab, "c2")
    press(tab, "u")
    message(tab, "Taken back: remove SYT1")
    at(tab, "c1")
    press(tab, "u")
    at(tab, "c4")
    assert held(store) == [("accept", *ADD_MEK)]
    expect(tab.locator("#left")).to_have_text("5 of 6 left")
    press(tab, "d", "a", "a", "a", "a")
    at(tab, "go-on")
    expect(tab.locator("#place .where")).to_have_text("3 open left")
    assert len(held(store)) == 6
    press(tab, "J")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    assert tab.url.endswith(figure_path(SECOND, ORDER))
    at(tab, "c5")
    expect(tab.locator("#place .where")).to_have_text("1 of 3 open")
    press(tab, "]")
    expect(tab.locator("h1")).to_have_text("Inflammation 3")
    press(tab, "K")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    press(tab, "K")
    expect(tab.locator("h1")).to_have_text("Inflammation 1")
    at(tab, "title")
    press(tab, "K")
    message(tab, "first figure")
    for number in (2, 3, 2, 1):
        # One at a time: a step back may be overtaken by what the page still asks for.
        tab.wait_for_load_state("networkidle")
        tab.go_back()
        expect(tab.locator("h1")).to_have_text(f"Inflammation {number}")
    expect(tab.locator(".onward")).to_contain_text("All 6 decided.")
    tab.reload()
    expect(tab.locator('.card[data-mine="accept"]')).to_have_count(5)


def test_who_wants_it_goes_on_without_being_asked(show, store):
    tab = show()
    press(tab, *"aaaaa")
    at(tab, "c3")
    tab.get_by_label("Go on to the next figure by itself").check()
    press(tab, "j", "a")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    assert len(held(store)) == 6
    assert tab.get_by_label("Go on to the next figure by itself").is_checked()
    message(tab, f"{FIRST} done: 6 accepted. u goes back to it.")
    expect(tab.locator("#live")).to_contain_text("6 accepted")


@pytest.mark.parametrize("closed", [False, True])
def test_who_went_on_by_itself_comes_back_and_takes_the_last_decision_back(show, store, closed):
    tab = show()
    tab.evaluate("localStorage.setItem('reconcile goes on by itself', '1')")
    press(tab, *"ada", *"aaa")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    message(tab, "5 accepted, 1 declined")
    if closed:
        press(tab, "Escape")
    press(tab, "u")
    expect(tab.locator("h1")).to_have_text("Inflammation 1")
    message(tab, "Taken back: remove")
    at(tab, "c3")
    assert len(held(store)) == 5
    press(tab, "a")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    press(tab, "[")
    expect(tab.locator("h1")).to_have_text("Inflammation 1")
    press(tab, "]")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    press(tab, "a")
    message(tab, "Accepted")
    press(tab, "Escape", "u")
    message(tab, "Taken back: add")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    tab.go_back()
    expect(tab.locator("h1")).to_have_text("Inflammation 1")


def test_notes_stand_with_the_decision_and_by_themselves(show, store):
    tab = show()
    at(tab, "c5")
    press(tab, "n")
    tab.keyboard.type("jadu? first line")
    press(tab, "Escape")
    at(tab, "c5")
    tab.reload()
    expect(tab.locator("#c5 textarea")).to_have_value("jadu? first line")
    press(tab, "a")
    at(tab, "c4")
    press(tab, "n")
    tab.keyboard.type("is it?")
    press(tab, "Enter")
    message(tab, "Note kept.")
    at(tab, "c4")
    rows = [(row.verdict, row.note) for row in store.decisions(FIRST)]
    assert rows == [("accept", "jadu? first line"), ("note", "is it?")]
    assert "UTC" not in tab.locator("#c4 time").inner_text()
    expect(tab.locator("#c4 .by")).to_contain_text("you noted")
    expect(tab.locator("#c5 .by")).to_contain_text("jadu? first line")
    press(tab, "u")
    at(tab, "c4")
    expect(tab.locator("#c4 .by")).to_have_count(0)


def test_symbols_are_changed_completed_and_judged(show, store):
    tab = show()
    at(tab, "c5")
    press(tab, "e")
    dialog = tab.locator("#symbols-dialog")
    expect(dialog.locator(".chosen li")).to_have_text(["MAP2K1×", "MAP2K2×"])
    press(tab, "Backspace")
    tab.keyboard.type("nothing of this kind")
    press(tab, "Enter")
    expect(dialog.locator(".fault")).to_contain_text("No human gene has the symbol")
    press(tab, "Enter")
    expect(dialog.locator(".chosen li.wrong i")).to_have_text("nothing of this kind")
    press(tab, "Backspace")
    expect(tab.locator("#symbols-input")).to_have_value("nothing of this kind")
    expect(dialog.locator(".fault")).to_be_hidden()
    tab.locator("#symbols-input").fill("")
    tab.keyboard.type("mek4")
    expect(dialog.locator(".offers li").first).to_contain_text("MAP2K4")
    press(tab, "Enter")
    expect(dialog.locator(".chosen li")).to_have_text(["MAP2K1×", "MAP2K4×"])
    press(tab, "Enter")
    message(tab, "Changed by you: add MAP2K1, MAP2K4")
    at(tab, "c4")
    assert held(store) == [("accept", "add", "MEK", ("MAP2K1", "MAP2K4"))]
    expect(tab.locator("#c5-said")).to_contain_text("changed to MAP2K1, MAP2K4 by you")
    expect(tab.locator("#c5-said")).not_to_contain_text("declined")
    assert tab.locator("#c5").get_attribute("data-mine") == "change"
    press(tab, "e", "Backspace")
    tab.keyboard.type("EGFR")
    expect(dialog.locator(".offers li").first).to_contain_text("EGFR")
    press(tab, "Enter")
    expect(dialog.locator(".chosen li")).to_have_text(["EGFR×"])
    press(tab, "Enter")
    at(tab, "c0")
    assert held(store)[1:] == [("accept", "replace", "HER2", ("EGFR",))]
    tab.locator("#c4").get_by_role("button", name="Take back replace HER2").click()
    message(tab, "Taken back: replace HER2")
    press(tab, "u", "u")
    expect(tab.locator("#left")).to_have_text("6 of 6 left")
    assert held(store) == []


def test_what_the_list_has_of_a_series_is_left_out_and_said(show, store):
    tab = show()
    press(tab, "+")
    tab.keyboard.type("TNF RELA")
    press(tab, "Enter")
    dialog = tab.locator("dialog[open]")
    expect(dialog.locator(".chosen li i")).to_have_text(["TNF"])
    expect(dialog.locator(".fault")).to_contain_text("RELA is in the list.")
    press(tab, "Enter")
    message(tab, "Added: TNF. RELA is in the list.")
    assert held(store) == [("accept", "add", "TNF", ("TNF",))]


def test_what_is_pressed_while_a_name_is_looked_up_comes_after_it(show, store):
    tab = show()
    at(tab, "c5")
    press(tab, "+")
    tab.keyboard.type("KRAS")
    asked = []  # answered below, one by one

    def hold(route):
        asked.append(route)

    tab.route("**/complete?*", hold)
    press(tab, "Enter", "Enter", "l")
    expect(tab.locator("dialog[open] [data-symbols] input")).to_have_value("")
    while not asked:
        tab.wait_for_timeout(20)
    while tab.locator("dialog[open]").count():
        while asked:
            asked.pop().continue_()
        tab.wait_for_timeout(20)
    expect(tab.locator("#list [data-entry]").first.locator("button").first).to_be_focused()
    assert held(store) == [("accept", "add", "KRAS", ("KRAS",))]


@pytest.mark.parametrize("way", ["b", "browser"])
def test_who_looks_at_the_same_in_all_figures_comes_back_to_the_card(show, store, way):
    tab = show()
    at(tab, "c5")
    press(tab, "j", "j")
    at(tab, "c0")
    press(tab, "s")
    tab.wait_for_url("**/same/class?*")
    if way == "b":
        press(tab, "b")
    else:
        tab.go_back()
    at(tab, "c0")
    press(tab, "a")
    at(tab, "c1")
    press(tab, "s")
    tab.wait_for_url("**/same/class?*")
    press(tab, "x", "a")
    at(tab, "c2")  # what one left is decided now


def test_a_key_struck_twice_is_one_decision(show, store):
    report = store.figure(FIRST).result
    rest = [NewDecision.on(FIRST, s, "accept") for s in report.suggestions[:5]]
    store.decide(rest, curator="Ada")
    tab = show()
    at(tab, "c5")
    press(tab, "a", "a")
    expect(tab.locator("#left")).to_have_text("0 of 6 left")
    tab.wait_for_timeout(300)
    assert len(list(store.decisions(FIRST, history=True))) == 6
    press(tab, "l", "x", "x")
    expect(tab.locator("#said p")).to_contain_text("Marked as wrong")
    tab.wait_for_timeout(300)
    rows = [row for row in store.decisions(FIRST, history=True) if row.text == LISTED[0]]
    assert len(rows) == 1


NAMES = "NFKB1,STAT3,hras\nher2,mek1,TNF IL6;"
MEANT = ["NFKB1", "STAT3", "HRAS", "ERBB2", "MAP2K1", "TNF", "IL6"]


def slow_answers(tab):
    """Answers to what was typed come late, and the later asked the sooner."""
    late = iter(range(40, 0, -1))

    def answer(route):
        answered = route.fetch()
        tab.wait_for_timeout(next(late))
        route.fulfill(response=answered)

    tab.route("**/complete?*", answer)


@pytest.mark.parametrize("way", ["+", "e", "l e", "o w", "a +", "a e"])
def test_no_letter_is_lost_however_fast_one_types(show, store, way):
    tab = show()
    at(tab, "c5")
    slow_answers(tab)
    press(tab, *way.split(), "Backspace", "Backspace")
    tab.keyboard.type(NAMES)
    dialog = tab.locator("dialog[open]")
    expect(dialog.locator(".chosen li i")).to_have_text(MEANT)
    expect(dialog.locator(".chosen .looking")).to_have_count(0)
    expect(dialog.locator("[data-symbols] input")).to_have_value("")
    tab.keyboard.type("ela,xx EGFR")
    press(tab, "Enter", "Enter")
    wrong = dialog.locator(".chosen .wrong i")
    expect(wrong).to_have_text(["ela", "xx EGFR"])
    expect(dialog.locator(".fault")).to_contain_text("is no approved symbol")
    assert len(held(store)) == way.startswith("a")
    dialog.get_by_role("button", name="Leave out ela").click()
    press(tab, "Backspace")
    for _ in "xx EGFR":
        press(tab, "Backspace")
    tab.keyboard.type("KRAS")
    press(tab, "Enter", "Enter", "Enter")
    expect(tab.locator("dialog[open]")).to_have_count(0)
    kept = {symbol for row in store.decisions(FIRST) for symbol in row.symbols}
    assert kept >= {*MEANT, "KRAS"} - set(LISTED) and not kept & {"CELA1", "EGFR"}


def test_an_offer_is_taken_only_where_it_was_chosen(show, store):
    tab = show()
    press(tab, "+")
    tab.keyboard.type("calm")
    offers = tab.locator("dialog[open] .offers li")
    expect(offers.first).to_be_visible()
    expect(tab.locator("dialog[open] .offers [aria-selected=true]")).to_have_count(0)
    press(tab, "Enter")
    expect(tab.locator("dialog[open] .chosen .wrong")).to_have_count(1)
    expect(tab.locator("#symbols-input")).to_have_value("")
    expect(offers.first).to_be_visible()
    press(tab, "Backspace")
    expect(tab.locator("#symbols-input")).to_have_value("calm")
    press(tab, "Enter")
    expect(offers.first).to_be_visible()
    family = offers.filter(has_text="CALM1, CALM2").first
    while family.get_attribute("aria-selected") != "true":
        press(tab, "ArrowDown")
    press(tab, "Tab")
    expect(tab.locator("dialog[open] .chosen li i")).to_have_text(["CALM1", "CALM2", "CALM3"])
    assert tab.evaluate("document.activeElement.id") == "symbols-input"


def in_view(tab, name):
    """Whether all of a card is between the bar and the lower edge."""
    return tab.evaluate(
        """name => {
          const { top, bottom } = document.getElementById(name).getBoundingClientRect();
          const bar = document.querySelector(".bar").getBoundingClientRect();
          return top >= bar.bottom && bottom <= innerHeight;
        }""",
        name,
    )


@pytest.mark.parametrize("way", ["link", "next", "reload"])
def test_the_card_that_keys_act_on_is_in_sight(show, store, way):
    report = store.figure(SECOND)
    first = [NewDecision.on(SECOND, report.result.suggestions[i], "accept") for i in (5, 4, 0, 1)]
    store.decide(first, curator="Ada")
    tab = show(SECOND if way != "next" else FIRST, height=420)
    if way == "next":
        press(tab, "J")
    at(tab, "c2")
    if way == "reload":
        tab.evaluate("scrollTo(0, 0)")
        tab.reload()
        at(tab, "c2")
    assert in_view(tab, "c2")
    press(tab, "j")
    assert in_view(tab, "c3")
    press(tab, "k", "k")
    assert in_view(tab, "c1")


def test_a_card_out_of_sight_is_shown_before_it_is_decided(show, store):
    tab = show(height=420)
    at(tab, "c5")
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    press(tab, "d")
    message(tab, "This was out of sight: Add MAP2K1, MAP2K2 for “MEK”. d once more does it.")
    assert held(store) == [] and in_view(tab, "c5")
    press(tab, "d")
    at(tab, "c4")
    assert held(store) == [("decline", *ADD_MEK)]
    press(tab, "l", "j")
    tab.evaluate("scrollTo(0, 0)")
    press(tab, "x")
    message(tab, "This was out of sight: TLR4")
    assert len(held(store)) == 1
    press(tab, "x")
    message(tab, "Marked as wrong: TLR4")


def test_what_comes_of_the_decisions_is_seen_at_once(show):
    tab = show()
    at(tab, "c5")
    mention = tab.locator("#caption-text .m", has_text="MEK")
    expect(mention).to_have_class("m family none")
    press(tab, "a")
    expect(mention).to_have_class("m family full")
    expect(tab.locator("#outcome")).to_have_text("after your decisions: 11 (was 9)")
    expect(tab.locator("#added li")).to_have_text(["+ MAP2K1", "+ MAP2K2"])
    press(tab, "l", "j", "x")
    name = tab.locator("#list li", has_text="TLR4").locator(".entry")
    expect(name).to_have_css("text-decoration-line", "line-through")
    expect(tab.locator("#words li", has_text="TLR4")).to_contain_text("taken out")
    press(tab, "u", "u")
    expect(tab.locator("#outcome")).to_be_empty()
    expect(mention).to_have_class("m family none")
    expect(name).not_to_have_css("text-decoration-line", "line-through")


def test_lists_and_the_caption_have_their_keys(show, store):
    tab = show(THIRD)
    at(tab, "c5")
    press(tab, "l", "End")
    at(tab, "HER2")
    press(tab, "ArrowUp")
    at(tab, "MST1R")
    press(tab, "Home", "ArrowDown")
    at(tab, "TLR4")
    press(tab, "o", "End")
    at(tab, "glucose")
    press(tab, "t")
    at(tab, "seen")
    press(tab, "z")
    message(tab, "There is no picture of this figure here.")
    press(tab, "?")
    shown = tab.locator("#help dt").all_inner_texts()
    assert len(shown) == len(set(shown))
    assert held(store, THIRD) == []


def apart(tab):
    """Whether the message hides nothing of what has the focus, once the page was painted."""
    return any(_apart(tab) or time.sleep(0.02) for _ in range(100))


def _apart(tab):
    return tab.evaluate(
        """() => {
          const parts = [document.querySelector("#said"), document.activeElement];
          const [one, two] = parts.map((part) => part.getBoundingClientRect());
          const aside = one.right <= two.left || two.right <= one.left;
          return aside || one.bottom <= two.top || two.bottom <= one.top;
        }"""
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_message_hides_nothing_and_goes_by_itself(show, size):
    tab = show(size=size)
    tab.clock.install()
    at(tab, "c5")
    tab.locator("#c5").scroll_into_view_if_needed()
    for key in "addad":
        press(tab, key)
        tab.clock.run_for(300)
        expect(tab.locator("#said")).to_be_visible()
        assert apart(tab)
    for card in tab.locator(".card").all():
        card.get_by_role("button", name="Note").click()
        card.locator("textarea").evaluate("field => field.scrollIntoView({ block: 'end' })")
        card.locator("textarea").focus()
        assert apart(tab)
    tab.locator("#said .close").focus()
    tab.clock.run_for(60_000)
    expect(tab.locator("#said")).to_be_visible()
    tab.locator("#title").focus()
    tab.clock.run_for(60_000)
    expect(tab.locator("#said")).to_be_hidden()


def test_offers_are_seen_whole(show):
    tab = show(height=560)
    press(tab, "+")
    tab.keyboard.type("map")
    expect(tab.locator("dialog[open] .offers li").first).to_be_visible()
    assert tab.evaluate(
        """() => {
          const [one, two] = ["dialog[open]", "dialog[open] .offers"].map((part) =>
            document.querySelector(part).getBoundingClientRect());
          return two.top >= one.top && two.bottom <= one.bottom;
        }"""
    )


def test_entries_are_marked_wrong_replaced_and_added(show, store):
    tab = show()
    press(tab, "l")
    at(tab, "RELA")
    press(tab, "j", "x")
    message(tab, "Marked as wrong: TLR4")
    expect(tab.locator("#list li", has_text="TLR4")).to_contain_text("you: remove")
    at(tab, "TLR4")
    press(tab, "j", "e")
    tab.keyboard.type("EGFR")
    expect(tab.locator("dialog[open] .offers li").first).to_contain_text("EGFR")
    press(tab, "Enter", "Enter")
    message(tab, "Replaced: MAPK1 by EGFR")
    at(tab, "MAPK1")
    press(tab, "+")
    tab.keyboard.type("TLR4,")
    expect(tab.locator("#symbols-dialog .fault")).to_have_text("TLR4 is in the list.")
    press(tab, "Backspace")
    tab.locator("#symbols-input").fill("")
    tab.keyboard.type("hras")
    expect(tab.locator("dialog[open] .offers li").first).to_contain_text("HRAS")
    press(tab, "Enter", "Enter")
    message(tab, "Added: HRAS")
    assert held(store) == [
        ("accept", "remove", "TLR4", ()),
        ("accept", "replace", "MAPK1", ("EGFR",)),
        ("accept", "add", "HRAS", ("HRAS",)),
    ]
    assert {row.state.get("own") for row in store.decisions(FIRST)} == {True}
    tab.locator("#list").get_by_role("button", name="EPHB2", exact=True).click()
    tab.get_by_role("button", name="Wrong").click()
    expect(tab.locator('#c2[data-mine="accept"]')).to_be_visible()
    press(tab, "u")
    expect(tab.locator('#c2[data-mine=""]')).to_be_visible()
    press(tab, "u", "u", "u")
    expect(tab.locator("#own")).to_be_empty()
    assert held(store) == []


def test_a_word_means_something_else_here_and_all_comes_back(show, store):
    tab = show()
    press(tab, "j", "j", "j", "w")
    dialog = tab.locator("#word-dialog")
    assert tab.locator("#word-choice").input_value() == "p65"
    expect(dialog.locator(".touched label")).to_have_text(
        ["SYT1", "RELA (the caption names it: NF-κB p65, RELA)"]
    )
    boxes = dialog.get_by_role("checkbox")
    assert [boxes.nth(0).is_checked(), boxes.nth(1).is_checked()] == [True, False]
    tab.keyboard.type("CDKN1A")
    expect(tab.locator(".offers li").first).to_contain_text("CDKN1A")
    press(tab, "Enter")
    expect(dialog.locator(".coming")).to_have_text("Comes in: CDKN1A.")
    press(tab, "Enter")
    message(tab, "Done: p65 means CDKN1A here")
    assert held(store) == [
        ("accept", "remove", "SYT1", ()),
        ("accept", "add", "p65", ("CDKN1A",)),
    ]
    (first, second) = store.decisions(FIRST)
    assert first.batch == second.batch is not None
    assert second.state["words"] == ["p65"]
    expect(tab.locator('#c1[data-mine="accept"]')).to_be_visible()
    press(tab, "u")
    expect(tab.locator('#c1[data-mine=""]')).to_be_visible()
    assert held(store) == []
    press(tab, "w")
    tab.locator("#word-choice").select_option("sea")
    expect(dialog.locator("#word-preview")).to_contain_text("The word is no gene")
    dialog.get_by_role("button", name="Make these changes").click()
    message(tab, "Done: sea means no gene here")
    assert held(store) == [("accept", "remove", "MST1R", ())]
    tab.locator("#list").get_by_role("button", name="EPHB2", exact=True).focus()
    press(tab, "w")
    assert tab.locator("#word-choice").input_value() == "ERK"


def test_what_a_word_means_decides_what_was_suggested_against_it(show, store):
    tab = show()
    at(tab, "c5")
    press(tab, "w")
    tab.locator("#word-choice").select_option("p65")
    tab.locator("#word-dialog [data-symbols] input").fill("SYT1")
    press(tab, "Enter", "Enter")
    message(tab, "Done: p65 means SYT1 here")
    assert ("decline", "remove", "SYT1", ()) in held(store)
    suggestions = store.figure(FIRST).result.suggestions
    (number,) = (i for i, one in enumerate(suggestions) if one.keyword == "SYT1")
    expect(tab.locator(f'#c{number}[data-mine="decline"]')).to_be_visible()


def test_what_could_not_be_kept_is_said_and_tried_again(show, store):
    tab = show()
    at(tab, "c5")
    tab.route("**/decisions?*", lambda route: route.abort())
    press(tab, "a", "a")
    fault = tab.locator("#c5 .fault")
    expect(fault).to_contain_text("Not kept. The service does not answer.")
    assert tab.locator("#c5").get_attribute("data-mine") == ""
    expect(tab.locator(".card .fault:visible")).to_have_count(1)
    assert held(store) == [] and focused(tab) == "c5"
    tab.unroute("**/decisions?*")
    fault.get_by_role("button", name="Try again").click()
    expect(tab.locator('#c5[data-mine="accept"]')).to_be_visible()
    expect(fault).to_be_hidden()
    assert held(store) == [("accept", *ADD_MEK)]
    tab.said.clear()  # the browser's own line about the request that failed


def test_a_list_that_has_changed_is_loaded_again(show, store, fast):
    tab = show()
    run = store.figure(FIRST).run
    store.put(run, [(fast.reconcile(Figure(FIRST, "MEK", ["IRF6", "SYT1"])), None)])
    press(tab, "a")
    fault = tab.locator("#c5 .fault")
    expect(fault).to_contain_text("its gene list has changed")
    assert held(store) == []
    fault.get_by_role("button", name="Load the figure again").click()
    expect(tab.locator("h1")).to_have_text(FIRST)
    tab.said.clear()


def test_two_curators_and_two_tabs_agree(show, store):
    ada, bo = show(), show(curator="Bo")
    at(bo, "c5")
    press(ada, "a")
    at(ada, "c4")
    bo.reload()
    expect(bo.locator("#c5 .by")).to_contain_text("Ada accepted")
    at(bo, "c4")
    press(bo, "k", "d")
    message(bo, "Declined")
    assert len(store.disagreements()) == 1
    other = ada.context.new_page()
    other.goto(ada.url)
    expect(other.locator("#c5 .by")).to_have_count(2)
    other.keyboard.press("d")
    expect(other.locator('#c4[data-mine="decline"]')).to_be_visible()
    ada.reload()
    expect(ada.locator('#c4[data-mine="decline"]')).to_be_visible()


def test_keys_do_nothing_in_fields_with_modifiers_or_when_they_are_off(show, store):
    tab = show()
    at(tab, "c5")
    press(tab, "Control+d", "Alt+a", "Meta+a", "/")
    tab.keyboard.type("adjJ+xw")
    assert tab.locator("#text").input_value() == "adjJ+xw"
    press(tab, "Escape", "?")
    help_ = tab.locator("#help")
    expect(help_).to_contain_text("Change what a word means here")
    press(tab, "a", "d", "J")
    help_.get_by_label("Turn single keys off").check()
    help_.get_by_role("button", name="Close").click()
    press(tab, "j", "a", "d", "J", "x", "+")
    expect(tab.locator("dialog[open]")).to_have_count(0)
    assert held(store) == []
    tab.locator("#c5").get_by_role("button", name="Accept").click()
    expect(tab.locator('#c5[data-mine="accept"]')).to_be_visible()
    assert held(store) == [("accept", *ADD_MEK)]


def test_everything_is_done_by_mouse_too(show, store):
    tab = show()
    tab.locator("#c1").get_by_role("button", name="Decline").click()
    expect(tab.locator("#c1").get_by_role("button", name="Decline")).to_have_attribute(
        "aria-pressed", "true"
    )
    tab.locator("#said").get_by_role("button", name="Undo").click()
    expect(tab.locator("#c1 .by")).to_have_count(0)
    tab.locator("#c1").get_by_role("button", name="Note").click()
    tab.locator("#c1 textarea").fill("by hand")
    tab.locator("#c1").get_by_role("button", name="Keep the note").click()
    expect(tab.locator("#c1 .by")).to_contain_text("by hand")
    link = tab.locator("#c1").get_by_role("link", name="Same for all")
    assert "SYT1" in link.get_attribute("href") and "next=" in link.get_attribute("href")
    tab.locator("#words").get_by_role("button", name="sea").click()
    expect(tab.locator("#word-dialog")).to_contain_text("MST1R")
    tab.locator("#word-dialog").get_by_role("button", name="Cancel").click()
    tab.get_by_role("link", name="Next figure").click()
    expect(tab.locator("h1")).to_have_text("Inflammation 2")


def test_the_picture_is_looked_at_closely(show):
    tab = show()
    image = tab.locator("#picture img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 900
    press(tab, "z")
    close = tab.locator("#picture-dialog .canvas img")
    expect(close).to_be_visible()
    before = close.bounding_box()["width"]
    press(tab, "+", "+")
    assert close.bounding_box()["width"] > 1.5 * before
    press(tab, "0")
    assert close.bounding_box()["width"] == pytest.approx(before, abs=2)
    close.click()
    assert close.bounding_box()["width"] > 1.5 * before
    press(tab, "z")
    expect(close).to_be_hidden()
    image.click()
    expect(close).to_be_visible()
    press(tab, "Escape", "J")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    tab.wait_for_function("document.querySelector('#picture img').naturalWidth === 900")
    press(tab, "J")
    expect(tab.locator(".picture")).to_contain_text("Look at it at PMC")
    press(tab, "z")


def test_mentions_tell_what_they_stand_for(show):
    tab = show()
    mention = tab.locator(".caption .m", has_text="TLR4")
    tip = tab.locator(f"#{mention.get_attribute('aria-describedby')}")
    mention.hover()
    expect(tip).to_be_visible()
    tab.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    mention.focus()
    expect(tip).to_contain_text("in the list")
    press(tab, "J")
    expect(tab.locator("h1")).to_have_text("Inflammation 2")
    tab.locator(".caption .m", has_text="TLR4").focus()
    expect(tip).to_be_visible()


def test_hostile_texts_do_nothing(show, store):
    figid = hostile().figid
    tab = show(figid, query=Query(state="any", sort="order"))
    expect(tab.locator("h1")).to_contain_text("<script>alert(1)</script>")
    assert len(tab.locator(".caption .text").inner_text()) > 20_000
    assert (
        tab.locator("article img, article script, main script, article b:not(.by b)").count() == 0
    )
    expect(tab.locator(".picture")).to_contain_text("The record leads to none.")
    for _ in range(tab.locator(".card").count()):
        press(tab, "a")
    expect(tab.locator("#go-on")).to_be_focused()
    press(tab, "l")
    for name in ("=cmd|' /C calc'!A0", EVIL):
        button = tab.locator(f"#list [data-entry] >> nth={[*listed(store, figid)].index(name)}")
        assert button.count() == 1
    entries = tab.locator("#list [data-entry] button.plain")
    for i in range(entries.count()):
        entries.nth(i).focus()
        press(tab, "x")
        expect(tab.locator("#list [data-entry]").nth(i)).to_contain_text("you: remove")
    assert {row.text for row in store.decisions(figid)} >= set(hostile().keywords)
    press(tab, "w")
    for option in tab.locator("#word-choice option").all():
        tab.locator("#word-choice").select_option(option.text_content())
        expect(tab.locator("#word-dialog .fault")).to_be_hidden()
    press(tab, "Escape")
    press(tab, "K")
    expect(tab.locator("h1")).to_have_text("Inflammation 3")
    press(tab, "J")
    expect(tab.locator("h1")).to_contain_text("<script>alert(1)</script>")


def listed(store, figid):
    return [verdict.keyword for verdict in store.figure(figid).result.keywords]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_the_page_is_no_wider_than_the_screen(show, violations, size, dark):
    tab = show(size=size, dark=dark, bypass_csp=True)
    at(tab, "c5")
    tab.locator("#c5").scroll_into_view_if_needed()
    press(tab, "a", "d", "n")
    expect(tab.locator("#c0 textarea")).to_be_focused()
    assert violations(tab) == []
    press(tab, "Escape")
    if dark == (size == "wide"):
        look_into_the_dialogs(tab, violations)
    for figid in (FIRST, THIRD, hostile().figid):
        tab.goto(figure_path(figid))
        assert tab.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], figid
    assert violations(tab) == []


def look_into_the_dialogs(tab, violations):
    press(tab, "e")
    tab.keyboard.type("mek")
    expect(tab.locator("dialog[open] .offers li").first).to_be_visible()
    assert violations(tab) == []
    press(tab, "Escape", "Escape", "w")
    expect(tab.locator("#word-preview p").first).to_be_visible()
    assert violations(tab) == []
    press(tab, "Escape")
    tab.locator("#list button.plain").first.click()
    assert violations(tab) == []
