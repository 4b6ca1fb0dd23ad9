"""The reconciliation service, asked by a client that knows no more of it than the specification."""

from __future__ import annotations

import asyncio
import json
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recon_client import ORIGIN, Client
from serve_support import BASE, TOKEN, served, told
from support import run_async

from reconcile.serve.reconciliation.service import Service
from reconcile.serve.settings import Limits, Settings

PLACE = "/reconciliation"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def http():
    return served()


@pytest.fixture(scope="module")
def client(http):
    return Client(http, f"{BASE}{PLACE}")


def first(client, name, *types, **properties):
    """The best candidate of a name, None without one."""
    query = {"query": name, "properties": [{"pid": p, "v": v} for p, v in properties.items()]}
    found = client.reconcile([{**query, "type": list(types)} if types else query])[0]
    return found[0] if found else None


def posted(http, queries, **options):
    text = queries if isinstance(queries, str) else json.dumps(queries)
    return http.post(PLACE, data={"queries": text}, **options)


def test_the_manifest_leads_to_all_services(client):
    assert client.manifest["batchSize"] >= 10
    assert [found["id"] for found in client.manifest["defaultTypes"]] == [
        "gene",
        "family",
        "complex",
    ]
    assert client.view("HGNC:3430").status_code == 200
    assert client.preview("HGNC:3430").status_code == 200
    assert client.explain("rule_exact").status_code == 200
    assert client.propose("gene")
    assert {what: bool(client.suggest(what, "m")) for what in ("entity", "property", "type")} == {
        "entity": True,
        "property": True,
        "type": True,
    }


@pytest.mark.parametrize("by", ["post", "get"])
def test_names_of_every_kind_are_found(client, by):
    wanted = {
        "AKT1": "HGNC:391",
        "HER2": "HGNC:3430",
        "IL-6": "HGNC:6018",
        "TNFα": "HGNC:11892",
        "MEK": "FPLX:MEK",
        "NF-κB": "FPLX:NFkappaB",
        "MEK1/2": "FPLX:MEK",
        "MNK": "FAMILY:MNK",
        "interleukin 1 beta": "HGNC:5992",
        "HGNC:3430": "HGNC:3430",
        "FPLX:AKT": "FPLX:AKT",
    }
    found = client.reconcile([{"query": name} for name in wanted], by=by)
    assert [each[0]["id"] for each in found] == list(wanted.values())


def test_what_no_gene_is_called_has_no_candidate(client):
    names = ["qwertyuiop", "", "   ", "\u202e", "x" * 1500, "'; DROP TABLE gene; --"]
    assert client.reconcile([{"query": name} for name in names]) == [[]] * len(names)


@pytest.mark.parametrize(
    "identifier",
    [
        "HGNC:99999999999999999999",
        "NCBIGene:99999999999999999999",
        "MGI:99999999999999999999",
        "MGI:" + "9" * 5000,
        "FB:FBgn" + "9" * 400,
        "MGI:٣",
        "SGD:-99999",
        "FPLX:" + "a" * 5000,
        "FPLX:\ud800",
        ":",
        "HGNC:",
        "HGNC:'; --",
    ],
)
def test_what_only_looks_like_an_identifier_is_none(client, identifier):
    assert client.reconcile([{"query": identifier}]) == [[]]
    value = client.extend([identifier], [{"id": "name"}])["rows"][identifier]
    assert value == {"name": []}
    if "\ud800" not in identifier and len(identifier) < 1000:
        assert client.suggest("entity", identifier) == []
        assert client.preview(identifier).status_code == 404


def test_only_what_is_sure_is_a_match(client):
    for name, sure in {
        "AKT1": True,
        "NF-κB": True,
        "PDK1": False,
        "AR": False,
        "PSA": False,
    }.items():
        found = client.reconcile([{"query": name}])[0]
        assert found[0]["match"] is sure, name
        if sure:
            assert sum(each["score"] for each in found[1:]) <= found[0]["score"] / 4


