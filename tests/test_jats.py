"""JATS XML: each figure with its caption, and nothing that a document could do to its reader."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile import Failure, Figure, InputError, read_figures
from reconcile.formats import jats
from reconcile.formats.jatstext import Element, plain_text

ARTICLE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML">
<front><journal-meta><journal-title-group><journal-title>Cells</journal-title>
</journal-title-group></journal-meta>
<article-meta>{ids}<title-group><article-title>How <italic>HER2</italic>
signals</article-title></title-group>
<pub-date pub-type="epub"><year>2024</year></pub-date></article-meta></front>
<body><sec><p>See <xref ref-type="fig" rid="F1">Figure 1</xref>.</p>
{figures}
</sec></body><back><ref-list><ref><element-citation><article-title>Another</article-title>
<year>1999</year><pub-id pub-id-type="pmid">1</pub-id></element-citation></ref></ref-list></back>
</article>
"""
IDS = '<article-id pub-id-type="pmid">123</article-id><article-id pub-id-type="pmc">45</article-id>'
FIG = (
    "<fig id='F1'><label>Figure 1</label><caption>{}</caption><graphic xlink:href='g1.jpg'/></fig>"
)


def article(*figures, ids=IDS):
    return ARTICLE.format(ids=ids, figures="\n".join(figures))


def caption(inside):
    (figure,), failures = parse(article(FIG.format(inside)))
    assert failures == []
    return figure.caption


def parse(text, source="a.nxml"):
    failures: list[InputError] = []
    data = text if isinstance(text, bytes) else text.encode()
    found = jats.read_jats(
        io.BytesIO(data), source=source, report=lambda e, figid=None: failures.append(e)
    )
    return [figure for _, figure in found], failures


def test_a_figure_has_what_its_article_says(tmp_path):
    inside = "<title>HER2 signals</title><p>It binds\n MEK.</p><p>Bars: 1 µm.</p>"
    path = tmp_path / "a.nxml"
    path.write_text(article(FIG.format(inside)), encoding="utf-8")
    (figure,) = read_figures(path)
    assert figure == Figure(
        "PMC45__F1",
        "HER2 signals. It binds MEK. Bars: 1 µm.",
        None,
        title="HER2 signals",
        paper_title="How HER2 signals",
        source=str(path),
        meta={"year": "2024", "journal_title": "Cells"},
    )


@pytest.mark.parametrize(
    ("ids", "prefix"),
    [
        (IDS, "PMC45"),
        ('<article-id pub-id-type="pmcid">PMC45.1</article-id>', "PMC45"),
        ('<article-id pub-id-type="pmid">PMID: 123</article-id>', "PMID123"),
        ('<article-id pub-id-type="doi">10.1/x</article-id>', "10.1/x"),
        ('<article-id pub-id-type="publisher-id">7</article-id>', "article"),
    ],
)
def test_figids_begin_with_the_best_id_of_the_article(ids, prefix):
    (figure,), _ = parse(article(FIG.format("<p>x</p>"), ids=ids), source="there/article.xml")
    assert figure.figid == f"{prefix}__F1"


def test_figures_without_an_id_are_called_by_their_picture_or_place():
    figures, _ = parse(
        article(
            "<fig><graphic xlink:href='g1.jpg'/></fig>", "<fig><caption><p>x</p></caption></fig>"
        )
    )
    assert [f.figid for f in figures] == ["PMC45__g1", "PMC45__fig2"]
    assert [(f.caption, f.title) for f in figures] == [(None, None), ("x", None)]


def test_a_group_shares_its_caption():
    group = (
        "<fig-group><caption><title>All.</title></caption>"
        "<fig id='A'><label>A</label></fig>"
        "<fig id='B'><caption><p>b</p></caption></fig></fig-group>"
    )
    figures, _ = parse(article(group))
    assert [(f.figid, f.caption) for f in figures] == [("PMC45__A", "All."), ("PMC45__B", "b")]


