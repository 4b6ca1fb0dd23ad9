"""Patching a gene list: exactly the list changes, in the record's own manner."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import InputError, PatchError
from reconcile.formats import parse_record
from reconcile.formats.changes import Change, change_of, changed_keywords, is_done
from reconcile.formats.patch import patch_record
from reconcile.formats.udiff import unified_diff
from reconcile.records import Evidence, Suggestion

TRICKY = [
    *(
        "NO",
        "on",
        "y",
        "N",
        "null",
        "~",
        "true",
        "1E5",
        "1e5",
        "12:30",
        "0x1F",
        "5",
        ".5",
        "=",
        "<<",
    ),
    *(
        "2024-01-01",
        "1_000",
        "-A",
        "- A",
        "A: B",
        "A:",
        "A #b",
        "#x",
        "it's",
        'q"q',
        "[x]",
        "{x",
        "a,b",
    ),
    *(
        "*x",
        "&x",
        "!x",
        "%x",
        "@x",
        "`x",
        "|",
        ">",
        "? x",
        "TGF-β",
        "e\u0301",
        "\u00e9",
        "a\u00a0b",
    ),
    *("---", "...", "Lung cancer", "HLA-DRB1", "NKX2-5", "C1orf1", "AKT1", "MEK", "MAPK1", "HOXA@"),
]
WORDS = st.one_of(
    st.sampled_from(TRICKY), st.from_regex(r"[A-Z][A-Z0-9]{1,5}", fullmatch=True)
).filter(lambda word: word != "NA")


def patched(data, *changes, **options):
    return patch_record(data, changes, source="a.md", **options)


def listed(data, **options):
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    return parse_record(text, source="a.md", **options).keywords


def record(lines, end="\n"):
    """A record around the lines of `schema-jsonld.keywords`."""
    head = ["---", "figid: F1", "keywords: a | b", "schema-jsonld:", "  license: CC0"]
    return (end.join([*head, *lines, "  name: x", "---"]) + end).encode()


def tail(data):
    """The lines of the list in the record, `keywords:` first."""
    return re.search(rb"  (keywords:.*?)\r?\n  name", data, re.DOTALL).group(1).decode()


# Laws


def plain_is_text(word):
    try:
        return yaml.safe_load(f"- {word}\n") == [word] and yaml.safe_load(f"[{word}]") == [word]
    except yaml.YAMLError:
        return False


@st.composite
def spelt(draw, word):
    styles = [json.dumps(word, ensure_ascii=False), "'" + word.replace("'", "''") + "'"]
    if plain_is_text(word) and not re.fullmatch(r"[\d._+:x-]+|[\d.]+[eE]\d+", word):
        styles.append(word)
    return draw(st.sampled_from(styles))


@st.composite
def cases(draw):
    """Head, lines of the list by entry (None for what is no entry), tail, whether it is bare."""
    breaks = st.sampled_from(["\n", "\r\n"]) if draw(st.booleans()) else st.just("\n")
    words = draw(st.lists(WORDS, min_size=1, max_size=8))
    margin, gap = draw(st.sampled_from(["  ", "    "])), draw(st.sampled_from([" ", "   "]))
    lines = []
    for word in words:
        extra = draw(st.sampled_from([None] * 6 + ["  # note", "", f"{margin}- NA", f"{margin}-"]))
        if extra is not None:
            lines.append((None, extra + draw(breaks)))
        comment = draw(st.sampled_from([""] * 4 + [" # why", " "]))
        line = f"{margin}-{gap}{draw(spelt(word))}{comment}"
        lines.append((word, line + draw(breaks)))
    head = "".join(
        line + draw(breaks)
        for line in (
            "---",
            "figid: F1",
            "caption: Ä 𝛾",
            "schema-jsonld:",
            "  license: CC0",
            "  keywords:",
        )
    )
    bare = draw(st.booleans())
    if bare:
        end = draw(st.sampled_from(["", "x: 1", "x: 1\n"]))
        if not end and draw(st.booleans()):  # a file without a last line break
            word, line = lines[-1]
            lines[-1] = (word, line.rstrip("\r\n"))
    else:
        end = "---" + draw(st.sampled_from(["", "\n", "\r\nSome *prose*\n- x", "\n\n\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + head, lines, end, bare


@st.composite
def change_sets(draw, words):
    """Changes that do not contradict each other."""
    targets = draw(st.lists(st.sampled_from(sorted(set(words))), unique=True, max_size=4))
    symbols = WORDS.filter(lambda word: word not in targets and word.isprintable())
    changes = []
    for target in targets:
        if draw(st.booleans()):
            changes.append(Change("remove", target))
        else:
            new = draw(st.lists(symbols, min_size=1, max_size=3))
            changes.append(Change("replace", target, tuple(new)))
    if draw(st.booleans()):
        changes.append(Change("add", "", tuple(draw(st.lists(symbols, max_size=3)))))
    return draw(st.permutations(changes))


def wanted(words, changes):
    """The list after the changes, worked out the slow way."""
    of = {change.keyword: change for change in changes if change.action != "add"}
    found, kept = [], [word for word in words if word not in of]
    for word in words:
        if word not in of:
            found.append(word)
        elif of[word].action == "replace":
            for symbol in of[word].symbols:
                if symbol not in kept and symbol not in found:
                    found.append(symbol)
    for change in changes:
        for symbol in change.symbols if change.action == "add" else ():
            if symbol not in found:
                found.append(symbol)
    return tuple(found)


@given(st.data())
def test_the_list_is_as_wanted_and_nothing_else_changes(data):
    head, lines, end, bare = data.draw(cases())
    words = [word for word, _ in lines if word is not None]
    changes = data.draw(change_sets(words))
    before = (head + "".join(line for _, line in lines) + end).encode()
    assert listed(before, bare=bare) == tuple(words)

    after = patched(before, *changes, bare=bare)

    expected = wanted(words, changes)
    assert changed_keywords(words, changes) == expected
    assert (listed(after, bare=bare) or ()) == expected
    gone = {change.keyword for change in changes if change.action != "add"}
    stay = [line for word, line in lines if word not in gone]
    new = after.decode()
    if not any(is_entry(line) for line in stay) and not expected:
        at = head.rindex("keywords:") + len("keywords:")
        head = head[:at] + " []" + head[at:]
    if not end and not before.endswith(b"\n"):
        assert not new.endswith("\n")
        head, stay = head.rstrip("\r\n"), [line.rstrip("\r\n") for line in stay]
    assert new.startswith(head)
    assert new.endswith(end)
    place = len(head)
    for line in stay:  # each of them, byte by byte and in order
        place = new.index(line, place) + len(line)


def is_entry(line):
    return line.lstrip().startswith("-")


@given(st.data())
def test_patching_again_changes_nothing(data):
    head, lines, end, bare = data.draw(cases())
    changes = data.draw(change_sets([word for word, _ in lines if word is not None]))
    once = patched((head + "".join(line for _, line in lines) + end).encode(), *changes, bare=bare)
    assert patched(once, *changes, bare=bare) == once
    keywords = listed(once, bare=bare) or ()
    assert all(is_done(keywords, change) for change in changes)


@given(st.data())
def test_flow_lists_too(data):
    words = data.draw(st.lists(WORDS, max_size=6))
    spaces = st.sampled_from(["", " ", "\n    ", "\r\n   "])
    items = ",".join(
        data.draw(spaces) + data.draw(spelt(word)) + data.draw(spaces) for word in words
    )
    items += "," if words and data.draw(st.booleans()) else ""
    before = record([f"  keywords: [{items}]"])
    changes = data.draw(change_sets(words)) if words else [Change("add", "", ("NO", "X", "X"))]
    if listed(before) != tuple(words):
        return  # such as `"a" :`, which YAML reads as a pair
    after = patched(before, *changes)
    assert listed(after) == wanted(words, changes)
    assert patched(after, *changes) == after
    start = before.index(b"[")
    assert (after[:start], after[-16:]) == (before[:start], before[-16:])


# Cases


@pytest.mark.parametrize(
    ("lines", "changes", "expected"),
    [
        (
            ["keywords:", "  - A", "  - MEK # why", "  # note", "  - 'B'"],
            [Change("replace", "MEK", ("MAP2K1", "B", "MAP2K2")), Change("add", "", ("A", "NO"))],
            "keywords:\n  - A\n  - MAP2K1 # why\n  - MAP2K2\n  # note\n  - 'B'\n  - 'NO'",
        ),
        (["keywords: # all", "  - A"], [Change("remove", "A")], "keywords: [] # all"),
        (["keywords: &x", "  - A"], [Change("remove", "A")], "keywords: &x []"),
        (["keywords: []"], [Change("add", "", ("1E5", "A"))], "keywords: ['1E5', A]"),
        (["keywords: [ 'A' , B ]"], [Change("remove", "B")], "keywords: [ 'A' ]"),
        (["keywords: [A, B]"], [Change("remove", "A")], "keywords: [B]"),
        (["keywords: [A]"], [Change("remove", "A")], "keywords: []"),
        (["keywords: [A, NA]"], [Change("add", "", ("B",))], "keywords: [A, NA, B]"),
        (["keywords: ['A']"], [Change("replace", "A", ("A", "B"))], "keywords: ['A', B]"),
        (
            ["keywords:", "    -", "      A", "    - a", "      b", "    - |-", "      C"],
            [Change("replace", "A", ("X", "Z")), Change("remove", "C"), Change("remove", "a b")],
            "keywords:\n    -\n      X\n    - Z",
        ),
        (
            ["keywords:", "  - A", "  - B", "  - A"],
            [Change("replace", "A", ("X",))],
            "keywords:\n  - X\n  - B",
        ),
        (["keywords:", "  - A", "  - A"], [Change("add", "", ("A",))], "keywords:\n  - A\n  - A"),
    ],
)
def test_layout_is_kept(lines, changes, expected):
    first, *rest = lines
    data = record(["  " + first, *rest])
    assert tail(patched(data, *changes)) == expected
    crlf = record(["  " + first, *rest], end="\r\n")
    assert tail(patched(crlf, *changes)) == expected.replace("\n", "\r\n")


def test_nothing_to_do_returns_the_same_bytes():
    data = record(["  keywords: [A]"])
    assert patched(data) is data
    assert patched(data, Change("remove", "GONE"), Change("replace", "K", ("A",))) is data
    missing = record(["  keywords: ''"])
    assert patched(missing, Change("remove", "A")) is missing


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([Change("remove", "A"), Change("add", "", ("A",))], "both taken out and put in"),
        ([Change("remove", "A"), Change("replace", "B", ("A",))], "both taken out and put in"),
        ([Change("remove", "A"), Change("replace", "A", ("X",))], "changed in two ways"),
        ([Change("replace", "K", ("X",))], "K is not in the gene list"),
        ([Change("add", "", ("NA",))], "cannot stand in a gene list"),
        ([Change("add", "", ("A\nB",))], "cannot stand in a gene list"),
        ([Change("add", "", (" X",))], "cannot stand in a gene list"),
    ],
)
def test_what_cannot_be_is_refused_by_name(changes, message):
    with pytest.raises(PatchError, match=message) as caught:
        patched(record(["  keywords:", "  - A", "  - B"]), *changes)
    assert caught.value.source == "a.md"


def test_no_list_takes_no_addition():
    for lines in ([], ["  keywords: NA"]):
        with pytest.raises(PatchError, match=r"no gene list.*schema-jsonld\.keywords: \[\]"):
            patched(record(lines), Change("add", "", ("A",)))


def test_another_list_than_the_one_that_was_read_is_refused():
    with pytest.raises(PatchError, match="not the one that was read"):
        patched(record(["  keywords: [A, B]"]), Change("remove", "A"), keywords=["A"])


def test_an_unreadable_record_says_so():
    with pytest.raises(InputError, match="not UTF-8"):
        patched(b"---\nfigid: \xff\n---\n", Change("remove", "A"))


def test_an_odd_layout_is_refused_and_not_broken():
    data = b"---\nfigid: F1\nschema-jsonld:\n  ? keywords\n  : - A\n    - B\n---\n"
    with pytest.raises(PatchError, match="laid out so that it cannot be changed"):
        patched(data, Change("remove", "A"))
    assert listed(patched(data, Change("remove", "B"))) == ("A",)


def test_a_long_list_takes_no_long():
    words = [f"GENE{i}" for i in range(5_000)]
    data = record(["  keywords:", *(f"  - {word}" for word in words)])
    changes = [Change("replace", word, (word + "X",)) for word in words[::2]]
    assert len(listed(patched(data, *changes))) == 5_000


def test_what_a_suggestion_asks_for():
    def suggestion(action, symbols, have):
        evidence = (Evidence("rule", "x"),)
        return Suggestion(action, "K", symbols, have, "family_label", 0.5, "Why.", evidence)

    assert change_of(suggestion("add", ("A", "B"), ("C",))) == Change("add", "", ("A", "B"))
    assert change_of(suggestion("replace", ("A", "B"), ("B",))) == Change("replace", "K", ("A",))
    assert change_of(suggestion("remove", (), ("B",))) == Change("remove", "K")


# Diffs


def test_names_in_a_diff_are_quoted_where_they_must():
    def head(path):
        return unified_diff(b"a\n", b"b\n", path).split(b"\n")[0]

    assert head("x/y.md") == b"--- a/x/y.md"
    assert head("a b.md") == b"--- a/a b.md\t"
    assert head('a"\n.md') == b'--- "a/a\\"\\n.md"'
    assert head("κ.md") == "--- a/κ.md".encode()
    assert unified_diff(b"a", b"a", "x") == b""
