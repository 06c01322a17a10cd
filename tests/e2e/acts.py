"""What a person does in the browser, one verb each: the browser tests read like sentences.

Every verb ends when the page shows that it was done, so that no test sleeps.
"""

import re
from uuid import UUID

from playwright.sync_api import FrameLocator, Locator, Page, expect

from pages import texts, texts_review
from pages import texts_decisions as decisions
from pages import texts_navigation as words
from pages import texts_taker as sentences
from pages.components.guarded_button import PREFIX
from pages.texts_account import ACCOUNT_TEXTS
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.survey_definition import Question, QuestionKind, SurveyDefinition
from tests.e2e.world import Invited
from tests.support.session_world import PASSWORD

STEP_MS = 15_000
"""How long one step may take on a busy machine."""
IDLE_APP = '[data-testid="stApp"][data-test-script-state="notRunning"]'


# ---- account ----


def sign_in_as(page: Page, url: str, name: str) -> None:
    """Open the program and sign in by name and password."""
    page.goto(url)
    send_sign_in_form(page, name)
    expect(page.get_by_text(words.SIGN_OUT)).to_be_visible(timeout=STEP_MS)
    settle(page)


def send_sign_in_form(page: Page, name: str) -> None:
    """Fill in the sign-in page and send it."""
    page.get_by_label(ACCOUNT_TEXTS.name, exact=True).fill(name)
    page.get_by_label(ACCOUNT_TEXTS.password, exact=True).fill(PASSWORD)
    page.get_by_role("button", name=ACCOUNT_TEXTS.sign_in, exact=True).click()


def sign_out(page: Page) -> None:
    """Sign out; Streamlit's link opens the sign-in page in a tab of its own."""
    with page.context.expect_page() as opened:
        page.get_by_text(words.SIGN_OUT).click(timeout=STEP_MS)
    opened.value.wait_for_url("**/account/login")


def settle(page: Page) -> None:
    """Wait until the script rests."""
    expect(page.locator(IDLE_APP)).to_be_attached(timeout=STEP_MS)


def look_elsewhere(page: Page, *, is_away: bool) -> None:
    """As where another tab is in front, or this one is again; the browser itself goes on drawing."""
    page.evaluate(
        """(isAway) => {
          Object.defineProperty(document, "hidden", { configurable: true, value: isAway })
          document.dispatchEvent(new Event("visibilitychange"))
        }""",
        is_away,
    )


def press(page: Page, label: str) -> None:
    """Press a button of the page."""
    page.get_by_role("button", name=label, exact=True).click(timeout=STEP_MS)


def press_guarded(page: Page, label: str) -> None:
    """Press a button that decides, ends or destroys, as soon as a press on it counts."""
    armed(page, label).click(timeout=STEP_MS)


def armed(page: Page, label: str) -> Locator:
    """Such a button, once a press on it counts; before, there is none."""
    return page.locator(f'[class*="st-key-{PREFIX}"][data-armed]').get_by_role("button", name=label, exact=True)


def links_to_pages(page: Page) -> list[str]:
    """The addresses of the role's pages; a role with one page has no links."""
    links = page.get_by_test_id("stTopNavLink").all()
    return [link.get_attribute("href") or "" for link in links]


def follow_link(page: Page, address: str) -> None:
    """Go to one of the role's pages, which may add to its address what is chosen on it."""
    page.locator(f'a[data-testid="stTopNavLink"][href="{address}"]').click()
    expect(page).to_have_url(re.compile(rf"{re.escape(address)}(\?.*)?$"))
    settle(page)


# ---- taking a survey ----


def open_survey(page: Page, label: str = sentences.BEGIN) -> None:
    """From "My surveys" into the one survey that waits."""
    press(page, label)
    expect(page.get_by_text(sentences.MY_SURVEYS, exact=True).first).to_be_visible(timeout=STEP_MS)


