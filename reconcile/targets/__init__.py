"""Gene lists of other organisms than man, compared and corrected in their own symbols.

The entries of such a list are read as genes of the organism, and stand as the human genes that are
stated to be their orthologs while list and caption are compared. The results are then put back into
the organism's genes. A gene without a stated ortholog stands for itself.
"""

from __future__ import annotations

from reconcile.targets.choosing import AUTO, TargetError, chosen_organism, parsed_organism
from reconcile.targets.modes import Mode
from reconcile.targets.target import Target, View

__all__ = [
    "AUTO",
    "Mode",
    "Target",
    "TargetError",
    "View",
    "chosen_organism",
    "parsed_organism",
]
