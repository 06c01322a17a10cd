"""Commands of the program, each in a process of its own that is forked from one which has imported the program.

Imports take most of the two seconds of a command that is started anew.
"""

import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from proctor_core.cli.verbs import cli

_WITHIN_S = 60.0
_STREAMS = ("stdin", "stdout", "stderr")
_forked = multiprocessing.get_context("forkserver")
_forked.set_forkserver_preload(["proctor_core.cli.verbs", "proctor_core.bootstrap"])


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def run_command(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], stdin: str = "") -> Done:
    """`python -m proctor_core ...` with this environment alone, in this folder; `stdin` is what it is given to read."""
    with TemporaryDirectory() as name:
        streams = Path(name)
        (streams / "stdin").write_text(stdin, encoding="utf-8")
        process = _forked.Process(target=_command, args=(arguments, folder, dict(environment), streams))
        with _no_main_script():
            process.start()
        process.join(_WITHIN_S)
        if process.exitcode is None:
            process.kill()
            process.join()
        assert process.exitcode is not None
        written = ((streams / stream).read_text(encoding="utf-8") for stream in ("stdout", "stderr"))
        return Done(process.exitcode, *written)


@contextmanager
def _no_main_script() -> Iterator[None]:
    """A page that this process drew before stays its `__main__`, which a child would run first."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _command(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], streams: Path) -> None:
    for number, stream in enumerate(_STREAMS):
        opened = os.open(streams / stream, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        setattr(sys, stream, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["python -m proctor_core", *arguments]
    cli()
