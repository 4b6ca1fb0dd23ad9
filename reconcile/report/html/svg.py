"""Plots by matplotlib as SVG that can stand in a page: same input, same bytes.

matplotlib writes colours and fonts as inline styles, which a strict policy forbids and which do
not follow the page into the dark. Here they become attributes and classes: `f-…` for fills, `s-…`
for strokes, with the names of `COLOURS`. Texts take the font of the page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as Tree

from markupsafe import Markup

from reconcile.extras import quiet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["COLOURS", "Canvas", "can_plot", "canvas"]

COLOURS: Final = {
    "ink": "#010101",
    "rule": "#010102",
    "one": "#010103",
    "two": "#010104",
    "three": "#010105",
}
"""Stand-ins for the colours of the page; see the style sheet."""

_NAMES: Final = {code: name for name, code in COLOURS.items()}
_KEPT: Final = ("href", "id", "clip-path", "transform", "d", "x", "y", "width", "height", "viewBox")
_STYLES: Final = (
    "font-size",
    "text-anchor",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
)


def can_plot() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


class Canvas:
    """Axes to draw on, one for each panel; `svg` is there once the drawing is done."""

    def __init__(self, panels: Sequence[Axes]) -> None:
        self.panels = panels
        self.svg = Markup()

    @property
    def axes(self) -> Axes:
        """Those of the first panel."""
        return self.panels[0]


@contextmanager
def canvas(
    name: str,
    title: str,
    description: str,
    *,
    width: float = 4.0,
    height: float = 2.2,
    panels: Sequence[float] = (1.0,),
    apart: bool = False,
) -> Iterator[Canvas]:
    """Axes in the manner of the page; matplotlib's settings are put back at the end.

    Args:
        name: begins all ids in the SVG, so that several can stand in one page.
        title: for those who do not see it.
        description: likewise, what the plot says.
        width: in inches.
        height: in inches.
        panels: the heights of panels one below the other, in any unit.
        apart: the panels need not begin at the same place on the left.
    """
    with quiet():
        from matplotlib import rc_context, rcdefaults, rcParams
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

    ink, rule = COLOURS["ink"], COLOURS["rule"]
    with rc_context():
        rcdefaults()
        rcParams.update(
            {
                "svg.fonttype": "none",
                "svg.hashsalt": name,
                "font.size": 9,
                "text.color": ink,
                "text.parse_math": False,
                "axes.labelcolor": ink,
                "axes.edgecolor": rule,
                "axes.spines.left": False,
                "axes.spines.right": False,
                "axes.spines.top": False,
                "axes.axisbelow": True,
                "grid.color": rule,
                "grid.linewidth": 0.6,
                "xtick.color": rule,
                "xtick.labelcolor": ink,
                "ytick.color": rule,
                "ytick.labelcolor": ink,
                "ytick.major.size": 0,
                "legend.frameon": False,
            }
        )
        figure = Figure(figsize=(width, height), layout="constrained", facecolor="none")
        FigureCanvasSVG(figure)
        drawing = Canvas(tuple(_panels(figure, panels, apart)))
        yield drawing
        written = io.StringIO()
        with quiet():  # measuring a text needs a font with its letters; the page has its own
            figure.savefig(written, format="svg", metadata={"Date": None})
    drawing.svg = _cleaned(written.getvalue(), name, title, description)


def _panels(figure: Figure, heights: Sequence[float], apart: bool) -> Iterator[Axes]:
    if apart:
        for part in figure.subfigures(len(heights), squeeze=False, height_ratios=heights)[:, 0]:
            part.set_facecolor("none")
            yield part.add_subplot(facecolor="none")
        return
    sizes = {"height_ratios": heights}
    face = {"facecolor": "none"}
    yield from figure.subplots(len(heights), squeeze=False, subplot_kw=face, gridspec_kw=sizes)[
        :, 0
    ]


def _cleaned(text: str, name: str, title: str, description: str) -> Markup:
    source = Tree.fromstring(text)
    root = Tree.Element("svg")
    root.attrib.update(
        {
            "viewBox": source.attrib["viewBox"],
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        }
    )
    for tag, words in (("title", title), ("desc", description)):
        Tree.SubElement(root, tag, {"id": f"{name}-{tag}"}).text = words
    for child in source:
        _copy(child, root, name)
    return Markup(Tree.tostring(root, encoding="unicode"))


def _copy(element: Tree.Element, parent: Tree.Element, name: str) -> None:
    """Put an element of matplotlib's under `parent`, without style, namespaces and idle ids."""
    tag = _local(element.tag)
    if tag in {"metadata", "style"}:
        return
    new = Tree.SubElement(parent, tag)
    for name_in_space, value in element.attrib.items():
        key = _local(name_in_space)
        if key == "style":
            _dress(new, value)
        elif key == "id":
            if tag in {"clipPath", "path", "g"} and len(value) == 11:  # a hash: something refers
                new.set("id", f"{name}-{value}")
        elif key in _KEPT:
            new.set(key, value.replace("#", f"#{name}-") if "#" in value else _joined(value))
    if tag == "text":
        new.text = element.text
    for child in element:
        _copy(child, new, name)


def _dress(element: Tree.Element, style: str) -> None:
    classes = []
    for part in style.split(";"):
        key, _, value = (word.strip() for word in part.partition(":"))
        if key in {"fill", "stroke"}:
            colour = _NAMES.get(value)
            if colour:
                classes.append(f"{key[0]}-{colour}")
            else:
                element.set(key, value)
        elif key in _STYLES:
            element.set(key, value)
    if classes:
        element.set("class", " ".join(classes))


def _joined(value: str) -> str:
    return " ".join(value.split())


def _local(name: str) -> str:
    return name.rpartition("}")[2]
