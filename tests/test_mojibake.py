"""Doubly encoded text is shown as it was meant, and data keep it as it is."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import accumulate

import pytest
from html_samples import Reader, captioned
from hypothesis import given
from hypothesis import strategies as st
from report_samples import ERBB2, FAILURE, mention, sample

from reconcile.cleaning import clean
from reconcile.metrics import Counts, summarise
from reconcile.mojibake import DOUBLE_ENCODED, mend, mended
from reconcile.records import Annotation, Figure
from reconcile.report import render
from reconcile.report.html.figure import figure_html
from reconcile.report.terminal import print_report

BROKEN = "TGF-Œ≤"
PIECES = st.lists(
    st.one_of(st.sampled_from(sorted(DOUBLE_ENCODED)), st.text("aB 1-α–é🧬", min_size=1))
)


@given(PIECES)
def test_each_broken_character_becomes_what_it_was(pieces):
    expected = "".join(DOUBLE_ENCODED.get(piece, piece) for piece in pieces)
    if mend(expected).text == expected:  # else what was mended makes another broken one
        assert mend("".join(pieces)).text == expected


@given(PIECES, st.data())
def test_spans_of_the_original_are_found_again(pieces, data):
    text = "".join(pieces)
    if mend(mend(text).text).text != mend("".join(map(mended, pieces))).text:
        return
    cuts = [0, *accumulate(map(len, pieces))]
    start, end = sorted(data.draw(st.tuples(*[st.sampled_from(range(len(cuts)))] * 2)))
    found = mend(text)
    first, last = found.span(cuts[start], cuts[end])
    if mended(text[cuts[start] : cuts[end]]) in (found.text[first:last],):
        return
    # Only where two pieces make one broken character together may more be in it.
    assert len(found.text) < sum(len(mended(piece)) for piece in pieces)


@given(st.text())
def test_mending_twice_is_mending_once_and_offsets_ascend(text):
    found = mend(text)
    assert len(found.offsets) == len(found.text) + 1
    assert list(found.offsets) == sorted(found.offsets)
    assert (found.offsets[0], found.offsets[-1]) == (0, len(text)) if text else True
    assert clean(found.text).text == clean(text).text


@pytest.mark.parametrize(
    "text", ["≥ 5 µM", "Ångström", "naïve café", "¬A ± B", "…and", "–≥", "Œuvre"]
)
def test_what_is_meant_so_stays(text):
    assert mended(text) == text


def broken():
    result = sample(word=BROKEN)
    caption = f"{BROKEN} and{' ' * 40} MEK, LMP1 (IFN-Œ≥)"
    why = replace(
        result.suggestions[0], keyword=BROKEN, explanation=f"The caption names “{BROKEN}”."
    )
    mentions = (
        mention(BROKEN, 0, "gene", None, ERBB2),
        replace(result.mentions[1], start=caption.index("MEK"), end=caption.index("MEK") + 3),
        mention("IFN-Œ≥", caption.index("IFN"), "gene", None, ERBB2),
    )
    figure = Figure("F1", caption, ["HER2", "EPHB2", "her4.1"], title=f"On {BROKEN}")
    return replace(result, mentions=mentions, suggestions=(why,), concepts=(), figure=figure)


@pytest.mark.parametrize("form", ["table", "markdown", "html", "csv"])
def test_reports_show_it_mended(form):
    result = broken()
    counts = summarise([Counts.from_dict(result.counts)])
    text = "".join(render(form, [result], [FAILURE], lambda: counts))
    assert "Œ" not in text
    assert "TGF-β" in text.replace("\\", "")


def test_a_terminal_shows_it_mended():
    out = io.StringIO()
    print_report(out, [broken()], [], lambda: summarise([]), width=200)
    assert "Œ" not in out.getvalue()
    assert "TGF-β" in out.getvalue()


def test_a_notebook_shows_it_mended():
    result = broken()
    for shown in (result._repr_html_(), Annotation(BROKEN, result.mentions)._repr_html_()):
        assert "Œ" not in shown
        assert "TGF-β" in shown


def test_data_keep_it_with_its_offsets():
    result = broken()
    figure = json.loads("".join(render("jsonl", [result], [], dict)))
    assert figure["mentions"][0]["text"] == BROKEN
    for one in figure["mentions"]:
        assert result.figure.caption[one["start"] : one["end"]] == one["text"]


def test_entries_of_the_list_are_exact_in_csv_and_names_of_files_everywhere():
    result = broken()
    verdict = replace(result.keywords[0], keyword=BROKEN)
    result = replace(result, keywords=(verdict,), source=f"{BROKEN}.md")
    row = next(csv.DictReader(io.StringIO("".join(render("csv", [result], [], dict)))))
    assert (row["text"], row["source"], row["supported_by"]) == (BROKEN, f"{BROKEN}.md", "TGF-β")
    for form in ("table", "html"):
        text = "".join(render(form, [result], [], lambda: summarise([])))
        assert f"{BROKEN}.md" in text


def test_the_marks_in_the_browser_are_around_the_mended_names():
    reader = Reader(figure_html(broken(), 0))
    texts = reader.texts
    for name in ("TGF-β", "MEK", "IFN-γ"):
        assert name in texts
    assert texts[texts.index("MEK") - 1] == f" and{' ' * 40} "
    whole = captioned(before="‚Äì Œ± " * 50)
    reader = Reader(figure_html(whole, 0))
    assert reader.texts[reader.texts.index("HER2") - 1] == "– α " * 50
