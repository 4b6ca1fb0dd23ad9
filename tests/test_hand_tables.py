"""Every row of the hand tables: without it a sentence or a gene list of ours is read otherwise.

The sentences stand in `benchmarks/own_sentences`, written for what they say, and their answers for
what the names mean there. A row is taken away in memory, not by compiling; rows that have no
sentence in common are taken away together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pytest

from reconcile import Figure, OcrWord, Reconciler
from reconcile.annotate import Annotator
from reconcile.annotate import senses as inventory
from reconcile.annotate import tags as tag_table
from reconcile.annotate.inventory import Sense, senses
from reconcile.annotate.tags import tags
from reconcile.cleaning import clean
from reconcile.lexicon import Entry, Lexicon
from reconcile.lexicon.build import curated_rows
from reconcile.lexicon.build.members import matching
from reconcile.lexicon.facts import Facts
from reconcile.lexicon.schema import FORM_TYPES
from reconcile.lexicon.store import Family
from reconcile.tagger.pipeline import Pipeline
from reconcile.text import surface_key, tokens

OURS = Path(__file__).parents[1] / "benchmarks" / "own_sentences"
MARKED = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
TAKEN_FOR = re.compile(r"(.+) -> (\S+)")
LONGEST = 16
"""Tokens of the longest name in the tables."""


# -- what is read ----------------------------------------------------------------------------------

Answer = tuple[Hashable, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence and where its names stand with what they mean, as written in the file."""

    text: str
    names: tuple[tuple[int, int, str], ...]
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Listed:
    """An entry of a gene list with what it means, or what letters in a figure were taken for."""

    entry: str
    meant: str
    letters: str = ""

    @property
    def text(self) -> str:
        return self.letters or self.entry

    def figure(self) -> Figure:
        word = OcrWord(self.letters, self.letters, self.entry, source="ncbigene_synonym")
        return Figure("f", caption="", keywords=(self.entry,), ocr=(word,) if self.letters else ())


Example = Sentence | Listed


def lines(name: str) -> Iterator[str]:
    for line in (OURS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def marked(line: str) -> Sentence:
    text, names, end = "", [], 0
    for mark in MARKED.finditer(line):
        text += line[end : mark.start()]
        names.append((len(text), len(text) + len(mark[1]), mark[2]))
        text, end = text + mark[1], mark.end()
    return Sentence(text + line[end:], tuple(names))


@lru_cache(None)
def sentences(name: str) -> list[Sentence]:
    """The sentences of a file, each with the spans that the tagger proposes."""
    told = [marked(line) for line in lines(name)]
    assert all(clean(one.text).text == one.text for one in told)
    proposed = pipeline().read([one.text for one in told])
    return [replace(one, spans=tuple(s)) for one, s in zip(told, proposed, strict=True)]


def entries(name: str) -> Iterator[Listed]:
    for line in lines(name):
        if found := TAKEN_FOR.fullmatch(line):
            yield Listed(found[2], "-", found[1])
        else:
            yield from (Listed(mark[1], mark[2]) for mark in MARKED.finditer(line))


@lru_cache(maxsize=1)
def pipeline() -> Pipeline:
    return Pipeline()


class Reader:
    """Reads examples with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.annotator = Annotator(lexicon)
        self.reconciler = Reconciler(ner="lexicon", lexicon=lexicon)

    def each(self, example: Example) -> Iterator[tuple[Answer, ...]]:
        """What is read by the dictionary, with the tagger, and with every name given."""
        if isinstance(example, Listed):
            yield self.suggested(example)
            return
        given = tuple((start, end) for start, end, _ in example.names)
        for proposed in (None, example.spans, given):
            yield tuple(
                (m.start, m.end, m.kind, m.label, m.symbols)
                for m in self.annotator.annotate(example.text, spans=proposed).mentions
            )

    def suggested(self, example: Listed) -> tuple[Answer, ...]:
        found = self.reconciler.reconcile(example.figure()).suggestions
        return tuple((s.action, s.reason, s.symbols) for s in found if s.keyword == example.entry)


class Whole(Reader):
    """Reads with the whole tables, each example once."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self.read = lru_cache(None)(lambda example: tuple(self.each(example)))

    def differs(self, less: Reader, example: Example) -> bool:
        """Whether an example is read otherwise by another reader."""
        return any(a != b for a, b in zip(less.each(example), self.read(example), strict=True))

    def wrong(self, sentence: Sentence) -> set[tuple[str, str]]:
        """The names that mean something else; the tagger may leave some out."""
        found = set()
        for i, mentions in enumerate(self.read(sentence)[:2]):
            for start, end, wanted in sentence.names:
                here = (m for m in mentions if m[0] < end and start < m[1])
                symbols = {symbol for m in here for symbol in m[4]}
                if not (is_right(symbols, wanted) or (i and not symbols)):
                    found.add((sentence.text[start:end], " ".join(sorted(symbols))))
        return found


def is_right(symbols: set[str], wanted: str) -> bool:
    """Whether symbols are those wanted: all of them, with `...` these and others, none for `-`."""
    named = set(wanted.replace("...", "").split()) - {"-"}
    return symbols > named if wanted.endswith("...") else symbols == named


@pytest.fixture(scope="module")
def whole(fast) -> Whole:
    return Whole(fast.lexicon)


# -- rows that are compiled into the lexicon -------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row of a table: its name or the id of its family, and what it says."""

    table: str
    name: str
    says: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.table}: {self.name} {' '.join(self.says)}"