def test_articles_of_a_set_keep_their_own_ids_and_parts_belong_to_the_whole():
    def one(pmc):
        return (
            f"<article><front><article-meta><article-id pub-id-type='pmc'>{pmc}</article-id>"
            "</article-meta></front><body/><sub-article><front><article-meta>"
            "<article-id pub-id-type='pmc'>9</article-id></article-meta></front>"
            "<body><fig id='F1'/></body></sub-article><floats-group><fig id='F2'/></floats-group>"
            "</article>"
        )

    figures, failures = parse(f"<pmc-articleset>{one(1)}{one(2)}</pmc-articleset>")
    assert [f.figid for f in figures] == ["PMC1__F1", "PMC1__F2", "PMC2__F1", "PMC2__F2"]
    assert failures == []


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<p><italic>MEK</italic>1/<bold>2</bold></p>", "MEK1/2"),
        ("<p>Ca<sup>2+</sup>, PIP<sub>3</sub></p>", "Ca2+, PIP3"),
        ("<p>a<xref ref-type='fig'>Fig. 1</xref>)</p>", "aFig. 1)"),
        (
            "<p>A1<sup><xref ref-type='bibr'>1</xref>,<xref ref-type='fn'>b</xref></sup> b</p>",
            "A1 b",
        ),
        ("<p>AKT [<xref ref-type='bibr'>1</xref>]</p>", "AKT [1]"),
        ("<p>IL<sup>1<xref ref-type='bibr'>3</xref></sup></p>", "IL13"),
        ("<p>a</p><p>b</p>", "a b"),
        ("<title>A?</title><p>b</p>", "A? b"),
        ("<title>A</title>", "A"),
        ("<p>a<break/>b</p>", "a b"),
        ("<p>x<list><list-item>a</list-item><list-item>b</list-item></list></p>", "x a b"),
        ("<p>a<inline-graphic><alt-text>no</alt-text></inline-graphic>b</p>", "ab"),
        ("<p>TGF-<mml:math><mml:mi> β </mml:mi>\n<mml:mn>1</mml:mn></mml:math></p>", "TGF-β1"),
        (
            "<p>NF-<inline-formula><alternatives><tex-math>\\documentclass{minimal}"
            "\\begin{document}$$\\kappa$$\\end{document}</tex-math><mml:math><mml:mi>κ</mml:mi>"
            "</mml:math></alternatives></inline-formula>B</p>",
            "NF-κB",
        ),
        ("<p><tex-math>\\begin{document}$$x_{2}$$\\end{document}</tex-math></p>", "x2"),
        ("<p>&lt;b&gt; &#946;<![CDATA[<i>]]>&alpha;&ndash;</p>", "<b> β<i>α–"),
        ("<p>&#160;a\u2003 b\n</p>", "a b"),
        ("<p>a</p><!-- no --><?pi x?>", "a"),
        ("", None),
    ],
)
def test_captions_are_plain_text(inside, text):
    assert caption(inside) == text


def test_an_entity_that_nobody_knows_is_an_error_of_its_figure():
    figures, (failure,) = parse(article(FIG.format("<p>&nosuch;</p>"), FIG.format("<p>x</p>")))
    assert [f.caption for f in figures] == ["x"]
    assert "`&nosuch;` is not known" in failure.message
    assert failure.line == 10


