"""The API: what it answers, in which order, and how it says what is wrong."""

from __future__ import annotations

import asyncio
import html
import json

import jsonschema
import pytest
from serve_support import served, told

from reconcile.calibration import Calibration, Line
from reconcile.curation.calibration import calibration_text
from reconcile.records import Figure, OcrWord
from reconcile.report.jsonout import grounded
from reconcile.report.schema import figure_schema, report_schema
from reconcile.serve.api.items import ASKED
from reconcile.serve.settings import Limits

LIMITS = Limits(
    body_bytes=20_000, stream_bytes=100_000, items=5, characters=2_000, name_characters=100
)
FIGURE = {"figid": "F1", "caption": "HER2 activates MEK.", "keywords": ["ERBB2", "EPHB2"]}
OCR = {"word": "ERK", "match": "ERK", "symbol": "EPHB2", "source": "ncbigene_synonym"}
TEXTS = ["HER2 activates MEK1/2.", "Nothing.", "", "<script>AKT</script> \u202eRAF\x1b"]
LINES = {"content-type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def api():
    with served(ner="lexicon", limits=LIMITS) as client:
        yield client


def plain(value):
    return json.loads(json.dumps(value))


# answers


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_annotated_as_by_the_library(api, fast, text):
    answer = api.post("/annotate", json={"text": text})
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    assert answer.json() == plain(fast.annotate(text).to_dict())
    assert "\u202e" not in answer.text and "\x1b" not in answer.text


def test_mentions_are_as_the_schema_of_the_report_says(api):
    found = api.post("/annotate", json={"text": TEXTS[0]}).json()["mentions"]
    schema = {"$ref": "#/$defs/mention", "$defs": report_schema()["$defs"]}
    for mention in found:
        jsonschema.validate(mention | {"covered": "none"}, schema)
    assert [mention["text"] for mention in found] == ["HER2", "MEK1/2"]


def test_texts_are_answered_in_order(api, fast):
    answer = api.post("/annotate", json={"texts": TEXTS}).json()
    assert answer == {"results": [plain(fast.annotate(text).to_dict()) for text in TEXTS]}
    assert api.post("/annotate", json={"texts": []}).json() == {"results": []}


@pytest.mark.parametrize("name", ["MEK", "no such name", "", "\u03b1v\u03b23", "A" * 100])
def test_a_name_is_grounded_as_by_the_library(api, fast, name):
    expected = plain(grounded(name, fast.ground(name)))
    assert api.post("/ground", json={"name": name}).json() == expected
    assert api.post("/ground", json={"names": [name, {"name": name}]}).json() == {
        "results": [expected] * 2
    }


def test_a_name_is_read_in_its_context(api):
    def symbols(**asked):
        return [gene["symbol"] for gene in api.post("/ground", json=asked).json()["genes"]]

    insulin = "Insulin acts by PI3K, PDK1 and AKT."
    assert symbols(name="PDK1", context=insulin) == ["PDPK1"]
    assert symbols(name="AR", context="AR, EGF, TGFA, BTC and HBEGF bind EGFR.") == ["AREG"]
    assert symbols(name="AR", context="EGF, TGFA, BTC and HBEGF bind EGFR.") == ["AREG"]
    assert symbols(name="AR", context="") == ["AR"] == symbols(name="AR")
    both = api.post("/ground", json={"names": ["PDK1", "MEK"], "context": insulin}).json()
    assert [genes["text"] for genes in both["results"]] == ["PDK1", "MEK"]
    assert both["results"][0]["genes"][0]["symbol"] == "PDPK1"


def test_figures_are_reconciled_as_by_the_library(api, fast):
    answer = api.post("/reconcile", json={"figure": FIGURE})
    assert answer.json() == plain(fast.reconcile(Figure(**FIGURE)).to_dict())
    jsonschema.validate(answer.json(), figure_schema())
    assert answer.json()["source"] is None


def test_all_fields_of_a_record_count(api, fast):
    titled = FIGURE | {"papertitle": "Of yeast", "organisms": ["Danio rerio"], "ocr": [OCR]}
    figure = Figure(
        **FIGURE, paper_title="Of yeast", organisms=["Danio rerio"], ocr=[OcrWord(**OCR)]
    )
    found = api.post("/reconcile", json={"figure": titled}).json()
    assert found == plain(fast.reconcile(figure).to_dict())
    assert found != api.post("/reconcile", json={"figure": FIGURE}).json()


def test_suggestions_are_those_of_the_report(api):
    whole = api.post("/reconcile", json={"figure": FIGURE}).json()
    assert whole["suggestions"]
    assert api.post("/suggest", json={"figure": FIGURE}).json() == {
        "figid": "F1",
        "suggestions": whole["suggestions"],
    }


def test_a_bad_item_stands_in_its_place_and_the_others_go_on(api):
    bad = {"figid": "F2", "keywords": 5}
    answer = api.post("/suggest", json={"figures": [FIGURE, bad, 5, {"caption": "x"}, FIGURE]})
    assert answer.status_code == 200
    first, *errors, last = answer.json()["results"]
    assert first == last and first["figid"] == "F1"
    assert [error["error"]["where"] for error in errors] == [f"figures[{i}]" for i in (1, 2, 3)]
    assert [error["error"]["code"] for error in errors] == ["invalid"] * 3
    assert "keywords" in errors[0]["error"]["what"] and "list" in errors[0]["error"]["remedy"]


# what is refused


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("annotate", {}, "body"),
        ("annotate", {"text": "a", "texts": ["a"]}, "body"),
        ("annotate", {"txt": "a"}, "txt"),
        ("annotate", {"text": "a", "context": "b"}, "context"),
        ("annotate", {"text": None}, "text"),
        ("annotate", {"text": 5}, "text"),
        ("annotate", {"text": ["a"]}, "text"),
        ("annotate", {"text": {"text": True}}, "text"),
        ("annotate", {"texts": "a"}, "texts"),
        ("annotate", {"texts": {"text": "a"}}, "texts"),
        ("annotate", [], "body"),
        ("annotate", "text", "body"),
        ("annotate", 5, "body"),
        ("ground", {"name": "a", "context": 5}, "name.context"),
        ("ground", {"name": ["a"]}, "name"),
        ("ground", {"text": "a"}, "text"),
        ("reconcile", {"figure": "F1"}, "figure"),
        ("reconcile", {"figure": {"caption": "a"}}, "figure"),
        ("reconcile", FIGURE, "figid"),
        ("suggest", {"figure": FIGURE | {"ocr": ["ERK"]}}, "figure"),
        ("suggest", {"figure": FIGURE | {"organisms": [5]}}, "figure"),
    ],
)
def test_what_does_not_fit_is_named(api, path, body, where):
    answer = api.post(f"/{path}", json=body)
    assert told(answer) == (422, "invalid")
    assert answer.json()["error"]["where"] == where


