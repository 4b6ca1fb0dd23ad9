"""Laws of annotating: any text, damaged text, threads, processes, long and hostile texts."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from hostile import Stopwatch, filled, more_than_linear
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile import Figure, Reconciler
from reconcile.errors import InputError
from reconcile.records import TaggedSpan
from reconcile.tagger.pipeline import Pipeline

LAWS = settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

SENTENCE = (
    "In mice, HER2 and NF-κB raise IL-6, TNF-α and caspase-4, 5, and 11 through MEK1/2; "
    "epidermal growth factor receptor (EGFR) binds PI3K."
)
CAPTIONS = (
    SENTENCE,
    "HER2 signaling pathway. Human epidermal growth factor receptors (EGFRs), including HER1.",
    "Endoplasmic reticulum (ER) stress activates IRE1α, PERK and ATF6.",
    "TLR2, TLR4 or 9 recruit MyD88/TRIF, then TRAF6 and the IKK complex activate NF-kappaB.",
    "Homodimers signal via the PI3K/Akt/mammalian target of rapamycin (mTOR) pathway.",
    "Thrombopoietin (TPO) activates JAK2/STAT5A/B; TPO is made in the liver.",
    "Wnt/β-catenin and TGF-β1/Smad; Notch1/3; MMPs (2, 9, and 14).",
    "",
)

pieces = st.sampled_from(
    [
        *("HER2", "MEK1/2", "NF-κB", "NF-Œ∫B", "IFN-Œ≥", "IL-1α/β", "caspase-4, 5, and 11", "AKT"),
        *("epidermal growth factor receptor 2", "(EGFR)", "TLR", "p", "ER", "her4.1", "zebrafish"),
        *("MMPs (2, 9", "3, 7 and 9", "-", "/", ", ", " and ", "(", ")", ". ", "; ", "1", "\u00ad"),
        *("\u00a0", "\u2013", "\u200b", "\n", "😀", "𝛼", "𐐷", "ﬁ", "К", "\u202e", "\u200f", "שלום"),
        *(
            "العربية",
            "e\u0301",
            "\ud800",
            "\x00",
            "Ⅳ",
            "²",
            "ǅ",
            "İ",
            "ß",
            "日本語",
            "Œ",
            "≥",
            "â€",
        ),
    ]
)
any_text = st.one_of(
    st.text(st.characters(), max_size=40),
    st.lists(st.one_of(pieces, st.text(max_size=4)), max_size=14).map("".join),
)


def genes(annotation):
    return [(m.kind, m.label, m.symbols, m.taxon) for m in annotation.mentions]


def assert_sound(text, annotation):
    assert annotation.text == text
    for mention in annotation.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert 0 < mention.score <= 1
        assert (mention.kind in ("family", "complex")) == (mention.label is not None)
        assert list(mention.genes) == sorted(set(mention.genes))
        if mention.candidates:
            assert mention.kind == "nonhuman" or mention.candidates[0].genes == mention.genes
        else:
            assert (mention.found_by, mention.genes) == ("tagger", ())
    for left, right in pairwise(annotation.mentions):
        assert left.end <= right.start


@LAWS
@given(any_text)
def test_any_text_gives_sound_mentions_and_the_same_again(fast, text):
    annotation = fast.annotate(text)
    assert_sound(text, annotation)
    assert fast.annotate(text) == annotation


@settings(LAWS, max_examples=60)
@given(any_text)
def test_any_text_in_the_default_mode(full, text):
    annotation = full.annotate(text)
    assert_sound(text, annotation)
    assert full.annotate(text) == annotation


@settings(LAWS, max_examples=40)
@given(any_text, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), max_size=3))
def test_spans_of_any_text_are_grounded(fast, text, drawn):
    spans = [(start, end) for start, end in drawn if start < end <= len(text)]
    groundings = fast.ground_spans(text, spans)
    assert len(groundings) == len(spans)
    for found in groundings:
        assert [g.score for g in found[1:]] == sorted((g.score for g in found[1:]), reverse=True)


@settings(LAWS, max_examples=60)
@given(st.text(max_size=20))
def test_any_label_can_be_grounded(fast, label):
    for grounding in fast.ground(label):
        assert grounding.kind in ("gene", "family", "complex", "nonhuman")


@pytest.mark.parametrize("start", range(1, len(SENTENCE), 3))
def test_a_soft_hyphen_changes_no_gene(fast, start):
    text = SENTENCE[:start] + "\u00ad" + SENTENCE[start:]
    annotation = fast.annotate(text)
    assert_sound(text, annotation)
    assert genes(annotation) == genes(fast.annotate(SENTENCE))
    assert [m.text.replace("\u00ad", "") for m in annotation.mentions] == [
        m.text for m in fast.annotate(SENTENCE).mentions
    ]


@pytest.mark.parametrize(
    ("plain", "exotic"),
    [(" ", "\u00a0"), (" ", "\u2009"), (" ", "\u202f"), ("-", "\u2013"), ("-", "\u2011")],
)
def test_exotic_spaces_and_dashes_change_no_gene(fast, plain, exotic):
    expected = genes(fast.annotate(SENTENCE))
    assert len(expected) == 9
    places = [i for i, char in enumerate(SENTENCE) if char == plain]
    changed = [SENTENCE[:i] + exotic + SENTENCE[i + 1 :] for i in places]
    for text in (*changed, SENTENCE.replace(plain, exotic)):
        annotation = fast.annotate(text)
        assert_sound(text, annotation)
        assert genes(annotation) == expected


@pytest.mark.parametrize("encoding", ["mac_roman", "latin-1"])
def test_double_encoded_text_keeps_its_genes(fast, encoding):
    text = SENTENCE.encode().decode(encoding)
    assert text != SENTENCE
    annotation = fast.annotate(text)
    assert_sound(text, annotation)
    assert genes(annotation) == genes(fast.annotate(SENTENCE))


@LAWS
@given(st.integers(0, 3), st.integers(0, 3))
def test_offsets_move_with_the_text(fast, before, after):
    text = "😀 " * before + SENTENCE + " 𝛼𐐷." * after
    shift = 2 * before
    assert [(m.start - shift, m.text) for m in fast.annotate(text).mentions] == [
        (m.start, m.text) for m in fast.annotate(SENTENCE).mentions
    ]


@pytest.mark.parametrize("caption", CAPTIONS)
def test_modes_agree_on_plain_captions(fast, full, caption):
    assert genes(full.annotate(caption)) == genes(fast.annotate(caption))


@pytest.mark.parametrize("mode", ["fast", "full"])
def test_threads_share_a_reconciler(request, mode):
    reconciler = request.getfixturevalue(mode)
    texts = [f"{caption} Then {caption}" for caption in CAPTIONS] * 4
    alone = [reconciler.annotate(text) for text in texts]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(reconciler.annotate, texts)) == alone
    with ThreadPoolExecutor(6) as pool:
        fresh = Reconciler(ner=reconciler.ner)
        assert list(pool.map(fresh.annotate, texts)) == alone


def figures(count):
    for i in range(count):
        caption = CAPTIONS[i % len(CAPTIONS)]
        yield Figure(figid=f"F{i}", caption=caption or None, keywords=["ERBB2", "MEK", "EPHB2"])


def test_many_processes_give_what_one_gives_in_order(fast):
    one = list(fast.reconcile_many(figures(37)))
    assert [x.figid for x in one] == [f"F{i}" for i in range(37)]
    assert list(fast.reconcile_many(figures(37), n_process=2)) == one


@pytest.mark.parametrize("mode", ["fast", "full"])
def test_many_texts_give_what_each_gives(request, mode):
    reconciler = request.getfixturevalue(mode)
    texts = [f"{caption} {i}" for i, caption in enumerate(CAPTIONS * 3)]
    many = list(reconciler.annotate_many(["", *texts, "", "\ud800"]))
    assert [annotation.text for annotation in many] == ["", *texts, "", "\ud800"]
    assert many == [reconciler.annotate(annotation.text) for annotation in many]
    assert list(reconciler.annotate_many([])) == []


def test_many_figures_give_what_each_gives(full):
    mixed = [
        replace(figure, tagged=(TaggedSpan(0, 1),)) if figure.caption and i % 3 == 0 else figure
        for i, figure in enumerate(figures(40))
    ]
    assert list(full.reconcile_many(mixed)) == [full.reconcile(figure) for figure in mixed]


@pytest.mark.parametrize(("mode", "ahead"), [("fast", 1), ("full", 32)])
def test_figures_are_not_read_far_ahead(request, mode, ahead):
    read = 0

    def counted():
        nonlocal read
        for figure in figures(10_000):
            read += 1
            yield figure

    results = request.getfixturevalue(mode).reconcile_many(counted())
    next(results)
    assert read == ahead


@pytest.fixture
def touchy(monkeypatch, full):
    """A tagger that cannot read one of the captions."""
    read = Pipeline.read

    def refuse(self, texts):
        if any("NF" in text for text in texts):
            raise RuntimeError("no such text")
        return read(self, texts)

    monkeypatch.setattr(Pipeline, "read", refuse)
    return full


def test_a_text_that_cannot_be_read_does_not_take_its_batch_along(touchy):
    many = [
        Figure(f"F{i}", caption=f"Levels of CAP rose in {name}.")
        for i, name in enumerate(("a", "NF", "b"))
    ]
    failures = []
    done = touchy.reconcile_many(iter(many), on_error=failures.append)
    assert [x.figid for x in done] == ["F0", "F2"]
    (failure,) = failures
    assert failure.figid == "F1"
    assert failure.error.startswith("RuntimeError: no such text; ")
    one_by_one = touchy.annotate_many(["AKT", "Levels of CAP rose in NF."])
    assert next(one_by_one).mentions
    with pytest.raises(RuntimeError, match="no such text"):
        next(one_by_one)


@pytest.mark.parametrize("mode", ["fast", "full"])
@pytest.mark.parametrize("n_process", [1, 2])
def test_what_was_read_before_a_broken_source_is_done(request, mode, n_process):
    def source():
        yield from figures(3)
        raise InputError("cut off", source="x.jsonl")

    reconciler = request.getfixturevalue(mode)
    done = []
    with pytest.raises(InputError, match="cut off"):
        for result in reconciler.reconcile_many(source(), n_process=n_process):
            done.append(result.figid)
    assert done == ["F0", "F1", "F2"]


def test_texts_before_a_broken_source_are_done(full):
    def source():
        yield from ("AKT1", "MEK1")
        raise InputError("cut off", source="x.txt")

    done = []
    with pytest.raises(InputError, match="cut off"):
        for annotation in full.annotate_many(source()):
            done.append(annotation.text)
    assert done == ["AKT1", "MEK1"]


@pytest.mark.parametrize("mode", ["fast", "full"])
def test_a_reconciler_can_be_pickled(request, mode):
    reconciler = request.getfixturevalue(mode)
    reconciler.annotate(SENTENCE)
    copy = pickle.loads(pickle.dumps(reconciler))
    assert copy.ner == reconciler.ner
    assert copy.annotate(SENTENCE) == reconciler.annotate(SENTENCE)


# time


@pytest.mark.parametrize("mode", ["fast", "full"])
def test_a_long_text_takes_linear_time(request, mode):
    reconciler = request.getfixturevalue(mode)
    unit = " ".join(CAPTIONS)
    timed = Stopwatch()
    reconciler.annotate(unit)

    def measure(size):
        text = filled(unit, size)
        yield "annotate", timed(lambda: reconciler.annotate(text))
        assert_sound(text, timed.result)

    assert not more_than_linear(measure, 10_000)
