"""No statement of SQL is put together from values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.conftest import Figure

PACKAGE = Path(__file__).parents[2] / "evidence"
RUNS = ("execute", "executemany", "executescript", "exec_driver_sql", "sa.text", ".sql")
ELSEWHERE = {
    "exchange/parquet.py": "DuckDB in memory: its COPY takes no parameters; names are quoted",
}
"""Files in which statements are put together, and why that is safe."""


def built(node: ast.expr, names: dict[str, list[ast.expr]]) -> bool:
    """Whether an expression puts a text together, itself or through a name of its function."""
    if isinstance(node, ast.Name):
        return any(built(value, {}) for value in names.get(node.id, ()))
    if isinstance(node, ast.IfExp):
        return built(node.body, names) or built(node.orelse, names)
    if isinstance(node, ast.Call):
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return method in ("format", "format_map", "join", "replace", "substitute")
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def assigned(function: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            together = ast.BinOp(node.target, node.op, node.value)
            found.setdefault(node.target.id, []).append(together)
    return found


def statements_put_together(source: str) -> Iterator[int]:
    """The lines on which a statement is run that was put together where it is run."""
    tree = ast.parse(source)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Module)]
    for function in functions:
        names = assigned(function)
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if ast.unparse(node.func).endswith(RUNS) and built(node.args[0], names):
                yield node.lineno


def test_no_statement_is_put_together_from_values(figure: Figure) -> None:
    files = list(PACKAGE.rglob("*.py"))
    found = {
        f"{path.relative_to(PACKAGE).as_posix()}:{line}"
        for path in files
        for line in statements_put_together(path.read_text("utf-8"))
        if path.relative_to(PACKAGE).as_posix() not in ELSEWHERE
    }

    assert found == set()
    figure(f"{len(files)} files: 0 statements put together from values")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_left_out_is_left_out_for_a_reason(name: str) -> None:
    assert list(statements_put_together((PACKAGE / name).read_text("utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        "c.execute(f'SELECT {x}')",
        "c.execute('SELECT %s' % x)",
        "c.execute('SELECT ' + x)",
        "c.execute('SELECT {}'.format(x))",
        "c.executescript(' '.join(parts))",
        "sa.text(f'{x}')",
        "def f(x):\n    q = f'SELECT {x}'\n    c.execute(q)",
        "def f(x):\n    q = 'SELECT 1'\n    q += x\n    c.exec_driver_sql(q)",
        "c.execute(a if b else 'SELECT ' + x)",
    ],
)
def test_a_statement_that_is_put_together_is_seen(source: str) -> None:
    assert list(statements_put_together(source))


@pytest.mark.parametrize(
    "source",
    ["c.execute('SELECT ?', (x,))", "c.execute(loaded('head'), {'a': x})", "say(f'{x}')"],
)
def test_a_statement_with_parameters_is_not(source: str) -> None:
    assert list(statements_put_together(source)) == []
