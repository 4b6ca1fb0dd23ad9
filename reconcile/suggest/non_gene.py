"""`non_gene`: a chemical, a disease, a process or another thing that is no gene."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.compare.things import thing_evidence
from reconcile.compare.unlisted import read_unlisted
from reconcile.lexicon.schema import Entry
from reconcile.records import Evidence, KeywordVerdict, OcrWord, Suggestion
from reconcile.suggest.case import Case, class_label, ocr_evidence
from reconcile.suggest.doubt import bare_doubt, by_another_name, is_label, word_doubt
from reconcile.suggest.foreign_words import things_for_genes
from reconcile.suggest.otherwise import NAMED_SO, Otherwise, meant_otherwise, only_defined

__all__ = ["non_gene"]

_FITS_LOOSELY = 0.05
_CLASS = 0.9
_WHOLE_CLASS = 0.8
_LARGE = 6
_WHOLE = 0.8
_NO_WORDS = 2
_TABLE = 0.77
"""Of the entries in figures of today that no lexicon knows, 24 of 31 that were judged are wrong."""


def non_gene(case: Case) -> Iterator[Suggestion]:
    """Remove entries that are no genes, and genes that a word for such a thing brought in."""
    for verdict, _ in case.comparison.distinct("non_gene"):
        found = _of_itself(case, verdict)
        if found is not None:
            yield found
    yield from things_for_genes(case)
    things = _things_of_caption(case)
    for verdict, gene, rows in case.unsupported():
        if rows:
            found = _by_provenance(case, verdict, gene, rows)
        else:
            found = _by_letters(case, verdict, gene, things.get(gene, []))
        if found is not None:
            yield found
    yield from _defined_as_chemicals(case)


def _defined_as_chemicals(case: Case) -> Iterator[Suggestion]:
    """Genes that the caption names by letters alone which it defines as a chemical."""
    for verdict, gene, rows in case.comparison.gene_keywords():
        if case.named(gene) and only_defined(case, gene):
            other = meant_otherwise(case, verdict.keyword, gene, rows)
            if other is not None and other.sign == "defined" and other.kind == "chemical":
                said = (
                    f"{verdict.keyword}: {other.letters} is short for {other.meaning} here, and "
                    "the caption has the letters in no other sense."
                )
                yield _remove(verdict, NAMED_SO, said, other.evidence)


def _of_itself(case: Case, verdict: KeywordVerdict) -> Suggestion | None:
    """An entry whose own letters are no gene's, by the lexicon or else by PFOCR's tables."""
    what = verdict.evidence[0]
    row = case.taken_for(verdict.keyword) if what.type == "ocr" else None
    if what.type == "rule":
        return _by_its_look(case, verdict)
    if row is None:
        said = f"{verdict.keyword} is {_a(what.detail)}, not a gene."
        return _remove(verdict, 0.95, said, verdict.evidence)
    said = (
        f"{verdict.keyword}: PFOCR takes the word on the image for {_a(row.kind)}, and no gene "
        "that is known has this name."
    )
    return _remove(verdict, _TABLE, said, verdict.evidence)


def _by_its_look(case: Case, verdict: KeywordVerdict) -> Suggestion | None:
    """An entry that no source has, by its shape or as what stands on images beside names."""
    found = read_unlisted(verdict.keyword, case.lexicon)
    if found is None:
        return None
    said = (
        f"{verdict.keyword} looks like {_a(found.kind)}, and no gene that is known has this name."
    )
    return _remove(verdict, found.probability, said, verdict.evidence)


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
    other = meant_otherwise(case, verdict.keyword, gene, rows)
    if other is not None:
        return _meant_otherwise(case, verdict, gene, rows, other)
    if all(map(is_label, rows)):
        return _of_a_class(case, verdict, gene, rows)
    if not by_another_name(case, gene, rows):
        return None
    read = [(row, thing) for row in rows if (thing := _thing(case, gene, row)) is not None]
    if len(read) < len(rows):
        return None
    row, (kind, piece) = read[0]
    return _remove(
        verdict,
        word_doubt(case, gene, rows),
        f'{verdict.keyword}: the word on the image is "{row.word}", which is {_a(kind)} and '
        f"only happens to be a name of {symbol}; the caption does not name {symbol}.",
        tuple(dict.fromkeys((*ocr_evidence(rows), piece, *_tabled(case, row)))),
    )


def _meant_otherwise(
    case: Case, verdict: KeywordVerdict, gene: int, rows: tuple[OcrWord, ...], other: Otherwise
) -> Suggestion:
    """A gene whose letters the figure uses for another thing."""
    if other.meaning:
        means = f"{other.letters} is short for {other.meaning} here"
    else:
        means = f"{other.letters} stands among short names of chemicals here"
    said = f"{verdict.keyword}: {means}; the caption does not name {case.symbol(gene)}."
    evidence = tuple(dict.fromkeys((*ocr_evidence(rows), *other.evidence)))
    doubt = word_doubt(case, gene, rows) if by_another_name(case, gene, rows) else 0.0
    return _remove(verdict, max(other.probability, doubt), said, evidence)


def _tabled(case: Case, row: OcrWord) -> tuple[Evidence, ...]:
    """What PFOCR's tables of chemicals and diseases say of a word."""
    found = case.taken_for(row.match)
    return () if found is None else (thing_evidence(found),)


