"""What is offered while a name is typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.lexicon import Lexicon
from reconcile.lexicon.complete import KINDS, complete, complete_of_organism
from reconcile.lexicon.nomenclatures import NOMENCLATURES, table_key
from reconcile.lexicon.species import SpeciesLexicon
from reconcile.text import letter_key, surface_key

LEXICON = Lexicon.load()
GENES = LEXICON.all_symbols()
FAMILIES = LEXICON.given_families()


def offered(prefix: str, limit: int = 10, **options: object) -> list[str]:
    return [found.symbol for found in complete(LEXICON, prefix, limit, **options)]


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("her2", "ERBB2"),
        ("HER-2", "ERBB2"),
        ("p53", "TP53"),
        ("TP5", "TP53"),
        ("tumor prot", "TP53"),
        ("α-syn", "SNCA"),
        ("NF-κB", "NFkappaB"),
        ("mek", "MEK"),
        ("PI3", "PI3"),
        ("vascular endothelial growth factor A", "VEGFA"),
    ],
)
def test_the_likeliest_comes_first(prefix, first):
    assert offered(prefix)[0] == first


def test_a_name_typed_in_full_beats_better_known_beginnings():
    found = offered("ARR", 3)
    assert complete(LEXICON, "MET", 1)[0].symbol == "MET"
    assert len(found) == 3
    assert offered("IL1", 1) == ["IL1"]
    assert {"AREG", "AR"} <= set(offered("AR", 4))  # AR is an alias of amphiregulin


def test_better_known_genes_come_first_among_beginnings():
    found = offered("interleukin", 400)
    assert found.index("IL6") < found.index("IL31")
    assert "LINC00473" not in offered("l", 10)


def test_the_form_is_the_name_that_begins_so():
    found = complete(LEXICON, "her2", 5)[0]
    assert (found.name[:5], found.form, found.kind) == ("erb-b", "HER2", "gene")
    assert complete(LEXICON, "AMP-activated", 1)[0].kind in {"family", "complex"}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_kept_to(kind):
    found = complete(LEXICON, "p", 20, [kind])
    assert len(found) == 20
    assert {thing.kind for thing in found} == {kind}


@pytest.mark.parametrize("prefix", ["", " ", "-", "κ" * 501, "\ud800", "\x00", "zzzzqq", "'; --"])
def test_what_begins_no_name_offers_nothing(prefix):
    assert complete(LEXICON, prefix) == []


def test_limits():
    assert complete(LEXICON, "a", 0) == complete(LEXICON, "a", -1) == []
    assert len(complete(LEXICON, "a", 1)) == 1


@given(st.sampled_from(GENES), st.integers(1, 12))
def test_every_symbol_leads_to_its_gene(row, length):
    _, symbol, _ = row
    assert symbol in offered(symbol, 10)
    found = complete(LEXICON, symbol[:length], 10)
    assert found, "a beginning of a symbol offers something"
    assert len({(thing.symbol, thing.kind) for thing in found}) == len(found)


@given(st.sampled_from(FAMILIES))
def test_every_family_leads_to_itself(row):
    assert row[1] in offered(row[1], 10)


@settings(max_examples=25)
@given(st.text("abcdefghiklmnoprstABCDEKM123 -α", min_size=1, max_size=5), st.integers(1, 30))
def test_more_of_them_are_the_same_and_more(prefix, limit):
    some, many = complete(LEXICON, prefix, limit), complete(LEXICON, prefix, 60)
    assert some == many[:limit]
    families = complete(LEXICON, prefix, 60, ["family"])
    assert families[:limit] == complete(LEXICON, prefix, limit, ["family"])


@settings(max_examples=25)
@given(st.text("abcdeklmprst123", min_size=2, max_size=4))
def test_what_is_offered_has_a_name_that_begins_so(prefix):
    own = table_key(prefix), surface_key(prefix)
    for found in complete(LEXICON, prefix, 40):
        if found.form != found.name:  # the lexicon has the spelling
            form = found.form
            keys = table_key(form), surface_key(form), letter_key(form)
            assert any(key.startswith(start) for key in keys for start in own), found


def test_the_work_is_bounded_by_the_names_that_are_asked_for():
    """A letter that thousands of names begin with reads no more of them than a fixed number."""
    asked = []

    class Counted(Lexicon):
        def entries_from(self, prefix, limit):
            asked.append(limit)
            return super().entries_from(prefix, limit)

    counted = Counted(LEXICON.path)
    assert [c.symbol for c in complete(counted, "l", 10)] == offered("l", 10)
    assert asked == []  # the symbols fill the list
    complete(counted, "pro", 400)
    assert asked
    assert max(asked) <= 5000


TABLES = {of.taxon: SpeciesLexicon.open(of.taxon) for of in NOMENCLATURES}


@settings(max_examples=25)
@given(st.sampled_from(sorted(TABLES)), st.data())
def test_genes_of_other_organisms_are_offered_too(taxon, data):
    table = TABLES[taxon]
    gene = table.gene(data.draw(st.integers(0, len(table) - 1)))
    assert gene.symbol in [each.symbol for each in complete_of_organism(table, gene.symbol, 20)]
    prefix = gene.symbol[: data.draw(st.integers(1, 4))]
    some, many = (complete_of_organism(table, prefix, limit) for limit in (5, 30))
    assert some == many[:5]
    assert len({each.symbol for each in many}) == len(many)
    assert all(table_key(each.form).startswith(table_key(prefix)) for each in many)


def test_a_short_beginning_opens_no_more_genes_than_it_offers():
    asked = []
    mouse = TABLES["10090"]
    counted = SpeciesLexicon(mouse.nomenclature, mouse.folder)
    counted.gene = lambda index: asked.append(index) or mouse.gene(index)
    assert complete_of_organism(counted, "a", 10) == complete_of_organism(mouse, "a", 10)
    assert len(asked) == 10
    assert complete_of_organism(mouse, "", 5) == complete_of_organism(mouse, "a", 0) == []
