"""Corpora are read right, and scores are what an independent count says."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from itertools import permutations

import pytest
import spacy
from hostile import Stopwatch, more_than_linear
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example

from reconcile import metrics
from reconcile.errors import InputError, ModelError
from reconcile.evaluation import (
    MEASURES,
    SpanCounts,
    TypedSpan,
    bootstrap_ci95,
    count,
    detokenise,
    evaluate,
    open_finder,
    read_corpus,
    total,
)
from reconcile.evaluation.overlaps import Spans

PUBTATOR = (
    "1|t|MEK binds ERK.\n1|a|Aspirin does not.\n"
    "1\t0\t3\tMEK\tGene\t5604\n1\t10\t13\tERK\tGeneOrGeneProduct\t5594\n"
    "1\t15\t22\tAspirin\tChemical\tD1\n1\tAssociation\t5604\t5594\tNovel\n\n"
    "2|t|Nothing.\n2|a|\n"
)


@pytest.fixture
def corpus(tmp_path):
    def read(content, name="x/devel.tsv", **options):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_corpus(path, **options)

    return read


def named(corpus):
    return [[(d.text[s.start : s.end], s.type) for s in d.spans] for d in corpus.documents]


# columns


@pytest.mark.parametrize(
    "content",
    [
        "MEK\tB-G\n1\tI-G\nand\tO\n\nERK\tB-G\n",
        "MEK\tI-G\n1\tI-G\nand\tO\n\nERK\tI-G\n",
        "MEK\tB-G\r\n1\tI-G\r\nand\tO\r\n\r\nERK\tB-G",
        "\n\n\nMEK\tB-G\n1\tI-G\nand\tO\n\t\n \nERK\tB-G",
        b"\xef\xbb\xbfMEK\tB-G\n1\tI-G\nand\tO\n\nERK\tB-G\n\n\n",
        gzip.compress(b"MEK\tB-G\n1\tI-G\nand\tO\n\nERK\tB-G\n"),
    ],
    ids=["iob2", "iob1", "crlf-no-last-newline", "blank-lines", "bom", "gzip"],
)
def test_spellings_of_columns_read_alike(corpus, content):
    found = corpus(content)
    assert [d.text for d in found.documents] == ["MEK 1 and", "ERK"]
    assert named(found) == [[("MEK 1", "G")], [("ERK", "G")]]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-X I-X B-X I-X", ["a b", "c d"]),  # both kinds of IOB: B- always begins
        ("I-X I-X B-X I-X", ["a b", "c d"]),  # IOB1: B- only between neighbours
        ("I-X I-Y O I-X", ["a", "b", "d"]),  # another type begins another mention
        ("B-X I-Y I-Y B-Y", ["a", "b c", "d"]),
        ("O I-X O B-X", ["b", "d"]),
        ("B I O B", ["a b", "d"]),
        ("O O O O", []),
    ],
)
def test_tags_make_mentions(corpus, tags, expected):
    lines = "\n".join(f"{w}\t{t}" for w, t in zip("abcd", tags.split(), strict=True))
    (found,) = named(corpus(lines))
    assert [text for text, _ in found] == expected


def test_line_breaks_of_unicode_are_part_of_a_token(corpus):
    found = corpus("a\u2028b\x85c\tB-G\n\n\xa0d\tO\n")
    assert named(found) == [[("a\u2028b\x85c", "G")], []]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("MEK\tO\nERK O\n", 2, "found 1 column"),
        ("MEK\tNN\tO\n", 1, "found 3 columns"),
        ("MEK\tO\n\nERK\tE-G\n", 3, "'E-G' is not O, B-TYPE or I-TYPE"),
        ("MEK\t\n", 1, "is not O"),
        ("MEK\tB-\n", 1, "is not O"),
        ("\tO\n", 1, "without a token"),
        (b"MEK\tO\nERK\xff\tO\n", 2, "expected UTF-8, found byte 0xff"),
        ("", None, "no sentence"),
        ("\n \n", None, "no sentence"),
        (b"\x1f\x8bbroken", None, "cannot be read"),
        (gzip.compress(b"MEK\tO\n" * 99, mtime=0)[:-9], None, "cannot be read"),
    ],
)
def test_a_bad_column_file_says_where_and_why(corpus, content, line, message):
    with pytest.raises(InputError, match=message) as caught:
        corpus(content)
    assert caught.value.line == line
    assert caught.value.source.endswith("devel.tsv")


def test_a_file_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_corpus(tmp_path / "none.tsv")
    with pytest.raises(InputError, match="is a folder, not a file"):
        read_corpus(tmp_path)


def test_types_choose_spans(corpus):
    content = "a\tB-Gene\nb\tB-Complex\nc\tB-Cell\n"
    assert corpus(content).types == {"Cell": 1, "Complex": 1, "Gene": 1}
    assert corpus(content, types=["gene", "COMPLEX"]).types == {"Complex": 1, "Gene": 1}
    with pytest.raises(InputError, match="no span of type RNA; it has Cell, Complex, Gene"):
        corpus(content, types=["RNA"])
    assert corpus("a\tO\n", types=["RNA"]).types == {}


@given(st.lists(st.text("aA1-/(,.%'β€", min_size=1, max_size=3), min_size=1, max_size=12))
def test_detokenised_text_holds_its_tokens_where_it_says(tokens):
    text, starts = detokenise(tokens)
    end = 0
    for token, start in zip(tokens, starts, strict=True):
        assert text[start : start + len(token)] == token
        assert text[end:start] in ("", " ")
        end = start + len(token)
    assert end == len(text)


# PubTator


def test_pubtator_is_told_by_its_content(corpus):
    found = corpus(PUBTATOR, "dev.txt")
    assert [d.text for d in found.documents] == ["MEK binds ERK. Aspirin does not.", "Nothing. "]
    assert named(found) == [[("MEK", "Gene"), ("ERK", "GeneOrGeneProduct")], []]
    assert [d.line for d in found.documents] == [1, 8]
    for content in (gzip.compress(PUBTATOR.encode()), PUBTATOR.replace("\n", "\r\n").rstrip()):
        assert corpus(content, "dev.gz").documents == found.documents
    assert named(corpus(PUBTATOR, types=["chemical"]))[0] == [("Aspirin", "Chemical")]


def test_pubtator_offsets_count_code_points(corpus):
    found = corpus("1|t|TGFβ 𝛼 MEK\n1|a|\n1\t7\t10\tMEK\tGene\t-\n")
    assert named(found) == [[("MEK", "Gene")]]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("1|t|MEK\n1|a|\n1\t0\t2\tMEK\tGene\n", 3, "0-2 is 'ME' in the text"),
        ("1|t|MEK\n1|a|\n1\t9\t12\tMEK\tGene\n", 3, "9-12 is '' in the text"),
        ("1|t|MEK\n1|a|\n1\t0\tx\tMEK\tGene\n", 3, "expected `id TAB start"),
        ("1|t|MEK\n1|a|\n1\t0\t3\tMEK\n", 3, "expected `id TAB start"),
        ("1|t|MEK\n1|a|\n2\t0\t3\tMEK\tGene\n", 3, "expected a line of document 1"),
        ("1|t|MEK\n1|a|\n1\t0\t3\tMEK\tDisease\n", None, "that names genes; it has Disease"),
    ],
)
def test_a_bad_pubtator_file_says_where_and_why(corpus, content, line, message):
    with pytest.raises(InputError, match=message) as caught:
        corpus(content)
    assert caught.value.line == line


# names


def test_names_are_folder_and_stem_and_unique(tmp_path):
    paths = [tmp_path / name for name in ("a/x/devel.tsv", "b/x/devel.tsv", "b/y/dev.PubTator.gz")]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a\tO\n")
    names = []
    for path in (*paths, paths[0]):
        names.append(read_corpus(path, taken=names).name)
    assert names[:3] == ["x/devel", "b/x/devel", "y/dev"]
    assert names[3] == "a/x/devel"
    again = [read_corpus(tmp_path / "a/x/devel.tsv", taken=names).name]
    assert len({*names, *again}) == 5


# counts

TYPES = ("gene", "complex")
span = st.builds(
    lambda start, width, kind: TypedSpan(start, start + width, kind),
    st.integers(0, 12),
    st.integers(1, 4),
    st.sampled_from(TYPES),
)
some = st.lists(span, max_size=5)


def apart(spans):
    """The spans less those that overlap an earlier one, as entities of a `Doc` have to be."""
    kept = []
    for one in sorted(spans):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def best_pairing(gold, found, typed):
    """Every way to pair the spans, tried out."""

    def fits(a, b):
        shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
        return bool(shared) and (not typed or a.type == b.type)

    few, many = sorted((list(gold), list(found)), key=len)
    return max(
        sum(fits(a, b) for a, b in zip(few, order, strict=True))
        for order in permutations(many, len(few))
    )


@given(some, some)
def test_counts_are_those_of_trying_out_every_pairing(gold, found):
    before = (list(gold), list(found))
    counts = count(gold, found)
    assert (gold, found) == before
    right, got = set(gold), set(found)
    assert counts == SpanCounts(
        gold=len(right),
        predicted=len(got),
        strict=sum(one in right for one in got),
        overlap=best_pairing(right, got, typed=False),
        type=best_pairing(right, got, typed=True),
    )


VOCAB = spacy.blank("en").vocab


def characters(spans):
    """A document with one token a character, so that spaCy's tokens hide no end of a span."""
    doc = Doc(VOCAB, words=["x"] * 17, spaces=[False] * 17)
    doc.set_ents([Span(doc, s.start, s.end, s.type) for s in spans])
    return doc


