"""How the code is cut: lines of files and functions, nesting, cycles of imports; `python -m benchmarks.shape [CHECKOUT ...]`.

Measured are app.py, pages, proctor_core and db without its migrations. A function's lines go from `def` to its last statement,
a file's are all it has. docs/architecture.md holds the figures of 0.1 and of today.
"""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOMS = ("app.py", "pages", "proctor_core", "db")
LEFT_OUT = "db/migrations/versions"
Block = ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Try | ast.Match
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Shape:
    """Figures of one checkout; lines are sorted, `cycle` names modules that import each other, the first one twice."""

    files: Sequence[int]
    functions: Sequence[int]
    nesting: int
    cycle: Sequence[str]

    def in_words(self) -> str:
        """One row of the table in docs/architecture.md."""
        cycle = " -> ".join(self.cycle) or "none"
        return (
            f"{len(self.files)} | {_share(self.files, 50)} / {_share(self.files, 90)} / {self.files[-1]} | "
            f"{_share(self.functions, 50)} / {_share(self.functions, 90)} / {self.functions[-1]} | {self.nesting} | {cycle}"
        )


def measure(checkout: Path) -> Shape:
    """Read a checkout's Python; nothing of it is imported."""
    sources = {path: path.read_text(encoding="utf-8") for path in _modules(checkout)}
    trees = {_name(path.relative_to(checkout)): ast.parse(source) for path, source in sources.items()}
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, Function)]
    return Shape(
        files=sorted(len(source.splitlines()) for source in sources.values()),
        functions=sorted((one.end_lineno or one.lineno) - one.lineno + 1 for one in functions),
        nesting=max((_depth(one.body) for one in functions), default=0),
        cycle=_cycle({name: set(_imports(tree, trees)) - {name} for name, tree in trees.items()}),
    )


def _modules(checkout: Path) -> Iterator[Path]:
    for room in ROOMS:
        found = [checkout / room] if room.endswith(".py") else sorted((checkout / room).rglob("*.py"))
        yield from (path for path in found if LEFT_OUT not in path.as_posix())


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _imports(tree: ast.Module, known: Mapping[str, object]) -> Iterator[str]:
    """Modules of ours that one imports, also within a function; not those that only types ask for."""
    for node in _without_types(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                yield from (name for name in (whole if whole in known else node.module,) if name in known)


def _without_types(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _without_types(child)


def _cycle(imports: Mapping[str, set[str]]) -> Sequence[str]:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return ()


def _depth(body: Sequence[ast.stmt]) -> int:
    """How many blocks lie in each other; `elif` lies beside its `if`."""
    return max((_depth_of(one) for one in body), default=0)


def _depth_of(node: ast.stmt) -> int:
    if not isinstance(node, Block):
        return 0
    beside = node.orelse if isinstance(node, ast.If) and [type(one) for one in node.orelse] == [ast.If] else []
    inside = [one for one in _statements(node) if one not in beside]
    return max(1 + _depth(inside), _depth(beside))


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from _statements(child)


def _share(lines: Sequence[int], percent: int) -> int:
    return lines[(len(lines) - 1) * percent // 100]


if __name__ == "__main__":
    print("files | lines at median / p90 / most | functions likewise | nesting | cycle of imports")
    for folder in sys.argv[1:] or ["."]:
        print(measure(Path(folder)).in_words())
