"""Verdicts that people gave on entries of gene lists, as the benchmarks of suggestions read them.

A line of GOLD.jsonl has `figid`, `keywords` (keyword: `ok`, `wrong`, or another word for what is
not judged) and, where somebody marked them, the `mentions` of the caption. A line of a table such
as `alias_judgements.tsv` has article, keyword and verdict.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["article_of", "judgements", "list_judgements", "verdicts"]


def verdicts(gold: Path) -> dict[str, Mapping[str, Any]]:
    """What a GOLD.jsonl says of each figure, by its figid."""
    with gold.open(encoding="utf-8") as lines:
        return {one["figid"]: one for one in map(json.loads, lines)}


def judgements(table: Path) -> dict[str, dict[str, str]]:
    """The verdicts of a table by article and keyword; articles without any are not in it.

    >>> judgements(Path(__file__).with_name("alias_judgements.tsv"))["PMC2694487"]["ARMC9"]
    'wrong'
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in table.read_text(encoding="utf-8").splitlines():
        article, keyword, verdict = line.split("\t")
        found[article][keyword] = verdict
    return dict(found)


def article_of(figid: str) -> str:
    """The article of a figure, by which tables of judgements name it.

    >>> article_of("PMC2694487__nihms1")
    'PMC2694487'
    """
    return figid.split("__", maxsplit=1)[0]


def list_judgements(table: Path) -> dict[str, dict[str, str]]:
    """The verdicts of `list_judgements.tsv` by figure and entry; right entries are not in it.

    >>> list_judgements(Path(__file__).with_name("list_judgements.tsv"))[
    ...     "PMC2398782__ppat.1000088.g007"
    ... ]
    {}
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            figid, entry, verdict, _ = line.split("\t")
            own = found[figid]
            if entry != "-":
                own[entry] = verdict
    return dict(found)
