"""What a word means in its figure, by which name a gene came in, and what is doubted for it."""

from __future__ import annotations

import pytest

from reconcile.compare import compare
from reconcile.lexicon import Lexicon
from reconcile.records import Figure, OcrWord
from reconcile.suggest import suggest
from reconcile.suggest.case import Case
from reconcile.suggest.doubt import doubt_of
from reconcile.suggest.readings import Readings
from reconcile.suggest.ways import uses, ways

APOPTOSIS = ["BAX", "BCL2", "CASP3", "CASP9", "APAF1", "CYCS", "MDM2", "CDKN1A", "BBC3", "PMAIP1"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def case(lexicon, rows=(), more=(), caption="How cells die."):
    """A coherent list with its words, and some entries more."""
    own = [] if rows is None else [word(lexicon, s, s) for s in APOPTOSIS]
    keywords = [*APOPTOSIS, *dict.fromkeys((*(r.symbol for r in rows or ()), *more))]
    figure = Figure("F", caption, keywords, ocr=(*own, *(rows or ())))
    return Case(compare(figure, (), lexicon), lexicon)


def word(lexicon, read, symbol, match=None, source="ncbigene_synonym"):
    gene = lexicon.gene_by_symbol(symbol).gene
    return OcrWord(read, match or read, symbol, gene.ncbi_gene_id, source, "9606")


def doubted(lexicon, one, *rows):
    """How surely each of the genes that words brought in is wrong."""
    seen = case(lexicon, rows)
    return {
        row.symbol: doubt_of(seen, lexicon.gene_by_symbol(row.symbol).index, [row]).probability
        for row in rows
    }[one]


@pytest.mark.parametrize(
    ("read", "wrong", "right"),
    [
        ("BID", "SLC25A10", "BID"),
        ("p53", "TP63", "TP53"),
        ("TRAIL", "TNFSF11", "TNFSF10"),
        ("BIM", "BCL2L1", "BCL2L11"),
    ],
)
def test_a_word_that_is_one_gene_s_own_name_is_that_gene(lexicon, read, wrong, right):
    source = "famplex_relations" if read == "p53" else "ncbigene_synonym"
    rows = word(lexicon, read, wrong, source=source), word(lexicon, read, right, source=source)
    assert doubted(lexicon, wrong, *rows) > 0.5 > doubted(lexicon, right, *rows)


def test_what_of_a_word_is_read(lexicon):
    readings = Readings(lexicon, frozenset())
    assert readings.word(OcrWord("p-AKT1", "PAKT1", "X")) == "AKT1"
    assert readings.word(OcrWord("GSK3B", "GSK3", "GSK3A")) == "GSK3B"
    assert readings.word(OcrWord("AMPK,p53", "P53", "TP53")) == "p53"


def test_a_reading_is_seen_from_a_gene(lexicon):
    readings = Readings(lexicon, frozenset())
    raf1, araf = (lexicon.gene_by_symbol(s).index for s in ("RAF1", "ARAF"))
    assert readings.of("RAF1", raf1).gene > 0.9
    assert readings.of("RAF", araf).family > 0.5 and readings.of("RAF", araf).gene < 0.1
    other = readings.of("RAF1", araf).other
    assert other is not None and other.ref == raf1


def test_the_likeliest_way_into_a_list(lexicon):
    seen = case(lexicon, None, ["IRF6"])
    first, *_ = ways(seen, lexicon.gene_by_symbol("IRF6").index)
    assert first.row.match == "LPS" and first.share > 0.9
    first, *_ = ways(seen, lexicon.gene_by_symbol("BAX").index)
    assert first.row.match == "BAX"
    assert sum(way.share for way in ways(seen, lexicon.gene_by_symbol("TP53").index)) <= 1.0001
    assert uses("a gene that there is not") == {}


def test_a_doubt_tells_the_word_and_what_speaks_for_it(lexicon):
    seen = case(lexicon, [word(lexicon, "LPS", "IRF6")])
    found = {s.keyword: s for s in suggest(seen.comparison, lexicon)}["IRF6"]
    assert '"LPS"' in found.explanation and "chemical" in found.explanation
    (said,) = [piece for piece in found.evidence if piece.source == "fitted doubt"]
    assert said.text == "LPS" and said.detail.startswith("doubted for: ")


def test_what_is_left_out_speaks_for_nobody(lexicon):
    seen = case(lexicon, None, ["IRF6", "MFAP1"])
    irf6 = lexicon.gene_by_symbol("IRF6").index
    less = seen.without([irf6])
    assert irf6 in less.listed and irf6 not in less.comparison.genes | less.neighbours
    assert less.without([]).listed == seen.listed


def test_a_corrected_list_is_not_corrected_again(lexicon):
    seen = case(lexicon, None, ["IRF6", "MFAP1", "NMUR1", "WDTC1", "OPN1LW"])
    gone = {s.keyword for s in suggest(seen.comparison, lexicon) if s.action == "remove"}
    assert {"IRF6", "WDTC1"} <= gone and not gone & set(APOPTOSIS)
    left = [k for k in seen.comparison.figure.keywords or () if k not in gone]
    again = compare(Figure("F", "How cells die.", left), (), lexicon)
    assert not suggest(again, lexicon)
