"""Fit the confidences of removals, and print how far they can be trusted.

    python benchmarks/calibrate_suggestions.py GOLD.jsonl RECORDS WP_OCR CAPTIONS [--write]

GOLD.jsonl has `figid` and `keywords` (`ok` or `wrong`); RECORDS is a folder of PFOCR records with
their `_data` beside it; WP_OCR has `ocr.csv` and `curated.tsv`; CAPTIONS is gzip-compressed JSONL
with `caption`, of other figures, and says how common a name is. Records that are not in the gold
count by `alias_judgements.tsv`: entries that came in by an alias, judged by hand from the word and
its match alone, without the image; those not listed there are right. Entries that came in by
their own symbol or by the label of a named family are taken for right there.

Needs scikit-learn, which the package itself does not. `--write` puts the weights into
`reconcile/suggest/weights.py` and the names into `reconcile/suggest/risky_names.tsv`.
Cross-validation is by figure, in ten parts.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gold_verdicts
import numpy as np
import suggestions
from gold_verdicts import article_of
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from reconcile import Figure, Reconciler
from reconcile.cleaning import clean
from reconcile.compare import compare
from reconcile.formats import read_figures
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import unpack
from reconcile.records import OcrWord
from reconcile.suggest import doubt
from reconcile.suggest.case import Case, class_label
from reconcile.suggest.doubt import by_another_name, is_label, joint_features
from reconcile.suggest.features import BARE_FEATURES, WORD_FEATURES, bare_features, name_features
from reconcile.suggest.risky import RiskyName
from reconcile.text import surface_key

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "reconcile" / "suggest"
SHARE = {"gold": 1.0, "judged": 1.0, "wp": 0.5}
"""The weight of an example; what a curated pathway lacks may still be in its image."""
LEAST_RISK = 0.5
LEAST_RANK = 1.5
USE_SHARE = 5.0
NCBI_ONLY = 1.0
COMMON = 30
PIECE = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
THRESHOLDS = (0.4, 0.5, 0.6, 0.65, 0.7, 0.8)


@dataclass(frozen=True)
class Entry:
    """A keyword with its verdict."""

    source: str
    figure: str
    case: Case
    keyword: str
    gene: int
    rows: tuple[OcrWord, ...]
    wrong: bool


@dataclass(frozen=True)
class Fitted:
    """A model with the probabilities that it gives, fitted and left out."""

    weights: Mapping[str, float]
    bias: float
    fitted: np.ndarray
    crossed: np.ndarray


def record_entries(gold: Path, records: Path) -> Iterator[Entry]:
    """The unsupported gene keywords of the records that have a verdict, with their figures."""
    verdicts = gold_verdicts.verdicts(gold)
    judged = gold_verdicts.judgements(HERE / "alias_judgements.tsv")
    reconciler = Reconciler(ner="lexicon")
    for figure in read_figures(records):
        if not isinstance(figure, Figure):
            continue
        known = verdicts.get(figure.figid)
        mentions = reconciler.reconcile(figure).mentions
        case = Case(compare(figure, mentions, reconciler.lexicon), reconciler.lexicon)
        for verdict, gene, rows in case.unsupported():
            if known is not None:
                value = known["keywords"].get(verdict.keyword, "undecided")
            elif any(class_label(case, row.match) for row in rows if is_label(row)):
                continue
            else:
                value = judged.get(article_of(figure.figid), {}).get(verdict.keyword, "ok")
            if value in ("ok", "wrong"):
                source = "judged" if known is None else "gold"
                yield Entry(
                    source, figure.figid, case, verdict.keyword, gene, rows, value == "wrong"
                )


def pathway_figures(folder: Path, lexicon: Lexicon) -> Iterator[tuple[Figure, frozenset[str]]]:
    """Lists of hits as figures without a caption, each with the symbols of its pathway."""
    lines = (folder / "curated.tsv").read_text(encoding="utf-8").splitlines()
    curated = {name: set(ids.split(",")) for name, ids in (line.split("\t") for line in lines)}
    hits: dict[str, list[OcrWord]] = defaultdict(list)
    with (folder / "ocr.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            record = lexicon.gene_by_ncbi(row["entrez"])
            if record is not None:
                word, symbol = row["lexicon_symbol"], record.gene.symbol
                hits[row["wpid"]].append(
                    OcrWord(word, word, symbol, row["entrez"], row["source"], "9606")
                )
    for name, words in hits.items():
        present = {w.symbol for w in words if w.ncbi_gene_id in curated[name]}
        keywords = list(dict.fromkeys(w.symbol for w in words))
        yield Figure(name, None, keywords, ocr=words), frozenset(present)


def pathway_entries(folder: Path) -> Iterator[Entry]:
    """The genes of the pathway images that no family label brought in."""
    lexicon = Lexicon.load()
    for figure, present in pathway_figures(folder, lexicon):
        case = Case(compare(figure, (), lexicon), lexicon)
        for verdict, gene, rows in case.unsupported():
            if not any(map(is_label, rows)):
                wrong = verdict.keyword not in present
                yield Entry("wp", figure.figid, case, verdict.keyword, gene, rows, wrong)


def bare(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same entries without their OCR words."""
    cases: dict[str, Case] = {}
    for entry in entries:
        case = cases.get(entry.figure)
        if case is None:
            figure = entry.case.comparison.figure
            stripped = Figure(figure.figid, figure.caption, figure.keywords)
            mentions = entry.case.comparison.mentions
            lexicon = entry.case.lexicon
            case = cases[entry.figure] = Case(compare(stripped, mentions, lexicon), lexicon)
        yield Entry(entry.source, entry.figure, case, entry.keyword, entry.gene, (), entry.wrong)