def test_scores_of_a_name_are_shares_of_one_hundred(client):
    for name in ("PDK1", "AR", "CAT", "p38", "LPS", "MEK", "STAT1/3"):
        for organism in ("human", "mouse"):
            asked = {"pid": "organism", "v": organism}
            found = client.reconcile([{"query": name, "limit": 100, "properties": [asked]}])[0]
            assert 0 < sum(each["score"] for each in found) <= 100.1, (name, organism)


def test_a_name_of_several_genes_is_their_family_and_each_its_part(client):
    found = client.reconcile([{"query": "MEK1/2"}])[0]
    assert [each["name"] for each in found[:3]] == ["MEK", "MAP2K1", "MAP2K2"]
    assert found[1]["score"] == found[2]["score"] == pytest.approx(found[0]["score"] / 2, abs=0.01)
    other = client.reconcile([{"query": "STAT1/3"}])[0]
    assert {each["name"] for each in other[:2]} == {"STAT1", "STAT3"}
    assert not any(each["match"] for each in other)


def test_a_caption_says_what_letters_mean(client):
    said = first(client, "PDK1", caption="Insulin activates PI3K and AKT through PDK1.")
    assert (said["name"], said["match"]) == ("PDPK1", True)
    beside = first(client, "PDK1", caption="Insulin activates PI3K and AKT signalling in muscle.")
    assert (beside["name"], beside["match"]) == ("PDPK1", True)
    other = first(client, "PDK1", caption="PDK1 phosphorylates pyruvate dehydrogenase (PDHA1).")
    assert other["name"] == "PDK1"


# The first two are known faults; the others are those that came out right of 20 that were written
# down before any was asked for. Then 17 were right: GCK (MAP4K2), SMO (SMOX), TPO (THPO) were not.
@pytest.mark.parametrize(
    ("name", "neighbours", "gene"),
    [
        ("AR", "EGF, TGFA, BTC", "AREG"),
        ("PDK1", "PIK3CA, AKT1, MTOR", "PDPK1"),
        ("TRAP", "TNFSF11, CTSK, CALCR, NFATC1", "ACP5"),
        ("ER", "PGR, FOXA1, TFF1, GATA3", "ESR1"),
        ("SK1", "S1PR1, SGPL1, CERS2", "SPHK1"),
        ("TSP1", "CD47, CD36, TGFB1", "THBS1"),
        ("TAK1", "TAB1, TAB2, TRAF6, IKBKB", "MAP3K7"),
        ("GR", "NR3C2, FKBP5, HSP90AA1, POMC", "NR3C1"),
        ("GR", "GPX1, GSS, GCLC, TXNRD1", "GSR"),
        ("NIS", "TPO, TG, TSHR", "SLC5A5"),
        ("AT1", "REN, AGT, ACE", "AGTR1"),
        ("TPO", "TG, TSHR, SLC5A5", "TPO"),
    ],
)
def test_neighbours_say_what_letters_mean(client, name, neighbours, gene):
    assert first(client, name, neighbours=neighbours)["name"] == gene
    listed = neighbours.split(", ")
    assert first(client, name, neighbours=listed) == first(client, name, neighbours=neighbours)


def test_neighbours_may_be_reconciled_already_and_are_no_witness_of_themselves(client):
    ids = [{"id": i, "name": "?"} for i in ("HGNC:3229", "HGNC:11765", "HGNC:1121")]
    assert first(client, "AR", neighbours=ids)["name"] == "AREG"
    assert first(client, "AR", neighbours=["AR", " AR "]) == first(client, "AR")
    assert first(client, "AR", neighbours="") == first(client, "AR")


def test_an_organism_has_genes_of_its_own(client):
    assert first(client, "Trp53", organism="mouse")["id"] == "MGI:98834"
    assert first(client, "p53", organism="Mus musculus")["id"] == "MGI:98834"
    assert first(client, "hh", organism="Drosophila melanogaster")["id"] == "FB:FBgn0004644"
    assert first(client, "daf-16", organism="6239")["id"].startswith("WB:")
    assert first(client, "EGFR", "gene:7227")["id"] == "FB:FBgn0003731"
    assert (
        first(client, "PDK1", organism="mouse", neighbours="Akt1, Pik3ca, Mtor")["name"] == "Pdpk1"
    )
    assert first(client, "MEK", organism="mouse")["id"] == "FPLX:MEK"
    yeasts = client.reconcile([{"query": "MEK", "properties": [{"pid": "organism", "v": "yeast"}]}])
    assert not any(each["id"].startswith("FPLX:") for each in yeasts[0])


