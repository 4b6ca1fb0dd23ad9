"""The corpus: scores against the captions, counts and rankings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reconcile.benchmark.sections.section import Document, Row, Section, levels
from reconcile.metrics import METRICS
from reconcile.report.wording import LOWER_BOUND, SCORE_NAMES, number, plural

__all__ = ["corpus_sections", "counted", "statistics_sections"]


def counted(document: Document) -> str:
    """How many figures there are, in a sentence."""
    return (
        f"{plural(document['figures'], 'figure')}, {document['with_caption']} with a caption, "
        f"{document['with_list']} with a gene list."
    )


def corpus_sections(document: Document, whole: bool) -> Iterator[Section]:
    """Scores, then what is counted."""
    if not (document["with_caption"] and document["with_list"]):
        yield Section("corpus", "scores", "Gene lists", (counted(document),))
    else:
        yield Section(
            "corpus",
            "scores",
            "Gene lists against captions",
            (
                counted(document),
                LOWER_BOUND,
                "In brackets: 95 % bootstrap intervals over figures.",
            ),
            ("score", "micro", "macro"),
            levels(document, METRICS),
        )
    yield from statistics_sections("corpus", "", document)


def statistics_sections(part: str, prefix: str, found: Document) -> Iterator[Section]:
    """The counts and rankings of the corpus or of one group; names begin with the prefix."""
    for name, title, head in (
        ("statuses", "Entries by status", ("status", "entries")),
        ("reasons", "Suggestions by reason", ("reason", "number")),
    ):
        yield Section(part, f"{prefix}{name}", title, (), head, _numbers(found[name]))
    if found["wrong_aliases"]:
        yield Section(
            part,
            f"{prefix}wrong",
            "Words taken for the wrong gene, by suggestions",
            (),
            ("word", "gene", "reasons", "figures", "for example"),
            tuple(
                (
                    w["word"],
                    w["symbol"],
                    ", ".join(w["reasons"]),
                    str(w["figures"]),
                    w["examples"][0],
                )
                for w in found["wrong_aliases"]
            ),
            figids=4,
        )
    if found["missed"]:
        yield Section(
            part,
            f"{prefix}missed",
            "Named by captions and not in the lists",
            (),
            ("name", "kind", "figures", "for example"),
            tuple(
                (_name(m), m["kind"], str(m["figures"]), m["examples"][0]) for m in found["missed"]
            ),
            figids=3,
        )
    if found["worst"]:
        yield Section(
            part,
            f"{prefix}worst",
            "Lowest F1",
            (),
            ("figure", *map(SCORE_NAMES.__getitem__, METRICS), "genes", "concepts"),
            tuple(
                (
                    w["figid"],
                    *(number(w[name]) for name in METRICS),
                    str(w["counts"]["gene_keywords"]),
                    str(w["counts"]["concepts"]),
                )
                for w in found["worst"]
            ),
            figids=0,
        )


def _numbers(counts: Mapping[str, int]) -> tuple[Row, ...]:
    return tuple((name, str(count)) for name, count in counts.items())


def _name(missed: Document) -> str:
    symbols = missed["symbols"]
    shown = ", ".join(symbols[:6]) + (f" and {len(symbols) - 6} more" if len(symbols) > 6 else "")
    return f"{missed['label']}: {shown}" if missed["label"] else shown
