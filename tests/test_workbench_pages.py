"""The pages of the workbench, asked for without a browser."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from threading import Event
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serve_support import PAGE, served, told
from sqlalchemy import Engine, event
from starlette.requests import Request
from workbench_support import EVIL as MARKUP
from workbench_support import PLANT, RUN, OcrWord, copies, figure, filled, hostile_figure

from reconcile.serve.addresses import local
from reconcile.serve.errors import Refused
from reconcile.serve.pages.export import file_of
from reconcile.serve.pages.query import (
    STANDARD,
    query_of,
    query_string,
    same_in_figure_path,
    same_path,
)
from reconcile.serve.pages.viewer import curator_of
from reconcile.store import NewDecision, Query, Store
from reconcile.store.decided import decisions_csv
from reconcile.store.queue_records import SORTS

EVIL = ["//evil.example", "https://evil.example", r"/\evil.example", "\t//evil.example", "", "x"]


@pytest.fixture(scope="module")
def made(tmp_path_factory, fast) -> Path:
    """A database of seven figures: five alike, one on plants, one hostile."""
    where = tmp_path_factory.mktemp("made") / "a.db"
    figures = [*(figure(i) for i in range(5)), figure(9, PLANT), hostile_figure()]
    filled(where, fast, figures).close()
    return where


@pytest.fixture
def store(made, tmp_path):
    """The same, to be written to."""
    with Store(shutil.copy(made, tmp_path / "b.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def many(tmp_path_factory, fast):
    """A database of 120 figures alike."""
    where = tmp_path_factory.mktemp("many") / "a.db"
    with Store(where) as opened:
        opened.put(RUN, copies(fast.reconcile(figure(1)), 120))
        yield opened


class Elements(HTMLParser):
    """The elements of a page, and the attributes of each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """The attributes of elements that have these."""
        return [
            attrs
            for name, attrs in self.found
            if name == tag and all(attrs.get(key) == value for key, value in wanted.items())
        ]


def page_of(client, address: str) -> str:
    """A page that is there, with nothing in it that would run or style it."""
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == 200, answer.text
    elements = Elements(answer.text)
    for tag, attrs in elements.found:
        assert tag != "style" and "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
    scripts = elements.all("script")
    assert all(one["src"].startswith("/static/") for one in scripts)
    return answer.text


def figids(text: str) -> list[str]:
    """The figures of a page of the queue, in their order."""
    return [str(a["data-row"]) for _, a in Elements(text).found if "data-row" in a]


def link(text: str, rel: str) -> str | None:
    """Where the next page is, or the one before."""
    found = Elements(text).all("a", rel=rel)
    return str(found[0]["href"]) if found else None


def decide(store: Store, figid: str, verdict: str, curator: str, *numbers: int) -> None:
    """Decide suggestions of a figure, all of them if none is named."""
    found = store.figure(figid)
    assert found is not None
    suggested = found.result.suggestions
    chosen = [suggested[i] for i in numbers or range(len(suggested))]
    store.decide([NewDecision.on(figid, one, verdict) for one in chosen], curator=curator)


def asked(address: str) -> Request:
    """A request for an address, with a query."""
    scope = {"type": "http", "query_string": address.encode(), "headers": [], "path": "/"}
    return Request(scope)


# the query in the address

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
QUERIES = st.builds(
    Query,
    text=TEXT,
    organism=TEXT,
    journal=TEXT,
    reason=TEXT,
    status=TEXT,
    word=TEXT,
    state=st.sampled_from(["any", "open", "done", "disagreed"]),
    curator=TEXT,
    sort=st.sampled_from(list(SORTS)),
)


@given(QUERIES)
def test_an_address_holds_the_whole_query(query: Query) -> None:
    assert query_of(asked(query_string(query))) == query


def test_what_an_address_does_not_say_is_the_standard() -> None:
    assert query_of(asked("")) == STANDARD == query_of(asked("state=&sort=&at=F1"))
    assert query_string(STANDARD) == ""
    assert dict(parse_qsl(query_string(STANDARD, at="F 1", after=""))) == {"at": "F 1"}


@pytest.mark.parametrize("asks", ["state=x", "sort=confidence", "text=%00", "word=" + "a" * 501])
def test_a_query_that_cannot_be_is_refused(asks: str) -> None:
    with pytest.raises(Refused) as refused:
        query_of(asked(asks))
    assert refused.value.status == 400
    assert refused.value.where == asks.partition("=")[0]


# the queue


def test_the_queue_shows_what_is_left_to_decide(store: Store) -> None:
    client = served(store=store)
    text = page_of(client, "/")
    assert set(figids(text)) == set(store.figids())
    assert "SYT1 → remove" in text and "Not a gene" in text
    decide(store, "F1", "accept", "Ada")
    assert "F1" not in figids(page_of(client, "/"))
    assert figids(page_of(client, "/?state=done")) == ["F1"]
    decide(store, "F1", "decline", "Bo", 0)
    text = page_of(client, "/?state=disagreed")
    assert figids(text) == ["F1"] and "1 entry" in text
    assert "F1" in figids(page_of(client, "/?curator=Cyd"))
    assert "F1" not in figids(page_of(client, "/?curator=Ada"))


