"""A component's ES modules as the one script that Streamlit takes.

Streamlit hands a browser each component's script as a blob, and from there a relative import leads nowhere. So the modules
that one imports are put before it, each once, without their import lines and the word `export`; all else stays as written.
What the modules of one component declare at their top must therefore have different names (tests/javascript).
"""

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{\s+\w+(?:,\s+\w+)*,?\s+\} from "\./(\w+\.js)";\n', re.MULTILINE)
OTHER_IMPORT = re.compile(r"^import\b.*", re.MULTILINE)
EXPORT = re.compile(r"^export (?!default\b)", re.MULTILINE)


def joined_modules(entry: Path) -> str:
    """The text of `entry` behind all modules of its folder that it imports, directly or through another.

    Raises:
        ValueError: a module imports in another form than `import { name, other } from "./module.js";`.
    """
    texts: dict[str, str] = {}
    _collect(entry, texts)
    return "\n".join(texts.values())


def _collect(module: Path, texts: dict[str, str]) -> None:
    text = module.read_text(encoding="utf-8")
    for name in IMPORT.findall(text):
        if name not in texts:
            _collect(module.parent / name, texts)
    alone = IMPORT.sub("", text)
    if other := OTHER_IMPORT.search(alone):
        raise ValueError(f"{module.name} imports in a form that can't be joined: {other[0]}")
    texts[module.name] = EXPORT.sub("", alone)
