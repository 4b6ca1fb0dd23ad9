"""Regular expressions that are compiled when they are first used.

A module has them at hand for all that texts may hold; a run uses half of them. Compiling one takes
a tenth of a millisecond and more, importing it nothing.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["regex"]


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled expression, which is compiled when it is first asked for anything.

    It has the methods and attributes of one. What takes a compiled expression does not take it,
    such as `re.sub`, and the `re` of a match is another object.

    >>> number = regex(r"[0-9]+")
    >>> number.sub("#", "MEK1/2"), number.pattern
    ('MEK#/#', '[0-9]+')
    """
    return cast("re.Pattern[str]", _Waiting(text, flags))


class _Compiled:
    """Has what a compiled expression has as its own: found as quickly as there."""

    _text: str
    _flags: int

    def __reduce__(self) -> tuple[Any, ...]:
        return regex, (self._text, self._flags)


class _Waiting(_Compiled):
    """Becomes the compiled expression when it is asked for what that has."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copying and pickling ask for what is not there
            raise AttributeError(name)
        found = re.compile(self._text, self._flags)
        vars(self).update({each: getattr(found, each) for each in _SHARED})
        self.__class__ = _Compiled  # type: ignore[assignment]  # which has no look-up of this kind
        return getattr(self, name)


_SHARED = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))
