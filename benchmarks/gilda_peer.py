"""Gilda with the human genes, families and complexes of this package's lexicon as its terms.

Needs the extras `peers` and `lexicon-build`: the compiled lexicon keeps long
names as keys without spaces, Gilda matches word by word, so the names are read from the sources
again. Nothing is downloaded: Gilda's own terms are not used, and its disambiguation models, which
it would fetch, are switched off. Families are resolved to members through the lexicon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from systems import Answer

from reconcile.lexicon import build
from reconcile.lexicon.build.compiler import Compiler
from reconcile.lexicon.build.families import add_curated, add_famplex, add_integrins
from reconcile.lexicon.build.genes import add_hgnc, add_ncbi
from reconcile.lexicon.build.sources.famplex import read_famplex
from reconcile.lexicon.build.sources.packages import locate
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES, ORTHOLOG_TYPES

if TYPE_CHECKING:
    from reconcile import Lexicon

STATUS = {"approved": "name", "previous": "former_name", "curated": "curated", "label": "curated"}
"""Gilda's status of a term by the type of the form, as Gilda gives it to its own terms; all other
types are synonyms."""


class _Recorder(Compiler):
    """Keeps every form as it is written."""

    def __init__(self) -> None:
        self.written: dict[tuple[str, int, bool], tuple[str, str]] = {}
        super().__init__()

    def add(
        self, text: str, type_: str, source: str, ref: int = NO_REF, *, is_family: bool = False
    ) -> None:
        super().add(text, type_, source, ref, is_family=is_family)
        if ref != NO_REF and type_ not in NON_GENE_TYPES | ORTHOLOG_TYPES:
            self.written.setdefault((text, ref, is_family), (type_, source))


class Gilda:
    """Gilda behind the benchmarks' interface."""

    def __init__(self, lexicon: Lexicon) -> None:
        import gilda
        import gilda.ner

        self.name = f"Gilda {gilda.__version__}, same terms"
        self._annotate = gilda.ner.annotate
        self._members = {}
        terms = self._terms(gilda, lexicon)
        self.grounder = gilda.make_grounder(terms)
        self.grounder.adeft_disambiguators = {}
        self.grounder.gilda_disambiguators = {}
        self.terms = len(terms)

    def _terms(self, gilda: Any, lexicon: Lexicon) -> list[Any]:
        from gilda.process import normalize

        files = locate()
        compiler = _Recorder()
        hgnc, ncbi = build.read_human(files)
        add_hgnc(compiler, hgnc)
        add_ncbi(compiler, ncbi)
        add_famplex(
            compiler,
            read_famplex(files.famplex),
            build.curated_rows("famplex.tsv", 4),
            build.curated_rows("families.tsv", 5),
        )
        add_integrins(compiler)
        add_curated(
            compiler, build.curated_rows("forms.tsv", 3), build.curated_rows("nongenes.tsv", 3)
        )
        terms = []
        for (text, ref, is_family), (type_, source) in compiler.written.items():
            normal = normalize(text)
            if not normal.strip():
                continue
            if is_family:
                row = compiler.families[ref]
                db, identifier, name, kind = "FPLX", row.id, row.id, row.kind
                members = [compiler.genes[member].symbol for member in row.members]
            else:
                gene = compiler.genes[ref]
                db, identifier, name, kind = "HGNC", gene.hgnc_id, gene.symbol, "gene"
                members = [gene.symbol]
            identifier = str(identifier).removeprefix("HGNC:")
            self._members[db, identifier] = (kind, frozenset(members))
            terms.append(
                gilda.Term(
                    normal,
                    text,
                    db,
                    identifier,
                    name,
                    STATUS.get(type_, "synonym"),
                    source,
                    organism=None if is_family else "9606",
                )
            )
        return terms

    def annotate(self, text: str) -> list[Answer]:
        found = self._annotate(text, grounder=self.grounder)
        return [replace(self._answer(a.text, a.matches), start=a.start, end=a.end) for a in found]

    def ground(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Answer | None]:
        answers: list[Answer | None] = []
        for start, end in spans:
            matches = self.grounder.ground(text[start:end], context=text)
            answers.append(self._answer(text[start:end], matches) if matches else None)
        return answers

    def _answer(self, text: str, matches: Sequence[Any]) -> Answer:
        readings = [self._members[m.term.db, m.term.id] for m in matches]
        kind, symbols = readings[0]
        return Answer(
            text, symbols, kind, score=matches[0].score, others=tuple(s for _, s in readings[1:])
        )
