"""`alias_collision`: the keyword's only tie is an alias that here means something else.

With OCR provenance the alias is known: the word of the keyword's rows. Without it, the names of
the families and genes that the caption or the list shows are tried: whichever of them is also a
former symbol or alias of an unsupported keyword is how that keyword may have come in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from reconcile.lexicon.schema import Entry
from reconcile.records import Evidence, KeywordVerdict, OcrWord, Suggestion
from reconcile.suggest.case import Case, join, ocr_evidence, own_letters
from reconcile.suggest.doubt import bare_doubt, is_label, word_doubt
from reconcile.suggest.features import known_processes
from reconcile.text import surface_key

__all__ = ["alias_collision"]

_FITS = 0.15
"""A gene with this similarity among the genes outside the family has its own reason to be there."""
_FITS_UNNAMED = 0.1
"""The same where only the list shows the family."""
_FITS_DESPITE_WORD = 0.25
"""The same where provenance proves that the family's label was the word."""
_MIN_KIN = 0.05
_WELL_KNOWN = 0.85
"""Of so many processes that a gene belongs to figures of many kinds, on a scale of 0 to 1."""
_MIN_RATIO = 2.5
_MIN_RATIO_ALL = 1.8
"""Enough where it holds against each member of a family."""
_MIN_LEAD = 0.04
_PHOSPHORYLATED = 0.8
_EXPANDED = 0.8
_BY_CAPTION = 0.9
_SIBLINGS = 0.75
_MOSTLY = 2 / 3
_LARGE = 12
_PHOSPHO = re.compile(r"(?<![A-Za-z0-9])p-([A-Z][A-Za-z0-9]+)")
_ALIASES = frozenset({"previous", "alias", "withdrawn"})


def alias_collision(case: Case) -> Iterator[Suggestion]:
    """Remove or replace genes that a name of another family or gene brought in."""
    shown = _Shown(case)
    for verdict, gene, rows in case.unsupported():
        if rows:
            found = _by_word(case, verdict, gene, rows)
        else:
            found = shown.collision(verdict, gene) or _by_risky_name(case, verdict, gene)
        if found is not None:
            yield found
    yield from _siblings(case)


# -- with provenance -------------------------------------------------------------------------------


def _by_word(
    case: Case, verdict: KeywordVerdict, gene: int, rows: tuple[OcrWord, ...]
) -> Suggestion | None:
    """The collision that every word behind the keyword shows; None where one word stands."""
    if any(own_letters(row, case.symbol(gene)) for row in rows):
        return None
    doubt = word_doubt(case, gene, rows) if not any(map(is_label, rows)) else _EXPANDED
    found = []
    for row in dict.fromkeys(rows):
        collision = _of_row(case, verdict, gene, row, doubt)
        if collision is None:
            return None
        found.append(collision)
    surest = max(found, key=lambda f: f.confidence)
    return replace(surest, evidence=(*ocr_evidence(rows), *surest.evidence))


def _of_row(
    case: Case,
    verdict: KeywordVerdict,
    gene: int,
    row: OcrWord,
    doubt: float,
) -> Suggestion | None:
    """The collision that one word shows, the words themselves left out of its evidence."""
    make = partial(_suggestion, case, verdict, gene, row.match)
    expanded = is_label(row)
    named = () if expanded else case.meant_by_caption(gene, row)
    if named:
        meaning = Entry(row.match, "alias", "curated", named[0])
        return make(meaning, named, max(doubt, _BY_CAPTION), ())
    phospho = _phosphorylated(case, gene, row)
    if phospho is not None:
        return _suggestion(case, verdict, gene, phospho[0], *phospho[1:], _PHOSPHORYLATED, ())
    if case.trusted_name(row.match, gene):
        return None
    if not expanded:
        for entry in case.families(row.match).values():
            members = case.lexicon.family(entry.ref).members
            if gene not in members and _shows(case, entry.ref, members):
                own = case.fit(gene, members)
                if own.score < _FITS_DESPITE_WORD:
                    return make(entry, members, doubt, ())
    same = [case.lexicon.family(ref).members for ref in case.families(row.match)]
    partners = {member for members in same if gene in members for member in members}
    rivals = {e.ref: e for e in case.gene_names(row.match) if e.ref not in {gene, *partners}}
    if expanded:
        rivals = {ref: e for ref, e in rivals.items() if e.source in ("famplex", "curated")}
    best = _fitter(case, gene, rivals)
    if best is None:
        return None
    return make(rivals[best], (best,), doubt, ())


