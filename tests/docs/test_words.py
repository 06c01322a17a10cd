"""The words that docs/words.md rules out are in no name, docstring or text."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app.py", "pages", "proctor_core", "db", "scripts", "benchmarks", "tests", "clients")
NOT_OURS = ("tests/fixtures/version_0_1/", "tests/docs/test_words.py")
"""The code of version 0.1 has its own words, and this file names them."""
STORED = frozenset({"is_start_told"})
"""Columns keep their names."""

NAMES = {
    "knock": {"knock", "knocks", "knocked"},
    "told, tell (as a name)": {"told", "tell"},
    "nobody's (as a name)": {"nobodys"},
    "a watch": {"watch"},
    "flag onward": {"onward"},
}
TEXTS = {
    "answers (of a function)": r"(?:; |\bthis |\A)answers (?:its|the|whether|how|all|at once|True|False|None)\b",
    "knock": r"\bknock",
    "odd sign": r"\bodd signs?\b",
    "a watch": r"\b(?:a|an earlier|this|new|earlier|last|live|\w+'s) watch\b",
    "flag onward": r"\bflag(?:s|ged)? (?:it )?onward",
    "more faces": r"More faces|[\"'`]more faces",
}
MODULES = {
    "utils, helpers, manager, core, common, data (as a module)": [
        "utils",
        "helpers",
        "manager",
        "core",
        "common",
        "data",
    ]
}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def names_given_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of everything that is defined or assigned; a test's name is a sentence, so a text."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                if not name.startswith("test_"):
                    yield node.lineno, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case _:
                pass


def texts_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and words of docstrings, other texts, and tests' names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.lineno, node.name.replace("_", " ")


def offences(source: str) -> list[str]:
    """`line: word` for each word that we do not use."""
    tree = ast.parse(source)
    in_names = [
        f"{line}: {word}"
        for line, name in names_given_in(tree)
        for word, parts in NAMES.items()
        if name not in STORED and parts & {part.lower() for part in WORD.findall(name)}
    ]
    in_texts = [
        f"{line}: {word}" for line, text in texts_in(tree) for word, wrong in TEXTS.items() if re.search(wrong, text)
    ]
    return in_names + in_texts


def sources() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for file in [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if not name.startswith(NOT_OURS):
                yield name, file


def test_no_word_that_we_do_not_use_is_in_the_code() -> None:
    found = [f"{name}:{one}" for name, file in sources() for one in offences(file.read_text(encoding="utf-8"))]
    assert found == [], "docs/words.md says what to write instead"


def test_no_module_has_a_name_that_says_nothing() -> None:
    [nothing] = MODULES.values()
    assert [name for name, file in sources() if file.stem in nothing or file.parent.name in nothing] == []


def test_every_word_of_the_list_is_looked_for() -> None:
    listed = (ROOT / "docs/words.md").read_text(encoding="utf-8").partition("## Words that we do not use")[2]
    words = [line.split("|")[1].strip() for line in listed.splitlines() if line.startswith("| ")]
    assert set(words[1:]) == {*NAMES, *TEXTS, *MODULES}


@pytest.mark.parametrize(
    ("planted", "word"),
    [
        ('def f() -> int:\n    """Count; answers how many."""', "answers (of a function)"),
        ("def knock(): ...", "knock"),
        ("class OneKnock: ...", "knock"),
        ('"""The task is only a knock."""', "knock"),
        ("told = 1", "told, tell (as a name)"),
        ("self._told: set[str] = set()", "told, tell (as a name)"),
        ("def f(is_told: bool): ...", "told, tell (as a name)"),
        ("for TOLD_EVERY_S in (): ...", "told, tell (as a name)"),
        ("NOBODYS = ()", "nobody's (as a name)"),
        ('raise InvalidInput("no odd signs")', "odd sign"),
        ("class SessionWatch: ...", "a watch"),
        ('"""What an earlier watch left."""', "a watch"),
        ('"""Who flagged it onward."""', "flag onward"),
        ("FLAGGED_ONWARD = 1", "flag onward"),
        ('LABEL = "More faces"', "more faces"),
    ],
)
def test_a_planted_word_is_found(planted: str, word: str) -> None:
    assert [one.partition(": ")[2] for one in offences(planted)] == [word]


@pytest.mark.parametrize(
    "fine",
    [
        'def f() -> None:\n    """The camera goes; answers stay."""',
        "is_start_told: bool = True",
        "place = file.tell()",
        "watched_by: str\nclass WatchedBy: ...",
        'def test_the_second_of_two_is_told_who_came_first(): ...\n"""Who watches a session."""',
    ],
)
def test_what_only_looks_like_one_is_left_alone(fine: str) -> None:
    assert offences(fine) == []
