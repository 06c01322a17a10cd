"""Names, titles, notes, reasons and answers are shown as they were typed: no link, no icon, no formula, wherever they stand."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import Survey, User
from pages.components.addresses import CHOSEN_SESSION
from pages.components.plain import WORD_JOINER, plain
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from tests.support.page_application import Pages
from tests.support.review_world import World
from tests.support.taker_pages import TakerPages

TYPED = "[go](https://a.example) **b** $x$ www.b.example c@d.example :joy: &amp; `e`"
READ_AS_MARKDOWN = re.compile(r"(?<!\\)(\[go|\*\*b|\$x|&amp|`e)|https:\\?//|www\.b|c@d|:joy")
KINDS = ("markdown", "caption", "info", "warning", "error", "success", "toast", "subheader", "title", "header")
LABELLED = ("button", "checkbox", "toggle", "expander", "metric")

pytestmark = pytest.mark.slow


def said_in_markdown(page: AppTest) -> Iterator[str]:
    """Everything on the page that Streamlit reads as markdown."""
    for kind in KINDS:
        yield from (str(element.value) for element in page.get(kind))
    for kind in LABELLED:
        yield from (str(element.label) for element in page.get(kind))
    for radio in page.radio:
        yield from radio.options


def expect_nothing_read(page: AppTest) -> None:
    assert not page.exception, page.exception
    assert [said for said in said_in_markdown(page) if READ_AS_MARKDOWN.search(said)] == []


@pytest.mark.parametrize(
    ("role", "file"),
    [
        (Role.ADMINISTRATOR, "administrator/people.py"),
        (Role.ADMINISTRATOR, "administrator/surveys.py"),
        (Role.ADMINISTRATOR, "administrator/storage.py"),
        (Role.ADMINISTRATOR, "administrator/audit_log.py"),
        (Role.ADMINISTRATOR, "administrator/api_tokens.py"),
        (Role.ANALYST, "analyst/statistics.py"),
        (Role.MODERATOR, "moderator/review_queue.py"),
        (Role.MODERATOR, "moderator/review_session.py"),
    ],
)
def test_a_page_reads_nothing_of_it(pages: Pages, world: World, role: Role, file: str) -> None:
    review = world.flagged(world.survey(TYPED))
    lee = world.person("lee")
    review = world.reviewing.claim(lee, review.id)
    world.reviewing.decide(lee, review.id, DecisionKind.REJECT, TYPED, review.revision)
    with transaction(world.engine) as db:
        db.exec(update(User).values(display_name=TYPED))
    pages.sign_in(world.person(f"the {role}", role))
    page = AppTest.from_string(script_of(file), default_timeout=30)
    page.session_state[CHOSEN_SESSION] = review.session_id
    page.run()
    expect_nothing_read(page)


def script_of(file: str) -> str:
    """The line with the signed-in person's name, and a page under it."""
    folder = Path(__file__).resolve().parents[2] / "pages"
    return (
        "import streamlit as st\n"
        "from pages.components.account_bar import account_bar\n"
        "from pages.components.signed_in import signed_in_person\n"
        "account_bar(signed_in_person())\n"
        f"st.navigation([st.Page({str(folder / file)!r})]).run()\n"
    )


@pytest.fixture
def taker_pages(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakerPages]:
    made = TakerPages(sqlite_engine, tmp_path, monkeypatch)
    yield made
    made.close()


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "scale"])
def test_a_taker_reads_title_and_question_as_they_were_written(taker_pages: TakerPages, kind: str) -> None:
    question = {"id": "q", "kind": kind, "text": TYPED, "help": TYPED}
    more = {"min_label": TYPED} if kind == "scale" else {"options": [TYPED, "other"]}
    session = taker_pages.invited(definition={"title": TYPED, "questions": [question | more]}, proctoring_enabled=False)
    with transaction(taker_pages.engine) as db:
        db.exec(update(Survey).values(title=TYPED))
    expect_nothing_read(taker_pages.my_surveys())
    expect_nothing_read(taker_pages.open(session.id))


@pytest.mark.parametrize(
    "typed",
    ["Bike (own), 12:30 - 0.5 + 1 = 1.5!", "-5", "1.5 km", "50% #1", "Ünïcödé {x} ; y"],
)
def test_what_means_nothing_stays_as_it_is(typed: str) -> None:
    assert plain(typed).replace("\\", "") == typed
    assert "\\" not in plain(typed[1:])


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("https://a.example", f"https:{WORD_JOINER}//a.example"),
        ("WWW.a.example", f"WWW{WORD_JOINER}.a.example"),
        ("a@b.example", f"a{WORD_JOINER}@b.example"),
        (":material/gavel:", f":{WORD_JOINER}material/gavel:"),
        ("- a\n2. b\n# c\n---", "\\- a\n2\\. b\n\\# c\n\\---"),
        ("*a* <b> &lt;", r"\*a\* \<b> \&lt;"),
    ],
)
def test_what_would_be_read_is_escaped_or_parted(typed: str, escaped: str) -> None:
    assert plain(typed) == escaped
