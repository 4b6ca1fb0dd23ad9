"""Rows of tables that lie in the package, found without reading the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reconcile.bundled import packaged_text, sorted_rows
from reconcile.suggest.ways import uses

cells = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), max_size=3)


@given(st.lists(st.tuples(cells, cells), max_size=8), cells, st.booleans())
def test_the_rows_of_a_cell_are_those_that_a_look_at_all_finds(rows, first, ended):
    rows.sort(key=lambda row: row[0])
    text = "\n".join("\t".join(row) for row in rows) + ("\n" if ended and rows else "")
    for wanted in {first, *(row[0] for row in rows)}:
        found = [list(row) for row in rows if row[0] == wanted]
        if wanted or (rows and not ended):  # an empty line is no row
            assert [row for row in sorted_rows(text, wanted) if len(row) > 1] == found


def test_the_names_that_bring_genes_in_are_all_found():
    lines = packaged_text("suggest", "uses.tsv").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    wanted: dict[str, dict[str, int]] = {}
    for symbol, name, count in rows:
        wanted.setdefault(symbol, {})[name] = int(count)
    assert {symbol: dict(uses(symbol)) for symbol in wanted} == wanted
    assert uses("no gene") == {} == uses("")
