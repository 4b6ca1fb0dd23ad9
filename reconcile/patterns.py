"""Regular expressions that are compiled when they are first used.

A module has them at hand for all that its texts may hold; a run uses some. Compiling one takes a
tenth of a millisecond and more, importing it nothing.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["pattern"]


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled expression, which is compiled when it is first asked for anything.

    It has the methods and attributes of one; what else takes a compiled expression, such as
    `re.sub`, does not take it.

    >>> number = pattern(r"[0-9]+")
    >>> number.sub("#", "MEK1/2")
    'MEK#/#'
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))


class _Pattern:
    """Takes over each method of the compiled expression as it is asked for, to be as quick."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copying and pickling ask for what is not there
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return pattern, (self.pattern, self._flags)
