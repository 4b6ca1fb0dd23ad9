"""Fit how probably OCR reads a letter as another, and write `reconcile/naming/confusions.tsv`.

    python benchmarks/fit_confusions.py LISTS.tsv.gz [--write]

LISTS has the columns `figid`, `word`, `match`, `entrez`: a word read off a figure, and the name
that PFOCR took it for. Needs matplotlib (for its fonts), Pillow, NumPy and SciPy. It tells:

* where PFOCR itself sees through a misreading (`P13K` for PI3K, `IFNY` for IFN-gamma, `NF-KB`), the
  word and the match are held against each other, letter by letter, and counted;
* confusions that PFOCR does not try end as another name. Of the names that are one letter away from
  a common name, those with a letter of like shape turn up more often than those with any other:
  the rate is fitted as `base + most * exp(-distance / slope)` over the distance of the shapes, the
  base being that of letters that are not alike;
* a letter lost or put in: likewise, above the base rate;
* where the gene of such a name fits the list badly, and that of the common name well, the word was
  misread (`UNK` beside the genes of JNK). These are counted, with as many chances by shape added as
  the likeliest confusion takes to happen once.

A probability is the higher of what was counted and what the shapes say. Costs are negative natural
logarithms; `*` stands for any letter.
"""

from __future__ import annotations

import argparse
import csv
import functools
import gzip
import itertools
import math
import string
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from scipy.optimize import minimize

from reconcile.lexicon import Lexicon
from reconcile.lexicon.similarity import similarity_of
from reconcile.naming.confusions import letters_of
from reconcile.text import surface_key

HERE = Path(__file__).parent
TABLE = HERE.parent / "reconcile" / "naming" / "confusions.tsv"
FONTS = ("DejaVuSans.ttf", "cmss10.ttf")
"""Two sans-serif fonts, as most figures use: one with a hooked J and wide letters, one without."""
SIZE = 40
BLUR = 2.0
WIDTH_WEIGHT = 0.15
LETTERS = string.ascii_letters + string.digits
GREEK = "αβγδεκ"
CYRILLIC = "БВГЗИКНОРСТУХЬЯбвгдзикнорстухья"
MARKS = "(|!/[]&$?"
COMMON = 25
"""Figures from which a name is common."""
SELDOM = 3
MOST_GENES = 6
MOSTLY = 1 / 3
"""The share of the figures of a name in which it seems misread, for it not to be there by right."""
FITS = 0.1
CLEARLY = 2.5
WIDE = "MWmw"
NARROW = "IJfijlrt1ctn"
UNLIKE = 0.3
"""The distance from which letters are not taken for each other, which gives the base rate."""
NO_LIKE = 0.4
"""The distance from which a letter is not read as another; J and U have 0.31."""
MOST_COST = 9.0
MOST_COST_OF_CYRILLIC = 12.0
MOST_COST_OF_TWO = 6.5
FOLDS = 5
UNKNOWN = 1e-6
"""The probability of what no table has, for comparing tables."""
TRIM = '.,;:()[]{}*+?>•"/-|↑↓'


# -- shapes ----------------------------------------------------------------------------------------


@functools.lru_cache(None)
def font(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name), SIZE)


@functools.lru_cache(None)
def glyph(name: str, text: str) -> np.ndarray:
    """A text as it looks when slightly out of focus, cut to its width."""
    image = Image.new("L", (4 * SIZE, 2 * SIZE), 0)
    ImageDraw.Draw(image).text((SIZE, 1.5 * SIZE), text, font=font(name), fill=255, anchor="ls")
    array = np.asarray(image.filter(ImageFilter.GaussianBlur(BLUR)), float) / 255
    inked = np.nonzero(array.max(0) > 0.05)[0]
    return array[:, inked[0] : inked[-1] + 1]


def _unlike(one: np.ndarray, other: np.ndarray) -> float:
    return float(((one - other) ** 2).sum() / ((one**2).sum() + (other**2).sum()))


def _to_width(array: np.ndarray, width: int) -> np.ndarray:
    image = Image.fromarray((array * 255).astype("uint8"))
    return np.asarray(image.resize((width, array.shape[0]), Image.Resampling.BILINEAR), float) / 255