def fit(
    entries: Sequence[Entry], found: Sequence[Mapping[str, float]], names: Sequence[str], c: float
) -> Fitted:
    """Fit on all, and once for each tenth of the figures on the others."""
    x = np.array([[float(one[name]) for name in names] for one in found])
    y = np.array([entry.wrong for entry in entries]).astype(int)
    share = np.array([SHARE[entry.source] for entry in entries])
    groups = np.array([entry.figure for entry in entries])

    def model(rows: Any) -> LogisticRegression:
        return LogisticRegression(C=c, max_iter=3000).fit(
            x[rows], y[rows], sample_weight=share[rows]
        )

    whole = model(np.arange(len(y)))
    crossed = np.zeros(len(y))
    for train, test in GroupKFold(10).split(x, y, groups):
        crossed[test] = model(train).predict_proba(x[test])[:, 1]
    weights = {name: round(float(w), 2) for name, w in zip(names, whole.coef_[0], strict=True)}
    bias = round(float(whole.intercept_[0]), 2)
    return Fitted(weights, bias, whole.predict_proba(x)[:, 1], crossed)


def use_of_names(captions: Path) -> Callable[[str], float]:
    """How common a name is in captions: the logarithm of its captions, scaled to 0–1."""
    counts: Counter[str] = Counter()
    with gzip.open(captions, "rt", encoding="utf-8") as lines:
        for line in lines:
            caption = json.loads(line)["caption"] or ""
            pieces = {m.group() for m in PIECE.finditer(clean(caption).text)}
            counts.update({surface_key(part) for p in pieces for part in (p, *p.split("-"))})
    return lambda name: round(
        min(1.0, math.log1p(counts[surface_key(name)]) / math.log1p(COMMON)), 2
    )


def risks(
    weights: Mapping[str, float], bias: float, use: Callable[[str], float]
) -> dict[str, RiskyName]:
    """For each gene its riskiest and most used name by HGNC or NCBI."""
    lexicon = Lexicon.load()
    case = Case(compare(Figure("none", None, ()), (), lexicon), lexicon)
    found: dict[str, tuple[float, RiskyName]] = {}
    for key, packed in lexicon._forms.iteritems():
        entry = unpack(key, packed)
        if entry.is_family or entry.type not in ("alias", "previous") or not entry.form:
            continue
        told = name_features(case, entry.ref, entry.form)
        risk = bias + sum(weights.get(feature, 0.0) * value for feature, value in told.items())
        risk -= NCBI_ONLY * (entry.source == "ncbi_gene")
        if risk < LEAST_RISK:
            continue
        symbol = case.symbol(entry.ref)
        name = RiskyName(entry.form, use(entry.form), use(symbol))
        rank = risk + USE_SHARE * name.use
        if rank >= LEAST_RANK and (symbol not in found or rank > found[symbol][0]):
            found[symbol] = (rank, name)
    return {symbol: name for symbol, (_, name) in sorted(found.items())}


