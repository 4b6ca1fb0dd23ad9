"""The tagger's tokenizer.

Importing this module registers the tokenizer with spaCy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from reconcile.tagger.pieces import pieces_of

__all__ = ["FineTokenizer", "words_of"]

_WORDS_KEY: Final = "reconcile.words"


class FineTokenizer:
    """Cuts a text at every space and punctuation mark, see `pieces_of`.

    >>> [token.text for token in FineTokenizer(Vocab())("IL-1β/TNF")]
    ['IL', '-', '1β', '/', 'TNF']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a document whose `text` is the text, character by character."""
        words, spaces = pieces_of(text)
        return Doc(self.vocab, words=words, spaces=spaces, user_data={_WORDS_KEY: (words, spaces)})

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, path: str | Path, **_: Any) -> FineTokenizer:
        """Read nothing: the tokenizer has no state."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> FineTokenizer:
        """Read nothing: the tokenizer has no state."""
        return self


@registry.tokenizers("reconcile.FineTokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Any], FineTokenizer]:
    """The factory that a spaCy config names."""
    return lambda nlp: FineTokenizer(nlp.vocab)


def words_of(doc: Doc) -> tuple[Sequence[str], Sequence[bool]]:
    """The words of a document and whether spaces follow; those its tokenizer kept if it is ours."""
    kept: tuple[list[str], list[bool]] | None = doc.user_data.get(_WORDS_KEY)
    if kept is not None and len(kept[0]) == len(doc):
        return kept
    return [token.text for token in doc], doc.to_array("SPACY").tolist()
