"""Verdicts in lines of JSON: figures with their entries, or decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final

from reconcile.curation.decisions import Decision, json_decisions, json_object
from reconcile.curation.verdicts.said import FigureVerdicts
from reconcile.curation.verdicts.words import Line, Names, verdict_on
from reconcile.errors import InputError
from reconcile.formats.fields import bounded_lines, is_missing, too_large
from reconcile.patterns import regex

__all__ = ["of_objects"]

_SURROGATE: Final = regex("[\ud800-\udfff]")
"""Half a pair, which is no character and cannot be written."""


def of_objects(
    stream: IO[bytes], source: str, names: Names
) -> Iterator[Line | Decision | InputError]:
    """What each line says, in their order, with an error in the place of each bad one."""
    for line, data in bounded_lines(stream):
        if data is None:
            yield too_large(source, line)
            continue
        if not data.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            value = json_object(data, source, line)
            if isinstance(value.get("keywords"), Mapping):
                yield Line(*_figure(value, source, line, names), line)
            else:
                yield from json_decisions(value, source, line)
        except InputError as error:
            yield error


def _figure(
    value: Mapping[str, Any], source: str, line: int, names: Names
) -> tuple[str, FigureVerdicts]:
    """Figid and verdicts of an object.

    Raises:
        InputError: a field that is none of such an object.
    """

    def bad(message: str) -> InputError:
        return InputError(message, source=source, line=line)

    figid = value.get("figid")
    if not isinstance(figid, str) or is_missing(figid) or _SURROGATE.search(figid):
        raise bad("no figid; add `figid`, a text")
    if not all(isinstance(word, str) for word in value["keywords"].values()):
        raise bad("a verdict of `keywords` is no text; write `ok` or `wrong`")
    missing = value.get("missing") or []
    if not _is_texts(missing):
        raise bad("`missing` is no list of symbols; write one")
    parts = [verdict_on(entry, word, (), names) for entry, word in value["keywords"].items()]
    parts.append(FigureVerdicts(wanted=names.symbols(missing)))
    parts.append(_mentions(value.get("mentions"), names, bad))
    return figid.strip(), FigureVerdicts.joined(parts)


def _mentions(value: Any, names: Names, bad: Callable[[str], InputError]) -> FigureVerdicts:
    """The genes that a caption names, all of them, where somebody marked them."""
    if value is None:
        return FigureVerdicts()
    try:
        wanted = {s for m in value if not m.get("optional") for s in _texts(m["required"])}
        allowed = {s for m in value for s in (*_texts(m["required"]), *_texts(m["allowed"]))}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise bad("`mentions` is no list of objects with `required` and `allowed`") from error
    return FigureVerdicts(
        wanted=names.symbols(wanted), allowed=names.symbols(allowed), complete=True
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _texts(value: Any) -> list[str]:
    if not _is_texts(value):
        raise ValueError
    return list(value)
