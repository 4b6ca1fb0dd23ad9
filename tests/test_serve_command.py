"""`reconcile serve`: what it refuses to start with, and how it ends."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from serve_support import TOKEN, served
from support import cli

from reconcile.store import Store

ROOT = Path(__file__).parents[1]
MAIN = "from reconcile.cli import main; main()"


@pytest.fixture(autouse=True)
def no_token(monkeypatch):
    monkeypatch.delenv("RECONCILE_TOKEN", raising=False)


def refused(*args):
    result = cli("serve", *args)
    assert result.stdout == "" and "Traceback" not in result.stderr
    return result.exit_code, " ".join(result.stderr.split())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "genes.example"])
def test_a_host_that_others_reach_needs_a_token(host):
    status, said = refused("--host", host)
    assert status == 2 and host in said and "--token-file" in said


@pytest.mark.parametrize("token", ["", "short", "x" * 15, "with blanks in it all over", "ü" * 20])
def test_a_token_that_can_be_guessed_or_sent_wrongly_is_refused(tmp_path, monkeypatch, token):
    file = tmp_path / "token"
    file.write_text(token + "\n", encoding="utf-8")
    status, said = refused("--token-file", str(file))
    assert status == 2 and str(file) in said and "secrets" in said
    assert not token or token not in said
    if token:
        monkeypatch.setenv("RECONCILE_TOKEN", token)
        status, said = refused()
        assert status == 2 and "RECONCILE_TOKEN" in said and token not in said


@pytest.mark.parametrize("port", ["-1", "65536", "x", "1.5"])
def test_a_port_is_a_number_that_there_is(port):
    status, said = refused("--port", port)
    assert status == 2 and port in said and "65535" in said


def test_a_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        status, said = refused("--port", port, "--ner", "lexicon")
    assert status == 1 and port in said and "--port" in said


def test_a_database_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "other.db").write_text("no database at all, but a text\n", encoding="utf-8")
    for name in ("absent.db", "other.db", "."):
        status, said = refused(str(tmp_path / name), "--port", "0")
        assert status == 1 and str(tmp_path / name) in said
    assert not (tmp_path / "absent.db").exists()


def test_a_store_is_served_by_name(tmp_path):
    with Store(tmp_path / "mine.db") as store:
        assert "mine.db" in served(store=store).get("/").text


def test_an_extra_that_is_missing_is_named(monkeypatch):
    real = importlib.util.find_spec
    gone = {"fastapi", "python_multipart"}
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name in gone else real(name, *rest)
    )
    status, said = refused()
    assert status == 2 and "needs FastAPI, python-multipart;" in said
    assert "gene-reconcile[serve]" in said


def test_no_other_command_loads_what_only_the_service_needs():
    code = (
        "import sys; from reconcile.cli.app import app; "
        "print(*{'fastapi', 'starlette', 'uvicorn', 'pydantic', 'sqlalchemy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_by_a_signal(tmp_path, number):
    token = tmp_path / "token"
    token.write_text(f"{TOKEN}\n", encoding="utf-8")
    command = ["serve", "--port", "0", "--ner", "lexicon", "--n-process", "1"]
    command += ["--token-file", str(token)]
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            line = process.stderr.readline()
            (where,) = re.findall(r"serving at (http://127\.0\.0\.1:\d+) ", line)
            with urllib.request.urlopen(f"{where}/health", timeout=30) as answer:
                assert answer.status == 200
            process.send_signal(number)
            said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert said == ("", "ended\n") and process.returncode == 0
