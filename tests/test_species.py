"""Which organism a mention is of, and the words that say so."""

from __future__ import annotations

import pytest

from reconcile import Figure
from reconcile.annotate import Annotator
from reconcile.annotate.species import Species
from reconcile.organisms import find_organisms

MOUSE, HUMAN, RAT = "10090", "9606", "10116"


def taxa(annotation) -> dict[str, str]:
    return {mention.text: mention.taxon for mention in annotation.mentions}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TNF activates NFKB1.", {"TNF": HUMAN, "NFKB1": HUMAN}),
        ("Signalling in mice. TNF activates NFKB1.", {"TNF": MOUSE, "NFKB1": MOUSE}),
        ("Signalling in mice. In human cells TNF rises.", {"TNF": HUMAN}),
        (
            "IL6 in patients. In rats, TNF rises. EGFR falls.",
            {"IL6": HUMAN, "TNF": RAT, "EGFR": HUMAN},
        ),
        ("Human IL6 and murine TNF bind.", {"IL6": HUMAN, "TNF": MOUSE}),
        ("Xenografts in nude mice. EGFR drives growth.", {"EGFR": HUMAN}),
        ("Tumours grew in mice xenografts. EGFR drives growth.", {"EGFR": HUMAN}),
        ("C2C12 cells were starved. MTOR falls.", {"MTOR": MOUSE}),
        ("Mammalian cells. MTOR falls.", {"MTOR": HUMAN}),
        ("C. albicans is seen by CLEC7A on macrophages.", {"CLEC7A": HUMAN}),
        ("Binding of phages. TNF rises in HeLa cells.", {"TNF": HUMAN}),
    ],
)
def test_the_sentence_comes_before_the_text(fast, text, expected):
    assert taxa(fast.annotate(text)) == expected


@pytest.mark.parametrize("name", ["MEN1", "CAT", "PIGA", "PIG3", "MAN2A1"])
def test_gene_names_are_no_organisms(name):
    assert find_organisms(f"{name} is lost") == []


def test_the_words_are_told_with_their_place(fast):
    text = "Ca²⁺ in mice. TNF rises."
    (mention,) = fast.annotate(text).mentions
    said = mention.organism
    assert (said.text, said.detail) == ("mice", "text")
    assert text[said.start : said.end] == "mice"


def test_spelling_decides_where_the_sentence_says_nothing(fast):
    text = "Signalling in human cells and in mice. Stat3 binds."
    (mention,) = fast.annotate(text).mentions
    assert (mention.taxon, mention.organism.detail) == (MOUSE, "spelling")


def test_titles_count_and_the_record_where_nothing_else_does(fast):
    def taxon(**more):
        result = fast.reconcile(Figure("F", "TNF rises.", ["TNF"], **more))
        (mention,) = result.mentions
        return mention.taxon, mention.organism and mention.organism.detail

    assert taxon() == (HUMAN, None)
    assert taxon(paper_title="Sepsis in rats") == (RAT, "heading")
    assert taxon(organisms=["Mus musculus"]) == (MOUSE, "record")
    assert taxon(organisms=["Mus musculus", "Homo sapiens"]) == (HUMAN, None)
    assert taxon(title="Human TNF", organisms=["Mus musculus"]) == (HUMAN, "heading")


def test_the_organism_changes_no_gene_and_no_score(fast):
    plain = fast.reconcile(Figure("F", "TNF activates NFKB1.", ["TNF"]))
    mouse = fast.reconcile(Figure("F", "TNF activates NFKB1.", ["TNF"], title="In mice"))
    assert [m.genes for m in mouse.mentions] == [m.genes for m in plain.mentions]
    assert (mouse.precision, mouse.recall) == (plain.precision, plain.recall)


def test_nothing_named_is_nothing_said():
    assert Species("TNF rises.", []).at(0) is None


def test_a_record_is_read_like_a_text(fast):
    annotator = Annotator(fast.lexicon)
    (mention,) = annotator.annotate("TNF rises.", organisms="Rattus norvegicus").mentions
    assert mention.taxon == RAT
