"""The answers of the service, without HTTP: one object for a process, safe between threads."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from anyio import CapacityLimiter, to_thread

from reconcile.errors import TimeLimitError
from reconcile.parallel.limit import limited
from reconcile.reconciler import Reconciler
from reconcile.records import HUMAN
from reconcile.serve.reconciliation.batches import read_extension, read_queries, refused
from reconcile.serve.reconciliation.candidates import readings
from reconcile.serve.reconciliation.entities import Entities
from reconcile.serve.reconciliation.extension import extended
from reconcile.serve.reconciliation.results import result
from reconcile.serve.settings import Settings
from reconcile.targets import parsed_organism

__all__ = ["Service"]

_AUTO: Final = "auto"


class Service:
    """Answers batches of queries and data extension queries.

    No statistical tagger is asked: names are given, and need not be found.
    """

    def __init__(self, settings: Settings, reconciler: Reconciler) -> None:
        """Answer with a reconciler, which needs no tagger.

        Raises:
            TargetError: if there is no table of the organism of the settings.
        """
        self._settings = settings
        self.reconciler = reconciler
        self.entities = Entities(self.reconciler.lexicon)
        organism = parsed_organism(settings.organism)
        self._turns: CapacityLimiter | None = None
        self.taxon = HUMAN if organism == _AUTO else organism

    async def in_turn(self, call: Callable[[str], dict[str, Any]], text: str) -> dict[str, Any]:
        """What a method of this returns, in a thread; as many at a time as there are workers.

        So batches that come all at once leave the other threads to who looks at pages.
        """
        if self._turns is None:
            self._turns = CapacityLimiter(self._settings.n_process)
        return await to_thread.run_sync(call, text, limiter=self._turns)

    def results(self, text: str) -> dict[str, Any]:
        """The result batch of a query batch, both JSON, the latter as text.

        Raises:
            Refused: it is no query batch, or takes too long.
        """
        batch = read_queries(text, self._settings.limits.characters)

        def all_of_them() -> dict[str, Any]:
            return {
                key: result(query, readings(query, self.entities, self.reconciler, self.taxon))
                for key, query in batch.items()
            }

        try:
            return limited(all_of_them, self._settings.time_limit)
        except TimeLimitError:
            raise refused(
                f"the batch took longer than {self._settings.time_limit:g} s",
                "queries",
                "send fewer queries at a time, or shorter captions",
                HTTPStatus.SERVICE_UNAVAILABLE,
            ) from None

    def extension(self, text: str) -> dict[str, Any]:
        """The answer to a data extension query, which is JSON as text.

        Raises:
            Refused: it is no such query.
        """
        query = read_extension(text, self._settings.limits.characters)
        return extended(query, self.entities)
