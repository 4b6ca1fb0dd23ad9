"""Choose the fuzzy cut-off: what the closest lexicon form is worth at each similarity.

Takes gene mentions with human NCBI Gene ids from a PubTator file (BioRED's train split, say),
keeps those without an exact candidate, and grounds them by the closest forms alone. For each
cut-off: how many are answered, and how many answers hold the right gene.

    python benchmarks/fuzzy_cutoff.py Train.PubTator
"""

from __future__ import annotations

import sys
from pathlib import Path

from reconcile.grounding import Grounder
from reconcile.lexicon import Lexicon
from reconcile.text import surface_key

CUTOFFS = (80, 82, 84, 86, 88, 89, 90, 91, 92, 93, 94, 95, 96, 98)


def gold_mentions(path: Path) -> dict[str, set[str]]:
    """Distinct mention texts of at least nine key characters, with their NCBI Gene ids."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 6 and cells[4] == "GeneOrGeneProduct" and len(surface_key(cells[3])) >= 9:
            found.setdefault(cells[3], set()).update(cells[5].replace(";", ",").split(","))
    return found


def main(path: Path) -> None:
    """Print the table."""
    lexicon = Lexicon.load()
    grounder = Grounder(lexicon)
    open_names = {}
    for text, ids in gold_mentions(path).items():
        genes = {record.gene for i in ids if (record := lexicon.gene_by_ncbi(i)) is not None}
        if genes and not lexicon.lookup(surface_key(text)):
            open_names[text] = genes
    print(f"{len(open_names)} distinct long names without an exact form")
    print("cut-off  answered  right  precision")
    for cutoff in CUTOFFS:
        answered = right = 0
        for text, genes in open_names.items():
            candidates = grounder.nearest(text, float(cutoff))
            if candidates and candidates[0].is_gene:
                answered += 1
                right += not genes.isdisjoint(grounder.grounding(candidates[0]).genes)
        share = f"{right / answered:.2f}" if answered else "–"
        print(f"{cutoff:7}  {answered:8}  {right:5}  {share:>9}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