def test_an_organism_that_cannot_be_meant_has_no_candidate_and_one_unknown_does_not_count(client):
    assert first(client, "FT", organism="Arabidopsis thaliana") is None
    assert first(client, "AKT1", organism="mouse; Homo sapiens")["id"] == "HGNC:391"
    unsaid, alone = first(client, "AKT1", organism="not said"), first(client, "AKT1")
    assert (unsaid["id"], unsaid["score"]) == (alone["id"], alone["score"])


def test_types_restrict_or_prefer(client):
    ask = {"query": "MEK", "limit": 50}
    every = client.reconcile([ask])[0]
    kinds = {each["type"][0]["id"] for each in every}
    assert kinds == {"family", "gene"}

    def ids(types, strict=None):
        query = {**ask, "type": types} | ({"type_strict": strict} if strict else {})
        return [each["id"] for each in client.reconcile([query])[0]]

    assert ids("family") == [e["id"] for e in every if e["type"][0]["id"] == "family"]
    assert ids(["gene"], "any") == [e["id"] for e in every if e["type"][0]["id"] == "gene"]
    assert ids(["gene", "family"], "all") == []
    assert ids(["gene"], "should") == [each["id"] for each in every]
    assert ids("Q42") == []
    assert "gene:10090" in str(first(client, "Trp53", "gene:10090")["type"])


def test_a_type_that_is_not_wanted_is_no_match(client):
    found = client.reconcile([{"query": "NF-κB", "type": "gene", "type_strict": "should"}])[0]
    assert found[0]["id"] == "FPLX:NFkappaB"
    assert not any(each["match"] for each in found)


def test_identifiers_are_believed(client):
    only = [{"properties": [{"pid": "ncbi_gene_id", "v": 2064}]}]
    assert [each["id"] for each in client.reconcile(only)[0]] == ["HGNC:3430"]
    assert first(client, "no name", ensembl_id="ENSG00000141736")["id"] == "HGNC:3430"
    assert first(client, "UniProt:P04626")["id"] == "HGNC:3430"
    assert first(client, "AKT1", uniprot_id="P04626")["id"] == "HGNC:3430"
    assert first(client, "AKT1", uniprot_id="nothing")["id"] == "HGNC:391"
    assert first(client, "no name", hgnc_id="3430")["id"] == "HGNC:3430"
    assert first(client, "no name", hgnc_id="HGNC:3430")["match"] is True
    assert client.reconcile([{"properties": [{"pid": "uid", "v": "27eb892afbb2"}]}]) == [[]]


def test_features_say_what_a_score_is_made_of(client):
    found = first(client, "HER2")
    features = {each["id"]: each["value"] for each in found["features"]}
    assert features["grounding_score"] == pytest.approx(found["score"] / 100, abs=1e-4)
    assert features["rule_exact"] is True
    assert features["approved_symbol"] is False
    assert features["string_similarity"] == 1.0
    beside = first(client, "AR", neighbours="EGF, TGFA, BTC")
    features = {each["id"]: each["value"] for each in beside["features"]}
    assert features["list_score"] > features["grounding_score"]
    for feature in features:
        assert feature in client.explain(feature).text
    assert client.explain("nothing").status_code == 404


def test_suggestions_go_on_where_they_ended(client, http):
    pages = [client.suggest("entity", "interleukin", cursor) for cursor in (None, 10, 20)]
    ids = [each["id"] for page in pages for each in page]
    assert len(ids) == len(set(ids)) == 30
    assert client.suggest("entity", "interleukin", 0) == pages[0]
    assert client.suggest("entity", "HGNC:3430")[0]["name"] == "ERBB2"
    assert client.suggest("entity", "ERBB2")[0]["notable"] == [{"id": "gene", "name": "gene"}]
    assert client.suggest("entity", "") == []
    flies = f"{BASE}{PLACE}/suggest/entity?prefix=hh&type=gene:7227"
    assert [each["id"] for each in http.get(flies).json()["result"]][:1] == ["FB:FBgn0004644"]
    assert client.suggest("type", "mouse")[0]["id"] == "gene:10090"
    assert client.suggest("type", "complex")[0]["id"] == "complex"
    assert [each["id"] for each in client.suggest("property", "neigh")] == ["neighbours"]
    assert len(client.suggest("property", "", 10)) > 0


