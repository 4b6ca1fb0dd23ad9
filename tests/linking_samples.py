"""Golds and answers for the tests of `reconcile.evaluation.linking`."""

from __future__ import annotations

import json
import re

from hypothesis import strategies as st

from reconcile.evaluation.linking import Answer, GoldDocument, GoldMention

SYMBOLS = ("AKT1", "AKT2", "BRAF", "EGFR", "ERBB2", "MAP2K1", "TP53")
NCBI = dict(zip(SYMBOLS, ("207", "208", "673", "1956", "2064", "5604", "7157"), strict=True))
KINDS = ("gene", "family", "complex", "nonhuman")

symbols = st.frozensets(st.sampled_from(SYMBOLS), max_size=4)


def document(*mentions: GoldMention, text: str = "x" * 60) -> GoldDocument:
    """A text with these names, its genes counted as those of JSON Lines are."""
    genes = (m.required for m in mentions if m.is_scored and m.kind == "gene")
    named = frozenset[str]().union(*genes)
    free = frozenset[str]().union(*(m.allowed for m in mentions)) - named
    return GoldDocument("F", text, mentions, named, free)


def mention(spans, required, kind="gene", allowed=(), **more) -> GoldMention:
    """A name at places such as `3-5 9-12`, which have to be given the genes."""
    places = tuple((int(a), int(b)) for a, b in re.findall(r"(\d+)-(\d+)", spans))
    required = frozenset(required.split())
    return GoldMention("x", kind, places, required, required | frozenset(allowed), **more)


def answers(text: str) -> list[Answer]:
    """Answers such as `3-5 gene EGFR; 9-12 family AKT1 AKT2`."""
    found = []
    for one in filter(None, map(str.strip, text.split(";"))):
        place, kind, *genes = one.split()
        start, end = map(int, place.split("-"))
        found.append(Answer(start, end, kind, frozenset(genes)))
    return found


@st.composite
def texts(draw, *, apart=True):
    """A text of words, some of which are names: JSON objects as in a gold of JSON Lines."""
    count = draw(st.integers(1, 8))
    words = [draw(st.sampled_from(["ab", "cde", "fghi"])) for _ in range(count)]
    text, mentions, at = " ".join(words), {}, 0
    for word in words:
        start, end = at, at + len(word)
        at = end + 1
        if draw(st.booleans()):
            kind = draw(st.sampled_from(KINDS))
            required = sorted(draw(symbols)) if kind != "nonhuman" else []
            allowed = sorted({*required, *draw(symbols)}) if required else []
            optional = draw(st.booleans()) and draw(st.booleans())
            one = mentions.setdefault(
                (word, kind, tuple(required), optional),
                {
                    "text": word,
                    "kind": kind,
                    "required": required,
                    "allowed": allowed,
                    "optional": optional,
                    "spans": [],
                },
            )
            one["spans"].append([start, end])
    return {"caption": text, "mentions": list(mentions.values())}


@st.composite
def placed(draw, most=5):
    """Answers at distinct places, in text order."""
    places = draw(st.sets(st.tuples(st.integers(0, 24), st.integers(1, 6)), max_size=most))
    return [
        Answer(a, a + n, draw(st.sampled_from(KINDS)), draw(symbols)) for a, n in sorted(places)
    ]


@st.composite
def golds(draw):
    """A document with names at distinct places, which may overlap."""
    mentions = []
    for one in draw(placed()):
        required = frozenset() if one.kind == "nonhuman" else one.symbols
        allowed = required | (draw(symbols) if required else frozenset())
        optional = draw(st.sampled_from([False, False, True]))
        asked = draw(st.sampled_from([True, True, False]))
        place = ((one.start, one.end),)
        mentions.append(GoldMention("x", one.kind, place, required, allowed, optional, asked))
    return document(*mentions, text="abcdefghijklmnopqrstuvwxyz" + "." * 34)


def pubtator(documents) -> str:
    """PubTator of (id, text, [(start, end, type, ids)])."""
    lines = []
    for name, text, found in documents:
        lines += [f"{name}|t|{text}", f"{name}|a|"]
        lines += [f"{name}\t{a}\t{b}\t{text[a:b]}\t{kind}\t{ids}" for a, b, kind, ids in found]
        lines.append("")
    return "\n".join(lines)


def jsonl(records) -> str:
    """JSON Lines of objects, with an id for each that has none."""
    return "".join(json.dumps({"figid": f"F{i}", **one}) + "\n" for i, one in enumerate(records))
