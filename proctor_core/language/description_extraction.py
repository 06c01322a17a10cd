"""Gives `pybabel extract` what settings say of themselves: it stands in their fields, which need not know this room."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

Extracted = tuple[int, None, str, list[str]]


def extract(
    source: BinaryIO, keywords: Mapping[str, object], comment_tags: Sequence[str], options: Mapping[str, str]
) -> Iterator[Extracted]:
    """Line and text of each `description=` that is a constant."""
    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.keyword) and node.arg == "description" and isinstance(node.value, ast.Constant):
            yield node.value.lineno, None, str(node.value.value), []
