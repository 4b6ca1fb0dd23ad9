"""Entries of gene lists with verdicts, for the fit of the doubt about them (`fit_doubt.py`).

Sources:

- `look`, `gold`: lists whose every entry was judged beside the figure (`keywords`: `ok`, `wrong`);
- `judged`: 205 lists judged from words, captions and titles, without the image
  (`list_judgements.tsv`). Labels of families count as wrong where all members are, or a quarter of
  them at most; where more are, the verdict is about which members the figure means and is left out;
- `made`: the judged lists as today's release would have them: each word that means a gene, by the
  verdicts, brings in the other genes that have it as a name, which then are wrong;
- `wp`: words on images of WikiPathways. An entry is wrong if the curated pathway lacks it. It may
  still be in the image, so these count little;
- `small`: small lists with one planted fault.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import gold_verdicts

from reconcile import Figure, Reconciler
from reconcile.compare import compare
from reconcile.formats import read_figures
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.records import HUMAN, KeywordVerdict, OcrWord
from reconcile.suggest.case import Case
from reconcile.suggest.readings import is_label, own_letters
from reconcile.text import surface_key

HERE = Path(__file__).parent
A_FEW = 0.25

Verdict = Callable[[Case, KeywordVerdict, tuple[OcrWord, ...]], str | None]


@dataclass(frozen=True)
class Entry:
    """A listed gene with its verdict. `rows` are the words, also where they are not to be seen."""

    source: str
    figure: str
    case: Case
    bare: Case
    keyword: str
    gene: int
    rows: tuple[OcrWord, ...]
    wrong: bool


def entries(
    source: str, figure: Figure, mentions: tuple[object, ...], verdict_of: Verdict, lexicon: Lexicon
) -> Iterator[Entry]:
    """The genes of a list that words brought in and that have a verdict."""
    case = Case(compare(figure, mentions, lexicon), lexicon)
    bare = Case(compare(replace(figure, ocr=()), mentions, lexicon), lexicon)
    still = {v.keyword for v, *_ in bare.comparison.gene_keywords()}
    for verdict, gene, rows in case.comparison.gene_keywords():
        value = verdict_of(case, verdict, rows) if rows else None
        if value in ("ok", "wrong") and verdict.keyword in still:
            own = tuple(row for row in rows if row.taxon_id in (None, HUMAN)) or rows
            yield Entry(
                source, figure.figid, case, bare, verdict.keyword, gene, own, value == "wrong"
            )


def of_gold(source: str, gold: Path, records: Path, reconciler: Reconciler) -> Iterator[Entry]:
    """Lists whose entries were judged beside the figure."""
    known = gold_verdicts.verdicts(gold)
    for figure in read_figures(records):
        if isinstance(figure, Figure) and figure.figid in known:
            said = known[figure.figid]["keywords"]
            mentions = reconciler.reconcile(figure).mentions
            yield from entries(
                source, figure, mentions, lambda _, v, __, s=said: s.get(v.keyword),
                reconciler.lexicon,
            )  # fmt: skip


def of_judged(records: list[Path], without: set[str], reconciler: Reconciler) -> Iterator[Entry]:
    """Lists judged from words and captions, and what today's release would make of them."""
    judged = gold_verdicts.list_judgements(HERE / "list_judgements.tsv")
    done = set(without)
    for folder in records:
        for figure in read_figures(folder):
            if not isinstance(figure, Figure) or figure.figid in done:
                continue
            said = judged.get(figure.figid)
            if said is None:
                continue
            done.add(figure.figid)
            mentions = reconciler.reconcile(figure).mentions
            lexicon = reconciler.lexicon
            yield from entries("judged", figure, mentions, _by_judgement(said), lexicon)
            made = as_today(figure, said, lexicon)
            put_in = set(made.keywords or ()) - set(figure.keywords or ())
            if put_in:
                yield from entries("made", made, mentions, _put_in(put_in), lexicon)


def _by_judgement(said: Mapping[str, str]) -> Verdict:
    def verdict_of(case: Case, verdict: KeywordVerdict, rows: tuple[OcrWord, ...]) -> str | None:
        own = said.get(verdict.keyword, "ok")
        return _of_label(case, own, rows, said) if all(map(is_label, rows)) else own

    return verdict_of


