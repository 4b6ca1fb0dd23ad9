"""The mentions of a caption with the readings that hold in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from reconcile.cleaning import clean
from reconcile.lexicon import Lexicon
from reconcile.override import Override
from reconcile.overrides.holding import Held
from reconcile.overrides.words import runs
from reconcile.records import HUMAN, Evidence, Gene, Grounding, Kind, Match, Mention
from reconcile.text import Tokens, surface_key, tokens

__all__ = ["BY_CURATORS", "decided_groundings", "decided_mentions"]

BY_CURATORS: Final = "override"
"""What `Mention.decided_by`, `Mention.found_by` and `Match.rule` say of such a reading."""
_AFFIXES: Final = frozenset({"affix", "prefix", "suffix"})
_GIVEN: Final = "annotations"


def decided_mentions(
    held: Held, text: str, mentions: Sequence[Mention], *, find: bool = True
) -> tuple[Mention, ...]:
    """The mentions as the readings have them: other genes, none, or where there was no mention.

    What the text puts into an organism without human genes stays there, and so does what the
    identifiers of another tagger say. Names of which the word is only a part are left as they are.

    Args:
        held: the readings that hold.
        text: the original text.
        mentions: its mentions, in text order.
        find: whether to look for the words where there is no mention.
    """
    found = []
    for mention in mentions:
        row = held.row_of(_word(mention))
        if row is None or mention.kind == "nonhuman" or mention.decided_by == _GIVEN:
            found.append(mention)
        elif row.genes:
            found.append(_decided(mention, row, held.lexicon))
    if find:
        found += _unfound(held, text, mentions)
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))


def decided_groundings(held: Held, word: str, groundings: Sequence[Grounding]) -> list[Grounding]:
    """The readings of a word with the decided one first; none if it is no gene."""
    row = held.row_of(word)
    if row is None:
        return list(groundings)
    if not row.genes:
        return []
    first = _grounding(row, groundings, held.lexicon)
    return [first, *(one for one in groundings if one.match.rule != BY_CURATORS)]


def _word(mention: Mention) -> str:
    """The word of a mention, without what the lexicon's entry does not have."""
    match = mention.match
    if match is not None and match.rule in _AFFIXES:
        key = surface_key(match.form)
        if key and key in surface_key(mention.text):
            return match.form
    return mention.text


def _decided(mention: Mention, row: Override, lexicon: Lexicon) -> Mention:
    first, *others = decided_candidates(mention.candidates, row, lexicon)
    score = first.score
    if mention.genes == first.genes:
        score = max(score, mention.score)
    return replace(
        mention,
        kind=first.kind,
        label=first.label,
        genes=first.genes,
        score=score,
        match=first.match,
        candidates=(replace(first, score=score), *others),
        context=(_evidence(row),),
        decided_by=BY_CURATORS,
    )


def decided_candidates(
    candidates: Sequence[Grounding], row: Override, lexicon: Lexicon
) -> list[Grounding]:
    """The candidates of a mention with the decided one first."""
    others = [one for one in candidates if one.match.rule != BY_CURATORS]
    return [_grounding(row, others, lexicon), *others]


def _grounding(row: Override, others: Sequence[Grounding], lexicon: Lexicon) -> Grounding:
    genes = _genes(row, lexicon)
    kind, label = _kind(row, genes, lexicon)
    same = [one.score for one in others if one.genes == genes]
    score = max((row.confidence, *same))
    match = Match(row.word, BY_CURATORS, row.said, BY_CURATORS)
    return Grounding(kind, label, genes, round(score, 4), match)


def _genes(row: Override, lexicon: Lexicon) -> tuple[Gene, ...]:
    records = map(lexicon.gene_by_symbol, row.genes)
    return tuple(sorted(record.gene for record in records if record is not None))


def _kind(row: Override, genes: tuple[Gene, ...], lexicon: Lexicon) -> tuple[Kind, str | None]:
    """Kind and label of a word: of the family that it is a name of, if that is what is meant."""
    for entry in lexicon.lookup(surface_key(row.word)):
        if entry.is_family:
            family = lexicon.family(entry.ref)
            if genes == tuple(sorted(lexicon.gene(ref).gene for ref in family.members)):
                return "complex" if family.kind == "complex" else "family", family.id
    return "gene", None


def _evidence(row: Override) -> Evidence:
    return Evidence("decision", row.said, row.means, "overrides")


def _unfound(held: Held, text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions of words that nothing else took for genes."""
    cleaned = clean(text)
    cut = tokens(cleaned.text)
    taken = [(mention.start, mention.end) for mention in mentions]
    keys = held.table.by_key
    for run in runs(cut, keys, max(map(len, keys))):
        first, last = cut.starts[run.first], cut.ends[run.last]
        row = held.row_of(cleaned.text[first:last])
        if row is None or not row.genes or _is_part(cut, run.first, run.last):
            continue
        start, end = cleaned.span(first, last)
        if any(start < there and here < end for here, there in taken):
            continue
        taken.append((start, end))
        bare = Mention(text[start:end], start, end, "gene", None, (), HUMAN, 0.0, BY_CURATORS)
        yield _decided(bare, row, held.lexicon)


def _is_part(cut: Tokens, first: int, last: int) -> bool:
    """Whether a hyphen joins the word to more of a name (`AR-V7`), or a slash to a number."""
    beside = []
    if first:
        beside.append((cut.gaps[first - 1], cut.texts[first - 1]))
    if last + 1 < len(cut.texts):
        beside.append((cut.gaps[last], cut.texts[last + 1]))
    return any(
        (gap == "-" and not word.islower()) or (gap == "/" and word[0].isdigit())
        for gap, word in beside
    )