class Harmless(HTMLParser):
    """Collects elements and attributes."""

    def __init__(self):
        super().__init__()
        self.seen = set()

    def handle_starttag(self, tag, attrs):
        self.seen |= {tag, *(f"{tag}.{name}" for name, _ in attrs)}


@pytest.mark.parametrize(
    ("what", "identifier"),
    [("entity", "HGNC:3430"), ("entity", "FPLX:MEK"), ("type", "gene"), ("property", "caption")],
)
def test_flyouts_are_text_alone(client, what, identifier):
    reader = Harmless()
    reader.feed(client.flyout(what, identifier))
    assert reader.seen == {"p", "strong"}


def test_pages_of_entities(client):
    page = client.preview("HGNC:3430")
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    for part in ("ERBB2", "2064", "ENSG00000141736", "P04626", "https://www.genenames.org/"):
        assert part in page.text
    assert not re.search(r"<script|style=|<style| on[a-z]+=", page.text)
    assert "frame-ancestors 'none'" in client.view("MGI:98834").headers["content-security-policy"]
    assert "MAP2K1" in client.preview("FPLX:MEK").text
    gone = client.preview("<script>alert(1)</script>")
    assert (gone.status_code, gone.headers["content-type"]) == (404, "application/json")


def test_values_of_properties(client):
    ids = ["HGNC:3430", "FPLX:MEK", "MGI:98834", "HGNC:0", "nothing", ""]
    wanted = ["symbol", "hgnc_id", "ncbi_gene_id", "ensembl_id", "uniprot_id", "name", "members"]
    more = ["human_orthologs", "location", "organism"]
    answer = client.extend(ids, [{"id": each} for each in (*wanted, *more)])
    rows = answer["rows"]
    texts = {
        pid: [value.get("str", value.get("id")) for value in values]
        for pid, values in rows["HGNC:3430"].items()
    }
    assert texts == {
        "symbol": ["ERBB2"],
        "hgnc_id": ["HGNC:3430"],
        "ncbi_gene_id": ["2064"],
        "ensembl_id": ["ENSG00000141736"],
        "uniprot_id": ["P04626"],
        "name": ["erb-b2 receptor tyrosine kinase 2"],
        "members": [],
        "human_orthologs": [],
        "location": ["17q12"],
        "organism": ["Homo sapiens"],
    }
    assert [each["name"] for each in rows["FPLX:MEK"]["members"]] == ["MAP2K1", "MAP2K2"]
    assert rows["MGI:98834"]["human_orthologs"][0]["id"] == "HGNC:11998"
    assert not any(any(values) for i in ids[3:] for values in rows[i].values())
    assert answer["meta"][6] == {
        "id": "members",
        "name": "members",
        "type": {"id": "gene", "name": "gene"},
    }


@pytest.mark.parametrize("limit", [1, "1", 1.0])
def test_settings_of_properties(client, limit):
    asked = [
        {"id": "members", "settings": {"limit": limit}},
        {"id": "ncbi_gene_id", "settings": {"of_members": True, "limit": "0"}},
        {"id": "nothing", "settings": {"content": "id"}},
    ]
    answer = client.extend(["FPLX:MEK"], asked, by="get")
    row = answer["rows"]["FPLX:MEK"]
    assert [each["name"] for each in row["members"]] == ["MAP2K1"]
    assert row["ncbi_gene_id"] == [{"str": "5604"}, {"str": "5605"}]
    assert row["nothing"] == []


