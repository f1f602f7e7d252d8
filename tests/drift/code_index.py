"""The functions, classes and calls of some Python files by their names, and what a name stands for in a function."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping


class CodeIndex:
    """All of some files (name to text). `scope_of`: the functions and classes that a node stands in, the outermost first."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.file_of: dict[ast.AST, str] = {}
        self.trees = {file: ast.parse(text) for file, text in sources.items()}
        self.classes: dict[str, list[ast.ClassDef]] = defaultdict(list)
        self.functions: dict[str, list[ast.FunctionDef]] = defaultdict(list)
        self.calls: dict[str, list[ast.Call]] = defaultdict(list)
        self.scope_of: dict[ast.AST, tuple[ast.AST, ...]] = {}
        for file, tree in self.trees.items():
            self.file_of |= dict.fromkeys(ast.walk(tree), file)
            self._read(tree, ())

    def _read(self, node: ast.AST, scopes: tuple[ast.AST, ...]) -> None:
        self.scope_of[node] = scopes
        if isinstance(node, ast.FunctionDef):
            self.functions[node.name].append(node)
        elif isinstance(node, ast.ClassDef):
            self.classes[node.name].append(node)
        elif isinstance(node, ast.Call):
            self.calls[name_of(node.func)].append(node)
        inner = (*scopes, node) if isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)) else scopes
        for child in ast.iter_child_nodes(node):
            self._read(child, inner)

    def functions_called(self, call: ast.Call) -> list[ast.FunctionDef]:
        """The functions that a call may mean: those of the object's class, of the file, or all of the name."""
        name = name_of(call.func)
        if isinstance(call.func, ast.Attribute) and (owners := self.classes_of(call.func.value)):
            return [
                one for owner in owners for one in owner.body if isinstance(one, ast.FunctionDef) and one.name == name
            ]
        if isinstance(call.func, ast.Attribute):
            return self.functions[name]
        found = [one for one in self.functions[name] if not self._is_method(one)]
        here = [one for one in found if self.file_of[one] == self.file_of[call]]
        return here or [one for one in found if not name.startswith("_")]

    def _is_method(self, function: ast.FunctionDef) -> bool:
        return isinstance(next(reversed(self.scope_of[function]), None), ast.ClassDef)

    def classes_of(self, node: ast.AST) -> list[ast.ClassDef]:
        """The classes that a name may be of, with those that inherit from them: by its annotation, or as `self`."""
        if not isinstance(node, ast.Name):
            return []
        for scope in reversed(self.scope_of[node]):
            if isinstance(scope, ast.ClassDef) and node.id in ("self", "cls"):
                return self._with_heirs(scope.name)
            if isinstance(scope, ast.FunctionDef) and (found := _annotation_of(scope, node.id)):
                return [one for name in _names_in(found) for one in self._with_heirs(name)]
        return []

    def _with_heirs(self, name: str) -> list[ast.ClassDef]:
        heirs = [
            one.name
            for each in self.classes.values()
            for one in each
            if name in map(name_of, one.bases) and one.name != name
        ]
        return [*self.classes.get(name, []), *(one for heir in heirs for one in self._with_heirs(heir))]

    def field_values(self, owners: list[ast.ClassDef], name: str) -> tuple[list[ast.expr], bool]:
        """What a field of some classes is given wherever one is made or declared, and whether it is known to be a field."""
        found: list[ast.expr] = []
        is_field = False
        for owner in owners:
            declared = [
                one for one in owner.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
            ]
            for place, one in enumerate(declared):
                if one.target.id == name:
                    is_field = True
                    calls = () if name_of(one.annotation) == "ClassVar" else self.calls[owner.name]
                    given = (argument(call, place, name) for call in calls)
                    found += [value for value in (*given, one.value) if value is not None]
            found += [value for method in owner.body for value in bindings(method, f"self.{name}")]
        return found, is_field or bool(found)


def name_of(node: ast.AST | None) -> str:
    """The last name of `a`, `a.b`, `a[b]`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return name_of(value)
    return ""


def argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """What a call gives an argument; None where that keeps its default."""
    for one in call.keywords:
        if one.arg == name:
            return one.value
    return call.args[place] if 0 <= place < len(call.args) else None


def place_of(function: ast.FunctionDef, name: str) -> int | None:
    """Where an argument stands in calls: -1 for those that are always named; None where the function has none of the name."""
    ordered = [one.arg for one in [*function.args.posonlyargs, *function.args.args]]
    if name in ordered:
        return ordered.index(name) - (ordered[0] in ("self", "cls"))
    return -1 if name in [one.arg for one in function.args.kwonlyargs] else None


def default_of(function: ast.FunctionDef, name: str) -> ast.expr | None:
    """The default of an argument; None where it has none."""
    given = function.args
    ordered = [*given.posonlyargs, *given.args]
    pairs = [*zip(reversed(ordered), reversed(given.defaults), strict=False)]
    pairs += [(one, value) for one, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value]
    return next((value for one, value in pairs if one.arg == name), None)


def bindings(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    """What a name is bound to in a function, whole or in part."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case (
                ast.AnnAssign(target=target, value=value)
                | ast.AugAssign(target=target, value=value)
                | ast.NamedExpr(target=target, value=value)
                | ast.For(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
                | ast.withitem(context_expr=value, optional_vars=target)
            ):
                targets = [target]
            case _:
                continue
        if value is not None and any(_binds(one, name) for one in targets if one is not None):
            yield value


def _binds(target: ast.AST, name: str) -> bool:
    return any(isinstance(one, (ast.Name, ast.Attribute)) and ast.unparse(one) == name for one in ast.walk(target))


def _annotation_of(function: ast.FunctionDef, name: str) -> ast.expr | None:
    given = function.args
    return next(
        (one.annotation for one in [*given.posonlyargs, *given.args, *given.kwonlyargs] if one.arg == name), None
    )


def _names_in(annotation: ast.expr) -> set[str]:
    """The classes of `Row`, `type[Row]`, `Row | None`; none of a collection, whose own methods are Python's."""
    if isinstance(annotation, ast.Subscript):
        return _names_in(annotation.slice) if name_of(annotation.value) == "type" else set()
    if isinstance(annotation, ast.BinOp):
        return _names_in(annotation.left) | _names_in(annotation.right)
    return {name_of(annotation)}
