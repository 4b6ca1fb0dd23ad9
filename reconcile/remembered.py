"""How much a process remembers of what it has read: the one budget of its caches.

What texts have in common is asked time and again: their words, what the lexicon says of these, the
genes that they name. Each kind of answer is kept in a cache of its own, of one of the sizes here,
by how often an answer is asked again and how large it is. With these sizes a
process that reads thousands of captions stays at 300 to 330 MiB, which `docs/scale.md` has.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FAMILIES", "PAIRS", "SELDOM", "TOKENS", "WORDS"]

TOKENS: Final = 16_384
"""What a token is by its letters: small answers, of which eight of ten and more are asked again."""
WORDS: Final = 8_192
"""What the lexicon or a rule says of a word or name that may be one of a gene: 200 to 550 bytes
each, of which two of three and more are asked again."""
PAIRS: Final = 32_768
"""How likely one name is read as another, 200 bytes: a list of 1,000 genes asks for as many."""
SELDOM: Final = 2_048
"""Answers that are large, or that are mostly asked once: what a name means that no text had yet."""
FAMILIES: Final = 1_024
"""Families and complexes with all their members, 2 kB each; a corpus has some hundreds."""
