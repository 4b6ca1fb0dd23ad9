"""Suggestions: one rule a module, each pure, and the policy that settles their conflicts.

A rule looks at a [`Case`][reconcile.suggest.case.Case] (comparison, lexicon, similarity) and yields
suggestions with their evidence, without regard to other rules. `suggest` then sees to it that

- a keyword is removed or replaced at most once, by the surest rule that speaks (of two as
  sure, the first in `RULES`); a new name for a gene only counts if nothing is said against it;
- a gene that the caption names is not removed (its alias or old symbol may be replaced);
- no gene is both removed and put in, and none is added twice;
- another organism's symbol goes for the reason for which its human twin does;
- what curators decided of a word (`decided.py`) comes before what the rules say of its entries;
- the order is fixed: keywords in the order of `RULES`, then in list order; additions last, the
  surest first.

A suggestion about the whole list has the keyword `*` (`WHOLE_LIST`). In a figure on organisms
without human genes there are only removals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from reconcile.calibration import Calibration
from reconcile.compare import GENE_STATUSES, Comparison
from reconcile.errors import RuleError
from reconcile.lexicon import Lexicon
from reconcile.overrides.holding import Held
from reconcile.records import WHOLE_LIST, Suggestion
from reconcile.suggest.alias_collision import alias_collision
from reconcile.suggest.ambiguous_symbol import ambiguous_symbol
from reconcile.suggest.calibrated import with_calibration
from reconcile.suggest.case import Case
from reconcile.suggest.decided import with_decided
from reconcile.suggest.labels import complex_label, family_label
from reconcile.suggest.misread_words import misread_words
from reconcile.suggest.missing_gene import missing_gene
from reconcile.suggest.missing_members import missing_members
from reconcile.suggest.non_gene import non_gene
from reconcile.suggest.ocr_artifact import ocr_artifact
from reconcile.suggest.other_species import ortholog_duplicate, species_mismatch
from reconcile.suggest.renamed import alias_symbol, outdated_symbol
from reconcile.suggest.safety import with_safety
from reconcile.suggest.scope import called_out
from reconcile.suggest.twins import as_safe_as_their_genes, with_their_genes

__all__ = [
    "AGAINST",
    "DEFAULT_MIN_CONFIDENCE",
    "RULES",
    "WHOLE_LIST",
    "Case",
    "Rule",
    "is_hint",
    "known_rules",
    "suggest",
]

DEFAULT_MIN_CONFIDENCE: Final = 0.65
"""The confidence from which nine of ten removals are right; see `docs/suggestions.md`.

