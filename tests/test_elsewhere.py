"""Symbols of other organisms in lists of human genes, without the words that brought them in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.compare import compare, judge_keywords
from reconcile.lexicon import Lexicon
from reconcile.organisms.about import organism_of
from reconcile.organisms.spelling import like_human
from reconcile.records import WHOLE_LIST, Figure, OcrWord
from reconcile.suggest import suggest

FLY, WORM, YEAST, COLI, FISH = "7227", "6239", "559292", "511145", "7955"
NAMES = {
    FLY: "Drosophila melanogaster",
    WORM: "Caenorhabditis elegans",
    YEAST: "Saccharomyces cerevisiae S288C",
    COLI: "Escherichia coli str. K-12 substr. MG1655",
    FISH: "Danio rerio",
}
HUMAN = ["WNT3A", "FZD1", "LRP6", "DVL2", "AXIN1", "GSK3B", "CTNNB1", "TCF7L2", "MYC", "CCND1"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def taxa(lexicon, keywords, caption="An overview.", *, listed=(), **fields):
    """The organism of each entry that is said to be another organism's."""
    organisms = ("Homo sapiens", *map(NAMES.__getitem__, listed)) if listed else ()
    figure = Figure("F", caption, keywords, organisms=organisms, **fields)
    verdicts = judge_keywords(figure, (), lexicon)
    return {v.keyword: v.taxon_id for v in verdicts if v.status == "other_species"}


def suggested(lexicon, keywords, caption="An overview.", **fields):
    figure = Figure("F", caption, keywords, **fields)
    return {s.keyword: s for s in suggest(compare(figure, (), lexicon), lexicon)}


THEIRS = {
    FLY: (["Stat92E", "slpr", "Socs36E"], ["Mkk4", "nkd", "arr", "Axn", "Pvr", "msn"]),
    WORM: (["mom-5", "bar-1", "lin-17"], ["unc-6", "unc-5", "cat-2"]),
    YEAST: (["FUS3", "STE11", "ADE13"], ["GPA1", "STE20", "SST2"]),
    COLI: (["cheA", "cheY", "fliM"], ["tsr", "tap", "trg", "crp"]),
    FISH: (["wnt8a", "fzd7a", "ctnnb1"], ["mst1", "p2rx7", "ripk2"]),
}
"""For each organism symbols of no other meaning, and such as are names of human genes too."""


@pytest.mark.parametrize("taxon", THEIRS)
def test_a_list_shows_in_whose_dictionary_its_words_were_found(lexicon, taxon):
    alone, both = THEIRS[taxon]
    found = taxa(lexicon, [*HUMAN, *alone, *both], listed=[taxon])
    assert found == dict.fromkeys([*alone, *both], taxon)


@pytest.mark.parametrize("taxon", THEIRS)
def test_they_go_from_a_human_list_and_its_own_genes_stay(lexicon, taxon):
    alone, both = THEIRS[taxon]
    found = suggested(lexicon, [*HUMAN, *alone, *both])
    assert {k for k, s in found.items() if s.action == "remove"} == {*alone, *both}
    reasons = {s.reason for s in found.values()}
    assert reasons <= {"species_mismatch", "ortholog_duplicate"}


@pytest.mark.parametrize("taxon", [FLY, WORM, YEAST, COLI])
def test_symbols_of_what_the_figure_is_about_stay(lexicon, taxon):
    alone, _ = THEIRS[taxon]
    title = f"A pathway of {' '.join(NAMES[taxon].split()[:2])}"
    found = suggested(lexicon, [*alone, "WNT3A"], f"The pathway in {title[13:]}.", title=title)
    assert not found.keys() & set(alone)


OWN_NAMES = ["HER2", "p53", "Akt", "p38b", "MEK1", "bcl-2", "foxo", "Ask1"]


@pytest.mark.parametrize("listed", [(), tuple(NAMES)])
def test_peoples_own_names_for_human_genes_stay_theirs(lexicon, listed):
    assert taxa(lexicon, [*HUMAN, *OWN_NAMES], listed=listed) == {}


def test_a_single_stray_symbol_does_not_turn_a_list_of_names(lexicon):
    assert taxa(lexicon, ["p53", "HER2", "MEK1", "Stat92E"]) == {"Stat92E": FLY}
    assert taxa(lexicon, ["p53", "STAT3", "Stat92E", "slpr"]) == dict.fromkeys(
        ["p53", "Stat92E", "slpr"], FLY
    )


def test_how_sure_it_is_follows_from_the_other_entries(lexicon):
    def sure(*more):
        found = suggested(lexicon, [*HUMAN, "Stat92E", "slpr", "Mkk4", *more])
        return found["Mkk4"].confidence, found["slpr"].confidence

    assert sure() == (0.75, 0.9)
    assert sure("puc", "Socs36E") == (0.83, 0.9)
    figure = Figure("F", "", [*HUMAN, "Stat92E", "slpr", "Mkk4"])
    (row,) = [r for r in compare(figure, (), lexicon).rows if r.verdict.keyword == "Mkk4"]
    assert row.certainty == 0.75
    assert "2 entries are nothing but a symbol" in row.verdict.evidence[-1].detail


