"""Records: what they refuse, and how a notebook shows them."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import FrozenInstanceError, replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import ERBB2, NASTY, mention, sample
from support import cli

from reconcile.errors import FieldTypeError, ReconcileError
from reconcile.records import Annotation, Figure, OcrWord, TaggedSpan

WORD = OcrWord("her2", "HER2", "ERBB2")
SPAN = TaggedSpan(0, 4)


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("figid", 3, "figid"),
        ("figid", None, "figid"),
        ("caption", 3, "caption"),
        ("caption", b"HER2", "caption"),
        ("caption", ["HER2"], "caption"),
        ("title", float("nan"), "title"),
        ("paper_title", 1, "paper_title"),
        ("source", object(), "source"),
        ("keywords", "HER2", "keywords"),
        ("keywords", b"HER2", "keywords"),
        ("keywords", {"HER2": 1}, "keywords"),
        ("keywords", 3, "keywords"),
        ("keywords", ["HER2", 3], "keywords[1]"),
        ("keywords", ["HER2", None], "keywords[1]"),
        ("organisms", "Homo sapiens", "organisms"),
        ("organisms", None, "organisms"),
        ("organisms", [9606], "organisms[0]"),
        ("ocr", WORD, "ocr"),
        ("ocr", [WORD, {"word": "her2"}], "ocr[1]"),
        ("ocr", [("her2", "HER2", "ERBB2")], "ocr[0]"),
        ("meta", "year", "meta"),
        ("meta", {"year": 2020}, "meta[0]"),
        ("meta", ["ab"], "meta[0]"),
        ("meta", [("year",)], "meta[0]"),
        ("tagged", [(0, 4)], "tagged[0]"),
        ("tagged", SPAN, "tagged"),
    ],
)
def test_a_wrong_type_is_refused_where_the_figure_is_made(field, value, place):
    with pytest.raises(TypeError) as caught:
        Figure(**{"figid": "F1", field: value})
    assert isinstance(caught.value, FieldTypeError) and isinstance(caught.value, ReconcileError)
    message = str(caught.value)
    assert f"`{place}`" in message and "expected" in message
    assert field == "figid" or "'F1'" in message
    with pytest.raises(FieldTypeError):
        replace(Figure("F1"), **{field: value})


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: OcrWord(3, "HER2", "ERBB2"), "word"),
        (lambda: OcrWord("her2", None, "ERBB2"), "match"),
        (lambda: OcrWord("her2", "HER2", "ERBB2", 2064), "ncbi_gene_id"),
        (lambda: TaggedSpan("0", 4), "start"),
        (lambda: TaggedSpan(0, True), "end"),
        (lambda: TaggedSpan(0, 4, "NCBIGene:2064"), "ids"),
        (lambda: TaggedSpan(0, 4, (2064,)), "ids"),
        (lambda: TaggedSpan(0, 4, taxon=9606), "taxon"),
    ],
)
def test_so_are_those_of_words_and_spans(make, place):
    with pytest.raises(FieldTypeError, match=f"`{place}`"):
        make()


def test_a_long_value_is_cut_in_the_message():
    with pytest.raises(FieldTypeError) as caught:
        Figure("F1", caption=["x" * 10_000])
    assert len(str(caught.value)) < 200


texts = st.text(max_size=5)
listed = st.lists(texts, max_size=3)


@given(texts, st.none() | texts, st.none() | listed, listed, st.dictionaries(texts, texts))
def test_any_figure_of_the_right_types_is_frozen_hashed_and_pickled(
    figid, caption, keywords, organisms, meta
):
    figure = Figure(
        figid,
        caption,
        iter(keywords) if keywords else keywords,
        organisms=organisms,
        meta=meta,
        ocr=[WORD],
        tagged=(SPAN,),
    )
    assert pickle.loads(pickle.dumps(figure)) == copy.deepcopy(figure) == figure
    assert hash(figure) == hash(replace(figure))
    with pytest.raises(FrozenInstanceError):
        figure.caption = "x"


def test_to_dict_is_what_annotate_writes(fast):
    text = "HER2 activates MEK1/2, and NF-κB follows."
    annotation = fast.annotate(text)
    args = ["annotate", text, "--ner", "lexicon", "--format", "json"]
    written = json.loads(cli(*args).stdout)
    assert annotation.to_dict() == written
    assert [m.to_dict() for m in annotation.mentions] == written["mentions"]


class Cells(HTMLParser):
    """Reads tables; anything but a table fails."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.caption, self._open = [], "", []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag, attrs):
        assert tag in {"table", "caption", "tr", "td", "th"}
        assert {name for name, _ in attrs} <= {"colspan"}
        self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open[-1] == "caption":
            self.caption += data
        else:
            self.rows[-1][-1] += data


