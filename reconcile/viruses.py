"""Viruses that texts on signaling name, and what their proteins are called."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["VIRUSES", "Virus"]


class Virus(NamedTuple):
    """A virus of the table.

    Attributes:
        taxon: NCBI Taxonomy id.
        name: scientific name.
        common: what people call it.
        words: a pattern of the words that name it, in any case.
        proteins: a pattern of the names of its proteins that no system tells, as written; empty
            for none. Systematic ones (`NS5A`, `UL16`, `ORF3a`) are not listed.
    """

    taxon: str
    name: str
    common: str
    words: str
    proteins: str = ""


VIRUSES: Final = (
    Virus(
        "11676",
        "Human immunodeficiency virus 1",
        "HIV",
        r"hiv(?:-?[12])?|immunodeficiency virus(?:es)?|siv",
        r"[Tt]at|TAT|[Rr]ev|[Nn]ef|NEF|[Vv]if|VIF|[Vv]p[rux]|VP[RUX]|[Gg]ag|[Pp]ol|[Ee]nv"
        r"|p(?:6|7|17|24|55|66)",
    ),
    Virus(
        "11908",
        "Human T-cell leukemia virus type I",
        "HTLV-1",
        r"htlv(?:-?[12i])?",
        r"[Tt]ax|TAX|[Rr]ex|REX|HBZ|p(?:12|13|30)(?:II?)?",
    ),
    Virus(
        "10407",
        "Hepatitis B virus",
        "HBV",
        r"hbv|hepatitis b(?: virus)?",
        r"HB[xscez]|HBX|HBsAg|HBeAg|HBcAg|[XxSs] protein|[Pp]re-?[SC][12]?",
    ),
    Virus(
        "11103", "Hepacivirus hominis", "HCV", r"hcv|hepatitis c(?: virus)?", r"[Cc]ore|E[12]|p7"
    ),
    Virus("1678143", "Orthohepevirus A", "HEV", r"hev|hepatitis e(?: virus)?"),
    Virus("10566", "Human papillomavirus", "HPV", r"hpv(?:-?\d\d?)?|papillomavirus(?:es)?"),
    Virus(
        "10376",
        "Human gammaherpesvirus 4",
        "EBV",
        r"ebv|epstein[- ]barr(?: virus)?",
        r"EBNA-?\w{1,3}|LMP-?\d[AB]?|B[A-Z][LR][FR]\d|B[A-Z]{3}\d[a-z]?|[ZR]ta|RTA|ZTA"
        r"|ZEBRA|EA-D|gp350",
    ),
    Virus(
        "37296",
        "Human gammaherpesvirus 8",
        "KSHV",
        r"kshv|hhv-?8|kaposi['’]?s? sarcoma[- ]associated herpesvirus",
        r"LANA(?:-?[12])?|RTA|[Rr]ta|K-?bZIP|v[A-Z][\w-]{1,7}|K(?:[1-9]|1[0-5])(?:\.\d)?"
        r"|[Kk]aposin\w?",
    ),
    Virus(
        "10359",
        "Human betaherpesvirus 5",
        "HCMV",
        r"h?cmv|cytomegalovirus(?:es)?",
        r"IE-?[12]|pp(?:28|65|71)|v[A-Z][\w-]{1,7}|IE(?:72|86)|m\d{2,3}",
    ),
    Virus(
        "10298",
        "Human alphaherpesvirus 1",
        "HSV",
        r"hsv(?:-?[12])?|herpes simplex(?: virus)?|herpesvirus(?:es)?|vzv"
        r"|varicella(?:[- ]zoster)?(?: virus)?",
        r"ICP-?\d+(?:\.\d)?|g[BCDEGHIKLMN]|[Vv]hs|LAT|TK",
    ),
    Virus(
        "2697049",
        "Severe acute respiratory syndrome coronavirus 2",
        "SARS-CoV-2",
        r"sars[- ]?cov(?:-?2)?|mers[- ]?cov|covid-?19|(?:beta)?coronavirus(?:es)?",
        r"[Nn]sp-?\d\d?|[SNME](?: protein)?|[SN]1|S2|[Ss]pike|PLpro|Mpro|3CLpro|RdRp",
    ),
    Virus(
        "11320",
        "Influenza A virus",
        "influenza virus",
        r"influenza(?: [abc])?(?: virus)?|iav|h[1357]n\d",
        r"PB[12](?:-F2)?|PA(?:-X)?|NP|NEP|HA[12]?|NA|M[12]",
    ),
    Virus(
        "12637",
        "Dengue virus",
        "dengue virus",
        r"denv(?:-?[1-4])?|dengue(?: virus)?",
        r"[Cc]apsid|prM",
    ),
    Virus("64320", "Zika virus", "Zika virus", r"zikv|zika(?: virus)?", r"[Cc]apsid|prM"),
    Virus(
        "11051",
        "Flavivirus",
        "flaviviruses",
        r"flavivirus(?:es)?|jev|wnv|japanese encephalitis(?: virus)?|west nile(?: virus)?"
        r"|yellow fever(?: virus)?|csfv|bvdv|pestivirus(?:es)?",
        r"prM|Npro|N\(pro\)|E(?:rns|2)",
    ),
    Virus(
        "186536",
        "Ebolavirus",
        "Ebola virus",
        r"ebov|ebola(?:virus)?(?: virus)?|marburg(?: virus)?|filovirus(?:es)?",
        r"NP|GP",
    ),
    Virus(
        "11158",
        "Paramyxoviridae",
        "paramyxoviruses",
        r"paramyxovirus(?:es)?|measles(?: virus)?|mumps(?: virus)?|sendai(?: virus)?"
        r"|nipah(?: virus)?|hendra(?: virus)?|rsv|respiratory syncytial(?: virus)?|ndv"
        r"|newcastle disease(?: virus)?",
        r"[VCWPNFGHML] protein|NS[12]|SH",
    ),
    Virus(
        "10509",
        "Mastadenovirus",
        "adenovirus",
        r"adenovirus(?:es)?|adenoviral",
        r"E1[AB](?:-?\d\dK)?|E[34](?:orf\d|-?ORF\d|-?\d\d?(?:\.\d)?K)?",
    ),
    Virus(
        "10245",
        "Vaccinia virus",
        "vaccinia virus",
        r"vacv|vaccinia(?: virus)?|poxvirus(?:es)?|myxoma(?: virus)?|cowpox(?: virus)?"
        r"|ectromelia(?: virus)?",
        r"[A-OV]\d{1,3}[LR]?|[A-Z]\d{1,3}|CrmA|VGF",
    ),
    Virus("10912", "Rotavirus", "rotavirus", r"rotavirus(?:es)?"),
    Virus(
        "12059",
        "Enterovirus",
        "enteroviruses",
        r"enterovirus(?:es)?|poliovirus(?:es)?|coxsackie(?:virus)?|ev-?71|ev-?d68|cvb3"
        r"|picornavirus(?:es)?|rhinovirus(?:es)?|fmdv|emcv",
        r"[23][ABCD](?:pro|pol)?|L(?:pro)?",
    ),
    Virus(
        "1891767",
        "Macaca mulatta polyomavirus 1",
        "SV40",
        r"sv40|polyomavirus(?:es)?|merkel cell polyomavirus|mcpyv|bkv|jcv",
        r"(?:[Ll]arge |[Ss]mall |[Mm]iddle )?[TtL]T?(?:[ -]?(?:antigen|Ag))?",
    ),
    Virus(
        "11276",
        "Vesicular stomatitis virus",
        "VSV",
        r"vsv|rabies(?: virus)?|rabv",
        r"[MGNPL] protein",
    ),
    Virus(
        "37124",
        "Chikungunya virus",
        "alphaviruses",
        r"chikv|chikungunya(?: virus)?|alphavirus(?:es)?|sindbis(?: virus)?"
        r"|semliki forest(?: virus)?",
        r"nsP[1-4]|E[123]",
    ),
    Virus(
        "28344",
        "Porcine reproductive and respiratory syndrome virus",
        "PRRSV",
        r"prrsv|pedv|tgev|arterivirus(?:es)?",
        r"N|GP\d[ab]?|M|[Nn]sp-?\d\d?[αβ]?",
    ),
    Virus(
        "10497",
        "African swine fever virus",
        "ASFV",
        r"asfv|african swine fever(?: virus)?",
        r"p?[A-Z]+\d{2,4}[LR]|MGF\w*",
    ),
    Virus(
        "11623",
        "Lymphocytic choriomeningitis mammarenavirus",
        "arenaviruses",
        r"lcmv|arenavirus(?:es)?|lassa(?: virus)?",
        r"NP|Z|GP[12C]?",
    ),
)
"""Viruses of vertebrates with the customary names of their proteins."""