Below it no gene is said to be wrong, unless a caller of `suggest` asks for it, and
`reconcile apply` takes no suggestion of any kind, if nobody says otherwise.
"""

Rule: TypeAlias = Callable[[Case], Iterable[Suggestion]]


def _each(*rules: Rule) -> Rule:
    """What several rules of one reason code say."""
    return lambda case: (suggestion for rule in rules for suggestion in rule(case))


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "ambiguous_symbol": ambiguous_symbol,
        "non_gene": non_gene,
        "alias_collision": alias_collision,
        "ocr_artifact": _each(ocr_artifact, misread_words),
        "ortholog_duplicate": ortholog_duplicate,
        "species_mismatch": species_mismatch,
        "family_label": family_label,
        "complex_label": complex_label,
        "outdated_symbol": outdated_symbol,
        "alias_symbol": alias_symbol,
        "missing_gene": missing_gene,
        "missing_members": missing_members,
    }
)
"""The rules by reason code, the most specific first: of two on one entry, the first wins."""


_RENAMING: Final = frozenset({"outdated_symbol", "alias_symbol"})
AGAINST: Final = frozenset({"alias_collision", "ambiguous_symbol", "non_gene", "ocr_artifact"})
"""The reasons that say a listed gene is wrong."""


def known_rules(names: Iterable[str]) -> frozenset[str]:
    """The names as a set, if all of them are reason codes of rules.

    Raises:
        RuleError: one is not; the message lists the rules.

    >>> known_rules(["non_gene"])
    frozenset({'non_gene'})
    """
    chosen = frozenset(names)
    if unknown := sorted(chosen - RULES.keys()):
        raise RuleError(f"no such rule: {', '.join(unknown)}; the rules are {', '.join(RULES)}")
    return chosen


def suggest(
    comparison: Comparison,
    lexicon: Lexicon,
    disable: frozenset[str] = frozenset(),
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
    held: Held | None = None,
    calibration: Calibration | None = None,
) -> tuple[Suggestion, ...]:
    """The changes that the rules propose to a gene list, conflicts settled.

    Args:
        comparison: the list held against its caption.
        lexicon: the lexicon that the comparison was made with.
        disable: reason codes of rules to leave out.
        min_confidence: the least probability at which a gene is said to be wrong; renamings,
            labels, other species and additions are not touched by it. What is said below
            `DEFAULT_MIN_CONFIDENCE` are hints, which take no other suggestion's place.
        held: what curators decided that the words of the figure mean; None for nothing.
        calibration: what their decisions say of the confidences of the rules, which then count as
            they were refitted; None for those of the rules.

    Returns:
        The suggestions, in a fixed order; empty without a gene list.

    Raises:
        RuleError: `disable` has a name that is no reason code.
    """
    disable = known_rules(disable)
    if comparison.figure.keywords is None:
        return ()
    case = Case(comparison, lexicon)
    proposed = [s for name, rule in RULES.items() if name not in disable for s in rule(case)]
    if calibration is not None:
        proposed = with_calibration(calibration, proposed)
    if held is not None:
        proposed = with_decided(case, held, proposed, AGAINST)
        proposed = [s for s in proposed if s.reason not in disable]
    hints = [s for s in proposed if is_hint(s)]
    changes = _one_a_keyword(comparison, (s for s in proposed if not is_hint(s)))
    changes = _without_removed_and_put_in(comparison, changes)
    if "species_mismatch" not in disable:
        changes = _in_order(comparison, with_their_genes(comparison, changes))
    added = tuple(_additions(comparison, changes, proposed))
    if min_confidence < DEFAULT_MIN_CONFIDENCE:
        changes = _with_hints(comparison, changes, added, hints)
    changes = [s for s in changes if s.confidence >= min_confidence or s.reason not in AGAINST]
    if "species_mismatch" not in disable and called_out(case) is not None:
        # What does not belong there needs no other names and no more genes.
        changes, added = [s for s in changes if s.action == "remove"], ()
    return as_safe_as_their_genes(comparison, with_safety(case, (*changes, *added), proposed))


def is_hint(suggestion: Suggestion) -> bool:
    """Whether a gene is said to be wrong, but not surely enough to stand against anything.

    Such suggestions come only where a threshold below `DEFAULT_MIN_CONFIDENCE` is asked for.
    """
    return suggestion.reason in AGAINST and suggestion.confidence < DEFAULT_MIN_CONFIDENCE


def _with_hints(
    comparison: Comparison,
    changes: list[Suggestion],
    added: Sequence[Suggestion],
    hints: Iterable[Suggestion],
) -> list[Suggestion]:
    """The changes, and the hints about other keywords that contradict none of them.

    So a lower threshold only ever brings more: what is surer stays as it is.
    """
    gene_of = _genes_of_keywords(comparison)
    settled = {s.keyword for s in changes}
    gone = {gene_of.get(keyword) for keyword in settled}
    kept = {symbol for s in (*changes, *added) for symbol in s.symbols}
    fit = [
        hint
        for hint in hints
        if hint.keyword not in settled
        and gene_of.get(hint.keyword) not in kept
        and gone.isdisjoint(hint.symbols)
    ]
    fit = _without_removed_and_put_in(comparison, _one_a_keyword(comparison, fit))
    return _in_order(comparison, (*changes, *fit))


def _one_a_keyword(comparison: Comparison, proposed: Iterable[Suggestion]) -> list[Suggestion]:
    """The surest removal or replacement of each keyword, in rule order, then list order."""
    rank = _rank()
    first: dict[str, Suggestion] = {}
    for suggestion in sorted(
        proposed, key=lambda s: (s.reason in _RENAMING, -s.confidence, rank[s.reason])
    ):
        if suggestion.action != "add":
            first.setdefault(suggestion.keyword, suggestion)
    return _in_order(comparison, first.values())


def _rank() -> dict[str, int]:
    return {reason: i for i, reason in enumerate(RULES)}


def _in_order(comparison: Comparison, changes: Iterable[Suggestion]) -> list[Suggestion]:
    """Removals and replacements in rule order, then list order."""
    listed = list(enumerate(comparison.figure.keywords or ()))
    place = {keyword: i for i, keyword in reversed(listed)}
    rank = _rank()
    return sorted(changes, key=lambda s: (rank[s.reason], place.get(s.keyword, -1)))


def _without_removed_and_put_in(
    comparison: Comparison, changes: list[Suggestion]
) -> list[Suggestion]:
    """Drop removals of genes that the list means to keep by another suggestion."""
    gene_of = _genes_of_keywords(comparison)
    wanted = {
        symbol
        for s in changes
        for symbol in s.symbols
        if gene_of.get(s.keyword) != symbol or s.keyword == symbol
    }
    return [s for s in changes if s.reason in _RENAMING or gene_of.get(s.keyword) not in wanted]


def _genes_of_keywords(comparison: Comparison) -> dict[str, str | None]:
    """The current symbol of each gene keyword."""
    return {v.keyword: v.symbol for v in comparison.verdicts if v.status in GENE_STATUSES}


def _additions(
    comparison: Comparison, changes: list[Suggestion], proposed: Iterable[Suggestion]
) -> Iterator[Suggestion]:
    """The additions, each symbol once, without those that a change puts in or takes out."""
    gene_of = _genes_of_keywords(comparison)
    done = {symbol for s in changes for symbol in s.symbols}
    done |= {symbol for s in changes if (symbol := gene_of.get(s.keyword)) is not None}
    adds = sorted((s for s in proposed if s.action == "add"), key=lambda s: -s.confidence)
    for suggestion in adds:
        rest = tuple(symbol for symbol in suggestion.symbols if symbol not in done)
        done.update(rest)
        if rest == suggestion.symbols:
            yield suggestion
        elif rest:
            yield replace(suggestion, symbols=rest)
