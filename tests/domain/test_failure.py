"""Why a recording failed, as its row keeps it: read back as it was, its text alone where its codes can't be said."""

import json
from typing import Any

import pytest

from proctor_core.codes.code import Joint, message
from proctor_core.codes.missing import Missing
from proctor_core.codes.recording_faults import FFmpegProblem, RecordingFault
from proctor_core.codes.storage_faults import RoomFault
from proctor_core.domain.failure import FAMILIES, Failure, codes_of, failure, failure_by, joined, read_failure
from proctor_core.errors import InvalidInput, NotFound, Unavailable
from proctor_core.language.sentences import failure_sentence
from tests.support.own_catalogue import OwnCatalogue

BROKEN = failure(RecordingFault.BROKEN_AFTER, last_s=12.04, said=FFmpegProblem.INVALID_DATA)
FULL = failure(RoomFault.NEARLY_FULL)
NESTED = failure(RecordingFault.NOT_COPIED, error=message(RecordingFault.SEGMENT_ALTERED, number=3))


def kept(why: Failure) -> Failure:
    """As a row gives it back."""
    return read_failure(why.text, json.loads(json.dumps(codes_of(why))))


def test_no_two_codes_are_stored_by_the_same_word() -> None:
    words = [code.value for family in FAMILIES for code in family]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("why", [BROKEN, FULL, NESTED, joined(BROKEN, FULL), Failure("as it was written"), Failure("")])
def test_what_a_row_keeps_is_read_back(why: Failure) -> None:
    assert kept(why) == why
    assert failure_sentence(kept(why)) == why.text


def test_several_causes_are_one_sentence_in_the_reader_s_language() -> None:
    german = OwnCatalogue(
        {
            RecordingFault.BROKEN_AFTER.english: "nach {last_s:.1f} s kaputt: {said}",
            FFmpegProblem.INVALID_DATA.english: "ungültige Daten",
            RoomFault.NEARLY_FULL.english: "die Platte ist fast voll",
            Joint.AND_THEN.english: "{before}; {after}",
        }
    )
    both = joined(BROKEN, FULL)
    assert both.text == "broken after 12.0 s: invalid data found when processing input; the disk is nearly full"
    assert failure_sentence(kept(both), german) == "nach 12.0 s kaputt: ungültige Daten; die Platte ist fast voll"


def test_what_is_known_by_its_text_alone_stays_a_text() -> None:
    old = Failure("no video")
    assert joined(old, FULL) == Failure("no video; the disk is nearly full")
    assert joined(Failure(""), FULL) == FULL


@pytest.mark.parametrize(
    "codes",
    [
        [{"code": "of_a_later_version", "values": {}}],
        [{"code": "broken_after", "values": {}}],
        [{"code": "broken_after", "values": {"last_s": "soon", "said": ""}}],
        [{"code": "broken_after", "values": {"last_s": None, "said": ""}}],
        [{"code": "broken_after"}],
        [{"code": "broken_after", "values": []}],
        ["broken_after"],
    ],
)
def test_codes_that_can_not_be_said_give_way_to_the_text(codes: list[Any]) -> None:
    assert read_failure("as it was written", codes) == Failure("as it was written")


def test_an_error_keeps_its_own_text_or_the_one_that_is_given() -> None:
    error = InvalidInput("segment", RecordingFault.SEGMENT_ALTERED, number=3)
    causes = failure(RecordingFault.SEGMENT_ALTERED, number=3).causes
    assert failure_by(error) == Failure("segment: segment 3 was altered", causes)
    assert failure_by(error, error.message) == Failure("segment 3 was altered", causes)
    assert failure_by(Unavailable("the store is away")) == Failure("the store is away")
    assert failure_by(NotFound(Missing.VIDEO)) == Failure("no such video"), "a code that no row keeps"
