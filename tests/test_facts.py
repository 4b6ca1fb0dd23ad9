"""What the tagger is told of a name: facts of its entries and of its letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.lexicon import NON_GENE_TYPES, Entry, Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.tagger.facts import facts_of
from reconcile.text import surface_key


def facts(name, rule="exact"):
    return facts_of(name, Lexicon.load().lookup(surface_key(name)), rule)


@pytest.mark.parametrize(
    ("surface", "form", "spelling"),
    [
        ("ERBB2", "ERBB2", "="),
        ("IL-6", "IL6", "="),
        ("TGF-β1", "TGFbeta1", "="),
        ("erbb2", "ERBB2", "l"),
        ("MEF2", "Mef2", "u"),
        ("ErbB2", "ERBB2", "c"),
        ("integrin-linked kinase", None, "="),
        ("ERBB", "ERBB2", "o"),
    ],
)
def test_the_spelling_is_held_against_that_of_the_entry(surface, form, spelling):
    told = facts_of(surface, (Entry(form, "alias", "hgnc", NO_REF),), "exact")
    assert told.gene == f"alias.hgnc-{spelling}"


def test_the_best_spelled_entry_counts_then_the_best_type():
    entries = (
        Entry("Abc1", "ortholog", "mgi", NO_REF),
        Entry("ABC1", "alias", "ncbi_gene", NO_REF),
        Entry("ABC1", "previous", "hgnc", NO_REF),
    )
    assert facts_of("ABC1", entries, "exact").gene == "previous.hgnc-="
    assert facts_of("Abc1", entries, "exact").gene == "ortholog.mgi-="
    assert facts_of("ABC1", entries, "exact").order < facts_of("aBC1", entries, "exact").order


def test_a_symbol_a_family_a_word_and_a_chemical_are_told_apart():
    symbol, family, chemical = facts("TGFB1"), facts("MAPK"), facts("aspirin")
    assert symbol.gene == "approved.hgnc-="
    assert symbol.sense.startswith("gene=")
    assert "label" in family.types
    assert not chemical.gene
    assert chemical.thing.startswith("chemical")
    assert facts("was").thing != facts("WAS").thing  # the symbol is no English word


def test_length_commonness_and_number_of_meanings_are_told():
    alone = (Entry(None, "name", "hgnc", 5),)
    several = tuple(Entry(None, "name", "hgnc", ref) for ref in range(3))
    assert facts_of("impact", alone, "exact").whole != facts_of("imqact", alone, "exact").whole
    assert facts_of("imqact", alone, "exact").whole == facts_of("imqzct", alone, "exact").whole
    assert facts_of("imqac", alone, "exact").whole != facts_of("imqact", alone, "exact").whole
    assert facts_of("imqact", several, "exact").whole != facts_of("imqact", alone, "exact").whole


ENTRIES = st.builds(
    Entry,
    st.sampled_from(["ABC1", "Abc1", "abc-1", None]),
    st.sampled_from(["approved", "alias", "name", "ortholog", "chemical", "disease"]),
    st.sampled_from(["hgnc", "ncbi_gene", "mgi", "chebi"]),
    st.sampled_from([0, 1, 2, NO_REF]),
)


@given(st.lists(ENTRIES, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_facts_do_not_depend_on_the_order_of_the_entries(entries, random):
    shuffled = random.sample(entries, len(entries))
    told = facts_of("ABC1", tuple(entries), "exact")
    assert told == facts_of("ABC1", tuple(shuffled), "exact")
    kinds = {entry.type in NON_GENE_TYPES for entry in entries}
    assert (bool(told.gene), bool(told.thing)) == (False in kinds, True in kinds)


def test_a_family_and_a_gene_of_one_number_are_told_in_one_order():
    gene = Entry("ABC1", "ortholog", "mgi", 0)
    family = Entry("ABC1", "ortholog", "mgi", 0, is_family=True)
    told = facts_of("ABC1", (gene, family), "exact")
    assert told == facts_of("ABC1", (family, gene), "exact")
