"""The page of a benchmark: whole, safe, the same as the other formats, and quick in a browser."""

from __future__ import annotations

import json
import re
import warnings
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from html_samples import HOSTILE, Reader
from support import cli

from reconcile import Figure
from reconcile.benchmark import Benchmark, document, read_gold, render
from reconcile.benchmark.sections import PARTS, sections
from reconcile.report.html import svg
from reconcile.report.html.charts import bars, columns, spreads
from reconcile.report.html.links import HOSTS
from reconcile.report.wording import printable

FORMULA = "Journal of $x^$ & <b> \uffff 🧬 " + "very " * 20 + "long"


def corpus(fast, tmp_path, count, *, evil=False):
    """A document with all parts: `count` figures in groups, other lists, gold lists."""
    captions = ["EGFR activates KRAS and BRAF.", "TP53 induces BAX.", "MEK and AKT, then IL6."]
    lists = [["EGFR", "KRAS", "ERK", "PIP3"], ["MYC", "TP53"], ["IL6", "MEK", "qqq"]]
    names = [f"PMC{i}__f1" for i in range(count)]
    if evil:
        names[0] = HOSTILE.replace("\ud800", "")
    gold = tmp_path / "gold.tsv"
    gold.write_text("".join(f"PMC{i}__f1\tEGFR,TP53,IL6,999999999\n" for i in range(count)))
    sides = []
    for shift in (0, 1):
        bench = Benchmark(
            fast.lexicon,
            by=("year", "journal_title"),
            gold=read_gold(gold, fast.lexicon),
            top=3 if evil else 10,
            faults=True,
        )
        for i, name in enumerate(names):
            keywords = lists[i % 3] if (i + shift) % 4 else lists[i % 3][:1]
            meta = {"year": str(2000 + i % 3), "journal_title": FORMULA if evil else "Cell"}
            figure = Figure(name, captions[i % 3], keywords, meta=meta, source=f"{name}.md")
            bench.note(figure)
            bench.add(fast.reconcile(figure))
        sides.append(bench)
    return document(*sides)


@pytest.fixture(scope="module")
def found(fast, tmp_path_factory):
    return corpus(fast, tmp_path_factory.mktemp("gold"), 120)


@pytest.fixture(scope="module")
def evil(fast, tmp_path_factory):
    return corpus(fast, tmp_path_factory.mktemp("gold"), 5, evil=True)


def page(found):
    return "".join(render("html", found))


@pytest.fixture(scope="module")
def readers(found, evil):
    """The pages of both documents, read once."""
    return {"found": Reader(page(found)), "evil": Reader(page(evil))}


def tables(reader):
    return {attrs["id"] for tag, attrs in reader.tags if tag == "table"}


@pytest.mark.parametrize("name", ["found", "evil"])
def test_the_page_is_well_formed_and_labels_lead_somewhere(readers, name):
    reader = readers[name]
    ids = reader.attributes("id")
    assert len(ids) == len(set(ids))
    for attribute in ("aria-labelledby", "aria-describedby"):
        for value in reader.attributes(attribute):
            assert set(value.split()) <= set(ids), value
    links = [a["href"] for tag, a in reader.tags if tag == "a" and a["href"].startswith("#")]
    assert {link[1:] for link in links} <= set(ids)


def test_all_parts_are_there_with_nothing_left_out(found, readers):
    reader = readers["found"]
    shown = {s.name for s in sections(found, whole=True)}
    assert {s.part for s in sections(found, whole=True)} == set(PARTS) - {"failures", "verdicts"}
    assert shown <= tables(reader)
    words = "".join(reader.texts)
    moved = found["against"]["caption"]
    assert len(moved["better"]) > 10 and len(moved["worse"]) > 10
    for figid in {one["figid"] for change in ("better", "worse") for one in moved[change]}:
        assert figid in words
    for year in ("2000", "2001", "2002"):
        assert f"{year} 40 figures" in words
    assert {
        f"by-year-{i}-{name}" for i in range(3) for name in ("statuses", "reasons", "worst")
    } <= (tables(reader))


