"""YAML front matter as a small tree that remembers where each value stands.

The YAML is read event by event and never constructed: values keep the text that the record has
(`NO`, `1E5` and `2024-01-01` are gene-like words, not booleans, numbers and dates), and aliases,
tags and size are refused as they come, before they can cost anything, and depth before the YAML
parser begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

import yaml
from yaml import events as ev

from reconcile.errors import InputError
from reconcile.formats.fields import Number
from reconcile.formats.nesting import first_too_deep
from reconcile.patterns import regex

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: the same events, ten times slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

__all__ = [
    "Document",
    "Loader",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "Token",
    "parse_front_matter",
    "to_value",
    "tokens",
]

MAX_DEPTH = 32
MAX_NODES = 100_000

_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep; flatten the front matter"

_FENCE = regex(r"^---[ \t]*$", re.MULTILINE)
_OPENING = regex(r"[ \t\n]*^---[ \t]*$", re.MULTILINE)
_CONTROL = regex("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_NUMBER = regex(
    r"[-+]?(0x[0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*([eE][-+]?[0-9]+)?)?"
    r"|\.[0-9][0-9_]*|\.(inf|Inf|INF))|\.(nan|NaN|NAN)"
)
_STRING_TAGS = frozenset({None, "!", "tag:yaml.org,2002:str"})
_COLLECTION_TAGS = frozenset({None, "!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})


@dataclass(slots=True)
class Scalar:
    """A text; `plain` if it is neither quoted, nor a block, nor tagged as a string."""

    value: str
    plain: bool
    index: int


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    index: int


@dataclass(slots=True)
class Mapping:
    """Fields in file order, and where the name of each stands."""

    fields: dict[str, Node]
    index: int
    names: dict[str, int] = field(default_factory=dict)


Node: TypeAlias = Scalar | Sequence | Mapping

Fail: TypeAlias = Callable[..., NoReturn]
"""From a message, the index it is about and its cause to an error with the line."""


@dataclass(frozen=True, slots=True)
class Document:
    """The front matter of one record.

    Attributes:
        text: the whole file.
        base: where in `text` the YAML begins; the nodes' `index` counts from there.
        end: where in `text` it ends.
        source: the file's name.
        root: the top mapping.
    """

    text: str
    base: int
    end: int
    source: str
    root: Mapping

    def line(self, node: Node) -> int:
        """1-based line of a node in the file."""
        return _line(self.text, self.base + node.index)

    def line_of_name(self, parent: Mapping, name: str) -> int:
        """1-based line of the name of a field, whose value may begin further down."""
        return _line(self.text, self.base + parent.names[name])


def parse_front_matter(text: str, *, source: str, bare: bool = False) -> Document:
    r"""Parse the YAML between the `---` lines at the top of a file.

    Args:
        text: the file, with `\n` line ends.
        source: its name, for messages.
        bare: the file may be YAML without fences, as `.yml` files are.

    Raises:
        InputError: no or unterminated front matter, a second record, YAML that does not parse,
            is no mapping, repeats a key, or uses aliases, tags, control characters, more than
            32 levels or more than 100,000 values.

    >>> document = parse_front_matter("---\nfigid: F1\n---\n", source="a.md")
    >>> document.root.fields["figid"].value, document.line(document.root.fields["figid"])
    ('F1', 2)
    """
    start, end = _cut(text, source, bare)
    body = text[start:end]

    def fail(message: str, index: int, cause: BaseException | None = None) -> NoReturn:
        line = _line(text, start + index)
        raise InputError(message, source=source, line=line) from cause

    if found := _CONTROL.search(body):
        code = f"U+{ord(found.group()):04X}"
        fail(f"control character {code} in the front matter; remove it", found.start())
    if (deep := first_too_deep(body, MAX_DEPTH)) is not None:
        fail(_TOO_DEEP, deep)
    root = _parse(body, fail)
    if root is None:
        fail("the front matter is empty; add `figid: …`", 0)
    if not isinstance(root, Mapping):
        kind = "a list" if isinstance(root, Sequence) else "one text"
        fail(f"the front matter is {kind}, not `name: value` lines; see PFOCR records", root.index)
    return Document(text=text, base=start, end=end, source=source, root=root)


def to_value(node: Node | None) -> Any:
    """A node as the plain values that `build_figure` checks; numbers keep their text.

    >>> to_value(Scalar("NO", True, 0)), to_value(Scalar("5", True, 0)), to_value(None)
    ('NO', Number(text='5'), None)
    """
    match node:
        case None:
            return None
        case Scalar(value, plain):
            if plain and value in _NULL:
                return None
            return Number(value) if plain and _NUMBER.fullmatch(value) else value
        case Sequence(items):
            return [to_value(item) for item in items]
        case Mapping(fields):
            return {name: to_value(item) for name, item in fields.items()}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of YAML syntax; `start` and `end` count in `Document.text`.

    `kind` is PyYAML's: `-`, `[`, `,`, `]`, `:`, `<scalar>`, `<tag>`, `<anchor>`, ….
    """

    kind: str
    start: int
    end: int


