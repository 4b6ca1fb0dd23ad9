"""The species scope of a figure: human genes in a figure on plants or bacteria, said once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reconcile.records import Evidence, Suggestion
from reconcile.suggest.case import Case

__all__ = ["WHOLE_LIST", "out_of_scope"]

WHOLE_LIST: Final = "*"
"""The keyword of a suggestion that is about the whole list."""

_CONFIDENCE: Final = 0.6
_SUPPORTED: Final = 0.25
_FEW: Final = 3
_ANIMALS: Final = re.compile(
    r"\b(?:human|patients?|homo sapiens|mouse|mice|murine|mus musculus|rats?|rattus|zebrafish|danio"
    r"|drosophila|melanogaster|caenorhabditis|elegans|mammal\w*|animals?|xenopus|chicken|gallus"
    r"|bovine|porcine|macrophages?|neurons?|tumou?rs?|cancers?|host)\b",
    re.IGNORECASE,
)
_KINGDOMS: Final = {
    "plants": re.compile(
        r"\b(?:arabidopsis|thaliana|oryza|nicotiana|zea mays|triticum|glycine max|medicago|solanum"
        r"|plants?|photosynthe\w+|photorespirat\w+|chloroplasts?|thylakoids?|stomata\w*"
        r"|jasmon\w+|gibberellin\w*|strigolactone\w*|phytochrome\w*|leaf|leaves|rhizobi\w+)\b",
        re.IGNORECASE,
    ),
    "bacteria": re.compile(
        r"\b(?:escherichia|bacillus subtilis|pseudomonas|streptomyces|cyanobacteri\w+|synechocystis"
        r"|clostridi\w+|archaea\w*|methanogen\w*)\b",
        re.IGNORECASE,
    ),
}


def out_of_scope(case: Case) -> Iterator[Suggestion]:
    """One suggestion for a list of human genes in a figure on organisms without them.

    The texts must name plants or bacteria and no animal, and the caption must support few of the
    listed genes. The keyword is `WHOLE_LIST`, because the point is about no entry in particular.
    """
    comparison = case.comparison
    figure = comparison.figure
    genes = comparison.genes
    supported = sum(map(case.named, genes))
    if len(genes) < _FEW or supported > _SUPPORTED * len(genes):
        return
    texts = " \n ".join(t for t in (figure.caption, figure.title, figure.paper_title) if t)
    if _ANIMALS.search(texts):
        return
    for kingdom, pattern in _KINGDOMS.items():
        hit = pattern.search(texts)
        if hit is None:
            continue
        yield Suggestion(
            action="remove",
            keyword=WHOLE_LIST,
            symbols=(),
            already_listed=(),
            reason="species_mismatch",
            confidence=_CONFIDENCE,
            explanation=(
                f'The texts of the figure speak of {kingdom} ("{hit.group()}") and of no animal, '
                f"but the list has {len(genes)} human genes, of which the caption names "
                f"{supported or 'none'}: check whether the list as a whole belongs here."
            ),
            evidence=(Evidence("organism", hit.group(), f"names {kingdom}"),),
        )
        return
