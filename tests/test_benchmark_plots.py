"""The plots of a benchmark: what they say, and as files of their own."""

from __future__ import annotations

import errno
import json
import re
from xml.etree import ElementTree

import pytest
from html_samples import HOSTILE
from support import cli

from reconcile.benchmark.plots import PLOT_FILES, benchmark_plots, plot_files
from reconcile.benchmark.plots.fixes import fix_plots
from reconcile.benchmark.plots.verdicts import verdict_plots
from reconcile.errors import OutputError
from reconcile.report.html import svg
from reconcile.report.html.charts import (
    Curve,
    Gain,
    Move,
    Said,
    bars,
    dumbbells,
    pareto,
    reliability,
    spreads,
)
from reconcile.report.html.svgfile import svg_file

pytest.importorskip("matplotlib", reason="needs the extra `plots`")

SVG = "{http://www.w3.org/2000/svg}"
LONG = "an entry of forty letters and some more of them"


def told(chart):
    (found,) = ElementTree.fromstring(chart.svg).findall("desc")
    return found.text


def texts(chart):
    return [element.text for element in ElementTree.fromstring(chart.svg).iter("text")]


def drawn_pareto(count, name=LONG):
    gains = [Gain(f"{name} {i}" if count > 1 else name, 2 * count - i, i % 3) for i in range(count)]
    lines = [
        Curve("Precision", [0.5 + 0.4 * i / count for i in range(count + 1)], 0),
        Curve("F1", [None] * (count + 1), 2),
    ]
    return pareto("p", "P", "Note", gains, lines, spoken="p", labels=("Fixes", "Gain"))


def drawn_moves(*moves):
    return dumbbells("d", "D", "", moves, sides=("there", "here"), spoken="d", label="Score")


def test_a_pareto_plot_has_the_first_fixes_and_says_what_all_do():
    one = drawn_pareto(1, "MLL")
    assert told(one) == ("1. MLL: 2 wrong and 0 right gone, then Precision +0.9000, F1 –")
    assert "1. MLL" in texts(one) and one.note == "Note"
    many = drawn_pareto(50)
    assert many.note == "Note; bars of the first 20"
    assert told(many).count(" gone, then ") == 20
    assert told(many).endswith("; after 30 more: Precision +0.9000, F1 –")
    (first,) = [text for text in texts(many) if text.startswith("1. ")]
    assert len(first) < 40 and first.endswith("…")


def test_dumbbells_say_where_scores_were_and_are():
    chart = drawn_moves(
        Move("F1", 0.5, 0.625, (0.1, 0.15)),
        Move("Recall", None, 0.5, None),
        Move("R", 1, 0.5, None),
    )
    assert told(chart) == (
        "F1: 0.500 to 0.625, +0.125 [+0.100, +0.150]; Recall: undefined; R: 1.000 to 0.500, -0.500"
    )
    assert {"there", "here", "F1", "Recall"} <= set(texts(chart))


def test_reliability_says_its_bins():
    bins = [Said(0.25, 0.5, 0.25, 0.75, 8), Said(0.95, 1.0, 0.8, 1.0, 1200)]
    chart = reliability("r", "R", "", bins, spoken="r", labels=("said", "right"))
    assert told(chart) == (
        "said 0.25, right 0.50 [0.25, 0.75] of 8; said 0.95, right 1.00 [0.80, 1.00] of 1200"
    )
    assert {"8", "1200", "said", "right"} <= set(texts(chart))


@pytest.mark.parametrize(
    "name", [HOSTILE, "$\\frac{", "", "_hidden", "漢字 \uffff עברית", LONG * 9]
)
def test_names_are_texts_and_files_are_well_formed(name):
    for chart in (drawn_pareto(2, name), drawn_moves(Move(name, 0.1, 0.2, None))):
        root = ElementTree.fromstring(svg_file(chart))
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            *("svg", "title", "desc", "style", "rect", "text", "tspan"),
            *("g", "defs", "path", "use", "clipPath"),
        }


