"""The figures of a corpus that people gave verdicts on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from reconcile.benchmark.changes import THRESHOLDS
from reconcile.benchmark.judged.counted import (
    ACTIONS,
    LEVELS,
    from_least,
    of_reason,
    suggestions,
    taken,
)
from reconcile.benchmark.judged.lists import (
    apart,
    false_alarms,
    instead,
    lacks,
    missed,
    supported,
    whole_lists,
)
from reconcile.benchmark.judged.outcomes import Outcomes, outcomes_of
from reconcile.benchmark.judged.scores import Table, confidences
from reconcile.benchmark.judged.voices import agreements
from reconcile.curation.verdicts import Verdicts, shown
from reconcile.records import Figure, Reconciliation
from reconcile.statistics import RESAMPLES

__all__ = ["HeldAgainstVerdicts"]


class HeldAgainstVerdicts:
    """The figures of a corpus that people gave verdicts on."""

    def __init__(self, files: Sequence[Verdicts]) -> None:
        """Begin with no figures.

        Args:
            files: the verdicts of each file; they count together.
        """
        self.verdicts = Verdicts.joined(files)
        self._files = tuple(files)
        self._figures: dict[str, Outcomes] = {}
        self._statuses: dict[str, dict[str, str]] = {}
        self._others = 0

    def add(self, figure: Figure, result: Reconciliation) -> None:
        """Count a figure that has a gene list."""
        if result.figid not in self.verdicts.figures:
            self._others += 1
            return
        found = outcomes_of(figure, result, self.verdicts.of(result.figid))
        self._figures[result.figid] = found
        self._statuses[result.figid] = {v.keyword: v.status for v in result.keywords}

    def said(self, figure: Figure) -> dict[str, bool]:
        """Whether each entry of a list is right, of those that people gave a verdict on."""
        verdicts = self.verdicts.of(figure.figid).entries
        names = {keyword: shown(keyword) for keyword in figure.keywords or ()}
        return {
            keyword: verdicts[name] == "ok" for keyword, name in names.items() if name in verdicts
        }

    def to_dict(self, *, resamples: int = RESAMPLES) -> dict[str, Any]:
        """The part of the document that is about verdicts.

        Args:
            resamples: of the bootstrap over figures.
        """
        figures = [self._figures[figid] for figid in sorted(self._figures)]
        table = Table(figures)
        for name, takes in LEVELS.items():
            for action in ACTIONS:
                table.add((name, action), taken(action, takes))
        for step in THRESHOLDS:
            for action in ACTIONS:
                table.add((step, action), taken(action, from_least(step)))
        reasons = sorted({(s.action, s.reason) for one in figures for s in suggestions(one)})
        for action, reason in reasons:
            table.add((action, reason), taken(action, of_reason(reason)))
        scores = table.scores(resamples)
        every = [o for one in figures for o in one.entries]
        return {
            "sources": list(self.verdicts.sources),
            "figures": len(figures),
            "only_in_verdicts": sorted(self.verdicts.figures.keys() - self._figures.keys()),
            "without_verdicts": self._others,
            "entries": self._entries(figures),
            "scores": {name: {a: scores[name, a] for a in ACTIONS} for name in LEVELS},
            "instead": instead(every),
            "reasons": [
                {"action": action, "reason": reason, **scores[action, reason]}
                for action, reason in reasons
            ],
            "apart": apart(figures),
            "whole_lists": whole_lists(figures),
            "curve": [
                {"threshold": step, **{a: scores[step, a] for a in ACTIONS}} for step in THRESHOLDS
            ],
            "reliability": confidences(figures, resamples),
            "supported": supported(every),
            "missed": [missed(one.figid, o) for one in figures for o in one.entries if lacks(o)],
            "false_alarms": sorted(
                (alarm for one in figures for alarm in false_alarms(one)),
                key=lambda alarm: (-alarm["confidence"], alarm["figid"], alarm["entry"]),
            ),
            "agreement": agreements(self._files, self._statuses, resamples=resamples),
        }

    def _entries(self, figures: Iterable[Outcomes]) -> dict[str, Any]:
        said = [self.verdicts.of(one.figid) for one in figures]
        counts = Counter(o.wrong for one in figures for o in one.entries)
        other = Counter(word for one in said for _, word in sorted(one.other))
        return {
            "ok": counts[False],
            "wrong": counts[True],
            "disputed": sum(len(one.disputed) for one in said),
            "other": dict(sorted(other.items())),
            "gone": sum(len(one.gone) for one in figures),
        }
