"""What `--verbose` says: what is read, with which lexicon and model, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from reconcile.cli.loudness import detail, is_verbose

if TYPE_CHECKING:
    from reconcile.records import Figure

__all__ = ["Stages", "say_with_what"]

T = TypeVar("T")


class Stages:
    """The time that a command spends in its stages; a stage within another stops the other's.

    >>> stages = Stages()
    >>> with stages.stage("reading"):
    ...     pass
    >>> list(stages.seconds)
    ['reading']
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._open: list[str] = []
        self._since = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is done inside counts for this stage."""
        self._charge()
        self._open.append(name)
        self.seconds.setdefault(name, 0.0)
        try:
            yield
        finally:
            self._charge()
            self._open.pop()

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """The same items; making each of them counts for this stage."""
        if not is_verbose():
            yield from items
            return
        rest = iter(items)
        while True:
            with self.stage(name):
                try:
                    item = next(rest)
                except StopIteration:
                    return
            yield item

    def read(self, figures: Iterable[Figure]) -> Iterator[Figure]:
        """The same figures, as the stage `reading`; each file is named once it gives the first."""
        source: str | None = None
        for figure in self.each("reading", figures):
            if figure.source != source:
                source = figure.source
                detail(f"reading {source}")
            yield figure

    def say(self) -> None:
        """Say how long each stage took."""
        parts = (f"{name} {seconds:.2f} s" for name, seconds in self.seconds.items())
        detail(f"time: {', '.join(parts)}")

    def _charge(self) -> None:
        now = time.perf_counter()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now


def say_with_what(ner: str) -> None:
    """Say which versions, lexicon and model the names are found with."""
    if not is_verbose():
        return
    import platform

    from reconcile.bundled import bundled_path
    from reconcile.version import __version__

    detail(f"reconcile {__version__}, Python {platform.python_version()}")
    detail(f"lexicon: {bundled_path('lexicon')}")
    detail(f"model: {_model(ner)}")


def _model(ner: str) -> str:
    if ner == "lexicon":
        return "none; the dictionary alone"
    if ner != "default":
        return f"{ner}, beside the dictionary"
    from reconcile.tagger.bundle import tagger_path

    return f"{tagger_path()}, beside the dictionary"