def test_links_to_figures_keep_the_queue(store: Store) -> None:
    text = page_of(served(store=store), "/?state=any&sort=order&text=inflammation")
    rows = Elements(text).all("a", **{"data-row": "F3"})
    assert rows[0]["href"] == "/figures/F3?text=inflammation&state=any&sort=order"


def test_what_is_decided_meanwhile_makes_no_page_pass_figures_over(many: Store) -> None:
    client = served(store=many)
    first = page_of(client, "/?sort=order")
    assert figids(first) == [f"C{i}" for i in range(50)]
    assert link(first, "prev") is None
    following = link(first, "next")
    for i in range(0, 50, 2):
        decide(many, f"C{i}", "accept", "Ada")
    second = page_of(client, following)
    assert figids(second) == [f"C{i}" for i in range(50, 100)]
    back = page_of(client, link(second, "prev"))
    assert figids(back) == [f"C{i}" for i in (*range(1, 50, 2), *range(50, 75))]
    assert link(back, "prev") is None
    last = page_of(client, link(second, "next"))
    assert figids(last) == [f"C{i}" for i in range(100, 120)]
    assert link(last, "next") is None
    # The page with a figure, also when that has left the queue.
    for figid in ("C70", "C48"):
        assert "C71" in figids(page_of(client, f"/?sort=order&at={figid}")) or figid == "C48"
        assert "C49" in figids(page_of(client, f"/?sort=order&at={figid}")) or figid == "C70"


def test_a_page_asks_no_more_of_a_long_queue_than_of_a_short_one(store: Store, many: Store) -> None:
    asked = []
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for each in (store, many):
            statements.clear()
            rows = figids(page_of(served(store=each), "/?state=any"))
            asked.append((len(statements), len(rows)))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [rows for _, rows in asked] == [7, 50]
    assert asked[0][0] == asked[1][0] < 20


def test_filters_come_with_their_counts_and_lead_to_that_many(store: Store) -> None:
    client = served(store=store)
    for address in ("/facets?sort=order", "/?sort=order&filters=show"):
        text = page_of(client, address)
        values = re.findall(r'<li><a href="([^"]+)"[^>]*>.*?<small>([0-9,]+)</small>', text)
        assert len(values) > 8
        for found, number in values:
            rows = figids(page_of(client, found.replace("&amp;", "&")))
            assert len(rows) == int(number), found
    chosen = page_of(client, "/?reason=non_gene&filters=show")
    away = Elements(chosen).all("a", title="Take this filter away")
    assert [one["href"] for one in away] == ["/"]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/?text=nowhere", "No figure is like that"),
        ("/?state=done", "None"),
        ("/?state=disagreed&word=p65", "No figure is like that"),
        ("/?at=F99", "7 figures"),
        ("/?after=F99", "7 figures"),
    ],
)
def test_a_queue_without_figures_says_why(store: Store, address: str, says: str) -> None:
    assert says in page_of(served(store=store), address)


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as empty:
        for address in ("/", "/?state=any", "/facets"):
            text = page_of(served(store=empty), address)
            assert address == "/facets" or "reconcile store import" in text


@pytest.mark.parametrize("asks", ["state=x", "sort=x", "text=%00", f"word={'a' * 501}", "at=%00"])
def test_a_query_out_of_range_is_a_page_that_says_so(store: Store, asks: str) -> None:
    client = served(store=store)
    answer = client.get(f"/?{asks}", headers=PAGE)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "Traceback" not in answer.text and "What to do" in answer.text
    assert told(client.get(f"/?{asks}")) == (400, "query")


def test_hostile_names_are_shown_and_not_obeyed(store: Store) -> None:
    client = served(store=store)
    plain = {tag for tag, _ in Elements(page_of(client, "/?text=inflammation&filters=show")).found}
    text = page_of(client, f"/?text={quote('<script>')}&filters=show")
    assert {tag for tag, _ in Elements(text).found} <= plain
    assert "&lt;script&gt;alert(1)" in text
    assert not set(text) & set("\u202e\x1b\x00")
    assert any(MARKUP[:10] in figid for figid in figids(text))


# the same for all


def classes_of(store: Store) -> dict[str, str]:
    """The address of the preview of each class, by its entry."""
    return {row.of.text: same_path(row.of) for row in store.classes()}


def ticks(text: str) -> list[str]:
    """What can be ticked on a page; nothing is."""
    boxes = Elements(text).all("input", type="checkbox")
    assert not [box for box in boxes if "checked" in box]
    return [str(box["value"]) for box in boxes if box.get("name") == "ticked"]


def fields(client, text: str, **more: object) -> dict[str, object]:
    """The form of a preview, filled in."""
    hidden = Elements(text[text.index('id="same"') :]).all("input", type="hidden")
    return {str(one["name"]): one["value"] for one in hidden} | more


