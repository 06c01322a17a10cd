"""Everything that a page gives to the browser to be read, and what of it was never translated."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

READ = (
    "body",
    "label",
    "help",
    "text",
    "placeholder",
    "options",
    "captions",
    "pageName",
    "formattedOptions",
    "content",
)
"""The fields of Streamlit's protobufs whose content people read."""
NOT_READ = re.compile(
    r":material/\w+:|:[a-z-]+(?=\[)|<style>.*?</style>|<[^<>]+>|&\w+;|\{\w+\}|\]\([^)]*\)|[\w-]+=\"[^\"]*\"", re.DOTALL
)
DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2,3} \d{4}")
UUID_OR_CODE = re.compile(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9A-F]{6}\b")


def untranslated(page: AppTest, exempt: Iterable[str]) -> list[str]:
    """Every text with a letter that no pseudo-locale leaves, apart from `exempt`: what people typed, and names."""
    return [text for text in _read_by_people(page) if re.search(r"[A-Za-z]", _ours(text, exempt))]


def _ours(text: str, exempt: Iterable[str]) -> str:
    for pattern in (NOT_READ, DATE, UUID_OR_CODE):
        text = pattern.sub(" ", text)
    for typed in sorted(exempt, key=len, reverse=True):
        text = text.replace(typed, " ")
    return text


def _read_by_people(page: AppTest) -> Iterator[str]:
    for element in _elements(page):
        proto = element.proto
        if element.type == "bidi_component":
            yield from _strings(_said(json.loads(proto.json)))
        elif element.type == "component_instance":
            yield from _strings(json.loads(proto.json_args).get("translations", {}))
        else:
            yield from _strings({key: value for key, value in MessageToDict(proto).items() if key in READ})


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """What of a component's data are sentences."""
    return {
        key: value for key, value in data.items() if key in {"texts", "saved", "sentence", "over", "again"} and value
    }


def _elements(page: AppTest) -> Iterator[Any]:
    def below(block: Any) -> Iterator[Any]:
        for child in block.children.values():
            if hasattr(child, "children"):
                yield from below(child)
            else:
                yield child

    yield from below(page.main)
    yield from below(page.sidebar)
    yield from page.toast


def _strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if key != "language":
            yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _strings(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
