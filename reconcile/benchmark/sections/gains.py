"""Genes and words that these lists have and the others have not, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reconcile.benchmark.sections.section import Document, Row, Section
from reconcile.report.wording import plural, reason_name

__all__ = ["gain_sections", "most"]

_NAMES: Final = 10
_NOTE: Final = (
    "Agree: a suggestion on the other lists asked for the gain, or for the loss. Disagree: one on "
    "these lists asks for the contrary."
)


def gain_sections(against: Document, whole: bool) -> Iterator[Section]:
    """By rule, by gene and by word; none where no gene was gained or lost."""
    changes = against["changes"]
    sides = changes["gained"], changes["lost"]
    if not any(side["figures"] for side in sides):
        return
    judged = changes["gained"]["right"] is not None
    yield _by_rule(changes)
    for key, title, names in (
        ("genes", "Genes gained and lost", ("gene",)),
        ("words", "Words behind genes gained and lost", ("word", "gene")),
    ):
        ranked = against[key]
        shown = ranked if whole else ranked[:_NAMES]
        left = len(ranked) - len(shown)
        gold = ("gained right", "lost right") if judged else ()
        yield Section(
            "against",
            f"against-{key}",
            title,
            (f"{left} more are in JSON, CSV and HTML only.",) if left else (),
            (*names, "gained", "lost", *gold, "agree", "disagree", "for example"),
            tuple(_row(one, names, judged) for one in shown),
            figids=len(names) + 4 + len(gold),
        )


def most(ranked: Sequence[Document], key: str, number: int = 5) -> list[Document]:
    """Those that were gained, or lost, in most figures."""
    having = [one for one in ranked if one[key]["figures"]]
    return sorted(having, key=lambda one: -one[key]["figures"])[:number]


def _by_rule(changes: Document) -> Section:
    sides = [changes[side][what] for side in ("gained", "lost") for what in ("agree", "disagree")]
    rules = sorted({rule for side in sides for rule in side})
    rows = [
        ("all", *(str(sum(side.values())) for side in sides)),
        *((reason_name(rule), *(str(side.get(rule, 0)) for side in sides)) for rule in rules),
    ]
    notes = (
        f"{plural(changes['gained']['figures'], 'gene')} gained and {changes['lost']['figures']} "
        f"lost in {changes['changed']} of {plural(changes['figures'], 'figure')}; captions name "
        f"{changes['gained']['named']} and {changes['lost']['named']} of them.",
        _NOTE,
    )
    title = "What the suggestions say of genes gained and lost"
    head = ("rule", "gained, agree", "gained, disagree", "lost, agree", "lost, disagree")
    return Section("against", "against-rules", title, notes, head, tuple(rows))


def _row(one: Document, names: Sequence[str], judged: bool) -> Row:
    sides = one["gained"], one["lost"]
    rights = tuple(str(side["right"]) for side in sides) if judged else ()
    examples = [*one["gained"]["examples"], *one["lost"]["examples"]]
    return (
        *(one[name] for name in names),
        *(str(side["figures"]) for side in sides),
        *rights,
        *(_rules(*(side[what] for side in sides)) for what in ("agree", "disagree")),
        examples[0],
    )


def _rules(*sides: Mapping[str, int]) -> str:
    """The rules with their numbers of figures."""
    found: dict[str, int] = {}
    for side in sides:
        for rule, figures in side.items():
            found[rule] = found.get(rule, 0) + figures
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{rule} {figures}" for rule, figures in ranked)