def _in_font(name: str, one: str, other: str) -> float:
    a, b = sorted((glyph(name, one), glyph(name, other)), key=lambda g: g.shape[1])
    narrow, wide = a.shape[1], b.shape[1]
    mean = (narrow + wide) // 2
    left, right = _to_width(a, mean), _to_width(b, mean)
    scaled = min(_unlike(left, np.roll(right, by, 1)) for by in (-2, -1, 0, 1, 2))
    room = wide - narrow
    shifted = min(_unlike(np.pad(a, ((0, 0), (k, room - k))), b) for k in range(room + 1))
    return min(scaled + WIDTH_WEIGHT * math.log(wide / narrow), shifted)


@functools.lru_cache(None)
def distance(one: str, other: str) -> float:
    """How unlike two texts look, 0 for the same; the least of the fonts that have them."""
    fonts = FONTS if (one + other).isascii() else FONTS[:1]
    return min(_in_font(name, one, other) for name in fonts)


# -- what was read ---------------------------------------------------------------------------------


class Words:
    """The words of the lists, each with the names that PFOCR took it for."""

    def __init__(self, path: Path) -> None:
        self.lexicon = Lexicon.load()
        self.genes: dict[str, set[int]] = defaultdict(set)
        self.hits: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        rows: set[tuple[str, str, str]] = set()
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                record = self.lexicon.gene_by_ncbi(row["entrez"])
                if record is not None:
                    self.genes[row["figid"]].add(record.index)
                if row["word"]:
                    rows.add((row["figid"], row["word"], row["match"]))
                    genes = self.hits[row["word"].strip(TRIM)][row["figid"]]
                    genes.update(() if record is None else (record.index,))
        self.pairs = sorted(rows)
        self.figures = {word: len(ids) for word, ids in self.hits.items()}


