"""Results as pandas tables: the same columns and dtypes whatever the results are."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest
from report_samples import blank, sample

import reconcile
from reconcile import ReconcileError, Reconciliations, to_frame
from reconcile.frames import COLUMNS, TABLES
from reconcile.metrics import METRICS, Counts


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("results", [(), (blank(),), (sample(), blank(), sample("F2"))])
def test_columns_and_dtypes_are_the_documented_ones(table, results):
    frame = to_frame(iter(results), table)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(COLUMNS[table])
    assert list(frame.index) == list(range(len(frame)))


def test_figures_have_scores_and_counts():
    frame = Reconciliations([sample(), blank()]).to_frame()
    assert list(frame["figid"]) == ["F1", "F0"]
    assert frame.loc[0, "precision"] == 0.5
    assert list(frame.loc[0, ["keywords", "mentions", "suggestions"]]) == [3, 3, 2]
    assert frame.loc[0, "gene_keywords"] == 2


@pytest.mark.parametrize("column", [*METRICS, *Counts().to_dict(), "source"])
def test_what_is_undefined_is_na_and_not_0(column):
    frame = to_frame([blank()])
    assert frame[column].isna().all()
    assert frame[column].iloc[0] is pd.NA


def test_scores_average_over_the_figures_that_have_them(fast):
    figures = [
        reconcile.Figure("F1", "HER2 and MEK1.", ["ERBB2", "EPHB2"]),
        reconcile.Figure("F2", None, ["ERBB2"]),
    ]
    results = Reconciliations(fast.reconcile_many(figures))
    assert isinstance(results, tuple)
    assert results.to_frame()["precision"].mean() == results[0].precision == 0.5


def test_keywords():
    frame = to_frame([sample(), sample("F2")], "keywords")
    assert list(frame["keyword"]) == ["HER2", "EPHB2", "her4.1"] * 2
    assert list(frame["position"]) == [0, 1, 2] * 2
    assert frame.loc[0, "symbols"] == ("ERBB2",)
    assert frame.loc[0, "supported_by"] == ("HER2",)
    assert frame.loc[2, "symbol"] is pd.NA
    assert frame["supported"].sum() == 2
    counted = frame.explode("symbols").groupby("symbols").size()
    assert counted.to_dict() == {"ERBB2": 2, "EPHB2": 2}
    assert frame.loc[0, "ncbi_gene_ids"] == ("2064",) and frame.loc[2, "hgnc_ids"] == ()


def test_mentions():
    frame = to_frame([sample()], "mentions")
    assert frame[["text", "start", "end", "kind", "covered"]].to_numpy().tolist() == [
        ["HER2", 0, 4, "gene", "full"],
        ["MEK", 40, 43, "family", "none"],
        ["LMP1", 50, 54, "nonhuman", "none"],
    ]
    assert frame.loc[1, "hgnc_ids"] == ("HGNC:6840", "HGNC:6842")
    assert frame.loc[2, "symbols"] == ()
    assert frame.loc[0, "label"] is pd.NA


def test_suggestions():
    frame = to_frame([sample()], "suggestions")
    assert frame[["action", "keyword", "reason"]].to_numpy().tolist() == [
        ["add", "MEK", "missing_members"],
        ["remove", "EPHB2", "alias_collision"],
    ]
    assert frame.loc[0, "symbols"] == ("MAP2K1", "MAP2K2")
    assert frame["confidence"].tolist() == [0.8, 0.9]
    assert frame["safe"].tolist() == [False, False] and frame["decision"].isna().all()


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_one_value_or_of_texts_has_a_column(table):
    figure = sample().to_dict()
    rows = [figure] if table == "figures" else figure[table]
    plain = {
        name
        for row in rows
        for name, value in row.items()
        if isinstance(value, str | int | float)
        or (isinstance(value, list) and {*map(type, value)} == {str})
    }
    assert plain and plain <= set(COLUMNS[table])
    assert list(COLUMNS[table])[:2] == ["figid", "source" if table == "figures" else "position"]


def test_a_table_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="no table 'genes'; the tables are figures, keywords"):
        to_frame([], "genes")


def test_without_pandas_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ReconcileError, match=r"pip install 'gene-reconcile\[pandas\]'"):
        to_frame([sample()])


def test_pandas_is_loaded_only_for_a_table():
    code = "import sys; from reconcile import to_frame; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
