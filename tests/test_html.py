"""The HTML report: what comes from records stays text, and the page is whole on its own."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import tracemalloc
import zlib
from base64 import b64decode, b64encode
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
from html_samples import FAILURE, HOSTILE, Reader, blank, captioned, corpus, hostile, page

from reconcile import read_figures
from reconcile.curation.decisions import read_decisions
from reconcile.metrics import summarise
from reconcile.records import Suggestion
from reconcile.report import csvlong, render
from reconcile.report.html import svg
from reconcile.report.html.corpus import FEW as PLAIN
from reconcile.report.html.figure import DECISION_COLUMNS, figure_html
from reconcile.report.html.links import (
    HOSTS,
    famplex_url,
    hgnc_url,
    paper_url,
    pfocr_url,
    pmc_figure_url,
)
from reconcile.report.html.page import asset, data_block, embedded
from reconcile.report.wording import LOWER_BOUND, printable

FEW = [captioned("PMC1__f1"), captioned("PMC2__f1"), blank()]


def unpacked(reader):
    chunks = [text for name, text in reader.blocks.items() if name.startswith("chunk")]
    return [figure for c in chunks for figure in json.loads(zlib.decompress(b64decode(c)))]


@pytest.mark.parametrize(
    "results", [[], [captioned()], [blank()], FEW, [hostile()] * 2, corpus(60)], ids=len
)
def test_the_page_is_well_formed_and_ids_are_unique(results):
    reader = Reader(page(results, [FAILURE]))
    ids = reader.attributes("id")
    assert len(ids) == len(set(ids))
    names = {*ids, "f0"}
    for attribute in ("aria-labelledby", "aria-describedby", "for"):
        for value in reader.attributes(attribute):
            assert set(value.split()) <= names, value
    for figure in unpacked(reader):
        Reader(figure)


def test_hostile_texts_stay_texts():
    clean, evil = Reader(page(FEW[:2])), Reader(page([hostile()] * 2))
    assert {tag for tag, _ in evil.tags} <= {tag for tag, _ in clean.tags}
    assert not [name for _, attrs in evil.tags for name in attrs if name.startswith("on")]
    text = "".join(evil.texts)
    shown = printable(HOSTILE)
    assert text.count(shown.strip()) > 130  # the caption and the rest, as written
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff]", text)
    assert "{{ 7*7 }}" in text
    assert json.loads(evil.blocks["data"])["figures"][0][1] == shown


def test_the_caption_is_whole_and_its_mentions_are_where_they_were():
    result = captioned(before="🧬 א " * 5000)
    reader = Reader(figure_html(result, 0))
    caption = result.figure.caption
    assert caption in "".join(reader.texts)
    marked = [attrs["class"] for tag, attrs in reader.tags if attrs.get("role") == "button"]
    assert marked == ["m gene full", "m family none", "m nonhuman uncompared"]
    position = reader.texts.index("HER2")
    assert reader.texts[position - 1] == "🧬 א " * 5000


def test_mentions_outside_the_caption_or_over_each_other_are_left_out():
    result = captioned()
    far = replace(result.mentions[0], start=900, end=904)
    over = replace(result.mentions[0], start=2, end=7)
    reader = Reader(figure_html(replace(result, mentions=(*result.mentions, over, far)), 0))
    assert result.figure.caption in "".join(reader.texts)


def test_one_tip_for_mentions_that_say_the_same():
    result = captioned()
    again = replace(result.mentions[0], start=5, end=9)
    several = replace(result, mentions=(result.mentions[0], again, *result.mentions[1:]))
    tips = [a for _, a in Reader(figure_html(several, 0)).tags if a.get("role") == "tooltip"]
    assert len(tips) == 4  # the concept is of the first only, so that the second has none


def test_what_is_not_there_is_said():
    text = "".join(Reader(figure_html(blank(), 0)).texts)
    assert "no caption" in text and "no gene list" in text
    text = "".join(Reader(figure_html(replace(captioned(), figure=None), 0)).texts)
    assert "do not hold the text" in text


@pytest.mark.parametrize("results", [FEW, [hostile()] * 2, corpus(60)], ids=["few", "evil", "many"])
def test_nothing_is_fetched_and_links_go_to_known_hosts_only(results):
    text = page(results)
    reader = Reader(text)
    readers = [reader, *map(Reader, unpacked(reader))]
    assert not {"src", "srcset", "action", "formaction", "data", "style"} & {
        name for one in readers for _, attrs in one.tags for name in attrs
    }
    assert not {"link", "img", "iframe", "object", "base"} & {tag for tag, _ in reader.tags}
    assert not re.search(
        r"@import|url\(|fetch\(|import\(", asset("report.css") + asset("report.js")
    )
    for one in readers:
        for tag, attrs in one.tags:
            address = attrs.get("href") or ""
            if address.startswith("#") or tag == "use":
                continue
            if tag == "a":
                parts = urlsplit(address)
                assert parts.scheme == "https" and parts.netloc in HOSTS, address
                assert "noopener" in attrs["rel"]
                assert re.fullmatch(r"[\w.:/#!%-]+", address, re.ASCII), address


def test_the_policy_allows_the_inlined_style_and_script_and_nothing_else():
    reader = Reader(page(FEW))
    policy = next(a["content"] for _, a in reader.tags if a.get("http-equiv"))
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == "'none'"
    for kind in ("style", "script"):
        digest = b64encode(hashlib.sha256(reader.blocks[kind].encode()).digest()).decode()
        assert rules.pop(f"{kind}-src") == f"'sha256-{digest}'"
    assert rules == {"base-uri": "'none'", "form-action": "'none'"}


def test_the_same_figures_give_the_same_bytes():
    assert page(corpus(40)) == page(corpus(40))


def test_the_summary_says_lower_bound_and_intervals():
    text = "".join(Reader(page(FEW, [FAILURE])).texts)
    assert LOWER_BOUND in text
    assert re.search(r"0\.50\s+\[0\.50, 0\.50\]", text)
    assert "b.txt:3: no `figid`; add one" in text
    assert "3 figures, 1 record not done, 4 suggestions" in text


def test_few_figures_are_plain_and_many_are_packed():
    few, many = Reader(page(corpus(PLAIN))), Reader(page(corpus(PLAIN + 1)))
    assert sum(tag == "article" for tag, _ in few.tags) == PLAIN
    assert not unpacked(few)
    assert not any(tag == "article" for tag, _ in many.tags)
    figures = unpacked(many)
    assert [f'id="f{i}"' in figure for i, figure in enumerate(figures)] == [True] * (PLAIN + 1)
    assert figures[:3] == [figure_html(result, i) for i, result in enumerate(corpus(3))]


def test_memory_does_not_grow_with_the_figures(monkeypatch):
    monkeypatch.setattr(svg, "find_spec", lambda name: None)  # what plots take is the same for all
    noise = random.Random(0)
    results = (captioned(f"PMC{i}__f1", noise.randbytes(20_000).hex() + " ") for i in range(300))
    pieces = render("html", results, [], lambda: summarise([]))
    page(corpus(30))  # templates are compiled
    tracemalloc.start()
    try:
        written = sum(map(len, pieces))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written > 5_500_000
    assert peak < 0.8 * written


def test_a_row_is_what_apply_takes(tmp_path):
    result = captioned()
    evil = replace(result.suggestions[1], keyword="=1+1")
    odd = Suggestion("remove", 'a "b", c', (), (), "non_gene", 0.5, "x", ())
    result = replace(result, suggestions=(*result.suggestions, evil, odd))
    reader = Reader(figure_html(result, 0))
    rows = [json.loads(row) for row in reader.attributes("data-row")]
    assert all(len(row) == len(DECISION_COLUMNS) for row in rows)
    order = [s for action in ("add", "remove") for s in result.suggestions if s.action == action]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(DECISION_COLUMNS)
    for row in rows:
        row[DECISION_COLUMNS.index("accept")] = "y"
        row[DECISION_COLUMNS.index("note")] = "looked at the figure"
        writer.writerow(row)
    file = tmp_path / "decisions.csv"
    file.write_text(written.getvalue(), encoding="utf-8")
    decisions = read_decisions(file)
    assert {d.figid for d in decisions} == {result.figid}
    assert [(d.change.action, d.change.keyword, d.change.symbols) for d in decisions] == [
        (s.action, "" if s.action == "add" else s.keyword, s.symbols) for s in order
    ]
    keywords = [verdict.keyword for verdict in result.keywords]
    assert {d.digest for d in decisions} == {csvlong.digest(keywords)}


def test_links_take_identifiers_only():
    assert hgnc_url("HGNC:1' onclick") is None
    assert famplex_url("../x") is None
    assert paper_url("x") is None
    assert pmc_figure_url("https://elsewhere/pmc/articles/PMC1/figure/F1/") is None
    assert pmc_figure_url("/pmc/articles/PMC1/figure/../F1") is None
    url = pfocr_url("PMC1__a/../b?c#d.jpg")
    assert unquote(url).endswith("a/../b?c#d.jpg.html") and url.count("/") == 4


def test_a_record_leads_to_its_figure_at_pmc(tmp_path):
    record = tmp_path / "a.md"
    record.write_text(
        "---\nfigid: PMC1__f1\nfiglink: /pmc/articles/PMC1/figure/F1/\ncaption: AKT1\n---\n"
    )
    (figure,) = read_figures(record)
    reader = Reader(figure_html(replace(captioned(), figure=figure), 0))
    addresses = [attrs["href"] for tag, attrs in reader.tags if tag == "a"]
    assert "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/figure/F1/" in addresses


def test_data_cannot_end_its_element():
    value = {"a": "</script><!--", "b": "\u2028&"}
    assert not set("<>&\u2028") & set(embedded(value))
    assert json.loads(embedded(value)) == value
    with pytest.raises(ValueError, match="end the element"):
        data_block("x", "</script>")


class TestPlots:
    @pytest.fixture(autouse=True)
    def _matplotlib(self):
        pytest.importorskip("matplotlib", reason="needs the extra `plots`")

    def test_they_are_inline_have_words_and_no_styles(self):
        reader = Reader(page(FEW))
        plots = [attrs for tag, attrs in reader.tags if tag == "svg" and attrs.get("role") == "img"]
        assert len(plots) == 4
        assert any("0.5 to 0.6: 2 figures" in text for text in reader.texts)
        assert "Missing members" in reader.texts

    def test_settings_of_the_user_change_nothing(self):
        import matplotlib

        usual = page(FEW)
        with matplotlib.rc_context({"font.size": 30, "axes.grid": True}):
            assert page(FEW) == usual
            assert matplotlib.rcParams["font.size"] == 30

    def test_references_within_a_plot_lead_somewhere(self):
        text = page(FEW)
        ids = set(Reader(text).attributes("id"))
        found = re.findall(r'href="#(plot-[^"]+)"|url\(#([^)]+)\)', text)
        assert found
        for link in found:
            assert "".join(link) in ids


def test_without_matplotlib_the_page_says_how_to_get_plots(monkeypatch):
    monkeypatch.setattr(svg, "find_spec", lambda name: None)
    text = page(FEW)
    assert "pip install" in text and "gene-reconcile[plots]" in text
    Reader(text)
