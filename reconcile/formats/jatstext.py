"""From the elements of a JATS caption to plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from reconcile.patterns import regex

__all__ = ["Element", "caption_text", "plain_text"]

_BLOCKS: Final = frozenset(
    {"p", "title", "label", "list", "list-item", "def-list", "def-item", "def", "term", "sec"}
    | {"fn", "boxed-text", "break", "disp-formula", "disp-quote", "verse-group", "verse-line"}
    | {"td", "th"}
)
"""Elements that are words of their own, with blanks around them."""
_SILENT: Final = frozenset(
    {"alt-text", "long-desc", "object-id", "permissions", "annotation", "annotation-xml"}
    | {"index-term", "processing-meta", "private-char"}
)
"""Elements whose text is not shown."""
_SPOKEN: Final = ("math", "textual-form", "tex-math")
"""What is taken of alternatives, the first of these that there is."""
_NOTES: Final = frozenset({"bibr", "fn", "table-fn", "aff", "corresp"})
"""What a cross-reference may lead to whose mark, set above a word, is no part of it."""

_BLANKS: Final = regex(r"\s+")
_DOCUMENT: Final = regex(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_COMMAND: Final = regex(r"\\(?:(?:math|text)\w*|rm|it|quad|left|right)\b|\\[,;!: ]|[${}\\^_]")
_ENDS: Final = tuple(".!?:;,")


@dataclass(slots=True)
class Element:
    """An element: its name without its namespace, its attributes, its texts and elements."""

    name: str
    attributes: Mapping[str, str]
    children: list[Element | str] = field(default_factory=list)

    def find(self, name: str) -> Element | None:
        """The first child of a name."""
        return next((c for c in self.elements() if c.name == name), None)

    def elements(self) -> Iterator[Element]:
        """The children that are elements."""
        return (child for child in self.children if isinstance(child, Element))


def caption_text(caption: Element | None) -> tuple[str | None, str | None]:
    """The whole text of a caption, its title first, and the title alone; None where there is none.

    A title that does not end in a mark gets a full stop behind it where paragraphs follow.
    """
    if caption is None:
        return None, None
    found = caption.find("title")
    title = "" if found is None else plain_text(found)
    rest = Element("caption", {}, [c for c in caption.children if c is not found])
    body = plain_text(rest)
    stop = "." if title and body and not title.endswith(_ENDS) else ""
    text = f"{title}{stop} {body}".strip()
    return text or None, title.removesuffix(".") or None


def plain_text(element: Element) -> str:
    """The text of an element on one line.

    Marks of emphasis, links, subscripts and superscripts are left out and their text stays
    (`Ca<sup>2+</sup>` is `Ca2+`); paragraphs and formulae set apart have blanks around them. Of a
    formula in several forms one is taken. References set above a word (`AKT<sup>12</sup>` as a
    link to the list of references) are left out, since they would become part of it.
    """
    return _BLANKS.sub(" ", "".join(_pieces(element))).strip()


def _pieces(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.name in _SILENT or (child.name == "sup" and _is_note(child)):
            continue
        elif child.name == "alternatives":
            yield from _alternative(child)
        elif child.name == "math":
            yield "".join(_BLANKS.sub("", piece) for piece in _pieces(child))
        elif child.name == "tex-math":
            yield _tex("".join(_pieces(child)))
        elif child.name in _BLOCKS:
            yield " "
            yield from _pieces(child)
            yield " "
        else:
            yield from _pieces(child)


def _is_note(sup: Element) -> bool:
    """Whether a superscript has nothing but marks of references and what stands between them."""
    marks = [c for c in sup.elements() if c.name == "xref"]
    others = "".join(c if isinstance(c, str) else "" for c in sup.children)
    return (
        bool(marks)
        and len(marks) == sum(1 for _ in sup.elements())
        and all(mark.attributes.get("ref-type") in _NOTES for mark in marks)
        and not any(map(str.isalnum, others))
    )


def _alternative(element: Element) -> Iterator[str]:
    for name in _SPOKEN:
        if (found := element.find(name)) is not None:
            yield from _pieces(Element("alternatives", {}, [found]))
            return


def _tex(text: str) -> str:
    """What can be read of a formula in TeX."""
    inner = _DOCUMENT.search(text)
    return _COMMAND.sub("", text if inner is None else inner[1]).strip()
