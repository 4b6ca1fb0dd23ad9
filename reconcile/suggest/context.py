"""What a sentence of a caption says about whether the figure shows the genes in it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["CONTEXTS", "context_of"]

CONTEXTS: Final = {
    "source": re.compile(
        r"\b(?:adapted|modified|redrawn|reproduced|reprinted|taken|based)\s+(?:from|on|with)\b"
        r"|\bpermission\b|\bcopyright\b",
        re.IGNORECASE,
    ),
    "method": re.compile(
        r"\b(?:antibod(?:y|ies)|western blots?|immunoblot\w*|stained|staining|siRNA|shRNA|primers?"
        r"|qPCR|RT-PCR|ELISA|transfected|transduced|plasmids?|scale bars?|error bars?|p\s*[<=]\s*0"
        r"|were (?:measured|analy[sz]ed|performed|calculated|normali[sz]ed|cultured))\b",
        re.IGNORECASE,
    ),
    "negation": re.compile(
        r"\b(?:not|no|neither|nor|without|lack(?:s|ing)?|absence of|fail(?:s|ed)? to"
        r"|independent(?:ly)? of|unlike|unchanged|unaffected|except)\b|-deficient\b|-/-"
        r"|\bknock-?outs?\b",
        re.IGNORECASE,
    ),
}
"""The kinds of sentences in which a gene is less surely one that the figure shows."""

_END: Final = re.compile(r"[.;]\s+(?=[A-Z(\[])|\n")


def context_of(text: str, start: int, end: int) -> str | None:
    """The first context in `CONTEXTS` that the sentence around a span has, None for a plain one.

    >>> context_of("WNT binds FZD. Adapted from AKT et al.", 0, 3)
    >>> context_of("WNT binds FZD. Adapted from AKT et al.", 28, 31)
    'source'
    """
    first, last = 0, len(text)
    for mark in _END.finditer(text):
        if mark.end() <= start:
            first = mark.end()
        elif mark.start() >= end:
            last = mark.start()
            break
    sentence = text[first:last]
    return next((name for name, pattern in CONTEXTS.items() if pattern.search(sentence)), None)
