"""A record that takes too long is named, and the others go on."""

import gc
import re
import signal
import threading
import time

import pytest
from batch_faults import FaultyReconciler
from support import cli

import reconcile
from reconcile import Figure
from reconcile.errors import TimeLimitError
from reconcile.parallel.limit import limited


def for_ever():
    while True:
        try:
            time.sleep(0.001)
        except Exception:
            time.sleep(0.001)


def in_a_pattern():
    re.match(r"(a+)+$", "a" * 60 + "b")


def in_a_thread(call):
    found = []

    def run():
        try:
            found.append(call())
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    return found


@pytest.mark.parametrize("call", [for_ever, in_a_pattern])
def test_a_call_is_ended_by_an_alarm(call):
    with pytest.raises(TimeLimitError, match=r"not done after 0\.2 s"):
        limited(call, 0.2)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_call_in_a_thread_is_ended_by_another():
    (error,) = in_a_thread(lambda: limited(for_ever, 0.2))
    assert isinstance(error, TimeLimitError)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("where", [lambda call: [call()], in_a_thread])
def test_a_call_is_ended_though_garbage_is_collected_when_its_time_is_up(where):
    """What is raised in a callback of the collector is dropped by Python."""

    def slowly(phase, info):
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            time.sleep(0.001)

    def collecting():
        gc.callbacks.append(slowly)
        try:
            gc.collect()
        finally:
            gc.callbacks.remove(slowly)
        for_ever()

    def ended():
        with pytest.raises(TimeLimitError):
            limited(collecting, 0.1)
        return True

    assert where(ended) == [True]


def test_the_alarm_of_the_program_is_left_alone():
    def own(*_):
        raise AssertionError

    before = signal.signal(signal.SIGALRM, own)
    try:
        signal.setitimer(signal.ITIMER_REAL, 60)
        with pytest.raises(TimeLimitError):
            limited(for_ever, 0.2)
        assert signal.getsignal(signal.SIGALRM) is own
        assert 50 < signal.getitimer(signal.ITIMER_REAL)[0] < 60
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("where", [lambda call: [call()], in_a_thread])
def test_a_limit_that_ends_with_the_call_disturbs_nothing_later(where):
    def many():
        late = 0
        for _ in range(200):
            try:
                limited(lambda: time.sleep(0.0004), 0.0005)
            except TimeLimitError:
                late += 1
        return late, sum(range(100_000))

    ((_, total),) = where(many)
    assert total == sum(range(100_000))


def test_what_the_call_raises_and_returns_comes_back():
    assert limited(lambda: 3, 5.0) == limited(lambda: 3, None) == 3
    with pytest.raises(KeyError):
        limited(lambda: {}["x"], 5.0)


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_figure_that_takes_too_long_is_named_and_the_others_are_done(tmp_path, n_process):
    figures = [Figure(f"F{i}", caption="hang" if i == 1 else "AKT1") for i in range(4)]
    failures = []
    done = FaultyReconciler(tmp_path).reconcile_many(
        iter(figures), n_process=n_process, on_error=failures.append, time_limit=0.5
    )
    assert [result.figid for result in done] == ["F0", "F2", "F3"]
    assert [(f.figid, f.error.partition(";")[0]) for f in failures] == [
        ("F1", "not done after 0.5 s")
    ]


def test_without_a_handler_the_limit_is_raised(tmp_path):
    results = FaultyReconciler(tmp_path).reconcile_many(
        [Figure("F0", caption="AKT1"), Figure("F1", caption="hang")], time_limit=0.2
    )
    assert next(results).figid == "F0"
    with pytest.raises(TimeLimitError):
        next(results)


def test_opening_a_model_is_no_time_of_a_figure(monkeypatch):
    class Opens:
        def __init__(self, model):
            time.sleep(0.5)

        def read(self, texts):
            return [[] for _ in texts]

    monkeypatch.setattr("reconcile.tagger.pipeline.Pipeline", Opens)
    results = reconcile.Reconciler().reconcile_many([Figure("F0", "AKT1")], time_limit=0.3)
    assert [len(result.mentions) for result in results] == [1]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Three records, of which the second takes for ever."""
    records, place = tmp_path / "records", tmp_path / "place"
    records.mkdir(), place.mkdir()
    for name, caption in (("F1", "AKT1"), ("F2", "hang"), ("F3", "AKT3")):
        text = f"---\nfigid: {name}\ncaption: {caption}\nschema-jsonld:\n  keywords:\n  - X\n---\n"
        (records / f"{name}.md").write_text(text, encoding="utf-8")
    monkeypatch.setitem(vars(reconcile), "Reconciler", lambda **_: FaultyReconciler(place))
    return records


@pytest.mark.parametrize("command", ["report", "apply", "benchmark"])
def test_commands_name_the_record_and_go_on(folder, command):
    done = cli(command, folder, "--time-limit", "0.3")
    assert done.exit_code == 1
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("error"))
    assert line.startswith(f"error: {folder}/F2.md: not done after 0.3 s; raise the time limit")
    if command == "report":
        assert "F1" in done.stdout
        assert "F3" in done.stdout


def test_annotate_names_the_line_and_goes_on(monkeypatch):
    class Hangs(reconcile.Reconciler):
        def annotate(self, text):
            return in_a_pattern() if text == "hang" else super().annotate(text)

    monkeypatch.setitem(vars(reconcile), "Reconciler", lambda **_: Hangs(ner="lexicon"))
    arguments = ("annotate", "--format", "jsonl", "--time-limit", "0.3")
    done = cli(*arguments, input="AKT1\nhang\nEGFR\n")
    assert done.exit_code == 1
    assert [line.partition(",")[0] for line in done.stdout.splitlines()] == [
        '{"text": "AKT1"',
        '{"text": "EGFR"',
    ]
    assert done.stderr.startswith("error: <stdin>:2: not done after 0.3 s; ")


@pytest.mark.parametrize("value", ["0", "-1", "soon", "nan"])
def test_a_limit_that_is_none_is_refused(value):
    done = cli("annotate", "AKT1", "--time-limit", value)
    assert done.exit_code == 2
    assert "0.001" in done.stderr
