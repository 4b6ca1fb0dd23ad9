r"""Changes to the gene list of a PFOCR record, written into its text.

Only lines of the list change. They keep their line ends, their indentation and the quotes of the
entries that stay; a new symbol is quoted only where YAML would read it as something else than
text. Every other byte of the record stays as it is.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.emitter import Emitter
from yaml.resolver import Resolver

from reconcile.errors import InputError, PatchError
from reconcile.formats.changes import Change, Plan, changed_keywords, plan_of
from reconcile.formats.fields import decode, is_missing
from reconcile.formats.frontmatter import Document, parse_front_matter, to_value, tokens
from reconcile.formats.pfocr import KEYWORDS_FIELD, keyword_nodes, parse_record
from reconcile.patterns import regex

__all__ = ["patch_record"]

_BREAK: Final = regex("\r\n|[\n\r\x85\u2028\u2029]")
# Words that another YAML than PyYAML's reads as a boolean or number.
_NO_TEXT: Final = regex(
    r"y|n|yes|no|on|off|true|false|null|~|[-+]?(0[xob])?[\d_.:]+(e[-+]?\d+)?|[-+]?\.(inf|nan)",
    re.IGNORECASE,
)


def patch_record(
    data: bytes,
    changes: Iterable[Change],
    *,
    source: str,
    bare: bool = False,
    keywords: Sequence[str] | None = None,
) -> bytes:
    r"""A record with changes made to `schema-jsonld.keywords`.

    What replaces an entry stands in its place, additions at the end. Nothing is listed twice
    that was not before, and an entry that is gone already is no error, so that patching again
    changes nothing. A list that becomes empty is `[]`.

    Args:
        data: the file.
        changes: what to change.
        source: the file's name, for messages.
        bare: the YAML may stand without fences.
        keywords: the gene list that the changes were meant for, where that is to be checked.

    Raises:
        PatchError: the list is not `keywords`; there is no list; the changes contradict each
            other; a symbol is no text that a list can hold; or the list is laid out in a way
            that cannot be changed safely.
        InputError: the record cannot be read, see `read_figures`.

    >>> record = b"---\nfigid: F1\nschema-jsonld:\n  keywords:\n  - MEK\n  - AR\n---\n"
    >>> change = Change("replace", "MEK", ("MAP2K1", "MAP2K2"))
    >>> patch_record(record, [change], source="a.md").decode().splitlines()[4:-1]
    ['  - MAP2K1', '  - MAP2K2', '  - AR']
    """
    text = decode(data, source=source)
    listed = parse_record(text, source=source, bare=bare).keywords
    if keywords is not None and tuple(keywords) != (listed or ()):
        raise PatchError("the gene list is not the one that was read; try again", source=source)
    changes = tuple(changes)
    try:
        expected = changed_keywords(listed or (), changes)
    except PatchError as error:
        raise PatchError(error.message, source=source) from error
    if expected == (listed or ()):
        return data
    document = parse_front_matter(text, source=source, bare=bare)
    entries = _entries(document)
    if entries is None:
        raise PatchError(
            f"no gene list to put anything in; add `{KEYWORDS_FIELD}: []`", source=source
        )
    patched = _patched(document, data.decode("utf-8"), plan_of(entries, changes))
    _check(patched, document, expected, bare=bare)
    return patched.encode("utf-8")


def _entries(document: Document) -> list[str | None] | None:
    """The entries of the list as they stand, None for one that says "missing"."""
    node = keyword_nodes(document)
    if node is None:
        return None
    return [None if is_missing(value) else str(value) for value in map(to_value, node.items)]


@dataclass(slots=True)
class _Item:
    """An entry's place in the file.

    Attributes:
        mark: the `-` before it, or its own start in a flow list.
        start: where its value starts, with tag and anchor.
        end: where its value ends.
    """

    mark: int
    start: int
    end: int


@dataclass(slots=True)
class _Layout:
    """A list's place in the file.

    Attributes:
        head: the end of what comes before the list, `keywords:` as a rule.
        items: the entries.
        commas: starts of the commas, for a flow list.
        opening: the end of `[`, None for a block list.
        closing: the start of `]`.
    """

    head: int
    items: list[_Item]
    commas: list[int]
    opening: int | None = None
    closing: int = 0


def _patched(document: Document, raw: str, plan: Plan) -> str:
    """The text with the plan carried out; `raw` has the line ends that `document` lacks."""
    layout = _layout(document, _places(raw))
    if len(layout.items) != len(plan.entries):
        raise PatchError("the gene list is laid out in an unknown way", source=document.source)
    if layout.opening is not None:
        return _patched_flow(raw, layout, layout.opening, plan)
    return _patched_block(raw, layout, plan)


def _places(raw: str) -> Callable[[int], int]:
    r"""From places in the text that was parsed to places in the file.

    The text that was parsed has no byte order mark and `\n` for `\r\n`.
    """
    first = 1 if raw.startswith("\ufeff") else 0
    pairs = [m.start() - first - i for i, m in enumerate(re.finditer("\r\n", raw))]
    return lambda index: first + index + bisect_left(pairs, index)


def _layout(document: Document, place: Callable[[int], int]) -> _Layout:
    """Find the list and its entries by the tokens of the YAML."""
    node = keyword_nodes(document)
    stream = tokens(document)
    head = 0
    for token in stream:
        if node is not None and token.start >= document.base + node.index and token.kind in "-[":
            break
        if token.kind != "<block sequence start>":
            head = token.end
    else:
        raise PatchError("the gene list cannot be found again", source=document.source)
    layout = _Layout(place(head), [], [])
    if token.kind == "[":
        layout.opening = place(token.end)
    else:
        layout.items.append(_Item(place(token.start), place(token.end), place(token.end)))
    valued = False
    for token in stream:
        start, end = place(token.start), place(token.end)
        if token.kind in {"<scalar>", "<tag>", "<anchor>"}:
            if layout.opening is not None and not valued:
                layout.items.append(_Item(start, start, end))
            item = layout.items[-1]
            item.start = item.start if valued else start
            # The mark of a block scalar is after its last line break.
            value = document.text[token.start : token.end].rstrip(" \t\r\n")
            item.end = place(token.start + len(value))
            valued = True
        elif token.kind == "-" and layout.opening is None:
            layout.items.append(_Item(start, end, end))
            valued = False
        elif token.kind == "," and layout.opening is not None:
            layout.commas.append(start)
            valued = False
        else:
            layout.closing = start
            break
    return layout


def _patched_block(raw: str, layout: _Layout, plan: Plan) -> str:
    """The text with lines of a `- X` list changed."""
    if not plan.added and not any(keep or new for keep, new in plan.entries):
        return _emptied_block(raw, layout)
    file = _Lines(raw)
    edits: list[tuple[int, int, str]] = []
    last = len(layout.items) - 1
    for i, (item, (keep, new)) in enumerate(zip(layout.items, plan.entries, strict=True)):
        start, end, after = file.of(item)
        margin = raw[start : item.mark]
        gap = raw[item.mark + 1 : item.start]
        lead = (margin if margin.isspace() else " " * len(margin)) + "-"
        lead += gap if gap and not gap.strip(" \t") else " "
        put = [_scalar(symbol, flow=False) for symbol in new]
        lines = [raw[start:end]] if keep else []
        if put and not keep:
            lines = [raw[start : item.start] + put.pop(0) + raw[item.end : end]]
        lines += [lead + symbol for symbol in put]
        if i == last:
            lines += [lead + _scalar(symbol, flow=False) for symbol in plan.added]
        if lines:
            edits.append((start, end, file.break_at(start, end).join(lines)))
        else:
            edits.append((start, after, ""))
    return _with_edits(raw, edits)


def _emptied_block(raw: str, layout: _Layout) -> str:
    lines = _Lines(raw)
    edits = [(layout.head, layout.head, " []")]
    for item in layout.items:
        start, _, after = lines.of(item)
        edits.append((start, after, ""))
    return _with_edits(raw, edits)


class _Lines:
    """The line breaks of a text, in order."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._starts, self._ends = [0], [0]
        for found in _BREAK.finditer(raw):
            self._starts.append(found.start())
            self._ends.append(found.end())

    def of(self, item: _Item) -> tuple[int, int, int]:
        """Where the lines of an entry start and end, without and with the last line break."""
        start = self._ends[bisect_right(self._ends, item.mark) - 1]
        after = bisect_left(self._starts, item.end, lo=1)
        if after == len(self._starts):
            return start, len(self._raw), len(self._raw)
        return start, self._starts[after], self._ends[after]

    def break_at(self, start: int, end: int) -> str:
        """The line break after a line or, at the end of a file, before it."""
        if end < len(self._raw):
            found = bisect_left(self._starts, end, lo=1)
        else:
            found = bisect_right(self._ends, start) - 1
        return self._raw[self._starts[found] : self._ends[found]] or "\n"