def test_two_letters_are_read_only_beside_others(lexicon):
    assert taxa(lexicon, [*HUMAN, "wg"]) == {}
    assert taxa(lexicon, [*HUMAN, "wg", "Stat92E"]) == {"wg": FLY, "Stat92E": FLY}
    assert taxa(lexicon, [*HUMAN, "wg"], listed=[FLY]) == {"wg": FLY}
    assert taxa(lexicon, [*HUMAN, "WG"], listed=[FLY]) == {}


def test_only_the_exact_spelling_counts(lexicon):
    assert taxa(lexicon, [*HUMAN, "STAT92e", "Mom-5", "CheA"], listed=NAMES) == {}


def test_in_a_figure_on_plants_letters_may_be_a_plants(lexicon):
    caption = "Sucrose transport in the leaves of Arabidopsis and rice."
    keywords = ["SUC2", "ADE13", "CYB5A"]
    assert taxa(lexicon, keywords, caption) == {}
    assert taxa(lexicon, keywords, caption, listed=[YEAST]) == {"SUC2": YEAST, "ADE13": YEAST}


def test_fly_symbols_in_a_figure_on_worms(lexicon):
    caption = "Wnt signalling in Caenorhabditis elegans: mom-5 and bar-1."
    keywords = ["mom-5", "bar-1", "arr", "fz2", "nkd", "Axn"]
    found = taxa(lexicon, keywords, caption, listed=[WORM, FLY])
    assert found == {"mom-5": WORM, "bar-1": WORM, "arr": FLY, "fz2": FLY, "nkd": FLY, "Axn": FLY}


def test_a_spelling_that_mice_have_too_is_no_other_gene(lexicon):
    mice = ["Trp53", "Cdkn1a", "Bbc3", "Casp9"]
    assert "Bax" not in taxa(lexicon, ["TP53", "BAX", *mice, "Bax"])
    assert "Pten" not in taxa(lexicon, ["AKT1", "Pik3ca", "Foxo1", "Pten", "slpr"])
    assert taxa(lexicon, ["AKT1", "chico", "Pten", "slpr", "Stat92E"])["Pten"] == FLY


def test_what_the_words_say_of_an_entry_counts(lexicon):
    mkk4 = OcrWord("MKK4", "MKK4", "Mkk4", "6416", "ncbigene_synonym", "9606")
    others = ["Stat92E", "slpr", "puc"]
    assert taxa(lexicon, [*HUMAN, *others, "Mkk4"])["Mkk4"] == FLY
    assert "Mkk4" not in taxa(lexicon, [*HUMAN, *others, "Mkk4"], ocr=[mkk4])


def test_a_list_of_flies_alone_stays_where_the_text_is_silent(lexicon):
    keywords = ["Stat92E", "slpr", "puc", "upd1", "Mkk4"]
    assert suggested(lexicon, keywords) == {}
    assert suggested(lexicon, keywords, organisms=["Homo sapiens", NAMES[FLY]]) == {}
    assert suggested(lexicon, keywords, organisms=["Homo sapiens"]).keys() == {*keywords}
    yeast = [*THEIRS[YEAST][0], "STE12"]
    assert suggested(lexicon, yeast, organisms=["Homo sapiens", NAMES[YEAST]]) == {}
    tumours = suggested(
        lexicon, keywords, "JAK and STAT in tumours of patients with breast cancer."
    )
    assert tumours.keys() == {*keywords}


def test_no_ortholog_is_denied_where_none_is_known(lexicon):
    found = suggested(lexicon, [*HUMAN, "cheA", "cheY", "si:dkey-222f8.3"])
    assert found["cheA"].explanation == "cheA is an E. coli gene in a list of human genes."
    assert "without a human ortholog" in found["si:dkey-222f8.3"].explanation


PLANT, BACILLUS = "3702", "1773"
LIGHT = {"caption": "Light signalling in seedlings and leaves.", "title": "Light in Arabidopsis"}


def test_a_record_that_does_not_name_man_has_none_of_his_genes(lexicon):
    """Today's records name every organism in whose dictionary a word was found."""
    keywords = ["PHYA", "NPH3", "HY5", "CRY2", "COP1", "AOS"]
    fields = {**LIGHT, "organisms": ["Arabidopsis thaliana"]}
    figure = Figure("F", keywords=keywords, **fields)
    verdicts = judge_keywords(figure, (), lexicon)
    assert {(v.status, v.taxon_id) for v in verdicts} == {("other_species", PLANT)}
    assert "does not name man" in verdicts[3].evidence[-1].detail
    assert suggested(lexicon, keywords, **fields) == {}
    both = {**LIGHT, "organisms": ["Homo sapiens", "Arabidopsis thaliana"]}
    found = suggested(lexicon, keywords, **both)
    assert {"CRY2", "COP1"} <= found.keys() and not found.keys() & {"PHYA"}
    yeast = suggested(
        lexicon,
        ["FUS3", "STE11", "ADE13", "FAR1", "ADH4"],
        "Mating and fermentation in budding yeast.",
        organisms=[NAMES[YEAST]],
    )
    assert yeast == {}


