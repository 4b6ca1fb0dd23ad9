"""The documentation says what is there: its commands and snippets run, its links lead somewhere."""

from __future__ import annotations

import importlib.metadata
import re
import shutil

import doc_pages
import pytest
import typer.main
from doc_pages import ROOT, RUN, SHOWN, Block, Reader, blocks, hooks, make_tools, matches, pages
from test_lexicon_build import famplex_folder, gene_info_file, hgnc_file, mgi_file

import reconcile
from reconcile.benchmark import FORMATS as BENCHMARK_FORMATS
from reconcile.cli.app import app
from reconcile.frames import COLUMNS, TABLES
from reconcile.report import FORMATS
from reconcile.report.exchange import EXCHANGE_FORMATS

CLI_DOC = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
FORMATS_DOC = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
PAGES = {page: list(blocks(page)) for page in pages()}


# what the pages show


@pytest.mark.parametrize("page", PAGES)
def test_every_block_runs_or_says_why_not(page):
    for block in PAGES[page]:
        assert block.language in RUN | SHOWN | {"by hand"}, f"{block.place}: {block.language!r}"
        if block.reason is not None:
            assert block.language in RUN and len(block.reason) > 10, block.place


@pytest.mark.parametrize(
    "page",
    [
        page
        for page, steps in PAGES.items()
        if any(b.language in RUN and not b.reason for b in steps)
    ],
)
def test_every_command_and_snippet_runs(page, full, fast, tools, tmp_path, monkeypatch):
    opened = {"default": full, "lexicon": fast}
    made = reconcile.Reconciler

    def reconciler(**options):
        """The opened ones where they are what is asked for, which saves seconds a command."""
        wanted = {"ner": "default", "lexicon": None, "disable": (), **options}
        plain = wanted["lexicon"] is None and not wanted["disable"]
        plain = plain and wanted.get("organism", "human") in ("human", "9606")
        plain = plain and not wanted.get("overrides")
        return (opened.get(wanted["ner"]) if plain else None) or made(**options)

    monkeypatch.setitem(vars(reconcile), "Reconciler", reconciler)
    monkeypatch.setattr(importlib.metadata, "files", not_installed)
    steps = PAGES[page]
    furnish(tmp_path, any("models/" in step.text for step in steps))
    monkeypatch.chdir(tmp_path)
    Reader(tmp_path, tools).follow(steps)


def not_installed(package):
    """So that the lexicon is built from the few lines given and not for minutes from packages."""
    raise importlib.metadata.PackageNotFoundError(package)


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    return make_tools(tmp_path_factory.mktemp("tools") / "bin")


