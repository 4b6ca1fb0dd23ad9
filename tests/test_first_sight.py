"""What is left out early for speed is what would have been left out in the end."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reconcile.grounding import WEAK, gene_share
from reconcile.grounding.closenames import CloseName, CloseNames
from reconcile.grounding.features import form_features
from reconcile.grounding.grounder import grounder_of
from reconcile.grounding.scoring import Scorer, fitted_weights
from reconcile.lexicon import NON_GENE_TYPES, Lexicon
from reconcile.lexicon.likeness import Asked, likeness, numbers
from reconcile.lexicon.schema import FORM_TYPES
from reconcile.lexicon.similarity import Similarity
from reconcile.lexicon.words import name_index
from reconcile.naming.words import ONE_SPELLING, NameWords, name_words, words_of
from reconcile.text import surface_key

LEXICON = Lexicon.load()
INDEX = name_index(LEXICON)
GENES = [index for index, _, _ in LEXICON.all_symbols() if INDEX.has_product(index)]
WORDS = ["receptor", "kinase", "alpha", "type", "2", "1", "B", "growth", "factor", "fibroblast"]
WORDS += ["like", "binding", "protein", "adapter", "xyzzy", "necrosis", "tumour", "II"]


@st.composite
def asked_names(draw):
    """Names of genes with words left out, put in and moved, as texts have them."""
    words = LEXICON.gene(draw(st.sampled_from(GENES))).name.replace(",", "").split()
    for _ in range(draw(st.integers(0, 2))):
        del words[draw(st.integers(0, max(0, len(words) - 1))) :][:1]
        words.insert(draw(st.integers(0, len(words))), draw(st.sampled_from(WORDS)))
    return " ".join(words)


def near_by_all(asked: NameWords) -> set[CloseName]:
    """The close names by their definition: whatever has most of the words is taken apart."""
    weights = {word: INDEX.weight(word) for word in asked.words}
    enough = 0.6 * sum(weights.values())
    rarest = sorted(weights, key=INDEX.weight, reverse=True)
    starts = [*rarest[:3], *(a + b for a, b in pairwise(asked.words))]
    starts += [letter + asked.words[0] for letter in asked.letters]
    found: dict[tuple[int, bool, str], CloseName] = {}
    pool: list[tuple[int, bool, NameWords]] = []
    common = {word for word in weights if len(INDEX.genes(word)) > 400}  # taken to be in all names
    for gene in {gene for word in weights.keys() - common for gene in INDEX.genes(word)}:
        name = INDEX.name(gene)
        if sum(weights[word] for word in rarest if word in {*common, *name.words}) >= enough:
            pool.append((gene, False, name))
    for start in starts:
        keys = LEXICON.keys(start, 300)
        for key in keys if len(keys) < 300 else ():
            if len(key) > sum(map(len, asked.words)) + 30:
                continue
            if sum(weights[word] for word in rarest if word in key) < enough:
                continue
            other = INDEX.of_key(key, frozenset(asked.words))
            for e in LEXICON.lookup(key) if other is not None else ():
                named = e.type in {"name", "designation", "curated", "label", "previous", "alias"}
                if named and (e.is_family or INDEX.has_product(e.ref)):
                    pool.append((e.ref, e.is_family, other))
    for ref, is_family, other in pool:
        agreeing = numbers(asked, other)
        like, whole = likeness(asked, other, INDEX)
        if agreeing is not None and like >= 0.5:
            name = CloseName(ref, is_family, round(like, 4), agreeing, whole)
            key = ref, is_family, agreeing
            if key not in found or (name.whole, name.likeness) > (
                found[key].whole,
                found[key].likeness,
            ):
                found[key] = name
    return set(found.values())


@settings(deadline=None, max_examples=120)
@given(name=asked_names())
def test_no_close_name_is_lost_by_looking_at_few(name):
    asked = name_words(name)
    assume(asked.words and sum(map(len, asked[:3])) > 1)
    near = CloseNames(LEXICON, grounder_of(LEXICON).lookup_exact).near(asked)
    assert set(near) == near_by_all(asked)


PHRASES = st.lists(
    st.sampled_from(
        [
            "activated",
            "tyrosine",
            "kinase",
            "kinases",
            "growth",
            "factor",
            "TNF",
            "receptor",
            "1",
            "MAP",
            "sonic",
            "hedgehog",
            "peroxisomal",
            "peroxisome",
            "activator",
            "like",
            "protein",
            "heat",
            "shock",
            "27",
            "transcription",
            "adapter",
            "molecule",
            "TRIF-related",
            "beta",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(name=st.one_of(PHRASES, asked_names()))
def test_what_has_all_words_is_found_among_names_that_have_them(name):
    names = CloseNames(LEXICON, grounder_of(LEXICON).lookup_exact)
    reading, whole = names.read(name), names.read_whole(name)
    assert whole.genes == reading.genes
    found = reading.found
    assert whole.found == (found if found is not None and found.whole else None)


def counted(asked: NameWords, other: NameWords) -> str | None:
    """How the numbers of two names agree, by counting them."""
    lacks = not other.closing <= set(asked.letters)
    for letter in set(asked.letters) - set(other.letters):
        more = [word for word in other.words if word not in asked.words and word[0] == letter]
        if letter not in asked.closing or not more:
            return None
    if asked.numbers == other.numbers:
        return "without" if lacks else "same"
    if asked.numbers == ("1",) == (asked.last,) and not other.numbers and not lacks:
        return "first"
    return None if Counter(asked.numbers) - Counter(other.numbers) else "without"


INDEXED = st.lists(
    st.sampled_from(["1", "2", "02", "12", "a", "b", "alpha", "kinase", "beta", "casein"]),
    max_size=6,
).map(" ".join)


@given(one=INDEXED, other=INDEXED)
def test_numbers_agree_as_they_are_counted(one, other):
    asked, listed = name_words(one), name_words(other)
    assert numbers(asked, listed) == counted(asked, listed)


@settings(deadline=None, max_examples=200)
@given(asked=INDEXED, key=st.lists(INDEXED, max_size=3).map("".join).map(surface_key))
def test_numbers_of_a_key_tell_before_it_is_taken_apart(asked, key):
    name = name_words(asked)
    other = INDEX.of_key(key, frozenset(name.words))
    if other is not None and not Asked(name, INDEX).may_have_numbers(key):
        assert numbers(name, other) is None


@settings(deadline=None, max_examples=60)
@given(gene=st.sampled_from(GENES), data=st.data())
def test_a_key_without_the_head_is_of_another_kind(gene, data):
    asked = Asked(name_words(LEXICON.gene(gene).name), INDEX)
    assume(asked.head)
    other = data.draw(st.sampled_from(GENES))
    key = surface_key(LEXICON.gene(other).name)
    if not any(spelling in key for spelling in asked.spellings):
        name = INDEX.of_key(key, frozenset(asked.name.words))
        assert name is None or asked.likeness(name) == (0.0, False)


def test_numbers_of_names_are_found_however_they_are_written():
    for number in ("0", "2", "319", "753"):
        named = {gene for gene in GENES if number in INDEX.name(gene).numbers}
        assert INDEX.numbered(number) == named
    assert INDEX.numbered("0319") == INDEX.numbered("987654") == frozenset()


@settings(deadline=None, max_examples=100)
@given(key=st.deferred(lambda: KEYS), types=st.sets(st.integers(0, len(FORM_TYPES) - 1)))
def test_entries_refer_to_what_they_refer_to(key, types):
    entries = [e for e in LEXICON.lookup(key) if FORM_TYPES.index(e.type) in types]
    assert LEXICON.references(key, types) == {(e.ref, e.is_family) for e in entries}


@pytest.mark.parametrize(("spelled", "key"), [("adaptor", "adapter"), ("adapter", "adaptor")])
def test_a_head_may_be_spelled_in_two_ways(spelled, key):
    near = CloseNames(LEXICON, grounder_of(LEXICON).lookup_exact).near
    one, other = (near(name_words(f"TRIF-related {word} molecule")) for word in (spelled, key))
    assert one == other != ()


@settings(deadline=None, max_examples=150)
@given(start=st.text("abcdeghilmnoprstu", min_size=4, max_size=9))
def test_a_word_begins_a_name_where_one_falls_into_it(start):
    word = next(iter(words_of(start)), "")
    begins = len(word) > 4 and any(
        entry.type in ("designation", "previous") and entry.form is None
        for key in LEXICON.keys(word, 40)
        if (words := INDEX.of_key(key, frozenset({word}))) and words.words[:1] == (word,)
        for entry in LEXICON.lookup(key)
    )
    assert INDEX.has_word(start) == (word in INDEX or begins)


LONG_WORDS = st.sampled_from([word for word in INDEX.words("") if word.isalpha() and len(word) > 2])


@settings(deadline=None, max_examples=150)
@given(one=LONG_WORDS, other=LONG_WORDS)
def test_letters_fall_into_the_fewest_words(one, other):
    assume(max(len(one), len(other)) <= 24)
    assert INDEX.apart(one) == (ONE_SPELLING.get(one, one),)
    assert len(INDEX.apart(one + other)) <= 2
    assert INDEX.apart(f"{one}12{other}") == (*INDEX.apart(one), "12", *INDEX.apart(other))


KNOWN = [gene for gene in GENES if LEXICON.facts.term_count(gene) > 20][::5]


@settings(deadline=None, max_examples=60)
@given(genes=st.lists(st.sampled_from(KNOWN), min_size=2, max_size=7, unique=True), data=st.data())
def test_two_genes_are_as_alike_whichever_is_asked_about_the_other(genes, data):
    similarity = Similarity(LEXICON)
    for _ in range(6):
        asked = data.draw(st.sampled_from(genes))
        others = data.draw(st.lists(st.sampled_from(genes), unique=True))
        pairs = [(-Similarity(LEXICON).between(asked, other), other) for other in others]
        kin = similarity.closest_first(asked, others)
        assert kin == sorted(pair for pair in pairs if pair[0])


KEYS = st.sampled_from(LEXICON.keys("c", 4000)[::3] + LEXICON.keys("s", 4000)[::3])
SPELLINGS = st.sampled_from([str.lower, str.upper, str.capitalize, lambda key: f"{key}s"])


@settings(deadline=None, max_examples=200)
@given(key=KEYS, spelled=SPELLINGS)
def test_a_word_is_never_a_gene_if_its_meanings_are_none(key, spelled):
    scorer, surface = Scorer(LEXICON), spelled(key)
    entries = LEXICON.lookup(key)
    for named in (False, True):
        candidates = scorer.candidates(surface, entries, named=named)
        may = scorer.may_be_gene(surface, entries, WEAK, named=named)
        assert may == (gene_share(candidates) >= WEAK)


@settings(deadline=None, max_examples=200)
@given(key=KEYS, spelled=SPELLINGS, named=st.booleans())
def test_what_speaks_for_a_meaning_is_the_sum_of_its_features(key, spelled, named):
    scorer, surface = Scorer(LEXICON), spelled(key)
    entries = LEXICON.lookup(key)
    weights = fitted_weights()
    things = [entry for entry in entries if entry.type in NON_GENE_TYPES]
    for candidate in scorer.candidates(surface, entries, named=named):
        if candidate.kind == "non_gene":
            features = form_features(surface, things, "exact", LEXICON, named=named)
            odds = sum(weights.get(name, 0.0) * value for name, value in features.items())
            assert candidate.odds == round(odds, 4)
            assert candidate.entry in things


@pytest.mark.parametrize(("surface", "same"), [("impact", True), ("Impact", False)])
def test_a_word_in_small_letters_is_no_name_wherever_it_stands(surface, same):
    entries = LEXICON.lookup(surface.lower())
    alone, named = (Scorer(LEXICON).candidates(surface, entries, named=n) for n in (False, True))
    assert (alone == named) is same
    words = [entry for entry in entries if entry.type == "word"]
    features = [form_features(surface, words, "exact", LEXICON, named=n) for n in (False, True)]
    assert (features[0] == features[1]) is same
