"""The service answers who may ask, and nobody else; browsers run and keep nothing of others."""

from __future__ import annotations

import asyncio
import json
import socket
import threading

import pytest
from fastapi import Depends
from hypothesis import given
from hypothesis import strategies as st
from serve_support import PAGE, TOKEN, served, told

from reconcile.serve.bodies import BoundedBodies
from reconcile.serve.errors import Refused
from reconcile.serve.headers import POLICY
from reconcile.serve.images import Images
from reconcile.serve.running import Service, address, listen
from reconcile.serve.security import COOKIE, cookie_of, is_token, require_csrf
from reconcile.serve.settings import Limits, Settings

EVIL = "http://evil.example"
BEARER = {"authorization": f"Bearer {TOKEN}"}


# names that the service is called by


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8765", "127.0.0.1", "127.0.0.1:1", "[::1]:8765", "localhost."]
)
def test_a_local_service_answers_to_its_names(host):
    assert served().get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "",
        "localhost:80:80",
        "10.0.0.7",
        "a b",
        "localhost/",
        "[::1",
    ],
)
def test_no_other_name_is_answered(host):
    assert told(served().get("/health", headers={"host": host})) == (421, "host")


def test_two_names_are_none():
    pair = [("host", "localhost"), ("host", "evil.example")]
    assert told(served().get("/health", headers=pair)) == (421, "host")


def test_a_service_for_others_answers_to_addresses_and_names_that_it_was_given():
    client = served(host="0.0.0.0", token=TOKEN, hosts=("Genes.example",))
    for host in ("10.0.0.7:8765", "[fd00::7]", "genes.example", socket.gethostname()):
        assert client.get("/health", headers={"host": host}).status_code == 200
    assert told(client.get("/health", headers={"host": "evil.example"})) == (421, "host")


# the token


CLOSED = ["/", "/metrics", "/openapi.json", "/images/F1", "/nothing/there", "/staticx", "/loginx"]


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize(
    "given_headers",
    [
        {},
        {"authorization": "Bearer "},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": TOKEN},
        {"cookie": f"{COOKIE}={TOKEN}"},
        {"cookie": f"{COOKIE}="},
        {"authorization": "Bearer \xe9".encode("latin-1")},
    ],
)
def test_nothing_is_answered_without_the_token(path, given_headers):
    answer = served(token=TOKEN).get(path, headers=given_headers)
    assert told(answer) == (401, "token")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert TOKEN not in answer.text


def test_the_token_opens_the_service():
    client = served(token=TOKEN)
    assert client.get("/metrics", headers=BEARER).status_code == 200
    assert client.get("/metrics", headers={"authorization": f"bearer  {TOKEN}"}).status_code == 200
    for path in ("/health", "/login", "/static/page.css"):
        assert client.get(path).status_code == 200


@given(st.text(), st.text())
def test_a_token_is_itself_alone(one, other):
    assert is_token(one, other) == (one == other)


def test_a_browser_logs_in_and_has_a_cookie_that_no_script_reads():
    client = served(token=TOKEN)
    asked = client.get("/metrics?a=b", headers=PAGE)
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=/metrics%3Fa%3Db")
    form = client.get(asked.headers["location"], headers=PAGE)
    assert 'value="/metrics?a=b"' in form.text
    done = client.post("/login", data={"token": f" {TOKEN} ", "after": "/metrics?a=b"})
    assert (done.status_code, done.headers["location"]) == (303, "/metrics?a=b")
    cookie = done.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}={cookie_of(TOKEN)};") and TOKEN not in cookie
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert client.get("/metrics").status_code == 200


def test_a_wrong_token_logs_nobody_in_and_may_be_tried_ten_times():
    client = served(token=TOKEN)
    for _ in range(10):
        answer = client.post("/login", data={"token": "x" * 20})
        assert answer.status_code == 403 and "set-cookie" not in answer.headers
        assert "That is not the token." in answer.text
    for token in ("x" * 20, TOKEN):
        answer = client.post("/login", data={"token": token})
        assert told(answer) == (429, "tries") and answer.headers["retry-after"]
    assert client.get("/metrics", headers=BEARER).status_code == 200