LAUGHS = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f'<!DOCTYPE article [<!ENTITY l0 "ha">{LAUGHS}]><article>&l9;</article>', 1, "`l0`"),
        ('<!DOCTYPE a [\n<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 2, "declares the"),
        ('<!DOCTYPE a [\n<!ENTITY % x SYSTEM "http://x/y">%x;]><a/>', 2, "declares the entity `x`"),
        ("<article>" + "<sec>" * 300, 1, "nested more than 200 levels deep"),
        ("<article><fig>" + "<p>" * 100_000, 1, "nested more than 200 levels deep"),
        ("<article>\n<fig></article>", 2, "not well-formed XML"),
        ("<article>\n", 2, "not well-formed XML"),
        ("<article>\0</article>", 1, "not well-formed XML"),
        (b"<article>\xff</article>", 1, "not well-formed XML"),
        ("<collection><document/></collection>", None, "the root `collection` and no `article`"),
        ("<html><body/></html>", None, "no `article` of JATS"),
        ("<article><body/></article>", None, "no `fig`"),
        ("", None, "empty"),
    ],
)
def test_what_is_no_article_is_one_error(text, line, said):
    figures, (failure,) = parse(text)
    assert (figures, failure.line) == ([], line)
    assert said in failure.message


def test_no_file_that_a_document_names_is_opened(tmp_path):
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY x "secret">')
    text = f'<!DOCTYPE article SYSTEM "{secret}"><article><fig id="F"><caption><p>a&x;</p>'
    figures, failures = parse(text + "</caption></fig></article>")
    assert figures == []
    assert ["is not known" in f.message for f in failures] == [True]


def test_a_figure_out_of_bounds_is_an_error_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(jats, "MAX_RECORD_BYTES", 100)
    monkeypatch.setattr(jats, "MAX_ELEMENTS", 10)
    figures, failures = parse(
        article(
            FIG.format(f"<p>{'x' * 101}</p>"),
            FIG.format("<p/>" * 11),
            FIG.format("<p>x</p>"),
        )
    )
    assert [f.caption for f in figures] == ["x"]
    assert [(f.line, "larger than" in f.message) for f in failures] == [(10, True), (11, True)]


def test_a_file_out_of_bounds_is_given_up(monkeypatch):
    monkeypatch.setattr(jats, "MAX_DOCUMENT_BYTES", 1000)
    monkeypatch.setattr(jats, "BLOCK", 100)
    figures, (failure,) = parse("<article><fig id='F'/>" + " " * 2000)
    assert [f.figid for f in figures] == ["a__F"]
    assert "larger than" in failure.message


def test_figures_before_damage_are_read(tmp_path):
    path = tmp_path / "a.xml"
    text = article(FIG.format("<p>x</p>")).partition("<back>")[0]
    path.write_text(text, encoding="utf-8")
    failures: list[Failure] = []
    figures = list(read_figures(path, on_error=failures.append))
    assert [f.caption for f in figures] == ["x"]
    assert ["not well-formed" in f.error for f in failures] == [True]
    with pytest.raises(InputError, match="not well-formed"):
        list(read_figures(path))


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_the_encoding_is_the_one_that_the_document_names(encoding):
    text = article(FIG.format("<p>é</p>")).replace("UTF-8", encoding)
    (figure,), failures = parse(text.encode(encoding))
    assert (figure.caption, failures) == ("é", [])


def test_articles_in_a_folder_are_read_and_other_xml_is_not(tmp_path, monkeypatch):
    (tmp_path / "a.nxml").write_text(article(FIG.format("<p>x</p>")), encoding="utf-8")
    (tmp_path / "b.xml").write_text("<x/>", encoding="utf-8")
    assert [f.figid for f in read_figures(tmp_path)] == ["PMC45__F1"]
    stdin = io.TextIOWrapper(io.BytesIO(b"\n" + article(FIG.format("<p>x</p>")).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert [f.figid for f in read_figures("-")] == ["PMC45__F1"]


@given(st.recursive(st.text("ab \n"), lambda inner: st.lists(inner, max_size=4), max_leaves=20))
def test_no_letter_of_inline_text_is_lost(tree):
    def element(node):
        children = [element(n) if isinstance(n, list) else n for n in node]
        return Element("italic", {}, children)

    def letters(node):
        return node if isinstance(node, str) else "".join(map(letters, node))

    root = element(tree if isinstance(tree, list) else [tree])
    assert plain_text(root) == " ".join(letters(tree).split())
