"""Entries of gene lists and of gold lists are read alike: the same names are the same genes."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import cli

from reconcile import Figure, Lexicon
from reconcile.benchmark.changes import Lists, gold_counts
from reconcile.benchmark.goldlist import GoldList, Named, named
from reconcile.records import Mention, OcrWord, Reconciliation
from reconcile.text import surface_key

LEXICON = Lexicon.load()
GENES = [LEXICON.gene(index).gene for index, *_ in LEXICON.all_symbols()[::7]]


def names_of_the_lexicon():
    """Names without blanks between, as a gold list may have them: of genes, families, things."""
    beginnings = [a + b for a in "abcdefghijklmnopqrstuvwxyz" for b in "0123456789acegiklmnoprstu"]
    entries = [e for start in beginnings for _, e in LEXICON.entries_from(start, 40)]
    kept = {e.form for e in entries if e.form and not set(" ,;\t") & set(e.form)}
    return sorted(kept | {"SARS", "TAZ", "GIF", "AKT", "LPS", "p40", "Trp53", "erbb2", "FIND"})


NAMES = names_of_the_lexicon()
KINDS = {kind: [n for n in NAMES if named(n, LEXICON).kind == kind] for kind in ("gene", "several")}
lists_of_names = st.lists(
    st.sampled_from(NAMES) | st.sampled_from(KINDS["several"]), max_size=12, unique=True
)
genes = st.lists(st.sampled_from(GENES), max_size=12, unique=True)


def gold_list(entries):
    return GoldList({entry: named(entry, LEXICON) for entry in entries})


def counts(listed, entries, *, ocr=(), mentions=()):
    """The genes of a list against a gold list."""
    gold = gold_list(entries)
    figure = Figure("F", "x", listed, ocr=ocr)
    result = Reconciliation("F", None, None, None, None, None, {}, mentions=mentions)
    lists = Lists(figure, result, LEXICON, {}, gold)
    return gold_counts(lists.genes(lists.compared(listed)), gold.genes)


def is_perfect(found, some):
    """Whether both scores are 1, or undefined where there is nothing."""
    return (found.precision, found.recall) == ((1.0, 1.0) if some else (None, None))


@given(lists_of_names, st.randoms(use_true_random=False))
def test_the_same_names_are_the_same_genes(names, rng):
    others = rng.sample(names, len(names))
    assert is_perfect(counts(names, others), names)


@given(lists_of_names, genes, st.lists(st.sampled_from(GENES), min_size=12, max_size=12))
def test_neither_caption_nor_provenance_makes_other_genes_of_the_same_names(names, named, ids):
    mentions = tuple(Mention("x", 0, 1, "gene", None, (gene,), "9606", 1.0) for gene in named)
    rows = [
        OcrWord("x", "x", name, gene.ncbi_gene_id, "hgnc_symbol", "9606")
        for name, gene in zip(names, ids, strict=False)
    ]
    assert is_perfect(counts(names, names, mentions=mentions), names)
    assert is_perfect(counts(names, names, ocr=rows), names)


@given(genes, st.data())
def test_symbols_and_ids_of_either_kind_are_the_same_genes(genes, data):
    def written(gene):
        ways = [gene.symbol, gene.hgnc_id, gene.hgnc_id.lower()]
        if gene.ncbi_gene_id:
            ways += [gene.ncbi_gene_id, f"NCBIGene:{gene.ncbi_gene_id}"]
        return data.draw(st.sampled_from(ways))

    assert is_perfect(counts([g.symbol for g in genes], map(written, genes)), genes)


@given(lists_of_names, st.data())
def test_letter_case_makes_no_other_genes(names, data):
    names = list({surface_key(name): name for name in names}.values())
    cases = st.sampled_from([str, str.upper, str.lower, str.capitalize])
    changed = [data.draw(cases)(name) for name in names]
    names = [n for n, c in zip(names, changed, strict=True) if surface_key(n) == surface_key(c)]
    changed = [c for c in changed if surface_key(c) in set(map(surface_key, names))]
    assert is_perfect(counts(names, changed), names)


@given(st.sampled_from(KINDS["several"] + KINDS["gene"]), st.data())
def test_a_gene_by_its_symbol_is_what_the_gold_calls_by_another_name(name, data):
    gene = data.draw(st.sampled_from(sorted(named(name, LEXICON).genes)))
    assert is_perfect(counts([gene], [name]), True)


@given(lists_of_names, lists_of_names)
def test_a_gene_is_counted_once_whatever_its_names(names, others):
    found = counts(names, others)
    assert found.supported_keywords == found.covered_concepts
    assert counts([name for name in names for _ in range(2)], others) == found
    assert counts(names[::-1], others[::-1]) == found


letters = st.sampled_from("abcdef")


@given(
    st.dictionaries(st.sampled_from(["N1", "N2", "N3", "N4"]), st.sets(letters, min_size=2)),
    st.sets(letters),
    st.sets(letters),
)
def test_names_of_several_genes_are_as_many_listed_ones_as_they_can(several, sure, listed):
    entries = {name: Named("several", frozenset(genes)) for name, genes in several.items()}
    gold = GoldList(entries | {gene: Named("gene", frozenset({gene})) for gene in sure})
    found = gold.named_by({gene: frozenset({gene}) for gene in listed})
    right = gold.genes.intersection(*[frozenset().union(*found.values())])
    free = sorted(listed - sure)
    groups = {frozenset(genes) for genes in several.values() if not genes & sure}
    assert len(gold.genes) == len(sure) + len(groups)
    most = max(
        sum(gene in group for gene, group in zip(order, groups, strict=False))
        for order in itertools.permutations([*free, *[None] * len(groups)], len(groups))
    )
    assert len(right) == len(listed & sure) + most
    assert len(frozenset().union(*found.values())) == len(listed)


READ = {
    # list, gold: listed, right, gold genes
    "former symbol": ("SARS", "SARS", 1, 1, 1),
    "alias": ("TAZ", "TAZ", 1, 1, 1),
    "of several genes": ("GIF", "GIF", 1, 1, 1),
    "of several, one of them sure": ("GIF MIF", "GIF MIF", 1, 1, 1),
    "of several, listed by its symbol": ("MIF", "GIF", 1, 1, 1),
    "of several, both listed": ("MIF CBLIF", "GIF", 2, 1, 1),
    "of several, listed twice": ("GIF CBLIF", "GIF", 1, 1, 1),
    "label": ("ERK", "ERK", 2, 2, 2),
    "label, members": ("MAPK1 MAPK3 EGFR", "ERK", 3, 2, 2),
    "members, label": ("ERK EGFR", "MAPK1 MAPK3", 1, 0, 2),
    "thing": ("LPS EGFR", "LPS", 2, 1, 1),
    "thing that the gold has not": ("LPS EGFR", "EGFR", 1, 1, 1),
    "thing and its alias": ("IRF6", "LPS", 1, 0, 1),
    "ortholog": ("Trp53 Egfr", "TP53", 1, 1, 1),
    "ortholog in the gold": ("TP53", "Trp53", 1, 1, 1),
    "unknown": ("NOGENE9 EGFR", "nogene9 EGFR", 2, 2, 2),
}


@pytest.mark.parametrize("name", READ)
def test_what_entries_count_as(name):
    listed, gold, *wanted = READ[name]
    found = counts(listed.split(), gold.split())
    assert [found.gene_keywords, found.supported_keywords, found.concepts] == wanted


def test_a_list_is_perfect_against_itself_by_the_command(tmp_path):
    names = ["SARS", "TAZ", "GIF", "AKT", "LPS", "Trp53", "p40", "qqq"]
    record = {"figid": "F", "caption": "MIF and CBLIF bind TAFAZZIN.", "keywords": names}
    figures, gold = tmp_path / "a.jsonl", tmp_path / "g.tsv"
    figures.write_text(json.dumps(record))
    gold.write_text("F\t" + ",".join(reversed(names)))
    done = cli("benchmark", figures, "--gold", gold, "--ner", "lexicon", "--format", "json")
    held = json.loads(done.stdout)["gold"]
    assert held["raw"]["micro"] == {"precision": 1, "recall": 1, "recall_strict": 1, "f1": 1}
    assert held["missed"] == held["extra"] == []
    assert (held["several"], held["labels"]) == (["GIF", "SARS", "p40"], ["AKT"])
    assert held["unknown"] == ["LPS", "qqq"]


def test_ids_of_other_organisms_are_the_same_on_both_sides(tmp_path):
    table, gold = tmp_path / "a.csv", tmp_path / "g.tsv"
    table.write_text("wpid,entrez,symbol,taxon_id\nW1,22059,Trp53,10090\nW1,1956,EGFR,9606\n")
    gold.write_text("W1\t22059,1956\n")
    done = cli("benchmark", table, "--gold", gold, "--ner", "lexicon", "--format", "json")
    assert json.loads(done.stdout)["gold"]["raw"]["micro"]["f1"] == 1
