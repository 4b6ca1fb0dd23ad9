"""Measure what fixes of a pipeline are worth on figures that they are not from.

    python benchmarks/fixes.py RECORDS... [--gold LISTS.csv GOLD.tsv] [--first 20 50]

RECORDS are folders of PFOCR records with their words. Two things are measured:

* cross-validation: articles are dealt into folds; the fixes of all but one are made in that one. Of
  the entries that go, how many do the suggestions of the held-out figures call wrong, how many does
  its caption name; and what does that do to precision and recall against captions. Beside it stands
  how many of them were expected to be wrong.
* `--gold`: the fixes of all records, made in lists of other figures whose right genes are known.
  LISTS has one gene of one figure a row, GOLD the right ones, as for `reconcile benchmark`. Only
  totals are printed. Their pipeline names the sources of its lexicon otherwise, so that fixes hold
  here whatever the source.

Nothing is fitted here; what chooses the fixes fits its priors to the records themselves.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from gold_verdicts import article_of

from reconcile import Figure, Lexicon, Reconciler
from reconcile.benchmark import Benchmark, document, read_gold, read_lists
from reconcile.benchmark.changes import Lists
from reconcile.benchmark.fixes import (
    ANY,
    Fix,
    Fixes,
    Page,
    PipelineFaults,
    against_caption,
    changes,
)
from reconcile.formats import read_figures
from reconcile.formats.changes import changed_keywords
from reconcile.metrics import Counts

_FOLDS = 5


def pages(folders: Iterable[Path], reconciler: Reconciler) -> Iterator[Page]:
    """What is kept of each record that has a list."""
    for figure in read_figures(*folders):
        if isinstance(figure, Figure) and figure.keywords is not None:
            result = reconciler.reconcile(figure)
            lists = Lists(figure, result, reconciler.lexicon)
            whole = lists.compared(figure.keywords)
            yield against_caption(whole, result, reconciler.lexicon)


def fold_of(page: Page) -> int:
    """All figures of an article are in one fold."""
    return zlib.crc32(article_of(page.figid).encode()) % _FOLDS


def faults_of(found: Iterable[Page], lexicon: Lexicon) -> PipelineFaults:
    faults = PipelineFaults(lexicon, "captions")
    for page in found:
        faults.add(page)
    return faults


def score(sums: Sequence[int]) -> str:
    counts = Counts(*sums).scores()
    return "  ".join(
        f"{name} {'–' if (value := counts[name]) is None else f'{value:.4f}'}"
        for name in ("precision", "recall", "f1")
    )


def crossed(found: Sequence[Page], lexicon: Lexicon, first: int) -> Iterator[str]:
    """What the fixes of four folds do in the fifth, over all folds."""
    before, after = [0] * 5, [0] * 5
    wrong = right = opened = expected = gone_in_all = 0.0
    for fold in range(_FOLDS):
        chosen = faults_of((p for p in found if fold_of(p) != fold), lexicon).fixes[:first]
        fixes = Fixes(one.fix for one in chosen)
        for page in (p for p in found if fold_of(p) == fold):
            numbers = [[fixes.of(row) for row in entry.rows] for entry in page.entries]
            gone = {i for i, own in enumerate(numbers) if None not in own}
            stops = {i for i in gone if any(chosen[n].fix.action != "rename" for n in numbers[i])}
            to = {s for i in gone for n in numbers[i] for s in fixes.fixes[n].to}
            for sums, basis in ((before, page.basis()), (after, page.basis(frozenset(gone), to))):
                for i, count in enumerate(basis):
                    sums[i] += count
            if page.elsewhere:
                continue
            states = [page.entries[i].state for i in stops]
            wrong += states.count("wrong")
            right += states.count("right")
            opened += states.count("open")
            expected += sum(max(chosen[n].share for n in numbers[i]) for i in stops)
            gone_in_all += len(stops)
    yield f"first {first}: held-out entries that go in figures on human genes: {gone_in_all:.0f}"
    yield f"  said there: {wrong:.0f} wrong, {right:.0f} right, {opened:.0f} open"
    yield f"  wrong ones expected: {expected:.1f}"
    yield f"  before: {score(before)}"
    yield f"  after:  {score(after)}"


def anywhere(fix: Fix) -> Fix:
    """The same fix whatever the source."""
    return replace(fix, place=fix.place._replace(source=ANY))


def held_against_gold(
    fixes: Fixes, lists: Path, gold: Path, reconciler: Reconciler
) -> Iterator[str]:
    """Totals of other lists, as they are and once the fixes are made in them."""
    right = read_gold(gold, reconciler.lexicon)
    sides = []
    for changed in (True, False):
        side = Benchmark(reconciler.lexicon, gold=right)
        for figure in read_lists(lists, reconciler.lexicon):
            words = figure.keywords or ()
            after = changed_keywords(words, changes(figure, fixes)) if changed else words
            one = replace(figure, keywords=after)
            side.note(one)
            side.add(reconciler.reconcile(one))
        sides.append(side)
    compared = document(*sides)["against"]["gold"]
    yield f"  {compared['figures']} lists, {compared['changed']} of them changed"
    for name, found in compared["micro"].items():
        if found["difference"] is not None and name != "recall_strict":
            low, high = found["ci95"]
            yield (
                f"  micro {name}: {found['there']:.4f} → {found['here']:.4f}, "
                f"{found['difference']:+.4f} [{low:+.4f}, {high:+.4f}], p {found['p']:.4f}"
            )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure fixes on other figures.")
    parser.add_argument("records", type=Path, nargs="+")
    parser.add_argument("--gold", type=Path, nargs=2, metavar=("LISTS", "GOLD"))
    parser.add_argument("--first", type=int, nargs="+", default=[20, 50, 1_000_000])
    parser.add_argument("--ner", default="lexicon")
    options = parser.parse_args(arguments)
    reconciler = Reconciler(ner=options.ner, min_confidence=0)
    lexicon = reconciler.lexicon
    found = list(pages(options.records, reconciler))
    print(f"{len(found)} figures; fixes of {_FOLDS - 1} folds of articles made in the other")
    for first in options.first:
        print("\n".join(crossed(found, lexicon, first)))
    if options.gold:
        chosen = faults_of(found, lexicon).fixes
        for first in options.first:
            print(f"first {first} of {len(chosen)} fixes of all, against gold lists")
            fixes = Fixes(anywhere(one.fix) for one in chosen[:first])
            print("\n".join(held_against_gold(fixes, *options.gold, reconciler)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
