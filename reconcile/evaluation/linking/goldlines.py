"""A gold as JSON Lines: one text a line, with the genes that each of its names may stand for.

`{"figid", "caption", "mentions": [{"text", "kind", "required", "allowed", "optional", "spans"}]}`,
the form of the captions that this project annotated by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from reconcile.errors import InputError
from reconcile.evaluation.linking.identifiers import GeneIds
from reconcile.evaluation.linking.records import GoldDocument, GoldMention
from reconcile.formats.fields import decode, too_large
from reconcile.formats.jsonl import unique_fields
from reconcile.formats.jsontext import NotJSON, parse
from reconcile.formats.tagged import Found, check_place
from reconcile.records import Kind, TaggedSpan

__all__ = ["document_of_line", "is_gold_line"]

_KINDS: Final = ("gene", "family", "complex", "nonhuman")
_EXAMPLE: Final = (
    'write `{"figid": …, "caption": …, "mentions": [{"text": …, "kind": "gene", '
    '"required": ["ERBB2"], "spans": [[0, 4]]}]}`'
)


def is_gold_line(data: bytes) -> bool | None:
    """Whether a line is one of such a file; None if it is no JSON at all."""
    try:
        value = parse(decode(data, source="").rstrip())
    except (NotJSON, InputError):
        return None
    return isinstance(value, dict) and "mentions" in value


def document_of_line(
    data: bytes | None, ids: GeneIds, unknown: dict[str, str], *, source: str, line: int
) -> GoldDocument:
    """The document of a line; None stands for a line that is too long.

    Symbols count as the approved ones that they stand for; those that stand for none count as
    written, and are put into `unknown` with a name that has them.

    Raises:
        InputError: the line is no such document; names what is wrong.
    """
    if data is None:
        raise too_large(source, line)
    reader = _Line(ids, unknown, source, line)
    try:
        value = parse(decode(data, source=source, first_line=line).rstrip(), hook=unique_fields)
    except NotJSON as error:
        raise reader.error(f"not JSON ({error})") from error
    if not isinstance(value, dict):
        raise reader.error("not a JSON object")
    return reader.document(value)


class _Line:
    """Reads one line, and says what is wrong with it."""

    def __init__(self, ids: GeneIds, unknown: dict[str, str], source: str, line: int) -> None:
        self._ids, self._unknown, self._source, self._line = ids, unknown, source, line

    def error(self, problem: str) -> InputError:
        """An error of this line."""
        return InputError(f"{problem}; {_EXAMPLE}", source=self._source, line=self._line)

    def document(self, value: Mapping[str, Any]) -> GoldDocument:
        """The document of an object."""
        figid, text = value.get("figid", value.get("id")), value.get("caption", value.get("text"))
        if not isinstance(figid, str) or not figid:
            raise self.error("no `figid`")
        if not isinstance(text, str):
            raise self.error(f"{figid} has no `caption`")
        listed = value.get("mentions")
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise self.error(f"the `mentions` of {figid} are no list of objects")
        mentions = tuple(self._mention(one, figid, text) for one in listed)
        genes = [m.required for m in mentions if m.is_scored and m.kind == "gene"]
        named = frozenset[str]().union(*genes)
        free = frozenset[str]().union(*(m.allowed for m in mentions)) - named
        return GoldDocument(figid, text, mentions, named, free, self._line)

    def _mention(self, value: Mapping[str, Any], figid: str, text: str) -> GoldMention:
        name, kind, optional = value.get("text"), value.get("kind"), value.get("optional", False)
        if not isinstance(name, str) or not name:
            raise self.error(f"a mention of {figid} has no `text`")
        if kind not in _KINDS:
            raise self.error(f"{name[:40]!r} has the kind {str(kind)[:40]!r}, not one of {_KINDS}")
        if not isinstance(optional, bool):
            raise self.error(f"`optional` of {name[:40]!r} is not true or false")
        required = self._symbols(value, "required", name)
        allowed = self._symbols(value, "allowed", name) if "allowed" in value else required
        spans = value.get("spans")
        if not isinstance(spans, list):
            raise self.error(f"{name[:40]!r} has no `spans`")
        places = []
        for span in spans:
            match span:
                case [int(start), int(end)] if 0 <= start < end:
                    places.append((start, end))
                case _:
                    raise self.error(f"a span of {name[:40]!r} is {str(span)[:40]}")
            found = Found(TaggedSpan(start, end), name, "", self._line)
            check_place(found, text, figid=figid, source=self._source)
        return GoldMention(
            name, cast(Kind, kind), tuple(sorted(places)), required, allowed | required, optional
        )

    def _symbols(self, value: Mapping[str, Any], key: str, name: str) -> frozenset[str]:
        listed = value.get(key)
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self.error(f"`{key}` of {name[:40]!r} is no list of symbols")
        for one in self._ids.resolve(listed).unknown:
            self._unknown.setdefault(one, name)
        return frozenset(map(self._ids.symbol, listed))