@settings(max_examples=60)
@given(st.lists(st.tuples(some.map(apart), some.map(apart)), min_size=1, max_size=6))
def test_summed_strict_counts_score_as_spacys_scorer_scores_all_documents(documents):
    counts = total(count(gold, found) for gold, found in documents)
    examples = [Example(characters(found), characters(gold)) for gold, found in documents]
    theirs = Scorer.score_spans(examples, "ents")
    for name, short in (("precision", "p"), ("recall", "r"), ("f1", "f")):
        expected = theirs[f"ents_{short}"]
        ours = counts.score("strict", name)
        if ours is None:
            assert not expected
        else:
            assert ours == pytest.approx(expected)


@given(st.lists(st.tuples(some, some), max_size=6), st.randoms(use_true_random=False))
def test_merged_counts_are_those_of_one_long_document(documents, rng):
    counts = [count(gold, found) for gold, found in documents]
    cut = rng.randint(0, len(counts))
    assert total([total(counts[:cut]), total(counts[cut:])]) == total(counts)
    shuffled = rng.sample(counts, len(counts))
    assert total(shuffled) == total(counts)
    # Independent count: the texts one after the other, scored as one.
    moved = [
        [TypedSpan(s.start + 20 * i, s.end + 20 * i, s.type) for s in spans]
        for side in (0, 1)
        for i, spans in enumerate(pair[side] for pair in documents)
    ]
    half = len(documents)
    gold = [s for spans in moved[:half] for s in spans]
    found = [s for spans in moved[half:] for s in spans]
    assert count(gold, found) == total(counts)


