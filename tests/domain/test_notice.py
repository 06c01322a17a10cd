"""The notice and the code that lets the camera's facts out say the same."""

from dataclasses import fields
from itertools import product

import pytest

from pages.texts_notice import NAMING_OWNERS, NOTICE, NOTICE_VERSION, NOTICES, notice_text, sha256_of
from proctor_core.domain.consent import AgeStatement, Purpose, names_live_view
from proctor_core.domain.minors import Minors
from proctor_core.domain.notice import NoticeTerms
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.response import CameraFacts, Response

SAID = {
    "coverage": "in how much of the time you could be seen",
    "unseen_s": "for how many seconds not",
    "violations": "how many notes of each kind there were",
    "violations_count": "how many notes",
    "flag_rules": "by which rules a person looked at the session",
    "decision": "what was decided",
    "watched_by": "who watched",
    "answers": "your answers as you give them",
    "seconds": "how long each question took",
    "participant": "under a number instead of your name",
}
NOT_ABOUT_A_PERSON = {"id", "submitted_on", "camera", "name"}
"""A number, a day, the container; a name is for administrators, who are not the owner."""
SHA256 = {"2026-11.6": "00209b131fdf43cf734e412337d4a3788443672649f79e755b1ad7a64b018e44"}
"""A notice whose words change is another version; the one that was shown stays in `NAMING_OWNERS`."""


def test_the_notice_says_everything_that_the_owner_gets() -> None:
    notice = " ".join(NOTICE.split())
    given = {field.name for table in (CameraFacts, Response) for field in fields(table)}
    assert given - NOT_ABOUT_A_PERSON == set(SAID), "a new column needs a new notice"
    assert [sentence for sentence in SAID.values() if sentence not in notice] == []


def test_a_notice_whose_words_change_gets_a_new_version() -> None:
    assert {version: sha256_of(text) for version, text in NAMING_OWNERS.items()} == SHA256
    assert NAMING_OWNERS[NOTICE_VERSION] == NOTICE


@pytest.mark.parametrize(("mode", "refuses", "minors"), list(product(RecordingMode, (True, False), Minors)))
def test_every_form_of_the_notice_is_known_by_its_hash(mode: RecordingMode, refuses: bool, minors: Minors) -> None:
    read = sha256_of(NOTICES.texts(NoticeTerms(4, mode, refuses, minors))[Purpose.MONITORING])
    assert NOTICES.names_owners(read, 4)
    assert not NOTICES.names_owners(read, 5), "another session's numbers"


def test_a_notice_of_others_is_not_known() -> None:
    assert not NOTICES.names_owners(sha256_of(notice_text(3) + " "), 3)
    assert not NOTICES.names_owners("0" * 64, 3)


def test_what_was_said_before_still_holds() -> None:
    assert names_live_view(NOTICE_VERSION)
    assert "a moderator may also look in" in " ".join(NOTICE.split())


def test_only_what_a_survey_asks_for_is_asked() -> None:
    assert set(NOTICES.texts(NoticeTerms(3))) == {Purpose.MONITORING}
    asked = NOTICES.texts(NoticeTerms(3, RecordingMode.FULL, minors=Minors.GUARDIAN_CONSENT))
    assert set(asked) == {*Purpose, *AgeStatement}
