"""Texts and figures of any size that ask much of whoever reads them, and how long that takes."""

from __future__ import annotations

import gc
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator

from reconcile import Figure, OcrWord
from reconcile.cleaning import clean
from reconcile.compare import compare
from reconcile.lexicon import Lexicon
from reconcile.suggest import suggest
from reconcile.text import tokens

GENES = ("EGFR", "AKT1", "MAP2K1", "CD4", "IL6", "PIK3CA", "MTOR", "PDK1", "AR", "TNF", "XYZ")
"""A gene list: some of it is in the texts, some an alias, and one unknown."""

UNITS = (
    *("1", "1/", "1,", "1-", "1 and ", "A1/", "A1-", "A1, ", "A-", "a-", "a", "a1", "α", "α/"),
    *("(", "()", "((", ")(", "(A)", "x (1, ", "MMPs (", "MMPs (2, ", "MMPs (2, 9) ", "a (B) "),
    *("(TLR) 3, ", "MEK1/2, ", "SMAD2, 3 and 4 ", "IPS-1 IPS ", "NF-κB ", "long receptor (LLR) "),
    *("a@", "a@a.", "@", "www.", "http://", "fig. ", "receptor 2 ", "grwth factor receptor 2 "),
    *(" ", "\n", ".", "-", "/", ",", "\u00ad", "\u00a0", "Œ", "â€", "😀", "К", "kinase", "kappa"),
    *("MEK1, ", "CD4+ ", "IL-6-", "PI3K/AKT/mTOR ", "PDK1 binds. ", "AR, ", "AR and ER stress. "),
    *("FAS ligand ", "GR, ", "p38 (AIMP2) ", "SHB, SHD and ", "IL-1, -2, -3, ", "TGF-β1, β2 "),
    *("VEGF-A/B/C/", "filamin A, B and ", "E- and N-", "casein kinase 1 (CK1 ", "1 (CK1)27, "),
    *("human TNF in mice ", "mouse Tnf. ", "nude mice ", "E. coli ", "mice[1] ", ".[1", ". a"),
    *("TLR4: toll-like receptor 4; ", "ABC alpha beta cat, ", "alpha beta cat (ABC) ", "A = b "),
    *("EGF-like receptor kinase 1 ", "hedgehog receptor-related ", "IL-1 receptor of the "),
    *("abbreviations ", "and ", " and", "receptor of the ", "phosphorylated human ", "protein "),
    *(
        "AKT not EGFR. ",
        "adapted from ",
        "p < 0",
        "e\u0301",
        "\u0301",
        "TGF-Œ≤ ",
        "Ã¢â‚¬",
        "¬",
        "`",
    ),
    *("αvβ3, ", "GABA α1β1 ", "factors Xa, ", "collagen I/", "laminin-332/", "C3a ", "factor B "),
    *("apo A-I ", "Ang-(1-7", "HSC-3, ", "A20, B20 and ", "CA1 ", "E3 ", "CTLs ", "OR 1.8 "),
    *("HIV-1 Tat, ", "HIV-1 Tat and ", "Nef of HIV ", "NS1, ", "Salmonella Sip", "IL-12 p40 "),
    *("DSel-3 ", "HLA-DR ", "14-3-3ζ/", "V600E ", "АКТ1 ", "<b>&", "| * _ ", "\\", '"', "TNF→"),
    *("siSTAT3", "siSTAT3 ", "KO", "IL-6KO-", "Δ", "fl/fl", "Y705F", "BRAFV600E-", "CD44high "),
    *("&amp;", "&", "&#945;", "GST-", "Myc-", "AML1-ETO/", "::", "IL-12 p40 ", "M3R ", "β "),
    *("H1, ", "M3 and ", "10 BALB/c ", "4 A B/c C/d ", "1-HNE ", "p53null ", "S9", "c Jun "),
    *("yeast (TOR1, ", "the fly ortholog of MEK, ", "extracts of rice act on ", "SOD in E. coli, "),
    *("Hippo (MST1) in flies, ", "Escherichia coli recA ", "TOR in yeast and ", "worm daf-2/INSR "),
    *("IL-4 and 10 ng, ", "CDK4, 6, ", "1) 2) ", "14-3-3 and ", "TGF-β 1 ", "lL-", "E cadherin "),
)
"""What texts repeat: names, lists, brackets, marks, damage, sentences that never end."""


