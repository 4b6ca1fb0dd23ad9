"""What is sought quickly first hides nothing of what is sought then."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.naming.chains import find_chains
from reconcile.naming.enumerations import find_enumerations
from reconcile.naming.glossary import find_glossary
from reconcile.organisms import ORGANISMS, find_organisms
from reconcile.organisms.latin import LatinHit, find_latin

_NAMES = [
    *("αIIbβ3", "integrin alpha5", "aVb3", "VLA-4", "GPIIb/IIIa", "laminin-332", "LM511"),
    *("type II collagen", "COL4", "α1(IV)", "factor VIIa", "FXa", "C5a", "factor H"),
    *("angiotensin II", "ApoE", "AMPK α1β2γ1", "filamin A, B and C", "VEGF-C/D"),
    *("E- and N-cadherin", "α/β-tubulin", "MEK1/2", "(VEGF)-A", "caspase-4, 5, and 11"),
    *("APC: antigen-presenting cell", "HLA, human leukocyte antigen", "ER=endoplasmic reticulum"),
    *("AR androgen receptor, TF tissue factor", "Raf: red arrow", "binds", "of", "the", "A: "),
]
_JOINTS = [" ", "; ", ". ", ", ", " (", ") ", ": ", "\n"]


def _chains(text: str) -> Iterator[tuple[int, str]]:
    yield from ((found.start, repr(found.symbols)) for found in find_chains(text))


def _enumerations(text: str) -> Iterator[tuple[int, str]]:
    for found in find_enumerations(text):
        ends = tuple(end - found.start for end in found.ends)
        yield found.start, repr(replace(found, start=0, ends=ends))


def _entries(text: str) -> Iterator[tuple[int, str]]:
    yield from ((d.long_start, f"{d.short}={d.long}") for d in find_glossary(text))


@pytest.mark.parametrize("find", [_chains, _enumerations, _entries])
def test_names_are_found_wherever_they_stand(find: Callable[[str], Iterator[tuple[int, str]]]):
    """What stands far before a text, and has none of the letters that are sought, changes nothing.

    Nor does what stands far behind it, which has them all.
    """
    behind = "\n" + "zz " * 50 + "\n" + "\n".join(_NAMES)

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_JOINTS)), max_size=5),
        st.integers(0, 90),
    )
    def check(parts: list[tuple[str, str]], far: int):
        text = "".join(name + joint for name, joint in parts) + behind
        before = "zz " * far + "\n"
        moved = [(start + len(before), found) for start, found in find(text)]
        assert list(find(before + text)) == moved

    check()
    assert list(find(behind))


_WORDS = [
    *(
        "m\u0131ce ",
        "mon\u212aey",
        "\u017fheep ",
        "Patients",
        "inpatients ",
        "men ",
        "coronaviruses ",
    ),
    *("mice", "C", ". ", "elegans", " ", "C57BL/6", "human", "-", "HeLa cells", "E. coli", ", "),
    *("Xenopus laevis", "rice", "yeast", "mouse", "HIV-1", "Arabidopsis", "rats"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=8).map("".join))
def test_organisms_are_those_of_one_pattern_of_all_names(text):
    words = "|".join(f"(?P<n{o.taxon}>{o.words})" for o in ORGANISMS if o.words)
    every = re.compile(rf"\b(?:{words})(?![A-Za-z0-9])", re.IGNORECASE)
    slow, done = [], 0
    for token in re.finditer(r"[^\W_]+", text):
        match = every.match(text, token.start()) if token.start() >= done else None
        if match is not None:
            slow.append((str(match.lastgroup)[1:], match.group(), match.start()))
            done = match.end()
    assert [(hit.taxon, hit.text, hit.start) for hit in find_organisms(text)] == slow


def test_a_short_latin_form_is_of_the_genus_around():
    assert find_latin("X. dendrorhous grows") == []
    (hit,) = find_latin("X. dendrorhous grows", "Xanthophyllomyces")
    assert hit == LatinHit("fungus", "X. dendrorhous", 0, 14, "abbreviated")


_LATIN = [
    *("Salvia ", "S. ", "officinalis", "Candida albicans ", "C.albicans", "Iris ", "; "),
    *("miltiorrhiza ", "Bacillus "),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_LATIN)).map("".join))
def test_latin_names_are_those_of_two_passes(text):
    """What a text spells out itself counts for its short forms as what stands around it does."""
    assert find_latin(text) == find_latin(text, text)
