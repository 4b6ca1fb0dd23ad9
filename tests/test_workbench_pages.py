"""The pages of the workbench, asked for without a browser."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serve_support import PAGE, served, told
from starlette.requests import Request

from reconcile.serve.addresses import local
from reconcile.serve.errors import Refused
from reconcile.serve.pages.query import STANDARD, query_of, query_string
from reconcile.serve.pages.viewer import curator_of
from reconcile.store import Query
from reconcile.store.records import SORTS

EVIL = ["//evil.example", "https://evil.example", r"/\evil.example", "\t//evil.example", "", "x"]


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
