"""SGD: budding yeast genes; UniProt: more of their names.

Reads `SGD_features.tab` of the Saccharomyces Genome Database and `yeast.txt` of UniProt, as the
package `transposonmapper` carries them. Both CC BY 4.0.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.build.sources.tables import open_text, split_list
from reconcile.lexicon.build.tablegene import TableGene
from reconcile.patterns import regex

__all__ = ["read_yeast", "read_yeast_names"]

_COLUMNS: Final = 16
_GENES: Final = regex(r"ORF|.*_gene|pseudogene|not in systematic sequence of S288C")
_ROW: Final = regex(r"^(\S.*?)\s{2,}(\S+)\s+([A-Z]\w+)\s+(\w+_YEAST)\s+(S\d{9})\s")


def read_yeast(features: Path, names: Path) -> list[TableGene]:
    """The genes that have an ORF or RNA, dubious ORFs left out.

    A gene without a standard name goes by its systematic name, which is a synonym of the others.

    Raises:
        LexiconBuildError: if a file is missing, a row is too short, or there are no names in it.
    """
    more = read_yeast_names(names)
    genes = []
    with open_text(features) as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) < _COLUMNS:
                raise LexiconBuildError(
                    f"{features}:{number}: {len(cells)} columns, need {_COLUMNS}; "
                    "download the file again"
                )
            identifier, kind, qualifier, systematic, standard, aliases = cells[:6]
            if not _GENES.fullmatch(kind) or qualifier == "Dubious" or not systematic:
                continue
            listed = split_list(aliases, "|")
            short = [name for name in listed if " " not in name]
            title = next((name for name in listed if " " in name), "")
            synonyms = (*short, *more.get(identifier, ()), systematic)
            genes.append(
                TableGene(identifier, standard or systematic, synonyms=synonyms, name=title)
            )
    return genes


def read_yeast_names(path: Path) -> dict[str, list[str]]:
    """SGD id → the names that UniProt gives the gene.

    Raises:
        LexiconBuildError: if the file is missing or has no row.
    """
    names: dict[str, list[str]] = defaultdict(list)
    with open_text(path) as lines:
        for line in lines:
            if row := _ROW.match(line):
                names[row[5]] += split_list(row[1], ";")
    if not names:
        raise LexiconBuildError(
            f"{path}: no row with gene designations and an SGD id; download the file again"
        )
    return names
