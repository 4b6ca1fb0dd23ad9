"""What a readable report says first of a figure: its title, and where its picture is."""

from __future__ import annotations

from reconcile.records import Reconciliation
from reconcile.report.html.links import pfocr_url, pmc_figure_url

__all__ = ["given_title", "picture_url"]


def given_title(result: Reconciliation) -> str | None:
    """The figure's title as the record has it, None where it has none."""
    return (result.figure and result.figure.title) or None


def picture_url(result: Reconciliation) -> str | None:
    """The page that shows the figure: PFOCR's, else that of the article; None for other figures.

    It is made from the figid or the record's `figlink`; nothing is fetched.
    """
    meta = dict(result.figure.meta) if result.figure else {}
    return pfocr_url(result.figid) or pmc_figure_url(meta.get("figlink"))
