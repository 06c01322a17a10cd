"""Everything that a page gives to the browser to be read, and what of it was never translated."""

import json
import re
from collections.abc import Container, Iterable, Iterator
from html import escape, unescape
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

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
    "title",
    "delta",
    "deltaDescription",
)
"""The fields of Streamlit's protobufs whose content people read."""
NO_WORDS = {
    "session",
    "page",
    "csrf",
    "src",
    "id",
    "only",
    "key",
    "colour",
    "language",
    "direction",
    "sort",
    "at",
    "tile",
    "reliability",
    "prefix",
}
"""What components are given and nobody reads."""
TRACES, AXES = ("name", "text", "hovertext", "hovertemplate", "customdata", "x", "y"), ("title", "ticktext")
"""What of a chart is read."""
NOT_READ = re.compile(
    r"`[^`]*`|:material/\w+:|:[a-z-]+(?=\[)|<style>.*?</style>|<[^<>]+>|&\w+;|%\{[^}]*\}|\{\w+\}|\]\([^)]*\)|[\w-]+=\"[^\"]*\"",
    re.DOTALL,
)
LETTER = re.compile(r"[A-Za-z]")
DATE = re.compile(r"\d{1,2} [A-Z][a-z]{2,3}( \d{4})?")
IDS = re.compile(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9A-F]{6}\b|\b[0-9a-f]{64}\b|\b[0-9a-f]{8}\b")
"""A row, a session's code, a SHA-256, and a participant's number."""


def untranslated(page: AppTest, exempt: Iterable[str]) -> list[str]:
    """Every text with a letter that no pseudo-locale leaves, apart from `exempt`: what people typed, and names."""
    ours = ((text, _ours(text, exempt)) for text in _read_by_people(page))
    return [" ".join(left.split()) for _, left in ours if LETTER.search(left)]


def _ours(text: str, exempt: Iterable[str]) -> str:
    for typed in sorted(filter(LETTER.search, exempt), key=len, reverse=True):
        text = re.sub(rf"(?<!\w)({re.escape(escape(typed))}|{re.escape(typed)})(?!\w)", " ", text)
    for pattern in (NOT_READ, DATE, IDS):
        text = pattern.sub(" ", text)
    return unescape(text)


def _read_by_people(page: AppTest) -> Iterator[str]:
    for element in _elements(page):
        proto = element.proto
        if element.type == "bidi_component":
            yield from _strings(json.loads(proto.json), NO_WORDS)
        elif element.type == "component_instance":
            yield from _strings(json.loads(proto.json_args).get("translations", {}), NO_WORDS)
        elif element.type == "plotly_chart":
            yield from _drawn(json.loads(proto.spec))
        elif isinstance(element, Block):
            kinds = [value for value in MessageToDict(proto).values() if isinstance(value, dict)]
            yield from _strings([{key: value for key, value in kind.items() if key in READ} for kind in kinds])
        else:
            yield from _strings({key: value for key, value in MessageToDict(proto).items() if key in READ})


def _drawn(chart: dict[str, Any]) -> Iterator[str]:
    """Legends, what is shown beside the pointer, categories, and the texts along the axes; numbers are packed as `bdata`."""
    for trace in chart["data"]:
        for name in TRACES:
            yield from _strings(trace.get(name), {"bdata", "dtype", "shape"})
    yield from _strings([one.get("text") for one in chart["layout"].get("annotations", ())])
    for axis in (one for name, one in chart["layout"].items() if name.startswith(("xaxis", "yaxis"))):
        yield from _strings([axis.get(name) for name in AXES])


def _elements(page: AppTest) -> Iterator[Any]:
    def below(block: Any) -> Iterator[Any]:
        for child in block.children.values():
            if hasattr(child, "proto") and child.proto is not None:
                yield child
            if isinstance(child, Block):
                yield from below(child)

    # What stands in the page, in the sidebar, and over it: dialogs and toasts.
    for part in page._tree.children.values():  # pyright: ignore[reportPrivateUsage]
        yield from below(part)


def _strings(value: Any, left_out: Container[str] = ()) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in left_out:
                yield from _strings(one, left_out)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, left_out)
