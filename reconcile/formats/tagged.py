"""What annotation files say of texts, before it is held against captions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from reconcile.errors import InputError
from reconcile.patterns import regex
from reconcile.records import Kind, TaggedSpan

__all__ = [
    "Documents",
    "Found",
    "TaggedText",
    "check_place",
    "kind_of_type",
    "names_genes",
    "on_caption",
]

_GENE_TYPE: Final = regex(
    r"gene|ggp|protein|gene_?product|gene_?(?:or|and|/)?_?(?:gene_?product|protein)"
    r"|(?:(?:gene|protein)_?)?(?:family|complex)(?:_?name)?|dna|rna|nonhuman",
    re.IGNORECASE,
)
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Found:
    """An annotation as its file has it.

    Attributes:
        span: where it is and what it stands for.
        text: the characters that it says stand there.
        type: what it says that they name, empty where it does not.
        line: 1-based line in the file, None where no line can be named.
    """

    span: TaggedSpan
    text: str
    type: str
    line: int | None


@dataclass(frozen=True, slots=True)
class TaggedText:
    """The annotations that a file has of one text, in file order, and the line of the text.

    Attributes:
        found: the annotations.
        line: 1-based line of the text, None where no line can be named.
        text: its characters; None where they were not asked for, or the file does not have them.
    """

    found: tuple[Found, ...]
    line: int | None
    text: str | None = None


Documents: TypeAlias = Iterable[tuple[str, "TaggedText | InputError"]]
"""Texts by their ids, or what is wrong with them, in file order."""


def names_genes(kind: str, types: Collection[str]) -> bool:
    """Whether annotations of a type count: one of `types`, in any case, or else a name for genes.

    An annotation without a type counts.

    >>> [names_genes(t, ()) for t in ("Gene", "GeneOrGeneProduct", "GGP", "Family", "Chemical")]
    [True, True, True, True, False]
    """
    if types:
        return kind.lower() in {one.lower() for one in types}
    return not kind or _GENE_TYPE.fullmatch(kind) is not None


def kind_of_type(name: str) -> Kind | None:
    """What a type says of the mention beyond that it names genes.

    >>> kind_of_type("Family"), kind_of_type("protein_complex"), kind_of_type("Gene")
    ('family', 'complex', None)
    """
    lowered = name.lower()
    if "family" in lowered:
        return "family"
    return "complex" if "complex" in lowered else None


def on_caption(
    tagged: TaggedText, caption: str | None, *, figid: str, source: str, noun: str = "caption"
) -> tuple[TaggedSpan, ...]:
    """The spans in text order, each of which spells in the caption what its annotation says.

    White space counts as equal. The same span with the same content counts once. Errors call the
    text `noun`.

    Raises:
        InputError: one does not; names its line.
    """
    for found in tagged.found:
        check_place(found, caption, figid=figid, source=source, noun=noun)
    spans = dict.fromkeys(found.span for found in tagged.found)
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def check_place(
    found: Found, caption: str | None, *, figid: str, source: str, noun: str = "caption"
) -> None:
    """See that an annotation spells what stands in its text at its offsets.

    Raises:
        InputError: it does not; names its line.
    """
    start, end = found.span.start, found.span.end
    if caption is None:
        raise InputError(
            f"an annotation of {figid}, which has no {noun}; remove it or restore the {noun}",
            source=source,
            line=found.line,
        )
    spelled = caption[start:end]
    if spelled and end <= len(caption) and _same(spelled, found.text):
        return
    there = f"{spelled[:_SHOWN]!r}" if spelled else "outside of it"
    remedy = _remedy(caption, start, end, found.text, noun)
    raise InputError(
        f"{start}-{end} is {there} in the {noun} of {figid} ({len(caption)} code points), the "
        f"annotation says {found.text[:_SHOWN]!r}; {remedy}",
        source=source,
        line=found.line,
    )


def _remedy(caption: str, start: int, end: int, text: str, noun: str) -> str:
    """What to do about offsets that do not fit, with the unit that they seem to be in."""
    for unit, encoding, width in (("UTF-8 bytes", "utf-8", 1), ("UTF-16 units", "utf-16-le", 2)):
        data = caption.encode(encoding, "surrogatepass")[start * width : end * width]
        if data and _same(data.decode(encoding, "replace"), text):
            return f"the offsets count {unit}, make them count code points"
    return f"annotate this {noun}, and count code points from its beginning"


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