FORMS = [Row("forms", r[0], (r[1],)) for r in curated_rows("forms.tsv", 3)]
NONGENES = [Row("nongenes", r[0], (r[1],)) for r in curated_rows("nongenes.tsv", 3)]
FAMILIES = [Row("families", r[0], (r[2], r[3])) for r in curated_rows("families.tsv", 5)]
FAMPLEX = [Row("famplex", r[0], (r[1], r[2])) for r in curated_rows("famplex.tsv", 4)]
COMPILED = [*FORMS, *NONGENES, *FAMILIES, *FAMPLEX]


class Without(Lexicon):
    """A lexicon as if some rows were not there; its files are those of the whole one."""

    def __init__(self, whole: Lexicon, rows: Iterable[Row]) -> None:
        self.__dict__.update(whole.__dict__)
        self._names: set[tuple[str, str | None]] = set()
        self._gone: set[str] = set()
        self._changed: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for row in rows:
            if row.table in ("forms", "nongenes"):
                self._names |= {(surface_key(row.name), form) for form in (row.name, None)}
            elif row.says[0] == "define":
                self._gone.add(row.name)
            else:
                added, dropped = self._changed[row.name]
                (dropped if row.says[0] == "drop" else added).update(row.says[1].split())
        self.lookup = lru_cache(None)(self._left)
        self.family = lru_cache(None)(self._less)
        self.facts = FactsOf(self, whole)

    def __contains__(self, key: str) -> bool:
        return super().__contains__(key) and bool(self.lookup(key))

    def references(self, key: str, types: Container[int]) -> set[tuple[int, bool]]:
        """As what is looked up refers to them: stored entries know nothing of rows."""
        left = (e for e in self.lookup(key) if FORM_TYPES.index(e.type) in types)
        return {(entry.ref, entry.is_family) for entry in left}

    def _left(self, key: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._lookup(key) if not self._is_out(entry, key))

    def _is_out(self, entry: Entry, key: str) -> bool:
        if (
            entry.source == "curated"
            and (surface_key(entry.form or key), entry.form) in self._names
        ):
            return True
        return entry.is_family and self._family(entry.ref).id in self._gone

    def _less(self, index: int) -> Family:
        family = self._family(index)
        added, dropped = self._changed.get(family.id, (set(), set()))
        if not (added or dropped):
            return family
        known = {self.gene(i).gene.symbol for i in family.members}
        symbols = (known - {s for one in added for s in matching(one, known | {one})}) | dropped
        found = (self.gene_by_symbol(symbol) for symbol in symbols)
        members = tuple(sorted(gene.index for gene in found if gene is not None))
        return replace(family, members=members, genes=tuple(self.gene(i).gene for i in members))


class FactsOf(Facts):
    """The facts of a lexicon, with the members that its families have."""

    def __init__(self, lexicon: Lexicon, whole: Lexicon) -> None:
        self.__dict__.update(whole.facts.__dict__)
        self.members_of = lambda family: lexicon.family(family).members
        self.member_count = lambda family: len(lexicon.family(family).members)


@lru_cache(None)
def keys_in(example: Example) -> set[str]:
    """The surface keys of all that may be a name in an example."""
    pieces = tokens(example.text)
    spans = [(a.start, b.end) for i, a in enumerate(pieces) for b in pieces[i : i + LONGEST]]
    return {surface_key(example.text[start:end]) for start, end in spans}


class Examples:
    """Which examples may show something of a row."""

    def __init__(self, whole: Whole, told: Iterable[Example]) -> None:
        self._by_key: dict[str, set[Example]] = defaultdict(set)
        for example in told:
            labels = {str(x) for read in whole.read(example) for one in read for x in one}
            for key in keys_in(example) | labels:
                self._by_key[key].add(example)

    def of(self, row: Row) -> set[Example]:
        if row.table in ("forms", "nongenes"):
            return self._by_key[surface_key(row.name)]
        return self._by_key[row.name] | self._by_key[surface_key(row.name)]


