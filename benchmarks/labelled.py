"""Texts whose gene names are known, for fitting: one shape for all corpora at hand.

* PubTator (`*.PubTator`): gene mentions with NCBI Gene ids;
* annotated captions (`*.jsonl` with `caption` and `mentions`) and probes (with `text`, `expect`);
* sentences of our own with marks (`*.txt`): `[MEK|MAP2K1 MAP2K2]`, `[ER|-]`, `[AMPK|PRKAA1 ...]`;
* IOB files (`*.tsv`): that a name is a gene's, not which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reconcile import Lexicon
from reconcile.cleaning import clean

GENE_TYPE = "GeneOrGeneProduct"
MARK = re.compile(r"\[(?P<name>[^|\]]+)\|(?P<genes>[^\]]+)\]")
ANY = frozenset(range(100_000))
"""More indices than the lexicon has genes."""
SENTENCES = 8
"""Sentences of an IOB file that are taken for one text; they stand in no order."""


@dataclass(frozen=True)
class Gold:
    """A mention: its place, and the indices of its human genes; None where they are not known.

    `human` is False for genes of an organism whose names are no human genes. `allowed` are genes
    that an answer may have besides.
    """

    start: int
    end: int
    genes: frozenset[int] | None
    human: bool = True
    allowed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Labelled:
    """A text with its mentions; `unscored` are places that are neither right nor wrong.

    `listed` are genes of the figure's list; `marked` the places that are judged, None for all.
    `one_of_family` says that a family is annotated with the id of one of its members.
    """

    corpus: str
    name: str
    text: str
    mentions: tuple[Gold, ...]
    unscored: tuple[tuple[int, int], ...] = ()
    listed: frozenset[int] = frozenset()
    marked: tuple[tuple[int, int], ...] | None = None
    one_of_family: bool = False


def read_labelled(path: Path, lexicon: Lexicon) -> Iterator[Labelled]:
    """The texts of a file, by its suffix; those whose offsets move when cleaned are left out."""
    if path.suffix == ".PubTator":
        found = _pubtator(path, lexicon)
    elif path.suffix == ".jsonl":
        found = _json_lines(path, lexicon)
    elif path.suffix == ".txt":
        found = _marked(path, lexicon)
    else:
        found = _iob(path)
    for labelled in found:
        cleaned = clean(labelled.text).text
        if len(cleaned) == len(labelled.text):
            yield replace(labelled, text=cleaned)


def _pubtator(path: Path, lexicon: Lexicon) -> Iterator[Labelled]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip().splitlines()
        if not lines:
            continue
        text = " ".join(line.split("|", 2)[2] for line in lines[:2])
        mentions = []
        for line in lines[2:]:
            cells = line.split("\t")
            if len(cells) == 6 and cells[4] == GENE_TYPE:
                records = [lexicon.gene_by_ncbi(i) for i in re.split("[,;]", cells[5])]
                known = frozenset(r.index for r in records if r is not None)
                genes = known if len(known) == len(records) else None
                mentions.append(Gold(int(cells[1]), int(cells[2]), genes))
        name = lines[0].split("|")[0]
        yield Labelled("biored", name, text, tuple(mentions), one_of_family=True)


def _json_lines(path: Path, lexicon: Lexicon) -> Iterator[Labelled]:
    for i, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        if "caption" in record:
            caption = _caption(record, lexicon)
            yield caption
            if record.get("keywords"):
                yield replace(caption, listed=_indices(list(record["keywords"]), lexicon))
        else:
            yield _probe(f"probe {i}", record, lexicon)


def _indices(symbols: list[str], lexicon: Lexicon) -> frozenset[int]:
    records = map(lexicon.gene_by_symbol, symbols)
    return frozenset(r.index for r in records if r is not None)


def _caption(record: dict[str, object], lexicon: Lexicon) -> Labelled:
    mentions, unscored = [], []
    for mention in record["mentions"]:  # type: ignore[attr-defined]
        genes = _indices(mention["required"], lexicon)
        human = mention["kind"] != "nonhuman"
        for start, end in mention["spans"]:
            if mention["optional"]:
                unscored.append((start, end))
            else:
                known = (genes or None) if human else None
                allowed = _indices(mention["allowed"], lexicon)
                mentions.append(Gold(start, end, known, human, allowed))
    return Labelled(
        "captions", str(record["figid"]), str(record["caption"]), tuple(mentions), tuple(unscored)
    )


def _probe(name: str, record: dict[str, object], lexicon: Lexicon) -> Labelled:
    text = str(record["text"])
    families = record["family"]
    mentions = [
        Gold(
            start,
            start + len(form),
            _indices(symbols, lexicon) or None,
            allowed=ANY if form in families else frozenset(),  # type: ignore[operator]
        )
        for form, symbols in record["expect"].items()  # type: ignore[attr-defined]
        for start in _places(text, form)
    ]
    unscored = [
        (start, start + len(form))
        for form in record["optional"]  # type: ignore[attr-defined]
        for start in _places(text, form)
    ]
    return Labelled("probes", name, text, tuple(mentions), tuple(unscored))


def _places(text: str, form: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def _marked(path: Path, lexicon: Lexicon) -> Iterator[Labelled]:
    """Sentences of which only what is marked is judged."""
    for i, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if not line.strip() or line.startswith("#"):
            continue
        text, last = "", 0
        mentions, marked = [], []
        for match in MARK.finditer(line):
            text += line[last : match.start()]
            start, text, last = len(text), text + match["name"], match.end()
            marked.append((start, len(text)))
            symbols = match["genes"].split()
            if symbols != ["-"]:
                genes = _indices([s for s in symbols if s != "..."], lexicon)
                allowed = ANY if "..." in symbols else frozenset()
                mentions.append(Gold(start, len(text), genes or None, allowed=allowed))
        text += line[last:]
        yield Labelled("own", f"{path.stem} {i}", text, tuple(mentions), marked=tuple(marked))


def _iob(path: Path) -> Iterator[Labelled]:
    for i, block in enumerate(path.read_text(encoding="utf-8").split("\n\n")):
        text = ""
        places: list[list[int]] = []
        for line in block.splitlines():
            if "\t" not in line:
                continue
            token, tag = line.split("\t")[:2]
            if text and not re.match(r"[,.;:)\]%'/-]", token) and text[-1] not in "([/-":
                text += " "
            start, text = len(text), text + token
            if tag[0] == "B":
                places.append([start, len(text)])
            elif tag[0] == "I" and places:
                places[-1][1] = len(text)
        name = f"{path.parent.name} {i // SENTENCES}"
        mentions = tuple(Gold(start, end, None) for start, end in places)
        yield Labelled(path.parent.name, name, text, mentions)