def agree(page: Page) -> None:
    """Say yes to the notice; the camera check comes."""
    press(page, sentences.AGREE)
    expect(page.get_by_text(sentences.CHECK_TITLE)).to_be_visible(timeout=STEP_MS)


def camera_frame(page: Page) -> FrameLocator:
    """The frame in which streamlit-webrtc holds the camera."""
    return page.frame_locator('iframe[title*="webrtc"]')


def start_camera(page: Page) -> None:
    """Press the camera's own button, and wait until its pictures have reached the server."""
    camera_frame(page).get_by_role("button", name=sentences.START_CAMERA).click(timeout=STEP_MS)
    expect_badge(page, "live")


def badge(page: Page) -> Locator:
    """The live badge beside the survey."""
    return page.locator("section.live")


def expect_badge(page: Page, camera: str, timeout_s: float = 15) -> None:
    """Wait until the badge says that the camera is so."""
    expect(badge(page)).to_have_attribute("data-camera", camera, timeout=timeout_s * 1000)


def expect_said(page: Page, trouble: str) -> None:
    """The badge says this trouble in our own sentence, and the camera's frame shows no error of the browser."""
    expect(badge(page)).to_contain_text(sentences.CAMERA_TROUBLE[trouble])
    for raw in ("Error:", "DOMException"):
        expect(camera_frame(page).get_by_text(raw).filter(visible=True)).to_have_count(0)


def pass_the_check(page: Page) -> None:
    """Wait until no line of the camera check is open, then go on."""
    expect(badge(page).locator('li[data-state="fine"]').nth(4)).to_be_visible(timeout=STEP_MS)
    expect(badge(page).locator('li[data-state="problem"], li[data-state="waiting"]')).to_have_count(0, timeout=STEP_MS)
    press(page, sentences.CHECK_GO_ON)
    expect(page.get_by_text(sentences.REFERENCE_TITLE)).to_be_visible(timeout=STEP_MS)


def take_reference(page: Page) -> None:
    """Let the reference picture be taken."""
    press(page, sentences.TAKE_REFERENCE)
    expect(page.get_by_text(sentences.REFERENCE_TAKEN)).to_be_visible(timeout=STEP_MS)


def begin_questions(page: Page, survey: SurveyDefinition) -> None:
    """From here on the session is watched."""
    press(page, sentences.BEGIN_QUESTIONS)
    expect_question(page, survey, 1)


def enrol(page: Page, taker: Invited) -> None:
    """From "My surveys" to the first question, with the real camera."""
    open_survey(page)
    agree(page)
    start_camera(page)
    enrol_before_running_camera(page, taker)


def enrol_before_running_camera(page: Page, taker: Invited) -> None:
    """Camera check, reference picture, first question."""
    pass_the_check(page)
    take_reference(page)
    begin_questions(page, taker.survey)


def expect_question(page: Page, survey: SurveyDefinition, number: int) -> None:
    """Wait until this question (from 1) is on the page."""
    progress = sentences.QUESTION_OF.format(number=number, total=len(survey.questions))
    expect(page.get_by_text(progress)).to_be_visible(timeout=STEP_MS)
    expect(page.get_by_text(survey.questions[number - 1].text).first).to_be_visible(timeout=STEP_MS)
    settle(page)


def go_forward(page: Page, survey: SurveyDefinition, to_number: int) -> None:
    """On to the next question."""
    press(page, sentences.NEXT)
    expect_question(page, survey, to_number)


def answer_all(page: Page, survey: SurveyDefinition, from_number: int = 1) -> None:
    """Answer every question from this one on; ends at the last."""
    for number, question in enumerate(survey.questions[from_number - 1 :], start=from_number):
        answer(page, question)
        if number < len(survey.questions):
            go_forward(page, survey, number + 1)


