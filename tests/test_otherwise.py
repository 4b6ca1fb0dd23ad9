"""Letters of genes that a figure uses otherwise."""

from __future__ import annotations

import pytest

from reconcile import Figure
from reconcile.compare import compare
from reconcile.compare.letters import Letters
from reconcile.figure import OcrWord
from reconcile.lexicon import Lexicon
from reconcile.reconciler import Reconciler
from reconcile.suggest import suggest
from reconcile.suggest.case import Case
from reconcile.suggest.otherwise import NAMED_SO, PROBABILITY, Otherwise, meant_otherwise

LEXICON = Lexicon.load()
READER = Reconciler(ner="lexicon")


def word(text: str, match: str, symbol: str) -> OcrWord:
    record = LEXICON.gene_by_symbol(symbol)
    assert record is not None
    number = record.gene.ncbi_gene_id
    return OcrWord(text, match, symbol, number, "ncbigene_symbol", "9606")


def figure(caption: str, *words: OcrWord, more: tuple[str, ...] = ()) -> Figure:
    keywords = dict.fromkeys([*(w.symbol for w in words if w.symbol), *more])
    return Figure("F", caption, list(keywords), ocr=words)


def meant(given: Figure, symbol: str, *, bare: bool = False) -> Otherwise | None:
    record = LEXICON.gene_by_symbol(symbol)
    assert record is not None
    case = Case(compare(given, READER.reconcile(given).mentions, LEXICON), LEXICON)
    rows = () if bare else tuple(w for w in given.ocr if w.symbol == symbol)
    return meant_otherwise(case, symbol, record.index, rows)


DEFINED = [
    ("Uptake of spermidine (Spd) by cells.", "Spd", "SFTPD"),
    ("Glyoxylate (GLO) and acetate.", "GLO", "GLO1"),
    ("Flux. CAD: cadaverine; PUT, putrescine.", "CAD", "CAD"),
    ("Hepatic stellate cells (HSC) divide.", "HSC", "FUT1"),
    ("Gibberellic acids (GAs) and growth.", "GAs", "GAST"),
]


@pytest.mark.parametrize(("caption", "letters", "symbol"), DEFINED)
def test_letters_that_the_caption_defines_as_a_thing(caption, letters, symbol):
    found = meant(figure(caption, word(letters, letters, symbol)), symbol)
    assert found is not None and found.sign == "defined"
    assert found.probability == PROBABILITY["defined"]
    assert found.meaning in caption and found.meaning in found.evidence[0].detail


GENES = [
    ("Superoxide (SOD) is removed.", "SOD1", "SOD1"),
    ("Superoxide dismutase (SOD1) acts.", "SOD1", "SOD1"),
    ("Adenomatous polyposis coli (APC) binds.", "APC", "APC"),
    ("Retinoblastoma (RB1) binds E2F.", "RB1", "RB1"),
    ("Fatty acid synthase (FASN) makes palmitate.", "FASN", "FASN"),
    ("Porcupine (PORCN) acts on WNT.", "PORCN", "PORCN"),
    ("Pyruvate dehydrogenase complex (PDH) acts.", "PDH", "PDHA1"),
    ("Musculoaponeurotic fibrosarcoma (MAF) binds.", "MAF", "MAF"),
    ("Citrate leaves through CIT.", "CIT", "CIT"),
    ("Malate and TLR4.", "MAL", "TIRAP"),
]


@pytest.mark.parametrize(("caption", "letters", "symbol"), GENES)
def test_definitions_and_letters_of_genes_stay(caption, letters, symbol):
    assert meant(figure(caption, word(letters, letters, symbol)), symbol) is None


def test_a_short_name_begins_a_chemical_of_the_figure():
    found = meant(figure("Export of citrate.", word("Cit", "CIT", "CIT")), "CIT")
    assert found is not None and (found.sign, found.meaning) == ("short for", "citrate")
    # In capitals they are as the symbol is; and no chemical, no short name.
    assert meant(figure("Export of citrate.", word("CIT", "CIT", "CIT")), "CIT") is None
    assert meant(figure("Cytokinesis.", word("Cit", "CIT", "CIT")), "CIT") is None
    assert meant(figure("Export of citrate.", word("Cit", "CIT", "CIT")), "CIT", bare=True) is None


def test_the_chemical_may_be_an_entry_of_the_list():
    given = figure("A figure.", word("Cit", "CIT", "CIT"), more=("Citrate",))
    found = meant(given, "CIT")
    assert found is not None and found.meaning == "citrate"


def test_letters_beside_chemicals_in_one_word():
    found = meant(figure("Lipids.", word("PS/PC/PE", "PC", "PC")), "PC")
    assert found is not None and found.sign == "beside"
    assert meant(figure("Genes.", word("TP53/PC/PE", "PC", "PC")), "PC") is None


def test_letters_among_codes_of_amino_acids():
    codes = [OcrWord(c, c, "", None, "x", None) for c in ("Asp", "Glu", "Ile")]
    mal = word("Mal", "MAL", "MAL")
    found = meant(figure("Metabolism.", mal, *codes), "MAL")
    assert found is not None and found.sign == "among codes"
    assert meant(figure("Metabolism.", mal, *codes[:2]), "MAL") is None
    kinase = word("Akt", "AKT1", "AKT1")
    assert meant(figure("Metabolism.", kinase, *codes), "AKT1") is None


def test_of_several_words_each_must_be_another_thing():
    words = word("Cit", "CIT", "CIT"), word("CIT", "CIT", "CIT")
    assert meant(figure("Export of citrate.", *words), "CIT") is None


def test_the_entry_is_removed_with_the_meaning_in_the_sentence():
    given = figure("Export of citrate (red) from TP53 cells.", word("Cit", "CIT", "CIT"))
    found = {s.keyword: s for s in READER.reconcile(given).suggestions}
    assert found["CIT"].reason == "non_gene" and "short for citrate" in found["CIT"].explanation


def test_without_words_a_definition_counts_alone():
    caption = "Isopentenyl pyrophosphate (IPP) is made by FDPS."
    given = Figure("F", caption, ["IPP", "FDPS"])
    found = {s.keyword: s for s in READER.reconcile(given).suggestions}
    assert found.keys() == {"IPP"}
    assert found["IPP"].confidence >= NAMED_SO


def test_letters_that_the_caption_reads_as_the_gene_but_defines_as_a_chemical():
    caption = "Fosfomycin (FOS) acts on the wall."
    given = Figure("F", caption, ["FOS", "JUN"])
    comparison = compare(given, READER.reconcile(given).mentions, LEXICON)
    found = {s.keyword: s for s in suggest(comparison, LEXICON)}
    assert found["FOS"].confidence == NAMED_SO and not found["FOS"].safe
    other = Figure("F", f"{caption} In mice Fos and c-Fos rise.", ["FOS", "JUN"])
    comparison = compare(other, READER.reconcile(other).mentions, LEXICON)
    assert "FOS" not in {s.keyword for s in suggest(comparison, LEXICON)}


def test_titles_define_letters_too():
    given = Figure("F", "A figure.", ["LAT"], title="Lactate (LAT) in muscle")
    letters = Letters(given, LEXICON)
    found = letters.thing_defined("LAT")
    assert found is not None and (found[0].long, found[1]) == ("Lactate", "chemical")
