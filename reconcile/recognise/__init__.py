"""Finding gene names in text: dictionary scan, affixes, enumerations, abbreviations, taggers."""

from __future__ import annotations

from reconcile.recognise.abbreviations import Definition
from reconcile.recognise.enumerations import Enumeration, find_enumerations
from reconcile.recognise.scan import Hit, Scanner, scan

__all__ = ["Definition", "Enumeration", "Hit", "Scanner", "find_enumerations", "scan"]
