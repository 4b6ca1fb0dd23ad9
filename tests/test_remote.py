"""Records behind fsspec URLs are read as they are from a folder."""

from __future__ import annotations

import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reconcile import read_figures
from reconcile.records import Failure

fsspec = pytest.importorskip("fsspec")

RECORD = "---\nfigid: {0}\ncaption: AKT1 and {0}\n---\n"
FILES = {
    "figures/F1.md": RECORD.format("F1"),
    "figures/F2.md": RECORD.format("F2"),
    "figures/README.md": "read me",
    "figures/.hidden.md": "no",
    "figures/more/a.jsonl": '{"figid": "F3"}\n{"figid": "F1"}\n{\n',
    "figures/more/empty.jsonl": "",
    "_data/F2-genes.tsv": "word\tmatch\tncbigene_symbol\nErk\tERK\tEPHB2\n",
    "_data/F1-genes.tsv": "word\n",
}


@pytest.fixture
def store(tmp_path):
    """The files in a folder and, the same, in a store."""
    store = fsspec.filesystem("memory")
    store.store.clear()
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    table = pa.table({"figid": ["P1", "P2"], "caption": ["AKT1", None]})
    pq.write_table(table, tmp_path / "figures" / "z.parquet")
    store.put(str(tmp_path) + "/", "/corpus/", recursive=True)
    return store


def read(*paths, **options):
    failed: list[Failure] = []
    return list(read_figures(*paths, on_error=failed.append, **options)), failed


@pytest.mark.parametrize(
    "place", ["figures", "figures/F*.md", "figures/**/*.jsonl", "figures/F2.md"]
)
def test_a_store_reads_like_a_folder(store, tmp_path, place):
    there, there_failed = read(f"memory://corpus/{place}")
    here, here_failed = read(tmp_path / place)
    assert here
    assert [(f.figid, f.caption, f.ocr) for f in there] == [
        (f.figid, f.caption, f.ocr) for f in here
    ]
    assert [(f.figid, f.line, f.error.partition("memory:")[0]) for f in there_failed] == [
        (f.figid, f.line, f.error.partition(str(tmp_path))[0]) for f in here_failed
    ]


def test_all_of_a_store_is_read(store):
    figures, failed = read("memory://corpus/figures")
    assert [figure.figid for figure in figures] == ["F1", "F2", "P1", "P2", "F3"]
    assert [figure.source for figure in figures[:2]] == [
        "memory:///corpus/figures/F1.md",
        "memory:///corpus/figures/F2.md",
    ]
    assert figures[1].ocr[0].symbol == "EPHB2"
    assert len(failed) == 4


def test_tables_may_be_here_and_records_there(store, tmp_path):
    figures, _ = read("memory://corpus/figures/F2.md", ocr_dir=tmp_path / "_data")
    assert figures[0].ocr[0].symbol == "EPHB2"
    figures, _ = read("memory://corpus/figures/F2.md", ocr_dir=tmp_path)
    assert figures[0].ocr == ()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("memory://nowhere", "no such file or folder"),
        ("memory://nowhere/*.md", "no record file matches"),
        ("nosuchstore://a/b", "cannot be opened"),
    ],
)
def test_urls_with_nothing_behind_them(store, url, said):
    figures, failed = read(url)
    assert figures == []
    assert [(f.source, said in f.error) for f in failed] == [(url, True)]


def test_a_file_url_is_a_path(store, tmp_path):
    figures, _ = read(f"file://{tmp_path}/figures/F1.md")
    assert [figure.source for figure in figures] == [f"{tmp_path}/figures/F1.md"]


def test_without_fsspec_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    _, failed = read("memory://corpus")
    assert "gene-reconcile[urls]" in failed[0].error
