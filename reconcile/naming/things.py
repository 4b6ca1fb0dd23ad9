"""What the words around say of letters that are no gene: labels, cells, reagents, classes.

Pure grammar. Each rule looks at a name and at what stands before and behind it; what the letters
may name in the lexicon it does not know, so the caller says for which names a rule counts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from reconcile.patterns import regex
from reconcile.remembered import WORDS

__all__ = [
    "NEVER_GENE",
    "PLURAL",
    "STRAIN",
    "before_animals",
    "before_cells",
    "is_label",
    "items_before",
]

_NEAR: Final = 160
"""How far the words that make a label one may stand from it."""

NEVER_GENE: Final = regex(
    r"s?Ig(?:A|M|D|E|G|A[12]|G[1-4][abc]?)[+s]?|[Pp]ol(?:ymerase)? ?-?I{1,3}V?"
)
"""Classes of antibodies, each made of many genes, and polymerases by their number."""
PLURAL: Final = regex(r"(?P<prefix>[a-z]{0,2})(?P<letters>[A-Z]{2,6})s")
"""A short word in capitals with the s of a plural: `CTLs`, `hMSCs`."""
STRAIN: Final = regex(
    r"CD-?1|ICR|NOD|SCID|NSG|NMRI|FVB|CBA|AKR|DBA|SJL|MRL|NZ[BW]|SAMP?\d|SD|WKY|SHRs?|LEW|BN|F344|GK"
)
"""Mice and rats of the laboratory by letters that are also names of genes, most of them strains in
MeSH."""

_ADJECTIVE: Final = (
    r"(?:(?:ES|iPS|embryonic|stem|human|mouse|murine|rat|normal|malignant|parental|primary"
    r"|cultured|living|epithelial"
    r"|endothelial|cancer|tumou?r|carcinoma|leuk[a]?emia|lymphoma|melanoma|glioma|glioblastoma"
    r"|hepatoma|myeloma|neuroblastoma|sarcoma|osteosarcoma|adenocarcinoma|fibroblast|macrophage"
    r"|[bB]reast|[cC]olon|[lL]ung|[lL]iver|[gG]astric|[pP]rostate|[oO]varian|[kK]idney) ){0,3}"
)
_CELLS: Final = regex(
    rf"[ -]{_ADJECTIVE}(?:cells?(?:[ -]lines?)?(?! (?:cycle|death|membrane|surface|adhesion|wall"
    r"|growth|proliferation|migration|fate|type|signal))|cell ?lines?|xenografts?|spheroids?"
    r"|tumou?rs?|hESCs?|mESCs?)(?!\w)"
)
_ANIMALS: Final = regex(
    r"[ -](?:(?:fe)?male |adult |old |young |pregnant |nude |wild[- ]type )?(?:mice"
    r"|mouse|rats?|pups)(?!\w)"
)
_LIST_ITEM: Final = r"[A-Za-z0-9][A-Za-z0-9./-]{1,14}"
_LIST_JOINT: Final = r"(?:, (?:and |or )?| and | or | & )"
_LIST: Final = regex(rf"(?P<items>(?:{_LIST_JOINT}{_LIST_ITEM}){{1,8}}){_CELLS.pattern}")


def before_cells(text: str, end: int) -> bool:
    """Whether a name at this end is that of cells: `U87 glioma cells`, `HK-2 cell line`.

    >>> before_cells("HSC-3 cells", 5), before_cells("p53 cell cycle", 3)
    (True, False)
    """
    return _CELLS.match(text, end) is not None


def before_animals(text: str, end: int) -> bool:
    """Whether a name at this end is that of mice or rats: `CD-1 mice`."""
    return _ANIMALS.match(text, end) is not None


def items_before(text: str, end: int) -> tuple[str, ...]:
    """The names that join a name to the word cells: `B and C` in `A, B and C cells`.

    >>> items_before("AGS, SPC-A1 and BT-474 cells", 3)
    ('SPC-A1', 'BT-474')
    """
    match = _LIST.match(text, end)
    return () if match is None else tuple(re.findall(_LIST_ITEM, _no_joints(match["items"])))


def _no_joints(items: str) -> str:
    return re.sub(_LIST_JOINT, " ", items)


class _Label:
    """Letters that number something where some words stand near."""

    def __init__(self, letters: str, words: str, *, case: int = re.IGNORECASE) -> None:
        self.letters = re.compile(letters)
        self.words = re.compile(words, case)


_LABELS: Final = (
    _Label(
        r"PC-?\d{1,2}|P?Co\d",
        r"\bPCA\b|principal[ -](?:component|coordinate)|\bscores?\b|\bloadings?\b|varianc"
        r"|\baxis\b|\baxes\b"
        r"|scree|eigen|biplot",
    ),
    _Label(
        r"CA[1-4]",
        r"hippocamp|pyramidal|subfield|subregion|\bregions?\b|neurons?\b|dentate|\bDG\b"
        r"|schaffer|stratum"
        r"|slices?\b|synap|\blayers?\b|\bareas?\b|interneuron|dendrit|subicul",
    ),
    _Label(r"[FR]-?\d{1,2}|FP|RP", r"\bprimers?\b"),
    _Label(r"H[0-9][a-c]?", r"hypothes[ie]s"),
    _Label(
        r"F[1-4]",
        r"\bgenerations?\b|\boffspring\b|\bhybrids?\b|\bprogeny\b|\bintercross|\bcrosses\b",
    ),
    _Label(
        r"[CTLS]\d{1,2}",
        r"vertebra|dorsal root|\bDRGs?\b|spinal|lumbar|thoracic|cervical|sacral"
        r"|\bsegments?\b|\bMRI\b|weighted",
    ),
    _Label(r"[VMSA][12]", r"\bcortex\b|cortical area|visual area|somatosensory|motor area"),
    _Label(r"[PED]\d{1,2}", r"postnatal|embryonic day|\bpups?\b|\bembryos?\b|day \d"),
    _Label(r"[TNMG][0-4][abc]?", r"\bTNM\b|\bstages?\b|\bgrades?\b|staging|\bphases?\b"),
)
_NUMBER_OF: Final = regex(r"[A-Z]{1,2}-?\d{1,2}")
_NUMBERED_THINGS: Final = regex(
    r"(?:(?:, (?:and )?| and | or |/|-)[A-Z]{0,2}-?\d{1,2}){0,9}"
    r"[ -](?:(?:sub)?clusters?|(?:sub)?groups?|arms?|cohorts?|patients?|samples?|modules?)(?!\w)"
)
_RATIO: Final = regex(r"(?:\s?(?:\(|=|:|of|,)?\s?\d+\.\d|s?\s?[(\[]?95 ?% ?CI|\s?[=<>]\s?\d)")
_RATIOS: Final = regex(r"(?:[ah]?OR|[ah]?HR|RR|R2?|CI|SD|IRR)s?")
_COX: Final = regex(
    r"(?:['’]s)?[ -](?:proportional|regression|models?|hazards?|analys\w+|multivaria\w+|univaria\w+"
    r"|PH|survival|tests?)\b"
)
_UBIQUITIN: Final = regex(
    r"[ -](?:(?:ubiquitin|SUMO|NEDD8|ISG15|UFM1|protein|RING"
    r"|HECT)[ -](?:protein[ -])?)?(?:ligases?|conjugat\w+"
    r"|activat\w+|enzymes?|complex(?:es)?|ubiquitin)|s?[ -](?:UB\w+|UBC\d+|Ub[ce]\w*)\b"
)
_ENZYME: Final = regex(r"E[1-4]s?")
_CLASS_OF_ENZYMES: Final = regex(
    r"E[1-4](?:[ -](?:ubiquitin|SUMO|conjugat\w+|activat\w+|protein|ligases?|enzymes?)){1,4}"
)
_LONGEST: Final = 6
_RATIO_AND_NUMBER: Final = regex(r"(?:[ah]?OR|[ah]?HR|RR|IRR) ?\d{1,2}")
_DECIMAL: Final = regex(r"\.\d")
_OF_UBIQUITIN: Final = regex(
    r"ubiquit|SUMO|NEDD8|neddyl|\bligases?\b|proteasom|\bUB[ACE]\w+|\bUFM", re.IGNORECASE
)
_OF_DEHYDROGENASE: Final = regex(
    r"dehydrogenase|lipoamide|lipoyl|\bPDH\b|\bKGDH|\bBCKD", re.IGNORECASE
)


def is_label(surface: str, text: str, start: int, end: int) -> str | None:
    """The rule by which letters are a label, a measure or a class here; None for none.

    >>> text = "Scores on PC1 and PC2; NEDD4 is an E3 ligase (OR 1.8)."
    >>> [is_label(name, text, text.index(name), text.index(name) + len(name))
    ...  for name in ("PC1", "E3", "OR", "NEDD4")]
    ['label', 'enzyme', 'measure', None]
    """
    like = _like_labels(surface)
    if like is None:
        return None
    if like.class_of_enzymes:
        return "enzyme"
    if like.ratio_and_number and _DECIMAL.match(text, end):
        return "measure"
    if like.ratio and _RATIO.match(text, end):
        return "measure"
    if surface in ("Cox", "COX") and _COX.match(text, end):
        return "measure"
    if like.enzyme:
        if _UBIQUITIN.match(text, end):
            return "enzyme"
        around = text[max(0, start - _NEAR) : end + _NEAR]
        if _OF_UBIQUITIN.search(around) and not _OF_DEHYDROGENASE.search(around):
            return "enzyme"
    if like.number and _NUMBERED_THINGS.match(text, end):
        return "label"
    for words in like.words:
        if words.search(text, max(0, start - _NEAR), end + _NEAR):
            return "label"
    return None


class _Like(NamedTuple):
    """What letters may be besides a name, and the words that say of what they would be a label."""

    class_of_enzymes: bool
    ratio_and_number: bool
    ratio: bool
    enzyme: bool
    number: bool
    words: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=WORDS)
def _like_labels(surface: str) -> _Like | None:
    """What letters may be besides a name, whatever stands around; None for nothing."""
    if _CLASS_OF_ENZYMES.fullmatch(surface):
        return _Like(True, False, False, False, False, ())
    if len(surface) > _LONGEST:
        return None
    like = _Like(
        False,
        _RATIO_AND_NUMBER.fullmatch(surface) is not None,
        _RATIOS.fullmatch(surface) is not None,
        _ENZYME.fullmatch(surface) is not None,
        _NUMBER_OF.fullmatch(surface) is not None,
        tuple(label.words for label in _LABELS if label.letters.fullmatch(surface)),
    )
    return like if any(like) or surface in ("Cox", "COX") else None
