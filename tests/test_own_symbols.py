"""An approved symbol in its own spelling is that gene, and carrying suggestions out ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import Figure, Lexicon
from reconcile.annotate.inventory import senses
from reconcile.formats.changes import change_of, changed_keywords
from reconcile.lexicon.schema import NO_REF
from reconcile.suggest import DEFAULT_MIN_CONFIDENCE

GENE_NAMES = frozenset({"approved", "alias", "previous", "curated", "withdrawn"})
PROTEIN = "gene with protein product"
ROUNDS = 12
TOGETHER = 25

some_and_all = pytest.mark.parametrize(
    "step", [pytest.param(8, id="some"), pytest.param(1, id="all", marks=pytest.mark.long)]
)
"""Every eighth name at once, and all of them, which takes half a minute."""


@cache
def names() -> dict[str, dict[int, set[str]]]:
    """The genes of every stored name, with the types of their entries."""
    lexicon = Lexicon.load()
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key in lexicon.keys("", 10**9):
        for entry in lexicon.lookup(key):
            if (
                entry.form
                and not entry.is_family
                and entry.type in GENE_NAMES
                and entry.ref != NO_REF
            ):
                found[entry.form][entry.ref].add(entry.type)
    return found


@cache
def symbols() -> tuple[str, ...]:
    """The approved symbols of the genes with a protein."""
    lexicon = Lexicon.load()
    return tuple(
        sorted(
            name
            for name, refs in names().items()
            for ref, types in refs.items()
            if "approved" in types and lexicon.gene(ref).locus_type == PROTEIN
        )
    )


@cache
def ambiguous() -> tuple[str, ...]:
    """The names that several genes have."""
    return tuple(sorted(name for name, refs in names().items() if len(refs) > 1))


def candidates(name: str) -> list[str]:
    lexicon = Lexicon.load()
    return sorted(lexicon.gene(ref).gene.symbol for ref in names()[name])


def proven_otherwise(symbol: str) -> bool:
    """Whether curators met these letters with the meaning of another gene, or several."""
    return symbol in senses() or any(
        "curated" in types and "approved" not in types for types in names()[symbol].values()
    )


@some_and_all
def test_each_listed_symbol_is_read_as_itself(fast, step):
    """Alone with one gene, where the letters have rivals; what has none is only looked for."""
    tried = [symbol for symbol in symbols() if symbol != "EGFR" and not proven_otherwise(symbol)]
    assert len(tried) > 19_000
    tried = tried[::step]
    rivalled = [symbol for symbol in tried if len(names()[symbol]) > 1]
    figures = (Figure(s, f"{s} binds EGFR.", keywords=("EGFR", s)) for s in rivalled)
    wrong, unread = {}, 0
    for symbol, result in zip(rivalled, fast.reconcile_many(figures), strict=True):
        read = {gene.symbol for m in result.mentions if m.text == symbol for gene in m.genes}
        unread += not read
        if read - {symbol} or (read and any(s.keyword == symbol for s in result.suggestions)):
            wrong[symbol] = read
    alone = [symbol for symbol in tried if len(names()[symbol]) == 1]
    for start in range(0, len(alone), TOGETHER):
        together = alone[start : start + TOGETHER]
        mentions = fast.annotate(" ".join(f"{s} binds EGFR." for s in together)).mentions
        read = {m.text: {gene.symbol for gene in m.genes} for m in mentions}
        unread += sum(not read.get(symbol) for symbol in together)
        wrong |= {s: read[s] for s in together if read.get(s, set()) - {s}}
    assert len(wrong) <= 2, wrong
    assert unread < len(tried) / 250  # letters that mostly mean something else: PC, TG, LPA


@given(st.data())
def test_a_symbol_among_others_is_read_as_itself(fast, data):
    """Whatever stands around it, and whatever of its rivals is listed."""
    rivalled = [s for s in ambiguous() if s in symbols_set() and not proven_otherwise(s)]
    symbol = data.draw(st.sampled_from(rivalled))
    others = data.draw(st.lists(st.sampled_from(symbols()), min_size=1, max_size=4))
    listed = data.draw(st.sets(st.sampled_from([*candidates(symbol), *others])))
    caption = f"{symbol} binds {', '.join(others[:-1])} and {others[-1]}."
    result = fast.reconcile(Figure("F", caption, keywords=sorted(listed)))
    read = {gene.symbol for m in result.mentions if m.start == 0 for gene in m.genes}
    relatives = {s for s in read - {symbol} if s in candidates(symbol)}
    assert not relatives, (caption, sorted(listed))


@cache
def symbols_set() -> frozenset[str]:
    return frozenset(symbols())


def ends(reconciler, figure: Figure) -> bool:
    """Whether carrying out what is suggested, again and again, leaves nothing to suggest."""
    for _ in range(ROUNDS):
        suggestions = reconciler.reconcile(figure).suggestions
        sure = [change_of(s) for s in suggestions if s.confidence >= DEFAULT_MIN_CONFIDENCE]
        keywords = changed_keywords(figure.keywords, sure)
        if keywords == figure.keywords:
            return True
        figure = replace(figure, keywords=keywords)
    return False


@some_and_all
def test_every_ambiguous_name_settles(fast, step):
    assert len(ambiguous()) > 4000
    swinging = [
        name
        for name in ambiguous()[::step]
        if not ends(fast, Figure(name, f"{name} binds EGFR.", keywords=("EGFR", name)))
    ]
    assert not swinging


@settings(max_examples=60)
@given(st.data())
def test_lists_of_ambiguous_names_settle(fast, data):
    some = data.draw(st.lists(st.sampled_from(ambiguous()), min_size=2, max_size=3, unique=True))
    others = data.draw(st.lists(st.sampled_from(symbols()), min_size=2, max_size=2, unique=True))
    order = data.draw(st.permutations([*some[:2], *others]))
    pool = [*some, *others, *(gene for name in some for gene in candidates(name))]
    listed = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=7, unique=True))
    caption = f"{order[0]} activates {order[1]}, which binds {order[2]} and {order[3]}."
    assert ends(fast, Figure("F", caption, keywords=listed)), (caption, listed)


@pytest.mark.parametrize("name", ["SEPT2", "DIP1", "GCOM1", "COAS-2", "CPT1", "TRAP1", "H3-3A"])
def test_the_default_chain_settles_too(full, name):
    assert ends(full, Figure(name, f"{name} binds EGFR.", keywords=("EGFR", name)))


@pytest.mark.parametrize(
    ("caption", "start", "symbol"),
    [
        ("MST1 phosphorylates LATS1, and YAP1 binds TEAD1.", 0, "STK4"),
        ("MYT1 inhibits CDK1 with CCNB1, WEE1, CDC25C and PLK1.", 0, "PKMYT1"),
    ],
)
def test_the_genes_around_still_decide_where_curators_or_many_neighbours_say_so(
    fast, caption, start, symbol
):
    mention = next(m for m in fast.annotate(caption).mentions if m.start == start)
    assert symbol in {gene.symbol for gene in mention.genes}


def test_a_symbol_goes_back_to_its_former_bearer_among_that_one_s_genes(fast):
    """TCF4 was once the symbol of TCF7L2."""
    text = "TCF-4J binds CTNNB1, LEF1, AXIN2, APC, GSK3B and DVL1."
    (best, *_) = fast.ground_spans(text, [(0, 6)])[0]
    assert [gene.symbol for gene in best.genes] == ["TCF7L2"]
