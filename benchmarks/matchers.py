"""Candidates for dictionary matching, measured on captions.

    python benchmarks/matchers.py captions.jsonl.gz [--passes 3] [--format markdown|json]

Each candidate looks for the same names, the spelled human gene and family forms of the bundled
lexicon, in the same captions, and keeps the longest name at each word start:

- `marisa`: a memory-mapped marisa-trie, prefix scan over the joined token norms of
  `reconcile.text` from each token start, names that end at a token end count;
- `ahocorasick`: an automaton of pyahocorasick (`pip install pyahocorasick`, which `reconcile`
  itself does not need) run over the same joined norms, filtered in the same way;
- `phrasematcher`: spaCy's `PhraseMatcher(attr="LOWER")` with the blank English tokenizer on the
  caption as it is, so that hyphens, Greek letters and plurals count.

Building, then opening and matching, run in fresh processes. `PhraseMatcher` has no file format
other than a pickle of its Python objects and is built from the list of names each time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

NAMES = ("marisa", "ahocorasick", "phrasematcher")
GENE_TYPES = frozenset({"approved", "curated", "previous", "alias", "name", "designation"})
FAMILY_TYPES = frozenset({"label", "root"})

Matcher = Callable[[str], int]


def forms() -> Iterator[tuple[str, str]]:
    """`(surface key, spelling)` of the human gene and family forms, three characters or more."""
    from reconcile.lexicon import Lexicon

    lexicon = Lexicon.load()
    for key in lexicon.keys("", sys.maxsize):
        for entry in lexicon.lookup(key):
            wanted = entry.type in GENE_TYPES or entry.type in FAMILY_TYPES
            if wanted and entry.form is not None and len(key) > 2:
                yield key, entry.form


def joined(text: str) -> tuple[str, dict[int, None], set[int]]:
    """The joined token norms of a text, where tokens start (in order) and where they end."""
    from reconcile.cleaning import clean
    from reconcile.text import tokens

    norms: list[str] = []
    starts: dict[int, None] = {}
    ends: set[int] = set()
    at = 0
    for token in tokens(clean(text).text):
        starts[at] = None
        at += len(token.norm)
        ends.add(at)
        norms.append(token.norm)
    return "".join(norms), starts, ends


# -- marisa-trie -----------------------------------------------------------------------------------


def build_marisa(path: Path) -> int:
    import marisa_trie

    keys = sorted({key for key, _ in forms()})
    marisa_trie.Trie(keys).save(str(path))
    return len(keys)


def open_marisa(path: Path) -> Matcher:
    import marisa_trie

    trie = marisa_trie.Trie().mmap(str(path))

    def match(text: str) -> int:
        norms, starts, ends = joined(text)
        hits = 0
        for start in starts:
            found = trie.prefixes(norms[start : start + 100])
            hits += any(start + len(key) in ends for key in reversed(found))
        return hits

    return match


# -- pyahocorasick ---------------------------------------------------------------------------------


def build_ahocorasick(path: Path) -> int:
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_LENGTH)
    for key in {key for key, _ in forms()}:
        automaton.add_word(key)
    automaton.make_automaton()
    automaton.save(str(path))
    return len(automaton)


def open_ahocorasick(path: Path) -> Matcher:
    import ahocorasick

    automaton = ahocorasick.load(str(path), pickle.loads)

    def match(text: str) -> int:
        norms, starts, ends = joined(text)
        longest: dict[int, int] = {}
        for last, length in automaton.iter(norms):
            start = last + 1 - length
            if start in starts and last + 1 in ends:
                longest[start] = length
        return len(longest)

    return match


# -- spaCy PhraseMatcher ---------------------------------------------------------------------------


def build_phrasematcher(path: Path) -> int:
    spellings = sorted({form.lower() for _, form in forms()})
    path.write_bytes(pickle.dumps(spellings))
    return len(spellings)


def open_phrasematcher(path: Path) -> Matcher:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("name", [nlp.make_doc(name) for name in pickle.loads(path.read_bytes())])

    def match(text: str) -> int:
        return len({start for _, start, _ in matcher(nlp.make_doc(text))})

    return match


# -- measuring -------------------------------------------------------------------------------------


def peak_mib() -> float:
    """This process's peak resident memory; a child's `ru_maxrss` starts at its parent's peak."""
    status = Path("/proc/self/status")
    if status.exists() and (mark := re.search(r"VmHWM:\s+(\d+)", status.read_text())):
        return int(mark.group(1)) / 1024
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def captions(path: Path) -> list[str]:
    open_text = gzip.open if path.suffix == ".gz" else open
    with open_text(path, "rt", encoding="utf-8") as lines:
        return [caption for line in lines if (caption := json.loads(line).get("caption"))]


