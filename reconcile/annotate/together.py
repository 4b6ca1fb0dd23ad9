"""Several texts annotated together: a tagger reads at once what it is asked about all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal, TypeAlias

from reconcile.annotate.annotator import Annotator, Draft
from reconcile.records import Annotation

__all__ = ["Asked", "Given", "annotated_together"]

Given: TypeAlias = tuple[str, Collection[int], str, str]
"""A text with what is known beside it: genes of its list, background, organisms; see
`Annotator.annotate`."""

Asked: TypeAlias = Literal["nothing", "doubt", "all"]
"""What a tagger is asked about: nothing, the sentences with a name in doubt, whole texts."""

Span = tuple[int, int]


def annotated_together(
    annotator: Annotator,
    texts: Sequence[Given],
    asked: Asked,
    read: Callable[[list[str]], Sequence[Sequence[Span]]],
) -> list[Annotation]:
    """What the texts name.

    Args:
        annotator: finds and grounds the names.
        texts: all of them.
        asked: what the tagger is asked about.
        read: gives the tagger's spans in several texts; called once, if at all.
    """
    drafts = [_draft(annotator, text, asked) for text in texts]
    questions = [question for draft in drafts for question in draft.questions]
    answers = iter(read(questions) if questions else ())
    return [
        annotator.finish(draft, _answered(draft, answers), organisms)
        for draft, (*_, organisms) in zip(drafts, texts, strict=True)
    ]


def _draft(annotator: Annotator, text: Given, asked: Asked) -> Draft:
    """A text before the tagger has its say, with what it is asked about."""
    words, listed, background, _ = text
    draft = annotator.draft(words, listed=listed, background=background)
    if asked == "nothing":
        return draft
    if asked == "doubt":
        return annotator.asking(draft)
    return draft._replace(asked=((0, len(draft.passage.text)),))


def _answered(draft: Draft, answers: Iterator[Sequence[Span]]) -> list[Span] | None:
    """The tagger's spans in a clean text; None if it was not asked about it."""
    if not draft.asked:
        return None
    return [
        (begin + start, begin + end) for begin, _ in draft.asked for start, end in next(answers)
    ]