def _thing(case: Case, gene: int, row: OcrWord) -> tuple[str, Evidence] | None:
    """What kind of thing a word is and what says so, None where it may well be the gene."""
    if case.trusted_name(row.match, gene):
        return None
    things = [e for e in case.things(row.match) if e.type != "word" or e.source == "curated"]
    if things:
        return things[0].type, case.name_evidence(things[0], row.match)
    found = case.taken_for(row.match)
    return None if found is None else (found.kind, thing_evidence(found))


def _of_a_class(
    case: Case, verdict: KeywordVerdict, gene: int, rows: tuple[OcrWord, ...]
) -> Suggestion | None:
    """A member of a class of genes (chemokines, growth factors) that only the class brought in."""
    found = [label for row in rows if (label := class_label(case, row.match)) is not None]
    if len(found) < len(rows) or case.lexicon.family(found[0].ref).id in case.caption_labels:
        return None
    family = case.lexicon.family(found[0].ref)
    return _remove(
        verdict,
        _CLASS,
        f'{verdict.keyword}: the word on the image is "{rows[0].word}", which names a whole class '
        f"of {len(family.members)} genes; nothing in the caption points to {case.symbol(gene)}.",
        (*ocr_evidence(rows), case.name_evidence(found[0], rows[0].match)),
    )


def _by_letters(
    case: Case, verdict: KeywordVerdict, gene: int, ties: list[tuple[str, Entry]]
) -> Suggestion | None:
    """Without provenance: a word of the caption, or the symbol itself, that is a curated thing."""
    other = meant_otherwise(case, verdict.keyword, gene, ())
    if other is not None:
        return _meant_otherwise(case, verdict, gene, (), other)
    label = _whole_class(case, gene)
    if label is not None:
        family = case.lexicon.family(label.ref)
        return _remove(
            verdict,
            _WHOLE_CLASS,
            f"{verdict.keyword}: the list has {family.id.replace('_', ' ')}, a class of "
            f"{len(family.members)} genes, as a whole, so a word for the class brought it in; "
            f"nothing in the caption points to {case.symbol(gene)}.",
            (case.name_evidence(label, family.id), *case.list_evidence(family.members)),
        )
    symbol = case.symbol(gene)
    own = [e for e in case.things(symbol) if e.source == "curated"]
    if own and verdict.keyword == symbol and case.fit(gene).score < _FITS_LOOSELY:
        return _remove(
            verdict,
            0.5,
            f"{symbol} is a gene symbol, but in figures these letters mostly are "
            f"{_a(own[0].type)}; no other gene here works with it and the caption does not "
            "name it.",
            (case.name_evidence(own[0], symbol),),
        )
    for word, thing in ties:
        if not case.trusted_name(word, gene) and case.fit(gene).score < _FITS_LOOSELY:
            return _remove(
                verdict,
                0.6,
                f"{verdict.keyword}: {word}, which the caption uses as {_a(thing.type)}, is also a "
                f"name of {symbol}; nothing else speaks for {symbol}.",
                (case.name_evidence(thing, word), Evidence("rule", word, "a word of the caption")),
            )
    return _by_risky_name(case, verdict, gene)


def _by_risky_name(case: Case, verdict: KeywordVerdict, gene: int) -> Suggestion | None:
    """A gene that one of its names, which mostly is a thing, may have brought in."""
    found = bare_doubt(case, gene)
    things = case.things(found[1].name) if found else []
    if found is None or not things:
        return None
    doubt, name = found
    symbol = case.symbol(gene)
    fit = case.fit(gene)
    works = "few listed genes work" if fit.closest else "no listed gene works"
    return _remove(
        verdict,
        doubt,
        f"{verdict.keyword}: probably in the list only through its other name {name.name}, which "
        f"mostly is {_a(things[0].type)}; {works} with {symbol}, and the caption does not name it.",
        (
            case.name_evidence(things[0], name.name),
            Evidence(
                "rule", symbol, f"similarity {fit.score:.2f} with the list", "shared processes"
            ),
        ),
    )


def _whole_class(case: Case, gene: int) -> Entry | None:
    """The label of a class of genes that the list has as a whole, and that nothing names."""
    for index in case.lexicon.families_of(gene):
        family = case.lexicon.family(index)
        listed = sum(member in case.comparison.genes for member in family.members)
        enough = len(family.members) >= _LARGE and listed >= _WHOLE * len(family.members)
        if enough and not any(map(case.named, family.members)):
            label = class_label(case, family.id)
            if label is not None:
                return label
    return None


def _things_of_caption(case: Case) -> dict[int, list[tuple[str, Entry]]]:
    """The genes that have a curated non-gene word of the caption as a name."""
    found: dict[int, list[tuple[str, Entry]]] = {}
    for word in case.caption_words:
        if len(word) < _NO_WORDS:
            continue
        things = [e for e in case.things(word) if e.source == "curated"]
        for entry in case.gene_names(word) if things else ():
            if entry.type != "approved":
                found.setdefault(entry.ref, []).append((word, things[0]))
    return found