def test_what_was_asked_for_comes_first(found, readers):
    order = [s.part for s in sections(found, whole=True)]
    assert order[0] == "against"
    assert order.index("fixes") < order.index("gold") < order.index("corpus")
    skip = next(attrs["href"] for tag, attrs in readers["found"].tags if tag == "a")
    assert skip == "#part-against"


def test_the_numbers_are_those_of_the_document(found, readers):
    reader = readers["found"]
    low, high = found["ci95"]["micro"]["f1"]
    value, interval = f"{found['micro']['f1']:.3f}", f"[{low:.3f}, {high:.3f}]"
    places = [at for at, text in enumerate(reader.texts) if text == value]
    assert any(interval in reader.texts[at : at + 4] for at in places)
    assert f"{found['gold']['raw']['micro']['precision']:.3f}" in reader.texts
    assert f"{found['against']['caption']['micro']['f1']['p']:.4f}" in reader.texts


def test_hostile_names_stay_texts(readers):
    reader = readers["evil"]
    assert {tag for tag, _ in reader.tags} <= {tag for tag, _ in readers["found"].tags}
    assert not [name for _, attrs in reader.tags for name in attrs if name.startswith("on")]
    words = "".join(reader.texts)
    assert printable(HOSTILE.replace("\ud800", "")).strip() in words
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e]", words)
    assert printable(FORMULA) in words


