"""Figures for the tests of their page: lists with faults, a picture, hostile texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from html_samples import HOSTILE

from reconcile import Figure, Reconciler
from reconcile.records import OcrWord
from reconcile.store import Run, Store

CAPTION = (
    "LPS activates TLR4; NF-κB p65 (RELA) goes to the nucleus, MEK phosphorylates ERK, and HER2 "
    "is expressed."
)
LISTED = ["SYT1", "RELA", "IRF6", "TLR4", "EPHB2", "MAPK1", "MAPK3", "MST1R", "HER2"]
WORDS = [
    OcrWord("p65", "p65", "SYT1"),
    OcrWord("p65", "p65", "RELA"),
    OcrWord("LPS", "LPS", "IRF6"),
    OcrWord("TLR4", "TLR4", "TLR4"),
    OcrWord("ERK", "ERK", "EPHB2"),
    OcrWord("ERK", "ERK", "MAPK1"),
    OcrWord("ERK1/2", "ERK1", "MAPK3"),
    OcrWord("ERK1/2", "ERK2", "MAPK1"),
    OcrWord("sea", "SEA", "MST1R"),
    OcrWord("HER2", "HER2", "HER2"),
    OcrWord("glucose", "glucose", "", kind="chemical", name="glucose"),
]
EVIL = HOSTILE.replace("\x00", "").replace("\ud800", "")
"""What wants to be markup, without what no database keeps."""


def figure(number: int, **other: object) -> Figure:
    """A figure with six suggestions: an addition, a replacement, four removals."""
    given = {
        "caption": CAPTION,
        "keywords": LISTED,
        "title": f"Inflammation {number}",
        "paper_title": "What goes to the nucleus",
        "ocr": WORDS,
        "meta": {
            "journal_title": "J. Cell",
            "filename": f"picture{number}.png",
            "figlink": f"/pmc/articles/PMC{number}/figure/F1/",
        },
    }
    return Figure(f"PMC{number}__F1", **(given | other))  # type: ignore[arg-type]


def hostile() -> Figure:
    """A figure whose every text wants to be something else."""
    return Figure(
        f"PMC6/../{EVIL[:70]}?#%",
        CAPTION + EVIL * 130,
        ["SYT1", "=cmd|' /C calc'!A0", EVIL, '"><img src=x onerror=alert(1)>'],
        title=EVIL,
        paper_title=EVIL,
        ocr=[OcrWord(EVIL, EVIL, "SYT1"), OcrWord('"><b>', "x", EVIL), OcrWord("=1+1", "", "")],
        meta={"journal_title": EVIL, "filename": f"../../{EVIL}.png", "figlink": EVIL},
    )


def filled(where: Path, reconciler: Reconciler, figures: list[Figure]) -> Store:
    """A store with the reports of figures."""
    store = Store(where)
    run = Run("1", "lexicon", "lexicon", {"organism": "9606"})
    store.put(run, ((reconciler.reconcile(one), None) for one in figures))
    return store


def draw(where: Path, names: Sequence[str] = ("LPS", "TLR4", "p65", "MEK", "ERK", "HER2")) -> None:
    """A picture of a pathway of six genes."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (900, 600), "white")
    pen = ImageDraw.Draw(image)
    for i, name in enumerate(names):
        left, top = 70 + (i % 3) * 280, 110 + (i // 3) * 240
        pen.rounded_rectangle((left, top, left + 170, top + 90), 22, "#dcecee", "black", 3)
        pen.text((left + 85, top + 45), name, "black", anchor="mm", font_size=30)
        if i % 3 < 2:
            pen.line((left + 174, top + 45, left + 274, top + 45), "black", 4)
            pen.polygon(
                [(left + 274, top + 45), (left + 256, top + 36), (left + 256, top + 54)], "black"
            )
    image.save(where)
