"""These lists against others of the same figures."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.rows.comparison import comparison
from reconcile.benchmark.rows.row import Document, Row, row

__all__ = ["against_rows"]


def against_rows(document: Document) -> Iterator[Row]:
    """None without other lists."""
    against = document["against"]
    if against is None:
        return
    for key in ("caption", "gold"):
        if against[key] is not None:
            yield from comparison(f"against_{key}", against[key])
    for key in ("only_here", "only_there", "captions_differ"):
        for name in against[key]:
            yield row(f"against_{key}", item=name)
    for by, groups in against["groups"].items():
        for group in groups:
            yield from _group(by, group)
    yield from _gains(against)


def _group(by: str, group: Document) -> Iterator[Row]:
    name, section = group["group"], "against_group"
    for key in ("figures", "changed"):
        yield row(section, by=by, group=name, metric=key, value=group[key])
    for level in ("micro", "macro"):
        for metric, score in group[level].items():
            for key in ("here", "there", "difference", "p_holm"):
                whole = key == "difference"
                yield row(
                    section,
                    by=by,
                    group=name,
                    item=key,
                    level=level,
                    metric=metric,
                    value=score[key],
                    interval=score["ci95"] if whole else None,
                    p=score["p"] if whole else None,
                )


def _gains(against: Document) -> Iterator[Row]:
    """In how many figures each gene and word was gained and lost, and what rules say of it."""
    yield from _sides("against_changes", "", "", against["changes"])
    for one in against["genes"]:
        yield from _sides("against_genes", one["gene"], "", one)
    for one in against["words"]:
        yield from _sides("against_words", one["word"], one["gene"], one)


def _sides(section: str, item: str, detail: str, one: Document) -> Iterator[Row]:
    for side in ("gained", "lost"):
        found = one[side]
        if not found["figures"]:
            continue
        for name in ("figures", "named", "right", "wrong"):
            if found[name] is not None:
                value = found[name]
                yield row(section, item=item, detail=detail, level=side, metric=name, value=value)
        for name in ("agree", "disagree"):
            for rule, value in found[name].items():
                yield row(
                    f"{section}_{name}",
                    item=item,
                    detail=detail,
                    level=side,
                    metric=rule,
                    value=value,
                )
