"""Fit which suggestions may be carried out without a person, and print how often they are right.

    python benchmarks/safe_suggestions.py --fit GOLD RECORDS ... [--check GOLD RECORDS ...]
                                          [--ner lexicon|default] [--errors] [--write]

A line of GOLD.jsonl has `figid`, `keywords` (keyword: `ok`, `wrong` or another word for what is not
judged) and `mentions` of its caption, each with `text`, `required` and `allowed` symbols. GOLD.tsv
has figure, keyword and verdict, as `list_judgements.tsv` has: what it does not list of its figures
is right, but of members of labels only new names are judged, and taken for right.
RECORDS is a folder of PFOCR records with their `_data` beside it. Each figure is judged with and
without its OCR words.

A removal, or a replacement by another gene, is right when its entry is wrong; a new name when its
entry is right; a label's members when they are those of the caption's mention of it; an addition
when the caption names the gene. Where the verdicts say nothing, nothing is counted. What a caption
names may still not be in the figure, which these verdicts do not tell: additions are never safe,
whatever is measured.

For each action and rule the table gets the least confidence from which at least `PRECISION` of at
least `ENOUGH` suggestions are right in the `--fit` sets; where the confidence is the fitted doubt,
not below `DOUBTED`, since that was fitted on the same figures. Of `--check` sets only totals are
printed. `--write` puts the table into `reconcile/suggest/safe_from.py`.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import gold_verdicts

from reconcile import Reconciler, read_figures
from reconcile.records import OcrWord
from reconcile.suggest import AGAINST, safety
from reconcile.suggest.readings import is_label
from reconcile.suggest.safe_from import SAFE_FROM
from reconcile.suggest.safety import PRECISION

ENOUGH = 10
STEPS = tuple(step / 20 for step in range(13, 21))
DOUBTED = 0.8
"""The doubt from which 0.95 are wrong, with and without words together, left out by article and
each label counted once (`fit_doubt.py`)."""
RENAMING = frozenset({"outdated_symbol", "alias_symbol"})
LABELS = frozenset({"family_label", "complex_label"})
TARGET = Path(__file__).parent.parent / "reconcile" / "suggest" / "safe_from.py"


class Judged(NamedTuple):
    """A suggestion with its verdict; `opposed` says that the figure speaks against it."""

    action: str
    reason: str
    confidence: float
    right: bool
    opposed: bool
    case: str

    @property
    def safe(self) -> bool:
        """Whether the package takes it for safe."""
        least = SAFE_FROM.get((self.action, self.reason))
        return not self.opposed and least is not None and self.confidence >= least


class _Everything(dict[tuple[str, str], float]):
    """A table by which all is sure enough."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: tuple[str, str]) -> float:
        return 0.0


def judged(gold: Path, records: Path, ner: str) -> Iterator[Judged]:
    """The suggestions about the figures of a gold file that its verdicts say something of."""
    verdicts = dict(_verdicts(gold, records))
    reconciler = Reconciler(ner=ner)
    vars(safety)["SAFE_FROM"] = _Everything()  # so that only what speaks against it counts
    for figure in read_figures(records):
        known = verdicts.get(figure.figid)
        if known is None:
            continue
        for words in (figure.ocr, ()) if figure.ocr else ((),):
            result = reconciler.reconcile(dataclasses.replace(figure, ocr=words))
            for one in result.suggestions:
                right = verdict(one, known)
                if right is not None:
                    yield Judged(
                        one.action,
                        one.reason,
                        one.confidence,
                        right,
                        opposed=not one.safe,
                        case=f"{figure.figid} {one.keyword} -> {' '.join(one.symbols)}",
                    )


