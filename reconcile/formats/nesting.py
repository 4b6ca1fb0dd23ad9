"""How deep a YAML text nests, told before a YAML parser sees it.

Parsers have depth limits of their own, other ones in every release, and read ahead of the events
that they give. This pass reads only what depth needs: brackets, indentation, and what hides them
(quotes, comments, plain text and block scalars). It never counts more levels than a parser does.
"""

from __future__ import annotations

import re
from typing import Final

from reconcile.patterns import regex

__all__ = ["first_too_deep"]

_BREAKS: Final = "\n\r\x85\u2028\u2029"
"""What ends a line in YAML 1.1."""
_LINE_END: Final = regex(rf"[{_BREAKS}]")
_GAP: Final = regex(rf"(?:[ \t{_BREAKS}]|(?<![^{_BREAKS}])\ufeff|#[^{_BREAKS}]*+)*+")
"""Blanks, line ends, comments, and byte order marks where a line begins."""
_BLANK: Final = regex(rf"[ \t{_BREAKS}]*+")
_MARK: Final = regex(rf"(?:---|\.\.\.)(?=[ \t{_BREAKS}]|\Z)")
_INDICATOR: Final = regex(rf"[-?:](?=[ \t{_BREAKS}]|\Z)")
_PROPERTY: Final = regex(r"![^\s,]*+|[&*][\w-]*+")
_QUOTED: Final = regex(r"\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\"|'[^']*+(?:''[^']*+)*+'", re.DOTALL)
_BLOCK: Final = regex(rf"[|>][+-]?([1-9])?[^{_BREAKS}]*+[{_BREAKS}]?")
_LINE: Final = regex(rf"( *)([^{_BREAKS}]*)(?:\r\n|[{_BREAKS}]|\Z)")
_BLOCK_PLAIN_END: Final = regex(rf":(?=[ \t{_BREAKS}]|\Z)|(?<=[ \t])#|[{_BREAKS}]")
_FLOW_PLAIN_END: Final = regex(rf"[,\[\]{{}}]|:(?=[ \t,\[\]{{}}{_BREAKS}]|\Z)|(?<=[ \t{_BREAKS}])#")


def first_too_deep(text: str, most: int) -> int | None:
    r"""The index of the first list or mapping of a YAML text that is more than `most` levels deep.

    None if there is none. In linear time, whatever the text. A list whose dashes stand no further
    in than the field that it belongs to does not count as a level.

    >>> first_too_deep("a: [[b, '[['], [c]]", 3), first_too_deep("a: [[b, '[['], [c]]", 2)
    (None, 4)
    """
    return _Pass(text, most).run()


class _Pass:
    """One reading of a text."""

    def __init__(self, text: str, most: int) -> None:
        self._text = text
        self._most = most
        self._at = 0
        self._line = int(text.startswith("\ufeff"))  # where the line begins
        self._indents: list[int] = []  # columns of the open block collections
        self._flow = 0  # open brackets
        self._key: tuple[int, int] | None = None  # line and column of what may be a key

    def run(self) -> int | None:
        """The index of the first collection that is too deep."""
        while self._skip_to_token():
            start = self._at
            if self._flow:
                self._read_in_flow()
            else:
                self._read_in_block()
            if len(self._indents) + self._flow > self._most:
                return start
        return None

    def _skip_to_token(self) -> bool:
        gap = _GAP.match(self._text, self._at)
        if gap is not None:
            self._move(gap.end())
        return self._at < len(self._text)

    def _move(self, end: int) -> None:
        """Go on to an index, and know its line."""
        for found in _LINE_END.finditer(self._text, self._at, end):
            self._line = found.end()
        self._at = end

    def _read_in_flow(self) -> None:
        char = self._text[self._at]
        if char in "[{":
            self._flow += 1
        elif char in "]}":
            self._flow -= 1
        elif char not in ",:":
            self._read_scalar(_FLOW_PLAIN_END)
            return
        self._at += 1

    def _read_in_block(self) -> None:
        column = self._at - self._line
        while self._outer() > column:
            self._indents.pop()
        if column == 0 and (mark := _MARK.match(self._text, self._at)):
            self._indents.clear()
            self._at = mark.end()
        elif indicator := _INDICATOR.match(self._text, self._at):
            self._indent(column if indicator.group() != ":" else self._key_column(column))
            self._key = None
            self._at += 1
        elif block := _BLOCK.match(self._text, self._at):
            self._move(block.end())
            self._skip_block_scalar(block.group(1))
        else:
            if self._key is None or self._key[0] != self._line:
                self._key = (self._line, column)
            if self._text[self._at] in "[{":
                self._flow = 1
                self._at += 1
            else:
                self._read_scalar(_BLOCK_PLAIN_END)

    def _key_column(self, column: int) -> int:
        """The column of the field whose colon stands at a column."""
        if self._key is not None and self._key[0] == self._line:
            return self._key[1]
        return column

    def _indent(self, column: int) -> None:
        if self._outer() < column:
            self._indents.append(column)

    def _read_scalar(self, plain_end: re.Pattern[str]) -> None:
        """Go over quoted or plain text, or over a tag or anchor; to the end if it has none."""
        if self._text[self._at] in "\"'":
            quoted = _QUOTED.match(self._text, self._at)
            self._move(quoted.end() if quoted else len(self._text))
        elif known := _PROPERTY.match(self._text, self._at):
            self._at = known.end()
        else:
            self._skip_plain(plain_end)

    def _skip_plain(self, plain_end: re.Pattern[str]) -> None:
        start = self._at
        self._at += 1
        while found := plain_end.search(self._text, self._at):
            self._move(found.start())
            if found.group() not in _BREAKS:
                break
            if not self._goes_on_below():
                return
        else:
            self._move(len(self._text))
        self._at = max(self._at, start + 1)

    def _goes_on_below(self) -> bool:
        """Go to the next line with text, and say whether plain text of the block goes on there."""
        gap = _BLANK.match(self._text, self._at)
        if gap is not None:
            self._move(gap.end())
        column = self._at - self._line
        if column <= self._outer() or (column == 0 and _MARK.match(self._text, self._at)):
            return False
        return not self._text.startswith("#", self._at)

    def _outer(self) -> int:
        """The column of the innermost block collection."""
        return self._indents[-1] if self._indents else -1

    def _skip_block_scalar(self, given: str | None) -> None:
        outer = self._outer()
        least = max(outer, 0) + int(given) if given else None
        longest = 0
        while self._at < len(self._text):
            line = _LINE.match(self._text, self._at)
            if line is None:
                return
            width = len(line.group(1))
            if line.group(2):
                if least is None:
                    least = max(outer + 1, longest, width, 1)
                if width < least:
                    return
            longest = max(longest, width)
            self._at = self._line = line.end()
