"""What is written in a format is read back: any text, any mention, or a clear error."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from report_samples import EPHB2, ERBB2, MAP2K1, MAP2K2

from reconcile.benchmark import read_gold
from reconcile.errors import InputError
from reconcile.formats.annotations import read_annotations
from reconcile.formats.gmt import gmt_line
from reconcile.formats.sssom import Mappings
from reconcile.records import Annotation, Figure, Mention, TaggedSpan
from reconcile.report.exchange import TEXT_FORMATS, texts

DTD = etree.DTD(str(Path(__file__).parent / "bioc.dtd"))
AWKWARD = "HER2\t|\nMEK\r\n<b>&amp;]]>\u2028\x85\u202eأب🧬\u200d e\u0301 \ufeff\\u0041\\"
REFUSED = {"pubtator": "\ud800", "bioc-xml": "\x00\x0b\x1b\ufffe\ud800"}

anything = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(AWKWARD + "\x00\x1b\x0b\ufffe"))
)
"""Text of any characters, those that formats trip over more often than others."""

readable = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), st.sampled_from(AWKWARD)
    ),
    min_size=1,
)


@st.composite
def annotations(draw, text=anything):
    """A text with mentions at any places, of genes that the lexicon knows."""
    content = draw(text)
    if not content:
        return Annotation(content, ())
    mentions = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content) - 1))
        end = draw(st.integers(start + 1, len(content)))
        kind = draw(st.sampled_from(["gene", "family", "complex", "nonhuman"]))
        genes = draw(st.sets(st.sampled_from([EPHB2, ERBB2, MAP2K1, MAP2K2]), min_size=1))
        mentions.append(
            Mention(
                content[start:end],
                start,
                end,
                kind,
                draw(st.sampled_from(["MEK", "NFkappaB"]))
                if kind in ("family", "complex")
                else None,
                () if kind == "nonhuman" else tuple(sorted(genes)),
                draw(st.sampled_from(["9606", "10090"])),
                draw(st.integers(0, 100)) / 100,
            )
        )
    return Annotation(content, tuple(mentions))


def written(form, *documents):
    return "".join(texts(form, documents))


def read(form, content, figid, caption):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"file.{form}")
        file.write_text(content, encoding="utf-8", newline="")
        return read_annotations(file).of(Figure(figid, caption))


def spans_of(form, annotation):
    """What can be read back of the mentions."""
    spans = set()
    for mention in annotation.mentions:
        ids = {f"NCBIGene:{gene.ncbi_gene_id}" for gene in mention.genes}
        kind, label, taxon = mention.kind, mention.label, mention.taxon
        if form == "pubtator":
            kind, label, taxon = (kind if kind in ("family", "complex") else None), None, None
        else:
            ids |= {gene.hgnc_id for gene in mention.genes}
        spans.add((mention.start, mention.end, frozenset(ids), kind, label, taxon))
    return spans


def plain(spans):
    return {(s.start, s.end, frozenset(s.ids), s.kind, s.label, s.taxon) for s in spans}


@pytest.mark.parametrize("form", TEXT_FORMATS)
@settings(max_examples=60)
@given(annotation=annotations(), figid=readable)
@example(annotation=Annotation(AWKWARD, ()), figid="F1")
def test_mentions_come_back_or_the_error_says_why_not(form, annotation, figid):
    try:
        content = written(form, (figid, annotation))
    except InputError as error:
        number, offset = str(error).split("U+")[1].split(" at offset ")
        bad, where = chr(int(number, 16)), int(offset.split(",")[0])
        assert (figid if str(error).startswith("the figid") else annotation.text)[where] == bad
        assert form in REFUSED
        assert bad in REFUSED[form] or str(error).startswith("the figid") or bad < " "
        return
    found = read(form, content, figid, annotation.text)
    assert plain(found) == spans_of(form, annotation)
    assert list(found) == sorted(found, key=lambda span: (span.start, span.end))


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_awkward_text_is_held(form):
    start = AWKWARD.index("أب🧬")
    mention = Mention("أب🧬", start, start + 3, "gene", None, (ERBB2,), "9606", 1.0)
    annotation = Annotation(AWKWARD, (mention,))
    content = written(form, ("F1", annotation), ("F2", annotation))
    assert plain(read(form, content, "F2", AWKWARD)) == spans_of(form, annotation)


@pytest.mark.parametrize("form", sorted(REFUSED))
def test_what_a_format_cannot_hold_is_refused(form):
    for bad in REFUSED[form]:
        with pytest.raises(InputError, match=rf"^the text has U\+{ord(bad):04X} at offset 2, "):
            written(form, ("F1", Annotation(f"🧬 {bad}", ())))


@pytest.mark.parametrize("figid", ["a\tb", "a|b", "a\nb", "a\u2028b", "\ufeffa"])
def test_a_figid_that_would_end_its_cell_is_refused(figid):
    with pytest.raises(InputError, match="the figid has U"):
        written("pubtator", (figid, Annotation("x", ())))
    with pytest.raises(InputError, match="the figid has U"):
        gmt_line(figid, None, ["ERBB2"])


@pytest.mark.parametrize("figid", ["{", " [a]", "<a>"])
def test_a_figid_that_begins_like_another_format_is_refused(figid):
    with pytest.raises(InputError, match=r"the figid has U\+00[357][BC]"):
        written("pubtator", (figid, Annotation("x", ())))


@pytest.mark.parametrize("form", ["bioc", "webannotation"])
def test_half_a_surrogate_pair_is_escaped_in_json(form):
    content = written(form, ("F1", Annotation("HER2 \ud800", ())))
    content.encode("utf-8")
    assert "\\ud800" in content
    assert "HER2 \ud800" in json.dumps(json.loads(content), ensure_ascii=False)


@settings(max_examples=60)
@given(st.lists(annotations(text=readable), min_size=1, max_size=3))
def test_bioc_xml_is_valid_and_says_what_bioc_json_says(found):
    documents = [(f"F{i}", annotation) for i, annotation in enumerate(found)]
    try:
        content = written("bioc-xml", *documents)
    except InputError:
        return
    tree = etree.fromstring(content.encode("utf-8"))
    assert DTD.validate(tree), DTD.error_log
    collection = json.loads(written("bioc", *documents))
    for element, document in zip(tree.iter("document"), collection["documents"], strict=True):
        (passage,) = document["passages"]
        assert element.findtext("id") == document["id"]
        assert element.findtext("passage/text") == passage["text"]
        pairs = zip(element.iter("annotation"), passage["annotations"], strict=True)
        for xml, plain_ in pairs:
            assert {i.get("key"): i.text or "" for i in xml.iter("infon")} == plain_["infons"]
            assert xml.findtext("text") == plain_["text"]
            (place,) = plain_["locations"]
            assert xml.find("location").attrib == {k: str(v) for k, v in place.items()}


def test_the_grammar_refuses_what_is_not_bioc():
    content = written("bioc-xml", ("F1", Annotation("HER2", ())))
    assert DTD.validate(etree.fromstring(content.encode()))
    broken = content.replace("<offset>0</offset>", "")
    assert not DTD.validate(etree.fromstring(broken.encode()))


@settings(max_examples=30)
@given(st.integers(0, 3), st.integers(0, 3))
@pytest.mark.parametrize("form", ["bioc", "bioc-xml", "webannotation"])
def test_whole_mentions_come_back_through_the_chain(fast, form, before, after):
    text = "μ " * before + "HER2 activates MEK, NF-κB and Egfr" + " in mice" * after
    annotation = fast.annotate(text)
    spans = read(form, written(form, ("F1", annotation)), "F1", text)
    again = fast.reconcile(Figure("F1", text, tagged=spans)).mentions

    def essence(mention):
        return (
            mention.start,
            mention.text,
            mention.kind,
            mention.label,
            mention.genes,
            mention.taxon,
        )

    assert [essence(m) for m in again] == [essence(m) for m in annotation.mentions]
    assert {m.found_by for m in again} == {"annotations"}


symbols = st.lists(st.sampled_from(["ERBB2", "EGFR", "MAP2K1"]), min_size=1, unique=True)


@settings(max_examples=60)
@given(st.dictionaries(readable, st.tuples(st.none() | anything, symbols), min_size=1, max_size=3))
def test_gene_sets_come_back_from_gmt(fast, sets):
    lines, held = [], {}
    for figid, (about, listed) in sets.items():
        try:
            lines.append(gmt_line(figid, about, listed))
        except InputError:
            continue
        held[figid] = frozenset(listed)
    if not held or next(iter(held)).lower() in {"figid", "wpid"}:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "sets.gmt")
        file.write_text("".join(lines), encoding="utf-8", newline="")
        assert read_gold(file, fast.lexicon).genes == held


@given(st.lists(st.tuples(anything, st.sampled_from([ERBB2, EPHB2])), max_size=5), st.randoms())
def test_sssom_does_not_depend_on_the_order_of_figures(labels, random):
    def rendered(pairs):
        mappings = Mappings()
        for label, gene in pairs:
            mappings.add([Mention(label, 0, 1, "gene", None, (gene,), "9606", len(label) % 7 / 7)])
        return mappings.render("1")

    shuffled = random.sample(labels, len(labels))
    assert rendered(labels) == rendered(shuffled)


def test_spans_are_hashable_and_frozen():
    assert len({TaggedSpan(0, 4), TaggedSpan(0, 4)}) == 1
