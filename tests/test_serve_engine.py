"""The engine: who waits for whom, what a lost worker costs, and that nothing is done for nobody."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serve_support import served, told
from support import run_async

from reconcile.errors import WorkerError
from reconcile.records import Figure
from reconcile.serve.api.spool import Spool
from reconcile.serve.engine import Engine, Full, Task
from reconcile.serve.engine.waiting import Waiting
from reconcile.serve.engine.window import in_order, streamed
from reconcile.serve.settings import Limits, Settings


def wanted(_):
    return True


# the queue


def test_a_worker_leaves_the_others_their_share():
    queue = Waiting(100, 2, wanted)
    for item in range(9):
        queue.put(item)
    assert [queue.take(4) for _ in range(4)] == [[0, 1, 2, 3], [4, 5, 6], [7], [8]]


def test_a_full_queue_takes_no_more_and_a_closed_one_nothing():
    queue = Waiting(2, 1, wanted)
    queue.put("a"), queue.put("b")
    with pytest.raises(Full):
        queue.put("c")
    assert len(queue) == 2 and queue.close() == ["a", "b"]
    with pytest.raises(Full):
        queue.put("d")
    assert queue.take(5) == []


def test_what_nobody_waits_for_is_not_handed_out():
    queue = Waiting(100, 1, lambda item: item % 2)
    for item in (2, 4, 5, 6, 7, 8):
        queue.put(item)
    assert queue.take(8) == [5, 7]
    taken = []
    thread = threading.Thread(target=lambda: taken.append(queue.take(8)))
    thread.start()
    queue.put(10), queue.put(9)
    thread.join(30)
    assert taken == [[9]]


# many tasks of one request


class Desk:
    """Takes tasks and answers them when it is told to."""

    def __init__(self, room=1_000):
        self.room, self.open, self.most = room, [], 0

    def put(self, task):
        if len(self.open) >= self.room:
            raise Full
        future = asyncio.get_running_loop().create_future()
        self.open.append((task.what, future))
        self.most = max(self.most, sum(not future.done() for _, future in self.open))
        return future

    def answer(self, which=0):
        what, future = self.open.pop(which)
        future.set_result(what)

    async def answer_all(self):
        """Answer the last that came first."""
        while True:
            await asyncio.sleep(0)
            if self.open:
                self.answer(-1)


def tasks(count):
    return [Task("annotate", number) for number in range(count)]


async def flowing(items):
    for item in items:
        await asyncio.sleep(0)
        yield item


WAYS = [in_order, lambda put, items, window: streamed(put, flowing(items), window)]


@pytest.mark.parametrize("way", WAYS, ids=["in_order", "streamed"])
@given(st.lists(st.booleans(), max_size=30), st.integers(1, 5), st.integers(1, 5))
def test_answers_come_in_order_and_few_wait(way, bad, window, room):
    errors = [ValueError(number) if flag else None for number, flag in enumerate(bad)]
    items = [error or task for error, task in zip(errors, tasks(len(bad)), strict=True)]

    async def main():
        desk = Desk(room)
        answering = asyncio.ensure_future(desk.answer_all())
        found = [answer async for answer in way(desk.put, items, window)]
        answering.cancel()
        assert desk.most <= min(window, room)
        return found

    assert run_async(main()) == [error or n for n, error in enumerate(errors)]


@pytest.mark.parametrize("way", WAYS, ids=["in_order", "streamed"])
def test_who_leaves_lets_nothing_wait(way):
    async def main():
        desk = Desk()
        answers = way(desk.put, tasks(100), 4)
        first = asyncio.ensure_future(anext(answers))
        while len(desk.open) < 4:
            await asyncio.sleep(0)
        futures = [future for _, future in desk.open]
        desk.answer()
        assert await first == 0
        await answers.aclose()
        return [future.cancelled() for future in futures]

    assert run_async(main()) == [False, True, True, True]


def test_a_request_that_finds_no_room_is_refused_at_once():
    async def main():
        await anext(in_order(Desk(0).put, tasks(3), 4))

    with pytest.raises(Full):
        run_async(main())


def test_an_answer_does_not_wait_for_the_next_question():
    """As where a client asks the next only when it has read the answer to the one before."""

    async def main():
        desk = Desk()
        asked = asyncio.Queue()

        async def questions():
            while (question := await asked.get()) is not None:
                yield question

        answers = streamed(desk.put, questions(), 4)
        found = []
        for task in tasks(5):
            asked.put_nowait(task)
            coming = asyncio.ensure_future(anext(answers))
            while not desk.open:
                await asyncio.sleep(0)
            desk.answer()
            found.append(await coming)
        asked.put_nowait(None)
        return found, [answer async for answer in answers]

    assert run_async(asyncio.wait_for(main(), 30)) == ([0, 1, 2, 3, 4], [])


CUTS = st.lists(st.integers(0, 99), max_size=10)


# bodies that come faster than they are worked on


async def spooled(pieces, room, most):
    with Spool(room) as spool:
        filling = asyncio.ensure_future(spool.fill(flowing(pieces)))
        found = []
        async for line in spool.lines(most):
            found.append(line)
            await asyncio.sleep(0)
        await filling
        return found


@given(st.lists(st.binary(min_size=1, max_size=9)), st.integers(1, 50), st.integers(1, 20), CUTS)
def test_lines_are_cut_as_they_stand_however_they_come(lines, room, most, cuts):
    lines = [line.replace(b"\n", b" ") for line in lines]
    body = b"\n".join(lines)
    cuts = sorted(min(cut, len(body)) for cut in cuts)
    pieces = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    expected = [line if len(line) <= most else None for line in lines]
    assert run_async(spooled(pieces, room, most)) == expected


def test_who_sends_all_before_reading_is_read_to_the_end_and_no_further():
    async def main():
        with Spool(room=100) as spool:
            filling = asyncio.ensure_future(spool.fill(flowing([b"12345\n"] * 1_000)))
            for _ in range(5_000):
                await asyncio.sleep(0)
            assert not filling.done()  # 100 bytes are there, and the rest has to wait
            return sum([1 async for _ in spool.lines(10)])

    assert run_async(main()) == 1_000


# real workers


@pytest.fixture(scope="module")
def engine():
    engine = Engine(Settings(ner="lexicon", time_limit=60))
    yield engine
    engine.close()


def test_figures_come_back_as_results(engine, fast):
    figures = [Figure(f"F{n}", "HER2 activates MEK.", ["ERBB2"]) for n in range(20)]
    assert run_async(engine.reconcile(figures)) == [fast.reconcile(each) for each in figures]
    assert engine.done["figure"] >= 20


THREADS = Path("/proc/self/task")


def children():
    """The processes that this one has started."""
    lists = [task / "children" for task in THREADS.iterdir()]
    return {int(child) for each in lists for child in each.read_text(encoding="ascii").split()}


@pytest.mark.skipif(not THREADS.is_dir(), reason="needs /proc")
def test_a_worker_that_is_killed_costs_nothing():
    engine = Engine(Settings(ner="lexicon"))
    others = children()
    texts = [f"HER2 activates MEK and {number}." for number in range(100)]

    async def main():
        found = []
        async for answer in engine.each([Task("annotate", text) for text in texts]):
            found.append(json.loads(answer)["text"])
            if len(found) == 20:
                for process in children() - others:
                    os.kill(process, signal.SIGKILL)
        return found

    try:
        assert run_async(main()) == texts
        assert engine.restarts == 1
    finally:
        engine.close()


def test_what_takes_too_long_fails_and_the_others_go_on():
    """The worker is ended, whatever it does, and another one does the others."""
    slow = "HER2 MEK " * 50_000
    limits = Limits(characters=len(slow))
    with served(ner="lexicon", time_limit=1.0, limits=limits) as client:
        assert told(client.post("/annotate", json={"text": slow})) == (503, "time_limit")
        first, bad, last = client.post("/annotate", json={"texts": ["AKT", slow, "RAF"]}).json()[
            "results"
        ]
        assert client.app.state.engine.restarts >= 2
    assert (first["text"], last["text"]) == ("AKT", "RAF")
    assert (bad["error"]["code"], bad["error"]["where"]) == ("time_limit", "texts[1]")


def test_a_service_that_is_busy_says_so():
    client = served(ner="lexicon", limits=Limits(waiting=0))
    for body in ({"text": "HER2"}, {"texts": ["HER2"]}):
        answer = client.post("/annotate", json=body)
        assert told(answer) == (503, "busy") and answer.headers["retry-after"] == "1"
    assert client.post("/ground", json={"name": "HER2"}).status_code == 200


def test_an_engine_that_ends_answers_nothing_more():
    engine = Engine(Settings(ner="lexicon"))

    async def main():
        waiting = asyncio.ensure_future(engine.do(Task("annotate", "HER2")))
        await asyncio.sleep(0)
        await asyncio.to_thread(engine.close)
        outcome = await waiting
        with pytest.raises(Full):
            await engine.do(Task("annotate", "HER2"))
        return outcome

    assert isinstance(run_async(main()), (WorkerError, str))
    before = threading.active_count()
    engine.close()
    assert threading.active_count() == before
