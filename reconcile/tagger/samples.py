"""Annotated texts to train the tagger on, read from corpora in columns and in PubTator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab

from reconcile.errors import ModelError
from reconcile.patterns import regex
from reconcile.tagger.columns import DEFAULT_STYLE
from reconcile.tagger.features import CACHE_KEY, features, style_hash
from reconcile.tagger.spaces import join
from reconcile.tagger.tokenizer import FineTokenizer

__all__ = ["LABEL", "Sample", "read_corpus"]

LABEL: Final = "GENE"
"""The one label of the tagger."""

_SENTENCE_END: Final = regex(r"(?<=[.?!])\s+(?=[A-Z0-9(\[])")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, or a whole text, with the gene spans that its annotators marked.

    Attributes:
        words: its tokens.
        spaces: for each token, whether a space follows.
        spans: `(first token, end token)`, half-open, in order.
        missed: how many marked spans do not start and end with tokens.
        features: the features of its tokens in the default style.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    spans: tuple[tuple[int, int], ...]
    missed: int
    features: Any

    def doc(self, vocab: Vocab, style: str) -> Doc:
        """The sample as a document without annotations, its features at hand."""
        found = self.features
        if style != DEFAULT_STYLE:
            found = found.copy()
            found[:, -1] = style_hash(style)
        doc = Doc(vocab, words=list(self.words), spaces=list(self.spaces))
        doc.user_data[CACHE_KEY] = found
        return doc

    def example(self, vocab: Vocab, style: str) -> Example:
        """The sample for training."""
        reference = Doc(vocab, words=list(self.words), spaces=list(self.spaces))
        spans = [Span(reference, start, end, LABEL) for start, end in self.spans]
        reference.set_ents(spans, default="outside")
        example = _Paired(self.doc(vocab, style), reference)
        example.tags = _tags(len(self.words), self.spans)
        return example


class _Paired(Example):
    """An example whose two documents have the same tokens.

    SpaCy would align them and spell the spans as tags, in part at every update: about a tenth of
    the time of training.
    """

    tags: list[str]

    def get_aligned_spans_x2y(
        self, x_spans: Iterable[Span], allow_overlap: bool = False
    ) -> list[Span]:
        """The same spans of the reference."""
        return [self.reference[span.start : span.end] for span in x_spans]

    def get_aligned_ents_and_ner(self) -> tuple[list[Span], list[str]]:
        """The entities, and the tag of each token."""
        return list(self.reference.ents), self.tags


def _tags(length: int, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Spans as one tag a token: begin, in, last, a single one, out.

    >>> _tags(5, [(0, 1), (2, 5)])
    ['U-GENE', 'O', 'B-GENE', 'I-GENE', 'L-GENE']
    """
    tags = ["O"] * length
    for start, end in spans:
        tags[start:end] = ["B", *"I" * (end - start - 2), "L"] if end - start > 1 else ["U"]
        tags[start:end] = [f"{tag}-{LABEL}" for tag in tags[start:end]]
    return tags


def read_corpus(path: Path, *, sentences: bool) -> list[Sample]:
    """Read a corpus: PubTator if its name says so, else `token TAB IOB` lines.

    Args:
        path: the file.
        sentences: whether to cut PubTator texts into sentences.

    Raises:
        ModelError: if the file cannot be read or a line is not of its format.
    """
    vocab = Vocab()
    try:
        with path.open(encoding="utf-8") as lines:
            if path.suffix.lower() == ".pubtator":
                return list(_pubtator(lines, vocab, sentences=sentences))
            return list(_columns(lines, vocab))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ModelError(f"{path}: no corpus ({error}); expected `token TAB IOB` lines") from error


def _columns(lines: Iterable[str], vocab: Vocab) -> Iterator[Sample]:
    words: list[str] = []
    tags: list[str] = []
    for number, raw in enumerate((*lines, "\n"), 1):
        line = raw.rstrip("\n")
        if line.strip():
            word, tab, tag = line.partition("\t")
            if not tab or tag[:1] not in "BIO":
                raise ValueError(f"line {number}: {line!r}")
            words.append(word)
            tags.append(tag[0])
        elif words:
            yield _sample(words, join(words), _spans(tags), 0, vocab)
            words, tags = [], []


def _spans(tags: Sequence[str]) -> list[tuple[int, int]]:
    """The spans of a sequence of B, I and O.

    >>> _spans("BIOBBI")
    [(0, 2), (3, 4), (4, 6)]
    """
    spans: list[tuple[int, int]] = []
    before = "O"
    for i, tag in enumerate(tags):
        if tag == "B" or (tag == "I" and before == "O"):
            spans.append((i, i + 1))
        elif tag == "I":
            spans[-1] = (spans[-1][0], i + 1)
        before = tag
    return spans


def _pubtator(lines: Iterable[str], vocab: Vocab, *, sentences: bool) -> Iterator[Sample]:
    parts: dict[str, str] = {}
    marked: list[tuple[int, int]] = []
    for raw in (*lines, "\n"):
        line = raw.rstrip("\n")
        head = re.match(r"\d+\|([ta])\|(.*)", line)
        if head:
            parts[head[1]] = head[2]
            continue
        fields = line.split("\t")
        if len(fields) > 4 and fields[4].upper() in ("GENEORGENEPRODUCT", "GENE"):
            marked.append((int(fields[1]), int(fields[2])))
        elif not line.strip() and parts:
            text = f"{parts.get('t', '')} {parts.get('a', '')}"
            yield from _texts(text, sorted(set(marked)), vocab, sentences=sentences)
            parts, marked = {}, []


def _texts(
    text: str, marked: Sequence[tuple[int, int]], vocab: Vocab, *, sentences: bool
) -> Iterator[Sample]:
    tokenizer = FineTokenizer(vocab)
    cuts = [0, len(text)]
    if sentences:
        ends = (match.end() for match in _SENTENCE_END.finditer(text))
        cuts[1:1] = [cut for cut in ends if not any(s < cut < e for s, e in marked)]
    for start, end in pairwise(cuts):
        doc = tokenizer(text[start:end])
        firsts = {token.idx + start: token.i for token in doc}
        ends_at = {token.idx + start + len(token): token.i + 1 for token in doc}
        here = [(s, e) for s, e in marked if start <= s < end]
        spans = [(firsts[s], ends_at[e]) for s, e in here if s in firsts and e in ends_at]
        words = [token.text for token in doc]
        spaces = [bool(token.whitespace_) for token in doc]
        if words:
            yield _sample(words, spaces, spans, len(here) - len(spans), vocab)


def _sample(
    words: Sequence[str],
    spaces: Sequence[bool],
    spans: Sequence[tuple[int, int]],
    missed: int,
    vocab: Vocab,
) -> Sample:
    apart: list[tuple[int, int]] = []
    for span in spans:  # of overlapping marks the first stays
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    found = features(Doc(vocab, words=list(words), spaces=list(spaces)))
    dropped = len(spans) - len(apart)
    return Sample(tuple(words), tuple(spaces), tuple(apart), missed + dropped, found)
