"""What a score is made of, as clients see it: one table of names and what they say."""

from __future__ import annotations

from typing import Final

__all__ = ["FEATURES", "RULE", "feature_text"]

RULE: Final = "rule_"
"""What the features begin with that say how the name led to the candidate."""

FEATURES: Final = {
    "grounding_score": "Probability, 0 to 1, that the name means this, where it stands.",
    "grounding_score_alone": "The same of the name alone, without its context.",
    "list_score": "Confidence, 0 to 1, of the rules for gene lists that the name means this beside "
    "the neighbours and the caption; it counts where it is the surest.",
    "string_similarity": "Likeness, 0 to 1, of the name and the name that was found (RapidFuzz's "
    "ratio, letter case aside).",
    "lexicon_similarity": "Below 1 for a name with a slip: how like it is to the lexicon's.",
    "approved_symbol": "Whether the name is the approved symbol.",
    "genes_of_the_name": "How many genes the name stands for at once, as MEK1/2 does.",
    "type_match": "Whether the candidate has one of the types that were asked for.",
}
"""Features of candidates, and what they say."""

_RULES: Final = {
    "exact": "The name is in the lexicon as it stands, letter case, hyphens and Greek aside.",
    "fuzzy": "The name is a long one with a slip.",
    "words": "The name has the words of the name that was found.",
    "enumeration": "The name counts up several genes.",
    "identifier": "An identifier was given, no name.",
    "override": "Curators decided that the word means this here.",
    "table": "The name is in the table of the organism.",
    "ortholog": "The name is that of a human gene whose ortholog this is.",
}


def feature_text(feature: str) -> str | None:
    """What a feature says; None if there is no such feature.

    >>> feature_text("rule_exact")[:11], feature_text("x")
    ('The name is', None)
    """
    if feature in FEATURES:
        return FEATURES[feature]
    rule = feature.removeprefix(RULE)
    if rule == feature or not rule.replace("_", "").isalpha():
        return None
    return _RULES.get(rule, f"The name led here by the rule “{rule}” of the grounding.")