def _with_edits(raw: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """The text with pieces replaced; a file without a last line break gets none."""
    pieces: list[str] = []
    done = 0
    for start, end, new in edits:
        pieces += [raw[done:start], new]
        done = end
    text = "".join([*pieces, raw[done:]])
    if raw.endswith(("\n", "\r")) or not text.endswith(("\n", "\r")):
        return text
    return text.rstrip("\r\n")


def _patched_flow(raw: str, layout: _Layout, opening: int, plan: Plan) -> str:
    """The text with a `[A, B]` list changed; spaces and breaks around its commas are kept."""
    starts = [opening, *(comma + 1 for comma in layout.commas)]
    ends = [*layout.commas, layout.closing]
    items = layout.items
    before = [raw[start : item.start] for start, item in zip(starts, items, strict=False)]
    behind = [raw[item.end : end] for item, end in zip(items, ends, strict=False)]
    usual = before[-1] if len(items) > 1 and "#" not in before[-1] else " "
    found: list[list[str]] = []
    for i, (item, (keep, new)) in enumerate(zip(items, plan.entries, strict=True)):
        if keep:
            found.append([before[i], raw[item.start : item.end], behind[i]])
        for j, symbol in enumerate(new):
            first = j == 0 and not keep
            found.append([before[i] if first else usual, _scalar(symbol, flow=True), ""])
    found += [[usual, _scalar(symbol, flow=True), ""] for symbol in plan.added]
    if not found:
        inner = ""
    elif not items:
        found[0][0] = ""
        rest = raw[opening : layout.closing]
        inner = ",".join(map("".join, found)) + ("" if rest.isspace() else rest)
    else:
        found[0][0] = before[0]
        if found[-1][1] != raw[items[-1].start : items[-1].end]:
            for entry in found[:-1]:
                entry[2] = "" if entry[2] == behind[-1] else entry[2]
        found[-1][2] = behind[-1]
        # A comma after the last entry stays.
        rest = raw[layout.commas[-1] : layout.closing] if len(starts) > len(items) else ""
        inner = ",".join(map("".join, found)) + rest
    return raw[:opening] + inner + raw[layout.closing :]


def _scalar(symbol: str, *, flow: bool) -> str:
    """The symbol as YAML text, in single quotes where it would not be read as text without.

    >>> _scalar("AKT1", flow=False), _scalar("NO", flow=False), _scalar("1E5", flow=False)
    ('AKT1', "'NO'", "'1E5'")
    """
    emitter: Any = Emitter(io.StringIO(), allow_unicode=True)
    shape = emitter.analyze_scalar(symbol)
    plain = shape.allow_flow_plain if flow else shape.allow_block_plain
    resolver: Any = Resolver()
    tag = resolver.resolve(yaml.ScalarNode, symbol, (True, False))
    if plain and tag == "tag:yaml.org,2002:str" and not _NO_TEXT.fullmatch(symbol):
        return symbol
    return "'" + symbol.replace("'", "''") + "'"


def _check(patched: str, before: Document, expected: tuple[str, ...], *, bare: bool) -> None:
    """Read the patched record again.

    Raises:
        PatchError: its gene list is not the expected one, or something else is not as it was.
    """
    source = before.source
    text = patched.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        keywords = parse_record(text, source=source, bare=bare).keywords
        after = parse_front_matter(text, source=source, bare=bare)
    except InputError as error:
        raise PatchError(
            f"the gene list is laid out so that it cannot be changed ({error.message}); "
            "write one entry a line",
            source=source,
            line=error.line,
        ) from error
    if (keywords or ()) != expected or _others(after) != _others(before):
        raise PatchError(
            "the gene list is laid out so that it cannot be changed; write one entry a line",
            source=source,
        )


def _others(document: Document) -> Any:
    """The whole front matter but for the gene list."""
    fields = to_value(document.root)
    fields["schema-jsonld"] = {**fields["schema-jsonld"], "keywords": None}
    return fields
