"""Entries that a word brought in which here is another organism's gene, or no gene at all.

The caption of a figure on a parasite, a plant or yeast has `PKG` for its own protein kinase G,
and the list the human PRKG1. And beside genes of bacteria (`purA`, read `PurA`) stand such as
the name of a substance brought in: `udp` where the word is `UDP`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reconcile.cleaning import clean
from reconcile.compare import Row
from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.lexicon.schema import Entry
from reconcile.organisms import ANIMALS, BY_TAXON, find_organisms, group_name
from reconcile.organisms.about import organism_of
from reconcile.organisms.vocabulary import topics_of
from reconcile.records import GENE_STATUSES, Evidence, Mention, OcrWord, Suggestion
from reconcile.suggest.case import Case, ocr_evidence
from reconcile.suggest.readings import own_letters
from reconcile.suggest.scope import SURELY_FOREIGN, called_out
from reconcile.text import surface_key

__all__ = ["namesakes", "things_for_genes"]

_NAMES: Final = frozenset({"approved", "curated", "previous", "alias", "label"})
_SEVERAL: Final = frozenset({"comparison", "engineered"})
_MOST: Final = 0.9
"""As sure as it is of other symbols of another organism."""
_OF_A_THING: Final = 0.75
"""By Laplace's rule: of the words for substances that today's figures have for a gene of the
organism that they are about, both that were judged are wrong."""


def namesakes(case: Case) -> Iterator[Suggestion]:
    """Remove human genes whose word is, in the caption, the gene of an organism without them.

    Not of an animal, whose genes have human counterparts of the same name; not where several
    organisms or a host are told of, whose the name may be, or the figure surely is about man; and
    not where the whole list is called out.
    """
    theirs = _names_of_others(case)
    of = {mention.taxon for mention in theirs.values()}
    if len(of) != 1 or called_out(case) is not None or _tells_of_several(case):
        return
    if organism_of(case.comparison.figure).human >= SURELY_FOREIGN:
        return
    for row in {row.verdict.keyword: row for row in case.comparison.rows}.values():
        verdict = row.verdict
        if verdict.status not in GENE_STATUSES or case.named(row.refs[0]):
            continue
        mention = _mention_of(case, row, theirs)
        if mention is None:
            continue
        organism = _organism(mention.taxon or "")
        yield Suggestion(
            action="remove",
            keyword=verdict.keyword,
            symbols=(),
            already_listed=(),
            reason="species_mismatch",
            confidence=min(_MOST, round(mention.score, 2)),
            explanation=(
                f"{verdict.keyword} is a human gene, but by {mention.text} the caption means "
                f"another organism's ({organism})."
            ),
            evidence=(*ocr_evidence(row.ocr), _said(mention, organism)),
        )


def _said(mention: Mention, organism: str) -> Evidence:
    detail = f"a gene of another organism ({organism})"
    return Evidence("caption", mention.text, detail, None, mention.start, mention.end)


def _tells_of_several(case: Case) -> bool:
    """Whether the texts tell of a host and what infects it, compare organisms, or name an animal.

    In captions words of comparison are said of arrows and colours too.
    """
    figure = case.comparison.figure
    titles = [clean(text).text for text in (figure.title, figure.paper_title) if text]
    texts = [clean(figure.caption or "").text, *titles]
    hints = frozenset().union(*map(topics_of, titles)) & _SEVERAL
    hosted = any("infection" in topics_of(text) for text in texts)
    named = {hit.group for text in texts for hit in find_organisms(text)}
    return hosted or bool(hints) or not named.isdisjoint(ANIMALS)


def _organism(taxon: str) -> str:
    """What people call an organism, or its group where no species is told."""
    known = BY_TAXON[taxon]
    return known.common if " " in known.name else group_name(known.group)


def _names_of_others(case: Case) -> Mapping[str, Mention]:
    """The names that the caption has for genes of others than animals, by key, the surest."""
    found: dict[str, Mention] = {}
    for mention in case.comparison.mentions:
        organism = BY_TAXON.get(mention.taxon or "")
        group = organism.group if organism is not None else None
        if mention.kind != "nonhuman" or group is None or group in ANIMALS | {"virus"}:
            continue
        key = surface_key(mention.text)
        if key not in found or mention.score > found[key].score:
            found[key] = mention
    return found


def _mention_of(case: Case, row: Row, theirs: Mapping[str, Mention]) -> Mention | None:
    """The mention whose name brought an entry in; None if another word may have."""
    if row.ocr:
        found = [
            next((theirs[key] for key in _keys(word) if key in theirs), None) for word in row.ocr
        ]
        return found[0] if all(found) else None
    gene = row.refs[0]
    return next((m for key, m in theirs.items() if gene in _genes_called(case, key)), None)


def _keys(word: OcrWord) -> tuple[str, str]:
    return surface_key(word.match), surface_key(word.word)


def _genes_called(case: Case, key: str) -> frozenset[int]:
    """The human genes that a name brings in, itself or as the label of a family."""
    entries = [e for e in case.lexicon.lookup(key) if e.type in _NAMES and e.ref >= 0]
    alone = {e.ref for e in entries if not e.is_family}
    members = (case.lexicon.family(e.ref).members for e in entries if e.is_family)
    return frozenset(alone.union(*members))


def things_for_genes(case: Case) -> Iterator[Suggestion]:
    """Remove genes of what the figure is about that the name of a substance or disease brought in.

    The word is exactly that name, and not how the organism writes the gene or its protein.
    """
    for row in {row.verdict.keyword: row for row in case.comparison.rows}.values():
        verdict = row.verdict
        if verdict.status != "other_species" or not row.ocr:
            continue
        if not case.strangers.expects(verdict.taxon_id or ""):
            continue
        things = [_thing(case, word) for word in row.ocr]
        if any(_is_written(word, verdict.keyword) for word in row.ocr) or not all(things):
            continue
        thing = things[0]
        assert thing is not None
        yield Suggestion(
            action="remove",
            keyword=verdict.keyword,
            symbols=(),
            already_listed=(),
            reason="non_gene",
            confidence=_OF_A_THING,
            explanation=(
                f'{verdict.keyword}: the word on the image is "{row.ocr[0].word}", which is a '
                f"{thing.type}, and is not how the gene or its protein is written."
            ),
            evidence=(*ocr_evidence(row.ocr), case.name_evidence(thing, row.ocr[0].word)),
        )


def _thing(case: Case, word: OcrWord) -> Entry | None:
    """What a word is, letter for letter, that is no gene."""
    return next((e for e in case.things(word.word) if e.form == word.word), None)


def _is_written(word: OcrWord, symbol: str) -> bool:
    """Whether a word is how a gene's organism writes the symbol or its protein."""
    if not own_letters(word, symbol):
        return False
    of = nomenclature_of(word.taxon_id or "")
    return of is None or word.word == symbol or of.is_protein_of(word.word, symbol)