def aligned(word: str, match: str) -> Iterator[tuple[str, str]]:
    """The letters of the match and what was read in their place, if the lengths agree.

    A match is in some case, the word in its own: letters that are the same are given as read.
    """
    printed, read = ("".join(filter(str.isalnum, letters_of(text))) for text in (match, word))
    if len(printed) != len(read):
        return
    pairs = list(zip(printed, read, strict=True))
    wrong = [(p, r) for p, r in pairs if p.lower() != r.lower()]
    if len(wrong) <= max(1, len(pairs) // 3):
        for p, r in pairs:
            yield (r, r) if p.lower() == r.lower() else (p, r)


def counted(pairs: Iterable[tuple[str, str, str]]) -> Counter[tuple[str, str]]:
    """How often a letter was read as it is, and as another, where PFOCR saw through it."""
    found: Counter[tuple[str, str]] = Counter()
    for _, word, match in pairs:
        found.update(aligned(word, match))
    return found


# -- the rates by shape ----------------------------------------------------------------------------


def seen_through(words: Words) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Confusions that made another name, told by what the figures are about, and their chances.

    A word was a common name one letter away where its own gene fits the other genes of the list
    badly, and that of the common name well. A name of which that holds in few figures is its own.
    """
    seen: Counter[tuple[str, str]] = Counter()
    chances: Counter[tuple[str, str]] = Counter()
    for word, often in words.figures.items():
        if often < COMMON or len(word) < 3 or not word.isalnum() or not word.isascii():
            continue
        hits = Counter(gene for genes in words.hits[word].values() for gene in genes)
        meant = {gene for gene, n in hits.most_common(MOST_GENES) if n > often / 2}
        for at, letter in enumerate(word):
            for other in ("", *LETTERS):
                if _same_or_sibling(letter, other) or (other and distance(letter, other) > NO_LIKE):
                    continue
                chances[letter, other] += often
                read = word[:at] + other + word[at + 1 :]
                number = words.figures.get(read, 0)
                misread = [f for f, g in _of(words, read) if _fits_better(words, f, g, meant)]
                if number < often / 2 and len(misread) >= number * MOSTLY:
                    seen[letter, other] += len(misread)
    print(f"{seen.total()} seen through")
    return seen, chances


def _of(words: Words, read: str) -> Iterable[tuple[str, set[int]]]:
    return words.hits[read].items() if read in words.figures else ()


def _fits_better(words: Words, figure: str, read: set[int], meant: set[int]) -> bool:
    """Whether some genes fit a figure well and others, that it has, do not."""
    rest = words.genes[figure] - read - meant
    if not read or not meant or read & meant or len(rest) < 4:
        return False
    similarity = similarity_of(words.lexicon)
    own, other = (max(similarity.among(g, rest).score for g in genes) for genes in (read, meant))
    return own < FITS <= other and other >= CLEARLY * own


def neighbours(words: Words, lexicon: Lexicon) -> Iterator[tuple[str, str, str, int, int]]:
    """Seldom names one letter away from common words: kind, letters, occurrences, chances."""
    for word, often in words.figures.items():
        if often < COMMON or len(word) < 3 or not word.isalnum() or not word.isascii():
            continue
        for at, letter in enumerate(word):
            for other in ("", *LETTERS):
                if _same_or_sibling(letter, other):
                    continue
                spelled = word[:at] + other + word[at + 1 :]
                if kind := _kind(spelled, lexicon):
                    seen = words.figures.get(spelled, 0)
                    if seen <= SELDOM:
                        yield kind, letter, other, seen, often
        for at in range(len(word) + 1):
            for other in string.ascii_letters:
                spelled = word[:at] + other + word[at:]
                if kind := _kind(spelled, lexicon):
                    seen = words.figures.get(spelled, 0)
                    if seen <= SELDOM:
                        yield kind, "", other, seen, often


def _same_or_sibling(letter: str, other: str) -> bool:
    """Whether two letters differ in case only, or are of two members of a series."""
    if other and letter.lower() == other.lower():
        return True
    if letter.isdigit() and (not other or other.isdigit()):
        return True
    other_case = letter.isalpha() and other.isalpha() and letter.islower() != other.islower()
    return other_case and other not in "lI"


def _kind(spelled: str, lexicon: Lexicon) -> str:
    """`symbol` or `synonym` if a spelling is a name of a gene, else nothing."""
    types = {
        entry.type
        for entry in lexicon.lookup(surface_key(spelled))
        if not entry.is_family and entry.type in ("approved", "alias", "previous")
    }
    return "symbol" if "approved" in types else "synonym" if types else ""


Rate = tuple[float, float]


def fit_rates(rows: Sequence[tuple[str, str, str, int, int]]) -> tuple[Rate, float, float]:
    """The most and the slope of the rate by shape, and the rates of letters lost and put in."""
    swaps = [(k, distance(a, b), seen, often) for k, a, b, seen, often in rows if a and b]
    kinds = ("symbol", "synonym")
    which = np.array([kinds.index(k) for k, *_ in swaps])
    far = np.array([d for _, d, *_ in swaps])
    seen = np.array([s for *_, s, _ in swaps], float)
    often = np.array([o for *_, o in swaps], float)

    alone = [seen[own].sum() / often[own].sum() for k in (0, 1) for own in [_far(far, which, k)]]
    base = dict(zip(kinds, alone, strict=True))

    def loss(x: np.ndarray) -> float:
        most, slope = np.exp(x)
        expected = often * (np.array(alone)[which] + most * np.exp(-far / slope))
        return float((expected - seen * np.log(expected)).sum())

    best = minimize(loss, np.log([0.003, 0.05]), method="Nelder-Mead", options={"maxiter": 4000})
    most, slope = np.exp(best.x)
    print(f"base {base}, most {most:.5f}, slope {slope:.4f}")
    for low in np.arange(0, 0.4, 0.05):
        inside = (far >= low) & (far < low + 0.05) & (which == 1)
        if inside.any():
            print(
                f"  synonyms at {low:.2f}: {int(seen[inside].sum())} of {int(often[inside].sum())}"
            )
    lost = _above_base([r for r in rows if not r[2]], base)
    put_in = _above_base([r for r in rows if not r[1]], base)
    print(f"lost {lost:.6f}, put in {put_in:.6f}")
    return (most, slope), lost, put_in


def _far(distances: np.ndarray, kinds: np.ndarray, kind: int) -> np.ndarray:
    """Which are pairs of a kind whose letters are not like each other at all."""
    return (distances >= UNLIKE) & (kinds == kind)


def _above_base(rows: Sequence[tuple[str, str, str, int, int]], base: Mapping[str, float]) -> float:
    """The rate above the base, at least that of one case in all chances."""
    seen = sum(s - often * base[kind] for kind, _, _, s, often in rows)
    chances = sum(often for *_, often in rows)
    print(f"  {sum(r[3] for r in rows)} of {chances}")
    return max(1.0, seen) / chances


# -- the table -------------------------------------------------------------------------------------


def share_of_cyrillic(words: Words) -> float:
    """The share of letters that are read as Cyrillic ones."""
    letters = Counter(char for _, word, _ in words.pairs for char in word if char.isalpha())
    return sum(letters[char] for char in CYRILLIC) / letters.total()


def by_shape(rate: Rate, cyrillic: float) -> Iterator[tuple[str, str, float]]:
    """Pairs of letters, or of one and two, with the probability that their shapes give."""
    most, slope = rate
    single = [*LETTERS, *GREEK]
    read = [*single, *CYRILLIC, *MARKS]
    double = ["".join(pair) for pair in itertools.product(NARROW, repeat=2)]
    for one, other in itertools.product(single, read):
        if one.lower() != other.lower():
            highest = cyrillic if other in CYRILLIC else most
            yield one, other, highest * math.exp(-distance(one, other) / slope)
    for one, two in itertools.product(string.ascii_letters, double):
        chance = most * math.exp(-distance(one, two) / slope)
        yield one, two, chance
        yield two, one, chance


def smoothed(
    shapes: Mapping[tuple[str, str], float],
    lost: float,
    seen: Mapping[tuple[str, str], int],
    chances: Mapping[tuple[str, str], int],
) -> dict[tuple[str, str], float]:
    """What the shapes say, and what was seen in so many chances as to count against that."""
    table = dict(shapes)
    weight = 1 / max(shapes.values())
    for pair, n in seen.items():
        told = table.get(pair, 0.0 if pair[1] else lost)
        table[pair] = max(told, (n + weight * told) / (chances[pair] + weight))
    return table


def probabilities(
    counts: Mapping[tuple[str, str], int], shapes: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    """The higher of what was counted and what the shapes say.

    What PFOCR does not try cannot be counted, so a count of none says nothing.
    """
    total: Counter[str] = Counter()
    for (printed, _), n in counts.items():
        total[printed] += n
    table = dict(shapes)
    for (printed, read), n in counts.items():
        if printed != read:
            chance = n / (total[printed] + 1)
            table[printed, read] = max(chance, table.get((printed, read), 0.0))
    return table


def held_out(words: Words, shapes: Mapping[tuple[str, str], float]) -> None:
    """Print how well what is read in figures left out is told."""
    folds: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for pair in words.pairs:
        folds[zlib.crc32(pair[0].encode()) % FOLDS].append(pair)
    told: Counter[str] = Counter()
    number = 0
    for fold, left_out in folds.items():
        seen = counted(p for other, pairs in folds.items() if other != fold for p in pairs)
        tables = {
            "counts": probabilities(seen, {}),
            "shapes": shapes,
            "both": probabilities(seen, shapes),
        }
        for pair, n in counted(left_out).items():
            if pair[0] != pair[1]:
                number += n
                for name, table in tables.items():
                    told[name] -= n * math.log(max(UNKNOWN, table.get(pair, 0.0)))
    for name, nats in told.items():
        print(f"{name}: {nats / number:.3f} nats for each of {number} confusions left out")


def most_cost(printed: str, read: str) -> float:
    """The cost up to which a confusion is worth a row."""
    if read and read in CYRILLIC:
        return MOST_COST_OF_CYRILLIC
    return MOST_COST_OF_TWO if len(printed + read) > 2 else MOST_COST


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fit the confusions of OCR.")
    parser.add_argument("lists", type=Path, help="gzip-compressed TSV")
    parser.add_argument("--write", action="store_true", help="put the table into the package")
    options = parser.parse_args(arguments)
    words = Words(options.lists)
    rate, lost, put_in = fit_rates(list(neighbours(words, words.lexicon)))
    shapes = {
        (one, other): chance for one, other, chance in by_shape(rate, share_of_cyrillic(words))
    }
    shapes = smoothed(shapes, lost, *seen_through(words))
    held_out(words, shapes)
    table = probabilities(counted(words.pairs), shapes)
    costs = {pair: -math.log(p) for pair, p in table.items() if p > 0}
    rows = [
        f"{printed}\t{read}\t{cost:.2f}"
        for (printed, read), cost in costs.items()
        if cost <= most_cost(printed, read)
    ]
    rows += [f"*\t\t{-math.log(lost):.2f}", f"\t*\t{-math.log(put_in):.2f}"]
    print(f"{len(rows)} rows")
    if options.write:
        TABLE.write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