def tokens(document: Document) -> Iterator[Token]:
    """The syntax of a front matter that `parse_front_matter` took, in file order."""
    loader: Any = Loader(document.text[document.base : document.end])
    try:
        while (token := loader.get_token()) is not None:
            start, end = token.start_mark.index, token.end_mark.index
            yield Token(token.id, document.base + start, document.base + end)
    finally:
        loader.dispose()


def _line(text: str, index: int) -> int:
    # YAML's own line numbers count U+2028 and the like as line ends; editors do not.
    return text.count("\n", 0, index) + 1


def _cut(text: str, source: str, bare: bool) -> tuple[int, int]:
    """Where the YAML begins and ends in `text`."""
    if not text.strip():
        raise InputError("the file is empty; remove it or restore the record", source=source)
    opening = _OPENING.match(text)
    if opening is None:
        if bare:
            return 0, len(text)
        raise InputError(
            "no front matter; the first line of a PFOCR record is `---`", source=source, line=1
        )
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        if bare:
            return opening.end(), len(text)
        raise InputError(
            "unterminated front matter; close it with a line `---`",
            source=source,
            line=_line(text, opening.end()),
        )
    rest = text[closing.end() :]
    if _OPENING.match(rest) or (bare and rest.strip()):
        second = closing.end() + len(rest) - len(rest.lstrip())
        raise InputError(
            "a second record follows; put one record in a file, or use JSONL for several",
            source=source,
            line=_line(text, second),
        )
    return opening.end(), closing.start()


def _parse(body: str, fail: Fail) -> Node | None:
    """The tree of the only document in `body`, None where there is none."""
    try:
        return _build(_events(body), fail)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        index = mark.index if mark is not None else 0
        text = ", ".join(part for part in (error.context, error.problem) if part)
        fail(f"YAML does not parse ({text}); quote texts that hold `: ` or ` #`", index, error)
    except yaml.YAMLError as error:
        fail(f"YAML does not parse ({error}); save the file as plain UTF-8 text", 0, error)


def _events(body: str) -> Iterator[Any]:
    loader = Loader(body)
    try:
        while (event := loader.get_event()) is not None:
            yield event
            if isinstance(event, ev.StreamEndEvent):
                return
    finally:
        loader.dispose()


def _build(events: Iterator[Any], fail: Fail) -> Node | None:
    """Turn events into a tree without recursion, so that depth costs nothing."""
    root: Node | None = None
    stack: list[Sequence | Mapping] = []
    keys: list[str | None] = []
    documents = nodes = 0
    for event in events:
        index = event.start_mark.index
        if isinstance(event, ev.ScalarEvent):
            node: Node = _scalar(event, index, fail)
        elif isinstance(event, ev.SequenceStartEvent):
            _check_tag(event.tag, _COLLECTION_TAGS, index, fail)
            node = Sequence([], index)
        elif isinstance(event, ev.MappingStartEvent):
            _check_tag(event.tag, _COLLECTION_TAGS, index, fail)
            node = Mapping({}, index)
        elif isinstance(event, ev.CollectionEndEvent):
            stack.pop()
            keys.pop()
            continue
        elif isinstance(event, ev.AliasEvent):
            fail(f"YAML alias *{event.anchor}; write the value out", index)
        else:
            documents += isinstance(event, ev.DocumentStartEvent)
            if documents > 1:
                fail("a second YAML document; put one record in a file", index)
            continue
        nodes += 1
        if nodes > MAX_NODES:
            fail(f"more than {MAX_NODES:,} values; a record is one figure", index)
        if not stack:
            root = node
        else:
            _attach(stack[-1], keys, node, fail)
        if not isinstance(node, Scalar):
            if len(stack) == MAX_DEPTH:
                fail(_TOO_DEEP, index)
            stack.append(node)
            keys.append(None)
    return root


def _scalar(event: Any, index: int, fail: Fail) -> Scalar:
    _check_tag(event.tag, _STRING_TAGS, index, fail)
    plain = event.style in (None, "") and event.tag is None
    return Scalar(event.value, plain, index)


def _check_tag(tag: str | None, allowed: frozenset[str | None], index: int, fail: Fail) -> None:
    if tag not in allowed:
        fail(f"YAML tag {tag}; take the tag off, records hold text and lists only", index)


def _attach(parent: Sequence | Mapping, keys: list[str | None], node: Node, fail: Fail) -> None:
    """Put a node into the open collection; in a mapping, keys and values take turns."""
    if isinstance(parent, Sequence):
        parent.items.append(node)
        return
    key = keys[-1]
    if key is not None:
        parent.fields[key] = node
        keys[-1] = None
    elif not isinstance(node, Scalar):
        fail("a list or mapping as a field name; field names are text", node.index)
    elif node.value in parent.fields:
        fail(f"the field `{node.value}` is there twice; keep one", node.index)
    else:
        keys[-1] = node.value
        parent.names[node.value] = node.index
