"""A client of the Reconciliation Service API 0.2 that follows the text of the specification.

It knows an endpoint and a way to fetch, and finds everything else by the manifest, as a client does
that has never heard of the service. It imports nothing of what it asks. Where an answer is not what
the specification says, it raises `Unlike`, which names the sentence.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from urllib.parse import quote, urlsplit

ORIGIN = "https://elsewhere.example"
USUAL_BATCH = 10


class Unlike(AssertionError):
    """What the specification says and the service does not do."""


def must(truth, sentence):
    """Hold the service to a sentence of the specification."""
    if not truth:
        raise Unlike(sentence)


class Client:
    """A client of one service.

    `http` has `get(url, headers=…)` and `post(url, data=…, headers=…)` whose answers have
    `status_code`, `headers`, `text` and `json()`, as those of requests and httpx have.
    """

    def __init__(self, http, endpoint):
        self._http, self.endpoint = http, endpoint
        self.manifest = self._json(self._get(endpoint))
        for field in ("versions", "name", "identifierSpace", "schemaSpace"):
            must(field in self.manifest, f"2.1 the manifest has {field}")
        must("0.2" in self.manifest["versions"], "2.1 versions has those that are supported")
        for space in ("identifierSpace", "schemaSpace"):
            must(urlsplit(self.manifest[space]).scheme, f"1.4 {space} is a URI")
        for found in self.manifest.get("defaultTypes", []):
            must_be_type(found)

    def reconcile(self, queries, *, by="post"):
        """The candidates of each query, in batches as large as the manifest allows."""
        size = min(int(self.manifest.get("batchSize", USUAL_BATCH)), USUAL_BATCH)
        found = []
        for start in range(0, len(queries), size):
            batch = {f"q{i}": query for i, query in enumerate(queries[start : start + size])}
            answer = self.batch(batch, by=by)
            must(answer.keys() == batch.keys(), "4.2 results have the keys of their queries")
            found += [answer[key]["result"] for key in batch]
        for query, candidates in zip(queries, found, strict=True):
            scores = [candidate["score"] for candidate in candidates]
            must(scores == sorted(scores, reverse=True), "4.2 sorted by decreasing score")
            must(len(candidates) <= query.get("limit", len(candidates)), "4.1 limit")
            must(sum(c.get("match", False) for c in candidates) <= 1, "4.2 one match at most")
            for candidate in candidates:
                must_be_candidate(candidate)
        return found

    def batch(self, batch, *, by="post"):
        """The answer to one query batch, as it came."""
        fields = {"queries": json.dumps(batch)}
        return self._json(self._send(fields) if by == "post" else self._ask(fields))

    def extend(self, ids, properties, *, by="post"):
        """The values of properties: id → property → values."""
        must("extend" in self.manifest, "7.3 announced in the manifest")
        fields = {"extend": json.dumps({"ids": list(ids), "properties": list(properties)})}
        answer = self._json(self._send(fields) if by == "post" else self._ask(fields))
        columns = [column["id"] for column in answer["meta"]]
        must(columns == [each["id"] for each in properties], "7.4 meta has what was asked for")
        must(list(answer["rows"]) == list(ids), "7.4 rows has each entity of the query")
        for row in answer["rows"].values():
            must(set(row) == set(columns), "7.4 a row has each property")
        return answer

    def propose(self, type_id, limit=None):
        """The properties that a type has."""
        place = self.manifest["extend"]["propose_properties"]
        address = place["service_url"] + place["service_path"] + f"?type={quote(type_id, safe='')}"
        answer = self._json(self._get(address if limit is None else f"{address}&limit={limit}"))
        must(limit is None or len(answer["properties"]) <= limit, "7.2 limit")
        for found in answer["properties"]:
            must_be_named(found)
        return answer["properties"]

    def suggest(self, what, prefix, cursor=None):
        """What is suggested of `entity`, `property` or `type` for what is typed."""
        place = self.manifest["suggest"][what]
        address = place["service_url"] + place["service_path"] + f"?prefix={quote(prefix, safe='')}"
        answer = self._json(self._get(address if cursor is None else f"{address}&cursor={cursor}"))
        for found in answer["result"]:
            must_be_named(found)
        return answer["result"]

    def flyout(self, what, identifier):
        """The HTML of a flyout."""
        place = self.manifest["suggest"][what]
        path = place["flyout_service_path"].replace("${id}", quote(identifier, safe=""))
        base = place.get("flyout_service_url", place["service_url"])
        answer = self._json(self._get(base + path))
        must(answer["id"] == identifier, "6.4 the identifier supplied in the URL")
        return answer["html"]

    def preview(self, identifier):
        """The answer that has the HTML page of an entity."""
        return self._page(self.manifest["preview"]["url"], identifier)

    def view(self, identifier):
        """The answer that has the page of an entity for people."""
        return self._page(self.manifest["view"]["url"], identifier)

    def explain(self, feature):
        """The answer that has the page of a matching feature."""
        return self._page(self.manifest["feature_view"]["url"], feature)

    def _page(self, template, identifier):
        must("{{id}}" in template, "1.1 a view template contains {{id}}")
        answer = self._get(template.replace("{{id}}", quote(identifier, safe="")))
        if answer.status_code == 200:
            must(answer.headers["content-type"].startswith("text/html"), "5.2 an HTML document")
        return answer

    def _ask(self, fields):
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
        return self._get(f"{self.endpoint}?{query}")

    def _get(self, address):
        return self._open(self._http.get(address, headers={"origin": ORIGIN}))

    def _send(self, fields):
        kind = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN}
        return self._open(self._http.post(self.endpoint, data=fields, headers=kind))

    def _open(self, answer):
        allowed = answer.headers.get("access-control-allow-origin")
        must(allowed in ("*", ORIGIN), "2.3 all endpoints enable access by CORS")
        return answer

    def _json(self, answer):
        must(answer.status_code == 200, f"answered by {answer.status_code}: {answer.text[:200]}")
        must("json" in answer.headers["content-type"], "an answer in JSON")
        return answer.json()


def must_be_named(found):
    """What is suggested has an id and a name."""
    must(isinstance(found["id"], str) and found["id"], "1 an identifier, a non-empty string")
    must(isinstance(found["name"], str) and found["name"], "1 a name, a non-empty string")


def must_be_type(found):
    """A type, with those that it is a part of."""
    must_be_named(found)
    for broader in found.get("broader", []):
        must_be_named(broader)


def must_be_candidate(found):
    """A reconciliation candidate."""
    must_be_named(found)
    must(isinstance(found["score"], (int, float)), "4.2 a numeral")
    must(isinstance(found["match"], bool), "4.2 a boolean matching decision")
    for each in found["type"]:
        must_be_named(each)
    features = [feature["id"] for feature in found.get("features", [])]
    must(len(features) == len(set(features)), "4.2 unique among the features of a candidate")
    for feature in found.get("features", []):
        must(isinstance(feature["value"], (bool, int, float)), "4.2 any boolean or numerical value")