def test_two_copies_of_a_document_score_as_one():
    one = count([TypedSpan(0, 4, "gene"), TypedSpan(6, 9, "gene")], [TypedSpan(1, 4, "gene")])
    for measure in MEASURES:
        assert (one + one).scores(measure) == one.scores(measure)


def test_undefined_scores_are_none():
    nothing, missed, invented = SpanCounts(), SpanCounts(gold=1), SpanCounts(predicted=1)
    for measure in MEASURES:
        assert set(nothing.scores(measure).values()) == {None}
        assert missed.scores(measure) == {"precision": None, "recall": 0.0, "f1": None}
        assert invented.scores(measure) == {"precision": 0.0, "recall": None, "f1": None}
        assert (missed + invented).score(measure, "f1") == 0.0


@pytest.mark.parametrize(
    "counts",
    [
        {"strict": 1},
        {"gold": 1, "overlap": 1},
        {"gold": -1},
        {"gold": 2, "predicted": 2, "type": 1},
    ],
)
def test_impossible_counts_are_refused(counts):
    with pytest.raises(ValueError, match="does not hold"):
        SpanCounts(**counts)


def test_many_overlapping_spans_are_counted_quickly():
    gold = [TypedSpan(2 * i, 2 * i + 1, "gene") for i in range(20_000)]
    assert count(gold, gold).overlap == 20_000


places = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)).map(lambda p: (p[0], sum(p))))


@given(places, places)
def test_spans_that_touch_are_those_that_share_a_character(spans, asked):
    found = Spans(spans)
    for start, end in asked:
        shared = [i for i, (a, b) in enumerate(spans) if max(a, start) < min(b, end)]
        assert found.touching(start, end) == shared
        assert found.any(start, end) is bool(shared)


