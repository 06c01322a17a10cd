"""Every reason that the rules give has a sentence, the same as before reasons had codes; rows without a code keep their text."""

from gettext import NullTranslations

import pytest
from babel import Locale

from proctor_core.codes.code import Value, in_english
from proctor_core.codes.seen import SignalReason, Turn, ViolationReason
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.reason import Reason, ReasonCode, code_of, numbers_of, read_reason
from proctor_core.language.sentences import reason_sentence
from proctor_core.language.translation import ENGLISH, Translator
from tests.support.own_catalogue import OwnCatalogue

NUMBERS: dict[str, int | float | Turn] = {
    "positive": 4,
    "looks": 5,
    "measured": 0.456,
    "limit": 0.5,
    "turn": Turn.HEAD_AND_EYES_LEFT,
    "window_s": 4.0,
    "confidence": 0.876,
    "contrast": 2.34,
    "brightness": 31.7,
}
CLAIM = "Reported by the taker's browser with confidence 0.88; "
AS_BEFORE: dict[ReasonCode, str] = {
    FlagRule.SAMPLE_ESCALATED: "A moderator who looked at it by chance asks for a decision",
    ViolationReason.NO_FACE: "No face in 4 of 5 looks; best face score 0.46, needed 0.50",
    ViolationReason.MULTIPLE_FACES: "More than one face in 4 of 5 looks; up to 0 faces",
    ViolationReason.LOOKING_AWAY: "Looking away in 4 of 5 looks: head and eyes turned left, up to 0 degrees; limit 0",
    ViolationReason.OUT_OF_SIGHT: "Looking away in 4 of 5 looks: head turned or lowered out of sight",
    ViolationReason.PHONE: "Phone seen in 4 of 5 looks, best score 0.46; limit 0.50",
    ViolationReason.STEADY_PHONE: "Phone seen in 4 of 5 looks, best score 0.46; limit 0.50 over 4 s",
    ViolationReason.LOW_CONFIDENCE: "Face hardly recognisable in 4 of 5 looks; lowest face score 0.46, needed 0.50",
    ViolationReason.REPORTED_AND_SEEN: CLAIM + "the server sees the same in its picture",
    ViolationReason.REPORTED_NOT_SEEN: CLAIM + "the server does not see it in its picture",
    ViolationReason.REPORTED_UNCHECKED: CLAIM + "no picture that the server could check",
    SignalReason.BLACK_PICTURE: "black or featureless picture, contrast 2.3",
    SignalReason.DARK_PICTURE: "brightness 32 of 255",
    SignalReason.SAME_IMAGE: "the camera delivers the same image again",
    SignalReason.NOTHING_MOVES: "new images, but nothing moves and nobody blinks",
    SignalReason.NO_PICTURE_COMES: "connected, but no picture comes",
    SignalReason.CONNECTION_GONE: "the connection is gone",
    SignalReason.PAGE_AWAY: "the page was closed or out of reach",
    SignalReason.PAGE_IN_BACKGROUND: "the survey's page was in the background",
    SignalReason.PAGE_OR_SERVER_AWAY: "the page was closed, or the server was away",
    SignalReason.NO_HEARTBEATS: "the browser's heartbeats did not come",
    FlagRule.VIOLATION_COUNT: "0 violations alleged; threshold 0",
    FlagRule.LONG_VIOLATION: "One violation lasted 0 s; limit 0 s",
    FlagRule.UNSEEN_TIME: "Camera lost, covered, frozen or still for 0 s; limit 0 s",
    FlagRule.LOW_COVERAGE: "Seen in 46% of the session's seconds; needed 50%",
    FlagRule.ENDED_BY_MODERATOR: "ended by a moderator",
    FlagRule.CLIENT_CLAIMS: "Rests on what the taker's browser says; no rule was met",
    FlagRule.CAMERA_WITHDRAWN: "The camera was taken back; the survey is taken with it",
    FlagRule.DRAWN_CAMERA: "The drawn demo camera took part: nobody was seen by it",
}
"""By hand, from the sentences of 0.1."""
EVERY: list[ReasonCode] = [*ViolationReason, *SignalReason, *FlagRule]


