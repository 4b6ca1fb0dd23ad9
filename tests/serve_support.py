"""The service in this process, for the tests of its parts."""

from __future__ import annotations

import warnings

import pytest

pytest.importorskip("fastapi", reason="needs the extra `serve`")
with warnings.catch_warnings():  # starlette wants another client than the one it works with
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

from reconcile.serve.app import create_app
from reconcile.serve.settings import Settings

BASE = "http://127.0.0.1:8765"
TOKEN = "a-token-for-the-tests"
PAGE = {"accept": "text/html,*/*"}


def served(*, store=None, base=BASE, **settings):
    """A client of a service with these settings; used as a context, it starts the workers."""
    app = create_app(Settings(**settings), store=store)
    return TestClient(app, base_url=base, raise_server_exceptions=False, follow_redirects=False)


def told(answer):
    """The error that an answer is, with its status."""
    error = answer.json()["error"]
    assert set(error) == {"code", "what", "where", "remedy"}
    assert error["what"] and error["remedy"]
    return answer.status_code, error["code"]
