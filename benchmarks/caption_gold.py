"""Score mention detection and grounding on hand-annotated captions.

    python benchmarks/caption_gold.py GOLD.jsonl [--ner lexicon|default|MODEL] [--errors] [--json]

A line of GOLD.jsonl is `{"figid", "caption", "mentions": [{"text", "kind", "required", "allowed",
"optional"}]}`. What is counted are distinct surface forms per caption, compared as exact text:

* detection: a predicted form is right if the gold has it. Optional gold forms are neither
  rewarded nor punished.
* end to end: a right detection counts only if its genes are right too. For `gene`, every required
  symbol and none outside `allowed`; for `family` and `complex`, F1 against the required symbols
  of at least 0.8; for `nonhuman`, no human gene.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

FAMILY_F1 = 0.8


class MentionLike(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def symbols(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Gold:
    """A surface form that a caption should yield."""

    text: str
    kind: str
    required: frozenset[str]
    allowed: frozenset[str]
    optional: bool = False

    @classmethod
    def from_dict(cls, mention: Mapping[str, Any]) -> Gold:
        required = frozenset(mention["required"])
        return cls(
            text=mention["text"],
            kind=mention["kind"],
            required=required,
            allowed=frozenset(mention.get("allowed", required)) | required,
            optional=bool(mention.get("optional", False)),
        )


@dataclass(frozen=True)
class CaptionScore:
    """The outcome for one caption; every name is a distinct surface form."""

    found: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    spurious: tuple[str, ...] = ()
    misgrounded: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    """Found forms with wrong genes: (required, predicted)."""


@dataclass(frozen=True)
class Rates:
    """Micro precision, recall and F1 from counts; None where undefined."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float | None:
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        # 2PR/(P+R) in counts, which also holds where P + R is 0.
        both = self.predicted + self.gold
        return 2 * self.right / both if both else None

    def to_dict(self) -> dict[str, float | int | None]:
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "right": self.right,
            "predicted": self.predicted,
            "gold": self.gold,
        }


def grounded_right(gold: Gold, symbols: frozenset[str]) -> bool:
    """Whether predicted human genes fit a gold form."""
    if gold.kind == "nonhuman":
        return not symbols
    if gold.kind == "gene":
        return gold.required <= symbols <= gold.allowed
    shared = len(gold.required & symbols)
    together = len(gold.required) + len(symbols)
    return not together or 2 * shared / together >= FAMILY_F1


def by_form(mentions: Iterable[MentionLike]) -> dict[str, frozenset[str]]:
    """The distinct forms among mentions with all genes that any of them was given."""
    forms: dict[str, frozenset[str]] = {}
    for mention in mentions:
        forms[mention.text] = forms.get(mention.text, frozenset()) | frozenset(mention.symbols)
    return forms


def score_caption(gold: Sequence[Gold], predicted: Mapping[str, frozenset[str]]) -> CaptionScore:
    """Hold the predicted forms of one caption against its gold."""
    optional = {mention.text for mention in gold if mention.optional}
    wanted: dict[str, list[Gold]] = {}
    for mention in gold:
        if not mention.optional:
            wanted.setdefault(mention.text, []).append(mention)
    found = sorted(wanted.keys() & predicted.keys())
    misgrounded = {
        text: (tuple(sorted(wanted[text][0].required)), tuple(sorted(predicted[text])))
        for text in found
        if not any(grounded_right(mention, predicted[text]) for mention in wanted[text])
    }
    return CaptionScore(
        found=tuple(found),
        missed=tuple(sorted(wanted.keys() - predicted.keys())),
        spurious=tuple(sorted(predicted.keys() - wanted.keys() - optional)),
        misgrounded=misgrounded,
    )


def detection(scores: Iterable[CaptionScore]) -> Rates:
    """Detection over captions."""
    listed = list(scores)
    found = sum(len(score.found) for score in listed)
    return Rates(
        right=found,
        predicted=found + sum(len(score.spurious) for score in listed),
        gold=found + sum(len(score.missed) for score in listed),
    )


def end_to_end(scores: Iterable[CaptionScore]) -> Rates:
    """Detection and grounding over captions."""
    listed = list(scores)
    found = detection(listed)
    wrong = sum(len(score.misgrounded) for score in listed)
    return Rates(right=found.right - wrong, predicted=found.predicted, gold=found.gold)


def read_gold(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def render(scores: Mapping[str, CaptionScore], errors: bool) -> str:
    """The scores as text, with every error under its figure if asked for."""

    def percent(value: float | None) -> str:
        return "    –" if value is None else f"{value:.3f}"

    lines = [f"{'':12}  precision  recall     f1  right  predicted  gold"]
    for name, rates in _totals(scores).items():
        lines.append(
            f"{name:12}      {percent(rates.precision)}   {percent(rates.recall)}  "
            f"{percent(rates.f1)}  {rates.right:5}  {rates.predicted:9}  {rates.gold:4}"
        )
    for figid, score in scores.items() if errors else ():
        wrong = [
            f"  grounding  {t!r}: want {w}, got {g}" for t, (w, g) in score.misgrounded.items()
        ]
        missed = [f"  missed     {text!r}" for text in score.missed]
        spurious = [f"  spurious   {text!r}" for text in score.spurious]
        if listed := [*missed, *spurious, *wrong]:
            lines += ["", figid, *listed]
    return "\n".join(lines)


def to_json(scores: Mapping[str, CaptionScore]) -> dict[str, Any]:
    """The same as plain data, errors included."""
    return {
        **{name: rates.to_dict() for name, rates in _totals(scores).items()},
        "captions": [
            {
                "figid": figid,
                "missed": list(score.missed),
                "spurious": list(score.spurious),
                "misgrounded": [
                    {"text": text, "required": list(want), "predicted": list(got)}
                    for text, (want, got) in score.misgrounded.items()
                ],
            }
            for figid, score in scores.items()
        ],
    }


def _totals(scores: Mapping[str, CaptionScore]) -> dict[str, Rates]:
    return {"detection": detection(scores.values()), "end_to_end": end_to_end(scores.values())}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score detection and grounding on gold captions.")
    parser.add_argument("gold", type=Path, help="JSONL with figid, caption and mentions")
    parser.add_argument("--ner", default="default", help="default, lexicon, or a spaCy model")
    parser.add_argument("--errors", action="store_true", help="list every error")
    parser.add_argument("--json", action="store_true", help="print JSON, errors included")
    options = parser.parse_args(arguments)

    from reconcile import Reconciler

    reconciler = Reconciler() if options.ner == "default" else Reconciler(ner=options.ner)
    scores = {
        record["figid"]: score_caption(
            [Gold.from_dict(mention) for mention in record["mentions"]],
            by_form(reconciler.annotate(record["caption"]).mentions),
        )
        for record in read_gold(options.gold)
    }
    if options.json:
        print(json.dumps(to_json(scores), ensure_ascii=False, indent=2))
    else:
        print(render(scores, options.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
