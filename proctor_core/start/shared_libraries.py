"""Looks for the shared libraries that cv2 and mediapipe need before an import fails on them, and gets them without root.

Debian and Ubuntu: `apt-get download` and `dpkg -x` into a folder of ours; nothing of the system is changed. A bare container
has no package lists, so they are fetched into a folder of ours too. Elsewhere, or without network: one sentence.
"""

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from proctor_core.codes.code import CodedMessage, Value, message
from proctor_core.codes.start_notices import LibrariesNotice
from proctor_core.codes.start_refusals import LibrariesFault, StartRefusal
from proctor_core.errors import LibrariesMissing
from proctor_core.start.lent_libraries import LENT, load_lent_libraries

APT_LINE = "apt-get install libgl1 libegl1 libgles2 libglib2.0-0"
BUILT_ON_THEM = ("cv2/cv2*.so", "mediapipe/tasks/c/*.so")
LIMIT_S = 300
Progress = Callable[[CodedMessage], None]

NAMED_OTHERWISE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "libGLdispatch.so.0": ("libglvnd0",),
        "libGLESv2.so.2": ("libgles2",),
        # The first name is that of Debian 13 and Ubuntu 24.04 (64-bit time), the second of those before.
        "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
        "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
        "libpcre.so.3": ("libpcre3",),
        "libz.so.1": ("zlib1g",),
    }
)
"""Library -> the packages that may bring it, where they are not named after it."""


def packages_of(library: str) -> tuple[str, ...]:
    """The packages that may bring a library, in the order in which they are asked for.

    Debian names a library's package after its SONAME, `libX11.so.6` in `libx11-6` and `libatomic.so.1` in `libatomic1`.
    So a library that a new release needs for the first time is found too. Source: Debian Policy, 8.1.
    """
    stem, _, version = library.partition(".so.")
    hyphen = "-" if stem[-1:].isdigit() else ""
    return NAMED_OTHERWISE.get(library) or (f"{stem}{hyphen}{version}".lower().replace("_", "-"),)


def missing_libraries(site_packages: Path | None = None, lent: Path = LENT) -> tuple[str, ...]:
    """The names that the loader can't find for cv2 and mediapipe, with what they themselves need; 0.1 s.

    Where there is no `ldd` (macOS) nothing is said to be missing: the import itself tells.
    """
    ldd = shutil.which("ldd")
    if ldd is None:
        return ()
    folder = site_packages or Path(sysconfig.get_path("platlib"))
    files = [str(file) for pattern in BUILT_ON_THEM for file in folder.glob(pattern)]
    if not files:
        return ()
    done = subprocess.run(
        [ldd, *files],
        env={"LD_LIBRARY_PATH": str(lent), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    return tuple(sorted(set(re.findall(r"^\s*(\S+) => not found", done.stdout, re.MULTILINE))))


def require_libraries() -> None:
    """Say what is missing before an import does.

    Raises:
        LibrariesMissing: names the libraries and the line that installs them.
    """
    missing = missing_libraries()
    if missing:
        raise _lacking(missing, LibrariesFault.COMMAND_GETS_THEM)


def get_libraries(progress: Progress) -> None:
    """Get what is missing into our folder and load it; nothing happens where nothing is missing.

    Raises:
        LibrariesMissing: some could not be had; names them and why.
    """
    missing = missing_libraries()
    if not missing:
        return
    progress(message(LibrariesNotice.GETTING, libraries=", ".join(missing)))
    fetcher = AptFetcher(LENT)
    why: CodedMessage | str = ""
    # Each round shows what the libraries of the one before need in turn.
    while missing and not why:
        before = missing
        why = _fetch_round(fetcher, missing, progress)
        missing = missing_libraries()
        if missing == before:
            why = why or message(LibrariesFault.NOT_IN_PACKAGES)
    if missing:
        raise _lacking(missing, why)
    shutil.rmtree(fetcher.apt_state, ignore_errors=True)
    load_lent_libraries()


def _fetch_round(fetcher: "AptFetcher", missing: Sequence[str], progress: Progress) -> CodedMessage | str:
    """Why it failed, or nothing."""
    try:
        fetcher.fetch({packages_of(name) for name in missing}, progress)
    except (OSError, subprocess.SubprocessError) as error:
        return fetcher.reason(error)
    return ""


def _lacking(missing: Iterable[str], why: Value) -> LibrariesMissing:
    return LibrariesMissing(StartRefusal.LIBRARIES_MISSING, libraries=", ".join(missing), why=why, command=APT_LINE)


@dataclass(slots=True)
class AptFetcher:
    """Takes libraries out of Debian packages into `target`; everything that apt writes lies in a folder of ours."""

    target: Path
    has_own_lists: bool = False

    @property
    def apt_state(self) -> Path:
        """What apt keeps between two calls."""
        return self.target.parent / "apt"

    def fetch(self, packages: Iterable[tuple[str, ...]], progress: Progress) -> None:
        """Download and unpack one of each tuple's packages.

        Raises:
            OSError: apt or dpkg is not there, or the disk is full.
            subprocess.SubprocessError: apt does not know a package, or can't reach its server.
        """
        self.target.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self.target.parent) as name:
            folder = Path(name)
            self._download(sorted(packages), folder, progress)
            for package in folder.glob("*.deb"):
                _run(["dpkg", "-x", str(package), str(folder / "unpacked")], folder)
            for file in (folder / "unpacked").rglob("*.so.*"):
                # Beside the libraries lie scripts for debuggers, named after them.
                if re.fullmatch(r".+\.so[.\d]+", file.name):
                    file.replace(self.target / file.name)

    def reason(self, error: Exception) -> CodedMessage | str:
        """The failure in a few words; apt's own are in the language that it was asked in."""
        if isinstance(error, FileNotFoundError):
            return message(LibrariesFault.NO_PROGRAM, program=str(error.filename))
        lines = str(getattr(error, "stderr", "") or error).strip().splitlines()
        complaints = [line.removeprefix("E: ") for line in lines if line.startswith("E: ")]
        return (complaints or lines[-1:] or [message(LibrariesFault.NO_PACKAGES)])[0]

    def _download(self, packages: Sequence[tuple[str, ...]], folder: Path, progress: Progress) -> None:
        try:
            self._first_known(packages, folder)
        except subprocess.CalledProcessError:
            if self.has_own_lists:
                raise
            progress(message(LibrariesNotice.LISTS))
            self.has_own_lists = True
            _run([*self._apt(), "-o", "APT::Update::Error-Mode=any", "update"], folder)
            self._first_known(packages, folder)

    def _first_known(self, packages: Sequence[tuple[str, ...]], folder: Path) -> None:
        # One call for all: each takes apt seconds. A release knows either the newer names or the older ones.
        newer, older = [names[0] for names in packages], [names[-1] for names in packages]
        try:
            _run([*self._apt(), "download", *newer], folder)
        except subprocess.CalledProcessError:
            if newer == older:
                raise
            _run([*self._apt(), "download", *older], folder)

    def _apt(self) -> list[str]:
        # As another user than root, apt can write neither its lists nor its cache; and root's are left alone.
        state = self.apt_state
        (state / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (state / "archives" / "partial").mkdir(parents=True, exist_ok=True)
        own = [f"Dir::State::Lists={state / 'lists'}"] if self.has_own_lists else []
        settings = [*own, f"Dir::Cache={state}", "Debug::NoLocking=1", "APT::Sandbox::User=", "Acquire::Retries=1"]
        return ["apt-get", "-q", *(word for setting in settings for word in ("-o", setting))]


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=LIMIT_S)
