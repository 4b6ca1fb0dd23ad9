"""The front door of the library: composes recognising, grounding, comparing and suggesting."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from reconcile.cleaning import clean
from reconcile.errors import FieldTypeError
from reconcile.grounding import grounder_of
from reconcile.lexicon import Lexicon
from reconcile.locks import IMPORTS, kept_property
from reconcile.made_with import (
    calibration_of,
    expect,
    mode_of,
    open_pipeline,
    overrides_of,
)
from reconcile.records import (
    HUMAN,
    Annotation,
    Failure,
    Figure,
    Grounding,
    Mention,
    Override,
    Reconciliation,
)

if TYPE_CHECKING:
    from reconcile.annotate.annotator import Annotator
    from reconcile.annotate.together import Asked
    from reconcile.calibration import Calibration
    from reconcile.overrides.holding import Held
    from reconcile.overrides.table import Overrides
    from reconcile.tagger.pipeline import Pipeline
    from reconcile.targets import View

__all__ = ["Reconciler"]

_CHUNK: Final = 32
_Item = TypeVar("_Item")


class _Text(NamedTuple):
    """A text to be annotated with what is known beside it; see `Annotator.annotate`."""

    text: str
    listed: Collection[int] = ()
    background: str = ""
    organisms: str = ""


class Reconciler:
    """Holds gene lists against captions, with one lexicon and one recogniser.

    Nothing is fetched over a network and no file outside the package (or the given paths) is
    read. An instance may be used from several threads, and in processes that are forked meanwhile.

    >>> reconciler = Reconciler(ner="lexicon")
    >>> mention = reconciler.annotate("HER2 activates MEK1/2.").mentions[1]
    >>> mention.text, [gene.symbol for gene in mention.genes]
    ('MEK1/2', ['MAP2K1', 'MAP2K2'])
    """

    def __init__(
        self,
        *,
        ner: str = "default",
        lexicon: Lexicon | str | None = None,
        disable: Iterable[str] = (),
        min_confidence: float | None = None,
        organism: str = "human",
        overrides: Overrides | str | Path | None = None,
        calibration: Calibration | str | Path | None = None,
    ) -> None:
        """Open the lexicon and, on first use, the recogniser.

        Args:
            ner: `default` (the bundled tagger and the dictionary), `lexicon` (dictionary
                only, the fast mode), or the name or path of a spaCy or scispaCy
                model whose gene entities join the dictionary.
            lexicon: a `Lexicon`, the folder of a compiled one, or None for the bundled one.
            disable: reason codes of the rules that are to suggest nothing (`missing_members`).
            min_confidence: the least probability, 0 to 1, at which a listed gene is said to be
                wrong; None for `reconcile.suggest.DEFAULT_MIN_CONFIDENCE`. Below that come hints.
            organism: whose symbols the lists are in and are corrected in: a name or taxon id
                (`mouse`, `10090`), or `auto` for what each list itself says. Results of another
                organism than man, and of `auto`, are `OrganismReconciliation`.
            overrides: what curators decided that words mean: `Overrides`, or the path of such a
                table; None for nothing. They come before what would be found.
            calibration: what decisions say of the confidences of suggestions: `Calibration`, or the
                path of its file; None leaves them as they are.

        Raises:
            InputError: if the overrides or the calibration cannot be used.
            LexiconError: if the lexicon cannot be opened, or the table of the organism.
            TargetError: if there is no table of the organism.
            ModelError: if a named model is not installed or knows no gene label.
            RuleError: if a name in `disable` is no reason code.
            ValueError: if `min_confidence` is not from 0 to 1.
        """
        if min_confidence is not None and not 0 <= min_confidence <= 1:
            raise ValueError(f"min_confidence={min_confidence}: not from 0 to 1")
        if isinstance(disable, str):
            raise TypeError(f"disable={disable!r} is one string; pass a list of strings")
        self.disable = frozenset(disable)
        if self.disable:
            from reconcile.suggest import known_rules

            known_rules(self.disable)
        self.min_confidence = min_confidence
        self.ner = ner
        self.lexicon = lexicon if isinstance(lexicon, Lexicon) else Lexicon.load(lexicon)
        self._mode = mode_of(organism, self.lexicon)
        self.overrides = overrides_of(overrides, self.lexicon)
        self.calibration = calibration_of(calibration)
        self._pipeline: Pipeline | None = None
        if ner != "lexicon":
            import reconcile.opening  # noqa: F401 -- its locks have to be there before threads are
        if ner not in ("default", "lexicon"):
            self._pipeline = open_pipeline(ner)

    def annotate(self, text: str) -> Annotation:
        """Find and ground the gene mentions of a text.

        Raises:
            FieldTypeError: the text is no `str`.
        """
        expect(text, str, "annotate")
        return self._decided(next(self._annotated([_Text(text)])))

    def annotate_many(self, texts: Iterable[str]) -> Iterator[Annotation]:
        """Annotate texts one after the other, streaming, with the results of `annotate`.

        The tagger reads a few of them at a time, which takes half its time.

        Raises:
            FieldTypeError: one is no `str`, in the place of its result; or `texts` is a single one.
        """
        if isinstance(texts, str):
            raise FieldTypeError("annotate_many: expected several texts, not one; pass a list")
        for group in self._groups(texts):
            found = self._annotated([_Text(text) for text in group])
            for text in group:
                expect(text, str, "annotate_many")
                yield self._decided(next(found))

    def ground(self, label: str) -> list[Grounding]:
        """The readings of a name, best first; empty if nothing in the lexicon is like it.

        A score below 0.5 says that the letters mostly mean something else.

        Raises:
            FieldTypeError: the label is no `str`.

        >>> Reconciler(ner="lexicon").ground("MEK")[0].label
        'MEK'
        """
        expect(label, str, "ground")
        by_itself = self._annotator if _is_enumeration(label) else grounder_of(self.lexicon)
        found = by_itself.ground(label)
        held = self._held(Figure("", keywords=[label]), ())
        return found if held is None else self._decided_readings(held, label, found)

    def decided(self, word: str) -> Override | None:
        """What curators decided that a word means by itself, whatever stands beside it.

        None where they did not. Of a word that is no gene, `ground` has no reading.
        """
        held = self._held(Figure("", keywords=[word]), ())
        return None if held is None else held.row_of(word)

    def ground_spans(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        *,
        neighbours: Iterable[str] = (),
        organisms: Iterable[str] = (),
    ) -> list[list[Grounding]]:
        """The readings of given spans of a text in their context, best first, a list for each.

        Args:
            text: the text.
            spans: start and end of each name.
            neighbours: approved symbols of genes that are known to belong to the figure; they help
                to tell ambiguous names apart. Others are left out.
            organisms: names of organisms that the text is about; a single one counts where the text
                itself names none.

        Raises:
            AnnotationError: for a span that is empty or outside the text.
            FieldTypeError: the text is no `str`.

        >>> reconciler = Reconciler(ner="lexicon")
        >>> alone, beside = (
        ...     reconciler.ground_spans("PDK1", [(0, 4)], neighbours=genes)[0][0].genes[0].symbol
        ...     for genes in ([], ["AKT1", "PIK3CA", "MTOR"])
        ... )
        >>> alone, beside
        ('PDK1', 'PDPK1')
        """
        expect(text, str, "ground_spans")
        beside, about = tuple(neighbours), tuple(organisms)
        found = self._annotator.ground_spans(
            text, spans, listed=self._indices(beside), organisms=", ".join(about)
        )
        if not self.overrides:
            return found
        figure = Figure("", caption=text, keywords=beside, organisms=about)
        held = self._held(figure, next(self._annotated([_Text(text)])).mentions)
        if held is None:
            return found
        words = (text[start:end] for start, end in spans)
        return [self._decided_readings(held, *pair) for pair in zip(words, found, strict=True)]

    def reconcile(self, figure: Figure) -> Reconciliation:
        """Hold a figure's gene list against its caption.

        A figure without a caption has no recall, one without gene keywords no precision. What
        another tagger found in the caption (`Figure.tagged`) takes the place of what would be
        found here.

        Raises:
            AnnotationError: for a tagged span that is empty or outside the caption.
            FieldTypeError: the figure is no `Figure`.
        """
        expect(figure, Figure, "reconcile")
        return next(self._reconcile_group([figure]))

    def _reconcile_group(self, figures: Sequence[Figure]) -> Iterator[Reconciliation]:
        """Reconcile figures whose captions are read together."""
        views = [None if self._mode is None else self._mode.view(figure) for figure in figures]
        read = self._annotated(
            [self._text(f) for f in _compared(figures, views) if f.caption and f.tagged is None]
        )
        for figure, view in zip(_compared(figures, views), views, strict=True):
            mentions = self._mentions(figure, read)
            held = self._held(figure, mentions)
            if held is not None:
                with IMPORTS:
                    from reconcile.overrides.mentions import decided_mentions
                find = figure.tagged is None
                mentions = decided_mentions(held, figure.caption or "", mentions, find=find)
            compared = partial(self._compared, held=held)
            if self._mode is None:
                yield compared(figure, mentions)
            else:
                yield self._mode.result(figure, view, mentions, compared)

    def _held(self, figure: Figure, mentions: Sequence[Mention]) -> Held | None:
        """What curators decided that holds in a figure; None for nothing."""
        if not self.overrides:
            return None
        with IMPORTS:
            from reconcile.overrides.holding import held_in
        organisms = () if self.organism in (HUMAN, "auto") else (self.organism,)
        return held_in(figure, mentions, self.overrides, self.lexicon, organisms)

    def _decided(self, found: Annotation) -> Annotation:
        """A text's mentions as curators decided them."""
        if not self.overrides:
            return found
        held = self._held(Figure("", caption=found.text), found.mentions)
        if held is None:
            return found
        with IMPORTS:
            from reconcile.overrides.mentions import decided_mentions
        mentions = decided_mentions(held, found.text, found.mentions)
        return replace(found, mentions=mentions, decided=held.rows)

    def _decided_readings(self, held: Held, word: str, found: list[Grounding]) -> list[Grounding]:
        """The readings of a word as curators decided them."""
        with IMPORTS:
            from reconcile.overrides.mentions import decided_groundings
        return decided_groundings(held, word, found)

    def _compared(
        self, figure: Figure, mentions: tuple[Mention, ...], *, held: Held | None
    ) -> Reconciliation:
        with IMPORTS:
            from reconcile.compare import compare
            from reconcile.organisms.about import organism_of
            from reconcile.suggest import DEFAULT_MIN_CONFIDENCE, suggest
        least = DEFAULT_MIN_CONFIDENCE if self.min_confidence is None else self.min_confidence
        comparison = compare(figure, mentions, self.lexicon)
        counts = comparison.counts
        return Reconciliation(
            figid=figure.figid,
            source=figure.source,
            precision=counts.precision,
            recall=counts.recall,
            recall_strict=counts.recall_strict,
            f1=counts.f1,
            counts=counts.to_dict(),
            keywords=comparison.verdicts,
            mentions=comparison.mentions,
            concepts=comparison.concepts,
            suggestions=suggest(
                comparison, self.lexicon, self.disable, least, held, self.calibration
            ),
            organism=organism_of(figure),
            figure=figure,
            decided=() if held is None else held.rows,
            calibration="" if self.calibration is None else self.calibration.said,
        )

    def reconcile_many(
        self,
        figures: Iterable[Figure],
        *,
        n_process: int = 1,
        on_error: Callable[[Failure], None] | None = None,
        time_limit: float | None = None,
    ) -> Iterator[Reconciliation]:
        """Reconcile figures one after the other, in their order, streaming.

        What iterating over `figures` raises is raised here once those before are done.

        Args:
            figures: any iterable; at most a few chunks are held at a time.
            n_process: number of worker processes; 1 works in this one. A process that dies is
                started again, and the figure that ends it each time comes to a `WorkerError`.
            on_error: called with a figure that raises an error, and the others go on. None raises
                that error in the place of the figure's result, which is then the last.
            time_limit: seconds that a figure may take, None for any time. In this process, one step
                in compiled code is not interrupted; processes of their own are ended in any case.

        Raises:
            FieldTypeError: if one of them is no `Figure`, once those before are done.
            TimeLimitError: if a figure takes longer than it may.
            WorkerError: if a figure ends its process each time, or no process can be started.
        """
        with IMPORTS:
            from reconcile.parallel.figures import failure
        for figure, outcome in self._outcomes(_all_figures(figures), n_process, time_limit):
            if not isinstance(outcome, Exception):
                yield outcome
            elif on_error is None:
                raise outcome
            else:
                on_error(failure(figure, outcome))

    def _outcomes(
        self, figures: Iterable[Figure], n_process: int, limit: float | None
    ) -> Iterator[tuple[Figure, Reconciliation | Exception]]:
        with IMPORTS:
            from reconcile.parallel.figures import outcomes
        if n_process > 1:
            with IMPORTS:
                from reconcile.parallel.crew import outcomes_in_processes
            yield from outcomes_in_processes(self, figures, n_process, limit)
            return
        self._load()
        for group in self._groups(figures):
            found = outcomes(self._reconcile_group, self.reconcile, group, limit)
            yield from zip(group, found, strict=True)

    def __reduce__(self) -> tuple[object, ...]:
        settings = {
            name: getattr(self, name)
            for name in ("ner", "lexicon", "disable", "min_confidence", "organism", "overrides")
        }
        return partial(Reconciler, **settings, calibration=self.calibration), ()

    @kept_property
    def _annotator(self) -> Annotator:
        """What finds names in texts; a name by itself mostly does without."""
        with IMPORTS:
            from reconcile.annotate.annotator import Annotator
        return Annotator(self.lexicon)

    @property
    def organism(self) -> str:
        """The taxon id of the organism whose symbols the lists are in, or `auto`."""
        return HUMAN if self._mode is None else self._mode.organism

    def _groups(self, items: Iterable[_Item]) -> Iterator[list[_Item]]:
        """Lists of as many items as are read at a time."""
        with IMPORTS:
            from reconcile.parallel.groups import grouped
        return grouped(items, 1 if self.ner == "lexicon" else _CHUNK)

    def _annotated(self, texts: Sequence[_Text]) -> Iterator[Annotation]:
        """What each text names, read together; where one cannot be, that one raises."""
        try:
            read = iter(self._read(texts))
        except Exception:
            read = (found for text in texts for found in self._read([text]))
        yield from read

    def _read(self, texts: Sequence[_Text]) -> list[Annotation]:
        """What the texts name; the bundled tagger is asked where it can decide, another always."""
        with IMPORTS:
            from reconcile.annotate.together import annotated_together
        asked: Asked = "doubt" if self.ner == "default" else "all"
        if self.ner == "lexicon":
            asked = "nothing"
        return annotated_together(
            self._annotator, texts, asked, lambda ask: self._opened().read(ask)
        )

    def _opened(self) -> Pipeline:
        from reconcile.opening import OPENING

        with OPENING:
            if self._pipeline is None:
                self._pipeline = open_pipeline(None)
            return self._pipeline

    def _load(self) -> None:
        """Load what is loaded on first use, so that it is no figure's time."""
        _ = self._annotator
        with IMPORTS:
            import reconcile.annotate.together
            import reconcile.compare
            import reconcile.organisms.about
            import reconcile.suggest  # noqa: F401
        if self.ner != "lexicon":
            self._opened()

    def _text(self, figure: Figure) -> _Text:
        """A figure's caption with what is known beside it."""
        background = ". ".join(filter(None, (figure.title, figure.paper_title)))
        organisms = ", ".join(figure.organisms)
        return _Text(figure.caption or "", self._listed(figure), background, organisms)

    def _mentions(self, figure: Figure, read: Iterator[Annotation]) -> tuple[Mention, ...]:
        """What the caption names; takes one that was read if it needs it."""
        if figure.tagged is not None:
            with IMPORTS:
                from reconcile.annotate.given import given_mentions
            text, listed, background, organisms = self._text(figure)
            return given_mentions(
                self._annotator, text, figure.tagged, listed, background, organisms
            )
        return next(read).mentions if figure.caption else ()

    def _listed(self, figure: Figure) -> set[int]:
        """Indices of the genes whose approved symbols stand in the gene list."""
        return self._indices(figure.keywords or ())

    def _indices(self, symbols: Iterable[str]) -> set[int]:
        """Indices of the genes with these approved symbols."""
        records = map(self.lexicon.gene_by_symbol, symbols)
        return {record.index for record in records if record is not None}


def _is_enumeration(label: str) -> bool:
    """Whether a label may name several genes; one word does not."""
    text = clean(label).text
    if text.strip().isalnum():
        return False
    with IMPORTS:
        from reconcile.naming.enumerations import find_enumerations
    return next(find_enumerations(text), None) is not None


def _all_figures(figures: Iterable[Figure]) -> Iterator[Figure]:
    for figure in figures:
        expect(figure, Figure, "reconcile_many")
        yield figure


def _compared(figures: Sequence[Figure], views: Sequence[View | None]) -> Iterator[Figure]:
    """The figures as they are compared: each as its view has it, if it has one."""
    for figure, view in zip(figures, views, strict=True):
        yield figure if view is None else view.figure
