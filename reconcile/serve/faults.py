"""What nobody foresaw: told to whoever runs the service, and no more than that to who asked."""

from __future__ import annotations

import sys
import traceback
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reconcile.serve.answers import refuse
from reconcile.serve.errors import Refused
from reconcile.shown import harmless

__all__ = ["Caught"]


class Caught:
    """Middleware that answers a request in which an error of ours comes up."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; where that fails, print how and say that it did."""
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            if scope["type"] != "http":
                raise
            sys.stderr.write(harmless("".join(traceback.format_exception(error))))
            if started:  # the connection is closed, so that nobody takes it for a whole answer
                raise
            await refuse(scope, _fault(error))(scope, receive, send)


def _fault(error: Exception) -> Refused:
    return Refused(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "fault",
        f"the service failed ({type(error).__name__})",
        "report it with the lines that it printed on standard error",
    )
