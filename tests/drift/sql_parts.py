"""Finds what is written into SQL and is neither a word of the code nor quoted: `loose_parts(sources)`.

Statements are strings that look like SQL, and whatever is run as such. A part of one may be a constant, a number with a
format of numbers, what `extract.contract.quoting` made, or what was put together from those: by a variable, an argument
wherever the function is called, a field wherever the object is made, or a function of ours that returns nothing else.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from code_index import CodeIndex, argument, bindings, default_of, name_of, place_of

QUOTING = {"literal", "identifier"}
NUMBERS = {"int", "float", "len", "round"}
# What these return is made of what they are given; of `get` and `replace` and their like the object counts too.
MADE_OF_GIVEN = {"sorted", "list", "tuple", "set", "frozenset", "dict", "zip", "reversed", "enumerate", "min", "max"}
MADE_OF_GIVEN |= {
    "join",
    "format",
    "items",
    "values",
    "keys",
    "get",
    "replace",
    "strip",
    "fromkeys",
    "partition",
    "split",
}
RUNS = {"execute", "executemany", "sql", "query", "ask", "copy"}
STATEMENT = ("query", "sql", "statement", "text")
SQL = re.compile(
    r"\b(select|insert into|delete from|create (or replace )?(temp )?(view|table|schema|macro|index)|drop (table|view|schema)|"
    r"alter table|attach|detach|comment on|union all|where|pragma|qualify|order by|set \w+ ?=|use|grant \w+)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Loose:
    """A part of a statement that may be anything."""

    file: str
    line: int
    part: str


def loose_parts(sources: Mapping[str, str]) -> list[Loose]:
    """The parts of the statements of some files (name to text) that may be anything."""
    look = _Look(CodeIndex(sources))
    return sorted(
        {Loose(file, part.lineno, ast.unparse(part)) for file, node in look.statements() for part in look.loose(node)}
    )


class _Look:
    def __init__(self, code: CodeIndex) -> None:
        self.code = code
        self._open: set[ast.AST] = set()

    def statements(self) -> Iterator[tuple[str, ast.expr]]:
        """Every expression that is or becomes SQL, with its file."""
        for file, tree in self.code.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and name_of(node.func) in RUNS and node.args:
                    yield file, self._statement_of(node)
                elif isinstance(node, ast.JoinedStr) and SQL.search(_words(node)):
                    yield file, node

    def _statement_of(self, call: ast.Call) -> ast.expr:
        """The argument of a call that is run: the first, or the one that a function of ours calls a query."""
        for function in self.code.functions_called(call) if isinstance(call.func, ast.Name) else ():
            for name in STATEMENT:
                if (place := place_of(function, name)) is not None and (given := argument(call, place, name)):
                    return given
        return call.args[0]

    def loose(self, node: ast.expr) -> Iterator[ast.expr]:
        """The smallest parts of an expression that may be anything."""
        if self.is_sound(node):
            return
        is_made = isinstance(node, (ast.JoinedStr, ast.BinOp, ast.FormattedValue))
        inner = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)] if is_made else []
        yield from [part for one in inner for part in self.loose(one)] or [node]

    def is_sound(self, node: ast.AST | None) -> bool:
        """Whether an expression is a constant, quoted, or made of such."""
        if node in self._open:
            return True  # made of itself, and of what is looked at already
        self._open.add(node)
        try:
            return self._is_sound(node)
        finally:
            self._open.discard(node)

    def _is_sound(self, node: ast.AST | None) -> bool:
        match node:
            case None | ast.Constant() | ast.Compare() | ast.UnaryOp():
                return True
            case ast.FormattedValue(value=value, format_spec=spec):
                # A text has no such format: it would be an error.
                return (spec is not None and ast.unparse(spec)[-2] in "dg") or self.is_sound(value)
            case ast.Name(id=name):
                return self._is_sound_name(node, name)
            case ast.Attribute(attr=name):
                return name.strip("_").isupper() or self._is_sound_field(node)
            case ast.Call():
                return self._is_sound_call(node)
        return (kept := _parts(node)) is not None and all(map(self.is_sound, kept))

    def _is_sound_name(self, node: ast.Name, name: str) -> bool:
        for scope in reversed(self.code.scope_of[node]):
            if bound := list(bindings(scope, name)) if isinstance(scope, ast.FunctionDef) else []:
                return all(map(self.is_sound, bound))
            if isinstance(scope, ast.FunctionDef) and (place := place_of(scope, name)) is not None:
                return self._is_sound_argument(scope, place, name)
        # Of the module: a constant, or brought from another.
        return name.strip("_").isupper()

    def _is_sound_argument(self, function: ast.FunctionDef, place: int, name: str) -> bool:
        calls = [one for one in self.code.calls[function.name] if function in self.code.functions_called(one)]
        given = [argument(call, place, name) or default_of(function, name) for call in calls]
        return bool(calls) and all(one is not None and self.is_sound(one) for one in given)

    def _is_sound_field(self, node: ast.Attribute) -> bool:
        """A field of an object whose class is known, given what is sound wherever one is made."""
        values, is_known = self.code.field_values(self.code.classes_of(node.value), node.attr)
        return is_known and bool(values) and all(map(self.is_sound, values))

    def _is_sound_call(self, node: ast.Call) -> bool:
        name = name_of(node.func)
        if name in QUOTING | NUMBERS:
            return True
        if name == "map":
            return name_of(node.args[0]) in QUOTING | NUMBERS or all(map(self.is_sound, node.args[1:]))
        is_pythons = name in MADE_OF_GIVEN and not self.code.classes_of(getattr(node.func, "value", node))
        if not is_pythons and (functions := self.code.functions_called(node)):
            made = [one for each in functions for one in ast.walk(each) if isinstance(one, (ast.Return, ast.Yield))]
            return all(self.is_sound(one.value) for one in made)
        if name in MADE_OF_GIVEN:
            of = [node.func.value] if isinstance(node.func, ast.Attribute) else []
            given = node.args[1:] if name == "get" else node.args
            return all(map(self.is_sound, [*of, *given, *(one.value for one in node.keywords)]))
        return False


def _parts(node: ast.AST) -> list[ast.expr] | None:
    """What an expression is made of; None where that is not known."""
    match node:
        case (
            ast.Subscript(value=value)
            | ast.Starred(value=value)
            | ast.keyword(value=value)
            | ast.NamedExpr(value=value)
        ):
            return [value]
        case (
            ast.IfExp(body=left, orelse=right) | ast.BinOp(left=left, right=right) | ast.DictComp(key=left, value=right)
        ):
            return [left, right]
        case ast.ListComp(elt=made) | ast.GeneratorExp(elt=made) | ast.SetComp(elt=made):
            return [made]
        case (
            ast.JoinedStr(values=parts)
            | ast.BoolOp(values=parts)
            | ast.List(elts=parts)
            | ast.Tuple(elts=parts)
            | ast.Set(elts=parts)
        ):
            return parts
        case ast.Dict(keys=keys, values=values):
            return [*keys, *values]
    return None


def _words(node: ast.JoinedStr) -> str:
    return "".join(one.value if isinstance(one, ast.Constant) else "x" for one in node.values)