def reason(code: ReasonCode) -> Reason:
    return Reason(code, {name: NUMBERS[name] for name in code.placeholders})


def test_every_reason_has_a_word_of_its_own() -> None:
    words = [code.value for code in EVERY]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("code", EVERY)
def test_its_english_sentence_is_that_of_0_1(code: ReasonCode) -> None:
    assert str(reason(code)) == reason_sentence(reason(code)) == AS_BEFORE[code]


@pytest.mark.parametrize("code", EVERY)
def test_what_a_row_keeps_is_read_back(code: ReasonCode) -> None:
    kept = reason(code)
    assert read_reason("as it was written", code_of(kept), numbers_of(kept)) == kept


def test_a_row_of_0_1_keeps_its_text() -> None:
    assert reason_sentence(read_reason("No face in 4 of 4 looks", None, None)) == "No face in 4 of 4 looks"


@pytest.mark.parametrize(("code", "numbers"), [("of_a_later_version", {}), ("no_face", {}), ("no_face", None)])
def test_a_code_that_can_not_be_said_gives_way_to_the_text(
    code: str, numbers: dict[str, int | float | str] | None
) -> None:
    assert read_reason("as it was written", code, numbers) == "as it was written"


def test_another_language_says_the_sentence_and_the_words_in_it() -> None:
    said = reason_sentence(
        reason(ViolationReason.LOOKING_AWAY),
        OwnCatalogue(
            {
                ViolationReason.LOOKING_AWAY.english: (
                    "Blick weg um ein Grad",
                    "Blick weg ({positive}/{looks}): {turn}",
                ),
                Turn.HEAD_AND_EYES_LEFT.english: "Kopf und Augen links",
            }
        ),
    )
    assert said == "Blick weg (4/5): Kopf und Augen links"


@pytest.mark.parametrize(("faces", "said"), [(1.0, "ein Gesicht"), (2.0, "2 Gesichter"), (0.6, "ein Gesicht")])
def test_another_language_says_it_by_how_many(faces: float, said: str) -> None:
    german = OwnCatalogue({ViolationReason.MULTIPLE_FACES.english: ("ein Gesicht", "{measured:.0f} Gesichter")})
    assert reason_sentence(Reason(ViolationReason.MULTIPLE_FACES, {"measured": faces}), german) == said


def test_another_language_writes_the_numbers_in_it_as_it_does() -> None:
    french = Translator("fr", Locale("fr"), NullTranslations())
    measured = {"measured": 1234.5, "limit": 0.5}
    assert reason_sentence(Reason(FlagRule.UNSEEN_TIME, measured), french).endswith("for 1\u202f234 s; limit 0 s")
    assert "score 1\u202f234,50, needed 0,50" in reason_sentence(
        Reason(ViolationReason.NO_FACE, {**measured, "positive": 4, "looks": 5}), french
    )


@pytest.mark.parametrize("code", EVERY)
def test_an_english_reader_reads_what_is_stored(code: ReasonCode) -> None:
    assert reason_sentence(reason(code), ENGLISH) == AS_BEFORE[code]


def test_a_missing_value_is_a_mistake_of_ours() -> None:
    values: dict[str, Value] = {"positive": 4}
    with pytest.raises(KeyError):
        in_english(ViolationReason.NO_FACE, values)


def test_what_a_moderator_wrote_stands_for_the_rule() -> None:
    assert str(FlagReason(FlagRule.ENDED_BY_MODERATOR, 20.0, 0.0, "Somebody else came.")) == "Somebody else came."
    assert str(FlagReason(FlagRule.UNSEEN_TIME, 61.5, 60.0)) == (
        "Camera lost, covered, frozen or still for 62 s; limit 60 s"
    )