def post(client, path: str, form: dict[str, object]):
    return client.post(path, data=form, headers={**PAGE, "content-type": FORM})


FORM = "application/x-www-form-urlencoded"


def test_a_decision_for_many_touches_what_is_ticked_and_nothing_else(store: Store) -> None:
    client = served(store=store)
    decide(store, "F0", "decline", "Bo")
    text = page_of(client, classes_of(store)["SYT1"])
    own, other = text.split("other context")
    assert "plants, not mammals" in other
    assert (len(ticks(own)), len(ticks(other))) == (4, 1)
    assert "declined" in own and "stays as it is" in own
    form = fields(client, text, verdict="accept", note="seen", ticked=ticks(own)[:3])
    answer = post(client, "/same", form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/same")
    rows = list(store.decisions(curator="root"))
    assert len({row.batch for row in rows}) == 1 and None not in {row.batch for row in rows}
    assert [(row.figid, row.text, row.verdict, row.note) for row in rows] == [
        (figid, "SYT1", "accept", "seen") for figid in ("F1", "F2", "F3")
    ]
    assert {row.verdict for row in store.decisions("F0")} == {"decline"}


def test_what_was_done_is_said_once_and_can_be_undone(store: Store) -> None:
    client = served(store=store)
    place = "/figures/F1?sort=order"
    before = store.classes()
    of = next(row.of for row in before if row.of.text == "SYT1")
    text = page_of(client, same_path(of, place))
    assert text.index("as in the figure that you came from") < text.index("other context")
    answer = post(client, "/same", fields(client, text, verdict="decline", ticked=ticks(text)))
    assert answer.headers["location"] == place
    said = page_of(client, "/?state=any")
    assert "Declined in 6 figures: SYT1 → remove." in said
    assert "Declined in 6" not in page_of(client, "/?state=any")
    assert of not in [row.of for row in store.classes()]
    form = {str(one["name"]): one["value"] for one in Elements(said).all("input", type="hidden")}
    undone = post(client, "/same/undo", form)
    assert (undone.status_code, undone.headers["location"]) == (303, "/?state=any")
    assert "Undone: declined in 6 figures" in page_of(client, "/same")
    assert store.classes() == before
    assert len(ticks(page_of(client, same_path(of)))) == 6


def test_what_was_decided_or_changed_meanwhile_is_left_alone(store: Store) -> None:
    client = served(store=store)
    text = page_of(client, classes_of(store)["SYT1"])
    form = fields(client, text, verdict="accept", ticked=[*ticks(text), "0" * 24])
    decide(store, "F0", "decline", "Bo")
    found = store.figure("F9")
    assert found is not None
    other = replace(found.result, organism=None)  # read in another context now
    store.put(RUN, [(other, None)])
    assert post(client, "/same", form).status_code == 303
    assert [row.figid for row in store.decisions(curator="root")] == ["F1", "F2", "F3", "F4"]
    assert "3 others were decided or changed meanwhile" in page_of(client, "/")
    again = post(client, "/same", form)
    assert again.status_code == 409 and "go back" in again.text


def test_a_rule_in_one_figure_is_decided_alike(store: Store) -> None:
    client = served(store=store)
    evil = next(figid for figid in store.figids() if figid.startswith("evil"))
    text = page_of(client, same_in_figure_path(evil, "ocr_artifact", "/?at=F1"))
    assert len(ticks(text)) == 2
    assert "</script><script>" not in text
    answer = post(client, "/same", fields(client, text, verdict="accept", ticked=ticks(text)))
    assert answer.headers["location"] == "/?at=F1"
    assert [row.text for row in store.decisions(evil)] == ["SYT1", "IRF6"]
    assert "Accepted 2 suggestions in evil" in page_of(client, "/")


def test_what_one_figure_alone_has_says_so(store: Store) -> None:
    of = next(row.of for row in store.classes(least=1) if row.of.text == "*")
    text = page_of(served(store=store), same_path(of, "/figures/F9"))
    assert "No other figure has it" in text and "data-all" not in text
    assert "the whole list → remove" in text and len(ticks(text)) == 1


def test_classes_are_searched_and_come_as_many_as_are_asked_for(store: Store) -> None:
    client = served(store=store)
    text = page_of(client, "/same?shown=1")
    assert "IRF6 → remove" in text and "SYT1 → remove" not in text
    assert link(text, "next") == "/same?shown=51"
    text = page_of(client, "/same?text=P65")
    assert "IRF6 → remove" not in text and "SYT1 → remove" in text
    assert "Nothing alike has" in page_of(client, "/same?text=nowhere")
    decided = {one.batch for one in store.decisions()}
    assert decided == set()  # looking decides nothing


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/same?shown=0", 400),
        ("/same?shown=99999", 400),
        ("/same?shown=x", 400),
        ("/same?text=%00", 400),
        ("/same/class", 400),
        ("/same/class?key=[1]", 400),
        ("/same/class?key=" + quote('["nowhere","remove","X"]'), 404),
        ("/same/figure/F1?reason=none", 404),
        ("/same/figure/F99?reason=non_gene", 404),
        ("/same/figure/%00?reason=non_gene", 400),
    ],
)
def test_addresses_of_nothing_are_pages_that_say_so(store: Store, address, status) -> None:
    answer = served(store=store).get(address, headers=PAGE)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "What to do" in answer.text


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"csrf": ""}, 403),
        ({"csrf": "x"}, 403),
        ({"ticked": []}, 400),
        ({"verdict": "undo"}, 400),
        ({"verdict": ""}, 400),
        ({"key": "[]"}, 400),
        ({"note": "x" * 2_001}, 400),
        ({"note": "\x00"}, 400),
        ({"ticked": ["0" * 24]}, 409),
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(store: Store, change, status) -> None:
    client = served(store=store)
    text = page_of(client, classes_of(store)["SYT1"])
    form = fields(client, text, verdict="accept", ticked=ticks(text))
    answer = post(client, "/same", form | change)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert list(store.decisions(history=True)) == []


