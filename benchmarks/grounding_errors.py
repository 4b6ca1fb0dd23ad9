"""Name the errors that remain in finding and grounding, by class.

A rule, not a person, puts an error into its class, the first one that fits:

* family or member: a family where one gene is meant, one member where another is, or too many.
* other species: the name is spelled as in another species, or the gold has no human gene.
* abbreviation: the text itself defines the letters, in parentheses.
* ambiguous name: the lexicon gives the name to the wanted gene too, and another reading won.
* generic words: lower-case words that end in what a thing is (`binding protein`).
* wrong span: a part of the text, or the text with its neighbours, is the name.
* ambiguous letters: the lexicon knows the letters, for other genes only.
* not in the lexicon: nothing has this name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from systems import Answer

from reconcile.lexicon.schema import NO_REF, ORTHOLOG_TYPES
from reconcile.records import HUMAN
from reconcile.text import letter_key, surface_key

if TYPE_CHECKING:
    from pubtator_gold import Grounded

    from reconcile import Lexicon
    from reconcile.evaluation.linking import LinkingScore

CLASSES = (
    "family or member",
    "other species",
    "abbreviation",
    "ambiguous name",
    "generic words",
    "wrong span",
    "ambiguous letters",
    "not in the lexicon",
)
_CLASS_NOUN = re.compile(
    r"(?:proteins?|genes?|receptors?|factors?|kinases?|enzymes?|channels?|subunits?|antigens?"
    r"|inhibitors?|transporters?|ligands?|complex(?:es)?|cytokines?|chemokines?)$"
)


@dataclass(frozen=True)
class Error:
    """A wrong answer: where, what was wanted, what came, and of which class it is."""

    where: str
    text: str
    wanted: frozenset[str]
    found: frozenset[str]
    group: str

    def to_dict(self) -> dict[str, object]:
        return {
            "where": self.where,
            "text": self.text,
            "wanted": sorted(self.wanted),
            "found": sorted(self.found),
        }


class Classifier:
    """Puts errors into classes with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def known(self, name: str) -> tuple[frozenset[str], bool, bool]:
        """The human genes that a name has, whether it is a family's, and another species'."""
        symbols: set[str] = set()
        family = foreign = False
        for key in {surface_key(name), letter_key(name)}:
            for entry in self.lexicon.lookup(key):
                if entry.is_family:
                    family = True
                    symbols.update(g.symbol for g in self.lexicon.family(entry.ref).genes)
                elif entry.type in ORTHOLOG_TYPES:
                    foreign = True
                elif entry.ref != NO_REF and entry.type != "word":
                    symbols.add(self.lexicon.gene(entry.ref).gene.symbol)
        return frozenset(symbols), family, foreign

    def group(
        self,
        name: str,
        text: str,
        wanted: frozenset[str],
        answer: Answer | None,
        near: Iterable[str] = (),
    ) -> str:
        """The class of an error; `near` are gold names that share characters with this one."""
        symbols, family, foreign = self.known(name)
        found = answer.symbols if answer else frozenset()
        if wanted & found or (answer and answer.kind in ("family", "complex") and wanted):
            return "family or member"
        if family and wanted & symbols:
            return "family or member"
        away = answer is not None and (answer.taxon != HUMAN or answer.type in ORTHOLOG_TYPES)
        if away or (not found and not wanted) or (foreign and not symbols and name[:1] != "("):
            return "other species"
        if f"({name})" in text or (answer and answer.rule == "abbreviation"):
            return "abbreviation"
        if wanted & symbols:
            return "ambiguous name"
        if _CLASS_NOUN.search(name) and not re.search(r"[A-Z0-9]", name[1:]):
            return "generic words"
        if any(near) or self._part(name, wanted):
            return "wrong span"
        return "ambiguous letters" if symbols or found else "not in the lexicon"

    def _part(self, name: str, wanted: frozenset[str]) -> bool:
        words = re.findall(r"[^\s()/,]+", name)
        parts = (
            " ".join(words[i:j])
            for i in range(len(words))
            for j in range(i + 1, len(words) + 1)
            if j - i < len(words)
        )
        return any(wanted & self.known(part)[0] for part in parts if len(part) > 1)

    def of_spans(self, where: str, results: Sequence[Grounded]) -> list[Error]:
        """The gold mentions whose best reading holds no gold gene."""
        return [
            Error(
                where,
                r.text,
                r.span.symbols,
                r.symbols,
                self.group(r.text, r.document.text, r.span.symbols, r.answer),
            )
            for r in results
            if not r.holds
        ]

    def of_captions(
        self, score: LinkingScore, answered: Mapping[str, Sequence[Answer]]
    ) -> list[Error]:
        """What gold captions lack, have too much or have wrong; `answered` is by caption."""
        texts = {document.id: document.text for document in score.gold.documents}
        errors = []
        for figid, outcomes in score.outcomes.items():
            by_form = {answer.text: answer for answer in answered[figid]}
            missed = [one.text for one in outcomes if one.group == "missed"]
            for one in outcomes:
                if one.group in ("right", "boundary"):
                    continue
                answer = by_form.get(one.text)
                others = by_form if one.group == "missed" else missed
                near = (o for o in others if o != one.text and (o in one.text or one.text in o))
                group = self.group(one.text, texts[figid], one.wanted, answer, near)
                where = f"{figid}, {one.group.replace('_', ' ')}"
                errors.append(Error(where, one.text, one.wanted, one.found, group))
        return errors


def grouped(errors: Iterable[Error]) -> dict[str, list[Error]]:
    """Errors by class, the largest class first."""
    groups: dict[str, list[Error]] = defaultdict(list)
    for error in errors:
        groups[error.group].append(error)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))