NO_JSON = [
    b"",
    b"{",
    b"text",
    b'{"text": "a"} b',
    b'{"text": "\xff"}',
    b"[" * 500,
    b'{"a": 1, "a": 2}',
    b'{"text": ' + b"1" * 5000 + b"}",
    b'{"text": NaN\x00}',
]


@pytest.mark.parametrize("body", NO_JSON)
def test_what_is_no_json_is_refused(api, body):
    answer = api.post("/annotate", content=body, headers={"content-type": "application/json"})
    assert told(answer) == (400, "not_json") and answer.json()["error"]["where"] == "body"


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "json",
        "application/json; charset=latin-1",
        "application/jsonx",
        "text/html, application/json",
    ],
)
@pytest.mark.parametrize("path", ["/annotate", "/annotate/stream"])
def test_another_type_of_body_is_refused(api, path, kind):
    headers = {} if kind is None else {"content-type": kind}
    answer = api.post(path, content=b'{"text": "a"}', headers=headers)
    assert told(answer) == (415, "media_type")


def test_types_are_read_as_they_are_meant(api):
    for kind in ("Application/JSON", "application/json; charset=UTF-8", "application/json ;a=b"):
        answer = api.post("/annotate", content=b'{"text": "a"}', headers={"content-type": kind})
        assert answer.status_code == 200


def test_half_a_surrogate_pair_is_no_text(api):
    body = b'{"texts": ["\\ud800", "\\ud83d\\ude00"]}'
    answer = api.post("/annotate", content=body, headers={"content-type": "application/json"})
    first, second = answer.json()["results"]
    assert first["error"]["where"] == "texts[0]" and second["text"] == "\U0001f600"


