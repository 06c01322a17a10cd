"""Shared libraries that a machine lacks: named, taken out of packages without root, or one sentence; apt and ldd are played here.

tests/scripts/test_bare_machine.py does it for real.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from proctor_core.errors import LibrariesMissing
from proctor_core.start import shared_libraries
from proctor_core.start.lent_libraries import load_lent_libraries
from proctor_core.start.shared_libraries import AptFetcher, get_libraries, missing_libraries, packages_of

PutTool = Callable[[str, str], None]

LDD = """
for name in libGL.so.1 libglib-2.0.so.0; do
    if [ -e "$LD_LIBRARY_PATH/$name" ]; then echo "  $name => $LD_LIBRARY_PATH/$name (0x1)"; else echo "  $name => not found"; fi
done
"""
# Knows the older names only, and those only once it has lists of its own.
APT = """
case "$*" in *lists*) ;; *) echo "E: Unable to locate package" >&2; exit 100;; esac
case "$*" in
    *update) ;;
    *t64*) echo "E: Unable to locate package libglib2.0-0t64" >&2; exit 100;;
    *download*) touch libgl1.deb libglib2.0-0.deb;;
esac
"""
DPKG = """
mkdir -p "$3/usr/lib/x"
case "$2" in
    */libgl1.deb) touch "$3/usr/lib/x/libGL.so.1.7.0"; ln -s libGL.so.1.7.0 "$3/usr/lib/x/libGL.so.1";;
    *) touch "$3/usr/lib/x/libglib-2.0.so.0" "$3/usr/lib/x/libglib-2.0.so.0.7400.6-gdb.py";;
esac
"""


@pytest.fixture
def put_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PutTool:
    """Put a shell script on PATH before the machine's own tools."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def put(name: str, lines: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{lines}\n")
        (folder / name).chmod(0o755)

    return put


@pytest.fixture
def lent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache" / "libraries"
    monkeypatch.setattr(shared_libraries, "LENT", folder)
    monkeypatch.setattr(shared_libraries.missing_libraries, "__defaults__", (None, folder))
    return folder


def test_this_machine_lacks_nothing() -> None:
    assert missing_libraries() == ()


def test_what_is_missing_comes_out_of_packages_and_nothing_else_with_it(put_tool: PutTool, lent: Path) -> None:
    for name, lines in (("ldd", LDD), ("apt-get", APT), ("dpkg", DPKG)):
        put_tool(name, lines)
    said: list[str] = []
    get_libraries(lambda message: said.append(str(message)))
    assert sorted(file.name for file in lent.iterdir()) == ["libGL.so.1", "libGL.so.1.7.0", "libglib-2.0.so.0"]
    assert said[0].startswith("This machine lacks libGL.so.1, libglib-2.0.so.0: getting them without root")
    assert "lists of packages" in said[1]
    assert [entry.name for entry in lent.parent.iterdir()] == ["libraries"], "apt's own state is gone"


@pytest.mark.parametrize(
    ("library", "packages"),
    [
        ("libatomic.so.1", ("libatomic1",)),  # glib of Debian 13 needs it, that of Debian 12 did not
        ("libX11.so.6", ("libx11-6",)),
        ("libGLESv2.so.2", ("libgles2",)),
        ("libpcre2-8.so.0", ("libpcre2-8-0",)),
        ("libGLdispatch.so.0", ("libglvnd0",)),
        ("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0")),
    ],
)
def test_a_library_is_looked_for_in_the_package_that_is_named_after_it(library: str, packages: tuple[str, ...]) -> None:
    assert packages_of(library) == packages


@pytest.mark.parametrize(
    ("apt", "why"),
    [
        ("echo 'E: Temporary failure resolving deb.debian.org' >&2; exit 100", "Temporary failure resolving"),
        (None, "there is no apt-get here"),
    ],
    ids=["no network", "no Debian"],
)
def test_what_cannot_be_had_is_one_sentence_with_the_line_for_root(
    put_tool: PutTool, lent: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, apt: str | None, why: str
) -> None:
    put_tool("ldd", LDD)
    if apt:
        put_tool("apt-get", apt)
    else:
        (tmp_path / "bin" / "sh").symlink_to("/bin/sh")
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(LibrariesMissing) as missing:
        get_libraries(lambda sentence: None)
    assert "lacks libGL.so.1, libglib-2.0.so.0, which cv2 and mediapipe need" in str(missing.value)
    assert why in str(missing.value)
    assert "apt-get install libgl1" in str(missing.value)
    assert "\n" not in str(missing.value)


def test_the_reason_is_the_last_word_of_a_tool_that_complains_otherwise(tmp_path: Path) -> None:
    complaint = subprocess.CalledProcessError(127, ["dpkg"], stderr="dpkg: working\ndpkg: error: no space\n")
    assert AptFetcher(tmp_path).reason(complaint) == "dpkg: error: no space"


def test_what_is_no_library_is_named_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "libGL.so.1").write_text("no library")
    assert load_lent_libraries(tmp_path) == ("libGL.so.1",)
    assert load_lent_libraries(tmp_path / "nowhere") == ()
