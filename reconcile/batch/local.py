"""The engine for one machine: the input read here, the work in processes beside."""

from __future__ import annotations

from collections.abc import Collection, Generator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from itertools import islice
from queue import SimpleQueue

from reconcile.batch.chunks import Chunk, read_chunks
from reconcile.batch.job import Job
from reconcile.batch.worker import Part, Worker

__all__ = ["run_local"]

_AHEAD = 2
"""Chunks a worker that are read ahead."""


def run_local(job: Job, skip: Collection[int], workers: int) -> Generator[Part]:
    """Do the chunks of a job but those in `skip`; each is handed out as soon as it is done."""
    crew = [Worker(job) for _ in range(workers)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in crew:
        idle.put(worker)

    def part(chunk: Chunk) -> Part:
        worker = idle.get()
        try:
            return worker.part(chunk)
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(workers, thread_name_prefix="reconcile-worker")
    with closing(read_chunks(job, skip)) as chunks:
        try:
            pending: set[Future[Part]] = set()
            while True:
                room = _AHEAD * workers - len(pending)
                pending |= {threads.submit(part, chunk) for chunk in islice(chunks, room)}
                if not pending:
                    return
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for worker in crew:
                worker.close()
            threads.shutdown(cancel_futures=True)
