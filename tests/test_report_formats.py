"""Reports say what the results say, in every format, whatever the captions contain."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Literal, get_args, get_origin

import jsonschema
import pytest
from report_samples import FAILURE, NASTY, blank, sample

from reconcile.batch.table import SCHEMA
from reconcile.metrics import Counts, summarise
from reconcile.organism_records import (
    OrganismGene,
    OrganismMention,
    OrganismReconciliation,
    OrganismVerdict,
)
from reconcile.records import (
    Evidence,
    Figure,
    FigureOrganism,
    Gene,
    GroupShare,
    KeywordVerdict,
    Match,
    Mention,
    Override,
    Reconciliation,
    Suggestion,
)
from reconcile.report import FORMATS, SCHEMA_VERSION, figure_schema, render, report_schema
from reconcile.report.csvlong import COLUMNS, unguard
from reconcile.report.terminal import print_report
from reconcile.report.wording import LOWER_BOUND, SAFE, change
from reconcile.shape import WHERE_GIVEN, element, fields_of, without_none


def summary_of(results):
    return summarise([Counts.from_dict(result.counts) for result in results])


def rendered(form, *results, failures=()):
    return "".join(render(form, iter(results), failures, lambda: summary_of(results)))


def on_terminal(*results, failures=(), width=100):
    out = io.StringIO()
    print_report(out, results, failures, lambda: summary_of(results), width=width)
    return out.getvalue()


def test_table_is_laid_out_for_reading():
    assert rendered("table", sample()) == (
        "F1\n"
        "==\n"
        "seeds/a.txt\n"
        "\n"
        "Precision 0.50 (1/2)   Recall 0.50 (1/2)   Strict recall 0.50 (1/2)   F1 0.50\n"
        "Precision against a caption is a lower bound: a figure shows more than its caption says.\n"
        "\n"
        "The caption names 3 things\n"
        "  HER2  gene      in the list      ERBB2\n"
        "  MEK   family    not in the list  MEK: MAP2K1, MAP2K2\n"
        "  LMP1  nonhuman  not compared     – (EBV)\n"
        "\n"
        "The gene list has 3 entries\n"
        "  Human genes that the caption does not name (1)\n"
        "    EPHB2\n"
        "  Aliases of human genes that the caption names (1)\n"
        "    HER2 → ERBB2\n"
        "  Symbols of other species that the caption does not name (1)\n"
        "    her4.1 (zebrafish)\n"
        "\n"
        "2 suggestions\n"
        "  Add (1)\n"
        "    MAP2K1, MAP2K2 for “MEK”  [missing_members, confidence 0.80]\n"
        "        The caption names “MEK”, and the list has none of its members.\n"
        "  Remove (1)\n"
        "    EPHB2  [alias_collision, confidence 0.90]\n"
        "        “ERK” on the image means MAPK1 and MAPK3 here.\n"
        "\n"
    )


def judged(*safe):
    """The sample with suggestions that are safe or not."""
    one = sample()
    kept = zip(one.suggestions, safe, strict=True)
    return replace(one, suggestions=tuple(replace(s, safe=is_safe) for s, is_safe in kept))


@pytest.mark.parametrize("safe", [(False, False), (False, True), (True, True)])
def test_what_is_safe_is_marked_and_explained_in_every_format(safe):
    result, count = judged(*safe), sum(safe)
    (figure,) = json.loads(rendered("json", result))["figures"]
    assert tuple(s["safe"] for s in figure["suggestions"]) == safe
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        rows = csv.DictReader(io.StringIO(rendered(form, result)), delimiter=delimiter)
        told = {row["action"]: row["safe"] for row in rows if row["action"]}
        add, remove = ("yes" if one else "no" for one in safe)
        assert told == {"add": add, "remove": remove}
    texts = [rendered("table", result), rendered("markdown", result), on_terminal(result)]
    for text in texts:
        assert len(re.findall(r"0\.\d\d, safe\b", text)) == count
        plain = " ".join(re.sub(r"[\\*]", "", text).split())
        assert plain.count(" ".join(SAFE.split())) == bool(count)
    assert (f"2 suggestions, {count} safe\n" in texts[0]) == bool(count)
    page = rendered("html", result)
    assert page.count(">safe</span>") == count and SAFE in page


def test_undefined_scores_are_dashes_and_never_numbers():
    text = rendered("table", blank())
    assert "Precision –   Recall –   Strict recall –   F1 –\n" in text
    assert "The caption names no genes\n" in text
    assert "The gene list has no entries\n" in text
    assert "No suggestions\n" in text


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_lower_bound_is_said_wherever_precision_is_shown(form):
    assert LOWER_BOUND in rendered(form, sample())
    assert LOWER_BOUND in on_terminal(sample())


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_several_figures_are_summed_up_and_failures_named(form):
    text = rendered(form, sample("F1"), sample("F2"), failures=[FAILURE])
    assert "All 2 figures" in text
    assert "Not done: 1 record" in text
    assert "b.txt:3: no" in text
    assert "0.50 [0.50, 0.50]" in text.replace("\\", "")


@pytest.mark.parametrize(
    ("action", "symbols", "listed", "shown"),
    [
        ("replace", ("A", "B"), (), "K → A, B"),
        ("replace", ("A", "B"), ("B",), "K → A, B (already listed: B)"),
        ("replace", ("A",), ("B",), "K → A, B (already listed: B)"),
        ("replace", ("A", "B"), ("A", "B"), "K → A, B (already listed)"),
        ("replace", (), ("A",), "K → A (already listed)"),
        ("add", ("A", "B"), ("A",), "A, B (already listed: A) for “K”"),
        ("add", ("K",), (), "K"),
        ("remove", (), (), "K"),
    ],
)
def test_changes_in_a_few_words(action, symbols, listed, shown):
    evidence = (Evidence("rule", "x"),)
    suggestion = Suggestion(action, "K", symbols, listed, "family_label", 0.5, "Why.", evidence)
    assert change(suggestion) == shown


def test_terminal_report_holds_the_same_words():
    text = re.sub(
        r"\x1b\[[0-9;]*m", "", on_terminal(sample("F1"), sample("F2"), failures=[FAILURE])
    )
    for word in ("F1", "MEK: MAP2K1, MAP2K2", "her4.1 (zebrafish)", "alias_collision", "0.90"):
        assert word in text
    assert "All 2 figures" in text
    assert "b.txt:3: no `figid`; add one" in text


@pytest.mark.parametrize("width", [20, 40, 300])
def test_terminal_report_fits_any_width(width):
    lines = on_terminal(sample(), width=width).splitlines()
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("form", FORMATS)
def test_no_control_sequence_of_a_record_gets_out(form):
    text = rendered(form, sample(figid=NASTY, word=NASTY), failures=[FAILURE])
    if form == "tsv":
        text = text.replace("\t", "")  # between cells; none is in one, as its own test says
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_markup_of_a_record_is_shown_and_not_obeyed():
    assert "<script>|[red]`x`\\x1b[31m HER2" in rendered("table", sample(word=NASTY))
    assert "[red]" in on_terminal(sample(word=NASTY), width=200)
    assert "\x1b[31m" not in on_terminal(sample(word=NASTY), width=200)
    escaped = "&lt;script\\>\\|\\[red\\]\\`x\\`\\\\x1b\\[31m HER2"
    assert f"| {escaped} | gene |" in rendered("markdown", sample(word=NASTY))


def test_markdown_tables_keep_their_columns():
    for line in rendered("markdown", sample(word=NASTY)).splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in {4, 5, 6}
    assert "<" not in rendered("markdown", sample(figid=NASTY, word=NASTY))


def test_csv_has_one_row_a_keyword_and_one_a_concept():
    rows = list(csv.DictReader(io.StringIO(rendered("csv", sample()))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["record_type"], row["text"]) for row in rows] == [
        ("keyword", "HER2"),
        ("keyword", "EPHB2"),
        ("keyword", "her4.1"),
        ("concept", "HER2"),
        ("concept", "MEK"),
        ("concept", "LMP1"),
    ]
    assert rows[0]["hgnc_ids"] == "HGNC:3430"
    assert rows[0]["supported_by"] == "HER2"
    assert (rows[1]["action"], rows[1]["reason"]) == ("remove", "alias_collision")
    assert (rows[4]["suggested_symbols"], rows[4]["confidence"]) == ("MAP2K1 MAP2K2", "0.80")
    assert rows[5]["supported"] == ""


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_csv_cells_are_no_formulas(cell):
    rows = list(csv.DictReader(io.StringIO(rendered("csv", sample(figid=cell)))))
    (shown,) = {row["figid"] for row in rows}
    assert shown[0] not in "=+-@\t\r"
    assert unguard(shown) == cell


def test_csv_loses_no_suggestion():
    result = sample()
    other = result.suggestions[0].__class__(
        "remove", "GONE", (), (), "non_gene", 0.5, "Why.", result.suggestions[0].evidence
    )
    changed = result.__class__(
        **{
            name: getattr(result, name)
            for name in result.__dataclass_fields__
            if name != "suggestions"
        },
        suggestions=(other,),
    )
    last = list(csv.DictReader(io.StringIO(rendered("csv", changed))))[-1]
    assert (last["record_type"], last["text"], last["reason"]) == ("suggestion", "GONE", "non_gene")


@pytest.mark.parametrize(
    "results", [(), (sample(),), (sample(), blank()), (sample(figid=NASTY, word=NASTY),)]
)
def test_json_obeys_the_published_schema(results):
    jsonschema.Draft202012Validator.check_schema(report_schema())
    report = json.loads(rendered("json", *results, failures=[FAILURE]))
    jsonschema.validate(report, report_schema(), cls=jsonschema.Draft202012Validator)
    assert report["schema_version"] == SCHEMA_VERSION
    assert [figure["figid"] for figure in report["figures"]] == [r.figid for r in results]
    assert report["failures"] == [{"source": "b.txt", "line": 3, "error": "no `figid`; add one"}]
    assert report["summary"]["figures"] == len(results)


def test_jsonl_is_one_figure_a_line():
    text = rendered("jsonl", sample("F1"), sample("F2\u2028\x85\ud800"))
    figures = [json.loads(line) for line in text.splitlines()]
    assert [figure["figid"] for figure in figures] == ["F1", "F2\u2028\x85\ud800"]
    text.encode("utf-8")
    for figure in figures:
        jsonschema.validate(figure, figure_schema(), cls=jsonschema.Draft202012Validator)


NAMES = {
    Evidence: "evidence",
    FigureOrganism: "organism",
    GroupShare: "group",
    Gene: "gene",
    KeywordVerdict: "keyword",
    Match: "match",
    Mention: "mention",
    Override: "override",
    Reconciliation: "figure",
    Suggestion: "suggestion",
}
OF_ORGANISMS = {
    Gene: OrganismGene,
    KeywordVerdict: OrganismVerdict,
    Mention: OrganismMention,
    Reconciliation: OrganismReconciliation,
}
"""The records with the fields that are there only where an organism was asked for."""
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema_of(hint):
    """The JSON Schema of a type, without what is said of it in words and numbers."""
    plain, optional = without_none(hint)
    if get_origin(plain) is Literal:
        return {"enum": [*get_args(plain), *([None] if optional else [])]}
    if element(plain) is not None:
        return {"type": "array", "items": schema_of(element(plain))}
    if plain is Counts:
        return {"type": "object", "additionalProperties": {"type": "integer"}}
    plain = {own: record for record, own in OF_ORGANISMS.items()}.get(plain, plain)
    if plain in NAMES:
        found = {"$ref": f"#/$defs/{NAMES[plain]}"}
        return {"oneOf": [{"type": "null"}, found]} if optional else found
    return {"type": [PLAIN[plain], "null"] if optional else PLAIN[plain]}


def bare(schema):
    """A schema without descriptions and bounds."""
    if isinstance(schema, list):
        return [bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    said = ("description", "minimum", "maximum", "minItems")
    return {name: bare(value) for name, value in schema.items() if name not in said}


@pytest.mark.parametrize("record", NAMES)
def test_the_schema_has_the_fields_of_the_records(record):
    fields = fields_of(OF_ORGANISMS.get(record, record))
    if record is Reconciliation:
        # Only where there are some, and where there was a refit.
        fields |= WHERE_GIVEN
    whole = report_schema()["$defs"][NAMES[record]]
    assert bare(whole) == {
        "type": "object",
        "properties": {name: schema_of(hint) for name, hint in fields.items()},
        "required": list(fields_of(record)),
        "additionalProperties": False,
    }
    assert list(whole["properties"]) == list(fields)


def test_the_file_of_a_batch_has_the_fields_of_the_records():
    (figure,) = (json.loads(line) for line in rendered("jsonl", sample()).splitlines())
    assert [name for name in SCHEMA.names if name != "line"] == [*figure, *WHERE_GIVEN]
    for name in ("keywords", "mentions", "suggestions"):
        item = SCHEMA.field(name).type.value_type
        assert [item.field(i).name for i in range(item.num_fields)] == list(figure[name][0])


def test_schema_versions_agree():
    assert report_schema()["properties"]["schema_version"]["const"] == SCHEMA_VERSION


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "html"])  # summary first
def test_figures_are_read_one_at_a_time(form):
    drawn = []

    def results():
        for i in range(3):
            drawn.append(i)
            yield sample(f"F{i}")

    for piece in render(form, results(), [], lambda: summary_of([])):
        if "F0" in piece:
            assert drawn == [0]
            break


def test_no_list_is_not_an_empty_list(fast):
    """A record without a list is said to have none; an empty one has no entries."""
    for keywords, heading in ((None, "no gene list"), ((), "has no entries")):
        result = fast.reconcile(Figure("F1", "HER2 binds EGF.", keywords))
        assert heading in rendered("table", result)
