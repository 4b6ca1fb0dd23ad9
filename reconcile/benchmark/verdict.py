"""The verdict of a benchmark in sentences: better or worse, by how much, how sure, what to do.

One score decides, which is chosen before it is looked at: lists are better where p is below 0.05
and the 95 % interval of the difference is above 0, and worse where it is below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from reconcile.benchmark.decision import (
    ALPHA,
    METRIC,
    answer_of,
    deciding_score,
    judge_of,
    level_and_name,
    metric_name,
    moved_groups,
)
from reconcile.benchmark.sections.fixes import FIXES, NO_WORDS, change_of, elsewhere_first
from reconcile.benchmark.sections.section import named, signed, three
from reconcile.metrics import METRICS
from reconcile.report.wording import SCORE_NAMES, plural

__all__ = ["verdict", "worse_sentences"]

Document: TypeAlias = Mapping[str, Any]

_JUDGES: Final = {"gold": "gold lists", "caption": "captions"}
_ANSWERS: Final = {"better": "Better", "worse": "Worse", "no difference": "No difference"}
_SHOWN: Final = 3
_WORTH: Final = 0.0001
"""The least that four digits of a score show."""
_NAME: Final = 60
"""Characters of a name of the input that a sentence shows."""


def verdict(document: Document, metric: str = METRIC) -> dict[str, Any]:
    """The verdict on the lists of a document that has all but this.

    Returns:
        `{"sentence", "lines", "answer", "judge", "metric", "here", "there", "difference", "ci95",
        "p", "figures", "changed"}`. Without other lists `answer`, `there`, `difference`, `p` and
        `changed` are None, and the interval is that of `here`. `lines` begins with the sentence.
    """
    judge, against = judge_of(document), document["against"]
    if against is None:
        found = _alone(document, judge, metric)
    else:
        found = _held_against(against, judge, metric)
    lines = [found["sentence"], *found.pop("more"), *_first_fix(document)]
    return {
        "sentence": found.pop("sentence"),
        "lines": lines,
        "answer": found.pop("answer"),
        "judge": {"gold": "gold", "caption": "captions"}[judge],
        "metric": metric,
        **found,
    }


def worse_sentences(
    document: Document, metric: str | None = None, by: Sequence[str] = ()
) -> list[str] | None:
    """Where the lists of a document are worse than the others; empty where nowhere for sure.

    Args:
        document: of `reconcile.benchmark.run.document`.
        metric: the score that counts; None for the one that the verdict goes by.
        by: fields whose groups count, too, with p by Holm.

    Returns:
        None without other lists, or where the score is undefined for one of the two.
    """
    against = document["against"]
    judge, metric = judge_of(document), metric or document["verdict"]["metric"]
    whole = None if against is None else deciding_score(against[judge], metric)
    if whole is None or answer_of(whole) is None:
        return None
    what = f"{metric_name(metric)} against the {_JUDGES[judge]}"
    found = []
    if answer_of(whole) == "worse":
        found.append(f"{what} {signed(whole['difference'], whole['ci95'])}, p = {whole['p']:.4f}")
    for field, group in moved_groups(against, metric, "worse", by):
        score = deciding_score(group, metric)
        found.append(
            f"{what} in {named(field)} {_cut(group['group'])} "
            f"{signed(score['difference'], score['ci95'])}, p by Holm = {score['p_holm']:.4f}"
        )
    return found


# -- lists alone -----------------------------------------------------------------------------------


def _alone(document: Document, judge: str, metric: str) -> dict[str, Any]:
    summary = document["gold"]["raw"] if judge == "gold" else document
    level, name = level_and_name(metric)
    value, interval = summary[level][name], summary["ci95"][level][name]
    what = f"{metric_name(metric)} against the {_JUDGES[judge]}"
    if value is None:
        sentence = f"Nothing can be scored: {what} is undefined."
    else:
        others = ", ".join(
            f"{SCORE_NAMES[other].lower() if other != 'f1' else 'F1'} "
            f"{_with_interval(summary[level][other], summary['ci95'][level][other])}"
            for other in METRICS
            if other not in (name, "recall_strict")
        )
        sentence = f"{_capital(what)} is {_with_interval(value, interval)}: {others}."
    return {
        "sentence": sentence,
        "answer": None,
        "here": value,
        "there": None,
        "difference": None,
        "ci95": interval,
        "p": None,
        "figures": summary["figures"],
        "changed": None,
        "more": [_counted(document, judge)],
    }


def _counted(document: Document, judge: str) -> str:
    if judge == "gold":
        held = plural(document["gold"]["raw"]["figures"], "figure")
        return f"It rests on {held} with a list and a gold list, of {document['figures']}."
    figures, lists = document["figures"], document["with_list"]
    held = f"{document['with_caption']} with a caption"
    return f"It rests on {plural(figures, 'figure')}, {lists} with a gene list, {held}."


# -- lists against others --------------------------------------------------------------------------


def _held_against(against: Document, judge: str, metric: str) -> dict[str, Any]:
    found = against[judge]
    score = deciding_score(found, metric)
    answer = answer_of(score)
    what = f"{metric_name(metric)} against the {_JUDGES[judge]}"
    if answer is None:
        sentence = f"No verdict: {what} is undefined for these lists or the others."
    else:
        sentence = (
            f"{_ANSWERS[answer]}: {what} {signed(score['difference'], score['ci95'])}, "
            f"p = {score['p']:.4f} (these lists {three(score['here'])}, the others "
            f"{three(score['there'])})."
        )
    return {
        "sentence": sentence,
        "answer": answer,
        **{key: score[key] for key in ("here", "there", "difference", "ci95", "p")},
        "figures": found["figures"],
        "changed": found["changed"],
        "more": [
            _rests_on(against, found),
            *_doubts(found, score, answer),
            *_other_judge(against, judge, metric),
            *_gained(against["changes"]),
            *_groups(against, metric),
        ],
    }


def _rests_on(against: Document, found: Document) -> str:
    left = [
        f"{len(against[key])} only in {what}"
        for key, what in (("only_here", "these lists"), ("only_there", "the others"))
        if against[key]
    ]
    return (
        f"It rests on {plural(found['figures'], 'figure')} that both have; "
        f"{found['changed']} count differently: F1 higher in {len(found['better'])}, lower in "
        f"{len(found['worse'])}."
        + _undefined(found)
        + (f" Left out: {', '.join(left)}." if left else "")
    )


def _undefined(found: Document) -> str:
    """Figures count in sums also where they have no F1 of their own."""
    figures = found["undefined"]
    return f" {plural(figures, 'figure')} without F1 count in sums alone." if figures else ""


def _doubts(found: Document, score: Document, answer: str | None) -> Iterator[str]:
    """Why nothing can be told, where that is not plain."""
    least = 2 / 2 ** found["changed"]
    if answer == "no difference" and score["difference"] and found["exact"] and least >= ALPHA:
        yield (
            f"Too few figures count differently: were all {found['changed']} better, p would be "
            f"{min(least, 1):.4f}."
        )
    elif answer == "no difference" and score["p"] < ALPHA:
        yield f"p is below {ALPHA:g}, but the interval does not exclude 0; both must agree."


def _other_judge(against: Document, judge: str, metric: str) -> Iterator[str]:
    if judge == "caption":
        return
    score = deciding_score(against["caption"], metric)
    answer = answer_of(score)
    if answer is not None:
        yield (
            f"Captions, which do not decide beside gold lists: {answer}, "
            f"{signed(score['difference'], score['ci95'])}, p = {score['p']:.4f}."
        )


def _gained(changes: Document) -> Iterator[str]:
    gained, lost = changes["gained"], changes["lost"]
    moved = gained["figures"] + lost["figures"]
    if not moved:
        return
    for_it, against_it = (
        sum(sum(side[key].values()) for side in (gained, lost)) for key in ("agree", "disagree")
    )
    yield (
        f"{plural(gained['figures'], 'gene')} gained and {lost['figures']} lost in "
        f"{plural(changes['changed'], 'figure')}; suggestions agree with {for_it} of them and "
        f"disagree with {against_it}."
    )


def _groups(against: Document, metric: str) -> Iterator[str]:
    """The groups that moved, whatever all figures together did."""
    for answer in ("worse", "better"):
        moved = list(moved_groups(against, metric, answer))
        if moved:
            shown = "; ".join(
                f"{named(field)} {_cut(group['group'])} "
                f"{signed(deciding_score(group, metric)['difference'], None)}"
                for field, group in moved[:_SHOWN]
            )
            left = len(moved) - _SHOWN
            more = f"; and {plural(left, 'more group')}" if left > 0 else ""
            yield f"{answer.capitalize()} in {shown}{more} (p by Holm below {ALPHA:g})."


# -- what to do ------------------------------------------------------------------------------------


def _first_fix(document: Document) -> Iterator[str]:
    found = document["fixes"]
    if found is None:
        return
    begin = "To fix first"
    if elsewhere_first(found):
        where = found["elsewhere"]
        gain = where["effect"]["f1"]
        yield (
            f"{begin}: list no human genes in the {plural(where['figures'], 'figure')} that "
            f"{'is' if where['figures'] == 1 else 'are'} not about them: F1 {gain:+.4f}."
        )
        begin = "Then"
    if not found["list"]:
        return
    first, some = found["list"][0], found["list"][:FIXES]
    alone, together = first["effect"]["f1"], some[-1]["together"]["f1"]
    said = f"{begin}: {_cut(change_of(first))}"
    if alone is not None and alone >= _WORTH:
        said += f": F1 {alone:+.4f}"
    else:
        said += f": {first['wrong']} of {plural(first['entries'], 'entry', 'entries')} wrong"
    if len(some) > 1 and together is not None:
        said += f"; with the first {len(some)} fixes F1 is {together:.4f}"
    yield f"{said}."
    if not found["with_words"]:
        yield NO_WORDS


def _with_interval(value: float | None, interval: Sequence[float] | None) -> str:
    if value is None or interval is None:
        return three(value)
    return f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