def together(rows: Sequence[Row], examples: Examples) -> list[list[Row]]:
    """The rows in groups, no two of a group with an example in common."""
    groups: list[tuple[list[Row], set[Example]]] = []
    for row in rows:
        mine = examples.of(row)
        for group, theirs in groups:
            if mine.isdisjoint(theirs):
                group.append(row)
                theirs.update(mine)
                break
        else:
            groups.append(([row], set(mine)))
    return [group for group, _ in groups]


def idle(whole: Whole, rows: Sequence[Row], told: Iterable[Example]) -> list[str]:
    """The rows without which all examples are read as with them."""
    examples = Examples(whole, told)
    shown = set()
    for group in together(rows, examples):
        less = Reader(Without(whole.annotator.lexicon, group))
        for row in group:
            if any(whole.differs(less, e) for e in examples.of(row)):
                shown.add(row)
    return [str(row) for row in rows if row not in shown]


@pytest.mark.long
def test_every_compiled_row_changes_an_example(whole):
    """But for those that only the tagger has learned from."""
    told = [*sentences("names.txt"), *entries("lists.txt")]
    assert sorted(idle(whole, COMPILED, told)) == list(lines("learned.txt"))


def test_no_row_says_what_a_family_says_of_itself():
    """A family is found by its id, and nothing by a key of one character."""
    ids = {row.name.replace("_", " ") for row in FAMILIES}
    assert [row.name for row in FORMS if row.name in ids] == []
    assert [row.name for row in COMPILED if len(surface_key(row.name)) < 2] == []


def test_no_row_stands_twice():
    rows = Counter((row.table, row.name, row.says) for row in COMPILED)
    assert [row for row, count in rows.items() if count > 1] == []


MISREAD = frozenset(
    {
        ("protein kinase B", "PRKACB"),
        ("Ras-related", "HRAS KRAS NRAS"),
        ("LPA", "LPA"),
        ("cysteine proteinase inhibitor", "CTSB"),
        ("ankyrin repeat protein", "ANK1 ANK2 ANK3"),
        ("SH2", "SH2B1 SH2B2 SH2B3"),
        (
            "histone deacetylase complex",
            "HDAC1 HDAC10 HDAC11 HDAC2 HDAC3 HDAC4 HDAC5 HDAC6 HDAC7 HDAC8 HDAC9"
            " SIRT1 SIRT2 SIRT3 SIRT4 SIRT5 SIRT6 SIRT7",
        ),
    }
)
"""What is read wrongly as yet, in one sentence each, though the row is there."""


def test_names_are_read_rightly(whole):
    told = [o for name in ("names.txt", "senses.txt", "tags.txt") for o in sentences(name)]
    assert {found for one in told for found in whole.wrong(one)} == MISREAD


def test_entries_of_lists_are_read_rightly(whole):
    assert [one for one in entries("lists.txt") if not is_rightly_suggested(whole, one)] == []


def is_rightly_suggested(whole: Whole, one: Listed) -> bool:
    suggested = whole.suggested(one)
    if one.meant == "-":
        reasons = {"non_gene", "ocr_artifact"} if one.letters else {"non_gene"}
        return [(s[0], s[1] in reasons) for s in suggested] == [("remove", True)]
    return any(s[0] == "replace" and is_right(set(s[2]), one.meant) for s in suggested)


# -- rows that are read as they are ----------------------------------------------------------------


SENSES = [(r[0].split(), r[1], r[2].split(" | ")) for r in curated_rows("senses.tsv", 4)]


@pytest.mark.parametrize(("spelled", "name", "cues"), SENSES, ids=lambda cell: str(cell)[:30])
def test_every_sense_decides_in_a_sentence(whole, monkeypatch, spelled, name, cues):
    told = sentences("senses.txt")
    assert all(map(whole.read, told))
    known = senses()
    letters = {one.replace("-", "") for one in spelled}
    less = known | {one: left(known[one], name, cues) for one in letters}
    monkeypatch.setattr(inventory, "senses", lambda: less)
    keys = {surface_key(one) for one in letters}
    assert any(whole.differs(whole, one) for one in told if keys & keys_in(one))


def left(known: Sequence[Sense], name: str, cues: Sequence[str]) -> tuple[Sense, ...]:
    """The senses of some letters without a row; `gene` says what speaks for any gene."""
    if name == "gene":
        return tuple(replace(one, weak=(), in_rows=False) for one in known)
    words = {cue for cue in cues if "_" not in cue and "[" not in cue}
    return tuple(one for one in known if one.name != name or set(one.words) != words)


@pytest.mark.parametrize("tag", tags())
def test_every_tag_changes_a_sentence(whole, monkeypatch, tag):
    told = sentences("tags.txt")
    assert all(map(whole.read, told))
    less = MappingProxyType({other: near for other, near in tags().items() if other != tag})
    monkeypatch.setattr(tag_table, "tags", lambda: less)
    assert any(whole.differs(whole, one) for one in told if tag in one.text)
