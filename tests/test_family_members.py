"""Members of families and complexes: what names and numbers ask for, and what a table mends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import LexiconBuildError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.build import curated_rows
from reconcile.lexicon.build.compiler import Compiler
from reconcile.lexicon.build.families import add_famplex, add_integrins
from reconcile.lexicon.build.genes import add_hgnc
from reconcile.lexicon.build.integrins import integrins
from reconcile.lexicon.build.members import by_name, by_numbers, matching
from reconcile.lexicon.build.sources.famplex import FamplexTables
from reconcile.lexicon.build.sources.hgnc import HgncGene, HgncTable
from reconcile.text import surface_key


def compiled(
    symbols: str,
    children: dict[str, list[tuple[str, str, str]]],
    corrections: list[list[str]] | None = None,
    texts: list[tuple[str, str, str]] | None = None,
    aliases: dict[str, tuple[str, ...]] | None = None,
) -> Compiler:
    compiler = Compiler()
    genes = [
        HgncGene(
            hgnc_id=f"HGNC:{number}",
            symbol=symbol.removesuffix("*"),
            name="",
            locus_type="RNA, micro" if symbol.endswith("*") else "gene with protein product",
            ncbi="",
            uniprot="",
            ensembl="",
            alias=(aliases or {}).get(symbol, ()),
            previous=(),
            names=(),
            mgi=(),
            rgd=(),
        )
        for number, symbol in enumerate(symbols.split(), 1)
    ]
    add_hgnc(compiler, HgncTable(genes))
    tables = FamplexTables(sorted(children), children, texts or [])
    add_famplex(compiler, tables, corrections or [], [])
    return compiler


def members(compiler: Compiler, identifier: str) -> str:
    family = compiler.families[compiler.family_index[identifier]]
    return " ".join(compiler.genes[index].symbol for index in family.members)


def isa(symbols: str, space: str = "HGNC") -> list[tuple[str, str, str]]:
    return [(space, symbol, "isa") for symbol in symbols.split()]


# ------------------------------------------------------------------------------- names, numbers


@pytest.mark.parametrize(
    ("name", "has", "known", "more"),
    [
        ("DUSP", "DUSP1 DUSP2", "DUSP3 DUSP22 DUSP13A DUSPX DUSP100", "DUSP3 DUSP22"),
        ("ATG4", "ATG4A ATG4B", "ATG4C ATG4 ATG41 ATG4AB", "ATG4C"),
        ("COL1", "COL1A1 COL1A2", "COL11A1 COL1A3", "COL1A3"),
        ("SCN", "SCN1A SCN2A", "SCN7A SCN7B SCN7", "SCN7A"),
        ("PLA2", "PLA2G3 PLA2G5", "PLA2R1 PLA2G15", "PLA2G15"),
        ("JUN_family", "JUN JUNB", "JUND", ""),
        ("RHO", "RHOA RHOB RHOC", "RHOD", ""),
        ("BMP", "BMP2 BMP4", "BMP2K", ""),
        ("TK", "TK1", "TK2", ""),
        ("Tubulin", "TUBA1A TUBB", "TUBB1", ""),
    ],
)
def test_by_name(name: str, has: str, known: str, more: str) -> None:
    symbols = [*has.split(), *known.split()]
    assert by_name(name, has.split(), symbols) - set(has.split()) == set(more.split())


@pytest.mark.parametrize(
    ("has", "known", "more"),
    [
        ("COL1A1 COL1A2 COL4A1 COL6A1 COL9A1 COL9A3", "COL2A1 COL3A1 COLGALT1", "COL2A1 COL3A1"),
        ("MAPK11 MAPK12 MAPK13 MAPK14", "MAPK1 MAPK3 MAPK8 MAPK9", ""),
        ("COL4A1 COL4A2 COL4A3", "COL5A1 COL4A4", "COL4A4"),
        ("CCL11 CCL24", "CCL26", ""),
        ("NTN1 NTN3 NTN4", "NTN5 NTN100 NTNG1", "NTN5"),
        ("FGF1 FGF2 FGF3 EGF NGF", "FGF4", ""),
        ("", "A1", ""),
    ],
)
def test_by_numbers(has: str, known: str, more: str) -> None:
    symbols = [*has.split(), *known.split()]
    assert by_numbers(has.split(), symbols) - set(has.split()) == set(more.split())


symbol = st.from_regex(r"[A-C]{1,2}[0-9]{0,2}[A-B]?[0-9]?", fullmatch=True)


@given(st.sets(symbol, max_size=8), st.sets(symbol, max_size=12))
def test_what_is_found_is_a_symbol_and_finding_again_finds_the_same(
    has: set[str], known: set[str]
) -> None:
    symbols = has | known
    found = by_numbers(has, symbols)
    assert found <= symbols
    if found:
        assert by_numbers(has | found, symbols) <= has | found
    named = by_name("A", has, symbols)
    assert named <= symbols
    assert by_name("A", has | named, symbols) == named


def test_patterns_of_the_table() -> None:
    symbols = ["H2AC1", "H2AC12", "H2AC1P", "H2ACX", "XH2AC1"]
    assert matching("H2AC#", symbols) == {"H2AC1", "H2AC12"}
    assert matching("H2AC@", symbols) == {"H2ACX"}


# ---------------------------------------------------------------------------------- all together


def test_a_family_is_completed_and_so_is_what_is_above_it() -> None:
    """Only with genes of proteins, and a complex is not."""
    children = {
        "COL4": isa("COL4A1 COL4A2 COL4A3"),
        "Collagen": [*isa("COL4", "FPLX"), *isa("COL1A1")],
        "NTN": [("HGNC", s, "partof") for s in ("NTN1", "NTN2")],
    }
    compiler = compiled("COL1A1 COL4A1 COL4A2 COL4A3 COL4A4 COL4A9* NTN1 NTN2 NTN3", children)
    assert members(compiler, "COL4") == "COL4A1 COL4A2 COL4A3 COL4A4"
    assert members(compiler, "Collagen") == "COL1A1 COL4A1 COL4A2 COL4A3 COL4A4"
    assert members(compiler, "NTN") == "NTN1 NTN2"


def test_corrections_hold_at_their_level_and_above() -> None:
    children = {
        "VTNR": [("HGNC", s, "partof") for s in ("ITGA5", "ITGB3")],
        "Integrins": isa("VTNR", "FPLX"),
        "LET": isa("MIRLET7A1"),
    }
    corrections = [
        ["VTNR", "drop", "ITGA5", "why"],
        ["VTNR", "add", "ITGAV", "why"],
        ["LET", "add", "MIRLET7@ MIRLET7@#", "why"],
        ["Unknown", "add", "NOSUCH", "a family that this FamPlex has not"],
    ]
    symbols = "ITGA5 ITGAV ITGB3 MIRLET7A1* MIRLET7C* MIRLET7BHG"
    compiler = compiled(symbols, children, corrections)
    assert members(compiler, "VTNR") == members(compiler, "Integrins") == "ITGAV ITGB3"
    assert members(compiler, "LET") == "MIRLET7A1 MIRLET7C"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["F", "add", "NOSUCH", "w"], "curated family F: no HGNC symbol NOSUCH"),
        (["F", "add", "NO#", "w"], "correction of F: no symbol like NO#"),
        (["F", "replace", "A1", "w"], "correction of F: replace is not add or drop"),
    ],
)
def test_a_correction_that_cannot_be_done_stops_the_build(wrong: list[str], said: str) -> None:
    with pytest.raises(LexiconBuildError) as caught:
        compiled("A1", {"F": isa("A1")}, [wrong])
    assert str(caught.value) == said


def test_a_letter_for_a_species_does_not_take_a_name_from_its_gene() -> None:
    texts = [("rSK1", "HGNC", "KCNN1"), ("rSK9", "HGNC", "KCNN1"), ("SK1", "HGNC", "KCNN1")]
    aliases = {"RPS6KA1": ("RSK1",), "SPHK1": ("SK1",)}
    compiler = compiled("KCNN1 RPS6KA1 SPHK1", {}, texts=texts, aliases=aliases)

    def genes(name: str) -> set[str]:
        return {compiler.genes[entry.ref].symbol for entry in compiler.forms[surface_key(name)]}

    assert genes("RSK1") == {"RPS6KA1"}
    assert genes("rSK9") == {"KCNN1"}
    assert genes("SK1") == {"KCNN1", "SPHK1"}


def test_an_integrin_of_famplex_keeps_its_id_and_others_get_one() -> None:
    children = {"FNR": [("HGNC", s, "partof") for s in ("ITGA5", "ITGB1")]}
    compiler = compiled("ITGA5 ITGB1 ITGA1 ITGA4", children)
    add_integrins(compiler)

    def families(name: str) -> set[str]:
        found = compiler.forms.get(surface_key(name), set())
        return {compiler.families[entry.ref].id for entry in found if entry.is_family}

    assert families("α5β1") == families("integrin alpha5beta1") == {"FNR"}
    assert families("α4β1") == families("α4β1 integrin") == {"ITGA4_ITGB1"}
    assert families("α1β1 integrin") == {"ITGA1_ITGB1"}
    assert families("α1β1") == set()  # also the sodium pump
    assert families("αVβ3") == set()  # no such gene here


def test_there_are_the_24_integrins() -> None:
    found = list(integrins())
    assert len({one.symbols for one in found}) == len({one.id for one in found}) == len(found) == 24
    assert {b for one in found for b in one.symbols if b.startswith("ITGB")} == {
        f"ITGB{number}" for number in range(1, 9)
    }


# ------------------------------------------------------------------------------ what comes along


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.mark.parametrize(
    "row", curated_rows("famplex.tsv", 4), ids=lambda row: f"{row[0]}-{row[1]}"
)
def test_the_lexicon_that_comes_along_has_every_correction(
    lexicon: Lexicon, row: list[str]
) -> None:
    identifier, mode, listed, why = row
    family = lexicon.family_by_id(identifier)
    assert family is not None and why
    have = {gene.symbol for gene in family.genes}
    known = [record.gene.symbol for record in map(lexicon.gene_by_symbol, have) if record]
    for one in listed.split():
        hit = bool(matching(one, known)) if {"#", "@"} & set(one) else one in have
        assert hit is (mode == "add"), f"{identifier}: {one}"


@pytest.mark.parametrize(
    ("identifier", "wanted"),
    [
        ("Collagen", "COL2A1 COL3A1 COL1A1"),
        ("DUSP", "DUSP1 DUSP22"),
        ("MIRLET7", "MIRLET7A1 MIRLET7B MIRLET7I"),
        ("Netrin", "NTN5"),
        ("RIPK", "RIPK3"),
        ("p38", "MAPK11 MAPK12 MAPK13 MAPK14"),
        ("ITGAV_ITGB8", "ITGAV ITGB8"),
    ],
)
def test_members_in_the_lexicon_that_comes_along(
    lexicon: Lexicon, identifier: str, wanted: str
) -> None:
    family = lexicon.family_by_id(identifier)
    assert family is not None
    have = {gene.symbol for gene in family.genes}
    assert set(wanted.split()) <= have
    if identifier in ("p38", "ITGAV_ITGB8"):
        assert have == set(wanted.split())


def test_size(lexicon: Lexicon) -> None:
    assert sum(path.stat().st_size for path in Path(lexicon.path).iterdir()) < 14_000_000
