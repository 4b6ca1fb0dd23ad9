"""The suggestions against what people said of entries."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.rows.row import Document, Row, row

__all__ = ["verdict_rows"]

_SHARES = {"precision": ("right", "named"), "recall": ("found", "wanted")}


def verdict_rows(document: Document) -> Iterator[Row]:
    """None without verdicts."""
    found = document["verdicts"]
    if found is None:
        return
    yield row("verdicts", metric="figures", value=found["figures"])
    for name, value in found["entries"].items():
        if name != "other":
            yield row("verdicts_entries", item=name, value=value)
    for name, value in found["entries"]["other"].items():
        yield row("verdicts_entries", item="other", detail=name, value=value)
    for level, scores in found["scores"].items():
        for action, score in scores.items():
            yield from _score("verdicts_scores", score, item=action, detail=level)
    for one in found["reasons"]:
        yield from _score("verdicts_reasons", one, item=one["reason"], detail=one["action"])
    for one in found["apart"]:
        for name in ("ok", "wrong", "accepted", "declined"):
            yield row("verdicts_apart", item=one["reason"], metric=name, value=one[name])
    for key in ("instead", "whole_lists"):
        for name, value in found[key].items():
            yield row(f"verdicts_{key}", metric=name, value=value)
    for name, counts in found["supported"].items():
        for verdict, value in counts.items():
            yield row("verdicts_supported", item=name, metric=verdict, value=value)
    for step in found["curve"]:
        for action in found["scores"]["all"]:
            threshold = f"{step['threshold']:.2f}"
            yield from _score("verdicts_curve", step[action], item=threshold, detail=action)
    yield from _reliability(found["reliability"])
    yield from _errors(found)
    for pair in found["agreement"]:
        yield from _agreement(pair)


def _score(section: str, score: Document, *, item: str, detail: str) -> Iterator[Row]:
    for names in _SHARES.values():
        for name in names:
            yield row(
                section, item=item, detail=detail, level="count", metric=name, value=score[name]
            )
    for name in _SHARES:
        yield row(
            section,
            item=item,
            detail=detail,
            metric=name,
            value=score[name],
            interval=score["ci95"][name],
        )


def _reliability(found: Document) -> Iterator[Row]:
    for action, own in (("all", found), *found["by_action"].items()):
        for name in ("count", "right"):
            yield row("verdicts_reliability", item=action, metric=name, value=own[name])
        for name in ("brier", "log_loss", "calibration_error"):
            value, interval = own[name]["value"], own[name]["ci95"]
            yield row(
                "verdicts_reliability", item=action, metric=name, value=value, interval=interval
            )
        for one in own["bins"]:
            place = f"{one['start']:.2f}–{one['end']:.2f}"
            section = "verdicts_reliability_bins"
            for name in ("count", "said"):
                yield row(section, item=action, detail=place, metric=name, value=one[name])
            yield row(
                section,
                item=action,
                detail=place,
                metric="right",
                value=one["right"],
                interval=one["interval"],
            )


def _errors(found: Document) -> Iterator[Row]:
    for one in found["missed"]:
        yield row("verdicts_missed", group=one["figid"], item=one["entry"], detail=one["status"])
    for one in found["false_alarms"]:
        yield row(
            "verdicts_false_alarms",
            group=one["figid"],
            item=one["entry"],
            detail=" ".join((one["reason"], one["action"], *one["symbols"])),
            metric="confidence",
            value=one["confidence"],
        )
    for key in ("sources", "only_in_verdicts"):
        for name in found[key]:
            yield row(f"verdicts_{key}", item=name)


def _agreement(pair: Document) -> Iterator[Row]:
    section, who = "verdicts_agreement", {"by": pair["first"], "group": pair["second"]}
    every = (
        ("all", "", pair["overall"]),
        *(("subject", name, one) for name, one in pair["subjects"].items()),
        *(("status", name, one) for name, one in pair["statuses"].items()),
    )
    for kind, name, one in every:
        for metric in ("figures", "count"):
            yield row(section, **who, item=kind, detail=name, metric=metric, value=one[metric])
        for metric, value in one["table"].items():
            yield row(
                section, **who, item=kind, detail=name, level="table", metric=metric, value=value
            )
        for metric in ("raw", "kappa"):
            yield row(
                section,
                **who,
                item=kind,
                detail=name,
                metric=metric,
                value=one[metric],
                interval=one[f"{metric}_ci95"],
            )
    for one in pair["disagreements"]:
        yield row(
            "verdicts_disagreements",
            group=one["figid"],
            item=one["item"],
            detail=one["subject"],
            metric=one["first"],
            value=one["second"],
        )
