"""What is wrong with the pipeline that made the lists, and what to change first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reconcile.benchmark.sections.section import Document, Row, Section
from reconcile.report.wording import UNDEFINED, plural

__all__ = ["change_of", "fix_sections"]

FIXES: Final = 20
"""So many fixes are one step: what they do together is said beside the verdict."""

NO_WORDS: Final = (
    "No words off the images are known (tables FIGID-genes.tsv in _data near the records, or in "
    "the folder of --ocr-dir), so that fixes are about entries of lists alone."
)

_FIRST: Final = 10
_ANY: Final = "*"
_JUDGES: Final = {
    "captions": "An entry is wrong where a suggestion says so, and right where the caption names "
    "it and nothing speaks against it. Effects are on the scores against the captions.",
    "gold": "An entry is wrong where the gold list lacks it. Effects are on the scores against the "
    "gold lists.",
    "verdicts": "An entry is what people said, else as suggestions and captions have it.",
}
_TITLES: Final = {
    "words": ("Words off the images that bring in most wrong entries", "word"),
    "entries": ("Entries of the pipeline's lexicon that do", "entry"),
    "families": ("Families whose members do", "family"),
    "genes": ("Genes that are most often wrong", "gene"),
    "confusions": ("Letters read for others", "read for"),
    "figures": ("Figures that are not about human genes", "organisms"),
    "organisms": ("By organism of the gene", "NCBI Taxonomy"),
    "sources": ("By source of the pipeline's lexicon", "source"),
}


def fix_sections(document: Document, whole: bool) -> Iterator[Section]:
    """None where nobody asked for the faults of a pipeline, or nothing can be said of them."""
    found = document["fixes"]
    if found is None or not (found["entries"] or found["elsewhere"]["entries"]):
        return
    fixes = found["list"] if whole else found["list"][:_FIRST]
    notes = [_JUDGES[found["judge"]]]
    elsewhere = found["elsewhere"]
    if elsewhere["figures"]:
        notes.append(
            f"{plural(elsewhere['figures'], 'figure')} with {elsewhere['entries']} entries "
            f"{'is' if elsewhere['figures'] == 1 else 'are'} not about human genes; without their "
            f"lists precision changes by {_signed(elsewhere['effect']['precision'])} and recall by "
            f"{_signed(elsewhere['effect']['recall'])}."
        )
    if not found["with_words"]:
        notes.append(NO_WORDS)
    left = found["total"] - len(fixes)
    if not fixes:
        notes.append("No rule of the pipeline is wrong so often that it should go.")
    elif left:
        notes.append(f"{plural(left, 'further fix', 'further fixes')}: --fixes FILE writes all.")
    yield Section(
        "fixes",
        "fixes",
        "What to change in the pipeline, the most useful first",
        tuple(notes),
        (
            "rank",
            "change",
            "figures",
            "wrong",
            "right",
            "open",
            "F1 alone",
            "F1 together",
            "for example",
        ),
        tuple(_fix(one) for one in fixes),
        figids=8,
    )
    for group, (title, head) in _TITLES.items() if whole else ():
        if found[group]:
            yield Section(
                "fixes",
                f"fixes-{group}",
                title,
                ("Effects are those of having none of it.",),
                (head, "figures", "wrong", "right", "open", "precision", "recall", "for example"),
                tuple(_row(group, one) for one in found[group]),
                figids=7,
            )


def elsewhere_first(found: Mapping[str, Any]) -> bool:
    """Whether lists of figures that are not about human genes cost more than the first fixes gain.

    Args:
        found: the `fixes` of a document.
    """
    gain, now = found["elsewhere"]["effect"]["f1"], found["now"]["f1"]
    if not gain or gain < 0 or now is None:
        return False
    some = found["list"][:FIXES]
    after = some[-1]["together"]["f1"] if some else now
    return after is None or gain > after - now


def _fix(one: Mapping[str, Any]) -> Row:
    return (
        str(one["rank"]),
        change_of(one),
        *_counts(one),
        _signed(one["effect"]["f1"]),
        UNDEFINED if one["together"]["f1"] is None else f"{one['together']['f1']:.4f}",
        one["examples"][0] if one["examples"] else "",
    )


def change_of(one: Mapping[str, Any]) -> str:
    """A fix in words.

    >>> change_of({"action": "map", "word": "*", "match": "CBP", "source": "synonym",
    ...     "gene": "OPN1LW", "taxon": "9606", "to": ["CREBBP"]})
    'map CBP (synonym) to CREBBP, not OPN1LW'
    """
    if one["action"] == "rename":
        return f"rename {one['gene']} to {' '.join(one['to'])}"
    what = "anything" if one["match"] == _ANY else one["match"]
    if one["source"] not in (_ANY, ""):
        what += f" ({one['source']})"
    if one["word"] not in (_ANY, one["match"]):
        what = f"the word {one['word']} as {what}"
    gene = "" if one["gene"] in (_ANY, one["match"]) else one["gene"]
    if one["action"] == "map":
        return f"map {what} to {' '.join(one['to'])}" + (f", not {gene}" if gene else "")
    return f"stop {what}" + (f" for {gene}" if gene else "")


def _row(group: str, one: Mapping[str, Any]) -> Row:
    return (
        name_of(group, one),
        *_counts(one),
        _signed(one["effect"]["precision"]),
        _signed(one["effect"]["recall"]),
        one["examples"][0] if one["examples"] else "",
    )


def name_of(group: str, one: Mapping[str, Any]) -> str:
    """The name of a row of a group in words."""
    if group == "confusions":
        return f"{one['read'] or 'nothing'} for {one['printed'] or 'nothing'}"
    if group in ("entries", "families"):
        return f"{one['match']} ({one['source']})" if one["source"] else str(one["match"])
    key = {
        "words": "word",
        "genes": "gene",
        "figures": "group",
        "organisms": "taxon",
        "sources": "source",
    }[group]
    return one[key] or "not given"


def _counts(one: Mapping[str, Any]) -> Row:
    return tuple(str(one[name]) for name in ("figures", "wrong", "right", "open"))


def _signed(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:+.4f}"
