"""Counts of names found and grounded are what an independent count says, whatever the order."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking_samples import answers, document, golds, jsonl, mention, placed, texts

from reconcile.evaluation.linking import (
    MEASURES,
    Annotated,
    Counts,
    Tally,
    compare_scores,
    evaluate_linking,
    read_gold,
    total,
)
from reconcile.evaluation.linking.forms import of_forms, tallies
from reconcile.evaluation.linking.genesets import of_genes
from reconcile.evaluation.linking.intervals import MACRO, SCORED, intervals, macro
from reconcile.evaluation.linking.places import detection, linking
from reconcile.evaluation.linking.run import judge, slots

# -- distinct names --------------------------------------------------------------------------------


def touch(one, other):
    return max(one[0], other[0]) < min(one[1], other[1])


def right(name, found):
    """The rule of the captions that this project measures, in fractions."""
    if not name.required:
        return True
    if name.kind == "gene":
        return name.required <= found <= name.allowed
    if not found & name.required:
        return False
    precision = Fraction(len(found & name.allowed), len(found))
    recall = Fraction(len(found & name.required), len(name.required))
    return 2 * precision * recall / (precision + recall) >= Fraction(4, 5)


def counted_by_hand(doc, given):
    """Names found and grounded, by looking at every pair: right, given, gold of both."""
    found = right_names = wrong = missed = human = 0
    used = set()
    for name in doc.mentions:
        hits = [one for one in given if any(touch(one[:2], span) for span in name.spans)]
        used.update(hits)
        if name.optional or not name.asked:
            continue
        if name.kind == "nonhuman":
            human += any(one.kind != "nonhuman" and one.symbols for one in hits)
        elif not hits:
            missed += 1
        else:
            found += 1
            sets = [one.symbols for one in hits]
            fits = any(right(name, one) for one in (*sets, frozenset().union(*sets)))
            right_names, wrong = right_names + fits, wrong + (not fits)
    spurious = len(
        {
            doc.text[one.start : one.end]
            for one in given
            if one not in used and one.kind != "nonhuman" and one.symbols
        }
    )
    asked = found + missed
    return Tally(found, found + spurious, asked), Tally(
        right_names, right_names + wrong + spurious + human, asked
    )


@given(golds(), placed(7))
def test_names_are_counted_as_by_looking_at_every_pair(doc, given_answers):
    found = tallies(of_forms(doc, given_answers))
    by_hand = counted_by_hand(doc, given_answers)
    assert found.get(("found", ""), Tally()) == by_hand[0]
    assert found.get(("grounded", ""), Tally()) == by_hand[1]
    for measure in ("found", "grounded"):
        kinds = [found.get((measure, kind), Tally()) for kind in ("gene", "family", "complex")]
        assert kinds[0] + kinds[1] + kinds[2] == found.get((measure, ""), Tally())


@pytest.mark.parametrize(
    ("kind", "required", "allowed", "found", "fits"),
    [
        ("gene", "BRAF", "", "BRAF", True),
        ("gene", "BRAF", "", "BRAF EGFR", False),
        ("gene", "BRAF", "EGFR", "BRAF EGFR", True),
        ("gene", "BRAF", "EGFR", "EGFR", False),
        ("gene", "BRAF", "", "", False),
        ("gene", "", "", "BRAF", True),
        ("family", "A B C", "", "A B", True),  # F1 = 0.8 exactly
        ("family", "A B C", "", "A", False),
        ("family", "A B C", "D E", "A B C D E", True),
        ("complex", "A B C D", "", "A B C D E F", True),  # F1 = 0.8 exactly
        ("complex", "A B C D", "", "A B C D E F G", False),
        ("family", "A B", "C", "C", False),
    ],
)
def test_what_fits_a_name(kind, required, allowed, found, fits):
    name = mention("0-2", required, kind, allowed.split())
    assert name.fits(frozenset(found.split())) is fits


@pytest.mark.parametrize(
    ("name", "given_answers", "group"),
    [
        (mention("3-5", "BRAF"), "3-5 gene BRAF", "right"),
        (mention("3-5 9-11", "BRAF"), "9-11 gene BRAF", "right"),
        (mention("3-5", "BRAF"), "3-7 gene BRAF", "boundary"),
        (mention("3-5", "BRAF"), "5-7 nonhuman", "missed"),
        (mention("3-5", "BRAF"), "3-5 gene", "no_genes"),
        (mention("3-5", "BRAF"), "3-5 gene EGFR", "wrong_genes"),
        (mention("3-5", "BRAF"), "3-5 gene BRAF EGFR", "too_many_genes"),
        (mention("3-5", "BRAF EGFR"), "3-5 gene EGFR", "missing_members"),
        (mention("3-5", "AKT1 AKT2 AKT3", "family"), "3-5 family AKT1", "missing_members"),
        (mention("3-5", "AKT1 AKT2 AKT3", "family"), "3-5 family AKT1 BRAF", "wrong_genes"),
        (mention("3-5", "", "nonhuman"), "3-5 gene BRAF", "nonhuman"),
        (mention("3-5", ""), "3-5 gene BRAF", "right"),
        (mention("9-11", "BRAF", optional=True), "3-5 gene BRAF", "spurious"),
    ],
)
def test_errors_have_a_class(name, given_answers, group):
    (outcome,) = of_forms(document(name), answers(given_answers))
    assert outcome.group == group


def test_what_need_not_be_found_is_no_error():
    free = [
        mention("3-5", "BRAF", optional=True),
        mention("9-11", "", "nonhuman"),
        mention("20-22", "", asked=False),
    ]
    for given_answers in ("", "3-5 gene EGFR; 9-11 nonhuman; 20-22 gene EGFR"):
        assert list(of_forms(document(*free), answers(given_answers))) == []
    assert list(of_forms(document(), answers("0-2 gene; 3-5 nonhuman EGFR"))) == []


# -- places ----------------------------------------------------------------------------------------

NERVALUATE = [
    (
        "3-4g 5-8g 8-9g 11-12f 13-16g",
        "3-4f 7-12g 15-18g 18-23f 23-28f",
        {"strict": (0, 3, 0, 2, 2), "exact": (1, 2, 0, 2, 2)},
        {"partial": (1, 0, 2, 2, 2), "type": (2, 1, 0, 2, 2)},
    ),
    (
        "1-6f 6-11g 11-12g 12-14g 16-18f",
        "2-6f 6-11f 12-14g 17-18f",
        {"strict": (1, 3, 0, 1, 0), "exact": (2, 2, 0, 1, 0)},
        {"partial": (2, 0, 2, 1, 0), "type": (3, 1, 0, 1, 0)},
    ),
    (
        "3-6g 9-12f 15-18f 21-23f 24-29f",
        "3-6f 10-12f 15-18f 22-23f 25-29f",
        {"strict": (1, 4, 0, 0, 0), "exact": (2, 3, 0, 0, 0)},
        {"partial": (2, 0, 3, 0, 0), "type": (4, 1, 0, 0, 0)},
    ),
    (
        "3-4g 6-8g 9-14f 16-19f 21-24g 27-30g",
        "6-8g 9-14f 17-19f 21-24f 27-30f",
        {"strict": (2, 3, 0, 1, 0), "exact": (4, 1, 0, 1, 0)},
        {"partial": (4, 0, 1, 1, 0), "type": (3, 2, 0, 1, 0)},
    ),
    (
        "2-7g 10-13f 16-21g 22-27f 28-31g 33-38g",
        "2-7g 11-13f 16-21f 23-27f 29-31g",
        {"strict": (1, 4, 0, 1, 0), "exact": (2, 3, 0, 1, 0)},
        {"partial": (2, 0, 3, 1, 0), "type": (4, 1, 0, 1, 0)},
    ),
]
"""Correct, incorrect, partial, missed and spurious as nervaluate 1.2.1 counts them."""


def typed(text):
    kinds = {"g": "gene", "f": "family"}
    return [(one[:-1], kinds[one[-1]]) for one in text.split()]


def detected(gold, found):
    doc = document(*(mention(place, "X", kind) for place, kind in typed(gold)))
    given_answers = answers(";".join(f"{place} {kind} X" for place, kind in typed(found)))
    return Counts.of(detection(doc, given_answers, has_kinds=True))


@pytest.mark.parametrize(("gold", "found", "some", "others"), NERVALUATE)
def test_detection_counts_as_nervaluate_does(gold, found, some, others):
    counts = detected(gold, found)
    for measure, expected in {**some, **others}.items():
        assert tuple(slots(counts, measure).values())[:5] == expected, measure


def test_a_span_over_two_names_is_paired_with_the_one_of_its_type():
    # nervaluate 1.2.1 pairs greedily: (0, 3, 0, 0, 1) here, or another number in another order.
    counts = detected("2-7g", "2-3f 5-8g 8-11f")
    assert tuple(slots(counts, "type").values()) == (1, 0, 0, 0, 2, 1, 3)


def test_kinds_count_only_where_the_gold_has_them():
    doc = document(mention("3-5", "BRAF"))
    for has_kinds, strict in ((True, 0), (False, 1)):
        found = detection(doc, answers("3-5 family BRAF"), has_kinds=has_kinds)
        assert found["strict", ""].right == found["type", ""].right == strict
        assert found["exact", ""].right == 1


def test_linking_asks_for_the_span_and_all_genes():
    doc = document(
        mention("0-2 9-11", "BRAF"),
        mention("3-5", "AKT1 AKT2", "family", ["AKT3"]),
        mention("20-22", "", asked=False),
        mention("30-32", "EGFR", optional=True),
    )
    given_answers = answers(
        "0-2 gene BRAF; 3-5 family AKT1; 8-11 gene BRAF; 20-22 gene TP53; 30-32 gene TP53; "
        "40-42 gene TP53; 44-46 gene"
    )
    found = linking(doc, given_answers)
    assert found["linked", ""] == Tally(1, 4, 3)
    assert found["linked", "gene"] == Tally(1, 3, 2)
    assert found["linked", "family"] == Tally(0, 1, 1)
    assert found["linked_overlap", ""] == Tally(2, 4, 3)


def test_two_names_at_one_place_are_asked_for_once():
    doc = document(mention("0-2", "BRAF"), mention("0-2", "EGFR"))
    assert linking(doc, answers("0-2 gene EGFR"))["linked", ""] == Tally(1, 1, 1)


def test_genes_of_a_text_are_those_named_as_such():
    doc = document(
        mention("0-2", "BRAF", "gene", ["EGFR"]),
        mention("3-5", "TP53"),
        mention("6-8", "AKT1 AKT2", "family"),
        mention("9-11", "MAP2K1", optional=True),
    )
    found = of_genes(doc, answers("0-2 gene BRAF EGFR; 3-5 gene AKT1; 9-11 gene ERBB2 MAP2K1"))
    assert found["genes", ""] == Tally(1, 2, 2)  # ERBB2 is wrong, TP53 missed
    assert of_genes(doc, answers("3-5 family TP53"))["genes", ""] == Tally(0, 0, 2)


# -- laws ------------------------------------------------------------------------------------------


def evaluated(lexicon, folder, gold, found, **options):
    """The score of annotations on a gold, both as texts of files; nothing may fail."""
    (folder / "gold.jsonl").write_text(gold, encoding="utf-8")
    (folder / "found.jsonl").write_text(found, encoding="utf-8")
    failures = []
    read = read_gold(folder / "gold.jsonl", lexicon, on_error=failures.append, **options)
    system = Annotated(folder / "found.jsonl")
    score = evaluate_linking(read, system, lexicon, on_error=failures.append)
    assert failures == []
    return score


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("linking")


@settings(max_examples=50)
@given(st.lists(texts(), min_size=1, max_size=4))
def test_a_gold_held_against_itself_is_perfect(fast, folder, records):
    score = evaluated(fast.lexicon, folder, jsonl(records), jsonl(records))
    for measure in MEASURES:
        tally = score.total[measure]
        assert tally.right == tally.predicted == tally.gold, measure
        assert tally.f1 in (None, 1.0)
    assert not score.errors
    wanted = [m for d in score.gold.documents for m in d.mentions if m.is_scored]
    assert score.total["strict"].gold == sum(len(m.spans) for m in wanted)
    assert score.total["found"].gold == len(wanted)


@settings(max_examples=50)
@given(st.lists(st.tuples(golds(), placed()), min_size=1, max_size=5), st.randoms())
def test_the_order_of_texts_and_answers_changes_nothing(pairs, rng):
    each = [judge(*pair, has_kinds=True)[0] for pair in pairs]
    mixed = [judge(doc, rng.sample(found, len(found)), has_kinds=True)[0] for doc, found in pairs]
    assert mixed == each
    rng.shuffle(mixed)
    cut = rng.randint(0, len(mixed))
    assert total([total(mixed[:cut]), total(mixed[cut:])]) == total(each)
    assert intervals(mixed, resamples=50) == intervals(each, resamples=50)
    assert macro(mixed) == macro(each)


def test_which_of_several_answers_came_first_changes_nothing():
    doc = document(mention("0-9", "", "nonhuman"))
    found = answers("0-3 gene BRAF; 2-9 family AKT1 AKT2")
    counts, (outcome,) = judge(doc, found, has_kinds=True)
    assert judge(doc, found[::-1], has_kinds=True) == (counts, (outcome,))
    assert (outcome.group, outcome.kind) == ("nonhuman", "gene")


@settings(max_examples=50)
@given(placed(), placed())
def test_precision_one_way_is_recall_the_other_way(one, other):
    """For places and genes, where a gold and a system say the same kinds of things."""

    def gold(found):
        named = [a for a in found if a.symbols and a.kind != "nonhuman"]
        return named, document(*(_gold_mention(a) for a in named))

    (first, one_gold), (second, other_gold) = gold(one), gold(other)
    for count in (lambda d, a: detection(d, a, has_kinds=True), linking):
        there, back = count(one_gold, second), count(other_gold, first)
        for key in ("strict", "exact", "partial", "type", "linked"):
            if (key, "") in there:
                a, b = there[key, ""], back[key, ""]
                assert (a.right, a.predicted, a.gold) == (b.right, b.gold, b.predicted), key


def _gold_mention(answer):
    return mention(f"{answer.start}-{answer.end}", " ".join(answer.symbols), answer.kind)


FEW = {"resamples": 20, "permutations": 99}


def named(text, required, spans):
    return {"text": text, "kind": "gene", "required": required, "spans": spans}


def kept(text, mentions):
    """The names of another text, at those of their places that this one has."""
    spans = [(m, s) for m in mentions for s in m["spans"] if s[1] <= len(text)]
    return [{**m, "spans": [s], "text": text[s[0] : s[1]]} for m, s in spans]


@settings(max_examples=25)
@given(st.lists(st.tuples(texts(), texts()), min_size=1, max_size=4))
def test_a_comparison_the_other_way_round_says_the_opposite(fast, folder, pairs):
    gold = jsonl(record for record, _ in pairs)
    found = jsonl(
        {"caption": record["caption"], "mentions": kept(record["caption"], other["mentions"])}
        for record, other in pairs
    )
    scores = [evaluated(fast.lexicon, folder, gold, one) for one in (gold, found)]
    there, back = compare_scores(*scores, **FEW), compare_scores(*reversed(scores), **FEW)
    assert (there.documents, there.changed) == (back.documents, back.changed)
    for measure, compared in there.scores.items():
        for name, one in compared.items():
            other = back.scores[measure][name]
            assert (one.here, one.there) == (other.there, other.here)
            assert one.p == pytest.approx(other.p, abs=0 if there.exact else 0.2)
            if one.difference is not None:
                assert one.difference == -other.difference


def test_a_system_against_itself_is_no_better(fast, folder):
    gold = jsonl([{"caption": "AKT1", "mentions": [named("AKT1", ["AKT1"], [[0, 4]])]}] * 3)
    score = evaluated(fast.lexicon, folder, gold, gold)
    found = compare_scores(score, score)
    assert (found.changed, found.exact, found.answer) == (0, True, "no difference")
    judged = found.scores["grounded"]["f1"]
    assert (judged.difference, judged.ci95, judged.p) == (0.0, [0.0, 0.0], 1.0)


@pytest.mark.parametrize(("texts_", "answer"), [(5, "no difference"), (6, "better")])
def test_a_better_system_is_called_so_where_chance_is_unlikely(fast, folder, texts_, answer):
    """Where one system alone is right, 2 of the 2**n ways to swap are as uneven."""
    right = {"caption": "AKT1", "mentions": [named("AKT1", ["AKT1"], [[0, 4]])]}
    wrong = {"caption": "AKT1", "mentions": [named("AKT1", ["BRAF"], [[0, 4]])]}
    gold = jsonl([right] * texts_)
    found = [jsonl([one] * texts_) for one in (right, wrong)]
    scores = [evaluated(fast.lexicon, folder, gold, one) for one in found]
    compared = compare_scores(*scores)
    judged = compared.scores["grounded"]["f1"]
    assert (judged.here, judged.there, judged.ci95) == (1.0, 0.0, [1.0, 1.0])
    assert (compared.exact, judged.p, compared.answer) == (True, 2 / 2**texts_, answer)
    assert compared.scores["found"]["f1"].p == 1.0
    worse = compare_scores(*reversed(scores)).answer
    assert worse == {"better": "worse"}.get(answer, answer)
    with pytest.raises(ValueError, match="different documents"):
        compare_scores(scores[0], scores[1].on({"F0"}))


def test_scores_that_are_undefined_are_none():
    assert Tally().scores() == {"precision": None, "recall": None, "f1": None}
    assert Tally(0, 1, 0).scores() == {"precision": 0.0, "recall": None, "f1": None}
    assert Tally(0, 1, 1).f1 == 0.0
    for counts in ((1, 0, 1), (1, 1, 0), (-1, 1, 1)):
        with pytest.raises(ValueError, match="does not hold"):
            Tally(*counts)


def test_means_over_texts_do_not_gain_by_texts_that_were_missed():
    missed = Counts.of({("genes", ""): Tally(0, 0, 1)})
    perfect = Counts.of({("genes", ""): Tally(2, 2, 2)})
    assert macro([missed, perfect, Counts()]) == {"precision": 1.0, "recall": 0.5, "f1": 0.5}
    assert macro([]) == dict.fromkeys(("precision", "recall", "f1"))
    assert intervals([perfect, Counts()])[MACRO]["f1"] is None
    low, high = intervals([perfect, missed] * 9)[MACRO]["f1"]
    assert 0 < low < 0.5 < high < 1


def test_intervals_hold_the_score_and_need_two_texts():
    one, other = (
        Counts.of({("found", ""): Tally(1, 2, 2)}),
        Counts.of({("found", ""): Tally(2, 2, 2)}),
    )
    found = intervals([one, other] * 10)
    low, high = found["found", ""]["f1"]
    assert 0.5 <= low < 0.75 < high <= 1
    assert found["linked", ""]["f1"] is None
    assert intervals([one, Counts()])["found", ""]["f1"] is None
    assert set(intervals([])) == set(SCORED)