def test_more_than_the_limits_is_refused(api):
    items, characters = ["a"] * (LIMITS.items + 1), "a" * (LIMITS.characters + 1)
    many = api.post("/annotate", json={"texts": items})
    assert told(many) == (413, "too_many") and many.json()["error"]["where"] == "texts"
    long = api.post("/annotate", json={"text": characters})
    assert told(long) == (413, "too_long") and long.json()["error"]["where"] == "text"
    name = api.post("/ground", json={"name": "a" * (LIMITS.name_characters + 1)})
    assert told(name) == (413, "too_long")
    assert told(api.post("/ground", json={"name": "a", "context": characters})) == (413, "too_long")
    big = {"figid": "F", "caption": "a" * 1_500, "keywords": ["b" * 501]}
    assert told(api.post("/suggest", json={"figure": big})) == (413, "too_long")
    body = api.post("/annotate", json={"text": "a" * LIMITS.body_bytes})
    assert told(body) == (413, "too_large") and body.json()["error"]["where"] == "body"
    some = api.post("/annotate", json={"texts": ["a", characters]}).json()["results"]
    assert "mentions" in some[0] and some[1]["error"]["code"] == "too_long"


def test_another_method_is_told_which(api):
    answer = api.get("/annotate")
    assert told(answer) == (405, "method_not_allowed") and answer.headers["allow"] == "POST"
    assert "POST" in answer.json()["error"]["remedy"]


# lines


def lines_of(answer):
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.split("\n")[:-1]]


@pytest.mark.parametrize("path", ["/annotate", "/annotate/stream"])
def test_lines_are_answered_by_lines_in_order(api, path):
    asked = [f"HER2 and number {number}" for number in range(100)]
    body = "".join(json.dumps({"text": text}) + "\n" for text in asked)
    found = lines_of(api.post(path, content=body, headers=LINES))
    assert [line["text"] for line in found] == asked


def test_a_bad_line_stands_in_its_place(api):
    long = json.dumps("a" * LIMITS.body_bytes)
    body = f'"HER2"\r\n\n{{\n{long}\n["a"]\n  \n{{"text": "AKT"}}'
    found = lines_of(api.post("/annotate", content=body.encode(), headers=LINES))
    assert [line.get("text") for line in found] == ["HER2", None, None, None, "AKT"]
    errors = [line["error"] for line in found[1:4]]
    assert [error["where"] for error in errors] == ["line 3", "line 4", "line 5"]
    assert [error["code"] for error in errors] == ["not_json", "too_large", "invalid"]


def test_nothing_is_answered_by_nothing(api):
    assert api.post("/annotate", content=b"\n\n", headers=LINES).text == ""
    assert api.post("/annotate", content=b"", headers=LINES).text == ""


def test_figures_and_names_come_in_lines_too(api):
    body = json.dumps(FIGURE)
    (found,) = lines_of(api.post("/reconcile/stream", content=body, headers=LINES))
    assert found == api.post("/reconcile", json={"figure": FIGURE}).json()
    body = '{"name": "PDK1", "context": "PI3K, PDK1 and AKT"}\n"MEK"\n'
    names = lines_of(api.post("/ground", content=body, headers=LINES))
    assert [name["text"] for name in names] == ["PDK1", "MEK"]


def test_json_is_answered_by_lines_where_lines_are_asked_for(api):
    accept = {"accept": "application/x-ndjson"}
    found = lines_of(api.post("/annotate", json={"texts": ["AKT", 5]}, headers=accept))
    assert found[0]["text"] == "AKT" and found[1]["error"]["where"] == "texts[1]"


def test_a_stream_that_is_too_long_says_so_in_its_last_line(api):
    pieces = (b" " * 994 + b'"AKT"\n' for _ in range(1_000))
    found = lines_of(api.post("/annotate", content=pieces, headers=LINES))
    assert 0 < len(found) < 1_000
    assert all(line["text"] == "AKT" for line in found[:-1])
    assert found[-1]["error"]["code"] == "too_large"


def test_readings_of_curators_come_first(tmp_path):
    table = tmp_path / "overrides.tsv"
    table.write_text("word\tgenes\tdecided_by\nMEK\tTP53\tAda\n", encoding="utf-8")
    with served(ner="lexicon", overrides=table) as client:
        names = client.post("/ground", json={"name": "MEK"}).json()
        texts = client.post("/annotate", json={"text": "MEK binds."}).json()["mentions"]
    for found in (names, *texts):
        assert [gene["symbol"] for gene in found["genes"]] == ["TP53"]
    assert texts