def test_proposals_are_those_of_the_type(client):
    assert "members" in {each["id"] for each in client.propose("family")}
    assert "members" not in {each["id"] for each in client.propose("gene:10090")}
    assert len(client.propose("gene", 3)) == 3
    assert len(client.propose("", None)) > len(client.propose("gene"))


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ("", "queries"),
        ("{", "queries"),
        ("[]", "queries"),
        ("null", "queries"),
        ("[" * 100_000, "queries"),
        ('{"q0": {"query": "A", "limit": NaN}}', "queries"),
        ('{"q0": {"query": "A", "limit": %s}}' % ("9" * 5000), "queries"),
        ({"q0": []}, "queries.q0"),
        ({"q0": {}}, "queries.q0"),
        ({"q0": {"limit": 1}}, "queries.q0"),
        ({"q0": {"properties": []}}, "queries.q0"),
        ({"q0": {"query": 5}}, "queries.q0.query"),
        ({"q0": {"query": None}}, "queries.q0.query"),
        ({"a": {"query": "A"}, "b": {"query": "A", "props": []}}, "queries.b.props"),
        ({"q0": {"query": "A", "limit": 0}}, "queries.q0.limit"),
        ({"q0": {"query": "A", "limit": 1.5}}, "queries.q0.limit"),
        ({"q0": {"query": "A", "limit": True}}, "queries.q0.limit"),
        ({"q0": {"query": "A", "limit": "5"}}, "queries.q0.limit"),
        ({"q0": {"query": "A", "type": 5}}, "queries.q0.type"),
        ({"q0": {"query": "A", "type": ["gene", 5]}}, "queries.q0.type[1]"),
        ({"q0": {"query": "A", "type_strict": "most"}}, "queries.q0.type_strict"),
        ({"q0": {"query": "A", "type_strict": ["any"]}}, "queries.q0.type_strict"),
        ({"q0": {"query": "A", "properties": {}}}, "queries.q0.properties"),
        ({"q0": {"query": "A", "properties": [{"pid": "x"}]}}, "queries.q0.properties[0]"),
        ({"q0": {"properties": [{"pid": 1, "v": ""}]}}, "queries.q0.properties[0].pid"),
        ({"q0": {"properties": [{"pid": "x", "v": None}]}}, "queries.q0.properties[0].v"),
        ({"q0": {"properties": [{"pid": "x", "v": [[]]}]}}, "queries.q0.properties[0].v[0]"),
        ({"q0": {"properties": [{"pid": "x", "v": {"name": "y"}}]}}, "queries.q0.properties[0].v"),
    ],
)
def test_what_is_no_query_batch_is_refused_with_its_place(http, sent, where):
    answer = posted(http, sent)
    assert told(answer) == (400, "invalid")
    assert answer.json()["error"]["where"] == where
    assert answer.headers["access-control-allow-origin"] == "*"
    text = sent if isinstance(sent, str) else json.dumps(sent)
    if len(text) < 10_000:
        assert http.get(PLACE, params={"queries": text}).json() == answer.json()


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ("[]", "extend"),
        ('{"ids": []}', "extend.properties"),
        ('{"properties": []}', "extend.ids"),
        ('{"ids": [1], "properties": []}', "extend.ids[0]"),
        ('{"ids": [], "properties": [{}]}', "extend.properties[0]"),
        (
            '{"ids": [], "properties": [{"id": "x", "settings": []}]}',
            "extend.properties[0].settings",
        ),
        (
            '{"ids": [], "properties": [{"id": "x", "settings": {"limit": "few"}}]}',
            "extend.properties[0].settings.limit",
        ),
    ],
)
def test_what_is_no_extension_query_is_refused_with_its_place(http, sent, where):
    answer = http.post(PLACE, data={"extend": sent})
    assert told(answer) == (400, "invalid")
    assert answer.json()["error"]["where"] == where


def test_other_requests_that_are_refused(http):
    assert told(http.post(PLACE, data={"query": "MEK"})) == (400, "invalid")
    assert told(http.post(PLACE, json={"q0": {"query": "MEK"}})) == (415, "invalid")
    both = {"queries": "{}", "extend": "{}"}
    assert told(http.post(PLACE, data=both)) == (400, "invalid")
    assert told(http.post(PLACE, content=b"queries=%ff", headers=FORM)) == (400, "invalid")
    many = b"&".join(b"a=b" for _ in range(50))
    assert told(http.post(PLACE, content=many, headers=FORM)) == (400, "invalid")
    assert told(http.get(f"{PLACE}/suggest/entity?prefix=a&cursor=-1")) == (400, "invalid")
    assert told(http.get(f"{PLACE}/suggest/entity?prefix=a&cursor=9999999")) == (400, "invalid")
    assert told(http.get(f"{PLACE}/properties?type=gene&limit=x")) == (400, "invalid")
    assert told(http.get(f"{PLACE}/flyout/entity?id=HGNC:0"))[0] == 404


