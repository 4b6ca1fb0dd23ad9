"""Chemicals by the way they are written short: ions, phosphates, thioesters, antibodies.

Pure grammar over one entry of a list, for names that nothing else is known of.
"""

from __future__ import annotations

from typing import Final

from reconcile.patterns import regex

__all__ = ["compound_code", "written_chemical"]

_ELEMENT: Final = r"(?:Na|Ca|Mg|Cl|Fe|Zn|Cu|Mn|Co|Ni|Li|[HCNOSPKIF])"
_WRITTEN: Final = (
    ("ion", regex(rf"\[?(?:{_ELEMENT}\d{{0,2}}){{1,5}}\]?\d?[+-]|e-")),
    ("small molecule", regex(r"H\d[OS]\d?|NH[34]|[CNS]O\d|CH4|N2O?|O[23]")),
    (
        "phosphate",
        regex(
            r"[A-Z][A-Za-z]{0,11}-?\d(?:,\d)*-(?:bis)?P2?|[A-Z][A-Za-z]{0,3}\d,\dB?P2?|\d(?:,\d)?-B?PG?"
            r"|P(?:td)?I(?:ns)?\(\d(?:,\d){0,2}\)P\d?"
        ),
    ),
    ("thioester of coenzyme A", regex(r"[A-Za-z0-9,'()α-ω-]{2,40}[- ]CoA")),
    ("antibody", regex(r"[A-Za-z][a-z]{3,20}mab(?:[- ]\w{1,8})?|[Aa]nti-[A-Za-z]\S{1,20}")),
)
_CODE: Final = regex(r"(?P<letters>[A-Z]{1,5})[- ]?(?P<number>\d{3,7}|\d{2}-\d{3,5})[A-Z]?")


def written_chemical(name: str) -> str | None:
    """What kind of chemical a name is by the way it is written; None where it is none.

    >>> [written_chemical(name) for name in ("HCO3-", "Ribose-5-P", "HMG-CoA", "PTEN")]
    ['ion', 'phosphate', 'thioester of coenzyme A', None]
    """
    return next((kind for kind, pattern in _WRITTEN if pattern.fullmatch(name)), None)


def compound_code(name: str) -> tuple[str, int] | None:
    """The letters, and how many digits, of a name written as codes of compounds are.

    >>> compound_code("PD98059"), compound_code("BAY 11-7082"), compound_code("IL-6")
    (('PD', 5), ('BAY', 6), None)
    """
    match = _CODE.fullmatch(name)
    return (match["letters"], sum(map(str.isdigit, match["number"]))) if match else None
