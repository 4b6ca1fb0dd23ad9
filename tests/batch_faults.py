"""Reconcilers for tests of processes: quick, and their captions say what is to go wrong."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from reconcile.errors import ModelError
from reconcile.metrics import Counts
from reconcile.reconciler import Reconciler
from reconcile.records import Gene, Match, Mention, Reconciliation

WORD = re.compile(r"\b[A-Z0-9]{2,}\b")


@dataclass(frozen=True)
class Opener:
    """Opens a `Faulty`; `place` is where it notes what goes wrong only once."""

    place: Path
    broken: str = ""
    parent: int = field(default_factory=os.getpid)

    def __call__(self):
        if os.getpid() != self.parent:
            # Arrow asks it about every list, and to import it takes longer than all of the work.
            sys.modules.setdefault("pandas", None)
        (self.place / f"opened-{os.getpid()}").touch()
        if self.broken == "model":
            raise ModelError("no such model")
        if self.broken == "bug":
            raise KeyError("boom")
        if self.broken == "exit":
            os._exit(7)
        print("what a model prints is no answer", flush=True)
        return Faulty(self.place)


class Faulty:
    def __init__(self, place):
        self.place = place

    def reconcile_many(self, figures):
        return map(self.reconcile, figures)

    def reconcile(self, figure):
        go_wrong(figure, self.place)
        return result(figure)


class FaultyReconciler(Reconciler):
    """The same as a `Reconciler`, here and in its processes."""

    def __init__(self, place):
        super().__init__(ner="lexicon")
        self.place = place
        (place / f"opened-{os.getpid()}").touch()

    def __reduce__(self):
        return (FaultyReconciler, (self.place,))

    def _reconcile_group(self, figures):
        for figure in figures:
            go_wrong(figure, self.place)
            yield result(figure)


class TwoPartError(Exception):
    """Cannot be unpickled, as many errors of other packages."""

    def __init__(self, what, where):
        super().__init__(f"{what} {where}")


def go_wrong(figure, place):
    what, _, rest = (figure.caption or "").partition(" ")
    match what:
        case "raise":
            raise KeyError("boom")
        case "two-part":
            raise TwoPartError("boom", "here")
        case "exit":
            os._exit(int(rest or 1))
        case "crash":
            ctypes.string_at(0)
        case "hang":  # in C, where no signal handler and no other thread gets a turn
            re.match(r"(a+)+$", "a" * 60 + "b")
        case "die-once":
            if first(place, figure.figid):
                os.kill(os.getpid(), signal.SIGKILL)
        case "kill-parent-once":
            if first(place, figure.figid):
                os.kill(os.getppid(), signal.SIGKILL)
                signal.pause()


def first(place, name):
    try:
        (place / f"once-{name}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def mention(word, start=0):
    match = Match("X", "approved", "hgnc")
    genes = (Gene(word, "HGNC:1", None),)
    return Mention(word, start, start + len(word), "gene", None, genes, "9606", 1.0, match=match)


def result(figure):
    found = WORD.finditer(figure.caption or "")
    mentions = tuple(mention(word[0], word.start()) for word in found)
    counts = Counts(concepts=len(mentions), unknown=1)
    return Reconciliation(
        figure.figid, figure.source, None, 0.0, 0.0, None, counts.to_dict(), (), mentions
    )
