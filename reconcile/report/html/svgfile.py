"""A chart as a file of its own: the colours of the page, light or dark, and its caption, in it."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import Final
from xml.etree import ElementTree as Tree

from reconcile.patterns import regex
from reconcile.report.html.charts.chart import Chart
from reconcile.report.html.page import asset

__all__ = ["svg_file"]

_XMLNS: Final = "http://www.w3.org/2000/svg"
_PAD: Final = 10.0
_LINE: Final = 12.0
_LETTERS: Final = 58
"""So many letters of the note fit into the usual width."""
_USUAL: Final = 288.0
_SCALE: Final = 2
_CLASSES: Final = {"ink": "soft", "rule": "line", "one": "one", "two": "two", "three": "three"}
"""The colours of plots, and what they are called in the style sheet of the page."""
_SET: Final = regex(r"--([\w-]+): (#[0-9a-f]{3,6}|[^;#]*);")


def svg_file(chart: Chart) -> str:
    """The text of an SVG file: same chart, same bytes; no script, and nothing is fetched.

    The style is written out, so that programs without style variables show it too.
    """
    root = Tree.fromstring(chart.svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    letters = round(_LETTERS * width / _USUAL)
    lines = [
        *(("title", line) for line in textwrap.wrap(chart.title, letters - 8)),
        *(("note", line) for line in textwrap.wrap(chart.note, letters)),
    ]
    top = _PAD + _LINE * (len(lines) + 0.5)
    box = (-_PAD, -top, width + 2 * _PAD, top + height + _PAD)
    said, drawn = list(root)[:2], list(root)[2:]
    attributes = dict(root.attrib)
    root.clear()
    root.set("xmlns", _XMLNS)
    root.attrib.update(attributes)
    root.set("viewBox", " ".join(f"{number:g}" for number in box))
    root.set("width", f"{_SCALE * box[2]:g}")
    root.set("height", f"{_SCALE * box[3]:g}")
    root.extend(said)
    Tree.SubElement(root, "style").text = _style()
    paper = {name: f"{n:g}" for name, n in zip(("x", "y", "width", "height"), box, strict=True)}
    Tree.SubElement(root, "rect", {"class": "paper", **paper})
    for number, (kind, line) in enumerate(lines):
        at = f"{_PAD + _LINE * (number + 0.6) - top:g}"
        Tree.SubElement(root, "text", {"class": kind, "x": "0", "y": at}).text = line
    root.extend(drawn)
    return Tree.tostring(root, encoding="unicode") + "\n"


@cache
def _style() -> str:
    light, dark, *_ = asset("page.css").split("@media")
    bright, dim = dict(_SET.findall(light)), dict(_SET.findall(dark))
    font = f"svg {{ font-family: {bright['sans']}; font-size: 9px; }}"
    heading = ".title { font-size: 11px; font-weight: 600; }"
    by_night = f"@media (prefers-color-scheme: dark) {{ {_coloured(dim)} }}"
    return f"{font} {heading} {_coloured(bright)} {by_night}"


def _coloured(colours: dict[str, str]) -> str:
    rules = [
        f"svg, .title {{ fill: {colours['ink']}; }}",
        f".note {{ fill: {colours['soft']}; }}",
        f".paper {{ fill: {colours['sheet']}; }}",
    ]
    for name, own in _CLASSES.items():
        rules.append(f".f-{name} {{ fill: {colours[own]}; }}")
        rules.append(f".s-{name} {{ stroke: {colours[own]}; }}")
    return " ".join(rules)