@pytest.mark.parametrize("count", [1, 3])
def test_the_legend_is_within_the_picture_however_long_the_names_are(count):
    for chart, last in (
        (drawn_pareto(count, LONG), "right ones gone"),
        (drawn_moves(*[Move(LONG, 0.1, 0.2, None)] * count), "here"),
    ):
        root = ElementTree.fromstring(chart.svg)
        width = float(root.attrib["viewBox"].split()[2])
        (place,) = [one.attrib for one in root.iter("text") if one.text == last]
        # A letter is so wide at least.
        assert float(place["x"]) + 4 * len(last) < width, last


def test_a_score_of_one_is_drawn_whole():
    chart = spreads("s", "S", "", ["a"], {"x": [(1.0, None)]}, spoken="s", label="S")
    groups = [
        one for one in ElementTree.fromstring(chart.svg).iter("g") if "clip-path" in one.attrib
    ]
    assert not [one for group in groups for one in group.iter("use")]


def test_a_file_has_its_caption_colours_and_no_more():
    chart = bars("b", "Title & more", "A note " * 20, [("x", 3)], spoken="What it shows")
    text = svg_file(chart)
    assert text == svg_file(chart)
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg" and root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == "What it shows"
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert words[0] == "Title & more"
    assert " ".join(words[1:4]).startswith("A note A note")
    style = root.find(f"{SVG}style").text
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    for name in ("ink", "rule", "one", "two", "three"):
        codes = [re.search(rf"\.f-{name} {{ fill: (#\w+); }}", part)[1] for part in (light, dark)]
        assert codes[0] != codes[1], name
    assert "var(" not in style
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\((?!#)|<script|data:", text)


# --- of a document --------------------------------------------------------------------------


def fix(rank, **more):
    scores = {"precision": 0.5 + rank / 100, "recall": 0.7, "f1": 0.6}
    return {
        "rank": rank,
        "action": "stop",
        "word": "AS",
        "match": "AS",
        "source": "alias",
        "gene": "UBE3A",
        "taxon": "9606",
        "to": [],
        "figures": 9,
        "wrong": 9,
        "right": 1,
        "open": 0,
        "examples": [],
        "together": scores,
        "effect": {"precision": 0.01, "recall": 0.0, "f1": None},
        **more,
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The document of the seeds against themselves, with fixes, verdicts and groups put in."""
    done = cli(
        *("benchmark", "--ner", "lexicon", "seeds", "--against", "seeds", "--by", "year"),
        *("--format", "json"),
    )
    document = json.loads(done.stdout)
    document["fixes"] = {
        "now": {"precision": 0.5, "recall": 0.5, "f1": None},
        "list": [
            fix(1),
            fix(2, action="map", match="*", to=["B"]),
            fix(3, action="rename", to=["C"]),
        ],
    }
    bins = [{"said": 0.9, "right": 0.8, "interval": [0.7, 0.9], "count": 40}]
    document["verdicts"] = {"reliability": {"bins": bins}}
    score = {"here": 0.5, "there": 0.4, "difference": 0.1, "ci95": [0.05, 0.15], "p": 0.01}
    document["verdict"]["metric"] = "macro_recall"
    group = {"group": "2021", "macro": {"recall": score}}
    document["against"]["groups"] = {"year": [group, {**group, "group": "2022"}]}
    return document


def test_each_part_of_a_document_has_its_plots(made):
    found = benchmark_plots(made)
    assert {"fixes", "verdicts-reliability", "against-by-year", "against-caption"} <= set(found)
    (chart,) = found["fixes"]
    assert told(chart).startswith(
        "1. stop AS: 9 wrong and 1 right gone, then Precision +0.0100, Recall +0.2000, F1 –; "
        "2. map AS → B: "
    )
    assert "3. rename UBE3A → C: " in told(chart)
    assert chart.note.endswith("before: Precision 0.50, Recall 0.50, F1 –")
    (chart,) = found["against-by-year"]
    assert told(chart).startswith("2021: 0.400 to 0.500, +0.100 [+0.050, +0.150]; 2022: ")
    names = [chart.name for charts in found.values() for chart in charts]
    assert len(names) == len(set(names))
    files = plot_files(json.loads(json.dumps(made)))
    assert set(files) == {f"{name}.svg" for name in names} <= set(PLOT_FILES)
    for charts in found.values():
        for chart in charts:
            assert files[f"{chart.name}.svg"] == svg_file(chart)


def test_no_fixes_and_no_verdicts_draw_nothing():
    for nothing in (None, {"judge": "captions", "list": [], "reliability": {"bins": []}}):
        document = {"fixes": nothing, "verdicts": nothing}
        assert not list(fix_plots(document)) and not list(verdict_plots(document))


# --- by the command -------------------------------------------------------------------------

RUN = ("benchmark", "--ner", "lexicon", "-q", "seeds/000_63a7e1b5dc9271c3.txt")


def test_plots_are_written_beside_any_format_and_are_always_the_same(tmp_path):
    found = []
    for form in ("json", "html"):
        folder = tmp_path / "new" / form
        done = cli(*RUN, "--format", form, "--plots", folder)
        assert done.exit_code == 0, done.stderr
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
        if form == "json":
            assert done.stdout == cli(*RUN, "--format", form).stdout
    assert {"scores.svg", "reasons.svg", "after-curve.svg"} <= set(found[0]) <= set(PLOT_FILES)
    assert found[0] == found[1]


def test_what_is_there_is_kept_without_force(tmp_path):
    (tmp_path / "after-curve.svg").write_text("mine")
    done = cli(*RUN, "--plots", tmp_path)
    assert done.exit_code == 2 and "after-curve.svg is there already" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["after-curve.svg"]
    assert cli(*RUN, "--plots", tmp_path, "--force").exit_code == 0
    assert (tmp_path / "after-curve.svg").read_text().startswith("<svg")


def test_a_plot_is_never_written_over_an_input(tmp_path):
    gold = tmp_path / "scores.svg"
    gold.write_text("F1\tEGFR\n")
    done = cli(*RUN, "--gold", gold, "--plots", tmp_path, "--force")
    assert done.exit_code == 2 and "an input" in " ".join(done.stderr.split())
    assert gold.read_text() == "F1\tEGFR\n"


def test_a_folder_that_cannot_be_is_refused_before_anything_is_read(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "plots"):
        done = cli(*RUN, "--plots", folder)
        assert done.exit_code == 2 and "cannot write plots" in done.stderr and not done.stdout
    taken = tmp_path / "scores.svg"
    done = cli(*RUN, "--plots", tmp_path, "-o", taken, "--format", "html")
    assert done.exit_code == 2 and "is one of the plots" in done.stderr and not taken.exists()


def test_without_matplotlib_there_is_one_error_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(svg, "find_spec", lambda name: None)
    done = cli(*RUN, "--plots", tmp_path / "plots")
    assert done.exit_code == 2 and not done.stdout
    assert done.stderr.count("error") == 1 and "gene-reconcile[plots]" in done.stderr
    assert not (tmp_path / "plots").exists()


def test_a_write_that_fails_leaves_no_plot_and_no_output(tmp_path, monkeypatch):
    from reconcile import writing

    opened = writing.text_stream

    def full(file, name, **more):
        if name.endswith("scores.svg"):
            raise OutputError(name, OSError(errno.ENOSPC, "No space left on device"))
        return opened(file, name, **more)

    monkeypatch.setattr(writing, "text_stream", full)
    page = tmp_path / "page.html"
    done = cli(*RUN, "--plots", tmp_path / "plots", "-o", page)
    assert done.exit_code == 1 and "No space left" in done.stderr
    assert not page.exists() and not list((tmp_path / "plots").iterdir())
