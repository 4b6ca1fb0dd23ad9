"""The engine for many machines: Ray Data, whose actors are the workers; needs the extra `ray`.

One task reads the input and streams its chunks; actors with a worker each make files of them, and
what they make comes back to be written here. Ray starts anew what dies, and its backpressure keeps
the reader no further ahead than its object store has room for.
"""

from __future__ import annotations

import logging
import os
import pickle
import platform
import warnings
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from reconcile.batch.chunks import read_chunks
from reconcile.batch.job import Job, differences, installed
from reconcile.batch.worker import Part, Worker
from reconcile.errors import BatchError, LexiconError, MissingExtraError, ModelError
from reconcile.extras import quiet, to_install

__all__ = ["Seat", "run_ray"]

_OBJECT_STORE: Final = 512 * 1024**2
"""Shared memory of the one-machine cluster that is started where none is named."""
_SETTINGS: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}
"""Without them Ray reports home, and warns of what concerns its own code."""
_CONTEXT: Final = {
    # Ray would join blocks up to 128 MiB, and with them all work into one task.
    "target_max_block_size": 1,
    "target_min_block_size": 1,
    "enable_progress_bars": False,
}


def run_ray(job: Job, skip: Collection[int], workers: int) -> Generator[Part]:
    """Do the chunks of a job but those in `skip`, with as many actors as there are workers.

    Runs on the cluster that `RAY_ADDRESS` names or that the caller is connected to, else on one
    of its own on this machine. The input must be reachable from its nodes under the same name.

    Raises:
        MissingExtraError: Ray is not installed.
        BatchError: Ray gave up.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        with quiet():
            import ray.data
    except ImportError as error:
        raise MissingExtraError(
            f"the engine needs Ray ({error}); {to_install('ray')}, or use --engine local"
        ) from error
    with _cluster(workers), _quiet():
        try:
            yield from _parts(job, frozenset(skip), workers)
        except ray.exceptions.RayError as error:
            raise _own(error) from error


def _parts(job: Job, skip: frozenset[int], workers: int) -> Iterator[Part]:
    from ray.data import ActorPoolStrategy, read_datasource

    dataset = read_datasource(_source(job, skip), override_num_blocks=1, num_cpus=0).map_batches(
        Seat,
        fn_constructor_args=(job,),
        batch_size=1,
        batch_format="pyarrow",
        compute=ActorPoolStrategy(size=workers),
        num_cpus=1,
    )
    for row in dataset.iter_rows():
        yield pickle.loads(row["part"])


class Seat:
    """An actor: a worker, and chunks to parts."""

    def __init__(self, job: Job) -> None:
        found = installed(job.settings.ner, job.settings.organism)
        changes = list(differences(job.installed, found))
        if changes:
            what, there, here = changes[0]
            raise BatchError(
                f"{platform.node()}: {what} is {here} here and {there} where the batch was "
                "started; install the same on all machines"
            )
        self._worker = Worker(job)

    def __call__(self, table: Any) -> Any:
        """The parts that the chunks of a table come to, pickled as those are."""
        import pyarrow as pa

        parts = [self._worker.part(pickle.loads(chunk)) for chunk in table["chunk"].to_pylist()]
        return pa.table({"part": pa.array(map(pickle.dumps, parts), pa.large_binary())})


def _source(job: Job, skip: frozenset[int]) -> Any:
    """The chunks of a job as a data source that one task streams."""
    from ray.data import Datasource, ReadTask
    from ray.data.block import BlockMetadata

    class Chunks(Datasource):  # type: ignore[misc]
        def estimate_inmemory_data_size(self) -> None:
            return None

        def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> list[Any]:
            metadata = BlockMetadata(
                num_rows=None, size_bytes=None, input_files=None, exec_stats=None
            )
            return [ReadTask(lambda: _blocks(job, skip), metadata)]

    return Chunks()


def _blocks(job: Job, skip: frozenset[int]) -> Iterable[Any]:
    import pyarrow as pa

    for chunk in read_chunks(job, skip):
        yield pa.table({"chunk": pa.array([pickle.dumps(chunk)], pa.large_binary())})


@contextmanager
def _cluster(workers: int) -> Iterator[None]:
    """Be connected to a cluster; one that is started here also ends here."""
    import ray

    if ray.is_initialized():
        yield
        return
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if "RAY_ADDRESS" not in os.environ:
        options |= {
            "address": "local",
            "num_cpus": workers,
            "include_dashboard": False,
            "object_store_memory": _OBJECT_STORE,
        }
    ray.init(**options)
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _quiet() -> Iterator[None]:
    """Blocks of one chunk each, and nothing on standard error but what goes wrong."""
    logger = logging.getLogger("ray.data")
    level = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ray.data import DataContext

        context = DataContext.get_current()
        before = {name: getattr(context, name) for name in _CONTEXT}
        try:
            logger.setLevel(logging.ERROR)
            for name, value in _CONTEXT.items():
                setattr(context, name, value)
            yield
        finally:
            logger.setLevel(level)
            for name, value in before.items():
                setattr(context, name, value)


def _own(error: Exception) -> Exception:
    """What a worker raised, if it is one of ours, else that Ray gave up."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, BatchError | LexiconError | ModelError):
            return type(cause)(*cause.args)
        cause = getattr(cause, "cause", None) or cause.__cause__
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return BatchError(f"Ray gave up: {lines[-1]}; the same command goes on from here")
