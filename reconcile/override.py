"""One reading that curators confirmed: what a word of figures means, or that it is no gene."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.errors import FieldTypeError

__all__ = ["Override"]


@dataclass(frozen=True, slots=True)
class Override:
    """What a word means, as people decided it.

    Attributes:
        word: the word as figures and captions have it.
        genes: the approved symbols that it stands for; empty for a word that is no gene.
        context: symbols or words of which the figure has to name or list one for this to hold;
            empty for everywhere.
        organism: NCBI Taxonomy id of the organism of the figures that this holds in, None for any.
        support: in how many figures it was confirmed.
        decided_by: who confirmed it, at least one name.
        decided_at: when, as an ISO date; empty where that is not known.
        note: what they had to say of it.

    >>> Override("PDK1", ("PDPK1",), support=3, decided_by=("Ann",)).said
    'decided by Ann, 3 figures'
    """

    word: str
    genes: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    organism: str | None = None
    support: int = 1
    decided_by: tuple[str, ...] = ()
    decided_at: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Put genes, context and names into one order, each once.

        Raises:
            FieldTypeError: a text where a tuple of texts belongs, or a support that is no count.
        """
        for name in ("genes", "context", "decided_by"):
            value = getattr(self, name)
            if isinstance(value, str) or not all(isinstance(one, str) for one in value):
                raise FieldTypeError(f"Override {self.word!r}: `{name}` is no tuple of texts")
            object.__setattr__(self, name, tuple(sorted(set(value))))
        if isinstance(self.support, bool) or not isinstance(self.support, int) or self.support < 0:
            raise FieldTypeError(f"Override {self.word!r}: `support` is no count of figures")

    @property
    def confidence(self) -> float:
        """How probable it is that this holds in the next figure, by the rule of succession.

        Of so many figures in which it was confirmed and none in which it was not, one more of
        either kind is taken to have been seen: 2/3 after one figure, 0.95 after eighteen.
        """
        return (self.support + 1) / (self.support + 2)

    @property
    def means(self) -> str:
        """What the word stands for, in words."""
        return ", ".join(self.genes) if self.genes else "no gene"

    @property
    def said(self) -> str:
        """Who decided it, in how many figures and when."""
        *some, last = self.decided_by or ("somebody",)
        names = f"{', '.join(some)} and {last}" if some else last
        figures = f"{self.support} figure{'s' * (self.support != 1)}"
        return ", ".join(filter(None, (f"decided by {names}", figures, self.decided_at)))