def answer(page: Page, question: Question) -> None:
    """Give some answer to the question on the page."""
    match question.kind:
        case QuestionKind.SINGLE_CHOICE | QuestionKind.MULTIPLE_CHOICE:
            page.get_by_text(question.options[1].text, exact=True).click()
        case QuestionKind.SCALE:
            page.get_by_role("radio", name="4", exact=True).click()
        case QuestionKind.DATE:
            page.get_by_role("spinbutton", name=f"year, {question.text}").press_sequentially("20260302")
            page.keyboard.press("Escape")  # the calendar lies over the page's buttons
        case QuestionKind.NUMBER:
            _type(page, question, "42")
        case QuestionKind.SHORT_TEXT | QuestionKind.LONG_TEXT:
            _type(page, question, "Good bread")
    settle(page)


def _type(page: Page, question: Question, typed: str) -> None:
    field = page.get_by_label(question.text).and_(page.locator("input, textarea"))
    field.fill(typed)
    field.press("Tab")


def hand_in(page: Page) -> None:
    """Hand in and wait for the receipt."""
    press(page, sentences.HAND_IN)
    expect(page.get_by_text(sentences.THANKS)).to_be_visible(timeout=2 * STEP_MS)


# ---- judging ----


def open_from_queue(page: Page, session_id: UUID) -> None:
    """Open a session by its row in the review queue, on whichever of its pages."""
    code = session_code(session_id)
    row = page.get_by_role("button", name=texts.OPEN_SESSION.format(code=code))
    first = page.get_by_role("button", name=texts.OPEN_SESSION.format(code="")).first
    older = page.get_by_role("button", name=texts.OLDER)
    expect(page.get_by_text(texts.QUEUE_LEAD)).to_be_visible(timeout=STEP_MS)
    settle(page)
    while not row.is_visible() and older.is_visible():
        was = first.get_attribute("aria-label") or ""
        older.click()
        expect(first).not_to_have_attribute("aria-label", was, timeout=STEP_MS)  # settled may still mean: not begun
        settle(page)
    row.click(timeout=STEP_MS)
    expect(page.get_by_text(texts.SESSION_TITLE.format(code=code))).to_be_visible(timeout=STEP_MS)
    settle(page)


def expect_pictures(page: Page, addresses: set[str], incidents: int) -> None:
    """Step through the incidents of a case until each of these pictures was really drawn."""
    left = set(addresses)
    for _ in range(incidents):
        drawn = page.locator(".pictures img")
        for picture in drawn.all():
            expect(picture).not_to_have_js_property("naturalWidth", 0, timeout=STEP_MS)
        left -= {picture.get_attribute("src") or "" for picture in drawn.all()}
        page.keyboard.press("j")
    assert left == set()


def decide(page: Page, kind: DecisionKind, reason: str) -> None:
    """Decide about the session on the page; what is refused to nobody without words is given `reason`."""
    label = texts.DECIDE[kind][0]
    decides(page, label).click(timeout=STEP_MS)
    if kind is not DecisionKind.APPROVE:
        words_of = texts_review.SCREEN["reason_label" if kind is DecisionKind.REJECT else "note_label"]
        page.get_by_role("textbox", name=words_of).fill(reason)
        decides(page, label).click(timeout=STEP_MS)
    expect(page.get_by_text(decisions.HELD_TOAST[kind])).to_be_visible(timeout=STEP_MS)


def saved(page: Page) -> None:
    """Wait until no verdict is on its way, nor waits for the server, which may ask for patience."""
    expect(page.locator(".case.saving, .way:not([hidden])")).to_have_count(0, timeout=4 * STEP_MS)


def decides(page: Page, label: str) -> Locator:
    """A button of the review screen that decides, once a press on it counts."""
    return page.locator(".decide[data-armed]").and_(page.get_by_role("button", name=label, exact=True))


def expect_case(page: Page, session_id: UUID) -> None:
    """Wait until the review screen shows this session, with its incidents seen long enough to be judged."""
    code = session_code(session_id)
    expect(page.get_by_text(texts.SESSION_TITLE.format(code=code))).to_be_visible(timeout=STEP_MS)
    expect(page.locator(".decide[data-armed]").first).to_be_visible(timeout=STEP_MS)
    settle(page)
