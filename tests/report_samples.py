"""Hand-made results for the tests of reports and commands."""

from __future__ import annotations

from reconcile.records import (
    Concept,
    Evidence,
    Failure,
    Gene,
    KeywordVerdict,
    Match,
    Mention,
    Reconciliation,
    Suggestion,
)

ERBB2 = Gene("ERBB2", "HGNC:3430", "2064")
MAP2K1 = Gene("MAP2K1", "HGNC:6840", "5604")
MAP2K2 = Gene("MAP2K2", "HGNC:6842", "5605")
EPHB2 = Gene("EPHB2", "HGNC:3393", "2048")
NASTY = "<script>|[red]`x`\x1b[31m\nHER2"


def mention(text: str, start: int, kind: str, label: str | None, *genes: Gene) -> Mention:
    return Mention(
        text,
        start,
        start + len(text),
        kind,
        label,
        genes,
        "9606",
        0.9,
        match=Match(text, "alias", "hgnc"),
    )


def sample(figid: str = "F1", word: str = "HER2") -> Reconciliation:
    """A figure whose caption names HER2 (spelt `word`) and MEK."""
    return Reconciliation(
        figid=figid,
        source="seeds/a.txt",
        precision=0.5,
        recall=0.5,
        recall_strict=0.5,
        f1=0.5,
        counts={
            "gene_keywords": 2,
            "supported_keywords": 1,
            "concepts": 2,
            "covered_concepts": 1,
            "fully_covered_concepts": 1,
            "other_species": 1,
        },
        keywords=(
            KeywordVerdict(
                "HER2", "alias", "ERBB2", "HGNC:3430", "2064", "9606", True, (word,), (ERBB2,)
            ),
            KeywordVerdict(
                "EPHB2", "gene", "EPHB2", "HGNC:3393", "2048", "9606", False, (), (EPHB2,)
            ),
            KeywordVerdict("her4.1", "other_species", None, None, None, "7955", False),
        ),
        mentions=(
            mention(word, 0, "gene", None, ERBB2),
            mention("MEK", 40, "family", "MEK", MAP2K1, MAP2K2),
            Mention("LMP1", 50, 54, "nonhuman", None, (), "10376", 0.7),
        ),
        concepts=(
            Concept("gene", None, (ERBB2,), (0,), "full"),
            Concept("family", "MEK", (MAP2K1, MAP2K2), (1,), "none"),
        ),
        suggestions=(
            Suggestion(
                "add",
                "MEK",
                ("MAP2K1", "MAP2K2"),
                (),
                "missing_members",
                0.8,
                "The caption names “MEK”, and the list has none of its members.",
                (Evidence("caption", "MEK", start=40, end=43),),
            ),
            Suggestion(
                "remove",
                "EPHB2",
                (),
                (),
                "alias_collision",
                0.9,
                "“ERK” on the image means MAPK1 and MAPK3 here.",
                (Evidence("ocr", "ERK", "read off the image"),),
            ),
        ),
    )


def blank(figid: str = "F0") -> Reconciliation:
    """A figure without a gene list and without a caption."""
    return Reconciliation(figid, None, None, None, None, None, {})


FAILURE = Failure(source="b.txt", line=3, error="no `figid`; add one")
