"""Fit how probably an entry is a misreading of another name, and print how far that can be trusted.

    python benchmarks/fit_misreadings.py --records RECORDS ... --gold GOLD.jsonl ... [--write]

RECORDS are folders of PFOCR records with their `_data` beside them; a file `organisms.tsv` beside
them says by `human_ok` which of their lists are of human genes. Lines of GOLD.jsonl have `figid`,
`keywords` (keyword: `ok` or `wrong`) and sometimes `reasons`. Of other figures entries count by
`alias_judgements.tsv` and `misread_judgements.tsv` (entries that came in by their own symbol, but
by a misread word), and are right where those have nothing.

Misreadings are rare, so most examples are planted: a word that was read right is misread as the
channel says, where that makes another name of the lexicon, as PFOCR would take it. The genes of the
word go, those of the other name come. Each counts by the probability of its confusions, so that
there are as many as OCR would make. That a name is on the image twice, once read right, is left
out: names that are alike are in one figure too often for it to tell much. Examples that are no
misreadings: what else the words of right entries could be. Needs scikit-learn. Cross-validated by
figure in ten parts.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import gold_verdicts
import numpy as np
from gold_verdicts import article_of
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from reconcile import Figure, Reconciler, read_figures
from reconcile.compare import compare
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.naming.confusions import confusions, skeleton
from reconcile.records import OcrWord
from reconcile.suggest.case import Case
from reconcile.suggest.misread import (
    BARE_MISREAD_FEATURES,
    MISREAD_FEATURES,
    Intents,
    Misreading,
    bare_misreadings,
    misreadings,
)
from reconcile.text import surface_key

HERE = Path(__file__).parent
TABLE = HERE.parent / "reconcile" / "suggest" / "misread_weights.py"
PLANTED = 8
"""Planted errors of a figure at most, chosen by their probability, which count for all."""
THRESHOLDS = (0.3, 0.5, 0.65, 0.8)
STRENGTH = 3.0
LOST_CAUSE = -3.0
"""Wrong entries whose match is so much the better reading are wrong for another reason."""


@dataclass(frozen=True)
class Example:
    """What an entry may be a misreading of, and whether it is."""

    figure: str
    source: str
    entry: str
    misreading: Misreading
    wrong: bool
    weight: float


def figures_of(
    folders: Sequence[Path], gold: Sequence[Path]
) -> Iterator[tuple[Figure, dict[str, str], dict[str, str]]]:
    """The figures with a list of human genes, the verdicts on their entries, and the reasons."""
    judged = gold_verdicts.judgements(HERE / "alias_judgements.tsv")
    misread = gold_verdicts.judgements(HERE / "misread_judgements.tsv")
    for article, verdicts in misread.items():
        judged.setdefault(article, {}).update(verdicts)
    known = {figid: one for path in gold for figid, one in gold_verdicts.verdicts(path).items()}
    for folder in folders:
        human = None
        table = folder.parent / "organisms.tsv"
        if table.exists():
            with table.open(encoding="utf-8") as lines:
                rows = csv.DictReader(lines, delimiter="\t")
                human = {row["figid"] for row in rows if row["lists"] == "human_ok"}
        for figure in read_figures(folder):
            if not isinstance(figure, Figure) or (human is not None and figure.figid not in human):
                continue
            if figure.figid in known:
                one = known[figure.figid]
                yield figure, dict(one["keywords"]), dict(one.get("reasons", {}))
            elif folder.parent.name != "today":
                article = article_of(figure.figid)
                yield (
                    figure,
                    judged.get(article, {}),
                    dict.fromkeys(misread.get(article, {}), "misread"),
                )


def genuine(
    figure: Figure, case: Case, verdicts: Mapping[str, str], reasons: Mapping[str, str], bare: bool
) -> Iterator[Example]:
    """The entries of a figure as they are."""
    intents = Intents(case)
    gold = "ok" in verdicts.values()
    for verdict, gene, rows in case.unsupported():
        value = verdicts.get(verdict.keyword, "skip" if gold else "ok")
        said = reasons.get(verdict.keyword, "")
        told = "misread" in said or "OCR of" in said
        for one in found_of(case, intents, gene, rows, bare):
            if value == "ok" or (value == "wrong" and (told or one.gain >= LOST_CAUSE)):
                yield Example(figure.figid, "real", verdict.keyword, one, value == "wrong", 1.0)


def found_of(
    case: Case, intents: Intents, gene: int, rows: tuple[OcrWord, ...], bare: bool
) -> Iterator[Misreading]:
    """What the words of an entry may be misread from."""
    if bare:
        yield from bare_misreadings(case, intents, gene)
    elif all(row.taxon_id in ("9606", None) for row in rows):
        for row in dict.fromkeys(rows):
            yield from misreadings(case, intents, gene, row)


def planted(
    figure: Figure, case: Case, verdicts: Mapping[str, str], chance: random.Random, bare: bool
) -> Iterator[Example]:
    """The figure with one word misread, so that it hits another name."""
    lexicon = case.lexicon
    right = {v.keyword for v, *_ in case.comparison.gene_keywords()}
    right -= {keyword for keyword, value in verdicts.items() if value != "ok"}
    hits: dict[tuple[str, str, int], float] = {}
    by_word: dict[str, set[str]] = defaultdict(set)
    for row in figure.ocr:
        human = row.kind == "gene" and row.taxon_id == "9606"
        if human and row.symbol in right and skeleton(row.word) == skeleton(row.match):
            by_word[row.word].add(row.symbol)
    for word, symbols in by_word.items():
        for read, cost in confusions(word):
            for gene, match in taken_for(lexicon, read):
                if lexicon.gene(gene).gene.symbol not in symbols:
                    hits[word, read + "\t" + match, gene] = math.exp(-cost)
    keys = sorted(hits)
    if not keys:
        return
    weight = sum(hits.values()) / min(PLANTED, len(keys))
    chosen = chance.choices(keys, [hits[key] for key in keys], k=min(PLANTED, len(keys)))
    for word, spelled, gene in chosen:
        read, match = spelled.split("\t")
        symbol = lexicon.gene(gene).gene.symbol
        changed = misread(figure, word, read, match, lexicon, gene)
        if symbol in (figure.keywords or ()):
            continue
        if bare:
            changed = replace(changed, ocr=())
        other = Case(compare(changed, case.comparison.mentions, lexicon), lexicon)
        intents = Intents(other)
        meant = {lexicon.gene_by_symbol(s) for s in by_word[word]}
        refs = {record.index for record in meant if record is not None}
        for verdict, index, rows in other.unsupported():
            if verdict.keyword == symbol:
                for one in found_of(other, intents, index, rows, bare):
                    if refs.intersection(one.intent.refs):
                        yield Example(figure.figid, "planted", symbol, one, True, weight)


def taken_for(lexicon: Lexicon, read: str) -> Iterator[tuple[int, str]]:
    """The genes that PFOCR would take a word for, with their names.

    It passes over letters that are not Latin.
    """
    latin = "".join(char for char in read if char.isascii())
    for entry in lexicon.lookup(surface_key(latin)):
        named = entry.type in ("approved", "alias", "previous") and not entry.is_family
        if named and entry.ref != NO_REF and entry.form:
            yield entry.ref, entry.form


def misread(
    figure: Figure, word: str, read: str, match: str, lexicon: Lexicon, gene: int
) -> Figure:
    """The figure as it were with another word read in the place of one."""
    record = lexicon.gene(gene).gene
    source = "ncbigene_symbol" if record.symbol == match else "ncbigene_synonym"
    rest = [row for row in figure.ocr if row.word != word]
    if looks(read) == looks(word):  # PFOCR sees through it, and finds the other name besides
        rest += [replace(row, word=read) for row in figure.ocr if row.word == word]
    gone = {row.symbol for row in figure.ocr} - {row.symbol for row in rest}
    new = OcrWord(read, match, record.symbol, record.ncbi_gene_id, source, "9606")
    keywords = [k for k in figure.keywords or () if k not in gone]
    return replace(figure, keywords=[*keywords, record.symbol], ocr=[*rest, new])


def looks(word: str) -> str:
    """A word with those letters as one that PFOCR takes for each other."""
    return skeleton(word).translate(str.maketrans("li", "11"))


def fit(
    examples: Sequence[Example], names: Sequence[str]
) -> tuple[dict[str, float], float, np.ndarray]:
    """The weights and the bias, and the probabilities as told by the other figures."""
    x = np.array([[float(e.misreading.features[name]) for name in names] for e in examples])
    y = np.array([e.wrong for e in examples]).astype(int)
    share = np.array([e.weight for e in examples])
    groups = np.array([e.figure for e in examples])

    def model(rows: np.ndarray) -> LogisticRegression:
        return LogisticRegression(C=STRENGTH, max_iter=5000).fit(
            x[rows], y[rows], sample_weight=share[rows]
        )

    crossed = np.zeros(len(y))
    for train, test in GroupKFold(10).split(x, y, groups):
        crossed[test] = model(train).predict_proba(x[test])[:, 1]
    whole = model(np.arange(len(y)))
    weights = {n: round(float(w), 2) for n, w in zip(names, whole.coef_[0], strict=True)}
    return weights, round(float(whole.intercept_[0]), 2), crossed


def report(title: str, examples: Sequence[Example], crossed: np.ndarray) -> None:
    """Print precision and recall over entries, and the reliability."""
    best: dict[tuple[str, str, bool], tuple[float, Example]] = {}
    for example, p in zip(examples, crossed, strict=True):
        key = example.figure, example.source + example.entry, example.wrong
        if key not in best or p > best[key][0]:
            best[key] = p, example
    told = [(p, e.wrong, e.weight, e.source) for p, e in best.values()]
    print(f"\n{title}: {len(told)} entries")
    for threshold in THRESHOLDS:
        named = [(w, t) for p, t, w, _ in told if p >= threshold]
        right = sum(w for w, t in named if t)
        every = sum(w for _, t, w, _ in told if t)
        real = [t for p, t, _, s in told if p >= threshold and s == "real"]
        print(
            f"  >= {threshold}: P {right / max(1e-9, sum(w for w, _ in named)):.3f} "
            f"R {right / max(1e-9, every):.3f}; of real ones {sum(real)} of {len(real)}"
        )
    for low in np.arange(0, 1, 0.1):
        inside = [(p, t, w) for p, t, w, _ in told if low <= p < low + 0.1]
        total = sum(w for *_, w in inside)
        if inside:
            said = sum(p * w for p, _, w in inside) / total
            true = sum(w for _, t, w in inside if t) / total
            print(f"  said {said:.2f}  found {true:.2f}  {total:.1f} ({len(inside)})")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fit the probabilities of misreadings.")
    parser.add_argument("--records", type=Path, nargs="+", required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    parser.add_argument("--show", action="store_true", help="print the real entries that are named")
    options = parser.parse_args(arguments)
    reconciler = Reconciler(ner="lexicon")
    lexicon = reconciler.lexicon
    chance = random.Random(1)
    found: dict[bool, list[Example]] = {False: [], True: []}
    for figure, verdicts, reasons in figures_of(options.records, options.gold):
        mentions = reconciler.reconcile(figure).mentions
        case = Case(compare(figure, mentions, lexicon), lexicon)
        stripped = replace(figure, ocr=())
        lone = Case(compare(stripped, mentions, lexicon), lexicon)
        found[False] += genuine(figure, case, verdicts, reasons, bare=False)
        found[False] += planted(figure, case, verdicts, chance, bare=False)
        found[True] += genuine(figure, lone, verdicts, reasons, bare=True)
        found[True] += planted(figure, case, verdicts, chance, bare=True)
    lines = ['"""Weights of features. Made by `benchmarks/fit_misreadings.py`; do not edit."""', ""]
    lines += ["from __future__ import annotations", "", "from collections.abc import Mapping"]
    lines += ["from typing import Final", ""]
    parts = (("", False, MISREAD_FEATURES), ("BARE_", True, BARE_MISREAD_FEATURES))
    names = sorted(
        f"{prefix}MISREAD_{what}" for prefix, *_ in parts for what in ("BIAS", "WEIGHTS")
    )
    lines += [f"__all__ = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}]"]
    for prefix, bare, features in parts:
        examples = found[bare]
        print(len(examples), "examples,", sum(e.wrong for e in examples), "of them wrong")
        weights, bias, crossed = fit(examples, features)
        report("without words" if bare else "with words", examples, crossed)
        print(bias, weights)
        if options.show:
            for e, p in sorted(zip(examples, crossed, strict=True), key=lambda pair: -pair[1]):
                if e.source == "real" and (p >= 0.3 or (p > 0.02 and e.wrong)):
                    m = e.misreading
                    print(
                        f"{p:.2f}",
                        e.wrong,
                        e.figure[:14],
                        e.entry,
                        m.word,
                        m.match,
                        "->",
                        m.intent.name,
                        m.intent.how,
                        m.gain,
                        sep="\t",
                    )
        lines += ["", f"{prefix}MISREAD_BIAS: Final = {bias}"]
        lines += [f"{prefix}MISREAD_WEIGHTS: Final[Mapping[str, float]] = {{"]
        lines += [f'    "{feature}": {weight},' for feature, weight in weights.items()] + ["}"]
    if options.write:
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