def _verdicts(gold: Path, records: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The verdicts of each figure; of a table, what it does not list is right."""
    if gold.suffix != ".tsv":
        yield from gold_verdicts.verdicts(gold).items()
        return
    listed = gold_verdicts.list_judgements(gold)
    for figure in read_figures(records):
        known = listed.get(figure.figid)
        if known is None:
            continue
        keywords = {k: known.get(k, _untold(k, figure.ocr)) for k in figure.keywords or ()}
        yield figure.figid, {"keywords": keywords, "mentions": None}


def _untold(keyword: str, words: Iterable[OcrWord]) -> str:
    """What a table says of an entry that it does not list: right, if a word brought it in."""
    rows = [word for word in words if word.symbol == keyword]
    return "ok" if rows and not any(map(is_label, rows)) else "named"


def verdict(suggestion: Any, known: Mapping[str, Any]) -> bool | None:
    """Whether a suggestion is right; None where the gold says nothing about it."""
    mentions = known["mentions"]
    symbols = set(suggestion.symbols)
    if mentions is None and (suggestion.action == "add" or suggestion.reason in LABELS):
        return None
    if suggestion.action == "add":
        return any(symbols <= set(mention["allowed"]) for mention in mentions)
    if suggestion.reason in LABELS:
        same = [m for m in mentions if m["text"].lower() == suggestion.keyword.lower()]
        if not same:
            return None
        return any(set(m["required"]) <= symbols <= set(m["allowed"]) for m in same)
    entry = known["keywords"].get(suggestion.keyword)
    if entry == "named" and suggestion.reason in RENAMING:
        return True
    if entry not in ("ok", "wrong"):
        return None
    if suggestion.reason in RENAMING:
        return bool(entry == "ok")
    return entry == "wrong" and not any(known["keywords"].get(s) == "wrong" for s in symbols)


def fitted(found: Iterable[Judged]) -> dict[tuple[str, str], float]:
    """The least confidence at which each action of each rule is right often enough."""
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in found:
        if not one.opposed and one.action != "add":
            groups[one.action, one.reason].append(one)
    table = {}
    for key, members in sorted(groups.items()):
        for least in STEPS:
            if key[1] in AGAINST and least < DOUBTED:
                continue
            kept = [one.right for one in members if one.confidence >= least]
            if len(kept) >= ENOUGH and sum(kept) >= PRECISION * len(kept):
                table[key] = least
                break
    return table


def rows(found: Sequence[Judged]) -> Iterator[str]:
    """Right and all of each action and rule: as they are, and those that are safe."""
    keys = sorted({(one.action, one.reason) for one in found})
    for key in [*keys, None]:
        own = [one for one in found if key is None or (one.action, one.reason) == key]
        parts = (
            ("all", own),
            ("unopposed", [one for one in own if not one.opposed]),
            ("safe", [one for one in own if one.safe]),
        )
        cells = (f"{name} {sum(o.right for o in part):4} of {len(part):4}" for name, part in parts)
        yield f"{'all' if key is None else ' '.join(key):28} " + "   ".join(cells)


def written(table: Mapping[tuple[str, str], float]) -> str:
    """The table as a module."""
    lines = [
        '"""From which confidence a suggestion is safe.',
        "",
        "Made by `benchmarks/safe_suggestions.py`; do not edit.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Mapping",
        "from typing import Final",
        "",
        '__all__ = ["SAFE_FROM"]',
        "",
        "SAFE_FROM: Final[Mapping[tuple[str, str], float]] = {",
        *(f'    ("{action}", "{rule}"): {least},' for (action, rule), least in table.items()),
        "}",
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fit which suggestions are safe.")
    parser.add_argument("--fit", type=Path, nargs="+", default=[], metavar="GOLD RECORDS")
    parser.add_argument("--check", type=Path, nargs="+", default=[], metavar="GOLD RECORDS")
    parser.add_argument("--ner", default="default")
    parser.add_argument("--errors", action="store_true", help="list errors of the --fit sets")
    parser.add_argument("--write", action="store_true", help="put the table into the package")
    options = parser.parse_args(arguments)
    for name, files in (("fit", options.fit), ("check", options.check)):
        everything: list[Judged] = []
        for gold, records in zip(files[::2], files[1::2], strict=True):
            found = list(judged(gold, records, options.ner))
            everything += found
            print(f"{name} {gold.stem}", *rows(found), sep="\n")
            if options.errors and name == "fit":
                print(*(one for one in found if not one.right), sep="\n")
        if name == "fit" and files:
            table = fitted(everything)
            print(*(f"{key}: {least}" for key, least in table.items()), sep="\n")
            if options.write:
                TARGET.write_text(written(table), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