def table(title: str, entries: Sequence[Entry], fitted: Fitted) -> Iterator[str]:
    """Precision and recall at thresholds, and the reliability, by where the examples are from."""
    y = np.array([entry.wrong for entry in entries])
    source = np.array([entry.source for entry in entries])
    yield f"\n{title}"
    for name in dict.fromkeys(source):
        own = source == name
        yield f"{name}: {int(y[own].sum())} wrong of {int(own.sum())}"
        for threshold in THRESHOLDS:
            cells = []
            for p in (fitted.fitted, fitted.crossed):
                named = own & (p >= threshold)
                right = int((named & y).sum())
                precision = right / named.sum() if named.any() else float("nan")
                cells.append(f"P {precision:.3f} R {right / max(1, (own & y).sum()):.3f}")
            yield f"  >= {threshold}: fitted {cells[0]}   cross-validated {cells[1]}"
    yield "reliability, cross-validated: said, found, entries"
    for low in np.arange(0, 1, 0.1):
        inside = (fitted.crossed >= low) & (fitted.crossed < low + 0.1)
        if inside.any():
            said, true = fitted.crossed[inside].mean(), y[inside].mean()
            yield f"  {said:.2f}  {true:.2f}  {int(inside.sum())}"


def without_gold(
    options: argparse.Namespace,
    by_word: Sequence[Entry],
    lone: Sequence[Entry],
    names: Mapping[str, RiskyName],
    provenance: bool,
) -> Iterator[str]:
    """The whole chain on the gold, with weights that never saw it."""
    seen = [e for e in by_word if e.source != "gold"]
    word = fit(seen, [joint_features(e.case, e.gene, e.rows) for e in seen], WORD_FEATURES, 1.0)
    bare_seen = [e for e in lone if e.source != "gold"]
    found = [bare_features(e.case, e.gene, names[e.case.symbol(e.gene)]) for e in bare_seen]
    single = fit(bare_seen, found, BARE_FEATURES, 1.0)
    kept = {name: getattr(doubt, name) for name in ("WORD_WEIGHTS", "BARE_WEIGHTS")}
    kept |= {name: getattr(doubt, name) for name in ("WORD_BIAS", "BARE_BIAS", "risky_name")}
    vars(doubt).update(
        WORD_WEIGHTS=word.weights,
        WORD_BIAS=word.bias,
        BARE_WEIGHTS=single.weights,
        BARE_BIAS=single.bias,
        risky_name=names.get,
    )
    try:
        outcomes = list(suggestions.run(options.gold, options.records, "lexicon", provenance))
    finally:
        vars(doubt).update(kept)
    yield f"\nwhole chain on the gold, gold left out of the fit, OCR words: {provenance}"
    yield from suggestions.render(outcomes, errors=False)


def write_weights(word: Fitted, lone: Fitted) -> None:
    """Write the weights as a module."""
    lines = [
        '"""Weights of features. Made by `benchmarks/calibrate_suggestions.py`; do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Mapping",
        "from typing import Final",
        "",
        '__all__ = ["BARE_BIAS", "BARE_WEIGHTS", "WORD_BIAS", "WORD_WEIGHTS"]',
    ]
    for name, fitted in (("WORD", word), ("BARE", lone)):
        lines += ["", f"{name}_BIAS: Final = {fitted.bias}"]
        lines += [f"{name}_WEIGHTS: Final[Mapping[str, float]] = {{"]
        lines += [f'    "{feature}": {weight},' for feature, weight in fitted.weights.items()]
        lines += ["}"]
    (PACKAGE / "weights.py").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Fit the confidences of removals.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("wp_ocr", type=Path)
    parser.add_argument("captions", type=Path, help="gzip-compressed JSONL")
    parser.add_argument("--write", action="store_true", help="put the results into the package")
    options = parser.parse_args(arguments)

    entries = [*record_entries(options.gold, options.records), *pathway_entries(options.wp_ocr)]
    by_word = [e for e in entries if by_another_name(e.case, e.gene, e.rows)]
    word = fit(
        by_word, [joint_features(e.case, e.gene, e.rows) for e in by_word], WORD_FEATURES, 1.0
    )
    print("\n".join(table("by another name, with OCR words", by_word, word)))

    names = risks(word.weights, word.bias, use_of_names(options.captions))
    print(f"\n{len(names)} genes with a risky name")
    lone = [e for e in bare(entries) if e.case.symbol(e.gene) in names]
    found = [bare_features(e.case, e.gene, names[e.case.symbol(e.gene)]) for e in lone]
    single = fit(lone, found, BARE_FEATURES, 1.0)
    print("\n".join(table("without OCR words", lone, single)))
    for fitted in (word, single):
        print(fitted.bias, json.dumps(fitted.weights, indent=1))
    for provenance in (True, False):
        print("\n".join(without_gold(options, by_word, lone, names, provenance)))
    if options.write:
        write_weights(word, single)
        rows = [f"{s}\t{n.name}\t{n.use}\t{n.own_use}" for s, n in names.items()]
        (PACKAGE / "risky_names.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
