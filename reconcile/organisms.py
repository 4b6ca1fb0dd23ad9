"""The table of organisms; which of them a text is about, and whether its genes can be human."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from reconcile.text import Tokens, tokens
from reconcile.viruses import VIRUSES

__all__ = [
    "BY_TAXON",
    "GREEN_PLANTS",
    "ORGANISMS",
    "VIRUSES_AT_LARGE",
    "Organism",
    "OrganismHit",
    "Scope",
    "common_name",
    "find_organisms",
    "named_organisms",
    "scope_of",
]

Group: TypeAlias = Literal["animal", "plant", "bacterium", "fungus", "virus"]
Scope: TypeAlias = Literal["animal", "plant", "bacterium"]

GREEN_PLANTS: Final = "33090"
"""NCBI Taxonomy id of *Viridiplantae*, for plants that no species name tells apart."""


VIRUSES_AT_LARGE: Final = "10239"
"""NCBI Taxonomy id of *Viruses*."""


@dataclass(frozen=True, slots=True)
class Organism:
    """A row of the table of organisms.

    Attributes:
        taxon: NCBI Taxonomy id.
        group: its kingdom, as far as it matters here.
        name: scientific name, as records list it.
        common: what people call it.
        words: patterns of the words that name it, in any case; cell lines and strains among them.
        source: where the lexicon has its gene symbols from; None if it has none.
    """

    taxon: str
    group: Group
    name: str
    common: str
    words: tuple[str, ...] = ()
    source: str | None = None


ORGANISMS: Final = (
    Organism(
        "9606",
        "animal",
        "Homo sapiens",
        "human",
        (
            r"humans?|(?:in|out)?patients?|homo sapiens|wom[ae]n|(?-i:[Mm][ae]n)",
            r"children|infants?|boys?|girls?|subjects|individuals|volunteers",
            r"HEK ?-?293T?|293T|HeLa|MCF-?7|HepG2|Huh-?7|Jurkat|A549|HCT-?116|SW480",
            r"SH-SY5Y|LNCaP|PC-?3|DU-?145|HUVECs?|K562|U2OS|U937|THP-1|HL-?60|Caco-?2",
            r"HaCaT|U87(?:MG)?",
        ),
        source="hgnc",
    ),
    Organism(
        "10090",
        "animal",
        "Mus musculus",
        "mouse",
        (
            r"mouse|mice|murine|mus musculus|C57BL/6[JN]?|BALB/?c|MEFs?",
            r"3T3(?:-L1)?|C2C12|RAW ?264\.?7|MC3T3-E1",
        ),
        source="mgi",
    ),
    Organism(
        "10116",
        "animal",
        "Rattus norvegicus",
        "rat",
        (r"rats?|rattus norvegicus|sprague[- ]dawley|PC-?12|H9c2",),
        source="rgd",
    ),
    Organism(
        "7955",
        "animal",
        "Danio rerio",
        "zebrafish",
        (r"zebrafish|danio rerio",),
        source="zfin",
    ),
    Organism(
        "9823",
        "animal",
        "Sus scrofa",
        "pig",
        (r"pigs?|porcine|sus scrofa",),
    ),
    Organism(
        "9913",
        "animal",
        "Bos taurus",
        "cow",
        (r"cows?|bovine|bos taurus",),
    ),
    Organism(
        "9031",
        "animal",
        "Gallus gallus",
        "chicken",
        (r"chickens?|gallus gallus",),
    ),
    Organism(
        "9544",
        "animal",
        "Macaca mulatta",
        "rhesus macaque",
        (r"rhesus(?: monkeys?| macaques?)?|macaques?|macaca mulatta",),
    ),
    Organism(
        "9615",
        "animal",
        "Canis lupus familiaris",
        "dog",
        (r"dogs?|canine|canis lupus",),
    ),
    Organism(
        "9685",
        "animal",
        "Felis catus",
        "cat",
        (r"(?-i:[Cc]ats)|feline|felis catus",),
    ),
    Organism(
        "9940",
        "animal",
        "Ovis aries",
        "sheep",
        (r"sheep|ovine|ovis aries",),
    ),
    Organism(
        "9986",
        "animal",
        "Oryctolagus cuniculus",
        "rabbit",
        (r"rabbits?|oryctolagus cuniculus",),
    ),
    Organism(
        "10029",
        "animal",
        "Cricetulus griseus",
        "hamster",
        (r"hamsters?|cricetulus griseus",),
    ),
    Organism(
        "10141",
        "animal",
        "Cavia porcellus",
        "guinea pig",
        (r"guinea[ -]pigs?|cavia porcellus",),
    ),
    Organism(
        "8355",
        "animal",
        "Xenopus laevis",
        "clawed frog",
        (r"xenopus(?: laevis)?",),
    ),
    Organism(
        "7227",
        "animal",
        "Drosophila melanogaster",
        "fruit fly",
        (r"drosophila(?: melanogaster)?|fruit fly|fruit flies",),
    ),
    Organism(
        "6239",
        "animal",
        "Caenorhabditis elegans",
        "roundworm",
        (r"c\. ?elegans|caenorhabditis(?: elegans)?|nematodes?",),
    ),
    Organism(
        "40674",
        "animal",
        "Mammalia",
        "mammals",
        (r"mammals?|mammalian",),
    ),
    Organism(
        "559292",
        "fungus",
        "Saccharomyces cerevisiae S288C",
        "baker's yeast",
        (r"yeasts?|s\. ?cerevisiae|saccharomyces(?: cerevisiae)?",),
    ),
    Organism(
        "4896",
        "fungus",
        "Schizosaccharomyces pombe",
        "fission yeast",
        (r"s\. ?pombe|schizosaccharomyces(?: pombe)?",),
    ),
    Organism(
        "5476",
        "fungus",
        "Candida albicans",
        "Candida albicans",
        (r"candida albicans|c\. ?albicans",),
    ),
    Organism(
        "3702",
        "plant",
        "Arabidopsis thaliana",
        "thale cress",
        (r"arabidopsis(?: thaliana)?|a\. ?thaliana",),
    ),
    Organism(
        "4530",
        "plant",
        "Oryza sativa",
        "rice",
        (r"rice|oryza(?: sativa)?",),
    ),
    Organism(
        "4577",
        "plant",
        "Zea mays",
        "maize",
        (r"maize|zea mays",),
    ),
    Organism(
        "4565",
        "plant",
        "Triticum aestivum",
        "wheat",
        (r"wheat|triticum(?: aestivum)?",),
    ),
    Organism(
        "4081",
        "plant",
        "Solanum lycopersicum",
        "tomato",
        (r"tomato(?:es)?|solanum lycopersicum",),
    ),
    Organism(
        "4097",
        "plant",
        "Nicotiana tabacum",
        "tobacco",
        (r"tobacco plants?|nicotiana(?: tabacum| benthamiana)?",),
    ),
    Organism(
        "3847",
        "plant",
        "Glycine max",
        "soybean",
        (r"soybeans?|glycine max",),
    ),
    Organism(
        "3055",
        "plant",
        "Chlamydomonas reinhardtii",
        "Chlamydomonas",
        (r"chlamydomonas(?: reinhardtii)?",),
    ),
    Organism(
        GREEN_PLANTS,
        "plant",
        "Viridiplantae",
        "green plants",
        (
            r"plants?|seedlings?|phytohormones?|chloroplasts?|thylakoids?|stomatal?",
            r"photosynthesis|photosynthetic|photosystems?|gibberellins?|auxins?",
            r"abscisic acid|jasmonates?|jasmonic acid|brassinosteroids?|phytochromes?",
        ),
    ),
    Organism(
        "562",
        "bacterium",
        "Escherichia coli",
        "E. coli",
        (r"e\. ?coli|escherichia coli",),
    ),
    Organism(
        "1423",
        "bacterium",
        "Bacillus subtilis",
        "Bacillus subtilis",
        (r"b\. ?subtilis|bacillus subtilis",),
    ),
    Organism(
        "287",
        "bacterium",
        "Pseudomonas aeruginosa",
        "Pseudomonas aeruginosa",
        (r"p\. ?aeruginosa|pseudomonas aeruginosa",),
    ),
    Organism(
        "1773",
        "bacterium",
        "Mycobacterium tuberculosis",
        "Mycobacterium tuberculosis",
        (r"m\. ?tuberculosis|mycobacterium tuberculosis",),
    ),
    Organism(
        "1280",
        "bacterium",
        "Staphylococcus aureus",
        "Staphylococcus aureus",
        (r"s\. ?aureus|staphylococcus aureus",),
    ),
    Organism(
        "28901",
        "bacterium",
        "Salmonella enterica",
        "Salmonella",
        (r"salmonella(?: enterica| typhimurium)?",),
    ),
    Organism(
        "1117",
        "bacterium",
        "Cyanobacteriota",
        "cyanobacteria",
        (r"cyanobacteri(?:a|um)|synechocystis|synechococcus",),
    ),
    Organism(
        "2",
        "bacterium",
        "Bacteria",
        "bacteria",
        (
            r"bacteria|bacterial|bacterium|quorum sensing|gram-(?:negative|positive)",
            r"helicobacter(?: pylori)?|h\. ?pylori|legionella(?: pneumophila)?|l\. ?pneumophila",
            r"listeria(?: monocytogenes)?|l\. ?monocytogenes|shigella(?: flexneri)?|s\. ?flexneri",
            r"yersinia(?: pestis)?|y\. ?pestis|chlamydia(?: trachomatis)?|c\. ?trachomatis",
            r"clostridi(?:um|oides) ?(?:difficile)?|c\. ?difficile|vibrio(?: cholerae)?",
            r"v\. ?cholerae|klebsiella(?: pneumoniae)?|k\. ?pneumoniae|brucella",
            r"streptococcus(?: pneumoniae| pyogenes)?|s\. ?pneumoniae|s\. ?pyogenes|neisseria",
            r"bordetella(?: pertussis)?|b\. ?pertussis|borrelia|coxiella|francisella|rickettsia",
            r"uropathogenic e\. ?coli|epec|ehec|upec",
        ),
    ),
    *(Organism(v.taxon, "virus", v.name, v.common, (v.words,)) for v in VIRUSES),
    Organism(
        VIRUSES_AT_LARGE,
        "virus",
        "Viruses",
        "viruses",
        (r"virus(?:es)?|viral|virions?|phages?",),
    ),
    Organism("4932", "fungus", "Saccharomyces cerevisiae", "baker's yeast"),
    Organism("8364", "animal", "Xenopus tropicalis", "western clawed frog"),
)
"""The one table of organisms."""

BY_TAXON: Final = MappingProxyType({organism.taxon: organism for organism in ORGANISMS})
"""Its rows by NCBI Taxonomy id."""

_HOST: Final = re.compile(
    r"\b(?:hosts?|infect\w*|macrophages?|neutrophils?|epitheli\w+|immun\w+|inflamm\w+|T[ -]cells?"
    r"|cancers?|tumou?rs?|neurons?|neuronal|muscles?|cardiac|liver|hepat\w+|brain|bone|kidney"
    r"|HeLa|HEK293T?|MCF-?7|insulin|TNF\S*|interferons?|cytokines?|p53|NF-κB)\b"
)
_PATTERN: Final = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<n{o.taxon}>{'|'.join(o.words)})" for o in ORGANISMS if o.words)
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
    "|".join(head for o in ORGANISMS for word in o.words for head in _first_tokens(word)),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OrganismHit:
    """A place that names an organism: NCBI Taxonomy id, its group, the words, their offsets."""

    taxon: str
    group: Group
    text: str
    start: int
    end: int


def common_name(taxon: str) -> str:
    """What people call an organism, or `taxon 5691` for one that is not in the table.

    >>> common_name("10090"), common_name("5691")
    ('mouse', 'taxon 5691')
    """
    organism = BY_TAXON.get(taxon)
    return organism.common if organism is not None else f"taxon {taxon}"


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
            named = BY_TAXON[str(match.lastgroup)[1:]]
            hits.append(OrganismHit(named.taxon, named.group, match.group(), start, match.end()))
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
