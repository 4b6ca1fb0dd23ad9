"""Which fixes are worth making, the best first.

Lists have the highest expected F1 if they have the entries that are right with a probability above
half of it: Z. C. Lipton, C. Elkan & B. Naryanaswamy, Optimal thresholding of classifiers to
maximize F1 measure, ECML PKDD 2014. So a row of the pipeline goes if the entries that it brings in
are more probably wrong than that, and what that gains is how far below that they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from reconcile.benchmark.fixes.fix import ANY, Fix, Place
from reconcile.benchmark.fixes.groups import Pair
from reconcile.benchmark.fixes.page import WHOLE, Entry, Page, Row
from reconcile.benchmark.fixes.shares import Count, Prior, likeness

__all__ = ["Chosen", "Instead", "Tally", "Totals", "chosen"]

_MOST: Final = 0.5
"""A symbol comes in instead where more than half of what speaks against a row names it."""

Kind: TypeAlias = tuple[str, str]
"""Source and organism: rows of one kind are wrong about as often."""


@dataclass(slots=True)
class Tally:
    """How often something came into lists, and what is known of that.

    Attributes:
        figures: the figures with it.
        entries: the entries of their lists that it brought in.
        wrong: those that are wrong.
        right: those that are right.
        doubt: the sum of the probabilities that they are wrong, in millionths.
        level: the sum, over figures, of the mean probability in each.
    """

    figures: int = 0
    entries: int = 0
    wrong: int = 0
    right: int = 0
    doubt: int = 0
    level: int = 0

    def add(self, page: Page, numbers: Iterable[int]) -> None:
        """Count entries of one figure, by their numbers."""
        entries = [page.entries[i] for i in numbers]
        self.figures += 1
        self.entries += len(entries)
        self.wrong += sum(entry.state == "wrong" for entry in entries)
        self.right += sum(entry.state == "right" for entry in entries)
        doubt = sum(entry.doubt for entry in entries)
        self.doubt += doubt
        self.level += doubt // len(entries)

    @property
    def count(self) -> Count:
        """In how many figures it was wrong, and in how many it was.

        Several entries of one figure say no more than one: they were wrong together.
        """
        return self.level / WHOLE, self.figures

    @property
    def open(self) -> int:
        """The entries of which nothing is known."""
        return self.entries - self.wrong - self.right

    def gain(self, f1: float) -> float:
        """What it is worth not to have any of this, in right entries; see the module."""
        return self.entries * (f1 / 2 - 1) + self.doubt / WHOLE


@dataclass(slots=True)
class Totals:
    """What all lists of figures on human genes have.

    Attributes:
        doubts: how many entries are wrong with a probability, in millionths.
        missing: how many genes they lack, in millionths.
    """

    doubts: Counter[int] = field(default_factory=Counter)
    missing: int = 0

    def add(self, page: Page) -> None:
        """Count one figure."""
        if not page.elsewhere:
            self.doubts.update(entry.doubt for entry in page.entries)
            self.missing += page.missing

    @property
    def entries(self) -> int:
        """How many there are."""
        return self.doubts.total()

    @property
    def f1(self) -> float | None:
        """The F1 to expect; None without entries."""
        right = sum((WHOLE - doubt) * count for doubt, count in self.doubts.items())
        return self._f1(self.entries, right, right) if self.entries else None

    @property
    def best_f1(self) -> float:
        """The highest F1 to expect of lists that lack the most doubtful of these entries."""
        right = sum((WHOLE - doubt) * count for doubt, count in self.doubts.items())
        best, listed, sure = 0.0, 0, 0
        for doubt, count in sorted(self.doubts.items()):
            listed += count
            sure += (WHOLE - doubt) * count
            best = max(best, self._f1(listed, sure, right))
        return best

    def _f1(self, listed: int, sure: int, right: int) -> float:
        return 2 * sure / (listed * WHOLE + right + self.missing)


@dataclass(slots=True)
class Instead:
    """What suggestions put in the place of entries, with how sure they are, in millionths."""

    wrong: dict[tuple[str, ...], int] = field(default_factory=dict)
    renamed: dict[tuple[str, ...], int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Count an entry."""
        if entry.to and entry.state != "right":
            where = self.renamed if entry.renames else self.wrong
            where[entry.to] = where.get(entry.to, 0) + (WHOLE if entry.renames else entry.doubt)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A fix with what it is worth.

    Attributes:
        fix: the fix.
        gain: see `Tally.gain`, with shares that are drawn towards those of other rows.
        share: how probably an entry that this is about is wrong.
    """

    fix: Fix
    gain: float
    share: float


@dataclass(frozen=True, slots=True)
class _Cell:
    """A row, or several that are treated alike."""

    place: Place
    entries: int
    gain: float
    share: float
    to: tuple[str, ...]


def chosen(
    rows: Mapping[Row, Tally],
    pairs: Mapping[Pair, Tally],
    entries: Mapping[tuple[str, str, str], Tally],
    instead: Mapping[Row, Instead],
    f1: float,
) -> list[Chosen]:
    """The fixes, the best first; those that only rename come last.

    Rows of one entry and gene are one fix if all of them go, and so are the genes of one entry.

    Args:
        rows: all there are.
        pairs: the same by entry of the pipeline's lexicon and gene.
        entries: the same by match, source and taxon.
        instead: what suggestions put in the place of a row.
        f1: the highest F1 to expect of such lists.
    """
    tree = _Tree(rows, pairs, entries)
    done: list[_Cell] = []
    for kind in tree.kinds():
        done += tree.cells(kind, instead, f1)
    found = [
        Chosen(Fix("map" if cell.to else "stop", cell.place, cell.to), cell.gain, cell.share)
        for cell in done
    ]
    found.sort(key=lambda one: (-one.gain, one.fix.place))
    return found + _renames(rows, instead, {one.fix.place.gene for one in found})


class _Tree:
    """Rows below the pairs of entry and gene, those below entries, those below kinds.

    Each level draws the shares of its members together as far as they are alike.
    """

    def __init__(
        self,
        rows: Mapping[Row, Tally],
        pairs: Mapping[Pair, Tally],
        entries: Mapping[tuple[str, str, str], Tally],
    ) -> None:
        self._rows, self._pairs, self._entries = rows, pairs, entries
        self._of_pair: dict[Pair, list[Row]] = defaultdict(list)
        self._of_entry: dict[tuple[Kind, str], list[Pair]] = defaultdict(list)
        self._of_kind: dict[Kind, list[str]] = defaultdict(list)
        for row in sorted(row for row in rows if ANY not in row):
            self._of_pair[Pair(row.match, row.source, row.gene, row.taxon)].append(row)
        for pair in sorted(self._of_pair):
            self._of_entry[_kind(pair), pair.match].append(pair)
        for kind, match in self._of_entry:
            self._of_kind[kind].append(match)

    def kinds(self) -> list[Kind]:
        """The kinds, in order."""
        return sorted(self._of_kind)

    def cells(self, kind: Kind, instead: Mapping[Row, Instead], f1: float) -> Iterator[_Cell]:
        """What should go of a kind, as few places as say it."""
        matches = self._of_kind[kind]
        entries = [self._entries[match, *kind].count for match in matches]
        pairs = [[self._pairs[p].count for p in self._of_entry[kind, m]] for m in matches]
        rows = [
            [self._rows[row].count for row in self._of_pair[pair]]
            for match in matches
            for pair in self._of_entry[kind, match]
        ]
        mean = sum(wrong for wrong, _ in entries) / sum(n for _, n in entries)
        whole = Prior(mean, likeness([entries]))
        alike, same = likeness(pairs), likeness(rows)
        for match, count in zip(matches, entries, strict=True):
            narrowed = Prior(whole.share(*count), alike)
            yield from self._entry(kind, match, narrowed, same, instead, f1)

    def _entry(
        self,
        kind: Kind,
        match: str,
        prior: Prior,
        same: float,
        instead: Mapping[Row, Instead],
        f1: float,
    ) -> Iterator[_Cell]:
        source, taxon = kind
        found = [
            self._pair(pair, Prior(prior.share(*self._pairs[pair].count), same), instead, f1)
            for pair in self._of_entry[kind, match]
        ]
        cells = [cell for _, own in found for cell in own]
        if len(found) > 1 and all(whole for whole, _ in found) and len({c.to for c in cells}) == 1:
            yield _joined(Place(ANY, match, source, ANY, taxon), cells)
        else:
            yield from cells

    def _pair(
        self, pair: Pair, prior: Prior, instead: Mapping[Row, Instead], f1: float
    ) -> tuple[bool, list[_Cell]]:
        """What should go of a pair, and whether that is all of it, for one reason."""
        rows = self._of_pair[pair]
        cells = [_cell(row, self._rows[row], prior, instead.get(row), f1) for row in rows]
        gone = [cell for cell in cells if cell.gain > 0]
        if len(gone) < len(cells) or len({cell.to for cell in cells}) > 1:
            return False, gone
        place = Place(ANY, pair.match, pair.source, pair.gene, pair.taxon)
        entries = self._pairs[pair].entries
        return True, [
            _Cell(place, entries, _gain(prior.mean, entries, f1), prior.mean, cells[0].to)
        ]


def _kind(pair: Pair) -> Kind:
    return pair.source, pair.taxon


def _gain(share: float, entries: int, f1: float) -> float:
    return entries * (f1 / 2 - (1 - share))


def _cell(row: Row, tally: Tally, prior: Prior, instead: Instead | None, f1: float) -> _Cell:
    share = prior.share(*tally.count)
    gain = _gain(share, tally.entries, f1)
    return _Cell(Place(*row), tally.entries, gain, share, _to(instead, tally.doubt))


def _to(instead: Instead | None, doubt: int) -> tuple[str, ...]:
    """What comes in the place of a row; empty if nothing is meant most of the time."""
    if instead is None or not instead.wrong:
        return ()
    to, weight = max(instead.wrong.items(), key=lambda item: (item[1], item[0]))
    return to if weight > _MOST * doubt else ()


def _joined(place: Place, cells: list[_Cell]) -> _Cell:
    entries = sum(cell.entries for cell in cells)
    share = sum(cell.share * cell.entries for cell in cells) / entries
    return _Cell(place, entries, sum(cell.gain for cell in cells), share, cells[0].to)


def _renames(
    rows: Mapping[Row, Tally], instead: Mapping[Row, Instead], gone: set[str]
) -> list[Chosen]:
    """Symbols that are former or other names of their genes, the most frequent first."""
    figures: dict[tuple[str, str], int] = defaultdict(int)
    to: dict[tuple[str, str], dict[tuple[str, ...], int]] = defaultdict(dict)
    for row, tally in rows.items():
        figures[row.gene, row.taxon] += tally.entries
        for symbols, weight in (instead[row].renamed if row in instead else {}).items():
            own = to[row.gene, row.taxon]
            own[symbols] = own.get(symbols, 0) + weight
    found: list[tuple[int, Fix]] = []
    for (gene, taxon), named in to.items():
        symbols, weight = max(named.items(), key=lambda item: (item[1], item[0]))
        if gene not in gone and weight > _MOST * WHOLE * figures[gene, taxon]:
            place = Place(ANY, ANY, ANY, gene, taxon)
            found.append((figures[gene, taxon], Fix("rename", place, symbols)))
    found.sort(key=lambda one: (-one[0], one[1].place))
    return [Chosen(fix, 0.0, 0.0) for _, fix in found]
