"""What a tagger sees of a token: its letters, and what the lexicon knows of the words around it.

The gene tagger is a small convolutional network of spaCy. Its first layer, `LexiconEmbed`, looks
up one embedding for each of the `COLUMNS` of a token. Half of them say how the token is written,
the other half which names of genes and of other things the dictionary scan finds there, so that
the network has to learn only when to believe the dictionary. The features are a function of the
text of a `Doc` and its tokens: training and use share them, and nothing is stored with a model.

Importing this module registers the tokenizer and the layer with spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.strings import hash_string  # type: ignore[attr-defined]
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    NumpyOps,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)
from thinc.types import Floats2d

from reconcile.grounding import Candidate, Grounder, grounder_of
from reconcile.lexicon import Lexicon
from reconcile.lexicon.scan import Hit, scan, separators_allow
from reconcile.text import GREEK_LETTERS, Token, clean, tokens

__all__ = [
    "CACHE_KEY",
    "COLUMNS",
    "DEFAULT_STYLE",
    "EXTRACT",
    "Features",
    "FineTokenizer",
    "feature_names",
    "features",
    "join",
    "set_style",
    "style_hash",
    "use_numpy",
]

COLUMNS: Final = (
    "norm",
    "prefix",
    "suffix",
    "suffix4",
    "shape",
    "stem",
    "rank",
    "family",
    "longest",
    "surest",
    "other",
    "alone",
    "chosen",
    "style",
)
"""The features of a token, in the order of their embeddings.

