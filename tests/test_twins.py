"""Other organisms' symbols go for the reason for which their human twins do."""

from __future__ import annotations

import pytest

from reconcile.compare import compare
from reconcile.lexicon import Lexicon
from reconcile.records import Figure, OcrWord
from reconcile.suggest import safety, suggest
from reconcile.suggest.safe_from import SAFE_FROM

MAPK = ["EGFR", "GRB2", "SOS1", "KRAS", "RAF1", "MAP2K1", "MAP2K2", "MAPK1", "MAPK3", "ELK1"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def removed(lexicon, keywords, **options):
    rows = [row for row in ROWS if row.symbol in keywords]
    comparison = compare(Figure("F", "", keywords, ocr=rows), (), lexicon)
    found = suggest(comparison, lexicon, **options)
    return {s.keyword: s for s in found if s.action == "remove"}


ROWS = [
    OcrWord("ERK", "ERK", "EPHB2", "2048", "ncbigene_synonym", "9606"),
    OcrWord("FIND", "FIND", "DCSTAMP", "81501", "ncbigene_synonym", "9606"),
    OcrWord("EPHT3", "EPHT3", "EPHT3", "2048", "ncbigene_synonym", "9606"),
]


def test_a_twin_goes_with_its_gene(lexicon):
    found = removed(lexicon, [*MAPK, "EPHB2", "Ephb2", "ephb2a", "Map2k1"])
    gene = found["EPHB2"]
    assert gene.reason == "alias_collision" and gene.safe
    for twin in ("Ephb2", "ephb2a"):
        assert found[twin].reason == "species_mismatch" and found[twin].safe
        assert found[twin].confidence == min(0.9, gene.confidence)
        assert "EPHB2 goes" in found[twin].explanation
    assert found["Map2k1"].reason == "ortholog_duplicate" and not found["Map2k1"].safe


def test_a_list_that_was_corrected_is_not_corrected_again(lexicon):
    listed = [*MAPK, "EPHB2", "Ephb2", "Map2k1"]
    going = {k for k, s in removed(lexicon, listed).items() if s.safe}
    assert going == {"EPHB2", "Ephb2"}
    again = removed(lexicon, [k for k in listed if k not in going])
    assert not any(s.safe for s in again.values())


def test_a_twin_is_no_safer_than_its_gene(lexicon, monkeypatch):
    """Where a person has to say what an English word brought in, so it is with the twin."""
    table = {key: least for key, least in SAFE_FROM.items() if key[1] != "ocr_artifact"}
    monkeypatch.setattr(safety, "SAFE_FROM", table)
    found = removed(lexicon, [*MAPK, "DCSTAMP", "Dcstamp"])
    assert (found["DCSTAMP"].reason, found["DCSTAMP"].safe) == ("ocr_artifact", False)
    assert (found["Dcstamp"].reason, found["Dcstamp"].safe) == ("species_mismatch", False)


def test_a_gene_that_stays_has_a_duplicate(lexicon):
    found = removed(lexicon, [*MAPK, "ZHX2", "Zhx2"])
    assert found.keys() == {"Zhx2"} and found["Zhx2"].reason == "ortholog_duplicate"
    off = removed(lexicon, [*MAPK, "EPHB2", "Ephb2"], disable=frozenset({"species_mismatch"}))
    assert off["Ephb2"].reason == "ortholog_duplicate"


def test_a_gene_is_listed_as_long_as_one_of_its_entries_stays(lexicon):
    listed = [*MAPK, "EPHB2", "EPHT3", "Ephb2"]
    found = removed(lexicon, listed)
    assert "EPHB2" in found and "EPHT3" not in found
    assert found["Ephb2"].reason == "ortholog_duplicate"