def test_batches_are_bounded(client, http):
    size = client.manifest["batchSize"]
    batch = {str(i): {"query": "AKT1"} for i in range(size)}
    assert len(posted(http, batch).json()) == size
    assert told(posted(http, {**batch, "more": {"query": "AKT1"}})) == (413, "too_large")
    caption = {"query": "AKT1", "properties": [{"pid": "caption", "v": "a" * 101}]}
    tight = served(limits=Limits(characters=100))
    assert told(posted(tight, {"q0": caption})) == (413, "too_large")
    short = served(limits=Limits(body_bytes=100))
    assert told(posted(short, batch)) == (413, "too_large")


def test_the_time_of_a_batch_is_bounded():
    hurried = served(time_limit=0.0005)
    text = "AKT1 phosphorylates GSK3B, FOXO1 and TSC2. " * 400
    query = {"query": "AKT1", "properties": [{"pid": "caption", "v": text}]}
    answer = posted(hurried, {str(i): query for i in range(20)})
    assert answer.status_code == 503
    assert answer.json()["error"]["where"] == "queries"
    assert served().get(PLACE).status_code == 200


def test_batches_wait_for_their_turn(fast):
    """As many are answered at a time as there are workers, so that pages find a thread."""
    service = Service(Settings(n_process=2), fast)
    at_once, most = [], []

    def call(text):
        at_once.append(text)
        most.append(len(at_once))
        time.sleep(0.01)
        at_once.remove(text)
        return {}

    async def all_at_once():
        await asyncio.gather(*(service.in_turn(call, str(i)) for i in range(12)))

    run_async(all_at_once())
    assert (len(most), max(most)) == (12, 2)


def test_a_query_is_answered_alike_whatever_else_is_in_its_batch(client):
    queries = [
        {"query": "AR", "properties": [{"pid": "neighbours", "v": "EGF, TGFA, BTC"}]},
        {"query": "AR"},
        {"query": "PDK1", "properties": [{"pid": "caption", "v": "PI3K activates AKT."}]},
    ]
    together = client.reconcile(queries)
    assert together == [client.reconcile([query])[0] for query in queries]
    assert together == client.reconcile(queries[::-1])[::-1]


@pytest.mark.parametrize("callback", ["jQuery3610_12", "_$.a.b1", "x"])
def test_scripts_may_ask_by_callback(http, callback):
    answer = http.get(PLACE, params={"callback": callback})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    inside = re.fullmatch(rf"/\*\*/{re.escape(callback)}\((.*)\);", answer.text)
    assert json.loads(inside[1]) == http.get(PLACE).json()
    asked = {"queries": '{"q0": {"query": "MEK\\u2028"}}', "callback": callback}
    found = http.get(PLACE, params=asked).text
    assert found.startswith(f"/**/{callback}(")
    assert "\u2028" not in found


@pytest.mark.parametrize(
    "callback",
    ["", "alert(1)", "a;b", "a\n", "1a", "a..b", "a.", "é", "a" * 200, "<script>", "a b"],
)
def test_a_callback_is_a_name_and_nothing_else(http, callback):
    for place in (PLACE, f"{PLACE}/suggest/entity", f"{PLACE}/properties"):
        assert told(http.get(place, params={"callback": callback, "prefix": "a"})) == (
            400,
            "invalid",
        )