def test_a_list_of_human_symbols_alone_is_one_whatever_the_record_names(lexicon):
    fields = {**LIGHT, "organisms": ["Arabidopsis thaliana"]}
    assert WHOLE_LIST in suggested(lexicon, ["CRY2", "COP1", "PSAT1", "CYB5A"], **fields)


def test_organisms_without_a_table_are_told_by_the_record_and_the_spelling(lexicon):
    keywords = [*HUMAN, "katG", "embC", "dprE1", "Glutamate", "trehalosemonomycolate"]
    record = ["Homo sapiens", "Mycobacterium tuberculosis H37Rv"]
    figure = Figure("F", "Isoniazid in patients.", keywords, organisms=record)
    verdicts = {v.keyword: v for v in judge_keywords(figure, (), lexicon)}
    assert {k for k, v in verdicts.items() if v.taxon_id == BACILLUS} == {"katG", "embC", "dprE1"}
    found = suggested(lexicon, keywords, "Isoniazid in patients.", organisms=record)
    assert found["embC"].confidence == 0.86 and found["embC"].reason == "species_mismatch"
    assert "embC" not in suggested(lexicon, keywords, "Isoniazid in patients.")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from([*HUMAN, *OWN_NAMES, *THEIRS[FLY][0], *THEIRS[FLY][1], *THEIRS[WORM][0]])
    ),
    st.randoms(use_true_random=False),
)
def test_laws(keywords, random):
    lexicon = Lexicon.load()
    keywords = list(dict.fromkeys(keywords))
    found = taxa(lexicon, keywords)
    shuffled = keywords[:]
    random.shuffle(shuffled)
    assert taxa(lexicon, shuffled) == found
    assert not found.keys() & set(HUMAN)
    # What is nothing else is theirs in every list, and the more of it the more is.
    assert {*THEIRS[FLY][0]} & {*keywords} <= found.keys()
    more = [*keywords, *(s for s in THEIRS[FLY][0] if s not in keywords)]
    assert {k for k, taxon in found.items() if taxon == FLY} <= taxa(lexicon, more).keys()


SILENT = {
    "worm": ["WNT3A", *THEIRS[WORM][0], *THEIRS[WORM][1]],
    "bacterium": ["WNT3A", "cheA", "cheY", "fliM", "flgE", "motB", "trpA"],
}


@pytest.mark.parametrize("group", SILENT)
def test_a_list_speaks_of_others_where_most_of_it_is_theirs(group):
    theirs = SILENT[group]
    assert organism_of(Figure("F", "An overview.", theirs)).group == group
    about = organism_of(Figure("F", "An overview.", [*HUMAN, *theirs]))
    assert about.group == "mammal" and not [e for e in about.evidence if e.source == "list"]


def test_words_off_the_image_speak_as_they_are():
    ocr = [OcrWord(w, w, w, None, "ncbigene_symbol", WORM) for w in THEIRS[WORM][0]]
    ocr += [OcrWord(w, w, w, None, "ncbigene_symbol", "9606") for w in HUMAN]
    figure = Figure("F", "An overview.", [*HUMAN, *THEIRS[WORM][0]], ocr=ocr)
    assert {e.text for e in organism_of(figure).evidence if e.source == "list"} >= {"mom-5"}


@pytest.mark.parametrize("taxon", [FLY, FISH])
def test_the_record_alone_gives_no_animal_the_words_of_medicine(taxon):
    caption = (
        "Oxidative stress, inflammation and cytokines: mTOR, AKT, AMPK and p53 in macrophages."
    )
    fields = {"organisms": (NAMES[taxon], "Homo sapiens"), "title": "Arthritis"}
    assert organism_of(Figure("F", caption, **fields)).probability > 0.9
    assert organism_of(Figure("F", caption, **fields)).group == "mammal"
    named = f"{caption} Of {NAMES[taxon]}."
    assert organism_of(Figure("F", named, **fields)).group != "mammal"


@pytest.mark.parametrize("symbol", ["TP53", "HLA-A", "HLA-DRB1", "C9orf72", "NKX2-1", "IGHV1-2"])
def test_how_human_symbols_are_written(symbol):
    assert like_human(symbol)


@pytest.mark.parametrize("symbol", ["daf-16", "Trp53", "lacZ", "Pi3K92E", "A", "AtMPK6"])
def test_how_they_are_not(symbol):
    assert not like_human(symbol)
