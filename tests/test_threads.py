"""Threads that share a reconciler, and processes that are forked while they do."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from support import ENVIRONMENT

from reconcile import Reconciler
from reconcile.locks import kept_property

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")

FORK = """
import os, signal, threading, time
from reconcile import Figure, Lexicon, Reconciler

IN_DOUBT = "The MET of HER2."  # of which the tagger is asked

busy = threading.Event()

slow = False

def slowed(call):
    \"\"\"What takes longer while `slow` is set.\"\"\"
    def work(*args, **options):
        if slow:
            busy.set()
            time.sleep(0.3)
        return call(*args, **options)
    return work

def child(work):
    \"\"\"Whether work is done in a forked process, and is not waited for in vain.\"\"\"
    pid = os.fork()
    if not pid:
        signal.alarm(100)  # a busy machine may need some of it
        done = work()
        os._exit(0 if done else 3)
    return os.waitpid(pid, 0)[1]

said = []  # by threads: a print of two at once may mix, since it writes the line's end apart

def beside(work):
    \"\"\"A thread that has begun to work; what comes out of it stands in `said`.\"\"\"
    thread = threading.Thread(target=lambda: said.append(work()))
    thread.start()
    return thread
"""

QUERY = """
import sqlite3

class Connection(sqlite3.Connection):
    execute = slowed(sqlite3.Connection.execute)

connect = sqlite3.connect
sqlite3.connect = lambda *args, **options: connect(*args, factory=Connection, **options)
lexicon = Lexicon.load()
slow = True
thread = beside(lambda: lexicon.gene(5).index)
busy.wait()
slow = False
ended = child(lambda: lexicon.gene(7).index == 7)
thread.join()
print(*said, ended)
"""

READING = """
from reconcile.tagger.reader import Reader

Reader.read = slowed(Reader.read)
reconciler = Reconciler()
reconciler.annotate(IN_DOUBT)
slow = True
thread = beside(lambda: len(reconciler.annotate(IN_DOUBT).mentions))
busy.wait()
slow = False
ended = child(lambda: len(reconciler.annotate(IN_DOUBT).mentions) == 2)
thread.join()
print(*said, ended)
"""

OPENING = """
reconciler = Reconciler()
thread = beside(lambda: len(reconciler.annotate(IN_DOUBT).mentions))
time.sleep(0.1)
ended = child(lambda: len(reconciler.annotate(IN_DOUBT).mentions) == 2)
thread.join()
print(*said, ended)
"""

STORM = """
reconciler = Reconciler(ner="lexicon")
lexicon = reconciler.lexicon
stop = False

def figure(i):
    return Figure(f"F{i}", caption=f"ERK{i} binds HER2 and MEK{i}.", keywords=["EPHB2", "AR"])

def work():
    i = 0
    while not stop:
        i += 1
        lexicon.gene.cache_clear()
        reconciler.reconcile(figure(i))

def fresh():
    lexicon.gene.cache_clear()
    return bool(reconciler.reconcile(figure(0)).mentions)

threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
print(*(child(fresh) for _ in range(25)))
stop = True
for thread in threads:
    thread.join()
"""


@needs_fork
@pytest.mark.parametrize(
    ("script", "said"),
    [(QUERY, ["5", "0"]), (READING, ["2", "0"]), (OPENING, ["2", "0"]), (STORM, ["0"] * 25)],
    ids=["query", "reading", "opening", "storm"],
)
def test_a_process_that_is_forked_while_threads_work_can_work(script, said):
    done = subprocess.run(
        [sys.executable, "-c", FORK + script],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == said


def together(work, times=8):
    """What a function returns in as many threads that begin at the same time."""
    start = threading.Barrier(times)

    def begin(number):
        start.wait()
        return work(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(begin, range(times)))


def test_threads_open_the_pipeline_once(monkeypatch):
    opened = []

    class Slow:
        def __init__(self, model):
            opened.append(model)
            time.sleep(0.2)

        def read(self, texts):
            return [[] for _ in texts]

    monkeypatch.setattr("reconcile.tagger.pipeline.Pipeline", Slow)
    reconciler = Reconciler()
    found = together(lambda i: len(reconciler.annotate(f"CAP and HER2 in step {i}").mentions))
    assert found == [1] * 8
    assert opened == [None]


LOADING = """
import time
from reconcile.lexicon import store
from test_threads import together

opened = []

class Slow(store.Lexicon):
    def __init__(self, path):
        opened.append(path)
        time.sleep(0.1)
        super().__init__(path)

load = store.Lexicon.load
store.Lexicon = Slow
assert len({id(lexicon) for lexicon in together(lambda _: load())}) == 1
print(len(opened))
"""


def test_threads_open_the_lexicon_once():
    command = [sys.executable, "-c", LOADING]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


class Kept:
    both = threading.Barrier(2)
    computed = 0

    @kept_property
    def value(self):
        """What it is."""
        self.computed += 1
        self.both.wait(timeout=5)
        return [self.computed]


def test_a_kept_property_is_computed_once_and_holds_no_other_up():
    first, second = Kept(), Kept()
    found = together(lambda i: (first, second)[i].value, 2)
    assert found == [[1], [1]]
    assert first.value is found[0]
    assert Kept.value.__doc__ == "What it is."
