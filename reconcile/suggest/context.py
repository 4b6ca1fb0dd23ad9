"""What a sentence of a caption says about whether the figure shows the genes in it."""

from __future__ import annotations

import re
from typing import Final

from reconcile.naming.sentences import Sentences
from reconcile.patterns import regex

__all__ = ["CONTEXTS", "Contexts", "context_of"]

CONTEXTS: Final = {
    "source": regex(
        r"\b(?:adapted|modified|redrawn|reproduced|reprinted|taken|based)\s+(?:from|on|with)\b"
        r"|\bpermission\b|\bcopyright\b",
        re.IGNORECASE,
    ),
    "method": regex(
        r"\b(?:antibod(?:y|ies)|western blots?|immunoblot\w*|stained|staining|siRNA|shRNA|primers?"
        r"|qPCR|RT-PCR|ELISA|transfected|transduced|plasmids?|scale bars?|error bars?|p\s*[<=]\s*0"
        r"|were (?:measured|analy[sz]ed|performed|calculated|normali[sz]ed|cultured))\b",
        re.IGNORECASE,
    ),
    "negation": regex(
        r"\b(?:not|no|neither|nor|without|lack(?:s|ing)?|absence of|fail(?:s|ed)? to"
        r"|independent(?:ly)? of|unlike|unchanged|unaffected|except)\b|-deficient\b|-/-"
        r"|\bknock-?outs?\b",
        re.IGNORECASE,
    ),
}
"""The kinds of sentences in which a gene is less surely one that the figure shows."""


class Contexts:
    """The contexts of a text's sentences, each asked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentences = Sentences(text)
        self._known: dict[tuple[int, int], str | None] = {}

    def at(self, start: int, end: int) -> str | None:
        """The first context in `CONTEXTS` that the sentence around a span has, None if it is plain.

        The sentence of a span that runs over the end of one is both together.
        """
        first, last = self._sentences.span(start)[0], self._sentences.span(max(start, end - 1))[1]
        if (first, last) not in self._known:
            self._known[first, last] = _of_sentence(self._text[first:last])
        return self._known[first, last]


def context_of(text: str, start: int, end: int) -> str | None:
    """The context of one span, see `Contexts.at`.

    >>> context_of("WNT binds FZD. Adapted from AKT et al.", 0, 3)
    >>> context_of("WNT binds FZD. Adapted from AKT et al.", 28, 31)
    'source'
    """
    return Contexts(text).at(start, end)


def _of_sentence(sentence: str) -> str | None:
    return next((name for name, pattern in CONTEXTS.items() if pattern.search(sentence)), None)
