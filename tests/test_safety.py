"""What may be carried out without a person, and what may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import SEEDS
from test_apply import keywords, record, run

from reconcile import Figure, Reconciler, read_figures
from reconcile.suggest import DEFAULT_MIN_CONFIDENCE, safety
from reconcile.suggest.safe_from import SAFE_FROM


@pytest.fixture(scope="module")
def fast():
    return Reconciler(ner="lexicon")


@pytest.fixture(autouse=True)
def new_names_may_be_safe(monkeypatch):
    """What speaks against a new name is to be seen, whatever the fit says of them all."""
    monkeypatch.setattr(safety, "SAFE_FROM", {**SAFE_FROM, ("replace", "outdated_symbol"): 0.65})


def renamed(reconciler, words, caption="", **fields):
    result = reconciler.reconcile(Figure("F", caption, words, **fields))
    return {s.keyword: s.safe for s in result.suggestions if s.action == "replace"}


def test_a_new_name_is_safe_where_nothing_speaks_against_it(fast):
    assert renamed(fast, ["AES", "TLE1"], "TLE1 acts in mice.") == {"AES": True}
    assert renamed(fast, ["AES", "TLE1"], "TLE1 and AES.") == {"AES": True}


AGAINST = {
    "the caption": {"caption": "TLE1 acts in Drosophila."},
    "a title": {"caption": "TLE1.", "title": "Budding yeast"},
    "the paper": {"caption": "TLE1.", "paper_title": "Arabidopsis"},
    "the record": {"caption": "TLE1.", "organisms": ("Saccharomyces cerevisiae",)},
    "a virus": {"caption": "TLE1 in cells with the virus."},
}


FOREIGN = {"a title", "the paper"}
"""Where the list as a whole is said not to belong, and so no entry gets a new name."""


@pytest.mark.parametrize("name", AGAINST)
def test_a_new_name_is_for_a_person_where_the_figure_speaks_against_it(fast, name):
    expected = {} if name in FOREIGN else {"AES": False}
    assert renamed(fast, ["AES", "TLE1"], **AGAINST[name]) == expected


@pytest.mark.parametrize(
    ("words", "caption"),
    [
        (["SARS", "ACE2", "TMPRSS2"], "SARS coronavirus enters by ACE2 and TMPRSS2."),
        (["SARS", "ACE2", "TMPRSS2"], "Entry by ACE2 and TMPRSS2."),
        (["ERG1", "ERG3", "ERG11", "HMG1"], "Ergosterol in Saccharomyces cerevisiae."),
        (["COX1", "COX2"], "Prostaglandins."),
    ],
)
def test_letters_with_another_meaning_are_for_a_person(fast, words, caption):
    assert not any(renamed(fast, words, caption).values())


def test_nothing_is_safe_that_the_table_does_not_say(fast):
    found = [s for figure in read_figures(SEEDS) for s in fast.reconcile(figure).suggestions]
    safe = [s for s in found if s.safe]
    assert safe and len(safe) < len(found)
    for one in safe:
        assert one.action != "add" and one.keyword != "*"
        assert one.confidence >= max(SAFE_FROM[one.action, one.reason], DEFAULT_MIN_CONFIDENCE)


def test_a_plain_apply_takes_the_safe_ones_and_says_how_to_get_the_others(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    old = record("F1", ["ERBB2", "MEK", "MAP2K1", "Cancer"]).replace(b"ERK.", b"ERK, Frizzled.")

    def applied(*args):
        Path("F1.md").write_bytes(old)
        result = run("apply", "F1.md", "--ner", "lexicon", "--in-place", *args)
        assert result.exit_code == 0, result.stderr
        return keywords(Path("F1.md")), result.stderr

    listed, said = applied()
    assert listed == ("ERBB2", "MEK", "MAP2K1")
    assert "other suggestion" in said and "--unsafe" in said
    listed, said = applied("--unsafe")
    assert "MAP2K2" in listed and "MEK" not in listed and "--unsafe" not in said
    assert listed == applied("--min-confidence", str(DEFAULT_MIN_CONFIDENCE))[0]
    assert set(listed) < set(applied("--min-confidence", "0")[0])
