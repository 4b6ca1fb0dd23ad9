"""What PFOCR took the words behind an entry for, beside genes: chemicals and diseases.

Its tables of these are noisy (`Pyrin` and `NACHT` are among the chemicals), so they only say why a
word may be no gene. What an entry is, its letters and its gene decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reconcile.records import Evidence, Figure, OcrWord
from reconcile.text import surface_key

__all__ = ["thing_evidence", "things_by_key", "things_of_entries"]


def things_by_key(words: Iterable[OcrWord]) -> Mapping[str, tuple[OcrWord, ...]]:
    """The chemicals and diseases by the keys of their words and names, in table order."""
    found: dict[str, dict[OcrWord, None]] = defaultdict(dict)
    for row in words:
        for text in (row.word, row.match, row.name) if row.kind != "gene" else ():
            if text and (key := surface_key(text)):
                found[key][row] = None
    return {key: tuple(rows) for key, rows in found.items()}


def things_of_entries(
    figure: Figure, rows: Sequence[tuple[OcrWord, ...]]
) -> Mapping[str, tuple[OcrWord, ...]]:
    """The chemicals and diseases that each entry of the list was taken for.

    Args:
        figure: has the list and the tables.
        rows: for each entry the words that brought it in as a gene; without any, its own letters
            are the word.
    """
    things = things_by_key(figure.ocr)
    found: dict[str, tuple[OcrWord, ...]] = {}
    for keyword, own in dict(zip(figure.keywords or (), rows, strict=True)).items():
        texts = [text for row in own for text in (row.word, row.match)] or [keyword]
        named = (row for text in texts for row in things.get(surface_key(text), ()))
        found[keyword] = tuple(dict.fromkeys(named)) if things else ()
    return found


def thing_evidence(row: OcrWord) -> Evidence:
    """A row of the tables as evidence: the word, what it was taken for, and the table.

    >>> thing_evidence(OcrWord("ATP", "", "", kind="chemical", ids=("MESH:D000255",))).detail
    'taken for a chemical (MESH:D000255)'
    """
    names = dict.fromkeys(text for text in (row.match, row.name) if text)
    called = f" called {', '.join(names)}" if names else ""
    ids = f" ({', '.join(row.ids)})" if row.ids else ""
    return Evidence("ocr", row.word, f"taken for a {row.kind}{called}{ids}", f"pfocr_{row.kind}s")