def test_nothing_is_fetched_and_the_policy_allows_its_own_script_and_style_only(readers):
    reader = readers["found"]
    assert not {"src", "srcset", "action", "style"} & {n for _, attrs in reader.tags for n in attrs}
    assert not {"link", "img", "iframe", "object", "base"} & {tag for tag, _ in reader.tags}
    for tag, attrs in reader.tags:
        address = attrs.get("href") or "#"
        if tag == "a" and not address.startswith("#"):
            assert urlsplit(address).netloc in HOSTS, address
            assert "noopener" in attrs["rel"]
    policy = next(a["content"] for _, a in reader.tags if a.get("http-equiv"))
    for kind in ("style", "script"):
        digest = b64encode(sha256(reader.blocks[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_a_benchmark_of_nothing_is_a_page(tmp_path):
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{", encoding="utf-8")
    args = ["benchmark", "--ner", "lexicon", str(broken), "--format", "html"]
    done = cli(*args)
    assert done.exit_code == 1
    reader = Reader(done.stdout)
    assert any("Not done: 1 record" in text for text in reader.texts)


def test_without_matplotlib_the_page_says_so_and_has_the_tables(found, readers, monkeypatch):
    monkeypatch.setattr(svg, "find_spec", lambda name: None)
    text = page(found)
    assert "gene-reconcile[plots]" in text and "<svg" not in text
    assert tables(Reader(text)) == tables(readers["found"])


class TestCharts:
    @pytest.fixture(autouse=True)
    def _matplotlib(self):
        pytest.importorskip("matplotlib", reason="needs the extra `plots`")

    def test_each_part_has_its_plots(self, readers):
        plots = [a for tag, a in readers["found"].tags if tag == "svg"]
        names = {a["aria-labelledby"].split()[0].removesuffix("-title") for a in plots}
        assert names == {
            "plot-scores",
            "plot-statuses",
            "plot-reasons",
            "plot-fixes",
            "plot-by-year",
            "plot-by-journal-title",
            "plot-after-difference",
            "plot-after-curve",
            "plot-gold-scores",
            "plot-gold-difference",
            "plot-gold-curve",
            "plot-against-caption-moves",
            "plot-against-caption-difference",
            "plot-against-caption-changes",
            "plot-against-gold-moves",
            "plot-against-gold-difference",
            "plot-against-gold-changes",
            "plot-against-by-year",
            "plot-against-by-journal-title",
        }

    @pytest.mark.parametrize("text", [FORMULA, HOSTILE, "", "_hidden", "漢字 עברית", "$\\frac{"])
    def test_names_are_never_formulas_nor_markup(self, text):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            one = bars("x", "X", "", [(text, 3)], spoken="x")
            two = spreads("y", "Y", "", [text], {"s": [(0.5, None)]}, spoken="y", label="Y")
        for chart in (one, two):
            root = ElementTree.fromstring(chart.svg)
            words = [element.text for element in root.iter("text")]
            start = printable(text).replace("\uffff", "")[:33].strip()
            assert any(start in (word or "") for word in words)

    def test_plots_say_their_data(self):
        chart = columns("z", "Z", "", [0, 2, 0, 1], spoken="z", label="Z", start=-1)
        (told,) = ElementTree.fromstring(chart.svg).findall("desc")
        assert told.text == "-0.5 to 0.0: 2 figures; 0.5 to 1.0: 1 figure"
        rows = {"s": [(0.5, (0.25, 0.75)), (None, None)]}
        chart = spreads("w", "W", "", ["a", "b"], rows, spoken="w", label="W")
        (told,) = ElementTree.fromstring(chart.svg).findall("desc")
        assert told.text == "a: 0.50 [0.25, 0.75]; b: undefined"


# --- in the browser -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def addresses(readers, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, reader in readers.items():
        (folder / f"{name}.html").write_text(reader.source, encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in readers}


def test_tables_sort_by_number_and_by_name(visit, addresses):
    tab = visit(addresses["found"])
    rows = tab.locator("#reasons tbody tr")
    head = tab.locator("#reasons thead th")
    head.nth(1).get_by_role("button").click()
    assert head.nth(1).get_attribute("aria-sort") == "descending"
    numbers = [int(n) for n in rows.locator("td").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True) and numbers[0] > numbers[-1]
    head.nth(0).get_by_role("button").click()
    assert head.nth(0).get_attribute("aria-sort") == "ascending"
    assert head.nth(1).get_attribute("aria-sort") == "none"
    names = rows.locator("th").all_inner_texts()
    assert names == sorted(names)


def test_long_tables_are_searched_and_leafed_through(visit, addresses, found):
    tab = visit(addresses["found"])
    moved = found["against"]["caption"]["better"]
    title = f"Better than the others, against captions: {len(moved)} figures"
    block = tab.get_by_role("region", name=title)
    section = tab.locator("div.block", has=tab.locator("#against-caption-better"))
    rows = block.locator("tbody tr")
    assert rows.count() == 25
    section.get_by_role("button", name="Next rows").click()
    assert section.get_by_role("status").inner_text() == f"26–{len(moved)} of {len(moved)}"
    assert section.get_by_role("button", name="Next rows").is_disabled()
    section.get_by_role("searchbox").fill(moved[0]["figid"].upper())
    assert moved[0]["figid"] in rows.locator("th").all_inner_texts()
    section.get_by_role("searchbox").fill("nowhere")
    assert rows.count() == 0
    assert section.get_by_role("status").inner_text() == "none found"


def test_groups_open_and_the_contents_lead_to_the_parts(visit, addresses):
    tab = visit(addresses["evil"])
    assert not tab.locator("#by-year-0-reasons").is_visible()
    details = tab.locator("details.groups").first
    details.locator("summary").first.click()
    details.locator("details summary").first.click()
    tab.locator("#by-year-0-reasons").wait_for(state="visible")
    tab.get_by_role("navigation", name="Contents").get_by_role("link").last.click()
    assert tab.evaluate("location.hash") == "#part-after"


@pytest.mark.parametrize("size", [(1280, 900), (375, 812)], ids=["wide", "phone"])
def test_the_page_is_no_wider_than_the_screen(visit, addresses, size):
    for address in addresses.values():
        tab = visit(address, size=size)
        assert tab.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_it_works_without_scripts(visit, addresses, found):
    tab = visit(addresses["found"], java_script_enabled=False)
    rows = tab.locator("#against-caption-better tbody tr")
    assert rows.count() == len(found["against"]["caption"]["better"])


@pytest.mark.parametrize(
    ("size", "dark"),
    [((1280, 900), False), ((1280, 900), True), ((375, 812), False)],
    ids=["wide", "dark", "phone"],
)
def test_axe_finds_nothing(visit, violations, addresses, size, dark):
    tab = visit(addresses["evil"], size=size, dark=dark, bypass_csp=True)
    tab.locator("details.groups summary").first.click()
    tab.locator("details.groups details summary").first.click()
    assert violations(tab) == []


def test_the_document_is_not_changed(evil, monkeypatch):
    monkeypatch.setattr(svg, "find_spec", lambda name: None)
    before = json.dumps(evil)
    page(evil)
    assert json.dumps(evil) == before
