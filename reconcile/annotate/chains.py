"""Proposals for proteins that are named by the letters and numbers of their chains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reconcile.annotate.proposal import Proposal
from reconcile.grounding import Candidate, Grounder, held_at
from reconcile.naming.chains import find_chains
from reconcile.patterns import regex
from reconcile.text import surface_key

__all__ = ["propose_chains"]

_RULE: Final = "chain"
_SCORE: Final = 0.97
"""That of a name that curators list."""
_MOST_CHAINS: Final = 40
_MASS: Final = regex(r"[ -]?(?P<mass>p\d{2,3}[αβγδ]?)(?![\w-])")


def propose_chains(
    text: str, proposals: Sequence[Proposal], grounder: Grounder
) -> Iterator[Proposal]:
    """Names of chains whose genes the lexicon has, and parts of a family by their mass.

    Args:
        text: the clean text.
        proposals: what the dictionary found.
        grounder: knows the genes.
    """
    chains = list(find_chains(text))
    families = [p for p in proposals if p.candidates[0].kind in ("family", "complex")]
    if not chains and not families:
        return
    whole = {(p.start, p.end): p.best for p in proposals if p.best.is_gene}
    for found in chains:
        genes = [gene for symbol in found.symbols for gene in _genes(symbol, grounder)]
        if not genes or len(genes) < len(found.symbols):
            continue
        label = whole.get((found.start, found.end))
        says_so = label is not None and label.entry.is_family
        if label and says_so and set(grounder.members(label)) == {gene.ref for gene in genes}:
            continue  # The label of the family says the same and has a name.
        yield _proposal(found.start, found.end, text[found.start : found.end], genes)
    for proposal in families:
        after = _MASS.match(text, proposal.end)
        named = after is not None and (proposal.start, after.end()) in whole
        part = () if named or not after else _part(proposal, after["mass"], grounder)
        if after and part:
            surface = text[proposal.start : after.end()]
            yield _proposal(proposal.start, after.end(), surface, part)


def _proposal(start: int, end: int, surface: str, genes: Sequence[Candidate]) -> Proposal:
    if len(genes) == 1:
        return Proposal(start, end, surface, tuple(genes))
    return Proposal(start, end, surface, (genes[0],), "enumeration", tuple(genes))


def _genes(symbol: str, grounder: Grounder) -> Iterator[Candidate]:
    """The genes of a symbol, or of all symbols with its stem and a number; none if unknown."""
    stem = symbol.removesuffix("*")
    if stem == symbol:
        yield from _approved(symbol, grounder)
        return
    for key in grounder.lexicon.keys(surface_key(stem), _MOST_CHAINS):
        number = key[len(stem) :]
        if number.isdigit():
            yield from _approved(f"{stem}{number}", grounder)


def _approved(symbol: str, grounder: Grounder) -> Iterator[Candidate]:
    for candidate in grounder.lookup_exact(symbol, _RULE):
        if candidate.entry.type == "approved" and candidate.entry.form == symbol:
            # However short the symbol is, the name in the text is not.
            yield held_at(candidate, max(candidate.score, _SCORE))
            return


def _part(whole: Proposal, mass: str, grounder: Grounder) -> tuple[Candidate, ...]:
    """The one member of a family that is called by this mass: `IL-12 p40` is IL12B."""
    members = grounder.members(whole.best)
    for name in (mass, f"{whole.surface}{mass}"):
        named = {
            candidate.ref
            for candidate in grounder.lookup_exact(name, _RULE)
            if candidate.kind == "gene" and candidate.ref in members
        }
        if len(named) == 1:
            symbol = grounder.lexicon.gene(named.pop()).gene.symbol
            return tuple(_approved(symbol, grounder))
    return ()
