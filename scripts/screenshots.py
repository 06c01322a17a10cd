"""Makes docs/images/: five pictures of the program as a visitor meets it, from demo content alone.

Run by `make screenshots`; takes about two minutes, most of it the demo content being watched by the real checks.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.browser import find_chromium, running_browser  # noqa: E402
from tests.support.program import running_program  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 800}
FILLED_S = 600


def main() -> None:
    """Serve, wait for the demo content, take the pictures."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("No Chromium found; name one with PROCTOR_CHROMIUM.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_program(Path(folder), {}) as program,
        sync_playwright() as playwright,
        running_browser(playwright, chromium, None) as browser,
    ):
        sign_in_page(browser, program.url)
        wait_for_content(browser, program.url)
        take_survey(browser, program.url)
        review(browser, program.url)
        statistics(browser, program.url)


def signed_in(browser: Browser, url: str, role: str) -> Page:
    """A new page of the demo person of a role."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(url)
    page.get_by_role("button", name=role).click()
    page.get_by_role("link", name="Sign out").wait_for()
    return page


def keep(page: Page, name: str) -> None:
    """Write the picture once the page stands still."""
    page.wait_for_timeout(2500)
    page.screenshot(path=IMAGES / f"{name}.png")
    print(IMAGES / f"{name}.png", flush=True)


def sign_in_page(browser: Browser, url: str) -> None:
    """The door, with the demo roles."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(url)
    keep(page, "sign-in")


def wait_for_content(browser: Browser, url: str) -> None:
    """Until the banner no longer counts demo sessions."""
    page = signed_in(browser, url, "Moderator")
    for _ in range(FILLED_S // 5):
        page.reload()
        page.get_by_text("This is a demo").wait_for()
        if page.get_by_text("so far").count() == 0:
            return
        page.wait_for_timeout(5000)
    sys.exit(f"The demo content was not complete after {FILLED_S} s.")


def take_survey(browser: Browser, url: str) -> None:
    """A question beside the drawn demo camera."""
    page = signed_in(browser, url, "Survey taker")
    page.get_by_role("button", name="Begin").first.click()
    page.get_by_role("button", name="I agree to the camera, go on").click()
    page.get_by_role("button", name="Use the drawn demo camera").click()
    page.wait_for_timeout(6000)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Take the picture").click()
    page.get_by_role("button", name="Begin the questions").click(timeout=20_000)
    page.get_by_text("Once a week").click()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Question 2 of 8").wait_for()
    page.get_by_text("Market", exact=True).click()
    page.wait_for_timeout(800)  # she has just blinked
    keep(page, "take-survey")


def review(browser: Browser, url: str) -> None:
    """The queue, and a session in which several types were alleged."""
    page = signed_in(browser, url, "Moderator")
    page.get_by_text("Review next").wait_for()
    keep(page, "review-queue")
    page.locator("tr").filter(has_text="with video").filter(has_text="Phone").first.click()
    page.get_by_text("Incident 1").wait_for()
    page.locator(".trace.phone").wait_for(state="attached")
    for key in ("c", "d"):
        page.wait_for_timeout(800)
        page.keyboard.press(key)
    page.wait_for_timeout(800)
    page.keyboard.press("k")
    page.keyboard.press(" ")
    page.wait_for_timeout(6500)  # into the incident
    page.keyboard.press(" ")
    keep(page, "review-session")


def statistics(browser: Browser, url: str) -> None:
    """The analyst's first page."""
    page = signed_in(browser, url, "Analyst")
    page.get_by_text("Flag rate").wait_for()
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    keep(page, "statistics")


if __name__ == "__main__":
    main()
