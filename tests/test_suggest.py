"""Each rule on small figures, the seeds, and the laws of the whole."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import SEEDS
from test_compare import LAWS, build, cases, mention

from reconcile import Reconciler
from reconcile.compare import GENE_STATUSES, compare
from reconcile.formats import read_figures
from reconcile.lexicon import Lexicon
from reconcile.records import Figure, Mention, OcrWord
from reconcile.suggest import AGAINST, RULES, WHOLE_LIST, suggest
from reconcile.suggest.context import context_of
from reconcile.suggest.models import fitted
from reconcile.suggest.ways import uses


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def run(lexicon, keywords, mentions=(), caption="", **fields):
    comparison = compare(Figure("F", caption, keywords, **fields), mentions, lexicon)
    return suggest(comparison, lexicon)


def by_keyword(suggestions):
    return {s.keyword: s for s in suggestions}


def row(word, symbol, ncbi, match=None, source="ncbigene_synonym"):
    return OcrWord(word, match or word, symbol, ncbi, source, "9606")


INFLAMMASOME = ["TLR4", "MYD88", "NLRP1", "NLRP3", "NLRP6", "NLRC4", "IL18", "IL1B", "GSDMD"]


def inflammasome(lexicon, *rows):
    """A coherent list with its provenance, and some entries more."""
    own = [
        OcrWord(s, s, s, lexicon.gene_by_symbol(s).gene.ncbi_gene_id, "ncbigene_symbol", "9606")
        for s in INFLAMMASOME
    ]
    keywords = [*INFLAMMASOME, *dict.fromkeys(r.symbol for r in rows)]
    return by_keyword(run(lexicon, keywords, ocr=[*own, *rows]))


def test_missing_gene(lexicon):
    (found,) = run(lexicon, ["EGF"], [mention(lexicon, "HER2", ["ERBB2"], 3)])
    assert (found.action, found.symbols, found.reason) == ("add", ("ERBB2",), "missing_gene")
    assert (found.evidence[0].start, found.evidence[0].end) == (3, 7)


def test_enumeration_lacks_only_the_rest(lexicon):
    (found,) = run(lexicon, ["MAP2K1"], [mention(lexicon, "MEK1/2", ["MAP2K1", "MAP2K2"])])
    assert (found.symbols, found.already_listed) == (("MAP2K2",), ("MAP2K1",))


def test_missing_members_fade_with_size(lexicon):
    small, none = (
        run(lexicon, ["EGF"], [mention(lexicon, label, (), label=label)])
        for label in ("MEK", "Wnt")
    )
    assert small[0].reason == "missing_members" and not none
    assert small[0].symbols == ("MAP2K1", "MAP2K2")


def test_a_partly_listed_large_family_is_left_alone(lexicon):
    assert not run(lexicon, ["WNT1"], [mention(lexicon, "Wnt", (), label="Wnt")])


def test_labels_become_members(lexicon):
    found = by_keyword(run(lexicon, ["RAS", "KRAS", "HRAS", "NRAS", "AMPK"]))
    assert found["RAS"].action == "replace" and found["RAS"].reason == "family_label"
    assert found["RAS"].symbols == found["RAS"].already_listed == ("HRAS", "KRAS", "NRAS")
    assert found["AMPK"].reason == "complex_label" and "PRKAA1" in found["AMPK"].symbols


def test_old_names_become_symbols(lexicon):
    found = by_keyword(run(lexicon, ["AES", "HER2", "TLE5"]))
    assert (found["AES"].reason, found["AES"].symbols) == ("outdated_symbol", ("TLE5",))
    assert found["AES"].already_listed == ("TLE5",)
    assert (found["HER2"].reason, found["HER2"].symbols) == ("alias_symbol", ("ERBB2",))
    assert "TLE5" not in found


def test_other_species(lexicon):
    found = by_keyword(run(lexicon, ["mtor", "MTOR", "rab1ab", "her4.1"]))
    assert found["mtor"].reason == "ortholog_duplicate" and found["mtor"].action == "remove"
    assert (found["rab1ab"].action, found["rab1ab"].reason) == ("remove", "species_mismatch")
    assert "RAB1A" in found["rab1ab"].explanation
    assert (found["her4.1"].action, found["her4.1"].reason) == ("remove", "species_mismatch")


def test_a_list_of_another_organism_gets_its_orthologs(lexicon):
    found = by_keyword(run(lexicon, ["rab1ab", "mapk3", "egfra", "MTOR"]))
    assert (found["rab1ab"].action, found["rab1ab"].symbols) == ("replace", ("RAB1A",))
    assert found["egfra"].symbols == ("EGFR",)


def test_an_ortholog_that_the_caption_names_replaces(lexicon):
    mentions = [mention(lexicon, "RAB1A", ["RAB1A"])]
    found = by_keyword(run(lexicon, ["mtor", "MTOR", "rab1ab"], mentions))
    assert (found["rab1ab"].action, found["rab1ab"].symbols) == ("replace", ("RAB1A",))


def test_zebrafish_her2_is_not_human_her2(lexicon):
    found = by_keyword(run(lexicon, ["her2"], [mention(lexicon, "HER2", ["ERBB2"])]))["her2"]
    assert found.action == "remove" and "HES5" in found.explanation
    assert "ERBB2" in found.explanation


def test_zebrafish_symbols_stay_in_a_zebrafish_paper(lexicon):
    assert not run(lexicon, ["rab1ab"], organisms=["Danio rerio"])


def test_alias_collision_by_the_caption(lexicon):
    mentions = [
        mention(lexicon, label, (), i * 9, label=label) for i, label in enumerate(("ERK", "RAF"))
    ]
    keywords = [
        "MAP2K1",
        "MAP2K2",
        "ZHX2",
        "ARAF",
        "BRAF",
        "RAF1",
        "EPHB2",
        "MAPK1",
        "MAPK3",
    ]
    found = by_keyword(run(lexicon, keywords, mentions))
    assert {k for k, s in found.items() if s.reason == "alias_collision"} == {
        "ZHX2",
        "EPHB2",
    }
    assert "RAF" in found["ZHX2"].explanation and "ERK" in found["EPHB2"].explanation


def test_a_jnk_figure_keeps_map2k7(lexicon):
    keywords = [
        "MAP2K1",
        "MAP2K2",
        "MAP2K4",
        "MAP2K7",
        "MAPK8",
        "MAPK9",
        "MAPK10",
        "MAP3K5",
        "MAP3K1",
        "JUN",
    ]
    assert "MAP2K7" not in by_keyword(run(lexicon, keywords))


def test_a_named_gene_is_not_removed(lexicon):
    keywords = ["EPHB2", "MAPK1", "MAPK3"]
    mentions = [mention(lexicon, "ERK", (), label="ERK"), mention(lexicon, "EphB2", ["EPHB2"], 9)]
    assert not run(lexicon, keywords, mentions)


def test_two_genes_of_one_word(lexicon):
    found = inflammasome(
        lexicon,
        row("ASC", "STS", "412"),
        row("ASC", "PYCARD", "29108"),
        row("MyD88/Trif", "TRIM69", "140691", "TRIF"),
        row("MyD88/Trif", "TICAM1", "148022", "TRIF"),
    )
    assert set(found) == {"STS", "TRIM69"}
    assert all(s.reason == "alias_collision" and s.action == "remove" for s in found.values())
    assert found["TRIM69"].already_listed == ("TICAM1",)
    assert any(e.type == "ocr" and e.text == "MyD88/Trif" for e in found["TRIM69"].evidence)


def test_the_caption_decides_over_kinship(lexicon):
    named = [mention(lexicon, "steroid sulfatase", ["STS"])]
    rows = [row("ASC", "STS", "412"), row("ASC", "PYCARD", "29108")]
    found = by_keyword(run(lexicon, [*INFLAMMASOME, "STS", "PYCARD"], named, ocr=rows))
    assert "STS" not in found


def test_a_phosphorylated_protein(lexicon):
    rows = [row("p-ERK", "EIF2AK3", "9451", "PERK")]
    found = by_keyword(run(lexicon, ["EIF2AK3", "MAPK1", "MAPK3", "EGF", "JUN"], ocr=rows))
    assert found["EIF2AK3"].reason == "alias_collision"


def test_words_that_are_things(lexicon):
    found = inflammasome(lexicon, row("LPS", "IRF6", "3664"), row("ATP.", "ATP8A2", "51761", "ATP"))
    assert {k: s.reason for k, s in found.items()} == {"IRF6": "non_gene", "ATP8A2": "non_gene"}
    assert "LPS" in found["IRF6"].explanation


def test_english_words(lexicon):
    found = inflammasome(lexicon, row("FIND", "DCSTAMP", "81501"))
    assert found["DCSTAMP"].reason == "ocr_artifact"
    assert any(e.text == "FIND" for e in found["DCSTAMP"].evidence)


def test_a_symbol_that_was_printed_is_no_artifact(lexicon):
    own = row("KCNK6", "KCNK6", "9424", source="ncbigene_symbol")
    assert not inflammasome(lexicon, own, row("TWIK2", "KCNK6", "9424"))


def test_ambiguous_symbols(lexicon):
    keywords = [
        "AR",
        "EGF",
        "TGFA",
        "BTC",
        "HBEGF",
        "EGFR",
        "ERBB3",
        "ERBB4",
        "PDK1",
        "AKT1",
        "AKT2",
        "AKT3",
        "PIK3CA",
        "PIK3R1",
    ]
    found = by_keyword(run(lexicon, keywords))
    assert found["AR"].symbols == ("AREG",) and found["PDK1"].symbols == ("PDPK1",)
    neighbours = {e.text for e in found["AR"].evidence if e.type == "neighbour"}
    assert {"EGF", "TGFA"} <= neighbours
    assert found["PDK1"].reason == "ambiguous_symbol"


def test_an_androgen_receptor_figure_keeps_ar(lexicon):
    keywords = ["AR", "KLK3", "TMPRSS2", "NKX3-1", "ESR1", "NCOA1", "NCOA2", "SRC", "EGFR", "AKT1"]
    assert "AR" not in by_keyword(run(lexicon, keywords))


def test_a_metabolic_figure_keeps_pdk1(lexicon):
    keywords = ["PDK1", "PDHA1", "PDHB", "DLAT", "DLD", "PDP1", "LDHA", "HIF1A", "MPC1", "CS"]
    assert "PDK1" not in by_keyword(run(lexicon, keywords))


def test_a_numbered_series_keeps_its_symbols(lexicon):
    keywords = ["TRAF1", "TRAF2", "TRAF3", "TRAF6", "TBK1", "IKBKE", "IRF3", "MAVS", "RIGI"]
    assert "TRAF2" not in by_keyword(run(lexicon, keywords))


CHEMOKINES = [f"CXCL{i}" for i in (1, 2, 3, 5, 6, 8, 9, 10, 11, 12, 13, 14)]


def chemokine_rows(lexicon, word):
    return [
        row(word, s, lexicon.gene_by_symbol(s).gene.ncbi_gene_id, "Chemokine", "famplex_relations")
        for s in CHEMOKINES
    ]


def test_a_class_of_genes_is_no_gene(lexicon):
    own = row("IL8", "CXCL8", "3576", "IL-8")
    rows = [*chemokine_rows(lexicon, "chemokines"), own]
    found = by_keyword(run(lexicon, ["STAT3", *CHEMOKINES], ocr=rows))
    assert set(found) == {*CHEMOKINES} - {"CXCL8"}
    assert {s.reason for s in found.values()} == {"non_gene"}
    assert '"chemokines"' in found["CXCL1"].explanation


def test_a_named_family_is_no_class(lexicon):
    genes = [f"MAPK{i}" for i in (8, 9, 10)]
    rows = [
        row("JNK", s, lexicon.gene_by_symbol(s).gene.ncbi_gene_id, "JNK", "famplex_relations")
        for s in genes
    ]
    assert not run(lexicon, genes, ocr=rows)


def test_a_class_without_words_is_left_alone(lexicon):
    """Nothing tells a class of genes from genes that stand in the figure."""
    whole = [*CHEMOKINES, "PF4", "PPBP"]
    assert not run(lexicon, ["STAT3", *whole])


SIGNALLING = ["EP300", "CREB1", "MAPK1", "MAPK3", "STAT3", "JUN", "FOS", "TP53", "NFKB1", "RELA"]


def test_a_gene_with_a_risky_name(lexicon):
    found = by_keyword(run(lexicon, [*SIGNALLING, "SLC2A4RG"]))
    assert set(found) == {"SLC2A4RG"} and found["SLC2A4RG"].action == "remove"
    assert "GEF" in found["SLC2A4RG"].explanation
    named = [mention(lexicon, "SLC2A4RG", ["SLC2A4RG"])]
    assert not run(lexicon, [*SIGNALLING, "SLC2A4RG"], named)


def test_the_word_decides_how_sure_a_removal_is(lexicon):
    risky, plain = (
        inflammasome(lexicon, r) for r in (row("sup", "HERPUD1", "9709", "SUP"),
                                           row("PYNOD", "NLRP10", "338322"))
    )  # fmt: skip
    assert risky["HERPUD1"].reason == "ocr_artifact" and risky["HERPUD1"].confidence > 0.8
    assert not plain


def test_less_sure_suggestions_can_be_asked_for(lexicon):
    comparison = compare(Figure("F", None, [*SIGNALLING, "NR2C2", "SLC2A4RG"]), (), lexicon)
    assert [s.keyword for s in suggest(comparison, lexicon)] == ["SLC2A4RG"]
    assert not suggest(comparison, lexicon, min_confidence=0.95)
    hints = by_keyword(suggest(comparison, lexicon, min_confidence=0.4))
    assert hints["NR2C2"].reason == "alias_collision" and "TAK1" in hints["NR2C2"].explanation


def test_hints_take_no_surer_suggestion_s_place(lexicon):
    keywords = [*SIGNALLING, "PYNOD", "NR1B1", "SLC2A4RG", "NR2C2"]
    comparison = compare(Figure("F", None, keywords), (), lexicon)
    sure, hints = suggest(comparison, lexicon), suggest(comparison, lexicon, min_confidence=0)
    assert set(sure) < set(hints)
    assert {s.keyword: s.reason for s in sure}["PYNOD"] == "alias_symbol"


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_a_threshold_is_a_probability(lexicon, wrong):
    with pytest.raises(ValueError, match="min_confidence"):
        Reconciler(ner="lexicon", lexicon=lexicon, min_confidence=wrong)


def test_a_reconciler_hands_its_threshold_down_and_to_its_workers(lexicon):
    figure = Figure("F", None, [*SIGNALLING, "NR2C2", "SLC2A4RG"])

    def named(least):
        reconciler = Reconciler(ner="lexicon", lexicon=lexicon, min_confidence=least)
        twin = pickle.loads(pickle.dumps(reconciler))
        one, two = reconciler.reconcile(figure), twin.reconcile(figure)
        assert one == two
        return {s.keyword for s in one.suggestions}

    assert "NR2C2" in named(0)
    assert named(None) == {"SLC2A4RG"}
    assert named(0.95) == set()


def test_additions_come_the_surest_first(lexicon):
    caption = "EGF binds EGFR and EGFR dimerises. Adapted from the work on AKT1 in cells."
    spans = [("EGF", 0), ("EGFR", 10), ("EGFR", 19), ("AKT1", caption.index("AKT1"))]
    mentions = [mention(lexicon, s, [s], at) for s, at in spans]
    found = run(lexicon, ["STAT3"], mentions, caption)
    assert [s.symbols for s in found] == [("EGFR",), ("EGF",), ("AKT1",)]
    assert "where the figure is from" in found[2].explanation
    assert found[2].confidence < found[1].confidence < found[0].confidence


@pytest.mark.parametrize(
    ("caption", "context"),
    [
        ("WNT binds FZD.", None),
        ("Redrawn from Smith et al., WNT 2010.", "source"),
        ("Western blot of WNT.", "method"),
        ("Cells that lack WNT die.", "negation"),
        ("No change. WNT binds FZD. Not so here.", None),
    ],
)
def test_contexts(caption, context):
    at = caption.index("WNT")
    assert context_of(caption, at, at + 3) == context


def test_a_plant_figure_is_said_once(lexicon):
    caption = "Electron transport in the thylakoids of Arabidopsis."
    found = run(lexicon, ["PSAT1", "PC", "CYB5A", "FDX1", "LHB"], caption=caption)
    (whole,) = [s for s in found if s.keyword == WHOLE_LIST]
    assert whole.reason == "species_mismatch" and "thylakoids" in whole.explanation
    human = caption + " Human homologs are shown."
    assert WHOLE_LIST not in by_keyword(run(lexicon, ["PSAT1", "PC", "FDX1"], caption=human))


def test_the_fitted_tables_are_of_use(lexicon):
    assert set(fitted()) == {"word", "way", "bare"}
    assert all(model.weights for model in fitted().values())
    assert uses("IRF6")["LPS"] > 50 and "LPS" not in uses("TLR4")
    assert lexicon.gene_by_symbol("IRF6") is not None


def test_rules_can_be_left_out(lexicon):
    comparison = compare(Figure("F", "", ["PIP3", "RAS"]), (), lexicon)
    assert [s.keyword for s in suggest(comparison, lexicon, frozenset({"non_gene"}))] == ["RAS"]
    with pytest.raises(ValueError, match="no such rule: nonsense"):
        suggest(comparison, lexicon, frozenset({"nonsense"}))


def test_no_list_no_suggestions(lexicon):
    assert run(lexicon, None, [mention(lexicon, "EGF", ["EGF"])]) == ()


def test_a_nonhuman_mention_suggests_nothing(lexicon):
    assert run(lexicon, [], [Mention("NS1", 0, 3, "nonhuman", None, (), "11320", 0.9)]) == ()


def seed(figid):
    return next(f for f in read_figures(SEEDS) if isinstance(f, Figure) and f.figid == figid)


def test_seed_with_labels_and_collisions(lexicon):
    labels = ("PI3K", "AKT", "RAF", "MEK", "MAPK")
    mentions = [mention(lexicon, x, (), i * 6, label=x) for i, x in enumerate(labels)]
    figure = seed("PMC11240652__cancers-16-02466-g001")
    found = by_keyword(suggest(compare(figure, mentions, lexicon), lexicon))
    assert {k: s.reason for k, s in found.items()} == {
        "PIP3": "non_gene",
        "ZHX2": "alias_collision",
        "MAP2K7": "alias_collision",
        "EPHB2": "alias_collision",
        "RAS": "family_label",
        "MEK": "family_label",
    }


def test_seed_with_ambiguous_symbols_and_diseases(lexicon):
    found = by_keyword(suggest(compare(seed("PMC3835685__nihms524354f1"), (), lexicon), lexicon))
    assert (found["PDK1"].symbols, found["AR"].symbols) == (("PDPK1",), ("AREG",))
    assert found["Cancer"].reason == found["Lung cancer"].reason == "non_gene"


def test_seed_with_two_organisms(lexicon):
    figure = seed("PMC8268006__ijms-22-06813-g001")
    reasons = {
        k: s.reason
        for k, s in by_keyword(suggest(compare(figure, (), lexicon), lexicon)).items()
        if s.reason in ("ortholog_duplicate", "species_mismatch")
    }
    assert len(reasons) == 12
    assert {k for k, reason in reasons.items() if reason == "species_mismatch"} == {
        "her2",
        "her3",
        "her4.1",
        "rab1ab",
        "si:dkey-222f8.3",
    }


@LAWS
@given(cases(), st.randoms(use_true_random=False))
def test_laws(case, random):
    lexicon = Lexicon.load()
    keywords, texts = case
    caption, mentions = build(lexicon, texts)
    comparison = compare(Figure("F", caption, keywords), mentions, lexicon)
    found = suggest(comparison, lexicon)
    changes = [s for s in found if s.action != "add"]
    assert len({s.keyword for s in changes}) == len(changes)
    verdicts = {v.keyword: v for v in comparison.verdicts}
    added = [symbol for s in found if s.action == "add" for symbol in s.symbols]
    assert len(added) == len(set(added))
    for change in changes:
        verdict = verdicts[change.keyword]
        if verdict.status in GENE_STATUSES and verdict.symbol not in change.symbols:
            assert not verdict.supported
            assert verdict.symbol not in added
    hints = suggest(comparison, lexicon, min_confidence=0)
    for least in (0.3, 0.65, 0.9):
        kept = [s for s in hints if s.reason not in AGAINST or s.confidence >= least]
        assert kept == list(suggest(comparison, lexicon, min_confidence=least))
    for one in found:
        assert 0 <= one.confidence <= 1 and one.evidence and one.explanation.endswith(".")
        assert one.reason in RULES and set(one.already_listed) <= {
            v.symbol for v in verdicts.values()
        }
        assert one.action != "remove" or not one.symbols
    random.shuffle(keywords)
    random.shuffle(mentions)
    shuffled = suggest(compare(Figure("F", caption, keywords), mentions, lexicon), lexicon)
    assert set(shuffled) == set(found)


@pytest.mark.parametrize("listed", [["Arabidopsis thaliana"], ["Homo sapiens"]])
def test_genes_of_the_organism_that_the_paper_is_about_stay(lexicon, listed):
    """Of any organism in the table, not only of those whose symbols the lexicon has."""
    rows = [OcrWord("PHYB", "PHYB", "PHYB", "816394", "ncbigene_symbol", "3702")]
    found = run(lexicon, ["PHYB"], organisms=listed, ocr=rows)
    assert [s.reason for s in found] == ["species_mismatch"] * (listed == ["Homo sapiens"])
