"""From the words of a command line to what each option and argument was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconcile.cli.usage.ends import UsageError
from reconcile.cli.usage.parameters import Parameter

__all__ = ["Given", "Words", "closest"]

Given = dict[str, list[str | bool]]
"""What was given to each parameter by its name, in the order of the first of each."""


class Words:
    """The words of a command line, taken one after the other.

    >>> from reconcile.cli.usage.declared import Argument, Option
    >>> from reconcile.cli.usage.parameters import Parameter
    >>> out = Parameter("output", Option("--output", "-o"), str, "")
    >>> force = Parameter("force", Option("--force", "-f"), bool, False)
    >>> words = Words([out, force])
    >>> words.split(["a", "-fo", "x", "--", "-b"])
    ({'force': [True], 'output': ['x']}, ['a', '-b'])
    """

    def __init__(self, parameters: Iterable[Parameter], *, stop_at_first: bool = False) -> None:
        """Know the options.

        Args:
            parameters: of the command.
            stop_at_first: whether what follows the first word that is no option is for another
                command.
        """
        options = [param for param in parameters if not param.is_argument]
        self._options = {name: one for one in options for name in (*one.opts, *one.off)}
        self._stop_at_first = stop_at_first

    def split(self, words: Sequence[str]) -> tuple[Given, list[str]]:
        """What each option was given, and the words that are no option's.

        Raises:
            UsageError: an option that is not there, or that misses its value or takes none.
        """
        given: Given = {}
        others: list[str] = []
        left = list(reversed(words))
        while left:
            word = left.pop()
            if word == "--":
                others.extend(reversed(left))
                break
            if word.startswith("--"):
                self._long(word, left, given)
            elif len(word) > 1 and word.startswith("-"):
                self._short(word, left, given)
            else:
                others.append(word)
                if self._stop_at_first:
                    others.extend(reversed(left))
                    break
        return given, others

    def option(self, name: str) -> Parameter | None:
        """The option that is typed so; None if there is none."""
        return self._options.get(name)

    def _long(self, word: str, left: list[str], given: Given) -> None:
        name, equals, value = word.partition("=")
        param = self._known(name)
        if not param.is_flag:
            self._take(param, name, value if equals else None, left, given)
        elif equals:
            raise UsageError(f"Option {name!r} does not take a value.")
        else:
            given.setdefault(param.name, []).append(name not in param.off)

    def _short(self, word: str, left: list[str], given: Given) -> None:
        """Take a word of one-letter options; one that takes a value has what is left of it."""
        for i, letter in enumerate(word[1:], 1):
            name = f"-{letter}"
            param = self._known(name)
            if not param.is_flag:
                self._take(param, name, word[i + 1 :] or None, left, given)
                return
            given.setdefault(param.name, []).append(True)

    def _known(self, name: str) -> Parameter:
        if name not in self._options:
            raise UsageError(f"No such option: {name}{closest(name, self._options)}")
        return self._options[name]

    def _take(
        self, param: Parameter, name: str, value: str | None, left: list[str], given: Given
    ) -> None:
        if value is None:
            if not left:
                raise UsageError(f"Option {name!r} requires an argument.")
            value = left.pop()
        given.setdefault(param.name, []).append(value)


def closest(word: str, known: Iterable[str]) -> str:
    """A question after the known word that is meant, or nothing.

    >>> closest("tabel", ["json", "table"]), closest("x", ["json"])
    ("; did you mean 'table'?", '')
    """
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), list(known), n=1)
    return f"; did you mean {found[0]!r}?" if found else ""
