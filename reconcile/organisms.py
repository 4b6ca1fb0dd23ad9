"""Which organisms a text is about, and whether its genes can be human ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Final, Literal, TypeAlias

from reconcile.text import Tokens, tokens

__all__ = ["GREEN_PLANTS", "OrganismHit", "Scope", "find_organisms", "named_organisms", "scope_of"]

Group: TypeAlias = Literal["animal", "plant", "bacterium", "fungus", "virus"]
Scope: TypeAlias = Literal["animal", "plant", "bacterium"]

GREEN_PLANTS: Final = "33090"
"""NCBI Taxonomy id of *Viridiplantae*, for plants that no species name tells apart."""

_ORGANISMS: Final[tuple[tuple[str, Group, str], ...]] = (
    ("9606", "animal", r"humans?|(?:in|out)?patients?|homo sapiens|wom[ae]n|(?-i:[Mm][ae]n)"),
    ("9606", "animal", r"children|infants?|boys?|girls?|subjects|individuals|volunteers"),
    ("9606", "animal", r"HEK ?-?293T?|293T|HeLa|MCF-?7|HepG2|Huh-?7|Jurkat|A549|HCT-?116|SW480"),
    ("9606", "animal", r"SH-SY5Y|LNCaP|PC-?3|DU-?145|HUVECs?|K562|U2OS|U937|THP-1|HL-?60|Caco-?2"),
    ("9606", "animal", r"HaCaT|U87(?:MG)?"),
    ("10090", "animal", r"mouse|mice|murine|mus musculus|C57BL/6[JN]?|BALB/?c|MEFs?"),
    ("10090", "animal", r"3T3(?:-L1)?|C2C12|RAW ?264\.?7|MC3T3-E1"),
    ("10116", "animal", r"rats?|rattus norvegicus|sprague[- ]dawley|PC-?12|H9c2"),
    ("7955", "animal", r"zebrafish|danio rerio"),
    ("9823", "animal", r"pigs?|porcine|sus scrofa"),
    ("9913", "animal", r"cows?|bovine|bos taurus"),
    ("9031", "animal", r"chickens?|gallus gallus"),
    ("9544", "animal", r"rhesus(?: monkeys?| macaques?)?|macaques?|macaca mulatta"),
    ("9615", "animal", r"dogs?|canine|canis lupus"),
    ("9685", "animal", r"(?-i:[Cc]ats)|feline|felis catus"),
    ("9940", "animal", r"sheep|ovine|ovis aries"),
    ("9986", "animal", r"rabbits?|oryctolagus cuniculus"),
    ("10029", "animal", r"hamsters?|cricetulus griseus"),
    ("10141", "animal", r"guinea[ -]pigs?|cavia porcellus"),
    ("8355", "animal", r"xenopus(?: laevis)?"),
    ("7227", "animal", r"drosophila(?: melanogaster)?|fruit fly|fruit flies"),
    ("6239", "animal", r"c\. ?elegans|caenorhabditis(?: elegans)?|nematodes?"),
    ("40674", "animal", r"mammals?|mammalian"),
    ("559292", "fungus", r"yeasts?|s\. ?cerevisiae|saccharomyces(?: cerevisiae)?"),
    ("4896", "fungus", r"s\. ?pombe|schizosaccharomyces(?: pombe)?"),
    ("5476", "fungus", r"candida albicans|c\. ?albicans"),
    ("3702", "plant", r"arabidopsis(?: thaliana)?|a\. ?thaliana"),
    ("4530", "plant", r"rice|oryza(?: sativa)?"),
    ("4577", "plant", r"maize|zea mays"),
    ("4565", "plant", r"wheat|triticum(?: aestivum)?"),
    ("4081", "plant", r"tomato(?:es)?|solanum lycopersicum"),
    ("4097", "plant", r"tobacco plants?|nicotiana(?: tabacum| benthamiana)?"),
    ("3847", "plant", r"soybeans?|glycine max"),
    ("3055", "plant", r"chlamydomonas(?: reinhardtii)?"),
    (
        GREEN_PLANTS,
        "plant",
        r"plants?|seedlings?|phytohormones?|chloroplasts?|thylakoids?|stomatal?",
    ),
    (GREEN_PLANTS, "plant", r"photosynthesis|photosynthetic|photosystems?|gibberellins?|auxins?"),
    (
        GREEN_PLANTS,
        "plant",
        r"abscisic acid|jasmonates?|jasmonic acid|brassinosteroids?|phytochromes?",
    ),
    ("562", "bacterium", r"e\. ?coli|escherichia coli"),
    ("1423", "bacterium", r"b\. ?subtilis|bacillus subtilis"),
    ("287", "bacterium", r"p\. ?aeruginosa|pseudomonas aeruginosa"),
    ("1773", "bacterium", r"m\. ?tuberculosis|mycobacterium tuberculosis"),
    ("1280", "bacterium", r"s\. ?aureus|staphylococcus aureus"),
    ("28901", "bacterium", r"salmonella(?: enterica| typhimurium)?"),
    ("1117", "bacterium", r"cyanobacteri(?:a|um)|synechocystis|synechococcus"),
    ("2", "bacterium", r"bacteria|bacterial|bacterium|quorum sensing|gram-(?:negative|positive)"),
    ("10239", "virus", r"virus(?:es)?|viral|virions?|phages?"),
)
_HOST: Final = re.compile(
    r"\b(?:hosts?|infect\w*|macrophages?|neutrophils?|epitheli\w+|immun\w+|inflamm\w+|T[ -]cells?"
    r"|cancers?|tumou?rs?|neurons?|neuronal|muscles?|cardiac|liver|hepat\w+|brain|bone|kidney"
    r"|HeLa|HEK293T?|MCF-?7|insulin|TNF\S*|interferons?|cytokines?|p53|NF-κB)\b"
)
_GROUP: Final = {taxon: group for taxon, group, _ in _ORGANISMS}
_PATTERN: Final = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<n{i}>{names})" for i, (_, _, names) in enumerate(_ORGANISMS))
    + r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def _first_tokens(names: str) -> list[str]:
    r"""Patterns, one for each name, that the first token of its every match begins with.

    >>> _first_tokens(r"rats?|c\. ?elegans|MCF-?7|xenopus(?: laevis)?")
    ['(?:rats?)', '(?:c)\\Z', '(?:MCF)', '(?:xenopus)']
    """
    found = []
    for name in re.findall(r"(?:[^|()]|\([^()]*\))+", names):
        end = re.search(r"\\\.|[ /]|(?<!\(\?)-|\[[- ]+\]|$", name)
        assert end is not None
        head = name[: end.start()]
        whole = head.count("(") == head.count(")")
        if not whole:
            head = head[: head.rindex("(")]
        closed = whole and end.group() and name[end.end() : end.end() + 1] != "?"
        found.append(f"(?:{head})" + (r"\Z" if closed else ""))
    return found


_BEGINS: Final = re.compile(
    "|".join(head for _, _, names in _ORGANISMS for head in _first_tokens(names)), re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class OrganismHit:
    """A place that names an organism: NCBI Taxonomy id, its group, the words, their offsets."""

    taxon: str
    group: Group
    text: str
    start: int
    end: int


def find_organisms(text: str, cut: Tokens | None = None) -> list[OrganismHit]:
    """The organisms that a clean text names, in order.

    Args:
        text: the clean text.
        cut: its tokens, if the caller has them.

    >>> [(hit.taxon, hit.text) for hit in find_organisms("Rice and zebrafish")]
    [('4530', 'Rice'), ('7955', 'zebrafish')]
    """
    cut = tokens(text) if cut is None else cut
    hits: list[OrganismHit] = []
    done = 0
    # A name begins where a token does; whether one may begin so is asked once for each word.
    for start in compress(cut.starts, map(_may_begin, cut.texts)):
        match = _PATTERN.match(text, start) if start >= done else None
        if match is not None:
            taxon, group, _ = _ORGANISMS[int(str(match.lastgroup)[1:])]
            hits.append(OrganismHit(taxon, group, match.group(), start, match.end()))
            done = match.end()
    return hits


@lru_cache(maxsize=50_000)
def _may_begin(token: str) -> bool:
    return _BEGINS.match(token) is not None


def named_organisms(hits: Sequence[OrganismHit]) -> frozenset[str]:
    """The NCBI Taxonomy ids of the organisms named.

    >>> sorted(named_organisms(find_organisms("Murine and zebrafish embryos")))
    ['10090', '7955']
    """
    return frozenset(hit.taxon for hit in hits)


def scope_of(text: str, hits: Sequence[OrganismHit]) -> tuple[Scope, str | None]:
    """Whether a text is about plants or bacteria alone, and the organism named most.

    It is not where an animal is named, nor, for bacteria, where words speak of a host. Viruses
    and yeasts never make a text theirs: the one act on the host's proteins, of the other most
    proteins have human orthologs of the same name.

    >>> text = "PIF4 and phytochrome B in Arabidopsis seedlings"
    >>> scope_of(text, find_organisms(text))
    ('plant', '3702')
    >>> scope_of("MEK activates ERK", [])
    ('animal', None)
    """
    groups = Counter(hit.group for hit in hits)
    scope: Scope = "animal"
    if groups["animal"] or groups["fungus"] or groups["virus"]:
        return "animal", None
    if groups["plant"] and groups["plant"] >= groups["bacterium"]:
        scope = "plant"
    elif any(hit.group == "bacterium" and hit.taxon != "2" for hit in hits):
        scope = "bacterium"
    if scope == "animal" or _HOST.search(text):
        return "animal", None
    counts = Counter(hit.taxon for hit in hits if hit.group == scope)
    species = [taxon for taxon, _ in counts.most_common() if taxon not in (GREEN_PLANTS, "2")]
    return scope, species[0] if species else counts.most_common(1)[0][0]
