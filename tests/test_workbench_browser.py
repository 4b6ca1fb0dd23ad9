"""The workbench in a real browser: by keys, the same for all and its undo, the place that is kept.

Four things of these are standing complaints about tools of this kind: that a decision for many is
the default, that it passes over the context, that the place is lost, and that undoing it does not
bring the candidates back.
"""

from __future__ import annotations

import re
import shutil

import pytest

pytest.importorskip("uvicorn", reason="needs the extra `serve`")

from workbench_support import PLANT, RUN, copies, figure, filled, hostile_figure, running

from reconcile.serve.pages.query import same_in_figure_path, same_path
from reconcile.store import NewDecision, Query, Store

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, of the extra dev")

pytestmark = pytest.mark.long
expect = playwright.expect

SIZES = {"wide": (1280, 900), "phone": (390, 844)}
PLACE = "/?sort=order"


@pytest.fixture(scope="module")
def made(tmp_path_factory, fast):
    """A database of five figures alike, one on plants, and a hostile one."""
    where = tmp_path_factory.mktemp("made") / "a.db"
    figures = [*(figure(i) for i in range(5)), figure(9, PLANT), hostile_figure()]
    filled(where, fast, figures).close()
    return where


@pytest.fixture
def store(made, tmp_path):
    with Store(shutil.copy(made, tmp_path / "b.db")) as opened:
        yield opened


@pytest.fixture
def where(store):
    with running(store) as found:
        yield found


@pytest.fixture
def show(where, visit):
    """Opens an address."""

    def opened(path, *, size="wide", **options):
        return visit(where + path, size=SIZES[size], **options)

    return opened


def row(tab):
    """The row that one is at."""
    return tab.evaluate("document.activeElement.dataset.row ?? null")


def press(tab, *names):
    # What is pressed before a page is painted for the first time is lost.
    tab.wait_for_load_state()
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    for name in names:
        tab.keyboard.press(name)


def ticked(tab):
    return tab.locator("input[name=ticked]:checked").count()


def decided(store):
    return {(row.figid, row.text, row.verdict) for row in store.decisions()}


# the queue, by keys


def test_keys_walk_through_rows_and_pages(show, store, fast):
    store.put(RUN, copies(fast.reconcile(figure(1)), 60))
    tab = show(PLACE)
    assert row(tab) is None
    press(tab, "j", "j", "j", "k")
    assert row(tab) == "F1"
    marked = tab.evaluate("getComputedStyle(document.activeElement).textDecorationLine")
    assert marked == "underline"
    press(tab, "n")
    expect(tab.locator("ol.rows")).to_have_attribute("start", "51")
    expect(tab.locator('[data-row="C43"]')).to_be_focused()
    press(tab, "p")
    expect(tab.locator("ol.rows")).to_have_attribute("start", "1")
    expect(tab.locator('[data-row="F0"]')).to_be_focused()
    assert tab.url.endswith(PLACE)
    press(tab, "/")
    tab.keyboard.type("plant njkp")
    assert tab.locator("#text").input_value() == "plant njkp"
    tab.locator("#text").fill("figure 9")
    press(tab, "Enter")
    expect(tab.locator("[data-row]")).to_have_count(1)
    assert "text=figure+9&sort=order" in tab.url


def test_back_comes_to_the_same_row_also_when_it_is_decided_meanwhile(show, store):
    tab = show(PLACE)
    press(tab, "j", "j", "j", "Enter")
    expect(tab.locator("h1")).to_have_text("Figure")
    assert "/figures/F2?sort=order" in tab.url
    tab.go_back()
    expect(tab.locator('[data-row="F2"]')).to_be_focused()
    press(tab, "Enter")
    expect(tab.locator("h1")).to_have_text("Figure")
    found = store.figure("F2").result.suggestions
    store.decide([NewDecision.on("F2", one, "accept") for one in found], curator="Ada")
    tab.go_back()
    expect(tab.locator('[data-row="F3"]')).to_be_focused()
    assert tab.locator('[data-row="F2"]').count() == 0


def test_filters_come_after_the_page_and_the_address_holds_them(show):
    tab = show("/")
    filters = tab.get_by_role("complementary")
    filters.get_by_role("link", name="plants").click()
    assert tab.url.endswith("/?organism=plant")
    expect(tab.locator("[data-row]")).to_have_count(1)
    tab.get_by_label("Order").select_option("order")
    expect(tab.locator("#sort-means")).to_have_text("As the figures were imported.")
    assert tab.url.endswith("/?organism=plant&sort=order")
    tab.get_by_role("link", name="organism plants").click()
    expect(tab.locator("h1")).to_have_text("7 figures")
    assert tab.url.endswith("/?sort=order")


