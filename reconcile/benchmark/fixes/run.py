"""What is wrong with a pipeline, over a corpus: figures in, tables and a list of fixes out.

Two passes. The first counts, while figures come; their pages go to a temporary file. The second
computes what each fix, and each thing that is shown, would do to the scores: exactly, over all
figures. In memory there are only counts of what is distinct, and the result is the same in whatever
order figures come.
"""

from __future__ import annotations

import heapq
import tempfile
import weakref
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final, Literal, TypeAlias, TypeVar

from reconcile.benchmark.fixes.choose import Chosen, Instead, Tally, Totals, chosen
from reconcile.benchmark.fixes.fix import Fixes
from reconcile.benchmark.fixes.groups import GROUPS, WHOLE_GROUPS, Key, Pair, family_of, keys_of
from reconcile.benchmark.fixes.page import Basis, Page, Row, bare_row
from reconcile.lexicon import Lexicon
from reconcile.metrics import Counts, Scores

__all__ = ["Judge", "PipelineFaults"]

Judge: TypeAlias = Literal["captions", "gold", "verdicts"]
"""Who says first whether an entry is wrong."""

_EXAMPLES: Final = 3
_SIZE: Final = 8

T = TypeVar("T")
Ref: TypeAlias = tuple[str, Key]
"""A group of `GROUPS` and a name in it."""


@dataclass(slots=True)
class _Effect:
    """What something does to the sums behind the scores, and figures to look at."""

    change: list[int] = field(default_factory=lambda: [0] * 5)
    examples: list[tuple[int, str]] = field(default_factory=list)

    def add(self, before: Basis, after: Basis) -> None:
        for i, (old, new) in enumerate(zip(before, after, strict=True)):
            self.change[i] += new - old

    def seen(self, page: Page, entries: Iterable[int]) -> None:
        """Figures where most speaks against it come first."""
        worst = max(page.entries[i].doubt for i in entries)
        insort(self.examples, (-worst, page.figid))
        del self.examples[_EXAMPLES:]