def furnish(folder, models):
    """What the pages take for granted: the samples, two releases, lists, corpora, sources."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    if models:
        shutil.copytree(ROOT / "models", folder / "models")
    for release in ("_figures", "old/_figures", "new/_figures"):
        (folder / release).mkdir(parents=True)
        for seed in (folder / "seeds").glob("*.txt"):
            text = seed.read_text(encoding="utf-8")
            if release.startswith("new"):
                text = re.sub(r"^  - (PIP3|ZHX2)\n", "", text, flags=re.MULTILINE)
            figid = re.search(r"^figid: (.+)$", text, re.MULTILINE)[1]
            (folder / release / f"{figid}.md").write_text(text, encoding="utf-8")
    for name, text in INPUTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    hgnc_file(folder / "hgnc_complete_set.txt")
    gene_info_file(folder / "Homo_sapiens.gene_info.gz")
    famplex_folder(folder / "famplex-master")
    mgi_file(folder / "MRK_List2.rpt")


INPUTS = {
    "figures.csv": (
        "ID,Legend,Gene list\nF1,HER2 activates MEK.,ERBB2;ZHX2\n"
        'F2,"AKT1, in red, binds EGFR.",AKT1;EGFR\n'
    ),
    "ocr.csv": "wpid,entrez,lexicon_symbol,source\nWP1,2064,HER2,ncbigene_synonym\nWP1,207,AKT1,\n",
    "curated.tsv": "wpid\tgenes\nWP1\tERBB2,AKT1\nWP2\tTP53\n",
    "verdicts.tsv": (
        "figid\tentry\tverdict\tsymbols\nPMC3835685__nihms524354f1\tAR\twrong\tAREG\n"
        "PMC3835685__nihms524354f1\tEGFR\tok\n"
    ),
    "second.jsonl": (
        '{"figid": "PMC3835685__nihms524354f1", "keywords": {"AR": "ok", "EGFR": "ok"}}\n'
    ),
    "bc2gm/devel.tsv": "HER2\tB-GENE\nbinds\tO\nMEK1\tB-GENE\n.\tO\n\nNothing\tO\nhere\tO\n.\tO\n",
    "biored/Dev.PubTator": (
        "1|t|HER2 binds.\n1|a|It is a kinase.\n1\t0\t4\tHER2\tGeneOrGeneProduct\t2064\n"
    ),
    "GENES_RAT.txt": "GENE_RGD_ID\tSYMBOL\tNAME\tOLD_SYMBOL\n2561\tErbb2\tkinase\tNeu;c-erb-B2\n",
}


# the command line


def commands():
    found = {}

    def walk(command, name):
        children = getattr(command, "commands", {})
        for child, inner in children.items():
            walk(inner, f"{name} {child}")
        if not children:
            found[name] = command

    walk(typer.main.get_command(app), "reconcile")
    return found


COMMANDS = commands()


@pytest.fixture(scope="module")
def reference():
    return hooks.command_reference()


def test_every_command_has_its_section_and_no_other_has():
    assert set(re.findall(r"^## `(.+)`$", CLI_DOC, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_generated_reference_has_every_option(name, reference):
    page = hooks.with_commands(f"# All\n\n## `{name}`\n\nWhat it\ndoes.\n\nMore.\n", reference)
    start = f"# All\n\n## `{name}`\n\nWhat it\ndoes.\n\n**Usage**:\n\n```console\n$ {name} "
    assert page.startswith(start) and page.endswith("\n\nMore.\n")
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("-") and option not in ("--help", "-h"):
                # Those that all commands have are described once.
                place = page if parameter.expose_value else CLI_DOC
                assert option in place, option


@pytest.mark.parametrize("name", ["reconcile apply", "reconcile benchmark"])
def test_help_says_what_counts_without_a_least_confidence(name):
    (option,) = [p for p in COMMANDS[name].params if "--min-confidence" in p.opts]
    assert option.show_default == "those that are safe"


def section(name):
    return CLI_DOC.split(f"## `{name}`", 1)[1].split("\n## ", 1)[0]


def test_every_report_format_is_documented():
    for form in (*FORMATS, *EXCHANGE_FORMATS):
        assert f"- `{form}` " in section("reconcile report")


def test_every_benchmark_format_is_documented():
    described = re.findall(
        r"^- (.+?) (?:is|are|has) ", section("reconcile benchmark"), re.MULTILINE
    )
    assert set(re.findall(r"`(\w+)`", " ".join(described))) == set(BENCHMARK_FORMATS)


def test_every_column_of_a_frame_is_documented_with_its_dtype():
    tables = FORMATS_DOC.split("\n## pandas", 1)[1].split("| **")[1:]
    assert [table.split("**")[0] for table in tables] == list(TABLES)
    for table in tables:
        name = table.split("**")[0]
        found = {}
        for dtype, columns in re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE):
            found |= dict.fromkeys(re.findall(r"`(\w+)`", columns), dtype)
        assert found == COLUMNS[name]


# the rest of the site


def test_the_card_of_the_lexicon_is_its_manifest():
    manifest = reconcile.Lexicon.load().manifest
    tables = hooks.manifest_tables(manifest)
    card = (ROOT / "docs" / "lexicon-card.md").read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- manifest: (\w+) -->", card)) == set(tables)
    assert f"| genes | {manifest['counts']['genes']:,} |" in tables["counts"]
    for source in manifest["sources"]:
        assert source["name"] in tables["sources"] and source["license"] in tables["sources"]
    for file in manifest["files"].values():
        assert file["sha256"] in tables["files"]


@pytest.mark.parametrize("page", PAGES)
def test_links_between_files_lead_somewhere(page):
    file = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (file.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_links_of_the_site_stay_in_it(page):
    """The same links after the hook: pages, or files that the site copies."""
    place = next((p for p, source in hooks.BORROWED.items() if source == page), None)
    if place is None and not page.startswith("docs/"):
        return
    place = place or page.removeprefix("docs/")
    text = hooks.site_links((ROOT / page).read_text(encoding="utf-8"), place)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if "://" not in target:
            assert target in hooks.BORROWED or (ROOT / "docs" / target).exists(), target


def test_pages_name_only_make_targets_that_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE))
        assert {"demo", "test"} <= named or page != "README.md"
        for target in named:
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


# the checks themselves


def test_blocks_are_read_with_their_comments():
    text = (
        "<!-- not run: takes an hour -->\n```bash\nmake\n```\n\nNo, wait.\n\n"
        "- so:\n\n  ```python\n  print(1)\n  ```\n\n  ```text\n  1\n  ```\n"
        "<!-- by hand: accept a -->\n"
    )
    first, *rest = blocks("x.md", text)
    assert first == Block("x.md", 2, "bash", "make\n", "takes an hour")
    assert [(b.language, b.text, b.reason, b.after) for b in rest] == [
        ("python", "print(1)\n", None, False),
        ("text", "1\n", None, True),
        ("by hand", "accept a", None, False),
    ]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("bash", "echo a\nfalse\n", r"x.md:1: false\nstatus 1"),
        ("bash", "reconcile report nowhere.md\n", r"x.md:1: reconcile .*\nstatus [12]"),
        ("console", "$ echo a\nb\n", "prints\na\n\nand not\nb"),
        ("console", "$ reconcile --version\nreconcile 0\n", "and not\nreconcile 0"),
        ("console", "a\n", "begins with a command"),
    ],
)
def test_what_is_wrong_on_a_page_is_found(language, text, said, tools, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError, match=said):
        Reader(tmp_path, tools).follow([Block("x.md", 1, language, text)])


def test_what_python_prints_is_compared(tools, tmp_path):
    steps = [Block("x.md", 1, "python", "print(1)\n"), Block("x.md", 5, "text", "2\n", after=True)]
    with pytest.raises(AssertionError, match=r"x\.md:5"):
        Reader(tmp_path, tools).follow(steps)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nd\n", True),
        ("a\n...\nd\n", "a\nb\n", False),
        ("a ... c", "a b c  \n\n", True),
        ("a ... c", "a b\nc\n", False),
        ("a.c", "abc", False),
    ],
)
def test_dots_stand_for_anything(shown, printed, same):
    assert matches(shown, printed) is same
    assert doc_pages.matches(printed, printed)
