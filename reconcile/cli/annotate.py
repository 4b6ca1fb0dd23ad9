"""`reconcile annotate`: the genes that a text names."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reconcile.choices import AnnotationFormat
from reconcile.cli.console import SOME_FAILED, emit, guarded
from reconcile.cli.failures import Failures
from reconcile.cli.options import TIME_LIMIT, Ner, TimeLimit
from reconcile.cli.overrides import OverridesFile, opened_overrides
from reconcile.cli.stages import Stages, say_with_what
from reconcile.cli.values import choice
from reconcile.errors import InputError, TimeLimitError

if TYPE_CHECKING:
    from reconcile.records import Annotation

__all__ = ["annotate"]

_DOC_ID: Final = "0"
_EXPLAINED: Final = ("table", "json", "jsonl")


@guarded
def annotate(
    text: Annotated[
        str | None,
        typer.Argument(metavar="TEXT|-", help="The text; `-` or nothing reads standard input."),
    ] = None,
    form: Annotated[
        AnnotationFormat | None,
        choice(
            AnnotationFormat,
            "--format",
            show_default="table on a terminal, else json",
            help="How to write the mentions. With jsonl, each line of the input is a text.",
        ),
    ] = None,
    ner: Ner = "default",
    overrides: OverridesFile = None,
    why: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Show for each mention all readings, their scores and what decided, and the "
            "organisms that the text names. With table, json and jsonl.",
        ),
    ] = False,
    time_limit: TimeLimit = TIME_LIMIT,
) -> None:
    """Find the genes, families and complexes that a text names, and ground them.

    Offsets count Unicode code points of the text; the end is exclusive. One line break at the end
    of standard input is not part of the text. A text that takes too long is named on standard error
    and does not stop the others; the exit status is then 1.
    """
    if form is None:
        form = "table" if sys.stdout.isatty() else "json"
    if why and form not in _EXPLAINED:
        raise typer.BadParameter(f"--explain has no place in the format {form}")
    texts = _texts(text, by_line=form == "jsonl")
    import reconcile
    from reconcile.parallel.limit import limited

    stages = Stages()
    with stages.stage("opening"):
        reconciler = reconcile.Reconciler(ner=ner, overrides=opened_overrides(overrides))
    say_with_what(ner)
    failures = Failures()
    reconciler.annotate("")  # what is loaded on first use is no text's time

    def rendered(one: str) -> list[str]:
        annotation = reconciler.annotate(one)
        if why:
            return list(_explained(form, annotation))
        return list(_render(form, annotation))

    for number, one in enumerate(texts, 1):
        if isinstance(one, InputError):
            failures.refuse(one)
            continue
        try:
            with stages.stage("annotating"):
                pieces = limited(partial(rendered, one), time_limit)
        except TimeLimitError as error:
            line = number if form == "jsonl" else None
            source = "<stdin>" if text in (None, "-") else "TEXT"
            failures.refuse(InputError(str(error), source=source, line=line))
            continue
        for piece in pieces:
            emit(sys.stdout, piece)
    stages.say()
    if failures:
        raise typer.Exit(SOME_FAILED)


def _texts(text: str | None, *, by_line: bool) -> Iterator[str | InputError]:
    """The texts, with what is wrong in the place of each that cannot be read."""
    if text is not None and text != "-":
        _must_be_text(text)
        return iter([text])
    if text is None and sys.stdin.isatty():
        raise typer.BadParameter("give a TEXT, or pipe one in")
    from reconcile.formats.fields import MAX_RECORD_BYTES, bounded_lines

    if by_line:
        return (_decoded(data, line) for line, data in bounded_lines(sys.stdin.buffer))
    data = sys.stdin.buffer.read(MAX_RECORD_BYTES + 1)
    return iter([_decoded(data if len(data) <= MAX_RECORD_BYTES else None, None)])


def _must_be_text(text: str) -> None:
    """Refuse the name of a file or folder in the place of a text.

    Raises:
        typer.BadParameter: there is one of this name.
    """
    try:
        place = Path(text)
        if not place.exists():
            return
    except (OSError, ValueError):  # longer than a name can be, or with a NUL character
        return
    name = shlex.quote(text)
    what, remedy = "a folder", ""
    if not place.is_dir():
        what, remedy = "a file", f"`reconcile annotate - < {name}` for the text in it, or "
    raise typer.BadParameter(
        f"{text} is {what}, and TEXT is the text itself; say {remedy}`reconcile report {name}` "
        "for the figures in it"
    )


def _decoded(data: bytes | None, line: int | None) -> str | InputError:
    if data is None:
        from reconcile.formats.fields import MAX_RECORD_BYTES

        problem = f"larger than {MAX_RECORD_BYTES:,} bytes; annotate it in pieces"
        return InputError(problem, source="<stdin>", line=line)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return InputError(
            f"expected UTF-8, found byte {data[error.start]:#04x} at offset {error.start}; "
            "convert the text first",
            source="<stdin>",
            line=line,
        )
    return text.removesuffix("\n").removesuffix("\r")


def _render(form: AnnotationFormat, annotation: Annotation) -> Iterator[str]:
    from reconcile.report.jsonout import dumps

    if form == "table":
        yield from _table(annotation)
    elif form == "jsonl":
        yield dumps(annotation.to_dict()) + "\n"
    elif form == "json":
        yield dumps(annotation.to_dict(), indent=2) + "\n"
    elif form == "sssom":
        from reconcile.formats.sssom import Mappings
        from reconcile.version import __version__

        mappings = Mappings()
        mappings.add(annotation.mentions)
        yield mappings.render(__version__)
    else:
        from reconcile.report.exchange import texts

        # As one piece: nothing is written of a text that the format cannot hold.
        yield "".join(texts(form, [(_DOC_ID, annotation)], indent=2))


def _explained(form: AnnotationFormat, annotation: Annotation) -> Iterator[str]:
    from reconcile.report.explain import explain, explanation

    if form == "table":
        yield from (line + "\n" for line in explanation(annotation))
        return
    from reconcile.report.jsonout import dumps

    indent = None if form == "jsonl" else 2
    yield dumps(explain(annotation), indent=indent) + "\n"


def _table(annotation: Annotation) -> Iterator[str]:
    from reconcile.report.cells import columns
    from reconcile.report.decided import decided_line
    from reconcile.report.wording import UNDEFINED, printable, readable, symbol_list, taxon_name

    if decided := decided_line(annotation.decided):
        yield f"{decided}\n"
    if not annotation.mentions:
        yield "no genes named\n"
        return
    head = ("span", "text", "kind", "label", "genes", "organism", "score")
    rows = [
        (
            f"{m.start}-{m.end}",
            readable(m.text),
            m.kind,
            printable(m.label or UNDEFINED),
            symbol_list(m.genes) or UNDEFINED,
            taxon_name(m.taxon),
            f"{m.score:.2f}",
        )
        for m in annotation.mentions
    ]
    for line in columns([head, *rows], indent=0):
        yield line + "\n"