@pytest.mark.parametrize(
    "place", [EVIL, "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tx", "x", ""]
)
def test_logging_in_leads_to_no_other_place(place):
    done = served(token=TOKEN).post("/login", data={"token": TOKEN, "after": place})
    assert done.headers["location"] == "/"
    assert served().get("/login", params={"next": place}).headers["location"] == "/"


def test_the_token_is_not_shown_with_the_settings():
    assert TOKEN not in repr(Settings(token=TOKEN))


# what pages of other places send


@pytest.fixture
def writing():
    """A service with a page that changes something."""
    client = served()
    client.changed = []

    @client.app.post("/change", dependencies=[Depends(require_csrf)])
    def change():
        client.changed.append(1)

    return client


def test_a_change_needs_the_secret_of_the_page(writing):
    secret = writing.app.state.csrf
    assert len(secret) > 30
    assert f'<meta name="csrf" content="{secret}">' in writing.get("/").text
    assert writing.post("/change", headers={"x-csrf-token": secret}).status_code == 200
    assert writing.post("/change", data={"csrf": secret}).status_code == 200
    assert writing.post("/change", data={"csrf": secret}, files={"f": b""}).status_code == 200
    assert len(writing.changed) == 3
    for options in (
        {},
        {"headers": {"x-csrf-token": ""}},
        {"headers": {"x-csrf-token": secret[:-1]}},
        {"headers": {"x-csrf-token": served().app.state.csrf}},
        {"data": {"csrf": ""}},
        {"data": {"other": secret}},
        {"files": {"csrf": secret.encode()}},
        {"json": {"csrf": secret}},
        {"params": {"csrf": secret}},
    ):
        assert told(writing.post("/change", **options)) == (403, "csrf")
    assert len(writing.changed) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": EVIL},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1:8765.evil.example"},
        {"origin": "http://[evil"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_pages_of_other_places_change_nothing(writing, headers):
    secret = {"x-csrf-token": writing.app.state.csrf}
    assert told(writing.post("/change", headers=secret | headers)) == (403, "origin")
    ours = {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
    assert writing.post("/change", headers=secret | ours).status_code == 200


def test_pages_of_other_places_may_ask_for_reconciliation_alone():
    client = served()
    assert told(client.post("/reconciliationx", headers={"origin": EVIL})) == (403, "origin")
    assert told(client.post("/reconciliation/x", headers={"origin": EVIL}))[0] == 405


# what browsers are told


@pytest.mark.parametrize("path", ["/", "/health", "/metrics", "/nothing", "/login"])
def test_every_answer_says_what_may_be_run_and_kept(path):
    for headers in ({}, PAGE, {"host": "evil.example"}):
        told_so = served().get(path, headers=headers).headers
        assert told_so["content-security-policy"] == POLICY
        assert told_so["x-content-type-options"] == "nosniff"
        assert told_so["referrer-policy"] == "same-origin"
        assert told_so["cache-control"] == "no-store"
        assert "server" not in told_so


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    assert "unsafe" not in POLICY and "http" not in POLICY and "*" not in POLICY
    assert POLICY.startswith("default-src 'none'") and "frame-ancestors 'none'" in POLICY


def test_a_fault_is_told_to_who_runs_the_service_alone(capsys):
    client = served()

    @client.app.get("/fails")
    def fails():
        raise RuntimeError("a secret \x1b[31m")

    answer = client.get("/fails")
    assert told(answer) == (500, "fault")
    assert "secret" not in answer.text and "RuntimeError" in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    printed = capsys.readouterr().err
    assert "a secret \\x1b[31m" in printed and "\x1b" not in printed


def test_what_is_refused_is_escaped():
    answer = served().get("/<script>alert(1)</script>\u202e", headers=PAGE)
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/html")
    assert "<script" not in answer.text and "\u202e" not in answer.text


# bodies


def received(*pieces, limits, kind="application/json", announced=None):
    """What an application gets of a body in pieces, as one, or how it was refused."""
    taken, sent = [], []
    queue = [{"type": "http.request", "body": p, "more_body": True} for p in pieces[:-1]]
    queue += [{"type": "http.request", "body": p} for p in pieces[-1:] if p is not None]

    async def receive():
        return queue.pop(0) if queue else await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    async def application(scope, receive, send):
        more = True
        while more:
            message = await receive()
            taken.append(message["body"])
            more = message.get("more_body", False)

    headers = [(b"content-type", kind.encode())]
    headers += [(b"content-length", announced.encode())] if announced else []
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    try:
        asyncio.run(BoundedBodies(application, limits)(scope, receive, send))
    except Refused as refused:
        return refused.status, sum(map(len, taken))
    if sent:
        return sent[0]["status"], 0
    return b"".join(taken)


LITTLE = Limits(body_bytes=10, stream_bytes=30, body_seconds=0.05)


def test_a_body_within_its_bounds_arrives_whole():
    assert received(b"12345", b"67890", limits=LITTLE) == b"1234567890"


def test_a_body_that_grows_too_large_is_refused_at_once():
    assert received(b"12345", b"678901", b"2", limits=LITTLE) == (413, 5)


@pytest.mark.parametrize("announced", ["11", "999999999999999999999999999999"])
def test_a_body_that_says_so_is_refused_unread(announced):
    assert received(b"12345", limits=LITTLE, announced=announced) == (413, 0)


def test_a_body_that_does_not_come_is_refused():
    assert received(b"12345", None, limits=LITTLE) == (408, 5)


def test_a_stream_may_be_longer_and_is_bounded_too():
    kind = "application/x-ndjson; charset=utf-8"
    assert received(*[b"12345"] * 6, limits=LITTLE, kind=kind) == b"12345" * 6
    assert received(*[b"12345"] * 7, limits=LITTLE, kind=kind) == (413, 30)
    assert received(b"12345", None, limits=LITTLE, kind=kind) == (408, 5)


# pictures


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "pictures"
    (folder / "deeper").mkdir(parents=True)
    for place in ("pictures/a.jpg", "pictures/deeper/b.jpg", "pictures/c.svg", "secret.jpg"):
        (tmp_path / place).write_bytes(b"picture")
    (folder / "d.jpg").mkdir()
    (folder / ".e.jpg").write_bytes(b"picture")
    (folder / "out.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "link.jpg").symlink_to(folder / "a.jpg")
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    (folder / "hidden.jpg").symlink_to(folder / "c.svg")
    return folder


def test_pictures_are_found_in_their_folder(pictures):
    images = Images(pictures)
    assert images.find("a.jpg") == pictures / "a.jpg" == images.find("link.jpg")
    assert Images(None).find("a.jpg") is None


@pytest.mark.parametrize(
    "name",
    [
        "../secret.jpg",
        "deeper/../../secret.jpg",
        "out.jpg",
        "loop.jpg",
        "c.svg",
        "d.jpg",
        ".e.jpg",
        "hidden.jpg",
        "deeper/b.jpg",
        "..\\secret.jpg",
        "a.jpg\x00.png",
        "b.jpg",
        "",
        None,
        "..",
        "a.jpg/",
        "./a.jpg",
        "%2e%2e/secret.jpg",
        "x" * 5000 + ".jpg",
        "\ud800.jpg",
        "c:a.jpg",
    ],
)
def test_no_other_file_is_found(pictures, name):
    assert Images(pictures).find(name) is None


@given(st.text())
def test_whatever_is_asked_for_lies_in_the_folder(tmp_path_factory, name):
    folder = tmp_path_factory.getbasetemp()
    found = Images(folder).find(f"{name}.jpg")
    assert found is None or found.parent == folder.resolve()


class Names:
    """The part of a store that pictures ask."""

    def __init__(self, **names):
        self.names = names

    def filename(self, figid):
        return self.names.get(figid)


def test_the_picture_of_a_figure_is_served_as_a_picture(pictures):
    store = Names(F1="a.jpg", F2="../secret.jpg", F3="c.svg", F4=None)
    client = served(images=pictures, store=store)
    answer = client.get("/images/F1")
    assert (answer.content, answer.headers["content-type"]) == (b"picture", "image/jpeg")
    assert answer.headers["content-security-policy"] == POLICY
    again = client.get("/images/F1", headers={"if-none-match": answer.headers["etag"]})
    assert again.content == answer.content or again.status_code == 304
    for figid in ("F2", "F3", "F4", "F5", "a.jpg", "..%2fsecret.jpg", "%00"):
        assert client.get(f"/images/{figid}").status_code == 404
    assert told(served(store=store).get("/images/F1")) == (404, "no_picture")
    assert told(served(images=pictures).get("/images/F1")) == (404, "no_picture")


@pytest.mark.parametrize("name", ["%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", "%00"])
def test_static_files_are_those_of_their_folder(name):
    assert served().get(f"/static/{name}").status_code == 404


# a real socket


@pytest.fixture
def open_service():
    """A service that answers on a socket, and closes what asks nothing."""
    client = served(port=0, limits=Limits(head_seconds=0.2))
    listening = listen("127.0.0.1", 0)
    ready = threading.Event()
    service = Service(client.app, ready.set)
    thread = threading.Thread(target=service.run, args=[listening])
    thread.start()
    assert ready.wait(30)
    yield listening.getsockname()
    service.end()
    thread.join(30)
    assert not thread.is_alive()


def until_closed(place, *sent):
    """What a connection gives until the service closes it."""
    with socket.create_connection(place, timeout=30) as connection:
        for data in sent:
            connection.sendall(data)
        got = b""
        try:
            while data := connection.recv(65536):
                got += data
        except ConnectionResetError:
            pass
    return got


HEAD = b"GET /health HTTP/1.1\r\nhost: localhost\r\n"


def test_a_connection_that_asks_nothing_is_closed(open_service):
    assert until_closed(open_service) == b""
    assert until_closed(open_service, HEAD) == b""
    assert until_closed(open_service, HEAD + b"\r\n").startswith(b"HTTP/1.1 200 OK")


def test_a_head_that_is_none_or_never_ends_is_refused(open_service):
    assert b" 400 " in until_closed(open_service, b"nonsense\r\n\r\n")
    assert b" 400 " in until_closed(open_service, HEAD, *[b"a: " + b"x" * 30000 + b"\r\n"] * 2)


def test_a_path_that_no_client_mended_leads_nowhere(open_service):
    for path in (b"/static/../app.py", b"/static/./../../serve/app.py", b"/../etc/passwd", b"//"):
        head = HEAD.replace(b"/health", path) + b"connection: close\r\n\r\n"
        assert b" 404 " in until_closed(open_service, head)


def test_a_refused_body_is_answered_though_it_never_comes(open_service):
    head = HEAD.replace(b"GET /health", b"POST /login")
    got = until_closed(open_service, head + b"content-length: 99999999\r\n\r\n", b"x")
    assert b" 413 " in got and json.loads(got.partition(b"\r\n\r\n")[2])["error"]["where"] == "body"


def test_an_address_that_is_taken_or_none_is_named():
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        assert address(first, "127.0.0.1") == f"http://127.0.0.1:{port}"
        with pytest.raises(OSError, match=f"127.0.0.1:{port}.*--port"):
            listen("127.0.0.1", port)
    with pytest.raises(OSError, match="--host"):
        listen("192.0.2.1", 0)
