"""What is counted apart, and the errors one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reconcile.benchmark.judged.counted import is_named, is_sure
from reconcile.benchmark.judged.outcomes import Outcome, Outcomes
from reconcile.records import Suggestion
from reconcile.suggest import is_hint

__all__ = ["apart", "false_alarms", "instead", "lacks", "missed", "supported", "whole_lists"]


def instead(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Replacements of which people said what belongs there, and those that say the same."""
    known = [o.instead for o in outcomes if o.instead is not None and _is_counted(o)]
    return {"known": len(known), "same": sum(known)}


def _is_counted(one: Outcome) -> bool:
    return one.suggestion is not None and not is_hint(one.suggestion)


def apart(figures: Iterable[Outcomes]) -> list[dict[str, Any]]:
    """New names and labels by reason, with the verdicts of their entries and on the names."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in figures:
        for o in one.entries:
            if o.suggestion is not None and o.is_renamed and not is_hint(o.suggestion):
                key = o.suggestion.action, o.suggestion.reason
                counts.setdefault(key, Counter())["wrong" if o.wrong else "ok"] += 1
        for suggestion, taken in one.renamings:
            if taken is not None:
                key = suggestion.action, suggestion.reason
                counts.setdefault(key, Counter())["accepted" if taken else "declined"] += 1
    names = ("ok", "wrong", "accepted", "declined")
    return [
        {
            "action": action,
            "reason": reason,
            **{name: counts[action, reason][name] for name in names},
        }
        for action, reason in sorted(counts)
    ]


def whole_lists(figures: Iterable[Outcomes]) -> dict[str, int]:
    """Lists that were called wrong as a whole, and those of which no entry is right."""
    known = [one.whole for one in figures if one.whole is not None]
    return {"named": len(known), "right": sum(known)}


def supported(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    """The verdicts of the entries that the caption names, and of the others."""
    counts = Counter((o.supported, o.wrong) for o in outcomes)
    return {
        name: {"ok": counts[supported, False], "wrong": counts[supported, True]}
        for name, supported in (("named", True), ("not_named", False))
    }


def lacks(one: Outcome) -> bool:
    """Whether an entry is wrong and nothing says so."""
    return one.wrong and not is_named(one, "changes", is_sure)


def missed(figid: str, one: Outcome) -> dict[str, Any]:
    """A wrong entry of which nothing says so."""
    return {"figid": figid, "entry": one.entry, "status": one.status, "words": _words(one)}


def false_alarms(figure: Outcomes) -> Iterator[dict[str, Any]]:
    """The suggestions that are wrong, hints apart."""
    for one in figure.entries:
        if one.suggestion is not None and not one.wrong and is_named(one, "changes", is_sure):
            yield _alarm(figure.figid, one.entry, one.suggestion, _words(one))
    for added in figure.added:
        if not added.right:
            yield _alarm(figure.figid, added.suggestion.keyword, added.suggestion, [])


def _alarm(
    figid: str, entry: str, suggestion: Suggestion, words: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "figid": figid,
        "entry": entry,
        "action": suggestion.action,
        "symbols": list(suggestion.symbols),
        "reason": suggestion.reason,
        "confidence": suggestion.confidence,
        "words": list(words),
    }


def _words(one: Outcome) -> list[dict[str, Any]]:
    return [{"word": word, "match": match, "source": source} for word, match, source in one.words]