def _phosphorylated(
    case: Case, gene: int, row: OcrWord
) -> tuple[str, Entry, tuple[int, ...]] | None:
    """`p-ERK` is phosphorylated ERK, not PERK: the name without the `p`, if the figure has it."""
    hit = _PHOSPHO.search(row.word)
    if hit is None or surface_key(hit.group()) != surface_key(row.match):
        return None
    rest = hit.group(1)
    for entry in case.families(rest).values():
        members = case.lexicon.family(entry.ref).members
        if gene not in members and not case.comparison.genes.isdisjoint(members):
            return rest, entry, members
    return None


def _fitter(
    case: Case, gene: int, rivals: dict[int, Entry], ratio: float = _MIN_RATIO
) -> int | None:
    """The gene of the same name that fits markedly better, or that the caption names."""
    if not rivals:
        return None
    similarity = case.similarity
    fits = {ref: case.fit(ref, {gene}).score for ref in rivals}
    best = max(fits, key=lambda ref: (case.named(ref), fits[ref], -ref))
    if case.named(best):
        return best
    shielded = similarity.relatives(gene) - similarity.relatives(best)
    own = case.fit(gene, shielded | {best}).score
    clear = fits[best] >= max(_MIN_KIN, ratio * own, own + _MIN_LEAD)
    return best if clear else None


def _shows(case: Case, family: int, members: tuple[int, ...]) -> bool:
    """Whether the caption or the list shows a family: by label, or by some member."""
    return case.lexicon.family(family).id in case.named_labels or any(
        m in case.comparison.genes for m in members
    )


# -- without provenance ----------------------------------------------------------------------------


