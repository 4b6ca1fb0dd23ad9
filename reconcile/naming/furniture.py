"""Letters on an image that are no name at all: numbers with units, panels, rates, stages, noise.

Pure grammar over one entry of a list. What is the symbol of a gene of some organism (`kon` of the
fly) the caller has to look up first.
"""

from __future__ import annotations

from typing import Final

from reconcile.patterns import regex

__all__ = ["furniture"]

_UNIT: Final = (
    r"(?:%|[munpfk]?(?:M|mol|g|l|L|m|s|Da|bp|V|A|Hz|Gy|U)|min|h|hr|hrs|hours?|days?|d|weeks?|wk|months?"
    r"|years?|yrs?|°C|fold|ppm|nt|aa|rpm|x)"
)
_KINDS: Final = (
    ("noise of the reading", regex(r"(?P<letter>\S)(?P=letter){3,}|[\W_]{2,}")),
    (
        "number with its unit",
        regex(rf"[<>~≈≤≥±]?\s?\d+(?:[.,]\d+)?\s?-?{_UNIT}(?:\s?[/·]\s?{_UNIT}|{_UNIT}-1)?"),
    ),
    (
        "label of a panel",
        regex(
            r"(?:(?:[Ff]ig(?:ure|s)?|[Pp]anel|[Tt]able|[Ss]tep|[Ss]cheme)\.?\s?|FIG(?:URE|\.| )\s?)"
            r"(?:S?\d{1,2}\s?[A-Za-z]?|[A-Z])|\([A-Za-z]\)|[A-Za-z]\)"
        ),
    ),
    (
        "rate or constant of a model",
        regex(
            r"[kK][_-]?(?:on|off|cat|deg|syn|-?\d{1,2}|[+-]\d{1,2}|[dmif])|[VvJ][_-]?max"
            r"|[IgEJ]_[A-Za-z0-9,+]{1,6}|EC50|IC50|LD50"
        ),
    ),
    (
        "phase of the cell cycle",
        regex(r"G[012][-/](?:S|M|G[01])|S[-/]G2|[GSM][012]? phase"),
    ),
)


def furniture(entry: str) -> str | None:
    """What an entry is that is no name of anything, in a few words; None where it may be a name.

    >>> furniture("TTTTTT"), furniture("10 mM"), furniture("Fig 2A"), furniture("SMAD4")
    ('noise of the reading', 'number with its unit', 'label of a panel', None)
    """
    plain = entry.strip()
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(plain)), None)
