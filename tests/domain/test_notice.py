"""The notice and the code that lets the camera's facts out say the same."""

from dataclasses import fields
from itertools import product

import pytest

from proctor_core.codes.notice import NoticeText
from proctor_core.domain.consent import DRAWN_TAKER, AgeStatement, Purpose
from proctor_core.domain.minors import Minors
from proctor_core.domain.notice import (
    CURRENT,
    PERMITS,
    NoticeTerms,
    Permission,
    notice_text,
    permitted_by,
    sha256_of,
    texts_read,
)
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
LIVE_VIEW = "a moderator may also look in"
BLIND_SAMPLE = (
    "a small share, at most one in ten and chosen by chance, of the sessions that nobody would have to look at "
    "and of those that were decided already",
    "This changes nothing for you, unless the moderator finds something grave and asks for a decision about your session",
)
OWN_VIDEO = "Where the video is kept, that copy holds it too"
SHA256 = {
    "2026-11.5": "2911c0aa016e73b0da3871c7853d1a3e5d7d8b651b92cf32db0d21c910934f4d",
    "2026-11.6": "00209b131fdf43cf734e412337d4a3788443672649f79e755b1ad7a64b018e44",
    "2026-11.7": "ab3168a68140e459f4f79ba20e31fff07db2b0d8b08380245ce58ab5b1cf8dd4",
}
"""A notice whose words change is another version; the one that was shown stays in `codes/notice.py`."""
SHOWN_BY_0_1 = "9ad21ac969b222b399c5b1030fd624f0b42459d6b6ffd16ac52b75f5f32ddf03"
"""Hash of the notice that version 0.1 showed where three notes flag, no video is kept and nobody may refuse."""
FORMS = list(product(NoticeText, RecordingMode, (True, False), Minors))


def in_a_line(text: str) -> str:
    return " ".join(text.split())


def test_the_notice_says_everything_that_the_owner_gets() -> None:
    given = {field.name for table in (CameraFacts, Response) for field in fields(table)}
    assert given - NOT_ABOUT_A_PERSON == set(SAID), "a new column needs a new notice"
    assert [sentence for sentence in SAID.values() if sentence not in in_a_line(CURRENT.english)] == []


def test_a_notice_whose_words_change_gets_a_new_version() -> None:
    assert {version.value: sha256_of(version.english) for version in NoticeText} == SHA256
    assert CURRENT is list(NoticeText)[-1]


@pytest.mark.parametrize("version", NoticeText)
def test_a_notice_permits_what_it_says(version: NoticeText) -> None:
    says = in_a_line(version.english)
    assert (Permission.LIVE_VIEW in PERMITS[version]) == (LIVE_VIEW in says)
    assert (Permission.OWNERS_FACTS in PERMITS[version]) == all(sentence in says for sentence in SAID.values())
    assert (Permission.BLIND_SAMPLE in PERMITS[version]) == all(sentence in says for sentence in BLIND_SAMPLE)
    assert (Permission.OWN_VIDEO in PERMITS[version]) == (OWN_VIDEO in says)


@pytest.mark.parametrize(("version", "mode", "refuses", "minors"), FORMS)
def test_every_form_of_a_notice_is_known_by_its_hash(
    version: NoticeText, mode: RecordingMode, refuses: bool, minors: Minors
) -> None:
    read = sha256_of(notice_text(NoticeTerms(4, mode, refuses, minors), version))
    assert permitted_by(read, 4) == PERMITS[version]
    assert permitted_by(read, 5) == frozenset(), "another session's numbers"


def test_whoever_agreed_under_version_0_1_agreed_to_the_live_view_alone() -> None:
    assert permitted_by(SHOWN_BY_0_1, 3) == {Permission.LIVE_VIEW}


@pytest.mark.parametrize("read", ["0" * 64, sha256_of(notice_text(NoticeTerms(3)) + " "), sha256_of(DRAWN_TAKER)])
def test_a_text_of_others_permits_nothing_more(read: str) -> None:
    assert permitted_by(read, 3) == frozenset()


def test_only_what_a_survey_asks_for_is_asked() -> None:
    assert set(texts_read(NoticeTerms(3))) == {Purpose.MONITORING}
    asked = texts_read(NoticeTerms(3, RecordingMode.FULL, minors=Minors.GUARDIAN_CONSENT))
    assert set(asked) == {*Purpose, *AgeStatement}