class _Shown:
    """The names that the caption and the list give to something, and whom else they may name."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._ties: dict[int, list[tuple[str, Entry, tuple[int, ...]]]] | None = None

    def collision(self, verdict: KeywordVerdict, gene: int) -> Suggestion | None:
        """The surest collision of a keyword, None without one."""
        if self._ties is None:
            self._ties = self._collect()
        case = self._case
        for name, meaning, members in self._ties.get(gene, ()):
            named = any(map(case.named, members))
            if case.fit(gene, members).score >= (_FITS if named else _FITS_UNNAMED):
                continue
            known = known_processes(case, gene)
            if not named and known > _WELL_KNOWN and case.fit(gene, members).score > _MIN_KIN:
                continue
            confidence = 0.85 if named else 0.75
            return _suggestion(case, verdict, gene, name, meaning, members, confidence, ())
        return None

    def _collect(self) -> dict[int, list[tuple[str, Entry, tuple[int, ...]]]]:
        case = self._case
        ties: dict[int, list[tuple[str, Entry, tuple[int, ...]]]] = {}
        for name, meaning, members in sorted(set(self._meanings()), key=_order):
            for entry in case.gene_names(name):
                known = entry.type in _ALIASES and entry.ref not in members
                if known and not case.trusted_name(name, entry.ref):
                    ties.setdefault(entry.ref, []).append((name, meaning, members))
        for found in ties.values():
            found.sort(key=lambda tie: (not any(map(case.named, tie[2])), len(tie[2]), tie[0]))
        return ties

    def _meanings(self) -> Iterator[tuple[str, Entry, tuple[int, ...]]]:
        """Names with what they mean here: families shown, and the genes of the caption."""
        case = self._case
        comparison = case.comparison
        for concept, refs in zip(comparison.concepts, comparison.concept_refs, strict=True):
            for text in dict.fromkeys(comparison.mentions[i].text for i in concept.mentions):
                for entry in (*case.families(text).values(), *case.gene_names(text)):
                    meant = entry.is_family and concept.label == case.lexicon.family(entry.ref).id
                    if meant or (not entry.is_family and entry.ref in refs):
                        yield text, entry, refs
                        break
        for index in sorted(self._families()):
            family = case.lexicon.family(index)
            for name in sorted({family.id, family.name}):
                entry_or_none = case.families(name).get(index)
                if entry_or_none is not None:
                    yield name, entry_or_none, family.members

    def _families(self) -> Iterable[int]:
        """Families of which the list has most members, of a size that a figure may show."""
        case = self._case
        listed = case.comparison.genes
        near = {index for gene in listed for index in case.lexicon.families_of(gene)}
        for index in near:
            members = case.lexicon.family(index).members
            have = sum(member in listed for member in members)
            if 2 <= len(members) <= _LARGE and have >= _MOSTLY * len(members):
                yield index


def _order(meaning: tuple[str, Entry, tuple[int, ...]]) -> tuple[str, bool, int, str, str]:
    name, entry, _ = meaning
    return name, entry.is_family, entry.ref, entry.type, entry.source


def _by_risky_name(case: Case, verdict: KeywordVerdict, gene: int) -> Suggestion | None:
    """A gene with a name that words of figures are easily taken for, and that fits nothing else."""
    found = bare_doubt(case, gene)
    if found is None or case.things(found[1].name):
        return None
    doubt, name = found
    tie = next((e for e in case.gene_names(name.name) if e.ref == gene), None)
    if tie is None:
        return None
    symbol = case.symbol(gene)
    fit = case.fit(gene)
    works = "few listed genes work" if fit.closest else "no listed gene works"
    return Suggestion(
        action="remove",
        keyword=verdict.keyword,
        symbols=(),
        already_listed=(),
        reason="alias_collision",
        confidence=doubt,
        explanation=(
            f"{verdict.keyword}: probably in the list only through its other name {name.name}, "
            f"which figures use for other things; {works} with {symbol}, and the caption does not "
            "name it."
        ),
        evidence=(
            case.name_evidence(tie, name.name),
            Evidence(
                "rule", symbol, f"similarity {fit.score:.2f} with the list", "shared processes"
            ),
        ),
    )


# -- the rest of a wrongly expanded family ---------------------------------------------------------


def _siblings(case: Case) -> Iterator[Suggestion]:
    """The other members of a family whose label is, by curators, the name of one other gene.

    `PDK` is a name of PDPK1 and the label of PDK1 to PDK4. Where the list has all of these, none
    in the caption, and PDPK1 fits better than each, they came in by the label.
    """
    unsupported = {gene: verdict for verdict, gene, rows in case.unsupported() if not rows}
    families = {index for gene in unsupported for index in case.lexicon.families_of(gene)}
    for index in sorted(families):
        family = case.lexicon.family(index)
        if family.id in case.named_labels or not unsupported.keys() >= set(family.members):
            continue
        rivals = {
            e.ref: e
            for e in case.gene_names(family.id)
            if e.source in ("famplex", "curated") and e.ref not in family.members
        }
        fitter = {_fitter(case, member, rivals, _MIN_RATIO_ALL) for member in family.members}
        if len(fitter) != 1 or None in fitter:
            continue
        for member in family.members:
            (best,) = fitter
            if best is not None:
                yield _suggestion(
                    case,
                    unsupported[member],
                    member,
                    family.id,
                    rivals[best],
                    (best,),
                    _SIBLINGS,
                    (),
                )


# -- wording ---------------------------------------------------------------------------------------


def _as_the_caption_says(case: Case, meaning: Entry, members: tuple[int, ...]) -> str:
    """Whether the caption names the meaning itself, or only what it belongs to."""
    if not any(map(case.named, members)):
        return ""
    concepts = case.comparison.concepts
    if meaning.is_family:
        label = case.lexicon.family(meaning.ref).id
        if all(concept.label != label for concept in concepts):
            return ", whose members the caption names"
    return ", which the caption names"


def _suggestion(
    case: Case,
    verdict: KeywordVerdict,
    gene: int,
    name: str,
    meaning: Entry,
    members: tuple[int, ...],
    confidence: float,
    evidence: tuple[Evidence, ...],
) -> Suggestion:
    symbol = case.symbol(gene)
    listed = case.symbols(m for m in members if m in case.comparison.genes)
    few = len(members) <= _LARGE and not meaning.is_family
    missing = case.symbols(members) if few and not listed else ()
    tie = next((e for e in case.gene_names(name) if e.ref == gene), None)
    role = "former symbol" if tie and tie.type in ("previous", "withdrawn") else "alias"
    if tie is None:
        role = "family label"
    if meaning.is_family:
        family = case.lexicon.family(meaning.ref)
        here = f"the {family.kind} {family.id}"
    else:
        here = join(case.symbols(members))
    having = "is" if len(listed) == 1 else "are"
    there = f" ({join(listed)} {having} listed)" if listed else ""
    caption = f"{_as_the_caption_says(case, meaning, members)}{there}"
    return Suggestion(
        action="replace" if missing else "remove",
        keyword=verdict.keyword,
        symbols=missing,
        already_listed=listed if not missing else (),
        reason="alias_collision",
        confidence=confidence,
        explanation=(
            f"{verdict.keyword}: in the list only through its {role} {name}, which here is "
            f"{here}{caption}; the caption does not name {symbol}."
        ),
        evidence=(
            *evidence,
            *((case.name_evidence(tie, name),) if tie else ()),
            case.name_evidence(meaning, name),
            *case.caption_evidence(members),
            *case.list_evidence(members),
        ),
    )
