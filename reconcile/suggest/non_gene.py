"""`non_gene`: a chemical, a disease, a process or another thing that is no gene."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.lexicon.schema import Entry
from reconcile.records import Evidence, KeywordVerdict, OcrWord, Suggestion
from reconcile.suggest.case import Case, ocr_evidence, own_letters
from reconcile.text import clean, tokens

__all__ = ["non_gene"]

_CURATED = frozenset({"famplex", "curated"})
_FITS = 0.15
_FITS_LOOSELY = 0.05
_NO_WORDS = 2


def non_gene(case: Case) -> Iterator[Suggestion]:
    """Remove entries that are no genes, and genes that a word for such a thing brought in."""
    for verdict, _ in case.comparison.distinct("non_gene"):
        kind = verdict.evidence[0].detail
        yield _remove(
            verdict, 0.95, f"{verdict.keyword} is {_a(kind)}, not a gene.", verdict.evidence
        )
    things = _things_of_caption(case)
    for verdict, gene, rows in case.unsupported():
        if rows:
            found = _by_provenance(case, verdict, gene, rows)
        else:
            found = _by_letters(case, verdict, gene, things.get(gene, []))
        if found is not None:
            yield found


def _remove(
    verdict: KeywordVerdict, confidence: float, explanation: str, evidence: tuple[Evidence, ...]
) -> Suggestion:
    return Suggestion(
        "remove", verdict.keyword, (), (), "non_gene", confidence, explanation, evidence
    )


def _a(kind: str) -> str:
    if kind in ("word", "anatomy"):
        return "a general term" if kind == "word" else "a cell type or body part"
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _by_provenance(
    case: Case, verdict: KeywordVerdict, gene: int, rows: tuple[OcrWord, ...]
) -> Suggestion | None:
    """A gene that is listed only because a word for a thing is also one of its names."""
    symbol = case.symbol(gene)
    if any(row.source == "famplex_relations" or own_letters(row, symbol) for row in rows):
        return None
    read = [(row, thing) for row in rows if (thing := _thing(case, gene, row)) is not None]
    if len(read) < len(rows):
        return None
    row, thing = read[0]
    sure = thing.source == "curated"
    return _remove(
        verdict,
        0.9 if sure else 0.7,
        f'{verdict.keyword}: the word on the image is "{row.word}", which is {_a(thing.type)} and '
        f"only happens to be a name of {symbol}; the caption does not name {symbol}.",
        (*ocr_evidence(rows), case.name_evidence(thing, row.match)),
    )


def _thing(case: Case, gene: int, row: OcrWord) -> Entry | None:
    """The thing that a word is, None where it may well be the gene."""
    if case.trusted_name(row.match, gene):
        return None
    things = [e for e in case.things(row.match) if e.type != "word" or e.source == "curated"]
    if not things:
        return None
    limit = _FITS if things[0].source in _CURATED else _FITS_LOOSELY
    return things[0] if case.kin(gene).score < limit else None


def _by_letters(
    case: Case, verdict: KeywordVerdict, gene: int, ties: list[tuple[str, Entry]]
) -> Suggestion | None:
    """Without provenance: a word of the caption, or the symbol itself, that is a curated thing."""
    symbol = case.symbol(gene)
    own = [e for e in case.things(symbol) if e.source == "curated"]
    if own and verdict.keyword == symbol and case.kin(gene).score < _FITS_LOOSELY:
        return _remove(
            verdict,
            0.5,
            f"{symbol} is a gene symbol, but in figures these letters mostly are "
            f"{_a(own[0].type)}; no other gene here works with it and the caption does not "
            "name it.",
            (case.name_evidence(own[0], symbol),),
        )
    for word, thing in ties:
        if not case.trusted_name(word, gene) and case.kin(gene).score < _FITS_LOOSELY:
            return _remove(
                verdict,
                0.6,
                f"{verdict.keyword}: {word}, which the caption uses as {_a(thing.type)}, is also a "
                f"name of {symbol}; nothing else speaks for {symbol}.",
                (case.name_evidence(thing, word), Evidence("rule", word, "a word of the caption")),
            )
    return None


def _things_of_caption(case: Case) -> dict[int, list[tuple[str, Entry]]]:
    """The genes that have a curated non-gene word of the caption as a name."""
    found: dict[int, list[tuple[str, Entry]]] = {}
    words = dict.fromkeys(t.text for t in tokens(clean(case.comparison.figure.caption or "").text))
    for word in words:
        if len(word) < _NO_WORDS:
            continue
        things = [e for e in case.things(word) if e.source == "curated"]
        for entry in case.gene_names(word) if things else ():
            if entry.type != "approved":
                found.setdefault(entry.ref, []).append((word, things[0]))
    return found
