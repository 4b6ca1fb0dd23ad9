"""Golds and annotations of every format are read alike, and what is wrong with them is named."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from linking_samples import NCBI, jsonl, pubtator

from reconcile.errors import InputError
from reconcile.evaluation.linking import (
    MEASURES,
    Annotated,
    GeneIds,
    evaluate_linking,
    open_system,
    read_gold,
)
from reconcile.formats.annotations import read_annotations
from reconcile.formats.webannotation import CONTEXT, web_annotations

TEXT = "HER2 and AKT bind p53. AKT rests."
DOCUMENTS = [
    (
        "1",
        TEXT,
        [
            (0, 4, "Gene", "2064"),
            (9, 12, "FamilyName", "207;208;10000"),
            (18, 21, "Gene", "7157"),
            (23, 26, "FamilyName", "207,208,10000"),
        ],
    ),
    ("2", "Nothing here.", []),
]


def bioc_json(documents):
    listed = []
    for name, text, found in documents:
        cut = text.find(". ") + 2 if ". " in text else 0
        parts = [(0, text[:cut].rstrip()), (cut, text[cut:])] if cut else [(0, text)]
        annotations = [
            {
                "text": text[a:b],
                "infons": {"type": kind, "identifier": ids},
                "locations": [{"offset": a, "length": b - a}],
            }
            for a, b, kind, ids in found
        ]
        passages = [{"offset": at, "text": part, "annotations": []} for at, part in parts]
        passages[-1]["annotations"] = annotations
        listed.append({"id": name, "passages": passages})
    return json.dumps({"documents": listed}, indent=1)


def bioc_xml(documents):
    lines = ["<collection>"]
    for one in json.loads(bioc_json(documents))["documents"]:
        lines.append(f"<document><id>{one['id']}</id>")
        for passage in one["passages"]:
            lines.append(
                f"<passage><offset>{passage['offset']}</offset><text>{passage['text']}</text>"
            )
            for a in passage["annotations"]:
                infons = "".join(f'<infon key="{k}">{v}</infon>' for k, v in a["infons"].items())
                (at,) = a["locations"]
                place = f'<location offset="{at["offset"]}" length="{at["length"]}"/>'
                lines.append(f"<annotation>{infons}{place}<text>{a['text']}</text></annotation>")
            lines.append("</passage>")
        lines.append("</document>")
    return "\n".join([*lines, "</collection>"])


def mention(text, required, spans, kind="gene", **more):
    return {"text": text, "kind": kind, "required": required, "spans": spans, **more}


LINES = [
    {
        "figid": "1",
        "caption": TEXT,
        "mentions": [
            mention("HER2", ["ERBB2"], [[0, 4]]),
            mention("AKT", ["AKT1", "AKT2", "AKT3"], [[9, 12], [23, 26]], "family"),
            mention("p53", ["TP53"], [[18, 21]]),
        ],
    },
    {"figid": "2", "caption": "Nothing here.", "mentions": []},
]
FORMS = {
    "a.PubTator": pubtator(DOCUMENTS),
    "a.json": bioc_json(DOCUMENTS),
    "a.xml": bioc_xml(DOCUMENTS),
    "a.jsonl": jsonl(LINES),
}


@pytest.fixture
def read(fast, tmp_path):
    """Reads a gold from a text; errors are collected where a list is given, and else none."""

    def opened(content, name="x/gold.jsonl", failures=None, **options):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = [] if failures is None else failures
        gold = read_gold(path, fast.lexicon, on_error=found.append, **options)
        assert failures is not None or found == []
        return gold

    return opened


def told(gold):
    """What a gold asks for, without where it was read."""
    return [(d.id, d.text.rstrip(), set(d.mentions), d.genes, d.free) for d in gold.documents]


@pytest.mark.parametrize("name", FORMS)
def test_every_format_says_the_same(read, name):
    if name.endswith(".xml"):
        pytest.importorskip("lxml")
    gold = read(FORMS[name], name)
    assert told(gold) == told(read(FORMS["a.jsonl"]))
    (one, other) = gold.documents
    assert one.text.rstrip() == TEXT  # PubTator has a blank before its abstract
    assert {m.text: (m.kind, m.spans) for m in one.mentions}["AKT"] == (
        "family",
        ((9, 12), (23, 26)),
    )
    assert (one.genes, one.free) == ({"ERBB2", "TP53"}, {"AKT1", "AKT2", "AKT3"})
    assert other.mentions == ()
    assert gold.has_kinds
    assert gold.orthologs is (name == "a.jsonl")
    packed = read(gzip.compress(FORMS[name].encode()), name + ".gz", orthologs=gold.orthologs)
    assert told(packed) == told(gold)


@pytest.mark.parametrize("name", FORMS)
def test_every_format_can_be_held_against_the_gold(read, fast, tmp_path, name):
    if name.endswith(".xml"):
        pytest.importorskip("lxml")
    (tmp_path / name).write_text(FORMS[name], encoding="utf-8")
    gold = read(FORMS["a.jsonl"])
    score = evaluate_linking(gold, Annotated(tmp_path / name), fast.lexicon, on_error=pytest.fail)
    assert {score.total[measure].f1 for measure in MEASURES} == {1.0}


def test_our_own_report_can_be_held_against_a_gold(read, fast, tmp_path):
    figure = {"figid": "1", "mentions": [m.to_dict() for m in fast.annotate(TEXT).mentions]}
    gold = read(jsonl(LINES[:1]))
    own = evaluate_linking(gold, open_system("lexicon"), fast.lexicon, on_error=pytest.fail)
    for content in (jsonl([figure]), json.dumps({"figures": [figure]}, indent=1)):
        (tmp_path / "report.json").write_text(content, encoding="utf-8")
        system = Annotated(tmp_path / "report.json")
        score = evaluate_linking(gold, system, fast.lexicon, on_error=pytest.fail)
        assert score.counts == own.counts
        assert own.total["found"].right == 3


def test_web_annotations_are_a_gold_and_a_system(read, fast, tmp_path):
    nodes = [
        *web_annotations("1", fast.annotate(TEXT)),
        *web_annotations("2", fast.annotate("No.")),
    ]
    content = json.dumps({"@context": CONTEXT, "@graph": nodes})
    gold = read(content, "a.jsonld")
    assert [(d.id, d.text) for d in gold.documents] == [("1", TEXT), ("2", "No.")]
    assert {m.text: m.required for m in gold.documents[0].mentions}["HER2"] == {"ERBB2"}
    (tmp_path / "b.jsonld").write_text(content, encoding="utf-8")
    for system in (Annotated(tmp_path / "b.jsonld"), open_system("lexicon")):
        score = evaluate_linking(gold, system, fast.lexicon, on_error=pytest.fail)
        assert {score.total[measure].f1 for measure in MEASURES} == {1.0}


@pytest.mark.parametrize(
    ("ids", "symbols", "kind"),
    [
        (["NCBIGene:2064"], {"ERBB2"}, None),
        (["HGNC:3430"], {"ERBB2"}, None),
        (["ERBB2", "BRAF"], {"ERBB2", "BRAF"}, None),
        (["symbol:ERBB2"], {"ERBB2"}, None),
        (["TAZ"], {"TAFAZZIN"}, None),  # its former symbol; an alias of WWTR1 beside
        (["P04626"], {"ERBB2"}, None),
        (["UniProt:P04626-2"], {"ERBB2"}, None),
        (["uniprotkb:P04626"], {"ERBB2"}, None),
        (["https://identifiers.org/uniprot:P04626"], {"ERBB2"}, None),
        (["ENSG00000141736.14"], {"ERBB2"}, None),
        (["FPLX:MEK"], {"MAP2K1", "MAP2K2"}, "family"),
        (["FPLX:NFkappaB", "ERBB2"], {"NFKB1", "NFKB2", "REL", "RELA", "RELB", "ERBB2"}, "complex"),
    ],
)
def test_identifiers_stand_for_human_genes(fast, ids, symbols, kind):
    found = GeneIds(fast.lexicon).resolve(ids)
    assert (found.symbols, found.kind, found.unknown) == (symbols, kind, ())


@pytest.mark.parametrize(
    "one", ["NCBIGene:13649", "NCBIGene:0", "FPLX:NoSuch", "MESH:D1", "HER2", "UniProt:Q00000", ":"]
)
def test_other_identifiers_are_unknown(fast, one):
    assert GeneIds(fast.lexicon).resolve([one, "ERBB2"]) == ({"ERBB2"}, None, (one,))


def test_symbols_of_another_organism_are_no_human_ones(fast):
    ids = GeneIds(fast.lexicon)
    assert ids.resolve(["ERBB2"], "7955") == (frozenset(), None, ("ERBB2",))
    assert ids.resolve(["NCBIGene:2064"], "7955").symbols == {"ERBB2"}


def test_genes_of_other_species_are_left_out_or_stand_for_their_orthologs(read, fast):
    content = pubtator(
        [("1", "Egfr and EGFR bind.", [(0, 4, "Gene", "13649"), (9, 13, "Gene", "1956")])]
    )
    out = read(content)
    assert [(m.text, m.is_scored, m.is_linked) for m in out.documents[0].mentions] == [
        ("Egfr", True, False),
        ("EGFR", True, True),
    ]
    assert (out.not_asked, dict(out.unknown)) == (1, {"NCBIGene:13649": "Egfr"})
    mapped = read(content, orthologs=True)
    assert [m.required for m in mapped.documents[0].mentions] == [{"EGFR"}, {"EGFR"}]
    assert (mapped.not_asked, dict(mapped.unknown)) == (0, {})
    system = open_system("lexicon")
    scores = [
        evaluate_linking(g, system, fast.lexicon, on_error=pytest.fail) for g in (out, mapped)
    ]
    assert [score.total["linked"].gold for score in scores] == [1, 2]
    assert [score.total["exact"].gold for score in scores] == [2, 2]


def test_a_mixed_list_is_not_asked_for_but_its_human_gene_is_one_of_the_text(read):
    gold = read(pubtator([("1", "A/B bind.", [(0, 3, "Gene", "1956;13649")])]))
    (one,) = gold.documents
    assert [m.asked for m in one.mentions] == [False]
    assert one.genes == {"EGFR"}


def test_types_choose_what_counts(read):
    content = pubtator([("1", "HER2 and flu.", [(0, 4, "Gene", "2064"), (9, 12, "Disease", "D1")])])
    assert [m.text for m in read(content).documents[0].mentions] == ["HER2"]
    assert [m.text for m in read(content, types=["disease"]).documents[0].mentions] == ["flu"]
    with pytest.raises(InputError, match="no annotation that names genes, only Disease, Gene"):
        read(content, types=["RNA"])


# -- what is wrong ---------------------------------------------------------------------------------

GOOD = LINES[1]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ({"caption": "x", "mentions": []}, "no `figid`"),
        ({"figid": "F", "mentions": []}, "F has no `caption`"),
        ({"figid": "F", "caption": "x"}, "the `mentions` of F are no list"),
        ({"figid": "F", "caption": "x", "mentions": [3]}, "the `mentions` of F are no list"),
        (mention("", [], [[0, 1]]), "has no `text`"),
        (mention("x", [], [[0, 1]], "protein"), "the kind 'protein'"),
        (mention("x", [], [[0, 1]], optional="no"), "`optional` of 'x'"),
        (mention("x", "TP53", [[0, 1]]), "`required` of 'x' is no list of symbols"),
        (mention("x", [], [[0, 1]], allowed=[3]), "`allowed` of 'x' is no list of symbols"),
        (mention("x", [], None), "'x' has no `spans`"),
        (mention("x", [], [[1, 1]]), r"a span of 'x' is \[1, 1\]"),
        (mention("x", [], [[0]]), r"a span of 'x' is \[0\]"),
        (mention("x", [], [["0", 1]]), "a span of 'x' is"),
        (mention("y", [], [[0, 1]]), "0-1 is 'x' in the caption of F"),
        (mention("x", [], [[5, 9]]), "5-9 is outside of it in the caption of F"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(read, bad, message):
    if isinstance(bad, dict):
        bad = {"figid": "F", "caption": "x", "mentions": [bad]} if "kind" in bad else bad
        bad = json.dumps(bad)
    failures = []
    gold = read(f"{json.dumps(GOOD)}\n\n{bad}\n", failures=failures)
    assert [one.id for one in gold.documents] == ["2"]
    (failure,) = failures
    assert failure.line == 3
    assert failure.source.endswith("gold.jsonl")
    assert re.search(message, failure.error)


def test_a_bad_first_line_does_not_hide_what_the_file_is(read):
    failures = []
    assert len(read("{\n" + jsonl([GOOD]), failures=failures).documents) == 1
    assert [one.line for one in failures] == [1]


def test_a_document_that_is_there_twice_counts_once(read):
    failures = []
    gold = read(jsonl([GOOD, GOOD]), failures=failures)
    assert len(gold.documents) == 1
    assert (failures[0].line, failures[0].figid) == (2, "2")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no annotated text"),
        ("{\n", "no document that can be used"),
        (gzip.compress(jsonl([GOOD]).encode(), mtime=0)[:-9], "cannot be read"),
        ("1|x\n", "expected `id.t.text`"),
        (json.dumps({"documents": [{"id": 1, "passages": []}]}), ""),
    ],
)
def test_a_gold_without_any_document_is_an_error(read, content, message):
    if message:
        with pytest.raises(InputError, match=message):
            read(content, failures=[])
    else:
        assert [d.text for d in read(content).documents] == [""]


def test_offsets_of_a_gold_are_checked_against_its_text(read):
    wrong = pubtator([("1", "HER2 binds.", [(0, 4, "Gene", "2064")])]).replace("\tHER2", "\tHER3")
    failures = []
    read(wrong + "\n\n" + pubtator([("2", "None.", [])]), "a.PubTator", failures=failures)
    (failure,) = failures
    assert (failure.line, failure.figid) == (3, "1")
    assert failure.error.startswith("0-4 is 'HER2' in the text of 1")


@pytest.mark.parametrize("offset", [2, 999_999_999, "x"])
def test_passages_whose_offsets_are_wrong_are_named(read, offset):
    passages = [{"offset": 0, "text": "HER2"}, {"offset": offset, "text": "AKT"}]
    listed = [{"id": "1", "passages": passages}, {"id": "2", "passages": [{"text": "None."}]}]
    failures = []
    gold = read(json.dumps({"documents": listed}), "a.json", failures=failures)
    assert [one.id for one in gold.documents] == ["2"]
    assert "offset" in failures[0].error
    assert failures[0].line == 1


def test_sentences_make_the_text_where_passages_have_none(read):
    sentences = [{"offset": 3, "text": "HER2."}, {"offset": 9, "text": "AKT."}]
    passages = [{"offset": 3, "sentences": sentences}]
    gold = read(json.dumps({"documents": [{"id": "1", "passages": passages}]}), "a.json")
    assert gold.documents[0].text == "   HER2. AKT."


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"mentions": []}, "a text without an id"),
        ({"figid": "1", "mentions": 3}, "`mentions` is no list"),
        ({"figid": "1", "mentions": [3]}, "a mention is no object"),
        ({"figid": "1", "mentions": [{"text": "x", "start": 1, "end": 1}]}, "a mention at"),
        ({"figid": "1", "mentions": [{"text": "x", "spans": [3]}]}, "a mention at 3"),
        (
            {"figid": "1", "mentions": [{"text": "x", "start": 0, "end": 1, "genes": [{}]}]},
            "a gene is",
        ),
        (
            {"figid": "1", "mentions": [{"text": "x", "start": 0, "end": 1, "genes": [[]]}]},
            "a gene is",
        ),
    ],
)
def test_mentions_that_cannot_be_read_are_named(tmp_path, bad, message):
    path = tmp_path / "found.jsonl"
    path.write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_annotations(path).on("1", "x")
    assert caught.value.line == 1


def test_a_text_that_a_system_does_not_have_is_left_out_and_named(read, fast, tmp_path):
    path = tmp_path / "found.PubTator"
    path.write_text(pubtator([*DOCUMENTS[:1], ("3", "More.", [(0, 4, "Gene", "12")])]))
    system, failures = Annotated(path), []
    gold = read(jsonl(LINES))
    score = evaluate_linking(gold, system, fast.lexicon, on_error=failures.append)
    assert list(score.counts) == ["1"]
    assert [(one.figid, one.source) for one in failures] == [("2", str(path))]
    assert list(system.unasked) == ["3"]


def test_identifiers_that_stand_for_nothing_are_kept_with_a_name(read, fast, tmp_path):
    path = tmp_path / "found.PubTator"
    path.write_text(pubtator([("1", TEXT, [(0, 4, "Gene", "2064;MESH:D1")]), DOCUMENTS[1]]))
    system = Annotated(path)
    score = evaluate_linking(read(jsonl(LINES)), system, fast.lexicon, on_error=pytest.fail)
    assert system.unknown == {"MESH:D1": "HER2"}
    assert score.total["grounded"].right == 1
    assert set(NCBI.values()) >= {"2064"}
