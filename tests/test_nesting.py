"""How deep a YAML text nests, against what PyYAML's own scanner says of the same text."""

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.errors import InputError
from reconcile.formats import frontmatter
from reconcile.formats.frontmatter import MAX_DEPTH, parse_front_matter
from reconcile.formats.nesting import first_too_deep

OPENING = (
    yaml.tokens.BlockSequenceStartToken,
    yaml.tokens.BlockMappingStartToken,
    yaml.tokens.FlowSequenceStartToken,
    yaml.tokens.FlowMappingStartToken,
)
CLOSING = (
    yaml.tokens.BlockEndToken,
    yaml.tokens.FlowSequenceEndToken,
    yaml.tokens.FlowMappingEndToken,
)
LOADERS = sorted(
    {getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader}, key=lambda x: x.__name__
)

PIECES = st.sampled_from(
    [
        *("a", "b", "x y", "k: ", "\nk: ", "\n  k: ", '"q": ', "[]: ", ": ", ":", "? ", "- ", "-"),
        *("\n- ", "\n  - ", "- - ", "[", "]", "{", "}", "[[", "]]", ", ", ",", '"', "'", "\\"),
        *("#", " #", "|", "|\n  ", "|2-\n   ", ">", ">-\n ", "&a ", "---", "...", " ", "\t"),
        *("\n", "\n ", "\n  ", "\n    ", "\x85", "\u2028"),
    ]
)


def depth_by_pyyaml(text, loader):
    """The levels that PyYAML's scanner opens; None where the text does not parse."""
    try:
        list(yaml.parse(text, Loader=loader))
        tokens = list(yaml.scan(text, Loader=loader))
    except yaml.YAMLError:
        return None
    depth = deepest = 0
    for token in tokens:
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        deepest = max(deepest, depth)
    return deepest


def depth(text):
    return next(most for most in range(len(text) + 1) if first_too_deep(text, most) is None)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_the_depth_is_that_of_the_parser(text):
    for loader in LOADERS:
        theirs = depth_by_pyyaml(text, loader)
        if theirs is not None:
            # A list or mapping as a field name counts for the parser only once its colon is read.
            names = any(mark in text.replace(" ", "") for mark in ("]:", "}:"))
            assert theirs - names <= depth(text) <= theirs


SHALLOW = {
    "plain text": "caption: a " + "[" * 50,
    "plain text on more lines": "caption: a\n  " + "[" * 50 + "\n\n  [[{[{ {",
    "quotes": f'caption: "{"[" * 50}\\"{"{" * 50}"',
    "single quotes": f"caption: 'a ''{'[' * 50}'",
    "quotes on more lines": f'caption: "a\n  {"[" * 50}\n  - - - -"',
    "quotes in a list": f'a: ["{"[" * 50}", \'{"{" * 50}\', it\'s, "]"]',
    "comment": "a: [b, # " + "[" * 50 + "\n  c] # " + "{" * 50,
    "block": "caption: |\n  " + "[" * 50 + "\n\n  - - - - -\n   {\nb: c",
    "folded block": "a:\n- b: >-\n    " + "[" * 50 + "\n- c",
    "block with its indentation": "caption: |1\n    " + "[" * 50 + "\n [[[[",
    "one after the other": "".join(f"a{i}: [[], {{b: []}}]\n" for i in range(50)),
}


@pytest.mark.parametrize("name", SHALLOW)
def test_brackets_in_texts_are_no_levels(name):
    assert first_too_deep(SHALLOW[name], 5) is None
    document = parse_front_matter(f"---\n{SHALLOW[name]}\n---\n", source="a.md")
    assert document.root.fields


DEEP = {
    "lists on one line": "a: " + "[" * 1_000_000,
    "closed lists": "a: " + "[" * 200 + "]" * 200,
    "mappings on one line": "a: " + "{b: " * 200_000,
    "taking turns": "a: " + "[{b: " * 200_000,
    "lists on lines": "a: " + "[\n  " * 200_000,
    "after plain text": "a: [b, c d, 'e', \"f\", " + "[g, " * 200_000,
    "after an apostrophe": "a: [it's " + ", [" * 200_000,
    "after a block": "a: |\n  '\nb: " + "[" * 200_000,
    "in a block list": "a:\n- - " + "[" * 200_000,
    "after an anchor": "a: &b " + "[" * 200_000,
    "as a field name": "? " + "[" * 200_000,
    "dashes": "a:\n" + "- " * 200_000 + "x",
    "question marks": "? " * 200_000 + "x",
    "fields": "".join(" " * i + "a:\n" for i in range(300)),
    "fields in lists": "a:\n" + "".join("  " * i + "- a:\n" for i in range(300)),
}


@pytest.mark.parametrize("name", DEEP)
def test_our_bound_comes_before_every_parser(name, monkeypatch):
    def refuses(text):
        raise yaml.YAMLError("depth limit of a parser")

    monkeypatch.setattr(frontmatter, "Loader", refuses)
    text = f"---\n{DEEP[name]}\n---\n"
    with pytest.raises(InputError, match=r"nested more than 32 levels deep; flatten") as caught:
        parse_front_matter(text, source="a.md")
    index = first_too_deep(DEEP[name], MAX_DEPTH)
    assert caught.value.line == 2 + DEEP[name].count("\n", 0, index)


def test_as_many_levels_as_allowed_are_read_and_one_more_is_not():
    for opened, closed in (("[", "]"), ("{a: ", "}")):
        fits = f"---\na: {opened * (MAX_DEPTH - 1)}{closed * (MAX_DEPTH - 1)}\n---\n"
        assert parse_front_matter(fits, source="a.md").root.fields
        with pytest.raises(InputError, match="32 levels"):
            parse_front_matter(
                f"---\na: {opened * MAX_DEPTH}{closed * MAX_DEPTH}\n---\n", source="a"
            )


PATTERNS = (
    "[",
    "[]",
    "{a: ",
    "- ",
    "? ",
    "a: ",
    "a:\n ",
    '"',
    "'",
    "#",
    "a\n",
    "|\n",
    "- a\n",
    " #",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_is_linear(pattern):
    def seconds(times):
        text = pattern * times
        started = time.process_time()
        first_too_deep(text, len(text))
        return time.process_time() - started

    short = min(seconds(2_000) for _ in range(3))
    long = min(seconds(16_000) for _ in range(3))
    assert long < 8 * 4 * max(short, 0.001)
