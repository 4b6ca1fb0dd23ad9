"""The engine for one machine: the input read here, the work in processes beside."""

from __future__ import annotations

from collections.abc import Collection, Generator
from contextlib import closing

from reconcile.batch.chunks import read_chunks
from reconcile.batch.job import Job
from reconcile.batch.worker import Part, Worker
from reconcile.parallel.spread import spread

__all__ = ["run_local"]


def run_local(job: Job, skip: Collection[int], workers: int) -> Generator[Part]:
    """Do the chunks of a job but those in `skip`; each is handed out as soon as it is done."""
    crew = [Worker(job) for _ in range(workers)]
    with closing(read_chunks(job, skip)) as chunks:
        parts = spread(chunks, crew, Worker.part, in_order=False)
        with closing(parts):
            yield from parts
