"""Which of the model organisms of the lexicon a text names."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["named_organisms"]

_NAMES: Final = {
    "9606": r"humans?|patients?|homo sapiens",
    "10090": r"mouse|mice|murine|mus musculus",
    "10116": r"rats?|rattus norvegicus",
    "7955": r"zebrafish|danio rerio",
}
_PATTERN: Final = re.compile(
    "|".join(rf"(?P<t{taxon}>\b(?:{names})\b)" for taxon, names in _NAMES.items()),
    re.IGNORECASE,
)


def named_organisms(text: str) -> frozenset[str]:
    """NCBI Taxonomy ids of human, mouse, rat and zebrafish where the text names them.

    >>> sorted(named_organisms("Murine and zebrafish embryos"))
    ['10090', '7955']
    """
    return frozenset(
        str(hit.lastgroup)[1:] for hit in _PATTERN.finditer(text) if hit.lastgroup is not None
    )
