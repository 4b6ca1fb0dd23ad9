"""What every rule looks at: the comparison, the lexicon, and who works with whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from reconcile.cleaning import clean
from reconcile.compare import Comparison
from reconcile.compare.letters import Letters
from reconcile.compare.strangers import Strangers
from reconcile.compare.things import things_by_key
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES, Entry
from reconcile.lexicon.similarity import Among, Fit, Similarity, similarity_of, witnesses
from reconcile.locks import kept_property
from reconcile.records import Evidence, KeywordVerdict, OcrWord
from reconcile.suggest.facts import Facts, facts_of
from reconcile.suggest.readings import Readings, own_letters
from reconcile.text import series_stem, surface_key, tokens

__all__ = ["Case", "class_label", "distinct", "join", "ocr_evidence"]

_CURATED: Final = frozenset({"famplex", "curated"})
_ORDINARY: Final = frozenset({"famplex", "curated", "hgnc"})
_SMALL: Final = 4
_SAMPLE: Final = 25
_ENOUGH: Final = 6


def join(words: Iterable[str], most: int = 4) -> str:
    """Words with commas and an `and`, cut where there are very many.

    >>> join(["A", "B", "C"]), join("ABCDEF")
    ('A, B and C', 'A, B, C, D and 2 more')
    """
    listed = list(words)
    shown = listed[:most]
    if len(listed) > most:
        shown.append(f"{len(listed) - most} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


@dataclass(frozen=True)
class Case:
    """One figure's comparison, made ready for the rules."""

    comparison: Comparison
    lexicon: Lexicon
    as_listed: Comparison | None = None

    def without(self, genes: Collection[int]) -> Case:
        """The figure as if some genes were not in its list; `listed` still has them."""
        left = replace(self.comparison, genes=self.comparison.genes.difference(genes))
        return Case(left, self.lexicon, self.as_listed or self.comparison)

    @property
    def listed(self) -> frozenset[int]:
        """The genes of the list, those that are left out as well."""
        return (self.as_listed or self.comparison).genes

    @kept_property
    def facts(self) -> Facts:
        """What the lexicon says of names and genes wherever they stand."""
        return facts_of(self.lexicon)

    @kept_property
    def similarity(self) -> Similarity:
        """How closely genes work together."""
        return similarity_of(self.lexicon)

    @kept_property
    def clear(self) -> frozenset[int]:
        """The genes whose own symbol was read off the image."""
        return frozenset(
            gene
            for _, gene, rows in self.comparison.gene_keywords()
            if gene in self.comparison.genes
            and any(own_letters(row, self.symbol(gene)) for row in rows)
        )

    @kept_property
    def neighbours(self) -> frozenset[int]:
        """The genes that say who belongs into the figure.

        Those whose own symbol was read, and those of the caption's genes and small families; all
        that are listed where these are few, or no words are known. Of very many an even choice, see
        `witnesses`.
        """
        comparison = self.comparison
        near = (refs for refs in comparison.concept_refs if len(refs) <= _SMALL)
        sure = self.clear.union(*near)
        words = any(rows for *_, rows in comparison.gene_keywords())
        return witnesses(sure if words and len(sure) >= _SMALL else comparison.genes | sure)

    @kept_property
    def known(self) -> dict[str, Any]:
        """What several rules need and one of them has worked out, by its name."""
        return {}

    @kept_property
    def readings(self) -> Readings:
        """What words mean among the genes of the figure."""
        return Readings(self.lexicon, self.neighbours)

    @kept_property
    def readings_alone(self) -> Readings:
        """What words mean by themselves."""
        return Readings(self.lexicon, frozenset())

    @kept_property
    def caption_labels(self) -> frozenset[str]:
        """Ids of the families and complexes that the caption names."""
        return frozenset(c.label for c in self.comparison.concepts if c.label)

    @kept_property
    def caption_words(self) -> Mapping[str, None]:
        """The words of the caption, each once, in text order."""
        caption = clean(self.comparison.figure.caption or "").text
        return dict.fromkeys(tokens(caption).texts)

    @kept_property
    def taxa(self) -> frozenset[str | None]:
        """The organisms of the caption's mentions."""
        return frozenset(mention.taxon for mention in self.comparison.mentions)

    @kept_property
    def human_entries(self) -> frozenset[str]:
        """The entries of the list that are human genes."""
        return frozenset(verdict.keyword for verdict, *_ in self.comparison.gene_keywords())

    @kept_property
    def strangers(self) -> Strangers:
        """The organisms without human genes that the figure's texts are about."""
        return Strangers(self.comparison.figure)

    @kept_property
    def letters(self) -> Letters:
        """What the figure's texts say of letters."""
        return Letters(self.comparison.figure, self.lexicon)

    def fit(self, gene: int, without: Collection[int] = ()) -> Fit:
        """The fit of a gene among the neighbours, some of them left out."""
        return self._among.fit(gene, without)

    @kept_property
    def _among(self) -> Among:
        return Among(self.similarity, self.neighbours)

    @kept_property
    def coherence(self) -> float:
        """The median fit of the listed genes, from at most a fixed number of them."""
        sample = sorted(self.comparison.genes)[:_SAMPLE]
        fits = sorted(self.fit(gene).score for gene in sample)
        return fits[len(fits) // 2] if len(fits) >= _ENOUGH else 0.0

    def symbol(self, gene: int) -> str:
        """The approved symbol of a gene."""
        return self.lexicon.gene(gene).gene.symbol

    def symbols(self, genes: Iterable[int]) -> tuple[str, ...]:
        """The approved symbols of genes, sorted."""
        return tuple(sorted(map(self.symbol, genes)))

    @kept_property
    def _series(self) -> dict[str, set[int]]:
        """The listed genes of each stem of numbered symbols: `PDK` of PDK1 and PDK4."""
        found: dict[str, set[int]] = {}
        for gene in self.comparison.genes:
            stem = series_stem(self.symbol(gene))
            if stem is not None:
                found.setdefault(stem, set()).add(gene)
        return found

    def siblings(self, gene: int) -> frozenset[int]:
        """The listed genes whose symbols differ from the gene's in the number only."""
        stem = series_stem(self.symbol(gene))
        return frozenset() if stem is None else frozenset(self._series.get(stem, ())) - {gene}

    def named(self, gene: int) -> bool:
        """Whether the caption names a gene, itself or in a family."""
        return gene in self.comparison.caption

    def unsupported(self) -> Iterator[tuple[KeywordVerdict, int, tuple[OcrWord, ...]]]:
        """The gene keywords that the caption does not name."""
        for verdict, gene, rows in self.comparison.gene_keywords():
            if not self.named(gene):
                yield verdict, gene, rows

    def meant_by_caption(self, gene: int, row: OcrWord) -> tuple[int, ...]:
        """The genes that the caption means by an OCR word, where it is not the given gene.

        Only where they fit the figure no less than the given gene does.
        """
        places = {
            place
            for key in {surface_key(row.match), surface_key(row.word)}
            for place in self._concepts_called.get(key, ())
        }
        named = (self.comparison.concept_refs[place] for place in sorted(places))
        refs = next((refs for refs in named if gene not in refs), None)
        if refs is None:
            return ()
        fit = max(self.fit(ref, {gene}).score for ref in refs)
        return refs if fit >= self.fit(gene, refs).score else ()

    @kept_property
    def _concepts_called(self) -> dict[str, dict[int, None]]:
        """The places of the concepts that the caption calls by a surface key, in text order."""
        found: dict[str, dict[int, None]] = {}
        mentions = self.comparison.mentions
        for place, concept in enumerate(self.comparison.concepts):
            for i in concept.mentions:
                found.setdefault(surface_key(mentions[i].text), {})[place] = None
        return found

    # -- readings of a name ------------------------------------------------------------------------

    def gene_names(self, name: str) -> tuple[Entry, ...]:
        """The entries under a name by which it stands for a human gene."""
        return self.facts.gene_names(name)

    def families(self, name: str) -> Mapping[int, Entry]:
        """The families and complexes that a name is a label of, derived roots left out."""
        return self.facts.families(name)

    def things(self, word: str) -> tuple[Entry, ...]:
        """The entries by which a word is no gene, the surest first."""
        return self.facts.things(word)

    @kept_property
    def _tables(self) -> Mapping[str, tuple[OcrWord, ...]]:
        """The chemicals and diseases of PFOCR's tables by the keys of their words and names."""
        return things_by_key(self.comparison.figure.ocr)

    def taken_for(self, word: str) -> OcrWord | None:
        """What PFOCR's tables of chemicals and diseases take a word for.

        None where curators or HGNC have it as a name of a gene: the tables are noisy.
        """
        rows = self._tables.get(surface_key(word), ()) if self._tables else ()
        if not rows or any(e.source in _ORDINARY for e in self.gene_names(word)):
            return None
        return rows[0]

    # -- evidence ----------------------------------------------------------------------------------

    def caption_evidence(self, genes: Iterable[int], most: int = 2) -> tuple[Evidence, ...]:
        """The first spans of the caption that name some of the genes."""
        caption = self.comparison.caption
        where = {i for gene in genes for i in caption.get(gene, ())[:most]}
        mentions = self.comparison.mentions
        order = sorted(where, key=lambda i: (mentions[i].start, mentions[i].end))[:most]
        return tuple(
            Evidence("caption", m.text, f"names {join(m.symbols)}", None, m.start, m.end)
            for m in (mentions[i] for i in order)
        )

    def list_evidence(self, genes: Iterable[int], most: int = 4) -> tuple[Evidence, ...]:
        """The genes that the list has, as evidence."""
        listed = self.symbols(gene for gene in genes if gene in self.comparison.genes)
        return tuple(Evidence("list", symbol, "listed") for symbol in listed[:most])

    def name_evidence(self, entry: Entry, name: str) -> Evidence:
        """A lexicon entry as evidence."""
        if entry.is_family:
            family = self.lexicon.family(entry.ref)
            detail = f"{family.kind} {family.id}"
        elif entry.ref == NO_REF or entry.type in NON_GENE_TYPES:
            detail = entry.type
        else:
            detail = f"{entry.type} name of {self.symbol(entry.ref)}"
        return Evidence("lexicon", entry.form or name, detail, entry.source)

    def neighbour_evidence(self, gene: int, fit: Fit, most: int = 4) -> tuple[Evidence, ...]:
        """The genes that work with a gene, and in which processes."""
        return tuple(
            Evidence(
                "neighbour",
                self.symbol(other),
                f"with {self.symbol(gene)} in {join(self.similarity.shared(gene, other), 2)}",
                "gene_ontology",
            )
            for other, _ in fit.closest[:most]
        )


def class_label(case: Case, name: str) -> Entry | None:
    """The label of a class of genes that is a general term: chemokines, growth factors, GPCRs.

    A figure with such a word shows no member of the class in particular, unlike one with the
    label of a named family (`AKT`, `WNT`).
    """
    if not any(e.type == "word" and e.source == "curated" for e in case.things(name)):
        return None
    return next(iter(case.families(name).values()), None)


def distinct(rows: Sequence[OcrWord]) -> Iterable[OcrWord]:
    """Rows, each once."""
    return rows if len(rows) < 2 else dict.fromkeys(rows)


def ocr_evidence(rows: Sequence[OcrWord]) -> tuple[Evidence, ...]:
    """The words off the image that brought a keyword into the list."""
    return tuple(
        dict.fromkeys(
            Evidence("ocr", row.word, f"taken for {row.match} ({row.source})", "pfocr")
            for row in rows
        )
    )
