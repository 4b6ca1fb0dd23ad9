"""The reconciliation service against the schemas and examples of the specification."""

from __future__ import annotations

import json

import pytest
from recon_client import Client
from serve_support import BASE, served, told
from support import ROOT

jsonschema = pytest.importorskip("jsonschema")
referencing = pytest.importorskip("referencing")

FOLDER = ROOT.parent / "shared" / "data" / "reconciliation-api" / "0.2"
if not FOLDER.is_dir():
    pytest.skip("needs the specification's schemas", allow_module_level=True)

PLACE = f"{BASE}/reconciliation"
SCHEMAS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((FOLDER / "schemas").glob("*.json"))
}
EXAMPLES = sorted((FOLDER / "examples").glob("*/*/*.json"))
ANSWERS = [path for path in EXAMPLES if path.parents[1].name in SCHEMAS]
REQUESTS = {"reconciliation-query-batch": "queries", "data-extension-query": "extend"}


def _registry():
    as_resource = referencing.jsonschema.DRAFT7.create_resource
    named = {
        "http://swagger.io/v2/schema.json": SCHEMAS["openapi"],
        "type.json": SCHEMAS["type"],
        "https://reconciliation-api.github.io/specs/0.2/schemas/type.json": SCHEMAS["type"],
    }
    return referencing.Registry().with_resources(
        (name, as_resource(schema)) for name, schema in named.items()
    )


def faults(what, value):
    """What a schema of the specification has against a value."""
    checker = jsonschema.Draft7Validator(SCHEMAS[what], registry=_registry())
    return [
        f"{list(error.absolute_path)}: {error.message[:200]}"
        for error in checker.iter_errors(value)
    ]


class Recording:
    """Passes requests on and keeps the answers that are JSON."""

    def __init__(self, http):
        self._http, self.answers = http, []

    def get(self, *given, **options):
        return self._kept(self._http.get(*given, **options))

    def post(self, *given, **options):
        return self._kept(self._http.post(*given, **options))

    def _kept(self, answer):
        if "json" in answer.headers["content-type"]:
            self.answers.append(answer.json())
        return answer


@pytest.fixture(scope="module")
def http():
    return Recording(served())


@pytest.fixture(scope="module")
def client(http):
    return Client(http, PLACE)


@pytest.mark.parametrize(
    "path", ANSWERS, ids=lambda path: "/".join((*path.parts[-3:-1], path.stem))
)
def test_the_schemas_tell_their_examples_apart(path):
    """So that they would tell a fault of ours too."""
    found = faults(path.parents[1].name, json.loads(path.read_text(encoding="utf-8")))
    if path.parent.name == "valid":
        assert found == []
    elif path.stem not in {"old-version", "invalid-documentation"}:
        assert found != []


def test_the_manifest_validates(client):
    assert faults("manifest", client.manifest) == []
    locked = served(token="t" * 20, host="0.0.0.0")
    told_so = locked.get(PLACE, headers={"authorization": f"Bearer {'t' * 20}"}).json()
    assert faults("manifest", told_so) == []


def test_results_validate(client):
    names = ["AKT1", "MEK", "MEK1/2", "NF-κB", "LPS", "ER", "qwertyuiop", "", "HGNC:3430", "p38"]
    contexts = [
        {},
        {"caption": "Insulin activates PI3K and AKT1; MEK1/2 and NF-κB follow."},
        {"neighbours": ["EGF", "TGFA", "BTC"]},
        {"organism": "mouse"},
        {"organism": "fly", "caption": "hh and ptc"},
    ]
    queries = [
        {"query": name, "properties": [{"pid": pid, "v": v} for pid, v in context.items()]}
        for name in names
        for context in contexts
    ]
    for strict in ("any", "all", "should"):
        queries += [{"query": name, "type": ["gene"], "type_strict": strict} for name in names]
    for candidates in client.reconcile(queries):
        assert faults("reconciliation-result-batch", {"q": {"result": candidates}}) == []


@pytest.mark.parametrize(
    ("what", "schema"),
    [("entity", "entities"), ("property", "properties"), ("type", "types")],
)
def test_suggestions_validate(client, http, what, schema):
    for prefix in ("", "a", "mek", "mouse", "hgnc", "HGNC:3430", "<script>"):
        for cursor in (None, 5):
            client.suggest(what, prefix, cursor)
            assert faults(f"suggest-{schema}-response", http.answers[-1]) == []


def test_extensions_and_proposals_validate(client, http):
    for type_id in ("gene", "family", "complex", "gene:10090", "", "Q5"):
        for limit in (None, 2):
            asked = client.propose(type_id, limit)
            assert faults("data-extension-property-proposal", http.answers[-1]) == []
            properties = [{"id": each["id"]} for each in asked]
            ids = ["HGNC:3430", "FPLX:MEK", "MGI:98834", "FB:FBgn0004644", "x"]
            answer = client.extend(ids, [*properties, {"id": "no property"}])
            assert faults("data-extension-response", answer) == []


@pytest.mark.parametrize(
    "path",
    [path for path in EXAMPLES if path.parents[1].name in REQUESTS],
    ids=lambda path: "/".join(path.parts[-3:]),
)
@pytest.mark.parametrize("by", ["post", "get"])
def test_the_examples_of_requests_are_answered_or_refused(http, path, by):
    text = path.read_text(encoding="utf-8")
    fields = {REQUESTS[path.parents[1].name]: text}
    answer = http.post(PLACE, data=fields) if by == "post" else http.get(PLACE, params=fields)
    if path.parent.name == "invalid":
        assert told(answer) == (400, "invalid")
        assert answer.json()["error"]["where"].startswith(f"{next(iter(fields))}.")
    else:
        assert answer.status_code == 200
        schema = {"queries": "reconciliation-result-batch", "extend": "data-extension-response"}
        assert faults(schema[next(iter(fields))], answer.json()) == []


def test_refusals_are_no_results(http):
    """Nobody can take a refusal for an answer."""
    refused = http.post(PLACE, data={"queries": "[]"}).json()
    assert faults("reconciliation-result-batch", refused) != []