`norm` lower case with Greek as words, `prefix` and `suffix` three letters, `shape` its pattern of
cases and digits, `stem` its letters only, `rank` how common the English word is and how it is
written, `family` how many names of the lexicon begin with it; `longest` and `surest` the longest
and the best-scored gene name over it, `other` the longest name of something else, `alone` what
the token is by itself, `chosen` what the dictionary alone would say; `style` the annotation
guideline that the corpus of the text follows.
"""

_WRITTEN: Final = COLUMNS[: COLUMNS.index("longest")]

_WORD: Final = [COLUMNS.index("norm"), COLUMNS.index("stem")]

DEFAULT_STYLE: Final = "general"
"""The style of texts that belong to no corpus."""

CACHE_KEY: Final = "reconcile.features"
"""Where a document keeps its features in `user_data`."""

_WORDS_KEY: Final = "reconcile.words"
_STYLE_KEY: Final = "reconcile.style"
_GREEK: Final = str.maketrans(GREEK_LETTERS)
_PIECE: Final = re.compile(r"[^\W_]+|\S|\s+")
_PREFIX: Final = re.compile(r"(phospho|pro|pre|[pchmsr])(?=[A-Z][A-Za-z0-9])")
_ENDS: Final = frozenset(";:!?[]{}=<>|.")
_LONGEST: Final = 96
_LEAST: Final = 0.25
_CHOSEN: Final = 0.3
_MOST_KEYS: Final = 100

EXTRACT: Final = "reconcile_features"
"""The name of the layer that turns documents into rows of features."""

Features = NDArray[np.uint64]


# -- tokens ----------------------------------------------------------------------------------------


class FineTokenizer:
    """Cuts a text at every space and punctuation mark; runs of letters and digits stay whole.

    Gene corpora are tokenised like this, and every end of a gene name is an end of a token.

    >>> [token.text for token in FineTokenizer(Vocab())("IL-1β/TNF  (p<0.05)")]
    ['IL', '-', '1β', '/', 'TNF', ' ', '(', 'p', '<', '0', '.', '05', ')']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a document whose `text` is the text, character by character."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _PIECE.findall(text):
            if piece[0] == " " and spaces and not spaces[-1]:
                spaces[-1] = True
                piece = piece[1:]  # noqa: PLW2901
            if piece:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, user_data={_WORDS_KEY: (words, spaces)})

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, path: str | Path, **_: Any) -> FineTokenizer:
        """Read nothing: the tokenizer has no state."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> FineTokenizer:
        """Read nothing: the tokenizer has no state."""
        return self


@registry.tokenizers("reconcile.FineTokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Any], FineTokenizer]:
    """The factory that a spaCy config names."""
    return lambda nlp: FineTokenizer(nlp.vocab)


_GLUED: Final = frozenset("-/_^~'")
_GLUED_LEFT: Final = frozenset(",.;:?!)]}%")
_GLUED_RIGHT: Final = frozenset("([{")


def join(words: Sequence[str]) -> list[bool]:
    """For each word of a finely cut sentence, whether a space most likely followed it.

    Corpora in columns do not say. Hyphens and slashes join both sides, brackets and full stops
    one, stops and commas between digits both.

    >>> words = "IL - 2 ( 0 . 5 ng / ml ) .".split()
    >>> "".join(w + " " * s for w, s in zip(words, join(words), strict=True))
    'IL-2 (0.5 ng/ml).'
    """
    spaces = []
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or {word, after} & _GLUED or word in _GLUED_RIGHT or after in _GLUED_LEFT:
            spaces.append(False)
        elif word in (".", ",") and i and words[i - 1].isdigit() and after.isdigit():
            spaces.append(word == "," and len(after) != 3)
        else:
            spaces.append(True)
    return spaces


# -- features --------------------------------------------------------------------------------------


def set_style(doc: Doc, style: str) -> Doc:
    """Mark a document as following the annotation style of a corpus; returns it."""
    doc.user_data[_STYLE_KEY] = style
    doc.user_data.pop(CACHE_KEY, None)
    return doc


def style_hash(style: str) -> int:
    """The value of the last column for a style."""
    return int(hash_string(style))


def features(doc: Doc) -> Features:
    """The hashed features of a document, one row a token, one column for each of `COLUMNS`.

    They are kept in `doc.user_data`, so that a document that is read again costs nothing.
    """
    found: Features | None = doc.user_data.get(CACHE_KEY)
    if found is None:
        words, spaces = _cut(doc)
        style = _packed((doc.user_data.get(_STYLE_KEY, DEFAULT_STYLE),))
        known = _known(words, spaces)
        rows = [
            _written_packed(word) + _packed(row) + style
            for word, row in zip(words, known, strict=True)
        ]
        found = np.frombuffer(b"".join(rows), dtype=np.uint64).reshape(len(rows), len(COLUMNS))
        doc.user_data[CACHE_KEY] = found
    return found


def _cut(doc: Doc) -> tuple[Sequence[str], Sequence[bool]]:
    """The words of a document and whether spaces follow; those its tokenizer kept if it is ours."""
    kept: tuple[list[str], list[bool]] | None = doc.user_data.get(_WORDS_KEY)
    if kept is not None and len(kept[0]) == len(doc):
        return kept
    return [token.text for token in doc], doc.to_array("SPACY").tolist()


def feature_names(doc: Doc) -> list[tuple[str, ...]]:
    """The features of a document in words, one tuple a token, in the order of `COLUMNS`.

    >>> doc = FineTokenizer(Vocab())("MEK1 of yeast")
    >>> dict(zip(COLUMNS, feature_names(doc)[0], strict=True))["chosen"]
    'S-gene-9'
    """
    style = doc.user_data.get(_STYLE_KEY, DEFAULT_STYLE)
    words, spaces = _cut(doc)
    written = [_written(word) for word in words]
    known = _known(words, spaces)
    return [(*left, *right, style) for left, right in zip(written, known, strict=True)]


@lru_cache(maxsize=100_000)
def _written_packed(word: str) -> bytes:
    return _packed(_written(word))


@lru_cache(maxsize=100_000)
def _packed(values: tuple[str, ...]) -> bytes:
    """The hashes of features, eight bytes each."""
    return np.array([hash_string(value) for value in values], dtype=np.uint64).tobytes()


@lru_cache(maxsize=100_000)
def _written(word: str) -> tuple[str, ...]:
    lowered = word.lower().translate(_GREEK)
    shape = _shape(word)
    letters = "".join(char for char in lowered if char.isalpha())
    rank = _grounder().word_rank(word)
    case = "l" if word.islower() else "u" if word.isupper() else "t" if word.istitle() else "m"
    bucket = "-" if rank is None else str(rank.bit_length())
    return (
        lowered,
        word[:3],
        lowered[-3:],
        lowered[-4:],
        shape,
        letters or word,
        f"{bucket}{case}{min(len(word), 6)}",
        _beginning(lowered),
    )


def _shape(word: str) -> str:
    """The pattern of a word, runs of more than three alike cut to three.

    >>> _shape("p38MAPKs"), _shape("interleukin")
    ('xddXXXx', 'xxx')
    """
    out: list[str] = []
    for char in word:
        kind = "d" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char
        if not char.isascii() and char.isalpha():
            kind = "g"
        if out[-3:] != [kind] * 3:
            out.append(kind)
    return "".join(out)


def _beginning(lowered: str) -> str:
    """How many names of the lexicon begin with a word: a power of two, or `-` for short words."""
    if len(lowered) < 3 or not lowered.isalnum():
        return "-"
    return str(len(_grounder().lexicon.keys(lowered, _MOST_KEYS)).bit_length())


def _grounder() -> Grounder:
    return grounder_of(Lexicon.load())


@dataclass(frozen=True, slots=True)
class _Word:
    """What is known of a token by itself.

    Attributes:
        norm: its part of a surface key, empty for punctuation.
        letter: the same with Greek as letters.
        token: its last run of letters and digits; None for punctuation.
        prefix: length of a prefix such as `p` or `pro` before a capital; 0 if there is none.
        row: its features where it stands in no longer name.
        score: of its best candidate as a gene, 0 without one.
        claim: the negated score and the feature of its best candidate, if that counts.
    """

    norm: str
    letter: str
    token: Token | None
    prefix: int
    row: tuple[str, ...]
    score: float
    claim: tuple[float, str] | None


_PUNCTUATION: Final = ("", "", "", "", "")


@lru_cache(maxsize=100_000)
def _word(text: str) -> _Word:
    cut = tokens(clean(text).text)
    if not cut:
        return _Word("", "", None, 0, _PUNCTUATION, 0.0, None)
    norm = "".join(token.norm for token in cut)
    letter = "".join(token.letter for token in cut)
    head = _PREFIX.match(text)
    longest = surest = other = alone = ""
    score = thing_score = 0.0
    claim = None
    for hit in scan(clean(text).text, cut, _grounder().lexicon):
        candidates = _grounder().candidates(hit.surface, hit.entries, hit.rule)
        if not candidates:
            continue
        gene, thing = _best(candidates)
        if gene is not None and gene.score > max(score, _LEAST):
            score = gene.score
            longest = f"S-{gene.entry.type}-{int(score * 10)}"
            surest = f"S-{gene.kind}-{int(score * 10)}"
        if thing is not None and thing.score > max(thing_score, _LEAST):
            thing_score = thing.score
            other = f"S-{thing.entry.type}-{int(thing_score * 10)}"
        if hit.rule != "suffix" or not alone:
            alone = _single(hit, gene, thing)
        one = _claim(candidates[0])
        if one is not None and (claim is None or one < claim):
            claim = one
    row = (longest, surest, other, alone, f"S-{claim[1]}" if claim else "")
    return _Word(norm, letter, cut[-1], len(head[1]) if head else 0, row, score, claim)


def _known(words: Sequence[str], spaces: Sequence[bool]) -> list[tuple[str, ...]]:
    """What the lexicon says of each token: the columns from `longest` to `chosen`.

    A token by itself is looked up once; what is done for each text is to find the names of
    several tokens.
    """
    own = [_word(word) for word in words]
    rows = [word.row for word in own]
    names = list(_long_names(words, spaces, own))
    if not names:
        return rows
    wide: dict[int, list[Any]] = {}
    claims = []
    for first, last, width, candidates in names:
        gene, thing = _best(candidates)
        one = _claim(candidates[0])
        if one is not None:
            claims.append((-width, one[0], first, last, one[1]))
        for i in range(first, last + 1):
            # longest, its width; surest, its score; other, its width
            best = wide.setdefault(i, ["", 0, "", own[i].score, "", 0])
            at = "B" if i == first else "E" if i == last else "I"
            if gene is not None and gene.score >= _LEAST:
                if width > best[1]:
                    best[:2] = f"{at}-{gene.entry.type}-{int(gene.score * 10)}", width
                if gene.score > best[3]:
                    best[2:4] = f"{at}-{gene.kind}-{int(gene.score * 10)}", gene.score
            if thing is not None and thing.score >= _LEAST and width > best[5]:
                best[4:] = f"{at}-{thing.entry.type}-{int(thing.score * 10)}", width
    chosen = _chosen(claims)
    for i, best in wide.items():
        longest, surest, other, alone, single = rows[i]
        rows[i] = (
            best[0] or longest,
            best[2] or surest,
            best[4] or other,
            alone,
            chosen.get(i, single),
        )
    return rows


def _long_names(
    words: Sequence[str], spaces: Sequence[bool], own: Sequence[_Word]
) -> Iterator[tuple[int, int, int, tuple[Candidate, ...]]]:
    """Names of several tokens: first and last token, length of the key, candidates."""
    grounder = _grounder()
    at = [i for i, word in enumerate(own) if word.token is not None]
    streams = [[own[i].norm for i in at]]
    if any(own[i].norm != own[i].letter for i in at):
        streams.append([own[i].letter for i in at])
    for norms in streams:
        greek = norms is not streams[0]
        for n in range(len(at) - 1):
            first = at[n]
            if at[n + 1] - first > 2 or (at[n + 1] - first == 2 and words[first + 1] in _ENDS):
                continue
            skips = (0, own[first].prefix) if own[first].prefix else (0,)
            for skip in skips:
                key = norms[n][skip:]
                for m in range(n + 1, len(at)):
                    key += norms[m]
                    if len(key) > _LONGEST or not grounder.lexicon.begins(key):
                        break
                    span = at[n : m + 1]
                    known = grounder.lexicon.lookup(key)
                    if not known or (greek and all(own[i].norm == own[i].letter for i in span)):
                        continue
                    gaps = [_gap(words, spaces, i, j) for i, j in pairwise(span)]
                    cut = [token for i in span if (token := own[i].token) is not None]
                    entries = tuple(entry for entry in known if separators_allow(gaps, cut, entry))
                    if not entries:
                        continue
                    parts = zip([words[i] for i in span], [*gaps, ""], strict=True)
                    surface = "".join(word + gap for word, gap in parts)[skip:]
                    rule = "prefix" if skip else "greek" if greek else "exact"
                    candidates = grounder.candidates(surface, entries, rule)
                    if candidates:
                        yield span[0], span[-1], len(key), candidates


def _gap(words: Sequence[str], spaces: Sequence[bool], i: int, j: int) -> str:
    """The characters between two tokens."""
    gap = " " if spaces[i] else ""
    for k in range(i + 1, j):
        gap += words[k] + (" " if spaces[k] else "")
    return gap


def _best(candidates: Sequence[Candidate]) -> tuple[Candidate | None, Candidate | None]:
    """The best candidate as a gene and the best as something else."""
    gene = next((candidate for candidate in candidates if candidate.is_gene), None)
    thing = next((candidate for candidate in candidates if not candidate.is_gene), None)
    return gene, thing


def _claim(best: Candidate) -> tuple[float, str] | None:
    """The negated score of a candidate and what it says, unless it is a weak gene."""
    if best.is_gene and best.score < _CHOSEN:
        return None
    what = best.kind if best.is_gene else best.entry.type
    return -best.score, f"{what}-{int(best.score * 10)}"


def _single(hit: Hit, gene: Candidate | None, thing: Candidate | None) -> str:
    """What a token is by itself: as a gene, with how many candidates, and as something else."""
    parts = [hit.rule]
    if gene is not None:
        several = min(3, len({(entry.ref, entry.is_family) for entry in hit.entries}))
        parts += [gene.entry.type, str(int(gene.score * 5)), str(several)]
    if thing is not None:
        parts += [thing.entry.type, str(int(thing.score * 5))]
    return " ".join(parts)


def _chosen(claims: list[tuple[int, float, int, int, str]]) -> dict[int, str]:
    """The longest claims that do not overlap, as the dictionary alone would choose them."""
    chosen: dict[int, str] = {}
    for _, _, first, last, what in sorted(claims):
        if not any(i in chosen for i in range(first, last + 1)):
            for i in range(first, last + 1):
                chosen[i] = ("B-" if i == first else "E-" if i == last else "I-") + what
    return chosen


_NUMPY: Final = NumpyOps(use_blis=False)


# -- the layer -------------------------------------------------------------------------------------


@registry.architectures("reconcile.LexiconEmbed.v1")  # type: ignore[untyped-decorator]
def lexicon_embed(
    width: int, widths: list[int], rows: list[int], columns: list[str], blank: float = 0.0
) -> Model[list[Doc], list[Floats2d]]:
    """A layer that gives each token a vector from its features.

    Args:
        width: length of the vectors.
        widths: length of the embedding of each column.
        rows: number of rows of each embedding.
        columns: names of the columns to use, out of `COLUMNS`.
        blank: the share of values that are withheld in training, so that no column is relied
            upon alone; the word itself is withheld twice as often.
    """
    embeddings: list[Model[Any, Any]] = [
        HashEmbed(wide, tall, column=COLUMNS.index(name), seed=7 + COLUMNS.index(name), dropout=0.0)
        for name, wide, tall in zip(columns, widths, rows, strict=True)
    ]
    mixed: Model[Any, Any] = Maxout(width, sum(widths), nP=3, dropout=0.0, normalize=True)
    inner: Model[Any, Any] = chain(concatenate(*embeddings), mixed)
    model: Model[Any, Any] = chain(_extract(blank), list2ragged(), with_array(inner), ragged2list())
    return model


@registry.architectures("reconcile.Tok2Vec.v1")  # type: ignore[untyped-decorator]
def tok2vec(
    embed: Model[list[Doc], list[Floats2d]], encode: Model[list[Floats2d], list[Floats2d]]
) -> Model[list[Doc], list[Floats2d]]:
    """SpaCy's `Tok2Vec`, with the matrix products of numpy, see `use_numpy`."""
    create = registry.architectures.get("spacy.Tok2Vec.v2")
    model: Model[list[Doc], list[Floats2d]] = create(embed, encode)
    return use_numpy(model)


