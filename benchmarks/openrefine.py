"""Drive a real OpenRefine against the reconciliation service, and print what it makes of it.

    python benchmarks/openrefine.py [--openrefine http://127.0.0.1:3333] \
        [--service http://127.0.0.1:8765/reconciliation] [--type gene]

Both have to run: `openrefine -i 127.0.0.1 -p 3333 -x refine.headless=true` (Debian's package
`openrefine` will do) and `reconcile serve`. By OpenRefine's own commands it makes a project,
guesses types, reconciles a column with details from three others, and adds columns from
reconciled values.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from typing import Any

import httpx

ROWS = (
    ("PDK1", "Insulin activates PI3K and AKT signalling in muscle.", "", ""),
    ("AR", "", "EGF, TGFA, BTC", ""),
    ("AR", "Testosterone binds AR in prostate cancer.", "", ""),
    ("HER2", "", "", ""),
    ("Trp53", "", "", "mouse"),
    ("NF-κB", "", "", ""),
    ("MEK1/2", "", "", ""),
    ("qwertyuiop", "", "", ""),
    ("IL-6", "", "", ""),
    ("p38", "", "", ""),
    ("VEGF-A", "", "", ""),
    ("TNFα", "", "", ""),
)
DETAILS = ("caption", "neighbours", "organism")
PROPERTIES = ("hgnc_id", "ncbi_gene_id", "uniprot_id", "location", "members")
ENGINE = json.dumps({"facets": [], "mode": "row-based"})


class OpenRefine:
    """The commands of an OpenRefine, by HTTP."""

    def __init__(self, address: str) -> None:
        self._http = httpx.Client(base_url=f"{address}/command/core/", timeout=60)
        self.project = ""

    def ask(self, command: str, **fields: Any) -> Any:
        """What a command that changes nothing says."""
        return self._http.get(command, params={"project": self.project, **fields}).json()

    def tell(self, command: str, files: Any = None, **fields: Any) -> httpx.Response:
        """The answer to a command."""
        token = self._http.get("get-csrf-token").json()["token"]
        asked = {"csrf_token": token, "project": self.project}
        return self._http.post(command, params=asked, data=fields, files=files)

    def new_project(self, table: str) -> None:
        """Make a project of a table with tabs."""
        answer = self.tell(
            "create-project-from-upload",
            files={"project-file": ("rows.tsv", table.encode(), "text/tab-separated-values")},
            **{
                "project-name": "names",
                "format": "text/line-based/*sv",
                "options": json.dumps({"separator": "\t", "headerLines": 1}),
            },
        )
        found = re.search(r"project=(\d+)", answer.headers["location"])
        assert found, answer.text
        self.project = found[1]

    def wait(self) -> None:
        """Wait until nothing is going on."""
        time.sleep(0.5)
        while self.ask("get-processes")["processes"]:
            time.sleep(0.5)

    def rows(self) -> Any:
        """The rows as they are now."""
        return self.tell("get-rows", start="0", limit="100").json()


def main() -> None:
    """Reconcile the rows and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--openrefine", default="http://127.0.0.1:3333")
    parser.add_argument("--service", default="http://127.0.0.1:8765/reconciliation")
    parser.add_argument("--type")
    options = parser.parse_args()
    manifest = httpx.get(options.service).json()
    spaces = {space: manifest[space] for space in ("identifierSpace", "schemaSpace")}
    refine = OpenRefine(options.openrefine)
    refine.new_project("\n".join("\t".join(row) for row in (("word", *DETAILS), *ROWS)))
    guessed = refine.tell("guess-types-of-column", columnName="word", service=options.service)
    print("types", [(each["id"], each["count"]) for each in guessed.json()["types"]])
    config = {
        "mode": "standard-service",
        "service": options.service,
        **spaces,
        "autoMatch": True,
        "limit": 0,
        "columnDetails": [
            {"column": each, "propertyName": each, "propertyID": each} for each in DETAILS
        ],
    }
    if options.type:
        config["type"] = {"id": options.type, "name": options.type}
    refine.tell("reconcile", columnName="word", config=json.dumps(config), engine=ENGINE)
    refine.wait()
    found = refine.rows()
    for row in found["rows"]:
        cell = row["cells"][0]
        judged = found["pool"]["recons"].get(str(cell.get("r")), {})
        match = (judged.get("m") or {}).get("id")
        others = [(each["id"], each["name"], each["score"]) for each in judged.get("c", [])[:3]]
        print(cell["v"], judged.get("j"), match or others)
    refine.tell(
        "extend-data",
        engine=ENGINE,
        baseColumnName="word",
        endpoint=options.service,
        **spaces,
        columnInsertIndex="1",
        extension=json.dumps({"properties": [{"id": each, "name": each} for each in PROPERTIES]}),
    )
    refine.wait()
    for row in refine.rows()["rows"]:
        print([cell and cell.get("v") for cell in (row["cells"][0], *row["cells"][4:])])


if __name__ == "__main__":
    main()