def test_the_help_tells_the_keys_that_there_are_and_turns_them_off(show):
    tab = show("/same")
    press(tab, "?")
    keys = tab.locator("#help kbd").all_inner_texts()
    assert {"j", "k", "/", "u", "?", "g", "q"} <= set(keys)
    assert not {"n", "p"} & set(keys)  # there is no other page
    tab.get_by_label("Turn single keys off").check()
    press(tab, "Escape")
    tab.reload()
    first = row(tab)
    press(tab, "j")
    assert row(tab) == first
    tab.get_by_role("button", name="Keys").click()
    tab.get_by_label("Turn single keys off").uncheck()
    press(tab, "Escape")
    press(tab, "j", "j")
    assert row(tab) not in (None, first)


def test_a_name_is_chosen_where_it_stands(show):
    tab = show(PLACE)
    tab.locator(".who summary").click()
    tab.get_by_label("Your name").fill("Zoë <b>")
    tab.get_by_role("button", name="Work under this name").click()
    expect(tab.locator(".who summary")).to_contain_text("Zoë <b>")
    assert tab.url.endswith(PLACE)


# the same for all


def preview(store, back=PLACE, text="SYT1"):
    of = next(one.of for one in store.classes() if one.of.text == text)
    return same_path(of, back)


def test_a_decision_for_many_is_never_the_default(show, store):
    tab = show(preview(store))
    assert ticked(tab) == 0 and tab.locator("[data-all]:checked").count() == 0
    for name in ("Accept", "Decline"):
        assert tab.get_by_role("button", name=name).is_disabled()
    press(tab, "a", "d")
    expect(tab.locator("#said")).to_contain_text("Nothing is ticked")
    assert "/same/class" in tab.url
    assert decided(store) == set()


def test_a_decision_for_many_respects_the_context(show, store):
    tab = show(preview(store, "/figures/F9?sort=order"))
    own, other = tab.locator("section.context").all()
    assert "as in the figure that you came from" in own.inner_text()
    assert "mammals, not plants" in other.inner_text()
    press(tab, "Shift+X")
    assert ticked(tab) == own.locator("[name=ticked]:checked").count() == 1
    press(tab, "a")
    expect(tab.locator("h1")).to_have_text("Figure")
    assert decided(store) == {("F9", "SYT1", "accept")}


def test_a_decision_for_many_never_moves_the_place(show, store):
    tab = show(PLACE)
    press(tab, "j", "j", "j")
    tab.goto(tab.url.replace(PLACE, preview(store)))
    press(tab, "x", "j", "j", "x", "n")
    tab.keyboard.type("seen")
    press(tab, "Escape", "d")
    expect(tab.locator("#said")).to_contain_text("Declined in 2 figures: SYT1 → remove.")
    assert tab.url.endswith(PLACE)
    expect(tab.locator('[data-row="F2"]')).to_be_focused()
    assert {(one.figid, one.note) for one in store.decisions()} == {("F0", "seen"), ("F2", "seen")}


def test_the_list_of_what_is_alike_goes_on_with_the_next(show, store):
    tab = show("/same")
    press(tab, "Enter")
    expect(tab.locator("section.context").first).to_be_visible()
    press(tab, "Shift+X", "a")
    expect(tab.locator("#said")).to_contain_text("Accepted in 5 figures: IRF6")
    expect(tab.locator("[data-row]").first).to_be_focused()
    assert "IRF6" not in str(row(tab))


def test_undoing_brings_the_candidates_back(show, store):
    before = store.classes()
    tab = show(preview(store))
    for tick in tab.locator("input[name=ticked]").all():
        tick.check()
    press(tab, "a")
    expect(tab.locator("#said")).to_contain_text("Accepted in 6 figures")
    assert [one.of.text for one in store.classes()] == ["IRF6"]
    press(tab, "u")
    expect(tab.locator("#said")).to_contain_text("Undone: accepted in 6 figures")
    assert tab.url.endswith(PLACE)
    assert store.classes() == before
    tab.goto(tab.url.replace(PLACE, preview(store)))
    assert tab.locator("input[name=ticked]").count() == 6 and ticked(tab) == 0


def test_an_old_decision_for_many_is_undone_in_the_history(show, store):
    of = store.classes()[0].of
    new = [NewDecision.on(one.figid, one.suggestion, "accept") for one in store.members(of)]
    tab = show("/curators")
    tab.get_by_label("You decide as").fill("Ada")
    tab.get_by_role("button", name="Change").click()
    store.decide(new, curator="Ada", batch=store.new_batch())
    tab.get_by_role("link", name="History", exact=True).click()
    tab.get_by_role("button", name=re.compile("Undo.*accepted in 6 figures")).click()
    expect(tab.locator("#said")).to_contain_text("Undone")
    expect(tab.locator(".rows .chip")).to_have_text(["undone"])
    assert of in [one.of for one in store.classes()]


