"""Items over several workers at a time: read no further ahead than they need."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from queue import SimpleQueue
from typing import Final, Protocol, TypeVar

from reconcile.parallel.groups import Source

__all__ = ["spread"]

_AHEAD: Final = 2
"""Items a worker that are read ahead."""


class _Closes(Protocol):
    def close(self) -> None:
        """End what it does; called from another thread."""


Item = TypeVar("Item")
Result = TypeVar("Result")
Worker = TypeVar("Worker", bound=_Closes)


def spread(
    items: Iterable[Item],
    crew: Sequence[Worker],
    do: Callable[[Worker, Item], Result],
    *,
    in_order: bool,
) -> Generator[Result]:
    """What workers make of items, each of them busy with one item at a time.

    The items are read in the thread of the caller, at most two a worker ahead. If reading them
    raises, what came before is done and handed out first. The workers are closed at the end,
    however it comes.

    Args:
        items: what there is to do.
        crew: the workers.
        do: called with a worker that is idle and an item, in a thread.
        in_order: whether results wait for those of the items before.
    """
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in crew:
        idle.put(worker)

    def done(item: Item) -> Result:
        worker = idle.get()
        try:
            return do(worker, item)
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(len(crew), thread_name_prefix="reconcile-worker")
    source = Source(items)
    try:
        pending: dict[Future[Result], None] = {}  # in the order of their items
        while True:
            room = _AHEAD * len(crew) - len(pending)
            pending |= {threads.submit(done, item): None for item in islice(source, room)}
            if not pending:
                break
            wanted = list(islice(pending, 1)) if in_order else list(pending)
            for future in wait(wanted, return_when=FIRST_COMPLETED).done:
                del pending[future]
                yield future.result()
        source.finish()
    finally:
        for worker in crew:
            worker.close()
        threads.shutdown(cancel_futures=True)