def test_a_span_over_all_others_does_not_make_each_look_at_all():
    def measure(size):
        spans = [(0, 3 * size), *((3 * i, 3 * i + 2) for i in range(size))]
        timed, touched = Stopwatch(), Spans(spans)
        yield "asked", timed(lambda: [len(touched.touching(a, b)) for a, b in spans[1:]])
        assert timed.result == [2] * size
        marked = [TypedSpan(a, b, "gene") for a, b in spans]
        yield "counted", timed(lambda: count(marked, marked[1:]))
        assert timed.result.overlap == size

    assert more_than_linear(measure, 2_000) == {}


def test_a_long_chain_of_overlapping_spans_has_no_depth():
    """Each span touches two of the other side, so that a late one may move all before it."""
    gold = [TypedSpan(2 * i, 2 * i + 3, "gene") for i in range(4_000)]
    found = [TypedSpan(2 * i + 1, 2 * i + 4, "gene") for i in range(4_000)]
    assert count(gold, found).overlap == 4_000
    odd = [TypedSpan(s.start, s.end, "gene" if i % 3 else "complex") for i, s in enumerate(found)]
    assert count(gold, odd).type < count(gold, odd).overlap == 4_000


# intervals


def drawn(size):
    rng = random.Random(3)
    made = []
    for _ in range(size):
        gold, found = rng.randint(0, 3), rng.randint(0, 3)
        low, middle, high = sorted(rng.randint(0, min(gold, found)) for _ in range(3))
        made.append(SpanCounts(gold, found, low, high, middle))
    return made


def test_intervals_agree_with_a_plain_bootstrap():
    documents = drawn(80)
    rng = random.Random(7)
    resampled = [total(rng.choices(documents, k=80)) for _ in range(2000)]
    intervals = bootstrap_ci95(documents)
    for measure in MEASURES:
        for name, interval in intervals[measure].items():
            values = sorted(one.score(measure, name) for one in resampled)
            assert interval[0] == pytest.approx(values[50], abs=0.02)
            assert interval[1] == pytest.approx(values[1950], abs=0.02)
            assert interval[0] < total(documents).score(measure, name) < interval[1]


def test_figures_and_documents_are_drawn_by_the_same_bootstrap():
    pairs = [(one.gold, min(one.gold, one.strict)) for one in drawn(50)]
    documents = [SpanCounts(all_, all_, right, right, right) for all_, right in pairs]
    figures = [metrics.Counts(all_, right, all_, right, right) for all_, right in pairs]
    micro = metrics.bootstrap_ci95(figures, seed=3)["micro"]
    strict = bootstrap_ci95(documents, seed=3)["strict"]
    assert strict == {name: micro[name] for name in ("precision", "recall", "f1")}


def test_intervals_are_fixed_by_the_seed_and_not_by_the_order():
    documents = drawn(50)
    assert bootstrap_ci95(documents) == bootstrap_ci95(reversed(documents))
    assert bootstrap_ci95(documents) != bootstrap_ci95(documents, seed=1)
    with pytest.raises(ValueError, match="resamples is 0"):
        bootstrap_ci95(documents, resamples=0)


@pytest.mark.parametrize(
    "documents", [[], [SpanCounts()], [SpanCounts(1, 1, 1, 1, 1), SpanCounts()]]
)
def test_there_is_no_interval_without_two_documents_that_have_spans(documents):
    assert {v for m in bootstrap_ci95(documents).values() for v in m.values()} == {None}


def test_an_undefined_score_has_no_interval():
    intervals = bootstrap_ci95([SpanCounts(gold=1), SpanCounts(gold=2)])
    assert intervals["strict"] == {"precision": None, "recall": [0.0, 0.0], "f1": None}


# evaluation


class Words:
    """Finds given words, all with one label."""

    name, version = "words", None

    def __init__(self, label, *words):
        self.labels, self.words = [label], words

    def find(self, texts, style=None):
        for text in texts:
            yield [
                TypedSpan(text.index(w), text.index(w) + len(w), self.labels[0])
                for w in self.words
                if w in text
            ]


