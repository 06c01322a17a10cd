"""From nothing to a survey: a clone on a machine without shared libraries, models and `../shared`, run by somebody without root.

`scripts/bare_machine.sh` makes the machine. Chromium is outside of it, as any taker's browser is.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from pages import texts_taker as sentences
from pages.texts_account import ACCOUNT_TEXTS
from proctor_core.demo.surveys import CUSTOMER_STUDY, DEFINITIONS
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.roles import Role
from tests.e2e import acts
from tests.support.browser import find_chromium, running_browser, save_pages
from tests.support.processes import end_group, ends_with_us, last_lines, wait_until
from tests.support.program import ROOT, free_tcp_port, is_healthy

# Not marked as a browser test: a machine that must run those need not be able to hide libraries from anybody.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CANNOT = 77
"""The script's exit code where the machine can't hide anything from anybody."""
SET_UP_S = 600


@dataclass(frozen=True, slots=True)
class BareMachine:
    """Where it serves, where its checkout is, and what it said."""

    url: str
    checkout: Path
    log: Path


Explain = Callable[[Callable[[], tuple[str, str]]], None]


@pytest.fixture
def browser(explain: Explain) -> Iterator[Browser]:
    """A taker's browser without a camera, outside of the bare machine."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium on PATH (or PROCTOR_CHROMIUM)")
    with sync_playwright() as playwright, running_browser(playwright, chromium, None) as started:
        explain(lambda: ("pages", save_pages(started, ROOT / ".cache" / "pages", "bare-machine")))
        yield started


@pytest.fixture
def bare_machine(browser: Browser, tmp_path_factory: pytest.TempPathFactory, explain: Explain) -> Iterator[BareMachine]:
    """`make run` on a machine that has nothing of ours; asked for after the browser, without which it would be for nothing."""
    # Not below pytest's own folder, which nobody else may enter.
    folder = Path("/tmp") / f"proctor-bare-{os.getpid()}"
    folder.mkdir()
    port, log = free_tcp_port(), tmp_path_factory.mktemp("bare") / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*ends_with_us("KILL"), "sh", ROOT / "scripts/bare_machine.sh", folder],
            env={**os.environ, "PORT": str(port), "DEMO": "1", "PIP_NO_COMPILE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: is_healthy(port) or process.poll() is not None, "served", timeout_s=SET_UP_S, log=log)
        if process.poll() == CANNOT:
            pytest.skip(last_lines(log, 1))
        assert process.poll() is None, last_lines(log)
        explain(lambda: ("log of the bare machine", last_lines(log)))
        yield BareMachine(f"http://127.0.0.1:{port}", folder / "checkout", log)
    finally:
        # unshare waits for what it started and heeds no other signal; all that it started goes with it.
        end_group(process, signal.SIGKILL, timeout_s=20)
        wait_until(lambda: _is_gone(folder), "nothing writes into the folder any more", timeout_s=30)


def _is_gone(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def test_a_survey_is_taken_on_a_bare_machine(bare_machine: BareMachine, browser: Browser) -> None:
    said = bare_machine.log.read_text()
    assert "This machine lacks libEGL.so.1, libGL.so.1, libGLESv2.so.2" in said
    assert not (bare_machine.checkout.parent / "shared").exists()

    page = browser.new_page()
    page.goto(bare_machine.url)
    taker = next(demo.label for demo in ACCOUNT_TEXTS.demo_roles if demo.role == Role.TAKER)
    acts.press(page, taker)
    survey = parse_definition(DEFINITIONS[CUSTOMER_STUDY])
    page.get_by_role("button", name=sentences.BEGIN, exact=True).first.click(timeout=acts.STEP_MS)
    acts.agree(page)
    acts.press(page, sentences.DEMO_CAMERA)
    acts.expect_badge(page, "live", timeout_s=60)
    acts.pass_the_check(page)
    acts.take_reference(page)
    acts.begin_questions(page, survey)
    acts.answer_all(page, survey)
    acts.hand_in(page)
    expect(page.get_by_text(sentences.THANKS)).to_be_visible()