def test_ticks_are_there_after_a_look_at_a_figure_and_gone_when_one_comes_anew(show, store):
    tab = show(preview(store))
    press(tab, "x", "j", "x", "Enter")
    expect(tab.locator("h1")).to_have_text("Figure")
    tab.go_back()
    expect(tab.locator("#ticked")).to_have_text("2 ticked")
    expect(tab.locator("[data-row]").nth(1)).to_be_focused()
    tab.goto(tab.url)
    expect(tab.locator("#ticked")).to_have_text("Nothing ticked")


def test_without_scripts_pages_read_and_forms_decide(show, store):
    tab = show(PLACE, java_script_enabled=False)
    assert tab.locator(".scripted:visible").count() == 0
    tab.get_by_role("link", name="Filters").click()
    assert tab.locator("#facets li a").count() > 8
    tab.goto(tab.url.split("/?")[0] + preview(store))
    assert tab.locator(".scripted:visible").count() == 0
    tab.locator("input[name=ticked]").nth(3).check()
    tab.get_by_role("button", name="Accept").click()
    assert "Accepted in F3: SYT1" in tab.locator("#said").inner_text()
    tab.get_by_role("button", name="Undo").click()
    assert "Undone" in tab.locator("#said").inner_text()
    assert decided(store) == set()


def test_a_decision_for_many_starts_at_the_figure_that_one_comes_from(show, store):
    tab = show(preview(store, "/figures/F2"))
    first = row(tab)
    assert "Figure 2" in tab.locator("[data-row]").first.inner_text()
    press(tab, "x", "j", "x", "j", "x", "a")
    expect(tab.locator("h1")).to_have_text("Figure")
    assert {figid for figid, *_ in decided(store)} == {"F2", "F0", "F1"}
    (batch,) = {one.batch for one in store.decisions()}
    store.undo_batch(batch, curator="root")
    # Again, as if from the figure: nothing is remembered, neither the row nor the ticks.
    tab.goto(tab.url.split("/figures")[0] + preview(store, "/figures/F4"))
    expect(tab.locator("[data-row]").first).to_be_focused()
    assert "Figure 4" in tab.locator("[data-row]:focus").inner_text() and row(tab) != first
    assert ticked(tab) == 0
    press(tab, "x", "j", "x", "d")
    expect(tab.locator("h1")).to_have_text("Figure")
    assert {(one.figid, one.verdict) for one in store.decisions()} == {
        ("F4", "decline"),
        ("F0", "decline"),
    }


def test_a_key_on_what_is_decided_says_so(show, store):
    store.decide(
        [NewDecision.on("F2", store.figure("F2").result.suggestions[0], "accept")], curator="Ada"
    )
    of = store.figure("F2")
    text = of.result.suggestions[0].keyword
    tab = show(preview(store, text=text))
    press(tab, *["j"] * 4)
    press(tab, "x")
    expect(tab.locator("#said")).to_contain_text("decided already")
    assert ticked(tab) == 0


def test_the_history_starts_at_the_first_row_and_back_at_the_one_before(show, store):
    for i in range(4):
        one = store.figure(f"F{i}").result.suggestions[0]
        store.decide([NewDecision.on(f"F{i}", one, "accept")], curator="root")
    tab = show("/history")
    expect(tab.locator("[data-row]").first).to_be_focused()
    press(tab, "j", "j", "Enter")
    expect(tab.locator("h1")).to_have_text("Figure")
    tab.go_back()
    expect(tab.locator("[data-row]").nth(2)).to_be_focused()
    press(tab, "g", "h")
    expect(tab.locator("[data-row]").first).to_be_focused()
    at = tab.url.removesuffix("/history")
    tab.goto(at + "/figures/F1")
    tab.evaluate("location.assign('/history')")
    expect(tab.locator("[data-row]").nth(2)).to_be_focused()


def test_u_takes_the_last_decision_back_on_every_page_and_says_which(show, store):
    one = store.figure("F3").result.suggestions[0]
    store.decide([NewDecision.on("F3", one, "accept")], curator="root")
    store.decide([NewDecision.on("F1", one, "accept")], curator="Ada")
    tab = show("/history")
    press(tab, "u")
    expect(tab.locator("#said")).to_contain_text(f"Undone: accepted in F3: {one.keyword}")
    expect(tab.locator("#said a")).to_have_attribute("href", re.compile("/figures/F3#c0"))
    assert {figid for figid, *_ in decided(store)} == {"F1"}
    for path in (PLACE, preview(store), "/curators"):
        tab.goto(tab.url.split("/history")[0].split("/?")[0].split("/same")[0] + path)
        press(tab, "u")
        expect(tab.locator("#said")).to_contain_text("no decision of yours")
    assert {figid for figid, *_ in decided(store)} == {"F1"}