class PipelineFaults:
    """The figures of one corpus, by what brought the entries of their lists in."""

    def __init__(self, lexicon: Lexicon, judge: Judge) -> None:
        """Begin with no figures.

        Args:
            lexicon: knows which names are families.
            judge: who says first whether an entry is wrong.
        """
        self.judge = judge
        self._is_family = family_of(lexicon)
        self._totals = Totals()
        self._sums: list[int] = [0] * 5
        self._elsewhere = Tally()
        self._with_words = 0
        self._rows: dict[Row, Tally] = defaultdict(Tally)
        self._pairs: dict[Pair, Tally] = defaultdict(Tally)
        self._entries: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
        self._groups: dict[str, dict[Key, Tally]] = {name: defaultdict(Tally) for name in GROUPS}
        self._instead: dict[Row, Instead] = defaultdict(Instead)
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._list: list[Chosen] | None = None

    def add(self, page: Page) -> None:
        """Count a figure; one without entries says nothing."""
        self._totals.add(page)
        for i, count in enumerate(page.basis()):
            self._sums[i] += count
        for row, where in _by_row(page).items():
            self._rows[row].add(page, where)
            for i in where:
                if page.entries[i].to:
                    self._instead[row].add(page.entries[i])
        for pair, found in _by_pair(page).items():
            self._pairs[pair].add(page, found)
        for entry, found in _by_entry(page).items():
            self._entries[entry].add(page, found)
        bare = all(entry.rows == (bare_row(entry.name),) for entry in page.entries)
        self._with_words += not bare
        if page.elsewhere and page.entries:
            self._elsewhere.add(page, range(len(page.entries)))
        for (group, key), own in self._by_group(page).items():
            self._groups[group][key].add(page, own)
        data = page.dumped()
        self._file.write(len(data).to_bytes(_SIZE, "little") + data)

    @property
    def fixes(self) -> list[Chosen]:
        """All fixes that are worth making, the best first; of the figures so far."""
        if self._list is None:
            self._list = chosen(
                self._rows, self._pairs, self._entries, self._instead, self._totals.best_f1
            )
        return self._list

    def to_dict(self, top: int) -> dict[str, Any]:
        """The fixes, and the `top` of each group, with their effects.

        Args:
            top: how many names each group shows.
        """
        names = {group: self._worst(group, top) for group in GROUPS}
        effects, alone, together, tallies, elsewhere = self._effects(names)
        scores = _scores(self._sums)
        return {
            "judge": self.judge,
            "entries": self._totals.entries,
            "with_words": self._with_words,
            "expected_f1": self._totals.f1,
            "elsewhere": {
                "figures": self._elsewhere.figures,
                "entries": self._elsewhere.entries,
                "effect": self._effect(elsewhere),
            },
            "total": len(self.fixes),
            "list": [
                {
                    "rank": number + 1,
                    "action": one.fix.action,
                    **one.fix.place._asdict(),
                    "to": list(one.fix.to),
                    **_counted(tallies[number]),
                    "share": one.share,
                    "gain": one.gain,
                    "effect": self._effect(alone[number]),
                    "together": together[number],
                    "examples": [figid for _, figid in alone[number].examples],
                }
                for number, one in enumerate(self.fixes)
            ],
            **{
                group: [
                    {
                        **dict(zip(GROUPS[group], key, strict=True)),
                        **_counted(self._groups[group][key]),
                        "effect": self._effect(effects[group, key]),
                        "examples": [figid for _, figid in effects[group, key].examples],
                    }
                    for key in keys
                ]
                for group, keys in names.items()
            },
            "now": scores,
        }

    def _worst(self, group: str, top: int) -> list[Key]:
        """The names of a group that are worth most to be without; of some the most frequent."""
        f1 = self._totals.best_f1
        found = self._groups[group]
        if group in WHOLE_GROUPS:
            return heapq.nsmallest(top, found, key=lambda key: (-found[key].entries, key))
        return heapq.nsmallest(
            top,
            (key for key, tally in found.items() if tally.doubt),
            key=lambda key: (-found[key].gain(f1), -found[key].doubt, key),
        )

    def _by_group(self, page: Page) -> dict[Ref, set[int]]:
        found: dict[Ref, set[int]] = defaultdict(set)
        if page.entries and page.elsewhere:
            found["figures", (page.group,)].update(range(len(page.entries)))
        for i, entry in enumerate(page.entries):
            for row in entry.rows:
                for ref in keys_of(row, self._is_family):
                    found[ref].add(i)
        return found

    def _only_by(self, page: Page, i: int, ref: Ref) -> bool:
        """Whether an entry would not be there without something."""
        rows = page.entries[i].rows
        return ref[0] == "figures" or all(ref in keys_of(row, self._is_family) for row in rows)

    def _effects(
        self, names: Mapping[str, Sequence[Key]]
    ) -> tuple[dict[Ref, _Effect], list[_Effect], list[Scores], list[Tally], _Effect]:
        """What names of groups and fixes do alone, and fixes together with those above them."""
        fixes = Fixes(one.fix for one in self.fixes)
        refs = {(group, key): _Effect() for group, keys in names.items() for key in keys}
        alone = [_Effect() for _ in self.fixes]
        tallies = [Tally() for _ in self.fixes]
        steps: list[list[int]] = [[0] * 5 for _ in self.fixes]
        elsewhere = _Effect()
        for page in self._pages():
            before = page.basis()
            if page.elsewhere:
                elsewhere.add(before, page.basis(frozenset(range(len(page.entries)))))
            known: dict[frozenset[int], Basis] = {}

            def after(gone: frozenset[int], page: Page = page, known: Any = known) -> Basis:
                if gone not in known:
                    known[gone] = page.basis(gone)
                return known[gone]  # type: ignore[no-any-return]

            for ref, touched in self._by_group(page).items():
                if ref in refs:
                    refs[ref].seen(page, touched)
                    gone = frozenset(
                        i
                        for i in touched
                        if all(ref in keys_of(row, self._is_family) for row in page.entries[i].rows)
                    )
                    refs[ref].add(before, after(gone))
            self._fixed(page, before, fixes, alone, tallies, steps)
        sums, together = list(self._sums), []
        for step in steps:
            sums = [a + b for a, b in zip(sums, step, strict=True)]
            together.append(_scores(sums))
        return refs, alone, together, tallies, elsewhere

    def _fixed(
        self,
        page: Page,
        before: Basis,
        fixes: Fixes,
        alone: Sequence[_Effect],
        tallies: Sequence[Tally],
        steps: Sequence[list[int]],
    ) -> None:
        """What fixes do to one figure: each alone, and one after the other."""
        about = [[set(fixes.all_of(row)) for row in entry.rows] for entry in page.entries]
        touched: dict[int, set[int]] = defaultdict(set)
        for i, rows in enumerate(about):
            for number in set().union(*rows):
                touched[number].add(i)
        last = before
        for number in sorted(touched):
            entries = touched[number]
            tallies[number].add(page, entries)
            alone[number].seen(page, entries)
            gone = frozenset(i for i in entries if all(number in row for row in about[i]))
            to = fixes.fixes[number].to if gone else ()
            alone[number].add(before, page.basis(gone, to))
            done = {
                i: {min(row) for row in rows}
                for i, rows in enumerate(about)
                if all(row and min(row) <= number for row in rows)
            }
            put = {
                symbol for firsts in done.values() for n in firsts for symbol in fixes.fixes[n].to
            }
            now = page.basis(frozenset(done), put)
            for i, (old, new) in enumerate(zip(last, now, strict=True)):
                steps[number][i] += new - old
            last = now

    def _effect(self, effect: _Effect) -> Scores:
        after = [a + b for a, b in zip(self._sums, effect.change, strict=True)]
        return _less(_scores(after), _scores(self._sums))

    def _pages(self) -> Iterator[Page]:
        self._file.seek(0)
        while size := self._file.read(_SIZE):
            yield Page.loaded(self._file.read(int.from_bytes(size, "little")))
        self._file.seek(0, 2)


def _by_row(page: Page) -> dict[Row, list[int]]:
    return _by(page, lambda row: row)


def _by_pair(page: Page) -> dict[Pair, list[int]]:
    return _by(page, lambda row: Pair(row.match, row.source, row.gene, row.taxon))


def _by_entry(page: Page) -> dict[tuple[str, str, str], list[int]]:
    return _by(page, lambda row: (row.match, row.source, row.taxon))


def _by(page: Page, part: Callable[[Row], T]) -> dict[T, list[int]]:
    """The entries of a figure by a part of their rows, each once."""
    found: dict[T, list[int]] = defaultdict(list)
    for i, entry in enumerate(page.entries):
        for key in dict.fromkeys(map(part, entry.rows)):
            found[key].append(i)
    return found


def _scores(sums: Sequence[int]) -> Scores:
    listed, right, concepts, covered, full = sums
    return Counts(
        gene_keywords=listed,
        supported_keywords=right,
        concepts=concepts,
        covered_concepts=covered,
        fully_covered_concepts=full,
    ).scores()


def _less(after: Scores, before: Scores) -> Scores:
    return {
        name: None if value is None or (old := before[name]) is None else value - old
        for name, value in after.items()
    }


def _counted(tally: Tally) -> dict[str, int]:
    return {
        "figures": tally.figures,
        "entries": tally.entries,
        "wrong": tally.wrong,
        "right": tally.right,
        "open": tally.open,
    }
