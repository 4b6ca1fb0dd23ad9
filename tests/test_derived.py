"""What follows from the entities of a lexicon, stored: as if it were computed each time."""

from __future__ import annotations

import shutil
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import cli
from test_lexicon_build import famplex_folder, gene_info_file, hgnc_file

from reconcile.errors import LexiconError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.build import build_lexicon
from reconcile.lexicon.build.sources.packages import SourceFiles
from reconcile.lexicon.columns import as_views, read_columns, write_columns
from reconcile.lexicon.words import NameIndex, name_index
from reconcile.naming.words import name_words, words_of

LEXICON = Lexicon.load()
INDEX = name_index(LEXICON)
GENES = [index for index, _, _ in LEXICON.all_symbols()]
STALE = "Make it anew: reconcile lexicon derive models/lexicon"


def test_what_is_stored_is_what_would_be_computed():
    computed = as_views(LEXICON.derived())
    assert (LEXICON.path / "derived").is_dir()
    assert list(LEXICON.columns) == list(computed)
    for name, column in computed.items():
        assert LEXICON.columns[name].format == column.format, f"{name}. {STALE}"
        assert bytes(LEXICON.columns[name]) == bytes(column), f"{name}. {STALE}"


def test_what_is_stored_of_genes_is_what_the_database_says():
    for gene in GENES[::23]:
        assert LEXICON.facts.locus_of(gene) == LEXICON.gene(gene).locus_type
        terms = LEXICON.facts.terms_of(gene)
        assert list(terms) == sorted(set(terms))
        assert LEXICON.facts.term_count(gene) == len(terms)
    assert [LEXICON.facts.term_count(gene) for gene in GENES] == [
        count for _, _, count in LEXICON.all_symbols()
    ]
    assert LEXICON.facts.terms_of(GENES[-1] + 1) == LEXICON.facts.families_of(-1) == ()
    assert LEXICON.facts.term_count(GENES[-1] + 1) == 0


def test_what_is_stored_of_families_is_what_the_database_says():
    families = LEXICON.given_families()
    for index, _, kind, members in families[::7]:
        assert LEXICON.facts.members_of(index) == members == LEXICON.family(index).members
        assert LEXICON.facts.member_count(index) == len(members)
        assert LEXICON.facts.kind_of(index) == kind
        assert all(index in LEXICON.facts.families_of(member) for member in members)


def test_the_genes_of_a_family_are_those_of_its_members():
    for index, _, _, members in LEXICON.given_families()[::3]:
        family = LEXICON.family(index)
        assert family.genes == tuple(sorted(LEXICON.gene(member).gene for member in members))


def test_the_sizes_of_processes_are_those_of_the_database():
    terms = {term for gene in GENES[::97] for term in LEXICON.facts.terms_of(gene)}
    assert all(LEXICON.facts.term_size(term) == LEXICON.term(term).size for term in terms)


def test_the_words_of_names_are_those_of_the_names():
    owners: dict[str, list[int]] = {}
    for gene in GENES:
        if INDEX.has_product(gene):
            name = LEXICON.gene(gene).name
            for word in dict.fromkeys(words_of(name)):
                owners.setdefault(word, []).append(gene)
            if gene % 7 == 0:
                assert INDEX.name(gene) == name_words(name)
    assert all(list(INDEX.genes(word)) == genes for word, genes in owners.items())
    assert all(word in INDEX for word in owners)
    assert "nosuchword" not in INDEX and not INDEX.genes("nosuchword")
    assert INDEX.words("zi") == tuple(word for word in owners if word.startswith("zi"))
    assert {"receptor", "kinase"} <= INDEX.heads <= owners.keys()
    assert INDEX.initialism("ldl") == ["low", "density", "lipoprotein"]
    assert INDEX.initialism("qqq") == []


@pytest.fixture
def small(tmp_path):
    files = SourceFiles(
        hgnc=hgnc_file(tmp_path / "hgnc.tsv"),
        gene_info=gene_info_file(tmp_path / "gene_info.gz"),
        famplex=famplex_folder(tmp_path / "famplex"),
    )
    build_lexicon(tmp_path / "out", files)
    return tmp_path / "out"


def facts(path):
    lexicon = Lexicon(path)
    index = NameIndex(lexicon)
    return {name: bytes(column) for name, column in lexicon.columns.items()}, index.heads


def test_a_lexicon_may_be_without_it_or_have_that_of_other_entities(small, tmp_path):
    stored = facts(small)
    shutil.copytree(small, tmp_path / "without")
    shutil.rmtree(tmp_path / "without" / "derived")
    assert facts(tmp_path / "without") == stored
    other = tmp_path / "other"
    shutil.copytree(small, other)
    shutil.rmtree(other / "derived")
    shutil.copytree(LEXICON.path / "derived", other / "derived")
    assert facts(other) == stored
    assert cli("lexicon", "derive", other).exit_code == 0
    for file in (small / "derived").iterdir():
        assert (other / "derived" / file.name).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("damage", ["cut", "other", "gone", "manifest", "mark"])
def test_damage_is_told_and_mended(small, damage):
    folder = small / "derived"
    file = folder / "9606.columns"
    data = file.read_bytes()
    if damage == "cut":
        file.write_bytes(data[:-1])
    elif damage == "other":
        file.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    elif damage == "gone":
        file.unlink()
    elif damage == "manifest":
        (folder / "manifest.json").write_text("[]", encoding="utf-8")
    else:
        file.write_bytes(b"X" + data[1:])
    with pytest.raises(LexiconError, match="reconcile lexicon derive") as told:
        Lexicon(small)
    assert str(folder) in str(told.value)
    done = cli("lexicon", "derive", small)
    assert done.exit_code == 0, done.stderr
    assert file.read_bytes() == data
    assert Lexicon(small).columns


def test_derive_needs_a_lexicon(tmp_path):
    done = cli("lexicon", "derive", tmp_path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert str(tmp_path) in done.stderr


COLUMNS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.one_of(
        st.binary(max_size=20),
        st.lists(st.integers(0, 255), max_size=9).map(lambda n: array("B", n)),
        st.lists(st.integers(0, 65535), max_size=9).map(lambda n: array("H", n)),
        st.lists(st.integers(0, 2**32 - 1), max_size=9).map(lambda n: array("I", n)),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=50)
@given(columns=COLUMNS)
def test_columns_come_back_as_they_were(tmp_path_factory, columns):
    path = tmp_path_factory.mktemp("columns") / "file"
    write_columns(path, columns)
    found = read_columns(path)
    assert list(found) == list(columns)
    assert {name: list(view) for name, view in found.items()} == {
        name: list(column) for name, column in columns.items()
    }


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"columns1",
        b"columns2",
        b"columns1" + bytes(8),
        b"columns2" + bytes(8),
        b"columns2\x40" + bytes(7) + b"{}" * 32,
    ],
)
def test_what_is_no_file_of_columns_is_refused(tmp_path, data):
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(ValueError):
        read_columns(tmp_path / "file")


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data[:-9] + bytes(9)])
def test_columns_that_are_cut_off_or_changed_are_refused(tmp_path, change):
    write_columns(tmp_path / "file", {"sizes": array("I", range(50)), "words": b"one\ntwo"})
    data = (tmp_path / "file").read_bytes()
    (tmp_path / "file").write_bytes(change(data))
    with pytest.raises(ValueError, match="no column 'words'"):
        read_columns(tmp_path / "file")
    (tmp_path / "file").write_bytes(data.replace(b", 7]", b", 6]"))
    with pytest.raises(ValueError, match="no column 'words'"):
        read_columns(tmp_path / "file")
