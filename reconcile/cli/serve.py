"""`reconcile serve`: pages for curators and an API for their tools."""

from __future__ import annotations

import gc
import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reconcile.cli.console import guarded
from reconcile.cli.loudness import remark
from reconcile.cli.options import Ner, Organism
from reconcile.cli.overrides import (
    CalibrationFile,
    OverridesFile,
    opened_calibration,
    opened_overrides,
)
from reconcile.cli.stages import say_with_what
from reconcile.cli.values import number, whole
from reconcile.errors import MissingExtraError

if TYPE_CHECKING:
    from reconcile.serve.settings import Settings
    from reconcile.store import Store

__all__ = ["serve"]

_PORT: Final = 8765
_SECONDS: Final = 10.0
_TOKEN: Final = "RECONCILE_TOKEN"
_NEEDED: Final = {
    "fastapi": "FastAPI",
    "uvicorn": "uvicorn",
    "python_multipart": "python-multipart",
    "sqlalchemy": "SQLAlchemy",
    "alembic": "Alembic",
}
"""What the extra brings: modules and what they are called."""
_MOST_TOKEN_BYTES: Final = 4096


def _port(value: str) -> int:
    try:
        found = int(value)
    except ValueError:
        found = -1
    if not 0 <= found <= 65_535:
        raise typer.BadParameter(f"expected a number from 0 to 65535, not {value!r}")
    return found


@guarded
def serve(
    db: Annotated[
        str | None,
        typer.Argument(
            metavar="DB",
            help="The store: a file of SQLite, or the URL of a database. Without it there is "
            "the API alone.",
        ),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", parser=_port, metavar="N", help="Port; 0 for any free one.")
    ] = _PORT,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="H",
            help="Address or name to listen on; one that others reach needs a token.",
        ),
    ] = "127.0.0.1",
    images: Annotated[
        Path | None,
        typer.Option(
            "--images", exists=True, file_okay=False, help="Folder with the figures' pictures."
        ),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            exists=True,
            dir_okay=False,
            help="File with the token that every request has to bring.",
            show_default=f"the variable {_TOKEN}",
        ),
    ] = None,
    allow_host: Annotated[
        list[str],
        typer.Option(
            "--allow-host",
            metavar="NAME",
            help="Another name that the service is called by, such as a proxy's; may be given "
            "several times.",
            show_default=False,
        ),
    ] = [],  # noqa: B006 -- Typer copies it
    ner: Ner = "default",
    organism: Organism = "human",
    overrides: OverridesFile = None,
    calibration: CalibrationFile = None,
    n_process: Annotated[
        int | None,
        typer.Option(
            "--n-process",
            parser=whole,
            metavar="N",
            help="Processes that read texts.",
            show_default="one a core, up to 4",
        ),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit",
            parser=number(0.001, 1_000_000),
            metavar="S",
            help="Seconds that a text or figure may take.",
        ),
    ] = _SECONDS,
) -> None:
    """Serve pages for curators and an API for their tools, until it is interrupted.

    It listens on this machine alone, unless --host says otherwise. The address is printed on
    standard error.
    """
    _must_be_installed()
    from reconcile.serve.settings import Settings, is_local, processes

    token = _token(token_file)
    if token is None and not is_local(host):
        raise typer.BadParameter(
            f"others can reach {host}, so a token is needed: write one into a file, "
            'as with `python -c "import secrets; print(secrets.token_urlsafe())" > token`, '
            "and add `--token-file token`"
        )
    settings = Settings(
        db=db,
        host=host,
        port=port,
        images=images,
        token=token,
        hosts=tuple(allow_host),
        ner=ner,
        organism=organism,
        overrides=overrides,
        calibration=calibration,
        n_process=n_process or processes(os.cpu_count()),
        time_limit=time_limit,
    )
    say_with_what(ner)
    opened_overrides(overrides)  # says what is wrong with them
    opened_calibration(calibration)
    _serve(settings)


def _serve(settings: Settings) -> None:
    from reconcile.serve.app import create_app
    from reconcile.serve.running import Service, address, listen

    with _store(settings.db) as store, listen(settings.host, settings.port) as listening:
        where = address(listening, settings.host)
        app = create_app(settings, store=store)
        app.state.engine.open()  # here, where an error of it is told as one
        gc.collect()
        gc.freeze()  # what is loaded stays: looking for garbage in it takes longer than an answer
        Service(app, lambda: remark(f"serving at {where} (Ctrl-C ends it)")).run(listening)
    remark("ended")


def _store(db: str | None) -> AbstractContextManager[Store | None]:
    """The store, to be closed at the end; None where there is none.

    Raises:
        StoreError: it cannot be read.
    """
    if db is None:
        return nullcontext()
    from reconcile.store import Store

    return Store(db, create=False)


def _must_be_installed() -> None:
    """Raise where a package of the extra is not there.

    Raises:
        MissingExtraError: so it is.
    """
    from importlib.util import find_spec

    from reconcile.extras import to_install

    missing = [name for module, name in _NEEDED.items() if find_spec(module) is None]
    if missing:
        raise MissingExtraError(f"serving needs {', '.join(missing)}; {to_install('serve')}")


def _token(file: Path | None) -> str | None:
    """The token, None if none was given.

    Raises:
        typer.BadParameter: it is none.
    """
    from reconcile.serve.settings import TOKEN_LEAST

    if file is None:
        where, token = f"the variable {_TOKEN}", os.environ.get(_TOKEN, "")
        if not token:
            return None
    else:
        where, token = str(file), _read(file)
    token = token.strip()
    if len(token) < TOKEN_LEAST or not (token.isascii() and token.isprintable()) or " " in token:
        raise typer.BadParameter(
            f"{where} has no token of at least {TOKEN_LEAST} characters: letters, digits and signs "
            'without blanks, as `python -c "import secrets; print(secrets.token_urlsafe())"` '
            "prints them"
        )
    return token


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_TOKEN_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise typer.BadParameter(f"cannot read {file}: {error.strerror}") from None
