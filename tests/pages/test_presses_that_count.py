"""What decides, ends or destroys acts only on what had been on the screen for a second, whatever the browser says."""

import ast
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import ProctorReview, User
from pages import texts
from pages.components import guarded_button
from pages.components.addresses import CHOSEN_SESSION
from pages.texts_administrator import ACT_BUTTON, PersonAct
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from tests.pages.test_traps import calls, trees
from tests.support.page_application import PAGES, Pages, all_text, button, open_dialog
from tests.support.review_world import World

SESSION, PEOPLE = "moderator/review_session.py", "administrator/people.py"


@pytest.fixture
def review(pages: Pages, world: World) -> ProctorReview:
    pages.sign_in(world.person("lee"))
    return world.flagged(world.survey())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The server's steady clock in seconds, moved by `clock[0] += 1`."""
    now = [100.0]
    monkeypatch.setattr(guarded_button, "monotonic", lambda: now[0])
    yield now


def opened(review: ProctorReview) -> AppTest:
    page = AppTest.from_file(PAGES / SESSION, default_timeout=30)
    page.session_state[CHOSEN_SESSION] = review.session_id
    return page.run()


def test_a_press_that_cuts_the_run_of_a_left_field_short_counts(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    """The run began, and has not drawn the button again when the press is looked at."""
    pressed: list[str] = []
    state = {"guarded_drawn": {}, "guarded_drawn_before": {"decide": clock[0] - 60}}
    monkeypatch.setattr(guarded_button.st, "session_state", state)
    guarded_button._press("decide", None, pressed.append, ("decided",))
    guarded_button._press("another", None, pressed.append, ("unseen",))
    assert pressed == ["decided"]


def test_a_double_click_is_one_press_until_the_button_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    pressed: list[str] = []
    state = {"guarded_drawn": {"decide": clock[0] - 60}}
    monkeypatch.setattr(guarded_button.st, "session_state", state)
    for _ in range(2):
        guarded_button._press("decide", None, pressed.append, ("decided",))
    assert pressed == ["decided"]
    monkeypatch.setattr(guarded_button.st, "button", lambda *_, **__: False)
    guarded_button.guarded_button("Decide", pressed.append, "decided", key="decide")
    guarded_button._press("decide", None, pressed.append, ("decided again",))
    assert pressed == ["decided", "decided again"]


def test_a_case_is_not_let_go_in_its_first_second(world: World, review: ProctorReview, clock: list[float]) -> None:
    page = button(opened(review), texts.LET_GO).click().run()
    assert page.error[0].value == texts.PRESSED_TOO_EARLY
    assert world.reviewing.case(world.person("kim"), review.session_id).holder == "Lee"


def test_an_account_is_not_changed_when_another_is_chosen_meanwhile(pages: Pages, world: World) -> None:
    tam, tom = world.person("tam", Role.TAKER), world.person("tom", Role.TAKER)
    page = pages.open_as(Role.ADMINISTRATOR, PEOPLE)
    page = open_dialog(page, "Change a person", change_person=tam.id, change_act=PersonAct.DEACTIVATE)
    press = button(page, ACT_BUTTON[PersonAct.DEACTIVATE])
    page.selectbox(key="change_person").set_value(tom.id)
    press.click().run()
    with transaction(world.engine) as db:
        assert [db.get_one(User, one.id).is_active for one in (tam, tom)] == [True, True]


DESTROYING = {
    "_store_reopening",
    "_release",
    "_end_now",
    "_erase",
    "_remove",
    "_do",
    "_end",
    "_end_others",
    "_set_open",
    "_drop_now",
}


def test_no_button_but_a_guarded_one_decides_ends_or_destroys() -> None:
    """Taker's pages have their own second steps."""
    wired = [
        (place, ast.unparse(keyword.value))
        for kind in ("button", "form_submit_button")
        for place, call in calls(kind)
        if not place.startswith("pages/taker/")
        for keyword in call.keywords
        if keyword.arg == "on_click"
    ]
    assert wired, "expected to find buttons"
    assert [(place, act) for place, act in wired if act in DESTROYING] == []
    guarded = {ast.unparse(call.args[1]) for _, call in calls("guarded_button")}
    assert guarded >= DESTROYING - {"_drop_now"}


def test_no_form_holds_what_decides_so_enter_never_does() -> None:
    """A form's first button is what Ctrl+Enter presses, in whatever field."""
    files = {path.as_posix() for path, tree in trees() for node in ast.walk(tree) if is_form(node)}
    assert {file for file in files if not file.startswith("pages/taker/")} == {
        "pages/administrator/accommodations.py",
        "pages/administrator/add_survey.py",
        "pages/administrator/change_survey.py",
        "pages/administrator/people.py",
        "pages/administrator/webhooks_panel.py",
        "pages/lab/limits_form.py",
        "pages/moderator/queue_mail.py",
        "pages/moderator/saved_views.py",
    }


def is_form(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "form"


def test_who_escalated_says_to_the_next_what_to_look_at(pages: Pages, world: World, review: ProctorReview) -> None:
    world.reviewing.decide(world.person("kim"), review.id, DecisionKind.ESCALATE, "", 0, "who is *that*?")
    assert r"asks for your decision: “who is \*that\*?”" in all_text(opened(review))


def test_nothing_is_chosen_before_somebody_chooses(pages: Pages, world: World) -> None:
    """Whom a token acts for, whose account is changed, what is ended."""
    world.person("tam", Role.TAKER)
    page = pages.open_as(Role.ADMINISTRATOR, "administrator/api_tokens.py")
    assert open_dialog(page, "Make a token").selectbox(key="token_person").value is None
    page = open_dialog(pages.open(PEOPLE), "Change a person")
    assert page.selectbox(key="change_person").value is None
    page = open_dialog(pages.open(PEOPLE), "Change a person", change_person=world.person("tam").id)
    assert page.radio(key="change_act").value is None
    assert not [b for b in page.button if b.label in ACT_BUTTON.values()]
