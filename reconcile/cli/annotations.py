"""`--annotations`: the captions' names by another tagger, for the commands that take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reconcile.cli.loudness import remark

if TYPE_CHECKING:
    from reconcile.reconciler import Reconciler
    from reconcile.records import Failure, Figure

__all__ = ["OtherTagger"]

_SHOWN: Final = 5


class OtherTagger:
    """What another tagger found, attached to figures; says what of it has no use.

    Args:
        path: the file; None leaves figures as they are.
        types: the types that count, with commas between them; empty for those of genes.
        reconciler: has the lexicon that knows the genes.

    Raises:
        InputError: see `read_annotations`.
    """

    def __init__(self, path: Path | None, types: str, reconciler: Reconciler) -> None:
        self._output = None
        if path is None:
            return
        import reconcile

        chosen = [name for name in map(str.strip, types.split(",")) if name]
        self._output = reconcile.read_annotations(path, types=chosen)
        unknown = self._output.unknown_ids(reconciler.lexicon)
        if unknown:
            named = [f"{identifier} ({name})" for identifier, name in unknown.items()]
            remark(
                f"note: {path}: {_listing(named)}: of no human gene of the lexicon; "
                "a name that has no other is grounded as it is written"
            )

    def attached(
        self, figures: Iterable[Figure], fail: Callable[[Failure], None]
    ) -> Iterator[Figure]:
        """The figures with their names; those that fail are handed to `fail`."""
        if self._output is None:
            yield from figures
            return
        left = dict.fromkeys(self._output.figids)

        def seen() -> Iterator[Figure]:
            for figure in figures:
                left.pop(figure.figid, None)
                yield figure

        yield from self._output.attach(seen(), on_error=fail)
        if left:
            remark(f"note: {self._output.source}: no figure is called {_listing(list(left))}")


def _listing(names: list[str]) -> str:
    """The first few, and how many more."""
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
