"""The pages of the workbench, asked for without a browser."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serve_support import PAGE, served, told
from starlette.requests import Request
from workbench_support import EVIL as MARKUP
from workbench_support import PLANT, RUN, copies, figure, filled, hostile_figure

from reconcile.serve.addresses import local
from reconcile.serve.errors import Refused
from reconcile.serve.pages.query import STANDARD, query_of, query_string
from reconcile.serve.pages.viewer import curator_of
from reconcile.store import NewDecision, Query, Store
from reconcile.store.records import SORTS

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
    assert figids(back) == [f"C{i}" for i in range(1, 50, 2)]
    assert link(back, "prev") is None
    last = page_of(client, link(second, "next"))
    assert figids(last) == [f"C{i}" for i in range(100, 120)]
    assert link(last, "next") is None
    # The page with a figure, also when that has left the queue.
    for figid in ("C70", "C48"):
        assert "C71" in figids(page_of(client, f"/?sort=order&at={figid}")) or figid == "C48"
        assert "C49" in figids(page_of(client, f"/?sort=order&at={figid}")) or figid == "C70"


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