def _put_in(put_in: set[str]) -> Verdict:
    def verdict_of(case: Case, verdict: KeywordVerdict, rows: tuple[OcrWord, ...]) -> str | None:
        if verdict.keyword not in put_in or case.named(_only(case, verdict)):
            return None
        return "wrong"

    return verdict_of


def _only(case: Case, verdict: KeywordVerdict) -> int:
    record = case.lexicon.gene_by_symbol(verdict.symbol or "")
    return NO_REF if record is None else record.index


def _of_label(
    case: Case, own: str, rows: tuple[OcrWord, ...], said: Mapping[str, str]
) -> str | None:
    """The verdict of a gene that labels brought in, see the head of this module."""
    best = None
    for row in rows:
        together = [
            said.get(v.keyword, "ok")
            for v, _, others in case.comparison.gene_keywords()
            if any(other.match == row.match and is_label(other) for other in others)
        ]
        wrong = together.count("wrong")
        few = wrong <= A_FEW * len(together)
        if (not wrong and "unsure" not in together) or (few and own == "ok"):
            return "ok"
        if wrong == len(together) or (few and own == "wrong"):
            best = "wrong"
        else:
            return None
    return best


def as_today(figure: Figure, said: Mapping[str, str], lexicon: Lexicon) -> Figure:
    """A list as today's release would have it: a word brings in all genes that it is a name of."""
    put_in: dict[str, list[OcrWord]] = defaultdict(list)
    listed = set(figure.keywords or ())
    for row in figure.ocr:
        own = lexicon.gene_by_symbol(row.symbol)
        if is_label(row) or own is None or said.get(row.symbol, "ok") != "ok":
            continue
        families = set(lexicon.families_of(own.index))
        for entry in lexicon.lookup(surface_key(row.match)):
            if (
                entry.is_family
                or entry.ref in (NO_REF, own.index)
                or entry.type not in ("alias", "previous", "approved")
            ):
                continue
            gene = lexicon.gene(entry.ref).gene
            may_be_family = not own_letters(row, row.symbol) and not families.isdisjoint(
                lexicon.families_of(entry.ref)
            )
            if gene.symbol in listed or gene.symbol in said or may_be_family:
                continue
            how = "symbol" if gene.symbol == row.match else "synonym"
            put_in[gene.symbol].append(
                OcrWord(
                    row.word, row.match, gene.symbol, gene.ncbi_gene_id, f"ncbigene_{how}", HUMAN
                )
            )
    more = tuple(row for rows in put_in.values() for row in rows)
    return replace(figure, keywords=(*(figure.keywords or ()), *put_in), ocr=(*figure.ocr, *more))


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
                    OcrWord(word, word, symbol, row["entrez"], row["source"], HUMAN)
                )
    for name, words in hits.items():
        present = {w.symbol for w in words if w.ncbi_gene_id in curated[name]}
        keywords = list(dict.fromkeys(w.symbol for w in words))
        yield Figure(name, None, keywords, ocr=words), frozenset(present)


def of_pathways(folder: Path, lexicon: Lexicon) -> Iterator[Entry]:
    """The genes of pathway images that no family label brought in."""
    for figure, present in pathway_figures(folder, lexicon):

        def verdict_of(
            case: Case,
            verdict: KeywordVerdict,
            rows: tuple[OcrWord, ...],
            present: frozenset[str] = present,
        ) -> str | None:
            if any(map(is_label, rows)):
                return None
            return "ok" if verdict.keyword in present else "wrong"

        yield from entries("wp", figure, (), verdict_of, lexicon)


def of_small(path: Path, reconciler: Reconciler) -> Iterator[Entry]:
    """Small lists with one planted fault each."""
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        figure = Figure(
            figid=one["id"],
            caption=one["caption"],
            keywords=one["keywords"],
            organisms=one["organisms"],
            ocr=[OcrWord(**row) for row in one["ocr"]],
        )
        mentions = reconciler.reconcile(figure).mentions
        wrong = one["wrong"]
        yield from entries(
            "small", figure, mentions,
            lambda _, v, __, w=wrong: "wrong" if v.keyword in w else "ok",
            reconciler.lexicon,
        )  # fmt: skip
