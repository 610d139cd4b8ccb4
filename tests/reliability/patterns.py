"""The regular expressions of the program, found in its source.

Patterns are put together from constants alone: nothing of the program is run to find them.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import evidence

ROOT = Path(evidence.__file__).parent
FUNCTIONS = ("compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer")
GIVEN = {"prefix": r"https?://(?:dx\.)?doi\.org/|doi:\s*"}
"""Parts of patterns that a function is given by its callers."""


class Use(NamedTuple):
    """One call of `re`: where, by which function, with which pattern and flags."""

    place: str
    function: str
    pattern: str | bytes | None
    """None where it is not made of constants."""
    flags: int = 0


def uses() -> Iterator[Use]:
    """Every use of a regular expression, one for each pattern that it takes."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text())
        yield from _within(path, tree, tree)


def _within(path: Path, node: ast.AST, function: ast.AST) -> Iterator[Use]:
    if isinstance(node, ast.FunctionDef):
        function = node
    if isinstance(node, ast.Call) and _is_use(node) and not _is_kept(node, function):
        for names in _turns(path, function):
            yield _use(path, node, names)
    for child in ast.iter_child_nodes(node):
        yield from _within(path, child, function)


def _is_use(call: ast.Call) -> bool:
    named = call.func
    return (
        isinstance(named, ast.Attribute)
        and isinstance(named.value, ast.Name)
        and named.value.id == "re"
        and named.attr in FUNCTIONS
    )


def _is_kept(call: ast.Call, function: ast.AST) -> bool:
    """Whether a pattern is compiled by a module, which keeps it."""
    named = ast.unparse(call.func) == "re.compile"
    return named and not isinstance(function, ast.FunctionDef)


def _use(path: Path, call: ast.Call, names: Mapping[str, Any]) -> Use:
    assert isinstance(call.func, ast.Attribute)
    place = f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
    flags = [k.value for k in call.keywords if k.arg == "flags"]
    at = {"compile": 1, "sub": 4}.get(call.func.attr, 2)
    flags += call.args[at : at + 1]
    number = int(getattr(re, ast.unparse(flags[0]).removeprefix("re."))) if flags else 0
    return Use(place, call.func.attr, constant(call.args[0], names), number)


def _turns(path: Path, function: ast.AST) -> Iterator[dict[str, Any]]:
    """The constants that have a name where a pattern stands; once for each turn of a loop."""
    dotted = ".".join(("evidence", *path.relative_to(ROOT).with_suffix("").parts))
    names = {**GIVEN, **vars(importlib.import_module(dotted.removesuffix(".__init__")))}
    if isinstance(function, ast.FunctionDef):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found = constant(node.value, names)
                names |= {node.targets[0].id: found} if found is not None else {}
    patterns: list[Any] = []
    for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
        if isinstance(node, ast.For | ast.comprehension) and ast.unparse(node.target) == "pattern":
            given = node.iter.body if isinstance(node.iter, ast.IfExp) else node.iter
            patterns = list(constant(given, names) or ())
    yield from [{**names, "pattern": one} for one in patterns] or [names]


def constant(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What an expression of constants and names of constants comes to; None for any other."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        found = names.get(node.id)
        return found if isinstance(found, str | bytes | tuple | Mapping) else None
    if isinstance(node, ast.Tuple | ast.List):
        return tuple(constant(part, names) for part in node.elts)
    if isinstance(node, ast.FormattedValue):
        return constant(node.value, names)
    if isinstance(node, ast.JoinedStr):
        parts = [constant(part, names) for part in node.values]
        return "".join(parts) if all(isinstance(part, str) for part in parts) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = constant(node.left, names), constant(node.right, names)
        return None if left is None or right is None else left + right
    return None


def compiled() -> Iterator[tuple[str, str, re.Pattern[Any]]]:
    """Every pattern that a module keeps under a name, with where it stands and how it is used."""
    for path in sorted(ROOT.rglob("*.py")):
        dotted = ".".join(("evidence", *path.relative_to(ROOT).with_suffix("").parts))
        module = importlib.import_module(dotted.removesuffix(".__init__"))
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                used = re.findall(rf"\b{name}\.(\w+)\(", path.read_text()) or ["search"]
                place = f"{path.relative_to(ROOT).as_posix()} {name}"
                yield from ((f"{place}.{one}", one, value) for one in dict.fromkeys(used))