def test_evaluation_counts_words_documents_and_spans(corpus):
    read = corpus("MEK\tB-G\n-\tI-G\n1\tI-G\nbinds\tO\nERK\tB-G\n\nAKT\tB-G\n")
    score = evaluate(read, Words("GENE", "MEK", "ERK"))
    assert [d.text for d in read.documents] == ["MEK-1 binds ERK", "AKT"]
    assert (score.words, len(score.documents)) == (4, 2)
    assert score.counts == SpanCounts(gold=3, predicted=2, strict=1, overlap=2, type=2)
    found = score.to_dict()
    assert found["name"] == "x/devel"
    assert found["strict"]["precision"] == 0.5
    assert found["partial"]["precision"] == found["partial"]["overlap"]["precision"] == 1.0
    assert found["words_per_second"] > 0


@pytest.mark.parametrize(("label", "matched"), [("GENE", 1), ("COMPLEX", 1)])
def test_types_count_where_the_corpus_has_both(corpus, label, matched):
    one = evaluate(corpus("MEK\tB-Gene\nX\tO\nAP1\tB-Protein\n"), Words(label, "MEK", "AP1"))
    assert one.counts.strict == 2
    both = evaluate(corpus("MEK\tB-Gene\nX\tO\nAP1\tB-Complex\n"), Words(label, "MEK", "AP1"))
    assert both.counts == SpanCounts(2, 2, strict=matched, overlap=2, type=matched)


def test_the_dictionary_is_a_finder():
    finder = open_finder("lexicon")
    (found,) = finder.find(["HER2 activates MEK."])
    assert found == [TypedSpan(0, 4, "gene"), TypedSpan(15, 18, "family")]
    (only,) = open_finder("lexicon", labels=["gene"]).find(["HER2 activates MEK."])
    assert only == found[:1]
    with pytest.raises(ModelError, match="no label GGP; it has complex, family, gene, nonhuman"):
        open_finder("lexicon", labels=["GGP"])


def test_the_chain_finds_what_annotate_finds():
    (found,) = open_finder("chain").find(["HER2 activates MEK."])
    assert [(s.start, s.end) for s in found] == [(0, 4), (15, 18)]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A small spaCy model with a gene label and another one."""
    nlp = spacy.blank("en", meta={"name": "small", "version": "1.2.3"})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GGP", "pattern": "MEK"}, {"label": "CHEMICAL", "pattern": "X"}])
    path = tmp_path_factory.mktemp("model") / "en_small"
    nlp.to_disk(path)
    return path


@pytest.mark.parametrize("style", [None, "bc2gm"])
def test_a_spacy_model_is_a_finder(model, style):
    finder = open_finder(str(model))
    assert (finder.name, finder.version, set(finder.labels)) == ("en_small", "1.2.3", {"GGP"})
    assert list(finder.find(["", "X of MEK"], style)) == [[], [TypedSpan(5, 8, "GGP")]]
    other = open_finder(str(model), labels=["chemical"])
    assert list(other.find(["X of MEK"])) == [[TypedSpan(0, 1, "CHEMICAL")]]


def test_the_style_is_that_of_the_corpus(tmp_path):
    asked = []

    class Finder:
        name, version, labels = "fake", None, ("GENE",)

        def find(self, texts, style=None):
            asked.append(style)
            return iter([[] for _ in texts])

    for type_, style in (("GENE", "bc2gm"), ("Gene_or_gene_product", "bionlp13pc"), ("X", None)):
        path = tmp_path / f"{type_}.tsv"
        path.write_text(f"MEK\tB-{type_}\n")
        assert evaluate(read_corpus(path), Finder()).style == style
        assert asked[-2:] == [style, style]
        assert evaluate(read_corpus(path), Finder(), style="craft").style == "craft"


def test_models_that_cannot_serve_are_named(model, tmp_path):
    with pytest.raises(ModelError, match="none of the labels RNA; it has CHEMICAL, GGP"):
        open_finder(str(model), labels=["RNA"])
    with pytest.raises(ModelError, match=r"no spaCy model 'en_none'.*pip install en_none"):
        open_finder("en_none")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no gene label; it has none"):
        open_finder(str(tmp_path / "blank"))


def test_corpora_are_read_and_scored_without_spacy(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("MEK\tB-GENE\nbinds\tO\n", encoding="utf-8")
    code = (
        "import sys\nfrom reconcile.evaluation import count, read_corpus\n"
        "spans = read_corpus(sys.argv[1]).documents[0].spans\n"
        "print(count(spans, spans).strict, 'spacy' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]