def test_a_notebook_shows_a_short_table():
    result = sample("F1")
    many = replace(result, suggestions=result.suggestions[:1] * 25)
    shown = Cells(many._repr_html_())
    assert shown.caption.startswith("F1: precision ")
    assert len(shown.rows) == 1 + 20 + 1
    assert shown.rows[-1] == ["… and 5 more"]
    assert shown.rows[1][3] == result.suggestions[0].reason
    assert len(many._repr_html_()) < 20_000


def test_a_notebook_shows_nothing_that_it_would_obey():
    hostile = f"<script>alert(1)</script>&amp;{NASTY}\u202e"
    one = mention(hostile, 0, "gene", None, ERBB2)
    shown = Cells(Annotation(hostile, (one,))._repr_html_())
    assert shown.caption == "1 mention"
    assert "<script>alert(1)</script>&amp;" in shown.rows[1][1]
    result = sample("F1")
    suggestion = replace(result.suggestions[0], keyword=hostile, explanation=hostile)
    html = replace(result, figid=hostile, suggestions=(suggestion,))._repr_html_()
    shown = Cells(html)
    assert "<script>" in shown.caption and "<script>" in shown.rows[1][1]
    assert "\x1b" not in html and "\u202e" not in html


def test_a_result_without_suggestions_has_a_heading_alone():
    shown = Cells(replace(sample("F1"), suggestions=(), precision=None)._repr_html_())
    assert "precision –" in shown.caption and not shown.rows


@pytest.mark.parametrize("name", ["annotate", "ground", "reconcile"])
@pytest.mark.parametrize("value", [3, None, b"EGF", ["EGF"], WORD])
def test_the_front_door_refuses_what_is_of_another_type(fast, name, value):
    with pytest.raises(FieldTypeError, match=rf"^{name}: expected a (str|Figure), not ") as caught:
        getattr(fast, name)(value)
    assert type(value).__name__ in str(caught.value)


def test_a_figure_is_no_text_and_a_text_no_figure(fast):
    with pytest.raises(FieldTypeError, match="expected a Figure, not 'EGF' "):
        fast.reconcile("EGF")
    with pytest.raises(FieldTypeError, match="expected a str, not Figure"):
        fast.annotate(Figure(figid="F1", caption="EGF"))
    with pytest.raises(FieldTypeError, match="ground_spans: expected a str, not 3"):
        fast.ground_spans(3, [(0, 1)])


@pytest.mark.parametrize("mode", ["fast", "full"])
def test_of_many_those_before_are_done(mode, request):
    reconciler = request.getfixturevalue(mode)
    texts = reconciler.annotate_many(["EGF", 3])
    assert next(texts).text == "EGF"
    with pytest.raises(FieldTypeError, match="annotate_many"):
        next(texts)
    with pytest.raises(FieldTypeError, match="pass a list"):
        next(reconciler.annotate_many("EGF"))
    figures = reconciler.reconcile_many([Figure(figid="F1", caption="EGF"), "EGF"])
    assert next(figures).figid == "F1"
    with pytest.raises(FieldTypeError, match="reconcile_many: expected a Figure"):
        next(figures)
