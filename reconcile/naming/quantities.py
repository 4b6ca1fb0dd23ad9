"""Numbers behind a name that count or measure: `IL-4 and 10 ng`, `caspase-3 and 7-AAD`.

They look like the further indices of an enumeration (`IL-4 and 13`). What stands behind a number
tells: a unit, something that is counted, `of` and a total, or the rest of another word.
"""

from __future__ import annotations

from typing import Final

from reconcile.patterns import regex

__all__ = ["begins_other_word", "is_quantity", "numbers_a_list"]

_UNIT: Final = regex(
    r"\s?(?:%|°|‰|×|±|σ\b|"
    r"(?:[mknpfμ]?(?:g|m|M|s|V|Hz|Pa|U|Gy|Da|Ci|Bq|mol|eq)|[mdμn]?[lL]|[cd]m|[kMG]b|[kM]?bp|nt|aa"
    r"|IU|PFU|MOI|rpm|ppm|psi|mmHg|kcal|cal|wk|yr|mo|d|h|hrs?|mins?|secs?|msec|dpi|hpi|dpf|hpf"
    r"|moles?|molar|degrees?|percent|per cent|nmoles?|units?|hours?|days?|nights?|weeks?|months?"
    r"|years?|minutes?|seconds?|ml|cc)(?:/|\s?[-−]1\b|\b(?![-'])))"
)
_MEASURED: Final = regex(
    r"[ -](?:folds?|times|weeks?|months?|days?|hours?|years?|minutes?|min|h|hr|wk|well|points?"
    r"|steps?|way|old|mer|base|kb|bp|kDa|mm|cm|μm|nm|inch|plex|week-old|log|log10)\b(?!-[a-z]+ing)"
)
_COUNTED: Final = regex(
    r"\s(?:(?:(?:wild-?type|adult|male|female|healthy|normal|diseased|treated|untreated|infected"
    r"|human|different|independent|individual|separate|biological|technical|consecutive|pairs of"
    r"|additional|randomi[sz]ed|young|old|aged|pregnant|matched|representative|tumou?r-bearing"
    r"|(?!D?KO|KD|WT|T[Gg])[\w/.+-]*[A-Z][\w/.+-]*)\s)*"
    r"(?:mice|rats?|animals|pigs|rabbits|dogs|monkeys|embryos|larvae|flies|worms|pups|litters|fish"
    r"|patients|subjects|individuals|people|persons|men|women|boys|girls|children|infants"
    r"|participants|volunteers|donors|controls|cases|samples|specimens|biopsies|sections|slides"
    r"|fields|images|wells|plates|dishes|flasks|replicates|repeats|experiments|trials|assays|doses"
    r"|injections|passages|cycles|rounds|groups|cohorts|studies|datasets|articles|papers|tumou?rs"
    r"|cell lines|lines|lanes|clones|colonies|copies|residues|positions|exons|introns|time ?points"
    r"|hospitals|centres|centers|clusters|conditions|tissues|organs|species|strains|steps|stages)\b"
    r"|others?\b|(?:more|further|additional|novel|new|unknown|related|unrelated|remaining)\s\w+s\b"
    r"|(?:out )?of (?:the |all |these |those |them\b|\d|them\b|our |his |her |its ))"
)
_SCORED: Final = regex(r"\+(?![/\w+])")
_CHEMICAL: Final = regex(r"\(OH\)|,\d+-|:\d")
_GOES_ON: Final = regex(
    r"-(?:(?:[a-z]+-)*(?:[a-z]*(?:ed|ent|ing|ive|ient|able|ible|specific|type|null|free|like|rich|low"
    r"|high|bound|poor|only|out|down|lacking|dim|bright|associated|negative|class)"
    r"|(?:[Kk]nock(?:-?out|-?down)s?|[Mm]utants?|[Pp]athways?|[Ss]ignal\w*|[Aa]x[ie]s|[Ff]amil\w+|[Ss]ubunits?|[Cc]hains?|[Ii]soforms?"
    r"|[Rr]eceptors?|[Cc]omplex(?:es)?|[Gg]enes?|[Pp]roteins?|mRNAs?|siRNAs?|shRNAs?|KO|KD|DKO|OE))"
    r"(?![A-Za-z])|[-/]|\+)"
)
_LETTERED: Final = regex(r"-[A-Za-zα-ωΑ-Ω]|-\d+[A-Za-z]{2}|[A-Za-z]")
_THREE_D: Final = regex(
    r"[ -](?:cell |tumou?r )?(?:cultur|model|structur|print|image|imaging|spheroid|organoid|gel"
    r"|reconstruct|projection|render|echocardio|matrix|matrices|ultraso)"
)
_MARKERS: Final = frozenset({"CD", "Cd", "Ly", "LY"})
"""Series of markers: the `+` behind their numbers says that cells bear them."""
_REACH: Final = 60
"""Characters behind a number that are looked at."""
_BRACKET: Final = regex(r"[()]")
_LONGEST_BRACKET: Final = 400
"""Characters before a closing bracket in which the opening one is looked for."""


def is_quantity(text: str, end: int, number: str, base: str = "") -> bool:
    """Whether a number that ends at an offset counts or measures something.

    `base` is the name whose index it would be: `3+` behind HER2 is a score, behind CD a marker.

    >>> [is_quantity(text, 9, "10") for text in ("IL-4 & 10 ng", "IL-4 & 10 mice", "IL-4 & 10 in")]
    [True, True, False]
    """
    if number in ("2D", "3D"):
        return _THREE_D.match(text, end) is not None
    if not number.isdigit():
        return False
    stop = end + _REACH
    if any(kind.match(text, end, stop) for kind in (_UNIT, _MEASURED, _COUNTED, _CHEMICAL)):
        return True
    return base not in _MARKERS and _SCORED.match(text, end, stop) is not None


def begins_other_word(text: str, end: int) -> bool:
    """Whether what would be an index is the begin of another word: `7` of `7-AAD`.

    >>> begins_other_word("and 7-AAD", 5), begins_other_word("and 7-dependent", 5)
    (True, False)
    """
    stop = end + _REACH
    return bool(_LETTERED.match(text, end, stop)) and not _GOES_ON.match(text, end, stop)


def numbers_a_list(text: str, end: int) -> bool:
    """Whether the bracket at an offset closes none that was opened, as in `1) AKT1, 2) MEK1`.

    >>> numbers_a_list("1) AKT1, 2) MEK1", 10), numbers_a_list("(AKT1, 2) and (B)", 8)
    (True, False)
    """
    if not text.startswith(")", end):
        return False
    closed = 0
    brackets: list[str] = _BRACKET.findall(text, max(0, end - _LONGEST_BRACKET), end)
    for bracket in reversed(brackets):
        closed += 1 if bracket == ")" else -1
        if closed < 0:
            return False
    return True