def test_pages_and_states_are_reached_by_keys_and_the_help_names_each_once(show):
    tab = show(PLACE)
    for keys, path in (("c", "/curators"), ("h", "/history"), ("e", "/export"), ("s", "/same")):
        press(tab, "g", keys)
        expect(tab).to_have_url(re.compile(f"{path}$"))
    press(tab, "g", "q")
    expect(tab).to_have_url(re.compile(":[0-9]+/$"))
    for key, state in (("4", "any"), ("2", "done"), ("3", "disagreed")):
        press(tab, key)
        expect(tab).to_have_url(re.compile(f"state={state}"))
    press(tab, "1")
    expect(tab).to_have_url(re.compile(":[0-9]+/$"))
    for words in ("what you decided", "what anybody decided"):
        press(tab, "g", "i")
        expect(tab.locator(".counts")).to_contain_text(words)
    press(tab, "g", "Escape", "?")
    expect(tab.locator("#help")).to_be_visible()
    terms = tab.locator("#help dt").all_inner_texts()
    assert len(terms) == len(set(terms)) > 10
    assert len([term for term in terms if term.split() == ["u"]]) == 1


def test_times_have_one_form(show, store):
    one = store.figure("F3").result.suggestions[0]
    store.decide([NewDecision.on("F3", one, "accept")], curator="root")
    tab = show("/history", timezone_id="Asia/Tokyo", locale="en-US")
    said = tab.locator("time").first
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", said.inner_text())
    later = "document.body.insertAdjacentHTML('beforeend', "
    tab.evaluate(later + "'<time id=new datetime=\"2026-01-01T23:30:00Z\">x</time>')")
    expect(tab.locator("#new")).to_have_text("2026-01-02 08:30")


# in the wrong hands, and for everybody


def disagreeing(store):
    """Decisions about the hostile figure on which curators disagree, and a batch."""
    evil = next(figid for figid in store.figids() if figid.startswith("evil"))
    first = store.figure(evil).result.suggestions[0]
    for who, verdict in (("<b>Ada</b>", "accept"), ("Bo", "decline")):
        note = "</q><script>alert(1)</script> =1+1"
        store.decide([NewDecision.on(evil, first, verdict, note)], curator=who)
    new = [NewDecision.on("F0", one, "accept") for one in store.figure("F0").result.suggestions]
    store.decide(new, curator="root", batch=store.new_batch())
    return evil


def addresses(store, evil):
    return [
        "/?sort=order&state=any",
        "/?text=script&state=any&filters=show",
        "/same",
        preview(store),
        same_in_figure_path(evil, "ocr_artifact", PLACE),
        "/curators",
        "/history",
        "/export",
    ]


def test_hostile_texts_do_nothing_and_pages_are_no_wider_than_the_screen(show, store):
    evil = disagreeing(store)
    tab = show("/same", size="phone")
    tab.on("dialog", lambda dialog: pytest.fail(dialog.message))
    start = tab.url.removesuffix("/same")
    for path in addresses(store, evil):
        tab.goto(start + path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0], path
        assert tab.locator("main img, main script, main b b").count() == 0
    tab.goto(start + "/?text=script&state=any")
    expect(tab.locator(".title")).to_contain_text("<script>alert(1)</script>")
    assert store.figids(Query(state="any", text="script")) == [evil]


@pytest.mark.parametrize("look", ["wide, light", "wide, dark", "phone, light", "phone, dark"])
def test_axe_finds_nothing(show, store, violations, look):
    size, light = look.split(", ")
    evil = disagreeing(store)
    tab = show("/same", size=size, dark=light == "dark", bypass_csp=True, reduced_motion="reduce")
    start = tab.url.removesuffix("/same")
    every = addresses(store, evil)
    # The frame, the rows and the colours are the same on all pages.
    seen = {"wide, light": every, "phone, dark": [every[0], *every[3:6]]}
    for path in seen.get(look, every[3:4]):
        tab.goto(start + path)
        if "class" in path:
            press(tab, "j", "Shift+X", "Escape")
            tab.evaluate("import('/static/workbench.js').then((it) => it.say('Done', {undo() {}}))")
        elif path == "/history":
            press(tab, "j", "?")
        else:
            press(tab, "j")
            tab.locator(".who summary").click()
        assert violations(tab) == [], path
