"""Names of organisms without human genes: whose they are, sentence by sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import Annotation, Figure, Reconciler
from reconcile.annotate.owners import Owners
from reconcile.annotate.passage import passage_of
from reconcile.annotate.roles import parts_of
from reconcile.naming.sentences import Sentences
from reconcile.organisms import find_organisms
from reconcile.records import OcrWord

FLY, WORM, YEAST = "7227", "6239", "559292"


def human(annotation: Annotation, name: str) -> set[str]:
    """The human symbols of the mentions that a name touches, at its first whole place."""
    text = f" {annotation.text} "
    start = next(
        at - 1
        for at in range(len(text))
        if text.startswith(name, at)
        and not (text[at - 1].isalnum() or text[at + len(name)].isalnum())
    )
    end = start + len(name)
    touching = [m for m in annotation.mentions if m.start < end and m.end > start]
    return {symbol for mention in touching for symbol in mention.symbols}


THEIRS = (
    ("Dauer formation in C. elegans: daf-28 and ins-4; then daf-16 drives sod-3.", "sod-3 daf-16"),
    ("In Caenorhabditis elegans, mom-2 binds mom-5 and frees pop-1.", "mom-2 pop-1"),
    ("LIN-45 and MPK-1 follow in Caenorhabditis elegans.", "LIN-45 MPK-1"),
    ("The hypoxia pathway of the worm: EGL-9 hydroxylates HIF-1.", "HIF-1 EGL-9"),
    ("C. elegans rsks-1 and rict-1 are targets of TOR.", "rsks-1 rict-1"),
    ("The Toll pathway of Drosophila: tub, pll and cact act on Dif and dl.", "cact Dif dl"),
    ("In the fruit fly, hh binds ptc, which frees smo; ci is cut.", "hh ptc smo ci"),
    ("Drosophila insulin signalling: InR, chico, Akt1, foxo, Tor and S6k.", "Akt1 foxo Tor S6k"),
    ("Growth in flies. Wts and Mats phosphorylate Yki.", "Wts Yki"),
    ("Drosophila eyes need so, put, nos, Dark and rho.", "so put nos Dark rho"),
    ("Ergosterol synthesis in yeast. ERG1, ERG7 and HMG1 are red.", "ERG1 ERG7 HMG1"),
    ("Leucine synthesis in S. cerevisiae: LEU1, LEU2, BAT1.", "LEU1 LEU2 BAT1"),
    ("In fission yeast, Cdc25 and Wee1 act on Cdc2.", "Cdc25 Wee1 Cdc2"),
    ("Yarrowia lipolytica: POX2, DGA1 and GUT2 store lipids.", "POX2 DGA1 GUT2"),
    ("Antioxidant enzymes of maize leaves: SOD, CAT, APX, GR and POD.", "SOD CAT GR"),
    ("Lignin in poplar: PAL, C4H, HCT, COMT, CCR and CAD.", "PAL HCT COMT CAD"),
    ("Alkaloids of the poppy. TAT and RNMT make alkaloid precursors in roots.", "TAT RNMT"),
    ("SOS response of E. coli: RecA, LexA, UmuD, RecN.", "RecA RecN"),
    ("Acetone fermentation by Clostridium acetobutylicum: ALDH, BDH, PTA, ACK.", "ALDH BDH PTA"),
    ("Corynebacterium glutamicum: GAPDH, pyc, aceE, ldhA.", "GAPDH aceE ldhA"),
    ("Methanogenesis in Methanosarcina: MCH, MTD, MER, MTR.", "MCH MER MTR"),
    ("Plasmodium falciparum PKG and CDPK1 drive egress of the parasite.", "PKG CDPK1"),
)
"""What is a gene of the organism, in sentences that speak of it alone."""


@pytest.mark.parametrize(("text", "names"), THEIRS)
def test_letters_of_another_organism_are_no_human_gene(fast, text, names):
    annotation = fast.annotate(text)
    assert {name: human(annotation, name) for name in names.split()} == {
        name: set() for name in names.split()
    }


@pytest.mark.parametrize(
    "title",
    [
        "The red gold of women farmers",
        "Fragrance, a gift for children",
        "A girl's best friend: the chemistry of scent",
        "Terpenes for human health",
    ],
)
def test_people_in_a_title_do_not_make_a_plants_gene_human(fast, title):
    """As long as the text is on plants, and names no animal and nothing that only they have."""
    text = "Terpenes in petals and leaves of this crop: MCT, IDI1, SQLE and CAT."
    names = ["MCT", "SQLE", "CAT"]

    def found(caption):
        read = Annotation(caption, fast.reconcile(Figure("F", caption, title=title)).mentions)
        return {name for name in names if human(read, name)}

    assert found(text) == set()
    assert found(text.replace("petals", "human skin")) == {*names}
    assert found("Terpenes: MCT, IDI1, SQLE and CAT.") == {*names}


BOTH = (
    (
        "In C. elegans, age-1 and pdk-1 activate sgk-1, while in human cells PI3K activates SGK1.",
        "age-1 pdk-1 sgk-1",
        {"SGK1": {"SGK1"}, "PI3K": {"PIK3CA"}},
    ),
    ("The fly ortholog of MEK, Dsor1, phosphorylates rl.", "Dsor1 rl", {"MEK": {"MAP2K1"}}),
    ("Human PARK7 is a relative of yeast HSP31.", "HSP31", {"PARK7": {"PARK7"}}),
    (
        "Human MSH2 and MLH1 (yeast homologs Msh2 and Pms1) bind.",
        "Pms1",
        {"MSH2": {"MSH2"}, "MLH1": {"MLH1"}},
    ),
    ("MSH6 (yeast Msh3) binds; EXO1 follows.", "Msh3", {"MSH6": {"MSH6"}, "EXO1": {"EXO1"}}),
    ("Rad59 in yeast and BRCA2 in humans load RAD51.", "Rad59", {"BRCA2": {"BRCA2"}}),
    (
        "Human YAP1 and TEAD1, known in Drosophila as yki and sd, drive CCN2.",
        "yki sd",
        {"YAP1": {"YAP1"}, "CCN2": {"CCN2"}},
    ),
    ("Hippo (MST1) of Drosophila binds Sav.", "Sav", {"MST1": {"STK4"}}),
    ("UNC-51/ULK1 in C. elegans needs UNC-14.", "UNC-51", {"ULK1": {"ULK1"}}),
    ("delta like 1 homolog (Drosophila) binds NOTCH1.", "", {"NOTCH1": {"NOTCH1"}}),
    (
        "Expression of human PRKN in Drosophila saves flies without park.",
        "park",
        {"PRKN": {"PRKN"}},
    ),
)
"""Sentences that speak of people and another organism."""


@pytest.mark.parametrize(("text", "theirs", "ours"), BOTH)
def test_the_sentence_says_whose_a_name_is(fast, text, theirs, ours):
    annotation = fast.annotate(text)
    assert not set().union(*(human(annotation, name) for name in theirs.split()))
    for name, symbols in ours.items():
        assert symbols <= human(annotation, name)


OURS = (
    ("A yeast two-hybrid screen shows that TRAF6 binds SQSTM1.", "TRAF6 SQSTM1"),
    ("MTOR is conserved from yeast to man; RPTOR and MLST8 bind it.", "MTOR RPTOR MLST8"),
    ("TP53 and MDM2 were purified from E. coli and mixed with CREBBP.", "TP53 MDM2 CREBBP"),
    ("CYP2D6 and POR were expressed in yeast.", "CYP2D6 POR"),
    ("Compounds of Arabidopsis and rice plants lower IL6 and TNF.", "IL6 TNF"),
    ("Curcumin from the plant Curcuma longa inhibits STAT3 and RELA.", "STAT3 RELA"),
    ("Ginsenosides of Panax ginseng roots raise AKT1 and lower CASP3.", "AKT1 CASP3"),
    ("Antioxidant effect of Baccharis trimera by NCF1. Bt: Baccharis trimera.", "NCF1"),
    ("Salmonella SopB activates AKT1 and RAC1.", "AKT1 RAC1"),
    ("Listeria monocytogenes InlB binds MET, and LLO activates NLRP3.", "MET NLRP3"),
    ("Lipopolysaccharide of E. coli binds TLR4, and MYD88 recruits IRAK4.", "TLR4 MYD88 IRAK4"),
    ("Candida albicans is seen by CLEC7A, which signals by SYK and CARD9.", "CLEC7A SYK CARD9"),
    ("Toxoplasma gondii ROP16 phosphorylates STAT6 of the host cell.", "STAT6"),
    ("A polysaccharide of rice bran activates TLR4 in dendritic cells.", "TLR4"),
    ("Fuchsia: AKT1 activates MTOR; green: ULK1.", "AKT1 MTOR ULK1"),
    ("The venus fly trap domain of CASR binds GNAQ.", "CASR GNAQ"),
    ("Notch1 of vertebrates, like its fly relative, meets ADAM10.", "ADAM10"),
)
"""What an organism is named beside, and is no gene of it."""


@pytest.mark.parametrize(("text", "names"), OURS)
def test_organisms_that_are_tools_remedies_or_guests_take_nothing(fast, text, names):
    annotation = fast.annotate(text)
    assert {name: human(annotation, name) for name in names.split()} == {
        name: {name} for name in names.split()
    }


def test_families_and_full_names_are_of_all_animals(fast):
    found = fast.annotate("Insulin and Notch in Drosophila. JNK and Wnt act there.").mentions
    assert {m.text for m in found if m.symbols} == {"Insulin", "Notch", "JNK", "Wnt"}
    assert {m.taxon for m in found} == {FLY}


@pytest.mark.parametrize(
    ("text", "taxon", "label"),
    [
        ("In Drosophila, Tor binds.", FLY, "FB:FBgn0021796"),
        ("In Drosophila, dsh binds.", FLY, "FB:FBgn0000499"),
        ("In C. elegans, hsf-1 binds.", WORM, "WB:WBGene00002004"),
        ("In yeast, Ste20 binds.", YEAST, "SGD:S000000999"),
        ("In Arabidopsis, BAK1 binds.", "3702", None),
    ],
)
def test_they_are_nonhuman_with_organism_and_id(fast, text, taxon, label):
    (mention,) = fast.annotate(text).mentions
    assert (mention.kind, mention.taxon, mention.genes) == ("nonhuman", taxon, ())
    assert mention.label == label
    assert mention.decided_by == "organism"
    said = mention.organism
    assert text[said.start : said.end] == said.text and said.detail == "sentence"


def test_titles_count_where_the_caption_says_nothing(fast):
    def symbols(**more):
        figure = Figure("F", "SOD, CAT and ERG1 rise.", ["CAT"], **more)
        return {s for m in fast.reconcile(figure).mentions for s in m.symbols}

    assert "CAT" in symbols()
    assert not symbols(title="Cold stress of Oryza sativa")
    assert not symbols(paper_title="Sterols of Saccharomyces cerevisiae")
    assert "CAT" in symbols(paper_title="Yeast and human catalases")


def test_words_of_plants_do_without_a_name(fast):
    text = "Anthocyanins, flavonoids and lignin of leaves: CHS, CHI, COMT and CAD."
    assert not {s for m in fast.annotate(text).mentions for s in m.symbols}
    assert "COMT" in human(fast.annotate("Dopamine, COMT and CAD."), "COMT")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Yeast two-hybrid", []),
        ("Extracts of rice", []),
        ("made in E. coli", ["E. coli"]),
        ("MSH2 (yeast Msh2)", ["yeast"]),
        ("Flies and yeast", ["yeast"]),
    ],
)
def test_parts(text, kept):
    parts = parts_of(text, find_organisms(text), Sentences(text))
    assert [part.hit.text for part in parts] == kept


def test_a_sentence_of_people_is_about_nobody_else():
    owners = Owners(passage_of("Yeast grows. In human cells PARK7 is cut. HSP31 is not."))
    assert owners.at(28, 33) is None and owners.at(42, 47) is None
    assert not Owners(passage_of("PARK7 is cut."))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(("MAPK8", "SOD1", "CASP3", "STAT3", "CDK1", "GSK3B", "PPARG", "NOS2", "CLN3")),
    st.sampled_from(
        ("Arabidopsis", "S. cerevisiae", "rice", "Neurospora crassa", "tobacco plants")
    ),
    st.sampled_from(("In {o}, {g} rises.", "{g} in {o} rises.", "Stress in {o}. {g} rises.")),
)
def test_law_whose_sentence_it_is_decides(gene, organism, wording):
    reconciler = Reconciler(ner="lexicon")
    text = wording.format(o=organism, g=gene)
    theirs, ours = reconciler.annotate(text), reconciler.annotate(wording.format(o="man", g=gene))
    assert human(theirs, gene) == set() and human(ours, gene) == {gene}
    after = reconciler.annotate(f"{text} In human cells {gene} falls.")
    assert after.mentions[-1].symbols == (gene,)


def row(symbol: str, taxon: str, word: str) -> OcrWord:
    return OcrWord(word, word.upper(), symbol, "1", "ncbigene_symbol", taxon)


def test_the_organism_of_the_rows_is_that_of_the_entry(fast):
    """Whatever the lexicon knows: E. coli has a murA that no source of the lexicon has."""
    words = [row("murA", taxon, "MurA") for taxon in ("1282", "511145")]
    words += [OcrWord("TLR4", "TLR4", "TLR4", "7099", "ncbigene_symbol", "9606")]
    figure = Figure("F", "TLR4 in patients.", ["TLR4", "murA"], ocr=tuple(words))
    result = fast.reconcile(figure)
    verdict = {v.keyword: v for v in result.keywords}["murA"]
    assert (verdict.status, verdict.taxon_id) == ("other_species", "511145")
    assert [(s.keyword, s.action) for s in result.suggestions if s.keyword == "murA"] == [
        ("murA", "remove")
    ]


def test_symbols_of_what_the_figure_is_about_stay(fast):
    words = tuple(row(name, "511145", name.capitalize()) for name in ("murA", "murB", "purA"))
    figure = Figure(
        "F",
        "Peptidoglycan synthesis in Staphylococcus aureus. MurA and MurB are shown.",
        ["murA", "murB", "purA"],
        title="Cell wall of Staphylococcus aureus",
        ocr=words,
    )
    assert not [s for s in fast.reconcile(figure).suggestions if s.keyword.startswith(("m", "p"))]


def test_symbols_of_relatives_are_known_without_rows(fast):
    """Human PURA and PGLS have the letters too."""
    figure = Figure(
        "F",
        "Peptidoglycan and purine synthesis in Staphylococcus aureus.",
        ["purA", "pgl", "murC"],
        title="Metabolism of Staphylococcus aureus",
    )
    result = fast.reconcile(figure)
    assert {v.status for v in result.keywords} == {"other_species"}
    assert not [s for s in result.suggestions if s.keyword in figure.keywords]


def test_a_worm_list_is_read_by_its_table(fast):
    figure = Figure(
        "F", "Insulin signalling in C. elegans.", ["daf-2", "pdk-1"], title="C. elegans ageing"
    )
    result = fast.reconcile(figure)
    assert {(v.status, v.taxon_id) for v in result.keywords} == {("other_species", WORM)}
    assert not [s for s in result.suggestions if s.keyword in ("daf-2", "pdk-1")]


def test_a_table_is_opened_where_its_organism_is_named_alone():
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("needs /proc")
    code = (
        "from reconcile import Reconciler\n"
        "from pathlib import Path\n"
        "r = Reconciler(ner='lexicon')\n"
        "def opened(text):\n"
        "    r.annotate(text)\n"
        "    return '7227.marisa' in Path('/proc/self/maps').read_text()\n"
        "print(opened('TNF activates NFKB1 in man.'), opened('In Drosophila, Tor binds Akt1.'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False True\n"


SYMBOLS = [
    ("Hog1 and Pbs2 act below Ssk1 in budding yeast.", {"Hog1": "559292", "Pbs2": "559292"}),
    ("In Saccharomyces cerevisiae, RGT2 and SNF3 sense glucose.", {"SNF3": "559292"}),
    ("C. elegans UNC-6 guides axons by UNC-40; daf-16 is not needed.", {"daf-16": "6239"}),
    ("Worms without egl-9 or SKN-1 are shown (C. elegans).", {"egl-9": "6239", "SKN-1": "6239"}),
    (
        "In Drosophila, ptc represses smo, and Ci enters.",
        {"ptc": "7227", "smo": "7227", "Ci": "7227"},
    ),
    ("The Drosophila genes ptc, smo and ci are drawn.", {"ptc": "7227", "smo": "7227"}),
    ("In Escherichia coli, araC controls araB and araD.", {"araC": "562", "araD": "562"}),
    ("LacZ and GalK of E. coli are made.", {"LacZ": "562"}),
]


@pytest.mark.parametrize(("text", "named"), SYMBOLS, ids=[text[:24] for text, _ in SYMBOLS])
def test_symbols_that_only_the_table_of_the_organism_has_are_found(fast, text, named):
    found = {m.text: m for m in fast.annotate(text).mentions}
    for name, taxon in named.items():
        mention = found[name]
        assert (mention.kind, mention.taxon, mention.genes) == ("nonhuman", taxon, ())
        assert mention.label
        assert mention.organism is not None


@pytest.mark.parametrize(
    "text",
    [
        "Mice lack egl-9, ptc, lacZ and Snf1 of other kinds.",
        "In Drosophila, so and put act with a and v in the eye.",
        "The plant has hop and ptc.",
        "Human cells: unc-6 and daf-16.",
    ],
)
def test_symbols_are_found_only_where_the_text_is_about_their_organism(fast, text):
    named = {m.text for m in fast.annotate(text).mentions if m.score == 0.95}
    assert named.isdisjoint({"egl-9", "ptc", "lacZ", "Snf1", "so", "put", "a", "v", "hop", "unc-6"})
