"""Surface keys, and the repair of characters with its way back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.cleaning import EQUIVALENTS, LOOKALIKES, clean
from reconcile.mojibake import DOUBLE_ENCODED
from reconcile.text import letter_key, surface_key, tokens

# Plain characters hardly ever meet a repair, so damaged ones are drawn on purpose.
damaged = st.lists(
    st.one_of(
        st.sampled_from(sorted(DOUBLE_ENCODED)),
        st.sampled_from(sorted(EQUIVALENTS)),
        st.sampled_from(sorted(LOOKALIKES)),
        st.sampled_from("aB1 -_αΔ𝛼😀"),
        st.characters(),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    "spellings",
    [
        ["IL-6", "IL 6", "IL6", "il6", "IL\u20116", "IL\u00ad6", "IL\u200b-\u00a06", "ІL6"],
        ["NF-κB", "NF-kappaB", "NF kappa B", "NFκB", "nf-ϰb", "NF-Œ∫B", "NF-Îºb", "NF\u2013κB"],
        ["TGF-β1", "TGFß1", "TGF-beta 1", "TGFbeta1", "TGF-Œ≤1", "TGF-Î²1", "TGF𝛽1"],
        ["IFN-γ", "IFNγ", "IFN-gamma", "IFN-ɣ", "IFN-Œ≥", "IFN-Î³"],
        ["caspase", "caspases", "Caspases", "CASPASE"],
        ["GAB", "GABs"],
        ["collagen type II", "collagen type 2"],
        ["tumour necrosis factor", "tumor necrosis factor"],
        ["haemoglobin", "hemoglobin"],
        ["Fas signalling", "Fas signaling"],
        ["ﬁbrin", "fibrin"],
        ["Ｅｒｋ", "ERK"],
        ["Sérum", "serum"],
    ],
)
def test_spellings_of_one_name_share_their_key(spellings: list[str]) -> None:
    assert len({surface_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("IL6", "IL16"),
        ("p38α", "p38β"),
        ("RAS", "RA"),
        ("ERK1", "ERK2"),
        ("GAS", "GA"),
        ("HER2", "HER3"),
        ("class", "clas"),
    ],
)
def test_different_names_keep_different_keys(left: str, right: str) -> None:
    assert surface_key(left) != surface_key(right)


@pytest.mark.parametrize(
    ("name", "key"),
    [("IFN-gamma", "ifng"), ("IL-1β", "il1b"), ("ERK", "erk"), ("TNFα", "tnfa"), ("beta", "b")],
)
def test_letter_key_writes_greek_as_one_letter(name: str, key: str) -> None:
    assert letter_key(name) == key


def test_a_greek_word_inside_another_word_stays() -> None:
    assert letter_key("metabeta") == "metabeta"


@pytest.mark.parametrize("text", ["", "  ", "--", "()", "_", "\u00ad"])
def test_a_text_without_letters_has_no_key(text: str) -> None:
    assert surface_key(text) == ""


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252", "latin-1"])
@pytest.mark.parametrize("text", ["NF-κB and IFN-γ", "PPARδ", "5 µM", "TGF–β1", "Δψ ≥ 2"])
def test_double_encoded_text_is_repaired(text: str, encoding: str) -> None:
    try:
        broken = text.encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip(f"{encoding} does not map all bytes")
    assert clean(broken).text == clean(text).text


def test_text_that_was_encoded_twice_over_is_repaired() -> None:
    broken = "α".encode().decode("mac_roman")
    assert clean(f"x {broken[0]}\u200b{broken[1]}").text == "x α"


def test_lookalikes_change_only_beside_latin_letters() -> None:
    assert clean("АКТ1 binds").text == "AKT1 binds"
    assert clean("Тест").text == "Тест"
    assert clean("ΑB").text == "AB"


def test_greek_and_latin_stay_apart() -> None:
    assert clean("α-SMA and a-SMA").text == "α-SMA and a-SMA"


def test_clean_ascii_text_is_not_copied() -> None:
    text = "HER2 activates MEK1/2."
    repaired = clean(text)
    assert repaired.text is text
    assert repaired.offsets is None
    assert repaired.span(0, 4) == (0, 4)


@pytest.mark.parametrize(
    ("text", "word", "span"),
    [
        ("so\u00adft HER\u00ad2 x", "HER2", (6, 11)),
        ("😀😀 NF-Œ∫B", "NF-κB", (3, 9)),
        ("😀 ﬁbrin on", "fibrin", (2, 7)),
        ("\u200bAKT\u200b\u200f binds", "AKT", (1, 4)),
        ("𝛼𝛽 AKT", "AKT", (3, 6)),
        ("TGF\u2013β", "TGF-β", (0, 5)),
    ],
)
def test_spans_are_code_points_of_the_original(text: str, word: str, span: tuple[int, int]) -> None:
    repaired = clean(text)
    start = repaired.text.index(word)
    assert repaired.span(start, start + len(word)) == span


@given(damaged)
def test_spans_map_back_within_bounds_and_in_order(text: str) -> None:
    repaired = clean(text)
    assert repaired.original == text
    before = 0
    for token in tokens(repaired.text):
        start, end = repaired.span(token.start, token.end)
        assert before <= start < end <= len(text)
        before = end


@given(damaged)
def test_an_unmoved_word_is_found_at_its_span(text: str) -> None:
    marked = f"{text} Qz77 {text}"
    repaired = clean(marked)
    for token in tokens(repaired.text):
        if token.text == "Qz77":
            start, end = repaired.span(token.start, token.end)
            assert marked[start:end] == "Qz77"
            break
    else:
        pytest.fail("the word is gone")


@given(damaged)
def test_clean_is_idempotent(text: str) -> None:
    once = clean(text).text
    again = clean(once)
    assert again.text == once
    assert again.offsets is None


@given(damaged)
def test_tokens_are_the_alphanumeric_runs(text: str) -> None:
    repaired = clean(text).text
    covered: set[int] = set()
    for token in tokens(repaired):
        assert repaired[token.start : token.end] == token.text
        assert token.norm and token.letter
        covered.update(range(token.start, token.end))
    missed = {c for i, c in enumerate(repaired) if i not in covered and c.isalnum()}
    assert not missed


@given(damaged)
def test_columns_of_tokens_and_gaps_make_up_the_text(text: str) -> None:
    repaired = clean(text).text
    cut = tokens(repaired)
    assert [token.text for token in cut] == cut.texts
    assert [(t.start, t.end) for t in cut] == list(zip(cut.starts, cut.ends, strict=True))
    assert cut[:-1] == list(cut)[:-1]
    joined = "".join(map("".join, zip(cut.texts, cut.gaps, strict=True)))
    assert joined == (repaired[cut.starts[0] :] if cut else "")


@given(st.lists(st.text("abXYZ019αβκ", min_size=1, max_size=6), max_size=6), st.data())
def test_separators_between_tokens_do_not_count(words: list[str], data: st.DataObject) -> None:
    separator = st.text(" -/\u2013\u00a0(),", min_size=1, max_size=3)
    joined = "".join(word + data.draw(separator) for word in words)
    assert surface_key(joined) == surface_key(" ".join(words))


@given(st.text("ABCDEFG123", min_size=1, max_size=8))
def test_case_does_not_count_in_symbols_with_a_final_digit(stem: str) -> None:
    symbol = stem + "7"
    assert surface_key(symbol) == surface_key(symbol.lower())


@given(st.text("aexX1éèüöäñ", min_size=1, max_size=8))
def test_accents_do_not_count(word: str) -> None:
    assert surface_key(word) == surface_key(word.translate(PLAIN))


PLAIN = str.maketrans("éèüöäñ", "eeuoan")