def measure_build(name: str, path: Path) -> dict[str, Any]:
    start = time.perf_counter()
    count = BUILD[name](path)
    return {
        "names": count,
        "build_s": time.perf_counter() - start,
        "build_peak_mib": peak_mib(),
        "file_mib": path.stat().st_size / 2**20,
    }


def measure_match(name: str, path: Path, texts: list[str], passes: int) -> dict[str, Any]:
    import spacy  # noqa: F401 - every candidate is used beside spaCy, so it is in the baseline

    words = sum(len(text.split()) for text in texts)
    before, start = peak_mib(), time.perf_counter()
    match = OPEN[name](path)
    opened = time.perf_counter() - start
    best, hits = float("inf"), 0
    for _ in range(passes):
        start = time.perf_counter()
        hits = sum(match(text) for text in texts)
        best = min(best, time.perf_counter() - start)
    return {
        "open_s": opened,
        "peak_mib": peak_mib() - before,
        "captions": len(texts),
        "words": words,
        "words_per_s": words / best,
        "hits": hits,
    }


BUILD = {
    "marisa": build_marisa,
    "ahocorasick": build_ahocorasick,
    "phrasematcher": build_phrasematcher,
}
OPEN = {
    "marisa": open_marisa,
    "ahocorasick": open_ahocorasick,
    "phrasematcher": open_phrasematcher,
}


def compare(args: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure each candidate, each stage in a process of its own."""
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in NAMES:
            row: dict[str, Any] = {"name": name}
            for stage in ("build", "match"):
                command = [
                    *(sys.executable, __file__, str(args.captions), "--passes", str(args.passes)),
                    *("--stage", stage, "--name", name, "--file", str(Path(scratch) / name)),
                ]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                row |= json.loads(done.stdout)
            rows.append(row)
            print(json.dumps(row), file=sys.stderr)
    return rows


def markdown(rows: list[dict[str, Any]]) -> str:
    head = ["names", "build s", "file MiB", "open s", "memory MiB", "words/s", "hits"]
    lines = ["| " + " | ".join(["candidate", *head]) + " |", "| --- |" + " ---: |" * len(head)]
    for r in rows:
        cells = [
            f"{r['names']:,}",
            f"{r['build_s']:.1f}",
            f"{r['file_mib']:.1f}",
            f"{r['open_s']:.4f}",
            f"{r['peak_mib']:.0f}",
            f"{r['words_per_s']:,.0f}",
            f"{r['hits']:,}",
        ]
        lines.append(f"| {r['name']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare dictionary matchers on captions.")
    parser.add_argument("captions", type=Path, help="JSONL with a field `caption`, also .gz")
    parser.add_argument("--passes", type=int, default=3, help="the fastest pass counts")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")
    parser.add_argument("--stage", choices=("build", "match"), help=argparse.SUPPRESS)
    parser.add_argument("--name", choices=NAMES, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.stage == "build":
        print(json.dumps(measure_build(args.name, args.file)))
    elif args.stage == "match":
        texts = captions(args.captions)
        print(json.dumps(measure_match(args.name, args.file, texts, args.passes)))
    else:
        rows = compare(args)
        print(json.dumps(rows, indent=2) if args.format == "json" else markdown(rows))


if __name__ == "__main__":
    main()
