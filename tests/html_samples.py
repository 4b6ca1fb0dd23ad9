"""Results for the tests of the HTML report, with texts that want to be markup."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from report_samples import ERBB2, FAILURE, blank, mention, sample

from reconcile.metrics import Counts, summarise
from reconcile.records import Evidence, Figure, Mention, Reconciliation, Suggestion
from reconcile.report import render

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)> \"quoted\" 'single' & &amp; "
    "{{ 7*7 }} {% raw %} ]]> <!-- \x00\x1b[31m \u202eevil\u202c אבג العربية 👩‍🔬🧬 \ud800 "
)

VOID = {"meta", "input", "br", "img", "link", "hr"}


def captioned(figid: str = "PMC1__f1", before: str = "") -> Reconciliation:
    """A figure whose caption is there: `before`, then HER2 activating MEK and LMP1."""
    caption = before + "HER2 activates MEK and LMP1."
    result = sample(figid)
    at = caption.index
    result = replace(
        result,
        mentions=(
            mention("HER2", at("HER2", len(before)), "gene", None, ERBB2),
            replace(result.mentions[1], start=at("MEK"), end=at("MEK") + 3),
            Mention("LMP1", at("LMP1"), at("LMP1") + 4, "nonhuman", None, (), "10376", 0.7),
        ),
    )
    keywords = [verdict.keyword for verdict in result.keywords]
    return replace(result, figure=Figure(figid, caption, keywords, title="HER2 signalling"))


def hostile() -> Reconciliation:
    """A figure where every text wants to be markup."""
    result = captioned(f"PMC9__{HOSTILE}", HOSTILE * 130)
    one, two = result.suggestions
    evil = Evidence(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    verdict = replace(
        result.keywords[1],
        keyword=HOSTILE,
        symbol=HOSTILE,
        genes=(replace(ERBB2, symbol=HOSTILE, hgnc_id=HOSTILE, ncbi_gene_id='"><b>'),),
        supported_by=(HOSTILE,),
        evidence=(evil,),
    )
    suggestions = (
        replace(one, keyword=HOSTILE, symbols=(HOSTILE,), evidence=(evil,)),
        replace(two, keyword="=cmd|' /C calc'!A0", explanation=HOSTILE),
        Suggestion("remove", HOSTILE, (), (), "non_gene", 0.5, HOSTILE, (evil,)),
    )
    assert result.figure is not None
    return replace(
        result,
        source=HOSTILE,
        keywords=(verdict, *result.keywords),
        mentions=(*result.mentions[:1], replace(result.mentions[1], label=HOSTILE)),
        suggestions=suggestions,
        figure=replace_title(result.figure, HOSTILE),
    )


def replace_title(figure: Figure, title: str | None) -> Figure:
    return Figure(figure.figid, figure.caption, figure.keywords, title=title)


def corpus(count: int) -> list[Reconciliation]:
    """Figures with scores that differ, some undefined, a few without suggestions."""
    made = []
    for i in range(count):
        result = captioned(f"PMC{i}__f1")
        precision = None if i % 7 == 3 else (i % 11) / 10
        kept = result.suggestions[: i % 3]
        assert result.figure is not None
        figure = replace_title(result.figure, f"Pathway {i} of {'insulin' if i % 2 else 'HER2'}")
        made.append(replace(result, precision=precision, suggestions=kept, figure=figure))
    return made


def page(results, failures=()) -> str:
    results = list(results)
    counts = [Counts.from_dict(result.counts) for result in results]
    return "".join(render("html", results, list(failures), lambda: summarise(counts)))


class Reader(HTMLParser):
    """Reads a page; raises on elements that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = text
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.blocks: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        assert len(found) == len(attrs), f"an attribute of {tag} twice: {attrs}"
        self.tags.append((tag, found))
        if tag not in VOID:
            self._open.append((tag, found))

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open, f"</{tag}> closes nothing"
        opened, _ = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data):
        tag, attrs = self._open[-1] if self._open else ("", {})
        if tag in {"script", "style"}:
            name = attrs.get("id") or tag
            self.blocks[name] = self.blocks.get(name, "") + data
        else:
            self.texts.append(data)

    def attributes(self, name):
        return [attrs[name] for _, attrs in self.tags if name in attrs]


__all__ = ["FAILURE", "HOSTILE", "Reader", "blank", "captioned", "corpus", "hostile", "page"]
