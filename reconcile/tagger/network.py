"""The tagger before training: a spaCy pipeline of the sizes that a recipe gives."""

from __future__ import annotations

from typing import Any

import spacy
from spacy.language import Language

import reconcile.tagger.layer  # noqa: F401 -- registers what the pipeline is made of
from reconcile.tagger.repeats import REPEATS
from reconcile.tagger.samples import LABEL

__all__ = ["build"]


def build(sizes: dict[str, Any]) -> Language:
    """An untrained pipeline of the given sizes, see `models/gene_ner/train.toml`."""
    columns: dict[str, list[int]] = sizes["columns"]
    network = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": sizes.get("extra_state_tokens", False),
        "hidden_width": sizes["hidden_width"],
        "maxout_pieces": sizes.get("hidden_pieces", 2),
        "use_upper": sizes.get("use_upper", True),
        "nO": None,
        "tok2vec": {
            "@architectures": "reconcile.Tok2Vec.v1",
            "embed": {
                "@architectures": "reconcile.LexiconEmbed.v1",
                "width": sizes["width"],
                "widths": [wide for wide, _ in columns.values()],
                "rows": [rows for _, rows in columns.values()],
                "columns": list(columns),
                "blank": sizes.get("blank", 0.0),
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": sizes["width"],
                "depth": sizes["depth"],
                "window_size": sizes.get("window", 1),
                "maxout_pieces": sizes.get("pieces", 3),
            },
        },
    }
    config = {
        "nlp": {"lang": "en", "tokenizer": {"@tokenizers": "reconcile.FineTokenizer.v1"}},
    }
    nlp = spacy.blank("en", config=config)
    component: Any = nlp.add_pipe("ner", config={"model": network})
    component.add_label(LABEL)
    nlp.add_pipe(REPEATS)
    return nlp