@pytest.mark.parametrize("place", EVIL)
def test_no_decision_sends_anybody_elsewhere(store: Store, place: str) -> None:
    client = served(store=store)
    of = store.classes()[0].of
    text = page_of(client, same_path(of, place))
    links = [a["href"] for a in Elements(text).all("a")]
    assert all(str(one).startswith(("/", "#")) and not str(one).startswith("//") for one in links)
    form = fields(client, text, verdict="accept", ticked=ticks(text)) | {"next": place}
    where = post(client, "/same", form).headers["location"]
    batch = store.batches()[0].name
    undone = {"csrf": client.app.state.csrf, "batch": batch, "next": place}
    home = "/" if place else "/same"
    assert (where, post(client, "/same/undo", undone).headers["location"]) == (home, home)


def test_nobody_takes_back_what_another_decided(store: Store) -> None:
    client = served(store=store)
    of = store.classes()[0].of
    text = page_of(client, same_path(of))
    post(client, "/same", fields(client, text, verdict="accept", ticked=ticks(text)))
    client.cookies.set("curator", "Bo")
    said = page_of(client, "/same")
    assert "Accepted in 6 figures" in said and "/same/undo" not in said
    form = {"csrf": client.app.state.csrf, "batch": store.batches()[0].name}
    answer = post(client, "/same/undo", form)
    assert answer.status_code == 400 and "root" in answer.text
    assert store.batches()[0].undone == 0
    for bad in ({"batch": "0" * 32}, {"batch": ""}, {"csrf": "x"}):
        assert post(client, "/same/undo", form | bad).status_code in (400, 403)


@pytest.mark.parametrize("cookie", ["done-x-0", f"done-{'0' * 32}-0", "<script>", "done-"])
def test_a_cookie_puts_no_words_into_a_page(store: Store, cookie: str) -> None:
    client = served(store=store)
    plain = page_of(client, "/same")
    client.cookies.set("said", cookie)
    assert page_of(client, "/same") == plain


# curators and history


def test_curators_see_who_decided_how_they_agree_and_where_not(store: Store) -> None:
    client = served(store=store)
    assert "Nobody has decided" in page_of(client, "/curators")
    decide(store, "F1", "accept", "Ada")
    decide(store, "F2", "accept", "Ada", 0)
    decide(store, "F1", "accept", "Bo", 0)
    text = page_of(client, "/curators")
    assert "<dd>–</dd>" in text and "100%" in text  # undefined where both only accept
    assert "Nowhere." in text
    decide(store, "F1", "decline", "Bo", 1)
    decide(store, "F2", "decline", "Bo", 0)
    text = page_of(client, "/curators")
    cells = re.findall(r"<td>([0-9]+)</td>", text)
    assert cells == ["1", "2", "0", "0"]
    assert "33%" in text and "0.00" in text
    rows = [a["href"] for _, a in Elements(text).found if "data-row" in a]
    assert rows == ["/figures/F1?state=disagreed#c1", "/figures/F2?state=disagreed#c0"]
    said = text[text.index("disagreements") :]
    assert said.index("accepted") < said.index("declined")
    left = Elements(text).all("a", href="/?curator=Ada")
    assert len(left) == 1 and len(figids(page_of(client, "/?curator=Ada"))) == 6


def test_agreement_is_counted_anew_when_somebody_decides(store: Store, monkeypatch) -> None:
    client = served(store=store)
    decide(store, "F1", "accept", "Ada")
    decide(store, "F1", "accept", "Bo", 0)
    counted, count = [], store.agreements
    monkeypatch.setattr(store, "agreements", lambda: counted.append(1) or count())
    assert page_of(client, "/curators") == page_of(client, "/curators")
    assert len(counted) == 1
    store.undo([next(store.decisions(curator="Bo")).id], curator="Bo")
    assert "How far they agree" not in page_of(client, "/curators")
    assert len(counted) == 2