def test_confidences_are_those_that_were_refitted(tmp_path):
    path = tmp_path / "calibration.json"
    path.write_text(calibration_text(Calibration({}, Line(0.0, 0.0), 400, 90, ("Ada",))))
    figure = {"figid": "F1", "caption": "HER2 and MEK.", "keywords": ["AKT1"]}
    with served(ner="lexicon", calibration=path) as client:
        found = client.post("/reconcile", json={"figure": figure}).json()
    assert "400 decisions" in found["calibration"]
    assert {s["confidence"] for s in found["suggestions"]} == {0.5}


@pytest.mark.parametrize("kind", ["application/x-ndjson", "application/json"])
def test_nothing_more_is_done_for_a_client_that_has_gone(api, kind):
    """It sent all of its body, took the first piece of the answer, and left."""
    asked = ["AKT"] * 5 if kind == "application/json" else ["AKT"] * 500
    body = {"texts": asked} if kind == "application/json" else None
    lines = b"\n".join(json.dumps(text).encode() for text in asked)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/annotate",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", kind.encode())],
    }

    async def main():
        sent, taken = [], asyncio.Event()
        coming = [{"type": "http.request", "body": json.dumps(body).encode() if body else lines}]

        async def receive():
            if coming:
                return coming.pop()
            await taken.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)
            if message.get("body"):
                taken.set()
                await asyncio.sleep(0.01)

        await api.app(scope, receive, send)
        return sent

    sent = api.portal.call(main)
    assert sent[0]["status"] == 200
    assert 2 <= len(sent) < len(asked) and sent[-1].get("more_body")


# what is said of it


@pytest.fixture(scope="module")
def document(api):
    return api.get("/openapi.json").json()


def references(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        value = list(value.values())
    for part in value if isinstance(value, list) else []:
        yield from references(part)


def validated(value, name, document):
    jsonschema.validate(
        value, {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    )


def test_the_document_names_every_address_and_nothing_else(api, document):
    for path, operations in document["paths"].items():
        for method in operations:
            assert api.request(method, path).status_code in (200, 415), path
    assert set(document["paths"]) == {
        *(f"/{name}" for name in ASKED),
        *(f"/{name}/stream" for name in ASKED),
        "/health",
        "/metrics",
    }
    schemas = document["components"]["schemas"]
    assert set(references(document)) == {f"#/components/schemas/{name}" for name in schemas}
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", ASKED)
def test_answers_are_as_the_document_says(api, document, name):
    asked = ASKED[name]
    request = document["paths"][f"/{name}"]["post"]
    example = request["requestBody"]["content"]["application/json"]["example"]
    validated(example, f"{name.title()}Request", document)
    answer = api.post(f"/{name}", json=example).json()
    of = request["responses"]["200"]["content"]["application/json"]["schema"]["oneOf"][0]
    validated(answer, of["$ref"].rpartition("/")[2], document)
    several = {asked.many: [example[asked.one], 5]}
    for result in api.post(f"/{name}", json=several).json()["results"][1:]:
        validated(result, "Error", document)
    for bad in ({}, {asked.one: 5}, several | example, example | {"no": 1}):
        with pytest.raises(jsonschema.ValidationError):
            validated(bad, f"{name.title()}Request", document)
        validated(api.post(f"/{name}", json=bad).json(), "Error", document)


def test_the_limits_in_the_document_are_those_of_the_service(document):
    schemas = document["components"]["schemas"]
    assert schemas["Text"]["oneOf"][0]["maxLength"] == LIMITS.characters
    assert schemas["Name"]["oneOf"][0]["maxLength"] == LIMITS.name_characters
    texts = schemas["AnnotateRequest"]["oneOf"][1]["properties"]["texts"]
    assert texts["maxItems"] == LIMITS.items


def test_the_page_shows_answers_of_this_service(api):
    page = api.get("/api", headers={"accept": "text/html"})
    assert page.status_code == 200
    shown = html.unescape(page.text)
    for name in ASKED:
        example = api.get("/openapi.json").json()["paths"][f"/{name}"]["post"]["requestBody"]
        answer = api.post(f"/{name}", json=example["content"]["application/json"]["example"]).json()
        assert json.dumps(answer, indent=2, ensure_ascii=False) in shown
    assert "<script" not in page.text and "style=" not in page.text
