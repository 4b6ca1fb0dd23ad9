"""The HTML report: one file that shows a corpus and its figures and takes decisions.

A report of a few figures has them as plain HTML, which also works without scripts and prints as a
whole. In a larger one each figure is made to HTML just the same, but packed, and unpacked by the
browser when it is opened: thousands of figures load at once. Neither way does a script turn text
of a record into HTML.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final

from reconcile.records import Failure, KeywordStatus, Reason, Reconciliation
from reconcile.report.html.figure import DECISION_COLUMNS, figure_html, figure_title
from reconcile.report.html.page import asset, data_block, embedded, policy, template
from reconcile.report.html.plots import Distributions, corpus_plots
from reconcile.report.jsonout import dumps
from reconcile.report.wording import (
    LOWER_BOUND,
    SAFE,
    STATUS_TITLES,
    failure_line,
    plural,
    printable,
    readable,
    reason_name,
    summary_rows,
)
from reconcile.version import __version__

__all__ = ["FEW", "html_report"]

FEW: Final = 25
"""Up to this number the figures stand in the page as they are."""

_PER_CHUNK: Final = 16
_PIECE: Final = 1 << 20


def html_report(
    results: Iterable[Reconciliation],
    failures: Sequence[Failure],
    summarise: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    """The report in pieces; `failures` and `summarise` are read after the last figure.

    The summary stands first and is known last, so that the figures wait in a temporary file; in
    memory are a line of the table for each, and at most `FEW` of them.
    """
    style, script = asset("page.css", "report.css"), asset("tips.js", "report.js")
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as spool:
        body = _Body(spool)
        index = _Index()
        for result in results:
            body.add(figure_html(result, len(index.rows)))
            index.add(result)
        body.close()
        summary = summarise()
        count = len(index.rows)
        yield template("report-head.html.j2").render(
            title=f"Gene lists held against captions: {plural(count, 'figure')}",
            count=count,
            packed=body.packed,
            policy=policy(style, script),
            skip=("figures", "Skip to the figures"),
            style=style,
            lower_bound=LOWER_BOUND,
            safe=SAFE,
            summary=summary_rows(summary) if count > 1 else (),
            plots=corpus_plots(index.distributions) if count > 1 else (),
            failures=[failure_line(failure) for failure in failures],
            reasons=index.named(index.reasons, reason_name),
            statuses=index.named(index.statuses, STATUS_TITLES.__getitem__),
            suggestions=index.distributions.reasons.total(),
        )
        spool.seek(0)
        while piece := spool.read(_PIECE):
            yield piece
        yield template("report-foot.html.j2").render(
            data=embedded(
                {
                    "id": body.name(),
                    "packed": body.packed,
                    "perChunk": _PER_CHUNK,
                    "columns": DECISION_COLUMNS,
                    "figures": index.rows,
                }
            ),
            script=script,
            version=__version__,
        )


class _Body:
    """The figures on their way to the file: as they are while they are few, then packed."""

    def __init__(self, spool: IO[str]) -> None:
        self.packed = False
        self._spool = spool
        self._waiting: list[str] = []
        self._chunks = 0
        self._hash = hashlib.sha256()

    def add(self, article: str) -> None:
        self._hash.update(article.encode())
        self._waiting.append(article)
        self.packed = self.packed or len(self._waiting) > FEW
        while self.packed and len(self._waiting) >= _PER_CHUNK:
            self._pack()

    def close(self) -> None:
        if self.packed:
            self._pack()
        self._spool.writelines(self._waiting)

    def name(self) -> str:
        """A name for the content, under which the browser keeps decisions."""
        return self._hash.hexdigest()[:16]

    def _pack(self) -> None:
        chunk, self._waiting = self._waiting[:_PER_CHUNK], self._waiting[_PER_CHUNK:]
        if chunk:
            packed = base64.b64encode(zlib.compress(dumps(chunk).encode(), 6)).decode()
            self._spool.write(data_block(f"chunk{self._chunks}", packed))
            self._chunks += 1


@dataclass(slots=True)
class _Index:
    """The lines of the table, and what the plots and filters are made from."""

    rows: list[list[Any]] = field(default_factory=list)
    reasons: Counter[Reason] = field(default_factory=Counter)
    statuses: Counter[KeywordStatus] = field(default_factory=Counter)
    distributions: Distributions = field(default_factory=Distributions)

    def add(self, result: Reconciliation) -> None:
        reasons = list(dict.fromkeys(s.reason for s in result.suggestions))
        statuses = list(dict.fromkeys(v.status for v in result.keywords))
        self.reasons.update(reasons)
        self.statuses.update(statuses)
        self.distributions.add(result)
        words = {v.keyword for v in result.keywords} | {m.text for m in result.mentions}
        words.update(symbol for s in result.suggestions for symbol in s.symbols)
        self.rows.append(
            [
                printable(result.figid),
                readable(figure_title(result)),
                result.precision,
                result.recall,
                result.f1,
                len(result.keywords),
                len(result.suggestions),
                reasons,
                statuses,
                readable(" ".join(sorted({word.lower() for word in words}))),
            ]
        )

    @staticmethod
    def named(counter: Counter[Any], name: Callable[[Any], str]) -> list[tuple[str, str, int]]:
        """Code, name and number of figures, the most frequent first."""
        return [
            (code, name(code), count)
            for code, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))
        ]
