"""Choose how like the words of two long names must be for one gene to be meant by both.

Takes gene mentions of several words with human NCBI Gene ids from a PubTator file (BioRED's train
split, say), keeps those without an exact form, and reads them by words alone. For each threshold:
how many are answered, how many answers hold the right gene, and how many names still get an answer
when every name of their own gene is hidden, which is wrong in any case. Then five folds of the
documents: the lowest threshold that is right four times of five on four of them, and what it gives
on the fifth.

    python benchmarks/close_names.py Train.PubTator
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pubtator_gold import gold_spans, whole_gold

from reconcile.grounding import Grounder
from reconcile.grounding.closenames import CloseName, CloseNames
from reconcile.lexicon import Lexicon
from reconcile.naming.words import NameWords

THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
FOLDS = 5
AIM = 0.8


@dataclass(frozen=True)
class Open:
    """A name without exact form: its fold, and the symbols of its genes."""

    name: str
    fold: int
    symbols: frozenset[str]


class Held(CloseNames):
    """Close names with those of some genes hidden."""

    def __init__(self, grounder: Grounder, threshold: float, alone: float) -> None:
        super().__init__(grounder.lexicon, grounder.lookup_exact, threshold, alone)
        self.hidden: frozenset[str] = frozenset()
        every = self.near

        def near(asked: NameWords) -> tuple[CloseName, ...]:
            return tuple(name for name in every(asked) if not self.hidden & self.symbols(name))

        self.near = near  # type: ignore[assignment]

    def symbols(self, name: CloseName) -> frozenset[str]:
        if name.is_family:
            return frozenset(gene.symbol for gene in self.lexicon.family(name.ref).genes)
        return frozenset({self.lexicon.gene(name.ref).gene.symbol})

    def answer(self, name: str, hidden: frozenset[str] = frozenset()) -> frozenset[str]:
        """The genes that a name is read as; empty without an answer."""
        self.hidden = hidden
        self.read.cache_clear()
        found = self.read(name).found
        return self.symbols(found) if found is not None else frozenset()


def open_names(path: Path, grounder: Grounder) -> list[Open]:
    """The distinct names of several words that the lexicon does not have, with their genes."""
    found: dict[str, Open] = {}
    for number, document in enumerate(whole_gold(path, grounder.lexicon).documents):
        for span in gold_spans(document):
            name = document.text[span.start : span.end]
            exact = grounder.lookup_exact(name, "exact")
            if len(name.replace("-", " ").split()) > 1 and not (exact and exact[0].is_gene):
                before = found.get(name, Open(name, number % FOLDS, frozenset()))
                found[name] = Open(name, before.fold, before.symbols | span.symbols)
    return list(found.values())


def main(path: Path) -> None:
    """Print the table and the folds."""
    grounder = Grounder(Lexicon.load())
    names = open_names(path, grounder)
    print(f"{len(names)} distinct names of several words without an exact form")
    print("threshold  answered  right  precision  answered though hidden")
    answers: dict[float, list[tuple[int, bool]]] = {}
    for threshold in THRESHOLDS:
        held = Held(grounder, threshold, min(threshold, 0.55))
        found = [(held.answer(name.name), name) for name in names]
        answers[threshold] = [(n.fold, bool(got & n.symbols)) for got, n in found if got]
        hidden = sum(bool(held.answer(name.name, name.symbols)) for name in names)
        right = sum(ok for _, ok in answers[threshold])
        total = len(answers[threshold])
        print(f"{threshold:9}  {total:8}  {right:5}  {right / max(1, total):9.2f}  {hidden:6}")
    right = total = 0
    chosen: list[float] = []
    for fold in range(FOLDS):
        chosen.append(_lowest(answers, fold))
        tested = [ok for f, ok in answers[chosen[-1]] if f == fold]
        right, total = right + sum(tested), total + len(tested)
    print(f"five folds: thresholds {chosen}, {right} of {total} answers right on the fold left out")


def _lowest(answers: dict[float, list[tuple[int, bool]]], fold: int) -> float:
    """The lowest threshold that is right often enough outside a fold; the highest without one."""
    for threshold, found in answers.items():
        seen: Sequence[bool] = [ok for f, ok in found if f != fold]
        if seen and sum(seen) / len(seen) >= AIM:
            return threshold
    return max(answers, key=lambda t: sum(ok for _, ok in answers[t]) / max(1, len(answers[t])))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
