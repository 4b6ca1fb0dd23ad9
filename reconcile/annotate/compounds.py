"""Names that are joined to names: fusions of two genes, Greek letters, receptors.

What is decided here is how far each name reaches, by what it is joined to:

- `AML1-ETO`: a name that is listed for one of the two genes whose names it joins is a fusion of
  both, and each is read by itself.
- `IFN-γ protein`: a Greek letter belongs to the name before it, not to the word behind it.
- `5-HT2AR`, `M3R`: an R behind the name of a receptor says no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reconcile.annotate.proposal import Proposal
from reconcile.grounding import ACCEPT, WEAK, Grounder, gene_share, held_at, if_a_gene
from reconcile.naming.receptors import short_receptors
from reconcile.patterns import regex

__all__ = ["read_compounds"]

_GREEK_FIRST: Final = regex(r"(?:[α-ω]|alpha|beta|gamma|delta|epsilon|zeta|kappa)(?=[ -])")
_GREEK_INITIALS: Final = frozenset(map(chr, range(ord("α"), ord("ω") + 1))) | set("abgdezk")
_JOINTS: Final = regex(r"::|[-/]")
_PART: Final = regex(r"(?!p\d|[a-z]{2}\d|(?:zeta|iota|eta|beta|alpha|tau)$)\w[\w-]{2,}", re.I)
_FUSED: Final = regex(
    r" (?:fusions?|chim(?:a?era|eric)s?|onco(?:gene|protein)s?)(?: (?:onco)?(?:proteins?|genes?))?$"
)
_FEW: Final = 2
"""Members of the largest family whose label a part of a fusion may be: `ABL` of BCR-ABL."""


def read_compounds(text: str, proposals: Sequence[Proposal], grounder: Grounder) -> list[Proposal]:
    """The proposals without those whose bounds are wrong, with receptors by their short names."""
    kept: list[Proposal] = []
    fused: list[Proposal] = []
    lead: dict[int, int] | None = None
    for proposal in proposals:
        greek = _greek_end(text, proposal)
        if greek and lead is None:
            lead = _leads(proposals)
        if _is_fusion(proposal, grounder):
            fused.append(proposal)
        elif not (greek and lead and lead.get(greek, proposal.start) < proposal.start):
            kept.append(proposal)  # Else its Greek letter is that of the name before it.
    for proposal in fused:
        kept += _parts(proposal, grounder)
    receptors = list(_receptors(text, grounder))
    if not receptors:
        return kept
    taken = {(proposal.start, proposal.end) for proposal in receptors if " " in proposal.surface}
    kept = [proposal for proposal in kept if (proposal.start, proposal.end) not in taken]
    return [*kept, *receptors]


def _leads(proposals: Sequence[Proposal]) -> dict[int, int]:
    """For each end of a gene's name the first start."""
    found: dict[int, int] = {}
    for proposal in proposals:
        if proposal.best.is_gene and proposal.best.score >= WEAK:
            found[proposal.end] = min(proposal.start, found.get(proposal.end, proposal.start))
    return found


def _greek_end(text: str, proposal: Proposal) -> int:
    """Where the Greek letter ends that a name begins with behind a space or hyphen; 0 for none."""
    start = proposal.start
    if text[start] not in _GREEK_INITIALS or text[start - 1 : start] not in ("-", " "):
        return 0
    greek = _GREEK_FIRST.match(text, start, proposal.end)
    return 0 if greek is None else greek.end()


def _is_fusion(proposal: Proposal, grounder: Grounder) -> bool:
    """Whether a name joins those of two genes and is listed for one of them, or for no gene."""
    best, surface = proposal.candidates[0], proposal.surface
    if "-" not in surface and "/" not in surface and "::" not in surface:
        return False
    if best.kind not in ("gene", "non_gene") or best.entry.type in ("approved", "curated", "label"):
        return False
    return any(
        not best.is_gene or best.ref in {*left, *right}
        for left, right in _pairs(proposal, grounder)
    )


def _pairs(
    proposal: Proposal, grounder: Grounder
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The genes of the two parts of a name, for each joint between two names of other genes."""
    name = _FUSED.sub("", proposal.surface)
    for joint in _JOINTS.finditer(name):
        left, right = name[: joint.start()], name[joint.end() :]
        if not (_PART.fullmatch(left) and _PART.fullmatch(right)):
            continue
        one, other = _known(left, grounder), _known(right, grounder)
        if one and other and not set(one) & set(other):
            yield one, other


def _parts(proposal: Proposal, grounder: Grounder) -> Iterator[Proposal]:
    """The two names of a fusion, each as sure as it is which gene they mean, for they mean one."""
    name = proposal.surface
    for joint in _JOINTS.finditer(name):
        ends = ((0, joint.start()), (joint.end(), len(name)))
        parts = [name[start:end] for start, end in ends]
        if all(_PART.fullmatch(part) and _known(part, grounder) for part in parts):
            for part, (start, end) in zip(parts, ends, strict=True):
                candidates = grounder.lookup_exact(part, "exact")
                best = if_a_gene(candidates)
                if best is not None:
                    sure = held_at(best, round(best.score / gene_share(candidates), 4))
                    at = proposal.start + start
                    yield Proposal(at, at + end - start, part, (sure,))
            return


def _known(name: str, grounder: Grounder) -> tuple[int, ...]:
    """The gene that a name surely stands for, or the few of its family; empty for none."""
    best = if_a_gene(grounder.lookup_exact(name, "exact"))
    if best is None:
        return ()
    genes = grounder.members(best)
    return genes if len(genes) <= _FEW else ()


def _receptors(text: str, grounder: Grounder) -> Iterator[Proposal]:
    """Receptors by their short names (`M3R`, `A2A receptor`), as far as there is such a gene."""
    for found in short_receptors(text):
        candidates = grounder.lookup_exact(found.name, "order")
        if candidates and candidates[0].kind == "gene" and candidates[0].score >= ACCEPT:
            surface = text[found.start : found.end]
            yield Proposal(found.start, found.end, surface, candidates)
