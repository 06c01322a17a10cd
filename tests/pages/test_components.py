"""The pieces that pages share: spoken numbers, and one colour and word for everything."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import texts
from pages.components import notices, spoken
from pages.components.colours import TYPE_COLOUR
from pages.components.plain import WORD_JOINER, plain
from pages.components.problems import sentence_of
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.violation import IncidentType, SignalKind
from proctor_core.errors import Conflict, InvalidInput, NotFound, NotSignedIn, ProctorError
from tests.support.review_world import NOON


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.44, "0.4 s"),
        (9.4, "9 s"),
        (59.7, "1 min"),
        (80, "1 min 20 s"),
        (600, "10 min"),
        (7200, "2 h"),
        (200000, "2 days"),
    ],
)
def test_durations_are_said_as_people_do(seconds: float, said: str) -> None:
    assert spoken.duration(seconds) == said


@pytest.mark.parametrize(("seconds", "said"), [(0, "00:00"), (252.4, "04:12"), (3852, "1:04:12"), (-2, "-00:02")])
def test_times_in_a_session_are_minutes_and_seconds(seconds: float, said: str) -> None:
    assert spoken.clock(seconds) == said


@pytest.mark.parametrize(
    ("share", "said"), [(None, "–"), (0, "0 %"), (0.001, "< 1 %"), (0.996, "> 99 %"), (1, "100 %")]
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float | None, said: str) -> None:
    assert spoken.percent(share) == said


@pytest.mark.parametrize(
    ("span", "said"), [({"seconds": 5}, "< 1 min"), ({"minutes": 8}, "8 min"), ({"days": 3}, "3 days")]
)
def test_waiting_is_said_in_one_unit(span: dict[str, float], said: str) -> None:
    assert spoken.ago(NOON, NOON + timedelta(**span)) == said


def test_every_word_that_is_stored_has_a_sentence_and_a_colour() -> None:
    assert set(texts.TYPE_LABEL) == set(TYPE_COLOUR) == set(IncidentType)
    assert len(set(TYPE_COLOUR.values())) == len(IncidentType)
    assert set(texts.SIGNAL_LABEL) == set(SignalKind)
    assert set(texts.REVIEW_STATUS) == set(ReviewStatus)
    assert set(texts.SESSION_STATUS) == set(SessionStatus)


def test_an_error_is_one_sentence() -> None:
    assert sentence_of(Conflict("Lee approved it.")) == "Somebody was quicker: Lee approved it."
    assert sentence_of(NotSignedIn("x")) == texts.NOT_SIGNED_IN
    assert "not yours to see" in sentence_of(NotFound("x"))
    assert (
        sentence_of(InvalidInput("notes", "no reason"))
        == f"Please look at this again: {texts.REASON_LABEL}: no reason."
    )
    assert plain("questions[2].text: empty") in sentence_of(InvalidInput("questions[2].text", "empty"))
    assert sentence_of(ProctorError("odd")) == "That did not work: odd."


@given(st.text())
def test_plain_text_keeps_every_letter(text: str) -> None:
    bare = str.maketrans("", "", "\\" + WORD_JOINER)
    assert plain(text).translate(bare) == text.translate(bare)
    assert "![" not in plain(text)


@pytest.mark.parametrize(
    ("clicked", "said", "closes"), [(True, None, True), (False, "done", True), (False, None, False)]
)
def test_a_dialog_closes_once_something_was_done_though_its_button_is_gone(
    monkeypatch: pytest.MonkeyPatch, clicked: bool, said: str | None, closes: bool
) -> None:
    """An account that was just switched off can't be switched off again, so its button is not drawn any more."""
    reruns: list[bool] = []
    monkeypatch.setattr(notices.st, "session_state", {"notice_done": said} if said else {})
    monkeypatch.setattr(notices.st, "rerun", lambda: reruns.append(True))
    notices.close_dialog_when_done(clicked)
    assert bool(reruns) is closes
