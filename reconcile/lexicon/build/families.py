"""Families and complexes of FamPlex and our own, and the curated names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.build.compiler import Compiler, is_named
from reconcile.lexicon.build.integrins import integrins
from reconcile.lexicon.build.members import by_name, by_numbers, matching
from reconcile.lexicon.build.sources.famplex import FamplexTables
from reconcile.lexicon.schema import NON_GENE_TYPES
from reconcile.patterns import regex
from reconcile.text import surface_key

__all__ = ["add_curated", "add_famplex", "add_integrins"]

_BEHIND_LETTER: Final = regex(r"[a-z][A-Z]{1,5}\d{0,2}")
_SYMBOLS: Final = frozenset({"approved", "previous", "alias"})
_MODES: Final = {"add": 0, "drop": 1}
_CHEMICAL_SPACES: Final = frozenset({"CHEBI", "PUBCHEM", "HMDB", "MESH"})


def add_famplex(
    compiler: Compiler,
    tables: FamplexTables,
    corrections: list[list[str]],
    extra: list[list[str]],
) -> None:
    """FamPlex, and the curated families that extend or complete it.

    Args:
        compiler: what takes them; it has the human genes.
        tables: FamPlex.
        corrections: rows of `famplex.tsv`, for what FamPlex has wrong or lacks.
        extra: rows of `families.tsv`.

    Raises:
        LexiconBuildError: if a row names a symbol that HGNC has in no form.
    """
    named_genes = {compiler.genes[i].symbol: i for i in _namable(compiler)}
    kinds: dict[str, str] = {}
    for identifier in tables.entities:
        relations = {relation for _, _, relation in tables.children.get(identifier, ())}
        kinds[identifier] = "complex" if "partof" in relations else "family"
    changes = _changes(compiler, corrections, kinds)
    levels = _Levels(compiler, tables.children, kinds, changes, named_genes)
    members = {identifier: levels.members(identifier, ()) for identifier in tables.entities}
    sources = dict.fromkeys(tables.entities, "famplex")
    for identifier, kind, mode, symbols, _note in extra:
        named = {_curated_symbol(compiler, symbol, identifier) for symbol in symbols.split()}
        known = members.get(identifier, set()) if mode == "extend" else set()
        members[identifier] = named | known
        kinds[identifier] = kind
        sources.setdefault(identifier, "curated")
    for identifier in sorted(kinds):
        if members[identifier]:
            name = identifier.replace("_", " ")
            kind, source = kinds[identifier], sources[identifier]
            index = compiler.add_family(identifier, kind, name, source, members[identifier])
            compiler.add(name, "label", source, index, is_family=True)
    for text, namespace, target in tables.texts:
        _add_mapped_text(compiler, text, namespace, target)


class _Levels:
    """The genes below a family or complex, level by level, each corrected and completed."""

    def __init__(
        self,
        compiler: Compiler,
        children: Mapping[str, list[tuple[str, str, str]]],
        kinds: Mapping[str, str],
        changes: Mapping[str, tuple[set[int], set[int]]],
        symbols: Mapping[str, int],
    ) -> None:
        self.compiler = compiler
        self.children = children
        self.kinds = kinds
        self.changes = changes
        self.symbols = symbols

    def members(self, identifier: str, above: tuple[str, ...]) -> set[int]:
        """All genes below a family or complex; cycles end.

        A family gets what its name and the numbers of its members ask for; a complex does not:
        not all that share a name are in it.
        """
        if identifier in above:
            return set()
        found: set[int] = set()
        for namespace, child, _ in self.children.get(identifier, ()):
            if namespace == "FPLX":
                found |= self.members(child, (*above, identifier))
            elif (index := _gene(self.compiler, namespace, child)) is not None:
                found.add(index)
        if self.kinds.get(identifier) == "family":
            symbols = {self.compiler.genes[index].symbol for index in found}
            named = by_name(identifier, symbols, self.symbols)
            more = named | by_numbers(symbols | named, self.symbols)
            found |= {self.symbols[symbol] for symbol in more}
        added, dropped = self.changes.get(identifier, (set(), set()))
        return (found - dropped) | added


def _gene(compiler: Compiler, namespace: str, identifier: str) -> int | None:
    """The human gene that FamPlex means by an id."""
    if namespace == "HGNC":
        return compiler.human(identifier)
    return compiler.by_uniprot.get(identifier) if namespace == "UP" else None


def _namable(compiler: Compiler) -> list[int]:
    """The genes that a family may get by its name: those of proteins."""
    return [index for index, gene in enumerate(compiler.genes) if is_named(gene)]


def _changes(
    compiler: Compiler, corrections: list[list[str]], kinds: Mapping[str, str]
) -> dict[str, tuple[set[int], set[int]]]:
    """What a family or complex gets and loses by the table of corrections.

    A row for a family that this FamPlex has not, or not yet, says nothing.
    """
    changes: dict[str, tuple[set[int], set[int]]] = {}
    for identifier, mode, listed, _why in corrections:
        if identifier not in kinds:
            continue
        if mode not in _MODES:
            raise LexiconBuildError(f"correction of {identifier}: {mode} is not add or drop")
        genes = changes.setdefault(identifier, (set(), set()))[_MODES[mode]]
        for symbol in listed.split():
            if "#" in symbol or "@" in symbol:
                found = matching(symbol, compiler.by_symbol)
                if not found:
                    raise LexiconBuildError(f"correction of {identifier}: no symbol like {symbol}")
                genes.update(compiler.by_symbol[one] for one in found)
            else:
                genes.add(_curated_symbol(compiler, symbol, identifier))
    return changes


def add_integrins(compiler: Compiler) -> None:
    """The integrins under the names `αXβY`; one that FamPlex has keeps its id."""
    known = {
        family.members: index
        for index, family in enumerate(compiler.families)
        if family.kind == "complex"
    }
    for integrin in integrins():
        genes = [compiler.human(symbol) for symbol in integrin.symbols]
        members = tuple(sorted(gene for gene in genes if gene is not None))
        if len(members) < len(genes):
            continue
        index = known.get(members)
        if index is None:
            name = integrin.names[-1]
            index = compiler.add_family(integrin.id, "complex", name, "curated", members)
        for name in integrin.names:
            compiler.add(name, "label", "curated", index, is_family=True)


def _curated_symbol(compiler: Compiler, symbol: str, where: str) -> int:
    index = compiler.human(symbol)
    if index is None:
        raise LexiconBuildError(f"curated family {where}: no HGNC symbol {symbol}")
    return index


def _add_mapped_text(compiler: Compiler, text: str, namespace: str, target: str) -> None:
    if namespace == "FPLX" and target in compiler.family_index:
        compiler.add(text, "label", "famplex", compiler.family_index[target], is_family=True)
    elif (index := _gene(compiler, namespace, target)) is not None:
        if not _is_anothers(compiler, text, index):
            compiler.add(text, "curated", "famplex", index)
    elif namespace in _CHEMICAL_SPACES:
        compiler.add(text, "chemical", "famplex")
    elif namespace == "GO":
        compiler.add(text, "process", "famplex")


def _is_anothers(compiler: Compiler, text: str, index: int) -> bool:
    """Whether a symbol behind a letter for a species (`rSK1`) reads as another gene's (`RSK1`).

    Keys leave letter case out, so such a text would take the name from its gene.
    """
    if not _BEHIND_LETTER.fullmatch(text):
        return False
    owners = {
        entry.ref
        for entry in compiler.forms.get(surface_key(text), ())
        if entry.source == "hgnc" and entry.type in _SYMBOLS
    }
    return bool(owners) and index not in owners


def add_curated(compiler: Compiler, forms: list[list[str]], nongenes: list[list[str]]) -> None:
    """The project's own names of genes and families, and of things that are neither."""
    for text, target, _note in forms:
        index = compiler.human(target)
        if target in compiler.family_index:
            compiler.add(text, "label", "curated", compiler.family_index[target], is_family=True)
        elif index is not None:
            compiler.add(text, "curated", "curated", index)
        else:
            raise LexiconBuildError(f"curated form {text}: no symbol or family {target}")
    for text, kind, _note in nongenes:
        if kind not in NON_GENE_TYPES:
            raise LexiconBuildError(f"curated non-gene {text}: unknown type {kind}")
        compiler.add(text, kind, "curated")
