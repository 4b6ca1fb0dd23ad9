"""Words that OCR misread: the channel, and the entries that such words brought in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_compare import mention

from reconcile.compare import compare
from reconcile.lexicon import Lexicon
from reconcile.naming.confusions import (
    LONGEST,
    confusions,
    letters_of,
    pieces,
    reading_cost,
    skeleton,
)
from reconcile.records import Figure, OcrWord
from reconcile.suggest import suggest
from reconcile.suggest.case import Case
from reconcile.suggest.misread import (
    BARE_MISREAD_FEATURES,
    MISREAD_FEATURES,
    Intents,
    bare_misreadings,
    misreadings,
)
from reconcile.suggest.misread_weights import BARE_MISREAD_WEIGHTS, MISREAD_WEIGHTS
from reconcile.suggest.usual import usual_names

NAMES = st.text("ABCDEFGKLMOPRSTbcdelmorst0123456789", min_size=1, max_size=12)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


# -- the channel -----------------------------------------------------------------------------------


@given(NAMES)
def test_a_name_is_read_as_it_is_for_nothing(name):
    assert reading_cost(name, name.lower()) == reading_cost(name, f"({name}-") == 0


@given(NAMES, st.data())
def test_a_confusion_costs_no_more_than_it_says(name, data):
    latin = [(read, cost) for read, cost in confusions(name) if read.isascii()]
    read, cost = data.draw(st.sampled_from(latin or [(name, 0.0)]))
    found = reading_cost(name, read) if letters_of(read) else 0.0
    assert found is not None and found <= cost + 0.01


@given(NAMES, st.data())
def test_names_one_confusion_apart_share_a_piece(name, data):
    read, _ = data.draw(st.sampled_from(list(confusions(name)) or [(name, 0.0)]))
    one, other = pieces(skeleton(name)), pieces(skeleton(read))
    assert not one or not other or one & other


@pytest.mark.parametrize(
    ("printed", "likelier", "than"),
    [
        ("eIF4E", "elF4E", "ekF4E"),  # l for I
        ("SOD1", "S0D1", "SKD1"),  # 0 for O
        ("JUNB", "UUNB", "XUNB"),  # U for J
        ("IRAK1", "(RAK1", "ZRAK1"),  # a bracket for I
        ("TNF-beta", "TNF-B", "TNF-K"),  # Greek
        ("DNM1", "DNM1", "ONM1"),
        ("Arnt", "Amt", "Awt"),  # m for rn
    ],
)
def test_letters_that_look_alike_are_read_for_each_other(printed, likelier, than):
    much = 99.0
    assert (reading_cost(printed, likelier) or 0.0) < (reading_cost(printed, than) or much)


def test_letters_of_other_scripts_are_what_they_look_like():
    assert reading_cost("HMGCR", "НМGСR") == 0
    assert reading_cost("GSK3B", "GSK3ẞ") == 0


def test_long_words_are_no_readings():
    assert reading_cost("A" * (LONGEST + 1), "A" * (LONGEST + 1)) is None
    assert not list(confusions("A" * (LONGEST + 1))) and not pieces("a" * 10_000)


def test_what_is_usual_is_what_fits_the_figures():
    assert usual_names().use("JNK") > 0.8 and usual_names().use("UNK") == 0


def test_every_weight_is_of_a_feature():
    assert tuple(MISREAD_WEIGHTS) == MISREAD_FEATURES
    assert tuple(BARE_MISREAD_WEIGHTS) == BARE_MISREAD_FEATURES


# -- entries ---------------------------------------------------------------------------------------

TOLL = ["TLR4", "MYD88", "TIRAP", "TRAF6", "IRAK4", "MAP3K7", "NFKB1", "RELA"]


def row(lexicon, word, symbol, match=None, source="ncbigene_synonym"):
    ncbi = lexicon.gene_by_symbol(symbol).gene.ncbi_gene_id
    return OcrWord(word, match or word, symbol, ncbi, source, "9606")


def figure(lexicon, *rows, genes=TOLL, words=True, caption="", mentions=()):
    """What is suggested about a coherent list with some rows more, by keyword."""
    own = [row(lexicon, symbol, symbol, source="ncbigene_symbol") for symbol in genes]
    keywords = [*genes, *dict.fromkeys(one.symbol for one in rows)]
    ocr = [*own, *rows] if words else ()
    comparison = compare(Figure("F", caption, keywords, ocr=ocr), mentions, lexicon)
    return {s.keyword: s for s in suggest(comparison, lexicon) if s.action != "add"}


def is_misread(suggestion):
    return suggestion is not None and any(e.source == "confusions" for e in suggestion.evidence)


def test_a_name_rewritten_by_pfocr_beside_the_name_itself(lexicon):
    """PFOCR takes a word both as it is and with 1 for l."""
    rows = [row(lexicon, "Hal", "HAL", "HAL"), row(lexicon, "Hal", "KRT31", "HA1")]
    found = figure(lexicon, *rows)
    assert found["KRT31"].action == "remove" and found["KRT31"].already_listed == ("HAL",)
    assert "HAL" not in found


def test_a_part_of_a_word_in_other_letters(lexicon):
    """PFOCR passes over letters that are not Latin: `НPRT1` became PRT1, which is EIF3B."""
    found = figure(lexicon, row(lexicon, "НPRT1", "EIF3B", "PRT1"))["EIF3B"]
    assert (found.action, found.symbols) == ("replace", ("HPRT1",))
    assert "НPRT1" in found.explanation and "HPRT1" in found.explanation
    assert not is_misread(figure(lexicon, row(lexicon, "PRT1", "EIF3B", "PRT1")).get("EIF3B"))


def test_the_gene_that_the_caption_names_is_put_in(lexicon):
    caption = "Stress granules form when eIF2 is phosphorylated."
    named = [mention(lexicon, "eIF2", ["EIF2S1"], caption.index("eIF2"))]
    wrong = row(lexicon, "elF2", "ELF2", "ELF2", "ncbigene_symbol")
    genes = ["EIF2AK1", "EIF2AK2", "EIF2AK3", "EIF2AK4", "ATF4", "DDIT3", "EIF4E", "EIF2B1"]
    found = figure(lexicon, wrong, genes=genes, caption=caption, mentions=named)["ELF2"]
    assert is_misread(found) and (found.action, found.symbols) == ("replace", ("EIF2S1",))
    assert not is_misread(figure(lexicon, wrong, genes=genes).get("ELF2"))


def test_the_same_without_words(lexicon):
    caption = "Insulin signals through IRS1 and AKT1."
    named = [mention(lexicon, "IRS1", ["IRS1"], caption.index("IRS1"))]
    wrong = row(lexicon, "RS1", "RS1")
    genes = ["INS", "INSR", "PIK3CA", "PIK3R1", "PDPK1", "GRB2", "SOS1"]
    comparison = compare(Figure("F", caption, [*genes, "RS1"]), named, lexicon)
    case = Case(comparison, lexicon)
    gene = lexicon.gene_by_symbol("RS1").index
    meant = {m.intent.name for m in bare_misreadings(case, Intents(case), gene)}
    assert "IRS1" in meant
    assert not is_misread(figure(lexicon, wrong, genes=genes, words=False).get("RS1"))


def test_a_family_read_with_its_greek_letter_is_the_member(lexicon):
    rows = [
        row(lexicon, "GSK3ẞ", symbol, match, source)
        for symbol, match, source in (
            ("GSK3B", "GSK3B", "ncbigene_symbol"),
            ("GSK3A", "GSK3", "famplex_relations"),
        )
    ]
    found = figure(lexicon, *rows)
    assert is_misread(found["GSK3A"]) and found["GSK3A"].already_listed == ("GSK3B",)
    assert "GSK3B" not in found


@pytest.mark.parametrize(
    ("word", "symbol", "match"),
    [
        ("CDK4/6", "CDK6", "CDK6"),  # an enumeration
        ("Smad1,5,8", "SMAD5", "SMAD5"),
        ("TRAF3", "TRAF3", "TRAF3"),  # a sibling of a listed gene
        ("p-Akt1", "AKT1", "AKT1"),
        ("NOTCH1-dependent", "NOTCH1", "NOTCH1"),
        ("B-catenin", "CTNNB1", "beta-catenin"),  # seen through rightly
        ("IFNY", "IFNG", "IFNG"),
        ("PTÉN", "PTEN", "PTEN"),
        ("P13K", "PIK3CA", "PI3K"),
    ],
)
def test_what_is_read_right_stays(lexicon, word, symbol, match):
    assert not is_misread(figure(lexicon, row(lexicon, word, symbol, match)).get(symbol))


def test_each_word_has_to_be_misread(lexicon):
    rows = [row(lexicon, "Hal", "HAL", "HAL"), row(lexicon, "Hal", "KRT31", "HA1")]
    kept = figure(lexicon, *rows, row(lexicon, "KRT31", "KRT31", "KRT31", "ncbigene_symbol"))
    assert not is_misread(kept.get("KRT31"))


def test_of_hundreds_of_names_only_near_ones_are_held_against_a_word(lexicon, monkeypatch):
    """What is asked about one word does not grow with the words of the caption."""
    asked = []

    def counted(printed, read):
        asked.append(printed)
        return reading_cost(printed, read)

    monkeypatch.setattr("reconcile.suggest.misread.reading_cost", counted)
    wrong = row(lexicon, "Hal", "KRT31", "HA1")
    counts = []
    for many in (10, 1000):
        caption = " ".join(f"QXW{i}Z" for i in range(many))
        comparison = compare(Figure("F", caption, [*TOLL, "KRT31"], ocr=[wrong]), (), lexicon)
        case = Case(comparison, lexicon)
        asked.clear()
        misreadings(case, Intents(case), lexicon.gene_by_symbol("KRT31").index, wrong)
        counts.append(len(asked))
    assert counts[0] == counts[1]