def filled(unit: str, size: int) -> str:
    """A text of so many characters that repeats a unit."""
    return (unit * (size // len(unit) + 1))[:size]


def _numbered(template: str, size: int) -> str:
    return "".join(template.format(i) for i in range(size // len(template)))


TEXTS: dict[str, Callable[[int], str]] = {
    **{repr(unit): lambda size, unit=unit: filled(unit, size) for unit in UNITS},
    "one damaged character": lambda size: "¬" * size + "±",
    "nested damage": lambda size: "¬" * (size // 2) + "±" * (size // 2),
    "a long gap": lambda size: "AR," + " " * size + "EGFR",
    "a long word defined": lambda size: "c" * size + " receptor (CCR) and CCR",
    "digits in a definition": lambda size: "factor " + "1" * (size // 50) + "! (F1) and F1",
    "kappas in a definition": lambda size: "factor" + " kappa B" * (size // 500) + "! (FKB)",
    "many definitions": lambda size: _numbered("alpha beta cat (ABC{0}) or ABC{0}. ", size),
    "many short forms": lambda size: _numbered("AB{0}: alpha beta {0}; ", size),
    "many words": lambda size: _numbered("word{0}x ", size),
    "many numbers": lambda size: _numbered("{0} ", size),
    "many symbols": lambda size: _numbered("ZNF{0}, ", size),
}


def many_keywords(size: int) -> Figure:
    """A long gene list, with aliases and words that mean nothing."""
    names = [f"{stem}{i}" for i in range(size) for stem in ("ZNF", "IL", "MAPK", "NOPE")]
    return Figure(figid="F", caption="ERK binds IL6 and EGFR. " * 20, keywords=names[:size])


def one_keyword(size: int) -> Figure:
    """The same entry again and again, as often as the caption names its gene."""
    return Figure(figid="F", caption="ERK2 binds p38. " * size, keywords=["MAPK1", "ERK2"] * size)


def many_genes(size: int) -> Figure:
    """A caption and a list that name more genes than any figure does, half of them the same."""
    lexicon = Lexicon.load()
    names = [lexicon.gene(4 * i).gene.symbol for i in range(size)]
    random.Random(1).shuffle(names)
    half = size // 3
    return Figure(figid="F", caption=", ".join(names[: 2 * half]), keywords=names[half:])


def ocr_rows(size: int, word: str) -> Figure:
    """One gene with many words off the image."""
    row = {"match": "LPS", "symbol": "IRF6", "ncbi_gene_id": "3664", "source": "ncbigene_synonym"}
    words = [OcrWord(word=word.format(i), **row) for i in range(size)]
    return Figure(figid="F", caption="EGFR " * 20, keywords=["IRF6", "EGFR", "AKT1"], ocr=words)


def long_title(size: int) -> Figure:
    """A title as long as its caption, which names letters that the title may explain."""
    caption = "AR, " * (size // 4)
    return Figure(figid="F", caption=caption, title="androgen " * (size // 9), keywords=["AR"])


FIGURES: dict[str, tuple[int, Callable[[int], Figure]]] = {
    "many keywords": (250, many_keywords),
    "many genes": (250, many_genes),
    "one keyword": (100, one_keyword),
    "equal words": (400, lambda size: ocr_rows(size, "LPS")),
    "different words": (200, lambda size: ocr_rows(size, "LPS {0}")),
    "a long title": (1500, long_title),
}
"""Figures that are large in another way than by their captions, each with a small size."""


def stages(reconciler, figure: Figure) -> Iterator[tuple[str, float]]:
    """What is done to a figure step by step, each with the processor time that it took."""
    timed = Stopwatch()
    caption = figure.caption or ""
    yield "clean", timed(lambda: clean(caption))
    yield "cut", timed(lambda: tokens(clean(caption).text))
    yield "reconcile", timed(lambda: reconciler.reconcile(figure))
    mentions = timed.result.mentions
    yield "compare", timed(lambda: compare(figure, mentions, reconciler.lexicon))
    compared = timed.result
    yield "suggest", timed(lambda: suggest(compared, reconciler.lexicon, min_confidence=0.0))


class Stopwatch:
    """Calls things, and keeps what the last one returned."""

    result: object = None

    def __call__(self, call: Callable[[], object]) -> float:
        """The processor time of a call, without that of collecting garbage from before."""
        gc.collect(0)
        start = time.process_time()
        self.result = call()
        return time.process_time() - start


SLACK = 0.004
"""Seconds that a clock and a collector may add to what is measured."""


def more_than_linear(
    measure: Callable[[int], Iterable[tuple[str, float]]], size: int, most: float = 8.0
) -> dict[str, tuple[float, float]]:
    """The steps that four times the size makes more than twice as slow as it should.

    A step that grows with the square takes sixteen times as long. What is slow once may be the
    machine, so it has to be so three times.
    """
    slow: dict[str, tuple[float, float]] = {}
    for _ in range(3):
        short, long = dict(measure(size)), dict(measure(4 * size))
        slow = {s: (short[s], long[s]) for s in long if long[s] > most * short[s] + SLACK}
        if not slow:
            break
    return slow


def long_record(size: int) -> bytes:
    """A record with so many entries in its list and lines in its caption."""
    lines = "".join(f"  line {i}\n" for i in range(size))
    entries = "".join(f"  - W{i}\n" for i in range(size))
    head = f"---\nfigid: F\ncaption: |\n{lines}schema-jsonld:\n  keywords:\n"
    return f"{head}{entries}---\n".encode()


def tagged(size: int, form: str) -> str:
    """A caption with so many mentions, as other taggers write them."""
    unit = "EGFR binds AKT1. "
    places = range(0, size * len(unit), len(unit))
    if form == "pubtator":
        rows = "".join(f"F\t{at}\t{at + 4}\tEGFR\tGene\t1956\n" for at in places)
        return f"F|t|{unit * size}\n{rows}"
    found = [
        {
            "id": str(at),
            "infons": {"type": "Gene"},
            "text": "EGFR",
            "locations": [{"offset": at, "length": 4}],
        }
        for at in places
    ]
    passage = {"offset": 0, "text": unit * size, "annotations": found}
    return json.dumps({"documents": [{"id": "F", "passages": [passage]}]})