def test_other_places_may_read_this_and_nothing_else(http):
    for path in (PLACE, f"{PLACE}/suggest/entity?prefix=a", f"{PLACE}/preview?id=HGNC:3430"):
        answer = http.get(path, headers={"origin": ORIGIN})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        assert "set-cookie" not in answer.headers
    asked = {"origin": ORIGIN, "access-control-request-method": "POST"}
    assert http.options(PLACE, headers=asked).status_code == 204
    for path in ("/", "/health", "/static/page.css"):
        answer = http.get(path, headers={"origin": ORIGIN})
        assert "access-control-allow-origin" not in answer.headers


def test_the_service_is_called_by_its_name_here_too(http):
    answer = http.get(PLACE, headers={"host": "evil.example"})
    assert told(answer) == (421, "host")
    assert "evil" not in http.get(PLACE).text


def test_where_a_token_is_asked_for_the_manifest_says_so():
    locked = served(host="0.0.0.0", token=TOKEN)
    assert locked.get(f"{PLACE}/suggest/entity?prefix=a").status_code == 401
    assert told(posted(locked, {"q0": {"query": "MEK"}})) == (401, "token")
    assert locked.get(f"{PLACE}?queries={{}}").status_code == 401
    assert locked.get(f"{PLACE}/view?id=HGNC:3430").status_code == 401
    assert locked.options(PLACE).headers["access-control-allow-headers"].endswith("Authorization")
    assert locked.options("/").status_code == 401
    manifest = locked.get(PLACE).json()
    named = {"authorization": f"Bearer {TOKEN}"}
    assert manifest["authentication"] == {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
    }
    assert posted(locked, {"q0": {"query": "MEK"}}, headers=named).status_code == 200


def test_what_curators_decided_comes_first(tmp_path):
    table = tmp_path / "overrides.tsv"
    table.write_text("word\tgenes\tdecided_by\nPDK1\tPDPK1\tAnn\nCAT\t\tAnn\n", encoding="utf-8")
    decided = Client(served(overrides=table), f"{BASE}{PLACE}")
    for caption in ("", "Pyruvate dehydrogenase is phosphorylated by PDK1.", "PDHA1 and DLAT."):
        found = decided.reconcile(
            [{"query": "PDK1", "properties": [{"pid": "caption", "v": caption}]}]
        )[0]
        assert found[0]["name"] == "PDPK1"
        assert {"id": "rule_override", "value": True} in found[0]["features"]
        assert sum(each["score"] for each in found) <= 100.1
    assert decided.reconcile([{"query": "CAT"}]) == [[]]
    of_mouse = [{"pid": "organism", "v": "mouse"}]
    asked = [{"query": name, "properties": of_mouse} for name in ("PDK1", "CAT")]
    mine, none = decided.reconcile(asked)
    assert (mine[0]["name"], none) == ("Pdpk1", [])


def test_the_organism_of_the_service_is_whose_genes_are_meant():
    mice = Client(served(organism="mouse"), f"{BASE}{PLACE}")
    assert first(mice, "Trp53")["id"] == "MGI:98834"
    assert first(mice, "TP53", organism="human")["id"] == "HGNC:11998"
    assert mice.suggest("entity", "trp53")[0]["id"] == "MGI:98834"
    assert "FPLX:MEK" in {each["id"] for each in mice.suggest("entity", "mek")}
    assert not any(each["id"].startswith("HGNC") for each in mice.suggest("entity", "a"))


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.text(max_size=5),
        st.fixed_dictionaries(
            {"query": st.text(max_size=12)},
            optional={
                "limit": st.integers(1, 5),
                "type": st.sampled_from(["gene", "family", "complex", "gene:10090", "x"]),
                "type_strict": st.sampled_from(["any", "all", "should"]),
                "properties": st.lists(
                    st.fixed_dictionaries(
                        {
                            "pid": st.sampled_from(["caption", "neighbours", "organism", "x"]),
                            "v": st.one_of(st.text(max_size=20), st.booleans(), st.integers()),
                        }
                    ),
                    max_size=2,
                ),
            },
        ),
        max_size=3,
    )
)
def test_every_batch_of_that_form_is_answered(batch):
    answer = posted(HTTP, batch)
    assert answer.status_code == 200, answer.text
    results = answer.json()
    assert list(results) == list(batch)
    for key, query in batch.items():
        assert len(results[key]["result"]) <= query.get("limit", 10)


HTTP = served()
