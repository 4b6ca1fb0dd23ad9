"""What the page of a figure asks for while somebody types: symbols, and what a word changes."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from reconcile.curation.symbols import symbol_fault
from reconcile.organism_records import taxon_of_list
from reconcile.records import HUMAN
from reconcile.report.wording import readable
from reconcile.serve.answers import answer
from reconcile.serve.errors import Refused
from reconcile.serve.pages.figure import stored_figure
from reconcile.serve.pages.layout import store_of
from reconcile.serve.pages.rereading import Rereading, reread, words_read

__all__ = ["router", "warm"]

router = APIRouter(include_in_schema=False)

_OFFERED: Final = 10
_LONGEST: Final = 200
_MOST_SYMBOLS: Final = 100


@router.get("/complete")
def complete(
    request: Request,
    q: Annotated[str, Query(max_length=_LONGEST)],
    figid: str = "",
) -> Response:
    """What a beginning of a name may become, and whether it is a symbol as it stands.

    Families come with the symbols of their members. With `figid` symbols are those of the
    organism of its list.
    """
    from reconcile.lexicon import Lexicon
    from reconcile.lexicon.complete import complete as completed

    taxon = HUMAN
    if figid:
        taxon = taxon_of_list(stored_figure(store_of(request), figid).result)
    lexicon = Lexicon.load()
    found = completed(lexicon, q, _OFFERED) if taxon == HUMAN else []
    return answer(
        {
            "fault": symbol_fault(taxon, q) if q else None,
            "found": [
                {
                    "symbol": one.symbol,
                    "name": one.name,
                    "form": one.form,
                    "kind": one.kind,
                    "symbols": [one.symbol] if one.kind == "gene" else _members(one.symbol),
                }
                for one in found
            ],
        }
    )


@router.get("/word")
def word(
    request: Request,
    figid: str,
    word: Annotated[str, Query(max_length=20_000)],
    symbols: Annotated[list[str], Query(max_length=_MOST_SYMBOLS)] = [],  # noqa: B006
) -> Response:
    """What changes in a list when a word off the image means these genes, or none.

    Raises:
        Refused: the image has no such word.
    """
    stored = stored_figure(store_of(request), figid)
    if word not in words_read(stored.result):
        raise Refused(
            HTTPStatus.NOT_FOUND,
            "no_word",
            "no such word was read off this image",
            "choose one of those that the page shows",
            where=word[:100],
        )
    change = reread(stored.result, word, symbols)
    return answer(_shown(change))


def warm() -> None:
    """Open what names are looked up in, so that the first look-up does not wait for it."""
    from reconcile.errors import LexiconError
    from reconcile.lexicon import Lexicon
    from reconcile.lexicon.complete import complete as completed

    with suppress(LexiconError):  # who looks something up is told
        completed(Lexicon.load(), "a", _OFFERED)
        symbol_fault(HUMAN, "a")


def _shown(change: Rereading) -> dict[str, Any]:
    """A change as the page shows it before it is made."""
    return {
        "word": change.word,
        "shown": readable(change.word),
        "symbols": list(change.symbols),
        "coming": list(change.coming),
        "listed": list(change.listed),
        "touched": [
            {
                "entry": one.entry,
                "shown": readable(one.entry),
                "goes": one.goes,
                "meant": one.meant,
                "words": list(map(readable, one.other_words)),
                "caption": list(map(readable, one.caption)),
            }
            for one in change.touched
        ],
    }


def _members(family: str) -> list[str]:
    """The symbols of the members of a family or complex."""
    from reconcile.lexicon import Lexicon

    found = Lexicon.load().family_by_id(family)
    return [] if found is None else [gene.symbol for gene in found.genes]
