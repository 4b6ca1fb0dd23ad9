"""Databases for the tests of the workbench: small ones, made of lists that have faults."""

from __future__ import annotations

from pathlib import Path

from html_samples import HOSTILE

from reconcile import Figure, Reconciler
from reconcile.records import OcrWord, Reconciliation
from reconcile.store import Run, Store

RUN = Run("1", "lexicon", "lexicon", {"organism": "9606"})
OCR = [
    OcrWord("p65", "p65", "SYT1"),
    OcrWord("p65", "p65", "RELA"),
    OcrWord("LPS", "LPS", "IRF6"),
]
LPS = "LPS activates TLR4, and NF-κB p65 (RELA) goes to the nucleus."
PLANT = "Lipopolysaccharide (LPS) is sensed in Arabidopsis thaliana leaves and rice roots."

EVIL = HOSTILE.replace("\x00", "").replace("\ud800", "")
"""What wants to be markup, without what no database keeps."""


def figure(number: int, caption: str = LPS, **other: object) -> Figure:
    """A figure whose words `p65` and `LPS` brought wrong genes in."""
    given = {
        "title": f"Figure {number} on inflammation",
        "ocr": OCR,
        "meta": {"journal_title": "J. Cell" if number % 2 else "Immunity"},
    }
    return Figure(f"F{number}", caption, ["SYT1", "RELA", "IRF6", "TLR4"], **(given | other))


def filled(where: Path, reconciler: Reconciler, figures: list[Figure]) -> Store:
    """A store with the reports of figures."""
    store = Store(where)
    store.put(RUN, [(result, None) for result in reconciler.reconcile_many(figures)])
    return store


def copies(result: Reconciliation, count: int) -> list[tuple[Reconciliation, None]]:
    """The report of one figure under many names."""
    from dataclasses import replace

    made = []
    for i in range(count):
        figid = f"C{i}"
        assert result.figure is not None
        own = replace(result.figure, figid=figid, title=f"Copy {i}")
        made.append((replace(result, figid=figid, figure=own), None))
    return made


def hostile_figure() -> Figure:
    """A figure whose every text wants to be something else."""
    words = [OcrWord(EVIL, EVIL, "SYT1"), OcrWord("=1+1", "=1+1", "IRF6")]
    return Figure(
        f"evil {EVIL[:60]}",
        LPS + EVIL * 130,
        ["SYT1", "IRF6", "=cmd|' /C calc'!A0", EVIL],
        title=EVIL,
        paper_title=EVIL,
        ocr=words,
        meta={"journal_title": EVIL},
    )