def test_the_history_has_the_latest_first_and_takes_ones_own_back(store: Store) -> None:
    client = served(store=store)
    assert "Nothing decided yet" in page_of(client, "/history")
    decide(store, "F1", "accept", "root", 0)
    decide(store, "F2", "decline", "Bo", 0)
    batch = store.new_batch()
    of = store.classes()[0].of
    new = [NewDecision.on(m.figid, m.suggestion, "accept") for m in store.members(of)[3:]]
    store.decide(new, curator="root", batch=batch)
    text = page_of(client, "/history")
    rows = [str(a["data-row"]) for _, a in Elements(text).found if "data-row" in a]
    assert rows == [batch, "2", "1"]
    numbers = [one["value"] for one in Elements(text).all("input", name="id")]
    assert numbers == ["1"]
    form = {"csrf": client.app.state.csrf, "id": "1", "next": "/history?curator=root"}
    answer = post(client, "/history/undo", form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/history?curator=root")
    text = page_of(client, "/history?curator=root")
    assert "Undone: accepted in F1: " in text and "F2" not in text
    assert [row.curator for row in store.decisions() if row.batch is None] == ["Bo"]
    for bad in ({"id": "2"}, {"id": "99"}, {"id": "x"}, {"id": str(2**70)}, {"csrf": "x"}):
        answer = post(client, "/history/undo", form | bad)
        assert answer.status_code in (400, 403, 422) and "What to do" in answer.text
    for place in EVIL:
        answer = post(client, "/history/undo", form | {"next": place})
        assert answer.headers["location"] in ("/", "/history")


def test_the_history_goes_back_page_by_page(many: Store) -> None:
    found = many.figure("C0")
    assert found is not None
    first = found.result.suggestions[0]
    many.decide([NewDecision.on(f"C{i}", first, "decline") for i in range(120)], curator="Cyd")
    client = served(store=many)
    seen, address = [], "/history?curator=Cyd"
    while address:
        text = page_of(client, address)
        seen += [str(a["data-row"]) for _, a in Elements(text).found if "data-row" in a]
        address = link(text, "next")
    ids = [row.id for row in many.decisions(curator="Cyd")]
    assert list(map(int, seen)) == sorted(ids, reverse=True)


@pytest.mark.parametrize(
    "address", ["/history?before=0", "/history?before=x", "/history?curator=%00"]
)
def test_a_history_out_of_range_is_refused(store: Store, address: str) -> None:
    assert served(store=store).get(address, headers=PAGE).status_code == 400


def test_hostile_names_of_curators_and_notes_are_escaped(store: Store) -> None:
    client = served(store=store)
    name = "<b>Ada</b> & 'Co'"
    found = store.figure("F1")
    assert found is not None
    for who, verdict in ((name, "accept"), ("Bo", "decline")):
        new = NewDecision.on("F1", found.result.suggestions[0], verdict, "<i>=1+1</i>\u202e")
        store.decide([new], curator=who)
    client.cookies.set("curator", quote(name))
    for address in ("/curators", "/history", "/"):
        text = page_of(client, address)
        assert "&lt;b&gt;Ada&lt;/b&gt;" in text and "<b>Ada" not in text
        assert "<i>=1" not in text and "\u202e" not in text
    history = Elements(page_of(client, "/curators")).all("a")
    theirs = [str(a["href"]) for a in history if str(a["href"]).startswith("/history?")]
    assert "F1" in page_of(client, theirs[0])


def own(figid: str, action: str, text: str, *symbols: str) -> NewDecision:
    """A change that a curator thought of."""
    return NewDecision(figid, action, text, symbols, own=True)


def test_the_history_says_what_was_done_with_figure_and_genes(store: Store) -> None:
    found = store.figure("F1")
    assert found is not None
    first = found.result.suggestions[0]
    every = [NewDecision.on(f"F{i}", first, "accept") for i in range(3)]
    two = [NewDecision.on("F4", one, "decline") for one in found.result.suggestions]
    edit = [own("F1", "replace", first.keyword, "SYT2"), NewDecision.on("F1", first, "decline")]
    store.decide([own("F3", "replace", first.keyword, "SYT2")], curator="root")
    added = [own("F1", "add", symbol, symbol) for symbol in ("ATG9A", "WIPI1")]
    for new in (every, two, edit, added):
        store.decide(new, curator="root", batch=store.new_batch())
    text = page_of(served(store=store), "/history")
    assert "instead of what was suggested · " in text[text.index("One by one") :]
    told = [re.sub("<[^>]+>", "", line) for line in re.findall("<bdi>(.*?)</bdi>", text)]
    said = [line for line in told if " in " in line]
    assert said[0] == "Added ATG9A, WIPI1 in F1"
    assert said[1] == (f"Accepted in F1: {first.keyword} → SYT2, instead of what was suggested")
    names = ", ".join(f"{one.keyword} → remove" for one in found.result.suggestions)
    assert said[2] == f"Declined 2 suggestions in F4: {names}"
    assert said[3] == f"Accepted in 3 figures: {first.keyword} → remove"


def test_the_history_says_what_a_word_means(store: Store) -> None:
    remove = NewDecision("F1", "remove", "SYT1", own=True, reading=("p65", ("RELB",)))
    added = replace(own("F1", "add", "p65", "RELB"), reading=("p65", ("RELB",)))
    store.decide([remove, added], curator="root", batch=store.new_batch())
    text = page_of(served(store=store), "/history")
    assert "“p65” means RELB in F1: SYT1 → remove, add RELB for “p65”" in text


def test_the_history_has_what_has_a_note_alone(store: Store) -> None:
    decide(store, "F1", "accept", "root", 0)
    found = store.figure("F2")
    assert found is not None
    noted = NewDecision.on("F2", found.result.suggestions[0], "accept", "seen <here>")
    store.decide([noted], curator="root", batch=store.new_batch())
    text = page_of(served(store=store), "/history?noted=yes")
    assert "seen &lt;here&gt;" in text and "F1<" not in text


def test_what_is_taken_back_is_open_again_only_if_nobody_else_decided_it(store: Store) -> None:
    client = served(store=store)
    form = {"csrf": client.app.state.csrf, "next": "/history"}
    decide(store, "F1", "accept", "root", 0)
    post(client, "/undo", form)
    assert "F1: " in (text := page_of(client, "/")) and "What was open is open again" in text
    decide(store, "F1", "accept", "root", 0)
    decide(store, "F1", "decline", "Bo", 0)
    post(client, "/undo", form)
    text = page_of(client, "/")
    assert "open again" not in text and "Another decision about it stands." in text
    assert [row.curator for row in store.decisions()] == ["Bo"]
    post(client, "/undo", form)
    assert "no decision of yours" in page_of(client, "/")
    assert post(client, "/undo", {"csrf": "x"}).status_code == 403
    assert [row.curator for row in store.decisions()] == ["Bo"]


def test_a_search_says_how_many_there_are_in_other_states(store: Store) -> None:
    client = served(store=store)
    decide(store, "F9", "accept", "Bo")
    text = page_of(client, "/?text=figure+9")
    assert "No figures" in text and "1 more figure has" in text
    assert Elements(text).all("a", href="/?text=figure+9&state=any")
    for address in ("/", "/?text=figure+9&state=any", "/?text=F3"):
        assert "in all states" not in page_of(client, address)


# independent of others


def alone(store: Store, name: str, **settings: str):
    """A client of a curator who works independently of others."""
    client = served(store=store)
    client.cookies.set("curator", name)
    answer = post(client, "/independent", {"csrf": client.app.state.csrf, "alone": "yes"})
    assert answer.status_code == 303
    return client


ALONE = ["/", "/?state=any&sort=order", "/same", "/history", "/facets", "/?text=p65"]


@pytest.mark.parametrize("address", ALONE)
def test_who_works_independently_sees_nothing_of_what_others_decide(
    store: Store, address: str
) -> None:
    client = alone(store, "Ada")
    decide(store, "F1", "accept", "Ada", 0)
    before = page_of(client, address)
    decide(store, "F1", "decline", "Bo")
    decide(store, "F2", "accept", "Bo")
    of = next(row.of for row in store.classes() if row.of.text == "SYT1")
    new = [NewDecision.on(m.figid, m.suggestion, "accept", "why") for m in store.members(of)]
    store.decide(new, curator="Bo", batch=store.new_batch())
    assert page_of(client, address) == before


def test_who_works_independently_sees_no_agreement_before_all_is_decided(store: Store) -> None:
    client = alone(store, "Ada")
    decide(store, "F1", "accept", "Ada", 0)
    before = page_of(client, "/curators")
    decide(store, "F2", "decline", "Bo", 0)
    assert page_of(client, "/curators") == before
    decide(store, "F1", "decline", "Bo", 0)
    text = page_of(client, "/curators")
    own = store.figure("F1").result.suggestions[0]
    assert own.keyword in text.partition("Where they disagree")[2]  # Ada has decided that
    assert "kappa" not in text and "once you have decided all" in text
    for figid in store.figids():
        for number in range(len(store.figure(figid).result.suggestions)):
            decide(store, figid, "accept", "Ada", number)
    text = page_of(client, "/curators")
    assert "kappa" in text and "once you have decided all" not in text
    assert "kappa" in page_of(served(store=store), "/curators")


def test_names_are_looked_up_in_what_was_opened_at_the_start(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Event()
    monkeypatch.setattr("reconcile.lexicon.complete.complete", lambda *_: opened.set())
    with served(store=store, ner="lexicon", n_process=1):
        assert opened.wait(30)


def test_independent_work_is_chosen_remembered_and_ended(store: Store) -> None:
    client = served(store=store)
    decide(store, "F1", "accept", "Bo")
    text = page_of(client, "/")
    assert "Count my decisions only: work independently of others" in text
    assert "count what <b>anybody</b> decided" in text and "by anybody" in text
    form = {"csrf": client.app.state.csrf, "alone": "yes", "next": "/?text=figure&curator=Bo"}
    answer = post(client, "/independent", form)
    assert answer.headers["location"] == "/?text=figure"
    text = page_of(client, "/")
    assert "F1" in figids(text) and "count what <b>you</b> decided" in text
    assert "<b>0</b> of" in text and "by you" in text
    post(client, "/independent", form | {"alone": ""})
    text = page_of(client, "/")
    assert "F1" not in figids(text) and "by anybody" in text
    for place in EVIL:
        assert post(client, "/independent", form | {"next": place}).headers["location"] == "/"
    assert post(client, "/independent", form | {"csrf": "x"}).status_code == 403


def test_a_decision_for_many_is_about_what_one_has_not_decided_oneself(store: Store) -> None:
    of = next(row.of for row in store.classes() if row.of.text == "SYT1")
    new = [NewDecision.on(m.figid, m.suggestion, "accept") for m in store.members(of)]
    store.decide(new, curator="Bo", batch=store.new_batch())
    assert "SYT1 → remove" not in page_of(served(store=store), "/same")
    client = alone(store, "Ada")
    assert "SYT1 → remove" in page_of(client, "/same")
    text = page_of(client, same_path(of))
    assert len(ticks(text)) == 6 and "accepted" not in text
    form = fields(client, text, verdict="decline", ticked=ticks(text)[:2])
    assert post(client, "/same", form).status_code == 303
    assert {row.verdict for row in store.decisions(curator="Ada")} == {"decline"}
    text = page_of(client, same_path(of))
    assert len(ticks(text)) == 4 and "declined" in text and "accepted" not in text


def test_a_decision_for_many_reaches_the_same_change_by_other_words(tmp_path: Path, fast) -> None:
    words = ("p65", "p65", "p-65")
    ocr = [[OcrWord(word, word, "SYT1"), OcrWord("p65", "p65", "RELA")] for word in words]
    made = [figure(i, ocr=own) for i, own in enumerate(ocr)]
    with filled(tmp_path / "a.db", fast, made) as store:
        client = served(store=store)
        of = next(row.of for row in store.classes() if row.of.text == "SYT1")
        text = page_of(client, same_path(of, "/figures/F1"))
        wide = same_path(of, "/figures/F1", any_word=True)
        assert "3 figures, 3 open" in text and Elements(text).all("a", href=wide)
        assert len(ticks(text)) == 2
        text = page_of(client, wide)
        assert len(ticks(text)) == 3 and "“p-65”, not “p65”" in text
        assert "2 figures, 2 open" in text
        form = fields(client, text, verdict="accept", ticked=ticks(text))
        assert post(client, "/same", form).headers["location"] == "/figures/F1"
        assert {row.figid for row in store.decisions()} == {"F0", "F1", "F2"}


def test_a_figure_shows_others_decisions_once_one_has_decided(store: Store) -> None:
    found = store.figure("F1")
    assert found is not None
    first, second = found.result.suggestions
    new = [NewDecision.on("F1", one, "accept", f"because {one.keyword}") for one in (first, second)]
    store.decide([*new, own("F1", "add", "ATG9A", "ATG9A")], curator="Bo")
    plain = page_of(served(store=store), "/figures/F1")
    assert "because" in plain and "ATG9A" in plain
    client = alone(store, "Ada")
    text = page_of(client, "/figures/F1")
    assert "because" not in text and "ATG9A" not in text and "2 of 2 left" in text
    told = {"figid": "F1", "digest": found.digest}
    said = {"action": first.action, "text": first.keyword, "verdict": "decline"}
    headers = {"x-csrf-token": client.app.state.csrf}
    answer = client.post("/decisions", json=told | {"decisions": [said]}, headers=headers)
    assert answer.status_code == 200
    seen, hidden = f"because {first.keyword}", f"because {second.keyword}"
    assert seen in answer.text and hidden not in answer.text
    queue = answer.json()["queue"]
    assert queue["suggestions"] - queue["open"] == 1
    text = page_of(client, "/figures/F1")
    assert seen in text and hidden not in text


def test_what_is_taken_back_tells_nothing_of_others(store: Store) -> None:
    client = alone(store, "Ada")
    decide(store, "F1", "decline", "Bo", 0)
    decide(store, "F1", "accept", "Ada", 0)
    post(client, "/undo", {"csrf": client.app.state.csrf, "next": "/"})
    assert "What was open is open again" in page_of(client, "/")


# export


def test_the_export_is_what_the_command_writes(store: Store) -> None:
    client = served(store=store)
    decide(store, "F1", "accept", "Ada")
    decide(store, "F1", "decline", "Bo", 0)
    page = page_of(client, "/export")
    assert "Curators disagree on 1 entry" in page
    assert "/export/records.zip?curator=Ada" in page_of(client, "/export?curator=Ada")
    for name in ("decisions.csv", "decisions.jsonl", "history.jsonl", "records.zip"):
        assert f"/export/{name}" in page
        answer = client.get(f"/export/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert client.get("/export/decisions.csv").text == "".join(decisions_csv(store.decisions()))
    rows = client.get("/export/decisions.jsonl?curator=Bo").text.splitlines()
    assert [json.loads(row)["curator"] for row in rows] == ["Bo"]
    assert client.get("/export/decisions.csv?curator=%00").status_code == 400


def test_the_archive_has_the_lists_that_were_agreed_on_and_names_the_rest(store: Store) -> None:
    client = served(store=store)
    found = store.figure("F1")
    assert found is not None
    first, second = (one.keyword for one in found.result.suggestions)
    decide(store, "F1", "accept", "Ada")
    decide(store, "F1", "decline", "Bo", 0)

    def archive(asks: str) -> dict[str, str]:
        data = client.get(f"/export/records.zip{asks}").content
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            assert opened.testzip() is None
            return {name: opened.read(name).decode() for name in opened.namelist()}

    both = archive("")
    lines = {(one := json.loads(line))["figid"]: one for line in both["figures.jsonl"].splitlines()}
    assert set(lines) == set(store.figids())
    assert first in lines["F1"]["keywords"] and second not in lines["F1"]["keywords"]
    assert "F1" in both["not-carried-out.txt"] and first in both["not-carried-out.txt"]
    alone = archive("?curator=Ada")
    assert list(alone) == ["figures.jsonl"]
    kept = [json.loads(line) for line in alone["figures.jsonl"].splitlines()]
    assert first not in next(one for one in kept if one["figid"] == "F1")["keywords"]


@pytest.mark.parametrize("name", ["..\\x.md", "c:x.md", "a/../b.md", "ok.md"])
def test_no_file_of_the_archive_leads_elsewhere(name: str) -> None:
    made = file_of(name).filename
    assert not set(made) & set("/\\:\x00") and made.endswith(".md")


# files


def test_browsers_keep_scripts_and_styles_and_ask_whether_they_changed(store: Store) -> None:
    client = served(store=store)
    for one in Elements(page_of(client, "/")).all("script"):
        answer = client.get(str(one["src"]))
        assert answer.headers["cache-control"] == "no-cache"
        again = client.get(str(one["src"]), headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["content-security-policy"]


# who is looking


def test_a_name_is_chosen_without_a_password_and_kept() -> None:
    client = served()
    secret = client.app.state.csrf
    form = {"name": "  Zoë  Ångström ", "next": "/curators?a=b", "csrf": secret}
    answer = client.post("/curator", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/curators?a=b")
    said = answer.headers["set-cookie"]
    assert "HttpOnly" in said and "SameSite=lax" in said
    assert name_of(client) == "Zoë Ångström"


def test_a_name_needs_the_secret_of_the_page() -> None:
    for secret in ({}, {"csrf": "x"}):
        answer = served().post("/curator", data={"name": "Ada", **secret})
        assert told(answer) == (403, "csrf")
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", ["", "   ", "a\u202eb", "a\x00b", "x" * 101])
def test_what_is_no_name_is_refused(name: str) -> None:
    client = served()
    form = {"name": name, "csrf": client.app.state.csrf}
    assert told(client.post("/curator", data=form)) == (400, "name")
    page = client.post("/curator", data=form, headers=PAGE)
    assert page.headers["content-type"].startswith("text/html") and "printable" in page.text


@pytest.mark.parametrize("cookie", ["", "%00", "%E2%80%AE", "x" * 200])
def test_a_cookie_that_holds_no_name_is_as_good_as_none(cookie: str) -> None:
    client = served()
    nobody = name_of(client)
    assert nobody
    client.cookies.set("curator", cookie)
    assert name_of(client) == nobody


def test_where_others_reach_the_service_nobody_has_a_name_at_first() -> None:
    client = served(host="0.0.0.0", token="a-token-for-the-tests")
    assert name_of(client) == ""
    client.cookies.set("curator", "Ada")
    assert name_of(client) == "Ada"


@pytest.mark.parametrize("place", EVIL)
def test_nobody_is_sent_elsewhere(place: str) -> None:
    client = served()
    form = {"name": "Ada", "next": place, "csrf": client.app.state.csrf}
    assert client.post("/curator", data=form).headers["location"] == "/"


@given(st.text(max_size=30).map(lambda text: "/" + text))
def test_a_local_address_stays_on_this_host(address: str) -> None:
    # Browsers take a backslash for a slash, and leave tabs and line breaks out.
    seen = local(address).translate({9: None, 10: None, 13: None}).replace("\\", "/")
    assert seen.startswith("/") and not seen.startswith("//")


def name_of(client) -> str:
    """Under which name the next request of a client decides."""
    held = [f"{name}={value}" for name, value in client.cookies.items()]
    scope = {
        "type": "http",
        "app": client.app,
        "headers": [(b"cookie", "; ".join(held).encode())] if held else [],
    }
    return curator_of(Request(scope))