def use_numpy(model: Model[Any, Any]) -> Model[Any, Any]:
    """Let a network on the CPU multiply matrices with numpy; returns it.

    The BLAS that comes with numpy chooses its kernels for the processor at hand; that of thinc,
    BLIS, does not know every processor and is there three times slower.
    """
    for node in model.walk():
        if isinstance(node.ops, NumpyOps):
            node.ops = _NUMPY
    return model


def _extract(blank: float) -> Model[list[Doc], list[Any]]:
    return Model(EXTRACT, _forward, attrs={"blank": blank})


def _forward(
    model: Model[list[Doc], list[Any]], docs: Iterable[Doc], is_train: bool
) -> tuple[list[Any], Callable[[Any], list[Any]]]:
    ops: Any = model.ops
    found = [features(doc) for doc in docs]
    if is_train and model.attrs["blank"]:
        found = [_withhold(values, model.attrs["blank"]) for values in found]
    return [ops.asarray(values, dtype="uint64") for values in found], lambda _: []


def _withhold(values: Features, share: float) -> Features:
    """The features without some of their values, chosen at random; the style always stays."""
    keep = np.random.random(values.shape) >= share
    keep[:, _WORD] = (np.random.random(len(values)) >= 2 * share)[:, np.newaxis]
    keep[:, -1] = True
    return np.where(keep, values, np.uint64(0))
